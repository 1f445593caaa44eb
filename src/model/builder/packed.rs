//! The claims of a study in the making as bytes, and back, so that they need not be read again.
//!
//! It knows what a claim may point at. What a stranger would get wrong: ids are places among the
//! other rows, so the bytes only fit a builder that was given the very same rows; whoever keeps them
//! must know that nothing changed. Names that only claims mention are packed with them and compared.

use super::{Reference, StudyBuilder};
use crate::model::claim::Claim;
use crate::model::key::{Keys, checked_key};
use crate::model::packed::{Packer, Unpacker};

/// Claims a piece: about 3 MB, far below what one cell of a database may hold.
const CLAIMS_A_PIECE: usize = 100_000;

/// Raised whenever the bytes, or what is read from the same rows, come to mean something else.
pub const PACKED_FORMAT: i64 = 1;

impl StudyBuilder {
    /// Returns how many claims there are by now.
    pub fn claim_count(&self) -> usize {
        self.claims.len()
    }

    /// Returns the claims in pieces: first what they mention, then the claims themselves.
    pub fn packed_claims(&self) -> Vec<Vec<u8>> {
        let mut pieces = vec![self.packed_names()];
        let places: Vec<usize> = (0..self.claims.len()).collect();
        pieces.extend(
            places
                .chunks(CLAIMS_A_PIECE)
                .map(|piece| self.packed_piece(piece)),
        );
        pieces
    }

    fn packed_names(&self) -> Vec<u8> {
        let mut packer = Packer::new();
        packer.number(self.claims.len());
        let keys = &self.study.keys;
        for keys in [&keys.units, &keys.origins, &keys.actors, &keys.events] {
            packer.number(keys.len());
            keys.iter().for_each(|key| packer.text(key));
        }
        for references in [&self.details, &self.prompts, &self.readings] {
            packer.number(references.len());
            for reference in references {
                packer.text(&reference.from);
                packer.text(&reference.to);
            }
        }
        packer.sealed()
    }

    fn packed_piece(&self, places: &[usize]) -> Vec<u8> {
        let mut packer = Packer::new();
        packer.number(places.len());
        let keys: Vec<&str> = places.iter().map(|at| self.claim_keys.get(*at)).collect();
        let lengths: Vec<u32> = keys.iter().map(|key| key.len() as u32).collect();
        packer.column(&lengths);
        packer.text(&keys.concat());
        let first = places.first().copied().unwrap_or(0);
        Claim::pack(&self.claims[first..first + places.len()], &mut packer);
        packer.sealed()
    }

    /// Takes packed claims in, in place of reading rows; nothing where they are damaged or do not
    /// fit the rows that this builder was given.
    pub fn with_packed_claims(mut self, pieces: &[Vec<u8>]) -> Option<StudyBuilder> {
        let (names, pieces) = pieces.split_first()?;
        let count = self.take_names(&mut Unpacker::open(names)?)?;
        for piece in pieces {
            self.take_piece(&mut Unpacker::open(piece)?)?;
        }
        (self.claims.len() == count).then_some(self)
    }

    fn take_names(&mut self, from: &mut Unpacker<'_>) -> Option<usize> {
        let count = from.number()?;
        take_keys(from, |name| self.unit_id(name).index())?;
        take_keys(from, |text| self.origin_id(text).index())?;
        take_keys(from, |text| self.actor_id(text).index())?;
        take_keys(from, |key| {
            self.event_id(key).map_or(usize::MAX, |id| id.index())
        })?;
        self.details = references(from, "general_of")?;
        self.prompts = references(from, "responds_to")?;
        self.readings = references(from, "reading_of")?;
        from.is_at_end().then_some(count)
    }

    fn take_piece(&mut self, from: &mut Unpacker<'_>) -> Option<()> {
        // A column of noughts takes no room in the bytes, but it does in memory.
        let count = from.number().filter(|count| *count <= CLAIMS_A_PIECE)?;
        let lengths = from.column(count)?;
        let mut keys = from.text()?;
        for length in lengths {
            let (key, rest) = keys.split_at_checked(length as usize)?;
            self.claim_keys.push(checked_key("claim", key).ok()?);
            keys = rest;
        }
        let claims = Claim::unpack(count, from)?;
        let is_whole = keys.is_empty() && from.is_at_end();
        let fits = is_whole && claims.iter().all(|claim| self.has_all_of(claim));
        fits.then(|| self.claims.extend(claims))
    }

    /// Whether everything that a claim points at is there.
    fn has_all_of(&self, claim: &Claim) -> bool {
        let study = &self.study;
        let is_among = |at: Option<usize>, keys: &Keys| at.is_none_or(|at| at < keys.len());
        let Some(topic) = study.topics.get(claim.topic().index()) else {
            return false;
        };
        let value_fits = |at: u16| usize::from(at) < topic.values.len();
        claim.source().index() < study.sources.len()
            && claim.category().is_none_or(value_fits)
            && claim
                .place()
                .is_none_or(|id| id.index() < study.places.len())
            && claim
                .population()
                .is_none_or(|id| id.index() < study.populations.len())
            && is_among(
                claim.interview().map(|id| id.index()),
                &study.keys.interviews,
            )
            && is_among(claim.via().map(|id| id.index()), &study.keys.origins)
            && is_among(claim.event().map(|id| id.index()), &study.keys.events)
            && is_among(claim.actor().map(|id| id.index()), &study.keys.actors)
            && is_among(claim.unit().map(|id| id.index()), &study.keys.units)
    }
}

/// Takes keys in; each must get the place that it had.
fn take_keys(from: &mut Unpacker<'_>, mut place_of: impl FnMut(&str) -> usize) -> Option<()> {
    let count = from.number()?;
    for place in 0..count {
        (place_of(from.text()?) == place).then_some(())?;
    }
    Some(())
}

fn references(from: &mut Unpacker<'_>, column: &'static str) -> Option<Vec<Reference>> {
    let count = from.number()?;
    let mut references = Vec::new();
    for _ in 0..count {
        references.push(Reference::new(column, from.text()?, from.text()?));
    }
    Some(references)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What stands in front of a piece of no claims that says it has so many.
    fn piece_of(count: usize) -> Vec<u8> {
        let mut packer = Packer::new();
        packer.number(count);
        packer.column(&[]);
        packer.text("");
        packer.sealed()
    }

    #[test]
    fn a_piece_that_says_it_has_too_many_claims_is_refused() {
        let names = StudyBuilder::new(None).packed_names();
        let builder = || StudyBuilder::new(None);
        assert!(builder().with_packed_claims(&[]).is_none());
        assert!(
            builder()
                .with_packed_claims(std::slice::from_ref(&names))
                .is_some()
        );
        for count in [1, CLAIMS_A_PIECE + 1, usize::MAX] {
            let pieces = [names.clone(), piece_of(count)];
            assert!(builder().with_packed_claims(&pieces).is_none(), "{count}");
        }
    }

    #[test]
    fn a_name_that_gets_another_place_is_refused() {
        let mut said = StudyBuilder::new(None);
        said.actor_id("the army");
        let names = [said.packed_names()];
        let mut other = StudyBuilder::new(None);
        other.actor_id("robbers");
        assert!(other.with_packed_claims(&names).is_none());
        assert!(said.with_packed_claims(&names).is_some());
    }

    proptest! {
        #[test]
        fn any_bytes_with_a_right_sum_are_read_without_panic(words in prop::collection::vec(0..300_u64, 0..40)) {
            let mut packer = Packer::new();
            packer.longs(&words);
            let bytes = packer.sealed();
            let names = StudyBuilder::new(None).packed_names();
            let taken = StudyBuilder::new(None).with_packed_claims(&[names, bytes.clone()]);
            prop_assert!(taken.is_none_or(|builder| builder.claim_count() == 0));
            let _ = StudyBuilder::new(None).with_packed_claims(&[bytes]);
        }
    }
}
