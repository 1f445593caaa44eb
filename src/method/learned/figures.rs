//! How well a classifier did on sentences that it had not seen: precision, recall and F1 (van Rijsbergen 1979) of what
//! it would propose, the area under the ROC curve (Hanley & McNeil 1982), and how far probabilities are off (expected
//! calibration error, Naeini, Cooper & Hauskrecht 2015). It must not know what was classified. A stranger would read the
//! area as quality: for a rare code it is high long before proposals are worth reading; precision says that.

/// A sentence that was held out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Judged {
    /// The score it was given: what stands before the probability, and ranks.
    pub score: f64,
    /// The probability it was given.
    pub probability: f64,
    /// Whether people gave it the code.
    pub has_code: bool,
}

/// What was counted and what follows; a figure that is undefined is none.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Figures {
    /// Sentences that would have been proposed.
    pub hits: usize,
    /// Of these, the ones with the code.
    pub right_hits: usize,
    /// Sentences with the code.
    pub sentences: usize,
    /// Share of the hits that are right; undefined without hits.
    pub precision: Option<f64>,
    /// Share of the sentences with the code that are hits.
    pub recall: Option<f64>,
    /// Their harmonic mean, 0 where nothing right was found.
    pub f1: Option<f64>,
    /// Chance that a sentence with the code has a higher score than one without.
    pub auc: Option<f64>,
    /// Mean distance of probability and share, over tenths of the range.
    pub calibration_error: Option<f64>,
}

const BINS: usize = 10;

impl Figures {
    /// Computes the figures for proposals from `least` probability on.
    #[must_use]
    pub fn of(judged: &[Judged], least: f64) -> Self {
        let (mut hits, mut right_hits, mut sentences) = (0, 0, 0);
        for one in judged {
            let is_hit = one.probability >= least;
            hits += usize::from(is_hit);
            right_hits += usize::from(is_hit && one.has_code);
            sentences += usize::from(one.has_code);
        }
        Self {
            hits,
            right_hits,
            sentences,
            precision: share(right_hits, hits),
            recall: share(right_hits, sentences),
            f1: (sentences > 0).then(|| 2.0 * right_hits as f64 / (hits + sentences) as f64),
            auc: auc(judged),
            calibration_error: calibration_error(judged),
        }
    }
}

fn share(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// By the ranks of what has the code (Mann & Whitney 1947); equal scores share their ranks.
fn auc(judged: &[Judged]) -> Option<f64> {
    let mut order: Vec<_> = judged.iter().collect();
    order.sort_unstable_by(|one, other| one.score.total_cmp(&other.score));
    let with = judged.iter().filter(|one| one.has_code).count() as f64;
    let without = judged.len() as f64 - with;
    if with == 0.0 || without == 0.0 {
        return None;
    }
    let mut ranks = 0.0;
    let mut before = 0.0;
    for tied in order.chunk_by(|one, other| one.score == other.score) {
        let of_code = tied.iter().filter(|one| one.has_code).count() as f64;
        ranks += of_code * (before + (tied.len() as f64 + 1.0) / 2.0);
        before += tied.len() as f64;
    }
    Some((ranks - with * (with + 1.0) / 2.0) / (with * without))
}

fn calibration_error(judged: &[Judged]) -> Option<f64> {
    let mut bins = [(0.0, 0.0); BINS];
    for one in judged {
        let at = ((one.probability * BINS as f64) as usize).min(BINS - 1);
        bins[at].0 += one.probability;
        bins[at].1 += f64::from(u8::from(one.has_code));
    }
    let off: f64 = bins
        .iter()
        .map(|(given, found)| (given - found).abs())
        .sum();
    (!judged.is_empty()).then(|| off / judged.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn judged(cases: &[(f64, bool)]) -> Vec<Judged> {
        let one = |(probability, has_code): &(f64, bool)| Judged {
            score: *probability,
            probability: *probability,
            has_code: *has_code,
        };
        cases.iter().map(one).collect()
    }

    #[test]
    fn figures_by_hand() {
        let cases = judged(&[
            (0.9, true),
            (0.8, false),
            (0.6, true),
            (0.4, true),
            (0.1, false),
            (0.1, false),
        ]);
        let found = Figures::of(&cases, 0.5);
        assert_eq!((found.hits, found.right_hits, found.sentences), (3, 2, 3));
        assert_eq!(
            (found.precision, found.recall, found.f1),
            (Some(2.0 / 3.0), Some(2.0 / 3.0), Some(2.0 / 3.0))
        );
        // Of nine pairs .8 beats .6 and .4.
        assert!((found.auc.unwrap() - 7.0 / 9.0).abs() < 1e-12);
        let off = (0.1 + 0.8 + 0.4 + 0.6 + 0.2) / 6.0;
        assert!((found.calibration_error.unwrap() - off).abs() < 1e-12);
    }

    #[test]
    fn undefined_is_none() {
        let nothing = Figures::of(&[], 0.5);
        assert_eq!(nothing, Figures::default());
        let none_there = Figures::of(&judged(&[(0.2, false)]), 0.5);
        assert_eq!(
            (
                none_there.precision,
                none_there.recall,
                none_there.f1,
                none_there.auc
            ),
            (None, None, None, None)
        );
        let none_found = Figures::of(&judged(&[(0.2, true), (0.2, false)]), 0.5);
        assert_eq!(
            (none_found.precision, none_found.f1, none_found.auc),
            (None, Some(0.0), Some(0.5))
        );
    }

    proptest! {
        #[test]
        fn figures_lie_in_their_range_whatever_the_order(
            cases in proptest::collection::vec((0_f64..=1.0, proptest::bool::ANY), 0..50),
            least in 0_f64..=1.0,
        ) {
            let mut cases = judged(&cases);
            let found = Figures::of(&cases, least);
            for figure in [found.precision, found.recall, found.f1, found.auc, found.calibration_error] {
                prop_assert!(figure.is_none_or(|figure| (0.0..=1.0).contains(&figure)));
            }
            cases.reverse();
            prop_assert_eq!(Figures::of(&cases, least).auc, found.auc);
        }
    }
}
