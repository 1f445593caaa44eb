//! Results as listings: which columns a result has, and its cells. Terminal, JSON, CSV and
//! the tidy bundle all show these, so a column means the same wherever it stands. Names of
//! columns may only grow: others rely on them (`docs/cli.md`).

use super::cross_check::JudgedRow;
use super::proposal_life::origin_of;
use crate::method::settings::Settings;
use crate::model::cell::items;
use crate::model::text_index::{Span, TextIndex};
use crate::report::{Cell, Column, Head, Schema, excerpt, schema};
use crate::store::codings::{CodingRow, FiredPlace};
use std::borrow::Cow;
use std::mem::take;

/// How many columns of codings papers rely on, behind the id.
pub const PAPER_COLUMNS: usize = 14;

/// The settings of a run beside its result: `name=value` each.
pub fn settings_cell(settings: &Settings) -> Cell {
    let named = settings.named().into_iter();
    Cell::List(
        named
            .map(|(name, value)| format!("{name}={value}"))
            .collect(),
    )
}

/// The columns of findings, one row a pair.
const FINDINGS: Schema<JudgedRow> = schema!("finding-list", |one| {
    Column::id("finding") => Cell::text(take(&mut one.row.finding)),
    Column::new("claim_a") => Cell::text(take(&mut one.row.claim_a)),
    Column::new("claim_b") => Cell::text(take(&mut one.row.claim_b)),
    Column::new("topic_a").aside() => Cell::text(take(&mut one.row.topic_a)),
    Column::new("topic_b").aside() => Cell::text(take(&mut one.row.topic_b)),
    Column::new("kind").spare(3) => Cell::text(take(&mut one.row.kind)),
    Column::new("marks").aside() => items_of(&one.row.marks),
    Column::new("verdict") => Cell::text(one.row.verdict.as_str()),
    Column::new("why").spare(1) => Cell::text(take(&mut one.row.why)),
    Column::new("explanations").aside() => items_of(&one.row.explanations),
    Column::new("severity") => Cell::text(take(&mut one.row.severity)),
    Column::number("gap").rounded(2).aside() => Cell::maybe(one.row.gap),
    Column::number("shared_time").rounded(2).aside() => one.row.shared_time.into(),
    Column::new("certainty").spare(4) => Cell::text(one.row.certainty.as_str()),
    Column::new("source_a").spare(5) => Cell::text(take(&mut one.row.source_a)),
    Column::new("source_b").spare(5) => Cell::text(take(&mut one.row.source_b)),
    Column::new("side_a").aside() => Cell::text(take(&mut one.row.side_a)),
    Column::new("side_b").aside() => Cell::text(take(&mut one.row.side_b)),
    Column::new("stated_on_a").aside() => Cell::text(take(&mut one.row.stated_on_a)),
    Column::new("stated_on_b").aside() => Cell::text(take(&mut one.row.stated_on_b)),
    Column::new("independent").aside() => Cell::text(one.row.independent.as_str()),
    Column::new("status").spare(2) => Cell::text(take(&mut one.status)),
    Column::quote("reason") => Cell::text(take(&mut one.row.reason)),
    Column::new("interest_a").aside() => Cell::text(one.row.interest_a.as_str()),
    Column::new("interest_b").aside() => Cell::text(one.row.interest_b.as_str()),
});

/// The columns of findings.
pub fn finding_head() -> Head {
    FINDINGS.head()
}

/// The cells of a finding, in the order of [`finding_head`].
pub fn finding_cells(judged: JudgedRow) -> Vec<Cell> {
    FINDINGS.cells(judged)
}

/// A list that is written with `;` between its items.
fn items_of(list: &str) -> Cell {
    Cell::List(items(list).map(str::to_owned).collect())
}

/// The columns of codings, each with the path of its code: the id, those that papers rely on
/// ([`PAPER_COLUMNS`] of them), and what came later. The id is shown by its random end: the front
/// would tell when the row was made. The quote stays, for the words it was proposed for are in it.
const CODINGS: Schema<(CodingRow, String)> = schema!("coding-list", |one| {
    Column::id("coding") => Cell::text(one.0.id.short()),
    Column::new("interview") => Cell::text(take(&mut one.0.interview)),
    Column::new("source").aside() => Cell::text(take(&mut one.0.source)),
    Column::new("group").aside() => Cell::text(take(&mut one.0.group)),
    Column::new("side").aside() => Cell::text(take(&mut one.0.side)),
    Column::new("date").aside() => Cell::text(take(&mut one.0.date)),
    Column::new("code") => Cell::text(take(&mut one.0.code)),
    Column::new("code_path").aside() => Cell::text(take(&mut one.1)),
    Column::new("coder").aside() => Cell::text(take(&mut one.0.coder)),
    Column::new("origin") => Cell::text(origin_of(&one.0)),
    Column::new("status") => Cell::text(take(&mut one.0.status)),
    Column::number("start") => Cell::maybe(one.0.span_cp.map(|(start_cp, _)| start_cp)),
    Column::number("end") => Cell::maybe(one.0.span_cp.map(|(_, end_cp)| end_cp)),
    Column::quote("quote") => Cell::text(one.0.quote.clone()),
    Column::quote("memo").aside() => Cell::text(take(&mut one.0.memo)),
    Column::new("text").aside() => Cell::text(one.0.text_kind().as_str()),
    Column::new("fired").aside() => Cell::text(fired_list(&one.0).join("; ")),
    Column::new("anchor").aside() => Cell::text(take(&mut one.0.anchor)),
    Column::new("example").aside() => Cell::text(if one.0.is_example { "yes" } else { "" }),
    Column::number("probability").rounded(2).spare(1) => Cell::maybe(one.0.probability),
});

/// The columns of codings.
pub fn coding_head() -> Head {
    CODINGS.head()
}

/// The cells of a coding, in the order of [`coding_head`].
pub fn coding_cells(row: CodingRow, code_path: &str) -> Vec<Cell> {
    CODINGS.cells((row, code_path.to_owned()))
}

/// The words for which a coding was proposed, taken from its quote; in brackets those of the question before it.
pub fn fired_list(row: &CodingRow) -> Vec<String> {
    let Some((start_cp, _)) = row.span_cp.filter(|_| !row.fired.is_empty()) else {
        return Vec::new();
    };
    // A quote may be long and hold many words: none is counted to from its beginning.
    let index = TextIndex::new(&row.quote);
    let word = |place: &FiredPlace| -> String {
        if let Some(word) = &place.outside {
            return format!("[{word}]");
        }
        let inside = span_within(place, start_cp);
        let word = inside.and_then(|span| index.slice(&row.quote, span));
        word.unwrap_or_default().to_owned()
    };
    row.fired.iter().map(word).collect()
}

/// Where a word stands in its passage.
fn span_within(place: &FiredPlace, start_cp: i64) -> Option<Span> {
    let (from_cp, to_cp) = place.span_cp;
    Some(Span {
        start_cp: usize::try_from(from_cp - start_cp).ok()?,
        end_cp: usize::try_from(to_cp - start_cp).ok()?,
    })
}

/// The quote of a coding as a list shows it to eyes: of a long one what stands around the first word for which it was
/// proposed.
pub fn quote_for_eyes(row: &CodingRow) -> Cow<'_, str> {
    let inside = |place: &&FiredPlace| place.outside.is_none();
    let first = row.fired.iter().find(inside).zip(row.span_cp);
    let span = first.and_then(|(place, (start_cp, _))| span_within(place, start_cp));
    excerpt(
        &row.quote,
        span.map_or(0..0, |span| span.start_cp..span.end_cp),
    )
}

/// The cells of a coding in a list for eyes, in the order of [`coding_head`].
pub fn coding_cells_for_eyes(row: CodingRow, code_path: &str) -> Vec<Cell> {
    let quote = quote_for_eyes(&row).into_owned();
    let mut cells = coding_cells(row, code_path);
    let names = CODINGS.head().columns.into_iter().map(|column| column.name);
    for (cell, _) in cells
        .iter_mut()
        .zip(names)
        .filter(|(_, name)| name == "quote")
    {
        *cell = Cell::text(quote.clone());
    }
    cells
}
