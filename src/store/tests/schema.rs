//! The schema against the description of the tables: a column that one has and the other has not
//! would be lost without a word.

use super::*;
use crate::model::table::{Anchor, Column, Kind, Table};
use crate::model::tables::TABLES;
use crate::store::row_cells::sql_columns;

/// Name, type, whether it must be filled.
type SqlColumn = (String, String, bool);

fn columns_of(study: &Fixture, table: &str) -> Vec<SqlColumn> {
    let mut statement = study
        .store
        .connection
        .prepare("select name, type, \"notnull\" from pragma_table_info(?1) order by cid")
        .unwrap();
    statement
        .query_map([table], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap()
}

/// What a column of the description looks like in the store.
fn wanted(column: &Column) -> Vec<SqlColumn> {
    let named =
        |name: &str, kind: &str, required: bool| (name.to_owned(), kind.to_owned(), required);
    let (sql, required) = (column.sql, column.required);
    let mut columns = match column.kind {
        Kind::Transcript(_) | Kind::References(_) | Kind::ReferencesOrTexts(_) => Vec::new(),
        Kind::Integer(_) | Kind::Passage(Anchor::Start | Anchor::End) => {
            vec![named(sql, "INTEGER", required)]
        }
        Kind::Decimal => vec![named(sql, "REAL", required)],
        Kind::Reference(_) => vec![named(sql, "BLOB", required)],
        Kind::ReferenceOrText(_) => vec![
            named(sql, "BLOB", false),
            named(&format!("{sql}_text"), "TEXT", false),
        ],
        Kind::Either(_) | Kind::About => vec![
            named(&format!("{sql}_noun"), "TEXT", required),
            named(sql, "BLOB", required),
        ],
        Kind::Passage(Anchor::Text) => {
            vec![named(sql, "TEXT", false), named("version", "BLOB", false)]
        }
        Kind::Passage(Anchor::Quote) => ["quote", "context_before", "context_after"]
            .map(|name| named(name, "TEXT", false))
            .to_vec(),
        _ => vec![named(sql, "TEXT", required)],
    };
    if column.may_be_unsure && matches!(column.kind, Kind::Reference(_) | Kind::ReferenceOrText(_))
    {
        columns.push(named(&format!("{sql}_unsure"), "INTEGER", true));
    }
    columns
}

#[test]
fn the_columns_of_the_store_are_those_of_the_description() {
    let study = Fixture::plain();
    for table in TABLES {
        let mut expected = vec![("id".to_owned(), "BLOB".to_owned(), true)];
        expected.extend(table.columns.iter().flat_map(wanted));
        if table.is_anchored() {
            expected.push(("said".to_owned(), "INTEGER".to_owned(), true));
        }
        // A later step puts its columns at the end, wherever the folder has them.
        let sorted = |columns: &[SqlColumn]| {
            let mut sorted = columns.to_vec();
            sorted.sort();
            sorted
        };
        let found = columns_of(&study, table.name);
        assert_eq!(sorted(&found), sorted(&expected), "{}", table.name);
        let written: Vec<_> = expected
            .iter()
            .skip(1)
            .map(|(name, ..)| name.clone())
            .collect();
        assert_eq!(sql_columns(table), written, "{}", table.name);
    }
}

#[test]
fn the_views_have_the_columns_of_the_folder_in_their_order() {
    let study = Fixture::plain();
    for table in TABLES {
        let seen: Vec<_> = columns_of(&study, table.plural)
            .into_iter()
            .map(|(name, ..)| name)
            .collect();
        let expected: Vec<_> = table.columns.iter().map(|column| column.name).collect();
        assert_eq!(seen, expected, "{}", table.plural);
    }
}

#[test]
fn every_kept_table_is_described_or_belongs_to_one_that_is() {
    let study = Fixture::plain();
    let of_texts = ["transcript", "text_version", "replacement", "fired_word"];
    let mut known: Vec<String> = of_texts.map(str::to_owned).to_vec();
    for table in TABLES {
        known.push(table.name.to_owned());
        known.extend(
            table
                .columns
                .iter()
                .filter(|column| column.is_linked())
                .map(|column| format!("{}_{}", table.name, column.sql)),
        );
        if table.has_attributes {
            known.push(format!("{}_attribute", table.name));
        }
    }
    let mut kept: Vec<_> = study
        .store
        .kept
        .iter()
        .map(|table| table.name.clone())
        .collect();
    known.sort();
    kept.sort();
    assert_eq!(kept, known);
}

#[test]
fn a_list_of_rows_or_words_has_the_columns_that_the_writer_fills() {
    let study = Fixture::plain();
    for table in TABLES {
        for column in table.columns.iter().filter(|column| column.is_linked()) {
            let name = format!("{}_{}", table.name, column.sql);
            let has: Vec<_> = columns_of(&study, &name)
                .into_iter()
                .map(|(name, ..)| name)
                .collect();
            let wanted: &[&str] = match column.kind {
                Kind::ReferencesOrTexts(_) => {
                    &["id", "owner", "position", "target", "target_text", "unsure"]
                }
                _ => &["id", "owner", "position", "target", "unsure"],
            };
            assert_eq!(has, wanted, "{name}");
        }
    }
}

#[test]
fn words_of_a_column_are_those_of_its_check_and_no_others() {
    let study = Fixture::plain();
    for table in TABLES {
        for column in table.columns {
            let words: &[&str] = match column.kind {
                Kind::Word(words) => words,
                Kind::Passage(Anchor::Text) => &["original", "translation"],
                Kind::Passage(Anchor::State) => &["orphan"],
                _ => continue,
            };
            let checked = checked_words(&study, table, column.sql);
            assert_eq!(checked, words, "{}.{}", table.name, column.sql);
        }
    }
}

/// The words in `check (COLUMN in ('a', 'b'))` or `check (COLUMN = 'a' or COLUMN = 'b' …)` of
/// a table: three and more are written the second way.
fn checked_words(study: &Fixture, table: &Table, column: &str) -> Vec<String> {
    let sql = study.one(&format!(
        "select sql from sqlite_schema where name = '{}'",
        table.name
    ));
    let heads = [column.to_owned(), format!("rtrim({column}, '?')")];
    let check = heads
        .iter()
        .flat_map(|head| [format!("check ({head} in ("), format!("check ({head} = ")])
        .find_map(|head| sql.find(&head).map(|at| at + head.len() - 1))
        .unwrap_or_else(|| panic!("{}.{column} has no check", table.name));
    let line = sql[check..].lines().next().unwrap_or_default();
    let parts = line.split('\'').enumerate();
    let quoted = parts
        .filter(|(at, _)| at % 2 == 1)
        .map(|(_, word)| word.to_owned());
    quoted.filter(|word| word != "?").collect()
}

#[test]
fn a_word_that_is_none_is_refused_by_the_schema_too() {
    let study = Fixture::plain();
    let rows = [
        format!(
            "insert into topic (id, key, statement, kind) values ({}, 't', 's', 'opinion')",
            id(1)
        ),
        format!(
            "insert into interview (id, key, held_on, mode) values ({}, 'i', '2021', 'letter')",
            id(1)
        ),
        "insert into coder (id, key) values (x'01', 'short id')".to_owned(),
        format!(
            "insert into place (id, key, children) values ({}, 'p', 'some')",
            id(1)
        ),
    ];
    for sql in rows {
        assert!(
            matches!(study.act("added", &sql), Err(StoreError::Rule(_))),
            "{sql}"
        );
    }
}

#[test]
fn references_name_rows_of_the_described_noun() {
    let study = Fixture::plain();
    for table in TABLES {
        for column in table.columns {
            let (name, from, noun) = match column.kind {
                Kind::Reference(noun) | Kind::ReferenceOrText(noun) => {
                    (table.name.to_owned(), column.sql, noun)
                }
                Kind::References(noun) | Kind::ReferencesOrTexts(noun) => {
                    (format!("{}_{}", table.name, column.sql), "target", noun)
                }
                _ => continue,
            };
            let target = study.one(&format!("select max(\"table\") from pragma_foreign_key_list('{name}') where \"from\" = '{from}'"));
            assert_eq!(
                target,
                crate::model::tables::table(noun).name,
                "{name}.{from}"
            );
        }
    }
    let keys_now = study.one("select count(*) from sqlite_schema as s where type = 'table' and sql like '%references%' and sql not like '%deferrable initially deferred%' and name not in ('operation', 'open_operation', 'change', 'digest')");
    assert_eq!(
        keys_now, "0",
        "a foreign key that is not deferred stops an undo"
    );
}
