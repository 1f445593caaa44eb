//! Every mistake with its place, the limits, and print and parse as inverses.

use super::super::expression::Expression;
use super::*;
use crate::model::limits::{Limit, Limits};
use proptest::prelude::*;

fn refused(source: &str) -> ParseError {
    Expression::parse(source).expect_err(source)
}

#[test]
fn the_remedy_of_a_bad_distance_is_a_rule_that_can_be_read() {
    let error = Expression::parse("ATLEAST/3/0 (a OR b)").unwrap_err();
    assert_eq!(error.fix.as_deref(), Some("write ATLEAST/3/10"));
    assert!(Expression::parse("ATLEAST/3/10 (a OR b)").is_ok());
}

#[test]
fn mistakes_are_refused_with_their_place() {
    for (source, kind, column, length_cp) in [
        ("", Kind::Empty, 1, 1),
        (" \n", Kind::Empty, 1, 1),
        ("a b", Kind::MissingOperator, 3, 1),
        ("a (b)", Kind::MissingOperator, 3, 1),
        ("حواله پیسې", Kind::MissingOperator, 7, 4),
        ("a and b", Kind::LowerCaseOperator, 3, 3),
        ("not a", Kind::LowerCaseOperator, 1, 3),
        ("a Or b", Kind::LowerCaseOperator, 3, 2),
        ("a near/5 b", Kind::LowerCaseOperator, 3, 6),
        ("a AND", Kind::MissingOperand, 3, 3),
        ("AND a", Kind::MissingOperand, 1, 3),
        ("a AND OR b", Kind::MissingOperand, 7, 2),
        ("()", Kind::MissingOperand, 2, 1),
        ("(a OR b", Kind::UnclosedBracket, 1, 1),
        ("a) OR b", Kind::UnopenedBracket, 2, 1),
        ("a AND \"b c", Kind::UnclosedQuote, 7, 4),
        ("a»", Kind::UnclosedQuote, 2, 1),
        ("a OR *", Kind::LoneStar, 6, 1),
        ("\"a * b\"", Kind::LoneStar, 1, 7),
        ("a-*", Kind::LoneStar, 1, 3),
        ("a OR ...", Kind::NoWord, 6, 3),
        ("\"\"", Kind::NoWord, 1, 2),
        ("a NEAR b", Kind::NearWithoutDistance, 3, 4),
        ("a NEAR/ 5 b", Kind::NearWithoutDistance, 3, 5),
        ("a NEAR/0 b", Kind::NearDistance, 3, 6),
        ("a NEAR/1001 b", Kind::NearDistance, 3, 9),
        ("a NEAR/x b", Kind::NearDistance, 3, 6),
        ("a NEAR/+5 b", Kind::NearDistance, 3, 7),
        ("a NEAR/99999999999 b", Kind::NearDistance, 3, 16),
        ("a NEAR/5 (b AND c)", Kind::NearOperand, 10, 9),
        ("(a NEAR/5 b) NEAR/5 c", Kind::NearOperand, 1, 12),
        ("a NEAR/5 NOT b", Kind::NearOperand, 10, 5),
        ("a NOT b NEAR/5 c", Kind::NearOperand, 3, 5),
        ("(a OR NOT b) NEAR/5 c", Kind::NearOperand, 1, 12),
        ("NOT a", Kind::OnlyNegative, 1, 5),
        ("NOT a AND NOT b", Kind::OnlyNegative, 1, 15),
        ("a OR NOT b", Kind::OnlyNegative, 6, 5),
        ("a PRE b", Kind::NearWithoutDistance, 3, 3),
        ("a AFTER/0 b", Kind::NearDistance, 3, 7),
        ("a pre/5 b", Kind::LowerCaseOperator, 3, 5),
        ("a NOT NEAR/5", Kind::MissingOperand, 7, 6),
        ("a NOT NEAR/5 (b AND c)", Kind::NearOperand, 14, 9),
        ("NOT NEAR/5 b", Kind::MissingOperand, 5, 6),
        ("a NEAR/5 speaker:x", Kind::NearOperand, 10, 9),
        ("ATLEAST/1 (a OR b)", Kind::BadCount, 1, 9),
        ("ATLEAST/21 (a OR b)", Kind::BadCount, 1, 10),
        ("ATLEAST (a OR b)", Kind::BadCount, 1, 7),
        ("a AND ATLEAST/+2 b", Kind::BadCount, 7, 10),
        ("ATLEAST/2/0 (a OR b)", Kind::NearDistance, 1, 11),
        ("ATLEAST/2/3/4 a", Kind::NearDistance, 1, 13),
        ("atleast/2 (a OR b)", Kind::LowerCaseOperator, 1, 9),
        ("ATLEAST/2 (a AND b)", Kind::CountOperand, 11, 9),
        ("ATLEAST/2 (a OR b NEAR/2 c)", Kind::CountOperand, 11, 17),
        ("ATLEAST/2 speaker:x", Kind::CountOperand, 11, 9),
        ("ATLEAST/2 ATLEAST/2 a", Kind::CountOperand, 11, 11),
        ("a AND ATLEAST/2", Kind::MissingOperand, 7, 9),
        ("ATLEAST/2 (a OR b) NEAR/5 c", Kind::NearOperand, 1, 18),
        ("WEIGH/0 (a OR b)", Kind::BadWeight, 1, 7),
        ("WEIGH (a OR b)", Kind::BadWeight, 1, 5),
        ("weigh/3 (a OR b)", Kind::LowerCaseOperator, 1, 7),
        ("WEIGH/3 (a^2 OR b^-9)", Kind::BadWeight, 1, 21),
        ("WEIGH/1 (a^0 OR b)", Kind::BadWeight, 11, 2),
        ("WEIGH/1 (a^x OR b)", Kind::BadWeight, 11, 2),
        ("WEIGH/1 (a^1001 OR b)", Kind::BadWeight, 11, 5),
        ("WEIGH/1 a^2", Kind::WeightOperand, 9, 1),
        ("WEIGH/1 (a AND b)", Kind::WeightOperand, 12, 3),
        ("WEIGH/1 (a NOT b)", Kind::WeightOperand, 12, 3),
        ("WEIGH/1 (a OR speaker:x)", Kind::WeightOperand, 15, 9),
        ("WEIGH/1 ((a OR b AND c)^2)", Kind::WeightOperand, 10, 14),
        ("WEIGH/1 ((a^2 OR b) OR c)", Kind::WeightOperand, 12, 2),
        ("WEIGH/1 (a^2^3)", Kind::WeightOperand, 13, 2),
        ("WEIGH/1 (a OR b", Kind::UnclosedBracket, 9, 1),
        ("WEIGH/1", Kind::WeightOperand, 1, 7),
        ("a OR b^2", Kind::WeightOperand, 7, 2),
        ("(a^2)", Kind::WeightOperand, 3, 2),
        ("WEIGH/1 (a OR b) NEAR/5 c", Kind::NearOperand, 1, 16),
        ("NOT WEIGH/1 (a OR b)", Kind::OnlyNegative, 1, 20),
        ("a ATLEAST/2 b", Kind::MissingOperator, 3, 9),
        ("NOT ATLEAST/2 a", Kind::OnlyNegative, 1, 15),
        ("speaker:x", Kind::OnlyNegative, 1, 9),
        ("CODED x", Kind::OnlyNegative, 1, 7),
        ("a AND CODED", Kind::MissingOperand, 7, 5),
        ("a AND CODED AND b", Kind::MissingOperand, 7, 5),
        ("a AND CODED (b)", Kind::MissingOperand, 7, 5),
        ("a AND CODED \"b", Kind::UnclosedQuote, 13, 2),
        ("a AND speaker:", Kind::NoWord, 7, 8),
        ("a AND speaker:\"\"", Kind::NoWord, 7, 10),
        ("a AND speaker:*", Kind::NoWord, 7, 9),
        ("asked:a", Kind::OnlyNegative, 1, 7),
        ("x OR asked:(a OR b)", Kind::OnlyNegative, 6, 14),
        ("x AND asked:", Kind::MissingOperand, 7, 6),
        ("x AND asked:AND", Kind::MissingOperand, 13, 3),
        ("x AND asked:(a AND b)", Kind::AskedOperand, 7, 15),
        ("x AND asked:(a OR NOT b)", Kind::AskedOperand, 7, 18),
        ("x AND asked:asked:a", Kind::AskedOperand, 7, 13),
        ("x AND asked:speaker:R", Kind::AskedOperand, 7, 15),
        ("x AND Asked:a", Kind::Reserved, 7, 7),
        ("x AND asked：a", Kind::Reserved, 7, 7),
        ("x NEAR/5 asked:a", Kind::NearOperand, 10, 7),
        ("ATLEAST/2 (a OR asked:b)", Kind::CountOperand, 11, 14),
        ("WEIGH/2 ((a OR asked:b)^2)", Kind::WeightOperand, 10, 14),
        ("WEIGH/2 (asked:a^2 OR b^-1)", Kind::OnlyNegative, 1, 27),
        ("a AND Speaker:x", Kind::Reserved, 7, 9),
        ("a AND group:x", Kind::Reserved, 7, 7),
        ("a b:c", Kind::Reserved, 3, 3),
        ("=warn*", Kind::Reserved, 1, 6),
        ("= a", Kind::Reserved, 1, 1),
        ("a OR =\"b\"", Kind::Reserved, 6, 1),
        ("=a=b", Kind::Reserved, 1, 4),
        ("a [code]", Kind::Reserved, 3, 6),
        ("a W/5 b", Kind::Reserved, 3, 3),
        ("a && b", Kind::Reserved, 3, 2),
        ("-a", Kind::Reserved, 1, 2),
        ("'a b'", Kind::Reserved, 1, 2),
        ("a \u{202E}b", Kind::BidiControl, 3, 1),
        ("a\u{200F}", Kind::BidiControl, 2, 1),
        ("a\0", Kind::ControlCharacter, 2, 1),
    ] {
        let error = refused(source);
        assert_eq!(
            (error.kind, error.line, error.column, error.length_cp),
            (kind, 1, column, length_cp),
            "{source}: {error}"
        );
        assert!(error.fix.is_some(), "{source}");
    }
}

#[test]
fn limits_are_refused() {
    assert_eq!(
        refused(&"a".repeat(Limits::default().size(Limit::RuleBytes) + 1)).kind,
        Kind::TooLong
    );
    assert_eq!(refused(&"a".repeat(257)).kind, Kind::TermTooLong);
    assert_eq!(
        refused(&format!("\"{}\"", "a ".repeat(65))).kind,
        Kind::TermTooLong
    );
    let many = vec!["a"; Limits::default().size(Limit::RuleTerms) + 1].join(" OR ");
    assert_eq!(refused(&many).kind, Kind::TooManyTerms);
    assert!(
        Expression::parse(&vec!["a"; Limits::default().size(Limit::RuleTerms)].join(" NEAR/1 "))
            .is_ok()
    );
    for (open, close) in [("(", ")"), ("NOT (a OR ", ")"), ("NOT ", "")] {
        let deep = |depth: usize| {
            format!(
                "b OR (b AND {}a{})",
                open.repeat(depth),
                close.repeat(depth)
            )
        };
        let levels = if open.contains("NOT (") { 2 } else { 1 };
        assert_eq!(refused(&deep(RULE_MAX_DEPTH + 1)).kind, Kind::TooDeep);
        let just = Expression::parse(&deep((RULE_MAX_DEPTH - 1) / levels)).unwrap();
        assert_eq!(Expression::parse(&just.to_string()), Ok(just));
    }
    assert_eq!(
        refused(&"(".repeat(Limits::default().size(Limit::RuleBytes))).kind,
        Kind::TooDeep
    );
}

#[test]
fn a_query_reads_and_between_words() {
    let query =
        |source| Expression::parse_query(source, &Limits::default()).map(|query| query.to_string());
    assert_eq!(
        query("money dealer (a OR b)").unwrap(),
        "money AND dealer AND (a OR b)"
    );
    assert_eq!(query("a or b").unwrap_err().kind, Kind::LowerCaseOperator);
    assert_eq!(query("a NEAR/3 b c").unwrap(), "a NEAR/3 b AND c");
    assert_eq!(query("a speaker:x").unwrap(), "a AND speaker:x");
    for of_rules in ["a side:x", "a AND lang:en", "a NOT CODED x"] {
        assert_eq!(
            query(of_rules).unwrap_err().kind,
            Kind::Reserved,
            "{of_rules}"
        );
    }
}

#[test]
fn operators_bind_as_the_grammar_says() {
    for (source, same) in [
        ("a OR b AND c", "a OR (b AND c)"),
        ("a AND b NEAR/3 c", "a AND (b NEAR/3 c)"),
        ("a NOT b OR c", "(a AND NOT b) OR c"),
        ("a NEAR/3 b NOT c", "(a NEAR/3 b) AND NOT c"),
        ("\"a\" NEAR/3(b)", "\"a\" NEAR/3 b"),
        ("a NOT NEAR/3 b NOT c", "(a NOT NEAR/3 b) AND NOT c"),
        ("a PRE/2 b OR c AFTER/3 d", "(a PRE/2 b) OR (c AFTER/3 d)"),
        (
            "a AND NOT lang:en AND CODED x",
            "a AND (NOT lang:en) AND (CODED x)",
        ),
    ] {
        assert_eq!(
            Expression::parse(source),
            Expression::parse(same),
            "{source}"
        );
    }
}

/// Rules that parse, with brackets in places that need none too.
fn rules() -> impl Strategy<Value = String> {
    let term = "=?[ab]|[ab]{1,2}\\*?|\"[ab] [ab*]?[ab]\"|al-[ab]|«ک ۱»";
    let group = prop_oneof![
        3 => term.prop_map(|term| term.to_string()),
        1 => (term, term).prop_map(|(a, b)| format!("({a} OR {b})")),
    ];
    let link = prop_oneof![
        3 => Just("NEAR/4"),
        1 => Just("PRE/3"),
        1 => Just("AFTER/2"),
        1 => Just("NOT NEAR/1"),
    ];
    let links = proptest::collection::vec((link, group.clone()), 0..3);
    let near = (group, links).prop_map(|(first, links)| {
        let chain = |all, (link, group)| format!("{all} {link} {group}");
        links.into_iter().fold(first, chain)
    });
    let asked = "asked: ?(=?[ab]|\"b a\"|\\([ab] OR =c\\)|\\(a\\))";
    let weighed = (asked, "\\^-?[1-9]").prop_map(|(asked, weight)| {
        format!("WEIGH/2 (a^2 OR (b OR \"c d\")^-1 OR {asked}{weight})")
    });
    near.prop_recursive(4, 24, 3, move |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("{a} OR {b}")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a}) AND ({b})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a}) NOT ({b})")),
            inner
                .clone()
                .prop_map(|a| format!("({a}) NOT (speaker:s-* OR CODED «x y»)")),
            (inner.clone(), asked).prop_map(|(a, asked)| format!("({a}) AND NOT {asked}")),
            (inner.clone(), weighed.clone()).prop_map(|(a, list)| format!("({a}) OR {list}")),
            (inner.clone(), inner).prop_map(|(a, b)| format!("({a} OR {b}) AND NOT NOT ({a})")),
        ]
    })
}

proptest! {
    #[test]
    fn printing_and_reading_again_gives_the_same(source in rules()) {
        let rule = Expression::parse(&source).unwrap();
        prop_assert_eq!(Expression::parse(&rule.to_string()), Ok(rule));
    }

    #[test]
    fn no_text_panics(source in "([ab=*(\"«»“) ]|NOT |AND |OR |CODED |side:|asked:|WEIGH/1 |\\^2| NEAR/3 | PRE/2 |\\PC|\n){0,20}") {
        for result in [Expression::parse(&source), Expression::parse_query(&source, &Limits::default())] {
            match result {
                Ok(rule) => prop_assert_eq!(Expression::parse(&rule.to_string()), Ok(rule)),
                Err(error) => {
                    let line = source.split('\n').nth(error.line - 1).unwrap();
                    prop_assert!(error.column <= line.chars().count() + 1);
                    prop_assert!(!error.message.is_empty());
                }
            }
        }
    }
}

#[test]
fn a_raised_limit_lets_a_longer_rule_in() {
    let most = Limits::default().size(Limit::RuleTerms);
    let long = vec!["a"; most + 1].join(" OR ");
    assert!(Expression::parse(&long).is_err());
    let mut limits = Limits::default();
    limits.raise("rule-terms=20000").unwrap();
    assert!(Expression::parse_within(&long, &limits).is_ok());
}
