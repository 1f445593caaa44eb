//! Two times of a stock, and by how much it may have changed between them.
//!
//! It knows what each flow comes to over a stretch of days. What a stranger would get wrong: the days
//! that must be covered for an upper end and those that may count for a lower one are not the same.

use std::cell::OnceCell;

use crate::method::crosscheck::evidence::flows::gather::{Level, Time};
use crate::method::crosscheck::evidence::flows::tiles::{
    Reading, Stretch, Tiles, Total, days, exceeds,
};
use crate::method::crosscheck::evidence::{Bearing, Clash};
use crate::method::crosscheck::words::{Explanation, Kind, Outcome, Outcomes};
use crate::model::claim::Bounds;
use crate::model::key::{ClaimId, TopicId};
use crate::model::vocabulary::Current;

/// A flow that feeds a stock, as far as claims of its scope tell.
pub struct Side {
    pub current: Current,
    pub tiles: Tiles,
}

/// What came and went, by some voices.
pub struct Account {
    stock: TopicId,
    sides: Vec<Side>,
    /// Whether the study knows a flow either way.
    is_two_way: bool,
}

impl Account {
    pub fn new(stock: TopicId, sides: Vec<Side>) -> Account {
        let goes = |current| sides.iter().any(|side: &Side| side.current == current);
        Account {
            stock,
            is_two_way: goes(Current::In) && goes(Current::Out),
            sides,
        }
    }

    /// Holds every two figures of a stock that share no day against what came and went between.
    pub fn hold(&self, levels: &[Level], found: &mut Vec<Clash>) {
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

    /// What came less what went between two times, by each stretch that may be looked at; nothing
    /// where a flow contradicts itself on one of them.
    fn nets(&self, times: [Time; 2], is_wary: bool, reading: Reading) -> Vec<Net> {
        let periods = self.sides.iter().flat_map(|side| side.tiles.periods());
        let stretches = stretches(times, is_wary, &periods.collect::<Vec<_>>());
        let nets = stretches.iter().map(|stretch| self.net(stretch, reading));
        nets.collect::<Option<Vec<Net>>>().unwrap_or_default()
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

/// An end of what is allowed that a change breaks, and the two numbers that clash.
#[derive(Clone, Copy)]
struct Broken<'n> {
    end: Break,
    ends: (f64, f64),
    net: &'n Net,
}

/// The narrowest end that a change breaks.
fn broken_by(nets: &[Net], change: Bounds) -> Option<Broken<'_>> {
    let highest = nets.iter().min_by(|a, b| a.high.total_cmp(&b.high))?;
    let lowest = nets.iter().max_by(|a, b| a.low.total_cmp(&b.low))?;
    if exceeds(change.low, highest.high) {
        return Some(Broken {
            end: Break::Above,
            ends: (highest.high, change.low),
            net: highest,
        });
    }
    exceeds(lowest.low, change.high).then_some(Broken {
        end: Break::Below,
        ends: (change.high, lowest.low),
        net: lowest,
    })
}

fn change_of(levels: [&Level; 2], reading: Reading) -> Bounds {
    let [before, after] = levels.map(|level| level.bounds[reading as usize]);
    change(before, after)
}

pub fn change(before: Bounds, after: Bounds) -> Bounds {
    Bounds {
        low: after.low - before.high,
        high: after.high - before.low,
    }
}

/// Two times of a stock and what may have come and gone between them.
struct Between<'a> {
    account: &'a Account,
    times: [Time; 2],
    rounded: OnceCell<Vec<Net>>,
    wary: OnceCell<Vec<Net>>,
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
        let nets = self.account.nets(self.times, false, Reading::Strict);
        let mut by_high: Vec<&Level> = earlier.iter().collect();
        let mut by_low = by_high.clone();
        by_high.sort_by(|a, b| a.strict().high.total_cmp(&b.strict().high));
        by_low.sort_by(|a, b| b.strict().low.total_cmp(&a.strict().low));
        for second in later {
            // Those that clash stand first: the lowest against a rise, the highest against a fall.
            for from in [&by_high, &by_low] {
                let pairs = from.iter().map(|first| [*first, second]);
                let broken = pairs.map_while(|pair| {
                    let change = change_of(pair, Reading::Strict);
                    broken_by(&nets, change).map(|broken| (pair, broken))
                });
                self.note(broken, found);
            }
        }
    }

    fn note<'l>(
        &self,
        broken: impl Iterator<Item = ([&'l Level; 2], Broken<'l>)>,
        found: &mut Vec<Clash>,
    ) {
        for (pair, broken) in broken {
            let [first, second] = pair;
            if first.event.is_none() || first.event != second.event {
                found.push(self.clash(pair, broken));
            }
        }
    }

    fn clash(&self, levels: [&Level; 2], broken: Broken<'_>) -> Clash {
        let behind = broken.net.totals.iter().zip(&self.account.sides);
        let behind: Vec<&[ClaimId]> = behind
            .map(|(total, side)| behind_end(total, side.current, broken.end))
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
            ends: Some(broken.ends),
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
        let nets = kept.get_or_init(|| self.account.nets(self.times, is_wary, reading));
        broken_by(nets, change_of(levels, reading)).is_some()
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

/// How many days inside the time of a figure a stretch may begin or end on, the nearest first.
const MOST_EDGES: usize = 8;

/// The stretches between two times. What came and what went must be of the same days: those after the
/// one time and before the other, and as many of the two times as some period begins or ends with.
/// Where the two touch, it is all of both. A time that holds on some day of it alone, or is loosely
/// dated, may lie anywhere where one is wary.
fn stretches([first, second]: [Time; 2], is_wary: bool, periods: &[(i64, i64)]) -> Vec<Stretch> {
    let (start, end) = (days(first.when.strict), days(second.when.strict));
    let is_touching = start.1 + 1 == end.0;
    let mut found = Vec::new();
    for from in edges(start.1 + 1, periods.iter().map(|(low, _)| *low), start) {
        for to in edges(end.0 - 1, periods.iter().map(|(_, high)| *high), end) {
            let (from, to) = if is_touching {
                (start.0, end.1)
            } else {
                (from, to)
            };
            let mut stretch = Stretch {
                needed: (from, to),
                widest: (start.0, end.1),
                inside: (from, to),
                own: [start, end],
                is_wary,
            };
            if is_wary && !first.is_exact {
                let (low, high) = days(first.when.fuzzy);
                (stretch.needed.0, stretch.widest.0, stretch.inside.0) = (low, low, high + 1);
            }
            if is_wary && !second.is_exact {
                let (low, high) = days(second.when.fuzzy);
                (stretch.needed.1, stretch.widest.1, stretch.inside.1) = (high, high, low - 1);
            }
            found.push(stretch);
        }
    }
    found
}

/// The day next to a time, and the days inside it on which periods begin or end.
fn edges(next: i64, of_periods: impl Iterator<Item = i64>, own: (i64, i64)) -> Vec<i64> {
    let mut inside: Vec<i64> = of_periods
        .filter(|day| own.0 <= *day && *day <= own.1)
        .collect();
    inside.sort_unstable_by_key(|day| (day - next).abs());
    inside.dedup();
    inside.truncate(MOST_EDGES);
    inside.insert(0, next);
    inside
}
