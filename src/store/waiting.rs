//! Passages that came before their text: kept as they were written, to be placed when the text
//! comes. A stranger would leave them: then a quote that stands nowhere is never told, and
//! nothing that people coded moves with a correction of the text.

use super::Store;
use super::correction::Anchored;
use super::error::StoreError;
use crate::model::id::Id;
use crate::model::table::TextKind;
use rusqlite::params;

/// A passage that was kept before its text was.
#[derive(Clone, Debug)]
pub struct WaitingPassage {
    /// The table of its row.
    pub table: Anchored,
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

fn waiting_passage(table: Anchored, row: &rusqlite::Row<'_>) -> rusqlite::Result<WaitingPassage> {
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
        for table in Anchored::ALL {
            let mut statement = self.connection.prepare_cached(&format!(
                "select id, start_cp, end_cp, quote, said, text_kind from {}
                 where interview = ?1 and coalesce(text_kind, 'original') = ?2
                   and version is null and anchor is null and said > 0 order by id",
                table.as_str()
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
}
