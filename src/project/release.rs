//! The way out: the one function that everything passes which leaves a study as files. The
//! disclosure gate (select, consent, generalise, re-key, disclosure control, byte scan,
//! manifest) will stand in [`Study::release`]; until it does, files go to the team alone. A
//! stranger would open a file elsewhere: the architecture test looks for that.

use super::Study;
use super::error::ProjectError;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// For whom files are made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Audience {
    /// Those who may read the study itself.
    #[default]
    Team,
    /// Anybody.
    Public,
}

/// What every run that writes files says.
pub const TEAM_ONLY: &str = "for the team only: nothing was generalised, suppressed or re-keyed; do not publish these files";

/// Files that make sense only together.
pub struct Bundle {
    /// What they are.
    pub noun: &'static str,
    /// The file by which a folder is known to hold them.
    pub whole: &'static str,
    /// The file that is there while they are written.
    pub unfinished: &'static str,
}

impl Bundle {
    /// Refuses a folder that holds other things, and one that holds such files unless they are to
    /// be written over.
    ///
    /// # Errors
    /// [`ProjectError::Refused`]; [`ProjectError::Write`] where nobody can look into it.
    pub fn refuse_another(&self, folder: &Path, replace: bool) -> Result<(), ProjectError> {
        match fs::read_dir(folder).map(Iterator::count) {
            Ok(0) => return Ok(()),
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            // A folder that cannot be looked into may hold anything.
            Err(source) => {
                let path = folder.to_owned();
                return Err(ProjectError::Write { path, source });
            }
        }
        let holds = |name: &str| folder.join(name).is_file();
        let (shown, noun) = (folder.display(), self.noun);
        let over_it = "write over it with --yes, or name another folder";
        let (what, hint) = match (holds(self.unfinished), holds(self.whole)) {
            (false, false) => (
                format!("{shown} is not empty and does not hold {noun}"),
                "name an empty folder or one that does not exist yet",
            ),
            _ if replace => return Ok(()),
            (true, _) => (format!("{shown} holds half of an export"), over_it),
            (false, true) => (format!("{shown} holds {noun} already"), over_it),
        };
        Err(ProjectError::refused(what, hint))
    }
}

/// What stands in the file that says that others are being written.
const UNFINISHED: &[u8] =
    b"This folder is being written. While this file is here, the others are not all of it.\n";

/// A file that was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReleasedFile {
    /// Its path inside the release, with `/`.
    pub name: String,
    /// Its length in bytes.
    pub bytes: u64,
    /// Its SHA-256 in hex.
    pub sha256: String,
}

/// Files on their way out.
pub struct Release {
    folder: PathBuf,
    files: Vec<ReleasedFile>,
}

impl Study {
    /// Lets files out into a folder: `fill` writes them one by one. Each stands there whole or
    /// not at all.
    ///
    /// # Errors
    /// [`ProjectError::Refused`] for the public, until the disclosure gate is built;
    /// [`ProjectError::Write`] where a file cannot be written.
    pub fn release(
        &self,
        audience: Audience,
        folder: &Path,
        fill: impl FnOnce(&mut Release) -> Result<(), ProjectError>,
    ) -> Result<Vec<ReleasedFile>, ProjectError> {
        if audience == Audience::Public {
            return Err(ProjectError::refused(
                "a public release is not possible yet: disclosure control is not built, and files without it could let a source be recognised",
                "export with --team, and publish nothing from it without checking each line",
            ));
        }
        let mut release = Release {
            folder: folder.to_owned(),
            files: Vec::new(),
        };
        make_folder(folder).map_err(|source| ProjectError::Write {
            path: folder.to_owned(),
            source,
        })?;
        fill(&mut release)?;
        Ok(release.files)
    }
}

impl Release {
    /// Writes the files of a bundle: while they are written a file says so, which stays where the
    /// program is stopped.
    ///
    /// # Errors
    /// As [`Release::file`].
    pub fn together(
        &mut self,
        bundle: &Bundle,
        fill: impl FnOnce(&mut Self) -> Result<(), ProjectError>,
    ) -> Result<(), ProjectError> {
        let unfinished = bundle.unfinished;
        let path = self.folder.join(unfinished);
        let failed = |source| ProjectError::Write {
            path: path.clone(),
            source,
        };
        self.file(unfinished, |out| out.write_all(UNFINISHED).map_err(failed))?;
        self.files.retain(|file| file.name != unfinished);
        fill(self)?;
        fs::remove_file(&path).map_err(failed)?;
        sync_folder(&path).map_err(failed)
    }

    /// Writes one file: beside its place first, then into it.
    ///
    /// # Errors
    /// What `write` says, [`ProjectError::Write`] where the disk says no.
    pub fn file(
        &mut self,
        name: &str,
        write: impl FnOnce(&mut dyn Write) -> Result<(), ProjectError>,
    ) -> Result<(), ProjectError> {
        // The name of a text stands in the study, and a study may come from anybody.
        if !stays_inside(name) {
            return Err(ProjectError::refused(
                "a text of this study has a path that leaves the folder",
                "give it another path in interviews.csv and import that",
            ));
        }
        let path = self.folder.join(name);
        let failed = |source| ProjectError::Write {
            path: path.clone(),
            source,
        };
        if let Some(parent) = path.parent() {
            make_folder(parent).map_err(failed)?;
        }
        let partial = path.with_file_name(format!(
            "{}.partial",
            path.file_name().unwrap_or_default().to_string_lossy()
        ));
        let written = write_partial(&partial, &path, write).and_then(|sums| {
            fs::rename(&partial, &path).map_err(failed)?;
            Ok(sums)
        });
        if written.is_err() {
            // Best effort: the error that is told is the first one.
            let _ = fs::remove_file(&partial);
        }
        let (bytes, sha256) = written?;
        sync_folder(&path).map_err(failed)?;
        self.files.push(ReleasedFile {
            name: name.to_owned(),
            bytes,
            sha256,
        });
        Ok(())
    }

    /// What was written so far.
    pub fn files(&self) -> &[ReleasedFile] {
        &self.files
    }
}

fn write_partial(
    partial: &Path,
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> Result<(), ProjectError>,
) -> Result<(u64, String), ProjectError> {
    let failed = |source| ProjectError::Write {
        path: path.to_owned(),
        source,
    };
    let file = private_file(partial).map_err(failed)?;
    let mut out = Hashed {
        inner: BufWriter::with_capacity(1 << 16, file),
        hash: Sha256::new(),
        bytes: 0,
    };
    write(&mut out)?;
    out.flush().map_err(failed)?;
    out.inner.get_ref().sync_all().map_err(failed)?;
    let hex = out
        .hash
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    Ok((out.bytes, hex))
}

struct Hashed {
    inner: BufWriter<File>,
    hash: Sha256,
    bytes: u64,
}

impl Write for Hashed {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(buffer)?;
        self.hash.update(&buffer[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// Whether a name is made of plain parts alone.
fn stays_inside(name: &str) -> bool {
    let is_plain = |part: std::path::Component<'_>| matches!(part, std::path::Component::Normal(_));
    !name.is_empty()
        && !name.contains(['\\', ':', '\0'])
        && Path::new(name).components().all(is_plain)
}

/// A new file that only its owner can read. One that an earlier run left half-made goes first:
/// it may be readable by others, or be a link to somewhere else.
fn private_file(path: &Path) -> io::Result<File> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// A folder that only its owner can enter; one that is there stays as it is.
fn make_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// A rename is only kept once the folder is on the disk.
fn sync_folder(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(parent) if cfg!(unix) && !parent.as_os_str().is_empty() => {
            File::open(parent)?.sync_all()
        }
        _ => Ok(()),
    }
}
