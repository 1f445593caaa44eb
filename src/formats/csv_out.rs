//! Writes a CSV file of a study folder: exact, so that a folder can be compared byte for byte
//! and kept in git. A stranger would guard cells that begin with `=` here: the study folder
//! is read back by programs; the guard stands in CSV for people (`report`).

use crate::model::table::Table;
use std::io::{self, Write};

/// Writes rows of one table.
pub struct CsvWriter<W: Write> {
    writer: csv::Writer<W>,
    attributes: Vec<String>,
}

impl<W: Write> CsvWriter<W> {
    /// Begins a file with its header; `attributes` are the names behind `attr.`, in order.
    ///
    /// # Errors
    /// Where writing fails.
    pub fn new(inner: W, table: &Table, attributes: Vec<String>) -> io::Result<Self> {
        let mut writer = csv::WriterBuilder::new()
            .terminator(csv::Terminator::Any(b'\n'))
            .from_writer(inner);
        let names = table.columns.iter().map(|column| column.name.to_owned());
        let own = attributes
            .iter()
            .map(|name| format!("{}{name}", super::csv_in::ATTRIBUTE));
        writer.write_record(names.chain(own))?;
        Ok(Self { writer, attributes })
    }

    /// Writes a row; `own` are its attributes by name.
    ///
    /// # Errors
    /// Where writing fails.
    pub fn row(&mut self, cells: &[Option<String>], own: &[(String, String)]) -> io::Result<()> {
        let cells = cells.iter().map(|cell| cell.as_deref().unwrap_or_default());
        let values = self.attributes.iter().map(|name| value_of(name, own));
        self.writer.write_record(cells.chain(values))?;
        Ok(())
    }

    /// Writes what is still held back.
    ///
    /// # Errors
    /// Where writing fails.
    pub fn finish(mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

fn value_of<'a>(name: &str, own: &'a [(String, String)]) -> &'a str {
    own.iter()
        .find(|(other, _)| other == name)
        .map_or("", |(_, value)| value.as_str())
}
