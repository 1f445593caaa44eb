//! Sentences of a turn's words. It must not know rules; it reads one turn at a time, so no sentence crosses a turn.
//! A stranger would get wrong that a line's end is no sentence's end: transcripts are wrapped. A blank line is one.
//!
//! The rules follow UAX #29 (sentence boundaries) and add what transcripts need:
//! - `!` `?` `؟` `۔` `！` `？` `。` end a sentence, with the closing quotation marks and brackets behind them; `"Why?" he
//!   asked` goes on, because a small letter follows the quotation mark;
//! - `.` and `…` end one unless a small letter follows, or what stands before is an abbreviation ([`NEVER_LAST`],
//!   [`BEFORE_NUMBER`]), an initial (J. Smith, ج. ا.), an acronym (U.S. Army) or the number of a list item (1. …);
//! - a full stop inside a word or number (3.5, i.e., a.org) ends nothing; between two words of Arabic script it does,
//!   since only the space is missing there (رفت.او).

use crate::model::text_index::Span;

/// Abbreviations that something always follows, in lower case, without their last full stop.
pub const NEVER_LAST: &[&str] = &[
    "dr", "mr", "mrs", "ms", "prof", "st", "gen", "col", "lt", "maj", "capt", "sgt", "gov", "sen",
    "rep", "rev", "hon", "amb", "eng", "i.e", "e.g", "cf", "vs", "ca", "approx", "al", "т.е", "г",
    "ул", "гг",
];

/// Abbreviations that stand before a number; before anything else the full stop ends the sentence ("No. I did not.").
pub const BEFORE_NUMBER: &[&str] = &[
    "no", "nos", "nr", "vol", "p", "pp", "fig", "art", "sec", "ch", "para", "№",
];

/// Abbreviations with full stops inside that may well end a sentence; other such words are taken for acronyms.
pub const MAY_BE_LAST: &[&str] = &["a.m", "p.m", "т.д", "т.п", "h.k", "v.h", "ph.d"];

/// Longest abbreviation looked for, in code points; a limit so that one look back never reads a whole text.
const ABBREVIATION_MAX_CP: usize = 12;

/// Cuts the words of one turn into sentences: in order, disjoint, trimmed, counted from the words' first code point.
#[must_use]
pub fn sentences(words: &str) -> Vec<Span> {
    let mut cutter = Cutter::new(words);
    while let Some(letter) = cutter.peek() {
        match letter {
            '\n' => cutter.end_line(),
            _ if letter.is_whitespace() => cutter.step(letter),
            _ if is_terminator(letter) => cutter.terminate(),
            _ => {
                cutter.take(letter);
                cutter.pass_plain();
            }
        }
    }
    cutter.close();
    cutter.done
}

/// The bytes at which a run of plain letters is looked at more closely: all but those of ASCII letters and signs,
/// blanks, and the Arabic block without the second bytes of its question mark and full stop.
static MAY_DECIDE: [bool; 256] = may_decide();

const fn may_decide() -> [bool; 256] {
    let mut decides = [true; 256];
    let mut byte = 0;
    while byte < 256 {
        let is_plain = matches!(byte, 0x20..=0x7E | 0x80..=0xBF | 0xD8..=0xDB);
        let is_end = matches!(byte as u8, b'.' | b'!' | b'?' | 0x9F | 0x94);
        decides[byte] = !is_plain || is_end;
        byte += 1;
    }
    decides
}

fn is_continuation(byte: u8) -> bool {
    byte & 0xC0 == 0x80
}

/// Where the sentence that is being read began.
#[derive(Clone, Copy)]
struct Open {
    start_byte: usize,
    start_cp: usize,
    begins_line: bool,
}

/// Walks through the words once and remembers where the sentence that is being read began.
struct Cutter<'t> {
    words: &'t str,
    byte: usize,
    cp: usize,
    open: Option<Open>,
    end_cp: usize,
    line_is_blank: bool,
    done: Vec<Span>,
}

impl<'t> Cutter<'t> {
    fn new(words: &'t str) -> Self {
        Self {
            words,
            byte: 0,
            cp: 0,
            open: None,
            end_cp: 0,
            line_is_blank: true,
            done: Vec::new(),
        }
    }

    fn peek(&self) -> Option<char> {
        self.words[self.byte..].chars().next()
    }

    fn step(&mut self, letter: char) {
        self.byte += letter.len_utf8();
        self.cp += 1;
    }

    fn take(&mut self, letter: char) {
        self.open();
        self.line_is_blank = false;
        self.step(letter);
        self.end_cp = self.cp;
    }

    /// Passes over the letters and blanks that decide nothing, for speed: what follows a letter that was taken.
    fn pass_plain(&mut self) {
        let rest = &self.words.as_bytes()[self.byte..];
        let length = rest.iter().position(|byte| MAY_DECIDE[usize::from(*byte)]);
        let mut length = length.unwrap_or(rest.len());
        // The second byte of a letter may have stopped the run: it is left as a whole.
        while !self.words.is_char_boundary(self.byte + length) {
            length -= 1;
        }
        let passed = &rest[..length];
        let blanks = passed
            .iter()
            .rev()
            .take_while(|byte| **byte == b' ')
            .count();
        let letters_cp = passed
            .iter()
            .filter(|byte| !is_continuation(**byte))
            .count();
        self.byte += length;
        self.cp += letters_cp;
        if blanks < length {
            self.end_cp = self.cp - blanks;
        }
    }

    fn open(&mut self) -> Open {
        *self.open.get_or_insert(Open {
            start_byte: self.byte,
            start_cp: self.cp,
            begins_line: self.line_is_blank,
        })
    }

    fn end_line(&mut self) {
        if self.line_is_blank {
            self.close();
        }
        self.line_is_blank = true;
        self.step('\n');
    }

    fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> &'t str {
        let from = self.byte;
        while let Some(letter) = self.peek().filter(|letter| wanted(*letter)) {
            self.take(letter);
        }
        &self.words[from..self.byte]
    }

    /// Reads signs that may end a sentence and what closes behind them, and decides.
    fn terminate(&mut self) {
        let open = self.open();
        let ending = Ending {
            before: &self.words[open.start_byte..self.byte],
            begins_line: open.begins_line,
            stop: self.take_while(is_terminator),
            closers: self.take_while(is_closer),
            after: &self.words[self.byte..],
        };
        if ending.is_last() {
            self.close();
        }
    }

    fn close(&mut self) {
        if let Some(open) = self.open.take() {
            self.done.push(Span {
                start_cp: open.start_cp,
                end_cp: self.end_cp,
            });
        }
    }
}

/// A place where a sentence may end, with what decides it.
struct Ending<'t> {
    before: &'t str,
    begins_line: bool,
    stop: &'t str,
    closers: &'t str,
    after: &'t str,
}

impl Ending<'_> {
    fn is_last(&self) -> bool {
        let Some(next) = self.after.chars().next() else {
            return true;
        };
        if self.stop.contains(is_strong) {
            return self.is_last_after_strong(next);
        }
        if !next.is_whitespace() {
            return self.closers.is_empty() && is_arabic(next) && self.ends_arabic_word();
        }
        let is_bare_stop = self.stop == "." && self.closers.is_empty();
        !(self.goes_on_small() || is_bare_stop && self.is_shortened())
    }

    fn is_last_after_strong(&self, next: char) -> bool {
        let is_inside_word = self.closers.is_empty() && next.is_ascii_alphanumeric();
        let is_quoted_question = !self.closers.is_empty() && self.goes_on_small();
        !is_inside_word && !is_quoted_question
    }

    /// Whether the next letter is a small one, opening marks passed over.
    fn goes_on_small(&self) -> bool {
        self.first_visible().is_some_and(char::is_lowercase)
    }

    fn first_visible(&self) -> Option<char> {
        self.after
            .chars()
            .find(|letter| !letter.is_whitespace() && !is_opener(*letter))
    }

    fn ends_arabic_word(&self) -> bool {
        let mut back = self.before.chars().rev();
        back.next().is_some_and(is_arabic) && back.next().is_some_and(is_arabic)
    }

    /// Whether the full stop belongs to the word before it.
    fn is_shortened(&self) -> bool {
        let Some(word) = self.last_word() else {
            return false;
        };
        let lowered = word.to_lowercase();
        let lowered = lowered.as_str();
        if BEFORE_NUMBER.contains(&lowered) {
            return self.first_visible().is_some_and(char::is_numeric);
        }
        NEVER_LAST.contains(&lowered)
            || is_initial(word)
            || (is_acronym(word) && !MAY_BE_LAST.contains(&lowered))
            || self.is_list_number(word)
    }

    /// The word before the full stop, without what opens before it; nothing if it is too long to be an abbreviation.
    fn last_word(&self) -> Option<&str> {
        let mut start = self.before.len();
        for (seen_cp, (at, letter)) in self.before.char_indices().rev().enumerate() {
            if letter.is_whitespace() || is_opener(letter) {
                break;
            }
            if seen_cp >= ABBREVIATION_MAX_CP {
                return None;
            }
            start = at;
        }
        Some(&self.before[start..]).filter(|word| !word.is_empty())
    }

    fn is_list_number(&self, word: &str) -> bool {
        self.begins_line && word.len() == self.before.len() && word.chars().all(char::is_numeric)
    }
}

fn is_initial(word: &str) -> bool {
    let mut letters = word.chars();
    let only = letters.next().filter(|_| letters.next().is_none());
    only.is_some_and(|letter| letter.is_alphabetic() && !letter.is_lowercase() && letter != 'I')
}

/// Letters one by one with full stops between: U.S, ج.ا.
fn is_acronym(word: &str) -> bool {
    word.contains('.')
        && word
            .split('.')
            .all(|part| part.chars().count() == 1 && part.chars().all(char::is_alphabetic))
}

fn is_terminator(letter: char) -> bool {
    matches!(letter, '.' | '…') || is_strong(letter)
}

fn is_strong(letter: char) -> bool {
    matches!(letter, '!' | '?' | '؟' | '۔' | '！' | '？' | '。')
}

fn is_closer(letter: char) -> bool {
    matches!(
        letter,
        '"' | '\''
            | '”'
            | '’'
            | '»'
            | '›'
            | ')'
            | ']'
            | '}'
            | '*'
            | '_'
            | '\u{200E}'
            | '\u{200F}'
            | '\u{61C}'
    )
}

fn is_opener(letter: char) -> bool {
    matches!(
        letter,
        '"' | '\''
            | '“'
            | '„'
            | '‘'
            | '«'
            | '‹'
            | '('
            | '['
            | '{'
            | '-'
            | '–'
            | '—'
            | '*'
            | '_'
            | '\u{200E}'
            | '\u{200F}'
    )
}

fn is_arabic(letter: char) -> bool {
    matches!(letter, '\u{620}'..='\u{65F}' | '\u{66E}'..='\u{6D3}' | '\u{6EE}'..='\u{6EF}' | '\u{6FA}'..='\u{6FF}')
        || matches!(letter, '\u{750}'..='\u{77F}' | '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Without passing over anything.
    fn letter_by_letter(words: &str) -> Vec<Span> {
        let mut cutter = Cutter::new(words);
        while let Some(letter) = cutter.peek() {
            match letter {
                '\n' => cutter.end_line(),
                _ if letter.is_whitespace() => cutter.step(letter),
                _ if is_terminator(letter) => cutter.terminate(),
                _ => cutter.take(letter),
            }
        }
        cutter.close();
        cutter.done
    }

    proptest! {
        #[test]
        fn passing_over_letters_changes_nothing(
            words in "([A-Za-z0-9 .,!?\n\t'\"()آ-ی؟۔ۍ‌éІ…\u{85}\u{A0}\u{200F}]|\\PC){0,60}",
        ) {
            prop_assert_eq!(sentences(&words), letter_by_letter(&words));
        }
    }

    /// Sentences as slices by code points.
    fn cut(words: &str) -> Vec<String> {
        let letters: Vec<char> = words.chars().collect();
        sentences(words)
            .iter()
            .map(|sentence| letters[sentence.start_cp..sentence.end_cp].iter().collect())
            .collect()
    }

    /// The marks `|` in the text say where it must be cut.
    fn check(marked: &str) {
        let words = marked.replace('|', "");
        let expected: Vec<&str> = marked.split('|').map(str::trim).collect();
        assert_eq!(cut(&words), expected, "{marked}");
    }

    #[test]
    fn sentences_end_at_their_signs() {
        for marked in [
            "He paid.| They left!| Why?| Nobody knows…| It is so.",
            "هغه لاړ.| ولې؟| نه پوهېږم۔| ښه!",
            "او رفت.|او آمد؟|نمی‌دانم",
            "U keldi.| Nega?| Кетди.| Нега?",
            "\"He paid.\"| (They left.)| «رفت.»| او آمد.",
            "What?!| No...| Really",
            "我来。|你呢？|好",
        ] {
            check(marked);
        }
    }

    #[test]
    fn abbreviations_numbers_and_small_letters_go_on() {
        for marked in [
            "Dr. Khan and Mr. J. Smith paid 3.5 million, i.e. a lot, e.g. Kabul's.| Yes.",
            "No. 5 was closed.| No.| I did not.| See pp. 3 and p. 4.",
            "the U.S. Army came at 5 p.m.| Then it left.| So did I.| Then we did.",
            "money, etc. was sent.| Guns, etc.| Then nothing.",
            "I ... do not know … maybe.| Well",
            "\"Why?\" he asked.| \"Go!\" she said.",
            "1. First point.| Second.|\n2. Third.",
            "see a.org?x=1 or b.org.| Yes",
            "ج. ا. افغانستان.| بلی.",
            "Bu 5 ta va h.k.| Keyin ketdi.| И т.д.| Потом.",
        ] {
            check(marked);
        }
    }

    #[test]
    fn a_line_end_goes_on_and_a_blank_line_ends() {
        check("one\ntwo three\nfour|\n\nfive|\n \t\nsix");
        assert_eq!(cut("\n\n \n"), [""; 0]);
        assert_eq!(cut(""), [""; 0]);
    }

    #[test]
    fn long_runs_of_signs_are_one_pass() {
        assert_eq!(sentences(&". ".repeat(100_000)).len(), 100_000);
        assert_eq!(sentences(&"a.".repeat(100_000)).len(), 1);
        assert_eq!(sentences(&format!("a.{}", " (".repeat(100_000))).len(), 2);
        assert_eq!(sentences(&".".repeat(100_000)).len(), 1);
    }

    proptest! {
        #[test]
        fn sentences_hold_every_visible_sign(words in "[a-cA-C .?!…؟۔\n\"'()0-9آ-ج\u{200F}]{0,40}") {
            let letters: Vec<char> = words.chars().collect();
            let mut outside = 0;
            for sentence in sentences(&words) {
                prop_assert!(outside <= sentence.start_cp && sentence.start_cp < sentence.end_cp);
                prop_assert!(letters[outside..sentence.start_cp].iter().all(|letter| letter.is_whitespace()));
                prop_assert!(!letters[sentence.start_cp].is_whitespace());
                prop_assert!(!letters[sentence.end_cp - 1].is_whitespace());
                outside = sentence.end_cp;
            }
            prop_assert!(letters[outside..].iter().all(|letter| letter.is_whitespace()));
        }
    }
}
