//! Counts pairs of points of which one lies above the other in every coordinate, without looking at
//! each pair: divide and conquer over the coordinates (Bentley 1980), and for the last two a sweep with
//! sums below a rank.
//!
//! It knows numbers alone. What a stranger would get wrong: equal coordinates count as below; whoever
//! wants them apart adds one to those of the upper point.

use crate::method::crosscheck::ordered::Fenwick;

/// The most coordinates that a condition has.
pub const MOST: usize = 5;

/// A point; coordinates beyond those in use are of no account.
pub type Point = [u64; MOST];

/// Up to how many pairs trying each is quicker than sorting.
const FEW_PAIRS: usize = 1024;

/// Counts the pairs of a lower and an upper point in which no one of the first coordinates of the lower
/// is above that of the upper. Reorders both.
pub fn dominated(lower: &mut [Point], upper: &mut [Point], coordinates: usize) -> u64 {
    if lower.is_empty() || upper.is_empty() {
        return 0;
    }
    if coordinates == 0 {
        return lower.len() as u64 * upper.len() as u64;
    }
    if lower.len().saturating_mul(upper.len()) <= FEW_PAIRS {
        let below = |upper: &Point| {
            let is_below = |lower: &&Point| (0..coordinates).all(|at| lower[at] <= upper[at]);
            lower.iter().filter(is_below).count() as u64
        };
        return upper.iter().map(below).sum();
    }
    match coordinates {
        1 => by_one(lower, upper),
        2 => by_two(lower, upper),
        _ => by_halves(lower, upper, coordinates),
    }
}

fn by_one(lower: &mut [Point], upper: &[Point]) -> u64 {
    lower.sort_unstable_by_key(|point| point[0]);
    let below = |point: &Point| lower.partition_point(|other| other[0] <= point[0]) as u64;
    upper.iter().map(below).sum()
}

fn by_two(lower: &mut [Point], upper: &mut [Point]) -> u64 {
    lower.sort_unstable_by_key(|point| point[0]);
    upper.sort_unstable_by_key(|point| point[0]);
    let mut ranks: Vec<u64> = lower.iter().map(|point| point[1]).collect();
    ranks.sort_unstable();
    ranks.dedup();
    let mut seen = Fenwick::new(ranks.len());
    let (mut next, mut count) = (0, 0);
    for point in upper {
        while next < lower.len() && lower[next][0] <= point[0] {
            seen.add(ranks.partition_point(|rank| *rank < lower[next][1]), 1);
            next += 1;
        }
        count += seen.sum_below(ranks.partition_point(|rank| *rank <= point[1]));
    }
    count.unsigned_abs()
}

/// Splits both at one value of the last coordinate: across the split that coordinate is settled.
fn by_halves(lower: &mut [Point], upper: &mut [Point], coordinates: usize) -> u64 {
    let last = coordinates - 1;
    let by_last = |point: &Point| point[last];
    let mut values: Vec<u64> = lower.iter().chain(&*upper).map(by_last).collect();
    let (least, greatest) = (values.iter().min().copied(), values.iter().max().copied());
    let middle = values.len() / 2;
    let mut split = *values.select_nth_unstable(middle).1;
    if Some(split) == greatest && least < greatest {
        // Both sides must get some; what is the greatest goes up alone.
        split = split.saturating_sub(1);
    } else if least == greatest {
        return dominated(lower, upper, last);
    }
    let (low, high) = halves(lower, split, last);
    let (below, above) = halves(upper, split, last);
    dominated(low, below, coordinates)
        + dominated(high, above, coordinates)
        + dominated(low, above, last)
}

/// Brings the points up to a value to the front; returns them and the rest.
fn halves(points: &mut [Point], split: u64, at: usize) -> (&mut [Point], &mut [Point]) {
    let mut end = 0;
    for place in 0..points.len() {
        if points[place][at] <= split {
            points.swap(place, end);
            end += 1;
        }
    }
    points.split_at_mut(end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn points(most: usize) -> impl Strategy<Value = Vec<Point>> {
        prop::collection::vec(prop::array::uniform5(0..7_u64), 0..most)
    }

    fn tried(lower: &[Point], upper: &[Point], coordinates: usize) -> u64 {
        let below =
            |low: &Point, high: &Point| low[..coordinates].iter().zip(high).all(|(a, b)| a <= b);
        let all = lower
            .iter()
            .flat_map(|low| upper.iter().map(move |high| (low, high)));
        all.filter(|(low, high)| below(low, high)).count() as u64
    }

    proptest! {
        #[test]
        fn the_count_is_that_of_trying_all(lower in points(90), upper in points(90), coordinates in 0..=MOST) {
            let expected = tried(&lower, &upper, coordinates);
            let (mut lower, mut upper) = (lower, upper);
            prop_assert_eq!(dominated(&mut lower, &mut upper, coordinates), expected);
        }
    }

    #[test]
    fn the_ends_of_numbers_are_numbers() {
        let mut lower = [[0, u64::MAX, 0, 0, 0]; 40];
        let mut upper = [[u64::MAX; MOST]; 40];
        for coordinates in 0..=MOST {
            assert_eq!(dominated(&mut lower, &mut upper, coordinates), 1600);
        }
    }
}
