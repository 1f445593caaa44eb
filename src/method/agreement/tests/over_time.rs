//! What is laid out in time: timeline, intervals, positions; on claims small enough to check by hand.

use super::{at, says, study_of, weighed};
use crate::method::agreement::*;
use crate::model::claim::{Bounds, Span};

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
