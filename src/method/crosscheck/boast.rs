//! A general claim held against the details that its own side gives (methods.md 3.8).
//!
//! It knows figures and which details may be summed. What a stranger would get wrong: kinds, scope
//! and time play no part here; a boast is measured by its own details, never by another side's.

use crate::method::crosscheck::words::{Verdict, Why};
use crate::method::settings::Settings;
use crate::model::claim::{Bounds, Claim, Marks};
use crate::model::key::ClaimId;
use crate::model::study::Study;
use crate::model::tree::Relation;
use crate::model::vocabulary::Stance;

/// What the details make of a boast.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measured {
    /// The verdict on the boast and each of its details.
    pub verdict: Verdict,
    /// What decided, where the verdict has a label.
    pub why: Option<Why>,
    /// What the details come to, where they have figures of the boast's own topic and unit.
    pub own_total: Option<Bounds>,
}

/// Holds a boast against one of its details and the total of all.
pub fn measure(study: &Study, settings: &Settings, boast: ClaimId, detail: ClaimId) -> Measured {
    let general = study.claim(boast);
    let nothing_to_hold = Measured {
        verdict: Verdict::Apparent,
        why: Some(Why::Measure),
        own_total: None,
    };
    let (Some(said), true) = (
        affirmed(general),
        is_countable(general, study.claim(detail)),
    ) else {
        return nothing_to_hold;
    };
    let total = own_total(study, boast);
    Measured {
        verdict: verdict(settings, general, said, total),
        why: None,
        own_total: Some(total),
    }
}

fn verdict(settings: &Settings, general: &Claim, said: Bounds, total: Bounds) -> Verdict {
    let is_mass_word = general.marks().has(Marks::MASS);
    if said.low > total.high {
        let is_far_above = total.high <= 0.0 || said.low / total.high >= settings.inflation_ratio;
        return match is_far_above || (is_mass_word && total.high.is_finite()) {
            true => Verdict::Inflated,
            false => Verdict::DetailsFallShort,
        };
    }
    match said.high < total.low {
        true => Verdict::Compatible,
        false => Verdict::Agrees,
    }
}

/// Returns what the details of a boast come to: the sum of those that are counted.
pub fn own_total(study: &Study, boast: ClaimId) -> Bounds {
    let nothing = Bounds {
        low: 0.0,
        high: 0.0,
    };
    let figures = counted_details(study, boast).into_iter();
    figures.fold(nothing, |total, (_, figure)| Bounds {
        low: total.low + figure.low,
        high: total.high + figure.high,
    })
}

/// Returns the details of a boast that are summed: such as have nothing in common, the largest
/// first; so at least the largest.
pub fn counted_details(study: &Study, boast: ClaimId) -> Vec<(ClaimId, Bounds)> {
    let general = study.claim(boast);
    let mut details: Vec<(ClaimId, Bounds)> = study
        .details_of(boast)
        .filter(|detail| is_countable(general, study.claim(*detail)))
        .filter_map(|detail| Some((detail, affirmed(study.claim(detail))?)))
        .collect();
    details.sort_by(|(id_a, a), (id_b, b)| {
        let by_size = b.high.total_cmp(&a.high).then(b.low.total_cmp(&a.low));
        by_size.then(id_a.cmp(id_b))
    });
    let mut counted: Vec<(ClaimId, Bounds)> = Vec::new();
    for (detail, figure) in details {
        let is_apart = |(other, _): &(ClaimId, Bounds)| are_disjoint(study, *other, detail);
        if counted.iter().all(is_apart) {
            counted.push((detail, figure));
        }
    }
    counted
}

fn affirmed(claim: &Claim) -> Option<Bounds> {
    claim.strict().filter(|_| claim.stance() == Stance::Affirms)
}

fn is_countable(general: &Claim, detail: &Claim) -> bool {
    general.topic() == detail.topic()
        && general.unit() == detail.unit()
        && affirmed(detail).is_some()
}

fn are_disjoint(study: &Study, a: ClaimId, b: ClaimId) -> bool {
    let (a, b) = (study.claim(a), study.claim(b));
    let places = match (a.place(), b.place()) {
        (Some(a), Some(b)) => study.places().relation(a, b) == Relation::Disjoint,
        _ => false,
    };
    let populations = match (a.population(), b.population()) {
        (Some(a), Some(b)) => study.populations().relation(a, b) == Relation::Disjoint,
        _ => false,
    };
    places || populations
}
