//! Leaving bad rows out. A row that names a bad row is bad too, and some rows turn out bad only
//! when all stand side by side; then everything is taken back and the folder is read again
//! without them. A stranger would delete a bad row where it is found: the study may have had it
//! before, in a form that was right, and others name it.

use super::{ImportOptions, ImportReport, Importer, named_by_key};
use crate::formats::complaint::Complaint;
use crate::formats::folder::Folder;
use crate::formats::raw_row::RawRow;
use crate::model::table::{Noun, Table};
use crate::project::error::ProjectError;
use crate::store::Store;
use std::collections::HashMap;

/// Rows that are to be left out, by noun and key, and why.
pub(super) type Refused = HashMap<(Noun, Box<str>), Complaint>;

/// Imports a folder, again and again until no more rows have to be left out.
pub(super) fn import_rows(
    store: &Store,
    folder: &Folder,
    options: ImportOptions,
) -> Result<ImportReport, ProjectError> {
    let mut refused = Refused::default();
    loop {
        let importer = Importer::new(store, folder, options, refused.clone());
        match store.attempt(|| importer.run())? {
            Ok(report) => return Ok(report),
            Err(more) => refused.extend(more),
        }
    }
}

impl Importer<'_> {
    /// What an earlier reading of the folder said of a row.
    pub(super) fn refused_before(&self, table: &Table, row: &RawRow) -> Option<Complaint> {
        if self.refused.is_empty() || table.key_column().is_none() {
            return None;
        }
        let key = row.cells[0].trim().into();
        self.refused.get(&(table.noun, key)).cloned()
    }

    /// Refuses a row that was written already. Where bad rows are left out and it stands in
    /// this folder, the next reading leaves it out; else nothing is imported.
    pub(super) fn refuse_late(&mut self, noun: Noun, key: &str, complaint: Complaint) {
        let row = (noun, key.into());
        let can_be_left_out = self.options.skip_bad && self.lines.contains_key(&row);
        if can_be_left_out {
            self.refused_late.entry(row).or_insert(complaint);
        } else {
            self.is_hopeless = true;
            self.complaints.note(complaint);
        }
    }

    /// Where bad rows are skipped, rows that name them are bad too: their keys go, until no
    /// more do.
    pub(super) fn drop_keys_of_bad_rows(
        &mut self,
        table: &'static Table,
    ) -> Result<(), ProjectError> {
        if !named_by_key(table) {
            return Ok(());
        }
        // The rows are read once more when they are taken, and told of then.
        let from_earlier = self.texts.from_earlier;
        self.drop_keys(table)?;
        self.texts.from_earlier = from_earlier;
        Ok(())
    }

    fn drop_keys(&mut self, table: &'static Table) -> Result<(), ProjectError> {
        loop {
            let mut bad: Vec<String> = Vec::new();
            let mut failure = None;
            let folder = self.folder;
            folder.each_row(table, |row| {
                let Ok(row) = row else { return };
                match self.read_row(table, row) {
                    Ok(Ok(_)) => {}
                    Ok(Err(_)) => bad.push(row.cells[0].trim().to_owned()),
                    Err(error) => failure = Some(error),
                }
            })?;
            failure.map_or(Ok(()), Err)?;
            bad.retain(|key| {
                self.ids
                    .get(&table.noun)
                    .is_some_and(|ids| ids.contains_key(key.as_str()))
            });
            if bad.is_empty() {
                return Ok(());
            }
            for key in bad {
                self.keys.drop_key(table.noun, &key);
                self.ids.entry(table.noun).or_default().remove(key.as_str());
            }
        }
    }
}
