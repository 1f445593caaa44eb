//! `gainsay codebook`: the codes and what they mean.
//!
//! It must not know codings beyond their number. What a stranger would get wrong: only accepted
//! codings are counted.

use crate::cli::args::code::{CodebookCommand, CodebookListArgs};
use crate::cli::args::read::ShowArgs;
use crate::cli::failure::Problem;
use crate::cli::session::Session;
use crate::model::table::Noun;
use crate::report::{Cell, Column, Head, Listing};

use super::opened;
use super::rows::{Row, list_columns, record_columns, whole};

/// Runs a command on the codebook.
///
/// # Errors
/// A key that no code has.
pub fn run(command: &CodebookCommand, session: &Session) -> Result<(), Problem> {
    match command {
        CodebookCommand::List(args) => list(args, session),
        CodebookCommand::Show(args) => show(args, session),
    }
}

fn list(args: &CodebookListArgs, session: &Session) -> Result<(), Problem> {
    let study = opened::open(session)?;
    let tally = study.coding_tally()?;
    let mut columns = list_columns(Noun::Code, &["code", "parent", "name"], &[]);
    if args.retired {
        columns = list_columns(Noun::Code, &["code", "parent", "name", "retired"], &[]);
    }
    columns.push(Column::number("codings"));
    let mut listing = Listing::new(Head::new("code-list", columns));
    for cells in study.branches(Noun::Code)?.rows() {
        let row = Row::of(Noun::Code, cells);
        if row.get("retired") == "yes" && !args.retired {
            continue;
        }
        let mut shown = row.cells();
        shown.push(whole(tally.accepted_of_code(row.key())));
        listing.rows.push(shown);
    }
    listing.meta = opened::meta(&study)?;
    session.output.show(&listing).map(drop)
}

fn show(args: &ShowArgs, session: &Session) -> Result<(), Problem> {
    let study = opened::open(session)?;
    let cells = study.row(Noun::Code, &args.key)?;
    let row = Row::of(Noun::Code, &cells);
    let path = study.code_paths()?.remove(row.key()).unwrap_or_default();
    let mut columns = record_columns(Noun::Code);
    columns.push(Column::new("code_path"));
    columns.push(Column::number("codings"));
    let mut listing = Listing::new(Head::record("code-list", columns));
    let mut shown = row.cells();
    shown.push(Cell::text(path));
    shown.push(whole(study.coding_tally()?.accepted_of_code(row.key())));
    listing.rows.push(shown);
    listing.meta = opened::meta(&study)?;
    session.output.show(&listing).map(drop)
}
