//! Cells of rows in one piece of memory, one behind the other: so rows go into
//! the database, many at once. It must not know what the cells are of. A stranger would
//! hold a value a cell: to ask for the memory of each takes longer than to copy it.

use rusqlite::types::ValueRef;

/// Cells one behind the other.
#[derive(Clone, Default)]
pub(super) struct HeldCells {
    bytes: Vec<u8>,
    cells: Vec<HeldCell>,
}

/// A cell; of text and bytes, where it begins and ends.
#[derive(Clone, Copy)]
enum HeldCell {
    Null,
    Integer(i64),
    Real(f64),
    Text(usize, usize),
    Bytes(usize, usize),
}

impl HeldCells {
    /// Holds one more.
    pub(super) fn hold(&mut self, cell: ValueRef<'_>) {
        let start = self.bytes.len();
        let mut end_of = |bytes: &[u8]| {
            self.bytes.extend_from_slice(bytes);
            self.bytes.len()
        };
        self.cells.push(match cell {
            ValueRef::Null => HeldCell::Null,
            ValueRef::Integer(number) => HeldCell::Integer(number),
            ValueRef::Real(number) => HeldCell::Real(number),
            ValueRef::Text(words) => HeldCell::Text(start, end_of(words)),
            ValueRef::Blob(bytes) => HeldCell::Bytes(start, end_of(bytes)),
        });
    }

    /// The cell with this number, from 0, where there is one.
    pub(super) fn at(&self, number: usize) -> Option<ValueRef<'_>> {
        Some(match *self.cells.get(number)? {
            HeldCell::Null => ValueRef::Null,
            HeldCell::Integer(number) => ValueRef::Integer(number),
            HeldCell::Real(number) => ValueRef::Real(number),
            HeldCell::Text(start, end) => ValueRef::Text(&self.bytes[start..end]),
            HeldCell::Bytes(start, end) => ValueRef::Blob(&self.bytes[start..end]),
        })
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.cells.len()
    }

    /// How many bytes of text and the like they hold.
    pub(super) fn len_bytes(&self) -> usize {
        self.bytes.len()
    }

    /// Lets go of all, and keeps the room.
    pub(super) fn clear(&mut self) {
        self.bytes.clear();
        self.cells.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_come_back_as_they_were_and_none_behind_them() {
        let cells = [
            ValueRef::Text(b"one"),
            ValueRef::Null,
            ValueRef::Blob(b""),
            ValueRef::Integer(-7),
            ValueRef::Real(0.5),
            ValueRef::Text(b""),
            ValueRef::Blob(&[0, 255]),
        ];
        let mut held = HeldCells::default();
        for _ in 0..2 {
            cells.iter().for_each(|cell| held.hold(*cell));
            cells
                .iter()
                .enumerate()
                .for_each(|(at, cell)| assert_eq!(held.at(at), Some(*cell)));
            assert_eq!((held.count(), held.len_bytes()), (7, 5));
            assert_eq!(held.at(6), Some(cells[6]));
            assert_eq!(held.at(7), None);
            held.clear();
            assert_eq!(held.at(0), None);
        }
    }
}
