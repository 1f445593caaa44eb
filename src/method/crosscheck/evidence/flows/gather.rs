//! The figures of stocks that are fed, and the counts of their flows.
//!
//! It knows which claims say for sure how much there is or came. What a stranger would get wrong: a
//! claim that leaves open of whom, where or when it speaks is left out, and so bounds nothing.

use std::collections::{BTreeMap, BTreeSet};

use crate::method::crosscheck::evidence::flows::tiles::Count;
use crate::model::claim::{Bounds, Claim, Marks, Span};
use crate::model::key::{ClaimId, EventId, NodeId, SourceId, TopicId};
use crate::model::study::Study;
use crate::model::topic::Feed;
use crate::model::vocabulary::{Modality, Stance, TimeMode};

/// Of whom and of where.
pub type Scope = (Option<NodeId>, Option<NodeId>);

/// A figure of a stock.
#[derive(Debug, Clone, Copy)]
pub struct Level {
    pub id: ClaimId,
    pub person: SourceId,
    pub event: Option<EventId>,
    pub time: Time,
    /// Strict and fuzzy.
    pub bounds: [Bounds; 2],
}

impl Level {
    /// The bounds as they were said.
    pub const fn strict(&self) -> Bounds {
        self.bounds[0]
    }
}

/// When a figure of a stock holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Time {
    pub when: Span,
    /// Whether it holds on each day of it, and these are sure.
    pub is_exact: bool,
}

/// A count of a flow, of whom and where it is, and who gives it.
#[derive(Debug, Clone, Copy)]
pub struct Flow {
    pub person: SourceId,
    pub scope: Scope,
    pub count: Count,
}

/// By stock, the flows that feed it in the order of their keys.
pub fn fed_stocks(study: &Study) -> BTreeMap<TopicId, Vec<(TopicId, Feed)>> {
    let mut found: BTreeMap<TopicId, Vec<(TopicId, Feed)>> = BTreeMap::new();
    for flow in (0..study.topic_count() as u32).map(TopicId) {
        for feed in &study.topic(flow).feeds {
            found.entry(feed.stock).or_default().push((flow, *feed));
        }
    }
    for flows in found.values_mut() {
        flows.sort_by_key(|(flow, _)| study.topic_key(*flow));
    }
    found
}

/// Tells whether a claim says for sure, of a known scope and time, how much there is or came.
fn is_stated(study: &Study, claim: &Claim) -> bool {
    let open = Marks::PLACE_UNSURE
        .with(Marks::POPULATION_UNSURE)
        .with(Marks::MODALITY_UNSURE)
        .with(Marks::WHEN_ASSUMED)
        .with(Marks::BOAST);
    claim.is_compared()
        && claim.stance() == Stance::Affirms
        && claim.modality() == Modality::Actual
        && claim.trend().is_none()
        && claim.unit() == study.topic(claim.topic()).unit
        && !claim.marks().has_any(open)
}

fn both_bounds(claim: &Claim) -> Option<[Bounds; 2]> {
    Some([claim.strict()?, claim.fuzzy()?])
}

pub type Levels = BTreeMap<(TopicId, Scope), Vec<Level>>;

/// The figures of every stock that is fed.
pub fn levels(study: &Study, fed: &BTreeMap<TopicId, Vec<(TopicId, Feed)>>) -> Levels {
    let mut found = Levels::new();
    for id in study.claim_ids() {
        let claim = study.claim(id);
        if !fed.contains_key(&claim.topic()) || !is_stated(study, claim) {
            continue;
        }
        let Some(bounds) = both_bounds(claim) else {
            continue;
        };
        let when = claim.when();
        let is_each_day = claim.time_mode() == TimeMode::Throughout || when.strict.is_single_day();
        let scope = (claim.population(), claim.place());
        found
            .entry((claim.topic(), scope))
            .or_default()
            .push(Level {
                id,
                person: study.source(claim.source()).person,
                event: claim.event().map(|event| study.one_event(event)),
                time: Time {
                    when,
                    is_exact: is_each_day && when.strict == when.fuzzy,
                },
                bounds,
            });
    }
    found
}

/// The counts of every flow that feeds a stock.
pub fn flows(
    study: &Study,
    fed: &BTreeMap<TopicId, Vec<(TopicId, Feed)>>,
) -> BTreeMap<TopicId, Vec<Flow>> {
    let feeding: BTreeSet<TopicId> = fed.values().flatten().map(|(flow, _)| *flow).collect();
    let mut found: BTreeMap<TopicId, Vec<Flow>> = BTreeMap::new();
    for id in study.claim_ids() {
        let claim = study.claim(id);
        if !feeding.contains(&claim.topic()) || !is_stated(study, claim) {
            continue;
        }
        let Some(bounds) = both_bounds(claim) else {
            continue;
        };
        let when = claim.when();
        found.entry(claim.topic()).or_default().push(Flow {
            person: study.source(claim.source()).person,
            scope: (claim.population(), claim.place()),
            count: Count { id, when, bounds },
        });
    }
    found
}

/// Tells whether a flow is of the place and the people of a stock. As through a topic link, people of
/// two trees count as the same: those of whom the two topics speak, not a part of either.
pub fn bears(study: &Study, [(stock, of_stock), (flow, of_flow)]: [(TopicId, Scope); 2]) -> bool {
    let is_own = |topic: TopicId, node: NodeId| match study.topic(topic).population {
        Some(own) => own == node,
        None => study.populations().parent(node).is_none(),
    };
    let is_bridged = || match (of_stock.0, of_flow.0) {
        (Some(a), Some(b)) => {
            !study.populations().have_one_root(a, b) && is_own(stock, a) && is_own(flow, b)
        }
        _ => false,
    };
    of_stock.1 == of_flow.1 && (of_stock.0 == of_flow.0 || is_bridged())
}
