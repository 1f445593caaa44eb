//! Kept claims that are taken back into a study in the making: all of them, or those on some topics after
//! those on others.
//!
//! It knows what a claim may point at. What a stranger would get wrong: rows and names may stand elsewhere
//! than when the claims were packed, so every id is put to where its key stands now; and what was read
//! again since stands in the stead of what was kept.

use super::kept_names::KeptNames;
use super::packed::CLAIMS_A_PIECE;
use super::{Reference, StudyBuilder};
use crate::model::claim::{Claim, ClaimColumns, GONE};
use crate::model::key::{EventId, TopicId};
use crate::model::packed::Unpacker;
use crate::model::refusal::Refusal;
use crate::model::study::Study;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// The columns in which a claim names others, in the order in which they are packed.
const NAMES_CLAIMS: [&str; 3] = ["general_of", "responds_to", "reading_of"];

/// Packed claims that are being taken back in.
#[derive(Debug)]
pub struct KeptClaims {
    builder: StudyBuilder,
    names: KeptNames,
    /// The touched claims as they are now, nothing for one that is gone.
    touched: BTreeMap<String, Option<Claim>>,
    /// What the touched claims say of others.
    said_again: [Vec<Reference>; 3],
    /// By the place that a topic had, whether claims on it are wanted.
    wanted: Vec<bool>,
    /// The topics on which claims are wanted; nothing where all are.
    only_on: Option<BTreeSet<TopicId>>,
    /// Of each claim that was taken in, its place among all when they were packed.
    ranks: Vec<u32>,
    /// How many wanted claims were met, those that were read again among them.
    met: usize,
}

impl KeptClaims {
    /// Begins with the first piece. The builder holds the rows that claims point at and, read anew,
    /// the claims among those touched since; `touched` are their keys and those of claims that are
    /// gone. Nothing where the piece is damaged.
    pub fn begin(
        mut builder: StudyBuilder,
        names: &[u8],
        touched: &[String],
    ) -> Option<KeptClaims> {
        let touched = take_read_again(&mut builder, touched)?;
        let said_again = builder.references().map(std::mem::take);
        let names = KeptNames::read(&mut builder, names)?;
        Some(KeptClaims {
            wanted: vec![true; names.topic_count()],
            only_on: None,
            names,
            builder,
            touched,
            said_again,
            ranks: Vec::new(),
            met: 0,
        })
    }

    /// Resolves all but the claims, so that they can be taken in and looked at part by part; nothing
    /// where what a topic puts in order would be another thing with claims than without.
    pub fn settle(&mut self) -> Option<Result<(), Refusal>> {
        let is_both = |end: &String| {
            self.builder.study.topic_id(end).is_some() && self.names.events.contains(end)
        };
        let mut ends = self.builder.orders.iter().flat_map(|(_, ends)| ends);
        (!ends.any(is_both)).then(|| self.builder.settle())
    }

    /// Returns the study as it is without claims.
    pub fn study(&self) -> &Study {
        &self.builder.study
    }

    /// Returns how many claims there are on each topic at most: those that were kept, and those that
    /// were read again.
    pub fn counts_by_topic(&self) -> Vec<usize> {
        let mut counts = vec![0; self.builder.study.topic_count()];
        for (topic, count) in self.names.counts_by_topic() {
            counts[topic.index()] += count;
        }
        for claim in self.touched.values().flatten() {
            counts[claim.topic().index()] += 1;
        }
        counts
    }

    /// Returns the topics of which claims on the one may name claims on the other. What was read again
    /// may join others: the part that has the one and not the other is refused.
    pub fn joined_topics(&self) -> impl Iterator<Item = (TopicId, TopicId)> + '_ {
        self.names.joined_topics()
    }

    /// Returns topics and the events that claims on them may name, of those that the study knows without
    /// claims.
    pub fn named_events(&self) -> Vec<(TopicId, EventId)> {
        let known = |key: &str| self.builder.study.keys.events.find(key).map(EventId);
        let kept = self.names.events_by_topic();
        let mut named: Vec<_> = kept
            .filter_map(|(topic, event)| Some((topic, known(event)?)))
            .collect();
        let again = self.touched.values().flatten();
        named.extend(again.filter_map(|claim| Some((claim.topic(), claim.event()?))));
        named
    }

    /// Wants the claims on some topics alone from now on.
    pub fn only_on(&mut self, topics: BTreeSet<TopicId>) {
        self.wanted = self.names.wanted(|topic| topics.contains(&topic));
        self.only_on = Some(topics);
    }

    /// Returns the pieces in which wanted claims stand; the first of all is 0, and holds none.
    pub fn pieces(&self) -> Vec<Range<usize>> {
        let pieces = self.names.stretches(&self.wanted).map(|claims| {
            let (first, last) = (claims.start, claims.end.saturating_sub(1));
            1 + first / CLAIMS_A_PIECE..2 + last / CLAIMS_A_PIECE
        });
        let mut joined: Vec<Range<usize>> = Vec::new();
        for piece in pieces {
            match joined.last_mut() {
                Some(last) if piece.start <= last.end => last.end = last.end.max(piece.end),
                _ => joined.push(piece),
            }
        }
        joined
    }

    /// Takes a piece in; nothing where it is damaged or names what is not there.
    pub fn take(&mut self, piece: &[u8]) -> Option<()> {
        let from = &mut Unpacker::open(piece)?;
        // A column of noughts takes no room in the bytes, but it does in memory.
        let count = from.number().filter(|count| *count <= CLAIMS_A_PIECE)?;
        let lengths = from.column(count)?;
        let mut keys = from.text()?;
        let ranks = from.column(count)?;
        let columns = ClaimColumns::read(count, from)?;
        let mut references = [Vec::new(), Vec::new(), Vec::new()];
        for of_column in &mut references {
            *of_column = named_claims(from)?;
        }
        let are_named = references.iter().any(|all| !all.is_empty());
        for (at, length) in lengths.iter().enumerate() {
            let (key, rest) = keys.split_at_checked(length as usize)?;
            keys = rest;
            if !*self.wanted.get(columns.topic(at)? as usize)? {
                continue;
            }
            self.met += 1;
            if self.touched.is_empty() || !self.touched.contains_key(key) {
                self.push(key, columns.claim(at)?)?;
                self.ranks.push(ranks.get(at)?);
                if are_named {
                    self.refer(key, at, &references);
                }
            }
        }
        (keys.is_empty() && from.is_at_end()).then_some(())
    }

    fn push(&mut self, key: &str, mut claim: Claim) -> Option<()> {
        let places = &mut self.names.places;
        if let Some(event) = claim.event() {
            let place = places.events.get_mut(event.index())?;
            if *place == GONE {
                let key = &self.names.events[event.index()];
                *place = self.builder.event_id(key).ok()?.0;
            }
        }
        claim.move_to(places)?;
        let topic = self.builder.study.topics.get(claim.topic().index())?;
        let value_fits = |at: u16| usize::from(at) < topic.values.len();
        if !claim.category().is_none_or(value_fits) {
            return None;
        }
        self.builder.claims.push(claim);
        self.builder.claim_keys.push(key);
        Some(())
    }

    /// Notes what a claim of a piece says of others.
    fn refer(&mut self, key: &str, at: usize, references: &[Vec<(u32, &str)>; 3]) {
        let into = self.builder.references();
        for ((into, all), column) in into.into_iter().zip(references).zip(NAMES_CLAIMS) {
            let first = all.partition_point(|(claim, _)| (*claim as usize) < at);
            let of_claim = all[first..]
                .iter()
                .take_while(|(claim, _)| *claim as usize == at);
            into.extend(of_claim.map(|(_, to)| Reference::new(column, key, to)));
        }
    }

    /// Ends the taking in of all: the builder with its claims in byte order of their keys; nothing where
    /// a piece is missing.
    pub fn finish(mut self) -> Option<StudyBuilder> {
        self.complete()?;
        Some(self.builder)
    }

    /// Lets `look` see the study with the claims that are wanted and were taken in, and takes them off
    /// again; `prepare` may tell the builder more of them. Nothing where a piece is missing, or a claim
    /// names one on a topic that is not wanted.
    pub fn part<T>(
        &mut self,
        prepare: impl FnOnce(&mut StudyBuilder),
        look: impl FnOnce(&mut Study) -> T,
    ) -> Option<Result<T, Refusal>> {
        self.complete()?;
        self.ranks.clear();
        self.met = 0;
        if !self.builder.drop_references_of_others() {
            return None;
        }
        prepare(&mut self.builder);
        Some(self.builder.with_claims(look))
    }

    /// Adds what was read again, and puts all into byte order of their keys.
    fn complete(&mut self) -> Option<()> {
        let stretches = self.names.stretches(&self.wanted);
        let wanted: usize = stretches.map(|claims| claims.len()).sum();
        if self.met != wanted {
            return None;
        }
        let mut order = in_order_of(&self.ranks);
        self.add_touched(&mut order);
        self.builder.arrange_claims(order);
        Some(())
    }

    fn add_touched(&mut self, order: &mut Vec<u32>) {
        let only_on = self.only_on.as_ref();
        let is_wanted =
            |claim: &&Claim| only_on.is_none_or(|topics| topics.contains(&claim.topic()));
        let again = self.touched.iter();
        let again = again.filter_map(|(key, claim)| Some((key, claim.as_ref().filter(is_wanted)?)));
        let again: Vec<(&String, &Claim)> = again.collect();
        let (builder, mut merged, mut from) = (&mut self.builder, Vec::new(), 0);
        for (key, claim) in &again {
            let comes_before = |place: &u32| builder.claim_keys.get(*place as usize) < key.as_str();
            let to = from + order[from..].partition_point(comes_before);
            merged.extend(&order[from..to]);
            merged.push(builder.claims.len() as u32);
            builder.claims.push(**claim);
            builder.claim_keys.push(key);
            from = to;
        }
        for (into, said) in builder.references().into_iter().zip(&self.said_again) {
            let is_here = |reference: &&Reference| {
                (again.binary_search_by(|(key, _)| key.as_str().cmp(&reference.from))).is_ok()
            };
            into.extend(said.iter().filter(is_here).cloned());
        }
        if !again.is_empty() {
            merged.extend(&order[from..]);
            *order = merged;
        }
    }
}

/// The places of numbers in the order of the numbers.
fn in_order_of(numbers: &[u32]) -> Vec<u32> {
    let numbered = (0_u64..).zip(numbers);
    let mut both: Vec<u64> = numbered
        .map(|(at, number)| u64::from(*number) << 32 | at)
        .collect();
    both.sort_unstable();
    both.into_iter().map(|both| both as u32).collect()
}

/// Takes the claims that were read again out of a builder: each touched key with its claim, where it
/// is there.
fn take_read_again(
    builder: &mut StudyBuilder,
    touched: &[String],
) -> Option<BTreeMap<String, Option<Claim>>> {
    let claims = std::mem::take(&mut builder.claims);
    let keys = std::mem::take(&mut builder.claim_keys);
    let mut all: BTreeMap<_, _> = touched.iter().map(|key| (key.clone(), None)).collect();
    for (place, claim) in claims.into_iter().enumerate() {
        *all.get_mut(keys.get(place))? = Some(claim);
    }
    Some(all)
}

/// Reads which claims of a piece name which others.
fn named_claims<'b>(from: &mut Unpacker<'b>) -> Option<Vec<(u32, &'b str)>> {
    let count = from.number()?;
    let claims = from.column(count)?;
    let mut named = Vec::new();
    for claim in claims.iter().take(count) {
        named.push((claim, from.text()?));
    }
    Some(named)
}

#[cfg(test)]
mod tests;
