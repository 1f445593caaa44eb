//! A claim whose ids are put to where the rows and names that they stand for are now.
//!
//! It knows which field points into which list. What a stranger would get wrong: this is also where
//! ids from a file are held against what there is; one that points at nothing gives no claim.

use super::{Claim, NONE};
use crate::model::key::{SourceId, TopicId};

/// Stands for a place that there is no more.
pub(crate) const GONE: u32 = u32::MAX;

/// By the place that a row or name had, the one that it has now.
#[derive(Debug)]
pub(crate) enum Moves {
    /// So many, each where it was: nothing is looked up for a million claims.
    Stayed(u32),
    /// The place of each.
    Moved(Vec<u32>),
}

impl Moves {
    /// Takes the place that each has now.
    pub(crate) fn of(places: Vec<u32>) -> Moves {
        let count = places.len() as u32;
        match places.iter().copied().eq(0..count) {
            true => Moves::Stayed(count),
            false => Moves::Moved(places),
        }
    }

    /// How many there were.
    pub(crate) fn len(&self) -> usize {
        match self {
            Moves::Stayed(count) => *count as usize,
            Moves::Moved(places) => places.len(),
        }
    }

    /// Where one stands now.
    #[inline]
    pub(crate) fn now(&self, stood: u32) -> Option<u32> {
        match self {
            Moves::Stayed(count) => (stood < *count).then_some(stood),
            Moves::Moved(places) => place(places, stood),
        }
    }
}

/// Where rows and names stand now.
#[derive(Debug)]
pub(crate) struct Places {
    pub(crate) sources: Moves,
    pub(crate) interviews: Moves,
    pub(crate) topics: Moves,
    pub(crate) places: Moves,
    pub(crate) populations: Moves,
    pub(crate) units: Moves,
    pub(crate) origins: Moves,
    pub(crate) actors: Moves,
    pub(crate) events: Vec<u32>,
}

impl Claim {
    /// Puts every id to its new place; nothing where one of them has none.
    #[inline]
    pub(crate) fn move_to(&mut self, to: &Places) -> Option<()> {
        self.source = SourceId(to.sources.now(self.source.0)?);
        self.topic = TopicId(to.topics.now(self.topic.0)?);
        let optional = [
            (&mut self.interview, &to.interviews),
            (&mut self.place, &to.places),
            (&mut self.population, &to.populations),
            (&mut self.unit, &to.units),
            (&mut self.via, &to.origins),
            (&mut self.actor, &to.actors),
        ];
        for (id, places) in optional {
            if *id != NONE {
                *id = places.now(*id)?;
            }
        }
        if self.event != NONE {
            self.event = place(&to.events, self.event)?;
        }
        Some(())
    }
}

fn place(places: &[u32], stood: u32) -> Option<u32> {
    let now = places.get(stood as usize).copied();
    now.filter(|place| *place != GONE)
}
