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

/// How many claims make a lot: laid out they take about two megabytes.
const CLAIMS_A_LOT: usize = 1 << 16;

/// Stands for the topic of a claim that is not compared.
const NOT_COMPARED: u32 = u32::MAX;

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
    /// The topics of each lot, by rank.
    lots: Vec<Vec<OfTopic>>,
}

impl Lots {
    /// Puts the claims of a study into lots; without the grounds on which no topic is wanted.
    pub(super) fn of(study: &Study, is_wanted: impl Fn(TopicId) -> bool) -> Lots {
        let topics: Vec<u32> = study.claims().iter().map(compared_topic).collect();
        let mut counts = vec![0; study.topic_count()];
        for topic in topics.iter().filter(|topic| **topic != NOT_COMPARED) {
            counts[*topic as usize] += 1;
        }
        let mut lots = Vec::new();
        for ground in grounds(study, &counts) {
            if ground.iter().any(|(_, topic)| is_wanted(*topic)) {
                add_ground(&mut lots, &counts, &ground);
            }
        }
        let mut all = Lots {
            ids: Vec::new(),
            lots: lots.into_iter().map(|lot| lot.topics).collect(),
        };
        all.place(&topics, counts.len());
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
    fn place(&mut self, topics: &[u32], topic_count: usize) {
        const LEFT_OUT: usize = usize::MAX;
        let mut next = vec![LEFT_OUT; topic_count];
        let mut count = 0;
        for of in self.lots.iter_mut().flatten() {
            of.claims = count..count + of.claims.len();
            next[of.topic.index()] = count;
            count = of.claims.end;
        }
        self.ids = vec![ClaimId(0); count];
        for (id, topic) in (0..).zip(topics) {
            let free = next.get_mut(*topic as usize);
            if let Some(free) = free.filter(|free| **free != LEFT_OUT) {
                self.ids[*free] = ClaimId(id);
                *free += 1;
            }
        }
    }
}

fn compared_topic(claim: &crate::model::claim::Claim) -> u32 {
    match claim.is_compared() {
        true => claim.topic().0,
        false => NOT_COMPARED,
    }
}

/// The topics on which there are claims, by rank, those of a ground together; grounds by their first.
fn grounds(study: &Study, counts: &[usize]) -> Vec<Vec<(u32, TopicId)>> {
    let mut order: Vec<TopicId> = (0..counts.len() as u32).map(TopicId).collect();
    order.sort_unstable_by_key(|topic| study.topic_key(*topic));
    let grounds = Grounds::of(study);
    let mut places = vec![usize::MAX; counts.len()];
    let mut found: Vec<Vec<(u32, TopicId)>> = Vec::new();
    for (rank, topic) in (0..).zip(order) {
        if counts[topic.index()] == 0 {
            continue;
        }
        let place = &mut places[grounds.ground_of(topic).index()];
        if *place == usize::MAX {
            *place = found.len();
            found.push(Vec::new());
        }
        found[*place].push((rank, topic));
    }
    found
}

/// A lot in the making.
struct Lot {
    topics: Vec<OfTopic>,
    count: usize,
}

fn add_ground(lots: &mut Vec<Lot>, counts: &[usize], ground: &[(u32, TopicId)]) {
    if lots.last().is_none_or(|lot| lot.count >= CLAIMS_A_LOT) {
        lots.push(Lot {
            topics: Vec::new(),
            count: 0,
        });
    }
    if let Some(lot) = lots.last_mut() {
        lot.topics
            .extend(ground.iter().map(|(rank, topic)| OfTopic {
                topic: *topic,
                rank: *rank,
                claims: 0..counts[topic.index()],
            }));
        lot.topics.sort_unstable_by_key(|of| of.rank);
        lot.count += ground
            .iter()
            .map(|(_, topic)| counts[topic.index()])
            .sum::<usize>();
    }
}
