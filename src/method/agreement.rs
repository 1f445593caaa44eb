//! Who agrees with whom: what is said on one question, how independent the voices are, and which
//! grade that gives (methods.md 4.2, 4.3, 6).
//!
//! It knows claims and findings, not who asked. What a stranger would get wrong: heads are not
//! counted. What counts is the largest set of voices no two of which are tied, and the sides they
//! belong to.

mod grade;
mod proposition;
mod record;
#[cfg(test)]
mod tests;
mod voices;
mod wording;

pub use grade::{Grade, GradeRange};
pub use proposition::{Proposition, summary};
pub use record::borne_out;
