//! Proposals of claims from a passage: the topics it may be about, a figure, a time, a place, each
//! with the words it comes from. It reads words and knows no language's grammar; a person completes
//! every proposal. What a stranger would get wrong: nothing is random, so the same passage and study
//! give the same proposals; and the claims of a passage's own interview never speak for it.

mod examples;
mod numbers;
mod places;
mod times;
mod topics;
mod word;

pub use examples::Example;
pub use numbers::Figure;
pub use places::PlaceNames;
pub use times::{Held, Time};
pub use topics::{TopicGuess, TopicWords, Topics};

use crate::model::number_words::NumberWords;
use crate::model::text_index::Span;
use word::{Word, words_of};

/// How many topics are named for one passage.
pub const MOST_TOPICS: usize = 3;

/// What a study knows that a passage is read with.
pub struct Lexicon {
    /// Its topics.
    pub topics: Topics,
    /// Its places with all their spellings.
    pub places: PlaceNames,
    /// Its number words.
    pub numbers: NumberWords,
}

/// A passage to be read.
#[derive(Clone, Copy, Debug)]
pub struct Passage<'p> {
    /// Key of the interview it is of; empty where it is of none.
    pub interview: &'p str,
    /// What was said; spans count in it.
    pub words: &'p str,
    /// What says the same beside it (a translation, the names of codes): read for topics alone.
    pub beside: &'p str,
    /// When the interview was held, where that is known.
    pub held: Option<&'p Held>,
}

/// What a passage may claim.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// Topics, the likeliest first, at most [`MOST_TOPICS`]; none where no word points to one.
    pub topics: Vec<TopicGuess>,
    /// The figure for the first topic, where that counts something.
    pub figure: Option<Figure>,
    /// One of the first topic's own values, where it lists some and one is named.
    pub value: Option<(String, Span)>,
    /// The time spoken of.
    pub time: Option<Time>,
    /// The place: its key and where it is named.
    pub place: Option<(String, Span)>,
}

/// Reads a passage.
pub fn propose(lexicon: &Lexicon, passage: &Passage<'_>) -> Proposal {
    let words = words_of(passage.words);
    let beside = words_of(passage.beside);
    let times = times::times(&words, passage.held);
    let figures: Vec<Figure> = numbers::figures(&words, &lexicon.numbers)
        .into_iter()
        .filter(|figure| !times.iter().any(|time| overlap(time.span, figure.span)))
        .collect();
    let mut topics = lexicon.topics.rank(&topics::Reading {
        interview: passage.interview,
        words: &words,
        beside: &beside,
        figures: &figures,
    });
    topics.truncate(MOST_TOPICS);
    let first = topics
        .first()
        .and_then(|guess| lexicon.topics.of_key(&guess.topic));
    Proposal {
        figure: first.and_then(|topic| topic.figure_of(&words, &figures).cloned()),
        value: first.and_then(|topic| topic.value_named(&words)),
        time: times::whole(&times),
        place: lexicon.places.find(&words),
        topics,
    }
}

fn overlap(a: Span, b: Span) -> bool {
    a.start_cp < b.end_cp && b.start_cp < a.end_cp
}

fn span_over(words: &[Word]) -> Span {
    Span {
        start_cp: words.first().map_or(0, |word| word.span.start_cp),
        end_cp: words.last().map_or(0, |word| word.span.end_cp),
    }
}

#[cfg(test)]
mod tests;
