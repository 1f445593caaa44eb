//! What stands beside the rows of a listing: how many claims a source made, how proposals
//! fared by code and rule, which side a group has.

use super::Study;
use super::error::ProjectError;
use crate::model::table::Noun;
use crate::model::tables::table;
use crate::store::tallies::CodingCount;
use std::collections::BTreeMap;

/// Numbers of rows by the key that they name.
pub type CountsByKey = BTreeMap<String, u64>;

/// The attributes of rows by key: names and values.
pub type AttributesByKey = BTreeMap<String, Vec<(String, String)>>;

/// How many codings there are, by any of their sides.
#[derive(Clone, Debug, Default)]
pub struct CodingTally(Vec<CodingCount>);

impl CodingTally {
    /// How many codings of a code are accepted.
    pub fn accepted_of_code(&self, code: &str) -> u64 {
        self.of_code(code, "accepted")
    }

    /// How many codings of a code have this status.
    pub fn of_code(&self, code: &str, status: &str) -> u64 {
        self.count(|one| one.code == code && one.status == status)
    }

    /// How many codings a coder stands for, whatever their status.
    pub fn of_coder(&self, coder: &str) -> u64 {
        self.count(|one| one.coder == coder)
    }

    /// How many proposals of a rule have this status.
    pub fn of_rule(&self, rule: &str, status: &str) -> u64 {
        self.count(|one| one.rule.as_deref() == Some(rule) && one.status == status)
    }

    fn count(&self, wanted: impl Fn(&CodingCount) -> bool) -> u64 {
        let wanted = self.0.iter().filter(|one| wanted(one));
        wanted.map(|one| one.count).sum()
    }
}

impl Study {
    /// How many rows of a noun name each key in a column.
    ///
    /// # Errors
    /// What the store says.
    pub fn count_by(&self, noun: Noun, column: &str) -> Result<CountsByKey, ProjectError> {
        self.counted(noun, column, None)
    }

    /// How many different keys of another column the rows that name a key have.
    ///
    /// # Errors
    /// What the store says.
    pub fn count_distinct_by(
        &self,
        noun: Noun,
        column: &str,
        distinct: &str,
    ) -> Result<CountsByKey, ProjectError> {
        self.counted(noun, column, Some(distinct))
    }

    fn counted(
        &self,
        noun: Noun,
        column: &str,
        distinct: Option<&str>,
    ) -> Result<CountsByKey, ProjectError> {
        let table = table(noun);
        let distinct = distinct.and_then(|name| table.column(name));
        match table.column(column) {
            Some(column) => Ok(self.store.count_by(table, column, distinct)?),
            None => Ok(CountsByKey::new()),
        }
    }

    /// How many codings there are, by code, coder, rule and status.
    ///
    /// # Errors
    /// What the store says.
    pub fn coding_tally(&self) -> Result<CodingTally, ProjectError> {
        Ok(CodingTally(self.store.coding_counts()?))
    }

    /// One cell of every row of a noun by the row's key; rows in which it is empty are left out.
    ///
    /// # Errors
    /// What the store says.
    pub fn cells_by_key(
        &self,
        noun: Noun,
        column: &str,
    ) -> Result<BTreeMap<String, String>, ProjectError> {
        let at = table(noun).index_of(column).unwrap_or(usize::MAX);
        let mut found = BTreeMap::new();
        self.each_row(noun, |cells| {
            if let (Some(Some(key)), Some(Some(cell))) = (cells.first(), cells.get(at)) {
                found.insert(key.clone(), cell.clone());
            }
            Ok(())
        })?;
        Ok(found)
    }

    /// The study's own attributes of the rows of a noun.
    ///
    /// # Errors
    /// What the store says.
    pub fn attributes(&self, noun: Noun) -> Result<AttributesByKey, ProjectError> {
        let table = table(noun);
        if !table.has_attributes {
            return Ok(AttributesByKey::new());
        }
        Ok(self.store.attributes(table)?)
    }
}
