//! Rules over texts: examples a person can check, and a second evaluator that tries everything.

use super::super::circumstances::CodedSpans;
use super::super::shortfall::ShortfallReason;
use super::oracle::brute_force;
use super::*;
use crate::method::fold::fold;
use crate::model::transcript_text::turns;
use proptest::prelude::*;

mod slow;
mod weighed;

fn rule(source: &str, unit: Unit) -> Rule {
    Rule {
        expression: Expression::parse(source).unwrap(),
        unit,
        stems: None,
    }
}

fn run(rules: &[Rule], text: &str) -> Vec<Hit> {
    let found = turns(text, &["S-01"], 1000).unwrap();
    RuleSet::compile(rules).run(&TurnedText::new(text, &found.turns).unwrap())
}

fn slice(text: &str, span: Span) -> String {
    text.chars()
        .skip(span.start_cp)
        .take(span.end_cp - span.start_cp)
        .collect()
}

/// The words that fired for one rule on a text of one turn, hit by hit.
fn fired(source: &str, unit: Unit, text: &str) -> Vec<String> {
    run(&[rule(source, unit)], text)
        .iter()
        .map(|hit| {
            let words: Vec<_> = hit
                .fired
                .iter()
                .map(|word| slice(text, word.span))
                .collect();
            words.join(" + ")
        })
        .collect()
}

#[test]
fn a_rule_that_is_not_true_proposes_nothing() {
    for (source, text) in [
        ("hawala", "no such word; hawaladar"),
        ("a AND b", "a"),
        ("a NOT b", "a b"),
        ("\"a b\"", "b a. a c b"),
        ("a NEAR/2 b", "a x y b"),
        ("a NEAR/5 a", "a"),
        ("a* NEAR/5 ab*", "abc"),
        ("\"a b\" NEAR/5 \"b c\"", "a b c"),
        ("a NEAR/2 b NEAR/2 c", "b a x c"),
        ("a NOT (b OR c)", "a c"),
        ("a AND (b NEAR/1 c OR d)", "a b x c"),
        ("ATLEAST/3 (a OR b)", "a b"),
        ("ATLEAST/3/2 (a OR b)", "a b x x a"),
        ("ATLEAST/2 (a* OR ab)", "ab"),
        ("ATLEAST/2 (\"a b\" OR \"b c\")", "a b c"),
        ("WEIGH/3 (a^2 OR b)", "a a a"),
        ("WEIGH/3 (a^2 OR b OR c^-1)", "a b c"),
        ("WEIGH/3 ((a OR b) OR c^2)", "a b"),
    ] {
        assert_eq!(
            fired(source, Unit::Turn, text),
            [""; 0],
            "{source} / {text}"
        );
    }
}

#[test]
fn the_rule_of_the_handbook() {
    let source =
        r#"(hawala OR "money dealer*") NEAR/12 (pressure OR warn* OR regist*) NOT "before 2015""#;
    let text = "S-01: The money dealers were warned. Hawala was free before 2015, without pressure.\n\
                The hawala man had to register; the dealers of money felt pressure.";
    assert_eq!(
        fired(source, Unit::Sentence, text),
        ["money dealers + warned", "hawala + register + pressure"]
    );
    assert_eq!(fired(source, Unit::Turn, text), [""; 0]);
}

#[test]
fn words_of_each_language_are_found_in_every_spelling() {
    for (source, text, words) in [
        ("حواله", "د حوالې حواله", "حواله"),
        ("حوال*", "د حوالې حواله", "حوالې + حواله"),
        ("ننگرهار", "په ننګرهار كې", "ننګرهار"),
        ("\"می گوید\" OR میگوید", "او می‌گوید", "می‌گوید"),
        ("محمد AND ۲۰۱۵", "مُحَمَّد، 2015", "مُحَمَّد + 2015"),
        ("o'zbek*", "Oʻzbeklar va o‘zbek", "Oʻzbeklar + o‘zbek"),
        ("togʻ", "tog' va togʻ, tog", "tog' + togʻ"),
        ("dog", "‘the dog’", "dog’"),
        ("Kabul", "Kabul’s men", "Kabul’s"),
        ("ўзбек", "ЎЗБЕК ва oʻzbek", "ЎЗБЕК"),
        ("cafe", "the Café", "Café"),
        ("al-Qaeda", "al Qaeda (AL QAEDA)", "al Qaeda + AL QAEDA"),
        (
            "*warn* AND r*r",
            "forewarned, register",
            "forewarned + register",
        ),
    ] {
        assert_eq!(fired(source, Unit::Turn, text), [words], "{source}");
    }
}

#[test]
fn near_counts_words_in_both_directions_and_marks_only_partners() {
    assert_eq!(fired("a NEAR/1 b", Unit::Turn, "b, a"), ["b + a"]);
    assert_eq!(
        fired("ATLEAST/3/2 (a OR b)", Unit::Turn, "a b x a x x x b a"),
        ["a + b + a"]
    );
    assert_eq!(
        fired("a NEAR/2 b", Unit::Turn, "a x b x x a x x x b"),
        ["a + b"]
    );
    assert_eq!(
        fired("a NEAR/2 b NEAR/2 c", Unit::Turn, "a b x c a"),
        ["a + b + c"]
    );
    assert_eq!(
        fired("\"a x\" NEAR/1 b", Unit::Turn, "b a x b"),
        ["b + a x + b"]
    );
}

#[test]
fn order_and_what_must_not_be_close() {
    for (source, text, words) in [
        ("a PRE/2 b", "b a x b", vec!["a + b"]),
        ("a PRE/2 b", "b a", vec![]),
        ("a AFTER/2 b", "a b", vec![]),
        ("a AFTER/2 b", "a b x a", vec!["b + a"]),
        (
            "kill* NOT AFTER/3 (not OR never)",
            "not one was killed",
            vec![],
        ),
        (
            "kill* NOT AFTER/2 (not OR never)",
            "not one was killed",
            vec!["killed"],
        ),
        ("a NOT NEAR/1 b", "a b x a", vec!["a"]),
        ("a NOT PRE/1 b NEAR/9 c", "a b c a", vec!["c + a"]),
        ("a NEAR/9 c NOT PRE/1 b", "a c b c", vec!["a + c"]),
    ] {
        assert_eq!(fired(source, Unit::Turn, text), words, "{source} / {text}");
    }
}

#[test]
fn a_bare_word_is_found_by_its_stem_where_its_rule_has_a_language() {
    let text = "They warned him. He surrendered. A warning.";
    let found = |source: &str, stems| {
        let rule = Rule {
            stems,
            ..rule(source, Unit::Turn)
        };
        let hits = run(&[rule], text);
        let words = hits.iter().flat_map(|hit| &hit.fired);
        words.map(|word| slice(text, word.span)).collect::<Vec<_>>()
    };
    let english = Some(StemLanguage::English);
    assert_eq!(
        found("warn OR surrenders", english),
        ["warned", "surrendered", "warning"]
    );
    assert_eq!(
        found("warn NEAR/2 surrender", english),
        ["surrendered", "warning"]
    );
    assert_eq!(found("=warn OR \"warn\" OR =warning", english), ["warning"]);
    assert_eq!(found("warn OR surrenders", None), [""; 0]);
}

#[test]
fn fields_and_codes_are_asked_of_the_unit() {
    let text = "S-01: pay. Pay late\nR: pay\nR: so";
    let found = turns(text, &["S-01"], 1000).unwrap();
    let turned = TurnedText::new(text, &found.turns).unwrap();
    let coded = CodedSpans::new(vec![Span {
        start_cp: 13,
        end_cp: 15,
    }]);
    let known = Circumstances {
        language: "en".into(),
        sources: Vec::new(),
        sides: [("S-01".to_owned(), vec!["ISK".to_owned()])].into(),
        coded: [("late".to_owned(), coded)].into(),
    };
    let starts = |source: &str| {
        let set = RuleSet::compile(&[rule(source, Unit::Sentence)]);
        let hits = RuleReader::new(set).run(&turned, &known);
        hits.iter().map(|hit| hit.span.start_cp).collect::<Vec<_>>()
    };
    assert_eq!(starts("pay AND speaker:s-*"), [6, 11]);
    assert_eq!(starts("pay NOT speaker:S-01"), [23]);
    assert_eq!(starts("pay AND side:isk AND lang:en"), [6, 11]);
    assert_eq!(starts("pay AND lang:ps"), [0; 0]);
    assert_eq!(starts("pay AND CODED late"), [11]);
    assert_eq!(starts("pay AND (CODED late OR speaker:r)"), [11, 23]);
    assert_eq!(starts("pay AND CODED other"), [0; 0]);
}

#[test]
fn a_near_miss_says_which_part_falls_short() {
    use ShortfallReason::{Apart, Forbidden, Missing, TooClose, TooFew, TooLight, Unmet};
    for (source, text, part, reason) in [
        ("a AND b", "a", "b", Missing),
        ("a AND (b OR c)", "a", "b OR c", Missing),
        (
            "a NEAR/2 b",
            "a x x b",
            "a NEAR/2 b",
            Apart { gap_words: Some(3) },
        ),
        ("a PRE/2 b", "b a", "a PRE/2 b", Apart { gap_words: None }),
        (
            "a NEAR/2 b NEAR/2 c",
            "a b x x c",
            "a NEAR/2 b NEAR/2 c",
            Apart { gap_words: Some(3) },
        ),
        ("a NEAR/2 (b OR d)", "a", "(b OR d)", Missing),
        ("a NOT NEAR/2 b", "a b", "a NOT NEAR/2 b", TooClose),
        ("a NOT (b OR c)", "a c", "b OR c", Forbidden),
        ("a AND speaker:x", "a", "speaker:x", Unmet),
        (
            "ATLEAST/3 (a OR b)",
            "a x b",
            "ATLEAST/3 (a OR b)",
            TooFew { found: 2 },
        ),
        (
            "a AND ATLEAST/2/2 (a OR b)",
            "a x x b",
            "ATLEAST/2/2 (a OR b)",
            TooFew { found: 1 },
        ),
        ("a AND ATLEAST/2 b", "a", "ATLEAST/2 b", Missing),
        (
            "a AND WEIGH/3 (b^3 OR c^-1)",
            "a c",
            "WEIGH/3 (b^3 OR c^-1)",
            Missing,
        ),
        (
            "WEIGH/4 (a^3 OR b OR c^-1)",
            "a c",
            "WEIGH/4 (a^3 OR b OR c^-1)",
            TooLight { weight: 2 },
        ),
        ("(a AND b AND c) OR (d AND e)", "a d", "e", Missing),
    ] {
        let rule = rule(source, Unit::Turn);
        let set = RuleSet::compile(std::slice::from_ref(&rule));
        let (hits, misses) =
            RuleReader::new(set).examine(&TurnedText::plain(text), &Circumstances::default());
        assert_eq!((hits.len(), misses.len()), (0, 1), "{source}");
        let shortfall = misses[0].shortfalls[0];
        let named = rule.expression.parts()[shortfall.part].to_string();
        assert_eq!(
            (named.as_str(), shortfall.reason),
            (part, reason),
            "{source}"
        );
        assert!(misses[0].is_near(), "{source}");
    }
}

#[test]
fn units_hold_and_labels_are_no_words() {
    let text = "a: b one. two\n\nthree\nS-01: one\na: three";
    assert_eq!(fired("a OR S", Unit::Turn, text), [""; 0]);
    assert_eq!(fired("one AND three", Unit::Turn, text), ["one + three"]);
    assert_eq!(fired("one AND two", Unit::Paragraph, text), ["one + two"]);
    assert_eq!(fired("\"one two\"", Unit::Paragraph, text), ["one. two"]);
    assert_eq!(
        fired("one AND two", Unit::Sentence, "S-01: one. Two"),
        [""; 0]
    );
    assert_eq!(
        fired("\"one two\"", Unit::Sentence, "S-01: one. Two"),
        [""; 0]
    );
}

#[test]
fn a_hit_names_rule_turn_unit_and_terms() {
    let text = "S-01: سلام. One «two».\nS-01: two";
    let rules = [
        rule("three OR two", Unit::Turn),
        rule("one AND (tw* OR two)", Unit::Sentence),
    ];
    let hits = run(&rules, text);
    let shown: Vec<_> = hits
        .iter()
        .map(|hit| {
            let terms: Vec<_> = hit.fired.iter().map(|word| word.term).collect();
            (hit.rule, hit.turn, slice(text, hit.span), terms)
        })
        .collect();
    assert_eq!(
        shown,
        [
            (0, 0, "سلام. One «two».".to_owned(), vec![1]),
            (1, 0, "One «two».".to_owned(), vec![0, 1]),
            (0, 1, "two".to_owned(), vec![1]),
        ]
    );
}

#[test]
fn rules_and_texts_of_nothing_give_nothing() {
    assert_eq!(run(&[], "a b"), []);
    assert_eq!(run(&[rule("a", Unit::Sentence)], ""), []);
}

fn any_rule() -> impl Strategy<Value = Rule> {
    let term = || "[ab]{1,2}\\*?|\\*[ab]\\*?|\"[ab]\\*? [abc]( [ab]\\*)?\"|c|ک";
    let group = prop_oneof![
        2 => term().prop_map(|term| term),
        1 => (term(), term()).prop_map(|(a, b)| format!("({a} OR {b})")),
    ];
    let near = (
        group.clone(),
        1_u32..4,
        group.clone(),
        1_u32..4,
        group.clone(),
    );
    let link = "( NOT)? (NEAR|PRE|AFTER)/[123] ";
    let ordered = (group.clone(), link, group.clone(), link, group.clone())
        .prop_map(|(a, l, b, m, c)| format!("{a}{l}{b}{m}{c}"));
    let at_least =
        ("ATLEAST/[234](/[123])? ", group.clone()).prop_map(|(count, group)| count + &group);
    let weight = "(\\^-?[123])?";
    let weigh = ("[123]", group.clone(), weight, group.clone(), weight)
        .prop_map(|(least, a, v, b, w)| format!("WEIGH/{least} ({a}{v} OR {b}{w} OR c^3)"));
    let known = "=?[ab] (AND|NOT) (speaker:s-*|lang:ps|side:x|CODED t|asked:([abc]|\\([ab] OR c\\)|\"[ab] [ab]\"))";
    let part = prop_oneof![
        2 => group,
        2 => near.prop_map(|(a, n, b, m, c)| if m == 3 { format!("{a} NEAR/{n} {b}") } else { format!("{a} NEAR/{n} {b} NEAR/{m} {c}") }),
        2 => ordered,
        2 => at_least,
        2 => weigh,
        1 => known,
    ];
    let tree = part.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} OR {b})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} AND {b})")),
            (inner.clone(), inner).prop_map(|(a, b)| format!("({a} NOT ({b}))")),
        ]
    });
    let unit = prop_oneof![
        Just(Unit::Sentence),
        Just(Unit::Paragraph),
        Just(Unit::Turn)
    ];
    let stems = prop_oneof![2 => Just(None), 1 => Just(Some(StemLanguage::English))];
    (tree, unit, stems).prop_map(|(source, unit, stems)| Rule {
        stems,
        ..rule(&source, unit)
    })
}

fn circumstances() -> impl Strategy<Value = Circumstances> {
    let span = (0_usize..30, 1_usize..9).prop_map(|(start_cp, length_cp)| Span {
        start_cp,
        end_cp: start_cp + length_cp,
    });
    let coded = proptest::collection::vec(span, 0..3).prop_map(CodedSpans::new);
    ("ps|en", "x|y", coded).prop_map(|(language, side, coded)| Circumstances {
        language,
        sources: vec!["S-01".to_owned()],
        sides: [("S-01".to_owned(), vec![side])].into(),
        coded: [("t".to_owned(), coded)].into(),
    })
}

proptest! {
    #[test]
    fn rules_find_what_trying_everything_finds(
        rules in proptest::collection::vec(any_rule(), 1..4),
        text in "((S-01|R): )?(([ABab]{1,2}|c|ك|aing|bs)([.?]? |\n|, |\n\n(S-01|R): |\n\n)){0,16}",
        known in circumstances(),
    ) {
        let found = turns(&text, &["S-01", "R"], 1000).unwrap();
        let turned = TurnedText::new(&text, &found.turns).unwrap();
        let mut reader = RuleReader::new(RuleSet::compile(&rules));
        let expected = brute_force(&rules, &turned, &known);
        prop_assert_eq!(&reader.run(&turned, &known), &expected);
        // A reader that remembers words says the same, and what it misses is nothing it finds.
        let (hits, misses) = reader.examine(&turned, &known);
        prop_assert_eq!(&hits, &expected);
        // Nor does it matter how many places are held at once.
        for most_places in [0, 3] {
            let set = RuleSet::compile(&rules);
            let scratch = Scratch::for_many_texts(&set).with_room_for(most_places);
            let mut cramped = RuleReader { set, scratch };
            prop_assert_eq!(&cramped.examine(&turned, &known), &(hits.clone(), misses.clone()));
        }
        let found: Vec<_> = hits.iter().map(|hit| (hit.span, hit.rule)).collect();
        for miss in &misses {
            prop_assert!(!miss.shortfalls.is_empty());
            prop_assert!(!found.contains(&(miss.span, miss.rule)));
            let parts = rules[miss.rule].expression.parts();
            prop_assert!(miss.shortfalls.iter().all(|shortfall| shortfall.part < parts.len()));
        }
        prop_assert_eq!(RuleSet::compile(&rules).run(&turned), brute_force(&rules, &turned, &Circumstances::default()));
    }

    #[test]
    fn what_fired_folds_to_what_was_asked(text in "([abآ-ی\u{200C}\u{64B}oʻ'’]{1,5}[ .،]){0,12}", word in "[abآ-غo]{1,2}") {
        let Ok(expression) = Expression::parse(&format!("{word} OR {word}*")) else { return Ok(()) };
        let terms: Vec<_> = expression.terms().into_iter().map(|(term, _)| term.clone()).collect();
        let hits = RuleSet::compile(&[Rule { expression, unit: Unit::Turn, stems: None }]).run(&TurnedText::plain(&text));
        for fired in hits.iter().flat_map(|hit| &hit.fired) {
            let folded = fold(&slice(&text, fired.span)).into_owned();
            let bare = folded.strip_suffix('\'').unwrap_or(&folded);
            let pattern = &terms[fired.term].words()[0];
            prop_assert!(pattern.matches(&folded) || pattern.matches(bare));
        }
    }

    #[test]
    fn twice_the_text_gives_twice_the_hits(text in "([ab]{1,2}[.]? ){1,12}", rules in proptest::collection::vec(any_rule(), 1..4)) {
        let one = format!("S-01: {text}\n");
        let two = one.repeat(2);
        let once = run(&rules, &one);
        let shift = one.chars().count();
        let mut expected = once.clone();
        expected.extend(once.into_iter().map(|mut hit| {
            let moved = |span: Span| Span { start_cp: span.start_cp + shift, end_cp: span.end_cp + shift };
            hit.turn += 1;
            hit.span = moved(hit.span);
            hit.fired.iter_mut().for_each(|word| word.span = moved(word.span));
            hit
        }));
        prop_assert_eq!(run(&rules, &two), expected);
    }

    #[test]
    fn no_text_panics(text in "\\PC{0,60}", rules in proptest::collection::vec(any_rule(), 1..3)) {
        for hit in RuleSet::compile(&rules).run(&TurnedText::plain(&text)) {
            prop_assert!(!hit.fired.is_empty());
        }
    }
}
