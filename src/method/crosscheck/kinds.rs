//! Which kinds of conflict fire for a pair (methods.md 3.2), before any innocent explanation.
//!
//! It knows values, stances, dates and events. What a stranger would get wrong: time is not asked
//! here. A pair that shares none still has a kind, which explanation 2 then removes: a change is not
//! a contradiction. K5, K7, the sums of K6, and K8 where figures refute a trend need third claims
//! and come from the evidence.

use crate::method::crosscheck::pair::{Containment, Opposed, Pair};
use crate::method::crosscheck::relation::Identity;
use crate::method::crosscheck::scope::Standing;
use crate::method::crosscheck::time::SharedTime;
use crate::method::crosscheck::words::Kind;
use crate::model::claim::{Bounds, Claim, Marks};
use crate::model::study::Study;
use crate::model::vocabulary::{Stance, TimeMode, TopicKind};

/// A set of kinds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Kinds(u16);

/// The order in which the first that fires is the primary one (3.2).
const PRIMARY_FIRST: [Kind; 10] = [
    Kind::Existence,
    Kind::EventDate,
    Kind::Attribution,
    Kind::ExclusiveCategory,
    Kind::Polarity,
    Kind::ValueDisjoint,
    Kind::Order,
    Kind::PartWhole,
    Kind::RateStock,
    Kind::Trend,
];

impl Kinds {
    /// No kind.
    pub const NONE: Kinds = Kinds(0);

    /// Returns the set with one more, where the condition holds.
    #[must_use]
    pub const fn with_if(self, condition: bool, kind: Kind) -> Kinds {
        Kinds(self.0 | (condition as u16) << kind as u16)
    }

    /// Tells whether a kind is in the set.
    pub const fn has(self, kind: Kind) -> bool {
        self.0 >> kind as u16 & 1 == 1
    }

    /// Returns the primary kind.
    pub fn primary(self) -> Option<Kind> {
        PRIMARY_FIRST.iter().find(|kind| self.has(**kind)).copied()
    }

    /// Returns the kinds behind the primary one, in the order of 3.2.
    pub fn others(self) -> impl Iterator<Item = Kind> {
        let in_set = PRIMARY_FIRST.iter().filter(move |kind| self.has(**kind));
        in_set.skip(1).copied()
    }
}

/// Returns all kinds that two claims show by themselves.
pub fn kinds(pair: &Pair<'_>) -> Kinds {
    let figures = figure_kind(pair);
    let exists = is_existence(pair);
    Kinds::NONE
        .with_if(exists, Kind::Existence)
        .with_if(is_event_date(pair), Kind::EventDate)
        .with_if(is_attribution(pair), Kind::Attribution)
        .with_if(is_exclusive_category(pair), Kind::ExclusiveCategory)
        // A denied event is K10 and no second finding.
        .with_if(!exists && is_polarity(pair), Kind::Polarity)
        .with_if(figures == Some(Kind::ValueDisjoint), Kind::ValueDisjoint)
        .with_if(figures == Some(Kind::PartWhole), Kind::PartWhole)
        .with_if(
            pair.relation.days.may_meet
                && !pair.is_linked
                && are_contrary(pair.study, [pair.a.claim, pair.b.claim]),
            Kind::Trend,
        )
}

/// K8 of two trends: claims of one topic, scope and unit that cannot both hold at one time.
pub fn are_contrary(study: &Study, [a, b]: [&Claim; 2]) -> bool {
    let unsure = Marks::PLACE_UNSURE.with(Marks::POPULATION_UNSURE);
    let speaks = |claim: &Claim| {
        let is_affirmed = claim.is_compared() && claim.stance() == Stance::Affirms;
        is_affirmed && !claim.marks().has_any(unsure)
    };
    let question = |claim: &Claim| {
        let unit = claim.unit().or(study.topic(claim.topic()).unit);
        (claim.topic(), claim.population(), claim.place(), unit)
    };
    let are_two = matches!((a.trend(), b.trend()), (Some(a), Some(b)) if a != b);
    are_two && speaks(a) && speaks(b) && question(a) == question(b)
}

/// K10: one reports an event; the other denies that one, or any such event in a place, population and
/// period that contain it.
fn is_existence(pair: &Pair<'_>) -> bool {
    let Some(opposed) = pair.opposed() else {
        return false;
    };
    let denial = opposed.negates;
    if pair.is_linked
        || pair.topic.kind != TopicKind::Event
        || denial.stance != Stance::Denies
        || !is_same_statement(&opposed)
        || pair.scope.is_crossed()
    {
        return false;
    }
    if denial.claim.event().is_some() {
        return !matches!(
            pair.relation.identity,
            Identity::Different | Identity::PerhapsDifferent
        );
    }
    let contains = |standing: Standing| {
        standing.is_equal() || standing.is_nested() && !opposed.whole_is_affirmed(standing)
    };
    contains(pair.scope.place)
        && contains(pair.scope.population)
        && denial.claim.time_mode() == TimeMode::Throughout
        && match opposed.affirms_is_first {
            true => pair.relation.days.second_contains,
            false => pair.relation.days.first_contains,
        }
}

/// K4: one event, and two stated dates that do not meet.
fn is_event_date(pair: &Pair<'_>) -> bool {
    let (a, b) = (pair.a.claim, pair.b.claim);
    let is_stated = !a.marks().has(Marks::WHEN_ASSUMED) && !b.marks().has(Marks::WHEN_ASSUMED);
    is_stated && may_be_one_event(pair) && !pair.relation.days.do_meet
}

/// K9: one event, and two actors.
fn is_attribution(pair: &Pair<'_>) -> bool {
    pair.relation.are_two_actors && may_be_one_event(pair)
}

/// Tells whether two reports are of one event, or may be: then one at least names it (3.2).
fn may_be_one_event(pair: &Pair<'_>) -> bool {
    let are_reports = pair.a.stance == Stance::Affirms && pair.b.stance == Stance::Affirms;
    let may_be = match pair.relation.identity {
        Identity::Same | Identity::Unsure => true,
        Identity::Missing => pair.topic.kind == TopicKind::Event,
        Identity::NotNamed | Identity::Different | Identity::PerhapsDifferent => false,
    };
    are_reports && !pair.is_linked && may_be
}

/// K3: one value at a time, and two are affirmed.
fn is_exclusive_category(pair: &Pair<'_>) -> bool {
    let is_one_at_a_time =
        pair.topic.is_exclusive && matches!(pair.topic.kind, TopicKind::State | TopicKind::Event);
    let is_affirmed = pair.a.stance == Stance::Affirms && pair.b.stance == Stance::Affirms;
    match (pair.a.category(), pair.b.category()) {
        (Some(a), Some(b)) => is_one_at_a_time && is_affirmed && a != b,
        _ => false,
    }
}

/// K1: one affirms what the other denies or doubts, and one scope is the other or part of it.
fn is_polarity(pair: &Pair<'_>) -> bool {
    let Some(opposed) = pair.opposed() else {
        return false;
    };
    !pair.scope.is_crossed()
        && is_same_statement(&opposed)
        && !pair.counts_per_time()
        && denial_meets_figure(pair, &opposed)
}

/// A denial of one value or trend meets that one alone; a denial without one meets all.
fn is_same_statement(
    Opposed {
        affirms, negates, ..
    }: &Opposed<'_>,
) -> bool {
    let (value, trend) = (negates.category(), negates.trend());
    (value.is_none() || affirms.category() == value)
        && (trend.is_none() || affirms.trend() == trend)
}

/// A denial without a figure meets every figure above nought, and none that leaves nought open; one with
/// a figure says only "not that" and meets what lies inside it (2.5).
fn denial_meets_figure(pair: &Pair<'_>, opposed: &Opposed<'_>) -> bool {
    match (opposed.negates.strict(), opposed.affirms.strict()) {
        (None, None) => true,
        (None, Some(affirmed)) => affirmed.low > 0.0,
        (Some(_), None) => false,
        (Some(_), Some(_)) => match opposed.affirms_is_first {
            true => pair.relation.figures.second_contains,
            false => pair.relation.figures.first_contains,
        },
    }
}

/// K6 between part and whole of one sum, K2 between all other figures.
fn figure_kind(pair: &Pair<'_>) -> Option<Kind> {
    pair.figures()?;
    let figures = pair.relation.figures;
    // A sum holds at one time; figures of two times are merely different.
    let containment = match pair.time {
        SharedTime::No => Containment::NoSum,
        SharedTime::Possible | SharedTime::Yes => pair.containment(),
    };
    let (is_clash, kind) = match containment {
        Containment::FirstIsWhole => (figures.first_is_below, Kind::PartWhole),
        Containment::FirstIsPart => (figures.second_is_below, Kind::PartWhole),
        Containment::SameScope | Containment::NoSum => (figures.are_apart(), Kind::ValueDisjoint),
    };
    is_clash.then_some(kind)
}

/// Returns the figure of the part and that of the whole, where there are such.
pub fn part_and_whole(containment: Containment, [a, b]: [Bounds; 2]) -> Option<[Bounds; 2]> {
    match containment {
        Containment::FirstIsWhole => Some([b, a]),
        Containment::FirstIsPart => Some([a, b]),
        Containment::SameScope | Containment::NoSum => None,
    }
}
