//! The one fold of the program: two spellings that a reader takes for the same word become the same string.
//! Rules, the search scan and the full-text index all call it; it must not know where a word stands or what it is for.
//! A stranger would get wrong that folding is for *finding* only: it merges letters that carry grammar in Pashto
//! (ی ي ې ۍ ئ), so nothing may be counted, compared for equality of meaning, stored or shown in folded form.
//!
//! The table is data: [`PAIRS`] and [`DROPPED`]. Around it stand four general steps, in this order: compatibility
//! decomposition (NFKD, which also resolves Arabic presentation forms and full-width letters), the table, lower case,
//! and removal of diacritics (all combining diacritical marks, except where base and mark are a Cyrillic letter of
//! their own: й, ў, ё). The result is NFC. Decisions that a speaker should review:
//!
//! - The hamza that stands alone (ء) is dropped, since its writing varies most at a word's end (علماء / علما); a word
//!   that is nothing but a hamza folds to the empty string and is no word.
//! - Hamza and madda on a carrier go with the mark (ؤ → و, أ → ا, ئ → ی, خانهٔ → خانه), so مسؤول and مسئول stay two.
//! - Uzbek Latin and Uzbek Cyrillic are two scripts and never the same word here; nothing is transliterated.

use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{compose, is_combining_mark};

/// Version of the fold: an index built with another number must be built again.
pub const FOLD_VERSION: u32 = 1;

mod table;

pub use table::{DROPPED, PAIRS};

/// What becomes of one character when nothing around it matters.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Quick {
    Becomes(char),
    Drops,
    NeedsWhole,
}

const ARABIC_FIRST: u32 = 0x600;
/// The Arabic block as a direct table, made from the data above when the program is compiled.
static ARABIC: [Quick; 256] = arabic_block();

const fn arabic_block() -> [Quick; 256] {
    let mut block = [Quick::Drops; 256];
    let mut at = 0;
    while at < 256 {
        block[at] = match char::from_u32(ARABIC_FIRST + at as u32) {
            Some(letter) if is_dropped(letter) => Quick::Drops,
            // U+0675–0678 take two letters each; every other decomposition of the block stands in the table.
            Some('\u{675}'..='\u{678}') | None => Quick::NeedsWhole,
            Some(letter) => Quick::Becomes(paired(letter)),
        };
        at += 1;
    }
    block
}

const fn paired(letter: char) -> char {
    let mut at = 0;
    while at < PAIRS.len() {
        if PAIRS[at].0 == letter {
            return PAIRS[at].1;
        }
        at += 1;
    }
    letter
}

const fn is_dropped(letter: char) -> bool {
    let mut at = 0;
    while at < DROPPED.len() {
        if DROPPED[at].0 <= letter && letter <= DROPPED[at].1 {
            return true;
        }
        at += 1;
    }
    false
}

/// Whether a character is invisible or is a mark that the fold removes wherever it stands.
pub(crate) fn leaves_no_trace(letter: char) -> bool {
    !letter.is_ascii() && is_dropped(letter)
}

/// Folds a word or a longer text; white space and punctuation stay.
///
/// *Shape*: borrowed when nothing changes. Idempotent; may be empty (a lone tatweel or hamza).
/// *Example*: `fold("ننګرهار") == fold("ننگرهار")`, `fold("Oʻzbek") == "o'zbek"`, `fold("۲۰۱۵") == "2015"`.
#[must_use]
pub fn fold(text: &str) -> Cow<'_, str> {
    if is_folded(text) {
        return Cow::Borrowed(text);
    }
    let mut folded = String::with_capacity(text.len());
    fold_into(text, &mut folded);
    Cow::Owned(folded)
}

/// Folds `text` into `folded`, which is emptied first: the form for loops, where a new string per word is too dear.
pub fn fold_into(text: &str, folded: &mut String) {
    folded.clear();
    if text.is_ascii() && !text.contains('`') {
        folded.push_str(text);
        folded.make_ascii_lowercase();
        return;
    }
    for letter in text.chars() {
        match quick(letter) {
            Quick::Becomes(becomes) => folded.push(becomes),
            Quick::Drops => {}
            Quick::NeedsWhole => return fold_whole(text, folded),
        }
    }
}

fn is_folded(text: &str) -> bool {
    text.chars()
        .all(|letter| quick(letter) == Quick::Becomes(letter))
}

fn quick(letter: char) -> Quick {
    match letter {
        '`' => Quick::Becomes('\''),
        '\0'..='\x7F' => Quick::Becomes(letter.to_ascii_lowercase()),
        '\u{600}'..='\u{6FF}' => ARABIC[(letter as u32 - ARABIC_FIRST) as usize],
        'а'..='џ' => Quick::Becomes(letter),
        '\u{400}'..='Я' | '\u{460}'..='\u{481}' | '\u{48A}'..='\u{52F}' => lower(letter),
        '\u{200C}' | '\u{200D}' | '\u{200E}' | '\u{200F}' => Quick::Drops,
        'ʻ' | 'ʼ' | '‘' | '’' => Quick::Becomes('\''),
        _ => Quick::NeedsWhole,
    }
}

fn lower(letter: char) -> Quick {
    let mut lowered = letter.to_lowercase();
    match (lowered.next(), lowered.next()) {
        (Some(only), None) => Quick::Becomes(only),
        _ => Quick::NeedsWhole,
    }
}

/// The general way, for words with letters outside the tables: decompose, map, drop, compose again.
fn fold_whole(text: &str, folded: &mut String) {
    // Signs whose decomposition begins with a space must go before it, or they would cut the word in two.
    let prepared = text
        .chars()
        .filter(|letter| !is_dropped(*letter))
        .map(paired);
    let mut base = None;
    let mut kept = String::with_capacity(text.len());
    for letter in prepared.nfkd() {
        keep(letter, &mut base, &mut kept);
    }
    folded.clear();
    folded.extend(kept.nfc());
}

/// Adds what is left of one decomposed character; `base` is the last letter kept, on which later marks stand.
fn keep(letter: char, base: &mut Option<char>, kept: &mut String) {
    if is_dropped(letter) {
        return;
    }
    if is_diacritic(letter) {
        if base.is_some_and(|base| is_cyrillic_letter_of_its_own(base, letter)) {
            kept.push(letter);
        }
        return;
    }
    kept.extend(paired(letter).to_lowercase());
    if !is_combining_mark(letter) {
        *base = kept.chars().next_back();
    }
}

fn is_diacritic(letter: char) -> bool {
    matches!(letter,
        '\u{300}'..='\u{36F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}'
        | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}')
}

fn is_cyrillic_letter_of_its_own(base: char, mark: char) -> bool {
    matches!(base, '\u{400}'..='\u{52F}') && compose(base, mark).is_some()
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod words;
