//! A row as its digest is taken of it: one JSON object of what it says, written here from the cells
//! that the database hands out. It must not know any one table. A stranger would let another writer of
//! JSON do it: the digests of every study hang on each byte, and `verify` asks the database for the same.

use super::error::StoreError;
use super::history::{Holds, KeptTable};
use rusqlite::Row;
use rusqlite::types::ValueRef;
use std::io::Write;

const HEX: &[u8; 16] = b"0123456789ABCDEF";

impl KeptTable {
    /// The expressions that [`KeptTable::write_digested`] reads, one a column. How a real number is
    /// spelled only the database knows.
    pub(super) fn digested_cells(&self, row: &str) -> String {
        let cells = self.columns.iter().map(|(name, holds)| match holds {
            Holds::Real => format!("iif({row}.{name} is null, null, json_quote({row}.{name}))"),
            Holds::Bytes | Holds::Words => format!("{row}.{name}"),
        });
        cells.collect::<Vec<_>>().join(", ")
    }

    /// Writes what [`KeptTable::as_digested`] says of a row whose cells stand from `first` on.
    ///
    /// # Errors
    /// Where the row has too few cells.
    pub(super) fn write_digested(
        &self,
        row: &Row<'_>,
        first: usize,
        into: &mut Vec<u8>,
    ) -> Result<(), StoreError> {
        into.clear();
        into.push(b'{');
        for (at, (name, holds)) in self.columns.iter().enumerate() {
            let cell = row.get_ref(first + at)?;
            if cell == ValueRef::Null {
                continue;
            }
            if into.len() > 1 {
                into.push(b',');
            }
            into.push(b'"');
            into.extend_from_slice(name.as_bytes());
            into.extend_from_slice(b"\":");
            put_cell(cell, *holds, into);
        }
        into.push(b'}');
        Ok(())
    }
}

fn put_cell(cell: ValueRef<'_>, holds: Holds, into: &mut Vec<u8>) {
    match (cell, holds) {
        (ValueRef::Text(spelled), Holds::Real) => into.extend_from_slice(spelled),
        (ValueRef::Text(words), _) => put_words(words, into),
        (ValueRef::Blob(bytes), _) => put_hex(bytes, into),
        (ValueRef::Integer(number), _) => put_number(number, into),
        // Neither comes here: what is null is left out, and a real number is spelled by the database.
        (ValueRef::Null | ValueRef::Real(_), _) => {}
    }
}

fn put_number(number: i64, into: &mut Vec<u8>) {
    // Writing to memory does not fail.
    let _ = write!(into, "{number}");
}

fn put_hex(bytes: &[u8], into: &mut Vec<u8>) {
    into.push(b'"');
    for byte in bytes {
        into.push(HEX[usize::from(byte >> 4)]);
        into.push(HEX[usize::from(byte & 15)]);
    }
    into.push(b'"');
}

/// As SQLite's `json_quote` writes text: the quote mark, the backslash and control characters are
/// escaped, and nothing else.
fn put_words(words: &[u8], into: &mut Vec<u8>) {
    into.push(b'"');
    // Most blocks hold nothing to be escaped, and a whole block is looked at in one go.
    for block in words.chunks(32) {
        match block
            .iter()
            .fold(false, |any, byte| any | is_escaped(*byte))
        {
            false => into.extend_from_slice(block),
            true => block.iter().for_each(|byte| put_byte(*byte, into)),
        }
    }
    into.push(b'"');
}

fn put_byte(byte: u8, into: &mut Vec<u8>) {
    match is_escaped(byte) {
        true => put_escaped(byte, into),
        false => into.push(byte),
    }
}

fn is_escaped(byte: u8) -> bool {
    byte < b' ' || byte == b'"' || byte == b'\\'
}

fn put_escaped(byte: u8, into: &mut Vec<u8>) {
    let short = match byte {
        b'"' | b'\\' => byte,
        b'\n' => b'n',
        b'\r' => b'r',
        b'\t' => b't',
        8 => b'b',
        12 => b'f',
        other => {
            into.extend_from_slice(b"\\u00");
            let digits = [HEX[usize::from(other >> 4)], HEX[usize::from(other & 15)]];
            into.extend(digits.map(|digit| digit.to_ascii_lowercase()));
            return;
        }
    };
    into.extend_from_slice(&[b'\\', short]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rusqlite::{Connection, params};

    fn table() -> KeptTable {
        let column = |name: &str, holds| (name.to_owned(), holds);
        KeptTable {
            name: "one".to_owned(),
            columns: vec![
                column("id", Holds::Bytes),
                column("words", Holds::Words),
                column("share", Holds::Real),
                column("number", Holds::Words),
            ],
        }
    }

    /// The row as it is written here and as the database writes it.
    fn both(
        id: Option<&[u8]>,
        words: Option<&str>,
        share: Option<f64>,
        number: Option<i64>,
    ) -> [String; 2] {
        let connection = Connection::open_in_memory().unwrap();
        connection
            .execute_batch(
                "create table one (id blob, words text, share real, number integer) strict",
            )
            .unwrap();
        let insert = "insert into one values (?1, ?2, ?3, ?4)";
        connection
            .execute(insert, params![id, words, share, number])
            .unwrap();
        let table = table();
        let (asked, cells) = (table.as_digested("t"), table.digested_cells("t"));
        let sql = format!("select {asked}, {cells} from one as t");
        let read = |row: &Row<'_>| {
            let mut written = Vec::new();
            table.write_digested(row, 1, &mut written).unwrap();
            Ok([String::from_utf8(written).unwrap(), row.get(0)?])
        };
        connection.query_row(&sql, [], read).unwrap()
    }

    #[test]
    fn every_byte_of_words_is_written_as_the_database_writes_it() {
        for letter in (1..=0x2ff).chain([0x62f, 0x200c, 0x2028, 0xfeff, 0x1_f600, 0x10_ffff]) {
            let letter = char::from_u32(letter).unwrap();
            let [ours, its] = both(
                None,
                Some(&format!("a{letter}b{letter}{letter}")),
                None,
                None,
            );
            assert_eq!(ours, its, "{letter:?}");
        }
    }

    #[test]
    fn what_is_not_said_is_left_out_and_an_empty_text_is_said() {
        let [ours, its] = both(None, None, None, None);
        assert_eq!([ours.as_str(), its.as_str()], ["{}", "{}"]);
        let [ours, its] = both(Some(&[0xab, 0x01]), Some(""), None, Some(-7));
        assert_eq!(ours, r#"{"id":"AB01","words":"","number":-7}"#);
        assert_eq!(ours, its);
    }

    proptest! {
        #[test]
        fn a_row_is_written_as_the_database_writes_it(
            id in proptest::option::of(proptest::collection::vec(any::<u8>(), 0..20)),
            words in proptest::option::of("[^\u{0}]{0,100}"),
            share in proptest::option::of(proptest::num::f64::NORMAL | proptest::num::f64::ZERO | proptest::num::f64::SUBNORMAL),
            number in any::<Option<i64>>(),
        ) {
            let [ours, its] = both(id.as_deref(), words.as_deref(), share, number);
            prop_assert_eq!(ours, its);
        }
    }
}
