//! How far people who judge the same things agree beyond chance: Krippendorff's alpha for
//! nominal data (Krippendorff 2004, *Content Analysis*, ch. 11; 2011, *Computing Krippendorff's
//! Alpha-Reliability*).
//!
//! It knows units and categories, not who judged or what. What a stranger would get wrong:
//! where everybody says the same word throughout, alpha is undefined, not 1: nothing varied,
//! so nothing shows that the judges could have told two things apart.

use std::collections::BTreeMap;

/// Alpha with what it is made of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Alpha {
    /// 1 − D_o / D_e, at most 1, negative where people agree less than by chance; nothing where
    /// it is undefined.
    pub value: Option<f64>,
    /// D_o, the observed disagreement, 0 to 1; nothing without a unit that two people judged.
    pub observed: Option<f64>,
    /// D_e, the disagreement expected by chance, 0 to 1; nothing without such a unit.
    pub expected: Option<f64>,
    /// Units that two or more people judged; others say nothing and are left out.
    pub units: usize,
    /// Ratings of those units.
    pub ratings: usize,
}

impl Alpha {
    /// Why there is no value, where there is none.
    pub fn why_undefined(&self) -> Option<&'static str> {
        match (self.value, self.units) {
            (Some(_), _) => None,
            (None, 0) => Some("no pairs: nothing was judged by two people"),
            (None, _) => Some("no variation: everybody gave one and the same judgement"),
        }
    }
}

/// Computes nominal alpha. Each unit is the list of categories given to it, one a person, in
/// any order; a missing rating is simply not in the list.
///
/// # Example
/// ```
/// use gainsay::method::reliability::nominal_alpha;
/// let units = [vec!["a", "a"], vec!["a", "b"], vec!["b", "b"]];
/// let alpha = nominal_alpha(&units);
/// assert!((alpha.value.unwrap() - 4.0 / 9.0).abs() < 1e-12);
/// ```
pub fn nominal_alpha<C: Ord>(units: &[Vec<C>]) -> Alpha {
    let paired: Vec<&Vec<C>> = units.iter().filter(|unit| unit.len() > 1).collect();
    let mut totals: BTreeMap<&C, usize> = BTreeMap::new();
    let mut disagreeing = 0.0;
    for unit in &paired {
        unit.iter()
            .for_each(|category| *totals.entry(category).or_default() += 1);
        // Ordered pairs that differ, each weighted so that a unit counts by its ratings.
        disagreeing += differing_pairs(&counts(unit)) / (unit.len() - 1) as f64;
    }
    let ratings: usize = totals.values().sum();
    let n = ratings as f64;
    let is_paired = !paired.is_empty();
    let observed = is_paired.then(|| disagreeing / n);
    let expected = is_paired.then(|| differing_pairs(&totals) / (n * (n - 1.0)));
    let value = observed
        .zip(expected)
        .filter(|(_, expected)| *expected > 0.0)
        .map(|(observed, expected)| 1.0 - observed / expected);
    Alpha {
        value,
        observed,
        expected,
        units: paired.len(),
        ratings,
    }
}

fn counts<C: Ord>(unit: &[C]) -> BTreeMap<&C, usize> {
    let mut counts = BTreeMap::new();
    unit.iter()
        .for_each(|category| *counts.entry(category).or_default() += 1);
    counts
}

/// How many ordered pairs of ratings name two different categories.
fn differing_pairs<C>(counts: &BTreeMap<&C, usize>) -> f64 {
    let all: usize = counts.values().sum();
    let same: usize = counts.values().map(|count| count * count).sum();
    (all * all - same) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Units from one string a person; `.` is not rated.
    fn units(people: &[&str]) -> Vec<Vec<char>> {
        let length = people[0].len();
        let rating = |person: &&str, at: usize| person.chars().nth(at).filter(|one| *one != '.');
        (0..length)
            .map(|at| people.iter().filter_map(|one| rating(one, at)).collect())
            .collect()
    }

    #[test]
    fn four_observers_and_twelve_units_as_published() {
        // Krippendorff 2011, part C; Hayes & Krippendorff 2007: nominal alpha .743.
        let alpha = nominal_alpha(&units(&[
            "123321412...",
            "1233224125..",
            ".33323422513",
            "12332441251.",
        ]));
        let near = |value: Option<f64>, wanted: f64| (value.unwrap() - wanted).abs() < 0.0005;
        assert!((alpha.value.unwrap() - 0.743_421).abs() < 5e-7, "{alpha:?}");
        assert!(near(alpha.observed, 0.200) && near(alpha.expected, 0.779));
        // Unit 12 has one rating and is left out.
        assert_eq!((alpha.units, alpha.ratings), (11, 40));
    }

    #[test]
    fn two_observers_and_binary_data_as_published() {
        // Krippendorff 2011, part A: two observers, ten units, alpha .095.
        let alpha = nominal_alpha(&units(&["0100000010", "1110010000"]));
        assert!((alpha.value.unwrap() - 0.095).abs() < 0.0005, "{alpha:?}");
    }

    #[test]
    fn two_observers_and_five_categories_as_published() {
        // Krippendorff 2011, part B: two observers, twelve units, alpha .692.
        let alpha = nominal_alpha(&units(&["aabbdcccedda", "babbbccceddd"]));
        assert!((alpha.value.unwrap() - 0.692).abs() < 0.0005, "{alpha:?}");
    }

    #[test]
    fn without_variation_or_pairs_it_is_undefined() {
        let same = nominal_alpha(&units(&["aaa", "aaa"]));
        assert_eq!(
            (same.value, same.observed, same.expected),
            (None, Some(0.0), Some(0.0))
        );
        assert!(same.why_undefined().unwrap().starts_with("no variation"));
        let alone = nominal_alpha(&units(&["ab.", "..c"]));
        assert_eq!((alone.value, alone.units), (None, 0));
        assert!(alone.why_undefined().unwrap().starts_with("no pairs"));
    }

    #[test]
    fn less_than_chance_is_negative() {
        assert!(nominal_alpha(&units(&["ab", "ba"])).value.unwrap() < 0.0);
    }

    proptest! {
        #[test]
        fn it_never_exceeds_one_and_names_of_categories_do_not_matter(
            units in prop::collection::vec(prop::collection::vec(0..4_u8, 0..5), 0..12)
        ) {
            let alpha = nominal_alpha(&units);
            let renamed: Vec<Vec<u8>> = units
                .iter()
                .map(|unit| unit.iter().rev().map(|category| 9 - category).collect())
                .collect();
            let again = nominal_alpha(&renamed);
            prop_assert_eq!(alpha.units, again.units);
            match (alpha.value, again.value) {
                (Some(a), Some(b)) => {
                    prop_assert!((a - b).abs() < 1e-9);
                    prop_assert!(a <= 1.0);
                }
                (a, b) => prop_assert_eq!(a, b),
            }
        }
    }
}
