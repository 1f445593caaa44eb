//! What takes a conflict away or settles it: readings, corrections, what time showed, and changed accounts
//! (methods.md 3.3 no. 9, 3.10).

use super::fixture::{
    claim, clash, found, judged, pair, shown, told, valley, with_claims, workers,
};
use crate::method::crosscheck::FindingMarks;
use crate::method::crosscheck::words::{Explanation, Kind, Outcome, Verdict, Why};
use crate::method::reading::{ClaimCells, ControlCells, add_control, add_row};
use crate::method::settings::Settings;

#[test]
fn a_doubtful_translation_leaves_a_conflict_open() {
    let [a, b] = workers("5", "9");
    let translated = ClaimCells {
        interview: "i2",
        text: "translation",
        ..a
    };
    assert_eq!(told([translated, b]).1, Some(Why::Coding));
    assert_eq!(
        told([
            ClaimCells {
                text: "original",
                ..translated
            },
            b
        ]),
        clash(Kind::ValueDisjoint)
    );
}

#[test]
fn a_second_reading_may_remove_a_conflict() {
    let [a, b] = workers("5", "9");
    let read = |cells: ClaimCells<'static>| {
        let again = ClaimCells {
            claim: "c",
            reading_of: "b",
            ..cells
        };
        let study = with_claims(&[a, b, again]).unwrap();
        let found = found(&study, 0, 1);
        (found.verdict, found.why)
    };
    let removed = (Verdict::Reconciled, Some(Why::Coding));
    assert_eq!(read(ClaimCells { value: "5", ..b }), removed);
    assert_eq!(
        read(ClaimCells {
            place: "valley",
            ..b
        }),
        removed
    );
    assert_eq!(
        read(ClaimCells { value: "8", ..b }),
        (Verdict::Contradiction, None)
    );
    assert_eq!(
        read(ClaimCells {
            place: "mill?",
            ..b
        }),
        (Verdict::Apparent, Some(Why::Coding))
    );
}

#[test]
fn two_readings_of_one_statement_are_not_held_against_each_other() {
    let [a, b] = workers("5", "9");
    let read = |key, value, reading_of| ClaimCells {
        claim: key,
        value,
        reading_of,
        ..a
    };
    let study = with_claims(&[
        a,
        b,
        read("c", "7", "a"),
        read("d", "8", "a"),
        read("e", "6", "c"),
    ]);
    let study = study.unwrap();
    for (one, other) in [(0, 2), (2, 3), (2, 4), (0, 4)] {
        let found = found(&study, one, other);
        assert_eq!(
            (found.verdict, found.kind, found.marks),
            (Verdict::Compatible, None, Default::default()),
            "{one} and {other}"
        );
        let reason = shown(&study, &found).reason;
        assert!(reason.contains("two readings of one statement"), "{reason}");
    }
    // By name a reading is still put to the full test against others.
    assert_eq!(found(&study, 1, 2).kind, Some(Kind::ValueDisjoint));
}

#[test]
fn what_was_taken_back_is_reconciled() {
    let [a, b] = workers("5", "9");
    let mut builder = valley();
    for cells in [a, b] {
        add_row(&mut builder, &Settings::default(), &cells).unwrap();
    }
    builder.correction("b", "a");
    let study = builder.finish().unwrap();
    let found = found(&study, 0, 1);
    assert_eq!(
        (found.verdict, found.why),
        (Verdict::Reconciled, Some(Why::Correction))
    );
}

/// A promise that the mill will be open and what is said of it later.
fn promised<'a>(stance: &'a str) -> [ClaimCells<'a>; 2] {
    let promise = ClaimCells {
        modality: "promise",
        ..claim("a", "ada", "open")
    };
    let later = ClaimCells {
        stance,
        stated_on: "2021-09-01",
        ..claim("b", "bo", "open")
    };
    [promise, later]
}

#[test]
fn a_promise_waits_until_something_settles_it() {
    let [promise, later] = promised("denies");
    let open = judged([promise, later]);
    assert_eq!(
        (open.verdict, open.why),
        (Verdict::Apparent, Some(Why::Modality))
    );
    let settled = ClaimCells {
        settled: "yes",
        ..later
    };
    let failed = judged([promise, settled]);
    assert_eq!((failed.verdict, failed.why), (Verdict::Overtaken, None));
    let [promise, later] = promised("affirms");
    let held = judged([
        promise,
        ClaimCells {
            settled: "yes",
            ..later
        },
    ]);
    assert_eq!(held.verdict, Verdict::Agrees);
    assert_eq!(judged([promise, later]).verdict, Verdict::PartlyAgrees);
    assert!(
        [open, failed, held]
            .iter()
            .all(|found| found.marks.has(FindingMarks::TIME_TEST))
    );
}

#[test]
fn an_established_figure_bears_out_who_names_none_and_no_other_way() {
    let [a, b] = workers("500", "500");
    let settled = |cells: ClaimCells<'static>| ClaimCells {
        settled: "yes",
        ..cells
    };
    let without = |cells: ClaimCells<'static>| ClaimCells { value: "", ..cells };
    let verdict = |a, b| judged([a, b]).verdict;
    assert_eq!(verdict(without(a), settled(b)), Verdict::Agrees);
    assert_eq!(verdict(a, settled(without(b))), Verdict::PartlyAgrees);
    assert_eq!(verdict(a, without(b)), Verdict::PartlyAgrees);
    let promise = ClaimCells {
        modality: "promise",
        stated_on: "2021-01-01",
        ..a
    };
    assert_eq!(verdict(without(promise), settled(b)), Verdict::Agrees);
    assert_eq!(verdict(promise, settled(without(b))), Verdict::PartlyAgrees);
}

#[test]
fn a_control_answer_settles_a_promise() {
    let mut builder = valley();
    for cells in promised("denies") {
        add_row(&mut builder, &Settings::default(), &cells).unwrap();
    }
    let control = ControlCells {
        topic: "open",
        stance: "denies",
        population: "millers",
        place: "mill",
        when: "2021-03",
        ..ControlCells::default()
    };
    add_control(&mut builder, &control).unwrap();
    let study = builder.finish().unwrap();
    assert_eq!(found(&study, 0, 1).verdict, Verdict::Overtaken);
}

#[test]
fn two_sides_at_first_hand_settle_a_promise() {
    let [promise, later] = promised("denies");
    let other_side = ClaimCells {
        claim: "c",
        source: "cy",
        ..later
    };
    let run = |cells: &[ClaimCells<'_>]| {
        let mut study = with_claims(cells).unwrap();
        let borne_out = crate::method::agreement::borne_out(&study, &Settings::default());
        study.hold_as_borne_out(borne_out);
        found(&study, 0, 1).verdict
    };
    assert_eq!(run(&[promise, later]), Verdict::Apparent);
    assert_eq!(run(&[promise, later, other_side]), Verdict::Overtaken);
    // What was said before its time was over settles nothing.
    let early = ClaimCells {
        stated_on: "2021-02-01",
        ..later
    };
    assert_eq!(run(&[promise, early, other_side]), Verdict::Apparent);
    // Nor does what may have been said before: in that year, or some day of the fieldwork.
    for stated_on in ["2021", ""] {
        let perhaps_early = ClaimCells { stated_on, ..later };
        assert_eq!(
            run(&[promise, perhaps_early, other_side]),
            Verdict::Apparent
        );
    }
}

#[test]
fn what_was_settled_later_marks_an_earlier_claim() {
    let [a, b] = workers("5", "9");
    let settled = ClaimCells {
        settled: "yes",
        stated_on: "2022-01-01",
        ..b
    };
    let finding = judged([a, settled]);
    assert_eq!(finding.verdict, Verdict::Contradiction);
    assert!(finding.marks.has(FindingMarks::TIME_TEST));
}

#[test]
fn a_change_is_told_as_one_and_by_whom() {
    let [a, b] = workers("5", "9");
    let told = |source| {
        let later = ClaimCells {
            source,
            when: "2021-06",
            ..b
        };
        let (study, finding) = pair(a, later);
        shown(&study, &finding).reason
    };
    let from_to = "changed from 5 persons (in 2021-03) to 9 persons (in 2021-06).";
    assert!(
        told("ada").ends_with(&format!("by one source's account it {from_to}")),
        "{}",
        told("ada")
    );
    assert!(told("bo").ends_with(&format!("by one side's account it {from_to}")));
    assert!(told("cy").ends_with(&format!("they speak of different times; it {from_to}")));
}

#[test]
fn what_one_person_says_of_two_times_is_no_changed_account() {
    let [a, b] = workers("5", "9");
    let later = ClaimCells {
        source: "ada",
        when: "2021-06",
        ..b
    };
    assert!(!judged([a, later]).marks.has(FindingMarks::SELF));
    let same_time = ClaimCells {
        when: a.when,
        ..later
    };
    assert!(judged([a, same_time]).marks.has(FindingMarks::SELF));
}

#[test]
fn only_what_can_have_changed_is_told_as_a_change() {
    let told = |a, b| {
        let (study, finding) = pair(a, b);
        assert_eq!(finding.why, Some(Why::Time));
        shown(&study, &finding).reason
    };
    let [a, b] = workers("5", "9");
    // The mill in March and the valley around it in June.
    let of_part = ClaimCells {
        when: "2021-06",
        place: "valley",
        ..b
    };
    let reason = told(a, of_part);
    assert!(
        reason.ends_with("but they speak of different times."),
        "{reason}"
    );
    // Periods that go over into one another.
    let hired = |key, source, when, value| ClaimCells {
        value,
        when,
        time_mode: "",
        ..claim(key, source, "hired")
    };
    let reason = told(
        hired("a", "ada", "2021-01/2021-06", "100"),
        hired("b", "bo", "2021-03/2021-08", "10"),
    );
    assert!(
        reason.ends_with("but they count over different periods."),
        "{reason}"
    );
}

#[test]
fn a_second_reading_that_clashes_as_the_first_explains_nothing() {
    let [a, b] = workers("20", "5");
    let read = |value| ClaimCells {
        claim: "c",
        reading_of: "a",
        value,
        ..a
    };
    let outcome = |value, when| {
        let other = ClaimCells { when, ..b };
        let study = with_claims(&[a, other, read(value)]).unwrap();
        found(&study, 0, 1).outcomes.get(Explanation::Coding)
    };
    assert_eq!(outcome("12", "2021-06"), Outcome::No);
    assert_eq!(outcome("5", "2021-06"), Outcome::Yes);
    assert_eq!(outcome("12", a.when), Outcome::No);
    assert_eq!(outcome("5", a.when), Outcome::Yes);
}

#[test]
fn a_changed_account_is_told_from_two_accounts_at_one_time() {
    let [a, b] = workers("5", "9");
    let told = |stated_on| {
        let (study, finding) = pair(
            a,
            ClaimCells {
                source: "ada",
                stated_on,
                ..b
            },
        );
        shown(&study, &finding).reason
    };
    assert!(told("2022-01-01").contains("changed its account of the same time"));
    assert!(told(a.stated_on).contains("gives two accounts at one time"));
}

#[test]
fn a_reason_keeps_the_hedge_of_the_source() {
    let said = |value| {
        let claims = [claim("a", "ada", "workers"), claim("b", "bo", "workers")];
        let [a, b] = claims;
        let study = with_claims(&[ClaimCells { value, ..a }, ClaimCells { value: "3", ..b }]);
        let study = study.unwrap();
        let finding = found(&study, 0, 1);
        shown(&study, &finding).reason
    };
    for (value, told) in [
        ("about 500", "says about 500"),
        ("up to 2", "says up to 2"),
        ("at least 500", "says at least 500"),
        ("500", "says 500"),
        ("400-600", "says 400 to 600"),
    ] {
        let reason = said(value);
        assert!(reason.contains(told), "{value}: {reason}");
    }
}
