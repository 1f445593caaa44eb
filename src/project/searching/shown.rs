//! A place as it is shown: its words, who speaks, and what stands around it. It must not know where texts come from.
//! A stranger would get wrong that context never leaves the turn: what another speaker says is no context.

use super::SearchHit;
use super::filter::Filter;
use crate::method::search::Query;
use crate::model::table::TextKind;
use crate::model::text_index::Span;
use crate::model::transcript_text::TurnedText;
use crate::project::error::ProjectError;
use crate::store::search_index::{Headline, SearchedNoun};

/// A query with what is asked beside it.
pub(super) struct Search<'s> {
    pub(super) query: Query,
    pub(super) context_words: usize,
    pub(super) filter: Filter<'s>,
}

impl Search<'_> {
    /// How many places of a text are wanted.
    pub(super) fn count_wanted(&self, headline: &Headline, text: &TurnedText<'_>) -> u32 {
        let found = self.query.find(text);
        let wanted = |place: &&Span| self.filter.wants_place(headline, **place);
        let count = found.occurrences.iter().filter(wanted).count();
        u32::try_from(count).unwrap_or(u32::MAX)
    }

    /// Hands every wanted place of a text to `each`, with the index of its turn.
    pub(super) fn each_hit(
        &self,
        headline: &Headline,
        text: &TurnedText<'_>,
        mut each: impl FnMut(usize, SearchHit) -> Result<(), ProjectError>,
    ) -> Result<(), ProjectError> {
        let found = self.query.find(text);
        for place in found.occurrences.iter().copied() {
            if !self.filter.wants_place(headline, place) {
                continue;
            }
            let unit = found
                .units
                .partition_point(|unit| unit.end_cp < place.end_cp);
            let unit = found.units.get(unit).copied().unwrap_or(place);
            let turn = text
                .turns()
                .partition_point(|turn| turn.end_cp < place.end_cp);
            each(turn, self.hit(headline, text, (turn, unit, place)))?;
        }
        Ok(())
    }

    fn hit(
        &self,
        headline: &Headline,
        text: &TurnedText<'_>,
        (turn, unit, place): (usize, Span, Span),
    ) -> SearchHit {
        let around = with_words_around(text, place, unit, self.context_words);
        let speaker = text.turns().get(turn).and_then(|turn| turn.speaker());
        SearchHit {
            place: match headline.noun {
                SearchedNoun::Transcript => "transcripts",
                SearchedNoun::Memo | SearchedNoun::CodingMemo => "memos",
                SearchedNoun::Claim => "claims",
            },
            key: headline.key.clone(),
            text: headline.kind.map_or("", TextKind::as_str),
            speaker: speaker.unwrap_or_default().to_owned(),
            span_cp: (place.start_cp, place.end_cp),
            words: text.slice(place).to_owned(),
            passage: marked(text.slice(around), around, unit),
        }
    }
}

/// Widens a place by so many words on either side, within its unit.
pub(crate) fn with_words_around(
    text: &TurnedText<'_>,
    place: Span,
    unit: Span,
    words: usize,
) -> Span {
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
