//! Where the words of a row stand in a text: from the cells `text`, `start`, `end`, `quote` of
//! a coding or a claim to a place in a version. A quote that occurs more than once is never
//! guessed at. A stranger would search for a quote in a folded text: a quote is what was
//! said, code point for code point.

use super::error::ProjectError;
use crate::formats::raw_row::RawRow;
use crate::model::cell::CellFault;
use crate::model::id::Id;
use crate::model::table::{Table, TextKind};
use crate::model::text_index::{QuotePlace, Span, TextIndex, find_quote};
use crate::store::Store;
use crate::store::rows::PlacedPassage;
use crate::store::text::TextVersion;
use std::collections::HashMap;

mod earlier;
mod written;

use earlier::HeldText;
use written::Written;

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

impl<'a> PassageCells<'a> {
    /// The cells of a row; empty what its table has no column for.
    pub(super) fn of(table: &Table, row: &'a RawRow) -> Self {
        let cell = |name: &str| table.index_of(name).map_or("", |at| row.cells[at].as_str());
        Self {
            text: cell("text"),
            start: cell("start"),
            end: cell("end"),
            quote: cell("quote"),
            anchor: cell("anchor"),
        }
    }
}

/// A fault of one of those cells, by the column's name.
pub type PassageFault = (&'static str, CellFault);

/// Texts that were looked at lately: rows of one interview mostly follow each other.
#[derive(Default)]
pub struct Texts {
    held: Vec<Held>,
    /// Texts of which the rows speak in an earlier version than the newest.
    spoken_of: HashMap<(Id, TextKind), Id>,
    /// Texts of which the rows with words are read in an earlier version, as most of them know it.
    read_in: HashMap<(Id, TextKind), Id>,
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

    /// Says that the rows to come that quote words mean those of this version of a text, where they
    /// stand in it and nobody said of which they speak.
    pub(super) fn read_in(&mut self, interview: Id, kind: TextKind, version: Id) {
        self.read_in.insert((interview, kind), version);
    }

    /// The version in which a row is to be read before the newest.
    fn version_for(&self, interview: Id, written: &Written<'_>) -> Option<Id> {
        let text = (interview, written.kind.unwrap_or(TextKind::Original));
        let read_in = self
            .read_in
            .get(&text)
            .filter(|_| !written.quote.is_empty());
        self.spoken_of.get(&text).or(read_in).copied()
    }

    /// Where the words of a row that says their place would be today, read in each version of its
    /// text in which they stand there. Nothing where it is known of which version the rows speak.
    ///
    /// # Errors
    /// What the store says.
    pub(super) fn readings(
        &mut self,
        store: &Store,
        (interview, kind): (Id, TextKind),
        cells: &PassageCells<'_>,
    ) -> Result<Vec<Reading>, ProjectError> {
        let Ok(written) = Written::read(cells) else {
            return Ok(Vec::new());
        };
        let says_place = written.start_cp.is_some() && !written.quote.is_empty();
        let is_said = self.spoken_of.contains_key(&(interview, kind));
        if !says_place || written.is_orphan || is_said {
            return Ok(Vec::new());
        }
        let text = self.of(store, interview, kind)?;
        text.map_or(Ok(Vec::new()), |text| text.readings(store, &written))
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
        let spoken_of = interview.and_then(|id| self.version_for(id, &written));
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

/// A row read in one version of its text.
pub(super) struct Reading {
    /// The version, and how many versions before the newest it is.
    pub(super) read_in: Id,
    pub(super) back: usize,
    /// The version in which its words stand, or last stood, and where.
    pub(super) stands_in: Id,
    pub(super) span_cp: (i64, i64),
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
    passage_between(version, body, (span, bytes_of((body, index), span)))
}

/// The bytes at which a span begins and ends: to find them takes longer than all else of a passage.
fn bytes_of((body, index): (&str, &TextIndex), span: Span) -> [Option<usize>; 2] {
    [span.start_cp, span.end_cp].map(|cp| index.byte_of(body, cp))
}

/// The same where the bytes are known.
fn passage_between(
    version: Id,
    body: &str,
    (span, [start, end]): (Span, [Option<usize>; 2]),
) -> PlacedPassage {
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

fn whole(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn fault(column: &'static str, what: &str, remedy: &str) -> PassageFault {
    (column, CellFault::new(what, remedy))
}
