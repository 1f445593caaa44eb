//! Closed intervals of numbers: the one form in which values are compared.
//!
//! It knows no units and no words. What a stranger would get wrong: both ends belong to the interval,
//! so "more than" is an end one step up, and an end may be infinite, but is never NaN.

use std::fmt;

use thiserror::Error;

/// Why two numbers make no interval.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
pub enum IntervalError {
    /// An end is not a number.
    #[error("an interval needs two numbers; one of its ends is not a number")]
    NotANumber,
    /// The lower end is above the upper one.
    #[error("an interval cannot run from {low} to {high}: the smaller number comes first")]
    Reversed {
        /// The number that was given as the lower end.
        low: f64,
        /// The number that was given as the upper end.
        high: f64,
    },
    /// Both ends are the same infinity, so that no number lies between them.
    #[error("an interval between two infinities of one sign holds no number")]
    NoNumber,
}

/// All numbers from `low` to `high`, both included; either may be infinite.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    low: f64,
    high: f64,
}

impl Interval {
    /// Makes the interval of two numbers, both included; -0 becomes 0.
    ///
    /// # Errors
    /// [`IntervalError`] when an end is NaN, `low` is above `high`, or both are one infinity.
    pub fn new(low: f64, high: f64) -> Result<Interval, IntervalError> {
        if low.is_nan() || high.is_nan() {
            return Err(IntervalError::NotANumber);
        }
        if low > high {
            return Err(IntervalError::Reversed { low, high });
        }
        if low == high && low.is_infinite() {
            return Err(IntervalError::NoNumber);
        }
        // Adding 0 turns -0 into 0, so that a total order of ends agrees with the order of numbers.
        Ok(Interval {
            low: low + 0.0,
            high: high + 0.0,
        })
    }

    /// Makes the interval of one number.
    ///
    /// # Errors
    /// [`IntervalError`] when the number is NaN or infinite.
    pub fn point(number: f64) -> Result<Interval, IntervalError> {
        Interval::new(number, number)
    }

    /// Returns the lower end, included; may be negative infinity.
    pub const fn low(self) -> f64 {
        self.low
    }

    /// Returns the upper end, included; may be infinity.
    pub const fn high(self) -> f64 {
        self.high
    }

    /// Tells whether the other interval lies inside this one; an interval contains itself.
    #[cfg(test)]
    pub fn contains(self, other: Interval) -> bool {
        self.low <= other.low && other.high <= self.high
    }

    /// Tells whether the interval is one number.
    pub fn is_point(self) -> bool {
        self.low == self.high
    }
}

impl fmt::Display for Interval {
    /// Writes `8000`, `150-200`, `at least 6`, `at most 4` (below no lower end) or `any`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.low.is_finite(), self.high.is_finite()) {
            (true, true) if self.is_point() => write!(formatter, "{}", self.low),
            (true, true) if self.low < 0.0 => write!(formatter, "{} to {}", self.low, self.high),
            (true, true) => write!(formatter, "{}-{}", self.low, self.high),
            (true, false) => write!(formatter, "at least {}", self.low),
            (false, true) => write!(formatter, "at most {}", self.high),
            (false, false) => formatter.write_str("any"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_interval_is_refused() {
        assert_eq!(Interval::new(f64::NAN, 1.0), Err(IntervalError::NotANumber));
        assert_eq!(Interval::new(1.0, f64::NAN), Err(IntervalError::NotANumber));
        assert!(matches!(
            Interval::new(2.0, 1.0),
            Err(IntervalError::Reversed { .. })
        ));
        assert_eq!(Interval::point(f64::INFINITY), Err(IntervalError::NoNumber));
    }

    #[test]
    fn negative_zero_becomes_zero() {
        assert!(Interval::point(-0.0).unwrap().low().is_sign_positive());
    }

    #[test]
    fn intervals_print_as_a_person_writes_them() {
        let print = |low, high| Interval::new(low, high).unwrap().to_string();
        assert_eq!(print(8000.0, 8000.0), "8000");
        assert_eq!(print(150.0, 200.0), "150-200");
        assert_eq!(print(-5.0, 2.5), "-5 to 2.5");
        assert_eq!(print(6.0, f64::INFINITY), "at least 6");
    }
}
