//! T1: what came of a claim later, by a record that is held as established (methods.md 3.10).
//!
//! It knows two claims and what settles one by the other, not whether they clash. What a stranger
//! would get wrong: a later claim by somebody else settles nothing; a record is marked by an analyst,
//! known from a control question, or borne out by voices that surely spoke when the foretold time was
//! over.

use crate::model::claim::{Claim, Marks};
use crate::model::key::ClaimId;
use crate::model::study::{Control, Study};
use crate::model::vocabulary::Modality;

/// Tells whether the first claim settles what came of the second, a forecast or promise.
pub fn settles(study: &Study, record: ClaimId, foretold: ClaimId) -> bool {
    let (claim, foretold) = (study.claim(record), study.claim(foretold));
    if !foretold.modality().is_open_to_time()
        || claim.modality() != Modality::Actual
        || claim.marks().has(Marks::MODALITY_UNSURE)
    {
        return false;
    }
    let is_after = claim.stated_on().low() >= foretold.when().fuzzy.high();
    claim.marks().has(Marks::SETTLED)
        || (is_after && study.is_borne_out(record))
        || (study.controls().iter()).any(|control| is_known(study, claim, control))
}

/// Tells whether the first claim was established later than the second was stated, which nobody
/// established.
pub fn is_settled_after(record: &Claim, earlier: &Claim) -> bool {
    record.marks().has(Marks::SETTLED)
        && !earlier.marks().has(Marks::SETTLED)
        && earlier.stated_on().high() < record.stated_on().low()
}

/// Tells whether a claim says what is known from a control question.
pub(super) fn is_known(study: &Study, claim: &Claim, control: &Control) -> bool {
    // The known figure is in the topic's unit.
    let is_own_unit = claim.unit() == study.topic(claim.topic()).unit;
    let says_the_same = match (claim.strict(), control.strict) {
        (Some(said), Some(known)) => is_own_unit && said.meets(known),
        _ => true,
    };
    (claim.topic(), claim.stance(), claim.category())
        == (control.topic, control.stance, control.category)
        && (claim.place(), claim.population()) == (control.place, control.population)
        && claim.when().strict.meets(control.when.strict)
        && says_the_same
}
