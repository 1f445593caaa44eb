//! Memos with their ids: the notes of the table of memos, and what stands in the memo cell of a
//! coding, which has no key that a note could name. A stranger would read the view: it has no
//! ids, and without one a person cannot say which of two notes is meant.

use super::Store;
use super::error::StoreError;
use crate::model::cell::noun_name;
use crate::model::id::Id;
use crate::model::tables::TABLES;
use rusqlite::{OptionalExtension, params};

/// What a memo on a coding is about, before the coding's id.
pub const OF_CODING: &str = "coding";

/// A note as people read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemoRow {
    /// Its id; of a note in a coding's cell, that of the coding.
    pub id: Id,
    /// The kind of what it is about: `code`, `claim`, `coding` …
    pub kind: String,
    /// The key of what it is about; of a coding, the short end of its id.
    pub key: String,
    /// What it says.
    pub text: String,
    /// Key of who wrote it; empty where nobody said.
    pub author: String,
    /// When, EDTF; empty where nobody said.
    pub date: String,
    /// Key of the interview, of a memo on a coding; empty elsewhere.
    pub interview: String,
    /// Whether it stands in the memo cell of a coding.
    pub is_of_coding: bool,
}

impl Store {
    /// All memos: by kind and key of what they are about, by date, then those of codings by
    /// interview and place.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where one is about nothing.
    pub fn memos(&self) -> Result<Vec<MemoRow>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "select id, about_noun, about, text,
               (select key from coder where id = m.author), written_on from memo as m order by id",
        )?;
        let rows = statement.query_map([], |row| {
            let memo = MemoRow {
                id: Id::new(row.get(0)?),
                kind: row.get(1)?,
                key: String::new(),
                text: row.get(3)?,
                author: row.get::<_, Option<String>>(4)?.unwrap_or_default(),
                date: row.get::<_, Option<String>>(5)?.unwrap_or_default(),
                interview: String::new(),
                is_of_coding: false,
            };
            Ok((memo, row.get::<_, [u8; 16]>(2)?))
        })?;
        let mut memos = Vec::new();
        for row in rows {
            let (mut memo, about) = row?;
            (memo.kind, memo.key) = self.kind_and_key(&memo.kind, about)?;
            memos.push(memo);
        }
        memos.sort_by(|a, b| {
            (&a.kind, &a.key, &a.date, a.id).cmp(&(&b.kind, &b.key, &b.date, b.id))
        });
        memos.extend(self.memos_of_codings()?);
        Ok(memos)
    }

    fn kind_and_key(&self, noun: &str, about: [u8; 16]) -> Result<(String, String), StoreError> {
        let damaged = || StoreError::Damaged("a memo is about nothing".to_owned());
        let table = TABLES.iter().find(|table| table.name == noun);
        let table = table.ok_or_else(damaged)?;
        let sql = format!("select key from {} where id = ?1", table.name);
        let mut statement = self.connection.prepare_cached(&sql)?;
        let key = statement.query_row([about], |row| row.get(0)).optional()?;
        Ok((noun_name(table.noun).to_owned(), key.ok_or_else(damaged)?))
    }

    /// The memos on codings, by interview and place.
    ///
    /// # Errors
    /// What the database says.
    pub fn memos_of_codings(&self) -> Result<Vec<MemoRow>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "select c.id, c.memo, coder.key, i.key from coding as c
             join interview as i on i.id = c.interview join coder on coder.id = c.coder
             where c.memo is not null order by i.key, c.text_kind, c.start_cp, c.end_cp, c.id",
        )?;
        let found = statement
            .query_map([], |row| {
                let id = Id::new(row.get(0)?);
                Ok(MemoRow {
                    id,
                    kind: OF_CODING.to_owned(),
                    key: id.short(),
                    text: row.get(1)?,
                    author: row.get(2)?,
                    date: String::new(),
                    interview: row.get(3)?,
                    is_of_coding: true,
                })
            })?
            .collect::<Result<_, _>>()?;
        Ok(found)
    }

    /// What is written about a coding; empty where nothing is.
    ///
    /// # Errors
    /// What the database says.
    pub fn memo_of_coding(&self, coding: Id) -> Result<String, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("select coalesce(memo, '') from coding where id = ?1")?;
        Ok(statement.query_row([coding.as_bytes()], |row| row.get(0))?)
    }

    /// Lets a memo say something else.
    ///
    /// # Errors
    /// What the database says.
    pub fn put_memo_text(&self, memo: Id, text: &str) -> Result<(), StoreError> {
        self.connection
            .prepare_cached("update memo set text = ?2 where id = ?1")?
            .execute(params![memo.as_bytes(), text])?;
        Ok(())
    }
}
