//! Whether the index says what a reading of the texts would say. It must not repair anything. A stranger would compare
//! word lists: sums over the places of all words, which no order changes, say the same in one pass over each side.

use super::super::Store;
use super::super::error::StoreError;
use super::{TextPlace, WordCutter, is_damage, turn_bytes};
use crate::model::id::Id;
use std::hash::{DefaultHasher, Hash, Hasher};

impl Store {
    /// Whether the index says what the texts say; one that no search would use is not looked at.
    pub(in crate::store) fn is_search_index_sound(&self) -> Result<bool, StoreError> {
        let Some(cutter) = self.cutter else {
            return Ok(true);
        };
        let is_sound = self
            .is_searchable(cutter)
            .and_then(|is_used| Ok(!is_used || self.is_search_as_read(cutter)?));
        is_sound.or_else(|error| match is_damage(&error) {
            true => Ok(false),
            false => Err(error),
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

    /// The sum over the places of every word, each asked for as a search asks: a walk over all places goes around what
    /// leads to a word.
    fn sum_of_index(&self) -> Result<u64, StoreError> {
        let mut words = self
            .connection
            .prepare("select term from temp.search_word")?;
        let mut places = self
            .connection
            .prepare("select doc, \"offset\" from temp.search_place where term = ?1")?;
        let mut found = words.query([])?;
        let mut sum: u64 = 0;
        while let Some(row) = found.next()? {
            let word = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
            let mut places = places.query([word])?;
            while let Some(place) = places.next()? {
                sum = sum.wrapping_add(place_hash(word, place.get(0)?, place.get(1)?));
            }
        }
        Ok(sum)
    }

    /// The same sum from the texts; nothing where a document is no newest text, or what stands beside its words is
    /// something else.
    fn sum_of_texts(&self, cutter: WordCutter) -> Result<Option<u64>, StoreError> {
        let mut statement = self.connection.prepare(
            "select d.number, d.noun, d.owner, d.part, d.turns, d.words, d.must_be_read, case
               when d.noun = 'memo' then (select text from memo where id = d.owner)
               when d.noun = 'coding' then (select memo from coding where id = d.owner)
               when d.noun = 'text_version' then (
                 select body from text_version as v where v.id = d.owner
                   and v.number = (select max(number) from text_version where transcript = v.transcript))
               when d.part = 'quote' then (select iif(said & 1, quote, null) from claim where id = d.owner)
               else (select note from claim where id = d.owner)
             end as text
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
            let Some(text) = row.get::<_, Option<String>>("text")? else {
                return Ok(None);
            };
            let words = self.cut_words(cutter, &place, &text)?;
            let kept: (Vec<u8>, u32, bool) = (
                row.get("turns")?,
                row.get("words")?,
                row.get("must_be_read")?,
            );
            if kept
                != (
                    turn_bytes::write(&words.turns),
                    words.count,
                    words.must_be_read,
                )
            {
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
