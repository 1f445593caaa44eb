//! Whether two claims share time (methods.md 2.1), and how much of it (3.5).
//!
//! It knows days and how a claim fills them. What a stranger would get wrong: times are compared on
//! fuzzy bounds to find a pair, and on strict ones to be sure of it.

use crate::model::claim::Span;
use crate::model::day::{Day, DayRange};
use crate::model::vocabulary::TimeMode;

/// Whether two claims share time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SharedTime {
    /// They do not.
    No,
    /// They may.
    Possible,
    /// They do.
    Yes,
}

/// How the period of one count stands to that of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// Not counts of periods: each day has its own number.
    NotCounted,
    /// The same period.
    Equal,
    /// The first as written contains the second, however its marks are taken or only perhaps.
    Whole {
        /// Whether it is sure.
        is_sure: bool,
    },
    /// The second contains the first.
    Part {
        /// Whether it is sure.
        is_sure: bool,
    },
    /// Neither contains the other, and they are not one.
    Crossed,
    /// As written neither contains the other; as loosely as they are dated, one may, or they may be one.
    Open,
}

/// How the times of two claims lie to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Days {
    /// Whether they may have a day in common, fuzzy bounds.
    pub may_meet: bool,
    /// Whether the days as written meet.
    pub do_meet: bool,
    /// Whether the first, as written, contains all days that the second may have meant.
    pub first_contains: bool,
    /// Whether the second contains the first so.
    pub second_contains: bool,
    /// Whether both are the same day, for certain.
    pub is_one_day: bool,
}

impl Days {
    /// Holds two times against each other.
    pub fn of(a: Span, b: Span) -> Days {
        Days {
            may_meet: a.fuzzy.meets(b.fuzzy),
            do_meet: a.strict.meets(b.strict),
            first_contains: a.strict.contains(b.fuzzy),
            second_contains: b.strict.contains(a.fuzzy),
            is_one_day: a.is_single_exact_day() && a == b,
        }
    }

    /// Tells whether the time is shared, each day having its own answer.
    pub const fn shared(self, modes: [TimeMode; 2]) -> SharedTime {
        let is_sure = match modes {
            [TimeMode::Throughout, TimeMode::Throughout] => self.do_meet,
            [TimeMode::Throughout, TimeMode::Within] => self.first_contains,
            [TimeMode::Within, TimeMode::Throughout] => self.second_contains,
            [TimeMode::Within, TimeMode::Within] => self.is_one_day,
        };
        match (self.may_meet, is_sure) {
            (false, _) => SharedTime::No,
            (true, false) => SharedTime::Possible,
            (true, true) => SharedTime::Yes,
        }
    }
}

/// Returns how the period of the first count stands to that of the second (2.3).
pub fn period(a: Span, b: Span) -> Period {
    if a.strict == b.strict {
        return Period::Equal;
    }
    if a.strict.contains(b.strict) {
        let is_sure = a.strict.contains(b.fuzzy);
        return Period::Whole { is_sure };
    }
    if b.strict.contains(a.strict) {
        let is_sure = b.strict.contains(a.fuzzy);
        return Period::Part { is_sure };
    }
    // Fuzzy days are those among which a period lies, not a longer period.
    match a.fuzzy.contains(b.strict) || b.fuzzy.contains(a.strict) {
        true => Period::Open,
        false => Period::Crossed,
    }
}

/// Returns the common days as a part of the days of the shorter time, strict bounds, 0 to 1.
pub fn shared_part(a: DayRange, b: DayRange) -> f64 {
    let Some(common) = a.common(b) else {
        return 0.0;
    };
    let shorter = match (a.days(), b.days()) {
        (Some(of_a), Some(of_b)) => of_a.min(of_b),
        (Some(days), None) | (None, Some(days)) => days,
        // Two endless times: all of the shorter where the common part is endless too.
        (None, None) => return f64::from(u8::from(!common.is_bounded())),
    };
    let common = common.days().map_or(0.0, f64::from);
    common / f64::from(shorter)
}

/// Returns the last day of the earlier and the first day of the later of two times that do not meet,
/// each by its number.
pub fn ends_between(a: DayRange, b: DayRange) -> (f64, f64) {
    let (earlier, later) = if a.high() < b.low() { (a, b) } else { (b, a) };
    let number = |day: Day| f64::from(day.rata_die());
    (number(earlier.high()), number(later.low()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::day::Day;

    fn days(low: i32, high: i32) -> DayRange {
        DayRange::new(Day::from_rata_die(low), Day::from_rata_die(high)).unwrap()
    }

    #[test]
    fn the_shared_part_is_of_the_shorter_time() {
        assert_eq!(shared_part(days(1, 10), days(6, 105)), 0.5);
        assert_eq!(shared_part(days(1, 10), days(11, 12)), 0.0);
        let since = DayRange::new(Day::from_rata_die(5), Day::MAX).unwrap();
        let until = DayRange::new(Day::MIN, Day::from_rata_die(9)).unwrap();
        assert_eq!(shared_part(since, days(1, 8)), 0.5);
        assert_eq!(shared_part(since, until), 0.0);
        assert_eq!(shared_part(since, DayRange::ALL), 1.0);
    }

    #[test]
    fn periods_contain_or_cross() {
        let span = |low, high| Span::exact(days(low, high));
        assert_eq!(period(span(1, 9), span(1, 9)), Period::Equal);
        assert_eq!(
            period(span(1, 9), span(2, 9)),
            Period::Whole { is_sure: true }
        );
        assert_eq!(
            period(span(2, 9), span(1, 9)),
            Period::Part { is_sure: true }
        );
        assert_eq!(period(span(1, 9), span(5, 12)), Period::Crossed);
        let about = Span {
            strict: days(5, 12),
            fuzzy: days(1, 16),
        };
        let within = |low, high, fuzzy: (i32, i32)| Span {
            strict: days(low, high),
            fuzzy: days(fuzzy.0, fuzzy.1),
        };
        assert_eq!(period(span(1, 9), about), Period::Open);
        assert_eq!(
            period(within(5, 8, (1, 12)), about),
            Period::Part { is_sure: false }
        );
        assert_eq!(
            period(within(5, 8, (4, 9)), within(9, 12, (8, 13))),
            Period::Crossed
        );
        assert_eq!(
            period(within(5, 8, (1, 12)), within(9, 12, (5, 16))),
            Period::Open
        );
        assert_eq!(
            period(within(5, 8, (1, 12)), within(5, 8, (5, 8))),
            Period::Equal
        );
    }
}
