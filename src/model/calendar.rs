//! The calendars a date may be written in, and where their months begin as days.
//!
//! The only file that knows `icu_calendar`. It knows nothing of EDTF and of marks. What a stranger
//! would get wrong: a lunar month has no one first day. Umm al-Qura and the tabular calendar differ
//! by up to two days and Afghan practice goes by sighting, so a month begins between two days and
//! every lunar date becomes a range.

use std::ops::RangeInclusive;

use icu_calendar::Date;
use icu_calendar::cal::hijri::{TabularAlgorithmEpoch, TabularAlgorithmLeapYears};
use icu_calendar::cal::{Hijri, Persian};
use icu_calendar::types::Month;

use super::day::{Day, DayRange, days_in_month};

/// A lunar month may begin this many days before the earlier and after the later computed day.
const SIGHTING_DAYS: i32 = 1;

/// A calendar with twelve months in a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Calendar {
    /// The proleptic Gregorian calendar of ISO 8601; written without a prefix, or with `ce:`.
    Gregorian,
    /// The Solar Hijri calendar of Afghanistan and Iran; written with the prefix `sh:`.
    SolarHijri,
    /// The lunar Hijri calendar; written with the prefix `ah:`.
    LunarHijri,
}

/// The days between which a month begins; the same day twice except for lunar months.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct MonthStart {
    /// The earliest day that may be the first of the month.
    pub(crate) earliest: Day,
    /// The latest day that may be the first of the month.
    pub(crate) latest: Day,
}

impl Calendar {
    /// Returns the name for messages, "Solar Hijri".
    pub const fn name(self) -> &'static str {
        match self {
            Calendar::Gregorian => "Gregorian",
            Calendar::SolarHijri => "Solar Hijri",
            Calendar::LunarHijri => "lunar Hijri",
        }
    }

    /// Returns the years that are read, both ends included.
    ///
    /// Solar years begin at 1336 because Afghanistan counted its months otherwise before (stack.md,
    /// section 4; unchecked); lunar years end where the table of Umm al-Qura ends. The upper limits
    /// also catch a Gregorian year behind a Hijri prefix.
    pub const fn years(self) -> RangeInclusive<i32> {
        match self {
            Calendar::Gregorian => 0..=9999,
            Calendar::SolarHijri => 1336..=1500,
            Calendar::LunarHijri => 1300..=1600,
        }
    }

    /// Returns between which days a month begins, or nothing where the calendar cannot be computed.
    ///
    /// `month_count` counts months through the years: year × 12 + month − 1.
    pub(crate) fn month_start(self, month_count: i32) -> Option<MonthStart> {
        let year = month_count.div_euclid(12);
        let month = u8::try_from(month_count.rem_euclid(12) + 1).ok()?;
        match self {
            Calendar::Gregorian => Day::from_ymd(year, month, 1).map(MonthStart::on),
            Calendar::SolarHijri => solar_day(year, month, 1).map(MonthStart::on),
            Calendar::LunarHijri => lunar_month_start(year, month),
        }
    }

    /// Returns the most days the month can have; a lunar month has 30 where it is sighted so.
    pub(crate) fn days_in_month(self, year: i32, month: u8) -> u8 {
        match self {
            Calendar::Gregorian => days_in_month(year, month),
            Calendar::SolarHijri if solar_day(year, month, 31).is_some() => 31,
            Calendar::SolarHijri if solar_day(year, month, 30).is_some() => 30,
            Calendar::SolarHijri => 29,
            Calendar::LunarHijri => 30,
        }
    }

    /// Returns the days a date of this calendar may be, or nothing where there is no such date.
    ///
    /// One day for Gregorian and solar dates, three to five for lunar ones.
    pub fn days_of(self, year: i32, month: u8, day: u8) -> Option<DayRange> {
        let is_date = (1..=12).contains(&month) && day >= 1;
        if !is_date || day > self.days_in_month(year, month) {
            return None;
        }
        let start = self.month_start(year * 12 + i32::from(month) - 1)?;
        let days_in = i32::from(day) - 1;
        let low = start.earliest.plus_days(days_in);
        DayRange::new(low, start.latest.plus_days(days_in)).ok()
    }
}

impl MonthStart {
    const fn on(day: Day) -> MonthStart {
        MonthStart {
            earliest: day,
            latest: day,
        }
    }
}

fn solar_day(year: i32, month: u8, day: u8) -> Option<Day> {
    let date = Date::try_new(year.into(), Month::new(month), day, Persian).ok()?;
    as_day(date.to_rata_die().to_i64_date())
}

fn lunar_month_start(year: i32, month: u8) -> Option<MonthStart> {
    let month = Month::new(month);
    let tabular = Hijri::new_tabular(
        TabularAlgorithmLeapYears::TypeII,
        TabularAlgorithmEpoch::Friday,
    );
    let by_table = Date::try_new(year.into(), month, 1, tabular).ok()?;
    let by_mecca = Date::try_new(year.into(), month, 1, Hijri::new_umm_al_qura()).ok()?;
    let by_table = as_day(by_table.to_rata_die().to_i64_date())?;
    let by_mecca = as_day(by_mecca.to_rata_die().to_i64_date())?;
    Some(MonthStart {
        earliest: by_table.min(by_mecca).plus_days(-SIGHTING_DAYS),
        latest: by_table.max(by_mecca).plus_days(SIGHTING_DAYS),
    })
}

fn as_day(rata_die: i64) -> Option<Day> {
    i32::try_from(rata_die).ok().map(Day::from_rata_die)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(year: i32, month: u8, day: u8) -> Day {
        Day::from_ymd(year, month, day).unwrap()
    }

    fn solar(year: i32, month: u8, day: u8) -> Option<Day> {
        let days = Calendar::SolarHijri.days_of(year, month, day)?;
        assert!(days.is_single_day());
        Some(days.low())
    }

    #[test]
    fn days_the_solar_calendar_does_not_have_are_refused() {
        assert_eq!(solar(1400, 12, 30), None);
        assert_eq!(solar(1400, 7, 31), None);
        assert_eq!(solar(1400, 13, 1), None);
        assert_eq!(solar(1400, 0, 1), None);
        assert_eq!(solar(1400, 1, 0), None);
    }

    #[test]
    fn known_solar_days_convert() {
        // The fall of Kabul, the Saur coup and the leap day of 1399 (stack.md, section 4); the Soviet
        // invasion (6 Jadi 1358); the new years of 1400 and 1403.
        assert_eq!(solar(1400, 5, 24), Some(day(2021, 8, 15)));
        assert_eq!(solar(1357, 2, 7), Some(day(1978, 4, 27)));
        assert_eq!(solar(1399, 12, 30), Some(day(2021, 3, 20)));
        assert_eq!(solar(1358, 10, 6), Some(day(1979, 12, 27)));
        assert_eq!(solar(1400, 1, 1), Some(day(2021, 3, 21)));
        assert_eq!(solar(1403, 1, 1), Some(day(2024, 3, 20)));
    }

    fn solar_ymd(day: Day) -> (i32, u8, u8) {
        let rata_die = icu_calendar::types::RataDie::new(i64::from(day.rata_die()));
        let date = Date::from_rata_die(rata_die, Persian);
        let year = date.year().extended_year();
        (year, date.month().ordinal, date.day_of_month().0)
    }

    #[test]
    fn solar_days_go_there_and_back() {
        let first = day(1900, 1, 1).rata_die();
        for rata_die in first..first + 60_000 {
            let day = Day::from_rata_die(rata_die);
            let (year, month, day_of_month) = solar_ymd(day);
            assert_eq!(solar(year, month, day_of_month), Some(day));
        }
    }

    #[test]
    fn a_lunar_day_holds_the_day_of_either_computation() {
        // 1 Muharram 1443: 9 August 2021 by Umm al-Qura, 10 August by observation in many places.
        let new_year = Calendar::LunarHijri.days_of(1443, 1, 1).unwrap();
        assert!(new_year.contains(DayRange::single(day(2021, 8, 9))));
        assert!(new_year.contains(DayRange::single(day(2021, 8, 10))));
        assert!((3..=5).contains(&new_year.days().unwrap()));
    }

    #[test]
    fn lunar_months_follow_one_another_within_the_table() {
        let calendar = Calendar::LunarHijri;
        for month_count in 1340 * 12..1500 * 12 {
            let start = calendar.month_start(month_count).unwrap();
            let next = calendar.month_start(month_count + 1).unwrap();
            let slack = start.latest.rata_die() - start.earliest.rata_die();
            assert!((2..=4).contains(&slack));
            assert!((27..=32).contains(&(next.earliest.rata_die() - start.earliest.rata_die())));
        }
    }

    proptest! {
        #[test]
        fn nothing_panics(year in -200_000..200_000_i32, month in any::<u8>(), day in any::<u8>()) {
            for calendar in [Calendar::Gregorian, Calendar::SolarHijri, Calendar::LunarHijri] {
                let _ = calendar.days_of(year, month, day);
                let _ = calendar.month_start(year);
            }
        }
    }
}
