//! What a cross-check is asked to look at and to list.
//!
//! It knows keys as they were typed, no model. What a stranger would get wrong: leaving pairs out of a
//! list leaves none out of the counts.

/// What becomes of the pairs of groups that have more of them than anybody can read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Crowds {
    /// Each is listed, however long that takes: for whoever reckons with all pairs.
    PairByPair,
    /// Of more than two million, those between neighbouring positions are listed; the rest is counted.
    Shown,
    /// They are counted, and the claims of a crowd are given as a whole.
    Apart,
}

/// What a cross-check is to look at.
#[derive(Clone, Copy, Debug)]
pub struct CheckOptions<'a> {
    /// Only pairs in which this topic stands.
    pub topic: Option<&'a str>,
    /// Only pairs in which this source speaks.
    pub source: Option<&'a str>,
    /// Only pairs in which this claim stands.
    pub claim: Option<&'a str>,
    /// List every compared pair, not what is flagged alone.
    pub all: bool,
    /// How many pairs of a block are listed at most; nothing means all.
    pub per_block: Option<usize>,
    /// What becomes of the pairs of crowds where all pairs of a block are listed.
    pub crowds: Crowds,
}

impl CheckOptions<'_> {
    /// Whether all claims are looked at.
    pub(super) fn is_whole(&self) -> bool {
        self.topic.is_none() && self.source.is_none() && self.claim.is_none()
    }
}

impl Default for CheckOptions<'_> {
    /// What is flagged, 200 pairs a block.
    fn default() -> Self {
        Self {
            topic: None,
            source: None,
            claim: None,
            all: false,
            per_block: Some(200),
            crowds: Crowds::PairByPair,
        }
    }
}
