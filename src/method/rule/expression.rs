//! The meaning of a rule as a tree, and its canonical print. It must not know positions in the source or in a text.
//! A stranger would get wrong that terms keep what was typed beside what it was resolved to: print shows the first,
//! matching uses the second.

use super::error::ParseError;
use super::parse;
use crate::method::fold::fold;
use crate::model::limits::Limits;
use std::fmt;

/// Deepest nesting of brackets and NOTs.
pub const RULE_MAX_DEPTH: usize = 256;
/// Most words of one phrase: a look back from its last word must stay short for the time to stay linear.
pub const PHRASE_MAX_WORDS: usize = 64;
/// Most code points of one word.
pub const WORD_MAX_CP: usize = 256;
/// Largest n of `NEAR/n`.
pub const NEAR_MAX: u32 = 1000;

/// A rule that makes sense: it cannot be true without a word to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expression {
    root: Node,
}

impl Expression {
    /// Reads a rule. Two terms side by side are refused.
    ///
    /// *Errors*: whatever is wrong first, with its place and a fix.
    pub fn parse(source: &str) -> Result<Self, ParseError> {
        Self::parse_within(source, &Limits::default())
    }

    /// Reads a rule under the limits of a run.
    ///
    /// *Errors*: as for [`Expression::parse`].
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

    /// Its terms in the order written; a [`super::FiredWord`] names one by its index here.
    #[must_use]
    pub fn terms(&self) -> Vec<&Term> {
        let mut terms = Vec::new();
        self.root.collect_terms(&mut terms);
        terms
    }
}

/// A part of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// A word or phrase.
    Term(Term),
    /// Terms within a distance of one another.
    Near(Near),
    /// All of these; never itself made of `All`.
    All(Vec<Node>),
    /// At least one of these; never itself made of `Any`.
    Any(Vec<Node>),
    /// Not this.
    Not(Box<Node>),
}

/// A chain of NEARs: each holds between its two neighbours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Near {
    /// What stands left of the first NEAR.
    pub first: AnyOf,
    /// Each NEAR with what stands right of it; at least one.
    pub links: Vec<Link>,
}

/// One NEAR of a chain and its right-hand side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
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

/// A word or phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// What was typed, without quotation marks.
    pub(super) written: String,
    pub(super) is_quoted: bool,
    pub(super) words: Vec<WordPattern>,
}

impl Term {
    /// What was typed, without quotation marks.
    #[must_use]
    pub fn written(&self) -> &str {
        &self.written
    }

    /// The words it was resolved to; at least one.
    #[must_use]
    pub fn words(&self) -> &[WordPattern] {
        &self.words
    }
}

/// One word of a term, folded, cut at its stars.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum WordPattern {
    /// A word without a star.
    Exact(String),
    /// A word with at least one star: letters before the first, between two, behind the last.
    Open {
        /// What the word begins with; may be empty.
        prefix: String,
        /// What follows in this order; none is empty.
        middles: Vec<String>,
        /// What the word ends with; may be empty.
        suffix: String,
    },
}

impl WordPattern {
    /// Folds one word as it was typed. Nothing if no letter is left beside the stars.
    pub(super) fn new(typed: &str) -> Option<Self> {
        let mut pieces: Vec<String> = typed
            .split('*')
            .map(|piece| fold(piece).into_owned())
            .collect();
        if pieces.iter().all(String::is_empty) {
            return None;
        }
        let suffix = pieces.pop()?;
        if pieces.is_empty() {
            return Some(Self::Exact(suffix));
        }
        let prefix = pieces.remove(0);
        pieces.retain(|piece| !piece.is_empty());
        Some(Self::Open {
            prefix,
            middles: pieces,
            suffix,
        })
    }

    /// Whether a folded word is meant by this pattern. Linear in the word.
    #[must_use]
    pub fn matches(&self, folded: &str) -> bool {
        match self {
            Self::Exact(word) => word == folded,
            Self::Open {
                prefix,
                middles,
                suffix,
            } => between(folded, prefix, suffix).is_some_and(|inner| follow(inner, middles)),
        }
    }
}

fn between<'w>(word: &'w str, prefix: &str, suffix: &str) -> Option<&'w str> {
    word.strip_prefix(prefix)?.strip_suffix(suffix)
}

fn follow(mut inner: &str, middles: &[String]) -> bool {
    for middle in middles {
        let Some(at) = inner.find(middle.as_str()) else {
            return false;
        };
        inner = &inner[at + middle.len()..];
    }
    true
}

impl Node {
    /// Whether the part can only be true where one of its words stands.
    pub(super) fn needs_a_word(&self) -> bool {
        match self {
            Self::Term(_) | Self::Near(_) => true,
            Self::All(parts) => parts.iter().any(Self::needs_a_word),
            Self::Any(parts) => parts.iter().all(Self::needs_a_word),
            Self::Not(_) => false,
        }
    }

    fn collect_terms<'n>(&'n self, terms: &mut Vec<&'n Term>) {
        match self {
            Self::Term(term) => terms.push(term),
            Self::Near(near) => {
                terms.extend(near.first.terms());
                terms.extend(near.links.iter().flat_map(|link| link.right.terms()));
            }
            Self::All(parts) | Self::Any(parts) => {
                parts.iter().for_each(|part| part.collect_terms(terms));
            }
            Self::Not(part) => part.collect_terms(terms),
        }
    }

    /// How tightly the part binds, NOT and terms tightest.
    fn binding(&self) -> u8 {
        match self {
            Self::Any(_) => 0,
            Self::All(_) => 1,
            Self::Near(_) => 2,
            Self::Not(_) | Self::Term(_) => 3,
        }
    }

    fn print_within(&self, binding: u8, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.binding() < binding {
            write!(out, "({self})")
        } else {
            write!(out, "{self}")
        }
    }
}

impl fmt::Display for Expression {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.root.fmt(out)
    }
}

impl fmt::Display for Node {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Term(term) => term.fmt(out),
            Self::Near(near) => near.fmt(out),
            Self::All(parts) => print_all(parts, out),
            Self::Any(parts) => print_any(parts, out),
            Self::Not(part) => {
                out.write_str("NOT ")?;
                part.print_within(3, out)
            }
        }
    }
}

fn print_all(parts: &[Node], out: &mut fmt::Formatter<'_>) -> fmt::Result {
    for (at, part) in parts.iter().enumerate() {
        match (at, part) {
            (0, _) => {}
            (_, Node::Not(_)) => out.write_str(" ")?,
            _ => out.write_str(" AND ")?,
        }
        part.print_within(2, out)?;
    }
    Ok(())
}

fn print_any(parts: &[Node], out: &mut fmt::Formatter<'_>) -> fmt::Result {
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            out.write_str(" OR ")?;
        }
        part.print_within(1, out)?;
    }
    Ok(())
}

impl fmt::Display for Near {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.first.fmt(out)?;
        for link in &self.links {
            write!(out, " NEAR/{} {}", link.distance_words, link.right)?;
        }
        Ok(())
    }
}

impl fmt::Display for AnyOf {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [first, rest @ ..] = self.terms() else {
            return Ok(());
        };
        if rest.is_empty() {
            return first.fmt(out);
        }
        write!(out, "({first}")?;
        rest.iter().try_for_each(|term| write!(out, " OR {term}"))?;
        out.write_str(")")
    }
}

impl fmt::Display for Term {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_quoted {
            write!(out, "\"{}\"", self.written)
        } else {
            out.write_str(&self.written)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_any_letters_or_none() {
        for (pattern, word, is_match) in [
            ("warn*", "warn", true),
            ("warn*", "warned", true),
            ("warn*", "forewarn", false),
            ("*warn", "forewarn", true),
            ("*warn", "warns", false),
            ("*warn*", "forewarned", true),
            ("w*n", "warn", true),
            ("w*n", "wn", true),
            ("aba*ba", "aba", false),
            ("a*b*c*d", "axbxcxd", true),
            ("a*b*c*d", "axcxbxd", false),
            ("a**b", "ab", true),
            ("حوال*", "حواله", true),
            ("گرې*", "گریه", true),
            ("BOGʻ*", "bog'i", true),
            ("warn", "warn", true),
            ("warn", "warns", false),
        ] {
            let found = WordPattern::new(pattern).unwrap().matches(word);
            assert_eq!(found, is_match, "{pattern} {word}");
        }
        for nothing in ["*", "**", "ء", "ـ*", ""] {
            assert_eq!(WordPattern::new(nothing), None, "{nothing}");
        }
    }

    #[test]
    fn print_keeps_what_was_typed_and_only_the_brackets_that_matter() {
        for (source, printed) in [
            ("((Hawala))", "Hawala"),
            ("a AND b AND (c AND d)", "a AND b AND c AND d"),
            ("a OR (b OR c) OR d AND e", "a OR b OR c OR d AND e"),
            ("(a OR b) AND NOT (c AND d)", "(a OR b) NOT (c AND d)"),
            ("«د پیسو» NEAR/۱۲ (a OR b*)", "\"د پیسو\" NEAR/12 (a OR b*)"),
            ("a NOT (b NEAR/3 c)", "a NOT (b NEAR/3 c)"),
            ("NOT NOT a AND al-Qaeda", "NOT NOT a AND al-Qaeda"),
        ] {
            assert_eq!(Expression::parse(source).unwrap().to_string(), printed);
        }
    }

    #[test]
    fn terms_come_in_the_order_written() {
        let rule = Expression::parse("(x OR y) NEAR/2 z NEAR/3 w NOT \"p q\"").unwrap();
        let written: Vec<_> = rule.terms().iter().map(|term| term.written()).collect();
        assert_eq!(written, ["x", "y", "z", "w", "p q"]);
    }
}
