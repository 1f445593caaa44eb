//! Whether a study is what its history says: pages, foreign keys, the chain of operations,
//! and every row against its last digest. A stranger would take a sound chain for proof that
//! nothing was cut off its end: only an anchor outside the file shows that.

use super::Store;
use super::error::StoreError;
use super::operation::{GENESIS, link, root_of, row_digest};

/// What a verification found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verification {
    /// Operations in the chain.
    pub operations: u64,
    /// Rows held against their digest.
    pub rows: u64,
    /// Hash of the newest operation, to be compared with one noted elsewhere.
    pub head: [u8; 32],
    /// What is wrong, a sentence each; empty where all is sound. At most [`MOST_FAULTS`].
    pub faults: Vec<String>,
}

/// How many faults are told.
pub const MOST_FAULTS: usize = 100;

impl Store {
    /// Verifies the whole study.
    ///
    /// # Errors
    /// Where the file cannot be read at all.
    pub fn verify(&self) -> Result<Verification, StoreError> {
        let mut faults = self.page_faults()?;
        faults.extend(self.key_faults()?);
        let (operations, head) = self.chain_faults(&mut faults)?;
        let rows = self.row_faults(&mut faults)?;
        faults.truncate(MOST_FAULTS);
        Ok(Verification {
            operations,
            rows,
            head,
            faults,
        })
    }

    fn page_faults(&self) -> Result<Vec<String>, StoreError> {
        let mut said = self.lines_of("pragma integrity_check(20)")?;
        said.retain(|line| line != "ok");
        if self.is_encrypted() {
            said.extend(self.lines_of("pragma cipher_integrity_check")?);
        }
        Ok(said
            .into_iter()
            .map(|line| format!("pages: {line}"))
            .collect())
    }

    fn lines_of(&self, pragma: &str) -> Result<Vec<String>, StoreError> {
        let mut statement = self.connection.prepare(pragma)?;
        let lines = statement
            .query_map([], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        Ok(lines)
    }

    fn key_faults(&self) -> Result<Vec<String>, StoreError> {
        let mut statement = self.connection.prepare(
            "select \"table\", parent, count(*) from pragma_foreign_key_check group by 1, 2",
        )?;
        let faults = statement
            .query_map([], |row| {
                let (child, parent, rows): (String, String, i64) =
                    (row.get(0)?, row.get(1)?, row.get(2)?);
                Ok(format!(
                    "{rows} rows of {child} name a row of {parent} that is not there"
                ))
            })?
            .collect::<Result<_, _>>()?;
        Ok(faults)
    }

    fn chain_faults(&self, faults: &mut Vec<String>) -> Result<(u64, [u8; 32]), StoreError> {
        let mut previous = GENESIS;
        let mut count = 0;
        let mut log = self.log(u32::MAX)?;
        log.reverse();
        for operation in &log {
            let sequence = operation.sequence;
            count += 1;
            if i64::try_from(count) != Ok(sequence) {
                faults.push(format!("the chain has a gap before operation {sequence}"));
            }
            let root = root_of(&self.connection, sequence)?;
            if link(&previous, operation, &root) != operation.hash {
                faults.push(format!(
                    "operation {sequence} is not what it was when it was done"
                ));
            }
            previous = operation.hash;
        }
        Ok((count, previous))
    }

    fn row_faults(&self, faults: &mut Vec<String>) -> Result<u64, StoreError> {
        let mut rows = 0;
        for table in &self.kept {
            let name = &table.name;
            let mut statement = self.connection.prepare(&format!(
                "with last as (
                   select row, max(operation) as operation, salt, hash from digest where noun = ?1 group by row
                 )
                 select last.salt, last.hash, iif(t.id is null, null, {json}), last.operation
                 from last left join {name} as t on t.id = last.row
                 where last.salt is not null
                 union all
                 select null, null, null, null from {name} as t where not exists (
                   select 1 from last where last.row = t.id)",
                json = table.as_json("t")
            ))?;
            let mut found = statement.query([name])?;
            while let Some(row) = found.next()? {
                rows += 1;
                if let Some(fault) = row_fault(row, name)? {
                    faults.push(fault);
                }
            }
        }
        Ok(rows)
    }
}

fn row_fault(row: &rusqlite::Row<'_>, name: &str) -> Result<Option<String>, StoreError> {
    let Some(salt) = row.get::<_, Option<[u8; 16]>>(0)? else {
        return Ok(Some(format!("a row of {name} stands in no operation")));
    };
    let hash: [u8; 32] = row.get(1)?;
    let now = row
        .get_ref(2)?
        .as_str_or_null()
        .map_err(rusqlite::Error::from)?;
    let operation: i64 = row.get(3)?;
    Ok((row_digest(&salt, now) != hash)
        .then(|| format!("a row of {name} is not what operation {operation} left")))
}
