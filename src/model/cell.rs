//! What a cell means: from the words of a file to a checked value, or a sentence that says
//! what would be right. Each cell also has a canonical spelling (lists without stray spaces,
//! numbers in their shortest form), in which it is stored, compared and written again. What
//! needs more than the cell (a value and its topic, a quote and its text) is checked later.

mod naming;

use super::edtf::{DateError, When};
use super::key_book::{KeyBook, nearest};
use super::key_spelling::check_key;
use super::table::{Anchor, Column, Kind, Value};
pub use naming::noun_name;
use naming::{
    read_about, read_either, read_reference, read_reference_or_text, read_references,
    read_references_or_texts, read_tagged,
};

/// Why a cell was refused: what is wrong, and what would be right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellFault {
    /// What is wrong, without the value.
    pub what: String,
    /// What would be right.
    pub remedy: String,
}

impl CellFault {
    /// A fault from its two sentences.
    pub fn new(what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            remedy: remedy.into(),
        }
    }
}

/// A cell that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// What the store keeps.
    pub value: Value,
    /// How it is written again; `None` where nothing was said.
    pub canonical: Option<String>,
}

impl Cell {
    /// A cell in which nothing was said.
    pub const EMPTY: Self = Self {
        value: Value::Empty,
        canonical: None,
    };

    fn text(words: String) -> Self {
        Self {
            value: Value::Text(words.as_str().into()),
            canonical: Some(words),
        }
    }
}

/// Reads one cell of a column.
///
/// # Errors
/// [`CellFault`] with what is wrong and what would be right.
pub fn read_cell(column: &Column, text: &str, keys: &KeyBook) -> Result<Cell, CellFault> {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return if column.required {
            Err(missing(column))
        } else {
            Ok(Cell::EMPTY)
        };
    }
    if text.contains('\0') {
        return Err(CellFault::new(
            "there is a NUL in it",
            "take the NUL character out",
        ));
    }
    match column.kind {
        Kind::Key => check_key(trimmed)
            .map(|()| Cell::text(trimmed.to_owned()))
            .map_err(|error| CellFault::new(error.to_string(), error.remedy())),
        Kind::Name => read_name(trimmed),
        Kind::Text | Kind::Sentences | Kind::Value => Ok(Cell::text(text.to_owned())),
        Kind::Transcript(_) => Ok(Cell::text(trimmed.to_owned())),
        Kind::Texts => Ok(Cell::text(full_items(trimmed)?.join(";"))),
        Kind::Word(words) => read_word(column, trimmed, words).map(Cell::text),
        Kind::Words(words) => read_words(column, trimmed, words),
        Kind::Date => read_date(trimmed),
        Kind::Integer(least) => read_integer(trimmed, least),
        Kind::Decimal => read_decimal(trimmed),
        Kind::Tagged(noun, words) => read_tagged(trimmed, noun, words, keys),
        Kind::Reference(noun) => read_reference(column, trimmed, noun, keys),
        Kind::ReferenceOrText(noun) => Ok(read_reference_or_text(column, trimmed, noun, keys)),
        Kind::References(noun) => read_references(column, trimmed, noun, keys),
        Kind::ReferencesOrTexts(noun) => read_references_or_texts(trimmed, noun, keys),
        Kind::Either(nouns) => read_either(trimmed, nouns, keys),
        Kind::About => read_about(trimmed, keys),
        // The parts of a passage are read, and spelled, together, where the text is at hand.
        Kind::Passage(part) => Ok(Cell {
            value: Value::Empty,
            canonical: (part == Anchor::Text).then(|| trimmed.to_owned()),
        }),
    }
}

fn missing(column: &Column) -> CellFault {
    CellFault::new(
        "the cell is empty",
        format!("`{}` is needed in every row", column.name),
    )
}

/// The items of a list, without stray spaces and empty ones.
pub fn items(text: &str) -> impl Iterator<Item = &str> {
    text.split(';')
        .map(str::trim)
        .filter(|item| !item.is_empty())
}

/// The items of a list that a person wrote: one between two separators is never empty, for a
/// name may have been lost there. A separator behind the last item is let pass.
fn full_items(text: &str) -> Result<Vec<&str>, CellFault> {
    let list = text.strip_suffix(';').unwrap_or(text);
    let items: Vec<_> = list.split(';').map(str::trim).collect();
    if items.iter().any(|item| item.is_empty()) {
        return Err(CellFault::new(
            "an item of the list is empty",
            "write the items with one ; between two of them",
        ));
    }
    Ok(items)
}

fn read_name(text: &str) -> Result<Cell, CellFault> {
    if text
        .chars()
        .any(|letter| letter.is_control() || is_bidi_control(letter))
    {
        return Err(CellFault::new(
            "there is a control or bidi character in it",
            "write the name in letters, digits and spaces",
        ));
    }
    Ok(Cell::text(text.to_owned()))
}

/// Whether a character turns the direction of text around it.
pub fn is_bidi_control(letter: char) -> bool {
    matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}')
}

fn read_word(column: &Column, text: &str, words: &[&str]) -> Result<String, CellFault> {
    let bare = if column.may_be_unsure {
        text.strip_suffix('?').unwrap_or(text).trim_end()
    } else {
        text
    };
    if words.contains(&bare) {
        return Ok(if bare.len() == text.len() {
            text.to_owned()
        } else {
            format!("{bare}?")
        });
    }
    let meant = nearest(bare, words.iter().copied());
    let hint = meant.map_or(String::new(), |word| format!("did you mean {word}? "));
    Err(CellFault::new(
        "is not a word of this column",
        format!("{hint}allowed: {}", words.join(", ")),
    ))
}

fn read_words(column: &Column, text: &str, words: &[&str]) -> Result<Cell, CellFault> {
    let read: Vec<_> = full_items(text)?
        .into_iter()
        .map(|item| read_word(column, item, words))
        .collect::<Result<_, _>>()?;
    Ok(Cell::text(read.join(";")))
}

fn read_date(text: &str) -> Result<Cell, CellFault> {
    When::parse(text).map_err(|error| {
        // The complaint shows the cell already, or hides it.
        let what = match error {
            DateError::Wrong { fault, .. } => fault.to_string(),
            other => other.to_string(),
        };
        CellFault::new(
            what,
            "write dates in EDTF: 2021-08-14, 2021-08, 2021, 2021-08/2022-01, 2021-08~, or sh:1400-05-24",
        )
    })?;
    Ok(Cell::text(text.to_owned()))
}

fn read_integer(text: &str, least: i64) -> Result<Cell, CellFault> {
    let number = text.parse::<i64>().ok().filter(|number| *number >= least);
    let number = number.ok_or_else(|| {
        CellFault::new(
            "is not such a number",
            format!("a whole number of {least} or more"),
        )
    })?;
    Ok(Cell {
        value: Value::Integer(number),
        canonical: Some(number.to_string()),
    })
}

fn read_decimal(text: &str) -> Result<Cell, CellFault> {
    let number = text.parse::<f64>().ok().filter(|number| number.is_finite());
    let number =
        number.ok_or_else(|| CellFault::new("is not a number", "a number such as 12 or 0.2"))?;
    // There is one zero: the store keeps no sign of it.
    let number = if number == 0.0 { 0.0 } else { number };
    Ok(Cell {
        value: Value::Real(number),
        canonical: Some(number.to_string()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::id::Id;
    use crate::model::table::Noun;
    use crate::model::tables::{self, TABLES};
    use proptest::prelude::*;

    fn keys() -> KeyBook {
        let mut keys = KeyBook::default();
        keys.put(Noun::Source, "S-12", Id::new([1; 16]));
        keys.put(Noun::Topic, "isk-strength", Id::new([2; 16]));
        keys
    }

    fn column(noun: Noun, name: &str) -> &'static Column {
        tables::table(noun).column(name).unwrap()
    }

    #[test]
    fn an_empty_cell_is_refused_where_it_is_needed() {
        assert!(read_cell(column(Noun::Claim, "stance"), " ", &keys()).is_err());
        assert_eq!(
            read_cell(column(Noun::Claim, "place"), "", &keys()),
            Ok(Cell::EMPTY)
        );
    }

    #[test]
    fn a_slip_is_answered_with_the_word_that_was_meant() {
        let fault = read_cell(column(Noun::Claim, "stance"), "afirms", &keys()).unwrap_err();
        assert!(
            fault.remedy.starts_with("did you mean affirms?"),
            "{}",
            fault.remedy
        );
        let fault = read_cell(column(Noun::Claim, "topic"), "isk-strenght", &keys()).unwrap_err();
        assert!(
            fault.remedy.starts_with("did you mean isk-strength?"),
            "{}",
            fault.remedy
        );
    }

    #[test]
    fn a_key_with_a_word_behind_it_names_a_row_and_a_word_of_the_column() {
        let read = |text: &str| read_cell(column(Noun::Topic, "feeds"), text, &keys());
        let cell = read(" isk-strength : in ").unwrap();
        assert_eq!(cell.canonical.as_deref(), Some("isk-strength:in"));
        for (text, remedy) in [
            ("isk-strength", "a list of KEY:in and KEY:out"),
            ("isk-strength:up", "a list of KEY:in and KEY:out"),
            ("isk-strenght:in", "did you mean isk-strength?"),
            ("isk-strength:in;;", "write the items"),
        ] {
            let fault = read(text).unwrap_err();
            assert!(fault.remedy.starts_with(remedy), "{text}: {}", fault.remedy);
        }
    }

    #[test]
    fn a_question_mark_is_doubt_where_the_column_allows_it() {
        let cell = read_cell(column(Noun::Source, "same_person_as"), "S-12?", &keys()).unwrap();
        let Value::References(items) = cell.value else {
            panic!("a list")
        };
        assert!(items[0].unsure);
        assert!(read_cell(column(Noun::Claim, "topic"), "isk-strength?", &keys()).is_err());
        let word = read_cell(column(Noun::Claim, "basis"), "told?", &keys()).unwrap();
        assert_eq!(word.canonical.as_deref(), Some("told?"));
        assert!(read_cell(column(Noun::Claim, "basis"), "told??", &keys()).is_err());
    }

    #[test]
    fn bad_dates_numbers_and_kinds_are_refused() {
        let bad = [
            (column(Noun::Claim, "when"), "2021-02-30"),
            (column(Noun::Claim, "when"), "2022/2021"),
            (column(Noun::Source, "members_low"), "-1"),
            (column(Noun::Source, "members_low"), "two"),
            (column(Noun::NumberWord, "low"), "inf"),
            (column(Noun::Memo, "about"), "choking"),
            (column(Noun::Memo, "about"), "thing:choking"),
            (column(Noun::Claim, "note"), "a\0b"),
            (column(Noun::NumberWord, "word"), "many\u{202e}"),
            (column(Noun::Interview, "source"), ";"),
            (column(Noun::Interview, "source"), "S-12;;S-12"),
            (column(Noun::Interview, "consent"), ";quote"),
            (column(Noun::Source, "heard_from"), "a cousin; ;S-12"),
            (column(Noun::Place, "names"), "one;;two"),
        ];
        for (column, text) in bad {
            assert!(read_cell(column, text, &keys()).is_err(), "{}", column.name);
        }
    }

    #[test]
    fn a_list_is_kept_in_its_order_without_stray_spaces() {
        let cell = read_cell(
            column(Noun::Interview, "consent"),
            " quote ;analyse;",
            &keys(),
        )
        .unwrap();
        assert_eq!(cell.canonical.as_deref(), Some("quote;analyse"));
    }

    proptest! {
        #[test]
        fn reading_what_was_written_again_gives_the_same(text in "\\PC{0,40}") {
            for table in TABLES {
                for column in table.columns {
                    if let Ok(cell) = read_cell(column, &text, &keys()) {
                        let again = read_cell(column, cell.canonical.as_deref().unwrap_or_default(), &keys());
                        prop_assert_eq!(again, Ok(cell), "{} {}", table.name, column.name);
                    }
                }
            }
        }
    }
}
