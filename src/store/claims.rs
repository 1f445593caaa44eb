//! All claims of a study at the speed of one scan: ids are turned into keys from tables held
//! in memory, not by a lookup for each cell.

use super::Store;
use super::error::StoreError;
use crate::model::id::Id;
use crate::model::table::Noun;
use crate::model::tables;
use rusqlite::types::ValueRef;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// How many cells of a claim are handed out.
pub const CLAIM_CELLS: usize = 24;

pub(super) type KeysById = HashMap<Id, Box<str>, BuildHasherDefault<IdHasher>>;

/// Takes the end of an id for its hash: that end is drawn at random.
#[derive(Default)]
pub(super) struct IdHasher(u64);

impl Hasher for IdHasher {
    fn write(&mut self, bytes: &[u8]) {
        if let Some(end) = bytes.last_chunk::<8>() {
            // Ids that were counted up and not drawn must not fall together either.
            self.0 = u64::from_le_bytes(*end).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        }
    }

    fn write_usize(&mut self, _: usize) {}

    fn finish(&self) -> u64 {
        self.0 ^ self.0 >> 32
    }
}

/// The columns whose cell is the id of a row, and whether a `?` may stand behind.
#[derive(Default)]
struct Maps {
    source: KeysById,
    topic: KeysById,
    interview: KeysById,
    population: KeysById,
    place: KeysById,
    event: KeysById,
}

impl Store {
    /// Hands the cells of every claim to `each`, as they lie in the file: claim, source, topic, stance,
    /// interview, stated_on, population, place, when, time_mode, value, unit, modality, basis,
    /// via, event, against_interest, settled, responds_to, general_of, reading_of, trend, actor, text. What was
    /// not said is an empty text.
    ///
    /// # Errors
    /// What the database or `each` says.
    pub fn each_claim<E: From<StoreError>>(
        &self,
        mut each: impl FnMut(&[&str; CLAIM_CELLS]) -> Result<(), E>,
    ) -> Result<(), E> {
        let maps = self.maps().map_err(E::from)?;
        let sql = format!(
            "select {} from claim as c",
            columns(false, self.has_details().map_err(E::from)?)
        );
        self.hand_out(&sql, [], &maps, &mut each)
    }

    /// As [`Store::each_claim`], for the claims of some ids; those that are not there are left out.
    ///
    /// # Errors
    /// What the database or `each` says.
    pub fn each_claim_of<E: From<StoreError>>(
        &self,
        ids: &[Id],
        mut each: impl FnMut(&[&str; CLAIM_CELLS]) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql = format!(
            "select {} from claim as c where id = ?1",
            columns(true, true)
        );
        // The keys come with the rows: for a few claims nobody reads all keys of the study.
        let no_maps = Maps::default();
        ids.iter()
            .try_for_each(|id| self.hand_out(&sql, [id.as_bytes()], &no_maps, &mut each))
    }

    /// Returns the words of the claims, by key; with the key of a topic, of the claims on it.
    ///
    /// # Errors
    /// What the database says.
    pub fn claim_quotes(&self, topic: Option<&str>) -> Result<HashMap<String, String>, StoreError> {
        let sql = "select key, quote from claim
                    where quote <> '' and (?1 is null or topic = (select id from topic where key = ?1))";
        let mut statement = self.connection.prepare_cached(sql)?;
        let found = statement.query_map([topic], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// Returns the keys of claims of which each names the other as its detail, two by two.
    ///
    /// # Errors
    /// What the database says.
    pub fn details_of_each_other(&self) -> Result<Vec<[String; 2]>, StoreError> {
        let sql = "select one.key, other.key
                     from claim_general_of as forth
                     join claim_general_of as back on back.owner = forth.target and back.target = forth.owner
                     join claim as one on one.id = forth.owner join claim as other on other.id = forth.target
                    where one.key < other.key order by one.key, other.key";
        let mut statement = self.connection.prepare_cached(sql)?;
        let found = statement.query_map([], |row| Ok([row.get(0)?, row.get(1)?]))?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    fn hand_out<E: From<StoreError>>(
        &self,
        sql: &str,
        given: impl rusqlite::Params,
        maps: &Maps,
        each: &mut impl FnMut(&[&str; CLAIM_CELLS]) -> Result<(), E>,
    ) -> Result<(), E> {
        let failed = |error: rusqlite::Error| E::from(StoreError::from(error));
        let mut statement = self.connection.prepare_cached(sql).map_err(failed)?;
        let mut found = statement.query(given).map_err(failed)?;
        while let Some(row) = found.next().map_err(failed)? {
            let unsure = maps.unsure_cells(row).map_err(E::from)?;
            each(&maps.cells(row, &unsure).map_err(E::from)?)?;
        }
        Ok(())
    }

    /// Whether any claim lists details: asking claim by claim costs as much as a claim's whole row.
    fn has_details(&self) -> Result<bool, StoreError> {
        let sql = "select exists (select 1 from claim_general_of)";
        Ok(self.connection.query_row(sql, [], |row| row.get(0))?)
    }

    fn maps(&self) -> Result<Maps, StoreError> {
        Ok(Maps {
            source: self.keys_by_id(Noun::Source)?,
            topic: self.keys_by_id(Noun::Topic)?,
            interview: self.keys_by_id(Noun::Interview)?,
            population: self.keys_by_id(Noun::Population)?,
            place: self.keys_by_id(Noun::Place)?,
            event: self.keys_by_id(Noun::Event)?,
        })
    }

    fn keys_by_id(&self, noun: Noun) -> Result<KeysById, StoreError> {
        let sql = format!("select id, key from {}", tables::table(noun).name);
        let mut statement = self.connection.prepare_cached(&sql)?;
        let found = statement
            .query_map([], |row| {
                Ok((
                    Id::new(row.get(0)?),
                    row.get::<_, String>(1)?.into_boxed_str(),
                ))
            })?
            .collect::<Result<_, _>>()?;
        Ok(found)
    }
}

/// What is selected of a claim; other rows by id, to be looked up in [`Maps`], or by their keys.
fn columns(with_keys: bool, has_details: bool) -> String {
    let other = |table: &str, column: &str| match with_keys {
        true => format!("(select o.key from {table} as o where o.id = c.{column})"),
        false => column.to_owned(),
    };
    let [source, topic, interview, population, place] =
        ["source", "topic", "interview", "population", "place"].map(|table| other(table, table));
    let (via, event) = (other("source", "via"), other("event", "event"));
    // Few claims name another, and a lookup costs most by being begun.
    let claim = |column: &str| {
        format!(
            "case when c.{column} is null then null
               else (select o.key from claim as o where o.id = c.{column}) end"
        )
    };
    let (responds_to, reading_of) = (claim("responds_to"), claim("reading_of"));
    let details = match has_details {
        true => {
            "(select group_concat(detail.key, ';' order by link.position)
                from claim_general_of as link join claim as detail on detail.id = link.target
                where link.owner = c.id)"
        }
        false => "null",
    };
    format!(
        "key, {source}, {topic}, stance, {interview}, stated_on, {population}, {place},
         happened_on, time_mode, value, unit, modality, basis, {via}, {event}, against_interest,
         settled, {responds_to}, {details}, {reading_of},
         trend, actor, text_kind,
         via_text, event_text, population_unsure, place_unsure, event_unsure"
    )
}

const POPULATION: usize = 6;
const PLACE: usize = 7;
const VIA: usize = 14;
const EVENT: usize = 15;
const VIA_TEXT: usize = 24;
const EVENT_TEXT: usize = 25;
const POPULATION_UNSURE: usize = 26;
const PLACE_UNSURE: usize = 27;
const EVENT_UNSURE: usize = 28;

impl Maps {
    fn cells<'r>(
        &'r self,
        row: &'r rusqlite::Row<'_>,
        unsure: &'r [Option<String>; 3],
    ) -> Result<[&'r str; CLAIM_CELLS], StoreError> {
        let mut cells = [""; CLAIM_CELLS];
        for (at, cell) in cells.iter_mut().enumerate() {
            *cell = match at {
                1 => key(row, at, &self.source)?,
                2 => key(row, at, &self.topic)?,
                4 => key(row, at, &self.interview)?,
                POPULATION => key(row, at, &self.population)?,
                PLACE => key(row, at, &self.place)?,
                VIA => either(key(row, at, &self.source)?, words(row, VIA_TEXT)?),
                EVENT => either(key(row, at, &self.event)?, words(row, EVENT_TEXT)?),
                _ => words(row, at)?,
            };
        }
        for (at, marked) in [POPULATION, PLACE, EVENT].into_iter().zip(unsure) {
            if let Some(marked) = marked {
                cells[at] = marked;
            }
        }
        Ok(cells)
    }

    /// The cells that carry a `?`, in the order population, place, event.
    fn unsure_cells(&self, row: &rusqlite::Row<'_>) -> Result<[Option<String>; 3], StoreError> {
        let is_marked = |mark: usize| row.get::<_, bool>(mark);
        let mut marked = [const { None }; 3];
        if is_marked(POPULATION_UNSURE)? {
            marked[0] = Some(format!("{}?", key(row, POPULATION, &self.population)?));
        }
        if is_marked(PLACE_UNSURE)? {
            marked[1] = Some(format!("{}?", key(row, PLACE, &self.place)?));
        }
        if is_marked(EVENT_UNSURE)? {
            let event = either(key(row, EVENT, &self.event)?, words(row, EVENT_TEXT)?);
            marked[2] = Some(format!("{event}?"));
        }
        Ok(marked)
    }
}

fn either<'t>(first: &'t str, second: &'t str) -> &'t str {
    if first.is_empty() { second } else { first }
}

/// The key of another row: looked up by its id, or as it was selected.
fn key<'m>(
    row: &'m rusqlite::Row<'_>,
    at: usize,
    keys: &'m KeysById,
) -> Result<&'m str, StoreError> {
    match row.get_ref(at)? {
        ValueRef::Text(bytes) => text(bytes),
        ValueRef::Blob(bytes) => Id::from_slice(bytes)
            .and_then(|id| keys.get(&id))
            .map(AsRef::as_ref)
            .ok_or_else(|| StoreError::Damaged("a claim names a row that is not there".to_owned())),
        _ => Ok(""),
    }
}

fn words<'r>(row: &'r rusqlite::Row<'_>, at: usize) -> Result<&'r str, StoreError> {
    match row.get_ref(at)? {
        ValueRef::Text(bytes) => text(bytes),
        _ => Ok(""),
    }
}

fn text(bytes: &[u8]) -> Result<&str, StoreError> {
    std::str::from_utf8(bytes)
        .map_err(|_| StoreError::Damaged("a claim holds bytes that are no text".to_owned()))
}
