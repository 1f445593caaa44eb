//! Reads the words around the numbers: modifiers, ranges, and words of the table.
//!
//! It knows the forms people write and leaves what they bound to [`super::bounds`]. What a stranger
//! would get wrong: at each place the longest word of the table wins over a modifier, so that a study
//! may define "some tens" although "some" alone means about.

use super::Modifier;
use super::error::QuantityError;
use super::numeral::{Multiplier, Numeral, read_multiplier, read_numeral, strip_word};
use crate::model::number_words::{NumberWords, WordMeaning};

/// A phrase as read: the modifier before or behind it, and one or two amounts.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Phrase {
    pub(super) comparison: Option<Modifier>,
    pub(super) first: Operand,
    pub(super) second: Option<Operand>,
}

/// An amount, and whether it is said to be about that.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Operand {
    pub(super) is_about: bool,
    pub(super) amount: Amount,
}

/// A number, or a word of the table with what multiplies it.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Amount {
    Number(Numeral),
    Word(WordMeaning, Option<Multiplier>),
}

/// What stands before an amount.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Lead {
    About,
    Comparison(Modifier),
    Between,
    From,
}

const LEADS: [(&str, Lead); 56] = [
    ("about", Lead::About),
    ("some", Lead::About),
    ("around", Lead::About),
    ("roughly", Lead::About),
    ("approximately", Lead::About),
    ("approx.", Lead::About),
    ("approx", Lead::About),
    ("circa", Lead::About),
    ("ca.", Lead::About),
    ("ca", Lead::About),
    ("c.", Lead::About),
    ("c", Lead::About),
    ("~", Lead::About),
    ("≈", Lead::About),
    ("at least", Lead::Comparison(Modifier::AtLeast)),
    ("no fewer than", Lead::Comparison(Modifier::AtLeast)),
    ("no less than", Lead::Comparison(Modifier::AtLeast)),
    ("not fewer than", Lead::Comparison(Modifier::AtLeast)),
    ("not less than", Lead::Comparison(Modifier::AtLeast)),
    ("a minimum of", Lead::Comparison(Modifier::AtLeast)),
    ("minimum of", Lead::Comparison(Modifier::AtLeast)),
    ("minimum", Lead::Comparison(Modifier::AtLeast)),
    (">=", Lead::Comparison(Modifier::AtLeast)),
    ("≥", Lead::Comparison(Modifier::AtLeast)),
    ("more than", Lead::Comparison(Modifier::MoreThan)),
    ("over", Lead::Comparison(Modifier::MoreThan)),
    ("above", Lead::Comparison(Modifier::MoreThan)),
    ("greater than", Lead::Comparison(Modifier::MoreThan)),
    (">", Lead::Comparison(Modifier::MoreThan)),
    ("at most", Lead::Comparison(Modifier::AtMost)),
    ("no more than", Lead::Comparison(Modifier::AtMost)),
    ("not more than", Lead::Comparison(Modifier::AtMost)),
    ("a maximum of", Lead::Comparison(Modifier::AtMost)),
    ("maximum of", Lead::Comparison(Modifier::AtMost)),
    ("maximum", Lead::Comparison(Modifier::AtMost)),
    ("<=", Lead::Comparison(Modifier::AtMost)),
    ("≤", Lead::Comparison(Modifier::AtMost)),
    ("fewer than", Lead::Comparison(Modifier::FewerThan)),
    ("less than", Lead::Comparison(Modifier::FewerThan)),
    ("under", Lead::Comparison(Modifier::FewerThan)),
    ("below", Lead::Comparison(Modifier::FewerThan)),
    ("<", Lead::Comparison(Modifier::FewerThan)),
    ("up to", Lead::Comparison(Modifier::UpTo)),
    ("as many as", Lead::Comparison(Modifier::UpTo)),
    ("nearly", Lead::Comparison(Modifier::Nearly)),
    ("almost", Lead::Comparison(Modifier::Nearly)),
    ("just under", Lead::Comparison(Modifier::Nearly)),
    ("just below", Lead::Comparison(Modifier::Nearly)),
    ("a little under", Lead::Comparison(Modifier::Nearly)),
    ("just over", Lead::Comparison(Modifier::JustOver)),
    ("just above", Lead::Comparison(Modifier::JustOver)),
    ("a little over", Lead::Comparison(Modifier::JustOver)),
    ("a little more than", Lead::Comparison(Modifier::JustOver)),
    ("slightly over", Lead::Comparison(Modifier::JustOver)),
    ("between", Lead::Between),
    ("from", Lead::From),
];

const TAILS: [(&str, Lead); 5] = [
    ("+", Lead::Comparison(Modifier::AtLeast)),
    ("or more", Lead::Comparison(Modifier::AtLeast)),
    ("or fewer", Lead::Comparison(Modifier::AtMost)),
    ("or less", Lead::Comparison(Modifier::AtMost)),
    ("or so", Lead::About),
];

/// Reads a phrase; the text is in lower case with single spaces.
pub(super) fn read_phrase(text: &str, words: &NumberWords) -> Result<Phrase, QuantityError> {
    let mut reader = Reader { rest: text, words };
    let mut phrase = reader.phrase()?;
    reader.tail(&mut phrase)?;
    if !reader.rest.trim_start().is_empty() {
        return Err(QuantityError::TrailingWords);
    }
    Ok(phrase)
}

struct Reader<'a> {
    rest: &'a str,
    words: &'a NumberWords,
}

impl Reader<'_> {
    fn phrase(&mut self) -> Result<Phrase, QuantityError> {
        match self.lead() {
            Some(Lead::Between) => self.range("and"),
            Some(Lead::From) => self.range("to"),
            Some(Lead::About) => {
                self.about()?;
                self.amounts(None, true)
            }
            Some(Lead::Comparison(modifier)) => {
                let is_about = self.about()?;
                self.amounts(Some(modifier), is_about)
            }
            None => self.amounts(None, false),
        }
    }

    /// Reads one amount, or two joined by a hyphen or "to"; `is_about` stands before both.
    fn amounts(
        &mut self,
        comparison: Option<Modifier>,
        is_about: bool,
    ) -> Result<Phrase, QuantityError> {
        let first = Operand {
            is_about,
            amount: self.amount()?,
        };
        let mut phrase = Phrase {
            comparison,
            first,
            second: None,
        };
        if self.strip("-") || self.strip("to") {
            let is_about = self.about()? || is_about;
            let amount = self.amount()?;
            phrase.second = Some(Operand { is_about, amount });
            phrase.share_units();
        }
        Ok(phrase)
    }

    /// Reads two amounts joined by the given word, each with its own "about".
    fn range(&mut self, joint: &str) -> Result<Phrase, QuantityError> {
        let first = self.operand()?;
        if !(self.strip(joint) || self.strip("-")) {
            return Err(QuantityError::HalfRange);
        }
        let second = Some(self.operand()?);
        let mut phrase = Phrase {
            comparison: None,
            first,
            second,
        };
        phrase.share_units();
        Ok(phrase)
    }

    fn operand(&mut self) -> Result<Operand, QuantityError> {
        Ok(Operand {
            is_about: self.about()?,
            amount: self.amount()?,
        })
    }

    fn amount(&mut self) -> Result<Amount, QuantityError> {
        self.rest = self.rest.trim_start();
        if let Some((bytes, meaning)) = self.words.longest_match(self.rest) {
            let (multiplier, rest) = read_word_multiplier(&self.rest[bytes..]);
            self.rest = rest;
            return Ok(Amount::Word(meaning, multiplier));
        }
        let (numeral, rest) = read_numeral(self.rest)?.ok_or(QuantityError::NoNumber)?;
        self.rest = rest;
        Ok(Amount::Number(numeral))
    }

    /// Tells whether "about" or its like comes next, and passes it; another modifier is refused.
    fn about(&mut self) -> Result<bool, QuantityError> {
        match self.lead() {
            None => Ok(false),
            Some(Lead::About) => Ok(true),
            Some(_) => Err(QuantityError::TwoModifiers),
        }
    }

    /// Passes the longest lead that comes next, unless a word of the table is as long.
    fn lead(&mut self) -> Option<Lead> {
        let text = self.rest.trim_start();
        let first_byte = *text.as_bytes().first()?;
        if first_byte.is_ascii_digit() {
            return None;
        }
        let leads = LEADS.iter().filter_map(|(words, lead)| {
            // Most leads fall here, before the words are compared.
            if words.as_bytes().first() != Some(&first_byte) {
                return None;
            }
            let rest = strip_word(text, words)?;
            Some((text.len() - rest.len(), *lead, rest))
        });
        let (bytes, lead, rest) = leads.max_by_key(|(bytes, ..)| *bytes)?;
        let word_bytes = self.words.longest_match(text).map_or(0, |(bytes, _)| bytes);
        if word_bytes >= bytes {
            return None;
        }
        self.rest = rest;
        Some(lead)
    }

    fn tail(&mut self, phrase: &mut Phrase) -> Result<(), QuantityError> {
        let Some((_, lead)) = TAILS.iter().find(|(words, _)| self.strip(words)) else {
            return Ok(());
        };
        match lead {
            Lead::Comparison(modifier) if phrase.comparison.is_none() => {
                phrase.comparison = Some(*modifier);
            }
            Lead::About if !phrase.first.is_about => {
                phrase.first.is_about = true;
                phrase
                    .second
                    .iter_mut()
                    .for_each(|second| second.is_about = true);
            }
            _ => return Err(QuantityError::TwoModifiers),
        }
        Ok(())
    }

    fn strip(&mut self, word: &str) -> bool {
        let rest = strip_word(self.rest.trim_start(), word);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }
}

impl Phrase {
    /// Gives the first number the percent sign and the multiplier that stand behind the second:
    /// `20-30 %`, `5-6 thousand`; but `500 to 2 thousand` keeps its 500.
    fn share_units(&mut self) {
        let (Amount::Number(first), Some(Amount::Number(second))) = (
            &mut self.first.amount,
            self.second.as_ref().map(|second| &second.amount),
        ) else {
            return;
        };
        first.is_percent |= second.is_percent;
        if first.multiplier.is_none() && first.bare() < second.bare() {
            first.multiplier = second.multiplier;
        }
    }
}

/// Reads what multiplies a word of the table: "several thousand", "hundreds of thousands".
fn read_word_multiplier(text: &str) -> (Option<Multiplier>, &str) {
    let plural = [(" of thousands", " thousand"), (" of millions", " million")];
    for (written, multiplier) in plural {
        if let Some(rest) = strip_word(text, written) {
            return (read_multiplier(multiplier).0, rest);
        }
    }
    match read_multiplier(text) {
        (Some(multiplier), rest) => (Some(multiplier), rest),
        (None, _) => (None, text),
    }
}
