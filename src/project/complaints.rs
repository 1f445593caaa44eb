//! Faults as they are met: the first are kept, all are counted.

use crate::formats::complaint::Complaint;

/// How many faults are kept to be shown.
const MOST_KEPT: usize = 10_000;

/// The faults of one import.
#[derive(Debug, Default)]
pub struct Complaints {
    kept: Vec<Complaint>,
    total: u64,
}

impl Complaints {
    /// Notes one.
    pub fn note(&mut self, complaint: Complaint) {
        self.total += 1;
        if self.kept.len() < MOST_KEPT {
            self.kept.push(complaint);
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.total == 0
    }

    /// The first ones and the number of all.
    pub fn into_parts(self) -> (Vec<Complaint>, u64) {
        (self.kept, self.total)
    }
}
