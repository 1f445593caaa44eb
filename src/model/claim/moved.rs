//! A claim whose ids are put to where the rows and names that they stand for are now.
//!
//! It knows which field points into which list. What a stranger would get wrong: this is also where
//! ids from a file are held against what there is; one that points at nothing gives no claim.

use super::{Claim, NONE};
use crate::model::key::{SourceId, TopicId};

/// Stands for a place that there is no more.
pub(crate) const GONE: u32 = u32::MAX;

/// By the place that a row or name had, the one that it has now.
#[derive(Debug, Default)]
pub(crate) struct Places {
    pub(crate) sources: Vec<u32>,
    pub(crate) interviews: Vec<u32>,
    pub(crate) topics: Vec<u32>,
    pub(crate) places: Vec<u32>,
    pub(crate) populations: Vec<u32>,
    pub(crate) units: Vec<u32>,
    pub(crate) origins: Vec<u32>,
    pub(crate) actors: Vec<u32>,
    pub(crate) events: Vec<u32>,
}

impl Claim {
    /// Puts every id to its new place; nothing where one of them has none.
    pub(crate) fn moved(mut self, to: &Places) -> Option<Claim> {
        self.source = SourceId(place(&to.sources, self.source.0)?);
        self.topic = TopicId(place(&to.topics, self.topic.0)?);
        let optional = [
            (&mut self.interview, &to.interviews),
            (&mut self.place, &to.places),
            (&mut self.population, &to.populations),
            (&mut self.unit, &to.units),
            (&mut self.via, &to.origins),
            (&mut self.actor, &to.actors),
            (&mut self.event, &to.events),
        ];
        for (id, places) in optional {
            if *id != NONE {
                *id = place(places, *id)?;
            }
        }
        Some(self)
    }
}

fn place(places: &[u32], stood: u32) -> Option<u32> {
    let now = places.get(stood as usize).copied();
    now.filter(|place| *place != GONE)
}
