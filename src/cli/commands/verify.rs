//! `gainsay verify`: whether the study is what its history says.
//!
//! It must not know how it is found out. What a stranger would get wrong: a sound study can
//! still be cut short at its end; its head, noted elsewhere, shows that.

use crate::cli::failure::{Code, Problem};
use crate::cli::session::Session;
use crate::report::{Cell, Column, Head, Listing};
use crate::store::verify::{FaultyIndex, Verification};

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
    let hint = hint_of(&found);
    let of_index = found.faulty_index.map(|_| INDEX_FAULT.to_owned());
    let faults = found.faults.into_iter().chain(of_index);
    let faults = faults.map(|fault| Problem::new(Code::Rejected, "integrity", fault));
    match Problem::all(faults.collect()) {
        Some(problem) => Err(problem.hint(hint)),
        None => Ok(()),
    }
}

const INDEX_FAULT: &str = "the search index is not what the texts say; nothing else rests on it";

/// What to do: an index is made of the texts, so that a study loses nothing with it.
fn hint_of(found: &Verification) -> &'static str {
    match found.faulty_index {
        Some(FaultyIndex::Dropped) if found.faults.is_empty() => {
            "nothing is lost: the index was dropped, and the next search makes it anew"
        }
        Some(FaultyIndex::Standing) if found.faults.is_empty() => {
            "nothing is lost: make the file writable, verify again, and the next search makes the index anew"
        }
        _ => "restore the study from a copy, and keep this file",
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
    let faults = found.faults.len() + usize::from(found.faulty_index.is_some());
    listing.rows.push(vec![
        if found.is_sound() {
            "sound"
        } else {
            "not sound"
        }
        .into(),
        Cell::from(found.operations),
        Cell::from(found.rows),
        faults.into(),
        Cell::text(head),
    ]);
    listing
}
