//! How many rows name another: counted by the database, so that a listing of topics does not
//! read ten million claims. A stranger would keep the counts in a column: then they drift.

use super::Store;
use super::codings::span_of;
use super::error::StoreError;
use super::text::kind_of;
use crate::model::id::Id;
use crate::model::table::{Column, Kind, Noun, Table, TextKind};
use crate::model::tables;
use crate::model::text_index::Span;
use std::collections::{BTreeMap, HashMap};

/// How many codings there are of one sort.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodingCount {
    /// Key of the code.
    pub code: String,
    /// Key of the coder.
    pub coder: String,
    /// Key of the rule that proposed them.
    pub rule: Option<String>,
    /// `accepted`, `proposed` or `rejected`.
    pub status: String,
    /// How many.
    pub count: u64,
}

/// An accepted coding that stands in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodedPlace {
    /// The version of the text.
    pub version: Id,
    /// The code.
    pub code: Id,
    /// The coder.
    pub coder: Id,
    /// First and behind the last code point.
    pub span_cp: (i64, i64),
}

impl CodedPlace {
    /// Where it stands.
    pub fn span(&self) -> Option<Span> {
        span_of(self.span_cp)
    }
}

impl Store {
    /// All accepted codings that stand in a text, in no order: whoever counts groups them, and a
    /// hundred thousand are read in less than a tenth of a second.
    ///
    /// # Errors
    /// What the database says.
    pub fn coded_places(&self) -> Result<Vec<CodedPlace>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "select version, code, coder, start_cp, end_cp from coding
             where version is not null and anchor is null and (status is null or status = 'accepted')",
        )?;
        let places = statement
            .query_map([], |row| {
                Ok(CodedPlace {
                    version: Id::new(row.get(0)?),
                    code: Id::new(row.get(1)?),
                    coder: Id::new(row.get(2)?),
                    span_cp: (row.get(3)?, row.get(4)?),
                })
            })?
            .collect::<Result<_, _>>()?;
        Ok(places)
    }

    /// How many accepted codings stand in no text: of interviews without one, and orphans.
    ///
    /// # Errors
    /// What the database says.
    pub fn codings_without_place(&self) -> Result<u64, StoreError> {
        let count: i64 = self.connection.query_row(
            "select count(*) from coding
             where (version is null or anchor is not null) and (status is null or status = 'accepted')",
            [],
            |row| row.get(0),
        )?;
        Ok(count.unsigned_abs())
    }

    /// The interview and kind of every version of a text.
    ///
    /// # Errors
    /// What the database says.
    pub fn texts_by_version(&self) -> Result<HashMap<Id, (String, TextKind)>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "select v.id, i.key, t.kind from transcript as t
             join interview as i on i.id = t.interview join text_version as v on v.transcript = t.id",
        )?;
        let texts = statement
            .query_map([], |row| {
                let kind: String = row.get(2)?;
                Ok((Id::new(row.get(0)?), (row.get(1)?, kind_of(&kind))))
            })?
            .collect::<Result<_, _>>()?;
        Ok(texts)
    }

    /// How many rows of a table name each row in this column, by key; with `distinct`, how many
    /// different values that other column has among them. A row that nothing names is left out.
    ///
    /// # Errors
    /// What the database says.
    pub fn count_by(
        &self,
        table: &Table,
        column: &Column,
        distinct: Option<&Column>,
    ) -> Result<BTreeMap<String, u64>, StoreError> {
        let Some((from, noun)) = names_of(table, column) else {
            return Ok(BTreeMap::new());
        };
        let counted = distinct.map_or("named.row".to_owned(), |other| format!("t.{}", other.sql));
        let sql = format!(
            "select target.key, count(distinct {counted}) from ({from}) as named
             join {} as t on t.id = named.row join {} as target on target.id = named.target
             group by target.id",
            table.name,
            tables::table(noun).name
        );
        let mut statement = self.connection.prepare(&sql)?;
        let counts = statement
            .query_map([], |row| Ok((row.get(0)?, row.get::<_, i64>(1)?)))?
            .map(|found| found.map(|(key, count)| (key, count.unsigned_abs())))
            .collect::<Result<_, _>>()?;
        Ok(counts)
    }

    /// How many codings there are by code, coder, rule and status.
    ///
    /// # Errors
    /// What the database says.
    pub fn coding_counts(&self) -> Result<Vec<CodingCount>, StoreError> {
        let mut statement = self.connection.prepare(
            "select code.key, coder.key, rule.key, coalesce(c.status, 'accepted'), count(*)
             from coding as c join code on code.id = c.code join coder on coder.id = c.coder
             left join rule on rule.id = c.rule group by 1, 2, 3, 4",
        )?;
        let counts = statement
            .query_map([], |row| {
                Ok(CodingCount {
                    code: row.get(0)?,
                    coder: row.get(1)?,
                    rule: row.get(2)?,
                    status: row.get(3)?,
                    count: row.get::<_, i64>(4)?.unsigned_abs(),
                })
            })?
            .collect::<Result<_, _>>()?;
        Ok(counts)
    }
}

/// A select of the rows of a table and what each names in a column, and the noun it names.
fn names_of(table: &Table, column: &Column) -> Option<(String, Noun)> {
    let (name, sql) = (table.name, column.sql);
    match column.kind {
        Kind::Reference(noun) | Kind::ReferenceOrText(noun) => Some((
            format!("select id as row, {sql} as target from {name}"),
            noun,
        )),
        Kind::References(noun) | Kind::ReferencesOrTexts(noun) => Some((
            format!("select owner as row, target from {name}_{sql}"),
            noun,
        )),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_that_names_nothing_counts_nothing() {
        let claims = tables::table(Noun::Claim);
        let store = Store::create(
            &tempfile::tempdir().unwrap().path().join("s.gainsay"),
            &crate::store::Unlock::Plain,
            "analyst",
            crate::store::clock::Clock::machine(),
        )
        .unwrap();
        let stance = claims.column("stance").unwrap();
        assert!(store.count_by(claims, stance, None).unwrap().is_empty());
    }

    #[test]
    fn every_column_that_names_rows_can_be_counted() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("s.gainsay");
        let clock = crate::store::clock::Clock::machine();
        let store = Store::create(&path, &crate::store::Unlock::Plain, "analyst", clock).unwrap();
        for table in tables::TABLES {
            for column in table.columns {
                let counted = store.count_by(table, column, None);
                assert!(counted.is_ok(), "{}.{}", table.name, column.name);
            }
        }
        assert!(store.coding_counts().unwrap().is_empty());
    }
}
