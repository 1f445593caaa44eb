//! Cuts a rule's text into brackets, operators and terms, each with its place. It must not know how they combine.
//! A stranger would get wrong that a bare word with signs inside (`al-Qaeda`) is one lexeme and a phrase.

use super::error::{Fault, ParseErrorKind as Kind};
use super::expression::{
    ASKED, Coded, Field, FieldKind, Order, PHRASE_MAX_WORDS, Style, Term, WORD_MAX_CP,
};
use super::operator::{
    at_least_operator, field_of, link_operator, refuse_reserved, weigh_operator, weight,
};
use super::pattern::WordPattern;
use crate::method::token::pattern_spans;
use crate::model::cell::is_bidi_control;
use crate::model::limits::{Limit, Limits};

/// What a lexeme is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Symbol {
    Open,
    Close,
    And,
    Or,
    Not,
    Link {
        order: Order,
        distance_words: u32,
    },
    AtLeast {
        count: usize,
        distance_words: Option<u32>,
    },
    Weigh {
        least: u32,
    },
    Weight(i32),
    Term(Term),
    Field(Box<Field>),
    Coded(Box<Coded>),
    /// What follows is looked for in the question.
    Asked,
}

/// One lexeme and its place in code points.
#[derive(Debug, Clone)]
pub(super) struct Lexeme {
    pub(super) symbol: Symbol,
    pub(super) start_cp: usize,
    pub(super) length_cp: usize,
}

impl Lexeme {
    pub(super) fn place(&self) -> (usize, usize) {
        (self.start_cp, self.length_cp)
    }

    /// The operator that a bare term looks like when its case is not minded.
    pub(super) fn lower_case_operator(&self) -> Option<&'static str> {
        let Symbol::Term(term) = &self.symbol else {
            return None;
        };
        ["AND", "OR", "NOT"].into_iter().find(|operator| {
            term.style == Style::Bare
                && term.written != *operator
                && term.written.eq_ignore_ascii_case(operator)
        })
    }
}

/// Cuts the whole source, or says what is wrong first.
pub(super) fn lexemes(source: &str, limits: &Limits) -> Result<Vec<Lexeme>, Fault> {
    let most_bytes = limits.size(Limit::RuleBytes);
    if source.len() > most_bytes {
        let message = format!(
            "the rule has {} bytes; the limit is {most_bytes} (--limit {}=BYTES)",
            source.len(),
            Limits::name(Limit::RuleBytes)
        );
        return Err(Fault::new(Kind::TooLong, (0, 1), message).fix("split it into several rules"));
    }
    let letters: Vec<char> = source.chars().collect();
    refuse_controls(&letters)?;
    let mut lexer = Lexer {
        letters,
        at_cp: 0,
        words: 0,
        most_words: limits.size(Limit::RuleTerms),
        lexemes: Vec::new(),
    };
    while let Some(letter) = lexer.peek() {
        lexer.read(letter)?;
    }
    Ok(lexer.lexemes)
}

fn refuse_controls(letters: &[char]) -> Result<(), Fault> {
    for (at, letter) in letters.iter().enumerate() {
        let code = u32::from(*letter);
        if is_bidi_control(*letter) {
            let message =
                format!("U+{code:04X} changes the direction of text and is not allowed in a rule");
            return Err(Fault::new(Kind::BidiControl, (at, 1), message)
                .fix("delete this invisible character"));
        }
        if letter.is_control() && !matches!(letter, '\n' | '\r' | '\t') {
            let message = format!("U+{code:04X} is a control character");
            return Err(Fault::new(Kind::ControlCharacter, (at, 1), message).fix("delete it"));
        }
    }
    Ok(())
}

struct Lexer {
    letters: Vec<char>,
    at_cp: usize,
    words: usize,
    most_words: usize,
    lexemes: Vec<Lexeme>,
}

impl Lexer {
    fn peek(&self) -> Option<char> {
        self.letters.get(self.at_cp).copied()
    }

    fn read(&mut self, letter: char) -> Result<(), Fault> {
        match letter {
            _ if letter.is_whitespace() => {
                self.at_cp += 1;
                Ok(())
            }
            '^' => self.weight(),
            '(' => self.bracket(Symbol::Open),
            ')' => self.bracket(Symbol::Close),
            _ if is_opening_quote(letter) => self.quoted(),
            '”' | '»' => Err(Fault::new(
                Kind::UnclosedQuote,
                (self.at_cp, 1),
                "this quotation mark closes nothing",
            )
            .fix("put one before the phrase, or delete it")),
            _ => self.bare(),
        }
    }

    fn bracket(&mut self, symbol: Symbol) -> Result<(), Fault> {
        self.push(symbol, self.at_cp, self.at_cp + 1);
        Ok(())
    }

    fn push(&mut self, symbol: Symbol, start_cp: usize, end_cp: usize) {
        self.at_cp = end_cp;
        self.lexemes.push(Lexeme {
            symbol,
            start_cp,
            length_cp: end_cp - start_cp,
        });
    }

    /// What stands in quotation marks that open at `start_cp`, and the code point behind them.
    fn in_quotes(&self, start_cp: usize) -> Result<(String, usize), Fault> {
        let inside = &self.letters[start_cp + 1..];
        let Some(length_cp) = inside.iter().position(|letter| is_quote(*letter)) else {
            return Err(Fault::new(
                Kind::UnclosedQuote,
                (start_cp, self.letters.len() - start_cp),
                "this quotation mark is never closed",
            )
            .fix("put \" behind the last word of the phrase"));
        };
        Ok((
            inside[..length_cp].iter().collect(),
            start_cp + length_cp + 2,
        ))
    }

    fn quoted(&mut self) -> Result<(), Fault> {
        let start_cp = self.at_cp;
        let (written, end_cp) = self.in_quotes(start_cp)?;
        let term = self.term(written, Style::Quoted, (start_cp, end_cp - start_cp))?;
        self.push(Symbol::Term(term), start_cp, end_cp);
        Ok(())
    }

    /// The signs from a place on that stand together, and the code point behind them.
    fn chunk(&self, start_cp: usize) -> (String, usize) {
        let letters = self.letters[start_cp..].iter();
        let chunk: String = letters.take_while(|letter| is_bare(**letter)).collect();
        let end_cp = start_cp + chunk.chars().count();
        (chunk, end_cp)
    }

    /// Reads the weight of the term or group before it.
    fn weight(&mut self) -> Result<(), Fault> {
        let start_cp = self.at_cp;
        let (number, end_cp) = self.chunk(start_cp + 1);
        let weight = weight(&number, (start_cp, end_cp - start_cp))?;
        self.push(Symbol::Weight(weight), start_cp, end_cp);
        Ok(())
    }

    fn bare(&mut self) -> Result<(), Fault> {
        let start_cp = self.at_cp;
        let (chunk, end_cp) = self.chunk(start_cp);
        let place = (start_cp, end_cp - start_cp);
        if chunk.starts_with(ASKED) {
            // What stands behind it is read as if it stood alone.
            self.push(Symbol::Asked, start_cp, start_cp + ASKED.len());
            return Ok(());
        }
        let symbol = match chunk.as_str() {
            "AND" => Symbol::And,
            "OR" => Symbol::Or,
            "NOT" => Symbol::Not,
            "CODED" => return self.coded(place),
            _ => match (operator(&chunk, place)?, field_of(&chunk)) {
                (Some(operator), _) => operator,
                (None, Some((kind, value))) => return self.field(kind, value, place),
                (None, None) => Symbol::Term(self.bare_term(chunk, place)?),
            },
        };
        self.push(symbol, start_cp, end_cp);
        Ok(())
    }

    fn bare_term(&mut self, chunk: String, place: (usize, usize)) -> Result<Term, Fault> {
        let Some(exact) = chunk.strip_prefix('=') else {
            refuse_reserved(&chunk, place)?;
            return self.term(chunk, Style::Bare, place);
        };
        refuse_reserved(exact, place)?;
        if exact.is_empty() || exact.contains('*') {
            let message = "= takes one word as it is written";
            return Err(Fault::new(Kind::Reserved, place, message).fix(
                "write =word; words in quotes and words with * are taken as written already",
            ));
        }
        self.term(exact.to_owned(), Style::Exact, place)
    }

    /// Reads the value of a field: what stands behind the colon, or in the quotation marks that follow it.
    fn field(&mut self, kind: FieldKind, value: &str, place: (usize, usize)) -> Result<(), Fault> {
        self.count_word(place)?;
        let mut end_cp = place.0 + place.1;
        let (mut written, mut is_quoted) = (value.to_owned(), false);
        let next = self.letters.get(end_cp).copied();
        if value.is_empty() && next.is_some_and(is_opening_quote) {
            (written, end_cp) = self.in_quotes(end_cp)?;
            is_quoted = true;
        }
        let place = (place.0, end_cp - place.0);
        if written.chars().count() > WORD_MAX_CP {
            return Err(too_long(place));
        }
        let value = WordPattern::new(written.trim()).ok_or_else(|| {
            Fault::new(Kind::NoWord, place, "the field has no value")
                .fix(format!("write {0}:VALUE or {0}:\"A VALUE\"", kind.name()))
        })?;
        let field = Field {
            kind,
            written,
            is_quoted,
            value,
        };
        self.push(Symbol::Field(Box::new(field)), place.0, end_cp);
        Ok(())
    }

    /// Reads the code that `CODED` asks for.
    fn coded(&mut self, operator: (usize, usize)) -> Result<(), Fault> {
        self.count_word(operator)?;
        let behind_cp = operator.0 + operator.1;
        let blanks = self.letters[behind_cp..].iter();
        let start_cp = behind_cp + blanks.take_while(|letter| letter.is_whitespace()).count();
        let is_quoted = self
            .letters
            .get(start_cp)
            .is_some_and(|letter| is_opening_quote(*letter));
        let (code, end_cp) = match is_quoted {
            true => self.in_quotes(start_cp)?,
            false => self.chunk(start_cp),
        };
        let is_operator = !is_quoted && matches!(code.as_str(), "AND" | "OR" | "NOT" | "CODED");
        if code.trim().is_empty() || is_operator {
            let fault = Fault::new(Kind::MissingOperand, operator, "CODED needs a code");
            return Err(fault.fix("write the key of a code behind it, as in CODED pay/late"));
        }
        let code = code.trim().to_owned();
        let coded = Symbol::Coded(Box::new(Coded { code, is_quoted }));
        self.push(coded, operator.0, end_cp);
        Ok(())
    }

    fn term(
        &mut self,
        written: String,
        style: Style,
        place: (usize, usize),
    ) -> Result<Term, Fault> {
        let mut words = Vec::new();
        for span in pattern_spans(&written) {
            words.extend(self.word(&written[span.bytes()], place)?);
        }
        // Most terms are one word, and a list has thousands.
        words.shrink_to_fit();
        if words.is_empty() {
            return Err(no_word(&written, place));
        }
        if words.len() > PHRASE_MAX_WORDS {
            let message = format!("the phrase has more than {PHRASE_MAX_WORDS} words");
            return Err(Fault::new(Kind::TermTooLong, place, message)
                .fix("keep its most telling words, or join two phrases with NEAR/1"));
        }
        Ok(Term {
            written,
            style,
            words,
        })
    }

    fn count_word(&mut self, place: (usize, usize)) -> Result<(), Fault> {
        self.words += 1;
        if self.words > self.most_words {
            let message = format!(
                "the rule has more than {} words (--limit {}=NUMBER)",
                self.most_words,
                Limits::name(Limit::RuleTerms)
            );
            return Err(Fault::new(Kind::TooManyTerms, place, message)
                .fix("split it into several rules of the same code"));
        }
        Ok(())
    }

    fn word(&mut self, typed: &str, place: (usize, usize)) -> Result<Option<WordPattern>, Fault> {
        self.count_word(place)?;
        if typed.chars().count() > WORD_MAX_CP {
            return Err(too_long(place));
        }
        let pattern = WordPattern::new(typed);
        if pattern.is_none() && typed.contains('*') {
            return Err(Fault::new(Kind::LoneStar, place, "* needs a letter beside it")
                .fix("write some letters of the word, as in warn*; for \"any words between\" use NEAR/n"));
        }
        Ok(pattern)
    }
}

/// The operator with a number that a chunk is, if it is one.
fn operator(chunk: &str, place: (usize, usize)) -> Result<Option<Symbol>, Fault> {
    if let Some((count, distance_words)) = at_least_operator(chunk, place)? {
        return Ok(Some(Symbol::AtLeast {
            count,
            distance_words,
        }));
    }
    if let Some(least) = weigh_operator(chunk, place)? {
        return Ok(Some(Symbol::Weigh { least }));
    }
    let link = link_operator(chunk, place)?;
    Ok(link.map(|(order, distance_words)| Symbol::Link {
        order,
        distance_words,
    }))
}

fn too_long(place: (usize, usize)) -> Fault {
    let message = format!("a word has more than {WORD_MAX_CP} code points");
    Fault::new(Kind::TermTooLong, place, message).fix("shorten it with *")
}

fn no_word(written: &str, place: (usize, usize)) -> Fault {
    let fault = Fault::new(Kind::NoWord, place, "there is no word in this");
    match written {
        "" => fault.fix("write a word between the quotation marks"),
        _ => fault.fix("write at least one letter or digit"),
    }
}

fn is_bare(letter: char) -> bool {
    !letter.is_whitespace() && !matches!(letter, '(' | ')' | '^') && !is_quote(letter)
}

fn is_opening_quote(letter: char) -> bool {
    matches!(letter, '"' | '“' | '„' | '«')
}

fn is_quote(letter: char) -> bool {
    is_opening_quote(letter) || matches!(letter, '”' | '»')
}
