//! How many places stand one behind the other: what `ATLEAST` asks. It must not know text or rules.
//! A stranger would get wrong that no place is held against every other: a place takes the longest row that ends close
//! enough before it, and a window that slides along with it knows that row at once (ascending minima, Lemire 2006).

use super::near::Occurrence;
use std::cmp::Reverse;
use std::collections::VecDeque;

/// The longest row of places that share no word, each at most so many words from the next; 0 of none.
///
/// *Arguments*: `places` sorted by their first words.
pub(super) fn longest_row(places: &[Occurrence], distance_words: u32) -> usize {
    let longest = rows_up_to(&words_of(places), distance_words);
    longest.into_iter().max().unwrap_or(0) as usize
}

/// Hands the places that stand in a row of so many to `take`, in order.
///
/// *Arguments*: `places` sorted by their first words.
pub(super) fn each_in_a_row(
    places: &[Occurrence],
    count: usize,
    distance_words: u32,
    take: &mut dyn FnMut(&Occurrence),
) {
    let words = words_of(places);
    let up_to = rows_up_to(&words, distance_words);
    let from = rows_from(&words, distance_words);
    for ((place, up_to), from) in places.iter().zip(up_to).zip(from) {
        // A place counts in both.
        if (up_to + from) as usize > count {
            take(place);
        }
    }
}

/// First and last word of a place.
type Words = (u32, u32);

fn words_of(places: &[Occurrence]) -> Vec<Words> {
    let words = |place: &Occurrence| (place.first_word, place.last_word);
    places.iter().map(words).collect()
}

/// For each place the longest row that ends with it.
fn rows_up_to(places: &[Words], distance_words: u32) -> Vec<u32> {
    let mut by_last: Vec<usize> = (0..places.len()).collect();
    by_last.sort_by_key(|at| places[*at].1);
    let mut ended = by_last.into_iter().peekable();
    let mut rows = vec![0; places.len()];
    // Places that ended close enough before, each with a longer row than all that ended after it.
    let mut before: VecDeque<usize> = VecDeque::new();
    for (at, (first_word, _)) in places.iter().enumerate() {
        while let Some(one) = ended.next_if(|one| places[*one].1 < *first_word) {
            while before.back().is_some_and(|last| rows[*last] <= rows[one]) {
                before.pop_back();
            }
            before.push_back(one);
        }
        let is_far = |one: &usize| first_word - places[*one].1 > distance_words;
        while before.front().is_some_and(is_far) {
            before.pop_front();
        }
        rows[at] = 1 + before.front().map_or(0, |best| rows[*best]);
    }
    rows
}

/// For each place the longest row that begins with it: the same, read backwards.
fn rows_from(places: &[Words], distance_words: u32) -> Vec<u32> {
    let mut backwards: Vec<usize> = (0..places.len()).collect();
    backwards.sort_by_key(|at| Reverse(places[*at].1));
    let mirrored = |at: &usize| (u32::MAX - places[*at].1, u32::MAX - places[*at].0);
    let words: Vec<Words> = backwards.iter().map(mirrored).collect();
    let mut rows = vec![0; places.len()];
    for (at, row) in backwards
        .into_iter()
        .zip(rows_up_to(&words, distance_words))
    {
        rows[at] = row;
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Every row of so many, by trying all.
    fn rows(places: &[Occurrence], count: usize, distance_words: u32) -> Vec<Vec<Occurrence>> {
        let mut rows: Vec<Vec<Occurrence>> = places.iter().map(|place| vec![*place]).collect();
        for _ in 1..count {
            rows = rows
                .iter()
                .flat_map(|row| {
                    let end = row[row.len() - 1].last_word;
                    let next = places.iter().filter(move |place| {
                        place.first_word > end && place.first_word - end <= distance_words
                    });
                    next.map(|place| [row.as_slice(), &[*place]].concat())
                })
                .collect();
        }
        rows
    }

    proptest! {
        #[test]
        fn places_in_a_row_are_those_that_trying_all_finds(
            places in proptest::collection::vec((0_u32..12, 0_u32..3), 0..7),
            count in 2_usize..5,
            distance_words in prop_oneof![1_u32..5, Just(u32::MAX)],
        ) {
            let place = |(first_word, more): (u32, u32)| Occurrence {
                first_word,
                last_word: first_word + more,
                start_cp: 0,
                end_cp: 0,
                term: 0,
            };
            let mut places: Vec<_> = places.into_iter().map(place).collect();
            places.sort();
            places.dedup();
            let mut found = Vec::new();
            each_in_a_row(&places, count, distance_words, &mut |place| found.push(*place));
            let mut expected = rows(&places, count, distance_words).concat();
            expected.sort();
            expected.dedup();
            prop_assert_eq!(found, expected);
            let longest = (1..9).rev().find(|count| !rows(&places, *count, distance_words).is_empty());
            prop_assert_eq!(longest_row(&places, distance_words), longest.unwrap_or(0));
        }
    }
}
