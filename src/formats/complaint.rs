//! What is wrong with a file, in a form a person can act on: where, what, what would be right.
//! A stranger would put the cell into the message: only keys, words, dates and numbers may
//! be shown, never what somebody said; `Complaint::at` asks the column.

use crate::model::table::Column;
use std::fmt;
use std::path::Path;

/// The longest value that is shown, in code points.
const LONGEST_SHOWN_CP: usize = 60;

/// The most words a value may have and be shown. No key, number or date has more; where a row
/// has slipped by a cell, a quote has.
const MOST_SHOWN_WORDS: usize = 3;

/// What a file is called that stands in no study folder: its name, without where it lies.
pub fn name_of(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

/// One fault of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// The file, as the folder names it.
    pub file: Box<str>,
    /// Its line, from 1; `None` where the whole file is meant.
    pub line: Option<u64>,
    /// The column.
    pub column: Option<Box<str>>,
    /// The value, where it may be shown.
    pub value: Option<Box<str>>,
    /// What is wrong.
    pub what: Box<str>,
    /// What would be right.
    pub remedy: Box<str>,
    /// How many lines go with it where the row is left out.
    pub lines: u64,
}

impl Complaint {
    /// A fault of a whole file.
    pub fn of_file(file: &str, what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self {
            file: file.into(),
            line: None,
            column: None,
            value: None,
            what: what.into().into(),
            remedy: remedy.into().into(),
            lines: 1,
        }
    }

    /// The same at a line; 0 is no line: the row was typed and stands in no file.
    pub fn on_line(mut self, line: u64) -> Self {
        self.line = (line > 0).then_some(line);
        self
    }

    /// The same of a row that took so many lines.
    pub fn over_lines(mut self, lines: u64) -> Self {
        self.lines = lines.max(1);
        self
    }

    /// The same at a column, with the value if the column may be shown and the value is no
    /// speech.
    pub fn at(mut self, column: &Column, value: &str) -> Self {
        self.column = Some(column.name.into());
        let is_speech = value.split_whitespace().count() > MOST_SHOWN_WORDS;
        if column.may_be_shown() && !value.is_empty() && !is_speech {
            self.value = Some(shortened(value).into());
        }
        self
    }

    /// The same at a column of this name, without the value.
    pub fn in_column(mut self, name: &str) -> Self {
        self.column = Some(shortened(name).into());
        self
    }

    /// `file`, `file:line` or `file:line:column`.
    pub fn place(&self) -> String {
        let line = self.line.map_or(String::new(), |line| format!(":{line}"));
        let column = self
            .column
            .as_ref()
            .map_or(String::new(), |column| format!(":{column}"));
        format!("{}{line}{column}", self.file)
    }
}

/// A value without what would act in a terminal, cut to a length.
fn shortened(value: &str) -> String {
    let mut shown: String = value
        .chars()
        .take(LONGEST_SHOWN_CP)
        .flat_map(visible)
        .collect();
    if value.chars().nth(LONGEST_SHOWN_CP).is_some() {
        shown.push('…');
    }
    shown
}

fn visible(letter: char) -> Vec<char> {
    if letter.is_control() || crate::model::cell::is_bidi_control(letter) {
        letter.escape_unicode().collect()
    } else {
        vec![letter]
    }
}

impl fmt::Display for Complaint {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: ", self.place())?;
        if let Some(value) = &self.value {
            write!(out, "`{value}` ")?;
        }
        write!(out, "{}; {}", self.what, self.remedy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::table::Noun;
    use crate::model::tables::table;

    #[test]
    fn a_key_is_shown_and_what_somebody_said_is_not() {
        let claims = table(Noun::Claim);
        let fault = Complaint::of_file("claims.csv", "is wrong", "write another").on_line(14);
        let shown = fault
            .clone()
            .at(claims.column("stance").unwrap(), "afirms")
            .to_string();
        assert_eq!(
            shown,
            "claims.csv:14:stance: `afirms` is wrong; write another"
        );
        let hidden = fault
            .at(claims.column("quote").unwrap(), "marker words")
            .to_string();
        assert_eq!(hidden, "claims.csv:14:quote: is wrong; write another");
    }

    #[test]
    fn speech_that_slipped_into_another_column_is_not_shown() {
        let column = table(Noun::Interview).column("date").unwrap();
        let fault = Complaint::of_file("claims.csv", "is wrong", "write another");
        let date = fault.clone().at(column, "24 Asad 1400x");
        assert!(date.to_string().contains("24 Asad 1400x"));
        let speech = fault.at(column, "they met us there");
        assert!(!speech.to_string().contains("met"));
    }

    #[test]
    fn a_value_cannot_act_in_a_terminal() {
        let column = table(Noun::Claim).column("stance").unwrap();
        let fault = Complaint::of_file("claims.csv", "is wrong", "write another")
            .at(column, "\u{1b}[2J\u{202e}");
        assert!(!fault.to_string().contains(['\u{1b}', '\u{202e}']));
    }
}
