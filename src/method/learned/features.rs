//! The features of a word: the folded word itself, and its pieces of two to five letters with its ends marked. Pieces
//! make the classifier work where words bend (Pashto, Uzbek) and where no stemmer exists, in every script; the fold is
//! the program's one. It must not know sentences. A stranger would look for a table of features: a feature is a number
//! made of its letters by a hash (Weinberger et al. 2009), so a word that was never seen has its place too.

use super::lexicon::Kind;

/// How many features there are: a power of two, since a hash is cut to it.
pub const FEATURES: usize = 1 << 17;

/// Lengths of pieces in code points, with the marks of the word's ends.
const SHORTEST_PIECE_CP: usize = 2;
const LONGEST_PIECE_CP: usize = 5;
/// Most code points of a word that are cut: beyond that it is no word, and nothing is quadratic in it anyhow.
const LONGEST_WORD_CP: usize = 64;

/// What stands at both ends of a word, where no letter can.
const END: char = '\u{1}';

/// The features of a folded word: first the word, then its pieces, each as often as it occurs.
#[must_use]
pub(super) fn features_of(kind: Kind, folded: &str) -> Vec<u32> {
    let letters: Vec<char> = std::iter::once(END)
        .chain(folded.chars().take(LONGEST_WORD_CP))
        .chain(std::iter::once(END))
        .collect();
    let mut found = vec![cut(hash_of(kind, folded))];
    for length in SHORTEST_PIECE_CP..=LONGEST_PIECE_CP {
        // A piece that is all of the word with both ends would say what the word says.
        let pieces = letters.windows(length).filter(|_| length < letters.len());
        found.extend(pieces.map(|piece| cut(hash(kind, 'c', piece.iter().copied()))));
    }
    found
}

/// A number made of a word, by which it is told from others.
#[must_use]
pub(super) fn hash_of(kind: Kind, folded: &str) -> u64 {
    hash(kind, 'w', folded.chars())
}

/// The feature of two words, one behind the other, from their hashes.
#[must_use]
pub(super) fn pair_feature(one: u64, next: u64) -> u32 {
    cut(spread(step(step(FNV_BASIS, one), next)))
}

fn hash(kind: Kind, sort: char, letters: impl Iterator<Item = char>) -> u64 {
    let asked = matches!(kind, Kind::Asked).then_some('?');
    let signs = asked
        .into_iter()
        .chain(std::iter::once(sort))
        .chain(letters);
    spread(signs.fold(FNV_BASIS, |hash, letter| {
        step(hash, u64::from(u32::from(letter)))
    }))
}

fn cut(hash: u64) -> u32 {
    (hash % FEATURES as u64) as u32
}

/// FNV-1a (Fowler, Noll & Vo), a letter at a time: the same on every machine.
const FNV_BASIS: u64 = 0xcbf2_9ce4_8422_2325;

fn step(hash: u64, value: u64) -> u64 {
    (hash ^ value).wrapping_mul(0x0100_0000_01b3)
}

/// A number made of words, by which sentences are drawn: the same wherever and whenever they are drawn.
#[must_use]
pub fn number_of(words: &str) -> u64 {
    let bytes = words.bytes();
    spread(bytes.fold(FNV_BASIS, |hash, byte| step(hash, u64::from(byte))))
}

/// The last step of SplitMix64 (Steele, Lea & Flood 2014): every bit bears on the low ones.
fn spread(mut mixed: u64) -> u64 {
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shared(one: &str, other: &str) -> usize {
        let other = features_of(Kind::Said, other);
        let own = features_of(Kind::Said, one);
        own.iter().filter(|feature| other.contains(feature)).count()
    }

    #[test]
    fn a_word_has_itself_and_its_pieces() {
        // |pay|: pa ay and both ends; |pa pay ay|; |pay pay|.
        let count = |word: &str| features_of(Kind::Said, word).len();
        assert_eq!(count("pay"), 1 + 4 + 3 + 2);
        assert_eq!((count("a"), count("")), (1 + 2, 1));
        assert!(count(&"ab".repeat(10_000)) < 260);
    }

    #[test]
    fn pairs_and_questions_have_features_of_their_own() {
        let [one, other] = ["ab", "c"].map(|word| hash_of(Kind::Said, word));
        assert_ne!(pair_feature(one, other), pair_feature(other, one));
        let asked = features_of(Kind::Asked, "pay");
        let said = features_of(Kind::Said, "pay");
        assert!(asked.iter().all(|feature| !said.contains(feature)));
    }

    #[test]
    fn forms_of_a_word_share_pieces_in_every_script() {
        for (one, other, far) in [
            ("salary", "salaries", "winter"),
            ("معاش", "معاشونه", "ژمی"),
            ("маош", "маоши", "қишда"),
            ("maosh", "maoshlar", "winter"),
        ] {
            assert!(shared(one, other) > 3 * shared(one, far), "{one} {other}");
        }
    }
}
