//! What kept claims mention, and where each of it stands now.
//!
//! It knows keys and places, no claim. What a stranger would get wrong: a row or a name that is gone has no
//! place, and only a claim that names it is no claim any more.

use super::StudyBuilder;
use crate::model::claim::{GONE, Moves, Places};
use crate::model::key::{Keys, TopicId};
use crate::model::packed::{Column, Unpacker};
use crate::model::tree::Tree;
use std::ops::Range;

/// What stands in front of the pieces of claims.
#[derive(Debug)]
pub(super) struct KeptNames {
    pub(super) places: Places,
    /// The events that were known; one gets its place when a claim is met that names it, for an event
    /// that no claim names any more is none.
    pub(super) events: Vec<String>,
    /// By the place that a topic had, how many claims there were on it. They lie topic by topic.
    counts: Vec<u32>,
    /// Topics, by the places they had, of two claims of which one names the other.
    joined: Vec<(u32, u32)>,
    /// Topics and events, by the places they had, that claims on them name.
    events_by_topic: Vec<(u32, u32)>,
}

impl KeptNames {
    /// Reads them, and where each of it stands in a builder now.
    pub(super) fn read(builder: &mut StudyBuilder, bytes: &[u8]) -> Option<KeptNames> {
        let from = &mut Unpacker::open(bytes)?;
        let (places, events) = take_names(builder, from)?;
        let counts = from.column(places.topics.len())?.iter().collect();
        let names = KeptNames {
            places,
            events,
            counts,
            joined: take_pairs(from)?,
            events_by_topic: take_pairs(from)?,
        };
        let mut named = names
            .events_by_topic
            .iter()
            .map(|(_, event)| *event as usize);
        let are_known = named.all(|event| event < names.events.len());
        (are_known && from.is_at_end()).then_some(names)
    }

    fn topic(&self, stood: u32) -> Option<TopicId> {
        self.places.topics.now(stood).map(TopicId)
    }

    /// By the place that a topic had, whether it is wanted now.
    pub(super) fn wanted(&self, is_wanted: impl Fn(TopicId) -> bool) -> Vec<bool> {
        let topics = 0..self.counts.len() as u32;
        topics
            .map(|stood| self.topic(stood).is_some_and(&is_wanted))
            .collect()
    }

    /// How many topics there were.
    pub(super) const fn topic_count(&self) -> usize {
        self.counts.len()
    }

    /// How many claims there were on each topic that is there.
    pub(super) fn counts_by_topic(&self) -> impl Iterator<Item = (TopicId, usize)> + '_ {
        let counts = (0..).zip(&self.counts);
        counts.filter_map(|(stood, count)| Some((self.topic(stood)?, *count as usize)))
    }

    /// Where the claims on wanted topics lie among all.
    pub(super) fn stretches(&self, wanted: &[bool]) -> impl Iterator<Item = Range<usize>> {
        let mut end = 0;
        let all = self.counts.iter().zip(wanted);
        all.filter_map(move |(count, is_wanted)| {
            let claims = end..end + *count as usize;
            end = claims.end;
            (*is_wanted && !claims.is_empty()).then_some(claims)
        })
    }

    pub(super) fn joined_topics(&self) -> impl Iterator<Item = (TopicId, TopicId)> + '_ {
        let both = |(a, b): &(u32, u32)| Some((self.topic(*a)?, self.topic(*b)?));
        self.joined.iter().filter_map(both)
    }

    pub(super) fn events_by_topic(&self) -> impl Iterator<Item = (TopicId, &str)> {
        let named = |(topic, event): &(u32, u32)| {
            Some((self.topic(*topic)?, self.events[*event as usize].as_str()))
        };
        self.events_by_topic.iter().filter_map(named)
    }
}

fn take_names(
    builder: &mut StudyBuilder,
    from: &mut Unpacker<'_>,
) -> Option<(Places, Vec<String>)> {
    let study = &builder.study;
    let sources = take_keys(from, |at, key| place_of(&study.keys.sources, at, key))?;
    let interviews = take_keys(from, |at, key| place_of(&study.keys.interviews, at, key))?;
    let topics = take_keys(from, |at, key| place_of(&study.keys.topics, at, key))?;
    let node = |tree: &Tree, key: &str| tree.find(key).map_or(GONE, |node| node.0);
    let places = take_keys(from, |_, key| node(&study.places, key))?;
    let populations = take_keys(from, |_, key| node(&study.populations, key))?;
    let units = take_keys(from, |_, name| builder.unit_id(name).0)?;
    let origins = take_keys(from, |_, text| builder.origin_id(text).0)?;
    let actors = take_keys(from, |_, text| builder.actor_id(text).0)?;
    let mut names = Vec::new();
    let events = take_keys(from, |_, key| {
        names.push(key.to_owned());
        GONE
    })?;
    let places = Places {
        sources: Moves::of(sources),
        interviews: Moves::of(interviews),
        topics: Moves::of(topics),
        places: Moves::of(places),
        populations: Moves::of(populations),
        units: Moves::of(units),
        origins: Moves::of(origins),
        actors: Moves::of(actors),
        events,
    };
    Some((places, names))
}

fn take_keys(
    from: &mut Unpacker<'_>,
    mut place_of: impl FnMut(usize, &str) -> u32,
) -> Option<Vec<u32>> {
    let count = from.number()?;
    let mut places = Vec::new();
    for at in 0..count {
        places.push(place_of(at, from.text()?));
    }
    Some(places)
}

/// Where a key stands, which is most often where it stood.
fn place_of(keys: &Keys, stood: usize, key: &str) -> u32 {
    match keys.key(stood) == key && stood < keys.len() {
        true => stood as u32,
        false => keys.find(key).unwrap_or(GONE),
    }
}

fn take_pairs(from: &mut Unpacker<'_>) -> Option<Vec<(u32, u32)>> {
    let count = from.number()?;
    let (first, second) = (from.column(count)?, from.column(count)?);
    // No pair comes twice, and a column of noughts may say that it is longer than any memory.
    let is_one_pair = matches!((first, second), (Column::Noughts(_), Column::Noughts(_)));
    (!is_one_pair || count <= 1).then(|| first.iter().zip(second.iter()).collect())
}
