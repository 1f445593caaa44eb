//! Where the words of a row stand in a text: from the cells `text`, `start`, `end`, `quote` of
//! a coding or a claim to a place in a version. A quote that occurs more than once is never
//! guessed at. A stranger would search for a quote in a folded text: a quote is what was
//! said, code point for code point.

use super::error::ProjectError;
use crate::model::cell::CellFault;
use crate::model::id::Id;
use crate::model::table::TextKind;
use crate::model::text_index::{QuotePlace, Span, TextIndex, find_quote};
use crate::store::Store;
use crate::store::rows::PlacedPassage;

/// Code points of context that are kept on either side.
const CONTEXT_CP: usize = 32;

/// The cells of a passage as they were written.
#[derive(Clone, Copy, Debug, Default)]
pub struct PassageCells<'a> {
    /// `original`, `translation` or empty.
    pub text: &'a str,
    /// The first code point, or empty.
    pub start: &'a str,
    /// Behind the last code point, or empty.
    pub end: &'a str,
    /// The words, or empty.
    pub quote: &'a str,
    /// `orphan` or empty.
    pub anchor: &'a str,
}

/// A fault of one of those cells, by the column's name.
pub type PassageFault = (&'static str, CellFault);

/// Texts that were looked at lately: rows of one interview mostly follow each other.
#[derive(Default)]
pub struct Texts {
    held: Vec<Held>,
}

struct Held {
    interview: Id,
    kind: TextKind,
    text: Option<HeldText>,
}

struct HeldText {
    version: Id,
    body: String,
    index: TextIndex,
}

/// How many texts are held.
const MOST_HELD: usize = 4;

impl Texts {
    /// Forgets what is held, because a text may have changed.
    pub fn forget(&mut self) {
        self.held.clear();
    }

    fn of(
        &mut self,
        store: &Store,
        interview: Id,
        kind: TextKind,
    ) -> Result<Option<&HeldText>, ProjectError> {
        let at = match self
            .held
            .iter()
            .position(|held| held.interview == interview && held.kind == kind)
        {
            Some(at) => at,
            None => {
                let text = store.text_of(interview, kind)?.map(|version| HeldText {
                    version: version.id,
                    index: TextIndex::new(&version.body),
                    body: version.body,
                });
                self.held.truncate(MOST_HELD - 1);
                self.held.insert(
                    0,
                    Held {
                        interview,
                        kind,
                        text,
                    },
                );
                0
            }
        };
        Ok(self.held[at].text.as_ref())
    }

    /// Finds the place that the cells name; `None` where they name none.
    ///
    /// # Errors
    /// A fault of a cell with what would be right, or what the store says.
    pub fn place(
        &mut self,
        store: &Store,
        interview: Option<Id>,
        cells: &PassageCells<'_>,
    ) -> Result<Result<PlacedPassage, PassageFault>, ProjectError> {
        let written = match Written::read(cells) {
            Ok(written) => written,
            Err(fault) => return Ok(Err(fault)),
        };
        if written.said == 0 {
            return Ok(written.without_text(None));
        }
        let kind = written.kind.unwrap_or(TextKind::Original);
        let text = match interview {
            Some(interview) => self.of(store, interview, kind)?,
            None => None,
        };
        Ok(match text {
            Some(text) if !written.is_orphan => written.placed(text),
            Some(text) => written.without_text(Some(text.version)),
            None => written.without_text(None),
        })
    }
}

/// The cells after a first reading, each by itself.
struct Written<'a> {
    kind: Option<TextKind>,
    start_cp: Option<usize>,
    end_cp: Option<usize>,
    quote: &'a str,
    is_orphan: bool,
    said: u8,
}

impl<'a> Written<'a> {
    fn read(cells: &PassageCells<'a>) -> Result<Self, PassageFault> {
        let kind = match cells.text.trim() {
            "" => None,
            "original" => Some(TextKind::Original),
            "translation" => Some(TextKind::Translation),
            _ => {
                return Err(fault(
                    "text",
                    "is not a text of an interview",
                    "original, translation, or nothing",
                ));
            }
        };
        let is_orphan = match cells.anchor.trim() {
            "" => false,
            "orphan" => true,
            _ => {
                return Err(fault(
                    "anchor",
                    "is not a word of this column",
                    "orphan, or nothing",
                ));
            }
        };
        let start_cp = number("start", cells.start)?;
        let end_cp = number("end", cells.end)?;
        // A quote of blanks alone is an empty cell, here as for every other reader.
        let quote = if cells.quote.trim().is_empty() {
            ""
        } else {
            cells.quote
        };
        let said = u8::from(!quote.is_empty())
            + 2 * u8::from(start_cp.is_some())
            + 4 * u8::from(end_cp.is_some());
        let written = Self {
            kind,
            start_cp,
            end_cp,
            quote,
            is_orphan,
            said,
        };
        written.refuse_half()?;
        Ok(written)
    }

    fn refuse_half(&self) -> Result<(), PassageFault> {
        if self.end_cp.is_some() && self.start_cp.is_none() {
            return Err(fault("start", "the cell is empty", "an end needs a start"));
        }
        if self.start_cp.is_some() && self.end_cp.is_none() && self.quote.is_empty() {
            return Err(fault(
                "end",
                "the cell is empty",
                "a start needs an end or a quote",
            ));
        }
        if let (Some(start_cp), Some(end_cp)) = (self.start_cp, self.end_cp)
            && start_cp >= end_cp
        {
            return Err(fault(
                "end",
                "is not behind the start",
                "an end greater than the start; it is exclusive",
            ));
        }
        Ok(())
    }

    /// What is kept where there is no text to look in.
    fn without_text(&self, version: Option<Id>) -> Result<PlacedPassage, PassageFault> {
        // A quote says where the passage ends as well as the cell does.
        let span_cp = self.start_cp.map(|start_cp| {
            let by_quote = start_cp.saturating_add(self.quote.chars().count());
            (whole(start_cp), whole(self.end_cp.unwrap_or(by_quote)))
        });
        Ok(PlacedPassage {
            text: self.kind,
            version: version.filter(|_| span_cp.is_some()),
            span_cp,
            quote: (!self.quote.is_empty()).then(|| self.quote.to_owned()),
            context: None,
            is_orphan: self.is_orphan,
            said: self.said,
        })
    }

    fn placed(&self, text: &HeldText) -> Result<PlacedPassage, PassageFault> {
        let span = self.span_in(text)?;
        let words = text.index.slice(&text.body, span).unwrap_or_default();
        if !self.quote.is_empty() && words != self.quote {
            return Err(fault(
                "quote",
                "does not stand at that start and end",
                "leave start and end empty to have it found, or correct them",
            ));
        }
        let around = |start_cp: usize, end_cp: usize| {
            text.index
                .slice(&text.body, Span { start_cp, end_cp })
                .unwrap_or_default()
                .to_owned()
        };
        let last_cp = text.index.length_cp();
        let before = around(span.start_cp.saturating_sub(CONTEXT_CP), span.start_cp);
        let after = around(span.end_cp, (span.end_cp + CONTEXT_CP).min(last_cp));
        Ok(PlacedPassage {
            text: self.kind,
            version: Some(text.version),
            span_cp: Some((whole(span.start_cp), whole(span.end_cp))),
            quote: Some(words.to_owned()),
            context: Some((before, after)),
            is_orphan: false,
            said: self.said,
        })
    }

    fn span_in(&self, text: &HeldText) -> Result<Span, PassageFault> {
        let length_cp = text.index.length_cp();
        let quote_cp = self.quote.chars().count();
        match (self.start_cp, self.end_cp) {
            (Some(start_cp), end_cp) => {
                let end_cp = end_cp.unwrap_or(start_cp.saturating_add(quote_cp));
                if end_cp > length_cp {
                    let what = format!("the text ends at {length_cp}, the passage at {end_cp}");
                    return Err(fault(
                        "end",
                        &what,
                        "offsets are code points of the whole file, labels and empty lines included",
                    ));
                }
                Ok(Span { start_cp, end_cp })
            }
            _ => self.found_in(&text.body, quote_cp),
        }
    }

    fn found_in(&self, body: &str, quote_cp: usize) -> Result<Span, PassageFault> {
        match find_quote(body, self.quote) {
            QuotePlace::Once { start_cp } => Ok(Span {
                start_cp,
                end_cp: start_cp + quote_cp,
            }),
            QuotePlace::Nowhere => Err(fault(
                "quote",
                "does not stand in the text",
                "copy the words from the transcript letter for letter; for a translation set text to translation",
            )),
            QuotePlace::Many {
                first_starts_cp,
                count,
            } => {
                let starts: Vec<_> = first_starts_cp
                    .iter()
                    .take(5)
                    .map(usize::to_string)
                    .collect();
                let what = format!(
                    "stands {count} times in the text (at {}{})",
                    starts.join(", "),
                    if count > 5 { ", …" } else { "" }
                );
                Err(fault("quote", &what, "say which with start"))
            }
        }
    }
}

fn whole(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn number(column: &'static str, cell: &str) -> Result<Option<usize>, PassageFault> {
    let cell = cell.trim();
    if cell.is_empty() {
        return Ok(None);
    }
    // A text has at most i64::MAX code points by far, so larger numbers are slips.
    let number = cell.parse::<u32>().ok().map(|number| number as usize);
    number.map(Some).ok_or_else(|| {
        fault(
            column,
            "is not a number of code points",
            "a whole number from 0 on",
        )
    })
}

fn fault(column: &'static str, what: &str, remedy: &str) -> PassageFault {
    (column, CellFault::new(what, remedy))
}
