//! Keys: the study's own short codes (`S-12`, `isk-strength`), by which rows of a study
//! folder know each other. A stranger would think any text will do: a key stands in file
//! names, on command lines and in lists, so its letters are few and it never ends in `?`
//! (which behind a key means that the reader was not sure).

use std::fmt;

/// The longest key, in bytes. Keys stand in file names, which most systems cut at 255.
pub const LONGEST_KEY_BYTES: usize = 200;

/// Why a text is no key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Nothing was written.
    #[error("a key is missing")]
    Empty,
    /// A character that keys do not have, by its place in code points from 0.
    #[error("{} at character {} is not allowed in a key", shown(*.letter), .at_cp + 1)]
    Letter {
        /// The character.
        letter: char,
        /// Its place, in code points from the start.
        at_cp: usize,
    },
    /// Longer than [`LONGEST_KEY_BYTES`].
    #[error("a key has at most {LONGEST_KEY_BYTES} letters, this one has {0}")]
    TooLong(usize),
}

impl KeyError {
    /// What would be right, in one sentence.
    pub fn remedy(&self) -> &'static str {
        "start a key with a letter A-Z, a-z or a digit; then letters, digits and . _ / - may follow"
    }
}

/// Says whether `text` may be the key of a row.
///
/// # Errors
/// [`KeyError`] with the first letter that is not allowed.
pub fn check_key(text: &str) -> Result<(), KeyError> {
    if text.is_empty() {
        return Err(KeyError::Empty);
    }
    if let Some((at_cp, letter)) = text
        .chars()
        .enumerate()
        .find(|&(at, letter)| !allowed(at, letter))
    {
        return Err(KeyError::Letter { letter, at_cp });
    }
    if text.len() > LONGEST_KEY_BYTES {
        return Err(KeyError::TooLong(text.len()));
    }
    Ok(())
}

fn allowed(at: usize, letter: char) -> bool {
    letter.is_ascii_alphanumeric() || (at > 0 && matches!(letter, '.' | '_' | '/' | '-'))
}

/// Shows a character without letting it act: controls and bidi marks by their number.
fn shown(letter: char) -> impl fmt::Display {
    if letter.is_ascii_graphic() || letter.is_alphanumeric() {
        format!("`{letter}`")
    } else {
        format!("U+{:04X}", u32::from(letter))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn refuses_what_would_act_or_mislead() {
        for text in [
            "",
            "-a",
            "a b",
            "a?",
            "ab\u{202e}c",
            "کلی",
            "a;b",
            "a,b",
            ".hidden",
        ] {
            assert!(check_key(text).is_err(), "{text:?}");
        }
        assert_eq!(
            check_key("ab\u{202e}").unwrap_err().to_string(),
            "U+202E at character 3 is not allowed in a key"
        );
    }

    #[test]
    fn one_over_the_length_is_refused_and_the_length_itself_is_not() {
        assert!(check_key(&"a".repeat(LONGEST_KEY_BYTES)).is_ok());
        assert!(check_key(&"a".repeat(LONGEST_KEY_BYTES + 1)).is_err());
    }

    proptest! {
        #[test]
        fn the_pattern_of_the_format_is_what_is_allowed(text in "[A-Za-z0-9][A-Za-z0-9._/-]{0,30}") {
            prop_assert!(check_key(&text).is_ok());
        }

        #[test]
        fn never_panics(text in "\\PC*") {
            let _ = check_key(&text);
        }
    }
}
