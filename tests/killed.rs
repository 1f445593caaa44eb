//! A program that is killed in the middle of an import leaves the study as it was.
#![cfg(unix)]

mod common;

use common::{Bench, Files, sample};
use gainsay::model::limits::Limits;
use gainsay::project::Study;
use gainsay::store::Unlock;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Set in the child, which is this test again: the study, and the folder to import.
const STUDY: &str = "GAINSAY_TEST_VICTIM_STUDY";
const FOLDER: &str = "GAINSAY_TEST_VICTIM_FOLDER";

fn open(path: &Path) -> Study {
    Study::open(path, &Unlock::Plain, None, Limits::default()).unwrap()
}

/// The sample and enough claims that an import takes a while.
fn large() -> Files {
    let mut files = sample();
    let claims = files.0.get_mut("claims.csv").unwrap();
    for number in 0..3000 {
        claims.extend_from_slice(
            format!("x-{number},S-1,market,affirms,,,,,,,,,,,,2021,,open,,,,,,,,,,,,\n").as_bytes(),
        );
    }
    files
}

#[test]
fn a_kill_at_any_moment_of_an_import_leaves_the_study_before_or_after() {
    if let (Ok(study), Ok(folder)) = (std::env::var(STUDY), std::env::var(FOLDER)) {
        open(Path::new(&study))
            .import_folder(Path::new(&folder), Default::default())
            .unwrap();
        return;
    }
    let bench = Bench::new();
    bench.take(&sample());
    let before = bench.export();
    let path = bench.at("s.gainsay");
    let folder = bench.at("large");
    large().write(&folder);
    let spawn = || {
        Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "a_kill_at_any_moment_of_an_import_leaves_the_study_before_or_after",
            ])
            .env(STUDY, &path)
            .env(FOLDER, &folder)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    };
    let mut killed_in_time = 0;
    let whole_ms = 400;
    for part in [1, 3, 5, 7, 8, 9, 12] {
        let start = Instant::now();
        let mut child = spawn();
        let moment = Duration::from_millis(whole_ms * part / 10);
        while start.elapsed() < moment && child.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_millis(2));
        }
        child.kill().unwrap();
        let ended = child.wait().unwrap();
        let study = open(&path);
        assert_eq!(study.verify().unwrap().faults, Vec::<String>::new());
        let operations = study.log(9).unwrap().len();
        if operations == 1 {
            killed_in_time += u32::from(!ended.success());
            assert_eq!(bench.export(), before);
        } else {
            // The kill came behind the commit: all is there, and nothing is left to be killed.
            assert_eq!(operations, 2);
            assert!(study.export_claims() >= 3004);
            break;
        }
    }
    assert!(
        killed_in_time > 0,
        "no kill came in time: the test saw nothing"
    );
    drop(spawn().wait());
    let report = open(&path)
        .import_folder(&folder, Default::default())
        .unwrap();
    assert_eq!(report.operation, None, "what was cut off can be done again");
    bench.is_sound();
}

/// How many claims a study has.
trait Claims {
    fn export_claims(&self) -> u64;
}

impl Claims for Study {
    fn export_claims(&self) -> u64 {
        self.store()
            .count(gainsay::model::tables::table(
                gainsay::model::table::Noun::Claim,
            ))
            .unwrap()
    }
}
