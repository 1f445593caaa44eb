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
                    net.broken_by(change).map(|broken| (pair, broken))
                });
                self.note(broken, &net, found);
            }
        }
    }

    fn note<'l>(
        &self,
        broken: impl Iterator<Item = ([&'l Level; 2], (Break, (f64, f64)))>,
        net: &Net,
        found: &mut Vec<Clash>,
    ) {
        for (pair, (broken, ends)) in broken {
            let [first, second] = pair;
            if first.event.is_none() || first.event != second.event {
                found.push(Clash {
                    ends: Some(ends),
                    ..self.clash(pair, net, broken)
                });
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
