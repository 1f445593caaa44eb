//! Who stands behind what: ties, track records, what goes when a source goes; on claims small enough to check by hand.

use super::{asked, at, rivals, says, study_of, told, weighed};
use crate::method::agreement::*;
use crate::method::independence::{Tie, TieKind, TieStrengths, ties};
use crate::method::reading::{ClaimCells, add_row};
use crate::method::settings::Settings;
use crate::model::builder::StudyBuilder;
use crate::model::claim::Bounds;
use crate::model::source::InterviewCells;
use crate::model::vocabulary::Stance;

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
fn who_answers_a_prompt_inherits_how_it_was_heard() {
    let heard = |builder: &mut StudyBuilder, interview, sources, researcher| {
        let cells = InterviewCells {
            interview,
            sources,
            researcher,
            recording: "yes",
            ..InterviewCells::default()
        };
        builder.interview(&cells).unwrap();
    };
    let mut builder = rivals();
    builder.researcher("rob").unwrap();
    builder.researcher("roy").unwrap();
    builder.knows("rob", "roy");
    heard(&mut builder, "i4", "tom", "rob");
    heard(&mut builder, "i5", "lin", "roy");
    let at = |interview, cells| ClaimCells { interview, ..cells };
    let answer = ClaimCells {
        responds_to: "b",
        ..says("a", "lou", "50")
    };
    let hears = |cells| ClaimCells {
        basis: "told",
        ..cells
    };
    for cells in [
        answer,
        at("i4", says("b", "tom", "50")),
        at("i5", says("c", "lin", "50")),
        at("i4", says("d", "tom", "50")),
        hears(says("e", "eve", "50")),
        ClaimCells {
            responds_to: "e",
            ..says("f", "ann", "50")
        },
        hears(says("g", "lin", "50")),
    ] {
        add_row(&mut builder, &Settings::default(), &cells).unwrap();
    }
    let study = builder.finish().unwrap();
    let claim = |key| study.claim_id(key).unwrap();
    let kinds = |a, b| ties(&study, claim(a), claim(b)).kinds().collect::<Vec<_>>();
    assert_eq!(kinds("b", "c"), [TieKind::KnownResearchers]);
    assert_eq!(kinds("a", "c"), [TieKind::KnownResearchers]);
    // Not as if the two had been heard together.
    assert_eq!(kinds("a", "b"), [TieKind::Prompt]);
    assert_eq!(kinds("a", "d"), [TieKind::Prompt]);
    assert_eq!(kinds("f", "g"), [TieKind::UnknownOrigin]);
    weighed(&study, Scope::default(), |agreement, _| {
        let network = network(agreement, By::Source);
        let tied = |a: &str, b: &str| {
            let mut edges = network.edges.iter();
            let edge =
                edges.find(|edge| (edge.source_a.as_str(), edge.source_b.as_str()) == (a, b));
            edge.map(|edge| edge.ties.join("+"))
        };
        assert_eq!(
            tied("lin", "lou").as_deref(),
            Some("researchers-acquainted")
        );
    });
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
