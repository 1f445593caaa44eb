//! Bringing rows in: a study folder, or one of its files. Everything is checked, nothing is
//! written unless all of it is right (or the bad rows are to be skipped), and the whole
//! import is one operation that one `undo` takes back. A stranger would check a row when it
//! is written: a row may name one further down, so keys are collected first.

use super::Study;
use super::complaints::Complaints;
use super::error::ProjectError;
use super::export::refuse_half_written;
use super::passages::Texts;
use super::study_model::{ModelFault, keep_claims, settings_of};
use crate::formats::complaint::Complaint;
use crate::formats::folder::Folder;
use crate::formats::raw_row::RawRow;
use crate::method::settings::Settings;
use crate::model;
use crate::model::builder::StudyBuilder;
use crate::model::id::Id;
use crate::model::key_book::KeyBook;
use crate::model::table::{Noun, Table, Value};
use crate::model::tables::TABLES;
use crate::report::counted;
use crate::store::Store;
use crate::store::operation::Intent;
use crate::store::rows::{Cells, NewRow, PlacedPassage, TableWriter};
use std::collections::{BTreeSet, HashMap};
use std::path::Path;

mod attributes;
mod checks;
mod coding_place;
mod decided;
mod existing;
mod kept;
mod keys;
mod report;
mod row;
mod skipping;
mod spoken_of;
mod strangers;
mod texts;

use attributes::DeclaredAttributes;
use decided::Decided;
use existing::{Existing, Found};
use kept::Kept;
use keys::named_by_key;
pub use report::{ImportOptions, ImportReport, TableReport};
use skipping::Refused;
use texts::NewText;

/// From how many new or changed claims on an import reads them for the first check too, which adds
/// less than a tenth to its time.
const LEAST_CLAIMS_TO_READ: u64 = 10_000;

impl Study {
    /// Imports a study folder.
    ///
    /// # Errors
    /// [`ProjectError::Rejected`] with every fault; then nothing was written. Refused where an export
    /// of the folder was stopped half way.
    pub fn import_folder(
        &self,
        path: &Path,
        options: ImportOptions,
    ) -> Result<ImportReport, ProjectError> {
        refuse_half_written(path)?;
        let folder = Folder::open(path, &self.limits)?;
        let name = path
            .canonicalize()
            .ok()
            .and_then(|path| Some(path.file_name()?.to_string_lossy().into_owned()));
        let action = format!("imported the study folder {}", name.unwrap_or_default());
        self.import(&folder, action.trim_end(), options)
    }

    /// Imports one CSV file as the table it is named for.
    ///
    /// # Errors
    /// As [`Study::import_folder`].
    pub fn import_csv(
        &self,
        table: &Table,
        file: &Path,
        options: ImportOptions,
    ) -> Result<ImportReport, ProjectError> {
        let folder = Folder::of_csv(table, file, &self.limits);
        self.import(
            &folder,
            &format!("imported {}", table.plural.replace('_', " ")),
            options,
        )
    }

    /// Imports one file of rules.
    ///
    /// # Errors
    /// As [`Study::import_folder`].
    pub fn import_rules(
        &self,
        file: &Path,
        options: ImportOptions,
    ) -> Result<ImportReport, ProjectError> {
        let folder = Folder::of_rules(file, &self.limits)?;
        self.import(&folder, "imported rules", options)
    }

    fn import(
        &self,
        folder: &Folder,
        action: &str,
        options: ImportOptions,
    ) -> Result<ImportReport, ProjectError> {
        let intent = Intent {
            actor: &self.actor,
            action,
            undoes: None,
            dry_run: options.dry_run,
        };
        let done = self.store.transact(&intent, |store| {
            skipping::import_rows(store, folder, options)
        })?;
        let mut report = done.value;
        report.operation = done.operation.filter(|_| !options.dry_run);
        if report.operation.is_some() && report.touched(Noun::Claim) >= LEAST_CLAIMS_TO_READ {
            // The import is done; a fault in the claims is told by whoever computes with them.
            let _ =
                settings_of(&self.store).and_then(|settings| keep_claims(&self.store, &settings));
        }
        Ok(report)
    }
}

/// Takes the rows of a folder into the operation that is open.
///
/// # Errors
/// As [`Study::import_folder`].
pub(super) fn take_rows(store: &Store, folder: &Folder) -> Result<ImportReport, ProjectError> {
    skipping::import_rows(store, folder, ImportOptions::default())
}

struct Importer<'s> {
    store: &'s Store,
    folder: &'s Folder,
    options: ImportOptions,
    keys: KeyBook,
    /// Keys of this file that the study does not have yet, with the ids they will get.
    ids: HashMap<Noun, HashMap<Box<str>, Id>>,
    lines: HashMap<(Noun, Box<str>), u64>,
    complaints: Complaints,
    texts: Texts,
    read_texts: BTreeSet<String>,
    builder: Option<StudyBuilder>,
    settings: Settings,
    /// The study without its claims.
    model: Option<model::study::Study>,
    /// How many codings were left as people decided here.
    settled: u64,
    /// What else was left as people decided here.
    kept: Kept,
    /// How many claims name an interview that their source was not in.
    strangers: u64,
    attributes: DeclaredAttributes,
    /// The line on which each text was given to each coder.
    assigned: HashMap<[String; 3], u64>,
    /// Rows that an earlier reading of the same folder refused.
    refused: Refused,
    /// Rows that this reading refuses, though they were written already.
    refused_late: Refused,
    /// Codes that were retired before this import began.
    retired: Vec<String>,
    /// Whether something is wrong that leaving rows out does not mend.
    is_hopeless: bool,
    report: ImportReport,
}

/// A row whose cells were all right.
struct GoodRow {
    values: Vec<Value>,
    canonical: Cells,
    passage: Option<PlacedPassage>,
    texts: Vec<NewText>,
}

impl<'s> Importer<'s> {
    fn new(store: &'s Store, folder: &'s Folder, options: ImportOptions, refused: Refused) -> Self {
        Self {
            store,
            folder,
            options,
            keys: KeyBook::default(),
            ids: HashMap::new(),
            lines: HashMap::new(),
            complaints: Complaints::default(),
            texts: Texts::default(),
            read_texts: BTreeSet::new(),
            builder: None,
            settings: Settings::default(),
            model: None,
            settled: 0,
            kept: Kept::default(),
            strangers: 0,
            assigned: HashMap::new(),
            attributes: DeclaredAttributes::default(),
            refused,
            refused_late: Refused::default(),
            retired: Vec::new(),
            is_hopeless: false,
            report: ImportReport::default(),
        }
    }

    /// Reads the folder; gives back the rows to be left out where it must be read again.
    fn run(mut self) -> Result<Result<ImportReport, Refused>, ProjectError> {
        self.report
            .warnings
            .extend_from_slice(self.folder.warnings());
        self.retired = self.store.retired_codes()?;
        for table in TABLES {
            if table.noun == Noun::Source {
                self.attributes = DeclaredAttributes::of(self.store)?;
            }
            if table.noun == Noun::Coding {
                // Everything a claim names is there now; codings and claims come behind.
                if self.may_change_model() {
                    self.check_model()?;
                }
                self.weigh_versions()?;
            }
            self.table(table)?;
        }
        self.tell_of_earlier();
        self.tell_of_settled();
        self.tell_of_kept();
        self.check_kept_claims()?;
        self.check_details()?;
        if !self.refused_late.is_empty() && !self.is_hopeless {
            return Ok(Err(self.refused_late));
        }
        let refused = self.is_hopeless || (!self.complaints.is_empty() && !self.options.skip_bad);
        self.count_unnamed_strangers();
        let (shown, total) = self.complaints.into_parts();
        if refused {
            return Err(ProjectError::Rejected { shown, total });
        }
        self.report.skipped = shown;
        self.report.skipped_total = total;
        self.report.foreign = self.folder.foreign_files(&self.read_texts);
        Ok(Ok(self.report))
    }

    /// Whether the folder has anything but codings: those are no part of the model.
    fn may_change_model(&self) -> bool {
        let mut others = TABLES.iter().filter(|table| table.noun != Noun::Coding);
        others.any(|table| self.folder.has(table))
    }

    fn tell_of_earlier(&mut self) {
        let rows = self.texts.from_earlier;
        if rows > 0 {
            self.report.warnings.push(format!(
                "{} named a place in an earlier version of the text and went to where it is now",
                counted(rows, "row")
            ));
        }
    }

    fn table(&mut self, table: &'static Table) -> Result<(), ProjectError> {
        if !self.folder.has(table) {
            return self.know_existing(table);
        }
        if let Err(complaint) = self.collect_keys(table) {
            self.complaints.note(complaint);
            return Ok(());
        }
        if self.options.skip_bad {
            self.drop_keys_of_bad_rows(table)?;
        }
        let (existing, decided) = match self.folder.is_typed() {
            // Who types a row says what it is to be now.
            true => (Existing::of_typed(self.store, table)?, Decided::default()),
            false => (
                Existing::of(self.store, table)?,
                Decided::of(self.store, table)?,
            ),
        };
        let mut run = TableRun {
            existing,
            decided,
            writer: self.store.writer(table)?,
            seen: HashMap::new(),
            later: Vec::new(),
            report: TableReport::default(),
        };
        let mut failure = None;
        let folder = self.folder;
        let warnings = folder.each_row(table, |row| {
            if failure.is_none() {
                failure = self.take(table, &mut run, row).err();
            }
        });
        failure.map_or(Ok(()), Err)?;
        self.take_later(table, &mut run)?;
        run.writer.finish()?;
        match warnings {
            Ok(warnings) => self.report.warnings.extend(warnings),
            Err(complaint) => self.complaints.note(complaint),
        }
        if table.noun == Noun::Interview {
            self.refuse_shared_paths()?;
        }
        if run.report != TableReport::default() {
            self.report.tables.push((table, run.report));
        }
        Ok(())
    }

    fn take(
        &mut self,
        table: &'static Table,
        run: &mut TableRun<'_>,
        row: Result<&RawRow, Complaint>,
    ) -> Result<(), ProjectError> {
        let read = match row {
            Ok(row) => match self.refuse_twice(table, run, row) {
                Some(complaint) => Err(vec![complaint]),
                None => self.read_row(table, row)?.map(|good| (row, good)),
            },
            Err(complaint) => Err(vec![complaint]),
        };
        match read {
            Ok((row, good)) => self.keep(table, run, row, good),
            Err(faults) => {
                // A quote that does not fit takes more than one line with it.
                run.report.skipped += faults.iter().map(|fault| fault.lines).max().unwrap_or(1);
                faults
                    .into_iter()
                    .for_each(|fault| self.complaints.note(fault));
                Ok(())
            }
        }
    }

    fn keep(
        &mut self,
        table: &'static Table,
        run: &mut TableRun<'_>,
        row: &RawRow,
        mut good: GoodRow,
    ) -> Result<(), ProjectError> {
        match self.find(table, run, row, &mut good)? {
            Found::Later => run.later.push((row.clone(), good)),
            known => self.keep_as(table, run, (row, good), known)?,
        }
        Ok(())
    }

    /// Takes the codings that waited: first those that say just what the study has, whatever the
    /// form, so that none of the others is taken for it.
    fn take_later(
        &mut self,
        table: &'static Table,
        run: &mut TableRun<'_>,
    ) -> Result<(), ProjectError> {
        let mut others = Vec::new();
        for (row, good) in std::mem::take(&mut run.later) {
            match self.claim(&mut run.decided, &good)? {
                true => self.keep_as(table, run, (&row, good), Found::Same)?,
                false => others.push((row, good)),
            }
        }
        for (row, good) in others {
            let known = self.find_later(&mut run.decided, &good)?;
            self.keep_as(table, run, (&row, good), known)?;
        }
        Ok(())
    }

    fn keep_as(
        &mut self,
        table: &'static Table,
        run: &mut TableRun<'_>,
        (row, good): (&RawRow, GoodRow),
        known: Found,
    ) -> Result<(), ProjectError> {
        if matches!(known, Found::No | Found::Other(_))
            && let Some(complaint) = self.refuse_retired(table, row)
        {
            run.report.skipped += 1;
            self.complaints.note(complaint);
            return Ok(());
        }
        let id = match &known {
            Found::Same | Found::Later => {
                run.report.unchanged += 1;
                None
            }
            Found::Written => {
                run.report.changed += 1;
                None
            }
            Found::Other(id) => Some(*id),
            Found::No => Some(self.new_id(table, good.canonical[0].as_deref())),
        };
        if let (Some(key), true) = (good.canonical[0].as_deref(), keeps_lines(table, row)) {
            self.lines.insert((table.noun, key.into()), row.line);
        }
        if let Some(id) = id {
            let new = NewRow {
                id,
                values: &good.values,
                passage: good.passage.as_ref(),
                attributes: &row.attributes,
            };
            if matches!(known, Found::No) {
                match table.noun {
                    // Its texts hang on it, which come next.
                    Noun::Interview => run.writer.insert(&new)?,
                    _ => run.writer.insert_among_others(&new)?,
                }
                run.report.new += 1;
            } else {
                run.writer.update(&new)?;
                run.report.changed += 1;
            }
        }
        if table.noun == Noun::Interview {
            self.keep_texts(table, row, &good)?;
        }
        if table.noun == Noun::Rule {
            self.warn_of_examples(row, &good.canonical);
        }
        if table.noun == Noun::Claim {
            self.doubt_interview(table, row);
        }
        Ok(())
    }

    fn new_id(&self, table: &Table, key: Option<&str>) -> Id {
        key.and_then(|key| self.ids.get(&table.noun)?.get(key).copied())
            .unwrap_or_else(|| self.store.clock().id())
    }
}

/// What one table's reading needs at hand.
struct TableRun<'s> {
    existing: Existing,
    decided: Decided,
    writer: TableWriter<'s>,
    seen: HashMap<u64, u64>,
    /// Codings that wait until the whole file was read.
    later: Vec<(RawRow, GoodRow)>,
    report: TableReport,
}

/// Whether the line of a row is held, to tell it when the model refuses the row later; of claims, which may
/// be millions, only that of those that list details.
fn keeps_lines(table: &Table, row: &RawRow) -> bool {
    match table.noun {
        Noun::Claim => {
            (table.index_of("general_of")).is_some_and(|at| !row.cells[at].trim().is_empty())
        }
        _ => table.key_column().is_some(),
    }
}

#[cfg(test)]
mod tests;
