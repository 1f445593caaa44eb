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
    /// Those of a study of which nothing was counted yet.
    pub(super) fn none(study: &Study) -> GroundCounts {
        let of_topic = |topic: TopicId| OfTopic {
            key: study.topic_key(topic).to_owned(),
            ground: topic.index() as u32,
            counts: Counts::default(),
        };
        GroundCounts(topics(study).map(of_topic).collect())
    }

    /// Puts together what was counted of a study.
    pub(super) fn of(study: &Study, grounds: &Grounds, counted: &TopicCounts) -> GroundCounts {
        let mut all = GroundCounts::none(study);
        all.set(&topics(study).collect(), grounds, counted);
        all
    }

    /// Tells whether they are of the topics of a study.
    pub(super) fn are_of(&self, study: &Study) -> bool {
        let keys = self.0.iter().map(|one| one.key.as_str());
        keys.eq(topics(study).map(|topic| study.topic_key(topic)))
    }

    /// Takes what was counted of all claims on some topics, and which of them bear on one another.
    pub(super) fn set(
        &mut self,
        topics: &BTreeSet<TopicId>,
        grounds: &Grounds,
        counted: &TopicCounts,
    ) {
        for topic in topics {
            let one = &mut self.0[topic.index()];
            one.ground = grounds.ground_of(*topic).index() as u32;
            one.counts = Counts::default();
        }
        for (topic, counts) in counted.by_topic() {
            self.0[topic.index()].counts.join(counts);
        }
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

fn topics(study: &Study) -> impl Iterator<Item = TopicId> + use<> {
    (0..study.topic_count() as u32).map(TopicId::new)
}
