//! Taking an operation back, and bringing it back again. An undo is an operation too: it
//! puts every row that the other touched to what it was before, and history keeps both. A
//! stranger would replay the changes one by one; the first change of each row already says
//! how it was, so the work is by table, children before parents.

use super::Store;
use super::error::StoreError;
use super::history::KeptTable;
use super::operation::{Done, Intent};
use rusqlite::params;
use std::collections::{BTreeMap, HashSet};

impl Store {
    /// Takes one operation back.
    ///
    /// # Errors
    /// As [`Store::undo_and`].
    #[cfg(test)]
    pub fn undo(&self, sequence: i64, actor: &str, dry_run: bool) -> Result<Done<()>, StoreError> {
        self.undo_and(sequence, actor, dry_run, |_| Ok(()))
    }

    /// Takes one operation back and then lets `settle` set right, in the same operation, what
    /// came back out of a state that is gone.
    ///
    /// # Errors
    /// [`StoreError::Overtaken`] where a later operation touched the same rows,
    /// [`StoreError::NoSuchOperation`] where there is none or it is undone already; what `settle`
    /// says.
    pub fn undo_and<E: From<StoreError>>(
        &self,
        sequence: i64,
        actor: &str,
        dry_run: bool,
        settle: impl FnOnce(&Self) -> Result<(), E>,
    ) -> Result<Done<()>, E> {
        let operation = self.operation(sequence)?;
        let verb = if operation.undoes.is_some() {
            "redid"
        } else {
            "undid"
        };
        let about = operation.undoes.unwrap_or(sequence);
        let action = format!(
            "{verb} operation {about}: {}",
            self.operation(about)?.action
        );
        self.transact(
            &Intent {
                actor,
                action: &action,
                undoes: Some(sequence),
                dry_run,
            },
            |store| {
                let effects = store.effects()?;
                effects.refuse_undone(sequence)?;
                store.refuse_overtaken(sequence, &effects)?;
                store.restore(sequence)?;
                settle(store)
            },
        )
    }

    /// The operations that hold: neither an undo, nor taken back by one that holds.
    ///
    /// # Errors
    /// What the database says.
    pub fn standing_operations(&self) -> Result<HashSet<i64>, StoreError> {
        let effects = self.effects()?;
        let all = effects.undoes.keys();
        Ok(all.filter(|one| effects.stands(**one)).copied().collect())
    }

    /// The newest operation that an undo would take back: the last that is neither an undo
    /// nor undone.
    ///
    /// # Errors
    /// What the database says.
    pub fn last_undoable(&self) -> Result<Option<i64>, StoreError> {
        let effects = self.effects()?;
        let mut newest_first = effects.undoes.keys().rev();
        Ok(newest_first.find(|one| effects.stands(**one)).copied())
    }

    /// The undo that a redo would take back: the newest that still holds. Whether something
    /// else was done to its rows since is seen when it is taken back.
    ///
    /// # Errors
    /// What the database says.
    pub fn last_redoable(&self) -> Result<Option<i64>, StoreError> {
        let effects = self.effects()?;
        let is_redoable = |(one, undoes): &(&i64, &Option<i64>)| {
            undoes.is_some_and(|of| effects.is_first(of)) && !effects.undone.contains(*one)
        };
        let found = effects.undoes.iter().rev().find(is_redoable);
        Ok(found.map(|(one, _)| *one))
    }

    /// What became of the operations before the one that is open.
    fn effects(&self) -> Result<Effects, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "select sequence, undoes from operation
             where sequence not in (select sequence from open_operation)
             order by sequence desc",
        )?;
        let mut rows = statement.query([])?;
        let mut effects = Effects::default();
        while let Some(row) = rows.next()? {
            effects.note(row.get(0)?, row.get(1)?);
        }
        Ok(effects)
    }

    /// Refuses where a row was touched by a later operation whose effect still stands.
    fn refuse_overtaken(&self, sequence: i64, effects: &Effects) -> Result<(), StoreError> {
        let mut statement = self.connection.prepare(
            "select distinct later.operation from digest as later
             where later.operation > ?1 and exists (
               select 1 from digest as mine
               where mine.operation = ?1 and mine.noun = later.noun and mine.row = later.row)
             order by later.operation",
        )?;
        let mut later = statement
            .query_map([sequence], |row| row.get(0))?
            .collect::<Result<Vec<i64>, _>>()?;
        later.retain(|number| effects.stands(*number));
        if later.is_empty() {
            return Ok(());
        }
        Err(StoreError::Overtaken {
            operation: sequence,
            later,
        })
    }

    fn restore(&self, sequence: i64) -> Result<(), StoreError> {
        self.note_first_changes(sequence)?;
        // Children before parents when rows go, so that a parent's check finds no child left;
        // the order of tables in a study's schema is parents first.
        for table in self.kept.iter().rev() {
            self.remove_touched(sequence, table)?;
        }
        for table in &self.kept {
            self.bring_back(table)?;
        }
        self.connection
            .execute_batch("delete from derived_first_change")?;
        self.refuse_notes_on_nothing()
    }

    /// A note may speak of a row of any noun, so no foreign key keeps that row.
    fn refuse_notes_on_nothing(&self) -> Result<(), StoreError> {
        if self.about_faults()?.is_empty() {
            return Ok(());
        }
        Err(StoreError::Rule(
            "a row that a memo or a follow-up speaks of would be gone".to_owned(),
        ))
    }

    /// The first change of each row in the operation says what the row was before it.
    fn note_first_changes(&self, sequence: i64) -> Result<(), StoreError> {
        self.connection.execute_batch(
            "create table if not exists derived_first_change (
               number integer primary key, noun text not null, row blob not null, old text
             ) strict;
             delete from derived_first_change;",
        )?;
        // SQLite takes `old` from the row that has the minimum.
        self.connection.execute(
            "insert into derived_first_change (number, noun, row, old)
             select min(number), noun, row, old from change
             where number >= (select first_change from operation where sequence = ?1)
               and number < coalesce(
                 (select first_change from operation where sequence > ?1 order by sequence limit 1),
                 9223372036854775807)
             group by noun, row",
            [sequence],
        )?;
        Ok(())
    }

    fn remove_touched(&self, sequence: i64, table: &KeptTable) -> Result<(), StoreError> {
        let name = &table.name;
        self.connection.execute(
            &format!("delete from {name} where id in (select row from digest where operation = ?1 and noun = ?2)"),
            params![sequence, name],
        )?;
        Ok(())
    }

    fn bring_back(&self, table: &KeptTable) -> Result<(), StoreError> {
        let name = &table.name;
        self.connection.execute(
            &format!(
                "insert into {name} ({}) select {} from derived_first_change
                 where noun = ?1 and old is not null order by number",
                table.listed(),
                table.from_json()
            ),
            [name],
        )?;
        Ok(())
    }
}

/// Which operations there are, and which of them an undo took back that was not itself undone.
#[derive(Default)]
struct Effects {
    /// What each takes back, where it is an undo.
    undoes: BTreeMap<i64, Option<i64>>,
    undone: HashSet<i64>,
}

impl Effects {
    /// Takes the next older operation: whatever undoes it was noted before.
    fn note(&mut self, sequence: i64, undoes: Option<i64>) {
        self.undoes.insert(sequence, undoes);
        if let (Some(of), false) = (undoes, self.undone.contains(&sequence)) {
            self.undone.insert(of);
        }
    }

    fn is_first(&self, sequence: i64) -> bool {
        self.undoes.get(&sequence) == Some(&None)
    }

    /// Whether an operation still changes what is there: no undo, and not undone.
    fn stands(&self, sequence: i64) -> bool {
        self.is_first(sequence) && !self.undone.contains(&sequence)
    }

    fn refuse_undone(&self, sequence: i64) -> Result<(), StoreError> {
        if self.undone.contains(&sequence) {
            return Err(StoreError::NoSuchOperation(format!(
                "operation {sequence} is undone already"
            )));
        }
        Ok(())
    }
}
