//! Reads a CSV file of a study folder: tolerant of BOM, CRLF, `;` and the order of columns,
//! strict about everything that could lose a cell. A stranger would let the parser take a
//! cell of any size: an open quote makes the rest of a file one cell, so the reader behind
//! it counts, and stops before memory is taken.

use super::complaint::Complaint;
use super::raw_row::RawRow;
use crate::model::key_book::nearest;
use crate::model::limits::{Limit, Limits};
use crate::model::table::Table;
use csv::{ByteRecord, ReaderBuilder, Terminator};
use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::rc::Rc;

/// How the names of a study's own attributes begin.
pub const ATTRIBUTE: &str = "attr.";

/// Reads the rows of one CSV file.
pub struct CsvFile {
    name: String,
    table: &'static Table,
    reader: csv::Reader<Counted>,
    record: ByteRecord,
    counts: Rc<Counts>,
    columns: Vec<Meaning>,
    cell_bytes: usize,
    /// Columns that are not known, told once.
    pub warnings: Vec<String>,
}

/// What a column of the file is.
enum Meaning {
    Column(usize),
    Attribute(String),
    Unknown,
}

/// What the reader behind the parser saw.
#[derive(Default)]
struct Counts {
    since_record: Cell<u64>,
    quotes: Cell<u64>,
    most: Cell<u64>,
}

struct Counted {
    inner: BufReader<File>,
    counts: Rc<Counts>,
    /// A CR at the end of what was read: it goes if LF follows.
    holds_cr: bool,
}

/// What the counting reader answers when a record has no end.
const NO_END: &str = "a record has no end";

impl Read for Counted {
    /// Reads with CR LF made LF, so that lines are counted alike in every file.
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.len() < 2 {
            return Err(io::Error::other("the parser's buffer is too small"));
        }
        loop {
            let held = usize::from(self.holds_cr);
            buffer[0] = b'\r';
            let read = self.inner.read(&mut buffer[held..])?;
            self.count(&buffer[held..held + read])?;
            let is_end = read == 0;
            let filled = held + read;
            self.holds_cr = !is_end && buffer[..filled].ends_with(b"\r");
            let given = without_cr(&mut buffer[..filled - usize::from(self.holds_cr)]);
            if given > 0 || is_end {
                return Ok(given);
            }
        }
    }
}

impl Counted {
    fn count(&self, bytes: &[u8]) -> io::Result<()> {
        let counts = &self.counts;
        let quotes = bytes.iter().filter(|byte| **byte == b'"').count();
        counts.quotes.set(counts.quotes.get() + quotes as u64);
        counts
            .since_record
            .set(counts.since_record.get() + bytes.len() as u64);
        if counts.since_record.get() > counts.most.get() {
            return Err(io::Error::other(NO_END));
        }
        Ok(())
    }
}

/// Takes each CR out that stands before LF; gives back how many bytes are left.
fn without_cr(bytes: &mut [u8]) -> usize {
    if !bytes.contains(&b'\r') {
        return bytes.len();
    }
    let mut kept = 0;
    for at in 0..bytes.len() {
        if bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n') {
            continue;
        }
        bytes[kept] = bytes[at];
        kept += 1;
    }
    kept
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
        let delimiter = delimiter_of(inner.fill_buf().map_err(unreadable)?, table);
        let cell_bytes = limits.size(Limit::CellBytes);
        let counts = Rc::new(Counts::default());
        // One record: every cell full, and what the buffers read ahead.
        let columns = u64::try_from(table.columns.len() + 8).unwrap_or(u64::MAX);
        counts.most.set(
            limits
                .of(Limit::CellBytes)
                .saturating_mul(columns)
                .saturating_add(1 << 18),
        );
        let reader = ReaderBuilder::new()
            .delimiter(delimiter)
            .terminator(Terminator::Any(b'\n'))
            .has_headers(false)
            .flexible(true)
            .from_reader(Counted {
                inner,
                counts: Rc::clone(&counts),
                holds_cr: false,
            });
        let mut file = Self {
            name: name.to_owned(),
            table,
            reader,
            record: ByteRecord::new(),
            counts,
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
        let cells = self.record.iter().map(|cell| {
            std::str::from_utf8(cell)
                .map(|name| name.trim().trim_start_matches('\u{feff}').to_owned())
        });
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
        Meaning::Unknown
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
    /// A [`Complaint`] at a line. The row is lost, the ones behind it can be read, unless a
    /// record had no end.
    pub fn next(&mut self, row: &mut RawRow) -> Result<bool, Complaint> {
        if !self.advance()? {
            return self.refuse_open_quote().map(|()| false);
        }
        row.line = self.line();
        row.cells.resize(self.table.columns.len(), String::new());
        row.cells.iter_mut().for_each(String::clear);
        row.attributes.clear();
        self.refuse_ragged()?;
        for (cell, meaning) in self.record.iter().zip(&self.columns) {
            let text = self.checked(cell, meaning)?;
            match meaning {
                Meaning::Column(at) => row.cells[*at].push_str(text),
                Meaning::Attribute(name) if !text.trim().is_empty() => {
                    row.attributes.push((name.clone(), text.to_owned()));
                }
                Meaning::Attribute(_) | Meaning::Unknown => {}
            }
        }
        row.attributes.sort_unstable();
        Ok(true)
    }

    fn line(&self) -> u64 {
        self.record.position().map_or(0, csv::Position::line)
    }

    fn advance(&mut self) -> Result<bool, Complaint> {
        self.counts.since_record.set(0);
        let line = self.reader.position().line();
        self.reader
            .read_byte_record(&mut self.record)
            .map_err(|error| self.unreadable(&error, line))
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

    fn refuse_open_quote(&self) -> Result<(), Complaint> {
        if self.counts.quotes.get().is_multiple_of(2) {
            return Ok(());
        }
        let what = "the file ends inside a quoted cell, or a quote mark stands alone";
        Err(self
            .complaint(
                what,
                "close the quote; write a quote mark inside a quoted cell twice",
            )
            .on_line(self.line()))
    }

    fn refuse_ragged(&self) -> Result<(), Complaint> {
        let (has, wanted) = (self.record.len(), self.columns.len());
        if has == wanted {
            return Ok(());
        }
        let remedy = "a cell with a comma or a line break stands in quotes; the header says how many cells a row has";
        Err(self
            .complaint(
                format!("the row has {has} cells, the header {wanted}"),
                remedy,
            )
            .on_line(self.line()))
    }

    fn checked<'r>(&self, cell: &'r [u8], meaning: &Meaning) -> Result<&'r str, Complaint> {
        let here = |complaint: Complaint| {
            let complaint = complaint.on_line(self.line());
            match meaning {
                Meaning::Column(at) => complaint.at(&self.table.columns[*at], ""),
                Meaning::Attribute(name) => complaint.in_column(&format!("{ATTRIBUTE}{name}")),
                Meaning::Unknown => complaint,
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

/// `;` where the first line holds more known columns that way than with `,`.
fn delimiter_of(head: &[u8], table: &Table) -> u8 {
    let line = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let line = String::from_utf8_lossy(line);
    let line = line.trim_start_matches('\u{feff}');
    let known = |delimiter: char| {
        line.split(delimiter)
            .filter(|name| table.column(name.trim().trim_matches('"')).is_some())
            .count()
    };
    if known(';') > known(',') { b';' } else { b',' }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::table::Noun;
    use crate::model::tables::table;

    fn read(bytes: &[u8]) -> Result<(Vec<RawRow>, Vec<String>), Complaint> {
        read_with(bytes, &Limits::default())
    }

    fn read_with(bytes: &[u8], limits: &Limits) -> Result<(Vec<RawRow>, Vec<String>), Complaint> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("events.csv");
        std::fs::write(&path, bytes).unwrap();
        let mut file = CsvFile::open(&path, "events.csv", table(Noun::Event), limits)?;
        let mut rows = Vec::new();
        let mut row = RawRow::default();
        while file.next(&mut row)? {
            rows.push(row.clone());
        }
        Ok((rows, file.warnings))
    }

    fn refused(bytes: &[u8]) -> String {
        read(bytes).unwrap_err().to_string()
    }

    #[test]
    fn bom_crlf_semicolons_and_the_order_of_columns_do_not_matter() {
        let plain = read(b"event,name\ne1,one\n").unwrap().0;
        for other in [
            &b"\xef\xbb\xbfevent,name\r\ne1,one\r\n"[..],
            b"event;name\ne1;one",
            b"name,event\none,e1\n",
        ] {
            assert_eq!(read(other).unwrap().0, plain);
        }
    }

    #[test]
    fn a_cell_with_commas_quotes_and_lines_is_one_cell_and_lines_are_counted() {
        let rows = read(b"event,name\ne1,\"a, \"\"b\"\"\nc\"\ne2,two\n")
            .unwrap()
            .0;
        assert_eq!(rows[0].cells[1], "a, \"b\"\nc");
        assert_eq!((rows[0].line, rows[1].line), (2, 4));
    }

    #[test]
    fn an_unknown_column_is_told_and_not_kept() {
        let (rows, warnings) = read(b"event,nmae\ne1,one\n").unwrap();
        assert_eq!(rows[0].cells[1], "");
        assert_eq!(
            warnings,
            ["events.csv:nmae: is not known (did you mean name?); it was not kept"]
        );
    }

    #[test]
    fn what_could_lose_a_cell_is_refused_with_its_place() {
        assert!(refused(b"").contains("empty"));
        assert!(refused(b"name\nx\n").starts_with("events.csv:1: the header has no `event`"));
        assert!(refused(b"event,event\n").contains("twice"));
        assert!(refused(b"event,name\ne1,a,b\n").starts_with("events.csv:2: the row has 3 cells"));
        assert!(refused(b"event,name\ne1\n").starts_with("events.csv:2: the row has 1 cells"));
        assert!(refused(b"event,name\ne1,\xff\n").starts_with("events.csv:2:name: is no UTF-8"));
        assert!(refused(b"event,name\ne1,a\0b\n").starts_with("events.csv:2:name: there is a NUL"));
        assert!(refused(b"event,name\ne1,ok\ne2,\"open\ne3,x\n").contains("inside a quoted cell"));
    }

    #[test]
    fn a_cell_of_the_limit_is_read_and_one_byte_more_is_not() {
        let most = Limits::default().size(Limit::CellBytes);
        let file = |bytes: usize| [b"event,name\ne1,", &vec![b'a'; bytes][..], b"\n"].concat();
        assert_eq!(read(&file(most)).unwrap().0[0].cells[1].len(), most);
        let complaint = refused(&file(most + 1));
        assert!(
            complaint.contains("1048577 bytes") && complaint.contains("--limit cell-bytes="),
            "{complaint}"
        );
        let mut raised = Limits::default();
        raised.raise("cell-bytes=2097152").unwrap();
        assert!(read_with(&file(most + 1), &raised).is_ok());
    }

    #[test]
    fn a_record_without_end_is_refused_before_it_is_held() {
        let mut bytes = b"event,name\ne1,\"".to_vec();
        bytes.resize(40 * 1024 * 1024, b'a');
        assert!(refused(&bytes).contains("perhaps a quote is not closed"));
    }
}
