//! The columns of a listing, each with the cell that a row has there.
//!
//! It knows no row. What a stranger would get wrong: names and their order are what others rely
//! on, so fields may only be added; a column that tables leave out stands in every data format.

use super::cell::Cell;
use super::listing::{Column, Head};

/// The columns of one listing over rows of one type.
pub struct Schema<R: 'static> {
    /// Its name without owner and version, such as `finding-list`.
    pub name: &'static str,
    /// Its fields, in their order.
    pub fields: &'static [Field<R>],
}

/// A column, and the cell of a row in it. Cells are made in the order of columns and may take what
/// they show out of the row.
pub type Field<R> = (fn() -> Column, fn(&mut R) -> Cell);

/// Describes a listing, a line for each field: its column, and the cell that a row has there.
macro_rules! schema {
    ($name:literal, |$row:ident| { $($column:expr => $cell:expr,)+ }) => {
        $crate::report::Schema { name: $name, fields: &[$((|| $column, |$row| {
            // Some cells are the same in every row.
            let _ = &$row;
            $cell
        }),)+] }
    };
}
pub(crate) use schema;

impl<R> Schema<R> {
    /// The columns.
    pub fn head(&self) -> Head {
        Head::new(self.name, self.columns())
    }

    /// The same columns, each row as a record of its own.
    pub fn record(&self) -> Head {
        Head::record(self.name, self.columns())
    }

    /// The cells of a row, in the order of the columns.
    pub fn cells(&self, mut row: R) -> Vec<Cell> {
        let fields = self.fields.iter();
        fields.map(|(_, cell)| cell(&mut row)).collect()
    }

    fn columns(&self) -> Vec<Column> {
        self.fields.iter().map(|(column, _)| column()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::mem::take;

    const NOTES: Schema<(String, i64)> = schema!("note-list", |one| {
        Column::new("note") => Cell::text(take(&mut one.0)),
        Column::number("length") => one.1.into(),
    });

    #[test]
    fn a_cell_stands_in_its_column() {
        let names: Vec<_> = NOTES.head().columns.into_iter().map(|c| c.name).collect();
        assert_eq!(names, ["note", "length"]);
        let cells = NOTES.cells(("a word".to_owned(), 6));
        assert_eq!(cells, [Cell::text("a word"), Cell::Integer(6)]);
        assert_eq!(NOTES.record().columns, NOTES.head().columns);
    }
}
