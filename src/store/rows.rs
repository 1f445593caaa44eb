//! Rows of a study as the description of their table has them: written by column. They are
//! read back by `row_reader.rs`. One writer serves all tables. A stranger would look for an
//! `insert` a noun: the only ones are for texts (`text.rs`, `correction.rs`) and for the words of
//! proposals (`codings.rs`), which are no rows of a folder.

use super::Store;
use super::error::StoreError;
use super::row_cells::{flat, is_null, said_cells, sql_columns};
use super::rows_at_once::RowsAtOnce;
use crate::model::id::Id;
use crate::model::table::{Column, Kind, Reference, Table, Target, TextKind, Value};
use rusqlite::{params, params_from_iter};

/// Where a row's passage stands, as the store keeps it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlacedPassage {
    /// Which text was named; `None` where the cell was empty (the original).
    pub text: Option<TextKind>,
    /// The version in which it stands; `None` where the interview has no text.
    pub version: Option<Id>,
    /// First and behind the last code point in that version.
    pub span_cp: Option<(i64, i64)>,
    /// The words.
    pub quote: Option<String>,
    /// 32 code points before and after, or what there is.
    pub context: Option<(String, String)>,
    /// Whether the words are gone from the text.
    pub is_orphan: bool,
    /// Which cells were written by whoever made the row: 1 quote, 2 start, 4 end.
    pub said: u8,
}

/// A row to be written.
pub struct NewRow<'a> {
    /// Its id.
    pub id: Id,
    /// Its cells, in the order of the table's columns; cells of a passage are empty here.
    pub values: &'a [Value],
    /// Where its passage stands, for tables that have one.
    pub passage: Option<&'a PlacedPassage>,
    /// Its `attr.NAME` cells, for tables that have them.
    pub attributes: &'a [(String, String)],
}

/// A row in the folder's form.
pub type Cells = Vec<Option<String>>;

/// Writes rows of one table.
pub struct TableWriter<'s> {
    store: &'s Store,
    table: &'static Table,
    rows: RowsAtOnce<'s>,
    update: String,
}

impl Store {
    /// A writer for one table. Rows can only be written inside an operation.
    ///
    /// # Errors
    /// What the database says.
    pub fn writer(&self, table: &'static Table) -> Result<TableWriter<'_>, StoreError> {
        let columns = sql_columns(table);
        let names: Vec<_> = ["id"]
            .into_iter()
            .chain(columns.iter().map(String::as_str))
            .collect();
        let sets: Vec<_> = columns
            .iter()
            .enumerate()
            .map(|(at, name)| format!("{name} = ?{}", at + 2))
            .collect();
        let update = format!(
            "update {} set {} where id = ?1",
            table.name,
            sets.join(", ")
        );
        Ok(TableWriter {
            store: self,
            table,
            rows: self.rows_at_once(table.name, &names)?,
            update,
        })
    }

    /// Removes a row. Its lists and attributes go with it.
    ///
    /// # Errors
    /// [`StoreError::Rule`] at the commit where another row names it.
    pub fn remove(&self, table: &Table, id: Id) -> Result<(), StoreError> {
        for column in table.columns.iter().filter(|column| column.is_linked()) {
            self.connection.execute(
                &format!("delete from {}_{} where owner = ?1", table.name, column.sql),
                [id.as_bytes()],
            )?;
        }
        if table.has_attributes {
            let sql = format!("delete from {}_attribute where owner = ?1", table.name);
            self.connection.execute(&sql, [id.as_bytes()])?;
        }
        self.connection.execute(
            &format!("delete from {} where id = ?1", table.name),
            [id.as_bytes()],
        )?;
        Ok(())
    }
}

impl TableWriter<'_> {
    /// Writes a new row.
    ///
    /// # Errors
    /// [`StoreError::Rule`] where the schema refuses it, [`StoreError::NoOperation`] outside one.
    pub fn insert(&mut self, row: &NewRow<'_>) -> Result<(), StoreError> {
        self.rows.write(&flat(self.table, row))?;
        self.write_links(row)?;
        self.write_attributes(row)
    }

    /// Writes a new row, perhaps together with others: it is there after [`TableWriter::finish`],
    /// without which the operation is refused.
    ///
    /// # Errors
    /// As [`TableWriter::insert`], of this row or of one before.
    pub fn insert_among_others(&mut self, row: &NewRow<'_>) -> Result<(), StoreError> {
        let is_list =
            |value: &Value| matches!(value, Value::References(items) if !items.is_empty());
        match row.attributes.is_empty() && !row.values.iter().any(is_list) {
            true => {
                self.store.has_waiting_rows.set(true);
                self.rows.put(&flat(self.table, row))
            }
            false => self.insert(row),
        }
    }

    /// Writes what [`TableWriter::insert_among_others`] left for later.
    ///
    /// # Errors
    /// As [`TableWriter::insert`].
    pub fn finish(&mut self) -> Result<(), StoreError> {
        self.rows.flush()?;
        self.store.has_waiting_rows.set(false);
        Ok(())
    }

    /// Whether a row says just what this one would, whatever its id: of a table without lists and
    /// attributes.
    ///
    /// # Errors
    /// What the database says.
    pub fn has_same(
        &self,
        values: &[Value],
        passage: Option<&PlacedPassage>,
    ) -> Result<bool, StoreError> {
        let cells = said_cells(self.table, values, passage);
        let columns = sql_columns(self.table);
        // What is missing is named as missing: an index of the rows that have a cell is found then.
        let terms: Vec<_> = columns
            .iter()
            .zip(&cells)
            .enumerate()
            .map(|(at, (name, cell))| match is_null(cell) {
                true => format!("{name} is null"),
                false => format!("{name} = ?{}", at + 1),
            })
            .collect();
        let sql = format!(
            "select exists (select 1 from {} where {})",
            self.table.name,
            terms.join(" and ")
        );
        let mut statement = self.store.connection.prepare_cached(&sql)?;
        for (at, cell) in cells.iter().enumerate().filter(|(_, cell)| !is_null(cell)) {
            statement.raw_bind_parameter(at + 1, cell)?;
        }
        let mut found = statement.raw_query();
        Ok(found.next()?.map_or(Ok(false), |row| row.get(0))?)
    }

    /// Writes over a row that is there.
    ///
    /// # Errors
    /// As [`TableWriter::insert`].
    pub fn update(&mut self, row: &NewRow<'_>) -> Result<(), StoreError> {
        self.rows.flush()?;
        let mut update = self.store.connection.prepare_cached(&self.update)?;
        update.execute(params_from_iter(flat(self.table, row)))?;
        for column in self
            .table
            .columns
            .iter()
            .filter(|column| column.is_linked())
        {
            let sql = format!(
                "delete from {}_{} where owner = ?1",
                self.table.name, column.sql
            );
            self.store
                .connection
                .prepare_cached(&sql)?
                .execute([row.id.as_bytes()])?;
        }
        if self.table.has_attributes {
            let sql = format!("delete from {}_attribute where owner = ?1", self.table.name);
            self.store
                .connection
                .prepare_cached(&sql)?
                .execute([row.id.as_bytes()])?;
        }
        self.write_links(row)?;
        self.write_attributes(row)
    }

    fn write_links(&self, row: &NewRow<'_>) -> Result<(), StoreError> {
        for (column, value) in self.table.columns.iter().zip(row.values) {
            let Value::References(items) = value else {
                continue;
            };
            for (position, item) in items.iter().enumerate() {
                self.write_link(column, row.id, position, item)?;
            }
        }
        Ok(())
    }

    fn write_link(
        &self,
        column: &Column,
        owner: Id,
        position: usize,
        item: &Reference,
    ) -> Result<(), StoreError> {
        let table = format!("{}_{}", self.table.name, column.sql);
        let id = self.store.clock.id();
        let position = i64::try_from(position).unwrap_or(i64::MAX);
        let (target, words) = target_and_words(item);
        if matches!(column.kind, Kind::ReferencesOrTexts(_)) {
            let sql = format!(
                "insert into {table} (id, owner, position, target, target_text, unsure) values (?1, ?2, ?3, ?4, ?5, ?6)"
            );
            let mut insert = self.store.connection.prepare_cached(&sql)?;
            insert.execute(params![
                id.as_bytes(),
                owner.as_bytes(),
                position,
                target,
                words,
                item.unsure
            ])?;
        } else {
            let sql = format!(
                "insert into {table} (id, owner, position, target, unsure) values (?1, ?2, ?3, ?4, ?5)"
            );
            let mut insert = self.store.connection.prepare_cached(&sql)?;
            insert.execute(params![
                id.as_bytes(),
                owner.as_bytes(),
                position,
                target,
                item.unsure
            ])?;
        }
        Ok(())
    }

    fn write_attributes(&self, row: &NewRow<'_>) -> Result<(), StoreError> {
        for (name, value) in row.attributes {
            let sql = format!(
                "insert into {}_attribute (id, owner, name, value) values (?1, ?2, ?3, ?4)",
                self.table.name
            );
            let mut insert = self.store.connection.prepare_cached(&sql)?;
            insert.execute(params![
                self.store.clock.id().as_bytes(),
                row.id.as_bytes(),
                name,
                value
            ])?;
        }
        Ok(())
    }
}

pub(super) fn target_and_words(item: &Reference) -> (Option<&[u8; 16]>, Option<&str>) {
    match &item.target {
        Target::Row(id) => (Some(id.as_bytes()), None),
        Target::Words(words) => (None, Some(words)),
    }
}
