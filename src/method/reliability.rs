//! How far people who judge or code the same things agree beyond chance: agreement, kappas, AC1
//! and AC2, Krippendorff's alpha, u-alpha, with intervals. `docs/methods.md` has the formulas.
//!
//! It knows units, coders and categories by number, not who rated or what. What a stranger would
//! get wrong: where everybody says the same word throughout, kappa and alpha are undefined, not
//! 1: nothing varied, so nothing shows that the coders could have told two things apart.

pub mod alpha;
pub mod bootstrap;
pub mod by_coder;
pub mod coefficient;
pub mod convention;
pub mod counted;
pub mod difference;
pub mod differences;
pub mod estimate;
pub mod figures;
pub mod profiles;
pub mod quotient;
pub mod ratings;
pub mod span_figures;
pub mod spans;
mod student_t;

use alpha::Scale;
use difference::Difference;
use profiles::Profiles;
use ratings::{Ratings, RatingsBuilder, Shape};
use std::collections::BTreeSet;

/// Nominal alpha with what it is made of.
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
    let profiles = Profiles::of(&numbered(units));
    let estimate = alpha::alpha(&profiles, Scale::Fixed(&Difference::Nominal));
    let paired = units.iter().filter(|unit| unit.len() > 1);
    Alpha {
        value: estimate.value.ok(),
        observed: estimate.observed,
        expected: estimate.expected,
        units: profiles.paired_units().len(),
        ratings: paired.map(Vec::len).sum(),
    }
}

/// Units whose categories are told apart by any word as ratings with numbers.
fn numbered<C: Ord>(units: &[Vec<C>]) -> Ratings {
    let names: BTreeSet<&C> = units.iter().flatten().collect();
    let names: Vec<&C> = names.into_iter().collect();
    let mut builder = RatingsBuilder::default();
    for (unit, given) in (0..).zip(units) {
        for (person, category) in (0..).zip(given) {
            // Every category is among the names it was collected from.
            let number = names.binary_search(&category).unwrap_or_default();
            builder.push(unit, person, number as u32);
        }
    }
    let shape = Shape {
        units: units.len(),
        coders: units.iter().map(Vec::len).max().unwrap_or(0),
        categories: names.len(),
    };
    builder
        .build(shape)
        .expect("the people of one unit are numbered one after another")
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
