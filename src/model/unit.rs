//! Units of values: spellings that mean one unit, factors between units, and time units.
//!
//! It knows no claim and no measure. What a stranger would get wrong: a unit nobody declared is not an
//! error but a unit of its own, and a rate ("recruits per month") never converts to a total
//! ("recruits"), however alike the words are.

mod length;
mod plural;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use thiserror::Error;

use super::cell_text::plain_lower;
use length::Length;
pub use length::{Period, Slack, TimeUnit};
use plural::singular;
pub use plural::{counted_in, is_plural, plural};

/// What a study says of a unit.
#[derive(Debug, Clone, PartialEq)]
pub enum UnitRule {
    /// Another spelling of the named unit.
    SameAs(String),
    /// So many of the named unit: `jerib = { of = "hectare", factor = 0.2 }`.
    Of {
        /// The unit it is counted in.
        unit: String,
        /// How many of that unit one of this makes; finite and above 0.
        factor: f64,
    },
}

/// Why the units of a study cannot stand.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum UnitError {
    /// A unit or the unit it points to has no name.
    #[error("a unit needs a name; an entry of [units] or its target is empty")]
    NoName,
    /// Two entries name the same unit, apart from case, spaces and plural.
    #[error("the unit `{unit}` is declared twice (case, spaces and plural do not count)")]
    DeclaredTwice {
        /// The unit, in the form in which units are compared.
        unit: String,
    },
    /// The factor is not a finite number above 0.
    #[error("the factor of the unit `{unit}` is {factor}; it must be a number above 0")]
    BadFactor {
        /// The unit, in the form in which units are compared.
        unit: String,
        /// The factor that was given.
        factor: f64,
    },
    /// The unit leads back to itself.
    #[error("the unit `{unit}` leads back to itself; one of the units on the way must stand alone")]
    Cycle {
        /// A unit of the circle, in the form in which units are compared.
        unit: String,
    },
}

/// A unit followed to its base: what it counts, how many of that, and per which time.
#[derive(Debug, Clone, PartialEq)]
pub struct Unit {
    base: String,
    factor: f64,
    period: Option<Period>,
    time: Option<TimeUnit>,
    is_divided: bool,
}

impl Unit {
    /// Returns the base unit, in lower case and singular; empty where no unit was said.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// Returns how many of the base unit one of this makes; finite and above 0.
    pub const fn factor(&self) -> f64 {
        self.factor
    }

    /// Returns the time unit of a rate, or nothing for a total.
    pub const fn period(&self) -> Option<Period> {
        self.period
    }

    /// Tells whether it counts what comes in whole numbers alone, as far as anybody knows: neither a
    /// length of time nor so many in a time, nothing of which the study names a part, and one by one. Of
    /// dozens it is the single ones that are whole: more than two dozen are 25.
    pub fn is_of_whole(&self) -> bool {
        let is_counted_singly = self.factor == 1.0 && !self.is_divided;
        self.period.is_none() && self.time.is_none() && is_counted_singly
    }

    /// Tells whether values in the two units can be held against each other: they count one thing, or
    /// both count time, and both are rates or both are totals.
    pub fn is_convertible_to(&self, other: &Unit) -> bool {
        let is_one_thing = self.base == other.base || self.lengths_to(other).is_some();
        is_one_thing && self.period.is_some() == other.period.is_some()
    }

    /// Returns what a number of this unit is multiplied by to be one of the other, or nothing where
    /// they do not convert.
    pub fn factor_to(&self, other: &Unit) -> Option<f64> {
        if !self.is_convertible_to(other) {
            return None;
        }
        let over = |between: Option<[Length; 2]>| between.map_or(1.0, |[from, to]| from.over(to));
        let times = over(self.lengths_to(other)) / over(self.periods_to(other));
        Some(self.factor / other.factor * times)
    }

    /// Returns the least and the greatest part of [`Unit::factor_to`] that a number may really be
    /// multiplied by: no month is the mean one, and "a month" does not say which is meant.
    pub fn slack_to(&self, other: &Unit) -> Slack {
        let slack = |between: Option<[Length; 2]>| {
            between.map_or(Slack::NONE, |[from, to]| from.slack_to(to))
        };
        let of_lengths = slack(self.lengths_to(other));
        of_lengths.and(slack(self.periods_to(other)).turned())
    }

    /// Returns the time that this one counts in, where it converts to the other by the lengths of two
    /// times and by nothing else.
    pub fn time_apart(&self, other: &Unit) -> Option<TimeUnit> {
        if self.factor != 1.0 || other.factor != 1.0 {
            return None;
        }
        match (self.period, other.period) {
            (None, None) if self.lengths_to(other).is_some() => self.time,
            (Some(own), Some(period)) if self.base == other.base && own != period => {
                Some(own.time())
            }
            _ => None,
        }
    }

    /// What the two count, where both count time and not the same.
    fn lengths_to(&self, other: &Unit) -> Option<[Length; 2]> {
        let times = [self.time?, other.time?];
        (self.base != other.base).then(|| times.map(TimeUnit::length))
    }

    /// The times of two rates, where they are not one.
    fn periods_to(&self, other: &Unit) -> Option<[Length; 2]> {
        let periods = [self.period?, other.period?];
        (periods[0] != periods[1]).then(|| periods.map(|period| period.time().length()))
    }
}

/// The units of a study. Times from minutes to years are built in; units are the same regardless of
/// case, of the white space in them, and of a plain plural in -s.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Units {
    rules: BTreeMap<String, Rule>,
    /// The bases of which some unit is a part.
    divided: BTreeSet<String>,
}

#[derive(Debug, Clone, PartialEq)]
struct Rule {
    target: String,
    factor: f64,
}

impl Units {
    /// Makes the table of the study's entries, in any order.
    ///
    /// # Errors
    /// [`UnitError`] when a name is empty or declared twice, a factor is not above 0, or an entry leads
    /// back to itself.
    pub fn new(entries: impl IntoIterator<Item = (String, UnitRule)>) -> Result<Units, UnitError> {
        let mut units = Units::default();
        for (name, rule) in entries {
            units.declare(&name, rule)?;
        }
        for name in units.rules.keys() {
            units.check_circle(name)?;
        }
        let followed = units.rules.keys().map(|name| units.resolve(name));
        let parts = followed.filter(|unit| unit.factor < 1.0);
        units.divided = parts.map(|unit| unit.base).collect();
        Ok(units)
    }

    /// Follows the text of a unit to its base; a unit nobody declared is its own base with factor 1.
    ///
    /// `recruits per month`, `recruits/month` and `recruits a month` are one rate.
    pub fn resolve(&self, text: &str) -> Unit {
        let mut unit = Unit {
            base: unit_key(text),
            factor: 1.0,
            period: None,
            time: None,
            is_divided: false,
        };
        loop {
            if let Some(rule) = self.rules.get(&unit.base) {
                unit.base = rule.target.clone();
                unit.factor *= rule.factor;
            } else if let Some((counted, period)) = split_period(&unit.base) {
                // A rate of a rate has no meaning here: the words stay a unit of their own.
                if unit.period.is_some() {
                    return unit;
                }
                unit.period = Some(period);
                unit.base = counted.to_owned();
            } else {
                unit.time = TimeUnit::of_word(&unit.base);
                unit.is_divided = self.divided.contains(&unit.base);
                return unit;
            }
        }
    }

    fn declare(&mut self, name: &str, rule: UnitRule) -> Result<(), UnitError> {
        let unit = unit_key(name);
        let (target, factor) = match rule {
            UnitRule::SameAs(target) => (target, 1.0),
            UnitRule::Of {
                unit: target,
                factor,
            } => (target, factor),
        };
        let target = unit_key(&target);
        if unit.is_empty() || target.is_empty() {
            return Err(UnitError::NoName);
        }
        if !factor.is_finite() || factor <= 0.0 {
            return Err(UnitError::BadFactor { unit, factor });
        }
        if self.rules.contains_key(&unit) {
            return Err(UnitError::DeclaredTwice { unit });
        }
        // "fighter = { same_as = "fighters" }" says what is built in.
        if unit != target || factor != 1.0 {
            self.rules.insert(unit, Rule { target, factor });
        }
        Ok(())
    }

    /// Follows an entry as [`Units::resolve`] does; who passes more entries than there are goes round.
    fn check_circle(&self, name: &str) -> Result<(), UnitError> {
        let unit = name.to_owned();
        let (mut base, mut factor, mut passed) = (name, 1.0, 0);
        loop {
            if let Some(rule) = self.rules.get(base) {
                (base, factor, passed) = (&rule.target, factor * rule.factor, passed + 1);
            } else if let Some((counted, _)) = split_period(base) {
                base = counted;
            } else {
                break;
            }
            if passed > self.rules.len() {
                return Err(UnitError::Cycle { unit });
            }
        }
        match factor.is_finite() && factor > 0.0 {
            true => Ok(()),
            false => Err(UnitError::BadFactor { unit, factor }),
        }
    }
}

/// Returns the unit that is like another, and counts in another time: `day` for a month, `person per day`
/// for persons per month.
pub fn in_time(kept: &str, time: TimeUnit) -> String {
    let key = unit_key(kept);
    match split_period(&key) {
        Some((counted, _)) => format!("{counted} per {}", time.word()),
        None => time.word().to_owned(),
    }
}

/// Returns the factor and its slack from a unit that is like another, and counts in another time, to that:
/// nothing but the lengths of two times lies between them, so no unit of a study has a part in it.
pub fn time_factor(time: TimeUnit, kept: &str) -> Option<(f64, Slack)> {
    let units = Units::default();
    let (said, kept) = (units.resolve(&in_time(kept, time)), units.resolve(kept));
    Some((said.factor_to(&kept)?, said.slack_to(&kept)))
}

/// Returns a unit in the form in which units are compared: lower case, single spaces, singular words,
/// ` per ` before a period however it was written.
fn unit_key(text: &str) -> String {
    let text = plain_lower(text).replace('/', " per ");
    let words: Vec<String> = text.split_whitespace().map(singular).collect();
    let (joint, period) = match words.as_slice() {
        [.., joint, period] => (joint.as_str(), Period::of_word(period)),
        _ => return words.join(" "),
    };
    match (joint, period) {
        ("per" | "a" | "each" | "every", Some(period)) => {
            let counted = words[..words.len() - 2].join(" ");
            format!("{counted} per {}", period.word())
                .trim_start()
                .to_owned()
        }
        _ => words.join(" "),
    }
}

/// Splits a key into what is counted and the period: "recruit per month".
fn split_period(key: &str) -> Option<(&str, Period)> {
    let (counted, period) = match key.strip_prefix("per ") {
        Some(period) => ("", period),
        None => key.rsplit_once(" per ")?,
    };
    Period::of_word(period).map(|period| (counted, period))
}
