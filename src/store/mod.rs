//! The study file: the only room with SQL. A concrete struct over rusqlite that opens a file
//! in one way, lets rows change only inside an operation, and reads rows back as values. It
//! must not know files of other formats, what a claim means, or who is asking. A stranger
//! would add a repository trait: there is one store.

pub mod as_of;
pub mod assignments;
mod cells_at_hand;
pub mod claim_cache;
pub mod claims;
pub mod clock;
mod coding_list;
pub mod codings;
pub mod connection;
pub mod corrected;
pub mod correction;
pub mod digest;
mod digested_row;
pub mod error;
pub mod former;
mod held_cells;
pub mod history;
pub mod judgements;
pub mod memos;
pub mod migrate;
pub mod named_by;
pub mod operation;
pub mod query;
pub mod recoding;
pub mod rejections;
mod row_cells;
pub mod row_history;
pub mod row_reader;
pub mod rows;
mod rows_at_once;
pub mod runs;
pub mod search_index;
pub mod tallies;
pub mod text;
mod topic_links;
pub mod touched;
pub mod touched_topics;
pub mod undo;
pub mod verify;
pub mod versions;
pub mod waiting;

#[cfg(test)]
mod tests;

use crate::model::id::Id;
use crate::vault::{FileKey, Passphrase, SALT_BYTES};
use cells_at_hand::CellsAtHand;
use clock::Clock;
use connection::{Access, Form};
use error::StoreError;
use history::KeptTable;
use migrate::Step;
use rows_at_once::RowsAtOnce;
use rusqlite::{Connection, OptionalExtension, params};
use std::cell::Cell;
use std::fs::OpenOptions;
use std::path::{Path, PathBuf};

/// An open study.
pub struct Store {
    connection: Connection,
    clock: Clock,
    kept: Vec<KeptTable>,
    copy: Id,
    default_actor: String,
    form: Form,
    access: Access,
    path: PathBuf,
    upgraded_from: Option<PathBuf>,
    is_rehearsing: Cell<bool>,
    /// Whether rows were put that are not written yet.
    has_waiting_rows: Cell<bool>,
    cells_at_hand: CellsAtHand,
    counted: text::HeldText,
    cutter: Option<search_index::WordCutter>,
}

/// What opens a study file.
pub enum Unlock {
    /// Nothing: the file is plain.
    Plain,
    /// A passphrase, from which the key is derived with the file's salt.
    Passphrase(Passphrase),
    /// A key that is known already.
    Key(FileKey),
}

impl Store {
    /// Makes a new study: an empty file with the whole schema, private to its owner.
    /// `actor` is who acts in this copy when nobody is named.
    ///
    /// # Errors
    /// [`StoreError::Exists`] where there is a file already. Nothing is left behind on failure.
    pub fn create(
        path: &Path,
        unlock: &Unlock,
        actor: &str,
        clock: Clock,
    ) -> Result<Self, StoreError> {
        if path.exists() {
            return Err(StoreError::Exists(path.to_owned()));
        }
        // Under another name until it is whole: a kill half way leaves no half study.
        let partial = with_ending(path, ".partial");
        remove_all(&partial);
        let made = make(&partial, unlock, actor, &clock).and_then(|key| {
            let failed = |source| StoreError::File {
                path: path.to_owned(),
                source,
            };
            std::fs::rename(&partial, path).map_err(failed)?;
            sync_folder(path).map_err(failed)?;
            Ok(key)
        });
        if made.is_err() {
            remove_all(&partial);
        }
        let unlock = made?.map_or(Unlock::Plain, Unlock::Key);
        Self::open(path, &unlock, clock)
    }

    /// Opens a study, brings an older file up to date (after keeping a copy of it) and closes
    /// the doors that a hostile file could use.
    ///
    /// # Errors
    /// [`StoreError::NotAStudy`], [`StoreError::WrongPassphrase`], [`StoreError::Newer`] and
    /// the rest of [`StoreError`]; the file is not written to when it is refused.
    pub fn open(path: &Path, unlock: &Unlock, clock: Clock) -> Result<Self, StoreError> {
        Self::open_with(path, unlock, clock, migrate::STEPS)
    }

    /// As [`Store::open`], with the steps that an older file is brought up to date by.
    fn open_with(
        path: &Path,
        unlock: &Unlock,
        clock: Clock,
        steps: &[Step],
    ) -> Result<Self, StoreError> {
        let form = connection::form_of(path)?;
        let key = key_for(path, form, unlock)?;
        let reached = connection::reach(path, key.as_ref())?;
        Self::over(reached, (path, form), clock, steps)
    }

    /// A store over an open file.
    fn over(
        (mut connection, access): (Connection, Access),
        (path, form): (&Path, Form),
        clock: Clock,
        steps: &[Step],
    ) -> Result<Self, StoreError> {
        refuse_foreign(&connection, path, steps)?;
        connection::settle(&connection, access)?;
        let is_older = migrate::format_of(&connection)? < migrate::newest(steps);
        if is_older && access == Access::Reading {
            return Err(StoreError::ReadOnly(Some(path.to_owned())));
        }
        let upgraded_from = migrate::upgrade_with_copy(&connection, path, steps)?;
        connection::close_doors(&mut connection)?;
        let (copy, default_actor) = this_copy(&connection)?;
        let kept = history::kept_tables(&connection)?;
        connection.set_prepared_statement_cache_capacity(200);
        let cells_at_hand = CellsAtHand::of(&connection)?;
        Ok(Self {
            connection,
            clock,
            kept,
            copy,
            default_actor,
            form,
            access,
            path: path.to_owned(),
            upgraded_from,
            is_rehearsing: Cell::new(false),
            has_waiting_rows: Cell::new(false),
            cells_at_hand,
            counted: text::HeldText::default(),
            cutter: None,
        })
    }

    /// Closes a study and removes its file: for one that was just made and shall not be.
    ///
    /// # Errors
    /// [`StoreError::File`] where it cannot be removed.
    pub fn discard(self) -> Result<(), StoreError> {
        let path = self.path.clone();
        self.connection.close().map_err(|(_, error)| error)?;
        remove_all(&path);
        if path.exists() {
            let source = std::io::ErrorKind::PermissionDenied.into();
            return Err(StoreError::File { path, source });
        }
        Ok(())
    }

    /// Whether the file is encrypted.
    pub fn is_encrypted(&self) -> bool {
        matches!(self.form, Form::Encrypted(_))
    }

    /// A writer of many rows with these columns.
    fn rows_at_once(&self, table: &str, columns: &[&str]) -> Result<RowsAtOnce<'_>, StoreError> {
        let of = (&self.connection, &self.cells_at_hand);
        RowsAtOnce::new(of, table, columns)
    }

    /// Refuses where nothing can be written.
    fn refuse_to_write(&self) -> Result<(), StoreError> {
        match self.access {
            Access::Whole => Ok(()),
            Access::Reading => Err(StoreError::ReadOnly(Some(self.path.clone()))),
        }
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Who acts in this copy when nobody is named.
    pub fn default_actor(&self) -> &str {
        &self.default_actor
    }

    /// The clock of this store.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// The copy that was kept before this open brought the file up to date.
    pub fn upgraded_from(&self) -> Option<&Path> {
        self.upgraded_from.as_deref()
    }
}

/// Makes the file and gives back its key, so that nobody derives it twice.
fn make(
    path: &Path,
    unlock: &Unlock,
    actor: &str,
    clock: &Clock,
) -> Result<Option<FileKey>, StoreError> {
    let failed = |source| StoreError::File {
        path: path.to_owned(),
        source,
    };
    private_file(path).map_err(failed)?;
    let key = match unlock {
        Unlock::Plain => None,
        Unlock::Passphrase(words) => Some(FileKey::derive(words, clock.random::<SALT_BYTES>()?)?),
        Unlock::Key(key) => Some(key.clone()),
    };
    let connection = connection::connect(path, key.as_ref())?;
    connection.execute_batch(&format!(
        "pragma application_id = {};",
        connection::APPLICATION_ID
    ))?;
    migrate::upgrade(&connection, migrate::STEPS)?;
    connection.execute(
        "insert into this_copy (only, copy, actor, made_at) values (1, ?1, ?2, ?3)",
        params![clock.random::<16>()?, actor, clock.now()],
    )?;
    connection::settle(&connection, Access::Whole)?;
    connection.close().map_err(|(_, error)| error)?;
    Ok(key)
}

#[cfg(unix)]
fn private_file(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::OpenOptionsExt;
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .map(drop)
}

#[cfg(not(unix))]
fn private_file(path: &Path) -> std::io::Result<()> {
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(path)
        .map(drop)
}

/// Whether whoever runs the program may write to a file; nothing is written.
fn can_be_written(path: &Path) -> bool {
    use std::io::ErrorKind::{PermissionDenied, ReadOnlyFilesystem};
    let opened = OpenOptions::new().write(true).open(path);
    !matches!(opened, Err(error) if matches!(error.kind(), PermissionDenied | ReadOnlyFilesystem))
}

/// A rename is only kept once the folder is on the disk.
fn sync_folder(path: &Path) -> std::io::Result<()> {
    match path.parent() {
        Some(parent) if cfg!(unix) && !parent.as_os_str().is_empty() => {
            std::fs::File::open(parent)?.sync_all()
        }
        _ => Ok(()),
    }
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// Removes a half-made study; what is not there need not be removed.
fn remove_all(path: &Path) {
    for ending in ["", "-wal", "-shm", "-journal"] {
        let _ = std::fs::remove_file(with_ending(path, ending));
    }
}

fn key_for(path: &Path, form: Form, unlock: &Unlock) -> Result<Option<FileKey>, StoreError> {
    match (form, unlock) {
        (Form::Plain, _) => Ok(None),
        (Form::Encrypted(_), Unlock::Plain) => Err(StoreError::NeedsPassphrase(path.to_owned())),
        (Form::Encrypted(salt), Unlock::Passphrase(words)) => {
            Ok(Some(FileKey::derive(words, salt)?))
        }
        (Form::Encrypted(_), Unlock::Key(key)) => Ok(Some(key.clone())),
    }
}

fn refuse_foreign(connection: &Connection, path: &Path, steps: &[Step]) -> Result<(), StoreError> {
    let application: i32 = connection.query_row("pragma application_id", [], |row| row.get(0))?;
    if application != connection::APPLICATION_ID {
        return Err(StoreError::NotAStudy {
            path: path.to_owned(),
            why: "it is the database of another program",
        });
    }
    let (file, program) = (migrate::format_of(connection)?, migrate::newest(steps));
    if file > program {
        return Err(StoreError::Newer {
            path: path.to_owned(),
            file,
            program,
        });
    }
    Ok(())
}

fn this_copy(connection: &Connection) -> Result<(Id, String), StoreError> {
    connection
        .query_row("select copy, actor from this_copy", [], |row| {
            Ok((Id::new(row.get(0)?), row.get(1)?))
        })
        .optional()?
        .ok_or_else(|| StoreError::Damaged("the copy has no id".to_owned()))
}
