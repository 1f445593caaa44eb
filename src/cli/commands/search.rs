//! `gainsay search`: words in transcripts, memos and claims.
//!
//! It must not know how words are folded. What a stranger would get wrong: without --in
//! everything is searched.

use crate::cli::args::read::{SearchArgs, SearchIn as Asked};
use crate::cli::failure::Problem;
use crate::cli::session::Session;
use crate::project::searching::{SearchHit, SearchIn};
use crate::report::{Cell, Column, Head};

use super::opened;
use super::rows::passed_on;

/// Searches.
///
/// # Errors
/// A query that does not parse.
pub fn run(args: &SearchArgs, session: &Session) -> Result<(), Problem> {
    let study = opened::open(session)?;
    let places = places_of(&args.places);
    let columns = vec![
        Column::new("in"),
        Column::new("key"),
        Column::new("text"),
        Column::new("speaker"),
        Column::number("start"),
        Column::number("end"),
        Column::new("words").aside(),
        Column::quote("passage"),
    ];
    let head = Head::new("hit-list", columns);
    session
        .output
        .stream(&head, |rows| {
            study.search(&args.query, &places, args.context, |hit| {
                passed_on(rows.push(&cells_of(hit)))
            })?;
            opened::meta(&study)
        })
        .map(drop)
}

fn places_of(asked: &[Asked]) -> Vec<SearchIn> {
    if asked.is_empty() {
        return vec![SearchIn::Transcripts, SearchIn::Memos, SearchIn::Claims];
    }
    let place = |asked: &Asked| match asked {
        Asked::Transcripts => SearchIn::Transcripts,
        Asked::Memos => SearchIn::Memos,
        Asked::Claims => SearchIn::Claims,
    };
    asked.iter().map(place).collect()
}

fn cells_of(hit: SearchHit) -> [Cell; 8] {
    [
        hit.place.into(),
        Cell::text(hit.key),
        hit.text.into(),
        Cell::text(hit.speaker),
        hit.span_cp.0.into(),
        hit.span_cp.1.into(),
        Cell::text(hit.words),
        Cell::text(hit.passage),
    ]
}
