//! `gainsay finding agreement`: how far those who judge agree.
//!
//! It must not know how alpha is computed. What a stranger would get wrong: an undefined alpha
//! is an empty cell whose note says why, never 0 or 1.

use crate::cli::failure::Problem;
use crate::cli::session::Session;
use crate::project::finding_agreement::FindingAgreement;
use crate::report::{Cell, Column, Listing, Schema, counted, schema};

use super::super::opened;

/// Shows the agreement of analysts on findings.
///
/// # Errors
/// What the store says.
pub fn run(session: &Session) -> Result<(), Problem> {
    let study = opened::open(session)?;
    let found = study.finding_agreement()?;
    let mut listing = Listing::new(AGREEMENTS.head());
    listing.rows = found
        .rows
        .into_iter()
        .map(|row| AGREEMENTS.cells(row))
        .collect();
    listing.meta = opened::meta(&study)?;
    if found.outdated > 0 {
        let outdated = counted(found.outdated as u64, "judgement");
        let warning = format!("{outdated} from before a claim changed left out");
        listing.meta.warnings.push(warning);
    }
    session.output.show(&listing).map(drop)
}

/// How alpha is computed here.
const CONVENTION: &str = "nominal; units are pairs of claims that two or more judged";

const AGREEMENTS: Schema<FindingAgreement> = schema!("finding-agreement-list", |row| {
    Column::new("analysts") => Cell::List(row.analysts.clone()),
    Column::new("coefficient").aside() => "krippendorff-alpha".into(),
    Column::number("value").rounded(3) => Cell::maybe(row.alpha.value),
    Column::number("observed").rounded(3) => Cell::maybe(row.alpha.observed),
    Column::number("expected").rounded(3) => Cell::maybe(row.alpha.expected),
    Column::number("units") => Cell::from(row.alpha.units),
    Column::number("ratings").aside() => Cell::from(row.alpha.ratings),
    Column::new("convention").aside() => CONVENTION.into(),
    Column::quote("note") => Cell::text(note_of(row)),
});

fn note_of(row: &FindingAgreement) -> String {
    let why = row.alpha.why_undefined();
    why.map_or_else(String::new, |why| format!("undefined: {why}"))
}
