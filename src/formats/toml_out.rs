//! Writes the TOML files of a study folder in one form: sections in the order of the tables,
//! keys in the order of the columns, what was not said left out.

use super::toml_in::section_name;
use crate::model::cell::items;
use crate::model::table::{Column, Kind, Place, Table};
use std::fmt::Write as _;

/// The text of one table's rows, sections and all; empty where there are no rows.
pub fn section_text(table: &Table, rows: &[Vec<Option<String>>]) -> String {
    let Some(name) = section_name(table) else {
        return String::new();
    };
    let mut text = String::new();
    if let (Place::Map(_), false) = (table.place, rows.is_empty()) {
        let _ = writeln!(text, "[{name}]");
    }
    for row in rows {
        // Writing to a String cannot fail.
        let _ = match table.place {
            Place::Map(_) => writeln!(text, "{}", mapped(table, row)),
            Place::Section(_) => write!(text, "[{name}]\n{}\n", lines(table, row)),
            _ => write!(text, "[[{name}]]\n{}\n", lines(table, row)),
        };
    }
    if let (Place::Map(_), false) = (table.place, rows.is_empty()) {
        text.push('\n');
    }
    text
}

fn lines(table: &Table, row: &[Option<String>]) -> String {
    let mut text = String::new();
    for (name, value) in said(table, row) {
        let _ = writeln!(text, "{name} = {value}");
    }
    text
}

fn mapped(table: &Table, row: &[Option<String>]) -> String {
    let key = row.first().cloned().flatten().unwrap_or_default();
    let cells: Vec<_> = said(table, row)
        .into_iter()
        .skip(1)
        .map(|(name, value)| format!("{name} = {value}"))
        .collect();
    format!("{} = {{ {} }}", quoted(&key), cells.join(", "))
}

fn said(table: &Table, row: &[Option<String>]) -> Vec<(&'static str, String)> {
    table
        .columns
        .iter()
        .zip(row)
        .filter_map(|(column, cell)| Some((column.name, value(column, cell.as_deref()?))))
        .collect()
}

fn value(column: &Column, cell: &str) -> String {
    match column.kind {
        Kind::Integer(_) => cell.to_owned(),
        // A whole number that large is no integer of TOML.
        Kind::Decimal if !cell.contains('.') && cell.parse::<i64>().is_err() => format!("{cell}.0"),
        Kind::Decimal => cell.to_owned(),
        Kind::Texts
        | Kind::Words(_)
        | Kind::Tagged(..)
        | Kind::References(_)
        | Kind::ReferencesOrTexts(_) => list(items(cell)),
        Kind::Sentences => {
            let sentences: Vec<String> =
                serde_json::from_str(cell).unwrap_or_else(|_| vec![cell.to_owned()]);
            list(sentences.iter().map(String::as_str))
        }
        _ => quoted(cell),
    }
}

fn list<'a>(items: impl Iterator<Item = &'a str>) -> String {
    format!("[{}]", items.map(quoted).collect::<Vec<_>>().join(", "))
}

/// A basic string on one line, whatever stands in it.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            letter if letter.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(letter));
            }
            letter => out.push(letter),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::toml_in::read_toml;
    use crate::model::table::Noun;
    use crate::model::tables::table;
    use proptest::prelude::*;

    #[test]
    fn a_map_is_one_line_a_row() {
        let rows = vec![vec![
            Some("a few".to_owned()),
            Some("3".to_owned()),
            Some("9".to_owned()),
        ]];
        assert_eq!(
            section_text(table(Noun::NumberWord), &rows),
            "[numbers]\n\"a few\" = { low = 3, high = 9 }\n\n"
        );
        assert_eq!(section_text(table(Noun::NumberWord), &[]), "");
    }

    #[test]
    fn a_number_of_any_size_reads_back() {
        for number in [
            "1e300",
            "-1e300",
            "1e19",
            "0.1",
            "5e-324",
            "9007199254740993",
        ] {
            let cell = number.parse::<f64>().unwrap().to_string();
            let row = vec![Some("much".to_owned()), Some(cell.clone()), Some(cell)];
            let text = section_text(table(Noun::NumberWord), &[row]);
            let found = read_toml("study.toml", &text).unwrap();
            let again: f64 = found.rows[&Noun::NumberWord][0].cells[1].parse().unwrap();
            assert_eq!(again, number.parse::<f64>().unwrap(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(name in "[^\u{0}]{1,40}", words in "[a-z]{1,8}") {
            let row = vec![Some(name), None, None, Some(words.clone() + ";" + &words), None, None];
            let text = section_text(table(Noun::Study), std::slice::from_ref(&row));
            let found = read_toml("study.toml", &text).unwrap();
            let again: Vec<_> = found.rows[&Noun::Study][0].cells.iter().map(|cell| Some(cell.clone()).filter(|cell| !cell.is_empty())).collect();
            prop_assert_eq!(again, row);
        }
    }
}
