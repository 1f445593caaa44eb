//! The table of number words: what "dozens" or "most" are taken to mean.
//!
//! The built-in table is that of `methods.md` 2.2; a study adds and replaces words. It knows nothing
//! of the sentence around a word. What a stranger would get wrong: "half" alone is 45–55 %, but it
//! also names a figure, so that "more than half" is above 50 % and not above 45 %.

use std::collections::BTreeMap;
use std::ops::Bound::{Included, Unbounded};

use thiserror::Error;

use super::cell_text::plain_lower;
use super::interval::{Interval, IntervalError};

/// From this low bound on a word is a mass word (`methods.md` 3.8).
const MASS_LOW: f64 = 1_000.0;
const MASS_WORDS: [&str; 3] = ["everyone", "mass", "masses"];
/// The smallest share that is more than half.
const ABOVE_HALF: f64 = 0.5_f64.next_up();

/// Word, low, high: numbers of things, both ends included.
const COUNTS: [(&str, f64, f64); 14] = [
    ("several", 3.0, 9.0),
    ("a few", 3.0, 9.0),
    ("tens", 20.0, 99.0),
    ("dozens", 24.0, 99.0),
    ("low hundreds", 100.0, 399.0),
    ("hundreds", 200.0, 999.0),
    ("several hundred", 300.0, 999.0),
    ("a few hundred", 300.0, 999.0),
    ("thousands", 2_000.0, 9_999.0),
    ("tens of thousands", 20_000.0, 99_999.0),
    ("none", 0.0, 0.0),
    ("nobody", 0.0, 0.0),
    // No figure is put into these two: that there were any is all they are held to.
    ("mass", 1.0, f64::INFINITY),
    ("masses", 1.0, f64::INFINITY),
];

/// Word, low, high and the figure it names, where it names one: shares of a whole.
const SHARES: [(&str, f64, f64, Option<f64>); 19] = [
    ("all", 1.0, 1.0, Some(1.0)),
    ("everyone", 1.0, 1.0, Some(1.0)),
    ("half", 0.45, 0.55, Some(0.5)),
    ("a half", 0.45, 0.55, Some(0.5)),
    ("one half", 0.45, 0.55, Some(0.5)),
    ("most", ABOVE_HALF, 1.0, None),
    ("majority", ABOVE_HALF, 1.0, None),
    ("a majority", ABOVE_HALF, 1.0, None),
    ("the majority", ABOVE_HALF, 1.0, None),
    // As for half: the figure and a tenth of it to either side.
    ("a third", 0.3, 1.1 / 3.0, Some(1.0 / 3.0)),
    ("one third", 0.3, 1.1 / 3.0, Some(1.0 / 3.0)),
    ("one-third", 0.3, 1.1 / 3.0, Some(1.0 / 3.0)),
    ("two thirds", 0.6, 2.2 / 3.0, Some(2.0 / 3.0)),
    ("two-thirds", 0.6, 2.2 / 3.0, Some(2.0 / 3.0)),
    ("a quarter", 0.225, 0.275, Some(0.25)),
    ("one quarter", 0.225, 0.275, Some(0.25)),
    ("one-quarter", 0.225, 0.275, Some(0.25)),
    ("three quarters", 0.675, 0.825, Some(0.75)),
    ("three-quarters", 0.675, 0.825, Some(0.75)),
];

/// Why a word cannot stand in the table.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
pub enum NumberWordError {
    /// The word is empty or does not begin with a letter, so that it would be read as a number.
    #[error("a number word begins with a letter")]
    NoWord,
    /// The two numbers are no interval.
    #[error(transparent)]
    Range(#[from] IntervalError),
    /// The word is a share in the table, and the numbers are none.
    #[error("this word means a share; its low and high lie between 0 and 1 (0.4 for 40 %)")]
    NoShare,
}

/// What a number word is taken to mean.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WordMeaning {
    range: Interval,
    is_share: bool,
    figure: Option<f64>,
}

impl WordMeaning {
    /// Returns the numbers it may mean: things, or shares from 0 to 1.
    pub const fn range(self) -> Interval {
        self.range
    }

    /// Tells whether it is a share of a whole.
    pub const fn is_share(self) -> bool {
        self.is_share
    }

    /// Returns the figure it names ("half": 0.5), which "more than" and its like refer to.
    pub const fn figure(self) -> Option<f64> {
        self.figure
    }
}

/// The number words of a study: the built-in table with the study's own words.
///
/// Words are the same regardless of case and of the white space between them.
#[derive(Debug, Clone, PartialEq)]
pub struct NumberWords {
    meanings: BTreeMap<String, WordMeaning>,
}

impl Default for NumberWords {
    fn default() -> NumberWords {
        NumberWords::built_in()
    }
}

impl NumberWords {
    /// Returns the built-in table of `methods.md` 2.2.
    pub fn built_in() -> NumberWords {
        let counts = COUNTS.map(|(word, low, high)| (word, low, high, false, None));
        let shares = SHARES.map(|(word, low, high, figure)| (word, low, high, true, figure));
        let mut words = NumberWords {
            meanings: BTreeMap::new(),
        };
        for (word, low, high, is_share, figure) in counts.into_iter().chain(shares) {
            let range = Interval::new(low, high).expect("a test checks every range of the table");
            let meaning = WordMeaning {
                range,
                is_share,
                figure,
            };
            words.meanings.insert(word.to_owned(), meaning);
        }
        words
    }

    /// Adds a word or replaces what it meant; a word that is a share stays one, a new one counts
    /// things.
    ///
    /// # Errors
    /// [`NumberWordError`] when the word does not begin with a letter, the numbers are no interval, or
    /// a share is not between 0 and 1.
    pub fn define(&mut self, word: &str, low: f64, high: f64) -> Result<(), NumberWordError> {
        let key = plain_lower(word).into_owned();
        if !key.starts_with(char::is_alphabetic) {
            return Err(NumberWordError::NoWord);
        }
        let range = Interval::new(low, high)?;
        let replaced = self.meanings.get(&key);
        let is_share = replaced.is_some_and(|meaning| meaning.is_share);
        if is_share && (low < 0.0 || high > 1.0) {
            return Err(NumberWordError::NoShare);
        }
        let meaning = WordMeaning {
            range,
            is_share,
            figure: replaced.and_then(|meaning| meaning.figure),
        };
        self.meanings.insert(key, meaning);
        Ok(())
    }

    /// Returns what a word means, or nothing where it is not in the table.
    pub fn meaning(&self, word: &str) -> Option<WordMeaning> {
        self.meanings.get(plain_lower(word).as_ref()).copied()
    }

    /// Tells whether a word claims a mass: its low bound is 1,000 or more, or it is "everyone",
    /// "mass" or "masses" (`methods.md` 3.8).
    pub fn is_mass_word(&self, word: &str) -> bool {
        let key = plain_lower(word);
        let is_large = |meaning: &WordMeaning| !meaning.is_share && meaning.range.low() >= MASS_LOW;
        MASS_WORDS.contains(&key.as_ref()) || self.meanings.get(key.as_ref()).is_some_and(is_large)
    }

    /// Returns the longest word of the table that the text begins with, as its length in bytes and
    /// its meaning; the text is in lower case with single spaces.
    pub(crate) fn longest_match(&self, text: &str) -> Option<(usize, WordMeaning)> {
        let goes_on = |character: char| character.is_alphanumeric();
        let first_word = &text[..text.find(|c| !goes_on(c)).unwrap_or(text.len())];
        if !first_word.starts_with(char::is_alphabetic) {
            return None;
        }
        let from_first = self
            .meanings
            .range::<str, _>((Included(first_word), Unbounded));
        let is_whole_word = |word: &str| {
            let is_open = word.ends_with(goes_on) && text[word.len()..].starts_with(goes_on);
            !is_open
        };
        from_first
            .take_while(|(word, _)| word.starts_with(first_word))
            .filter(|(word, _)| text.starts_with(word.as_str()) && is_whole_word(word))
            .map(|(word, meaning)| (word.len(), *meaning))
            .max_by_key(|(bytes, _)| *bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_that_cannot_stand_in_the_table_are_refused() {
        let mut words = NumberWords::built_in();
        assert_eq!(words.define("", 1.0, 2.0), Err(NumberWordError::NoWord));
        assert_eq!(words.define("5ish", 4.0, 6.0), Err(NumberWordError::NoWord));
        assert!(matches!(
            words.define("handful", 7.0, 3.0),
            Err(NumberWordError::Range(IntervalError::Reversed { .. }))
        ));
        assert!(words.define("handful", f64::NAN, 3.0).is_err());
        assert_eq!(
            words.define("half", 40.0, 60.0),
            Err(NumberWordError::NoShare)
        );
        assert_eq!(words, NumberWords::built_in());
    }

    #[test]
    fn every_range_of_the_table_is_an_interval_and_every_share_lies_between_0_and_1() {
        let words = NumberWords::built_in();
        assert_eq!(words.meanings.len(), COUNTS.len() + SHARES.len());
        for (word, meaning) in &words.meanings {
            assert!(
                !meaning.is_share() || meaning.range().high() <= 1.0,
                "{word}"
            );
            let holds = |figure| meaning.range().contains(Interval::point(figure).unwrap());
            assert!(meaning.figure().is_none_or(holds), "{word}");
        }
    }

    #[test]
    fn the_study_replaces_and_adds_words() {
        let mut words = NumberWords::built_in();
        words.define("Dozens", 30.0, 60.0).unwrap();
        words.define("a  Handful", 3.0, 7.0).unwrap();
        assert_eq!(words.meaning("dozens").unwrap().range().low(), 30.0);
        assert_eq!(words.meaning("A handful").unwrap().range().high(), 7.0);
        assert!(!words.meaning("a handful").unwrap().is_share());
    }

    #[test]
    fn mass_words_are_those_of_the_method() {
        let mut words = NumberWords::built_in();
        words.define("hordes", 1_000.0, 5_000.0).unwrap();
        for word in [
            "thousands",
            "Tens of  thousands",
            "everyone",
            "Mass",
            "masses",
            "hordes",
        ] {
            assert!(words.is_mass_word(word), "{word}");
        }
        for word in ["hundreds", "all", "most", "none", "8000", ""] {
            assert!(!words.is_mass_word(word), "{word}");
        }
    }

    #[test]
    fn the_longest_word_wins() {
        let words = NumberWords::built_in();
        let matched = |text: &str| words.longest_match(text).map(|(bytes, _)| bytes);
        assert_eq!(matched("tens of thousands left"), Some(17));
        assert_eq!(matched("tens of them"), Some(4));
        assert_eq!(matched("tensor"), None);
        assert_eq!(matched("a few"), Some(5));
        assert_eq!(matched("tens-hundreds"), Some(4));
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,40}", low in any::<f64>(), high in any::<f64>()) {
            let mut words = NumberWords::built_in();
            let defined = words.define(&text, low, high).is_ok();
            let _ = words.longest_match(&text);
            prop_assert!(!defined || words.meaning(&text).is_some());
        }
    }
}
