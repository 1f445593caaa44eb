//! Reads a CSV file of a study folder: tolerant of BOM, CRLF, `;` and the order of columns,
//! strict about everything that could lose a cell. A stranger would let the parser take a
//! cell of any size: an open quote makes the rest of a file one cell, so the reader behind
//! it counts, and stops before memory is taken.

use super::complaint::Complaint;
use super::csv_quotes::Quotes;
use super::raw_row::RawRow;
use crate::model::key_book::nearest;
use crate::model::limits::{Limit, Limits};
use crate::model::table::Table;
use csv::{ByteRecord, ReaderBuilder, Terminator};
use std::borrow::Cow;
use std::cell::RefCell;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
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

/// What the reader behind the parser saw.
struct Watch {
    since_record: u64,
    most: u64,
    quotes: Quotes,
    last: Option<u8>,
}

struct Counted {
    inner: BufReader<File>,
    watch: Rc<RefCell<Watch>>,
    /// A CR at the end of what was read: it goes if LF follows.
    holds_cr: bool,
}

/// What the counting reader answers when a record has no end.
const NO_END: &str = "a record has no end";

impl Read for Counted {
    /// Reads with CR LF made LF and an LF behind the last line, so that lines are counted
    /// alike in every file.
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.len() < 2 {
            return Err(io::Error::other("the parser's buffer is too small"));
        }
        loop {
            let held = usize::from(self.holds_cr);
            buffer[0] = b'\r';
            let read = self.inner.read(&mut buffer[held..])?;
            let is_end = read == 0;
            let filled = held + read;
            self.holds_cr = !is_end && buffer[..filled].ends_with(b"\r");
            let given = without_cr(&mut buffer[..filled - usize::from(self.holds_cr)]);
            let mut watch = self.watch.borrow_mut();
            watch.count(&buffer[..given])?;
            if given > 0 {
                return Ok(given);
            }
            if is_end {
                return Ok(watch.end(buffer));
            }
        }
    }
}

impl Watch {
    fn count(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.quotes.feed(bytes);
        self.last = bytes.last().copied().or(self.last);
        self.since_record += bytes.len() as u64;
        if self.since_record > self.most {
            return Err(io::Error::other(NO_END));
        }
        Ok(())
    }

    /// The end of the file; gives the line end that its last line lacks.
    fn end(&mut self, buffer: &mut [u8]) -> usize {
        self.quotes.end();
        let lacks_end = self.last.is_some_and(|last| last != b'\n');
        if lacks_end {
            buffer[0] = b'\n';
            self.last = Some(b'\n');
        }
        usize::from(lacks_end)
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
        let watch = Rc::new(RefCell::new(Watch {
            since_record: 0,
            most: limits
                .of(Limit::CellBytes)
                .saturating_mul(columns)
                .saturating_add(1 << 18),
            quotes: Quotes::new(delimiter),
            last: None,
        }));
        let reader = ReaderBuilder::new()
            .delimiter(delimiter)
            .terminator(Terminator::Any(b'\n'))
            .has_headers(false)
            .flexible(true)
            .from_reader(Counted {
                inner,
                watch: Rc::clone(&watch),
                holds_cr: false,
            });
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
    fn lines_are_counted_as_an_editor_counts_them() {
        let lines = |bytes: &[u8]| {
            let rows = read(bytes).unwrap().0;
            rows.iter().map(|row| row.line).collect::<Vec<_>>()
        };
        assert_eq!(lines(b"event,name\n\n\ne1,one\n\ne2,two"), [4, 6]);
        assert_eq!(
            lines(b"event,name\r\n\r\ne1,\"a\r\nb\"\r\ne2,two\r\n"),
            [3, 5]
        );
        assert_eq!(lines(b"\xef\xbb\xbfevent\ne1\ne2"), [2, 3]);
    }

    #[test]
    fn a_quoted_header_behind_a_byte_order_mark_is_read() {
        let rows = read(b"\xef\xbb\xbf\"event\",\"name\"\r\n\"e1\",\"one\"\r\n")
            .unwrap()
            .0;
        assert_eq!(rows[0].cells[..2], ["e1", "one"]);
    }

    #[test]
    fn line_ends_in_a_cell_become_one_kind() {
        let rows = read(b"event,name\ne1,\"a\r\r\nb\r\nc\rd\"\n").unwrap().0;
        assert_eq!(rows[0].cells[1], "a\nb\nc\rd");
    }

    #[test]
    fn a_bad_row_is_lost_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("events.csv");
        std::fs::write(
            &path,
            b"event,odd\ne1,a\0b\ne2,\xff\ne3\ne4,\"x\"y\ne5,ok\ne6,\"open\ne7,x\n",
        )
        .unwrap();
        let mut file =
            CsvFile::open(&path, "events.csv", table(Noun::Event), &Limits::default()).unwrap();
        let mut row = RawRow::default();
        let mut seen = Vec::new();
        loop {
            match file.next(&mut row) {
                Ok(true) => seen.push(row.cells[0].clone()),
                Ok(false) => break,
                Err(complaint) => seen.push(complaint.line.unwrap().to_string()),
            }
            assert!(seen.len() < 20);
        }
        assert_eq!(seen, ["2", "3", "4", "5", "e5", "7"]);
        assert!(file.is_over());
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
        assert!(
            refused(b"event,name\ne1,ok\ne2,\"open\ne3,x\n")
                .starts_with("events.csv:3: the quote marks")
        );
        assert!(
            refused(b"event,name\ne1,\"a\" b \"c\"\n").starts_with("events.csv:2: the quote marks")
        );
        let open = refused(b"event,name\ne1,ok\ne2,\"open\ne3,x");
        assert!(open.contains("lines 3 to 4 were read"), "{open}");
        let swallowing = refused(b"event,name\ne1,\"a\ne2,b\ne3,\"c\n");
        assert!(
            swallowing.contains("lines 2 to 4 were read as one row"),
            "{swallowing}"
        );
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
