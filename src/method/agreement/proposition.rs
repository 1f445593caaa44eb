//! Propositions: what is said on one topic of one population, place and time, and the row that
//! `agree summary` shows of it.
//!
//! It knows blocks, days and positions. What a stranger would get wrong: a claim that holds for long
//! stands in every proposition whose day it covers; the days are the fewest that meet every claim.

use std::collections::HashMap;

use serde::Serialize;

use crate::method::agreement::grade::{GradeRange, grade};
use crate::method::agreement::voices::{Counting, Voices};
use crate::method::agreement::wording::wording;
use crate::method::crosscheck::Finding;
use crate::method::crosscheck::words::Verdict;
use crate::method::positions::positions;
use crate::method::wording::edtf;
use crate::model::claim::Bounds;
use crate::model::day::{Day, DayRange};
use crate::model::key::{ClaimId, NodeId, TopicId};
use crate::model::study::Study;
use crate::model::vocabulary::Stance;

/// A row of `agree summary --format csv` (cli.md). `grade`, `sources_low` to `researchers`, the range
/// and the wording are of the leading position: the one with the highest grade.
#[derive(Debug, Clone, PartialEq, Serialize)]
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
    /// How many others were asked and did not say; nothing where nobody noted who was asked.
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
    /// The claims, in the order of keys.
    #[serde(skip)]
    pub claim_ids: Vec<ClaimId>,
}

/// A position on a proposition with all that is known of its support.
#[derive(Debug, Clone)]
pub(super) struct Held {
    pub(super) stance: Stance,
    pub(super) category: Option<u16>,
    pub(super) range: Option<Bounds>,
    pub(super) claims: Vec<ClaimId>,
    pub(super) voices: Voices,
    pub(super) grade: GradeRange,
}

struct Cluster {
    topic: TopicId,
    population: Option<NodeId>,
    place: Option<NodeId>,
    when: DayRange,
    claims: Vec<ClaimId>,
    positions: Vec<Held>,
}

/// Returns all propositions of a study: by keys of topic, population and place, then by time.
///
/// *Arguments*: `findings` are the flagged findings of a run without a limit per block.
pub fn summary(study: &Study, findings: &[Finding]) -> Vec<Proposition> {
    let mut clusters = clusters(study);
    set_against(&mut clusters, findings);
    clusters
        .iter()
        .map(|cluster| proposition(study, cluster))
        .collect()
}

fn clusters(study: &Study) -> Vec<Cluster> {
    let mut blocks: HashMap<(TopicId, Option<NodeId>, Option<NodeId>), Vec<ClaimId>> =
        HashMap::new();
    for id in study.claim_ids() {
        let claim = study.claim(id);
        if claim.is_compared() {
            let block = (claim.topic(), claim.population(), claim.place());
            blocks.entry(block).or_default().push(id);
        }
    }
    let mut blocks: Vec<_> = blocks.into_iter().collect();
    let population = |node: Option<NodeId>| node.map(|node| study.populations().key(node));
    let place = |node: Option<NodeId>| node.map(|node| study.places().key(node));
    blocks.sort_by(|((a, of_a, in_a), _), ((b, of_b, in_b), _)| {
        let by_topic = study.topic_key(*a).cmp(study.topic_key(*b));
        let by_population = population(*of_a).cmp(&population(*of_b));
        by_topic
            .then(by_population)
            .then(place(*in_a).cmp(&place(*in_b)))
    });
    let mut found = Vec::new();
    for ((topic, population, place), claims) in blocks {
        for (when, claims) in by_day(study, &claims) {
            let positions = hold(study, &claims);
            found.push(Cluster {
                topic,
                population,
                place,
                when,
                claims,
                positions,
            });
        }
    }
    found
}

/// The fewest days that meet every claim, and the claims that cover each: as positions, over days.
pub(super) fn by_day(study: &Study, claims: &[ClaimId]) -> Vec<(DayRange, Vec<ClaimId>)> {
    let when = |id: &ClaimId| study.claim(*id).when().fuzzy;
    let mut by_end = claims.to_vec();
    by_end.sort_by_key(|id| (when(id).high(), *id));
    let mut days: Vec<Day> = Vec::new();
    for id in &by_end {
        if days.last().is_none_or(|day| when(id).low() > *day) {
            days.push(when(id).high());
        }
    }
    days.into_iter()
        .map(|day| {
            let covering = |id: &&ClaimId| when(id).contains_day(day);
            let covering: Vec<ClaimId> = claims.iter().filter(covering).copied().collect();
            let common = covering
                .iter()
                .try_fold(DayRange::ALL, |common, id| common.common(when(id)));
            (common.unwrap_or(DayRange::single(day)), covering)
        })
        .collect()
}

/// A position before its support is weighed.
struct Stood {
    stance: Stance,
    category: Option<u16>,
    range: Option<Bounds>,
    claims: Vec<ClaimId>,
}

/// The positions on a proposition: figures by piercing, all else by stance and value.
pub(super) fn hold(study: &Study, claims: &[ClaimId]) -> Vec<Held> {
    let stood = stand(study, claims);
    let ranges: Vec<Option<Bounds>> = stood.iter().map(|one| one.range).collect();
    let held = |(place, stood): (usize, Stood)| {
        let voices = Voices::of(study, &stood.claims);
        let others = ranges.iter().enumerate();
        let others = others.filter(|(other, _)| *other != place);
        let rivals: Vec<Bounds> = others.filter_map(|(_, range)| *range).collect();
        let grade = grade(study, &voices, &rivals);
        Held {
            stance: stood.stance,
            category: stood.category,
            range: stood.range,
            claims: stood.claims,
            voices,
            grade,
        }
    };
    stood.into_iter().enumerate().map(held).collect()
}

fn stand(study: &Study, claims: &[ClaimId]) -> Vec<Stood> {
    let affirmed = |id: &ClaimId| {
        let claim = study.claim(*id);
        claim.fuzzy().filter(|_| claim.stance() == Stance::Affirms)
    };
    let (with_figure, others): (Vec<ClaimId>, Vec<ClaimId>) =
        claims.iter().partition(|id| affirmed(id).is_some());
    let figures: Vec<Bounds> = with_figure.iter().filter_map(affirmed).collect();
    let by_figure = positions(&figures).into_iter().map(|position| Stood {
        stance: Stance::Affirms,
        category: None,
        range: Some(position.common),
        claims: position
            .members
            .iter()
            .map(|place| with_figure[*place])
            .collect(),
    });
    let mut stood: Vec<Stood> = by_figure.collect();
    for id in others {
        let claim = study.claim(id);
        let key = (claim.stance(), claim.category());
        let is_such = |one: &&mut Stood| one.range.is_none() && (one.stance, one.category) == key;
        match stood.iter_mut().find(is_such) {
            Some(one) => one.claims.push(id),
            None => stood.push(Stood {
                stance: key.0,
                category: key.1,
                range: None,
                claims: vec![id],
            }),
        }
    }
    stood
}

/// Notes at each position what contradictions and open findings stand against it (4.3).
fn set_against(clusters: &mut [Cluster], findings: &[Finding]) {
    let mut grades: HashMap<ClaimId, (u8, u8)> = HashMap::new();
    for held in clusters.iter().flat_map(|cluster| &cluster.positions) {
        for id in &held.claims {
            let best = grades.entry(*id).or_default();
            *best = (best.0.max(held.grade.low), best.1.max(held.grade.high));
        }
    }
    let mut against: HashMap<ClaimId, Vec<(ClaimId, Verdict)>> = HashMap::new();
    for finding in findings {
        if matches!(finding.verdict, Verdict::Contradiction | Verdict::Apparent) {
            against
                .entry(finding.a)
                .or_default()
                .push((finding.b, finding.verdict));
            against
                .entry(finding.b)
                .or_default()
                .push((finding.a, finding.verdict));
        }
    }
    for held in clusters
        .iter_mut()
        .flat_map(|cluster| &mut cluster.positions)
    {
        let facing = held
            .claims
            .iter()
            .filter_map(|id| against.get(id))
            .flatten();
        let mut grade = held.grade;
        for (other, verdict) in facing {
            let is_inside = held.claims.contains(other);
            match verdict {
                Verdict::Apparent if !is_inside => grade.is_open = true,
                Verdict::Contradiction if !is_inside => {
                    let other = grades.get(other).copied().unwrap_or_default();
                    match other.1 >= held.grade.high {
                        true => grade.is_contested = true,
                        false => grade.is_contradicted = true,
                    }
                }
                _ => {}
            }
        }
        // Nothing that is open or contradicted reaches grade 5.
        if grade.is_contradicted || grade.is_contested {
            (grade.low, grade.high) = (grade.low.min(4), grade.high.min(4));
        }
        held.grade = grade;
    }
}

fn proposition(study: &Study, cluster: &Cluster) -> Proposition {
    let count = |stance: Stance| {
        let is_such = |id: &&ClaimId| study.claim(**id).stance() == stance;
        cluster.claims.iter().filter(is_such).count()
    };
    let population = cluster.population.map(|node| study.populations().key(node));
    let place = cluster.place.map(|node| study.places().key(node));
    let mut row = Proposition {
        topic: study.topic_key(cluster.topic).to_owned(),
        population: population.unwrap_or("").to_owned(),
        place: place.unwrap_or("").to_owned(),
        when: edtf(cluster.when),
        grade: String::new(),
        claims: cluster.claims.len(),
        sources_low: 0,
        sources_high: 0,
        sides: String::new(),
        researchers: 0,
        affirm: count(Stance::Affirms),
        deny: count(Stance::Denies),
        doubt: count(Stance::Doubts),
        silent: None,
        positions: cluster.positions.len(),
        range_low: None,
        range_high: None,
        verification: String::new(),
        wording: String::new(),
        claim_ids: cluster.claims.clone(),
    };
    if let Some(leading) = leading(&cluster.positions) {
        fill(study, &mut row, leading);
        row.wording = wording(study, cluster.topic, &cluster.positions, leading);
    }
    row
}

/// The position with the highest grade; of equals the first, which is the lowest figure.
fn leading(positions: &[Held]) -> Option<&Held> {
    let rank = |held: &Held| {
        let voices = held.voices.voices.len();
        (held.grade.high, held.grade.low, voices)
    };
    positions.iter().rev().max_by_key(|held| rank(held))
}

fn fill(study: &Study, row: &mut Proposition, leading: &Held) {
    let voices = &leading.voices;
    row.grade = leading.grade.to_string();
    row.sources_low = voices.independent(Counting::Least);
    row.sources_high = voices.independent(Counting::Most);
    let sides = voices.sides(study);
    let sides: Vec<&str> = sides.iter().map(|side| study.side_key(*side)).collect();
    row.sides = sides.join(";");
    row.researchers = researchers(study, &leading.claims);
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
