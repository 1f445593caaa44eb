//! Coefficients for which it does not matter who gave a rating: agreement, Bennett's S, Scott's
//! pi, Fleiss' kappa, Gwet's AC (Bennett et al. 1954; Scott 1955; Fleiss 1971; Gwet 2008, 2014).
//!
//! It must not know coders. What a stranger would get wrong: with missing ratings the share of
//! a category is the mean of its shares in the units, not its share in all ratings; both are
//! offered and give other figures.

use super::difference::{Difference, every};
use super::estimate::{Disagreement, Estimate, Linear, Undefined, standard_error};
use super::profiles::{Profile, Profiles};
use super::quotient::{Common, Quotient};

/// Profiles seen through the differences of their categories.
#[derive(Clone, Copy, Debug)]
pub struct Counted<'c> {
    /// The units.
    pub profiles: &'c Profiles,
    /// 1 − w of each two categories.
    pub difference: &'c Difference,
}

impl Counted<'_> {
    /// 1 − a of a unit that two or more rated.
    pub fn disagreement_of(&self, profile: &Profile<'_>) -> f64 {
        let r = profile.ratings;
        self.difference.within(profile.runs) / (r * (r - 1.0))
    }

    /// 1 − P_o, every unit alike; nothing without a unit that two rated.
    pub fn disagreement(&self) -> Option<f64> {
        let units = self.profiles.paired_count();
        let sum = || self.sum_over_pairs(|r| r * (r - 1));
        (units > 0.0).then(|| sum().over(units))
    }

    /// The differences within each unit that two or more rated, each over what its number of ratings gives.
    fn sum_over_pairs(&self, below: impl Fn(u64) -> u64) -> Quotient {
        let within = |one: Profile<'_>| {
            let above = one.times * self.difference.within(one.runs);
            // A count of ratings is a whole number.
            (above, below(one.ratings as u64))
        };
        let parts: Vec<_> = self.profiles.pairs().map(within).collect();
        Quotient::of(parts.into_iter())
    }

    /// P_o, every unit alike, with its standard error.
    pub fn percent(&self) -> Estimate {
        let Some(observed) = self.disagreement() else {
            return Estimate::undefined(Undefined::NoPairs);
        };
        // Without chance, 1 − P_e is 1 as a whole and in every unit.
        let whole = Disagreement {
            observed,
            expected: 1.0,
        };
        let estimate = self.with_error(whole, |_| 1.0);
        Estimate {
            expected: None,
            ..estimate
        }
    }

    /// P_o, every pair of ratings alike: 1 − D_o of alpha.
    pub fn percent_of_pairs(&self) -> Estimate {
        let pairs = self.profiles.pairs();
        let ratings: f64 = pairs.map(|one| one.times * one.ratings).sum();
        if ratings == 0.0 {
            return Estimate::undefined(Undefined::NoPairs);
        }
        let agreement = 1.0 - self.sum_over_pairs(|r| r - 1).over(ratings);
        Estimate {
            observed: Some(agreement),
            ..Estimate::plain(Ok(agreement))
        }
    }

    /// Bennett's S, also Brennan-Prediger and Randolph's kappa: every category as likely.
    pub fn bennett(&self) -> Estimate {
        let count = self.profiles.category_count();
        if count < 2 {
            return self.undefined(Undefined::OneCategory);
        }
        let expected = Masses::alike(count).between_all(self.difference);
        self.beyond(expected, |_| expected)
    }

    /// Scott's pi for two coders, Fleiss' kappa for any: the categories as likely as they are.
    pub fn fleiss(&self) -> Estimate {
        if !self.profiles.is_varied() {
            return self.undefined(Undefined::NoVariation);
        }
        let masses = self.masses(|ratings| ratings);
        let shares = masses.shares();
        let from = self.difference.from_each(&every(shares.len()), &shares);
        let expected = masses.between_all(self.difference);
        let estimate = self.beyond(expected, |profile| {
            mean_of(profile, |category| from[category])
        });
        Estimate {
            se0: self.fleiss_without_agreement(&shares),
            ..estimate
        }
    }

    /// Fleiss' kappa with the shares of categories in all ratings; without a standard error.
    pub fn fleiss_pooled(&self) -> Estimate {
        if !self.profiles.is_varied() {
            return self.undefined(Undefined::NoVariation);
        }
        let expected = self.masses(|_| 1).between_all(self.difference);
        match self.disagreement() {
            Some(observed) => Disagreement { observed, expected }.estimate(),
            None => Estimate::undefined(Undefined::NoPairs),
        }
    }

    /// Gwet's AC1, or AC2 with weights.
    pub fn gwet(&self) -> Estimate {
        let count = self.profiles.category_count();
        if count < 2 {
            return self.undefined(Undefined::OneCategory);
        }
        let q = count as f64;
        let weights = q * q - self.difference.between_all(&vec![1.0; count]);
        let factor = weights / (q * (q - 1.0));
        let masses = self.masses(|ratings| ratings);
        let shares = masses.shares();
        let chance = |profile: &Profile<'_>| {
            1.0 - factor * mean_of(profile, |category| 1.0 - shares[category])
        };
        let most = q * (q - 1.0) * masses.whole * masses.whole;
        let spread = weights * masses.spread();
        self.beyond((most - spread) / most, chance)
    }

    /// The share of each category: the mean of its shares in the units.
    pub fn shares(&self) -> Vec<f64> {
        self.masses(|ratings| ratings).shares()
    }

    /// What each category has, where a unit's counts are divided by what `below` says of how many they are: by their
    /// number, and every unit weighs the same, by 1, and every rating does.
    fn masses(&self, below: impl Fn(u64) -> u64) -> Masses {
        // A count of ratings is a whole number.
        let parts_of = |one: &Profile<'_>| below(one.ratings as u64);
        let common = Common::of(self.profiles.iter().map(|one| parts_of(&one)));
        let mut of = vec![0.0; self.profiles.category_count()];
        for profile in self.profiles.iter() {
            let weight = profile.times * common.over(parts_of(&profile));
            for (category, count) in profile.runs {
                of[*category as usize] += weight * f64::from(*count);
            }
        }
        Masses {
            whole: of.iter().sum(),
            of,
        }
    }

    /// What is undefined for want of pairs is so before anything else.
    fn undefined(&self, why: Undefined) -> Estimate {
        let has_pairs = self.profiles.pairs().next().is_some();
        Estimate::undefined(if has_pairs { why } else { Undefined::NoPairs })
    }

    /// A coefficient from 1 − P_e, as a whole and as e has it for a unit.
    fn beyond(&self, expected: f64, chance: impl Fn(&Profile<'_>) -> f64) -> Estimate {
        match self.disagreement() {
            Some(observed) => self.with_error(Disagreement { observed, expected }, chance),
            None => Estimate::undefined(Undefined::NoPairs),
        }
    }

    fn with_error(&self, whole: Disagreement, chance: impl Fn(&Profile<'_>) -> f64) -> Estimate {
        let estimate = whole.estimate();
        let Ok(value) = estimate.value else {
            return estimate;
        };
        let units = self.profiles.rated_units();
        let linear = Linear {
            whole,
            rated_by_paired: units / self.profiles.paired_count(),
        };
        let values = self.profiles.iter().map(|profile| {
            let own = (profile.ratings > 1.0).then(|| self.disagreement_of(&profile));
            (profile.times, linear.value(own, chance(&profile)))
        });
        Estimate {
            se: standard_error(values, value),
            units,
            ..estimate
        }
    }

    /// The standard error of Fleiss' kappa where nobody agrees (Fleiss, Nee & Landis 1979):
    /// without weights, and where every unit has the same number of ratings.
    fn fleiss_without_agreement(&self, shares: &[f64]) -> Option<f64> {
        if *self.difference != Difference::Nominal {
            return None;
        }
        let m = self.profiles.iter().next()?.ratings;
        if m < 2.0 || self.profiles.iter().any(|profile| profile.ratings != m) {
            return None;
        }
        let spread = |share: &f64| share * (1.0 - share);
        let s: f64 = shares.iter().map(spread).sum();
        let skew: f64 = shares
            .iter()
            .map(|share| spread(share) * (1.0 - 2.0 * share))
            .sum();
        let variance =
            2.0 / (self.profiles.rated_units() * m * (m - 1.0)) * (s * s - skew) / (s * s);
        (variance > 0.0).then(|| variance.sqrt())
    }
}

/// How much each category has, in whole numbers where that can be.
struct Masses {
    of: Vec<f64>,
    whole: f64,
}

impl Masses {
    /// Every category as much as any other.
    fn alike(count: usize) -> Self {
        Self {
            of: vec![1.0; count],
            whole: count as f64,
        }
    }

    fn shares(&self) -> Vec<f64> {
        self.of.iter().map(|mass| mass / self.whole).collect()
    }

    /// 1 − Σ w π π, in one division.
    fn between_all(&self, difference: &Difference) -> f64 {
        difference.between_all(&self.of) / (self.whole * self.whole)
    }

    /// Σ π (1 − π) of masses.
    fn spread(&self) -> f64 {
        self.of.iter().map(|mass| mass * (self.whole - mass)).sum()
    }
}

/// The mean over a unit's ratings of what their categories have.
fn mean_of(profile: &Profile<'_>, of: impl Fn(usize) -> f64) -> f64 {
    let parts = profile.runs.iter();
    let sum: f64 = parts.map(|run| f64::from(run.1) * of(run.0 as usize)).sum();
    sum / profile.ratings
}

#[cfg(test)]
mod tests {
    use super::super::ratings::tests::{four_observers, ratings};
    use super::*;

    fn near(value: f64, wanted: f64, by: f64) {
        assert!((value - wanted).abs() < by, "{value} is not {wanted}");
    }

    type Of<'o> = &'o dyn Fn(Counted<'_>) -> Estimate;

    fn measured<T>(ratings: &super::super::ratings::Ratings, of: impl Fn(Counted<'_>) -> T) -> T {
        let profiles = Profiles::of(ratings);
        of(Counted {
            profiles: &profiles,
            difference: &Difference::Nominal,
        })
    }

    #[test]
    fn krippendorffs_four_observers_as_gwet_2014_has_them() {
        // Gwet 2014: agreement .818; S .77273 with error .14472, Fleiss .76117 with .15302,
        // AC1 .77544 with .14295.
        let data = four_observers();
        let published: [(Of<'_>, f64, f64); 3] = [
            (&|one| one.bennett(), 0.77273, 0.14472),
            (&|one| one.fleiss(), 0.76117, 0.15302),
            (&|one| one.gwet(), 0.77544, 0.14295),
        ];
        for (of, value, se) in published {
            let found = measured(&data, of);
            near(found.value.unwrap(), value, 5.1e-6);
            near(found.se.unwrap(), se, 5.1e-6);
        }
        let percent = measured(&data, |counted| counted.percent());
        near(percent.value.unwrap(), 0.818, 5.1e-4);
        let pooled = measured(&data, |counted| counted.fleiss_pooled());
        near(pooled.value.unwrap(), 0.7605, 5.1e-5);
        near(
            measured(&data, |counted| counted.percent_of_pairs())
                .value
                .unwrap(),
            0.8,
            1e-12,
        );
    }

    #[test]
    fn an_interval_is_made_with_student_and_cut_at_one() {
        let found = measured(&four_observers(), |counted| counted.bennett());
        let (low, high) = found.interval(0.95).unwrap();
        near(low, 0.454208, 5.1e-7);
        assert_eq!(high, 1.0);
    }

    #[test]
    fn a_rare_code_makes_kappa_collapse_and_not_ac1() {
        // Table [[80, 7], [8, 5]]: agreement .85, pi .314, AC1 .808.
        let rows = |pairs: &[(usize, &str)]| -> Vec<String> {
            let coder = |at: usize| {
                let cells = pairs
                    .iter()
                    .map(|(times, cell)| cell[at..=at].repeat(*times));
                cells.collect::<String>()
            };
            vec![coder(0), coder(1)]
        };
        let coders = rows(&[(80, "11"), (7, "12"), (8, "21"), (5, "22")]);
        let data = ratings(&[&coders[0], &coders[1]], 2);
        near(
            measured(&data, |counted| counted.percent()).value.unwrap(),
            0.85,
            1e-12,
        );
        near(
            measured(&data, |counted| counted.gwet()).value.unwrap(),
            0.808,
            5.1e-4,
        );
    }

    #[test]
    fn what_is_undefined_says_why() {
        let one = ratings(&["111", "111"], 2);
        let why = |data: &super::super::ratings::Ratings, of: Of<'_>| measured(data, of).value;
        assert_eq!(why(&one, &|one| one.fleiss()), Err(Undefined::NoVariation));
        assert_eq!(why(&one, &|one| one.gwet()), Ok(1.0));
        assert_eq!(why(&one, &|one| one.bennett()), Ok(1.0));
        assert_eq!(
            why(&ratings(&["11", "11"], 1), &|one| one.gwet()),
            Err(Undefined::OneCategory)
        );
        let alone = ratings(&["12.", "..1"], 2);
        let all: [Of<'_>; 4] = [
            &|one| one.percent(),
            &|one| one.bennett(),
            &|one| one.fleiss(),
            &|one| one.gwet(),
        ];
        for of in all {
            assert_eq!(why(&alone, of), Err(Undefined::NoPairs));
        }
    }

    #[test]
    fn ratings_that_stand_alone_vary_too() {
        // Both gave 1 to two units; one of them alone gave 2 to a third: π = 2/3, 1/3.
        let alone = ratings(&["112", "11."], 2);
        let shares: [Of<'_>; 2] = [&|one| one.fleiss(), &|one| one.fleiss_pooled()];
        for of in shares {
            let found = measured(&alone, of);
            assert_eq!((found.value, found.observed), (Ok(1.0), Some(1.0)));
        }
        let expected = measured(&alone, |one| one.fleiss()).expected.unwrap();
        near(expected, 5.0 / 9.0, 1e-12);
        near(
            measured(&alone, |one| one.fleiss_pooled())
                .expected
                .unwrap(),
            17.0 / 25.0,
            1e-12,
        );
    }

    #[test]
    fn agreement_of_chance_is_exactly_nothing() {
        // Every triple of categories once: whatever one gave says nothing of the others.
        let digit = |at: usize| {
            move |unit: usize| char::from(b'1' + (unit / 3_usize.pow(at as u32) % 3) as u8)
        };
        let coder = |at| (0..27).map(digit(at)).collect::<String>();
        let data = ratings(&[&coder(0), &coder(1), &coder(2)], 3);
        let all: [Of<'_>; 4] = [
            &|one| one.bennett(),
            &|one| one.fleiss(),
            &|one| one.fleiss_pooled(),
            &|one| one.gwet(),
        ];
        for of in all {
            assert_eq!(measured(&data, of).value, Ok(0.0));
        }
    }

    #[test]
    fn one_unit_has_a_figure_and_no_error() {
        let found = measured(&ratings(&["1", "2"], 2), |counted| counted.fleiss());
        assert_eq!((found.value, found.se), (Ok(-1.0), None));
    }
}
