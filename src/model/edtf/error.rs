//! What can be wrong with a date, each with what would be right.
//!
//! It knows nothing of reading. What a stranger would get wrong: the date itself is part of the
//! message, which is allowed for dates alone, and only up to [`MAX_DATE_CHARS`]; a longer cell may be
//! a misplaced sentence of an interview and is not repeated.

use thiserror::Error;

use crate::model::calendar::Calendar;
use crate::model::day::Day;
use crate::model::month_names::month_names;

/// The longest date that is read, in Unicode code points.
pub const MAX_DATE_CHARS: usize = 80;

/// Why a cell is not a date.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DateError {
    /// The cell is empty; a date that was not said is no date.
    #[error("an empty cell is no date; leave out what was not said")]
    Empty,
    /// The cell is longer than any date.
    #[error("{length} characters are no date; the longest has {MAX_DATE_CHARS}")]
    TooLong {
        /// The length of the cell in Unicode code points.
        length: usize,
    },
    /// The cell is read as a date, and that is wrong.
    #[error("{said}: {fault}")]
    Wrong {
        /// The date as written.
        said: String,
        /// What is wrong with it.
        fault: DateFault,
    },
}

/// What is wrong with a written date.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DateFault {
    /// It follows no form that is read.
    #[error(
        "not a date; write 2021, 2021-08, 2021-08-14 or an interval such as 2021-08/2021-10, \
         with sh: before a Solar Hijri and ah: before a lunar date"
    )]
    Malformed,
    /// A month or a day has not exactly two digits.
    #[error("months and days have two digits, as in 2021-08-04")]
    TwoDigits,
    /// A Hijri date with a month's name has no year of four digits, or more than a year and a day.
    #[error("a date with a month's name is written 24 Asad 1400, Asad 1400 or 1400-Asad")]
    NamedForm,
    /// The calendar has no month of this number.
    #[error(
        "there is no month {month:02}; months are 01 to 12, seasons 21 (spring) to 24 (winter)"
    )]
    NoSuchMonth {
        /// The number that was given.
        month: u8,
    },
    /// The lunar calendar has no seasons: its months move through the year.
    #[error("the lunar calendar has no seasons; name its months")]
    LunarSeason,
    /// A season was given a day.
    #[error("a season has no days of its own; write 2021-21 or name the month")]
    DayOfSeason,
    /// The month has no day of this number.
    #[error("{}", day_message(*.calendar, *.year, *.month))]
    NoSuchDay {
        /// The calendar of the date.
        calendar: Calendar,
        /// The year in that calendar.
        year: i32,
        /// The month, 1–12.
        month: u8,
    },
    /// No month of the calendar has this name.
    #[error("no month of the {} calendar has this name; they are {}", .calendar.name(), month_names(*.calendar).join(", "))]
    NoSuchName {
        /// The calendar the name was looked for in.
        calendar: Calendar,
    },
    /// The year lies outside what is converted.
    #[error("{}", year_message(*.calendar, *.year))]
    YearOutOfReach {
        /// The calendar of the date.
        calendar: Calendar,
        /// The year in that calendar.
        year: i32,
    },
    /// `X` stands where level 1 of EDTF has none.
    #[error(
        "X may stand for the last one or two digits of a year (202X), for the month (2021-XX), \
         for the day (2021-08-XX) or for both (2021-XX-XX)"
    )]
    MisplacedX,
    /// A mark stands elsewhere than once at the end of a date.
    #[error("a mark (~, ? or %) stands once, at the end of a date; for ~ and ? together write %")]
    MisplacedMark,
    /// The interval has more than two ends.
    #[error("an interval has one `/` between its two ends; the parts of a date are joined by `-`")]
    TooManyEnds,
    /// Neither end of the interval is known.
    #[error("both ends are empty; write the end that is known, or .. where there is no bound")]
    NoEnd,
    /// `..` stands alone or inside a date.
    #[error("`..` stands for an end without bound, as in ../2021 or 2021-08/..")]
    MisplacedOpenEnd,
    /// The interval ends before it begins.
    #[error("ends before it begins: its first day would be {low}, its last {high}")]
    Reversed {
        /// The first day of the earlier end.
        low: Day,
        /// The last day of the later end.
        high: Day,
    },
}

fn year_message(calendar: Calendar, year: i32) -> String {
    let (name, years) = (calendar.name(), calendar.years());
    if calendar == Calendar::SolarHijri && year < *years.start() {
        return format!(
            "Solar Hijri years are converted from {} on, because Afghanistan counted its months \
             otherwise before; write the Gregorian date",
            years.start()
        );
    }
    let reach = format!(
        "{name} years are read from {} to {}",
        years.start(),
        years.end()
    );
    match year {
        1900..=2100 => format!("{reach}; a Gregorian year stands without prefix, or after ce:"),
        _ => reach,
    }
}

fn day_message(calendar: Calendar, year: i32, month: u8) -> String {
    let month_index = usize::from(month.saturating_sub(1)) % 12;
    let name = month_names(calendar)[month_index];
    format!(
        "{name} {year} has {} days",
        calendar.days_in_month(year, month)
    )
}
