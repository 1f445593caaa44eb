//! From a score to a probability: Platt's sigmoid (Platt 1999), fitted by Newton's method as Lin, Lin & Weng (2007)
//! wrote it, with their targets that keep few cases from certainty. It must not know where scores come from. A stranger
//! would let a higher score mean a lower probability where the cases say so: then the score says nothing, and the
//! probability is the share of the code for every score.

use super::logistic::{sigmoid, softplus};

/// A score of a sentence that was held out, with what people said.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scored {
    /// The score.
    pub score: f64,
    /// Whether it has the code.
    pub has_code: bool,
    /// For how many sentences it stands.
    pub weight: f64,
}

/// How a score becomes a probability; never falls as the score rises.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Calibration {
    slope: f64,
    shift: f64,
}

const MOST_STEPS: usize = 100;
const FLAT: f64 = 1e-8;
const RIDGE: f64 = 1e-12;

impl Calibration {
    /// Fits the sigmoid to scores.
    #[must_use]
    pub fn of(scored: &[Scored]) -> Self {
        let total = |has_code: bool| -> f64 {
            let own = scored.iter().filter(|one| one.has_code == has_code);
            own.map(|one| one.weight).sum()
        };
        let (with, without) = (total(true), total(false));
        let targets = [1.0 / (without + 2.0), (with + 1.0) / (with + 2.0)];
        let base = ((with + 1.0) / (without + 1.0)).ln();
        let start = Self {
            slope: 0.0,
            shift: base,
        };
        let fitted = start.descend(scored, targets);
        if fitted.slope > 0.0 && fitted.shift.is_finite() {
            fitted
        } else {
            start
        }
    }

    /// The probability for a score, 0 to 1.
    #[must_use]
    pub fn probability(self, score: f64) -> f64 {
        sigmoid(self.slope * score + self.shift)
    }

    fn descend(mut self, scored: &[Scored], targets: [f64; 2]) -> Self {
        let mut value = self.loss(scored, targets);
        for _ in 0..MOST_STEPS {
            let (way, slope) = self.newton(scored, targets);
            if slope.abs() < FLAT {
                break;
            }
            let mut length = 1.0;
            let next = loop {
                let next = Self {
                    slope: self.slope + length * way.0,
                    shift: self.shift + length * way.1,
                };
                let found = next.loss(scored, targets);
                if found < value + 1e-4 * length * slope {
                    value = found;
                    break Some(next);
                }
                length /= 2.0;
                if length < 1e-10 {
                    break None;
                }
            };
            match next {
                Some(next) => self = next,
                None => break,
            }
        }
        self
    }

    fn loss(self, scored: &[Scored], targets: [f64; 2]) -> f64 {
        let loss = |one: &Scored| {
            let at = self.slope * one.score + self.shift;
            one.weight * (softplus(at) - targets[usize::from(one.has_code)] * at)
        };
        scored.iter().map(loss).sum()
    }

    /// Newton's step, and how steeply the loss falls along it.
    fn newton(self, scored: &[Scored], targets: [f64; 2]) -> ((f64, f64), f64) {
        let (mut g, mut h) = ((0.0, 0.0), (RIDGE, 0.0, RIDGE));
        for one in scored {
            let p = self.probability(one.score);
            let off = one.weight * (p - targets[usize::from(one.has_code)]);
            let bend = one.weight * p * (1.0 - p);
            g = (g.0 + off * one.score, g.1 + off);
            h = (
                h.0 + bend * one.score * one.score,
                h.1 + bend * one.score,
                h.2 + bend,
            );
        }
        let area = h.0 * h.2 - h.1 * h.1;
        let way = (
            -(h.2 * g.0 - h.1 * g.1) / area,
            -(h.0 * g.1 - h.1 * g.0) / area,
        );
        let slope = g.0 * way.0 + g.1 * way.1;
        if slope.is_finite() && slope < 0.0 {
            (way, slope)
        } else {
            ((0.0, 0.0), 0.0)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn scored(score: f64, has_code: bool) -> Scored {
        Scored {
            score,
            has_code,
            weight: 1.0,
        }
    }

    #[test]
    fn shares_of_the_cases_become_probabilities() {
        // 100 cases each: at -1 one in ten has the code, at 1 nine.
        let cases: Vec<_> = [(-1.0, 10), (1.0, 90)]
            .into_iter()
            .flat_map(|(score, with)| (0..100).map(move |at| scored(score, at < with)))
            .collect();
        let found = Calibration::of(&cases);
        assert!((found.probability(-1.0) - 0.1).abs() < 0.02);
        assert!((found.probability(1.0) - 0.9).abs() < 0.02);
        // A weight stands for as many cases.
        let heavy: Vec<_> = [(-1.0, 10.0, 90.0), (1.0, 90.0, 10.0)]
            .into_iter()
            .flat_map(|(score, with, without)| {
                [(true, with), (false, without)].map(|(has_code, weight)| Scored {
                    score,
                    has_code,
                    weight,
                })
            })
            .collect();
        let same = Calibration::of(&heavy);
        assert!((same.probability(0.3) - found.probability(0.3)).abs() < 1e-6);
    }

    #[test]
    fn a_score_that_misleads_says_nothing() {
        let cases = [
            scored(1.0, false),
            scored(2.0, false),
            scored(-1.0, true),
            scored(-3.0, true),
        ];
        let found = Calibration::of(&cases);
        assert_eq!(found.probability(5.0), found.probability(-5.0));
        assert_eq!(found.probability(0.0), 0.5);
        assert!(Calibration::of(&[]).probability(3.0).is_finite());
    }

    proptest! {
        #[test]
        fn a_probability_lies_in_its_range_and_never_falls(
            cases in proptest::collection::vec((-50_f64..50.0, proptest::bool::ANY), 0..60),
            scores in proptest::collection::vec(-1e3_f64..1e3, 2..20),
        ) {
            let cases: Vec<_> = cases.into_iter().map(|(score, has)| scored(score, has)).collect();
            let found = Calibration::of(&cases);
            let mut scores = scores;
            scores.sort_by(f64::total_cmp);
            let given: Vec<_> = scores.iter().map(|score| found.probability(*score)).collect();
            prop_assert!(given.iter().all(|p| (0.0..=1.0).contains(p)));
            prop_assert!(given.is_sorted());
        }
    }
}
