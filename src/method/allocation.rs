//! Who codes which text: every text to so many coders, all with as much to do, and every two of
//! them on as many common texts as can be. Double coding says most when no pair is met more
//! often than another. It must not know texts or names. A stranger would deal texts out in their
//! order: then whoever comes first in the alphabet codes the first months of the fieldwork, so
//! the order is drawn from a seed.

use super::reliability::bootstrap::SplitMix64;
use std::collections::BTreeSet;

/// Deals texts out to coders: for each text those who get it besides those who have it. The same
/// input and seed give the same answer everywhere.
///
/// *Arguments*: `given`, for each text the coders who have it already; `coders`, how many there
/// are; `each`, how many coders a text shall have (no more than there are).
pub fn allocated(
    given: &[BTreeSet<usize>],
    coders: usize,
    each: usize,
    seed: u64,
) -> Vec<BTreeSet<usize>> {
    let mut table = Table::of(given, coders);
    let mut numbers = SplitMix64::after(seed, 0);
    let mut dealt = vec![BTreeSet::new(); given.len()];
    for text in shuffled(given.len(), &mut numbers) {
        let mut holders = given[text].clone();
        while holders.len() < each.min(coders) {
            let ties = table.best(&holders);
            let chosen = ties[numbers.below(ties.len())];
            table.add(chosen, &holders);
            holders.insert(chosen);
            dealt[text].insert(chosen);
        }
    }
    dealt
}

/// The numbers below `count` in an order that the seed draws (Fisher and Yates).
fn shuffled(count: usize, numbers: &mut SplitMix64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    for last in (1..count).rev() {
        order.swap(last, numbers.below(last + 1));
    }
    order
}

/// How many texts each coder has, and how many each two have in common.
struct Table {
    loads: Vec<usize>,
    common: Vec<Vec<usize>>,
}

impl Table {
    fn of(given: &[BTreeSet<usize>], coders: usize) -> Self {
        let mut table = Self {
            loads: vec![0; coders],
            common: vec![vec![0; coders]; coders],
        };
        for holders in given {
            let mut before = BTreeSet::new();
            for coder in holders {
                table.add(*coder, &before);
                before.insert(*coder);
            }
        }
        table
    }

    fn add(&mut self, coder: usize, beside: &BTreeSet<usize>) {
        self.loads[coder] += 1;
        for other in beside {
            self.common[coder][*other] += 1;
            self.common[*other][coder] += 1;
        }
    }

    /// Those who have least to do, and of them those who met the holders least.
    fn best(&self, holders: &BTreeSet<usize>) -> Vec<usize> {
        let free = || (0..self.loads.len()).filter(|coder| !holders.contains(coder));
        let cost = |coder: usize| {
            let met: usize = holders.iter().map(|other| self.common[coder][*other]).sum();
            (self.loads[coder], met)
        };
        let least = free().map(cost).min();
        free().filter(|coder| Some(cost(*coder)) == least).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn loads(dealt: &[BTreeSet<usize>], coders: usize) -> Vec<usize> {
        let load = |coder| dealt.iter().filter(|text| text.contains(&coder)).count();
        (0..coders).map(load).collect()
    }

    proptest! {
        #[test]
        fn every_text_has_its_coders_and_nobody_more_than_one_text_more(
            texts in 0_usize..60, coders in 1_usize..7, each in 1_usize..7, seed: u64,
        ) {
            let each = each.min(coders);
            let given = vec![BTreeSet::new(); texts];
            let dealt = allocated(&given, coders, each, seed);
            prop_assert!(dealt.iter().all(|text| text.len() == each));
            let loads = loads(&dealt, coders);
            let (low, high) = (loads.iter().min().unwrap(), loads.iter().max().unwrap());
            prop_assert!(high - low <= 1, "{loads:?}");
            prop_assert_eq!(dealt, allocated(&given, coders, each, seed));
        }
    }

    #[test]
    fn every_two_coders_meet_about_as_often() {
        let dealt = allocated(&vec![BTreeSet::new(); 54], 4, 2, 1);
        let mut met = Vec::new();
        for one in 0..4 {
            for two in one + 1..4 {
                let both = |text: &&BTreeSet<usize>| text.contains(&one) && text.contains(&two);
                met.push(dealt.iter().filter(both).count());
            }
        }
        assert!(met.iter().all(|count| (7..=11).contains(count)), "{met:?}");
    }

    #[test]
    fn whoever_has_a_text_already_counts() {
        let given = vec![BTreeSet::from([0]), BTreeSet::from([0, 1]), BTreeSet::new()];
        let dealt = allocated(&given, 2, 1, 1);
        assert_eq!(
            dealt,
            [BTreeSet::new(), BTreeSet::new(), BTreeSet::from([1])]
        );
    }

    #[test]
    fn another_seed_deals_otherwise() {
        let none = vec![BTreeSet::new(); 20];
        assert_ne!(allocated(&none, 3, 2, 1), allocated(&none, 3, 2, 2));
    }
}
