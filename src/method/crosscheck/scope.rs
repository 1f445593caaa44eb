//! Of whom and of where two claims speak, and whether that can be compared at all (methods.md 2.4).
//!
//! It knows the two trees, not values or times. What a stranger would get wrong: a missing place is
//! not "everywhere"; it may be anywhere, so it meets every place and settles nothing.

use crate::model::claim::{Claim, Marks};
use crate::model::key::NodeId;
use crate::model::study::Study;
use crate::model::tree::{Relation, Tree};

/// How one part of the scope of a claim stands to that of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// The same node.
    Equal,
    /// Nobody named one on either side: taken as equal, and it costs certainty.
    BothMissing,
    /// The first contains the second.
    Whole,
    /// The second contains the first.
    Part,
    /// One is missing or marked as unsure.
    Unknown,
    /// Neither contains the other: not to be compared.
    Elsewhere,
}

impl Standing {
    /// Tells whether one strictly contains the other.
    pub const fn is_nested(self) -> bool {
        matches!(self, Standing::Whole | Standing::Part)
    }

    /// Tells whether both are the same, or taken as the same.
    pub const fn is_equal(self) -> bool {
        matches!(self, Standing::Equal | Standing::BothMissing)
    }
}

/// How the scopes of two claims stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scope {
    /// Of where they speak.
    pub place: Standing,
    /// Of whom they speak.
    pub population: Standing,
}

impl Scope {
    /// Compares the scopes of two claims; a link between their topics bridges populations of
    /// different trees.
    pub fn of(study: &Study, a: &Claim, b: &Claim, is_linked: bool) -> Scope {
        let place = standing(study.places(), place(a), place(b));
        let (of_a, of_b) = (population(a), population(b));
        let population = match (of_a, of_b) {
            (Sure(x), Sure(y)) if is_linked && !study.populations().have_one_root(x, y) => {
                Standing::Equal
            }
            _ => standing(study.populations(), of_a, of_b),
        };
        Scope { place, population }
    }

    /// Tells whether both parts are the same, or taken as the same.
    pub const fn is_equal(self) -> bool {
        self.place.is_equal() && self.population.is_equal()
    }

    /// Tells whether a part of the scope is strictly contained in the other's.
    pub const fn is_nested(self) -> bool {
        self.place.is_nested() || self.population.is_nested()
    }

    /// Tells whether a part of the scope is not known.
    pub const fn is_unknown(self) -> bool {
        matches!(self.place, Standing::Unknown) || matches!(self.population, Standing::Unknown)
    }

    /// Tells whether each claim is wider than the other in one part: neither contains the other.
    pub const fn is_crossed(self) -> bool {
        matches!(
            (self.place, self.population),
            (Standing::Whole, Standing::Part) | (Standing::Part, Standing::Whole)
        )
    }
}

/// A node as a claim names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Named {
    Missing,
    Unsure,
    Sure(NodeId),
}
use Named::Sure;

/// Returns the place as the claim names it.
pub(crate) const fn place(claim: &Claim) -> Named {
    named(claim.place(), claim.marks().has(Marks::PLACE_UNSURE))
}

/// Returns the population as the claim names it.
pub(crate) const fn population(claim: &Claim) -> Named {
    named(
        claim.population(),
        claim.marks().has(Marks::POPULATION_UNSURE),
    )
}

const fn named(node: Option<NodeId>, is_unsure: bool) -> Named {
    match node {
        None => Named::Missing,
        Some(_) if is_unsure => Named::Unsure,
        Some(node) => Named::Sure(node),
    }
}

fn standing(tree: &Tree, a: Named, b: Named) -> Standing {
    let (a, b) = match (a, b) {
        (Named::Missing, Named::Missing) => return Standing::BothMissing,
        (Sure(a), Sure(b)) => (a, b),
        _ => return Standing::Unknown,
    };
    match tree.relation(a, b) {
        Relation::Equal => Standing::Equal,
        Relation::Ancestor => Standing::Whole,
        Relation::Descendant => Standing::Part,
        Relation::Disjoint | Relation::Apart => Standing::Elsewhere,
    }
}
