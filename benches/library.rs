//! Measures what a window would do with one open study: codes put on passages one by one, each on the
//! disk before the next, and a long transcript opened with all its codings.
//!
//!     cargo bench --bench library [FOLDER]
//!
//! The study is made in a fresh folder below FOLDER (else that of temporary files); a disk in memory
//! says nothing about durable writes. Text and people are invented. Beside the codings stands what plain
//! SQLite does on the same disk with one small row a transaction (write-ahead log, full sync), in turns.

use gainsay::model::limits::Limits;
use gainsay::model::table::TextKind;
use gainsay::project::Study;
use gainsay::project::anchoring::NewCoding;
use gainsay::project::import::ImportOptions;
use gainsay::project::passages::PassageCells;
use gainsay::store::Unlock;
use gainsay::store::codings::CodingFilter;
use rusqlite::Connection;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

const LENGTH_CP: usize = 300_000;
const CODINGS: usize = 5_000;
const ROUNDS: usize = 5;
const WRITES: usize = 200;

fn main() -> Result<(), Box<dyn Error>> {
    // Cargo passes `--bench`.
    let given = std::env::args().skip(1).find(|word| !word.starts_with('-'));
    let folder = tempfile::tempdir_in(given.map_or_else(std::env::temp_dir, PathBuf::from))?;
    let file = folder.path().join("s.gainsay");
    let text = made(folder.path(), &file)?;
    open_often(&file)?;
    let study = opened(&file)?;
    let limit = plain_table(folder.path())?;
    for round in 0..ROUNDS {
        let ours = one_by_one(&study, &text, round)?;
        let theirs = rows_one_by_one(&limit)?;
        println!(
            "codings one by one: {ours:.0}/s; plain SQLite: {theirs:.0}/s; ratio {:.2}",
            ours / theirs
        );
    }
    Ok(())
}

/// A study of one long transcript and its codings; gives the text back.
fn made(folder: &Path, file: &Path) -> Result<String, Box<dyn Error>> {
    let line = "S-1: د بازار خلکو وویل چې هېڅوک نه راځي، nobody bought a thing that day.\n";
    let text = line.repeat(LENGTH_CP / line.chars().count() + 1);
    let step = (text.chars().count() - 60) / CODINGS;
    let codings: String = (0..CODINGS)
        .map(|at| format!("i-1,trade,anna,{},{}\n", at * step, at * step + 40))
        .collect();
    let source = folder.join("study");
    fs::create_dir_all(source.join("transcripts"))?;
    let files = [
        ("study.toml", "[study]\nname = \"One long talk, invented\"\n\n[[side]]\nkey = \"north\"\n\n[[group]]\nkey = \"trader\"\nside = \"north\"\n\n[[coder]]\nkey = \"anna\"\n".to_owned()),
        ("sources.csv", "source,group\nS-1,trader\n".to_owned()),
        ("interviews.csv", "interview,source,date,language,transcript\ni-1,S-1,2021,ps,transcripts/i-1.txt\n".to_owned()),
        ("codebook.csv", "code,definition\ntrade,Buying and selling\n".to_owned()),
        ("codings.csv", format!("interview,code,coder,start,end\n{codings}")),
        ("transcripts/i-1.txt", text.clone()),
    ];
    for (name, content) in files {
        fs::write(source.join(name), content)?;
    }
    let study = Study::create(file, &Unlock::Plain, None, Limits::default())?;
    study
        .import_folder(&source, ImportOptions::default())
        .map_err(|error| format!("{error:?}"))?;
    Ok(text)
}

fn opened(file: &Path) -> Result<Study, Box<dyn Error>> {
    Ok(Study::open(file, &Unlock::Plain, None, Limits::default())?)
}

/// Opens the study, reads the text and every coding on it, as a window would.
fn open_often(file: &Path) -> Result<(), Box<dyn Error>> {
    for _ in 0..ROUNDS {
        let began = Instant::now();
        let study = opened(file)?;
        let text = study.text_version("i-1", TextKind::Original, None)?;
        assert!(text.body.chars().count() > LENGTH_CP);
        let mut read = 0;
        let wanted = CodingFilter {
            interview: Some("i-1"),
            ..CodingFilter::default()
        };
        study.each_visible_coding(&wanted, |_| {
            read += 1;
            Ok(())
        })?;
        assert_eq!(read, CODINGS as u64);
        let all = began.elapsed();
        println!(
            "a transcript of {LENGTH_CP} characters with {CODINGS} codings: {:.1} ms",
            all.as_secs_f64() * 1000.0
        );
    }
    Ok(())
}

/// Codings a second, each an operation of its own.
fn one_by_one(study: &Study, text: &str, round: usize) -> Result<f64, Box<dyn Error>> {
    let length_cp = text.chars().count();
    let began = Instant::now();
    for at in 0..WRITES {
        let start_cp = (round * WRITES + at) * 97 % (length_cp - 60);
        let (start, end) = (start_cp.to_string(), (start_cp + 33).to_string());
        let coding = NewCoding {
            interview: "i-1",
            code: "trade",
            passage: PassageCells {
                start: &start,
                end: &end,
                ..PassageCells::default()
            },
            memo: "",
        };
        let done = study.add_coding(&coding, false)?;
        assert!(done.operation.is_some());
    }
    Ok(WRITES as f64 / began.elapsed().as_secs_f64())
}

fn plain_table(folder: &Path) -> Result<Connection, Box<dyn Error>> {
    let connection = Connection::open(folder.join("plain.db"))?;
    connection.execute_batch(
        "pragma journal_mode = wal; pragma synchronous = full;
         create table coding (id integer primary key, start_cp integer, end_cp integer, quote text);",
    )?;
    Ok(connection)
}

fn rows_one_by_one(connection: &Connection) -> Result<f64, Box<dyn Error>> {
    let began = Instant::now();
    let sql = "insert into coding (start_cp, end_cp, quote) values (?1, ?1 + 33, 'thirty-three characters of words')";
    for at in 0..WRITES {
        connection.execute(sql, [at as i64])?;
    }
    Ok(WRITES as f64 / began.elapsed().as_secs_f64())
}
