//! What a constructor says when it refuses a value: the column, the value and what would be right.
//!
//! It knows no file and no line; whoever reads a file adds them. What a stranger would get wrong: a
//! refusal is shown to people and kept in logs, so a value that may be interview text never goes in.

use std::fmt;

use thiserror::Error;

/// The longest part of a refused value that is shown, in code points.
const SHOWN_CHARS: usize = 60;

/// Why a value must not exist, in words a researcher can act on.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub struct Refusal {
    /// The column (or field) that holds the value, spelled as in the study folder.
    pub column: &'static str,
    /// The value as it was given, shortened when long; empty when nothing was
    /// given or the cell may hold words of an interview.
    pub value: String,
    /// What would be right in its place.
    pub right: String,
}

impl Refusal {
    /// Makes a refusal of a value of a column, saying what would be right.
    pub fn new(column: &'static str, value: &str, right: impl Into<String>) -> Refusal {
        let mut shown: String = value.chars().take(SHOWN_CHARS).collect();
        if shown.len() < value.len() {
            shown.push('…');
        }
        Refusal {
            column,
            value: shown,
            right: right.into(),
        }
    }

    /// Makes the refusal of a key that no row of the file of its noun has.
    pub fn unknown(column: &'static str, value: &str, noun: &str) -> Refusal {
        Refusal::new(
            column,
            value,
            format!("the key of {} of this study", with_article(noun)),
        )
    }

    /// Makes the refusal of a key that stands twice.
    pub fn twice(column: &'static str, value: &str) -> Refusal {
        Refusal::new(column, value, "a key that no other row has")
    }
}

/// Puts `a` or `an` before a noun, by its first letter: none of ours begins with a silent one.
pub fn with_article(noun: &str) -> String {
    match noun.starts_with(['a', 'e', 'i', 'o']) {
        true => format!("an {noun}"),
        false => format!("a {noun}"),
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Refusal {
            column,
            value,
            right,
        } = self;
        if value.is_empty() {
            return write!(
                formatter,
                "column `{column}` cannot stand as it is; right would be: {right}"
            );
        }
        write!(
            formatter,
            "column `{column}`: \"{value}\" cannot stand; right would be: {right}"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_names_column_value_and_what_is_right() {
        let said = Refusal::new("stance", "afirms", "affirms or denies").to_string();
        assert!(said.contains("`stance`") && said.contains("afirms") && said.contains("denies"));
        let empty = Refusal::unknown("source", "", "source").to_string();
        assert!(empty.contains("cannot stand as it is"));
    }

    #[test]
    fn a_long_value_is_shortened() {
        let refusal = Refusal::new("value", &"و".repeat(500), "a number");
        assert_eq!(refusal.value.chars().count(), SHOWN_CHARS + 1);
    }
}
