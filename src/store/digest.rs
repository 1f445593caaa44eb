//! The digests of the rows that an operation touched, and the root over them. It must not know what
//! an operation is for. A stranger would digest what was written: the digest is of the row as the
//! database holds it when the operation is sealed, so that `verify` can ask it for the same.

use super::Store;
use super::error::StoreError;
use super::history::KeptTable;
use rusqlite::{Connection, params};
use sha2::{Digest, Sha256};

/// A table of which an operation touched rows.
struct Touched<'s> {
    table: &'s KeptTable,
    /// Whether each row was touched once, in the order of their ids: so it is with new rows.
    rises: bool,
    last: [u8; 16],
}

impl Store {
    /// Takes the digest of every row that the open operation touched. Gives back how many there
    /// are, and the root over them.
    pub(super) fn digest_touched(&self, sequence: i64) -> Result<(i64, [u8; 32]), StoreError> {
        let seed: [u8; 32] = self.clock.random()?;
        let mut touched = self.touched_tables(sequence)?;
        // In the order in which digests are kept.
        touched.sort_unstable_by(|a, b| a.table.name.cmp(&b.table.name));
        let (mut rows, mut root) = (0, Sha256::new());
        for one in touched {
            rows += self.digest_rows(sequence, &one, (&seed, &mut root))?;
        }
        Ok((rows, root.finalize().into()))
    }

    fn touched_tables(&self, sequence: i64) -> Result<Vec<Touched<'_>>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "select noun, row from change
             where number >= (select first_change from operation where sequence = ?1)
             order by number",
        )?;
        let mut found = statement.query([sequence])?;
        let mut touched: Vec<Touched<'_>> = Vec::new();
        while let Some(row) = found.next()? {
            let noun = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
            let id: [u8; 16] = row.get(1)?;
            match touched.iter_mut().find(|one| one.table.name == noun) {
                Some(one) => {
                    one.rises &= id > one.last;
                    one.last = id;
                }
                None => touched.push(Touched {
                    table: self.kept_table(noun)?,
                    rises: true,
                    last: id,
                }),
            }
        }
        Ok(touched)
    }

    fn kept_table(&self, name: &str) -> Result<&KeptTable, StoreError> {
        let kept = self.kept.iter().find(|table| table.name == name);
        kept.ok_or_else(|| StoreError::Damaged("a change is of no table".to_owned()))
    }

    fn digest_rows(
        &self,
        sequence: i64,
        touched: &Touched<'_>,
        (seed, root): (&[u8; 32], &mut Sha256),
    ) -> Result<i64, StoreError> {
        let name = &touched.table.name;
        let mut rows = self.connection.prepare_cached(&touched.rows_by_id())?;
        let columns = ["operation", "noun", "row", "salt", "hash"];
        let mut digests = self.rows_at_once("digest", &columns)?;
        let mut found = rows.query(params![sequence, name])?;
        let (mut count, mut now) = (0, Vec::new());
        while let Some(row) = found.next()? {
            let id: [u8; 16] = row.get(0)?;
            let salt = salt_of(seed, &id);
            let is_there = row.get(1)?;
            if is_there {
                touched.table.write_digested(row, 2, &mut now)?;
            }
            let hash = row_digest(&salt, is_there.then_some(now.as_slice()));
            digests.put(&[
                sequence.into(),
                name.as_str().into(),
                id.as_slice().into(),
                salt.as_slice().into(),
                hash.as_slice().into(),
            ])?;
            put_row(root, name, (&id, &hash));
            count += 1;
        }
        digests.flush()?;
        Ok(count)
    }
}

impl Touched<'_> {
    /// Each touched row once, by id: whether it is there, and its cells.
    fn rows_by_id(&self) -> String {
        let name = &self.table.name;
        let cells = self.table.digested_cells("t");
        let changes =
            "change where number >= (select first_change from operation where sequence = ?1)
            and noun = ?2";
        let (touched, order) = match self.rises {
            true => (format!("select number, row from {changes}"), "c.number"),
            false => (format!("select distinct row from {changes}"), "c.row"),
        };
        format!(
            "select c.row, t.id is not null, {cells}
             from ({touched}) as c left join {name} as t on t.id = c.row
             order by {order}"
        )
    }
}

/// The salt of one row: chance of the operation, spread over its rows. The seed is dropped.
fn salt_of(seed: &[u8; 32], row: &[u8; 16]) -> [u8; 16] {
    let mut hash = Sha256::new();
    hash.update(seed);
    hash.update(row);
    let mut salt = [0; 16];
    salt.copy_from_slice(&hash.finalize()[..16]);
    salt
}

/// The digest of a row as JSON, or of its absence.
pub fn row_digest(salt: &[u8; 16], now: Option<&[u8]>) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(salt);
    match now {
        Some(json) => {
            hash.update(b"row");
            hash.update(json);
        }
        None => hash.update(b"gone"),
    }
    hash.finalize().into()
}

/// The root over the digests of one operation, in their stored order.
///
/// # Errors
/// What the database says.
pub fn root_of(connection: &Connection, sequence: i64) -> Result<[u8; 32], StoreError> {
    let mut statement = connection.prepare_cached(
        "select noun, row, hash from digest where operation = ?1 order by noun, row",
    )?;
    let mut found = statement.query([sequence])?;
    let mut root = Sha256::new();
    while let Some(row) = found.next()? {
        let noun = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
        let id = row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?;
        let hash = row.get_ref(2)?.as_blob().map_err(rusqlite::Error::from)?;
        put_row(&mut root, noun, (id, hash));
    }
    Ok(root.finalize().into())
}

fn put_row(root: &mut Sha256, noun: &str, (id, hash): (&[u8], &[u8])) {
    put(root, noun.as_bytes());
    put(root, id);
    put(root, hash);
}

/// Puts a field with its length, so that none can slide into the next.
pub(super) fn put(hash: &mut Sha256, bytes: &[u8]) {
    hash.update(u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_be_bytes());
    hash.update(bytes);
}
