//! What the lists of `WEIGH` sum to in the unit that is read. It must not know which words are weighed, or by how much.
//! A stranger would get wrong that no places are kept, only where each word or phrase stood first: a unit is decided by
//! its sums, and few are hits of which the words are asked. So what is held is never more than the lists themselves.

use super::finder::Window;
use super::weights::{WeighedId, Weights};
use crate::model::text_index::Span;

/// The sums of all lists on one kind of unit.
#[derive(Debug, Default)]
pub(super) struct Weighing {
    /// The number of the unit that is open, not 0. What carries another number is of a unit before.
    unit: u32,
    /// Of each word or phrase the unit in which it was found last.
    seen: Vec<u32>,
    sums: Vec<Sum>,
    /// What was found in the unit.
    found: Vec<Found>,
    /// The lists of which something was found.
    touched: Vec<u32>,
}

/// What a list sums to.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    weight: i64,
    unit: u32,
    /// Whether something that was found weighs more than nothing, once reasons are looked for.
    has_reason: bool,
}

/// A word or phrase that stands in the unit, and where it does first.
#[derive(Debug, Clone, Copy)]
struct Found {
    weighed: WeighedId,
    start_cp: u32,
    end_cp: u32,
}

impl Weighing {
    pub(super) fn new(weights: &Weights) -> Self {
        Self {
            unit: 1,
            seen: vec![0; weights.len()],
            sums: vec![Sum::default(); weights.list_count()],
            found: Vec::new(),
            touched: Vec::new(),
        }
    }

    /// Adds what ends with the last word of a window and was not found in the unit before.
    pub(super) fn take(&mut self, weights: &Weights, window: &Window, least_cp: usize) {
        weights.each_that_ends(window, least_cp, |weighed, first_word| {
            let seen = &mut self.seen[weighed as usize];
            if *seen != self.unit {
                *seen = self.unit;
                let (start_cp, end_cp) = window.ends_from(first_word);
                self.found.push(Found {
                    weighed,
                    start_cp,
                    end_cp,
                });
                self.add(weights, weighed);
            }
        });
    }

    #[inline]
    fn add(&mut self, weights: &Weights, weighed: WeighedId) {
        let (unit, sums) = (self.unit, self.sums.as_mut_slice());
        for own in weights.of(weighed) {
            let sum = &mut sums[own.list as usize];
            if sum.unit != unit {
                self.touched.push(own.list);
                *sum = Sum {
                    unit,
                    ..Sum::default()
                };
            }
            sum.weight += i64::from(own.weight);
        }
    }

    /// The lists of which something was found.
    pub(super) fn touched(&self) -> &[u32] {
        &self.touched
    }

    fn sum(&self, list: usize) -> Sum {
        let sum = self.sums[list];
        match sum.unit == self.unit {
            true => sum,
            false => Sum::default(),
        }
    }

    /// What the words of a list that stand in the unit weigh together.
    pub(super) fn weight(&self, list: usize) -> i64 {
        self.sum(list).weight
    }

    /// Looks for reasons of all lists: only who wants misses asks for them.
    pub(super) fn look_for_reasons(&mut self, weights: &Weights) {
        for found in &self.found {
            for own in weights.of(found.weighed) {
                self.sums[own.list as usize].has_reason |= own.weight > 0;
            }
        }
    }

    /// Whether a word of a list that stands in the unit weighs more than nothing; reasons were looked for.
    pub(super) fn has_reason(&self, list: usize) -> bool {
        self.sum(list).has_reason
    }

    /// Hands the words that speak for some lists, ascending, to `take`: where each stands first, and its term.
    pub(super) fn each_reason(
        &self,
        weights: &Weights,
        lists: &[u32],
        take: &mut dyn FnMut(Span, u32),
    ) {
        for found in &self.found {
            let span = Span {
                start_cp: found.start_cp as usize,
                end_cp: found.end_cp as usize,
            };
            weights
                .terms_for(found.weighed, lists)
                .for_each(|term| take(span, term));
        }
    }

    /// Forgets the unit.
    pub(super) fn forget(&mut self) {
        self.found.clear();
        self.touched.clear();
        self.unit = self.unit.checked_add(1).unwrap_or_else(|| {
            self.seen.fill(0);
            self.sums.fill(Sum::default());
            1
        });
    }
}
