//! Rules as programs: steps over leaves, and for each word pattern the terms it ends. It must not know texts.
//! A stranger would get wrong that terms are numbered here in the order written, as [`super::Expression::terms`] lists
//! them; what fired is named by these numbers.

use super::expression::{AnyOf, Near, Node, Term, WordPattern};
use super::matching::{FiredWord, Rule};
use super::near::{Occurrence, Side, chain};
use super::vocabulary::{PatternId, Vocabulary};
use crate::method::unit::Unit;

/// The terms of a set of rules, found by their words.
#[derive(Debug, Clone, Default)]
pub(super) struct TermTable {
    vocabulary: Vocabulary,
    /// For each pattern the terms that end with it.
    uses: Vec<Vec<Use>>,
    /// The rule that each leaf belongs to.
    rule_of_leaf: Vec<usize>,
}

/// A term that ends with a pattern.
#[derive(Debug, Clone)]
pub(super) struct Use {
    pub(super) unit: Unit,
    pub(super) leaf: usize,
    pub(super) term: u32,
    /// The patterns of the phrase before its last word.
    pub(super) before: Box<[PatternId]>,
}

/// A part of a compiled rule. A leaf is a group of terms any of which makes it true: an OR of ten thousand words costs
/// a unit no more than the words it holds.
#[derive(Debug, Clone)]
pub(super) enum Step {
    Leaf(usize),
    /// Leaves, each with its distance from the one before.
    Near(Vec<(usize, u32)>),
    All(Vec<Step>),
    Any(Vec<Step>),
    Not(Box<Step>),
}

impl TermTable {
    /// Adds the terms of a rule and returns its program; `index` is what hits call the rule.
    pub(super) fn compile(&mut self, rule: &Rule, index: usize) -> Step {
        let mut compiler = Compiler {
            table: self,
            rule: index,
            unit: rule.unit,
            next_term: 0,
        };
        compiler.step(rule.expression.root())
    }

    /// The patterns, each once.
    pub(super) fn patterns(&self) -> &[WordPattern] {
        self.vocabulary.patterns()
    }

    /// Adds the patterns that mean a folded word; see [`Vocabulary::look_up`].
    pub(super) fn look_up(&self, folded: &str, found: &mut Vec<PatternId>) {
        self.vocabulary.look_up(folded, found);
    }

    /// The terms that end with a pattern.
    pub(super) fn uses(&self, pattern: PatternId) -> &[Use] {
        self.uses.get(pattern as usize).map_or(&[], Vec::as_slice)
    }

    pub(super) fn leaf_count(&self) -> usize {
        self.rule_of_leaf.len()
    }

    /// The rule that a leaf belongs to.
    pub(super) fn rule_of_leaf(&self, leaf: usize) -> usize {
        self.rule_of_leaf[leaf]
    }
}

/// Compiles one rule into the set.
struct Compiler<'s> {
    table: &'s mut TermTable,
    rule: usize,
    unit: Unit,
    next_term: u32,
}

impl Compiler<'_> {
    fn step(&mut self, node: &Node) -> Step {
        match node {
            Node::Term(term) => {
                let leaf = self.leaf();
                self.hang(term, leaf);
                Step::Leaf(leaf)
            }
            Node::Near(near) => self.near(near),
            Node::All(parts) => Step::All(parts.iter().map(|part| self.step(part)).collect()),
            Node::Any(parts) => self.any(parts),
            Node::Not(part) => Step::Not(Box::new(self.step(part))),
        }
    }

    /// The terms of an OR share one leaf; what else it holds follows.
    fn any(&mut self, parts: &[Node]) -> Step {
        let mut shared = None;
        let mut steps = Vec::new();
        for part in parts {
            if let Node::Term(term) = part {
                let leaf = *shared.get_or_insert_with(|| self.leaf());
                self.hang(term, leaf);
            } else {
                steps.push(self.step(part));
            }
        }
        steps.extend(shared.map(Step::Leaf));
        Step::Any(steps)
    }

    fn near(&mut self, near: &Near) -> Step {
        let mut sides = vec![(self.any_of(&near.first), 0)];
        for link in &near.links {
            sides.push((self.any_of(&link.right), link.distance_words));
        }
        Step::Near(sides)
    }

    fn any_of(&mut self, group: &AnyOf) -> usize {
        let leaf = self.leaf();
        for term in group.terms() {
            self.hang(term, leaf);
        }
        leaf
    }

    fn leaf(&mut self) -> usize {
        self.table.rule_of_leaf.push(self.rule);
        self.table.rule_of_leaf.len() - 1
    }

    fn hang(&mut self, term: &Term, leaf: usize) {
        let mut before: Vec<PatternId> = term
            .words()
            .iter()
            .map(|word| self.table.vocabulary.add(word))
            .collect();
        let known = self.table.vocabulary.len();
        self.table.uses.resize_with(known, Vec::new);
        let index = self.next_term;
        self.next_term += 1;
        // Every term has a word: the parser refuses one without.
        let Some(last) = before.pop() else {
            return;
        };
        self.table.uses[last as usize].push(Use {
            unit: self.unit,
            leaf,
            term: index,
            before: before.into(),
        });
    }
}

/// Whether a step is true of the places found in a unit; the places that make it true are added to `fired`.
pub(super) fn holds(step: &Step, places: &[Vec<Occurrence>], fired: &mut Vec<FiredWord>) -> bool {
    let before = fired.len();
    let is_true = match step {
        Step::Leaf(leaf) => fire(&places[*leaf], fired),
        Step::Near(sides) => fire(&near(sides, places), fired),
        Step::All(parts) => parts.iter().all(|part| holds(part, places, fired)),
        // Every branch is asked, not the first true one: all words that speak for the hit are shown.
        Step::Any(parts) => parts
            .iter()
            .fold(false, |any, part| holds(part, places, fired) | any),
        Step::Not(part) => {
            let is_there = holds(part, places, fired);
            fired.truncate(before);
            !is_there
        }
    };
    if !is_true {
        fired.truncate(before);
    }
    is_true
}

fn fire(places: &[Occurrence], fired: &mut Vec<FiredWord>) -> bool {
    fired.extend(places.iter().map(|place| FiredWord {
        span: place.span,
        term: place.term as usize,
    }));
    !places.is_empty()
}

fn near(sides: &[(usize, u32)], places: &[Vec<Occurrence>]) -> Vec<Occurrence> {
    let sides: Vec<Side<'_>> = sides
        .iter()
        .map(|(leaf, distance_words)| Side {
            places: &places[*leaf],
            distance_words: *distance_words,
        })
        .collect();
    if sides.iter().any(|side| side.places.is_empty()) {
        return Vec::new();
    }
    chain(&sides)
}
