//! Claims so plain that two of one block whose figures do not meet are a contradiction without asking.
//!
//! It knows which facts about a claim could open an explanation. What a stranger would get wrong:
//! this only lets pairs be counted by the million; a list still puts each of them to the judge, and a
//! test holds the two against each other.

use crate::model::claim::{Bounds, Claim, Marks};
use crate::model::study::Study;
use crate::model::vocabulary::{Basis, Modality, Stance, TimeMode};

/// Tells whether nothing about a claim can explain a clash of its figure away: against another such
/// claim of its block every explanation is a no.
pub fn is_plain(study: &Study, claim: &Claim) -> bool {
    let topic = study.topic(claim.topic());
    let open_marks = Marks::PLACE_UNSURE
        .with(Marks::POPULATION_UNSURE)
        .with(Marks::MODALITY_UNSURE)
        .with(Marks::BOAST)
        .with(Marks::READ_TWICE)
        .with(Marks::TRANSLATION_DOUBTFUL)
        .with(Marks::CORRECTED);
    let when = claim.when();
    // A nought known at second hand may be silence; a missing figure never clashes.
    let is_nought = claim.strict().is_some_and(Bounds::is_zero);
    claim.stance() == Stance::Affirms
        && claim.modality() == Modality::Actual
        && claim.basis() != Basis::Told
        && claim.via().is_none()
        && claim.event().is_none()
        && claim.time_mode() == TimeMode::Throughout
        && claim.unit() == topic.unit
        && when.strict == when.fuzzy
        && claim.strict() == claim.fuzzy()
        && !topic.spans_period()
        && (!is_nought || claim.basis().is_first_hand())
        && !claim.marks().has_any(open_marks)
}
