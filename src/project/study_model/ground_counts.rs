//! What was counted on each topic of a study, with what bears on what, as it is kept.
//!
//! It knows topics by key, no claim. What a stranger would get wrong: a pair of claims on two topics is
//! counted with either of them; so the counts of all topics of a ground are made anew together or not at
//! all.

use crate::method::crosscheck::{Counts, Grounds, TopicCounts};
use crate::model::builder::PACKED_FORMAT;
use crate::model::key::TopicId;
use crate::model::packed::{Packer, Unpacker};
use crate::model::study::Study;
use std::collections::BTreeSet;

/// Raised in its last digits whenever the bytes come to mean something else. What is counted of the same
/// claims is told by the sources of the program, as what is read of the same rows.
pub(super) const COUNTS_FORMAT: i64 = PACKED_FORMAT * 1000 + 1;

/// The counts of each topic, in the order of the study's topics.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct GroundCounts(Vec<OfTopic>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct OfTopic {
    key: String,
    /// The place of the topic that stands for all that bear on one another.
    ground: u32,
    counts: Counts,
}

impl GroundCounts {
    /// Puts together what was counted of a study.
    pub(super) fn of(study: &Study, grounds: &Grounds, counted: &TopicCounts) -> GroundCounts {
        let topics = (0..study.topic_count() as u32).map(TopicId::new);
        let mut all: Vec<OfTopic> = topics
            .map(|topic| OfTopic {
                key: study.topic_key(topic).to_owned(),
                ground: grounds.ground_of(topic).index() as u32,
                counts: Counts::default(),
            })
            .collect();
        for (topic, counts) in counted.by_topic() {
            all[topic.index()].counts.join(counts);
        }
        GroundCounts(all)
    }

    /// What all topics come to.
    pub(super) fn sum(&self) -> Counts {
        let mut sum = Counts::default();
        self.0.iter().for_each(|one| sum.join(&one.counts));
        sum
    }

    /// The topics that bear on any of some topics, these among them; nothing where one of them is not
    /// there.
    pub(super) fn bearing_on(&self, topics: &BTreeSet<String>) -> Option<BTreeSet<String>> {
        let named = self.0.iter().filter(|one| topics.contains(&one.key));
        let grounds: Vec<u32> = named.map(|one| one.ground).collect();
        let wanted: BTreeSet<u32> = grounds.iter().copied().collect();
        let all = self.0.iter().filter(|one| wanted.contains(&one.ground));
        (grounds.len() == topics.len()).then(|| all.map(|one| one.key.clone()).collect())
    }

    /// The counts with those of some topics as they are in another, which was made of all claims on
    /// these topics; nothing where the two are not of the same topics.
    pub(super) fn with(mut self, topics: &BTreeSet<String>, anew: GroundCounts) -> Option<Self> {
        let are_of_one = self.0.len() == anew.0.len();
        for (one, other) in self.0.iter_mut().zip(anew.0) {
            if one.key != other.key {
                return None;
            }
            if topics.contains(&one.key) {
                *one = other;
            }
        }
        are_of_one.then_some(self)
    }

    /// As bytes.
    pub(super) fn packed(&self) -> Vec<u8> {
        let mut packer = Packer::new();
        packer.number(self.0.len());
        self.0.iter().for_each(|one| packer.text(&one.key));
        let grounds: Vec<u32> = self.0.iter().map(|one| one.ground).collect();
        packer.column(&grounds);
        for one in &self.0 {
            let counts = one.counts.numbers();
            // Most topics of a study have no pair at all.
            match one.counts == Counts::default() {
                true => packer.longs(&[]),
                false => packer.longs(&counts),
            }
        }
        packer.sealed()
    }

    /// Reads the bytes; nothing where they are damaged.
    pub(super) fn unpacked(bytes: &[u8]) -> Option<GroundCounts> {
        let from = &mut Unpacker::open(bytes)?;
        let count = from.number()?;
        let mut keys = Vec::new();
        for _ in 0..count {
            keys.push(from.text()?.to_owned());
        }
        let grounds = from.column(keys.len())?;
        let mut all = Vec::with_capacity(keys.len());
        for (key, ground) in keys.into_iter().zip(grounds.iter()) {
            let numbers = from.longs()?;
            let counts = match numbers.is_empty() {
                true => Counts::default(),
                false => Counts::of_numbers(&numbers)?,
            };
            all.push(OfTopic {
                key,
                ground,
                counts,
            });
        }
        from.is_at_end().then_some(GroundCounts(all))
    }
}
