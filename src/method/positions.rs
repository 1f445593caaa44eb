//! Positions: the fewest groups into which claims on one question fall so that the members of each
//! share a value (methods.md 5.4).
//!
//! It knows intervals, not who stands behind them. What a stranger would get wrong: a position is
//! built on fuzzy bounds, so rounding never splits one; and a claim wide enough for two stands with
//! the lower.

use std::cmp::Ordering;

use crate::model::claim::Bounds;

/// A group of values that have a number in common.
#[derive(Debug, Clone, PartialEq)]
pub struct Position {
    /// The places of its members in the list that was given, in the order of that list.
    pub members: Vec<usize>,
    /// The numbers all members share: the largest low and the smallest high end.
    pub common: Bounds,
}

/// Groups intervals, the lowest group first; no interval gives no group.
///
/// The number of groups is the least number of points that pierce all intervals, and equals the size
/// of the largest set of intervals no two of which meet. O(n log n).
pub fn positions(values: &[Bounds]) -> Vec<Position> {
    let mut sorted = values.to_vec();
    sorted.sort_by(|a, b| sorting(*a, *b));
    let position = |common| Position {
        members: Vec::new(),
        common,
    };
    let ranges = common_of_sorted(sorted.into_iter());
    let mut found: Vec<Position> = ranges.into_iter().map(position).collect();
    for (place, value) in values.iter().enumerate() {
        let group = place_of(&found, *value, |position| position.common.high);
        found[group].members.push(place);
    }
    found
}

/// The order in which one pass over intervals finds their groups: by upper end.
pub fn sorting(a: Bounds, b: Bounds) -> Ordering {
    a.high.total_cmp(&b.high).then(a.low.total_cmp(&b.low))
}

/// Returns what the members of each group share, from intervals in the order of [`sorting`]: O(n log p)
/// for p groups.
pub fn common_of_sorted(values: impl Iterator<Item = Bounds>) -> Vec<Bounds> {
    let mut found: Vec<Bounds> = Vec::new();
    for value in values {
        let group = place_of(&found, value, |common| common.high);
        match found.get_mut(group) {
            // Its upper end is not below that of the first, which is the point that pierces all.
            Some(common) => common.low = common.low.max(value.low),
            None => found.push(value),
        }
    }
    found
}

/// Returns the place of the group that an interval belongs to: the first whose upper end is not below
/// its lower, for every group has the upper end by which it was opened.
pub fn place_of<T>(groups: &[T], value: Bounds, high_of: impl Fn(&T) -> f64) -> usize {
    groups.partition_point(|group| high_of(group) < value.low)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn bounds(low: f64, high: f64) -> Bounds {
        Bounds::new(low, high).unwrap()
    }

    /// The size of the largest set of which no two meet, by trying all.
    fn largest_disjoint_set(values: &[Bounds]) -> usize {
        let sets = 0..1_u32 << values.len();
        let members = |set: u32| (0..values.len()).filter(move |place| set >> place & 1 == 1);
        let is_disjoint = |set: &u32| {
            members(*set).all(|a| members(*set).all(|b| a == b || !values[a].meets(values[b])))
        };
        let sizes = sets
            .filter(is_disjoint)
            .map(|set| set.count_ones() as usize);
        sizes.max().unwrap_or(0)
    }

    #[test]
    fn three_camps_are_three_positions() {
        let infinity = f64::INFINITY;
        let values = [
            bounds(2000.0, 4000.0),
            bounds(0.0, 500.0),
            bounds(8000.0, infinity),
            bounds(3000.0, 3000.0),
            bounds(400.0, 2500.0),
        ];
        let found = positions(&values);
        let members: Vec<&[usize]> = found.iter().map(|position| &*position.members).collect();
        // The last fits the second position too, and stands with the lower.
        assert_eq!(members, [&[1, 4][..], &[0, 3], &[2]]);
        assert_eq!(found[0].common, bounds(400.0, 500.0));
        assert_eq!(found[1].common, bounds(3000.0, 3000.0));
        // As wide as all: it stands with the lowest, whatever was opened before its own end.
        let wide = positions(&[bounds(50.0, 50.0), bounds(90.0, 90.0), bounds(40.0, 95.0)]);
        assert_eq!(
            (&wide[0].members[..], &wide[1].members[..]),
            (&[0, 2][..], &[1][..])
        );
        assert!(positions(&[]).is_empty());
    }

    proptest! {
        #[test]
        fn groups_share_a_value_and_are_as_few_as_can_be(ends in prop::collection::vec((-4..8_i32, 0..5_i32), 0..9)) {
            let values: Vec<Bounds> = ends.iter().map(|(low, more)| bounds(f64::from(*low), f64::from(low + more))).collect();
            let found = positions(&values);
            prop_assert_eq!(found.len(), largest_disjoint_set(&values));
            let mut all: Vec<usize> = found.iter().flat_map(|position| position.members.clone()).collect();
            all.sort_unstable();
            prop_assert_eq!(all, (0..values.len()).collect::<Vec<_>>());
            for position in &found {
                prop_assert!(position.common.low <= position.common.high);
                prop_assert!(!position.members.is_empty());
                prop_assert!(position.members.iter().all(|place| values[*place].contains(position.common)));
            }
        }
    }
}
