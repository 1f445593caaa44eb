//! Groups with more pairs than anybody can read.

use super::fixture::{all_of, claim, with_claims};
use crate::method::crosscheck::words::Verdict;
use crate::method::crosscheck::{Listing, Report, Request, check, count};
use crate::method::reading::ClaimCells;
use crate::model::study::Study;

const CAMPS: usize = 8;

/// So many claims on one question, by turns of eight figures far from one another.
fn crowd(claims: usize) -> Study {
    let texts: Vec<[String; 2]> = (0..claims)
        .map(|place| {
            let low = 100 << (place % CAMPS);
            [format!("c{place:04}"), format!("{low}-{}", low + 1)]
        })
        .collect();
    let cells: Vec<_> = texts
        .iter()
        .map(|[key, value]| ClaimCells {
            value,
            ..claim(key, "ada", "loaves")
        })
        .collect();
    with_claims(&cells).unwrap()
}

fn listed(study: &Study, per_block: Option<usize>) -> Report {
    let request = Request {
        per_block,
        ..Request::default()
    };
    let report = check(study, &request);
    assert_eq!(report.counts, count(study, &request));
    report
}

#[test]
fn a_crowd_is_counted_to_the_pair_and_shown_by_its_positions() {
    let study = crowd(720);
    let report = listed(&study, Some(200));
    let pairs = 720 * 719 / 2 - CAMPS as u64 * (90 * 89 / 2);
    assert_eq!(report.counts.of(Verdict::Contradiction), pairs);
    assert_eq!(report.counts.self_contradictions(), pairs);
    assert_eq!(report.findings.len(), CAMPS - 1);
    let is_clash =
        |finding: &crate::method::crosscheck::Finding| finding.verdict == Verdict::Contradiction;
    assert!(report.findings.iter().all(is_clash));
    let [cut] = report.cut_blocks[..] else {
        panic!("one block is cut")
    };
    assert!(cut.is_crowd);
    assert_eq!((cut.found, cut.listed), (pairs, CAMPS as u64 - 1));
    assert_eq!(listed(&study, Some(2)).findings.len(), 2);
}

#[test]
fn whoever_asks_for_all_gets_all_and_few_are_no_crowd() {
    let report = listed(&crowd(720), None);
    assert_eq!(report.findings.len() as u64, report.counts.flagged());
    let few = listed(&crowd(80), Some(200));
    assert_eq!(few.findings.len(), 200);
    assert!(!few.cut_blocks[0].is_crowd);
}

#[test]
fn a_crowd_of_which_all_pairs_are_asked_for_is_counted_all_the_same() {
    let study = crowd(720);
    let all = |crowd_from, per_block| Request {
        listing: Listing::All,
        per_block,
        crowd_from,
        ..Request::default()
    };
    let cut = check(&study, &all(None, Some(200)));
    let whole = check(&study, &all(None, None));
    assert_eq!(cut.counts, whole.counts);
    assert_eq!(whole.findings.len() as u64, all_of(&whole.counts));
    // Seven between positions, one for those that agree, and changes over time.
    assert!((CAMPS..=200).contains(&cut.findings.len()));
    assert!(cut.cut_blocks[0].is_crowd);
    assert_eq!(cut.counts.of(Verdict::Agrees), CAMPS as u64 * (90 * 89 / 2));
}

#[test]
fn who_seeks_one_claim_of_a_crowd_gets_its_pairs() {
    let study = crowd(720);
    let one = study.claim_id("c0003").unwrap();
    let own = check(
        &study,
        &Request {
            claims: vec![one],
            ..Request::default()
        },
    );
    assert_eq!(own.counts.flagged(), 720 - 90);
    assert_eq!((own.findings.len(), own.cut_blocks[0].found), (200, 630));
}
