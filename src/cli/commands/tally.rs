//! `gainsay tally`: counts of codes.
//!
//! It must not know how anything is counted. What a stranger would get wrong: the columns of a
//! crosstab are values of the study, so a value that is a column of every crosstab gets a mark.

use crate::cli::args::tally::{
    CoOccurrenceArgs, CrosstabArgs, TallyCodesArgs, TallyCommand, WhatArgs,
};
use crate::cli::failure::Problem;
use crate::cli::session::Session;
use crate::project::Study;
use crate::project::tallying::co_occurrence::MeetIn;
use crate::project::tallying::crosstab::Measure;
use crate::project::tallying::{Amount, TallyWish};
use crate::report::{Cell, Column, Head, Listing};

use super::opened;
use super::search::filter_of;

/// Runs a count.
///
/// # Errors
/// A key, column or attribute that nothing has.
pub fn run(command: &TallyCommand, session: &Session) -> Result<(), Problem> {
    let study = opened::open(session)?;
    let progress = session.progress("counting codings", None);
    let (mut listing, warnings) = match command {
        TallyCommand::Codes(args) => codes(&study, args)?,
        TallyCommand::CoOccurrence(args) => co_occurrence(&study, args)?,
        TallyCommand::Crosstab(args) => crosstab(&study, args)?,
    };
    drop(progress);
    listing.meta = opened::meta(&study)?;
    listing.meta.warnings = warnings;
    session.output.show(&listing).map(drop)
}

/// Rows, and what is said of them.
type Counted = (Listing, Vec<String>);

fn wish_of(what: &WhatArgs, with_subcodes: bool) -> TallyWish<'_> {
    TallyWish {
        only: filter_of(&what.of),
        coders: &what.coder,
        code: what.code.as_deref(),
        with_subcodes,
    }
}

fn codes(study: &Study, args: &TallyCodesArgs) -> Result<Counted, Problem> {
    let found = study.tally_codes(&wish_of(&args.what, false))?;
    let columns = vec![
        Column::new("code"),
        Column::new("code_path").aside(),
        Column::number("passages"),
        Column::number("sources"),
        Column::number("interviews").spare(3),
        Column::number("words"),
        Column::number("all_passages").spare(1),
        Column::number("all_sources").spare(2),
        Column::number("all_interviews").aside(),
        Column::number("all_words").spare(4),
    ];
    let mut listing = Listing::new(Head::new("code-tally-list", columns));
    for row in found.rows {
        let mut cells = vec![Cell::text(row.code), Cell::text(row.path)];
        cells.extend(amount_cells(row.own));
        cells.extend(amount_cells(row.all));
        listing.rows.push(cells);
    }
    Ok((listing, found.warnings))
}

fn amount_cells(amount: Amount) -> [Cell; 4] {
    [
        amount.passages,
        amount.sources,
        amount.interviews,
        amount.words,
    ]
    .map(Cell::from)
}

fn co_occurrence(study: &Study, args: &CoOccurrenceArgs) -> Result<Counted, Problem> {
    let named = MeetIn::ALL
        .into_iter()
        .find(|one| one.key() == args.meet_in);
    let meet_in = named.unwrap_or(MeetIn::Overlap);
    let found = study.tally_co_occurrence(&wish_of(&args.what, args.subcodes), meet_in)?;
    let columns = vec![
        Column::new("code_a"),
        Column::new("code_b"),
        Column::number("both"),
        Column::number("count_a").spare(1),
        Column::number("count_b").spare(2),
        Column::number("jaccard").rounded(3),
        Column::new("in").aside(),
    ];
    let mut listing = Listing::new(Head::new("co-occurrence-list", columns));
    let rows = found.rows.into_iter().map(|pair| {
        vec![
            Cell::text(pair.code_a),
            Cell::text(pair.code_b),
            Cell::from(pair.both),
            Cell::from(pair.count_a),
            Cell::from(pair.count_b),
            Cell::Number(pair.jaccard),
            meet_in.key().into(),
        ]
    });
    listing.rows.extend(rows);
    Ok((listing, found.warnings))
}

fn crosstab(study: &Study, args: &CrosstabArgs) -> Result<Counted, Problem> {
    let is_asked = |measure: &Measure| args.measure.iter().any(|word| word == measure.key());
    let measures: Vec<Measure> = Measure::ALL
        .into_iter()
        .filter(|measure| args.measure.is_empty() || is_asked(measure))
        .collect();
    let wish = wish_of(&args.what, args.subcodes);
    let found = study.tally_crosstab(&wish, &args.by, &measures)?;
    let fixed = ["code", "measure", "total"];
    let values = found.values.into_iter().map(|value| {
        let is_taken = fixed.contains(&value.as_str());
        Column::number(if is_taken { format!("{value}*") } else { value })
    });
    let mut columns = vec![Column::new("code"), Column::new("measure")];
    columns.extend(values);
    columns.push(Column::number("total"));
    let mut listing = Listing::new(Head::new("crosstab-list", columns));
    for row in found.tally.rows {
        let mut cells = vec![Cell::text(row.code), row.measure.key().into()];
        cells.extend(row.counts.into_iter().map(Cell::from));
        cells.push(Cell::from(row.total));
        listing.rows.push(cells);
    }
    Ok((listing, found.tally.warnings))
}
