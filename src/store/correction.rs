//! The next version of a text, and the passages that move to it. Where they move to is said by
//! whoever calls. A stranger would get wrong that an orphan stays in the version in which its
//! words last stood: it moves no further until a person decides.

use super::Store;
use super::error::StoreError;
use super::rows::PlacedPassage;
use super::text::TextVersion;
use crate::model::id::Id;
use crate::model::replacement::{Replacement, Replacements};
use crate::model::table::TextKind;
use crate::model::text_index::Span;
use rusqlite::{OptionalExtension, params};

/// A table whose rows hang on passages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Anchored {
    /// Codes on passages, accepted, proposed and rejected.
    Coding,
    /// What sources say, with the words.
    Claim,
}

impl Anchored {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Coding, Self::Claim];

    /// The table's name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Coding => "coding",
            Self::Claim => "claim",
        }
    }

    /// What stands on the passage: the code of a coding, the topic of a claim; and its key.
    const fn named(self) -> (&'static str, &'static str) {
        match self {
            Self::Coding => ("(select key from code where id = t.code)", "null"),
            Self::Claim => ("(select key from topic where id = t.topic)", "t.key"),
        }
    }
}

/// A passage as it stands in a version of its text.
#[derive(Clone, Debug)]
pub struct StandingPassage {
    /// The table of its row.
    pub table: Anchored,
    /// Its row.
    pub id: Id,
    /// The key of its row, or the short end of its id where it has none.
    pub key: String,
    /// Key of the code of a coding, of the topic of a claim.
    pub about: String,
    /// Where it stands.
    pub span: Span,
    /// Its words.
    pub quote: String,
    /// Which cells were written by whoever made the row: 1 quote, 2 start, 4 end.
    pub said: u8,
}

/// A transcript as lists show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TranscriptRow {
    /// Key of the interview.
    pub interview: String,
    /// Original or translation.
    pub kind: TextKind,
    /// Number of the newest version.
    pub version: i64,
    /// Its length in code points.
    pub length_cp: i64,
    /// Passages that stand in it.
    pub passages: i64,
    /// Passages whose words are gone.
    pub orphans: i64,
    /// Where it stands in a study folder.
    pub path: String,
}

impl Store {
    /// Keeps the next version of a text with the replacements that made it. Passages stay where
    /// they are: move them with [`Store::put_passage`]. Gives back the version's id.
    ///
    /// # Errors
    /// What the database says.
    pub fn add_next_version(
        &self,
        current: &TextVersion,
        replacements: &Replacements,
        body: &str,
    ) -> Result<Id, StoreError> {
        let version = self.add_version(current.transcript, Some(current), body)?;
        let mut insert = self.connection.prepare_cached(
            "insert into replacement (id, version, position, start_cp, end_cp, words)
             values (?1, ?2, ?3, ?4, ?5, ?6)",
        )?;
        for (position, one) in (0_i64..).zip(replacements.list()) {
            insert.execute(params![
                self.clock.id().as_bytes(),
                version.as_bytes(),
                position,
                whole(one.span.start_cp),
                whole(one.span.end_cp),
                one.words
            ])?;
        }
        Ok(version)
    }

    /// The replacements that made a version of the one before; empty for the first.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where they do not fit each other.
    pub fn replacements_of(&self, version: Id) -> Result<Replacements, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "select start_cp, end_cp, words from replacement where version = ?1 order by position",
        )?;
        let list = statement
            .query_map([version.as_bytes()], |row| {
                Ok(Replacement {
                    span: span(row.get(0)?, row.get(1)?),
                    words: row.get(2)?,
                })
            })?
            .collect::<Result<Vec<_>, _>>()?;
        Replacements::new(list, usize::MAX)
            .map_err(|error| StoreError::Damaged(format!("a text version: {error}")))
    }

    /// One version of a text by its number.
    ///
    /// # Errors
    /// What the database says.
    pub fn version_of(
        &self,
        transcript: Id,
        number: i64,
    ) -> Result<Option<TextVersion>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "select v.id, v.transcript, v.number, v.body, t.file_hash
             from text_version as v join transcript as t on t.id = v.transcript
             where v.transcript = ?1 and v.number = ?2",
        )?;
        Ok(statement
            .query_row(params![transcript.as_bytes(), number], super::text::version)
            .optional()?)
    }

    /// The newest version of a text with just these words, and its number.
    ///
    /// # Errors
    /// What the database says.
    pub fn version_with(
        &self,
        transcript: Id,
        hash: [u8; 32],
    ) -> Result<Option<(Id, i64)>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "select id, number from text_version where transcript = ?1 and hash = ?2
             order by number desc limit 1",
        )?;
        Ok(statement
            .query_row(params![transcript.as_bytes(), hash], |row| {
                Ok((Id::new(row.get(0)?), row.get(1)?))
            })
            .optional()?)
    }

    /// All passages that stand in a version, by table and place. Orphans stand nowhere.
    ///
    /// # Errors
    /// What the database says.
    pub fn passages_in(&self, version: Id) -> Result<Vec<StandingPassage>, StoreError> {
        let mut found = Vec::new();
        for table in Anchored::ALL {
            let (about, key) = table.named();
            let mut statement = self.connection.prepare_cached(&format!(
                "select id, {key}, {about}, start_cp, end_cp, quote, said
                 from {} as t where version = ?1 and anchor is null order by start_cp, end_cp, id",
                table.as_str()
            ))?;
            let rows = statement.query_map([version.as_bytes()], |row| passage(table, row))?;
            for row in rows {
                found.push(row?);
            }
        }
        Ok(found)
    }

    /// Puts the passage of a row into its place.
    ///
    /// # Errors
    /// What the database says.
    pub fn put_passage(
        &self,
        table: Anchored,
        row: Id,
        placed: &PlacedPassage,
    ) -> Result<(), StoreError> {
        let (start_cp, end_cp) = placed.span_cp.unzip();
        let (before, after) = placed.context.as_ref().map(|(b, a)| (b, a)).unzip();
        self.connection
            .prepare_cached(&format!(
                "update {} set version = ?2, start_cp = ?3, end_cp = ?4, quote = ?5,
                   context_before = ?6, context_after = ?7, said = ?8, anchor = ?9 where id = ?1",
                table.as_str()
            ))?
            .execute(params![
                row.as_bytes(),
                placed.version.as_ref().map(Id::as_bytes),
                start_cp,
                end_cp,
                placed.quote,
                before,
                after,
                placed.said,
                placed.is_orphan.then_some("orphan")
            ])?;
        Ok(())
    }

    /// Leaves a passage where its words last stood and marks it as an orphan. From now on all
    /// its cells are written, so that two orphans with the same words stay two rows of a folder.
    ///
    /// # Errors
    /// What the database says.
    pub fn orphan_passage(&self, table: Anchored, row: Id) -> Result<(), StoreError> {
        let sql = format!(
            "update {} set anchor = 'orphan', said = 7 where id = ?1",
            table.as_str()
        );
        self.connection
            .prepare_cached(&sql)?
            .execute([row.as_bytes()])?;
        Ok(())
    }

    /// Moves the words for which a coding was proposed; one that `moved` finds no place for
    /// is no reason any more and goes.
    ///
    /// # Errors
    /// What the database says.
    pub fn move_fired_words(
        &self,
        coding: Id,
        moved: impl Fn(Span) -> Option<Span>,
    ) -> Result<(), StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("select id, start_cp, end_cp from fired_word where coding = ?1")?;
        let words = statement
            .query_map([coding.as_bytes()], |row| {
                Ok((Id::new(row.get(0)?), span(row.get(1)?, row.get(2)?)))
            })?
            .collect::<Result<Vec<_>, _>>()?;
        for (id, old) in words {
            match moved(old) {
                Some(new) => self
                    .connection
                    .prepare_cached(
                        "update fired_word set start_cp = ?2, end_cp = ?3 where id = ?1",
                    )?
                    .execute(params![
                        id.as_bytes(),
                        whole(new.start_cp),
                        whole(new.end_cp)
                    ])?,
                None => self
                    .connection
                    .prepare_cached("delete from fired_word where id = ?1")?
                    .execute([id.as_bytes()])?,
            };
        }
        Ok(())
    }

    /// Versions that are not the newest of their text and in which passages stand all the same:
    /// the undo of an older operation brought them back. Transcript and number of each.
    ///
    /// # Errors
    /// What the database says.
    pub fn versions_left_behind(&self) -> Result<Vec<(Id, i64)>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "select v.transcript, v.number from text_version as v
             where exists (select 1 from text_version as later where later.previous = v.id)
               and (exists (select 1 from coding where version = v.id and anchor is null)
                 or exists (select 1 from claim where version = v.id and anchor is null))
             order by v.transcript, v.number",
        )?;
        let found = statement
            .query_map([], |row| Ok((Id::new(row.get(0)?), row.get(1)?)))?
            .collect::<Result<_, _>>()?;
        Ok(found)
    }

    /// All transcripts with their newest version, by interview, original first.
    ///
    /// # Errors
    /// What the database says.
    pub fn transcripts(&self) -> Result<Vec<TranscriptRow>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached(include_str!("sql/transcript_list.sql"))?;
        let found = statement
            .query_map([], transcript_row)?
            .collect::<Result<_, _>>()?;
        Ok(found)
    }
}

fn transcript_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<TranscriptRow> {
    Ok(TranscriptRow {
        interview: row.get("interview")?,
        kind: super::text::kind_of(&row.get::<_, String>("kind")?),
        version: row.get("version")?,
        length_cp: row.get("length_cp")?,
        passages: row.get("passages")?,
        orphans: row.get("orphans")?,
        path: row.get("path")?,
    })
}

fn passage(table: Anchored, row: &rusqlite::Row<'_>) -> rusqlite::Result<StandingPassage> {
    let id = Id::new(row.get(0)?);
    let key: Option<String> = row.get(1)?;
    Ok(StandingPassage {
        table,
        id,
        key: key.unwrap_or_else(|| id.short()),
        about: row.get(2)?,
        span: span(row.get(3)?, row.get(4)?),
        quote: row.get::<_, Option<String>>(5)?.unwrap_or_default(),
        said: row.get(6)?,
    })
}

fn span(start_cp: i64, end_cp: i64) -> Span {
    let whole = |number: i64| usize::try_from(number).unwrap_or_default();
    Span {
        start_cp: whole(start_cp),
        end_cp: whole(end_cp),
    }
}

fn whole(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
