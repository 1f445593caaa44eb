//! `gainsay transcript show`: the text of an interview, turn by turn.
//!
//! It must not know how turns are found. What a stranger would get wrong: `start` counts code
//! points in the whole text, labels of speakers included.

use crate::cli::args::read::{TranscriptCommand, TranscriptShowArgs};
use crate::cli::failure::Problem;
use crate::cli::session::Session;
use crate::model::table::TextKind;
use crate::report::{Cell, Column, Head, Listing};

use super::opened;

/// Runs a command on transcripts.
///
/// # Errors
/// An interview that is not there or has no such text.
pub fn run(command: &TranscriptCommand, session: &Session) -> Result<(), Problem> {
    let TranscriptCommand::Show(args) = command;
    show(args, session)
}

fn show(args: &TranscriptShowArgs, session: &Session) -> Result<(), Problem> {
    let study = opened::open(session)?;
    let kind = if args.translation {
        TextKind::Translation
    } else {
        TextKind::Original
    };
    let columns = vec![
        Column::number("turn"),
        Column::new("speaker"),
        Column::number("start"),
        Column::number("end"),
        Column::quote("words"),
    ];
    let mut listing = Listing::new(Head::new("turn-list", columns));
    for (number, turn) in (1_usize..).zip(study.transcript(&args.key, kind)?) {
        listing.rows.push(vec![
            number.into(),
            Cell::text(turn.speaker),
            turn.span_cp.0.into(),
            turn.span_cp.1.into(),
            Cell::text(turn.words),
        ]);
    }
    listing.meta = opened::meta(&study)?;
    let about = [
        ("interview", args.key.clone()),
        ("text", kind.as_str().to_owned()),
    ];
    let about = about.map(|(name, value)| (name, Cell::text(value)));
    listing.meta.more.extend(about);
    session.output.show(&listing).map(drop)
}
