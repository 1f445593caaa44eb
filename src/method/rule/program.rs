//! Rules as programs: steps over leaves and lists. It must not know texts, nor how terms are found.
//! A stranger would get wrong that terms are numbered here in the order written, as `Expression::terms` lists
//! them, but a term written twice is one, with the first number; what fired is named by these numbers. Groups of the
//! same terms are one leaf.

use super::circumstances::Condition;
use super::expression::{AnyOf, AtLeast, Link, Near, Node, Style, Term, Weigh};
use super::matching::Rule;
use super::near::Closeness;
use super::pattern::WordPattern;
use super::terms::{ListedIn, TermTable};
use super::vocabulary::PatternId;
use super::weighing::Weighing;
use super::weights::NewWeight;
use crate::method::stem::StemLanguage;
use crate::method::unit::Unit;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

/// A compiled rule.
#[derive(Debug, Clone)]
pub(super) struct Program {
    pub(super) root: Step,
    /// How many parts it has.
    pub(super) parts: usize,
    pub(super) leaves: Range<usize>,
    /// A list without which it is not true, if there is one.
    pub(super) needs: Option<WeighStep>,
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
    Weigh(WeighStep),
    Known(Condition),
    /// A list of words of the question, each of weight 1.
    InQuestion(usize),
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

/// Terms whose weights must sum to so much.
#[derive(Debug, Clone, Copy)]
pub(super) struct WeighStep {
    pub(super) least: i64,
    /// The list, among those on units of the kind.
    pub(super) list: usize,
    /// What of it is looked for in the question, among the lists of questions.
    pub(super) in_question: Option<usize>,
}

impl WeighStep {
    /// What its words weigh together.
    pub(super) fn weight(&self, own: &Weighing, question: Option<&Weighing>) -> i64 {
        let listed = self.in_question.zip(question);
        own.weight(self.list) + listed.map_or(0, |(list, question)| question.weight(list))
    }
}

impl Step {
    /// A list without which it is not true, if there is one at hand.
    fn needs(&self) -> Option<WeighStep> {
        match &self.asks {
            Asks::Weigh(weigh) => Some(*weigh),
            Asks::All(parts) => parts.iter().find_map(Self::needs),
            _ => None,
        }
    }
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

/// Compiles one rule into the set.
pub(super) struct Compiler<'s> {
    table: &'s mut TermTable,
    rule: usize,
    unit: Unit,
    stems: Option<StemLanguage>,
    next_term: u32,
    next_part: usize,
    /// The number of each term, by whether it is looked for in the question, and its patterns.
    terms: HashMap<(bool, Box<[PatternId]>), u32>,
    /// The leaf of each group of terms, by their numbers.
    groups: HashMap<Vec<u32>, usize>,
}

/// Terms of a group by number, with their patterns.
type Group = BTreeMap<u32, Box<[PatternId]>>;

/// The same with what each weighs.
type WeighedTerms = BTreeMap<u32, (Box<[PatternId]>, i64)>;

impl<'s> Compiler<'s> {
    /// `index` is what hits call the rule.
    pub(super) fn new(table: &'s mut TermTable, rule: &Rule, index: usize) -> Self {
        Self {
            table,
            rule: index,
            unit: rule.unit,
            stems: rule.stems,
            next_term: 0,
            next_part: 0,
            terms: HashMap::new(),
            groups: HashMap::new(),
        }
    }

    pub(super) fn program(mut self, rule: &Rule) -> Program {
        let first_leaf = self.table.leaf_count();
        let root = self.step(rule.expression.root());
        Program {
            needs: root.needs(),
            root,
            parts: self.next_part,
            leaves: first_leaf..self.table.leaf_count(),
        }
    }

    fn step(&mut self, node: &Node) -> Step {
        let part = self.part();
        let asks = match node {
            Node::Term(term) => Asks::Leaf(self.leaf_of([term])),
            Node::Near(near) => self.near(near),
            Node::AtLeast(at_least) => self.at_least(at_least),
            Node::Weigh(weigh) => self.weigh(weigh),
            Node::Field(field) => Asks::Known(Condition::Field(field.as_ref().clone())),
            Node::Coded(coded) => Asks::Known(Condition::Coded(coded.code().to_owned())),
            Node::Asked(group) => Asks::InQuestion(self.in_question(group)),
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

    /// The terms of an OR share one leaf; what else it holds comes before.
    fn any(&mut self, parts: &[Node], own_part: usize) -> Asks {
        let mut own = Group::new();
        let mut steps = Vec::new();
        for part in parts {
            match part {
                Node::Term(term) => own.extend([self.term(term)]),
                other => steps.push(self.step(other)),
            }
        }
        if !own.is_empty() {
            steps.push(Step {
                part: own_part,
                asks: Asks::Leaf(self.leaf(own)),
            });
        }
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

    /// A term written twice counts with both weights together.
    fn weigh(&mut self, weigh: &Weigh) -> Asks {
        let (mut own, mut asked) = (WeighedTerms::new(), WeighedTerms::new());
        for (term, weight, is_asked) in weigh.terms() {
            let (number, patterns) = self.term_of(term, is_asked);
            let group = if is_asked { &mut asked } else { &mut own };
            group.entry(number).or_insert((patterns, 0)).1 += i64::from(weight);
        }
        Asks::Weigh(WeighStep {
            least: i64::from(weigh.least),
            list: self.list(ListedIn::Unit(self.unit), own),
            in_question: (!asked.is_empty()).then(|| self.list(ListedIn::Question, asked)),
        })
    }

    fn in_question(&mut self, group: &AnyOf) -> usize {
        let terms = group.terms().iter().map(|term| self.term_of(term, true));
        let terms = terms.map(|(number, patterns)| (number, (patterns, 1)));
        let terms = terms.collect();
        self.list(ListedIn::Question, terms)
    }

    fn list(&mut self, place: ListedIn, terms: WeighedTerms) -> usize {
        let list = self.table.begin_list(place, self.rule);
        for (term, (patterns, weight)) in terms {
            let weight = NewWeight {
                // Of lists there are no more than terms.
                list: list as u32,
                term,
                weight,
            };
            self.table.add_weight(place, patterns, weight);
        }
        list
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
        self.leaf_of(group.terms())
    }

    fn leaf_of<'t>(&mut self, terms: impl IntoIterator<Item = &'t Term>) -> usize {
        let group = terms.into_iter().map(|term| self.term(term)).collect();
        self.leaf(group)
    }

    /// The leaf of a group: the one it has if it was there before.
    fn leaf(&mut self, group: Group) -> usize {
        let key = group.keys().copied().collect();
        if let Some(known) = self.groups.get(&key) {
            return *known;
        }
        let leaf = self.table.begin_leaf(self.rule);
        self.groups.insert(key, leaf);
        for (term, patterns) in group {
            self.table.add(&patterns, (self.unit, leaf, term));
        }
        leaf
    }

    fn pattern(&mut self, word: &WordPattern, style: Style) -> PatternId {
        match (word, self.stems, style) {
            (WordPattern::Exact(word), Some(language), Style::Bare) => {
                self.table.vocabulary.add_stem(language, word)
            }
            _ => self.table.vocabulary.add(word),
        }
    }

    fn term(&mut self, term: &Term) -> (u32, Box<[PatternId]>) {
        self.term_of(term, false)
    }

    /// The number of a term and its patterns. In the question it is another term than in the unit.
    fn term_of(&mut self, term: &Term, is_asked: bool) -> (u32, Box<[PatternId]>) {
        let words = term.words().iter();
        let patterns: Box<[PatternId]> =
            words.map(|word| self.pattern(word, term.style())).collect();
        let own = self.next_term;
        self.next_term += 1;
        let known = self.terms.entry((is_asked, patterns.clone()));
        let number = *known.or_insert(own);
        (number, patterns)
    }
}
