//! Questions: what is said on one topic of one population, place and time, with the positions on it.
//!
//! It knows blocks and days. What a stranger would get wrong: a claim that holds for long stands in
//! every question whose day it covers; the days are the fewest that meet every claim.

use std::collections::{HashMap, HashSet};

use crate::method::agreement::grade::Grade;
use crate::method::agreement::held::{Held, hold};
use crate::method::agreement::parts;
use crate::method::agreement::voices::Counting;
use crate::method::crosscheck::Finding;
use crate::method::crosscheck::words::{Verdict, Why};
use crate::method::settings::Settings;
use crate::model::claim::Claim;
use crate::model::day::{Day, DayRange};
use crate::model::key::{ClaimId, NodeId, SourceId, TopicId};
use crate::model::study::Study;
use crate::model::tree::Tree;

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

/// What stands against each claim: the other claim, the verdict and its label.
pub(super) type Against = HashMap<ClaimId, Vec<(ClaimId, Verdict, Option<Why>)>>;

/// All questions of a study, or of a part of it, weighed.
#[derive(Debug)]
pub struct Agreement<'s> {
    pub(super) study: &'s Study,
    pub(super) settings: Settings,
    pub(super) scope: Scope,
    pub(super) blocks: Vec<Block>,
    pub(super) questions: Vec<Question>,
    pub(super) against: Against,
    /// The best grade of any position of a claim that something stands against.
    grades: HashMap<ClaimId, Grade>,
}

impl<'s> Agreement<'s> {
    /// Weighs all questions: by keys of topic, population and place, then by time.
    ///
    /// *Arguments*: `findings` are the flagged findings of a run without a limit per block; findings that
    /// are not flagged are passed over.
    pub fn new(
        study: &'s Study,
        settings: &Settings,
        findings: &[Finding],
        scope: Scope,
    ) -> Agreement<'s> {
        let mut blocks = blocks(study, |id| scope.lets(study.claim(id)));
        let mut questions = questions(study, settings, &blocks);
        if scope.independent {
            let kept = independent_claims(&questions);
            blocks
                .iter_mut()
                .for_each(|block| block.claims.retain(|id| kept.contains(id)));
            blocks.retain(|block| !block.claims.is_empty());
            questions = self::questions(study, settings, &blocks);
        }
        let is_looked_at = looked_at(study, &blocks);
        let against = against(findings, |id| is_looked_at[id.index()]);
        let grades = grades(&questions, &against);
        if !against.is_empty() {
            let positions = questions
                .iter_mut()
                .flat_map(|question| &mut question.positions);
            for held in positions {
                held.set_against(&against, |id| grades.get(&id).copied().unwrap_or_default());
            }
        }
        // Last of all: what a topic link joins to another topic stands against it all the same.
        if let Some(topic) = scope.topic {
            blocks.retain(|block| block.topic == topic);
            questions.retain(|question| question.topic == topic);
        }
        Agreement {
            study,
            settings: *settings,
            scope,
            blocks,
            questions,
            against,
            grades,
        }
    }

    /// Notes at a position what stands against it (4.3).
    pub(super) fn set_against(&self, held: &mut Held) {
        held.set_against(&self.against, |id| {
            self.grades.get(&id).copied().unwrap_or_default()
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
fn independent_claims(questions: &[Question]) -> HashSet<ClaimId> {
    let positions = questions.iter().flat_map(|question| &question.positions);
    let kept = positions.flat_map(|held| {
        let free = held.voices.untied(Counting::Least).members;
        free.into_iter()
            .flat_map(|voice| held.voices.voices[voice].claims.clone())
    });
    kept.collect()
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

fn questions(study: &Study, settings: &Settings, blocks: &[Block]) -> Vec<Question> {
    let of_block = |block: &Block| -> Vec<Question> {
        let days = by_day(study, &block.claims).into_iter();
        days.map(|(when, claims)| Question {
            topic: block.topic,
            population: block.population,
            place: block.place,
            when,
            positions: hold(study, settings, &claims),
            claims,
        })
        .collect()
    };
    parts::each(blocks, of_block)
        .into_iter()
        .flatten()
        .collect()
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

fn against(findings: &[Finding], is_looked_at: impl Fn(ClaimId) -> bool) -> Against {
    let mut against: Against = HashMap::new();
    for finding in findings
        .iter()
        .filter(|finding| finding.verdict.is_flagged())
        .filter(|finding| is_looked_at(finding.a) && is_looked_at(finding.b))
    {
        let mut note = |one: ClaimId, other: ClaimId| {
            let row = (other, finding.verdict, finding.why);
            against.entry(one).or_default().push(row);
        };
        note(finding.a, finding.b);
        note(finding.b, finding.a);
    }
    against
}

fn grades(questions: &[Question], against: &Against) -> HashMap<ClaimId, Grade> {
    let mut grades: HashMap<ClaimId, Grade> = HashMap::new();
    if against.is_empty() {
        return grades;
    }
    for held in questions.iter().flat_map(|question| &question.positions) {
        for id in held.claims.iter().filter(|id| against.contains_key(id)) {
            let best = grades.entry(*id).or_default();
            *best = (*best).max(held.grade.high);
        }
    }
    grades
}
