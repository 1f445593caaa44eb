//! `gainsay code`: codings, and what becomes of proposals.
//!
//! It must not know where proposals come from. What a stranger would get wrong: CSV has exactly the
//! columns that papers rely on; the id of a coding is this copy's own, so it stands in the other
//! forms alone.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::cli::args::code::{
    CodeAddArgs, CodeCommand, CodeListArgs, CodeMoveArgs, CodeRemoveArgs, PlaceArgs,
};
use crate::cli::args::proposals::Probability;
use crate::cli::failure::Problem;
use crate::cli::session::Session;
use crate::model::table::Noun;
use crate::project::Study;
use crate::project::anchoring::NewCoding;
use crate::project::listings::{PAPER_COLUMNS, coding_cells, coding_cells_for_eyes, coding_head};
use crate::project::passages::PassageCells;
use crate::project::retrieving::Surroundings;
use crate::report::{Cell, Column, Format, Head, Listing, counted};
use crate::store::codings::{CodingFilter, Origin};

use super::opened;
use super::rows::passed_on;
use super::search::filter_of;

mod settle;
mod show;
mod suggest;

/// Runs a command on codings.
///
/// # Errors
/// A key that nothing has.
pub fn run(command: &CodeCommand, session: &Session) -> Result<(), Problem> {
    match command {
        CodeCommand::Add(args) => add(args, session),
        CodeCommand::List(args) => list(args, session),
        CodeCommand::Show(args) => show::run(args, session),
        CodeCommand::Suggest(args) => suggest::run(args, session),
        CodeCommand::Accept(args) => settle::run(args, true, session),
        CodeCommand::Reject(args) => settle::run(args, false, session),
        CodeCommand::Recode(args) => settle::recode(args, session),
        CodeCommand::Rm(args) => remove(args, session),
        CodeCommand::Move(args) => put_elsewhere(args, session),
    }
}

/// The numbers of a place as cells have them.
fn span_cells(place: &PlaceArgs) -> [String; 2] {
    [place.start, place.end].map(|cp| cp.map_or_else(String::new, |cp| cp.to_string()))
}

fn add(args: &CodeAddArgs, session: &Session) -> Result<(), Problem> {
    let study = opened::open(session)?;
    let is_dry = session.globals.dry_run;
    let [start, end] = span_cells(&args.place);
    let coding = NewCoding {
        interview: &args.interview,
        code: &args.code,
        passage: PassageCells {
            text: if args.translation { "translation" } else { "" },
            quote: args.place.quote.as_deref().unwrap_or_default(),
            start: &start,
            end: &end,
            ..PassageCells::default()
        },
        memo: args.memo.as_deref().unwrap_or_default(),
    };
    let done = study.add_coding(&coding, is_dry)?;
    let what = format!("{} on a passage of {}", args.code, args.interview);
    let line = match (done.operation, is_dry) {
        (_, true) => format!("would put {what}; nothing was written"),
        (Some(_), false) => format!("put {what}; undo: gainsay undo"),
        (None, false) => format!("nothing changed: {what} stands there already"),
    };
    let mut listing = Listing::new(Head::new("coding-list", vec![Column::new("code")]));
    listing.rows.push(vec![Cell::text(args.code.clone())]);
    listing.meta = opened::meta(&study)?;
    session.output.receipt(&line, &listing)
}

fn list(args: &CodeListArgs, session: &Session) -> Result<(), Problem> {
    let study = opened::open(session)?;
    let codes = wanted_codes(&study, args)?;
    let filter = CodingFilter {
        interview: args.interview.as_deref(),
        status: match (&args.status, &args.condition) {
            (None, Some(_)) => Some("accepted"),
            (status, _) => status.as_deref(),
        },
        rule: args.rule.as_deref(),
        orphans: args.orphans,
        origin: args.origin.as_deref().and_then(origin),
        min_probability: args.min_probability.as_ref().map(Probability::value),
        ..CodingFilter::default()
    };
    let retrieval = study.retrieval(&filter_of(&args.of), args.condition.as_deref())?;
    let mut around = args.context.map(|words| Surroundings::new(&study, words));
    let shown = shown(session);
    let is_for_eyes = session.output.shape().format.is_for_eyes();
    let mut head = coding_head();
    head.columns = head.columns[shown.clone()].to_vec();
    head.columns
        .extend(around.as_ref().map(|_| Column::quote("context")));
    session
        .output
        .stream(&head, |rows| {
            let paths = study.code_paths()?;
            let hidden = study.each_visible_coding(&filter, |row| {
                let has_code = codes.as_ref().is_none_or(|codes| codes.contains(&row.code));
                let by_coder = args.coder.as_ref().is_none_or(|coder| *coder == row.coder);
                if !has_code || !by_coder || !retrieval.wants(&row) {
                    return Ok(());
                }
                let path = paths.get(&row.code).map_or("", String::as_str);
                let context = match &mut around {
                    Some(around) => Some(Cell::maybe(around.of(&row)?)),
                    None => None,
                };
                let cells = match is_for_eyes {
                    true => coding_cells_for_eyes(row, path),
                    false => coding_cells(row, path),
                };
                let mut cells = cells[shown.clone()].to_vec();
                cells.extend(context);
                passed_on(rows.push(&cells))
            })?;
            let mut meta = opened::meta(&study)?;
            meta.warnings.extend(opened::hidden_line(hidden));
            Ok(meta)
        })
        .map(drop)
}

fn origin(word: &str) -> Option<Origin> {
    Origin::ALL.into_iter().find(|one| one.as_str() == word)
}

/// The codes that are asked for; every other key that was named is looked up too.
fn wanted_codes(study: &Study, args: &CodeListArgs) -> Result<Option<BTreeSet<String>>, Problem> {
    refuse_unknown(study, Noun::Interview, args.interview.as_deref())?;
    refuse_unknown(study, Noun::Rule, args.rule.as_deref())?;
    refuse_unknown(study, Noun::Coder, args.coder.as_deref())?;
    match &args.code {
        Some(key) => Ok(Some(study.with_all_below(Noun::Code, key)?)),
        None => Ok(None),
    }
}

fn refuse_unknown(study: &Study, noun: Noun, key: Option<&str>) -> Result<(), Problem> {
    if let Some(key) = key {
        study.row(noun, key)?;
    }
    Ok(())
}

/// Which cells are shown: CSV has what papers rely on, the other forms have all.
fn shown(session: &Session) -> Range<usize> {
    match session.output.shape().format {
        Format::Csv | Format::Tsv => 1..1 + PAPER_COLUMNS,
        _ => 0..coding_head().columns.len(),
    }
}

fn remove(args: &CodeRemoveArgs, session: &Session) -> Result<(), Problem> {
    let study = opened::open(session)?;
    let is_dry = session.globals.dry_run;
    study.remove_codings(&args.codings, is_dry)?;
    let codings = counted(args.codings.len() as u64, "coding");
    let line = match is_dry {
        true => format!("would remove {codings}; nothing was written"),
        false => format!("removed {codings}; undo: gainsay undo"),
    };
    name_codings(&study, &args.codings, &line, session)
}

fn put_elsewhere(args: &CodeMoveArgs, session: &Session) -> Result<(), Problem> {
    let study = opened::open(session)?;
    let is_dry = session.globals.dry_run;
    let [start, end] = span_cells(&args.place);
    let cells = PassageCells {
        start: &start,
        end: &end,
        quote: args.place.quote.as_deref().unwrap_or_default(),
        ..PassageCells::default()
    };
    let done = study.move_coding(&args.coding, &cells, is_dry)?;
    let coding = &args.coding;
    let line = match (done.operation, is_dry) {
        (None, _) => format!("nothing changed: coding {coding} stands there already"),
        (_, true) => format!("would move coding {coding}; nothing was written"),
        (_, false) => format!("moved coding {coding}; undo: gainsay undo"),
    };
    name_codings(&study, std::slice::from_ref(coding), &line, session)
}

fn name_codings(
    study: &Study,
    codings: &[String],
    line: &str,
    session: &Session,
) -> Result<(), Problem> {
    let mut listing = Listing::new(Head::new("coding-list", vec![Column::id("coding")]));
    let rows = codings
        .iter()
        .map(|coding| vec![Cell::text(coding.clone())]);
    listing.rows.extend(rows);
    listing.meta = opened::meta(study)?;
    session.output.receipt(line, &listing)
}
