//! What every table and column of a study means, in a sentence for people. The words stand in
//! `meanings.txt`; the two generated papers (`docs/study-format.md`, `docs/schema.md`) show
//! them. It must not know where they are shown. A stranger would add a column and forget its
//! sentence: a test goes through all of them, and finds sentences of columns that are gone.

use super::table::{Column, Table};

const TEXT: &str = include_str!("meanings.txt");

/// The name under which the meaning of the row itself stands.
const ROW: &str = "*";

/// Returns what a row of a table is.
pub fn of_table(table: &Table) -> &'static str {
    find(table.name, ROW)
}

/// Returns what a column of a table means; empty for a column of another table.
pub fn of_column(table: &Table, column: &Column) -> &'static str {
    find(table.name, column.name)
}

fn find(table: &str, name: &str) -> &'static str {
    entries()
        .find(|entry| entry.table == table && entry.name == name)
        .map_or("", |entry| entry.meaning)
}

/// A line of the text.
struct Entry {
    table: &'static str,
    name: &'static str,
    meaning: &'static str,
}

fn entries() -> impl Iterator<Item = Entry> {
    let mut table = "";
    TEXT.lines().filter_map(move |line| {
        if let Some(name) = line.strip_prefix('[') {
            table = name.trim_end_matches(']');
            return None;
        }
        let (name, meaning) = match line.strip_prefix("* ") {
            Some(meaning) => (ROW, meaning),
            None => line.split_once(": ").filter(|_| !line.starts_with('#'))?,
        };
        Some(Entry {
            table,
            name,
            meaning,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::tables::TABLES;

    #[test]
    fn every_table_and_column_has_a_sentence() {
        for table in TABLES {
            assert!(of_table(table).ends_with('.'), "{}", table.name);
            for column in table.columns {
                let meaning = of_column(table, column);
                assert!(meaning.ends_with('.'), "{} {}", table.name, column.name);
            }
        }
    }

    #[test]
    fn no_sentence_is_about_what_is_not_there_and_none_stands_twice() {
        let mut seen = Vec::new();
        for entry in entries() {
            let table = TABLES.iter().find(|table| table.name == entry.table);
            let table = table.unwrap_or_else(|| panic!("no table {}", entry.table));
            let is_there = entry.name == ROW || table.column(entry.name).is_some();
            assert!(is_there, "{} {}", entry.table, entry.name);
            assert!(
                !seen.contains(&(entry.table, entry.name)),
                "{} {}",
                entry.table,
                entry.name
            );
            seen.push((entry.table, entry.name));
        }
    }
}
