//! Positions over time: for each stretch of days with the same claims in force, the fewest groups that
//! share a value (methods.md 5.4).
//!
//! It knows blocks and days. What a stranger would get wrong: a claim wide enough for two positions
//! stands with the lower one; that it also fits the other is said there. Rows are handed out as they
//! are found: one crowded block has more of them than any memory holds.

use std::ops::ControlFlow;

use serde::Serialize;

use crate::method::agreement::grade::grade;
use crate::method::agreement::held::{Held, figure};
use crate::method::agreement::in_force::{InForce, Shape};
use crate::method::agreement::parts;
use crate::method::agreement::proposition::key_of;
use crate::method::agreement::question::{Agreement, Block, By};
use crate::method::agreement::said::short;
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
    let has_figure = |id: &ClaimId| figure(study, *id).is_some();
    let figures: Vec<ClaimId> = block.claims.iter().copied().filter(has_figure).collect();
    InForce::walk(study, &figures, |days, in_force, _| {
        let shapes = in_force.shapes();
        let members = in_force.members(&shapes);
        let also = also_fitting(study, &shapes, &members);
        for (place, (shape, range)) in with_range(&shapes).enumerate() {
            let claims = &members[place];
            push(Interval {
                topic: study.topic_key(block.topic).to_owned(),
                population: key_of(study.populations(), block.population),
                place: key_of(study.places(), block.place),
                when: edtf(days),
                position: place + 1,
                of: shapes.len(),
                low: finite(range.low),
                high: finite(range.high),
                modality: shape.modality,
                claims: keys(study, claims),
                sides: owned(By::Side.keys(study, claims)),
                by: owned(by.keys(study, claims)),
                also_fits: keys(study, &also[place]),
            })?;
        }
        ControlFlow::Continue(())
    })
}

fn with_range(shapes: &[Shape]) -> impl Iterator<Item = (&Shape, Bounds)> {
    shapes
        .iter()
        .filter_map(|shape| Some((shape, shape.range?)))
}

/// For each position the claims of lower positions of the same mode that have a number in common with
/// it.
fn also_fitting(study: &Study, shapes: &[Shape], members: &[Vec<ClaimId>]) -> Vec<Vec<ClaimId>> {
    let mut also = vec![Vec::new(); shapes.len()];
    for (place, claims) in members.iter().enumerate() {
        for id in claims {
            let Some(figure) = figure(study, *id) else {
                continue;
            };
            // Higher positions begin ever higher, so the first that it does not reach is the last asked.
            let higher = shapes.iter().enumerate().skip(place + 1);
            let fitting = higher.take_while(|(_, shape)| {
                shape.modality == shapes[place].modality
                    && shape.range.is_some_and(|range| range.meets(figure))
            });
            fitting.for_each(|(other, _)| also[other].push(*id));
        }
    }
    also
}

/// Hands out every position over the stretches of days in which it stands: by keys of topic, population
/// and place, then by time. Neighbouring stretches with the same positions are one.
pub fn positions_over_time(
    agreement: &Agreement<'_>,
    by: By,
    take: &mut dyn FnMut(Stretch) -> ControlFlow<()>,
) -> ControlFlow<()> {
    parts::in_turn(
        |push| {
            let mut blocks = agreement.blocks.iter();
            blocks.try_for_each(|block| {
                merged(agreement.study, &block.claims, |stood| {
                    stretch_rows(agreement, block, by, stood).try_for_each(&mut *push)
                })
            })
        },
        take,
    )
}

/// Stretches of days with the same positions, and the claims of each.
struct Stood {
    days: DayRange,
    shapes: Vec<Shape>,
    members: Vec<Vec<ClaimId>>,
}

/// Walks the stretches with their positions; neighbours that have the same positions are one, held by
/// the claims of both.
fn merged(
    study: &Study,
    claims: &[ClaimId],
    mut each: impl FnMut(Stood) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let mut last: Option<Stood> = None;
    InForce::walk(study, claims, |days, in_force, begun| {
        let shapes = in_force.shapes();
        match &mut last {
            Some(last) if is_next(last.days, days) && last.shapes == shapes => {
                last.days = last.days.hull(days);
                // What was in force before stands where it stood, for the positions are the same.
                for id in begun {
                    let place = in_force.place_of(*id, &shapes);
                    place
                        .into_iter()
                        .for_each(|place| last.members[place].push(*id));
                }
                ControlFlow::Continue(())
            }
            _ => {
                let members = in_force.members(&shapes);
                let stood = Stood {
                    days,
                    shapes,
                    members,
                };
                last.replace(stood)
                    .map_or(ControlFlow::Continue(()), &mut each)
            }
        }
    })?;
    last.map_or(ControlFlow::Continue(()), each)
}

fn is_next(before: DayRange, days: DayRange) -> bool {
    before.high().plus_days(1) == days.low()
}

fn stretch_rows(
    agreement: &Agreement<'_>,
    block: &Block,
    by: By,
    stood: Stood,
) -> impl Iterator<Item = Stretch> {
    let study = agreement.study;
    let ranges: Vec<Option<Bounds>> = stood.shapes.iter().map(|shape| shape.range).collect();
    let rivals = Rivals::of_each(&ranges);
    let of = stood.shapes.len();
    let positions = stood.shapes.into_iter().zip(stood.members).zip(rivals);
    positions
        .enumerate()
        .map(move |(place, ((shape, claims), rivals))| {
            let held = weighed(agreement, shape, claims, rivals);
            let independent = held.voices.independent(study);
            Stretch {
                topic: study.topic_key(block.topic).to_owned(),
                population: key_of(study.populations(), block.population),
                place: key_of(study.places(), block.place),
                when: edtf(stood.days),
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
            }
        })
}

fn weighed(
    agreement: &Agreement<'_>,
    shape: Shape,
    mut claims: Vec<ClaimId>,
    rivals: Rivals,
) -> Held {
    claims.sort_unstable();
    let study = agreement.study;
    let voices = Voices::of(study, &agreement.settings.tie_strengths, &claims);
    let mut held = Held {
        grade: grade(study, &voices, rivals),
        is_of_shared_interest: false,
        stance: shape.stance,
        modality: shape.modality,
        category: shape.category,
        range: shape.range,
        claims,
        voices,
        open: Vec::new(),
    };
    agreement.set_against(&mut held);
    held
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
