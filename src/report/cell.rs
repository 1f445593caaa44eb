//! One value of one row, before it is known how it will be shown.
//!
//! It must not know formats beyond plain text and JSON scalars. What a stranger would get
//! wrong: an undefined measure is [`Cell::Empty`], never zero and never `NaN`, so a number
//! that is not finite is shown as empty in every format.

use std::borrow::Cow;

/// The value of one column in one row.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing was said, or a measure is undefined.
    Empty,
    /// Words; guarded against formulas in CSV and escaped on a terminal.
    Text(Cow<'static, str>),
    /// A count or another whole number.
    Integer(i64),
    /// A measure; shown in the shortest form that reads back as the same double.
    Number(f64),
    /// Yes or no.
    Bool(bool),
    /// Several words; joined with `;` in CSV, an array in JSON.
    List(Vec<String>),
}

impl Cell {
    /// Makes a text cell; an empty string becomes [`Cell::Empty`].
    pub fn text(words: impl Into<Cow<'static, str>>) -> Self {
        let words = words.into();
        if words.is_empty() {
            Self::Empty
        } else {
            Self::Text(words)
        }
    }

    /// Makes a cell of an optional value; `None` becomes [`Cell::Empty`].
    pub fn maybe<T: Into<Self>>(value: Option<T>) -> Self {
        value.map_or(Self::Empty, Into::into)
    }

    /// Says whether the cell shows nothing in any format.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(words) => words.is_empty(),
            Self::Number(value) => !value.is_finite(),
            Self::List(items) => items.is_empty(),
            Self::Integer(_) | Self::Bool(_) => false,
        }
    }

    /// Says whether the cell holds a person's words, which a spreadsheet could take for a formula.
    #[must_use]
    pub fn is_words(&self) -> bool {
        matches!(self, Self::Text(_) | Self::List(_))
    }

    /// Gives the cell as plain text: what stands in a CSV file before any guard.
    #[must_use]
    pub fn plain(&self) -> Cow<'_, str> {
        match self {
            Self::Empty => Cow::Borrowed(""),
            Self::Text(words) => Cow::Borrowed(words.as_ref()),
            Self::Integer(value) => Cow::Owned(value.to_string()),
            Self::Number(value) => Cow::Owned(shortest_number(*value)),
            Self::Bool(value) => Cow::Borrowed(yes_or_no(*value)),
            Self::List(items) => Cow::Owned(items.join(";")),
        }
    }

    /// Appends the cell as a JSON value.
    ///
    /// Control characters that JSON itself lets through (C1, bidi controls) are written as
    /// `\u` escapes: the value read back is the same, and a terminal is not steered by it.
    pub(super) fn append_json(&self, line: &mut String) {
        if self.is_empty() {
            line.push_str(if matches!(self, Self::List(_)) {
                "[]"
            } else {
                "null"
            });
            return;
        }
        match self {
            Self::Empty => {}
            Self::Text(words) => append_json_string(words, line),
            Self::Integer(_) | Self::Number(_) => line.push_str(&self.plain()),
            Self::Bool(value) => line.push_str(if *value { "true" } else { "false" }),
            Self::List(items) => append_json_list(items, line),
        }
    }
}

impl From<String> for Cell {
    fn from(words: String) -> Self {
        Self::text(words)
    }
}

impl From<&'static str> for Cell {
    fn from(words: &'static str) -> Self {
        Self::text(words)
    }
}

impl From<i64> for Cell {
    fn from(value: i64) -> Self {
        Self::Integer(value)
    }
}

impl From<u32> for Cell {
    fn from(value: u32) -> Self {
        Self::Integer(value.into())
    }
}

impl From<u64> for Cell {
    fn from(value: u64) -> Self {
        // A count of things stays far below 2^63.
        Self::Integer(i64::try_from(value).unwrap_or(i64::MAX))
    }
}

impl From<usize> for Cell {
    fn from(value: usize) -> Self {
        (value as u64).into()
    }
}

impl From<f64> for Cell {
    fn from(value: f64) -> Self {
        Self::Number(value)
    }
}

impl From<bool> for Cell {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<Vec<String>> for Cell {
    fn from(items: Vec<String>) -> Self {
        Self::List(items)
    }
}

fn yes_or_no(value: bool) -> &'static str {
    if value { "yes" } else { "no" }
}

/// Writes a number in the shortest form that reads back as the same double.
///
/// Very large and very small numbers get an exponent; a whole number has no `.0`; negative
/// zero is `0`. A number that is not finite gives an empty string: it is undefined.
#[must_use]
pub fn shortest_number(value: f64) -> String {
    if !value.is_finite() {
        return String::new();
    }
    let size = value.abs();
    if size == 0.0 {
        "0".to_owned()
    } else if (1e-5..1e16).contains(&size) {
        value.to_string()
    } else {
        format!("{value:e}")
    }
}

fn append_json_list(items: &[String], line: &mut String) {
    line.push('[');
    for (position, item) in items.iter().enumerate() {
        if position > 0 {
            line.push(',');
        }
        append_json_string(item, line);
    }
    line.push(']');
}

/// Appends a JSON string literal, with everything that could steer a terminal escaped.
pub(super) fn append_json_string(words: &str, line: &mut String) {
    line.push('"');
    for character in words.chars() {
        match character {
            '"' => line.push_str("\\\""),
            '\\' => line.push_str("\\\\"),
            '\n' => line.push_str("\\n"),
            '\r' => line.push_str("\\r"),
            '\t' => line.push_str("\\t"),
            other => append_harmless(other, line),
        }
    }
    line.push('"');
}

fn append_harmless(character: char, line: &mut String) {
    use std::fmt::Write as _;
    if !super::printer::is_hazard(character) {
        line.push(character);
        return;
    }
    for unit in character.encode_utf16(&mut [0; 2]) {
        // Writing to a String cannot fail.
        let _ = write!(line, "\\u{unit:04x}");
    }
}

/// Escapes what JSON lets through although it could steer a terminal; the meaning stays.
///
/// For JSON on one line that another writer made, such as the error envelope.
#[must_use]
pub fn harmless_json(json: &str) -> String {
    let mut harmless = String::with_capacity(json.len());
    for character in json.chars() {
        append_harmless(character, &mut harmless);
    }
    harmless
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn json(cell: &Cell) -> String {
        let mut line = String::new();
        cell.append_json(&mut line);
        line
    }

    #[test]
    fn an_undefined_number_is_empty_everywhere() {
        for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert_eq!(Cell::Number(value).plain(), "");
            assert_eq!(json(&Cell::Number(value)), "null");
            assert!(Cell::Number(value).is_empty());
        }
    }

    #[test]
    fn numbers_are_short() {
        for (value, written) in [
            (1.0, "1"),
            (-0.0, "0"),
            (0.1, "0.1"),
            (1e300, "1e300"),
            (2.5e-9, "2.5e-9"),
            (1e15, "1000000000000000"),
            (-8000.0, "-8000"),
        ] {
            assert_eq!(shortest_number(value), written);
        }
    }

    #[test]
    fn lists_join_in_csv_and_are_arrays_in_json() {
        let cell = Cell::List(vec!["S1".into(), "link".into()]);
        assert_eq!(cell.plain(), "S1;link");
        assert_eq!(json(&cell), r#"["S1","link"]"#);
        assert_eq!(json(&Cell::List(vec![])), "[]");
    }

    #[test]
    fn json_escapes_what_steers_a_terminal() {
        assert_eq!(
            json(&Cell::text("\u{9b}31m\u{202e}")),
            r#""\u009b31m\u202e""#
        );
        assert_eq!(json(&Cell::text("\u{e0041}")), "\"\\udb40\\udc41\"");
    }

    proptest! {
        #[test]
        fn numbers_read_back_as_the_same_double(value in any::<f64>()) {
            prop_assume!(value.is_finite());
            prop_assert_eq!(shortest_number(value).parse::<f64>().unwrap(), value);
        }

        #[test]
        fn text_reads_back_from_json(words in any::<String>()) {
            let mut line = String::new();
            append_json_string(&words, &mut line);
            prop_assert_eq!(serde_json::from_str::<String>(&line).unwrap(), words);
        }
    }
}
