//! One pass over words: each is looked up once, and a few stay at hand, so that a phrase is seen when its last word
//! comes. It must not know rules or units. A stranger would get wrong that most words are never folded: a word met
//! before is known by its letters as they stand; and that nothing grows with the text: what was seen long ago is gone.

use super::memory::{Word, WordMemory};
use super::near::Occurrence;
use super::terms::{TermTable, Use};
use super::vocabulary::PatternId;
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
        terms: &TermTable,
        words: Words<'_>,
        each: impl FnMut(&Window) -> bool,
    ) {
        self.window.clear();
        match words {
            Words::Written { text, start_cp } => self.read_written(terms, (text, start_cp), each),
            Words::Numbered(words) => self.read_numbered(terms, words, each),
        }
    }

    fn read_written(
        &mut self,
        terms: &TermTable,
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
                    let is_word = look_up(terms, word, &mut self.folded, &mut self.found);
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
            if self.window.is_full() && !self.window.hand_on(&mut each) {
                return;
            }
        }
        self.window.hand_on(&mut each);
    }

    fn read_numbered(
        &mut self,
        terms: &TermTable,
        words: &[(u32, PatternId)],
        mut each: impl FnMut(&Window) -> bool,
    ) {
        for same in words.chunk_by(|a, b| a.0 == b.0) {
            self.found.clear();
            self.found.extend(same.iter().map(|(_, pattern)| *pattern));
            sort_and_dedup(&mut self.found);
            terms.leave_out_repeats(&mut self.found);
            let number = same[0].0;
            self.window
                .enter(number, span_of_words(number, number), &self.found);
            if self.window.is_full() && !self.window.hand_on(&mut each) {
                return;
            }
        }
        self.window.hand_on(&mut each);
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
    terms: &TermTable,
    word: Word<'_>,
    folded: &mut String,
    found: &mut Vec<PatternId>,
) -> bool {
    found.clear();
    fold_into(word.written, folded);
    if folded.is_empty() {
        return false;
    }
    terms.vocabulary.look_up(folded, found);
    if let Some(second) = second_form(folded, word.is_apostrophe_doubtful) {
        terms.vocabulary.look_up(second, found);
    }
    sort_and_dedup(found);
    terms.leave_out_repeats(found);
    true
}

fn sort_and_dedup(patterns: &mut Vec<PatternId>) {
    if patterns.len() > 1 {
        patterns.sort_unstable();
        patterns.dedup();
    }
}

/// So many words that patterns mean are looked up before the first of them is handed on: two short loops in turn are
/// quicker than one long one, for the processor's caches hold each.
const WORDS_AHEAD: usize = 512;
/// The same for the patterns that mean them.
const PATTERNS_AHEAD: usize = 1 << 16;

/// The words at hand that a pattern means: some that are to be handed on, and before them as many as a phrase may need.
#[derive(Debug)]
pub(super) struct Window {
    words: Vec<SeenWord>,
    patterns: Vec<PatternId>,
    /// Which of the words is the last that was handed on.
    last: usize,
    /// How many words from the first on were handed on before.
    done: usize,
    longest_term: usize,
}

#[derive(Debug, Clone, Copy)]
struct SeenWord {
    number: u32,
    start_cp: u32,
    end_cp: u32,
    /// Where its patterns begin, ascending; they end where those of the next begin.
    first_pattern: u32,
}

impl Window {
    fn new(longest_term: usize) -> Self {
        Self {
            words: Vec::new(),
            patterns: Vec::new(),
            last: 0,
            done: 0,
            longest_term,
        }
    }

    fn clear(&mut self) {
        self.words.clear();
        self.patterns.clear();
        self.done = 0;
    }

    fn enter(&mut self, number: u32, span: Span, patterns: &[PatternId]) {
        // A text has less than 2^32 bytes: the store could not keep more.
        self.words.push(SeenWord {
            number,
            start_cp: span.start_cp as u32,
            end_cp: span.end_cp as u32,
            first_pattern: self.patterns.len() as u32,
        });
        self.patterns.extend_from_slice(patterns);
    }

    fn is_full(&self) -> bool {
        self.words.len() >= WORDS_AHEAD || self.patterns.len() >= PATTERNS_AHEAD
    }

    /// Hands on what was not yet; forgets all that no phrase can need. Says whether more is wanted.
    fn hand_on(&mut self, each: &mut impl FnMut(&Self) -> bool) -> bool {
        for at in self.done..self.words.len() {
            self.last = at;
            if !each(self) {
                return false;
            }
        }
        let forgotten = (self.words.len() + 1).saturating_sub(self.longest_term);
        let forgotten = forgotten.min(self.words.len());
        let patterns = self.end_of_patterns(forgotten.checked_sub(1));
        self.words.drain(..forgotten);
        self.patterns.drain(..patterns);
        for word in &mut self.words {
            word.first_pattern -= patterns as u32;
        }
        self.done = self.words.len();
        true
    }

    /// Behind the last pattern of a word; the beginning for none.
    fn end_of_patterns(&self, word: Option<usize>) -> usize {
        let next = word.map_or(0, |word| word + 1);
        let first = self.words.get(next).map(|word| word.first_pattern as usize);
        first.unwrap_or(self.patterns.len())
    }

    /// The patterns that mean a word, ascending.
    #[inline]
    pub(super) fn patterns_of(&self, word: usize) -> &[PatternId] {
        &self.patterns[self.words[word].first_pattern as usize..self.end_of_patterns(Some(word))]
    }

    /// Where the last word begins.
    pub(super) fn start_cp(&self) -> usize {
        self.words[self.last].start_cp as usize
    }

    /// The patterns that mean the last word, ascending.
    pub(super) fn patterns(&self) -> &[PatternId] {
        self.patterns_of(self.last)
    }

    /// The place of a term that ends with the last word: nothing unless the words before it are the others of the
    /// phrase, and none begins before `least_cp`.
    #[inline]
    pub(super) fn place(&self, usage: &Use, least_cp: usize) -> Option<Occurrence> {
        let mut at = self.last;
        if !usage.is_one_word() {
            at = self.one_before(at, usage.previous, least_cp)?;
            at = self.begin_of(&usage.before, at, least_cp)?;
        }
        let (first, last) = (&self.words[at], &self.words[self.last]);
        Some(Occurrence {
            first_word: first.number,
            last_word: last.number,
            start_cp: first.start_cp,
            end_cp: last.end_cp,
            term: usage.term,
        })
    }

    /// The last word.
    pub(super) fn last(&self) -> usize {
        self.last
    }

    /// Where words begin and end, from one to the last.
    pub(super) fn ends_from(&self, first: usize) -> (u32, u32) {
        (self.words[first].start_cp, self.words[self.last].end_cp)
    }

    /// The first of the words right before another, if patterns mean them in this order.
    #[inline]
    pub(super) fn begin_of(
        &self,
        before: &[PatternId],
        at: usize,
        least_cp: usize,
    ) -> Option<usize> {
        let mut words = before.iter().rev();
        words.try_fold(at, |at, pattern| self.one_before(at, *pattern, least_cp))
    }

    /// The word right before another, if a pattern means it.
    #[inline]
    fn one_before(&self, at: usize, pattern: PatternId, least_cp: usize) -> Option<usize> {
        let before = self.word_before(at, least_cp)?;
        let is_meant = self.patterns_of(before).binary_search(&pattern).is_ok();
        is_meant.then_some(before)
    }

    /// The word right before another, if some pattern means it and it does not begin before `least_cp`.
    #[inline]
    pub(super) fn word_before(&self, at: usize, least_cp: usize) -> Option<usize> {
        let before = at.checked_sub(1)?;
        let word = &self.words[before];
        let is_here =
            word.number + 1 == self.words[at].number && word.start_cp as usize >= least_cp;
        is_here.then_some(before)
    }
}
