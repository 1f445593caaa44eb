//! The units a rule is read against: turns, paragraphs, sentences, all without labels.
//! It must not know what a rule says. A stranger would get wrong that a unit never crosses a turn, so two speakers'
//! words never make one hit.

use super::sentence::sentences;
use crate::model::text_index::Span;

/// The stretch of text in which a rule must come true as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// A sentence of one turn.
    Sentence,
    /// Lines between blank lines of one turn.
    Paragraph,
    /// All that one speaker says at a time.
    Turn,
}

impl Unit {
    /// Every unit, the smallest first.
    pub const ALL: [Self; 3] = [Self::Sentence, Self::Paragraph, Self::Turn];

    /// The word for it in `rules.toml`.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Sentence => "sentence",
            Self::Paragraph => "paragraph",
            Self::Turn => "turn",
        }
    }

    /// The unit that a word of `rules.toml` names.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|unit| unit.key() == key)
    }
}

/// Cuts the words of one turn into units: in order, disjoint, trimmed; `start_cp` is where the words begin.
#[must_use]
pub fn units(words: &str, start_cp: usize, unit: Unit) -> Vec<Span> {
    match unit {
        Unit::Turn => paragraph(words, start_cp).into_iter().collect(),
        Unit::Paragraph => paragraphs(words, start_cp),
        Unit::Sentence => sentences(words)
            .into_iter()
            .map(|sentence| Span {
                start_cp: start_cp + sentence.start_cp,
                end_cp: start_cp + sentence.end_cp,
            })
            .collect(),
    }
}

fn paragraphs(words: &str, mut start_cp: usize) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    let mut follows_blank = true;
    for line in words.split('\n') {
        match paragraph(line, start_cp) {
            None => follows_blank = true,
            Some(span) => {
                match spans.last_mut().filter(|_| !follows_blank) {
                    Some(open) => open.end_cp = span.end_cp,
                    None => spans.push(span),
                }
                follows_blank = false;
            }
        }
        start_cp += line.chars().count() + 1;
    }
    spans
}

/// The span of `words` without white space around it, if anything is left.
fn paragraph(words: &str, start_cp: usize) -> Option<Span> {
    let rest = words.trim_start();
    let visible = rest.trim_end();
    let start_cp = start_cp + words[..words.len() - rest.len()].chars().count();
    (!visible.is_empty()).then(|| Span {
        start_cp,
        end_cp: start_cp + visible.chars().count(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(words: &str, unit: Unit) -> Vec<(usize, usize)> {
        units(words, 10, unit)
            .iter()
            .map(|span| (span.start_cp, span.end_cp))
            .collect()
    }

    #[test]
    fn a_turn_is_one_unit_and_blank_lines_part_paragraphs() {
        let words = " سلام. X\ny\n \n\nz\n";
        assert_eq!(places(words, Unit::Turn), [(11, 25)]);
        assert_eq!(places(words, Unit::Paragraph), [(11, 20), (24, 25)]);
        assert_eq!(
            places(words, Unit::Sentence),
            [(11, 16), (17, 20), (24, 25)]
        );
        for unit in Unit::ALL {
            assert_eq!(places(" \n \n", unit), []);
            assert_eq!(Unit::from_key(unit.key()), Some(unit));
        }
        assert_eq!(Unit::from_key("line"), None);
    }
}
