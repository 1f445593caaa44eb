//! Pairs that are no conflict and worth a look when all is listed: changes over time, and answers that
//! seem to clash and speak of other places or people (methods.md 3.1, 3.3).
//!
//! It knows neighbours in time. What a stranger would get wrong: each claim meets a fixed number of
//! neighbours and no more, so a list of all stays as long as the study and not as long as its square.

use std::cmp::Reverse;
use std::ops::Range;

use crate::method::crosscheck::blocks::{Block, Blocks};
use crate::method::crosscheck::scope::{Scope, Standing};
use crate::method::crosscheck::sweep::{Met, Sweep};
use crate::method::crosscheck::words::{Verdict, Why};
use crate::model::claim::Claim;
use crate::model::vocabulary::{Stance, TopicKind};

/// How many earlier answers to a topic a claim is held against to find those of other scopes.
const STRANGERS_LOOKED_AT: usize = 32;

/// The rows of every block by last day, and those of each topic by first day.
#[derive(Debug, Clone, Default)]
pub(super) struct ByStart {
    /// Rows by topic, first day and claim.
    rows: Vec<u32>,
    /// By row, its place in that list, and where its topic begins there.
    places: Vec<(u32, u32)>,
    /// By row, its block.
    blocks: Vec<u32>,
    /// Rows block by block, in each by last day; of equals the lower key last.
    by_end: Vec<u32>,
}

impl ByStart {
    pub(super) fn of(blocks: &Blocks) -> ByStart {
        let count = blocks.ids.len();
        let mut found = ByStart {
            rows: (0..count as u32).collect(),
            places: vec![(0, 0); count],
            blocks: vec![0; count],
            by_end: (0..count as u32).collect(),
        };
        for (place, block) in blocks.blocks.iter().enumerate() {
            found.blocks[block.rows.clone()].fill(place as u32);
            found.by_end[block.rows.clone()].sort_unstable_by_key(|row| {
                let row = *row as usize;
                (blocks.ends[row], Reverse(blocks.ids[row]))
            });
        }
        for topic in blocks.topics.values() {
            let first = blocks.blocks[topic.start].rows.start;
            let end = blocks.blocks[topic.end - 1].rows.end;
            found.rows[first..end].sort_unstable_by_key(|row| {
                let row = *row as usize;
                (blocks.starts[row], blocks.ids[row])
            });
            for place in first..end {
                let row = found.rows[place] as usize;
                found.places[row] = (place as u32, first as u32);
            }
        }
        found
    }
}

impl Sweep<'_> {
    /// Meets each claim with its nearest earlier neighbour in the block, where the two tell of a
    /// change (3.3, last paragraph).
    pub(super) fn neighbours(&self, block: &Block, met: &mut impl FnMut(Met)) {
        for row in block.rows.clone() {
            if let Some(earlier) = self.nearest_before(row, &block.rows) {
                self.meet_change(row, earlier, met);
            }
        }
    }

    /// Meets each claim on a part with its nearest earlier and its nearest later neighbour on a whole.
    pub(super) fn changes_of_whole(&self, part: &Block, whole: &Block, met: &mut impl FnMut(Met)) {
        let study = self.judge.study;
        let contains = |tree: &crate::model::tree::Tree, outer, inner| match (outer, inner) {
            (Some(outer), Some(inner)) => tree.contains(outer, inner),
            (None, None) => true,
            _ => false,
        };
        if !contains(study.places(), whole.place, part.place)
            || !contains(study.populations(), whole.population, part.population)
        {
            return;
        }
        for row in part.rows.clone() {
            let neighbours = [
                self.nearest_before(row, &whole.rows),
                self.nearest_after(row, &whole.rows),
            ];
            for neighbour in neighbours.into_iter().flatten() {
                self.meet_change(row, neighbour, met);
            }
        }
    }

    fn nearest_before(&self, row: usize, rows: &Range<usize>) -> Option<usize> {
        let start = self.blocks.starts[row];
        let by_end = &self.by_start.by_end[rows.clone()];
        let before = by_end.partition_point(|other| self.blocks.ends[*other as usize] < start);
        before.checked_sub(1).map(|place| by_end[place] as usize)
    }

    /// The first row of a block to begin after another ended: groups of a block lie one behind the
    /// other, each by first day.
    fn nearest_after(&self, row: usize, rows: &Range<usize>) -> Option<usize> {
        let end = self.blocks.ends[row];
        let block = &self.blocks.blocks[self.by_start.blocks[rows.start] as usize];
        let firsts = self.groups(block).iter().filter_map(|group| {
            let starts = &self.blocks.starts[group.rows.clone()];
            let place = group.rows.start + starts.partition_point(|start| *start <= end);
            (place < group.rows.end).then_some(place)
        });
        firsts.min_by_key(|place| (self.blocks.starts[*place], self.blocks.ids[*place]))
    }

    fn meet_change(&self, row: usize, other: usize, met: &mut impl FnMut(Met)) {
        let (a, b) = (self.blocks.ids[row], self.blocks.ids[other]);
        let judged = self.judge.verdict(a, b);
        if (judged.verdict, judged.why) == (Verdict::Reconciled, Some(Why::Time)) {
            self.hand_over(row, other, met);
        }
    }

    /// Meets each claim with the nearest earlier answer of each other place or population that would
    /// clash with it if the two spoke of one.
    pub(super) fn strangers(&self, block: &Block, met: &mut impl FnMut(Met)) {
        for row in block.rows.clone() {
            let (place, first) = self.by_start.places[row];
            let from = (place as usize)
                .saturating_sub(STRANGERS_LOOKED_AT)
                .max(first as usize);
            let mut seen: Vec<u32> = Vec::new();
            for other in self.by_start.rows[from..place as usize].iter().rev() {
                let other = *other as usize;
                let at = self.by_start.blocks[other];
                if !seen.contains(&at) && self.is_stranger(row, other) {
                    seen.push(at);
                    let (a, b) = (self.blocks.ids[row], self.blocks.ids[other]);
                    met(Met::Apart(a.min(b), a.max(b)));
                }
            }
        }
    }

    fn is_stranger(&self, row: usize, other: usize) -> bool {
        let columns = self.blocks;
        let study = self.judge.study;
        let (id_a, id_b) = (columns.ids[row], columns.ids[other]);
        let (a, b) = (study.claim(id_a), study.claim(id_b));
        let scope = Scope::of(study, a, b, false);
        let is_side_by_side = match (scope.place, scope.population) {
            (Standing::Elsewhere, other) | (other, Standing::Elsewhere) => other.is_equal(),
            _ => false,
        };
        let is_other_figure = study.topic(a.topic()).kind == TopicKind::Quantity
            && (columns.fences[row] < columns.lows[other]
                || columns.fences[other] < columns.lows[row]);
        let are_opposed = a.stance() != b.stance()
            && (a.stance() == Stance::Affirms || b.stance() == Stance::Affirms);
        is_side_by_side
            && a.when().fuzzy.meets(b.when().fuzzy)
            && (are_opposed || is_other_figure || is_other_value(study.topic(a.topic()), a, b))
            && self.is_free(id_a, id_b)
    }
}

fn is_other_value(topic: &crate::model::topic::Topic, a: &Claim, b: &Claim) -> bool {
    topic.is_exclusive
        && a.category().is_some()
        && b.category().is_some()
        && a.category() != b.category()
}
