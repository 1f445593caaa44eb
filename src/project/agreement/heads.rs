//! The columns of the views of agreement and their cells.
//!
//! It knows names and order, which others rely on and which may only grow. What a stranger would get
//! wrong: a column that tables leave out stands in every data format.

use crate::method::agreement::{
    Edge, Interval, MatrixRow, Network, Proposition, Robustness, Stretch, TimelineRow, TrackRecord,
};
use crate::report::{Cell, Column, Head};

/// The columns of a summary of agreement, one row a question.
pub fn agreement_head() -> Head {
    Head::new(
        "agree-summary",
        vec![
            Column::new("topic").aside(),
            Column::new("population").aside(),
            Column::new("place"),
            Column::new("when"),
            Column::new("grade"),
            Column::number("claims").aside(),
            Column::number("sources_low").aside(),
            Column::number("sources_high").aside(),
            Column::new("sides").aside(),
            Column::number("researchers").aside(),
            Column::number("affirm"),
            Column::number("deny"),
            Column::number("doubt").aside(),
            Column::number("silent").aside(),
            Column::number("positions").aside(),
            Column::number("range_low").aside(),
            Column::number("range_high").aside(),
            Column::new("verification").aside(),
            Column::quote("wording"),
            Column::new("sources"),
            Column::number("first_hand").aside(),
            Column::new("stated").aside(),
            Column::new("interviews").aside(),
            Column::new("shared_interest").aside(),
            Column::new("by").aside(),
            Column::number("events_low").aside(),
            Column::number("events_high").aside(),
        ],
    )
}

pub(super) fn agreement_cells(row: Proposition) -> Vec<Cell> {
    vec![
        Cell::text(row.topic),
        Cell::text(row.population),
        Cell::text(row.place),
        Cell::text(row.when),
        Cell::text(row.grade),
        row.claims.into(),
        row.sources_low.into(),
        row.sources_high.into(),
        Cell::text(row.sides),
        row.researchers.into(),
        row.affirm.into(),
        row.deny.into(),
        row.doubt.into(),
        Cell::maybe(row.silent),
        row.positions.into(),
        Cell::maybe(row.range_low),
        Cell::maybe(row.range_high),
        Cell::text(row.verification),
        Cell::text(row.wording),
        Cell::text(row.sources),
        row.first_hand.into(),
        Cell::text(row.stated),
        Cell::text(row.interviews),
        Cell::Bool(row.is_of_shared_interest),
        Cell::text(row.by),
        Cell::maybe(row.events_low),
        Cell::maybe(row.events_high),
    ]
}

/// The columns of the convergence matrix in its long form, one row a cell.
pub fn matrix_head() -> Head {
    Head::new(
        "agree-matrix",
        vec![
            Column::new("topic"),
            Column::new("population").aside(),
            Column::new("column"),
            Column::new("cell"),
            Column::number("claims").aside(),
            Column::number("affirm"),
            Column::number("deny"),
            Column::number("doubt").aside(),
            Column::new("agrees_with").aside(),
            Column::new("contradicts").aside(),
            Column::new("silence"),
            Column::number("asked").aside(),
            Column::number("silent").aside(),
        ],
    )
}

pub(super) fn matrix_cells(row: MatrixRow) -> Vec<Cell> {
    vec![
        Cell::text(row.topic),
        Cell::text(row.population),
        Cell::text(row.column),
        Cell::text(row.cell.as_str()),
        row.claims.into(),
        row.affirm.into(),
        row.deny.into(),
        row.doubt.into(),
        Cell::List(row.agrees_with),
        Cell::List(row.contradicts),
        Cell::text(row.silence),
        Cell::maybe(row.asked),
        Cell::maybe(row.silent),
    ]
}

pub(super) fn timeline_head() -> Head {
    Head::new(
        "agree-timeline",
        vec![
            Column::new("topic").aside(),
            Column::new("by").aside(),
            Column::new("when"),
            Column::new("population").aside(),
            Column::new("place"),
            Column::new("source"),
            Column::new("stance").aside(),
            Column::new("value").aside(),
            Column::new("says"),
            Column::new("verdict"),
            Column::new("stated_on").aside(),
            Column::new("kind").aside(),
            Column::new("claim").aside(),
            Column::new("group").aside(),
            Column::new("side").aside(),
            Column::number("low").aside(),
            Column::number("high").aside(),
            Column::new("modality").aside(),
            Column::new("basis").aside(),
            Column::new("digit").aside(),
            Column::quote("quote"),
        ],
    )
}

pub(super) fn timeline_cells(row: TimelineRow, quote: String) -> Vec<Cell> {
    vec![
        Cell::text(row.topic),
        Cell::text(row.by),
        Cell::text(row.when),
        Cell::text(row.population),
        Cell::text(row.place),
        Cell::text(row.source),
        Cell::text(row.stance),
        Cell::text(row.value),
        Cell::text(row.says),
        Cell::text(row.verdict),
        Cell::text(row.stated_on),
        Cell::text(row.kind),
        Cell::text(row.claim),
        Cell::text(row.group),
        Cell::text(row.side),
        Cell::maybe(row.low),
        Cell::maybe(row.high),
        Cell::text(row.modality),
        Cell::text(row.basis),
        Cell::text(row.digit),
        Cell::text(quote),
    ]
}

pub(super) fn intervals_head() -> Head {
    Head::new(
        "agree-intervals",
        vec![
            Column::new("topic").aside(),
            Column::new("population").aside(),
            Column::new("place"),
            Column::new("when"),
            Column::number("position"),
            Column::number("of"),
            Column::number("low"),
            Column::number("high"),
            Column::new("modality").aside(),
            Column::new("sides").aside(),
            Column::new("by"),
            Column::new("claims").aside(),
            Column::new("also_fits").aside(),
        ],
    )
}

pub(super) fn interval_cells(row: Interval) -> Vec<Cell> {
    vec![
        Cell::text(row.topic),
        Cell::text(row.population),
        Cell::text(row.place),
        Cell::text(row.when),
        row.position.into(),
        row.of.into(),
        Cell::maybe(row.low),
        Cell::maybe(row.high),
        Cell::text(row.modality.as_str()),
        Cell::List(row.sides),
        Cell::List(row.by),
        Cell::List(row.claims),
        Cell::List(row.also_fits),
    ]
}

/// The columns of positions over time, one row a position and stretch of days.
pub fn positions_head() -> Head {
    Head::new(
        "agree-positions",
        vec![
            Column::new("topic").aside(),
            Column::new("population").aside(),
            Column::new("place"),
            Column::new("when"),
            Column::number("position").aside(),
            Column::number("of").aside(),
            Column::new("says"),
            Column::new("grade"),
            Column::new("sources"),
            Column::new("sides"),
            Column::new("stance").aside(),
            Column::new("modality").aside(),
            Column::number("low").aside(),
            Column::number("high").aside(),
            Column::number("sources_low").aside(),
            Column::number("sources_high").aside(),
            Column::new("by").aside(),
            Column::new("claims").aside(),
        ],
    )
}

pub(super) fn position_cells(row: Stretch) -> Vec<Cell> {
    vec![
        Cell::text(row.topic),
        Cell::text(row.population),
        Cell::text(row.place),
        Cell::text(row.when),
        row.position.into(),
        row.of.into(),
        Cell::text(row.says),
        Cell::text(row.grade),
        Cell::text(row.sources),
        Cell::List(row.sides),
        Cell::text(row.stance.as_str()),
        Cell::text(row.modality.as_str()),
        Cell::maybe(row.low),
        Cell::maybe(row.high),
        row.sources_low.into(),
        row.sources_high.into(),
        Cell::List(row.by),
        Cell::List(row.claims),
    ]
}

pub(super) fn network_head() -> Head {
    Head::new(
        "agree-network",
        vec![
            Column::new("source_a"),
            Column::new("source_b"),
            Column::new("strength"),
            Column::new("ties"),
            Column::number("pairs").aside(),
            Column::number("component"),
            Column::new("why").aside(),
        ],
    )
}

pub(super) fn edge_cells(edge: Edge) -> Vec<Cell> {
    let ties = edge.ties.into_iter().map(str::to_owned);
    vec![
        Cell::text(edge.source_a),
        Cell::text(edge.source_b),
        Cell::text(edge.strength),
        Cell::List(ties.collect()),
        edge.pairs.into(),
        Cell::maybe(edge.component),
        Cell::text(edge.why),
    ]
}

/// How many members of a component are named.
const NAMED_MEMBERS: usize = 8;

/// Says which sources are one voice, which hang together, and which are tied to nobody.
pub(super) fn components_in_words(network: &Network) -> Vec<String> {
    let named = |members: &[String]| {
        let first = &members[..members.len().min(NAMED_MEMBERS)];
        match members.len() - first.len() {
            0 => first.join(", "),
            more => format!("{} and {more} more", first.join(", ")),
        }
    };
    let one_voice = network.one_voice.iter();
    let mut said: Vec<String> = one_voice
        .map(|members| format!("held together by hard ties: {}", named(members)))
        .collect();
    let numbered = network.components.iter().enumerate();
    said.extend(numbered.map(|(place, members)| {
        let (number, count) = (place + 1, members.len());
        format!(
            "component {number}, by any tie: {count} sources, {}",
            named(members)
        )
    }));
    if !network.untied.is_empty() {
        said.push(format!("tied to nobody: {}", named(&network.untied)));
    }
    said
}

pub(super) fn robustness_head() -> Head {
    Head::new(
        "agree-robustness",
        vec![
            Column::new("topic").aside(),
            Column::new("population").aside(),
            Column::new("place"),
            Column::new("when"),
            Column::new("grade"),
            Column::new("result"),
            Column::new("leading"),
            Column::number("runs").aside(),
            Column::new("source").aside(),
            Column::new("group").aside(),
            Column::new("side").aside(),
            Column::new("researcher").aside(),
            Column::new("mode").aside(),
            Column::new("language").aside(),
            Column::new("carried_by").aside(),
            Column::quote("wording"),
        ],
    )
}

pub(super) fn robustness_cells(row: Robustness) -> Vec<Cell> {
    vec![
        Cell::text(row.topic),
        Cell::text(row.population),
        Cell::text(row.place),
        Cell::text(row.when),
        Cell::text(row.grade),
        Cell::text(row.result),
        Cell::text(row.leading),
        row.runs.into(),
        Cell::List(row.source),
        Cell::List(row.group),
        Cell::List(row.side),
        Cell::List(row.researcher),
        Cell::List(row.mode),
        Cell::List(row.language),
        Cell::text(row.carried_by),
        Cell::text(row.wording),
    ]
}

pub(super) fn track_record_head() -> Head {
    Head::new(
        "agree-track-record",
        vec![
            Column::new("source"),
            Column::new("group").aside(),
            Column::new("side").aside(),
            Column::new("part"),
            Column::number("claims"),
            Column::number("confirmed"),
            Column::number("contradicted"),
            Column::number("reconciled").aside(),
            Column::number("untested"),
            Column::number("confirmed_percent").rounded(0).aside(),
            Column::number("controls_right").aside(),
            Column::number("controls_wrong").aside(),
            Column::number("controls_evaded").aside(),
            Column::number("forecasts_held").aside(),
            Column::number("forecasts_failed").aside(),
            Column::number("forecasts_open").aside(),
            Column::number("fell_short").aside(),
            Column::number("changed_accounts").aside(),
            Column::new("letter"),
            Column::new("letters").aside(),
            Column::quote("also"),
        ],
    )
}

pub(super) fn record_cells(row: TrackRecord) -> Vec<Cell> {
    let also = also(&row);
    vec![
        Cell::text(row.source),
        Cell::text(row.group),
        Cell::text(row.side),
        Cell::text(row.part),
        row.claims.into(),
        row.confirmed.into(),
        row.contradicted.into(),
        row.reconciled.into(),
        row.untested.into(),
        Cell::maybe(row.confirmed_percent),
        row.controls_right.into(),
        row.controls_wrong.into(),
        row.controls_evaded.into(),
        row.forecasts_held.into(),
        row.forecasts_failed.into(),
        row.forecasts_open.into(),
        row.fell_short.into(),
        row.changed_accounts.into(),
        Cell::text(row.letter),
        Cell::List(row.letters),
        Cell::text(also),
    ]
}

/// What is not nought of the rest, in words.
fn also(row: &TrackRecord) -> String {
    let mut parts = Vec::new();
    if let Some(percent) = row.confirmed_percent {
        parts.push(format!("{percent:.0} % confirmed (n {})", row.claims));
    }
    let counts = [
        (row.reconciled, "reconciled"),
        (row.controls_right, "known answers right"),
        (row.controls_wrong, "known answers wrong"),
        (row.controls_evaded, "known answers evaded"),
        (row.forecasts_held, "forecasts held"),
        (row.forecasts_failed, "forecasts failed"),
        (row.forecasts_open, "forecasts open"),
        (row.fell_short, "own details fell short"),
        (row.changed_accounts, "changed accounts"),
    ];
    let said = counts.into_iter().filter(|(count, _)| *count > 0);
    parts.extend(said.map(|(count, what)| format!("{what} {count}")));
    if row.letters.len() > 1 {
        parts.push(format!("letters {}", row.letters.join(", ")));
    }
    parts.join("; ")
}
