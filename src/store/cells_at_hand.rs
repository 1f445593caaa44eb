//! The function of a connection by which a statement asks for the cells of its rows. It must not know
//! what rows they make. A stranger would leave the cells there for good: they are lent for the run of
//! one statement, so that no other is given them.

use super::error::StoreError;
use super::held_cells::HeldCells;
use rusqlite::Connection;
use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::types::{ToSql, ToSqlOutput};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// By what name a statement asks for a cell.
pub(super) const CELL: &str = "gainsay_cell";

/// The cells for which the statement that runs now may ask.
#[derive(Clone, Default)]
pub(super) struct CellsAtHand(Arc<Mutex<Arc<HeldCells>>>);

impl CellsAtHand {
    /// Teaches a connection to ask for them.
    ///
    /// # Errors
    /// What the database says.
    pub(super) fn of(connection: &Connection) -> Result<Self, StoreError> {
        let at_hand = Self::default();
        let asked = at_hand.clone();
        let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DIRECTONLY;
        connection.create_scalar_function(CELL, 2, flags, move |asks: &mut Context<'_>| {
            let (first, column): (u32, u32) = (asks.get(0)?, asks.get(1)?);
            let cells = Arc::clone(&asked.held());
            Ok(AskedCell {
                cells,
                number: first as usize + column as usize,
            })
        })?;
        Ok(at_hand)
    }

    /// Lends cells to what `run` runs. Then they are back, and so is what was lent before.
    pub(super) fn lend<T>(&self, cells: &mut HeldCells, run: impl FnOnce() -> T) -> T {
        let lent = Arc::new(std::mem::take(cells));
        let before = std::mem::replace(&mut *self.held(), Arc::clone(&lent));
        let done = run();
        *self.held() = before;
        *cells = Arc::unwrap_or_clone(lent);
        done
    }

    fn held(&self) -> MutexGuard<'_, Arc<HeldCells>> {
        // A holder that panicked left one pointer or the other.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A cell that a statement asked for.
struct AskedCell {
    cells: Arc<HeldCells>,
    number: usize,
}

impl ToSql for AskedCell {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        // Null in its place would be written as if the row said so.
        let cell = self.cells.at(self.number);
        cell.map(ToSqlOutput::Borrowed)
            .ok_or_else(|| rusqlite::Error::UserFunctionError("there is no such cell".into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::types::ValueRef;

    fn holding(numbers: &[i64]) -> HeldCells {
        let mut cells = HeldCells::default();
        numbers
            .iter()
            .for_each(|number| cells.hold(ValueRef::Integer(*number)));
        cells
    }

    /// The number that a statement gets of this row and column.
    fn asked(connection: &Connection, first: i64, column: i64) -> rusqlite::Result<Option<i64>> {
        let sql = "select gainsay_cell(?1, ?2)";
        connection.query_row(sql, [first, column], |row| row.get(0))
    }

    #[test]
    fn a_cell_that_is_not_there_is_an_error_and_not_null() {
        let connection = Connection::open_in_memory().unwrap();
        let at_hand = CellsAtHand::of(&connection).unwrap();
        asked(&connection, 0, 0).unwrap_err();
        at_hand.lend(&mut holding(&[5, 6]), || {
            assert_eq!(asked(&connection, 0, 1), Ok(Some(6)));
            asked(&connection, 0, 2).unwrap_err();
            asked(&connection, -1, 0).unwrap_err();
        });
        asked(&connection, 0, 0).unwrap_err();
    }

    #[test]
    fn what_was_lent_before_is_lent_again_behind_a_loan_within_it() {
        let connection = Connection::open_in_memory().unwrap();
        let at_hand = CellsAtHand::of(&connection).unwrap();
        at_hand.lend(&mut holding(&[1]), || {
            at_hand.lend(&mut holding(&[2]), || {
                assert_eq!(asked(&connection, 0, 0), Ok(Some(2)));
            });
            assert_eq!(asked(&connection, 0, 0), Ok(Some(1)));
        });
    }

    #[test]
    fn cells_come_back_from_a_loan_whole() {
        let connection = Connection::open_in_memory().unwrap();
        let at_hand = CellsAtHand::of(&connection).unwrap();
        let mut cells = holding(&[1, 2]);
        at_hand.lend(&mut cells, || ());
        assert_eq!(cells.count(), 2);
    }
}
