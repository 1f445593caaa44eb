//! Passages that came before their text: kept as they were written, to be placed when the text
//! comes. A stranger would leave them: then a quote that stands nowhere is never told, and
//! nothing that people coded moves with a correction of the text.

use super::Store;
use super::error::StoreError;
use super::rows::PlacedPassage;
use crate::model::id::Id;
use crate::model::table::TextKind;
use rusqlite::params;

/// Tables whose rows hang on passages.
const ANCHORED: [&str; 2] = ["coding", "claim"];

/// A passage that was kept before its text was.
#[derive(Clone, Debug)]
pub struct WaitingPassage {
    /// The table of its row.
    pub table: &'static str,
    /// Its row.
    pub id: Id,
    /// Whether the row says which text it means.
    pub names_text: bool,
    /// The first code point as it was written, or empty.
    pub start: String,
    /// Behind the last code point as it was written, or empty.
    pub end: String,
    /// The words as they were written, or empty.
    pub quote: String,
}

fn waiting_passage(
    table: &'static str,
    row: &rusqlite::Row<'_>,
) -> rusqlite::Result<WaitingPassage> {
    let said: u8 = row.get(4)?;
    let number = |at: usize, bit: u8| {
        let number: Option<i64> = row.get(at)?;
        let said = number.filter(|_| said & bit != 0);
        Ok::<_, rusqlite::Error>(said.map_or_else(String::new, |number| number.to_string()))
    };
    let quote: Option<String> = row.get(3)?;
    Ok(WaitingPassage {
        table,
        id: Id::new(row.get(0)?),
        names_text: row.get::<_, Option<String>>(5)?.is_some(),
        start: number(1, 2)?,
        end: number(2, 4)?,
        quote: quote.filter(|_| said & 1 != 0).unwrap_or_default(),
    })
}

impl Store {
    /// The passages of an interview's text that were kept before the text was.
    ///
    /// # Errors
    /// What the database says.
    pub fn waiting_passages(
        &self,
        interview: Id,
        kind: TextKind,
    ) -> Result<Vec<WaitingPassage>, StoreError> {
        let mut waiting = Vec::new();
        for table in ANCHORED {
            let mut statement = self.connection.prepare_cached(&format!(
                "select id, start_cp, end_cp, quote, said, text_kind from {table}
                 where interview = ?1 and coalesce(text_kind, 'original') = ?2
                   and version is null and anchor is null and said > 0 order by id"
            ))?;
            let found = statement
                .query_map(params![interview.as_bytes(), kind.as_str()], |row| {
                    waiting_passage(table, row)
                })?;
            for passage in found {
                waiting.push(passage?);
            }
        }
        Ok(waiting)
    }

    /// Puts a passage that waited into its place.
    ///
    /// # Errors
    /// What the database says.
    pub fn place_passage(
        &self,
        waiting: &WaitingPassage,
        placed: &PlacedPassage,
    ) -> Result<(), StoreError> {
        let (start_cp, end_cp) = placed.span_cp.unzip();
        let (before, after) = placed.context.as_ref().map(|(b, a)| (b, a)).unzip();
        self.connection
            .prepare_cached(&format!(
                "update {} set version = ?2, start_cp = ?3, end_cp = ?4, quote = ?5,
                   context_before = ?6, context_after = ?7 where id = ?1",
                waiting.table
            ))?
            .execute(params![
                waiting.id.as_bytes(),
                placed.version.as_ref().map(Id::as_bytes),
                start_cp,
                end_cp,
                placed.quote,
                before,
                after
            ])?;
        Ok(())
    }
}
