//! Rules as programs: steps over leaves, and for each word pattern the terms it ends. It must not know texts.
//! A stranger would get wrong that terms are numbered here in the order written, as `Expression::terms` lists
//! them, but a term written twice is one, with the first number; what fired is named by these numbers. Groups of the
//! same terms are one leaf.

use super::circumstances::Question;
use super::expression::{AnyOf, AtLeast, Link, Near, Node, Style, Term, Weigh};
use super::matching::Rule;
use super::near::Closeness;
use super::pattern::WordPattern;
use super::vocabulary::{PatternId, Vocabulary};
use crate::method::stem::StemLanguage;
use crate::method::unit::Unit;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

/// The terms of a set of rules, found by their words.
#[derive(Debug, Clone, Default)]
pub(super) struct TermTable {
    pub(super) vocabulary: Vocabulary,
    uses: Uses,
    /// The same while rules are compiled, each with the pattern.
    new_uses: Vec<(PatternId, Use)>,
    /// The rule that each leaf belongs to; the leaves of a rule follow one another.
    rule_of_leaf: Vec<usize>,
    /// How many words the longest term has.
    longest: usize,
    /// The patterns of words that others follow in a term.
    is_followed: Vec<bool>,
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
    pub(super) counts: Counts,
}

impl Use {
    /// Stands where a term is one word. No set comes near as many patterns.
    pub(super) const NO_PATTERN: PatternId = PatternId::MAX;

    pub(super) fn is_one_word(&self) -> bool {
        self.previous == Self::NO_PATTERN
    }

    /// Whether it finds the word alone, and a place of its group whichever term that is.
    fn is_one_place(&self) -> bool {
        self.is_one_word() && self.counts == Counts::EachPlace
    }
}

/// Which places of a term a leaf holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Counts {
    /// All of them.
    EachPlace,
    /// The first, since it is asked only whether the term is there.
    Once,
}

/// A compiled rule.
#[derive(Debug, Clone)]
pub(super) struct Program {
    pub(super) root: Step,
    /// How many parts it has.
    pub(super) parts: usize,
    pub(super) leaves: Range<usize>,
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

/// Terms whose weights must sum to so much.
#[derive(Debug, Clone)]
pub(super) struct WeighStep {
    pub(super) least: i64,
    /// All its terms, of which each has one place at most.
    pub(super) leaf: usize,
    /// The weight of each term, in the order of their numbers.
    weights: Box<[(u32, i64)]>,
}

impl WeighStep {
    /// What a term weighs.
    pub(super) fn weight_of(&self, term: u32) -> i64 {
        let at = self.weights.binary_search_by_key(&term, |(own, _)| *own);
        at.map_or(0, |at| self.weights[at].1)
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

impl TermTable {
    /// Adds the terms of a rule and returns its program; `index` is what hits call the rule.
    pub(super) fn compile(&mut self, rule: &Rule, index: usize) -> Program {
        let first_leaf = self.leaf_count();
        let mut compiler = Compiler {
            table: self,
            rule: index,
            unit: rule.unit,
            stems: rule.stems,
            next_term: 0,
            next_part: 0,
            terms: HashMap::new(),
            groups: HashMap::new(),
        };
        let root = compiler.step(rule.expression.root());
        let parts = compiler.next_part;
        Program {
            root,
            parts,
            leaves: first_leaf..self.leaf_count(),
        }
    }

    /// The patterns of words as written, each once, by id.
    pub(super) fn patterns(&self) -> Vec<(PatternId, &WordPattern)> {
        self.vocabulary.patterns()
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
        for usage in self.uses_of(patterns).filter(|usage| usage.is_one_place()) {
            let term = first.entry(usage.leaf).or_insert(usage.term);
            *term = usage.term.min(*term);
        }
        let says_more =
            |usage: &Use| !usage.is_one_place() || first.get(&usage.leaf) == Some(&usage.term);
        patterns.retain(|pattern| {
            self.is_followed[*pattern as usize] || self.uses.of(*pattern).iter().any(says_more)
        });
    }

    /// Makes the terms ready to be asked for, once all rules are compiled.
    pub(super) fn settle(&mut self) {
        let uses = std::mem::take(&mut self.new_uses);
        self.is_followed = followed(&uses, self.vocabulary.len());
        self.uses = Uses::new(uses, self.vocabulary.len());
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

/// Compiles one rule into the set.
struct Compiler<'s> {
    table: &'s mut TermTable,
    rule: usize,
    unit: Unit,
    stems: Option<StemLanguage>,
    next_term: u32,
    next_part: usize,
    /// The number of each term, by its patterns.
    terms: HashMap<Box<[PatternId]>, u32>,
    /// The leaf of each group of terms, by their numbers.
    groups: HashMap<(Counts, Vec<u32>), usize>,
}

/// Terms of a group by number, with their patterns.
type Group = BTreeMap<u32, Box<[PatternId]>>;

impl Compiler<'_> {
    fn step(&mut self, node: &Node) -> Step {
        let part = self.part();
        let asks = match node {
            Node::Term(term) => Asks::Leaf(self.leaf_of([term])),
            Node::Near(near) => self.near(near),
            Node::AtLeast(at_least) => self.at_least(at_least),
            Node::Weigh(weigh) => self.weigh(weigh),
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
                asks: Asks::Leaf(self.leaf(Counts::EachPlace, own)),
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
        let mut group = Group::new();
        let mut weights: BTreeMap<u32, i64> = BTreeMap::new();
        for (term, weight) in weigh.terms() {
            let (number, patterns) = self.term(term);
            group.insert(number, patterns);
            *weights.entry(number).or_default() += i64::from(weight);
        }
        Asks::Weigh(WeighStep {
            least: i64::from(weigh.least),
            leaf: self.leaf(Counts::Once, group),
            weights: weights.into_iter().collect(),
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
        self.leaf_of(group.terms())
    }

    fn leaf_of<'t>(&mut self, terms: impl IntoIterator<Item = &'t Term>) -> usize {
        let group = terms.into_iter().map(|term| self.term(term)).collect();
        self.leaf(Counts::EachPlace, group)
    }

    /// The leaf of a group: the one it has if it was there before.
    fn leaf(&mut self, counts: Counts, group: Group) -> usize {
        let key = (counts, group.keys().copied().collect());
        if let Some(known) = self.groups.get(&key) {
            return *known;
        }
        let leaf = self.table.leaf_count();
        self.table.rule_of_leaf.push(self.rule);
        self.groups.insert(key, leaf);
        for (term, patterns) in group {
            self.hang(&patterns, (leaf, term, counts));
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

    /// The number of a term and its patterns.
    fn term(&mut self, term: &Term) -> (u32, Box<[PatternId]>) {
        let words = term.words().iter();
        let patterns: Box<[PatternId]> =
            words.map(|word| self.pattern(word, term.style())).collect();
        let own = self.next_term;
        self.next_term += 1;
        let number = *self.terms.entry(patterns.clone()).or_insert(own);
        (number, patterns)
    }

    fn hang(&mut self, patterns: &[PatternId], (leaf, term, counts): (usize, u32, Counts)) {
        self.table.longest = self.table.longest.max(patterns.len());
        // Every term has a word: the parser refuses one without.
        let Some((last, before)) = patterns.split_last() else {
            return;
        };
        let (previous, before) = match before.split_last() {
            Some((previous, before)) => (*previous, before),
            None => (Use::NO_PATTERN, before),
        };
        let usage = Use {
            unit: self.unit,
            // Of leaves there are no more than terms.
            leaf: leaf as u32,
            term,
            previous,
            before: before.into(),
            counts,
        };
        self.table.new_uses.push((*last, usage));
    }
}
