//! The versions of a rule, read from the history that the database keeps by itself. It must not know what an
//! expression means. A stranger would get wrong that a change keeps how the row was *before*: the version that an
//! operation made stands in the next change, or in the row itself.

use super::Store;
use super::error::StoreError;
use crate::model::id::Id;
use rusqlite::params;

/// A rule as one operation left it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleVersion {
    /// Number of the operation.
    pub operation: i64,
    /// When, RFC 3339 in UTC.
    pub at: String,
    /// Key of the coder who did it.
    pub actor: String,
    /// The expression.
    pub expression: String,
    /// Sentence, turn or paragraph; empty for a sentence.
    pub unit: String,
    /// The language; empty for all.
    pub language: String,
}

impl Store {
    /// The versions of a rule, oldest first. Those that left no rule (an add that was undone) are not among them.
    ///
    /// # Errors
    /// What the database says.
    pub fn rule_versions(&self, rule: Id) -> Result<Vec<RuleVersion>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached(include_str!("sql/rule_versions.sql"))?;
        let version = |row: &rusqlite::Row<'_>| {
            Ok(RuleVersion {
                operation: row.get(0)?,
                at: row.get(1)?,
                actor: row.get(2)?,
                expression: row.get(3)?,
                unit: row.get(4)?,
                language: row.get(5)?,
            })
        };
        let rows = statement.query_map(params![rule.as_bytes()], version)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
