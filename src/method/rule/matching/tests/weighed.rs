//! Weighed lists.

use super::*;

#[test]
fn each_word_is_weighed_once_and_those_that_speak_for_the_hit_are_shown() {
    for (source, text, words) in [
        ("WEIGH/3 (a^2 OR b OR c^-1)", "a x b a", "a + b"),
        ("WEIGH/3 (a^2 OR b^2 OR c^-1)", "c b a", "b + a"),
        ("WEIGH/2 (a OR a)", "a x a", "a"),
        ("WEIGH/4 ((a OR \"a b\")^2)", "x a b", "a + a b"),
        ("WEIGH/4 (ab^2 OR ab*^2)", "ab", "ab"),
    ] {
        assert_eq!(fired(source, Unit::Turn, text), [words], "{source}");
    }
}

#[test]
fn what_weighs_less_than_half_is_no_near_miss() {
    for (text, is_near) in [("a", false), ("b", true), ("a c", false)] {
        let set = RuleSet::compile(&[rule("WEIGH/9 (a^4 OR b^5 OR c^-1)", Unit::Turn)]);
        let (_, misses) =
            RuleReader::new(set).examine(&TurnedText::plain(text), &Circumstances::default());
        assert_eq!(misses[0].is_near(), is_near, "{text}");
    }
}

/// Nor does a list of more than one rule mix up what the other found.
#[test]
fn lists_of_many_rules_share_their_words_and_keep_their_sums() {
    let rules = [
        rule("WEIGH/3 (a OR b^2) NOT speaker:s-01", Unit::Turn),
        rule("WEIGH/5 (a^2 OR b^2 OR \"a b\"^-2 OR \"b a\")", Unit::Turn),
        rule("WEIGH/2 (a OR b) OR WEIGH/1 (\"a b\")", Unit::Sentence),
    ];
    let found = |text: &str| {
        let hits = run(&rules, text);
        let found = hits.iter().map(|hit| (hit.rule, slice(text, hit.span)));
        found.collect::<Vec<_>>()
    };
    let sentence = |words: &str| (2, words.to_owned());
    assert_eq!(found("a. B"), [(0, "a. B".to_owned())]);
    assert_eq!(
        found("b a"),
        [
            (0, "b a".to_owned()),
            (1, "b a".to_owned()),
            sentence("b a")
        ]
    );
    assert_eq!(found("S-01: a b. A"), [sentence("a b.")]);
}

/// Many patterns mean the word, and each weighs; many phrases end with one word, few of which are there.
#[test]
fn of_many_patterns_for_one_word_each_weighs() {
    let letters = |count| "a".repeat(count);
    let many: Vec<_> = (1..=40).map(|at| format!("{}*", letters(at))).collect();
    let phrases: Vec<_> = (1..=60)
        .map(|at| format!("\"{}* b\"", letters(at)))
        .collect();
    let (many, phrases) = (many.join(" OR "), phrases.join(" OR "));
    let text = format!("{} {} b", letters(50), letters(30));
    for (list, most) in [
        (format!("({many})"), 40),
        (format!("({many}) OR ({phrases})^2"), 40 + 2 * 30),
    ] {
        for (least, hits) in [(most, 1), (most + 1, 0)] {
            let rules = [rule(&format!("WEIGH/{least} ({list} OR c)"), Unit::Turn)];
            let found = run(&rules, &text);
            assert_eq!(found.len(), hits, "{least}");
            let none = Circumstances::default();
            assert_eq!(found, brute_force(&rules, &TurnedText::plain(&text), &none));
        }
    }
}

/// What each of some rules on turns finds in a text whose source is S-01, by turn.
fn turns_found(sources: &[&str], text: &str) -> Vec<(usize, usize)> {
    let rules: Vec<_> = sources.iter().map(|one| rule(one, Unit::Turn)).collect();
    let found = turns(text, &["S-01", "R"], 1000).unwrap();
    let turned = TurnedText::new(text, &found.turns).unwrap();
    let known = Circumstances {
        sources: vec!["S-01".to_owned()],
        ..Circumstances::default()
    };
    let hits = RuleReader::new(RuleSet::compile(&rules)).run(&turned, &known);
    hits.iter().map(|hit| (hit.rule, hit.turn)).collect()
}

#[test]
fn words_of_the_question_count_for_each_answer_until_the_next() {
    let rules = ["x AND asked:a", "WEIGH/3 (x OR asked:(a OR \"b c\")^2)"];
    for (text, found) in [
        ("R: a\nS-01: x", vec![1]),
        ("R: A!\nS-01: y\nS-01: x", vec![2]),
        ("R: a\nR: so\nS-01: x", vec![]),
        ("R: a\nS-01: y\nR: so\nS-01: x", vec![]),
        // Before the first question nothing was asked, and a question answers none.
        ("S-01: x\nR: a x\nS-01: y", vec![]),
        ("a\n\nS-01: x", vec![]),
        // Nobody knows who asks.
        ("R: a\nS-02: x", vec![]),
        ("R: b. C\nS-01: x", vec![1]),
        ("R: b\nS-01: x c", vec![]),
        ("R:\nS-01: x", vec![]),
    ] {
        let lists: Vec<_> = turns_found(&rules[1..], text);
        let turns: Vec<_> = lists.iter().map(|(_, turn)| *turn).collect();
        assert_eq!(turns, found, "{text}");
        if !text.contains("R: b") {
            let terms: Vec<_> = turns_found(&rules[..1], text);
            assert_eq!(terms, lists, "{text}");
        }
    }
}

#[test]
fn what_was_asked_is_no_reason_without_a_word_of_the_answer() {
    let heavy = "WEIGH/3 (x OR y^-1 OR asked:a^9)";
    for (text, found) in [
        ("R: a\nS-01: x", 1),
        ("R: a\nS-01: y", 0),
        ("R: a\nS-01: y x", 1),
        ("R: a\nS-01: z", 0),
    ] {
        assert_eq!(turns_found(&[heavy], text).len(), found, "{text}");
    }
}

#[test]
fn a_question_of_one_text_is_not_answered_in_the_next() {
    let set = RuleSet::compile(&[rule("x AND asked:a", Unit::Turn)]);
    let mut reader = RuleReader::new(set);
    let known = Circumstances {
        sources: vec!["S-01".to_owned()],
        ..Circumstances::default()
    };
    let mut count = |text: &str| {
        let found = turns(text, &["S-01", "R"], 1000).unwrap();
        let turned = TurnedText::new(text, &found.turns).unwrap();
        reader.run(&turned, &known).len()
    };
    assert_eq!(count("S-01: x\nR: a"), 0);
    assert_eq!(count("S-01: x"), 0);
    assert_eq!(count("R: a\nS-01: x"), 1);
}

fn any_list() -> impl Strategy<Value = String> {
    let term = "=?[ab]{1,2}|[ab]\\*|\\*b|\"[abc]{1,2}\\*? [abc]\\*?( [ab])?( [abc])?\"|aings";
    let group = proptest::collection::vec(term, 1..4);
    let weight = "\\^-?[1-4]";
    let asked = prop_oneof![2 => Just(""), 1 => Just("asked:")];
    let weighed = (asked, group, weight)
        .prop_map(|(asked, terms, weight)| format!("{asked}({}){weight}", terms.join(" OR ")));
    (1_u32..9, proptest::collection::vec(weighed, 1..6))
        .prop_map(|(least, weighed)| format!("WEIGH/{least} ({} OR c^8)", weighed.join(" OR ")))
}

fn any_rule_of_lists() -> impl Strategy<Value = Rule> {
    let beside = " (AND|OR|NOT) (NOT )?";
    let other = prop_oneof![
        any_list(),
        Just("b".to_owned()),
        Just("asked:(a* OR \"b c\")".to_owned()),
        Just("speaker:s-01".to_owned())
    ];
    let source = prop_oneof![
        2 => any_list(),
        1 => (any_list(), beside, other).prop_map(|(list, beside, other)| format!("{list}{beside}{other}")),
    ];
    let unit = prop_oneof![Just(Unit::Sentence), Just(Unit::Turn)];
    let stems = prop_oneof![Just(None), Just(Some(StemLanguage::English))];
    let rule = (source, unit, stems).prop_map(|(source, unit, stems)| {
        let expression = Expression::parse(&source).ok()?;
        Some(Rule {
            expression,
            unit,
            stems,
        })
    });
    rule.prop_filter_map("a rule that needs no word", |rule| rule)
}

proptest! {
    #[test]
    fn lists_find_what_trying_everything_finds(
        rules in proptest::collection::vec(any_rule_of_lists(), 1..6),
        texts in proptest::collection::vec("((S-01|R): )?(([ab]{1,2}|c|aing)([.]? |, |\n|\n\n(S-01|R): )){0,16}", 1..3),
    ) {
        let mut reader = RuleReader::new(RuleSet::compile(&rules));
        let known = Circumstances { sources: vec!["S-01".to_owned()], ..Circumstances::default() };
        for text in &texts {
            let found = turns(text, &["S-01", "R"], 1000).unwrap();
            let turned = TurnedText::new(text, &found.turns).unwrap();
            let expected = brute_force(&rules, &turned, &known);
            prop_assert_eq!(&reader.run(&turned, &known), &expected);
            prop_assert_eq!(&reader.examine(&turned, &known).0, &expected);
        }
    }
}
