//! `gainsay coders`: the people who code and judge.
//!
//! It must not know what they did beyond its number. What a stranger would get wrong: whoever
//! acts by the copy's default becomes a coder with the first row that needs one.

use crate::cli::args::coders::{CoderAddArgs, CodersCommand};
use crate::cli::failure::Problem;
use crate::cli::session::Session;
use crate::model::table::Noun;
use crate::report::{Cell, Column, Head, Listing};

mod agreement;
mod diff;
mod resolve;
mod work;

use super::opened;
use super::rows::{Row, count_of, passed_on};

/// Runs a command on coders.
///
/// # Errors
/// What is no key.
pub fn run(command: &CodersCommand, session: &Session) -> Result<(), Problem> {
    match command {
        CodersCommand::List => list(session),
        CodersCommand::Add(args) => add(args, session),
        CodersCommand::Assign(args) => work::assign(args, session),
        CodersCommand::Unassign(args) => work::unassign(args, session),
        CodersCommand::Assignments(args) => work::list(args, session),
        CodersCommand::Submit(args) => work::submit(args, session),
        CodersCommand::Resolve(args) => resolve::run(args, session),
        CodersCommand::Agreement(args) => agreement::run(args, session),
        CodersCommand::Diff(args) => diff::run(args, session),
    }
}

fn list(session: &Session) -> Result<(), Problem> {
    let study = opened::open(session)?;
    let tally = study.coding_tally()?;
    let judgements = study.count_by(Noun::Judgement, "analyst")?;
    let columns = vec![
        Column::new("key"),
        Column::number("codings"),
        Column::number("judgements"),
        Column::number("assigned"),
        Column::number("submitted"),
        Column::new("agreed").aside(),
    ];
    let loads = study.workloads()?;
    session
        .output
        .stream(&Head::new("coder-list", columns), |rows| {
            study.each_row(Noun::Coder, |cells| {
                let row = Row::of(Noun::Coder, &cells);
                let key = row.key();
                let load = loads.get(key).copied().unwrap_or_default();
                passed_on(rows.push(&[
                    Cell::text(key.to_owned()),
                    Cell::from(tally.of_coder(key)),
                    count_of(&judgements, key),
                    Cell::from(load.assigned),
                    Cell::from(load.submitted),
                    Cell::text(row.get("agreed").to_owned()),
                ]))
            })?;
            opened::meta(&study)
        })
        .map(drop)
}

fn add(args: &CoderAddArgs, session: &Session) -> Result<(), Problem> {
    let study = opened::open(session)?;
    let key = &args.key;
    let done = study.add_coder(key, session.globals.dry_run)?;
    let line = match (done.operation, session.globals.dry_run) {
        (None, _) => format!("nothing changed: {key} is a coder already"),
        (Some(_), true) => format!("would add coder {key}; nothing was written"),
        (Some(_), false) => format!("added coder {key}; undo: gainsay undo"),
    };
    let mut listing = Listing::new(Head::record("coder-list", vec![Column::new("key")]));
    listing.rows.push(vec![Cell::text(key.clone())]);
    listing.meta = opened::meta(&study)?;
    session.output.receipt(&line, &listing)
}
