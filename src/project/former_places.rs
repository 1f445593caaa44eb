//! Where codings stood, as the text is today, before people put another code on them, put them
//! elsewhere or removed them. It must not know what follows from it. A stranger would hold the places of then
//! against the text of now: a correction since may have moved the words.

use super::error::ProjectError;
use super::passages::{Texts, Today};
use crate::model::id::Id;
use crate::model::text_index::Span;
use crate::store::Store;
use crate::store::former::{CodingStand, FormerStand};
use std::collections::HashMap;

/// A coding as it was, with where its words of then stand today.
pub(super) struct FormerPlace {
    /// What it was.
    pub(super) stand: CodingStand,
    /// Where its words are; nothing where its interview has no text.
    pub(super) today: Option<Today>,
    /// Whether there is no such coding any more.
    pub(super) is_gone: bool,
}

impl FormerPlace {
    /// The place in the newest text, where the same words still stand.
    pub(super) fn unchanged(&self) -> Option<(Id, Span)> {
        let today = self.today.as_ref()?;
        let is_same = self.stand.quote.as_deref() == Some(&today.words);
        (is_same && !today.is_orphan).then_some((today.version, today.span))
    }
}

/// What codings were before people recoded, moved or removed them.
///
/// # Errors
/// What the store says.
pub(super) fn former_places(store: &Store) -> Result<Vec<FormerPlace>, ProjectError> {
    let mut texts = Texts::default();
    let mut formers = store.former_codings()?;
    // Text by text, so that each is read once.
    formers.sort_by_key(|former| (former.stand.interview, former.stand.kind));
    let placed = formers.into_iter().map(|FormerStand { stand, is_gone }| {
        let stood = stand.version.zip(stand.span());
        let today = match stood {
            Some(stood) => texts.today(store, (stand.interview, stand.kind), stood)?,
            None => None,
        };
        Ok(FormerPlace {
            stand,
            today,
            is_gone,
        })
    });
    placed.collect()
}

/// Former places by where they are, for those who ask of a place.
pub(super) struct LeftPlaces(HashMap<(Id, Span), Vec<CodingStand>>);

impl LeftPlaces {
    pub(super) fn of(store: &Store) -> Result<Self, ProjectError> {
        let mut left: HashMap<_, Vec<_>> = HashMap::new();
        // What somebody removed may be proposed again: nobody said that it is wrong.
        let there = former_places(store)?.into_iter().filter(|one| !one.is_gone);
        for former in there {
            if let Some(place) = former.unchanged() {
                left.entry(place).or_default().push(former.stand);
            }
        }
        Ok(Self(left))
    }

    /// Whether people took what the rule proposed, or just this code, from a place.
    pub(super) fn has(&self, [rule, code]: [Id; 2], version: Id, span: Span) -> bool {
        let left = self.0.get(&(version, span)).into_iter().flatten();
        left.into_iter()
            .any(|stand| stand.rule == Some(rule) || stand.code == code)
    }
}
