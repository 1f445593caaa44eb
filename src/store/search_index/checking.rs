//! Whether the index says what a reading of the texts would say. It must not repair anything. A stranger would compare
//! word lists: sums over the places of all words, which no order changes, say the same in one pass over each side.

use super::super::Store;
use super::super::error::StoreError;
use super::{TextPlace, WordCutter, turn_bytes};
use crate::model::id::Id;
use std::hash::{DefaultHasher, Hash, Hasher};

impl Store {
    /// What is wrong with the index, if there is one that a search would use.
    pub(in crate::store) fn search_index_faults(&self) -> Result<Vec<String>, StoreError> {
        let Some(cutter) = self.cutter else {
            return Ok(Vec::new());
        };
        if !self.is_searchable(cutter)? {
            return Ok(Vec::new());
        }
        let is_sound = self
            .is_search_as_read(cutter)
            .or_else(|error| match error {
                StoreError::Busy => Err(error),
                _ => Ok(false),
            })?;
        Ok(match is_sound {
            true => Vec::new(),
            false => vec!["the search index is not what the texts say".to_owned()],
        })
    }

    fn is_search_as_read(&self, cutter: WordCutter) -> Result<bool, StoreError> {
        self.open_vocabularies()?;
        // One moment: what another program commits in between is not half seen.
        let moment = self.connection.unchecked_transaction()?;
        let lacking: i64 = moment.query_row(
            &format!(
                "select count(*) from ({})",
                include_str!("../sql/search_lacking.sql")
            ),
            [],
            |row| row.get(0),
        )?;
        Ok(lacking == 0 && self.sum_of_texts(cutter)? == Some(self.sum_of_index()?))
    }

    fn sum_of_index(&self) -> Result<u64, StoreError> {
        let mut statement = self
            .connection
            .prepare("select term, doc, \"offset\" from temp.search_place")?;
        let mut found = statement.query([])?;
        let mut sum: u64 = 0;
        while let Some(row) = found.next()? {
            let word = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
            sum = sum.wrapping_add(place_hash(word, row.get(1)?, row.get(2)?));
        }
        Ok(sum)
    }

    /// The same sum from the texts; nothing where a document is no newest text, or its turns are others.
    fn sum_of_texts(&self, cutter: WordCutter) -> Result<Option<u64>, StoreError> {
        let mut statement = self.connection.prepare(
            "select d.number, d.noun, d.owner, d.part, d.turns, case
               when d.noun = 'memo' then (select text from memo where id = d.owner)
               when d.noun = 'text_version' then (
                 select body from text_version as v where v.id = d.owner
                   and v.number = (select max(number) from text_version where transcript = v.transcript))
               when d.part = 'quote' then (select iif(said & 1, quote, null) from claim where id = d.owner)
               else (select note from claim where id = d.owner)
             end
             from derived_search_document as d",
        )?;
        let mut found = statement.query([])?;
        let mut sum: u64 = 0;
        while let Some(row) = found.next()? {
            let (noun, part): (String, String) = (row.get(1)?, row.get(3)?);
            let place = TextPlace {
                noun: &noun,
                owner: Id::new(row.get(2)?),
                part: &part,
            };
            let Some(text) = row.get::<_, Option<String>>(5)? else {
                return Ok(None);
            };
            let words = self.cut_words(cutter, &place, &text)?;
            if row.get::<_, Vec<u8>>(4)? != turn_bytes::write(&words.turns) {
                return Ok(None);
            }
            let number = row.get(0)?;
            for (at, word) in (0..).zip(words.spelled.split_ascii_whitespace()) {
                sum = sum.wrapping_add(place_hash(word, number, at));
            }
        }
        Ok(Some(sum))
    }
}

fn place_hash(word: &str, document: i64, at: i64) -> u64 {
    let mut hash = DefaultHasher::new();
    (word, document, at).hash(&mut hash);
    hash.finish()
}
