//! What can go wrong with a study file. Each says the thing, the place and, where known,
//! the next step; none holds a word of the study. A stranger would pass on what SQLite
//! says: it may quote a row, so only its code and our own sentence go up.

use std::path::{Path, PathBuf};

/// Why the store could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no such file.
    #[error("there is no study at {}", .0.display())]
    Missing(PathBuf),
    /// A new study would replace a file.
    #[error("{} exists already", .0.display())]
    Exists(PathBuf),
    /// The file is something else.
    #[error("{} is not a gainsay study: {why}", .path.display())]
    NotAStudy {
        /// The file.
        path: PathBuf,
        /// What was seen instead.
        why: &'static str,
    },
    /// The file is encrypted and no passphrase was given.
    #[error("{} is encrypted: a passphrase is needed", .0.display())]
    NeedsPassphrase(PathBuf),
    /// The cipher refused the key.
    #[error("wrong passphrase for {}, or the file is damaged", .0.display())]
    WrongPassphrase(PathBuf),
    /// Made by a newer program.
    #[error("{} has format {file}, this program knows formats up to {program}", .path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its format.
        file: u32,
        /// The newest format that this program knows.
        program: u32,
    },
    /// An upgrade step failed; the file is as it was.
    #[error("the upgrade to format {step} failed and the study is as it was: {why}")]
    Upgrade {
        /// The number of the step.
        step: u32,
        /// What the database said.
        why: String,
    },
    /// A setting of the database does not hold.
    #[error("the database did not take the setting {pragma} (wanted {wanted}, has {has})")]
    Setting {
        /// The name of the pragma.
        pragma: &'static str,
        /// What it must be.
        wanted: &'static str,
        /// What it reads back.
        has: String,
    },
    /// Another process writes to the study.
    #[error("another program is writing to the study")]
    Busy,
    /// A row was written outside an operation.
    #[error("a row can only be written inside an operation")]
    NoOperation,
    /// A rule of the schema does not hold.
    #[error("the change breaks a rule of the study: {0}")]
    Rule(String),
    /// What stands in the file cannot be.
    #[error("the study is damaged: {0}")]
    Damaged(String),
    /// The disk is full.
    #[error("the disk is full; nothing was saved")]
    DiskFull,
    /// The disk failed otherwise.
    #[error("the disk could not be read or written; nothing was saved (code {0})")]
    Disk(i32),
    /// The file or its folder cannot be written.
    #[error("{} cannot be written: the file or its folder is read-only", study_at(.0))]
    ReadOnly(Option<PathBuf>),
    /// Reading or writing the file failed.
    #[error("{} cannot be read or written", .path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// Later operations touched the rows of the one to be undone.
    #[error("operation {operation} cannot be taken back: {} later changed the same rows", named(.later))]
    Overtaken {
        /// The operation to be undone.
        operation: i64,
        /// Numbers of the later operations.
        later: Vec<i64>,
    },
    /// There is no such operation, or it cannot be undone.
    #[error("{0}")]
    NoSuchOperation(String),
    /// A query that is not a read, or that the database does not understand.
    #[error("{0}")]
    Query(String),
    /// A query that did not end in the time it had.
    #[error("the statement did not end in {} s", .0.as_secs_f64())]
    TooSlow(std::time::Duration),
    /// No key could be made.
    #[error(transparent)]
    Key(#[from] crate::vault::KeyError),
    /// The machine has no source of chance.
    #[error("the machine gave no random bytes")]
    Chance(#[from] getrandom::Error),
    /// Anything else that the database says.
    #[error("the database refused: {0}")]
    Database(String),
}

fn study_at(path: &Option<PathBuf>) -> String {
    let shown = path.as_ref().map(|path| path.display().to_string());
    shown.unwrap_or_else(|| "the study".to_owned())
}

fn named(operations: &[i64]) -> String {
    let names: Vec<_> = operations
        .iter()
        .take(5)
        .map(|number| format!("operation {number}"))
        .collect();
    let more = operations.len().saturating_sub(5);
    let tail = if more > 0 {
        format!(" and {more} more")
    } else {
        String::new()
    };
    format!("{}{tail}", names.join(", "))
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::{ErrorCode as Code, ffi};
        let rusqlite::Error::SqliteFailure(failure, message) = &error else {
            return Self::Database(without_values(&error));
        };
        let said = message.as_deref().unwrap_or_default();
        match failure.code {
            Code::DatabaseBusy | Code::DatabaseLocked => Self::Busy,
            Code::DiskFull => Self::DiskFull,
            // What the readers share is made longer: the disk has no room for it.
            Code::SystemIoFailure if failure.extended_code == ffi::SQLITE_IOERR_SHMSIZE => {
                Self::DiskFull
            }
            Code::SystemIoFailure => Self::Disk(failure.extended_code),
            Code::ReadOnly => Self::ReadOnly(None),
            Code::DatabaseCorrupt | Code::NotADatabase => Self::Damaged(failure.to_string()),
            Code::ConstraintViolation if said.contains(super::history::NO_OPERATION) => {
                Self::NoOperation
            }
            Code::ConstraintViolation => Self::Rule(said.to_owned()),
            _ => Self::Database(format!("{failure}")),
        }
    }
}

impl StoreError {
    /// The same, naming the file that cannot be written.
    #[must_use]
    pub(super) fn at(self, path: &Path) -> Self {
        match self {
            Self::ReadOnly(None) => Self::ReadOnly(Some(path.to_owned())),
            other => other,
        }
    }
}

/// The kind of an error of rusqlite itself, without the values that some of them carry.
fn without_values(error: &rusqlite::Error) -> String {
    match error {
        rusqlite::Error::QueryReturnedNoRows => "a row that should be there is not".to_owned(),
        rusqlite::Error::InvalidColumnType(_, column, _) => {
            format!("column {column} holds another type")
        }
        rusqlite::Error::FromSqlConversionFailure(..) => "a value could not be read".to_owned(),
        other => format!("{other}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(extended_code: i32) -> String {
        let failure = rusqlite::ffi::Error::new(extended_code);
        StoreError::from(rusqlite::Error::SqliteFailure(failure, None)).to_string()
    }

    #[test]
    fn a_full_disk_is_called_so_wherever_the_room_lacked() {
        use rusqlite::ffi::{SQLITE_FULL, SQLITE_IOERR_SHMSIZE, SQLITE_IOERR_WRITE};
        let full = "the disk is full; nothing was saved";
        assert_eq!(said(SQLITE_FULL), full);
        assert_eq!(said(SQLITE_IOERR_SHMSIZE), full);
        assert!(said(SQLITE_IOERR_WRITE).starts_with("the disk could not be"));
    }

    #[test]
    fn a_study_that_cannot_be_written_is_named() {
        let code = rusqlite::ffi::SQLITE_READONLY_DIRECTORY;
        assert!(said(code).starts_with("the study cannot be written"));
        let named = StoreError::ReadOnly(None).at(Path::new("a/b.gainsay"));
        assert!(
            named
                .to_string()
                .starts_with("a/b.gainsay cannot be written")
        );
    }

    #[test]
    fn later_operations_are_named_five_at_most() {
        let error = StoreError::Overtaken {
            operation: 2,
            later: (3..10).collect(),
        };
        assert_eq!(
            error.to_string(),
            "operation 2 cannot be taken back: operation 3, operation 4, operation 5, operation 6, \
             operation 7 and 2 more later changed the same rows"
        );
    }
}
