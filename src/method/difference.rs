//! Two texts as one list of replacements: first line by line, then word by word inside the
//! lines that differ, then without the letters that both begin or end with, so that a passage
//! moves by as little as was really changed. It must not know passages. A stranger would
//! compare letter by letter at once: of two words that have nothing in common it finds letters
//! that they happen to share, and passages would hang on these.
//!
//! Source of the method: Myers 1986 and the histogram variant of patience differences, as the
//! crate `imara-diff` has them. It bounds its work by counts, not by a clock, so the same texts
//! give the same list on every machine.

use crate::model::replacement::{Replacement, Replacements};
use crate::model::text_index::{Span, TextIndex};
use imara_diff::{Algorithm, Diff, InternedInput};
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// Pairs of pieces that one comparison may hold against each other. Texts of few words that
/// repeat themselves cost about a nanosecond a pair; others next to nothing.
const MOST_PAIRS: u64 = 1_600_000_000;

/// Pairs that all comparisons of two texts may hold together.
const ALL_PAIRS: u64 = 4 * MOST_PAIRS;

/// One piece in so many ends a group.
const GROUP: u64 = 64;

/// The replacements that make `after` of `before`; empty where both are the same.
#[must_use]
pub fn difference(before: &str, after: &str) -> Replacements {
    difference_within(before, after, ALL_PAIRS)
}

fn difference_within(before: &str, after: &str, pairs: u64) -> Replacements {
    let mut comparison = Comparison {
        before,
        after,
        pairs,
        found: Vec::new(),
    };
    comparison.refine((0..before.len(), 0..after.len()), LEVELS);
    let index = TextIndex::new(before);
    let at = |byte| index.cp_of(before, byte).unwrap_or_default();
    let found = comparison.found.into_iter();
    let list = found.map(|(old, new)| {
        let (old, words) = trimmed(before, old, &after[new]);
        let (start_cp, end_cp) = (at(old.start), at(old.end));
        Replacement {
            span: Span { start_cp, end_cp },
            words: words.to_owned(),
        }
    });
    Replacements::new(list.collect(), index.length_cp())
        .expect("pieces of one text, found from its start to its end, do not overlap")
}

/// Says where the pieces of a text end, in bytes.
type Cut = fn(&str) -> Vec<usize>;

/// From coarse to fine. Groups end where their last piece says, so they are the same in both
/// texts wherever the words are: what did not change is found by few comparisons.
const LEVELS: &[Cut] = &[
    |text| ends_of(text.split_inclusive('\n'), GROUP),
    |text| ends_of(text.split_inclusive('\n'), 1),
    |text| ends_of(text.split_word_bounds(), GROUP),
    |text| ends_of(text.split_word_bounds(), 1),
];

fn ends_of<'t>(pieces: impl Iterator<Item = &'t str>, group: u64) -> Vec<usize> {
    let mut end = 0;
    let mut ends = Vec::new();
    for piece in pieces {
        end += piece.len();
        if sum_of(piece).is_multiple_of(group) {
            ends.push(end);
        }
    }
    if ends.last() != Some(&end) && end > 0 {
        ends.push(end);
    }
    ends
}

/// The same for the same piece on every machine (Fowler, Noll and Vo's hash).
fn sum_of(piece: &str) -> u64 {
    let hash = piece.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    hash >> 32
}

/// A stretch of the old text and the stretch of the new that stands for it, in bytes.
type Stretch = (Range<usize>, Range<usize>);

/// Two texts that are being compared.
struct Comparison<'t> {
    before: &'t str,
    after: &'t str,
    pairs: u64,
    found: Vec<Stretch>,
}

impl Comparison<'_> {
    fn refine(&mut self, stretch: Stretch, levels: &[Cut]) {
        let is_whole = stretch.0.is_empty() || stretch.1.is_empty();
        match levels {
            _ if stretch.0.is_empty() && stretch.1.is_empty() => {}
            [cut, finer @ ..] if !is_whole => match self.differing(&stretch, *cut) {
                Some(parts) => parts.into_iter().for_each(|part| self.refine(part, finer)),
                None if finer.is_empty() => self.refine_lines(stretch),
                None => self.refine(stretch, finer),
            },
            _ => self.found.push(stretch),
        }
    }

    /// What is too much to compare word by word is compared line by line where both sides have
    /// as many lines: a spelling that was changed all over a long text leaves its lines.
    fn refine_lines(&mut self, stretch: Stretch) {
        let lines = |text: &str| ends_of(text.split_inclusive('\n'), 1);
        let old = lines(&self.before[stretch.0.clone()]);
        let new = lines(&self.after[stretch.1.clone()]);
        if old.len() != new.len() || old.len() == 1 {
            self.found.push(stretch);
            return;
        }
        for at in 0..old.len() {
            let old = part(&old, stretch.0.start, at..at + 1);
            let new = part(&new, stretch.1.start, at..at + 1);
            if self.before[old.clone()] != self.after[new.clone()] {
                self.refine((old, new), &LEVELS[LEVELS.len() - 1..]);
            }
        }
    }

    /// The stretches in which two stretches differ, in their order; nothing where comparing
    /// them would take too long.
    fn differing(&mut self, (old, new): &Stretch, cut: Cut) -> Option<Vec<Stretch>> {
        let (before, after) = (&self.before[old.clone()], &self.after[new.clone()]);
        let (old_ends, new_ends) = (cut(before), cut(after));
        let mut input = InternedInput::default();
        input.update_before(pieces(before, &old_ends));
        input.update_after(pieces(after, &new_ends));
        let same = |(one, other): &(_, _)| one == other;
        let front = input.before.iter().zip(&input.after);
        let front = front.take_while(same).count();
        let rest = (&input.before[front..], &input.after[front..]);
        let back = rest.0.iter().rev().zip(rest.1.iter().rev());
        let back = back.take_while(same).count();
        let pairs = (rest.0.len() - back) as u64 * (rest.1.len() - back) as u64;
        if pairs > MOST_PAIRS.min(self.pairs) {
            return None;
        }
        self.pairs -= pairs;
        let diff = Diff::compute(Algorithm::Histogram, &input);
        let range = |range: Range<u32>| range.start as usize..range.end as usize;
        let parts = diff.hunks().map(|hunk| {
            let old = part(&old_ends, old.start, range(hunk.before));
            (old, part(&new_ends, new.start, range(hunk.after)))
        });
        Some(parts.collect())
    }
}

/// The bytes of some pieces of a stretch that begins at `from`.
fn part(ends: &[usize], from: usize, pieces: Range<usize>) -> Range<usize> {
    let start_of = |piece: usize| piece.checked_sub(1).map_or(0, |last| ends[last]);
    from + start_of(pieces.start)..from + start_of(pieces.end)
}

fn pieces<'t>(text: &'t str, ends: &[usize]) -> impl Iterator<Item = &'t str> {
    let starts = std::iter::once(0).chain(ends.iter().copied());
    starts.zip(ends).map(|(start, end)| &text[start..*end])
}

/// A replacement without what its words and those that give way begin or end with. Whole
/// letters with their marks are taken off, never a part of one.
fn trimmed<'w>(before: &str, mut old: Range<usize>, mut words: &'w str) -> (Range<usize>, &'w str) {
    let gone = &before[old.clone()];
    let same = gone.graphemes(true).zip(words.graphemes(true));
    let shared = same.take_while(|(one, other)| one == other);
    let front: usize = shared.map(|(letter, _)| letter.len()).sum();
    old.start += front;
    words = &words[front..];
    let gone = &before[old.clone()];
    let same = gone.graphemes(true).rev().zip(words.graphemes(true).rev());
    let shared = same.take_while(|(one, other)| one == other);
    let back: usize = shared.map(|(letter, _)| letter.len()).sum();
    old.end -= back;
    (old, &words[..words.len() - back])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn told(before: &str, after: &str) -> Vec<(usize, usize, String)> {
        let found = difference(before, after);
        let list = found.list().iter();
        list.map(|one| (one.span.start_cp, one.span.end_cp, one.words.clone()))
            .collect()
    }

    fn made(before: &str, after: &str) -> String {
        difference(before, after).apply(before, &TextIndex::new(before))
    }

    #[test]
    fn the_same_text_has_no_difference() {
        assert!(difference("", "").is_empty());
        assert!(difference("سلام\n", "سلام\n").is_empty());
    }

    #[test]
    fn a_word_that_was_misheard_is_one_replacement() {
        let before = "R: Where?\nS-1: In Qunduz, in spring.\n";
        let after = "R: Where?\nS-1: In Kunduz, in spring.\n";
        assert_eq!(told(before, after), [(18, 19, "K".to_owned())]);
        assert_eq!(told("abc", ""), [(0, 3, String::new())]);
        assert_eq!(told("", "abc"), [(0, 0, "abc".to_owned())]);
    }

    #[test]
    fn a_letter_goes_with_its_marks() {
        // The first letter of both words is the same but for its vowel.
        assert_eq!(
            told("ب\u{64e}د", "ب\u{650}د"),
            [(0, 2, "ب\u{650}".to_owned())]
        );
        let (family, two) = ("👨\u{200d}👩\u{200d}👧", "👨\u{200d}👩");
        assert_eq!(told(family, two), [(0, 5, two.to_owned())]);
    }

    #[test]
    fn words_with_nothing_in_common_give_way_as_a_whole() {
        assert_eq!(
            told("he came late", "he went late"),
            [(3, 7, "went".to_owned())]
        );
    }

    #[test]
    fn a_long_text_with_many_small_changes_keeps_all_other_words() {
        let line = |number: usize| format!("S-{number}: د حوالې ریټ {number} و، they said so.\n");
        let before: String = (0..8_000).map(line).collect();
        assert!(before.chars().count() > 300_000);
        let after = before.replace("7 و", "۷ و").replace("S-42:", "S-43:");
        assert_eq!(made(&before, &after), after);
        let changed = before.matches("7 و").count() + 1;
        assert_eq!(difference(&before, &after).list().len(), changed);
    }

    #[test]
    fn a_spelling_that_changed_all_over_leaves_every_other_letter() {
        let line = |number: usize| format!("S-{number}: يو کال {number} يا دوه\n");
        let before: String = (0..300).map(line).collect();
        let after = before.replace('ي', "ی");
        // Few pairs allowed, as for a text that is too long to be compared as a whole.
        let found = difference_within(&before, &after, 50_000);
        assert_eq!(found.apply(&before, &TextIndex::new(&before)), after);
        assert_eq!(found.list().len(), 600);
    }

    #[test]
    fn what_cannot_be_compared_gives_way_as_a_whole() {
        let (before, after) = ("a b ".repeat(400), "b a c\n".repeat(400));
        let found = difference_within(&before, &after, 1_000);
        assert_eq!(found.apply(&before, &TextIndex::new(&before)), after);
        assert_eq!(found.list().len(), 1);
    }

    proptest! {
        #[test]
        fn the_list_makes_the_new_text(
            before in "[ab \nبک\u{64e}\u{200d}👩🇦🇫]{0,60}", after in "[ab \nبک\u{64e}\u{200d}👩🇦🇫]{0,60}"
        ) {
            prop_assert_eq!(made(&before, &after), after);
        }

        #[test]
        fn no_replacement_is_idle(before in "[ab \n]{0,30}", after in "[ab \n]{0,30}") {
            let index = TextIndex::new(&before);
            let found = difference(&before, &after);
            prop_assert_eq!(found.clone().without_idle(&before, &index), found);
        }
    }
}
