//! The sweep by ordered maps, and its count by Fenwick trees (methods.md 5.2, 5.3): what serves where
//! many claims are in force on one day.
//!
//! It knows columns of numbers alone. What a stranger would get wrong: disjointness, unlike overlap,
//! splits into two one-sided conditions, so no interval tree is needed.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::method::crosscheck::blocks::Blocks;

/// A number as bits that sort as the number does; NaN never gets here.
pub(super) const fn sortable(number: f64) -> u64 {
    let bits = number.to_bits();
    if bits >> 63 == 1 {
        !bits
    } else {
        bits | 1 << 63
    }
}

/// Starts and ends of rows in the order of days; on one day starts come first.
fn events(columns: &Blocks, ranges: [&Range<usize>; 2]) -> Vec<(i32, bool, usize)> {
    let rows = || ranges.into_iter().flat_map(Clone::clone);
    let mut events: Vec<(i32, bool, usize)> = rows()
        .map(|row| (columns.starts[row], false, row))
        .chain(rows().map(|row| (columns.ends[row], true, row)))
        .collect();
    events.sort_unstable();
    events
}

/// The claims in force by the fence of their upper and by their lower end (5.2); one pair of maps for
/// each of two ranges, or one alone.
#[derive(Default)]
pub(super) struct Ordered {
    by_fence: [BTreeSet<(u64, usize)>; 2],
    by_low: [BTreeSet<(u64, usize)>; 2],
}

impl Ordered {
    /// Calls `found` once for every pair in force together whose figures do not meet: of the two
    /// ranges, or of the first alone where the second is empty.
    pub(super) fn sweep(
        mut self,
        columns: &Blocks,
        ranges: [&Range<usize>; 2],
        found: &mut impl FnMut(usize, usize),
    ) {
        let is_alone = ranges[1].is_empty();
        for (_, is_end, row) in events(columns, ranges) {
            let own = usize::from(!ranges[0].contains(&row));
            let low = sortable(columns.lows[row]);
            let fence = sortable(columns.fences[row]);
            if is_end {
                self.by_fence[own].remove(&(fence, row));
                self.by_low[own].remove(&(low, row));
                continue;
            }
            let other = if is_alone { own } else { 1 - own };
            for (_, met) in self.by_fence[other].range(..(low, 0)) {
                found(*met, row);
            }
            for (_, met) in self.by_low[other].range((fence, usize::MAX)..) {
                found(*met, row);
            }
            self.by_fence[own].insert((fence, row));
            self.by_low[own].insert((low, row));
        }
    }
}

/// The same sweep with counts in place of maps: Fenwick trees over the ranks of the ends (5.3).
pub(super) struct Ranks {
    fences: Vec<u64>,
    lows: Vec<u64>,
}

impl Ranks {
    /// Ranks the ends of a range of rows.
    pub(super) fn of(columns: &Blocks, rows: &Range<usize>) -> Ranks {
        let sorted = |column: &[f64]| {
            let mut ends: Vec<u64> = column[rows.clone()]
                .iter()
                .map(|end| sortable(*end))
                .collect();
            ends.sort_unstable();
            ends.dedup();
            ends
        };
        Ranks {
            fences: sorted(&columns.fences),
            lows: sorted(&columns.lows),
        }
    }

    /// Counts the pairs of the range in force together whose figures do not meet.
    pub(super) fn count(&self, columns: &Blocks, rows: &Range<usize>) -> u64 {
        let mut by_fence = Fenwick::new(self.fences.len());
        let mut by_low = Fenwick::new(self.lows.len());
        let (mut count, mut in_force) = (0, 0);
        for (_, is_end, row) in events(columns, [rows, &(0..0)]) {
            let low = sortable(columns.lows[row]);
            let fence = sortable(columns.fences[row]);
            let fence_rank = self.fences.partition_point(|end| *end < fence);
            let low_rank = self.lows.partition_point(|end| *end < low);
            if is_end {
                by_fence.add(fence_rank, -1);
                by_low.add(low_rank, -1);
                in_force -= 1;
                continue;
            }
            count += by_fence.sum_below(self.fences.partition_point(|end| *end < low));
            count += in_force - by_low.sum_below(self.lows.partition_point(|end| *end <= fence));
            by_fence.add(fence_rank, 1);
            by_low.add(low_rank, 1);
            in_force += 1;
        }
        count.unsigned_abs()
    }
}

/// Prefix sums under change (Fenwick 1994).
pub(super) struct Fenwick(Vec<i64>);

impl Fenwick {
    pub(super) fn new(length: usize) -> Fenwick {
        Fenwick(vec![0; length + 1])
    }

    pub(super) fn add(&mut self, place: usize, change: i64) {
        let mut node = place + 1;
        while node < self.0.len() {
            self.0[node] += change;
            node += node & node.wrapping_neg();
        }
    }

    /// The sum of all places below one.
    pub(super) fn sum_below(&self, place: usize) -> i64 {
        let (mut node, mut sum) = (place, 0);
        while node > 0 {
            sum += self.0[node];
            node -= node & node.wrapping_neg();
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_sort_as_their_bits() {
        let numbers = [
            f64::NEG_INFINITY,
            -2.0,
            -0.5,
            0.0,
            1.0,
            1e300,
            f64::INFINITY,
        ];
        assert!(
            numbers
                .windows(2)
                .all(|pair| sortable(pair[0]) < sortable(pair[1]))
        );
    }
}
