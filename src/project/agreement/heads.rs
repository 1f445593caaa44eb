//! The columns of the views of agreement, each with the cell that a row has there.
//!
//! It knows names and order, which others rely on and which may only grow. What a stranger would get
//! wrong: a column that tables leave out stands in every data format.

use crate::method::agreement::{Edge, MatrixRow, Network, Proposition, Robustness, TrackRecord};
use crate::report::{Cell, Column, Head};
use std::mem::take;

mod over_time;

pub use over_time::POSITIONS;
pub(super) use over_time::{INTERVALS, TIMELINE};

/// The columns of one view over rows of one type.
pub struct Shape<R: 'static> {
    schema: &'static str,
    fields: &'static [Field<R>],
}

/// A column, and the cell of a row in it. Cells are made in the order of columns and take what they
/// show out of the row.
type Field<R> = (fn() -> Column, fn(&mut R) -> Cell);

impl<R> Shape<R> {
    /// The columns.
    pub fn head(&self) -> Head {
        let columns = self.fields.iter().map(|(column, _)| column());
        Head::new(self.schema, columns.collect())
    }

    /// The cells of a row, in the order of the columns.
    pub fn cells(&self, mut row: R) -> Vec<Cell> {
        let fields = self.fields.iter();
        fields.map(|(_, cell)| cell(&mut row)).collect()
    }
}

/// A summary of agreement: one row a question.
pub const SUMMARY: Shape<Proposition> = Shape {
    schema: "agree-summary",
    fields: &[
        (
            || Column::new("topic").aside(),
            |row| Cell::text(take(&mut row.topic)),
        ),
        (
            || Column::new("population").aside(),
            |row| Cell::text(take(&mut row.population)),
        ),
        (
            || Column::new("place"),
            |row| Cell::text(take(&mut row.place)),
        ),
        (
            || Column::new("when"),
            |row| Cell::text(take(&mut row.when)),
        ),
        (
            || Column::new("grade"),
            |row| Cell::text(take(&mut row.grade)),
        ),
        (|| Column::number("claims").aside(), |row| row.claims.into()),
        (
            || Column::number("sources_low").aside(),
            |row| row.sources_low.into(),
        ),
        (
            || Column::number("sources_high").aside(),
            |row| row.sources_high.into(),
        ),
        (
            || Column::new("sides").aside(),
            |row| Cell::text(take(&mut row.sides)),
        ),
        (
            || Column::number("researchers").aside(),
            |row| row.researchers.into(),
        ),
        (|| Column::number("affirm"), |row| row.affirm.into()),
        (|| Column::number("deny"), |row| row.deny.into()),
        (|| Column::number("doubt").aside(), |row| row.doubt.into()),
        (
            || Column::number("silent").aside(),
            |row| Cell::maybe(row.silent),
        ),
        (
            || Column::number("positions").aside(),
            |row| row.positions.into(),
        ),
        (
            || Column::number("range_low").aside(),
            |row| Cell::maybe(row.range_low),
        ),
        (
            || Column::number("range_high").aside(),
            |row| Cell::maybe(row.range_high),
        ),
        (
            || Column::new("verification").aside(),
            |row| Cell::text(take(&mut row.verification)),
        ),
        (
            || Column::quote("wording"),
            |row| Cell::text(take(&mut row.wording)),
        ),
        (
            || Column::new("sources"),
            |row| Cell::text(take(&mut row.sources)),
        ),
        (
            || Column::number("first_hand").aside(),
            |row| row.first_hand.into(),
        ),
        (
            || Column::new("stated").aside(),
            |row| Cell::text(take(&mut row.stated)),
        ),
        (
            || Column::new("interviews").aside(),
            |row| Cell::text(take(&mut row.interviews)),
        ),
        (
            || Column::new("shared_interest").aside(),
            |row| Cell::Bool(row.is_of_shared_interest),
        ),
        (
            || Column::new("by").aside(),
            |row| Cell::text(take(&mut row.by)),
        ),
        (
            || Column::number("events_low").aside(),
            |row| Cell::maybe(row.events_low),
        ),
        (
            || Column::number("events_high").aside(),
            |row| Cell::maybe(row.events_high),
        ),
    ],
};

/// The convergence matrix in its long form: one row a cell.
pub const MATRIX: Shape<MatrixRow> = Shape {
    schema: "agree-matrix",
    fields: &[
        (
            || Column::new("topic"),
            |row| Cell::text(take(&mut row.topic)),
        ),
        (
            || Column::new("population").aside(),
            |row| Cell::text(take(&mut row.population)),
        ),
        (
            || Column::new("column"),
            |row| Cell::text(take(&mut row.column)),
        ),
        (|| Column::new("cell"), |row| Cell::text(row.cell.as_str())),
        (|| Column::number("claims").aside(), |row| row.claims.into()),
        (|| Column::number("affirm"), |row| row.affirm.into()),
        (|| Column::number("deny"), |row| row.deny.into()),
        (|| Column::number("doubt").aside(), |row| row.doubt.into()),
        (
            || Column::new("agrees_with").aside(),
            |row| Cell::List(take(&mut row.agrees_with)),
        ),
        (
            || Column::new("contradicts").aside(),
            |row| Cell::List(take(&mut row.contradicts)),
        ),
        (
            || Column::new("silence"),
            |row| Cell::text(take(&mut row.silence)),
        ),
        (
            || Column::number("asked").aside(),
            |row| Cell::maybe(row.asked),
        ),
        (
            || Column::number("silent").aside(),
            |row| Cell::maybe(row.silent),
        ),
    ],
};

/// Sources that are tied: one row a pair.
pub(super) const NETWORK: Shape<Edge> = Shape {
    schema: "agree-network",
    fields: &[
        (
            || Column::new("source_a"),
            |row| Cell::text(take(&mut row.source_a)),
        ),
        (
            || Column::new("source_b"),
            |row| Cell::text(take(&mut row.source_b)),
        ),
        (
            || Column::new("strength"),
            |row| Cell::text(take(&mut row.strength)),
        ),
        (
            || Column::new("ties"),
            |row| Cell::List(row.ties.iter().map(|tie| (*tie).to_owned()).collect()),
        ),
        (|| Column::number("pairs").aside(), |row| row.pairs.into()),
        (
            || Column::number("component"),
            |row| Cell::maybe(row.component),
        ),
        (
            || Column::new("why").aside(),
            |row| Cell::text(take(&mut row.why)),
        ),
    ],
};

/// What hangs on one source, side or researcher: one row a question.
pub(super) const ROBUSTNESS: Shape<Robustness> = Shape {
    schema: "agree-robustness",
    fields: &[
        (
            || Column::new("topic").aside(),
            |row| Cell::text(take(&mut row.topic)),
        ),
        (
            || Column::new("population").aside(),
            |row| Cell::text(take(&mut row.population)),
        ),
        (
            || Column::new("place"),
            |row| Cell::text(take(&mut row.place)),
        ),
        (
            || Column::new("when"),
            |row| Cell::text(take(&mut row.when)),
        ),
        (
            || Column::new("grade"),
            |row| Cell::text(take(&mut row.grade)),
        ),
        (
            || Column::new("result"),
            |row| Cell::text(take(&mut row.result)),
        ),
        (
            || Column::new("leading"),
            |row| Cell::text(take(&mut row.leading)),
        ),
        (|| Column::number("runs").aside(), |row| row.runs.into()),
        (
            || Column::new("source").aside(),
            |row| Cell::List(take(&mut row.source)),
        ),
        (
            || Column::new("group").aside(),
            |row| Cell::List(take(&mut row.group)),
        ),
        (
            || Column::new("side").aside(),
            |row| Cell::List(take(&mut row.side)),
        ),
        (
            || Column::new("researcher").aside(),
            |row| Cell::List(take(&mut row.researcher)),
        ),
        (
            || Column::new("mode").aside(),
            |row| Cell::List(take(&mut row.mode)),
        ),
        (
            || Column::new("language").aside(),
            |row| Cell::List(take(&mut row.language)),
        ),
        (
            || Column::new("carried_by").aside(),
            |row| Cell::text(take(&mut row.carried_by)),
        ),
        (
            || Column::quote("wording"),
            |row| Cell::text(take(&mut row.wording)),
        ),
    ],
};

/// What became of what each source said: one row a source and part.
pub(super) const TRACK_RECORD: Shape<TrackRecord> = Shape {
    schema: "agree-track-record",
    fields: &[
        (
            || Column::new("source"),
            |row| Cell::text(take(&mut row.source)),
        ),
        (
            || Column::new("group").aside(),
            |row| Cell::text(take(&mut row.group)),
        ),
        (
            || Column::new("side").aside(),
            |row| Cell::text(take(&mut row.side)),
        ),
        (
            || Column::new("part"),
            |row| Cell::text(take(&mut row.part)),
        ),
        (|| Column::number("claims"), |row| row.claims.into()),
        (|| Column::number("confirmed"), |row| row.confirmed.into()),
        (
            || Column::number("contradicted"),
            |row| row.contradicted.into(),
        ),
        (
            || Column::number("reconciled").aside(),
            |row| row.reconciled.into(),
        ),
        (|| Column::number("untested"), |row| row.untested.into()),
        (
            || Column::number("confirmed_percent").rounded(0).aside(),
            |row| Cell::maybe(row.confirmed_percent),
        ),
        (
            || Column::number("controls_right").aside(),
            |row| row.controls_right.into(),
        ),
        (
            || Column::number("controls_wrong").aside(),
            |row| row.controls_wrong.into(),
        ),
        (
            || Column::number("controls_evaded").aside(),
            |row| row.controls_evaded.into(),
        ),
        (
            || Column::number("forecasts_held").aside(),
            |row| row.forecasts_held.into(),
        ),
        (
            || Column::number("forecasts_failed").aside(),
            |row| row.forecasts_failed.into(),
        ),
        (
            || Column::number("forecasts_open").aside(),
            |row| row.forecasts_open.into(),
        ),
        (
            || Column::number("fell_short").aside(),
            |row| row.fell_short.into(),
        ),
        (
            || Column::number("changed_accounts").aside(),
            |row| row.changed_accounts.into(),
        ),
        (
            || Column::new("letter"),
            |row| Cell::text(take(&mut row.letter)),
        ),
        (
            || Column::new("letters").aside(),
            |row| Cell::List(row.letters.clone()),
        ),
        (|| Column::quote("also"), |row| Cell::text(also(row))),
    ],
};

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
