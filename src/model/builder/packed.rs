//! The claims of a study in the making as bytes, and back, so that they need not be read again.
//!
//! It knows what a claim may point at. What a stranger would get wrong: an id is the place of a row or
//! a name among others, and other rows may have come since; so the keys of all that claims point at
//! are packed with them, and every id is put to where its key stands now.

use super::{Reference, StudyBuilder};
use crate::model::claim::{Claim, ClaimColumns, GONE, Moves, Places};
use crate::model::key::{Keys, TopicId, checked_key};
use crate::model::packed::{Packer, Unpacker};
use crate::model::tree::Tree;
use std::cmp::Ordering;
use std::collections::BTreeSet;

/// Claims a piece: about half a megabyte, far below what one cell of a database may hold, and its
/// columns stay in the nearest memory while claims are put together from them.
const CLAIMS_A_PIECE: usize = 16_384;

/// For how many claims room is made at once.
const MOST_ROOM: usize = 1 << 20;

/// Raised whenever the bytes come to mean something else.
pub const PACKED_FORMAT: i64 = 6;

impl StudyBuilder {
    /// Returns how many claims there are by now.
    pub fn claim_count(&self) -> usize {
        self.claims.len()
    }

    /// Returns the claims in pieces, in byte order of their keys: first what they mention, then the
    /// claims themselves.
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
        for keys in [&keys.sources, &keys.interviews, &keys.topics] {
            pack_keys(&mut packer, keys.iter());
        }
        for tree in [&self.study.places, &self.study.populations] {
            pack_keys(&mut packer, tree.keys());
        }
        for keys in [&keys.units, &keys.origins, &keys.actors, &keys.events] {
            pack_keys(&mut packer, keys.iter());
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
}

fn pack_keys<'k>(packer: &mut Packer, keys: impl ExactSizeIterator<Item = &'k str>) {
    packer.number(keys.len());
    keys.for_each(|key| packer.text(key));
}

/// Packed claims that are being taken back in. What was read again since stands in their stead.
#[derive(Debug)]
pub struct KeptClaims {
    builder: StudyBuilder,
    /// How many claims were packed.
    count: usize,
    taken: usize,
    places: Places,
    /// By the place that a topic had, whether claims on it are wanted; empty where all are.
    wanted: Vec<bool>,
    /// The events that were known; one gets its place when a claim is met that names it, for an event
    /// that no claim names any more is none.
    events: Vec<String>,
    /// The touched claims still to come, as they are now, in byte order of their keys.
    touched: std::iter::Peekable<std::vec::IntoIter<(String, Option<Claim>)>>,
}

impl KeptClaims {
    /// Begins with the first piece. The builder holds the rows that claims point at and, read anew,
    /// the claims among those touched since; `touched` are their keys and those of claims that are
    /// gone, in byte order. Nothing where the piece is damaged.
    pub fn begin(
        mut builder: StudyBuilder,
        names: &[u8],
        touched: &[String],
    ) -> Option<KeptClaims> {
        let read_again = take_read_again(&mut builder, touched)?;
        let from = &mut Unpacker::open(names)?;
        let count = from.number()?;
        // One stretch of memory for all; what a damaged count says too much is refused further on.
        let room = count.saturating_add(touched.len()).min(MOST_ROOM);
        builder.claims.reserve_exact(room);
        builder.claim_keys.reserve(room);
        let (places, events) = take_names(&mut builder, from)?;
        let stands = |reference: &Reference| touched.binary_search(&reference.from).is_err();
        let mut kept = |column| {
            let kept = references(from, column)?;
            Some(kept.into_iter().filter(stands))
        };
        builder.details.extend(kept("general_of")?);
        builder.prompts.extend(kept("responds_to")?);
        builder.readings.extend(kept("reading_of")?);
        from.is_at_end().then_some(KeptClaims {
            builder,
            count,
            taken: 0,
            places,
            wanted: Vec::new(),
            events,
            touched: read_again.into_iter().peekable(),
        })
    }

    /// The same for the claims on some topics alone; of those read again whoever calls this gave no
    /// others.
    #[must_use]
    pub fn only_on(mut self, topics: &BTreeSet<TopicId>) -> KeptClaims {
        let is_wanted = |stood: usize| {
            let now = self.places.topics.now(stood as u32);
            now.is_some_and(|now| topics.contains(&TopicId(now)))
        };
        self.wanted = (0..self.places.topics.len()).map(is_wanted).collect();
        self
    }

    /// Takes the next piece in; nothing where it is damaged or names what is not there.
    pub fn with(mut self, piece: &[u8]) -> Option<KeptClaims> {
        self.take(piece).map(|()| self)
    }

    fn take(&mut self, piece: &[u8]) -> Option<()> {
        let from = &mut Unpacker::open(piece)?;
        // A column of noughts takes no room in the bytes, but it does in memory.
        let count = from.number().filter(|count| *count <= CLAIMS_A_PIECE)?;
        let lengths = from.column(count)?;
        let mut keys = from.text()?;
        let columns = ClaimColumns::read(count, from)?;
        for (at, length) in lengths.iter().enumerate() {
            let (key, rest) = keys.split_at_checked(length as usize)?;
            keys = rest;
            if self.is_wanted(columns.topic(at)?)? && self.stands(key) {
                self.push(checked_key("claim", key).ok()?, columns.claim(at)?)?;
            }
        }
        self.taken += count;
        (keys.is_empty() && from.is_at_end()).then_some(())
    }

    /// Whether claims on a topic are wanted; nothing where there was no such topic.
    fn is_wanted(&self, topic: u32) -> Option<bool> {
        match self.wanted.is_empty() {
            true => Some(true),
            false => self.wanted.get(topic as usize).copied(),
        }
    }

    /// Puts the touched claims in that come before a key, and tells whether a kept claim of that key
    /// still stands.
    fn stands(&mut self, key: &str) -> bool {
        while let Some((touched, _)) = self.touched.peek() {
            match touched.as_str().cmp(key) {
                Ordering::Less => self.push_touched(),
                Ordering::Equal => {
                    self.push_touched();
                    return false;
                }
                Ordering::Greater => return true,
            }
        }
        true
    }

    fn push_touched(&mut self) {
        if let Some((key, Some(claim))) = self.touched.next() {
            self.builder.claims.push(claim);
            self.builder.claim_keys.push(&key);
        }
    }

    fn push(&mut self, key: &str, mut claim: Claim) -> Option<()> {
        if let Some(event) = claim.event() {
            let place = self.places.events.get_mut(event.index())?;
            if *place == GONE {
                *place = self.builder.event_id(&self.events[event.index()]).ok()?.0;
            }
        }
        claim.move_to(&self.places)?;
        let topic = self.builder.study.topics.get(claim.topic().index())?;
        let value_fits = |at: u16| usize::from(at) < topic.values.len();
        if !claim.category().is_none_or(value_fits) {
            return None;
        }
        self.builder.claims.push(claim);
        self.builder.claim_keys.push(key);
        Some(())
    }

    /// Ends the taking in: the builder with all its claims in byte order of their keys; nothing where
    /// a piece is missing.
    pub fn finish(mut self) -> Option<StudyBuilder> {
        while self.touched.peek().is_some() {
            self.push_touched();
        }
        (self.taken == self.count).then_some(self.builder)
    }
}

/// Takes the claims that were read again out of a builder: each touched key with its claim, where it
/// is there.
fn take_read_again(
    builder: &mut StudyBuilder,
    touched: &[String],
) -> Option<Vec<(String, Option<Claim>)>> {
    let claims = std::mem::take(&mut builder.claims);
    let keys = std::mem::take(&mut builder.claim_keys);
    let mut all: Vec<_> = touched.iter().map(|key| (key.clone(), None)).collect();
    for (place, claim) in claims.into_iter().enumerate() {
        let at = touched.binary_search_by(|key| key.as_str().cmp(keys.get(place)));
        all[at.ok()?].1 = Some(claim);
    }
    Some(all)
}

/// Reads what claims point at, and where each of it stands now.
fn take_names(
    builder: &mut StudyBuilder,
    from: &mut Unpacker<'_>,
) -> Option<(Places, Vec<String>)> {
    let study = &builder.study;
    let sources = take_keys(from, |at, key| place_of(&study.keys.sources, at, key))?;
    let interviews = take_keys(from, |at, key| place_of(&study.keys.interviews, at, key))?;
    let topics = take_keys(from, |at, key| place_of(&study.keys.topics, at, key))?;
    let node = |tree: &Tree, key: &str| tree.find(key).map_or(GONE, |node| node.0);
    let places = take_keys(from, |_, key| node(&study.places, key))?;
    let populations = take_keys(from, |_, key| node(&study.populations, key))?;
    let units = take_keys(from, |_, name| builder.unit_id(name).0)?;
    let origins = take_keys(from, |_, text| builder.origin_id(text).0)?;
    let actors = take_keys(from, |_, text| builder.actor_id(text).0)?;
    let mut names = Vec::new();
    let events = take_keys(from, |_, key| {
        names.push(key.to_owned());
        GONE
    })?;
    let places = Places {
        sources: Moves::of(sources),
        interviews: Moves::of(interviews),
        topics: Moves::of(topics),
        places: Moves::of(places),
        populations: Moves::of(populations),
        units: Moves::of(units),
        origins: Moves::of(origins),
        actors: Moves::of(actors),
        events,
    };
    Some((places, names))
}

fn take_keys(
    from: &mut Unpacker<'_>,
    mut place_of: impl FnMut(usize, &str) -> u32,
) -> Option<Vec<u32>> {
    let count = from.number()?;
    let mut places = Vec::new();
    for at in 0..count {
        places.push(place_of(at, from.text()?));
    }
    Some(places)
}

/// Where a key stands, which is most often where it stood.
fn place_of(keys: &Keys, stood: usize, key: &str) -> u32 {
    match keys.key(stood) == key && stood < keys.len() {
        true => stood as u32,
        false => keys.find(key).unwrap_or(GONE),
    }
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
    use crate::model::claim::{ClaimDraft, Completed, Marks, Span};
    use crate::model::key::{SourceId, TopicId};
    use crate::model::topic::TopicCells;
    use crate::model::vocabulary::{Stance, TimeMode};
    use proptest::prelude::*;

    /// What stands in front of a piece of no claims that says it has so many.
    fn piece_of(count: usize) -> Vec<u8> {
        let mut packer = Packer::new();
        packer.number(count);
        packer.column(&[]);
        packer.text("");
        packer.sealed()
    }

    fn names_of(builder: &StudyBuilder) -> Vec<u8> {
        builder.packed_names()
    }

    fn taken_in(builder: StudyBuilder, pieces: &[Vec<u8>]) -> Option<StudyBuilder> {
        let (names, pieces) = pieces.split_first()?;
        let begun = KeptClaims::begin(builder, names, &[])?;
        let taken = pieces
            .iter()
            .try_fold(begun, |kept, piece| kept.with(piece));
        taken?.finish()
    }

    #[test]
    fn a_piece_that_says_it_has_too_many_claims_is_refused() {
        let names = names_of(&StudyBuilder::new(None));
        let builder = || StudyBuilder::new(None);
        assert!(taken_in(builder(), std::slice::from_ref(&names)).is_some());
        for count in [1, CLAIMS_A_PIECE + 1, usize::MAX] {
            let pieces = [names.clone(), piece_of(count)];
            assert!(taken_in(builder(), &pieces).is_none(), "{count}");
        }
    }

    #[test]
    fn a_claim_that_was_read_again_must_be_a_touched_one() {
        let mut builder = StudyBuilder::new(None);
        builder.claim_keys.push("c1");
        builder.claims.push(claim(0));
        let names = names_of(&StudyBuilder::new(None));
        let with = |touched: &[String]| KeptClaims::begin(builder.clone(), &names, touched);
        assert!(with(&["c0".to_owned()]).is_none());
        let kept = with(&["c0".to_owned(), "c1".to_owned()]).unwrap();
        assert_eq!(kept.finish().unwrap().claim_count(), 1);
    }

    #[test]
    fn what_claims_point_at_may_have_moved_and_must_not_be_gone() {
        let with_sources = |keys: &[&str]| {
            let mut builder = StudyBuilder::new(None);
            keys.iter().for_each(|key| {
                builder.study.keys.sources.intern(key);
            });
            let topic = TopicCells {
                topic: "t",
                kind: "state",
                ..TopicCells::default()
            };
            builder.topic(&topic).unwrap();
            builder
        };
        let mut packed = with_sources(&["b", "d"]);
        packed.claims.push(claim(1));
        packed.claim_keys.push("c1");
        let pieces = packed.packed_claims();
        let moved = taken_in(with_sources(&["a", "b", "c", "d"]), &pieces).unwrap();
        assert_eq!(moved.claims[0].source(), SourceId(3));
        assert!(taken_in(with_sources(&["b", "c"]), &pieces).is_none());
    }

    proptest! {
        #[test]
        fn any_bytes_with_a_right_sum_are_read_without_panic(words in prop::collection::vec(0..300_u64, 0..40)) {
            let mut packer = Packer::new();
            packer.longs(&words);
            let bytes = packer.sealed();
            let names = names_of(&StudyBuilder::new(None));
            let taken = taken_in(StudyBuilder::new(None), &[names, bytes.clone()]);
            prop_assert!(taken.is_none_or(|builder| builder.claim_count() == 0));
            let _ = taken_in(StudyBuilder::new(None), &[bytes]);
        }
    }

    fn completed() -> Completed {
        Completed {
            stated_on: Span::ALL,
            when: Span::ALL,
            time_mode: TimeMode::Throughout,
            population: None,
            figure: None,
            unit: None,
            marks: Marks::NONE,
        }
    }

    fn claim(source: u32) -> Claim {
        let draft = ClaimDraft::new(SourceId(source), TopicId(0), Stance::Affirms);
        Claim::new(&draft, &completed())
    }
}
