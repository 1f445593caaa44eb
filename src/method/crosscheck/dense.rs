//! What stands for the pairs of a group that has too many of them to be listed (methods.md 5.4): the
//! widest pair between each two neighbouring positions on the day on which most claims are in force.
//!
//! It knows columns of numbers alone, and only of plain claims, whose strict and fuzzy figures are one.
//! What a stranger would get wrong: these are not the pairs that rank first. They show where the figures
//! part, and there are fewer of them than claims, however many pairs there are.

use std::ops::Range;

use crate::method::crosscheck::blocks::Blocks;
use crate::method::positions::{Position, positions};
use crate::model::claim::Bounds;

/// Calls `found` with the pair of rows between each two neighbouring positions of a range.
pub fn between_positions(
    columns: &Blocks,
    rows: &Range<usize>,
    found: &mut impl FnMut(usize, usize),
) {
    let in_force = busiest(columns, rows);
    let figures: Vec<Bounds> = in_force
        .iter()
        .map(|row| Bounds {
            low: columns.lows[*row],
            high: columns.fences[*row],
        })
        .collect();
    let positions = positions(&figures);
    for two in positions.windows(2) {
        let (lower, higher) = (&two[0], &two[1]);
        let ends = lowest(lower, &figures).zip(highest(higher, &figures));
        if let Some((low, high)) = ends {
            found(in_force[low], in_force[high]);
        }
    }
}

fn lowest(position: &Position, figures: &[Bounds]) -> Option<usize> {
    let members = position.members.iter().copied();
    members.min_by(|a, b| figures[*a].high.total_cmp(&figures[*b].high))
}

/// The last of equals has no claim to be the one: the first is taken.
fn highest(position: &Position, figures: &[Bounds]) -> Option<usize> {
    let members = position.members.iter().rev().copied();
    members.max_by(|a, b| figures[*a].low.total_cmp(&figures[*b].low))
}

/// The rows in force on the first of the days on which most are.
fn busiest(columns: &Blocks, rows: &Range<usize>) -> Vec<usize> {
    let mut ends = columns.ends[rows.clone()].to_vec();
    ends.sort_unstable();
    let (mut most, mut day) = (0, 0);
    for (begun, start) in (1..).zip(&columns.starts[rows.clone()]) {
        let over = ends.partition_point(|end| end < start);
        if begun - over > most {
            (most, day) = (begun - over, *start);
        }
    }
    let is_in_force = |row: &usize| columns.starts[*row] <= day && day <= columns.ends[*row];
    rows.clone().filter(is_in_force).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn columns(rows: &[(i32, i32, i32, i32)]) -> Blocks {
        let mut rows = rows.to_vec();
        rows.sort_unstable();
        Blocks {
            starts: rows.iter().map(|row| row.0).collect(),
            ends: rows.iter().map(|row| row.0 + row.1).collect(),
            lows: rows.iter().map(|row| f64::from(row.2)).collect(),
            fences: rows.iter().map(|row| f64::from(row.2 + row.3)).collect(),
            ..Blocks::default()
        }
    }

    fn found_in(columns: &Blocks) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        let rows = 0..columns.starts.len();
        between_positions(columns, &rows, &mut |i, j| found.push((i, j)));
        found
    }

    #[test]
    fn three_camps_give_two_pairs_and_a_day_apart_none() {
        let camps = columns(&[
            (0, 9, 10, 2),
            (0, 9, 11, 4),
            (0, 9, 40, 0),
            (0, 9, 90, 5),
            (50, 1, 7, 0),
        ]);
        assert_eq!(found_in(&camps), [(0, 2), (2, 3)]);
        assert!(found_in(&columns(&[(0, 1, 1, 0), (5, 1, 9, 0)])).is_empty());
        assert!(found_in(&columns(&[])).is_empty());
    }

    proptest! {
        #[test]
        fn every_pair_clashes_and_there_are_fewer_than_claims(
            rows in prop::collection::vec((0..8_i32, 0..6_i32, 0..30_i32, 0..5_i32), 1..20),
        ) {
            let columns = columns(&rows);
            let found = found_in(&columns);
            prop_assert!(found.len() < rows.len());
            let is_clash = |(i, j): &(usize, usize)| {
                columns.starts[*i] <= columns.ends[*j]
                    && columns.starts[*j] <= columns.ends[*i]
                    && columns.fences[*i] < columns.lows[*j]
            };
            prop_assert!(found.iter().all(is_clash));
        }
    }
}
