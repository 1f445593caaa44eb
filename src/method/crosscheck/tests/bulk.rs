//! Crowds that are counted class by class: the counts are those of judging each pair, and the list shows
//! real pairs of each verdict.

use proptest::prelude::*;

use super::fixture::{Row, claim, rows, study_of, value_of, with_claims};
use super::properties::{crowded_rows, plain_rows};
use crate::method::agreement::borne_out;
use crate::method::crosscheck::report::count_by_class;
use crate::method::crosscheck::words::{Verdict, Why};
use crate::method::crosscheck::{Listing, Request, check, count};
use crate::method::reading::ClaimCells;
use crate::method::settings::Settings;
use crate::model::study::Study;

const TOPICS: [&str; 10] = [
    "workers", "loaves", "sold", "share", "open", "trend", "fire", "hired", "sheaves", "stacks",
];

/// Claims on one topic that differ in a few things and are equal in all others, so that few classes hold
/// many of them.
fn alike_rows(most: usize) -> impl Strategy<Value = Vec<Row>> {
    let values = prop::sample::select(&TOPICS[..])
        .prop_flat_map(move |topic| (Just(topic), prop::collection::vec(value_of(topic), most)));
    let varies = prop::collection::vec(prop::bool::weighted(0.3), 16);
    (rows(most), values, varies).prop_map(|(rows, (topic, values), varies)| {
        let alike = |(row, (value, unit)): (&Row, &(String, &'static str))| {
            // Who says it, how they know it and through whom: together they make one quote another.
            let varies_too = |place: usize| varies[15] && [2, 9, 10].contains(&place);
            let of = |place: usize| match varies[place] || varies_too(place) {
                true => row,
                false => &rows[0],
            };
            let figure = if varies[0] {
                (value.clone(), *unit)
            } else {
                values[0].clone()
            };
            Row {
                key: row.key.clone(),
                topic,
                value: figure.0,
                unit: figure.1,
                when: if varies[1] { row.when } else { rows[0].when },
                source: of(2).source,
                stance: of(3).stance,
                population: of(4).population,
                place: of(5).place,
                time_mode: of(6).time_mode,
                stated_day: of(7).stated_day,
                stated_more: of(7).stated_more,
                modality: of(8).modality,
                basis: of(9).basis,
                via: of(10).via,
                event: of(11).event,
                actor: of(12).actor,
                trend: if topic == "workers" { of(13).trend } else { "" },
                settled: of(14).settled,
                ..row.clone()
            }
        };
        rows.iter().zip(&values).map(alike).collect()
    })
}

/// Rows that differ by what is drawn for each, and are alike and plain in all else.
fn plain(row: &Row, topic: &'static str) -> Row {
    Row {
        key: row.key.clone(),
        topic,
        population: "millers",
        place: "mill",
        value: String::new(),
        unit: "",
        time_mode: "throughout",
        modality: "actual",
        basis: "witnessed",
        via: "",
        general_of: None,
        responds_to: None,
        reading_of: None,
        event: "",
        actor: "",
        trend: "",
        settled: "",
        ..*row
    }
}

/// Figures affirmed and denied of a whole and a part of it, by place and by period.
fn denied_rows(most: usize) -> impl Strategy<Value = Vec<Row>> {
    let drawn = (
        prop::sample::select(&["affirms", "denies", "doubts"][..]),
        prop::sample::select(&["valley", "mill"][..]),
        prop::sample::select(
            &[
                "",
                "0",
                "4",
                "3-5",
                "at least 3",
                "at most 4",
                "up to 4",
                "at least 0",
            ][..],
        ),
        prop::sample::select(&[(0, 9), (2, 3)][..]),
    );
    let topic = prop::sample::select(&["workers", "loaves", "sold"][..]);
    let drawn = prop::collection::vec(drawn, most);
    (topic, rows(most), drawn).prop_map(|(topic, rows, drawn)| {
        let said = |(row, (stance, place, value, (first, more))): (&Row, (_, _, &str, _))| Row {
            stance,
            place,
            value: value.to_owned(),
            when: Some((first, more, "")),
            ..plain(row, topic)
        };
        rows.iter().zip(drawn).map(said).collect()
    })
}

/// Forecasts that a mill opens, and what is said of it before and after, or at some time about then.
fn foretold_rows(most: usize) -> impl Strategy<Value = Vec<Row>> {
    let said = prop::sample::select(
        &[
            ("affirms", "forecast"),
            ("denies", "actual"),
            ("denies", "actual"),
        ][..],
    );
    let drawn = prop::collection::vec((said, 0..12_i32, prop_oneof![Just(0), 1..12_i32]), most);
    (rows(most), drawn).prop_map(|(rows, drawn)| {
        let said = |(row, ((stance, modality), day, more)): (&Row, ((_, _), _, _))| Row {
            stance,
            modality,
            when: Some((2, 4, "")),
            stated_day: day,
            stated_more: more,
            ..plain(row, "open")
        };
        rows.iter().zip(drawn).map(said).collect()
    })
}

/// Holds the count by classes against that of judging each pair.
fn same_counts(study: &Study, settings: &Settings) -> Result<(), TestCaseError> {
    for listing in [Listing::Flagged, Listing::All] {
        let settings = *settings;
        let request = Request {
            settings,
            listing,
            ..Request::default()
        };
        prop_assert_eq!(count_by_class(study, &request), count(study, &request));
    }
    Ok(())
}

proptest! {
    #[test]
    fn class_by_class_counts_what_judging_each_pair_counts(rows in alike_rows(30)) {
        same_counts(&study_of(&rows, 0), &Settings::default())?;
    }

    #[test]
    fn so_it_is_where_voices_bear_out_what_was_foretold(rows in alike_rows(30)) {
        let mut study = study_of(&rows, 0);
        study.hold_as_borne_out(borne_out(&study, &Settings::default()));
        same_counts(&study, &Settings::default())?;
    }

    #[test]
    fn and_where_it_is_open_when_those_voices_spoke(rows in foretold_rows(20)) {
        let mut study = study_of(&rows, 0);
        study.hold_as_borne_out(borne_out(&study, &Settings::default()));
        same_counts(&study, &Settings::default())?;
    }

    #[test]
    fn and_of_figures_denied_of_wholes_and_parts(rows in denied_rows(24)) {
        same_counts(&study_of(&rows, 0), &Settings::default())?;
    }

    #[test]
    fn and_with_tolerances(rows in alike_rows(20), r in 0.0..0.5_f64, c in 0.0..2.0_f64) {
        let settings = Settings { relative_tolerance: r, absolute_tolerance: c, ..Settings::default() };
        same_counts(&study_of(&rows, 0), &settings)?;
    }

    #[test]
    fn and_where_nothing_is_alike(rows in rows(24)) {
        same_counts(&study_of(&rows, 0), &Settings::default())?;
    }

    #[test]
    fn and_where_other_claims_bear_on_many(rows in crowded_rows(24)) {
        same_counts(&study_of(&rows, 0), &Settings::default())?;
    }

    #[test]
    fn and_of_figures_with_few_ways_out(rows in plain_rows(24)) {
        same_counts(&study_of(&rows, 0), &Settings::default())?;
    }
}

/// So many claims on a road, by turns for and against, every fourth by hearsay.
fn road(claims: usize) -> Study {
    let keys: Vec<String> = (0..claims).map(|place| format!("c{place:04}")).collect();
    let cells: Vec<_> = keys
        .iter()
        .enumerate()
        .map(|(place, key)| ClaimCells {
            stance: ["affirms", "denies"][place % 2],
            basis: if place % 4 < 2 { "witnessed" } else { "told" },
            ..claim(key, ["ada", "bo"][place % 3 / 2], "open")
        })
        .collect();
    with_claims(&cells).unwrap()
}

#[test]
fn a_crowd_of_yes_and_no_is_counted_to_the_pair_and_shown_by_a_few() {
    let study = road(800);
    let report = check(&study, &Request::default());
    assert_eq!(report.counts, count(&study, &Request::default()));
    assert_eq!(report.counts.flagged(), 400 * 400);
    let [cut] = report.cut_blocks[..] else {
        panic!("one block is cut")
    };
    assert!(cut.is_crowd);
    assert_eq!(
        (cut.found, cut.listed),
        (400 * 400, report.findings.len() as u64)
    );
    let shows = |verdict, why| {
        let mut found = report.findings.iter();
        found.any(|finding| (finding.verdict, finding.why) == (verdict, why))
    };
    assert!(shows(Verdict::Contradiction, None));
    assert!(shows(Verdict::Apparent, Some(Why::Hearsay)));
    assert!(report.findings.len() < 50);
}

#[test]
fn few_of_yes_and_no_are_listed_pair_by_pair() {
    let report = check(
        &road(200),
        &Request {
            per_block: None,
            ..Request::default()
        },
    );
    assert_eq!(report.findings.len(), 100 * 100);
    assert!(report.cut_blocks.is_empty());
}
