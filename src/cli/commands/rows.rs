//! Rows of the study folder as rows of a listing: the same columns, numbers as numbers, lists
//! as lists.
//!
//! It must not know any one table. What a stranger would get wrong: a listing has every column
//! of the folder in data formats; a table for eyes shows the few that are named.

use std::io;
use std::path::PathBuf;

use crate::model::cell::items;
use crate::model::table::{Anchor, Kind, Noun, Table};
use crate::model::tables::table;
use crate::project::error::ProjectError;
use crate::project::tallies::CountsByKey;
use crate::report::{Cell, Column};

/// A row of a table with its cells by name.
pub struct Row<'r> {
    table: &'static Table,
    cells: &'r [Option<String>],
}

impl<'r> Row<'r> {
    /// Takes the cells of a row of a noun.
    pub fn of(noun: Noun, cells: &'r [Option<String>]) -> Self {
        Self {
            table: table(noun),
            cells,
        }
    }

    /// The row's key; empty where it has none.
    pub fn key(&self) -> &'r str {
        self.cells
            .first()
            .and_then(Option::as_deref)
            .unwrap_or_default()
    }

    /// A cell by its folder name; empty where nothing was said.
    pub fn get(&self, name: &str) -> &'r str {
        self.table.cell(self.cells, name)
    }

    /// Whether a list holds this item, whether or not the reader was sure.
    pub fn lists(&self, name: &str, item: &str) -> bool {
        items(self.get(name)).any(|own| sure(own) == item)
    }

    /// All cells in the order of the folder.
    pub fn cells(&self) -> Vec<Cell> {
        let columns = self.table.columns.iter().zip(self.cells);
        columns
            .map(|(column, cell)| cell_of(column.kind, cell.as_deref()))
            .collect()
    }
}

/// A key without the `?` that says the reader was not sure.
pub fn sure(key: &str) -> &str {
    key.strip_suffix('?').unwrap_or(key)
}

/// A cell of the folder as a value.
fn cell_of(kind: Kind, text: Option<&str>) -> Cell {
    let Some(text) = text else {
        return if is_list(kind) {
            Cell::List(Vec::new())
        } else {
            Cell::Empty
        };
    };
    let words = || Cell::text(text.to_owned());
    match kind {
        Kind::Integer(_) | Kind::Passage(Anchor::Start | Anchor::End) => {
            text.parse().map_or_else(|_| words(), Cell::Integer)
        }
        Kind::Decimal => text.parse().map_or_else(|_| words(), Cell::Number),
        // Sentences may hold the separator of lists, so they are kept as JSON.
        Kind::Sentences => serde_json::from_str(text).map_or_else(|_| words(), Cell::List),
        kind if is_list(kind) => Cell::List(items(text).map(str::to_owned).collect()),
        _ => words(),
    }
}

fn is_list(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Texts
            | Kind::Words(_)
            | Kind::Tagged(..)
            | Kind::References(_)
            | Kind::ReferencesOrTexts(_)
            | Kind::Sentences
    )
}

fn is_number(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Integer(_) | Kind::Decimal | Kind::Passage(Anchor::Start | Anchor::End)
    )
}

/// The folder's columns for a table: `shown` as columns, `below` as text below the row, the
/// rest in data formats alone.
pub fn list_columns(noun: Noun, shown: &[&str], below: &[&str]) -> Vec<Column> {
    let columns = table(noun).columns.iter();
    columns
        .map(|column| match column.name {
            name if below.contains(&name) => Column::quote(name),
            name if shown.contains(&name) => plain(name, column.kind),
            name => plain(name, column.kind).aside(),
        })
        .collect()
}

/// The same columns, of which some give way where the screen is narrow, the last named first.
pub fn with_spare(mut columns: Vec<Column>, spare: &[&str]) -> Vec<Column> {
    for (rank, name) in (1..).zip(spare) {
        for column in columns.iter_mut().filter(|column| column.name == *name) {
            column.spare_rank = rank;
        }
    }
    columns
}

/// The folder's columns for the record of one row.
pub fn record_columns(noun: Noun) -> Vec<Column> {
    let columns = table(noun).columns.iter();
    columns
        .map(|column| match column.kind {
            Kind::Text | Kind::Passage(Anchor::Quote) => Column::quote(column.name),
            kind => plain(column.name, kind),
        })
        .collect()
}

fn plain(name: &'static str, kind: Kind) -> Column {
    if is_number(kind) {
        Column::number(name)
    } else {
        Column::new(name)
    }
}

/// How many rows name a key; none is 0.
pub fn count_of(counts: &CountsByKey, key: &str) -> Cell {
    Cell::from(counts.get(key).copied().unwrap_or(0))
}

/// Carries what the output said through a use case, which ends there.
pub fn passed_on(pushed: io::Result<()>) -> Result<(), ProjectError> {
    pushed.map_err(|source| ProjectError::Write {
        path: PathBuf::new(),
        source,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some(cells: &[&str]) -> Vec<Option<String>> {
        let cell = |text: &&str| (!text.is_empty()).then(|| (*text).to_owned());
        cells.iter().map(cell).collect()
    }

    #[test]
    fn numbers_are_numbers_and_lists_are_lists() {
        assert_eq!(cell_of(Kind::Integer(0), Some("12")), Cell::Integer(12));
        assert_eq!(cell_of(Kind::Decimal, Some("0.2")), Cell::Number(0.2));
        let list = Cell::List(vec!["a".to_owned(), "b".to_owned()]);
        assert_eq!(cell_of(Kind::Texts, Some("a;b")), list);
        assert_eq!(cell_of(Kind::Sentences, Some(r#"["a","b"]"#)), list);
        assert_eq!(cell_of(Kind::Texts, None), Cell::List(Vec::new()));
        assert_eq!(cell_of(Kind::Value, Some("8000")), Cell::text("8000"));
    }

    #[test]
    fn a_row_knows_its_cells_by_name() {
        let cells = some(&["I-01", "S-1?;S-2", "2022"]);
        let row = Row::of(Noun::Interview, &cells);
        assert_eq!((row.key(), row.get("date")), ("I-01", "2022"));
        assert!(row.lists("source", "S-1") && row.lists("source", "S-2"));
        assert!(!row.lists("source", "S-"));
        assert_eq!(row.get("note"), "");
    }

    #[test]
    fn every_column_of_the_folder_is_there_in_its_order() {
        let names = |columns: Vec<Column>| -> Vec<String> {
            columns
                .iter()
                .map(|column| column.name.to_string())
                .collect()
        };
        let folder: Vec<_> = table(Noun::Claim)
            .columns
            .iter()
            .map(|one| one.name)
            .collect();
        assert_eq!(
            names(list_columns(Noun::Claim, &["claim"], &["quote"])),
            folder
        );
        assert_eq!(names(record_columns(Noun::Claim)), folder);
    }
}
