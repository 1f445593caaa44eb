//! Rules as programs: steps over leaves, and for each word pattern the terms it ends. It must not know texts.
//! A stranger would get wrong that terms are numbered here in the order written, as `Expression::terms` lists
//! them; what fired is named by these numbers.

use super::circumstances::{Question, UnitView};
use super::expression::{AnyOf, AtLeast, Link, Near, Node, Style, Term};
use super::matching::{FiredWord, Rule};
use super::near::{Closeness, Occurrence, Side, chain, one_behind_the_other};
use super::pattern::WordPattern;
use super::vocabulary::{PatternId, Vocabulary};
use crate::method::stem::StemLanguage;
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

/// A part of a compiled rule and its number among the rule's parts.
#[derive(Debug, Clone)]
pub(super) struct Step {
    /// Index in [`super::Expression::parts`].
    pub(super) part: usize,
    pub(super) asks: Asks,
}

/// What a step asks of a unit. A leaf is a group of terms any of which makes it true: an OR of ten thousand words costs
/// a unit no more than the words it holds.
#[derive(Debug, Clone)]
pub(super) enum Asks {
    Leaf(usize),
    Near(Vec<SideStep>),
    AtLeast(CountStep),
    Known(Question),
    All(Vec<Step>),
    Any(Vec<Step>),
    Not(Box<Step>),
}

/// So many places of a leaf, each at most so many words from the next.
#[derive(Debug, Clone, Copy)]
pub(super) struct CountStep {
    pub(super) leaf: usize,
    pub(super) count: usize,
    pub(super) distance_words: u32,
}

/// One side of a chain.
#[derive(Debug, Clone)]
pub(super) struct SideStep {
    /// Index in [`super::Expression::parts`].
    pub(super) part: usize,
    pub(super) leaf: usize,
    /// How close it must be to the side before; unused for the first.
    pub(super) closeness: Closeness,
    /// What must not be close to it, by leaf.
    pub(super) without: Vec<(usize, Closeness)>,
}

impl TermTable {
    /// Adds the terms of a rule and returns its program; `index` is what hits call the rule.
    pub(super) fn compile(&mut self, rule: &Rule, index: usize) -> Step {
        let mut compiler = Compiler {
            table: self,
            rule: index,
            unit: rule.unit,
            stems: rule.stems,
            next_term: 0,
            next_part: 0,
        };
        compiler.step(rule.expression.root())
    }

    /// The patterns of words as written, each once, by id.
    pub(super) fn patterns(&self) -> Vec<(PatternId, &WordPattern)> {
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
    stems: Option<StemLanguage>,
    next_term: u32,
    next_part: usize,
}

impl Compiler<'_> {
    fn step(&mut self, node: &Node) -> Step {
        let part = self.part();
        let asks = match node {
            Node::Term(term) => {
                let leaf = self.leaf();
                self.hang(term, leaf);
                Asks::Leaf(leaf)
            }
            Node::Near(near) => self.near(near),
            Node::AtLeast(at_least) => self.at_least(at_least),
            Node::Field(field) => Asks::Known(Question::Field(field.as_ref().clone())),
            Node::Coded(coded) => Asks::Known(Question::Coded(coded.code().to_owned())),
            Node::All(parts) => Asks::All(parts.iter().map(|part| self.step(part)).collect()),
            Node::Any(parts) => self.any(parts, part),
            Node::Not(inner) => Asks::Not(Box::new(self.step(inner))),
        };
        Step { part, asks }
    }

    /// The number of the next part; [`super::Expression::parts`] counts in the same order.
    fn part(&mut self) -> usize {
        self.next_part += 1;
        self.next_part - 1
    }

    /// The terms of an OR share one leaf; what else it holds follows.
    fn any(&mut self, parts: &[Node], own_part: usize) -> Asks {
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
        steps.extend(shared.map(|leaf| Step {
            part: own_part,
            asks: Asks::Leaf(leaf),
        }));
        Asks::Any(steps)
    }

    fn near(&mut self, near: &Near) -> Asks {
        let mut sides = vec![SideStep {
            part: self.part(),
            leaf: self.any_of(&near.first),
            closeness: Closeness::ADJACENT,
            without: Vec::new(),
        }];
        for link in &near.links {
            self.link(link, &mut sides);
        }
        Asks::Near(sides)
    }

    fn at_least(&mut self, at_least: &AtLeast) -> Asks {
        Asks::AtLeast(CountStep {
            leaf: self.any_of(&at_least.group),
            count: at_least.count,
            distance_words: at_least.distance_words.unwrap_or(u32::MAX),
        })
    }

    fn link(&mut self, link: &Link, sides: &mut Vec<SideStep>) {
        let (part, leaf) = (self.part(), self.any_of(&link.right));
        let closeness = Closeness {
            order: link.order,
            distance_words: link.distance_words,
        };
        match sides.last_mut() {
            Some(before) if link.is_excluded => before.without.push((leaf, closeness)),
            _ => sides.push(SideStep {
                part,
                leaf,
                closeness,
                without: Vec::new(),
            }),
        }
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

    fn pattern(&mut self, word: &WordPattern, style: Style) -> PatternId {
        match (word, self.stems, style) {
            (WordPattern::Exact(word), Some(language), Style::Bare) => {
                self.table.vocabulary.add_stem(language, word)
            }
            _ => self.table.vocabulary.add(word),
        }
    }

    fn hang(&mut self, term: &Term, leaf: usize) {
        let mut before: Vec<PatternId> = term
            .words()
            .iter()
            .map(|word| self.pattern(word, term.style()))
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

/// Whether a step is true of a unit; the places that make it true are added to `fired`.
pub(super) fn holds(step: &Step, unit: &UnitView<'_>, fired: &mut Vec<FiredWord>) -> bool {
    let before = fired.len();
    let is_true = match &step.asks {
        Asks::Leaf(leaf) => fire(&unit.places[*leaf], fired),
        Asks::Near(sides) => fire(&near(sides, unit.places), fired),
        Asks::AtLeast(step) => fire(&counted(step, step.count, unit.places), fired),
        Asks::Known(question) => unit.answers(question),
        Asks::All(parts) => parts.iter().all(|part| holds(part, unit, fired)),
        // Every branch is asked, not the first true one: all words that speak for the hit are shown.
        Asks::Any(parts) => parts
            .iter()
            .fold(false, |any, part| holds(part, unit, fired) | any),
        Asks::Not(part) => {
            let is_there = holds(part, unit, fired);
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

fn near(sides: &[SideStep], places: &[Vec<Occurrence>]) -> Vec<Occurrence> {
    if sides.iter().any(|side| places[side.leaf].is_empty()) {
        return Vec::new();
    }
    let sides: Vec<Side<'_>> = sides.iter().map(|side| side_of(side, places)).collect();
    chain(&sides)
}

/// The places that belong to so many of a leaf one behind the other; none where there are not so many.
pub(super) fn counted(
    step: &CountStep,
    count: usize,
    places: &[Vec<Occurrence>],
) -> Vec<Occurrence> {
    one_behind_the_other(&places[step.leaf], count, step.distance_words)
}

/// A side with the places found for it.
pub(super) fn side_of<'p>(side: &SideStep, places: &'p [Vec<Occurrence>]) -> Side<'p> {
    let unwanted = side.without.iter();
    Side {
        places: &places[side.leaf],
        closeness: side.closeness,
        without: unwanted
            .map(|(leaf, closeness)| (places[*leaf].as_slice(), *closeness))
            .filter(|(places, _)| !places.is_empty())
            .collect(),
    }
}
