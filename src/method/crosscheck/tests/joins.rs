//! What joins two claims and what keeps them apart: links, boasts, people, dates filled in, and what
//! the reader of claims refuses.

use super::fixture::{claim, judged, pair, shown, told, valley, with_claims, workers};
use crate::method::crosscheck::words::{Certainty, Independence, Kind, Verdict, Why};
use crate::method::crosscheck::{FindingMarks, Judge, Listing, Request, check, compare};
use crate::method::reading::{ClaimCells, add_row};
use crate::method::settings::Settings;
use crate::model::key::ClaimId;

#[test]
fn what_cannot_be_compared_says_why() {
    let [a, b] = workers("5", "9");
    let not = |cells| {
        let (verdict, why, _) = told([a, cells]);
        assert_eq!(verdict, Verdict::NotComparable);
        why
    };
    assert_eq!(not(ClaimCells { place: "ford", ..b }), Some(Why::Place));
    assert_eq!(
        not(ClaimCells {
            population: "sheep",
            ..b
        }),
        Some(Why::Population)
    );
    assert_eq!(
        not(ClaimCells {
            unit: "families",
            ..b
        }),
        Some(Why::Unit)
    );
    assert_eq!(not(claim("b", "bo", "trend")), Some(Why::Topic));
}

#[test]
fn a_neutral_claim_stands_against_nothing() {
    let [a, b] = workers("5", "9");
    let neutral = ClaimCells {
        stance: "neutral",
        ..b
    };
    let (study, finding) = pair(a, neutral);
    assert_eq!((finding.verdict, finding.why), (Verdict::Compatible, None));
    let reason = shown(&study, &finding).reason;
    assert!(
        reason.contains("bo (side: owners) takes no side"),
        "{reason}"
    );
    assert!(!reason.contains("neutral"), "{reason}");
}

#[test]
fn a_link_speaks_for_another_topic() {
    // "open affirms" implies "thriving affirms", which implies "fire denies": two steps.
    let open = ClaimCells {
        population: "",
        ..claim("a", "ada", "open")
    };
    let fire = ClaimCells {
        population: "sheep",
        time_mode: "throughout",
        ..claim("b", "bo", "fire")
    };
    let finding = judged([open, fire]);
    assert_eq!(finding.verdict, Verdict::Contradiction);
    assert_eq!(finding.kind, Some(Kind::Polarity));
    assert!(finding.marks.has(FindingMarks::LINK));
    // A link and, for the other topic's empty default, an assumed population.
    assert_eq!(finding.certainty(), Certainty::Low);
    let thriving = claim("b", "bo", "thriving");
    assert_eq!(
        judged([
            open,
            ClaimCells {
                population: "herds",
                ..thriving
            }
        ])
        .verdict,
        Verdict::Agrees
    );
}

#[test]
fn one_person_under_two_keys_changes_its_account() {
    let [a, b] = workers("5", "9");
    let cy = ClaimCells { source: "cy", ..a };
    let dee = ClaimCells { source: "dee", ..b };
    let finding = judged([cy, dee]);
    assert!(finding.marks.has(FindingMarks::SELF));
    assert_eq!(finding.independent, Independence::No);
    let hands = ClaimCells {
        source: "hands",
        ..a
    };
    assert_eq!(judged([hands, dee]).independent, Independence::Unknown);
}

#[test]
fn a_boast_is_held_against_its_own_details() {
    let boast = |value| ClaimCells {
        value,
        general_of: "b;c",
        ..claim("a", "ada", "workers")
    };
    let detail = |key, place, value| ClaimCells {
        place,
        value,
        ..claim(key, "ada", "workers")
    };
    let run = |said| {
        let details = [detail("b", "mill", "5"), detail("c", "ford", "3")];
        let study = with_claims(&[boast(said), details[0], details[1]]).unwrap();
        let settings = Settings::default();
        let found = compare(&study, &settings, ClaimId(0), ClaimId(1)).unwrap();
        let other = compare(&study, &settings, ClaimId(0), ClaimId(2)).unwrap();
        let judge = Judge::new(&study, &settings);
        assert_eq!(found.id(&judge), other.id(&judge));
        assert_eq!(found.kind, None);
        found.verdict
    };
    // Mill and ford are two villages: 5 and 3 make 8.
    assert_eq!(run("thousands"), Verdict::Inflated);
    assert_eq!(run("16"), Verdict::Inflated);
    assert_eq!(run("15"), Verdict::DetailsFallShort);
    assert_eq!(run("8"), Verdict::Agrees);
    assert_eq!(run(""), Verdict::Apparent);
}

#[test]
fn undated_claims_are_placed_and_cost_certainty() {
    let [a, b] = workers("5", "9");
    let undated = ClaimCells {
        when: "",
        stated_on: "2021-04-10",
        time_mode: "",
        ..b
    };
    // Ninety days before 10 April reach into March.
    let finding = judged([a, undated]);
    assert_eq!(
        (finding.verdict, finding.why),
        (Verdict::Apparent, Some(Why::Time))
    );
    assert_eq!(finding.certainty(), Certainty::Low);
    let late = ClaimCells {
        stated_on: "2021-07-10",
        ..undated
    };
    assert_eq!(told([a, late]).0, Verdict::Reconciled);
}

#[test]
fn an_unchecked_translation_costs_certainty() {
    let [a, b] = workers("5", "9");
    let translated = ClaimCells {
        interview: "i1",
        ..a
    };
    // In the original nothing hangs on the translation.
    assert_eq!(judged([translated, b]).certainty(), Certainty::High);
    let translated = ClaimCells {
        text: "translation",
        ..translated
    };
    assert_eq!(judged([translated, b]).certainty(), Certainty::Moderate);
}

#[test]
fn values_that_a_topic_cannot_have_are_refused() {
    let refusal = |cells| {
        let mut builder = valley();
        add_row(&mut builder, &Settings::default(), &cells).unwrap_err()
    };
    let value = |topic, value| ClaimCells {
        value,
        ..claim("a", "ada", topic)
    };
    assert_eq!(refusal(value("open", "5")).column, "value");
    assert!(
        refusal(value("trend", "sideways"))
            .right
            .contains("up, down, flat")
    );
    assert_eq!(refusal(value("workers", "lots and lots")).column, "value");
    let unknown = |cells: ClaimCells<'static>| refusal(cells).column;
    assert_eq!(unknown(claim("a", "nobody", "open")), "source");
    assert_eq!(unknown(claim("a", "ada", "nothing")), "topic");
    let base = claim("a", "ada", "open");
    assert_eq!(
        unknown(ClaimCells {
            population: "elves",
            ..base
        }),
        "population"
    );
    assert_eq!(
        unknown(ClaimCells {
            place: "moon",
            ..base
        }),
        "place"
    );
    assert_eq!(
        unknown(ClaimCells {
            stance: "perhaps",
            ..base
        }),
        "stance"
    );
    assert_eq!(
        unknown(ClaimCells {
            when: "2021-02-30",
            ..base
        }),
        "when"
    );
    assert_eq!(
        unknown(ClaimCells {
            claim: "a b",
            ..base
        }),
        "claim"
    );
}

#[test]
fn references_to_nothing_are_refused_at_the_end() {
    let base = claim("a", "ada", "open");
    let error = |cells: &[ClaimCells<'_>]| with_claims(cells).unwrap_err();
    assert_eq!(error(&[base, base]).column, "claim");
    let boast = ClaimCells {
        general_of: "z",
        ..base
    };
    assert_eq!(error(&[boast]).column, "general_of");
    let itself = ClaimCells {
        responds_to: "a",
        ..base
    };
    assert_eq!(error(&[itself]).column, "responds_to");
    let mutual = [
        ClaimCells {
            general_of: "b",
            ..base
        },
        ClaimCells {
            general_of: "a",
            ..claim("b", "bo", "open")
        },
    ];
    assert_eq!(error(&mutual).column, "general_of");
}

#[test]
fn a_change_is_listed_with_its_nearest_earlier_neighbour_alone() {
    let [a, b] = workers("5", "9");
    let at = |key, when, value| ClaimCells {
        claim: key,
        when,
        value,
        ..b
    };
    let claims = [a, at("b", "2021-05", "9"), at("c", "2021-07", "5")];
    let study = with_claims(&claims).unwrap();
    let request = Request {
        listing: Listing::All,
        ..Request::default()
    };
    let found = check(&study, &request).findings;
    let pairs: Vec<_> = found.iter().map(|found| (found.a.0, found.b.0)).collect();
    assert_eq!(pairs, [(0, 1), (1, 2)]);
    assert!(found.iter().all(|found| found.why == Some(Why::Time)));
}
