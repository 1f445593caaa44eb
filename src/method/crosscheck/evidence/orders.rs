//! A stated order of two events against the dates that sources give of them (methods.md 3.9, K5).
//!
//! It knows dates, not who is right about them. What a stranger would get wrong: a year against a
//! month inside it is undetermined. The dates refute an order only where no day of theirs allows it.

use std::collections::HashMap;

use crate::method::crosscheck::evidence::{Bearing, Clash};
use crate::method::crosscheck::time::ends_between;
use crate::method::crosscheck::words::Kind;
use crate::model::claim::{Claim, Marks};
use crate::model::day::{Day, DayRange};
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
    let against = Dates::of(against);
    // "A before B" and "not B before A" are not the same: only what is stated is held to account.
    let refuted_by = match is_first == affirms {
        true => Lying::Before,
        false => Lying::After,
    };
    for dating in home {
        let Some(claim) = dating.claim else { continue };
        let bearing = against.bearing((claim, dating.when), refuted_by);
        found.extend(bearing.map(|(bearing, witness)| {
            Clash {
                witnesses: witness.claim.into_iter().collect(),
                ends: matches!(bearing, Bearing::Refuted | Bearing::Disputed)
                    .then(|| ends_between(dating.when, witness.when)),
                ..Clash::new(
                    Kind::Order,
                    study.claim(order).topic(),
                    [order, claim],
                    bearing,
                )
            }
        }));
    }
}

/// How one time lies to another that it shares no day with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lying {
    Before,
    After,
}

impl Lying {
    const fn reversed(self) -> Lying {
        match self {
            Lying::Before => Lying::After,
            Lying::After => Lying::Before,
        }
    }
}

/// The dates of one end, arranged so that nobody asks each of them about each date of the other.
struct Dates<'d> {
    /// In the order of claims.
    list: &'d [Dating],
    /// Last days in order, and first days in order.
    highs: Vec<Day>,
    lows: Vec<Day>,
    /// The earliest last day among so many of the list, and the latest first day.
    earliest_high: Vec<Day>,
    latest_low: Vec<Day>,
}

impl<'d> Dates<'d> {
    fn of(list: &'d [Dating]) -> Dates<'d> {
        let highs = || list.iter().map(|dating| dating.when.high());
        let lows = || list.iter().map(|dating| dating.when.low());
        let running = |best: &mut Option<Day>, day: Day, pick: fn(Day, Day) -> Day| {
            let next = best.map_or(day, |best| pick(best, day));
            *best = Some(next);
            *best
        };
        let mut dates = Dates {
            list,
            highs: highs().collect(),
            lows: lows().collect(),
            earliest_high: highs()
                .scan(None, |best, day| running(best, day, Ord::min))
                .collect(),
            latest_low: lows()
                .scan(None, |best, day| running(best, day, Ord::max))
                .collect(),
        };
        dates.highs.sort_unstable();
        dates.lows.sort_unstable();
        dates
    }

    /// How many of the dates lie so to a time.
    fn count(&self, when: DayRange, lying: Lying) -> usize {
        match lying {
            Lying::Before => self.highs.partition_point(|high| *high < when.low()),
            Lying::After => self.lows.len() - self.lows.partition_point(|low| *low <= when.high()),
        }
    }

    /// The first of them in the order of claims.
    fn first(&self, when: DayRange, lying: Lying) -> Option<&Dating> {
        let place = match lying {
            Lying::Before => (self.earliest_high).partition_point(|high| *high >= when.low()),
            Lying::After => (self.latest_low).partition_point(|low| *low <= when.high()),
        };
        self.list.get(place)
    }

    /// What all dates but those of the same claim make of a date that those which lie so to it refute;
    /// and the first that does, or the first of all.
    fn bearing(
        &self,
        (claim, when): (ClaimId, DayRange),
        refuted_by: Lying,
    ) -> Option<(Bearing, &Dating)> {
        // No time lies before or after itself: the claim's own date is counted nowhere below.
        let own = self
            .list
            .binary_search_by_key(&Some(claim), |dating| dating.claim);
        let others = self.list.len() - usize::from(own.is_ok());
        let refuting = self.count(when, refuted_by);
        let bearing = match refuting {
            _ if others == 0 => return None,
            0 if self.count(when, refuted_by.reversed()) == others => Bearing::Held,
            0 => Bearing::Undetermined,
            all if all == others => Bearing::Refuted,
            _ => Bearing::Disputed,
        };
        let is_other = |dating: &&Dating| dating.claim != Some(claim);
        let witness = match refuting {
            0 => self.list.iter().find(is_other),
            _ => self.first(when, refuted_by),
        };
        Some((bearing, witness?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Whether the first time lies before the second; nothing where the dates do not tell.
    fn stated(first: DayRange, second: DayRange) -> Option<bool> {
        if first.high() < second.low() {
            return Some(true);
        }
        (first.low() > second.high()).then_some(false)
    }

    /// The same by asking each date.
    fn by_each(
        list: &[Dating],
        (claim, when): (ClaimId, DayRange),
        refuted_by: Lying,
    ) -> Option<(Bearing, Option<ClaimId>)> {
        let rest: Vec<&Dating> = list
            .iter()
            .filter(|other| other.claim != Some(claim))
            .collect();
        let answer = |other: &&Dating| match refuted_by {
            Lying::Before => stated(when, other.when),
            Lying::After => stated(other.when, when),
        };
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
        Some((bearing, rest[refuting.unwrap_or(0)].claim))
    }

    fn range() -> impl Strategy<Value = DayRange> {
        let open = prop::sample::select(&[false, false, false, true][..]);
        (0..9_i32, 0..4_i32, open).prop_map(|(low, more, is_open)| {
            let high = if is_open { i32::MAX } else { low + more };
            DayRange::new(Day::from_rata_die(low), Day::from_rata_die(high)).unwrap()
        })
    }

    proptest! {
        #[test]
        fn what_the_dates_make_of_one_is_what_asking_each_gives(
            all in prop::collection::vec(range(), 0..9),
            when in range(),
            own in 0..12_usize,
            is_noted in any::<bool>(),
        ) {
            let dating = |(place, when): (u32, &DayRange)| Dating {
                claim: Some(ClaimId(place)),
                when: *when,
            };
            let mut list: Vec<Dating> = (0..).zip(&all).map(dating).collect();
            if is_noted {
                // A date that no claim gives stands alone.
                list = vec![Dating { claim: None, when }];
            }
            let when = list.get(own).map_or(when, |dating| dating.when);
            let dating = (ClaimId(own as u32), when);
            for refuted_by in [Lying::Before, Lying::After] {
                let dates = Dates::of(&list);
                let found = dates.bearing(dating, refuted_by);
                let found = found.map(|(bearing, witness)| (bearing, witness.claim));
                prop_assert_eq!(found, by_each(&list, dating, refuted_by));
            }
        }
    }
}
