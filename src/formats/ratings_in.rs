//! Reads a table of ratings (`unit,coder,value`) or of spans (`unit,coder,start,end,value`), a
//! table of weights, and a list of categories in one line. None of these is of a study. It must
//! not know what is computed. A stranger would take an empty value for a category: on ratings it
//! says that nothing was rated, on spans how far somebody read.

use super::complaint::Complaint;
use super::csv_in::CsvFile;
use super::raw_row::RawRow;
use crate::model::limits::{Limit, Limits};
use crate::model::table::{Column, Kind, Noun, Place, Table};
use std::fs::File;
use std::io::Read;
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

fn name_of(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

/// Weights between categories: symmetric, 1 on the diagonal, between 0 and 1.
#[derive(Clone, Debug, PartialEq)]
pub struct WeightTable {
    /// The categories, in the order of the first row.
    pub categories: Vec<String>,
    /// A row for each category, in that order.
    pub rows: Vec<Vec<f64>>,
}

/// How far two numbers that should be one may lie apart, for weights with few decimals.
const SAME: f64 = 1e-9;

impl WeightTable {
    /// Reads a table whose first row and first column name the categories.
    ///
    /// # Errors
    /// A [`Complaint`] where it cannot be read or is no such table.
    pub fn read(path: &Path, limits: &Limits) -> Result<Self, Complaint> {
        let name = name_of(path);
        let (header, lines) = lines_of(path, &name, limits)?;
        let categories: Vec<String> = header[1.min(header.len())..].to_vec();
        if let Some(twice) = first_repeated(&categories) {
            let fault = Complaint::of_file(&name, "a category stands twice", "take one out");
            return Err(fault.on_line(1).in_column(twice));
        }
        let mut rows: Vec<Option<(u64, Vec<f64>)>> = vec![None; categories.len()];
        for (line, cells) in lines {
            let (at, row) = weights_of(&name, line, &categories, &cells)?;
            if rows[at].is_some() {
                let fault = Complaint::of_file(&name, "a category has two rows", "take one out");
                return Err(fault.on_line(line).in_column(&categories[at]));
            }
            rows[at] = Some((line, row));
        }
        let whole: Option<Vec<(u64, Vec<f64>)>> = rows.into_iter().collect();
        let whole = whole.filter(|rows| !rows.is_empty()).ok_or_else(|| {
            let remedy = "a row for each category of the first line";
            Complaint::of_file(&name, "a category has no row", remedy)
        })?;
        refuse_odd(&name, &categories, &whole)?;
        Ok(Self {
            categories,
            rows: whole.into_iter().map(|(_, row)| row).collect(),
        })
    }
}

/// The cells of the first line, and those of every other with its number.
type Lines = (Vec<String>, Vec<(u64, Vec<String>)>);

fn lines_of(path: &Path, name: &str, limits: &Limits) -> Result<Lines, Complaint> {
    let remedy = "a first row and a first column that name the categories, weights between";
    let fault = |what: String| Complaint::of_file(name, what, remedy);
    let file =
        File::open(path).map_err(|error| fault(format!("cannot be read: {}", error.kind())))?;
    // Weights are short: what is larger by far is no table of them.
    let most = limits.of(Limit::CellBytes).saturating_mul(64);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(file.take(most));
    let mut lines = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| {
            let line = error.position().map_or(1, csv::Position::line);
            fault("cannot be read as UTF-8 CSV".to_owned()).on_line(line)
        })?;
        let line = record.position().map_or(0, csv::Position::line);
        let cells = record.iter().map(|cell| cell.trim().to_owned()).collect();
        lines.push((line, cells));
    }
    if lines.is_empty() {
        return Err(fault("the file is empty".to_owned()));
    }
    let (_, header) = lines.remove(0);
    Ok((header, lines))
}

fn first_repeated(names: &[String]) -> Option<&String> {
    let mut seen = std::collections::BTreeSet::new();
    names.iter().find(|name| !seen.insert(*name))
}

/// The category of a row of weights, by number, and its weights.
fn weights_of(
    name: &str,
    line: u64,
    categories: &[String],
    cells: &[String],
) -> Result<(usize, Vec<f64>), Complaint> {
    let fault = |what: &str, remedy: &str| Complaint::of_file(name, what, remedy).on_line(line);
    let (own, weights) = cells
        .split_first()
        .ok_or_else(|| fault("is empty", "take it out"))?;
    let at = categories.iter().position(|category| category == own);
    let at = at.ok_or_else(|| {
        fault(
            "the row is of a category that the first line does not name",
            "the same categories in the first row and the first column",
        )
    })?;
    if weights.len() != categories.len() {
        let remedy = "a weight for each category of the first line";
        return Err(fault("the row has another length than the first", remedy));
    }
    let weight = |(cell, category): (&String, &String)| {
        let weight = cell.parse::<f64>().ok();
        weight
            .filter(|weight| (0.0..=1.0).contains(weight))
            .ok_or_else(|| {
                fault("is no weight", "a weight is a number from 0 to 1").in_column(category)
            })
    };
    let row: Result<Vec<f64>, Complaint> = weights.iter().zip(categories).map(weight).collect();
    Ok((at, row?))
}

fn refuse_odd(
    name: &str,
    categories: &[String],
    rows: &[(u64, Vec<f64>)],
) -> Result<(), Complaint> {
    for (a, (line, row)) in rows.iter().enumerate() {
        let fault = |what: &str, b: usize| {
            let remedy = "weights are the same both ways, and 1 for a category and itself";
            Complaint::of_file(name, what, remedy)
                .on_line(*line)
                .in_column(&categories[b])
        };
        if (row[a] - 1.0).abs() > SAME {
            return Err(fault("the weight of a category with itself is not 1", a));
        }
        let odd = (0..a).find(|b| (row[*b] - rows[*b].1[a]).abs() > SAME);
        if let Some(b) = odd {
            return Err(fault("the table is not symmetric", b));
        }
    }
    Ok(())
}

/// The categories of one line of CSV.
///
/// # Errors
/// What is wrong with it, in a few words.
pub fn categories_of(line: &str) -> Result<Vec<String>, &'static str> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(line.as_bytes());
    let mut records = reader.records();
    let Some(Ok(record)) = records.next() else {
        return Err("there is no category in it");
    };
    let names: Vec<String> = record.iter().map(|name| name.trim().to_owned()).collect();
    if names.iter().any(String::is_empty) {
        Err("a category without a name")
    } else if first_repeated(&names).is_some() {
        Err("a category stands twice")
    } else if records.next().is_some() {
        Err("the categories stand on one line")
    } else {
        Ok(names)
    }
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

    fn weights(bytes: &[u8]) -> Result<WeightTable, String> {
        let (_folder, path) = file(bytes);
        WeightTable::read(&path, &Limits::default()).map_err(|complaint| complaint.to_string())
    }

    #[test]
    fn weights_may_stand_in_any_order_of_rows() {
        let table = weights(b",a,b\nb,.5,1\na,1,0.5\n").unwrap();
        assert_eq!(table.categories, ["a", "b"]);
        assert_eq!(table.rows, [[1.0, 0.5], [0.5, 1.0]]);
    }

    #[test]
    fn weights_that_are_none_are_refused_with_their_place() {
        for (bytes, wanted) in [
            (&b""[..], "r.csv: the file is empty"),
            (
                b",a,b\na,1,0\nb,.5,1\n",
                "r.csv:3:a: the table is not symmetric",
            ),
            (
                b",a,b\na,.9,0\nb,0,1\n",
                "r.csv:2:a: the weight of a category with itself",
            ),
            (b",a,b\na,1,2\nb,2,1\n", "r.csv:2:b: is no weight"),
            (b",a,b\na,1,NaN\nb,0,1\n", "r.csv:2:b: is no weight"),
            (b",a,b\na,1\nb,0,1\n", "r.csv:2: the row has another length"),
            (b",a,b\na,1,0\nc,0,1\n", "r.csv:3: the row is of a category"),
            (b",a,b\na,1,0\n", "r.csv: a category has no row"),
            (
                b",a,b\na,1,0\na,1,0\n",
                "r.csv:3:a: a category has two rows",
            ),
            (b",a,a\na,1,0\n", "r.csv:1:a: a category stands twice"),
            (b"x\n", "r.csv: a category has no row"),
        ] {
            let told = weights(bytes).unwrap_err();
            assert!(told.starts_with(wanted), "{told}");
        }
    }

    #[test]
    fn categories_are_one_line_of_csv() {
        assert_eq!(categories_of("a,\"b, c\", d").unwrap(), ["a", "b, c", "d"]);
        for odd in ["", "a,,b", "a,b,a", "a\nb"] {
            assert!(categories_of(odd).is_err(), "{odd:?}");
        }
    }
}
