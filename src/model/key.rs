//! Keys of the study's nouns and the small numbers that stand for them in memory.
//!
//! It knows how a key is spelled, not what it names. What a stranger would get wrong: an id is the
//! place of a noun in one study in memory; it is never stored and never shown.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::model::key_spelling::check_key;
use crate::model::refusal::Refusal;

/// Declares the id of a noun: a place in that noun's list.
macro_rules! id {
    ($(#[$doc:meta] $name:ident,)+) => {
        $(#[$doc]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub(crate) u32);

        impl $name {
            /// Returns the place in the noun's list, from 0.
            pub const fn index(self) -> usize {
                self.0 as usize
            }

            /// Returns the id of a place in the noun's list, from 0.
            pub const fn new(index: u32) -> $name {
                $name(index)
            }
        })+
    };
}

id! {
    /// A side of the conflict.
    SideId,
    /// A group of sources.
    GroupId,
    /// A field researcher.
    ResearcherId,
    /// A source.
    SourceId,
    /// An interview.
    InterviewId,
    /// A node of the tree of places or of the tree of populations.
    NodeId,
    /// A topic.
    TopicId,
    /// An event.
    EventId,
    /// An origin that statements came through.
    OriginId,
    /// Somebody who did something, by the words of the cell.
    ActorId,
    /// A unit of counting.
    UnitId,
    /// A claim: the rank of its key among the keys of the study, in byte order.
    ClaimId,
}

/// Returns the text when it is spelled as a key.
///
/// # Errors
/// A [`Refusal`] of the column that says how keys are spelled.
pub fn checked_key<'a>(column: &'static str, text: &'a str) -> Result<&'a str, Refusal> {
    let text = text.trim();
    if check_key(text).is_ok() {
        return Ok(text);
    }
    let right = "a key of letters, digits and . _ / - that begins with a letter or a digit";
    Err(Refusal::new(column, text, right))
}

/// The keys of one noun in the order in which they came, and their places.
#[derive(Debug, Clone, Default)]
pub struct Keys {
    keys: Vec<Box<str>>,
    places: HashMap<Box<str>, u32>,
}

impl Keys {
    /// Adds a key and returns its place.
    ///
    /// # Errors
    /// A [`Refusal`] of the column when the key is misspelled or stands already.
    pub fn add(&mut self, column: &'static str, key: &str) -> Result<u32, Refusal> {
        let key = checked_key(column, key)?;
        // More than 2^32 keys of one noun do not fit any memory this runs in.
        let place = self.keys.len() as u32;
        match self.places.entry(key.into()) {
            Entry::Occupied(_) => return Err(Refusal::twice(column, key)),
            Entry::Vacant(free) => free.insert(place),
        };
        self.keys.push(key.into());
        Ok(place)
    }

    /// Returns the place of a text, adding it when it is new; any text is allowed.
    pub fn intern(&mut self, text: &str) -> u32 {
        if let Some(place) = self.places.get(text) {
            return *place;
        }
        // More than 2^32 keys of one noun do not fit any memory this runs in.
        let place = self.keys.len() as u32;
        self.keys.push(text.into());
        self.places.insert(text.into(), place);
        place
    }

    /// Returns the place of a key, or nothing.
    pub fn find(&self, key: &str) -> Option<u32> {
        self.places.get(key.trim()).copied()
    }

    /// Returns the key of a place; empty for a place that is none.
    pub fn key(&self, place: usize) -> &str {
        self.keys.get(place).map_or("", |key| key)
    }

    /// Returns how many keys there are.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Tells whether there is no key.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Returns the keys in the order in which they came.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        self.keys.iter().map(|key| &**key)
    }
}

/// Many keys end to end in one text: what a million claims can afford.
#[derive(Debug, Clone, Default)]
pub struct KeyTape {
    text: String,
    ends: Vec<u64>,
}

impl KeyTape {
    /// Makes room for so many keys more.
    pub fn reserve(&mut self, keys: usize) {
        self.ends.reserve(keys);
    }

    /// Puts a key at the end.
    pub fn push(&mut self, key: &str) {
        self.text.push_str(key);
        self.ends.push(self.text.len() as u64);
    }

    /// Returns the key of a place; empty for a place that is none.
    pub fn get(&self, place: usize) -> &str {
        let start = match place.checked_sub(1) {
            Some(before) => self.ends.get(before).copied().unwrap_or(0),
            None => 0,
        };
        let end = self.ends.get(place).copied().unwrap_or(start);
        self.text.get(start as usize..end as usize).unwrap_or("")
    }

    /// Returns the tape with its keys in an order that names each by its place.
    pub fn arranged(&self, order: &[u32]) -> KeyTape {
        let mut tape = KeyTape {
            text: String::with_capacity(self.text.len()),
            ends: Vec::with_capacity(order.len()),
        };
        order
            .iter()
            .for_each(|place| tape.push(self.get(*place as usize)));
        tape
    }

    /// Takes all keys off.
    pub fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
    }

    /// Returns how many keys there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Tells whether there is no key.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Returns the place of a key on a tape that is in byte order, or nothing.
    pub fn find_sorted(&self, key: &str) -> Option<usize> {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low + (high - low) / 2;
            match self.get(middle).cmp(key) {
                std::cmp::Ordering::Equal => return Some(middle),
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn misspelled_keys_are_refused() {
        for bad in ["", "-a", "a b", "a?", "ä", "_x"] {
            assert!(checked_key("source", bad).is_err(), "{bad:?}");
        }
        assert_eq!(checked_key("source", " S-12 "), Ok("S-12"));
    }

    #[test]
    fn a_key_stands_once() {
        let mut keys = Keys::default();
        assert_eq!(keys.add("source", "a"), Ok(0));
        assert_eq!(keys.add("source", "b"), Ok(1));
        assert_eq!(
            keys.add("source", "a").unwrap_err().right,
            "a key that no other row has"
        );
        assert_eq!(keys.find("b"), Some(1));
        assert_eq!(keys.key(7), "");
    }

    #[test]
    fn a_tape_gives_back_its_keys() {
        let mut tape = KeyTape::default();
        for key in ["a", "bb", "c10"] {
            tape.push(key);
        }
        assert_eq!((tape.get(0), tape.get(1), tape.get(2)), ("a", "bb", "c10"));
        assert_eq!(tape.get(3), "");
        assert_eq!(tape.find_sorted("bb"), Some(1));
        assert_eq!(tape.find_sorted("b"), None);
    }
}
