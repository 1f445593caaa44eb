//! Claims laid out for the sweep: blocks of one topic, population and place, in columns.
//!
//! It knows the order of claims and nothing of verdicts. What a stranger would get wrong: places and
//! populations are numbered in walking order of their trees, so all that lies inside a place is one
//! run of blocks; a claim without a sure place stands in the last block of its run.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::method::crosscheck::plain;
use crate::method::crosscheck::scope::{Named, place, population};
use crate::method::settings::Settings;
use crate::model::claim::{Bounds, Claim};
use crate::model::key::{ClaimId, NodeId, SourceId, TopicId};
use crate::model::study::Study;
use crate::model::tree::Tree;
use crate::model::vocabulary::Stance;

/// Stands for a place or population that is missing or unsure; behind all that are known.
const UNKNOWN: u32 = u32::MAX;

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

/// All claims that are compared, block by block and group by group.
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
    pub(super) topics: Vec<Range<usize>>,
}

impl Blocks {
    /// Lays out the claims of a study that take part in comparisons.
    pub fn of(study: &Study, settings: &Settings) -> Blocks {
        let cells = Cells::of(study);
        let persons: Vec<SourceId> = study.sources.iter().map(|source| source.person).collect();
        let (mut order, mut packed) = (Vec::new(), Vec::new());
        order.reserve_exact(study.claims().len());
        packed.reserve_exact(study.claims().len());
        for (id, claim) in study.claims().iter().enumerate() {
            if claim.is_compared() {
                order.push(sort_key(
                    cells.cell(study, claim),
                    claim,
                    packed.len() as u32,
                ));
                let person = persons[claim.source().index()];
                packed.push(Packed::of(study, settings, ClaimId(id as u32), person));
            }
        }
        order.sort_unstable();
        let mut blocks = Blocks::default();
        blocks.reserve(order.len());
        let mut previous = None;
        for key in order {
            let cell = (key >> 64) as u64;
            let row = &packed[key as u32 as usize];
            if previous != Some(cell) {
                let is_same_block = previous.is_some_and(|other| cells.is_one_block(other, cell));
                blocks.open_group(study, row.id, is_same_block);
                previous = Some(cell);
            }
            blocks.push(row);
        }
        blocks.close(study.topic_count());
        blocks
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

    fn push(&mut self, row: &Packed) {
        self.ids.push(row.id);
        self.starts.push(row.start);
        self.ends.push(row.end);
        self.lows.push(row.low);
        self.fences.push(row.fence);
        self.persons.push(row.person);
        self.are_plain.push(row.is_plain);
    }

    /// Ends groups and blocks where the next ones begin, and notes where each topic stands.
    fn close(&mut self, topics: usize) {
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
        self.index_topics(topics);
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
        });
    }

    fn index_topics(&mut self, topics: usize) {
        self.topics = vec![0..0; topics];
        for (place, block) in self.blocks.iter().enumerate() {
            let range = &mut self.topics[block.topic.index()];
            if range.start == range.end {
                *range = place..place;
            }
            range.end = place + 1;
        }
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
        let mut rest = self.topics[topic.index()].clone();
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

const fn sure(named: Named) -> Option<NodeId> {
    match named {
        Named::Sure(node) => Some(node),
        Named::Missing | Named::Unsure => None,
    }
}

fn order(tree: &Tree, node: Option<NodeId>) -> u32 {
    node.map_or(UNKNOWN, |node| tree.walking_order(node))
}

/// Numbers the combinations of topic, population, place, stance and value in the order of groups.
struct Cells {
    topic_ranks: Vec<u32>,
    populations: u64,
    places: u64,
    groups: u64,
    /// Only where the combinations possible are more than a number can tell: those that there are.
    known: BTreeMap<[u32; 4], u64>,
}

impl Cells {
    fn of(study: &Study) -> Cells {
        let values = study.topics.iter().map(|topic| topic.values.len()).max();
        let mut cells = Cells {
            topic_ranks: topic_ranks(study),
            populations: study.populations().len() as u64 + 1,
            places: study.places().len() as u64 + 1,
            groups: (values.unwrap_or(0) as u64 + 1) * Stance::ALL.len() as u64,
            known: BTreeMap::new(),
        };
        let possible = [cells.populations, cells.places, cells.groups]
            .iter()
            .try_fold(study.topic_count() as u64, |product, factor| {
                product.checked_mul(*factor)
            });
        if possible.is_none() {
            cells.number_those_there_are(study);
        }
        cells
    }

    fn number_those_there_are(&mut self, study: &Study) {
        let claims = study.claims().iter().filter(|claim| claim.is_compared());
        let parts: BTreeSet<[u32; 4]> = claims.map(|claim| self.parts(study, claim)).collect();
        // Every block begins at a multiple of the number of groups, as it does without this table.
        let mut block = 0;
        let mut previous: Option<[u32; 4]> = None;
        for part in parts {
            if previous.is_some_and(|other| other[..3] != part[..3]) {
                block += 1;
            }
            let number = block * self.groups + u64::from(part[3]);
            self.known.insert(part, number);
            previous = Some(part);
        }
    }

    fn parts(&self, study: &Study, claim: &Claim) -> [u32; 4] {
        let last = |order: u32, length: u64| order.min(length as u32 - 1);
        let population = order(study.populations(), sure(population(claim)));
        let place = order(study.places(), sure(place(claim)));
        let category = claim.category().map_or(0, |place| u32::from(place) + 1);
        [
            self.topic_ranks[claim.topic().index()],
            last(population, self.populations),
            last(place, self.places),
            category * Stance::ALL.len() as u32 + claim.stance() as u32,
        ]
    }

    fn cell(&self, study: &Study, claim: &Claim) -> u64 {
        let parts = self.parts(study, claim);
        if let Some(known) = self.known.get(&parts) {
            return *known;
        }
        let [topic, population, place, group] = parts.map(u64::from);
        let block = (topic * self.populations + population) * self.places + place;
        block * self.groups + group
    }

    /// Tells whether two cells differ in stance and value alone.
    const fn is_one_block(&self, a: u64, b: u64) -> bool {
        a / self.groups == b / self.groups
    }
}

/// What the sweep needs of a claim, packed so that one look at memory fetches it.
struct Packed {
    low: f64,
    fence: f64,
    id: ClaimId,
    start: i32,
    end: i32,
    person: SourceId,
    is_plain: bool,
}

impl Packed {
    fn of(study: &Study, settings: &Settings, id: ClaimId, person: SourceId) -> Packed {
        let claim = study.claim(id);
        let figure = claim.strict().unwrap_or(Bounds {
            low: f64::NEG_INFINITY,
            high: f64::INFINITY,
        });
        let when = claim.when().fuzzy;
        Packed {
            // Adding nought turns -0 into 0, so that ends sort as the numbers they are.
            low: figure.low + 0.0,
            fence: settings.fence(figure.high) + 0.0,
            id,
            start: when.low().rata_die(),
            end: when.high().rata_die(),
            person,
            is_plain: plain::is_plain(study, claim),
        }
    }
}

/// One number that sorts by cell, first day and place in the list, so that only numbers are compared.
fn sort_key(cell: u64, claim: &Claim, place: u32) -> u128 {
    // Turning the sign bit round makes negative days sort before positive ones.
    let start = claim.when().fuzzy.low().rata_die() as u32 ^ 1 << 31;
    u128::from(cell) << 64 | u128::from(start) << 32 | u128::from(place)
}

/// The rank of each topic among the keys of topics, in byte order.
fn topic_ranks(study: &Study) -> Vec<u32> {
    let mut order: Vec<TopicId> = (0..study.topic_count() as u32).map(TopicId).collect();
    order.sort_unstable_by_key(|topic| study.topic_key(*topic));
    let mut ranks = vec![0; order.len()];
    for (rank, topic) in order.iter().enumerate() {
        ranks[topic.index()] = rank as u32;
    }
    ranks
}
