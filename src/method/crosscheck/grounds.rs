//! Which topics bear on one another, so that what is counted on some of them need not be counted again
//! when claims on others change (decision 0018).
//!
//! It knows every way by which the cross-check gets from one topic to another, and no verdict. What a
//! stranger would get wrong: joining too much costs time and joining too little gives a wrong count, so
//! two topics are joined as soon as anything might lead from one to the other.

use crate::method::crosscheck::evidence::counting_topic;
use crate::model::key::{ClaimId, EventId, TopicId};
use crate::model::study::Study;
use crate::model::topic::Dated;
use std::collections::HashMap;

/// The topics of a study in sets: no pair of claims on topics of two sets is ever met, and no claim on
/// a topic of one set decides anything about a pair of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grounds {
    /// By topic, one that it is joined to and that came no later; itself for the first of a set.
    joined_to: Vec<TopicId>,
}

impl Grounds {
    /// Finds what bears on what.
    pub fn of(study: &Study) -> Grounds {
        let claims = study.claims().iter();
        let named = claims.filter_map(|claim| Some((claim.topic(), claim.event()?)));
        let prompts = study.prompts.iter();
        let prompts = prompts.flat_map(|(claim, all)| all.iter().map(|prompt| (*claim, *prompt)));
        let pairs = study.details.iter().chain(&study.readings).copied();
        let topic = |id: ClaimId| study.claim(id).topic();
        let joined = pairs
            .chain(prompts)
            .map(|(one, other)| (topic(one), topic(other)));
        Grounds::joined(study, joined, named)
    }

    /// The same where the claims are not at hand: which topics those are on that name one another, a boast
    /// and its details, a claim and another reading of its words, a claim and what was shown to its
    /// source; and which events are named by claims on which topics.
    pub fn joined(
        study: &Study,
        pairs: impl Iterator<Item = (TopicId, TopicId)>,
        named: impl Iterator<Item = (TopicId, EventId)>,
    ) -> Grounds {
        let topics = (0..study.topic_count() as u32).map(TopicId);
        let mut grounds = Grounds {
            joined_to: topics.collect(),
        };
        grounds.join_by_topics(study);
        grounds.join_by_orders(study, named);
        pairs.for_each(|(one, other)| grounds.join(one, other));
        grounds
    }

    /// Returns the topic that stands for the set of a topic: the first of it, in the order of ids.
    pub fn ground_of(&self, topic: TopicId) -> TopicId {
        let mut first = topic;
        while self.joined_to[first.index()] != first {
            first = self.joined_to[first.index()];
        }
        first
    }

    fn join(&mut self, a: TopicId, b: TopicId) {
        let (a, b) = (self.ground_of(a), self.ground_of(b));
        let (first, second) = (a.min(b), a.max(b));
        self.joined_to[second.index()] = first;
    }

    /// Links, shares of a count, and flows that feed a stock.
    fn join_by_topics(&mut self, study: &Study) {
        for link in study.links() {
            self.join(link.topic, link.implies_topic);
        }
        for topic in (0..study.topic_count() as u32).map(TopicId) {
            if let Some(counted) = counting_topic(study, topic) {
                self.join(topic, counted);
            }
            for feed in &study.topic(topic).feeds {
                self.join(topic, feed.stock);
            }
        }
    }

    /// A stated order, what it puts first and what after: of an event, every topic on which a claim
    /// names it.
    fn join_by_orders(&mut self, study: &Study, named: impl Iterator<Item = (TopicId, EventId)>) {
        let mut of_event: HashMap<EventId, TopicId> = HashMap::new();
        for topic in (0..study.topic_count() as u32).map(TopicId) {
            for end in study.topic(topic).order.into_iter().flatten() {
                let other = match end {
                    Dated::Topic(other) => other,
                    Dated::Event(event) => *of_event.entry(study.one_event(event)).or_insert(topic),
                };
                self.join(topic, other);
            }
        }
        if of_event.is_empty() {
            return;
        }
        for (topic, event) in named {
            if let Some(order) = of_event.get(&study.one_event(event)) {
                self.join(topic, *order);
            }
        }
    }
}
