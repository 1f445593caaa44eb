//! `gainsay log`, `undo` and `redo`: who did what, and taking it back.
//!
//! It must not know how an operation is undone. What a stranger would get wrong: an undo is an
//! operation too.

use crate::cli::args::history::{LogArgs, RedoArgs, UndoArgs};
use crate::cli::failure::Problem;
use crate::cli::session::Session;
use crate::project::Study;
use crate::project::history::{Repeated, Undone};
use crate::report::{Cell, Column, Head, Listing, counted};
use crate::store::operation::Operation;

use super::opened;

/// Shows the operations, newest first.
///
/// # Errors
/// What the store says.
pub fn log(args: &LogArgs, session: &Session) -> Result<(), Problem> {
    let study = opened::open(session)?;
    let columns = vec![
        Column::number("operation"),
        Column::new("at"),
        Column::new("actor"),
        Column::new("action"),
        Column::number("rows"),
        Column::number("undoes").aside(),
        Column::number("undone_by"),
    ];
    let mut listing = Listing::new(Head::new("operation-list", columns));
    let operations = study.log(args.last.unwrap_or(u32::MAX))?;
    listing.rows = operations.into_iter().map(cells_of).collect();
    listing.meta = opened::meta(&study)?;
    session.output.show(&listing).map(drop)
}

fn cells_of(operation: Operation) -> Vec<Cell> {
    vec![
        operation.sequence.into(),
        Cell::text(to_the_second(&operation.at)),
        Cell::text(operation.actor),
        Cell::text(operation.action),
        operation.rows.into(),
        Cell::maybe(operation.undoes),
        Cell::maybe(operation.undone_by),
    ]
}

/// A time without what lies below a second, which nobody compares.
pub(super) fn to_the_second(at: &str) -> String {
    match at.split_once('.') {
        Some((seconds, _)) => format!("{seconds}Z"),
        None => at.to_owned(),
    }
}

/// Takes operations back.
///
/// # Errors
/// Exit code 6 where later operations touched the same rows.
pub fn undo(args: &UndoArgs, session: &Session) -> Result<(), Problem> {
    let study = opened::open(session)?;
    let is_dry = session.globals.dry_run;
    let undone = match &args.operation {
        Some(name) => one(study.undo(name, is_dry)?),
        None => study.undo_last(args.last.unwrap_or(1), is_dry)?,
    };
    let lines = undone.done.iter().map(|one| {
        let (operation, what) = (one.operation.sequence, rest_of(one));
        if is_dry {
            format!("would undo operation {operation} {what}; nothing was written")
        } else {
            format!("undid operation {operation} {what}; back again: gainsay redo")
        }
    });
    give_receipt(&study, &undone.done, lines, session)?;
    undone.stopped_by.map_or(Ok(()), |error| Err(error.into()))
}

/// Brings back what was taken back.
///
/// # Errors
/// As for [`undo`].
pub fn redo(args: &RedoArgs, session: &Session) -> Result<(), Problem> {
    let study = opened::open(session)?;
    let is_dry = session.globals.dry_run;
    let redone = match &args.operation {
        Some(name) => one(study.redo(name, is_dry)?),
        None => study.redo_last(args.last.unwrap_or(1), is_dry)?,
    };
    let lines = redone.done.iter().map(|one| {
        let (operation, what) = (one.operation.sequence, rest_of(one));
        if is_dry {
            format!("would do operation {operation} again {what}; nothing was written")
        } else {
            format!("did operation {operation} again {what}; undo: gainsay undo")
        }
    });
    give_receipt(&study, &redone.done, lines, session)?;
    redone.stopped_by.map_or(Ok(()), |error| Err(error.into()))
}

fn one(undone: Undone) -> Repeated {
    Repeated {
        done: vec![undone],
        stopped_by: None,
    }
}

fn rest_of(undone: &Undone) -> String {
    let rows = counted(undone.rows.unsigned_abs(), "row");
    format!("({}), {rows}", undone.operation.action)
}

fn give_receipt(
    study: &Study,
    undone: &[Undone],
    lines: impl Iterator<Item = String>,
    session: &Session,
) -> Result<(), Problem> {
    let columns = vec![
        Column::number("operation"),
        Column::new("action"),
        Column::number("rows"),
        Column::number("by"),
    ];
    let mut listing = Listing::new(Head::new("undone-list", columns));
    for one in undone {
        listing.rows.push(vec![
            one.operation.sequence.into(),
            Cell::text(one.operation.action.clone()),
            one.rows.into(),
            Cell::maybe(one.by),
        ]);
    }
    listing.meta = opened::meta(study)?;
    let lines: Vec<String> = lines.collect();
    session.output.receipt(&lines.join("\n"), &listing)
}
