//! Bad rows left out on demand, with all that names them and nothing else.

use crate::common::{Bench, Files, SKIP, sample, told};
use gainsay::project::import::ImportOptions;

#[test]
fn bad_rows_can_be_left_out_with_all_that_name_them() {
    let bench = Bench::new();
    let files = sample().edit(
        "sources.csv",
        "S-2,traders,interviewee",
        "S-2,traders,person",
    );
    let report = bench.import(&files, SKIP).unwrap();
    let skipped: Vec<_> = report.skipped.iter().map(|one| one.place()).collect();
    // The source, its interview, the claim on it, and what names that claim; their turn comes in reading order.
    for place in [
        "sources.csv:3:kind",
        "interviews.csv:3:source",
        "asked.csv:3:interview",
        "codings.csv:5:interview",
        "claims.csv:3:source",
        "claims.csv:2:general_of",
        "ratings.csv:3:claim",
        "judgements.csv:2:claims",
        "follow_ups.csv:3:about",
        "memos.csv:3:about",
    ] {
        assert!(
            skipped.iter().any(|one| one == place),
            "{place}: {skipped:#?}"
        );
    }
    assert_eq!(report.skipped_total, skipped.len() as u64);
    let out = bench.export();
    assert!(!out.text("sources.csv").contains("S-2,") && out.text("sources.csv").contains("S-1,"));
    assert!(out.text("claims.csv").contains("c-4,") && !out.text("claims.csv").contains("c-1,"));
    bench.is_sound();
    let again = bench.import(&files, SKIP).unwrap();
    assert_eq!(
        (again.operation, again.skipped_total),
        (None, report.skipped_total)
    );
    assert_eq!(bench.export(), out);
    // What is left is a study of its own.
    Bench::new().take(&out);
}

#[test]
fn a_claim_that_is_the_detail_of_its_own_detail_can_be_left_out() {
    let mutual = sample().edit("claims.csv", "S-1,,c-1,,no", "S-1,,c-1,c-1,no");
    let bench = Bench::new();
    let report = bench.import(&mutual, SKIP).unwrap();
    let skipped: Vec<_> = report.skipped.iter().map(|one| one.place()).collect();
    assert!(
        skipped.iter().any(|one| one == "claims.csv:3:general_of"),
        "{skipped:#?}"
    );
    bench.is_sound();
    // One alone closes the circle with what the study has.
    let bench = Bench::new();
    bench.take(&sample());
    let again = Files::default()
        .with("study.toml", sample().text("study.toml"))
        .with(
            "claims.csv",
            "claim,source,topic,stance,general_of\nc-2,S-2,strength,denies,c-1\n",
        );
    let error = bench.import(&again, ImportOptions::default()).unwrap_err();
    let told = told(&error);
    assert!(told[0].contains("claims.csv:2:general_of"), "{told:#?}");
}

#[test]
fn rows_that_only_the_whole_shows_to_be_bad_are_left_out_too() {
    let circle = sample().edit("places.csv", "land,,", "land,north,");
    let members = sample()
        .edit(
            "sources.csv",
            "S-2,traders,interviewee,,",
            "S-2,traders,group-voice,9,4",
        )
        .add("sources.csv", "S-3,elders,group-voice,9,4,,,,,,,");
    let topics = sample().edit(
        "topics.csv",
        "The market is open,state,",
        "The market is open,state,stock",
    );
    let shared = sample().edit(
        "interviews.csv",
        "transcripts/i-2.txt",
        "transcripts/i-1.txt",
    );
    let text = sample().without("transcripts/i-2.txt");
    for (what, files, place, gone) in [
        (
            "circle",
            circle,
            "places.csv:",
            ("places.csv", "land,north"),
        ),
        (
            "members",
            members,
            "sources.csv:3:members_high",
            ("sources.csv", "S-2,"),
        ),
        (
            "topics",
            topics,
            "topics.csv:3:measure",
            ("topics.csv", "market,"),
        ),
        (
            "shared path",
            shared,
            "interviews.csv:3:transcript",
            ("interviews.csv", "i-2,"),
        ),
        (
            "missing text",
            text,
            "interviews.csv:3:transcript",
            ("interviews.csv", "i-2,"),
        ),
    ] {
        let bench = Bench::new();
        let report = bench
            .import(&files, SKIP)
            .unwrap_or_else(|error| panic!("{what}: {:?}", told(&error)));
        assert!(
            report
                .skipped
                .iter()
                .any(|one| one.place().starts_with(place)),
            "{what}: {:?}",
            report.skipped
        );
        let out = bench.export();
        assert!(!out.text(gone.0).contains(gone.1), "{what}: {out:?}");
        bench.is_sound();
        let again = bench.import(&files, SKIP).unwrap();
        assert_eq!(
            (again.operation, again.skipped_total),
            (None, report.skipped_total),
            "{what}"
        );
        let fresh = Bench::new();
        fresh.take(&out);
        assert_eq!(fresh.export(), out, "{what}");
    }
}

#[test]
fn a_bad_row_never_takes_away_the_good_one_that_was_there() {
    let bench = Bench::new();
    bench.take(&sample());
    let before = bench.export();
    let files = sample()
        .edit(
            "sources.csv",
            "S-2,traders,interviewee,,",
            "S-2,traders,group-voice,9,4",
        )
        .edit("sources.csv", "40-49", "30-39");
    let report = bench.import(&files, SKIP).unwrap();
    assert_eq!(
        report
            .skipped
            .iter()
            .map(|one| one.place())
            .collect::<Vec<_>>(),
        ["sources.csv:3:members_high"]
    );
    let after = bench.export();
    assert_eq!(after, before.edit("sources.csv", "40-49", "30-39"));
    bench.is_sound();
}

#[test]
fn a_file_that_cannot_be_read_is_skipped_as_a_whole_and_told() {
    let bench = Bench::new();
    let report = bench
        .import(
            &sample().with("memos.csv", "about\n").with("events.csv", ""),
            SKIP,
        )
        .unwrap();
    let places: Vec<_> = report.skipped.iter().map(|one| one.place()).collect();
    assert!(
        places.contains(&"memos.csv:1".to_owned()) && places.contains(&"events.csv".to_owned()),
        "{places:?}"
    );
    assert!(bench.export().text("claims.csv").contains("c-2,"));
    bench.is_sound();
}

#[test]
fn a_misplaced_quote_counts_every_line_that_it_took_with_it() {
    let files = sample().add("places.csv", "x,,\"level,,\ny,,,,\nz,,,,");
    let bench = Bench::new();
    let report = bench.import(&files, SKIP).unwrap();
    let places = report
        .tables
        .iter()
        .find(|(table, _)| table.name == "place");
    assert_eq!(places.unwrap().1.skipped, 3, "{:?}", report.skipped);
    assert_eq!(report.skipped_total, 1);
}
