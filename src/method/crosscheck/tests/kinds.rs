//! Events, actors, orders, trends, sums, readings, corrections and what time settled: one pair for each
//! rule of methods.md 3.2, 3.3 and 3.7–3.10 that needs more than two plain claims.

use super::fixture::{claim, judged, pair, shown, told, valley, with_claims, workers};
use crate::method::crosscheck::Judge;
use crate::method::crosscheck::words::{Explanation, Kind, Outcome, Verdict, Why};
use crate::method::crosscheck::{Finding, FindingMarks, compare};
use crate::method::reading::{ClaimCells, ControlCells, add_control, add_row};
use crate::method::settings::Settings;
use crate::model::key::ClaimId;
use crate::model::study::Study;

fn fire<'a>(key: &'a str, source: &'a str, event: &'a str, when: &'a str) -> ClaimCells<'a> {
    ClaimCells {
        event,
        when,
        population: "",
        time_mode: "",
        ..claim(key, source, "fire")
    }
}

fn found(study: &Study, a: u32, b: u32) -> Finding {
    compare(study, &Settings::default(), ClaimId(a), ClaimId(b)).unwrap()
}

const fn clash(kind: Kind) -> (Verdict, Option<Why>, Option<Kind>) {
    (Verdict::Contradiction, None, Some(kind))
}

#[test]
fn two_dates_of_one_event_contradict() {
    let a = fire("a", "ada", "e1", "2021-03-04");
    let with = |event, when| told([a, fire("b", "bo", event, when)]);
    assert_eq!(with("e1", "2021-03-05"), clash(Kind::EventDate));
    assert_eq!(with("e1", "2021-03"), (Verdict::Agrees, None, None));
    // Two keys are two events, and two reports without any are two until somebody says otherwise.
    assert_eq!(with("e2", "2021-03-05"), (Verdict::Compatible, None, None));
    let nameless = [
        ClaimCells { event: "", ..a },
        fire("b", "bo", "", "2021-03-05"),
    ];
    assert_eq!(told(nameless), (Verdict::Compatible, None, None));
    let open = (
        Verdict::Apparent,
        Some(Why::Identity),
        Some(Kind::EventDate),
    );
    assert_eq!(with("", "2021-03-05"), open);
    assert_eq!(with("e1?", "2021-03-05"), open);
    // "About the fourth" may be the fifth.
    let rounded = (
        Verdict::Reconciled,
        Some(Why::Rounding),
        Some(Kind::EventDate),
    );
    assert_eq!(with("e1", "2021-03-05~"), rounded);
    // e3 is another name of e2.
    let under_two_names = [
        fire("a", "ada", "e2", "2021-03-04"),
        fire("b", "bo", "e3", "2021-04-04"),
    ];
    assert_eq!(told(under_two_names), clash(Kind::EventDate));
}

#[test]
fn two_dates_lie_so_many_days_apart() {
    let said = |when| {
        let pair = [
            fire("a", "ada", "e1", "2021-03-04"),
            fire("b", "bo", "e1", when),
        ];
        let study = with_claims(&pair).unwrap();
        let finding = found(&study, 0, 1);
        assert_eq!(finding.severity, None);
        let reason = finding
            .row(&Judge::new(&study, &Settings::default()))
            .reason;
        (
            finding.gap,
            reason.contains("do not meet, 1 day apart"),
            reason.contains("do not meet, 28 days apart"),
        )
    };
    assert_eq!(said("2021-03-05"), (Some(1.0), true, false));
    assert_eq!(said("2021-04"), (Some(28.0), false, true));
    assert_eq!(said("2021-02-04"), (Some(28.0), false, true));
}

#[test]
fn two_authors_of_one_event_contradict() {
    let by = |key, source, event, actor| ClaimCells {
        actor,
        ..fire(key, source, event, "2021-03-04")
    };
    let with = |event, actor| told([by("a", "ada", "e1", "rats"), by("b", "bo", event, actor)]);
    assert_eq!(with("e1", "cats"), clash(Kind::Attribution));
    assert_eq!(with("e1", "rats").0, Verdict::Agrees);
    assert_eq!(with("e1", "").0, Verdict::Agrees);
    let open = (
        Verdict::Apparent,
        Some(Why::Identity),
        Some(Kind::Attribution),
    );
    assert_eq!(with("", "cats"), open);
    assert_eq!(with("e2", "cats").2, None);
}

#[test]
fn a_denied_event_is_denied_in_all_that_its_denial_contains() {
    let report = fire("a", "ada", "e1", "2021-03-04");
    let denial = ClaimCells {
        stance: "denies",
        place: "valley",
        ..fire("b", "bo", "", "2021")
    };
    assert_eq!(told([report, denial]), clash(Kind::Existence));
    let of_part = [
        ClaimCells {
            place: "valley",
            ..report
        },
        ClaimCells {
            place: "mill",
            ..denial
        },
    ];
    assert_eq!(
        told(of_part),
        (Verdict::Apparent, Some(Why::Place), Some(Kind::Polarity))
    );
    let of_one = ClaimCells {
        event: "e1",
        when: "2022",
        ..denial
    };
    assert_eq!(told([report, of_one]), clash(Kind::Existence));
    let of_another = ClaimCells {
        event: "e2",
        when: "2021",
        ..denial
    };
    assert_eq!(told([report, of_another]).1, Some(Why::Identity));
    let nameless = ClaimCells {
        event: "",
        ..report
    };
    let open = (
        Verdict::Apparent,
        Some(Why::Identity),
        Some(Kind::Existence),
    );
    assert_eq!(
        told([
            nameless,
            ClaimCells {
                when: "2021",
                ..of_one
            }
        ]),
        open
    );
}

#[test]
fn figures_of_two_events_are_reconciled() {
    let sold = |key, source, event, value| ClaimCells {
        event,
        value,
        ..claim(key, source, "sold")
    };
    let with = |event| told([sold("a", "ada", "e1", "5"), sold("b", "bo", event, "9")]);
    assert_eq!(
        with("e2"),
        (
            Verdict::Reconciled,
            Some(Why::Identity),
            Some(Kind::ValueDisjoint)
        )
    );
    assert_eq!(with("e2?").1, Some(Why::Identity));
    assert_eq!(with("e1"), clash(Kind::ValueDisjoint));
    assert_eq!(with(""), clash(Kind::ValueDisjoint));
}

#[test]
fn a_rate_and_a_total_are_counted_in_two_ways() {
    let [a, b] = workers("50", "9");
    let per_month = ClaimCells {
        unit: "persons per month",
        ..a
    };
    let expected = (
        Verdict::Reconciled,
        Some(Why::Measure),
        Some(Kind::ValueDisjoint),
    );
    assert_eq!(told([per_month, b]), expected);
    let meets = ClaimCells { value: "50", ..b };
    assert_eq!(told([per_month, meets]).0, Verdict::Compatible);
}

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

/// "The fire e1 came before the mill opened", and dates of both.
fn ordered(fires: &[&'static str], opened: &'static str) -> (Verdict, Option<Why>, Option<Kind>) {
    let order = ClaimCells {
        population: "",
        ..claim("a", "ada", "first")
    };
    let opening = ClaimCells {
        when: opened,
        ..claim("b", "ada", "open")
    };
    let mut claims = vec![order, opening];
    for (key, when) in ["c", "d"].into_iter().zip(fires) {
        claims.push(fire(key, "cy", "e1", when));
    }
    let study = with_claims(&claims).unwrap();
    let found = found(&study, 0, 2);
    assert!(shown(&study, &found).reason.ends_with('.'));
    (found.verdict, found.why, found.kind)
}

#[test]
fn dates_refute_an_order_or_do_not_tell() {
    assert_eq!(ordered(&["2021-03-04"], "2021-03-02"), clash(Kind::Order));
    assert_eq!(
        ordered(&["2021-03-04"], "2021-03-06"),
        (Verdict::Agrees, None, None)
    );
    assert_eq!(
        ordered(&["2021-03-04"], "2021-03"),
        (Verdict::Compatible, None, None)
    );
    assert_eq!(
        ordered(&["2021-03-04"], "2021-03-04"),
        (Verdict::Compatible, None, None)
    );
}

#[test]
fn an_order_is_open_where_the_dates_differ() {
    let order = ClaimCells {
        population: "",
        ..claim("a", "ada", "first")
    };
    let opened = |key, source, when| ClaimCells {
        when,
        ..claim(key, source, "open")
    };
    let claims = [
        order,
        opened("b", "bo", "2021-03-02"),
        opened("c", "cy", "2021-03-09"),
        fire("d", "dee", "e1", "2021-03-04"),
    ];
    let study = with_claims(&claims).unwrap();
    let finding = found(&study, 0, 3);
    assert_eq!(
        (finding.verdict, finding.why),
        (Verdict::Apparent, Some(Why::Time))
    );
    let denied = [
        ClaimCells {
            stance: "denies",
            ..order
        },
        claims[2],
        claims[3],
    ];
    assert_eq!(
        found(&with_claims(&denied).unwrap(), 0, 2).kind,
        Some(Kind::Order)
    );
}

#[test]
fn figures_refute_a_trend() {
    let trend = |trend| ClaimCells {
        trend,
        when: "2021",
        ..claim("a", "ada", "workers")
    };
    let at = |key, when, value| ClaimCells {
        when,
        value,
        ..claim(key, "bo", "workers")
    };
    let run = |said, early, late| {
        let study = with_claims(&[
            trend(said),
            at("b", "2021-02", early),
            at("c", "2021-08", late),
        ])
        .unwrap();
        let found = found(&study, 0, 2);
        let reason = shown(&study, &found).reason;
        assert!(found.kind.is_none() || reason.contains(early), "{reason}");
        (found.verdict, found.why, found.kind)
    };
    assert_eq!(run("rising", "9", "5"), clash(Kind::Trend));
    assert_eq!(run("rising", "5", "9"), (Verdict::Compatible, None, None));
    assert_eq!(run("falling", "5", "9"), clash(Kind::Trend));
    assert_eq!(run("stable", "5", "9"), clash(Kind::Trend));
    assert_eq!(run("stable", "80", "81"), (Verdict::Compatible, None, None));
    // What rounding may explain refutes nothing.
    assert_eq!(run("rising", "about 50", "47").2, None);
    let contrary = [
        trend("rising"),
        ClaimCells {
            claim: "b",
            source: "bo",
            ..trend("falling")
        },
    ];
    assert_eq!(told(contrary), clash(Kind::Trend));
}

/// Workers of the two mills of the upper valley and of the whole.
fn sum<'a>(values: [&'a str; 3], sources: [&'a str; 3]) -> Study {
    let of = |key, place, at: usize| ClaimCells {
        place,
        value: values[at],
        ..claim(key, sources[at], "workers")
    };
    with_claims(&[of("a", "upper", 0), of("b", "mill", 1), of("c", "ford", 2)]).unwrap()
}

#[test]
fn parts_that_come_to_more_than_their_whole_contradict_it() {
    let study = sum(["9", "5", "6"], ["ada", "bo", "cy"]);
    for part in [1, 2] {
        let found = found(&study, 0, part);
        assert_eq!(
            (found.verdict, found.kind),
            (Verdict::Contradiction, Some(Kind::PartWhole))
        );
        let reason = shown(&study, &found).reason;
        assert!(
            reason.contains("one comes to 9, the other to 11"),
            "{reason}"
        );
    }
    let fits = sum(["11", "5", "6"], ["ada", "bo", "cy"]);
    assert_eq!(found(&fits, 0, 1).verdict, Verdict::PartlyAgrees);
}

#[test]
fn a_sum_of_rounded_figures_clashes_beyond_rounding_alone() {
    let run = |values| {
        let study = sum(values, ["ada", "bo", "cy"]);
        [1, 2].map(|part| {
            let found = found(&study, 0, part);
            (found.verdict, found.why, found.kind)
        })
    };
    let part_whole = Some(Kind::PartWhole);
    let rounded = (Verdict::Reconciled, Some(Why::Rounding), part_whole);
    // "About 100" may be 50, "about 200" 150.
    let contradiction = (Verdict::Contradiction, None, part_whole);
    assert_eq!(run(["199", "about 100", "about 200"]), [contradiction; 2]);
    assert_eq!(run(["200", "about 100", "about 200"]), [rounded; 2]);
    assert_eq!(run(["about 280", "100", "200"]), [rounded; 2]);
    assert_eq!(run(["about 260", "100", "200"]), [contradiction; 2]);
}

#[test]
fn what_two_claims_show_by_themselves_no_third_rounds_away() {
    let of = |key, place, value| ClaimCells {
        place,
        value,
        ..claim(key, "bo", "workers")
    };
    let claims = [
        of("a", "upper", "95"),
        of("b", "mill", "100"),
        of("c", "mill", "about 104"),
        of("d", "mill", "200"),
        of("e", "ford", "1"),
    ];
    let finding = found(&with_claims(&claims).unwrap(), 0, 1);
    assert_eq!(
        (finding.verdict, finding.kind),
        (Verdict::Contradiction, Some(Kind::PartWhole))
    );
}

#[test]
fn what_only_somebody_elses_figure_refutes_is_no_changed_account() {
    // Ada's whole and her part fit each other; it is the other part that is too much.
    let is_self = |sources| {
        let study = sum(["9", "5", "6"], sources);
        let finding = found(&study, 0, 1);
        assert_eq!(finding.verdict, Verdict::Contradiction);
        finding.marks.has(FindingMarks::SELF)
    };
    assert!(!is_self(["ada", "ada", "cy"]));
    assert!(is_self(["ada", "ada", "ada"]));
    let alone = sum(["3", "5", "6"], ["ada", "ada", "cy"]);
    assert!(found(&alone, 0, 1).marks.has(FindingMarks::SELF));
}

#[test]
fn a_disputed_part_adds_the_least_that_anybody_says() {
    let of = |key, place, source, value| ClaimCells {
        place,
        value,
        ..claim(key, source, "workers")
    };
    let run = |other| {
        let claims = [
            of("a", "upper", "ada", "9"),
            of("b", "mill", "bo", "5"),
            of("c", "ford", "cy", "6"),
            of("d", "mill", "cy", other),
        ];
        found(&with_claims(&claims).unwrap(), 0, 2).kind
    };
    assert_eq!(run("at least 4"), Some(Kind::PartWhole));
    assert_eq!(run("3"), None);
}

#[test]
fn complete_parts_that_fall_short_contradict_their_whole() {
    let of = |key, topic, population, value| ClaimCells {
        population,
        value,
        ..claim(key, "bo", topic)
    };
    let run = |whole, place| {
        let claims = [
            of("a", "workers", "millers", whole),
            of("b", "workers", "owners", "2"),
            ClaimCells {
                place,
                ..of("c", "workers", "hands", "3")
            },
        ];
        found(&with_claims(&claims).unwrap(), 0, 1).kind
    };
    assert_eq!(run("9", "mill"), Some(Kind::PartWhole));
    assert_eq!(run("5", "mill"), None);
    // Without a figure of every part nothing is known of their sum.
    assert_eq!(run("9", "ford"), None);
}

#[test]
fn a_nought_in_a_sum_that_nobody_saw_leaves_all_its_pairs_open() {
    let of = |key, population, value, basis| ClaimCells {
        population,
        value,
        basis,
        ..claim(key, "bo", "workers")
    };
    let run = |basis| {
        let claims = [
            of("a", "millers", "500", "witnessed"),
            of("b", "owners", "none", basis),
            of("c", "hands", "200", "witnessed"),
        ];
        let study = with_claims(&claims).unwrap();
        [1, 2].map(|part| {
            let found = found(&study, 0, part);
            (found.verdict, found.why, found.kind)
        })
    };
    let kind = Some(Kind::PartWhole);
    let open = (Verdict::Apparent, Some(Why::ZeroOrSilence), kind);
    assert_eq!(run("official"), [open; 2]);
    assert_eq!(run("witnessed"), [(Verdict::Contradiction, None, kind); 2]);
}

#[test]
fn a_nought_behind_a_share_may_be_silence() {
    let count = |key, population, value, basis| ClaimCells {
        population,
        value,
        basis,
        ..claim(key, "bo", "workers")
    };
    let run = |basis| {
        let share = ClaimCells {
            population: "hands",
            value: "50 %",
            ..claim("a", "ada", "hands-share")
        };
        let counts = [
            count("b", "hands", "0", basis),
            count("c", "millers", "100", "witnessed"),
        ];
        let study = with_claims(&[share, counts[0], counts[1]]).unwrap();
        found(&study, 0, 1).why
    };
    assert_eq!(run("official"), Some(Why::ZeroOrSilence));
    assert_eq!(run("witnessed"), None);
}

#[test]
fn what_names_no_scope_on_any_side_adds_up() {
    let of = |key, place, population, value| ClaimCells {
        place,
        population,
        value,
        ..claim(key, "bo", "sheaves")
    };
    let contradiction = (Verdict::Contradiction, Some(Kind::PartWhole));
    let run = |claims: [ClaimCells<'_>; 3]| {
        let found = found(&with_claims(&claims).unwrap(), 0, 1);
        (found.verdict, found.kind)
    };
    let over_places = run([
        of("a", "upper", "", "250"),
        of("b", "mill", "", "100"),
        of("c", "ford", "", "200"),
    ]);
    assert_eq!(over_places, contradiction);
    let over_populations = run([
        of("a", "", "millers", "250"),
        of("b", "", "owners", "100"),
        of("c", "", "hands", "200"),
    ]);
    assert_eq!(over_populations, contradiction);
    // Who names people and who names none may speak of two.
    let mixed = run([
        of("a", "upper", "", "250"),
        of("b", "mill", "", "100"),
        of("c", "ford", "millers", "200"),
    ]);
    assert_eq!(mixed.1, None);
}

#[test]
fn up_to_means_at_least_what_its_own_parts_come_to() {
    let of = |key, place, source, value| ClaimCells {
        place,
        value,
        ..claim(key, source, "workers")
    };
    let claims = [
        of("a", "upper", "ada", "up to 800"),
        of("b", "mill", "ada", "400"),
        of("c", "ford", "ada", "360"),
        of("d", "upper", "cy", "400"),
    ];
    let study = with_claims(&claims).unwrap();
    let finding = found(&study, 0, 3);
    assert_eq!(
        (finding.verdict, finding.kind),
        (Verdict::Contradiction, Some(Kind::ValueDisjoint))
    );
    // The example of methods.md 3.5.
    assert!((finding.gap.unwrap() - 0.278_753_6).abs() < 1e-6);
    let reason = shown(&study, &finding).reason;
    assert!(
        reason.contains("at least 760, derived from the source's own parts"),
        "{reason}"
    );
    let rounded = [
        of("a", "upper", "ada", "up to 800"),
        of("b", "mill", "ada", "about 400"),
        of("c", "ford", "ada", "360"),
        of("d", "upper", "cy", "720"),
    ];
    let finding = found(&with_claims(&rounded).unwrap(), 0, 3);
    assert_eq!(finding.why, Some(Why::Rounding));
}

#[test]
fn counts_refute_a_share() {
    let workers = |key, population, value| ClaimCells {
        population,
        value,
        ..claim(key, "bo", "workers")
    };
    let run = |share| {
        let said = ClaimCells {
            population: "hands",
            value: share,
            ..claim("a", "ada", "hands-share")
        };
        let study = with_claims(&[
            said,
            workers("b", "hands", "20"),
            workers("c", "millers", "100"),
        ])
        .unwrap();
        found(&study, 0, 1).kind
    };
    assert_eq!(run("50 %"), Some(Kind::PartWhole));
    assert_eq!(run("20 %"), None);
    assert_eq!(run("5 %"), Some(Kind::PartWhole));
}

#[test]
fn counts_of_no_place_refute_a_share_of_none() {
    let of = |key, topic, population, value, place| ClaimCells {
        population,
        value,
        place,
        ..claim(key, "bo", topic)
    };
    let run = |place| {
        let claims = [
            of("a", "hands-share", "hands", "50 %", ""),
            of("b", "workers", "hands", "20", ""),
            of("c", "workers", "millers", "100", place),
        ];
        found(&with_claims(&claims).unwrap(), 0, 1).kind
    };
    assert_eq!(run(""), Some(Kind::PartWhole));
    assert_eq!(run("mill"), None);
}

#[test]
fn a_share_that_would_be_right_of_other_people_is_not_settled() {
    let workers = |key, population, value| ClaimCells {
        population,
        value,
        ..claim(key, "bo", "workers")
    };
    let said = ClaimCells {
        population: "hands",
        value: "10 %",
        ..claim("a", "ada", "hands-share")
    };
    let run = |of_all| {
        let claims = [
            said,
            workers("b", "hands", "20"),
            workers("c", "millers", "100"),
            workers("d", "people", of_all),
        ];
        let study = with_claims(&claims).unwrap();
        let finding = found(&study, 0, 1);
        (finding.verdict, finding.why, shown(&study, &finding).reason)
    };
    let (verdict, why, reason) = run("200");
    assert_eq!(
        (verdict, why),
        (Verdict::Apparent, Some(Why::Population)),
        "{reason}"
    );
    assert!(reason.ends_with("the same people: of people the share would be right."));
    let (verdict, _, reason) = run("300");
    assert_eq!(verdict, Verdict::Contradiction, "{reason}");
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
