//! The way out: what an export refuses, what it leaves behind, who may read it.

mod common;

use common::{Bench, Files, sample};
use gainsay::project::error::ProjectError;
use gainsay::project::import::ImportOptions;
use gainsay::project::release::Audience;
use std::fs;

fn refused(bench: &Bench, folder: &str, replace: bool) -> String {
    match bench
        .study
        .export_folder(Audience::Team, &bench.at(folder), replace)
    {
        Err(ProjectError::Refused { what, hint }) => format!("{what}; {hint}"),
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("it was let through"),
    }
}

fn full() -> Bench {
    let bench = Bench::new();
    bench.take(&sample());
    bench
}

#[test]
fn a_folder_that_holds_other_things_is_left_alone() {
    let bench = full();
    let other = Files::default()
        .with("out/letter.txt", "dear")
        .with("out/claims.csv", "mine");
    other.write(bench.folder.path());
    for replace in [false, true] {
        assert!(refused(&bench, "out", replace).contains("does not hold a study"));
    }
    assert_eq!(Files::read(&bench.at("out")).0.len(), 2);
    assert_eq!(
        fs::read_to_string(bench.at("out/claims.csv")).unwrap(),
        "mine"
    );
}

#[test]
fn a_study_is_written_over_only_where_that_is_wished_and_no_file_of_an_empty_table_stays() {
    let bench = full();
    let out = bench.at("out");
    bench
        .study
        .export_folder(Audience::Team, &out, false)
        .unwrap();
    fs::write(out.join("notes.txt"), "mine").unwrap();
    assert!(refused(&bench, "out", false).contains("holds a study already"));
    let empty = Bench::new();
    empty.take(&Files::default().with("study.toml", "[study]\nname = \"x\"\n"));
    empty
        .study
        .export_folder(Audience::Team, &out, true)
        .unwrap();
    let left: Vec<_> = Files::read(&out)
        .0
        .into_keys()
        .filter(|name| !name.starts_with("transcripts/"))
        .collect();
    assert_eq!(left, ["notes.txt", "study.toml"]);
}

#[test]
fn the_public_gets_nothing_until_the_gate_is_built() {
    let bench = full();
    let done = bench
        .study
        .export_folder(Audience::Public, &bench.at("out"), false);
    assert!(matches!(done, Err(ProjectError::Refused { .. })));
    assert!(!bench.at("out").exists());
}

#[test]
fn the_list_of_files_has_their_lengths_and_sums() {
    let bench = full();
    let files = bench
        .study
        .export_folder(Audience::Team, &bench.at("out"), false)
        .unwrap()
        .files;
    let found = Files::read(&bench.at("out"));
    assert_eq!(
        files
            .iter()
            .map(|file| file.name.clone())
            .collect::<std::collections::BTreeSet<_>>(),
        found.0.keys().cloned().collect()
    );
    for file in files {
        let bytes = &found.0[&file.name];
        assert_eq!(file.bytes, bytes.len() as u64);
        let sum: String = gainsay::store::text::hash(bytes)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        assert_eq!(file.sha256, sum);
    }
}

#[cfg(unix)]
#[test]
fn what_leaves_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let bench = full();
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let out = bench.at("out");
    bench
        .study
        .export_folder(Audience::Team, &out, false)
        .unwrap();
    assert_eq!((mode(&out), mode(&out.join("transcripts"))), (0o700, 0o700));
    // What an earlier run left half-made, open to all, is not written into.
    fs::write(out.join("claims.csv.partial"), "half").unwrap();
    fs::set_permissions(
        out.join("claims.csv.partial"),
        fs::Permissions::from_mode(0o666),
    )
    .unwrap();
    let outside = bench.at("outside.txt");
    fs::write(&outside, "mine").unwrap();
    std::os::unix::fs::symlink(&outside, out.join("events.csv.partial")).unwrap();
    bench
        .study
        .export_folder(Audience::Team, &out, true)
        .unwrap();
    assert_eq!(fs::read_to_string(&outside).unwrap(), "mine");
    for name in Files::read(&out).0.keys() {
        assert_eq!(mode(&out.join(name)), 0o600, "{name}");
        assert!(!name.ends_with(".partial"), "{name}");
    }
}

#[test]
fn a_place_that_cannot_be_written_is_told_and_no_half_file_stays() {
    let bench = full();
    fs::write(bench.at("file"), "x").unwrap();
    let done = bench
        .study
        .export_folder(Audience::Team, &bench.at("file/out"), false);
    assert!(matches!(done, Err(ProjectError::Write { .. })));
    let done = bench
        .study
        .export_folder(Audience::Team, &bench.at("file"), true);
    assert!(matches!(done, Err(ProjectError::Write { .. })));
    assert_eq!(fs::read_to_string(bench.at("file")).unwrap(), "x");
    // In the middle: where texts go there is a file, where claims go there is a folder.
    for (name, blocked) in [("one", "transcripts"), ("two", "claims.csv/x")] {
        let out = bench.at(name);
        Files::default()
            .with("study.toml", "")
            .with(blocked, "")
            .write(&out);
        let done = bench.study.export_folder(Audience::Team, &out, true);
        assert!(matches!(done, Err(ProjectError::Write { .. })), "{name}");
        let left = Files::read(&out);
        assert!(
            left.0.keys().all(|name| !name.ends_with(".partial")),
            "{left:?}"
        );
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    // Every write to this device fails as a full disk does; as a folder's file it is a link.
    use std::io::Write as _;
    let bench = full();
    let error = bench
        .study
        .release(Audience::Team, &bench.at("out"), |release| {
            release.file("big.csv", |out| {
                out.write_all(b"some").unwrap();
                let full = std::fs::OpenOptions::new()
                    .write(true)
                    .open("/dev/full")
                    .unwrap()
                    .write_all(b"more");
                full.map_err(|source| ProjectError::Write {
                    path: "big.csv".into(),
                    source,
                })
            })
        });
    assert!(
        matches!(&error, Err(ProjectError::Write { source, .. }) if source.kind() == std::io::ErrorKind::StorageFull)
    );
    assert_eq!(Files::read(&bench.at("out")).0.len(), 0);
}

#[test]
fn a_text_whose_path_leaves_the_folder_is_not_written() {
    // A study may come from anybody; its import refuses such a path, its file may hold one.
    let bench = full();
    let path = bench.at("s.gainsay");
    let common::Bench { folder, study } = bench;
    drop(study);
    let raw = rusqlite::Connection::open(&path).unwrap();
    for name in [
        "../escaped.txt",
        "/tmp/gainsay-escaped.txt",
        "a/../../escaped.txt",
        "..\\escaped.txt",
        "",
    ] {
        raw.execute_batch("drop trigger if exists history_transcript_update")
            .unwrap();
        raw.execute("update transcript set path = ?1 where path like '%2.txt' or path like '%escaped.txt' or path = ''", [name]).unwrap();
        let study = gainsay::project::Study::open(
            &path,
            &gainsay::store::Unlock::Plain,
            None,
            Default::default(),
        )
        .unwrap();
        let out = tempfile::tempdir_in(folder.path()).unwrap();
        let done = study.export_folder(Audience::Team, out.path(), false);
        assert!(matches!(done, Err(ProjectError::Refused { .. })), "{name}");
    }
    assert!(
        !folder.path().join("escaped.txt").exists()
            && !std::path::Path::new("/tmp/gainsay-escaped.txt").exists()
    );
}

#[test]
fn texts_of_interviews_that_are_gone_are_named_and_left() {
    let bench = full();
    let out = bench.at("out");
    let first = bench.study.export_folder(Audience::Team, &out, false);
    assert!(first.unwrap().left.is_empty());
    fs::write(out.join("transcripts/mine.txt"), "a note").unwrap();
    let smaller = Bench::new();
    let files = sample()
        .edit("interviews.csv", "transcripts/i-2.txt", "")
        .without("transcripts/i-2.txt")
        .edit(
            "codings.csv",
            "i-2,,trade,ben,,,gone words,rejected,orphan,,\n",
            "",
        );
    smaller.take(&files);
    let again = smaller.study.export_folder(Audience::Team, &out, true);
    assert_eq!(again.unwrap().left, ["transcripts/i-2.txt"]);
    assert!(out.join("transcripts/i-2.txt").is_file());
    let third = smaller.study.export_folder(Audience::Team, &out, true);
    assert!(third.unwrap().left.is_empty());
}

#[test]
fn every_column_of_every_table_of_the_bundle_is_described() {
    let bench = full();
    let out = bench.at("tidy");
    bench
        .study
        .export_tidy(Audience::Team, &out, false)
        .unwrap();
    let files = Files::read(&out);
    let described = files.text("COLUMNS.md");
    let tables = files.0.keys().filter(|name| name.ends_with(".csv"));
    let mut seen = 0;
    for name in tables {
        let (_, section) = described
            .split_once(&format!("\n## {name}\n"))
            .unwrap_or_else(|| panic!("{name} is not described"));
        let section = section.split("\n## ").next().unwrap();
        let file = files.text(name);
        for column in file.lines().next().unwrap().split(',') {
            let row = section
                .lines()
                .find(|line| line.starts_with(&format!("| `{column}` | ")));
            assert!(
                row.is_some_and(|row| row.ends_with(". |")),
                "{name} {column}: {row:?}"
            );
            seen += 1;
        }
    }
    assert!(seen > 100, "{seen} columns");
}

#[test]
fn an_export_that_was_stopped_is_known_and_can_be_done_again() {
    let bench = full();
    // What a kill half way leaves: the file that says so, and some of the others.
    let half = Files::default()
        .with("tables/unfinished-tables.txt", "")
        .with("tables/sources.csv", "source\n")
        .with("study/unfinished-study.txt", "")
        .with("study/study.toml.partial", "[stu");
    half.write(bench.folder.path());
    assert!(
        refused(&bench, "study", false).contains("half of an export; write over it with --yes")
    );
    let out = bench.at("study");
    let written = bench
        .study
        .export_folder(Audience::Team, &out, true)
        .unwrap();
    assert!(!out.join("unfinished-study.txt").exists());
    assert!(
        written
            .files
            .iter()
            .all(|file| file.name != "unfinished-study.txt")
    );
    let tables = bench.at("tables");
    let export = |replace| bench.study.export_tidy(Audience::Team, &tables, replace);
    assert!(
        export(false)
            .unwrap_err()
            .to_string()
            .contains("half of an export")
    );
    export(true).unwrap();
    assert!(!tables.join("unfinished-tables.txt").exists());
    let manifest = fs::read_to_string(tables.join("manifest.json")).unwrap();
    assert!(!manifest.contains("unfinished"));
    // Half of a study is no bundle of tables.
    fs::remove_file(tables.join("manifest.json")).unwrap();
    fs::write(tables.join("unfinished-study.txt"), "").unwrap();
    assert!(export(true).is_err());
}

#[test]
fn what_is_being_written_says_so_until_it_is_whole() {
    let bench = full();
    let out = bench.at("out");
    // A folder where a table shall stand stops the export half way.
    fs::create_dir_all(out.join("claims.csv.partial/in-the-way")).unwrap();
    fs::write(out.join("study.toml"), "").unwrap();
    let stopped = bench.study.export_folder(Audience::Team, &out, true);
    assert!(matches!(stopped, Err(ProjectError::Write { .. })));
    assert!(out.join("unfinished-study.txt").exists());
    // And nobody takes the half for the whole.
    let other = Bench::new();
    let taken = other
        .study
        .import_folder(&out, ImportOptions::default())
        .unwrap_err();
    assert!(taken.to_string().contains("half of an export"));
}
