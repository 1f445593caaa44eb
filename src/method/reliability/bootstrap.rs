//! The interval of alpha from resamples: units are drawn with replacement, and observed and
//! expected disagreement are both computed anew.
//!
//! It must not know what a unit is. What a stranger would get wrong: the draws are fixed by the
//! seed on every machine and with any number of processors, and all figures of a run see the
//! same resamples. Hayes & Krippendorff 2007 resample pairs of values; that is another interval.

use super::alpha::{Coincidences, Scale, part_of};
use super::difference::Difference;
use super::profiles::{Profiles, inside_of};
use crate::method::together::threads;

/// What an interval from resamples says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Resampled {
    /// Both ends of the interval.
    pub interval: (f64, f64),
    /// The share of resamples below .667.
    pub below_667: f64,
    /// The share of resamples below .800.
    pub below_800: f64,
    /// Resamples without variation, which are left out.
    pub left_out: usize,
}

/// How resamples are drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Draws {
    /// How many resamples; none makes no interval.
    pub resamples: usize,
    /// The seed.
    pub seed: u64,
    /// How much of the resamples the interval holds, between 0 and 1.
    pub confidence: f64,
}

/// SplitMix64 (Steele, Lea & Flood 2014): its n-th number can be had without those before it.
#[derive(Clone, Copy, Debug)]
pub struct SplitMix64(u64);

const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

impl SplitMix64 {
    /// The generator of a seed, moved on by so many numbers.
    pub fn after(seed: u64, numbers: u64) -> Self {
        Self(seed.wrapping_add(STEP.wrapping_mul(numbers)))
    }

    /// The next number.
    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `count`, from the high half of the product.
    pub fn below(&mut self, count: usize) -> usize {
        ((u128::from(self.draw()) * count as u128) >> 64) as usize
    }
}

/// What is drawn from: things of some kinds.
#[derive(Clone, Copy, Debug)]
pub struct Urn<'u> {
    /// The kind of each thing, in their order.
    pub kinds: &'u [u32],
    /// How many kinds there are.
    pub kind_count: usize,
}

/// Draws resamples and lets `measure` see how often each kind was drawn: for each resample a row
/// of values, NaN where undefined. `prepare` makes what `measure` may write to.
pub fn resample<S>(
    draws: Draws,
    urn: Urn<'_>,
    prepare: impl Fn() -> S + Sync,
    measure: impl Fn(&mut S, &[u32]) -> Vec<f64> + Sync,
) -> Vec<Vec<f64>> {
    let kinds = urn.kinds;
    let part = |from: usize, to: usize| {
        let mut times = vec![0_u32; urn.kind_count];
        let mut room = prepare();
        let one = |resample: usize| {
            times.fill(0);
            let before = (resample as u64).wrapping_mul(kinds.len() as u64);
            let mut numbers = SplitMix64::after(draws.seed, before);
            for _ in 0..kinds.len() {
                times[kinds[numbers.below(kinds.len())] as usize] += 1;
            }
            measure(&mut room, &times)
        };
        (from..to).map(one).collect::<Vec<_>>()
    };
    let threads = threads();
    let size = draws.resamples.div_ceil(threads).max(1);
    std::thread::scope(|scope| {
        let starts = (0..draws.resamples).step_by(size);
        let part = &part;
        let helpers: Vec<_> = starts
            .map(|from| scope.spawn(move || part(from, (from + size).min(draws.resamples))))
            .collect();
        let joined = helpers.into_iter().map(|helper| helper.join());
        // A panic of a helper goes on in the caller.
        joined
            .flat_map(|rows| rows.unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    })
}

/// The interval of one figure from its values in all resamples; nothing where all are undefined.
pub fn interval(values: impl Iterator<Item = f64>, draws: Draws) -> Option<Resampled> {
    let mut defined: Vec<f64> = values.filter(|value| !value.is_nan()).collect();
    defined.sort_unstable_by(f64::total_cmp);
    if defined.is_empty() {
        return None;
    }
    let count = defined.len() as f64;
    let tail = (1.0 - draws.confidence) / 2.0;
    // A share such as .025 of 1,000 is meant exactly, whatever its last binary digit says.
    let low = (tail * count + 1e-9).floor() as usize;
    let high = ((1.0 - tail) * count - 1e-9).ceil() as usize;
    let below = |bound: f64| defined.partition_point(|value| *value < bound) as f64 / count;
    let at = |place: usize| defined[place.min(defined.len() - 1)];
    Some(Resampled {
        interval: (at(low), at(high.saturating_sub(1))),
        below_667: below(0.667),
        below_800: below(0.800),
        left_out: draws.resamples - defined.len(),
    })
}

/// Computes the intervals of alpha: as a whole by a scale, and for each code against the rest.
/// Nothing where fewer than two units have two ratings, or no resamples are wanted.
pub fn of_alpha(
    profiles: &Profiles,
    scale: Scale<'_>,
    codes: &[Vec<bool>],
    draws: Draws,
) -> Vec<Option<Resampled>> {
    let units = profiles.paired_units();
    if draws.resamples == 0 || units.len() < 2 {
        return vec![None; codes.len() + 1];
    }
    let whole = Whole::of(profiles, scale);
    let codes: Vec<_> = codes.iter().map(|code| Code::of(profiles, code)).collect();
    let rows = resample(
        draws,
        Urn {
            kinds: units,
            kind_count: profiles.len(),
        },
        || vec![0.0; profiles.category_count()],
        |given, times| {
            let (ratings, whole) = whole.alpha(profiles, times, given);
            let codes = codes.iter().map(|code| code.alpha(times, ratings));
            std::iter::once(whole).chain(codes).collect()
        },
    );
    (0..=codes.len())
        .map(|figure| interval(rows.iter().map(|row| row[figure]), draws))
        .collect()
}

/// Alpha as a whole in a resample.
struct Whole<'s> {
    /// The differences and each profile's part in D_o; nothing where they follow from ranks.
    fixed: Option<(&'s Difference, Vec<f64>)>,
}

impl<'s> Whole<'s> {
    fn of(profiles: &Profiles, scale: Scale<'s>) -> Self {
        let parts = |difference: &Difference| {
            let part = |one| match one {
                one @ super::profiles::Profile { ratings, .. } if ratings > 1.0 => {
                    part_of(&one, difference)
                }
                _ => 0.0,
            };
            profiles.iter().map(part).collect()
        };
        match scale {
            Scale::Fixed(difference) => Self {
                fixed: Some((difference, parts(difference))),
            },
            Scale::Ranks => Self { fixed: None },
        }
    }

    /// The number of ratings drawn, and alpha or NaN.
    fn alpha(&self, profiles: &Profiles, times: &[u32], given: &mut [f64]) -> (f64, f64) {
        given.fill(0.0);
        let drawn = || times.iter().enumerate().filter(|(_, times)| **times > 0);
        for (at, times) in drawn() {
            for (category, count) in profiles.get(at).runs {
                given[*category as usize] += f64::from(*times) * f64::from(*count);
            }
        }
        let ratings = given.iter().sum();
        let (disagreeing, between) = match &self.fixed {
            Some((difference, parts)) => {
                let parts = drawn().map(|(at, times)| f64::from(*times) * parts[at]);
                (parts.sum(), difference.between_all(given))
            }
            None => {
                let ranks = Difference::of_ranks(given);
                let part = |at| part_of(&profiles.get(at), &ranks);
                let parts = drawn().map(|(at, times)| f64::from(*times) * part(at));
                (parts.sum(), ranks.between_all(given))
            }
        };
        let sums = Coincidences {
            ratings,
            disagreeing,
            between,
        };
        (ratings, sums.alpha().unwrap_or(f64::NAN))
    }
}

/// A code against the rest in a resample: the profiles in which it occurs, with their part in
/// D_o and how often it was given.
struct Code(Vec<(usize, f64, f64)>);

impl Code {
    fn of(profiles: &Profiles, belongs: &[bool]) -> Self {
        let parts = profiles.iter().enumerate().filter_map(|(at, profile)| {
            let inside = f64::from(inside_of(profile.runs, belongs));
            let r = profile.ratings;
            let counts = inside > 0.0 && r > 1.0;
            counts.then(|| (at, 2.0 * inside * (r - inside) / (r - 1.0), inside))
        });
        Self(parts.collect())
    }

    fn alpha(&self, times: &[u32], ratings: f64) -> f64 {
        let drawn = self
            .0
            .iter()
            .map(|(at, part, inside)| (f64::from(times[*at]), part, inside));
        let (disagreeing, inside) = drawn.fold((0.0, 0.0), |sums, (times, part, inside)| {
            (sums.0 + times * part, sums.1 + times * inside)
        });
        let sums = Coincidences {
            ratings,
            disagreeing,
            between: 2.0 * inside * (ratings - inside),
        };
        sums.alpha().unwrap_or(f64::NAN)
    }
}

#[cfg(test)]
mod tests {
    use super::super::ratings::tests::{four_observers, ratings, recoded};
    use super::*;

    const DRAWS: Draws = Draws {
        resamples: 1000,
        seed: 1,
        confidence: 0.95,
    };

    #[test]
    fn the_generator_is_splitmix64() {
        // The reference implementation (Vigna 2015) from seed 1234567.
        let mut numbers = SplitMix64::after(1_234_567, 0);
        let drawn: Vec<u64> = (0..3).map(|_| numbers.draw()).collect();
        assert_eq!(
            drawn,
            [
                6_457_827_717_110_365_317,
                3_203_168_211_198_807_973,
                9_817_491_932_198_370_423
            ]
        );
        assert_eq!(SplitMix64::after(1_234_567, 2).draw(), drawn[2]);
        assert!((0..100).all(|_| numbers.below(3) < 3));
    }

    #[test]
    fn the_check_values_of_the_method() {
        let profiles = Profiles::of(&four_observers());
        let nominal = of_alpha(&profiles, Scale::Fixed(&Difference::Nominal), &[], DRAWS);
        let nominal = nominal[0].unwrap();
        assert!(
            (nominal.interval.0 - 0.431_616).abs() < 5.1e-7,
            "{nominal:?}"
        );
        assert_eq!(nominal.interval.1, 1.0);
        assert_eq!((nominal.below_667, nominal.below_800), (0.336, 0.702));
        let ordinal = of_alpha(&profiles, Scale::Ranks, &[], DRAWS)[0].unwrap();
        assert!(
            (ordinal.interval.0 - 0.440_248).abs() < 5.1e-7,
            "{ordinal:?}"
        );
    }

    #[test]
    fn a_code_in_a_resample_is_its_recoded_ratings() {
        let data = four_observers();
        let belongs = vec![true, false, false, false, false];
        let profiles = Profiles::of(&data);
        let scale = Scale::Fixed(&Difference::Nominal);
        let both = of_alpha(&profiles, scale, std::slice::from_ref(&belongs), DRAWS);
        let own = Profiles::of(&recoded(&data, &belongs));
        let alone = of_alpha(&own, scale, &[], DRAWS);
        let (one, two) = (both[1].unwrap(), alone[0].unwrap());
        assert!((one.interval.0 - two.interval.0).abs() < 1e-12);
        assert_eq!((one.below_800, one.left_out), (two.below_800, two.left_out));
    }

    #[test]
    fn resamples_without_variation_are_left_out_and_counted() {
        let profiles = Profiles::of(&ratings(&["1112", "1112"], 2));
        let found = of_alpha(&profiles, Scale::Fixed(&Difference::Nominal), &[], DRAWS);
        let found = found[0].unwrap();
        // About (3/4)^4 of the resamples miss the last unit.
        assert!((250..400).contains(&found.left_out), "{found:?}");
        assert_eq!(found.interval, (1.0, 1.0));
        let one = Profiles::of(&ratings(&["1.", "2."], 2));
        let none = of_alpha(&one, Scale::Fixed(&Difference::Nominal), &[], DRAWS);
        assert_eq!(none, [None]);
    }

    #[test]
    fn the_interval_takes_the_elements_that_are_written() {
        let draws = Draws {
            resamples: 40,
            seed: 0,
            confidence: 0.95,
        };
        let found = interval((0..40).map(f64::from), draws).unwrap();
        // ⌊.025 · 40⌋ = 1 and ⌈.975 · 40⌉ − 1 = 38.
        assert_eq!(found.interval, (1.0, 38.0));
        assert_eq!(interval(std::iter::once(f64::NAN), draws), None);
    }
}
