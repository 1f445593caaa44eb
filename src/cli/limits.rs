//! `--limit NAME=VALUE` and the list of limits.
//!
//! It must not hold a figure: the one table stands in `model::limits`. What a stranger would get
//! wrong: a limit is checked while the command line is parsed, so a slip costs no import.

use crate::model::limits::{LimitError, Limits};
use crate::report::{Cell, Column, Head, Listing};

use super::failure::Problem;
use super::suggest;

/// Gives the text of a `--limit` back if it can be applied.
///
/// # Errors
/// A sentence for the person who typed it.
pub fn checked(text: &str) -> Result<String, String> {
    let mut limits = Limits::default();
    match limits.raise(text) {
        Ok(()) => Ok(text.to_owned()),
        Err(LimitError::Unknown(name)) => {
            let all = limits.all();
            let names: Vec<&str> = all.iter().map(|(name, _, _)| *name).collect();
            Err(format!(
                "there is no limit {name}; {}",
                suggest::hint(&name, &names)
            ))
        }
        Err(other) => Err(other.to_string()),
    }
}

/// Gives the limits of this run.
///
/// # Errors
/// A text that [`checked`] would refuse.
pub fn raised(texts: &[String]) -> Result<Limits, Problem> {
    let mut limits = Limits::default();
    for text in texts {
        limits
            .raise(text)
            .map_err(|error| Problem::usage("limit", error.to_string()))?;
    }
    Ok(limits)
}

/// Lists the limits, for `gainsay help limits`.
#[must_use]
pub fn listing(limits: &Limits) -> Listing {
    let columns = vec![
        Column::new("name"),
        Column::number("limit"),
        Column::new("what"),
    ];
    let mut listing = Listing::new(Head::new("limit-list", columns));
    for (name, what, value) in limits.all() {
        // Beyond 2^63 a limit is no limit; it is shown as the largest number there is.
        let value = i64::try_from(value).unwrap_or(i64::MAX);
        listing
            .rows
            .push(vec![name.into(), Cell::Integer(value), what.into()]);
    }
    listing
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistyped_limit_is_refused_with_the_nearest() {
        let refused = checked("cel-bytes=2097152").unwrap_err();
        assert_eq!(
            refused,
            "there is no limit cel-bytes; did you mean `cell-bytes`?"
        );
    }

    #[test]
    fn what_is_checked_can_be_raised() {
        let text = checked("cell-bytes=2097152").unwrap();
        assert!(raised(&[text]).is_ok());
        assert!(raised(&["cell-bytes".to_owned()]).is_err());
    }

    #[test]
    fn every_limit_is_listed() {
        assert_eq!(
            listing(&Limits::default()).rows.len(),
            Limits::default().all().len()
        );
    }
}
