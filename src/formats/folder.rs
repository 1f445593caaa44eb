//! A study folder as rows: which file holds which table, what stands beside them. Reading
//! gives rows one at a time and may be repeated, so a large file is never held.

use super::complaint::{Complaint, name_of};
use super::csv_in::CsvFile;
use super::raw_row::RawRow;
use super::read_ahead::{each_row, each_row_ahead};
use super::toml_in::{TomlRows, read_toml};
use crate::model::limits::{Limit, Limits};
use crate::model::table::{Noun, Place, Table};
use crate::model::tables::TABLES;
use std::collections::{BTreeSet, HashMap};
use std::io::Read;
use std::path::{Path, PathBuf};

/// The names of the two TOML files.
const TOML_FILES: [&str; 2] = ["study.toml", "rules.toml"];

/// From so many bytes on a thread of its own reads a file: it takes as long to start as to read some
/// hundred rows.
const WORTH_A_THREAD_BYTES: u64 = 1 << 20;

/// An opened study folder, or one file of it.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    toml: TomlRows,
    csv: HashMap<Noun, (PathBuf, String)>,
    limits: Limits,
    /// Whether it is the folder that was named, and no file of it.
    is_whole: bool,
    /// What errors call a row that stands in no file.
    typed: Option<String>,
}

impl Folder {
    /// Opens a study folder. Only `study.toml` is needed.
    ///
    /// # Errors
    /// A [`Complaint`] where there is no folder, no `study.toml`, or a TOML file is bad.
    pub fn open(path: &Path, limits: &Limits) -> Result<Self, Complaint> {
        if !path.is_dir() {
            let name = path.display().to_string();
            return Err(Complaint::of_file(
                &name,
                "is no folder",
                "name the folder that holds study.toml",
            ));
        }
        if !path.join("study.toml").is_file() {
            return Err(Complaint::of_file(
                "study.toml",
                "is not in the folder",
                "a study folder needs it; see docs/study-format.md",
            ));
        }
        let mut toml = TomlRows::default();
        for name in TOML_FILES {
            if path.join(name).is_file() {
                let read = read_toml(name, &text_of(&path.join(name), name, limits)?)?;
                toml.rows.extend(read.rows);
                toml.warnings.extend(read.warnings);
            }
        }
        let csv = csv_tables()
            .map(|(table, file)| (table.noun, (path.join(file), file.to_owned())))
            .filter(|(_, (file, _))| file.exists())
            .collect();
        Ok(Self {
            path: path.to_owned(),
            toml,
            csv,
            limits: limits.clone(),
            is_whole: true,
            typed: None,
        })
    }

    /// Opens one CSV file as a table of its own.
    pub fn of_csv(table: &Table, file: &Path, limits: &Limits) -> Self {
        let name = name_of(file);
        let path = file.parent().map_or_else(PathBuf::new, Path::to_owned);
        let csv = HashMap::from([(table.noun, (file.to_owned(), name))]);
        Self {
            path,
            toml: TomlRows::default(),
            csv,
            limits: limits.clone(),
            is_whole: false,
            typed: None,
        }
    }

    /// Takes one row that somebody typed as a folder of its own. `name` is what errors call it.
    pub fn of_typed_row(table: &Table, row: RawRow, name: &str, limits: &Limits) -> Self {
        let mut toml = TomlRows::default();
        toml.rows.insert(table.noun, vec![row]);
        Self {
            path: PathBuf::new(),
            toml,
            csv: HashMap::new(),
            limits: limits.clone(),
            is_whole: false,
            typed: Some(name.to_owned()),
        }
    }

    /// Whether the rows were typed: then there are no files beside them.
    pub fn is_typed(&self) -> bool {
        self.typed.is_some()
    }

    /// Opens one file of rules.
    ///
    /// # Errors
    /// A [`Complaint`] where it cannot be read or is no TOML.
    pub fn of_rules(file: &Path, limits: &Limits) -> Result<Self, Complaint> {
        let name = name_of(file);
        let mut toml = read_toml("rules.toml", &text_of(file, &name, limits)?)?;
        toml.rows.retain(|noun, _| *noun == Noun::Rule);
        let path = file.parent().map_or_else(PathBuf::new, Path::to_owned);
        Ok(Self {
            path,
            toml,
            csv: HashMap::new(),
            limits: limits.clone(),
            is_whole: false,
            typed: None,
        })
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The limits of this run.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// How errors call the file that holds a table.
    pub fn file_name(&self, table: &Table) -> String {
        if let Some(name) = &self.typed {
            return name.clone();
        }
        self.csv
            .get(&table.noun)
            .map_or_else(|| table.file().to_owned(), |(_, name)| name.clone())
    }

    /// What the TOML files hold that is not known.
    pub fn warnings(&self) -> &[String] {
        &self.toml.warnings
    }

    /// Whether the folder holds rows of a table.
    pub fn has(&self, table: &Table) -> bool {
        self.csv.contains_key(&table.noun) || self.toml.rows.contains_key(&table.noun)
    }

    /// Hands every row of a table to `each`, or what is wrong with it. Gives back what a
    /// header holds that is not known.
    ///
    /// # Errors
    /// A [`Complaint`] where the file or its header cannot be read at all.
    pub fn each_row(
        &self,
        table: &'static Table,
        mut each: impl FnMut(Result<&RawRow, Complaint>),
    ) -> Result<Vec<String>, Complaint> {
        for row in self
            .toml
            .rows
            .get(&table.noun)
            .map_or(&[][..], Vec::as_slice)
        {
            each(Ok(row));
        }
        let Some((path, name)) = self.csv.get(&table.noun) else {
            return Ok(Vec::new());
        };
        let open = || CsvFile::open(path, name, table, &self.limits);
        match is_worth_a_thread(path) {
            true => each_row_ahead(open, &mut each),
            false => Ok(each_row(open()?, &mut each)),
        }
    }

    /// The files at the top of the folder that are no part of the format, by name; `read` are
    /// the texts that were read from it. What lies beside a file that was read alone, nobody asked for.
    pub fn foreign_files(&self, read: &BTreeSet<String>) -> Vec<String> {
        if !self.is_whole {
            return Vec::new();
        }
        let Ok(entries) = std::fs::read_dir(&self.path) else {
            return Vec::new();
        };
        let names = entries.flatten().filter(|entry| entry.path().is_file());
        let mut foreign: Vec<_> = names
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .filter(|name| !is_of_the_format(name) && !read.contains(name))
            .collect();
        foreign.sort_unstable();
        foreign
    }
}

fn is_worth_a_thread(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|file| file.len() >= WORTH_A_THREAD_BYTES)
}

fn is_of_the_format(name: &str) -> bool {
    name == "manifest.json" || TABLES.iter().any(|table| table.file() == name)
}

fn csv_tables() -> impl Iterator<Item = (&'static Table, &'static str)> {
    TABLES.iter().filter_map(|table| match table.place {
        Place::Csv(file) => Some((table, file)),
        _ => None,
    })
}

fn text_of(path: &Path, name: &str, limits: &Limits) -> Result<String, Complaint> {
    let most = limits.of(Limit::LineBytes);
    let mut bytes = Vec::new();
    std::fs::File::open(path)
        .and_then(|file| file.take(most + 1).read_to_end(&mut bytes))
        .map_err(|error| {
            Complaint::of_file(
                name,
                format!("cannot be read: {}", error.kind()),
                "check that the file is there and may be read",
            )
        })?;
    if bytes.len() as u64 > most {
        return Err(Complaint::of_file(
            name,
            format!("has more than {most} bytes"),
            "raise it with --limit line-bytes=BYTES",
        ));
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to() + 1;
        Complaint::of_file(
            name,
            format!("is no UTF-8 from byte {at} on"),
            "save the file as UTF-8",
        )
    })
}
