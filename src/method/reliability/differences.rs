//! Where coders differ: the places that some marked and others did not, or marked otherwise, and
//! the table of what one coder put where the other put what. A figure without them does not help
//! a team.
//!
//! It must not know texts. What a stranger would get wrong: two coders who set a code on one
//! passage a few letters apart do not disagree that it is there; that is told apart from a
//! passage which one of them left out.

use super::spans::{Segment, joined};
use std::collections::{BTreeMap, BTreeSet};

/// A place that coders who saw it marked differently with one code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DifferingPlace {
    /// The code.
    pub code: u32,
    /// First code point of all that was marked.
    pub start_cp: u64,
    /// Behind its last code point.
    pub end_cp: u64,
    /// Who put the code there.
    pub by: BTreeSet<u32>,
    /// What those who did not put there instead: coder and code.
    pub instead: BTreeSet<(u32, u32)>,
    /// Whether everybody put it there, with other ends.
    pub only_ends_differ: bool,
}

/// Finds the places of a text that the coders who saw it marked differently, by place and code.
pub fn differing_places(segments: &[Segment], seen: &BTreeSet<u32>) -> Vec<DifferingPlace> {
    let segments = joined(segments.to_vec());
    let mut places = Vec::new();
    each_cluster(&segments, |own, end_cp| {
        places.extend(difference_of(own, end_cp, seen));
    });
    for place in &mut places {
        place.instead = instead_of(place, &segments, seen);
    }
    places.sort_by_key(|place| (place.start_cp, place.end_cp, place.code));
    places
}

/// Finds what all coders who saw a text marked alike, by code and place: code, first code point and
/// the one behind the last. A text that one coder saw has nothing of the kind.
pub fn agreed_places(segments: &[Segment], seen: &BTreeSet<u32>) -> Vec<(u32, u64, u64)> {
    let mut places = Vec::new();
    if seen.len() < 2 {
        return places;
    }
    each_cluster(&joined(segments.to_vec()), |own, end_cp| {
        if difference_of(own, end_cp, seen).is_none() {
            let alike = own.iter().map(|one| (one.code, one.start_cp, one.end_cp));
            places.extend(alike.collect::<BTreeSet<_>>());
        }
    });
    places
}

/// Hands each run of overlapping segments of one code to `each`, with where it ends.
fn each_cluster(segments: &[Segment], mut each: impl FnMut(&[&Segment], u64)) {
    let mut by_code: Vec<&Segment> = segments.iter().collect();
    by_code.sort_unstable_by_key(|one| (one.code, one.start_cp, one.end_cp, one.coder));
    let mut rest = &by_code[..];
    while let Some(first) = rest.first() {
        let (mut end_cp, mut count) = (first.end_cp, 1);
        while let Some(next) = rest.get(count)
            && next.code == first.code
            && next.start_cp < end_cp
        {
            end_cp = end_cp.max(next.end_cp);
            count += 1;
        }
        let (own, behind) = rest.split_at(count);
        each(own, end_cp);
        rest = behind;
    }
}

/// The difference in overlapping segments of one code, if there is one.
fn difference_of(own: &[&Segment], end_cp: u64, seen: &BTreeSet<u32>) -> Option<DifferingPlace> {
    let first = own.first()?;
    let mut of_coders: BTreeMap<u32, Vec<(u64, u64)>> = BTreeMap::new();
    for segment in own {
        let ends = (segment.start_cp, segment.end_cp);
        of_coders.entry(segment.coder).or_default().push(ends);
    }
    let by: BTreeSet<u32> = of_coders.keys().copied().collect();
    let everybody = by == *seen;
    let mut cuts = of_coders.values();
    let cut = cuts.next();
    let is_same = cuts.all(|other| Some(other) == cut);
    (!(everybody && is_same)).then_some(DifferingPlace {
        code: first.code,
        start_cp: first.start_cp,
        end_cp,
        by,
        instead: BTreeSet::new(),
        only_ends_differ: everybody,
    })
}

fn instead_of(
    place: &DifferingPlace,
    segments: &[Segment],
    seen: &BTreeSet<u32>,
) -> BTreeSet<(u32, u32)> {
    let others = segments.iter().filter(|one| {
        let meets = one.start_cp < place.end_cp && place.start_cp < one.end_cp;
        meets && seen.contains(&one.coder) && !place.by.contains(&one.coder)
    });
    others.map(|one| (one.coder, one.code)).collect()
}

/// What one coder put where another put what; nothing is a place without a mark.
pub type Confusion = BTreeMap<(Option<u32>, Option<u32>), u64>;

/// Counts the characters of a text by what two coders put on them. Where both put the same code,
/// that is counted once; of what is left, every code of the one meets every code of the other,
/// or nothing where the other has none left.
pub fn confusion(segments: &[Segment], pair: (u32, u32), length_cp: u64) -> Confusion {
    let own = segments
        .iter()
        .filter(|one| one.coder == pair.0 || one.coder == pair.1);
    let own = joined(own.copied().collect());
    let mut ends: Vec<(u64, bool, &Segment)> = Vec::with_capacity(own.len() * 2);
    for segment in &own {
        ends.push((segment.start_cp, true, segment));
        ends.push((segment.end_cp, false, segment));
    }
    ends.sort_unstable_by_key(|end| (end.0, end.1, end.2.coder, end.2.code));
    let mut found = Confusion::new();
    let (mut one, mut two) = (BTreeSet::new(), BTreeSet::new());
    let mut at = 0;
    for (place, is_start, segment) in ends {
        add_cells(&mut found, (&one, &two), place - at);
        at = place;
        let side = if segment.coder == pair.0 {
            &mut one
        } else {
            &mut two
        };
        if is_start {
            side.insert(segment.code);
        } else {
            side.remove(&segment.code);
        }
    }
    add_cells(&mut found, (&one, &two), length_cp.saturating_sub(at));
    found
}

fn add_cells(found: &mut Confusion, (one, two): (&BTreeSet<u32>, &BTreeSet<u32>), length: u64) {
    if length == 0 {
        return;
    }
    let mut add = |a: Option<u32>, b: Option<u32>| *found.entry((a, b)).or_default() += length;
    let mut is_shared = false;
    for code in one.intersection(two) {
        add(Some(*code), Some(*code));
        is_shared = true;
    }
    let left: Vec<u32> = one.difference(two).copied().collect();
    let right: Vec<u32> = two.difference(one).copied().collect();
    match (left.is_empty(), right.is_empty()) {
        (true, true) if !is_shared => add(None, None),
        (true, true) => {}
        (false, true) => left.iter().for_each(|code| add(Some(*code), None)),
        (true, false) => right.iter().for_each(|code| add(None, Some(*code))),
        (false, false) => {
            for a in &left {
                right.iter().for_each(|b| add(Some(*a), Some(*b)));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(coder: u32, start_cp: u64, end_cp: u64, code: u32) -> Segment {
        Segment {
            coder,
            code,
            start_cp,
            end_cp,
        }
    }

    fn set<T: Ord + Copy>(items: &[T]) -> BTreeSet<T> {
        items.iter().copied().collect()
    }

    #[test]
    fn what_all_marked_alike_is_no_difference_and_the_rest_is_one() {
        let marks = [
            segment(0, 0, 10, 0),
            segment(1, 0, 8, 0),
            segment(0, 40, 50, 1),
            segment(1, 40, 50, 1),
        ];
        let both = set(&[0, 1]);
        assert_eq!(agreed_places(&marks, &both), [(1, 40, 50)]);
        assert_eq!(differing_places(&marks, &both).len(), 1);
        assert!(agreed_places(&marks, &set(&[0, 1, 2])).is_empty());
        assert!(agreed_places(&marks[..1], &set(&[0])).is_empty());
    }

    #[test]
    fn what_one_left_out_is_told_from_other_ends() {
        let marks = [
            segment(0, 0, 10, 0),
            segment(1, 0, 8, 0),
            segment(0, 20, 30, 1),
            segment(1, 22, 26, 2),
            segment(0, 40, 50, 1),
            segment(1, 40, 50, 1),
        ];
        let found = differing_places(&marks, &set(&[0, 1]));
        assert_eq!(found.len(), 3);
        assert!(found[0].only_ends_differ && found[0].instead.is_empty());
        assert_eq!((found[0].start_cp, found[0].end_cp), (0, 10));
        assert_eq!((found[1].code, &found[1].by), (1, &set(&[0])));
        assert_eq!(found[1].instead, set(&[(1, 2)]));
        assert_eq!(found[2].instead, set(&[(0, 1)]));
    }

    #[test]
    fn who_did_not_see_a_text_left_nothing_out() {
        let marks = [segment(0, 0, 10, 0), segment(1, 0, 10, 0)];
        assert!(differing_places(&marks, &set(&[0, 1])).is_empty());
        assert_eq!(differing_places(&marks, &set(&[0, 1, 2])).len(), 1);
        assert!(differing_places(&[], &set(&[0, 1])).is_empty());
    }

    #[test]
    fn a_confusion_counts_every_character() {
        let marks = [
            segment(0, 0, 10, 0),
            segment(1, 0, 8, 0),
            segment(1, 12, 15, 1),
            segment(0, 13, 15, 2),
        ];
        let found = confusion(&marks, (0, 1), 20);
        let wanted = [
            ((None, None), 2 + 5),
            ((None, Some(1)), 1),
            ((Some(0), None), 2),
            ((Some(0), Some(0)), 8),
            ((Some(2), Some(1)), 2),
        ];
        assert_eq!(found, wanted.into_iter().collect());
    }
}
