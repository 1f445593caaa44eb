//! How many terminal cells a text takes, and how it is wrapped.
//!
//! It must not know colours or columns. What a stranger would get wrong: the width is summed
//! by grapheme and not taken of the whole string, because `unicode-width` counts a lam-alef
//! as one cell while terminals give each of the two letters its own.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Counts the terminal cells a text takes; control characters should be escaped before.
#[must_use]
pub fn display_width(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    text.graphemes(true).map(UnicodeWidthStr::width).sum()
}

/// Breaks a text into lines of at most `width` cells.
///
/// Breaks at spaces; a word longer than a line is broken after a joining character
/// (`-`, `/`, `_`, `;` …) where one stands in its second half, else anywhere between graphemes.
/// There is always at least one line. A single grapheme wider than `width` stands alone.
#[must_use]
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(1);
    if display_width(text) <= width {
        return vec![text.to_owned()];
    }
    let mut lines = Lines::new(width);
    for word in text.split(' ') {
        lines.add(word);
    }
    lines.finish()
}

struct Lines {
    width: usize,
    done: Vec<String>,
    current: String,
    current_width: usize,
    is_fresh: bool,
}

impl Lines {
    fn new(width: usize) -> Self {
        Self {
            width,
            done: Vec::new(),
            current: String::new(),
            current_width: 0,
            is_fresh: true,
        }
    }

    fn add(&mut self, word: &str) {
        let word_width = display_width(word);
        if !self.is_fresh && self.current_width + 1 + word_width <= self.width {
            self.current.push(' ');
            self.current.push_str(word);
            self.current_width += 1 + word_width;
            return;
        }
        if !self.is_fresh {
            self.close();
        }
        self.put_long(word);
    }

    fn put_long(&mut self, word: &str) {
        let mut rest = word;
        while display_width(rest) > self.width {
            let cut = cut_at(rest, self.width);
            self.current.push_str(&rest[..cut]);
            self.close();
            rest = &rest[cut..];
        }
        self.current.push_str(rest);
        self.current_width = display_width(rest);
        self.is_fresh = false;
    }

    fn close(&mut self) {
        let line = std::mem::take(&mut self.current);
        self.done.push(line.trim_end_matches(' ').to_owned());
        self.current_width = 0;
        self.is_fresh = true;
    }

    fn finish(mut self) -> Vec<String> {
        if !self.current.is_empty() || self.done.is_empty() {
            self.close();
        }
        self.done
    }
}

/// Finds the byte at which a word too long for a line is cut; never 0.
fn cut_at(word: &str, width: usize) -> usize {
    let mut used = 0;
    let mut end = 0;
    let mut end_after_joiner = None;
    for (start, grapheme) in word.grapheme_indices(true) {
        used += UnicodeWidthStr::width(grapheme);
        if used > width && end > 0 {
            break;
        }
        end = start + grapheme.len();
        if is_joiner(grapheme) && used * 2 >= width {
            end_after_joiner = Some(end);
        }
    }
    end_after_joiner.unwrap_or(end)
}

fn is_joiner(grapheme: &str) -> bool {
    matches!(grapheme, "-" | "/" | "_" | ";" | ":" | "," | "." | "=")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_lam_alef_takes_two_cells() {
        assert_eq!(display_width("لا"), 2);
    }

    #[test]
    fn marks_and_joiners_take_no_cell() {
        assert_eq!(display_width("کَ"), 1);
        assert_eq!(display_width("می\u{200c}روم"), 5);
        assert_eq!(display_width("漢字"), 4);
    }

    #[test]
    fn words_wrap_at_spaces_and_long_words_after_joiners() {
        assert_eq!(wrap("to speak against", 8), ["to speak", "against"]);
        assert_eq!(wrap("details-fall-short", 14), ["details-fall-", "short"]);
        assert_eq!(wrap("abcdef", 4), ["abcd", "ef"]);
        assert_eq!(wrap("", 4), [""]);
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_asked(text in "[a-z د漢لا-]{0,60}", width in 2usize..20) {
            for line in wrap(&text, width) {
                prop_assert!(display_width(&line) <= width, "{line:?}");
            }
        }

        #[test]
        fn nothing_but_spaces_is_lost(text in "\\PC{0,60}", width in 1usize..20) {
            let kept: String = wrap(&text, width).concat();
            let squeeze = |words: &str| words.replace(' ', "");
            prop_assert_eq!(squeeze(&kept), squeeze(&text));
        }
    }
}
