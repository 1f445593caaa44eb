//! Figures that are lengths of time: what converts how, and how it is told.

use super::fixture::{claim, shown, valley};
use crate::method::crosscheck::words::Verdict;
use crate::method::crosscheck::{FindingRow, compare};
use crate::method::reading::{ClaimCells, add_row};
use crate::method::settings::Settings;
use crate::model::key::ClaimId;
use crate::model::topic::TopicCells;

/// Two figures with their units on a topic that is counted in a unit, put to the full test.
fn row(unit: &str, [a, b]: [[&str; 2]; 2]) -> FindingRow {
    let mut builder = valley();
    let measure = if unit.contains(" per ") {
        "rate"
    } else {
        "stock"
    };
    let topic = TopicCells {
        topic: "held",
        statement: "He was held so long",
        kind: "quantity",
        measure,
        unit,
        ..TopicCells::default()
    };
    builder.topic(&topic).unwrap();
    for (key, source, [value, unit]) in [("a", "ada", a), ("b", "bo", b)] {
        let cells = ClaimCells {
            value,
            unit,
            ..claim(key, source, "held")
        };
        add_row(&mut builder, &Settings::default(), &cells).unwrap();
    }
    let study = builder.finish().unwrap();
    let finding = compare(&study, &Settings::default(), ClaimId(0), ClaimId(1)).unwrap();
    shown(&study, &finding)
}

fn verdict(unit: &str, figures: [[&str; 2]; 2]) -> (&'static str, &'static str) {
    let row = row(unit, figures);
    (row.verdict.as_str(), row.why)
}

/// What the two say, as the reason tells it.
fn told(unit: &str, figures: [[&str; 2]; 2]) -> [String; 2] {
    let reason = row(unit, figures).reason;
    let said = reason.split(" says ").skip(1);
    let said = said.map(|said| {
        let end = said.find(" (of ").or_else(|| said.find(" (same")).unwrap();
        said[..end].to_owned()
    });
    let said: Vec<String> = said.collect();
    said.try_into().unwrap()
}

#[test]
fn exact_days_are_told_apart_on_a_topic_in_months() {
    let contradiction = (Verdict::Contradiction.as_str(), "");
    let rounding = (Verdict::Reconciled.as_str(), "rounding");
    let months = |a: [&str; 2], b: [&str; 2]| verdict("months", [a, b]);
    assert_eq!(months(["28", "days"], ["30", "days"]), contradiction);
    assert_eq!(months(["4", "weeks"], ["30", "days"]), contradiction);
    // A month is either.
    assert_eq!(months(["28", "days"], ["1", "month"]), rounding);
    assert_eq!(months(["1", "month"], ["30", "days"]), rounding);
    assert_eq!(months(["1", "month"], ["32", "days"]), contradiction);
    assert_eq!(months(["about 28", "days"], ["30", "days"]), rounding);
    // On a topic in days it is months and years that are exact among themselves.
    let days = |a: [&str; 2], b: [&str; 2]| verdict("days", [a, b]);
    assert_eq!(days(["13", "months"], ["1", "year"]), contradiction);
    assert_eq!(days(["12", "months"], ["1", "year"]).0, "agrees");
    assert_eq!(days(["12", "months"], ["360", "days"]), rounding);
    // And in rates, where what is in a day is many in a month.
    let rate = |a: [&str; 2], b: [&str; 2]| verdict("persons per month", [a, b]);
    let (week, day) = ("persons per week", "persons per day");
    assert_eq!(rate(["7", week], ["1", day]).0, "agrees");
    assert_eq!(rate(["100", week], ["15", day]), contradiction);
    assert_eq!(rate(["30", "persons per month"], ["1", day]), rounding);
}

#[test]
fn times_and_rates_are_not_counted_in_whole_numbers() {
    // "More than two months" may be a day more.
    let agrees = |unit: &str, a: [&str; 2], b: [&str; 2]| {
        assert_eq!(verdict(unit, [a, b]).0, "agrees", "{a:?} {b:?}");
    };
    agrees("months", ["more than 2", ""], ["2.5", ""]);
    agrees("days", ["more than 2", "months"], ["70", "days"]);
    agrees(
        "persons per month",
        ["more than 2", ""],
        ["30", "persons per year"],
    );
    // "About three weeks" is two and a half to three and a half.
    let about = verdict("days", [["about 3", "weeks"], ["18", "days"]]);
    assert_eq!(about, ("reconciled", "rounding"));
    let exact = verdict("months", [["more than 2", ""], ["2", ""]]);
    assert_eq!(exact.0, "contradiction");
    // People come whole.
    let people = verdict("persons", [["more than 2", ""], ["2.5", ""]]);
    assert_eq!(people.0, "contradiction");
}

#[test]
fn what_was_said_in_another_time_is_told_as_it_was_said() {
    for (unit, said, as_told) in [
        ("days", ["2", "months"], "2 months (about 60.9 days)"),
        (
            "days",
            ["at least 2", "months"],
            "at least 2 months (about 60.9 days)",
        ),
        ("days", ["up to 1", "year"], "up to 1 year (about 365 days)"),
        (
            "days",
            ["2-3", "months"],
            "2 to 3 months (about 60.9 to 91.3 days)",
        ),
        ("day", ["about 3", "weeks"], "about 3 weeks (21 days)"),
        (
            "days",
            ["more than 2", "months"],
            "more than 2 months (about 60.9 days)",
        ),
        (
            "days",
            ["more than 2", "weeks"],
            "more than 2 weeks (14 days)",
        ),
        ("months", ["28", "days"], "28 days (about 0.92 months)"),
        ("months", ["1", "year"], "1 year (12 months)"),
        (
            "persons per month",
            ["1", "persons per day"],
            "1 person per day (about 30.4 persons per month)",
        ),
        ("days", ["1", "day"], "1 day"),
        ("month", ["3", ""], "3 months"),
        ("months", ["more than 2", ""], "more than 2 months"),
        ("persons", ["1", ""], "1 person"),
        ("persons", ["at most 1", ""], "at most 1 person"),
        ("persons", ["about 3", ""], "about 3 persons"),
        ("sacks of flour", ["1", ""], "1 sack of flour"),
        ("persons", ["3", "sacks of flour"], "3 sacks of flour"),
        ("persons", ["1", "families"], "1 family"),
    ] {
        // One that meets neither.
        let other = ["5,000", unit];
        assert_eq!(told(unit, [said, other])[0], as_told);
    }
}
