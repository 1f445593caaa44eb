//! Codings as far as it tells which is which, now and before people put another code on them, put
//! them elsewhere or removed them, and what rows said before; what was is read from the history that
//! the database keeps by itself. It must not know what a text is now. A stranger would take every earlier place for one that a person left: a
//! correction carries a coding into the next version of its text, and nobody decided anything.

use super::Store;
use super::codings::span_of;
use super::error::StoreError;
use super::text::kind_of;
use crate::model::id::Id;
use crate::model::table::{Table, TextKind};
use crate::model::text_index::Span;
use rusqlite::{OptionalExtension, params};
use std::collections::HashMap;

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

/// What a coding says, beside which one it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodingWords {
    /// `accepted`, `proposed` or `rejected`.
    pub status: String,
    /// What the coder wrote about it; empty where nothing.
    pub memo: String,
    /// Whether its passage is an anchor example of the code.
    pub is_example: bool,
    /// Whether its words are gone from the text.
    pub is_orphan: bool,
}

/// What a coding was before people decided otherwise.
#[derive(Clone, Debug, PartialEq)]
pub struct FormerStand {
    /// The coding as it was.
    pub stand: CodingStand,
    /// Whether there is no such coding any more.
    pub is_gone: bool,
}

/// What rows of a table said before, by row: some of their columns, ids in hex.
pub type FormerCells = HashMap<Id, Vec<Vec<Option<String>>>>;

const STAND: &str = "id as coding, interview, text_kind, code, coder, rule, probability, version,
  start_cp, end_cp, quote";

const WORDS: &str = "coalesce(status, 'accepted') as status, coalesce(memo, '') as memo,
  example is not null as is_example, anchor is not null as is_orphan";

impl CodingStand {
    /// Where it stood; nothing for an orphan without a place.
    pub fn span(&self) -> Option<Span> {
        span_of(self.span_cp?)
    }
}

impl Store {
    /// Every coding as it is now, with what it says.
    ///
    /// # Errors
    /// What the database says.
    pub fn coding_stands(&self) -> Result<Vec<(CodingStand, CodingWords)>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached(&format!("select {STAND}, {WORDS} from coding order by id"))?;
        let found = statement.query_map([], |row| Ok((stand(row)?, coding_words(row)?)))?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// Which coding one is now.
    ///
    /// # Errors
    /// What the database says, also that there is none.
    pub fn coding_stand(&self, coding: Id) -> Result<CodingStand, StoreError> {
        let sql = format!("select {STAND} from coding where id = ?1");
        let mut statement = self.connection.prepare_cached(&sql)?;
        Ok(statement.query_row([coding.as_bytes()], stand)?)
    }

    /// Another coding that is the same: code, words, coder, and what proposed it. One with this
    /// status comes before others.
    ///
    /// # Errors
    /// What the database says.
    pub fn twin_of(
        &self,
        of: &CodingStand,
        status: &str,
    ) -> Result<Option<(Id, CodingWords)>, StoreError> {
        let (start_cp, end_cp) = of.span_cp.unzip();
        // Of a version only the codings of the place are read, not all of the interview or the code.
        let place = match of.version {
            Some(_) => "version = ?7 and ?10 is ?10",
            None => "version is ?7 and quote is ?10",
        };
        let mut statement = self.connection.prepare_cached(&format!(
            "select id, {WORDS} from coding
             where interview = ?1 and coalesce(text_kind, 'original') = ?2 and +code = ?3
               and coder = ?4 and rule is ?5 and probability is ?6 and {place}
               and start_cp is ?8 and end_cp is ?9 and id <> ?11
             order by coalesce(status, 'accepted') = ?12 desc, id limit 1"
        ))?;
        let given = params![
            of.interview.as_bytes(),
            of.kind.as_str(),
            of.code.as_bytes(),
            of.coder.as_bytes(),
            of.rule.as_ref().map(Id::as_bytes),
            of.probability,
            of.version.as_ref().map(Id::as_bytes),
            start_cp,
            end_cp,
            of.quote,
            of.coding.as_bytes(),
            status
        ];
        let read = |row: &rusqlite::Row<'_>| Ok((Id::new(row.get("id")?), coding_words(row)?));
        Ok(statement.query_row(given, read).optional()?)
    }

    /// What codings were before people recoded, moved or removed them, oldest first. What was
    /// taken back was not done. Reads the whole history once.
    ///
    /// # Errors
    /// What the database says.
    pub fn former_codings(&self) -> Result<Vec<FormerStand>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached(include_str!("sql/former_codings.sql"))?;
        let read = |row: &rusqlite::Row<'_>| {
            let former = FormerStand {
                stand: stand(row)?,
                is_gone: row.get("is_gone")?,
            };
            Ok((row.get("operation")?, former))
        };
        let found = statement.query_map([], read)?;
        self.that_hold(found.collect::<Result<_, _>>()?)
    }

    /// What the rows of a table said in some of its columns before people changed or removed
    /// them. What was taken back was not done. Reads the whole history once.
    ///
    /// # Errors
    /// What the database says.
    pub fn former_cells(&self, table: &Table, columns: &[&str]) -> Result<FormerCells, StoreError> {
        let cells: Vec<_> = columns
            .iter()
            .map(|name| format!("old ->> '$.{name}'"))
            .collect();
        let mut statement = self.connection.prepare_cached(&format!(
            "select operation, row, {} from change where noun = ?1 and old is not null",
            cells.join(", ")
        ))?;
        let read = |row: &rusqlite::Row<'_>| {
            let cells = (2..columns.len() + 2).map(|at| row.get(at));
            let cells = cells.collect::<Result<Vec<Option<String>>, _>>()?;
            Ok((row.get(0)?, (Id::new(row.get(1)?), cells)))
        };
        let found = statement.query_map([table.name], read)?;
        let mut former = FormerCells::new();
        for (row, cells) in self.that_hold(found.collect::<Result<_, _>>()?)? {
            former.entry(row).or_default().push(cells);
        }
        Ok(former)
    }

    /// What was done by operations that hold.
    fn that_hold<T>(&self, done: Vec<(i64, T)>) -> Result<Vec<T>, StoreError> {
        if done.is_empty() {
            return Ok(Vec::new());
        }
        let standing = self.standing_operations()?;
        let held = done
            .into_iter()
            .filter(|(operation, _)| standing.contains(operation));
        Ok(held.map(|(_, what)| what).collect())
    }
}

fn coding_words(row: &rusqlite::Row<'_>) -> rusqlite::Result<CodingWords> {
    Ok(CodingWords {
        status: row.get("status")?,
        memo: row.get("memo")?,
        is_example: row.get("is_example")?,
        is_orphan: row.get("is_orphan")?,
    })
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
