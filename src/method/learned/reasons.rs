//! Why a sentence was proposed: its words that weighed most. It must not know the store. A stranger would list the
//! features: those are pieces of words; what a person can judge are words, so the weight of pieces and pairs is counted
//! for the words that they stand in.

use super::corpus::{Corpus, pair_of};
use super::training::{Model, told};
use crate::method::token::tokens;
use crate::model::text_index::Span;

/// Most words that a reason names.
pub const MOST_WORDS: usize = 5;
/// The least share of all that speaks for the code with which a word is named.
const LEAST_SHARE: f64 = 0.05;

/// A word and its share of all that speaks for the code.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reason {
    /// Where it stands, counted from the first code point of the sentence.
    pub span: Span,
    /// Its share, above 0 and at most 1.
    pub share: f64,
}

/// The words of a sentence of the corpus that speak most for the code, in the order of the sentence.
#[must_use]
pub fn reasons(model: &Model, corpus: &Corpus<'_>, at: usize) -> Vec<Reason> {
    let mut found: Vec<(Span, f64)> = Vec::new();
    let mut words: Vec<String> = Vec::new();
    for token in tokens(corpus.example(at).words) {
        let weight = |name: &str| {
            let word = corpus.number_of_word(name);
            word.map_or(0.0, |word| told(corpus, &model.weights, word))
        };
        if let (Some(before), Some(last)) = (words.last(), found.last_mut()) {
            let pair = weight(&pair_of(before, &token.folded)) / 2.0;
            last.1 += pair;
            found.push((span(&token), pair));
        } else {
            found.push((span(&token), 0.0));
        }
        // A word that comes again counts once, where it stands first.
        if !words.iter().any(|word| *word == *token.folded)
            && let Some(own) = found.last_mut()
        {
            own.1 += weight(&token.folded);
        }
        words.push(token.folded.into_owned());
    }
    heaviest(found)
}

fn span(token: &crate::method::token::Token<'_>) -> Span {
    Span {
        start_cp: token.start_cp,
        end_cp: token.end_cp,
    }
}

fn heaviest(mut found: Vec<(Span, f64)>) -> Vec<Reason> {
    found.retain(|(_, weight)| *weight > 0.0);
    let all: f64 = found.iter().map(|(_, weight)| weight).sum();
    found.sort_by(|one, other| other.1.total_cmp(&one.1));
    let mut reasons: Vec<_> = found
        .into_iter()
        .take(MOST_WORDS)
        .map(|(span, weight)| Reason {
            span,
            share: weight / all,
        })
        .filter(|reason| reason.share >= LEAST_SHARE)
        .collect();
    reasons.sort_by_key(|reason| reason.span.start_cp);
    reasons
}
