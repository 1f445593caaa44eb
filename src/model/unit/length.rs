//! How long a minute is, and a year: what times convert by, and by how much that may be off.
//!
//! It knows no unit of a study. What a stranger would get wrong: a year is twelve months and a week seven
//! days to the letter, however long a month is; only between the two kinds a factor is a mean.

const DAYS_PER_YEAR: f64 = 365.2425;

/// A time that has a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TimeUnit {
    /// A minute.
    Minute,
    /// An hour.
    Hour,
    /// A day.
    Day,
    /// A week.
    Week,
    /// A month.
    Month,
    /// A year.
    Year,
}

impl TimeUnit {
    /// All of them, the shortest first.
    pub const ALL: [TimeUnit; 6] = [
        TimeUnit::Minute,
        TimeUnit::Hour,
        TimeUnit::Day,
        TimeUnit::Week,
        TimeUnit::Month,
        TimeUnit::Year,
    ];

    /// Returns the word, `month`.
    pub const fn word(self) -> &'static str {
        match self {
            TimeUnit::Minute => "minute",
            TimeUnit::Hour => "hour",
            TimeUnit::Day => "day",
            TimeUnit::Week => "week",
            TimeUnit::Month => "month",
            TimeUnit::Year => "year",
        }
    }

    /// Returns the time that a word in singular names.
    pub(super) fn of_word(word: &str) -> Option<TimeUnit> {
        match word {
            "annum" => Some(TimeUnit::Year),
            _ => (Self::ALL.into_iter()).find(|time| time.word() == word),
        }
    }

    /// Tells whether one is as long as another; no month is the mean one.
    pub const fn is_even(self) -> bool {
        !matches!(self, TimeUnit::Month | TimeUnit::Year)
    }

    pub(super) const fn length(self) -> Length {
        match self {
            TimeUnit::Minute => Length::even(1.0 / 1440.0),
            TimeUnit::Hour => Length::even(1.0 / 24.0),
            TimeUnit::Day => Length::even(1.0),
            TimeUnit::Week => Length::even(7.0),
            TimeUnit::Month => Length {
                days: DAYS_PER_YEAR / 12.0,
                least: 28.0,
                most: 31.0,
            },
            TimeUnit::Year => Length {
                days: DAYS_PER_YEAR,
                least: 365.0,
                most: 366.0,
            },
        }
    }
}

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
        self.time().length().days
    }

    /// Returns the word, `month`.
    pub const fn word(self) -> &'static str {
        self.time().word()
    }

    /// Returns it as a time like any other.
    pub const fn time(self) -> TimeUnit {
        match self {
            Period::Day => TimeUnit::Day,
            Period::Week => TimeUnit::Week,
            Period::Month => TimeUnit::Month,
            Period::Year => TimeUnit::Year,
        }
    }

    pub(super) fn of_word(word: &str) -> Option<Period> {
        match TimeUnit::of_word(word)? {
            TimeUnit::Day => Some(Period::Day),
            TimeUnit::Week => Some(Period::Week),
            TimeUnit::Month => Some(Period::Month),
            TimeUnit::Year => Some(Period::Year),
            TimeUnit::Minute | TimeUnit::Hour => None,
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
