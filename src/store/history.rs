//! The triggers that keep history. They are made from the schema itself, one set for each
//! table that people fill, so no table can be forgotten and no caller has to remember. What
//! is derived has none. A stranger would write `insert or replace` somewhere: it deletes
//! without a delete trigger unless `recursive_triggers` is on, which every open asserts.

use super::error::StoreError;
use rusqlite::Connection;

/// What the triggers say when no operation is open.
pub const NO_OPERATION: &str = "no operation is open";

/// Tables without history: the history itself, and what is about this copy alone. Tables
/// whose name begins with [`DERIVED`] are made again from the others.
const WITHOUT_HISTORY: &[&str] = &[
    "operation",
    "open_operation",
    "change",
    "digest",
    "this_copy",
];

/// How the name of a table begins that can be dropped and made again.
pub const DERIVED: &str = "derived_";

/// A table with history and its columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptTable {
    /// Its name.
    pub name: String,
    /// Its columns in order.
    pub columns: Vec<(String, Holds)>,
}

/// What a column holds: its tables are strict, so it holds nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// Bytes, which JSON has none of: they are written in hex.
    Bytes,
    /// A number that may be no whole one.
    Real,
    /// Text or a whole number.
    Words,
}

impl Holds {
    fn of_type(declared: &str) -> Self {
        match declared.to_ascii_lowercase().as_str() {
            "blob" => Self::Bytes,
            "real" => Self::Real,
            _ => Self::Words,
        }
    }
}

impl KeptTable {
    /// An expression that writes a row as one JSON object. Blobs are written in hex, because
    /// JSON has none; a missing one stays null.
    pub fn as_json(&self, row: &str) -> String {
        let cells: Vec<_> = self
            .columns
            .iter()
            .map(|(name, holds)| match holds {
                Holds::Bytes => {
                    format!("'{name}', iif({row}.{name} is null, null, hex({row}.{name}))")
                }
                Holds::Real | Holds::Words => format!("'{name}', {row}.{name}"),
            })
            .collect();
        format!("json_object({})", cells.join(", "))
    }

    /// The same without what was not said: what a digest is taken of. A column that a later
    /// step adds is not said in the rows of before, so their digests still hold. Byte for byte
    /// what a merge of an empty object with [`KeptTable::as_json`] (`json_patch`) makes, in half the
    /// time: an import takes the digest of every row.
    pub fn as_digested(&self, row: &str) -> String {
        let members: Vec<_> = self
            .columns
            .iter()
            .map(|(name, holds)| {
                let cell = format!("{row}.{name}");
                let said = match holds {
                    Holds::Bytes => format!("'\"' || hex({cell}) || '\"'"),
                    Holds::Real | Holds::Words => format!("json_quote({cell})"),
                };
                // To `concat`, nothing is no text.
                format!("iif({cell} is null, null, ',\"{name}\":' || {said})")
            })
            .collect();
        format!(
            "concat('{{', substr(concat({}), 2), '}}')",
            members.join(", ")
        )
    }

    /// The names of its columns, for SQL.
    pub fn listed(&self) -> String {
        let names: Vec<_> = self.columns.iter().map(|(name, _)| name.as_str()).collect();
        names.join(", ")
    }

    /// Expressions that read the columns back from such an object in `old`, in their order.
    pub fn from_json(&self) -> String {
        let cells: Vec<_> = self
            .columns
            .iter()
            .map(|(name, holds)| match holds {
                Holds::Bytes => format!("unhex(json_extract(old, '$.{name}'))"),
                Holds::Real | Holds::Words => format!("json_extract(old, '$.{name}')"),
            })
            .collect();
        cells.join(", ")
    }
}

/// The tables with history, in the order in which they were made: a table stands behind
/// those that it names.
///
/// # Errors
/// What the database says.
pub fn kept_tables(connection: &Connection) -> Result<Vec<KeptTable>, StoreError> {
    let mut statement = connection.prepare(
        "select name from sqlite_schema where type = 'table' and name not like 'sqlite\\_%' escape '\\' order by rowid",
    )?;
    let names = statement
        .query_map([], |row| row.get::<_, String>(0))?
        .collect::<Result<Vec<_>, _>>()?;
    names
        .into_iter()
        .filter(|name| has_history(name))
        .map(|name| with_columns(connection, name))
        .collect()
}

fn has_history(name: &str) -> bool {
    !WITHOUT_HISTORY.contains(&name) && !name.starts_with(DERIVED)
}

fn with_columns(connection: &Connection, name: String) -> Result<KeptTable, StoreError> {
    let mut statement =
        connection.prepare("select name, type from pragma_table_info(?1) order by cid")?;
    let columns = statement
        .query_map([&name], |row| {
            Ok((row.get(0)?, Holds::of_type(&row.get::<_, String>(1)?)))
        })?
        .collect::<Result<Vec<_>, _>>()?;
    Ok(KeptTable { name, columns })
}

/// Makes the history triggers of every kept table anew.
///
/// # Errors
/// What the database says.
pub fn make_triggers(connection: &Connection) -> Result<(), StoreError> {
    for table in kept_tables(connection)? {
        connection.execute_batch(&triggers_of(&table))?;
    }
    Ok(())
}

fn triggers_of(table: &KeptTable) -> String {
    let name = &table.name;
    let operation = format!(
        "(select coalesce((select sequence from open_operation), raise(abort, '{NO_OPERATION}')))"
    );
    let old = table.as_json("old");
    let differs: Vec<_> = table
        .columns
        .iter()
        .map(|(column, _)| format!("old.{column} is not new.{column}"))
        .collect();
    let differs = differs.join(" or ");
    format!(
        "drop trigger if exists history_{name}_insert;
        drop trigger if exists history_{name}_update;
        drop trigger if exists history_{name}_id;
        drop trigger if exists history_{name}_delete;
        create trigger history_{name}_insert after insert on {name} begin
          insert into change (operation, noun, row, old) values ({operation}, '{name}', new.id, null);
        end;
        create trigger history_{name}_id before update of id on {name} when old.id is not new.id begin
          select raise(abort, 'an id never changes');
        end;
        create trigger history_{name}_update after update on {name} when {differs} begin
          insert into change (operation, noun, row, old) values ({operation}, '{name}', old.id, {old});
        end;
        create trigger history_{name}_delete after delete on {name} begin
          insert into change (operation, noun, row, old) values ({operation}, '{name}', old.id, {old});
        end;"
    )
}
