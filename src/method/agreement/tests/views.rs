//! The views on invented claims small enough to check by hand, and what must hold of them all.

use super::{one, rivals, says, study_of, summed, weighed};
use crate::method::agreement::*;
use crate::method::independence::{Tie, TieKind, TieStrengths, ties};
use crate::method::reading::ClaimCells;
use crate::method::settings::Settings;
use crate::model::claim::{Bounds, Span};
use crate::model::key::SourceId;
use crate::model::study::Study;
use crate::model::vocabulary::Stance;
use proptest::prelude::*;

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
fn a_timeline_stands_in_the_order_of_what_is_spoken_of() {
    let study = study_of(&[
        at(says("a", "ann", "50"), "2021-05"),
        at(says("b", "ben", "50"), "2021-03"),
        at(says("c", "lou", "90"), "2021-03"),
        at(says("d", "tom", "50"), "2021-03"),
    ]);
    let day = study.claim(study.claim_id("a").unwrap()).when();
    let series = Series {
        topic: study.topic_id("sheep").unwrap(),
        place: None,
        period: day,
        value: Bounds::new(40.0, 60.0).unwrap(),
        source: study.source_id("tom").unwrap(),
    };
    let beside = Beside {
        series: vec![series],
        ..Beside::default()
    };
    weighed(&study, Scope::default(), |agreement, _| {
        let rows = all(|take| timeline(agreement, &beside, None, take));
        let told: Vec<_> = rows
            .iter()
            .map(|row| (row.claim.as_str(), row.kind, row.verdict))
            .collect();
        assert_eq!(
            told,
            [
                ("b", "claim", "leads"),
                ("c", "claim", "contradiction"),
                ("d", "claim", "leads"),
                ("", "figure", "meets"),
                ("a", "claim", "leads"),
            ]
        );
    });
}

#[test]
fn what_only_monitors_count_stands_on_the_timeline_with_its_unit() {
    let study = study_of(&[at(says("a", "ann", "50"), "2021-05")]);
    let day = study.claim(study.claim_id("a").unwrap()).when();
    let topics = ["sheep", "raid"].map(|key| study.topic_id(key).unwrap());
    let series = topics.map(|topic| Series {
        topic,
        place: None,
        period: day,
        value: Bounds::new(1.0, 1.0).unwrap(),
        source: study.source_id("tom").unwrap(),
    });
    let beside = Beside {
        series: series.to_vec(),
        ..Beside::default()
    };
    let of_topic = |topic| {
        let scope = Scope {
            topic,
            ..Scope::default()
        };
        let mut told = Vec::new();
        weighed(&study, scope, |agreement, _| {
            let rows = all(|take| timeline(agreement, &beside, None, take));
            told.extend(rows.into_iter().map(|row| (row.topic, row.kind, row.says)));
        });
        told
    };
    let row = |topic: &str, kind, says: &str| (topic.to_owned(), kind, says.to_owned());
    let raid = row("raid", "figure", "1");
    let sheep = [row("sheep", "figure", "1"), row("sheep", "claim", "50")];
    assert_eq!(of_topic(None), [&[raid.clone()][..], &sheep].concat());
    assert_eq!(of_topic(Some(topics[0])), sheep);
    assert_eq!(of_topic(Some(topics[1])), [raid]);
}

#[test]
fn positions_change_where_claims_come_into_force() {
    let study = study_of(&[
        at(says("a", "ann", "50"), "2021-01/2021-06"),
        at(says("b", "lou", "90"), "2021-03/2021-04"),
        at(says("c", "tom", "40-95"), "2021-03/2021-12"),
    ]);
    weighed(&study, Scope::default(), |agreement, _| {
        let rows = all(|take| positions_over_time(agreement, By::Source, take));
        let told: Vec<_> = rows
            .iter()
            .map(|row| {
                (
                    row.when.as_str(),
                    row.says.as_str(),
                    row.by.join("+"),
                    row.of,
                )
            })
            .collect();
        let of =
            |when: &'static str, says: &'static str, by: &str, of| (when, says, by.to_owned(), of);
        assert_eq!(
            told,
            [
                of("2021-01/2021-02", "50", "ann", 1),
                of("2021-03/2021-04", "50", "ann+tom", 2),
                of("2021-03/2021-04", "90", "lou", 2),
                of("2021-05/2021-06", "50", "ann+tom", 1),
                of("2021-07/2021-12", "40 to 95", "tom", 1),
            ]
        );
        let rows = all(|take| intervals(agreement, By::Source, take));
        let high = rows.iter().find(|row| row.low == Some(90.0)).unwrap();
        assert_eq!(
            (&high.claims[..], &high.also_fits[..]),
            (&["b".to_owned()][..], &["c".to_owned()][..])
        );
    });
}

#[test]
fn stretches_in_which_others_say_the_same_stay_apart() {
    let study = study_of(&[
        at(says("a", "ann", "50"), "2021-01/2021-06"),
        at(says("b", "lou", "50"), "2021-03/2021-09"),
    ]);
    weighed(&study, Scope::default(), |agreement, _| {
        let rows = all(|take| positions_over_time(agreement, By::Source, take));
        let told: Vec<_> = rows
            .iter()
            .map(|row| (row.when.as_str(), row.grade.as_str()))
            .collect();
        assert_eq!(
            told,
            [
                ("2021-01/2021-02", "2"),
                ("2021-03/2021-06", "4"),
                ("2021-07/2021-09", "2"),
            ]
        );
        assert_eq!(all(|take| intervals(agreement, By::Source, take)).len(), 3);
    });
}

#[test]
fn ties_are_named_with_their_strength_and_hold_components_together() {
    let study = study_of(&[
        says("a", "ann", "50"),
        says("b", "eve", "50"),
        told(says("c", "lou", "50"), "tom"),
        says("d", "tom", "50"),
        says("e", "lin", "50"),
    ]);
    weighed(&study, Scope::default(), |agreement, _| {
        let network = network(agreement, By::Source);
        let told: Vec<_> = network
            .edges
            .iter()
            .map(|edge| {
                (
                    edge.source_a.as_str(),
                    edge.source_b.as_str(),
                    edge.strength,
                    edge.ties.join("+"),
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                ("lou", "tom", "hard", "same-origin+quotes".to_owned()),
                ("ann", "eve", "soft", "introduced".to_owned()),
            ]
        );
        assert_eq!(network.components, [["ann", "eve"], ["lou", "tom"]]);
        assert_eq!(network.one_voice, [["lou", "tom"]]);
        assert_eq!(network.untied, ["lin"]);
    });
}

#[test]
fn who_answers_a_prompt_inherits_the_ties_of_who_is_quoted_in_it() {
    let answer = ClaimCells {
        responds_to: "a",
        ..says("b", "lou", "50")
    };
    let study = study_of(&[says("a", "ann", "50"), answer, says("c", "eve", "50")]);
    let claim = |key| study.claim_id(key).unwrap();
    let kinds = |a, b| ties(&study, claim(a), claim(b)).kinds().collect::<Vec<_>>();
    assert_eq!(kinds("a", "b"), [TieKind::Prompt]);
    assert_eq!(kinds("b", "c"), [TieKind::Introduced]);
    assert_eq!(kinds("a", "c"), [TieKind::Introduced]);
}

#[test]
fn one_source_that_carries_a_result_is_named() {
    let study = study_of(&[
        says("a", "ann", "50"),
        says("b", "lou", "50"),
        says("c", "tom", "50"),
    ]);
    weighed(&study, Scope::default(), |agreement, _| {
        let row = all(|take| robustness(agreement, None, take)).remove(0);
        // Any two of the three are of two sides and speak at first hand: grade 4 whoever goes.
        assert_eq!(
            (row.result, row.grade.as_str(), row.runs),
            ("robust", "4", 6)
        );
        assert!(row.source.is_empty() && row.carried_by.is_empty());
    });
    let study = study_of(&[says("a", "ann", "50"), says("b", "lou", "50")]);
    weighed(&study, Scope::default(), |agreement, _| {
        let row = all(|take| robustness(agreement, None, take)).remove(0);
        assert_eq!(row.result, "fragile");
        assert_eq!(
            row.source,
            ["ann: grade 4 falls to 2", "lou: grade 4 falls to 2"]
        );
    });
    let study = study_of(&[says("a", "ann", "50"), says("b", "lou", "90")]);
    weighed(&study, Scope::default(), |agreement, _| {
        let row = all(|take| robustness(agreement, Some(By::Source), take)).remove(0);
        assert_eq!(row.result, "no-leader");
        assert_eq!(
            row.source[0],
            "ann: 90 leads, the contradiction within it ends"
        );
    });
    let study = study_of(&[says("a", "ann", "50")]);
    weighed(&study, Scope::default(), |agreement, _| {
        let row = all(|take| robustness(agreement, None, take)).remove(0);
        assert_eq!((row.result, row.carried_by.as_str()), ("weak", "ann"));
        assert!(row.wording.contains("One source carries it"));
    });
}

#[test]
fn what_two_say_who_were_heard_together_goes_out_together() {
    let study = study_of(&[
        told(says("a", "ann", "50"), "tom"),
        told(says("b", "lou", "50"), "tom"),
        says("c", "lin", "50"),
    ]);
    weighed(&study, Scope::default(), |agreement, _| {
        let row = all(|take| robustness(agreement, Some(By::Source), take)).remove(0);
        assert_eq!(row.runs, 2);
    });
}

#[test]
fn a_record_counts_what_became_of_claims() {
    let study = study_of(&[
        says("a", "ann", "50"),
        says("b", "lou", "50"),
        at(says("c", "ann", "10"), "2022-01"),
        at(says("d", "tom", "90"), "2022-01"),
        ClaimCells {
            stated_on: "2022-08",
            ..at(says("e", "ann", "7"), "2022-06")
        },
    ]);
    let known = Control {
        topic: study.topic_id("sheep").unwrap(),
        stance: Stance::Affirms,
        value: Bounds::new(90.0, 90.0).ok(),
        category: None,
        population: None,
        place: None,
        when: study.claim(study.claim_id("c").unwrap()).when(),
    };
    let letter = |letter: &str, date: &str| Rating {
        source: study.source_id("ann"),
        claim: None,
        letter: letter.to_owned(),
        digit: String::new(),
        date: date.to_owned(),
        analyst: "k".to_owned(),
    };
    let beside = Beside {
        controls: vec![known],
        asked: vec![asked(&study, "lin", true), asked(&study, "ann", true)],
        ratings: vec![letter("C", "2021"), letter("D", "2022")],
        ..Beside::default()
    };
    weighed(&study, Scope::default(), |agreement, findings| {
        let rows = track_record(agreement, findings, &beside, By::Source);
        let of = |source: &str, part: &str| {
            rows.iter()
                .find(|row| row.source == source && row.part == part)
                .unwrap()
        };
        let ann = of("ann", "all");
        assert_eq!(
            (ann.claims, ann.confirmed, ann.contradicted, ann.untested),
            (3, 1, 1, 1)
        );
        assert_eq!(
            (ann.controls_right, ann.controls_wrong, ann.controls_evaded),
            (0, 1, 0)
        );
        assert_eq!((ann.letter.as_str(), ann.letters.len()), ("D", 2));
        assert_eq!(ann.confirmed_percent, None);
        assert_eq!(
            (of("ann", "early").claims, of("ann", "late").claims),
            (2, 1)
        );
        assert_eq!(of("tom", "all").controls_right, 1);
        assert_eq!(of("lin", "all").controls_evaded, 1);
        assert!(
            !rows
                .iter()
                .any(|row| row.source == "lou" && row.part == "early")
        );
    });
}

#[test]
fn a_percentage_needs_ten_claims() {
    let keys: Vec<String> = (0..10).map(|number| format!("c{number}")).collect();
    let days: Vec<String> = (0..10).map(|number| format!("20{number:02}")).collect();
    let claims: Vec<_> = keys
        .iter()
        .zip(&days)
        .map(|(key, when)| at(says(key, "ann", "5"), when))
        .collect();
    let percent = |count: usize| {
        let study = study_of(&claims[..count]);
        weighed(&study, Scope::default(), |agreement, findings| {
            track_record(agreement, findings, &Beside::default(), By::Source)[0].confirmed_percent
        })
    };
    assert_eq!((percent(9), percent(10)), (None, Some(0.0)));
}

#[test]
fn only_untied_or_first_hand_claims_on_demand() {
    let study = study_of(&[
        says("a", "ann", "50"),
        says("b", "eve", "50"),
        told(says("c", "lou", "50"), "x"),
    ]);
    let claims = |scope| {
        weighed(&study, scope, |agreement, _| {
            all(|take| summary(agreement, &Beside::default(), None, take))[0].claims
        })
    };
    assert_eq!(claims(Scope::default()), 3);
    assert_eq!(
        claims(Scope {
            independent: true,
            ..Scope::default()
        }),
        2
    );
    assert_eq!(
        claims(Scope {
            first_hand: true,
            ..Scope::default()
        }),
        2
    );
}

#[test]
fn strengths_are_settings() {
    let study = study_of(&[says("a", "ann", "50"), says("b", "eve", "50")]);
    let least = |strength| {
        let strengths = TieStrengths::DEFAULT.with(TieKind::Introduced, strength);
        let settings = Settings {
            tie_strengths: strengths,
            ..Settings::default()
        };
        let agreement = Agreement::new(&study, &settings, Found::default(), Scope::default());
        let row = all(|take| summary(&agreement, &Beside::default(), None, take)).remove(0);
        (row.sources_low, row.sources_high)
    };
    assert_eq!(least(Some(Tie::Soft)), (1, 2));
    assert_eq!(least(Some(Tie::Hard)), (1, 1));
    assert_eq!(least(None), (2, 2));
}

#[test]
fn a_source_without_claims_changes_nothing_when_it_goes() {
    let claims = [says("a", "ann", "50"), says("b", "lou", "50")];
    let study = study_of(&claims);
    let runs = weighed(&study, Scope::default(), |agreement, _| {
        all(|take| robustness(agreement, Some(By::Source), take))
    });
    // Only those who speak are left out: two runs, though seven sources are known.
    assert_eq!((runs[0].runs, study.source_ids().count()), (2, 7));
    let mut more = rivals();
    let silent = crate::model::source::SourceCells {
        source: "zoe",
        group: "low",
        ..Default::default()
    };
    more.source(&silent).unwrap();
    for cells in &claims {
        crate::method::reading::add_row(&mut more, &Settings::default(), cells).unwrap();
    }
    let more = more.finish().unwrap();
    let again = weighed(&more, Scope::default(), |agreement, _| {
        all(|take| robustness(agreement, Some(By::Source), take))
    });
    assert_eq!(runs, again);
}

/// The largest set of persons no two of which have a tie that counts, by trying all.
fn brute_independent(study: &Study, counts: impl Fn(Tie) -> bool) -> usize {
    let persons: Vec<SourceId> = study.source_ids().collect();
    let claims_of = |person: SourceId| {
        study
            .claim_ids()
            .filter(move |id| study.claim(*id).source() == person)
            .collect::<Vec<_>>()
    };
    let speakers: Vec<_> = persons
        .into_iter()
        .map(claims_of)
        .filter(|claims| !claims.is_empty())
        .collect();
    let are_tied = |a: usize, b: usize| {
        speakers[a].iter().any(|one| {
            speakers[b].iter().any(|two| {
                ties(study, *one, *two)
                    .strength(&TieStrengths::DEFAULT)
                    .is_some_and(&counts)
            })
        })
    };
    let members = |set: u32| (0..speakers.len()).filter(move |place| set >> place & 1 == 1);
    let is_free =
        |set: &u32| members(*set).all(|a| members(*set).all(|b| a == b || !are_tied(a, b)));
    let sizes = (0..1_u32 << speakers.len())
        .filter(is_free)
        .map(u32::count_ones);
    sizes.max().unwrap_or(0) as usize
}

const EVERYBODY: [&str; 7] = ["ann", "ben", "eve", "elders", "lou", "lin", "tom"];
const ORIGINS: [&str; 5] = ["", "x", "y", "tom", "ann"];

fn any_claims() -> impl Strategy<Value = Vec<(usize, usize, bool)>> {
    prop::collection::vec((0..7_usize, 0..5_usize, any::<bool>()), 1..9)
}

fn built(claims: &[(usize, usize, bool)]) -> Study {
    const KEYS: [&str; 20] = [
        "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p", "q", "r",
        "s", "t",
    ];
    let cells: Vec<_> = claims
        .iter()
        .zip(KEYS)
        .map(|((source, via, is_told), key)| match is_told {
            true => told(says(key, EVERYBODY[*source], "50"), ORIGINS[*via]),
            false => says(key, EVERYBODY[*source], "50"),
        })
        .collect();
    study_of(&cells)
}

fn only_row(study: &Study) -> Proposition {
    weighed(study, Scope::default(), |agreement, _| {
        all(|take| summary(agreement, &Beside::default(), None, take)).remove(0)
    })
}

fn low_end(row: &Proposition) -> u32 {
    row.grade
        .chars()
        .find_map(|digit| digit.to_digit(10))
        .unwrap_or_default()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn independent_sources_are_the_largest_untied_set(claims in any_claims()) {
        let study = built(&claims);
        let row = only_row(&study);
        prop_assert_eq!(row.sources_low, brute_independent(&study, |_| true));
        prop_assert_eq!(row.sources_high, brute_independent(&study, |tie| tie == Tie::Hard));
        prop_assert!(row.sources_low <= row.sources_high);
    }

    #[test]
    fn who_retells_all_that_another_retells_never_raises_a_count(claims in any_claims(), own in 1..3_usize, original in 4..7_usize) {
        // Neither lou, lin nor tom has a tie of its own: the copy has the ties of the original.
        let copy = 4 + (original - 3) % 3;
        let mut before: Vec<_> = claims.iter().copied().filter(|(source, ..)| *source != copy).collect();
        before.iter_mut().filter(|(source, ..)| *source == original).for_each(|claim| {
            *claim = (original, 1 + claim.1 % 2, true);
        });
        // What somebody has from one of the three is a tie of that one alone.
        before.iter_mut().filter(|claim| claim.1 == 3).for_each(|claim| claim.1 = 1);
        before.push((original, own, true));
        let of_original = before.iter().filter(|(source, ..)| *source == original);
        let copies: Vec<_> = of_original.map(|(_, via, _)| (copy, *via, true)).collect();
        let after = [before.clone(), copies].concat();
        let (before, after) = (only_row(&built(&before)), only_row(&built(&after)));
        prop_assert!(after.sources_low <= before.sources_low && after.sources_high <= before.sources_high);
        prop_assert!(low_end(&after) >= low_end(&before));
    }

    #[test]
    fn support_never_lowers_a_grade_nor_a_count(claims in any_claims(), by in 0..7_usize) {
        let before = only_row(&built(&claims));
        let after = only_row(&built(&[claims.clone(), vec![(by, 0, false)]].concat()));
        prop_assert!(low_end(&after) >= low_end(&before));
        prop_assert!(after.sources_low >= before.sources_low && after.sources_high >= before.sources_high);
    }

    #[test]
    fn a_weaker_tie_never_lowers_either_end(claims in any_claims(), kind in 0..15_usize) {
        let study = built(&claims);
        let ends = |strengths| {
            let settings = Settings { tie_strengths: strengths, ..Settings::default() };
            let agreement = Agreement::new(&study, &settings, Found::default(), Scope::default());
            let row = all(|take| summary(&agreement, &Beside::default(), None, take)).remove(0);
            (row.sources_low, row.sources_high)
        };
        let before = ends(TieStrengths::DEFAULT);
        let after = ends(TieStrengths::DEFAULT.with(TieKind::ALL[kind], None));
        prop_assert!(after.0 >= before.0 && after.1 >= before.1);
    }

    #[test]
    fn leaving_out_is_weighing_without(claims in any_claims()) {
        let study = built(&claims);
        let (rows, before) = weighed(&study, Scope::default(), |agreement, _| {
            (all(|take| robustness(agreement, Some(By::Side), take)), only_row(&study))
        });
        for side in ["high", "low", "none"] {
            let is_left = |(source, ..): &&(usize, usize, bool)| {
                let key = study.source_id(EVERYBODY[*source]).unwrap();
                study.side_key(study.side_of(key)) != side
            };
            let left: Vec<_> = claims.iter().filter(is_left).copied().collect();
            if left.is_empty() || left.len() == claims.len() {
                continue;
            }
            let after = only_row(&built(&left));
            let is_told = rows[0].side.iter().any(|effect| effect.starts_with(&format!("{side}: grade")));
            prop_assert_eq!(is_told, after.grade != before.grade, "{} {} {:?}", before.grade, after.grade, rows);
        }
    }
}

#[test]
fn spans_of_all_time_are_no_trouble() {
    let study = study_of(&[
        at(says("a", "ann", "50"), "../.."),
        at(says("b", "lou", "60"), "2021/.."),
    ]);
    assert_eq!(study.claim(study.claim_id("a").unwrap()).when(), Span::ALL);
    weighed(&study, Scope::default(), |agreement, _| {
        let when: Vec<_> = all(|take| positions_over_time(agreement, By::Side, take))
            .into_iter()
            .map(|row| row.when)
            .collect();
        assert_eq!(when, ["../2020-12", "2021-01/..", "2021-01/.."]);
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
