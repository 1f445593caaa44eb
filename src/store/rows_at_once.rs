//! Many rows with one statement. It must not know what a row is of. A stranger would write them one by
//! one: a row whose check or trigger fails must leave no trace, so SQLite opens cursors and keeps a
//! journal of the pages for each statement, and for one row that is a quarter of its time. Nor are the
//! cells bound: a statement with a place for each is long, and each is asked memory for. It asks for them.

use super::cells_at_hand::{CELL, CellsAtHand};
use super::error::StoreError;
use super::held_cells::HeldCells;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, Connection, Statement, params_from_iter};

/// So many rows are written one by one before it pays to prepare the long statement.
const FEW: usize = 64;
/// So many rows one statement writes.
const AT_ONCE: usize = 512;
/// So many bytes of cells it writes, where rows are large.
const MOST_BYTES: usize = 1 << 20;

/// Writes rows of one table. What was put is there after [`RowsAtOnce::flush`], not before.
pub(super) struct RowsAtOnce<'s> {
    connection: &'s Connection,
    at_hand: &'s CellsAtHand,
    target: String,
    width: usize,
    one: CachedStatement<'s>,
    many: Option<Statement<'s>>,
    /// Rows that the database was given, and those that it wrote.
    given: usize,
    written: usize,
    /// The cells of rows that are not written yet.
    waiting: HeldCells,
    /// Which columns said the same in all rows of every statement so far: they are bound once for all.
    alike: Vec<bool>,
}

impl<'s> RowsAtOnce<'s> {
    /// A writer of rows with these columns.
    ///
    /// # Errors
    /// What the database says.
    pub(super) fn new(
        (connection, at_hand): (&'s Connection, &'s CellsAtHand),
        table: &str,
        columns: &[&str],
    ) -> Result<Self, StoreError> {
        let target = format!("insert into {table} ({})", columns.join(", "));
        let width = columns.len();
        let marks: Vec<_> = (1..=width).map(|at| format!("?{at}")).collect();
        let one = format!("{target} values ({})", marks.join(", "));
        Ok(Self {
            one: connection.prepare_cached(&one)?,
            connection,
            at_hand,
            target,
            width,
            many: None,
            given: 0,
            written: 0,
            waiting: HeldCells::default(),
            alike: vec![true; width],
        })
    }

    /// Writes a row now.
    ///
    /// # Errors
    /// What the database says of it, or of a row that was put before; [`StoreError::Damaged`] where it
    /// says nothing and the row is not there.
    pub(super) fn write(&mut self, cells: &[ToSqlOutput<'_>]) -> Result<(), StoreError> {
        self.flush()?;
        let written = self.one.execute(params_from_iter(cells))?;
        self.count(1, written)
    }

    /// Writes a row now or later, at the latest with [`RowsAtOnce::flush`].
    ///
    /// # Errors
    /// [`StoreError::Rule`] where it is no row of these columns, which leaves nothing of it; else as
    /// [`RowsAtOnce::write`].
    pub(super) fn put(&mut self, cells: &[ToSqlOutput<'_>]) -> Result<(), StoreError> {
        self.refuse_what_is_no_row(cells)?;
        if self.written < FEW {
            return self.write(cells);
        }
        // Rows that could not be written wait still, and the statement has no place for more.
        self.flush_where_full()?;
        self.hold(cells);
        self.flush_where_full()
    }

    /// Writes what waits. Where that fails it waits still.
    ///
    /// # Errors
    /// As [`RowsAtOnce::write`].
    pub(super) fn flush(&mut self) -> Result<(), StoreError> {
        self.refuse_lost_rows()?;
        if self.waiting.count() == 0 {
            return Ok(());
        }
        let many = match &mut self.many {
            Some(many) => many,
            none => none.insert(self.connection.prepare(&long(&self.target, &self.alike))?),
        };
        many.raw_bind_parameter(1, i64::try_from(self.waiting.count()).unwrap_or(i64::MAX))?;
        let alike = self.alike.iter().enumerate().filter(|(_, alike)| **alike);
        for (place, (column, _)) in alike.enumerate() {
            let cell = self.waiting.at(column).map(ToSqlOutput::Borrowed);
            many.raw_bind_parameter(place + 2, cell)?;
        }
        let written = self
            .at_hand
            .lend(&mut self.waiting, || many.raw_execute())?;
        let given = self.waiting.count() / self.width;
        self.waiting.clear();
        self.count(given, written)
    }

    fn flush_where_full(&mut self) -> Result<(), StoreError> {
        let is_full =
            self.waiting.count() >= AT_ONCE * self.width || self.waiting.len_bytes() > MOST_BYTES;
        match is_full {
            true => self.flush(),
            false => Ok(()),
        }
    }

    /// Holds a row until it is written.
    fn hold(&mut self, cells: &[ToSqlOutput<'_>]) {
        let is_first = self.waiting.count() == 0;
        for (column, cell) in cells.iter().filter_map(value_of).enumerate() {
            if self.alike[column] && !is_first && self.waiting.at(column) != Some(cell) {
                self.alike[column] = false;
                self.many = None;
            }
            self.waiting.hold(cell);
        }
    }

    fn refuse_what_is_no_row(&self, cells: &[ToSqlOutput<'_>]) -> Result<(), StoreError> {
        let why = match cells.len() == self.width {
            true if cells.iter().all(|cell| value_of(cell).is_some()) => return Ok(()),
            true => "a cell is neither null, a number, words nor bytes".to_owned(),
            false => format!("a row of {} cells has {}", self.width, cells.len()),
        };
        Err(StoreError::Rule(why))
    }

    /// Counts rows that were given to the database, and those that it says it wrote: what triggers write
    /// beside them is not among these.
    fn count(&mut self, given: usize, written: usize) -> Result<(), StoreError> {
        self.given += given;
        self.written += written;
        self.refuse_lost_rows()
    }

    /// A trigger that is not ours may pass over a row in silence.
    fn refuse_lost_rows(&self) -> Result<(), StoreError> {
        let (given, written) = (self.given, self.written);
        match given == written {
            true => Ok(()),
            false => Err(StoreError::Damaged(format!(
                "of {given} rows that were to be written {written} were"
            ))),
        }
    }
}

fn value_of<'c>(cell: &'c ToSqlOutput<'_>) -> Option<ValueRef<'c>> {
    match cell {
        ToSqlOutput::Borrowed(value) => Some(*value),
        ToSqlOutput::Owned(value) => Some(value.into()),
        _ => None,
    }
}

/// A statement that writes so many rows as its first parameter says there are cells.
fn long(target: &str, alike: &[bool]) -> String {
    let mut bound = 1;
    let cells: Vec<_> = alike
        .iter()
        .enumerate()
        .map(|(column, alike)| match alike {
            true => {
                bound += 1;
                format!("?{bound}")
            }
            false => format!("{CELL}(column1, {column})"),
        })
        .collect();
    let first_cells: Vec<_> = (0..AT_ONCE)
        .map(|row| format!("({})", row * alike.len()))
        .collect();
    format!(
        "{target} select {} from (values {}) where column1 < ?1",
        cells.join(", "),
        first_cells.join(", ")
    )
}

#[cfg(test)]
mod tests;
