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
use crate::store::text::TextVersion;
use std::collections::HashMap;

mod earlier;

use earlier::HeldText;

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
    /// Texts of which the rows speak in an earlier version than the newest.
    spoken_of: HashMap<(Id, TextKind), Id>,
    /// Rows that named a place in an earlier version of their text.
    pub from_earlier: u64,
}

struct Held {
    interview: Id,
    kind: TextKind,
    text: Option<HeldText>,
}

/// How many texts are held.
const MOST_HELD: usize = 4;

impl Texts {
    /// Forgets what is held, because a text may have changed.
    pub fn forget(&mut self) {
        self.held.clear();
    }

    /// Says that the rows to come speak of this version of a text, which is not its newest.
    pub fn speak_of(&mut self, interview: Id, kind: TextKind, version: Id) {
        self.spoken_of.insert((interview, kind), version);
    }

    /// Where a passage of some version of a text stands today; an orphan stands in the version in
    /// which its words last stood. `None` where the text has no such version.
    ///
    /// # Errors
    /// What the store says.
    pub fn today(
        &mut self,
        store: &Store,
        (interview, kind): (Id, TextKind),
        (version, span): (Id, Span),
    ) -> Result<Option<Today>, ProjectError> {
        let Some(text) = self.of(store, interview, kind)? else {
            return Ok(None);
        };
        let carried = text.carried_from(store, version, span)?;
        Ok(carried.map(|carried| text.today(&carried)))
    }

    /// Where the words of an orphan are: in the newest text where they stand in their old place again,
    /// else where they last stood. `None` where the text, its version or its words are not known.
    ///
    /// # Errors
    /// What the store says.
    pub fn found_again(
        &mut self,
        store: &Store,
        (interview, kind): (Id, TextKind),
        (version, span, quote): (Option<Id>, Span, &str),
    ) -> Result<Option<Today>, ProjectError> {
        if let Some(version) = version {
            return self.today(store, (interview, kind), (version, span));
        }
        let text = self.of(store, interview, kind)?;
        Ok(text.and_then(|text| text.today_with(span, quote)))
    }

    fn of(
        &mut self,
        store: &Store,
        interview: Id,
        kind: TextKind,
    ) -> Result<Option<&mut HeldText>, ProjectError> {
        let at = match self
            .held
            .iter()
            .position(|held| held.interview == interview && held.kind == kind)
        {
            Some(at) => at,
            None => {
                let text = store.counted_text_of(interview, kind)?.map(HeldText::new);
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
        Ok(self.held[at].text.as_mut())
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
        let read = Written::read(cells);
        let written = match read.and_then(|one| one.refuse_half().map(|()| one)) {
            Ok(written) => written,
            Err(fault) => return Ok(Err(fault)),
        };
        if written.said == 0 {
            return Ok(Ok(written.without_text()));
        }
        let kind = written.kind.unwrap_or(TextKind::Original);
        let spoken_of = interview.and_then(|id| self.spoken_of.get(&(id, kind)).copied());
        let text = match interview {
            Some(interview) => self.of(store, interview, kind)?,
            None => None,
        };
        let Some(text) = text else {
            return Ok(Ok(written.without_text()));
        };
        if written.is_orphan {
            let stood = text.where_it_stood(store, &written)?;
            return Ok(Ok(stood.map_or_else(
                || written.without_text(),
                |(version, span)| written.orphan(version, span),
            )));
        }
        let placed = written.placed(&text.current, &text.index);
        let moved = match spoken_of {
            Some(version) => text.brought_from(store, version, &written)?,
            None => None,
        };
        if moved.is_none() && (placed.is_ok() || written.quote.is_empty()) {
            return Ok(placed);
        }
        let moved = match moved {
            None => text.brought_forward(store, &written)?,
            found => found,
        };
        let placed = placed.map_err(|fault| text.not_looked_further(fault));
        let is_elsewhere = moved
            .as_ref()
            .is_some_and(|moved| Ok(moved) != placed.as_ref());
        self.from_earlier += u64::from(is_elsewhere);
        Ok(moved.map_or(placed, Ok))
    }
}

/// Where a passage stands today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Today {
    /// The version: the newest one, but for an orphan.
    pub version: Id,
    /// The place in it.
    pub span: Span,
    /// Its words there.
    pub words: String,
    /// Whether its words are gone from the newest version.
    pub is_orphan: bool,
}

/// The passage at a place of a version, with its words and what stands around them.
pub(super) fn passage_at(
    version: Id,
    (body, index): (&str, &TextIndex),
    span: Span,
) -> PlacedPassage {
    let start = index.byte_of(body, span.start_cp);
    let end = index.byte_of(body, span.end_cp);
    let quote = start.zip(end).and_then(|(start, end)| body.get(start..end));
    let before = start.and_then(|start| body.get(..start));
    let after = end.and_then(|end| body.get(end..));
    let context = (
        last_of(before.unwrap_or_default(), CONTEXT_CP).to_owned(),
        first_of(after.unwrap_or_default(), CONTEXT_CP).to_owned(),
    );
    PlacedPassage {
        text: None,
        version: Some(version),
        span_cp: Some((whole(span.start_cp), whole(span.end_cp))),
        quote: Some(quote.unwrap_or_default().to_owned()),
        context: Some(context),
        is_orphan: false,
        said: 0,
    }
}

/// The first code points of a text, or all there are.
fn first_of(text: &str, count_cp: usize) -> &str {
    let end = text.char_indices().nth(count_cp);
    end.map_or(text, |(end, _)| &text[..end])
}

/// The last code points of a text, or all there are.
fn last_of(text: &str, count_cp: usize) -> &str {
    let start = text.char_indices().rev().take(count_cp).last();
    start.map_or("", |(start, _)| &text[start..])
}

/// Where the cells of an edit say that words give way. Its start may be its end: then something
/// is put in between.
pub(super) fn place_of_edit(
    cells: &PassageCells<'_>,
    version: &TextVersion,
    index: &TextIndex,
) -> Result<Span, PassageFault> {
    let written = Written::read(cells)?;
    if written.said == 0 {
        return Err(fault(
            "start",
            "the row says no place",
            "give start and end, or a quote",
        ));
    }
    let is_insertion = written.end_cp.is_some() && written.end_cp == written.start_cp;
    if !is_insertion || !written.quote.is_empty() {
        written.refuse_half()?;
    }
    written.stands_in(version, index)
}

/// Which cells of a passage are written once it moved: a quote that alone no longer says where
/// it stands gets its start, or the study folder could not be read again.
pub(super) fn said_after(said: u8, body: &str, index: &TextIndex, span: Span) -> u8 {
    let quote = index.slice(body, span).unwrap_or_default();
    let is_found = said != 1 || matches!(find_quote(body, quote), QuotePlace::Once { .. });
    if is_found { said } else { said | 2 }
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
        Ok(Self {
            kind,
            start_cp,
            end_cp,
            quote,
            is_orphan,
            said,
        })
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
    fn without_text(&self) -> PlacedPassage {
        // A quote says where the passage ends as well as the cell does.
        let span_cp = self.start_cp.map(|start_cp| {
            let by_quote = start_cp.saturating_add(self.quote.chars().count());
            (whole(start_cp), whole(self.end_cp.unwrap_or(by_quote)))
        });
        PlacedPassage {
            text: self.kind,
            version: None,
            span_cp,
            quote: (!self.quote.is_empty()).then(|| self.quote.to_owned()),
            context: None,
            is_orphan: self.is_orphan,
            said: self.said,
        }
    }

    /// An orphan whose words stood in that version; all its cells are written from now on.
    fn orphan(&self, version: &TextVersion, span: Span) -> PlacedPassage {
        PlacedPassage {
            text: self.kind,
            is_orphan: true,
            said: 7,
            ..passage_at(
                version.id,
                (&version.body, &TextIndex::new(&version.body)),
                span,
            )
        }
    }

    fn placed(
        &self,
        version: &TextVersion,
        index: &TextIndex,
    ) -> Result<PlacedPassage, PassageFault> {
        let span = self.stands_in(version, index)?;
        Ok(PlacedPassage {
            text: self.kind,
            said: self.said,
            ..passage_at(version.id, (&version.body, index), span)
        })
    }

    /// Where the words stand in a version.
    fn stands_in(&self, version: &TextVersion, index: &TextIndex) -> Result<Span, PassageFault> {
        let span = self.span_in(&version.body, index)?;
        let words = index.slice(&version.body, span).unwrap_or_default();
        if !self.quote.is_empty() && words != self.quote {
            return Err(fault(
                "quote",
                "does not stand at that start and end",
                "leave start and end empty to have it found, or correct them",
            ));
        }
        Ok(span)
    }

    fn span_in(&self, body: &str, index: &TextIndex) -> Result<Span, PassageFault> {
        let length_cp = index.length_cp();
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
            _ => self.found_in(body, quote_cp),
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
