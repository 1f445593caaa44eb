//! One pass over words: each is looked up once, and the last few stay at hand, so that a phrase is seen when its last
//! word comes. It must not know rules or units. A stranger would get wrong that most words are never folded: a word met
//! before is known by its letters as they stand; and that nothing grows with the text: what was seen long ago is gone.

use super::expression::PHRASE_MAX_WORDS;
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
    pub(super) fn new(memory: WordMemory) -> Self {
        Self {
            memory,
            folded: String::new(),
            found: Vec::new(),
            window: Window::default(),
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

/// The words met last that a pattern means: as many as a phrase may have, each in the slot of its number.
#[derive(Debug)]
pub(super) struct Window {
    last: u32,
    numbers: [u32; PHRASE_MAX_WORDS],
    spans: [(u32, u32); PHRASE_MAX_WORDS],
    patterns: Vec<Vec<PatternId>>,
}

/// No word has it: words are counted from the first of a turn.
const NO_WORD: u32 = u32::MAX;

impl Default for Window {
    fn default() -> Self {
        Self {
            last: NO_WORD,
            numbers: [NO_WORD; PHRASE_MAX_WORDS],
            spans: [(0, 0); PHRASE_MAX_WORDS],
            patterns: vec![Vec::new(); PHRASE_MAX_WORDS],
        }
    }
}

impl Window {
    fn clear(&mut self) {
        self.numbers.fill(NO_WORD);
        self.last = NO_WORD;
    }

    fn enter(&mut self, number: u32, span: Span, patterns: &[PatternId]) {
        let slot = slot(number);
        self.last = number;
        self.numbers[slot] = number;
        // A text has less than 2^32 bytes: the store could not keep more.
        self.spans[slot] = (span.start_cp as u32, span.end_cp as u32);
        self.patterns[slot].clear();
        self.patterns[slot].extend_from_slice(patterns);
    }

    /// Where the last word begins.
    pub(super) fn start_cp(&self) -> usize {
        self.spans[slot(self.last)].0 as usize
    }

    /// The patterns that mean the last word, ascending.
    pub(super) fn patterns(&self) -> &[PatternId] {
        &self.patterns[slot(self.last)]
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
        for pattern in before.iter().rev() {
            first_word = first_word.checked_sub(1)?;
            let slot = slot(first_word);
            let is_here = self.numbers[slot] == first_word
                && self.spans[slot].0 as usize >= least_cp
                && self.patterns[slot].binary_search(pattern).is_ok();
            if !is_here {
                return None;
            }
        }
        Some(Occurrence {
            first_word,
            last_word: self.last,
            start_cp: self.spans[slot(first_word)].0,
            end_cp: self.spans[slot(self.last)].1,
            term,
        })
    }
}

fn slot(number: u32) -> usize {
    number as usize % PHRASE_MAX_WORDS
}
