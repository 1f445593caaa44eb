//! What is wrong with a rule, where, and how to mend it. It must not know the grammar.
//! A stranger would get wrong that an error holds no text of the rule: who shows it with carets has the source.

use thiserror::Error;

/// The kinds of mistakes, for programs; people read the message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ParseErrorKind {
    /// More bytes than a rule may have.
    TooLong,
    /// More words than a rule may have.
    TooManyTerms,
    /// Brackets and NOTs nested too deep.
    TooDeep,
    /// A word or phrase longer than allowed.
    TermTooLong,
    /// A character that changes the direction of text.
    BidiControl,
    /// Another control character.
    ControlCharacter,
    /// Nothing in the rule.
    Empty,
    /// A quotation mark without its partner.
    UnclosedQuote,
    /// `(` without `)`.
    UnclosedBracket,
    /// `)` without `(`.
    UnopenedBracket,
    /// An operator without anything to work on.
    MissingOperand,
    /// Two terms without an operator.
    MissingOperator,
    /// `and`, `or`, `not`, `near/5` where an operator was probably meant.
    LowerCaseOperator,
    /// `*` without a letter.
    LoneStar,
    /// Signs without a word.
    NoWord,
    /// `NEAR` without its number.
    NearWithoutDistance,
    /// A number that NEAR does not take.
    NearDistance,
    /// A number that ATLEAST does not take.
    BadCount,
    /// Something that ATLEAST does not count.
    CountOperand,
    /// A number or weight that WEIGH does not take, or a sum that its words cannot reach.
    BadWeight,
    /// Something that WEIGH does not weigh, or a weight outside of WEIGH.
    WeightOperand,
    /// Something that `asked:` does not take.
    AskedOperand,
    /// Something beside NEAR that NEAR does not take.
    NearOperand,
    /// A rule that could be true without any word.
    OnlyNegative,
    /// A sign or operator that this form of the language does not have.
    Reserved,
}

/// Why a rule or query was refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("line {line}, column {column}: {message}{}", fix.as_deref().map(|fix| format!("; {fix}")).unwrap_or_default())]
pub struct ParseError {
    /// What kind of mistake it is.
    pub kind: ParseErrorKind,
    /// Line of the rule, counted from 1.
    pub line: usize,
    /// Column of the line in code points, counted from 1.
    pub column: usize,
    /// How many code points are meant, at least 1; never beyond the line.
    pub length_cp: usize,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// How to mend it, where that is known.
    pub fix: Option<String>,
}

/// What an error is before its line and column are counted.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) kind: ParseErrorKind,
    pub(super) start_cp: usize,
    pub(super) length_cp: usize,
    pub(super) message: String,
    pub(super) fix: Option<String>,
}

impl Fault {
    pub(super) fn new(
        kind: ParseErrorKind,
        place: (usize, usize),
        message: impl Into<String>,
    ) -> Self {
        Self {
            kind,
            start_cp: place.0,
            length_cp: place.1,
            message: message.into(),
            fix: None,
        }
    }

    pub(super) fn fix(mut self, fix: impl Into<String>) -> Self {
        self.fix = Some(fix.into());
        self
    }

    pub(super) fn in_source(self, source: &str) -> ParseError {
        let before = source.chars().take(self.start_cp);
        let (mut line, mut column) = (1, 1);
        for letter in before {
            column += 1;
            if letter == '\n' {
                line += 1;
                column = 1;
            }
        }
        let rest_of_line = source
            .chars()
            .skip(self.start_cp)
            .take_while(|letter| *letter != '\n')
            .take(self.length_cp)
            .count();
        ParseError {
            kind: self.kind,
            line,
            column,
            length_cp: rest_of_line.max(1),
            message: self.message,
            fix: self.fix,
        }
    }
}
