//! How many voices are independent of one another: the largest set no two of which are tied
//! (methods.md 4.2).
//!
//! It knows a graph of ties. What a stranger would get wrong: connected components are not counted; a
//! newcomer who knows two strangers would merge them, so that more support would lower the count.

use std::cmp::Reverse;

/// The largest component that is solved exactly.
const EXACT_VOICES: usize = 40;

/// A largest set of untied voices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Untied {
    /// The places of its members, in order.
    pub members: Vec<usize>,
    /// Whether no set is larger; otherwise its size is only "at least".
    pub is_exact: bool,
}

impl Untied {
    /// Returns how many there are.
    pub fn size(&self) -> usize {
        self.members.len()
    }
}

/// Returns a largest set of voices no two of which are tied.
///
/// Exact by branch and bound for each component of up to 40 voices; above that a set picked by least
/// degree is a lower bound.
pub fn largest_untied(voices: usize, is_tied: impl Fn(usize, usize) -> bool) -> Untied {
    most_telling_untied(voices, is_tied, |_| 0)
}

/// Returns of the largest sets of voices no two of which are tied one that weighs most.
pub fn most_telling_untied(
    voices: usize,
    is_tied: impl Fn(usize, usize) -> bool,
    weight_of: impl Fn(usize) -> u64,
) -> Untied {
    if voices <= 1 {
        return Untied {
            members: (0..voices).collect(),
            is_exact: true,
        };
    }
    let mut ties: Vec<Vec<usize>> = vec![Vec::new(); voices];
    for a in 0..voices {
        for b in a + 1..voices {
            if is_tied(a, b) {
                ties[a].push(b);
                ties[b].push(a);
            }
        }
    }
    let mut untied = Untied {
        members: Vec::new(),
        is_exact: true,
    };
    for component in components(&ties) {
        if component.len() <= EXACT_VOICES {
            untied.members.extend(exact(&component, &ties, &weight_of));
        } else {
            untied
                .members
                .extend(by_least_degree(&component, &ties, &weight_of));
            untied.is_exact = false;
        }
    }
    untied.members.sort_unstable();
    untied
}

/// Returns the sets of voices that ties hold together, each sorted, in the order of their first.
pub fn components(ties: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut is_seen = vec![false; ties.len()];
    let mut found = Vec::new();
    for start in 0..ties.len() {
        let mut stack = vec![start];
        let mut component = Vec::new();
        while let Some(voice) = stack.pop() {
            if !std::mem::replace(&mut is_seen[voice], true) {
                component.push(voice);
                stack.extend(&ties[voice]);
            }
        }
        if !component.is_empty() {
            component.sort_unstable();
            found.push(component);
        }
    }
    found
}

fn exact(component: &[usize], ties: &[Vec<usize>], weight_of: impl Fn(usize) -> u64) -> Vec<usize> {
    let place_of = |voice: usize| component.binary_search(&voice).ok();
    let masks: Vec<u64> = component
        .iter()
        .map(|voice| {
            let neighbours = ties[*voice].iter().filter_map(|other| place_of(*other));
            neighbours.fold(0, |mask, place| mask | 1 << place)
        })
        .collect();
    // A component has at most 40 voices, so its mask fits.
    let all = u64::MAX >> (64 - component.len());
    let weights: Vec<u64> = component.iter().map(|voice| weight_of(*voice)).collect();
    let best = branch(all, (&masks, &weights));
    let places = component.iter().enumerate();
    places
        .filter(|(place, _)| best >> place & 1 == 1)
        .map(|(_, voice)| *voice)
        .collect()
}

/// The largest untied set within a mask of voices, of equals the one that weighs most: a voice without
/// ties is always in it, one with a single tie where it weighs no less than the other; of any other, the
/// one with most ties is in or out.
fn branch(left: u64, (ties, weights): (&[u64], &[u64])) -> u64 {
    if left == 0 {
        return 0;
    }
    let mut busiest = (0, 0);
    let mut rest = left;
    while rest != 0 {
        let voice = rest.trailing_zeros() as usize;
        rest &= rest - 1;
        let tied = ties[voice] & left;
        let degree = tied.count_ones();
        let is_best = match degree {
            0 => true,
            1 => weights[voice] >= weights[tied.trailing_zeros() as usize],
            _ => false,
        };
        if is_best {
            return 1 << voice | branch(left & !(1 << voice) & !tied, (ties, weights));
        }
        busiest = busiest.max((degree, voice));
    }
    let (_, voice) = busiest;
    let without = left & !(1 << voice);
    let with = 1 << voice | branch(without & !ties[voice], (ties, weights));
    let other = branch(without, (ties, weights));
    let worth = |set: u64| {
        let members = weights.iter().enumerate();
        let weight = members.filter(|(voice, _)| set >> voice & 1 == 1);
        (
            set.count_ones(),
            weight.map(|(_, weight)| weight).sum::<u64>(),
        )
    };
    match worth(with) >= worth(other) {
        true => with,
        false => other,
    }
}

fn by_least_degree(
    component: &[usize],
    ties: &[Vec<usize>],
    weight_of: impl Fn(usize) -> u64,
) -> Vec<usize> {
    let mut order = component.to_vec();
    order.sort_by_key(|voice| (ties[*voice].len(), Reverse(weight_of(*voice)), *voice));
    let mut is_out = vec![false; ties.len()];
    let mut members = Vec::new();
    for voice in order {
        if !is_out[voice] {
            members.push(voice);
            ties[voice].iter().for_each(|other| is_out[*other] = true);
        }
    }
    members
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn size(voices: usize, pairs: &[(usize, usize)]) -> usize {
        let is_tied = |a, b| pairs.contains(&(a, b)) || pairs.contains(&(b, a));
        largest_untied(voices, is_tied).size()
    }

    #[test]
    fn knowing_two_strangers_merges_nobody() {
        assert_eq!(size(2, &[]), 2);
        assert_eq!(size(3, &[(0, 2), (1, 2)]), 2);
        assert_eq!(size(3, &[(0, 1), (0, 2), (1, 2)]), 1);
        assert_eq!(size(5, &[(0, 1), (1, 2), (2, 3), (3, 4), (4, 0)]), 2);
        assert_eq!(size(0, &[]), 0);
    }

    #[test]
    fn a_large_component_is_only_bounded() {
        let chain = largest_untied(60, |a, b| a.abs_diff(b) == 1);
        assert!(!chain.is_exact && chain.size() >= 20);
        let apart = largest_untied(60, |_, _| false);
        assert_eq!((apart.size(), apart.is_exact), (60, true));
    }

    proptest! {
        #[test]
        fn it_is_the_largest_set_of_all(voices in 0..9_usize, pairs in prop::collection::vec((0..9_usize, 0..9_usize), 0..20)) {
            let is_tied = |a: usize, b: usize| pairs.contains(&(a, b)) || pairs.contains(&(b, a));
            let members = |set: u32| (0..voices).filter(move |voice| set >> voice & 1 == 1);
            let is_free = |set: &u32| members(*set).all(|a| members(*set).all(|b| a == b || !is_tied(a, b)));
            let best = (0..1_u32 << voices).filter(is_free).map(u32::count_ones).max().unwrap_or(0);
            prop_assert_eq!(size(voices, &pairs), best as usize);
            let found = largest_untied(voices, is_tied).members;
            prop_assert!(found.iter().all(|a| found.iter().all(|b| a == b || !is_tied(*a, *b))));
        }

        #[test]
        fn of_the_largest_sets_it_weighs_most(voices in 0..9_usize, pairs in prop::collection::vec((0..9_usize, 0..9_usize), 0..20), weights in prop::array::uniform9(0..3_u64)) {
            let is_tied = |a: usize, b: usize| pairs.contains(&(a, b)) || pairs.contains(&(b, a));
            let members = |set: u32| (0..voices).filter(move |voice| set >> voice & 1 == 1);
            let is_free = |set: &u32| members(*set).all(|a| members(*set).all(|b| a == b || !is_tied(a, b)));
            let weight = |voices: &mut dyn Iterator<Item = usize>| voices.map(|voice| weights[voice]).sum::<u64>();
            let worth = |set: u32| (set.count_ones() as usize, weight(&mut members(set)));
            let best = (0..1_u32 << voices).filter(is_free).map(worth).max().unwrap_or_default();
            let found = most_telling_untied(voices, is_tied, |voice| weights[voice]).members;
            prop_assert_eq!((found.len(), weight(&mut found.iter().copied())), best);
            prop_assert!(found.iter().all(|a| found.iter().all(|b| a == b || !is_tied(*a, *b))));
        }

        #[test]
        fn more_ties_and_fewer_voices_never_raise_it(voices in 1..9_usize, pairs in prop::collection::vec((0..9_usize, 0..9_usize), 1..20)) {
            prop_assert!(size(voices, &pairs) <= size(voices, &pairs[1..]));
            prop_assert!(size(voices - 1, &pairs) <= size(voices, &pairs));
        }
    }
}
