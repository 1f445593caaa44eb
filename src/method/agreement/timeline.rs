//! What was said on a topic in order of the time it speaks of, with a monitor's figures on the same
//! axis.
//!
//! It knows claims and series. What a stranger would get wrong: a row stands where its claim speaks of,
//! not where it was said; both dates are there.

use std::collections::HashMap;

use serde::Serialize;

use crate::method::agreement::beside::{Beside, Series};
use crate::method::agreement::held::{Held, leading};
use crate::method::agreement::proposition::key_of;
use crate::method::agreement::question::{Agreement, By, Question};
use crate::method::crosscheck::compare;
use crate::method::wording::{edtf, figure, interval};
use crate::model::claim::{Bounds, Claim};
use crate::model::day::{Day, DayRange};
use crate::model::key::{ClaimId, TopicId};
use crate::model::study::Study;
use crate::model::vocabulary::{Modality, Stance};

/// A row of `agree timeline`: a claim, or a figure of a monitor.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TimelineRow {
    /// The topic.
    pub topic: String,
    /// The days it speaks of, as EDTF.
    pub when: String,
    /// The days on which it was said, as EDTF; empty for figures.
    pub stated_on: String,
    /// `claim` or `figure`.
    pub kind: &'static str,
    /// The key of the claim; empty for figures.
    pub claim: String,
    /// Who says it.
    pub source: String,
    /// The group of the source.
    pub group: String,
    /// The side of the group.
    pub side: String,
    /// The population, empty where it is not known.
    pub population: String,
    /// The place, empty where it is not known.
    pub place: String,
    /// Where it stands to the statement.
    pub stance: &'static str,
    /// The value, for topics that have a list of them.
    pub value: String,
    /// All of it as short as it goes: `denies`, `at most 400 persons`.
    pub says: String,
    /// The smallest figure it may mean; empty where there is none.
    pub low: Option<f64>,
    /// The largest; empty where there is none.
    pub high: Option<f64>,
    /// In which mode it speaks.
    pub modality: &'static str,
    /// How the source knows.
    pub basis: &'static str,
    /// What it is to the leading position: `leads` where it belongs to it, else the verdict of the two;
    /// for figures `meets` or `apart`.
    pub verdict: &'static str,
    /// The digit that a person gave the claim last.
    pub digit: String,
    /// The key of the source, group or side by which rows are put together; empty where they are not.
    pub by: String,
}

/// Returns the rows: by topic, with `by` then by its key, then by the time they speak of and were said.
pub fn timeline(agreement: &Agreement<'_>, beside: &Beside, by: Option<By>) -> Vec<TimelineRow> {
    let study = agreement.study;
    let questions = Questions::of(agreement);
    let digits: HashMap<ClaimId, &str> = beside
        .ratings
        .iter()
        .filter(|rating| !rating.digit.is_empty())
        .filter_map(|rating| Some((rating.claim?, rating.digit.as_str())))
        .collect();
    let claims = agreement.claims();
    let of_claims = claims.iter().map(|id| {
        let mut row = row_of_claim(agreement, &questions, *id);
        row.digit = digits.get(id).copied().unwrap_or_default().to_owned();
        row.by = by
            .map_or("", |by| by.key(study, study.claim(*id).source()))
            .to_owned();
        (study.claim(*id).when().fuzzy, row)
    });
    let shown = |series: &&Series| {
        claims
            .iter()
            .any(|id| study.claim(*id).topic() == series.topic)
    };
    let of_series = beside.series.iter().filter(shown).map(|series| {
        let mut row = row_of_series(agreement, series);
        row.by = by.map_or("", |by| by.key(study, series.source)).to_owned();
        (series.period.fuzzy, row)
    });
    let mut rows: Vec<(DayRange, TimelineRow)> = of_claims.chain(of_series).collect();
    let key = |(days, row): &(DayRange, TimelineRow)| -> (Day, Day) {
        let _ = row;
        (days.low(), days.high())
    };
    rows.sort_by(|a, b| {
        let by_topic = a.1.topic.cmp(&b.1.topic).then_with(|| a.1.by.cmp(&b.1.by));
        by_topic
            .then(key(a).cmp(&key(b)))
            .then_with(|| a.1.stated_on.cmp(&b.1.stated_on))
            .then_with(|| {
                (a.1.kind, &a.1.claim, &a.1.source, &a.1.place).cmp(&(
                    b.1.kind,
                    &b.1.claim,
                    &b.1.source,
                    &b.1.place,
                ))
            })
    });
    rows.into_iter().map(|(_, row)| row).collect()
}

/// The leading position of the question in which each claim is weighed: the first in which it leads,
/// else the first.
struct Questions<'a>(HashMap<ClaimId, Option<&'a Held>>);

impl<'a> Questions<'a> {
    fn of(agreement: &'a Agreement<'_>) -> Questions<'a> {
        let mut found: HashMap<ClaimId, Option<&Held>> = HashMap::new();
        let questions = agreement.questions().iter();
        let leaders: Vec<_> = questions
            .map(|one| (one, leading(&one.positions)))
            .collect();
        for (question, leading) in &leaders {
            for id in &question.claims {
                found.entry(*id).or_insert(*leading);
            }
        }
        for (_, leading) in leaders.iter().rev() {
            for id in leading.map_or(&[][..], |leading| &leading.claims) {
                found.insert(*id, *leading);
            }
        }
        Questions(found)
    }
}

fn row_of_claim(agreement: &Agreement<'_>, questions: &Questions<'_>, id: ClaimId) -> TimelineRow {
    let study = agreement.study;
    let claim = study.claim(id);
    let values = &study.topic(claim.topic()).values;
    let value = claim
        .category()
        .and_then(|place| values.get(usize::from(place)));
    let fuzzy = claim.fuzzy();
    TimelineRow {
        topic: study.topic_key(claim.topic()).to_owned(),
        when: edtf(claim.when().strict),
        stated_on: edtf(claim.stated_on()),
        kind: "claim",
        claim: study.claim_key(id).to_owned(),
        source: study.source_key(claim.source()).to_owned(),
        group: study.group_key_of(claim.source()).to_owned(),
        side: study.side_key(study.side_of(claim.source())).to_owned(),
        population: key_of(study.populations(), claim.population()),
        place: key_of(study.places(), claim.place()),
        stance: claim.stance().as_str(),
        says: says(study, claim),
        value: value.cloned().unwrap_or_default(),
        low: fuzzy.and_then(|fuzzy| finite(fuzzy.low)),
        high: fuzzy.and_then(|fuzzy| finite(fuzzy.high)),
        modality: claim.modality().as_str(),
        basis: claim.basis().as_str(),
        verdict: verdict(agreement, questions, id),
        digit: String::new(),
        by: String::new(),
    }
}

/// What a claim says, without the statement.
fn says(study: &Study, claim: &Claim) -> String {
    let values = &study.topic(claim.topic()).values;
    let value = claim
        .category()
        .and_then(|place| values.get(usize::from(place)).cloned());
    let value = value.or_else(|| Some(figure(study, claim, claim.strict()?)));
    let trend = claim.trend().map(|trend| trend.as_str().to_owned());
    let said: Vec<String> = [value, trend].into_iter().flatten().collect();
    let value = (!said.is_empty()).then(|| said.join(", "));
    let said = match (value, claim.stance()) {
        (Some(value), Stance::Affirms) => value,
        (Some(value), Stance::Denies) => format!("not {value}"),
        (Some(value), stance) => format!("{} {value}", stance.as_str()),
        (None, stance) => stance.as_str().to_owned(),
    };
    match claim.modality() {
        Modality::Actual => said,
        modality => format!("{said} ({})", modality.as_str()),
    }
}

/// What a claim is to the leading position of its question: the most pressing of what is flagged, else
/// how it compares with the first claim of that position.
fn verdict(agreement: &Agreement<'_>, questions: &Questions<'_>, id: ClaimId) -> &'static str {
    let Some(leading) = questions.0.get(&id).copied().flatten() else {
        return "";
    };
    if leading.claims.binary_search(&id).is_ok() {
        return "leads";
    }
    if let Some(worst) = agreement.against.worst(id, &leading.claims) {
        return worst.as_str();
    }
    let first = leading.claims.first();
    let compared =
        first.and_then(|first| compare(agreement.study, &agreement.settings, id, *first));
    compared.map_or("", |finding| finding.verdict.as_str())
}

fn row_of_series(agreement: &Agreement<'_>, series: &Series) -> TimelineRow {
    let study = agreement.study;
    TimelineRow {
        topic: study.topic_key(series.topic).to_owned(),
        when: edtf(series.period.strict),
        stated_on: String::new(),
        kind: "figure",
        claim: String::new(),
        source: study.source_key(series.source).to_owned(),
        group: study.group_key_of(series.source).to_owned(),
        side: study.side_key(study.side_of(series.source)).to_owned(),
        population: String::new(),
        place: key_of(study.places(), series.place),
        stance: Stance::Affirms.as_str(),
        value: String::new(),
        says: interval(study.topic(series.topic), series.value),
        low: finite(series.value.low),
        high: finite(series.value.high),
        modality: "",
        basis: "",
        verdict: fit(agreement, series.topic, series),
        digit: String::new(),
        by: String::new(),
    }
}

/// Whether a monitor's figure meets the leading figures of the same place and the same days; empty
/// where nobody named any.
fn fit(agreement: &Agreement<'_>, topic: TopicId, series: &Series) -> &'static str {
    let is_same = |question: &&Question| {
        question.topic == topic
            && question.place == series.place
            && series.period.strict.contains(question.when)
    };
    let same = agreement.questions().iter().filter(is_same);
    let leaders = same.filter_map(|question| leading(&question.positions));
    // A monitor counts in the topic's unit.
    let unit = agreement.study.topic(topic).unit;
    let leaders = leaders.filter(|leading| leading.sense.unit == unit);
    let ranges: Vec<Bounds> = leaders.filter_map(|leading| leading.range).collect();
    match ranges.iter().any(|range| range.meets(series.value)) {
        true => "meets",
        false if ranges.is_empty() => "",
        false => "apart",
    }
}

fn finite(end: f64) -> Option<f64> {
    end.is_finite().then_some(end)
}
