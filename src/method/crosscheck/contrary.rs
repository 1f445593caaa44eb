//! Contrary trends of one block (K8), which no figures bring together.
//!
//! It knows which claims state a trend. What a stranger would get wrong: two trends without figures are
//! met here and nowhere else, so a pair of them is never met twice.

use crate::method::crosscheck::blocks::Block;
use crate::method::crosscheck::kinds::are_contrary;
use crate::method::crosscheck::sweep::{Counting, Met, Sweep};

impl Sweep<'_> {
    /// Meets the pairs of contrary trends of a block that may share time.
    pub(super) fn of_contrary_trends(
        &self,
        block: &Block,
        (counting, met): (Counting, &mut impl FnMut(Met)),
    ) {
        let trends = self.trends(block);
        if trends.is_empty() || self.trends_in_bulk(&trends, (counting, met)) {
            return;
        }
        self.each_contrary(&trends, |i, j| {
            self.meet_contrary(i, j, met);
            true
        });
    }

    /// Hands a pair of contrary trends over that no boast and no third claim brings together.
    pub(super) fn meet_contrary(&self, i: usize, j: usize, met: &mut impl FnMut(Met)) {
        let (a, b) = (self.blocks.ids[i], self.blocks.ids[j]);
        if self.is_free(a, b) {
            met(Met::Pair(a.min(b), a.max(b)));
        }
    }

    /// The rows of a block that state a trend, by first day.
    fn trends(&self, block: &Block) -> Vec<usize> {
        let study = self.judge.study;
        let states_one = |row: &usize| study.claim(self.blocks.ids[*row]).trend().is_some();
        let mut trends: Vec<usize> = block.rows.clone().filter(states_one).collect();
        trends.sort_by_key(|row| self.blocks.starts[*row]);
        trends
    }

    /// Calls `found` with the contrary pairs of some rows that may share time, until it says no.
    pub(super) fn each_contrary(
        &self,
        trends: &[usize],
        mut found: impl FnMut(usize, usize) -> bool,
    ) {
        let (columns, study) = (self.blocks, self.judge.study);
        let is_wanted =
            |i: usize, j: usize| self.sought.is_empty() || self.sought[i] || self.sought[j];
        for (place, i) in trends.iter().enumerate() {
            let later = trends[place + 1..].iter();
            let shared = later.take_while(|j| columns.starts[**j] <= columns.ends[*i]);
            for j in shared.filter(|j| is_wanted(*i, **j)) {
                let claims = [*i, *j].map(|row| study.claim(columns.ids[row]));
                if are_contrary(study, claims) && !found(*i, *j) {
                    return;
                }
            }
        }
    }
}
