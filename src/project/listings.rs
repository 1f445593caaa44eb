//! Results as listings: which columns a result has, and its cells. Terminal, JSON, CSV and
//! the tidy bundle all show these, so a column means the same wherever it stands. Names of
//! columns may only grow: others rely on them (`docs/cli.md`).

use super::cross_check::JudgedRow;
use crate::method::settings::Settings;
use crate::model::cell::items;
use crate::model::table::TextKind;
use crate::report::{Cell, Column, Head};
use crate::store::codings::CodingRow;

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
pub fn finding_head() -> Head {
    Head::new(
        "finding-list",
        vec![
            Column::id("finding"),
            Column::new("claim_a"),
            Column::new("claim_b"),
            Column::new("topic_a").aside(),
            Column::new("topic_b").aside(),
            Column::new("kind").spare(3),
            Column::new("marks").aside(),
            Column::new("verdict"),
            Column::new("why").spare(1),
            Column::new("explanations").aside(),
            Column::new("severity"),
            Column::number("gap").rounded(2).aside(),
            Column::number("shared_time").rounded(2).aside(),
            Column::new("certainty").spare(4),
            Column::new("source_a").spare(5),
            Column::new("source_b").spare(5),
            Column::new("side_a").aside(),
            Column::new("side_b").aside(),
            Column::new("stated_on_a").aside(),
            Column::new("stated_on_b").aside(),
            Column::new("independent").aside(),
            Column::new("status").spare(2),
            Column::quote("reason"),
            Column::new("interest_a").aside(),
            Column::new("interest_b").aside(),
        ],
    )
}

/// The cells of a finding, in the order of [`finding_head`].
pub fn finding_cells(judged: JudgedRow) -> Vec<Cell> {
    let JudgedRow { row, status } = judged;
    vec![
        Cell::text(row.finding),
        Cell::text(row.claim_a),
        Cell::text(row.claim_b),
        Cell::text(row.topic_a),
        Cell::text(row.topic_b),
        Cell::text(row.kind),
        items_of(&row.marks),
        Cell::text(row.verdict.as_str()),
        Cell::text(row.why),
        items_of(&row.explanations),
        Cell::text(row.severity),
        Cell::maybe(row.gap),
        row.shared_time.into(),
        Cell::text(row.certainty.as_str()),
        Cell::text(row.source_a),
        Cell::text(row.source_b),
        Cell::text(row.side_a),
        Cell::text(row.side_b),
        Cell::text(row.stated_on_a),
        Cell::text(row.stated_on_b),
        Cell::text(row.independent.as_str()),
        Cell::text(status),
        Cell::text(row.reason),
        Cell::text(row.interest_a.as_str()),
        Cell::text(row.interest_b.as_str()),
    ]
}

/// A list that is written with `;` between its items.
fn items_of(list: &str) -> Cell {
    Cell::List(items(list).map(str::to_owned).collect())
}

/// The columns of codings: the id, those that papers rely on ([`PAPER_COLUMNS`] of them), and
/// what came later.
pub fn coding_head() -> Head {
    Head::new(
        "coding-list",
        vec![
            Column::id("coding"),
            Column::new("interview"),
            Column::new("source").aside(),
            Column::new("group").aside(),
            Column::new("side").aside(),
            Column::new("date").aside(),
            Column::new("code"),
            Column::new("code_path").aside(),
            Column::new("coder").aside(),
            Column::new("origin"),
            Column::new("status"),
            Column::number("start"),
            Column::number("end"),
            Column::quote("quote"),
            Column::quote("memo").aside(),
            Column::new("text").aside(),
            Column::new("fired").aside(),
            Column::new("anchor").aside(),
            Column::new("example").aside(),
        ],
    )
}

/// The cells of a coding, in the order of [`coding_head`]. Its id is shown by its random end:
/// the front would tell when the row was made.
pub fn coding_cells(row: CodingRow, code_path: &str) -> Vec<Cell> {
    let fired = fired_words(&row);
    let text = match row.text.as_str() {
        "" => TextKind::Original.as_str().to_owned(),
        _ => row.text,
    };
    let origin = row
        .rule
        .as_ref()
        .map_or_else(|| "hand".to_owned(), |rule| format!("rule:{rule}"));
    vec![
        Cell::text(row.id.short()),
        Cell::text(row.interview),
        Cell::text(row.source),
        Cell::text(row.group),
        Cell::text(row.side),
        Cell::text(row.date),
        Cell::text(row.code),
        Cell::text(code_path.to_owned()),
        Cell::text(row.coder),
        Cell::text(origin),
        Cell::text(row.status),
        Cell::maybe(row.span_cp.map(|(start_cp, _)| start_cp)),
        Cell::maybe(row.span_cp.map(|(_, end_cp)| end_cp)),
        Cell::text(row.quote),
        Cell::text(row.memo),
        Cell::text(text),
        Cell::text(fired),
        Cell::text(row.anchor),
        Cell::text(if row.is_example { "yes" } else { "" }),
    ]
}

/// The words for which a rule proposed a coding, taken from its quote.
fn fired_words(row: &CodingRow) -> String {
    let Some((start_cp, _)) = row.span_cp else {
        return String::new();
    };
    let word = |(from_cp, to_cp): &(i64, i64)| -> String {
        let skip = usize::try_from(from_cp - start_cp).unwrap_or(usize::MAX);
        let take = usize::try_from(to_cp - from_cp).unwrap_or_default();
        row.quote.chars().skip(skip).take(take).collect()
    };
    row.fired.iter().map(word).collect::<Vec<_>>().join("; ")
}
