//! The cells of a row as the columns of its table in the store hold them: some columns of the folder
//! are kept as two or three. It must not write anything. A stranger would look here for lists and
//! attributes: they are rows of tables of their own (`rows.rs`).

use super::rows::{NewRow, PlacedPassage, target_and_words};
use crate::model::table::{Anchor, Column, Kind, Table, Value};
use crate::model::tables;
use rusqlite::types::{ToSqlOutput, ValueRef};

/// The columns of the store's table behind `id`, in the order of `flat`.
pub fn sql_columns(table: &Table) -> Vec<String> {
    let mut names = Vec::new();
    for column in table.columns {
        let sql = column.sql;
        match column.kind {
            Kind::Transcript(_) => {}
            Kind::References(_) | Kind::ReferencesOrTexts(_) => {}
            Kind::Either(_) | Kind::About => names.extend([format!("{sql}_noun"), sql.to_owned()]),
            Kind::ReferenceOrText(_) => names.extend([sql.to_owned(), format!("{sql}_text")]),
            Kind::Passage(Anchor::Text) => {
                names.extend(["text_kind".to_owned(), "version".to_owned()])
            }
            Kind::Passage(Anchor::Quote) => {
                names.extend(["quote", "context_before", "context_after"].map(str::to_owned));
            }
            _ => names.push(sql.to_owned()),
        }
        if column.may_be_unsure
            && matches!(column.kind, Kind::Reference(_) | Kind::ReferenceOrText(_))
        {
            names.push(format!("{sql}_unsure"));
        }
    }
    if table.is_anchored() {
        names.push("said".to_owned());
    }
    names
}

/// Whether a cell says nothing.
pub(super) fn is_null(cell: &ToSqlOutput<'_>) -> bool {
    matches!(cell, ToSqlOutput::Borrowed(ValueRef::Null))
}

/// The cells of a row in the order of [`sql_columns`], the id first.
pub(super) fn flat<'a>(table: &Table, row: &'a NewRow<'_>) -> Vec<ToSqlOutput<'a>> {
    let mut cells = cells_for(table);
    cells.push(blob(row.id.as_bytes()));
    put_said(&mut cells, (table, row.values, row.passage));
    cells
}

/// The cells behind the id.
pub(super) fn said_cells<'a>(
    table: &Table,
    values: &'a [Value],
    passage: Option<&'a PlacedPassage>,
) -> Vec<ToSqlOutput<'a>> {
    let mut cells = cells_for(table);
    put_said(&mut cells, (table, values, passage));
    cells
}

/// Room for the cells of a row: some columns are kept as two or three.
fn cells_for<'a>(table: &Table) -> Vec<ToSqlOutput<'a>> {
    Vec::with_capacity(2 * table.columns.len() + 4)
}

fn put_said<'a>(
    cells: &mut Vec<ToSqlOutput<'a>>,
    (table, values, passage): (&Table, &'a [Value], Option<&'a PlacedPassage>),
) {
    for (column, value) in table.columns.iter().zip(values) {
        put_cell(cells, column, value, passage);
    }
    if table.is_anchored() {
        cells.push(integer(
            passage.map_or(0, |passage| i64::from(passage.said)),
        ));
    }
}

fn put_cell<'a>(
    cells: &mut Vec<ToSqlOutput<'a>>,
    column: &Column,
    value: &'a Value,
    passage: Option<&'a PlacedPassage>,
) {
    match column.kind {
        Kind::Transcript(_) | Kind::References(_) | Kind::ReferencesOrTexts(_) => {}
        Kind::Passage(part) => put_passage(cells, part, passage),
        Kind::Either(_) | Kind::About => match value {
            Value::About(noun, id) => {
                cells.extend([words(tables::table(*noun).name), blob(id.as_bytes())])
            }
            _ => cells.extend([null(), null()]),
        },
        Kind::Reference(_) | Kind::ReferenceOrText(_) => put_reference(cells, column, value),
        _ => cells.push(match value {
            Value::Text(text) => words(text),
            Value::Integer(number) => integer(*number),
            Value::Real(number) => ToSqlOutput::Borrowed(ValueRef::Real(*number)),
            _ => null(),
        }),
    }
}

fn put_reference<'a>(cells: &mut Vec<ToSqlOutput<'a>>, column: &Column, value: &'a Value) {
    let reference = match value {
        Value::Reference(reference) => Some(reference),
        _ => None,
    };
    let (target, text) = reference.map_or((None, None), target_and_words);
    cells.push(target.map_or_else(null, |id| blob(id)));
    if matches!(column.kind, Kind::ReferenceOrText(_)) {
        cells.push(text.map_or_else(null, words));
    }
    if column.may_be_unsure {
        cells.push(integer(i64::from(
            reference.is_some_and(|reference| reference.unsure),
        )));
    }
}

fn put_passage<'a>(
    cells: &mut Vec<ToSqlOutput<'a>>,
    part: Anchor,
    passage: Option<&'a PlacedPassage>,
) {
    let span = passage.and_then(|passage| passage.span_cp);
    match part {
        Anchor::Text => {
            cells.push(
                passage
                    .and_then(|passage| passage.text)
                    .map_or_else(null, |kind| words(kind.as_str())),
            );
            let version = passage.and_then(|passage| passage.version.as_ref());
            cells.push(version.map_or_else(null, |id| blob(id.as_bytes())));
        }
        Anchor::Start => cells.push(span.map_or_else(null, |(start_cp, _)| integer(start_cp))),
        Anchor::End => cells.push(span.map_or_else(null, |(_, end_cp)| integer(end_cp))),
        Anchor::Quote => {
            cells.push(
                passage
                    .and_then(|passage| passage.quote.as_deref())
                    .map_or_else(null, words),
            );
            let context = passage.and_then(|passage| passage.context.as_ref());
            cells.push(context.map_or_else(null, |(before, _)| words(before)));
            cells.push(context.map_or_else(null, |(_, after)| words(after)));
        }
        Anchor::State => {
            cells.push(if passage.is_some_and(|passage| passage.is_orphan) {
                words("orphan")
            } else {
                null()
            });
        }
    }
}

fn null<'a>() -> ToSqlOutput<'a> {
    ToSqlOutput::Borrowed(ValueRef::Null)
}

fn words(text: &str) -> ToSqlOutput<'_> {
    ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes()))
}

fn blob(bytes: &[u8; 16]) -> ToSqlOutput<'_> {
    ToSqlOutput::Borrowed(ValueRef::Blob(bytes))
}

fn integer<'a>(number: i64) -> ToSqlOutput<'a> {
    ToSqlOutput::Borrowed(ValueRef::Integer(number))
}
