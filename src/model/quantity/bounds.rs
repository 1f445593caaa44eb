//! What a phrase bounds: strict and fuzzy intervals by the table of `methods.md` 2.2.
//!
//! It knows no text. What a stranger would get wrong: percentages are divided last and tenths are
//! taken as N / 10, so that "nearly 30 %" is exactly [0.27, 0.3] and meets a plain 27 %.

use super::error::QuantityError;
use super::numeral::{Multiplier, Numeral};
use super::phrase::{Amount, Operand, Phrase};
use super::{Grain, Modifier};
use crate::model::interval::Interval;
use crate::model::number_words::WordMeaning;

const PERCENT: f64 = 100.0;

/// What a phrase bounds, and how it says so.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Bounds {
    pub(super) strict: Interval,
    pub(super) fuzzy: Interval,
    pub(super) modifier: Modifier,
    pub(super) is_about: bool,
    pub(super) is_share: bool,
    pub(super) is_vague: bool,
}

/// A pair of ends, in the scale of the words (percent, where they say so).
#[derive(Debug, Clone, Copy, PartialEq)]
struct Ends {
    low: f64,
    high: f64,
}

/// What the amounts of a phrase say before the modifier is applied.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Terms {
    strict: Ends,
    fuzzy: Ends,
    /// What the numbers are divided by in the end: 100 for percentages, else 1.
    divisor: f64,
    is_share: bool,
    is_whole: bool,
    is_vague: bool,
}

/// Returns what a phrase bounds.
pub(super) fn bounds_of(grain: Grain, phrase: &Phrase) -> Result<Bounds, QuantityError> {
    let mut terms = phrase_terms(phrase)?;
    terms.is_whole &= grain == Grain::Whole;
    let modifier = phrase.comparison.unwrap_or(match phrase.second {
        Some(_) => Modifier::Between,
        None if terms.is_vague => Modifier::Vague,
        None if phrase.first.is_about => Modifier::About,
        None => Modifier::Exact,
    });
    terms.check(modifier)?;
    Ok(Bounds {
        strict: terms.closed(terms.strict, modifier)?,
        fuzzy: terms.closed(terms.fuzzy, modifier)?,
        modifier,
        is_about: is_about(&phrase.first) || phrase.second.as_ref().is_some_and(is_about),
        is_share: terms.is_share,
        is_vague: terms.is_vague,
    })
}

/// Whether a number is about so much; a word that is about is no vaguer than the word.
fn is_about(operand: &Operand) -> bool {
    operand.is_about && matches!(operand.amount, Amount::Number(_))
}

fn phrase_terms(phrase: &Phrase) -> Result<Terms, QuantityError> {
    let Some(second) = &phrase.second else {
        return operand_terms(&phrase.first, phrase.comparison.is_some());
    };
    let first = operand_terms(&phrase.first, false)?;
    first.joined(operand_terms(second, false)?)
}

fn operand_terms(operand: &Operand, is_compared: bool) -> Result<Terms, QuantityError> {
    match &operand.amount {
        Amount::Number(numeral) => number_terms(numeral, operand.is_about),
        Amount::Word(meaning, multiplier) => {
            let is_none = is_zero(*meaning);
            if is_none && (is_compared || operand.is_about) {
                return Err(QuantityError::ModifiedNone);
            }
            word_terms(*meaning, *multiplier, is_compared)
        }
    }
}

fn number_terms(numeral: &Numeral, is_about: bool) -> Result<Terms, QuantityError> {
    let number = numeral.number()?;
    let divisor = if numeral.is_percent { PERCENT } else { 1.0 };
    if numeral.is_percent && !(0.0..=PERCENT).contains(&number) {
        return Err(QuantityError::ShareOutOfRange);
    }
    let pad = match is_about {
        true => (number.abs() / 10.0).max(numeral.half_unit()),
        false => 0.0,
    };
    // A count that is not negative has no negative neighbours.
    let floor = if number < 0.0 { f64::NEG_INFINITY } else { 0.0 };
    Ok(Terms {
        strict: Ends::at(number),
        fuzzy: Ends {
            low: (number - pad).max(floor),
            high: number + pad,
        },
        divisor,
        is_share: numeral.is_percent,
        is_whole: !numeral.is_percent && number.fract() == 0.0,
        is_vague: false,
    })
}

/// A word names its figure where something is compared with it ("more than half"), else its range;
/// a word that is about is no vaguer than the word.
fn word_terms(
    meaning: WordMeaning,
    multiplier: Option<Multiplier>,
    is_compared: bool,
) -> Result<Terms, QuantityError> {
    let range = match (meaning.figure(), multiplier) {
        (Some(figure), None) if is_compared => Ends::at(figure),
        (_, None) => Ends {
            low: meaning.range().low(),
            high: meaning.range().high(),
        },
        (_, Some(multiplier)) => multiplied(meaning, multiplier)?,
    };
    let is_whole = |end: f64| end.is_infinite() || end.fract() == 0.0;
    let is_figure = range.low == range.high;
    Ok(Terms {
        strict: range,
        fuzzy: range,
        divisor: 1.0,
        is_share: meaning.is_share(),
        is_whole: !meaning.is_share() && is_whole(range.low) && is_whole(range.high),
        is_vague: !is_figure,
    })
}

fn is_zero(meaning: WordMeaning) -> bool {
    meaning.range().is_point() && meaning.range().low() == 0.0
}

/// "Several thousand" runs to the next thousand less one, as "several hundred" does in the table.
fn multiplied(meaning: WordMeaning, multiplier: Multiplier) -> Result<Ends, QuantityError> {
    if meaning.is_share() || is_zero(meaning) {
        return Err(QuantityError::TrailingWords);
    }
    let number = multiplier.number();
    Ok(Ends {
        low: meaning.range().low() * number,
        high: (meaning.range().high() + 1.0) * number - 1.0,
    })
}

impl Ends {
    const fn at(number: f64) -> Ends {
        Ends {
            low: number,
            high: number,
        }
    }

    fn divided(self, divisor: f64) -> Ends {
        Ends {
            low: self.low / divisor,
            high: self.high / divisor,
        }
    }
}

impl Terms {
    /// Joins the two ends of a range.
    fn joined(self, second: Terms) -> Result<Terms, QuantityError> {
        if self.is_share != second.is_share {
            return Err(QuantityError::MixedShare);
        }
        if self.divisor != second.divisor {
            return self.divided().joined(second.divided());
        }
        if self.strict.low > second.strict.low || self.strict.high > second.strict.high {
            return Err(QuantityError::Reversed);
        }
        let hull = |first: Ends, second: Ends| Ends {
            low: first.low.min(second.low),
            high: first.high.max(second.high),
        };
        Ok(Terms {
            strict: hull(self.strict, second.strict),
            fuzzy: hull(self.fuzzy, second.fuzzy),
            is_whole: self.is_whole && second.is_whole,
            is_vague: self.is_vague || second.is_vague,
            ..self
        })
    }

    fn divided(self) -> Terms {
        Terms {
            strict: self.strict.divided(self.divisor),
            fuzzy: self.fuzzy.divided(self.divisor),
            divisor: 1.0,
            ..self
        }
    }

    /// Refuses modifiers that count from 0, or take a part, over a negative number.
    fn check(self, modifier: Modifier) -> Result<(), QuantityError> {
        let is_allowed = match modifier {
            Modifier::Nearly | Modifier::JustOver => self.strict.low >= 0.0,
            Modifier::AtMost | Modifier::FewerThan | Modifier::UpTo => self.strict.high >= 0.0,
            _ => true,
        };
        is_allowed
            .then_some(())
            .ok_or(QuantityError::ModifiedNegative)
    }

    /// Returns the closed interval the modifier makes of two ends.
    fn closed(self, ends: Ends, modifier: Modifier) -> Result<Interval, QuantityError> {
        let top = if self.is_share {
            self.divisor
        } else {
            f64::INFINITY
        };
        let Ends { low, high } = ends;
        let (low, high) = match modifier {
            Modifier::AtLeast | Modifier::MoreThan => (low, top),
            Modifier::AtMost | Modifier::FewerThan | Modifier::UpTo => (0.0, high),
            Modifier::Nearly => (low - low / 10.0, high),
            Modifier::JustOver => (low, high + high / 10.0),
            Modifier::Exact | Modifier::About | Modifier::Between | Modifier::Vague => (low, high),
        };
        let low = self.closed_low(low, modifier == Modifier::MoreThan);
        let high = self.closed_high(high.min(top), modifier == Modifier::FewerThan);
        Interval::new(low, high).map_err(|_| QuantityError::NothingLeft)
    }

    /// Rounds a lower end inward; an open one moves to the next number that counts.
    fn closed_low(self, low: f64, is_open: bool) -> f64 {
        match (self.is_whole, is_open) {
            (true, true) => low.floor() + 1.0,
            (true, false) => low.ceil(),
            (false, true) => (low / self.divisor).next_up(),
            (false, false) => low / self.divisor,
        }
    }

    /// Rounds an upper end inward; an open one moves to the next number that counts.
    fn closed_high(self, high: f64, is_open: bool) -> f64 {
        match (self.is_whole, is_open) {
            (true, true) => high.ceil() - 1.0,
            (true, false) => high.floor(),
            (false, true) => (high / self.divisor).next_down(),
            (false, false) => high / self.divisor,
        }
    }
}
