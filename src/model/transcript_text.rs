//! The text of a transcript: its one normalisation at import, and its turns. It must not know files, stores or rules.
//! A stranger would get wrong that labels stay in the text: every offset of the program counts them, and a turn is a
//! span of the whole text that begins with its label.

mod labels;
mod normal_form;

pub use labels::{Doubt, DoubtedLabel, Turns, turns};
pub use normal_form::normalise;

use super::text_index::{Span, TextIndex};
use std::borrow::Cow;
use thiserror::Error;

/// How much text is accepted; the defaults are the limits of the study folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextLimits {
    /// Bytes of one text, after normalisation.
    pub text_bytes: usize,
    /// Bytes of one line, its line end not counted.
    pub line_bytes: usize,
    /// Turns of one text.
    pub turns: usize,
}

impl Default for TextLimits {
    fn default() -> Self {
        Self {
            text_bytes: 32 << 20,
            line_bytes: 16 << 20,
            turns: 500_000,
        }
    }
}

/// Why a text was refused; it never holds words of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TextError {
    /// The bytes are not UTF-8.
    #[error("the text is not UTF-8: byte {byte} (counted from 0) does not fit")]
    NotUtf8 {
        /// First byte that does not fit, counted from 0 in the file as it came.
        byte: usize,
    },
    /// The bytes are UTF-16, which Windows programs call "Unicode".
    #[error("the text is UTF-16, not UTF-8: save it as UTF-8")]
    Utf16,
    /// A NUL character.
    #[error("the text holds a NUL character at byte {byte} (counted from 0)")]
    Nul {
        /// Where it stands, counted from 0 in the file as it came.
        byte: usize,
    },
    /// More text than the limit.
    #[error("the text is longer than {limit_bytes} bytes")]
    TooLong {
        /// The limit in force.
        limit_bytes: usize,
    },
    /// A line longer than the limit.
    #[error("line {line} has {bytes} bytes; the limit is {limit_bytes}")]
    LineTooLong {
        /// The line, counted from 1.
        line: usize,
        /// Its length.
        bytes: usize,
        /// The limit in force.
        limit_bytes: usize,
    },
    /// More turns than the limit.
    #[error("the text has more than {limit} turns: line {line} begins one too many")]
    TooManyTurns {
        /// The line that begins the first turn beyond, counted from 1.
        line: usize,
        /// The limit in force.
        limit: usize,
    },
    /// Turns that are no turns of this text.
    #[error("turn {turn} (counted from 1) does not lie in the text, in order")]
    TurnsDoNotFit {
        /// The turn, counted from 1.
        turn: usize,
    },
}

/// One turn of an interview: a span of its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// First code point: the start of the line with the label, or of the words where there is no label.
    pub start_cp: usize,
    /// Code point after the last that is no white space.
    pub end_cp: usize,
    /// First code point of the words, behind label and blanks; equals `end_cp` in an empty turn.
    pub text_start_cp: usize,
    /// The label; words before the first label have none.
    pub label: Option<Label>,
}

/// The label of a turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// First code point of the speaker's name.
    pub start_cp: usize,
    /// Code point after the speaker's name; the colon comes later.
    pub end_cp: usize,
    /// The speaker as the text names them.
    pub speaker: String,
}

impl Turn {
    /// The speaker as the text names them, if a label does.
    #[must_use]
    pub fn speaker(&self) -> Option<&str> {
        self.label.as_ref().map(|label| label.speaker.as_str())
    }

    /// The words of the turn, without its label.
    #[must_use]
    pub fn words(&self) -> Span {
        Span {
            start_cp: self.text_start_cp,
            end_cp: self.end_cp,
        }
    }
}

/// Tells questions from answers: a turn is a question where somebody speaks it who is none of the sources, in a text in
/// which a source does speak. Without a source by name nobody knows who asks, and a turn without a label is anybody's.
pub fn asks<'s>(turns: &[Turn], sources: &'s [impl AsRef<str>]) -> impl Fn(&Turn) -> bool + 's {
    let is_source = |speaker: &str| sources.iter().any(|source| source.as_ref() == speaker);
    let names_sources = turns.iter().filter_map(Turn::speaker).any(is_source);
    move |turn| names_sources && turn.speaker().is_some_and(|speaker| !is_source(speaker))
}

/// A text with its turns: what rules and searches read.
#[derive(Debug, Clone)]
pub struct TurnedText<'t> {
    text: &'t str,
    index: TextIndex,
    turns: Cow<'t, [Turn]>,
}

impl<'t> TurnedText<'t> {
    /// Puts a text and its stored turns together.
    ///
    /// *Errors*: turns that overlap, stand out of order or reach beyond the text.
    pub fn new(text: &'t str, turns: &'t [Turn]) -> Result<Self, TextError> {
        let index = TextIndex::new(text);
        let mut free_cp = 0;
        for (at, turn) in turns.iter().enumerate() {
            let fits = free_cp <= turn.start_cp
                && turn.start_cp <= turn.text_start_cp
                && turn.text_start_cp <= turn.end_cp
                && turn.end_cp <= index.length_cp();
            if !fits {
                return Err(TextError::TurnsDoNotFit { turn: at + 1 });
            }
            free_cp = turn.end_cp;
        }
        Ok(Self {
            text,
            index,
            turns: Cow::Borrowed(turns),
        })
    }

    /// A text that has no turns (a memo, a claim's quote), taken as one turn without a speaker.
    #[must_use]
    pub fn plain(text: &'t str) -> Self {
        let index = TextIndex::new(text);
        let turn = Turn {
            start_cp: 0,
            end_cp: index.length_cp(),
            text_start_cp: 0,
            label: None,
        };
        Self {
            text,
            index,
            turns: Cow::Owned(vec![turn]),
        }
    }

    /// The text itself, with the places of its code points.
    #[must_use]
    pub fn indexed(&self) -> (&'t str, &TextIndex) {
        (self.text, &self.index)
    }

    /// The turns, in order.
    #[must_use]
    pub fn turns(&self) -> &[Turn] {
        &self.turns
    }

    /// The words of a span; empty if it does not lie in the text.
    #[must_use]
    pub fn slice(&self, span: Span) -> &'t str {
        self.index.slice(self.text, span).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests;
