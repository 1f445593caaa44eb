//! Which claims and sources the pairs of a run must touch.
//!
//! It knows what was asked for, not how pairs are met. What a stranger would get wrong: a pair must
//! touch a source and a claim where both are asked for, not the one or the other.

use crate::method::crosscheck::blocks::Blocks;
use crate::method::crosscheck::request::Request;
use crate::model::key::ClaimId;
use crate::model::study::Study;

/// Which claims and sources a pair must touch.
pub(super) struct Filter<'a> {
    study: &'a Study,
    sources: Vec<bool>,
    claims: Vec<bool>,
}

impl<'a> Filter<'a> {
    pub(super) fn new(study: &'a Study, request: &Request) -> Filter<'a> {
        let flags = |length: usize, wanted: &mut dyn Iterator<Item = usize>| {
            let mut flags = Vec::new();
            for place in wanted {
                flags.resize(length, false);
                if let Some(flag) = flags.get_mut(place) {
                    *flag = true;
                }
            }
            flags
        };
        let mut sources = request.sources.iter().map(|id| id.index());
        let mut claims = request.claims.iter().map(|id| id.index());
        Filter {
            study,
            sources: flags(study.sources.len(), &mut sources),
            claims: flags(study.claims().len(), &mut claims),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.sources.is_empty() && self.claims.is_empty()
    }

    /// By row, whether it is one of those of which every pair has one; empty where nothing is asked.
    pub(super) fn sought(&self, blocks: &Blocks) -> Vec<bool> {
        let of_source = |id: ClaimId| self.sources[self.study.claim(id).source().index()];
        let is_sought = |id: &ClaimId| match self.claims.is_empty() {
            true => of_source(*id),
            false => self.claims[id.index()],
        };
        match self.is_empty() {
            true => Vec::new(),
            false => blocks.ids.iter().map(is_sought).collect(),
        }
    }

    pub(super) fn lets(&self, a: ClaimId, b: ClaimId) -> bool {
        let speaks = |id: ClaimId| self.sources[self.study.claim(id).source().index()];
        let has_source = self.sources.is_empty() || speaks(a) || speaks(b);
        let has_claim = self.claims.is_empty() || self.claims[a.index()] || self.claims[b.index()];
        has_source && has_claim
    }
}
