//! One pass over words: each is looked up once, and the last few stay at hand, so that a phrase is seen when its last
//! word comes. It must not know rules or units. A stranger would get wrong that most words are never folded: a word met
//! before is known by its letters as they stand; and that nothing grows with the text: what was seen long ago is gone.

use super::memory::{Word, WordMemory};
use super::near::Occurrence;
use super::vocabulary::{PatternId, Vocabulary};
use crate::method::fold::fold_into;
use crate::method::token::{second_form, token_spans};
use crate::model::text_index::Span;

/// Words to be looked at, in order.
#[derive(Debug, Clone, Copy)]
pub(super) enum Words<'t> {
    /// As they stand in a text from a place on.
    Written { text: &'t str, start_cp: usize },
    /// By number, with the patterns that mean them, ascending; places are counted in words too.
    Numbered(&'t [(u32, PatternId)]),
}

/// Looks words up and remembers those met before.
#[derive(Debug)]
pub(super) struct Finder {
    memory: WordMemory,
    folded: String,
    found: Vec<PatternId>,
    window: Window,
}

impl Finder {
    /// One for terms of so many words at most.
    pub(super) fn new(memory: WordMemory, longest_term: usize) -> Self {
        Self {
            memory,
            folded: String::new(),
            found: Vec::new(),
            window: Window::new(longest_term),
        }
    }

    /// Hands every word that a pattern means to `each`, in order, as the last of the window; goes on while that says so.
    pub(super) fn read(
        &mut self,
        vocabulary: &Vocabulary,
        words: Words<'_>,
        each: impl FnMut(&Window) -> bool,
    ) {
        self.window.clear();
        match words {
            Words::Written { text, start_cp } => {
                self.read_written(vocabulary, (text, start_cp), each)
            }
            Words::Numbered(words) => self.read_numbered(words, each),
        }
    }

    fn read_written(
        &mut self,
        vocabulary: &Vocabulary,
        (text, start_cp): (&str, usize),
        mut each: impl FnMut(&Window) -> bool,
    ) {
        let mut number = 0;
        for token in token_spans(text) {
            let word = Word {
                written: &text[token.bytes()],
                from_here: &text.as_bytes()[token.start_byte..],
                is_apostrophe_doubtful: token.is_apostrophe_doubtful,
            };
            let (is_word, patterns) = match self.memory.recall(word) {
                Some(known) => (known.is_word, known.patterns),
                None => {
                    let is_word = look_up(vocabulary, word, &mut self.folded, &mut self.found);
                    self.memory.keep(word, is_word, &self.found);
                    (is_word, self.found.as_slice())
                }
            };
            number += u32::from(is_word);
            if patterns.is_empty() {
                continue;
            }
            let span = Span {
                start_cp: start_cp + token.start_cp,
                end_cp: start_cp + token.end_cp,
            };
            self.window.enter(number, span, patterns);
            if !each(&self.window) {
                return;
            }
        }
    }

    fn read_numbered(&mut self, words: &[(u32, PatternId)], mut each: impl FnMut(&Window) -> bool) {
        for same in words.chunk_by(|a, b| a.0 == b.0) {
            self.found.clear();
            self.found.extend(same.iter().map(|(_, pattern)| *pattern));
            sort_and_dedup(&mut self.found);
            let number = same[0].0;
            self.window
                .enter(number, span_of_words(number, number), &self.found);
            if !each(&self.window) {
                return;
            }
        }
    }
}

/// A place counted in words, from the first to the last.
pub(super) fn span_of_words(first: u32, last: u32) -> Span {
    Span {
        start_cp: first as usize,
        end_cp: last as usize + 1,
    }
}

/// Finds the patterns that mean a word, in order; says whether it is one: a sign that folds to nothing is none.
fn look_up(
    vocabulary: &Vocabulary,
    word: Word<'_>,
    folded: &mut String,
    found: &mut Vec<PatternId>,
) -> bool {
    found.clear();
    fold_into(word.written, folded);
    if folded.is_empty() {
        return false;
    }
    vocabulary.look_up(folded, found);
    if let Some(second) = second_form(folded, word.is_apostrophe_doubtful) {
        vocabulary.look_up(second, found);
    }
    sort_and_dedup(found);
    true
}

fn sort_and_dedup(patterns: &mut Vec<PatternId>) {
    if patterns.len() > 1 {
        patterns.sort_unstable();
        patterns.dedup();
    }
}

/// The words met last that a pattern means: as many as the longest term has, each in the slot of its number.
#[derive(Debug)]
pub(super) struct Window {
    last: u32,
    /// A power of two of them.
    slots: Box<[Slot]>,
}

#[derive(Debug, Clone)]
struct Slot {
    number: u32,
    start_cp: u32,
    end_cp: u32,
    patterns: Vec<PatternId>,
}

/// No word has it: words are counted from the first of a turn.
const NO_WORD: u32 = u32::MAX;

impl Window {
    fn new(longest_term: usize) -> Self {
        let empty = Slot {
            number: NO_WORD,
            start_cp: 0,
            end_cp: 0,
            patterns: Vec::new(),
        };
        Self {
            last: 0,
            slots: vec![empty; longest_term.next_power_of_two()].into(),
        }
    }

    fn clear(&mut self) {
        for slot in &mut self.slots {
            slot.number = NO_WORD;
        }
    }

    fn slot(&self, number: u32) -> &Slot {
        &self.slots[number as usize & (self.slots.len() - 1)]
    }

    fn enter(&mut self, number: u32, span: Span, patterns: &[PatternId]) {
        let last = self.slots.len() - 1;
        let slot = &mut self.slots[number as usize & last];
        self.last = number;
        slot.number = number;
        // A text has less than 2^32 bytes: the store could not keep more.
        slot.start_cp = span.start_cp as u32;
        slot.end_cp = span.end_cp as u32;
        slot.patterns.clear();
        slot.patterns.extend_from_slice(patterns);
    }

    /// Where the last word begins.
    pub(super) fn start_cp(&self) -> usize {
        self.slot(self.last).start_cp as usize
    }

    /// The patterns that mean the last word, ascending.
    pub(super) fn patterns(&self) -> &[PatternId] {
        &self.slot(self.last).patterns
    }

    /// The place of a term that ends with the last word: nothing unless the words before it are the others of the
    /// phrase, and none begins before `least_cp`.
    pub(super) fn place(
        &self,
        before: &[PatternId],
        term: u32,
        least_cp: usize,
    ) -> Option<Occurrence> {
        let mut first_word = self.last;
        let mut first = self.slot(first_word);
        let end_cp = first.end_cp;
        for pattern in before.iter().rev() {
            first_word = first_word.checked_sub(1)?;
            first = self.slot(first_word);
            let is_here = first.number == first_word
                && first.start_cp as usize >= least_cp
                && first.patterns.binary_search(pattern).is_ok();
            if !is_here {
                return None;
            }
        }
        Some(Occurrence {
            first_word,
            last_word: self.last,
            start_cp: first.start_cp,
            end_cp,
            term,
        })
    }
}
