//! Which claims read otherwise than they did at an earlier operation, from the changes since.
//!
//! It knows what the reading of a claim hangs on beside its own row; what those rows say it does not
//! ask. What a stranger would get wrong: most tables do not matter here, because a kept claim names
//! other rows by key; so a row that got another key matters, and one that is new does not.

use super::Store;
use super::error::StoreError;
use crate::model::id::Id;
use rusqlite::{OptionalExtension, params};
use std::collections::BTreeSet;

/// From how many changes on nobody looks what they were: reading all claims is as quick.
const MOST_CHANGES: i64 = 200_000;

/// Tables of which any change may change how every claim reads.
const BEARS_ON_ALL: &str = "'study', 'number_word', 'unit'";

/// Tables whose rows a kept claim names by key.
const NAMED_BY_KEY: &[&str] = &[
    "claim",
    "source",
    "interview",
    "topic",
    "place",
    "population",
    "event",
];

/// Tables whose rows bear on the claims that name them, with the column of the claim.
const BEARS_ON_SOME: &[&str] = &["interview", "topic"];

/// The claims that were touched since an operation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TouchedClaims {
    /// The keys of all of them, in byte order, also of those that are gone.
    pub keys: Vec<String>,
    /// Those that are there.
    pub there: Vec<Id>,
}

impl Store {
    /// The claims that read otherwise than they did right after an operation; nothing where that may
    /// be all of them, or more than so many.
    ///
    /// # Errors
    /// What the database says.
    pub fn claims_touched_since(
        &self,
        sequence: i64,
        most: usize,
    ) -> Result<Option<TouchedClaims>, StoreError> {
        let Some(first_change) = self.first_change_since(sequence)? else {
            return Ok(Some(TouchedClaims::default()));
        };
        if self.is_too_much(first_change)?
            || self.bears_on_all(first_change)?
            || self.has_other_key(first_change)?
        {
            return Ok(None);
        }
        let Some(ids) = self.touched_ids(first_change, most)? else {
            return Ok(None);
        };
        let mut touched = TouchedClaims::default();
        let mut key_now = self
            .connection
            .prepare_cached("select key from claim where id = ?1")?;
        for id in ids {
            let found = key_now.query_row([id.as_bytes()], |row| row.get(0));
            let key: Option<String> = found.optional()?;
            touched.there.extend(key.is_some().then_some(id));
            touched.keys.extend(key);
        }
        touched.keys.extend(self.keys_of_gone(first_change)?);
        touched.keys.sort_unstable();
        touched.keys.dedup();
        Ok(Some(touched))
    }

    /// The number of the first change after an operation, where anything was changed since.
    pub(super) fn first_change_since(&self, sequence: i64) -> Result<Option<i64>, StoreError> {
        let sql = "select min(number) from change where number >=
            (select first_change from operation where sequence > ?1 order by sequence limit 1)";
        let found = self
            .connection
            .query_row(sql, [sequence], |row| row.get(0))?;
        Ok(found)
    }

    pub(super) fn is_too_much(&self, first_change: i64) -> Result<bool, StoreError> {
        let sql = "select max(number) from change";
        let last: i64 = self.connection.query_row(sql, [], |row| row.get(0))?;
        Ok(last - first_change > MOST_CHANGES)
    }

    fn bears_on_all(&self, first_change: i64) -> Result<bool, StoreError> {
        let sql = format!(
            "select exists (select 1 from change where number >= ?1 and noun in ({BEARS_ON_ALL}))"
        );
        let found = self
            .connection
            .query_row(&sql, [first_change], |row| row.get(0))?;
        Ok(found)
    }

    /// Whether a row that claims are kept under the key of has another key now.
    fn has_other_key(&self, first_change: i64) -> Result<bool, StoreError> {
        for table in NAMED_BY_KEY {
            let sql = format!(
                "select exists (select 1 from change join {table} as t on t.id = change.row
                   where number >= ?1 and noun = '{table}' and old is not null
                     and json_extract(old, '$.key') is not t.key)"
            );
            if self
                .connection
                .query_row(&sql, [first_change], |row| row.get(0))?
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The claims that were touched themselves or by a row that bears on them.
    fn touched_ids(
        &self,
        first_change: i64,
        most: usize,
    ) -> Result<Option<BTreeSet<Id>>, StoreError> {
        let mut ids = BTreeSet::new();
        let mut queries = vec![
            "select distinct row from change where number >= ?1 and noun = 'claim' limit ?2"
                .to_owned(),
            "select owner from claim_general_of where id in
               (select row from change where number >= ?1 and noun = 'claim_general_of') limit ?2"
                .to_owned(),
            "select distinct unhex(json_extract(old, '$.owner')) from change
               where number >= ?1 and noun = 'claim_general_of' and old is not null limit ?2"
                .to_owned(),
            // Whether an interview has a translation stands in the table of texts alone.
            "select id from claim where interview in
               (select interview from transcript where id in
                 (select row from change where number >= ?1 and noun = 'transcript')) limit ?2"
                .to_owned(),
            "select id from claim where interview in
               (select unhex(json_extract(old, '$.interview')) from change
                 where number >= ?1 and noun = 'transcript' and old is not null) limit ?2"
                .to_owned(),
        ];
        queries.extend(BEARS_ON_SOME.iter().map(|table| {
            format!(
                "select id from claim where {table} in (select row from change
                   where number >= ?1 and noun = '{table}' and old is not null) limit ?2"
            )
        }));
        for sql in queries {
            let mut statement = self.connection.prepare_cached(&sql)?;
            let limit = i64::try_from(most).unwrap_or(i64::MAX).saturating_add(1);
            let given = params![first_change, limit];
            for id in statement.query_map(given, |row| Ok(Id::new(row.get(0)?)))? {
                ids.insert(id?);
            }
            if ids.len() > most {
                return Ok(None);
            }
        }
        Ok(Some(ids))
    }

    /// The keys that touched claims had, of those that are not there any more.
    fn keys_of_gone(&self, first_change: i64) -> Result<Vec<String>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "select json_extract(old, '$.key') from change
             where number >= ?1 and noun = 'claim' and old is not null
               and row not in (select id from claim where id = change.row)",
        )?;
        let found = statement.query_map([first_change], |row| row.get(0))?;
        Ok(found.collect::<Result<_, _>>()?)
    }
}
