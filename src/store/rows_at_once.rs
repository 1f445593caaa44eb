//! Many rows with one statement. It must not know what a row is of. A stranger would write them one by
//! one: a row whose check or trigger fails must leave no trace, so SQLite opens cursors and keeps a
//! journal of the pages for each statement, and for one row that is a quarter of its time.

use super::error::StoreError;
use rusqlite::types::ToSqlOutput;
use rusqlite::{CachedStatement, Connection, Statement, params_from_iter};

/// So many rows are written one by one before it pays to prepare the long statement.
const FEW: usize = 64;
/// So many cells one statement writes: more rows in one save little, and what is bound finds no place in
/// the room that SQLite keeps at hand for small things (`.cargo/config.toml`).
const MOST_CELLS: usize = 2048;

/// Writes rows of one table. What was put is there after [`RowsAtOnce::flush`], not before.
pub(super) struct RowsAtOnce<'s> {
    connection: &'s Connection,
    target: String,
    width: usize,
    /// So many rows the long statement writes.
    at_once: usize,
    one: CachedStatement<'s>,
    many: Option<Statement<'s>>,
    written: usize,
    /// Rows that are bound and not written.
    waiting: usize,
}

impl<'s> RowsAtOnce<'s> {
    /// A writer of rows with these columns; the first is never null.
    ///
    /// # Errors
    /// What the database says.
    pub(super) fn new(
        connection: &'s Connection,
        table: &str,
        columns: &[&str],
    ) -> Result<Self, StoreError> {
        let target = format!("insert into {table} ({})", columns.join(", "));
        let width = columns.len();
        let one = format!("{target} values {}", marks(0, width));
        Ok(Self {
            one: connection.prepare_cached(&one)?,
            connection,
            target,
            width,
            at_once: at_once(width),
            many: None,
            written: 0,
            waiting: 0,
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
        let many = match &mut self.many {
            Some(many) => many,
            none => none.insert(self.connection.prepare(&long(&self.target, self.width))?),
        };
        let first = self.waiting * self.width;
        for (at, cell) in cells.iter().enumerate() {
            many.raw_bind_parameter(first + at + 1, cell)?;
        }
        self.waiting += 1;
        match self.waiting == self.at_once {
            true => self.flush(),
            false => Ok(()),
        }
    }

    /// Writes what waits.
    ///
    /// # Errors
    /// What the database says.
    pub(super) fn flush(&mut self) -> Result<(), StoreError> {
        let Some(many) = self.many.as_mut().filter(|_| self.waiting > 0) else {
            return Ok(());
        };
        // What is still bound of an earlier round is no row of this one.
        for row in self.waiting..self.at_once {
            many.raw_bind_parameter(row * self.width + 1, rusqlite::types::Null)?;
        }
        self.written += many.raw_execute()?;
        self.waiting = 0;
        Ok(())
    }
}

fn at_once(width: usize) -> usize {
    (MOST_CELLS / width.max(1)).max(1)
}

fn long(target: &str, width: usize) -> String {
    let rows: Vec<_> = (0..at_once(width))
        .map(|row| marks(row * width, width))
        .collect();
    format!(
        "{target} select * from (values {}) where column1 is not null",
        rows.join(", ")
    )
}

fn marks(first: usize, count: usize) -> String {
    let marks: Vec<_> = (1..=count).map(|at| format!("?{}", first + at)).collect();
    format!("({})", marks.join(", "))
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
        let full = at_once(2);
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
            let mut rows = RowsAtOnce::new(&connection, "one", &["id", "words"]).unwrap();
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
    fn a_row_that_is_written_at_once_stands_behind_those_that_waited() {
        let connection = memory();
        let mut rows = RowsAtOnce::new(&connection, "one", &["id", "words"]).unwrap();
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
        let mut rows = RowsAtOnce::new(&connection, "one", &["id", "words"]).unwrap();
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
