//! `gainsay codebook`: the codes and what they mean.
//!
//! It must not know codings beyond their number. What a stranger would get wrong: only accepted
//! codings are counted.

mod changing;

use crate::cli::args::codebook::{CodeEditArgs, CodebookCommand, CodebookListArgs};
use crate::cli::args::read::ShowArgs;
use crate::cli::args::row::RowArgs;
use crate::cli::failure::Problem;
use crate::cli::session::Session;
use crate::model::table::Noun;
use crate::project::Study;
use crate::project::codebook::Examples;
use crate::project::memos::MemoFilter;
use crate::project::tallies::CodingTally;
use crate::project::trees::Branches;
use crate::report::{Cell, Column, Head, Listing, counted};

use super::rows::{Row, list_columns, record_columns};
use super::{opened, row};

/// Runs a command on the codebook.
///
/// # Errors
/// A key that no code has.
pub fn run(command: &CodebookCommand, session: &Session) -> Result<(), Problem> {
    match command {
        CodebookCommand::List(args) => list(args, session),
        CodebookCommand::Show(args) => show(args, session),
        CodebookCommand::Add(args) => row::add(Noun::Code, &args.0, session),
        CodebookCommand::Edit(args) => edit(args, session),
        CodebookCommand::Rm(args) => row::remove(Noun::Code, &args.key, session),
        CodebookCommand::Move(args) => changing::put_elsewhere(args, session),
        CodebookCommand::Merge(args) => changing::merge(args, session),
        CodebookCommand::Split(args) => changing::split(args, session),
        CodebookCommand::Retire(args) => changing::retire(args, session),
        CodebookCommand::History(args) => history(args, session),
        CodebookCommand::Check => check(session),
    }
}

fn edit(args: &CodeEditArgs, session: &Session) -> Result<(), Problem> {
    let row = &args.row.0;
    let key = row.key.as_deref().unwrap_or_default();
    let examples = Examples {
        added: &args.example_coding,
        removed: &args.no_example_coding,
    };
    if examples.added.is_empty() && examples.removed.is_empty() {
        row::refuse_nothing(Noun::Code, row)?;
    }
    refuse_retiring(row, key)?;
    let study = opened::open(session)?;
    let edited = study.edit_code(key, &row.typed, examples, session.globals.dry_run)?;
    row::answer(&study, Noun::Code, &edited, ["edit", "edited"], session)
}

/// Retiring is more than a cell: open proposals are settled with it.
fn refuse_retiring(args: &RowArgs, key: &str) -> Result<(), Problem> {
    let is_retiring = |(name, cell): &(String, String)| name == "retired" && cell.trim() == "yes";
    if !args.typed.cells.iter().any(is_retiring) {
        return Ok(());
    }
    let problem = Problem::usage("retire", "a code is not retired by editing it");
    Err(problem.hint(format!("retire it with: gainsay codebook retire {key}")))
}

fn list(args: &CodebookListArgs, session: &Session) -> Result<(), Problem> {
    let study = opened::open(session)?;
    let then = match &args.as_of {
        Some(name) => Some(study.operation_named(name)?),
        None => None,
    };
    let (branches, tally) = match &then {
        Some(operation) => study.codebook_as_of(operation.sequence)?,
        None => (study.branches(Noun::Code)?, study.coding_tally()?),
    };
    let (mut listing, hidden) = listing_of(&branches, &tally, args.retired);
    listing.meta = opened::meta(&study)?;
    if let Some(operation) = then {
        listing.meta.operation = Some(operation.sequence.to_string());
    }
    session.output.show(&listing)?;
    if let Some(operation) = &listing.meta.operation {
        session
            .output
            .say(&format!("the codebook of operation {operation}"));
    }
    if hidden > 0 {
        let codes = counted(hidden, "retired code");
        session.output.say(&format!("{codes} more with: --retired"));
    }
    Ok(())
}

/// The codes with their codings, and how many retired ones are not among them.
fn listing_of(branches: &Branches, tally: &CodingTally, with_retired: bool) -> (Listing, u64) {
    let shown: &[&str] = match with_retired {
        true => &["code", "parent", "name", "retired"],
        false => &["code", "parent", "name"],
    };
    let mut columns = list_columns(Noun::Code, shown, &[]);
    columns.push(Column::number("codings"));
    let mut listing = Listing::new(Head::new("code-list", columns));
    let mut hidden = 0;
    for cells in branches.rows() {
        let row = Row::of(Noun::Code, cells);
        if row.get("retired") == "yes" && !with_retired {
            hidden += 1;
            continue;
        }
        let mut shown = row.cells();
        shown.push(Cell::from(tally.accepted_of_code(row.key())));
        listing.rows.push(shown);
    }
    (listing, hidden)
}

fn show(args: &ShowArgs, session: &Session) -> Result<(), Problem> {
    let study = opened::open(session)?;
    let cells = study.row(Noun::Code, &args.key)?;
    let row = Row::of(Noun::Code, &cells);
    let path = study.code_paths()?.remove(row.key()).unwrap_or_default();
    let mut columns = record_columns(Noun::Code);
    columns.push(Column::new("code_path"));
    columns.extend(["codings", "memos"].map(Column::number));
    columns.push(Column::quote("examples"));
    let mut listing = Listing::new(Head::record("code-list", columns));
    let mut shown = row.cells();
    shown.push(Cell::text(path));
    shown.push(Cell::from(
        study.coding_tally()?.accepted_of_code(row.key()),
    ));
    shown.push(Cell::from(memos_about(&study, row.key())?));
    shown.push(Cell::List(examples_of(&study, row.key())?));
    listing.rows.push(shown);
    listing.meta = opened::meta(&study)?;
    session.output.show(&listing).map(drop)
}

/// The passages that are examples, each with its place.
fn examples_of(study: &Study, code: &str) -> Result<Vec<String>, Problem> {
    let examples = study.examples_of(code)?.into_iter().map(|example| {
        let place = match example.span_cp {
            Some((start_cp, end_cp)) => format!(" {start_cp}-{end_cp}"),
            None => String::new(),
        };
        format!("{}{place}: {}", example.interview, example.quote)
    });
    Ok(examples.collect())
}

fn memos_about(study: &Study, code: &str) -> Result<u64, Problem> {
    let about = format!("code:{code}");
    let filter = MemoFilter {
        about: Some(&about),
        author: None,
    };
    Ok(study.memos(&filter)?.len() as u64)
}

fn history(args: &ShowArgs, session: &Session) -> Result<(), Problem> {
    let study = opened::open(session)?;
    let columns = vec![
        Column::number("operation"),
        Column::new("at"),
        Column::new("actor"),
        Column::new("action").aside(),
        Column::new("column"),
        Column::quote("before"),
        Column::quote("after"),
    ];
    let mut listing = Listing::new(Head::new("code-change-list", columns));
    for change in study.code_history(&args.key)? {
        listing.rows.push(vec![
            change.operation.into(),
            Cell::text(super::history::to_the_second(&change.at)),
            Cell::text(change.actor),
            Cell::text(change.action),
            change.column.into(),
            Cell::text(change.before),
            Cell::text(change.after),
        ]);
    }
    listing.meta = opened::meta(&study)?;
    session.output.show(&listing).map(drop)
}

fn check(session: &Session) -> Result<(), Problem> {
    let study = opened::open(session)?;
    let columns = vec![
        Column::new("code"),
        Column::new("problem"),
        Column::number("count"),
        Column::new("others"),
    ];
    let mut listing = Listing::new(Head::new("codebook-problem-list", columns));
    for problem in study.check_codebook()? {
        listing.rows.push(vec![
            Cell::text(problem.code),
            problem.kind.as_str().into(),
            Cell::from(problem.count),
            Cell::List(problem.others),
        ]);
    }
    listing.meta = opened::meta(&study)?;
    session.output.show(&listing).map(drop)
}
