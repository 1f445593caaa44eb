//! Whether a study is what its history says: pages, foreign keys, the chain of operations,
//! every row against its last digest, and what rows were before against the digests of then. A stranger would take a sound chain for proof that
//! nothing was cut off its end: only an anchor outside the file shows that.

use super::Store;
use super::connection::read_back;
use super::digest::{root_of, row_digest};
use super::error::StoreError;
use super::operation::{GENESIS, link};
use super::search_index::is_damage;
use crate::model::table::Kind;
use crate::model::tables::TABLES;

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
    /// What became of the search index where it was not what the texts say. Nothing of the study is lost with it.
    pub faulty_index: Option<FaultyIndex>,
}

impl Verification {
    /// Whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.faults.is_empty() && self.faulty_index.is_none()
    }
}

/// What became of a search index that is not what the texts say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultyIndex {
    /// It was dropped: the next search makes it anew.
    Dropped,
    /// It stands, since the file cannot be written to now.
    Standing,
}

/// How many faults are told.
pub const MOST_FAULTS: usize = 100;

impl Store {
    /// Verifies the whole study.
    ///
    /// # Errors
    /// Where the file cannot be read at all.
    pub fn verify(&self) -> Result<Verification, StoreError> {
        let (mut faults, of_index) = self.page_faults()?;
        faults.extend(self.key_faults()?);
        faults.extend(self.about_faults()?);
        faults.extend(self.copy_fault()?);
        let (operations, head) = self.chain_faults(&mut faults)?;
        let rows = self.row_faults(&mut faults)?;
        self.change_faults(&mut faults)?;
        faults.truncate(MOST_FAULTS);
        let is_index_sound = of_index.is_empty() && self.is_search_index_sound()?;
        // A search would not see that it answers wrongly. A file that is damaged otherwise is left as it is.
        let faulty_index =
            (!is_index_sound).then(|| match faults.is_empty() && self.drop_faulty_index() {
                true => FaultyIndex::Dropped,
                false => FaultyIndex::Standing,
            });
        Ok(Verification {
            operations,
            rows,
            head,
            faults,
            faulty_index,
        })
    }

    /// What is wrong with pages, and what with those of the search index, from which nobody lost anything.
    fn page_faults(&self) -> Result<(Vec<String>, Vec<String>), StoreError> {
        let said = self.integrity_lines()?;
        let (of_index, mut said): (Vec<_>, Vec<_>) = said
            .into_iter()
            .partition(|line| line.contains("derived_search"));
        if self.is_encrypted() {
            said.extend(self.lines_of("pragma cipher_integrity_check")?);
        }
        if !self.ends_with_a_page()? {
            said.push("the file ends inside a page".to_owned());
        }
        let said = said.into_iter().map(|line| format!("pages: {line}"));
        Ok((said.collect(), of_index))
    }

    fn integrity_lines(&self) -> Result<Vec<String>, StoreError> {
        let mut said = match self.lines_of("pragma integrity_check(200)") {
            // FTS5 answers for its own table and may end the whole check.
            Err(error) if is_damage(&error) => {
                let mut said = vec!["derived_search cannot be opened".to_owned()];
                for table in self.lines_of(
                    "select name from sqlite_schema where type = 'table' and name not like 'derived_search%'",
                )? {
                    said.extend(self.lines_of(&format!("pragma integrity_check({table})"))?);
                }
                said
            }
            lines => lines?,
        };
        said.retain(|line| line != "ok");
        Ok(said)
    }

    fn ends_with_a_page(&self) -> Result<bool, StoreError> {
        let failed = |source| StoreError::File {
            path: self.path.clone(),
            source,
        };
        let bytes = std::fs::metadata(&self.path).map_err(failed)?.len();
        let page = read_back(&self.connection, "page_size")?.parse::<u64>();
        Ok(page.is_ok_and(|page| page > 0 && bytes % page == 0))
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

    /// Which copy this is stands in no history, but in each operation that was done in it.
    fn copy_fault(&self) -> Result<Option<String>, StoreError> {
        let sql = "select not exists (select 1 from operation)
            or exists (select 1 from operation where copy = (select copy from this_copy))";
        let is_known: bool = self.connection.query_row(sql, [], |row| row.get(0))?;
        Ok((!is_known)
            .then(|| "this copy is not the one that its operations were done in".to_owned()))
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
            let is_root = self.stored_root(sequence)? == Some(root);
            if !is_root || link(&previous, operation, &root) != operation.hash {
                faults.push(format!(
                    "operation {sequence} is not what it was when it was done"
                ));
            }
            previous = operation.hash;
        }
        Ok((count, previous))
    }

    fn stored_root(&self, sequence: i64) -> Result<Option<[u8; 32]>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("select root from operation where sequence = ?1")?;
        Ok(statement.query_row([sequence], |row| row.get(0))?)
    }

    /// Notes on rows of any noun: no foreign key can hold these.
    pub(super) fn about_faults(&self) -> Result<Vec<String>, StoreError> {
        let mut faults = Vec::new();
        for (table, column) in about_columns() {
            let known: Vec<_> = TABLES
                .iter()
                .filter(|noun| noun.key_column().is_some())
                .map(|noun| format!("select '{0}', id from {0}", noun.name))
                .collect();
            let sql = format!(
                "select count(*) from {table} where ({column}_noun, {column}) not in ({})",
                known.join(" union all ")
            );
            let rows: i64 = self.connection.query_row(&sql, [], |row| row.get(0))?;
            if rows > 0 {
                faults.push(format!(
                    "{rows} rows of {table} name a row that is not there"
                ));
            }
        }
        Ok(faults)
    }

    /// What an undo would restore from: what each operation says that its rows were before,
    /// against the digests of then. What was erased is not compared.
    fn change_faults(&self, faults: &mut Vec<String>) -> Result<(), StoreError> {
        let mut statement = self
            .connection
            .prepare(include_str!("sql/change_against_digest.sql"))?;
        let mut found = statement.query([])?;
        while let Some(row) = found.next()? {
            if !is_as_digested(row)? {
                let operation: i64 = row.get("operation")?;
                faults.push(format!(
                    "what a row was before operation {operation} is not what is kept of it"
                ));
            }
        }
        faults.extend(self.misplaced_changes()?);
        Ok(())
    }

    /// Changes that stand under another operation than the one that made them, or under none.
    fn misplaced_changes(&self) -> Result<Vec<String>, StoreError> {
        let mut statement = self.connection.prepare(
            "select c.operation
             from (select operation, min(number) as low, max(number) as high from change group by operation) as c
             left join (
               select sequence, first_change, lead(first_change) over (order by sequence) as next
               from operation
             ) as o on o.sequence = c.operation
             where o.sequence is null or c.low < o.first_change or c.high >= o.next
             union
             select c.operation from change as c where not exists (
               select 1 from digest as d
               where d.operation = c.operation and d.noun = c.noun and d.row = c.row)",
        )?;
        let faults = statement
            .query_map([], |row| {
                let operation: i64 = row.get(0)?;
                Ok(format!(
                    "the changes of operation {operation} are not its own"
                ))
            })?
            .collect::<Result<_, _>>()?;
        Ok(faults)
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
                json = table.as_digested("t")
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

/// Whether a row was what history says: the state before an operation against the digest
/// before it.
fn is_as_digested(row: &rusqlite::Row<'_>) -> Result<bool, StoreError> {
    let was = row.get_ref("was")?;
    let was = was.as_str_or_null().map_err(rusqlite::Error::from)?;
    if !row.get::<_, bool>("is_kept")? {
        return Ok(false);
    }
    let hash: Option<[u8; 32]> = row.get("hash_before")?;
    let salt: Option<[u8; 16]> = row.get("salt_before")?;
    Ok(match (hash, salt) {
        (None, _) => was.is_none(),
        // Erased, as a withdrawal does: nothing is left to compare with.
        (Some(_), None) => true,
        (Some(hash), Some(salt)) => row_digest(&salt, was.map(str::as_bytes)) == hash,
    })
}

/// The columns that hold rows of any noun, with their tables.
fn about_columns() -> impl Iterator<Item = (&'static str, &'static str)> {
    TABLES.iter().flat_map(|table| {
        let about = table
            .columns
            .iter()
            .filter(|column| matches!(column.kind, Kind::About | Kind::Either(_)));
        about.map(|column| (table.name, column.sql))
    })
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
    Ok((row_digest(&salt, now.map(str::as_bytes)) != hash)
        .then(|| format!("a row of {name} is not what operation {operation} left")))
}
