//! Rows of a study as the description of their table has them: written by column, read back
//! in the folder's form through the views (keys in place of ids). One writer and one reader
//! serve all tables. A stranger would look for an `insert` a noun: the only ones are for
//! texts (`text.rs`), which are no rows of a folder.

use super::Store;
use super::error::StoreError;
use crate::model::id::Id;
use crate::model::table::{Anchor, Column, Kind, Noun, Reference, Table, Target, TextKind, Value};
use crate::model::tables;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, OptionalExtension, params, params_from_iter};
use std::collections::{BTreeMap, HashMap};

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
    insert: CachedStatement<'s>,
    update: String,
}

impl Store {
    /// A writer for one table. Rows can only be written inside an operation.
    ///
    /// # Errors
    /// What the database says.
    pub fn writer(&self, table: &'static Table) -> Result<TableWriter<'_>, StoreError> {
        let columns = sql_columns(table);
        let marks: Vec<_> = (1..=columns.len() + 1).map(|at| format!("?{at}")).collect();
        let insert = format!(
            "insert into {} (id, {}) values ({})",
            table.name,
            columns.join(", "),
            marks.join(", ")
        );
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
            insert: self.connection.prepare_cached(&insert)?,
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
        let sql = format!(
            "select {} from {} order by {}",
            folder_columns(table),
            table.plural,
            order.join(", ")
        );
        self.each_cells(&sql, None, table.columns.len(), each)
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
        let id = self
            .connection
            .query_row(&sql, [], |row| row.get(0))
            .optional()?
            .map(Id::new);
        let mut cells = None;
        self.each_row(table, |row| {
            cells = Some(row);
            Ok::<_, StoreError>(())
        })?;
        Ok(id.zip(cells))
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

impl TableWriter<'_> {
    /// Writes a new row.
    ///
    /// # Errors
    /// [`StoreError::Rule`] where the schema refuses it, [`StoreError::NoOperation`] outside one.
    pub fn insert(&mut self, row: &NewRow<'_>) -> Result<(), StoreError> {
        let cells = flat(self.table, row);
        self.insert.execute(params_from_iter(cells))?;
        self.write_links(row)?;
        self.write_attributes(row)
    }

    /// Writes over a row that is there.
    ///
    /// # Errors
    /// As [`TableWriter::insert`].
    pub fn update(&mut self, row: &NewRow<'_>) -> Result<(), StoreError> {
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

fn target_and_words(item: &Reference) -> (Option<&[u8; 16]>, Option<&str>) {
    match &item.target {
        Target::Row(id) => (Some(id.as_bytes()), None),
        Target::Words(words) => (None, Some(words)),
    }
}

/// The columns of the store's table behind `id`, in the order of `flat`.
pub fn sql_columns(table: &Table) -> Vec<String> {
    let mut names = Vec::new();
    for column in table.columns {
        let sql = column.sql;
        match column.kind {
            Kind::Transcript(_) => {}
            Kind::References(_) | Kind::ReferencesOrTexts(_) => {}
            Kind::Either(_) | Kind::About => names.extend([format!("{sql}_noun"), sql.to_owned()]),
            Kind::ReferenceOrText(_) => names.extend([sql.to_owned(), format!("{sql}_text")]),
            Kind::Passage(Anchor::Text) => {
                names.extend(["text_kind".to_owned(), "version".to_owned()])
            }
            Kind::Passage(Anchor::Quote) => {
                names.extend(["quote", "context_before", "context_after"].map(str::to_owned));
            }
            _ => names.push(sql.to_owned()),
        }
        if column.may_be_unsure
            && matches!(column.kind, Kind::Reference(_) | Kind::ReferenceOrText(_))
        {
            names.push(format!("{sql}_unsure"));
        }
    }
    if table.is_anchored() {
        names.push("said".to_owned());
    }
    names
}

/// The cells of a row in the order of [`sql_columns`], the id first.
fn flat<'a>(table: &Table, row: &'a NewRow<'_>) -> Vec<ToSqlOutput<'a>> {
    let mut cells = vec![blob(row.id.as_bytes())];
    for (column, value) in table.columns.iter().zip(row.values) {
        put_cell(&mut cells, column, value, row.passage);
    }
    if table.is_anchored() {
        cells.push(integer(
            row.passage.map_or(0, |passage| i64::from(passage.said)),
        ));
    }
    cells
}

fn put_cell<'a>(
    cells: &mut Vec<ToSqlOutput<'a>>,
    column: &Column,
    value: &'a Value,
    passage: Option<&'a PlacedPassage>,
) {
    match column.kind {
        Kind::Transcript(_) | Kind::References(_) | Kind::ReferencesOrTexts(_) => {}
        Kind::Passage(part) => put_passage(cells, part, passage),
        Kind::Either(_) | Kind::About => match value {
            Value::About(noun, id) => {
                cells.extend([words(tables::table(*noun).name), blob(id.as_bytes())])
            }
            _ => cells.extend([null(), null()]),
        },
        Kind::Reference(_) | Kind::ReferenceOrText(_) => put_reference(cells, column, value),
        _ => cells.push(match value {
            Value::Text(text) => words(text),
            Value::Integer(number) => integer(*number),
            Value::Real(number) => ToSqlOutput::Borrowed(ValueRef::Real(*number)),
            _ => null(),
        }),
    }
}

fn put_reference<'a>(cells: &mut Vec<ToSqlOutput<'a>>, column: &Column, value: &'a Value) {
    let reference = match value {
        Value::Reference(reference) => Some(reference),
        _ => None,
    };
    let (target, text) = reference.map_or((None, None), target_and_words);
    cells.push(target.map_or_else(null, |id| blob(id)));
    if matches!(column.kind, Kind::ReferenceOrText(_)) {
        cells.push(text.map_or_else(null, words));
    }
    if column.may_be_unsure {
        cells.push(integer(i64::from(
            reference.is_some_and(|reference| reference.unsure),
        )));
    }
}

fn put_passage<'a>(
    cells: &mut Vec<ToSqlOutput<'a>>,
    part: Anchor,
    passage: Option<&'a PlacedPassage>,
) {
    let span = passage.and_then(|passage| passage.span_cp);
    match part {
        Anchor::Text => {
            cells.push(
                passage
                    .and_then(|passage| passage.text)
                    .map_or_else(null, |kind| words(kind.as_str())),
            );
            let version = passage.and_then(|passage| passage.version.as_ref());
            cells.push(version.map_or_else(null, |id| blob(id.as_bytes())));
        }
        Anchor::Start => cells.push(span.map_or_else(null, |(start_cp, _)| integer(start_cp))),
        Anchor::End => cells.push(span.map_or_else(null, |(_, end_cp)| integer(end_cp))),
        Anchor::Quote => {
            cells.push(
                passage
                    .and_then(|passage| passage.quote.as_deref())
                    .map_or_else(null, words),
            );
            let context = passage.and_then(|passage| passage.context.as_ref());
            cells.push(context.map_or_else(null, |(before, _)| words(before)));
            cells.push(context.map_or_else(null, |(_, after)| words(after)));
        }
        Anchor::State => {
            cells.push(if passage.is_some_and(|passage| passage.is_orphan) {
                words("orphan")
            } else {
                null()
            });
        }
    }
}

fn null<'a>() -> ToSqlOutput<'a> {
    ToSqlOutput::Borrowed(ValueRef::Null)
}

fn words(text: &str) -> ToSqlOutput<'_> {
    ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes()))
}

fn blob(bytes: &[u8; 16]) -> ToSqlOutput<'_> {
    ToSqlOutput::Borrowed(ValueRef::Blob(bytes))
}

fn integer<'a>(number: i64) -> ToSqlOutput<'a> {
    ToSqlOutput::Borrowed(ValueRef::Integer(number))
}

/// A view's cell as the folder writes it; numbers in their shortest form.
fn cell(value: ValueRef<'_>) -> Option<String> {
    match value {
        ValueRef::Null => None,
        ValueRef::Integer(number) => Some(number.to_string()),
        ValueRef::Real(number) => Some(number.to_string()),
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => {
            Some(String::from_utf8_lossy(bytes).into_owned())
        }
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
