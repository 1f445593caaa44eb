//! The test words of `fixtures/folding`: what a speaker says about two spellings is what the program does. It must not
//! know a language. A stranger would fold the words alone: they are cut first, as every text is.

use super::{DROPPED, PAIRS};
use crate::method::token::tokens;

const FILES: &[(&str, &str)] = &[
    ("dari", include_str!("../../../fixtures/folding/dari.csv")),
    (
        "pashto",
        include_str!("../../../fixtures/folding/pashto.csv"),
    ),
    (
        "uzbek-arabic",
        include_str!("../../../fixtures/folding/uzbek-arabic.csv"),
    ),
    (
        "uzbek-cyrillic",
        include_str!("../../../fixtures/folding/uzbek-cyrillic.csv"),
    ),
    (
        "uzbek-latin",
        include_str!("../../../fixtures/folding/uzbek-latin.csv"),
    ),
];

/// Every pair: file, the two spellings, whether they are one word.
fn pairs() -> impl Iterator<Item = (&'static str, &'static str, &'static str, bool)> {
    FILES.iter().flat_map(|(file, text)| {
        text.lines().skip(1).map(move |line| {
            let cells: Vec<_> = line.split(',').collect();
            let [one, other, same @ ("yes" | "no"), why] = cells[..] else {
                panic!("{file}: {line}");
            };
            assert!(!why.is_empty(), "{file}: {line}");
            (*file, one, other, same == "yes")
        })
    })
}

/// A spelling as it stands in a text: one word.
fn word(spelling: &str) -> String {
    let words: Vec<_> = tokens(spelling)
        .map(|token| token.folded.into_owned())
        .collect();
    assert_eq!(words.len(), 1, "{spelling} is one word");
    words.concat()
}

#[test]
fn spellings_are_found_by_one_another_where_a_speaker_says_so_and_nowhere_else() {
    for (file, one, other, is_same) in pairs() {
        assert_eq!(word(one) == word(other), is_same, "{file}: {one} {other}");
    }
}

#[test]
fn every_letter_of_the_table_stands_in_a_pair() {
    let tried = |letter: char| {
        pairs().any(|(_, one, other, is_same)| {
            is_same && (one.contains(letter) || other.contains(letter))
        })
    };
    for (letter, _) in PAIRS.iter().filter(|(letter, _)| !letter.is_numeric()) {
        assert!(tried(*letter), "{letter} (U+{:04X})", *letter as u32);
    }
    // Of what is dropped, the signs that people type: hamza, tatweel, zwarakay, joiner, alef above.
    for letter in [
        'ء', 'ـ', '\u{659}', '\u{200C}', '\u{670}', '\u{AD}', '\u{200F}',
    ] {
        let is_dropped = DROPPED
            .iter()
            .any(|(low, high)| (*low..=*high).contains(&letter));
        assert!(is_dropped && tried(letter), "U+{:04X}", letter as u32);
    }
}
