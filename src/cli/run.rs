//! From the words of a command line to an exit code.
//!
//! It must not know use cases: it gets one function that runs a parsed command. What a stranger
//! would get wrong: help, version, completions and typing errors are done here, before that
//! function is called, so they need no study and are instant.

use std::ffi::OsString;
use std::path::Path;
use std::process::ExitCode;

use clap::Parser as _;
use clap::error::ErrorKind;

use crate::report::{Column, Head, Listing, Shape};

use super::args::other::ManArgs;
use super::args::{Cli, Command};
use super::failure::Problem;
use super::help::{self, HelpLook};
use super::output::{Choices, Output};
use super::session::Session;
use super::surroundings::{Color, Surroundings};
use super::{docs, topics, usage};

/// Runs the program: parses, does what needs no study, hands the rest to `run`.
///
/// `run` gets the command in its canonical form; [`Command::Status`] when none was typed.
pub fn main(run: impl FnOnce(&Command, &Session) -> Result<(), Problem>) -> ExitCode {
    let words: Vec<OsString> = std::env::args_os().collect();
    let around = Surroundings::look();
    match Cli::try_parse_from(&words) {
        Ok(cli) => run_parsed(cli, around, run),
        Err(error) => answer(&error, &Typed::of(&words), &around),
    }
}

fn run_parsed(
    mut cli: Cli,
    around: Surroundings,
    run: impl FnOnce(&Command, &Session) -> Result<(), Problem>,
) -> ExitCode {
    let command = cli.command.take().unwrap_or(Command::Status).canonical();
    cli.command = Some(command.clone());
    let session = Session::new(&cli, around);
    let done = run_alone(&command, &session).unwrap_or_else(|| run(&command, &session));
    exit_code(done, &session.output)
}

fn exit_code(done: Result<(), Problem>, output: &Output) -> ExitCode {
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            output.report(&problem);
            problem.exit_code()
        }
    }
}

/// Runs a command that needs no study, or gives `None`.
fn run_alone(command: &Command, session: &Session) -> Option<Result<(), Problem>> {
    match command {
        Command::Help(args) => Some(show_help(&args.words, session)),
        Command::Version => Some(show_version(session)),
        Command::Man(args) => Some(write_man(args, session)),
        Command::Completions(args) => {
            let mut script = Vec::new();
            docs::completions(args.shell, &mut script);
            Some(session.output.show_text(&String::from_utf8_lossy(&script)))
        }
        _ => None,
    }
}

fn show_help(words: &[String], session: &Session) -> Result<(), Problem> {
    if let [word] = words
        && !session.output.shape().format.is_for_eyes()
        && let Some(listing) = topics::listing(word)
    {
        return session.output.show(&listing).map(drop);
    }
    session
        .output
        .show_text(&help::about(words, session.help_look())?)
}

fn show_version(session: &Session) -> Result<(), Problem> {
    let version = env!("CARGO_PKG_VERSION");
    if session.output.shape().format.is_for_eyes() {
        return session.output.show_text(&version_line());
    }
    let mut listing = Listing::new(Head::record("version-list", vec![Column::new("version")]));
    listing.rows.push(vec![version.into()]);
    session.output.show(&listing).map(drop)
}

fn version_line() -> String {
    format!("gainsay {}\n", env!("CARGO_PKG_VERSION"))
}

fn write_man(args: &ManArgs, session: &Session) -> Result<(), Problem> {
    let pages = docs::man_pages()?;
    let Some(folder) = &args.dir else {
        let root = pages.iter().find(|(name, _)| name == "gainsay.1");
        let text = root
            .map(|(_, page)| String::from_utf8_lossy(page))
            .unwrap_or_default();
        return session.output.show_text(&text);
    };
    if session.globals.dry_run {
        session.output.say(&format!(
            "would write {} pages to {}",
            pages.len(),
            folder.display()
        ));
        return Ok(());
    }
    write_pages(folder, &pages)?;
    session.output.say(&format!(
        "wrote {} pages to {}",
        pages.len(),
        folder.display()
    ));
    Ok(())
}

fn write_pages(folder: &Path, pages: &[(String, Vec<u8>)]) -> Result<(), Problem> {
    std::fs::create_dir_all(folder).map_err(|error| Problem::with_file("write", folder, &error))?;
    for (name, page) in pages {
        let path = folder.join(name);
        std::fs::write(&path, page).map_err(|error| Problem::with_file("write", &path, &error))?;
    }
    Ok(())
}

/// What can be told of a command line that the parser did not finish.
struct Typed {
    words: Vec<String>,
}

impl Typed {
    fn of(words: &[OsString]) -> Self {
        let words = words
            .iter()
            .skip(1)
            .map(|word| word.to_string_lossy().into_owned());
        Self {
            words: words.collect(),
        }
    }

    fn has(&self, flag: &str) -> bool {
        self.words.iter().any(|word| word == flag)
    }

    /// Gives the value of a flag, whether behind a space or an equals sign.
    fn value(&self, flag: &str) -> Option<&str> {
        let mut words = self.words.iter();
        while let Some(word) = words.next() {
            if word == flag {
                return words.next().map(String::as_str);
            }
            if let Some(value) = word
                .strip_prefix(flag)
                .and_then(|rest| rest.strip_prefix('='))
            {
                return Some(value);
            }
        }
        None
    }

    fn color(&self) -> Color {
        match self.value("--color") {
            Some("always") => Color::Always,
            Some("never") => Color::Never,
            _ => Color::Auto,
        }
    }

    fn wants_json(&self) -> bool {
        self.has("--json")
            || self.words.iter().any(|word| word.starts_with("--json="))
            || self.value("--format") == Some("ndjson")
    }

    fn path(&self) -> (Vec<String>, clap::Command) {
        let words: Vec<&str> = self.words.iter().map(String::as_str).collect();
        help::path_of(&words)
    }
}

/// Shows help or version, or reports a typing error.
fn answer(error: &clap::Error, typed: &Typed, around: &Surroundings) -> ExitCode {
    let output = early_output(typed, around);
    let (path, command) = typed.path();
    let done = match error.kind() {
        ErrorKind::DisplayHelp => {
            let width = around.width(typed.value("--width").and_then(|width| width.parse().ok()));
            let look = HelpLook::new(width, around.paint_stdout(typed.color()));
            output.show_text(&help::of_command(&path, look, typed.has("--help")))
        }
        ErrorKind::DisplayVersion => output.show_text(&version_line()),
        _ => Err(usage::problem_of(error, &command)),
    };
    exit_code(done, &output)
}

fn early_output(typed: &Typed, around: &Surroundings) -> Output {
    let format = if typed.wants_json() {
        crate::report::Format::Json
    } else {
        crate::report::Format::Table
    };
    let choices = Choices {
        shape: Shape::new(format),
        file: None,
        may_page: !typed.has("--no-pager"),
        is_quiet: false,
        talk_paint: around.paint_stderr(typed.color()),
    };
    Output::new(choices, around.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(line: &str) -> Typed {
        let words = std::iter::once("gainsay").chain(line.split_whitespace());
        Typed::of(&words.map(OsString::from).collect::<Vec<_>>())
    }

    #[test]
    fn what_matters_is_read_from_a_line_that_is_wrong() {
        let line = typed("clams --json=a --color never --width=40");
        assert!(line.wants_json());
        assert_eq!(line.color(), Color::Never);
        assert_eq!(line.value("--width"), Some("40"));
        assert!(typed("clams --format ndjson").wants_json());
        assert!(!typed("clams --format csv").wants_json());
    }

    #[test]
    fn the_path_passes_over_flags_and_their_values() {
        assert_eq!(
            typed("-p a.gainsay claim list --help").path().0,
            ["claim", "list"]
        );
        assert_eq!(typed("--help").path().0, Vec::<String>::new());
    }
}
