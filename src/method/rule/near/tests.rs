//! Chains held against every complete answer.

use super::*;
use crate::method::rule::places::LeafPlaces;
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
        start_cp: 0,
        end_cp: 0,
        term: 0,
    });
    proptest::collection::vec(place, 0..6).prop_map(|mut places| {
        places.sort_unstable();
        places.dedup();
        places
    })
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

fn step((at, given): (usize, &Given)) -> SideStep {
    SideStep {
        part: 0,
        leaf: 2 * at,
        closeness: given.closeness,
        without: vec![(2 * at + 1, given.apart)],
    }
}

/// What a chain keeps, each place once; nothing where it does not hold.
fn kept(given: &[Given]) -> Vec<Occurrence> {
    let leaves = given
        .iter()
        .flat_map(|side| [&side.places, &side.unwanted])
        .map(|places| LeafPlaces::of(places.clone()));
    let leaves: Vec<_> = leaves.collect();
    let sides: Vec<_> = given.iter().enumerate().map(step).collect();
    let chain = Chain {
        sides: &sides,
        places: &Places::Held(&leaves),
    };
    let mut kept = Vec::new();
    if chain.holds() {
        chain.each_place(&mut |place| kept.push(*place));
    }
    kept.sort();
    kept.dedup();
    kept
}

proptest! {
    #[test]
    fn a_chain_keeps_exactly_the_places_of_complete_answers(
        sides in proptest::collection::vec(side(), 1..5),
    ) {
        let mut expected: Vec<_> = answers(&sides).concat();
        expected.sort();
        expected.dedup();
        prop_assert_eq!(kept(&sides), expected);
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

/// `a PRE/1 a PRE/1 a …` over a row of neighbours: the side at n keeps those with n before and the rest behind.
#[test]
fn a_chain_longer_than_what_is_held_at_once_keeps_the_same() {
    let row = |count: u32| -> Vec<Occurrence> {
        let place = |number| Occurrence {
            first_word: number,
            last_word: number,
            start_cp: number,
            end_cp: number,
            term: 0,
        };
        (0..count).map(place).collect()
    };
    let sides = 3 * SIDES_AT_ONCE as u32 + 1;
    let kept_of = |words: u32| {
        let given = Given {
            places: row(words),
            closeness: Closeness {
                order: Order::LeftFirst,
                distance_words: 1,
            },
            unwanted: Vec::new(),
            apart: Closeness::ADJACENT,
        };
        kept(&vec![given; sides as usize])
    };
    assert_eq!(kept_of(sides - 1), []);
    assert_eq!(kept_of(sides), row(sides));
    assert_eq!(kept_of(sides + 2), row(sides + 2));
}
