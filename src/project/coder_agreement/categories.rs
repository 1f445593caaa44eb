//! The categories of a table: declared in one line, named by a table of weights, or found. It
//! must not know what is computed. A stranger would sort numbers as words: 10 stands behind 9.

use super::AgreementWish;
use crate::formats::complaint::Complaint;
use crate::formats::weights_in::{WeightTable, categories_of};
use crate::method::reliability::difference::Metric;
use crate::project::error::ProjectError;
use crate::project::rated_table::{self, RatedTable};
use std::collections::BTreeSet;

/// The categories in their order, and whether somebody named them.
pub(super) struct Categories {
    /// Their names.
    pub names: Vec<String>,
    /// Whether somebody named them.
    pub are_declared: bool,
}

impl Categories {
    /// The categories of a table: those of `--categories`, of the weights, or those found.
    ///
    /// # Errors
    /// A list that is none, or one of others than the weights have.
    pub fn of(
        table: &RatedTable,
        wish: &AgreementWish,
        weights: Option<&WeightTable>,
    ) -> Result<Self, ProjectError> {
        let declared = match &wish.categories {
            Some(line) => Some(categories_of(line).map_err(|what| {
                let remedy = "write them as A,B,C; one with a comma in quotes";
                ProjectError::rejected(Complaint::of_file("--categories", what, remedy))
            })?),
            None => None,
        };
        let are_sets = wish.metric == Some(Metric::Masi);
        let named = |names: &[String]| match are_sets {
            true => names
                .iter()
                .map(|name| rated_table::set_name(name))
                .collect(),
            false => names.to_vec(),
        };
        let names = match (declared, weights) {
            (Some(declared), Some(weights)) => {
                refuse_other_categories(&declared, weights)?;
                named(&declared)
            }
            (Some(declared), None) => named(&declared),
            (None, Some(weights)) => named(&weights.categories),
            (None, None) => {
                return Ok(Self {
                    names: in_order(table.values.iter()),
                    are_declared: false,
                });
            }
        };
        Ok(Self {
            names,
            are_declared: true,
        })
    }
}

fn refuse_other_categories(declared: &[String], weights: &WeightTable) -> Result<(), ProjectError> {
    let declared: BTreeSet<&String> = declared.iter().collect();
    let weighted: BTreeSet<&String> = weights.categories.iter().collect();
    if declared == weighted {
        return Ok(());
    }
    let what = "names other categories than the table of weights";
    let remedy = "name the same in both, or leave --categories out";
    let fault = Complaint::of_file("--categories", what, remedy);
    Err(ProjectError::rejected(fault))
}

/// Values by size if all are numbers, else by code point.
fn in_order<'v>(values: impl Iterator<Item = &'v str>) -> Vec<String> {
    let mut names: Vec<String> = values.map(str::to_owned).collect();
    names.sort_unstable();
    let sizes: Option<Vec<f64>> = names
        .iter()
        .map(|name| name.parse::<f64>().ok().filter(|size| size.is_finite()))
        .collect();
    if let Some(sizes) = sizes {
        let mut sized: Vec<(f64, String)> = sizes.into_iter().zip(names).collect();
        sized.sort_by(|a, b| a.0.total_cmp(&b.0));
        return sized.into_iter().map(|(_, name)| name).collect();
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_ordered_by_size_or_by_code_point() {
        assert_eq!(in_order(["10", "9", "2.5"].into_iter()), ["2.5", "9", "10"]);
        assert_eq!(in_order(["10", "9", "x"].into_iter()), ["10", "9", "x"]);
        assert_eq!(in_order(["10", "9", "nan"].into_iter()), ["10", "9", "nan"]);
    }
}
