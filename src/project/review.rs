//! The queue of findings that wait for a person: one topic after another, the gravest and
//! surest first. It must not know how a person is asked. What a stranger would get wrong: the
//! queue is made anew each time from what is judged, so it can be left at any point.

use super::Study;
use super::cross_check::{CheckOptions, Checked};
use super::error::ProjectError;
use super::judging::JudgedPair;
use crate::method::crosscheck::Finding;
use crate::method::crosscheck::words::{Certainty, Severity};
use crate::model::table::Noun;
use std::collections::BTreeMap;

/// Which findings a person wants to look through.
#[derive(Clone, Copy, Debug)]
pub struct ReviewOptions<'a> {
    /// Only pairs in which this topic stands.
    pub topic: Option<&'a str>,
    /// Only pairs in which this source speaks.
    pub source: Option<&'a str>,
    /// Only pairs in which a source of this side speaks.
    pub side: Option<&'a str>,
    /// Only findings with a pair in this state.
    pub status: &'a str,
    /// Hide what others judged until the actor has judged the same.
    pub is_blind: bool,
}

/// A finding that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Its id.
    pub finding: String,
    /// The topic under which it is met.
    pub topic: String,
    /// Its pairs: their places in the run.
    pub places: Vec<usize>,
}

/// Findings that wait, in the order in which they are to be looked at.
pub struct Queue {
    /// The run they are of.
    pub checked: Checked,
    /// The findings.
    pub waiting: Vec<Waiting>,
}

impl Queue {
    /// The pairs of a finding, to be judged.
    pub fn pairs_of(&self, waiting: &Waiting) -> Vec<JudgedPair> {
        self.checked.to_judge_at(&waiting.places)
    }
}

/// Gravest, then surest, then with the widest gap; what has no severity comes last.
type Rank = (bool, Option<Severity>, Certainty, u64);

fn rank_of(finding: &Finding) -> Rank {
    // The bits of a number that is not negative rise with it.
    let distance = (1.0 - finding.gap.unwrap_or(0.0)).clamp(0.0, 1.0).to_bits();
    let severity = finding.severity;
    (severity.is_none(), severity, finding.certainty(), distance)
}

impl Study {
    /// The findings that wait for a person.
    ///
    /// # Errors
    /// As [`Study::check`]; [`ProjectError::Unknown`] for a side that is not there.
    pub fn review_queue(&self, options: &ReviewOptions<'_>) -> Result<Queue, ProjectError> {
        if let Some(side) = options.side
            && self.store.id_of(Noun::Side, side)?.is_none()
        {
            return Err(self.unknown(Noun::Side, side)?);
        }
        let checked = self.check_unnoted(&CheckOptions {
            topic: options.topic,
            source: options.source,
            // A pair that was judged may by now be no flagged one: its status is `changed`.
            all: options.status != "open",
            per_block: None,
            ..CheckOptions::default()
        })?;
        let checked = match options.is_blind {
            true => checked.blind_for(&self.actor),
            false => checked,
        };
        let waiting = in_order(&checked, options);
        Ok(Queue { checked, waiting })
    }
}

fn in_order(checked: &Checked, options: &ReviewOptions<'_>) -> Vec<Waiting> {
    let mut by_id: BTreeMap<String, Waiting> = BTreeMap::new();
    for (at, judged) in checked.rows().enumerate() {
        let row = judged.row;
        let is_of_side = |side| row.side_a == side || row.side_b == side;
        if judged.status != options.status || !options.side.is_none_or(is_of_side) {
            continue;
        }
        let topic = row.topic_a;
        let waiting = by_id.entry(row.finding.clone()).or_insert(Waiting {
            finding: row.finding,
            topic,
            places: Vec::new(),
        });
        waiting.places.push(at);
    }
    let rank = |waiting: &Waiting| {
        let ranks = waiting.places.iter();
        ranks.map(|at| rank_of(&checked.findings()[*at])).min()
    };
    let mut best: BTreeMap<String, _> = BTreeMap::new();
    for waiting in by_id.values() {
        let own = rank(waiting);
        let known = best.entry(waiting.topic.clone()).or_insert(own);
        *known = (*known).min(own);
    }
    let mut waiting: Vec<Waiting> = by_id.into_values().collect();
    waiting.sort_by_cached_key(|one| {
        let topic = best.get(&one.topic).copied().flatten();
        (topic, one.topic.clone(), rank(one), one.finding.clone())
    });
    waiting
}
