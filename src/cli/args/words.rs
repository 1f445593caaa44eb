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

/// The coefficients of agreement among coders, and `all` of them.
pub const COEFFICIENTS: [&str; 21] = [
    "all",
    "percent",
    "percent-pairs",
    "holsti",
    "bennett-s",
    "scott-pi",
    "cohen-kappa",
    "cohen-kappa-max",
    "fleiss-kappa",
    "fleiss-kappa-pooled",
    "conger-kappa",
    "gwet-ac",
    "krippendorff-alpha",
    "prevalence",
    "positive-agreement",
    "unit-agreement",
    "u-alpha",
    "u-alpha-binary",
    "cu-alpha",
    "ku-alpha",
    "ku-coverage",
];

/// The metrics of alpha.
pub const METRICS: [&str; 5] = ["nominal", "ordinal", "interval", "ratio", "masi"];

/// What coders of a study decide about.
pub const AGREEMENT_UNITS: [&str; 4] = ["span", "sentence", "turn", "interview"];

/// Where codes meet.
pub const MEET_IN: [&str; 3] = ["overlap", "turn", "interview"];

/// What a crosstab counts.
pub const MEASURES: [&str; 3] = ["passages", "sources", "words"];

/// The stances that imply something: who is neutral implies nothing.
pub const LINK_STANCES: [&str; 3] = ["affirms", "denies", "doubts"];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::method::crosscheck::words::Verdict;
    use crate::method::reliability::coefficient::Coefficient;
    use crate::method::reliability::difference::Metric;
    use crate::project::coded_texts::AgreementUnit;
    use crate::project::tallying::co_occurrence::MeetIn;
    use crate::project::tallying::crosstab::Measure;

    #[test]
    fn the_verdicts_are_those_of_the_cross_check() {
        let verdicts: Vec<&str> = Verdict::ALL
            .iter()
            .map(|verdict| verdict.as_str())
            .collect();
        assert_eq!(VERDICTS[..], verdicts);
    }

    #[test]
    fn the_coefficients_and_metrics_are_those_of_the_method() {
        let coefficients: Vec<&str> = Coefficient::all().map(Coefficient::key).collect();
        assert_eq!(COEFFICIENTS[1..], coefficients);
        assert_eq!(METRICS, Metric::ALL.map(Metric::key));
        assert_eq!(AGREEMENT_UNITS, AgreementUnit::ALL.map(AgreementUnit::key));
        assert_eq!(MEET_IN, MeetIn::ALL.map(MeetIn::key));
        assert_eq!(MEASURES, Measure::ALL.map(Measure::key));
    }
}
