//! Tests of units: refusals, spellings, rates and factors, properties.

use proptest::prelude::*;

use super::*;

fn same_as(target: &str) -> UnitRule {
    UnitRule::SameAs(target.to_owned())
}

fn of(unit: &str, factor: f64) -> UnitRule {
    UnitRule::Of {
        unit: unit.to_owned(),
        factor,
    }
}

fn units(entries: &[(&str, UnitRule)]) -> Result<Units, UnitError> {
    let owned = |(name, rule): &(&str, UnitRule)| ((*name).to_owned(), rule.clone());
    Units::new(entries.iter().map(owned))
}

fn study() -> Units {
    units(&[
        ("fighters", same_as("persons")),
        ("jerib", of("hectare", 0.2)),
        ("biswa", of("jerib", 0.05)),
        ("monthly recruits", same_as("recruits per month")),
        ("thousand recruits", of("recruits", 1000.0)),
    ])
    .unwrap()
}

fn factor(units: &Units, from: &str, to: &str) -> Option<f64> {
    units.resolve(from).factor_to(&units.resolve(to))
}

#[test]
fn units_that_cannot_stand_are_refused() {
    assert_eq!(units(&[("", same_as("person"))]), Err(UnitError::NoName));
    assert_eq!(units(&[("fighter", same_as(" "))]), Err(UnitError::NoName));
    for factor in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        let refusal = units(&[("jerib", of("hectare", factor))]).unwrap_err();
        assert!(matches!(refusal, UnitError::BadFactor { .. }));
    }
    let twice = units(&[("Fighter", same_as("person")), ("fighters", same_as("man"))]);
    assert!(matches!(twice, Err(UnitError::DeclaredTwice { .. })));
}

#[test]
fn only_what_is_counted_singly_and_has_no_parts_comes_in_whole_numbers() {
    let units = units(&[
        ("jerib", of("hectare", 0.2)),
        ("dozen", of("person", 12.0)),
        ("family", of("person", 6.5)),
        ("fighter", same_as("person")),
    ])
    .unwrap();
    let is_of_whole = |unit| units.resolve(unit).is_of_whole();
    for unit in [
        "jerib",
        "hectare",
        "dozen",
        "family",
        "month",
        "person per day",
    ] {
        assert!(!is_of_whole(unit), "{unit}");
    }
    for unit in ["person", "fighters", "mule", ""] {
        assert!(is_of_whole(unit), "{unit}");
    }
}

#[test]
fn circles_are_refused() {
    let is_circle =
        |entries: &[(&str, UnitRule)]| matches!(units(entries), Err(UnitError::Cycle { .. }));
    assert!(is_circle(&[("a1", same_as("b1")), ("b1", same_as("A1"))]));
    assert!(is_circle(&[("a1", of("a1", 2.0))]));
    assert!(is_circle(&[
        ("a1", same_as("b1 per month")),
        ("b1", same_as("a1"))
    ]));
    assert!(is_circle(&[("a1", same_as("a1 per month"))]));
    assert!(units(&[("fighter", same_as("fighters"))]).is_ok());
}

#[test]
fn factors_that_multiply_to_nothing_are_refused() {
    let refusal = units(&[("a1", of("b1", 1e-300)), ("b1", of("c1", 1e-300))]);
    assert!(matches!(refusal, Err(UnitError::BadFactor { .. })));
}

#[test]
fn spellings_meet_in_one_unit() {
    let units = study();
    for text in ["Fighters", "fighter", " persons ", "PERSON"] {
        assert_eq!(units.resolve(text).base(), "person", "{text}");
    }
    for text in ["families", "family"] {
        assert_eq!(units.resolve(text).base(), "family");
    }
    assert_eq!(units.resolve("classes").base(), "class");
    assert_eq!(
        units.resolve("attacks per district").base(),
        "attack per district"
    );
    assert_eq!(units.resolve("").base(), "");
}

#[test]
fn rates_are_told_from_totals_and_convert_among_themselves() {
    let units = study();
    for text in [
        "recruits per month",
        "recruits/month",
        "Recruit a month",
        "monthly recruits",
    ] {
        let unit = units.resolve(text);
        assert_eq!(
            (unit.base(), unit.period()),
            ("recruit", Some(Period::Month)),
            "{text}"
        );
    }
    let yearly = factor(&units, "recruits per month", "recruits per year");
    assert!((yearly.unwrap() - 12.0).abs() < 1e-9);
    let weekly = factor(&units, "recruits per day", "recruits each week");
    assert!((weekly.unwrap() - 7.0).abs() < 1e-9);
    assert_eq!(factor(&units, "recruits per month", "recruits"), None);
    assert_eq!(factor(&units, "", "recruits"), None);
}

#[test]
fn a_factor_between_times_may_be_off_where_times_differ_in_length() {
    let units = study();
    let slack = |from, to| units.resolve(from).slack_to(&units.resolve(to));
    let monthly = factor(&units, "recruits per day", "recruits per month").unwrap();
    let of_day = slack("recruits per day", "recruits per month");
    assert!((monthly * of_day.least - 28.0).abs() < 1e-9);
    assert!((monthly * of_day.greatest - 31.0).abs() < 1e-9);
    for (from, to) in [
        ("recruits per day", "recruits per week"),
        ("recruits per month", "recruits per month"),
        ("recruits per month", "recruits per year"),
        ("jerib", "hectare"),
    ] {
        assert_eq!(slack(from, to), Slack::NONE, "{from} to {to}");
    }
}

#[test]
fn lengths_of_time_convert_and_a_month_is_not_thirty_days() {
    let units = units(&[
        ("chilla", of("days", 40.0)),
        ("tea breaks", same_as("hours")),
    ])
    .unwrap();
    let convert = |from: &str, to: &str| {
        let (from, to) = (units.resolve(from), units.resolve(to));
        let slack = from.slack_to(&to);
        let ends = |factor: f64| (factor * slack.least, factor, factor * slack.greatest);
        from.factor_to(&to).map(ends)
    };
    let is_near = |(least, mean, most): (f64, f64, f64), wanted: [f64; 3]| {
        let near = |a: f64, b: f64| (a - b).abs() < 1e-9;
        assert!(
            near(least, wanted[0]) && near(mean, wanted[1]) && near(most, wanted[2]),
            "{least} {mean} {most}"
        );
    };
    is_near(convert("months", "days").unwrap(), [28.0, 30.436875, 31.0]);
    is_near(convert("year", "months").unwrap(), [12.0; 3]);
    is_near(convert("weeks", "hours").unwrap(), [168.0; 3]);
    is_near(convert("chilla", "hour").unwrap(), [960.0; 3]);
    is_near(convert("tea breaks", "minutes").unwrap(), [60.0; 3]);
    is_near(
        convert("hours a week", "minutes per day").unwrap(),
        [60.0 / 7.0; 3],
    );
    let back = convert("days", "months").unwrap();
    is_near(back, [1.0 / 31.0, 12.0 / 365.2425, 1.0 / 28.0]);
    assert_eq!(convert("days", "recruits"), None);
    assert_eq!(convert("days", "days per month"), None);
}

#[test]
fn a_study_may_say_what_a_month_is() {
    let units = units(&[("month", of("day", 30.0))]).unwrap();
    assert_eq!(factor(&units, "months", "days"), Some(30.0));
    let (month, day) = (units.resolve("months"), units.resolve("days"));
    assert_eq!(month.slack_to(&day), Slack::NONE);
}

#[test]
fn factors_multiply_along_the_way() {
    let units = study();
    let hectares = factor(&units, "biswa", "hectares").unwrap();
    assert!((hectares - 0.01).abs() < 1e-14);
    let per_year = factor(&units, "thousand recruits per year", "recruits per year");
    assert_eq!(per_year, Some(1000.0));
    assert_eq!(factor(&units, "households", "families"), None);
}

proptest! {
    #[test]
    fn a_factor_and_the_one_back_cancel(from in 0..4_usize, to in 0..4_usize) {
        let periods = ["day", "week", "month", "year"];
        let (from, to) = (format!("biswa per {}", periods[from]), format!("jerib/{}", periods[to]));
        let units = study();
        let there = factor(&units, &from, &to).unwrap();
        let back = factor(&units, &to, &from).unwrap();
        prop_assert!((there * back - 1.0).abs() <= 1e-12);
    }

    #[test]
    fn folding_twice_is_folding_once_and_nothing_panics(text in "\\PC{0,40}|([a-d]s? ?(per|/|a)? ?(month|years)?){0,3}") {
        let units = study();
        let unit = units.resolve(&text);
        prop_assert!(unit.factor() > 0.0);
        prop_assert_eq!(units.resolve(&text.to_lowercase()), unit);
        prop_assert_eq!(factor(&units, &text, &text), Some(1.0));
    }

    #[test]
    fn any_entries_are_refused_or_resolve(
        names in proptest::collection::vec(("[a-c]( per month)?", "[a-c]( per month)?"), 0..5),
    ) {
        let entries = names.iter().map(|(name, target)| (name.clone(), same_as(target)));
        if let Ok(units) = Units::new(entries) {
            for (name, _) in &names {
                let _ = units.resolve(name);
            }
        }
    }
}
