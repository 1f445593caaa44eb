//! `gainsay search`: words in transcripts, memos and claims.
//!
//! It must not know how words are folded. What a stranger would get wrong: without --in
//! everything is searched, and what is counted is more than what is shown.

use crate::cli::args::cross::HowMany;
use crate::cli::args::read::{OfWhom, SearchArgs, SearchIn as Asked};
use crate::cli::failure::Problem;
use crate::cli::session::Session;
use crate::project::Study;
use crate::project::searching::{
    SearchCounts, SearchFilter, SearchHit, SearchIn, SearchWish, Show,
};
use crate::report::{Cell, Column, Head, Meta, counted};

use super::opened;
use super::rows::passed_on;

/// Searches.
///
/// # Errors
/// A query that does not parse.
pub fn run(args: &SearchArgs, session: &Session) -> Result<(), Problem> {
    let study = opened::open(session)?;
    let mut progress = session.progress("indexing texts for search", None);
    study.make_searchable(|| progress.advance(1));
    drop(progress);
    let places = places_of(&args.places);
    let wish = wish_of(args, &places);
    let mut counts = SearchCounts::default();
    session.output.stream(&head(), |rows| {
        counts = study.search(&wish, |hit| passed_on(rows.push(&cells_of(hit))))?;
        meta_of(&study, &counts)
    })?;
    if let Some(more) = more_than_shown(&counts) {
        session.output.say(&more);
    }
    Ok(())
}

fn head() -> Head {
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
    Head::new("hit-list", columns)
}

fn wish_of<'a>(args: &'a SearchArgs, places: &'a [SearchIn]) -> SearchWish<'a> {
    SearchWish {
        query: &args.query,
        places,
        context_words: args.context,
        show: match args.show {
            HowMany::All => Show::All,
            HowMany::AtMost(count) => Show::Best(count),
        },
        only: SearchFilter {
            code: args.code.as_deref(),
            ..filter_of(&args.of)
        },
    }
}

/// Whose words are wanted.
pub(super) fn filter_of(of: &OfWhom) -> SearchFilter<'_> {
    SearchFilter {
        code: None,
        attributes: &of.attributes,
        side: of.side.as_deref(),
        group: of.group.as_deref(),
        speaker: of.speaker.as_deref(),
        language: of.language.as_deref(),
    }
}

fn meta_of(study: &Study, counts: &SearchCounts) -> Result<Meta, Problem> {
    let mut meta = opened::meta(study)?;
    meta.more.extend([
        ("places", counts.places.into()),
        ("turns", counts.turns.into()),
        ("texts", counts.texts.into()),
    ]);
    Ok(meta)
}

/// What is said where more was found than is shown.
fn more_than_shown(counts: &SearchCounts) -> Option<String> {
    (counts.shown < counts.places).then(|| {
        format!(
            "{} in {} of {}; the best turns are shown first, --show all lists every place",
            counted(counts.places as u64, "place"),
            counted(counts.turns as u64, "turn"),
            counted(counts.texts as u64, "text"),
        )
    })
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
