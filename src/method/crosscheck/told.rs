//! One claim in words: who says what, of whom, where and when.
//!
//! It knows how a claim reads to somebody who has seen no table: no name of a column, no code of a
//! stance. What a stranger would get wrong: keys of places, people and sources are shown as they are;
//! they are the study's own short names.

use crate::method::wording::{edtf, figure};
use crate::model::claim::{Claim, Marks};
use crate::model::day::{Day, DayRange};
use crate::model::key::{ClaimId, TopicId};
use crate::model::study::Study;
use crate::model::vocabulary::{Basis, Modality, Stance, Trend};

/// Tells a claim as an answer to a topic.
pub fn told(study: &Study, id: ClaimId, topic: TopicId) -> String {
    let claim = study.claim(id);
    let who = who(study, claim);
    let said = said(study, claim, topic);
    let mode = mode(claim);
    let scope = scope(study, claim);
    format!("{who} {said}{mode} ({scope})")
}

/// Tells a claim that only bears on others: who, what, when.
pub fn told_in_short(study: &Study, id: ClaimId) -> String {
    let claim = study.claim(id);
    let said = said(study, claim, claim.topic());
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

fn said(study: &Study, claim: &Claim, topic: TopicId) -> String {
    let verb = match claim.stance() {
        Stance::Affirms => "says",
        Stance::Denies => "denies",
        Stance::Doubts => "doubts",
        Stance::Neutral => return "takes no side".to_owned(),
    };
    if claim.topic() != topic {
        let own = &study.topic(claim.topic()).statement;
        return format!("{verb} \"{own}\", which bears on it");
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
    let unsure = |mark| {
        if claim.marks().has(mark) {
            "perhaps "
        } else {
            ""
        }
    };
    let mut parts = Vec::new();
    if let Some(node) = claim.population() {
        let perhaps = unsure(Marks::POPULATION_UNSURE);
        parts.push(format!("of {perhaps}{}", study.populations().key(node)));
    }
    parts.push(match claim.place() {
        Some(node) => {
            let perhaps = unsure(Marks::PLACE_UNSURE);
            format!("in {perhaps}{}", study.places().key(node))
        }
        None => "no place named".to_owned(),
    });
    let when = time(claim.when().strict);
    parts.push(match claim.marks().has(Marks::WHEN_ASSUMED) {
        true => format!("no time named, taken as {when}"),
        false if claim.when().fuzzy != claim.when().strict => format!("roughly {when}"),
        false => when,
    });
    parts.join(", ")
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
