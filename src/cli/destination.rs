//! Where data go: the screen, a pager, a pipe, or a file that appears whole or not at all.
//!
//! It must not know what the data are. What a stranger would get wrong: a reader that goes
//! away (`| head`, `q` in the pager) is no error. The destination remembers it, so that the
//! command stops early and still ends with success.

use std::cell::Cell;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use crate::report::SafeWriter;

use super::failure::{Code, Place, Problem};
use super::pager::Pager;

/// Remembers whether the reader went away.
#[derive(Debug, Clone, Default)]
pub(super) struct Reader {
    is_gone: Rc<Cell<bool>>,
}

impl Reader {
    /// Says whether the reader went away.
    pub(super) fn is_gone(&self) -> bool {
        self.is_gone.get()
    }

    fn note<T>(&self, result: io::Result<T>) -> io::Result<T> {
        if let Err(error) = &result
            && error.kind() == io::ErrorKind::BrokenPipe
        {
            self.is_gone.set(true);
        }
        result
    }
}

/// Stdout, with styles translated for old Windows consoles.
type Terminal = anstream::AutoStream<io::StdoutLock<'static>>;

/// A place that data are written to.
pub(super) struct Destination {
    way: Way,
    reader: Reader,
}

enum Way {
    Pipe(io::BufWriter<io::StdoutLock<'static>>),
    Screen(Pager<Terminal>),
    SafeScreen(SafeWriter<Pager<Terminal>>),
    File(NewFile),
}

impl Destination {
    /// Writes to stdout as it is.
    pub(super) fn pipe() -> Self {
        Self::of(Way::Pipe(io::BufWriter::new(io::stdout().lock())))
    }

    /// Writes text laid out for eyes, in which nothing steers the terminal.
    pub(super) fn screen(pager: Option<Vec<String>>, height: usize) -> Self {
        Self::of(Way::Screen(Pager::new(terminal(), pager, height)))
    }

    /// Writes a data format to a terminal, with escapes shown.
    pub(super) fn safe_screen(pager: Option<Vec<String>>, height: usize) -> Self {
        Self::of(Way::SafeScreen(SafeWriter::new(Pager::new(
            terminal(),
            pager,
            height,
        ))))
    }

    /// Writes to a file, which is replaced only when everything is written.
    pub(super) fn file(path: &Path) -> Result<Self, Problem> {
        NewFile::create(path).map(|file| Self::of(Way::File(file)))
    }

    fn of(way: Way) -> Self {
        Self {
            way,
            reader: Reader::default(),
        }
    }

    /// Gives what tells later whether the reader went away.
    pub(super) fn reader(&self) -> Reader {
        self.reader.clone()
    }

    /// Ends the writing: flushes, waits for the pager, puts the file in its place.
    pub(super) fn finish(self) -> Result<(), Problem> {
        let reader = self.reader;
        let ended = match self.way {
            Way::Pipe(mut out) => out.flush(),
            Way::Screen(pager) => pager.finish(),
            Way::SafeScreen(writer) => writer.into_inner().finish(),
            Way::File(file) => return file.finish(),
        };
        match reader.note(ended) {
            Err(error) if !reader.is_gone() => Err(error.into()),
            _ => Ok(()),
        }
    }
}

impl Write for Destination {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = match &mut self.way {
            Way::Pipe(out) => out.write(bytes),
            Way::Screen(pager) => pager.write(bytes),
            Way::SafeScreen(writer) => writer.write(bytes),
            Way::File(file) => file.out.write(bytes),
        };
        self.reader.note(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        let flushed = match &mut self.way {
            Way::Pipe(out) => out.flush(),
            Way::Screen(pager) => pager.flush(),
            Way::SafeScreen(writer) => writer.flush(),
            Way::File(file) => file.out.flush(),
        };
        self.reader.note(flushed)
    }
}

/// Locks stdout. Whether there are styles at all was decided before, so none is stripped here.
fn terminal() -> Terminal {
    anstream::AutoStream::always(io::stdout().lock())
}

/// A file under a name of its own until it is complete.
struct NewFile {
    out: io::BufWriter<File>,
    /// Nothing where the output is a device or a pipe: that is written to as it stands.
    part: Option<PathBuf>,
    path: PathBuf,
}

impl NewFile {
    fn create(path: &Path) -> Result<Self, Problem> {
        refuse_study(path)?;
        // A link stays a link, and what it leads to is written.
        let target = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        refuse_study(&target)?;
        let cannot = |error| Problem::with_file("write", path, &error);
        let (file, part) = if is_stream(&target) {
            let file = OpenOptions::new().write(true).open(&target);
            (file.map_err(cannot)?, None)
        } else {
            let mut name = target.as_os_str().to_owned();
            name.push(format!(".part-{}", std::process::id()));
            let part = PathBuf::from(name);
            (private_file(&part).map_err(cannot)?, Some(part))
        };
        Ok(Self {
            out: io::BufWriter::new(file),
            part,
            path: target,
        })
    }

    fn finish(mut self) -> Result<(), Problem> {
        self.put_in_place()
            .map_err(|error| Problem::with_file("write", &self.path, &error))?;
        self.part = None;
        Ok(())
    }

    fn put_in_place(&mut self) -> io::Result<()> {
        self.out.flush()?;
        let Some(part) = &self.part else {
            return Ok(());
        };
        self.out.get_ref().sync_all()?;
        std::fs::rename(part, &self.path)
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        if let Some(part) = &self.part {
            // The command already ends with its own error; a part left behind adds nothing.
            let _ = std::fs::remove_file(part);
        }
    }
}

/// Says whether a path is a device, a pipe or a socket: nothing that a file could take the
/// place of.
fn is_stream(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|about| !about.is_file() && !about.is_dir())
}

/// A study or its keys are never the target of an output: that would be the end of them.
fn refuse_study(path: &Path) -> Result<(), Problem> {
    let is_study = path
        .extension()
        .is_some_and(|extension| extension == "gainsay" || extension == "keys");
    if !is_study {
        return Ok(());
    }
    Err(Problem::new(
        Code::Usage,
        "output-is-study",
        "an output is never written over a study or its keys",
    )
    .at(Place::file(path.display().to_string()))
    .hint("give -o another file name"))
}

/// Creates a file that only its owner can read: interviews are in it.
fn private_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_study_is_never_written_over() {
        for name in ["demo.gainsay", "demo.keys"] {
            let refused = Destination::file(Path::new(name)).err().unwrap();
            assert_eq!(refused.kind, "output-is-study");
        }
    }

    #[test]
    fn a_file_appears_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("claims.csv");
        std::fs::write(&path, "old").unwrap();
        let mut destination = Destination::file(&path).unwrap();
        destination.write_all(b"new").unwrap();
        destination.flush().unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"old");
        destination.finish().unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"new");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_failed_command_leaves_no_file() {
        let folder = tempfile::tempdir().unwrap();
        let mut destination = Destination::file(&folder.path().join("claims.csv")).unwrap();
        destination.write_all(b"half").unwrap();
        drop(destination);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_and_its_target_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let (target, link) = (folder.path().join("a.csv"), folder.path().join("b.csv"));
        std::fs::write(&target, "old").unwrap();
        std::os::unix::fs::symlink(&target, &link).unwrap();
        let mut destination = Destination::file(&link).unwrap();
        destination.write_all(b"new").unwrap();
        destination.finish().unwrap();
        assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(std::fs::read(&target).unwrap(), b"new");
        let study = folder.path().join("demo.gainsay");
        std::fs::write(&study, "").unwrap();
        let disguised = folder.path().join("c.csv");
        std::os::unix::fs::symlink(&study, &disguised).unwrap();
        let refused = Destination::file(&disguised).err().unwrap();
        assert_eq!(refused.kind, "output-is-study");
    }

    #[cfg(unix)]
    #[test]
    fn a_device_is_written_to_and_stays_a_device() {
        use std::os::unix::fs::FileTypeExt as _;
        let mut destination = Destination::file(Path::new("/dev/null")).unwrap();
        destination.write_all(b"new").unwrap();
        destination.finish().unwrap();
        let about = std::fs::metadata("/dev/null").unwrap();
        assert!(about.file_type().is_char_device());
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_can_read_it() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("claims.csv");
        Destination::file(&path).unwrap().finish().unwrap();
        assert_eq!(
            std::fs::metadata(path).unwrap().permissions().mode() & 0o777,
            0o600
        );
    }

    #[test]
    fn a_folder_that_is_not_there_is_named() {
        let refused = Destination::file(Path::new("/no/such/folder/claims.csv"))
            .err()
            .unwrap();
        assert_eq!(
            refused.place.unwrap().to_string(),
            "/no/such/folder/claims.csv"
        );
        assert_eq!(refused.message, "no such file or directory");
    }
}
