//! Runs rules over a text: all rules together, each word looked up once, each unit decided from the places found in it.
//! It must not know codes or stores. A stranger would get wrong what costs time: not the words of the text that no
//! rule asks for, but the places that rules find; both linearly, whatever the rules say.

use super::expression::{Expression, WordPattern};
use super::near::Occurrence;
use super::program::{Step, TermTable, holds};
use super::vocabulary::PatternId;
use crate::method::fold::fold_into;
use crate::method::token::{second_form, token_spans};
use crate::method::unit::{Unit, units};
use crate::model::text_index::Span;
use crate::model::transcript_text::TurnedText;
use std::ops::Range;

/// What the engine needs of a rule: when it is true, and of what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// When it is true.
    pub expression: Expression,
    /// Of what it must be true.
    pub unit: Unit,
}

/// A proposal: a rule is true of a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Index of the rule in the slice it was compiled from.
    pub rule: usize,
    /// Index of the turn in the text.
    pub turn: usize,
    /// The unit, without label and surrounding white space.
    pub span: Span,
    /// The words that made it true, in the order of the text; never empty.
    pub fired: Vec<FiredWord>,
}

/// A word or phrase of the text that helped to make a rule true.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct FiredWord {
    /// Where it stands: from its first word's start to its last word's end.
    pub span: Span,
    /// Index of the term in [`Expression::terms`].
    pub term: usize,
}

/// Rules made ready to run. Compiling takes time linear in the rules.
#[derive(Debug, Clone, Default)]
pub struct RuleSet {
    terms: TermTable,
    programs: Vec<Step>,
    /// The units that rules ask for, the smallest first.
    units: Vec<Unit>,
}

impl RuleSet {
    /// Makes rules ready; hits name them by their index in `rules`.
    #[must_use]
    pub fn compile(rules: &[Rule]) -> Self {
        let mut set = Self::default();
        for rule in rules {
            let program = set.terms.compile(rule, set.programs.len());
            set.programs.push(program);
        }
        set.units = Unit::ALL
            .into_iter()
            .filter(|unit| rules.iter().any(|rule| rule.unit == *unit))
            .collect();
        set
    }

    /// All hits in a text, ordered by start, end and rule. Linear in the text.
    #[must_use]
    pub fn run(&self, text: &TurnedText<'_>) -> Vec<Hit> {
        let mut run = Run::new(self);
        for (turn, place) in text.turns().iter().enumerate() {
            let words = text.slice(place.words());
            run.read(words, place.text_start_cp);
            if run.seen.is_empty() {
                continue;
            }
            let from = run.hits.len();
            for unit in &self.units {
                run.decide_units(turn, *unit, &units(words, place.text_start_cp, *unit));
            }
            run.hits[from..].sort_by_key(|hit| (hit.span, hit.rule));
        }
        run.hits
    }

    /// The word patterns of all rules, each once; [`Self::run_on_words`] names them by their index.
    #[must_use]
    pub fn patterns(&self) -> &[WordPattern] {
        self.terms.patterns()
    }

    /// All hits of rules over turns, where of a text only its words are known that patterns mean, as an index knows
    /// them: by number among all words of the text, with the pattern, ascending. Spans come in numbers of words too.
    #[must_use]
    pub fn run_on_words(&self, turns: &[Range<u32>], words: &[(u32, PatternId)]) -> Vec<Hit> {
        let mut run = Run::new(self);
        let mut rest = words;
        for (turn, range) in turns.iter().enumerate() {
            rest = &rest[rest.partition_point(|(number, _)| *number < range.start)..];
            let (own, behind) =
                rest.split_at(rest.partition_point(|(number, _)| *number < range.end));
            rest = behind;
            if !own.is_empty() {
                run.take_words(own);
                let span = span_of_words(range.start, range.end);
                run.decide_units(turn, Unit::Turn, &[span]);
            }
        }
        run.hits
    }
}

fn span_of_words(first: u32, end: u32) -> Span {
    Span {
        start_cp: first as usize,
        end_cp: end as usize,
    }
}

/// A word of the turn that some pattern means.
struct SeenWord {
    /// Its number among all words of the turn.
    number: u32,
    span: Span,
    /// Where its patterns stand in [`Run::patterns`], ascending.
    patterns: Range<usize>,
}

/// What a run remembers: of one turn the words seen, of one unit the places found.
struct Run<'s> {
    set: &'s RuleSet,
    folded: String,
    seen: Vec<SeenWord>,
    patterns: Vec<PatternId>,
    /// For each leaf the places found in the unit.
    places: Vec<Vec<Occurrence>>,
    touched: Vec<usize>,
    hits: Vec<Hit>,
}

impl<'s> Run<'s> {
    fn new(set: &'s RuleSet) -> Self {
        Self {
            set,
            folded: String::new(),
            seen: Vec::new(),
            patterns: Vec::new(),
            places: vec![Vec::new(); set.terms.leaf_count()],
            touched: Vec::new(),
            hits: Vec::new(),
        }
    }

    /// Looks up every word of a turn and keeps those that a pattern means.
    fn read(&mut self, words: &str, start_cp: usize) {
        self.seen.clear();
        self.patterns.clear();
        let mut number = 0;
        for token in token_spans(words) {
            fold_into(&words[token.bytes()], &mut self.folded);
            if self.folded.is_empty() {
                continue;
            }
            number += 1;
            let from = self.patterns.len();
            self.set.terms.look_up(&self.folded, &mut self.patterns);
            if let Some(second) = second_form(&self.folded, token.is_apostrophe_doubtful) {
                self.set.terms.look_up(second, &mut self.patterns);
            }
            if self.patterns.len() == from {
                continue;
            }
            let to = sort_and_dedup_from(&mut self.patterns, from);
            self.seen.push(SeenWord {
                number,
                span: Span {
                    start_cp: start_cp + token.start_cp,
                    end_cp: start_cp + token.end_cp,
                },
                patterns: from..to,
            });
        }
    }

    /// Takes words of a turn that were looked up elsewhere.
    fn take_words(&mut self, words: &[(u32, PatternId)]) {
        self.seen.clear();
        self.patterns.clear();
        for same in words.chunk_by(|a, b| a.0 == b.0) {
            let from = self.patterns.len();
            self.patterns
                .extend(same.iter().map(|(_, pattern)| *pattern));
            let to = sort_and_dedup_from(&mut self.patterns, from);
            let number = same[0].0;
            self.seen.push(SeenWord {
                number,
                span: span_of_words(number, number.saturating_add(1)),
                patterns: from..to,
            });
        }
    }

    /// Decides all rules of one unit kind on the units of a turn.
    fn decide_units(&mut self, turn: usize, unit: Unit, spans: &[Span]) {
        let mut at = 0;
        for span in spans {
            let from = at;
            while at < self.seen.len() && self.seen[at].span.start_cp < span.end_cp {
                at += 1;
            }
            self.find_places(unit, from..at);
            self.decide(turn, *span);
            for leaf in self.touched.drain(..) {
                self.places[leaf].clear();
            }
        }
    }

    fn find_places(&mut self, unit: Unit, range: Range<usize>) {
        let unit_start = range.start;
        for at in range {
            let to = at + 1;
            for pattern in &self.patterns[self.seen[at].patterns.clone()] {
                for usage in self.set.terms.uses(*pattern) {
                    if usage.unit != unit {
                        continue;
                    }
                    let Some(first) = self.phrase_start(&usage.before, unit_start..to) else {
                        continue;
                    };
                    let place = occurrence(&self.seen[first], &self.seen[at], usage.term);
                    let places = &mut self.places[usage.leaf];
                    if places.is_empty() {
                        self.touched.push(usage.leaf);
                    }
                    places.push(place);
                }
            }
        }
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

    /// Asks the rules of which some term was found; the others cannot be true, since each needs a word.
    fn decide(&mut self, turn: usize, span: Span) {
        let mut rules: Vec<usize> = self
            .touched
            .iter()
            .map(|leaf| self.set.terms.rule_of_leaf(*leaf))
            .collect();
        rules.sort_unstable();
        rules.dedup();
        for rule in rules {
            let mut fired = Vec::new();
            if holds(&self.set.programs[rule], &self.places, &mut fired) {
                fired.sort_unstable();
                self.hits.push(Hit {
                    rule,
                    turn,
                    span,
                    fired,
                });
            }
        }
    }
}

fn sort_and_dedup_from(patterns: &mut Vec<PatternId>, from: usize) -> usize {
    if patterns.len() - from > 1 {
        let mut tail = patterns.split_off(from);
        tail.sort_unstable();
        tail.dedup();
        patterns.append(&mut tail);
    }
    patterns.len()
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

#[cfg(test)]
mod tests;
