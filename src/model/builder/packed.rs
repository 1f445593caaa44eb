//! The claims of a study in the making as bytes, so that they need not be read again: what they mention,
//! and pieces of claims topic by topic. How they are taken back stands in `kept`.
//!
//! It knows no database. What a stranger would get wrong: an id is the place of a row or a name among
//! others, and other rows may have come since; so the keys of all that claims point at are packed with
//! them.

use super::{Reference, StudyBuilder};
use crate::model::claim::Claim;
use crate::model::packed::Packer;
use std::collections::BTreeSet;

/// Claims a piece: about half a megabyte, far below what one cell of a database may hold, and its
/// columns stay in the nearest memory while claims are put together from them.
pub(super) const CLAIMS_A_PIECE: usize = 16_384;

/// Raised whenever the bytes come to mean something else.
pub const PACKED_FORMAT: i64 = 7;

/// What is said of a claim and another: the place of the first, and the key of the second.
pub(super) type Named<'r> = (u32, &'r str);

impl StudyBuilder {
    /// Returns how many claims there are by now.
    pub fn claim_count(&self) -> usize {
        self.claims.len()
    }

    /// Returns the claims, which stand in byte order of their keys, in pieces: first what they mention,
    /// then the claims themselves, topic by topic.
    pub fn packed_claims(&self) -> impl Iterator<Item = Vec<u8>> + '_ {
        let mut order: Vec<u32> = (0..self.claims.len() as u32).collect();
        order.sort_by_cached_key(|place| self.claims[*place as usize].topic());
        let references = [&self.details, &self.prompts, &self.readings].map(|all| self.placed(all));
        let names = self.packed_names(&references);
        let piece = move |piece: usize| {
            let of_piece = order.chunks(CLAIMS_A_PIECE).nth(piece);
            of_piece.map(|places| self.packed_piece(places, &references))
        };
        std::iter::once(names).chain((0..).map_while(piece))
    }

    /// References by the place of the claim that makes them.
    fn placed<'r>(&self, references: &'r [Reference]) -> Vec<Named<'r>> {
        let placed = |reference: &'r Reference| {
            let place = self.claim_keys.find_sorted(&reference.from)?;
            Some((place as u32, reference.to.as_str()))
        };
        let mut placed: Vec<Named<'r>> = references.iter().filter_map(placed).collect();
        placed.sort_by_key(|(place, _)| *place);
        placed
    }

    fn packed_names(&self, references: &[Vec<Named<'_>>; 3]) -> Vec<u8> {
        let mut packer = Packer::new();
        let keys = &self.study.keys;
        for keys in [&keys.sources, &keys.interviews, &keys.topics] {
            pack_keys(&mut packer, keys.iter());
        }
        for tree in [&self.study.places, &self.study.populations] {
            pack_keys(&mut packer, tree.keys());
        }
        for keys in [&keys.units, &keys.origins, &keys.actors, &keys.events] {
            pack_keys(&mut packer, keys.iter());
        }
        let mut counts = vec![0; self.study.topic_count()];
        for claim in &self.claims {
            counts[claim.topic().index()] += 1;
        }
        packer.column(&counts);
        pack_pairs(&mut packer, &self.topics_joined(references));
        pack_pairs(&mut packer, &self.events_by_topic());
        packer.sealed()
    }

    /// Topics of two claims of which one names the other.
    fn topics_joined(&self, references: &[Vec<Named<'_>>; 3]) -> BTreeSet<[u32; 2]> {
        let topic = |place: usize| self.claims[place].topic().0;
        let ends = |(from, to): &Named<'_>| {
            let to = self.claim_keys.find_sorted(to)?;
            Some([topic(*from as usize), topic(to)]).filter(|[a, b]| a != b)
        };
        references.iter().flatten().filter_map(ends).collect()
    }

    /// Topics with the events that claims on them name.
    fn events_by_topic(&self) -> BTreeSet<[u32; 2]> {
        let named = |claim: &Claim| Some([claim.topic().0, claim.event()?.0]);
        self.claims.iter().filter_map(named).collect()
    }

    fn packed_piece(&self, places: &[u32], references: &[Vec<Named<'_>>; 3]) -> Vec<u8> {
        let mut packer = Packer::new();
        packer.number(places.len());
        let key = |place: &u32| self.claim_keys.get(*place as usize);
        let keys: Vec<&str> = places.iter().map(key).collect();
        let lengths: Vec<u32> = keys.iter().map(|key| key.len() as u32).collect();
        packer.column(&lengths);
        packer.text(&keys.concat());
        packer.column(places);
        let claims = places.iter().map(|place| self.claims[*place as usize]);
        Claim::pack(&claims.collect::<Vec<_>>(), &mut packer);
        for references in references {
            pack_references(&mut packer, places, references);
        }
        packer.sealed()
    }
}

fn pack_keys<'k>(packer: &mut Packer, keys: impl ExactSizeIterator<Item = &'k str>) {
    packer.number(keys.len());
    keys.for_each(|key| packer.text(key));
}

fn pack_pairs(packer: &mut Packer, pairs: &BTreeSet<[u32; 2]>) {
    packer.number(pairs.len());
    for end in 0..2 {
        let ends: Vec<u32> = pairs.iter().map(|pair| pair[end]).collect();
        packer.column(&ends);
    }
}

/// Writes the references of the claims of a piece, each with the place of its claim in the piece.
fn pack_references(packer: &mut Packer, places: &[u32], references: &[Named<'_>]) {
    let of = |place: &u32| {
        let from = references.partition_point(|(claim, _)| claim < place);
        let to = references[from..].partition_point(|(claim, _)| claim == place);
        &references[from..from + to]
    };
    let found: Vec<(u32, &str)> = (0..)
        .zip(places)
        .flat_map(|(at, place)| of(place).iter().map(move |(_, to)| (at, *to)))
        .collect();
    packer.number(found.len());
    let claims: Vec<u32> = found.iter().map(|(at, _)| *at).collect();
    packer.column(&claims);
    found.iter().for_each(|(_, to)| packer.text(to));
}
