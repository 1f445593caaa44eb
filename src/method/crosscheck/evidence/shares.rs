//! Stated shares against counts of the part and of the whole (methods.md 3.7, K6).
//!
//! It knows which topic counts what another gives shares of: the parent of the topic of shares. What a
//! stranger would get wrong: where counts are disputed, the share may be any that some count allows.

use std::collections::HashMap;

use crate::method::crosscheck::evidence::{Bearing, Clash};
use crate::method::crosscheck::words::Kind;
use crate::model::claim::{Bounds, Claim, Marks};
use crate::model::day::DayRange;
use crate::model::key::{ClaimId, NodeId, TopicId};
use crate::model::study::Study;
use crate::model::vocabulary::{Measure, Modality, Stance, TimeMode};

/// Topic, population and place; where nobody names a place, all are taken to speak of one.
type Scope = (TopicId, NodeId, Option<NodeId>);

#[derive(Debug, Clone, Copy)]
struct Count {
    id: ClaimId,
    when: DayRange,
    bounds: Bounds,
}

/// Returns every pair of a share and a count of its part that no count of the whole allows.
pub fn clashes(study: &Study) -> Vec<Clash> {
    let counting: Vec<Option<TopicId>> = (0..study.topic_count() as u32)
        .map(|topic| counting_topic(study, TopicId(topic)))
        .collect();
    if counting.iter().all(Option::is_none) {
        return Vec::new();
    }
    let counts = counts(study, &counting);
    let shares = study.claim_ids().filter_map(|id| {
        let claim = study.claim(id);
        let topic = counting[claim.topic().index()]?;
        refuted(study, &counts, (id, claim), topic)
    });
    shares.collect()
}

/// The topic whose numbers a topic of shares divides.
pub fn counting_topic(study: &Study, id: TopicId) -> Option<TopicId> {
    let topic = study.topic(id);
    let parent = topic
        .parent
        .filter(|_| topic.measure == Some(Measure::Share))?;
    (study.topic(parent).measure == Some(Measure::Stock)).then_some(parent)
}

fn counts(study: &Study, counting: &[Option<TopicId>]) -> HashMap<Scope, Vec<Count>> {
    let mut found: HashMap<Scope, Vec<Count>> = HashMap::new();
    for id in study.claim_ids() {
        let claim = study.claim(id);
        let is_counted = counting.contains(&Some(claim.topic()));
        if let Some((scope, bounds)) = stated(claim).filter(|_| is_counted) {
            let when = claim.when().strict;
            let is_own_unit = claim.unit() == study.topic(claim.topic()).unit;
            if is_own_unit {
                found
                    .entry(scope)
                    .or_default()
                    .push(Count { id, when, bounds });
            }
        }
    }
    found
}

/// The scope and the figure of a claim that says for sure how much there is on each day.
fn stated(claim: &Claim) -> Option<(Scope, Bounds)> {
    let open = Marks::PLACE_UNSURE
        .with(Marks::POPULATION_UNSURE)
        .with(Marks::MODALITY_UNSURE)
        .with(Marks::WHEN_ASSUMED)
        .with(Marks::BOAST);
    let says = claim.is_compared()
        && claim.stance() == Stance::Affirms
        && claim.modality() == Modality::Actual
        && claim.time_mode() == TimeMode::Throughout
        && !claim.marks().has_any(open);
    let bounds = claim.fuzzy().filter(|bounds| says && bounds.low >= 0.0)?;
    Some(((claim.topic(), claim.population()?, claim.place()), bounds))
}

fn refuted(
    study: &Study,
    counts: &HashMap<Scope, Vec<Count>>,
    (id, claim): (ClaimId, &Claim),
    topic: TopicId,
) -> Option<Clash> {
    let ((_, part, place), share) = stated(claim)?;
    let whole = study.topic(claim.topic()).population?;
    let in_force = |node: NodeId| -> Vec<Count> {
        let all = counts
            .get(&(topic, node, place))
            .map_or(&[][..], Vec::as_slice);
        let shared = all
            .iter()
            .filter(|count| count.when.meets(claim.when().strict));
        shared.copied().collect()
    };
    let parts = in_force(part);
    let (count, of, ends) = misfit(share, &parts, &in_force(whole))?;
    // The whole is the topic's; who spoke may have had another in mind.
    let tree = study.populations();
    let is_right_of = |node: &NodeId| {
        let wholes = in_force(*node);
        *node != whole && !wholes.is_empty() && misfit(share, &parts, &wholes).is_none()
    };
    Some(Clash {
        witnesses: vec![of.id],
        ends: Some(ends),
        right_of: tree.ancestors(part).find(is_right_of),
        ..Clash::new(
            Kind::PartWhole,
            claim.topic(),
            [id, count.id],
            Bearing::Refuted,
        )
    })
}

/// The counts of part and whole that a share fits least, with the two ends that clash; nothing where
/// some of the counts allow it, or one side was not counted.
fn misfit(share: Bounds, parts: &[Count], wholes: &[Count]) -> Option<(Count, Count, (f64, f64))> {
    let (fewest, most) = (least(parts)?, greatest(parts)?);
    let (small, large) = (least(wholes)?, greatest(wholes)?);
    let low = fewest.bounds.low / large.bounds.high.max(f64::MIN_POSITIVE);
    let high = match small.bounds.low > 0.0 {
        true => most.bounds.high / small.bounds.low,
        false => f64::INFINITY,
    };
    if share.high < low {
        Some((*fewest, *large, (share.high, low)))
    } else if high < share.low {
        Some((*most, *small, (high, share.low)))
    } else {
        None
    }
}

fn least(counts: &[Count]) -> Option<&Count> {
    let by_low =
        |a: &&Count, b: &&Count| a.bounds.low.total_cmp(&b.bounds.low).then(a.id.cmp(&b.id));
    counts.iter().min_by(by_low)
}

fn greatest(counts: &[Count]) -> Option<&Count> {
    let by_high = |a: &&Count, b: &&Count| {
        a.bounds
            .high
            .total_cmp(&b.bounds.high)
            .then(b.id.cmp(&a.id))
    };
    counts.iter().max_by(by_high)
}
