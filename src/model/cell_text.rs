//! How a cell of a date, a value or a unit is cleaned before it is read.
//!
//! It knows characters, never what they mean. What a stranger would get wrong: the cleaned text is
//! for reading only. What the study stores and shows is the text as it was written.

use std::borrow::Cow;

/// Returns the text with ASCII digits, plain hyphens and single spaces, trimmed, invisible
/// direction marks dropped; text that is clean already is not copied.
///
/// Persian (`۰`–`۹`) and Arabic-Indic (`٠`–`٩`) digits become `0`–`9`, every dash and the minus sign
/// becomes `-`, every run of white space one space.
pub(crate) fn plain(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    if is_plain(text) {
        return Cow::Borrowed(text);
    }
    let mut cleaned = String::with_capacity(text.len());
    for character in text.chars().filter_map(plain_char) {
        if character != ' ' || !(cleaned.is_empty() || cleaned.ends_with(' ')) {
            cleaned.push(character);
        }
    }
    cleaned.truncate(cleaned.trim_end().len());
    Cow::Owned(cleaned)
}

/// Returns [`plain`] text in lower case: what words are compared in.
pub(crate) fn plain_lower(text: &str) -> Cow<'_, str> {
    let cleaned = plain(text);
    let is_lower = |letter: char| match letter.is_ascii() {
        true => !letter.is_ascii_uppercase(),
        false => letter.to_lowercase().eq([letter]),
    };
    if cleaned.chars().all(is_lower) {
        return cleaned;
    }
    Cow::Owned(cleaned.to_lowercase())
}

fn is_plain(text: &str) -> bool {
    let mut before = 0;
    text.bytes().all(|byte| {
        let is_second_space = byte == b' ' && before == b' ';
        before = byte;
        (b' '..=b'~').contains(&byte) && !is_second_space
    })
}

fn plain_char(character: char) -> Option<char> {
    match character {
        '\u{06F0}'..='\u{06F9}' => digit(character, 0x06F0),
        '\u{0660}'..='\u{0669}' => digit(character, 0x0660),
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}' => Some('-'),
        '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => None,
        '\u{061C}' | '\u{FEFF}' | '\u{00AD}' => None,
        _ if character.is_whitespace() => Some(' '),
        _ => Some(character),
    }
}

fn digit(character: char, zero: u32) -> Option<char> {
    char::from_digit(u32::from(character) - zero, 10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn clean_text_is_not_copied() {
        assert!(matches!(
            plain(" up to 8,000 "),
            Cow::Borrowed("up to 8,000")
        ));
    }

    #[test]
    fn digits_dashes_spaces_and_direction_marks_are_cleaned() {
        assert_eq!(plain("\u{200F}۱۴۰۰–۰۵\u{200E}"), "1400-05");
        assert_eq!(plain("٨\u{202F}٠٠٠"), "8 000");
        assert_eq!(plain("a  b\t\u{200F} c "), "a b c");
        assert_eq!(plain_lower("Up  To 5"), "up to 5");
    }

    proptest! {
        #[test]
        fn cleaning_twice_is_cleaning_once(text in "\\PC{0,40}|[ \t۰-۹–\u{200E}a-c]{0,20}") {
            let once = plain(&text).into_owned();
            prop_assert_eq!(plain(&once).into_owned(), once.clone());
        }
    }
}
