//! Days as whole numbers, and closed stretches of them: the one form in which times are compared.
//!
//! It knows the proleptic Gregorian calendar and nothing of other calendars, of EDTF or of the clock.
//! What a stranger would get wrong: [`Day::MIN`] and [`Day::MAX`] are no days but "without bound";
//! arithmetic leaves them where they are.

use std::fmt::{self, Write};

use thiserror::Error;

/// The rata die of 0000-03-01, from which the year is counted so that the leap day comes last.
const MARCH_OF_YEAR_0: i64 = -305;
const DAYS_IN_400_YEARS: i64 = 146_097;

/// A day, counted as its rata die: 1 is 0001-01-01 of the proleptic Gregorian calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

impl Day {
    /// Stands for "no lower bound"; earlier than every day.
    pub const MIN: Day = Day(i32::MIN);
    /// Stands for "no upper bound"; later than every day.
    pub const MAX: Day = Day(i32::MAX);

    /// Returns the day of a rata die (days; 1 = 0001-01-01); the two ends of `i32` are the bounds.
    pub const fn from_rata_die(rata_die: i32) -> Day {
        Day(rata_die)
    }

    /// Returns the rata die of the day, in days.
    pub const fn rata_die(self) -> i32 {
        self.0
    }

    /// Returns the day of a Gregorian year, month (1–12) and day of the month (from 1), or nothing
    /// where the calendar has no such day or the year is outside ±999,999.
    pub const fn from_ymd(year: i32, month: u8, day: u8) -> Option<Day> {
        if month < 1 || month > 12 || day < 1 || year < -999_999 || year > 999_999 {
            return None;
        }
        if day > days_in_month(year, month) {
            return None;
        }
        // Counted from 1 March, so that the leap day is the last day of its year (Hinnant's scheme).
        let shifted_year = year as i64 - (month <= 2) as i64;
        let cycle = shifted_year.div_euclid(400);
        let year_of_cycle = shifted_year.rem_euclid(400);
        let month_from_march = (month as i64 + 9) % 12;
        let day_of_year = (153 * month_from_march + 2) / 5 + day as i64 - 1;
        let day_of_cycle =
            year_of_cycle * 365 + year_of_cycle / 4 - year_of_cycle / 100 + day_of_year;
        Some(Day(
            (cycle * DAYS_IN_400_YEARS + day_of_cycle + MARCH_OF_YEAR_0) as i32,
        ))
    }

    /// Returns the Gregorian year, month (1–12) and day of the month, or nothing for the two bounds.
    pub const fn to_ymd(self) -> Option<(i32, u8, u8)> {
        if !self.is_bounded() {
            return None;
        }
        let from_march = self.0 as i64 - MARCH_OF_YEAR_0;
        let cycle = from_march.div_euclid(DAYS_IN_400_YEARS);
        let day_of_cycle = from_march.rem_euclid(DAYS_IN_400_YEARS);
        let leap_days = day_of_cycle / 1460 - day_of_cycle / 36_524 + day_of_cycle / 146_096;
        let year_of_cycle = (day_of_cycle - leap_days) / 365;
        let day_of_year =
            day_of_cycle - (365 * year_of_cycle + year_of_cycle / 4 - year_of_cycle / 100);
        let month_from_march = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
        let month = (month_from_march + 2) % 12 + 1;
        let year = cycle * 400 + year_of_cycle + (month <= 2) as i64;
        Some((year as i32, month as u8, day as u8))
    }

    /// Tells whether this is a day and not one of the two bounds.
    pub const fn is_bounded(self) -> bool {
        self.0 != i32::MIN && self.0 != i32::MAX
    }

    /// Returns the day so many days later (earlier where negative); a bound stays a bound, and a day
    /// never becomes one.
    pub const fn plus_days(self, days: i32) -> Day {
        if !self.is_bounded() {
            return self;
        }
        match self.0.saturating_add(days) {
            i32::MIN => Day(i32::MIN + 1),
            i32::MAX => Day(i32::MAX - 1),
            rata_die => Day(rata_die),
        }
    }
}

impl fmt::Display for Day {
    /// Writes ISO 8601, `2021-08-14`; a bound is written `..` as in EDTF.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.to_ymd() {
            None => formatter.write_str(".."),
            Some((year, month, day)) if year < 0 => {
                write!(formatter, "-{:04}-{month:02}-{day:02}", -year)
            }
            Some((year @ 0..=9999, month, day)) => {
                // Written for each row of long listings, so without the machinery of widths.
                let digit = |number: i32| char::from(b'0' + (number % 10) as u8);
                let (month, day) = (i32::from(month), i32::from(day));
                for number in [year / 1000, year / 100, year / 10, year] {
                    formatter.write_char(digit(number))?;
                }
                for number in [month, day] {
                    formatter.write_char('-')?;
                    formatter.write_char(digit(number / 10))?;
                    formatter.write_char(digit(number))?;
                }
                Ok(())
            }
            Some((year, month, day)) => write!(formatter, "{year:04}-{month:02}-{day:02}"),
        }
    }
}

/// Returns how many days a Gregorian month has, 0 for a month that is not 1–12.
pub const fn days_in_month(year: i32, month: u8) -> u8 {
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap => 29,
        2 => 28,
        _ => 0,
    }
}

/// Why two days make no range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum DayRangeError {
    /// The first day comes after the last.
    #[error("a range cannot begin on {low} and end on {high}: the first day comes first")]
    Reversed {
        /// The day that was given as the first.
        low: Day,
        /// The day that was given as the last.
        high: Day,
    },
}

/// A stretch of days from `low` to `high`, both included; either may be without bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DayRange {
    low: Day,
    high: Day,
}

impl DayRange {
    /// All time: without bound on either side.
    pub const ALL: DayRange = DayRange {
        low: Day::MIN,
        high: Day::MAX,
    };

    /// Makes the range of two days, both included.
    ///
    /// # Errors
    /// [`DayRangeError::Reversed`] when `low` comes after `high`.
    pub fn new(low: Day, high: Day) -> Result<DayRange, DayRangeError> {
        if low > high {
            return Err(DayRangeError::Reversed { low, high });
        }
        Ok(DayRange { low, high })
    }

    /// Returns the range of one day.
    pub const fn single(day: Day) -> DayRange {
        DayRange {
            low: day,
            high: day,
        }
    }

    /// Returns the first day, included.
    pub const fn low(self) -> Day {
        self.low
    }

    /// Returns the last day, included.
    pub const fn high(self) -> Day {
        self.high
    }

    /// Tells whether both ends are days.
    pub const fn is_bounded(self) -> bool {
        self.low.is_bounded() && self.high.is_bounded()
    }

    /// Tells whether the range is exactly one day.
    pub fn is_single_day(self) -> bool {
        self.low == self.high && self.is_bounded()
    }

    /// Tells whether the two ranges have a day in common.
    pub fn meets(self, other: DayRange) -> bool {
        self.low <= other.high && other.low <= self.high
    }

    /// Tells whether the other range lies inside this one; a range contains itself.
    pub fn contains(self, other: DayRange) -> bool {
        self.low <= other.low && other.high <= self.high
    }

    /// Tells whether this range is over before the other begins.
    pub fn is_before(self, other: DayRange) -> bool {
        self.high < other.low
    }

    /// Returns the days both ranges have, or nothing where they do not meet.
    pub fn common(self, other: DayRange) -> Option<DayRange> {
        DayRange::new(self.low.max(other.low), self.high.min(other.high)).ok()
    }

    /// Returns the shortest range that contains both.
    pub fn hull(self, other: DayRange) -> DayRange {
        DayRange {
            low: self.low.min(other.low),
            high: self.high.max(other.high),
        }
    }

    /// Returns the range made longer by so many days at either end; a bound stays a bound.
    pub fn widened(self, days: u32) -> DayRange {
        let days = i32::try_from(days).unwrap_or(i32::MAX);
        DayRange {
            low: self.low.plus_days(-days),
            high: self.high.plus_days(days),
        }
    }

    /// Returns the number of days, at least 1, or nothing where an end is without bound.
    pub fn days(self) -> Option<u32> {
        self.is_bounded()
            .then(|| self.high.0.abs_diff(self.low.0).saturating_add(1))
    }
}

impl fmt::Display for DayRange {
    /// Writes one day as that day and a longer range as an EDTF interval of days.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_single_day() {
            return write!(formatter, "{}", self.low);
        }
        write!(formatter, "{}/{}", self.low, self.high)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(year: i32, month: u8, day: u8) -> Day {
        Day::from_ymd(year, month, day).unwrap()
    }

    fn any_range() -> impl Strategy<Value = DayRange> {
        let any_day = prop_oneof![
            8 => 700_000..760_000_i32,
            1 => Just(i32::MIN),
            1 => Just(i32::MAX),
        ];
        (any_day.clone(), any_day)
            .prop_map(|(a, b)| DayRange::new(Day(a.min(b)), Day(a.max(b))).unwrap())
    }

    #[test]
    fn days_that_do_not_exist_are_refused() {
        for (year, month, day) in [(2021, 2, 29), (1900, 2, 29), (2021, 13, 1), (2021, 0, 1)] {
            assert_eq!(Day::from_ymd(year, month, day), None);
        }
        assert_eq!(Day::from_ymd(2021, 4, 31), None);
        assert_eq!(Day::from_ymd(2021, 4, 0), None);
        assert_eq!(Day::from_ymd(1_000_000, 1, 1), None);
    }

    #[test]
    fn a_reversed_range_is_refused() {
        let refusal = DayRange::new(day(2021, 8, 2), day(2021, 8, 1)).unwrap_err();
        assert!(refusal.to_string().contains("2021-08-02"));
    }

    #[test]
    fn known_days_have_their_rata_die() {
        // Reingold and Dershowitz, Calendrical Calculations, appendix C; and the Unix epoch.
        assert_eq!(day(1, 1, 1).rata_die(), 1);
        assert_eq!(day(1970, 1, 1).rata_die(), 719_163);
        assert_eq!(day(1945, 11, 12).rata_die(), 710_347);
        assert_eq!(day(2038, 11, 10).rata_die(), 744_313);
        assert_eq!(day(-586, 7, 24).rata_die(), -214_193);
    }

    #[test]
    fn days_print_as_iso_and_bounds_as_open_ends() {
        assert_eq!(day(2021, 8, 14).to_string(), "2021-08-14");
        assert_eq!(day(-586, 7, 24).to_string(), "-0586-07-24");
        let open = DayRange::new(day(2021, 8, 14), Day::MAX).unwrap();
        assert_eq!(open.to_string(), "2021-08-14/..");
        assert_eq!(DayRange::single(day(2021, 8, 14)).to_string(), "2021-08-14");
    }

    #[test]
    fn a_range_counts_both_its_ends() {
        let august = DayRange::new(day(2021, 8, 1), day(2021, 8, 31)).unwrap();
        assert_eq!(august.days(), Some(31));
        assert_eq!(DayRange::ALL.days(), None);
        assert!(august.meets(DayRange::single(day(2021, 8, 31))));
        assert!(august.is_before(DayRange::single(day(2021, 9, 1))));
    }

    #[test]
    fn bounds_stay_bounds_and_days_never_become_one() {
        assert_eq!(Day::MIN.plus_days(5), Day::MIN);
        assert_eq!(Day::MAX.plus_days(-5), Day::MAX);
        assert!(day(2021, 1, 1).plus_days(i32::MAX).is_bounded());
        assert!(Day(-5).plus_days(i32::MIN).is_bounded());
        assert_eq!(DayRange::ALL.widened(u32::MAX), DayRange::ALL);
    }

    #[test]
    fn the_next_day_is_the_next_number_over_four_centuries() {
        let mut expected = day(1800, 1, 1).rata_die();
        for year in 1800..2200 {
            for month in 1..=12 {
                for day_of_month in 1..=days_in_month(year, month) {
                    assert_eq!(day(year, month, day_of_month).rata_die(), expected);
                    expected += 1;
                }
            }
        }
    }

    proptest! {
        #[test]
        fn every_number_is_the_day_of_its_date(rata_die in -300_000_000..300_000_000_i32) {
            let (year, month, day_of_month) = Day(rata_die).to_ymd().unwrap();
            prop_assert_eq!(Day::from_ymd(year, month, day_of_month), Some(Day(rata_die)));
        }

        #[test]
        fn to_ymd_never_panics(rata_die in any::<i32>(), days in any::<i32>()) {
            let _ = Day(rata_die).plus_days(days).to_string();
        }

        #[test]
        fn ranges_keep_their_order(a in any_range(), b in any_range(), days in 0..10_000_u32) {
            prop_assert!(a.widened(days).contains(a));
            prop_assert!(a.hull(b).contains(a) && a.hull(b).contains(b));
            prop_assert_eq!(a.common(b).is_some(), a.meets(b));
            prop_assert_eq!(a.meets(b), b.meets(a));
            prop_assert_eq!(!a.meets(b), a.is_before(b) || b.is_before(a));
            if let Some(shared) = a.common(b) {
                prop_assert!(a.contains(shared) && b.contains(shared));
            }
        }
    }
}
