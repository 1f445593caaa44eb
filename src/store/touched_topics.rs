//! On which topics the claims may be counted otherwise than after an earlier operation, from the changes
//! since.
//!
//! It knows which tables leave a count as it is, and by which rows a claim leads to another topic. What a
//! stranger would get wrong: a table that is not named here may bear on every count, so a new table
//! makes counts be made anew until somebody thought about it.

use super::Store;
use super::error::StoreError;
use rusqlite::params;
use std::collections::BTreeSet;

/// Tables in which a row bears on the claims that it is of, or that it names, and on no others.
const BEARS_ON_CLAIMS: &str = "'claim', 'claim_general_of', 'judgement', 'judgement_claims',
    'interview', 'transcript'";

/// Tables that no cross-check looks at.
const BEARS_ON_NONE: &str = "'code', 'rule', 'coding', 'fired_word', 'memo', 'coder', 'assignment',
    'question', 'asked', 'rating', 'validation', 'follow_up', 'figure', 'disclosure', 'attribute',
    'source_attribute', 'interview_attribute', 'text_version', 'replacement'";

/// Who was heard together is tied in whatever they say elsewhere. So it bears on no other claims only
/// where nobody was heard together who was not, and the other way about: whoever was written once more is
/// the same as before, or is now the only one and nobody was before.
const SAME_ARE_HEARD: &str = "noun = 'interview_source' and case
    when old is null then exists (
      select 1 from interview_source as s where s.id = change.row and (
        (select count(*) from interview_source where owner = s.owner) = 1
        or (s.owner, s.target, s.position) in (
          select unhex(json_extract(old, '$.owner')), unhex(json_extract(old, '$.target')),
            json_extract(old, '$.position')
          from change where number >= ?1 and noun = 'interview_source' and old is not null)))
    else exists (
      select 1 from interview_source as s where s.owner = unhex(json_extract(old, '$.owner'))
        and s.target = unhex(json_extract(old, '$.target'))
        and s.position = json_extract(old, '$.position'))
    end";

impl Store {
    /// The keys of the topics on which a claim was touched since an operation, as it is now or was in
    /// between, or to which one that was touched now leads; nothing where a count on any topic may be
    /// another.
    ///
    /// # Errors
    /// What the database says.
    pub fn topics_touched_since(
        &self,
        sequence: i64,
    ) -> Result<Option<BTreeSet<String>>, StoreError> {
        let Some(first_change) = self.first_change_since(sequence)? else {
            return Ok(Some(BTreeSet::new()));
        };
        if self.is_too_much(first_change)? || self.bears_on_any_count(first_change)? {
            return Ok(None);
        }
        let sql = "with since as materialized (
              select noun, row, old from change where number >= ?1
            ), touched as materialized (
              select row as id from since where noun = 'claim'
              union select owner from claim_general_of
                where id in (select row from since where noun = 'claim_general_of')
              union select unhex(json_extract(old, '$.owner')) from since
                where noun = 'claim_general_of' and old is not null
              union select target from judgement_claims
                where id in (select row from since where noun = 'judgement_claims')
                  or owner in (select row from since where noun = 'judgement')
              union select unhex(json_extract(old, '$.target')) from since
                where noun = 'judgement_claims' and old is not null
              union select id from claim where interview in (
                select row from since where noun = 'interview'
                union select owner from interview_source
                  where id in (select row from since where noun = 'interview_source')
                union select interview from transcript
                  where id in (select row from since where noun = 'transcript')
                union select unhex(json_extract(old, '$.interview')) from since
                  where noun = 'transcript' and old is not null
              )
            ), reached as (
              select id from touched
              union select target from claim_general_of where owner in (select id from touched)
              union select responds_to from claim where id in (select id from touched)
              union select reading_of from claim where id in (select id from touched)
            )
            select key from topic where id in (
              select topic from claim where id in (select id from reached)
              union select unhex(json_extract(old, '$.topic')) from since
                where noun = 'claim' and old is not null
            )";
        let mut statement = self.connection.prepare_cached(sql)?;
        let found = statement.query_map([first_change], |row| row.get(0))?;
        Ok(Some(found.collect::<Result<_, _>>()?))
    }

    fn bears_on_any_count(&self, first_change: i64) -> Result<bool, StoreError> {
        let sql = format!(
            "select exists (select 1 from change where number >= ?1
               and noun not in ({BEARS_ON_CLAIMS}, {BEARS_ON_NONE}) and not ({SAME_ARE_HEARD}))"
        );
        let found = self
            .connection
            .query_row(&sql, [first_change], |row| row.get(0))?;
        Ok(found)
    }

    /// How many claims there are on topics of some keys.
    ///
    /// # Errors
    /// What the database says.
    pub fn count_claims_on(&self, topics: &BTreeSet<String>) -> Result<u64, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "select count(*) from claim where topic = (select id from topic where key = ?1)",
        )?;
        let mut sum = 0;
        for topic in topics {
            let count: i64 = statement.query_row(params![topic], |row| row.get(0))?;
            sum += count.unsigned_abs();
        }
        Ok(sum)
    }
}
