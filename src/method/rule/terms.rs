//! The terms of a set of rules: for each word pattern those that end with it. It must not know texts, nor what a rule
//! makes of a term. A stranger would get wrong that terms of `WEIGH` are kept apart: each of those counts once in a unit,
//! so it has no places, and one word is the same for all lists.

use super::matching::Rule;
use super::pattern::WordPattern;
use super::program::{Compiler, Program};
use super::vocabulary::{PatternId, Vocabulary};
use super::weights::{NewWeight, Weights};
use crate::method::unit::Unit;
use std::collections::HashMap;
use std::ops::Range;

/// The terms of a set of rules, found by their words.
#[derive(Debug, Clone, Default)]
pub(super) struct TermTable {
    pub(super) vocabulary: Vocabulary,
    uses: Uses,
    /// The same while rules are compiled, each with the pattern.
    new_uses: Vec<(PatternId, Use)>,
    /// What terms weigh in lists, for each kind of unit.
    weights: [Weights; Unit::ALL.len()],
    /// The same of lists that are looked for in questions.
    in_questions: Weights,
    /// The rule that each leaf belongs to; the leaves of a rule follow one another.
    rule_of_leaf: Vec<usize>,
    /// How many words the longest term has.
    longest: usize,
    /// The patterns of words that others follow in a term.
    is_followed: Vec<bool>,
}

/// Where the terms of a list are looked for.
#[derive(Debug, Clone, Copy)]
pub(super) enum ListedIn {
    /// In the unit.
    Unit(Unit),
    /// In the question that its turn answers.
    Question,
}

/// With more patterns that mean one word it is worth the while to see which say nothing new.
const MANY_PATTERNS: usize = 32;

/// For each pattern the terms that end with it: in one list, for a text asks for some with every other word.
#[derive(Debug, Clone, Default)]
struct Uses {
    all: Vec<Use>,
    /// Where those of each pattern begin, and at last where they all end.
    starts: Vec<u32>,
}

impl Uses {
    fn new(mut uses: Vec<(PatternId, Use)>, patterns: usize) -> Self {
        uses.sort_by_key(|(pattern, _)| *pattern);
        // A rule has ten thousand terms at most, or what --limit allows; no set comes near 2^32.
        let start = |pattern| uses.partition_point(|(own, _)| (*own as usize) < pattern) as u32;
        Self {
            starts: (0..=patterns).map(start).collect(),
            all: uses.into_iter().map(|(_, usage)| usage).collect(),
        }
    }

    #[inline]
    fn of(&self, pattern: PatternId) -> &[Use] {
        let at = pattern as usize;
        match self.starts.get(at..at + 2) {
            Some(ends) => &self.all[ends[0] as usize..ends[1] as usize],
            None => &[],
        }
    }

    fn iter(&self) -> impl Iterator<Item = (PatternId, &Use)> {
        let patterns = 0..self.starts.len() as PatternId;
        patterns.flat_map(|pattern| self.of(pattern).iter().map(move |usage| (pattern, usage)))
    }
}

/// A term that ends with a pattern.
#[derive(Debug, Clone)]
pub(super) struct Use {
    pub(super) unit: Unit,
    pub(super) leaf: u32,
    pub(super) term: u32,
    /// The pattern of the word before the last, or [`Use::NO_PATTERN`]: with it alone most phrases are seen not to be
    /// there, and nothing else is fetched.
    pub(super) previous: PatternId,
    /// The patterns of the phrase before these two.
    pub(super) before: Box<[PatternId]>,
}

impl Use {
    /// Stands where a term is one word. No set comes near as many patterns.
    pub(super) const NO_PATTERN: PatternId = PatternId::MAX;

    pub(super) fn is_one_word(&self) -> bool {
        self.previous == Self::NO_PATTERN
    }
}

impl TermTable {
    /// Adds the terms of a rule and returns its program; `index` is what hits call the rule.
    pub(super) fn compile(&mut self, rule: &Rule, index: usize) -> Program {
        Compiler::new(self, rule, index).program(rule)
    }

    /// The patterns of words as written, each once, by id.
    pub(super) fn patterns(&self) -> Vec<(PatternId, &WordPattern)> {
        self.vocabulary.patterns()
    }

    /// Whether no term has places: all are of lists.
    pub(super) fn have_no_places(&self) -> bool {
        self.uses.all.is_empty()
    }

    /// The terms that end with one of some patterns.
    pub(super) fn uses_of(&self, patterns: &[PatternId]) -> impl Iterator<Item = &Use> {
        patterns.iter().flat_map(|pattern| self.uses.of(*pattern))
    }

    /// Leaves out of the patterns that mean a word those that end terms of that word alone, where another term of the
    /// same group, written before, is there with it. Few patterns are left as they are.
    pub(super) fn leave_out_repeats(&self, patterns: &mut Vec<PatternId>) {
        if patterns.len() < MANY_PATTERNS {
            return;
        }
        let mut first: HashMap<u32, u32> = HashMap::new();
        for usage in self.uses_of(patterns).filter(|usage| usage.is_one_word()) {
            let term = first.entry(usage.leaf).or_insert(usage.term);
            *term = usage.term.min(*term);
        }
        let says_more =
            |usage: &Use| !usage.is_one_word() || first.get(&usage.leaf) == Some(&usage.term);
        patterns.retain(|pattern| {
            self.is_followed[*pattern as usize]
                || self.lists().any(|own| own.end_with(*pattern))
                || self.uses.of(*pattern).iter().any(says_more)
        });
    }

    /// Makes the terms ready to be asked for, once all rules are compiled.
    pub(super) fn settle(&mut self) {
        let uses = std::mem::take(&mut self.new_uses);
        for weights in self.weights.iter_mut().chain([&mut self.in_questions]) {
            weights.settle(self.vocabulary.len());
        }
        self.is_followed = followed(&uses, self.vocabulary.len());
        let followed: Vec<_> = self.lists().flat_map(Weights::followed).collect();
        for pattern in followed {
            self.is_followed[pattern as usize] = true;
        }
        self.uses = Uses::new(uses, self.vocabulary.len());
    }

    fn lists(&self) -> impl Iterator<Item = &Weights> {
        self.weights.iter().chain([&self.in_questions])
    }

    /// What terms weigh in the lists on one kind of unit.
    pub(super) fn weights(&self, unit: Unit) -> &Weights {
        &self.weights[unit as usize]
    }

    /// What terms weigh in the lists that are looked for in questions.
    pub(super) fn in_questions(&self) -> &Weights {
        &self.in_questions
    }

    fn weights_mut(&mut self, place: ListedIn) -> &mut Weights {
        match place {
            ListedIn::Unit(unit) => &mut self.weights[unit as usize],
            ListedIn::Question => &mut self.in_questions,
        }
    }

    /// Begins a leaf of a rule and returns its number.
    pub(super) fn begin_leaf(&mut self, rule: usize) -> usize {
        self.rule_of_leaf.push(rule);
        self.rule_of_leaf.len() - 1
    }

    /// Begins a list of a rule and returns its number.
    pub(super) fn begin_list(&mut self, place: ListedIn, rule: usize) -> usize {
        self.weights_mut(place).begin_list(rule)
    }

    /// Adds a term of a leaf.
    pub(super) fn add(&mut self, patterns: &[PatternId], (unit, leaf, term): (Unit, usize, u32)) {
        self.longest = self.longest.max(patterns.len());
        // Every term has a word: the parser refuses one without.
        let Some((last, before)) = patterns.split_last() else {
            return;
        };
        let (previous, before) = match before.split_last() {
            Some((previous, before)) => (*previous, before),
            None => (Use::NO_PATTERN, before),
        };
        let usage = Use {
            unit,
            // Of leaves there are no more than terms.
            leaf: leaf as u32,
            term,
            previous,
            before: before.into(),
        };
        self.new_uses.push((*last, usage));
    }

    /// Adds a term of a list; each of its terms comes once.
    pub(super) fn add_weight(
        &mut self,
        place: ListedIn,
        patterns: Box<[PatternId]>,
        weight: NewWeight,
    ) {
        self.longest = self.longest.max(patterns.len());
        self.weights_mut(place).add(patterns, weight);
    }

    /// How many words the longest term has.
    pub(super) fn longest(&self) -> usize {
        self.longest
    }

    pub(super) fn leaf_count(&self) -> usize {
        self.rule_of_leaf.len()
    }

    /// The rule that a leaf belongs to.
    pub(super) fn rule_of_leaf(&self, leaf: usize) -> usize {
        self.rule_of_leaf[leaf]
    }

    /// The terms of some leaves alone, with the numbers they have here.
    pub(super) fn only(&self, leaves: &Range<usize>) -> Self {
        let own = self.uses.iter();
        let own = own.filter(|(_, usage)| leaves.contains(&(usage.leaf as usize)));
        let uses: Vec<_> = own.map(|(last, usage)| (last, usage.clone())).collect();
        let is_followed = followed(&uses, self.vocabulary.len());
        let mut wanted = is_followed.clone();
        for (last, _) in &uses {
            wanted[*last as usize] = true;
        }
        Self {
            vocabulary: self.vocabulary.only(&wanted),
            uses: Uses::new(uses, self.vocabulary.len()),
            new_uses: Vec::new(),
            weights: Default::default(),
            in_questions: Weights::default(),
            rule_of_leaf: Vec::new(),
            longest: self.longest,
            is_followed,
        }
    }
}

/// Which of so many patterns mean words that others follow in a term.
fn followed(uses: &[(PatternId, Use)], patterns: usize) -> Vec<bool> {
    let mut is_followed = vec![false; patterns];
    for (_, usage) in uses.iter().filter(|(_, usage)| !usage.is_one_word()) {
        for pattern in usage.before.iter().chain([&usage.previous]) {
            is_followed[*pattern as usize] = true;
        }
    }
    is_followed
}
