//! Reads a file of pairs of claims: CSV with a header and two columns of claim keys; further
//! columns are passed over.

use super::complaint::{Complaint, name_of};
use super::plain_csv::{Line, lines_of};
use crate::model::limits::{Limit, Limits};
use std::path::Path;

/// Two claims by key, and where they stood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimPair {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: u64,
    /// The first key.
    pub a: String,
    /// The second key.
    pub b: String,
}

impl ClaimPair {
    /// Two claims that stand in no file; `teller` is named where a complaint would name one.
    pub fn told_by(teller: &str, a: &str, b: &str) -> Self {
        Self {
            file: teller.to_owned(),
            line: 1,
            a: a.to_owned(),
            b: b.to_owned(),
        }
    }
}

/// Reads the pairs of a file.
///
/// # Errors
/// What `is_claim` says; a [`Complaint`] where it cannot be read, a row has no two cells, or the first line is a pair
/// of claims by `is_claim`: taken as a header, that pair would be lost in silence.
pub fn read_pairs<E: From<Complaint>>(
    path: &Path,
    limits: &Limits,
    is_claim: impl Fn(&str) -> Result<bool, E>,
) -> Result<Vec<ClaimPair>, E> {
    let name = name_of(path);
    let fault = |what: &str| {
        let remedy = "a header, then two claim keys a row: claim_a,claim_b";
        Complaint::of_file(&name, what, remedy)
    };
    // Two keys and a note a row: what is larger by far is no file of pairs.
    let most = limits.of(Limit::CellBytes).saturating_mul(256);
    let mut lines = lines_of(path, most, fault)?.into_iter();
    let header = lines.next().unwrap_or_default().1;
    let mut are_claims = true;
    for name in header.iter().take(2) {
        are_claims = are_claims && is_claim(name)?;
    }
    if are_claims {
        return Err(fault("the first line is a pair, not a header")
            .on_line(1)
            .into());
    }
    let pair = |(line, mut cells): Line| {
        cells.truncate(2);
        match <[String; 2]>::try_from(cells) {
            Ok([a, b]) if !a.is_empty() && !b.is_empty() => Ok(ClaimPair {
                file: name.clone(),
                line,
                a,
                b,
            }),
            _ => Err(fault("the row has no two keys").on_line(line).into()),
        }
    };
    lines.map(pair).collect()
}
