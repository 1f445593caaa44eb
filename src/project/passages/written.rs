//! The cells of a passage, read each by itself, and the place that they name in one version of a text. It
//! must not know other versions. A stranger would trim a quote: blanks at its ends are words of the
//! text like others.

use super::{PassageCells, PassageFault, bytes_of, fault, passage_at, passage_between, whole};
use crate::model::table::TextKind;
use crate::model::text_index::{QuotePlace, Span, TextIndex, find_quote};
use crate::store::rows::PlacedPassage;
use crate::store::text::TextVersion;

/// The cells after a first reading, each by itself.
pub(super) struct Written<'a> {
    pub(super) kind: Option<TextKind>,
    pub(super) start_cp: Option<usize>,
    pub(super) end_cp: Option<usize>,
    pub(super) quote: &'a str,
    pub(super) is_orphan: bool,
    pub(super) said: u8,
}

impl<'a> Written<'a> {
    pub(super) fn read(cells: &PassageCells<'a>) -> Result<Self, PassageFault> {
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
        let quote = words_of(cells.quote, start_cp.zip(end_cp));
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

    pub(super) fn refuse_half(&self) -> Result<(), PassageFault> {
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
    pub(super) fn without_text(&self) -> PlacedPassage {
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
    pub(super) fn orphan(&self, version: &TextVersion, span: Span) -> PlacedPassage {
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

    pub(super) fn placed(
        &self,
        version: &TextVersion,
        index: &TextIndex,
    ) -> Result<PlacedPassage, PassageFault> {
        let place = self.stands_at(version, index)?;
        Ok(PlacedPassage {
            text: self.kind,
            said: self.said,
            ..passage_between(version.id, &version.body, place)
        })
    }

    /// Where the words stand in a version.
    pub(super) fn stands_in(
        &self,
        version: &TextVersion,
        index: &TextIndex,
    ) -> Result<Span, PassageFault> {
        self.stands_at(version, index).map(|(span, _)| span)
    }

    /// The same with the bytes at which the span begins and ends.
    fn stands_at(
        &self,
        version: &TextVersion,
        index: &TextIndex,
    ) -> Result<(Span, [Option<usize>; 2]), PassageFault> {
        let span = self.span_in(&version.body, index)?;
        let bytes = bytes_of((&version.body, index), span);
        let words = match bytes {
            [Some(start), Some(end)] => version.body.get(start..end).unwrap_or_default(),
            _ => "",
        };
        if !self.quote.is_empty() && words != self.quote {
            return Err(fault(
                "quote",
                "does not stand at that start and end",
                "leave start and end empty to have it found, or correct them",
            ));
        }
        Ok((span, bytes))
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

/// The words of the cell of a quote. Blanks alone are an empty cell, here as for every other reader,
/// but where the row says a place of just so many code points: then they are what stands there.
fn words_of(quote: &str, place: Option<(usize, usize)>) -> &str {
    let length_cp = place.and_then(|(start_cp, end_cp)| end_cp.checked_sub(start_cp));
    match quote.trim().is_empty() && length_cp != Some(quote.chars().count()) {
        true => "",
        false => quote,
    }
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
