//! Codings as far as it tells which is which, now and before people put another code on them or put
//! them elsewhere, the latter read from the history that the database keeps by itself. It must not
//! know what a text is now. A stranger would take every earlier place for one that a person left: a
//! correction carries a coding into the next version of its text, and nobody decided anything.

use super::Store;
use super::codings::span_of;
use super::error::StoreError;
use super::text::kind_of;
use crate::model::id::Id;
use crate::model::table::TextKind;
use crate::model::text_index::Span;

/// Which coding it is: a code on words, by whom, and what proposed it.
#[derive(Clone, Debug, PartialEq)]
pub struct CodingStand {
    /// The coding.
    pub coding: Id,
    /// Its interview.
    pub interview: Id,
    /// In which of its texts it stands.
    pub kind: TextKind,
    /// Its code.
    pub code: Id,
    /// Who put it, or asked for the proposal.
    pub coder: Id,
    /// The rule that proposed it.
    pub rule: Option<Id>,
    /// With which probability it was proposed, where it was learned.
    pub probability: Option<f64>,
    /// The version of the text in which it stands; nothing where the interview has none.
    pub version: Option<Id>,
    /// First and behind the last code point in that version.
    pub span_cp: Option<(i64, i64)>,
    /// Its words.
    pub quote: Option<String>,
}

impl CodingStand {
    /// Where it stood; nothing for an orphan without a place.
    pub fn span(&self) -> Option<Span> {
        span_of(self.span_cp?)
    }
}

impl Store {
    /// Every coding as it is now, with its status.
    ///
    /// # Errors
    /// What the database says.
    pub fn coding_stands(&self) -> Result<Vec<(CodingStand, String)>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "select id as coding, interview, text_kind, code, coder, rule, probability, version,
               start_cp, end_cp, quote, coalesce(status, 'accepted') as status from coding",
        )?;
        let found = statement.query_map([], |row| Ok((stand(row)?, row.get("status")?)))?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// What the codings of now were before people recoded or moved them, oldest first. What was
    /// taken back was not done. Reads the whole history once.
    ///
    /// # Errors
    /// What the database says.
    pub fn former_codings(&self) -> Result<Vec<CodingStand>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached(include_str!("sql/former_codings.sql"))?;
        let found = statement
            .query_map([], |row| Ok((row.get("operation")?, stand(row)?)))?
            .collect::<Result<Vec<(i64, _)>, _>>()?;
        if found.is_empty() {
            return Ok(Vec::new());
        }
        let standing = self.standing_operations()?;
        let held = found
            .into_iter()
            .filter(|(operation, _)| standing.contains(operation));
        Ok(held.map(|(_, stand)| stand).collect())
    }
}

fn stand(row: &rusqlite::Row<'_>) -> rusqlite::Result<CodingStand> {
    let kind: Option<String> = row.get("text_kind")?;
    let id = |name: &str| {
        let bytes: Option<[u8; 16]> = row.get(name)?;
        Ok::<_, rusqlite::Error>(bytes.map(Id::new))
    };
    let start_cp: Option<i64> = row.get("start_cp")?;
    let end_cp: Option<i64> = row.get("end_cp")?;
    Ok(CodingStand {
        coding: Id::new(row.get("coding")?),
        interview: Id::new(row.get("interview")?),
        kind: kind.as_deref().map_or(TextKind::Original, kind_of),
        code: Id::new(row.get("code")?),
        coder: Id::new(row.get("coder")?),
        rule: id("rule")?,
        probability: row.get("probability")?,
        version: id("version")?,
        span_cp: start_cp.zip(end_cp),
        quote: row.get("quote")?,
    })
}
