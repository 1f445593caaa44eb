//! What one EDTF cell says of time: the text, and its strict and fuzzy bounds as days.
//!
//! Level 1 of EDTF (ISO 8601-2:2019) with intervals of mixed precision, and Solar Hijri (`sh:`) and
//! lunar (`ah:`) dates. It knows no claim and no clock; whether two claims share time is for `method`
//! to say. What a stranger would get wrong: strict bounds are as wide as the words are (`2021` is a
//! whole year), and fuzzy ones differ from them only where a mark (`~`, `?`, `%`) stands.

mod error;
mod read;
mod stretch;
#[cfg(test)]
mod tests;

use std::fmt;
use std::str::FromStr;

use super::calendar::Calendar;
use super::cell_text::plain;
use super::day::{Day, DayRange};
use super::vocabulary::Seasons;
pub use error::{DateError, DateFault, MAX_DATE_CHARS};
use read::{ReadEnd, read_end};

/// How sure a date is, by the mark at its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mark {
    /// No mark.
    None,
    /// `~`: approximate; one unit of the stated precision either way.
    Approximate,
    /// `?`: uncertain; one unit either way.
    Uncertain,
    /// `%`: both; two units either way.
    Both,
}

impl Mark {
    const fn pad_units(self) -> u8 {
        match self {
            Mark::None => 0,
            Mark::Approximate | Mark::Uncertain => 1,
            Mark::Both => 2,
        }
    }

    const fn symbol(self) -> &'static str {
        match self {
            Mark::None => "",
            Mark::Approximate => "~",
            Mark::Uncertain => "?",
            Mark::Both => "%",
        }
    }
}

/// What stands at one end of a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum End {
    /// `..`: there is no bound.
    Open,
    /// Nothing: there is a bound, but it is not known.
    Unknown,
    /// A date with its mark.
    Dated(Mark),
}

impl End {
    const fn mark(self) -> Mark {
        match self {
            End::Dated(mark) => mark,
            End::Open | End::Unknown => Mark::None,
        }
    }

    fn write(self, day: Day) -> String {
        match self {
            End::Open => "..".to_owned(),
            End::Unknown => String::new(),
            End::Dated(mark) => format!("{day}{}", mark.symbol()),
        }
    }
}

/// A time as one cell says it: the text as written, with strict and fuzzy bounds.
///
/// The strict bounds always lie inside the fuzzy ones.
///
/// # Example
/// ```
/// use gainsay::model::edtf::When;
///
/// let when = When::parse("2021-08~/2021")?;
/// assert_eq!(when.strict().to_string(), "2021-08-01/2021-12-31");
/// assert_eq!(when.fuzzy().to_string(), "2021-07-01/2021-12-31");
/// # Ok::<(), gainsay::model::edtf::DateError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct When {
    said: Box<str>,
    strict: DayRange,
    fuzzy: DayRange,
    low_end: End,
    high_end: End,
    is_converted: bool,
}

impl When {
    /// Reads a cell: EDTF level 1, or a Hijri date after `sh:` or `ah:`.
    ///
    /// Digits may be Persian or Arabic, dashes any dash, `X` in lower case; month names of the two
    /// Hijri calendars stand in any usual spelling and script. The prefix of the first end of an
    /// interval holds for the second too, unless that has its own (`ce:` for Gregorian).
    ///
    /// # Errors
    /// [`DateError`] for a cell that is empty, too long, no date, an impossible day, a year that is
    /// not converted, or an interval that ends before it begins.
    pub fn parse(text: &str) -> Result<When, DateError> {
        When::parse_in(text, Seasons::default())
    }

    /// Reads a cell as [`When::parse`] does, with these months for its seasons.
    ///
    /// # Errors
    /// As [`When::parse`].
    pub fn parse_in(text: &str, seasons: Seasons) -> Result<When, DateError> {
        let said = text.trim();
        if said.is_empty() {
            return Err(DateError::Empty);
        }
        if said.len() > MAX_DATE_CHARS {
            let length = said.chars().count();
            if length > MAX_DATE_CHARS {
                return Err(DateError::TooLong { length });
            }
        }
        read_cell(said, seasons).map_err(|fault| DateError::Wrong {
            said: said.to_owned(),
            fault,
        })
    }

    /// Returns the days as written, marks left out.
    pub const fn strict(&self) -> DayRange {
        self.strict
    }

    /// Returns the days with each end padded by its mark, in units of its own precision and calendar.
    pub const fn fuzzy(&self) -> DayRange {
        self.fuzzy
    }

    /// Returns the time as plain Gregorian EDTF, for display.
    ///
    /// A Gregorian cell comes back as written, with ASCII digits and hyphens and without `ce:`. A
    /// converted one becomes its strict interval in days; a mark stays at its end, but says no longer
    /// how far the fuzzy bounds reach.
    pub fn to_edtf_gregorian(&self) -> String {
        if !self.is_converted {
            return gregorian_as_written(&self.said);
        }
        let low = self.low_end.write(self.strict.low());
        if self.strict.is_single_day() && self.low_end == self.high_end {
            return low;
        }
        format!("{low}/{}", self.high_end.write(self.strict.high()))
    }
}

impl FromStr for When {
    type Err = DateError;

    fn from_str(text: &str) -> Result<When, DateError> {
        When::parse(text)
    }
}

impl fmt::Display for When {
    /// Writes the text as it was said.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.said)
    }
}

fn read_cell(said: &str, seasons: Seasons) -> Result<When, DateFault> {
    let cleaned = plain(said);
    let (low, high) = match cleaned.split_once('/') {
        None => {
            let alone = read_alone(&cleaned, seasons)?;
            (alone, alone)
        }
        Some((low, high)) => read_interval(low, high, seasons)?,
    };
    Ok(When {
        said: said.into(),
        strict: range(low.strict, high.strict)?,
        fuzzy: range(low.fuzzy, high.fuzzy)?,
        low_end: low.end,
        high_end: high.end,
        is_converted: low.is_converted || high.is_converted,
    })
}

/// One end with its days; all time where it has no date.
#[derive(Debug, Clone, Copy)]
struct BoundEnd {
    end: End,
    is_converted: bool,
    strict: DayRange,
    fuzzy: DayRange,
}

impl BoundEnd {
    fn new(read: ReadEnd, seasons: Seasons) -> Result<BoundEnd, DateFault> {
        let days = |pad_units| match read.stretch {
            None => Ok(DayRange::ALL),
            Some(stretch) => stretch.days(pad_units, seasons).ok_or(DateFault::Malformed),
        };
        let strict = days(0)?;
        let fuzzy = match read.end.mark().pad_units() {
            0 => strict,
            pad_units => days(pad_units)?,
        };
        Ok(BoundEnd {
            end: read.end,
            is_converted: read.stretch.is_some() && read.calendar != Calendar::Gregorian,
            strict,
            fuzzy,
        })
    }
}

/// Returns the days from the first of one end to the last of the other.
fn range(low: DayRange, high: DayRange) -> Result<DayRange, DateFault> {
    let (low, high) = (low.low(), high.high());
    DayRange::new(low, high).map_err(|_| DateFault::Reversed { low, high })
}

fn read_alone(text: &str, seasons: Seasons) -> Result<BoundEnd, DateFault> {
    let read = read_end(text, Calendar::Gregorian)?;
    match read.end {
        End::Dated(_) => BoundEnd::new(read, seasons),
        End::Open => Err(DateFault::MisplacedOpenEnd),
        End::Unknown => Err(DateFault::Malformed),
    }
}

fn read_interval(
    low: &str,
    high: &str,
    seasons: Seasons,
) -> Result<(BoundEnd, BoundEnd), DateFault> {
    if high.contains('/') {
        return Err(DateFault::TooManyEnds);
    }
    let low = read_end(low, Calendar::Gregorian)?;
    let high = read_end(high, low.calendar)?;
    if low.end == End::Unknown && high.end == End::Unknown {
        return Err(DateFault::NoEnd);
    }
    Ok((BoundEnd::new(low, seasons)?, BoundEnd::new(high, seasons)?))
}

fn gregorian_as_written(said: &str) -> String {
    let without_prefix = |end: &str| {
        let (_, date) = end.split_once(':').unwrap_or(("", end));
        date.trim().to_uppercase()
    };
    let cleaned = plain(said);
    let ends: Vec<String> = cleaned.split('/').map(without_prefix).collect();
    ends.join("/")
}
