//! The places found for the leaves of rules in one unit: held all at once, or, where that would be too many, found
//! again for a few leaves at a time whenever they are asked for. It must not know what a rule makes of them.
//! A stranger would get wrong that a place is held once for a leaf, however many of its terms mean the words.

use super::finder::{Finder, Words};
use super::memory::WordMemory;
use super::near::Occurrence;
use super::terms::TermTable;
use std::cell::RefCell;
use std::ops::{Deref, Range};
use std::rc::Rc;

/// So many places are held for one unit, or one more leaf: 80 MB.
pub(super) const PLACES_MAX: usize = 1 << 22;
/// A text of so many bytes is worth a table of its words.
const LONG_TEXT_BYTES: usize = 1 << 18;
/// So much room a leaf keeps from unit to unit.
const ROOM_KEPT: usize = 1 << 10;

/// The places of one leaf in the unit that is read, sorted once the unit is at its end.
#[derive(Debug, Clone, Default)]
pub(super) struct LeafPlaces {
    list: Vec<Occurrence>,
    /// First and last word of the place added last; here, so that the list need not be fetched to know.
    newest: (u32, u32),
    /// Whether a place begins before one that was added earlier, as phrases may.
    is_unsorted: bool,
    /// Whether its places are not held in this unit, because there are too many.
    pub(super) is_left_out: bool,
}

impl LeafPlaces {
    #[cfg(test)]
    pub(super) fn of(list: Vec<Occurrence>) -> Self {
        Self {
            list,
            ..Self::default()
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    /// Adds a place that ends with the word read last; says whether it is new. Several terms at one place are one, named
    /// by the first that was written.
    pub(super) fn add(&mut self, place: Occurrence) -> bool {
        let is_first = self.list.is_empty();
        if !is_first && self.newest.1 == place.last_word {
            let with_same_end = self.list.iter_mut().rev();
            for own in with_same_end.take_while(|own| own.last_word == place.last_word) {
                if own.first_word == place.first_word {
                    own.term = own.term.min(place.term);
                    return false;
                }
            }
        }
        self.is_unsorted |= !is_first && self.newest.0 >= place.first_word;
        self.newest = (place.first_word, place.last_word);
        self.list.push(place);
        true
    }

    /// Puts the places in order of their first words.
    pub(super) fn sort(&mut self) {
        if self.is_unsorted {
            self.list.sort_unstable();
            self.is_unsorted = false;
        }
    }

    pub(super) fn clear(&mut self) {
        self.list.clear();
        self.is_unsorted = false;
        if self.list.capacity() > ROOM_KEPT {
            self.list.shrink_to(ROOM_KEPT);
        }
    }
}

/// The places of leaves in a unit.
pub(super) enum Places<'p> {
    /// All of them.
    Held(&'p [LeafPlaces]),
    /// Found when asked for.
    Sought(Seeker<'p>),
}

impl Places<'_> {
    /// The places of a leaf, in the order of their first words.
    pub(super) fn of(&self, leaf: usize) -> Found<'_> {
        match self {
            Self::Held(leaves) => Found::Held(&leaves[leaf].list),
            Self::Sought(seeker) => Found::Sought(seeker.of(leaf)),
        }
    }

    /// Whether a leaf has a place.
    pub(super) fn has(&self, leaf: usize) -> bool {
        match self {
            Self::Held(leaves) => !leaves[leaf].is_empty(),
            Self::Sought(seeker) => !seeker.of(leaf).is_empty(),
        }
    }
}

/// The places of one leaf.
pub(super) enum Found<'p> {
    Held(&'p [Occurrence]),
    Sought(Rc<LeafPlaces>),
}

impl Deref for Found<'_> {
    type Target = [Occurrence];

    fn deref(&self) -> &[Occurrence] {
        match self {
            Self::Held(list) => list,
            Self::Sought(places) => &places.list,
        }
    }
}

/// Finds the places of one rule's leaves in a unit, for as many leaves at a time as may be held.
pub(super) struct Seeker<'s> {
    terms: &'s TermTable,
    words: Words<'s>,
    /// The leaves of the rule.
    leaves: Range<usize>,
    most_places: usize,
    loaded: RefCell<Loaded>,
}

/// Leaves of which the places are known, from the first on.
#[derive(Default)]
struct Loaded {
    first: usize,
    places: Vec<Rc<LeafPlaces>>,
    /// How many were too many.
    too_many: Option<usize>,
}

impl<'s> Seeker<'s> {
    pub(super) fn new(
        terms: &'s TermTable,
        words: Words<'s>,
        leaves: Range<usize>,
        most_places: usize,
    ) -> Self {
        Self {
            terms,
            words,
            leaves,
            most_places,
            loaded: RefCell::default(),
        }
    }

    fn of(&self, leaf: usize) -> Rc<LeafPlaces> {
        let mut loaded = self.loaded.borrow_mut();
        let is_loaded = (loaded.first..loaded.first + loaded.places.len()).contains(&leaf);
        if !is_loaded {
            self.load(leaf, &mut loaded);
        }
        Rc::clone(&loaded.places[leaf - loaded.first])
    }

    /// Finds the places of a leaf and of as many behind it as may be held.
    fn load(&self, first: usize, loaded: &mut Loaded) {
        loaded.first = first;
        loaded.places = Vec::new();
        let left = self.leaves.end - first;
        let mut count = loaded.too_many.map_or(left, |too_many| too_many / 2);
        loop {
            count = count.clamp(1, left);
            if let Some(found) = self.find(first..first + count) {
                loaded.places = found.into_iter().map(Rc::new).collect();
                return;
            }
            loaded.too_many = Some(count);
            count /= 2;
        }
    }

    /// A table of words costs more than it saves for a few.
    fn memory(&self) -> WordMemory {
        match self.words {
            Words::Written { text, .. } if text.len() > LONG_TEXT_BYTES => WordMemory::new(),
            _ => WordMemory::none(),
        }
    }

    /// The places of some leaves; nothing if there are too many for more than one leaf.
    fn find(&self, leaves: Range<usize>) -> Option<Vec<LeafPlaces>> {
        let terms = self.terms.only(&leaves);
        let mut found = vec![LeafPlaces::default(); leaves.len()];
        let mut held = 0;
        let is_too_many = |held| held > self.most_places && leaves.len() > 1;
        let mut finder = Finder::new(self.memory(), terms.longest());
        finder.read(&terms, self.words, |window| {
            for usage in terms.uses_of(window.patterns()) {
                if let Some(place) = window.place(usage, 0) {
                    let leaf = usage.leaf as usize - leaves.start;
                    held += usize::from(found[leaf].add(place));
                }
            }
            !is_too_many(held)
        });
        found.iter_mut().for_each(LeafPlaces::sort);
        (!is_too_many(held)).then_some(found)
    }
}
