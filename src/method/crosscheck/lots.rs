//! The claims that are compared, in lots that are laid out and swept one after another: whole grounds,
//! so that no pair has its claims in two of them.
//!
//! It knows which topics bear on one another, no pair. What a stranger would get wrong: a lot is as small
//! as its grounds allow, for what is laid out of it should stay in the nearest memory; a study whose topics
//! are all linked is one lot.

use std::ops::Range;

use crate::method::crosscheck::grounds::Grounds;
use crate::model::key::{ClaimId, TopicId};
use crate::model::study::Study;

/// How many claims make a lot of a study with so many topics: with all that is laid out of them they fit
/// the nearest memory, and whoever works on a lot looks at all topics once. In tests a lot is a ground or two.
const fn claims_a_lot(topics: usize) -> usize {
    const CLAIMS_A_LOT: usize = 1 << 12;
    match topics {
        _ if cfg!(test) => 4,
        CLAIMS_A_LOT.. => topics,
        _ => CLAIMS_A_LOT,
    }
}

/// Topics whose claims are laid out, or loaded, at once: whole grounds, as few as make so many claims.
///
/// `counts` says by topic how many claims there are; a topic without any is in no lot.
pub fn lots_of(study: &Study, grounds: &Grounds, counts: &[usize]) -> Vec<Vec<TopicId>> {
    let mut lots: Vec<Vec<TopicId>> = Vec::new();
    let mut room = 0;
    for ground in whole_grounds(study, grounds, counts) {
        if room == 0 {
            lots.push(Vec::new());
            room = claims_a_lot(counts.len());
        }
        let count = ground.iter().map(|topic| counts[topic.index()]).sum();
        room = room.saturating_sub(count);
        if let Some(lot) = lots.last_mut() {
            lot.extend(ground);
        }
    }
    lots
}

/// The topics on which there are claims, those of a ground together, in byte order of their keys; grounds
/// by their first.
fn whole_grounds(study: &Study, grounds: &Grounds, counts: &[usize]) -> Vec<Vec<TopicId>> {
    const NOWHERE: usize = usize::MAX;
    let mut places = vec![NOWHERE; counts.len()];
    let mut found: Vec<Vec<TopicId>> = Vec::new();
    for topic in study.topics_by_key() {
        if counts[topic.index()] == 0 {
            continue;
        }
        let place = &mut places[grounds.ground_of(topic).index()];
        if *place == NOWHERE {
            *place = found.len();
            found.push(Vec::new());
        }
        found[*place].push(topic);
    }
    found
}

/// The compared claims of a topic.
#[derive(Debug, Clone)]
pub(super) struct OfTopic {
    /// The topic.
    pub(super) topic: TopicId,
    /// Its place among the keys of topics, in byte order.
    pub(super) rank: u32,
    /// Its claims among those of all lots.
    claims: Range<usize>,
}

/// All claims that are compared.
#[derive(Debug, Clone)]
pub(super) struct Lots {
    /// Topic by topic, those of a topic in their order.
    ids: Vec<ClaimId>,
    /// The topics of each lot, in byte order of their keys.
    lots: Vec<Vec<OfTopic>>,
}

impl Lots {
    /// Puts the claims of a study into lots; without the grounds on which no topic is wanted.
    pub(super) fn of(study: &Study, is_wanted: impl Fn(TopicId) -> bool) -> Lots {
        let mut counts = vec![0; study.topic_count()];
        for topic in study.compared_topics().flatten() {
            counts[topic.index()] += 1;
        }
        let grounds = Grounds::of(study);
        for ground in whole_grounds(study, &grounds, &counts) {
            if !ground.iter().any(|topic| is_wanted(*topic)) {
                ground.iter().for_each(|topic| counts[topic.index()] = 0);
            }
        }
        let mut ranks = vec![0; counts.len()];
        for (rank, topic) in (0..).zip(study.topics_by_key()) {
            ranks[topic.index()] = rank;
        }
        let of_topic = |topic: &TopicId| OfTopic {
            topic: *topic,
            rank: ranks[topic.index()],
            claims: 0..counts[topic.index()],
        };
        let in_order = |lot: &Vec<TopicId>| {
            let mut topics: Vec<OfTopic> = lot.iter().map(of_topic).collect();
            topics.sort_unstable_by_key(|of| of.rank);
            topics
        };
        let lots = lots_of(study, &grounds, &counts);
        let mut all = Lots {
            ids: Vec::new(),
            lots: lots.iter().map(in_order).collect(),
        };
        all.place(study);
        all
    }

    /// Returns the lots in their order.
    pub(super) fn lots(&self) -> &[Vec<OfTopic>] {
        &self.lots
    }

    /// Returns the claims of a topic.
    pub(super) fn claims(&self, of: &OfTopic) -> &[ClaimId] {
        &self.ids[of.claims.clone()]
    }

    /// Puts each claim behind those of its topic.
    fn place(&mut self, study: &Study) {
        const LEFT_OUT: usize = usize::MAX;
        let mut next = vec![LEFT_OUT; study.topic_count()];
        let mut count = 0;
        for of in self.lots.iter_mut().flatten() {
            of.claims = count..count + of.claims.len();
            next[of.topic.index()] = count;
            count = of.claims.end;
        }
        self.ids = vec![ClaimId(0); count];
        for (id, topic) in study.claim_ids().zip(study.compared_topics()) {
            let free = topic.map(|topic| &mut next[topic.index()]);
            if let Some(free) = free.filter(|free| **free != LEFT_OUT) {
                self.ids[*free] = id;
                *free += 1;
            }
        }
    }
}
