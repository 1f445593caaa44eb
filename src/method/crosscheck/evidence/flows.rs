//! Changes of a stock against the flows that feed it (methods.md 3.7, K7).
//!
//! It knows two figures of a stock and what came and went between them. What a stranger would get
//! wrong: a flow of which nothing is said is not nought. It bounds the change on no side, and what the
//! others then refute is open until somebody says that nothing came or went that way.

mod tiles;

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::method::crosscheck::evidence::flows::tiles::{
    Count, Reading, Stretch, Tiles, Total, days, exceeds,
};
use crate::method::crosscheck::evidence::{Bearing, Clash};
use crate::method::crosscheck::words::{Explanation, Kind, Outcome, Outcomes};
use crate::model::claim::{Bounds, Claim, Marks, Span};
use crate::model::key::{ClaimId, EventId, NodeId, SourceId, TopicId};
use crate::model::study::Study;
use crate::model::topic::Feed;
use crate::model::vocabulary::{Current, Modality, Stance, TimeMode};

/// Of whom and of where.
type Scope = (Option<NodeId>, Option<NodeId>);

/// A figure of a stock.
#[derive(Debug, Clone, Copy)]
struct Level {
    id: ClaimId,
    person: SourceId,
    event: Option<EventId>,
    time: Time,
    /// Strict and fuzzy.
    bounds: [Bounds; 2],
}

/// When a figure of a stock holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Time {
    when: Span,
    /// Whether it holds on each day of it, and these are sure.
    is_exact: bool,
}

/// A count of a flow, of whom and where it is, and who gives it.
#[derive(Debug, Clone, Copy)]
struct Flow {
    person: SourceId,
    scope: Scope,
    count: Count,
}

/// A flow that feeds a stock, as far as claims of its scope tell.
struct Side {
    current: Current,
    tiles: Tiles,
}

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

/// By stock, the flows that feed it in the order of their keys.
fn fed_stocks(study: &Study) -> BTreeMap<TopicId, Vec<(TopicId, Feed)>> {
    let mut found: BTreeMap<TopicId, Vec<(TopicId, Feed)>> = BTreeMap::new();
    for flow in (0..study.topic_count() as u32).map(TopicId) {
        for feed in &study.topic(flow).feeds {
            found.entry(feed.stock).or_default().push((flow, *feed));
        }
    }
    for flows in found.values_mut() {
        flows.sort_by_key(|(flow, _)| study.topic_key(*flow));
    }
    found
}

/// Tells whether a claim says for sure, of a known scope and time, how much there is or came.
fn is_stated(study: &Study, claim: &Claim) -> bool {
    let open = Marks::PLACE_UNSURE
        .with(Marks::POPULATION_UNSURE)
        .with(Marks::MODALITY_UNSURE)
        .with(Marks::WHEN_ASSUMED)
        .with(Marks::BOAST);
    claim.is_compared()
        && claim.stance() == Stance::Affirms
        && claim.modality() == Modality::Actual
        && claim.trend().is_none()
        && claim.unit() == study.topic(claim.topic()).unit
        && !claim.marks().has_any(open)
}

fn both_bounds(claim: &Claim) -> Option<[Bounds; 2]> {
    Some([claim.strict()?, claim.fuzzy()?])
}

type Levels = BTreeMap<(TopicId, Scope), Vec<Level>>;

/// The figures of every stock that is fed.
fn levels(study: &Study, fed: &BTreeMap<TopicId, Vec<(TopicId, Feed)>>) -> Levels {
    let mut found = Levels::new();
    for id in study.claim_ids() {
        let claim = study.claim(id);
        if !fed.contains_key(&claim.topic()) || !is_stated(study, claim) {
            continue;
        }
        let Some(bounds) = both_bounds(claim) else {
            continue;
        };
        let when = claim.when();
        let is_each_day = claim.time_mode() == TimeMode::Throughout || when.strict.is_single_day();
        let scope = (claim.population(), claim.place());
        found
            .entry((claim.topic(), scope))
            .or_default()
            .push(Level {
                id,
                person: study.source(claim.source()).person,
                event: claim.event().map(|event| study.one_event(event)),
                time: Time {
                    when,
                    is_exact: is_each_day && when.strict == when.fuzzy,
                },
                bounds,
            });
    }
    found
}

/// The counts of every flow that feeds a stock.
fn flows(
    study: &Study,
    fed: &BTreeMap<TopicId, Vec<(TopicId, Feed)>>,
) -> BTreeMap<TopicId, Vec<Flow>> {
    let feeding: BTreeSet<TopicId> = fed.values().flatten().map(|(flow, _)| *flow).collect();
    let mut found: BTreeMap<TopicId, Vec<Flow>> = BTreeMap::new();
    for id in study.claim_ids() {
        let claim = study.claim(id);
        if !feeding.contains(&claim.topic()) || !is_stated(study, claim) {
            continue;
        }
        let Some(bounds) = both_bounds(claim) else {
            continue;
        };
        let when = claim.when();
        found.entry(claim.topic()).or_default().push(Flow {
            person: study.source(claim.source()).person,
            scope: (claim.population(), claim.place()),
            count: Count { id, when, bounds },
        });
    }
    found
}

/// Tells whether a flow is of the place and the people of a stock. As through a topic link, people of
/// two trees count as the same: those of whom the two topics speak, not a part of either.
fn bears(study: &Study, [(stock, of_stock), (flow, of_flow)]: [(TopicId, Scope); 2]) -> bool {
    let is_own = |topic: TopicId, node: NodeId| match study.topic(topic).population {
        Some(own) => own == node,
        None => study.populations().parent(node).is_none(),
    };
    let is_bridged = || match (of_stock.0, of_flow.0) {
        (Some(a), Some(b)) => {
            !study.populations().have_one_root(a, b) && is_own(stock, a) && is_own(flow, b)
        }
        _ => false,
    };
    of_stock.1 == of_flow.1 && (of_stock.0 == of_flow.0 || is_bridged())
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

/// What came and went, by some voices.
struct Account {
    stock: TopicId,
    sides: Vec<Side>,
    /// Whether the study knows a flow either way.
    is_two_way: bool,
}

impl Account {
    fn new(stock: TopicId, sides: Vec<Side>) -> Account {
        let goes = |current| sides.iter().any(|side: &Side| side.current == current);
        Account {
            stock,
            is_two_way: goes(Current::In) && goes(Current::Out),
            sides,
        }
    }

    /// Holds every two figures of a stock that share no day against what came and went between.
    fn hold(&self, levels: &[Level], found: &mut Vec<Clash>) {
        if self.sides.iter().all(|side| side.tiles.is_empty()) {
            return;
        }
        let mut levels = levels.to_vec();
        levels.sort_by_key(|level| (order(level.time), level.id));
        let by_time: Vec<&[Level]> = levels.chunk_by(|a, b| a.time == b.time).collect();
        for earlier in &by_time {
            for later in &by_time {
                let (first, second) = (earlier[0].time, later[0].time);
                if first.when.fuzzy.is_before(second.when.fuzzy) {
                    let between = Between::new(self, [first, second]);
                    between.hold(earlier, later, found);
                }
            }
        }
    }

    /// What came less what went over a stretch; nothing where a flow contradicts itself.
    fn net(&self, stretch: &Stretch, reading: Reading) -> Option<Net> {
        let over = |side: &Side| side.tiles.over(stretch, reading);
        let totals: Option<Vec<Total>> = self.sides.iter().map(over).collect();
        let totals = totals?;
        let sum = |current: Current, end: fn(&Total) -> f64| -> f64 {
            let of_current = self.sides.iter().zip(&totals);
            let wanted = of_current.filter(|(side, _)| side.current == current);
            wanted.map(|(_, total)| end(total)).sum()
        };
        // A way that no topic counts may bring or take any number.
        let most = |current| match self.sides.iter().any(|side| side.current == current) {
            true => sum(current, |total| total.high),
            false => f64::INFINITY,
        };
        let least = |current| sum(current, |total| total.low);
        Some(Net {
            low: least(Current::In) - most(Current::Out),
            high: most(Current::In) - least(Current::Out),
            totals,
        })
    }
}

fn order(time: Time) -> impl Ord {
    (days(time.when.strict), days(time.when.fuzzy), time.is_exact)
}

/// By how much a stock may have changed.
struct Net {
    low: f64,
    high: f64,
    /// What each flow comes to, in the order of the account's sides.
    totals: Vec<Total>,
}

/// By how much a stock did change, and which end of what is allowed that breaks.
#[derive(Debug, Clone, Copy)]
enum Break {
    /// It rose by more, or fell by less.
    Above,
    /// It rose by less, or fell by more.
    Below,
}

impl Net {
    fn broken_by(&self, change: Bounds) -> Option<(Break, (f64, f64))> {
        if exceeds(change.low, self.high) {
            return Some((Break::Above, (self.high, change.low)));
        }
        exceeds(self.low, change.high).then_some((Break::Below, (change.high, self.low)))
    }
}

fn change_of(levels: [&Level; 2], reading: Reading) -> Bounds {
    let [before, after] = levels.map(|level| level.bounds[reading as usize]);
    change(before, after)
}

fn change(before: Bounds, after: Bounds) -> Bounds {
    Bounds {
        low: after.low - before.high,
        high: after.high - before.low,
    }
}

/// Two times of a stock and what may have come and gone between them.
struct Between<'a> {
    account: &'a Account,
    times: [Time; 2],
    rounded: OnceCell<Option<Net>>,
    wary: OnceCell<Option<Net>>,
}

impl<'a> Between<'a> {
    fn new(account: &'a Account, times: [Time; 2]) -> Between<'a> {
        Between {
            account,
            times,
            rounded: OnceCell::new(),
            wary: OnceCell::new(),
        }
    }

    fn hold(&self, earlier: &[Level], later: &[Level], found: &mut Vec<Clash>) {
        let stretch = stretch(self.times, false);
        let Some(net) = self.account.net(&stretch, Reading::Strict) else {
            return;
        };
        if net.low.is_infinite() && net.high.is_infinite() {
            return;
        }
        for first in earlier {
            for second in later {
                let is_one_event = first.event.is_some() && first.event == second.event;
                let broken = net.broken_by(change_of([first, second], Reading::Strict));
                if let (Some((broken, ends)), false) = (broken, is_one_event) {
                    let clash = self.clash([first, second], &net, broken);
                    found.push(Clash {
                        ends: Some(ends),
                        ..clash
                    });
                }
            }
        }
    }

    fn clash(&self, levels: [&Level; 2], net: &Net, broken: Break) -> Clash {
        let behind = net.totals.iter().zip(&self.account.sides);
        let behind: Vec<&[ClaimId]> = behind
            .map(|(total, side)| behind_end(total, side.current, broken))
            .collect();
        let is_told = self.account.is_two_way && behind.iter().all(|by| !by.is_empty());
        let bearing = match is_told {
            true => Bearing::Refuted,
            false => Bearing::OneSided,
        };
        let open = |is_open: bool, outcome: Outcome| match is_open {
            true => outcome,
            false => Outcome::No,
        };
        let is_rounding = !self.is_broken(levels, Reading::Fuzzy);
        let is_undated = !self.is_broken(levels, Reading::Strict);
        Clash {
            witnesses: behind.concat(),
            outcomes: Outcomes::NONE
                .with(Explanation::Time, open(is_undated, Outcome::Undecided))
                .with(Explanation::Measure, open(!is_told, Outcome::Undecided))
                .with(Explanation::Rounding, open(is_rounding, Outcome::Yes)),
            ..Clash::new(
                Kind::RateStock,
                self.account.stock,
                levels.map(|level| level.id),
                bearing,
            )
        }
    }

    /// Tells whether the change still does not fit with fuzzy figures, or, with figures as they were
    /// said, where dates are taken for no more than they are sure to be.
    fn is_broken(&self, levels: [&Level; 2], reading: Reading) -> bool {
        let (kept, is_wary) = match reading {
            Reading::Fuzzy => (&self.rounded, false),
            Reading::Strict => (&self.wary, true),
        };
        let net = kept.get_or_init(|| self.account.net(&stretch(self.times, is_wary), reading));
        let change = change_of(levels, reading);
        net.as_ref()
            .is_some_and(|net| net.broken_by(change).is_some())
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

/// The claims behind the end of a flow that is broken; where none give a lower end, those that give the
/// upper one say all the same that something was counted.
fn behind_end(total: &Total, current: Current, broken: Break) -> &[ClaimId] {
    let is_upper = matches!(
        (current, broken),
        (Current::In, Break::Above) | (Current::Out, Break::Below)
    );
    match is_upper || total.low_by.is_empty() {
        true => &total.high_by,
        false => &total.low_by,
    }
}

/// The days between two times. Those after the one and before the other must be covered, and as much
/// of the two times as periods cover; where they touch, all of both. A time that holds on some day of
/// it alone, or is loosely dated, may lie anywhere where one is wary.
fn stretch([first, second]: [Time; 2], is_wary: bool) -> Stretch {
    let (start, end) = (days(first.when.strict), days(second.when.strict));
    let mut needed = (start.1 + 1, end.0 - 1);
    let widest = (start.0, end.1);
    if needed.0 > needed.1 {
        needed = widest;
    }
    let mut found = Stretch {
        needed,
        widest,
        inside: widest,
        own: [start, end],
        is_wary,
    };
    if is_wary && !first.is_exact {
        let (low, high) = days(first.when.fuzzy);
        (found.needed.0, found.widest.0, found.inside.0) = (low, low, high + 1);
    }
    if is_wary && !second.is_exact {
        let (low, high) = days(second.when.fuzzy);
        (found.needed.1, found.widest.1, found.inside.1) = (high, high, low - 1);
    }
    found
}
