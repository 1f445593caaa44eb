//! Properties of methods.md 5.7 on random studies with trees, links, boasts and all stances.

use proptest::prelude::*;

use super::fixture::{Row, all_of, claim, rows, shown, study_of, valley};
use crate::method::crosscheck::words::{Explanation, Kind, Outcome, Verdict, Why};
use crate::method::crosscheck::{Finding, Judge, Listing, Request, check, compare, count};
use crate::method::reading::{ClaimCells, add_row};
use crate::method::settings::Settings;
use crate::model::claim::{Claim, Marks};
use crate::model::key::{ClaimId, NodeId};
use crate::model::study::Study;
use crate::model::tree::Tree;
use crate::model::unit::{UnitRule, Units};
use crate::model::vocabulary::{Stance, TopicKind};

fn request(listing: Listing) -> Request {
    Request {
        listing,
        per_block: None,
        ..Request::default()
    }
}

fn by_keys(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.sort_by_key(|finding| (finding.a, finding.b));
    findings
}

/// Every pair of claims that take part, put to the full test.
fn every_pair(study: &Study, settings: &Settings) -> Vec<Finding> {
    let judge = Judge::new(study, settings);
    let ids: Vec<ClaimId> = study
        .claim_ids()
        .filter(|id| study.claim(*id).is_compared())
        .collect();
    let pairs = ids
        .iter()
        .enumerate()
        .flat_map(|(place, a)| ids[place + 1..].iter().map(|b| (*a, *b)));
    pairs.filter_map(|(a, b)| judge.compare(a, b)).collect()
}

fn shares_fuzzy_time(study: &Study, finding: &Finding) -> bool {
    let when = |id: ClaimId| study.claim(id).when().fuzzy;
    when(finding.a).meets(when(finding.b))
}

fn is_boast(study: &Study, finding: &Finding) -> bool {
    study.is_boast_of(finding.a, finding.b) || study.is_boast_of(finding.b, finding.a)
}

/// Tells whether one claim is the other's nearest earlier neighbour: same block, over before it
/// begins, none later and over too; of equals the lower key.
fn are_neighbours(study: &Study, finding: &Finding) -> bool {
    let one_way = |earlier: ClaimId, later: ClaimId| {
        let start = study.claim(later).when().fuzzy.low();
        let end = |id: ClaimId| study.claim(id).when().fuzzy.high();
        let candidates = study
            .claim_ids()
            .filter(|id| study.claim(*id).is_compared() && same_block(study, *id, later))
            .filter(|id| end(*id) < start);
        let nearest = candidates.max_by_key(|id| (end(*id), std::cmp::Reverse(*id)));
        nearest == Some(earlier)
    };
    one_way(finding.a, finding.b) || one_way(finding.b, finding.a)
}

fn same_block(study: &Study, a: ClaimId, b: ClaimId) -> bool {
    let block = |id: ClaimId| {
        let claim = study.claim(id);
        let is_sure = |mark| !claim.marks().has(mark);
        (
            claim.topic(),
            claim
                .population()
                .filter(|_| is_sure(Marks::POPULATION_UNSURE)),
            claim.place().filter(|_| is_sure(Marks::PLACE_UNSURE)),
        )
    };
    block(a) == block(b)
}

/// Tells whether two claims on one topic name one event, or one of two reports of an event names none.
fn may_be_one_event(study: &Study, finding: &Finding) -> bool {
    let (a, b) = (study.claim(finding.a), study.claim(finding.b));
    let one = |claim: &Claim| claim.event().map(|event| study.one_event(event));
    let are_reports = a.stance() == Stance::Affirms && b.stance() == Stance::Affirms;
    let is_event = study.topic(a.topic()).kind == TopicKind::Event;
    a.topic() == b.topic()
        && match (one(a), one(b)) {
            (None, None) => false,
            (Some(a), Some(b)) => a == b,
            _ => are_reports && is_event,
        }
}

/// Tells whether one claim is about a part of what the other is about, and is its nearest neighbour
/// before or after.
fn is_change_of_whole(study: &Study, finding: &Finding) -> bool {
    let is_such = |part: ClaimId, whole: ClaimId| {
        let (a, b) = (study.claim(part), study.claim(whole));
        // An unsure name is no name for the blocks.
        let place = |claim: &Claim| {
            claim
                .place()
                .filter(|_| !claim.marks().has(Marks::PLACE_UNSURE))
        };
        let population = |claim: &Claim| {
            claim
                .population()
                .filter(|_| !claim.marks().has(Marks::POPULATION_UNSURE))
        };
        let holds = |tree: &Tree, outer: Option<NodeId>, inner: Option<NodeId>| match (outer, inner)
        {
            (Some(outer), Some(inner)) => tree.contains(outer, inner),
            (None, None) => true,
            _ => false,
        };
        let others = || {
            let ids = study
                .claim_ids()
                .filter(|id| study.claim(*id).is_compared());
            ids.filter(|id| same_block(study, *id, whole))
        };
        let when = |id: ClaimId| study.claim(id).when().fuzzy;
        let before = others().filter(|id| when(*id).high() < when(part).low());
        let after = others().filter(|id| when(*id).low() > when(part).high());
        let nearest_before = before.max_by_key(|id| (when(*id).high(), std::cmp::Reverse(*id)));
        let nearest_after = after.min_by_key(|id| (when(*id).low(), *id));
        a.topic() == b.topic()
            && !same_block(study, part, whole)
            && holds(study.places(), place(b), place(a))
            && holds(study.populations(), population(b), population(a))
            && (nearest_before == Some(whole) || nearest_after == Some(whole))
    };
    is_such(finding.a, finding.b) || is_such(finding.b, finding.a)
}

fn expected_in_all(judge: &Judge<'_>, finding: &Finding) -> bool {
    let study = judge.study;
    if is_boast(study, finding) {
        return true;
    }
    let is_change = (finding.verdict, finding.why) == (Verdict::Reconciled, Some(Why::Time));
    let is_near = || are_neighbours(study, finding) || is_change_of_whole(study, finding);
    finding.verdict != Verdict::NotComparable
        && (shares_fuzzy_time(study, finding)
            || judge.evidence.on(finding.a, finding.b).is_some()
            || may_be_one_event(study, finding)
            || (is_change && is_near()))
}

/// Leaves out what is shown beside the comparisons: claims that seem to clash and speak of other
/// places or people.
fn compared(findings: Vec<Finding>) -> Vec<Finding> {
    let is_compared = |finding: &Finding| finding.verdict != Verdict::NotComparable;
    findings.into_iter().filter(is_compared).collect()
}

/// Claims of one block in which almost nothing leaves a way out.
pub(super) fn plain_rows(most: usize) -> impl Strategy<Value = Vec<Row>> {
    let kinds = &[
        "about", "~", "told", "via", "within", "plan", "nought", "sold", "unsure", "families",
        "event", "rising",
    ];
    let odd = prop::sample::select(&kinds[..]);
    let numbers = prop::collection::vec((0..6_i32, prop::bool::weighted(0.3)), most);
    (rows(most), odd, numbers).prop_map(|(mut rows, kind, numbers)| {
        for (row, (number, is_odd)) in rows.iter_mut().zip(numbers) {
            let odd = if is_odd { kind } else { "" };
            let first = row.when.map_or(0, |(first, ..)| first);
            *row = Row {
                topic: if odd == "sold" { "sold" } else { "workers" },
                stance: "affirms",
                population: "millers",
                place: if odd == "unsure" { "mill?" } else { "mill" },
                when: Some((first / 2, 3, if odd == "~" { "~" } else { "" })),
                time_mode: if odd == "within" {
                    "within"
                } else {
                    "throughout"
                },
                value: match odd {
                    "about" => format!("about {}", (number + 3) * 10),
                    "nought" => "0".to_owned(),
                    _ => ((number + 3) * 10).to_string(),
                },
                unit: if odd == "families" { "families" } else { "" },
                modality: if odd == "plan" { "plan" } else { "actual" },
                basis: if odd == "told" { "told" } else { "official" },
                via: if odd == "via" { "ada" } else { "" },
                general_of: None,
                responds_to: None,
                reading_of: None,
                event: if odd == "event" { "e1" } else { "" },
                trend: if odd == "rising" { "rising" } else { "" },
                ..row.clone()
            };
        }
        rows
    })
}

/// Many claims on few questions of few scopes, so that events, actors, orders, trends and sums meet.
pub(super) fn crowded_rows(most: usize) -> impl Strategy<Value = Vec<Row>> {
    let place = prop::sample::select(&["mill", "mill", "ford", "upper"][..]);
    let topic = prop::sample::select(
        &[
            "fire", "fire", "workers", "workers", "hired", "gone", "first", "open", "sheaves",
        ][..],
    );
    let trend = prop::sample::select(&["", "", "", "rising", "falling"][..]);
    let draws = prop::collection::vec((place, topic, trend, 0..6_u8), most);
    (rows(most), draws).prop_map(|(mut rows, draws)| {
        for (row, (place, topic, trend, draw)) in rows.iter_mut().zip(draws) {
            let is_flow = matches!(topic, "hired" | "gone");
            let is_sheaves = topic == "sheaves";
            let is_count = is_flow || is_sheaves || topic == "workers" && trend.is_empty();
            *row = Row {
                topic,
                place,
                population: if is_count && !is_sheaves {
                    "millers"
                } else {
                    ""
                },
                stance: if draw == 0 { row.stance } else { "affirms" },
                modality: if draw == 1 { row.modality } else { "actual" },
                value: if is_count {
                    draw.to_string()
                } else {
                    String::new()
                },
                unit: "",
                trend: if topic == "workers" { trend } else { "" },
                time_mode: if topic == "workers" { "throughout" } else { "" },
                // A nought may be one that nobody saw.
                basis: if draw == 0 { row.basis } else { "witnessed" },
                via: "",
                ..row.clone()
            };
        }
        rows
    })
}

/// Words that bound a figure alike whatever it is counted in.
const MODIFIERS: [&str; 6] = [
    "",
    "more than",
    "fewer than",
    "at most",
    "nearly",
    "just over",
];

proptest! {
    #[test]
    fn the_sweep_finds_what_other_claims_and_events_bring_together(rows in crowded_rows(14)) {
        let study = study_of(&rows, 0);
        let settings = Settings::default();
        let judge = Judge::new(&study, &settings);
        let pairs = every_pair(&study, &settings);
        let flagged = pairs.iter().filter(|found| found.verdict.is_flagged()).copied();
        let report = check(&study, &request(Listing::Flagged));
        prop_assert_eq!(by_keys(report.findings), flagged.collect::<Vec<_>>());
        prop_assert_eq!(count(&study, &request(Listing::Flagged)), report.counts);
        let compared_at_all = pairs.into_iter().filter(|found| expected_in_all(&judge, found));
        let report = check(&study, &request(Listing::All));
        prop_assert_eq!(compared(by_keys(report.findings)), compared_at_all.collect::<Vec<_>>());
    }

    #[test]
    fn the_order_of_crowded_rows_changes_nothing(rows in crowded_rows(14)) {
        let written = |rows: &[Row]| {
            let study = study_of(rows, 0);
            let report = check(&study, &request(Listing::All));
            report.findings.iter().map(|finding| shown(&study, finding)).collect::<Vec<_>>()
        };
        let reversed: Vec<Row> = rows.iter().rev().cloned().collect();
        prop_assert_eq!(written(&rows), written(&reversed));
    }

    #[test]
    fn an_event_key_only_removes_doubt_of_identity(rows in crowded_rows(10)) {
        let settings = Settings::default();
        let open = |rows: &[Row]| -> Vec<(ClaimId, ClaimId)> {
            let study = study_of(rows, 0);
            let doubted = every_pair(&study, &settings).into_iter().filter(|found| {
                found.outcomes.get(Explanation::Identity) == Outcome::Undecided
            });
            doubted.map(|found| (found.a, found.b)).collect()
        };
        let named: Vec<Row> = rows.iter().map(|row| {
            // Only what is open already: a name for what nobody asked about asks a new question.
            let event = if row.event == "e1?" { "e1" } else { row.event };
            Row { event, ..row.clone() }
        }).collect();
        let before = open(&rows);
        prop_assert!(open(&named).iter().all(|pair| before.contains(pair)));
    }

    #[test]
    fn the_sweep_finds_what_trying_all_pairs_finds(rows in rows(12)) {
        let study = study_of(&rows, 0);
        let settings = Settings::default();
        let flagged = every_pair(&study, &settings).into_iter().filter(|found| found.verdict.is_flagged());
        let report = check(&study, &request(Listing::Flagged));
        prop_assert_eq!(by_keys(report.findings.clone()), flagged.collect::<Vec<_>>());
        prop_assert_eq!(report.counts.flagged(), report.findings.len() as u64);
        prop_assert_eq!(count(&study, &request(Listing::Flagged)), report.counts);
    }

    #[test]
    fn what_is_plain_enough_to_count_is_what_the_judge_finds(rows in plain_rows(14)) {
        let study = study_of(&rows, 0);
        let report = check(&study, &request(Listing::Flagged));
        prop_assert_eq!(count(&study, &request(Listing::Flagged)), report.counts);
    }

    #[test]
    fn all_lists_every_pair_that_may_share_time_and_changes(rows in rows(12)) {
        let study = study_of(&rows, 0);
        let settings = Settings::default();
        let judge = Judge::new(&study, &settings);
        let expected = every_pair(&study, &settings).into_iter().filter(|found| expected_in_all(&judge, found));
        let report = check(&study, &request(Listing::All));
        let listed = compared(by_keys(report.findings.clone()));
        prop_assert_eq!(&listed, &expected.collect::<Vec<_>>());
        prop_assert_eq!(count(&study, &request(Listing::All)), report.counts);
        prop_assert_eq!(all_of(&report.counts), listed.len() as u64);
        let apart = report.findings.iter().filter(|found| found.verdict == Verdict::NotComparable);
        let apart: Vec<_> = apart.map(|found| (found.a, found.b, found.why)).collect();
        prop_assert!(apart.iter().all(|(_, _, why)| matches!(why, Some(Why::Place | Why::Population | Why::Unit))));
        let mut pairs: Vec<_> = apart.iter().map(|(a, b, _)| (*a, *b)).collect();
        pairs.sort_unstable();
        pairs.dedup();
        prop_assert_eq!(pairs.len(), apart.len());
    }

    #[test]
    fn tolerances_hold_in_sweep_and_pair_alike(rows in rows(10), r in 0.0..0.5_f64, c in 0.0..2.0_f64) {
        let study = study_of(&rows, 0);
        let settings = Settings { relative_tolerance: r, absolute_tolerance: c, ..Settings::default() };
        let flagged = every_pair(&study, &settings).into_iter().filter(|found| found.verdict.is_flagged());
        let report = check(&study, &Request { settings, ..request(Listing::Flagged) });
        prop_assert_eq!(by_keys(report.findings), flagged.collect::<Vec<_>>());
    }

    #[test]
    fn the_order_of_rows_changes_nothing(rows in rows(12), seed in any::<u64>()) {
        let mut shuffled: Vec<&Row> = rows.iter().collect();
        shuffled.sort_by_key(|row| row.key.bytes().fold(seed, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)));
        let shuffled: Vec<Row> = shuffled.into_iter().cloned().collect();
        let written = |rows: &[Row]| {
            let study = study_of(rows, 0);
            let report = check(&study, &request(Listing::All));
            report.findings.iter().map(|finding| shown(&study, finding)).collect::<Vec<_>>()
        };
        prop_assert_eq!(written(&rows), written(&shuffled));
    }

    #[test]
    fn swapping_the_two_claims_changes_nothing(rows in rows(8)) {
        let study = study_of(&rows, 0);
        let settings = Settings::default();
        for a in study.claim_ids() {
            prop_assert_eq!(compare(&study, &settings, a, a), None);
            for b in study.claim_ids() {
                prop_assert_eq!(compare(&study, &settings, a, b), compare(&study, &settings, b, a));
            }
        }
    }

    #[test]
    fn every_finding_keeps_the_law(rows in rows(12)) {
        let study = study_of(&rows, 0);
        let judge = Judge::new(&study, &Settings::default());
        for finding in every_pair(&study, &Settings::default()) {
            let yes = finding.outcomes.first(Outcome::Yes);
            let open = finding.outcomes.first(Outcome::Undecided);
            prop_assert!((0.0..=1.0).contains(&finding.shared_time));
            match finding.kind.is_some_and(Kind::is_of_dates) {
                true => prop_assert!(finding.severity.is_none() && finding.gap.is_none_or(|days| days >= 1.0)),
                false => prop_assert!(finding.gap.is_none_or(|gap| (0.0..=1.0).contains(&gap))),
            }
            if finding.kind.is_none() {
                prop_assert!(yes.is_none() && open.is_none());
                continue;
            }
            match finding.verdict {
                Verdict::Contradiction => prop_assert!(yes.is_none() && open.is_none() && finding.why.is_none()),
                Verdict::Apparent => prop_assert!(yes.is_none() && finding.why.is_some()),
                Verdict::Reconciled => prop_assert_eq!(finding.why, yes.map(Why::from)),
                Verdict::Overtaken => prop_assert!(yes.is_none() && open.is_none()),
                other => prop_assert!(false, "{:?} with a kind", other),
            }
            let by_others = judge.evidence.on(finding.a, finding.b).is_some();
            if !shares_fuzzy_time(&study, &finding) && !may_be_one_event(&study, &finding) && !by_others {
                // Two keys are two events before they are two times.
                prop_assert!(matches!(finding.why, Some(Why::Time | Why::Identity)));
            }
        }
    }

    #[test]
    fn moving_all_dates_changes_nothing(rows in rows(10), days in -2000..2000_i32) {
        let (here, there) = (study_of(&rows, 0), study_of(&rows, days));
        let settings = Settings::default();
        prop_assert_eq!(every_pair(&here, &settings), every_pair(&there, &settings));
    }

    #[test]
    fn a_tolerance_never_creates_a_clash_of_figures(rows in rows(10), r in 0.0..0.9_f64, c in 0.0..3.0_f64) {
        let study = study_of(&rows, 0);
        let tolerant = Settings { relative_tolerance: r, absolute_tolerance: c, ..Settings::default() };
        let by_others = Judge::new(&study, &tolerant).evidence;
        let is_clash = |finding: &Finding| {
            let is_own = by_others.on(finding.a, finding.b).is_none();
            is_own && (finding.kinds.has(Kind::ValueDisjoint) || finding.kinds.has(Kind::PartWhole))
        };
        let strict = every_pair(&study, &Settings::default());
        for (before, after) in strict.iter().zip(every_pair(&study, &tolerant)) {
            prop_assert!(!is_clash(&after) || is_clash(before));
        }
    }

    #[test]
    fn another_unit_changes_nothing(rows in rows(10)) {
        let mut rows = rows;
        rows.retain(|row| row.topic == "workers" && row.general_of.is_none() && row.reading_of.is_none());
        let per = |rows: &[Row], unit: &'static str, factor: i32| {
            let rows: Vec<Row> = rows.iter().enumerate().map(|(place, row)| Row {
                key: format!("c{place:02}"),
                value: ((place as i32 % 5) * factor).to_string(),
                unit,
                ..row.clone()
            }).collect();
            let study = study_of(&rows, 0);
            every_pair(&study, &Settings::default()).iter().map(|found| (found.kind, found.verdict, found.why, found.gap)).collect::<Vec<_>>()
        };
        // Two units that nobody declared for this topic, one twelve times the other.
        prop_assert_eq!(per(&rows, "persons per year", 12), per(&rows, "persons per month", 1));
    }

    #[test]
    fn what_another_scope_explains_is_no_contradiction_once_scopes_are_sure(rows in rows(10), number in 1..6_i32) {
        let sure = |word: &'static str| word.trim_end_matches('?');
        let rows: Vec<Row> = rows.into_iter().map(|row| Row {
            topic: "workers",
            value: (row.stated_day % 5 * number).to_string(),
            stance: "affirms",
            when: Some((0, 3, "")),
            general_of: None,
            reading_of: None,
            ..row
        }).collect();
        let named: Vec<Row> = rows.iter().map(|row| Row {
            place: sure(row.place),
            population: sure(row.population),
            ..row.clone()
        }).collect();
        let settings = Settings::default();
        let unsure = every_pair(&study_of(&rows, 0), &settings);
        for (before, after) in unsure.iter().zip(every_pair(&study_of(&named, 0), &settings)) {
            let is_scope = matches!(before.why, Some(Why::Place | Why::Population));
            if is_scope && before.verdict == Verdict::Reconciled {
                prop_assert_ne!(after.verdict, Verdict::Contradiction);
            }
        }
    }

    #[test]
    fn nor_does_a_unit_of_many(said in prop::collection::vec((0..MODIFIERS.len(), 0..6_u32), 2..8)) {
        let per = |unit: &'static str, factor: u32| {
            let mut builder = valley();
            let dozen = UnitRule::Of { unit: "persons".to_owned(), factor: 12.0 };
            builder.units(Units::new([("dozen".to_owned(), dozen)]).unwrap());
            for (at, (modifier, number)) in said.iter().enumerate() {
                // Every other claim is in persons, in both studies.
                let (unit, times) = if at % 2 == 0 { (unit, factor) } else { ("persons", 9) };
                let key = format!("c{at:02}");
                let cells = ClaimCells {
                    value: &format!("{} {}", MODIFIERS[*modifier], (number + 1) * times),
                    unit,
                    ..claim(&key, "ada", "workers")
                };
                add_row(&mut builder, &Settings::default(), &cells).unwrap();
            }
            every_pair(&builder.finish().unwrap(), &Settings::default()).iter().map(|found| (found.kind, found.verdict, found.why, found.gap)).collect::<Vec<_>>()
        };
        prop_assert_eq!(per("dozen", 1), per("persons", 12));
    }

    #[test]
    fn a_limit_cuts_the_list_and_not_the_counts(rows in rows(12), limit in 0..3_usize) {
        let study = study_of(&rows, 0);
        let whole = check(&study, &request(Listing::All));
        let cut = check(&study, &Request { per_block: Some(limit), ..request(Listing::All) });
        prop_assert_eq!(whole.counts, cut.counts);
        prop_assert!(cut.findings.iter().all(|finding| whole.findings.contains(finding)));
        let left_out: u64 = cut.cut_blocks.iter().map(|block| block.found - block.listed).sum();
        prop_assert_eq!(cut.findings.len() as u64 + left_out, whole.findings.len() as u64);
        let in_order: Vec<&Finding> = whole.findings.iter().filter(|finding| cut.findings.contains(finding)).collect();
        prop_assert_eq!(in_order, cut.findings.iter().collect::<Vec<_>>());
    }

    #[test]
    fn a_filter_keeps_exactly_what_touches_it(rows in rows(12), topic in 0..9_u32, source in 0..6_u32) {
        use crate::model::key::{SourceId, TopicId};
        let study = study_of(&rows, 0);
        let (topic, source) = (TopicId::new(topic), SourceId::new(source));
        let whole = check(&study, &request(Listing::All));
        let touches = |finding: &&Finding| {
            let claims = [study.claim(finding.a), study.claim(finding.b)];
            claims.iter().any(|claim| claim.topic() == topic) && claims.iter().any(|claim| claim.source() == source)
        };
        let expected: Vec<Finding> = whole.findings.iter().filter(touches).copied().collect();
        let filtered = check(&study, &Request { topics: vec![topic], sources: vec![source], ..request(Listing::All) });
        prop_assert_eq!(filtered.findings, expected);
    }

    #[test]
    fn a_claim_gets_exactly_its_own_pairs(rows in rows(12), claim in any::<prop::sample::Index>()) {
        let study = study_of(&rows, 0);
        prop_assume!(!study.claims().is_empty());
        let claim = ClaimId::new(claim.index(study.claims().len()) as u32);
        let whole = check(&study, &request(Listing::All));
        let touches = |finding: &&Finding| finding.a == claim || finding.b == claim;
        let expected: Vec<Finding> = whole.findings.iter().filter(touches).copied().collect();
        let own = check(&study, &Request { claims: vec![claim], ..request(Listing::All) });
        prop_assert_eq!(own.findings, expected);
    }

    #[test]
    fn reasons_are_sentences_with_both_sources(rows in rows(8)) {
        let study = study_of(&rows, 0);
        for finding in every_pair(&study, &Settings::default()) {
            let row = shown(&study, &finding);
            prop_assert!(row.reason.ends_with('.') && !row.reason.contains("  "));
            prop_assert!(row.reason.contains(&row.source_a) && row.reason.contains(&row.source_b));
        }
    }
}
