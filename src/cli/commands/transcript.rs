//! `gainsay transcript`: the texts of interviews, their versions, and correcting one.
//!
//! It must not know how turns are found or passages moved. What a stranger would get wrong:
//! `start` counts code points in the whole text, labels of speakers included.

use std::path::Path;

use crate::cli::args::read::{
    TranscriptCommand, TranscriptCorrectArgs, TranscriptShowArgs, TranscriptTextArgs,
};
use crate::cli::failure::Problem;
use crate::cli::session::Session;
use crate::model::table::TextKind;
use crate::project::Study;
use crate::project::correcting::moving::fates_told;
use crate::project::correcting::{Correction, NewWords, TextName};
use crate::report::{Cell, Column, Head, Listing};

use super::opened;

mod correction;

/// Where a shell keeps what is piped into a program.
const STDIN: &str = "/dev/stdin";

/// Runs a command on transcripts.
///
/// # Errors
/// An interview that is not there or has no such text; edits that do not apply.
pub fn run(command: &TranscriptCommand, session: &Session) -> Result<(), Problem> {
    match command {
        TranscriptCommand::List => list(session),
        TranscriptCommand::Show(args) => show(args, session),
        TranscriptCommand::Text(args) => text(args, session),
        TranscriptCommand::Correct(args) => correct(args, session),
    }
}

/// The text that a flag asks for.
pub(super) fn kind_of(is_translation: bool) -> TextKind {
    if is_translation {
        TextKind::Translation
    } else {
        TextKind::Original
    }
}

fn list(session: &Session) -> Result<(), Problem> {
    let study = opened::open(session)?;
    let columns = vec![
        Column::new("interview"),
        Column::new("text"),
        Column::number("version"),
        Column::number("length"),
        Column::number("passages"),
        Column::number("orphans"),
        Column::new("path").aside(),
    ];
    let mut listing = Listing::new(Head::new("transcript-list", columns));
    for row in study.transcripts()? {
        listing.rows.push(vec![
            Cell::text(row.interview),
            row.kind.as_str().into(),
            row.version.into(),
            row.length_cp.into(),
            row.passages.into(),
            row.orphans.into(),
            Cell::text(row.path),
        ]);
    }
    listing.meta = opened::meta(&study)?;
    session.output.show(&listing).map(drop)
}

fn text(args: &TranscriptTextArgs, session: &Session) -> Result<(), Problem> {
    let study = opened::open(session)?;
    let kind = kind_of(args.translation);
    let version = study.text_version(&args.key, kind, args.version)?;
    if session.output.shape().format.is_for_eyes() {
        return session.output.show_words(&version.body);
    }
    let columns = vec![
        Column::new("interview"),
        Column::new("text"),
        Column::number("version"),
        Column::quote("words"),
    ];
    let mut listing = Listing::new(Head::record("text-list", columns));
    listing.rows.push(vec![
        Cell::text(args.key.clone()),
        kind.as_str().into(),
        version.number.into(),
        Cell::text(version.body),
    ]);
    listing.meta = opened::meta(&study)?;
    session.output.show(&listing).map(drop)
}

fn correct(args: &TranscriptCorrectArgs, session: &Session) -> Result<(), Problem> {
    let study = opened::open(session)?;
    let name = TextName {
        interview: &args.key,
        kind: kind_of(args.translation),
        version: args.version,
    };
    let correction = study.plan_correction(&name, words_of(args)?)?;
    for warning in &correction.warnings {
        session.output.warn(warning);
    }
    if correction.change.replacements.is_empty() {
        let line = "nothing changed: the text is so already";
        return receipt(&study, &correction, line, session);
    }
    if session.globals.dry_run {
        let line = format!("{}; nothing was written", told(&correction));
        return receipt(&study, &correction, &line, session);
    }
    let question = format!("Correct the {} of {}?", what(&correction), args.key);
    let is_asked = session.will_ask();
    if is_asked {
        receipt(&study, &correction, &told(&correction), session)?;
    }
    session.confirm(&question)?;
    let done = study.correct(&correction, false)?;
    let fates = fates_told(&done.value);
    let done_line = format!("corrected the {} of {}", what(&correction), args.key);
    if is_asked {
        session
            .output
            .say(&format!("{done_line}; undo: gainsay undo"));
        return Ok(());
    }
    let line = format!("{done_line}; {fates}; undo: gainsay undo");
    receipt(&study, &correction, &line, session)
}

fn words_of(args: &TranscriptCorrectArgs) -> Result<NewWords<'_>, Problem> {
    let path = |path: &'static str, file: &'_ Path| file.as_os_str() == path;
    match (&args.edits, &args.text) {
        (Some(file), _) if path("-", file) => Ok(NewWords::Edits(Path::new(STDIN))),
        (_, Some(file)) if path("-", file) => Ok(NewWords::Text(Path::new(STDIN))),
        (Some(file), _) => Ok(NewWords::Edits(file)),
        (_, Some(file)) => Ok(NewWords::Text(file)),
        (None, None) => Err(Problem::usage("needs-words", "say what is corrected")
            .hint("give --edits FILE or --text FILE")),
    }
}

fn what(correction: &Correction) -> &'static str {
    match correction.kind {
        TextKind::Original => "text",
        TextKind::Translation => "translation",
    }
}

fn told(correction: &Correction) -> String {
    correction.change.told(&correction.moves)
}

/// Shows what a correction does, and says a line about it.
fn receipt(
    study: &Study,
    correction: &Correction,
    line: &str,
    session: &Session,
) -> Result<(), Problem> {
    let for_eyes = session.output.shape().format.is_for_eyes();
    let mut listing = correction::listing_of(correction, !for_eyes);
    listing.meta = opened::meta(study)?;
    if !for_eyes || !listing.rows.is_empty() {
        session.output.show(&listing)?;
    }
    session.output.say(line);
    Ok(())
}

fn show(args: &TranscriptShowArgs, session: &Session) -> Result<(), Problem> {
    let study = opened::open(session)?;
    let kind = kind_of(args.translation);
    let version = study.text_version(&args.key, kind, None)?.number;
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
    listing.meta.more.push(("version", version.into()));
    if version > 1 {
        session
            .output
            .say(&format!("version {version} of this text"));
    }
    session.output.show(&listing).map(drop)
}
