//! One pass over a text for all rules: each word is looked up once, each unit decided from the places found in it.
//! It must not know what a rule means. A stranger would get wrong that most words are never folded: a word met before
//! is known by its letters as they stand.

use super::circumstances::{Circumstances, TurnView, UnitView};
use super::matching::{Hit, Miss, RuleSet};
use super::memory::{Word, WordMemory};
use super::near::Occurrence;
use super::program::holds;
use super::shortfall::shortage;
use super::vocabulary::PatternId;
use crate::method::fold::fold_into;
use crate::method::token::{second_form, token_spans};
use crate::method::unit::{Unit, units};
use crate::model::text_index::Span;
use crate::model::transcript_text::TurnedText;
use std::ops::Range;

/// What a rule says of a unit.
pub(super) enum Decision {
    Hit(Hit),
    Miss(Miss),
}

/// A word of the turn that some pattern means.
#[derive(Debug)]
struct SeenWord {
    /// Its number among all words of the turn.
    number: u32,
    span: Span,
    /// Where its patterns stand in [`Scratch::patterns`], ascending.
    patterns: Range<usize>,
}

/// What a pass remembers: of all texts the words, of one turn the words seen, of one unit the places found.
#[derive(Debug)]
pub(super) struct Scratch {
    memory: WordMemory,
    folded: String,
    seen: Vec<SeenWord>,
    patterns: Vec<PatternId>,
    /// For each leaf the places found in the unit.
    places: Vec<Vec<Occurrence>>,
    touched: Vec<usize>,
    /// The rules of which some term was found in the unit.
    asked: Vec<usize>,
}

impl Scratch {
    pub(super) fn for_one_text(set: &RuleSet) -> Self {
        Self::new(set, WordMemory::none())
    }

    pub(super) fn for_many_texts(set: &RuleSet) -> Self {
        Self::new(set, WordMemory::new())
    }

    fn new(set: &RuleSet, memory: WordMemory) -> Self {
        Self {
            memory,
            folded: String::new(),
            seen: Vec::new(),
            patterns: Vec::new(),
            places: vec![Vec::new(); set.terms.leaf_count()],
            touched: Vec::new(),
            asked: Vec::new(),
        }
    }
}

/// Reads a text turn by turn and hands every decision to `keep`; misses only if they are wanted.
pub(super) fn read(
    set: &RuleSet,
    scratch: &mut Scratch,
    text: &TurnedText<'_>,
    (circumstances, wants_misses): (&Circumstances, bool),
    keep: &mut dyn FnMut(Decision),
) {
    for (turn, place) in text.turns().iter().enumerate() {
        let words = text.slice(place.words());
        scratch.look_up_words(set, words, place.text_start_cp);
        if scratch.seen.is_empty() {
            continue;
        }
        let view = TurnView::new(place, circumstances);
        for unit in &set.units {
            let spans = units(words, place.text_start_cp, *unit);
            let mut pass = Pass {
                set,
                scratch: &mut *scratch,
                turn,
                view: &view,
                circumstances,
                wants_misses,
            };
            pass.decide_units(*unit, &spans, keep);
        }
    }
}

/// Reads turns of which only the words are known that patterns mean; see [`RuleSet::run_on_words`].
pub(super) fn read_words(
    set: &RuleSet,
    turns: &[Range<u32>],
    words: &[(u32, PatternId)],
    keep: &mut dyn FnMut(Decision),
) {
    let mut scratch = Scratch::for_one_text(set);
    let (view, circumstances) = (TurnView::default(), Circumstances::default());
    let mut rest = words;
    for (turn, range) in turns.iter().enumerate() {
        rest = &rest[rest.partition_point(|(number, _)| *number < range.start)..];
        let (own, behind) = rest.split_at(rest.partition_point(|(number, _)| *number < range.end));
        rest = behind;
        if own.is_empty() {
            continue;
        }
        scratch.take_words(own);
        let mut pass = Pass {
            set,
            scratch: &mut scratch,
            turn,
            view: &view,
            circumstances: &circumstances,
            wants_misses: false,
        };
        pass.decide_units(Unit::Turn, &[span_of_words(range.start, range.end)], keep);
    }
}

fn span_of_words(first: u32, end: u32) -> Span {
    Span {
        start_cp: first as usize,
        end_cp: end as usize,
    }
}

impl Scratch {
    /// Takes words of a turn that were looked up elsewhere.
    fn take_words(&mut self, words: &[(u32, PatternId)]) {
        self.seen.clear();
        self.patterns.clear();
        for same in words.chunk_by(|a, b| a.0 == b.0) {
            let from = self.patterns.len();
            self.patterns
                .extend(same.iter().map(|(_, pattern)| *pattern));
            sort_and_dedup_from(&mut self.patterns, from);
            let number = same[0].0;
            self.seen.push(SeenWord {
                number,
                span: span_of_words(number, number.saturating_add(1)),
                patterns: from..self.patterns.len(),
            });
        }
    }

    /// Looks up every word of a turn and keeps those that a pattern means.
    fn look_up_words(&mut self, set: &RuleSet, words: &str, start_cp: usize) {
        self.seen.clear();
        self.patterns.clear();
        let mut number = 0;
        for token in token_spans(words) {
            let from = self.patterns.len();
            let word = Word {
                written: &words[token.bytes()],
                from_here: &words.as_bytes()[token.start_byte..],
                is_apostrophe_doubtful: token.is_apostrophe_doubtful,
            };
            let is_word = match self.memory.recall(word) {
                Some(known) => {
                    self.patterns.extend_from_slice(known.patterns);
                    known.is_word
                }
                None => self.look_up(set, word),
            };
            number += u32::from(is_word);
            if self.patterns.len() == from {
                continue;
            }
            self.seen.push(SeenWord {
                number,
                span: Span {
                    start_cp: start_cp + token.start_cp,
                    end_cp: start_cp + token.end_cp,
                },
                patterns: from..self.patterns.len(),
            });
        }
    }

    /// Adds the patterns that mean a word, in order; says whether it is one: a sign that folds to nothing is none.
    fn look_up(&mut self, set: &RuleSet, word: Word<'_>) -> bool {
        let from = self.patterns.len();
        fold_into(word.written, &mut self.folded);
        let is_word = !self.folded.is_empty();
        if is_word {
            set.terms.look_up(&self.folded, &mut self.patterns);
            if let Some(second) = second_form(&self.folded, word.is_apostrophe_doubtful) {
                set.terms.look_up(second, &mut self.patterns);
            }
            sort_and_dedup_from(&mut self.patterns, from);
        }
        self.memory.keep(word, is_word, &self.patterns[from..]);
        is_word
    }

    /// Where a phrase begins whose last word is the last of `range`, if its other words stand right before.
    fn phrase_start(&self, before: &[PatternId], range: Range<usize>) -> Option<usize> {
        let mut at = range.end.checked_sub(1)?;
        for pattern in before.iter().rev() {
            let previous = at.checked_sub(1).filter(|at| *at >= range.start)?;
            let (word, next) = (&self.seen[previous], &self.seen[at]);
            let follows = word.number + 1 == next.number;
            let is_meant = self.patterns[word.patterns.clone()]
                .binary_search(pattern)
                .is_ok();
            if !(follows && is_meant) {
                return None;
            }
            at = previous;
        }
        Some(at)
    }
}

/// The rules on the units of one turn.
struct Pass<'p> {
    set: &'p RuleSet,
    scratch: &'p mut Scratch,
    turn: usize,
    view: &'p TurnView,
    circumstances: &'p Circumstances,
    wants_misses: bool,
}

impl Pass<'_> {
    /// Decides all rules of one unit kind on the units of a turn.
    fn decide_units(&mut self, unit: Unit, spans: &[Span], keep: &mut dyn FnMut(Decision)) {
        let mut at = 0;
        for span in spans {
            let from = at;
            let seen = &self.scratch.seen;
            while at < seen.len() && seen[at].span.start_cp < span.end_cp {
                at += 1;
            }
            if from == at {
                continue;
            }
            self.find_places(unit, from..at);
            self.decide(*span, keep);
            let scratch = &mut *self.scratch;
            for leaf in scratch.touched.drain(..) {
                scratch.places[leaf].clear();
            }
        }
    }

    fn find_places(&mut self, unit: Unit, range: Range<usize>) {
        let unit_start = range.start;
        for at in range {
            let to = at + 1;
            for pattern in self.scratch.seen[at].patterns.clone() {
                for usage in self.set.terms.uses(self.scratch.patterns[pattern]) {
                    if usage.unit != unit {
                        continue;
                    }
                    let scratch = &mut *self.scratch;
                    let Some(first) = scratch.phrase_start(&usage.before, unit_start..to) else {
                        continue;
                    };
                    let place = occurrence(&scratch.seen[first], &scratch.seen[at], usage.term);
                    let places = &mut scratch.places[usage.leaf];
                    if places.is_empty() {
                        scratch.touched.push(usage.leaf);
                    }
                    places.push(place);
                }
            }
        }
    }

    /// Asks the rules of which some term was found; the others cannot be true, since each needs a word.
    fn decide(&mut self, span: Span, keep: &mut dyn FnMut(Decision)) {
        let terms = &self.set.terms;
        let scratch = &mut *self.scratch;
        scratch.asked.clear();
        let rules = scratch.touched.iter().map(|leaf| terms.rule_of_leaf(*leaf));
        scratch.asked.extend(rules);
        scratch.asked.sort_unstable();
        scratch.asked.dedup();
        let scratch = &*self.scratch;
        let unit = UnitView {
            places: &scratch.places,
            span,
            turn: self.view,
            circumstances: self.circumstances,
        };
        for rule in &scratch.asked {
            if let Some(decision) = self.decision(*rule, &unit) {
                keep(decision);
            }
        }
    }

    fn decision(&self, rule: usize, unit: &UnitView<'_>) -> Option<Decision> {
        let program = &self.set.programs[rule];
        let mut fired = Vec::new();
        let (turn, span) = (self.turn, unit.span);
        if holds(program, unit, &mut fired) {
            fired.sort_unstable();
            return Some(Decision::Hit(Hit {
                rule,
                turn,
                span,
                fired,
            }));
        }
        self.wants_misses.then(|| {
            let shortage = shortage(program, unit);
            Decision::Miss(Miss {
                rule,
                turn,
                span,
                shortfalls: shortage.shortfalls,
                present: shortage.present,
            })
        })
    }
}

fn sort_and_dedup_from(patterns: &mut Vec<PatternId>, from: usize) {
    if patterns.len() - from > 1 {
        let mut tail = patterns.split_off(from);
        tail.sort_unstable();
        tail.dedup();
        patterns.append(&mut tail);
    }
}

fn occurrence(first: &SeenWord, last: &SeenWord, term: u32) -> Occurrence {
    Occurrence {
        first_word: first.number,
        last_word: last.number,
        span: Span {
            start_cp: first.span.start_cp,
            end_cp: last.span.end_cp,
        },
        term,
    }
}
