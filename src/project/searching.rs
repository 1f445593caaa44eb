//! Finding words in transcripts, memos and claims: counted first, then ranked, then only what is shown is read. Asked is
//! the full-text index where the store has one for this state of the study, else everything is read; both say the same.
//! It must not know how words fold. A stranger would get wrong that an answer is a turn: a query speaks of one turn, and
//! the places of its words in it are what is listed and counted.

mod answers;
mod filter;
mod passage_filter;
mod people;
mod reading;
mod shown;

pub use filter::SearchFilter;
pub(crate) use passage_filter::PassageFilter;
pub(crate) use shown::with_words_around;

use super::Study;
use super::caret::with_caret;
use super::error::ProjectError;
use crate::method::search::Query;
use crate::method::search::index_words::{INDEX_WORDS_VERSION, index_words};
use crate::model::index_words::IndexWords;
use crate::model::table::{Noun, TextKind};
use crate::model::tables::table;
use crate::model::transcript_text::{TurnedText, turns};
use crate::store::error::StoreError;
use crate::store::search_index::{SearchedNoun, WordCutter};
use answers::Library;
use filter::Filter;
use shown::Search;
use std::collections::HashMap;

/// How the store's index gets its words.
pub const WORD_CUTTER: WordCutter = WordCutter {
    format: INDEX_WORDS_VERSION,
    cut: cut_for_index,
};

fn cut_for_index(text: &str, sources: Option<&[&str]>) -> IndexWords {
    let Some(sources) = sources else {
        return index_words(text, TurnedText::plain(text).turns());
    };
    match turns(text, sources, usize::MAX) {
        Ok(found) => index_words(text, &found.turns),
        // Whoever reads it says what is wrong with it.
        Err(_) => IndexWords {
            must_be_read: true,
            ..index_words(text, &[])
        },
    }
}

/// Where to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SearchIn {
    /// Texts of interviews.
    Transcripts,
    /// Notes, on codings too.
    Memos,
    /// What claims note and quote.
    Claims,
}

impl SearchIn {
    fn nouns(self) -> &'static [SearchedNoun] {
        match self {
            Self::Transcripts => &[SearchedNoun::Transcript],
            Self::Memos => &[SearchedNoun::Memo, SearchedNoun::CodingMemo],
            Self::Claims => &[SearchedNoun::Claim],
        }
    }
}

/// How much is shown, and in which order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Show {
    /// Every place, in the order of the texts.
    All,
    /// At most so many places, those of the best turns first.
    Best(usize),
}

/// What is searched for.
#[derive(Clone, Copy, Debug)]
pub struct SearchWish<'a> {
    /// The query, in the language of rules.
    pub query: &'a str,
    /// Where to look.
    pub places: &'a [SearchIn],
    /// How many words are shown on either side of what was found.
    pub context_words: usize,
    /// How much is shown.
    pub show: Show,
    /// What is left out.
    pub only: SearchFilter<'a>,
}

/// How much was found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SearchCounts {
    /// Places of words and phrases.
    pub places: usize,
    /// Turns with such places; a memo, a quote and a note are a turn each.
    pub turns: usize,
    /// Texts with such turns.
    pub texts: usize,
    /// Places that were shown.
    pub shown: usize,
    /// Whether the index was asked; else the texts were read.
    pub is_indexed: bool,
}

/// One place that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchHit {
    /// Where: `transcripts`, `memos` or `claims`.
    pub place: &'static str,
    /// Key of the interview or claim, or what a memo is about.
    pub key: String,
    /// `original` or `translation`; empty elsewhere.
    pub text: &'static str,
    /// Who speaks; empty where nobody is named.
    pub speaker: String,
    /// First and behind the last code point of the words, in the whole text.
    pub span_cp: (usize, usize),
    /// The words found.
    pub words: String,
    /// The words with what stands around them.
    pub passage: String,
}

/// A turn of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TurnShown {
    /// Who speaks; empty where nobody is named.
    pub speaker: String,
    /// First and behind the last code point of the words, in the whole text.
    pub span_cp: (usize, usize),
    /// What is said.
    pub words: String,
}

impl Study {
    /// Makes the full-text index whole, and says whether it is; a search without one reads the texts. `each_text` is told
    /// of every text that is indexed.
    pub fn make_searchable(&self, each_text: impl FnMut()) -> bool {
        // No room, no leave to write, an index beyond mending: the texts can still be read, and where they cannot, the
        // search says so.
        self.store.make_searchable(each_text).unwrap_or(false)
    }

    /// Finds a query, and hands the places that are wanted to `each`, in their order.
    ///
    /// # Errors
    /// [`ProjectError::Expression`] where the query does not parse, [`ProjectError::Unknown`] for a key of the filter
    /// that no row has; what the store or `each` says.
    pub fn search(
        &self,
        wish: &SearchWish<'_>,
        mut each: impl FnMut(SearchHit) -> Result<(), ProjectError>,
    ) -> Result<SearchCounts, ProjectError> {
        let query = Query::parse(wish.query, &self.limits)
            .map_err(|error| expression_error(&error, wish.query))?;
        let mut is_damaged = false;
        let counts = self.store.with_search_index(|index| {
            let search = Search {
                query,
                context_words: wish.context_words,
                filter: Filter::new(self, wish)?,
            };
            let index = index.filter(|_| search.query.is_of_words_alone());
            let mut library = index.map_or(Library::Reading(self), Library::Index);
            let mut found = library.answers(&search);
            if is_fault_of(&library, &found) {
                library = Library::Reading(self);
                found = library.answers(&search);
                is_damaged = true;
            }
            let found = found?;
            let mut counts = answers::counts(&found);
            counts.is_indexed = index.is_some() && !is_damaged;
            counts.shown = library.show(&search, &found, wish.show, &mut each)?;
            Ok::<_, ProjectError>(counts)
        })?;
        if is_damaged {
            // Where that cannot be, the next search reads the texts, too.
            self.store.drop_faulty_index();
        }
        Ok(counts)
    }

    /// The keys of the sources of each interview, with `;`.
    pub(crate) fn sources_by_interview(&self) -> Result<HashMap<String, String>, ProjectError> {
        let mut sources = HashMap::new();
        let at = table(Noun::Interview)
            .index_of("source")
            .unwrap_or_default();
        self.store.each_row(table(Noun::Interview), |cells| {
            let key = cells[0].clone().unwrap_or_default();
            sources.insert(key, cells[at].clone().unwrap_or_default());
            Ok::<_, ProjectError>(())
        })?;
        Ok(sources)
    }

    /// The turns of a text of an interview.
    ///
    /// # Errors
    /// [`ProjectError::Unknown`] for the interview, refused where it has no such text.
    pub fn transcript(
        &self,
        interview: &str,
        kind: TextKind,
    ) -> Result<Vec<TurnShown>, ProjectError> {
        let version = self.text_version(interview, kind, None)?;
        let sources = self.sources_of(interview)?;
        let found = turned(&version.body, &sources.split(';').collect::<Vec<_>>())?;
        let text = TurnedText::new(&version.body, &found.turns).map_err(|error| damaged(&error))?;
        Ok(found
            .turns
            .iter()
            .map(|turn| TurnShown {
                speaker: turn.speaker().unwrap_or_default().to_owned(),
                span_cp: (turn.words().start_cp, turn.words().end_cp),
                words: text.slice(turn.words()).trim_end().to_owned(),
            })
            .collect())
    }
}

pub(crate) fn turned(
    body: &str,
    sources: &[&str],
) -> Result<crate::model::transcript_text::Turns, ProjectError> {
    turns(body, sources, usize::MAX).map_err(|error| damaged(&error))
}

pub(crate) fn damaged(error: &crate::model::transcript_text::TextError) -> ProjectError {
    ProjectError::refused(
        format!("a stored text cannot be read: {error}"),
        "run: gainsay verify",
    )
}

/// Whether an index could not answer, for whatever reason but that another program is at work; if it was not the index,
/// a reading fails for the same reason.
fn is_fault_of<T>(library: &Library<'_>, answered: &Result<T, ProjectError>) -> bool {
    matches!(library, Library::Index(_))
        && matches!(answered, Err(error) if !matches!(error, ProjectError::Store(StoreError::Busy)))
}

/// A parse error with the caret under its place.
pub(crate) fn expression_error(
    error: &crate::method::rule::ParseError,
    source: &str,
) -> ProjectError {
    ProjectError::Expression {
        message: with_caret(error, source),
        // The fix stands in the message already, under the caret.
        hint: "see: gainsay help rules".to_owned(),
    }
}

#[cfg(test)]
mod tests;
