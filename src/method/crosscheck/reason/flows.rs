//! A change of a stock that its flows do not allow, in words (K7).
//!
//! It knows which claims bear on the change, and their topics. What a stranger would get wrong: what is
//! named is what the bound rests on. Other claims on the same flows may be there and allow no more.

use crate::method::crosscheck::evidence::Clash;
use crate::method::crosscheck::judge::Judge;
use crate::method::crosscheck::told::{time, told_in_short};
use crate::method::wording::{figure, interval};
use crate::model::claim::{Bounds, Claim};
use crate::model::key::{ClaimId, TopicId};
use crate::model::study::Study;
use crate::model::vocabulary::Current;

/// Tells by how much the stock changed, what came and went between, and by whom that is said.
pub fn told(judge: &Judge<'_>, clash: &Clash) -> String {
    let study = judge.study;
    let [first, last] = in_time(study, clash).map(|id| study.claim(id));
    let at = |claim: &Claim| {
        let said = claim.strict().map(|bounds| figure(study, claim, bounds));
        let said = said.unwrap_or_else(|| "a number".to_owned());
        format!("{said} ({})", time(claim.when().strict))
    };
    let allowed = allowed(study, clash, [first, last]);
    let flows: Vec<String> = [Current::In, Current::Out]
        .into_iter()
        .filter_map(|current| {
            let said = said_of(judge, clash, current);
            let way = match current {
                Current::In => "came",
                Current::Out => "went",
            };
            (!said.is_empty()).then(|| format!("{way}: {}", said.join(", and ")))
        })
        .collect();
    format!(
        "it {} from {} to {}, but {allowed} ({})",
        moved([first, last]),
        at(first),
        at(last),
        flows.join("; ")
    )
}

/// What would have to be known: the flows of which nobody says anything.
pub fn missing(study: &Study, clash: &Clash) -> String {
    let way = |current| match current {
        Current::In => "came",
        Current::Out => "went",
    };
    let questions = [Current::In, Current::Out]
        .into_iter()
        .filter_map(|current| {
            let topics = feeding(study, clash.topic, current);
            if topics.is_empty() {
                return Some(format!(
                    "any {} otherwise, for no topic of the study counts that",
                    way(current)
                ));
            }
            let is_silent = |topic: &TopicId| {
                !(clash.witnesses.iter()).any(|id| study.claim(*id).topic() == *topic)
            };
            let silent: Vec<String> = (topics.into_iter().filter(is_silent))
                .map(|topic| format!("\"{}\"", study.topic(topic).statement))
                .collect();
            (!silent.is_empty()).then(|| {
                format!(
                    "any {} that nobody speaks of: {}",
                    way(current),
                    silent.join(", ")
                )
            })
        });
    questions.collect::<Vec<_>>().join(", or ")
}

/// The two figures in the order of their times.
fn in_time(study: &Study, clash: &Clash) -> [ClaimId; 2] {
    let start = |id: ClaimId| study.claim(id).when().strict.low();
    match start(clash.a) <= start(clash.b) {
        true => [clash.a, clash.b],
        false => [clash.b, clash.a],
    }
}

/// The topics that count what comes to a stock or leaves it, in the order of their keys.
fn feeding(study: &Study, stock: TopicId, current: Current) -> Vec<TopicId> {
    let feeds = |topic: &TopicId| {
        let mut feeds = study.topic(*topic).feeds.iter();
        feeds.any(|feed| feed.stock == stock && feed.current == current)
    };
    let topics = (0..study.topic_count() as u32).map(TopicId);
    let mut found: Vec<TopicId> = topics.filter(feeds).collect();
    found.sort_by_key(|topic| study.topic_key(*topic));
    found
}

/// The claims that say what came, or what went.
fn said_of(judge: &Judge<'_>, clash: &Clash, current: Current) -> Vec<String> {
    let study = judge.study;
    let topics = feeding(study, clash.topic, current);
    let of_topic = |topic: TopicId| {
        let claims = clash.witnesses.iter().copied();
        claims
            .filter(move |id| study.claim(*id).topic() == topic)
            .map(move |id| {
                let statement = &study.topic(topic).statement;
                format!("{}, on \"{statement}\"", told_in_short(judge, id))
            })
    };
    topics.into_iter().flat_map(of_topic).collect()
}

fn moved([first, last]: [&Claim; 2]) -> &'static str {
    match (first.strict(), last.strict()) {
        (Some(before), Some(after)) if before.high < after.low => "rose",
        (Some(before), Some(after)) if after.high < before.low => "fell",
        _ => "went",
    }
}

/// What the flows allow: of the two ends that clash the one that is theirs.
fn allowed(study: &Study, clash: &Clash, [first, last]: [&Claim; 2]) -> String {
    let (Some((lower, higher)), Some(before), Some(after)) =
        (clash.ends, first.strict(), last.strict())
    else {
        return "that does not fit what came and went between".to_owned();
    };
    let number = |value: f64| {
        let topic = study.topic(clash.topic);
        let value = value.abs();
        interval(
            topic,
            Bounds {
                low: value,
                high: value,
            },
        )
    };
    let is_above = after.low - before.high == higher;
    let (most_or_least, end) = match is_above {
        true => ("most", lower),
        false => ("least", higher),
    };
    let opposite = if is_above { "least" } else { "most" };
    match end < 0.0 {
        false => format!(
            "what came less what went between adds up to at {most_or_least} {}",
            number(end)
        ),
        true => format!(
            "more went than came between, by at {opposite} {}",
            number(end)
        ),
    }
}
