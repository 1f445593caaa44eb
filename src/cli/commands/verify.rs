//! `gainsay verify`: whether the study is what its history says.
//!
//! It must not know how it is found out. What a stranger would get wrong: a sound study can
//! still be cut short at its end; its head, noted elsewhere, shows that.

use crate::cli::failure::{Code, Problem};
use crate::cli::session::Session;
use crate::report::{Cell, Column, Head, Listing};
use crate::store::verify::Verification;

use super::opened;

/// Verifies.
///
/// # Errors
/// Exit code 5 with the faults, where there are any.
pub fn run(session: &Session) -> Result<(), Problem> {
    let study = opened::open(session)?;
    let progress = session.progress("verifying", None);
    let found = study.verify()?;
    drop(progress);
    let mut listing = listing_of(&found);
    listing.meta = opened::meta(&study)?;
    session.output.show(&listing)?;
    let faults = found.faults.into_iter();
    let faults = faults.map(|fault| Problem::new(Code::Rejected, "integrity", fault));
    match Problem::all(faults.collect()) {
        Some(problem) => Err(problem.hint("restore the study from a copy, and keep this file")),
        None => Ok(()),
    }
}

fn listing_of(found: &Verification) -> Listing {
    let columns = vec![
        Column::new("study"),
        Column::number("operations"),
        Column::number("rows"),
        Column::number("faults"),
        Column::new("head"),
    ];
    let mut listing = Listing::new(Head::record("verification-list", columns));
    let head: String = found
        .head
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let is_sound = found.faults.is_empty();
    listing.rows.push(vec![
        if is_sound { "sound" } else { "not sound" }.into(),
        Cell::from(found.operations),
        Cell::from(found.rows),
        found.faults.len().into(),
        Cell::text(head),
    ]);
    listing
}
