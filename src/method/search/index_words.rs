//! How words stand in the full-text index: folded and cut by the one fold and the one cutter of the program, spelled so
//! that an index which only parts at blanks keeps each whole. It must not know how an index stores them.
//! A stranger would get wrong that a word with two forms (`Kabul's`, a doubtful apostrophe) stands there once: which
//! forms it has is read off its spelling, so a pattern asks for every spelling that may mean it.

use crate::method::fold::{FOLD_VERSION, fold_into};
use crate::method::rule::WordPattern;
use crate::method::token::{second_form, token_spans};
use crate::model::index_words::IndexWords;
use crate::model::transcript_text::Turn;

/// Version of the spelling and of the fold and cut beneath: an index of another one must be made again. Raise the
/// number with every change of `token.rs`, of this file or of which texts are indexed that changes what is found; the
/// fold has its own.
pub const INDEX_WORDS_VERSION: i64 = 1000 * FOLD_VERSION as i64 + 2;

/// Signs of ASCII stand for themselves plus this, where no word has a letter: private use.
const SIGN_BASE: u32 = 0xE000;
/// Stands behind a word whose last mark may be an apostrophe or a quotation mark.
const DOUBT: char = '\u{E000}';
/// Stands in the place of a word too long to be indexed; no pattern means it.
const TOO_LONG: &str = "\u{E000}";
/// Longest spelling that is indexed. An index may cut what is longer, and then it would find other words than a reading.
const LONGEST_BYTES: usize = 1024;

/// Cuts and folds a text for an index; `turns` in their order, disjoint.
#[must_use]
pub fn index_words(text: &str, turns: &[Turn]) -> IndexWords {
    let mut words = IndexWords {
        spelled: String::with_capacity(text.len()),
        turns: Vec::with_capacity(turns.len()),
        ..IndexWords::default()
    };
    let mut folded = String::new();
    let mut begun = None;
    for token in token_spans(text) {
        fold_into(&text[token.bytes()], &mut folded);
        if folded.is_empty() {
            continue;
        }
        begun = enter_turns(&mut words, turns, token.start_cp, begun);
        words.must_be_read |= !spell(&folded, token.is_apostrophe_doubtful, &mut words.spelled);
        words.spelled.push(' ');
        words.count = words.count.saturating_add(1);
    }
    enter_turns(&mut words, turns, usize::MAX, begun);
    words
}

/// Ends the turns that end before a place, and begins the one that it lies in. `begun` is the first word of the turn
/// that is open, if one is; what comes back is the same for the next word.
fn enter_turns(
    words: &mut IndexWords,
    turns: &[Turn],
    at_cp: usize,
    mut begun: Option<u32>,
) -> Option<u32> {
    while let Some(turn) = turns.get(words.turns.len()) {
        if at_cp < turn.end_cp {
            let is_inside = turn.text_start_cp <= at_cp;
            return is_inside.then(|| begun.unwrap_or(words.count));
        }
        words.turns.push(begun.unwrap_or(words.count)..words.count);
        begun = None;
    }
    None
}

/// Spells a folded word; says whether it is whole.
fn spell(folded: &str, is_apostrophe_doubtful: bool, out: &mut String) -> bool {
    if folded.len() > LONGEST_BYTES {
        out.push_str(TOO_LONG);
        return false;
    }
    out.extend(folded.chars().map(spelled_letter));
    if is_apostrophe_doubtful {
        out.push(DOUBT);
    }
    true
}

fn spelled_letter(letter: char) -> char {
    if letter.is_ascii() && !letter.is_ascii_alphanumeric() {
        return char::from_u32(SIGN_BASE + letter as u32).unwrap_or(letter);
    }
    letter
}

fn spelled(folded: &str) -> String {
    folded.chars().map(spelled_letter).collect()
}

/// The folded word behind a spelling, and whether its last mark is doubtful.
fn read(spelled: &str) -> (String, bool) {
    let bare = spelled.strip_suffix(DOUBT);
    let letter = |letter: char| match u32::from(letter).checked_sub(SIGN_BASE) {
        Some(sign) if sign < 0x80 => char::from_u32(sign).unwrap_or(letter),
        _ => letter,
    };
    let folded = bare.unwrap_or(spelled).chars().map(letter).collect();
    (folded, bare.is_some())
}

/// Where the spellings that a pattern may mean stand in the sorted list of all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Spellings {
    /// These alone.
    These(Vec<String>),
    /// Those that begin so; all of them where nothing is said.
    From(String),
}

/// The spellings among which are all that a pattern means; ask [`means`] of each.
#[must_use]
pub fn spellings(pattern: &WordPattern) -> Spellings {
    match pattern {
        WordPattern::Exact(word) => {
            let bare = spelled(word);
            let doubtful = format!("{bare}{DOUBT}");
            let apostrophe = spelled_letter('\'');
            let with_mark = format!("{bare}{apostrophe}{DOUBT}");
            let possessive = format!("{bare}{apostrophe}s");
            Spellings::These(vec![bare, doubtful, with_mark, possessive])
        }
        WordPattern::Open { prefix, .. } => Spellings::From(spelled(prefix)),
    }
}

/// Whether a pattern means the word that is spelled so.
#[must_use]
pub fn means(pattern: &WordPattern, spelled: &str) -> bool {
    if spelled == TOO_LONG {
        return false;
    }
    let (folded, is_doubtful) = read(spelled);
    pattern.matches(&folded)
        || second_form(&folded, is_doubtful).is_some_and(|second| pattern.matches(second))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::method::rule::Expression;
    use crate::method::token::tokens;
    use crate::model::transcript_text::{TurnedText, turns};
    use proptest::prelude::*;

    fn pattern(word: &str) -> WordPattern {
        let expression = Expression::parse(word).unwrap();
        expression.terms()[0].0.words()[0].clone()
    }

    #[test]
    fn a_word_is_found_by_every_form_it_has() {
        let words = index_words("Kabul's togʻ' ‘togʻ’ 8,000 don't", &[]);
        let spelled: Vec<_> = words.spelled.split_whitespace().collect();
        assert_eq!(spelled.len(), 5);
        for (written, meant) in [
            ("kabul", 0),
            ("Kabul's", 0),
            ("kab*", 0),
            ("*bul", 0),
            ("8,000", 3),
            ("8*", 3),
            ("don't", 4),
        ] {
            let pattern = pattern(written);
            let found: Vec<_> = (0..5).filter(|at| means(&pattern, spelled[*at])).collect();
            assert_eq!(found, [meant], "{written}");
        }
        assert!(!means(&pattern("don"), spelled[4]));
    }

    #[test]
    fn a_word_that_an_index_would_cut_is_left_out_and_said() {
        let long = "ا".repeat(LONGEST_BYTES);
        let words = index_words(&format!("a {long} b"), &[]);
        assert!(words.must_be_read && words.count == 3);
        assert_eq!(words.spelled, format!("a {TOO_LONG} b "));
        assert!(!means(&pattern("*ا"), TOO_LONG));
    }

    #[test]
    fn labels_belong_to_no_turn() {
        let text = "before\nS-01: one two\nQ: \nS-01: three\nQ: four";
        let turns = turns(text, &["S-01"], 99).unwrap().turns;
        let words = index_words(text, &turns);
        assert_eq!(words.turns, [0..1, 3..5, 6..6, 8..9, 10..11]);
        assert_eq!(words.count, 11);
    }

    proptest! {
        #[test]
        fn every_spelling_that_a_pattern_means_is_among_those_it_names(
            text in "[aoʻgs'’ ٫8,کاЙ*é-]{0,24}",
            written in "[aogsʻ'*8,کاЙé]{1,6}",
        ) {
            let Ok(expression) = Expression::parse(&written) else { return Ok(()) };
            let words = index_words(&text, &[]);
            for (term, _) in expression.terms() {
                for pattern in term.words() {
                    let named = spellings(pattern);
                    for (word, token) in words.spelled.split_whitespace().zip(tokens(&text)) {
                        let is_meant = pattern.matches(&token.folded)
                            || token.second_form().is_some_and(|second| pattern.matches(second));
                        prop_assert_eq!(means(pattern, word), is_meant);
                        let is_named = match &named {
                            Spellings::These(these) => these.iter().any(|one| one == word),
                            Spellings::From(start) => word.starts_with(start.as_str()),
                        };
                        prop_assert!(is_named || !is_meant, "{:?} {}", pattern, word);
                    }
                }
            }
        }

        #[test]
        fn a_turn_has_the_words_that_a_reading_of_it_alone_finds(
            lines in proptest::collection::vec("(S-01:|Q:|\\*\\*S-01:\\*\\*|)[ ]?[a-cا'’ʻog\u{200C}۱, ]{0,12}", 0..6),
        ) {
            let text = lines.join("\n");
            let turns = turns(&text, &["S-01"], 99).unwrap().turns;
            let turned = TurnedText::new(&text, &turns).unwrap();
            let words = index_words(&text, &turns);
            let spelled: Vec<_> = words.spelled.split_whitespace().collect();
            prop_assert_eq!(words.turns.len(), turns.len());
            for (turn, range) in turns.iter().zip(&words.turns) {
                let alone = index_words(turned.slice(turn.words()), &[]);
                let own = &spelled[range.start as usize..range.end as usize];
                prop_assert_eq!(alone.spelled.split_whitespace().collect::<Vec<_>>(), own);
            }
        }
    }
}
