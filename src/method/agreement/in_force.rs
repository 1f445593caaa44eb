//! The claims of a block in force as the days go on, and the positions into which they fall
//! (methods.md 5.4).
//!
//! It knows figures, stances and days, not who speaks. What a stranger would get wrong: nothing is
//! copied or sorted anew for a stretch of days. What ends goes, what begins is merged in, and one
//! pass over what is sorted already finds the positions.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use crate::method::agreement::held::figure;
use crate::method::positions::{common_of_sorted, place_of, sorting};
use crate::model::claim::Bounds;
use crate::model::day::{Day, DayRange};
use crate::model::key::ClaimId;
use crate::model::study::Study;
use crate::model::vocabulary::{Modality, Stance};

/// What a position says, without who says it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Shape {
    pub(super) stance: Stance,
    pub(super) modality: Modality,
    pub(super) category: Option<u16>,
    /// The numbers that all its claims share, where it is one of figures.
    pub(super) range: Option<Bounds>,
}

/// The claims in force on a day: those with figures by mode and upper end, the others by key.
pub(super) struct InForce<'s> {
    study: &'s Study,
    figures: BTreeMap<Modality, Vec<(Bounds, ClaimId)>>,
    words: Vec<ClaimId>,
}

impl<'s> InForce<'s> {
    /// Walks the stretches of days with the same claims in force, in order of time, and hands each over
    /// with what is in force and what of it has just begun. Days on which nothing is are in none.
    pub(super) fn walk(
        study: &'s Study,
        claims: &[ClaimId],
        mut each: impl FnMut(DayRange, &InForce<'s>, &[ClaimId]) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let when = |id: ClaimId| study.claim(id).when().fuzzy;
        let mut by_start = claims.to_vec();
        by_start.sort_by_key(|id| (when(*id).low(), *id));
        let starts = starts(study, claims);
        let mut in_force = InForce::new(study);
        let mut rest = by_start.as_slice();
        for (place, start) in starts.iter().enumerate() {
            let count = rest.partition_point(|id| when(*id).low() <= *start);
            let (begun, later) = rest.split_at(count);
            rest = later;
            in_force.go_on(*start, begun);
            let next = starts.get(place + 1);
            let last = next.map_or(Day::MAX, |next| next.plus_days(-1));
            if let (false, Ok(days)) = (in_force.is_empty(), DayRange::new(*start, last)) {
                each(days, &in_force, begun)?;
            }
        }
        ControlFlow::Continue(())
    }

    fn new(study: &'s Study) -> InForce<'s> {
        InForce {
            study,
            figures: BTreeMap::new(),
            words: Vec::new(),
        }
    }

    fn is_empty(&self) -> bool {
        self.words.is_empty() && self.figures.values().all(Vec::is_empty)
    }

    /// Drops what has ended before a day and takes in what begins on it.
    fn go_on(&mut self, day: Day, begun: &[ClaimId]) {
        let study = self.study;
        let lasts = |id: ClaimId| study.claim(id).when().fuzzy.high() >= day;
        for figures in self.figures.values_mut() {
            figures.retain(|(_, id)| lasts(*id));
        }
        self.words.retain(|id| lasts(*id));
        for id in begun {
            match figure(study, *id) {
                Some(figure) => {
                    let of_mode = self.figures.entry(study.claim(*id).modality());
                    of_mode.or_default().push((figure, *id));
                }
                None => self.words.push(*id),
            }
        }
        // Both are runs in order with new ones behind them, which this sort merges.
        for figures in self.figures.values_mut() {
            figures.sort_by(|a, b| sorting(a.0, b.0));
        }
        self.words.sort();
    }

    /// Returns what the positions say: first those of figures, the lowest first.
    pub(super) fn shapes(&self) -> Vec<Shape> {
        let mut shapes = Vec::new();
        for (modality, figures) in &self.figures {
            let ranges = common_of_sorted(figures.iter().map(|(figure, _)| *figure));
            shapes.extend(ranges.into_iter().map(|range| Shape {
                stance: Stance::Affirms,
                modality: *modality,
                category: None,
                range: Some(range),
            }));
        }
        let with_figure = shapes.len();
        for shape in self.words.iter().map(|id| self.shape_of_words(*id)) {
            if !shapes[with_figure..].contains(&shape) {
                shapes.push(shape);
            }
        }
        shapes
    }

    fn shape_of_words(&self, id: ClaimId) -> Shape {
        let claim = self.study.claim(id);
        Shape {
            stance: claim.stance(),
            modality: claim.modality(),
            category: claim.category(),
            range: None,
        }
    }

    /// Returns the position in which a claim stands, of those it is among.
    pub(super) fn place_of(&self, id: ClaimId, shapes: &[Shape]) -> Option<usize> {
        let Some(figure) = figure(self.study, id) else {
            let own = self.shape_of_words(id);
            return shapes.iter().position(|shape| *shape == own);
        };
        let modality = self.study.claim(id).modality();
        let is_before = |shape: &Shape| shape.range.is_some() && shape.modality < modality;
        let of_mode = shapes.partition_point(is_before);
        let is_mode = |shape: &Shape| shape.range.is_some() && shape.modality == modality;
        let count = shapes[of_mode..].partition_point(is_mode);
        let ranges = &shapes[of_mode..of_mode + count];
        let place = place_of(ranges, figure, |shape| {
            shape.range.map_or(f64::INFINITY, |range| range.high)
        });
        (place < count).then_some(of_mode + place)
    }

    /// Returns the claims of each position, in the order of keys.
    pub(super) fn members(&self, shapes: &[Shape]) -> Vec<Vec<ClaimId>> {
        let mut members = vec![Vec::new(); shapes.len()];
        let with_figure = self.figures.values().flatten().map(|(_, id)| id);
        for id in with_figure.chain(&self.words) {
            if let Some(place) = self.place_of(*id, shapes) {
                members[place].push(*id);
            }
        }
        members.iter_mut().for_each(|claims| claims.sort_unstable());
        members
    }
}

/// The days on which something begins, and those after which something has ended.
fn starts(study: &Study, claims: &[ClaimId]) -> Vec<Day> {
    let when = |id: &ClaimId| study.claim(*id).when().fuzzy;
    let mut starts: Vec<Day> = claims.iter().map(|id| when(id).low()).collect();
    let ends = claims.iter().map(|id| when(id).high());
    // What lasts to the last day of all has no day after it.
    let over = ends.filter(|end| *end < Day::MAX);
    starts.extend(over.map(|end| end.plus_days(1)));
    starts.sort_unstable();
    starts.dedup();
    starts
}
