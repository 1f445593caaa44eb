//! The keys of a file, read before its rows, so that a row may name one further down. Of
//! claims only those are held that other cells mention: a file of ten million is read in the
//! memory of its mentions.

use super::{Importer, TableRun};
use crate::formats::complaint::Complaint;
use crate::formats::raw_row::RawRow;
use crate::model::cell::items;
use crate::model::table::{Kind, Noun, Table};
use crate::model::tables::TABLES;
use crate::project::error::ProjectError;
use crate::store::text::hash;
use std::collections::HashSet;

impl Importer<'_> {
    /// Puts the keys of a table that the folder lacks into the book, for others to name.
    pub(super) fn know_existing(&mut self, table: &'static Table) -> Result<(), ProjectError> {
        let noun = table.noun;
        let is_named = named_by_key(table) && noun != Noun::Claim && self.may_be_named(noun);
        if is_named && !self.know_typed(noun)? {
            self.keys.put_all(noun, self.store.ids_by_key(noun)?);
        }
        Ok(())
    }

    /// Whether a cell of the folder could name a row of this noun.
    fn may_be_named(&self, noun: Noun) -> bool {
        let read = TABLES.iter().filter(|table| self.folder.has(table));
        let mut columns = read.flat_map(|table| table.columns);
        columns.any(|column| may_name(column.kind, noun))
    }

    /// Looks up just the keys that a typed row names: to type one row must not read all keys of the
    /// study. `false` where one is not there, or may be spelled otherwise: then all are needed.
    fn know_typed(&mut self, noun: Noun) -> Result<bool, ProjectError> {
        if !self.folder.is_typed() {
            return Ok(false);
        }
        for cell in self.typed_names_of(noun) {
            let id = match cell {
                Some(ref key) => self.store.id_of(noun, key)?,
                None => None,
            };
            match cell.zip(id) {
                Some((key, id)) => self.keys.put(noun, &key, id),
                None => return Ok(false),
            }
        }
        Ok(true)
    }

    /// What typed cells say of rows of a noun: a key, or nothing where it takes more to read them.
    fn typed_names_of(&self, noun: Noun) -> Vec<Option<String>> {
        let mut names = Vec::new();
        for table in TABLES.iter().filter(|table| self.folder.has(table)) {
            let read = self.folder.each_row(table, |row| {
                let Ok(row) = row else { return };
                let cells = table.columns.iter().zip(&row.cells);
                let said = cells.filter(|(column, cell)| {
                    may_name(column.kind, noun) && !cell.trim().is_empty()
                });
                names.extend(said.map(|(column, cell)| match column.kind {
                    Kind::Reference(_) => Some(cell.trim().to_owned()),
                    _ => None,
                }));
            });
            if read.is_err() {
                names.push(None);
            }
        }
        names
    }

    /// Reads the keys of a file, so that a row may name one further down. Of claims only
    /// those that are mentioned are held.
    pub(super) fn collect_keys(&mut self, table: &'static Table) -> Result<(), Complaint> {
        let store_failed =
            |error| Complaint::of_file(table.file(), format!("{error}"), "see gainsay verify");
        let mentioned = self.mentioned_claims(table)?;
        for key in &mentioned {
            if let Some(id) = self.store.id_of(Noun::Claim, key).map_err(store_failed)? {
                self.keys.put(Noun::Claim, key, id);
            }
        }
        if !named_by_key(table) {
            return Ok(());
        }
        if table.noun != Noun::Claim {
            self.keys.put_all(
                table.noun,
                self.store.ids_by_key(table.noun).map_err(store_failed)?,
            );
        } else if mentioned.is_empty() {
            return Ok(());
        }
        let (keys, ids, store) = (&mut self.keys, &mut self.ids, self.store);
        let is_claim = table.noun == Noun::Claim;
        self.folder.each_row(table, |row| {
            let Ok(row) = row else { return };
            let key = row.cells[0].trim();
            let wanted = !key.is_empty() && (!is_claim || mentioned.contains(key));
            if wanted && keys.find(table.noun, key).is_none() {
                let id = store.clock().id();
                keys.put(table.noun, key, id);
                ids.entry(table.noun).or_default().insert(key.into(), id);
            }
        })?;
        Ok(())
    }

    /// The keys of claims that the cells of a file name.
    pub(super) fn mentioned_claims(
        &self,
        table: &'static Table,
    ) -> Result<HashSet<String>, Complaint> {
        let columns: Vec<_> = (0..table.columns.len())
            .filter(|at| may_name(table.columns[*at].kind, Noun::Claim))
            .collect();
        let mut mentioned = HashSet::new();
        if columns.is_empty() {
            return Ok(mentioned);
        }
        self.folder.each_row(table, |row| {
            let Ok(row) = row else { return };
            for cell in columns
                .iter()
                .map(|at| row.cells[*at].as_str())
                .filter(|cell| !cell.is_empty())
            {
                let names = items(cell).map(|item| item.strip_prefix("claim:").unwrap_or(item));
                mentioned.extend(names.map(str::to_owned));
            }
        })?;
        Ok(mentioned)
    }

    /// A key that stood further up in the same file. Keys are held by their hash: a file of
    /// ten million is read in the memory of their hashes.
    pub(super) fn refuse_twice(
        &self,
        table: &'static Table,
        run: &mut TableRun<'_>,
        row: &RawRow,
    ) -> Option<Complaint> {
        let column = table.key_column()?;
        let key = row.cells[0].trim();
        if key.is_empty() {
            return None;
        }
        let first = run.seen.insert(short_hash(key), row.line)?;
        Some(
            Complaint::of_file(
                &self.folder.file_name(table),
                format!("stands on line {first} already"),
                "give each row a key of its own",
            )
            .on_line(row.line)
            .at(column, key),
        )
    }
}

/// Whether others may name rows of a table by their key.
pub(super) fn named_by_key(table: &Table) -> bool {
    table
        .key_column()
        .is_some_and(|column| column.kind == Kind::Key)
}

/// Whether a cell of such a column may name rows of a noun.
fn may_name(kind: Kind, noun: Noun) -> bool {
    match kind {
        Kind::Reference(of)
        | Kind::References(of)
        | Kind::Tagged(of, _)
        | Kind::ReferenceOrText(of)
        | Kind::ReferencesOrTexts(of) => of == noun,
        Kind::Either(nouns) => nouns.contains(&noun),
        Kind::About => true,
        _ => false,
    }
}

/// The first eight bytes of a hash: two of ten million keys agree by chance once in 300,000 files.
fn short_hash(key: &str) -> u64 {
    let bytes = hash(key.as_bytes());
    u64::from_be_bytes([
        bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5], bytes[6], bytes[7],
    ])
}
