//! Statements that a person wrote: one at a time, reading alone, whatever they try. A
//! stranger would trust `pragma query_only`: it does not stop `attach` or a function that
//! reads files, so an authorizer refuses everything but reading.

use super::Store;
use super::clock::Stopwatch;
use super::connection::{allow_reading_alone, close_doors};
use super::error::StoreError;
use crate::model::id::Id;
use rusqlite::types::ValueRef;
use std::time::Duration;

/// How many steps of the database's machine pass between two looks at the clock: a few
/// milliseconds.
const STEPS_A_LOOK: i32 = 100_000;

/// A value of a result.
#[derive(Clone, Debug, PartialEq)]
pub enum Field {
    /// No value.
    Null,
    /// A whole number.
    Integer(i64),
    /// A number.
    Real(f64),
    /// Words.
    Text(String),
    /// Bytes: an id is shown short, because its front tells when it was made.
    Bytes(String),
}

impl Store {
    /// Runs one reading statement and hands each row to `each`, after the names of the
    /// columns went to `names`. It may compute for `within`; what `each` takes is not counted.
    ///
    /// # Errors
    /// [`StoreError::Query`] with what the database says of the statement,
    /// [`StoreError::TooSlow`] where it did not end in time.
    pub fn query<E: From<StoreError>>(
        &mut self,
        (sql, within): (&str, Duration),
        names: impl FnOnce(Vec<String>) -> Result<(), E>,
        each: impl FnMut(Vec<Field>) -> Result<(), E>,
    ) -> Result<(), E> {
        self.guard().map_err(E::from)?;
        let watch = Stopwatch::new(within);
        let done = self
            .stop_with(&watch)
            .map_err(E::from)
            .and_then(|()| self.read_only(sql, (&watch, names), each));
        self.unguard().map_err(E::from)?;
        match watch.has_run_out() {
            true if done.is_err() => Err(StoreError::TooSlow(within).into()),
            _ => done,
        }
    }

    fn stop_with(&mut self, watch: &Stopwatch) -> Result<(), StoreError> {
        let watch = watch.clone();
        let look = move || watch.look();
        Ok(self.connection.progress_handler(STEPS_A_LOOK, Some(look))?)
    }

    fn guard(&mut self) -> Result<(), StoreError> {
        self.connection.execute_batch("pragma query_only = on")?;
        Ok(self.connection.authorizer(Some(allow_reading_alone))?)
    }

    fn unguard(&mut self) -> Result<(), StoreError> {
        self.connection.progress_handler(0, None::<fn() -> bool>)?;
        close_doors(&mut self.connection)?;
        Ok(self.connection.execute_batch("pragma query_only = off")?)
    }

    fn read_only<E: From<StoreError>>(
        &self,
        sql: &str,
        (watch, names): (&Stopwatch, impl FnOnce(Vec<String>) -> Result<(), E>),
        mut each: impl FnMut(Vec<Field>) -> Result<(), E>,
    ) -> Result<(), E> {
        let refused = |error: rusqlite::Error| E::from(query_error(&error));
        let mut statement = self.connection.prepare(sql).map_err(refused)?;
        if !statement.readonly() || statement.column_count() == 0 {
            return Err(
                StoreError::Query("only statements that read are run here".to_owned()).into(),
            );
        }
        names(statement.column_names().map(str::to_owned).collect())?;
        let columns = statement.column_count();
        let mut found = statement.query([]).map_err(refused)?;
        while let Some(row) = found.next().map_err(refused)? {
            let fields = (0..columns)
                .map(|at| row.get_ref(at).map(field))
                .collect::<Result<_, _>>();
            let fields = fields.map_err(refused)?;
            watch.pause(|| each(fields))?;
        }
        Ok(())
    }
}

fn field(value: ValueRef<'_>) -> Field {
    match value {
        ValueRef::Null => Field::Null,
        ValueRef::Integer(number) => Field::Integer(number),
        ValueRef::Real(number) => Field::Real(number),
        ValueRef::Text(bytes) => Field::Text(String::from_utf8_lossy(bytes).into_owned()),
        ValueRef::Blob(bytes) => Field::Bytes(shown(bytes)),
    }
}

fn shown(bytes: &[u8]) -> String {
    match Id::from_slice(bytes) {
        Some(id) => id.short(),
        None => bytes.iter().map(|byte| format!("{byte:02x}")).collect(),
    }
}

fn query_error(error: &rusqlite::Error) -> StoreError {
    let said = match error {
        rusqlite::Error::SqlInputError { msg, offset, .. } => {
            format!("{msg} (at character {})", offset + 1)
        }
        rusqlite::Error::MultipleStatement => "one statement at a time".to_owned(),
        rusqlite::Error::SqliteFailure(_, Some(message)) if message == "not authorized" => {
            "only statements that read are run here".to_owned()
        }
        rusqlite::Error::SqliteFailure(_, Some(message)) => message.clone(),
        other => other.to_string(),
    };
    StoreError::Query(said)
}
