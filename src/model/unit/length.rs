//! How long a minute is, and a year: what times convert by, and by how much that may be off.
//!
//! It knows no unit of a study. What a stranger would get wrong: a year is twelve months and a week seven
//! days to the letter, however long a month is; only between the two kinds a factor is a mean.

const DAYS_PER_YEAR: f64 = 365.2425;

/// The time unit of a rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Period {
    /// Per day.
    Day,
    /// Per week.
    Week,
    /// Per month.
    Month,
    /// Per year.
    Year,
}

impl Period {
    /// Returns the length in days; a month is a twelfth of the mean Gregorian year of 365.2425 days.
    pub const fn days(self) -> f64 {
        self.length().days
    }

    /// Returns the word, `month`.
    pub const fn word(self) -> &'static str {
        match self {
            Period::Day => "day",
            Period::Week => "week",
            Period::Month => "month",
            Period::Year => "year",
        }
    }

    pub(super) fn of_word(word: &str) -> Option<Period> {
        match word {
            "day" => Some(Period::Day),
            "week" => Some(Period::Week),
            "month" => Some(Period::Month),
            "year" | "annum" => Some(Period::Year),
            _ => None,
        }
    }

    pub(super) const fn length(self) -> Length {
        match self {
            Period::Day => Length::even(1.0),
            Period::Week => Length::even(7.0),
            Period::Month => Length {
                days: DAYS_PER_YEAR / 12.0,
                least: 28.0,
                most: 31.0,
            },
            Period::Year => Length {
                days: DAYS_PER_YEAR,
                least: 365.0,
                most: 366.0,
            },
        }
    }
}

/// A length of time, in days: the mean, and what it is at least and at most.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Length {
    days: f64,
    least: f64,
    most: f64,
}

impl Length {
    const fn even(days: f64) -> Length {
        Length {
            days,
            least: days,
            most: days,
        }
    }

    /// Returns the length that a word in singular names.
    pub(super) fn of_word(word: &str) -> Option<Length> {
        match word {
            "minute" => Some(Length::even(1.0 / 1440.0)),
            "hour" => Some(Length::even(1.0 / 24.0)),
            _ => Period::of_word(word).map(Period::length),
        }
    }

    /// Returns how many of the other go into this one, in the mean.
    pub(super) fn over(self, other: Length) -> f64 {
        self.days / other.days
    }

    /// Returns by how much that may be off.
    pub(super) fn slack_to(self, other: Length) -> Slack {
        if self.is_even() == other.is_even() {
            return Slack::NONE;
        }
        let mean = self.over(other);
        Slack {
            least: self.least / other.most / mean,
            greatest: self.most / other.least / mean,
        }
    }

    fn is_even(self) -> bool {
        self.least == self.most
    }
}

/// By how much a factor between two units may be off, each end as a part of the factor.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Slack {
    /// At most 1.
    pub least: f64,
    /// At least 1.
    pub greatest: f64,
}

impl Slack {
    /// The factor is exact.
    pub const NONE: Slack = Slack {
        least: 1.0,
        greatest: 1.0,
    };

    /// Returns the slack of two factors, one after the other.
    pub(super) fn and(self, other: Slack) -> Slack {
        Slack {
            least: self.least * other.least,
            greatest: self.greatest * other.greatest,
        }
    }

    /// Returns the slack of the factor that leads back.
    pub(super) fn turned(self) -> Slack {
        Slack {
            least: 1.0 / self.greatest,
            greatest: 1.0 / self.least,
        }
    }
}
