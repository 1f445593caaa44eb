//! How far sources agree, question by question.

use super::Study;
use super::cross_check::{CheckOptions, Checked};
use super::error::ProjectError;
use crate::method::agreement::{Proposition, summary};
use crate::report::{Cell, Column, Head};

/// The columns of a summary of agreement, one row a proposition.
pub fn agreement_head() -> Head {
    Head::new(
        "agree-summary",
        vec![
            Column::new("topic"),
            Column::new("population").aside(),
            Column::new("place"),
            Column::new("when"),
            Column::new("grade"),
            Column::number("claims").aside(),
            Column::number("sources_low"),
            Column::number("sources_high"),
            Column::new("sides").aside(),
            Column::number("researchers").aside(),
            Column::number("affirm").spare(1),
            Column::number("deny").spare(1),
            Column::number("doubt").aside(),
            Column::number("silent").aside(),
            Column::number("positions").aside(),
            Column::number("range_low").aside(),
            Column::number("range_high").aside(),
            Column::new("verification").aside(),
            Column::quote("wording"),
        ],
    )
}

/// The cells of a proposition, in the order of [`agreement_head`].
fn agreement_cells(row: Proposition) -> Vec<Cell> {
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
    ]
}

impl Study {
    /// The agreement on every proposition, or on those of one topic, as rows of
    /// [`agreement_head`].
    ///
    /// # Errors
    /// [`ProjectError::Unknown`] for a topic that is not there.
    pub fn agreement(&self, topic: Option<&str>) -> Result<Vec<Vec<Cell>>, ProjectError> {
        if let Some(key) = topic {
            self.row(crate::model::table::Noun::Topic, key)?;
        }
        let checked = self.check(&CheckOptions {
            per_block: None,
            ..CheckOptions::default()
        })?;
        let rows = self.propositions(&checked).into_iter();
        Ok(rows
            .filter(|row| topic.is_none_or(|key| row.topic == key))
            .map(agreement_cells)
            .collect())
    }

    /// The propositions of a cross-check that listed everything that is flagged.
    pub fn propositions(&self, checked: &Checked) -> Vec<Proposition> {
        summary(checked.model(), checked.findings())
    }
}
