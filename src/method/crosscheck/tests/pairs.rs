//! Single pairs whose verdict can be seen by eye: one for each rule of methods.md 2.5 and 3.1–3.8.

use super::fixture::{claim, pair, valley, with_claims};
use crate::method::crosscheck::words::{
    Certainty, Explanation, Independence, Kind, Outcome, Severity, Verdict, Why,
};
use crate::method::crosscheck::{Finding, FindingMarks, Request, check, compare};
use crate::method::reading::{ClaimCells, add_row};
use crate::method::settings::Settings;
use crate::model::key::ClaimId;

/// Two figures for workers, all else equal and plain.
fn workers<'a>(a: &'a str, b: &'a str) -> [ClaimCells<'a>; 2] {
    [
        ClaimCells {
            value: a,
            ..claim("a", "ada", "workers")
        },
        ClaimCells {
            value: b,
            ..claim("b", "bo", "workers")
        },
    ]
}

fn judged(cells: [ClaimCells<'_>; 2]) -> Finding {
    let [a, b] = cells;
    pair(a, b).1
}

fn told(cells: [ClaimCells<'_>; 2]) -> (Verdict, Option<Why>, Option<Kind>) {
    let finding = judged(cells);
    (finding.verdict, finding.why, finding.kind)
}

const NO_KIND: Option<Kind> = None;

#[test]
fn figures_that_do_not_meet_contradict() {
    let finding = judged(workers("400", "at least 760"));
    assert_eq!(finding.verdict, Verdict::Contradiction);
    assert_eq!(finding.kind, Some(Kind::ValueDisjoint));
    assert_eq!(finding.severity, Some(Severity::Substantial));
    assert_eq!(finding.certainty(), Certainty::High);
    assert_eq!(finding.shared_time, 1.0);
    assert_eq!(finding.independent, Independence::Yes);
    for explanation in [
        Explanation::Time,
        Explanation::Modality,
        Explanation::Rounding,
    ] {
        assert_eq!(finding.outcomes.get(explanation), Outcome::No);
    }
    for explanation in [Explanation::Identity, Explanation::Coding] {
        assert_eq!(finding.outcomes.get(explanation), Outcome::NotTested);
    }
}

#[test]
fn figures_that_meet_agree() {
    assert_eq!(
        told(workers("400-500", "about 500")),
        (Verdict::Agrees, None, NO_KIND)
    );
    assert_eq!(
        told(workers("none", "up to 3")),
        (Verdict::Agrees, None, NO_KIND)
    );
}

#[test]
fn rounding_reconciles() {
    let expected = (
        Verdict::Reconciled,
        Some(Why::Rounding),
        Some(Kind::ValueDisjoint),
    );
    assert_eq!(told(workers("about 500", "460")), expected);
}

#[test]
fn a_nought_that_may_be_silence_is_apparent() {
    let [mut a, b] = workers("0", "5");
    let contradiction = (Verdict::Contradiction, None, Some(Kind::ValueDisjoint));
    assert_eq!(told([a, b]), contradiction);
    a.basis = "official";
    assert_eq!(told([a, b]).1, Some(Why::ZeroOrSilence));
}

#[test]
fn a_denial_meets_every_figure_above_nought() {
    let [a, b] = workers("5", "");
    let denies = |value| ClaimCells {
        stance: "denies",
        value,
        ..b
    };
    let contradiction = (Verdict::Contradiction, None, Some(Kind::Polarity));
    assert_eq!(told([a, denies("")]), contradiction);
    assert_eq!(told([a, denies("4-6")]), contradiction);
    assert_eq!(told([a, denies("7")]).0, Verdict::Compatible);
    assert_eq!(
        told([ClaimCells { value: "0", ..a }, denies("")]).0,
        Verdict::Compatible
    );
}

#[test]
fn a_doubt_is_apparent_and_never_a_contradiction() {
    let [a, b] = workers("5", "");
    let doubts = ClaimCells {
        stance: "doubts",
        ..b
    };
    let expected = (Verdict::Apparent, Some(Why::Doubt), Some(Kind::Polarity));
    assert_eq!(told([a, doubts]), expected);
}

#[test]
fn one_value_at_a_time_excludes_another() {
    let value = |key, source, value| ClaimCells {
        value,
        ..claim(key, source, "trend")
    };
    let differs = [value("a", "ada", "up"), value("b", "bo", "down")];
    assert_eq!(told(differs).2, Some(Kind::ExclusiveCategory));
    assert_eq!(told(differs).0, Verdict::Contradiction);
    let cause = |key, source, value| ClaimCells {
        value,
        ..claim(key, source, "cause")
    };
    // Rival causes may hold at once; only denial of the same one clashes.
    let rivals = [cause("a", "ada", "rain"), cause("b", "bo", "war")];
    assert_eq!(told(rivals), (Verdict::Compatible, None, NO_KIND));
    let denied = ClaimCells {
        stance: "denies",
        ..cause("b", "bo", "rain")
    };
    assert_eq!(told([rivals[0], denied]).2, Some(Kind::Polarity));
}

#[test]
fn a_denial_for_the_whole_denies_every_part() {
    let open = |key, source, stance, place| ClaimCells {
        stance,
        place,
        ..claim(key, source, "open")
    };
    let whole_denied = [
        open("a", "ada", "denies", "valley"),
        open("b", "bo", "affirms", "mill"),
    ];
    assert_eq!(told(whole_denied).0, Verdict::Contradiction);
    let whole_affirmed = [
        open("a", "ada", "affirms", "valley"),
        open("b", "bo", "denies", "mill"),
    ];
    let apparent = (Verdict::Apparent, Some(Why::Place), Some(Kind::Polarity));
    assert_eq!(told(whole_affirmed), apparent);
    let crossed = ClaimCells {
        population: "people",
        ..whole_denied[1]
    };
    assert_eq!(
        told([whole_denied[0], crossed]),
        (Verdict::Compatible, None, NO_KIND)
    );
}

#[test]
fn a_missing_place_settles_nothing_and_two_are_equal() {
    let [a, b] = workers("5", "9");
    let nowhere = |cells| ClaimCells { place: "", ..cells };
    assert_eq!(told([a, nowhere(b)]).1, Some(Why::Place));
    let both = judged([nowhere(a), nowhere(b)]);
    assert_eq!(both.verdict, Verdict::Contradiction);
    assert_eq!(both.certainty(), Certainty::Moderate);
    let unsure = ClaimCells {
        place: "mill?",
        ..b
    };
    assert_eq!(told([a, unsure]).1, Some(Why::Place));
}

#[test]
fn parts_fit_into_their_whole_or_exceed_it() {
    let [part, whole] = workers("5", "9");
    let whole = ClaimCells {
        place: "valley",
        ..whole
    };
    assert_eq!(told([part, whole]).0, Verdict::PartlyAgrees);
    let exceeds = ClaimCells {
        value: "12",
        ..part
    };
    let contradiction = (Verdict::Contradiction, None, Some(Kind::PartWhole));
    assert_eq!(told([exceeds, whole]), contradiction);
    let loaves = |cells: ClaimCells<'static>| ClaimCells {
        topic: "loaves",
        ..cells
    };
    // A topic that does not add up says nothing of parts: the places explain the difference.
    let expected = (
        Verdict::Reconciled,
        Some(Why::Place),
        Some(Kind::ValueDisjoint),
    );
    assert_eq!(told([loaves(exceeds), loaves(whole)]), expected);
}

#[test]
fn an_assumed_population_leaves_the_difference_open() {
    let loaves = |key, source, population, value| ClaimCells {
        population,
        value,
        ..claim(key, source, "loaves")
    };
    let named = [
        loaves("a", "ada", "people", "5"),
        loaves("b", "bo", "millers", "9"),
    ];
    assert_eq!(told(named).0, Verdict::Reconciled);
    let assumed = ClaimCells {
        population: "",
        ..named[0]
    };
    assert_eq!(
        told([assumed, named[1]]),
        (
            Verdict::Apparent,
            Some(Why::Population),
            Some(Kind::ValueDisjoint)
        )
    );
}

#[test]
fn what_changed_is_no_contradiction() {
    let [a, b] = workers("5", "9");
    let later = ClaimCells {
        when: "2021-04",
        ..b
    };
    let expected = (
        Verdict::Reconciled,
        Some(Why::Time),
        Some(Kind::ValueDisjoint),
    );
    assert_eq!(told([a, later]), expected);
    let perhaps = ClaimCells {
        when: "2021-04~",
        ..b
    };
    assert_eq!(told([a, perhaps]).0, Verdict::Apparent);
    let within = ClaimCells {
        time_mode: "within",
        ..b
    };
    assert_eq!(told([a, within]).0, Verdict::Contradiction);
    let both_within = ClaimCells {
        time_mode: "within",
        ..a
    };
    assert_eq!(told([both_within, within]).1, Some(Why::Time));
}

#[test]
fn counts_of_periods_grow_with_the_period() {
    let sold = |key, source, when, value| ClaimCells {
        when,
        value,
        ..claim(key, source, "sold")
    };
    let month = |value| sold("a", "ada", "2021-03", value);
    let year = |value| sold("b", "bo", "2021", value);
    assert_eq!(told([month("5"), year("9")]).0, Verdict::PartlyAgrees);
    let exceeds = (Verdict::Contradiction, None, Some(Kind::PartWhole));
    assert_eq!(told([month("12"), year("9")]), exceeds);
    let crossed = sold("b", "bo", "2021-03-15/2021-04", "50");
    assert_eq!(told([month("5"), crossed]).1, Some(Why::Time));
    let denies = |cells| ClaimCells {
        stance: "denies",
        value: "",
        ..cells
    };
    assert_eq!(
        told([month("5"), denies(year(""))]).0,
        Verdict::Contradiction
    );
    assert_eq!(told([denies(month("")), year("5")]).1, Some(Why::Time));
}

#[test]
fn one_statement_retold_is_no_contradiction() {
    let [a, b] = workers("5", "9");
    let hears = |cells, via| ClaimCells {
        basis: "told",
        via,
        ..cells
    };
    assert_eq!(
        told([hears(a, "a cousin"), hears(b, "a cousin")]).1,
        Some(Why::Hearsay)
    );
    assert_eq!(told([a, hears(b, "ada")]).0, Verdict::Reconciled);
    assert_eq!(told([hears(a, ""), hears(b, "")]).0, Verdict::Apparent);
    assert_eq!(
        told([hears(a, "a cousin"), hears(b, "an aunt")]).0,
        Verdict::Contradiction
    );
    // A paper that quotes somebody is a channel, not the origin.
    let quoted = |cells| ClaimCells {
        via: "gazette",
        ..cells
    };
    assert_eq!(told([quoted(a), quoted(b)]).0, Verdict::Contradiction);
}

#[test]
fn only_what_is_contradicts_what_is() {
    let [a, b] = workers("5", "9");
    let speaks = |cells, modality| ClaimCells { modality, ..cells };
    assert_eq!(told([a, speaks(b, "plan")]).1, Some(Why::Modality));
    assert_eq!(
        told([speaks(a, "plan"), speaks(b, "plan")]).0,
        Verdict::Reconciled
    );
    assert_eq!(told([a, speaks(b, "actual?")]).0, Verdict::Apparent);
    let promise = ClaimCells {
        stance: "denies",
        value: "",
        ..speaks(b, "promise")
    };
    let finding = judged([a, promise]);
    assert_eq!(
        (finding.verdict, finding.why),
        (Verdict::Apparent, Some(Why::Modality))
    );
    assert!(finding.marks.has(FindingMarks::TIME_TEST));
}

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
    assert_eq!(
        not(ClaimCells {
            stance: "neutral",
            ..b
        }),
        Some(Why::Topic)
    );
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
        assert_eq!(found.id(&study), other.id(&study));
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
    assert_eq!(judged([translated, b]).certainty(), Certainty::Moderate);
}

#[test]
fn a_row_tells_the_finding_to_a_stranger() {
    let [a, b] = workers("hundreds", "2,000");
    let (study, finding) = pair(a, b);
    let row = finding.row(&study);
    assert_eq!(
        row.reason,
        "On \"workers\": ada (side owners) says 200 to 999 persons (millers, mill, 2021-03); bo \
         (side owners) says 2,000 persons (millers, mill, 2021-03): the two figures do not meet, \
         and none of the explanations tested removes it."
    );
    assert_eq!((row.kind, row.severity), ("K2", "substantial"));
    assert_eq!(row.certainty_lowered_by, ["vague word"]);
    assert_eq!(row.stated_on_a, "2021-06-01");
    assert!(row.explanations.starts_with("identity=not-tested;time=no;"));
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
        listing: crate::method::crosscheck::Listing::All,
        ..Request::default()
    };
    let found = check(&study, &request).findings;
    let pairs: Vec<_> = found.iter().map(|found| (found.a.0, found.b.0)).collect();
    assert_eq!(pairs, [(0, 1), (1, 2)]);
    assert!(found.iter().all(|found| found.why == Some(Why::Time)));
}
