//! A row as a file has it: cells by the table's columns, not yet checked.

/// A row of a file, its cells in the order of its table's columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RawRow {
    /// The line on which it begins, from 1.
    pub line: u64,
    /// A cell for each column of the table; empty where the file lacks the column.
    pub cells: Vec<String>,
    /// The cells of `attr.NAME` columns that say something, by name.
    pub attributes: Vec<(String, String)>,
}
