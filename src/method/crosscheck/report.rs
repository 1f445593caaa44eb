//! A run of the cross-check: what was asked, what was found, how much was left out.
//!
//! It knows blocks, limits and order, not how a pair is judged. What a stranger would get wrong: a
//! limit cuts the list, never the counts.

use std::ops::Range;

use crate::method::crosscheck::blocks::Blocks;
use crate::method::crosscheck::counts::{Counts, TopicCounts};
use crate::method::crosscheck::crowd::Crowd;
use crate::method::crosscheck::filter::Filter;
use crate::method::crosscheck::finding::Finding;
use crate::method::crosscheck::judge::Judge;
use crate::method::crosscheck::lots::{Lots, OfTopic};
use crate::method::crosscheck::request::Request;
use crate::method::crosscheck::rows::Rows;
use crate::method::crosscheck::scan::PairCount;
use crate::method::crosscheck::sweep::{CROWD, Counting, Listing, Met, Sweep, joined_topics};
use crate::method::crosscheck::words::{Verdict, Why};
use crate::method::settings::Settings;
use crate::method::together::{each, threads};
use crate::model::key::{ClaimId, NodeId, TopicId};
use crate::model::study::Study;

/// How many pairs of a group of plain figures are listed though all are asked for: in about a minute.
/// Whoever wants those of a larger group asks for them source by source, or claim by claim.
pub const MOST_LISTED: u64 = 2_000_000;

/// How many lots are laid out at once for each processor: enough that none waits long for another.
const LOTS_A_PROCESSOR: usize = 32;

/// Blocks with so many claims are swept at once: fewer are swept sooner than another thread begins.
const CLAIMS_A_PART: usize = 1 << 13;

/// A block of which not all pairs were listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CutBlock {
    /// The topic.
    pub topic: TopicId,
    /// The population, where it is known.
    pub population: Option<NodeId>,
    /// The place, where it is known.
    pub place: Option<NodeId>,
    /// How many pairs there are.
    pub found: u64,
    /// How many of them were listed.
    pub listed: u64,
    /// Whether there were so many that pairs between neighbouring positions stand for them.
    pub is_crowd: bool,
}

/// What a run found.
#[derive(Debug, Clone)]
pub struct Report {
    /// The findings: block by block, in a block by certainty, severity and keys.
    pub findings: Vec<Finding>,
    /// The crowds, where they were asked for: their pairs are counted and not among the findings.
    pub crowds: Vec<Crowd>,
    /// All pairs, listed or not.
    pub counts: Counts,
    /// The same, topic by topic.
    pub by_topic: TopicCounts,
    /// The blocks of which not all pairs were listed.
    pub cut_blocks: Vec<CutBlock>,
    /// The settings of the run.
    pub settings: Settings,
}

/// Runs the cross-check and lists what it finds.
pub fn check(study: &Study, request: &Request) -> Report {
    let part = run(study, request, Aim::List);
    Report {
        findings: part.findings,
        crowds: part.crowds,
        counts: part.counts.sum(),
        by_topic: part.counts,
        cut_blocks: part.cut_blocks,
        settings: request.settings.clamped(),
    }
}

/// Runs the cross-check and counts what it would find without any limit.
pub fn count(study: &Study, request: &Request) -> Counts {
    count_by_topic(study, request).sum()
}

/// The same, topic by topic.
pub fn count_by_topic(study: &Study, request: &Request) -> TopicCounts {
    run(study, request, Aim::Count).counts
}

/// The same with every pair that may be counted class by class counted so, however few there are.
#[cfg(test)]
pub(super) fn count_by_class(study: &Study, request: &Request) -> Counts {
    run(study, request, Aim::CountByClass).counts.sum()
}

/// Puts two claims to the full test; nothing for a claim and itself.
pub fn compare(study: &Study, settings: &Settings, a: ClaimId, b: ClaimId) -> Option<Finding> {
    Judge::new(study, settings).compare(a, b)
}

/// What one stretch of blocks gave.
#[derive(Debug, Default)]
struct Part {
    findings: Vec<Finding>,
    crowds: Vec<Crowd>,
    counts: TopicCounts,
    cut_blocks: Vec<CutBlock>,
}

struct Run<'a> {
    judge: &'a Judge<'a>,
    request: &'a Request,
    filter: Filter<'a>,
    joined: Vec<Vec<TopicId>>,
    topics: Vec<TopicId>,
    aim: Aim,
}

/// What a run is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Aim {
    List,
    Count,
    #[cfg(test)]
    CountByClass,
}

fn run(study: &Study, request: &Request, aim: Aim) -> Part {
    let judge = Judge::new(study, &request.settings);
    let run = Run {
        judge: &judge,
        request,
        filter: Filter::new(study, request),
        joined: joined_topics(&judge),
        topics: request.topics_wanted(study),
        aim,
    };
    let mut joined = Part::default();
    for part in run.all_topics() {
        joined.findings.extend(part.findings);
        joined.crowds.extend(part.crowds);
        joined.counts.join(&part.counts);
        joined.cut_blocks.extend(part.cut_blocks);
    }
    joined
}

impl Run<'_> {
    /// Runs everything on all processors, some lots at a time; the parts come back in the order of
    /// topics and blocks.
    fn all_topics(&self) -> Vec<Part> {
        let is_wanted = |topic| self.topics.is_empty() || self.topics.contains(&topic);
        let lots = Lots::of(self.judge.study, is_wanted);
        let rows = Rows::new(self.judge.study, &self.judge.settings);
        let mut done: Vec<(u32, Part)> = Vec::new();
        for some in lots.lots().chunks(LOTS_A_PROCESSOR * threads()) {
            let laid_out = each(some, |lot| {
                let topics: Vec<_> = lot.iter().map(|of| lots.claims(of)).collect();
                Blocks::of(&rows, &topics)
            });
            let sweeps: Vec<_> = laid_out.iter().map(|blocks| self.sweep(blocks)).collect();
            let swept = some.iter().zip(&sweeps);
            let parts: Vec<_> = swept
                .flat_map(|(lot, sweep)| parts_of(lot, sweep))
                .collect();
            done.extend(each(&parts, |(rank, sweep, blocks)| {
                (*rank, self.some_blocks(sweep, blocks.clone()))
            }));
        }
        done.sort_by_key(|(rank, _)| *rank);
        done.into_iter().map(|(_, part)| part).collect()
    }

    fn sweep<'s>(&'s self, blocks: &'s Blocks) -> Sweep<'s> {
        let request = self.request;
        let sweep = Sweep::new(self.judge, &self.joined, blocks, request.listing);
        Sweep {
            topics: &self.topics,
            sought: self.filter.sought(blocks),
            crowd_from: match (request.crowd_from, request.per_block) {
                (Some(pairs), _) => pairs,
                (None, Some(_)) => CROWD,
                (None, None) => MOST_LISTED,
            },
            bulk_from: match self.aim {
                #[cfg(test)]
                Aim::CountByClass => 0,
                _ => sweep.bulk_from,
            },
            ..sweep
        }
    }

    fn lists(&self) -> bool {
        self.aim == Aim::List
    }

    fn some_blocks(&self, sweep: &Sweep<'_>, blocks: Range<usize>) -> Part {
        let mut part = Part::default();
        for home in blocks {
            self.block(sweep, home, &mut part);
        }
        part
    }

    fn block(&self, sweep: &Sweep<'_>, home: usize, part: &mut Part) {
        let mut kept: Vec<Finding> = Vec::new();
        let mut counts = Counts::default();
        let (mut found, mut is_crowd) = (0, false);
        let counting = self.counting();
        sweep.block(home, counting, &mut |met| match met {
            Met::Plain(count) => {
                counts.add(Verdict::Contradiction, count);
                // What is given as a crowd is not left out.
                if counting != Counting::CrowdsApart {
                    found += count.pairs;
                }
            }
            Met::Tallied(verdict, count) => {
                counts.add(verdict, count);
                found += count.pairs;
                is_crowd = true;
            }
            Met::Crowd(crowd) => part.crowds.push(crowd),
            Met::Alike(a, b, pairs) => {
                let judged = self.judge.verdict(a, b);
                let count = PairCount {
                    pairs,
                    of_one_person: 0,
                };
                counts.add(judged.verdict, count);
                found += pairs;
                if self.lists() {
                    kept.extend(self.judge.compare(a, b));
                    is_crowd = true;
                }
            }
            Met::Shown(a, b) => {
                kept.extend(self.judge.compare(a, b));
                is_crowd = true;
            }
            Met::Pair(a, b) => {
                if self.judge_pair(a, b, &mut counts, &mut kept) {
                    found += 1;
                    self.cut(&mut kept, 4);
                }
            }
            Met::Apart(a, b) => {
                if self.lists() && self.filter.lets(a, b) {
                    kept.extend(self.judge.compare(a, b));
                    found += 1;
                    self.cut(&mut kept, 4);
                }
            }
        });
        part.counts.add(sweep.blocks.blocks[home].topic, &counts);
        kept.sort_unstable_by_key(listing_rank);
        self.cut(&mut kept, 1);
        if self.lists() && (kept.len() as u64) < found {
            let block = &sweep.blocks.blocks[home];
            part.cut_blocks.push(CutBlock {
                topic: block.topic,
                population: block.population,
                place: block.place,
                found,
                listed: kept.len() as u64,
                is_crowd,
            });
        }
        part.findings.append(&mut kept);
    }

    /// What may be counted without a judge: everything where nothing is listed, crowds where the
    /// list is cut anyway, or would be one of days. A filter asks of each pair.
    fn counting(&self) -> Counting {
        match (self.filter.is_empty(), self.lists(), self.request.per_block) {
            (true, true, None) if self.request.crowd_from.is_some() => Counting::CrowdsApart,
            (false, ..) => Counting::Nothing,
            (true, true, _) => Counting::Crowds,
            (true, false, _) => Counting::Everything,
        }
    }

    /// Judges a pair, counts it and keeps it where it is listed; tells whether it is wanted.
    fn judge_pair(
        &self,
        a: ClaimId,
        b: ClaimId,
        counts: &mut Counts,
        kept: &mut Vec<Finding>,
    ) -> bool {
        if !self.filter.lets(a, b) {
            return false;
        }
        let judge = self.judge;
        let judged = judge.verdict(a, b);
        let is_all = self.request.listing == Listing::All;
        if judged.why == Some(Why::Unit) && is_all && self.lists() {
            // Shown on request and never counted (3.1).
            kept.extend(judge.compare(a, b));
            return true;
        }
        let is_counted = match self.request.listing {
            Listing::Flagged => judged.verdict.is_flagged(),
            Listing::All => judged.verdict != Verdict::NotComparable,
        };
        if !is_counted {
            return false;
        }
        let person = |id: ClaimId| judge.study.source(judge.study.claim(id).source()).person;
        let count = PairCount {
            pairs: 1,
            of_one_person: u64::from(judged.kind.is_some() && person(a) == person(b)),
        };
        counts.add(judged.verdict, count);
        if self.lists() {
            kept.extend(judge.compare(a, b));
        }
        true
    }

    /// Keeps the first findings of a block once there are so many times more than are listed.
    fn cut(&self, kept: &mut Vec<Finding>, slack: usize) {
        let Some(limit) = self.request.per_block else {
            return;
        };
        if kept.len() <= limit.saturating_mul(slack) {
            return;
        }
        if limit > 0 {
            kept.select_nth_unstable_by_key(limit - 1, listing_rank);
        }
        kept.truncate(limit);
        if slack == 1 {
            kept.sort_unstable_by_key(listing_rank);
        }
    }
}

/// The blocks of a lot in parts of one topic, with its rank.
fn parts_of<'s>(
    lot: &'s [OfTopic],
    sweep: &'s Sweep<'s>,
) -> impl Iterator<Item = (u32, &'s Sweep<'s>, Range<usize>)> {
    lot.iter().flat_map(move |of| {
        let blocks = sweep.blocks.of_topic(of.topic);
        let mut rest = blocks.start;
        std::iter::from_fn(move || {
            let all = &sweep.blocks.blocks[rest..blocks.end];
            let claims = all.first()?.rows.start + CLAIMS_A_PART;
            let first = rest;
            rest += all.partition_point(|block| block.rows.start < claims);
            Some((of.rank, sweep, first..rest))
        })
    })
}

/// The order of findings in a block: what is flagged first, then by certainty, severity and keys.
fn listing_rank(finding: &Finding) -> (bool, impl Ord + use<>) {
    (!finding.verdict.is_flagged(), finding.rank())
}
