//! What runs of the cross-check were given and counted. Derived: no history, may be dropped.

use super::Store;
use super::error::StoreError;
use rusqlite::{OptionalExtension, params};

/// A run of the cross-check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Its number, from 1.
    pub number: i64,
    /// The operation that was the newest when it ran; 0 where there was none.
    pub head: i64,
    /// When, RFC 3339 in UTC.
    pub at: String,
    /// Its settings as JSON.
    pub settings: String,
    /// Its counts as JSON.
    pub counts: String,
}

impl Store {
    /// Notes a run. Where the newest one saw the same operation, settings and counts, it is
    /// that one again.
    ///
    /// # Errors
    /// What the database says.
    pub fn note_run(&self, settings: &str, counts: &str) -> Result<i64, StoreError> {
        let head = self.head()?.map_or(0, |(sequence, _)| sequence);
        if let Some(last) = self.last_run()?
            && (last.head, last.settings.as_str(), last.counts.as_str()) == (head, settings, counts)
        {
            return Ok(last.number);
        }
        self.connection.execute(
            "insert into derived_run (head, at, settings, counts) values (?1, ?2, ?3, ?4)",
            params![head, self.clock.now(), settings, counts],
        )?;
        Ok(self.connection.last_insert_rowid())
    }

    /// The newest run.
    ///
    /// # Errors
    /// What the database says.
    pub fn last_run(&self) -> Result<Option<Run>, StoreError> {
        let sql = "select number, head, at, settings, counts from derived_run order by number desc limit 1";
        Ok(self
            .connection
            .query_row(sql, [], |row| {
                Ok(Run {
                    number: row.get("number")?,
                    head: row.get("head")?,
                    at: row.get("at")?,
                    settings: row.get("settings")?,
                    counts: row.get("counts")?,
                })
            })
            .optional()?)
    }
}
