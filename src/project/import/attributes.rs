//! The study's own attributes: what `[attributes]` of `study.toml` allows in a column
//! `attr.NAME`. A name that is not declared may hold anything.

use crate::model::cell::{CellFault, items};
use crate::model::edtf::When;
use crate::model::key_book::nearest;
use crate::model::table::Noun;
use crate::model::tables::table;
use crate::project::error::ProjectError;
use crate::store::Store;
use std::collections::HashMap;

/// What each declared attribute allows.
#[derive(Debug, Default)]
pub struct DeclaredAttributes(HashMap<String, Allowed>);

#[derive(Debug)]
struct Allowed {
    kind: String,
    values: Vec<String>,
}

impl DeclaredAttributes {
    /// Reads what the study declares.
    ///
    /// # Errors
    /// What the store says.
    pub fn of(store: &Store) -> Result<Self, ProjectError> {
        let mut declared = HashMap::new();
        store.each_row(table(Noun::Attribute), |cells| {
            let cell = |at: usize| cells.get(at).cloned().flatten().unwrap_or_default();
            let values = items(&cell(2)).map(str::to_owned).collect();
            declared.insert(
                cell(0),
                Allowed {
                    kind: cell(1),
                    values,
                },
            );
            Ok::<_, ProjectError>(())
        })?;
        Ok(Self(declared))
    }

    /// Says whether an attribute may have a value.
    ///
    /// # Errors
    /// What is wrong and what would be right.
    pub fn check(&self, name: &str, value: &str) -> Result<(), CellFault> {
        let Some(allowed) = self.0.get(name) else {
            return Ok(());
        };
        let value = value.trim();
        if !allowed.values.is_empty() && !allowed.values.iter().any(|one| one == value) {
            let meant = nearest(value, allowed.values.iter().map(String::as_str));
            let hint = meant.map_or(String::new(), |word| format!("did you mean {word}? "));
            let all = allowed.values.join(", ");
            return Err(CellFault::new(
                "is not a value of this attribute",
                format!("{hint}study.toml allows: {all}"),
            ));
        }
        match allowed.kind.as_str() {
            "number" if !value.parse::<f64>().is_ok_and(f64::is_finite) => Err(CellFault::new(
                "is not a number",
                "a number such as 12 or 0.2, as study.toml says",
            )),
            "date" => When::parse(value).map(drop).map_err(|error| {
                CellFault::new(error.to_string(), "an EDTF date, as study.toml says")
            }),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn declared(kind: &str, values: &[&str]) -> DeclaredAttributes {
        let values = values.iter().map(|value| (*value).to_owned()).collect();
        let kind = kind.to_owned();
        DeclaredAttributes(HashMap::from([(
            "age".to_owned(),
            Allowed { kind, values },
        )]))
    }

    #[test]
    fn a_value_is_one_of_those_that_are_allowed() {
        let ages = declared("choice", &["18-29", "30-49"]);
        assert_eq!(ages.check("age", "18-29"), Ok(()));
        let fault = ages.check("age", "18-28").unwrap_err();
        assert!(
            fault.remedy.starts_with("did you mean 18-29?"),
            "{}",
            fault.remedy
        );
    }

    #[test]
    fn a_number_and_a_date_are_what_they_are_called() {
        assert!(declared("number", &[]).check("age", "forty").is_err());
        assert_eq!(declared("number", &[]).check("age", "40"), Ok(()));
        assert!(declared("date", &[]).check("age", "2021-13").is_err());
        assert_eq!(declared("date", &[]).check("age", "sh:1400"), Ok(()));
    }

    #[test]
    fn what_is_not_declared_may_hold_anything() {
        assert_eq!(DeclaredAttributes::default().check("tribe", "x y"), Ok(()));
    }
}
