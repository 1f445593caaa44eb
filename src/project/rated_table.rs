//! A table of ratings or spans as it is read, of nobody's study: names get numbers, and what
//! cannot be is refused with its line. It must not know what is computed. A stranger would keep
//! a line for every rating; lines are kept only where they do not follow one another.

use super::complaints::Complaints;
use super::error::ProjectError;
use crate::formats::complaint::Complaint;
use crate::formats::ratings_in::{RatedRow, RatingsFile, value_complaint};
use crate::method::reliability::difference::items;
use crate::method::reliability::ratings::{Ratings, RatingsBuilder, Shape};
use crate::method::reliability::spans::{Continuum, Segment};
use crate::model::limits::Limits;
use crate::model::name_list::NameList;
use std::path::Path;

/// A table as it was read.
#[derive(Debug)]
pub struct RatedTable {
    /// How complaints call the file.
    pub file: String,
    /// The units, or continua, in the order of their first row.
    pub units: NameList,
    /// Coders with a rating; on spans coders with a row.
    pub coders: NameList,
    /// The values, in the order in which they came.
    pub values: NameList,
    /// For each value the line on which it came first.
    pub first_lines: Vec<u64>,
    /// What was rated.
    pub rows: Rows,
    /// What is said of the file.
    pub warnings: Vec<String>,
}

/// What was rated, values by their numbers in the table.
#[derive(Debug)]
pub enum Rows {
    /// Ratings.
    Ratings(RatingsBuilder, Lines),
    /// Spans.
    Spans(Vec<Span>),
}

/// One row of spans.
#[derive(Clone, Copy, Debug)]
pub struct Span {
    unit: u32,
    coder: u32,
    start_cp: u64,
    end_cp: u64,
    /// Nothing where it only says how far the coder read.
    value: Option<u32>,
}

/// The lines of ratings: for each stretch of ratings a line after the other, the first rating
/// and its line.
#[derive(Debug, Default)]
pub struct Lines(Vec<(usize, u64)>);

impl Lines {
    fn note(&mut self, rating: usize, line: u64) {
        if self.of(rating) != line {
            self.0.push((rating, line));
        }
    }

    /// The line of a rating.
    pub fn of(&self, rating: usize) -> u64 {
        let behind = self.0.partition_point(|(first, _)| *first <= rating);
        let before = behind.checked_sub(1).map(|at| self.0[at]);
        before.map_or(0, |(first, line)| line + (rating - first) as u64)
    }
}

/// Reads a table. With `are_sets`, values are sets, written as lists with `;`.
///
/// # Errors
/// [`ProjectError::Rejected`] with every fault of a row.
pub fn read(path: &Path, are_sets: bool, limits: &Limits) -> Result<RatedTable, ProjectError> {
    let mut file = RatingsFile::open(path, limits)?;
    let rows = match file.has_spans() {
        true => Rows::Spans(Vec::new()),
        false => Rows::Ratings(RatingsBuilder::default(), Lines::default()),
    };
    let mut table = RatedTable::of(file.name(), rows);
    table.warnings.extend_from_slice(file.warnings());
    let mut faults = Complaints::default();
    loop {
        match file.next_row() {
            Ok(Some(row)) if are_sets => {
                let set = set_name(row.value);
                table.take(&RatedRow { value: &set, ..row });
            }
            Ok(Some(row)) => table.take(&row),
            Ok(None) => break,
            Err(complaint) => faults.note(complaint),
        }
        if file.is_over() {
            break;
        }
    }
    if faults.is_empty() {
        return Ok(table);
    }
    let (shown, total) = faults.into_parts();
    Err(ProjectError::Rejected { shown, total })
}

/// A set as it is always written: its items in order, `{}` where there is none; empty where
/// nothing was said.
pub fn set_name(value: &str) -> String {
    if value.is_empty() {
        return String::new();
    }
    let items: Vec<&str> = items(value).into_iter().collect();
    if items.is_empty() {
        "{}".to_owned()
    } else {
        items.join(";")
    }
}

impl RatedTable {
    fn of(file: &str, rows: Rows) -> Self {
        Self {
            file: file.to_owned(),
            units: NameList::default(),
            coders: NameList::default(),
            values: NameList::default(),
            first_lines: Vec::new(),
            rows,
            warnings: Vec::new(),
        }
    }

    /// A table of ratings that no file holds; complaints call it by this name.
    pub fn of_ratings(name: &str) -> Self {
        Self::of(
            name,
            Rows::Ratings(RatingsBuilder::default(), Lines::default()),
        )
    }

    /// Takes a row.
    pub fn take(&mut self, row: &RatedRow<'_>) {
        let unit = self.units.number_of(row.unit);
        let value = (!row.value.is_empty()).then(|| self.value_of(row));
        match (&mut self.rows, row.span_cp) {
            (Rows::Ratings(ratings, lines), _) => {
                if let Some(value) = value {
                    lines.note(ratings.len(), row.line);
                    ratings.push(unit, self.coders.number_of(row.coder), value);
                }
            }
            (Rows::Spans(spans), span_cp) => {
                let (start_cp, end_cp) = span_cp.unwrap_or_default();
                spans.push(Span {
                    unit,
                    coder: self.coders.number_of(row.coder),
                    start_cp,
                    end_cp,
                    value,
                });
            }
        }
    }

    fn value_of(&mut self, row: &RatedRow<'_>) -> u32 {
        let value = self.values.number_of(row.value);
        if value as usize == self.first_lines.len() {
            self.first_lines.push(row.line);
        }
        value
    }

    /// For each value its number among these categories.
    ///
    /// # Errors
    /// The first value that is none of them.
    pub fn numbers_among(&self, categories: &[String]) -> Result<Vec<u32>, Complaint> {
        let mut known = NameList::default();
        for category in categories {
            known.number_of(category);
        }
        let number = |(at, value): (usize, &str)| {
            known.find(value).ok_or_else(|| {
                let fault = (
                    "is not among the categories",
                    "add it to them, or correct it",
                );
                value_complaint(&self.file, self.first_lines[at], value, fault)
            })
        };
        self.values.iter().enumerate().map(number).collect()
    }

    /// A fault of a value, at the line where it came first; of the file where it never came.
    pub fn complaint(&self, value: &str, fault: (&str, &str)) -> Complaint {
        let line = self
            .values
            .find(value)
            .map(|at| self.first_lines[at as usize]);
        value_complaint(&self.file, line.unwrap_or(0), value, fault)
    }
}

/// Puts ratings in order, their values numbered anew.
///
/// # Errors
/// Where a coder rated a unit twice.
pub fn ratings_of(
    (mut builder, lines): (RatingsBuilder, Lines),
    numbers: &[u32],
    shape: Shape,
    file: &str,
) -> Result<Ratings, ProjectError> {
    builder.renumber(numbers);
    builder.build(shape).map_err(|twice| {
        let what = "the coder rated this unit before";
        let remedy = "one row for each unit and coder";
        let fault = Complaint::of_file(file, what, remedy).on_line(lines.of(twice.rating));
        ProjectError::rejected(fault.in_column("unit"))
    })
}

/// The continua in which every coder has a row, values numbered anew; with them how many others
/// there are.
pub fn continua_of(
    spans: &[Span],
    numbers: &[u32],
    (units, coders): (usize, usize),
) -> (Vec<Continuum>, usize) {
    let mut continua = vec![Continuum::default(); units];
    let mut seen: Vec<(u32, u32)> = Vec::with_capacity(spans.len());
    for span in spans {
        let continuum = &mut continua[span.unit as usize];
        continuum.length_cp = continuum.length_cp.max(span.end_cp);
        seen.push((span.unit, span.coder));
        continuum.segments.extend(span.value.map(|value| Segment {
            coder: span.coder,
            code: numbers[value as usize],
            start_cp: span.start_cp,
            end_cp: span.end_cp,
        }));
    }
    seen.sort_unstable();
    seen.dedup();
    let mut coders_of = vec![0; units];
    for (unit, _) in seen {
        coders_of[unit as usize] += 1;
    }
    let whole = continua.into_iter().zip(coders_of);
    let common: Vec<Continuum> = whole
        .filter(|(_, count)| *count == coders)
        .map(|(continuum, _)| continuum)
        .collect();
    let others = units - common.len();
    (common, others)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_found_again_across_gaps() {
        let mut lines = Lines::default();
        for (rating, line) in [(0, 2), (1, 3), (2, 7), (3, 8), (4, 20)] {
            lines.note(rating, line);
        }
        assert_eq!(lines.0.len(), 3);
        let found: Vec<u64> = (0..5).map(|rating| lines.of(rating)).collect();
        assert_eq!(found, [2, 3, 7, 8, 20]);
    }

    #[test]
    fn a_set_is_always_written_alike() {
        assert_eq!(set_name("b; a;b"), "a;b");
        assert_eq!(
            (set_name("{}"), set_name(";"), set_name("")),
            ("{}".into(), "{}".into(), String::new())
        );
    }

    #[test]
    fn a_continuum_counts_where_everybody_has_a_row() {
        let span = |unit, coder, end_cp, value| Span {
            unit,
            coder,
            start_cp: 0,
            end_cp,
            value,
        };
        let spans = [
            span(0, 0, 9, None),
            span(0, 1, 4, Some(0)),
            span(1, 0, 5, Some(1)),
            span(0, 1, 12, None),
        ];
        let (continua, others) = continua_of(&spans, &[1, 0], (2, 2));
        assert_eq!((continua.len(), others), (1, 1));
        assert_eq!(continua[0].length_cp, 12);
        assert_eq!(continua[0].segments[0].code, 1);
    }
}
