//! The row that `agree summary` shows of a question.
//!
//! It knows questions and who was asked. What a stranger would get wrong: grade, sources, sides and
//! researchers are those of the leading position; claims and stances are counted over all.

use std::ops::ControlFlow;

use serde::Serialize;

use crate::method::agreement::beside::Beside;
use crate::method::agreement::held::{Held, leading};
use crate::method::agreement::parts;
use crate::method::agreement::question::{Agreement, Block, By, Question};
use crate::method::agreement::said::{interviews, stated};
use crate::method::agreement::wording::{Aside, told, wording};
use crate::method::wording::edtf;
use crate::model::claim::Marks;
use crate::model::key::{ClaimId, EventId, NodeId};
use crate::model::study::Study;
use crate::model::tree::Tree;
use crate::model::vocabulary::{Modality, Stance, TopicKind};

/// A row of `agree summary --format csv` (cli.md). `grade`, `sources_low` to `researchers`, the range
/// and the wording are of the leading position: the one with the highest grade.
#[derive(Debug, Clone, PartialEq, Serialize, Default)]
pub struct Proposition {
    /// The topic.
    pub topic: String,
    /// The population, empty where it is not known.
    pub population: String,
    /// The place, empty where it is not known.
    pub place: String,
    /// The days that all its claims have in common, as EDTF.
    pub when: String,
    /// 0 to 5 with `c` and `?`; a range where ties are not known.
    pub grade: String,
    /// How many claims there are, of all positions.
    pub claims: usize,
    /// The least number of independent voices behind the leading position.
    pub sources_low: usize,
    /// The most there can be.
    pub sources_high: usize,
    /// The sides behind it, a `;` list.
    pub sides: String,
    /// How many researchers heard it; 0 where no interview is known.
    pub researchers: usize,
    /// How many claims affirm.
    pub affirm: usize,
    /// How many deny.
    pub deny: usize,
    /// How many doubt.
    pub doubt: usize,
    /// How many others were asked and did not say; nothing where nobody noted who was asked, and in
    /// a row about some of them.
    pub silent: Option<usize>,
    /// How many positions there are.
    pub positions: usize,
    /// The lower end of the leading position's figures.
    pub range_low: Option<f64>,
    /// The upper end; empty where there is none.
    pub range_high: Option<f64>,
    /// What people said of its verification; empty until somebody does.
    pub verification: String,
    /// A sentence for a paper.
    pub wording: String,
    /// Both ends in one: `2`, `2–3`, `at least 41`, `1 or more` where a group speaks.
    pub sources: String,
    /// How many of the voices behind it speak at first hand.
    pub first_hand: usize,
    /// From the first to the last statement behind it, EDTF; of all positions where it is contested.
    pub stated: String,
    /// The interviews behind it, a `;` list; of all positions where it is contested.
    pub interviews: String,
    /// Whether every side behind it gains by it: then it does not reach grade 5.
    pub is_of_shared_interest: bool,
    /// How many events the affirming claims report at least, where all that may be one are one; only
    /// of topics that are events.
    pub events_low: Option<usize>,
    /// How many at most, where none are.
    pub events_high: Option<usize>,
    /// Whose claims alone the row is about; empty where it is about all.
    pub by: String,
    /// In what the leading position's figures count; empty where nobody said.
    pub unit: String,
    /// The claims, in the order of keys.
    #[serde(skip)]
    pub claim_ids: Vec<ClaimId>,
}

/// Hands out a row for each question: by keys of topic, population and place, then by time. With `by`, a
/// row for the claims of each source, group or side on it.
pub fn summary(
    agreement: &Agreement<'_>,
    beside: &Beside,
    by: Option<By>,
    take: &mut dyn FnMut(Proposition) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let study = agreement.study;
    let asked = beside.asked_by_topic(study);
    let row = |question: &Question, whole: &Question, by: &str| {
        // Who was asked is known of all, not of one side of a row.
        let on_topic = asked.get(&question.topic).filter(|_| by.is_empty());
        let silent = on_topic.map(|on| on.silent.len());
        let aside = Aside {
            against: Some(&agreement.against),
            whole: Some(whole),
            verification: None,
            silent,
        };
        proposition(study, question, (beside, aside), by)
    };
    let rows = |question: &Question| -> Vec<Proposition> {
        let Some(by) = by else {
            return vec![row(question, question, "")];
        };
        let keys = by.keys(study, &question.claims).into_iter();
        let of_key = keys.map(|key| {
            let is_own = |id: ClaimId| by.key(study, study.claim(id).source()) == key;
            row(&agreement.restricted(question, is_own), question, key)
        });
        of_key.collect()
    };
    let of_block = |block: &Block| -> Vec<Proposition> {
        let questions = agreement.questions_of(block);
        questions.flat_map(|question| rows(&question)).collect()
    };
    parts::in_turn(|push| agreement.each_of(of_block, push), take)
}

fn proposition(
    study: &Study,
    question: &Question,
    (beside, aside): (&Beside, Aside<'_>),
    by: &str,
) -> Proposition {
    let count = |stance: Stance| {
        let is_such = |id: &&ClaimId| study.claim(**id).stance() == stance;
        question.claims.iter().filter(is_such).count()
    };
    let mut row = Proposition {
        topic: study.topic_key(question.topic).to_owned(),
        population: key_of(study.populations(), question.population),
        place: key_of(study.places(), question.place),
        when: edtf(question.when),
        claims: question.claims.len(),
        affirm: count(Stance::Affirms),
        deny: count(Stance::Denies),
        doubt: count(Stance::Doubts),
        silent: aside.silent,
        positions: question.positions.len(),
        by: by.to_owned(),
        claim_ids: question.claims.clone(),
        ..Proposition::default()
    };
    if study.topic(question.topic).kind == TopicKind::Event {
        let (low, high) = events(study, &question.claims);
        (row.events_low, row.events_high) = (Some(low), Some(high));
    }
    if let Some(leading) = leading(&question.positions) {
        let verification = beside.verification(&leading.claims);
        fill(study, &mut row, leading);
        let told = told(study, question, leading);
        row.interviews = interviews(study, told).join(";");
        row.stated = stated(study, told).map_or_else(String::new, edtf);
        row.verification = verification.map_or("", |word| word.as_str()).to_owned();
        row.wording = wording(
            study,
            question,
            Aside {
                verification,
                ..aside
            },
        );
    }
    row
}

/// How many events claims report: between all that are not known to be another being one, and none.
fn events(study: &Study, claims: &[ClaimId]) -> (usize, usize) {
    let reports = claims.iter().map(|id| study.claim(*id));
    let reports = reports
        .filter(|claim| claim.stance() == Stance::Affirms && claim.modality() == Modality::Actual);
    let mut known: Vec<EventId> = Vec::new();
    let mut unknown = 0;
    for claim in reports {
        let is_sure = !claim.marks().has(Marks::EVENT_UNSURE);
        match claim.event().filter(|_| is_sure) {
            Some(event) => known.push(study.one_event(event)),
            None => unknown += 1,
        }
    }
    known.sort_unstable();
    known.dedup();
    (
        known.len().max(usize::from(unknown > 0)),
        known.len() + unknown,
    )
}

/// Returns the key of a node, empty where nobody said.
pub(super) fn key_of(tree: &Tree, node: Option<NodeId>) -> String {
    node.map_or("", |node| tree.key(node)).to_owned()
}

fn fill(study: &Study, row: &mut Proposition, leading: &Held) {
    let voices = &leading.voices;
    let independent = voices.independent(study);
    row.grade = leading.grade.to_string();
    row.sources_low = independent.least;
    row.sources_high = independent.most;
    row.sources = independent.to_string();
    row.first_hand = voices.first_hand();
    row.is_of_shared_interest = leading.is_of_shared_interest;
    let sides = voices.sides(study);
    let sides: Vec<&str> = sides.iter().map(|side| study.side_key(*side)).collect();
    row.sides = sides.join(";");
    row.researchers = researchers(study, &leading.claims);
    let unit = leading.sense.unit.map(|unit| study.unit_name(unit));
    row.unit = unit.unwrap_or_default().to_owned();
    let finite = |end: f64| end.is_finite().then_some(end);
    row.range_low = leading.range.and_then(|range| finite(range.low));
    row.range_high = leading.range.and_then(|range| finite(range.high));
}

fn researchers(study: &Study, claims: &[ClaimId]) -> usize {
    let interviews = claims.iter().filter_map(|id| study.claim(*id).interview());
    let mut heard_by: Vec<_> = interviews
        .filter_map(|interview| study.interviews[interview.index()].researcher)
        .collect();
    heard_by.sort_unstable();
    heard_by.dedup();
    heard_by.len()
}
