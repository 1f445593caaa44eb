//! The views that weigh a topic, on invented claims small enough to check by hand.

use super::{asked, at, one, says, study_of, summed, weighed};
use crate::method::agreement::*;
use crate::method::reading::ClaimCells;

#[test]
fn who_was_asked_and_says_nothing_is_silent_and_who_speaks_elsewhere_is_not() {
    let study = study_of(&[says("a", "ann", "50"), at(says("b", "tom", "50"), "2022")]);
    let beside = Beside {
        asked: vec![
            asked(&study, "lou", true),
            asked(&study, "lou", true),
            asked(&study, "tom", true),
            asked(&study, "lin", false),
        ],
        ..Beside::default()
    };
    weighed(&study, Scope::default(), |agreement, _| {
        let rows = all(|take| summary(agreement, &beside, None, take));
        assert_eq!(rows[0].silent, Some(1));
        assert!(
            rows[0]
                .wording
                .contains("1 other was asked and did not say")
        );
        assert_eq!(
            all(|take| summary(agreement, &Beside::default(), None, take))[0].silent,
            None
        );
        let cells = matrix(agreement, &beside, By::Source, false);
        let silence = |column: &str| {
            cells
                .iter()
                .find(|row| row.column == column)
                .unwrap()
                .silence
        };
        assert_eq!(silence("lou"), "asked-silent");
        assert_eq!(silence("lin"), "no-claim");
        assert_eq!(silence("ben"), "not-asked");
        assert_eq!(silence("ann"), "");
    });
}

#[test]
fn what_was_judged_stands_beside_the_grade_and_in_the_sentence() {
    let study = study_of(&[says("a", "ann", "50"), says("b", "lou", "50")]);
    let mut beside = Beside::default();
    beside
        .verification
        .insert(study.claim_id("a").unwrap(), Verification::Unverified);
    weighed(&study, Scope::default(), |agreement, _| {
        let row = all(|take| summary(agreement, &beside, None, take)).remove(0);
        assert_eq!(
            (row.grade.as_str(), row.verification.as_str()),
            ("4", "unverified")
        );
        assert!(row.wording.contains("it could not be verified"));
    });
}

#[test]
fn the_words_of_the_sources_are_carried_over_and_derived_bounds_are_called_so() {
    let wording = |values: &[(&'static str, &'static str)]| {
        let keys = ["a", "b", "c"];
        let claims: Vec<_> = values
            .iter()
            .zip(keys)
            .map(|((source, value), key)| says(key, source, value))
            .collect();
        one(&claims).wording
    };
    assert!(wording(&[("ann", "about 500")]).contains(": about 500;"));
    assert!(wording(&[("ann", "up to 500")]).contains(": up to 500;"));
    assert!(wording(&[("ann", "at least 500")]).contains(": at least 500;"));
    assert!(wording(&[("ann", "at least 500"), ("lou", "700")]).contains(": 700,"));
    let derived = wording(&[("ann", "400-600"), ("lou", "500-900")]);
    assert!(derived.contains("500 to 600 (derived"), "{derived}");
}

#[test]
fn a_promise_is_no_support_for_what_is() {
    let promised = ClaimCells {
        modality: "promise",
        ..says("b", "lou", "50")
    };
    let row = one(&[says("a", "ann", "50"), promised]);
    assert_eq!(
        (row.grade.as_str(), row.positions, row.sources.as_str()),
        ("2", 2, "1")
    );
}

#[test]
fn a_group_voice_counts_once_or_more() {
    let row = one(&[says("a", "elders", "50")]);
    assert_eq!(row.sources, "1 or more");
    assert!(row.wording.starts_with("One or more sources"));
}

#[test]
fn cells_of_the_matrix_stand_to_the_others_and_not_to_a_majority() {
    let study = study_of(&[
        says("a", "ann", "50"),
        says("b", "ben", "50"),
        says("c", "lou", "90"),
        says("d", "tom", "50"),
    ]);
    weighed(&study, Scope::default(), |agreement, _| {
        let rows = matrix(agreement, &Beside::default(), By::Side, true);
        let cells: Vec<_> = rows
            .iter()
            .map(|row| (row.column.as_str(), row.cell.as_str()))
            .collect();
        assert_eq!(
            cells,
            [
                ("high", "partial"),
                ("low", "dissonance"),
                ("none", "partial")
            ]
        );
        assert_eq!(rows[0].agrees_with, ["none"]);
        assert_eq!(rows[0].contradicts, ["low"]);
        assert_eq!(rows[1].contradicts, ["high", "none"]);
    });
    let study = study_of(&[says("a", "ann", "50")]);
    weighed(&study, Scope::default(), |agreement, _| {
        let rows = matrix(agreement, &Beside::default(), By::Side, true);
        let cells: Vec<_> = rows.iter().map(|row| row.cell.as_str()).collect();
        assert_eq!(cells, ["alone", "silence", "silence"]);
        assert_eq!(rows[1].silence, "not-noted");
    });
}

#[test]
fn what_events_made_of_a_forecast_is_told() {
    let foretold = ClaimCells {
        modality: "forecast",
        stated_on: "2021-01",
        ..says("a", "ann", "40")
    };
    let settled = |value| ClaimCells {
        settled: "yes",
        ..says("b", "lou", value)
    };
    let held = one(&[foretold, settled("40")]).wording;
    assert!(
        held.contains("; one source had foretold it (40 as a forecast), as later events confirmed"),
        "{held}"
    );
    let failed = one(&[foretold, settled("90")]).wording;
    assert!(
        failed.contains(
            "; one source had it otherwise (40 as a forecast), and events did not bear this out"
        ),
        "{failed}"
    );
    // Nobody settled it: a later claim alone says nothing of what came of it.
    for value in ["40", "90"] {
        let open = one(&[foretold, says("b", "lou", value)]).wording;
        assert!(!open.contains("events"), "{open}");
    }
}

#[test]
fn what_events_made_of_the_leading_position_stands_in_place_of_that_it_was_not_verified() {
    let foretold = ClaimCells {
        modality: "promise",
        stated_on: "2021-01",
        ..says("a", "ann", "40")
    };
    let by_side = |value| {
        let settled = ClaimCells {
            settled: "yes",
            ..says("b", "lou", value)
        };
        let rows = weighed(
            &study_of(&[foretold, settled]),
            Scope::default(),
            |agreement, _| all(|take| summary(agreement, &Beside::default(), Some(By::Side), take)),
        );
        rows.into_iter()
            .find(|row| row.by == "high")
            .unwrap()
            .wording
    };
    let held = by_side("40");
    assert!(
        held.contains("(as a promise), as later events confirmed ("),
        "{held}"
    );
    assert!(!held.contains("verified"), "{held}");
    let failed = by_side("90");
    assert!(
        failed.contains("(as a promise); events did not bear this out ("),
        "{failed}"
    );
}

#[test]
fn what_a_boast_comes_down_to_is_told() {
    let boast = ClaimCells {
        general_of: "b;c",
        ..says("a", "ann", "hundreds")
    };
    let detail = |key, value| ClaimCells {
        when: "2021-04",
        ..says(key, "ann", value)
    };
    let rows = summed(&[boast, detail("b", "9"), detail("c", "4")]);
    let row = rows.iter().find(|row| row.wording.contains("200")).unwrap();
    assert!(
        row.wording
            .contains("; asked for details, the source named nine"),
        "{}",
        row.wording
    );
}

#[test]
fn columns_and_wording_count_the_same_claims() {
    let row = one(&[
        says("a", "ann", "40"),
        ClaimCells {
            interview: "i2",
            ..says("b", "ben", "40")
        },
        ClaimCells {
            interview: "i3",
            ..says("c", "lou", "70")
        },
        ClaimCells {
            stated_on: "2021-09",
            ..says("d", "lin", "70")
        },
    ]);
    assert!(row.grade.starts_with("0 ("), "{}", row.grade);
    assert!(
        row.wording.contains("(4 claims; interview"),
        "{}",
        row.wording
    );
    assert_eq!(row.interviews, "i2;i3");
    let heard = row.interviews.replace(';', ", ");
    assert!(row.wording.contains(&heard), "{} {}", heard, row.wording);
    assert_eq!(row.stated, "2021-06/2021-09");
    let one_sided = one(&[
        says("a", "ann", "40"),
        says("b", "lou", "40"),
        ClaimCells {
            basis: "told",
            ..says("c", "tom", "70")
        },
    ]);
    assert!(
        one_sided.wording.contains("(2 of 3 claims,"),
        "{}",
        one_sided.wording
    );
}

/// Tests hold few blocks at once, so that four topics come in two lots.
#[test]
fn every_view_goes_through_all_questions() {
    let topics = ["raid", "sheep", "why", "why-closed"];
    let values = ["", "50", "rain", "rain"];
    let keys: Vec<String> = topics
        .iter()
        .flat_map(|topic| ["ann", "lou"].map(|source| format!("{topic}-{source}")))
        .collect();
    let claims: Vec<ClaimCells<'_>> = keys
        .iter()
        .enumerate()
        .map(|(at, key)| ClaimCells {
            topic: topics[at / 2],
            ..says(key, ["ann", "lou"][at % 2], values[at / 2])
        })
        .collect();
    let study = study_of(&claims);
    weighed(&study, Scope::default(), |agreement, findings| {
        let beside = Beside::default();
        let tested = all(|take| robustness(agreement, None, take));
        let tested: Vec<_> = tested.iter().map(|row| row.topic.as_str()).collect();
        assert_eq!(tested, topics);
        let lines = all(|take| timeline(agreement, &beside, None, take));
        let lines: Vec<_> = lines.iter().map(|row| row.claim.as_str()).collect();
        assert_eq!(lines, keys);
        let cells = matrix(agreement, &beside, By::Side, true);
        let agreeing = cells.iter().filter(|cell| cell.cell == Cell::Agreement);
        let agreeing: Vec<_> = agreeing.map(|cell| cell.topic.as_str()).collect();
        assert_eq!(agreeing, topics.map(|topic| [topic; 2]).concat());
        let records = track_record(agreement, findings, &beside, By::Source);
        let whole = records.iter().filter(|row| row.part == "all");
        let confirmed: Vec<_> = whole.map(|row| (row.claims, row.confirmed)).collect();
        assert_eq!(confirmed, [(4, 4), (4, 4)]);
    });
}
