//! Cells that name rows: one or several, for certain or with `?`, of one kind or of any.
//!
//! It knows keys, not what the rows say. What a stranger would get wrong: a name that no row has is
//! refused in one column and taken for words in another; the kind of the column says which.

use super::{Cell, CellFault, full_items};
use crate::model::key_book::KeyBook;
use crate::model::table::{Column, Kind, Noun, Reference, Target, Value};
use crate::model::tables::{self, TABLES};

/// `KEY:word;KEY:word`: the rows are named, not pointed at, for what the words say hangs on them.
pub(super) fn read_tagged(
    text: &str,
    noun: Noun,
    words: &[&str],
    keys: &KeyBook,
) -> Result<Cell, CellFault> {
    let read = |item: &str| {
        let parts = item
            .rsplit_once(':')
            .map(|(key, word)| (key.trim(), word.trim()));
        let (key, word) = parts
            .filter(|(_, word)| words.contains(word))
            .ok_or_else(|| {
                let right: Vec<_> = words.iter().map(|word| format!("KEY:{word}")).collect();
                CellFault::new(
                    format!("does not say how it stands to which {}", noun_name(noun)),
                    format!("a list of {}", right.join(" and ")),
                )
            })?;
        row(noun, key, keys)?;
        Ok(format!("{key}:{word}"))
    };
    let items = full_items(text)?.into_iter().map(read);
    Ok(Cell::text(
        items.collect::<Result<Vec<_>, CellFault>>()?.join(";"),
    ))
}

/// Takes a `?` off where the column allows one.
fn sure_part<'t>(column: &Column, text: &'t str) -> (&'t str, bool) {
    match text.strip_suffix('?') {
        Some(bare) if column.may_be_unsure => (bare.trim_end(), true),
        _ => (text, false),
    }
}

fn written(bare: &str, unsure: bool) -> String {
    if unsure {
        format!("{bare}?")
    } else {
        bare.to_owned()
    }
}

fn row(noun: Noun, key: &str, keys: &KeyBook) -> Result<Target, CellFault> {
    keys.find(noun, key)
        .map(Target::Row)
        .ok_or_else(|| unknown(noun, key, keys))
}

fn unknown(noun: Noun, key: &str, keys: &KeyBook) -> CellFault {
    let table = tables::table(noun);
    let name = noun_name(noun);
    let hint = keys
        .like(noun, key)
        .map_or(String::new(), |like| format!("did you mean {like}? else "));
    CellFault::new(
        format!("no {name} has this key"),
        format!("{hint}add the {name} to {}", table.file()),
    )
}

/// The word for a noun that people read.
pub fn noun_name(noun: Noun) -> &'static str {
    match noun {
        Noun::Group => "group",
        other => tables::table(other).name,
    }
}

pub(super) fn read_reference(
    column: &Column,
    text: &str,
    noun: Noun,
    keys: &KeyBook,
) -> Result<Cell, CellFault> {
    let (bare, unsure) = sure_part(column, text);
    let target = row(noun, bare, keys)?;
    Ok(Cell {
        value: Value::Reference(Reference { target, unsure }),
        canonical: Some(written(bare, unsure)),
    })
}

pub(super) fn read_reference_or_text(
    column: &Column,
    text: &str,
    noun: Noun,
    keys: &KeyBook,
) -> Cell {
    let (bare, unsure) = sure_part(column, text);
    let target = row_or_words(noun, bare, keys);
    Cell {
        value: Value::Reference(Reference { target, unsure }),
        canonical: Some(written(bare, unsure)),
    }
}

fn row_or_words(noun: Noun, text: &str, keys: &KeyBook) -> Target {
    keys.find(noun, text)
        .map_or_else(|| Target::Words(text.into()), Target::Row)
}

pub(super) fn read_references(
    column: &Column,
    text: &str,
    noun: Noun,
    keys: &KeyBook,
) -> Result<Cell, CellFault> {
    let mut references = Vec::new();
    let mut spelled = Vec::new();
    for item in full_items(text)? {
        let (bare, unsure) = sure_part(column, item);
        references.push(Reference {
            target: row(noun, bare, keys)?,
            unsure,
        });
        spelled.push(written(bare, unsure));
    }
    Ok(Cell {
        value: Value::References(references),
        canonical: Some(spelled.join(";")),
    })
}

pub(super) fn read_references_or_texts(
    text: &str,
    noun: Noun,
    keys: &KeyBook,
) -> Result<Cell, CellFault> {
    let spelled = full_items(text)?;
    let references = spelled
        .iter()
        .map(|item| Reference {
            target: row_or_words(noun, item, keys),
            unsure: false,
        })
        .collect();
    Ok(Cell {
        value: Value::References(references),
        canonical: Some(spelled.join(";")),
    })
}

pub(super) fn read_either(text: &str, nouns: &[Noun], keys: &KeyBook) -> Result<Cell, CellFault> {
    let found = nouns
        .iter()
        .find_map(|noun| Some((*noun, keys.find(*noun, text)?)));
    let (noun, id) = found.ok_or_else(|| {
        let names: Vec<_> = nouns.iter().map(|noun| noun_name(*noun)).collect();
        CellFault::new(
            format!("no {} has this key", names.join(" or ")),
            "name one that is there",
        )
    })?;
    Ok(Cell {
        value: Value::About(noun, id),
        canonical: Some(text.to_owned()),
    })
}

pub(super) fn read_about(text: &str, keys: &KeyBook) -> Result<Cell, CellFault> {
    let remedy = "write the kind and the key, for example code:choking or claim:c12";
    let (kind, key) = text
        .split_once(':')
        .ok_or_else(|| CellFault::new("names no kind", remedy))?;
    let noun = TABLES
        .iter()
        .filter(|table| {
            table
                .key_column()
                .is_some_and(|column| column.kind == Kind::Key)
        })
        .find(|table| noun_name(table.noun) == kind)
        .map(|table| table.noun)
        .ok_or_else(|| CellFault::new("names an unknown kind", remedy))?;
    let id = keys
        .find(noun, key)
        .ok_or_else(|| unknown(noun, key, keys))?;
    Ok(Cell {
        value: Value::About(noun, id),
        canonical: Some(text.to_owned()),
    })
}
