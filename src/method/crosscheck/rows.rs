//! What the sweep needs of each claim, and the order in which claims are laid out.
//!
//! It knows where a claim stands, not what it may clash with. What a stranger would get wrong: this
//! is arranged for memory, not for reading. A look at a claim costs more than comparing it, so each
//! is looked at once; what is sorted is its place, not all that was found.

use crate::method::crosscheck::plain;
use crate::method::crosscheck::scope::{Named, place, population};
use crate::method::settings::Settings;
use crate::model::claim::{Bounds, Claim};
use crate::model::key::{ClaimId, NodeId, SourceId};
use crate::model::study::Study;
use crate::model::tree::Tree;
use crate::model::vocabulary::Stance;

/// Stands for a place or population that is missing or unsure; behind all that are known.
pub(super) const UNKNOWN: u32 = u32::MAX;

/// What the sweep needs of a claim.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    /// The lower end of the figure, strict; negative infinity without one.
    pub(super) low: f64,
    /// The fence of the upper end; infinity without a figure.
    pub(super) fence: f64,
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

/// Where a claim stands among those of its topic: by population and place in walking order, stance and
/// value, and first day, in one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Standing(u128);

impl Standing {
    fn of(study: &Study, claim: &Claim) -> Standing {
        let population = order(study.populations(), sure(population(claim)));
        let place = order(study.places(), sure(place(claim)));
        let start = claim.when().fuzzy.low().rata_die();
        // The sign turned over, so that days before the first sort before it.
        let start = start.cast_unsigned() ^ 1 << 31;
        let numbers = [population, place, group(claim), start];
        let joined = |all: u128, number: u32| all << 32 | u128::from(number);
        Standing(numbers.into_iter().fold(0, joined))
    }

    /// Population and place.
    pub(super) const fn block(self) -> u64 {
        (self.0 >> 64) as u64
    }

    /// Stance and value.
    pub(super) const fn group(self) -> u32 {
        (self.0 >> 32) as u32
    }
}

/// Makes rows of claims.
pub(super) struct Rows<'a> {
    pub(super) study: &'a Study,
    settings: &'a Settings,
}

impl<'a> Rows<'a> {
    pub(super) fn new(study: &'a Study, settings: &'a Settings) -> Rows<'a> {
        Rows { study, settings }
    }

    /// Where a claim stands, and its row.
    pub(super) fn row(&self, id: ClaimId, claim: &Claim) -> (Standing, Row) {
        let figure = claim.strict().unwrap_or(Bounds {
            low: f64::NEG_INFINITY,
            high: f64::INFINITY,
        });
        let when = claim.when().fuzzy;
        let row = Row {
            // Adding nought turns -0 into 0, so that ends sort as the numbers they are.
            low: figure.low + 0.0,
            fence: self.settings.fence(figure.high) + 0.0,
            id,
            start: when.low().rata_die(),
            end: when.high().rata_die(),
            person: self.study.persons()[claim.source().index()],
            is_plain: plain::is_plain(self.study, claim),
            has_event: claim.event().is_some(),
        };
        (Standing::of(self.study, claim), row)
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
