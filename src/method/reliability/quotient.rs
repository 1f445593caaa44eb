//! Sums of fractions as one fraction, over a denominator that all have in common: whole numbers stay exact, so that
//! what is equal comes out equal, and a coefficient of no more than chance is 0 and not 1e-16.
//!
//! It must not know what is summed. What a stranger would get wrong: two sums of the same quotients, rounded in another
//! order, differ in the last place, and their difference looks like a figure.

/// The largest denominator that is made of several: beyond it sums are not exact either.
const MOST_COMMON: u64 = 1 << 20;

/// A sum as numerator and denominator.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quotient {
    /// What stands above.
    pub above: f64,
    /// What stands below, at least 1.
    pub below: f64,
}

impl Quotient {
    /// Sums fractions, each as numerator and denominator.
    pub fn of(parts: impl Iterator<Item = (f64, u64)> + Clone) -> Self {
        let common = Common::of(parts.clone().map(|part| part.1));
        Self {
            above: parts.map(|(above, below)| above * common.over(below)).sum(),
            below: common.whole(),
        }
    }

    /// The number, divided by another, in one division.
    pub fn over(self, divisor: f64) -> f64 {
        self.above / (self.below * divisor)
    }
}

/// A denominator that several have in common, or none of a size that is of use.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Common(Option<u64>);

impl Common {
    /// The smallest that all divide.
    pub fn of(mut denominators: impl Iterator<Item = u64>) -> Self {
        Self(denominators.try_fold(1, common_multiple))
    }

    /// The denominator, 1 where there is none.
    pub fn whole(self) -> f64 {
        self.0.unwrap_or(1) as f64
    }

    /// What one part of so many is, with this denominator.
    pub fn over(self, parts: u64) -> f64 {
        match self.0 {
            Some(common) => (common / parts) as f64,
            None => 1.0 / parts as f64,
        }
    }
}

fn common_multiple(a: u64, b: u64) -> Option<u64> {
    let multiple = a.checked_mul(b / common_divisor(a, b).max(1))?;
    let is_of_use = multiple == a || multiple == b || multiple <= MOST_COMMON;
    (multiple > 0 && is_of_use).then_some(multiple)
}

fn common_divisor(mut a: u64, mut b: u64) -> u64 {
    while b > 0 {
        (a, b) = (b, a % b);
    }
    a
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thirds_and_halves_are_summed_exactly() {
        let sum = Quotient::of([(1.0, 3), (1.0, 2), (1.0, 6)].into_iter());
        assert_eq!(
            sum,
            Quotient {
                above: 6.0,
                below: 6.0
            }
        );
        let tenths = Quotient::of([(1.0, 10); 3].into_iter());
        assert_eq!(tenths.over(1.0), 0.3);
        assert_ne!(0.1 + 0.1 + 0.1, 0.3, "as a sum of quotients has it");
    }

    #[test]
    fn denominators_that_grow_beyond_all_bounds_are_divided_by() {
        let primes = [4093_u64, 4091, 4079];
        let sum = Quotient::of(primes.into_iter().map(|below| (below as f64, below)));
        assert_eq!(
            sum,
            Quotient {
                above: 3.0,
                below: 1.0
            }
        );
        assert_eq!(common_multiple(0, 4), None);
        assert_eq!(common_multiple(6, 4), Some(12));
    }
}
