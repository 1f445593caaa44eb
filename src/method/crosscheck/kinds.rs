//! Which kind of conflict fires for a pair (methods.md 3.2), before any innocent explanation.
//!
//! It knows values and stances. What a stranger would get wrong: time is not asked here. A pair that
//! shares none still has a kind, which explanation 2 then removes: a change is not a contradiction.

use crate::method::crosscheck::pair::{Containment, Opposed, Pair};
use crate::method::crosscheck::time::SharedTime;
use crate::method::crosscheck::words::Kind;
use crate::model::claim::Bounds;
use crate::model::vocabulary::TopicKind;

/// Returns the primary kind of a pair: the first that fires in the order of 3.2.
pub fn kind(pair: &Pair<'_>) -> Option<Kind> {
    // K10, K4 and K9 stand before these three in the order of 3.2; K5, K7 and K8 between and behind.
    if is_exclusive_category(pair) {
        return Some(Kind::ExclusiveCategory);
    }
    if is_polarity(pair) {
        return Some(Kind::Polarity);
    }
    figure_kind(pair)
}

/// K3: one value at a time, and two are affirmed.
fn is_exclusive_category(pair: &Pair<'_>) -> bool {
    let is_one_at_a_time =
        pair.topic.is_exclusive && matches!(pair.topic.kind, TopicKind::State | TopicKind::Event);
    let is_affirmed = pair.a.stance == pair.b.stance && pair.opposed().is_none();
    match (pair.a.category(), pair.b.category()) {
        (Some(a), Some(b)) => {
            is_one_at_a_time
                && is_affirmed
                && pair.a.stance == crate::model::vocabulary::Stance::Affirms
                && a != b
        }
        _ => false,
    }
}

/// K1: one affirms what the other denies or doubts, and one scope is the other or part of it.
fn is_polarity(pair: &Pair<'_>) -> bool {
    let Some(opposed) = pair.opposed() else {
        return false;
    };
    !pair.scope.is_crossed() && is_same_statement(&opposed) && denial_meets_figure(&opposed)
}

/// A denial of one value meets that value alone; a denial without one meets all.
fn is_same_statement(opposed: &Opposed<'_>) -> bool {
    match opposed.negates.category() {
        None => true,
        denied => opposed.affirms.category() == denied,
    }
}

/// A denial without a figure meets every figure above nought; one with a figure says only "not that"
/// and meets what lies inside it (2.5).
fn denial_meets_figure(opposed: &Opposed<'_>) -> bool {
    match (opposed.negates.strict(), opposed.affirms.strict()) {
        (None, None) => true,
        (None, Some(affirmed)) => affirmed.high > 0.0,
        (Some(_), None) => false,
        (Some(denied), Some(affirmed)) => denied.contains(affirmed),
    }
}

/// K6 between part and whole of one sum, K2 between all other figures.
fn figure_kind(pair: &Pair<'_>) -> Option<Kind> {
    let figures = pair.figures()?;
    // A sum holds at one time; figures of two times are merely different.
    let containment = match pair.time {
        SharedTime::No => Containment::NoSum,
        SharedTime::Possible | SharedTime::Yes => pair.containment(),
    };
    if let Some([part, whole]) = part_and_whole(containment, figures) {
        return pair.is_below(whole, part).then_some(Kind::PartWhole);
    }
    pair.is_disjoint(figures).then_some(Kind::ValueDisjoint)
}

/// Returns the figure of the part and that of the whole, where there are such.
pub fn part_and_whole(containment: Containment, [a, b]: [Bounds; 2]) -> Option<[Bounds; 2]> {
    match containment {
        Containment::FirstIsWhole => Some([b, a]),
        Containment::FirstIsPart => Some([a, b]),
        Containment::SameScope | Containment::NoSum => None,
    }
}
