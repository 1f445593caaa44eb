//! Which places of terms stand near one another: chains of NEAR over the places found in one unit.
//! It must not know text or what a rule is. A stranger would get wrong that no pairs are formed: each place only asks
//! for its nearest neighbour on either side, so a thousand places near a thousand others cost two thousand steps.
//!
//! A chain asks only about neighbours, so it is a join without cycles, and filtering it once forwards and once
//! backwards leaves exactly the places that belong to some complete answer (Yannakakis 1981, semi-joins). Of what is
//! left of a side a bit for each place is kept, and of a long chain only some sides, from which the others are found
//! again: ten thousand sides over a turn of a million words must fit into memory.

use super::expression::Order;
use super::places::Places;
use super::program::SideStep;
use crate::model::text_index::Span;
use std::ops::Range;

/// A place of a term in a unit. Words are counted within one turn. All numbers are below 2^32, as a text's bytes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Occurrence {
    /// Number of its first word.
    pub(super) first_word: u32,
    /// Number of its last word.
    pub(super) last_word: u32,
    /// Where it begins in the text.
    pub(super) start_cp: u32,
    /// Behind its last code point.
    pub(super) end_cp: u32,
    /// Index of the term in its rule.
    pub(super) term: u32,
}

impl Occurrence {
    /// Where it stands in the text.
    pub(super) fn span(&self) -> Span {
        Span {
            start_cp: self.start_cp as usize,
            end_cp: self.end_cp as usize,
        }
    }
}

/// How two sides stand to one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Closeness {
    /// The order, left and right as written.
    pub(super) order: Order,
    pub(super) distance_words: u32,
}

impl Closeness {
    /// Side by side: what stands where no other side comes before.
    pub(super) const ADJACENT: Self = Self {
        order: Order::Either,
        distance_words: 1,
    };

    fn reversed(self) -> Self {
        let order = match self.order {
            Order::Either => Order::Either,
            Order::LeftFirst => Order::RightFirst,
            Order::RightFirst => Order::LeftFirst,
        };
        Self { order, ..self }
    }
}

/// The sides of a chain, with the places that were found for each.
pub(super) struct Chain<'c> {
    pub(super) sides: &'c [SideStep],
    pub(super) places: &'c Places<'c>,
}

/// So many sides are held at once when a chain is gone through backwards.
const SIDES_AT_ONCE: usize = 64;

impl Chain<'_> {
    /// Whether there is a complete answer.
    pub(super) fn holds(&self) -> bool {
        let is_there = |side: &SideStep| self.places.has(side.leaf);
        self.sides.iter().all(is_there)
            && self.forwards(0..self.sides.len(), self.own(0), &mut |_, _| {})
    }

    /// Hands the places of all sides that belong to a complete answer to `take`, in no order, some perhaps for several
    /// sides. Only of a chain that holds.
    pub(super) fn each_place(&self, take: &mut dyn FnMut(&Occurrence)) {
        let mut behind: Option<Behind> = None;
        for (from, first) in self.starts().into_iter().rev() {
            let to = self.sides.len().min(from + SIDES_AT_ONCE);
            let mut kept = Vec::with_capacity(to - from);
            self.forwards(from..to, first, &mut |_, side| kept.push(side.clone()));
            for (at, side) in (from..to).zip(kept).rev() {
                behind = Some(self.backwards(at, side, behind, take));
            }
        }
    }

    /// Takes of a side, kept going forwards, what stands beside something of the side behind it.
    fn backwards(
        &self,
        at: usize,
        mut side: Kept,
        behind: Option<Behind>,
        take: &mut dyn FnMut(&Occurrence),
    ) -> Behind {
        let is_as_behind = at + 1 < self.sides.len()
            && self.sides[at].leaf == self.sides[at + 1].leaf
            && at + 2 < self.sides.len()
            && self.sides[at + 1].closeness == self.sides[at + 2].closeness;
        let forwards = side.clone();
        if let Some(behind) = behind {
            // The side behind asked the same of the same places, and what it asked about did not change.
            if is_as_behind && behind.is_settled && behind.forwards == forwards {
                return behind;
            }
            let found = self.places.of(self.sides[at].leaf);
            let mut neighbours =
                Neighbours::new(behind.kept.of(&self.places.of(self.sides[at + 1].leaf)));
            let closeness = self.sides[at + 1].closeness;
            side.retain(&found, |place| neighbours.has(place, closeness));
            let is_settled = is_as_behind && behind.forwards == forwards && side == behind.kept;
            if !is_settled {
                side.of(&found).for_each(&mut *take);
            }
            return Behind {
                kept: side,
                forwards,
                is_settled,
            };
        }
        let found = self.places.of(self.sides[at].leaf);
        side.of(&found).for_each(&mut *take);
        Behind {
            kept: side,
            forwards,
            is_settled: false,
        }
    }

    /// Some sides, the first among them, with what is kept of each going forwards.
    fn starts(&self) -> Vec<(usize, Kept)> {
        let first = self.own(0);
        if self.sides.len() <= SIDES_AT_ONCE {
            return vec![(0, first)];
        }
        let mut starts = Vec::new();
        self.forwards(0..self.sides.len(), first, &mut |at, side| {
            if at % SIDES_AT_ONCE == 0 {
                starts.push((at, side.clone()));
            }
        });
        starts
    }

    /// Goes from side to side and hands over what is kept of each: what stands beside something kept of the side
    /// before. Says whether something is kept of every side.
    fn forwards(
        &self,
        range: Range<usize>,
        first: Kept,
        each: &mut dyn FnMut(usize, &Kept),
    ) -> bool {
        let mut found = self.places.of(self.sides[range.start].leaf);
        let mut kept = first;
        let mut is_settled = false;
        for at in range.start + 1..range.end {
            if kept.is_empty() {
                return false;
            }
            each(at - 1, &kept);
            let is_as_before = at > range.start + 1 && self.is_as_the_side_before(at);
            if is_settled && is_as_before {
                continue;
            }
            let mut before = Neighbours::new(kept.of(&found));
            let closeness = self.sides[at].closeness.reversed();
            found = self.places.of(self.sides[at].leaf);
            let mut next = self.own(at);
            next.retain(&found, |place| before.has(place, closeness));
            is_settled = is_as_before && next == kept;
            kept = next;
        }
        each(range.end - 1, &kept);
        !kept.is_empty()
    }

    /// The places of a side but those close to what must not be there.
    fn own(&self, at: usize) -> Kept {
        let side = &self.sides[at];
        let found = self.places.of(side.leaf);
        let mut kept = Kept::all(found.len());
        for (leaf, closeness) in &side.without {
            let unwanted = self.places.of(*leaf);
            if !unwanted.is_empty() {
                let mut unwanted = Neighbours::new(unwanted.iter());
                kept.retain(&found, |place| !unwanted.has(place, *closeness));
            }
        }
        kept
    }

    /// Whether a side asks just what the one before it asks: where both keep the same, so will the next such side.
    fn is_as_the_side_before(&self, at: usize) -> bool {
        let (side, before) = (&self.sides[at], &self.sides[at - 1]);
        side.leaf == before.leaf
            && side.closeness == before.closeness
            && side.without == before.without
    }

    /// Whether some place of each side is left once those close to what must not be there are gone.
    pub(super) fn has_own_places(&self) -> bool {
        (0..self.sides.len()).all(|at| !self.own(at).is_empty())
    }
}

/// A side as it is left going backwards.
struct Behind {
    kept: Kept,
    /// What was kept going forwards.
    forwards: Kept,
    /// Whether it kept just what the side behind it kept, which asked the same.
    is_settled: bool,
}

/// Which places of a list are kept, a bit each.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Kept(Vec<u64>);

impl Kept {
    fn all(count: usize) -> Self {
        let mut bits = vec![u64::MAX; count / 64];
        if !count.is_multiple_of(64) {
            bits.push((1 << (count % 64)) - 1);
        }
        Self(bits)
    }

    fn is_empty(&self) -> bool {
        self.0.iter().all(|bits| *bits == 0)
    }

    /// What is kept of the places that it was made for, in their order.
    fn of<'p>(&self, places: &'p [Occurrence]) -> impl Iterator<Item = &'p Occurrence> {
        let chunks = self.0.iter().zip(places.chunks(64));
        chunks.flat_map(|(bits, chunk)| {
            let own = chunk.iter().enumerate();
            own.filter(|(at, _)| *bits >> at & 1 == 1)
                .map(|(_, place)| place)
        })
    }

    /// Asks for each kept place, in their order, whether it stays.
    fn retain(&mut self, places: &[Occurrence], mut stays: impl FnMut(&Occurrence) -> bool) {
        for (bits, chunk) in self.0.iter_mut().zip(places.chunks(64)) {
            for (at, place) in chunk.iter().enumerate() {
                if *bits >> at & 1 == 1 && !stays(place) {
                    *bits &= !(1 << at);
                }
            }
        }
    }
}

/// Where places begin and end, to be asked for the nearest one again and again, ever further on in the text.
struct Neighbours {
    firsts: Vec<u32>,
    lasts: Vec<u32>,
    begun: usize,
    ended: usize,
}

impl Neighbours {
    /// Takes places sorted by their first word.
    fn new<'p>(places: impl Iterator<Item = &'p Occurrence>) -> Self {
        let (mut firsts, mut lasts): (Vec<u32>, Vec<u32>) = places
            .map(|place| (place.first_word, place.last_word))
            .unzip();
        firsts.dedup();
        lasts.sort_unstable();
        lasts.dedup();
        Self {
            firsts,
            lasts,
            begun: 0,
            ended: 0,
        }
    }

    /// Whether one of them is as close to a place as asked; places come in order of their first words.
    fn has(&mut self, place: &Occurrence, closeness: Closeness) -> bool {
        let distance = closeness.distance_words;
        let (firsts, lasts) = (&self.firsts, &self.lasts);
        while self.ended < lasts.len() && lasts[self.ended] < place.first_word {
            self.ended += 1;
        }
        // Last words are not quite in order, so this cursor may go back, but never further than a phrase is long.
        while self.begun > 0 && firsts[self.begun - 1] > place.last_word {
            self.begun -= 1;
        }
        while self.begun < firsts.len() && firsts[self.begun] <= place.last_word {
            self.begun += 1;
        }
        let is_after = self.ended > 0 && place.first_word - lasts[self.ended - 1] <= distance;
        let is_before =
            self.begun < firsts.len() && firsts[self.begun] - place.last_word <= distance;
        match closeness.order {
            Order::Either => is_after || is_before,
            Order::LeftFirst => is_before,
            Order::RightFirst => is_after,
        }
    }
}

/// The fewest words from a place of one side to a place of the other, in the order that is asked for.
pub(super) fn least_gap(left: &[Occurrence], right: &[Occurrence], order: Order) -> Option<u32> {
    let after = |from: &[Occurrence], to: &[Occurrence]| {
        let mut ends: Vec<u32> = from.iter().map(|place| place.last_word).collect();
        ends.sort_unstable();
        let gap = |place: &Occurrence| {
            let before = ends.partition_point(|end| *end < place.first_word);
            Some(place.first_word - ends[before.checked_sub(1)?])
        };
        to.iter().filter_map(gap).min()
    };
    match order {
        Order::LeftFirst => after(left, right),
        Order::RightFirst => after(right, left),
        Order::Either => after(left, right)
            .into_iter()
            .chain(after(right, left))
            .min(),
    }
}

#[cfg(test)]
mod tests;
