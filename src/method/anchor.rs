//! Where a passage stands after its text was corrected: both ends move, and an end that lies
//! inside replaced words snaps outward, so that no word that was coded is lost and none that
//! was not is taken in. It must not know texts. A stranger would compare the two texts and
//! look for the words: words that occur twice would be found in the wrong place.

use crate::model::replacement::{Replacement, Replacements};
use crate::model::text_index::Span;

/// Which end of a passage a point is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Start,
    End,
}

/// What became of a passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fate {
    /// Nothing is left of its words: it needs a person.
    Orphaned,
    /// Other words stand where all of its own stood.
    Replaced,
    /// It is shorter.
    Shrunk,
    /// It is longer.
    Grown,
    /// Words in it are otherwise, as many as before.
    Reworded,
    /// Its words are the same and stand elsewhere.
    Moved,
    /// It stands where it stood.
    Exact,
}

impl Fate {
    /// All of them, those that need a person first.
    pub const ALL: [Self; 7] = [
        Self::Orphaned,
        Self::Replaced,
        Self::Shrunk,
        Self::Grown,
        Self::Reworded,
        Self::Moved,
        Self::Exact,
    ];

    /// The word in listings.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Orphaned => "orphaned",
            Self::Replaced => "replaced",
            Self::Shrunk => "shrunk",
            Self::Grown => "grown",
            Self::Reworded => "reworded",
            Self::Moved => "moved",
            Self::Exact => "exact",
        }
    }
}

/// A passage after the correction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moved {
    /// Where it stands in the new text; empty for an orphan.
    pub span: Span,
    /// What became of it.
    pub fate: Fate,
}

/// Replacements with sums over them, so that moving a passage is two binary searches.
#[derive(Debug, Clone)]
pub struct AnchorMap<'r> {
    list: &'r [Replacement],
    /// Code points that the first `i` replacements take out.
    out_cp: Vec<usize>,
    /// Code points that the first `i` replacements put in.
    in_cp: Vec<usize>,
}

impl<'r> AnchorMap<'r> {
    /// Counts the replacements once.
    #[must_use]
    pub fn new(replacements: &'r Replacements) -> Self {
        let list = replacements.list();
        let sums = |count: &dyn Fn(&Replacement) -> usize| -> Vec<usize> {
            let mut sum = 0;
            let rest = list.iter().map(|one| {
                sum += count(one);
                sum
            });
            std::iter::once(0).chain(rest).collect()
        };
        let out_cp = sums(&|one| one.span.end_cp - one.span.start_cp);
        let in_cp = sums(&|one| one.words.chars().count());
        Self {
            list,
            out_cp,
            in_cp,
        }
    }

    /// Moves a passage.
    ///
    /// For every list and passage: the result lies in the new text, in order; it covers just
    /// those unchanged code points that the passage covered; a passage that no replacement
    /// touches keeps its words; and a passage inside another stays inside it.
    #[must_use]
    pub fn moved(&self, passage: Span) -> Moved {
        let start_cp = self.point(passage.start_cp, Side::Start);
        let end_cp = self.point(passage.end_cp, Side::End).max(start_cp);
        let span = Span { start_cp, end_cp };
        Moved {
            span,
            fate: self.fate(passage, span),
        }
    }

    /// The token, by its place in the list, that replaces words on both sides of a point.
    #[must_use]
    pub fn cut_at(&self, point_cp: usize) -> Option<usize> {
        let at = self.list.partition_point(|one| one.span.end_cp <= point_cp);
        let span = self.list.get(at)?.span;
        (span.start_cp < point_cp).then_some(at)
    }

    /// Whether a replacement puts in any words.
    #[must_use]
    pub fn has_words(&self, at: usize) -> bool {
        self.list.get(at).is_some_and(|one| !one.words.is_empty())
    }

    fn point(&self, point_cp: usize, side: Side) -> usize {
        let at = self
            .list
            .partition_point(|one| is_passed(one.span, point_cp, side));
        if let Some(one) = self.list.get(at)
            && one.span.start_cp < point_cp
            && point_cp < one.span.end_cp
        {
            let edge = at + usize::from(side == Side::End);
            return one.span.start_cp - self.out_cp[at] + self.in_cp[edge];
        }
        point_cp - self.out_cp[at] + self.in_cp[at]
    }

    fn fate(&self, old: Span, new: Span) -> Fate {
        let (old_cp, new_cp) = (old.end_cp - old.start_cp, new.end_cp - new.start_cp);
        if new_cp == 0 {
            return Fate::Orphaned;
        }
        if !self.touches(old) {
            let is_exact = old.start_cp == new.start_cp;
            return if is_exact { Fate::Exact } else { Fate::Moved };
        }
        if self.out_before(old.end_cp) - self.out_before(old.start_cp) == old_cp {
            return Fate::Replaced;
        }
        match new_cp.cmp(&old_cp) {
            std::cmp::Ordering::Less => Fate::Shrunk,
            std::cmp::Ordering::Greater => Fate::Grown,
            std::cmp::Ordering::Equal => Fate::Reworded,
        }
    }

    /// Whether a replacement overlaps the passage or inserts strictly inside it.
    fn touches(&self, passage: Span) -> bool {
        let from = self
            .list
            .partition_point(|one| one.span.end_cp <= passage.start_cp);
        self.list
            .get(from)
            .is_some_and(|one| one.span.start_cp < passage.end_cp)
    }

    /// How many of the code points before a point are taken out.
    fn out_before(&self, point_cp: usize) -> usize {
        let at = self.list.partition_point(|one| one.span.end_cp <= point_cp);
        let partly = self
            .list
            .get(at)
            .map_or(0, |one| point_cp.saturating_sub(one.span.start_cp));
        self.out_cp[at] + partly
    }
}

/// Whether a replacement lies wholly before a point. What is inserted at a point stays outside:
/// behind an end, before a start.
fn is_passed(span: Span, point_cp: usize, side: Side) -> bool {
    if span.start_cp == span.end_cp && side == Side::End {
        return span.start_cp < point_cp;
    }
    span.end_cp <= point_cp
}

/// Says of each passage whether it stands on words now that another one took, too, with which
/// it shared none before: both cut into one replaced piece. In the order of the passages.
#[must_use]
pub fn new_neighbours(map: &AnchorMap<'_>, passages: &[Span]) -> Vec<bool> {
    let mut ends = std::collections::HashMap::<usize, (usize, usize)>::new();
    let cut = |point_cp: usize| map.cut_at(point_cp).filter(|at| map.has_words(*at));
    for passage in passages {
        if let Some(at) = cut(passage.start_cp) {
            let last_start_cp = &mut ends.entry(at).or_insert((usize::MAX, 0)).1;
            *last_start_cp = passage.start_cp.max(*last_start_cp);
        }
        if let Some(at) = cut(passage.end_cp) {
            let first_end_cp = &mut ends.entry(at).or_insert((usize::MAX, 0)).0;
            *first_end_cp = passage.end_cp.min(*first_end_cp);
        }
    }
    let meets = |passage: &Span| {
        let first_end_cp = |at| ends.get(&at).map_or(usize::MAX, |ends| ends.0);
        let last_start_cp = |at| ends.get(&at).map_or(0, |ends| ends.1);
        cut(passage.start_cp).is_some_and(|at| first_end_cp(at) <= passage.start_cp)
            || cut(passage.end_cp).is_some_and(|at| last_start_cp(at) >= passage.end_cp)
    };
    passages.iter().map(meets).collect()
}

#[cfg(test)]
mod tests;
