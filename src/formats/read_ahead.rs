//! Rows of a large file, read by a thread of their own while those before are taken. It must not know
//! what a row is of. A stranger would send each row over as it is: whoever takes it frees what the other
//! thread took from memory, each waits for the other to do so, and the import takes longer than before.
//! So cells go over in lots of one text each, and the lots come back to be filled again.

use super::complaint::Complaint;
use super::csv_in::CsvFile;
use super::raw_row::RawRow;
use std::sync::mpsc::{Receiver, SyncSender, channel, sync_channel};

/// So many rows go over together: to hand over one takes longer than to read it.
const MOST_ROWS: usize = 256;
/// So many bytes of cells fill a lot, where rows are large.
const MOST_BYTES: usize = 1 << 20;
/// So many lots may wait: the reader runs no further ahead.
const MOST_LOTS: usize = 4;

/// Hands every row of a file to `each`, in order.
pub(super) fn each_row(
    mut file: CsvFile,
    each: &mut dyn FnMut(Result<&RawRow, Complaint>),
) -> Vec<String> {
    let mut row = RawRow::default();
    loop {
        match file.next(&mut row) {
            Ok(true) => each(Ok(&row)),
            Ok(false) => return file.warnings,
            Err(complaint) => {
                each(Err(complaint));
                if file.is_over() {
                    return file.warnings;
                }
            }
        }
    }
}

/// The same with the file opened and read by another thread.
///
/// # Errors
/// As `open`.
pub(super) fn each_row_ahead(
    open: impl FnOnce() -> Result<CsvFile, Complaint> + Send,
    each: &mut dyn FnMut(Result<&RawRow, Complaint>),
) -> Result<Vec<String>, Complaint> {
    std::thread::scope(|scope| {
        let (full, lots) = sync_channel(MOST_LOTS);
        let (back, empty) = channel();
        let reader = scope.spawn(move || {
            let mut filling = Filling {
                lot: Lot::default(),
                full,
                empty,
            };
            let warnings = each_row(open()?, &mut |row| filling.put(row));
            filling.send();
            Ok(warnings)
        });
        let mut row = RawRow::default();
        for mut lot in lots {
            lot.hand_out(&mut row, each);
            // The reader may be done.
            let _ = back.send(lot);
        }
        // A panic of the reader goes on in the caller.
        reader
            .join()
            .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

/// The lot that is filled, and where it goes.
struct Filling {
    lot: Lot,
    full: SyncSender<Lot>,
    empty: Receiver<Lot>,
}

impl Filling {
    fn put(&mut self, row: Result<&RawRow, Complaint>) {
        self.lot.put(row);
        if self.lot.said.len() >= MOST_ROWS || self.lot.text.len() >= MOST_BYTES {
            self.send();
        }
    }

    fn send(&mut self) {
        let next = self.empty.try_recv().unwrap_or_default();
        // Nobody takes any more where the taker panicked.
        let _ = self.full.send(std::mem::replace(&mut self.lot, next));
    }
}

/// Rows whose cells stand one behind the other in one text.
#[derive(Default)]
struct Lot {
    text: String,
    /// Where each cell ends in the text.
    ends: Vec<usize>,
    said: Vec<Said>,
}

/// What was read: a row, or what is wrong with it.
enum Said {
    Row {
        line: u64,
        /// How many of the cells are its own.
        width: usize,
        attributes: Vec<(String, String)>,
    },
    Fault(Complaint),
}

impl Lot {
    fn put(&mut self, row: Result<&RawRow, Complaint>) {
        self.said.push(match row {
            Ok(row) => {
                for cell in &row.cells {
                    self.text.push_str(cell);
                    self.ends.push(self.text.len());
                }
                Said::Row {
                    line: row.line,
                    width: row.cells.len(),
                    attributes: row.attributes.clone(),
                }
            }
            Err(complaint) => Said::Fault(complaint),
        });
    }

    /// Hands out its rows and is empty then. `row` is where each is laid out.
    fn hand_out(&mut self, row: &mut RawRow, each: &mut dyn FnMut(Result<&RawRow, Complaint>)) {
        let (mut start, mut ends) = (0, self.ends.drain(..));
        for said in self.said.drain(..) {
            match said {
                Said::Fault(complaint) => each(Err(complaint)),
                Said::Row {
                    line,
                    width,
                    attributes,
                } => {
                    (row.line, row.attributes) = (line, attributes);
                    row.cells.resize(width, String::new());
                    for (cell, end) in row.cells.iter_mut().zip(&mut ends) {
                        cell.clear();
                        cell.push_str(&self.text[start..end]);
                        start = end;
                    }
                    each(Ok(row));
                }
            }
        }
        drop(ends);
        self.text.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::limits::Limits;
    use crate::model::table::Noun;
    use crate::model::tables::table;
    use std::path::Path;
    use std::sync::atomic::{AtomicUsize, Ordering};

    const ROWS: usize = 3_000;

    /// Sources: every 97th row has a cell too many, every 50th an empty cell and a text of two lines.
    fn written(folder: &Path) -> std::path::PathBuf {
        let row = |at: usize| match at {
            at if at % 97 == 0 => format!("S-{at},trader,,one,two\n"),
            at if at % 50 == 0 => format!("S-{at},,\"a\nb\",\n"),
            at => format!("S-{at},سوداګر,note {at},{at}\n"),
        };
        let rows: String = (1..=ROWS).map(row).collect();
        let file = folder.join("sources.csv");
        std::fs::write(&file, format!("source,group,note,attr.age\n{rows}")).unwrap();
        file
    }

    fn open(file: &Path) -> Result<CsvFile, Complaint> {
        CsvFile::open(file, "sources.csv", table(Noun::Source), &Limits::default())
    }

    #[test]
    fn rows_and_faults_are_those_that_one_thread_reads() {
        let folder = tempfile::tempdir().unwrap();
        let file = written(folder.path());
        let (mut here, mut ahead) = (Vec::new(), Vec::new());
        each_row(open(&file).unwrap(), &mut |row| here.push(row.cloned()));
        each_row_ahead(|| open(&file), &mut |row| ahead.push(row.cloned())).unwrap();
        assert_eq!(here.len(), ROWS);
        assert_eq!(here.iter().filter(|row| row.is_err()).count(), ROWS / 97);
        assert_eq!(ahead, here);
    }

    #[test]
    fn a_file_that_cannot_be_read_is_told_and_has_no_rows() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("sources.csv");
        std::fs::write(&file, "group\ntrader\n").unwrap();
        let told = each_row_ahead(|| open(&file), &mut |_| panic!("there is no row"));
        assert_eq!(told.unwrap_err(), open(&file).err().unwrap());
    }

    #[test]
    fn the_reader_waits_when_its_lots_are_not_taken() {
        let read = AtomicUsize::new(0);
        let (full, lots) = sync_channel(MOST_LOTS);
        let (_back, empty) = channel();
        let large = "x".repeat(MOST_BYTES);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let lot = Lot::default();
                let mut filling = Filling { lot, full, empty };
                let cells = vec![large.clone()];
                for line in 1..=40 {
                    read.fetch_add(1, Ordering::SeqCst);
                    let row = RawRow {
                        line,
                        cells: cells.clone(),
                        attributes: Vec::new(),
                    };
                    filling.put(Ok(&row));
                }
                drop(filling);
            });
            for (taken, lot) in lots.iter().enumerate() {
                assert_eq!(lot.said.len(), 1);
                // What was taken, what waits, and the one that is being handed over.
                assert!(read.load(Ordering::SeqCst) <= taken + 1 + MOST_LOTS + 2);
            }
        });
        assert_eq!(read.into_inner(), 40);
    }
}
