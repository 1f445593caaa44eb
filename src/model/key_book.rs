//! The keys that cells may name, with the ids behind them. Filled before a file is read, so
//! that a row may name one further down. A stranger would fill it with every claim of a
//! study: a file of ten million is read with only the claims that other cells mention.

use super::id::Id;
use super::table::Noun;
use std::collections::{BTreeMap, HashMap};

/// Keys by noun.
#[derive(Debug, Default)]
pub struct KeyBook {
    /// There are few nouns: to hash one takes longer than to find it among them.
    keys: BTreeMap<Noun, HashMap<Box<str>, Id>>,
}

impl KeyBook {
    /// Puts a key in.
    pub fn put(&mut self, noun: Noun, key: &str, id: Id) {
        self.keys.entry(noun).or_default().insert(key.into(), id);
    }

    /// Puts all keys of a noun in.
    pub fn put_all(&mut self, noun: Noun, keys: HashMap<Box<str>, Id>) {
        self.keys.entry(noun).or_default().extend(keys);
    }

    /// Takes a key out.
    pub fn drop_key(&mut self, noun: Noun, key: &str) {
        if let Some(keys) = self.keys.get_mut(&noun) {
            keys.remove(key);
        }
    }

    /// The id behind a key.
    pub fn find(&self, noun: Noun, key: &str) -> Option<Id> {
        self.keys.get(&noun)?.get(key).copied()
    }

    /// The key most like this one, where one is like enough to be meant.
    pub fn like(&self, noun: Noun, key: &str) -> Option<&str> {
        nearest(key, self.keys.get(&noun)?.keys().map(AsRef::as_ref))
    }
}

/// How like two words must be to be taken for a slip of the hand, from 0 to 1.
const LIKE_ENOUGH: f64 = 0.75;

/// The candidate most like `word`, where one is like enough; the first in byte order of equals.
pub fn nearest<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    candidates
        .map(|candidate| (likeness(word, candidate), candidate))
        .filter(|(likeness, _)| *likeness >= LIKE_ENOUGH)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .map(|(_, candidate)| candidate)
}

fn likeness(a: &str, b: &str) -> f64 {
    strsim::normalized_damerau_levenshtein(&a.to_lowercase(), &b.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_told_from_another_word() {
        let words = ["affirms", "denies", "doubts", "neutral"];
        assert_eq!(nearest("afirms", words.into_iter()), Some("affirms"));
        assert_eq!(nearest("Denies", words.into_iter()), Some("denies"));
        assert_eq!(nearest("perhaps", words.into_iter()), None);
    }
}
