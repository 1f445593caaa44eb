//! A study as a study folder: every table in its file, every text under its path, exact, so
//! that a folder that was imported comes out in its canonical form.

use super::Study;
use super::error::ProjectError;
use super::release::{Audience, Bundle, Release, ReleasedFile};
use crate::formats::csv_out::CsvWriter;
use crate::formats::folder::Folder;
use crate::formats::text_in::check_path;
use crate::formats::toml_out::section_text;
use crate::model::table::{Kind, Noun, Place, Table};
use crate::model::tables::{self, TABLES};
use crate::store::error::StoreError;
use crate::store::rows::Cells;
use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;

/// A study folder is one by its `study.toml`.
const FOLDER: Bundle = Bundle {
    noun: "a study",
    whole: "study.toml",
    unfinished: "unfinished-study.txt",
};

/// Refuses a study folder of which the export was stopped half way: rows that are not there would
/// not be missed.
///
/// # Errors
/// [`ProjectError::Refused`].
pub(super) fn refuse_half_written(folder: &Path) -> Result<(), ProjectError> {
    match folder.join(FOLDER.unfinished).exists() {
        false => Ok(()),
        true => Err(ProjectError::refused(
            format!(
                "the folder holds half of an export: {} is in it",
                FOLDER.unfinished
            ),
            "export the study again with --yes, or remove that file if you know the others to be whole",
        )),
    }
}

/// A study folder that was written.
#[derive(Debug)]
pub struct ExportedFolder {
    /// The files that were written.
    pub files: Vec<ReleasedFile>,
    /// Texts of the study that stood there before and that no interview names now. They stay:
    /// nobody knows whether the study wrote them.
    pub left: Vec<String>,
}

impl Study {
    /// Writes the study folder. A folder that holds other things is left alone; one that holds
    /// a study is written over only when `replace` is set.
    ///
    /// # Errors
    /// [`ProjectError::Refused`] for such a folder, [`ProjectError::Write`] where the disk says no.
    pub fn export_folder(
        &self,
        audience: Audience,
        folder: &Path,
        replace: bool,
    ) -> Result<ExportedFolder, ProjectError> {
        FOLDER.refuse_another(folder, replace)?;
        let before = self.texts_of_folder(folder);
        let files = self.release(audience, folder, |release| {
            release.together(&FOLDER, |release| self.write_folder(release))
        })?;
        remove_stale(folder, &files)?;
        let is_left = |name: &String| {
            !files.iter().any(|file| file.name == *name) && folder.join(name).is_file()
        };
        let left = before.into_iter().filter(is_left).collect();
        Ok(ExportedFolder { files, left })
    }

    /// The texts that the interviews of a study folder name; none where it cannot be read, for
    /// then nobody knows whose the files are.
    fn texts_of_folder(&self, folder: &Path) -> BTreeSet<String> {
        let mut texts = BTreeSet::new();
        let table = tables::table(Noun::Interview);
        let Ok(study) = Folder::open(folder, &self.limits) else {
            return texts;
        };
        if !study.has(table) {
            return texts;
        }
        let _ = study.each_row(table, |row| {
            let Ok(row) = row else { return };
            let cells = table.columns.iter().zip(&row.cells);
            let named = cells.filter(|(column, _)| matches!(column.kind, Kind::Transcript(_)));
            let named = named
                .map(|(_, cell)| cell.trim())
                .filter(|path| !path.is_empty());
            // A path that leaves the folder is no file of an export.
            texts.extend(
                named
                    .filter(|path| check_path(path).is_ok())
                    .map(str::to_owned),
            );
        });
        texts
    }

    fn write_folder(&self, release: &mut Release) -> Result<(), ProjectError> {
        for name in ["study.toml", "rules.toml"] {
            let text = self.toml_text(name)?;
            // A study folder is one by its study.toml, however empty.
            if !text.is_empty() || name == "study.toml" {
                release.file(name, |out| {
                    write_text(out, name, text.trim_end_matches('\n'))
                })?;
            }
        }
        for table in TABLES {
            if let Place::Csv(name) = table.place
                && self.store.count(table)? > 0
            {
                release.file(name, |out| self.write_table(out, table, name))?;
            }
        }
        let mut written = BTreeSet::new();
        self.store.each_transcript(|text| {
            if written.insert(text.path.clone()) {
                release.file(&text.path, |out| {
                    write_bytes(out, &text.path, text.body.as_bytes())
                })?;
            }
            Ok::<_, ProjectError>(())
        })
    }

    fn toml_text(&self, name: &str) -> Result<String, ProjectError> {
        let mut text = String::new();
        for table in TABLES.iter().filter(|table| table.file() == name) {
            text.push_str(&section_text(table, &self.all_rows(table)?));
        }
        Ok(text)
    }

    /// Every row of a table in the folder's form. For tables that are small by nature.
    pub(crate) fn all_rows(&self, table: &Table) -> Result<Vec<Cells>, ProjectError> {
        let mut rows = Vec::new();
        self.store.each_row(table, |cells| {
            rows.push(cells);
            Ok::<_, StoreError>(())
        })?;
        Ok(rows)
    }

    fn write_table(
        &self,
        out: &mut dyn Write,
        table: &Table,
        name: &str,
    ) -> Result<(), ProjectError> {
        let failed = |source| ProjectError::Write {
            path: name.into(),
            source,
        };
        let own = if table.has_attributes {
            self.store.attributes(table)?
        } else {
            Default::default()
        };
        let names: BTreeSet<_> = own
            .values()
            .flatten()
            .map(|(name, _)| name.clone())
            .collect();
        let mut writer = CsvWriter::new(out, table, names.into_iter().collect()).map_err(failed)?;
        self.store.each_row(table, |cells| {
            let key = cells.first().and_then(Option::as_deref).unwrap_or_default();
            writer
                .row(&cells, own.get(key).map_or(&[], Vec::as_slice))
                .map_err(failed)
        })?;
        writer.finish().map_err(failed)
    }
}

fn write_text(out: &mut dyn Write, name: &str, text: &str) -> Result<(), ProjectError> {
    write_bytes(out, name, text.as_bytes())?;
    write_bytes(out, name, b"\n")
}

fn write_bytes(out: &mut dyn Write, name: &str, bytes: &[u8]) -> Result<(), ProjectError> {
    out.write_all(bytes).map_err(|source| ProjectError::Write {
        path: name.into(),
        source,
    })
}

/// Takes away the files of tables that have no rows any more.
fn remove_stale(folder: &Path, files: &[ReleasedFile]) -> Result<(), ProjectError> {
    for table in TABLES {
        let name = table.file();
        let path = folder.join(name);
        if !files.iter().any(|file| file.name == name) && path.is_file() {
            std::fs::remove_file(&path).map_err(|source| ProjectError::Write {
                path: path.clone(),
                source,
            })?;
        }
    }
    Ok(())
}
