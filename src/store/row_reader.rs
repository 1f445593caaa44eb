//! Rows of a study in the folder's form, read back through the views: keys in place of ids.
//! One reader serves all tables. How rows are written stands in `rows.rs`.

use super::Store;
use super::error::StoreError;
use super::rows::Cells;
use crate::model::id::Id;
use crate::model::table::{Column, Noun, Table};
use crate::model::tables;
use rusqlite::types::ValueRef;
use rusqlite::{OptionalExtension, params_from_iter};
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

impl Store {
    /// The ids of all rows of a noun that has keys.
    ///
    /// # Errors
    /// What the database says.
    pub fn ids_by_key(&self, noun: Noun) -> Result<HashMap<Box<str>, Id>, StoreError> {
        let sql = format!("select key, id from {}", tables::table(noun).name);
        let mut statement = self.connection.prepare_cached(&sql)?;
        let found = statement
            .query_map([], |row| {
                Ok((
                    row.get::<_, String>(0)?.into_boxed_str(),
                    Id::new(row.get(1)?),
                ))
            })?
            .collect::<Result<_, _>>()?;
        Ok(found)
    }

    /// The id of the row with this key.
    ///
    /// # Errors
    /// What the database says.
    pub fn id_of(&self, noun: Noun, key: &str) -> Result<Option<Id>, StoreError> {
        let sql = format!("select id from {} where key = ?1", tables::table(noun).name);
        let mut statement = self.connection.prepare_cached(&sql)?;
        Ok(statement
            .query_row([key], |row| row.get(0))
            .optional()?
            .map(Id::new))
    }

    /// The keys of a noun, in byte order.
    ///
    /// # Errors
    /// What the database says.
    pub fn keys(&self, noun: Noun) -> Result<Vec<String>, StoreError> {
        let sql = format!("select key from {} order by key", tables::table(noun).name);
        let mut statement = self.connection.prepare_cached(&sql)?;
        let found = statement
            .query_map([], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        Ok(found)
    }

    /// The keys of a noun that begin so, in byte order.
    ///
    /// # Errors
    /// What the database says.
    pub fn keys_from(&self, noun: Noun, start: &str) -> Result<Vec<String>, StoreError> {
        let sql = format!(
            "select key from {} where key >= ?1 and key < ?1 || char(1114111) order by key",
            tables::table(noun).name
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let found = statement
            .query_map([start], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        Ok(found)
    }

    /// How many rows a table has.
    ///
    /// # Errors
    /// What the database says.
    pub fn count(&self, table: &Table) -> Result<u64, StoreError> {
        let sql = format!("select count(*) from {}", table.name);
        let count: i64 = self.connection.query_row(&sql, [], |row| row.get(0))?;
        Ok(count.unsigned_abs())
    }

    /// Hands every row of a table in the folder's form to `each`: by key, or by all cells
    /// where rows have no key.
    ///
    /// # Errors
    /// What the database or `each` says.
    pub fn each_row<E: From<StoreError>>(
        &self,
        table: &Table,
        each: impl FnMut(Cells) -> Result<(), E>,
    ) -> Result<(), E> {
        let order: Vec<_> = (1..=sorted_columns(table))
            .map(|at| at.to_string())
            .collect();
        let columns = table.columns.iter();
        let columns: Result<Vec<_>, _> = columns.map(|one| self.said_column(table, one)).collect();
        let columns = columns.map_err(E::from)?.join(", ");
        let order = order.join(", ");
        let sql = format!("select {columns} from {} order by {order}", table.plural);
        self.each_cells(&sql, None, table.columns.len(), each)
    }

    /// Hands some cells of every row of a table to `each`, in the order of [`Store::each_row`] and as they
    /// lie: there may be a million rows.
    ///
    /// # Errors
    /// What the database or `each` says.
    pub fn each_said<const CELLS: usize, E: From<StoreError>>(
        &self,
        table: &Table,
        columns: [&str; CELLS],
        mut each: impl FnMut([&str; CELLS]) -> Result<(), E>,
    ) -> Result<(), E> {
        let failed = |error: rusqlite::Error| E::from(StoreError::from(error));
        let mut names = Vec::with_capacity(CELLS);
        for name in columns {
            let column = table.column(name).map(|one| self.said_column(table, one));
            names.push(
                column
                    .unwrap_or_else(|| Ok("null".to_owned()))
                    .map_err(E::from)?,
            );
        }
        let sorted = table.columns.iter().take(sorted_columns(table));
        let order: Vec<_> = sorted.map(|column| quoted(column.name)).collect();
        let (names, order) = (names.join(", "), order.join(", "));
        let sql = format!("select {names} from {} order by {order}", table.plural);
        let mut statement = self.connection.prepare_cached(&sql).map_err(failed)?;
        let mut found = statement.query([]).map_err(failed)?;
        while let Some(row) = found.next().map_err(failed)? {
            let mut cells = [const { Cow::Borrowed("") }; CELLS];
            for (at, cell) in cells.iter_mut().enumerate() {
                *cell = said(row.get_ref(at).map_err(failed)?).unwrap_or_default();
            }
            each(cells.each_ref().map(AsRef::as_ref))?;
        }
        Ok(())
    }

    /// A column as the view gives it, but nothing for a list that no row has: to ask row by row for what a
    /// table does not hold takes most of the time that reading fifty thousand sources does.
    fn said_column(&self, table: &Table, column: &Column) -> Result<String, StoreError> {
        let is_said = !column.is_linked() || {
            let links = format!("{}_{}", table.name, column.sql);
            let sql = format!("select exists (select 1 from {links})");
            let mut statement = self.connection.prepare_cached(&sql)?;
            statement.query_row([], |row| row.get(0))?
        };
        Ok(match is_said {
            true => quoted(column.name),
            false => "null".to_owned(),
        })
    }

    /// The row with this key in the folder's form.
    ///
    /// # Errors
    /// What the database says.
    pub fn row_by_key(&self, table: &Table, key: &str) -> Result<Option<Cells>, StoreError> {
        let Some(column) = table.key_column() else {
            return Ok(None);
        };
        let sql = format!(
            "select {} from {} where {} = ?1",
            folder_columns(table),
            table.plural,
            quoted(column.name)
        );
        let mut found = None;
        self.each_cells(&sql, Some(key), table.columns.len(), |cells| {
            found = Some(cells);
            Ok::<_, StoreError>(())
        })?;
        Ok(found)
    }

    /// The only row of a table that has one at most: its id and cells.
    ///
    /// # Errors
    /// What the database says.
    pub fn only_row(&self, table: &Table) -> Result<Option<(Id, Cells)>, StoreError> {
        let sql = format!("select id from {} limit 1", table.name);
        let mut statement = self.connection.prepare_cached(&sql)?;
        let id = statement.query_row([], |row| row.get(0)).optional()?;
        let mut cells = None;
        self.each_row(table, |row| {
            cells = Some(row);
            Ok::<_, StoreError>(())
        })?;
        Ok(id.map(Id::new).zip(cells))
    }

    fn each_cells<E: From<StoreError>>(
        &self,
        sql: &str,
        key: Option<&str>,
        columns: usize,
        mut each: impl FnMut(Cells) -> Result<(), E>,
    ) -> Result<(), E> {
        let failed = |error: rusqlite::Error| E::from(StoreError::from(error));
        let mut statement = self.connection.prepare_cached(sql).map_err(failed)?;
        let mut found = statement.query(params_from_iter(key)).map_err(failed)?;
        while let Some(row) = found.next().map_err(failed)? {
            let cells = (0..columns)
                .map(|at| row.get_ref(at).map(cell))
                .collect::<Result<_, _>>();
            each(cells.map_err(failed)?)?;
        }
        Ok(())
    }

    /// The `attr.NAME` cells of a table, by key of their row, by name.
    ///
    /// # Errors
    /// What the database says.
    pub fn attributes(
        &self,
        table: &Table,
    ) -> Result<BTreeMap<String, Vec<(String, String)>>, StoreError> {
        let mut statement = self.connection.prepare(&format!(
            "select owner.key, a.name, a.value from {0}_attribute as a join {0} as owner on owner.id = a.owner
             order by owner.key, a.name",
            table.name
        ))?;
        let mut found = statement.query([])?;
        let mut by_key: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
        while let Some(row) = found.next()? {
            by_key
                .entry(row.get(0)?)
                .or_default()
                .push((row.get(1)?, row.get(2)?));
        }
        Ok(by_key)
    }
}

/// A view's cell as the folder writes it; numbers in their shortest form.
fn cell(value: ValueRef<'_>) -> Option<String> {
    said(value).map(Cow::into_owned)
}

fn said(value: ValueRef<'_>) -> Option<Cow<'_, str>> {
    match value {
        ValueRef::Null => None,
        ValueRef::Integer(number) => Some(number.to_string().into()),
        ValueRef::Real(number) => Some(number.to_string().into()),
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => Some(String::from_utf8_lossy(bytes)),
    }
}

/// Rows with a key are sorted by it alone, others by all their cells.
fn sorted_columns(table: &Table) -> usize {
    if table.key_column().is_some() {
        1
    } else {
        table.columns.len()
    }
}

fn folder_columns(table: &Table) -> String {
    let names: Vec<_> = table
        .columns
        .iter()
        .map(|column| quoted(column.name))
        .collect();
    names.join(", ")
}

fn quoted(name: &str) -> String {
    format!("\"{name}\"")
}
