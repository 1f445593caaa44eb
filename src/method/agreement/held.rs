//! Positions on one question, with all that is known of their support.
//!
//! It knows stances, values and modes of speaking. What a stranger would get wrong: a promise that
//! something will be so is no support for that it is so; it is a position of its own.

use crate::method::agreement::against::Against;
use crate::method::agreement::grade::{Grade, GradeRange, grade, is_of_shared_interest};
use crate::method::agreement::sense::{Measures, Sense, by_sense};
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
    /// Returns a position against which nothing stands yet; of whose interest it is is not asked.
    pub(super) fn unopposed(stood: Stood, voices: Voices, grade: GradeRange) -> Held {
        Held {
            sense: stood.sense,
            range: stood.range,
            claims: stood.claims,
            voices,
            grade,
            is_of_shared_interest: false,
            open: Vec::new(),
        }
    }

    /// Notes what stands against it; `grade_of` tells how far another claim is borne out.
    pub(super) fn set_against(&mut self, against: &Against, grade_of: impl Fn(ClaimId) -> Grade) {
        let facing = self.claims.iter().flat_map(|id| against.listed(*id));
        let mut grade = self.grade;
        for (other, verdict, why) in facing {
            match verdict {
                // Of its own claims too: then it may be of two events that they speak.
                Verdict::Apparent => {
                    grade.is_open = true;
                    self.open.extend(why.filter(|why| !self.open.contains(why)));
                }
                // What its own claims contradict among themselves, no grade of the others settles.
                Verdict::Contradiction if self.claims.binary_search(other).is_ok() => {
                    grade.is_contested = true;
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
    if stood.len() < 2 {
        return vec![Rivals::default(); stood.len()];
    }
    let said = |one: &Stood| (one.sense.measures(), one.range);
    rivals_among(&stood.iter().map(said).collect::<Vec<_>>())
}

/// The same of positions of which no more is known than what they count in and their range.
pub(super) fn rivals_among(said: &[(Measures, Option<Bounds>)]) -> Vec<Rivals> {
    if said.windows(2).all(|two| two[0].0 == two[1].0) {
        let figures: Vec<Option<Bounds>> = said.iter().map(|(_, range)| *range).collect();
        return Rivals::of_each(&figures);
    }
    let mut order: Vec<usize> = (0..said.len()).collect();
    let measures = |place: usize| said[place].0;
    order.sort_by_key(|place| measures(*place));
    let mut rivals = vec![Rivals::default(); said.len()];
    for places in order.chunk_by(|a, b| measures(*a) == measures(*b)) {
        let figures: Vec<Option<Bounds>> = places.iter().map(|place| said[*place].1).collect();
        for (place, own) in places.iter().zip(Rivals::of_each(&figures)) {
            rivals[*place] = own;
        }
    }
    rivals
}

/// The positions without their support: first those of figures, the lowest first.
pub(super) fn stand(study: &Study, claims: &[ClaimId]) -> Vec<Stood> {
    // Most questions have one claim.
    if let [only] = claims {
        return vec![stands_alone(study, *only)];
    }
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

fn stands_alone(study: &Study, id: ClaimId) -> Stood {
    let sense = Sense::alone(study, id);
    Stood {
        sense,
        range: figure(study, id).filter(|_| sense.has_figure),
        claims: vec![id],
    }
}

/// The figure that a claim says holds, fuzzy.
pub(super) fn figure(study: &Study, id: ClaimId) -> Option<Bounds> {
    let claim = study.claim(id);
    claim.fuzzy().filter(|_| claim.stance() == Stance::Affirms)
}

/// Groups the claims of one sense by their figures, the lowest first; the claims are in the order of keys.
pub(super) fn stand_on_figures(
    study: &Study,
    sense: Sense,
    claims: &[ClaimId],
    stood: &mut Vec<Stood>,
) {
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
