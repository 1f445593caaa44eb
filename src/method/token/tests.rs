//! Words of each language, the doubtful marks, and the standard as a second opinion.

use super::*;
use proptest::prelude::*;

fn folded(text: &str) -> Vec<String> {
    tokens(text)
        .map(|token| token.folded.into_owned())
        .collect()
}

#[test]
fn words_of_each_language() {
    for (text, words) in [
        (
            "The money-dealer didn’t pay.",
            "the money dealer didn't pay",
        ),
        ("He said ‘pay’, then 'went'.", "he said pay then went"),
        (
            "it cost 8,000.5 or 3.5; 1.2.2021",
            "it cost 8,000.5 or 3.5 1.2.2021",
        ),
        (
            "end.Start S-01:yes i.e. 12:30",
            "end start s 01 yes i e 12 30",
        ),
        (
            "_very_ snake_case a_ _b 1_.2 1..2",
            "very snake_case a b 1 2 1 2",
        ),
        ("او می‌گوید: «حواله»، نه؟", "او میگوید حواله نه"),
        ("د ننګرهار ولایت کې ۲۰۱۵۔", "د ننگرهار ولایت کی 2015"),
        (
            "Oʻzbekiston, bo‘ldi va ma’no",
            "o'zbekiston bo'ldi va ma'no",
        ),
        ("Ўзбек тоғида қўрқди.", "ўзбек тоғида қўрқди"),
        ("ـــ ء مُحَمَّد", "محمد"),
        ("کور\u{200F} کور\u{200C} \u{200F}کور", "کور کور کور"),
        ("۸٬۰۰۰ و ۳٫۵، ۸،۰۰۰", "8,000 و 3.5 8,000"),
        ("北京人 abc नमस्ते ok", "北 京 人 abc नमस्ते ok"),
        ("", ""),
        ("... ' \u{301}", ""),
    ] {
        assert_eq!(folded(text).join(" "), words, "{text}");
    }
}

#[test]
fn an_apostrophe_after_o_or_g_is_kept_and_doubted() {
    let all: Vec<_> = tokens("togʻ tog' ‘the dog’ dogs' Kabul’s oʻs").collect();
    let forms: Vec<_> = all
        .iter()
        .map(|token| (token.folded.as_ref(), token.second_form()))
        .collect();
    assert_eq!(
        forms,
        [
            ("tog'", None),
            ("tog'", Some("tog")),
            ("the", None),
            ("dog'", Some("dog")),
            ("dogs", None),
            ("kabul's", Some("kabul")),
            ("o's", None)
        ]
    );
}

#[test]
fn places_count_code_points_and_leave_joiners_outside() {
    let text = "«می‌گوید\u{200F}» a🙂b";
    let places: Vec<_> = tokens(text).map(|t| (t.start_cp, t.end_cp)).collect();
    assert_eq!(places, [(1, 8), (11, 12), (13, 14)]);
}

#[test]
fn a_star_is_a_letter_only_in_patterns() {
    let slices = |text: &'static str| -> Vec<&str> {
        pattern_spans(text)
            .map(|span| &text[span.bytes()])
            .collect()
    };
    assert_eq!(slices("*deal* bogʻ* a *"), ["*deal*", "bogʻ*", "a", "*"]);
    assert_eq!(folded("*deal*"), ["deal"]);
}

#[test]
fn a_very_long_text_without_words_or_spaces_is_one_pass() {
    assert_eq!(token_spans(&"\u{301}".repeat(100_000)).count(), 0);
    assert_eq!(token_spans(&"'a".repeat(100_000)).count(), 1);
    assert_eq!(token_spans(&"人".repeat(100_000)).count(), 100_000);
    assert_eq!(token_spans(&"a_".repeat(100_000)).count(), 1);
}

proptest! {
    #[test]
    fn places_slice_back_to_the_word(text in "[ a-zO'’ʻ.,*_0-9۰-۹آ-ی\u{200C}\u{200F}\u{64B}а-яў人🙂\\PC]{0,40}") {
        let letters: Vec<char> = text.chars().collect();
        let mut end_cp = 0;
        for token in tokens(&text) {
            prop_assert!(end_cp <= token.start_cp && token.start_cp < token.end_cp);
            end_cp = token.end_cp;
            let slice: String = letters[token.start_cp..token.end_cp].iter().collect();
            prop_assert_eq!(&slice, &text[token.start_byte..token.end_byte]);
            prop_assert_eq!(fold(&slice), token.folded);
        }
        prop_assert!(end_cp <= letters.len());
    }

    /// A pattern is read sign by sign; where there is no star, it has the same words as a text.
    #[test]
    fn passing_over_ascii_changes_nothing(text in "[ a-zO'’ʻ.,_0-9۰-۹آ-ی\u{200C}\u{200F}\u{64B}а-яў人🙂éß\\PC]{0,40}") {
        let text = text.replace('*', "-");
        let (quick, slow): (Vec<_>, Vec<_>) = (token_spans(&text).collect(), pattern_spans(&text).collect());
        prop_assert_eq!(quick, slow);
    }

    #[test]
    fn every_letter_has_the_class_of_the_table(letter in prop_oneof!["[\0-\u{7FF}‘’´ʻʼ]", "\\PC"].prop_map(|one: String| one.chars().next().unwrap_or_default())) {
        let expected = match class_of_common(letter) {
            Class::Rare => class_of_rare(letter),
            common => common,
        };
        prop_assert!(class(letter) == expected);
    }

    #[test]
    fn plain_words_are_those_of_the_standard(text in "([ a-z0-9،؛؟!«»а-я()\n-]|[آ-غف-يپ-ی][\u{64B}\u{200C}]?){0,40}") {
        let mut ours = token_spans(&text).map(|span| text[span.bytes()].to_owned());
        for word in text.unicode_words() {
            let word = word.trim_end_matches('\u{200C}');
            prop_assert_eq!(ours.next(), Some(word.to_owned()));
        }
        prop_assert_eq!(ours.next(), None);
    }
}
