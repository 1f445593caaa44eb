//! A pager for what is longer than the screen.
//!
//! It must not know what is shown. What a stranger would get wrong: nothing is started before
//! the text has outgrown the screen; and `less` is told to keep no history and to run nothing,
//! for what was searched in a study must not be left in a home folder.

use std::ffi::OsStr;
use std::io::{self, Write};
use std::process::{Child, Command, Stdio};

/// The pager where nobody chose one.
const USUAL_PAGER: &str = "less";

/// Holds text back until it outgrows the screen, then starts the pager and passes it on.
#[derive(Debug)]
pub(super) struct Pager<W: Write> {
    out: W,
    command: Option<Vec<String>>,
    height: usize,
    lines: usize,
    held: Vec<u8>,
    child: Option<Child>,
}

impl<W: Write> Pager<W> {
    /// Prepares a pager; `out` is the terminal for what fits on it.
    pub(super) fn new(out: W, command: Option<Vec<String>>, height: usize) -> Self {
        Self {
            out,
            command,
            height,
            lines: 0,
            held: Vec::new(),
            child: None,
        }
    }

    /// Starts the pager. One that is not there is no reason to show nothing.
    fn start(&mut self) -> io::Result<()> {
        if let Some(words) = self.command.take() {
            self.child = spawn(&words).ok();
        }
        let held = std::mem::take(&mut self.held);
        self.pass_on(&held)
    }

    fn pass_on(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self.child.as_mut().and_then(|child| child.stdin.as_mut()) {
            Some(pipe) => pipe.write_all(bytes),
            None => self.out.write_all(bytes),
        }
    }

    /// Shows what is still held and waits until the person has read it.
    pub(super) fn finish(mut self) -> io::Result<()> {
        let held = std::mem::take(&mut self.held);
        let written = self.pass_on(&held).and_then(|()| self.out.flush());
        if let Some(mut child) = self.child.take() {
            drop(child.stdin.take());
            child.wait()?;
        }
        written
    }
}

impl<W: Write> Write for Pager<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.command.is_none() {
            self.pass_on(bytes)?;
            return Ok(bytes.len());
        }
        self.held.extend_from_slice(bytes);
        self.lines += bytes.iter().filter(|&&byte| byte == b'\n').count();
        // The prompt takes the last line of the screen.
        if self.lines >= self.height {
            self.start()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Gives the words of the pager's command, or `None` when there shall be none.
///
/// The variable is split at spaces and no shell reads it; empty or `cat` means no pager.
pub(super) fn command(chosen: Option<&OsStr>) -> Option<Vec<String>> {
    let chosen = chosen.map_or_else(|| USUAL_PAGER.into(), OsStr::to_string_lossy);
    let words: Vec<String> = chosen.split_whitespace().map(str::to_owned).collect();
    match words.first().map(String::as_str) {
        None | Some("cat") => None,
        Some(_) => Some(words),
    }
}

fn spawn(words: &[String]) -> io::Result<Child> {
    let (program, arguments) = words
        .split_first()
        .ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))?;
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::piped());
    if std::env::var_os("LESS").is_none() {
        // Quit when it fits, show colours, leave the text on the screen.
        command.env("LESS", "FRX");
    }
    command
        .env("LESSSECURE", "1")
        .env("LESSHISTFILE", "-")
        .env("LESSCHARSET", "utf-8");
    command.spawn()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(command: &str) -> Option<Vec<String>> {
        Some(command.split(' ').map(str::to_owned).collect())
    }

    #[test]
    fn the_variable_is_split_and_may_say_no() {
        assert_eq!(command(None), words("less"));
        assert_eq!(command(Some("more -d".as_ref())), words("more -d"));
        assert_eq!(command(Some("".as_ref())), None);
        assert_eq!(command(Some("cat".as_ref())), None);
    }

    #[test]
    fn what_fits_starts_no_pager() {
        let mut seen = Vec::new();
        let mut pager = Pager::new(&mut seen, words("false"), 3);
        pager.write_all(b"one\ntwo\n").unwrap();
        assert!(pager.child.is_none());
        pager.finish().unwrap();
        assert_eq!(seen, b"one\ntwo\n");
    }

    #[test]
    fn a_pager_that_is_not_there_shows_everything_anyway() {
        let mut seen = Vec::new();
        let mut pager = Pager::new(&mut seen, words("no-such-pager-anywhere"), 2);
        pager.write_all(b"one\ntwo\nthree\n").unwrap();
        pager.write_all(b"four\n").unwrap();
        pager.finish().unwrap();
        assert_eq!(seen, b"one\ntwo\nthree\nfour\n");
    }

    #[cfg(unix)]
    #[test]
    fn what_does_not_fit_goes_to_the_pager() {
        let folder = tempfile::tempdir().unwrap();
        let seen = folder.path().join("seen");
        let mut out = Vec::new();
        let mut pager = Pager::new(
            &mut out,
            words(&format!("dd status=none of={}", seen.display())),
            2,
        );
        pager.write_all(b"one\ntwo\n").unwrap();
        pager.write_all(b"three\n").unwrap();
        pager.finish().unwrap();
        assert_eq!(std::fs::read(seen).unwrap(), b"one\ntwo\nthree\n");
        assert!(out.is_empty());
    }
}
