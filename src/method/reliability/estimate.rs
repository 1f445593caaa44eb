//! One figure with what belongs to it, or the reason why there is none; and how an agreement
//! beyond chance and its standard error are made, for every coefficient in the same place.
//!
//! It must not know how a coefficient sees chance. What a stranger would get wrong: everything
//! is computed from disagreements, 1 − P_o and 1 − P_e, so that perfect agreement gives exactly
//! 1 and no variation exactly nothing.

use super::student_t;

/// Why a figure is undefined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undefined {
    /// Nothing was rated by two coders.
    NoPairs,
    /// One category was given throughout.
    NoVariation,
    /// Only one category is declared.
    OneCategory,
    /// It is for two coders; there are so many, and another coefficient is meant.
    NotTwoCoders(usize, &'static str),
    /// Nobody used the code.
    NotUsed,
    /// One coder put two codes on one place.
    Overlap,
    /// Nobody marked a place that another one marked, too.
    NothingShared,
    /// Among what several coders marked, less than nothing is left to chance.
    NoChance,
    /// There are more coders than every two of them are compared for.
    TooManyCoders,
    /// The unit has fewer than two ratings.
    UnitWithoutPair,
    /// No continuum was seen by every coder.
    NoCommonContinuum,
}

impl Undefined {
    /// The reason in a few words.
    pub fn why(self) -> String {
        match self {
            Self::NoPairs => "no pairs: nothing was rated by two coders".into(),
            Self::NoVariation => "no variation: one category was given throughout".into(),
            Self::OneCategory => "only one category is declared".into(),
            Self::NotTwoCoders(count, instead) => {
                format!("for two coders, there are {count}; use {instead}")
            }
            Self::NotUsed => "not used".into(),
            Self::Overlap => "the codes of one coder overlap; see the rows of each code".into(),
            Self::NothingShared => "no variation in what two coders both marked".into(),
            Self::NoChance => {
                "what chance would give is not above 0: too little was marked by two coders".into()
            }
            Self::TooManyCoders => "too many coders to compare every two of them".into(),
            Self::UnitWithoutPair => "no pairs: fewer than two ratings".into(),
            Self::NoCommonContinuum => "no continuum in which every coder has a row".into(),
        }
    }
}

/// A figure with what it is made of; what does not apply is nothing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The figure.
    pub value: Result<f64, Undefined>,
    /// Its standard error, in the form over units.
    pub se: Option<f64>,
    /// Its standard error where nobody agrees beyond chance.
    pub se0: Option<f64>,
    /// Agreement, or disagreement for the alphas.
    pub observed: Option<f64>,
    /// The same as chance would have it.
    pub expected: Option<f64>,
    /// How many units the standard error is made of.
    pub units: f64,
}

impl Estimate {
    /// A figure without anything beside it.
    pub fn plain(value: Result<f64, Undefined>) -> Self {
        Self {
            value,
            se: None,
            se0: None,
            observed: None,
            expected: None,
            units: 0.0,
        }
    }

    /// No figure, for this reason.
    pub fn undefined(why: Undefined) -> Self {
        Self::plain(Err(why))
    }

    /// The interval value ± t · se with one degree of freedom less than there are units, within
    /// −1 and 1; nothing without a standard error.
    pub fn interval(&self, confidence: f64) -> Option<(f64, f64)> {
        let (value, se) = (self.value.ok()?, self.se?);
        let reach = student_t::quantile((1.0 - confidence) / 2.0, self.units - 1.0) * se;
        Some(((value - reach).max(-1.0), (value + reach).min(1.0)))
    }
}

/// Disagreement as it is and as chance would have it, both between 0 and 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Disagreement {
    /// 1 − P_o.
    pub observed: f64,
    /// 1 − P_e.
    pub expected: f64,
}

impl Disagreement {
    /// g = (P_o − P_e) / (1 − P_e); undefined where chance leaves no room.
    pub fn beyond_chance(self) -> Result<f64, Undefined> {
        if self.expected > 0.0 {
            Ok(1.0 - self.observed / self.expected)
        } else {
            Err(Undefined::NoVariation)
        }
    }

    /// The same with agreements beside it.
    pub fn estimate(self) -> Estimate {
        Estimate {
            observed: Some(1.0 - self.observed),
            expected: Some(1.0 - self.expected),
            ..Estimate::plain(self.beyond_chance())
        }
    }
}

/// What units have in common with respect to a standard error.
#[derive(Clone, Copy, Debug)]
pub struct Linear {
    /// The disagreement of all units.
    pub whole: Disagreement,
    /// Units that somebody rated over units that two or more rated.
    pub rated_by_paired: f64,
}

impl Linear {
    /// The linearised value g* of one unit (Gwet 2014): its own disagreement, nothing where
    /// fewer than two rated it, and what chance expects of it, 1 − e.
    pub fn value(&self, own: Option<f64>, chance: f64) -> f64 {
        let room = self.whole.expected;
        let beyond = own.map_or(0.0, |own| self.rated_by_paired * (room - own) / room);
        // 2 (1 − g), as 1 − g is observed over expected.
        let weight = 2.0 * self.whole.observed / room;
        beyond - weight * (room - chance) / room
    }
}

/// The standard error of a mean of linearised values around a centre: each value with how many
/// units have it; nothing for fewer than two units.
pub fn standard_error(values: impl Iterator<Item = (f64, f64)>, centre: f64) -> Option<f64> {
    let (units, squares) = values.fold((0.0, 0.0), |(units, squares), (times, value)| {
        (units + times, squares + times * (value - centre).powi(2))
    });
    (units > 1.0).then(|| (squares / (units * (units - 1.0))).sqrt())
}
