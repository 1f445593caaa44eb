//! What became of words met before: a table of fixed size in which a new word takes the place of an older one.
//! It must not know patterns beyond their numbers. A stranger would get wrong that it is no hash map: nothing grows,
//! nothing is probed for, and a text written to make words collide only makes the look-ups as slow as without it.

use super::vocabulary::PatternId;

/// Slots of the table: the words of a language that make up nearly all of a text, in two megabytes.
const SLOTS: usize = 1 << SLOT_BITS;
const SLOT_BITS: u32 = 16;
/// Longer words are looked up anew each time.
const WORD_MAX_BYTES: usize = 23;
/// When the kept patterns are more than this, all is forgotten, so that a hostile text cannot fill the memory.
const PATTERNS_MAX: usize = 1 << 18;

/// A word as it stands in a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word<'t> {
    pub(super) written: &'t str,
    /// The text from the word on: where it goes on far enough, the letters are read in one go.
    pub(super) from_here: &'t [u8],
    /// As [`crate::method::token::TokenSpan::is_apostrophe_doubtful`].
    pub(super) is_apostrophe_doubtful: bool,
}

/// A word as three numbers: its bytes, and in the last byte its length and whether its apostrophe is doubtful.
type Letters = [u64; 3];

#[derive(Debug, Clone, Copy, Default)]
struct Slot {
    /// All zero in an empty slot: no word has length 0.
    letters: Letters,
    first_pattern: u32,
    pattern_count: u16,
    is_word: bool,
}

/// What became of a word.
pub(super) struct Known<'m> {
    /// Whether anything is left of it when folded.
    pub(super) is_word: bool,
    /// The patterns that mean it, ascending.
    pub(super) patterns: &'m [PatternId],
}

/// What became of words met before.
#[derive(Debug)]
pub(super) struct WordMemory {
    slots: Box<[Slot]>,
    patterns: Vec<PatternId>,
}

impl WordMemory {
    pub(super) fn new() -> Self {
        Self {
            slots: vec![Slot::default(); SLOTS].into(),
            patterns: Vec::new(),
        }
    }

    /// One that keeps nothing: for a single short text a table costs more than it saves.
    pub(super) fn none() -> Self {
        Self {
            slots: Box::default(),
            patterns: Vec::new(),
        }
    }

    /// What is known of a word, as it stands in the text.
    #[inline(always)]
    pub(super) fn recall(&self, word: Word<'_>) -> Option<Known<'_>> {
        let letters = letters(word)?;
        let slot = self.slots.get(slot_of(letters))?;
        if slot.letters != letters {
            return None;
        }
        let first = slot.first_pattern as usize;
        Some(Known {
            is_word: slot.is_word,
            patterns: &self.patterns[first..first + usize::from(slot.pattern_count)],
        })
    }

    /// Keeps what became of a word.
    pub(super) fn keep(&mut self, word: Word<'_>, is_word: bool, patterns: &[PatternId]) {
        let Some(letters) = letters(word) else {
            return;
        };
        // A word that more patterns mean than a slot can count is looked up anew each time.
        let (false, Ok(pattern_count)) = (self.slots.is_empty(), u16::try_from(patterns.len()))
        else {
            return;
        };
        if self.patterns.len() + patterns.len() > PATTERNS_MAX {
            self.slots.fill(Slot::default());
            self.patterns.clear();
        }
        self.slots[slot_of(letters)] = Slot {
            letters,
            // Far below 2^32: at most PATTERNS_MAX.
            first_pattern: self.patterns.len() as u32,
            pattern_count,
            is_word,
        };
        self.patterns.extend_from_slice(patterns);
    }
}

#[inline]
fn letters(word: Word<'_>) -> Option<Letters> {
    let length = word.written.len();
    if length > WORD_MAX_BYTES {
        return None;
    }
    let mut letters = match word.from_here.first_chunk::<24>() {
        Some(ahead) => eights(ahead),
        None => {
            let mut bytes = [0; 24];
            bytes[..length].copy_from_slice(word.written.as_bytes());
            eights(&bytes)
        }
    };
    for (at, letter) in letters.iter_mut().enumerate() {
        let own = length.saturating_sub(8 * at);
        if own < 8 {
            *letter &= (1 << (8 * own)) - 1;
        }
    }
    let mark = (length as u64) << 1 | u64::from(word.is_apostrophe_doubtful);
    letters[2] |= mark << 56;
    Some(letters)
}

#[inline]
fn eights(bytes: &[u8; 24]) -> Letters {
    let (eights, _) = bytes.as_chunks::<8>();
    [0, 1, 2].map(|at| u64::from_le_bytes(eights[at]))
}

/// Multiply and rotate, as in FxHash: quick, and good enough where a collision costs one look-up.
#[inline]
fn slot_of(letters: Letters) -> usize {
    const FACTOR: u64 = 0x517c_c1b7_2722_0a95;
    let mixed = letters.iter().fold(0_u64, |mixed, letter| {
        (mixed.rotate_left(5) ^ letter).wrapping_mul(FACTOR)
    });
    // The upper bits are the well mixed ones.
    (mixed >> (u64::BITS - SLOT_BITS)) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashMap;

    fn plain(written: &str) -> Word<'_> {
        Word {
            written,
            from_here: written.as_bytes(),
            is_apostrophe_doubtful: false,
        }
    }

    proptest! {
        #[test]
        fn what_is_recalled_is_what_was_kept(
            words in proptest::collection::vec("[abک]{1,30}", 1..80),
        ) {
            let mut memory = WordMemory::new();
            let mut kept = HashMap::new();
            for (at, word) in (0_u32..).zip(&words) {
                let patterns = vec![at; word.len() % 3];
                memory.keep(plain(word), at % 2 == 0, &patterns);
                kept.insert(word.as_str(), (at % 2 == 0, patterns));
            }
            for word in &words {
                if let Some(known) = memory.recall(plain(word)) {
                    prop_assert_eq!(&(known.is_word, known.patterns.to_vec()), &kept[word.as_str()]);
                }
            }
            let last = words[words.len() - 1].as_str();
            prop_assert_eq!(memory.recall(plain(last)).is_some(), last.len() <= WORD_MAX_BYTES);
            prop_assert!(memory.recall(plain("never kept")).is_none());
            let doubtful = Word { is_apostrophe_doubtful: true, ..plain(last) };
            prop_assert!(memory.recall(doubtful).is_none());
            // The same word with more text behind it.
            let longer = format!("{last} and more text than three times eight bytes");
            let within = Word { from_here: longer.as_bytes(), ..plain(last) };
            prop_assert_eq!(memory.recall(within).is_some(), memory.recall(plain(last)).is_some());
        }
    }

    #[test]
    fn a_full_memory_forgets_and_one_that_keeps_nothing_knows_nothing() {
        let mut memory = WordMemory::new();
        for number in 0..8 {
            memory.keep(plain("a"), true, &vec![number; PATTERNS_MAX / 8]);
        }
        assert!(memory.recall(plain("a")).is_some());
        memory.keep(plain("b"), true, &[2]);
        assert!(memory.recall(plain("a")).is_none());
        assert_eq!(memory.recall(plain("b")).unwrap().patterns, [2]);
        let mut none = WordMemory::none();
        none.keep(plain("a"), true, &[1]);
        assert!(none.recall(plain("a")).is_none());
    }
}
