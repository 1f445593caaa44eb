//! The study's own attributes as columns, `attr.NAME` as in the study folder.
//!
//! It must not know what they mean. What a stranger would get wrong: every name that any row
//! has is a column for all of them.

use std::collections::BTreeSet;

use crate::cli::failure::Problem;
use crate::model::table::Noun;
use crate::project::Study;
use crate::project::tallies::AttributesByKey;
use crate::report::{Cell, Column};

/// The attributes of the rows of a noun.
pub struct Attributes {
    names: BTreeSet<String>,
    by_key: AttributesByKey,
}

impl Attributes {
    /// Reads them.
    ///
    /// # Errors
    /// What the store says.
    pub fn of(study: &Study, noun: Noun) -> Result<Self, Problem> {
        let by_key = study.attributes(noun)?;
        let names = by_key.values().flatten().map(|(name, _)| name.clone());
        Ok(Self {
            names: names.collect(),
            by_key,
        })
    }

    /// A column for each name.
    pub fn columns(&self) -> impl Iterator<Item = Column> + '_ {
        let names = self.names.iter();
        names.map(|name| Column::new(format!("attr.{name}")))
    }

    /// The cells of a row.
    pub fn cells(&self, key: &str) -> impl Iterator<Item = Cell> + '_ {
        let own = self.by_key.get(key).map_or(&[][..], Vec::as_slice);
        self.names.iter().map(|name| {
            let found = own.iter().find(|(own, _)| own == name);
            Cell::maybe(found.map(|(_, value)| value.clone()))
        })
    }
}
