//! Counting codes: how often a code was put, on how many words, and which codes meet. It must not
//! know whose codings they are. What a stranger would get wrong: a passage counts once for a code
//! however many coders put it there, and overlap is measured twice: in pairs of passages that
//! meet, and in characters that both codes cover, for pairs of long passages say little and a
//! ratio of pairs may exceed 1 where that of characters cannot.
//!
//! Pairs are found by one sweep over the spans of a text in the order of their starts, with those
//! that are still open at hand: what a join of the table with itself finds, without the join.

/// A code on a passage, the code by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CodeMark {
    /// First code point.
    pub start_cp: u32,
    /// Behind the last code point.
    pub end_cp: u32,
    /// The code.
    pub code: u32,
}

/// How two codes meet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Meeting {
    /// Pairs of passages that overlap, or units in which both stand.
    pub both: u64,
    /// Characters, or units, of both.
    pub shared: u64,
}

/// How often every two codes meet, over all texts that were added.
#[derive(Clone, Debug)]
pub struct CoOccurrences {
    codes: usize,
    meetings: Vec<Meeting>,
    /// Of each code the characters it covers, or the units in which it stands.
    covered: Vec<u64>,
    /// Of each code its passages, or the units in which it stands.
    counts: Vec<u64>,
}

impl CoOccurrences {
    /// Nothing yet of so many codes.
    pub fn new(codes: usize) -> Self {
        Self {
            codes,
            meetings: vec![Meeting::default(); codes * codes],
            covered: vec![0; codes],
            counts: vec![0; codes],
        }
    }

    /// Adds the passages of a text: those that overlap meet. Marks must be in order and each once
    /// ([`in_order`]).
    pub fn add_overlaps(&mut self, marks: &[CodeMark]) {
        let mut open: Vec<CodeMark> = Vec::new();
        for mark in marks {
            open.retain(|other| other.end_cp > mark.start_cp);
            for other in &open {
                if other.code != mark.code {
                    self.at(other.code, mark.code).both += 1;
                }
            }
            open.push(*mark);
            self.counts[mark.code as usize] += 1;
        }
        self.add_characters(marks);
    }

    /// Adds what is covered: one walk over the ends of all spans, with how many spans of each
    /// code are open.
    fn add_characters(&mut self, marks: &[CodeMark]) {
        let starts = marks.iter().map(|mark| (mark.start_cp, true, mark.code));
        let ends = marks.iter().map(|mark| (mark.end_cp, false, mark.code));
        let mut ends: Vec<_> = starts.chain(ends).collect();
        ends.sort_unstable();
        let mut depth = vec![0_u32; self.codes];
        let mut open: Vec<u32> = Vec::new();
        let mut at_cp = 0;
        for (place_cp, is_start, code) in ends {
            let length = u64::from(place_cp - at_cp);
            if length > 0 {
                self.cover(&open, length);
                at_cp = place_cp;
            }
            let depth = &mut depth[code as usize];
            if is_start {
                *depth += 1;
                if *depth == 1 {
                    open.push(code);
                }
            } else {
                *depth -= 1;
                if *depth == 0 {
                    open.retain(|other| *other != code);
                }
            }
        }
    }

    fn cover(&mut self, open: &[u32], length: u64) {
        for (nth, code) in open.iter().enumerate() {
            self.covered[*code as usize] += length;
            for other in &open[..nth] {
                self.at(*other, *code).shared += length;
            }
        }
    }

    /// Adds a unit (a turn, an interview) with the codes that stand in it, each once.
    pub fn add_unit(&mut self, codes: &[u32]) {
        for (nth, code) in codes.iter().enumerate() {
            self.covered[*code as usize] += 1;
            self.counts[*code as usize] += 1;
            for other in &codes[..nth] {
                let meeting = self.at(*other, *code);
                meeting.both += 1;
                meeting.shared += 1;
            }
        }
    }

    fn at(&mut self, one: u32, two: u32) -> &mut Meeting {
        let (low, high) = (one.min(two) as usize, one.max(two) as usize);
        &mut self.meetings[low * self.codes + high]
    }

    /// How two codes meet.
    pub fn of(&self, one: usize, two: usize) -> Meeting {
        self.meetings[one.min(two) * self.codes + one.max(two)]
    }

    /// Of a code its passages, or the units in which it stands.
    pub fn count(&self, code: usize) -> u64 {
        self.counts[code]
    }

    /// What two codes share of what either covers (Jaccard 1901): of characters for overlaps, of
    /// units else. From 0 to 1; undefined where neither covers anything.
    pub fn jaccard(&self, one: usize, two: usize) -> Option<f64> {
        let shared = self.of(one, two).shared;
        let either = self.covered[one] + self.covered[two] - shared;
        (either > 0).then(|| shared as f64 / either as f64)
    }
}

/// Puts marks in the order of their places, each once; what covers nothing goes.
pub fn in_order(marks: &mut Vec<CodeMark>) {
    marks.retain(|mark| mark.start_cp < mark.end_cp);
    marks.sort_unstable();
    marks.dedup();
}

/// For each code the number of words that its passages touch, each word once. `words` and `marks`
/// are in the order of their places.
pub fn words_by_code(words: &[(u32, u32)], marks: &[CodeMark], codes: usize) -> Vec<u64> {
    let mut counts = vec![0; codes];
    // The first word of each code that was not counted yet.
    let mut next = vec![0; codes];
    for mark in marks {
        let code = mark.code as usize;
        let first = words.partition_point(|word| word.1 <= mark.start_cp);
        let last = words.partition_point(|word| word.0 < mark.end_cp);
        let first = first.max(next[code]);
        if last > first {
            counts[code] += (last - first) as u64;
            next[code] = last;
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    const CODES: u32 = 4;

    fn marks() -> impl Strategy<Value = Vec<CodeMark>> {
        let mark = (0_u32..40, 0_u32..12, 0..CODES).prop_map(|(start_cp, length, code)| CodeMark {
            start_cp,
            end_cp: start_cp + length,
            code,
        });
        proptest::collection::vec(mark, 0..25).prop_map(|mut marks| {
            in_order(&mut marks);
            marks
        })
    }

    fn letters(marks: &[CodeMark], code: u32) -> BTreeSet<u32> {
        let own = marks.iter().filter(|mark| mark.code == code);
        own.flat_map(|mark| mark.start_cp..mark.end_cp).collect()
    }

    proptest! {
        #[test]
        fn the_sweep_finds_what_comparing_all_with_all_finds(texts in proptest::collection::vec(marks(), 0..4)) {
            let mut found = CoOccurrences::new(CODES as usize);
            texts.iter().for_each(|marks| found.add_overlaps(marks));
            for a in 0..CODES {
                for b in 0..CODES {
                    let (mut both, mut shared, mut either) = (0, 0, 0);
                    for marks in &texts {
                        for one in marks.iter().filter(|mark| mark.code == a) {
                            let meets = |two: &&CodeMark| {
                                two.code == b && one.start_cp < two.end_cp && two.start_cp < one.end_cp
                            };
                            both += marks.iter().filter(meets).count() as u64;
                        }
                        let (one, two) = (letters(marks, a), letters(marks, b));
                        shared += one.intersection(&two).count() as u64;
                        either += one.union(&two).count() as u64;
                    }
                    if a != b {
                        let meeting = found.of(a as usize, b as usize);
                        prop_assert_eq!(meeting, Meeting { both, shared });
                        let jaccard = (either > 0).then(|| shared as f64 / either as f64);
                        prop_assert_eq!(found.jaccard(a as usize, b as usize), jaccard);
                    }
                }
            }
        }

        #[test]
        fn a_word_counts_once_for_a_code_however_often_it_was_marked(
            marks in marks(), lengths in proptest::collection::vec((0_u32..3, 1_u32..6), 0..12),
        ) {
            let mut at = 0;
            let words: Vec<(u32, u32)> = lengths.iter().map(|(gap, length)| {
                let start = at + gap;
                at = start + length;
                (start, at)
            }).collect();
            let found = words_by_code(&words, &marks, CODES as usize);
            for code in 0..CODES {
                let touched = |word: &&(u32, u32)| marks.iter().any(|mark| {
                    mark.code == code && mark.start_cp < word.1 && word.0 < mark.end_cp
                });
                prop_assert_eq!(found[code as usize], words.iter().filter(touched).count() as u64);
            }
        }
    }

    #[test]
    fn units_count_each_code_once() {
        let mut found = CoOccurrences::new(3);
        found.add_unit(&[0, 1]);
        found.add_unit(&[1]);
        found.add_unit(&[]);
        assert_eq!(found.of(1, 0), Meeting { both: 1, shared: 1 });
        assert_eq!(found.jaccard(0, 1), Some(0.5));
        assert_eq!((found.count(1), found.jaccard(2, 2)), (2, None));
    }
}
