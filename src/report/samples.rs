//! Listings of invented findings and passages for the tests of this room.
//!
//! It must not be compiled into the program. What a stranger would get wrong: the quotes are
//! made up, and must stay so.

use super::cell::Cell;
use super::listing::{Column, Head, Listing};

const DARI: &str = "شورای محل می‌گوید که هیچ‌کس از جنگجویان خارجی را در این ولسوالی ندیده است و معاش‌ها سه ماه پرداخت نشده بود.";
const PASHTO: &str = "موږ په دې ولسوالۍ کې اته زره کسان لرو، خو معاش مو درې میاشتې ونه رسېد.";

/// Three findings: plain, with right-to-left words, and with what must be escaped.
pub(super) fn findings() -> Listing {
    let columns = vec![
        Column::id("finding"),
        Column::new("claim_a"),
        Column::new("claim_b"),
        Column::new("topic_a"),
        Column::new("marks"),
        Column::new("verdict"),
        Column::number("shared_time").rounded(2),
        Column::number("gap"),
        Column::new("side_a").aside(),
        Column::new("note"),
        Column::quote("reason"),
    ];
    let mut listing = Listing::new(Head::new("finding-list", columns));
    listing.rows = vec![
        vec![
            "9c1d5be07a3f42e6".into(),
            "c-014".into(),
            "c-201".into(),
            "isk-strength".into(),
            Cell::List(vec!["S1".into(), "link".into()]),
            "contradiction".into(),
            Cell::Number(0.25),
            Cell::Number(-6500.0),
            "taliban".into(),
            Cell::Empty,
            "S-12 says 8,000 fighters, S-31 says at most 1,500 for the same place, and their times share a quarter of the longer one.".into(),
        ],
        vec![
            "2b77aa10c05e99e6".into(),
            "c-020".into(),
            "c-088".into(),
            "pay-cut".into(),
            Cell::List(vec![]),
            "details-fall-short".into(),
            Cell::Number(1.0 / 3.0),
            Cell::Empty,
            "isk".into(),
            "ننګرهار".into(),
            DARI.into(),
        ],
        vec![
            "f000000000000001".into(),
            "c-101".into(),
            "c-102".into(),
            "=topic|x".into(),
            Cell::List(vec!["T1".into()]),
            "apparent".into(),
            Cell::Empty,
            Cell::Integer(3),
            Cell::Empty,
            "esc \u{1b}[2J".into(),
            "first line\nsecond line".into(),
        ],
    ];
    listing.meta.study = Some("demo".into());
    listing.meta.operation = Some("17".into());
    listing.meta.warnings = vec!["2 claims have no date".into()];
    listing
}

/// One passage with its quote in two languages.
pub(super) fn passage() -> Listing {
    let columns = vec![
        Column::new("interview"),
        Column::new("code"),
        Column::number("start"),
        Column::number("end"),
        Column::new("origin").aside(),
        Column::new("place"),
        Column::quote("quote"),
        Column::quote("translation"),
    ];
    let mut listing = Listing::new(Head::record("passage-list", columns));
    listing.rows = vec![vec![
        "I-07".into(),
        "money/pay".into(),
        Cell::Integer(1204),
        Cell::Integer(1277),
        "rule:pay-cut".into(),
        "ننګرهار".into(),
        PASHTO.into(),
        "We have eight thousand people in this district, but our pay did not come for three months.".into(),
    ]];
    listing
}
