//! What people already read on each topic: the words of the quotes of claims that are there. A word
//! weighs by how large a part of a topic's claims hold it, and by how few topics have it at all. The
//! claims of a passage's own interview are left out, so that a passage never points to itself. It
//! knows no language, so it serves every one in which claims were made. What a stranger would get
//! wrong: counts are kept by topic and by interview, so leaving one out is a subtraction.

use super::word::{Word, words_of};
use std::collections::{BTreeMap, BTreeSet};

/// A claim that is there.
#[derive(Clone, Copy, Debug)]
pub struct Example<'e> {
    /// The topic it is on.
    pub topic: &'e str,
    /// The interview it is of.
    pub interview: &'e str,
    /// Its words.
    pub quote: &'e str,
}

/// How many claims, and how many of them hold each word.
#[derive(Clone, Debug, Default)]
struct Counts {
    claims: usize,
    holding: BTreeMap<String, usize>,
}

impl Counts {
    fn take(&mut self, words: &BTreeSet<String>) {
        self.claims += 1;
        for word in words {
            *self.holding.entry(word.clone()).or_default() += 1;
        }
    }

    fn of(&self, word: &str) -> usize {
        self.holding.get(word).copied().unwrap_or(0)
    }
}

/// The words of claims by topic.
#[derive(Clone, Debug, Default)]
pub(super) struct Examples {
    by_topic: BTreeMap<String, Counts>,
    by_interview: BTreeMap<(String, String), Counts>,
    /// In the claims of how many topics a word stands.
    spread: BTreeMap<String, usize>,
}

impl Examples {
    /// Counts the words of claims; `stem` makes the words of a text comparable and drops those
    /// that say nothing.
    pub(super) fn new<'e>(
        examples: impl IntoIterator<Item = Example<'e>>,
        stem: impl Fn(&str) -> Option<String>,
    ) -> Self {
        let mut counted = Self::default();
        for example in examples {
            let words = words_of(example.quote).into_iter();
            let words: BTreeSet<String> = words.filter_map(|word| stem(&word.folded)).collect();
            let topic = counted
                .by_topic
                .entry(example.topic.to_owned())
                .or_default();
            topic.take(&words);
            let own = (example.topic.to_owned(), example.interview.to_owned());
            counted.by_interview.entry(own).or_default().take(&words);
        }
        for topic in counted.by_topic.values() {
            for word in topic.holding.keys() {
                *counted.spread.entry(word.clone()).or_default() += 1;
            }
        }
        counted
    }

    /// How much the words of a passage look like the claims on a topic, the interview's own left
    /// out; and which words do.
    pub(super) fn likeness(
        &self,
        topic: &str,
        interview: &str,
        stems: &[(String, &Word)],
    ) -> (f64, Vec<usize>) {
        let Some(all) = self.by_topic.get(topic) else {
            return (0.0, Vec::new());
        };
        let own = self
            .by_interview
            .get(&(topic.to_owned(), interview.to_owned()));
        let claims = all.claims - own.map_or(0, |own| own.claims);
        if claims == 0 {
            return (0.0, Vec::new());
        }
        let mut seen = BTreeSet::new();
        let mut sum = 0.0;
        let mut pointing = Vec::new();
        for (at, (stem, _)) in stems.iter().enumerate() {
            let holding = all.of(stem) - own.map_or(0, |own| own.of(stem));
            if holding == 0 || !seen.insert(stem) {
                continue;
            }
            let in_topics = self.spread.get(stem).copied().unwrap_or(1) as f64;
            let rarity = (self.by_topic.len() as f64 / in_topics).ln();
            // A word of a single claim may be chance; one of most of them is the topic's.
            let share = holding as f64 / (claims as f64 + 1.0);
            if rarity > 0.0 {
                sum += share * rarity;
                pointing.push(at);
            }
        }
        (sum, pointing)
    }
}
