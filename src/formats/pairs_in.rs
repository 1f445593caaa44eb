//! Reads a file of pairs of claims: CSV with a header and two columns of claim keys; further
//! columns are passed over.

use super::complaint::Complaint;
use crate::model::limits::{Limit, Limits};
use std::fs::File;
use std::io::Read;
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

/// Reads the pairs of a file.
///
/// # Errors
/// A [`Complaint`] where it cannot be read, a row has no two cells, or the first line is a pair
/// of claims by `is_claim`: taken as a header, that pair would be lost in silence.
pub fn read_pairs(
    path: &Path,
    limits: &Limits,
    is_claim: impl Fn(&str) -> bool,
) -> Result<Vec<ClaimPair>, Complaint> {
    let name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let fault = |what: String| {
        Complaint::of_file(
            &name,
            what,
            "a header, then two claim keys a row: claim_a,claim_b",
        )
    };
    let file =
        File::open(path).map_err(|error| fault(format!("cannot be read: {}", error.kind())))?;
    // Two keys and a note a row: what is larger by far is no file of pairs.
    let most = limits.of(Limit::CellBytes).saturating_mul(256);
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(file.take(most));
    let headers = reader
        .headers()
        .map_err(|_| fault("cannot be read as UTF-8 CSV".to_owned()))?;
    if headers.iter().take(2).all(|name| is_claim(name.trim())) {
        return Err(fault("the first line is a pair, not a header".to_owned()).on_line(1));
    }
    let mut pairs = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| {
            let line = error.position().map_or(1, csv::Position::line);
            fault("cannot be read as UTF-8 CSV".to_owned()).on_line(line)
        })?;
        let line = record.position().map_or(0, csv::Position::line);
        let key = |at: usize| {
            record
                .get(at)
                .map(str::trim)
                .filter(|key| !key.is_empty())
                .map(str::to_owned)
        };
        match (key(0), key(1)) {
            (Some(a), Some(b)) => pairs.push(ClaimPair {
                file: name.clone(),
                line,
                a,
                b,
            }),
            _ => return Err(fault("the row has no two keys".to_owned()).on_line(line)),
        }
    }
    Ok(pairs)
}
