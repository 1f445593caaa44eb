//! What people made of findings, and which claims in them changed since, by which operation.
//! It must not know what a status is. A stranger would ask the digests alone: an operation and
//! its undo touch a claim twice and leave it as it was, so the rows themselves are compared.

use super::Store;
use super::error::StoreError;
use crate::model::id::Id;
use rusqlite::{OptionalExtension, params};
use std::collections::HashMap;

/// A judgement as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JudgementRow {
    /// Its id.
    pub id: Id,
    /// Keys of the claims it is about, in the order in which they were named.
    pub claims: Vec<String>,
    /// `contradicts`, `agrees`, `explained`, `dismissed`, `unverifiable` or `unverified`.
    pub judgement: String,
    /// Which explanation holds, where one does.
    pub explanation: Option<String>,
    /// Key of the coder who judged.
    pub analyst: String,
    /// When, EDTF.
    pub date: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// The finding that was judged, where more claims than these bear on it.
    pub finding: Option<String>,
    /// The operation that made it. None rewrites it: whoever judges anew makes another. What was taken
    /// back and brought back is as old as it was.
    pub operation: i64,
    /// The claims in it that are otherwise now than when it was written.
    pub changes: Vec<ClaimChange>,
    /// Whether other claims bear on the finding now than on the one that was judged.
    pub is_of_another: bool,
}

impl JudgementRow {
    /// Whether a claim in it, or one that bears on it, was changed by a later operation.
    pub fn is_stale(&self) -> bool {
        self.is_of_another || !self.changes.is_empty()
    }
}

/// A claim that changed after it was judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimChange {
    /// Its key.
    pub claim: String,
    /// The operations that touched it since, in their order; at least one.
    pub operations: Vec<i64>,
}

/// What of a claim says only where its words stand.
const PLACE: &str =
    "'$.version', '$.start_cp', '$.end_cp', '$.context_before', '$.context_after', '$.said'";

/// The operations that touched each judged claim after the first judgement, in their order.
type Touches = HashMap<Id, Vec<i64>>;

impl Store {
    /// All judgements, in the order of their ids.
    ///
    /// # Errors
    /// What the database says.
    pub fn judgements(&self) -> Result<Vec<JudgementRow>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "with written as (
               select row, min(operation) as operation from digest where noun = 'judgement' group by row
             )
             select j.id, j.judgement, j.explanation, coder.key as analyst, j.judged_on, j.reason, j.finding,
               (select group_concat(claim.key, ';' order by link.position)
                  from judgement_claims as link join claim on claim.id = link.target
                  where link.owner = j.id) as claims,
               coalesce(written.operation, 0) as operation
             from judgement as j join coder on coder.id = j.analyst
               left join written on written.row = j.id
             order by j.id",
        )?;
        let mut found: Vec<JudgementRow> = statement
            .query_map([], judgement)?
            .collect::<Result<_, _>>()?;
        self.note_changes(&mut found)?;
        Ok(found)
    }

    fn note_changes(&self, judgements: &mut [JudgementRow]) -> Result<(), StoreError> {
        let Some(first) = judgements.iter().map(|one| one.operation).min() else {
            return Ok(());
        };
        let touches = self.touches_of_judged_claims(first)?;
        if touches.is_empty() {
            return Ok(());
        }
        for judgement in judgements {
            let operation = judgement.operation;
            for claim in &judgement.claims {
                let Some(id) = self.id_of(crate::model::table::Noun::Claim, claim)? else {
                    continue;
                };
                let later = touches.get(&id).map_or(&[][..], Vec::as_slice);
                let from = later.partition_point(|number| *number <= operation);
                if from < later.len() && self.differs_since(&id, operation)? {
                    judgement.changes.push(ClaimChange {
                        claim: claim.clone(),
                        operations: later[from..].to_vec(),
                    });
                }
            }
        }
        Ok(())
    }

    /// What became of a claim after an operation, where it is otherwise now than right after it.
    ///
    /// # Errors
    /// What the database says.
    pub fn claim_change_since(
        &self,
        claim: &str,
        operation: i64,
    ) -> Result<Option<ClaimChange>, StoreError> {
        let Some(id) = self.id_of(crate::model::table::Noun::Claim, claim)? else {
            return Ok(None);
        };
        let mut statement = self.connection.prepare_cached(
            "select operation from digest
             where row = ?1 and noun = 'claim' and operation > ?2 order by operation",
        )?;
        let operations: Vec<i64> = statement
            .query_map(params![id.as_bytes(), operation], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        let is_changed = !operations.is_empty() && self.differs_since(&id, operation)?;
        Ok(is_changed.then(|| ClaimChange {
            claim: claim.to_owned(),
            operations,
        }))
    }

    fn touches_of_judged_claims(&self, first: i64) -> Result<Touches, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "select row, operation from digest
             where operation > ?1 and noun = 'claim'
               and row in (select target from judgement_claims)
             order by operation",
        )?;
        let mut found = statement.query([first])?;
        let mut touches = Touches::new();
        while let Some(row) = found.next()? {
            let operation = row.get(1)?;
            touches
                .entry(Id::new(row.get(0)?))
                .or_default()
                .push(operation);
        }
        self.add_touches_of_details(first, &mut touches)?;
        Ok(touches)
    }

    /// Which details a general claim has stands in rows of their own.
    fn add_touches_of_details(&self, first: i64, touches: &mut Touches) -> Result<(), StoreError> {
        let mut statement = self.connection.prepare_cached(
            "select unhex(json_extract(old, '$.owner')) as owner, operation from change
               where noun = 'claim_general_of' and operation > ?1 and old is not null
             union
             select link.owner, change.operation from change
               join claim_general_of as link on link.id = change.row
               where noun = 'claim_general_of' and operation > ?1",
        )?;
        let mut found = statement.query([first])?;
        while let Some(row) = found.next()? {
            let operations = touches.entry(Id::new(row.get(0)?)).or_default();
            operations.push(row.get(1)?);
            operations.sort_unstable();
            operations.dedup();
        }
        Ok(())
    }

    /// Whether a claim is otherwise now than it was right after an operation. Where its words
    /// stand is no part of it: a letter put right further up moves them and changes nothing.
    fn differs_since(&self, claim: &Id, operation: i64) -> Result<bool, StoreError> {
        let Some(table) = self.kept.iter().find(|table| table.name == "claim") else {
            return Ok(true);
        };
        let sql = format!(
            "select json_remove(c.old, {PLACE}) is not json_remove({}, {PLACE}) from change as c join claim as t on t.id = c.row
             where c.number >= (select first_change from operation where sequence > ?2 order by sequence limit 1)
               and c.noun = 'claim' and c.row = ?1
             order by c.number limit 1",
            table.as_json("t")
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let differs = statement
            .query_row(params![claim.as_bytes(), operation], |row| row.get(0))
            .optional()?;
        // No row: the claim itself was not rewritten, only what hangs on it.
        Ok(differs.unwrap_or(false) || self.has_other_details_since(claim, operation)?)
    }

    /// Whether a general claim names other details now than right after an operation: of the links
    /// that were touched since, those that were its own then against those that are now.
    fn has_other_details_since(&self, claim: &Id, operation: i64) -> Result<bool, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "with since as (
               select row, old, number from change where noun = 'claim_general_of' and operation > ?2
             ), before as (
               select unhex(json_extract(old, '$.target')) as target from since as s
               where old is not null and unhex(json_extract(old, '$.owner')) = ?1
                 and number = (select min(number) from since where row = s.row)
             ), now as (
               select target from claim_general_of
               where owner = ?1 and id in (select row from since)
             )
             select (select group_concat(hex(target), ';' order by target) from before)
                 is not (select group_concat(hex(target), ';' order by target) from now)",
        )?;
        let given = params![claim.as_bytes(), operation];
        Ok(statement.query_row(given, |row| row.get(0))?)
    }
}

fn judgement(row: &rusqlite::Row<'_>) -> rusqlite::Result<JudgementRow> {
    let claims: Option<String> = row.get("claims")?;
    Ok(JudgementRow {
        id: Id::new(row.get("id")?),
        claims: claims
            .unwrap_or_default()
            .split(';')
            .map(str::to_owned)
            .collect(),
        judgement: row.get("judgement")?,
        explanation: row.get("explanation")?,
        analyst: row.get("analyst")?,
        date: row.get("judged_on")?,
        reason: row.get("reason")?,
        finding: row.get("finding")?,
        operation: row.get("operation")?,
        changes: Vec::new(),
        is_of_another: false,
    })
}
