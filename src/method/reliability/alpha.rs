//! Krippendorff's alpha for any metric (Krippendorff 2004, *Content Analysis*, ch. 11; 2011,
//! *Computing Krippendorff's Alpha-Reliability*), with its linearised standard error (Gwet 2014).
//!
//! It must not know coders. What a stranger would get wrong: where everybody gives the same
//! category throughout, alpha is undefined, not 1: nothing varied, so nothing shows that the
//! coders could have told two things apart.

use super::difference::{Difference, every};
use super::estimate::{Estimate, Undefined, standard_error};
use super::profiles::{Profile, Profiles};
use super::quotient::Quotient;

/// How alpha sees two categories.
#[derive(Clone, Copy, Debug)]
pub enum Scale<'s> {
    /// By differences that are given.
    Fixed(&'s Difference),
    /// By ranks, which follow from how often each category was given.
    Ranks,
}

/// What alpha is computed from.
#[derive(Clone, Debug, Default)]
pub struct Coincidences {
    /// N, the ratings of units that two or more rated.
    pub ratings: f64,
    /// The sum over units of the differences within, each over one less than its ratings.
    pub disagreeing: f64,
    /// The differences of all ratings with all.
    pub between: f64,
}

impl Coincidences {
    /// D_o.
    pub fn observed(&self) -> f64 {
        self.disagreeing / self.ratings
    }

    /// D_e.
    pub fn expected(&self) -> f64 {
        self.between / (self.ratings * (self.ratings - 1.0))
    }

    /// 1 − D_o / D_e, where something varied.
    pub fn alpha(&self) -> Result<f64, Undefined> {
        if self.ratings < 2.0 {
            Err(Undefined::NoPairs)
        } else if self.between > 0.0 {
            Ok(1.0 - self.disagreeing * (self.ratings - 1.0) / self.between)
        } else {
            Err(Undefined::NoVariation)
        }
    }
}

/// How often each category was given to units that two or more rated.
pub fn given(profiles: &Profiles) -> Vec<f64> {
    let mut given = vec![0.0; profiles.category_count()];
    for profile in profiles.pairs() {
        for (category, count) in profile.runs {
            given[*category as usize] += profile.times * f64::from(*count);
        }
    }
    given
}

/// A unit's part in D_o · N.
pub fn part_of(profile: &Profile<'_>, difference: &Difference) -> f64 {
    difference.within(profile.runs) / (profile.ratings - 1.0)
}

/// Computes alpha with its standard error; `observed` and `expected` are D_o and D_e.
pub fn alpha(profiles: &Profiles, scale: Scale<'_>) -> Estimate {
    let given = given(profiles);
    let ranks;
    let difference = match scale {
        Scale::Fixed(difference) => difference,
        Scale::Ranks => {
            ranks = Difference::of_ranks(&given);
            &ranks
        }
    };
    let above = |one: &Profile<'_>| one.times * difference.within(one.runs);
    // A count of ratings is a whole number.
    let fraction = |one: Profile<'_>| (above(&one), one.ratings as u64 - 1);
    let fractions: Vec<_> = profiles.pairs().map(fraction).collect();
    let parts: Vec<f64> = profiles
        .pairs()
        .map(|one| part_of(&one, difference))
        .collect();
    let sums = Coincidences {
        ratings: given.iter().sum(),
        disagreeing: Quotient::of(fractions.into_iter()).over(1.0),
        between: difference.between_all(&given),
    };
    if sums.ratings == 0.0 {
        return Estimate::undefined(Undefined::NoPairs);
    }
    let units = profiles.paired_count();
    let sample = Sample {
        profiles,
        parts: &parts,
        shares: given.iter().map(|count| count / sums.ratings).collect(),
        ratings: sums.ratings,
        units,
    };
    let estimate = Estimate {
        observed: Some(sums.observed()),
        expected: Some(sums.expected()),
        units,
        ..Estimate::plain(sums.alpha())
    };
    let error = |_| sample.error(difference, sums.observed());
    Estimate {
        se: estimate.value.ok().and_then(error),
        ..estimate
    }
}

/// What the standard error is made of.
struct Sample<'s> {
    profiles: &'s Profiles,
    /// Each pair's part in D_o · N, in the order of the profiles.
    parts: &'s [f64],
    shares: Vec<f64>,
    ratings: f64,
    units: f64,
}

impl Sample<'_> {
    /// The linearised standard error, written in differences: with E = Σ π_k π_l δ_kl the largest
    /// difference, by which weights would be made of them, cancels.
    fn error(&self, difference: &Difference, observed: f64) -> Option<f64> {
        let mean = self.ratings / self.units;
        let from = difference.from_each(&every(self.shares.len()), &self.shares);
        let expected = difference.between_all(&self.shares);
        let centre = 1.0 - observed / expected;
        let small = (1.0 - 1.0 / self.ratings) * observed;
        let values = self.profiles.pairs().zip(self.parts).map(|(one, part)| {
            let excess = (one.ratings - mean) / mean;
            let runs = one.runs.iter();
            let chance: f64 = runs
                .map(|run| f64::from(run.1) * from[run.0 as usize])
                .sum();
            let own = 1.0 + (small * excess - part / mean) / expected;
            let expected_of_it = 1.0 + excess - chance / (mean * expected);
            (one.times, own - 2.0 * (1.0 - centre) * expected_of_it)
        });
        standard_error(values, centre)
    }
}

#[cfg(test)]
mod tests {
    use super::super::difference::Metric;
    use super::super::ratings::tests::{four_observers, ratings};
    use super::*;
    use proptest::prelude::*;

    fn of(metric: Metric, coders: &[&str]) -> Estimate {
        measured(metric, &ratings(coders, 5))
    }

    fn measured(metric: Metric, ratings: &super::super::ratings::Ratings) -> Estimate {
        let profiles = Profiles::of(ratings);
        let names: Vec<String> = (1..=5).map(|name| name.to_string()).collect();
        let difference = Difference::of_metric(metric, &names, &given(&profiles)).unwrap();
        alpha(&profiles, Scale::Fixed(&difference))
    }

    #[test]
    fn four_observers_as_published_in_every_metric() {
        // Krippendorff 2011, part C and D; Hayes & Krippendorff 2007.
        for (metric, wanted) in [
            (Metric::Nominal, 0.743),
            (Metric::Ordinal, 0.815),
            (Metric::Interval, 0.849),
            (Metric::Ratio, 0.797),
        ] {
            let found = measured(metric, &four_observers()).value.unwrap();
            assert!((found - wanted).abs() < 0.0005, "{metric:?}: {found}");
        }
        let nominal = measured(Metric::Nominal, &four_observers());
        assert!((nominal.observed.unwrap() - 0.200).abs() < 0.0005);
        assert!((nominal.expected.unwrap() - 0.779).abs() < 0.0005);
        assert_eq!(nominal.units, 11.0);
    }

    #[test]
    fn ranks_made_on_the_way_are_those_of_the_metric() {
        let profiles = Profiles::of(&four_observers());
        let ranks = alpha(&profiles, Scale::Ranks);
        assert_eq!(ranks, measured(Metric::Ordinal, &four_observers()));
    }

    #[test]
    fn perfect_agreement_with_variation_is_exactly_one() {
        for metric in [
            Metric::Nominal,
            Metric::Ordinal,
            Metric::Interval,
            Metric::Ratio,
        ] {
            let found = of(metric, &["12345123", "12345123", "12345123"]);
            assert_eq!(found.value, Ok(1.0), "{metric:?}");
        }
    }

    #[test]
    fn without_variation_or_pairs_it_is_undefined() {
        assert_eq!(
            of(Metric::Interval, &["333", "333"]).value,
            Err(Undefined::NoVariation)
        );
        assert_eq!(
            of(Metric::Nominal, &["12.", "..3"]).value,
            Err(Undefined::NoPairs)
        );
        assert_eq!(
            of(Metric::Nominal, &["", ""]).value,
            Err(Undefined::NoPairs)
        );
    }

    fn row(length: usize) -> impl Strategy<Value = String> {
        prop::collection::vec(0..4_u8, length).prop_map(|digits| {
            digits
                .iter()
                .map(|digit| char::from(b'1' + digit))
                .collect()
        })
    }

    proptest! {
        #[test]
        fn on_complete_data_of_two_coders_it_follows_from_scotts_pi(
            a in row(9), b in row(9)
        ) {
            // α = 1 − (1 − π)(2n − 1) / 2n (Krippendorff 2004).
            let data = ratings(&[&a, &b], 4);
            let profiles = Profiles::of(&data);
            let found = alpha(&profiles, Scale::Fixed(&Difference::Nominal));
            let counted = super::super::counted::Counted {
                profiles: &profiles,
                difference: &Difference::Nominal,
            };
            match (found.value, counted.fleiss().value) {
                (Ok(alpha), Ok(pi)) => {
                    prop_assert!((alpha - (1.0 - (1.0 - pi) * 17.0 / 18.0)).abs() < 1e-12);
                }
                (alpha, pi) => prop_assert_eq!(alpha, pi),
            }
        }

        #[test]
        fn order_of_coders_and_unrated_units_change_nothing(
            a in row(7), b in row(7), c in row(7)
        ) {
            let padded = format!("{c}...");
            for metric in [Metric::Nominal, Metric::Ordinal, Metric::Interval] {
                let one = of(metric, &[&a, &b, &c]);
                prop_assert_eq!(one, of(metric, &[&padded, &a, &b]));
                if let Ok(value) = one.value {
                    prop_assert!(value <= 1.0);
                }
            }
        }
    }
}
