//! Reports of one event that time alone would not bring together (K4, K9, K10; methods.md 5.5).
//!
//! It knows which claims name which event. What a stranger would get wrong: a report that names no
//! event meets only reports that do, and only where the topic is an event: two claims without a key
//! are two events until somebody says otherwise.

use std::collections::HashMap;

use crate::method::crosscheck::blocks::Block;
use crate::method::crosscheck::kinds::are_contrary;
use crate::method::crosscheck::sweep::{Counting, Met, Sweep};
use crate::model::claim::Claim;
use crate::model::key::{ClaimId, EventId};
use crate::model::vocabulary::{Stance, TopicKind};

/// The rows of a block by the event they name, and those that report one without a name.
#[derive(Default)]
pub(super) struct Reports {
    named: HashMap<EventId, Vec<usize>>,
    unnamed: Vec<usize>,
}

impl Reports {
    /// Returns all its rows, in their order.
    pub(super) fn rows(&self) -> impl Iterator<Item = usize> + use<> {
        let mut rows: Vec<usize> = self.named.values().flatten().copied().collect();
        rows.extend(&self.unnamed);
        rows.sort_unstable();
        rows.into_iter()
    }

    /// Calls `found` with every pair of rows that name one event, and of a named and an unnamed report,
    /// until it says no.
    pub(super) fn each_with(
        &self,
        there: &Reports,
        is_one_block: bool,
        mut found: impl FnMut(usize, usize) -> bool,
    ) {
        for (event, rows) in &self.named {
            for i in rows {
                let same = there.named.get(event).into_iter().flatten();
                let later = same.filter(|j| !is_one_block || i < j);
                if !later.chain(&there.unnamed).all(|j| found(*i, *j)) {
                    return;
                }
            }
        }
        if !is_one_block {
            for j in there.named.values().flatten() {
                if !self.unnamed.iter().all(|i| found(*i, *j)) {
                    return;
                }
            }
        }
    }

    /// Calls `found` with those of these pairs in which a row stands that is one of some.
    pub(super) fn each_around(
        &self,
        there: &Reports,
        is_one_block: bool,
        is_sought: &impl Fn(usize) -> bool,
        mut found: impl FnMut(usize, usize),
    ) {
        self.only(is_sought).each_with(there, false, |i, j| {
            // In one block two sought rows come twice, once each way.
            if i != j && (!is_one_block || !is_sought(j) || i < j) {
                found(i, j);
            }
            true
        });
        if !is_one_block {
            self.each_with(&there.only(is_sought), false, |i, j| {
                if !is_sought(i) {
                    found(i, j);
                }
                true
            });
        }
    }

    fn only(&self, is_sought: &impl Fn(usize) -> bool) -> Reports {
        let of = |rows: &Vec<usize>| rows.iter().copied().filter(|row| is_sought(*row)).collect();
        let named = self.named.iter().map(|(event, rows)| (*event, of(rows)));
        Reports {
            named: named.collect(),
            unnamed: of(&self.unnamed),
        }
    }

    /// Returns how many pairs these are at most.
    pub(super) fn pairs_with(&self, there: &Reports, is_one_block: bool) -> u64 {
        let named = |reports: &Reports| reports.named.values().map(|rows| rows.len() as u64).sum();
        let (here_named, there_named): (u64, u64) = (named(self), named(there));
        let same = |(event, rows): (&EventId, &Vec<usize>)| {
            let others = there.named.get(event).map_or(0, Vec::len);
            rows.len() as u64 * others as u64
        };
        let same: u64 = self.named.iter().map(same).sum();
        match is_one_block {
            true => same / 2 + here_named * self.unnamed.len() as u64,
            false => {
                let (here, there) = (self.unnamed.len() as u64, there.unnamed.len() as u64);
                same + here_named * there + there_named * here
            }
        }
    }
}

impl Sweep<'_> {
    /// Meets the pairs of two blocks of one topic, or of one block, that are [`Self::is_of_one_event`].
    pub(super) fn of_one_event(
        &self,
        [block, other]: [&Block; 2],
        (counting, met): (Counting, &mut impl FnMut(Met)),
    ) {
        if !block.has_events && !other.has_events {
            return;
        }
        let (here, there) = (self.reports(block), self.reports(other));
        let is_one_block = block.rows == other.rows;
        if !self.events_in_bulk([&here, &there], is_one_block, (counting, met)) {
            here.each_with(&there, is_one_block, |i, j| {
                self.meet(i, j, met);
                true
            });
        }
    }

    /// Hands a pair over that is met by its event alone.
    pub(super) fn meet(&self, i: usize, j: usize, met: &mut impl FnMut(Met)) {
        let (a, b) = (self.blocks.ids[i], self.blocks.ids[j]);
        let study = self.judge.study;
        let are_contrary = || {
            let claims = [a, b].map(|id| study.claim(id));
            claims[0].when().fuzzy.meets(claims[1].when().fuzzy) && are_contrary(study, claims)
        };
        if self.is_of_one_event(a, b) && self.is_free(a, b) && !are_contrary() {
            met(Met::Pair(a.min(b), a.max(b)));
        }
    }

    fn reports(&self, block: &Block) -> Reports {
        let study = self.judge.study;
        let is_event = study.topic(block.topic).kind == TopicKind::Event;
        let mut reports = Reports::default();
        for row in block.rows.clone() {
            let claim = study.claim(self.blocks.ids[row]);
            match claim.event() {
                Some(event) => {
                    let rows = reports.named.entry(study.one_event(event)).or_default();
                    rows.push(row);
                }
                None if is_event && claim.stance() == Stance::Affirms => reports.unnamed.push(row),
                None => {}
            }
        }
        reports
    }

    /// Tells whether two claims on one topic are met here and nowhere else: they are, or may be, of one
    /// event, and either share no time or name two actors.
    pub(super) fn is_of_one_event(&self, a: ClaimId, b: ClaimId) -> bool {
        let study = self.judge.study;
        let (a, b) = (study.claim(a), study.claim(b));
        if a.topic() != b.topic() || !(is_apart(a, b) || names_two_actors(a, b)) {
            return false;
        }
        match (a.event(), b.event()) {
            (Some(a), Some(b)) => study.one_event(a) == study.one_event(b),
            (None, None) => false,
            _ => {
                study.topic(a.topic()).kind == TopicKind::Event
                    && a.stance() == Stance::Affirms
                    && b.stance() == Stance::Affirms
            }
        }
    }
}

fn is_apart(a: &Claim, b: &Claim) -> bool {
    !a.when().fuzzy.meets(b.when().fuzzy)
}

fn names_two_actors(a: &Claim, b: &Claim) -> bool {
    a.actor().is_some() && b.actor().is_some() && a.actor() != b.actor()
}
