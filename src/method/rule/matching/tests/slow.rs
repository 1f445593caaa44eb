//! Rules and texts that would take hours or gigabytes if something were done for each pair, or held for each term.

use super::*;

/// Not timed: with pairs instead of neighbours, or look-ups per rule, these would not end.
#[test]
fn texts_and_rules_made_to_be_slow_are_not() {
    let text = "a b ".repeat(50_000);
    let hits = run(&[rule("a* NEAR/1000 b*", Unit::Turn)], &text);
    assert_eq!(
        hits.iter().map(|hit| hit.fired.len()).collect::<Vec<_>>(),
        [100_000]
    );

    let chain = vec!["a*"; 2_000].join(" NEAR/1000 ");
    assert_eq!(
        run(&[rule(&chain, Unit::Turn)], &"a b ".repeat(2_000)).len(),
        1
    );

    let phrase = format!("\"{}\"", vec!["a"; 64].join(" "));
    let hits = run(&[rule(&phrase, Unit::Turn)], &"a ".repeat(20_000));
    assert_eq!(hits[0].fired.len(), 20_000 - 63);

    let many: Vec<_> = (0..10_000).map(|at| format!("w{at}")).collect();
    let text = "W7 x. W9999 y. Z. ".repeat(2_000);
    let hits = run(&[rule(&many.join(" OR "), Unit::Sentence)], &text);
    assert_eq!(hits.len(), 4_000);

    let long = format!("{} b", "a".repeat(200_000));
    let inside = format!("*{}b*", "a".repeat(200));
    assert_eq!(run(&[rule(&inside, Unit::Turn)], &long), []);
}

/// With a place for each term, or all places held at once, these would take gigabytes.
#[test]
fn rules_made_to_hold_much_hold_little() {
    let places = |source: &str, text: &str| {
        let hits = run(&[rule(source, Unit::Turn)], text);
        hits.iter().map(|hit| hit.fired.len()).collect::<Vec<_>>()
    };
    let row = "a ".repeat(5_000);
    let equal = |between: &str| vec!["a"; 9_000].join(between);
    assert_eq!(places(&equal(" OR "), &row), [5_000]);
    assert_eq!(places(&equal(" AND "), &row), [5_000]);
    assert_eq!(places(&equal(" NEAR/1000 "), &row), [5_000]);
    let counted = format!("ATLEAST/20 ({})", equal(" OR "));
    assert_eq!(places(&counted, &row), [5_000]);

    // Each word is meant by every pattern.
    let word = format!("{} ", "a".repeat(40));
    let letters = |count| "a".repeat(count);
    let patterns: Vec<_> = (1..20)
        .flat_map(|front| (0..20).map(move |back| (front, back)))
        .map(|(front, back)| format!("{}*{}", letters(front), letters(back)))
        .collect();
    let text = word.repeat(500);
    assert_eq!(places(&patterns.join(" OR "), &text), [500]);
    assert_eq!(places(&patterns.join(" AND "), &text), [500]);
    assert_eq!(places(&patterns.join(" NEAR/9 "), &text), [500]);
}

#[test]
fn of_very_many_parts_that_fall_short_the_first_are_named() {
    let words: Vec<_> = (0..9_000).map(|at| format!("w{at}")).collect();
    let set = RuleSet::compile(&[rule(&words.join(" AND "), Unit::Turn)]);
    let (_, misses) =
        RuleReader::new(set).examine(&TurnedText::plain("w7"), &Circumstances::default());
    assert_eq!((misses[0].lacking, misses[0].present), (8_999, 1));
    assert!(misses[0].shortfalls.len() < 100);
    assert!(!misses[0].is_near());
}

/// Where many patterns mean one word, those that say nothing new are left out, and no others.
#[test]
fn of_many_patterns_for_one_word_each_that_matters_is_kept() {
    let many: Vec<_> = (1..=40).map(|at| format!("{}*", "a".repeat(at))).collect();
    let source = format!(
        "(zz OR {} OR \"a* b\") AND (\"aaa* b\" OR aaaa*) AND aaaaa* NEAR/1 b",
        many.join(" OR ")
    );
    let rules = [
        rule(&source, Unit::Turn),
        rule("aaaaaa* OR a*", Unit::Sentence),
    ];
    let text = format!("{0} b {0}. b", "a".repeat(50));
    let turned = TurnedText::plain(&text);
    let none = Circumstances::default();
    assert_eq!(run(&rules, &text), brute_force(&rules, &turned, &none));
    let mut reader = RuleReader::new(RuleSet::compile(&rules));
    assert_eq!(reader.run(&turned, &none).len(), 2);
}
