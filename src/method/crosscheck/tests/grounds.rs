//! What is counted ground by ground is what is counted at once.

use proptest::prelude::*;
use proptest::sample::Index;

use std::collections::BTreeSet;

use super::fixture::{LINKS, Row, add_rows, claim, rows, unlinked_valley};
use crate::method::agreement::borne_out;
use crate::method::crosscheck::{Counts, Grounds, Listing, Request, TopicCounts, count_by_topic};
use crate::method::reading::{ClaimCells, add_row};
use crate::method::settings::Settings;
use crate::model::builder::StudyBuilder;
use crate::model::key::TopicId;
use crate::model::study::Study;

/// A study in the making: which of the links there are, the claims, and pairs of them of which
/// somebody said that one takes the other back.
#[derive(Debug, Clone)]
struct Made {
    links: Vec<bool>,
    rows: Vec<Row>,
    corrections: Vec<[Index; 2]>,
}

fn made() -> impl Strategy<Value = Made> {
    let links = prop::collection::vec(prop::bool::weighted(0.3), LINKS.len());
    let corrections = prop::collection::vec(any::<[Index; 2]>(), 0..3);
    let rows = prop_oneof![rows(30), counts(24)];
    (links, rows, corrections).prop_map(|(links, rows, corrections)| Made {
        links,
        rows,
        corrections,
    })
}

/// Claims that count one place: a stock, what came and went, and a share of it.
fn counts(most: usize) -> impl Strategy<Value = Vec<Row>> {
    let topic = prop::sample::select(&["workers", "workers", "hired", "gone", "hands-share"][..]);
    let population = prop::sample::select(&["millers", "hands"][..]);
    let draws = prop::collection::vec((topic, population, 0..9_u8), most);
    (rows(most), draws).prop_map(|(mut rows, draws)| {
        for (row, (topic, population, number)) in rows.iter_mut().zip(draws) {
            let is_share = topic == "hands-share";
            *row = Row {
                topic,
                population: if is_share { "hands" } else { population },
                place: "mill",
                stance: "affirms",
                modality: "actual",
                value: match is_share {
                    true => format!("{} %", number * 10),
                    false => (number + 1).to_string(),
                },
                unit: if is_share { "percent" } else { "persons" },
                time_mode: if is_share || topic == "workers" {
                    "throughout"
                } else {
                    ""
                },
                trend: "",
                event: "",
                via: "",
                reading_of: None,
                general_of: None,
                ..row.clone()
            };
        }
        rows
    })
}

impl Made {
    /// The study with those claims alone that are wanted.
    fn with(&self, is_wanted: impl Fn(&Row) -> bool) -> Study {
        let mut builder = unlinked_valley();
        for (link, is_there) in LINKS.into_iter().zip(&self.links) {
            if *is_there {
                builder.link(link).unwrap();
            }
        }
        let wanted: Vec<Row> = self
            .rows
            .iter()
            .filter(|row| is_wanted(row))
            .cloned()
            .collect();
        add_rows(&mut builder, &wanted, 0);
        for [a, b] in self.corrections.iter().filter(|_| !self.rows.is_empty()) {
            let (a, b) = (a.get(&self.rows), b.get(&self.rows));
            if a.key != b.key && is_wanted(a) && is_wanted(b) {
                builder.correction(&a.key, &b.key);
            }
        }
        let mut study = builder.finish().unwrap();
        let borne_out = borne_out(&study, &Settings::default());
        study.hold_as_borne_out(borne_out);
        study
    }

    fn whole(&self) -> Study {
        self.with(|_| true)
    }
}

fn counted(study: &Study, listing: Listing) -> TopicCounts {
    let request = Request {
        listing,
        ..Request::default()
    };
    count_by_topic(study, &request)
}

fn of_topics(counts: &TopicCounts, is_wanted: impl Fn(TopicId) -> bool) -> Counts {
    let mut sum = Counts::default();
    for (topic, counts) in counts.by_topic() {
        if is_wanted(*topic) {
            sum.join(counts);
        }
    }
    sum
}

fn topic_of(study: &Study, row: &Row) -> TopicId {
    study.topic_id(row.topic).unwrap()
}

/// The topics that bear on a topic, itself among them, by key.
fn ground<'s>(study: &'s Study, topic: &str) -> BTreeSet<&'s str> {
    let grounds = Grounds::of(study);
    let of = |topic| grounds.ground_of(topic);
    let topic = study.topic_id(topic).unwrap();
    let all = (0..study.topic_count() as u32).map(TopicId::new);
    all.filter(|other| of(*other) == of(topic))
        .map(|topic| study.topic_key(topic))
        .collect()
}

#[test]
fn topics_are_joined_by_what_the_study_says_of_them() {
    let study = unlinked_valley().finish().unwrap();
    let by_counts = BTreeSet::from(["gone", "hands-share", "hired", "workers"]);
    assert_eq!(ground(&study, "workers"), by_counts);
    assert_eq!(ground(&study, "first"), BTreeSet::from(["first", "open"]));
    assert_eq!(ground(&study, "cause"), BTreeSet::from(["cause"]));
    let mut builder = unlinked_valley();
    builder.link(LINKS[0]).unwrap();
    let study = builder.finish().unwrap();
    let by_link = BTreeSet::from(["first", "open", "thriving"]);
    assert_eq!(ground(&study, "thriving"), by_link);
}

#[test]
fn topics_are_joined_by_claims_that_lead_from_one_to_the_other() {
    let with = |cells: ClaimCells<'static>| {
        let first = ClaimCells {
            value: "up",
            ..claim("a", "ada", "trend")
        };
        let other = ClaimCells {
            claim: "b",
            source: "bo",
            topic: "cause",
            value: "rain",
            ..cells
        };
        let study = with_claims_in(unlinked_valley(), &[first, other]);
        ground(&study, "cause")
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let alone = claim("b", "bo", "cause");
    assert_eq!(with(alone), ["cause"]);
    for joined in [
        ClaimCells {
            general_of: "a",
            ..alone
        },
        ClaimCells {
            reading_of: "a",
            ..alone
        },
        ClaimCells {
            responds_to: "a",
            ..alone
        },
    ] {
        assert_eq!(with(joined), ["cause", "trend"]);
    }
    let named = ClaimCells {
        event: "e1",
        ..alone
    };
    assert_eq!(
        with(named),
        ["cause", "first", "open"],
        "an order is about it"
    );
    let other = ClaimCells {
        event: "e2",
        ..alone
    };
    assert_eq!(with(other), ["cause"]);
}

fn with_claims_in(mut builder: StudyBuilder, claims: &[ClaimCells<'_>]) -> Study {
    for cells in claims {
        add_row(&mut builder, &Settings::default(), cells).unwrap();
    }
    builder.finish().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(384))]
    #[test]
    fn each_ground_counts_alone_what_it_counts_among_the_others(made in made()) {
        let study = made.whole();
        let grounds = Grounds::of(&study);
        let topics: Vec<TopicId> = (0..study.topic_count() as u32).map(TopicId::new).collect();
        for listing in [Listing::Flagged, Listing::All] {
            let whole = counted(&study, listing);
            let mut sum = Counts::default();
            for ground in topics.iter().filter(|topic| grounds.ground_of(**topic) == **topic) {
                let is_of_it = |topic: TopicId| grounds.ground_of(topic) == *ground;
                let alone = made.with(|row| is_of_it(topic_of(&study, row)));
                let counts = counted(&alone, listing).sum();
                prop_assert_eq!(counts, of_topics(&whole, is_of_it));
                sum.join(&counts);
            }
            prop_assert_eq!(sum, whole.sum());
        }
    }

    #[test]
    fn what_a_change_does_not_touch_keeps_its_count(made in made(), at in any::<Index>(), other in rows(30)) {
        if made.rows.is_empty() || other.is_empty() {
            return Ok(());
        }
        let at = at.index(made.rows.len());
        let mut changed = made.clone();
        changed.rows[at] = Row { key: made.rows[at].key.clone(), ..at_or_last(&other, at) };
        let (before, after) = (made.whole(), changed.whole());
        let touched = [topic_of(&before, &made.rows[at]), topic_of(&after, &changed.rows[at])];
        let is_touched = |grounds: &Grounds, topic: TopicId| {
            touched.iter().any(|one| grounds.ground_of(*one) == grounds.ground_of(topic))
        };
        let (then, now) = (Grounds::of(&before), Grounds::of(&after));
        let stays = |topic: TopicId| !is_touched(&then, topic) && !is_touched(&now, topic);
        let of = |study: &Study| of_topics(&counted(study, Listing::Flagged), stays);
        prop_assert_eq!(of(&before), of(&after));


    }
}

fn at_or_last(rows: &[Row], at: usize) -> Row {
    rows[at.min(rows.len() - 1)].clone()
}
