//! The verdict on a pair that does not clash: whether the two say the same (methods.md 3.4).
//!
//! It knows stances, scopes and values. What a stranger would get wrong: two claims of one stance may
//! both hold and still not agree, as where one names a trend and the other a figure.

use crate::method::crosscheck::pair::{Answer, Containment, Pair};
use crate::method::crosscheck::relation::Identity;
use crate::method::crosscheck::time::SharedTime;
use crate::method::crosscheck::words::Verdict;
use crate::model::claim::{Claim, Marks};
use crate::model::vocabulary::{Modality, Stance};

/// The verdict on a pair of which no kind fires (3.4).
pub fn agreement(pair: &Pair<'_>, is_settled: bool) -> Verdict {
    let is_open = pair.time == SharedTime::No
        || pair.scope.is_unknown()
        || (pair.relation.identity == Identity::Different && !pair.is_linked);
    if pair.a.stance != pair.b.stance || is_open || !values_agree(pair) {
        return Verdict::Compatible;
    }
    let is_whole = pair.time == SharedTime::Yes
        && pair.scope.is_equal()
        && !pair.is_unit_missing()
        && !is_value_missing(pair, is_settled)
        && (is_settled || pair.a.claim.modality() == pair.b.claim.modality());
    match is_whole {
        true => Verdict::Agrees,
        false => Verdict::PartlyAgrees,
    }
}

/// Tells whether the values of two answers of one stance say the same, as far as there are any.
fn values_agree(pair: &Pair<'_>) -> bool {
    // "Rising" and "seven hundred" answer one topic and do not say the same.
    if pair.a.claim.trend() != pair.b.claim.trend() || pair.counts_per_time() {
        return false;
    }
    // "By these" and "by those" are not one account, even of what nobody gave the name of an event.
    if !pair.is_linked && pair.relation.are_two_actors {
        return false;
    }
    if let (Some(a), Some(b)) = (pair.a.category(), pair.b.category()) {
        return a == b;
    }
    // A denial with a figure says only "not that" (2.5): it is no denial of all, nor of another.
    if pair.a.stance != Stance::Affirms {
        return are_same_figures(pair) && pair.a.category() == pair.b.category();
    }
    match (pair.a.strict(), pair.b.strict()) {
        // Where no kind fired, a part fits into its whole; elsewhere the figures must meet.
        (Some(_), Some(_)) => {
            !pair.relation.figures.are_apart() || (pair.figures().is_some() && is_part_of_sum(pair))
        }
        _ => true,
    }
}

fn are_same_figures(pair: &Pair<'_>) -> bool {
    match (pair.a.strict(), pair.b.strict()) {
        (Some(_), Some(_)) => pair.relation.figures.are_equal,
        (a, b) => a.is_none() && b.is_none(),
    }
}

/// Tells whether one says how many, or which, and the other only that there were some. What is
/// established with its figure or value bears wholly out whoever names none.
fn is_value_missing(pair: &Pair<'_>, is_settled: bool) -> bool {
    let is_record = |claim: &Claim| {
        claim.marks().has(Marks::SETTLED) || (is_settled && claim.modality() == Modality::Actual)
    };
    let has_value = |answer: &Answer<'_>| answer.strict().is_some() || answer.category().is_some();
    match (has_value(&pair.a), has_value(&pair.b)) {
        _ if pair.is_linked => false,
        (true, false) => !is_record(pair.a.claim),
        (false, true) => !is_record(pair.b.claim),
        _ => false,
    }
}

fn is_part_of_sum(pair: &Pair<'_>) -> bool {
    matches!(
        pair.containment(),
        Containment::FirstIsWhole | Containment::FirstIsPart
    )
}
