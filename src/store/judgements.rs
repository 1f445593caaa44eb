//! What people made of findings, and whether a claim in them changed since.

use super::Store;
use super::error::StoreError;
use crate::model::id::Id;

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
    /// Whether a claim in it was changed by a later operation.
    pub is_stale: bool,
}

impl Store {
    /// All judgements, in the order of their ids.
    ///
    /// # Errors
    /// What the database says.
    pub fn judgements(&self) -> Result<Vec<JudgementRow>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "select j.id, j.judgement, j.explanation, coder.key as analyst, j.judged_on, j.reason,
               (select group_concat(claim.key, ';' order by link.position)
                  from judgement_claims as link join claim on claim.id = link.target
                  where link.owner = j.id) as claims,
               exists (
                 select 1 from digest as later join judgement_claims as link on link.target = later.row
                 where later.noun = 'claim' and link.owner = j.id
                   and later.operation > (select max(operation) from digest where noun = 'judgement' and row = j.id)
               ) as is_stale
             from judgement as j join coder on coder.id = j.analyst order by j.id",
        )?;
        let found = statement
            .query_map([], judgement)?
            .collect::<Result<_, _>>()?;
        Ok(found)
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
        is_stale: row.get("is_stale")?,
    })
}
