//! What a position says, in words: its figure as the sources put it, its dates, its numbers.
//!
//! It knows one position, not what stands against it. What a stranger would get wrong: "at least", "up
//! to" and "about" are the sources' own words and are carried over; a bound that nobody named is called
//! derived.

use crate::method::agreement::held::Held;
use crate::method::agreement::voices::Independent;
use crate::method::wording::{Scale, edtf, figure};
use crate::model::claim::{Bounds, Claim, Marks};
use crate::model::day::DayRange;
use crate::model::key::{ClaimId, TopicId};
use crate::model::study::Study;
use crate::model::topic::Topic;
use crate::model::vocabulary::{Modality, Stance};

/// What a position says, with the topic's statement.
pub(super) fn said(study: &Study, topic: TopicId, held: &Held) -> String {
    let statement = &study.topic(topic).statement;
    let named = named(study, held);
    let said = match (value(study, topic, held), held.sense.stance) {
        (None, Stance::Affirms) => format!("\"{statement}\"{named}"),
        (None, Stance::Denies) => format!("it is not so that \"{statement}\"{named}"),
        (Some(value), Stance::Affirms | Stance::Denies) => {
            format!("\"{statement}\": {value}{named}")
        }
        (None, _) => format!("it is doubtful that \"{statement}\"{named}"),
        (Some(value), _) => format!("it is doubtful that \"{statement}\": {value}{named}"),
    };
    match held.sense.modality {
        Modality::Actual => said,
        modality => format!("{said} ({})", spoken_as(modality)),
    }
}

const fn spoken_as(modality: Modality) -> &'static str {
    match modality {
        Modality::Actual => "as a fact",
        Modality::Plan => "as a plan",
        Modality::Promise => "as a promise",
        Modality::Forecast => "as a forecast",
        Modality::Possible => "as possible",
        Modality::ReportedBelief => "as the belief of others",
    }
}

/// What a position says without the statement: `affirmed`, `denied`, `doubted`, a value or a figure;
/// and how, where it does not speak of what is.
pub(super) fn short(study: &Study, topic: TopicId, held: &Held) -> String {
    let said = match (value(study, topic, held), held.sense.stance) {
        (Some(value), Stance::Doubts) => format!("{value} doubted"),
        (Some(value), _) => value,
        (None, Stance::Affirms) => "affirmed".to_owned(),
        (None, Stance::Denies) => "denied".to_owned(),
        (None, _) => "doubted".to_owned(),
    };
    let said = said + &named(study, held);
    match held.sense.modality {
        Modality::Actual => said,
        modality => format!("{said} {}", spoken_as(modality)),
    }
}

/// The figure, value or trend of a position, with "not" where it is denied; nothing where it only has a
/// stance.
fn value(study: &Study, topic: TopicId, held: &Held) -> Option<String> {
    let topic = study.topic(topic);
    let sense = &held.sense;
    let category = sense
        .category
        .and_then(|place| topic.values.get(usize::from(place)).cloned());
    let figure = match (held.range, held.claims.first()) {
        (Some(range), _) => Some(figure_of(study, topic, held, range)),
        (None, Some(first)) => {
            let claim = study.claim(*first);
            claim.strict().map(|strict| figure(study, claim, strict))
        }
        (None, None) => None,
    };
    let trend = sense.trend.map(|trend| trend.as_str().to_owned());
    let parts: Vec<String> = [figure, category, trend].into_iter().flatten().collect();
    match (parts.is_empty(), sense.stance) {
        (true, _) => None,
        (false, Stance::Denies) => Some(format!("not {}", parts.join(", "))),
        (false, _) => Some(parts.join(", ")),
    }
}

/// Who did it, over which days, which event it was, where that sets the position apart from others; and
/// that nobody is sure of whom or where it speaks.
fn named(study: &Study, held: &Held) -> String {
    let sense = &held.sense;
    let actor = sense.actor;
    let actor = actor.map(|actor| format!(", done by {}", study.actor_name(actor)));
    let period = sense.period.map(|days| match days == DayRange::ALL {
        true => ", no period named".to_owned(),
        false => format!(", over {}", edtf(days)),
    });
    let event = sense.event;
    let event = event.map(|event| format!(" (event {})", study.event_key(event)));
    let unsure = sense
        .unsure
        .is_some()
        .then(|| " (not sure of whom or where)".to_owned());
    let parts = [actor, period, event, unsure];
    parts.into_iter().flatten().collect()
}

/// The figure that claims share with its unit, in the words of the sources where one of them named it.
fn figure_of(study: &Study, topic: &Topic, held: &Held, range: Bounds) -> String {
    let scale = Scale::of(study, topic, held.sense.unit);
    let figures = held.claims.iter().map(|id| study.claim(*id));
    let mut strict = figures.clone().filter_map(|claim| claim.strict());
    let common = strict.try_fold(ALL, |common, own| {
        Bounds::new(common.low.max(own.low), common.high.min(own.high)).ok()
    });
    // Who named it in the topic's own unit says it best.
    let names_it = |claim: &&Claim| claim.strict() == common;
    let named = figures.clone().filter(names_it);
    let named = named.min_by_key(|claim| claim.marks().said_in().is_some());
    let count = held.claims.len();
    let in_unit = |bounds| scale.with_unit(&scale.bounds(bounds), figures.clone());
    match (named, common) {
        (Some(claim), Some(common)) => figure(study, claim, common),
        (None, Some(common)) => {
            format!("{} (derived: what {count} figures share)", in_unit(common))
        }
        _ => format!(
            "about {} (derived: what {count} figures may share)",
            in_unit(range)
        ),
    }
}

const ALL: Bounds = Bounds {
    low: f64::NEG_INFINITY,
    high: f64::INFINITY,
};

/// A number of sources in words up to ten: `one source`, `two to three sources`, `at least 41 sources`.
pub(super) fn some_sources(count: Independent) -> String {
    let at_least = if count.is_at_least { "at least " } else { "" };
    let or_more = if count.is_or_more && !count.is_at_least {
        " or more"
    } else {
        ""
    };
    let noun = if count.most == 1 && or_more.is_empty() {
        "source"
    } else {
        "sources"
    };
    match count.least == count.most {
        true => format!("{at_least}{}{or_more} {noun}", in_words(count.most)),
        false => format!(
            "{at_least}{} to {}{or_more} {noun}",
            in_words(count.least),
            in_words(count.most)
        ),
    }
}

/// A number in words up to ten.
pub(super) fn in_words(count: usize) -> String {
    let words = [
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    ];
    words
        .get(count)
        .map_or_else(|| count.to_string(), |word| (*word).to_owned())
}

/// `1 side`, `2 sides`.
pub(super) fn counted(count: usize, noun: &str) -> String {
    match count {
        1 => format!("1 {noun}"),
        _ => format!("{count} {noun}s"),
    }
}

/// `a`, `a and b`, `a, b and c`.
pub(super) fn listed(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// The days from the first to the last statement, nothing where no date is known.
pub(super) fn stated(study: &Study, claims: &[ClaimId]) -> Option<DayRange> {
    let dates = claims.iter().map(|id| study.claim(*id));
    let dates = dates.filter(|claim| !claim.marks().has(Marks::STATED_ASSUMED));
    dates.map(Claim::stated_on).reduce(DayRange::hull)
}

/// `Aug 2021`, `Aug 2021 to Mar 2022`; open ends are left out.
pub(super) fn months(range: DayRange) -> String {
    let (low, high) = (month(range.low().to_ymd()), month(range.high().to_ymd()));
    match (low, high) {
        (Some(low), Some(high)) if low == high => low,
        (Some(low), Some(high)) => format!("{low} to {high}"),
        (Some(low), None) => format!("since {low}"),
        (None, Some(high)) => format!("until {high}"),
        (None, None) => String::new(),
    }
}

fn month(date: Option<(i32, u8, u8)>) -> Option<String> {
    const NAMES: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let (year, month, _) = date?;
    let name = NAMES.get(usize::from(month).checked_sub(1)?)?;
    Some(format!("{name} {year}"))
}

/// The interviews in which claims were made, by key, each once.
pub(super) fn interviews<'s>(study: &'s Study, claims: &[ClaimId]) -> Vec<&'s str> {
    let heard = claims.iter().filter_map(|id| study.claim(*id).interview());
    let mut keys: Vec<&str> = heard.map(|id| study.interview_key(id)).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_of_sources_is_as_wide_as_what_is_known() {
        let count = |least, most| Independent {
            least,
            most,
            ..Independent::default()
        };
        assert_eq!(some_sources(count(1, 1)), "one source");
        assert_eq!(some_sources(count(2, 3)), "two to three sources");
        let many = Independent {
            is_at_least: true,
            ..count(41, 60)
        };
        assert_eq!(some_sources(many), "at least 41 to 60 sources");
        let group = Independent {
            is_or_more: true,
            ..count(1, 1)
        };
        assert_eq!(some_sources(group), "one or more sources");
    }

    #[test]
    fn lists_read_as_a_person_writes_them() {
        let words = |list: &[&str]| {
            list.iter()
                .map(|word| (*word).to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(listed(&words(&["a"])), "a");
        assert_eq!(listed(&words(&["a", "b", "c"])), "a, b and c");
    }

    #[test]
    fn stretches_of_statements_are_told_in_months() {
        let day = |year, month| crate::model::day::Day::from_ymd(year, month, 3).unwrap();
        let range = DayRange::new(day(2021, 8), day(2022, 3)).unwrap();
        assert_eq!(months(range), "Aug 2021 to Mar 2022");
        assert_eq!(months(DayRange::single(day(2021, 8))), "Aug 2021");
        assert_eq!(months(DayRange::ALL), "");
    }
}
