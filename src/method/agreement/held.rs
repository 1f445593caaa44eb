//! Positions on one question, with all that is known of their support.
//!
//! It knows stances, values and modes of speaking. What a stranger would get wrong: a promise that
//! something will be so is no support for that it is so; it is a position of its own.

use crate::method::agreement::against::Against;
use crate::method::agreement::grade::{Grade, GradeRange, grade, is_of_shared_interest};
use crate::method::agreement::sense::{Sense, by_sense};
use crate::method::agreement::voices::Voices;
use crate::method::crosscheck::words::{Verdict, Why};
use crate::method::interest::Rivals;
use crate::method::positions::positions;
use crate::method::settings::Settings;
use crate::model::claim::Bounds;
use crate::model::key::ClaimId;
use crate::model::study::Study;
use crate::model::vocabulary::{Modality, Stance};

/// A position before its support is weighed.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Stood {
    pub(super) sense: Sense,
    /// The numbers that all its claims share, where it is one of figures.
    pub(super) range: Option<Bounds>,
    /// In the order of keys.
    pub(super) claims: Vec<ClaimId>,
}

/// A position with its support.
#[derive(Debug, Clone)]
pub(super) struct Held {
    pub(super) sense: Sense,
    pub(super) range: Option<Bounds>,
    pub(super) claims: Vec<ClaimId>,
    pub(super) voices: Voices,
    pub(super) grade: GradeRange,
    /// Whether every side behind it gains by it.
    pub(super) is_of_shared_interest: bool,
    /// What the open findings against it wait for, each once.
    pub(super) open: Vec<Why>,
}

impl Held {
    /// Notes what stands against it; `grade_of` tells how far another claim is borne out.
    pub(super) fn set_against(&mut self, against: &Against, grade_of: impl Fn(ClaimId) -> Grade) {
        let facing = self.claims.iter().flat_map(|id| against.listed(*id));
        let mut grade = self.grade;
        for (other, verdict, why) in facing {
            let is_own = self.claims.binary_search(other).is_ok();
            match verdict {
                // What its own claims contradict among themselves is not settled by their number.
                Verdict::Contradiction if is_own => grade.is_contested = true,
                _ if is_own => {}
                Verdict::Apparent => {
                    grade.is_open = true;
                    self.open.extend(why.filter(|why| !self.open.contains(why)));
                }
                Verdict::Contradiction => match grade_of(*other) >= self.grade.high {
                    true => grade.is_contested = true,
                    false => grade.is_contradicted = true,
                },
                _ => {}
            }
        }
        // The claims of one position share a number, so none of them stands in a crowd against another.
        for of_others in self
            .claims
            .iter()
            .filter_map(|id| against.grades_in_crowd(*id))
        {
            grade.is_contested |= *of_others.end() >= self.grade.high;
            grade.is_contradicted |= *of_others.start() < self.grade.high;
        }
        // Nothing that is contradicted reaches grade 5.
        if grade.is_contradicted || grade.is_contested {
            (grade.low, grade.high) = (grade.low.min(4), grade.high.min(4));
        }
        self.open.sort_unstable();
        self.grade = grade;
    }

    /// Tells whether another position says the same: with figures, whether the two share a number.
    pub(super) fn says_as(&self, other: &Held) -> bool {
        self.sense.modality == other.sense.modality && self.would_say_as(other)
    }

    /// Tells whether another position would say the same if both spoke in one mode, as a forecast
    /// and what came of it do.
    pub(super) fn would_say_as(&self, other: &Held) -> bool {
        self.sense.would_say_as(&other.sense)
            && match (self.range, other.range) {
                (Some(own), Some(of_other)) => own.meets(of_other),
                (None, None) => true,
                _ => false,
            }
    }
}

/// The position that leads: what is said to be so before what is planned or promised, then the highest
/// grade; of equals the one with more voices, then the first, which is the lowest figure.
pub(super) fn leading(positions: &[Held]) -> Option<&Held> {
    let rank = |held: &Held| {
        let is_actual = held.sense.modality == Modality::Actual;
        let voices = held.voices.voices.len();
        (is_actual, held.grade.high, held.grade.low, voices)
    };
    positions.iter().rev().max_by_key(|held| rank(held))
}

/// The positions on a question: of what says the same beside its figure, figures by piercing.
pub(super) fn hold(study: &Study, settings: &Settings, claims: &[ClaimId]) -> Vec<Held> {
    hold_some(study, settings, claims, |_| true).collect()
}

/// The positions on a question of which some claim is wanted: to weigh one takes longest.
pub(super) fn hold_some(
    study: &Study,
    settings: &Settings,
    claims: &[ClaimId],
    is_wanted: impl Fn(ClaimId) -> bool,
) -> impl Iterator<Item = Held> {
    let stood = stand(study, claims);
    let rivals = rivals_of_each(&stood);
    let held = |(stood, rivals): (Stood, Rivals)| {
        let voices = Voices::of(study, &settings.tie_strengths, &stood.claims);
        Held {
            grade: grade(study, &voices, rivals),
            is_of_shared_interest: is_of_shared_interest(study, &voices, rivals),
            sense: stood.sense,
            range: stood.range,
            claims: stood.claims,
            voices,
            open: Vec::new(),
        }
    };
    let wanted = move |(stood, _): &(Stood, Rivals)| stood.claims.iter().any(|id| is_wanted(*id));
    stood.into_iter().zip(rivals).filter(wanted).map(held)
}

/// The rival figures of each position: those of the others that count in the same unit and of the
/// same event.
pub(super) fn rivals_of_each(stood: &[Stood]) -> Vec<Rivals> {
    let is_one = |two: &[Stood]| two[0].sense.measures() == two[1].sense.measures();
    if stood.windows(2).all(is_one) {
        let figures: Vec<Option<Bounds>> = stood.iter().map(|one| one.range).collect();
        return Rivals::of_each(&figures);
    }
    let mut order: Vec<usize> = (0..stood.len()).collect();
    let measures = |place: usize| stood[place].sense.measures();
    order.sort_by_key(|place| measures(*place));
    let mut rivals = vec![Rivals::default(); stood.len()];
    for places in order.chunk_by(|a, b| measures(*a) == measures(*b)) {
        let figures: Vec<Option<Bounds>> = places.iter().map(|place| stood[*place].range).collect();
        for (place, own) in places.iter().zip(Rivals::of_each(&figures)) {
            rivals[*place] = own;
        }
    }
    rivals
}

/// The positions without their support: first those of figures, the lowest first.
pub(super) fn stand(study: &Study, claims: &[ClaimId]) -> Vec<Stood> {
    let mut stood: Vec<Stood> = Vec::with_capacity(1);
    for (sense, claims) in by_sense(study, claims) {
        match sense.has_figure {
            true => stand_on_figures(study, sense, &claims, &mut stood),
            false => stood.push(Stood {
                sense,
                range: None,
                claims,
            }),
        }
    }
    stood
}

/// The figure that a claim says holds, fuzzy.
pub(super) fn figure(study: &Study, id: ClaimId) -> Option<Bounds> {
    let claim = study.claim(id);
    claim.fuzzy().filter(|_| claim.stance() == Stance::Affirms)
}

fn stand_on_figures(study: &Study, sense: Sense, claims: &[ClaimId], stood: &mut Vec<Stood>) {
    let figures: Vec<Bounds> = claims.iter().filter_map(|id| figure(study, *id)).collect();
    stood.extend(positions(&figures).into_iter().map(|position| {
        Stood {
            sense,
            range: Some(position.common),
            claims: position
                .members
                .into_iter()
                .map(|place| claims[place])
                .collect(),
        }
    }));
}
