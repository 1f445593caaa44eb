//! One line per pair of the table, and the two ways of folding against one another.

use super::*;
use proptest::prelude::*;

/// Two spellings that must be found by each other, with what both become.
const SAME: &[(&str, &str, &str)] = &[
    ("کلي", "کلی", "کلی"),
    ("کلى", "کلی", "کلی"),
    ("ادارې", "اداری", "اداری"),
    ("هستۍ", "هستی", "هستی"),
    ("رئیس", "رییس", "رییس"),
    ("لڑکے", "لڑکی", "لڑکی"),
    ("گئۓ", "گیی", "گیی"),
    ("كه", "که", "که"),
    ("ڪور", "کور", "کور"),
    ("ننګرهار", "ننگرهار", "ننگرهار"),
    ("مدرسة", "مدرسه", "مدرسه"),
    ("نامۀ", "نامه", "نامه"),
    ("خانهٔ", "خانه", "خانه"),
    ("ئەو", "یهو", "یهو"),
    ("ہم", "هم", "هم"),
    ("نامۂ", "نامه", "نامه"),
    ("صلوۃ", "صلوه", "صلوه"),
    ("بھائی", "بهایی", "بهایی"),
    ("أمير", "امیر", "امیر"),
    ("إمارة", "اماره", "اماره"),
    ("آرام", "ارام", "ارام"),
    ("ٱلله", "الله", "الله"),
    ("مؤمن", "مومن", "مومن"),
    ("علماء", "علما", "علما"),
    ("می‌گوید", "میگوید", "میگوید"),
    ("مُحَمَّد", "محمد", "محمد"),
    ("هٰذا", "هذا", "هذا"),
    ("طالبـــان", "طالبان", "طالبان"),
    ("زړهٙ", "زړه", "زړه"),
    ("۰۱۲۳۴۵۶۷۸۹", "0123456789", "0123456789"),
    ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "0123456789"),
    ("۸٬۰۰۰٫۵", "8,000.5", "8,000.5"),
    ("۸،۰۰۰", "8,000", "8,000"),
    ("ﻃﺎﻟﺒﺎﻥ", "طالبان", "طالبان"),
    ("ﻻ", "لا", "لا"),
    ("Hawala", "HAWALA", "hawala"),
    ("café", "Cafe", "cafe"),
    ("Zürich", "zurich", "zurich"),
    ("Ｋabul", "kabul", "kabul"),
    ("ХАВОЛА", "хавола", "хавола"),
    ("Ўзбек", "ўзбек", "ўзбек"),
    ("Қўқон", "қўқон", "қўқон"),
    ("за\u{301}мок", "замок", "замок"),
    ("Oʻzbek", "oʼzbek", "o'zbek"),
    ("O'zbek", "o’zbek", "o'zbek"),
    ("o‘zbek", "o`zbek", "o'zbek"),
    ("o´zbek", "oʻzbek", "o'zbek"),
    ("togʻ", "tog'", "tog'"),
    ("soft\u{AD}ened", "softened", "softened"),
    ("کور\u{200F}", "کور", "کور"),
];

#[test]
fn spellings_of_one_word_fold_to_one_form() {
    for (one, other, folded) in SAME {
        assert_eq!(fold(one), *folded, "{one}");
        assert_eq!(fold(other), *folded, "{other}");
    }
}

#[test]
fn different_words_stay_different() {
    for (one, other) in [
        ("کور", "گور"),
        ("بام", "پام"),
        ("oz", "o'z"),
        ("bog'i", "bogi"),
        ("ўзбек", "узбек"),
        ("o'zbek", "ўзбек"),
        ("ёки", "еки"),
        ("йил", "иил"),
        ("مسؤول", "مسئول"),
    ] {
        assert_ne!(fold(one), fold(other), "{one} / {other}");
    }
}

#[test]
fn every_pair_and_every_dropped_sign_is_in_force() {
    for (from, to) in PAIRS {
        assert_eq!(fold(&from.to_string()), to.to_string(), "{from:?}");
        assert_eq!(fold(&format!("x{from}\u{1E9B}")), format!("x{to}s"));
    }
    for (first, last) in DROPPED {
        for letter in [first, last] {
            assert_eq!(fold(&format!("x{letter}y")), "xy", "{letter:?}");
            assert_eq!(fold(&format!("x{letter}é")), "xe", "{letter:?}");
        }
    }
}

#[test]
fn a_folded_word_is_not_copied() {
    for word in ["hawala", "طالبان", "хавола", "2015"] {
        assert!(matches!(fold(word), Cow::Borrowed(_)), "{word}");
    }
}

#[test]
fn the_quick_way_and_the_general_way_agree_on_every_character() {
    for letter in ('\0'..'\u{3000}')
        .chain('\u{A000}'..'\u{AC00}')
        .chain('\u{F900}'..'\u{1FFFF}')
    {
        let text = letter.to_string();
        let mut whole = String::new();
        fold_whole(&text, &mut whole);
        assert_eq!(fold(&text), whole, "U+{:04X}", letter as u32);
        assert_eq!(fold(&whole), whole, "twice, U+{:04X}", letter as u32);
    }
}

/// Text from the blocks where marks, joiners and letters meet.
pub(crate) fn mixed() -> impl Strategy<Value = String> {
    proptest::collection::vec(
        prop_oneof![
            proptest::char::range(' ', '\u{24F}'),
            proptest::char::range('\u{2B0}', '\u{36F}'),
            proptest::char::range('\u{400}', '\u{52F}'),
            proptest::char::range('\u{600}', '\u{6FF}'),
            proptest::char::range('\u{2000}', '\u{206F}'),
            proptest::char::range('\u{FB50}', '\u{FDFF}'),
            proptest::char::range('\u{FE70}', '\u{FEFF}'),
            any::<char>(),
        ],
        0..12,
    )
    .prop_map(|letters| letters.into_iter().collect())
}

proptest! {
    #[test]
    fn folding_twice_changes_nothing(text in mixed()) {
        let once = fold(&text).into_owned();
        prop_assert_eq!(fold(&once), once.as_str());
    }

    #[test]
    fn the_quick_way_agrees_with_the_general_way(text in mixed()) {
        let mut whole = String::new();
        fold_whole(&text, &mut whole);
        prop_assert_eq!(fold(&text), whole);
    }
}
