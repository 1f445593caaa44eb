//! A stated order of two events against the dates that sources give of them (methods.md 3.9, K5).
//!
//! It knows dates, not who is right about them. What a stranger would get wrong: a year against a
//! month inside it is undetermined. The dates refute an order only where no day of theirs allows it.

use std::collections::HashMap;

use crate::method::crosscheck::evidence::{Bearing, Clash};
use crate::method::crosscheck::time::ends_between;
use crate::method::crosscheck::words::Kind;
use crate::model::claim::{Claim, Marks};
use crate::model::day::DayRange;
use crate::model::key::{ClaimId, EventId, SourceId, TopicId};
use crate::model::study::Study;
use crate::model::topic::Dated;
use crate::model::vocabulary::{Modality, Stance};

/// A date that a claim gives; of no claim where `events.csv` says it.
#[derive(Debug, Clone, Copy)]
struct Dating {
    claim: Option<ClaimId>,
    when: DayRange,
}

/// Returns every pair of a claim of an order and a claim that dates one of its ends.
pub fn clashes(study: &Study) -> Vec<Clash> {
    let topics = (0..study.topic_count() as u32).map(TopicId);
    let ordered: Vec<(TopicId, [Dated; 2])> = topics
        .filter_map(|topic| Some((topic, study.topic(topic).order?)))
        .collect();
    if ordered.is_empty() {
        return Vec::new();
    }
    let datings = datings(study, &ordered);
    let mut found = Vec::new();
    for id in study.claim_ids() {
        let claim = study.claim(id);
        let order = ordered.iter().find(|(topic, _)| *topic == claim.topic());
        let says_so = matches!(claim.stance(), Stance::Affirms | Stance::Denies);
        if let (Some((_, ends)), true) = (order, says_so && claim.is_compared()) {
            let of = |end: &Dated| dates_of(study, &datings, (id, claim), end);
            held_against(study, id, [of(&ends[0]), of(&ends[1])], &mut found);
        }
    }
    found
}

/// The dates of each end that an order names, by claims that date it.
fn datings(study: &Study, ordered: &[(TopicId, [Dated; 2])]) -> HashMap<Dated, Vec<Dating>> {
    let one = |end: &Dated| match end {
        Dated::Event(event) => Dated::Event(study.one_event(*event)),
        topic => *topic,
    };
    let ends = ordered.iter().flat_map(|(_, ends)| ends.iter().map(one));
    let mut found: HashMap<Dated, Vec<Dating>> = ends.map(|end| (end, Vec::new())).collect();
    for id in study.claim_ids() {
        let claim = study.claim(id);
        if !gives_a_date(claim) {
            continue;
        }
        let event = claim.event().map(|event| study.one_event(event));
        let is_sure = !claim.marks().has(Marks::EVENT_UNSURE);
        let event = event.filter(|_| is_sure).map(Dated::Event);
        for end in event.into_iter().chain([Dated::Topic(claim.topic())]) {
            if let Some(list) = found.get_mut(&end) {
                list.push(Dating {
                    claim: Some(id),
                    when: claim.when().fuzzy,
                });
            }
        }
    }
    found
}

fn gives_a_date(claim: &Claim) -> bool {
    claim.is_compared()
        && claim.stance() == Stance::Affirms
        && claim.modality() == Modality::Actual
        && !claim.marks().has(Marks::WHEN_ASSUMED)
}

/// The dates of one end that bear on a claim of the order: of an event all, of a topic those of a
/// scope that contains the claim's or lies inside it.
fn dates_of(
    study: &Study,
    datings: &HashMap<Dated, Vec<Dating>>,
    (id, claim): (ClaimId, &Claim),
    end: &Dated,
) -> Vec<Dating> {
    let (end, event) = match end {
        Dated::Event(event) => {
            let one = study.one_event(*event);
            (Dated::Event(one), Some(one))
        }
        topic => (*topic, None),
    };
    let bears = |dating: &&Dating| {
        let other = dating.claim.map(|id| study.claim(id));
        dating.claim != Some(id)
            && (event.is_some() || other.is_none_or(|other| is_of_one_place(study, claim, other)))
    };
    let all = datings.get(&end).map_or(&[][..], Vec::as_slice);
    let found: Vec<Dating> = all.iter().filter(bears).copied().collect();
    match (found.is_empty(), event) {
        (true, Some(event)) => noted_date(study, event).into_iter().collect(),
        _ => found,
    }
}

/// The date that `events.csv` gives of an event.
fn noted_date(study: &Study, event: EventId) -> Option<Dating> {
    let when = study.event(event).when?;
    Some(Dating {
        claim: None,
        when: when.fuzzy,
    })
}

fn is_of_one_place(study: &Study, a: &Claim, b: &Claim) -> bool {
    match (a.place(), b.place()) {
        (Some(a), Some(b)) => study.places().relation(a, b).is_nested(),
        _ => true,
    }
}

/// Pairs a claim of an order with those that date its first end; with those of the second where the
/// claim's own source alone dates the first.
fn held_against(study: &Study, order: ClaimId, ends: [Vec<Dating>; 2], found: &mut Vec<Clash>) {
    let person = |id: ClaimId| study.source(study.claim(id).source()).person;
    let own: SourceId = person(order);
    let others = |dates: &[Dating]| -> Vec<Dating> {
        let is_other = |dating: &&Dating| dating.claim.is_some_and(|id| person(id) != own);
        dates.iter().filter(is_other).copied().collect()
    };
    let (first, second) = (others(&ends[0]), others(&ends[1]));
    let (home, is_first) = match (first.is_empty(), second.is_empty()) {
        (false, _) => (first, true),
        (true, false) => (second, false),
        (true, true) => (ends[0].clone(), true),
    };
    let against = if is_first { &ends[1] } else { &ends[0] };
    let affirms = study.claim(order).stance() == Stance::Affirms;
    for dating in home {
        let Some(claim) = dating.claim else { continue };
        let rest: Vec<&Dating> = against
            .iter()
            .filter(|other| other.claim != Some(claim))
            .collect();
        // "A before B" and "not B before A" are not the same: only what is stated is held to account.
        let answer = |other: &&Dating| match (is_first, affirms) {
            (true, true) => stated(dating.when, other.when),
            (false, true) => stated(other.when, dating.when),
            (true, false) => stated(dating.when, other.when).map(|holds| !holds),
            (false, false) => stated(other.when, dating.when).map(|holds| !holds),
        };
        let of = (dating.when, study.claim(order).topic());
        found.extend(bearing(of, [order, claim], &rest, answer));
    }
}

/// Whether the first time lies before the second; nothing where the dates do not tell.
fn stated(first: DayRange, second: DayRange) -> Option<bool> {
    if first.high() < second.low() {
        return Some(true);
    }
    (first.low() > second.high()).then_some(false)
}

fn bearing(
    (when, topic): (DayRange, TopicId),
    pair: [ClaimId; 2],
    rest: &[&Dating],
    answer: impl Fn(&&Dating) -> Option<bool>,
) -> Option<Clash> {
    let answers: Vec<Option<bool>> = rest.iter().map(answer).collect();
    let refuting = answers.iter().position(|answer| *answer == Some(false));
    let are_all = |wanted: bool| answers.iter().all(|answer| *answer == Some(wanted));
    let bearing = match refuting {
        _ if answers.is_empty() => return None,
        Some(_) if are_all(false) => Bearing::Refuted,
        Some(_) => Bearing::Disputed,
        None if are_all(true) => Bearing::Held,
        None => Bearing::Undetermined,
    };
    let witness = rest[refuting.unwrap_or(0)];
    Some(Clash {
        witnesses: witness.claim.into_iter().collect(),
        ends: refuting.map(|_| ends_between(when, witness.when)),
        ..Clash::new(Kind::Order, topic, pair, bearing)
    })
}
