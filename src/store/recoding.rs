//! Codings that get another code, and codes as the use cases of the codebook change them. Which
//! coding stays where two say the same is said by whoever calls. A stranger would look for the
//! rules, memos and codes below a code here: all that names a row goes to another by
//! `named_by.rs`, which asks the schema.

use super::Store;
use super::error::StoreError;
use crate::model::id::Id;
use rusqlite::{OptionalExtension, params};

/// Where a coding stands and who put it there: what two codings share that say the same but for
/// the code.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CodedPlace {
    /// Key of the interview.
    pub interview: String,
    /// `original` or `translation`.
    pub text: String,
    /// The version of the text; nothing where the interview has none.
    pub version: Option<Id>,
    /// First and behind the last code point.
    pub span_cp: Option<(i64, i64)>,
    /// Whether the words are gone from the text.
    pub is_orphan: bool,
    /// The words; where they are placed in a version they follow from it.
    pub quote: Option<String>,
    /// Key of the coder.
    pub coder: String,
}

/// A coding on its way to another code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodedPassage {
    /// Its id.
    pub id: Id,
    /// Where it stands.
    pub place: CodedPlace,
    /// `accepted`, `proposed` or `rejected`.
    pub status: String,
    /// Whether it began as a proposal, of a rule or learned.
    pub was_proposed: bool,
    /// What the coder wrote about it.
    pub memo: String,
    /// Whether its passage is an anchor example of the code.
    pub is_example: bool,
    /// The words.
    pub quote: String,
}

impl Store {
    /// The codings with a code, by interview and place.
    ///
    /// # Errors
    /// What the database says.
    pub fn codings_of(&self, code: Id) -> Result<Vec<CodedPassage>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached(include_str!("sql/codings_of_code.sql"))?;
        let found = statement
            .query_map([code.as_bytes()], coded_passage)?
            .collect::<Result<_, _>>()?;
        Ok(found)
    }

    /// Gives a coding another code.
    ///
    /// # Errors
    /// What the database says.
    pub fn recode(&self, coding: Id, code: Id) -> Result<(), StoreError> {
        self.connection
            .prepare_cached("update coding set code = ?2 where id = ?1")?
            .execute(params![coding.as_bytes(), code.as_bytes()])?;
        Ok(())
    }

    /// Puts what is written about a coding; empty takes it away.
    ///
    /// # Errors
    /// What the database says.
    pub fn put_coding_memo(&self, coding: Id, memo: &str) -> Result<(), StoreError> {
        self.connection
            .prepare_cached("update coding set memo = nullif(?2, '') where id = ?1")?
            .execute(params![coding.as_bytes(), memo])?;
        Ok(())
    }

    /// Makes the passage of a coding an anchor example of its code, or no more one.
    ///
    /// # Errors
    /// What the database says.
    pub fn put_example(&self, coding: Id, is_example: bool) -> Result<(), StoreError> {
        self.connection
            .prepare_cached("update coding set example = ?2 where id = ?1")?
            .execute(params![coding.as_bytes(), is_example.then_some("yes")])?;
        Ok(())
    }

    /// Marks a code as retired.
    ///
    /// # Errors
    /// What the database says.
    pub fn retire_code(&self, code: Id) -> Result<(), StoreError> {
        self.connection
            .prepare_cached("update code set retired = 'yes' where id = ?1")?
            .execute([code.as_bytes()])?;
        Ok(())
    }

    /// Puts the example of a code.
    ///
    /// # Errors
    /// What the database says.
    pub fn put_code_example(&self, code: Id, example: &str) -> Result<(), StoreError> {
        self.connection
            .prepare_cached("update code set example = ?2 where id = ?1")?
            .execute(params![code.as_bytes(), example])?;
        Ok(())
    }

    /// The key of the code of a coding, where that code is retired.
    ///
    /// # Errors
    /// What the database says.
    pub fn retired_code_of(&self, coding: Id) -> Result<Option<String>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "select code.key from coding join code on code.id = coding.code
             where coding.id = ?1 and code.retired is not null",
        )?;
        Ok(statement
            .query_row([coding.as_bytes()], |row| row.get(0))
            .optional()?)
    }

    /// The keys of the retired codes.
    ///
    /// # Errors
    /// What the database says.
    pub fn retired_codes(&self) -> Result<Vec<String>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("select key from code where retired is not null order by key")?;
        let found = statement
            .query_map([], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        Ok(found)
    }
}

fn coded_passage(row: &rusqlite::Row<'_>) -> rusqlite::Result<CodedPassage> {
    let version: Option<[u8; 16]> = row.get("version")?;
    let start_cp: Option<i64> = row.get("start_cp")?;
    let end_cp: Option<i64> = row.get("end_cp")?;
    let quote: Option<String> = row.get("quote")?;
    let memo: Option<String> = row.get("memo")?;
    let place = CodedPlace {
        interview: row.get("interview")?,
        text: row.get("text_kind")?,
        version: version.map(Id::new),
        span_cp: start_cp.zip(end_cp),
        is_orphan: row.get("is_orphan")?,
        quote: quote.clone().filter(|_| version.is_none()),
        coder: row.get("coder")?,
    };
    Ok(CodedPassage {
        id: Id::new(row.get("id")?),
        place,
        status: row.get("status")?,
        was_proposed: row.get("was_proposed")?,
        memo: memo.unwrap_or_default(),
        is_example: row.get("is_example")?,
        quote: quote.unwrap_or_default(),
    })
}
