//! A folder that was written before people decided things here: what they decided stands, and what
//! was decided in the folder about what is open here is taken.

mod common;
#[path = "older_folder/joined.rs"]
mod joined;
#[path = "older_folder/kept.rs"]
mod kept;
#[path = "older_folder/same_words.rs"]
mod same_words;

use common::{Bench, Files, sample};
use gainsay::model::table::TextKind;
use gainsay::project::anchoring::NewCoding;
use gainsay::project::correcting::{NewWords, TextName};
use gainsay::project::import::ImportOptions;
use gainsay::project::passages::PassageCells;
use gainsay::store::codings::{CodingFilter, CodingRow};
use proptest::prelude::*;
use std::fs;

const NAME: TextName<'_> = TextName {
    interview: "i-1",
    kind: TextKind::Original,
    version: None,
};

/// A text, two codes, two rules, a proposal of each rule, one that was learned and one by hand.
fn files() -> Files {
    let head =
        "interview,text,code,coder,start,end,quote,status,anchor,rule,memo,example,probability";
    sample()
        .edit(
            "codebook.csv",
            "closing,trade,,,,,,,,yes",
            "closing,trade,,,,,,,,\ncoming,,,,,,,,,",
        )
        .with("codings.csv", head.to_owned() + "\n")
        .add(
            "codings.csv",
            "i-1,,closing,anna,5,27,The market was closed.,proposed,,r-closed,,,",
        )
        .add(
            "codings.csv",
            "i-1,,trade,anna,28,42,Nobody bought.,proposed,,,,,0.75",
        )
        .add(
            "codings.csv",
            "i-1,,coming,ben,58,77,Eight thousand came,,,,,,",
        )
}

fn bench() -> (Bench, Files) {
    let bench = Bench::new();
    bench.take(&files());
    let older = bench.export();
    (bench, older)
}

fn codings(bench: &Bench) -> Vec<CodingRow> {
    let mut found = Vec::new();
    let each = |row, _: &str| {
        found.push(row);
        Ok(())
    };
    bench
        .study
        .each_coding(&CodingFilter::default(), each)
        .unwrap();
    found
}

/// Code, status, words and anchor of each coding.
fn told(bench: &Bench) -> Vec<String> {
    let rows = codings(bench).into_iter();
    let told = rows.map(|row| format!("{} {} {}{}", row.code, row.status, row.quote, row.anchor));
    let mut told: Vec<_> = told.collect();
    told.sort();
    told
}

/// The short id of the coding with these words.
fn id(bench: &Bench, quote: &str) -> String {
    let row = codings(bench).into_iter().find(|row| row.quote == quote);
    row.unwrap().id.short()
}

fn settle(bench: &Bench, quote: &str, accept: bool) {
    let mut rows = codings(bench);
    rows.retain(|row| row.quote == quote);
    bench.study.settle_proposals(&rows, accept, false).unwrap();
}

fn recode(bench: &Bench, quote: &str, code: &str) {
    let id = id(bench, quote);
    bench.study.recode(&id, code, false).unwrap();
}

fn put(bench: &Bench, quote: &str, to: &str) {
    let id = id(bench, quote);
    let cells = PassageCells {
        quote: to,
        ..PassageCells::default()
    };
    bench.study.move_coding(&id, &cells, false).unwrap();
}

fn correct(bench: &Bench, edits: &str) {
    let path = bench.at("edits.csv");
    fs::write(&path, format!("start,end,quote,replacement\n{edits}")).unwrap();
    let plan = bench.study.plan_correction(&NAME, NewWords::Edits(&path));
    bench.study.correct(&plan.unwrap(), false).unwrap();
}

/// Imports what was exported before and says what it told; nothing may have changed.
fn nothing_comes_back(bench: &Bench, older: &Files) -> Vec<String> {
    let before = told(bench);
    let newest = bench.export();
    let report = bench.take(older);
    assert_eq!(told(bench), before, "{:?}", report.warnings);
    assert_eq!(
        bench.export().text("codings.csv"),
        newest.text("codings.csv")
    );
    assert_eq!(
        bench.take(&newest).operation,
        None,
        "the newest is idempotent"
    );
    bench.is_sound();
    report.warnings
}

fn left(warnings: &[String], count: &str) {
    let said = warnings
        .iter()
        .any(|line| line.starts_with(&format!("{count} left as decided")));
    assert!(said, "{count}: {warnings:?}");
}

#[test]
fn a_proposal_that_was_decided_here_stays_decided() {
    for accept in [true, false] {
        let (bench, older) = bench();
        settle(&bench, "The market was closed.", accept);
        settle(&bench, "Nobody bought.", accept);
        left(&nothing_comes_back(&bench, &older), "2 codings");
    }
}

#[test]
fn what_was_recoded_or_moved_here_does_not_come_back() {
    let (bench, older) = bench();
    recode(&bench, "The market was closed.", "coming");
    put(&bench, "Nobody bought.", "bought");
    put(&bench, "Eight thousand came", "thousand");
    left(&nothing_comes_back(&bench, &older), "3 codings");
    // Also where both were done, and done again.
    recode(&bench, "bought", "coming");
    put(&bench, "bought", "And then?");
    left(&nothing_comes_back(&bench, &older), "3 codings");
}

#[test]
fn what_was_taken_back_was_not_decided() {
    let (bench, older) = bench();
    put(&bench, "Nobody bought.", "bought");
    recode(&bench, "The market was closed.", "coming");
    bench.study.undo_last(2, false).unwrap();
    let report = bench.take(&older);
    assert_eq!((report.operation, report.warnings), (None, vec![]));
    bench.study.redo_last(2, false).unwrap();
    left(&nothing_comes_back(&bench, &older), "2 codings");
}

#[test]
fn a_correction_since_carries_what_was_decided() {
    for moved in [false, true] {
        let (bench, older) = bench();
        if moved {
            put(&bench, "Nobody bought.", "And then?");
        }
        correct(
            &bench,
            "0,0,,\"Note: hear again. \"\n,,Eight thousand,Nine thousand\n",
        );
        settle(&bench, "The market was closed.", true);
        let warnings = nothing_comes_back(&bench, &older);
        left(&warnings, if moved { "2 codings" } else { "1 coding" });
        let text =
            "transcripts/i-1.txt: is version 1 of this text, corrected here since; version 2 stays";
        assert!(
            warnings.iter().any(|line| line.starts_with(text)),
            "{warnings:?}"
        );
    }
}

#[test]
fn what_lost_its_words_here_and_was_put_elsewhere_does_not_come_back() {
    let (bench, older) = bench();
    correct(&bench, ",,Nobody bought.,\n");
    nothing_comes_back(&bench, &older);
    put(&bench, "Nobody bought.", "And then?");
    left(&nothing_comes_back(&bench, &older), "1 coding");
}

#[test]
fn a_folder_that_decides_what_is_open_here_is_followed() {
    let (bench, older) = bench();
    let there = Bench::new();
    there.take(&older);
    settle(&there, "Nobody bought.", false);
    recode(&there, "The market was closed.", "coming");
    let decided = there.export();
    let report = bench.take(&decided);
    assert!(report.warnings.is_empty(), "{:?}", report.warnings);
    assert_eq!(told(&bench), told(&there));
    assert_eq!(bench.export(), decided);
    assert_eq!(bench.take(&decided).operation, None);
    bench.study.undo_last(1, false).unwrap();
    assert_eq!(bench.export(), older);
}

#[test]
fn of_two_decisions_that_of_here_stands() {
    let (bench, older) = bench();
    let there = Bench::new();
    there.take(&older);
    settle(&there, "Nobody bought.", false);
    recode(&there, "The market was closed.", "coming");
    settle(&bench, "Nobody bought.", true);
    settle(&bench, "The market was closed.", false);
    left(&nothing_comes_back(&bench, &there.export()), "2 codings");
}

/// A coding that a person puts on words.
fn trade(quote: &str) -> NewCoding<'_> {
    NewCoding {
        interview: "i-1",
        code: "trade",
        passage: PassageCells {
            quote,
            ..PassageCells::default()
        },
        memo: "",
    }
}

#[test]
fn a_person_may_put_back_what_was_moved() {
    let bench = Bench::new();
    bench.take(&sample().without("codings.csv").without("assignments.csv"));
    let coding = trade("bought");
    bench.study.add_coding(&coding, false).unwrap();
    put(&bench, "bought", "Nobody");
    bench.study.add_coding(&coding, false).unwrap();
    assert_eq!(
        told(&bench),
        ["trade accepted Nobody", "trade accepted bought"]
    );
}

#[test]
fn a_place_of_numbers_alone_is_one_of_the_text_that_came_with_it() {
    let bench = Bench::new();
    let files = files().edit("codings.csv", "58,77,Eight thousand came", "58,77,");
    bench.take(&files);
    let older = bench.export();
    correct(&bench, "0,0,,\"Note: hear again. \"\n");
    let warnings = nothing_comes_back(&bench, &older);
    assert!(
        warnings
            .iter()
            .any(|line| line.contains("named a place in an earlier version"))
    );
    assert!(
        codings(&bench)
            .iter()
            .any(|row| row.quote == "Eight thousand came")
    );
}

#[test]
fn rows_of_an_earlier_text_are_counted_once_also_where_bad_ones_are_skipped() {
    let bench = Bench::new();
    let claim = "i-1,,,Eight thousand came,";
    bench.take(&files().edit(
        "claims.csv",
        &format!("{claim},,"),
        &format!("{claim}58,77,"),
    ));
    let older = bench.export();
    correct(&bench, "0,0,,\"Note: hear again. \"\n");
    let told = |skip_bad| {
        let options = ImportOptions {
            skip_bad,
            dry_run: true,
        };
        let report = bench.import(&older, options).unwrap();
        let mut told = report.warnings;
        told.retain(|line| line.contains("named a place"));
        told
    };
    assert_eq!(
        told(false),
        ["4 rows named a place in an earlier version of the text and went to where it is now"]
    );
    assert_eq!(told(true), told(false));
}

/// What a person may do to one of the codings.
#[derive(Clone, Debug)]
enum Deed {
    Accept(usize),
    Reject(usize),
    Recode(usize, &'static str),
    Put(usize, &'static str),
    Remove(usize),
    Note(usize, &'static str),
    Correct(&'static str),
    /// The text becomes what it was at first.
    CorrectBack,
    Undo,
}

fn deed() -> impl Strategy<Value = Deed> {
    let which = 0..3_usize;
    prop_oneof![
        which.clone().prop_map(Deed::Accept),
        which.clone().prop_map(Deed::Reject),
        (
            which.clone(),
            prop::sample::select(vec!["coming", "trade", "closing"])
        )
            .prop_map(|(at, code)| Deed::Recode(at, code)),
        which.clone().prop_map(Deed::Remove),
        (which.clone(), prop::sample::select(vec!["a", "b"]))
            .prop_map(|(at, memo)| Deed::Note(at, memo)),
        Just(Deed::CorrectBack),
        (
            which,
            prop::sample::select(vec!["then", "market", "S-1: Eight"])
        )
            .prop_map(|(at, to)| Deed::Put(at, to)),
        prop::sample::select(vec![
            "0,0,,\"A: b.\n\"\n",
            ",,Nobody bought.,\n",
            ",,Eight,Nine\n"
        ])
        .prop_map(Deed::Correct),
        Just(Deed::Undo),
    ]
}

fn correct_back(bench: &Bench, older: &Files) -> bool {
    let path = bench.at("back.txt");
    fs::write(&path, older.text("transcripts/i-1.txt")).unwrap();
    let plan = bench.study.plan_correction(&NAME, NewWords::Text(&path));
    plan.is_ok_and(|plan| bench.study.correct(&plan, false).is_ok())
}

fn do_it(bench: &Bench, deed: &Deed, older: &Files) {
    let rows = codings(bench);
    let at = |at: &usize| rows[at % rows.len()].clone();
    if rows.is_empty() {
        return;
    }
    // A deed that cannot be done is not done; the property holds for what was.
    let _ = match deed {
        Deed::Accept(which) => bench
            .study
            .settle_proposals(&[at(which)], true, false)
            .is_ok(),
        Deed::Reject(which) => bench
            .study
            .settle_proposals(&[at(which)], false, false)
            .is_ok(),
        Deed::Recode(which, code) => bench
            .study
            .recode(&at(which).id.short(), code, false)
            .is_ok(),
        Deed::Put(which, to) => {
            let cells = PassageCells {
                quote: to,
                ..PassageCells::default()
            };
            bench
                .study
                .move_coding(&at(which).id.short(), &cells, false)
                .is_ok()
        }
        Deed::Remove(which) => bench
            .study
            .remove_codings(&[at(which).id.short()], false)
            .is_ok(),
        Deed::Note(which, memo) => {
            let about = format!("coding:{}", at(which).id.short());
            bench.study.add_memo(&about, memo, false).is_ok()
        }
        Deed::CorrectBack => correct_back(bench, older),
        Deed::Correct(edits) => {
            let path = bench.at("edits.csv");
            fs::write(&path, format!("start,end,quote,replacement\n{edits}")).unwrap();
            let plan = bench.study.plan_correction(&NAME, NewWords::Edits(&path));
            plan.is_ok_and(|plan| bench.study.correct(&plan, false).is_ok())
        }
        Deed::Undo => bench.study.undo_last(1, false).is_ok(),
    };
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever people did since, each coding of the folder is there once, as they left it.
    #[test]
    fn nothing_that_was_decided_since_comes_back(deeds in prop::collection::vec(deed(), 1..6)) {
        let (bench, older) = bench();
        let first = bench.study.log(1).unwrap()[0].sequence;
        for deed in &deeds {
            if !matches!(deed, Deed::Undo) || bench.study.log(1).unwrap()[0].sequence > first {
                do_it(&bench, deed, &older);
            }
        }
        // Where the first import was taken back, everything comes again. And a claim has a key: what
        // its row says is so.
        if !bench.export().text("interviews.csv").is_empty() {
            nothing_comes_back(&bench, &older.without("claims.csv"));
        }
    }
}
