//! Reads the edits of a text: CSV with a row for each place that gives way. It goes through the
//! reader of the study folder, so a file of edits is as tolerant and as strict as any other. It
//! must not know the text. A stranger would take an empty `replacement` for a cell that was
//! forgotten: it deletes, which is why the column itself must stand in the header.

use super::complaint::{Complaint, name_of};
use super::csv_in::CsvFile;
use super::raw_row::RawRow;
use crate::model::limits::Limits;
use crate::model::table::{Anchor, Column, Kind, Noun, Place, Table};
use std::path::Path;

/// The columns of a file of edits. No row of a study: the reader asks for nothing but columns.
static EDITS: Table = Table {
    noun: Noun::Interview,
    name: "edit",
    plural: "edits",
    place: Place::Csv("edits.csv"),
    columns: &[
        Column::new("start", Kind::Passage(Anchor::Start)),
        Column::new("end", Kind::Passage(Anchor::End)),
        Column::new("quote", Kind::Passage(Anchor::Quote)),
        Column::new("replacement", Kind::Text).required(),
    ],
    one_of: &[],
    has_attributes: false,
};

/// One edit as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditRow {
    /// Its line, from 1.
    pub line: u64,
    /// First code point, or empty.
    pub start: String,
    /// Behind the last code point, or empty.
    pub end: String,
    /// The words that give way, or empty.
    pub quote: String,
    /// The words that come in their place.
    pub replacement: String,
}

/// The edits of a file, in its order.
#[derive(Clone, Debug, Default)]
pub struct Edits {
    /// How errors call the file.
    pub file: String,
    /// The edits.
    pub rows: Vec<EditRow>,
    /// Columns that are not known.
    pub warnings: Vec<String>,
}

impl Edits {
    /// A fault of one edit in a column.
    #[must_use]
    pub fn fault(&self, line: u64, column: &str, what: &str, remedy: &str) -> Complaint {
        Complaint::of_file(&self.file, what, remedy)
            .on_line(line)
            .in_column(column)
    }
}

/// Reads a file of edits.
///
/// # Errors
/// A [`Complaint`] where it cannot be read, lacks a column, or a row is faulty.
pub fn read_edits(path: &Path, limits: &Limits) -> Result<Edits, Complaint> {
    let name = name_of(path);
    let mut file = CsvFile::open(path, &name, &EDITS, limits)?;
    let mut edits = Edits {
        file: name.clone(),
        ..Edits::default()
    };
    let mut row = RawRow::default();
    while file.next(&mut row)? {
        let [start, end, quote, replacement] = &row.cells[..] else {
            return Err(Complaint::of_file(
                &name,
                "the row does not fit the header",
                "start,end,quote,replacement",
            )
            .on_line(row.line));
        };
        edits.rows.push(EditRow {
            line: row.line,
            start: start.clone(),
            end: end.clone(),
            quote: quote.clone(),
            replacement: replacement.clone(),
        });
    }
    edits.warnings = file.warnings;
    Ok(edits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Edits, Complaint> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("edits.csv");
        std::fs::write(&path, text).unwrap();
        read_edits(&path, &Limits::default())
    }

    #[test]
    fn a_file_without_the_column_that_would_delete_is_refused() {
        let fault = read("start,end\n1,2\n").unwrap_err();
        assert!(fault.to_string().contains("replacement"), "{fault}");
        let fault = read("start,end,replacement\n1,2,a\0b\n").unwrap_err();
        assert!(fault.place().starts_with("edits.csv:2"), "{fault}");
    }

    #[test]
    fn edits_are_read_with_their_lines_and_line_ends_made_one() {
        let edits =
            read("\u{feff}start,end,replacement\r\n1,2,\"a\r\nb\"\r\n\r\n5,5,\r\n").unwrap();
        assert_eq!(edits.rows[0].replacement, "a\nb");
        assert_eq!(edits.rows[0].line, 2);
        let last = &edits.rows[1];
        assert_eq!((last.start.as_str(), last.replacement.as_str()), ("5", ""));
    }
}
