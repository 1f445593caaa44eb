//! Questions: what is said on one topic of one population, place and time, with the positions on it.
//!
//! It knows blocks and days. What a stranger would get wrong: a claim that holds for long stands in
//! every question whose day it covers; the days are the fewest that meet every claim.

use std::collections::HashSet;
use std::ops::ControlFlow;

use crate::method::agreement::against::{Against, Found};
use crate::method::agreement::grade::Grade;
use crate::method::agreement::held::{Held, hold, hold_some};
use crate::method::agreement::parts;
use crate::method::agreement::voices::Counting;
use crate::method::settings::Settings;
use crate::model::claim::Claim;
use crate::model::day::{Day, DayRange};
use crate::model::key::{ClaimId, NodeId, SourceId, TopicId};
use crate::model::study::Study;
use crate::model::tree::Tree;

/// Of blocks of about how many claims things are made before they are handed out; of few in tests,
/// whose studies are small.
const CLAIMS_AT_ONCE: usize = if cfg!(test) { 4 } else { 65_536 };

/// By what voices are set apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// Each source for itself.
    Source,
    /// By the group of the source.
    Group,
    /// By the side of the group.
    Side,
}

impl By {
    /// Returns the key that a source falls under.
    pub fn key(self, study: &Study, source: SourceId) -> &str {
        match self {
            By::Source => study.source_key(study.source(source).person),
            By::Group => study.group_key_of(source),
            By::Side => study.side_key(study.side_of(source)),
        }
    }

    /// Returns the keys that claims fall under, each once, in byte order.
    pub(super) fn keys<'s>(self, study: &'s Study, claims: &[ClaimId]) -> Vec<&'s str> {
        let mut keys: Vec<&str> = claims
            .iter()
            .map(|id| self.key(study, study.claim(*id).source()))
            .collect();
        keys.sort_unstable();
        keys.dedup();
        keys
    }
}

/// Which claims are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Scope {
    /// Only those on this topic.
    pub topic: Option<TopicId>,
    /// Of those who agree, only a largest set no two of which are tied.
    pub independent: bool,
    /// Only those known at first hand.
    pub first_hand: bool,
}

impl Scope {
    fn lets(self, claim: &Claim) -> bool {
        claim.is_compared() && (!self.first_hand || claim.basis().is_first_hand())
    }
}

/// A question with the positions on it.
#[derive(Debug, Clone)]
pub(super) struct Question {
    pub(super) topic: TopicId,
    pub(super) population: Option<NodeId>,
    pub(super) place: Option<NodeId>,
    pub(super) when: DayRange,
    pub(super) claims: Vec<ClaimId>,
    pub(super) positions: Vec<Held>,
}

/// The claims of one topic, population and place.
#[derive(Debug, Clone)]
pub(super) struct Block {
    pub(super) topic: TopicId,
    pub(super) population: Option<NodeId>,
    pub(super) place: Option<NodeId>,
    pub(super) claims: Vec<ClaimId>,
}

/// All questions of a study, or of a part of it, weighed. They are made as they are asked for: of a
/// large study there are more than memory should hold.
#[derive(Debug)]
pub struct Agreement<'s> {
    pub(super) study: &'s Study,
    pub(super) settings: Settings,
    pub(super) scope: Scope,
    pub(super) blocks: Vec<Block>,
    pub(super) against: Against,
    /// By claim, the best grade of any of its positions, where something stands against it; empty
    /// where nothing stands against anything.
    grades: Vec<Grade>,
}

impl<'s> Agreement<'s> {
    /// Weighs all questions: by keys of topic, population and place, then by time.
    ///
    /// *Arguments*: `found` is what a run without a limit per block flags; findings that are not flagged
    /// are passed over.
    pub fn new(
        study: &'s Study,
        settings: &Settings,
        found: Found<'_>,
        scope: Scope,
    ) -> Agreement<'s> {
        let mut blocks = blocks(study, |id| scope.lets(study.claim(id)));
        if scope.independent {
            let kept = independent_claims(study, settings, &blocks);
            blocks
                .iter_mut()
                .for_each(|block| block.claims.retain(|id| kept.contains(id)));
            blocks.retain(|block| !block.claims.is_empty());
        }
        let is_looked_at = looked_at(study, &blocks);
        let mut against = Against::of(study, found, |id| is_looked_at[id.index()]);
        let grades = grades(study, settings, &blocks, &against);
        against.weigh(|id| grades.get(id.index()).copied().unwrap_or_default());
        // Last of all: what a topic link joins to another topic stands against it all the same.
        if let Some(topic) = scope.topic {
            blocks.retain(|block| block.topic == topic);
        }
        Agreement {
            study,
            settings: *settings,
            scope,
            blocks,
            against,
            grades,
        }
    }

    /// Hands out what is made of each question: by keys of topic, population and place, then by time.
    /// Of a large study few questions are ever held.
    pub(super) fn each_question<R: Send>(
        &self,
        make: impl Fn(Question) -> R + Sync,
        take: &mut dyn FnMut(R) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        self.each_of(|block| self.questions_of(block).map(&make).collect(), take)
    }

    /// Hands out what is made of each question before anything is set against its positions.
    pub(super) fn each_bare_question<R: Send>(
        &self,
        make: impl Fn(Question) -> R + Sync,
        take: &mut dyn FnMut(R) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let bare = |block: &Block| questions(self.study, &self.settings, block);
        self.each_of(|block| bare(block).map(&make).collect(), take)
    }

    /// Hands out what is made of each block; what is made of few blocks is ever held.
    pub(super) fn each_of<R: Send>(
        &self,
        of_block: impl Fn(&Block) -> Vec<R> + Sync,
        take: &mut dyn FnMut(R) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let claims = |block: &Block| block.claims.len();
        let mut lots = parts::lots(&self.blocks, claims, CLAIMS_AT_ONCE);
        lots.try_for_each(|blocks| {
            let made = parts::each_by_weight(blocks, claims, &of_block);
            made.into_iter().flatten().try_for_each(&mut *take)
        })
    }

    /// Returns the questions of a block, in order of time.
    pub(super) fn questions_of(&self, block: &Block) -> impl Iterator<Item = Question> {
        questions(self.study, &self.settings, block).map(|mut question| {
            let positions = question.positions.iter_mut();
            positions.for_each(|held| self.set_against(held));
            question
        })
    }

    /// Notes at a position what stands against it (4.3).
    pub(super) fn set_against(&self, held: &mut Held) {
        if self.against.is_empty() {
            return;
        }
        held.set_against(&self.against, |id| {
            self.grades.get(id.index()).copied().unwrap_or_default()
        });
    }

    /// Returns the claims that are looked at, in the order of keys.
    pub(super) fn claims(&self) -> Vec<ClaimId> {
        let mut all: Vec<ClaimId> = self
            .blocks
            .iter()
            .flat_map(|block| &block.claims)
            .copied()
            .collect();
        all.sort_unstable();
        all
    }

    /// Returns a question as it is when only some of its claims are looked at.
    pub(super) fn restricted(
        &self,
        question: &Question,
        keeps: impl Fn(ClaimId) -> bool,
    ) -> Question {
        let claims = question.claims.iter().copied();
        let claims: Vec<ClaimId> = claims.filter(|id| keeps(*id)).collect();
        let mut positions = hold(self.study, &self.settings, &claims);
        positions.iter_mut().for_each(|held| self.set_against(held));
        Question {
            claims,
            positions,
            ..*question
        }
    }
}

/// The claims of a largest untied set of voices behind each position.
fn independent_claims(study: &Study, settings: &Settings, blocks: &[Block]) -> HashSet<ClaimId> {
    let of_held = |held: Held| -> Vec<ClaimId> {
        let free = held.voices.most_telling(Counting::Least).members;
        let voices = free.into_iter().map(|voice| &held.voices.voices[voice]);
        voices.flat_map(|voice| voice.claims.clone()).collect()
    };
    let of_block = |block: &Block| -> Vec<ClaimId> {
        let questions = questions(study, settings, block);
        let positions = questions.flat_map(|question| question.positions);
        positions.flat_map(of_held).collect()
    };
    parts::each(blocks, of_block)
        .into_iter()
        .flatten()
        .collect()
}

/// Places of keys in byte order, so that blocks are sorted without comparing texts.
fn ranks<'s>(keys: impl Iterator<Item = &'s str>) -> Vec<u32> {
    let keys: Vec<&str> = keys.collect();
    let mut order: Vec<usize> = (0..keys.len()).collect();
    order.sort_by_key(|place| keys[*place]);
    let mut ranks = vec![0; keys.len()];
    for (rank, place) in order.into_iter().enumerate() {
        ranks[place] = rank as u32 + 1;
    }
    ranks
}

fn blocks(study: &Study, keeps: impl Fn(ClaimId) -> bool) -> Vec<Block> {
    let nodes = |tree: &Tree| {
        let keys: Vec<String> = (0..tree.len() as u32)
            .map(|node| tree.key(NodeId::new(node)).to_owned())
            .collect();
        ranks(keys.iter().map(String::as_str))
    };
    let topics =
        ranks((0..study.topic_count() as u32).map(|topic| study.topic_key(TopicId::new(topic))));
    let (populations, places) = (nodes(study.populations()), nodes(study.places()));
    // Nobody said: before all that somebody said.
    let rank = |ranks: &[u32], node: Option<NodeId>| node.map_or(0, |node| ranks[node.index()]);
    let mut sorted: Vec<([u32; 3], ClaimId)> = study
        .claim_ids()
        .filter(|id| keeps(*id))
        .map(|id| {
            let claim = study.claim(id);
            let key = [
                topics[claim.topic().index()],
                rank(&populations, claim.population()),
                rank(&places, claim.place()),
            ];
            (key, id)
        })
        .collect();
    sorted.sort_unstable();
    let of_one = sorted.chunk_by(|(a, _), (b, _)| a == b);
    of_one
        .map(|chunk| {
            let first = study.claim(chunk[0].1);
            Block {
                topic: first.topic(),
                population: first.population(),
                place: first.place(),
                claims: chunk.iter().map(|(_, id)| *id).collect(),
            }
        })
        .collect()
}

/// The questions of a block before anything is set against them.
fn questions<'a>(
    study: &'a Study,
    settings: &'a Settings,
    block: &Block,
) -> impl Iterator<Item = Question> + use<'a> {
    let Block {
        topic,
        population,
        place,
        ..
    } = *block;
    let days = by_day(study, &block.claims).into_iter();
    days.map(move |(when, claims)| Question {
        topic,
        population,
        place,
        when,
        positions: hold(study, settings, &claims),
        claims,
    })
}

/// The fewest days that meet every claim, and the claims that cover each: as positions, over days.
pub(super) fn by_day(study: &Study, claims: &[ClaimId]) -> Vec<(DayRange, Vec<ClaimId>)> {
    let when = |id: ClaimId| study.claim(id).when().fuzzy;
    if let [only] = claims {
        return vec![(when(*only), vec![*only])];
    }
    let mut by_end = claims.to_vec();
    by_end.sort_by_key(|id| (when(*id).high(), *id));
    let mut days: Vec<Day> = Vec::new();
    for id in &by_end {
        if days.last().is_none_or(|day| when(*id).low() > *day) {
            days.push(when(*id).high());
        }
    }
    let mut by_start = by_end;
    by_start.sort_by_key(|id| (when(*id).low(), *id));
    let mut to_come = by_start.into_iter().peekable();
    let mut in_force: Vec<ClaimId> = Vec::new();
    days.into_iter()
        .map(|day| {
            in_force.retain(|id| when(*id).high() >= day);
            while let Some(id) = to_come.next_if(|id| when(*id).low() <= day) {
                if when(id).high() >= day {
                    in_force.push(id);
                }
            }
            let mut covering = in_force.clone();
            covering.sort_unstable();
            let common = covering
                .iter()
                .try_fold(DayRange::ALL, |common, id| common.common(when(*id)));
            (common.unwrap_or(DayRange::single(day)), covering)
        })
        .collect()
}

fn looked_at(study: &Study, blocks: &[Block]) -> Vec<bool> {
    let mut is_looked_at = vec![false; study.claims().len()];
    for id in blocks.iter().flat_map(|block| &block.claims) {
        is_looked_at[id.index()] = true;
    }
    is_looked_at
}

/// The best grade of any position of the claims that something may stand against.
fn grades(study: &Study, settings: &Settings, blocks: &[Block], against: &Against) -> Vec<Grade> {
    if against.is_empty() {
        return Vec::new();
    }
    let of_block = |block: &Block| -> Vec<(ClaimId, Grade)> {
        if !block.claims.iter().any(|id| against.has(*id)) {
            return Vec::new();
        }
        let days = by_day(study, &block.claims).into_iter();
        let is_faced = |id| against.has(id);
        let positions = days.flat_map(|(_, claims)| {
            let held = hold_some(study, settings, &claims, is_faced);
            held.collect::<Vec<_>>()
        });
        let of_held = |held: Held| {
            let facing = held.claims.into_iter().filter(|id| against.has(*id));
            facing.map(move |id| (id, held.grade.high))
        };
        positions.flat_map(of_held).collect()
    };
    let mut grades = vec![Grade::default(); study.claims().len()];
    let claims = |block: &Block| block.claims.len();
    for blocks in parts::lots(blocks, claims, CLAIMS_AT_ONCE) {
        let graded = parts::each_by_weight(blocks, claims, of_block);
        for (id, grade) in graded.into_iter().flatten() {
            let best = &mut grades[id.index()];
            *best = (*best).max(grade);
        }
    }
    grades
}
