//! What the lists of `WEIGH` sum to in the unit that is read. It must not know which words are weighed, or by how much.
//! A stranger would get wrong that no places are kept, only where each word or phrase stood first: a unit is decided by
//! its sums, and few are hits of which the words are asked. So what is held is never more than the lists themselves.

use super::finder::Window;
use super::weights::{Weighed, WeighedId, Weights};
use crate::model::text_index::Span;
use std::ops::Range;

/// The sums of all lists on one kind of unit.
#[derive(Debug, Default)]
pub(super) struct Weighing {
    /// The number of the unit that is open, not 0. What carries another number is of a unit before.
    unit: u32,
    /// Words by their patterns and phrases, as lists have them, with the unit in which each was found last.
    weighed: Vec<Weighed>,
    sums: Vec<Sum>,
    /// Of each list the unit in which a word spoke for it, once reasons are looked for.
    reasons: Vec<u32>,
    /// What was found in the unit.
    found: Vec<Found>,
    /// The lists of which something was found, and room.
    touched: Vec<u32>,
    touched_count: usize,
}

/// What a list sums to.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    weight: i64,
    unit: u32,
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
        let lists = weights.list_count();
        Self {
            unit: 1,
            weighed: weights.weighed().to_vec(),
            sums: vec![Sum::default(); lists],
            reasons: vec![0; lists],
            found: Vec::new(),
            touched: vec![0; lists + 1],
            touched_count: 0,
        }
    }

    /// Adds what ends with the last word of a window and was not found in the unit before. A phrase does not begin
    /// before `least_cp`.
    pub(super) fn take(&mut self, weights: &Weights, window: &Window, least_cp: usize) {
        let last = window.last();
        let before = window.word_before(last, least_cp);
        for pattern in window.patterns() {
            let at = *pattern as usize;
            if at >= weights.words() {
                continue;
            }
            let (own, next) = (self.weighed[at], self.weighed[at + 1]);
            if own.seen != self.unit && !own.weights_until(&next).is_empty() {
                self.find(weights, *pattern, window.ends_from(last));
            }
            let phrases = own.phrases_until(&next);
            if let Some(before) = before
                && !phrases.is_empty()
            {
                self.take_phrases(weights, phrases, (window, before, least_cp));
            }
        }
    }

    /// Adds of some phrases of one last word those that stand in a window; `before` is the word before the last. The
    /// fewer of phrases and of patterns that mean this word are gone through, since either may be many.
    #[inline]
    fn take_phrases(
        &mut self,
        weights: &Weights,
        phrases: Range<usize>,
        (window, before, least_cp): (&Window, usize, usize),
    ) {
        let patterns = window.patterns_of(before);
        let mut take = |phrase: usize| {
            let id = weights.words() + phrase;
            if self.weighed[id].seen != self.unit
                && let Some(first) = window.begin_of(weights.before(phrase), before, least_cp)
            {
                self.find(weights, id as WeighedId, window.ends_from(first));
            }
        };
        if phrases.len() <= patterns.len() {
            let is_there =
                |phrase: &usize| patterns.binary_search(&weights.previous(*phrase)).is_ok();
            phrases.filter(is_there).for_each(take);
            return;
        }
        for pattern in patterns {
            let weighed = weights.weighed().get(*pattern as usize);
            if weighed.is_some_and(|weighed| weighed.is_previous) {
                let own = weights.with_previous(phrases.clone(), *pattern);
                own.for_each(&mut take);
            }
        }
    }

    #[inline]
    fn find(&mut self, weights: &Weights, weighed: WeighedId, (start_cp, end_cp): (u32, u32)) {
        self.weighed[weighed as usize].seen = self.unit;
        self.found.push(Found {
            weighed,
            start_cp,
            end_cp,
        });
        let (unit, sums) = (self.unit, self.sums.as_mut_slice());
        let mut count = self.touched_count;
        for own in weights.of(weighed) {
            let sum = &mut sums[own.list as usize];
            // Without a branch: nobody can foretell which words are the first of their lists.
            let is_first = sum.unit != unit;
            self.touched[count] = own.list;
            count += usize::from(is_first);
            let before = if is_first { 0 } else { sum.weight };
            *sum = Sum {
                weight: before + i64::from(own.weight),
                unit,
            };
        }
        self.touched_count = count;
    }

    /// The lists of which something was found.
    pub(super) fn touched(&self) -> &[u32] {
        &self.touched[..self.touched_count]
    }

    /// What the words of a list that stand in the unit weigh together.
    pub(super) fn weight(&self, list: usize) -> i64 {
        let sum = self.sums[list];
        if sum.unit == self.unit { sum.weight } else { 0 }
    }

    /// Looks for reasons of all lists: only who wants misses asks for them.
    pub(super) fn look_for_reasons(&mut self, weights: &Weights) {
        for found in &self.found {
            for own in weights.of(found.weighed) {
                if own.weight > 0 {
                    self.reasons[own.list as usize] = self.unit;
                }
            }
        }
    }

    /// Whether a word of a list that stands in the unit weighs more than nothing; reasons were looked for.
    pub(super) fn has_reason(&self, list: usize) -> bool {
        self.reasons[list] == self.unit
    }

    /// Whether a word of a list that stands in the unit weighs more than nothing: for who asks about few.
    pub(super) fn speaks_for(&self, weights: &Weights, list: usize) -> bool {
        let own = self
            .found
            .iter()
            .flat_map(|found| weights.of(found.weighed));
        let mut own = own.filter(|own| own.list as usize == list);
        own.any(|own| own.weight > 0)
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
            weights.each_term_for(found.weighed, lists, &mut |term| take(span, term));
        }
    }

    /// Forgets the unit.
    pub(super) fn forget(&mut self) {
        self.found.clear();
        self.touched_count = 0;
        self.unit = self.unit.checked_add(1).unwrap_or_else(|| {
            self.weighed.iter_mut().for_each(|own| own.seen = 0);
            self.sums.fill(Sum::default());
            self.reasons.fill(0);
            1
        });
    }
}

#[cfg(test)]
mod tests {
    use super::super::weights::NewWeight;
    use super::*;

    fn weights(all: &[(u32, i64)]) -> Weights {
        let mut weights = Weights::default();
        for (pattern, weight) in all {
            let list = weights.begin_list(0) as u32;
            let weight = NewWeight {
                list,
                term: *pattern,
                weight: *weight,
            };
            weights.add([*pattern].into(), weight);
        }
        weights.settle(3);
        weights
    }

    #[test]
    fn what_was_found_in_another_unit_counts_for_nothing_however_many_there_were() {
        let weights = weights(&[(1, 4), (1, -2)]);
        let mut weighing = Weighing::new(&weights);
        for unit in [1, 2, u32::MAX - 1, u32::MAX] {
            weighing.unit = unit;
            weighing.find(&weights, 1, (0, 1));
            weighing.look_for_reasons(&weights);
            assert_eq!((weighing.weight(0), weighing.weight(1)), (4, -2), "{unit}");
            assert_eq!(weighing.touched(), [0, 1], "{unit}");
            assert!(weighing.has_reason(0) && !weighing.has_reason(1), "{unit}");
            weighing.forget();
            assert_eq!((weighing.weight(0), weighing.weight(1)), (0, 0), "{unit}");
            assert!(!weighing.has_reason(0) && weighing.touched().is_empty());
        }
        assert_eq!(weighing.unit, 1);
        assert!(weighing.weighed.iter().all(|own| own.seen == 0));
    }

    #[test]
    fn a_term_written_millions_of_times_weighs_all_of_it() {
        let most = 5 * i64::from(i32::MAX) + 7;
        let weights = weights(&[(0, most), (2, -most), (1, 0)]);
        let mut weighing = Weighing::new(&weights);
        (0..3).for_each(|word| weighing.find(&weights, word, (0, 1)));
        let sums = [0, 1, 2].map(|list| weighing.weight(list));
        assert_eq!(sums, [most, -most, 0]);
        assert_eq!(weighing.touched().len(), 3);
    }
}
