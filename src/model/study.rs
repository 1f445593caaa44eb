//! A study in memory: everything that the methods look at, checked and numbered.
//!
//! It knows no file and no database; [`crate::model::builder`] makes it. What a stranger would get
//! wrong: claims stand in byte order of their keys, so the order of ids is the order of keys, whatever
//! the order of the rows was.

use std::collections::BTreeMap;

use crate::model::claim::{Bounds, Claim, Marks, Span};
use crate::model::key::{
    ActorId, ClaimId, EventId, InterviewId, KeyTape, Keys, NodeId, OriginId, SideId, SourceId,
    TopicId, UnitId,
};
use crate::model::source::{Group, Interview, Researcher, Side, Source};
use crate::model::topic::{Topic, TopicLink};
use crate::model::tree::Tree;
use crate::model::vocabulary::Stance;

/// Where a statement came from, where the claim names somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// A source of the study.
    Source(SourceId),
    /// Anybody else, known by the words of the cell alone.
    Other,
}

/// An event that claims name.
#[derive(Debug, Clone, Default)]
pub struct Event {
    /// The event that this one is: the first of them all, in the order of their ids.
    pub same: Option<EventId>,
    /// Events that it is not.
    pub different: Vec<EventId>,
    /// Where it happened.
    pub place: Option<NodeId>,
    /// When it happened.
    pub when: Option<Span>,
}

/// A known answer to a topic, asked on purpose (`controls.csv`).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Control {
    /// The topic.
    pub topic: TopicId,
    /// Whether the statement holds.
    pub stance: Stance,
    /// The number that is known, in the topic's unit.
    pub strict: Option<Bounds>,
    /// The place of the known value among the topic's values.
    pub category: Option<u16>,
    /// Of whom.
    pub population: Option<NodeId>,
    /// Of where.
    pub place: Option<NodeId>,
    /// Of when.
    pub when: Span,
}

/// The keys of the nouns that are not trees and not claims.
#[derive(Debug, Clone, Default)]
pub(crate) struct NounKeys {
    pub(crate) sides: Keys,
    pub(crate) groups: Keys,
    pub(crate) researchers: Keys,
    pub(crate) sources: Keys,
    pub(crate) interviews: Keys,
    pub(crate) topics: Keys,
    pub(crate) events: Keys,
    pub(crate) origins: Keys,
    pub(crate) actors: Keys,
    pub(crate) units: Keys,
    pub(crate) networks: Keys,
    pub(crate) modes: Keys,
    pub(crate) languages: Keys,
}

/// What is asked of all claims at once, beside them: a claim is large, and to look at a million of them
/// takes longer than to compare them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Outline {
    /// By claim, its topic; [`NOT_COMPARED`] for one that takes no part in comparisons.
    topics: Vec<u32>,
    states_trends: bool,
    foretells: bool,
}

/// Stands for the topic of a claim that is not compared.
const NOT_COMPARED: u32 = u32::MAX;

impl Outline {
    /// Goes through claims; the room of the old outline is used again.
    pub(crate) fn draw(&mut self, claims: &[Claim]) {
        self.topics.clear();
        self.states_trends = false;
        self.foretells = false;
        for claim in claims {
            self.topics.push(match claim.is_compared() {
                true => claim.topic().0,
                false => NOT_COMPARED,
            });
            self.states_trends |= claim.trend().is_some();
            self.foretells |= claim.modality().is_open_to_time();
        }
    }
}

/// A study, as the methods see it. It is made by [`crate::model::builder::StudyBuilder`].
#[derive(Debug, Clone, Default)]
pub struct Study {
    pub(crate) keys: NounKeys,
    pub(crate) sides: Vec<Side>,
    pub(crate) groups: Vec<Group>,
    pub(crate) researchers: Vec<Researcher>,
    pub(crate) sources: Vec<Source>,
    /// The person of each source, beside the sources: a short list stays near.
    pub(crate) persons: Vec<SourceId>,
    pub(crate) interviews: Vec<Interview>,
    pub(crate) places: Tree,
    pub(crate) populations: Tree,
    pub(crate) topics: Vec<Topic>,
    pub(crate) links: Vec<TopicLink>,
    pub(crate) events: Vec<Event>,
    pub(crate) origins: Vec<Origin>,
    pub(crate) claims: Vec<Claim>,
    pub(crate) claim_keys: KeyTape,
    pub(crate) outline: Outline,
    /// Boast and detail, in order, each pair once.
    pub(crate) details: Vec<(ClaimId, ClaimId)>,
    /// Claim and the claims shown to its source.
    pub(crate) prompts: BTreeMap<ClaimId, Vec<ClaimId>>,
    /// A claim and another reading of its words, in order, each pair once.
    pub(crate) readings: Vec<(ClaimId, ClaimId)>,
    /// Pairs of which a person said that one takes the other back, the lower key first, in order.
    pub(crate) corrections: Vec<(ClaimId, ClaimId)>,
    /// Known answers.
    pub(crate) controls: Vec<Control>,
    /// Claims that an analysis holds as borne out, in order: see [`Study::hold_as_borne_out`].
    pub(crate) borne_out: Vec<ClaimId>,
    /// By unit: the place of what it counts among the bases, and whether it counts per time.
    pub(crate) unit_shapes: Vec<(u32, bool)>,
}

impl Study {
    /// Returns the claims, in byte order of their keys.
    pub fn claims(&self) -> &[Claim] {
        &self.claims
    }

    /// Returns the ids of all claims, in byte order of their keys.
    pub fn claim_ids(&self) -> impl Iterator<Item = ClaimId> + use<> {
        (0..self.claims.len() as u32).map(ClaimId)
    }

    /// Returns the topic of each claim that is compared, nothing for one that is not, in byte order of
    /// their keys.
    pub fn compared_topics(&self) -> impl Iterator<Item = Option<TopicId>> + '_ {
        let topics = self.outline.topics.iter();
        topics.map(|topic| (*topic != NOT_COMPARED).then_some(TopicId(*topic)))
    }

    /// Tells whether any claim states a trend.
    pub const fn states_trends(&self) -> bool {
        self.outline.states_trends
    }

    /// Tells whether any claim is a forecast, a promise or another that time settles.
    pub const fn foretells(&self) -> bool {
        self.outline.foretells
    }

    /// Returns a claim.
    pub fn claim(&self, id: ClaimId) -> &Claim {
        &self.claims[id.index()]
    }

    /// Returns the claim of a key, or nothing.
    pub fn claim_id(&self, key: &str) -> Option<ClaimId> {
        let place = self.claim_keys.find_sorted(key.trim())?;
        Some(ClaimId(place as u32))
    }

    /// Returns the key of a claim.
    pub fn claim_key(&self, id: ClaimId) -> &str {
        self.claim_keys.get(id.index())
    }

    /// Returns a topic.
    pub fn topic(&self, id: TopicId) -> &Topic {
        &self.topics[id.index()]
    }

    /// Returns the topic of a key, or nothing.
    pub fn topic_id(&self, key: &str) -> Option<TopicId> {
        self.keys.topics.find(key).map(TopicId)
    }

    /// Returns the key of a topic.
    pub fn topic_key(&self, id: TopicId) -> &str {
        self.keys.topics.key(id.index())
    }

    /// Returns the topics in byte order of their keys.
    pub fn topics_by_key(&self) -> Vec<TopicId> {
        let mut topics: Vec<TopicId> = (0..self.topics.len() as u32).map(TopicId).collect();
        topics.sort_unstable_by_key(|topic| self.topic_key(*topic));
        topics
    }

    /// Returns how many topics there are.
    pub fn topic_count(&self) -> usize {
        self.topics.len()
    }

    /// Returns a source.
    pub fn source(&self, id: SourceId) -> &Source {
        &self.sources[id.index()]
    }

    /// Returns the source of a key, or nothing.
    pub fn source_id(&self, key: &str) -> Option<SourceId> {
        self.keys.sources.find(key).map(SourceId)
    }

    /// Returns the key of a source.
    pub fn source_key(&self, id: SourceId) -> &str {
        self.keys.sources.key(id.index())
    }

    /// Returns whom each source is, by its place.
    pub fn persons(&self) -> &[SourceId] {
        &self.persons
    }

    /// Returns the side of a source.
    pub fn side_of(&self, id: SourceId) -> SideId {
        self.groups[self.source(id).group.index()].side
    }

    /// Returns the key of a side.
    pub fn side_key(&self, id: SideId) -> &str {
        self.keys.sides.key(id.index())
    }

    /// Returns the key of the group of a source.
    pub fn group_key_of(&self, id: SourceId) -> &str {
        self.keys.groups.key(self.source(id).group.index())
    }

    /// Returns all sources, in the order in which they were added.
    pub fn source_ids(&self) -> impl Iterator<Item = SourceId> + use<> {
        (0..self.sources.len() as u32).map(SourceId)
    }

    /// Returns the key of an interview.
    pub fn interview_key(&self, id: InterviewId) -> &str {
        self.keys.interviews.key(id.index())
    }

    /// Returns the interview of a key, or nothing.
    pub fn interview_id(&self, key: &str) -> Option<InterviewId> {
        self.keys.interviews.find(key).map(InterviewId)
    }

    /// Returns an interview.
    pub fn interview(&self, id: InterviewId) -> &Interview {
        &self.interviews[id.index()]
    }

    /// Returns the name of a side in words, its key where it has none.
    pub fn side_name(&self, id: SideId) -> &str {
        match self.sides[id.index()].name.as_str() {
            "" => self.side_key(id),
            name => name,
        }
    }

    /// Tells whether two sides oppose each other.
    pub fn are_opposed(&self, a: SideId, b: SideId) -> bool {
        self.sides[a.index()].opposes.contains(&b)
    }

    /// Returns the sides that a side opposes.
    pub fn opposed_to(&self, side: SideId) -> &[SideId] {
        &self.sides[side.index()].opposes
    }

    /// Returns the tree of places.
    pub fn places(&self) -> &Tree {
        &self.places
    }

    /// Returns the tree of populations.
    pub fn populations(&self) -> &Tree {
        &self.populations
    }

    /// Returns the links between topics.
    pub fn links(&self) -> &[TopicLink] {
        &self.links
    }

    /// Returns the spelling of a unit.
    pub fn unit_name(&self, id: UnitId) -> &str {
        self.keys.units.key(id.index())
    }

    /// Returns who a statement came through.
    pub fn origin(&self, id: OriginId) -> Origin {
        self.origins[id.index()]
    }

    /// Returns the claims that give the details of a general claim, in the order of their keys.
    pub fn details_of(&self, boast: ClaimId) -> impl Iterator<Item = ClaimId> + '_ {
        let from = self
            .details
            .partition_point(|(general, _)| *general < boast);
        self.details[from..]
            .iter()
            .take_while(move |(general, _)| *general == boast)
            .map(|(_, detail)| *detail)
    }

    /// Tells whether the first claim is the general statement that the second gives details of.
    pub fn is_boast_of(&self, boast: ClaimId, detail: ClaimId) -> bool {
        self.details.binary_search(&(boast, detail)).is_ok()
    }

    /// Returns the other readings of the words of a claim, in the order of their keys.
    pub fn readings_of(&self, main: ClaimId) -> impl Iterator<Item = ClaimId> + '_ {
        let from = self.readings.partition_point(|(claim, _)| *claim < main);
        self.readings[from..]
            .iter()
            .take_while(move |(claim, _)| *claim == main)
            .map(|(_, reading)| *reading)
    }

    /// Tells whether two claims are readings of the same words.
    pub fn are_of_one_statement(&self, a: ClaimId, b: ClaimId) -> bool {
        let is_other = |id: ClaimId| self.claim(id).marks().has(Marks::OTHER_READING);
        let of_a = || self.read_before(a);
        (is_other(a) || is_other(b)) && self.read_before(b).iter().any(|one| of_a().contains(one))
    }

    /// A claim, the claim of whose words it is a reading, that of whose words this one is, and so on.
    fn read_before(&self, id: ClaimId) -> Vec<ClaimId> {
        let mut found = vec![id];
        let mut last = id;
        while self.claim(last).marks().has(Marks::OTHER_READING) {
            let mut readings = self.readings.iter();
            match readings.find(|(_, reading)| *reading == last) {
                Some((main, _)) if !found.contains(main) => last = *main,
                _ => break,
            }
            found.push(last);
        }
        found
    }

    /// Tells whether a person said of two claims that one takes the other back.
    pub fn is_corrected(&self, a: ClaimId, b: ClaimId) -> bool {
        self.corrections
            .binary_search(&(a.min(b), a.max(b)))
            .is_ok()
    }

    /// Returns the known answers to control questions.
    pub fn controls(&self) -> &[Control] {
        &self.controls
    }

    /// Notes which claims stand in a position that is borne out well enough to settle a forecast
    /// (methods.md 3.10); who says so must not have asked the cross-check.
    pub fn hold_as_borne_out(&mut self, mut claims: Vec<ClaimId>) {
        claims.sort_unstable();
        claims.dedup();
        self.borne_out = claims;
    }

    /// Tells whether a claim stands in such a position.
    pub fn is_borne_out(&self, claim: ClaimId) -> bool {
        self.borne_out.binary_search(&claim).is_ok()
    }

    /// Returns an event.
    pub fn event(&self, id: EventId) -> &Event {
        &self.events[id.index()]
    }

    /// Returns the first of all keys of one event.
    pub fn one_event(&self, id: EventId) -> EventId {
        self.event(id).same.unwrap_or(id)
    }

    /// Returns the key of an event.
    pub fn event_key(&self, id: EventId) -> &str {
        self.keys.events.key(id.index())
    }

    /// Returns the words for somebody who did something.
    pub fn actor_name(&self, id: ActorId) -> &str {
        self.keys.actors.key(id.index())
    }

    /// Tells whether two units count the same thing, one of them per time and the other not.
    pub fn is_rate_of(&self, a: UnitId, b: UnitId) -> bool {
        match (
            self.unit_shapes.get(a.index()),
            self.unit_shapes.get(b.index()),
        ) {
            (Some(a), Some(b)) => a.0 == b.0 && a.1 != b.1,
            _ => false,
        }
    }
}
