//! How far two categories lie apart: the one place for weights of agreement and for metrics of
//! alpha. A weight w is kept as the difference 1 − w, so that every measure is made of one kind
//! of number.
//!
//! It must not know any measure. What a stranger would get wrong: the ordinal metric of alpha
//! depends on how often each category was given, so it is made anew for every resample; the
//! ordinal weights do not (Krippendorff 2011; Gwet 2014).

use super::profiles::Run;
use std::collections::BTreeSet;

/// The most categories for which every pair is written down.
pub const MOST_IN_TABLE: usize = 2_000;

/// The squared differences of categories, 0 for a category and itself.
#[derive(Clone, Debug, PartialEq)]
pub enum Difference {
    /// 1 for any two categories.
    Nominal,
    /// The squared distance of the categories' places on a line.
    Line(Vec<f64>),
    /// Any symmetric table, row after row.
    Table(Vec<f64>, usize),
}

/// Why categories have no differences of the kind that is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoDifference {
    /// This category is no number, or one beyond what can be squared and summed.
    NoNumber(usize),
    /// This category is below zero.
    BelowZero(usize),
    /// There are more categories than a table of every pair is made for.
    TooMany,
}

/// Weights of agreement by name (Gwet 2014).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WeightName {
    /// Every disagreement is a whole one.
    Identity,
    /// By distance.
    Linear,
    /// By squared distance.
    Quadratic,
    /// By the root of the distance.
    Radical,
    /// By the number of pairs of ranks that lie between.
    Ordinal,
    /// By the squared ratio of distance and sum.
    Ratio,
    /// Around a circle.
    Circular,
    /// By squared distance, more at the ends of the scale.
    Bipolar,
}

impl WeightName {
    /// Every name.
    pub const ALL: [Self; 8] = [
        Self::Identity,
        Self::Linear,
        Self::Quadratic,
        Self::Radical,
        Self::Ordinal,
        Self::Ratio,
        Self::Circular,
        Self::Bipolar,
    ];

    /// The name as it is typed and printed.
    pub fn key(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Linear => "linear",
            Self::Quadratic => "quadratic",
            Self::Radical => "radical",
            Self::Ordinal => "ordinal",
            Self::Ratio => "ratio",
            Self::Circular => "circular",
            Self::Bipolar => "bipolar",
        }
    }
}

/// Metrics of alpha by name (Krippendorff 2011; MASI: Passonneau 2006).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Metric {
    /// Same or not.
    Nominal,
    /// By ranks, as often as they were given.
    Ordinal,
    /// By squared distance.
    Interval,
    /// By the squared ratio of distance and sum.
    Ratio,
    /// By what two sets have in common.
    Masi,
}

impl Metric {
    /// Every metric.
    pub const ALL: [Self; 5] = [
        Self::Nominal,
        Self::Ordinal,
        Self::Interval,
        Self::Ratio,
        Self::Masi,
    ];

    /// The name as it is typed and printed.
    pub fn key(self) -> &'static str {
        match self {
            Self::Nominal => "nominal",
            Self::Ordinal => "ordinal",
            Self::Interval => "interval",
            Self::Ratio => "ratio",
            Self::Masi => "masi",
        }
    }
}

/// A number that can be squared and summed a million times: what a scale may hold.
fn is_on_a_scale(number: f64) -> bool {
    number == 0.0 || (1e-100..1e100).contains(&number.abs())
}

/// The numbers that categories are.
///
/// # Errors
/// The first that is none.
pub fn numbers(categories: &[String]) -> Result<Vec<f64>, NoDifference> {
    let number = |(at, category): (usize, &String)| {
        let number = category.parse::<f64>().ok();
        let number = number.filter(|number| is_on_a_scale(*number));
        number.ok_or(NoDifference::NoNumber(at))
    };
    categories.iter().enumerate().map(number).collect()
}

/// The levels of a scale: the numbers of the categories if all are numbers, else their ranks
/// among all that are declared.
fn levels(categories: &[String]) -> Vec<f64> {
    numbers(categories).unwrap_or_else(|_| (1..=categories.len()).map(|rank| rank as f64).collect())
}

fn refuse_negative(numbers: &[f64]) -> Result<(), NoDifference> {
    match numbers.iter().position(|number| *number < 0.0) {
        Some(at) => Err(NoDifference::BelowZero(at)),
        None => Ok(()),
    }
}

/// Every pair of categories, by a function of two of their numbers.
fn table(count: usize, of: impl Fn(usize, usize) -> f64) -> Result<Difference, NoDifference> {
    if count > MOST_IN_TABLE {
        return Err(NoDifference::TooMany);
    }
    let mut cells = vec![0.0; count * count];
    for a in 0..count {
        for b in 0..a {
            let difference = of(a, b);
            cells[a * count + b] = difference;
            cells[b * count + a] = difference;
        }
    }
    Ok(Difference::Table(cells, count))
}

/// The same table, divided by its largest cell.
fn relative(mut difference: Difference) -> Difference {
    if let Difference::Table(cells, _) = &mut difference {
        let most = cells.iter().copied().fold(0.0, f64::max);
        if most > 0.0 {
            cells.iter_mut().for_each(|cell| *cell /= most);
        }
    }
    difference
}

fn squared_ratio(a: f64, b: f64) -> f64 {
    if a + b == 0.0 {
        0.0
    } else {
        ((a - b) / (a + b)).powi(2)
    }
}

impl Difference {
    /// The differences 1 − w of weights.
    ///
    /// # Errors
    /// Numbers below zero under `ratio`; more categories than a table is made for.
    pub fn of_weights(name: WeightName, categories: &[String]) -> Result<Self, NoDifference> {
        let x = levels(categories);
        let (least, most) = x
            .iter()
            .fold((f64::INFINITY, f64::NEG_INFINITY), |ends, level| {
                (ends.0.min(*level), ends.1.max(*level))
            });
        let range = most - least;
        let count = categories.len();
        if count < 2 || range == 0.0 || name == WeightName::Identity {
            return Ok(Self::Nominal);
        }
        match name {
            WeightName::Identity => Ok(Self::Nominal),
            WeightName::Quadratic => Ok(Self::Line(x.iter().map(|level| level / range).collect())),
            WeightName::Linear => table(count, |a, b| (x[a] - x[b]).abs() / range),
            WeightName::Radical => table(count, |a, b| ((x[a] - x[b]).abs() / range).sqrt()),
            WeightName::Ordinal => {
                table(count, |a, b| pairs_of(a.abs_diff(b) + 1) / pairs_of(count))
            }
            WeightName::Ratio => {
                refuse_negative(&x)?;
                let whole = squared_ratio(most, least);
                table(count, |a, b| squared_ratio(x[a], x[b]) / whole)
            }
            WeightName::Circular => {
                let step = std::f64::consts::PI / (range + 1.0);
                table(count, |a, b| (step * (x[a] - x[b])).sin().powi(2)).map(relative)
            }
            WeightName::Bipolar => table(count, |a, b| {
                let sum = x[a] + x[b];
                (x[a] - x[b]).powi(2) / ((sum - 2.0 * least) * (2.0 * most - sum))
            })
            .map(relative),
        }
    }

    /// The differences 1 − w of a table of weights, symmetric with 1 on its diagonal.
    ///
    /// # Errors
    /// More categories than a table is made for.
    pub fn of_weight_table(weights: &[Vec<f64>]) -> Result<Self, NoDifference> {
        table(weights.len(), |a, b| 1.0 - weights[a][b])
    }

    /// The squared differences of a metric; `given` says how often each category was given to
    /// units with two ratings or more, `sets` what each category holds where it is a set.
    ///
    /// # Errors
    /// Categories that are no numbers or below zero where the metric needs such; more of them
    /// than a table is made for.
    pub fn of_metric(
        metric: Metric,
        categories: &[String],
        given: &[f64],
    ) -> Result<Self, NoDifference> {
        match metric {
            Metric::Nominal => Ok(Self::Nominal),
            Metric::Ordinal => Ok(Self::of_ranks(given)),
            Metric::Interval => numbers(categories).map(Self::Line),
            Metric::Ratio => {
                let x = numbers(categories)?;
                refuse_negative(&x)?;
                table(x.len(), |a, b| squared_ratio(x[a], x[b]))
            }
            Metric::Masi => {
                let sets: Vec<_> = categories.iter().map(|name| items(name)).collect();
                table(sets.len(), |a, b| 1.0 - masi(&sets[a], &sets[b]))
            }
        }
    }

    /// The ordinal metric: the distance of two categories is the number of ratings between
    /// their middles.
    pub fn of_ranks(given: &[f64]) -> Self {
        let mut below = 0.0;
        let middle = |count: &f64| {
            let middle = below + count / 2.0;
            below += count;
            middle
        };
        Self::Line(given.iter().map(middle).collect())
    }

    /// The difference of two categories.
    pub fn between(&self, a: u32, b: u32) -> f64 {
        match self {
            Self::Nominal => f64::from(u8::from(a != b)),
            Self::Line(places) => (places[a as usize] - places[b as usize]).powi(2),
            Self::Table(cells, count) => cells[a as usize * count + b as usize],
        }
    }

    /// The sum of differences over all ordered pairs of a unit's ratings.
    pub fn within(&self, runs: &[Run]) -> f64 {
        match self {
            _ if runs.len() < 2 => 0.0,
            Self::Nominal => {
                let all: f64 = runs.iter().map(|run| f64::from(run.1)).sum();
                let same: f64 = runs.iter().map(|run| f64::from(run.1).powi(2)).sum();
                all * all - same
            }
            Self::Line(places) => {
                let mass = runs
                    .iter()
                    .map(|run| (places[run.0 as usize], f64::from(run.1)));
                let (all, _, spread) = moments(mass);
                2.0 * all * spread
            }
            Self::Table(..) => {
                let pair =
                    |a: &Run, b: &Run| f64::from(a.1) * f64::from(b.1) * self.between(a.0, b.0);
                let pairs = runs
                    .iter()
                    .enumerate()
                    .flat_map(|(at, a)| runs[..at].iter().map(move |b| pair(a, b)));
                2.0 * pairs.sum::<f64>()
            }
        }
    }

    /// For each of these categories the sum of its differences to all of them, each weighted by
    /// its mass.
    pub fn from_each(&self, categories: &[u32], mass: &[f64]) -> Vec<f64> {
        match self {
            Self::Nominal => {
                let all: f64 = mass.iter().sum();
                mass.iter().map(|own| all - own).collect()
            }
            Self::Line(places) => {
                let place = |category: &u32| places[*category as usize];
                let own = categories.iter().map(place).zip(mass.iter().copied());
                let (all, middle, spread) = moments(own);
                let from = |category| all * (place(category) - middle).powi(2) + spread;
                categories.iter().map(from).collect()
            }
            Self::Table(..) => {
                let from = |a: &u32| {
                    let others = categories.iter().zip(mass);
                    others.map(|(b, own)| own * self.between(*a, *b)).sum()
                };
                categories.iter().map(from).collect()
            }
        }
    }

    /// The sum of differences over all ordered pairs, each weighted by both masses.
    pub fn between_all(&self, mass: &[f64]) -> f64 {
        match self {
            // Exactly 0 where one category has all.
            Self::Line(places) => {
                let (all, _, spread) = moments(places.iter().copied().zip(mass.iter().copied()));
                2.0 * all * spread
            }
            _ => {
                let from = self.from_each(&every(mass.len()), mass);
                from.iter().zip(mass).map(|(from, own)| from * own).sum()
            }
        }
    }
}

/// The numbers of so many categories.
pub fn every(count: usize) -> Vec<u32> {
    (0..).take(count).collect()
}

/// How many pairs there are among so many.
fn pairs_of(count: usize) -> f64 {
    (count * (count - 1) / 2) as f64
}

/// The whole mass, its middle, and the sum of squared distances from it; what has no mass has
/// no say. Where all stands in one place the last is exactly 0.
fn moments(mass: impl Iterator<Item = (f64, f64)> + Clone) -> (f64, f64, f64) {
    let mass = mass.filter(|(_, own)| *own > 0.0);
    let Some((origin, _)) = mass.clone().next() else {
        return (0.0, 0.0, 0.0);
    };
    let (all, moved) = mass.clone().fold((0.0, 0.0), |(all, moved), (place, own)| {
        (all + own, moved + own * (place - origin))
    });
    let middle = origin + moved / all;
    let spread = mass
        .map(|(place, own)| own * (place - middle).powi(2))
        .sum();
    (all, middle, spread)
}

/// What a set holds, written as a list with `;`; `{}` is the empty set.
pub fn items(set: &str) -> BTreeSet<&str> {
    let items = set.split(';').map(str::trim);
    items
        .filter(|item| !item.is_empty() && *item != "{}")
        .collect()
}

/// How far two sets agree, from 0 to 1 (Passonneau 2006).
fn masi(a: &BTreeSet<&str>, b: &BTreeSet<&str>) -> f64 {
    let common = a.intersection(b).count();
    let all = a.union(b).count();
    if all == 0 {
        return 1.0;
    }
    let monotony = if a == b {
        1.0
    } else if common == a.len() || common == b.len() {
        2.0 / 3.0
    } else if common > 0 {
        1.0 / 3.0
    } else {
        0.0
    };
    common as f64 / all as f64 * monotony
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    fn weight(name: WeightName, names: &[&str], a: u32, b: u32) -> f64 {
        1.0 - Difference::of_weights(name, &words(names))
            .unwrap()
            .between(a, b)
    }

    #[test]
    fn weights_of_five_levels_by_hand() {
        let five = ["1", "2", "3", "4", "5"];
        for (name, near, far) in [
            (WeightName::Identity, 0.0, 0.0),
            (WeightName::Linear, 0.75, 0.25),
            (WeightName::Quadratic, 15.0 / 16.0, 7.0 / 16.0),
            (WeightName::Radical, 0.5, 1.0 - 0.75_f64.sqrt()),
            (WeightName::Ordinal, 0.9, 0.4),
            (WeightName::Ratio, 0.75, 1.0 - 0.36 / (4.0 / 9.0)),
        ] {
            assert!((weight(name, &five, 0, 1) - near).abs() < 1e-12, "{name:?}");
            assert!((weight(name, &five, 0, 3) - far).abs() < 1e-12, "{name:?}");
            assert_eq!(weight(name, &five, 2, 2), 1.0);
        }
        // Around a circle of five, two steps and three are the same way.
        let circle = |a, b| weight(WeightName::Circular, &five, a, b);
        assert!((circle(0, 2) - circle(0, 3)).abs() < 1e-12 && circle(0, 1) > circle(0, 2));
        assert_eq!(weight(WeightName::Bipolar, &five, 0, 4), 0.0);
    }

    #[test]
    fn words_are_ranked_as_declared_and_numbers_by_size() {
        assert_eq!(
            weight(WeightName::Linear, &["low", "mid", "high"], 0, 1),
            0.5
        );
        assert_eq!(weight(WeightName::Linear, &["0", "1", "10"], 0, 1), 0.9);
    }

    #[test]
    fn what_is_no_scale_is_refused() {
        let interval = |names: &[&str]| Difference::of_metric(Metric::Interval, &words(names), &[]);
        for odd in [
            "x",
            "NaN",
            "inf",
            "-infinity",
            "1e400",
            "1e200",
            "1e-200",
            "",
        ] {
            assert_eq!(
                interval(&["1", odd]),
                Err(NoDifference::NoNumber(1)),
                "{odd}"
            );
        }
        let ratio = Difference::of_metric(Metric::Ratio, &words(&["0", "-1"]), &[]);
        assert_eq!(ratio, Err(NoDifference::BelowZero(1)));
        let weights = Difference::of_weights(WeightName::Ratio, &words(&["-1", "2"]));
        assert_eq!(weights, Err(NoDifference::BelowZero(0)));
        let many: Vec<String> = (0..=MOST_IN_TABLE).map(|at| at.to_string()).collect();
        let linear = Difference::of_weights(WeightName::Linear, &many);
        assert_eq!(linear, Err(NoDifference::TooMany));
        assert!(Difference::of_weights(WeightName::Quadratic, &many).is_ok());
    }

    #[test]
    fn masi_weighs_how_two_sets_overlap() {
        let sets = words(&["a", "a;b", "b;c", "{}", "c"]);
        let masi = Difference::of_metric(Metric::Masi, &sets, &[]).unwrap();
        // Passonneau 2006: one contains the other, 1/2 of 2/3; overlap, 1/3 of 1/3; disjoint.
        assert!((masi.between(0, 1) - 2.0 / 3.0).abs() < 1e-12);
        assert!((masi.between(1, 2) - 8.0 / 9.0).abs() < 1e-12);
        assert_eq!((masi.between(0, 4), masi.between(3, 3)), (1.0, 0.0));
        assert_eq!(masi.between(0, 3), 1.0);
    }

    #[test]
    fn ordinal_distances_count_what_lies_between() {
        // n = 2, 1, 4: between the first and the last (2 + 1 + 4) − (2 + 4)/2 = 4.
        let ranks = Difference::of_ranks(&[2.0, 1.0, 4.0]);
        assert_eq!(ranks.between(0, 2), 16.0);
        assert_eq!(ranks.between(0, 1), 2.25);
    }

    proptest! {
        #[test]
        fn sums_are_those_of_every_pair(
            counts in prop::collection::vec(0..5_u32, 4),
            places in prop::collection::vec(-9.0..9.0_f64, 4),
        ) {
            let runs: Vec<Run> = (0..).zip(counts.iter().copied()).filter(|run| run.1 > 0).collect();
            let mass: Vec<f64> = counts.iter().map(|count| f64::from(*count)).collect();
            let line = Difference::Line(places);
            let copied = table(4, |a, b| line.between(a as u32, b as u32)).unwrap();
            for difference in [Difference::Nominal, line, copied] {
                let mut whole = 0.0;
                for a in 0..4_u32 {
                    let from: f64 = (0..4_u32).map(|b| mass[b as usize] * difference.between(a, b)).sum();
                    prop_assert!((difference.from_each(&every(4), &mass)[a as usize] - from).abs() < 1e-9);
                    whole += mass[a as usize] * from;
                }
                prop_assert!((difference.within(&runs) - whole).abs() < 1e-9);
                prop_assert!((difference.between_all(&mass) - whole).abs() < 1e-9);
            }
        }
    }
}
