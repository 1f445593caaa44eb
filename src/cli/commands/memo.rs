//! `gainsay memo`: notes on anything, in one place.
//!
//! It must not know where a memo is kept. What a stranger would get wrong: the id of a memo on a
//! coding is the coding's own.

use std::mem::take;
use std::path::Path;

use crate::cli::args::memo::{MemoAddArgs, MemoCommand, MemoEditArgs, MemoListArgs, MemoWords};
use crate::cli::failure::Problem;
use crate::cli::session::Session;
use crate::formats::text_in::read_edited_text;
use crate::project::Study;
use crate::project::memos::MemoFilter;
use crate::report::{Cell, Column, Head, Listing, Schema, schema};
use crate::store::memos::MemoRow;
use crate::store::operation::Done;

use super::opened;

/// Runs a command on memos.
///
/// # Errors
/// A memo, key or coder that there is not.
pub fn run(command: &MemoCommand, session: &Session) -> Result<(), Problem> {
    match command {
        MemoCommand::List(args) => list(args, session),
        MemoCommand::Show(args) => show(&args.memo, session),
        MemoCommand::Add(args) => add(args, session),
        MemoCommand::Edit(args) => edit(args, session),
        MemoCommand::Rm(args) => remove(&args.memo, session),
    }
}

const MEMOS: Schema<MemoRow> = schema!("memo-list", |memo| {
    Column::id("memo") => Cell::text(memo.id.short()),
    Column::new("about") => Cell::text(format!("{}:{}", memo.kind, memo.key)),
    Column::new("author") => Cell::text(take(&mut memo.author)),
    Column::new("date") => Cell::text(take(&mut memo.date)),
    Column::quote("text") => Cell::text(take(&mut memo.text)),
});

fn list(args: &MemoListArgs, session: &Session) -> Result<(), Problem> {
    let study = opened::open(session)?;
    let filter = MemoFilter {
        about: args.about.as_deref(),
        author: args.author.as_deref(),
    };
    let mut listing = Listing::new(MEMOS.head());
    listing.rows = study
        .memos(&filter)?
        .into_iter()
        .map(|memo| MEMOS.cells(memo))
        .collect();
    listing.meta = opened::meta(&study)?;
    session.output.show(&listing).map(drop)
}

fn show(name: &str, session: &Session) -> Result<(), Problem> {
    let study = opened::open(session)?;
    let mut listing = Listing::new(MEMOS.record());
    listing.rows.push(MEMOS.cells(study.memo(name)?));
    listing.meta = opened::meta(&study)?;
    session.output.show(&listing).map(drop)
}

fn add(args: &MemoAddArgs, session: &Session) -> Result<(), Problem> {
    let study = opened::open(session)?;
    let is_dry = session.globals.dry_run;
    let text = words_of(&args.words, &study)?;
    let done = study.add_memo(&args.about, &text, is_dry)?;
    let what = format!("a memo on {}", args.about);
    let line = receipt_line(&done, is_dry, ["write", "wrote"], &what);
    answer(&study, ("about", &args.about), &line, session)
}

fn edit(args: &MemoEditArgs, session: &Session) -> Result<(), Problem> {
    let study = opened::open(session)?;
    let is_dry = session.globals.dry_run;
    let text = words_of(&args.words, &study)?;
    let done = study.edit_memo(&args.memo, &text, is_dry)?;
    let what = format!("memo {}", args.memo);
    let line = receipt_line(&done, is_dry, ["edit", "edited"], &what);
    answer(&study, ("memo", &args.memo), &line, session)
}

fn remove(name: &str, session: &Session) -> Result<(), Problem> {
    let study = opened::open(session)?;
    let is_dry = session.globals.dry_run;
    let done = study.remove_memo(name, is_dry)?;
    let line = receipt_line(
        &done,
        is_dry,
        ["remove", "removed"],
        &format!("memo {name}"),
    );
    answer(&study, ("memo", name), &line, session)
}

/// What a memo shall say, as typed or from a file, without the line ends behind it.
fn words_of(words: &MemoWords, study: &Study) -> Result<String, Problem> {
    let text = match (&words.text, &words.file) {
        (Some(text), _) => text.clone(),
        (None, Some(file)) if file.as_os_str() == "-" => {
            read_edited_text(Path::new("/dev/stdin"), study.limits())?.text
        }
        (None, Some(file)) => read_edited_text(file, study.limits())?.text,
        // The parser asks for one of the two.
        (None, None) => String::new(),
    };
    Ok(text.trim_end().to_owned())
}

fn receipt_line(done: &Done<()>, is_dry: bool, [verb, past]: [&str; 2], what: &str) -> String {
    match (done.operation, is_dry) {
        (None, _) => format!("nothing changed: {what} is so already"),
        (_, true) => format!("would {verb} {what}; nothing was written"),
        (_, false) => format!("{past} {what}; undo: gainsay undo"),
    }
}

fn answer(
    study: &Study,
    (column, named): (&'static str, &str),
    line: &str,
    session: &Session,
) -> Result<(), Problem> {
    let mut listing = Listing::new(Head::new("memo-list", vec![Column::new(column)]));
    listing.rows.push(vec![Cell::text(named.to_owned())]);
    listing.meta = opened::meta(study)?;
    session.output.receipt(line, &listing)
}
