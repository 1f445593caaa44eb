//! How days, numbers and claims are put into words for a reader.
//!
//! It knows English and EDTF, not what a sentence is for. What a stranger would get wrong: a stretch
//! of days is written as short as it goes without losing a day: `2021-08`, not 1–31 August.

use crate::method::reading::SHARE_OF_COUNT;
use crate::model::claim::{Bounds, Claim, Marks};
use crate::model::day::{Day, DayRange, days_in_month};
use crate::model::key::UnitId;
use crate::model::study::Study;
use crate::model::topic::Topic;
use crate::model::unit::plural;
use crate::model::vocabulary::Measure;

/// Writes a stretch of days as the shortest EDTF that means exactly these days.
pub fn edtf(range: DayRange) -> String {
    let (low, high) = (range.low(), range.high());
    if range == DayRange::ALL {
        return "../..".to_owned();
    }
    let (first, last) = (first_of_month(low), last_of_month(high));
    if let (Some((year, month)), Some((end_year, end_month))) = (first, last)
        && year == end_year
    {
        match (month, end_month) {
            (1, 12) => return year_text(year),
            _ if month == end_month => return month_text((year, month)),
            _ => {}
        }
    }
    if low == high {
        return low.to_string();
    }
    let start = first.map_or_else(|| low.to_string(), month_text);
    let end = last.map_or_else(|| high.to_string(), month_text);
    format!("{start}/{end}")
}

fn year_text(year: i32) -> String {
    if year < 0 {
        return format!("-{:04}", -year);
    }
    format!("{year:04}")
}

fn month_text((year, month): (i32, u8)) -> String {
    // As a day is written, without the day.
    let mut text = year_text(year);
    text.extend(['-', digit(month / 10), digit(month)]);
    text
}

fn digit(number: u8) -> char {
    char::from(b'0' + number % 10)
}

/// The month that begins on a day.
fn first_of_month(day: Day) -> Option<(i32, u8)> {
    let (year, month, day) = day.to_ymd()?;
    (day == 1).then_some((year, month))
}

/// The month that ends on a day.
fn last_of_month(day: Day) -> Option<(i32, u8)> {
    let (year, month, day) = day.to_ymd()?;
    (day == days_in_month(year, month)).then_some((year, month))
}

/// Writes a number with commas between thousands and at most four places.
pub fn number(value: f64) -> String {
    if value.is_infinite() {
        return if value > 0.0 {
            "any number"
        } else {
            "no lower bound"
        }
        .to_owned();
    }
    let rounded = (value * 1e4).round() / 1e4;
    // Most figures are whole and small, and a whole number is written sooner than a fraction.
    let plain = match rounded.abs() {
        whole if whole.fract() == 0.0 && whole < 1e15 => (whole as u64).to_string(),
        other => other.to_string(),
    };
    if plain.len() <= 3 && rounded >= 0.0 {
        return plain;
    }
    let (whole, rest) = match plain.split_once('.') {
        Some((whole, rest)) => (whole, format!(".{rest}")),
        None => (plain.as_str(), String::new()),
    };
    let mut grouped = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let sign = if rounded < 0.0 { "-" } else { "" };
    format!("{sign}{grouped}{rest}")
}

/// How a figure is written: as percent of something, or as a number of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale<'s> {
    /// As percent.
    Percent,
    /// As a number, with the name of its unit where it has one.
    Number(Option<&'s str>),
}

impl<'s> Scale<'s> {
    /// Returns how the figures of a topic are written that count in a unit, its own or another.
    pub fn of(study: &'s Study, topic: &Topic, unit: Option<UnitId>) -> Scale<'s> {
        let is_own = unit.is_none() || unit == topic.unit;
        let name = unit.map(|unit| study.unit_name(unit));
        match topic.measure == Some(Measure::Share) {
            true if is_own => Scale::Percent,
            false if !is_own && name == Some(SHARE_OF_COUNT) => Scale::Percent,
            _ => Scale::Number(name),
        }
    }

    /// Writes bounds without the unit.
    pub fn bounds(self, bounds: Bounds) -> String {
        let one = |value: f64| self.one(value);
        match (bounds.low, bounds.high) {
            (low, high) if low == high => one(low),
            (low, high) if low.is_infinite() && high.is_infinite() => "any number".to_owned(),
            (low, high) if high.is_infinite() => format!("at least {}", one(low)),
            (low, high) if low.is_infinite() || low == 0.0 => format!("at most {}", one(high)),
            (low, high) => format!("{} to {}", one(low), one(high)),
        }
    }

    /// Writes what stands behind the figure: a blank and the unit, or nothing. What is not the topic's
    /// own unit is in the plural where a source said it so.
    pub fn unit<'c>(self, said: impl IntoIterator<Item = &'c Claim>) -> String {
        let mut said = said.into_iter();
        match self {
            Scale::Number(Some(unit))
                if said.any(|claim| claim.marks().has(Marks::UNIT_IN_PLURAL)) =>
            {
                format!(" {}", plural(unit))
            }
            Scale::Number(Some(unit)) => format!(" {unit}"),
            Scale::Percent | Scale::Number(None) => String::new(),
        }
    }

    fn one(self, value: f64) -> String {
        match self {
            Scale::Percent => format!("{} %", number(value * 100.0)),
            Scale::Number(_) => number(value),
        }
    }
}

/// Writes the figure of a claim with its unit, as the source hedged it; shares as percent.
pub fn figure(study: &Study, claim: &Claim, strict: Bounds) -> String {
    let scale = Scale::of(study, study.topic(claim.topic()), claim.unit());
    format!("{}{}", hedged(scale, claim, strict), scale.unit([claim]))
}

/// Writes the figure of a claim with the source's own "about", "up to" or "at least".
pub fn hedged(scale: Scale<'_>, claim: &Claim, strict: Bounds) -> String {
    let is_rounded = claim.fuzzy().is_some_and(|fuzzy| fuzzy != strict);
    let said = scale.bounds(match is_rounded {
        true => in_short(strict),
        false => strict,
    });
    if claim.marks().has(Marks::UP_TO) {
        // "Up to" names the figure; "at most" would say that the source set a limit.
        return match said.strip_prefix("at most ") {
            Some(end) => format!("up to {end}"),
            None => format!("up to {}", scale.one(strict.high)),
        };
    }
    if !is_rounded {
        return said;
    }
    for open in ["at least ", "at most "] {
        if let Some(end) = said.strip_prefix(open) {
            return format!("{open}about {end}");
        }
    }
    format!("about {said}")
}

/// Bounds without the places that "about" cannot mean: a month is about 30.44 days.
fn in_short(bounds: Bounds) -> Bounds {
    let one = |value: f64| match value.is_finite() && value.fract() != 0.0 {
        true => {
            let places = (3.0 - value.abs().log10().floor()).max(0.0);
            let unit = 10_f64.powf(places);
            (value * unit).round() / unit
        }
        false => value,
    };
    Bounds {
        low: one(bounds.low),
        high: one(bounds.high),
    }
}

/// Writes an interval of a topic's numbers.
pub fn interval(topic: &Topic, bounds: Bounds) -> String {
    let scale = match topic.measure == Some(Measure::Share) {
        true => Scale::Percent,
        false => Scale::Number(None),
    };
    scale.bounds(bounds)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn range(low: (i32, u8, u8), high: (i32, u8, u8)) -> DayRange {
        let day = |(year, month, day)| Day::from_ymd(year, month, day).unwrap();
        DayRange::new(day(low), day(high)).unwrap()
    }

    #[test]
    fn days_are_written_as_short_as_they_go() {
        assert_eq!(edtf(range((2021, 8, 1), (2021, 8, 31))), "2021-08");
        assert_eq!(edtf(range((2021, 1, 1), (2021, 12, 31))), "2021");
        assert_eq!(edtf(range((2021, 8, 14), (2021, 8, 14))), "2021-08-14");
        assert_eq!(edtf(range((2021, 8, 1), (2023, 4, 30))), "2021-08/2023-04");
        assert_eq!(
            edtf(range((2021, 8, 2), (2021, 8, 31))),
            "2021-08-02/2021-08"
        );
        let since = DayRange::new(Day::from_ymd(2021, 8, 1).unwrap(), Day::MAX).unwrap();
        assert_eq!(edtf(since), "2021-08/..");
        assert_eq!(edtf(DayRange::ALL), "../..");
    }

    #[test]
    fn what_is_about_so_much_has_four_digits() {
        let of = |low, high| in_short(Bounds { low, high });
        assert_eq!(
            of(30.436875, 1826.2125),
            Bounds {
                low: 30.44,
                high: 1826.0
            }
        );
        assert_eq!(
            of(0.0328549, 12.25),
            Bounds {
                low: 0.03285,
                high: 12.25
            }
        );
        assert_eq!(
            of(123_456.0, f64::INFINITY),
            Bounds {
                low: 123_456.0,
                high: f64::INFINITY
            }
        );
        assert_eq!(
            of(f64::NEG_INFINITY, 0.0),
            Bounds {
                low: f64::NEG_INFINITY,
                high: 0.0
            }
        );
    }

    #[test]
    fn numbers_are_grouped() {
        assert_eq!(number(1_234_567.0), "1,234,567");
        assert_eq!(number(999.0), "999");
        assert_eq!(number(-1000.5), "-1,000.5");
        assert_eq!(number(0.333_333), "0.3333");
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back_as_the_same_days(low in 700_000..740_000_i32, length in 0..900_i32) {
            let (low, high) = (Day::from_rata_die(low), Day::from_rata_die(low + length));
            let range = DayRange::new(low, high).unwrap();
            let read = crate::model::edtf::When::parse(&edtf(range)).unwrap();
            prop_assert_eq!(read.strict(), range);
        }
    }
}
