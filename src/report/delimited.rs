//! CSV and TSV for people and for programs.
//!
//! RFC 4180, UTF-8, with LF line ends: every reader takes them, and a file kept in git stays
//! the same on every system. It must not know what the columns mean. What a stranger would get
//! wrong: only words are guarded against formulas. A negative number is a number and stays one.

use std::borrow::Cow;
use std::io::{self, Write};

use super::cell::Cell;
use super::guard::guard;
use super::listing::{Head, Meta};
use super::writer::{Format, Rows, Shape};

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

pub(super) struct DelimitedRows<W: Write> {
    out: csv::Writer<W>,
    is_guarded: bool,
}

impl<W: Write> DelimitedRows<W> {
    pub(super) fn open(mut out: W, head: &Head, shape: &Shape) -> io::Result<Self> {
        if shape.byte_order_mark {
            out.write_all(BYTE_ORDER_MARK)?;
        }
        let delimiter = if shape.format == Format::Tsv {
            b'\t'
        } else {
            b','
        };
        let mut rows = Self {
            out: csv::WriterBuilder::new()
                .delimiter(delimiter)
                .from_writer(out),
            is_guarded: !shape.raw,
        };
        for column in &head.columns {
            rows.write_words(Cow::Borrowed(&column.name))?;
        }
        rows.end_row()?;
        Ok(rows)
    }

    fn write_words(&mut self, words: Cow<'_, str>) -> io::Result<()> {
        if self.is_guarded {
            self.write_field(&guard(&words))
        } else {
            self.write_field(&words)
        }
    }

    fn write_field(&mut self, field: &str) -> io::Result<()> {
        self.out.write_field(field).map_err(as_io)
    }

    fn end_row(&mut self) -> io::Result<()> {
        self.out.write_record(None::<&[u8]>).map_err(as_io)
    }
}

impl<W: Write> Rows for DelimitedRows<W> {
    fn push(&mut self, row: &[Cell]) -> io::Result<()> {
        for cell in row {
            if cell.is_words() {
                self.write_words(cell.plain())?;
            } else {
                self.write_field(&cell.plain())?;
            }
        }
        self.end_row()
    }

    fn finish(&mut self, _count: u64, _meta: &Meta) -> io::Result<()> {
        self.out.flush()
    }
}

/// Unwraps the writer's own error, so that a broken pipe is still known for one.
fn as_io(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("a CSV row could not be written: {other:?}")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::guard::unguard;
    use super::super::listing::{Column, Listing};
    use super::super::{golden, samples};
    use super::*;
    use proptest::prelude::*;

    fn written(listing: &Listing, shape: &Shape) -> String {
        let mut out = Vec::new();
        listing.write(&mut out, shape).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn one_column(cells: Vec<Cell>) -> Listing {
        let columns = vec![Column::new("note"), Column::number("gap")];
        let mut listing = Listing::new(Head::new("note-list", columns));
        listing.rows = cells
            .into_iter()
            .map(|cell| vec![cell, Cell::Integer(-5)])
            .collect();
        listing
    }

    fn first_cells(text: &str) -> Vec<String> {
        csv::Reader::from_reader(text.as_bytes())
            .records()
            .map(|record| record.unwrap()[0].to_owned())
            .collect()
    }

    #[test]
    fn findings_as_csv() {
        golden::assert(
            "findings.csv",
            &written(&samples::findings(), &Shape::new(Format::Csv)),
        );
    }

    #[test]
    fn findings_as_tsv() {
        golden::assert(
            "findings.tsv",
            &written(&samples::findings(), &Shape::new(Format::Tsv)),
        );
    }

    #[test]
    fn a_header_is_guarded_and_a_negative_number_is_not() {
        let columns = vec![Column::new("=cmd()"), Column::number("gap")];
        let mut listing = Listing::new(Head::new("row-list", columns));
        listing
            .rows
            .push(vec![Cell::text("-5"), Cell::Number(-0.5)]);
        assert_eq!(
            written(&listing, &Shape::new(Format::Csv)),
            "'=cmd(),gap\n'-5,-0.5\n"
        );
    }

    #[test]
    fn excel_gets_a_byte_order_mark_and_raw_no_guard() {
        let mut shape = Shape::new(Format::Csv);
        shape.byte_order_mark = true;
        shape.raw = true;
        let text = written(&one_column(vec![Cell::text("=1")]), &shape);
        assert_eq!(text, "\u{feff}note,gap\n=1,-5\n");
    }

    #[test]
    fn an_empty_single_column_is_still_a_row() {
        let mut listing = Listing::new(Head::new("note-list", vec![Column::new("note")]));
        listing.rows.push(vec![Cell::Empty]);
        assert_eq!(written(&listing, &Shape::new(Format::Csv)), "note\n\"\"\n");
    }

    proptest! {
        #[test]
        fn cells_read_back_by_taking_the_guard_off(notes in prop::collection::vec("('|=|-|\t|\r|\n|\"|,|＋|a|د){0,6}", 1..5)) {
            for format in [Format::Csv, Format::Tsv] {
                let listing = one_column(notes.iter().cloned().map(Cell::from).collect());
                let text = written(&listing, &Shape::new(format));
                let text = if format == Format::Tsv { tabs_to_commas(&text) } else { text };
                let back: Vec<String> = first_cells(&text).iter().map(|cell| unguard(cell).to_owned()).collect();
                prop_assert_eq!(&back, &notes);
            }
        }
    }

    /// Reads TSV and writes it as CSV, so that one reader serves both.
    fn tabs_to_commas(text: &str) -> String {
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(b'\t')
            .has_headers(false)
            .from_reader(text.as_bytes());
        let mut writer = csv::Writer::from_writer(Vec::new());
        for record in reader.records() {
            writer.write_record(&record.unwrap()).unwrap();
        }
        String::from_utf8(writer.into_inner().unwrap()).unwrap()
    }
}
