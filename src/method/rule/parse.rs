//! From lexemes to the tree, by the grammar in [`super`]. It must not know texts or matching.
//! A stranger would get wrong that depth is counted while reading: what nests deeper than the limit is refused before
//! a function could call itself too often, here or in whatever walks the tree later.

use super::error::{Fault, ParseError, ParseErrorKind as Kind};
use super::expression::{
    AnyOf, AtLeast, FieldKind, Link, Near, Node, Order, RULE_MAX_DEPTH, Term, Weigh, Weighed,
};
use super::lexeme::{Lexeme, Symbol, lexemes};
use crate::model::limits::Limits;

/// What two terms without an operator mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SideBySide {
    /// A rule's author must say it.
    IsRefused,
    /// A search reads AND.
    MeansAnd,
}

/// Reads a rule or query into its tree.
pub(super) fn parse(
    source: &str,
    side_by_side: SideBySide,
    limits: &Limits,
) -> Result<Node, ParseError> {
    tree(source, side_by_side, limits).map_err(|fault| fault.in_source(source))
}

fn tree(source: &str, side_by_side: SideBySide, limits: &Limits) -> Result<Node, Fault> {
    let mut parser = Parser {
        lexemes: lexemes(source, limits)?,
        at: 0,
        depth: 0,
        side_by_side,
        wordless: (0, 1),
    };
    if parser.lexemes.is_empty() {
        return Err(
            Fault::new(Kind::Empty, (0, 1), "there is no word to look for")
                .fix("write at least one word"),
        );
    }
    let root = parser.any()?;
    if let Some(rest) = parser.lexemes.get(parser.at) {
        return Err(match rest.symbol {
            Symbol::Weight(_) => stray_weight(rest.place()),
            _ => Fault::new(
                Kind::UnopenedBracket,
                rest.place(),
                "this bracket closes nothing",
            )
            .fix("delete it, or put ( before"),
        });
    }
    if !root.needs_a_word() {
        let message = "this part is true without any word, so nothing could be shown as the reason";
        return Err(Fault::new(Kind::OnlyNegative, parser.wordless, message)
            .fix("say with AND what must be there, as in: hawala NOT 2015"));
    }
    Ok(root)
}

struct Parser {
    lexemes: Vec<Lexeme>,
    at: usize,
    depth: usize,
    side_by_side: SideBySide,
    /// The last branch that needs no word, for the message if the whole rule turns out so.
    wordless: (usize, usize),
}

impl Parser {
    fn peek(&self) -> Option<&Symbol> {
        self.lexemes.get(self.at).map(|lexeme| &lexeme.symbol)
    }

    /// Place from one lexeme to the last that was read.
    fn place_since(&self, first: usize) -> (usize, usize) {
        let start_cp = self.lexemes.get(first).map_or(0, |lexeme| lexeme.start_cp);
        let last = self.at.saturating_sub(1);
        let end_cp = self
            .lexemes
            .get(last)
            .map_or(start_cp, |lexeme| lexeme.start_cp + lexeme.length_cp);
        (start_cp, end_cp.saturating_sub(start_cp).max(1))
    }

    fn any(&mut self) -> Result<Node, Fault> {
        let mut branches = Vec::new();
        loop {
            let first = self.at;
            let branch = self.all()?;
            if !branch.needs_a_word() {
                self.wordless = self.place_since(first);
            }
            match branch {
                Node::Any(inner) => branches.extend(inner),
                other => branches.push(other),
            }
            if self.peek() != Some(&Symbol::Or) {
                return Ok(one_or(branches, Node::Any));
            }
            self.at += 1;
        }
    }

    fn all(&mut self) -> Result<Node, Fault> {
        let mut parts = Vec::new();
        loop {
            match self.near()? {
                Node::All(inner) => parts.extend(inner),
                other => parts.push(other),
            }
            match self.peek() {
                Some(Symbol::And) => self.at += 1,
                Some(Symbol::Not) => {}
                Some(
                    Symbol::Term(_)
                    | Symbol::Open
                    | Symbol::AtLeast { .. }
                    | Symbol::Weigh { .. }
                    | Symbol::Field(_)
                    | Symbol::Coded(_)
                    | Symbol::Asked,
                ) => self.accept_side_by_side()?,
                _ => return Ok(one_or(parts, Node::All)),
            }
        }
    }

    /// Two parts stand side by side; goes on if that means AND.
    fn accept_side_by_side(&self) -> Result<(), Fault> {
        let beside = [self.at, self.at.saturating_sub(1)];
        for lexeme in beside.into_iter().filter_map(|at| self.lexemes.get(at)) {
            if let Some(operator) = lexeme.lower_case_operator() {
                let message = "operators are written in capitals; in small letters this is a word to look for";
                let fix = format!(
                    "write {operator}, or \"{}\" in quotes if the word is meant",
                    operator.to_lowercase()
                );
                return Err(Fault::new(Kind::LowerCaseOperator, lexeme.place(), message).fix(fix));
            }
        }
        if self.side_by_side == SideBySide::MeansAnd {
            return Ok(());
        }
        let place = self.lexemes.get(self.at).map_or((0, 1), Lexeme::place);
        Err(Fault::new(
            Kind::MissingOperator,
            place,
            "there is no operator before this",
        )
        .fix("put AND (or OR, NEAR/10) between, or quotes around a phrase"))
    }

    fn near(&mut self) -> Result<Node, Fault> {
        let first_at = self.at;
        let first = self.unary()?;
        match self.link_ahead() {
            None => Ok(first),
            Some(_) => self.chain(first, first_at),
        }
    }

    fn chain(&mut self, first: Node, first_at: usize) -> Result<Node, Fault> {
        let first = self.operand(first, first_at)?;
        let mut links = Vec::new();
        while let Some((is_excluded, order, distance_words)) = self.link_ahead() {
            self.at += if is_excluded { 2 } else { 1 };
            let right_at = self.at;
            let right = self.unary()?;
            links.push(Link {
                order,
                is_excluded,
                distance_words,
                right: self.operand(right, right_at)?,
            });
        }
        Ok(Node::Near(Near { first, links }))
    }

    /// The link that comes next, if one does: whether NOT stands before it, its order and its number.
    fn link_ahead(&self) -> Option<(bool, Order, u32)> {
        let is_excluded = self.peek() == Some(&Symbol::Not);
        let at = self.at + usize::from(is_excluded);
        match self.lexemes.get(at).map(|lexeme| &lexeme.symbol) {
            Some(Symbol::Link {
                order,
                distance_words,
            }) => Some((is_excluded, *order, *distance_words)),
            _ => None,
        }
    }

    /// Takes a part as one side of NEAR, if it is a term or an OR group of terms.
    fn operand(&self, part: Node, first_at: usize) -> Result<AnyOf, Fault> {
        let (message, fix) = match part {
            Node::Term(term) => return Ok(AnyOf(vec![term])),
            Node::Any(parts) => match terms_of(parts) {
                Some(terms) => return Ok(AnyOf(terms)),
                None => (
                    "an OR group beside NEAR holds words and phrases only",
                    "write (… NEAR/n …) OR (… NEAR/n …)",
                ),
            },
            Node::All(_) => (
                "AND cannot stand inside NEAR",
                "write a chain, a NEAR/5 b NEAR/5 c, or (a NEAR/5 c) AND (b NEAR/5 c)",
            ),
            Node::Near(_) => (
                "NEAR in brackets cannot stand inside NEAR",
                "write a chain without brackets, a NEAR/5 b NEAR/5 c",
            ),
            Node::AtLeast(_) => (
                "ATLEAST cannot stand inside NEAR",
                "write (a NEAR/5 b) AND ATLEAST/3 (…)",
            ),
            Node::Weigh(_) => (
                "WEIGH cannot stand inside NEAR",
                "write (a NEAR/5 b) AND WEIGH/12 (…)",
            ),
            Node::Not(_) => (
                "NOT cannot stand beside NEAR",
                "write a NOT NEAR/5 b to leave out places with b close by, a NOT (a NEAR/5 b) to leave out whole units",
            ),
            Node::Field(_) | Node::Coded(_) | Node::Asked(_) => (
                "a field, asked: or CODED cannot stand beside NEAR",
                "write (a NEAR/5 b) AND speaker:S-01",
            ),
        };
        Err(Fault::new(Kind::NearOperand, self.place_since(first_at), message).fix(fix))
    }

    // The functions that call one another again and again keep small frames: what a level needs besides is elsewhere.
    fn unary(&mut self) -> Result<Node, Fault> {
        match self.peek() {
            Some(Symbol::Not) => {
                self.deeper()?;
                let part = self.unary()?;
                self.depth -= 1;
                Ok(Node::Not(Box::new(part)))
            }
            Some(Symbol::Open) => self.bracketed(),
            Some(Symbol::AtLeast { .. }) => self.at_least(),
            Some(Symbol::Weigh { least }) => {
                let least = *least;
                self.weigh(least)
            }
            Some(Symbol::Asked) => self.asked(),
            _ => self.leaf(),
        }
    }

    fn asked(&mut self) -> Result<Node, Fault> {
        self.accept_in_query(false)?;
        let first_at = self.at;
        self.deeper()?;
        let group = group_of(self.unary()?);
        self.depth -= 1;
        let group = group.ok_or_else(|| {
            let message = "asked: takes words and phrases only";
            Fault::new(Kind::AskedOperand, self.place_since(first_at), message).fix(
                "write asked:a, asked:\"b c\" or asked:(a OR b), and all else outside with AND",
            )
        })?;
        Ok(Node::Asked(group))
    }

    fn at_least(&mut self) -> Result<Node, Fault> {
        let Some(Symbol::AtLeast {
            count,
            distance_words,
        }) = self.peek().cloned()
        else {
            return Err(self.missing_operand());
        };
        self.deeper()?;
        let first_at = self.at;
        let counted = self.unary()?;
        self.depth -= 1;
        let group = group_of(counted).ok_or_else(|| self.not_counted(first_at))?;
        Ok(Node::AtLeast(AtLeast {
            count,
            distance_words,
            group,
        }))
    }

    fn weigh(&mut self, least: u32) -> Result<Node, Fault> {
        let first_at = self.at;
        self.deeper()?;
        if self.peek() != Some(&Symbol::Open) {
            return Err(self.not_weighed(self.at));
        }
        let open = self.at;
        self.deeper()?;
        let mut weighed = vec![self.weighed()?];
        while self.peek() == Some(&Symbol::Or) {
            self.at += 1;
            weighed.push(self.weighed()?);
        }
        self.close(open)?;
        self.depth -= 2;
        let weigh = Weigh { least, weighed };
        if weigh.most() < i64::from(least) {
            let message = format!(
                "these words weigh {} together at most, which is less than {least}",
                weigh.most()
            );
            let fault = Fault::new(Kind::BadWeight, self.place_since(first_at), message);
            return Err(fault.fix("ask for less, or give them more weight: word^5"));
        }
        if !weigh.has_own_reason() {
            let message =
                "no word of the answer speaks for it, so nothing could be shown as the reason";
            let fault = Fault::new(Kind::OnlyNegative, self.place_since(first_at), message);
            return Err(fault.fix("give words without asked: a weight above 0"));
        }
        Ok(Node::Weigh(weigh))
    }

    fn weighed(&mut self) -> Result<Weighed, Fault> {
        let first_at = self.at;
        let (group, is_asked) = match self.unary()? {
            Node::Asked(group) => (Some(group), true),
            own => (group_of(own), false),
        };
        let group = group.ok_or_else(|| self.not_weighed(first_at))?;
        let weight = match self.peek() {
            Some(Symbol::Weight(weight)) => *weight,
            Some(Symbol::Or | Symbol::Close) | None => 1,
            _ => return Err(self.not_weighed(self.at)),
        };
        self.at += usize::from(matches!(self.peek(), Some(Symbol::Weight(_))));
        Ok(Weighed {
            group,
            is_asked,
            weight,
        })
    }

    fn not_weighed(&self, first_at: usize) -> Fault {
        let message = "WEIGH weighs words and phrases only, with OR between";
        let place = match self.at > first_at {
            true => self.place_since(first_at),
            false => self.lexemes.get(first_at).map_or_else(
                || self.place_since(first_at.saturating_sub(1)),
                Lexeme::place,
            ),
        };
        Fault::new(Kind::WeightOperand, place, message)
            .fix("write WEIGH/12 (a^5 OR \"b c\"^3 OR (d OR e)^-2), and all else outside with AND")
    }

    fn not_counted(&self, first_at: usize) -> Fault {
        let message = "ATLEAST counts places of words and phrases only";
        Fault::new(Kind::CountOperand, self.place_since(first_at), message)
            .fix("write ATLEAST/3 (a OR b OR \"c d\"), and all else outside with AND")
    }

    fn leaf(&mut self) -> Result<Node, Fault> {
        let node = match self.peek() {
            Some(Symbol::Term(term)) => Node::Term(term.clone()),
            Some(Symbol::Field(field)) => {
                self.accept_in_query(field.kind == FieldKind::Speaker)?;
                Node::Field(field.clone())
            }
            Some(Symbol::Coded(coded)) => {
                self.accept_in_query(false)?;
                Node::Coded(coded.clone())
            }
            _ => return Err(self.missing_operand()),
        };
        self.at += 1;
        Ok(node)
    }

    /// Refuses what only a rule can ask: a search knows words and speakers.
    fn accept_in_query(&self, is_known_there: bool) -> Result<(), Fault> {
        if is_known_there || self.side_by_side == SideBySide::IsRefused {
            return Ok(());
        }
        let place = self.lexemes.get(self.at).map_or((0, 1), Lexeme::place);
        let message = "a search does not know this; a rule does";
        Err(Fault::new(Kind::Reserved, place, message)
            .fix("leave it out, or write a rule: gainsay help rules"))
    }

    fn bracketed(&mut self) -> Result<Node, Fault> {
        let open = self.at;
        self.deeper()?;
        let inner = self.any()?;
        self.depth -= 1;
        self.close(open)?;
        Ok(inner)
    }

    /// Steps over the bracket that closes the one at `open`.
    fn close(&mut self, open: usize) -> Result<(), Fault> {
        match self.lexemes.get(self.at) {
            Some(lexeme) if lexeme.symbol == Symbol::Close => {
                self.at += 1;
                Ok(())
            }
            Some(lexeme) if matches!(lexeme.symbol, Symbol::Weight(_)) => {
                Err(stray_weight(lexeme.place()))
            }
            _ => {
                let place = self.lexemes.get(open).map_or((0, 1), Lexeme::place);
                let message = "this bracket is never closed";
                Err(Fault::new(Kind::UnclosedBracket, place, message)
                    .fix("put ) where the group ends"))
            }
        }
    }

    /// Steps over a bracket or NOT, one level down.
    fn deeper(&mut self) -> Result<(), Fault> {
        self.depth += 1;
        if self.depth > RULE_MAX_DEPTH {
            let message = format!("brackets and NOTs are nested deeper than {RULE_MAX_DEPTH}");
            let place = self.lexemes.get(self.at).map_or((0, 1), Lexeme::place);
            return Err(
                Fault::new(Kind::TooDeep, place, message).fix("split it into several rules")
            );
        }
        self.at += 1;
        Ok(())
    }

    fn missing_operand(&self) -> Fault {
        // Where nothing follows, the operator before the gap is what the reader must look at.
        let place = match self.lexemes.get(self.at) {
            Some(lexeme) => lexeme.place(),
            None => self.place_since(self.at.saturating_sub(1)),
        };
        let message = match (self.lexemes.get(self.at), self.at) {
            (None, _) => "nothing follows this",
            (Some(_), 0) => "there is nothing before this",
            (Some(_), _) => "a word, a phrase or ( is missing before this",
        };
        Fault::new(Kind::MissingOperand, place, message)
            .fix("put a word there, or delete the operator; in quotes an operator is a word")
    }
}

fn stray_weight(place: (usize, usize)) -> Fault {
    let message = "a weight stands behind a word of WEIGH only";
    Fault::new(Kind::WeightOperand, place, message)
        .fix("write WEIGH/12 (a^5 OR b^3), or put the word in quotes if ^ belongs to it")
}

/// A single part stands for itself.
fn one_or(mut parts: Vec<Node>, several: fn(Vec<Node>) -> Node) -> Node {
    match parts.len() {
        1 => parts.remove(0),
        _ => several(parts),
    }
}

/// A term, or an OR group of terms.
fn group_of(part: Node) -> Option<AnyOf> {
    let terms = match part {
        Node::Term(term) => Some(vec![term]),
        Node::Any(parts) => terms_of(parts),
        _ => None,
    };
    terms.map(AnyOf)
}

fn terms_of(parts: Vec<Node>) -> Option<Vec<Term>> {
    parts
        .into_iter()
        .map(|part| match part {
            Node::Term(term) => Some(term),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests;
