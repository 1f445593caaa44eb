//! The tables of `docs/schema.md`, read from a study that was brought up to date just now. It
//! must not hold a fact about a table but what those are for that no study folder shows.

use gainsay::model::meanings;
use gainsay::model::table::Table;
use gainsay::model::tables::TABLES;
use gainsay::store::migrate::{STEPS, newest, upgrade};
use rusqlite::Connection;

/// What the tables are for that stand in no study folder.
const OTHERS: &[(&str, &str)] = &[
    (
        "operation",
        "One thing that a person did, and its link of the chain.",
    ),
    (
        "open_operation",
        "The operation that is open now; empty outside a write.",
    ),
    (
        "change",
        "Every change of a row, with the row as it was before, as JSON.",
    ),
    (
        "digest",
        "What each row was when an operation was done: a salted SHA-256.",
    ),
    (
        "derived_run",
        "What runs of the cross-check were given and counted.",
    ),
    (
        "derived_claim_cache",
        "The claims as they are computed with, and what was counted over them, kept for the next run.",
    ),
    (
        "this_copy",
        "This copy of the study: its id and its default actor.",
    ),
    (
        "transcript",
        "The text of an interview, original or translation.",
    ),
    (
        "text_version",
        "A version of a transcript. It never changes.",
    ),
    (
        "replacement",
        "One of the disjoint replacements that made a version from the one before.",
    ),
    (
        "fired_word",
        "A word of a text for which a coding was proposed.",
    ),
];

/// Tables, views and triggers of the newest format.
pub fn reference() -> String {
    let connection = Connection::open_in_memory().unwrap();
    upgrade(&connection, STEPS).unwrap();
    let mut text = format!("Format {}.\n\n## Tables\n", newest(STEPS));
    for name in names(&connection, "table") {
        text.push_str(&table(&connection, &name));
    }
    text.push_str("\n## Views\n\nKeys in place of ids, columns as in the study folder.\n\n");
    text.push_str("| view | columns |\n|---|---|\n");
    for name in names(&connection, "view") {
        let columns: Vec<_> = columns(&connection, &name)
            .into_iter()
            .map(|column| format!("`{}`", column.name))
            .collect();
        text.push_str(&format!("| `{name}` | {} |\n", columns.join(", ")));
    }
    text
}

fn names(connection: &Connection, kind: &str) -> Vec<String> {
    let mut statement = connection
        .prepare("select name from sqlite_schema where type = ?1 and name not like 'sqlite%' order by name")
        .unwrap();
    let found = statement.query_map([kind], |row| row.get(0)).unwrap();
    found.map(Result::unwrap).collect()
}

struct Column {
    name: String,
    kind: String,
    is_needed: bool,
    is_key: bool,
}

fn columns(connection: &Connection, table: &str) -> Vec<Column> {
    let mut statement = connection
        .prepare("select name, type, \"notnull\", pk from pragma_table_info(?1) order by cid")
        .unwrap();
    let found = statement.query_map([table], |row| {
        Ok(Column {
            name: row.get(0)?,
            kind: row.get(1)?,
            is_needed: row.get(2)?,
            is_key: row.get::<_, i64>(3)? > 0,
        })
    });
    found.unwrap().map(Result::unwrap).collect()
}

fn parents(connection: &Connection, table: &str) -> Vec<(String, String)> {
    let mut statement = connection
        .prepare("select \"from\", \"table\" from pragma_foreign_key_list(?1)")
        .unwrap();
    let found = statement.query_map([table], |row| Ok((row.get(0)?, row.get(1)?)));
    found.unwrap().map(Result::unwrap).collect()
}

fn table(connection: &Connection, name: &str) -> String {
    let described = TABLES.iter().find(|table| table.name == name);
    let mut text = format!("\n### `{name}`\n\n{}\n\n", purpose(name, described));
    text.push_str("| column | type | points at | in the folder |\n|---|---|---|---|\n");
    let parents = parents(connection, name);
    for column in columns(connection, name) {
        let parent = parents.iter().find(|(from, _)| *from == column.name);
        let needed = match (column.is_key, column.is_needed) {
            (true, _) => ", key",
            (false, true) => ", needed",
            (false, false) => "",
        };
        text.push_str(&format!(
            "| `{}` | {}{needed} | {} | {} |\n",
            column.name,
            column.kind.to_lowercase(),
            parent.map_or_else(String::new, |(_, table)| format!("`{table}`")),
            in_the_folder(described, &column.name)
        ));
    }
    text
}

fn purpose(name: &str, described: Option<&Table>) -> String {
    if let Some(table) = described {
        return meanings::of_table(table).to_owned();
    }
    if let Some((_, purpose)) = OTHERS.iter().find(|(other, _)| *other == name) {
        return (*purpose).to_owned();
    }
    let owner = TABLES
        .iter()
        .find(|table| name.starts_with(&format!("{}_", table.name)));
    let owner = owner.unwrap_or_else(|| panic!("say in tests/docs/schema.rs what {name} is for"));
    let of = &name[owner.name.len() + 1..];
    match of {
        "attribute" => format!("The columns `attr.NAME` of a `{}`.", owner.name),
        _ => format!("The list `{of}` of a `{}`, an item a row.", owner.name),
    }
}

fn in_the_folder(described: Option<&Table>, name: &str) -> String {
    let column = described.and_then(|table| table.columns.iter().find(|column| column.sql == name));
    column.map_or_else(String::new, |column| format!("`{}`", column.name))
}
