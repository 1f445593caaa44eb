//! The words of a text as the full-text index takes them in. It must not know how they were cut and folded, nor how
//! they are kept. A stranger would get wrong that turns are counted in words here, not in code points.

use std::ops::Range;

/// The words of a text, spelled for an index that parts at blanks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IndexWords {
    /// The words in their order, each followed by a blank.
    pub spelled: String,
    /// For each turn, which of the words are its own, by number from 0; labels belong to no turn.
    pub turns: Vec<Range<u32>>,
    /// How many words there are.
    pub count: u32,
    /// Whether one was too long: then the text must be read to know what stands in it.
    pub must_be_read: bool,
}
