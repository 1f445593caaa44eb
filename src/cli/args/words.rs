//! Words that flags accept, for completion and for "did you mean".
//!
//! It must not know what they mean; the model reads them. What a stranger would get wrong: the
//! lists follow `docs/glossary.md`, and a test of the whole program holds them against the model.

/// What a source may say to a topic's statement.
pub const STANCES: [&str; 4] = ["affirms", "denies", "doubts", "neutral"];

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

/// The innocent explanations of a seeming contradiction, and the notes beside them.
pub const EXPLANATIONS: [&str; 12] = [
    "identity",
    "time",
    "place",
    "population",
    "measure",
    "rounding",
    "hearsay",
    "modality",
    "coding",
    "zero-or-silence",
    "correction",
    "doubt",
];

/// Where a coding stands.
pub const CODING_STATES: [&str; 3] = ["accepted", "proposed", "rejected"];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::method::crosscheck::words::Verdict;
    use crate::model::tables;

    #[test]
    fn the_words_are_those_of_the_model() {
        assert_eq!(STANCES[..], *tables::STANCES);
        assert_eq!(EXPLANATIONS[..], *tables::EXPLANATIONS);
        let verdicts: Vec<&str> = Verdict::ALL
            .iter()
            .map(|verdict| verdict.as_str())
            .collect();
        assert_eq!(VERDICTS[..], verdicts);
    }
}
