//! Events, actors, rates, orders and trends: one pair for each
//! rule of methods.md 3.2, 3.3 and 3.7–3.10 that needs more than two plain claims.

use super::fixture::{claim, clash, found, shown, told, with_claims, workers};
use crate::method::crosscheck::Judge;
use crate::method::crosscheck::words::{Kind, Verdict, Why};
use crate::method::reading::ClaimCells;
use crate::method::settings::Settings;

fn fire<'a>(key: &'a str, source: &'a str, event: &'a str, when: &'a str) -> ClaimCells<'a> {
    ClaimCells {
        event,
        when,
        population: "",
        time_mode: "",
        ..claim(key, source, "fire")
    }
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
