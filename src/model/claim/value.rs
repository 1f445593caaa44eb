//! What a claim says in numbers, or by naming one of its topic's values.
//!
//! It knows bounds, not words; how words become bounds is in [`crate::model::quantity`]. What a
//! stranger would get wrong: both ends belong to the stretch, and either may be infinite.

use crate::model::refusal::Refusal;
use crate::model::unit::Slack;

/// A closed stretch of numbers; either end may be infinite, neither is ever NaN.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// The smallest number, included.
    pub low: f64,
    /// The largest number, included.
    pub high: f64,
}

impl Bounds {
    /// Makes the stretch of two numbers.
    ///
    /// # Errors
    /// A [`Refusal`] of the column `value` when an end is NaN or the ends are reversed.
    pub fn new(low: f64, high: f64) -> Result<Bounds, Refusal> {
        if low <= high {
            return Ok(Bounds { low, high });
        }
        let right = "two numbers of which the first is not above the second";
        Err(Refusal::new("value", &format!("{low} to {high}"), right))
    }

    /// Tells whether the two stretches have a number in common.
    pub fn meets(self, other: Bounds) -> bool {
        self.low <= other.high && other.low <= self.high
    }

    /// Tells whether the other stretch lies inside this one.
    pub fn contains(self, other: Bounds) -> bool {
        self.low <= other.low && other.high <= self.high
    }

    /// Tells whether this is the number nought and nothing else.
    pub fn is_zero(self) -> bool {
        self.low == 0.0 && self.high == 0.0
    }

    /// Returns the stretch in another unit, without the last digits that the factor made up.
    pub fn scaled(self, factor: f64) -> Bounds {
        Bounds {
            low: scaled(self.low, factor),
            high: scaled(self.high, factor),
        }
    }
}

impl Bounds {
    /// Returns the stretch made wider by what a factor to another unit may be off.
    pub fn loosened(self, slack: Slack) -> Bounds {
        // Below 0 what lies lower is what is multiplied by more.
        let (of_low, of_high) = (self.low >= 0.0, self.high < 0.0);
        let part = |is_least| {
            if is_least {
                slack.least
            } else {
                slack.greatest
            }
        };
        Bounds {
            low: scaled(self.low, part(of_low)),
            high: scaled(self.high, part(of_high)),
        }
    }
}

impl Bounds {
    /// Returns the whole numbers of the stretch, or nothing where there is none.
    pub fn of_whole(self) -> Option<Bounds> {
        let (low, high) = (self.low.ceil(), self.high.floor());
        (low <= high).then_some(Bounds { low, high })
    }
}

impl Bounds {
    /// Returns the stretch without what [`Bounds::loosened`] added to it.
    pub fn tightened(self, slack: Slack) -> Bounds {
        let inverse = Slack {
            least: 1.0 / slack.least,
            greatest: 1.0 / slack.greatest,
        };
        self.loosened(inverse)
    }
}

/// A number times a factor. "More than 2" begins at the next number behind 2, and "more than 14" is what
/// that comes to in days where it is weeks.
fn scaled(number: f64, factor: f64) -> f64 {
    let short = round_to_digits(number);
    if !number.is_finite() || short == number {
        return round_to_digits(number * factor);
    }
    match short {
        _ if short == number.next_down() => round_to_digits(short * factor).next_up(),
        _ if short == number.next_up() => round_to_digits(short * factor).next_down(),
        _ => round_to_digits(number * factor),
    }
}

/// Rounds to twelve significant digits, so that 3,000 g and 3 kg are one number.
fn round_to_digits(number: f64) -> f64 {
    if number == 0.0 || !number.is_finite() {
        return number;
    }
    format!("{number:.11e}").parse().unwrap_or(number)
}

/// A figure as said, in the unit it was said in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figure {
    /// What the words say.
    pub strict: Bounds,
    /// What they may have meant.
    pub fuzzy: Bounds,
    /// Whether a vague word stands in place of a number.
    pub is_vague: bool,
    /// Whether the source said "about".
    pub is_about: bool,
    /// Whether it is "up to N": then N is the figure named.
    pub is_up_to: bool,
    /// Whether it is a mass word: "thousands", "everyone".
    pub is_mass: bool,
    /// Whether it is a share from 0 to 1 and no count.
    pub is_share: bool,
}

/// The value of a claim.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value {
    /// A number, for quantities.
    Figure(Figure),
    /// The place of one of the topic's values, for all other kinds.
    Category(u16),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nan_and_reversed_bounds_are_refused() {
        assert!(Bounds::new(f64::NAN, 1.0).is_err());
        assert!(Bounds::new(0.0, f64::NAN).is_err());
        assert_eq!(Bounds::new(2.0, 1.0).unwrap_err().column, "value");
        assert!(Bounds::new(f64::NEG_INFINITY, f64::INFINITY).is_ok());
    }

    #[test]
    fn a_factor_makes_no_digits_up() {
        let grams = Bounds::new(3000.0, 7000.0).unwrap();
        assert_eq!(grams.scaled(0.001), Bounds::new(3.0, 7.0).unwrap());
        assert_eq!(Bounds::new(7.0, 7.0).unwrap().scaled(0.2).low, 1.4);
        let more = Bounds::new(2.0_f64.next_up(), f64::INFINITY).unwrap();
        assert_eq!(more.scaled(7.0).low, 14.0_f64.next_up());
        let less = Bounds::new(0.0, 2.0_f64.next_down()).unwrap();
        assert_eq!(less.scaled(7.0).high, 14.0_f64.next_down());
        let open = Bounds::new(0.0, f64::INFINITY).unwrap();
        assert_eq!(open.scaled(0.2), open);
    }
}
