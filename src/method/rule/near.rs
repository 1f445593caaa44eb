//! Which places of terms stand near one another: chains of NEAR over the places found in one unit.
//! It must not know text or rules. A stranger would get wrong that no pairs are formed: each place only asks for its
//! nearest neighbour on either side, so a thousand places near a thousand others cost two thousand steps.
//!
//! A chain asks only about neighbours, so it is a join without cycles, and filtering it once forwards and once
//! backwards leaves exactly the places that belong to some complete answer (Yannakakis 1981, semi-joins).

use crate::model::text_index::Span;

/// A place of a term in a unit. Words are counted within one turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Occurrence {
    /// Number of its first word.
    pub(super) first_word: u32,
    /// Number of its last word.
    pub(super) last_word: u32,
    /// Where it stands in the text.
    pub(super) span: Span,
    /// Index of the term in its rule.
    pub(super) term: u32,
}

/// One side of a chain: its places, and how far they may be from the side before (unused for the first).
#[derive(Debug)]
pub(super) struct Side<'o> {
    pub(super) places: &'o [Occurrence],
    pub(super) distance_words: u32,
}

/// The places of all sides that belong to a complete answer, in no order; empty if there is no answer.
pub(super) fn chain(sides: &[Side<'_>]) -> Vec<Occurrence> {
    let mut kept: Vec<Vec<Occurrence>> = Vec::with_capacity(sides.len());
    for side in sides {
        let mut places = side.places.to_vec();
        places.sort();
        if let Some(before) = kept.last() {
            places = beside(places, before, side.distance_words);
        }
        if places.is_empty() {
            return Vec::new();
        }
        kept.push(places);
    }
    for at in (1..kept.len()).rev() {
        let places = std::mem::take(&mut kept[at - 1]);
        kept[at - 1] = beside(places, &kept[at], sides[at].distance_words);
    }
    kept.concat()
}

/// Keeps the places (sorted by their first word) that have one of `others` (sorted too) within the distance.
fn beside(places: Vec<Occurrence>, others: &[Occurrence], distance: u32) -> Vec<Occurrence> {
    let mut firsts: Vec<u32> = others.iter().map(|other| other.first_word).collect();
    let mut lasts: Vec<u32> = others.iter().map(|other| other.last_word).collect();
    firsts.dedup();
    lasts.sort_unstable();
    lasts.dedup();
    let (mut ended, mut begun) = (0, 0);
    let mut kept = places;
    kept.retain(|place| {
        while ended < lasts.len() && lasts[ended] < place.first_word {
            ended += 1;
        }
        // Last words are not quite in order, so this cursor may go back, but never further than a phrase is long.
        while begun > 0 && firsts[begun - 1] > place.last_word {
            begun -= 1;
        }
        while begun < firsts.len() && firsts[begun] <= place.last_word {
            begun += 1;
        }
        let is_after = ended > 0 && place.first_word - lasts[ended - 1] <= distance;
        let is_before = begun < firsts.len() && firsts[begun] - place.last_word <= distance;
        is_after || is_before
    });
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn is_near(a: &Occurrence, b: &Occurrence, distance: u32) -> bool {
        let gap = |from: u32, to: u32| to > from && to - from <= distance;
        gap(a.last_word, b.first_word) || gap(b.last_word, a.first_word)
    }

    /// Every complete answer, by trying all.
    fn answers(sides: &[Vec<Occurrence>], distance: u32) -> Vec<Vec<Occurrence>> {
        let mut answers = vec![Vec::new()];
        for side in sides {
            answers = answers
                .iter()
                .flat_map(|answer: &Vec<Occurrence>| {
                    side.iter()
                        .filter(|place| {
                            answer
                                .last()
                                .is_none_or(|last| is_near(last, place, distance))
                        })
                        .map(|place| [answer.as_slice(), &[*place]].concat())
                })
                .collect();
        }
        answers
    }

    fn side() -> impl Strategy<Value = Vec<Occurrence>> {
        let place = (0_u32..12, 0_u32..3).prop_map(|(first_word, more)| Occurrence {
            first_word,
            last_word: first_word + more,
            span: Span {
                start_cp: 0,
                end_cp: 0,
            },
            term: 0,
        });
        proptest::collection::vec(place, 0..6)
    }

    proptest! {
        #[test]
        fn a_chain_keeps_exactly_the_places_of_complete_answers(
            sides in proptest::collection::vec(side(), 1..5),
            distance in 1_u32..6,
        ) {
            let given: Vec<_> = sides.iter().map(|places| Side { places, distance_words: distance }).collect();
            let mut kept = chain(&given);
            kept.sort();
            kept.dedup();
            let mut expected: Vec<_> = answers(&sides, distance).concat();
            expected.sort();
            expected.dedup();
            prop_assert_eq!(kept, expected);
        }
    }
}
