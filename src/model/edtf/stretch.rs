//! One written date as the run of days, or of months, it names in its own calendar.
//!
//! It knows calendars and no text. What a stranger would get wrong: padding counts in the units the
//! date was stated in, so a marked lunar month grows by lunar months and not by thirty days.

use crate::model::calendar::Calendar;
use crate::model::day::DayRange;
use crate::model::vocabulary::Seasons;

/// What a date names: a day, or a run of whole months.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stretch {
    /// One day of the calendar; several days where the calendar leaves it open.
    Day(DayRange),
    /// Whole months.
    Months(Months),
    /// A season, whose months a study may choose.
    Season(Season),
}

/// A season of a year of one calendar, which is not the lunar one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Season {
    /// The calendar whose year it is.
    pub(super) calendar: Calendar,
    /// The year.
    pub(super) year: i32,
    /// 0 for spring, to 3 for winter.
    pub(super) after_spring: i32,
}

/// A run of whole months of one calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Months {
    /// The calendar the months are counted in.
    pub(super) calendar: Calendar,
    /// The first month, as year × 12 + month − 1.
    pub(super) first: i32,
    /// How many months: 1, or 3 for a season, 12 for a year, 120 for a decade, 1200 for a century.
    pub(super) count: i32,
}

impl Stretch {
    /// Returns the days of the stretch made longer at either end by so many of its own units, or
    /// nothing where the calendar cannot be computed there; 0 units give the stretch itself.
    pub(super) fn days(self, pad_units: u8, seasons: Seasons) -> Option<DayRange> {
        match self {
            Stretch::Day(days) => Some(days.widened(u32::from(pad_units))),
            Stretch::Months(months) => months.days(i32::from(pad_units)),
            Stretch::Season(season) => season.months(seasons).days(i32::from(pad_units)),
        }
    }
}

impl Season {
    /// Gregorian spring begins in March in the north; the solar year begins with spring, so its
    /// winter never leaves it.
    fn months(self, seasons: Seasons) -> Months {
        let is_gregorian = self.calendar == Calendar::Gregorian;
        let first_of_spring = if is_gregorian { 2 } else { 0 };
        let shift = match (seasons, self.after_spring) {
            (Seasons::Southern, 0 | 1) => 6,
            (Seasons::Southern, _) => -6,
            (Seasons::WinterFromLastYear, 3) if is_gregorian => -12,
            _ => 0,
        };
        Months {
            calendar: self.calendar,
            first: self.year * 12 + first_of_spring + 3 * self.after_spring + shift,
            count: 3,
        }
    }
}

impl Months {
    fn days(self, pad_units: i32) -> Option<DayRange> {
        let pad = pad_units * self.count;
        let low = self.calendar.month_start(self.first - pad)?.earliest;
        let after = self
            .calendar
            .month_start(self.first + self.count + pad)?
            .latest;
        DayRange::new(low, after.plus_days(-1)).ok()
    }
}
