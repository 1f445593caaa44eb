//! Changes of a stock against the flows that feed it (methods.md 3.7, K7).
//!
//! It knows two figures of a stock and what came and went between them. What a stranger would get
//! wrong: a flow of which nothing is said is not nought. It bounds the change on no side, and what the
//! others then refute is open until somebody says that nothing came or went that way.

mod between;
mod gather;
mod tiles;

use std::collections::{BTreeMap, BTreeSet};

use crate::method::crosscheck::evidence::flows::between::{Account, Side, change};
use crate::method::crosscheck::evidence::flows::gather::{
    Flow, Level, bears, fed_stocks, flows, levels,
};
use crate::method::crosscheck::evidence::flows::tiles::{Count, Tiles, exceeds};
use crate::method::crosscheck::evidence::{Bearing, Clash};
use crate::method::crosscheck::words::{Outcome, Outcomes};
use crate::model::claim::{Bounds, Claim};
use crate::model::key::{ClaimId, SourceId, TopicId};
use crate::model::study::Study;
use crate::model::topic::Feed;

/// Returns every pair of figures of a stock whose change does not fit what came and went.
pub fn clashes(study: &Study) -> Vec<Clash> {
    let fed = fed_stocks(study);
    if fed.is_empty() {
        return Vec::new();
    }
    let levels = levels(study, &fed);
    let flows = flows(study, &fed);
    let mut found = Vec::new();
    for ((stock, scope), levels) in &levels {
        let of_scope: Vec<(&Feed, Vec<&Flow>)> = fed[stock]
            .iter()
            .map(|(flow, feed)| {
                let all = flows.get(flow).map_or(&[][..], Vec::as_slice);
                let bears = |one: &&Flow| {
                    bears(study, [(*stock, *scope), (*flow, one.scope)])
                        && one.count.bounds[0].low >= 0.0
                };
                (feed, all.iter().filter(bears).collect())
            })
            .collect();
        weigh(*stock, levels, &of_scope, &mut found);
    }
    // Of what everybody says and what one person says, what leaves least open.
    let is_open =
        |clash: &Clash| clash.bearing != Bearing::Refuted || clash.outcomes != Outcomes::NONE;
    found.sort_by_key(|clash| (clash.a, clash.b, is_open(clash)));
    found.dedup_by_key(|clash| (clash.a, clash.b));
    found
}

/// Holds the figures of a stock against what everybody says of its flows, and each person's own
/// against what that person does.
fn weigh(stock: TopicId, levels: &[Level], flows: &[(&Feed, Vec<&Flow>)], found: &mut Vec<Clash>) {
    let sides = |is_heard: &dyn Fn(&Flow) -> bool| -> Vec<Side> {
        let of_feed = |(feed, flows): &(&Feed, Vec<&Flow>)| Side {
            current: feed.current,
            tiles: Tiles::of(
                flows
                    .iter()
                    .filter(|flow| is_heard(flow))
                    .map(|flow| scaled(flow.count, feed.factor))
                    .collect(),
            ),
        };
        flows.iter().map(of_feed).collect()
    };
    Account::new(stock, sides(&|_| true)).hold(levels, found);
    let mut own: BTreeMap<SourceId, Vec<Level>> = BTreeMap::new();
    let speaks: BTreeSet<SourceId> = (flows.iter())
        .flat_map(|(_, flows)| flows.iter().map(|flow| flow.person))
        .collect();
    for level in levels.iter().filter(|level| speaks.contains(&level.person)) {
        own.entry(level.person).or_default().push(*level);
    }
    if speaks.len() > 1 {
        for (person, levels) in own {
            Account::new(stock, sides(&|flow| flow.person == person)).hold(&levels, found);
        }
    }
}

fn scaled(count: Count, factor: f64) -> Count {
    Count {
        bounds: count.bounds.map(|bounds| bounds.scaled(factor)),
        ..count
    }
}

/// Tells whether another reading of a figure removes a clash of a change and its flows: it gives a
/// figure that fits, or none. One of another time leaves that open.
pub fn read_otherwise(study: &Study, clash: &Clash, [main, reading]: [ClaimId; 2]) -> Outcome {
    let other = if clash.a == main { clash.b } else { clash.a };
    let [main, reading, other] = [main, reading, other].map(|id| study.claim(id));
    let is_alike = |claim: &Claim| {
        (
            claim.topic(),
            claim.stance(),
            claim.modality(),
            claim.unit(),
        ) == (main.topic(), main.stance(), main.modality(), main.unit())
    };
    let figures = (main.strict(), reading.strict(), other.strict(), clash.ends);
    let (Some(main_says), Some(says), Some(other_says), Some(ends)) = figures else {
        return Outcome::Yes;
    };
    if !is_alike(reading) {
        return Outcome::Yes;
    }
    if reading.when() != main.when() {
        return Outcome::Undecided;
    }
    let is_first = main.when().strict.is_before(other.when().strict);
    let change_with = |says: Bounds| match is_first {
        true => change(says, other_says),
        false => change(other_says, says),
    };
    let still_clashes = match change_with(main_says).low == ends.1 {
        true => exceeds(change_with(says).low, ends.0),
        false => exceeds(ends.1, change_with(says).high),
    };
    if still_clashes {
        Outcome::No
    } else {
        Outcome::Yes
    }
}
