//! Which places of terms stand near one another: chains of NEAR over the places found in one unit.
//! It must not know text or rules. A stranger would get wrong that no pairs are formed: each place only asks for its
//! nearest neighbour on either side, so a thousand places near a thousand others cost two thousand steps.
//!
//! A chain asks only about neighbours, so it is a join without cycles, and filtering it once forwards and once
//! backwards leaves exactly the places that belong to some complete answer (Yannakakis 1981, semi-joins).

use super::expression::Order;
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

/// How two sides stand to one another.
#[derive(Debug, Clone, Copy)]
pub(super) struct Closeness {
    /// The order, left and right as written.
    pub(super) order: Order,
    pub(super) distance_words: u32,
}

impl Closeness {
    /// Side by side: what stands where no other side comes before.
    pub(super) const ADJACENT: Self = Self {
        order: Order::Either,
        distance_words: 1,
    };

    fn reversed(self) -> Self {
        let order = match self.order {
            Order::Either => Order::Either,
            Order::LeftFirst => Order::RightFirst,
            Order::RightFirst => Order::LeftFirst,
        };
        Self { order, ..self }
    }
}

/// One side of a chain: its places, how close they must be to the side before (unused for the first), and the places
/// that must not be close to it.
#[derive(Debug)]
pub(super) struct Side<'o> {
    pub(super) places: &'o [Occurrence],
    pub(super) closeness: Closeness,
    pub(super) without: Vec<(&'o [Occurrence], Closeness)>,
}

/// The places of all sides that belong to a complete answer, in no order; empty if there is no answer.
pub(super) fn chain(sides: &[Side<'_>]) -> Vec<Occurrence> {
    let mut kept: Vec<Vec<Occurrence>> = Vec::with_capacity(sides.len());
    for side in sides {
        let mut places = own_places(side);
        if let Some(before) = kept.last() {
            places = beside(places, before, side.closeness.reversed());
        }
        if places.is_empty() {
            return Vec::new();
        }
        kept.push(places);
    }
    for at in (1..kept.len()).rev() {
        let places = std::mem::take(&mut kept[at - 1]);
        kept[at - 1] = beside(places, &kept[at], sides[at].closeness);
    }
    kept.concat()
}

/// The places that belong to so many of them, each behind the one before and at most so many words from it; in order.
pub(super) fn one_behind_the_other(
    places: &[Occurrence],
    count: usize,
    distance_words: u32,
) -> Vec<Occurrence> {
    if places.len() < count {
        return Vec::new();
    }
    let side = || Side {
        places,
        closeness: Closeness {
            order: Order::LeftFirst,
            distance_words,
        },
        without: Vec::new(),
    };
    let sides: Vec<Side<'_>> = std::iter::repeat_with(side).take(count).collect();
    let mut found = chain(&sides);
    // One place may be the first of some and the second of others.
    found.sort_unstable();
    found.dedup();
    found
}

/// The places of a side in order, without those that stand close to what must not be there.
fn own_places(side: &Side<'_>) -> Vec<Occurrence> {
    let mut places = side.places.to_vec();
    places.sort();
    for (unwanted, closeness) in &side.without {
        let close = beside(places.clone(), &sorted(unwanted), *closeness);
        // Both are in the same order, so one walk takes the close ones out.
        let mut close = close.into_iter().peekable();
        places.retain(|place| close.next_if_eq(place).is_none());
    }
    places
}

fn sorted(places: &[Occurrence]) -> Vec<Occurrence> {
    let mut places = places.to_vec();
    places.sort();
    places
}

/// Whether some place of a side is left once those close to what must not be there are gone.
pub(super) fn has_own_place(side: &Side<'_>) -> bool {
    !own_places(side).is_empty()
}

/// The fewest words from a place of one side to a place of the other, in the order that is asked for.
pub(super) fn least_gap(left: &[Occurrence], right: &[Occurrence], order: Order) -> Option<u32> {
    let (left, right) = (sorted(left), sorted(right));
    let after = |from: &[Occurrence], to: &[Occurrence]| {
        let mut ends: Vec<u32> = from.iter().map(|place| place.last_word).collect();
        ends.sort_unstable();
        let gap = |place: &Occurrence| {
            let before = ends.partition_point(|end| *end < place.first_word);
            Some(place.first_word - ends[before.checked_sub(1)?])
        };
        to.iter().filter_map(gap).min()
    };
    match order {
        Order::LeftFirst => after(&left, &right),
        Order::RightFirst => after(&right, &left),
        Order::Either => after(&left, &right)
            .into_iter()
            .chain(after(&right, &left))
            .min(),
    }
}

/// Keeps the places (sorted by their first word) that have one of `others` (sorted too) as close as asked.
fn beside(places: Vec<Occurrence>, others: &[Occurrence], closeness: Closeness) -> Vec<Occurrence> {
    let distance = closeness.distance_words;
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
        match closeness.order {
            Order::Either => is_after || is_before,
            Order::LeftFirst => is_before,
            Order::RightFirst => is_after,
        }
    });
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn is_near(a: &Occurrence, b: &Occurrence, closeness: Closeness) -> bool {
        let gap = |from: u32, to: u32| to > from && to - from <= closeness.distance_words;
        let (a_first, b_first) = (
            gap(a.last_word, b.first_word),
            gap(b.last_word, a.first_word),
        );
        match closeness.order {
            Order::Either => a_first || b_first,
            Order::LeftFirst => a_first,
            Order::RightFirst => b_first,
        }
    }

    /// Every complete answer, by trying all.
    fn answers(sides: &[Given]) -> Vec<Vec<Occurrence>> {
        let mut answers = vec![Vec::new()];
        for side in sides {
            let allowed = |place: &&Occurrence| {
                !side
                    .unwanted
                    .iter()
                    .any(|unwanted| is_near(place, unwanted, side.apart))
            };
            answers = answers
                .iter()
                .flat_map(|answer: &Vec<Occurrence>| {
                    side.places
                        .iter()
                        .filter(allowed)
                        .filter(|place| {
                            answer
                                .last()
                                .is_none_or(|last| is_near(last, place, side.closeness))
                        })
                        .map(|place| [answer.as_slice(), &[*place]].concat())
                })
                .collect();
        }
        answers
    }

    #[derive(Debug, Clone)]
    struct Given {
        places: Vec<Occurrence>,
        closeness: Closeness,
        unwanted: Vec<Occurrence>,
        apart: Closeness,
    }

    fn places() -> impl Strategy<Value = Vec<Occurrence>> {
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

    fn closeness() -> impl Strategy<Value = Closeness> {
        (0_usize..3, 1_u32..6).prop_map(|(order, distance_words)| Closeness {
            order: Order::ALL[order],
            distance_words,
        })
    }

    fn side() -> impl Strategy<Value = Given> {
        let unwanted = prop_oneof![2 => Just(Vec::new()), 1 => places()];
        (places(), closeness(), unwanted, closeness()).prop_map(
            |(places, closeness, unwanted, apart)| Given {
                places,
                closeness,
                unwanted,
                apart,
            },
        )
    }

    proptest! {
        #[test]
        fn a_chain_keeps_exactly_the_places_of_complete_answers(
            sides in proptest::collection::vec(side(), 1..5),
        ) {
            let given: Vec<_> = sides
                .iter()
                .map(|side| Side {
                    places: &side.places,
                    closeness: side.closeness,
                    without: vec![(side.unwanted.as_slice(), side.apart)],
                })
                .collect();
            let mut kept = chain(&given);
            kept.sort();
            kept.dedup();
            let mut expected: Vec<_> = answers(&sides).concat();
            expected.sort();
            expected.dedup();
            prop_assert_eq!(kept, expected);
        }

        #[test]
        fn the_least_gap_is_the_distance_that_just_holds(
            left in places(), right in places(), order in 0_usize..3,
        ) {
            let order = Order::ALL[order];
            let holds = |distance_words| {
                let closeness = Closeness { order, distance_words };
                left.iter().any(|a| right.iter().any(|b| is_near(a, b, closeness)))
            };
            let expected = (1..20).find(|distance_words| holds(*distance_words));
            prop_assert_eq!(least_gap(&left, &right, order), expected);
        }
    }
}
