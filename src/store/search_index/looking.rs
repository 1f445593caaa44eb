//! Asking the index: which spellings there are, where one stands, and what a document is. It must not know what a query
//! means. A stranger would ask FTS5 itself (`match`): its words for NEAR and phrase differ from ours and know no turns,
//! so it is asked for the places of words alone and the method decides.

use super::super::Store;
use super::super::error::StoreError;
use super::super::memos::OF_CODING;
use super::{WordCutter, is_damage, turn_bytes};
use crate::model::cell::noun_name;
use crate::model::id::Id;
use crate::model::table::TextKind;
use crate::model::tables::TABLES;
use rusqlite::params;
use std::ops::Range;

/// The index at one moment.
pub struct SearchIndex<'s> {
    store: &'s Store,
}

/// What a document of the index is a text of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SearchedNoun {
    /// The newest text of an interview, original or translation.
    Transcript,
    /// A memo.
    Memo,
    /// A memo on a coding.
    CodingMemo,
    /// The quote or the note of a claim.
    Claim,
}

/// What is known of a document without its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Headline {
    /// What it is a text of.
    pub noun: SearchedNoun,
    /// Key of the interview or claim, or what the memo is about.
    pub key: String,
    /// Original or translation, for texts of interviews.
    pub kind: Option<TextKind>,
    /// Key of the claim's source; empty elsewhere.
    pub source: String,
    /// Key of the interview of the claim, text or coding; empty elsewhere.
    pub interview: String,
    /// The coding that a memo is on.
    pub coding: Option<Id>,
    /// What documents are sorted by within their noun, as listings of their rows are.
    pub order: Vec<Option<String>>,
}

/// A document's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchedText {
    /// The text.
    pub text: String,
    /// The keys of the interview's sources with `;`; empty for other texts.
    pub sources: String,
}

impl Store {
    /// Lets `look` read one state of the study, with its index where that is whole and of this state.
    ///
    /// # Errors
    /// What the database or `look` says.
    pub fn with_search_index<T, E: From<StoreError>>(
        &self,
        look: impl FnOnce(Option<&SearchIndex<'_>>) -> Result<T, E>,
    ) -> Result<T, E> {
        let Some(cutter) = self.cutter.filter(|_| self.connection.is_autocommit()) else {
            return look(None);
        };
        // Before the moment begins: a temporary table that is rolled back makes SQLite read the whole schema again.
        let is_open = self.is_usable(cutter).map_err(E::from)?;
        if is_open {
            self.open_vocabularies().map_err(E::from)?;
        }
        let begun = self.connection.unchecked_transaction();
        // Rolled back when it goes: nothing was written.
        let _moment = begun.map_err(|error| E::from(error.into()))?;
        if !is_open || !self.is_usable(cutter).map_err(E::from)? {
            return look(None);
        }
        look(Some(&SearchIndex { store: self }))
    }

    /// Whether the index is whole and of this state; one that cannot even say so is not.
    fn is_usable(&self, cutter: WordCutter) -> Result<bool, StoreError> {
        self.is_searchable(cutter)
            .or_else(|error| match is_damage(&error) {
                true => Ok(false),
                false => Err(error),
            })
    }

    /// Makes the tables, for this connection alone, through which FTS5 shows its words.
    pub(super) fn open_vocabularies(&self) -> Result<(), StoreError> {
        Ok(self.connection.execute_batch(
            "create virtual table if not exists temp.search_place using fts5vocab (main, derived_search, instance);
             create virtual table if not exists temp.search_word using fts5vocab (main, derived_search, row);",
        )?)
    }
}

impl SearchIndex<'_> {
    /// Hands every spelling that begins so to `each`, all where nothing is said.
    ///
    /// # Errors
    /// What the database says.
    pub fn each_spelling(&self, start: &str, mut each: impl FnMut(&str)) -> Result<(), StoreError> {
        let mut statement = self
            .store
            .connection
            .prepare("select term from temp.search_word where term >= ?1 and term < ?2")?;
        let end = format!("{start}{}", char::MAX);
        let mut found = statement.query([start, &end])?;
        while let Some(row) = found.next()? {
            each(row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?);
        }
        Ok(())
    }

    /// Hands every place of a spelling to `each`: number of the document, and of the word in it from 0.
    ///
    /// # Errors
    /// What the database says.
    pub fn each_place(
        &self,
        spelling: &str,
        mut each: impl FnMut(i64, u32),
    ) -> Result<(), StoreError> {
        let mut statement = self
            .store
            .connection
            .prepare("select doc, \"offset\" from temp.search_place where term = ?1")?;
        let mut found = statement.query([spelling])?;
        while let Some(row) = found.next()? {
            each(row.get(0)?, row.get(1)?);
        }
        Ok(())
    }

    /// The documents that must be read, because a word in them is too long for the index.
    ///
    /// # Errors
    /// What the database says.
    pub fn must_be_read(&self) -> Result<Vec<i64>, StoreError> {
        let mut statement = self.store.connection.prepare(
            "select number from derived_search_document where must_be_read order by number",
        )?;
        let found = statement
            .query_map([], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        Ok(found)
    }

    /// For each turn of a document which of its words are its own.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where the document is not there or is no such.
    pub fn turns(&self, number: i64) -> Result<Vec<Range<u32>>, StoreError> {
        let mut statement = self
            .store
            .connection
            .prepare_cached("select turns from derived_search_document where number = ?1")?;
        let bytes: Vec<u8> = statement.query_row([number], |row| row.get(0))?;
        turn_bytes::read(&bytes).ok_or_else(damaged)
    }

    /// What a document is.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where what it is a text of is not there.
    pub fn headline(&self, number: i64) -> Result<Headline, StoreError> {
        let document = self.document(number)?;
        match document.noun.as_str() {
            "text_version" => self.headline_of_text(document.owner),
            "memo" => self.headline_of_memo(document.owner),
            "coding" => self.headline_of_coding(document.owner),
            "claim" => self.headline_of_claim(&document),
            _ => Err(damaged()),
        }
    }

    fn headline_of_text(&self, version: Id) -> Result<Headline, StoreError> {
        let mut statement = self.store.connection.prepare_cached(
            "select i.key, t.kind from text_version as v
             join transcript as t on t.id = v.transcript join interview as i on i.id = t.interview
             where v.id = ?1",
        )?;
        let (key, kind): (String, String) =
            statement.query_row([version.as_bytes()], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(Headline {
            noun: SearchedNoun::Transcript,
            interview: key.clone(),
            source: String::new(),
            coding: None,
            order: vec![Some(key.clone()), Some(kind.clone())],
            kind: Some(match kind.as_str() {
                "original" => TextKind::Original,
                _ => TextKind::Translation,
            }),
            key,
        })
    }

    fn headline_of_memo(&self, memo: Id) -> Result<Headline, StoreError> {
        let mut statement = self.store.connection.prepare_cached(
            "select about_noun, about, text, (select key from coder where id = m.author), written_on
             from memo as m where id = ?1",
        )?;
        let (noun, about, rest) = statement.query_row([memo.as_bytes()], |row| {
            let rest: [Option<String>; 3] = [row.get(2)?, row.get(3)?, row.get(4)?];
            Ok((row.get::<_, String>(0)?, row.get::<_, [u8; 16]>(1)?, rest))
        })?;
        let table = TABLES
            .iter()
            .find(|table| table.name == noun)
            .ok_or_else(damaged)?;
        let key: String = self
            .store
            .connection
            .prepare_cached(&format!("select key from {} where id = ?1", table.name))?
            .query_row([about], |row| row.get(0))?;
        let key = format!("{}:{key}", noun_name(table.noun));
        Ok(Headline {
            noun: SearchedNoun::Memo,
            order: [vec![Some(key.clone())], rest.to_vec()].concat(),
            key,
            kind: None,
            source: String::new(),
            interview: String::new(),
            coding: None,
        })
    }

    /// In the order of [`Store::memos_of_codings`].
    fn headline_of_coding(&self, coding: Id) -> Result<Headline, StoreError> {
        let mut statement = self.store.connection.prepare_cached(
            "select i.key, c.text_kind, c.start_cp, c.end_cp from coding as c
             join interview as i on i.id = c.interview where c.id = ?1 and c.memo is not null",
        )?;
        let (interview, kind, span_cp) = statement.query_row([coding.as_bytes()], |row| {
            let span_cp: [Option<i64>; 2] = [row.get(2)?, row.get(3)?];
            Ok((row.get::<_, String>(0)?, row.get(1)?, span_cp))
        })?;
        let id = coding.as_bytes().iter().map(|byte| format!("{byte:02x}"));
        let [start_cp, end_cp] = span_cp.map(|at| at.map(|at| format!("{at:019}")));
        Ok(Headline {
            noun: SearchedNoun::CodingMemo,
            key: format!("{OF_CODING}:{}", coding.short()),
            kind: None,
            source: String::new(),
            order: vec![
                Some(interview.clone()),
                kind,
                start_cp,
                end_cp,
                Some(id.collect()),
            ],
            interview,
            coding: Some(coding),
        })
    }

    fn headline_of_claim(&self, document: &Document) -> Result<Headline, StoreError> {
        let mut statement = self.store.connection.prepare_cached(
            "select c.key, (select key from source where id = c.source), (select key from interview where id = c.interview)
             from claim as c where c.id = ?1 and iif(?2 = 'quote', c.quote, c.note) is not null",
        )?;
        let (key, source, interview): (String, String, Option<String>) = statement
            .query_row(params![document.owner.as_bytes(), document.part], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })?;
        // The quote stands before the note.
        let part = if document.part == "quote" { "1" } else { "2" };
        Ok(Headline {
            noun: SearchedNoun::Claim,
            order: vec![Some(key.clone()), Some(part.to_owned())],
            key,
            kind: None,
            source,
            interview: interview.unwrap_or_default(),
            coding: None,
        })
    }

    /// The text of a document.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where it is not there.
    pub fn text(&self, number: i64) -> Result<SearchedText, StoreError> {
        let document = self.document(number)?;
        let (sql, is_of_interview) = match (document.noun.as_str(), document.part.as_str()) {
            ("text_version", _) => ("select body from text_version where id = ?1", true),
            ("memo", _) => ("select text from memo where id = ?1", false),
            ("coding", _) => ("select memo from coding where id = ?1", false),
            ("claim", "quote") => ("select quote from claim where id = ?1", false),
            ("claim", _) => ("select note from claim where id = ?1", false),
            _ => return Err(damaged()),
        };
        let mut statement = self.store.connection.prepare_cached(sql)?;
        let text = statement.query_row(params![document.owner.as_bytes()], |row| row.get(0))?;
        let sources = match is_of_interview {
            true => self.store.sources_of_version(document.owner)?,
            false => String::new(),
        };
        Ok(SearchedText { text, sources })
    }

    fn document(&self, number: i64) -> Result<Document, StoreError> {
        let mut statement = self.store.connection.prepare_cached(
            "select noun, owner, part from derived_search_document where number = ?1",
        )?;
        Ok(statement.query_row([number], |row| {
            Ok(Document {
                noun: row.get(0)?,
                owner: Id::new(row.get(1)?),
                part: row.get(2)?,
            })
        })?)
    }
}

/// A row of the index's own table.
struct Document {
    noun: String,
    owner: Id,
    part: String,
}

fn damaged() -> StoreError {
    StoreError::Damaged("the search index does not fit the texts".to_owned())
}
