//! What an answer to one topic says of others: topic links, followed a few steps (methods.md 3.1, 5.6).
//!
//! It knows topics and stances, not claims. What a stranger would get wrong: a link carries the
//! stance alone; a figure or a value of the first topic says nothing of the second.

use std::collections::VecDeque;

use crate::model::key::TopicId;
use crate::model::study::Study;
use crate::model::topic::TopicLink;
use crate::model::vocabulary::Stance;

/// All that follows from each stance on each topic.
#[derive(Debug, Clone, Default)]
pub struct Links {
    /// By topic and stance: implied topic and stance, in the order of ids.
    implied: Vec<[Vec<(TopicId, Stance)>; 3]>,
}

impl Links {
    /// Follows the links of a study up to so many steps; circles stop.
    pub fn of(study: &Study, depth: usize) -> Links {
        if study.links().is_empty() {
            return Links::default();
        }
        let topics = (0..study.topic_count() as u32).map(TopicId);
        let implied = topics
            .map(|topic| {
                [Stance::Affirms, Stance::Denies, Stance::Doubts]
                    .map(|stance| follow(study, topic, stance, depth))
            })
            .collect();
        Links { implied }
    }

    /// Returns what a stance on a topic says of others; empty for a neutral one.
    pub fn implied(&self, topic: TopicId, stance: Stance) -> &[(TopicId, Stance)] {
        let by_stance = self.implied.get(topic.index());
        let found = by_stance.and_then(|stances| stances.get(stance as usize));
        found.map_or(&[], Vec::as_slice)
    }

    /// Returns the stances on the second topic that follow from a stance on the first.
    pub fn onto(
        &self,
        topic: TopicId,
        stance: Stance,
        onto: TopicId,
    ) -> impl Iterator<Item = Stance> + '_ {
        let all = self.implied(topic, stance).iter();
        all.filter(move |(implied, _)| *implied == onto)
            .map(|(_, stance)| *stance)
    }

    /// Returns the pairs of topics of which one speaks for the other in some stance, each once.
    pub fn topic_pairs(&self) -> Vec<(TopicId, TopicId)> {
        let mut pairs: Vec<(TopicId, TopicId)> = Vec::new();
        for (place, stances) in self.implied.iter().enumerate() {
            let from = TopicId(place as u32);
            let onto = stances.iter().flatten().map(|(onto, _)| *onto);
            pairs.extend(onto.map(|onto| (from.min(onto), from.max(onto))));
        }
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    }
}

/// A stance from which, by the links, both yes and no to one topic follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LinkClash {
    /// The topic that somebody answers.
    pub topic: TopicId,
    /// The answer.
    pub stance: Stance,
    /// The topic of which both would follow; it may be the first one.
    pub on: TopicId,
}

/// Finds a stance whose links, followed so many steps, contradict each other or it; the first in
/// the order of ids.
pub fn contradictory_links(study: &Study, depth: usize) -> Option<LinkClash> {
    let mut starts: Vec<_> = (study.links().iter())
        .map(|link| (link.topic, link.stance))
        .collect();
    starts.sort_unstable();
    starts.dedup();
    starts.into_iter().find_map(|(topic, stance)| {
        let mut all = follow(study, topic, stance, depth);
        all.push((topic, stance));
        let opposite = |of: Stance| match of {
            Stance::Affirms => Stance::Denies,
            _ => Stance::Affirms,
        };
        let is_opposed = |(on, said): &(TopicId, Stance)| all.contains(&(*on, opposite(*said)));
        // Circles back to the first topic stop there, so what they say of it is looked at by itself.
        let onto_itself = says_of_itself(study, topic, stance, depth);
        let clash = all.iter().find(|one| is_opposed(one)).map(|one| one.0);
        clash
            .or_else(|| onto_itself.contains(&opposite(stance)).then_some(topic))
            .map(|on| LinkClash { topic, stance, on })
    })
}

/// What follows of the very topic from a stance on it, by a circle of links.
fn says_of_itself(study: &Study, topic: TopicId, stance: Stance, depth: usize) -> Vec<Stance> {
    let before_last = follow(study, topic, stance, depth.saturating_sub(1));
    let closes = |link: &&TopicLink| {
        link.implies_topic == topic && before_last.contains(&(link.topic, link.stance))
    };
    let closing = study.links().iter().filter(closes);
    closing.map(|link| link.implies_stance).collect()
}

fn follow(study: &Study, topic: TopicId, stance: Stance, depth: usize) -> Vec<(TopicId, Stance)> {
    let mut found: Vec<(TopicId, Stance)> = Vec::new();
    let mut queue = VecDeque::from([(topic, stance, 0)]);
    while let Some((topic_now, stance_now, steps)) = queue.pop_front() {
        if steps == depth {
            continue;
        }
        for link in study.links() {
            let next = (link.implies_topic, link.implies_stance);
            let applies = (link.topic, link.stance) == (topic_now, stance_now);
            if applies && next.0 != topic && !found.contains(&next) {
                found.push(next);
                queue.push_back((next.0, next.1, steps + 1));
            }
        }
    }
    found.sort_unstable();
    found
}
