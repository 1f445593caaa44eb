//! Finds pairs of rows that may share time, and of these the ones whose figures do not meet
//! (methods.md 5.1–5.3).
//!
//! It knows columns of numbers alone. What a stranger would get wrong: two ways lead to the same
//! pairs. Rows sorted by first day are scanned forward while few overlap, because a contiguous
//! compare beats any tree; where many overlap, ordered maps find the clashing ones alone.

use std::ops::Range;

use crate::method::crosscheck::blocks::Blocks;
use crate::method::crosscheck::ordered::{Ordered, Ranks};

/// From how many overlapping pairs a row the ordered maps are quicker than the forward scan.
const DENSE_PAIRS_PER_ROW: u64 = 256;

/// Which of the pairs that may share time are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// All.
    All,
    /// Those whose figures do not meet.
    Disjoint,
}

/// Calls `found` once for every wanted pair of rows of one range.
pub fn within(
    columns: &Blocks,
    rows: &Range<usize>,
    wanted: Wanted,
    found: &mut impl FnMut(usize, usize),
) {
    if wanted == Wanted::Disjoint && is_dense(overlaps_within(columns, rows), rows.len()) {
        return Ordered::default().sweep(columns, [rows, &(0..0)], found);
    }
    for row in rows.clone() {
        let last = last_overlapping(columns, row, row + 1..rows.end);
        scan(columns, row, row + 1..last, wanted, found);
    }
}

/// Calls `found` once for every wanted pair of a row of the first and a row of the second range.
pub fn between(
    columns: &Blocks,
    [left, right]: [&Range<usize>; 2],
    wanted: Wanted,
    found: &mut impl FnMut(usize, usize),
) {
    let is_dense = || {
        let overlaps = overlaps_between(columns, [left, right]);
        is_dense(overlaps, left.len() + right.len())
    };
    if wanted == Wanted::Disjoint && is_dense() {
        return Ordered::default().sweep(columns, [left, right], found);
    }
    let (mut i, mut j) = (left.start, right.start);
    while i < left.end && j < right.end {
        // Of two rows that begin on one day the left one goes first, so each pair comes once.
        if columns.starts[i] <= columns.starts[j] {
            let last = last_overlapping(columns, i, j..right.end);
            scan(columns, i, j..last, wanted, found);
            i += 1;
        } else {
            let last = last_overlapping(columns, j, i..left.end);
            scan(columns, j, i..last, wanted, found);
            j += 1;
        }
    }
}

/// Calls `found` once for every wanted pair of a row of the first and a row of the second range of which
/// one is sought; the two ranges are one, or apart. Each sought row looks at all others: whoever seeks
/// a few rows need not walk the pairs of a crowd.
pub fn around(
    columns: &Blocks,
    sought: &[bool],
    [left, right]: [&Range<usize>; 2],
    wanted: Wanted,
    found: &mut impl FnMut(usize, usize),
) {
    let mut look = |row: usize, others: &Range<usize>, passes: &dyn Fn(usize) -> bool| {
        let end = columns.ends[row];
        let begun = columns.starts[others.clone()].partition_point(|start| *start <= end);
        for other in others.start..others.start + begun {
            let is_shared = other != row && columns.starts[row] <= columns.ends[other];
            let is_wanted = wanted == Wanted::All || is_clash(columns, row, other);
            if is_shared && is_wanted && passes(other) {
                found(row, other);
            }
        }
    };
    let is_one = left == right;
    for row in left.clone().filter(|row| sought[*row]) {
        // Two sought rows of one range would meet twice.
        look(row, right, &|other| {
            !is_one || other > row || !sought[other]
        });
    }
    if !is_one {
        for row in right.clone().filter(|row| sought[*row]) {
            look(row, left, &|other| !sought[other]);
        }
    }
}

/// A number of pairs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PairCount {
    /// All of them.
    pub pairs: u64,
    /// Those in which one person speaks twice.
    pub of_one_person: u64,
}

/// Counts the pairs of one range that may share time and whose figures do not meet.
pub fn count_disjoint(columns: &Blocks, rows: &Range<usize>) -> PairCount {
    if is_dense(overlaps_within(columns, rows), rows.len()) {
        return PairCount {
            pairs: Ranks::of(columns, rows).count(columns, rows),
            of_one_person: clashes_of_one_person(columns, rows),
        };
    }
    let mut count = PairCount::default();
    for row in rows.clone() {
        let last = last_overlapping(columns, row, row + 1..rows.end);
        count_row(columns, row, row + 1..last, &mut count);
    }
    count
}

/// Returns one of the pairs of a range that may share time and whose figures meet.
pub fn first_meeting(columns: &Blocks, rows: &Range<usize>) -> Option<(usize, usize)> {
    rows.clone().find_map(|row| {
        let last = last_overlapping(columns, row, row + 1..rows.end);
        let mut others = row + 1..last;
        let meets = others.find(|other| !is_clash(columns, row, *other));
        meets.map(|other| (row, other))
    })
}

/// Counts the clashes of each person's rows among themselves.
fn clashes_of_one_person(columns: &Blocks, rows: &Range<usize>) -> u64 {
    let mut by_person: Vec<usize> = rows.clone().collect();
    by_person.sort_by_key(|row| columns.persons[*row]);
    let mut count = 0;
    for of_one in by_person.chunk_by(|a, b| columns.persons[*a] == columns.persons[*b]) {
        for (place, row) in of_one.iter().enumerate() {
            let sharing = of_one[place + 1..]
                .iter()
                .take_while(|other| columns.starts[**other] <= columns.ends[*row]);
            count += sharing
                .filter(|other| is_clash(columns, *row, **other))
                .count() as u64;
        }
    }
    count
}

fn is_clash(columns: &Blocks, a: usize, b: usize) -> bool {
    columns.fences[a] < columns.lows[b] || columns.fences[b] < columns.lows[a]
}

fn is_dense(overlaps: u64, rows: usize) -> bool {
    overlaps > DENSE_PAIRS_PER_ROW * rows as u64
}

/// One past the last of the rows, sorted by first day, that begin before a row ends.
fn last_overlapping(columns: &Blocks, row: usize, rows: Range<usize>) -> usize {
    let end = columns.ends[row];
    let starts = &columns.starts[rows.clone()];
    // Few rows overlap as a rule: galloping beats halving the whole range.
    let mut reach = 8;
    while reach < starts.len() && starts[reach] <= end {
        reach *= 2;
    }
    let near = &starts[..starts.len().min(reach + 1)];
    rows.start + near.partition_point(|start| *start <= end)
}

/// Counts the pairs of one range that may share time.
pub fn overlaps_within(columns: &Blocks, rows: &Range<usize>) -> u64 {
    rows.clone()
        .map(|row| (last_overlapping(columns, row, row + 1..rows.end) - row - 1) as u64)
        .sum()
}

/// Counts the pairs of a row of the first and a row of the second range that may share time.
pub fn overlaps_between(columns: &Blocks, [left, right]: [&Range<usize>; 2]) -> u64 {
    let (mut i, mut j, mut count) = (left.start, right.start, 0);
    while i < left.end && j < right.end {
        if columns.starts[i] <= columns.starts[j] {
            count += (last_overlapping(columns, i, j..right.end) - j) as u64;
            i += 1;
        } else {
            count += (last_overlapping(columns, j, i..left.end) - i) as u64;
            j += 1;
        }
    }
    count
}

fn scan(
    columns: &Blocks,
    row: usize,
    others: Range<usize>,
    wanted: Wanted,
    found: &mut impl FnMut(usize, usize),
) {
    match wanted {
        Wanted::All => others.for_each(|other| found(row, other)),
        Wanted::Disjoint => {
            let (low, fence) = (columns.lows[row], columns.fences[row]);
            let lows = &columns.lows[others.clone()];
            let fences = &columns.fences[others.clone()];
            for (place, (other_low, other_fence)) in lows.iter().zip(fences).enumerate() {
                if fence < *other_low || *other_fence < low {
                    found(row, others.start + place);
                }
            }
        }
    }
}

fn count_row(columns: &Blocks, row: usize, others: Range<usize>, count: &mut PairCount) {
    let (low, fence) = (columns.lows[row], columns.fences[row]);
    let person = columns.persons[row];
    let lows = &columns.lows[others.clone()];
    let fences = &columns.fences[others.clone()];
    let figures = lows.iter().zip(fences);
    for ((other_low, other_fence), other_person) in figures.zip(&columns.persons[others]) {
        let is_clash = (fence < *other_low) | (*other_fence < low);
        count.pairs += u64::from(is_clash);
        count.of_one_person += u64::from(is_clash & (*other_person == person));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::key::SourceId;
    use proptest::prelude::*;

    type Row = (i32, i32, f64, f64);

    fn columns(rows: &[Row]) -> Blocks {
        Blocks {
            starts: rows.iter().map(|row| row.0).collect(),
            ends: rows.iter().map(|row| row.0 + row.1).collect(),
            lows: rows.iter().map(|row| row.2).collect(),
            fences: rows.iter().map(|row| row.2 + row.3).collect(),
            persons: (0..rows.len() as u32)
                .map(|row| SourceId::new(row % 3))
                .collect(),
            ..Blocks::default()
        }
    }

    fn rows(length: usize) -> impl Strategy<Value = Vec<Row>> {
        let end = prop_oneof![8 => (0..5_i32).prop_map(f64::from), 1 => Just(f64::INFINITY)];
        let row = (0..10_i32, 0..5_i32, (-4..8_i32).prop_map(f64::from), end);
        let sorted = |mut rows: Vec<Row>| {
            rows.sort_by_key(|row| row.0);
            rows
        };
        prop::collection::vec(row, 0..length).prop_map(sorted)
    }

    fn clash(columns: &Blocks, i: usize, j: usize, wanted: Wanted) -> bool {
        let is_shared =
            columns.starts[i] <= columns.ends[j] && columns.starts[j] <= columns.ends[i];
        let is_disjoint =
            columns.fences[i] < columns.lows[j] || columns.fences[j] < columns.lows[i];
        is_shared && (wanted == Wanted::All || is_disjoint)
    }

    fn in_order(mut pairs: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
        for pair in &mut pairs {
            *pair = (pair.0.min(pair.1), pair.0.max(pair.1));
        }
        pairs.sort_unstable();
        pairs
    }

    proptest! {
        #[test]
        fn one_range_gives_what_trying_all_pairs_gives(rows in rows(14)) {
            let columns = columns(&rows);
            let all = 0..rows.len();
            for wanted in [Wanted::All, Wanted::Disjoint] {
                let mut expected = Vec::new();
                for i in all.clone() {
                    expected.extend((i + 1..rows.len()).filter(|j| clash(&columns, i, *j, wanted)).map(|j| (i, j)));
                }
                let mut found = Vec::new();
                within(&columns, &all, wanted, &mut |i, j| found.push((i, j)));
                prop_assert_eq!(in_order(found), expected.clone());
                let sought: Vec<bool> = rows.iter().map(|row| row.2 > 1.0).collect();
                let mut around_some = Vec::new();
                around(&columns, &sought, [&all; 2], wanted, &mut |i, j| around_some.push((i, j)));
                let has_sought = |(i, j): &&(usize, usize)| sought[*i] || sought[*j];
                let some: Vec<_> = expected.iter().filter(has_sought).copied().collect();
                prop_assert_eq!(in_order(around_some), some);
                if wanted == Wanted::Disjoint {
                    let mut swept = Vec::new();
                    Ordered::default().sweep(&columns, [&all, &(0..0)], &mut |i, j| swept.push((i, j)));
                    prop_assert_eq!(in_order(swept), expected.clone());
                    prop_assert_eq!(count_disjoint(&columns, &all).pairs, expected.len() as u64);
                    let of_one = expected.iter().filter(|(i, j)| columns.persons[*i] == columns.persons[*j]).count() as u64;
                    prop_assert_eq!(count_disjoint(&columns, &all).of_one_person, of_one);
                    prop_assert_eq!(clashes_of_one_person(&columns, &all), of_one);
                    prop_assert_eq!(Ranks::of(&columns, &all).count(&columns, &all), expected.len() as u64);
                }
            }
        }

        #[test]
        fn two_ranges_give_what_trying_all_pairs_gives(left in rows(10), right in rows(10)) {
            let mut both = left.clone();
            both.extend(right.iter().copied());
            let columns = columns(&both);
            let (left, right) = (0..left.len(), left.len()..both.len());
            for wanted in [Wanted::All, Wanted::Disjoint] {
                let mut expected = Vec::new();
                for i in left.clone() {
                    expected.extend(right.clone().filter(|j| clash(&columns, i, *j, wanted)).map(|j| (i, j)));
                }
                let mut found = Vec::new();
                between(&columns, [&left, &right], wanted, &mut |i, j| found.push((i, j)));
                prop_assert_eq!(in_order(found), expected.clone());
                let sought: Vec<bool> = both.iter().map(|row| row.2 > 1.0).collect();
                let mut around_some = Vec::new();
                around(&columns, &sought, [&left, &right], wanted, &mut |i, j| around_some.push((i, j)));
                let has_sought = |(i, j): &&(usize, usize)| sought[*i] || sought[*j];
                let some: Vec<_> = expected.iter().filter(has_sought).copied().collect();
                prop_assert_eq!(in_order(around_some), some);
                if wanted == Wanted::Disjoint && !left.is_empty() && !right.is_empty() {
                    let mut swept = Vec::new();
                    Ordered::default().sweep(&columns, [&left, &right], &mut |i, j| swept.push((i, j)));
                    prop_assert_eq!(in_order(swept), expected);
                }
            }
        }
    }
}
