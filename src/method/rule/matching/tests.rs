//! Rules over texts: examples a person can check, and a second evaluator that tries everything.

use super::super::expression::{AnyOf, Link, Near, Node, Term};
use super::*;
use crate::method::fold::fold;
use crate::method::token::tokens;
use crate::model::transcript_text::turns;
use proptest::prelude::*;

fn rule(source: &str, unit: Unit) -> Rule {
    Rule {
        expression: Expression::parse(source).unwrap(),
        unit,
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
            (1, 0, "One «two».".to_owned(), vec![0, 1, 2]),
            (0, 1, "two".to_owned(), vec![1]),
        ]
    );
}

#[test]
fn rules_and_texts_of_nothing_give_nothing() {
    assert_eq!(run(&[], "a b"), []);
    assert_eq!(run(&[rule("a", Unit::Sentence)], ""), []);
}

/// Not timed: with pairs instead of neighbours, or look-ups per rule, these would not end.
#[test]
fn texts_and_rules_made_to_be_slow_are_not() {
    let text = "a b ".repeat(50_000);
    let hits = run(&[rule("a* NEAR/1000 b*", Unit::Turn)], &text);
    assert_eq!(
        hits.iter().map(|hit| hit.fired.len()).collect::<Vec<_>>(),
        [100_000]
    );

    let chain = vec!["a*"; 200].join(" NEAR/1000 ");
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

// The second evaluator: no vocabulary, no leaves, no filtering; every combination is tried.

/// A word of a unit, folded, with its place.
type Word = (String, Span);
/// First and last word of a place of a term, and the term.
type Place = (usize, usize, usize);

fn places(term: &Term, index: usize, words: &[Word]) -> Vec<Place> {
    let wanted = term.words();
    words
        .windows(wanted.len())
        .enumerate()
        .filter(|(_, window)| {
            wanted
                .iter()
                .zip(*window)
                .all(|(pattern, word)| pattern.matches(&word.0))
        })
        .map(|(at, _)| (at, at + wanted.len() - 1, index))
        .collect()
}

fn group_places(group: &AnyOf, next: &mut usize, words: &[Word]) -> Vec<Place> {
    let mut found = Vec::new();
    for term in group.terms() {
        found.extend(places(term, *next, words));
        *next += 1;
    }
    found
}

fn chain_places(near: &Near, next: &mut usize, words: &[Word]) -> Vec<Place> {
    let mut answers: Vec<Vec<Place>> = group_places(&near.first, next, words)
        .into_iter()
        .map(|place| vec![place])
        .collect();
    for Link {
        distance_words,
        right,
    } in &near.links
    {
        let rights = group_places(right, next, words);
        answers = answers
            .iter()
            .flat_map(|answer| {
                let last = answer[answer.len() - 1];
                rights
                    .iter()
                    .filter(move |place| {
                        let gap = |from: usize, to: usize| {
                            to > from && to - from <= *distance_words as usize
                        };
                        gap(last.1, place.0) || gap(place.1, last.0)
                    })
                    .map(|place| [answer.as_slice(), &[*place]].concat())
            })
            .collect();
    }
    answers.concat()
}

/// What fires, or nothing if the node is not true.
fn truth(node: &Node, next: &mut usize, words: &[Word]) -> Option<Vec<Place>> {
    let some = |found: Vec<Place>| (!found.is_empty()).then_some(found);
    match node {
        Node::Term(term) => {
            *next += 1;
            some(places(term, *next - 1, words))
        }
        Node::Near(near) => some(chain_places(near, next, words)),
        Node::All(parts) => {
            let all: Vec<_> = parts.iter().map(|part| truth(part, next, words)).collect();
            all.into_iter()
                .collect::<Option<Vec<_>>>()
                .map(|all| all.concat())
        }
        Node::Any(parts) => {
            let all: Vec<_> = parts.iter().map(|part| truth(part, next, words)).collect();
            all.iter()
                .any(Option::is_some)
                .then(|| all.into_iter().flatten().flatten().collect())
        }
        Node::Not(part) => match truth(part, next, words) {
            Some(_) => None,
            None => Some(Vec::new()),
        },
    }
}

fn brute_force(rules: &[Rule], text: &TurnedText<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (turn, place) in text.turns().iter().enumerate() {
        for unit in Unit::ALL {
            for span in units(text.slice(place.words()), place.text_start_cp, unit) {
                let words: Vec<Word> = tokens(text.slice(span))
                    .map(|token| {
                        let start_cp = span.start_cp + token.start_cp;
                        let end_cp = span.start_cp + token.end_cp;
                        (token.folded.into_owned(), Span { start_cp, end_cp })
                    })
                    .collect();
                for (index, rule) in rules
                    .iter()
                    .enumerate()
                    .filter(|(_, rule)| rule.unit == unit)
                {
                    let Some(found) = truth(rule.expression.root(), &mut 0, &words) else {
                        continue;
                    };
                    let mut fired: Vec<_> = found
                        .into_iter()
                        .map(|(first, last, term)| FiredWord {
                            span: Span {
                                start_cp: words[first].1.start_cp,
                                end_cp: words[last].1.end_cp,
                            },
                            term,
                        })
                        .collect();
                    fired.sort();
                    fired.dedup();
                    hits.push(Hit {
                        rule: index,
                        turn,
                        span,
                        fired,
                    });
                }
            }
        }
    }
    hits.sort_by_key(|hit| (hit.span, hit.rule));
    hits
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
    let part = prop_oneof![
        2 => group,
        2 => near.prop_map(|(a, n, b, m, c)| if m == 3 { format!("{a} NEAR/{n} {b}") } else { format!("{a} NEAR/{n} {b} NEAR/{m} {c}") }),
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
    (tree, unit).prop_map(|(source, unit)| rule(&source, unit))
}

proptest! {
    #[test]
    fn rules_find_what_trying_everything_finds(
        rules in proptest::collection::vec(any_rule(), 1..4),
        text in "(S-01: )?(([ABab]{1,2}|c|ك)([.?]? |\n|, |\n\nS-01: |\n\n)){0,16}",
    ) {
        let found = turns(&text, &["S-01"], 1000).unwrap();
        let turned = TurnedText::new(&text, &found.turns).unwrap();
        prop_assert_eq!(RuleSet::compile(&rules).run(&turned), brute_force(&rules, &turned));
    }

    #[test]
    fn what_fired_folds_to_what_was_asked(text in "([abآ-ی\u{200C}\u{64B}oʻ'’]{1,5}[ .،]){0,12}", word in "[abآ-غo]{1,2}") {
        let Ok(expression) = Expression::parse(&format!("{word} OR {word}*")) else { return Ok(()) };
        let terms: Vec<_> = expression.terms().into_iter().cloned().collect();
        let hits = RuleSet::compile(&[Rule { expression, unit: Unit::Turn }]).run(&TurnedText::plain(&text));
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
