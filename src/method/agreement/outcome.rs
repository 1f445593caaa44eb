//! What later events and a source's own details made of what is said on a question, in words.
//!
//! It knows positions and what stands against them, not grades. What a stranger would get wrong: only
//! a record that settles it makes a forecast one that held; that others say the same later does not.

use std::collections::BTreeSet;

use crate::method::agreement::against::Against;
use crate::method::agreement::held::Held;
use crate::method::agreement::question::Question;
use crate::method::agreement::said::{in_words, short, some_sources};
use crate::method::crosscheck::boast;
use crate::method::crosscheck::later_known::{is_settled_after, settles};
use crate::method::crosscheck::words::Verdict;
use crate::method::wording::Scale;
use crate::model::claim::Bounds;
use crate::model::key::ClaimId;
use crate::model::study::Study;
use crate::model::vocabulary::Modality;

/// What events made of a position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Outcome {
    /// A record settles that it was so.
    pub(super) has_held: bool,
    /// A record settles that it was not.
    pub(super) has_failed: bool,
}

impl Outcome {
    /// Returns what events made of one position; `whole` is the question with everybody's claims.
    pub(super) fn of(study: &Study, whole: &Question, held: &Held, against: &Against) -> Outcome {
        let is_refuted = |own: ClaimId| {
            let is_settled = |other| is_settled_after(study.claim(other), study.claim(own));
            let mut facing = against.listed(own).iter();
            facing.any(|(other, verdict, _)| match verdict {
                Verdict::Overtaken => study.claim(own).modality().is_open_to_time(),
                Verdict::Contradiction => is_settled(*other),
                _ => false,
            }) || against.settled_in_crowd(own).any(is_settled)
        };
        let has_failed = held.claims.iter().any(|id| is_refuted(*id));
        Outcome {
            has_held: !has_failed && has_held(study, whole, held),
            has_failed,
        }
    }

    /// Tells whether events say nothing of it.
    pub(super) fn is_open(self) -> bool {
        self == Outcome::default()
    }
}

fn has_held(study: &Study, whole: &Question, held: &Held) -> bool {
    if !held.sense.modality.is_open_to_time() {
        return false;
    }
    let records = (whole.positions.iter())
        .filter(|other| other.sense.modality == Modality::Actual && other.would_say_as(held));
    let mut records = records.flat_map(|other| &other.claims);
    records.any(|record| {
        let mut own = held.claims.iter();
        own.any(|own| is_of_one_time(study, *record, *own) && settles(study, *record, *own))
    })
}

/// Whether two counts run over the same days, where a count over others says another thing.
fn is_of_one_time(study: &Study, record: ClaimId, foretold: ClaimId) -> bool {
    let (record, foretold) = (study.claim(record), study.claim(foretold));
    let is_of_events = record.event().is_some() || foretold.event().is_some();
    is_of_events
        || !study.topic(record.topic()).spans_period()
        || record.when().strict == foretold.when().strict
}

/// Says what events made of the leading position, as the end of its sentence.
pub(super) const fn of_leading(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome {
            has_failed: true, ..
        } => "; events did not bear this out",
        Outcome { has_held: true, .. } => ", as later events confirmed",
        _ => "",
    }
}

/// Says what events made of another position.
pub(super) fn of_other(
    study: &Study,
    question: &Question,
    held: &Held,
    outcome: Outcome,
) -> String {
    let sources = some_sources(held.voices.independent(study));
    let said = short(study, question.topic, held);
    match (outcome.has_failed, outcome.has_held) {
        (true, _) => {
            format!("; {sources} had it otherwise ({said}), and events did not bear this out")
        }
        (false, true) => format!("; {sources} had foretold it ({said}), as later events confirmed"),
        (false, false) => String::new(),
    }
}

/// Says what those named who made more of a thing than their own details bear out.
pub(super) fn of_boasts(study: &Study, question: &Question, against: &Against) -> String {
    let boasts: Vec<ClaimId> = (question.claims.iter().copied())
        .filter(|id| is_above_its_details(study, *id, against))
        .collect();
    let people: BTreeSet<_> = (boasts.iter())
        .map(|id| study.source(study.claim(*id).source()).person)
        .collect();
    match boasts.as_slice() {
        [] => String::new(),
        [one] => format!(
            "; asked for details, {} named {}",
            whose(question, people.len()),
            own_details(study, *one)
        ),
        _ => format!(
            "; asked for details, {} named less than the general claim",
            whose(question, people.len())
        ),
    }
}

fn is_above_its_details(study: &Study, id: ClaimId, against: &Against) -> bool {
    let mut facing = against.listed(id).iter();
    facing.any(|(other, verdict, _)| {
        matches!(verdict, Verdict::Inflated | Verdict::DetailsFallShort)
            && study.is_boast_of(id, *other)
    })
}

/// `the source` where only one speaks, else how many of them.
fn whose(question: &Question, people: usize) -> String {
    let voices: usize = (question.positions.iter())
        .map(|held| held.voices.voices.len())
        .sum();
    match (people, voices) {
        (1, 1) => "the source".to_owned(),
        (1, _) => "one source".to_owned(),
        _ => format!("{} sources", in_words(people)),
    }
}

/// What the details of a boast come to; a sum of several is called derived.
fn own_details(study: &Study, id: ClaimId) -> String {
    let claim = study.claim(id);
    let topic = study.topic(claim.topic());
    let total = boast::own_total(study, id);
    let scale = Scale::of(study, topic, claim.unit());
    let figure = small_count(scale, total).unwrap_or_else(|| scale.bounds(total));
    let told = scale.with_unit(&figure, [claim]);
    match boast::counted_details(study, id).len() {
        2.. => format!("{told} in all (derived: the sum of its details)"),
        _ => told,
    }
}

/// A count up to ten in words.
fn small_count(scale: Scale<'_>, total: Bounds) -> Option<String> {
    let is_count = scale != Scale::Percent && total.low == total.high && total.low.fract() == 0.0;
    (is_count && (0.0..=10.0).contains(&total.low)).then(|| in_words(total.low as usize))
}
