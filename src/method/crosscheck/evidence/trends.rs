//! A stated trend against the figures of the same topic and scope (K8); two contrary trends are a kind that
//! two claims show by themselves.
//!
//! It knows figures and their order in time. What a stranger would get wrong: two figures refute a
//! trend together; the pair that is shown is the trend and the later figure, the earlier one is named.

use std::collections::HashMap;

use crate::method::crosscheck::evidence::{Bearing, Clash, by_number};
use crate::method::crosscheck::severity::gap_between;
use crate::method::crosscheck::words::Kind;
use crate::method::settings::Settings;
use crate::model::claim::{Bounds, Claim, Marks};
use crate::model::day::DayRange;
use crate::model::key::{ClaimId, NodeId, TopicId, UnitId};
use crate::model::study::Study;
use crate::model::topic::Topic;
use crate::model::vocabulary::{Modality, Stance, TimeMode, Trend};

type Block = (TopicId, Option<NodeId>, Option<NodeId>, Option<UnitId>);

#[derive(Debug, Clone, Copy)]
struct Figure {
    id: ClaimId,
    when: DayRange,
    bounds: Bounds,
}

/// Returns every pair of a trend and a figure that refutes it.
pub fn clashes(study: &Study, settings: &Settings) -> Vec<Clash> {
    if !study.states_trends() {
        return Vec::new();
    }
    let is_trend = |id: &ClaimId| study.claim(*id).trend().is_some() && speaks(study.claim(*id));
    let trends: Vec<ClaimId> = study.claim_ids().filter(is_trend).collect();
    if trends.is_empty() {
        return Vec::new();
    }
    let figures = figures(study, &trends);
    let mut found = Vec::new();
    for id in &trends {
        let claim = study.claim(*id);
        let Some(trend) = claim.trend() else { continue };
        let of_block = figures
            .get(&block(study, claim))
            .map_or(&[][..], Vec::as_slice);
        let inside = of_block
            .iter()
            .filter(|figure| figure.id != *id && claim.when().fuzzy.contains(figure.when));
        let inside: Vec<Figure> = inside.copied().collect();
        let refute = Refutation {
            topic: study.topic(claim.topic()),
            least_gap: settings.substantial_gap,
            trend,
        };
        found.extend(refute.all(*id, claim.topic(), &inside));
    }
    found
}

fn speaks(claim: &Claim) -> bool {
    let unsure = Marks::PLACE_UNSURE.with(Marks::POPULATION_UNSURE);
    claim.is_compared() && claim.stance() == Stance::Affirms && !claim.marks().has_any(unsure)
}

/// The scope in which a trend and figures speak of one thing; a trend has its topic's unit.
fn block(study: &Study, claim: &Claim) -> Block {
    let unit = claim.unit().or(study.topic(claim.topic()).unit);
    (claim.topic(), claim.population(), claim.place(), unit)
}

/// The figures of every block in which a trend is stated, by last day.
fn figures(study: &Study, trends: &[ClaimId]) -> HashMap<Block, Vec<Figure>> {
    let blocks = trends.iter().map(|id| block(study, study.claim(*id)));
    let mut found: HashMap<Block, Vec<Figure>> = blocks.map(|block| (block, Vec::new())).collect();
    for id in study.claim_ids() {
        let claim = study.claim(id);
        let Some(bounds) = claim.fuzzy() else {
            continue;
        };
        let is_stated = claim.modality() == Modality::Actual
            && claim.time_mode() == TimeMode::Throughout
            && claim.trend().is_none()
            && speaks(claim);
        if !is_stated {
            continue;
        }
        if let Some(list) = found.get_mut(&block(study, claim)) {
            let when = claim.when().fuzzy;
            list.push(Figure { id, when, bounds });
        }
    }
    for list in found.values_mut() {
        list.sort_by_key(|figure| (figure.when.high(), figure.id));
    }
    found
}

struct Refutation<'a> {
    topic: &'a Topic,
    least_gap: f64,
    trend: Trend,
}

impl Refutation<'_> {
    /// Holds each figure against the greatest and the smallest of those that ended before it began.
    fn all(&self, claim: ClaimId, topic: TopicId, by_end: &[Figure]) -> Vec<Clash> {
        let mut by_start: Vec<&Figure> = by_end.iter().collect();
        by_start.sort_by_key(|figure| (figure.when.low(), figure.id));
        let (mut before, mut greatest, mut smallest) = (0, None, None);
        let mut found = Vec::new();
        for later in by_start {
            while before < by_end.len() && by_end[before].when.high() < later.when.low() {
                let next = by_end[before];
                greatest = pick(greatest, next, |a, b| {
                    by_number(a.bounds.low, b.bounds.low).is_lt()
                });
                smallest = pick(smallest, next, |a, b| {
                    by_number(a.bounds.high, b.bounds.high).is_gt()
                });
                before += 1;
            }
            let refuted = self.refuted(greatest, smallest, later);
            found.extend(refuted.map(|(witness, ends)| Clash {
                witnesses: vec![witness],
                ends: Some(ends),
                ..Clash::new(Kind::Trend, topic, [claim, later.id], Bearing::Refuted)
            }));
        }
        found
    }

    fn refuted(
        &self,
        greatest: Option<Figure>,
        smallest: Option<Figure>,
        later: &Figure,
    ) -> Option<(ClaimId, (f64, f64))> {
        let fall = greatest
            .filter(|earlier| later.bounds.high < earlier.bounds.low)
            .map(|earlier| (earlier.id, (later.bounds.high, earlier.bounds.low)));
        let rise = smallest
            .filter(|earlier| earlier.bounds.high < later.bounds.low)
            .map(|earlier| (earlier.id, (earlier.bounds.high, later.bounds.low)));
        let is_felt = |(_, ends): &(ClaimId, (f64, f64))| {
            gap_between(self.topic, ends.0, ends.1).is_none_or(|gap| gap >= self.least_gap)
        };
        match self.trend {
            Trend::Rising => fall,
            Trend::Falling => rise,
            Trend::Stable => fall.into_iter().chain(rise).find(is_felt),
        }
    }
}

fn pick(
    kept: Option<Figure>,
    next: Figure,
    is_better: impl Fn(&Figure, &Figure) -> bool,
) -> Option<Figure> {
    match kept {
        Some(kept) if !is_better(&kept, &next) => Some(kept),
        _ => Some(next),
    }
}
