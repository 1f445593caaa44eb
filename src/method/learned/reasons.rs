//! Why a sentence was proposed: the words that weighed most, its own and those of the question before it. It must not
//! know the store. A stranger would list the features: those are pieces of words; what a person can judge are words, so
//! the weight of pieces and pairs is counted for the words that they stand in.

use super::corpus::Corpus;
use super::lexicon::Kind;
use super::loss::{QUESTION, told};
use super::training::Model;
use crate::method::token::tokens;
use crate::model::text_index::Span;
use std::collections::HashSet;

/// Most words that a reason names.
pub const MOST_WORDS: usize = 5;
/// The least share of all that speaks for the code with which a word is named.
const LEAST_SHARE: f64 = 0.05;

/// Where a word stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// In the question before the sentence.
    Question,
    /// In the sentence itself.
    Sentence,
}

/// A word and its share of all that speaks for the code.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reason {
    /// In what it stands.
    pub place: Place,
    /// Where it stands, counted from the first code point of the sentence or question.
    pub span: Span,
    /// Its share, above 0 and at most 1.
    pub share: f64,
}

/// The words that speak most for the code in a sentence of the corpus: those of the question, then its own, in their
/// order.
#[must_use]
pub fn reasons(model: &Model, corpus: &Corpus<'_>, at: usize) -> Vec<Reason> {
    heaviest(all_weighed(model, corpus, at))
}

/// What each word of a sentence and of the question before it says; together all that is said.
pub(super) fn all_weighed(
    model: &Model,
    corpus: &Corpus<'_>,
    at: usize,
) -> Vec<(Place, Span, f64)> {
    let example = corpus.example(at);
    let mut found = Vec::new();
    if let Some(row) = corpus.question(at) {
        let scale = QUESTION * corpus.rows.scale(row);
        let own = weighed(model, corpus, (Kind::Asked, example.question));
        found.extend(own.map(|(span, weight)| (Place::Question, span, scale * weight)));
    }
    let scale = corpus.rows.scale(at);
    let own = weighed(model, corpus, (Kind::Said, example.words));
    found.extend(own.map(|(span, weight)| (Place::Sentence, span, scale * weight)));
    found
}

/// What each word says, before the scale; half of a pair is counted for either of its words.
fn weighed(
    model: &Model,
    corpus: &Corpus<'_>,
    (kind, text): (Kind, &str),
) -> impl Iterator<Item = (Span, f64)> {
    let mut found: Vec<(Span, f64)> = Vec::new();
    let mut counted = HashSet::new();
    let mut before = None;
    // What comes again counts once, where it stands first.
    let mut weight = |word: u32| {
        let is_new = counted.insert(word);
        if is_new {
            told(corpus, &model.weights, word)
        } else {
            0.0
        }
    };
    for token in tokens(text) {
        let word = corpus.lexicon.number(kind, &token.folded);
        let pair = before
            .zip(word)
            .and_then(|(one, next)| corpus.lexicon.number_of_pair(one, next));
        let half = pair.map_or(0.0, &mut weight) / 2.0;
        if let Some(last) = found.last_mut() {
            last.1 += half;
        }
        let span = Span {
            start_cp: token.start_cp,
            end_cp: token.end_cp,
        };
        found.push((span, half + word.map_or(0.0, &mut weight)));
        before = word;
    }
    found.into_iter()
}

fn heaviest(mut found: Vec<(Place, Span, f64)>) -> Vec<Reason> {
    found.retain(|(_, _, weight)| *weight > 0.0);
    let all: f64 = found.iter().map(|(_, _, weight)| weight).sum();
    found.sort_by(|one, other| other.2.total_cmp(&one.2));
    let mut reasons: Vec<_> = found
        .into_iter()
        .take(MOST_WORDS)
        .map(|(place, span, weight)| Reason {
            place,
            span,
            share: weight / all,
        })
        .filter(|reason| reason.share >= LEAST_SHARE)
        .collect();
    reasons.sort_by_key(|reason| (reason.place, reason.span.start_cp));
    reasons
}
