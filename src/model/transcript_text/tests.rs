//! Texts as they come, labels in every dress, and turns that cover all that is visible.

use super::*;
use proptest::prelude::*;

fn normal(bytes: &[u8]) -> Result<String, TextError> {
    normalise(bytes, &TextLimits::default())
}

fn cut(text: &str, keys: &[&str]) -> Turns {
    turns(text, keys, 1000).unwrap()
}

/// Speaker and words of each turn, sliced from the text by code points.
fn said(text: &str, keys: &[&str]) -> Vec<(String, String)> {
    let found = cut(text, keys);
    let turned = TurnedText::new(text, &found.turns).unwrap();
    let pair = |turn: &Turn| {
        let speaker = turn.label.as_ref().map_or(String::new(), |label| {
            let span = Span {
                start_cp: label.start_cp,
                end_cp: label.end_cp,
            };
            assert_eq!(turned.slice(span), label.speaker);
            label.speaker.clone()
        });
        (speaker, turned.slice(turn.words()).to_owned())
    };
    found.turns.iter().map(pair).collect()
}

fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter()
        .map(|(a, b)| ((*a).to_owned(), (*b).to_owned()))
        .collect()
}

#[test]
fn what_is_no_text_is_refused_with_its_byte() {
    assert_eq!(normal(b"ab\xFFc"), Err(TextError::NotUtf8 { byte: 2 }));
    assert_eq!(normal(b"\xEF\xBB\xBFa\0"), Err(TextError::Nul { byte: 4 }));
    assert_eq!(normal(b"\xFF\xFEa\0"), Err(TextError::Utf16));
}

#[test]
fn what_is_too_long_is_refused() {
    let limits = TextLimits {
        text_bytes: 6,
        line_bytes: 3,
        turns: 1,
    };
    assert_eq!(
        normalise(b"a\r\r\nb\r\nc\nd", &limits),
        Err(TextError::TooLong { limit_bytes: 6 })
    );
    assert_eq!(
        normalise(b"a\r\r\nabcd", &limits),
        Err(TextError::LineTooLong {
            line: 2,
            bytes: 4,
            limit_bytes: 3
        })
    );
    assert_eq!(
        normalise(b"a\r\r\nbcd\r\r\n", &limits).as_deref(),
        Ok("a\nbcd\n")
    );
    assert_eq!(
        turns("a: b\na: c", &[], 1),
        Err(TextError::TooManyTurns { line: 2, limit: 1 })
    );
}

#[test]
fn line_ends_become_one_and_nothing_else_changes() {
    for (bytes, text) in [
        ("\u{FEFF}a\r\nb", "a\nb"),
        ("a\r\r\nb\rc\r\rd\r\r\r\ne\n\r", "a\nb\nc\n\nd\n\ne\n\n"),
        (
            "\u{FEFF}\u{FEFF}می\u{200C}گوید\u{200F}\t",
            "\u{FEFF}می\u{200C}گوید\u{200F}\t",
        ),
        ("", ""),
    ] {
        assert_eq!(normal(bytes.as_bytes()).as_deref(), Ok(text));
    }
}

#[test]
fn a_key_or_a_label_that_stands_twice_begins_a_turn() {
    let text =
        "Recorded at dusk.\n\nQ: Why?\nS-01: Because.\nAnd\n\nmore: or less.\nQ: Note: so?\n";
    assert_eq!(
        said(text, &["S-01"]),
        pairs(&[
            ("", "Recorded at dusk."),
            ("Q", "Why?"),
            ("S-01", "Because.\nAnd\n\nmore: or less."),
            ("Q", "Note: so?"),
        ])
    );
    let doubted = cut(text, &["S-01"]).doubted;
    assert_eq!(doubted.len(), 1);
    assert_eq!((doubted[0].line, doubted[0].label.as_str()), (7, "more"));
    assert_eq!(doubted[0].doubt, Doubt::StandsOnce);
}

#[test]
fn labels_of_other_scripts_and_dresses() {
    let text =
        "سوال: ولې؟\n\u{200F}ځواب : نه پوهېږم\nسوال：څنګه؟\n  ځواب:\nداسې\n**Q:** x\n**Q**: y";
    assert_eq!(
        said(text, &[]),
        pairs(&[
            ("سوال", "ولې؟"),
            ("ځواب", "نه پوهېږم"),
            ("سوال", "څنګه؟"),
            ("ځواب", "داسې"),
            ("Q", "x"),
            ("Q", "y"),
        ])
    );
}

#[test]
fn times_addresses_and_sentences_are_no_labels() {
    let text = "10:30 x\n10:30 y\nhttp://a\nhttp://b\n[00:01 a\n[00:01 b\nYes, he: a\nYes, he: b\nبلی، او: a\nبلی، او: b\n: c\n-: d\n-: e";
    assert_eq!(said(text, &[]).len(), 1);
    let long = format!("{0}: a\n{0}: b", "x".repeat(31));
    assert_eq!(said(&long, &[]).len(), 1);
    let just = format!("{0}: a\n{0}: b", "ک".repeat(30));
    assert_eq!(said(&just, &[]).len(), 2);
}

#[test]
fn a_key_with_a_forbidden_sign_is_doubted() {
    let found = cut("S.1: yes", &["S.1"]);
    assert_eq!(found.turns.len(), 1);
    assert_eq!(found.doubted[0].doubt, Doubt::ForbiddenSign);
    assert_eq!(
        said("7:30 men came", &["7"]),
        pairs(&[("7", "30 men came")])
    );
}

#[test]
fn turns_may_be_empty() {
    assert_eq!(
        said("A:\nB: x\nA:", &["B"]),
        pairs(&[("A", ""), ("B", "x"), ("A", "")])
    );
    assert_eq!(said("", &[]), pairs(&[]));
    assert_eq!(said(" \n\n", &[]), pairs(&[]));
}

#[test]
fn turns_that_do_not_fit_are_refused() {
    let turn = |start_cp, text_start_cp, end_cp| Turn {
        start_cp,
        end_cp,
        text_start_cp,
        label: None,
    };
    for bad in [
        vec![turn(0, 0, 4)],
        vec![turn(0, 2, 1)],
        vec![turn(0, 0, 2), turn(1, 1, 3)],
    ] {
        assert!(matches!(
            TurnedText::new("abc", &bad),
            Err(TextError::TurnsDoNotFit { .. })
        ));
    }
}

proptest! {
    #[test]
    fn normalising_twice_changes_nothing(text in "[a\r\n\u{FEFF}ک]{0,20}") {
        let once = normal(text.as_bytes()).unwrap();
        prop_assert!(!once.contains('\r'));
        if !once.starts_with('\u{FEFF}') {
            prop_assert_eq!(normal(once.as_bytes()).unwrap(), once);
        }
    }

    #[test]
    fn turns_hold_every_visible_sign(text in "([A-Cس]{1,2}[:： ]|[a .,\n:*\u{200F}])*") {
        let found = cut(&text, &["B"]);
        let turned = TurnedText::new(&text, &found.turns).unwrap();
        let mut outside = 0;
        let letters: Vec<char> = text.chars().collect();
        for turn in turned.turns() {
            prop_assert!(letters[outside..turn.start_cp].iter().all(|letter| letter.is_whitespace()));
            outside = turn.end_cp;
            let words = turned.slice(turn.words());
            prop_assert_eq!(words, words.trim());
        }
        prop_assert!(letters[outside..].iter().all(|letter| letter.is_whitespace()));
    }
}
