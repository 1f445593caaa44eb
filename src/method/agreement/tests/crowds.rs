//! What a crowd sets against its claims is what its pairs set against them, in every view; and what is
//! found pass by pass over stretches of days is what each stretch for itself gives.

use super::rivals;
use crate::method::agreement::in_force::walk;
use crate::method::agreement::*;
use crate::method::crosscheck::{Report, Request, check};
use crate::method::reading::{ClaimCells, add_row};
use crate::method::settings::Settings;
use crate::model::key::ClaimId;
use crate::model::study::Study;
use proptest::prelude::*;
use std::ops::ControlFlow;

/// Source, place, first month, months, figure, width, mode, whether it is settled.
type Said = (usize, usize, u32, u32, u32, u32, usize, bool);

fn said() -> impl Strategy<Value = Vec<Said>> {
    let one = (
        0..7_usize,
        0..2_usize,
        1..9_u32,
        0..4_u32,
        1..9_u32,
        0..4_u32,
        0..6_usize,
        prop::bool::weighted(0.2),
    );
    prop::collection::vec(one, 1..16)
}

fn study_of(said: &[Said]) -> Study {
    let mut builder = rivals();
    for (number, (source, topic, start, months, figure, width, mode, settled)) in
        said.iter().enumerate()
    {
        let source = ["ann", "ben", "eve", "elders", "lou", "lin", "tom"][*source];
        let when = format!("2021-{start:02}/2021-{:02}", start + months);
        let value = format!("{}-{}", figure * 100, (figure + width) * 100);
        let is_sheep = *topic == 0;
        let stance = if is_sheep || number % 2 == 0 {
            "affirms"
        } else {
            "denies"
        };
        let cells = ClaimCells {
            claim: &format!("c{number:02}"),
            source,
            topic: if is_sheep { "sheep" } else { "raid" },
            stance,
            when: &when,
            stated_on: if number % 3 == 0 {
                "2021-12-01"
            } else {
                "2022-01-01"
            },
            time_mode: "throughout",
            value: if is_sheep { &value } else { "" },
            modality: if *mode == 0 { "forecast" } else { "" },
            basis: if *mode == 1 { "told" } else { "witnessed" },
            settled: if *settled { "yes" } else { "" },
            ..ClaimCells::default()
        };
        add_row(&mut builder, &Settings::default(), &cells).unwrap();
    }
    builder.finish().unwrap()
}

fn checked(study: &Study, crowd_from: Option<u64>) -> Report {
    let request = Request {
        per_block: None,
        crowd_from,
        ..Request::default()
    };
    check(study, &request)
}

/// All views that ask what stands against a claim, as text.
fn seen(study: &Study, report: &Report, scope: Scope) -> Vec<String> {
    let found = Found {
        findings: &report.findings,
        crowds: &report.crowds,
    };
    let agreement = Agreement::new(study, &Settings::default(), found, scope);
    let beside = Beside::default();
    vec![
        format!(
            "{:#?}",
            all(|take| summary(&agreement, &beside, None, take))
        ),
        format!(
            "{:#?}",
            all(|take| summary(&agreement, &beside, Some(By::Side), take))
        ),
        format!(
            "{:#?}",
            all(|take| positions_over_time(&agreement, By::Source, take))
        ),
        format!("{:#?}", matrix(&agreement, &beside, By::Source, false)),
        format!(
            "{:#?}",
            all(|take| timeline(&agreement, &beside, None, take))
        ),
        format!("{:#?}", all(|take| robustness(&agreement, None, take))),
    ]
}

proptest! {
    #[test]
    fn a_crowd_stands_against_its_claims_as_its_pairs_do(said in said(), first_hand in any::<bool>(), of_one in any::<bool>()) {
        let study = study_of(&said);
        let topic = of_one.then(|| study.topic_id("sheep").unwrap());
        let scope = Scope { topic, first_hand, ..Scope::default() };
        let (pairs, crowds) = (checked(&study, None), checked(&study, Some(0)));
        prop_assert!(pairs.crowds.is_empty() && crowds.cut_blocks.is_empty());
        prop_assert_eq!(&pairs.counts, &crowds.counts);
        let (by_pairs, by_crowds) = (seen(&study, &pairs, scope), seen(&study, &crowds, scope));
        for (view, (pairs, crowds)) in by_pairs.iter().zip(&by_crowds).enumerate() {
            prop_assert_eq!(pairs, crowds, "view {}", view);
        }
    }

    #[test]
    fn stretches_have_what_is_in_force(said in said()) {
        let study = study_of(&said);
        let claims: Vec<ClaimId> = study.claim_ids().collect();
        let when = |id: &ClaimId| study.claim(*id).when().fuzzy;
        let mut days_seen = Vec::new();
        let _ = walk(&study, &claims, |days, in_force| {
            let covers = |id: &ClaimId| when(id).contains(days);
            let live: Vec<ClaimId> = claims.iter().copied().filter(covers).collect();
            let meeting = claims.iter().filter(|id| when(id).meets(days)).count();
            assert_eq!(live.len(), meeting, "nothing begins or ends inside");
            assert_eq!(in_force, live);
            days_seen.push(days);
            ControlFlow::Continue(())
        });
        prop_assert!(days_seen.windows(2).all(|two| two[0].high() < two[1].low()));
        let is_seen = |id: &ClaimId| days_seen.iter().any(|days| when(id).contains(*days));
        prop_assert!(claims.iter().all(is_seen));
    }
}

#[test]
fn figures_that_clash_in_a_crowd_are_given_as_one() {
    let said: Vec<Said> = (0..6)
        .map(|one| (one, 0, 1, 0, one as u32 + 1, 0, 2, false))
        .collect();
    let report = checked(&study_of(&said), Some(0));
    assert_eq!((report.findings.len(), report.crowds.len()), (0, 1));
    assert_eq!(report.counts.flagged(), 15);
}
