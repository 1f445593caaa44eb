//! What a run of the cross-check is asked to do.
//!
//! It knows what may be asked, not how it is found. What a stranger would get wrong: an empty list of
//! topics, sources or claims asks for all.

use crate::method::crosscheck::sweep::Listing;
use crate::method::settings::Settings;
use crate::model::key::{ClaimId, SourceId, TopicId};
use crate::model::study::Study;

/// How many pairs of a block are listed unless more are asked for.
pub const PER_BLOCK: usize = 200;

/// What a run is asked to do.
#[derive(Debug, Clone)]
pub struct Request {
    /// The settings.
    pub settings: Settings,
    /// Which pairs are listed.
    pub listing: Listing,
    /// How many pairs of a block are listed at most; nothing means all.
    pub per_block: Option<usize>,
    /// From how many pairs on those of a group of plain figures are given as a crowd in place of one by
    /// one, where all pairs are listed; nothing means never.
    pub crowd_from: Option<u64>,
    /// Only pairs in which one of these topics stands; empty means all.
    pub topics: Vec<TopicId>,
    /// Only pairs in which one of these sources speaks; empty means all.
    pub sources: Vec<SourceId>,
    /// Only pairs in which one of these claims stands; empty means all.
    pub claims: Vec<ClaimId>,
}

impl Default for Request {
    fn default() -> Request {
        Request {
            settings: Settings::default(),
            listing: Listing::Flagged,
            per_block: Some(PER_BLOCK),
            crowd_from: None,
            topics: Vec::new(),
            sources: Vec::new(),
            claims: Vec::new(),
        }
    }
}

impl Request {
    /// The topics of which one stands in every wanted pair; empty means that any may.
    pub(super) fn topics_wanted(&self, study: &Study) -> Vec<TopicId> {
        if !self.topics.is_empty() {
            return self.topics.clone();
        }
        let mut topics: Vec<TopicId> = (self.claims.iter())
            .map(|id| study.claim(*id).topic())
            .collect();
        topics.sort_unstable();
        topics.dedup();
        topics
    }
}
