//! `gainsay claim suggest`: claims that may stand in the texts, for a person to complete.
//!
//! It must not know how a passage is read. What a stranger would get wrong: nothing is written to
//! the study; `--save` writes a file that is completed by hand and then imported.

use crate::cli::args::claim::SuggestArgs;
use crate::cli::failure::Problem;
use crate::cli::session::Session;
use crate::model::text_index::Span;
use crate::project::suggesting::Suggestion;
use crate::report::{Cell, Column, Listing, Schema, counted, schema};

use super::super::opened;

/// Proposes claims.
///
/// # Errors
/// An interview that is not there; a file that is there already.
pub fn run(args: &SuggestArgs, session: &Session) -> Result<(), Problem> {
    let study = opened::open(session)?;
    let progress = session.progress("reading texts", None);
    let found = study.suggest_claims(&args.interviews, args.all)?;
    drop(progress);
    if let Some(file) = &args.save {
        let proposals = counted(found.len() as u64, "proposal");
        let shown = file.display();
        if session.globals.dry_run {
            session
                .output
                .say(&format!("would write {proposals} to {shown}"));
            return Ok(());
        }
        study.save_suggestions(&found, file)?;
        session.output.say(&format!(
            "wrote {proposals} to {shown}; fill in `stance`, delete what is wrong, then: gainsay import claims {shown}"
        ));
        return Ok(());
    }
    let mut listing = Listing::new(SUGGESTIONS.head());
    listing.rows = found
        .into_iter()
        .map(|one| SUGGESTIONS.cells(one))
        .collect();
    listing.meta = opened::meta(&study)?;
    session.output.show(&listing).map(drop)
}

const SUGGESTIONS: Schema<Suggestion> = schema!("suggestion-list", |one| {
    Column::new("interview") => Cell::text(one.interview.clone()),
    Column::new("source").aside() => Cell::text(one.source.clone()),
    Column::new("text").aside() => one.text.as_str().into(),
    Column::number("start") => Cell::from(one.span.start_cp),
    Column::number("end").aside() => Cell::from(one.span.end_cp),
    Column::new("topics") => Cell::List(topics_of(one)),
    Column::new("value") => Cell::text(one.value().to_owned()),
    Column::new("when") => words(one.proposal.time.as_ref().map(|time| time.when.as_str())),
    Column::new("place") => words(one.proposal.place.as_ref().map(|(key, _)| key.as_str())),
    Column::quote("quote") => Cell::text(one.quote.clone()),
    Column::quote("from") => Cell::List(from_words(one)),
});

fn topics_of(one: &Suggestion) -> Vec<String> {
    let topics = one.proposal.topics.iter();
    topics.map(|guess| guess.topic.clone()).collect()
}

fn words(said: Option<&str>) -> Cell {
    Cell::text(said.unwrap_or_default().to_owned())
}

/// The words that a proposal comes from, each with what it became and where it stands in the text.
fn from_words(one: &Suggestion) -> Vec<String> {
    let proposal = &one.proposal;
    let mut parts: Vec<(&str, Span)> = Vec::new();
    if let Some(first) = proposal.topics.first() {
        parts.extend(first.words.iter().map(|span| ("topic", *span)));
    }
    parts.extend(proposal.value.iter().map(|(_, span)| ("value", *span)));
    if proposal.value.is_none() {
        parts.extend(proposal.figure.iter().map(|figure| ("value", figure.span)));
    }
    parts.extend(proposal.time.iter().map(|time| ("when", time.span)));
    parts.extend(proposal.place.iter().map(|(_, span)| ("place", *span)));
    let words = parts.into_iter().map(|(name, span)| {
        let (start_cp, end_cp) = (
            one.span.start_cp + span.start_cp,
            one.span.start_cp + span.end_cp,
        );
        format!("{name} {start_cp}-{end_cp}: {}", one.words_at(span))
    });
    words.collect()
}
