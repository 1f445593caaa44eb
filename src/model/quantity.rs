//! A value as it was said: the words, and the strict and fuzzy numbers they allow.
//!
//! By `methods.md` 2.2. It knows no unit, no measure and no claim. What a stranger would get wrong:
//! the strict interval is what the words bound ("about 500" is strictly 500) and the fuzzy one what
//! they leave room for; "none" is 0, while "none reported" is no value and is refused.

mod bounds;
mod error;
mod numeral;
mod phrase;
#[cfg(test)]
mod tests;

use std::fmt;

use super::cell_text::plain_lower;
pub use super::interval::{Interval, IntervalError};
use super::number_words::NumberWords;
pub use error::{MAX_VALUE_CHARS, QuantityError};

/// Sayings that there is no value, which must not become 0.
const NO_VALUE: [&str; 16] = [
    "none reported",
    "none known",
    "none given",
    "not reported",
    "not known",
    "not given",
    "unreported",
    "unknown",
    "no reports",
    "no data",
    "no answer",
    "no figure",
    "no number",
    "n/a",
    "?",
    "-",
];

/// How the words bound the figure they name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Modifier {
    /// N.
    Exact,
    /// About, some, around, roughly N.
    About,
    /// At least, no fewer than N.
    AtLeast,
    /// More than, over N.
    MoreThan,
    /// At most, no more than N.
    AtMost,
    /// Fewer than, less than, under N.
    FewerThan,
    /// Up to N.
    UpTo,
    /// Nearly, almost, just under N.
    Nearly,
    /// Just over, just above, a little over N.
    JustOver,
    /// A to B, between A and B.
    Between,
    /// A vague word of the table alone.
    Vague,
}

/// How what is counted may be divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grain {
    /// It comes in whole numbers alone: people, attacks.
    Whole,
    /// Any part of one may be meant: months, recruits a month.
    Any,
}

/// A value as one cell says it: the words as written, with strict and fuzzy intervals.
///
/// The strict interval always lies inside the fuzzy one. Numbers count things in the claim's unit, or
/// are shares from 0 to 1.
///
/// # Example
/// ```
/// use gainsay::model::number_words::NumberWords;
/// use gainsay::model::quantity::Quantity;
///
/// let value = Quantity::parse("some 500", &NumberWords::built_in())?;
/// assert_eq!(value.strict().to_string(), "500");
/// assert_eq!(value.fuzzy().to_string(), "450-550");
/// # Ok::<(), gainsay::model::quantity::QuantityError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    said: Box<str>,
    strict: Interval,
    fuzzy: Interval,
    modifier: Modifier,
    is_about: bool,
    is_share: bool,
    is_vague: bool,
}

impl Quantity {
    /// Reads a cell with the study's number words, as a number of whole things.
    ///
    /// # Errors
    /// As [`Quantity::parse_of`].
    pub fn parse(text: &str, words: &NumberWords) -> Result<Quantity, QuantityError> {
        Quantity::parse_of(Grain::Whole, text, words)
    }

    /// Reads a cell with the study's number words.
    ///
    /// What comes in whole numbers is rounded inward to them where the numbers named are whole; shares,
    /// decimals and what can be divided are not, and "more than" them begins at the next number a computer can tell.
    ///
    /// # Errors
    /// [`QuantityError`] for a cell that is empty, too long, says that there is no value, holds no
    /// number or word of the table, could be read in two ways, or leaves no number.
    pub fn parse_of(
        grain: Grain,
        text: &str,
        words: &NumberWords,
    ) -> Result<Quantity, QuantityError> {
        let said = text.trim();
        if let Some(number) = plain_count(said) {
            return Quantity::exact_count(said, number);
        }
        let read = plain_lower(said);
        if read.is_empty() {
            return Err(QuantityError::Empty);
        }
        let length = said.chars().count();
        if length > MAX_VALUE_CHARS {
            return Err(QuantityError::TooLong { length });
        }
        if NO_VALUE.contains(&read.as_ref()) && words.meaning(&read).is_none() {
            return Err(QuantityError::NoValue);
        }
        let bounds = bounds::bounds_of(grain, &phrase::read_phrase(&read, words)?)?;
        Ok(Quantity {
            said: said.into(),
            strict: bounds.strict,
            fuzzy: bounds.fuzzy,
            modifier: bounds.modifier,
            is_about: bounds.is_about,
            is_share: bounds.is_share,
            is_vague: bounds.is_vague,
        })
    }

    /// Returns the numbers the words bound.
    pub const fn strict(&self) -> Interval {
        self.strict
    }

    /// Returns the numbers the words leave room for.
    pub const fn fuzzy(&self) -> Interval {
        self.fuzzy
    }

    /// Returns how the words bound their figure.
    pub const fn modifier(&self) -> Modifier {
        self.modifier
    }

    /// Tells whether a number was said to be about so much.
    pub const fn is_about(&self) -> bool {
        self.is_about
    }

    /// Tells whether the numbers are shares from 0 to 1; "none" is not one, but is 0 as a share too.
    pub const fn is_share(&self) -> bool {
        self.is_share
    }

    /// Tells whether a vague word of the table was used without naming a figure.
    pub const fn is_vague(&self) -> bool {
        self.is_vague
    }

    fn exact_count(said: &str, number: f64) -> Result<Quantity, QuantityError> {
        let interval = Interval::point(number).map_err(|_| QuantityError::TooLarge)?;
        Ok(Quantity {
            said: said.into(),
            strict: interval,
            fuzzy: interval,
            modifier: Modifier::Exact,
            is_about: false,
            is_share: false,
            is_vague: false,
        })
    }
}

impl fmt::Display for Quantity {
    /// Writes the words as they were said.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.said)
    }
}

/// Returns the number of a cell of up to 15 ASCII digits and nothing else: the commonest cell, read
/// without the grammar.
fn plain_count(text: &str) -> Option<f64> {
    let is_plain = (1..=15).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    is_plain.then(|| text.parse().ok()).flatten()
}
