//! How well rules find what people coded by hand: precision, recall and F1 (van Rijsbergen 1979) with intervals.
//! It must not know rules, codes or texts, only counts. A stranger would get wrong that the two ratios count different
//! things: precision counts hits, recall counts coded passages, since one long passage may hold several hits.
//!
//! - *Precision*: of the hits, the share that overlap a passage coded by hand. *Recall*: of these passages, the share
//!   that some hit overlaps. Both with Wilson's interval (Wilson 1927) at 95 %, which stays inside 0 to 1 and is honest
//!   for few cases, where p ± 1.96 s is not (Brown, Cai & DasGupta 2001).
//! - *F1*, their harmonic mean, is no share of anything, so its interval is a percentile bootstrap (Efron & Tibshirani
//!   1993) over whole texts: passages of one interview are not independent of one another, interviews nearly are.

use crate::model::text_index::Span;

use super::circumstances::CodedSpans;

/// Resamples of the bootstrap. Our choice; the ends of an interval then vary by less than .01 between seeds.
pub const RESAMPLES: usize = 2000;
/// Where chance begins, so that the same counts give the same interval.
pub const SEED: u64 = 1;

/// z of the normal distribution for 95 %, both ends.
const Z_95: f64 = 1.959_963_984_540_054;

/// What was counted in one text, for one rule or code.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Places that rules found.
    pub hits: usize,
    /// Of these, the ones that overlap a passage coded by hand.
    pub right_hits: usize,
    /// Passages coded by hand.
    pub passages: usize,
    /// Of these, the ones that a hit overlaps.
    pub found_passages: usize,
}

impl Tally {
    /// Counts hits against passages: `right` makes a hit right, `wanted` is to be found. Passages that overlap one
    /// another (two coders on the same words) are one.
    #[must_use]
    pub fn of(hits: &[Span], right: &CodedSpans, wanted: &CodedSpans) -> Self {
        let joined = CodedSpans::new(hits.to_vec());
        let right_hits = hits.iter().filter(|hit| right.overlap(**hit));
        let found = wanted.iter().filter(|passage| joined.overlap(**passage));
        Self {
            hits: hits.len(),
            right_hits: right_hits.count(),
            passages: wanted.iter().count(),
            found_passages: found.count(),
        }
    }

    fn precision(self) -> Option<f64> {
        share(self.right_hits, self.hits)
    }

    fn recall(self) -> Option<f64> {
        share(self.found_passages, self.passages)
    }

    /// 0 where passages are there and nothing was found; undefined where there is nothing to find.
    fn f1(self) -> Option<f64> {
        let recall = self.recall()?;
        let precision = self.precision().unwrap_or(0.0);
        let sum = precision + recall;
        Some(if sum > 0.0 {
            2.0 * precision * recall / sum
        } else {
            0.0
        })
    }
}

impl std::ops::AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.hits += other.hits;
        self.right_hits += other.right_hits;
        self.passages += other.passages;
        self.found_passages += other.found_passages;
    }
}

/// A figure with its interval at 95 %; nothing where it is undefined.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Estimate {
    /// The figure, 0 to 1.
    pub value: Option<f64>,
    /// The lower end.
    pub low: Option<f64>,
    /// The upper end.
    pub high: Option<f64>,
}

impl Estimate {
    fn new(value: Option<f64>, ends: Option<(f64, f64)>) -> Self {
        Self {
            value,
            low: ends.map(|(low, _)| low),
            high: ends.map(|(_, high)| high),
        }
    }
}

/// How well rules do on some texts.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Score {
    /// How many texts were counted.
    pub texts: usize,
    /// All counts together.
    pub tally: Tally,
    /// Share of the hits that are right.
    pub precision: Estimate,
    /// Share of the passages that are found.
    pub recall: Estimate,
    /// Their harmonic mean. No interval for a single text.
    pub f1: Estimate,
}

impl Score {
    /// Computes the figures from the counts of each text.
    #[must_use]
    pub fn of(texts: &[Tally]) -> Self {
        let mut tally = Tally::default();
        texts.iter().for_each(|text| tally += *text);
        Self {
            texts: texts.len(),
            tally,
            precision: Estimate::new(tally.precision(), wilson(tally.right_hits, tally.hits)),
            recall: Estimate::new(tally.recall(), wilson(tally.found_passages, tally.passages)),
            f1: Estimate::new(tally.f1(), bootstrap_f1(texts)),
        }
    }
}

fn share(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// Wilson's score interval for a share at 95 %; nothing for a share of nothing.
#[must_use]
pub fn wilson(part: usize, whole: usize) -> Option<(f64, f64)> {
    let p = share(part, whole)?;
    let (n, z2) = (whole as f64, Z_95 * Z_95);
    let centre = p + z2 / (2.0 * n);
    let half = Z_95 * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt();
    let scale = 1.0 + z2 / n;
    // At none and at all, rounding would miss the edge by an ulp.
    let low = if part == 0 {
        0.0
    } else {
        (centre - half) / scale
    };
    let high = if part == whole {
        1.0
    } else {
        (centre + half) / scale
    };
    Some((low, high))
}

fn bootstrap_f1(texts: &[Tally]) -> Option<(f64, f64)> {
    // Texts without passages still count: their wrong hits lower the precision.
    if texts.len() < 2 || texts.iter().all(|text| text.passages == 0) {
        return None;
    }
    let mut chance = Chance(SEED);
    let mut drawn: Vec<f64> = (0..RESAMPLES)
        .filter_map(|_| {
            let mut tally = Tally::default();
            for _ in texts {
                tally += texts[chance.below(texts.len())];
            }
            tally.f1()
        })
        .collect();
    drawn.sort_unstable_by(f64::total_cmp);
    let at = |share: f64| {
        let index = (share * (drawn.len() as f64 - 1.0)).round();
        drawn.get(index as usize).copied()
    };
    Some((at(0.025)?, at(0.975)?))
}

/// SplitMix64 (Steele, Lea & Flood 2014): the same numbers on every machine.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        // The high half of the product is even enough: `end` is a number of texts.
        ((u128::from(mixed) * end as u128) >> 64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn spans(ends: &[(usize, usize)]) -> Vec<Span> {
        ends.iter()
            .map(|&(start_cp, end_cp)| Span { start_cp, end_cp })
            .collect()
    }

    fn tally(hits: usize, right_hits: usize, passages: usize, found_passages: usize) -> Tally {
        Tally {
            hits,
            right_hits,
            passages,
            found_passages,
        }
    }

    #[test]
    fn hits_and_passages_are_counted_apart() {
        let passages = CodedSpans::new(spans(&[(0, 30), (20, 40), (60, 70)]));
        let hits = spans(&[(0, 10), (10, 20), (40, 50), (80, 90)]);
        let none = CodedSpans::default();
        assert_eq!(Tally::of(&hits, &passages, &passages), tally(4, 2, 2, 1));
        assert_eq!(Tally::of(&[], &passages, &passages), tally(0, 0, 2, 0));
        assert_eq!(Tally::of(&hits, &none, &none), tally(4, 0, 0, 0));
        let below = CodedSpans::new(spans(&[(80, 85)]));
        assert_eq!(Tally::of(&hits, &passages, &below), tally(4, 2, 1, 1));
    }

    #[test]
    fn undefined_is_said() {
        let none = Score::of(&[]);
        assert_eq!(none, Score::default());
        let nothing_found = Score::of(&[tally(0, 0, 2, 0), tally(0, 0, 1, 0)]);
        assert_eq!(nothing_found.precision, Estimate::default());
        assert_eq!(nothing_found.f1.value, Some(0.0));
        let nothing_there = Score::of(&[tally(3, 0, 0, 0), tally(1, 0, 0, 0)]);
        assert_eq!(nothing_there.precision.value, Some(0.0));
        assert_eq!(nothing_there.f1, Estimate::default());
        let one_text = Score::of(&[tally(1, 1, 1, 1)]);
        assert_eq!((one_text.f1.value, one_text.f1.low), (Some(1.0), None));
    }

    /// Newcombe (1998), *Statistics in Medicine* 17, table I, method 3.
    #[test]
    fn wilson_as_printed() {
        for (part, whole, low, high) in [
            (81, 263, 0.2553, 0.3662),
            (15, 148, 0.0624, 0.1605),
            (0, 20, 0.0, 0.1611),
            (1, 29, 0.0061, 0.1718),
        ] {
            let ends = wilson(part, whole).unwrap();
            assert!(
                (ends.0 - low).abs() < 5e-5 && (ends.1 - high).abs() < 5e-5,
                "{ends:?}"
            );
        }
    }

    proptest! {
        #[test]
        fn figures_lie_in_their_intervals(
            counts in proptest::collection::vec((0_usize..9, 0_usize..9, 1_usize..9, 0_usize..9), 2..8),
        ) {
            let texts: Vec<_> = counts
                .iter()
                .map(|&(hits, right, passages, found)| {
                    tally(hits, right.min(hits), passages, found.min(passages))
                })
                .collect();
            let score = Score::of(&texts);
            for share in [score.precision, score.recall] {
                if let (Some(value), Some(low), Some(high)) = (share.value, share.low, share.high) {
                    prop_assert!((0.0..=value).contains(&low) && (value..=1.0).contains(&high));
                }
            }
            let (low, high) = (score.f1.low.unwrap(), score.f1.high.unwrap());
            prop_assert!(0.0 <= low && low <= high && high <= 1.0);
            prop_assert_eq!(Score::of(&texts), score);
        }
    }
}
