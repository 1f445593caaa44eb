//! The columns of the views that go by time.
//!
//! It knows names and order. What a stranger would get wrong: the days of a row are a stretch during
//! which nothing changes, not those of one claim.

use super::Shape;
use crate::method::agreement::{Interval, Stretch, TimelineRow};
use crate::report::{Cell, Column};
use std::mem::take;

/// Claims and figures of monitors where their time lies, each with its quote.
pub(in crate::project::agreement) const TIMELINE: Shape<(TimelineRow, String)> = Shape {
    schema: "agree-timeline",
    fields: &[
        (
            || Column::new("topic").aside(),
            |row| Cell::text(take(&mut row.0.topic)),
        ),
        (
            || Column::new("by").aside(),
            |row| Cell::text(take(&mut row.0.by)),
        ),
        (
            || Column::new("when"),
            |row| Cell::text(take(&mut row.0.when)),
        ),
        (
            || Column::new("population").aside(),
            |row| Cell::text(take(&mut row.0.population)),
        ),
        (
            || Column::new("place"),
            |row| Cell::text(take(&mut row.0.place)),
        ),
        (
            || Column::new("source"),
            |row| Cell::text(take(&mut row.0.source)),
        ),
        (
            || Column::new("stance").aside(),
            |row| Cell::text(take(&mut row.0.stance)),
        ),
        (
            || Column::new("value").aside(),
            |row| Cell::text(take(&mut row.0.value)),
        ),
        (
            || Column::new("says"),
            |row| Cell::text(take(&mut row.0.says)),
        ),
        (
            || Column::new("verdict"),
            |row| Cell::text(take(&mut row.0.verdict)),
        ),
        (
            || Column::new("stated_on").aside(),
            |row| Cell::text(take(&mut row.0.stated_on)),
        ),
        (
            || Column::new("kind").aside(),
            |row| Cell::text(take(&mut row.0.kind)),
        ),
        (
            || Column::new("claim").aside(),
            |row| Cell::text(take(&mut row.0.claim)),
        ),
        (
            || Column::new("group").aside(),
            |row| Cell::text(take(&mut row.0.group)),
        ),
        (
            || Column::new("side").aside(),
            |row| Cell::text(take(&mut row.0.side)),
        ),
        (
            || Column::number("low").aside(),
            |row| Cell::maybe(row.0.low),
        ),
        (
            || Column::number("high").aside(),
            |row| Cell::maybe(row.0.high),
        ),
        (
            || Column::new("modality").aside(),
            |row| Cell::text(take(&mut row.0.modality)),
        ),
        (
            || Column::new("basis").aside(),
            |row| Cell::text(take(&mut row.0.basis)),
        ),
        (
            || Column::new("digit").aside(),
            |row| Cell::text(take(&mut row.0.digit)),
        ),
        (
            || Column::quote("quote"),
            |row| Cell::text(take(&mut row.1)),
        ),
    ],
};

/// The common figure of a position for each stretch of days.
pub(in crate::project::agreement) const INTERVALS: Shape<Interval> = Shape {
    schema: "agree-intervals",
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
        (|| Column::number("position"), |row| row.position.into()),
        (|| Column::number("of"), |row| row.of.into()),
        (|| Column::number("low"), |row| Cell::maybe(row.low)),
        (|| Column::number("high"), |row| Cell::maybe(row.high)),
        (
            || Column::new("modality").aside(),
            |row| Cell::text(row.modality.as_str()),
        ),
        (
            || Column::new("sides").aside(),
            |row| Cell::List(take(&mut row.sides)),
        ),
        (|| Column::new("by"), |row| Cell::List(take(&mut row.by))),
        (
            || Column::new("claims").aside(),
            |row| Cell::List(take(&mut row.claims)),
        ),
        (
            || Column::new("also_fits").aside(),
            |row| Cell::List(take(&mut row.also_fits)),
        ),
    ],
};

/// Positions over time: one row a position and stretch of days.
pub const POSITIONS: Shape<Stretch> = Shape {
    schema: "agree-positions",
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
            || Column::number("position").aside(),
            |row| row.position.into(),
        ),
        (|| Column::number("of").aside(), |row| row.of.into()),
        (
            || Column::new("says"),
            |row| Cell::text(take(&mut row.says)),
        ),
        (
            || Column::new("grade"),
            |row| Cell::text(take(&mut row.grade)),
        ),
        (
            || Column::new("sources"),
            |row| Cell::text(take(&mut row.sources)),
        ),
        (
            || Column::new("sides"),
            |row| Cell::List(take(&mut row.sides)),
        ),
        (
            || Column::new("stance").aside(),
            |row| Cell::text(row.stance.as_str()),
        ),
        (
            || Column::new("modality").aside(),
            |row| Cell::text(row.modality.as_str()),
        ),
        (|| Column::number("low").aside(), |row| Cell::maybe(row.low)),
        (
            || Column::number("high").aside(),
            |row| Cell::maybe(row.high),
        ),
        (
            || Column::number("sources_low").aside(),
            |row| row.sources_low.into(),
        ),
        (
            || Column::number("sources_high").aside(),
            |row| row.sources_high.into(),
        ),
        (
            || Column::new("by").aside(),
            |row| Cell::List(take(&mut row.by)),
        ),
        (
            || Column::new("claims").aside(),
            |row| Cell::List(take(&mut row.claims)),
        ),
    ],
};
