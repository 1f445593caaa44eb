//! Imports of more rows than one statement writes, and codings typed one after another on one text.

use super::*;
use crate::model::limits::Limits;
use crate::model::table::TextKind;
use crate::model::tables::table;
use crate::project::anchoring::NewCoding;
use crate::project::passages::PassageCells;
use crate::store::Unlock;
use crate::store::codings::CodingFilter;
use std::fs;
use tempfile::TempDir;

const TEXT: &str = "S-1: The bazaar was empty that day.\n\nS-1: Nobody came, سوداګر هم نه راغی.\n";

/// A study of one interview with two codes.
fn made() -> (TempDir, Study) {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("study");
    fs::create_dir_all(source.join("transcripts")).unwrap();
    let files = [
        (
            "study.toml",
            "[study]\nname = \"Invented\"\n[[side]]\nkey = \"north\"\n[[group]]\nkey = \"trader\"\nside = \"north\"\n[[coder]]\nkey = \"analyst\"\n",
        ),
        ("sources.csv", "source,group\nS-1,trader\n"),
        (
            "interviews.csv",
            "interview,source,date,language,transcript\ni-1,S-1,2021,ps,transcripts/i-1.txt\n",
        ),
        (
            "codebook.csv",
            "code,definition\ntrade,Buying\nfear,Being afraid\n",
        ),
        ("transcripts/i-1.txt", TEXT),
    ];
    for (name, content) in files {
        fs::write(source.join(name), content).unwrap();
    }
    let file = folder.path().join("s.gainsay");
    let study = Study::create(&file, &Unlock::Plain, None, Limits::default()).unwrap();
    study
        .import_folder(&source, ImportOptions::default())
        .unwrap();
    (folder, study)
}

/// Code, place, words and memo.
type Coded = (String, Option<(i64, i64)>, String, String);

fn codings(study: &Study) -> Vec<Coded> {
    let mut all = Vec::new();
    let each = |row: crate::store::codings::CodingRow| {
        all.push((row.code, row.span_cp, row.quote, row.memo));
        Ok::<_, ProjectError>(())
    };
    study
        .store
        .each_coding(&CodingFilter::default(), each)
        .unwrap();
    all
}

/// What the text says from one code point to another.
fn words(start_cp: usize, end_cp: usize) -> String {
    TEXT.chars()
        .skip(start_cp)
        .take(end_cp - start_cp)
        .collect()
}

#[test]
fn many_codings_come_whole_with_their_history_and_go_with_one_undo() {
    let (folder, study) = made();
    // More than are written one by one, and than one statement takes, and some behind.
    let (count, last_cp) = (1_007, TEXT.chars().count());
    let places: Vec<_> = (0..count)
        .map(|at| (at % 50, (at % 50 + 1 + at / 50).min(last_cp)))
        .collect();
    let rows = places.iter().enumerate().map(|(at, (start, end))| {
        let memo = if at % 3 == 0 {
            format!("note {at}")
        } else {
            String::new()
        };
        format!(
            "i-1,{},analyst,{start},{end},{memo}\n",
            ["trade", "fear"][at % 2]
        )
    });
    let file = folder.path().join("codings.csv");
    let text: String = rows.collect();
    fs::write(
        &file,
        format!("interview,code,coder,start,end,memo\n{text}"),
    )
    .unwrap();
    let report = study
        .import_csv(table(Noun::Coding), &file, ImportOptions::default())
        .unwrap();
    assert_eq!(report.tables[0].1.new, count as u64);
    let kept = codings(&study);
    assert_eq!(kept.len(), count);
    for (_, span_cp, quote, _) in &kept {
        let (start, end) = span_cp.unwrap();
        assert_eq!(*quote, words(start as usize, end as usize));
    }
    let memos = kept.iter().filter(|(.., memo)| !memo.is_empty()).count();
    assert_eq!(memos, count.div_ceil(3));
    assert!(study.verify().unwrap().is_sound());
    let again = study
        .import_csv(table(Noun::Coding), &file, ImportOptions::default())
        .unwrap();
    assert_eq!(again.operation, None);
    study.undo_last(1, false).unwrap();
    assert!(codings(&study).is_empty());
    study.redo_last(1, false).unwrap();
    assert_eq!(codings(&study), kept);
    assert!(study.verify().unwrap().is_sound());
}

fn put(study: &Study, code: &str, quote: &str) -> Result<i64, ProjectError> {
    let coding = NewCoding {
        interview: "i-1",
        code,
        passage: PassageCells {
            quote,
            ..PassageCells::default()
        },
        memo: "",
    };
    Ok(study.add_coding(&coding, false)?.rows)
}

#[test]
fn a_typed_coding_is_put_on_the_text_as_it_is_now() {
    let (folder, study) = made();
    assert_eq!(put(&study, "trade", "The bazaar").unwrap(), 1);
    let edited = folder.path().join("edited.txt");
    fs::write(
        &edited,
        TEXT.replace("S-1: The bazaar was", "S-1: That day the market was"),
    )
    .unwrap();
    let other = Study::open(
        &folder.path().join("s.gainsay"),
        &Unlock::Plain,
        None,
        Limits::default(),
    )
    .unwrap();
    // Another program corrects the text meanwhile.
    let change = crate::project::correcting::moving::TextChange::to(
        other.text_version("i-1", TextKind::Original, None).unwrap(),
        fs::read_to_string(&edited).unwrap(),
    );
    other
        .change("corrected", false, |store| change.keep(store).map(drop))
        .unwrap();
    assert_eq!(put(&study, "trade", "the market").unwrap(), 1);
    let found = codings(&study);
    assert!(
        found
            .iter()
            .any(|(_, span_cp, quote, _)| *span_cp == Some((14, 24)) && quote == "the market")
    );
    assert!(study.verify().unwrap().is_sound());
}

#[test]
fn the_same_typed_coding_again_is_no_other_one_and_an_unknown_code_has_a_hint() {
    let (_folder, study) = made();
    assert_eq!(put(&study, "trade", "Nobody came").unwrap(), 1);
    assert_eq!(put(&study, "trade", "Nobody came").unwrap(), 0);
    assert_eq!(put(&study, "fear", "Nobody came").unwrap(), 1);
    assert_eq!(codings(&study).len(), 2);
    let refused = put(&study, "trad", "Nobody came").unwrap_err();
    let ProjectError::Rejected { shown, .. } = refused else {
        panic!("{refused:?}");
    };
    assert!(
        shown[0].to_string().contains("did you mean trade?"),
        "{}",
        shown[0]
    );
}
