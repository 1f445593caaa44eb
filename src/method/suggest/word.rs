//! The words of a passage, folded, with where they stand. It knows no language.

use crate::method::token::tokens;
use crate::model::text_index::Span;

/// A word of a passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// Folded: lower case, one form of each letter, Latin digits.
    pub(super) folded: String,
    /// Where it stands in the passage.
    pub(super) span: Span,
    /// Whether it begins with a capital letter as written.
    pub(super) is_capital: bool,
    /// Whether a sign of percent stands right behind it.
    pub(super) is_percent: bool,
}

pub(super) fn words_of(text: &str) -> Vec<Word> {
    tokens(text)
        .map(|token| {
            let (start_byte, end_byte) = (token.start_byte, token.end_byte);
            let behind = text[end_byte..].trim_start().chars().next();
            Word {
                is_capital: text[start_byte..].starts_with(char::is_uppercase),
                is_percent: matches!(behind, Some('%' | '٪')),
                span: Span {
                    start_cp: token.start_cp,
                    end_cp: token.end_cp,
                },
                folded: token.folded.into_owned(),
            }
        })
        .collect()
}

/// Whether a word is this one with an ending of up to `most` letters behind it, as Uzbek and
/// Pashto have them; short words must be whole.
pub(super) fn is_with_ending(word: &str, stem: &str, most: usize) -> bool {
    if word == stem {
        return true;
    }
    let ending = word.strip_prefix(stem);
    stem.chars().count() >= 4 && ending.is_some_and(|ending| ending.chars().count() <= most)
}
