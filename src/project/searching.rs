//! Finding words in transcripts, memos and claims: a reading of everything, with the one
//! fold of the program. An index will answer the same later.

use super::Study;
use super::error::ProjectError;
use crate::method::search::Query;
use crate::model::table::{Noun, TextKind};
use crate::model::tables::table;
use crate::model::text_index::Span;
use crate::model::transcript_text::{TurnedText, turns};
use std::collections::HashMap;

/// Where to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SearchIn {
    /// Texts of interviews.
    Transcripts,
    /// Notes.
    Memos,
    /// What claims note and quote.
    Claims,
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
    /// Finds a query and hands each place to `each`, in order.
    ///
    /// # Errors
    /// [`ProjectError::Expression`] where the query does not parse; what the store says.
    pub fn search(
        &self,
        query: &str,
        places: &[SearchIn],
        context_words: usize,
        mut each: impl FnMut(SearchHit) -> Result<(), ProjectError>,
    ) -> Result<(), ProjectError> {
        let query =
            Query::parse(query, &self.limits).map_err(|error| expression_error(&error, query))?;
        let search = Search {
            query,
            context_words,
        };
        if places.contains(&SearchIn::Transcripts) {
            self.search_transcripts(&search, &mut each)?;
        }
        if places.contains(&SearchIn::Memos) {
            self.search_cells(&search, Noun::Memo, &["text"], &mut each)?;
        }
        if places.contains(&SearchIn::Claims) {
            self.search_cells(&search, Noun::Claim, &["quote", "note"], &mut each)?;
        }
        Ok(())
    }

    fn search_transcripts(
        &self,
        search: &Search,
        each: &mut impl FnMut(SearchHit) -> Result<(), ProjectError>,
    ) -> Result<(), ProjectError> {
        let sources = self.sources_by_interview()?;
        self.store.each_transcript(|transcript| {
            let keys: Vec<_> = sources
                .get(&transcript.interview)
                .map_or(Vec::new(), |keys| keys.split(';').collect());
            let found = turned(&transcript.body, &keys)?;
            let text =
                TurnedText::new(&transcript.body, &found.turns).map_err(|error| damaged(&error))?;
            search.each_hit(&text, |mut hit| {
                hit.place = "transcripts";
                hit.key.clone_from(&transcript.interview);
                hit.text = transcript.kind.as_str();
                each(hit)
            })
        })
    }

    fn search_cells(
        &self,
        search: &Search,
        noun: Noun,
        columns: &[&str],
        each: &mut impl FnMut(SearchHit) -> Result<(), ProjectError>,
    ) -> Result<(), ProjectError> {
        let at: Vec<_> = columns
            .iter()
            .filter_map(|name| table(noun).index_of(name))
            .collect();
        self.store.each_row(table(noun), |cells| {
            let key = cells[0].clone().unwrap_or_default();
            for words in at.iter().filter_map(|at| cells[*at].as_deref()) {
                search.each_hit(&TurnedText::plain(words), |mut hit| {
                    hit.place = if noun == Noun::Memo {
                        "memos"
                    } else {
                        "claims"
                    };
                    hit.key.clone_from(&key);
                    each(hit)
                })?;
            }
            Ok(())
        })
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

struct Search {
    query: Query,
    context_words: usize,
}

impl Search {
    fn each_hit(
        &self,
        text: &TurnedText<'_>,
        mut each: impl FnMut(SearchHit) -> Result<(), ProjectError>,
    ) -> Result<(), ProjectError> {
        let found = self.query.find(text);
        for occurrence in &found.occurrences {
            let unit = found
                .units
                .iter()
                .find(|unit| {
                    unit.start_cp <= occurrence.start_cp && occurrence.end_cp <= unit.end_cp
                })
                .copied()
                .unwrap_or(*occurrence);
            let around = with_words_around(text, *occurrence, unit, self.context_words);
            let passage = marked(text.slice(around), around, unit);
            let turn = text.turns().iter().find(|turn| {
                turn.start_cp <= occurrence.start_cp && occurrence.end_cp <= turn.end_cp
            });
            each(SearchHit {
                place: "",
                key: String::new(),
                text: "",
                speaker: turn
                    .and_then(|turn| turn.speaker())
                    .unwrap_or_default()
                    .to_owned(),
                span_cp: (occurrence.start_cp, occurrence.end_cp),
                words: text.slice(*occurrence).to_owned(),
                passage,
            })?;
        }
        Ok(())
    }
}

/// Widens a place by so many words on either side, within its unit.
fn with_words_around(text: &TurnedText<'_>, place: Span, unit: Span, words: usize) -> Span {
    let before = text.slice(Span {
        start_cp: unit.start_cp,
        end_cp: place.start_cp,
    });
    let behind = text.slice(Span {
        start_cp: place.end_cp,
        end_cp: unit.end_cp,
    });
    Span {
        start_cp: place.start_cp - length_of_words(before.chars().rev(), words),
        end_cp: place.end_cp + length_of_words(behind.chars(), words),
    }
}

/// How many code points the first words take, with the part of a word they begin in.
fn length_of_words(letters: impl Iterator<Item = char>, words: usize) -> usize {
    let (mut whole, mut seen, mut in_word) = (0, 0, true);
    for (at, letter) in letters.enumerate() {
        if letter.is_whitespace() {
            in_word = false;
            continue;
        }
        if !in_word {
            seen += 1;
            in_word = true;
        }
        if seen > words {
            break;
        }
        whole = at + 1;
    }
    whole
}

/// What stands around a place, on one line, with dots where more follows.
fn marked(words: &str, around: Span, unit: Span) -> String {
    let front = if around.start_cp > unit.start_cp {
        "…"
    } else {
        ""
    };
    let back = if around.end_cp < unit.end_cp {
        "…"
    } else {
        ""
    };
    format!("{front}{}{back}", words.replace('\n', " "))
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

/// A parse error with the caret under its place.
pub(crate) fn expression_error(
    error: &crate::method::rule::ParseError,
    source: &str,
) -> ProjectError {
    ProjectError::Expression {
        message: error.caret(source).to_string(),
        // The fix stands in the message already, under the caret.
        hint: "see: gainsay help rules".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn around(text: &str, found: &str, words: usize) -> String {
        let turned = TurnedText::plain(text);
        let start_cp = text[..text.find(found).unwrap()].chars().count();
        let place = Span {
            start_cp,
            end_cp: start_cp + found.chars().count(),
        };
        let unit = Span {
            start_cp: 0,
            end_cp: text.chars().count(),
        };
        let span = with_words_around(&turned, place, unit, words);
        turned.slice(span).to_owned()
    }

    #[test]
    fn context_is_counted_in_words() {
        let text = "the pay came late, since the spring";
        assert_eq!(around(text, "late", 0), "late,");
        assert_eq!(around(text, "late", 1), "came late, since");
        assert_eq!(around(text, "late", 99), text);
        assert_eq!(around("معاش ناوخته راغی", "ناوخته", 1), "معاش ناوخته راغی");
    }
}
