//! A text with the versions before its newest: in which of them a row's words stand, and where they
//! went from there. It must not know rows. A stranger would look for the words in the newest
//! version: what was corrected is found by the replacements alone.

use super::{CONTEXT_CP, PassageFault, Reading, Today, Written, passage_at, said_after, whole};
use crate::method::anchor::{AnchorMap, Fate, Moved};
use crate::model::id::Id;
use crate::model::replacement::Replacements;
use crate::model::text_index::{QuotePlace, Span, TextIndex, find_quote};
use crate::project::correcting::moving::fate_of;
use crate::project::error::ProjectError;
use crate::store::Store;
use crate::store::rows::PlacedPassage;
use crate::store::text::{CountedText, TextVersion};
use std::sync::Arc;

/// How many versions back the words of a row are looked for: each row whose words are nowhere costs
/// a search in each of them.
const MOST_EARLIER: usize = 32;

/// The newest version of a text, with those before it that were looked at.
pub(super) struct HeldText {
    pub(super) current: Arc<TextVersion>,
    pub(super) index: Arc<TextIndex>,
    /// Newest first.
    earlier: Vec<EarlierText>,
}

/// A version of a text that is not its newest.
struct EarlierText {
    version: TextVersion,
    index: TextIndex,
    /// What makes the next version of it.
    next: Replacements,
}

/// What became of a passage of an earlier version.
pub(super) enum Carried {
    /// It stands in the newest.
    Here(Span),
    /// Its words last stood in the earlier version with that number.
    Lost(usize, Span),
}

impl HeldText {
    pub(super) fn new(current: CountedText) -> Self {
        Self {
            current: current.version,
            index: current.index,
            earlier: Vec::new(),
        }
    }

    /// The newest version before this one in which a row's words stand where it says.
    fn find_earlier(
        &mut self,
        store: &Store,
        written: &Written<'_>,
    ) -> Result<Option<(usize, Span)>, ProjectError> {
        for at in 0..MOST_EARLIER {
            if at == self.earlier.len() && !self.load_earlier(store)? {
                break;
            }
            let earlier = &self.earlier[at];
            if let Ok(span) = written.stands_in(&earlier.version, &earlier.index) {
                return Ok(Some((at, span)));
            }
        }
        Ok(None)
    }

    /// The fault of a row whose words were not found: where older versions were not looked at, with
    /// what lets them be.
    pub(super) fn not_looked_further(&self, (column, mut fault): PassageFault) -> PassageFault {
        let looked_at = i64::try_from(MOST_EARLIER).unwrap_or(i64::MAX);
        if self.current.number - 1 > looked_at {
            fault.remedy.push_str(
                "; for a row of a still older text import the whole folder with the text that it is of",
            );
        }
        (column, fault)
    }

    fn load_earlier(&mut self, store: &Store) -> Result<bool, ProjectError> {
        let later = self
            .earlier
            .last()
            .map_or(&*self.current, |earlier| &earlier.version);
        let Some(version) = store.version_of(later.transcript, later.number - 1)? else {
            return Ok(false);
        };
        let next = store.replacements_of(later.id)?;
        self.earlier.push(EarlierText {
            index: TextIndex::new(&version.body),
            version,
            next,
        });
        Ok(true)
    }

    /// The earlier version with an id.
    fn earlier_with_id(&mut self, store: &Store, id: Id) -> Result<Option<usize>, ProjectError> {
        let mut at = 0;
        while at < self.earlier.len() || self.load_earlier(store)? {
            if self.earlier[at].version.id == id {
                return Ok(Some(at));
            }
            at += 1;
        }
        Ok(None)
    }

    pub(super) fn where_it_stood(
        &mut self,
        store: &Store,
        written: &Written<'_>,
    ) -> Result<Option<(&TextVersion, Span)>, ProjectError> {
        if written.quote.is_empty() {
            return Ok(None);
        }
        let found = self.find_earlier(store, written)?;
        Ok(found.map(|(at, span)| (&self.earlier[at].version, span)))
    }

    /// A row that names the place of an earlier version means the passage that moved from there.
    pub(super) fn brought_forward(
        &mut self,
        store: &Store,
        written: &Written<'_>,
    ) -> Result<Option<PlacedPassage>, ProjectError> {
        let found = self.find_earlier(store, written)?;
        Ok(found.map(|(at, span)| self.placed_after(at, span, written)))
    }

    /// The same for a row that speaks of one earlier version; `None` where its words do not stand
    /// there.
    pub(super) fn brought_from(
        &mut self,
        store: &Store,
        version: Id,
        written: &Written<'_>,
    ) -> Result<Option<PlacedPassage>, ProjectError> {
        let Some(at) = self.earlier_with_id(store, version)? else {
            return Ok(None);
        };
        let earlier = &self.earlier[at];
        let stands = written.stands_in(&earlier.version, &earlier.index);
        Ok(stands.ok().map(|span| self.placed_after(at, span, written)))
    }

    /// What a row means in each version in which its words stand where it says.
    pub(super) fn readings(
        &mut self,
        store: &Store,
        written: &Written<'_>,
    ) -> Result<Vec<Reading>, ProjectError> {
        let mut found = Vec::new();
        if let Ok(span) = written.stands_in(&self.current, &self.index) {
            found.push(self.reading(0, &Carried::Here(span)));
        }
        for at in 0..MOST_EARLIER {
            if at == self.earlier.len() && !self.load_earlier(store)? {
                break;
            }
            let earlier = &self.earlier[at];
            if let Ok(span) = written.stands_in(&earlier.version, &earlier.index) {
                found.push(self.reading(at + 1, &self.carried(at, span)));
            }
        }
        Ok(found)
    }

    fn reading(&self, back: usize, carried: &Carried) -> Reading {
        let (stands_back, span) = match *carried {
            Carried::Here(span) => (0, span),
            Carried::Lost(at, span) => (at + 1, span),
        };
        Reading {
            read_in: self.version(back).id,
            back,
            stands_in: self.version(stands_back).id,
            span_cp: (whole(span.start_cp), whole(span.end_cp)),
        }
    }

    /// So many versions before the newest.
    fn version(&self, back: usize) -> &TextVersion {
        match back.checked_sub(1) {
            None => &self.current,
            Some(at) => &self.earlier[at].version,
        }
    }

    fn placed_after(&self, at: usize, span: Span, written: &Written<'_>) -> PlacedPassage {
        match self.carried(at, span) {
            Carried::Lost(at, span) => written.orphan(&self.earlier[at].version, span),
            Carried::Here(span) => PlacedPassage {
                text: written.kind,
                said: said_after(written.said, &self.current.body, &self.index, span),
                ..passage_at(self.current.id, (&self.current.body, &self.index), span)
            },
        }
    }

    /// What became of a passage of any version.
    pub(super) fn carried_from(
        &mut self,
        store: &Store,
        version: Id,
        span: Span,
    ) -> Result<Option<Carried>, ProjectError> {
        if version == self.current.id {
            return Ok(Some(Carried::Here(span)));
        }
        let found = self.earlier_with_id(store, version)?;
        Ok(found.map(|at| self.carried(at, span)))
    }

    /// Goes with a passage from version to version.
    fn carried(&self, at: usize, mut span: Span) -> Carried {
        for at in (0..=at).rev() {
            let earlier = &self.earlier[at];
            let Moved { span: next, fate } = AnchorMap::new(&earlier.next).moved(span);
            let (before, after) = (self.words(at + 1, span), self.words(at, next));
            if fate_of(fate, before, after) == Fate::Orphaned {
                return match self.stand_again(at, span) {
                    true => Carried::Here(span),
                    false => Carried::Lost(at, span),
                };
            }
            span = next;
        }
        Carried::Here(span)
    }

    /// Whether a text that was corrected back has lost words in their place again, with what
    /// stood around them: the same words alone may be others.
    fn stand_again(&self, at: usize, span: Span) -> bool {
        let around = Span {
            start_cp: span.start_cp.saturating_sub(CONTEXT_CP),
            end_cp: span.end_cp.saturating_add(CONTEXT_CP),
        };
        let [then, now] = [at + 1, 0].map(|back| self.words_within(back, around));
        then == now && self.words(at + 1, span) == self.words(0, span)
    }

    fn once_again(&self, at: usize, span: Span) -> Option<Span> {
        let words = self.words(at + 1, span);
        once_in(&self.earlier[at].version.body, words)?;
        once_in(&self.current.body, words)
    }

    /// The words of a place as far as the text goes.
    fn words_within(&self, back: usize, span: Span) -> &str {
        let index = match back.checked_sub(1) {
            None => &self.index,
            Some(at) => &self.earlier[at].index,
        };
        let end_cp = span.end_cp.min(index.length_cp());
        self.words(back, Span { end_cp, ..span })
    }

    /// The words of a place, so many versions before the newest.
    fn words(&self, back: usize, span: Span) -> &str {
        let (version, index) = match back.checked_sub(1) {
            None => (&*self.current, &*self.index),
            Some(at) => (&self.earlier[at].version, &self.earlier[at].index),
        };
        index.slice(&version.body, span).unwrap_or_default()
    }

    /// The place of these words in the newest text, for what says no version: that one where they
    /// stand there, else the only one.
    pub(super) fn today_with(&self, span: Span, quote: &str) -> Option<Today> {
        if quote.is_empty() {
            return None;
        }
        let there = match self.words(0, span) == quote {
            true => span,
            false => once_in(&self.current.body, quote)?,
        };
        Some(self.today(&Carried::Here(there)))
    }

    /// Where a passage is. Words that were lost and stand in the newest text again, once as they did
    /// then, are there: a text that was corrected more than once is seldom put back to a letter.
    pub(super) fn today(&self, carried: &Carried) -> Today {
        let (back, span) = match *carried {
            Carried::Here(span) => (0, span),
            Carried::Lost(at, span) => match self.once_again(at, span) {
                Some(again) => (0, again),
                None => (at + 1, span),
            },
        };
        Today {
            version: self.version(back).id,
            span,
            words: self.words(back, span).to_owned(),
            is_orphan: back > 0,
        }
    }
}

/// Where words stand that a text has just once.
fn once_in(body: &str, words: &str) -> Option<Span> {
    let QuotePlace::Once { start_cp } = find_quote(body, words) else {
        return None;
    };
    let end_cp = start_cp + words.chars().count();
    Some(Span { start_cp, end_cp })
}
