//! Walks the blocks and hands every pair that may matter to the judge (methods.md 5.1–5.6).
//!
//! It knows which pairs can clash by stance, value and scope; the judge decides. What a stranger
//! would get wrong: each pair is met once, from the block that stands first of the two, whatever
//! joins them; so counts need no memory of what was seen.

use std::ops::Range;

use crate::method::crosscheck::blocks::{Block, Blocks, Group};
use crate::method::crosscheck::bulk::{Facing, MANY_PAIRS};
use crate::method::crosscheck::changes::ByStart;
use crate::method::crosscheck::crowd::Crowd;
use crate::method::crosscheck::dense;
use crate::method::crosscheck::judge::Judge;
use crate::method::crosscheck::kinds::are_contrary;
use crate::method::crosscheck::scan::{self, PairCount, Wanted};
use crate::method::crosscheck::words::Verdict;
use crate::model::claim::Marks;
use crate::model::key::{ClaimId, TopicId};
use crate::model::vocabulary::{Stance, TopicKind};

/// Which pairs a run lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listing {
    /// Those that a person should look at.
    Flagged,
    /// Every pair that was compared.
    All,
}

/// The sweep over the blocks of a study.
pub struct Sweep<'a> {
    /// The judge of pairs.
    pub judge: &'a Judge<'a>,
    /// The claims in columns.
    pub blocks: &'a Blocks,
    /// Which pairs are wanted.
    pub listing: Listing,
    /// By topic, the topics that links join it to.
    pub joined: &'a [Vec<TopicId>],
    /// The topics whose pairs are wanted; empty means all.
    pub topics: &'a [TopicId],
    /// By row, whether a pair must have one of these rows; empty means that all pairs are wanted.
    pub sought: Vec<bool>,
    /// From how many pairs on a group is a crowd.
    pub crowd_from: u64,
    /// From how many pairs on they are counted class by class where none is listed; with nought always.
    pub bulk_from: u64,
    /// The rows of each topic by first day; empty where not every pair is listed.
    pub(super) by_start: ByStart,
}

/// Which pairs that need no judge are only counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counting {
    /// None: each is handed over.
    Nothing,
    /// Those of groups with so many of them that nobody can read a list; some are shown.
    Crowds,
    /// The same, and the claims of such a group are handed over as a whole.
    CrowdsApart,
    /// All.
    Everything,
}

/// From how many pairs on a group is a crowd: to judge them takes about half a second.
pub const CROWD: u64 = 100_000;

/// A pair to be judged, or a number of pairs that need no judge.
#[derive(Debug, Clone)]
pub enum Met {
    /// Two claims, the lower key first.
    Pair(ClaimId, ClaimId),
    /// Two claims that seem to clash and cannot be compared, the lower key first: never counted.
    Apart(ClaimId, ClaimId),
    /// So many contradictions by figures.
    Plain(PairCount),
    /// So many pairs that do not clash and get one verdict, with one of them, the lower key first.
    Alike(ClaimId, ClaimId, u64),
    /// So many pairs of a verdict, counted class by class.
    Tallied(Verdict, PairCount),
    /// A pair that stands for many that are counted already, the lower key first.
    Shown(ClaimId, ClaimId),
    /// The claims of which so many pairs were counted.
    Crowd(Crowd),
}

impl<'a> Sweep<'a> {
    /// Prepares a sweep.
    pub fn new(
        judge: &'a Judge<'a>,
        joined: &'a [Vec<TopicId>],
        blocks: &'a Blocks,
        listing: Listing,
    ) -> Sweep<'a> {
        Sweep {
            judge,
            blocks,
            listing,
            joined,
            topics: &[],
            sought: Vec::new(),
            crowd_from: CROWD,
            bulk_from: MANY_PAIRS,
            by_start: match listing {
                Listing::All => ByStart::of(blocks),
                Listing::Flagged => ByStart::default(),
            },
        }
    }

    /// Meets every pair whose home is a block: pairs of that block, pairs of its claims with claims
    /// of later blocks, and the boasts that stand in it.
    ///
    /// Pairs that need no judge are only counted as far as `counting` says.
    pub fn block(&self, home: usize, counting: Counting, met: &mut impl FnMut(Met)) {
        let block = &self.blocks.blocks[home];
        let topic = block.topic;
        if self.is_wanted(topic, topic) {
            self.inside(block, counting, met);
            self.of_contrary_trends(block, (counting, met));
            self.of_one_event([block, block], (counting, met));
            for other in self.blocks.related(self.judge.study, home, topic, false) {
                let other_block = &self.blocks.blocks[other];
                if other > home {
                    self.across([block, other_block], (counting, met));
                    self.of_one_event([block, other_block], (counting, met));
                }
                if self.listing == Listing::All {
                    self.changes_of_whole(block, other_block, met);
                }
            }
        }
        for linked in &self.joined[topic.index()] {
            if !self.is_wanted(topic, *linked) {
                continue;
            }
            for other in self.blocks.related(self.judge.study, home, *linked, true) {
                if other > home {
                    self.linked(block, &self.blocks.blocks[other], met);
                }
            }
        }
        self.boasts(block, met);
        self.by_evidence(block, met);
        if self.listing == Listing::All && self.is_wanted(topic, topic) {
            self.neighbours(block, met);
            self.strangers(block, met);
        }
    }

    fn is_wanted(&self, a: TopicId, b: TopicId) -> bool {
        self.topics.is_empty() || self.topics.contains(&a) || self.topics.contains(&b)
    }

    pub(super) fn groups(&self, block: &Block) -> &'a [Group] {
        &self.blocks.groups[block.groups.clone()]
    }

    fn inside(&self, block: &Block, counting: Counting, met: &mut impl FnMut(Met)) {
        let groups = self.groups(block);
        let mut facing = Vec::new();
        for (place, group) in groups.iter().enumerate() {
            for other in &groups[place..] {
                let Some(wanted) = self.wanted(block, group, other) else {
                    continue;
                };
                let is_one = group.rows == other.rows;
                let may_count = is_one && self.may_count(block, group, wanted);
                if !may_count || !self.count_plain(group, wanted, counting, met) {
                    let groups = [group, other];
                    facing.push(Facing { groups, wanted });
                }
            }
        }
        self.face([block, block], &facing, (counting, met));
    }

    /// Meets the pairs of groups, each or class by class.
    fn face(
        &self,
        blocks: [&Block; 2],
        facing: &[Facing<'_>],
        (counting, met): (Counting, &mut impl FnMut(Met)),
    ) {
        if self.in_bulk(blocks, facing, (counting, met)) {
            return;
        }
        for Facing { groups, wanted } in facing {
            let rows = groups.map(|group| &group.rows);
            let found = &mut |i, j| self.hand_over(i, j, met);
            match (self.sought.is_empty(), rows[0] == rows[1]) {
                (true, true) => scan::within(self.blocks, rows[0], *wanted, found),
                (true, false) => scan::between(self.blocks, rows, *wanted, found),
                (false, _) => scan::around(self.blocks, &self.sought, rows, *wanted, found),
            }
        }
    }

    /// Tells whether the wanted pairs of a group, if it is plain, are told apart by figures alone.
    fn may_count(&self, block: &Block, group: &Group, wanted: Wanted) -> bool {
        let study = self.judge.study;
        let names_nothing_else = |id: &ClaimId| {
            let claim = study.claim(*id);
            claim.trend().is_none() && claim.actor().is_none()
        };
        wanted == Wanted::Disjoint
            || study.topic(block.topic).kind == TopicKind::Quantity
                && group.category.is_none()
                && self.blocks.ids[group.rows.clone()]
                    .iter()
                    .all(names_nothing_else)
    }

    /// Counts the pairs of a group where none of them needs the judge; tells whether it did.
    fn count_plain(
        &self,
        group: &Group,
        wanted: Wanted,
        counting: Counting,
        met: &mut impl FnMut(Met),
    ) -> bool {
        let pairs_at_most = (group.rows.len() as u64).pow(2) / 2;
        let may_count = match counting {
            Counting::Nothing => false,
            Counting::Crowds | Counting::CrowdsApart => pairs_at_most > self.crowd_from,
            Counting::Everything => true,
        };
        let are_plain = || {
            let plain = &self.blocks.are_plain[group.rows.clone()];
            self.judge.evidence.is_empty() && plain.iter().all(|plain| *plain)
        };
        if !may_count || !are_plain() {
            return false;
        }
        let count = scan::count_disjoint(self.blocks, &group.rows);
        let alike = match wanted {
            Wanted::Disjoint => 0,
            Wanted::All => scan::overlaps_within(self.blocks, &group.rows) - count.pairs,
        };
        if counting != Counting::Everything && count.pairs + alike <= self.crowd_from {
            return false;
        }
        if alike > 0
            && let Some((i, j)) = scan::first_meeting(self.blocks, &group.rows)
        {
            let (a, b) = (self.blocks.ids[i], self.blocks.ids[j]);
            met(Met::Alike(a.min(b), a.max(b), alike));
        }
        if counting == Counting::CrowdsApart {
            met(Met::Crowd(Crowd::of(self.blocks, &group.rows)));
        }
        if counting == Counting::Crowds {
            dense::between_positions(self.blocks, &group.rows, &mut |i, j| {
                let (a, b) = (self.blocks.ids[i], self.blocks.ids[j]);
                met(Met::Shown(a.min(b), a.max(b)));
            });
        }
        met(Met::Plain(count));
        true
    }

    fn across(&self, blocks: [&Block; 2], (counting, met): (Counting, &mut impl FnMut(Met))) {
        let mut facing = Vec::new();
        for group in self.groups(blocks[0]) {
            for other in self.groups(blocks[1]) {
                if let Some(wanted) = self.wanted(blocks[0], group, other) {
                    let groups = [group, other];
                    facing.push(Facing { groups, wanted });
                }
            }
        }
        self.face(blocks, &facing, (counting, met));
    }

    fn linked(&self, block: &Block, other: &Block, met: &mut impl FnMut(Met)) {
        for group in self.groups(block) {
            for other_group in self.groups(other) {
                if self.is_linked_clash((block.topic, group), (other.topic, other_group)) {
                    self.emit([&group.rows, &other_group.rows], Wanted::All, met);
                }
            }
        }
    }

    fn emit(&self, rows: [&Range<usize>; 2], wanted: Wanted, met: &mut impl FnMut(Met)) {
        let found = &mut |i, j| self.hand_over(i, j, met);
        match self.sought.is_empty() {
            true => scan::between(self.blocks, rows, wanted, found),
            false => scan::around(self.blocks, &self.sought, rows, wanted, found),
        }
    }

    /// Hands a pair over that no other way leads to: boasts are met with their details alone, and so
    /// is what third claims bear on, reports of one event that time does not bring together, and two
    /// contrary trends.
    pub(super) fn hand_over(&self, i: usize, j: usize, met: &mut impl FnMut(Met)) {
        let (a, b) = (self.blocks.ids[i], self.blocks.ids[j]);
        let study = self.judge.study;
        let are_contrary = || are_contrary(study, [a, b].map(|id| study.claim(id)));
        if self.is_free(a, b) && !self.is_of_one_event(a, b) && !are_contrary() {
            met(Met::Pair(a.min(b), a.max(b)));
        }
    }

    pub(super) fn is_free(&self, a: ClaimId, b: ClaimId) -> bool {
        self.judge.boast_of(a, b).is_none() && self.judge.evidence.on(a, b).is_none()
    }

    /// Which pairs of two groups of one topic may matter, nothing where none can.
    fn wanted(&self, block: &Block, a: &Group, b: &Group) -> Option<Wanted> {
        if self.listing == Listing::All {
            return Some(Wanted::All);
        }
        let topic = self.judge.study.topic(block.topic);
        match (a.stance, b.stance) {
            (Stance::Affirms, Stance::Affirms) => match topic.kind {
                TopicKind::Quantity => Some(Wanted::Disjoint),
                TopicKind::Relation => None,
                TopicKind::State | TopicKind::Event => {
                    let is_clash = a.category.is_some() && b.category.is_some();
                    (topic.is_exclusive && is_clash && a.category != b.category)
                        .then_some(Wanted::All)
                }
            },
            (Stance::Affirms, _) => may_oppose(a, b).then_some(Wanted::All),
            (_, Stance::Affirms) => may_oppose(b, a).then_some(Wanted::All),
            _ => None,
        }
    }

    /// Tells whether a link carries one group onto the topic of the other so that the pair matters.
    fn is_linked_clash(
        &self,
        (topic, a): (TopicId, &Group),
        (other, b): (TopicId, &Group),
    ) -> bool {
        let links = &self.judge.links;
        let is_wanted = |x: Stance, y: Stance| self.listing == Listing::All || are_opposed(x, y);
        links
            .onto(topic, a.stance, other)
            .any(|carried| is_wanted(carried, b.stance))
            || links
                .onto(other, b.stance, topic)
                .any(|carried| is_wanted(carried, a.stance))
    }

    fn boasts(&self, block: &Block, met: &mut impl FnMut(Met)) {
        let study = self.judge.study;
        for id in &self.blocks.ids[block.rows.clone()] {
            if !study.claim(*id).marks().has(Marks::BOAST) {
                continue;
            }
            for detail in study.details_of(*id) {
                let claim = study.claim(detail);
                if claim.is_compared() && self.is_wanted(block.topic, claim.topic()) {
                    met(Met::Pair((*id).min(detail), (*id).max(detail)));
                }
            }
        }
    }

    /// Meets the pairs on which third claims bear, from the block of the claim with the lower key.
    fn by_evidence(&self, block: &Block, met: &mut impl FnMut(Met)) {
        if self.judge.evidence.is_empty() {
            return;
        }
        for id in &self.blocks.ids[block.rows.clone()] {
            for clash in self.judge.evidence.led_by(*id) {
                let other = self.judge.study.claim(clash.b).topic();
                let is_free = self.judge.boast_of(clash.a, clash.b).is_none();
                if is_free && self.is_wanted(block.topic, other) {
                    met(Met::Pair(clash.a, clash.b));
                }
            }
        }
    }
}

/// By topic, the topics that links join it to.
pub fn joined_topics(judge: &Judge<'_>) -> Vec<Vec<TopicId>> {
    let mut joined = vec![Vec::new(); judge.study.topic_count()];
    for (a, b) in judge.links.topic_pairs() {
        joined[a.index()].push(b);
        joined[b.index()].push(a);
    }
    joined
}

/// Tells whether a denial or doubt may meet an affirmation: it names no value, or the same.
fn may_oppose(affirms: &Group, negates: &Group) -> bool {
    let negates_at_all = matches!(negates.stance, Stance::Denies | Stance::Doubts);
    negates_at_all && (negates.category.is_none() || negates.category == affirms.category)
}

fn are_opposed(a: Stance, b: Stance) -> bool {
    let negates = |stance| matches!(stance, Stance::Denies | Stance::Doubts);
    (a == Stance::Affirms && negates(b)) || (b == Stance::Affirms && negates(a))
}
