//! A text that becomes another, with every passage that stands in it: from a correction, from
//! an import, from an undo. It must not know where the new text came from. A stranger would
//! move the accepted codings alone; proposals and what was rejected move too, or all of
//! it would be proposed again.

use crate::method::anchor::{AnchorMap, Fate, Moved, new_neighbours};
use crate::method::difference::difference;
use crate::model::replacement::Replacements;
use crate::model::text_index::{Span, TextIndex};
use crate::project::error::ProjectError;
use crate::project::passages::{passage_at, said_after};
use crate::report::counted;
use crate::store::Store;
use crate::store::correction::{Anchored, StandingPassage};
use crate::store::rows::PlacedPassage;
use crate::store::text::TextVersion;

/// A text and what it shall become.
#[derive(Clone, Debug)]
pub struct TextChange {
    /// The version that it counts in.
    pub base: TextVersion,
    /// What gives way to what, over the code points of the base.
    pub replacements: Replacements,
    /// The text that comes of it.
    pub body: String,
}

/// A passage and where it goes.
#[derive(Clone, Debug)]
pub struct PassageMove {
    /// The passage as it stood.
    pub passage: StandingPassage,
    /// Where it stands in the new text; empty for an orphan.
    pub span: Span,
    /// What became of it.
    pub fate: Fate,
    /// Its words in the new text.
    pub words: String,
    /// Whether it now shares words with a passage with which it shared none.
    pub is_shared: bool,
}

impl TextChange {
    /// The change that makes `body` of a version, by the difference of the two.
    #[must_use]
    pub fn to(base: TextVersion, body: String) -> Self {
        Self {
            replacements: difference(&base.body, &body),
            base,
            body,
        }
    }

    /// Where every passage of the base goes, those that need a person first.
    ///
    /// # Errors
    /// What the store says.
    pub fn moves(&self, store: &Store) -> Result<Vec<PassageMove>, ProjectError> {
        let map = AnchorMap::new(&self.replacements);
        let index = TextIndex::new(&self.body);
        let passages = store.passages_in(self.base.id)?;
        let spans: Vec<_> = passages.iter().map(|passage| passage.span).collect();
        let shared = new_neighbours(&map, &spans);
        let moves = passages.into_iter().zip(shared);
        let mut moves: Vec<_> = moves
            .map(|(passage, is_shared)| {
                let Moved { span, fate } = map.moved(passage.span);
                let words = index.slice(&self.body, span).unwrap_or_default();
                let fate = fate_of(fate, &passage.quote, words);
                PassageMove {
                    words: words.to_owned(),
                    passage,
                    span,
                    fate,
                    is_shared,
                }
            })
            .collect();
        moves.sort_by_key(|one| (one.fate, one.passage.span, one.passage.table));
        Ok(moves)
    }

    /// Keeps the new version and moves every passage of the base to it, in the operation that
    /// is open. An orphan stays in the version in which its words last stood.
    ///
    /// # Errors
    /// What the store says.
    pub fn keep(&self, store: &Store) -> Result<Vec<PassageMove>, ProjectError> {
        let id = store.add_next_version(&self.base, &self.replacements, &self.body)?;
        let version = TextVersion {
            id,
            number: self.base.number + 1,
            body: self.body.clone(),
            ..self.base.clone()
        };
        let moves = self.moves(store)?;
        let map = AnchorMap::new(&self.replacements);
        put_moves(store, &moves, &[map], &version)?;
        Ok(moves)
    }

    /// What became of the text and its passages, in one line without their words.
    #[must_use]
    pub fn told(&self, moves: &[PassageMove]) -> String {
        let version = self.base.number + 1;
        let replaced = counted(self.replacements.list().len() as u64, "replacement");
        let fates = fates_told(moves);
        format!("version {version} by {replaced}; {fates}")
    }
}

/// Blanks are no words: where nothing else is left of a passage, it is an orphan, which keeps what it said.
pub(in crate::project) fn fate_of(fate: Fate, before: &str, words: &str) -> Fate {
    match words.trim().is_empty() && !before.trim().is_empty() {
        true => Fate::Orphaned,
        false => fate,
    }
}

/// How many passages became what, in one line.
#[must_use]
pub fn fates_told(moves: &[PassageMove]) -> String {
    if moves.is_empty() {
        return "no passages stand in it".to_owned();
    }
    let counts = Fate::ALL.iter().rev().filter_map(|fate| {
        let count = moves.iter().filter(|one| one.fate == *fate).count();
        (count > 0).then(|| format!("{count} {}", fate.as_str()))
    });
    let counts: Vec<_> = counts.collect();
    format!("passages: {}", counts.join(", "))
}

/// Writes where passages stand now. `maps` lead from the version they stood in to this one.
fn put_moves(
    store: &Store,
    moves: &[PassageMove],
    maps: &[AnchorMap<'_>],
    version: &TextVersion,
) -> Result<(), ProjectError> {
    let index = TextIndex::new(&version.body);
    for one in moves {
        let passage = &one.passage;
        if one.fate == Fate::Orphaned {
            store.orphan_passage(passage.table, passage.id)?;
            continue;
        }
        let placed = PlacedPassage {
            said: said_after(passage.said, &version.body, &index, one.span),
            ..passage_at(version.id, (&version.body, &index), one.span)
        };
        store.put_passage(passage.table, passage.id, &placed)?;
        if passage.table == Anchored::Coding {
            store.move_fired_words(passage.id, |word| through(maps, word))?;
        }
    }
    Ok(())
}

/// Where a span stands after several corrections; nothing where its words are gone.
fn through(maps: &[AnchorMap<'_>], span: Span) -> Option<Span> {
    maps.iter().try_fold(span, |span, map| {
        let moved = map.moved(span);
        (moved.fate != Fate::Orphaned).then_some(moved.span)
    })
}

/// Moves passages that an undo brought back into a version that is not the newest any more: a
/// coding that was removed before its text was corrected, and is wanted again after.
///
/// # Errors
/// What the store says.
pub fn follow_texts(store: &Store) -> Result<(), ProjectError> {
    for (transcript, number) in store.versions_left_behind()? {
        let mut steps = Vec::new();
        let mut last = store.version_of(transcript, number)?;
        let Some(base) = last.clone() else { continue };
        while let Some(next) = next_of(store, last.as_ref())? {
            steps.push(store.replacements_of(next.id)?);
            last = Some(next);
        }
        let Some(last) = last else { continue };
        let maps: Vec<_> = steps.iter().map(AnchorMap::new).collect();
        let moves = store.passages_in(base.id)?.into_iter();
        let index = TextIndex::new(&last.body);
        let moves: Vec<_> = moves
            .map(|passage| {
                let moved = moved_through(&maps, passage);
                let words = index.slice(&last.body, moved.span).unwrap_or_default();
                let fate = fate_of(moved.fate, &moved.passage.quote, words);
                PassageMove { fate, ..moved }
            })
            .collect();
        put_moves(store, &moves, &maps, &last)?;
    }
    Ok(())
}

fn next_of(
    store: &Store,
    version: Option<&TextVersion>,
) -> Result<Option<TextVersion>, ProjectError> {
    let Some(version) = version else {
        return Ok(None);
    };
    Ok(store.version_of(version.transcript, version.number + 1)?)
}

fn moved_through(maps: &[AnchorMap<'_>], passage: StandingPassage) -> PassageMove {
    let found = through(maps, passage.span);
    PassageMove {
        span: found.unwrap_or(passage.span),
        fate: found.map_or(Fate::Orphaned, |_| Fate::Moved),
        passage,
        words: String::new(),
        is_shared: false,
    }
}
