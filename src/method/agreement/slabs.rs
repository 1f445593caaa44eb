//! Positions over time: for each stretch of days with the same claims in force, the fewest groups that
//! share a value (methods.md 5.4).
//!
//! It knows blocks and days. What a stranger would get wrong: a claim wide enough for two positions
//! stands with the lower one; that it also fits the other is said there.

use serde::Serialize;

use crate::method::agreement::grade::grade;
use crate::method::agreement::held::{Held, Stood, figure, stand};
use crate::method::agreement::parts;
use crate::method::agreement::proposition::key_of;
use crate::method::agreement::question::{Agreement, Block, By};
use crate::method::agreement::said::short;
use crate::method::agreement::voices::Voices;
use crate::method::wording::edtf;
use crate::model::claim::Bounds;
use crate::model::day::{Day, DayRange};
use crate::model::key::ClaimId;
use crate::model::study::Study;
use crate::model::vocabulary::{Modality, Stance};

/// A row of `agree intervals`: the figures of one position during one stretch of days.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Interval {
    /// The topic.
    pub topic: String,
    /// The population, empty where it is not known.
    pub population: String,
    /// The place, empty where it is not known.
    pub place: String,
    /// The days, as EDTF.
    pub when: String,
    /// The number of the position, from 1, the lowest first.
    pub position: usize,
    /// How many positions there are in that stretch.
    pub of: usize,
    /// The largest low end; empty where there is none.
    pub low: Option<f64>,
    /// The smallest high end; empty where there is none.
    pub high: Option<f64>,
    /// In which mode it is said.
    pub modality: Modality,
    /// The claims, by key.
    pub claims: Vec<String>,
    /// The sides behind it.
    pub sides: Vec<String>,
    /// The sources, groups or sides behind it, as asked for.
    pub by: Vec<String>,
    /// Claims that stand with a lower position and fit this one too.
    pub also_fits: Vec<String>,
}

/// A row of `agree positions`: one position during one stretch of days.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stretch {
    /// The topic.
    pub topic: String,
    /// The population, empty where it is not known.
    pub population: String,
    /// The place, empty where it is not known.
    pub place: String,
    /// The days, as EDTF.
    pub when: String,
    /// The number of the position, from 1.
    pub position: usize,
    /// How many positions there are in that stretch.
    pub of: usize,
    /// What it says, in words.
    pub says: String,
    /// Its stance.
    pub stance: Stance,
    /// In which mode it is said.
    pub modality: Modality,
    /// The largest low end; empty where there is none.
    pub low: Option<f64>,
    /// The smallest high end; empty where there is none.
    pub high: Option<f64>,
    /// The claims, by key.
    pub claims: Vec<String>,
    /// The least number of independent voices.
    pub sources_low: usize,
    /// The most there can be.
    pub sources_high: usize,
    /// Both ends in one: `2`, `2–3`, `at least 41`, `1 or more` where a group speaks.
    pub sources: String,
    /// The sides behind it.
    pub sides: Vec<String>,
    /// Its grade.
    pub grade: String,
    /// The sources, groups or sides behind it, as asked for.
    pub by: Vec<String>,
}

/// Returns the figures of every position in every stretch of days: by keys of topic, population and
/// place, then by time.
pub fn intervals(agreement: &Agreement<'_>, by: By) -> Vec<Interval> {
    let study = agreement.study;
    let mut rows = Vec::new();
    for block in &agreement.blocks {
        let figures: Vec<ClaimId> = block
            .claims
            .iter()
            .copied()
            .filter(|id| figure(study, *id).is_some())
            .collect();
        for (days, claims) in stretches(study, &figures) {
            let stood = stand(study, &claims);
            for (place, one) in stood.iter().enumerate() {
                let Some(range) = one.range else { continue };
                let also_fits = also_fitting(study, &stood[..place], one, range);
                rows.push(Interval {
                    topic: study.topic_key(block.topic).to_owned(),
                    population: key_of(study.populations(), block.population),
                    place: key_of(study.places(), block.place),
                    when: edtf(days),
                    position: place + 1,
                    of: stood.len(),
                    low: finite(range.low),
                    high: finite(range.high),
                    modality: one.modality,
                    claims: keys(study, &one.claims),
                    sides: owned(By::Side.keys(study, &one.claims)),
                    by: owned(by.keys(study, &one.claims)),
                    also_fits: keys(study, &also_fits),
                });
            }
        }
    }
    rows
}

/// The claims of lower positions of the same mode that have a number in common with a position.
fn also_fitting(study: &Study, lower: &[Stood], own: &Stood, range: Bounds) -> Vec<ClaimId> {
    let of_mode = lower.iter().filter(|one| one.modality == own.modality);
    let fits = |id: &&ClaimId| figure(study, **id).is_some_and(|figure| figure.meets(range));
    of_mode
        .flat_map(|one| &one.claims)
        .filter(fits)
        .copied()
        .collect()
}

/// Returns every position over the stretches of days in which it stands: by keys of topic, population
/// and place, then by time. Neighbouring stretches with the same positions are one.
pub fn positions_over_time(agreement: &Agreement<'_>, by: By) -> Vec<Stretch> {
    let of_blocks = parts::each(&agreement.blocks, |block| {
        stretches_of(agreement, block, by)
    });
    of_blocks.into_iter().flatten().collect()
}

fn stretches_of(agreement: &Agreement<'_>, block: &Block, by: By) -> Vec<Stretch> {
    let study = agreement.study;
    let mut rows = Vec::new();
    for (days, stood) in merged(study, &block.claims) {
        let ranges: Vec<Option<Bounds>> = stood.iter().map(|one| one.range).collect();
        let of = stood.len();
        for (place, one) in stood.into_iter().enumerate() {
            let others = ranges
                .iter()
                .enumerate()
                .filter(|(other, _)| *other != place);
            let rivals: Vec<Bounds> = others.filter_map(|(_, range)| *range).collect();
            let held = weighed(agreement, one, &rivals);
            let independent = held.voices.independent(study);
            rows.push(Stretch {
                topic: study.topic_key(block.topic).to_owned(),
                population: key_of(study.populations(), block.population),
                place: key_of(study.places(), block.place),
                when: edtf(days),
                position: place + 1,
                of,
                says: short(study, block.topic, &held),
                stance: held.stance,
                modality: held.modality,
                low: held.range.and_then(|range| finite(range.low)),
                high: held.range.and_then(|range| finite(range.high)),
                claims: keys(study, &held.claims),
                sources_low: independent.least,
                sources_high: independent.most,
                sources: independent.to_string(),
                sides: owned(By::Side.keys(study, &held.claims)),
                grade: held.grade.to_string(),
                by: owned(by.keys(study, &held.claims)),
            });
        }
    }
    rows
}

fn weighed(agreement: &Agreement<'_>, stood: Stood, rivals: &[Bounds]) -> Held {
    let study = agreement.study;
    let voices = Voices::of(study, &agreement.settings.tie_strengths, &stood.claims);
    let mut held = Held {
        grade: grade(study, &voices, rivals),
        is_of_shared_interest: false,
        stance: stood.stance,
        modality: stood.modality,
        category: stood.category,
        range: stood.range,
        claims: stood.claims,
        voices,
        open: Vec::new(),
    };
    agreement.set_against(&mut held);
    held
}

/// The stretches with their positions; neighbours that have the same positions are one, held by the
/// claims of both.
fn merged(study: &Study, claims: &[ClaimId]) -> Vec<(DayRange, Vec<Stood>)> {
    let mut found: Vec<(DayRange, Vec<Stood>)> = Vec::new();
    for (days, claims) in stretches(study, claims) {
        let stood = stand(study, &claims);
        match found.last_mut() {
            Some((before, last)) if is_next(*before, days) && are_alike(last, &stood) => {
                *before = before.hull(days);
                for (one, other) in last.iter_mut().zip(stood) {
                    one.claims.extend(other.claims);
                    one.claims.sort_unstable();
                    one.claims.dedup();
                }
            }
            _ => found.push((days, stood)),
        }
    }
    found
}

fn is_next(before: DayRange, days: DayRange) -> bool {
    before.high().plus_days(1) == days.low()
}

fn are_alike(some: &[Stood], others: &[Stood]) -> bool {
    let what = |one: &Stood| (one.stance, one.modality, one.category, one.range);
    some.len() == others.len()
        && some
            .iter()
            .zip(others)
            .all(|(one, other)| what(one) == what(other))
}

/// The stretches of days with the same claims in force, and those claims, in order of time. Days on
/// which nothing is in force are in none.
fn stretches(study: &Study, claims: &[ClaimId]) -> Vec<(DayRange, Vec<ClaimId>)> {
    let when = |id: ClaimId| study.claim(id).when().fuzzy;
    let mut starts: Vec<Day> = claims.iter().map(|id| when(*id).low()).collect();
    let ends = claims.iter().map(|id| when(*id).high());
    // What lasts to the last day of all has no day after it.
    starts.extend(
        ends.filter(|end| *end < Day::MAX)
            .map(|end| end.plus_days(1)),
    );
    starts.sort_unstable();
    starts.dedup();
    let mut by_start = claims.to_vec();
    by_start.sort_by_key(|id| (when(*id).low(), *id));
    let mut to_come = by_start.into_iter().peekable();
    let mut in_force: Vec<ClaimId> = Vec::new();
    let mut found = Vec::new();
    for (place, start) in starts.iter().enumerate() {
        in_force.retain(|id| when(*id).high() >= *start);
        while let Some(id) = to_come.next_if(|id| when(*id).low() <= *start) {
            in_force.push(id);
        }
        let last = starts
            .get(place + 1)
            .map_or(Day::MAX, |next| next.plus_days(-1));
        if let (false, Ok(days)) = (in_force.is_empty(), DayRange::new(*start, last)) {
            let mut claims = in_force.clone();
            claims.sort_unstable();
            found.push((days, claims));
        }
    }
    found
}

fn finite(end: f64) -> Option<f64> {
    end.is_finite().then_some(end)
}

fn keys(study: &Study, claims: &[ClaimId]) -> Vec<String> {
    claims
        .iter()
        .map(|id| study.claim_key(*id).to_owned())
        .collect()
}

fn owned(keys: Vec<&str>) -> Vec<String> {
    keys.into_iter().map(str::to_owned).collect()
}
