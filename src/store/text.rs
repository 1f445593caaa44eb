//! Transcripts and their versions. A text never changes: its next version is another row.
//! Which words of it are turns is said by the model, not here.

use super::Store;
use super::error::StoreError;
use crate::model::id::Id;
use crate::model::table::TextKind;
use crate::model::text_index::TextIndex;
use rusqlite::{OptionalExtension, params};
use sha2::{Digest, Sha256};
use std::cell::RefCell;
use std::sync::Arc;

/// A version of a transcript.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextVersion {
    /// Its id.
    pub id: Id,
    /// The transcript's id.
    pub transcript: Id,
    /// Its number, from 1.
    pub number: i64,
    /// The text.
    pub body: String,
    /// The hash of the file as it came, SHA-256.
    pub file_hash: [u8; 32],
}

/// A version with the counts of its code points.
#[derive(Clone, Debug)]
pub struct CountedText {
    /// The version.
    pub version: Arc<TextVersion>,
    /// Where its code points stand.
    pub index: Arc<TextIndex>,
}

impl CountedText {
    /// Counts a version.
    pub fn new(version: TextVersion) -> Self {
        Self {
            index: Arc::new(TextIndex::new(&version.body)),
            version: Arc::new(version),
        }
    }
}

/// The text that was asked for last, and what says that it is still so: the id of its version, the
/// hashes of the text and of the file as it came.
pub(super) type HeldText = RefCell<Option<((Id, [[u8; 32]; 2]), CountedText)>>;

/// A transcript with the key of its interview.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transcript {
    /// Key of the interview.
    pub interview: String,
    /// Original or translation.
    pub kind: TextKind,
    /// Where it stands in a study folder.
    pub path: String,
    /// Its newest version.
    pub version: Id,
    /// The text.
    pub body: String,
}

/// The SHA-256 of bytes.
pub fn hash(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

impl Store {
    /// Keeps a new transcript with its first version. Gives back the version's id.
    ///
    /// # Errors
    /// [`StoreError::Rule`] where the interview has a text of that kind already.
    pub fn add_transcript(
        &self,
        interview: Id,
        kind: TextKind,
        path: &str,
        file_hash: [u8; 32],
        body: &str,
    ) -> Result<Id, StoreError> {
        let transcript = self.clock.id();
        self.connection
            .prepare_cached(
                "insert into transcript (id, interview, kind, path, file_hash) values (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![transcript.as_bytes(), interview.as_bytes(), kind.as_str(), path, file_hash])?;
        self.add_version(transcript, None, body)
    }

    /// Keeps a version of a text. Every new current version of any text comes through here, and
    /// an undo or redo takes versions away or brings them back (`Store::restore`): what is
    /// derived from texts and shall follow them in the same transaction hangs on these two.
    pub(super) fn add_version(
        &self,
        transcript: Id,
        previous: Option<&TextVersion>,
        body: &str,
    ) -> Result<Id, StoreError> {
        let version = self.clock.id();
        let length_cp = i64::try_from(body.chars().count()).unwrap_or(i64::MAX);
        self.connection
            .prepare_cached(
                "insert into text_version (id, transcript, number, previous, body, length_cp, hash)
                 values (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![
                version.as_bytes(),
                transcript.as_bytes(),
                previous.map_or(1, |previous| previous.number + 1),
                previous.map(|previous| previous.id.as_bytes()),
                body,
                length_cp,
                hash(body.as_bytes())
            ])?;
        Ok(version)
    }

    /// Says of a transcript under which path its text came, and the hash of that file.
    ///
    /// # Errors
    /// What the database says.
    pub fn put_file(
        &self,
        transcript: Id,
        path: &str,
        file_hash: [u8; 32],
    ) -> Result<(), StoreError> {
        self.connection.execute(
            "update transcript set path = ?2, file_hash = ?3 where id = ?1",
            params![transcript.as_bytes(), path, file_hash],
        )?;
        Ok(())
    }

    /// Puts a transcript under another path of the folder.
    ///
    /// # Errors
    /// What the database says.
    pub fn move_transcript(&self, transcript: Id, path: &str) -> Result<(), StoreError> {
        self.connection.execute(
            "update transcript set path = ?2 where id = ?1 and path is not ?2",
            params![transcript.as_bytes(), path],
        )?;
        Ok(())
    }

    /// Paths that more than one text has, with the keys of their interviews.
    ///
    /// # Errors
    /// What the database says.
    pub fn shared_paths(&self) -> Result<Vec<(String, Vec<String>)>, StoreError> {
        let mut statement = self.connection.prepare(
            "select t.path, i.key from transcript as t join interview as i on i.id = t.interview
             where t.path in (select path from transcript group by path having count(*) > 1)
             order by t.path, i.key",
        )?;
        let mut found = statement.query([])?;
        let mut shared: Vec<(String, Vec<String>)> = Vec::new();
        while let Some(row) = found.next()? {
            let (path, key): (String, String) = (row.get(0)?, row.get(1)?);
            match shared.last_mut() {
                Some((last, keys)) if *last == path => keys.push(key),
                _ => shared.push((path, vec![key])),
            }
        }
        Ok(shared)
    }

    /// The newest version of an interview's text.
    ///
    /// # Errors
    /// What the database says.
    pub fn text_of(
        &self,
        interview: Id,
        kind: TextKind,
    ) -> Result<Option<TextVersion>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "select v.id, v.transcript, v.number, v.body, t.file_hash
             from transcript as t join text_version as v on v.transcript = t.id
             where t.interview = ?1 and t.kind = ?2 order by v.number desc limit 1",
        )?;
        Ok(statement
            .query_row(params![interview.as_bytes(), kind.as_str()], version)
            .optional()?)
    }

    /// The same, counted. The last one that was asked for is held, for rows of one interview mostly
    /// follow each other, in an import as under a person's hands: a version never changes.
    ///
    /// # Errors
    /// What the database says.
    pub fn counted_text_of(
        &self,
        interview: Id,
        kind: TextKind,
    ) -> Result<Option<CountedText>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "select v.id, v.hash, t.file_hash
             from transcript as t join text_version as v on v.transcript = t.id
             where t.interview = ?1 and t.kind = ?2 order by v.number desc limit 1",
        )?;
        let now = statement
            .query_row(params![interview.as_bytes(), kind.as_str()], |row| {
                Ok((Id::new(row.get(0)?), [row.get(1)?, row.get(2)?]))
            })
            .optional()?;
        let Some(now) = now else { return Ok(None) };
        let mut held = self.counted.borrow_mut();
        if !matches!(&*held, Some((of, _)) if *of == now) {
            let text = self.text_of(interview, kind)?.map(CountedText::new);
            *held = text.map(|text| (now, text));
        }
        Ok(held.as_ref().map(|(_, text)| text.clone()))
    }

    /// Hands every transcript in its newest version to `each`, by interview, original first.
    ///
    /// # Errors
    /// What the database or `each` says.
    pub fn each_transcript<E: From<StoreError>>(
        &self,
        mut each: impl FnMut(Transcript) -> Result<(), E>,
    ) -> Result<(), E> {
        let failed = |error: rusqlite::Error| E::from(StoreError::from(error));
        let mut statement = self
            .connection
            .prepare_cached(
                "select i.key, t.kind, t.path, v.id, v.body
                 from transcript as t
                 join interview as i on i.id = t.interview
                 join text_version as v on v.transcript = t.id
                   and v.number = (select max(number) from text_version where transcript = t.id)
                 order by i.key, t.kind",
            )
            .map_err(failed)?;
        let mut found = statement.query([]).map_err(failed)?;
        while let Some(row) = found.next().map_err(failed)? {
            each(transcript(row).map_err(failed)?)?;
        }
        Ok(())
    }
}

pub(super) fn version(row: &rusqlite::Row<'_>) -> rusqlite::Result<TextVersion> {
    Ok(TextVersion {
        id: Id::new(row.get(0)?),
        transcript: Id::new(row.get(1)?),
        number: row.get(2)?,
        body: row.get(3)?,
        file_hash: row.get(4)?,
    })
}

pub(super) fn kind_of(word: &str) -> TextKind {
    match word {
        "original" => TextKind::Original,
        _ => TextKind::Translation,
    }
}

fn transcript(row: &rusqlite::Row<'_>) -> rusqlite::Result<Transcript> {
    Ok(Transcript {
        interview: row.get(0)?,
        kind: kind_of(&row.get::<_, String>(1)?),
        path: row.get(2)?,
        version: Id::new(row.get(3)?),
        body: row.get(4)?,
    })
}
