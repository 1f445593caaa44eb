//! Statements in SQL that a person wrote, which read and nothing else.

use super::Study;
use super::error::ProjectError;
pub use crate::store::query::Field;
use std::time::Duration;

impl Study {
    /// The names of the columns that a reading statement gives.
    ///
    /// # Errors
    /// What the database says of the statement; refused where it does more than read.
    pub fn query_columns(
        &mut self,
        sql: &str,
        within: Duration,
    ) -> Result<Vec<String>, ProjectError> {
        let mut names = Vec::new();
        let done = self.store.query(
            (sql, within),
            |found| {
                names = found;
                Err(Stop::Enough)
            },
            |_| Ok(()),
        );
        match done {
            Err(Stop::Failed(error)) => Err(error),
            Ok(()) | Err(Stop::Enough) => Ok(names),
        }
    }

    /// Runs a reading statement, which may compute for `within`, and hands each row to `each`.
    ///
    /// # Errors
    /// As [`Study::query_columns`]; where the time is up; what `each` says.
    pub fn query(
        &mut self,
        sql: &str,
        within: Duration,
        each: impl FnMut(Vec<Field>) -> Result<(), ProjectError>,
    ) -> Result<(), ProjectError> {
        self.store.query((sql, within), |_| Ok(()), each)
    }
}

/// Why a query ended before its first row.
enum Stop {
    /// The names were all that was wanted.
    Enough,
    /// It failed.
    Failed(ProjectError),
}

impl From<crate::store::error::StoreError> for Stop {
    fn from(error: crate::store::error::StoreError) -> Self {
        Self::Failed(error.into())
    }
}
