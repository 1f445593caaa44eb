//! Claims stand in one position only where they say one thing: unit, trend, actor, event and what is
//! denied keep them apart, and so does time.

use super::{rivals, says, weighed};
use crate::method::agreement::*;
use crate::method::crosscheck::words::Verdict;
use crate::method::crosscheck::{Finding, compare};
use crate::method::reading::{ClaimCells, add_row};
use crate::method::settings::Settings;
use crate::model::builder::StudyBuilder;
use crate::model::study::Study;
use crate::model::topic::TopicCells;
use crate::model::tree::NodeCells;

fn with_guards() -> StudyBuilder {
    let mut builder = rivals();
    let cells = TopicCells {
        topic: "guards",
        statement: "guards",
        kind: "quantity",
        measure: "stock",
        unit: "persons",
        favours: "high:higher;low:lower",
        ..TopicCells::default()
    };
    builder.topic(&cells).unwrap();
    let cells = TopicCells {
        topic: "paid",
        statement: "paid",
        kind: "quantity",
        measure: "share",
        ..TopicCells::default()
    };
    builder.topic(&cells).unwrap();
    let cells = TopicCells {
        topic: "recruits",
        statement: "recruits",
        kind: "quantity",
        measure: "flow",
        unit: "persons",
        ..TopicCells::default()
    };
    builder.topic(&cells).unwrap();
    let node = NodeCells {
        key: "valley",
        ..NodeCells::default()
    };
    builder.places(&[node]).unwrap();
    builder
}

pub(super) fn study_of(claims: &[ClaimCells<'_>]) -> Study {
    let mut builder = with_guards();
    for cells in claims {
        add_row(&mut builder, &Settings::default(), cells).unwrap();
    }
    builder.finish().unwrap()
}

pub(super) fn one(claims: &[ClaimCells<'_>]) -> Proposition {
    let mut rows = rows(&study_of(claims), Scope::default());
    assert_eq!(rows.len(), 1, "{rows:?}");
    rows.remove(0)
}

pub(super) fn rows(study: &Study, scope: Scope) -> Vec<Proposition> {
    weighed(study, scope, |agreement, _| {
        all(|take| summary(agreement, &Beside::default(), None, take))
    })
}

pub(super) fn guards<'a>(key: &'a str, source: &'a str, value: &'a str) -> ClaimCells<'a> {
    ClaimCells {
        topic: "guards",
        ..says(key, source, value)
    }
}

fn theft<'a>(key: &'a str, source: &'a str) -> ClaimCells<'a> {
    ClaimCells {
        topic: "theft",
        when: "2021-03-05",
        ..says(key, source, "")
    }
}

/// By source: how often it was confirmed, and how its side stands in the matrix.
fn borne_out(claims: &[ClaimCells<'_>], source: &str) -> (usize, String) {
    weighed(
        &study_of(claims),
        Scope::default(),
        |agreement, findings| {
            let beside = Beside::default();
            let records = track_record(agreement, findings, &beside, By::Source);
            let cells = matrix(agreement, &beside, By::Source, true);
            let record = records.iter().find(|row| row.source == source).unwrap();
            let is_own = |row: &&MatrixRow| row.column == source && row.claims > 0;
            let cell = cells.iter().find(is_own).unwrap().cell;
            (record.confirmed, cell.as_str().to_owned())
        },
    )
}

#[test]
fn figures_of_two_units_are_two_positions_and_neither_bears_the_other_out() {
    let families = |key, source| ClaimCells {
        unit: "families",
        ..guards(key, source, "40")
    };
    let claims = [families("a", "ann"), guards("b", "lou", "40")];
    let row = one(&claims);
    assert_eq!((row.grade.as_str(), row.positions), ("2", 2));
    assert_eq!((row.sources.as_str(), row.unit.as_str()), ("1", "family"));
    assert!(row.wording.contains(": 40 families;"), "{}", row.wording);
    assert_eq!(borne_out(&claims, "ann"), (0, "alone".to_owned()));
    // The same in one unit, one of them converted to it.
    let same = [families("a", "ann"), families("b", "lou")];
    assert_eq!(one(&same).grade, "4");
    assert_eq!(borne_out(&same, "ann"), (1, "agreement".to_owned()));
}

#[test]
fn a_share_of_what_is_counted_is_written_as_percent_and_excludes_no_count() {
    let row = one(&[guards("a", "ann", "5 %")]);
    assert!(row.wording.contains(": 5 %;"), "{}", row.wording);
    let third = one(&[
        guards("a", "ann", "90"),
        guards("b", "lou", "50"),
        guards("c", "tom", "half"),
    ]);
    assert_eq!(third.positions, 3);
    // "Half" clashes with no count and is none of three that exclude one another.
    assert!(!third.wording.contains("irreconcilable"), "{third:?}");
    let counts = one(&[
        guards("a", "ann", "90"),
        guards("b", "lou", "50"),
        guards("c", "tom", "10"),
    ]);
    assert!(
        counts.wording.contains("3 irreconcilable positions"),
        "{counts:?}"
    );
}

#[test]
fn figures_of_another_unit_are_no_rivals() {
    // Against 10 persons the high village's 90 suit it; 500 families say nothing of that.
    let families = ClaimCells {
        unit: "families",
        ..guards("c", "tom", "500")
    };
    let claims = [guards("a", "ann", "90"), guards("b", "lou", "10")];
    let [.., last] = [claims[0], claims[1], families];
    let shared = |claims: &[ClaimCells<'_>]| one(claims).is_of_shared_interest;
    assert!(shared(&claims));
    assert_eq!(shared(&[claims[0], claims[1], last]), shared(&claims));
    assert!(!shared(&[claims[0], last]));
}

#[test]
fn contrary_trends_are_contested_and_a_trend_is_told() {
    let trend = |key, source, trend| ClaimCells {
        trend,
        ..guards(key, source, "")
    };
    let claims = [trend("a", "ann", "rising"), trend("b", "lou", "falling")];
    let row = one(&claims);
    assert_eq!((row.grade.as_str(), row.positions), ("0 (2)", 2));
    assert!(
        row.wording.contains("rising (one source") && row.wording.contains("falling (one source"),
        "{}",
        row.wording
    );
    assert_eq!(borne_out(&claims, "ann"), (0, "dissonance".to_owned()));
    let same = one(&[trend("a", "ann", "rising"), trend("b", "lou", "rising")]);
    assert_eq!(same.grade, "4");
    assert!(same.wording.contains("\"guards\": rising"), "{same:?}");
}

#[test]
fn two_actors_of_one_event_are_contested_and_who_names_none_keeps_to_the_event() {
    let by = |key, source, actor| ClaimCells {
        event: "e1",
        actor,
        ..theft(key, source)
    };
    let claims = [by("a", "ann", "wolves"), by("b", "lou", "thieves")];
    let row = one(&claims);
    assert_eq!((row.grade.as_str(), row.positions), ("0 (2)", 2));
    assert!(row.wording.contains("affirmed, done by wolves"), "{row:?}");
    assert_eq!(borne_out(&claims, "ann"), (0, "dissonance".to_owned()));
    // That it happened is what both say where only one says who did it.
    let open = one(&[claims[0], by("b", "lou", "")]);
    assert_eq!((open.grade.as_str(), open.positions), ("4", 1));
    assert!(!open.wording.contains("wolves"), "{open:?}");
    let three = one(&[claims[0], claims[1], by("c", "tom", "")]);
    assert_eq!(three.positions, 3);
}

#[test]
fn reports_of_two_events_do_not_bear_each_other_out() {
    let of = |key, source, event| ClaimCells {
        event,
        ..theft(key, source)
    };
    let claims = [of("a", "ann", "e1"), of("b", "lou", "e2")];
    let row = one(&claims);
    assert_eq!((row.grade.as_str(), row.positions), ("2", 2));
    assert!(row.wording.contains("(event e1)"), "{row:?}");
    assert_eq!(borne_out(&claims, "ann"), (0, "alone".to_owned()));
    assert_eq!(one(&[claims[0], of("b", "lou", "e1")]).grade, "4");
}

#[test]
fn not_that_many_is_another_position_than_none() {
    let denies = |key, source, value| ClaimCells {
        stance: "denies",
        ..guards(key, source, value)
    };
    let claims = [denies("a", "ann", ""), denies("b", "lou", "30")];
    let row = one(&claims);
    assert_eq!((row.grade.as_str(), row.positions), ("2", 2));
    assert_eq!(borne_out(&claims, "ann"), (0, "alone".to_owned()));
    let same = one(&[denies("a", "ann", "30"), denies("b", "lou", "30")]);
    assert_eq!(same.grade, "4");
    assert!(
        same.wording.contains("\"guards\": not 30 persons"),
        "{same:?}"
    );
}

#[test]
fn counts_over_two_periods_do_not_bear_each_other_out() {
    let recruits = |key, source, when| ClaimCells {
        topic: "recruits",
        when,
        ..says(key, source, "100")
    };
    let claims = [
        recruits("a", "ann", "2021-01/2021-06"),
        recruits("b", "lou", "2021-02"),
    ];
    let row = one(&claims);
    assert_eq!((row.grade.as_str(), row.positions), ("2", 2));
    assert!(
        row.wording.contains(": 100 persons, over 2021-01/2021-06;"),
        "{}",
        row.wording
    );
    assert_eq!(borne_out(&claims, "ann"), (0, "alone".to_owned()));
    let same = one(&[claims[1], recruits("c", "ann", "2021-02")]);
    assert_eq!((same.grade.as_str(), same.positions), ("4", 1));
    assert!(!same.wording.contains("over"), "{}", same.wording);
}

#[test]
fn who_is_not_sure_of_the_place_does_not_bear_out_who_is() {
    let of = |key, source, place| ClaimCells {
        place,
        ..guards(key, source, "40")
    };
    let claims = [of("a", "ann", "valley"), of("b", "lou", "valley?")];
    let row = one(&claims);
    assert_eq!((row.grade.as_str(), row.positions), ("2", 2));
    assert_eq!(borne_out(&claims, "ann"), (0, "alone".to_owned()));
    assert_eq!(one(&[claims[0], of("b", "lou", "valley")]).grade, "4");
    // Two who are not sure may each speak of another place.
    let unsure = [of("a", "ann", "valley?"), of("b", "lou", "valley?")];
    let row = one(&unsure);
    assert_eq!((row.grade.as_str(), row.positions), ("2", 2));
    assert_eq!(borne_out(&unsure, "ann"), (0, "alone".to_owned()));
}

#[test]
fn an_event_that_one_names_or_guesses_keeps_nobody_apart() {
    let of = |key, source, event| ClaimCells {
        topic: "recruits",
        when: "2021-03",
        event,
        ..says(key, source, "20")
    };
    let named_once = [of("a", "ann", "e1"), of("b", "lou", "")];
    assert_eq!(one(&named_once).grade, "4");
    let guessed = [theft("a", "ann"), theft("b", "lou"), theft("c", "tom")];
    let named = |events: [&'static str; 3]| {
        let mut cells = guessed;
        for (cells, event) in cells.iter_mut().zip(events) {
            cells.event = event;
        }
        one(&cells).positions
    };
    assert_eq!(named(["e1", "", "e2?"]), 1);
    assert_eq!(named(["e1", "", "e2"]), 3);
}

#[test]
fn what_a_record_settled_was_verified() {
    let foretold = ClaimCells {
        modality: "forecast",
        stated_on: "2021-01",
        ..theft("a", "ann")
    };
    let record = ClaimCells {
        settled: "yes",
        stated_on: "2021-09",
        ..theft("b", "tom")
    };
    let row = one(&[foretold, record]);
    assert!(
        row.wording.contains("as later events confirmed"),
        "{}",
        row.wording
    );
    assert!(
        !row.wording.contains("could not be verified"),
        "{}",
        row.wording
    );
    // A count over other days is another count.
    let counted = |cells: ClaimCells<'static>, when| ClaimCells {
        topic: "recruits",
        value: "20",
        when,
        ..cells
    };
    let held = |when| {
        let claims = [counted(foretold, when), counted(record, "2021-03")];
        let rows = rows(&study_of(&claims), Scope::default());
        rows.iter()
            .any(|row| row.wording.contains("as later events confirmed"))
    };
    assert!(held("2021-03"));
    assert!(!held("2021-03/2021-06"));
    let row = one(&[theft("a", "ann")]);
    assert!(
        row.wording.contains("could not be verified"),
        "{}",
        row.wording
    );
}

#[test]
fn a_position_of_which_two_claims_contradict_each_other_is_contested() {
    let study = study_of(&[guards("a", "ann", "40"), guards("b", "lou", "40")]);
    let [a, b] = ["a", "b"].map(|key| study.claim_id(key).unwrap());
    let settings = Settings::default();
    let grade = |verdict| {
        let agrees = compare(&study, &settings, a, b).unwrap();
        let findings = [Finding { verdict, ..agrees }];
        let found = Found {
            findings: &findings,
            crowds: &[],
        };
        let agreement = Agreement::new(&study, &settings, found, Scope::default());
        let rows = all(|take| summary(&agreement, &Beside::default(), None, take));
        rows[0].grade.clone()
    };
    assert_eq!(grade(Verdict::Agrees), "4");
    assert_eq!(grade(Verdict::Contradiction), "0 (4)");
    assert_eq!(grade(Verdict::Apparent), "4?");
}

#[test]
fn voices_of_two_times_are_never_added_up() {
    let at = |key, source, when| ClaimCells {
        topic: "raid",
        when,
        ..says(key, source, "")
    };
    let study = study_of(&[
        at("a", "ann", "2021-01"),
        at("b", "lou", "2021-02"),
        at("c", "tom", "2021-01/2021-03"),
    ]);
    weighed(&study, Scope::default(), |agreement, _| {
        let rows = all(|take| positions_over_time(agreement, By::Source, take));
        let told: Vec<_> = rows
            .iter()
            .map(|row| (row.when.as_str(), row.by.join("+"), row.sources_high))
            .collect();
        let row = |when, by: &str, sources| (when, by.to_owned(), sources);
        assert_eq!(
            told,
            [
                row("2021-01", "ann+tom", 2),
                row("2021-02", "lou+tom", 2),
                row("2021-03", "tom", 1),
            ]
        );
    });
}

#[test]
fn a_position_of_which_nothing_changes_is_one_row_whatever_the_others_do() {
    let at = |cells, when| ClaimCells { when, ..cells };
    let study = study_of(&[
        at(says("a", "ann", "50"), "2021-01/2021-06"),
        at(says("b", "lou", "90"), "2021-01/2021-06"),
        at(says("c", "tom", "90"), "2021-03"),
    ]);
    weighed(&study, Scope::default(), |agreement, _| {
        let rows = all(|take| positions_over_time(agreement, By::Source, take));
        let told: Vec<_> = rows
            .iter()
            .map(|row| (row.when.as_str(), row.by.join("+"), row.position))
            .collect();
        let row = |when, by: &str, position| (when, by.to_owned(), position);
        assert_eq!(
            told,
            [
                row("2021-01/2021-02", "lou", 2),
                row("2021-03", "lou+tom", 2),
                row("2021-01/2021-06", "ann", 1),
                row("2021-04/2021-06", "lou", 2),
            ]
        );
    });
}

#[test]
fn a_known_answer_in_another_unit_is_no_answer() {
    let families = ClaimCells {
        unit: "families",
        ..guards("a", "ann", "40")
    };
    let study = study_of(&[families, guards("b", "lou", "40")]);
    let known = Control {
        topic: study.topic_id("guards").unwrap(),
        stance: crate::model::vocabulary::Stance::Affirms,
        value: crate::model::claim::Bounds::new(40.0, 40.0).ok(),
        category: None,
        population: None,
        place: None,
        when: crate::model::claim::Span::ALL,
    };
    let beside = Beside {
        controls: vec![known],
        ..Beside::default()
    };
    weighed(&study, Scope::default(), |agreement, findings| {
        let rows = track_record(agreement, findings, &beside, By::Source);
        let right: Vec<_> = rows
            .iter()
            .map(|row| (row.source.as_str(), row.controls_right, row.controls_wrong))
            .collect();
        assert_eq!(right, [("ann", 0, 0), ("lou", 1, 0)]);
    });
}

#[test]
fn who_tells_of_a_forecast_when_its_time_is_over_foretold_nothing() {
    let forecast = |stated_on| ClaimCells {
        modality: "forecast",
        stated_on,
        ..says("a", "ann", "50")
    };
    let record = ClaimCells {
        settled: "yes",
        ..says("b", "lou", "50")
    };
    let held_and_open = |stated_on| {
        let study = study_of(&[forecast(stated_on), record]);
        weighed(&study, Scope::default(), |agreement, findings| {
            let rows = track_record(agreement, findings, &Beside::default(), By::Source);
            let ann = rows.iter().find(|row| row.source == "ann").unwrap();
            (ann.forecasts_held, ann.forecasts_open)
        })
    };
    assert_eq!(held_and_open("2021-02"), (1, 0));
    assert_eq!(held_and_open("2021-06"), (0, 0));
    // On some day of a year in which the time ends, it may have been told before.
    assert_eq!(held_and_open("2021"), (1, 0));
}
