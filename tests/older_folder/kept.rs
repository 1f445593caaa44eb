//! What a coding says beside which one it is, codings that are gone, codes, memos and submissions.

use super::*;
use gainsay::model::table::Noun;
use gainsay::project::codebook::Settling;
use gainsay::project::memos::MemoFilter;

fn said(warnings: &[String], words: &str) {
    let is_it = |line: &String| line.starts_with(words);
    assert!(warnings.iter().any(is_it), "{words}: {warnings:?}");
}

fn memos_of_codings(bench: &Bench) -> Vec<String> {
    let mut memos: Vec<_> = codings(bench).into_iter().map(|row| row.memo).collect();
    memos.retain(|memo| !memo.is_empty());
    memos
}

fn note(bench: &Bench, quote: &str, text: &str) {
    let memo = format!("coding:{}", id(bench, quote));
    bench.study.add_memo(&memo, text, false).unwrap();
}

/// Imports files that say nothing new.
fn nothing_new(bench: &Bench, files: &Files) -> Vec<String> {
    let before = bench.export();
    let report = bench.take(files);
    let changed = report
        .tables
        .iter()
        .filter(|(_, of)| of.new + of.changed > 0);
    let changed: Vec<_> = changed.map(|(table, of)| (table.name, of)).collect();
    assert!(changed.is_empty(), "{changed:?} {:?}", report.warnings);
    assert_eq!(report.operation, None);
    assert_eq!(bench.export(), before);
    report.warnings
}

#[test]
fn a_default_and_an_empty_cell_are_one_coding() {
    let (bench, older) = bench();
    let own = "i-1,,coming,ben,58,77,Eight thousand came,,,,,,";
    for same in [
        "i-1,,coming,ben,58,77,Eight thousand came,accepted,,,,,",
        "i-1,original,coming,ben,58,77,Eight thousand came,,,,,,",
        "i-1,,coming,ben,,,Eight thousand came,,,,,,",
        "i-1,original,coming,ben,58,,Eight thousand came,accepted,,,,,",
        "i-1,,coming,ben,58,77,,,,,,,",
    ] {
        let warnings = nothing_new(&bench, &older.clone().edit("codings.csv", own, same));
        assert!(warnings.is_empty(), "{warnings:?}");
    }
    // Two rows of one file stay two, and are found again as two.
    let two = older.add(
        "codings.csv",
        "i-1,,coming,ben,,,Eight thousand came,accepted,,,,,",
    );
    assert!(bench.take(&two).operation.is_some());
    assert_eq!(codings(&bench).len(), 4);
    assert!(nothing_new(&bench, &bench.export()).is_empty());
    let fresh = Bench::new();
    fresh.take(&two);
    assert_eq!(fresh.export(), bench.export());
}

#[test]
fn a_memo_or_a_mark_of_here_stays_and_one_of_the_folder_is_taken() {
    let (bench, older) = bench();
    note(&bench, "Eight thousand came", "first");
    let noted = bench.export();
    let memo = memo_named(&bench, "first");
    bench.study.edit_memo(&memo, "second", false).unwrap();
    left(&nothing_new(&bench, &older), "1 coding");
    left(&nothing_new(&bench, &noted), "1 coding");
    assert_eq!(memos_of_codings(&bench), ["second"]);
    // A colleague writes in the sheet, and marks an example.
    let theirs = bench
        .export()
        .edit("codings.csv", ",,,,second,,", ",accepted,,,third,yes,");
    let report = bench.take(&theirs);
    assert_eq!(report.warnings, Vec::<String>::new());
    assert_eq!(memos_of_codings(&bench), ["third"]);
    assert_eq!(
        codings(&bench).iter().filter(|row| row.is_example).count(),
        1
    );
    assert_eq!(codings(&bench).len(), 3);
    left(&nothing_new(&bench, &noted), "1 coding");
    bench.study.undo_last(1, false).unwrap();
    assert_eq!(memos_of_codings(&bench), ["second"]);
    // What was undone was not decided.
    bench.take(&theirs);
    assert_eq!(memos_of_codings(&bench), ["third"]);
}

fn memo_named(bench: &Bench, text: &str) -> String {
    let memos = bench.study.memos(&MemoFilter::default()).unwrap();
    let memo = memos.into_iter().find(|memo| memo.text == text);
    memo.unwrap().id.short()
}

#[test]
fn rows_of_one_file_that_say_otherwise_stay_two() {
    let line = |memo: &str| format!("i-1,,coming,ben,58,77,Eight thousand came,,,,{memo},,");
    let (bench, older) = bench();
    // The row that the study has comes behind the one that it has not.
    let two = older
        .edit("codings.csv", &line(""), &line("another"))
        .add("codings.csv", &line(""));
    bench.take(&two);
    assert_eq!(codings(&bench).len(), 4);
    assert_eq!(memos_of_codings(&bench), ["another"]);
    assert!(nothing_new(&bench, &two).is_empty());
}

#[test]
fn who_codes_what_stands_there_adds_at_most_a_memo() {
    let bench = Bench::new();
    let me = bench.study.actor().to_owned();
    let explicit = format!("i-1,,trade,{me},,,And then?,accepted,,,mine");
    bench.take(
        &sample()
            .edit(
                "study.toml",
                "key = \"ben\"",
                &format!("key = \"{me}\"\n\n[[coder]]\nkey = \"ben\""),
            )
            .add("codings.csv", &explicit),
    );
    let there = codings(&bench).len();
    let coding = |memo| NewCoding {
        memo,
        ..trade("And then?")
    };
    for memo in ["", "mine"] {
        let done = bench.study.add_coding(&coding(memo), false).unwrap();
        assert_eq!(done.operation, None, "it stands there already");
    }
    bench.study.add_coding(&coding("more"), false).unwrap();
    assert_eq!(codings(&bench).len(), there);
    assert_eq!(memos_of_codings(&bench), ["mine\n\nmore"]);
    // The log is read by who codes blind: it says no code.
    let action = &bench.study.log(1).unwrap()[0].action;
    assert_eq!(action, "coded a passage of i-1");
}

#[test]
fn a_coding_cannot_become_what_another_one_is() {
    let (bench, _) = bench();
    let me = bench.study.actor().to_owned();
    let add = |code: &str, quote: &str| {
        let coding = NewCoding {
            code,
            memo: code,
            ..trade(quote)
        };
        bench.study.add_coding(&coding, false).unwrap();
    };
    add("trade", "And then?");
    add("coming", "And then?");
    add("coming", "bought");
    let mut own = codings(&bench);
    own.retain(|row| row.coder == me);
    let [trade, coming, bought] = ["trade", "coming", "bought"].map(|of| {
        let is_it = |row: &&CodingRow| row.quote == of || (row.code == of && row.quote != "bought");
        own.iter().find(is_it).unwrap().id.short()
    });
    let refused = bench.study.recode(&trade, "coming", false).unwrap_err();
    assert!(refused.to_string().contains(&coming), "{refused}");
    let cells = PassageCells {
        quote: "And then?",
        ..PassageCells::default()
    };
    assert!(bench.study.move_coding(&bought, &cells, false).is_err());
    bench.study.recode(&trade, "closing", false).unwrap();
    assert_eq!(
        bench.study.log(1).unwrap()[0].action,
        "recoded a coding in i-1"
    );
    bench.study.recode(&coming, "coming", false).unwrap();
}

#[test]
fn what_was_removed_here_does_not_come_back_by_an_older_folder() {
    let (bench, older) = bench();
    let all = codings(&bench).len();
    for quote in ["Eight thousand came", "The market was closed."] {
        bench
            .study
            .remove_codings(&[id(&bench, quote)], false)
            .unwrap();
    }
    left(&nothing_comes_back(&bench, &older), "2 codings");
    // Also where all are gone, and where the folder decided meanwhile.
    bench
        .study
        .remove_codings(&[id(&bench, "Nobody bought.")], false)
        .unwrap();
    let theirs = older.clone().edit("codings.csv", "proposed", "accepted");
    left(&nothing_new(&bench, &theirs), &format!("{all} codings"));
    // Taken back, and done again.
    bench.study.undo_last(3, false).unwrap();
    assert!(nothing_new(&bench, &older).is_empty());
    bench.study.redo_last(3, false).unwrap();
    left(&nothing_new(&bench, &older), &format!("{all} codings"));
}

#[test]
fn an_import_that_was_undone_can_be_done_again() {
    let bench = Bench::new();
    bench.take(&files());
    let all = told(&bench);
    bench.study.undo_last(1, false).unwrap();
    let report = bench.take(&files());
    assert_eq!(report.warnings, Vec::<String>::new());
    assert_eq!(told(&bench), all);
}

#[test]
fn who_removed_a_coding_may_put_it_back() {
    let bench = Bench::new();
    bench.take(&sample().without("codings.csv").without("assignments.csv"));
    let coding = trade("bought");
    bench.study.add_coding(&coding, false).unwrap();
    let older = bench.export();
    bench
        .study
        .remove_codings(&[id(&bench, "bought")], false)
        .unwrap();
    left(&nothing_new(&bench, &older), "1 coding");
    bench.study.add_coding(&coding, false).unwrap();
    assert_eq!(told(&bench), ["trade accepted bought"]);
    assert!(nothing_new(&bench, &older).is_empty());
}

#[test]
fn a_code_that_was_merged_or_retired_here_stays_so() {
    let (bench, older) = bench();
    let more = older.add(
        "codings.csv",
        "i-1,,closing,ben,58,77,Eight thousand came,,,,,,",
    );
    bench.take(&more);
    let more = bench.export();
    bench
        .study
        .merge_codes(&["closing".to_owned()], "coming", false)
        .unwrap();
    let there = told(&bench);
    let warnings = bench.take(&more).warnings;
    said(&warnings, "1 code retired here stays so");
    left(&warnings, "2 codings");
    assert_eq!(told(&bench), there);
    assert!(bench.export().text("codebook.csv").contains("closing,"));
    bench
        .study
        .retire_code("coming", Settling::Reject, false)
        .unwrap();
    said(&bench.take(&more).warnings, "2 codes retired here stay so");
    let rows = bench.study.cells_by_key(Noun::Code, "retired").unwrap();
    assert_eq!(rows.len(), 2);
    bench.is_sound();
}

#[test]
fn a_memo_that_was_edited_or_removed_here_does_not_come_back() {
    let (bench, older) = bench();
    let edited = memo_named(&bench, "two");
    bench.study.edit_memo(&edited, "second", false).unwrap();
    let removed = memo_named(&bench, "three");
    bench.study.remove_memo(&removed, false).unwrap();
    said(
        &nothing_new(&bench, &older),
        "2 memos left as edited or removed",
    );
    let theirs = older.clone().add("memos.csv", "claim:c-1,four,,");
    assert!(bench.take(&theirs).operation.is_some());
    bench.study.undo_last(3, false).unwrap();
    assert!(nothing_new(&bench, &older).is_empty());
}

#[test]
fn submissions_and_terms_of_here_stay() {
    let bench = Bench::new();
    bench.take(&files());
    let older = bench.export();
    let rows = bench.study.assignments().unwrap();
    let mut open = rows.clone();
    open.retain(|row| row.kind == TextKind::Translation);
    bench.study.submit(&open, false).unwrap();
    let submitted = bench.export();
    let terms = gainsay::project::assigning::Terms {
        kind: TextKind::Original,
        is_open: false,
        due: Some("2021-09"),
    };
    let named = ["i-1".to_owned()];
    bench.study.assign("anna", &named, &terms, false).unwrap();
    let warnings = nothing_new(&bench, &older);
    said(&warnings, "1 submission made here since stays");
    said(
        &warnings,
        "1 term of an assignment changed here since stays",
    );
    said(&nothing_new(&bench, &submitted), "1 term of an assignment");
    // Also where the submission came with a folder, and was never missing here.
    let other = Bench::new();
    other.take(&submitted);
    said(&nothing_new(&other, &older), "1 submission made here");
    // What a folder says that was never so here is taken.
    let theirs = older.edit("assignments.csv", "2021-06", "2021-12");
    assert!(bench.take(&theirs).operation.is_some());
    let now = bench.export().text("assignments.csv");
    assert!(
        now.contains("2021-12") && now.contains("i-1,translation,anna,open,,20"),
        "{now}"
    );
}

#[test]
fn a_recoded_proposal_that_was_learned_is_known_in_another_copy() {
    let (bench, older) = bench();
    let there = Bench::new();
    there.take(&older);
    recode(&there, "Nobody bought.", "coming");
    assert!(bench.take(&there.export()).warnings.is_empty());
    assert_eq!(told(&bench), told(&there));
    left(&nothing_new(&bench, &older), "1 coding");
}

#[test]
fn a_text_that_was_corrected_back_keeps_what_was_decided() {
    let (bench, older) = bench();
    settle(&bench, "The market was closed.", true);
    recode(&bench, "Eight thousand came", "trade");
    correct(&bench, ",,Nobody bought.,\n");
    correct(&bench, ",,Eight thousand came,\n");
    let gone = bench.export();
    assert_eq!(
        codings(&bench)
            .iter()
            .filter(|row| !row.anchor.is_empty())
            .count(),
        2
    );
    assert!(correct_back(&bench, &older));
    let newest = bench.export();
    // A claim has a key: what its row says is so.
    let [older, gone] = [older, gone].map(|files| files.without("claims.csv"));
    left(&nothing_new(&bench, &older), "2 codings");
    nothing_new(&bench, &gone);
    assert!(nothing_new(&bench, &newest).is_empty());
    // In another copy, which knows no earlier version.
    let other = Bench::new();
    other.take(&newest);
    assert_eq!(other.export(), newest);
    let warnings = nothing_new(
        &other,
        &older.edit("codings.csv", "coming,ben", "trade,ben"),
    );
    left(&warnings, "1 coding");
}

#[test]
fn a_row_of_a_very_old_text_is_found_with_that_text() {
    let (bench, older) = bench();
    for _ in 0..34 {
        correct(&bench, ",,Eight thousand came,Eight thousand came!\n");
        correct(&bench, ",,Eight thousand came!,Eight thousand came\n");
    }
    correct(&bench, ",,Eight thousand came,Nine thousand came\n");
    let row = |files: Files| {
        let codings = files.text("codings.csv");
        Files::default()
            .with("study.toml", files.text("study.toml"))
            .with("codings.csv", codings)
    };
    let faults = bench.refused(&row(older.clone().edit("codings.csv", "came", "come")));
    assert!(
        faults[0].remedy.contains("import the whole folder"),
        "{:?}",
        faults[0]
    );
    nothing_comes_back(&bench, &older.without("claims.csv"));
}
