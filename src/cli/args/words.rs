//! Words that flags accept, for completion and for "did you mean".
//!
//! It must not know what they mean; the model reads them. What a stranger would get wrong: the
//! words of a column stand in the tables of the model and are taken from there; a test holds the
//! verdicts against the cross-check.

pub use crate::model::tables::{EXPLANATIONS, STANCES, STATUSES as CODING_STATES};

/// What a test of rules may be counted by.
pub const RULE_TEST_PER: [&str; 4] = ["rule", "code", "language", "overall"];

/// What may become of a place in a test of rules.
pub const RULE_TEST_OUTCOMES: [&str; 5] = ["right", "wrong", "unjudged", "missed", "near"];

/// What the cross-check may say of a pair of claims.
pub const VERDICTS: [&str; 10] = [
    "contradiction",
    "apparent",
    "inflated",
    "details-fall-short",
    "overtaken",
    "reconciled",
    "agrees",
    "partly-agrees",
    "compatible",
    "not-comparable",
];

/// Where a finding stands with the people who judge it.
pub const FINDING_STATES: [&str; 7] = [
    "open",
    "accepted",
    "explained",
    "dismissed",
    "unverified",
    "disputed",
    "changed",
];

/// The stances that imply something: who is neutral implies nothing.
pub const LINK_STANCES: [&str; 3] = ["affirms", "denies", "doubts"];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::method::crosscheck::words::Verdict;

    #[test]
    fn the_verdicts_are_those_of_the_cross_check() {
        let verdicts: Vec<&str> = Verdict::ALL
            .iter()
            .map(|verdict| verdict.as_str())
            .collect();
        assert_eq!(VERDICTS[..], verdicts);
    }
}
