//! In what two claims that partly agree fall short of saying one thing.
//!
//! It knows the two claims beside each other. What a stranger would get wrong: several reasons may hold
//! at once; the sentence names the one that a reader would ask for first.

use crate::method::crosscheck::finding::{Finding, FindingMarks};
use crate::method::crosscheck::scope::Scope;
use crate::model::claim::Claim;
use crate::model::study::Study;
use crate::model::vocabulary::Modality;

/// Tells that the two say the same, and why not wholly.
pub(super) fn told(study: &Study, finding: &Finding) -> &'static str {
    let [a, b] = [finding.a, finding.b].map(|id| study.claim(id));
    let is_linked = finding.marks.has(FindingMarks::LINK);
    let is_of_one = |has: fn(&Claim) -> bool| !is_linked && has(a) != has(b);
    if is_of_one(|claim| claim.strict().is_some()) {
        "the two say the same as far as they go: only one of them gives a figure"
    } else if is_of_one(|claim| claim.category().is_some()) {
        "the two say the same as far as they go: only one of them names a value"
    } else if are_apart(a, b) {
        "the figures fit together: what one counts is part of what the other counts"
    } else if is_of_one(|claim| claim.unit().is_some()) {
        "their figures meet, and only one of them says of what"
    } else if is_of_one(|claim| claim.modality() == Modality::Actual) {
        "the two say the same, and only one of them as a fact"
    } else if a.modality() != b.modality() {
        "the two say the same, neither of them as a fact"
    } else if Scope::of(study, a, b, is_linked).is_nested() {
        "the two say the same, of scopes of which one is only part of the other"
    } else {
        "the two say the same, of times that need not be one"
    }
}

/// Whether two figures do not meet, as those of a part and of its whole need not.
fn are_apart(a: &Claim, b: &Claim) -> bool {
    matches!((a.strict(), b.strict()), (Some(one), Some(other)) if !one.meets(other))
}
