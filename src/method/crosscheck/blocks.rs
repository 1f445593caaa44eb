//! Claims laid out for the sweep: blocks of one topic, population and place, in columns.
//!
//! It knows the order of claims and nothing of verdicts. What a stranger would get wrong: places and
//! populations are numbered in walking order of their trees, so all that lies inside a place is one
//! run of blocks; a claim without a sure place stands in the last block of its run.

use std::collections::HashMap;
use std::ops::Range;

use crate::method::crosscheck::rows::{Row, Rows, Standing, UNKNOWN, order, sure};
use crate::method::crosscheck::scope::{place, population};
use crate::model::claim::Claim;
use crate::model::key::{ClaimId, NodeId, SourceId, TopicId};
use crate::model::study::Study;
use crate::model::vocabulary::Stance;

/// How many claims are fetched before they are looked at.
const CLAIMS_FETCHED: usize = 256;

/// The claims of one topic, population and place.
#[derive(Debug, Clone)]
pub struct Block {
    /// The topic.
    pub topic: TopicId,
    /// The population, nothing where it is not known for sure.
    pub population: Option<NodeId>,
    /// The place, nothing where it is not known for sure.
    pub place: Option<NodeId>,
    population_order: u32,
    place_order: u32,
    /// Its groups, as a range of [`Blocks::groups`].
    pub groups: Range<usize>,
    /// Its claims, as a range of the columns.
    pub rows: Range<usize>,
    /// Whether any of them names an event.
    pub has_events: bool,
}

/// The claims of a block that have one stance and one value of the topic's values.
#[derive(Debug, Clone)]
pub struct Group {
    /// The stance.
    pub stance: Stance,
    /// The value among the topic's values.
    pub category: Option<u16>,
    /// Its claims, as a range of the columns, by first day and key.
    pub rows: Range<usize>,
}

/// Claims that are compared, of whole topics, block by block and group by group.
#[derive(Debug, Clone, Default)]
pub struct Blocks {
    /// The blocks: by key of topic, then population and place in walking order.
    pub blocks: Vec<Block>,
    /// The groups of all blocks.
    pub groups: Vec<Group>,
    /// The claim of each row.
    pub ids: Vec<ClaimId>,
    /// The first day, fuzzy.
    pub starts: Vec<i32>,
    /// The last day, fuzzy.
    pub ends: Vec<i32>,
    /// The lower end of the figure, strict; negative infinity without one.
    pub lows: Vec<f64>,
    /// The fence of the upper end; infinity without a figure.
    pub fences: Vec<f64>,
    /// Whose claim it is.
    pub persons: Vec<SourceId>,
    /// Whether nothing about it could explain a clash of figures away.
    pub are_plain: Vec<bool>,
    /// By topic, its blocks.
    pub(super) topics: HashMap<TopicId, Range<usize>>,
}

impl Blocks {
    /// Lays out claims, given topic by topic in byte order of their keys, those of a topic in order.
    pub(super) fn of(rows: &Rows<'_>, topics: &[&[ClaimId]]) -> Blocks {
        let mut blocks = Blocks::default();
        blocks.reserve(topics.iter().map(|ids| ids.len()).sum());
        let (mut claims, mut of_topic, mut order) = (Vec::new(), Vec::new(), Vec::new());
        for ids in topics {
            of_topic.clear();
            order.clear();
            for ids in ids.chunks(CLAIMS_FETCHED) {
                // They may lie anywhere: fetched all at once they are waited for all at once.
                claims.clear();
                claims.extend(ids.iter().map(|id| *rows.study.claim(*id)));
                for (id, claim) in ids.iter().zip(&claims) {
                    let (standing, row) = rows.row(*id, claim);
                    order.push((standing, of_topic.len() as u32));
                    of_topic.push(row);
                }
            }
            order.sort_unstable();
            blocks.add_topic(rows.study, &of_topic, &order);
        }
        blocks.close();
        blocks
    }

    fn add_topic(&mut self, study: &Study, rows: &[Row], order: &[(Standing, u32)]) {
        let mut previous = None;
        for (standing, at) in order {
            let row = &rows[*at as usize];
            let (block, group) = (standing.block(), standing.group());
            if previous != Some((block, group)) {
                let is_same_block = previous.is_some_and(|(other, _)| other == block);
                self.open_group(study, row.id, is_same_block);
                previous = Some((block, group));
            }
            self.push(row);
        }
    }

    fn reserve(&mut self, rows: usize) {
        self.ids.reserve_exact(rows);
        self.starts.reserve_exact(rows);
        self.ends.reserve_exact(rows);
        self.lows.reserve_exact(rows);
        self.fences.reserve_exact(rows);
        self.persons.reserve_exact(rows);
        self.are_plain.reserve_exact(rows);
    }

    fn open_group(&mut self, study: &Study, id: ClaimId, is_same_block: bool) {
        let claim = study.claim(id);
        if !is_same_block {
            self.open_block(study, claim);
        }
        let place = self.ids.len();
        self.groups.push(Group {
            stance: claim.stance(),
            category: claim.category(),
            rows: place..place,
        });
    }

    fn push(&mut self, row: &Row) {
        if let Some(block) = self.blocks.last_mut() {
            block.has_events |= row.has_event;
        }
        self.ids.push(row.id);
        self.starts.push(row.start);
        self.ends.push(row.end);
        self.lows.push(row.low);
        self.fences.push(row.fence);
        self.persons.push(row.person);
        self.are_plain.push(row.is_plain);
    }

    /// Ends groups and blocks where the next ones begin, and notes where each topic stands.
    fn close(&mut self) {
        let (mut groups, mut rows) = (self.groups.len(), self.ids.len());
        for group in self.groups.iter_mut().rev() {
            group.rows.end = rows;
            rows = group.rows.start;
        }
        rows = self.ids.len();
        for block in self.blocks.iter_mut().rev() {
            (block.groups.end, block.rows.end) = (groups, rows);
            (groups, rows) = (block.groups.start, block.rows.start);
        }
        self.index_topics();
    }

    fn open_block(&mut self, study: &Study, claim: &Claim) {
        let (population, place) = (sure(population(claim)), sure(place(claim)));
        let (groups, rows) = (self.groups.len(), self.ids.len());
        self.blocks.push(Block {
            topic: claim.topic(),
            population,
            place,
            population_order: order(study.populations(), population),
            place_order: order(study.places(), place),
            groups: groups..groups,
            rows: rows..rows,
            has_events: false,
        });
    }

    fn index_topics(&mut self) {
        for (place, block) in self.blocks.iter().enumerate() {
            let range = self.topics.entry(block.topic).or_insert(place..place);
            range.end = place + 1;
        }
    }

    /// Returns the blocks of a topic; none where no claim on it is laid out.
    pub(super) fn of_topic(&self, topic: TopicId) -> Range<usize> {
        self.topics.get(&topic).cloned().unwrap_or(0..0)
    }

    /// Returns the blocks of a topic whose scope can be compared with that of a block, itself left
    /// out: those that contain it, that it contains, and those whose scope is not known.
    ///
    /// With `is_linked` populations of other trees are taken too.
    pub fn related(
        &self,
        study: &Study,
        home: usize,
        topic: TopicId,
        is_linked: bool,
    ) -> Vec<usize> {
        let mut found = Vec::new();
        let mut rest = self.of_topic(topic);
        while !rest.is_empty() {
            let run = self.population_run(&rest);
            rest.start = run.end;
            let other = &self.blocks[run.start];
            if populations_meet(study, &self.blocks[home], other, is_linked) {
                self.related_places(study, home, run, &mut found);
            }
        }
        found.retain(|block| *block != home);
        found
    }

    /// The blocks at the head of a range that have one population.
    fn population_run(&self, range: &Range<usize>) -> Range<usize> {
        let population = self.blocks[range.start].population_order;
        let blocks = &self.blocks[range.clone()];
        let length = blocks.partition_point(|block| block.population_order <= population);
        range.start..range.start + length
    }

    fn related_places(
        &self,
        study: &Study,
        home: usize,
        run: Range<usize>,
        found: &mut Vec<usize>,
    ) {
        let Some(place) = self.blocks[home].place else {
            found.extend(run);
            return;
        };
        let blocks = &self.blocks[run.clone()];
        let at = |order: u32| run.start + blocks.partition_point(|block| block.place_order < order);
        let inside = study.places().stretch(place);
        found.extend(at(inside.start)..at(inside.end));
        for above in study.places().ancestors(place) {
            let order = study.places().walking_order(above);
            let candidate = at(order);
            if candidate < run.end && self.blocks[candidate].place_order == order {
                found.push(candidate);
            }
        }
        found.extend(at(UNKNOWN)..run.end);
    }
}

fn populations_meet(study: &Study, a: &Block, b: &Block, is_linked: bool) -> bool {
    let (Some(a), Some(b)) = (a.population, b.population) else {
        return true;
    };
    let tree = study.populations();
    tree.contains(a, b) || tree.contains(b, a) || (is_linked && !tree.have_one_root(a, b))
}
