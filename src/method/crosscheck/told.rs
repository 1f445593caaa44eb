//! One claim in words: who says what, of whom, where and when.
//!
//! It knows how a claim reads to somebody who has seen no table: no name of a column, no code of a
//! stance. What a stranger would get wrong: keys of people and sources are shown as they are, the
//! study's own short names; a place has a name of its own.

use crate::method::crosscheck::judge::Judge;
use crate::method::wording::{edtf, figure};
use crate::model::claim::{Claim, Marks};
use crate::model::day::{Day, DayRange};
use crate::model::key::{ClaimId, TopicId};
use crate::model::study::Study;
use crate::model::vocabulary::{Basis, Modality, Stance, Trend};

/// Tells two claims as answers to a topic; what the second has in common with the first is not
/// said twice.
pub fn told_both(judge: &Judge<'_>, [first, second]: [ClaimId; 2], topic: TopicId) -> String {
    let study = judge.study;
    let [a, b] = [first, second].map(|id| study.claim(id));
    let same_source = a.source() == b.source();
    let other = match same_source {
        true => "the same source".to_owned(),
        false => who(study, b),
    };
    let who = who(study, a);
    let [said_a, said_b] = [a, b].map(|claim| said(judge, claim, topic) + &mode(claim));
    let scope_a = scope(study, a);
    let scope_b = scope_after(study, a, b);
    format!("{who} {said_a} ({scope_a}); {other} {said_b} ({scope_b})")
}

/// Tells a claim that only bears on others: who, what, when.
pub fn told_in_short(judge: &Judge<'_>, id: ClaimId) -> String {
    let study = judge.study;
    let claim = study.claim(id);
    let said = said(judge, claim, claim.topic());
    let statement = &study.topic(claim.topic()).statement;
    let what = match claim.strict() {
        Some(_) => said,
        None => format!("{said} (\"{statement}\")"),
    };
    format!(
        "{} {what}, {}",
        who(study, claim),
        time(claim.when().strict)
    )
}

/// Puts what a claim answers into a few words: a figure, a value, yes or no.
pub fn answer(study: &Study, id: ClaimId, finding: &super::Finding) -> String {
    let claim = study.claim(id);
    let is_own = claim.topic() == finding.topic;
    let value = category(study, claim).filter(|_| is_own);
    let figure = claim.strict().map(|bounds| figure(study, claim, bounds));
    match (claim.stance(), figure.filter(|_| is_own).or(value)) {
        (Stance::Affirms, Some(said)) => said,
        (Stance::Denies, Some(said)) => format!("not {said}"),
        (Stance::Doubts, Some(said)) => format!("hardly {said}"),
        (Stance::Affirms, None) if is_own => "yes".to_owned(),
        (Stance::Denies, None) if is_own => "no".to_owned(),
        (Stance::Doubts, None) if is_own => "hardly".to_owned(),
        (Stance::Denies, None) => format!("not \"{}\"", study.topic(claim.topic()).statement),
        (_, None) => format!("\"{}\"", study.topic(claim.topic()).statement),
        (Stance::Neutral, Some(said)) => said,
    }
}

fn who(study: &Study, claim: &Claim) -> String {
    let source = study.source_key(claim.source());
    let side = study.side_name(study.side_of(claim.source()));
    format!("{source} (side: {side})")
}

fn said(judge: &Judge<'_>, claim: &Claim, topic: TopicId) -> String {
    let study = judge.study;
    let verb = match claim.stance() {
        Stance::Affirms => "says",
        Stance::Denies => "denies",
        Stance::Doubts => "doubts",
        Stance::Neutral => return "takes no side".to_owned(),
    };
    if claim.topic() != topic {
        let own = &study.topic(claim.topic()).statement;
        return format!("{verb} \"{own}\"{}", by_link(judge, claim, topic));
    }
    let mut said = match (claim.strict(), category(study, claim)) {
        (Some(bounds), _) => format!("{verb} {}", figure(study, claim, bounds)),
        (None, Some(value)) => format!("{verb} {value}"),
        (None, None) if claim.trend().is_some() => verb.to_owned(),
        (None, None) if claim.stance() == Stance::Affirms => "says so".to_owned(),
        (None, None) => format!("{verb} it"),
    };
    if let Some(trend) = claim.trend() {
        said += match trend {
            Trend::Rising => " that it is rising",
            Trend::Falling => " that it is falling",
            Trend::Stable => " that it stays the same",
        };
    }
    if let Some(actor) = claim.actor() {
        said += &format!(", done by {}", study.actor_name(actor));
    }
    said
}

/// What an answer to one topic says of another by the study's links.
fn by_link(judge: &Judge<'_>, claim: &Claim, topic: TopicId) -> &'static str {
    match stance_on(judge, claim, topic) {
        Some(Stance::Affirms) => ", which by a topic link means that it is so",
        Some(Stance::Denies) => ", which by a topic link means that it is not so",
        Some(Stance::Doubts) => ", which by a topic link makes it doubtful",
        _ => ", which bears on it",
    }
}

fn category(study: &Study, claim: &Claim) -> Option<String> {
    let values = &study.topic(claim.topic()).values;
    let value = values.get(usize::from(claim.category()?))?;
    Some(format!("\"{value}\""))
}

fn mode(claim: &Claim) -> String {
    let hearsay = match claim.basis() {
        Basis::Told => ", from hearsay",
        _ => "",
    };
    let modality = match claim.modality() {
        Modality::Actual => "",
        Modality::Plan => " as a plan",
        Modality::Promise => " as a promise",
        Modality::Forecast => " as a forecast",
        Modality::Possible => " as a possibility",
        Modality::ReportedBelief => " as what others believe",
    };
    format!("{modality}{hearsay}")
}

fn scope(study: &Study, claim: &Claim) -> String {
    let parts = [people(study, claim), Some(place(study, claim))];
    let mut parts: Vec<String> = parts.into_iter().flatten().collect();
    parts.push(told_time(claim));
    parts.join(", ")
}

/// The scope of a claim that is told after another: people and place are named anew where they differ.
fn scope_after(study: &Study, before: &Claim, claim: &Claim) -> String {
    let mut parts = Vec::new();
    let own = [people(study, claim), Some(place(study, claim))];
    let others = [people(study, before), Some(place(study, before))];
    match own == others {
        true if claim.population().is_some() => parts.push("same people and place".to_owned()),
        true => parts.push("same place".to_owned()),
        false => parts.extend(own.into_iter().flatten()),
    }
    parts.push(told_time(claim));
    parts.join(", ")
}

fn people(study: &Study, claim: &Claim) -> Option<String> {
    let perhaps = perhaps(claim, Marks::POPULATION_UNSURE);
    let name = study.populations().name(claim.population()?);
    Some(format!("of {perhaps}{name}"))
}

fn place(study: &Study, claim: &Claim) -> String {
    let perhaps = perhaps(claim, Marks::PLACE_UNSURE);
    match claim.place() {
        Some(node) => format!("in {perhaps}{}", study.places().name(node)),
        None => "no place named".to_owned(),
    }
}

fn told_time(claim: &Claim) -> String {
    let when = time(claim.when().strict);
    match claim.marks().has(Marks::WHEN_ASSUMED) {
        true => format!("no time named, taken as {when}"),
        false if claim.when().fuzzy != claim.when().strict => format!("roughly {when}"),
        false => when,
    }
}

fn perhaps(claim: &Claim, mark: Marks) -> &'static str {
    if claim.marks().has(mark) {
        "perhaps "
    } else {
        ""
    }
}

/// Puts a stretch of days into words.
pub fn time(range: DayRange) -> String {
    let written = edtf(range);
    if range == DayRange::ALL {
        return "at any time".to_owned();
    }
    if range.low() == range.high() {
        return format!("on {written}");
    }
    match written.split_once('/') {
        None => format!("in {written}"),
        Some((_, end)) if range.low() == Day::MIN => format!("up to {end}"),
        Some((start, _)) if range.high() == Day::MAX => format!("from {start} on"),
        Some((start, end)) => format!("from {start} to {end}"),
    }
}

/// What a claim says of a topic: its own stance, or the one that follows by the study's links.
pub(super) fn stance_on(judge: &Judge<'_>, claim: &Claim, topic: TopicId) -> Option<Stance> {
    if claim.topic() == topic {
        return Some(claim.stance());
    }
    let mut implied = (judge.links).onto(claim.topic(), claim.stance(), topic);
    implied.next()
}
