//! The summary as a whole on invented claims, and the properties of methods.md 5.7 that concern it.

mod behind;
mod crowds;
mod over_time;
mod properties;
mod senses;
mod views;
mod voices;

use crate::method::agreement::{Agreement, Asked, Beside, Found, Proposition, Scope, all, summary};
use crate::method::crosscheck::{Finding, Listing, Request, check};
use crate::method::reading::{ClaimCells, add_row};
use crate::method::settings::Settings;
use crate::model::builder::StudyBuilder;
use crate::model::source::{InterviewCells, SourceCells};
use crate::model::study::Study;
use crate::model::topic::TopicCells;

/// Two rival villages and a traveller; `eve` was introduced by `ann`, `elders` speak for the high
/// village, `i2` and `i3` were held by one researcher without a recording.
fn rivals() -> StudyBuilder {
    let mut builder = StudyBuilder::new(None);
    for side in ["high", "low", "none"] {
        builder.side(side).unwrap();
        builder.add_group(side, "", side).unwrap();
    }
    builder.opposes("high", "low");
    builder.researcher("rae").unwrap();
    for (source, group, kind, introduced_by) in [
        ("ann", "high", "", ""),
        ("ben", "high", "", ""),
        ("eve", "high", "", "ann"),
        ("elders", "high", "group-voice", ""),
        ("lou", "low", "", ""),
        ("lin", "low", "", ""),
        ("tom", "none", "", ""),
    ] {
        let cells = SourceCells {
            source,
            group,
            kind,
            introduced_by,
            ..SourceCells::default()
        };
        builder.source(&cells).unwrap();
    }
    for (interview, sources) in [("i2", "ben"), ("i3", "lou")] {
        let cells = InterviewCells {
            interview,
            sources,
            date: "2021-05",
            researcher: "rae",
            ..InterviewCells::default()
        };
        builder.interview(&cells).unwrap();
    }
    for (topic, kind, measure, favours) in [
        ("sheep", "quantity", "stock", "high:higher;low:lower"),
        ("raid", "state", "", "high:denies;low:affirms"),
    ] {
        let cells = TopicCells {
            topic,
            statement: topic,
            kind,
            measure,
            favours,
            ..TopicCells::default()
        };
        builder.topic(&cells).unwrap();
    }
    for (topic, kind, values, closed_because) in [
        ("why", "relation", "rain;war;debts", ""),
        ("why-closed", "relation", "rain;war", "nobody named another"),
        ("theft", "event", "", ""),
    ] {
        let cells = TopicCells {
            topic,
            statement: topic,
            kind,
            values,
            closed_because,
            ..TopicCells::default()
        };
        builder.topic(&cells).unwrap();
    }
    builder
}

#[test]
fn causes_stand_beside_one_another_with_who_denies_them() {
    let says = |key, source, topic, stance, value| ClaimCells {
        topic,
        stance,
        when: "2021-03",
        ..says(key, source, value)
    };
    let told = |topic| {
        let rows = summed(&[
            says("a", "ann", topic, "affirms", "rain"),
            says("b", "ben", topic, "affirms", "war"),
            says("c", "lou", topic, "denies", "rain"),
        ]);
        assert_eq!(rows.len(), 1);
        rows[0].wording.clone()
    };
    let open = told("why");
    assert!(
        open.starts_with("Sources gave two explanations of \"why\": "),
        "{open}"
    );
    assert!(
        open.contains("; denied by one source, the low side)"),
        "{open}"
    );
    assert!(open.contains("; others may be found (3 claims"), "{open}");
    let closed = told("why-closed");
    assert!(
        closed.contains("no further one is held to be open"),
        "{closed}"
    );
    let one = summed(&[says("a", "ann", "why", "affirms", "rain")]);
    assert!(!one[0].wording.contains("explanations"), "{:?}", one[0]);
    // One cause foretold and told is one cause in two positions.
    let foretold = ClaimCells {
        modality: "forecast",
        ..says("b", "ben", "why", "affirms", "rain")
    };
    let told = says("a", "ann", "why", "affirms", "rain");
    let twice = summed(&[told, foretold]);
    assert_eq!(twice[0].positions, 2);
    assert!(!twice[0].wording.contains("explanations"), "{:?}", twice[0]);
    let other = says("c", "lou", "why", "affirms", "war");
    let two = &summed(&[told, foretold, other])[0].wording;
    assert!(two.starts_with("Sources gave two explanations"), "{two}");
}

#[test]
fn only_the_causes_of_a_relation_can_be_closed() {
    let mut builder = rivals();
    let cells = TopicCells {
        topic: "more",
        statement: "more",
        kind: "state",
        closed_because: "all were asked",
        ..TopicCells::default()
    };
    assert_eq!(builder.topic(&cells).unwrap_err().column, "closed_because");
}

#[test]
fn reports_without_a_key_may_be_one_event_or_many() {
    let report = |key, source, event| ClaimCells {
        topic: "theft",
        event,
        when: "2021-03",
        ..says(key, source, "")
    };
    let events = |claims: &[ClaimCells<'_>]| {
        let row = &summed(claims)[0];
        (row.events_low, row.events_high)
    };
    let one = report("a", "ann", "");
    let two = [one, report("b", "ben", "")];
    assert_eq!(events(&two), (Some(1), Some(2)));
    let named = [
        report("a", "ann", "e1"),
        report("b", "ben", "e2"),
        report("c", "lou", ""),
        report("d", "lou", "e1?"),
    ];
    assert_eq!(events(&named), (Some(2), Some(4)));
    let sheep = summed(&[says("a", "ann", "50")]);
    assert_eq!(sheep[0].events_low, None);
}

fn says<'a>(key: &'a str, source: &'a str, value: &'a str) -> ClaimCells<'a> {
    ClaimCells {
        claim: key,
        source,
        topic: "sheep",
        stance: "affirms",
        stated_on: "2021-06",
        when: "2021-03",
        value,
        basis: "witnessed",
        ..ClaimCells::default()
    }
}

fn study_of(claims: &[ClaimCells<'_>]) -> Study {
    let mut builder = rivals();
    for cells in claims {
        add_row(&mut builder, &Settings::default(), cells).unwrap();
    }
    builder.finish().unwrap()
}

/// Cross-checks a study, weighs it, and looks at it.
fn weighed<T>(
    study: &Study,
    scope: Scope,
    look: impl FnOnce(&Agreement<'_>, &[Finding]) -> T,
) -> T {
    let request = Request {
        per_block: None,
        listing: Listing::All,
        ..Request::default()
    };
    let findings = check(study, &request).findings;
    let found = Found {
        findings: &findings,
        crowds: &[],
    };
    let agreement = Agreement::new(study, &Settings::default(), found, scope);
    look(&agreement, &findings)
}

fn summed(claims: &[ClaimCells<'_>]) -> Vec<Proposition> {
    weighed(&study_of(claims), Scope::default(), |agreement, _| {
        all(|take| summary(agreement, &Beside::default(), None, take))
    })
}

fn one(claims: &[ClaimCells<'_>]) -> Proposition {
    let mut rows = summed(claims);
    assert_eq!(rows.len(), 1, "{rows:?}");
    rows.remove(0)
}

#[test]
fn no_claims_are_no_propositions() {
    assert!(summed(&[]).is_empty());
}

#[test]
fn two_sides_at_first_hand_are_grade_four() {
    let row = one(&[says("a", "ann", "40-60"), says("b", "lou", "about 50")]);
    assert_eq!((row.grade.as_str(), row.positions), ("4", 1));
    assert_eq!((row.sources_low, row.sources_high), (2, 2));
    assert_eq!(row.sides, "high;low");
    assert_eq!((row.range_low, row.range_high), (Some(45.0), Some(55.0)));
    assert_eq!((row.affirm, row.deny, row.when.as_str()), (2, 0, "2021-03"));
    assert!(row.wording.contains("according to sources on"));
}

#[test]
fn an_admission_lifts_to_five_and_a_shared_interest_does_not() {
    let raid = |key, source, against_interest| ClaimCells {
        topic: "raid",
        value: "",
        against_interest,
        ..says(key, source, "")
    };
    let admitted = one(&[raid("a", "ann", ""), raid("b", "lou", "")]);
    assert_eq!(admitted.grade, "5");
    let both_gain = one(&[raid("a", "ann", "no"), raid("b", "lou", "no")]);
    assert_eq!(both_gain.grade, "4");
}

#[test]
fn ties_lower_the_least_and_not_the_most() {
    let row = one(&[says("a", "ann", "50"), says("b", "eve", "50")]);
    assert_eq!((row.sources_low, row.sources_high), (1, 2));
    assert_eq!(row.grade, "2–3");
    let voices = one(&[says("a", "ann", "50"), says("b", "elders", "50")]);
    assert_eq!((voices.sources_low, voices.sources_high), (1, 2));
    let heard = |cells, interview| ClaimCells { interview, ..cells };
    let unrecorded = one(&[
        heard(says("a", "ben", "50"), "i2"),
        heard(says("b", "lou", "50"), "i3"),
    ]);
    assert_eq!((unrecorded.sources_low, unrecorded.researchers), (1, 1));
}

#[test]
fn hearsay_alone_is_grade_one_and_two_untied_hearsays_two() {
    let told = |cells, via| ClaimCells {
        basis: "told",
        via,
        ..cells
    };
    let alone = one(&[told(says("a", "ann", "50"), "")]);
    assert_eq!(alone.grade, "1");
    assert!(alone.wording.contains("second hand"));
    let two = one(&[
        told(says("a", "ann", "50"), "x"),
        told(says("b", "ben", "50"), "y"),
    ]);
    assert_eq!(two.grade, "2");
    let copied = one(&[
        told(says("a", "ann", "50"), "x"),
        told(says("b", "ben", "50"), "x"),
    ]);
    assert_eq!((copied.sources_high, copied.grade.as_str()), (1, "1"));
}

#[test]
fn an_equal_rival_contests_and_a_weaker_one_only_contradicts() {
    let contested = one(&[says("a", "ann", "50"), says("b", "lou", "90")]);
    assert_eq!(
        (contested.grade.as_str(), contested.positions),
        ("0 (2)", 2)
    );
    assert!(contested.wording.starts_with("Accounts differ"));
    let contradicted = one(&[
        says("a", "ann", "50"),
        says("b", "lou", "50"),
        says("c", "lin", "90"),
    ]);
    assert_eq!(contradicted.grade, "4c");
    assert_eq!(contradicted.claims, 3);
}

#[test]
fn an_open_finding_is_marked() {
    let hedged = ClaimCells {
        modality: "actual?",
        ..says("b", "lou", "90")
    };
    assert_eq!(one(&[says("a", "ann", "50"), hedged]).grade, "2?");
}

#[test]
fn times_apart_are_propositions_apart_and_a_long_claim_stands_in_both() {
    let at = |cells, when| ClaimCells { when, ..cells };
    let rows = summed(&[
        says("a", "ann", "50"),
        at(says("b", "lou", "50"), "2021-09"),
        at(says("c", "tom", "50"), "2021"),
    ]);
    let claims: Vec<usize> = rows.iter().map(|row| row.claims).collect();
    let when: Vec<&str> = rows.iter().map(|row| row.when.as_str()).collect();
    assert_eq!((claims, when), (vec![2, 2], vec!["2021-03", "2021-09"]));
}

#[test]
fn an_equal_claim_of_somebody_new_never_lowers_a_grade() {
    let low_end = |row: &Proposition| row.grade.chars().find_map(|digit| digit.to_digit(10));
    let everybody = ["ann", "ben", "eve", "elders", "lou", "lin", "tom"];
    let keys = ["a", "b", "c", "d", "e", "f", "g"];
    for start in 0..everybody.len() {
        let mut claims = Vec::new();
        let mut before = (None, 0, 0);
        for step in 0..everybody.len() {
            let source = everybody[(start + step) % everybody.len()];
            claims.push(says(keys[step], source, "50"));
            let row = one(&claims);
            let now = (low_end(&row), row.sources_low, row.sources_high);
            assert!(now.0 >= before.0 && now.1 >= before.1 && now.2 >= before.2);
            assert!(row.sources_low <= row.sources_high);
            before = now;
        }
    }
}

fn told<'a>(cells: ClaimCells<'a>, via: &'a str) -> ClaimCells<'a> {
    ClaimCells {
        basis: "told",
        via,
        ..cells
    }
}

fn at<'a>(cells: ClaimCells<'a>, when: &'a str) -> ClaimCells<'a> {
    ClaimCells { when, ..cells }
}

fn asked(study: &Study, source: &str, is_silent: bool) -> Asked {
    Asked {
        source: study.source_id(source).unwrap(),
        topic: study.topic_id("sheep").unwrap(),
        is_silent,
    }
}
