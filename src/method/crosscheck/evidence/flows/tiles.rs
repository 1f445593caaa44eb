//! What counts of one flow come to over a stretch of days: at least what lies inside it, at most what
//! covers it (methods.md 3.7).
//!
//! It knows periods and figures of nought and more, no stock. What a stranger would get wrong: the two
//! ends rest on different periods. A period that reaches beyond the stretch still says that no more
//! came within it, and one that fills only a part of it still says that so many did.

use crate::model::claim::{Bounds, Span};
use crate::model::day::DayRange;
use crate::model::key::ClaimId;

/// A number and the claim that gives it.
type Said = (f64, ClaimId);

/// A count of a flow over a period.
#[derive(Debug, Clone, Copy)]
pub struct Count {
    pub id: ClaimId,
    pub when: Span,
    /// Strict and fuzzy.
    pub bounds: [Bounds; 2],
}

/// Which bounds of the figures are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// As they were said.
    Strict = 0,
    /// With what rounding leaves open.
    Fuzzy = 1,
}

/// A stretch of days between two figures of a stock, in rata die, ends included.
#[derive(Debug, Clone, Copy)]
pub struct Stretch {
    /// The days that must be covered for there to be an upper end.
    pub needed: (i64, i64),
    /// How far the needed days grow where periods cover more of them without a gap.
    pub widest: (i64, i64),
    /// Where a period must lie to count for the lower end.
    pub inside: (i64, i64),
    /// The times of the figures themselves: a period that lies inside one of them is not between.
    pub own: [(i64, i64); 2],
    /// Whether dates are taken for no more than they are sure to be.
    pub is_wary: bool,
}

/// What a flow comes to over a stretch.
#[derive(Debug, Clone, PartialEq)]
pub struct Total {
    pub low: f64,
    pub high: f64,
    /// The claims behind either end; empty where nothing is known.
    pub low_by: Vec<ClaimId>,
    pub high_by: Vec<ClaimId>,
}

/// All claims on one flow over one period.
#[derive(Debug, Clone, Copy)]
struct Tile {
    when: Span,
    /// By reading, the least and the most that is said.
    ends: [(Said, Said); 2],
}

/// The periods of a flow, each once, by last day.
#[derive(Debug, Clone, Default)]
pub struct Tiles(Vec<Tile>);

/// The days of a range as numbers that can be counted on from.
pub fn days(range: DayRange) -> (i64, i64) {
    let day = |day: crate::model::day::Day| i64::from(day.rata_die());
    (day(range.low()), day(range.high()))
}

impl Tiles {
    /// Lays counts side by side. Where claims on one period meet, it has what they share; where they
    /// do not, whatever any of them says, so that nothing rests on a disputed figure.
    pub fn of(mut counts: Vec<Count>) -> Tiles {
        let order = |count: &Count| (days(count.when.strict), days(count.when.fuzzy));
        counts.sort_by_key(|count| (order(count), count.id));
        let by_period = counts.chunk_by(|a, b| a.when == b.when);
        let mut tiles: Vec<Tile> = by_period.map(tile).collect();
        tiles.sort_by_key(|tile| (days(tile.when.strict).1, days(tile.when.strict).0));
        Tiles(tiles)
    }

    /// Returns the periods, strict, in rata die.
    pub fn periods(&self) -> impl Iterator<Item = (i64, i64)> + '_ {
        self.0.iter().map(|tile| days(tile.when.strict))
    }

    /// Tells whether nothing was counted.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns what was counted over a stretch, or nothing where periods contradict each other.
    pub fn over(&self, stretch: &Stretch, reading: Reading) -> Option<Total> {
        let (low, low_by) = self.inside(stretch, reading);
        let (high, high_by) = self.covering(stretch, reading);
        let total = Total {
            low,
            high,
            low_by,
            high_by,
        };
        (!exceeds(total.low, total.high)).then_some(total)
    }

    /// The most that periods inside a stretch come to, none of which has a day in common with another.
    fn inside(&self, stretch: &Stretch, reading: Reading) -> (f64, Vec<ClaimId>) {
        let mut pieces = Vec::new();
        for tile in &self.0 {
            // A period of an unsure date is sure to lie inside only where all its days may.
            let (low, high) = match stretch.is_wary {
                true => days(tile.when.fuzzy),
                false => days(tile.when.strict),
            };
            let is_in = |outer: (i64, i64)| outer.0 <= low && high <= outer.1;
            if is_in(stretch.inside) && !stretch.own.iter().any(|own| is_in(*own)) {
                pieces.push((low, high, tile.ends[reading as usize].0));
            }
        }
        best_apart(&mut pieces)
    }

    /// The least that periods come to which together cover a stretch; without bound where none do.
    fn covering(&self, stretch: &Stretch, reading: Reading) -> (f64, Vec<ClaimId>) {
        let is_known = |tile: &&Tile| !stretch.is_wary || tile.when.strict == tile.when.fuzzy;
        let pieces: Vec<Piece> = self
            .0
            .iter()
            .filter(is_known)
            .map(|tile| {
                let (low, high) = days(tile.when.strict);
                (low, high, tile.ends[reading as usize].1)
            })
            .collect();
        cheapest_cover(&pieces, grown(&pieces, stretch))
    }
}

fn tile(of_period: &[Count]) -> Tile {
    let ends = [Reading::Strict, Reading::Fuzzy].map(|reading| {
        let bounds = |count: &Count| count.bounds[reading as usize];
        let lows = || of_period.iter().map(|count| (bounds(count).low, count.id));
        let highs = || of_period.iter().map(|count| (bounds(count).high, count.id));
        let (greatest, least) = (pick(lows(), true), pick(highs(), false));
        match greatest.0 <= least.0 {
            true => (greatest, least),
            false => (pick(lows(), false), pick(highs(), true)),
        }
    });
    Tile {
        when: of_period[0].when,
        ends,
    }
}

/// The greatest or the least of what is said, of equals the claim with the lower key.
fn pick(said: impl Iterator<Item = Said>, is_greatest: bool) -> Said {
    let first = (f64::NAN, ClaimId::new(0));
    said.reduce(|kept, next| {
        let is_better = match is_greatest {
            true => next.0 > kept.0,
            false => next.0 < kept.0,
        };
        if is_better { next } else { kept }
    })
    .unwrap_or(first)
}

/// First day, last day, figure.
type Piece = (i64, i64, Said);

/// Tells whether the first number is above the second by more than adding up may have blurred.
pub fn exceeds(a: f64, b: f64) -> bool {
    if a.is_infinite() || b.is_infinite() {
        return a > b;
    }
    a - b > 1e-9 * a.abs().max(b.abs())
}

/// The heaviest pieces of which no two have a day in common; of equally heavy ones those of most days.
fn best_apart(pieces: &mut [Piece]) -> (f64, Vec<ClaimId>) {
    pieces.sort_by_key(|(low, high, _)| (*high, *low));
    // By number of pieces looked at: the best of them, and of whom it is made.
    let mut best: Vec<(f64, i64)> = vec![(0.0, 0)];
    let mut taken: Vec<Option<usize>> = vec![None];
    for (place, (low, high, said)) in pieces.iter().enumerate() {
        let before = pieces[..place].partition_point(|other| other.1 < *low);
        let with = (best[before].0 + said.0, best[before].1 + high - low + 1);
        let is_better = with.0 > best[place].0 || with.0 == best[place].0 && with.1 > best[place].1;
        best.push(if is_better { with } else { best[place] });
        taken.push(is_better.then_some(before));
    }
    let (mut at, mut by) = (pieces.len(), Vec::new());
    while at > 0 {
        match taken[at] {
            Some(before) => {
                by.push(pieces[at - 1].2.1);
                at = before;
            }
            None => at -= 1,
        }
    }
    by.reverse();
    (best[pieces.len()].0, by)
}

/// The needed days of a stretch, grown as far as pieces, sorted by last day, cover more without a gap.
fn grown(pieces: &[Piece], stretch: &Stretch) -> (i64, i64) {
    let (mut first, mut last) = stretch.needed;
    loop {
        let before = (first, last);
        for (low, high, _) in pieces.iter().rev() {
            if *high >= first - 1 && *low < first {
                first = (*low).max(stretch.widest.0).min(first);
            }
        }
        for (low, high, _) in pieces {
            if *low <= last + 1 && *high > last {
                last = (*high).min(stretch.widest.1).max(last);
            }
        }
        if (first, last) == before {
            return before;
        }
    }
}

/// The lightest pieces, sorted by last day, that leave no day of a stretch uncovered.
fn cheapest_cover(pieces: &[Piece], (first, last): (i64, i64)) -> (f64, Vec<ClaimId>) {
    // Of the covers up to a day, those that no longer one undercuts: both columns rise.
    let mut front: Vec<usize> = Vec::new();
    let mut cost = vec![f64::INFINITY; pieces.len()];
    let mut after: Vec<Option<usize>> = vec![None; pieces.len()];
    let mut best: Option<usize> = None;
    for (place, (low, high, said)) in pieces.iter().enumerate() {
        if *high < first || *low > last {
            continue;
        }
        if *low <= first {
            cost[place] = said.0;
        } else {
            let next = front.partition_point(|other| pieces[*other].1 + 1 < *low);
            let Some(before) = front.get(next) else {
                continue;
            };
            cost[place] = cost[*before] + said.0;
            after[place] = Some(*before);
        }
        if cost[place].is_infinite() {
            continue;
        }
        while front
            .last()
            .is_some_and(|other| cost[*other] >= cost[place])
        {
            front.pop();
        }
        front.push(place);
        if *high >= last && best.is_none_or(|best| cost[place] < cost[best]) {
            best = Some(place);
        }
    }
    let Some(end) = best else {
        return (f64::INFINITY, Vec::new());
    };
    let chain = std::iter::successors(Some(end), |place| after[*place]);
    let mut by: Vec<ClaimId> = chain.map(|place| pieces[place].2.1).collect();
    by.reverse();
    (cost[end], by)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::day::Day;
    use proptest::prelude::*;

    /// First day, further days, least, further.
    type Row = (i32, i32, u32, u32);

    fn range(low: i32, high: i32) -> DayRange {
        DayRange::new(Day::from_rata_die(low), Day::from_rata_die(high)).unwrap()
    }

    fn tiles(rows: &[Row]) -> Tiles {
        let count = |(place, (first, more, low, wide)): (usize, &Row)| Count {
            id: ClaimId::new(place as u32),
            when: Span::exact(range(*first, first + more)),
            bounds: [Bounds {
                low: f64::from(*low),
                high: f64::from(low + wide),
            }; 2],
        };
        Tiles::of(rows.iter().enumerate().map(count).collect())
    }

    fn stretch(first: i64, last: i64) -> Stretch {
        Stretch {
            needed: (first, last),
            widest: (first, last),
            inside: (first, last),
            own: [(first - 1, first - 1), (last + 1, last + 1)],
            is_wary: false,
        }
    }

    /// Every choice of periods, to see what the best of them comes to.
    fn by_trying_all(tiles: &Tiles, (first, last): (i64, i64)) -> (f64, f64) {
        let (mut most, mut least) = (0.0_f64, f64::INFINITY);
        for choice in 0..1_u32 << tiles.0.len() {
            let chosen = tiles.0.iter().enumerate();
            let chosen: Vec<&Tile> = chosen
                .filter(|(place, _)| choice >> place & 1 == 1)
                .map(|(_, tile)| tile)
                .collect();
            let on = |day: i64| {
                let has = |tile: &&&Tile| {
                    let (low, high) = days(tile.when.strict);
                    low <= day && day <= high
                };
                chosen.iter().filter(has).count()
            };
            let outside = (first - 20..first).chain(last + 1..last + 20);
            if (first..=last).all(|day| on(day) <= 1) && outside.map(on).sum::<usize>() == 0 {
                most = most.max(chosen.iter().map(|tile| tile.ends[0].0.0).sum());
            }
            if (first..=last).all(|day| on(day) >= 1) {
                least = least.min(chosen.iter().map(|tile| tile.ends[0].1.0).sum());
            }
        }
        (most, least)
    }

    proptest! {
        #[test]
        fn both_ends_are_the_best_of_all_choices(
            rows in prop::collection::vec((0..10_i32, 0..5_i32, 0..6_u32, 0..4_u32), 0..8),
            first in 0..6_i64, more in 0..6_i64,
        ) {
            let tiles = tiles(&rows);
            let stretch = stretch(first, first + more);
            let (most, least) = by_trying_all(&tiles, (first, first + more));
            prop_assert_eq!(tiles.inside(&stretch, Reading::Strict).0, most);
            prop_assert_eq!(tiles.covering(&stretch, Reading::Strict).0, least);
            let total = tiles.over(&stretch, Reading::Strict);
            prop_assert_eq!(total.is_some(), most <= least);
        }

        #[test]
        fn the_claims_named_come_to_the_number_told(
            rows in prop::collection::vec((0..10_i32, 0..5_i32, 1..6_u32, 0..1_u32), 0..8),
        ) {
            let tiles = tiles(&rows);
            let stretch = stretch(2, 9);
            let sum = |by: &[ClaimId]| by.iter().map(|id| f64::from(rows[id.index()].2)).sum::<f64>();
            let (low, low_by) = tiles.inside(&stretch, Reading::Strict);
            prop_assert_eq!(sum(&low_by), low);
            let (high, high_by) = tiles.covering(&stretch, Reading::Strict);
            prop_assert!(high.is_infinite() && high_by.is_empty() || sum(&high_by) == high);
        }
    }

    #[test]
    fn needed_days_grow_as_far_as_periods_reach_without_a_gap() {
        let pieces = |rows: &[Row]| -> Vec<Piece> {
            let tiles = tiles(rows);
            let piece = |tile: &Tile| {
                let (low, high) = days(tile.when.strict);
                (low, high, tile.ends[0].1)
            };
            tiles.0.iter().map(piece).collect()
        };
        let wide = Stretch {
            widest: (0, 30),
            ..stretch(10, 20)
        };
        assert_eq!(grown(&pieces(&[(5, 20, 0, 0)]), &wide), (5, 25));
        assert_eq!(
            grown(&pieces(&[(8, 1, 0, 0), (4, 3, 0, 0), (1, 1, 0, 0)]), &wide),
            (4, 20)
        );
        assert_eq!(grown(&pieces(&[(-9, 60, 0, 0)]), &wide), (0, 30));
        assert_eq!(grown(&pieces(&[(22, 3, 0, 0)]), &wide), (10, 20));
    }

    #[test]
    fn sums_that_differ_by_a_blur_alone_are_one() {
        assert!(!exceeds(0.1 + 0.2, 0.3) && exceeds(0.300_001, 0.3));
        assert!(exceeds(f64::INFINITY, 1e300) && !exceeds(f64::INFINITY, f64::INFINITY));
    }
}
