//! Positions over time: for each stretch of days with the same claims in force, the fewest groups that
//! share a value (methods.md 5.4).
//!
//! It knows blocks and days. What a stranger would get wrong: a claim wide enough for two positions
//! stands with the lower one; that it also fits the other is said there. Rows are handed out as they
//! are found: one crowded block has more of them than any memory holds.

use std::ops::ControlFlow;

use serde::Serialize;

use crate::method::agreement::grade::grade;
use crate::method::agreement::held::{Held, Stood, figure, rivals_of_each, stand};
use crate::method::agreement::in_force::walk;
use crate::method::agreement::parts;
use crate::method::agreement::proposition::key_of;
use crate::method::agreement::question::{Agreement, Block, By};
use crate::method::agreement::said::short;
use crate::method::agreement::sense::Sense;
use crate::method::agreement::voices::Voices;
use crate::method::interest::Rivals;
use crate::method::wording::edtf;
use crate::model::claim::Bounds;
use crate::model::day::DayRange;
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
    /// In what the figures count; empty where nobody said.
    pub unit: String,
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
    /// In what its figures count; empty where it has none or nobody said.
    pub unit: String,
}

/// Hands out the figures of every position in every stretch of days: by keys of topic, population and
/// place, then by time.
pub fn intervals(
    agreement: &Agreement<'_>,
    by: By,
    take: &mut dyn FnMut(Interval) -> ControlFlow<()>,
) -> ControlFlow<()> {
    parts::in_turn(
        |push| {
            let mut blocks = agreement.blocks.iter();
            blocks.try_for_each(|block| intervals_of(agreement, block, (by, push)))
        },
        take,
    )
}

fn intervals_of(
    agreement: &Agreement<'_>,
    block: &Block,
    (by, push): (By, &mut dyn FnMut(Interval) -> ControlFlow<()>),
) -> ControlFlow<()> {
    let study = agreement.study;
    const ALL: Bounds = Bounds {
        low: f64::NEG_INFINITY,
        high: f64::INFINITY,
    };
    let has_figure = |id: &ClaimId| figure(study, *id).is_some();
    let figures: Vec<ClaimId> = block.claims.iter().copied().filter(has_figure).collect();
    walk(study, &figures, |days, in_force| {
        let stood = stand(study, in_force);
        let also = also_fitting(study, &stood);
        for (place, (one, also)) in stood.iter().zip(&also).enumerate() {
            let range = one.range.unwrap_or(ALL);
            push(Interval {
                topic: study.topic_key(block.topic).to_owned(),
                population: key_of(study.populations(), block.population),
                place: key_of(study.places(), block.place),
                when: edtf(days),
                position: place + 1,
                of: stood.len(),
                low: finite(range.low),
                high: finite(range.high),
                modality: one.sense.modality,
                claims: keys(study, &one.claims),
                sides: owned(By::Side.keys(study, &one.claims)),
                by: owned(by.keys(study, &one.claims)),
                also_fits: keys(study, also),
                unit: unit(study, one.sense),
            })?;
        }
        ControlFlow::Continue(())
    })
}

/// For each position the claims of lower positions of the same sense that have a number in common
/// with it.
fn also_fitting(study: &Study, stood: &[Stood]) -> Vec<Vec<ClaimId>> {
    let mut also = vec![Vec::new(); stood.len()];
    for (place, one) in stood.iter().enumerate() {
        for id in &one.claims {
            let Some(figure) = figure(study, *id) else {
                continue;
            };
            // Higher positions begin ever higher, so the first that it does not reach is the last asked.
            let higher = stood.iter().enumerate().skip(place + 1);
            let fitting = higher.take_while(|(_, other)| {
                other.sense == one.sense && other.range.is_some_and(|range| range.meets(figure))
            });
            fitting.for_each(|(other, _)| also[other].push(*id));
        }
    }
    also
}

/// Hands out every position over the stretches of days in which the same claims stand for it: by keys
/// of topic, population and place, then by the time at which it ends.
pub fn positions_over_time(
    agreement: &Agreement<'_>,
    by: By,
    take: &mut dyn FnMut(Stretch) -> ControlFlow<()>,
) -> ControlFlow<()> {
    parts::in_turn(
        |push| {
            let mut blocks = agreement.blocks.iter();
            blocks.try_for_each(|block| {
                lasting(agreement.study, &block.claims, |lasted| {
                    push(stretch_row(agreement, block, by, lasted))
                })
            })
        },
        take,
    )
}

/// A position with the days on which it stood unchanged.
struct Lasted {
    days: DayRange,
    stood: Stood,
    rivals: Rivals,
    /// Its place among the positions of these days, from 1, and how many there are.
    position: usize,
    of: usize,
}

impl Lasted {
    /// Tells whether another goes on where this ends, held by the same claims against the same.
    fn goes_on_as(&self, next: &Lasted) -> bool {
        let place = |one: &Lasted| (one.position, one.of);
        self.days.high().plus_days(1) == next.days.low()
            && place(self) == place(next)
            && self.rivals == next.rivals
            && self.stood == next.stood
    }
}

/// Walks the positions over time, each over all the days on which nothing of it changes. Voices of
/// different days are never added up: a claim more or less, and it is another row.
fn lasting(
    study: &Study,
    claims: &[ClaimId],
    mut each: impl FnMut(Lasted) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let mut open: Vec<Lasted> = Vec::new();
    walk(study, claims, |days, in_force| {
        let mut now = standing(study, days, in_force);
        // Only what has the place of another can go on as it.
        let mut ended = Vec::new();
        for (place, before) in open.drain(..).enumerate() {
            match now.get_mut(place) {
                Some(next) if before.goes_on_as(next) => next.days = before.days.hull(next.days),
                _ => ended.push(before),
            }
        }
        open = now;
        ended.into_iter().try_for_each(&mut each)
    })?;
    open.into_iter().try_for_each(each)
}

fn standing(study: &Study, days: DayRange, in_force: &[ClaimId]) -> Vec<Lasted> {
    let stood = stand(study, in_force);
    let (of, rivals) = (stood.len(), rivals_of_each(&stood));
    let lasted = |(place, (stood, rivals))| Lasted {
        days,
        stood,
        rivals,
        position: place + 1,
        of,
    };
    stood
        .into_iter()
        .zip(rivals)
        .enumerate()
        .map(lasted)
        .collect()
}

fn stretch_row(agreement: &Agreement<'_>, block: &Block, by: By, lasted: Lasted) -> Stretch {
    let study = agreement.study;
    let (days, position, of) = (lasted.days, lasted.position, lasted.of);
    let held = weighed(agreement, lasted);
    let independent = held.voices.independent(study);
    Stretch {
        topic: study.topic_key(block.topic).to_owned(),
        population: key_of(study.populations(), block.population),
        place: key_of(study.places(), block.place),
        when: edtf(days),
        position,
        of,
        says: short(study, block.topic, &held),
        stance: held.sense.stance,
        modality: held.sense.modality,
        low: held.range.and_then(|range| finite(range.low)),
        high: held.range.and_then(|range| finite(range.high)),
        claims: keys(study, &held.claims),
        sources_low: independent.least,
        sources_high: independent.most,
        sources: independent.to_string(),
        sides: owned(By::Side.keys(study, &held.claims)),
        grade: held.grade.to_string(),
        by: owned(by.keys(study, &held.claims)),
        unit: unit(study, held.sense),
    }
}

fn weighed(agreement: &Agreement<'_>, lasted: Lasted) -> Held {
    let study = agreement.study;
    let Stood {
        sense,
        range,
        claims,
    } = lasted.stood;
    let voices = Voices::of(study, &agreement.settings.tie_strengths, &claims);
    let mut held = Held {
        grade: grade(study, &voices, lasted.rivals),
        is_of_shared_interest: false,
        sense,
        range,
        claims,
        voices,
        open: Vec::new(),
    };
    agreement.set_against(&mut held);
    held
}

fn unit(study: &Study, sense: Sense) -> String {
    let name = sense.unit.map(|unit| study.unit_name(unit));
    name.unwrap_or_default().to_owned()
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
