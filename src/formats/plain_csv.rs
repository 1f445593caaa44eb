//! CSV files that are no table of a study: cells as they stand, each row with its line.
//!
//! It must not know what the cells are. What a stranger would get wrong: nothing says how many cells
//! a row should have, so whoever reads them looks.

use super::complaint::Complaint;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// A row with its line, from 1; its cells without white space around them.
pub(super) type Line = (u64, Vec<String>);

/// Reads the rows of a file, the first line among them, of which no more than `most_bytes` are
/// looked at. `fault` says of what sort of file something is wrong.
///
/// # Errors
/// A [`Complaint`] where it cannot be read.
pub(super) fn lines_of(
    path: &Path,
    most_bytes: u64,
    fault: impl Fn(&str) -> Complaint,
) -> Result<Vec<Line>, Complaint> {
    let unreadable = |error: std::io::Error| fault(&format!("cannot be read: {}", error.kind()));
    let file = File::open(path).map_err(unreadable)?;
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(file.take(most_bytes));
    let mut lines = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| {
            let line = error.position().map_or(1, csv::Position::line);
            fault("cannot be read as UTF-8 CSV").on_line(line)
        })?;
        let line = record.position().map_or(0, csv::Position::line);
        let cells = record.iter().map(|cell| cell.trim().to_owned()).collect();
        lines.push((line, cells));
    }
    Ok(lines)
}
