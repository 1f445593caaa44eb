//! The rule against its table, written out naively, and its four properties on random cases in
//! Arabic script with marks, emoji of several code points and Latin letters.

use super::*;
use crate::model::text_index::TextIndex;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

fn one(start_cp: usize, end_cp: usize, words: &str) -> Replacement {
    Replacement {
        span: Span { start_cp, end_cp },
        words: words.to_owned(),
    }
}

fn span(start_cp: usize, end_cp: usize) -> Span {
    Span { start_cp, end_cp }
}

fn moved(list: &[Replacement], passage: Span) -> (usize, usize, Fate) {
    let list = Replacements::new(list.to_vec(), 1000).unwrap();
    let moved = AnchorMap::new(&list).moved(passage);
    (moved.span.start_cp, moved.span.end_cp, moved.fate)
}

#[test]
fn an_insertion_at_an_edge_stays_outside_and_inside_it_is_taken_in() {
    let insert = |at| [one(at, at, "xyz")];
    assert_eq!(moved(&insert(5), span(5, 9)), (8, 12, Fate::Moved));
    assert_eq!(moved(&insert(9), span(5, 9)), (5, 9, Fate::Exact));
    assert_eq!(moved(&insert(7), span(5, 9)), (5, 12, Fate::Grown));
    assert_eq!(moved(&insert(10), span(5, 9)), (5, 9, Fate::Exact));
}

#[test]
fn an_end_inside_replaced_words_snaps_outward() {
    let list = [one(3, 7, "ab")];
    assert_eq!(moved(&list, span(5, 9)), (3, 7, Fate::Reworded));
    assert_eq!(moved(&list, span(1, 5)), (1, 5, Fate::Reworded));
    assert_eq!(moved(&list, span(4, 6)), (3, 5, Fate::Replaced));
    assert_eq!(moved(&list, span(1, 9)), (1, 7, Fate::Shrunk));
    assert_eq!(moved(&list, span(7, 9)), (5, 7, Fate::Moved));
    assert_eq!(moved(&list, span(1, 3)), (1, 3, Fate::Exact));
}

#[test]
fn a_passage_without_words_is_an_orphan_and_one_with_other_words_is_not() {
    assert_eq!(moved(&[one(2, 9, "")], span(3, 6)), (2, 2, Fate::Orphaned));
    assert_eq!(
        moved(&[one(0, 9, "new")], span(3, 6)),
        (0, 3, Fate::Replaced)
    );
    let beside = [one(3, 6, ""), one(6, 6, "x")];
    assert_eq!(moved(&beside, span(3, 6)), (3, 3, Fate::Orphaned));
}

#[test]
fn passages_that_cut_into_one_replaced_piece_are_named() {
    let list = Replacements::new(vec![one(2, 8, "word")], 20).unwrap();
    let map = AnchorMap::new(&list);
    let passages = [span(0, 4), span(5, 9), span(8, 12), span(0, 9)];
    assert_eq!(new_neighbours(&map, &passages), [true, true, false, false]);
    let gone = Replacements::new(vec![one(2, 8, "")], 20).unwrap();
    let map = AnchorMap::new(&gone);
    assert_eq!(new_neighbours(&map, &passages), [false; 4]);
}

/// The table of the rule, line by line.
fn by_the_table(point_cp: usize, list: &[Replacement], is_end: bool) -> usize {
    let mut shift = 0_isize;
    for one in list {
        let Span { start_cp, end_cp } = one.span;
        let words_cp = one.words.chars().count() as isize;
        if start_cp == end_cp {
            if point_cp < start_cp || (point_cp == start_cp && is_end) {
                break;
            }
            shift += words_cp;
        } else {
            if point_cp <= start_cp {
                break;
            }
            if point_cp < end_cp {
                let snapped = start_cp as isize + shift + if is_end { words_cp } else { 0 };
                return snapped as usize;
            }
            shift += words_cp - (end_cp - start_cp) as isize;
        }
    }
    (point_cp as isize + shift) as usize
}

const LETTERS: &[&str] = &[
    "a",
    " ",
    "ب",
    "ک",
    "ي",
    "\u{64e}",
    "\u{651}",
    "\u{200c}",
    "e\u{301}",
    "👨\u{200d}👩\u{200d}👧",
    "🇦🇫",
    "🏽",
    "\n",
    "ـ",
];

/// A text, replacements of it, and two passages. Each code point that is kept can be told from
/// each that comes in by its place alone, so texts may repeat themselves.
#[derive(Debug, Clone)]
struct Case {
    text: String,
    list: Replacements,
    passages: [Span; 2],
}

fn text_of(most: usize) -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(LETTERS), 1..most).prop_map(|all| all.concat())
}

fn spans_in(length_cp: usize, cuts: &[prop::sample::Index], is_point: bool) -> Vec<Span> {
    let mut cuts: Vec<_> = cuts.iter().map(|cut| cut.index(length_cp + 1)).collect();
    cuts.sort_unstable();
    let pairs = cuts.chunks_exact(2).enumerate();
    pairs
        .map(|(at, pair)| match is_point && at % 3 == 0 {
            true => span(pair[0], pair[0]),
            false => span(pair[0], pair[1]),
        })
        .collect()
}

fn replacements_of(length_cp: usize) -> impl Strategy<Value = Replacements> {
    let cuts = prop::collection::vec(any::<prop::sample::Index>(), 2..9);
    let words = prop::collection::vec(text_of(4), 4);
    (cuts, words, any::<bool>(), any::<u8>()).prop_map(move |(cuts, words, is_point, deleted)| {
        let spans = spans_in(length_cp, &cuts, is_point);
        let list = spans
            .into_iter()
            .zip(words)
            .enumerate()
            .map(|(at, (span, words))| {
                let is_gone = deleted >> at & 1 == 1;
                Replacement {
                    span,
                    words: if is_gone { String::new() } else { words },
                }
            });
        Replacements::new(list.collect(), length_cp).unwrap()
    })
}

fn passage_in(length_cp: usize) -> impl Strategy<Value = Span> {
    (0..length_cp, any::<prop::sample::Index>()).prop_map(move |(start_cp, end)| {
        span(start_cp, start_cp + 1 + end.index(length_cp - start_cp))
    })
}

fn case() -> impl Strategy<Value = Case> {
    text_of(24).prop_flat_map(|text| {
        let length_cp = text.chars().count();
        let passages = [passage_in(length_cp), passage_in(length_cp)];
        (Just(text), replacements_of(length_cp), passages).prop_map(|(text, list, passages)| Case {
            text,
            list,
            passages,
        })
    })
}

/// What each code point of the new text was: its place in the old, or nothing.
fn origins(length_cp: usize, list: &Replacements) -> Vec<Option<usize>> {
    let mut origins = Vec::new();
    let mut at_cp = 0;
    for one in list.list() {
        origins.extend((at_cp..one.span.start_cp).map(Some));
        origins.extend(one.words.chars().map(|_| None));
        at_cp = one.span.end_cp;
    }
    origins.extend((at_cp..length_cp).map(Some));
    origins
}

fn check(case: &Case) -> Result<(), TestCaseError> {
    let Case {
        text,
        list,
        passages,
    } = case;
    let index = TextIndex::new(text);
    let new = list.apply(text, &index);
    let origins = origins(index.length_cp(), list);
    let map = AnchorMap::new(list);
    let after = passages.map(|passage| map.moved(passage));
    prop_assert_eq!(origins.len(), new.chars().count());
    for (old, Moved { span: now, fate }) in passages.iter().zip(after) {
        // The rule, line by line.
        prop_assert_eq!(now.start_cp, by_the_table(old.start_cp, list.list(), false));
        prop_assert_eq!(now.end_cp, by_the_table(old.end_cp, list.list(), true));
        // a: order and bounds.
        prop_assert!(now.start_cp <= now.end_cp && now.end_cp <= origins.len());
        // b: just the unchanged code points that it covered.
        let kept: Vec<_> = origins[now.start_cp..now.end_cp].iter().flatten().collect();
        let all = old.start_cp..old.end_cp;
        let wanted: Vec<_> = origins
            .iter()
            .flatten()
            .filter(|at| all.contains(at))
            .collect();
        prop_assert_eq!(&kept, &wanted);
        // c: what no replacement touches keeps its words, byte for byte.
        let quote = index.slice(text, *old);
        let new_index = TextIndex::new(&new);
        if matches!(fate, Fate::Moved | Fate::Exact) {
            prop_assert_eq!(new_index.slice(&new, now), quote);
        } else {
            prop_assert!(map.touches(*old));
        }
        prop_assert_eq!(
            fate == Fate::Replaced,
            kept.is_empty() && now.start_cp < now.end_cp
        );
    }
    // d: what lies inside stays inside.
    let [inner, outer] = passages;
    if outer.start_cp <= inner.start_cp && inner.end_cp <= outer.end_cp {
        let [inner, outer] = after.map(|one| one.span);
        prop_assert!(outer.start_cp <= inner.start_cp && inner.end_cp <= outer.end_cp);
    }
    // Who shared nothing before and does now is named.
    let [one, other] = passages;
    let apart = one.end_cp <= other.start_cp || other.end_cp <= one.start_cp;
    let [first, second] = after.map(|one| one.span);
    let meet = first.start_cp < second.end_cp && second.start_cp < first.end_cp;
    let is_new = apart && meet && first.start_cp < first.end_cp && second.start_cp < second.end_cp;
    prop_assert_eq!(new_neighbours(&map, passages), vec![is_new; 2]);
    Ok(())
}

/// At least 10^5 cases, in a few seconds.
#[test]
fn the_four_properties_hold_on_many_random_cases() {
    let cases = 100_000;
    let config = Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    };
    TestRunner::new(config)
        .run(&case(), |case| check(&case))
        .unwrap();
}

proptest! {
    #[test]
    fn two_versions_in_a_row_keep_what_both_keep(
        (case, again) in case().prop_flat_map(|case| {
            let length_cp = origins(case.text.chars().count(), &case.list).len();
            let again = replacements_of(length_cp);
            (Just(case), again)
        })
    ) {
        let passage = case.passages[0];
        let first = AnchorMap::new(&case.list).moved(passage);
        prop_assume!(first.fate != Fate::Orphaned);
        let last = AnchorMap::new(&again).moved(first.span).span;
        let between = origins(case.text.chars().count(), &case.list);
        let end = origins(between.len(), &again);
        let of_old: Vec<_> = end.iter().map(|at| at.and_then(|at| between[at])).collect();
        let kept: Vec<_> = of_old[last.start_cp..last.end_cp].iter().flatten().collect();
        let all = passage.start_cp..passage.end_cp;
        let wanted: Vec<_> = of_old.iter().flatten().filter(|at| all.contains(at)).collect();
        prop_assert_eq!(kept, wanted);
    }
}
