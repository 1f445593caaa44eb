//! Where a passphrase comes from: the terminal, a file, or a descriptor.
//!
//! It must not know what is opened with it. What a stranger would get wrong: it never comes
//! from a flag's value or the environment, which every program of the same user can read; and a
//! file that others can read is refused, for a passphrase in it is no secret.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use zeroize::{Zeroize as _, Zeroizing};

use crate::report::visible;
use crate::vault::Passphrase;

use super::args::globals::Globals;
use super::confirm::can_ask;
use super::failure::{Code, Place, Problem};
use super::surroundings::Surroundings;

/// The most bytes of a passphrase; a larger file is not the one that was meant.
const LONGEST_BYTES: usize = 4096;
/// How often two different entries of a new passphrase are put up with.
const ATTEMPTS: usize = 3;

/// Where a passphrase comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Way {
    /// A prompt on the terminal.
    Prompt,
    /// A file that only its owner can read.
    File(PathBuf),
    /// A file descriptor; 0 is stdin.
    Descriptor(u32),
    /// Nobody can be asked.
    None,
}

impl Way {
    /// Decides from the flags and the surroundings.
    #[must_use]
    pub fn of(globals: &Globals, around: &Surroundings) -> Self {
        match (&globals.passphrase_file, globals.passphrase_fd) {
            (Some(path), _) => Self::File(path.clone()),
            (None, Some(number)) => Self::Descriptor(number),
            (None, None) if can_ask(globals, around) => Self::Prompt,
            (None, None) => Self::None,
        }
    }

    /// Gets the passphrase of an existing file.
    ///
    /// # Errors
    /// Nobody to ask, or a file or descriptor that cannot be used (exit code 4).
    pub fn existing(&self, study: &Path) -> Result<Passphrase, Problem> {
        let prompt = format!("Passphrase for {}: ", visible(&study.display().to_string()));
        self.get(|| typed(&prompt))
    }

    /// Gets a passphrase for a new file; at a prompt it is asked for twice.
    ///
    /// # Errors
    /// As for an existing one; also an empty passphrase, and entries that keep differing.
    pub fn new_one(&self) -> Result<Passphrase, Problem> {
        let passphrase = self.get(|| twice(typed))?;
        if passphrase.is_empty() {
            return Err(locked(
                "passphrase-empty",
                "an empty passphrase protects nothing",
            ));
        }
        Ok(passphrase)
    }

    fn get(&self, prompt: impl FnOnce() -> Result<Secret, Problem>) -> Result<Passphrase, Problem> {
        let secret = match self {
            Self::Prompt => prompt()?,
            Self::File(path) => from_file(path)?,
            Self::Descriptor(number) => from_descriptor(*number)?,
            Self::None => return Err(nobody()),
        };
        Ok(secret.into_passphrase())
    }
}

/// Bytes that are wiped when dropped.
struct Secret(Zeroizing<Vec<u8>>);

impl Secret {
    fn into_passphrase(mut self) -> Passphrase {
        // The bytes move; no copy stays behind.
        Passphrase::new(std::mem::take(&mut *self.0))
    }
}

fn locked(kind: &'static str, message: &str) -> Problem {
    Problem::new(Code::Locked, kind, message)
}

fn nobody() -> Problem {
    locked(
        "passphrase-needed",
        "a passphrase is needed and nobody can be asked",
    )
    .hint("give --passphrase-file FILE or --passphrase-fd N")
}

fn typed(prompt: &str) -> Result<Secret, Problem> {
    let typed = rpassword::prompt_password(prompt).map_err(|error| match error.kind() {
        io::ErrorKind::Interrupted => Problem::new(Code::Interrupted, "interrupted", "interrupted"),
        io::ErrorKind::UnexpectedEof => locked("passphrase-needed", "no passphrase was typed"),
        _ => nobody(),
    })?;
    Ok(Secret(Zeroizing::new(typed.into_bytes())))
}

fn twice(mut typed: impl FnMut(&str) -> Result<Secret, Problem>) -> Result<Secret, Problem> {
    for attempt in 0..ATTEMPTS {
        let first = typed(if attempt == 0 {
            "New passphrase: "
        } else {
            "They differ. New passphrase: "
        })?;
        if first.0.is_empty() || *typed("The same again: ")?.0 == *first.0 {
            return Ok(first);
        }
    }
    Err(locked(
        "passphrase-differs",
        "the two entries differ; nothing was done",
    ))
}

fn from_file(path: &Path) -> Result<Secret, Problem> {
    let in_file = |error: io::Error| {
        let mut problem = Problem::with_file("passphrase-file", path, &error);
        problem.code = Code::Locked;
        problem
    };
    let file = File::open(path).map_err(in_file)?;
    // Asked of the open file, so that nobody can swap it in between.
    refuse_open_to_others(&file.metadata().map_err(in_file)?, path)?;
    one_line(file).map_err(|problem| problem.at(Place::file(path.display().to_string())))
}

#[cfg(unix)]
fn refuse_open_to_others(metadata: &std::fs::Metadata, path: &Path) -> Result<(), Problem> {
    use std::os::unix::fs::PermissionsExt as _;
    // A pipe from `<(command)` has odd bits and no name that others could open.
    if !metadata.is_file() || metadata.permissions().mode() & 0o077 == 0 {
        return Ok(());
    }
    let path = path.display().to_string();
    Err(locked(
        "passphrase-file-open",
        "other users can read the file with the passphrase",
    )
    .at(Place::file(path.clone()))
    .hint(format!("chmod 600 {path}")))
}

#[cfg(not(unix))]
fn refuse_open_to_others(_: &std::fs::Metadata, _: &Path) -> Result<(), Problem> {
    Ok(())
}

fn from_descriptor(number: u32) -> Result<Secret, Problem> {
    if number == 0 {
        return one_line(io::stdin().lock());
    }
    // Opened by its name, because taking a descriptor over by number cannot be done safely.
    if !cfg!(unix) {
        return Err(Problem::usage(
            "passphrase-fd",
            "only descriptor 0 can be read on this system",
        ));
    }
    let file = File::open(format!("/dev/fd/{number}")).map_err(|_| {
        locked(
            "passphrase-fd",
            &format!("descriptor {number} cannot be read"),
        )
    })?;
    one_line(file)
}

/// Reads one line; its end is removed, and anything behind it is refused.
fn one_line(source: impl Read) -> Result<Secret, Problem> {
    // Room for all of it from the start: a buffer that grows leaves copies behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(2 * LONGEST_BYTES));
    let limit = LONGEST_BYTES as u64 + 1;
    let read = source.take(limit).read_to_end(&mut bytes);
    read.map_err(|_| locked("passphrase-read", "the passphrase cannot be read"))?;
    if bytes.len() > LONGEST_BYTES {
        return Err(locked(
            "passphrase-long",
            "this is longer than a passphrase can be",
        ));
    }
    for end in [b'\n', b'\r'] {
        if bytes.last() == Some(&end) {
            bytes.pop();
        }
    }
    if bytes.contains(&b'\n') {
        bytes.zeroize();
        return Err(locked(
            "passphrase-lines",
            "the passphrase must stand alone, on one line",
        ));
    }
    Ok(Secret(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(bytes: &[u8]) -> Result<Vec<u8>, &'static str> {
        one_line(bytes)
            .map(|secret| secret.0.to_vec())
            .map_err(|problem| problem.kind)
    }

    #[test]
    fn the_end_of_the_line_is_removed_and_spaces_stay() {
        assert_eq!(line(b" a b \n"), Ok(b" a b ".to_vec()));
        assert_eq!(line(b"ab\r\n"), Ok(b"ab".to_vec()));
        assert_eq!(line("د ه".as_bytes()), Ok("د ه".as_bytes().to_vec()));
    }

    #[test]
    fn a_file_that_cannot_be_meant_is_refused() {
        assert_eq!(line(b"a\nb\n"), Err("passphrase-lines"));
        assert_eq!(line(&[b'a'; LONGEST_BYTES + 1]), Err("passphrase-long"));
        assert_eq!(
            line(&[b'a'; LONGEST_BYTES]).map(|bytes| bytes.len()),
            Ok(LONGEST_BYTES)
        );
    }

    fn entries(words: &[&str]) -> Result<Vec<u8>, &'static str> {
        let mut words = words.iter();
        let typed = |_: &str| {
            Ok(Secret(Zeroizing::new(
                words.next().unwrap().as_bytes().to_vec(),
            )))
        };
        twice(typed)
            .map(|secret| secret.0.to_vec())
            .map_err(|problem| problem.kind)
    }

    #[test]
    fn a_new_passphrase_is_typed_twice_alike() {
        assert_eq!(entries(&["a", "a"]), Ok(b"a".to_vec()));
        assert_eq!(entries(&["a", "b", "c", "c"]), Ok(b"c".to_vec()));
        assert_eq!(
            entries(&["a", "b", "a", "b", "a", "b"]),
            Err("passphrase-differs")
        );
    }

    #[test]
    fn where_nobody_can_be_asked_the_flags_are_named() {
        let refused = Way::None.existing(Path::new("a.gainsay")).err().unwrap();
        assert_eq!(refused.code, Code::Locked);
        assert!(refused.hint.unwrap().contains("--passphrase-file"));
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_others_can_read_is_refused() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pass");
        std::fs::write(&path, "open sesame\n").unwrap();
        for (mode, is_fine) in [
            (0o644, false),
            (0o640, false),
            (0o604, false),
            (0o600, true),
            (0o400, true),
        ] {
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
            let got = Way::File(path.clone()).existing(Path::new("a.gainsay"));
            assert_eq!(got.is_ok(), is_fine, "{mode:o}");
            if let Ok(passphrase) = got {
                assert_eq!(passphrase.bytes(), b"open sesame");
            }
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_descriptor_is_read_to_its_end() {
        use std::io::Write as _;
        use std::os::fd::AsRawFd as _;
        let (reader, mut writer) = io::pipe().unwrap();
        writer.write_all(b"open sesame\n").unwrap();
        drop(writer);
        let number = u32::try_from(reader.as_raw_fd()).unwrap();
        let passphrase = Way::Descriptor(number).new_one().ok().unwrap();
        assert_eq!(passphrase.bytes(), b"open sesame");
    }

    #[test]
    fn an_empty_new_passphrase_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pass");
        std::fs::write(&path, "\n").unwrap();
        #[cfg(unix)]
        std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600))
            .unwrap();
        let refused = Way::File(path).new_one().err().unwrap();
        assert_eq!(refused.kind, "passphrase-empty");
    }
}
