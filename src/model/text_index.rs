//! Finding one's way in a text by code points: slices, byte offsets, and where a quote stands.
//! It must not know what the text is. A stranger would get wrong that offsets of the program are code points while
//! Rust slices by bytes; this is the one place where the two meet for a whole text.

/// A span of a text: first code point and the code point after the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First code point.
    pub start_cp: usize,
    /// Code point after the last.
    pub end_cp: usize,
}

const SAMPLE_BYTES: usize = 128;

/// Counts of code points at every 128th byte of one text, so that a lookup reads at most that many bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextIndex {
    /// `before[i]`: code points that begin before byte `i * SAMPLE_BYTES`; empty for ASCII, where both counts agree.
    before: Vec<usize>,
    length_bytes: usize,
    length_cp: usize,
}

impl TextIndex {
    /// Counts `text` once.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut length_cp = 0;
        let mut before = Vec::new();
        if text.is_ascii() {
            length_cp = text.len();
        } else {
            before.reserve(text.len() / SAMPLE_BYTES + 1);
            for sample in text.as_bytes().chunks(SAMPLE_BYTES) {
                before.push(length_cp);
                length_cp += count_starts(sample);
            }
        }
        Self {
            before,
            length_bytes: text.len(),
            length_cp,
        }
    }

    /// Length of the text in code points.
    #[must_use]
    pub fn length_cp(&self) -> usize {
        self.length_cp
    }

    /// Byte at which code point `cp` begins; the text's length for its end; nothing beyond.
    ///
    /// `text` must be the one that was counted; another of the same length gives a wrong answer, never a panic.
    #[must_use]
    pub fn byte_of(&self, text: &str, cp: usize) -> Option<usize> {
        if cp >= self.length_cp {
            return (cp == self.length_cp).then_some(self.length_bytes);
        }
        if self.before.is_empty() {
            return Some(cp);
        }
        let sample = self.before.partition_point(|before| *before <= cp) - 1;
        let from = sample * SAMPLE_BYTES;
        text.as_bytes()
            .get(from..)?
            .iter()
            .enumerate()
            .filter(|(_, byte)| is_start(**byte))
            .nth(cp - self.before[sample])
            .map(|(at, _)| from + at)
    }

    /// Code point that begins at `byte`; nothing if none does.
    #[must_use]
    pub fn cp_of(&self, text: &str, byte: usize) -> Option<usize> {
        if !text.is_char_boundary(byte) || byte > self.length_bytes {
            return None;
        }
        if self.before.is_empty() {
            return Some(byte);
        }
        if byte == self.length_bytes {
            return Some(self.length_cp);
        }
        let sample = byte / SAMPLE_BYTES;
        let rest = text.as_bytes().get(sample * SAMPLE_BYTES..byte)?;
        Some(self.before[sample] + count_starts(rest))
    }

    /// The words of a span; nothing if it does not lie in the text.
    #[must_use]
    pub fn slice<'t>(&self, text: &'t str, span: Span) -> Option<&'t str> {
        let start = self.byte_of(text, span.start_cp)?;
        let end = self.byte_of(text, span.end_cp)?;
        text.get(start..end)
    }
}

fn is_start(byte: u8) -> bool {
    byte & 0b1100_0000 != 0b1000_0000
}

fn count_starts(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| is_start(**byte)).count()
}

/// How often a quote stands in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QuotePlace {
    /// It does not stand there.
    Nowhere,
    /// It stands there once, from this code point on.
    Once {
        /// First code point of the quote.
        start_cp: usize,
    },
    /// It stands there more than once, so a start is needed to tell which is meant.
    Many {
        /// The first sixteen places, ascending.
        first_starts_cp: Vec<usize>,
        /// How many there are, those that overlap counted too.
        count: usize,
    },
}

const PLACES_SHOWN: usize = 16;

/// Finds `quote` in `text`, code point for code point, nothing folded. An empty quote stands nowhere.
#[must_use]
pub fn find_quote(text: &str, quote: &str) -> QuotePlace {
    let Some(first_letter) = quote.chars().next() else {
        return QuotePlace::Nowhere;
    };
    let Some(first) = text.find(quote) else {
        return QuotePlace::Nowhere;
    };
    let start_cp = count_starts(&text.as_bytes()[..first]);
    let rest = first + first_letter.len_utf8();
    // The second look decides the common case at the speed of a plain search.
    if !text[rest..].contains(quote) {
        return QuotePlace::Once { start_cp };
    }
    every_place(text, quote)
}

/// All places, overlaps included, in one pass (Knuth, Morris and Pratt 1977): repeated searches would be quadratic
/// on a text that repeats itself.
fn every_place(text: &str, quote: &str) -> QuotePlace {
    let quote = quote.as_bytes();
    let quote_cp = count_starts(quote);
    let fallback = fallbacks(quote);
    let (mut matched, mut seen_cp, mut count) = (0, 0, 0);
    let mut first_starts_cp = Vec::new();
    for (at, byte) in text.bytes().enumerate() {
        seen_cp += usize::from(is_start(byte));
        while matched > 0 && (matched == quote.len() || quote[matched] != byte) {
            matched = fallback[matched - 1];
        }
        matched += usize::from(quote[matched] == byte);
        if matched == quote.len() {
            debug_assert!(text.is_char_boundary(at + 1));
            count += 1;
            if first_starts_cp.len() < PLACES_SHOWN {
                first_starts_cp.push(seen_cp - quote_cp);
            }
        }
    }
    QuotePlace::Many {
        first_starts_cp,
        count,
    }
}

/// For each prefix the length of its longest proper border.
fn fallbacks(quote: &[u8]) -> Vec<usize> {
    let mut fallback = vec![0; quote.len()];
    let mut border = 0;
    for at in 1..quote.len() {
        while border > 0 && quote[border] != quote[at] {
            border = fallback[border - 1];
        }
        border += usize::from(quote[border] == quote[at]);
        fallback[at] = border;
    }
    fallback
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_place_outside_the_text_is_refused() {
        let text = "سلام";
        let index = TextIndex::new(text);
        assert_eq!(index.byte_of(text, 5), None);
        assert_eq!(index.cp_of(text, 1), None);
        assert_eq!(index.cp_of(text, 9), None);
        let backwards = Span {
            start_cp: 3,
            end_cp: 1,
        };
        assert_eq!(index.slice(text, backwards), None);
        assert_eq!(index.byte_of("", 3), None);
    }

    #[test]
    fn quotes_stand_nowhere_once_or_often() {
        assert_eq!(find_quote("abc", "d"), QuotePlace::Nowhere);
        assert_eq!(find_quote("abc", ""), QuotePlace::Nowhere);
        assert_eq!(
            find_quote("د کور خبره", "خبره"),
            QuotePlace::Once { start_cp: 6 }
        );
        assert_eq!(
            find_quote("ا-ااا", "اا"),
            QuotePlace::Many {
                first_starts_cp: vec![2, 3],
                count: 2
            }
        );
    }

    #[test]
    fn a_text_that_repeats_itself_is_counted_in_one_pass() {
        let found = find_quote(&"ab".repeat(200_000), &"ab".repeat(100_000));
        assert!(
            matches!(found, QuotePlace::Many { count: 100_001, first_starts_cp } if first_starts_cp.len() == 16)
        );
    }

    proptest! {
        #[test]
        fn bytes_and_code_points_agree_everywhere(piece in "[a-zا-ی🙂 ]{0,30}", times in 0_usize..100) {
            let text = piece.repeat(times);
            let index = TextIndex::new(&text);
            let mut length_cp = 0;
            for (cp, (byte, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(index.byte_of(&text, cp), Some(byte));
                prop_assert_eq!(index.cp_of(&text, byte), Some(cp));
                length_cp += 1;
            }
            prop_assert_eq!(index.length_cp(), length_cp);
            prop_assert_eq!(index.byte_of(&text, length_cp), Some(text.len()));
            prop_assert_eq!(index.cp_of(&text, text.len()), Some(length_cp));
        }

        #[test]
        fn every_place_of_a_quote_is_found(text in "[abا]{0,40}", quote in "[abا]{1,4}") {
            let letters: Vec<char> = text.chars().collect();
            let wanted: Vec<char> = quote.chars().collect();
            let starts: Vec<usize> = letters.windows(wanted.len()).enumerate()
                .filter(|(_, window)| *window == wanted).map(|(at, _)| at).collect();
            let expected = match starts.as_slice() {
                [] => QuotePlace::Nowhere,
                [start_cp] => QuotePlace::Once { start_cp: *start_cp },
                _ => QuotePlace::Many { count: starts.len(), first_starts_cp: starts.into_iter().take(16).collect() },
            };
            prop_assert_eq!(find_quote(&text, &quote), expected);
        }
    }
}
