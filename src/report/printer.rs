//! The one way by which a value reaches eyes: made harmless, wrapped, isolated.
//!
//! It must not know tables. What a stranger would get wrong: a right-to-left field is isolated
//! line by line, after wrapping, because a terminal orders each line on its own and an
//! isolate left open would drag the neighbouring columns along. Isolates that stand in the
//! value itself are shown as escapes, else a stray one could close ours; ZWNJ, ZWJ and the
//! plain marks LRM, RLM and ALM are ordinary spelling in Dari and Pashto and stay.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::width::wrap;

const FIRST_STRONG_ISOLATE: char = '\u{2068}';
const POP_ISOLATE: char = '\u{2069}';

/// Says whether a character could steer a terminal or reorder what stands beside it.
#[must_use]
pub fn is_hazard(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{2028}' | '\u{2029}'                     // separators that break lines
            | '\u{202a}'..='\u{202e}'                   // embeddings and overrides
            | '\u{2066}'..='\u{2069}'                   // isolates
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}'      // byte order mark, annotations
            | '\u{e0000}'..='\u{e007f}') // invisible tags
}

/// Shows hazards as escapes (`\u{1b}`, `\n`) and leaves everything else as it is.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_hazard) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        append_visible(character, &mut shown);
    }
    Cow::Owned(shown)
}

/// Appends one character, escaped if it is a hazard.
pub(super) fn append_visible(character: char, shown: &mut String) {
    match character {
        '\n' => shown.push_str("\\n"),
        '\r' => shown.push_str("\\r"),
        '\t' => shown.push_str("\\t"),
        hazard if is_hazard(hazard) => {
            // Writing to a String cannot fail.
            let _ = write!(shown, "\\u{{{:x}}}", u32::from(hazard));
        }
        other => shown.push(other),
    }
}

/// Says whether a text holds a letter of a right-to-left script.
#[must_use]
pub fn has_right_to_left(text: &str) -> bool {
    text.chars().any(|character| {
        matches!(character,
            '\u{0590}'..='\u{08ff}'
            | '\u{fb1d}'..='\u{fdff}'
            | '\u{fe70}'..='\u{fefc}'
            | '\u{10800}'..='\u{10fff}'
            | '\u{1e800}'..='\u{1efff}')
    })
}

/// Prepares values for a line of text.
#[derive(Debug, Clone, Copy)]
pub struct Printer {
    /// Whether right-to-left text is put between U+2068 and U+2069.
    pub bidi_marks: bool,
}

impl Printer {
    /// Gives a value for use inside a line: escaped, and isolated where it runs right to left.
    #[must_use]
    pub fn value(&self, text: &str) -> String {
        self.isolated(visible(text).into_owned())
    }

    /// Gives a value as lines of at most `width` cells, each harmless and isolated by itself.
    ///
    /// A line break in the value is a line break here. There is always at least one line.
    #[must_use]
    pub fn lines(&self, text: &str, width: usize) -> Vec<String> {
        text.split('\n')
            .map(|line| visible(line.strip_suffix('\r').unwrap_or(line)))
            .flat_map(|line| wrap(&line, width))
            .map(|line| self.isolated(line))
            .collect()
    }

    fn isolated(&self, line: String) -> String {
        if self.bidi_marks && has_right_to_left(&line) {
            format!("{FIRST_STRONG_ISOLATE}{line}{POP_ISOLATE}")
        } else {
            line
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const MARKED: Printer = Printer { bidi_marks: true };

    #[test]
    fn a_transcript_cannot_retitle_the_terminal() {
        assert_eq!(MARKED.value("\u{1b}]0;gone\u{7}"), "\\u{1b}]0;gone\\u{7}");
        assert_eq!(MARKED.value("\u{9b}2J"), "\\u{9b}2J");
        assert_eq!(MARKED.value("safe\u{202e}exe"), "safe\\u{202e}exe");
    }

    #[test]
    fn a_stray_isolate_cannot_close_ours() {
        assert_eq!(MARKED.value("د\u{2069}x"), "\u{2068}د\\u{2069}x\u{2069}");
    }

    #[test]
    fn spelling_marks_stay() {
        assert_eq!(
            MARKED.value("می\u{200c}روم"),
            "\u{2068}می\u{200c}روم\u{2069}"
        );
    }

    #[test]
    fn every_wrapped_line_is_isolated_by_itself() {
        let lines = MARKED.lines("موږ اته زره کسان", 8);
        assert!(lines.len() > 1);
        for line in lines {
            assert!(line.starts_with(FIRST_STRONG_ISOLATE) && line.ends_with(POP_ISOLATE));
        }
    }

    #[test]
    fn marks_can_be_left_out() {
        assert_eq!(Printer { bidi_marks: false }.value("موږ"), "موږ");
    }

    proptest! {
        #[test]
        fn nothing_printed_is_a_hazard_but_our_own_isolates(text in any::<String>(), width in 1usize..30) {
            for line in MARKED.lines(&text, width) {
                let inside = line
                    .strip_prefix(FIRST_STRONG_ISOLATE)
                    .and_then(|rest| rest.strip_suffix(POP_ISOLATE))
                    .unwrap_or(&line);
                prop_assert!(!inside.chars().any(is_hazard));
            }
        }
    }
}
