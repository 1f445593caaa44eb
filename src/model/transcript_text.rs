//! The text of a transcript: its one normalisation at import, and its turns. It must not know files, stores or rules.
//! A stranger would get wrong that labels stay in the text: every offset of the program counts them, and a turn is a
//! span of the whole text that begins with its label.
//!
//! A *turn* begins with `SPEAKER:` at a line's start (blanks, direction marks and Markdown's `*` may stand before it).
//! `SPEAKER` has 1 to 30 code points, a letter or digit among them, and none of `.,;!?/` nor their Arabic sisters
//! `،؛؟۔`. It is taken for a speaker when it is the key of a source of the interview or begins at least two lines of
//! the text; anything else is text, and is returned as doubted. The colon may be `:` (which Arabic script uses too),
//! full-width `：` or small `﹕`; other signs that look alike (ratio, Hebrew sof pasuq) are no colons. Not labels,
//! unless they are keys: what is followed by `//` (an address), and a label whose last word is a number that a digit
//! follows (`10:30`, a time).

use super::text_index::{Span, TextIndex};
use std::borrow::Cow;
use std::collections::HashMap;
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

/// Makes the text that is stored from the bytes of a file.
///
/// A byte order mark at the start goes; CR LF, CR CR LF and a lone CR become LF; nothing else changes.
/// *Errors*: not UTF-8, NUL, or beyond the limits; limits are checked before memory is taken.
pub fn normalise(bytes: &[u8], limits: &TextLimits) -> Result<String, TextError> {
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        return Err(TextError::Utf16);
    }
    let text = std::str::from_utf8(bytes).map_err(|error| TextError::NotUtf8 {
        byte: error.valid_up_to(),
    })?;
    if let Some(byte) = text.find('\0') {
        return Err(TextError::Nul { byte });
    }
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let limit_bytes = limits.text_bytes;
    if normal_pieces(text).map(str::len).sum::<usize>() > limit_bytes {
        return Err(TextError::TooLong { limit_bytes });
    }
    check_lines(text, limits.line_bytes)?;
    Ok(normal_pieces(text).collect())
}

/// The text in pieces, each line end replaced by a piece that is one LF.
fn normal_pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (piece, after) = match rest.find('\r') {
            _ if rest.is_empty() => return None,
            None => (rest, ""),
            Some(0) => ("\n", after_line_end(&rest[1..])),
            Some(at) => rest.split_at(at),
        };
        rest = after;
        Some(piece)
    })
}

/// What follows a line end whose first CR has been read.
fn after_line_end(rest: &str) -> &str {
    rest.strip_prefix("\r\n")
        .or_else(|| rest.strip_prefix('\n'))
        .unwrap_or(rest)
}

fn check_lines(text: &str, limit_bytes: usize) -> Result<(), TextError> {
    let mut line = 1;
    let mut bytes = 0;
    for piece in normal_pieces(text) {
        for (at, part) in piece.split('\n').enumerate() {
            if at > 0 {
                line += 1;
                bytes = 0;
            }
            bytes += part.len();
            if bytes > limit_bytes {
                return Err(TextError::LineTooLong {
                    line,
                    bytes,
                    limit_bytes,
                });
            }
        }
    }
    Ok(())
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
/// *Arguments*: `source_keys` are the keys of the interview's sources; `max_turns` as in [`TextLimits`].
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

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &'t str {
        self.text
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
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn normal(bytes: &[u8]) -> Result<String, TextError> {
        normalise(bytes, &TextLimits::default())
    }

    fn cut(text: &str, keys: &[&str]) -> Turns {
        turns(text, keys, 1000).unwrap()
    }

    /// Speaker and words of each turn, sliced from the text by code points.
    fn said(text: &str, keys: &[&str]) -> Vec<(String, String)> {
        let found = cut(text, keys);
        let turned = TurnedText::new(text, &found.turns).unwrap();
        let pair = |turn: &Turn| {
            let speaker = turn.label.as_ref().map_or(String::new(), |label| {
                let span = Span {
                    start_cp: label.start_cp,
                    end_cp: label.end_cp,
                };
                assert_eq!(turned.slice(span), label.speaker);
                label.speaker.clone()
            });
            (speaker, turned.slice(turn.words()).to_owned())
        };
        found.turns.iter().map(pair).collect()
    }

    fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
        list.iter()
            .map(|(a, b)| ((*a).to_owned(), (*b).to_owned()))
            .collect()
    }

    #[test]
    fn what_is_no_text_is_refused_with_its_byte() {
        assert_eq!(normal(b"ab\xFFc"), Err(TextError::NotUtf8 { byte: 2 }));
        assert_eq!(normal(b"\xEF\xBB\xBFa\0"), Err(TextError::Nul { byte: 4 }));
        assert_eq!(normal(b"\xFF\xFEa\0"), Err(TextError::Utf16));
    }

    #[test]
    fn what_is_too_long_is_refused() {
        let limits = TextLimits {
            text_bytes: 6,
            line_bytes: 3,
            turns: 1,
        };
        assert_eq!(
            normalise(b"a\r\r\nb\r\nc\nd", &limits),
            Err(TextError::TooLong { limit_bytes: 6 })
        );
        assert_eq!(
            normalise(b"a\r\r\nabcd", &limits),
            Err(TextError::LineTooLong {
                line: 2,
                bytes: 4,
                limit_bytes: 3
            })
        );
        assert_eq!(
            normalise(b"a\r\r\nbcd\r\r\n", &limits).as_deref(),
            Ok("a\nbcd\n")
        );
        assert_eq!(
            turns("a: b\na: c", &[], 1),
            Err(TextError::TooManyTurns { line: 2, limit: 1 })
        );
    }

    #[test]
    fn line_ends_become_one_and_nothing_else_changes() {
        for (bytes, text) in [
            ("\u{FEFF}a\r\nb", "a\nb"),
            ("a\r\r\nb\rc\r\rd\r\r\r\ne\n\r", "a\nb\nc\n\nd\n\ne\n\n"),
            (
                "\u{FEFF}\u{FEFF}می\u{200C}گوید\u{200F}\t",
                "\u{FEFF}می\u{200C}گوید\u{200F}\t",
            ),
            ("", ""),
        ] {
            assert_eq!(normal(bytes.as_bytes()).as_deref(), Ok(text));
        }
    }

    #[test]
    fn a_key_or_a_label_that_stands_twice_begins_a_turn() {
        let text =
            "Recorded at dusk.\n\nQ: Why?\nS-01: Because.\nAnd\n\nmore: or less.\nQ: Note: so?\n";
        assert_eq!(
            said(text, &["S-01"]),
            pairs(&[
                ("", "Recorded at dusk."),
                ("Q", "Why?"),
                ("S-01", "Because.\nAnd\n\nmore: or less."),
                ("Q", "Note: so?"),
            ])
        );
        let doubted = cut(text, &["S-01"]).doubted;
        assert_eq!(doubted.len(), 1);
        assert_eq!((doubted[0].line, doubted[0].label.as_str()), (7, "more"));
        assert_eq!(doubted[0].doubt, Doubt::StandsOnce);
    }

    #[test]
    fn labels_of_other_scripts_and_dresses() {
        let text =
            "سوال: ولې؟\n\u{200F}ځواب : نه پوهېږم\nسوال：څنګه؟\n  ځواب:\nداسې\n**Q:** x\n**Q**: y";
        assert_eq!(
            said(text, &[]),
            pairs(&[
                ("سوال", "ولې؟"),
                ("ځواب", "نه پوهېږم"),
                ("سوال", "څنګه؟"),
                ("ځواب", "داسې"),
                ("Q", "x"),
                ("Q", "y"),
            ])
        );
    }

    #[test]
    fn times_addresses_and_sentences_are_no_labels() {
        let text = "10:30 x\n10:30 y\nhttp://a\nhttp://b\n[00:01 a\n[00:01 b\nYes, he: a\nYes, he: b\nبلی، او: a\nبلی، او: b\n: c\n-: d\n-: e";
        assert_eq!(said(text, &[]).len(), 1);
        let long = format!("{0}: a\n{0}: b", "x".repeat(31));
        assert_eq!(said(&long, &[]).len(), 1);
        let just = format!("{0}: a\n{0}: b", "ک".repeat(30));
        assert_eq!(said(&just, &[]).len(), 2);
    }

    #[test]
    fn a_key_with_a_forbidden_sign_is_doubted() {
        let found = cut("S.1: yes", &["S.1"]);
        assert_eq!(found.turns.len(), 1);
        assert_eq!(found.doubted[0].doubt, Doubt::ForbiddenSign);
        assert_eq!(
            said("7:30 men came", &["7"]),
            pairs(&[("7", "30 men came")])
        );
    }

    #[test]
    fn turns_may_be_empty() {
        assert_eq!(
            said("A:\nB: x\nA:", &["B"]),
            pairs(&[("A", ""), ("B", "x"), ("A", "")])
        );
        assert_eq!(said("", &[]), pairs(&[]));
        assert_eq!(said(" \n\n", &[]), pairs(&[]));
    }

    #[test]
    fn turns_that_do_not_fit_are_refused() {
        let turn = |start_cp, text_start_cp, end_cp| Turn {
            start_cp,
            end_cp,
            text_start_cp,
            label: None,
        };
        for bad in [
            vec![turn(0, 0, 4)],
            vec![turn(0, 2, 1)],
            vec![turn(0, 0, 2), turn(1, 1, 3)],
        ] {
            assert!(matches!(
                TurnedText::new("abc", &bad),
                Err(TextError::TurnsDoNotFit { .. })
            ));
        }
    }

    proptest! {
        #[test]
        fn normalising_twice_changes_nothing(text in "[a\r\n\u{FEFF}ک]{0,20}") {
            let once = normal(text.as_bytes()).unwrap();
            prop_assert!(!once.contains('\r'));
            if !once.starts_with('\u{FEFF}') {
                prop_assert_eq!(normal(once.as_bytes()).unwrap(), once);
            }
        }

        #[test]
        fn turns_hold_every_visible_sign(text in "([A-Cس]{1,2}[:： ]|[a .,\n:*\u{200F}])*") {
            let found = cut(&text, &["B"]);
            let turned = TurnedText::new(&text, &found.turns).unwrap();
            let mut outside = 0;
            let letters: Vec<char> = text.chars().collect();
            for turn in turned.turns() {
                prop_assert!(letters[outside..turn.start_cp].iter().all(|letter| letter.is_whitespace()));
                outside = turn.end_cp;
                let words = turned.slice(turn.words());
                prop_assert_eq!(words, words.trim());
            }
            prop_assert!(letters[outside..].iter().all(|letter| letter.is_whitespace()));
        }
    }
}
