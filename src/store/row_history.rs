//! What became of one row, read from the history that the database keeps by itself. It must not
//! know any one table. What a stranger would get wrong: a change keeps how the row was *before*;
//! how it was after stands in the next change, or in the row as it is now.

use super::Store;
use super::error::StoreError;
use super::history::KeptTable;
use crate::model::id::Id;
use crate::model::table::Table;
use rusqlite::{OptionalExtension, params};
use std::collections::BTreeMap;

/// A row by its columns in the store; ids are in hex, what is empty is left out.
pub type StoredCells = BTreeMap<String, String>;

/// What one operation made of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowChange {
    /// Number of the operation.
    pub operation: i64,
    /// When, RFC 3339 in UTC.
    pub at: String,
    /// Key of the coder who did it.
    pub actor: String,
    /// What was done, as the log says it.
    pub action: String,
    /// The row before; nothing where there was none.
    pub before: Option<StoredCells>,
    /// The row after; nothing where there was none any more.
    pub after: Option<StoredCells>,
}

impl Store {
    /// What became of a row, an entry an operation, oldest first. One that left the row as it was
    /// is not among them. Reads the whole history of the study once.
    ///
    /// # Errors
    /// What the database says.
    pub fn row_history(&self, table: &Table, id: Id) -> Result<Vec<RowChange>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "select c.operation, o.at, o.actor, o.action, c.old
             from change as c join operation as o on o.sequence = c.operation
             where c.noun = ?1 and c.row = ?2 order by c.number",
        )?;
        let rows = statement.query_map(params![table.name, id.as_bytes()], |row| {
            let old: Option<String> = row.get(4)?;
            let change = RowChange {
                operation: row.get(0)?,
                at: row.get(1)?,
                actor: row.get(2)?,
                action: row.get(3)?,
                before: None,
                after: None,
            };
            Ok((change, old))
        })?;
        let mut changes: Vec<RowChange> = Vec::new();
        for row in rows {
            let (mut change, old) = row?;
            change.before = old.as_deref().map(cells_of).transpose()?;
            match changes.last_mut() {
                // Several changes of one operation: the first says how the row was before it.
                Some(last) if last.operation == change.operation => continue,
                Some(last) => last.after = change.before.clone(),
                None => {}
            }
            changes.push(change);
        }
        if let Some(last) = changes.last_mut() {
            last.after = self.stored_cells(table, id)?;
        }
        changes.retain(|change| change.before != change.after);
        Ok(changes)
    }

    /// The row of a key, or the last that had it, where it is gone.
    ///
    /// # Errors
    /// What the database says.
    pub fn id_once_of(&self, table: &Table, key: &str) -> Result<Option<Id>, StoreError> {
        if let Some(id) = self.id_of(table.noun, key)? {
            return Ok(Some(id));
        }
        let mut statement = self.connection.prepare_cached(
            "select row from change where noun = ?1 and old is not null
               and json_extract(old, '$.key') = ?2 order by number desc limit 1",
        )?;
        Ok(statement
            .query_row(params![table.name, key], |row| row.get(0))
            .optional()?
            .map(Id::new))
    }

    /// The key of the row with an id in hex, or the last that it had, where it is gone.
    ///
    /// # Errors
    /// What the database says.
    pub fn key_once_of(&self, table: &Table, hex: &str) -> Result<Option<String>, StoreError> {
        let sql = format!("select key from {} where id = unhex(?1)", table.name);
        let mut now = self.connection.prepare_cached(&sql)?;
        if let Some(key) = now.query_row([hex], |row| row.get(0)).optional()? {
            return Ok(Some(key));
        }
        let mut then = self.connection.prepare_cached(
            "select json_extract(old, '$.key') from change where noun = ?1 and row = unhex(?2)
               and old is not null order by number desc limit 1",
        )?;
        Ok(then
            .query_row(params![table.name, hex], |row| row.get(0))
            .optional()?)
    }

    fn stored_cells(&self, table: &Table, id: Id) -> Result<Option<StoredCells>, StoreError> {
        let kept: Option<&KeptTable> = self.kept.iter().find(|kept| kept.name == table.name);
        let Some(kept) = kept else {
            return Ok(None);
        };
        let sql = format!(
            "select {} from {} as t where id = ?1",
            kept.as_json("t"),
            table.name
        );
        let now: Option<String> = self
            .connection
            .query_row(&sql, [id.as_bytes()], |row| row.get(0))
            .optional()?;
        now.as_deref().map(cells_of).transpose()
    }
}

fn cells_of(json: &str) -> Result<StoredCells, StoreError> {
    let damaged = |_| StoreError::Damaged("a change of the history is no JSON".to_owned());
    let cells: BTreeMap<String, serde_json::Value> = serde_json::from_str(json).map_err(damaged)?;
    let text = |value: serde_json::Value| match value {
        serde_json::Value::Null => None,
        serde_json::Value::String(words) => Some(words),
        other => Some(other.to_string()),
    };
    let said = cells.into_iter();
    Ok(said
        .filter_map(|(name, value)| Some((name, text(value)?)))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::table::Noun;
    use crate::model::tables::table;
    use crate::store::Unlock;
    use crate::store::clock::Clock;
    use crate::store::operation::Intent;

    fn run(store: &Store, sql: &[&str]) {
        let intent = Intent {
            actor: "ana",
            action: "worked",
            undoes: None,
            dry_run: false,
        };
        let work = |store: &Store| {
            for one in sql {
                store.connection.execute_batch(one)?;
            }
            Ok::<_, StoreError>(())
        };
        store.transact(&intent, work).unwrap();
    }

    fn keys(cells: &Option<StoredCells>) -> Option<String> {
        let cells = cells.as_ref()?;
        Some(format!(
            "{}/{}",
            cells["key"],
            cells.get("name").map_or("", String::as_str)
        ))
    }

    #[test]
    fn each_operation_is_one_entry_and_a_row_that_is_gone_has_a_history() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("s.gainsay");
        let store = Store::create(&path, &Unlock::Plain, "ana", Clock::machine()).unwrap();
        let id = Id::new([7; 16]);
        run(
            &store,
            &["insert into code (id, key) values (x'07070707070707070707070707070707', 'pay')"],
        );
        run(
            &store,
            &["update code set name = 'a'", "update code set name = 'b'"],
        );
        run(
            &store,
            &[
                "update code set name = 'c'",
                "update code set name = 'b', short = 'p'",
                "update code set short = null",
            ],
        );
        run(&store, &["delete from code"]);
        let codes = table(Noun::Code);
        let history = store.row_history(codes, id).unwrap();
        let told: Vec<_> = history
            .iter()
            .map(|change| (change.operation, keys(&change.before), keys(&change.after)))
            .collect();
        let some = |words: &str| Some(words.to_owned());
        assert_eq!(
            told,
            [
                (1, None, some("pay/")),
                (2, some("pay/"), some("pay/b")),
                (4, some("pay/b"), None),
            ]
        );
        assert_eq!(store.id_once_of(codes, "pay").unwrap(), Some(id));
        assert_eq!(store.id_once_of(codes, "pai").unwrap(), None);
        let hex = "07".repeat(16);
        assert_eq!(store.key_once_of(codes, &hex).unwrap(), some("pay"));
    }
}
