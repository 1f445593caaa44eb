//! Correcting a text: what moves, what is refused, what an undo, an import and an export make
//! of it.

mod common;

use common::{Bench, Files, sample, told};
use gainsay::method::anchor::Fate;
use gainsay::model::limits::Limits;
use gainsay::model::table::TextKind;
use gainsay::project::Study;
use gainsay::project::correcting::moving::PassageMove;
use gainsay::project::correcting::{Correction, NewWords, TextName};
use gainsay::project::error::ProjectError;
use gainsay::store::Unlock;
use gainsay::store::codings::{CodingFilter, CodingRow};
use std::fs;

const NAME: TextName<'_> = TextName {
    interview: "i-1",
    kind: TextKind::Original,
    version: None,
};

fn bench() -> Bench {
    let bench = Bench::new();
    bench.take(&sample());
    bench
}

fn plan(bench: &Bench, edits: &str) -> Result<Correction, ProjectError> {
    let path = bench.at("edits.csv");
    fs::write(&path, format!("start,end,quote,replacement\n{edits}")).unwrap();
    bench.study.plan_correction(&NAME, NewWords::Edits(&path))
}

fn plan_text(bench: &Bench, text: &str) -> Result<Correction, ProjectError> {
    let path = bench.at("edited.txt");
    fs::write(&path, text).unwrap();
    bench.study.plan_correction(&NAME, NewWords::Text(&path))
}

fn done(bench: &Bench, correction: &Correction) -> Vec<PassageMove> {
    bench.study.correct(correction, false).unwrap().value
}

fn text(bench: &Bench) -> String {
    let version = bench.study.text_version("i-1", TextKind::Original, None);
    version.unwrap().body
}

fn codings(bench: &Bench) -> Vec<CodingRow> {
    let mut found = Vec::new();
    let filter = CodingFilter::default();
    let each = |row, _: &str| {
        found.push(row);
        Ok(())
    };
    bench.study.each_coding(&filter, each).unwrap();
    found
}

fn quotes(bench: &Bench) -> Vec<String> {
    codings(bench).into_iter().map(|one| one.quote).collect()
}

fn refused(bench: &Bench, edits: &str) -> String {
    let before = bench.export();
    let error = plan(bench, edits).expect_err(edits);
    assert_eq!(bench.export(), before);
    let said = told(&error).join("\n");
    assert!(!said.contains("Nobody"), "words of the text: {said}");
    said
}

#[test]
fn an_edit_that_does_not_apply_names_its_line_and_what_would_be_right() {
    let bench = bench();
    let length_cp = text(&bench).chars().count();
    for (edits, place, what) in [
        (
            format!("{length_cp},{},,x\n", length_cp + 1),
            "edits.csv:2:end",
            "the text ends at",
        ),
        (
            "0,3,,x\n2,4,,y\n".into(),
            "edits.csv:3:start",
            "overlaps the edit on line 2",
        ),
        (
            "2,4,,y\n0,3,,x\n".into(),
            "edits.csv:3:start",
            "overlaps the edit on line 2",
        ),
        (
            "5,2,,x\n".into(),
            "edits.csv:2:end",
            "is not behind the start",
        ),
        (
            "5,,,x\n".into(),
            "edits.csv:2:end",
            "a start needs an end or a quote",
        ),
        (
            ",9,,x\n".into(),
            "edits.csv:2:start",
            "an end needs a start",
        ),
        (",,,x\n".into(), "edits.csv:2:start", "says no place"),
        ("-1,2,,x\n".into(), "edits.csv:2:start", "is not a number"),
        (
            "99999999999,2,,x\n".into(),
            "edits.csv:2:start",
            "is not a number",
        ),
        (
            "0,6,Nobody,x\n".into(),
            "edits.csv:2:quote",
            "does not stand at that start",
        ),
        (
            ",,The market was closed.,x\n".into(),
            "edits.csv:2:quote",
            "stands 2 times",
        ),
        (
            ",,Nobody came,x\n".into(),
            "edits.csv:2:quote",
            "does not stand in the text",
        ),
        ("0,1,,\"a\0b\"\n".into(), "edits.csv:2:replacement", "NUL"),
    ] {
        let said = refused(&bench, &edits);
        assert!(
            said.starts_with(place) && said.contains(what),
            "{edits}: {said}"
        );
    }
    assert!(plan_text(&bench, "a\0b").is_err());
}

#[test]
fn every_passage_of_the_text_moves_with_the_words() {
    let bench = bench();
    // In front of all, inside a coding, inside the claim.
    let edits = "0,0,,\"Note.\n\"\n,,bought,sold\n,,thousand,hundred\n";
    let correction = plan(&bench, edits).unwrap();
    let moves = done(&bench, &correction);
    let told: Vec<_> = moves
        .iter()
        .map(|one| (one.passage.about.as_str(), one.fate))
        .collect();
    assert_eq!(
        told,
        [
            ("trade", Fate::Shrunk),
            ("strength", Fate::Shrunk),
            ("closing", Fate::Moved)
        ]
    );
    assert_eq!(
        quotes(&bench)[..2],
        ["The market was closed.", "Nobody sold"]
    );
    let claims = bench.export().text("claims.csv");
    assert!(claims.contains("Eight hundred came"), "{claims}");
    bench.is_sound();
}

#[test]
fn an_undo_brings_the_text_and_its_passages_back() {
    let bench = bench();
    let before = bench.export();
    done(&bench, &plan(&bench, ",,Nobody bought,\n").unwrap());
    assert_ne!(bench.export(), before);
    bench.study.undo_last(1, false).unwrap();
    assert_eq!(bench.export(), before);
    assert_eq!(text(&bench), sample().text("transcripts/i-1.txt"));
    bench.study.redo_last(1, false).unwrap();
    assert!(!text(&bench).contains("Nobody"));
    bench.is_sound();
    // The first of two corrections cannot go while the second rests on it.
    done(&bench, &plan(&bench, ",,Eight,Nine\n").unwrap());
    assert!(bench.study.undo("2", false).is_err());
    bench.is_sound();
}

#[test]
fn orphans_stay_until_a_person_decides_and_survive_a_round_trip() {
    let bench = bench();
    let moves = done(&bench, &plan(&bench, ",,\" Nobody bought.\",\n").unwrap());
    assert_eq!(moves[0].fate, Fate::Orphaned);
    let orphan = |bench: &Bench| {
        let mut all = codings(bench).into_iter();
        all.find(|one| one.quote == "Nobody bought").unwrap()
    };
    assert_eq!(
        (orphan(&bench).anchor.as_str(), orphan(&bench).span_cp),
        ("orphan", None)
    );
    // It moves no further.
    done(&bench, &plan(&bench, "0,0,,xyz\n").unwrap());
    let out = bench.export();
    let other = Bench::new();
    other.take(&out);
    assert_eq!(other.export(), out);
    assert_eq!(other.take(&out).operation, None);
    assert_eq!(bench.take(&out).operation, None);
    // A person puts it elsewhere, or removes it.
    let id = orphan(&bench).id.short();
    let place = gainsay::project::passages::PassageCells {
        quote: "And then?",
        ..Default::default()
    };
    bench.study.move_coding(&id, &place, false).unwrap();
    assert!(
        codings(&bench)
            .iter()
            .any(|one| one.quote == "And then?" && one.anchor.is_empty())
    );
    let id = orphan(&other).id.short();
    other.study.remove_codings(&[id], false).unwrap();
    assert!(!quotes(&other).contains(&"Nobody bought".to_owned()));
    bench.is_sound();
    other.is_sound();
}

#[test]
fn the_difference_of_an_edited_text_is_worked_out() {
    let bench = bench();
    let edited = text(&bench).replace("bought", "sold").replace('\n', "\r\n");
    let correction = plan_text(&bench, &edited).unwrap();
    assert_eq!(correction.change.replacements.list().len(), 1);
    done(&bench, &correction);
    assert!(text(&bench).contains("Nobody sold.\n"));
    let same = plan_text(&bench, &edited).unwrap();
    assert!(same.change.replacements.is_empty());
    let idle = plan(&bench, ",,sold,sold\n").unwrap();
    assert!(idle.change.replacements.is_empty());
}

#[test]
fn all_of_a_text_may_go_or_be_replaced() {
    let bench = bench();
    let whole = done(&bench, &plan_text(&bench, "x").unwrap());
    assert!(
        whole
            .iter()
            .all(|one| one.fate == Fate::Replaced || one.fate == Fate::Orphaned)
    );
    let gone = done(&bench, &plan_text(&bench, "").unwrap());
    assert!(gone.iter().all(|one| one.fate == Fate::Orphaned));
    assert_eq!(codings(&bench).len(), 4);
    let out = bench.export();
    let other = Bench::new();
    other.take(&out);
    assert_eq!(other.export(), out);
    // A mark at the start would be lost when the text is read again.
    assert!(plan(&bench, "0,0,,\u{feff}\u{feff}x\n").is_err());
    bench.is_sound();
}

#[test]
fn two_who_correct_at_once_do_not_overwrite_each_other() {
    let bench = bench();
    let first = plan(&bench, ",,bought,sold\n").unwrap();
    let other = Study::open(
        &bench.at("s.gainsay"),
        &Unlock::Plain,
        None,
        Limits::default(),
    )
    .unwrap();
    let path = bench.at("edits.csv");
    let second = other
        .plan_correction(&NAME, NewWords::Edits(&path))
        .unwrap();
    done(&bench, &first);
    let refused = other.correct(&second, false).unwrap_err();
    assert!(
        matches!(refused, ProjectError::Outdated { .. }),
        "{refused}"
    );
    let old = TextName {
        version: Some(1),
        ..NAME
    };
    let refused = other
        .plan_correction(&old, NewWords::Edits(&path))
        .unwrap_err();
    assert!(
        matches!(refused, ProjectError::Outdated { .. }),
        "{refused}"
    );
    bench.is_sound();
}

#[test]
fn an_import_of_a_corrected_text_makes_the_next_version() {
    let bench = bench();
    // The folder as the program writes it, with places said; only the text is edited.
    let files = sample().edit(
        "codings.csv",
        "i-1,,trade,anna,,,Nobody bought,",
        "i-1,,trade,anna,28,41,Nobody bought,",
    );
    let bench = {
        drop(bench);
        let bench = Bench::new();
        bench.take(&files);
        bench
    };
    let before = codings(&bench).len();
    let edited = files
        .clone()
        .edit(
            "transcripts/i-1.txt",
            "S-1: The market",
            "S-1: Then the market",
        )
        .edit("transcripts/i-1.txt", "bought", "sold");
    let report = bench.take(&edited);
    assert!(
        report.warnings[0]
            .starts_with("transcripts/i-1.txt: version 2 by 2 replacements; passages: "),
        "{:?}",
        report.warnings
    );
    assert_eq!(codings(&bench).len(), before, "{:?}", quotes(&bench));
    assert!(quotes(&bench).contains(&"Nobody sold".to_owned()));
    // The same folder again: rows still name the old place, and nothing changes.
    assert_eq!(bench.take(&edited).operation, None);
    bench.is_sound();
    bench.study.undo_last(1, false).unwrap();
    let first = Bench::new();
    first.take(&files);
    assert_eq!(bench.export(), first.export());
}

#[test]
fn a_quote_that_became_one_of_two_gets_its_start() {
    let bench = bench();
    done(
        &bench,
        &plan(&bench, ",,And then?,Nobody bought\n").unwrap(),
    );
    let out = bench.export();
    assert!(
        out.text("codings.csv")
            .contains("i-1,,trade,anna,28,,Nobody bought")
    );
    Bench::new().take(&out);
}

#[test]
fn what_an_undo_brings_back_follows_the_text() {
    let bench = bench();
    let id = codings(&bench)[1].id.short();
    bench.study.remove_codings(&[id], false).unwrap();
    done(&bench, &plan(&bench, "0,0,,Yes. \n").unwrap());
    bench.study.undo("2", false).unwrap();
    let back = codings(&bench)
        .into_iter()
        .find(|one| one.quote == "Nobody bought");
    assert_eq!(back.unwrap().span_cp, Some((33, 46)));
    bench.is_sound();
}

#[test]
fn a_judgement_lapses_where_words_changed_and_not_where_they_moved() {
    let bench = bench();
    let is_stale = || bench.study.store().judgements().unwrap()[0].is_stale();
    assert!(!is_stale());
    done(&bench, &plan(&bench, "0,0,,Yes. \n").unwrap());
    assert!(!is_stale());
    done(&bench, &plan(&bench, ",,thousand,hundred\n").unwrap());
    assert!(is_stale());
}

#[test]
fn a_mark_inside_a_letter_may_be_corrected_and_limits_hold() {
    let files = sample().with("transcripts/i-1.txt", "S-1: ب\u{64e}د 👨\u{200d}👩\u{200d}👧 Nobody bought. The market was closed.\nEight thousand came");
    let files = files.edit(
        "codings.csv",
        "i-1,,closing,anna,5,27,",
        "i-1,,closing,anna,,,",
    );
    let bench = Bench::new();
    bench.take(&files);
    done(&bench, &plan(&bench, "6,7,,\u{650}\n").unwrap());
    assert!(text(&bench).contains("ب\u{650}د 👨\u{200d}👩"));
    let long = "x\n".repeat((32 << 20) / 2) + "x";
    let said = told(&plan_text(&bench, &long).unwrap_err()).join("\n");
    assert!(said.contains("longer than 33554432 bytes"), "{said}");
}

/// Many codings on a long text; `--nocapture` shows the figure.
fn long_study(passages: usize) -> Files {
    let line = "S-1: د بازار خلکو وویل چې هېڅوک نه راځي، nobody bought a thing that day.\n";
    let text = line.repeat(300_000 / line.chars().count() + 1);
    let mut codings = String::from("interview,code,coder,start,end,quote\n");
    let length_cp = text.chars().count();
    for at in 0..passages {
        let start_cp = at * (length_cp - 60) / passages;
        codings.push_str(&format!("i-1,trade,anna,{start_cp},{},\n", start_cp + 40));
    }
    sample()
        .with("transcripts/i-1.txt", text)
        .with("codings.csv", codings)
        .without("claims.csv")
        .without("judgements.csv")
        .without("ratings.csv")
        .without("follow_ups.csv")
        .with("memos.csv", "about,text,author,date\n")
}

#[test]
fn many_codings_on_a_long_text_move_at_once() {
    let bench = Bench::new();
    bench.take(&long_study(5_000));
    let began = std::time::Instant::now();
    let edited = text(&bench)
        .replace("nobody", "no one")
        .replacen("S-1: د", "S-1: Yes. د", 1);
    let correction = plan_text(&bench, &edited).unwrap();
    let planned = began.elapsed();
    let moves = done(&bench, &correction);
    println!("planned in {planned:?}, done in {:?}", began.elapsed());
    assert_eq!(moves.len(), 5_000);
    assert_eq!(text(&bench), edited);
}

#[test]
fn a_passage_of_which_blanks_alone_are_left_is_an_orphan_with_its_words() {
    // The passage ends with the blank that the correction leaves standing.
    let files = sample().edit("codings.csv", "Nobody bought", "Nobody bought.");
    assert!(files.text("codings.csv").contains("Nobody bought."));
    let coded = Bench::new();
    coded.take(&files);
    let place = gainsay::project::passages::PassageCells {
        quote: "Nobody bought.\n",
        ..Default::default()
    };
    let id = codings(&coded)
        .iter()
        .find(|one| one.quote == "Nobody bought.")
        .unwrap()
        .id
        .short();
    coded.study.move_coding(&id, &place, false).unwrap();
    let moves = done(&coded, &plan(&coded, ",,Nobody bought.,\n").unwrap());
    assert_eq!(moves[0].fate, Fate::Orphaned);
    assert!(quotes(&coded).contains(&"Nobody bought.\n".to_owned()));
    let out = coded.export();
    let other = Bench::new();
    other.take(&out);
    assert_eq!(other.export(), out);
    assert_eq!(coded.take(&out).operation, None);
}
