//! Reads a CSV file of a study folder: tolerant of BOM, CRLF, `;` and the order of columns,
//! strict about everything that could lose a cell. A stranger would let the parser take a
//! cell of any size: an open quote makes the rest of a file one cell, so the reader behind
//! it counts, and stops before memory is taken.

use super::complaint::Complaint;
use super::csv_bytes::{Counted, NO_END, Watch};
use super::raw_row::RawRow;
use crate::model::key_book::nearest;
use crate::model::limits::{Limit, Limits};
use crate::model::table::Table;
use csv::{ByteRecord, ReaderBuilder, Terminator};
use std::borrow::Cow;
use std::cell::RefCell;
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;
use std::rc::Rc;

/// How the names of a study's own attributes begin.
pub const ATTRIBUTE: &str = "attr.";

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Reads the rows of one CSV file.
pub struct CsvFile {
    name: String,
    table: &'static Table,
    reader: csv::Reader<Counted>,
    record: ByteRecord,
    watch: Rc<RefCell<Watch>>,
    /// First and last line of the record.
    lines: (u64, u64),
    is_over: bool,
    columns: Vec<Meaning>,
    cell_bytes: usize,
    /// Columns that are not known, told once.
    pub warnings: Vec<String>,
}

/// What a column of the file is.
enum Meaning {
    Column(usize),
    Attribute(String),
    Unknown(String),
}

impl CsvFile {
    /// Opens a file and reads its header. `name` is how errors call it.
    ///
    /// # Errors
    /// A [`Complaint`] where it cannot be read, is empty, or its header does not fit.
    pub fn open(
        path: &Path,
        name: &str,
        table: &'static Table,
        limits: &Limits,
    ) -> Result<Self, Complaint> {
        let unreadable = |error: io::Error| {
            Complaint::of_file(
                name,
                format!("cannot be read: {}", error.kind()),
                "check that the file is there and may be read",
            )
        };
        let mut inner = BufReader::with_capacity(1 << 16, File::open(path).map_err(unreadable)?);
        let head = inner.fill_buf().map_err(unreadable)?;
        let mark_bytes = if head.starts_with(BYTE_ORDER_MARK) {
            3
        } else {
            0
        };
        let delimiter = delimiter_of(&head[mark_bytes..], table);
        // Before the parser: behind a mark it would not see that the first name is quoted.
        inner.consume(mark_bytes);
        let cell_bytes = limits.size(Limit::CellBytes);
        // One record: every cell full, and what the buffers read ahead.
        let columns = u64::try_from(table.columns.len() + 8).unwrap_or(u64::MAX);
        let most = limits.of(Limit::CellBytes).saturating_mul(columns);
        let watch = Rc::new(RefCell::new(Watch::new(
            most.saturating_add(1 << 18),
            delimiter,
        )));
        let reader = ReaderBuilder::new()
            .delimiter(delimiter)
            .terminator(Terminator::Any(b'\n'))
            .has_headers(false)
            .flexible(true)
            .from_reader(Counted::new(inner, Rc::clone(&watch)));
        let mut file = Self {
            name: name.to_owned(),
            table,
            reader,
            record: ByteRecord::new(),
            watch,
            lines: (1, 1),
            is_over: false,
            columns: Vec::new(),
            cell_bytes,
            warnings: Vec::new(),
        };
        file.read_header()?;
        Ok(file)
    }

    fn read_header(&mut self) -> Result<(), Complaint> {
        if !self.advance()? {
            return Err(self.complaint(
                "the file is empty",
                format!("its first line is a header: {}", self.all_columns()),
            ));
        }
        let names = self.header_names()?;
        for name in &names {
            let meaning = self.meaning_of(name);
            self.columns.push(meaning);
        }
        if let Some(twice) = names
            .iter()
            .enumerate()
            .find(|(at, name)| names[..*at].contains(name))
        {
            return Err(self
                .complaint(
                    "a column stands twice in the header",
                    "take one of them out",
                )
                .in_column(twice.1)
                .on_line(1));
        }
        self.refuse_missing(&names)
    }

    fn header_names(&self) -> Result<Vec<String>, Complaint> {
        let cells = self
            .record
            .iter()
            .map(|cell| std::str::from_utf8(cell).map(|name| name.trim().to_owned()));
        cells.collect::<Result<_, _>>().map_err(|_| {
            self.complaint("the header is no UTF-8", "save the file as UTF-8")
                .on_line(1)
        })
    }

    fn meaning_of(&mut self, name: &str) -> Meaning {
        if let Some(at) = self.table.index_of(name) {
            return Meaning::Column(at);
        }
        if let Some(attribute) = name
            .strip_prefix(ATTRIBUTE)
            .filter(|_| self.table.has_attributes)
        {
            return Meaning::Attribute(attribute.to_owned());
        }
        let known = self.table.columns.iter().map(|column| column.name);
        let hint =
            nearest(name, known).map_or(String::new(), |like| format!(" (did you mean {like}?)"));
        let fault =
            Complaint::of_file(&self.name, format!("is not known{hint}"), "it was not kept")
                .in_column(name);
        self.warnings.push(fault.to_string());
        Meaning::Unknown(name.to_owned())
    }

    fn refuse_missing(&self, names: &[String]) -> Result<(), Complaint> {
        let missing = self
            .table
            .columns
            .iter()
            .find(|column| column.required && !names.iter().any(|name| name == column.name));
        missing.map_or(Ok(()), |column| {
            Err(self
                .complaint(
                    format!("the header has no `{}`", column.name),
                    format!("columns of this file: {}", self.all_columns()),
                )
                .on_line(1))
        })
    }

    fn all_columns(&self) -> String {
        self.table
            .columns
            .iter()
            .map(|column| column.name)
            .collect::<Vec<_>>()
            .join(", ")
    }

    fn complaint(&self, what: impl Into<String>, remedy: impl Into<String>) -> Complaint {
        Complaint::of_file(&self.name, what, remedy)
    }

    /// Reads the next row into `row`; `false` at the end of the file.
    ///
    /// # Errors
    /// A [`Complaint`] at a line. The row is lost, the ones behind it can be read unless
    /// [`CsvFile::is_over`] says that there are none.
    pub fn next(&mut self, row: &mut RawRow) -> Result<bool, Complaint> {
        if !self.advance()? {
            return Ok(false);
        }
        row.line = self.line();
        row.cells.resize(self.table.columns.len(), String::new());
        row.cells.iter_mut().for_each(String::clear);
        row.attributes.clear();
        self.refuse_quotes()?;
        self.refuse_ragged()?;
        for (cell, meaning) in self.record.iter().zip(&self.columns) {
            let text = self.checked(cell, meaning)?;
            match meaning {
                Meaning::Column(at) => row.cells[*at].push_str(&without_cr_lf(text)),
                Meaning::Attribute(name) if !text.trim().is_empty() => {
                    row.attributes
                        .push((name.clone(), without_cr_lf(text).into_owned()));
                }
                Meaning::Attribute(_) | Meaning::Unknown(_) => {}
            }
        }
        row.attributes.sort_unstable();
        Ok(true)
    }

    /// Whether the header has this column of the table, from 0.
    pub fn has_column(&self, column: usize) -> bool {
        let mut columns = self.columns.iter();
        columns.any(|meaning| matches!(meaning, Meaning::Column(at) if *at == column))
    }

    /// Whether nothing more can be read, because the end was reached or reading failed.
    pub fn is_over(&self) -> bool {
        self.is_over
    }

    fn line(&self) -> u64 {
        self.lines.0
    }

    fn advance(&mut self) -> Result<bool, Complaint> {
        self.watch.borrow_mut().since_record = 0;
        let line = self.reader.position().line();
        let read = self
            .reader
            .read_byte_record(&mut self.record)
            .map_err(|error| self.unreadable(&error, line));
        self.is_over = !matches!(read, Ok(true));
        // The parser tells where it began to look, which is before empty lines; every record
        // ends with a line end.
        let last = self.reader.position().line().saturating_sub(1);
        let inner = self.record.as_slice().iter().filter(|byte| **byte == b'\n');
        let first = last.saturating_sub(inner.count() as u64);
        // An open cell that ran to the end of the file holds the row's own line end, too.
        self.lines = (first.max(self.lines.1 + 1).min(last), last);
        read
    }

    fn unreadable(&self, error: &csv::Error, line: u64) -> Complaint {
        let has_no_end = matches!(error.kind(), csv::ErrorKind::Io(io) if io.to_string() == NO_END);
        if has_no_end {
            return self
                .complaint(
                    "a row here is larger than all its cells may be together",
                    self.limit_remedy(),
                )
                .on_line(line);
        }
        self.complaint("cannot be read further", "check the disk and the file")
            .on_line(line)
    }

    fn limit_remedy(&self) -> String {
        format!(
            "a cell has at most {} bytes (perhaps a quote is not closed); raise it with --limit {}=BYTES",
            self.cell_bytes,
            Limits::name(Limit::CellBytes)
        )
    }

    fn refuse_quotes(&self) -> Result<(), Complaint> {
        // At the end of the file an open cell began on the first line of this record or later.
        let last = if self.reader.is_done() {
            u64::MAX
        } else {
            self.lines.1
        };
        let fault = self.watch.borrow_mut().quotes.fault_up_to(last);
        fault.map_or(Ok(()), |line| {
            let remedy = "close the quote; write a quote mark inside a quoted cell twice";
            Err(self
                .complaint(
                    format!("the quote marks of a cell do not fit{}", self.span()),
                    remedy,
                )
                .on_line(line)
                .over_lines(self.line_count()))
        })
    }

    /// What a faulty row took with it: where the others are left out, these lines are, too.
    fn span(&self) -> String {
        let (first, last) = self.lines;
        if first == last {
            return String::new();
        }
        format!(", and lines {first} to {last} were read as one row")
    }

    fn line_count(&self) -> u64 {
        self.lines.1.saturating_sub(self.lines.0) + 1
    }

    fn refuse_ragged(&self) -> Result<(), Complaint> {
        let (has, wanted) = (self.record.len(), self.columns.len());
        if has == wanted {
            return Ok(());
        }
        let remedy = "a cell with a comma or a line break stands in quotes; the header says how many cells a row has";
        Err(self
            .complaint(
                format!(
                    "the row has {has} cells, the header {wanted}{}",
                    self.span()
                ),
                remedy,
            )
            .on_line(self.line())
            .over_lines(self.line_count()))
    }

    fn checked<'r>(&self, cell: &'r [u8], meaning: &Meaning) -> Result<&'r str, Complaint> {
        let here = |complaint: Complaint| {
            let complaint = complaint.on_line(self.line());
            match meaning {
                Meaning::Column(at) => complaint.at(&self.table.columns[*at], ""),
                Meaning::Attribute(name) => complaint.in_column(&format!("{ATTRIBUTE}{name}")),
                Meaning::Unknown(name) => complaint.in_column(name),
            }
        };
        if cell.len() > self.cell_bytes {
            return Err(here(self.complaint(
                format!("the cell has {} bytes", cell.len()),
                self.limit_remedy(),
            )));
        }
        if cell.contains(&0) {
            return Err(here(
                self.complaint("there is a NUL in it", "take the NUL character out"),
            ));
        }
        std::str::from_utf8(cell).map_err(|error| {
            let what = format!(
                "is no UTF-8 from byte {} of the cell on",
                error.valid_up_to() + 1
            );
            here(self.complaint(what, "save the file as UTF-8"))
        })
    }
}

/// A cell with its line ends as LF: a spreadsheet writes CR CR LF where a cell held CR LF.
fn without_cr_lf(text: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(text);
    // Most cells hold none, and to look for one byte takes no time.
    if !text.as_bytes().contains(&b'\r') {
        return text;
    }
    while text.contains("\r\n") {
        text = Cow::Owned(text.replace("\r\n", "\n"));
    }
    text
}

/// `;` where the first line holds more known columns that way than with `,`.
fn delimiter_of(head: &[u8], table: &Table) -> u8 {
    let line = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let line = String::from_utf8_lossy(line);
    let known = |delimiter: char| {
        line.split(delimiter)
            .filter(|name| table.column(name.trim().trim_matches('"')).is_some())
            .count()
    };
    if known(';') > known(',') { b';' } else { b',' }
}

#[cfg(test)]
mod tests;
