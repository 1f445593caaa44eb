//! Words of a text, with their exact places in it: one pass, in code points of the original, half-open.
//! It must not know turns, rules or languages. A stranger would get wrong that a token's folded form and the slice at
//! its place are two things: only the slice is what the source said.
//!
//! Words are those of UAX #29 (Unicode Text Segmentation, word boundaries), adapted for transcripts:
//! - an apostrophe of any kind between two letters joins them (don’t, oʻzbek, maʼno), and one that ends a word belongs
//!   to it after o and g (togʻ). Where that mark may as well be a closing quotation mark (‘the dog’), the token is
//!   found with and without it, as is a word with a possessive ’s: `second_form`;
//! - ZWNJ, joiners and direction marks inside a word do not split it and do not belong to its end (می‌گوید is one token);
//! - full stop and colon split letters (`end.Start`, `S-01:yes`: a missing space is commoner than an abbreviation), but
//!   `.` `,` `٫` `٬` `،` between two digits do not (`8,000`, `3.5`); `_` joins only inside a word, since Markdown puts it
//!   around one.
//!
//! Scripts written without spaces (Han, Thai …) are cut by the `unicode-segmentation` crate.

use super::fold::{fold, leaves_no_trace};
use std::borrow::Cow;
use std::ops::Range;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::{UWordBoundIndices, UnicodeSegmentation};

/// The place of one word, in bytes and in code points of the text it was found in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TokenSpan {
    /// First byte of the word.
    pub start_byte: usize,
    /// Byte after the word.
    pub end_byte: usize,
    /// First code point of the word.
    pub start_cp: usize,
    /// Code point after the word.
    pub end_cp: usize,
    /// Whether the word ends in a mark that may be an apostrophe of oʻ or gʻ, or a closing quotation mark.
    pub is_apostrophe_doubtful: bool,
}

impl TokenSpan {
    /// Bytes of the word in its text.
    #[must_use]
    pub fn bytes(&self) -> Range<usize> {
        self.start_byte..self.end_byte
    }
}

/// One word of a text: where it stands and what it is found by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token<'t> {
    /// The folded form, never empty.
    pub folded: Cow<'t, str>,
    /// First code point of the word in the original text.
    pub start_cp: usize,
    /// Code point after the word in the original text.
    pub end_cp: usize,
    /// First byte of the word in the original text.
    pub start_byte: usize,
    /// Byte after the word in the original text.
    pub end_byte: usize,
    is_apostrophe_doubtful: bool,
}

impl Token<'_> {
    /// The second form to find the word by: without a doubtful last mark, or without a possessive ’s.
    #[cfg(test)]
    pub fn second_form(&self) -> Option<&str> {
        second_form(&self.folded, self.is_apostrophe_doubtful)
    }
}

/// Letters that must stand before ’s: `Kabul's` is found by `Kabul`, but Uzbek oʻs is not found by o.
const POSSESSIVE_AFTER_BYTES: usize = 2;

/// The second form of a folded word, if it has one: without a doubtful last mark, or without a
/// possessive ’s.
pub(crate) fn second_form(folded: &str, is_apostrophe_doubtful: bool) -> Option<&str> {
    if is_apostrophe_doubtful {
        return folded.strip_suffix('\'');
    }
    folded
        .strip_suffix("'s")
        .filter(|bare| bare.len() >= POSSESSIVE_AFTER_BYTES)
}

/// The words of `text` in order, folded. Signs that fold to nothing are no words.
pub fn tokens(text: &str) -> impl Iterator<Item = Token<'_>> {
    token_spans(text).filter_map(|span| {
        let folded = fold(&text[span.bytes()]);
        (!folded.is_empty()).then_some(Token {
            folded,
            start_cp: span.start_cp,
            end_cp: span.end_cp,
            start_byte: span.start_byte,
            end_byte: span.end_byte,
            is_apostrophe_doubtful: span.is_apostrophe_doubtful,
        })
    })
}

/// The places of the words of `text` in order, unfolded: for loops that fold into a buffer of their own.
///
/// A place may hold a sign that folds to nothing (a lone tatweel); the caller skips it.
#[must_use]
pub fn token_spans(text: &str) -> TokenSpans<'_> {
    TokenSpans::new(text, false)
}

/// The words of a rule's or query's text, where `*` counts as a letter.
#[must_use]
pub(crate) fn pattern_spans(text: &str) -> TokenSpans<'_> {
    TokenSpans::new(text, true)
}

/// Iterator over the places of words; see [`token_spans`].
#[derive(Debug)]
pub struct TokenSpans<'t> {
    text: &'t str,
    byte: usize,
    cp: usize,
    is_star_letter: bool,
    unspaced: Option<Unspaced<'t>>,
}

/// A stretch of letters of a script without spaces, while it is being cut.
#[derive(Debug)]
struct Unspaced<'t> {
    pieces: UWordBoundIndices<'t>,
    start_byte: usize,
    cp: usize,
}

/// What a character does to a word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Letter,
    /// A letter of a script that may be written without spaces.
    FarLetter,
    Digit,
    /// Belongs to the letter before it.
    Mark,
    /// Belongs to a word only if the word goes on behind it.
    Joiner,
    /// ʻ and ʼ: letters by their code points, but no word begins with them.
    ApostropheLetter,
    /// Signs used as an apostrophe and as a quotation mark.
    Apostrophe,
    /// Signs that join two digits.
    DigitJoiner,
    Other,
    /// Not in the table.
    Rare,
}

/// How far a word reaches, while it is being read.
struct Reach {
    end_byte: usize,
    end_cp: usize,
    last: char,
    is_far: bool,
    is_apostrophe_doubtful: bool,
}

impl<'t> TokenSpans<'t> {
    fn new(text: &'t str, is_star_letter: bool) -> Self {
        Self {
            text,
            byte: 0,
            cp: 0,
            is_star_letter,
            unspaced: None,
        }
    }

    fn class(&self, letter: char) -> Class {
        match letter {
            '*' if self.is_star_letter => Class::Letter,
            _ => class(letter),
        }
    }

    fn peek(&self) -> Option<char> {
        let bytes = self.text.as_bytes();
        let first = *bytes.get(self.byte)?;
        match first {
            ..=0x7F => Some(char::from(first)),
            0xC2..=0xDF => {
                let second = *bytes.get(self.byte + 1)?;
                char::from_u32(u32::from(first & 0x1F) << 6 | u32::from(second & 0x3F))
            }
            _ => self.text[self.byte..].chars().next(),
        }
    }

    /// Passes over ASCII bytes that are of one kind, for speed. A pattern is read sign by sign.
    fn pass(&mut self, is_wanted: impl Fn(u8) -> bool) -> usize {
        if self.is_star_letter {
            return 0;
        }
        let rest = &self.text.as_bytes()[self.byte..];
        let length = rest.iter().position(|byte| !is_wanted(*byte));
        let length = length.unwrap_or(rest.len());
        self.byte += length;
        self.cp += length;
        length
    }

    fn step(&mut self, letter: char) {
        self.byte += letter.len_utf8();
        self.cp += 1;
    }

    fn next_is(&self, skip: char, wanted: impl Fn(Class) -> bool) -> bool {
        self.text[self.byte + skip.len_utf8()..]
            .chars()
            .next()
            .is_some_and(|next| wanted(self.class(next)))
    }

    /// Goes to the next letter or digit and returns it.
    fn seek_start(&mut self) -> Option<char> {
        loop {
            self.pass(|byte| byte.is_ascii() && !byte.is_ascii_alphanumeric());
            let letter = self.peek()?;
            if is_firm(self.class(letter)) {
                return Some(letter);
            }
            self.step(letter);
        }
    }

    /// Reads from the first letter to the end of the word, and a little beyond where joiners lead nowhere.
    fn read_word(&mut self, first: char) -> Reach {
        let mut reach = Reach {
            end_byte: self.byte,
            end_cp: self.cp,
            last: first,
            is_far: false,
            is_apostrophe_doubtful: false,
        };
        if self.pass(|byte| byte.is_ascii_alphanumeric()) > 0 {
            (reach.end_byte, reach.end_cp) = (self.byte, self.cp);
            reach.last = char::from(self.text.as_bytes()[self.byte - 1]);
        }
        while let Some(letter) = self.peek() {
            let class = self.class(letter);
            match class {
                Class::Letter | Class::FarLetter | Class::Digit | Class::ApostropheLetter => {
                    reach.is_far |= class == Class::FarLetter;
                    reach.last = letter;
                    self.take(letter, &mut reach);
                }
                Class::Mark => self.take(letter, &mut reach),
                Class::Joiner => self.step(letter),
                Class::Apostrophe if self.next_is(letter, is_firm) => self.step(letter),
                Class::Apostrophe => {
                    self.end_with_apostrophe(letter, &mut reach);
                    break;
                }
                Class::DigitJoiner if self.joins_digits(letter, &reach) => self.step(letter),
                Class::DigitJoiner | Class::Other | Class::Rare => break,
            }
        }
        reach
    }

    fn take(&mut self, letter: char, reach: &mut Reach) {
        self.step(letter);
        reach.end_byte = self.byte;
        reach.end_cp = self.cp;
    }

    fn end_with_apostrophe(&mut self, letter: char, reach: &mut Reach) {
        if matches!(reach.last, 'o' | 'g' | 'O' | 'G') && reach.end_byte == self.byte {
            self.take(letter, reach);
            reach.is_apostrophe_doubtful = true;
        }
    }

    fn joins_digits(&self, letter: char, reach: &Reach) -> bool {
        class(reach.last) == Class::Digit
            && reach.end_byte == self.byte
            && self.next_is(letter, |next| next == Class::Digit)
    }

    /// Hands out the next piece of a stretch without spaces, passing over what is no word.
    fn next_piece(&mut self) -> Option<TokenSpan> {
        let unspaced = self.unspaced.as_mut()?;
        for (at, piece) in unspaced.pieces.by_ref() {
            let start_cp = unspaced.cp;
            unspaced.cp += piece.chars().count();
            if piece.chars().any(char::is_alphanumeric) {
                let start_byte = unspaced.start_byte + at;
                return Some(TokenSpan {
                    start_byte,
                    end_byte: start_byte + piece.len(),
                    start_cp,
                    end_cp: unspaced.cp,
                    is_apostrophe_doubtful: false,
                });
            }
        }
        self.unspaced = None;
        None
    }
}

impl Iterator for TokenSpans<'_> {
    type Item = TokenSpan;

    fn next(&mut self) -> Option<TokenSpan> {
        loop {
            if let Some(piece) = self.next_piece() {
                return Some(piece);
            }
            let first = self.seek_start()?;
            let (start_byte, start_cp) = (self.byte, self.cp);
            let reach = self.read_word(first);
            let stretch = &self.text[start_byte..reach.end_byte];
            // A star is no letter to the segmenter, so a pattern of such a script stays whole.
            if reach.is_far && !(self.is_star_letter && stretch.contains('*')) {
                self.unspaced = Some(Unspaced {
                    pieces: stretch.split_word_bound_indices(),
                    start_byte,
                    cp: start_cp,
                });
                continue;
            }
            return Some(TokenSpan {
                start_byte,
                end_byte: reach.end_byte,
                start_cp,
                end_cp: reach.end_cp,
                is_apostrophe_doubtful: reach.is_apostrophe_doubtful,
            });
        }
    }
}

fn is_firm(class: Class) -> bool {
    matches!(class, Class::Letter | Class::FarLetter | Class::Digit)
}

const TABLED: usize = 0x700;
/// The classes of the first code points, Latin to Arabic, as a table.
static CLASSES: [Class; TABLED] = classes();

const fn classes() -> [Class; TABLED] {
    let mut classes = [Class::Rare; TABLED];
    let mut at = 0;
    while at < TABLED {
        if let Some(letter) = char::from_u32(at as u32) {
            classes[at] = class_of_common(letter);
        }
        at += 1;
    }
    classes
}

fn class(letter: char) -> Class {
    let known = CLASSES.get(letter as usize).copied();
    match known.unwrap_or_else(|| class_of_common(letter)) {
        Class::Rare => class_of_rare(letter),
        common => common,
    }
}

const fn class_of_common(letter: char) -> Class {
    match letter {
        'a'..='z' | 'A'..='Z' => Class::Letter,
        ' ' | '\n' => Class::Other,
        '0'..='9' | '۰'..='۹' | '٠'..='٩' => Class::Digit,
        '\'' | '`' | '‘' | '’' | '´' => Class::Apostrophe,
        '.' | ',' | '٫' | '٬' | '،' => Class::DigitJoiner,
        '_' => Class::Joiner,
        '\0'..='\x7F' => Class::Other,
        'ʻ' | 'ʼ' => Class::ApostropheLetter,
        '\u{400}'..='\u{481}' | '\u{620}'..='\u{64A}' | '\u{671}'..='\u{6D3}' => Class::Letter,
        '\u{64B}'..='\u{65F}' | '\u{670}' => Class::Mark,
        _ => Class::Rare,
    }
}

fn class_of_rare(letter: char) -> Class {
    // Marks first: some count as alphabetic, but no word begins with one.
    if is_combining_mark(letter) && !matches!(letter, '\u{FE00}'..='\u{FE0F}') {
        return Class::Mark;
    }
    match (letter.is_alphanumeric(), is_spaced_script(letter)) {
        (true, true) => Class::Letter,
        (true, false) => Class::FarLetter,
        (false, _) if leaves_no_trace(letter) => Class::Joiner,
        (false, _) => Class::Other,
    }
}

/// Latin, Greek, Cyrillic, Armenian, Hebrew, Arabic and their neighbours, with their presentation forms.
fn is_spaced_script(letter: char) -> bool {
    matches!(letter,
        '\0'..='\u{8FF}' | '\u{1C80}'..='\u{1C8F}' | '\u{1D00}'..='\u{209F}' | '\u{2C60}'..='\u{2C7F}'
        | '\u{A640}'..='\u{A69F}' | '\u{A720}'..='\u{A7FF}' | '\u{FB00}'..='\u{FDFF}'
        | '\u{FE70}'..='\u{FEFF}')
}

#[cfg(test)]
mod tests;
