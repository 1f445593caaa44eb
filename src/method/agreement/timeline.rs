//! What was said on a topic in order of the time it speaks of, with a monitor's figures on the same
//! axis.
//!
//! It knows claims and series. What a stranger would get wrong: a row stands where its claim speaks of,
//! not where it was said; both dates are there.

use std::collections::{BTreeSet, HashMap};
use std::ops::ControlFlow;

use serde::Serialize;

use crate::method::agreement::beside::{Beside, Series};
use crate::method::agreement::held::{Held, leading};
use crate::method::agreement::parts;
use crate::method::agreement::proposition::key_of;
use crate::method::agreement::question::{Agreement, Block, By, Question};
use crate::method::crosscheck::compare;
use crate::method::wording::{Scale, edtf, figure};
use crate::model::claim::{Bounds, Claim};
use crate::model::day::DayRange;
use crate::model::key::{ClaimId, SourceId, TopicId};
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

/// Hands out the rows: by topic, with `by` then by its key, then by the time they speak of and were
/// said. The rows of one topic are held at once.
pub fn timeline(
    agreement: &Agreement<'_>,
    beside: &Beside,
    by: Option<By>,
    take: &mut dyn FnMut(TimelineRow) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let digits = beside
        .ratings
        .iter()
        .filter(|rating| !rating.digit.is_empty())
        .filter_map(|rating| Some((rating.claim?, rating.digit.as_str())));
    let timeline = Timeline {
        agreement,
        beside,
        by,
        digits: digits.collect(),
    };
    let topics = timeline.topics().into_iter();
    let rows_of = |(topic, blocks)| timeline.rows_of_topic(topic, blocks);
    parts::in_turn(|push| topics.flat_map(rows_of).try_for_each(push), take)
}

/// What the rows are made of.
struct Timeline<'a> {
    agreement: &'a Agreement<'a>,
    beside: &'a Beside,
    by: Option<By>,
    /// The digit that a person gave a claim last.
    digits: HashMap<ClaimId, &'a str>,
}

impl Timeline<'_> {
    /// The topics with their blocks, by key. A monitor may count what no source spoke of.
    fn topics(&self) -> Vec<(TopicId, &[Block])> {
        let (study, scope) = (self.agreement.study, self.agreement.scope);
        let of_claims = self.agreement.blocks.chunk_by(|a, b| a.topic == b.topic);
        let mut topics: Vec<(TopicId, &[Block])> =
            of_claims.map(|blocks| (blocks[0].topic, blocks)).collect();
        let is_told: BTreeSet<TopicId> = topics.iter().map(|(topic, _)| *topic).collect();
        let counted = self.beside.series.iter().map(|series| series.topic);
        let alone: BTreeSet<TopicId> = counted
            .filter(|topic| !is_told.contains(topic))
            .filter(|topic| scope.topic.is_none_or(|asked| asked == *topic))
            .collect();
        topics.extend(alone.into_iter().map(|topic| (topic, &[][..])));
        topics.sort_by_key(|(topic, _)| study.topic_key(*topic));
        topics
    }

    /// The rows of one topic, from its blocks.
    fn rows_of_topic(&self, topic: TopicId, blocks: &[Block]) -> Vec<TimelineRow> {
        let of_block = |block: &Block| self.agreement.questions_of(block).collect::<Vec<_>>();
        let questions: Vec<Question> = parts::each(blocks, of_block)
            .into_iter()
            .flatten()
            .collect();
        let leaders = Leaders::of(&questions);
        let mut claims: Vec<ClaimId> = blocks
            .iter()
            .flat_map(|block| &block.claims)
            .copied()
            .collect();
        claims.sort_unstable();
        let mut rows = parts::each(&claims, |id| self.of_claim(&leaders, *id));
        let series = self.beside.series.iter();
        let series = series.filter(|series| series.topic == topic);
        rows.extend(series.map(|series| self.of_series(&questions, series)));
        rows.sort_by(|a, b| a.place().cmp(&b.place()));
        rows.into_iter().map(|placed| placed.row).collect()
    }

    fn of_claim(&self, leaders: &Leaders<'_>, id: ClaimId) -> Placed {
        let study = self.agreement.study;
        let mut row = row_of_claim(self.agreement, leaders, id);
        row.digit = self.digits.get(&id).copied().unwrap_or_default().to_owned();
        row.by = self.key(study.claim(id).source());
        Placed {
            days: study.claim(id).when().fuzzy,
            row,
        }
    }

    fn of_series(&self, questions: &[Question], series: &Series) -> Placed {
        let mut row = row_of_series(self.agreement, questions, series);
        row.by = self.key(series.source);
        Placed {
            days: series.period.fuzzy,
            row,
        }
    }

    fn key(&self, source: SourceId) -> String {
        let by = self.by.map(|by| by.key(self.agreement.study, source));
        by.unwrap_or_default().to_owned()
    }
}

/// A row, and the days that it speaks of.
struct Placed {
    days: DayRange,
    row: TimelineRow,
}

impl Placed {
    /// By what the rows of a topic are sorted.
    fn place(&self) -> impl Ord + '_ {
        let row = &self.row;
        let days = (self.days.low(), self.days.high());
        let told = (row.stated_on.as_str(), row.kind, row.claim.as_str());
        (
            row.by.as_str(),
            days,
            told,
            row.source.as_str(),
            row.place.as_str(),
        )
    }
}

/// The leading position of the question in which each claim is weighed: the first in which it leads,
/// else the first.
struct Leaders<'a>(HashMap<ClaimId, Option<&'a Held>>);

impl<'a> Leaders<'a> {
    fn of(questions: &'a [Question]) -> Leaders<'a> {
        let mut found: HashMap<ClaimId, Option<&Held>> = HashMap::new();
        let leaders: Vec<_> = questions
            .iter()
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
        Leaders(found)
    }
}

fn row_of_claim(agreement: &Agreement<'_>, leaders: &Leaders<'_>, id: ClaimId) -> TimelineRow {
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
        verdict: verdict(agreement, leaders, id),
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
fn verdict(agreement: &Agreement<'_>, leaders: &Leaders<'_>, id: ClaimId) -> &'static str {
    let Some(leading) = leaders.0.get(&id).copied().flatten() else {
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

fn row_of_series(
    agreement: &Agreement<'_>,
    questions: &[Question],
    series: &Series,
) -> TimelineRow {
    let study = agreement.study;
    let topic = study.topic(series.topic);
    let scale = Scale::of(study, topic, topic.unit);
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
        says: scale.with_unit(&scale.bounds(series.value), []),
        low: finite(series.value.low),
        high: finite(series.value.high),
        modality: "",
        basis: "",
        verdict: fit(agreement, questions, series),
        digit: String::new(),
        by: String::new(),
    }
}

/// Whether a monitor's figure meets the leading figures of the same place and the same days; empty
/// where nobody named any.
fn fit(agreement: &Agreement<'_>, questions: &[Question], series: &Series) -> &'static str {
    let is_same = |question: &&Question| {
        question.place == series.place && series.period.strict.contains(question.when)
    };
    let same = questions.iter().filter(is_same);
    let leaders = same.filter_map(|question| leading(&question.positions));
    // A monitor counts in the topic's unit.
    let unit = agreement.study.topic(series.topic).unit;
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
