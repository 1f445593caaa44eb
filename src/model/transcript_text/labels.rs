//! Finds the labels of a text and cuts it into turns. It must not know who the speakers are beyond their keys.
//! A stranger would get wrong that a label is only decided when the whole text is known: it must stand twice.
//!
//! A *turn* begins with `SPEAKER:` at a line's start (blanks, direction marks and Markdown's `*` may stand before it).
//! `SPEAKER` has 1 to 30 code points, a letter or digit among them, and none of `.,;!?/` nor their Arabic sisters
//! `،؛؟۔`. It is taken for a speaker when it is the key of a source of the interview or begins at least two lines of
//! the text; anything else is text, and is returned as doubted. The colon may be `:` (which Arabic script uses too),
//! full-width `：` or small `﹕`; other signs that look alike (ratio, Hebrew sof pasuq) are no colons. Not labels,
//! unless they are keys: what is followed by `//` (an address), and a label whose last word is a number that a digit
//! follows (`10:30`, a time).

use super::{Label, TextError, Turn};
use crate::model::text_index::Span;
use std::collections::HashMap;

/// Why something that looks like a label was read as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// It begins one line only and is no key of a source.
    StandsOnce,
    /// It is a key of a source, but holds a sign that no label may hold.
    ForbiddenSign,
}

/// Something that looks like a label and was read as text, for the import to report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoubtedLabel {
    /// The line it begins, counted from 1.
    pub line: usize,
    /// Where it stands.
    pub span: Span,
    /// What it says.
    pub label: String,
    /// Why it is doubted.
    pub doubt: Doubt,
}

/// The turns of a text and what was doubted on the way.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Turns {
    /// Turns in order, disjoint.
    pub turns: Vec<Turn>,
    /// The first thousand doubted labels, in order.
    pub doubted: Vec<DoubtedLabel>,
    /// How many labels were doubted in all.
    pub doubted_count: usize,
}

const DOUBTED_SHOWN: usize = 1000;
const LABEL_MAX_CP: usize = 30;
/// How far a colon is looked for: a longest label with some blanks and emphasis around it.
const COLON_WITHIN_CP: usize = LABEL_MAX_CP + 10;

/// Cuts a normalised text into turns.
///
/// *Arguments*: `source_keys` are the keys of the interview's sources; `max_turns` as in [`super::TextLimits`].
/// *Errors*: more turns than the limit.
pub fn turns(text: &str, source_keys: &[&str], max_turns: usize) -> Result<Turns, TextError> {
    let mut lines_of: HashMap<&str, usize> = HashMap::new();
    for line in text.split('\n') {
        if let Some(candidate) = candidate(line, source_keys) {
            *lines_of.entry(candidate.label).or_default() += 1;
        }
    }
    let mut cutter = Cutter::new(text, max_turns);
    for (at, line) in text.split('\n').enumerate() {
        if let Some(candidate) = candidate(line, source_keys) {
            let stands_often = lines_of
                .get(candidate.label)
                .is_some_and(|lines| *lines > 1);
            cutter.meet(at + 1, &candidate, stands_often)?;
        }
        cutter.pass(line);
    }
    cutter.close();
    Ok(cutter.done)
}

/// What looks like a label at the start of a line.
struct Candidate<'t> {
    label: &'t str,
    /// Text of the line before the label, and from its start to behind colon and emphasis.
    lead: &'t str,
    through_colon: &'t str,
    is_key: bool,
    has_forbidden_sign: bool,
}

fn candidate<'t>(line: &'t str, source_keys: &[&str]) -> Option<Candidate<'t>> {
    let inner = line.trim_start_matches(is_label_margin);
    let (colon, sign) = inner
        .char_indices()
        .take(COLON_WITHIN_CP)
        .find(|(_, letter)| matches!(letter, ':' | '：' | '﹕'))?;
    let label = inner[..colon].trim_end_matches(is_label_margin);
    if label.chars().count() > LABEL_MAX_CP || !label.contains(char::is_alphanumeric) {
        return None;
    }
    let after = &inner[colon + sign.len_utf8()..];
    let is_key = source_keys.contains(&label);
    let has_forbidden_sign = label.contains(is_forbidden_in_label);
    if !is_key && (has_forbidden_sign || after.starts_with("//") || is_time(label, after)) {
        return None;
    }
    let rest = after.trim_start_matches('*');
    Some(Candidate {
        label,
        lead: &line[..line.len() - inner.len()],
        through_colon: &line[..line.len() - rest.len()],
        is_key,
        has_forbidden_sign,
    })
}

fn is_label_margin(letter: char) -> bool {
    matches!(
        letter,
        ' ' | '\t' | '\u{A0}' | '*' | '\u{200B}'..='\u{200F}' | '\u{61C}'
    ) || matches!(letter, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

fn is_forbidden_in_label(letter: char) -> bool {
    matches!(
        letter,
        '.' | ',' | ';' | '!' | '?' | '/' | '،' | '؛' | '؟' | '۔'
    )
}

fn is_time(label: &str, after: &str) -> bool {
    let last_word = label
        .rsplit([' ', '\t', '[', '('])
        .next()
        .unwrap_or_default();
    !last_word.is_empty()
        && last_word.chars().all(char::is_numeric)
        && after.starts_with(char::is_numeric)
}

/// The turn that is being read.
struct Open<'t> {
    start_cp: usize,
    words_byte: usize,
    words_cp: usize,
    label: Option<(Span, &'t str)>,
}

/// Walks through the lines of a text and closes a turn when the next begins.
struct Cutter<'t> {
    text: &'t str,
    byte: usize,
    cp: usize,
    open: Open<'t>,
    max_turns: usize,
    done: Turns,
}

impl<'t> Cutter<'t> {
    fn new(text: &'t str, max_turns: usize) -> Self {
        let open = Open {
            start_cp: 0,
            words_byte: 0,
            words_cp: 0,
            label: None,
        };
        Self {
            text,
            byte: 0,
            cp: 0,
            open,
            max_turns,
            done: Turns::default(),
        }
    }

    fn meet(
        &mut self,
        line: usize,
        candidate: &Candidate<'t>,
        stands_often: bool,
    ) -> Result<(), TextError> {
        let start_cp = self.cp + candidate.lead.chars().count();
        let span = Span {
            start_cp,
            end_cp: start_cp + candidate.label.chars().count(),
        };
        if candidate.has_forbidden_sign {
            self.doubt(line, span, candidate.label, Doubt::ForbiddenSign);
        } else if candidate.is_key || stands_often {
            return self.begin(line, span, candidate);
        } else {
            self.doubt(line, span, candidate.label, Doubt::StandsOnce);
        }
        Ok(())
    }

    fn doubt(&mut self, line: usize, span: Span, label: &str, doubt: Doubt) {
        self.done.doubted_count += 1;
        if self.done.doubted.len() < DOUBTED_SHOWN {
            self.done.doubted.push(DoubtedLabel {
                line,
                span,
                label: label.to_owned(),
                doubt,
            });
        }
    }

    fn begin(
        &mut self,
        line: usize,
        span: Span,
        candidate: &Candidate<'t>,
    ) -> Result<(), TextError> {
        self.close();
        if self.done.turns.len() >= self.max_turns {
            return Err(TextError::TooManyTurns {
                line,
                limit: self.max_turns,
            });
        }
        self.open = Open {
            start_cp: self.cp,
            words_byte: self.byte + candidate.through_colon.len(),
            words_cp: self.cp + candidate.through_colon.chars().count(),
            label: Some((span, candidate.label)),
        };
        Ok(())
    }

    fn pass(&mut self, line: &str) {
        // The line end counts too; behind the last line there is none, but nothing is read there any more.
        self.byte = (self.byte + line.len() + 1).min(self.text.len());
        self.cp += line.chars().count() + 1;
    }

    /// Ends the open turn where the walk stands; words without a label and without anything visible are no turn.
    fn close(&mut self) {
        let rest = &self.text[self.open.words_byte..self.byte.max(self.open.words_byte)];
        let words = rest.trim_start();
        let blanks_cp = rest[..rest.len() - words.len()].chars().count();
        let text_start_cp = self.open.words_cp + blanks_cp;
        let words_cp = words.trim_end().chars().count();
        let (start_cp, label) = match self.open.label.take() {
            None if words.is_empty() => return,
            None => (text_start_cp, None),
            Some((span, speaker)) => (self.open.start_cp, Some(label(span, speaker))),
        };
        let (text_start_cp, end_cp) = if words_cp == 0 {
            (self.open.words_cp, self.open.words_cp)
        } else {
            (text_start_cp, text_start_cp + words_cp)
        };
        self.done.turns.push(Turn {
            start_cp,
            end_cp,
            text_start_cp,
            label,
        });
    }
}

fn label(span: Span, speaker: &str) -> Label {
    Label {
        start_cp: span.start_cp,
        end_cp: span.end_cp,
        speaker: speaker.to_owned(),
    }
}
