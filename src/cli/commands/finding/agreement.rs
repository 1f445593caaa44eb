//! `gainsay finding agreement`: how far those who judge agree.
//!
//! It must not know how alpha is computed. What a stranger would get wrong: an undefined alpha
//! is an empty cell whose note says why, never 0 or 1.

use crate::cli::failure::Problem;
use crate::cli::session::Session;
use crate::project::finding_agreement::FindingAgreement;
use crate::report::{Cell, Column, Head, Listing};

use super::super::opened;
use super::super::rows::whole;
use crate::report::counted;

/// Shows the agreement of analysts on findings.
///
/// # Errors
/// What the store says.
pub fn run(session: &Session) -> Result<(), Problem> {
    let study = opened::open(session)?;
    let found = study.finding_agreement()?;
    let mut listing = Listing::new(Head::new("finding-agreement-list", columns()));
    listing.rows = found.rows.iter().map(cells_of).collect();
    listing.meta = opened::meta(&study)?;
    if found.outdated > 0 {
        let outdated = counted(found.outdated as u64, "judgement");
        let warning = format!("{outdated} from before a claim changed left out");
        listing.meta.warnings.push(warning);
    }
    session.output.show(&listing).map(drop)
}

fn columns() -> Vec<Column> {
    vec![
        Column::new("analysts"),
        Column::new("coefficient").aside(),
        Column::number("value").rounded(3),
        Column::number("observed").rounded(3),
        Column::number("expected").rounded(3),
        Column::number("units"),
        Column::number("ratings").aside(),
        Column::new("convention").aside(),
        Column::quote("note"),
    ]
}

fn cells_of(row: &FindingAgreement) -> Vec<Cell> {
    let alpha = row.alpha;
    let note = alpha.why_undefined();
    vec![
        Cell::List(row.analysts.clone()),
        "krippendorff-alpha".into(),
        Cell::maybe(alpha.value),
        Cell::maybe(alpha.observed),
        Cell::maybe(alpha.expected),
        whole(alpha.units as u64),
        whole(alpha.ratings as u64),
        "nominal; units are pairs of claims that two or more judged".into(),
        Cell::text(note.map_or_else(String::new, |why| format!("undefined: {why}"))),
    ]
}
