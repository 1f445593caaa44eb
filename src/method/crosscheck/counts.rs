//! How many pairs a run met, by verdict.
//!
//! It knows verdicts, no claim. What a stranger would get wrong: a limit on what is listed changes
//! nothing here.

use crate::method::crosscheck::scan::PairCount;
use crate::method::crosscheck::words::Verdict;

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

    pub(super) fn join(&mut self, other: &Counts) {
        let join = |mine: &mut [u64], theirs: &[u64]| {
            mine.iter_mut()
                .zip(theirs)
                .for_each(|(mine, theirs)| *mine += theirs);
        };
        join(&mut self.by_verdict, &other.by_verdict);
        self.self_contradictions += other.self_contradictions;
    }
}
