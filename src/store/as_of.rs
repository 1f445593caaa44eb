//! The study as it was: rows of today with what was changed since put back. Temporary tables
//! of the same names stand before the real ones while somebody looks, so every reader of the
//! store reads the past without knowing. Nothing is written to the file and no lock is held
//! against writers. It must not know what is read. A stranger would replay the changes one by
//! one; the first change of each row since already says how it was.
//!
//! Cost: one pass over the changes since, and a copy in memory of each table that was touched
//! since (a temporary database, never on disk: `temp_store=MEMORY` is asserted at every open).

use super::Store;
use super::error::StoreError;
use super::history::KeptTable;
use rusqlite::params;

impl Store {
    /// Lets `look` read the study as it was right after an operation; 0 means before the first.
    /// Only rows are of the past: operations, runs and texts' search are those of today.
    ///
    /// # Errors
    /// [`StoreError::NoSuchOperation`] for one that there is not; what `look` says.
    pub fn as_of<T, E: From<StoreError>>(
        &self,
        sequence: i64,
        look: impl FnOnce(&Self) -> Result<T, E>,
    ) -> Result<T, E> {
        if sequence > 0 {
            self.operation(sequence).map_err(E::from)?;
        }
        let execute = |sql: &str| {
            let done = self.connection.execute_batch(sql);
            done.map_err(|error| E::from(StoreError::from(error)))
        };
        // One transaction: what another program commits meanwhile is not half seen.
        execute("begin")?;
        let seen = self
            .put_past_before_present(sequence)
            .map_err(E::from)
            .and_then(|()| look(self));
        // The temporary tables go with it.
        let ended = execute("rollback");
        let seen = seen?;
        ended?;
        Ok(seen)
    }

    fn put_past_before_present(&self, sequence: i64) -> Result<(), StoreError> {
        self.note_first_changes_since(sequence)?;
        let touched: Vec<String> = {
            let mut statement = self
                .connection
                .prepare("select distinct noun from temp.first_change_since")?;
            statement
                .query_map([], |row| row.get(0))?
                .collect::<Result<_, _>>()?
        };
        if touched.is_empty() {
            return Ok(());
        }
        for table in self
            .kept
            .iter()
            .filter(|table| touched.contains(&table.name))
        {
            self.put_past_of(table)?;
        }
        self.put_views()
    }

    fn note_first_changes_since(&self, sequence: i64) -> Result<(), StoreError> {
        self.connection.execute_batch(
            "create temp table first_change_since (
               number integer primary key, noun text not null, row blob not null, old text
             ) strict;
             create unique index temp.first_change_of on first_change_since (noun, row);",
        )?;
        // SQLite takes `old` from the row that has the minimum.
        self.connection.execute(
            "insert into temp.first_change_since (number, noun, row, old)
             select min(number), noun, row, old from main.change
             where number >= coalesce(
               (select first_change from main.operation where sequence > ?1 order by sequence limit 1),
               9223372036854775807)
             group by noun, row",
            params![sequence],
        )?;
        Ok(())
    }

    /// Makes the past of one table, with the indexes that readers look rows up by.
    fn put_past_of(&self, table: &KeptTable) -> Result<(), StoreError> {
        let name = &table.name;
        let listed = table.listed();
        self.connection.execute_batch(&format!(
            "create temp table {name} ({listed});
             insert into temp.{name} ({listed})
               select {listed} from main.{name}
               where id not in (select row from temp.first_change_since where noun = '{name}');
             insert into temp.{name} ({listed})
               select {} from temp.first_change_since where noun = '{name}' and old is not null;",
            table.from_json()
        ))?;
        for column in ["id", "key", "owner", "target"] {
            if table.columns.iter().any(|(name, _)| name == column) {
                self.connection.execute_batch(&format!(
                    "create index temp.past_{name}_by_{column} on {name} ({column});"
                ))?;
            }
        }
        Ok(())
    }

    /// A view of the file reads the tables of the file; the same view beside the temporary
    /// tables reads those.
    fn put_views(&self) -> Result<(), StoreError> {
        let views: Vec<String> = {
            let mut statement = self
                .connection
                .prepare("select sql from main.sqlite_schema where type = 'view' order by rowid")?;
            statement
                .query_map([], |row| row.get(0))?
                .collect::<Result<_, _>>()?
        };
        for view in views {
            let temporary = view.replacen("create view", "create temp view", 1);
            let temporary = temporary.replacen("CREATE VIEW", "create temp view", 1);
            self.connection.execute_batch(&temporary)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::table::{Noun, Value};
    use crate::model::tables::table;
    use crate::store::Unlock;
    use crate::store::clock::Clock;
    use crate::store::operation::Intent;
    use crate::store::rows::{Cells, NewRow};

    fn place(store: &Store, key: &str) -> crate::model::id::Id {
        let id = store.clock().id();
        let values = [
            Value::Text(key.into()),
            Value::Empty,
            Value::Empty,
            Value::Empty,
            Value::Empty,
        ];
        let row = NewRow {
            id,
            values: &values,
            passage: None,
            attributes: &[],
        };
        store
            .writer(table(Noun::Place))
            .unwrap()
            .insert(&row)
            .unwrap();
        id
    }

    fn operate<T>(store: &Store, work: impl FnOnce(&Store) -> Result<T, StoreError>) -> T {
        let intent = Intent {
            actor: "ana",
            action: "worked",
            undoes: None,
            dry_run: false,
        };
        store.transact(&intent, work).unwrap().value
    }

    fn places(store: &Store) -> Vec<String> {
        let mut keys = Vec::new();
        store
            .each_row(table(Noun::Place), |cells: Cells| {
                keys.extend(cells[0].clone());
                Ok::<_, StoreError>(())
            })
            .unwrap();
        keys
    }

    #[test]
    fn every_state_comes_back_and_the_present_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("s.gainsay");
        let store = Store::create(&path, &Unlock::Plain, "ana", Clock::machine()).unwrap();
        let kabul = operate(&store, |store| Ok(place(store, "kabul")));
        operate(&store, |store| Ok(place(store, "herat")));
        operate(&store, |store| store.remove(table(Noun::Place), kabul));
        let then = |sequence| {
            store
                .as_of(sequence, |store| Ok::<_, StoreError>(places(store)))
                .unwrap()
        };
        assert_eq!(then(0), Vec::<String>::new());
        assert_eq!(then(1), ["kabul"]);
        assert_eq!(then(2), ["herat", "kabul"]);
        assert_eq!(then(3), ["herat"]);
        assert_eq!(places(&store), ["herat"]);
        assert_eq!(store.keys(Noun::Place).unwrap(), ["herat"]);
        assert!(matches!(
            store.as_of(4, |_| Ok::<_, StoreError>(())),
            Err(StoreError::NoSuchOperation(_))
        ));
        store.undo(3, "ana", false).unwrap();
        assert_eq!(
            (then(3), places(&store)),
            (
                vec!["herat".to_owned()],
                vec!["herat".to_owned(), "kabul".to_owned()]
            )
        );
    }

    #[test]
    fn a_failing_look_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("s.gainsay");
        let store = Store::create(&path, &Unlock::Plain, "ana", Clock::machine()).unwrap();
        operate(&store, |store| Ok(place(store, "kabul")));
        let failed = store.as_of(0, |_| Err::<(), _>(StoreError::Busy));
        assert!(matches!(failed, Err(StoreError::Busy)));
        assert_eq!(places(&store), ["kabul"]);
        operate(&store, |store| Ok(place(store, "herat")));
        assert_eq!(places(&store), ["herat", "kabul"]);
    }
}
