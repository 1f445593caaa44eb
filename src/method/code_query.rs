//! Which codes must stand at a place: keys of codes with AND, OR, NOT and brackets, as people
//! write rules. It must not know codebooks or texts. What a stranger would get wrong: words of a
//! rule are folded and may be stems, keys of codes are taken letter for letter, and may hold
//! strokes and dots; so this is a reader of its own, with the signs and the precedence of rules.

use super::rule::{ParseError, ParseErrorKind};

/// How deep brackets may stand in each other.
const MOST_DEPTH: usize = 64;

/// An expression over codes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeQuery {
    /// The keys that are named, each once.
    pub codes: Vec<String>,
    root: Node,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Node {
    Code(usize),
    And(Vec<Node>),
    Or(Vec<Node>),
    Not(Box<Node>),
}

impl CodeQuery {
    /// Reads an expression: `pay AND NOT (water OR "a key")`. NOT binds closest, then AND, then
    /// OR; `a NOT b` is `a AND NOT b`.
    ///
    /// # Errors
    /// [`ParseError`] with the place and how to mend it.
    pub fn parse(source: &str) -> Result<Self, ParseError> {
        let mut reader = Reader {
            source,
            tokens: tokens(source)?,
            next: 0,
            codes: Vec::new(),
        };
        let root = reader.any(0)?;
        if let Some(token) = reader.peek() {
            let (kind, message) = match token.sign {
                Sign::Close => (ParseErrorKind::UnopenedBracket, "`)` without `(`"),
                _ => (
                    ParseErrorKind::MissingOperator,
                    "two codes without AND, OR or NOT between them",
                ),
            };
            return Err(reader.fault(kind, token, message));
        }
        Ok(Self {
            codes: reader.codes,
            root,
        })
    }

    /// Whether it holds where a code of this number stands or not.
    pub fn holds(&self, stands: impl Fn(usize) -> bool) -> bool {
        self.root.holds(&stands)
    }

    /// The numbers of the codes that are asked for and not excluded; what is listed has one of
    /// them. None where all are excluded.
    pub fn asked_for(&self) -> Vec<usize> {
        let mut found = Vec::new();
        self.root.gather(true, &mut found);
        found.sort_unstable();
        found.dedup();
        found
    }
}

impl Node {
    fn holds(&self, stands: &impl Fn(usize) -> bool) -> bool {
        match self {
            Self::Code(code) => stands(*code),
            Self::And(parts) => parts.iter().all(|part| part.holds(stands)),
            Self::Or(parts) => parts.iter().any(|part| part.holds(stands)),
            Self::Not(part) => !part.holds(stands),
        }
    }

    fn gather(&self, is_wanted: bool, found: &mut Vec<usize>) {
        match self {
            Self::Code(code) if is_wanted => found.push(*code),
            Self::Code(_) => {}
            Self::And(parts) | Self::Or(parts) => {
                parts.iter().for_each(|part| part.gather(is_wanted, found));
            }
            Self::Not(part) => part.gather(!is_wanted, found),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Sign {
    Key(String),
    And,
    Or,
    Not,
    Open,
    Close,
}

#[derive(Clone, Debug)]
struct Token {
    sign: Sign,
    start_cp: usize,
    length_cp: usize,
}

fn tokens(source: &str) -> Result<Vec<Token>, ParseError> {
    let letters: Vec<char> = source.chars().collect();
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(letter) = letters.get(at) {
        let start_cp = at;
        let sign = match letter {
            letter if letter.is_whitespace() => {
                at += 1;
                continue;
            }
            '(' => Sign::Open,
            ')' => Sign::Close,
            '"' => {
                let behind = letters[at + 1..].iter().position(|one| *one == '"');
                let Some(length) = behind else {
                    let place = (at, letters.len() - at);
                    let message = "a quotation mark without its partner";
                    return Err(error(source, ParseErrorKind::UnclosedQuote, place, message));
                };
                at += length + 1;
                Sign::Key(letters[start_cp + 1..at].iter().collect())
            }
            _ => {
                let is_part = |one: &&char| !one.is_whitespace() && !matches!(one, '(' | ')' | '"');
                let word: String = letters[at..].iter().take_while(is_part).collect();
                at += word.chars().count() - 1;
                match word.as_str() {
                    "AND" => Sign::And,
                    "OR" => Sign::Or,
                    "NOT" => Sign::Not,
                    _ => Sign::Key(word),
                }
            }
        };
        at += 1;
        tokens.push(Token {
            sign,
            start_cp,
            length_cp: at - start_cp,
        });
    }
    Ok(tokens)
}

struct Reader<'s> {
    source: &'s str,
    tokens: Vec<Token>,
    next: usize,
    codes: Vec<String>,
}

impl Reader<'_> {
    fn peek(&self) -> Option<Token> {
        self.tokens.get(self.next).cloned()
    }

    /// Steps over a sign if it comes next.
    fn take(&mut self, sign: &Sign) -> bool {
        let is_next = self.peek().is_some_and(|token| token.sign == *sign);
        self.next += usize::from(is_next);
        is_next
    }

    /// Parts with OR between them.
    fn any(&mut self, depth: usize) -> Result<Node, ParseError> {
        let mut parts = vec![self.all(depth)?];
        while self.take(&Sign::Or) {
            parts.push(self.all(depth)?);
        }
        Ok(one_or(parts, Node::Or))
    }

    /// Parts with AND between them; NOT says AND with it.
    fn all(&mut self, depth: usize) -> Result<Node, ParseError> {
        let mut parts = vec![self.one(depth)?];
        while self.take(&Sign::And) || self.peek().is_some_and(|token| token.sign == Sign::Not) {
            parts.push(self.one(depth)?);
        }
        Ok(one_or(parts, Node::And))
    }

    fn one(&mut self, depth: usize) -> Result<Node, ParseError> {
        let Some(token) = self.peek() else {
            let length_cp = self.source.chars().count();
            let (kind, message) = match self.tokens.is_empty() {
                true => (ParseErrorKind::Empty, "no code is named"),
                false => (
                    ParseErrorKind::MissingOperand,
                    "a code is missing at the end",
                ),
            };
            return Err(error(self.source, kind, (length_cp, 1), message));
        };
        if depth >= MOST_DEPTH {
            return Err(self.fault(ParseErrorKind::TooDeep, token, "brackets stand too deep"));
        }
        self.next += 1;
        match token.sign {
            Sign::Key(key) => Ok(Node::Code(self.number_of(key))),
            Sign::Not => Ok(Node::Not(Box::new(self.one(depth + 1)?))),
            Sign::Open => {
                let inside = self.any(depth + 1)?;
                if self.take(&Sign::Close) {
                    return Ok(inside);
                }
                Err(self.fault(ParseErrorKind::UnclosedBracket, token, "`(` without `)`"))
            }
            _ => Err(self.fault(
                ParseErrorKind::MissingOperand,
                token,
                "a code is missing here",
            )),
        }
    }

    fn number_of(&mut self, key: String) -> usize {
        let known = self.codes.iter().position(|code| *code == key);
        known.unwrap_or_else(|| {
            self.codes.push(key);
            self.codes.len() - 1
        })
    }

    fn fault(&self, kind: ParseErrorKind, token: Token, message: &str) -> ParseError {
        let place = (token.start_cp, token.length_cp);
        error(self.source, kind, place, message)
    }
}

fn one_or(mut parts: Vec<Node>, many: impl Fn(Vec<Node>) -> Node) -> Node {
    match parts.len() {
        1 => parts.remove(0),
        _ => many(parts),
    }
}

fn error(source: &str, kind: ParseErrorKind, place: (usize, usize), message: &str) -> ParseError {
    let before: Vec<char> = source.chars().take(place.0).collect();
    let line = before.iter().filter(|letter| **letter == '\n').count() + 1;
    let column = before
        .iter()
        .rev()
        .take_while(|letter| **letter != '\n')
        .count()
        + 1;
    ParseError {
        kind,
        line,
        column,
        length_cp: place.1.max(1),
        message: message.to_owned(),
        fix: Some("write codes with AND, OR, NOT and brackets: pay AND NOT water".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn holds(source: &str, standing: &[&str]) -> bool {
        let query = CodeQuery::parse(source).unwrap();
        query.holds(|code| standing.contains(&query.codes[code].as_str()))
    }

    #[test]
    fn not_binds_before_and_and_before_or() {
        for (standing, is_held) in [
            (&["a"][..], true),
            (&["b"], false),
            (&["b", "c"], false),
            (&["b", "d"], true),
            (&["b", "c", "d"], false),
        ] {
            let source = "a OR b AND NOT c AND d";
            assert_eq!(holds(source, standing), is_held, "{standing:?}");
        }
        assert!(holds("cond/purse NOT (b OR \"a key\")", &["cond/purse"]));
        assert!(!holds(
            "cond/purse NOT (b OR \"a key\")",
            &["cond/purse", "a key"]
        ));
    }

    #[test]
    fn what_is_asked_for_is_what_stands_under_no_not() {
        let query = CodeQuery::parse("a AND NOT (b OR NOT c)").unwrap();
        let asked: Vec<_> = query
            .asked_for()
            .iter()
            .map(|at| &*query.codes[*at])
            .collect();
        assert_eq!(asked, ["a", "c"]);
        assert!(CodeQuery::parse("NOT a").unwrap().asked_for().is_empty());
    }

    #[test]
    fn a_slip_is_told_with_its_place() {
        use ParseErrorKind::{
            Empty, MissingOperand, MissingOperator, TooDeep, UnclosedBracket, UnclosedQuote,
            UnopenedBracket,
        };
        let deep = "(".repeat(10_000);
        for (source, kind, column) in [
            ("", Empty, 1),
            ("a b", MissingOperator, 3),
            ("a AND", MissingOperand, 6),
            ("a AND OR b", MissingOperand, 7),
            ("(a OR b", UnclosedBracket, 1),
            ("a)", UnopenedBracket, 2),
            ("a \"b", UnclosedQuote, 3),
            (&*deep, TooDeep, 65),
        ] {
            let error = CodeQuery::parse(source).unwrap_err();
            assert_eq!((error.kind, error.column), (kind, column), "{source}");
        }
    }

    proptest! {
        #[test]
        fn nothing_typed_panics(source in r#"[ab/"() \n]{0,12}|(AND |OR |NOT |a |\()*"#) {
            let _ = CodeQuery::parse(&source).map(|query| query.holds(|_| true));
        }
    }
}
