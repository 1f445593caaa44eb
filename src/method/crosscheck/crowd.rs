//! A group of claims so crowded that nobody lists its pairs: who of it clashes with whom is asked for
//! as it is needed.
//!
//! It knows columns of numbers alone, and only of plain claims, two of which clash where they share a
//! day and their figures do not meet. What a stranger would get wrong: a clash is two one-sided
//! conditions, so the lowest fence and the highest low end of those in force tell all.

use std::collections::BinaryHeap;
use std::ops::Range;

use crate::method::crosscheck::blocks::Blocks;
use crate::method::crosscheck::ordered::sortable;
use crate::model::key::ClaimId;

/// One claim of a crowd; figures as bits that sort as the numbers do.
#[derive(Debug, Clone, Copy)]
struct Member {
    start: i32,
    end: i32,
    low: u64,
    fence: u64,
    id: ClaimId,
}

/// The claims of a crowd, by first day.
#[derive(Debug, Clone, Default)]
pub struct Crowd(Vec<Member>);

impl Crowd {
    /// Takes the claims of a range of rows, which are sorted by first day.
    pub(super) fn of(columns: &Blocks, rows: &Range<usize>) -> Crowd {
        let member = |row: usize| Member {
            start: columns.starts[row],
            end: columns.ends[row],
            low: sortable(columns.lows[row]),
            fence: sortable(columns.fences[row]),
            id: columns.ids[row],
        };
        Crowd(rows.clone().map(member).collect())
    }

    /// Returns the crowd without the claims that are not wanted.
    pub fn only(&self, is_wanted: impl Fn(ClaimId) -> bool) -> Crowd {
        let wanted = self.0.iter().filter(|member| is_wanted(member.id));
        Crowd(wanted.copied().collect())
    }

    /// Returns its claims, by place.
    pub fn claims(&self) -> impl ExactSizeIterator<Item = ClaimId> + '_ {
        self.0.iter().map(|member| member.id)
    }

    /// Returns the claim of a place.
    pub fn claim(&self, place: usize) -> ClaimId {
        self.0[place].id
    }

    /// Tells whether the claims of two places clash.
    pub fn is_clash(&self, a: usize, b: usize) -> bool {
        let (a, b) = (&self.0[a], &self.0[b]);
        let share_a_day = a.start <= b.end && b.start <= a.end;
        share_a_day && (a.fence < b.low || b.fence < a.low)
    }

    /// Tells of each place whether any of the claims of some places, in order, clashes with it.
    /// O(n log n), however many pairs there are.
    pub fn are_faced(&self, by: &[usize]) -> Vec<bool> {
        let by: Vec<Member> = by.iter().map(|place| self.0[*place]).collect();
        let later = Extremes::of(&by);
        let mut in_force = InForce::default();
        let (mut begun, mut faced) = (0, Vec::with_capacity(self.0.len()));
        for own in &self.0 {
            while let Some(other) = by.get(begun).filter(|other| other.start <= own.start) {
                in_force.begin(other);
                begun += 1;
            }
            let until = begun + by[begun..].partition_point(|other| other.start <= own.end);
            let met = in_force.on(own.start).and(later.within(begun..until));
            faced.push(met.lowest_fence < own.low || own.fence < met.highest_low);
        }
        faced
    }
}

/// The lowest fence and the highest low end of some claims.
#[derive(Debug, Clone, Copy)]
struct Ends {
    lowest_fence: u64,
    highest_low: u64,
}

impl Ends {
    /// Those of no claim: nothing clashes with them.
    const NONE: Ends = Ends {
        lowest_fence: u64::MAX,
        highest_low: 0,
    };

    fn and(self, other: Ends) -> Ends {
        Ends {
            lowest_fence: self.lowest_fence.min(other.lowest_fence),
            highest_low: self.highest_low.max(other.highest_low),
        }
    }
}

/// The claims in force on a day that only moves on. What has ended is dropped when it comes up.
#[derive(Default)]
struct InForce {
    by_fence: BinaryHeap<(std::cmp::Reverse<u64>, i32)>,
    by_low: BinaryHeap<(u64, i32)>,
}

impl InForce {
    fn begin(&mut self, member: &Member) {
        let fence = std::cmp::Reverse(member.fence);
        self.by_fence.push((fence, member.end));
        self.by_low.push((member.low, member.end));
    }

    fn on(&mut self, day: i32) -> Ends {
        while (self.by_fence.peek()).is_some_and(|(_, end)| *end < day) {
            self.by_fence.pop();
        }
        while (self.by_low.peek()).is_some_and(|(_, end)| *end < day) {
            self.by_low.pop();
        }
        let (fence, low) = (self.by_fence.peek(), self.by_low.peek());
        Ends {
            lowest_fence: fence.map_or(u64::MAX, |(fence, _)| fence.0),
            highest_low: low.map_or(0, |(low, _)| *low),
        }
    }
}

/// The ends of any stretch of claims, from a tree of stretches twice as long from level to level.
struct Extremes(Vec<Ends>);

impl Extremes {
    fn of(members: &[Member]) -> Extremes {
        let mut nodes = vec![Ends::NONE; members.len()];
        nodes.extend(members.iter().map(|member| Ends {
            lowest_fence: member.fence,
            highest_low: member.low,
        }));
        for node in (1..members.len()).rev() {
            nodes[node] = nodes[2 * node].and(nodes[2 * node + 1]);
        }
        Extremes(nodes)
    }

    fn within(&self, places: Range<usize>) -> Ends {
        let leaves = self.0.len() / 2;
        let (mut low, mut high) = (places.start + leaves, places.end + leaves);
        let mut found = Ends::NONE;
        while low < high {
            if low % 2 == 1 {
                found = found.and(self.0[low]);
                low += 1;
            }
            if high % 2 == 1 {
                high -= 1;
                found = found.and(self.0[high]);
            }
            (low, high) = (low / 2, high / 2);
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn who_is_faced_is_who_clashes_with_one_of_them(
            mut rows in prop::collection::vec((0..9_i32, 0..5_i32, -9..9_i32, 0..5_i32, any::<bool>()), 0..24),
        ) {
            rows.sort_unstable();
            let columns = Blocks {
                ids: (0..rows.len() as u32).map(ClaimId::new).collect(),
                starts: rows.iter().map(|row| row.0).collect(),
                ends: rows.iter().map(|row| row.0 + row.1).collect(),
                lows: rows.iter().map(|row| f64::from(row.2)).collect(),
                fences: rows.iter().map(|row| f64::from(row.2 + row.3)).collect(),
                ..Blocks::default()
            };
            let crowd = Crowd::of(&columns, &(0..rows.len()));
            let by: Vec<usize> = (0..rows.len()).filter(|place| rows[*place].4).collect();
            let expected: Vec<bool> = (0..rows.len())
                .map(|own| by.iter().any(|other| crowd.is_clash(own, *other)))
                .collect();
            prop_assert_eq!(crowd.are_faced(&by), expected);
        }
    }
}
