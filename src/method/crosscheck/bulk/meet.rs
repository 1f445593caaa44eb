//! Where the sweep turns to classes: crowds of one block or of two, met by time or by an event.
//!
//! It knows how many pairs are too many and what is shown for them. What a stranger would get wrong: a
//! claim that is special to single others keeps all its pairs; each is judged as ever.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::method::crosscheck::blocks::{Block, Group};
use crate::method::crosscheck::bulk::cells::{Label, Meeting};
use crate::method::crosscheck::bulk::classes::{Class, Classes, has_loose_periods};
use crate::method::crosscheck::bulk::{Sides, Tally};
use crate::method::crosscheck::dense;
use crate::method::crosscheck::kinds::are_contrary;
use crate::method::crosscheck::same_event::Reports;
use crate::method::crosscheck::scan::{self, Wanted};
use crate::method::crosscheck::sweep::{Counting, Listing, Met, Sweep};
use crate::method::crosscheck::words::Verdict;
use crate::model::key::ClaimId;

/// From how many pairs on they are counted class by class where none is listed.
pub const MANY_PAIRS: u64 = 30_000;

/// How many pairs are looked at to find some to show for a crowd: in a tenth of a second.
const LOOKED_AT: usize = 1_000_000;

/// Two groups whose pairs may matter.
pub struct Facing<'a> {
    /// The groups; one and the same twice for the pairs inside it.
    pub groups: [&'a Group; 2],
    /// Which of their pairs.
    pub wanted: Wanted,
}

impl Facing<'_> {
    fn is_one(&self) -> bool {
        self.groups[0].rows == self.groups[1].rows
    }

    fn rows(&self) -> [&Range<usize>; 2] {
        self.groups.map(|group| &group.rows)
    }

    fn are(&self, a: &Class, b: &Class) -> bool {
        let is = |group: &Group, class: &Class| {
            (group.stance, group.category) == (class.stance, class.category)
        };
        is(self.groups[0], a) && is(self.groups[1], b)
    }
}

impl Sweep<'_> {
    /// Counts the pairs of two groups and two more, of one block or of two, class by class where there
    /// are very many; tells whether it did.
    pub(in crate::method::crosscheck) fn in_bulk(
        &self,
        blocks: [&Block; 2],
        facing: &[Facing<'_>],
        (counting, met): (Counting, &mut impl FnMut(Met)),
    ) -> bool {
        let Some(least) = self.least_in_bulk(counting) else {
            return false;
        };
        let pairs = facing.iter().map(|two| self.overlaps(two)).sum();
        if pairs <= least {
            return false;
        }
        let is_same = blocks[0].rows == blocks[1].rows;
        let rows = |side: usize| {
            let mut ranges: Vec<Range<usize>> = (facing.iter())
                .flat_map(|two| match is_same {
                    true => vec![two.groups[0].rows.clone(), two.groups[1].rows.clone()],
                    false => vec![two.groups[side].rows.clone()],
                })
                .collect();
            ranges.sort_unstable_by_key(|range| range.start);
            ranges.dedup();
            ranges.into_iter().flatten()
        };
        let columns = self.blocks;
        let [left, right] = self.classes(rows);
        let sides = Sides {
            left: &left,
            right: &right,
            is_same,
        };
        if !sides.is_worth_it(pairs, self) {
            return false;
        }
        let is_wanted = |a: &Class, b: &Class| {
            let either = |two: &Facing<'_>| two.are(a, b) || (is_same && two.are(b, a));
            facing.iter().any(either)
        };
        let tally = sides.tally(self, Meeting::Time, is_wanted);
        if counting == Counting::Crowds && total(&tally) <= least {
            return false;
        }
        let special = self.flags(&[&left.special, &right.special]);
        for two in facing.iter().filter(|_| !special.is_empty()) {
            let found = &mut |i, j| self.hand_over(i, j, met);
            scan::around(columns, &special, two.rows(), two.wanted, found);
        }
        if counting == Counting::Crowds {
            self.show(facing, (&tally, &special), met);
        }
        give(tally, met);
        true
    }

    /// The same for reports of one event.
    pub(in crate::method::crosscheck) fn events_in_bulk(
        &self,
        [here, there]: [&Reports; 2],
        is_same: bool,
        (counting, met): (Counting, &mut impl FnMut(Met)),
    ) -> bool {
        let Some(least) = self.least_in_bulk(counting) else {
            return false;
        };
        let pairs = here.pairs_with(there, is_same);
        if pairs <= least {
            return false;
        }
        let [left, right] = self.classes(|side| [here, there][side].rows());
        let sides = Sides {
            left: &left,
            right: &right,
            is_same,
        };
        if !sides.is_worth_it(pairs, self) {
            return false;
        }
        let tally = sides.tally(self, Meeting::Event, |_, _| true);
        if counting == Counting::Crowds && total(&tally) <= least {
            return false;
        }
        let special = self.flags(&[&left.special, &right.special]);
        let is_special = |row: usize| special.get(row).is_some_and(|is| *is);
        if !special.is_empty() {
            here.each_around(there, is_same, &is_special, |i, j| self.meet(i, j, met));
        }
        if counting == Counting::Crowds {
            let mut chooser = Chooser::new(self, tally.len(), LOOKED_AT);
            here.each_with(there, is_same, |i, j| {
                let (a, b) = (self.blocks.ids[i], self.blocks.ids[j]);
                let is_met = !is_special(i) && !is_special(j) && self.is_of_one_event(a, b);
                chooser.look(i, j, is_met, met);
                chooser.is_looking()
            });
        }
        give(tally, met);
        true
    }

    /// The same for contrary trends of one block, given by first day.
    pub(in crate::method::crosscheck) fn trends_in_bulk(
        &self,
        trends: &[usize],
        (counting, met): (Counting, &mut impl FnMut(Met)),
    ) -> bool {
        let columns = self.blocks;
        let begun = |row: &usize| {
            trends.partition_point(|other| columns.starts[*other] <= columns.ends[*row])
        };
        let later = |(place, row): (usize, &usize)| (begun(row) - place - 1) as u64;
        let pairs = trends.iter().enumerate().map(later).sum();
        let least = self.least_in_bulk(counting).filter(|least| pairs > *least);
        let Some(least) = least else {
            return false;
        };
        let is_loose = has_loose_periods(self.judge.study, columns, trends.iter().copied());
        let classes = Classes::of(self.judge, columns, trends.iter().copied(), is_loose);
        let sides = Sides {
            left: &classes,
            right: &classes,
            is_same: true,
        };
        if !sides.is_worth_it(pairs, self) {
            return false;
        }
        let tally = sides.tally(self, Meeting::Trend, |a, b| a.trend != b.trend);
        if counting == Counting::Crowds && total(&tally) <= least {
            return false;
        }
        let special = self.flags(&[&classes.special]);
        let is_special = |row: usize| special.get(row).is_some_and(|is| *is);
        if !special.is_empty() {
            self.each_contrary(trends, |i, j| {
                if is_special(i) || is_special(j) {
                    self.meet_contrary(i, j, met);
                }
                true
            });
        }
        if counting == Counting::Crowds {
            let mut chooser = Chooser::new(self, tally.len(), LOOKED_AT);
            self.each_contrary(trends, |i, j| {
                chooser.look(i, j, !is_special(i) && !is_special(j), met);
                chooser.is_looking()
            });
        }
        give(tally, met);
        true
    }

    /// From how many pairs on they may be counted class by class; nothing where each is asked for.
    fn least_in_bulk(&self, counting: Counting) -> Option<u64> {
        match counting {
            Counting::Nothing | Counting::CrowdsApart => None,
            _ if !self.sought.is_empty() => None,
            Counting::Crowds => Some(self.crowd_from),
            Counting::Everything => Some(self.bulk_from),
        }
    }

    fn overlaps(&self, two: &Facing<'_>) -> u64 {
        let [left, right] = two.rows();
        match two.is_one() {
            true => scan::overlaps_within(self.blocks, left),
            false => scan::overlaps_between(self.blocks, [left, right]),
        }
    }

    /// By row, whether it is one of some; empty where there are none.
    fn flags(&self, lists: &[&Vec<usize>]) -> Vec<bool> {
        let mut flags = Vec::new();
        for row in lists.iter().copied().flatten() {
            flags.resize(self.blocks.ids.len(), false);
            flags[*row] = true;
        }
        flags
    }

    /// The classes of the claims of either side.
    fn classes<R: Iterator<Item = usize>>(&self, rows: impl Fn(usize) -> R) -> [Classes; 2] {
        let (judge, columns) = (self.judge, self.blocks);
        let is_loose = has_loose_periods(judge.study, columns, rows(0).chain(rows(1)));
        [0, 1].map(|side| Classes::of(judge, columns, rows(side), is_loose))
    }

    /// Shows pairs for those that were counted: between neighbouring positions of figures, else one for
    /// each label.
    fn show(
        &self,
        facing: &[Facing<'_>],
        (tally, special): (&Tally, &[bool]),
        met: &mut impl FnMut(Met),
    ) {
        let is_special = |row: usize| special.get(row).is_some_and(|is| *is);
        for two in facing {
            let mut chooser = Chooser::new(self, tally.len(), LOOKED_AT / facing.len().max(1));
            let mut has_positions = false;
            if two.is_one() && two.wanted == Wanted::Disjoint {
                dense::between_positions(self.blocks, &two.groups[0].rows, &mut |i, j| {
                    let (a, b) = (self.blocks.ids[i], self.blocks.ids[j]);
                    let is_plain = !is_special(i) && !is_special(j);
                    if is_plain && chooser.counted(a, b).is_some() {
                        has_positions = true;
                        met(Met::Shown(a.min(b), a.max(b)));
                    }
                });
            }
            if has_positions {
                continue;
            }
            chooser.look_through(two, &is_special, met);
        }
    }
}

fn total(tally: &Tally) -> u64 {
    tally.values().map(|count| count.pairs).sum()
}

fn give(tally: Tally, met: &mut impl FnMut(Met)) {
    for ((verdict, ..), count) in tally {
        met(Met::Tallied(verdict, count));
    }
}

/// How many pairs of one label are shown for a crowd.
const SHOWN: usize = 10;

/// Looks for pairs to show: the first of each label whose claims it has not shown yet.
struct Chooser<'a> {
    sweep: &'a Sweep<'a>,
    labels: usize,
    left_to_look: usize,
    shown: BTreeMap<Label, usize>,
    claims: BTreeSet<ClaimId>,
}

impl<'a> Chooser<'a> {
    fn new(sweep: &'a Sweep<'a>, labels: usize, left_to_look: usize) -> Chooser<'a> {
        Chooser {
            sweep,
            labels,
            left_to_look,
            shown: BTreeMap::new(),
            claims: BTreeSet::new(),
        }
    }

    fn is_looking(&self) -> bool {
        let full = self.shown.values().filter(|shown| **shown >= SHOWN);
        self.left_to_look > 0 && full.count() < self.labels
    }

    fn look(&mut self, i: usize, j: usize, is_met: bool, met: &mut impl FnMut(Met)) {
        self.left_to_look = self.left_to_look.saturating_sub(1);
        let ids = &self.sweep.blocks.ids;
        let (a, b) = (ids[i].min(ids[j]), ids[i].max(ids[j]));
        if !is_met || self.claims.contains(&a) || self.claims.contains(&b) {
            return;
        }
        if let Some(label) = self.counted(a, b) {
            let shown = self.shown.entry(label).or_insert(0);
            if *shown < SHOWN {
                *shown += 1;
                self.claims.extend([a, b]);
                met(Met::Shown(a, b));
            }
        }
    }

    /// The label of a pair, where it is one that is counted.
    fn counted(&self, a: ClaimId, b: ClaimId) -> Option<Label> {
        let judged = self.sweep.judge.verdict(a, b);
        let is_counted = match self.sweep.listing {
            Listing::Flagged => judged.verdict.is_flagged(),
            Listing::All => judged.verdict != Verdict::NotComparable,
        };
        is_counted.then_some((judged.verdict, judged.why, judged.kind))
    }

    fn look_through(
        &mut self,
        two: &Facing<'_>,
        is_special: &impl Fn(usize) -> bool,
        met: &mut impl FnMut(Met),
    ) {
        let (sweep, [left, right]) = (self.sweep, two.rows());
        let columns = sweep.blocks;
        for i in left.clone().filter(|row| !is_special(*row)) {
            let first = if two.is_one() { i + 1 } else { right.start };
            let others = (first..right.end).take_while(|j| columns.starts[*j] <= columns.ends[i]);
            for j in others {
                if !self.is_looking() {
                    return;
                }
                let shares_time = columns.starts[i] <= columns.ends[j];
                let (a, b) = (columns.ids[i], columns.ids[j]);
                let is_elsewhere = || {
                    let claims = [a, b].map(|id| sweep.judge.study.claim(id));
                    sweep.is_of_one_event(a, b) || are_contrary(sweep.judge.study, claims)
                };
                let is_met = shares_time && !is_special(j) && !is_elsewhere();
                self.look(i, j, is_met, met);
            }
        }
    }
}
