//! A listing: the one value that the terminal, `--json`, CSV and the page all show.
//!
//! It must not know how any of them looks. What a stranger would get wrong: a command with
//! many rows does not fill a [`Listing`]; it pushes rows into a
//! [`RowWriter`] opened with the same [`Head`]. Both give the same bytes.

use std::borrow::Cow;
use std::io::{self, Write};

use thiserror::Error;

use super::cell::Cell;
use super::writer::{RowWriter, Shape};

/// What a column is for, which decides how it is shown to eyes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// An ordinary column.
    Plain,
    /// A long random id: shown from its end, as short as stays unique; whole in data formats.
    Id,
    /// Long text, set on lines of its own below its row.
    Quote,
    /// In data formats and in the record of one object, but not in a table.
    Aside,
}

/// One column of a listing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// The name, the same in every format.
    pub name: Cow<'static, str>,
    /// What the column is for.
    pub role: Role,
    /// Whether its values are numbers, set flush right.
    pub is_numeric: bool,
    /// How many decimals a table shows; data formats always give all.
    pub decimals: Option<usize>,
    /// How many lines of a long text a table shows; all without a number.
    pub most_lines: Option<usize>,
    /// Which columns a table leaves out first where the screen is too narrow for all: those
    /// with the highest rank. Rank 0 is never left out.
    pub spare_rank: u8,
}

impl Column {
    /// Makes an ordinary column.
    pub fn new(name: impl Into<Cow<'static, str>>) -> Self {
        Self {
            name: name.into(),
            role: Role::Plain,
            is_numeric: false,
            decimals: None,
            most_lines: None,
            spare_rank: 0,
        }
    }

    /// Makes a column of numbers.
    pub fn number(name: impl Into<Cow<'static, str>>) -> Self {
        Self {
            is_numeric: true,
            ..Self::new(name)
        }
    }

    /// Makes a column of ids.
    pub fn id(name: impl Into<Cow<'static, str>>) -> Self {
        Self {
            role: Role::Id,
            ..Self::new(name)
        }
    }

    /// Makes a column of long text.
    pub fn quote(name: impl Into<Cow<'static, str>>) -> Self {
        Self {
            role: Role::Quote,
            ..Self::new(name)
        }
    }

    /// Gives the same column, left out of tables.
    #[must_use]
    pub fn aside(mut self) -> Self {
        self.role = Role::Aside;
        self
    }

    /// Gives the same column, left out of tables that are too narrow for all columns; the
    /// highest rank goes first, of equals the last.
    #[must_use]
    pub fn spare(mut self, rank: u8) -> Self {
        self.spare_rank = rank;
        self
    }

    /// Gives the same column of long text, of which a table shows the beginning; data formats always
    /// give all.
    #[must_use]
    pub fn most_lines(mut self, lines: usize) -> Self {
        self.most_lines = Some(lines);
        self
    }

    /// Gives the same column, rounded to this many decimals where eyes see it.
    #[must_use]
    pub fn rounded(mut self, decimals: usize) -> Self {
        self.decimals = Some(decimals);
        self
    }
}

/// How rows are set for eyes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum View {
    /// A line for each row, where the width allows it.
    #[default]
    Table,
    /// A line for each field: for `show`, with every column.
    Record,
}

/// What is known of a listing before its first row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The schema's name without owner and version, such as `finding-list`.
    pub schema: &'static str,
    /// The columns, in their order.
    pub columns: Vec<Column>,
    /// How rows are set for eyes.
    pub view: View,
}

impl Head {
    /// Makes the head of a table.
    #[must_use]
    pub fn new(schema: &'static str, columns: Vec<Column>) -> Self {
        Self {
            schema,
            columns,
            view: View::Table,
        }
    }

    /// Makes the head of one object, shown a field a line.
    #[must_use]
    pub fn record(schema: &'static str, columns: Vec<Column>) -> Self {
        Self {
            schema,
            columns,
            view: View::Record,
        }
    }

    /// Gives the positions of the named columns, in the order of the names.
    ///
    /// # Errors
    /// The first name that is no column.
    pub fn select(&self, fields: &[String]) -> Result<Vec<usize>, UnknownField> {
        fields.iter().map(|field| self.position_of(field)).collect()
    }

    fn position_of(&self, field: &str) -> Result<usize, UnknownField> {
        self.columns
            .iter()
            .position(|column| column.name == field)
            .ok_or_else(|| UnknownField {
                field: field.to_owned(),
                known: self
                    .columns
                    .iter()
                    .map(|column| column.name.to_string())
                    .collect(),
            })
    }
}

/// A field was asked for that the listing does not have.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("there is no field \"{field}\" in this output")]
pub struct UnknownField {
    /// The field as it was typed.
    pub field: String,
    /// The fields there are, in their order.
    pub known: Vec<String>,
}

/// What is known of a listing after its last row.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Meta {
    /// The study's name.
    pub study: Option<String>,
    /// The operation that made or last touched what is shown.
    pub operation: Option<String>,
    /// What a reader should know, a sentence each.
    pub warnings: Vec<String>,
    /// Further facts of one command, such as how many pairs were not shown.
    pub more: Vec<(&'static str, Cell)>,
}

/// Rows in memory, with what is known of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Listing {
    /// Schema, columns and view.
    pub head: Head,
    /// The rows, each with a cell for every column.
    pub rows: Vec<Vec<Cell>>,
    /// Study, operation, warnings.
    pub meta: Meta,
}

impl Listing {
    /// Makes a listing without rows.
    #[must_use]
    pub fn new(head: Head) -> Self {
        Self {
            head,
            rows: Vec::new(),
            meta: Meta::default(),
        }
    }

    /// Writes the listing; gives the number of rows.
    ///
    /// # Errors
    /// What the writer said, or a row of another length than the columns.
    pub fn write<W: Write>(&self, out: W, shape: &Shape) -> io::Result<u64> {
        let mut writer = RowWriter::open(out, &self.head, shape)?;
        for row in &self.rows {
            writer.push(row)?;
        }
        writer.finish(&self.meta)
    }
}

/// What the rows of a schema are, where its name does not say it.
const NOUNS: &[(&str, &str)] = &[
    ("agree-summary", "question"),
    ("agree-matrix", "row"),
    ("agree-timeline", "row"),
    ("agree-intervals", "interval"),
    ("agree-network", "tie"),
    ("agree-positions", "position"),
    ("agree-robustness", "question"),
    ("agree-track-record", "record"),
    ("coder-agreement-list", "figure"),
];

/// Says how many rows there were, in the schema's own noun: `3 findings`, `1 study`.
#[must_use]
pub fn count_line(schema: &str, count: u64) -> String {
    let own = NOUNS.iter().find(|(of, _)| *of == schema);
    let noun = own.map_or_else(
        || schema.trim_end_matches("-list").replace('-', " "),
        |(_, noun)| (*noun).to_owned(),
    );
    counted(count, &noun)
}

/// Says a count with its noun: `1 finding`, `3 findings`, `2 studies`.
#[must_use]
pub fn counted(count: u64, noun: &str) -> String {
    if count == 1 {
        return format!("1 {noun}");
    }
    if let Some(stem) = noun.strip_suffix('y') {
        return format!("{count} {stem}ies");
    }
    let ending = if noun.ends_with('s') { "es" } else { "s" };
    format!("{count} {noun}{ending}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_field_is_refused_with_those_there_are() {
        let head = Head::new(
            "claim-list",
            vec![Column::new("claim"), Column::new("topic")],
        );
        let refused = head.select(&["topic".into(), "topics".into()]).unwrap_err();
        assert_eq!(refused.field, "topics");
        assert_eq!(refused.known, ["claim", "topic"]);
        assert_eq!(
            head.select(&["topic".into(), "claim".into()]),
            Ok(vec![1, 0])
        );
    }

    #[test]
    fn counts_have_their_noun() {
        assert_eq!(count_line("finding-list", 0), "0 findings");
        assert_eq!(count_line("finding-list", 1), "1 finding");
        assert_eq!(count_line("study-list", 2), "2 studies");
        assert_eq!(count_line("agree-network", 2), "2 ties");
        assert_eq!(count_line("coder-agreement-list", 2), "2 figures");
        assert_eq!(count_line("status-list", 2), "2 statuses");
    }
}
