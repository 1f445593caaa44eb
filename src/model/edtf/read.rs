//! Reads the ends of an EDTF cell: prefix, date and mark.
//!
//! It knows the written forms and leaves what they mean as days to [`Stretch`]. What a stranger would
//! get wrong: the prefix of the first end holds for the second too, unless that has its own.

use super::error::DateFault;
use super::stretch::{Months, Season, Stretch};
use super::{End, Mark};
use crate::model::calendar::Calendar;
use crate::model::month_names::month_of_name;

const SPRING: u8 = 21;
const WINTER: u8 = 24;

/// One end as read: what it is, and the stretch it names where it names one.
#[derive(Debug, Clone, Copy)]
pub(super) struct ReadEnd {
    pub(super) end: End,
    pub(super) calendar: Calendar,
    pub(super) stretch: Option<Stretch>,
}

/// Reads one end of an interval, or a date that stands alone; `inherited` is the calendar of an end
/// without prefix.
pub(super) fn read_end(text: &str, inherited: Calendar) -> Result<ReadEnd, DateFault> {
    let (calendar, body) = split_prefix(text, inherited);
    let open = |end| ReadEnd {
        end,
        calendar,
        stretch: None,
    };
    match body {
        "" => return Ok(open(End::Unknown)),
        ".." => return Ok(open(End::Open)),
        _ => {}
    }
    let (date, mark) = split_mark(body)?;
    Ok(ReadEnd {
        end: End::Dated(mark),
        calendar,
        stretch: Some(read_date(date, calendar)?),
    })
}

fn split_prefix(text: &str, inherited: Calendar) -> (Calendar, &str) {
    let text = text.trim();
    let Some((prefix, body)) = text.split_once(':') else {
        return (inherited, text);
    };
    let prefix = prefix.trim();
    let calendar = [
        ("sh", Calendar::SolarHijri),
        ("ah", Calendar::LunarHijri),
        ("ce", Calendar::Gregorian),
    ]
    .into_iter()
    .find_map(|(name, calendar)| name.eq_ignore_ascii_case(prefix).then_some(calendar));
    // An unknown prefix stays in the text, which then is no date.
    calendar.map_or((inherited, text), |calendar| (calendar, body.trim()))
}

fn split_mark(body: &str) -> Result<(&str, Mark), DateFault> {
    let (date, mark) = match body.as_bytes().last() {
        Some(b'~') => (&body[..body.len() - 1], Mark::Approximate),
        Some(b'?') => (&body[..body.len() - 1], Mark::Uncertain),
        Some(b'%') => (&body[..body.len() - 1], Mark::Both),
        _ => (body, Mark::None),
    };
    if date.bytes().any(|byte| matches!(byte, b'~' | b'?' | b'%')) {
        return Err(DateFault::MisplacedMark);
    }
    Ok((date.trim_end(), mark))
}

fn read_date(date: &str, calendar: Calendar) -> Result<Stretch, DateFault> {
    let is_numeric = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'-' | b'X' | b'x');
    if date.bytes().all(is_numeric) {
        return read_numeric(date, calendar);
    }
    if date.contains("..") {
        return Err(DateFault::MisplacedOpenEnd);
    }
    if calendar == Calendar::Gregorian {
        return Err(DateFault::Malformed);
    }
    read_named(date, calendar)
}

fn read_numeric(date: &str, calendar: Calendar) -> Result<Stretch, DateFault> {
    let mut parts = date.split('-');
    let year = parts.next().unwrap_or_default();
    let (month, day) = (parts.next(), parts.next());
    if year.len() != 4 || parts.next().is_some() {
        return Err(DateFault::Malformed);
    }
    if year.ends_with(['X', 'x']) {
        return match month {
            None => read_unspecified_year(year, calendar),
            Some(_) => Err(DateFault::MisplacedX),
        };
    }
    let year = checked_year(calendar, year.parse().map_err(|_| DateFault::Malformed)?)?;
    let Some(month) = month else {
        return Ok(months(calendar, year * 12, 12));
    };
    if is_unspecified(month) {
        return match day {
            Some(day) if !is_unspecified(day) => Err(DateFault::MisplacedX),
            _ => Ok(months(calendar, year * 12, 12)),
        };
    }
    read_month((calendar, year), two_digits(month)?, day)
}

fn read_month(
    (calendar, year): (Calendar, i32),
    month: u8,
    day: Option<&str>,
) -> Result<Stretch, DateFault> {
    match (month, day) {
        (1..=12, None) => Ok(months(calendar, year * 12 + i32::from(month) - 1, 1)),
        (1..=12, Some(day)) if is_unspecified(day) => read_month((calendar, year), month, None),
        (1..=12, Some(day)) => exact_day((calendar, year), month, two_digits(day)?),
        (SPRING..=WINTER, Some(_)) => Err(DateFault::DayOfSeason),
        (SPRING..=WINTER, None) => season(calendar, year, month),
        _ => Err(DateFault::NoSuchMonth { month }),
    }
}

fn exact_day((calendar, year): (Calendar, i32), month: u8, day: u8) -> Result<Stretch, DateFault> {
    let no_such_day = DateFault::NoSuchDay {
        calendar,
        year,
        month,
    };
    calendar
        .days_of(year, month, day)
        .map(Stretch::Day)
        .ok_or(no_such_day)
}

fn season(calendar: Calendar, year: i32, season: u8) -> Result<Stretch, DateFault> {
    if calendar == Calendar::LunarHijri {
        return Err(DateFault::LunarSeason);
    }
    Ok(Stretch::Season(Season {
        calendar,
        year,
        after_spring: i32::from(season - SPRING),
    }))
}

/// Reads `202X` and `20XX`: a decade and a century.
fn read_unspecified_year(year: &str, calendar: Calendar) -> Result<Stretch, DateFault> {
    let known = year.trim_end_matches(['X', 'x']);
    let years: i32 = match known.len() {
        3 => 10,
        2 => 100,
        _ => return Err(DateFault::MisplacedX),
    };
    let known: i32 = known.parse().map_err(|_| DateFault::MisplacedX)?;
    let first = checked_year(calendar, known * years)?;
    checked_year(calendar, first + years - 1)?;
    Ok(months(calendar, first * 12, years * 12))
}

/// Reads `24 Asad 1400`, `Asad 1400`, `1400-asad` and `1400 Asad 24`.
fn read_named(date: &str, calendar: Calendar) -> Result<Stretch, DateFault> {
    let is_digit = |character: char| character.is_ascii_digit();
    let start = date.find(char::is_alphabetic).ok_or(DateFault::Malformed)?;
    let (before, rest) = date.split_at(start);
    let end = rest.find(is_digit).unwrap_or(rest.len());
    let (name, after) = rest.split_at(end);
    let is_joint = |character: char| matches!(character, ' ' | '-' | ',' | '.');
    let (before, after) = (before.trim_matches(is_joint), after.trim_matches(is_joint));
    let (year, day) = match (before.len(), after.len()) {
        (4, 0) => (before, None),
        (0, 4) => (after, None),
        (4, 1 | 2) => (before, Some(after)),
        (1 | 2, 4) => (after, Some(before)),
        _ => return Err(DateFault::NamedForm),
    };
    let year = checked_year(calendar, year.parse().map_err(|_| DateFault::NamedForm)?)?;
    let month = month_of_name(calendar, name).ok_or(DateFault::NoSuchName { calendar })?;
    match day {
        None => read_month((calendar, year), month, None),
        Some(day) => {
            let day = day.parse().map_err(|_| DateFault::NamedForm)?;
            exact_day((calendar, year), month, day)
        }
    }
}

fn months(calendar: Calendar, first: i32, count: i32) -> Stretch {
    Stretch::Months(Months {
        calendar,
        first,
        count,
    })
}

fn checked_year(calendar: Calendar, year: i32) -> Result<i32, DateFault> {
    if !calendar.years().contains(&year) {
        return Err(DateFault::YearOutOfReach { calendar, year });
    }
    Ok(year)
}

fn is_unspecified(part: &str) -> bool {
    part.eq_ignore_ascii_case("XX")
}

fn two_digits(part: &str) -> Result<u8, DateFault> {
    match part.as_bytes() {
        [tens @ b'0'..=b'9', ones @ b'0'..=b'9'] => Ok((tens - b'0') * 10 + (ones - b'0')),
        _ if part.contains(['X', 'x']) => Err(DateFault::MisplacedX),
        _ => Err(DateFault::TwoDigits),
    }
}
