//! Takes rows one by one and writes them in the form that was asked for.
//!
//! It must not know where the bytes go. What a stranger would get wrong: `finish` is not
//! optional. A table may still hold all its rows, and JSON is no JSON before its end.

use std::io::{self, Write};

use super::cell::Cell;
use super::delimited::DelimitedRows;
use super::json::JsonRows;
use super::listing::{Head, Meta};
use super::markdown::MarkdownRows;
use super::paint::Paint;
use super::printer::Printer;
use super::table::TableRows;

/// The forms in which rows go out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Columns for eyes, or a field a line where they do not fit.
    Table,
    /// RFC 4180 with LF line ends.
    Csv,
    /// The same with tabs.
    Tsv,
    /// One JSON object a line, without envelope.
    Ndjson,
    /// The envelope with schema, items and meta.
    Json,
    /// A Markdown table.
    Markdown,
}

impl Format {
    /// Says whether this form is laid out for eyes and not for programs.
    #[must_use]
    pub fn is_for_eyes(self) -> bool {
        matches!(self, Self::Table)
    }
}

/// How a table looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// The width in terminal cells; less than 20 counts as 20.
    pub width: usize,
    /// Whether right-to-left text is put between U+2068 and U+2069.
    pub bidi_marks: bool,
    /// Whether colour is used.
    pub paint: Paint,
}

impl Look {
    /// The narrowest width that is laid out; below it lines run over.
    pub const NARROWEST: usize = 20;

    pub(super) fn printer(self) -> Printer {
        Printer {
            bidi_marks: self.bidi_marks,
        }
    }
}

impl Default for Look {
    fn default() -> Self {
        Self {
            width: 80,
            bidi_marks: true,
            paint: Paint::Plain,
        }
    }
}

/// The form of the output, with its choices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    /// The form.
    pub format: Format,
    /// How a table looks.
    pub look: Look,
    /// Whether CSV begins with a byte order mark, for Excel.
    pub byte_order_mark: bool,
    /// Whether words are written without the guard against formulas.
    pub raw: bool,
    /// The fields of JSON items, in their order; all when `None`.
    pub fields: Option<Vec<String>>,
}

impl Shape {
    /// Makes the shape of a form with ordinary choices.
    #[must_use]
    pub fn new(format: Format) -> Self {
        Self {
            format,
            look: Look::default(),
            byte_order_mark: false,
            raw: false,
            fields: None,
        }
    }
}

/// Rows on their way out, in one form.
pub(super) trait Rows {
    /// Takes one row, which has a cell for every column.
    fn push(&mut self, row: &[Cell]) -> io::Result<()>;
    /// Writes what is still held, and the end.
    fn finish(&mut self, count: u64, meta: &Meta) -> io::Result<()>;
}

/// Takes rows one by one and writes them; a table holds back the first few hundred at most.
pub struct RowWriter<'out> {
    rows: Box<dyn Rows + 'out>,
    column_count: usize,
    count: u64,
}

impl<'out> RowWriter<'out> {
    /// Opens a writer and writes what stands before the first row.
    ///
    /// # Errors
    /// What the writer said; `InvalidInput` for a field that is no column (ask
    /// [`Head::select`] first to get a better message).
    pub fn open<W: Write + 'out>(out: W, head: &Head, shape: &Shape) -> io::Result<Self> {
        let rows: Box<dyn Rows + 'out> = match shape.format {
            Format::Table => Box::new(TableRows::open(out, head, shape.look)),
            Format::Csv | Format::Tsv => Box::new(DelimitedRows::open(out, head, shape)?),
            Format::Json | Format::Ndjson => Box::new(JsonRows::open(out, head, shape)?),
            Format::Markdown => Box::new(MarkdownRows::open(out, head, shape.look)?),
        };
        Ok(Self {
            rows,
            column_count: head.columns.len(),
            count: 0,
        })
    }

    /// Writes one row.
    ///
    /// # Errors
    /// What the writer said; `InvalidInput` when the row has another length than the columns.
    pub fn push(&mut self, row: &[Cell]) -> io::Result<()> {
        if row.len() != self.column_count {
            let message = format!(
                "a row has {} cells for {} columns",
                row.len(),
                self.column_count
            );
            return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
        }
        self.count += 1;
        self.rows.push(row)
    }

    /// Writes the end; gives the number of rows.
    ///
    /// # Errors
    /// What the writer said.
    pub fn finish(mut self, meta: &Meta) -> io::Result<u64> {
        self.rows.finish(self.count, meta)?;
        Ok(self.count)
    }
}

#[cfg(test)]
mod tests {
    use super::super::listing::Column;
    use super::super::samples;
    use super::*;

    const FORMATS: [Format; 6] = [
        Format::Table,
        Format::Csv,
        Format::Tsv,
        Format::Ndjson,
        Format::Json,
        Format::Markdown,
    ];

    #[test]
    fn a_row_of_another_length_is_refused_in_every_form() {
        let head = Head::new(
            "claim-list",
            vec![Column::new("claim"), Column::new("topic")],
        );
        for format in FORMATS {
            let mut out = Vec::new();
            let mut writer = RowWriter::open(&mut out, &head, &Shape::new(format)).unwrap();
            let refused = writer.push(&[Cell::Empty]).unwrap_err();
            assert_eq!(refused.kind(), io::ErrorKind::InvalidInput);
        }
    }

    #[test]
    fn a_broken_pipe_reaches_the_caller_in_every_form() {
        struct Broken;
        impl Write for Broken {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::ErrorKind::BrokenPipe.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        for format in FORMATS {
            let error = samples::findings()
                .write(Broken, &Shape::new(format))
                .unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::BrokenPipe, "{format:?}");
        }
    }
}
