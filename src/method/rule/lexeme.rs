//! Cuts a rule's text into brackets, operators and terms, each with its place. It must not know how they combine.
//! A stranger would get wrong that a bare word with signs inside (`al-Qaeda`) is one lexeme and a phrase.

use super::error::{Fault, ParseErrorKind as Kind, is_bidi_control};
use super::expression::{NEAR_MAX, PHRASE_MAX_WORDS, Term, WORD_MAX_CP, WordPattern};
use crate::method::fold::fold;
use crate::method::token::pattern_spans;
use crate::model::limits::{Limit, Limits};

/// What a lexeme is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Symbol {
    Open,
    Close,
    And,
    Or,
    Not,
    Near { distance_words: u32 },
    Term(Term),
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
            !term.is_quoted
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

    fn quoted(&mut self) -> Result<(), Fault> {
        let start_cp = self.at_cp;
        let inside = &self.letters[start_cp + 1..];
        let Some(length_cp) = inside.iter().position(|letter| is_quote(*letter)) else {
            return Err(Fault::new(
                Kind::UnclosedQuote,
                (start_cp, self.letters.len() - start_cp),
                "this quotation mark is never closed",
            )
            .fix("put \" behind the last word of the phrase"));
        };
        let written: String = inside[..length_cp].iter().collect();
        let end_cp = start_cp + length_cp + 2;
        let term = self.term(written, true, (start_cp, end_cp - start_cp))?;
        self.push(Symbol::Term(term), start_cp, end_cp);
        Ok(())
    }

    fn bare(&mut self) -> Result<(), Fault> {
        let start_cp = self.at_cp;
        let length_cp = self.letters[start_cp..]
            .iter()
            .take_while(|letter| is_bare(**letter))
            .count();
        let end_cp = start_cp + length_cp;
        let chunk: String = self.letters[start_cp..end_cp].iter().collect();
        let place = (start_cp, length_cp);
        let symbol = match chunk.as_str() {
            "AND" => Symbol::And,
            "OR" => Symbol::Or,
            "NOT" => Symbol::Not,
            _ => match near(&chunk, place)? {
                Some(distance_words) => Symbol::Near { distance_words },
                None => {
                    refuse_reserved(&chunk, place)?;
                    Symbol::Term(self.term(chunk, false, place)?)
                }
            },
        };
        self.push(symbol, start_cp, end_cp);
        Ok(())
    }

    fn term(
        &mut self,
        written: String,
        is_quoted: bool,
        place: (usize, usize),
    ) -> Result<Term, Fault> {
        let mut words = Vec::new();
        for span in pattern_spans(&written) {
            words.extend(self.word(&written[span.bytes()], place)?);
        }
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
            is_quoted,
            words,
        })
    }

    fn word(&mut self, typed: &str, place: (usize, usize)) -> Result<Option<WordPattern>, Fault> {
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
        if typed.chars().count() > WORD_MAX_CP {
            let message = format!("a word has more than {WORD_MAX_CP} code points");
            return Err(Fault::new(Kind::TermTooLong, place, message).fix("shorten it with *"));
        }
        let pattern = WordPattern::new(typed);
        if pattern.is_none() && typed.contains('*') {
            return Err(Fault::new(Kind::LoneStar, place, "* needs a letter beside it")
                .fix("write some letters of the word, as in warn*; for \"any words between\" use NEAR/n"));
        }
        Ok(pattern)
    }
}

/// Reads `NEAR/n`; nothing if the chunk is something else.
fn near(chunk: &str, place: (usize, usize)) -> Result<Option<u32>, Fault> {
    let (name, number) = chunk.split_once('/').unwrap_or((chunk, ""));
    let is_near = name == "NEAR";
    if is_near && number.is_empty() {
        let fault = Fault::new(
            Kind::NearWithoutDistance,
            place,
            "NEAR needs a number of words",
        );
        return Err(fault.fix("write NEAR/10, without blanks"));
    }
    if name.eq_ignore_ascii_case("near") && chunk.contains('/') && !is_near {
        let fault = Fault::new(
            Kind::LowerCaseOperator,
            place,
            "operators are written in capitals",
        );
        return Err(fault.fix(format!("write NEAR/{number}")));
    }
    if is_near {
        return distance(number, place).map(Some);
    }
    let is_operator_of_others = !name.is_empty()
        && name.chars().all(|letter| letter.is_ascii_uppercase())
        && !number.is_empty()
        && fold(number).chars().all(|digit| digit.is_ascii_digit());
    if is_operator_of_others || chunk == "PRE" {
        let fault = Fault::new(Kind::Reserved, place, "this operator is not known here");
        return Err(
            fault.fix("use NEAR/n for words close to one another, or quotes if it is a word")
        );
    }
    Ok(None)
}

fn distance(number: &str, place: (usize, usize)) -> Result<u32, Fault> {
    let folded = fold(number);
    let is_number = folded.chars().all(|digit| digit.is_ascii_digit());
    let distance = folded.parse::<u32>().ok().filter(|_| is_number);
    distance
        .filter(|words| (1..=NEAR_MAX).contains(words))
        .ok_or_else(|| {
            let message = format!("NEAR takes a whole number of words from 1 to {NEAR_MAX}");
            Fault::new(Kind::NearDistance, place, message).fix("write NEAR/10")
        })
}

/// Refuses what other tools, or later forms of this language, read otherwise than as a word.
fn refuse_reserved(chunk: &str, place: (usize, usize)) -> Result<(), Fault> {
    let fix = match chunk.chars().next() {
        _ if matches!(chunk, "&&" | "&" | "+") => "write AND",
        _ if matches!(chunk, "||" | "|") => "write OR",
        Some('-' | '!') if chunk.chars().count() > 1 => "write NOT before the word to leave it out",
        Some('\'' | '‘' | '’') => "use double quotes for a phrase",
        _ if chunk.contains(is_reserved) => "put the word in quotes",
        _ => return Ok(()),
    };
    let message = if chunk.contains(is_reserved) {
        "this sign has no meaning here"
    } else {
        "a word does not begin with this sign"
    };
    Err(Fault::new(Kind::Reserved, place, message).fix(fix))
}

fn is_reserved(letter: char) -> bool {
    matches!(
        letter,
        '[' | ']' | '{' | '}' | '<' | '>' | '=' | '~' | '^' | '|' | '&' | '#' | '@' | '\\' | ':'
    )
}

fn no_word(written: &str, place: (usize, usize)) -> Fault {
    let fault = Fault::new(Kind::NoWord, place, "there is no word in this");
    match written {
        "" => fault.fix("write a word between the quotation marks"),
        _ => fault.fix("write at least one letter or digit"),
    }
}

fn is_bare(letter: char) -> bool {
    !letter.is_whitespace() && !matches!(letter, '(' | ')') && !is_quote(letter)
}

fn is_opening_quote(letter: char) -> bool {
    matches!(letter, '"' | '“' | '„' | '«')
}

fn is_quote(letter: char) -> bool {
    is_opening_quote(letter) || matches!(letter, '”' | '»')
}
