//! Reads a table of ratings (`unit,coder,value`) or of spans (`unit,coder,start,end,value`).
//! Neither is of a study. It must not know what is computed. A stranger would take an empty value
//! for a category: on ratings it says that nothing was rated, on spans how far somebody read.

use super::complaint::{Complaint, name_of};
use super::csv_in::CsvFile;
use super::raw_row::RawRow;
use crate::model::limits::Limits;
use crate::model::table::{Column, Kind, Noun, Place, Table};
use std::path::Path;

const COLUMNS: &[Column] = &[
    Column::new("unit", Kind::Name).required(),
    Column::new("coder", Kind::Name).required(),
    Column::new("start", Kind::Integer(0)),
    Column::new("end", Kind::Integer(0)),
    Column::new("value", Kind::Name).required(),
];

static TABLE: Table = Table {
    noun: Noun::Coding,
    name: "rating",
    plural: "ratings",
    place: Place::Csv("ratings.csv"),
    columns: COLUMNS,
    one_of: &[],
    has_attributes: false,
};

const UNIT: usize = 0;
const CODER: usize = 1;
const START: usize = 2;
const END: usize = 3;
const VALUE: usize = 4;

/// One row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RatedRow<'r> {
    /// Its line, from 1.
    pub line: u64,
    /// What was rated.
    pub unit: &'r str,
    /// Who rated.
    pub coder: &'r str,
    /// The category; empty where there is none.
    pub value: &'r str,
    /// First and behind the last code point; nothing on ratings.
    pub span_cp: Option<(u64, u64)>,
}

/// A file of ratings or spans, read row by row.
pub struct RatingsFile {
    file: CsvFile,
    name: String,
    has_spans: bool,
    row: RawRow,
}

impl RatingsFile {
    /// Opens a file and reads its header.
    ///
    /// # Errors
    /// A [`Complaint`] where it cannot be read or has another header.
    pub fn open(path: &Path, limits: &Limits) -> Result<Self, Complaint> {
        let name = name_of(path);
        let file = CsvFile::open(path, &name, &TABLE, limits)?;
        let ends = [START, END].map(|at| file.has_column(at));
        if ends[0] != ends[1] {
            let missing = COLUMNS[if ends[0] { END } else { START }].name;
            let what = format!("the header has no `{missing}`");
            let remedy = "spans: unit,coder,start,end,value; ratings: unit,coder,value";
            return Err(Complaint::of_file(&name, what, remedy).on_line(1));
        }
        Ok(Self {
            has_spans: ends[0],
            file,
            name,
            row: RawRow::default(),
        })
    }

    /// Whether the rows are spans.
    pub fn has_spans(&self) -> bool {
        self.has_spans
    }

    /// How complaints call the file.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What is said of its columns.
    pub fn warnings(&self) -> &[String] {
        &self.file.warnings
    }

    /// Whether nothing more can be read.
    pub fn is_over(&self) -> bool {
        self.file.is_over()
    }

    /// Reads the next row; nothing at the end of the file.
    ///
    /// # Errors
    /// A [`Complaint`] at a line; the rows behind it can be read.
    pub fn next_row(&mut self) -> Result<Option<RatedRow<'_>>, Complaint> {
        if !self.file.next(&mut self.row)? {
            return Ok(None);
        }
        for at in [UNIT, CODER] {
            if self.row.cells[at].trim().is_empty() {
                return Err(self.complaint(at, "is empty", "every row names a unit and a coder"));
            }
        }
        let span_cp = match self.has_spans {
            true => Some(self.span()?),
            false => None,
        };
        Ok(Some(RatedRow {
            line: self.row.line,
            unit: self.row.cells[UNIT].trim(),
            coder: self.row.cells[CODER].trim(),
            value: self.row.cells[VALUE].trim(),
            span_cp,
        }))
    }

    fn span(&self) -> Result<(u64, u64), Complaint> {
        /// Beyond this a sum of lengths would lose code points.
        const MOST_CP: u64 = 1 << 40;
        let place = |at: usize| {
            let number = self.row.cells[at].trim().parse::<u64>().ok();
            number.filter(|place| *place <= MOST_CP).ok_or_else(|| {
                let remedy = "write the number of a code point, from 0 on";
                self.complaint(at, "is no place in a text", remedy)
            })
        };
        let (start, end) = (place(START)?, place(END)?);
        if start < end {
            Ok((start, end))
        } else {
            let remedy = "the end is the place behind the last code point";
            Err(self.complaint(START, "does not stand before the end", remedy))
        }
    }

    /// A complaint about a cell of the row that was read last.
    fn complaint(&self, at: usize, what: &str, remedy: &str) -> Complaint {
        Complaint::of_file(&self.name, what, remedy)
            .on_line(self.row.line)
            .at(&COLUMNS[at], &self.row.cells[at])
    }
}

/// A complaint about a value, wherever it was met.
pub fn value_complaint(file: &str, line: u64, value: &str, fault: (&str, &str)) -> Complaint {
    Complaint::of_file(file, fault.0, fault.1)
        .on_line(line)
        .at(&COLUMNS[VALUE], value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(bytes: &[u8]) -> (tempfile::TempDir, std::path::PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("r.csv");
        std::fs::write(&path, bytes).unwrap();
        (folder, path)
    }

    /// The rows of a file, complaints in their place.
    fn read(bytes: &[u8]) -> Vec<String> {
        let (_folder, path) = file(bytes);
        let mut file = match RatingsFile::open(&path, &Limits::default()) {
            Ok(file) => file,
            Err(complaint) => return vec![complaint.to_string()],
        };
        let mut told = Vec::new();
        loop {
            match file.next_row() {
                Ok(Some(row)) => told.push(format!("{row:?}")),
                Ok(None) => return told,
                Err(complaint) => told.push(complaint.to_string()),
            }
        }
    }

    #[test]
    fn ratings_and_spans_are_told_apart_by_the_header() {
        let ratings = read(b"unit,coder,value\nu1,c1, a \n");
        assert!(
            ratings[0].contains("value: \"a\", span_cp: None"),
            "{ratings:?}"
        );
        let spans = read(b"coder,unit,end,start,value\nc1,t1,5,2,\n");
        assert!(spans[0].contains("span_cp: Some((2, 5))"), "{spans:?}");
    }

    #[test]
    fn what_is_no_such_table_is_refused_with_its_line() {
        for (bytes, wanted) in [
            (&b""[..], "r.csv: the file is empty"),
            (b"a,b,c\n1,2,3\n", "r.csv:1: the header has no `unit`"),
            (
                b"unit,coder,start,value\n",
                "r.csv:1: the header has no `end`",
            ),
            (b"unit,coder,value\n,c1,a\n", "r.csv:2:unit: is empty"),
            (b"unit,coder,value\nu1,,a\n", "r.csv:2:coder: is empty"),
            (
                b"unit,coder,start,end,value\nt,c,5,2,a\n",
                "r.csv:2:start: `5` does not stand",
            ),
            (
                b"unit,coder,start,end,value\nt,c,5,5,a\n",
                "r.csv:2:start: `5` does not stand",
            ),
            (
                b"unit,coder,start,end,value\nt,c,-1,5,a\n",
                "r.csv:2:start: `-1` is no place",
            ),
            (
                b"unit,coder,start,end,value\nt,c,1,2e9,a\n",
                "r.csv:2:end: `2e9` is no place",
            ),
            (
                b"unit,coder,start,end,value\nt,c,1,99999999999999999,a\n",
                "r.csv:2:end: `99999999999999999` is no place",
            ),
        ] {
            let told = read(bytes);
            assert!(told[0].starts_with(wanted), "{told:?}");
        }
    }
}
