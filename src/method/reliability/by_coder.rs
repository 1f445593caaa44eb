//! Coefficients for which it matters who gave a rating: Cohen's and Conger's kappa, the largest
//! kappa that the marginals allow, Holsti's agreement (Cohen 1960, 1968; Conger 1980; Holsti
//! 1969; Fleiss, Cohen & Everitt 1969).
//!
//! It must not know what coders are called. What a stranger would get wrong: Cohen's kappa looks
//! at units that both coders rated, Conger's at every unit of each coder; with two coders and no
//! gaps they are one.

use super::counted::Counted;
use super::difference::Difference;
use super::estimate::{Disagreement, Estimate, Linear, Undefined, standard_error};
use super::profiles::{Profiles, runs_of};
use super::quotient::Common;
use super::ratings::Ratings;

/// The most coders of whom every two are compared.
pub const MOST_COMPARED: usize = 1_000;

/// The most categories for which every cell of a table of two coders is visited.
const MOST_CROSSED: usize = 2_000;

/// How often each coder gave each category.
#[derive(Clone, Debug, PartialEq)]
pub struct Habits {
    coders: Vec<Habit>,
    category_count: usize,
}

/// How often one coder gave each category; those never given are left out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Habit {
    categories: Vec<u32>,
    /// How often each of them was given.
    counts: Vec<f64>,
    rated: f64,
}

impl Habit {
    /// The habit of a coder who put so many of `rated` units into a code, as category 1.
    pub fn of_code(inside: f64, rated: f64) -> Self {
        let parts = [(0, rated - inside), (1, inside)];
        let used = parts.into_iter().filter(|part| part.1 > 0.0);
        Self::of_counts(used.unzip(), rated)
    }

    fn of_counts((categories, counts): (Vec<u32>, Vec<f64>), rated: f64) -> Self {
        Self {
            categories,
            counts,
            rated,
        }
    }

    fn count(&self, category: u32) -> f64 {
        let found = self.categories.binary_search(&category);
        found.map_or(0.0, |at| self.counts[at])
    }

    fn shares(&self) -> Vec<f64> {
        self.counts.iter().map(|count| count / self.rated).collect()
    }
}

impl Habits {
    /// Counts what each coder gave.
    pub fn of(ratings: &Ratings) -> Self {
        let mut given: Vec<Vec<u32>> = vec![Vec::new(); ratings.coder_count()];
        for unit in 0..ratings.unit_count() {
            for (coder, category) in ratings.pairs_of(unit) {
                given[coder as usize].push(category);
            }
        }
        let category_count = ratings.category_count();
        let mut counts = vec![0_u32; category_count];
        let coders = given.iter().map(|own| habit_of(own, &mut counts)).collect();
        Self {
            coders,
            category_count,
        }
    }

    /// The habits of coders who put units into a code or not.
    pub fn of_code(coders: Vec<Habit>) -> Self {
        Self {
            coders,
            category_count: 2,
        }
    }

    /// The same with every category replaced by 1 where it belongs to a code, 0 where not.
    #[must_use]
    pub fn recoded(&self, belongs: &[bool]) -> Self {
        let recode = |habit: &Habit| {
            let own = habit.categories.iter().zip(&habit.counts);
            let inside = own.filter(|(category, _)| belongs[**category as usize]);
            Habit::of_code(inside.map(|(_, count)| count).sum(), habit.rated)
        };
        Self::of_code(self.coders.iter().map(recode).collect())
    }

    /// 1 − P_e of Conger: the mean over ordered pairs of coders, with what it is made of.
    pub fn chance(&self, difference: &Difference) -> Chance {
        // Shares over one denominator are whole numbers.
        let rated = |habit: &Habit| (habit.rated as u64).max(1);
        let whole = Common::of(self.coders.iter().map(rated));
        let masses: Vec<Vec<f64>> = self
            .coders
            .iter()
            .map(|habit| {
                let part = whole.over(rated(habit));
                habit.counts.iter().map(|count| count * part).collect()
            })
            .collect();
        let whole = whole.whole();
        let mut all = vec![0.0; self.category_count];
        for (habit, masses) in self.coders.iter().zip(&masses) {
            for (category, mass) in habit.categories.iter().zip(masses) {
                all[*category as usize] += mass;
            }
        }
        let every = super::difference::every(self.category_count);
        let from_all = difference.from_each(&every, &all);
        let r = self.coders.len() as f64;
        let pairs = r * (r - 1.0);
        let mut expected = 0.0;
        let mut moves = Vec::with_capacity(self.coders.len());
        for (habit, masses) in self.coders.iter().zip(&masses) {
            let own = difference.from_each(&habit.categories, masses);
            let categories = habit.categories.iter().zip(own);
            // Differences to what the others give.
            let others: Vec<f64> = categories
                .map(|(category, own)| from_all[*category as usize] - own)
                .collect();
            let sum: f64 = others.iter().zip(masses).map(|(a, b)| a * b).sum();
            expected += sum;
            let mean = sum / whole;
            moves.push(
                others
                    .iter()
                    .map(|one| (mean - one) / (whole * pairs))
                    .collect(),
            );
        }
        Chance {
            expected: expected / (whole * whole * pairs),
            moves,
        }
    }
}

fn habit_of(own: &[u32], counts: &mut [u32]) -> Habit {
    own.iter()
        .for_each(|category| counts[*category as usize] += 1);
    let mut used = Vec::new();
    for category in own {
        let count = std::mem::take(&mut counts[*category as usize]);
        if count > 0 {
            used.push((*category, f64::from(count)));
        }
    }
    used.sort_unstable_by_key(|one| one.0);
    Habit::of_counts(used.into_iter().unzip(), own.len() as f64)
}

/// 1 − P_e after Conger.
#[derive(Clone, Debug)]
pub struct Chance {
    /// As a whole.
    pub expected: f64,
    /// For each coder and each category that the coder gave: by how much one such rating, if
    /// the coder rated all units, would move it.
    moves: Vec<Vec<f64>>,
}

/// Ratings as they are, or of one code against the rest.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'s> {
    /// The ratings.
    pub ratings: &'s Ratings,
    /// Which categories belong to the code, if one is looked at: they are 1, the others 0.
    pub code: Option<&'s [bool]>,
}

impl Seen<'_> {
    fn pairs_of(&self, unit: usize) -> impl Iterator<Item = (u32, u32)> + '_ {
        let recode = |category: u32| match self.code {
            Some(belongs) => u32::from(belongs[category as usize]),
            None => category,
        };
        let pairs = self.ratings.pairs_of(unit);
        pairs.map(move |(coder, category)| (coder, recode(category)))
    }
}

/// Cohen's kappa of two coders, over the units that both rated: Conger's kappa of these, with
/// the standard error of no agreement.
pub fn cohen(both: Seen<'_>, counted: Counted<'_>, habits: &Habits) -> Estimate {
    let estimate = conger(both, counted, habits);
    let units = counted.profiles.paired_count();
    let without = |_| without_agreement(habits, units, counted.difference);
    Estimate {
        se0: estimate.value.ok().and_then(without),
        ..estimate
    }
}

/// Conger's kappa of any number of coders; `counted` and `habits` are of what is seen.
pub fn conger(seen: Seen<'_>, counted: Counted<'_>, habits: &Habits) -> Estimate {
    let Counted {
        profiles,
        difference,
    } = counted;
    let chance = match conger_without_error(counted, habits) {
        Ok((chance, _)) => chance,
        Err(why) => return Estimate::undefined(why),
    };
    let observed = counted.disagreement().unwrap_or_default();
    let whole = Disagreement {
        observed,
        expected: chance.expected,
    };
    let estimate = whole.estimate();
    let Ok(value) = estimate.value else {
        return estimate;
    };
    let units = profiles.rated_units();
    let linear = Linear {
        whole,
        rated_by_paired: units / profiles.paired_count(),
    };
    let rated = 0..seen.ratings.unit_count();
    let rated = rated.filter(|unit| !seen.ratings.of(*unit).is_empty());
    let mut given = Vec::new();
    let values = rated.map(|unit| {
        given.clear();
        let mut moved = 0.0;
        for (coder, category) in seen.pairs_of(unit) {
            given.push(category);
            let habit = &habits.coders[coder as usize];
            if let Ok(at) = habit.categories.binary_search(&category) {
                moved += chance.moves[coder as usize][at] * units / habit.rated;
            }
        }
        let own = disagreement_within(&mut given, difference);
        (1.0, linear.value(own, chance.expected - moved))
    });
    Estimate {
        se: standard_error(values, value),
        units,
        ..estimate
    }
}

/// Conger's kappa and its chance.
///
/// # Errors
/// Why it is undefined.
pub fn conger_without_error(
    counted: Counted<'_>,
    habits: &Habits,
) -> Result<(Chance, Estimate), Undefined> {
    let observed = counted.disagreement().ok_or(Undefined::NoPairs)?;
    if !counted.profiles.is_varied() {
        return Err(Undefined::NoVariation);
    }
    let chance = habits.chance(counted.difference);
    let whole = Disagreement {
        observed,
        expected: chance.expected,
    };
    Ok((chance, whole.estimate()))
}

/// a of one unit, in whatever order its categories stand; nothing where fewer than two rated it.
pub fn agreement_of(given: &[u32], difference: &Difference) -> Option<f64> {
    disagreement_within(&mut given.to_vec(), difference).map(|own| 1.0 - own)
}

/// 1 − a of one unit; nothing where fewer than two rated it.
fn disagreement_within(given: &mut [u32], difference: &Difference) -> Option<f64> {
    let r = given.len() as f64;
    match given {
        [] | [_] => None,
        [a, b] => Some(difference.between(*a, *b)),
        given => {
            given.sort_unstable();
            let mut runs = Vec::new();
            runs_of(given, &mut runs);
            Some(difference.within(&runs) / (r * (r - 1.0)))
        }
    }
}

/// The standard error of Cohen's kappa where nobody agrees (Fleiss, Cohen & Everitt 1969), of
/// two coders with the same units.
fn without_agreement(habits: &Habits, units: f64, difference: &Difference) -> Option<f64> {
    let [one, two] = &habits.coders[..] else {
        return None;
    };
    if one.categories.len().max(two.categories.len()) > MOST_CROSSED {
        return None;
    }
    let weight = |a: u32, b: u32| 1.0 - difference.between(a, b);
    let (shares, shares_2) = (one.shares(), two.shares());
    let mean_weight = |category: u32, other: &Habit| -> f64 {
        let own = other.categories.iter().zip(&other.counts);
        let sum: f64 = own
            .map(|(category_2, count)| weight(category, *category_2) * count)
            .sum();
        sum / other.rated
    };
    let rows: Vec<f64> = one
        .categories
        .iter()
        .map(|a| mean_weight(*a, two))
        .collect();
    let columns: Vec<f64> = two
        .categories
        .iter()
        .map(|b| mean_weight(*b, one))
        .collect();
    let agreed: f64 = rows
        .iter()
        .zip(&shares)
        .map(|(mean, share)| mean * share)
        .sum();
    let mut sum = 0.0;
    for ((a, row), share) in one.categories.iter().zip(&rows).zip(&shares) {
        for ((b, column), share_2) in two.categories.iter().zip(&columns).zip(&shares_2) {
            sum += share * share_2 * (weight(*a, *b) - (row + column)).powi(2);
        }
    }
    let variance = (sum - agreed * agreed) / (units * (1.0 - agreed).powi(2));
    (variance > 0.0 && variance.is_finite()).then(|| variance.sqrt())
}

/// The largest kappa that two coders' marginals allow (Cohen 1960), without weights; P_max is
/// its observed agreement. The profiles and habits are of the units that both rated.
pub fn largest_cohen(both: &Profiles, habits: &Habits) -> Estimate {
    let counted = Counted {
        profiles: both,
        difference: &Difference::Nominal,
    };
    let chance = match conger_without_error(counted, habits) {
        Ok((chance, _)) => chance,
        Err(why) => return Estimate::undefined(why),
    };
    let [one, two] = &habits.coders[..] else {
        return Estimate::undefined(Undefined::NotTwoCoders(habits.coders.len(), "cohen-kappa"));
    };
    let own = one.categories.iter().zip(&one.counts);
    let common: f64 = own
        .map(|(category, count)| count.min(two.count(*category)))
        .sum();
    Disagreement {
        // Both rated the same units.
        observed: (one.rated - common) / one.rated,
        expected: chance.expected,
    }
    .estimate()
}

/// Holsti's agreement: the mean over coder pairs of the share of equal ratings among units that
/// both rated.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Holsti {
    /// The mean.
    pub value: Result<f64, Undefined>,
    /// Pairs of coders without a common unit, which are left out.
    pub left_out: usize,
}

/// Computes Holsti's agreement.
pub fn holsti(ratings: &Ratings) -> Holsti {
    let coders = ratings.coder_count();
    let undefined = |why| Holsti {
        value: Err(why),
        left_out: 0,
    };
    if coders < 2 {
        return undefined(Undefined::NoPairs);
    }
    if coders > MOST_COMPARED {
        return undefined(Undefined::TooManyCoders);
    }
    let mut of_pair = vec![(0_u32, 0_u32); coders * coders];
    for unit in 0..ratings.unit_count() {
        for (one, category) in ratings.pairs_of(unit) {
            for (two, other) in ratings.pairs_of(unit).filter(|pair| pair.0 > one) {
                let pair = &mut of_pair[one as usize * coders + two as usize];
                pair.0 += u32::from(category == other);
                pair.1 += 1;
            }
        }
    }
    let met: Vec<f64> = of_pair
        .iter()
        .filter(|pair| pair.1 > 0)
        .map(|pair| f64::from(pair.0) / f64::from(pair.1))
        .collect();
    if met.is_empty() {
        return undefined(Undefined::NoPairs);
    }
    Holsti {
        value: Ok(met.iter().sum::<f64>() / met.len() as f64),
        left_out: coders * (coders - 1) / 2 - met.len(),
    }
}

/// 2a / (2a + b + c) of a code for two coders: a = both applied it, b and c = one did; `profiles`
/// are those of the code against the rest.
pub fn positive_agreement(profiles: &Profiles) -> Result<f64, Undefined> {
    let mut both = 0.0;
    let mut inside = 0.0;
    let mut is_paired = false;
    for profile in profiles.pairs() {
        is_paired = true;
        let count = profile
            .runs
            .iter()
            .find(|run| run.0 == 1)
            .map_or(0, |run| run.1);
        inside += profile.times * f64::from(count);
        both += profile.times * f64::from(u8::from(count == 2));
    }
    match is_paired {
        false => Err(Undefined::NoPairs),
        true if inside == 0.0 => Err(Undefined::NotUsed),
        true => Ok(2.0 * both / inside),
    }
}

#[cfg(test)]
mod tests {
    use super::super::difference::WeightName;
    use super::super::ratings::tests::{four_observers, ratings, recoded};
    use super::*;
    use proptest::prelude::*;

    fn near(value: f64, wanted: f64, by: f64) {
        assert!((value - wanted).abs() < by, "{value} is not {wanted}");
    }

    fn measured<T>(
        ratings: &Ratings,
        difference: &Difference,
        of: impl Fn(Seen<'_>, Counted<'_>, &Habits) -> T,
    ) -> T {
        let seen = Seen {
            ratings,
            code: None,
        };
        let profiles = Profiles::of(ratings);
        let counted = Counted {
            profiles: &profiles,
            difference,
        };
        of(seen, counted, &Habits::of(ratings))
    }

    fn nominal(ratings: &Ratings) -> Estimate {
        measured(ratings, &Difference::Nominal, conger)
    }

    fn cohens(ratings: &Ratings, difference: &Difference) -> Estimate {
        measured(&ratings.complete_units(), difference, cohen)
    }

    /// Two coders from a table of counts.
    fn crossed(table: &[&[usize]]) -> Ratings {
        let mut coders = [String::new(), String::new()];
        for (a, row) in (b'1'..).zip(table) {
            for (b, count) in (b'1'..).zip(*row) {
                coders[0].extend(std::iter::repeat_n(char::from(a), *count));
                coders[1].extend(std::iter::repeat_n(char::from(b), *count));
            }
        }
        ratings(&[&coders[0], &coders[1]], table.len())
    }

    #[test]
    fn conger_of_four_observers_as_gwet_2014_has_it() {
        let found = nominal(&four_observers());
        near(found.value.unwrap(), 0.76282, 5.1e-6);
        near(found.se.unwrap(), 0.14917, 5.1e-6);
    }

    #[test]
    fn conger_of_two_coders_without_gaps_is_cohen() {
        let data = ratings(&["1123123123", "1122133123"], 3);
        let cohen = cohens(&data, &Difference::Nominal);
        let conger = nominal(&data);
        assert_eq!((cohen.value, cohen.se), (conger.value, conger.se));
    }

    #[test]
    fn cohen_1960_with_its_largest_kappa() {
        // Cohen 1960, table 1: 200 cases, kappa .492 and the largest .831.
        let data = crossed(&[&[88, 14, 18], &[10, 40, 10], &[2, 6, 12]]);
        near(
            cohens(&data, &Difference::Nominal).value.unwrap(),
            0.492,
            5.1e-4,
        );
        let largest = largest_cohen(&Profiles::of(&data), &Habits::of(&data));
        near(largest.value.unwrap(), 0.831, 5.1e-4);
        near(largest.observed.unwrap(), 0.9, 1e-12);
    }

    #[test]
    fn ratings_that_stand_alone_vary_too() {
        // The second coder's third rating meets nobody's: P_e = (1 · 2/3) = 2/3.
        let found = nominal(&ratings(&["11.", "112"], 2));
        assert_eq!(found.value, Ok(1.0));
        near(found.expected.unwrap(), 2.0 / 3.0, 1e-12);
        let same = nominal(&ratings(&["11.", "111"], 2));
        assert_eq!(same.value, Err(Undefined::NoVariation));
    }

    proptest! {
        #[test]
        fn kappa_of_coders_who_know_nothing_of_each_other_is_exactly_nothing(
            rows in prop::collection::vec(1..9_usize, 2..5),
            columns in prop::collection::vec(1..9_usize, 5),
        ) {
            let columns = &columns[..rows.len()];
            let table: Vec<Vec<usize>> = rows
                .iter()
                .map(|row| columns.iter().map(|column| row * column).collect())
                .collect();
            let table: Vec<&[usize]> = table.iter().map(Vec::as_slice).collect();
            let data = crossed(&table);
            prop_assert_eq!(cohens(&data, &Difference::Nominal).value, Ok(0.0));
            prop_assert_eq!(nominal(&data).value, Ok(0.0));
        }
    }

    #[test]
    fn cohen_looks_at_units_that_both_rated() {
        let gaps = ratings(&["12.1211", "1211.12"], 2);
        let both = ratings(&["12111", "12112"], 2);
        let value = |data: &Ratings| cohens(data, &Difference::Nominal).value;
        assert_eq!(value(&gaps), value(&both));
        assert_eq!(
            value(&ratings(&["11", "11"], 2)),
            Err(Undefined::NoVariation)
        );
        assert_eq!(value(&ratings(&["1.", ".2"], 2)), Err(Undefined::NoPairs));
    }

    #[test]
    fn weighted_kappa_of_a_table_by_hand() {
        // Linear weights of three levels on [[2,1,0],[0,2,1],[0,0,2]], by hand: each coder's
        // shares are 3/8, 3/8, 2/8 and 2/8, 3/8, 3/8; D_o = 2 · ½ / 8 = 1/8,
        // D_e = ½ · (9 + 6 + 9 + 6)/64 + (9 + 4)/64 = 28/64.
        let data = crossed(&[&[2, 1, 0], &[0, 2, 1], &[0, 0, 2]]);
        let names: Vec<String> = ["1", "2", "3"].map(str::to_owned).into();
        let linear = Difference::of_weights(WeightName::Linear, &names).unwrap();
        near(
            cohens(&data, &linear).value.unwrap(),
            1.0 - 8.0 / 28.0,
            1e-12,
        );
    }

    #[test]
    fn holsti_is_the_mean_of_pairs_that_met() {
        let data = ratings(&["1121", "1221", "...2"], 2);
        let found = holsti(&data);
        // 1 and 2 agree on three of four; 1 and 3, 2 and 3 on none of one.
        near(found.value.unwrap(), 0.25, 1e-12);
        assert_eq!(found.left_out, 0);
        let apart = holsti(&ratings(&["11..", "12..", "..11"], 2));
        assert_eq!((apart.value, apart.left_out), (Ok(0.5), 2));
        assert_eq!(holsti(&ratings(&["12"], 2)).value, Err(Undefined::NoPairs));
    }

    #[test]
    fn positive_agreement_by_hand() {
        let data = crossed(&[&[80, 7], &[8, 5]]);
        let code = Profiles::of(&data).recoded(&[true, false]);
        near(positive_agreement(&code).unwrap(), 160.0 / 175.0, 1e-12);
        let never = Profiles::of(&data).recoded(&[false, false]);
        assert_eq!(positive_agreement(&never), Err(Undefined::NotUsed));
    }

    #[test]
    fn habits_of_a_code_are_those_of_recoded_ratings() {
        let data = four_observers();
        let belongs = [false, true, true, false, false];
        assert_eq!(
            Habits::of(&data).recoded(&belongs),
            Habits::of(&recoded(&data, &belongs))
        );
    }

    #[test]
    fn a_code_that_is_seen_is_its_recoded_ratings() {
        let data = four_observers();
        let belongs = [false, true, true, false, false];
        let own = recoded(&data, &belongs);
        let seen = Seen {
            ratings: &data,
            code: Some(&belongs),
        };
        let profiles = Profiles::of(&data).recoded(&belongs);
        let counted = Counted {
            profiles: &profiles,
            difference: &Difference::Nominal,
        };
        let code = conger(seen, counted, &Habits::of(&data).recoded(&belongs));
        near(code.value.unwrap(), nominal(&own).value.unwrap(), 1e-12);
        near(code.se.unwrap(), nominal(&own).se.unwrap(), 1e-12);
    }
}
