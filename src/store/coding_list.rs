//! Codings with all that stands around them, in the order of their places. It must not know who may see which.
//! A stranger would get wrong what costs time in a list of a hundred thousand: looking up with each row what is the same
//! for all codings of an interview, and names of codes and coders, of which there are few. Those are read once, and the
//! codings of an interview are put in order here.

use super::Store;
use super::claims::KeysById;
use super::codings::{CodingFilter, CodingRow, FiredPlace};
use super::error::StoreError;
use crate::model::id::Id;
use crate::model::table::Noun;
use crate::model::tables::table;
use rusqlite::{Row, params_from_iter};
use std::collections::hash_map::Entry;

/// What is listed of a coding, in the order in which [`Reader::coding`] takes it.
const CODINGS: &str = include_str!("sql/coding_list.sql");

/// From few codings to their interviews, or from each interview to its codings: then nothing is left to be sorted.
const FEW: &str = "from coding as c join interview as i on i.id = c.interview";
const ALL: &str = "from interview as i cross join coding as c on c.interview = i.id";

/// What is selected of an interview.
const INTERVIEW: &str = include_str!("sql/coding_interview.sql");

/// Where a coding stands, or stood before it lost its words.
type Place = (Option<i64>, Option<i64>);

impl Store {
    /// Hands every wanted coding to `each`, by interview and place.
    ///
    /// # Errors
    /// What the database or `each` says.
    pub fn each_coding<E: From<StoreError>>(
        &self,
        filter: &CodingFilter<'_>,
        mut each: impl FnMut(CodingRow) -> Result<(), E>,
    ) -> Result<(), E> {
        let failed = |error: rusqlite::Error| E::from(StoreError::from(error));
        let (terms, given) = filter.terms();
        let from = if filter.asks_for_few() { FEW } else { ALL };
        let sql = format!("{CODINGS} {from} where {terms} order by i.key");
        let mut reader = Reader::new();
        let mut statement = self.connection.prepare_cached(&sql).map_err(failed)?;
        let mut found = statement.query(params_from_iter(given)).map_err(failed)?;
        let mut of_interview: Vec<(Place, CodingRow)> = Vec::new();
        while let Some(row) = found.next().map_err(failed)? {
            if reader.goes_on(self, row).map_err(failed)? {
                hand_over(&mut of_interview, &mut each)?;
            }
            of_interview.push(reader.coding(self, row).map_err(failed)?);
        }
        hand_over(&mut of_interview, &mut each)
    }
}

/// Hands the codings of an interview over in the order of their places.
fn hand_over<E>(
    codings: &mut Vec<(Place, CodingRow)>,
    each: &mut impl FnMut(CodingRow) -> Result<(), E>,
) -> Result<(), E> {
    codings.sort_unstable_by(|(place, left), (other, right)| {
        let by_text = left.text.cmp(&right.text).then(place.cmp(other));
        let by_code = by_text.then_with(|| left.code.cmp(&right.code));
        let by_coder = by_code.then_with(|| left.coder.cmp(&right.coder));
        by_coder.then_with(|| left.id.cmp(&right.id))
    });
    codings.drain(..).try_for_each(|(_, coding)| each(coding))
}

/// What is the same for all codings of an interview.
#[derive(Clone)]
struct Interview {
    key: String,
    date: String,
    source: String,
    group: String,
    side: String,
}

/// The keys of a table's rows, each asked for once.
struct Keys {
    sql: String,
    known: KeysById,
}

impl Keys {
    fn of(noun: Noun) -> Self {
        Self {
            sql: format!("select key from {} where id = ?1", table(noun).name),
            known: KeysById::default(),
        }
    }

    /// A foreign key holds each of these.
    fn key(&mut self, store: &Store, id: Option<[u8; 16]>) -> rusqlite::Result<Option<String>> {
        let Some(id) = id.map(Id::new) else {
            return Ok(None);
        };
        let key = match self.known.entry(id) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => {
                let mut statement = store.connection.prepare_cached(&self.sql)?;
                let key: String = statement.query_row([id.as_bytes()], |row| row.get(0))?;
                new.insert(key.into_boxed_str())
            }
        };
        Ok(Some(String::from(&**key)))
    }
}

/// Reads codings, interview by interview.
struct Reader {
    codes: Keys,
    coders: Keys,
    rules: Keys,
    interview: Option<(Id, Interview)>,
}

impl Reader {
    fn new() -> Self {
        Self {
            codes: Keys::of(Noun::Code),
            coders: Keys::of(Noun::Coder),
            rules: Keys::of(Noun::Rule),
            interview: None,
        }
    }

    /// Turns to the interview of a row; says whether it is another than before.
    fn goes_on(&mut self, store: &Store, row: &Row<'_>) -> rusqlite::Result<bool> {
        let id = Id::new(row.get(1)?);
        if self.interview.as_ref().is_some_and(|(own, _)| *own == id) {
            return Ok(false);
        }
        let mut statement = store.connection.prepare_cached(INTERVIEW)?;
        let interview = statement.query_row([id.as_bytes()], |row| {
            Ok(Interview {
                key: row.get(0)?,
                date: text(row, 1)?,
                source: text(row, 2)?,
                group: text(row, 3)?,
                side: text(row, 4)?,
            })
        })?;
        self.interview = Some((id, interview));
        Ok(true)
    }

    fn coding(&mut self, store: &Store, row: &Row<'_>) -> rusqlite::Result<(Place, CodingRow)> {
        let (_, same) = self
            .interview
            .as_ref()
            .ok_or(rusqlite::Error::QueryReturnedNoRows)?;
        let same = same.clone();
        let place: Place = (row.get(7)?, row.get(8)?);
        let anchor: Option<String> = row.get(9)?;
        let coding = CodingRow {
            id: Id::new(row.get(0)?),
            interview: same.key,
            source: same.source,
            group: same.group,
            side: same.side,
            date: same.date,
            text: text(row, 2)?,
            code: self.codes.key(store, row.get(3)?)?.unwrap_or_default(),
            coder: self.coders.key(store, row.get(4)?)?.unwrap_or_default(),
            rule: self.rules.key(store, row.get(5)?)?,
            status: row.get(6)?,
            span_cp: place.0.zip(place.1).filter(|_| anchor.is_none()),
            anchor: anchor.unwrap_or_default(),
            quote: text(row, 10)?,
            memo: text(row, 11)?,
            is_example: row.get(12)?,
            probability: row.get(13)?,
            fired: fired_places(&text(row, 14)?),
        };
        Ok((place, coding))
    }
}

/// A cell; empty where nothing stands there.
fn text(row: &Row<'_>, at: usize) -> rusqlite::Result<String> {
    row.get::<_, Option<String>>(at)
        .map(Option::unwrap_or_default)
}

/// What stands between two words in the column of fired words: no word holds it.
const BETWEEN: char = '\u{1f}';

fn fired_places(text: &str) -> Vec<FiredPlace> {
    let place = |one: &str| {
        let mut parts = one.splitn(3, '-');
        let mut number = || parts.next()?.parse().ok();
        let span_cp = (number()?, number()?);
        let words = parts.next().unwrap_or_default();
        Some(FiredPlace {
            span_cp,
            outside: (!words.is_empty()).then(|| words.to_owned()),
        })
    };
    text.split(BETWEEN).filter_map(place).collect()
}
