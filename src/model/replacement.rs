//! How the next version of a text comes from the last: a list of replacements over its code
//! points. It must not know passages, files or stores. A stranger would get wrong that all
//! spans count in the old text, however many replacements stand before them.

use super::text_index::{Span, TextIndex};
use thiserror::Error;

/// One place of a text that gives way to other words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replacement {
    /// What gives way, in the old text; an empty span is an insertion.
    pub span: Span,
    /// What comes in its place; nothing is a deletion.
    pub words: String,
}

/// Why a list of replacements does not fit a text; it never holds words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ReplacementFault {
    /// The end stands before the start.
    #[error("replacement {at} ends before it starts")]
    Backwards {
        /// The replacement, counted from 0.
        at: usize,
    },
    /// It reaches beyond the text.
    #[error("the text ends at {length_cp}, replacement {at} at {end_cp}")]
    BeyondEnd {
        /// The replacement, counted from 0.
        at: usize,
        /// Its end.
        end_cp: usize,
        /// Where the text ends.
        length_cp: usize,
    },
    /// It begins before the one in front of it ends.
    #[error("replacement {at} begins before the one in front of it ends")]
    Overlaps {
        /// The replacement, counted from 0.
        at: usize,
    },
}

/// Replacements that fit a text: in their order, none overlaps another. Neighbours may touch,
/// and several insertions may stand at one point; they come in the order of the list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Replacements {
    list: Vec<Replacement>,
}

impl Replacements {
    /// Takes a list for a text of `length_cp` code points.
    ///
    /// # Errors
    /// The first [`ReplacementFault`].
    pub fn new(list: Vec<Replacement>, length_cp: usize) -> Result<Self, ReplacementFault> {
        let mut free_cp = 0;
        for (at, one) in list.iter().enumerate() {
            let Span { start_cp, end_cp } = one.span;
            if start_cp > end_cp {
                return Err(ReplacementFault::Backwards { at });
            }
            if end_cp > length_cp {
                return Err(ReplacementFault::BeyondEnd {
                    at,
                    end_cp,
                    length_cp,
                });
            }
            if start_cp < free_cp {
                return Err(ReplacementFault::Overlaps { at });
            }
            free_cp = end_cp;
        }
        Ok(Self { list })
    }

    /// The replacements, in their order.
    #[must_use]
    pub fn list(&self) -> &[Replacement] {
        &self.list
    }

    /// Whether nothing is replaced.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The same without those that put in the words that stand there already.
    #[must_use]
    pub fn without_idle(mut self, text: &str, index: &TextIndex) -> Self {
        self.list
            .retain(|one| index.slice(text, one.span) != Some(one.words.as_str()));
        self
    }

    /// Makes the new text. `index` must be that of `text`, and the list one for this text.
    #[must_use]
    pub fn apply(&self, text: &str, index: &TextIndex) -> String {
        let mut made = String::with_capacity(text.len());
        let mut at_cp = 0;
        let keep = |made: &mut String, start_cp: usize, end_cp: usize| {
            made.push_str(
                index
                    .slice(text, Span { start_cp, end_cp })
                    .unwrap_or_default(),
            );
        };
        for one in &self.list {
            keep(&mut made, at_cp, one.span.start_cp);
            made.push_str(&one.words);
            at_cp = one.span.end_cp;
        }
        keep(&mut made, at_cp, index.length_cp());
        made
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(start_cp: usize, end_cp: usize, words: &str) -> Replacement {
        Replacement {
            span: Span { start_cp, end_cp },
            words: words.to_owned(),
        }
    }

    fn applied(text: &str, list: Vec<Replacement>) -> Result<String, ReplacementFault> {
        let index = TextIndex::new(text);
        Ok(Replacements::new(list, index.length_cp())?.apply(text, &index))
    }

    #[test]
    fn what_overlaps_or_lies_outside_is_refused() {
        let overlaps = vec![one(0, 3, "x"), one(2, 4, "y")];
        let fault = ReplacementFault::Overlaps { at: 1 };
        assert_eq!(applied("سلام", overlaps), Err(fault));
        let unsorted = vec![one(2, 3, "x"), one(0, 1, "y")];
        assert_eq!(applied("سلام", unsorted), Err(fault));
        let behind = vec![one(3, 5, "x")];
        let fault = ReplacementFault::BeyondEnd {
            at: 0,
            end_cp: 5,
            length_cp: 4,
        };
        assert_eq!(applied("سلام", behind), Err(fault));
        let backwards = vec![one(3, 2, "x")];
        let fault = ReplacementFault::Backwards { at: 0 };
        assert_eq!(applied("سلام", backwards), Err(fault));
    }

    #[test]
    fn neighbours_may_touch_and_insertions_keep_their_order() {
        let list = vec![
            one(0, 2, "A"),
            one(2, 2, "B"),
            one(2, 2, "C"),
            one(2, 4, ""),
        ];
        assert_eq!(applied("سلام!", list).unwrap(), "ABC!");
        assert_eq!(applied("", vec![one(0, 0, "x")]).unwrap(), "x");
    }

    #[test]
    fn a_mark_may_be_replaced_without_its_letter() {
        // The vowel mark of a letter is a code point of its own.
        let list = vec![one(1, 2, "\u{650}")];
        assert_eq!(applied("ب\u{64e}د", list).unwrap(), "ب\u{650}د");
    }

    #[test]
    fn what_changes_nothing_is_dropped() {
        let text = "سلام";
        let index = TextIndex::new(text);
        let list = vec![one(0, 1, "س"), one(2, 2, ""), one(3, 4, "ن")];
        let list = Replacements::new(list, 4)
            .unwrap()
            .without_idle(text, &index);
        assert_eq!(list.list(), [one(3, 4, "ن")]);
    }
}
