//! Parts and their whole, "up to", shares of counts: what third claims say of two (methods.md 3.7).

use super::fixture::{claim, found, shown, with_claims};
use crate::method::crosscheck::FindingMarks;
use crate::method::crosscheck::words::{Kind, Verdict, Why};
use crate::method::reading::ClaimCells;
use crate::model::study::Study;

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
