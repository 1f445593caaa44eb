//! The meaning of a rule as a tree. It must not know positions in the source or in a text.
//! A stranger would get wrong that terms keep what was typed beside what it was resolved to: print shows the first,
//! matching uses the second.

use super::error::ParseError;
use super::parse;
use super::pattern::WordPattern;
use crate::model::limits::Limits;

/// Deepest nesting of brackets and NOTs.
pub const RULE_MAX_DEPTH: usize = 256;
/// Most words of one phrase: a look back from its last word must stay short for the time to stay linear.
pub const PHRASE_MAX_WORDS: usize = 64;
/// Most code points of one word.
pub const WORD_MAX_CP: usize = 256;
/// Largest n of `ATLEAST/n`: as often a group is held against itself.
pub const AT_LEAST_MAX: usize = 20;
/// Largest n of `WEIGH/n`.
pub const WEIGH_MAX: u32 = 10_000;
/// Largest weight of a term, upwards and downwards.
pub const WEIGHT_MAX: i32 = 1000;
/// Stands before words that are looked for in the question.
pub(super) const ASKED: &str = "asked:";
/// Largest n of `NEAR/n`, `PRE/n` and `AFTER/n`.
pub const NEAR_MAX: u32 = 1000;

/// A rule that makes sense: it cannot be true without a word to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expression {
    root: Node,
}

impl Expression {
    /// Reads a rule under no limits but the usual ones.
    ///
    /// *Errors*: as for [`Expression::parse_within`].
    #[cfg(test)]
    pub fn parse(source: &str) -> Result<Self, ParseError> {
        Self::parse_within(source, &Limits::default())
    }

    /// Reads a rule under the limits of a run. Two terms side by side are refused.
    ///
    /// *Errors*: whatever is wrong first, with its place and a fix.
    pub fn parse_within(source: &str, limits: &Limits) -> Result<Self, ParseError> {
        parse::parse(source, parse::SideBySide::IsRefused, limits).map(|root| Self { root })
    }

    /// Reads a query: as a rule, but two terms side by side mean AND.
    ///
    /// *Errors*: as for a rule.
    pub fn parse_query(source: &str, limits: &Limits) -> Result<Self, ParseError> {
        parse::parse(source, parse::SideBySide::MeansAnd, limits).map(|root| Self { root })
    }

    /// The tree.
    #[must_use]
    pub fn root(&self) -> &Node {
        &self.root
    }

    /// Whether words of the unit alone decide it: it asks neither who speaks, nor what is coded, nor what was asked.
    #[must_use]
    pub fn is_of_words_alone(&self) -> bool {
        let asks_beside =
            |part: &Part<'_>| matches!(part, Part::Node(Node::Field(_) | Node::Coded(_)));
        !self.parts().iter().any(asks_beside) && !self.asks_for_questions()
    }

    /// Whether it asks for words of the question that a turn answers.
    #[must_use]
    pub fn asks_for_questions(&self) -> bool {
        self.parts().iter().any(|part| match part {
            Part::Node(Node::Asked(_)) => true,
            Part::Node(Node::Weigh(weigh)) => weigh.weighed.iter().any(|one| one.is_asked),
            _ => false,
        })
    }

    /// Its terms in the order written, each with whether it is looked for in the question; a [`super::FiredWord`] names
    /// one by its index here.
    #[must_use]
    #[cfg(test)]
    pub fn terms(&self) -> Vec<(&Term, bool)> {
        let mut terms = Vec::new();
        self.root.collect_terms(&mut terms);
        terms
    }

    /// Its parts in the order written, each before what it is made of; a [`super::Shortfall`] names one by its index.
    #[must_use]
    pub fn parts(&self) -> Vec<Part<'_>> {
        let mut parts = Vec::new();
        self.root.collect_parts(&mut parts);
        parts
    }

    /// The codes it asks for with `CODED`, each once, in order of their keys.
    #[must_use]
    pub fn codes(&self) -> Vec<&str> {
        let mut codes = Vec::new();
        self.root.collect_codes(&mut codes);
        codes.sort_unstable();
        codes.dedup();
        codes
    }

    /// What it asks of turns and texts beside their words, in the order written.
    #[must_use]
    pub fn fields(&self) -> Vec<&Field> {
        let mut fields = Vec::new();
        self.root.collect_fields(&mut fields);
        fields
    }
}

/// A part of a rule that can fall short: a node, or one side of a chain.
#[derive(Debug, Clone, Copy)]
pub enum Part<'e> {
    /// A node of the tree.
    Node(&'e Node),
    /// A side of a chain.
    Side(&'e AnyOf),
}

/// A part of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// A word or phrase.
    Term(Term),
    /// Terms within a distance of one another.
    Near(Near),
    /// Several places of a group of terms.
    AtLeast(AtLeast),
    /// Terms that tell so much together.
    Weigh(Weigh),
    /// Something known of the turn or text beside its words.
    Field(Box<Field>),
    /// A code that somebody has put on words of the unit.
    Coded(Box<Coded>),
    /// Words of the question that the turn answers.
    Asked(AnyOf),
    /// All of these; never itself made of `All`.
    All(Vec<Node>),
    /// At least one of these; never itself made of `Any`.
    Any(Vec<Node>),
    /// Not this.
    Not(Box<Node>),
}

/// A chain of NEARs, PREs and AFTERs: each holds between its two neighbours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Near {
    /// What stands left of the first NEAR.
    pub first: AnyOf,
    /// Each NEAR with what stands right of it; at least one.
    pub links: Vec<Link>,
}

/// So many places of a group, one behind the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AtLeast {
    /// How many, 2 to [`AT_LEAST_MAX`].
    pub count: usize,
    /// Most words from one place to the next; nothing where they may stand anywhere in the unit.
    pub distance_words: Option<u32>,
    /// What is counted.
    pub group: AnyOf,
}

/// Terms with weights: those that stand in the unit must sum to so much.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weigh {
    /// The least sum, 1 to [`WEIGH_MAX`].
    pub least: u32,
    /// The terms and the weight of each, in the order written; never empty.
    pub weighed: Vec<Weighed>,
}

/// One term, or an OR group of terms, each of which has the weight.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weighed {
    /// What is weighed.
    pub group: AnyOf,
    /// Whether it is looked for in the question that the turn answers, not in the unit.
    pub is_asked: bool,
    /// Not 0, at most [`WEIGHT_MAX`] upwards or downwards.
    pub weight: i32,
}

impl Weigh {
    /// The largest sum that its terms can reach.
    pub(super) fn most(&self) -> i64 {
        let own = |one: &Weighed| i64::from(one.weight.max(0)) * one.group.terms().len() as i64;
        self.weighed.iter().map(own).sum()
    }

    /// Whether a word of the unit can speak for it: what was asked is no reason to show.
    pub(super) fn has_own_reason(&self) -> bool {
        let mut all = self.weighed.iter();
        all.any(|one| one.weight > 0 && !one.is_asked)
    }

    /// Its terms, each with its weight and whether it is looked for in the question, in the order written.
    pub(super) fn terms(&self) -> impl Iterator<Item = (&Term, i32, bool)> {
        self.weighed.iter().flat_map(|one| {
            let terms = one.group.terms().iter();
            terms.map(|term| (term, one.weight, one.is_asked))
        })
    }
}

/// In which order the two sides of a link stand in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// `NEAR`: either may come first.
    Either,
    /// `PRE`: the left side comes before the right.
    LeftFirst,
    /// `AFTER`: the left side comes after the right.
    RightFirst,
}

impl Order {
    /// Every order with its operator.
    pub const ALL: [Self; 3] = [Self::Either, Self::LeftFirst, Self::RightFirst];

    /// The operator as it is written, without its number.
    #[must_use]
    pub fn operator(self) -> &'static str {
        match self {
            Self::Either => "NEAR",
            Self::LeftFirst => "PRE",
            Self::RightFirst => "AFTER",
        }
    }
}

/// One NEAR, PRE or AFTER of a chain and its right-hand side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// In which order the sides stand.
    pub order: Order,
    /// Whether it takes away the places that have the right side close by (`NOT NEAR/n`), and so is no part of the
    /// chain: the next link goes on from the side before it.
    pub is_excluded: bool,
    /// Most words from one side to the other; neighbours are 1 apart.
    pub distance_words: u32,
    /// What stands right of it.
    pub right: AnyOf,
}

/// One term, or an OR group of terms; never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnyOf(pub(super) Vec<Term>);

impl AnyOf {
    /// The terms, as written.
    #[must_use]
    pub fn terms(&self) -> &[Term] {
        &self.0
    }
}

/// How a term is written, which decides whether its stem counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Without a sign: found by its stem where the rule's language has a stemmer.
    Bare,
    /// With `=` before it: found as written.
    Exact,
    /// In quotation marks: found as written, its words side by side.
    Quoted,
}

/// A word or phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// What was typed, without quotation marks and `=`.
    pub(super) written: String,
    pub(super) style: Style,
    pub(super) words: Vec<WordPattern>,
}

impl Term {
    /// What was typed, without quotation marks and `=`.
    #[must_use]
    #[cfg(test)]
    pub fn written(&self) -> &str {
        &self.written
    }

    /// How it is written.
    #[must_use]
    pub fn style(&self) -> Style {
        self.style
    }

    /// The words it was resolved to; at least one.
    #[must_use]
    pub fn words(&self) -> &[WordPattern] {
        &self.words
    }
}

/// What a field speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// Who speaks the turn, as its label names them.
    Speaker,
    /// The language of the text.
    Language,
    /// The side of the source who speaks the turn.
    Side,
}

impl FieldKind {
    /// Every field.
    pub const ALL: [Self; 3] = [Self::Speaker, Self::Language, Self::Side];

    /// Its name as it is written, without the colon.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Speaker => "speaker",
            Self::Language => "lang",
            Self::Side => "side",
        }
    }
}

/// A field with the value it must have; `*` in the value stands for any signs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// What it speaks of.
    pub kind: FieldKind,
    pub(super) written: String,
    pub(super) is_quoted: bool,
    pub(super) value: WordPattern,
}

impl Field {
    /// The value as it was typed.
    #[must_use]
    pub fn written(&self) -> &str {
        &self.written
    }

    /// The value, folded.
    #[must_use]
    pub fn value(&self) -> &WordPattern {
        &self.value
    }
}

/// A code that must be on words of the unit: it or one below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coded {
    pub(super) code: String,
    pub(super) is_quoted: bool,
}

impl Coded {
    /// The key of the code.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }
}

impl Node {
    /// Whether the part can only be true where one of its words stands.
    pub(super) fn needs_a_word(&self) -> bool {
        match self {
            Self::Term(_) | Self::Near(_) | Self::AtLeast(_) | Self::Weigh(_) => true,
            Self::All(parts) => parts.iter().any(Self::needs_a_word),
            Self::Any(parts) => parts.iter().all(Self::needs_a_word),
            Self::Not(_) | Self::Field(_) | Self::Coded(_) | Self::Asked(_) => false,
        }
    }

    #[cfg(test)]
    fn collect_terms<'n>(&'n self, terms: &mut Vec<(&'n Term, bool)>) {
        let own = |term| (term, false);
        match self {
            Self::Term(term) => terms.push(own(term)),
            Self::Near(near) => {
                terms.extend(near.first.terms().iter().map(own));
                let sides = near.links.iter().flat_map(|link| link.right.terms());
                terms.extend(sides.map(own));
            }
            Self::AtLeast(at_least) => terms.extend(at_least.group.terms().iter().map(own)),
            Self::Weigh(weigh) => {
                terms.extend(weigh.terms().map(|(term, _, is_asked)| (term, is_asked)));
            }
            Self::Asked(group) => terms.extend(group.terms().iter().map(|term| (term, true))),
            Self::All(parts) | Self::Any(parts) => {
                parts.iter().for_each(|part| part.collect_terms(terms));
            }
            Self::Not(part) => part.collect_terms(terms),
            Self::Field(_) | Self::Coded(_) => {}
        }
    }

    /// In the order in which [`super::program`] numbers its steps: terms of an OR are one part with it.
    fn collect_parts<'n>(&'n self, parts: &mut Vec<Part<'n>>) {
        parts.push(Part::Node(self));
        match self {
            Self::Near(near) => {
                let sides = near.links.iter().map(|link| &link.right);
                parts.extend(std::iter::once(&near.first).chain(sides).map(Part::Side));
            }
            Self::All(inner) => inner.iter().for_each(|part| part.collect_parts(parts)),
            Self::Any(inner) => inner
                .iter()
                .filter(|part| !matches!(part, Self::Term(_)))
                .for_each(|part| part.collect_parts(parts)),
            Self::Not(part) => part.collect_parts(parts),
            Self::Term(_)
            | Self::AtLeast(_)
            | Self::Weigh(_)
            | Self::Field(_)
            | Self::Coded(_)
            | Self::Asked(_) => {}
        }
    }

    fn collect_codes<'n>(&'n self, codes: &mut Vec<&'n str>) {
        match self {
            Self::Coded(coded) => codes.push(coded.code()),
            Self::All(parts) | Self::Any(parts) => {
                parts.iter().for_each(|part| part.collect_codes(codes));
            }
            Self::Not(part) => part.collect_codes(codes),
            Self::Term(_)
            | Self::Near(_)
            | Self::AtLeast(_)
            | Self::Weigh(_)
            | Self::Field(_)
            | Self::Asked(_) => {}
        }
    }

    fn collect_fields<'n>(&'n self, fields: &mut Vec<&'n Field>) {
        match self {
            Self::Field(field) => fields.push(field),
            Self::All(parts) | Self::Any(parts) => {
                parts.iter().for_each(|part| part.collect_fields(fields));
            }
            Self::Not(part) => part.collect_fields(fields),
            Self::Term(_)
            | Self::Near(_)
            | Self::AtLeast(_)
            | Self::Weigh(_)
            | Self::Coded(_)
            | Self::Asked(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_found_wherever_they_stand() {
        let rule = Expression::parse("pay AND (side:a OR NOT lang:ps) NOT speaker:S-*").unwrap();
        let written: Vec<_> = rule.fields().iter().map(|field| field.written()).collect();
        assert_eq!(written, ["a", "ps", "S-*"]);
    }

    #[test]
    fn terms_come_in_the_order_written() {
        let rule = Expression::parse("(x OR y) NEAR/2 z NEAR/3 w NOT \"p q\"").unwrap();
        let terms = rule.terms();
        let written: Vec<_> = terms.iter().map(|(term, _)| term.written()).collect();
        assert_eq!(written, ["x", "y", "z", "w", "p q"]);
    }
}
