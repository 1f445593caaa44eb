//! The part of a long text that eyes see: around a place, with dots where more stands.
//!
//! It must not know why the place matters. What a stranger would get wrong: a text is cut between
//! graphemes and, where a blank is near, between words, in the order in which it is read; dots go where
//! that order begins and ends, so right-to-left text gets them on the proper sides from whoever sets it.

use std::borrow::Cow;
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

/// Texts of no more graphemes are shown whole.
pub const WHOLE_GRAPHEMES: usize = 1200;
/// So much is shown before the place, and so much from its beginning on.
const BEFORE_GRAPHEMES: usize = 200;
const FROM_GRAPHEMES: usize = 600;
/// A cut moves no further to spare a word.
const WORD_GRAPHEMES: usize = 30;

/// Gives a short text whole, of a long one what stands around a place.
///
/// # Arguments
/// `place_cp`: code points of the text; one beyond it counts as its end.
#[must_use]
pub fn excerpt(text: &str, place_cp: Range<usize>) -> Cow<'_, str> {
    if is_short(text) {
        return Cow::Borrowed(text);
    }
    let start = byte_of(text, place_cp.start);
    let from = start - before(&text[..start]);
    let to = start + behind(&text[start..]);
    let dots = |is_cut: bool| if is_cut { "…" } else { "" };
    let shown = text[from..to].trim();
    Cow::Owned(format!(
        "{}{shown}{}",
        dots(from > 0),
        dots(to < text.len())
    ))
}

fn is_short(text: &str) -> bool {
    // A grapheme has a byte at least.
    text.len() <= WHOLE_GRAPHEMES || text.graphemes(true).nth(WHOLE_GRAPHEMES).is_none()
}

fn byte_of(text: &str, cp: usize) -> usize {
    let at = text.char_indices().nth(cp).map_or(text.len(), |(at, _)| at);
    // A place may begin inside a grapheme: it is shown from that grapheme on.
    let mut starts = text[..at].grapheme_indices(true).rev();
    match starts.next() {
        Some((last, _))
            if text[last..]
                .graphemes(true)
                .next()
                .is_some_and(|own| last + own.len() > at) =>
        {
            last
        }
        _ => at,
    }
}

/// How many bytes right before a place are shown.
fn before(text: &str) -> usize {
    let mut shown = 0;
    let mut at_blank = 0;
    for (count, grapheme) in text.graphemes(true).rev().enumerate() {
        if count == BEFORE_GRAPHEMES {
            return if at_blank > 0 { at_blank } else { shown };
        }
        shown += grapheme.len();
        if is_blank(grapheme) && count + WORD_GRAPHEMES >= BEFORE_GRAPHEMES {
            at_blank = shown;
        }
    }
    shown
}

/// How many bytes from a place on are shown.
fn behind(text: &str) -> usize {
    let mut shown = 0;
    let mut at_blank = 0;
    for (count, grapheme) in text.graphemes(true).enumerate() {
        if count == FROM_GRAPHEMES {
            return if at_blank > 0 { at_blank } else { shown };
        }
        if is_blank(grapheme) && count + WORD_GRAPHEMES >= FROM_GRAPHEMES {
            at_blank = shown;
        }
        shown += grapheme.len();
    }
    shown
}

fn is_blank(grapheme: &str) -> bool {
    grapheme.chars().all(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_long_text_is_shown_around_the_place_and_cut_between_words() {
        let text = format!("{}HERE {}", "before ".repeat(900), "behind ".repeat(900));
        let shown = excerpt(&text, 6300..6304);
        assert!(shown.starts_with("…before before"), "{shown}");
        assert!(shown.ends_with("behind behind…"), "{shown}");
        assert!(shown.contains("before HERE behind"), "{shown}");
        let first = excerpt(&text, 0..3);
        assert!(first.starts_with("before before"), "{first}");
        let last = excerpt(&text, usize::MAX..usize::MAX);
        assert!(last.starts_with('…') && last.ends_with("behind"), "{last}");
    }

    #[test]
    fn a_short_text_is_whole_in_graphemes_not_bytes() {
        let marked = "کَ".repeat(WHOLE_GRAPHEMES);
        assert_eq!(excerpt(&marked, 5..6), marked);
        let longer = format!("{marked}کَ");
        let shown = excerpt(&longer, 0..1);
        assert_eq!(shown, format!("{}…", "کَ".repeat(FROM_GRAPHEMES)));
    }

    proptest! {
        #[test]
        fn what_is_shown_is_bounded_and_holds_the_place(
            words in proptest::collection::vec("[a-cد-رَ\u{200c}👩\u{200d}]{1,9}", 400..700),
            at in 0.0_f64..1.0,
        ) {
            let text = words.join(" ");
            let length_cp = text.chars().count();
            let start_cp = (at * length_cp as f64) as usize;
            let shown = excerpt(&text, start_cp..start_cp + 1);
            let inner = shown.trim_matches('…');
            prop_assert!(text.contains(inner));
            prop_assert!(shown.graphemes(true).count() <= WHOLE_GRAPHEMES + 2);
            let place: String = text.chars().skip(start_cp).take(1).collect();
            prop_assert!(inner.contains(place.trim()));
        }
    }
}
