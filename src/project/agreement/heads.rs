//! The columns of the views of agreement, each with the cell that a row has there.
//!
//! It knows names and order, which others rely on and which may only grow. What a stranger would get
//! wrong: a column that tables leave out stands in every data format.

use crate::method::agreement::{
    Edge, Interval, MatrixRow, Network, Proposition, Robustness, Stretch, TimelineRow, TrackRecord,
};
use crate::report::{Cell, Column, Schema, schema};
use std::mem::take;

/// A summary of agreement: one row a question.
pub const SUMMARY: Schema<Proposition> = schema!("agree-summary", |row| {
    Column::new("topic").aside() => Cell::text(take(&mut row.topic)),
    Column::new("population").aside() => Cell::text(take(&mut row.population)),
    Column::new("place") => Cell::text(take(&mut row.place)),
    Column::new("when") => Cell::text(take(&mut row.when)),
    Column::new("grade") => Cell::text(take(&mut row.grade)),
    Column::number("claims").aside() => row.claims.into(),
    Column::number("sources_low").aside() => row.sources_low.into(),
    Column::number("sources_high").aside() => row.sources_high.into(),
    Column::new("sides").aside() => Cell::text(take(&mut row.sides)),
    Column::number("researchers").aside() => row.researchers.into(),
    Column::number("affirm") => row.affirm.into(),
    Column::number("deny") => row.deny.into(),
    Column::number("doubt").aside() => row.doubt.into(),
    Column::number("silent").aside() => Cell::maybe(row.silent),
    Column::number("positions").aside() => row.positions.into(),
    Column::number("range_low").aside() => Cell::maybe(row.range_low),
    Column::number("range_high").aside() => Cell::maybe(row.range_high),
    Column::new("verification").aside() => Cell::text(take(&mut row.verification)),
    Column::quote("wording") => Cell::text(take(&mut row.wording)),
    Column::new("sources") => Cell::text(take(&mut row.sources)),
    Column::number("first_hand").aside() => row.first_hand.into(),
    Column::new("stated").aside() => Cell::text(take(&mut row.stated)),
    Column::new("interviews").aside() => Cell::text(take(&mut row.interviews)),
    Column::new("shared_interest").aside() => Cell::Bool(row.is_of_shared_interest),
    Column::new("by").aside() => Cell::text(take(&mut row.by)),
    Column::number("events_low").aside() => Cell::maybe(row.events_low),
    Column::number("events_high").aside() => Cell::maybe(row.events_high),
    Column::new("unit").aside() => Cell::text(take(&mut row.unit)),
});

/// The convergence matrix in its long form: one row a cell.
pub const MATRIX: Schema<MatrixRow> = schema!("agree-matrix", |row| {
    Column::new("topic") => Cell::text(take(&mut row.topic)),
    Column::new("population").aside() => Cell::text(take(&mut row.population)),
    Column::new("column") => Cell::text(take(&mut row.column)),
    Column::new("cell") => Cell::text(row.cell.as_str()),
    Column::number("claims").aside() => row.claims.into(),
    Column::number("affirm") => row.affirm.into(),
    Column::number("deny") => row.deny.into(),
    Column::number("doubt").aside() => row.doubt.into(),
    Column::new("agrees_with").aside() => Cell::List(take(&mut row.agrees_with)),
    Column::new("contradicts").aside() => Cell::List(take(&mut row.contradicts)),
    Column::new("silence") => Cell::text(take(&mut row.silence)),
    Column::number("asked").aside() => Cell::maybe(row.asked),
    Column::number("silent").aside() => Cell::maybe(row.silent),
});

/// Claims and figures of monitors where their time lies, each with its quote.
pub(super) const TIMELINE: Schema<(TimelineRow, String)> = schema!("agree-timeline", |one| {
    Column::new("topic").aside() => Cell::text(take(&mut one.0.topic)),
    Column::new("by").aside() => Cell::text(take(&mut one.0.by)),
    Column::new("when") => Cell::text(take(&mut one.0.when)),
    Column::new("population").aside() => Cell::text(take(&mut one.0.population)),
    Column::new("place") => Cell::text(take(&mut one.0.place)),
    Column::new("source") => Cell::text(take(&mut one.0.source)),
    Column::new("stance").aside() => Cell::text(take(&mut one.0.stance)),
    Column::new("value").aside() => Cell::text(take(&mut one.0.value)),
    Column::new("says") => Cell::text(take(&mut one.0.says)),
    Column::new("verdict") => Cell::text(take(&mut one.0.verdict)),
    Column::new("stated_on").aside() => Cell::text(take(&mut one.0.stated_on)),
    Column::new("kind").aside() => Cell::text(take(&mut one.0.kind)),
    Column::new("claim").aside() => Cell::text(take(&mut one.0.claim)),
    Column::new("group").aside() => Cell::text(take(&mut one.0.group)),
    Column::new("side").aside() => Cell::text(take(&mut one.0.side)),
    Column::number("low").aside() => Cell::maybe(one.0.low),
    Column::number("high").aside() => Cell::maybe(one.0.high),
    Column::new("modality").aside() => Cell::text(take(&mut one.0.modality)),
    Column::new("basis").aside() => Cell::text(take(&mut one.0.basis)),
    Column::new("digit").aside() => Cell::text(take(&mut one.0.digit)),
    Column::quote("quote") => Cell::text(take(&mut one.1)),
});

/// The common figure of a position for each stretch of days.
pub(super) const INTERVALS: Schema<Interval> = schema!("agree-intervals", |row| {
    Column::new("topic").aside() => Cell::text(take(&mut row.topic)),
    Column::new("population").aside() => Cell::text(take(&mut row.population)),
    Column::new("place") => Cell::text(take(&mut row.place)),
    Column::new("when") => Cell::text(take(&mut row.when)),
    Column::number("position") => row.position.into(),
    Column::number("of") => row.of.into(),
    Column::number("low") => Cell::maybe(row.low),
    Column::number("high") => Cell::maybe(row.high),
    Column::new("modality").aside() => Cell::text(row.modality.as_str()),
    Column::new("sides").aside() => Cell::List(take(&mut row.sides)),
    Column::new("by") => Cell::List(take(&mut row.by)),
    Column::new("claims").aside() => Cell::List(take(&mut row.claims)),
    Column::new("also_fits").aside() => Cell::List(take(&mut row.also_fits)),
    Column::new("unit").aside() => Cell::text(take(&mut row.unit)),
});

/// Positions over time: one row a position and stretch of days.
pub const POSITIONS: Schema<Stretch> = schema!("agree-positions", |row| {
    Column::new("topic").aside() => Cell::text(take(&mut row.topic)),
    Column::new("population").aside() => Cell::text(take(&mut row.population)),
    Column::new("place") => Cell::text(take(&mut row.place)),
    Column::new("when") => Cell::text(take(&mut row.when)),
    Column::number("position").aside() => row.position.into(),
    Column::number("of").aside() => row.of.into(),
    Column::new("says") => Cell::text(take(&mut row.says)),
    Column::new("grade") => Cell::text(take(&mut row.grade)),
    Column::new("sources") => Cell::text(take(&mut row.sources)),
    Column::new("sides") => Cell::List(take(&mut row.sides)),
    Column::new("stance").aside() => Cell::text(row.stance.as_str()),
    Column::new("modality").aside() => Cell::text(row.modality.as_str()),
    Column::number("low").aside() => Cell::maybe(row.low),
    Column::number("high").aside() => Cell::maybe(row.high),
    Column::number("sources_low").aside() => row.sources_low.into(),
    Column::number("sources_high").aside() => row.sources_high.into(),
    Column::new("by").aside() => Cell::List(take(&mut row.by)),
    Column::new("claims").aside() => Cell::List(take(&mut row.claims)),
    Column::new("unit").aside() => Cell::text(take(&mut row.unit)),
});

/// Sources that are tied: one row a pair.
pub(super) const NETWORK: Schema<Edge> = schema!("agree-network", |row| {
    Column::new("source_a") => Cell::text(take(&mut row.source_a)),
    Column::new("source_b") => Cell::text(take(&mut row.source_b)),
    Column::new("strength") => Cell::text(take(&mut row.strength)),
    Column::new("ties") => Cell::List(row.ties.iter().map(|tie| (*tie).to_owned()).collect()),
    Column::number("pairs").aside() => row.pairs.into(),
    Column::number("component") => Cell::maybe(row.component),
    Column::new("why").aside() => Cell::text(take(&mut row.why)),
});

/// What hangs on one source, side or researcher: one row a question.
pub(super) const ROBUSTNESS: Schema<Robustness> = schema!("agree-robustness", |row| {
    Column::new("topic").aside() => Cell::text(take(&mut row.topic)),
    Column::new("population").aside() => Cell::text(take(&mut row.population)),
    Column::new("place") => Cell::text(take(&mut row.place)),
    Column::new("when") => Cell::text(take(&mut row.when)),
    Column::new("grade") => Cell::text(take(&mut row.grade)),
    Column::new("result") => Cell::text(take(&mut row.result)),
    Column::new("leading") => Cell::text(take(&mut row.leading)),
    Column::number("runs").aside() => row.runs.into(),
    Column::new("source").aside() => Cell::List(take(&mut row.source)),
    Column::new("group").aside() => Cell::List(take(&mut row.group)),
    Column::new("side").aside() => Cell::List(take(&mut row.side)),
    Column::new("researcher").aside() => Cell::List(take(&mut row.researcher)),
    Column::new("mode").aside() => Cell::List(take(&mut row.mode)),
    Column::new("language").aside() => Cell::List(take(&mut row.language)),
    Column::new("carried_by").aside() => Cell::text(take(&mut row.carried_by)),
    Column::quote("wording") => Cell::text(take(&mut row.wording)),
});

/// What became of what each source said: one row a source and part.
pub(super) const TRACK_RECORD: Schema<TrackRecord> = schema!("agree-track-record", |row| {
    Column::new("source") => Cell::text(take(&mut row.source)),
    Column::new("group").aside() => Cell::text(take(&mut row.group)),
    Column::new("side").aside() => Cell::text(take(&mut row.side)),
    Column::new("part") => Cell::text(take(&mut row.part)),
    Column::number("claims") => row.claims.into(),
    Column::number("confirmed") => row.confirmed.into(),
    Column::number("contradicted") => row.contradicted.into(),
    Column::number("reconciled").aside() => row.reconciled.into(),
    Column::number("untested") => row.untested.into(),
    Column::number("confirmed_percent").rounded(0).aside() => Cell::maybe(row.confirmed_percent),
    Column::number("controls_right").aside() => row.controls_right.into(),
    Column::number("controls_wrong").aside() => row.controls_wrong.into(),
    Column::number("controls_evaded").aside() => row.controls_evaded.into(),
    Column::number("forecasts_held").aside() => row.forecasts_held.into(),
    Column::number("forecasts_failed").aside() => row.forecasts_failed.into(),
    Column::number("forecasts_open").aside() => row.forecasts_open.into(),
    Column::number("fell_short").aside() => row.fell_short.into(),
    Column::number("changed_accounts").aside() => row.changed_accounts.into(),
    Column::new("letter") => Cell::text(take(&mut row.letter)),
    Column::new("letters").aside() => Cell::List(row.letters.clone()),
    Column::quote("also") => Cell::text(also(row)),
});

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
