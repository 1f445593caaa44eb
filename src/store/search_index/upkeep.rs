//! The index follows every change, in the transaction of that change: words that came are added, words that went are
//! taken out of its pages. It must not know what was done, only which rows are others than before. A stranger would
//! give the index what is there now: FTS5 takes a text out by the words it had, so the history says how a row was.

use super::super::Store;
use super::super::error::StoreError;
use super::{TextPlace, WordCutter, turn_bytes};
use crate::model::id::Id;
use rusqlite::{OptionalExtension, params};
use std::collections::BTreeSet;

/// From so many changed texts on, it is asked whether all are better indexed anew at the next search.
const MANY_TEXTS: i64 = 200;

/// A row that an operation changed, with the texts it had before.
struct ChangedRow {
    noun: String,
    id: Id,
    body: Option<String>,
    text: Option<String>,
    memo: Option<String>,
    quote: Option<String>,
    note: Option<String>,
    transcript: Option<Id>,
    owner: Option<Id>,
}

impl Store {
    /// Brings the index to the state after an operation that was just sealed. An index that cannot follow is dropped:
    /// it is made again, and no change fails for it.
    pub(in crate::store) fn keep_search_index(&self, sequence: i64) -> Result<(), StoreError> {
        if self.has_no_search_index()? {
            return Ok(());
        }
        let followed = self.attempt(|| {
            let followed = self.follow(sequence);
            Ok::<_, StoreError>(followed.and_then(|did| did.then_some(()).ok_or_else(not_followed)))
        })?;
        match followed {
            Ok(()) => Ok(()),
            Err(_) => self.drop_search_index(),
        }
    }

    /// Asks the schema that the database holds in memory: this comes with every change.
    fn has_no_search_index(&self) -> Result<bool, StoreError> {
        let main = rusqlite::MAIN_DB;
        Ok(!self
            .connection
            .table_exists(Some(main), c"derived_search_state")?)
    }

    /// Says whether the index followed; not where it was of another state, or nearly all is new.
    fn follow(&self, sequence: i64) -> Result<bool, StoreError> {
        let (Some(cutter), Some(state)) = (self.cutter, self.search_state()?) else {
            return Ok(false);
        };
        let before = self.head_before(sequence)?;
        if state.format != cutter.format || state.head != before || self.is_mostly_new(sequence)? {
            return Ok(false);
        }
        let mut transcripts = BTreeSet::new();
        let mut interviews = BTreeSet::new();
        for row in self.changed_rows(sequence)? {
            self.follow_row(cutter, &row)?;
            transcripts.extend(self.transcript_of(&row)?);
            interviews.extend(self.interviews_of(&row)?);
        }
        for transcript in transcripts {
            self.follow_transcript(cutter, transcript)?;
        }
        for interview in interviews {
            self.cut_turns_again(cutter, interview)?;
        }
        let head = self.head()?.unwrap_or_default();
        self.connection.execute(
            "update derived_search_state set head = ?1, head_hash = ?2",
            params![head.0, head.1],
        )?;
        Ok(true)
    }

    fn head_before(&self, sequence: i64) -> Result<(i64, [u8; 32]), StoreError> {
        let head = self
            .connection
            .query_row(
                "select sequence, hash from operation where sequence < ?1 order by sequence desc limit 1",
                [sequence],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .optional()?;
        Ok(head.unwrap_or_default())
    }

    fn is_mostly_new(&self, sequence: i64) -> Result<bool, StoreError> {
        let changed: i64 = self.connection.query_row(
            include_str!("../sql/search_changed_count.sql"),
            [sequence],
            |row| row.get(0),
        )?;
        if changed < MANY_TEXTS {
            return Ok(false);
        }
        let indexed: i64 = self.connection.query_row(
            "select count(*) from derived_search_document",
            [],
            |row| row.get(0),
        )?;
        Ok(changed > indexed / 4)
    }

    fn changed_rows(&self, sequence: i64) -> Result<Vec<ChangedRow>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached(include_str!("../sql/search_changed.sql"))?;
        let id = |bytes: Option<[u8; 16]>| bytes.map(Id::new);
        let rows = statement
            .query_map([sequence], |row| {
                Ok(ChangedRow {
                    noun: row.get("noun")?,
                    id: Id::new(row.get("row")?),
                    body: row.get("body")?,
                    text: row.get("text")?,
                    memo: row.get("memo")?,
                    quote: row.get("quote")?,
                    note: row.get("note")?,
                    transcript: id(row.get("transcript")?),
                    owner: id(row.get("owner")?),
                })
            })?
            .collect::<Result<_, _>>()?;
        Ok(rows)
    }

    fn follow_row(&self, cutter: WordCutter, row: &ChangedRow) -> Result<(), StoreError> {
        let parts: &[(&str, Option<&str>)] = match row.noun.as_str() {
            "text_version" => &[("body", row.body.as_deref())],
            "memo" => &[("text", row.text.as_deref())],
            "coding" => &[("memo", row.memo.as_deref())],
            "claim" => &[
                ("quote", row.quote.as_deref()),
                ("note", row.note.as_deref()),
            ],
            _ => &[],
        };
        for (part, before) in parts {
            let place = TextPlace {
                noun: &row.noun,
                owner: row.id,
                part,
            };
            let now = self.text_at(&place)?;
            if now.as_deref() == *before {
                continue;
            }
            if let Some(before) = before {
                self.take_out_of_search(cutter, &place, before)?;
            }
            // Which version of a text is the newest is asked when all rows are known.
            if let Some(now) = now.filter(|_| row.noun != "text_version") {
                self.add_to_search(cutter, &place, &now)?;
            }
        }
        Ok(())
    }

    fn text_at(&self, place: &TextPlace<'_>) -> Result<Option<String>, StoreError> {
        let sql = match (place.noun, place.part) {
            ("text_version", _) => "select body from text_version where id = ?1",
            ("memo", _) => "select text from memo where id = ?1",
            ("coding", _) => "select memo from coding where id = ?1",
            (_, "quote") => "select iif(said & 1, quote, null) from claim where id = ?1",
            _ => "select note from claim where id = ?1",
        };
        let mut statement = self.connection.prepare_cached(sql)?;
        let text = statement
            .query_row([place.owner.as_bytes()], |row| row.get(0))
            .optional()?;
        Ok(text.flatten())
    }

    /// Takes a text out by the words it had; nothing where it was not indexed.
    fn take_out_of_search(
        &self,
        cutter: WordCutter,
        place: &TextPlace<'_>,
        before: &str,
    ) -> Result<(), StoreError> {
        let mut statement = self.connection.prepare_cached(
            "delete from derived_search_document where owner = ?1 and part = ?2 returning number",
        )?;
        let number: Option<i64> = statement
            .query_row(params![place.owner.as_bytes(), place.part], |row| {
                row.get(0)
            })
            .optional()?;
        if let Some(number) = number {
            let words = (cutter.cut)(before, None).spelled;
            self.connection
                .prepare_cached(
                    "insert into derived_search (derived_search, rowid, words) values ('delete', ?1, ?2)",
                )?
                .execute(params![number, words])?;
        }
        Ok(())
    }

    /// The transcript whose newest version may be another now.
    fn transcript_of(&self, row: &ChangedRow) -> Result<Option<Id>, StoreError> {
        if row.noun != "text_version" {
            return Ok(None);
        }
        let mut statement = self
            .connection
            .prepare_cached("select transcript from text_version where id = ?1")?;
        let now = statement
            .query_row([row.id.as_bytes()], |found| found.get(0))
            .optional()?;
        Ok(now.map(Id::new).or(row.transcript))
    }

    /// Of a transcript the newest version is indexed, and no other.
    fn follow_transcript(&self, cutter: WordCutter, transcript: Id) -> Result<(), StoreError> {
        let mut statement = self.connection.prepare_cached(
            "select v.id, v.body, d.number is not null from text_version as v
             left join derived_search_document as d on d.owner = v.id
             where v.transcript = ?1 order by v.number desc",
        )?;
        let versions = statement
            .query_map([transcript.as_bytes()], |row| {
                Ok((Id::new(row.get(0)?), row.get(1)?, row.get(2)?))
            })?
            .collect::<Result<Vec<(Id, String, bool)>, _>>()?;
        for (age, (version, body, is_indexed)) in versions.iter().enumerate() {
            let place = TextPlace {
                noun: "text_version",
                owner: *version,
                part: "body",
            };
            match (age, is_indexed) {
                (0, false) => self.add_to_search(cutter, &place, body)?,
                (1.., true) => self.take_out_of_search(cutter, &place, body)?,
                _ => {}
            }
        }
        Ok(())
    }

    /// The interviews whose turns may be others now, because keys of their sources are labels.
    fn interviews_of(&self, row: &ChangedRow) -> Result<Vec<Id>, StoreError> {
        let sql = match row.noun.as_str() {
            "source" => "select owner from interview_source where target = ?1",
            "interview_source" => "select owner from interview_source where id = ?1",
            "transcript" => "select interview from transcript where id = ?1",
            _ => return Ok(Vec::new()),
        };
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut interviews = statement
            .query_map([row.id.as_bytes()], |found| found.get(0).map(Id::new))?
            .collect::<Result<Vec<_>, _>>()?;
        interviews.extend(row.owner);
        Ok(interviews)
    }

    fn cut_turns_again(&self, cutter: WordCutter, interview: Id) -> Result<(), StoreError> {
        let mut statement = self.connection.prepare_cached(
            "select d.number, v.id, v.body from transcript as t
             join text_version as v on v.transcript = t.id
             join derived_search_document as d on d.owner = v.id
             where t.interview = ?1",
        )?;
        let texts = statement
            .query_map([interview.as_bytes()], |row| {
                Ok((row.get(0)?, Id::new(row.get(1)?), row.get(2)?))
            })?
            .collect::<Result<Vec<(i64, Id, String)>, _>>()?;
        for (number, version, body) in texts {
            let place = TextPlace {
                noun: "text_version",
                owner: version,
                part: "body",
            };
            let words = self.cut_words(cutter, &place, &body)?;
            self.connection
                .prepare_cached(
                    "update derived_search_document set turns = ?2, words = ?3, must_be_read = ?4 where number = ?1",
                )?
                .execute(params![
                    number,
                    turn_bytes::write(&words.turns),
                    words.count,
                    words.must_be_read
                ])?;
        }
        Ok(())
    }
}

fn not_followed() -> StoreError {
    StoreError::Damaged("the search index is of another state".to_owned())
}
