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
            written: 0,
            waiting: HeldCells::default(),
            alike: vec![true; width],
        })
    }

    /// Writes a row now.
    ///
    /// # Errors
    /// What the database says of it, or of a row that was put before.
    pub(super) fn write(&mut self, cells: &[ToSqlOutput<'_>]) -> Result<(), StoreError> {
        self.flush()?;
        self.one.execute(params_from_iter(cells))?;
        self.written += 1;
        Ok(())
    }

    /// Writes a row now or later, at the latest with [`RowsAtOnce::flush`].
    ///
    /// # Errors
    /// What the database says of it, or of a row that was put before.
    pub(super) fn put(&mut self, cells: &[ToSqlOutput<'_>]) -> Result<(), StoreError> {
        if self.written < FEW {
            return self.write(cells);
        }
        for (at, cell) in cells.iter().enumerate() {
            let Some(cell) = value_of(cell) else {
                return Err(not_a_value());
            };
            // The first row stands there itself.
            if self.alike[at]
                && self.waiting.count() >= self.width
                && self.waiting.at(at) != Some(cell)
            {
                self.alike[at] = false;
                self.many = None;
            }
            self.waiting.hold(cell);
        }
        match self.waiting.count() >= AT_ONCE * self.width || self.waiting.len_bytes() > MOST_BYTES
        {
            true => self.flush(),
            false => Ok(()),
        }
    }

    /// Writes what waits.
    ///
    /// # Errors
    /// What the database says.
    pub(super) fn flush(&mut self) -> Result<(), StoreError> {
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
        self.waiting.clear();
        self.written += written;
        Ok(())
    }
}

fn value_of<'c>(cell: &'c ToSqlOutput<'_>) -> Option<ValueRef<'c>> {
    match cell {
        ToSqlOutput::Borrowed(value) => Some(*value),
        ToSqlOutput::Owned(value) => Some(value.into()),
        _ => None,
    }
}

fn not_a_value() -> StoreError {
    StoreError::Rule("a cell is neither null, a number, words nor bytes".to_owned())
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
mod tests {
    use super::*;

    fn memory() -> Connection {
        let connection = Connection::open_in_memory().unwrap();
        connection
            .execute_batch(
                "create table one (id integer not null check (id <> 77), words text) strict",
            )
            .unwrap();
        connection
    }

    /// A writer to that table.
    fn writer<'s>(connection: &'s Connection, at_hand: &'s CellsAtHand) -> RowsAtOnce<'s> {
        RowsAtOnce::new((connection, at_hand), "one", &["id", "words"]).unwrap()
    }

    fn put(rows: &mut RowsAtOnce<'_>, id: i64, words: Option<&str>) -> Result<(), StoreError> {
        rows.put(&[
            id.into(),
            words.map_or_else(|| rusqlite::types::Null.into(), Into::into),
        ])
    }

    fn kept(connection: &Connection) -> Vec<(i64, Option<String>)> {
        let mut all = connection
            .prepare("select id, words from one order by rowid")
            .unwrap();
        let rows = all
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
            .unwrap();
        rows.collect::<Result<_, _>>().unwrap()
    }

    #[test]
    fn every_row_is_written_once_and_in_order_however_many_there_are() {
        let full = AT_ONCE;
        for count in [
            0,
            1,
            FEW - 1,
            FEW,
            FEW + 1,
            FEW + full - 1,
            FEW + full,
            FEW + 2 * full + 3,
        ] {
            let connection = memory();
            let at_hand = CellsAtHand::of(&connection).unwrap();
            let mut rows = writer(&connection, &at_hand);
            let mut wanted = Vec::new();
            for id in 1..=i64::try_from(count).unwrap() {
                let words = (id % 3 > 0).then(|| format!("w{id}"));
                let id = id * 1000;
                put(&mut rows, id, words.as_deref()).unwrap();
                wanted.push((id, words));
            }
            rows.flush().unwrap();
            rows.flush().unwrap();
            assert_eq!(kept(&connection), wanted, "{count}");
        }
    }

    #[test]
    fn what_rows_have_in_common_at_first_need_not_stay_so() {
        let words = |id: usize| match id {
            id if id < FEW + 2 * AT_ONCE => Some("same".to_owned()),
            id if id < FEW + 3 * AT_ONCE => None,
            id if id < FEW + 4 * AT_ONCE + AT_ONCE / 2 => Some("other".to_owned()),
            id => Some(format!("w{id}")),
        };
        let connection = memory();
        let at_hand = CellsAtHand::of(&connection).unwrap();
        let mut rows = writer(&connection, &at_hand);
        let mut wanted = Vec::new();
        for number in 0..FEW + 6 * AT_ONCE {
            let id = i64::try_from(1000 + number).unwrap();
            put(&mut rows, id, words(number).as_deref()).unwrap();
            wanted.push((id, words(number)));
        }
        rows.flush().unwrap();
        assert_eq!(kept(&connection), wanted);
    }

    #[test]
    fn large_rows_do_not_wait_for_many_others() {
        let connection = memory();
        let at_hand = CellsAtHand::of(&connection).unwrap();
        let mut rows = writer(&connection, &at_hand);
        let words = "x".repeat(MOST_BYTES / 4);
        for id in 0..i64::try_from(FEW).unwrap() + 6 {
            put(&mut rows, 100 + id, Some(&words)).unwrap();
        }
        assert!(kept(&connection).len() > FEW);
        rows.flush().unwrap();
        assert_eq!(kept(&connection).len(), FEW + 6);
    }

    #[test]
    fn two_writers_do_not_take_each_others_cells() {
        let connection = memory();
        let at_hand = CellsAtHand::of(&connection).unwrap();
        let (mut rows, mut others) = (writer(&connection, &at_hand), writer(&connection, &at_hand));
        let few = i64::try_from(FEW).unwrap();
        for id in 0..few + 3 {
            put(&mut rows, 1000 + id, Some("one")).unwrap();
            put(&mut others, 2000 + id, Some("two")).unwrap();
        }
        others.flush().unwrap();
        rows.flush().unwrap();
        let all = kept(&connection);
        let of = |words: &str| {
            let own = all
                .iter()
                .filter(|(_, kept)| kept.as_deref() == Some(words));
            own.map(|(id, _)| *id).collect::<Vec<_>>()
        };
        assert_eq!(of("one"), (1000..1003 + few).collect::<Vec<_>>());
        assert_eq!(of("two"), (2000..2003 + few).collect::<Vec<_>>());
    }

    #[test]
    fn a_row_that_is_written_at_once_stands_behind_those_that_waited() {
        let connection = memory();
        let at_hand = CellsAtHand::of(&connection).unwrap();
        let mut rows = writer(&connection, &at_hand);
        let last = i64::try_from(FEW + 5).unwrap();
        for id in 100..100 + last {
            put(&mut rows, id, None).unwrap();
        }
        rows.write(&[5.into(), rusqlite::types::Null.into()])
            .unwrap();
        let kept = kept(&connection);
        assert_eq!(kept.len(), FEW + 6);
        assert_eq!(kept.last(), Some(&(5, None)));
    }

    #[test]
    fn a_refused_row_is_told_and_leaves_nothing_of_those_it_was_written_with() {
        let connection = memory();
        let at_hand = CellsAtHand::of(&connection).unwrap();
        let mut rows = writer(&connection, &at_hand);
        let few = i64::try_from(FEW).unwrap();
        for id in 0..few {
            put(&mut rows, 100 + id, None).unwrap();
        }
        for id in [1, 77, 2] {
            put(&mut rows, id, None).unwrap();
        }
        assert!(matches!(rows.flush(), Err(StoreError::Rule(_))));
        assert_eq!(kept(&connection).len(), FEW);
    }
}
