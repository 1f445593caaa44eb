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
use crate::model::unit::{Slack, counted_in, in_time, is_plural, plural, time_factor};
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
            (low, high) if high.is_infinite() => match just_below(low) {
                Some(end) => format!("more than {}", one(end)),
                None => format!("at least {}", one(low)),
            },
            (low, high) if low.is_infinite() || low == 0.0 => match just_above(high) {
                Some(end) => format!("less than {}", one(end)),
                None => format!("at most {}", one(high)),
            },
            (low, high) => format!("{} to {}", one(low), one(high)),
        }
    }

    /// Writes bounds with the unit. What is not the topic's own unit is in the plural where a source said
    /// it so.
    pub fn with_unit<'c>(self, bounds: &str, said: impl IntoIterator<Item = &'c Claim>) -> String {
        let is_plural = |claim: &Claim| claim.marks().has(Marks::UNIT_IN_PLURAL);
        match self {
            Scale::Number(Some(unit)) if said.into_iter().any(is_plural) => {
                counted_in(bounds, &plural(unit))
            }
            Scale::Number(Some(unit)) => counted_in(bounds, unit),
            Scale::Percent | Scale::Number(None) => bounds.to_owned(),
        }
    }

    fn one(self, value: f64) -> String {
        match self {
            Scale::Percent => format!("{} %", number(value * 100.0)),
            Scale::Number(_) => number(value),
        }
    }
}

/// The number that an end begins right behind, where it is one that somebody may have said.
fn just_below(low: f64) -> Option<f64> {
    let before = low.next_down();
    (is_sayable(before) && !is_sayable(low)).then_some(before)
}

/// The number that an end ends right before.
fn just_above(high: f64) -> Option<f64> {
    let behind = high.next_up();
    (is_sayable(behind) && !is_sayable(high)).then_some(behind)
}

fn is_sayable(value: f64) -> bool {
    (value * 1e4).fract() == 0.0
}

/// Writes the figure of a claim with its unit, as the source hedged it; shares as percent. A figure that
/// was said in another time is told in that, and behind it what it comes to.
pub fn figure(study: &Study, claim: &Claim, strict: Bounds) -> String {
    let scale = Scale::of(study, study.topic(claim.topic()), claim.unit());
    match OtherTime::of(study, claim) {
        Some(other) => other.told(scale, claim, strict),
        None => {
            let is_widened = claim.fuzzy().is_some_and(|fuzzy| fuzzy != strict);
            let is_about = claim.marks().has(Marks::ABOUT);
            // Of a year that is 12.1748 months of 30 days nobody means the last places.
            let strict = match is_widened && !is_about {
                true => in_short_bounds(strict),
                false => strict,
            };
            let is_about = is_about || is_widened;
            scale.with_unit(&hedged(scale, claim, (strict, is_about)), [claim])
        }
    }
}

/// The time that a figure was said in, where it is kept in another.
struct OtherTime {
    unit: String,
    factor: f64,
    slack: Slack,
}

impl OtherTime {
    fn of(study: &Study, claim: &Claim) -> Option<OtherTime> {
        let kept = study.unit_name(claim.unit()?);
        let time = claim.marks().said_in()?;
        let (factor, slack) = time_factor(time, kept)?;
        let unit = in_time(kept, time);
        let unit = match is_plural(kept) {
            true => plural(&unit),
            false => unit,
        };
        Some(OtherTime {
            unit,
            factor,
            slack,
        })
    }

    fn told(&self, scale: Scale<'_>, claim: &Claim, strict: Bounds) -> String {
        let as_said = strict.scaled(1.0 / self.factor);
        let is_about = claim.marks().has(Marks::ABOUT);
        let said = hedged(scale, claim, (as_said, is_about));
        let is_even = self.slack == Slack::NONE;
        let kept = match (claim.marks().has(Marks::UP_TO), is_even) {
            (true, _) => scale.one(in_short(strict.high)),
            (false, true) => scale.bounds(strict),
            (false, false) => scale.bounds(in_short_bounds(strict)),
        };
        let bare = OPENINGS.iter().find_map(|open| kept.strip_prefix(open));
        let kept = scale.with_unit(bare.unwrap_or(&kept), []);
        let about = if is_even { "" } else { "about " };
        format!("{} ({about}{kept})", counted_in(&said, &self.unit))
    }
}

/// How bounds begin of which one end is open.
const OPENINGS: [&str; 4] = ["at least ", "at most ", "more than ", "less than "];

/// Writes the figure of a claim with the source's own "about", "up to" or "at least".
fn hedged(scale: Scale<'_>, claim: &Claim, (strict, is_about): (Bounds, bool)) -> String {
    let said = scale.bounds(strict);
    if claim.marks().has(Marks::UP_TO) {
        // "Up to" names the figure; "at most" would say that the source set a limit.
        return match said.strip_prefix("at most ") {
            Some(end) => format!("up to {end}"),
            None => format!("up to {}", scale.one(strict.high)),
        };
    }
    if !is_about {
        return said;
    }
    for open in OPENINGS {
        if let Some(end) = said.strip_prefix(open) {
            return format!("{open}about {end}");
        }
    }
    format!("about {said}")
}

fn in_short_bounds(bounds: Bounds) -> Bounds {
    Bounds {
        low: in_short(bounds.low),
        high: in_short(bounds.high),
    }
}

/// An end without the places that "about" cannot mean: a month is about 30.4 days.
fn in_short(end: f64) -> f64 {
    if !end.is_finite() || end.fract() == 0.0 {
        return end;
    }
    let places = (2.0 - end.abs().log10().floor()).max(0.0);
    let unit = 10_f64.powf(places);
    (end * unit).round() / unit
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
    fn what_is_about_so_much_has_three_digits() {
        for (exact, short) in [
            (30.436875, 30.4),
            (1826.2125, 1826.0),
            (0.0328549, 0.0329),
            (12.25, 12.3),
            (123_456.0, 123_456.0),
            (f64::INFINITY, f64::INFINITY),
        ] {
            assert_eq!(in_short(exact), short);
        }
    }

    #[test]
    fn what_begins_behind_a_number_is_more_than_it() {
        let scale = Scale::Number(None);
        let of = |low, high| scale.bounds(Bounds { low, high });
        assert_eq!(of(5.0_f64.next_up(), f64::INFINITY), "more than 5");
        assert_eq!(of(0.0, 2.5_f64.next_down()), "less than 2.5");
        assert_eq!(of(6.0, f64::INFINITY), "at least 6");
        assert_eq!(of(0.0, 1.0 / 3.0), "at most 0.3333");
        assert_eq!(of(1.0 / 3.0, f64::INFINITY), "at least 0.3333");
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
