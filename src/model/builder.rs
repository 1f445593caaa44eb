//! Makes a [`Study`] noun by noun, refusing what must not exist.
//!
//! It knows what may refer to what. What a stranger would get wrong: references to sources, events
//! and claims may run ahead of the rows they name, so they are only checked by
//! [`StudyBuilder::finish`]; all others must be there already.

mod claims;
mod feeds;
mod kept;
mod kept_names;
mod packed;
mod part;
mod people;
mod questions;
#[cfg(test)]
mod tests;

pub use kept::KeptClaims;
pub use packed::PACKED_FORMAT;
pub use people::span_of_cell;

use std::collections::HashMap;

use crate::model::claim::{Claim, Span};
use crate::model::key::{
    ActorId, EventId, InterviewId, KeyTape, NodeId, OriginId, SourceId, TopicId, UnitId,
};
use crate::model::number_words::NumberWords;
use crate::model::refusal::Refusal;
use crate::model::source::{Group, Interview};
use crate::model::study::{Origin, Study};
use crate::model::topic::Topic;
use crate::model::tree::{NodeCells, Tree};
use crate::model::unit::{Slack, TimeUnit, Units};
use crate::model::vocabulary::Seasons;

/// A reference by key that is resolved when all rows are there.
#[derive(Debug, Clone)]
struct Reference {
    column: &'static str,
    from: String,
    to: String,
}

impl Reference {
    fn new(column: &'static str, from: &str, to: &str) -> Reference {
        Reference {
            column,
            from: from.trim().to_owned(),
            to: to.trim().to_owned(),
        }
    }
}

/// A study in the making.
#[derive(Debug, Clone)]
pub struct StudyBuilder {
    study: Study,
    words: NumberWords,
    units: Units,
    fieldwork: Option<Span>,
    seasons: Seasons,
    opposed_sides: Vec<Reference>,
    knowing_researchers: Vec<Reference>,
    group_parents: Vec<Reference>,
    source_references: Vec<Reference>,
    event_references: Vec<Reference>,
    details: Vec<Reference>,
    prompts: Vec<Reference>,
    readings: Vec<Reference>,
    corrections: Vec<Reference>,
    /// A topic and what its statement puts first and after.
    orders: Vec<(TopicId, [String; 2])>,
    topic_parents: Vec<(TopicId, String)>,
    claims: Vec<Claim>,
    claim_keys: KeyTape,
    /// By unit of a claim and of its topic.
    conversions: HashMap<(UnitId, Option<UnitId>), Conversion>,
}

/// How a figure is kept that was said in another unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Conversion {
    /// The unit it is kept in.
    pub unit: UnitId,
    /// What it is multiplied by.
    pub factor: f64,
    /// By how much that may be off.
    pub slack: Slack,
    /// The time it was said in, where nothing but the lengths of times lies between the two.
    pub said_in: Option<TimeUnit>,
}

impl StudyBuilder {
    /// Begins a study with its fieldwork window, where it has one.
    pub fn new(fieldwork: Option<Span>) -> StudyBuilder {
        StudyBuilder {
            study: Study::default(),
            words: NumberWords::built_in(),
            units: Units::default(),
            fieldwork,
            seasons: Seasons::default(),
            opposed_sides: Vec::new(),
            knowing_researchers: Vec::new(),
            group_parents: Vec::new(),
            source_references: Vec::new(),
            event_references: Vec::new(),
            details: Vec::new(),
            prompts: Vec::new(),
            readings: Vec::new(),
            corrections: Vec::new(),
            orders: Vec::new(),
            topic_parents: Vec::new(),
            claims: Vec::new(),
            claim_keys: KeyTape::default(),
            conversions: HashMap::new(),
        }
    }

    /// Sets the study's table of vague numbers.
    pub fn words(&mut self, words: NumberWords) {
        self.words = words;
    }

    /// Returns the study's table of vague numbers.
    pub const fn number_words(&self) -> &NumberWords {
        &self.words
    }

    /// Sets which months the seasons of the study's dates are.
    pub fn seasons(&mut self, seasons: Seasons) {
        self.seasons = seasons;
    }

    /// Returns which months the seasons of the study's dates are.
    pub const fn seasons_of_dates(&self) -> Seasons {
        self.seasons
    }

    /// Reads a date cell as a span.
    ///
    /// # Errors
    /// As [`span_of_cell`].
    pub fn span(&self, column: &'static str, text: &str) -> Result<Span, Refusal> {
        span_of_cell(column, text, self.seasons)
    }

    /// Sets the study's units.
    pub fn units(&mut self, units: Units) {
        self.units = units;
    }

    /// Returns the window in which interviews were made.
    pub const fn fieldwork(&self) -> Option<Span> {
        self.fieldwork
    }

    /// Sets the tree of places.
    ///
    /// # Errors
    /// As [`Tree::build`].
    pub fn places(&mut self, rows: &[NodeCells<'_>]) -> Result<(), Refusal> {
        self.study.places = Tree::build("place", rows)?;
        Ok(())
    }

    /// Sets the tree of populations.
    ///
    /// # Errors
    /// As [`Tree::build`].
    pub fn populations(&mut self, rows: &[NodeCells<'_>]) -> Result<(), Refusal> {
        self.study.populations = Tree::build("population", rows)?;
        Ok(())
    }

    /// Returns the source of a key.
    ///
    /// # Errors
    /// A [`Refusal`] of the column when there is none.
    pub fn source_id(&self, column: &'static str, key: &str) -> Result<SourceId, Refusal> {
        let unknown = || Refusal::unknown(column, key.trim(), "source");
        self.study.source_id(key).ok_or_else(unknown)
    }

    /// Returns the interview of a key.
    ///
    /// # Errors
    /// A [`Refusal`] of the column `interview` when there is none.
    pub fn interview_id(&self, key: &str) -> Result<InterviewId, Refusal> {
        let unknown = || Refusal::unknown("interview", key.trim(), "interview");
        let place = self.study.keys.interviews.find(key);
        place.map(InterviewId).ok_or_else(unknown)
    }

    /// Returns the topic of a key.
    ///
    /// # Errors
    /// A [`Refusal`] of the column when there is none.
    pub fn topic_id(&self, column: &'static str, key: &str) -> Result<TopicId, Refusal> {
        let unknown = || Refusal::unknown(column, key.trim(), "topic");
        self.study.topic_id(key).ok_or_else(unknown)
    }

    /// Returns the place of a key.
    ///
    /// # Errors
    /// A [`Refusal`] of the column `place` when there is none.
    pub fn place_id(&self, key: &str) -> Result<NodeId, Refusal> {
        let unknown = || Refusal::unknown("place", key.trim(), "place");
        self.study.places.find(key).ok_or_else(unknown)
    }

    /// Returns the population of a key.
    ///
    /// # Errors
    /// A [`Refusal`] of the column `population` when there is none.
    pub fn population_id(&self, key: &str) -> Result<NodeId, Refusal> {
        let unknown = || Refusal::unknown("population", key.trim(), "population");
        self.study.populations.find(key).ok_or_else(unknown)
    }

    /// Returns the id of an event key; an event need not have a row of its own.
    ///
    /// # Errors
    /// A [`Refusal`] of the column `event` when the key is misspelled.
    pub fn event_id(&mut self, key: &str) -> Result<EventId, Refusal> {
        let key = crate::model::key::checked_key("event", key)?;
        let id = EventId(self.study.keys.events.intern(key));
        if id.index() == self.study.events.len() {
            self.study.events.push(Default::default());
        }
        Ok(id)
    }

    /// Returns the id of somebody who did something.
    pub fn actor_id(&mut self, text: &str) -> ActorId {
        ActorId(self.study.keys.actors.intern(text.trim()))
    }

    /// Returns the id of a unit as it is spelled.
    pub fn unit_id(&mut self, name: &str) -> UnitId {
        UnitId(self.study.keys.units.intern(name.trim()))
    }

    /// Returns the spelling of a unit.
    pub fn unit_name(&self, id: UnitId) -> &str {
        self.study.unit_name(id)
    }

    /// Returns the id of who a statement came through: a source, when the text is the key of one.
    pub fn origin_id(&mut self, text: &str) -> OriginId {
        let text = text.trim();
        let id = OriginId(self.study.keys.origins.intern(text));
        if id.index() == self.study.origins.len() {
            let source = self.study.source_id(text);
            let origin = source.map_or(Origin::Other, Origin::Source);
            self.study.origins.push(origin);
        }
        id
    }

    /// Returns a topic.
    pub fn topic_of(&self, id: TopicId) -> &Topic {
        self.study.topic(id)
    }

    /// Returns an interview.
    pub fn interview_of(&self, id: InterviewId) -> &Interview {
        &self.study.interviews[id.index()]
    }

    /// Tells whether a unit counts what comes in whole numbers alone.
    pub fn is_of_whole(&self, unit: UnitId) -> bool {
        let name = self.study.unit_name(unit);
        self.units.resolve(name).is_of_whole()
    }

    /// Returns the unit in which a figure is kept and the factor to it: the topic's own unit where the
    /// two convert, else the base of the unit it was said in.
    pub fn conversion(&mut self, said: UnitId, wanted: Option<UnitId>) -> Conversion {
        let exact = |unit, factor| Conversion {
            unit,
            factor,
            slack: Slack::NONE,
            said_in: None,
        };
        if Some(said) == wanted {
            return exact(said, 1.0);
        }
        if let Some(known) = self.conversions.get(&(said, wanted)) {
            return *known;
        }
        let unit = self.units.resolve(self.study.unit_name(said));
        let onto_topic = wanted.and_then(|wanted| {
            let topic_unit = self.units.resolve(self.study.unit_name(wanted));
            let factor = unit.factor_to(&topic_unit)?;
            let slack = unit.slack_to(&topic_unit);
            Some(Conversion {
                unit: wanted,
                factor,
                slack,
                said_in: unit.time_apart(&topic_unit),
            })
        });
        let conversion = onto_topic.unwrap_or_else(|| {
            let base = match unit.period() {
                Some(period) => format!("{} per {}", unit.base(), period.word()),
                None => unit.base().to_owned(),
            };
            exact(self.unit_id(&base), unit.factor())
        });
        self.conversions.insert((said, wanted), conversion);
        conversion
    }

    fn group(&self, column: &'static str, key: &str) -> Result<(u32, &Group), Refusal> {
        let unknown = || Refusal::unknown(column, key.trim(), "group");
        let place = self.study.keys.groups.find(key).ok_or_else(unknown)?;
        Ok((place, &self.study.groups[place as usize]))
    }
}
