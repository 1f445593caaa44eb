//! What the sweep needs of each claim, packed and brought together topic by topic.
//!
//! It knows where a claim stands, not what it may clash with. What a stranger would get wrong: this
//! is arranged for memory, not for reading. A look at a claim costs more than comparing it, so each
//! is looked at once, in the order in which it lies.

use crate::method::crosscheck::plain;
use crate::method::crosscheck::scope::{Named, place, population};
use crate::method::settings::Settings;
use crate::model::claim::{Bounds, Claim};
use crate::model::key::{ClaimId, NodeId, SourceId, TopicId};
use crate::model::study::Study;
use crate::model::tree::Tree;
use crate::model::vocabulary::Stance;

/// Stands for a place or population that is missing or unsure; behind all that are known.
pub(super) const UNKNOWN: u32 = u32::MAX;

/// What the sweep needs of a claim.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    /// Population and place in walking order, in one number.
    pub(super) block: u64,
    /// The lower end of the figure, strict; negative infinity without one.
    pub(super) low: f64,
    /// The fence of the upper end; infinity without a figure.
    pub(super) fence: f64,
    /// Stance and value.
    pub(super) group: u32,
    /// The topic, by the rank of its key.
    pub(super) topic: u32,
    /// The claim.
    pub(super) id: ClaimId,
    /// The first day, fuzzy.
    pub(super) start: i32,
    /// The last day, fuzzy.
    pub(super) end: i32,
    /// Whose claim it is.
    pub(super) person: SourceId,
    /// Whether nothing about it could explain a clash of figures away.
    pub(super) is_plain: bool,
    /// Whether it names an event.
    pub(super) has_event: bool,
}

/// Returns the rows of all claims that are compared, those of one topic together, topics in byte
/// order of their keys.
pub(super) fn rows_by_topic(study: &Study, settings: &Settings) -> Vec<Row> {
    let ranks = topic_ranks(study);
    // A short list of persons stays near; the sources themselves do not.
    let persons: Vec<SourceId> = study.sources.iter().map(|source| source.person).collect();
    let compared = || study.claims().iter().filter(|claim| claim.is_compared());
    let mut next = vec![0_usize; ranks.len() + 1];
    for claim in compared() {
        next[ranks[claim.topic().index()] as usize + 1] += 1;
    }
    for rank in 1..next.len() {
        next[rank] += next[rank - 1];
    }
    let mut rows = vec![NOTHING; next.last().copied().unwrap_or(0)];
    for (id, claim) in study.claims().iter().enumerate() {
        if claim.is_compared() {
            let rank = ranks[claim.topic().index()];
            let free = &mut next[rank as usize];
            rows[*free] = Row {
                topic: rank,
                person: persons[claim.source().index()],
                ..row(study, settings, ClaimId(id as u32))
            };
            *free += 1;
        }
    }
    rows
}

/// Fills the list until every row is put where it belongs.
const NOTHING: Row = Row {
    block: 0,
    low: 0.0,
    fence: 0.0,
    group: 0,
    topic: 0,
    id: ClaimId(0),
    start: 0,
    end: 0,
    person: SourceId(0),
    is_plain: false,
    has_event: false,
};

/// The row of a claim, without topic and person.
fn row(study: &Study, settings: &Settings, id: ClaimId) -> Row {
    let claim = study.claim(id);
    let figure = claim.strict().unwrap_or(Bounds {
        low: f64::NEG_INFINITY,
        high: f64::INFINITY,
    });
    let when = claim.when().fuzzy;
    let population = order(study.populations(), sure(population(claim)));
    let place = order(study.places(), sure(place(claim)));
    Row {
        block: u64::from(population) << 32 | u64::from(place),
        // Adding nought turns -0 into 0, so that ends sort as the numbers they are.
        low: figure.low + 0.0,
        fence: settings.fence(figure.high) + 0.0,
        group: group(claim),
        id,
        start: when.low().rata_die(),
        end: when.high().rata_die(),
        is_plain: plain::is_plain(study, claim),
        has_event: claim.event().is_some(),
        ..NOTHING
    }
}

fn group(claim: &Claim) -> u32 {
    let category = claim.category().map_or(0, |place| u32::from(place) + 1);
    category * Stance::ALL.len() as u32 + claim.stance() as u32
}

/// Returns the node that a claim names for sure.
pub(super) const fn sure(named: Named) -> Option<NodeId> {
    match named {
        Named::Sure(node) => Some(node),
        Named::Missing | Named::Unsure => None,
    }
}

/// Returns the place of a node in walking order, behind all others where it is not known.
pub(super) fn order(tree: &Tree, node: Option<NodeId>) -> u32 {
    node.map_or(UNKNOWN, |node| tree.walking_order(node))
}

/// The rank of each topic among the keys of topics, in byte order.
fn topic_ranks(study: &Study) -> Vec<u32> {
    let mut order: Vec<TopicId> = (0..study.topic_count() as u32).map(TopicId).collect();
    order.sort_unstable_by_key(|topic| study.topic_key(*topic));
    let mut ranks = vec![0; order.len()];
    for (rank, topic) in order.iter().enumerate() {
        ranks[topic.index()] = rank as u32;
    }
    ranks
}
