//! What went wrong, in the form a person and a program can read, and the exit code.
//!
//! It must not know how errors of other rooms came about: each is turned into a [`Problem`]
//! once, where a command calls its use case. What a stranger would get wrong: a message never
//! holds interview text or names, only kinds, keys and places, for it ends in logs and tickets.

use std::fmt;
use std::io;
use std::process::ExitCode;

use crate::report::{
    Cell, Column, Head, Listing, Mark, Paint, UnknownField, harmless_json, visible,
};

use super::suggest;

/// How many further problems are printed before the rest is only counted.
const SHOWN_OTHERS: usize = 19;

/// The exit codes that are not success.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Code {
    /// Something failed, such as a disk or a lost file, or what was asked for cannot be done as the
    /// study is: a row that others name, a coding that is hidden.
    Failed,
    /// The command line makes no sense.
    Usage,
    /// `check --fail-on` matched.
    Matched,
    /// The study is locked, or the passphrase wrong.
    Locked,
    /// Data were rejected, or the file is no study or damaged.
    Rejected,
    /// Another program writes, or a person must decide first.
    Busy,
    /// The person stopped it.
    Interrupted,
}

impl Code {
    /// Every code, in the order of its number.
    pub const ALL: [Self; 7] = [
        Self::Failed,
        Self::Usage,
        Self::Matched,
        Self::Locked,
        Self::Rejected,
        Self::Busy,
        Self::Interrupted,
    ];

    /// Gives the number that the process ends with.
    #[must_use]
    pub fn number(self) -> u8 {
        match self {
            Self::Failed => 1,
            Self::Usage => 2,
            Self::Matched => 3,
            Self::Locked => 4,
            Self::Rejected => 5,
            Self::Busy => 6,
            Self::Interrupted => 130,
        }
    }

    /// Says what the code means, for `gainsay help exit-codes`.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Failed => {
                "failed (a file, a disk, the program itself), or refused as things stand"
            }
            Self::Usage => "usage: the command line makes no sense",
            Self::Matched => "check --fail-on found what it was told to fail on",
            Self::Locked => "locked, or the passphrase is wrong",
            Self::Rejected => "data rejected, integrity bad, or no study or one of a newer program",
            Self::Busy => "busy, or a person must decide first",
            Self::Interrupted => "interrupted",
        }
    }
}

/// Where something went wrong: a file, and in it a line and a column by name or number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file as it was named.
    pub file: String,
    /// The line, counted from 1.
    pub line: Option<u64>,
    /// The name of a CSV column, or the number of a character.
    pub column: Option<String>,
}

impl Place {
    /// Names a file.
    pub fn file(file: impl Into<String>) -> Self {
        Self {
            file: file.into(),
            line: None,
            column: None,
        }
    }

    /// Names a line of a file.
    pub fn line(file: impl Into<String>, line: u64) -> Self {
        Self {
            line: Some(line),
            ..Self::file(file)
        }
    }

    /// Gives the same place with its column.
    #[must_use]
    pub fn column(mut self, column: impl Into<String>) -> Self {
        self.column = Some(column.into());
        self
    }
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.file)?;
        if let Some(line) = self.line {
            write!(out, ":{line}")?;
        }
        if let Some(column) = &self.column {
            write!(out, ":{column}")?;
        }
        Ok(())
    }
}

/// One thing that went wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The exit code it leads to.
    pub code: Code,
    /// A short name that programs may rely on, such as `unknown-stance`.
    pub kind: &'static str,
    /// A sentence without capital and full stop that names the thing.
    pub message: String,
    /// Where it went wrong.
    pub place: Option<Box<Place>>,
    /// What to do next, where it is known.
    pub hint: Option<String>,
    /// Further problems of the same run, such as other bad rows of a file.
    pub others: Vec<Problem>,
}

impl Problem {
    /// Makes a problem without place and hint.
    pub fn new(code: Code, kind: &'static str, message: impl Into<String>) -> Self {
        Self {
            code,
            kind,
            message: message.into(),
            place: None,
            hint: None,
            others: Vec::new(),
        }
    }

    /// Makes a problem with the command line.
    pub fn usage(kind: &'static str, message: impl Into<String>) -> Self {
        Self::new(Code::Usage, kind, message)
    }

    /// Makes a problem with reading or writing a file.
    pub fn with_file(kind: &'static str, path: &std::path::Path, error: &io::Error) -> Self {
        let mut problem = Self::new(Code::Failed, kind, plain_io(error));
        problem.place = Some(Box::new(Place::file(path.display().to_string())));
        problem
    }

    /// Gives the same problem with its place.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(Box::new(place));
        self
    }

    /// Gives the same problem with a hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Joins several problems of one run; the first decides the exit code.
    #[must_use]
    pub fn all(problems: Vec<Self>) -> Option<Self> {
        let mut problems = problems.into_iter();
        let mut first = problems.next()?;
        first.others.extend(problems);
        Some(first)
    }

    /// Gives the code that the process ends with.
    #[must_use]
    pub fn exit_code(&self) -> ExitCode {
        ExitCode::from(self.code.number())
    }

    /// Gives the text for stderr, which ends in a line feed.
    #[must_use]
    pub fn text(&self, paint: Paint) -> String {
        let mut text = self.own_text(paint);
        for other in self.others.iter().take(SHOWN_OTHERS) {
            text.push_str(&other.own_text(paint));
        }
        let left = self.others.len().saturating_sub(SHOWN_OTHERS);
        if left > 0 {
            text.push_str(&format!("… and {left} more; --json lists them all\n"));
        }
        text
    }

    fn own_text(&self, paint: Paint) -> String {
        let mut text = format!("{} ", paint.apply(Mark::Error, "error:"));
        // A fault in an expression brings the line and a caret under it.
        for line in self.message.lines() {
            text.push_str(&visible(line));
            text.push('\n');
        }
        if let Some(place) = &self.place {
            text.push_str(&format!("   at  {}\n", visible(&place.to_string())));
        }
        if let Some(hint) = &self.hint {
            let label = paint.apply(Mark::Help, "help:");
            for (position, line) in hint.lines().enumerate() {
                let label = if position == 0 {
                    format!(" {label}")
                } else {
                    " ".repeat(6)
                };
                text.push_str(&format!("{label} {}\n", visible(line)));
            }
        }
        text
    }

    /// Gives the error envelope for stderr, on one line.
    #[must_use]
    pub fn json(&self) -> String {
        let mut error = self.json_fields();
        if !self.others.is_empty() {
            let others: Vec<_> = self.others.iter().map(Self::json_fields).collect();
            error["others"] = others.into();
        }
        let envelope = serde_json::json!({"schema": "gainsay/error/1", "error": error});
        format!("{}\n", harmless_json(&envelope.to_string()))
    }

    fn json_fields(&self) -> serde_json::Value {
        serde_json::json!({
            "code": self.code.number(),
            "kind": self.kind,
            "message": self.message,
            "place": self.place.as_ref().map(ToString::to_string),
            "hint": self.hint,
        })
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.message)
    }
}

impl std::error::Error for Problem {}

impl From<io::Error> for Problem {
    fn from(error: io::Error) -> Self {
        let code = if error.kind() == io::ErrorKind::Interrupted {
            Code::Interrupted
        } else {
            Code::Failed
        };
        Self::new(code, "io", plain_io(&error))
    }
}

impl From<UnknownField> for Problem {
    fn from(unknown: UnknownField) -> Self {
        let known: Vec<&str> = unknown.known.iter().map(String::as_str).collect();
        let hint = suggest::hint(&unknown.field, &known);
        Self::usage("unknown-field", unknown.to_string()).hint(hint)
    }
}

/// Says what the system said, without its number and with a small letter.
fn plain_io(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    let mut characters = text.chars();
    match characters.next() {
        Some(first) => first.to_lowercase().chain(characters).collect(),
        None => "the system gave no reason".to_owned(),
    }
}

/// Lists the exit codes.
#[must_use]
pub fn exit_codes() -> Listing {
    let columns = vec![Column::number("code"), Column::new("meaning")];
    let mut listing = Listing::new(Head::new("exit-code-list", columns));
    listing.rows.push(vec![
        Cell::Integer(0),
        "done; findings are results, not errors".into(),
    ]);
    for code in Code::ALL {
        listing
            .rows
            .push(vec![i64::from(code.number()).into(), code.meaning().into()]);
    }
    listing
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::golden;

    fn bad_row(line: u64) -> Problem {
        Problem::new(
            Code::Rejected,
            "unknown-stance",
            "the stance \"afirms\" is not known",
        )
        .at(Place::line("claims.csv", line).column("stance"))
        .hint("did you mean `affirms`?")
    }

    #[test]
    fn a_place_reads_as_file_line_column() {
        assert_eq!(
            bad_row(14).place.unwrap().to_string(),
            "claims.csv:14:stance"
        );
        assert_eq!(Place::file("claims.csv").to_string(), "claims.csv");
    }

    #[test]
    fn problems_for_people() {
        let problem = Problem::all((14..17).map(bad_row).collect()).unwrap();
        golden::assert("problems.txt", &problem.text(Paint::Plain));
    }

    #[test]
    fn problems_for_programs() {
        let problem = Problem::all(vec![bad_row(14), bad_row(15)]).unwrap();
        golden::assert("problems.json", &problem.json());
    }

    #[test]
    fn many_problems_are_counted() {
        let problem = Problem::all((1..=30).map(bad_row).collect()).unwrap();
        assert!(
            problem
                .text(Paint::Plain)
                .ends_with("… and 10 more; --json lists them all\n")
        );
        let value: serde_json::Value = serde_json::from_str(&problem.json()).unwrap();
        assert_eq!(value["error"]["others"].as_array().unwrap().len(), 29);
    }

    #[test]
    fn a_message_cannot_steer_the_terminal() {
        let problem = Problem::new(Code::Failed, "x", "bad \u{1b}[2J");
        assert_eq!(problem.text(Paint::Plain), "error: bad \\u{1b}[2J\n");
        let problem = Problem::new(Code::Failed, "x", "bad \u{9b}2J");
        assert!(problem.json().contains("bad \\u009b2J"));
    }

    #[test]
    fn a_system_error_loses_its_number() {
        let error = io::Error::from_raw_os_error(2);
        let problem = Problem::with_file("read", std::path::Path::new("a.csv"), &error);
        assert_eq!(problem.message, "no such file or directory");
    }

    #[test]
    fn every_code_has_its_number() {
        let numbers: Vec<u8> = Code::ALL.iter().map(|code| code.number()).collect();
        assert_eq!(numbers, [1, 2, 3, 4, 5, 6, 130]);
        assert_eq!(exit_codes().rows.len(), Code::ALL.len() + 1);
    }
}
