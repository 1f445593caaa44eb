//! How many pairs a run met, by verdict.
//!
//! It knows verdicts, no claim. What a stranger would get wrong: a limit on what is listed changes
//! nothing here.

use crate::method::crosscheck::scan::PairCount;
use crate::method::crosscheck::words::Verdict;
use crate::model::key::TopicId;

/// How many numbers counts are: one a verdict, and those of one person.
const NUMBERS: usize = Verdict::ALL.len() + 1;

/// How many pairs there are of each verdict: exact, whatever was listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    by_verdict: [u64; Verdict::ALL.len()],
    self_contradictions: u64,
}

impl Counts {
    /// Returns how many pairs have a verdict.
    pub const fn of(&self, verdict: Verdict) -> u64 {
        self.by_verdict[verdict as usize]
    }

    /// Returns how many pairs a person should look at.
    pub fn flagged(&self) -> u64 {
        let flagged = Verdict::ALL.iter().filter(|verdict| verdict.is_flagged());
        flagged.map(|verdict| self.of(*verdict)).sum()
    }

    /// Returns how many flagged pairs are one person's (S1).
    pub const fn self_contradictions(&self) -> u64 {
        self.self_contradictions
    }

    pub(super) fn add(&mut self, verdict: Verdict, count: PairCount) {
        self.by_verdict[verdict as usize] += count.pairs;
        if verdict.is_flagged() {
            self.self_contradictions += count.of_one_person;
        }
    }

    /// Returns the counts as numbers, to be kept; they mean something to [`Counts::of_numbers`] alone.
    pub fn numbers(&self) -> [u64; NUMBERS] {
        let mut numbers = [self.self_contradictions; NUMBERS];
        numbers[..Verdict::ALL.len()].copy_from_slice(&self.by_verdict);
        numbers
    }

    /// Makes counts of the numbers they were kept as; nothing where there are not so many.
    pub fn of_numbers(numbers: &[u64]) -> Option<Counts> {
        let (by_verdict, rest) = numbers.split_first_chunk()?;
        let [self_contradictions] = rest else {
            return None;
        };
        Some(Counts {
            by_verdict: *by_verdict,
            self_contradictions: *self_contradictions,
        })
    }

    /// Adds other counts.
    pub fn join(&mut self, other: &Counts) {
        let join = |mine: &mut [u64], theirs: &[u64]| {
            mine.iter_mut()
                .zip(theirs)
                .for_each(|(mine, theirs)| *mine += theirs);
        };
        join(&mut self.by_verdict, &other.by_verdict);
        self.self_contradictions += other.self_contradictions;
    }
}

/// How many pairs there are of each verdict, topic by topic: a pair is counted with the topic of the
/// block it was met from, which of two topics may be either.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TopicCounts(Vec<(TopicId, Counts)>);

impl TopicCounts {
    /// Returns the counts of each topic on which there is any pair, each topic once.
    pub fn by_topic(&self) -> &[(TopicId, Counts)] {
        &self.0
    }

    /// Returns how many there are in all.
    pub fn sum(&self) -> Counts {
        let mut sum = Counts::default();
        self.0.iter().for_each(|(_, counts)| sum.join(counts));
        sum
    }

    /// Adds the counts of a topic, which come topic after topic.
    pub(super) fn add(&mut self, topic: TopicId, counts: &Counts) {
        if *counts == Counts::default() {
            return;
        }
        match self.0.last_mut() {
            Some((last, sum)) if *last == topic => sum.join(counts),
            _ => self.0.push((topic, *counts)),
        }
    }

    pub(super) fn join(&mut self, later: &TopicCounts) {
        later
            .0
            .iter()
            .for_each(|(topic, counts)| self.add(*topic, counts));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn counts_come_back_from_their_numbers(numbers in prop::collection::vec(any::<u32>(), NUMBERS)) {
            let numbers: Vec<u64> = numbers.into_iter().map(u64::from).collect();
            let counts = Counts::of_numbers(&numbers).unwrap();
            prop_assert_eq!(counts.numbers().to_vec(), numbers.clone());
            prop_assert_eq!(Counts::of_numbers(&numbers[1..]), None);
            let more: Vec<u64> = numbers.iter().copied().chain([0]).collect();
            prop_assert_eq!(Counts::of_numbers(&more), None);
        }
    }
}
