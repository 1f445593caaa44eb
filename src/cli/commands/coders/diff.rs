//! `gainsay coders diff`: where coders differ.
//!
//! It must not know how places are found. What a stranger would get wrong: the words of a
//! passage are an interview's, so they stand in the rows, never in talk.

use crate::cli::args::coders::DiffArgs;
use crate::cli::failure::Problem;
use crate::cli::session::Session;
use crate::project::Study;
use crate::project::coded_texts::{AgreementUnit, CodedWish};
use crate::project::coder_differences::{CoderDifference, ConfusionCell};
use crate::report::{Cell, Column, Head, Listing};

use super::super::opened;
use super::agreement::coded_wish;

/// Shows where coders differ.
///
/// # Errors
/// A coder or interview that is not there.
pub fn run(args: &DiffArgs, session: &Session) -> Result<(), Problem> {
    let study = opened::open(session)?;
    let wish = coded_wish(&args.whose, args.interview.as_deref(), AgreementUnit::Span);
    let mut listing = match args.confusion {
        true => confusion(&study, &wish)?,
        false => differences(&study, &wish)?,
    };
    let warnings = std::mem::take(&mut listing.meta.warnings);
    listing.meta = opened::meta(&study)?;
    listing.meta.warnings = warnings;
    session.output.show(&listing).map(drop)
}

fn differences(study: &Study, wish: &CodedWish) -> Result<Listing, Problem> {
    let columns = vec![
        Column::new("interview"),
        Column::new("text").spare(4),
        Column::number("start"),
        Column::number("end"),
        Column::new("code"),
        Column::new("kind"),
        Column::new("marked_by").spare(1),
        Column::new("not_by").spare(2),
        Column::new("instead").spare(3),
        Column::quote("quote"),
    ];
    let mut listing = Listing::new(Head::new("coder-difference-list", columns));
    let found = study.coder_differences(wish)?;
    listing.rows = found.rows.into_iter().map(difference_cells).collect();
    listing.meta.warnings = found.warnings;
    Ok(listing)
}

fn difference_cells(one: CoderDifference) -> Vec<Cell> {
    vec![
        one.interview.into(),
        one.text.into(),
        Cell::from(one.span_cp.0),
        Cell::from(one.span_cp.1),
        one.code.into(),
        if one.only_ends_differ {
            "ends"
        } else {
            "missing"
        }
        .into(),
        Cell::List(one.marked_by),
        Cell::List(one.not_by),
        Cell::List(one.instead),
        Cell::text(one.quote),
    ]
}

fn confusion(study: &Study, wish: &CodedWish) -> Result<Listing, Problem> {
    let columns = vec![
        Column::new("coder_a"),
        Column::new("coder_b"),
        Column::new("code_a"),
        Column::new("code_b"),
        Column::number("characters"),
    ];
    let mut listing = Listing::new(Head::new("coder-confusion-list", columns));
    let found = study.coder_confusion(wish)?;
    listing.rows = found.rows.into_iter().map(confusion_cells).collect();
    listing.meta.warnings = found.warnings;
    Ok(listing)
}

fn confusion_cells(cell: ConfusionCell) -> Vec<Cell> {
    vec![
        cell.coder_a.into(),
        cell.coder_b.into(),
        Cell::maybe(cell.code_a),
        Cell::maybe(cell.code_b),
        Cell::from(cell.characters),
    ]
}
