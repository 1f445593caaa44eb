//! Rows that a person adds, edits or removes one by one. A typed row goes the way of an import:
//! one check of what may stand, one operation, one undo. It must not know any one column. What
//! a stranger would get wrong: a row may be right and still break others (a claim's value is
//! read by its topic), so the whole study is computed with before anything is kept.

use super::cross_check::{CheckOptions, Checked};
use super::error::ProjectError;
use super::import::take_rows;
use super::study_model::{settings_of, study_of};
use super::{Study, coder_of};
use crate::formats::folder::Folder;
use crate::formats::raw_row::RawRow;
use crate::method::settings::Settings;
use crate::model::study::Study as Model;
use crate::model::table::{Kind, Noun, Table};
use crate::model::tables::{TABLES, table};
use crate::store::Store;
use crate::store::operation::Done;

/// What a person typed of a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedRow {
    /// Cells by the names of the folder's columns; an empty one clears what was there.
    pub cells: Vec<(String, String)>,
    /// `attr.NAME` cells by their name.
    pub attributes: Vec<(String, String)>,
}

/// What became of a row.
pub struct Edited {
    /// Its key.
    pub key: String,
    /// Whether anything is otherwise (or would be, on a dry run).
    pub is_changed: bool,
    /// Warnings of the check.
    pub warnings: Vec<String>,
    /// For a claim: how it stands to every other claim that it is compared with.
    pub others: Option<Checked>,
}

impl Study {
    /// Adds a row.
    ///
    /// # Errors
    /// [`ProjectError::Rejected`] with every fault; refused where the key is taken.
    pub fn add_row(
        &self,
        noun: Noun,
        key: &str,
        typed: &TypedRow,
        dry_run: bool,
    ) -> Result<Edited, ProjectError> {
        let table = table(noun);
        if self.store.id_of(noun, key)?.is_some() {
            return Err(ProjectError::refused(
                format!("{} `{key}` is there already", table.name),
                format!("change it with: gainsay {} edit {key}", command_of(table)),
            ));
        }
        let mut row = RawRow {
            cells: vec![String::new(); table.columns.len()],
            ..RawRow::default()
        };
        let action = format!("added {} {key}", table.name);
        self.put_row(noun, &action, dry_run, |study, store| {
            if let (Noun::Claim, Some(at)) = (noun, table.index_of("coder")) {
                coder_of(store, &study.actor)?;
                row.cells[at] = study.actor.clone();
            }
            put_cells(table, &mut row, key, typed)?;
            Ok((key.to_owned(), row))
        })
    }

    /// Changes cells of a row; the others stay.
    ///
    /// # Errors
    /// As [`Study::add_row`]; [`ProjectError::Unknown`] for a key that nothing has.
    pub fn edit_row(
        &self,
        noun: Noun,
        key: &str,
        typed: &TypedRow,
        dry_run: bool,
    ) -> Result<Edited, ProjectError> {
        self.edit_row_and(noun, (key, typed), dry_run, |_| Ok(()))
    }

    /// Changes cells of a row and, in the same operation, what else `also` changes.
    pub(super) fn edit_row_and(
        &self,
        noun: Noun,
        (key, typed): (&str, &TypedRow),
        dry_run: bool,
        also: impl FnOnce(&Store) -> Result<(), ProjectError>,
    ) -> Result<Edited, ProjectError> {
        let table = table(noun);
        let cells = self.row(noun, key)?;
        let mut row = RawRow {
            line: 0,
            cells: cells.into_iter().map(Option::unwrap_or_default).collect(),
            attributes: self.attributes_of(table, key)?,
        };
        let names: Vec<_> = typed.cells.iter().map(|(name, _)| name.as_str()).collect();
        let action = format!("edited {} {key}: {}", table.name, names.join(", "));
        self.put_row(noun, action.trim_end_matches(": "), dry_run, |_, store| {
            put_cells(table, &mut row, key, typed)?;
            also(store)?;
            Ok((key.to_owned(), row))
        })
    }

    /// Removes a row that nothing else names.
    ///
    /// # Errors
    /// [`ProjectError::Unknown`] for a key that nothing has; refused where other rows name it,
    /// with how many of which.
    pub fn remove_row(
        &self,
        noun: Noun,
        key: &str,
        dry_run: bool,
    ) -> Result<Done<()>, ProjectError> {
        let table = table(noun);
        let Some(id) = self.store.id_of(noun, key)? else {
            return Err(self.unknown(noun, key)?);
        };
        let namers = self.store.named_by(table, id)?;
        if !namers.is_empty() {
            let named: Vec<_> = namers.iter().map(words_of).collect();
            return Err(ProjectError::refused(
                format!(
                    "{} `{key}` is still named by other rows: {}",
                    table.name,
                    named.join(", ")
                ),
                "change or remove those first",
            ));
        }
        let action = format!("removed {} {key}", table.name);
        self.change(&action, dry_run, |store| {
            store.remove(table, id)?;
            still_computes(store)
        })
    }

    /// The next free key for a claim of an interview (else of a source): `I-07-c3`.
    ///
    /// # Errors
    /// What the store says.
    pub fn next_claim_key(&self, of: &str) -> Result<String, ProjectError> {
        let stem = format!("{of}-c");
        let taken = self.store.keys_from(Noun::Claim, &stem)?;
        let numbers = taken
            .iter()
            .filter_map(|key| key[stem.len()..].parse::<u64>().ok());
        let next = numbers.max().map_or(1, |last| last.saturating_add(1));
        Ok(format!("{stem}{next}"))
    }

    /// Takes a row in as one operation and makes sure that the study still computes.
    fn put_row(
        &self,
        noun: Noun,
        action: &str,
        dry_run: bool,
        make: impl FnOnce(&Self, &Store) -> Result<(String, RawRow), ProjectError>,
    ) -> Result<Edited, ProjectError> {
        let done = self.change(action, dry_run, |store| {
            let (key, row) = make(self, store)?;
            let name = format!("{} {key}", table(noun).name);
            let folder = Folder::of_typed_row(table(noun), row, &name, &self.limits);
            let mut report = take_rows(store, &folder)?;
            let (model, settings) = computed(store)?;
            let others = match noun {
                Noun::Claim => Some(self.others_beside(&key, model, settings)?),
                Noun::Rule => {
                    report.warnings.extend(self.rule_may_be_saved(&key)?);
                    None
                }
                _ => None,
            };
            Ok((key, report, others))
        })?;
        let (key, report, others) = done.value;
        Ok(Edited {
            key,
            is_changed: done.operation.is_some(),
            warnings: report.warnings,
            others,
        })
    }

    /// How a claim stands to every other that it is compared with, linked topics too.
    fn others_beside(
        &self,
        claim: &str,
        model: Model,
        settings: Settings,
    ) -> Result<Checked, ProjectError> {
        let options = CheckOptions {
            claim: Some(claim),
            all: true,
            per_block: None,
            ..CheckOptions::default()
        };
        self.check_model(model, &options, settings)
    }

    fn attributes_of(
        &self,
        table: &Table,
        key: &str,
    ) -> Result<Vec<(String, String)>, ProjectError> {
        if !table.has_attributes {
            return Ok(Vec::new());
        }
        let mut all = self.store.attributes(table)?;
        Ok(all.remove(key).unwrap_or_default())
    }
}

/// `1 judgement`, `65 claims`: a table of rows by its plural.
fn words_of((name, count): &(String, u64)) -> String {
    let table = TABLES.iter().find(|table| table.name == name);
    table.map_or_else(|| format!("{count} {name}"), |table| table.counted(*count))
}

/// Puts what was typed into a row.
fn put_cells(
    table: &'static Table,
    row: &mut RawRow,
    key: &str,
    typed: &TypedRow,
) -> Result<(), ProjectError> {
    clear_old_place(table, row, typed);
    for (name, cell) in &typed.cells {
        let at = table.index_of(name).filter(|at| may_be_typed(table, *at));
        let Some(at) = at else {
            return Err(ProjectError::refused(
                format!("`{name}` is no column of {} that can be typed", table.name),
                format!("see them with: gainsay {} add --help", command_of(table)),
            ));
        };
        row.cells[at].clone_from(cell);
    }
    row.cells[0] = key.to_owned();
    for (name, value) in &typed.attributes {
        row.attributes.retain(|(known, _)| known != name);
        if !value.trim().is_empty() {
            row.attributes.push((name.clone(), value.clone()));
        }
    }
    row.attributes.sort_unstable();
    Ok(())
}

/// Who types where words stand means that place alone: what the row said of its old one goes, and
/// with it that it was an orphan.
fn clear_old_place(table: &'static Table, row: &mut RawRow, typed: &TypedRow) {
    let of_place = ["start", "end", "quote", "anchor"];
    let says_place = |(name, cell): &(String, String)| {
        of_place[..3].contains(&name.as_str()) && !cell.trim().is_empty()
    };
    if table.is_anchored() && typed.cells.iter().any(says_place) {
        for at in of_place.iter().filter_map(|name| table.index_of(name)) {
            row.cells[at].clear();
        }
    }
}

/// The command by which rows of a table are typed.
pub fn command_of(table: &Table) -> &'static str {
    match table.noun {
        Noun::Code => "codebook",
        _ => table.name,
    }
}

/// Whether a column's cell can be typed: texts come in with an import alone.
pub fn may_be_typed(table: &Table, at: usize) -> bool {
    !matches!(
        table.columns[at].kind,
        Kind::Key | Kind::Name | Kind::Transcript(_)
    )
}

/// Refuses what would leave a study that the cross-check cannot read.
pub(super) fn still_computes(store: &Store) -> Result<(), ProjectError> {
    computed(store).map(drop)
}

/// The study as the cross-check reads it, with its settings.
fn computed(store: &Store) -> Result<(Model, Settings), ProjectError> {
    let read = settings_of(store).and_then(|settings| Ok((study_of(store, &settings)?, settings)));
    match read {
        Err(ProjectError::Refused { what, .. }) => Err(ProjectError::refused(
            format!("other rows would no longer stand: {what}"),
            "change those rows first",
        )),
        read => read,
    }
}
