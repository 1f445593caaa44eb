//! The sentence that tells a finding to somebody who has not seen the data.
//!
//! It knows keys, sides, figures and dates, never interview text. What a stranger would get wrong:
//! the sentence says what was compared and what decided; it never says who is right.

use crate::method::crosscheck::boast;
use crate::method::crosscheck::finding::{Finding, FindingMarks};
use crate::method::crosscheck::words::{Explanation, Kind, Outcome, Verdict, Why};
use crate::method::wording::{edtf, figure, interval};
use crate::model::claim::Claim;
use crate::model::key::ClaimId;
use crate::model::study::Study;
use crate::model::vocabulary::{Modality, Stance};

/// Writes the reason of a finding.
pub fn reason(study: &Study, finding: &Finding) -> String {
    let (a, b) = (study.claim(finding.a), study.claim(finding.b));
    let statement = &study.topic(finding.topic).statement;
    let told_a = told(study, a, finding);
    let told_b = told(study, b, finding);
    let verdict = match finding.marks.has(FindingMarks::BOAST) {
        true => boast_verdict(study, finding),
        false => verdict(finding),
    };
    format!("On \"{statement}\": {told_a}; {told_b}: {verdict}.")
}

/// Who says what, of where, whom and when.
fn told(study: &Study, claim: &Claim, finding: &Finding) -> String {
    let source = study.source_key(claim.source());
    let side = study.side_key(study.side_of(claim.source()));
    let said = said(study, claim, finding);
    let mode = match claim.modality() {
        Modality::Actual => String::new(),
        other => format!(" as {}", modality(other)),
    };
    let scope = scope(study, claim);
    format!("{source} (side {side}) {said}{mode}{scope}")
}

fn said(study: &Study, claim: &Claim, finding: &Finding) -> String {
    let stance = claim.stance().as_str();
    if claim.topic() != finding.topic {
        let own = &study.topic(claim.topic()).statement;
        return format!("{stance} \"{own}\", which bears on it");
    }
    if let Some(bounds) = claim.strict() {
        let figure = figure(study, claim, bounds);
        return match claim.stance() {
            Stance::Affirms => format!("says {figure}"),
            _ => format!("{stance} {figure}"),
        };
    }
    let values = &study.topic(claim.topic()).values;
    match claim
        .category()
        .and_then(|place| values.get(usize::from(place)))
    {
        Some(value) => format!("{stance} \"{value}\""),
        None => format!("{stance} it"),
    }
}

const fn modality(modality: Modality) -> &'static str {
    match modality {
        Modality::Actual => "a fact",
        Modality::Plan => "a plan",
        Modality::Promise => "a promise",
        Modality::Forecast => "a forecast",
        Modality::Possible => "a possibility",
        Modality::ReportedBelief => "what others believe",
    }
}

fn scope(study: &Study, claim: &Claim) -> String {
    let place = claim
        .place()
        .map_or("no place named", |node| study.places().key(node));
    let population = claim
        .population()
        .map_or("no population named", |node| study.populations().key(node));
    let when = edtf(claim.when().strict);
    let about = if claim.when().fuzzy == claim.when().strict {
        ""
    } else {
        "about "
    };
    format!(" ({population}, {place}, {about}{when})")
}

fn verdict(finding: &Finding) -> String {
    match finding.verdict {
        Verdict::Contradiction => format!(
            "{}, and none of the explanations tested removes it",
            clash(finding.kind)
        ),
        Verdict::Apparent => format!("{}, but {}", clash(finding.kind), open(finding)),
        Verdict::Reconciled => format!("{}, but {}", clash(finding.kind), settled(finding.why)),
        Verdict::Agrees => "the two say the same of the same people, place and time".to_owned(),
        Verdict::PartlyAgrees => {
            "the two say the same, of scopes or times of which one is only part of the other"
                .to_owned()
        }
        Verdict::Compatible => "both can hold".to_owned(),
        Verdict::NotComparable => not_comparable(finding.why).to_owned(),
        Verdict::Inflated | Verdict::DetailsFallShort | Verdict::Overtaken => {
            "later or closer statements do not bear it out".to_owned()
        }
    }
}

const fn clash(kind: Option<Kind>) -> &'static str {
    match kind {
        Some(Kind::Polarity) => "one affirms what the other does not grant",
        Some(Kind::ValueDisjoint) => "the two figures do not meet",
        Some(Kind::ExclusiveCategory) => "only one of the two values can hold at a time",
        Some(Kind::EventDate) => "the two dates of one event do not meet",
        Some(Kind::Order) => "the dates refute the order that was stated",
        Some(Kind::PartWhole) => "the part exceeds the whole",
        Some(Kind::RateStock) => "the change does not fit the flows",
        Some(Kind::Trend) => "the figures refute the trend",
        Some(Kind::Attribution) => "the two name actors that exclude each other",
        Some(Kind::Existence) => "one reports an event that the other denies",
        None => "the two were held against each other",
    }
}

/// What would have to be settled.
fn open(finding: &Finding) -> String {
    if finding.why == Some(Why::Doubt) {
        return "a doubt is no denial".to_owned();
    }
    if finding.why == Some(Why::ZeroOrSilence) {
        return "the nought is not known at first hand and may only mean that nothing was heard"
            .to_owned();
    }
    let is_open =
        |explanation: &&Explanation| finding.outcomes.get(**explanation) == Outcome::Undecided;
    let questions: Vec<&str> = Explanation::ALL
        .iter()
        .filter(is_open)
        .map(|explanation| question(*explanation))
        .collect();
    format!(
        "it is not settled whether {}",
        questions.join(", or whether ")
    )
}

const fn question(explanation: Explanation) -> &'static str {
    match explanation {
        Explanation::Identity => "they speak of one event",
        Explanation::Time => "they speak of one time",
        Explanation::Place => "they speak of one place",
        Explanation::Population => "they speak of the same people",
        Explanation::Measure => "they count the same way",
        Explanation::Rounding => "the figures differ by more than rounding",
        Explanation::Hearsay => "they go back to one origin",
        Explanation::Modality => "what one foresaw or hedged came to be",
        Explanation::Coding => "the words were read rightly",
    }
}

const fn settled(why: Option<Why>) -> &'static str {
    match why {
        Some(Why::Identity) => "they speak of different events",
        Some(Why::Time) => "they speak of different times",
        Some(Why::Place) => "they speak of different places, one of which contains the other",
        Some(Why::Population) => {
            "they speak of different people, some of whom are part of the others"
        }
        Some(Why::Measure) => "they count in different ways",
        Some(Why::Rounding) => "they differ by no more than rounding",
        Some(Why::Hearsay) => "they retell one statement",
        Some(Why::Modality) => "one of them does not speak of what is",
        Some(Why::Coding) => "another reading of the words removes the conflict",
        Some(Why::Correction) => "the source withdrew it later",
        _ => "an innocent explanation holds",
    }
}

const fn not_comparable(why: Option<Why>) -> &'static str {
    match why {
        Some(Why::Place) => "neither place contains the other",
        Some(Why::Population) => "neither population contains the other",
        Some(Why::Unit) => "their units do not convert",
        _ => "they answer different questions, and no link joins these",
    }
}

fn boast_verdict(study: &Study, finding: &Finding) -> String {
    let Some(boast) = finding.boast(study) else {
        return verdict(finding);
    };
    let total = own_total(study, boast);
    match finding.verdict {
        Verdict::Inflated => {
            format!("the details given for the general claim come to {total}, far below it")
        }
        Verdict::DetailsFallShort => {
            format!("the details given for the general claim come to {total}, less than it says")
        }
        Verdict::Apparent => {
            "the second was given as the detail of a general claim, and the two are not counted \
             in one way: a person has to weigh them"
                .to_owned()
        }
        _ => format!("the details given for the general claim come to {total} and bear it out"),
    }
}

fn own_total(study: &Study, boast: ClaimId) -> String {
    let topic = study.topic(study.claim(boast).topic());
    interval(topic, boast::own_total(study, boast))
}
