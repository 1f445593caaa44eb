//! How the program looks: help, examples, widths, pipes.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use clap::Parser as _;
use gainsay::cli::args::Cli;
use gainsay::cli::docs::{Example, examples};
use gainsay::report::display_width;

use crate::desk::Desk;

#[test]
fn version_and_help_are_success_and_need_no_study() {
    let desk = Desk::empty();
    for line in [
        "--version",
        "version",
        "--help",
        "-h",
        "help",
        "help dates",
        "help exit-codes",
        "claim list --help",
        "completions bash",
        "man",
    ] {
        let answer = desk.run(line);
        assert_eq!(answer.code, 0, "{line}");
        assert!(
            answer.err.is_empty() && !answer.out.is_empty(),
            "{line}: {}",
            answer.err
        );
    }
}

#[test]
fn the_help_of_every_command_has_an_example() {
    let desk = Desk::empty();
    let commands: std::collections::BTreeSet<String> =
        examples().into_iter().map(|one| one.command).collect();
    assert!(commands.len() > 45);
    for command in commands {
        let help = desk.ok(&format!("{command} --help"));
        assert!(help.contains("  $ gainsay"), "{command}: {help}");
    }
}

#[test]
fn every_example_is_understood() {
    for example in examples() {
        let words = words_of(example.line.split([';', '>', '&']).next().unwrap());
        assert!(Cli::try_parse_from(&words).is_ok(), "{}", example.line);
    }
}

/// How the examples begin that cannot run on the demo: they make files or studies, read files
/// that are not there, or name ids of one copy.
const NOT_ON_THE_DEMO: &[&str] = &[
    "gainsay init",
    "gainsay demo",
    "gainsay import",
    "gainsay completions",
    "gainsay man",
    "gainsay code reject",
    "gainsay code recode",
    "gainsay coders resolve",
    "gainsay code show",
    "gainsay code rm",
    "gainsay code move",
    "gainsay memo show",
    "gainsay memo edit",
    "gainsay memo rm",
    "gainsay transcript correct",
    "gainsay review",
    "gainsay --as ana review",
];

#[test]
fn every_example_runs_on_the_demo() {
    let desk = Desk::empty();
    desk.ok("demo");
    // The tables that the examples of agreement read.
    let rated = "unit,coder,value\np1,ana,low\np1,ben,low\np2,ana,mid\np2,ben,high\n";
    desk.write("ratings.csv", rated);
    desk.write("r.csv", rated);
    let examples = examples();
    let lines = examples.iter().map(|example| example.line.as_str());
    for line in lines.filter(|line| !NOT_ON_THE_DEMO.iter().any(|one| line.starts_with(one))) {
        let typed = line.split([';', '>', '&']).next().unwrap();
        let mut words = words_of(typed);
        words.extend(["-p", "gainsay-demo/demo.gainsay"].map(str::to_owned));
        let words: Vec<&str> = words.iter().skip(1).map(String::as_str).collect();
        let answer = desk.run_words(&words);
        let is_match = answer.code == 3 && line.contains("--fail-on");
        assert!(answer.code == 0 || is_match, "{line}: {}", answer.err);
    }
}

/// Splits as a shell would, as far as the examples need it.
fn words_of(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (order, part) in line.split('\'').enumerate() {
        if order % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}

/// The examples that show a table, each with a line that shows the same on the small study.
const TABLES: &[(&str, &str)] = &[
    ("source list", "sources"),
    ("interview list", "interviews"),
    ("transcript show", "transcript show I-01 --translation"),
    ("place list", "places"),
    ("population list", "populations"),
    ("search", "search water --in transcripts"),
    ("codebook list", "codes"),
    ("code list", "codings --status proposed"),
    ("rule list", "rules"),
    ("rule test", "rule test"),
    ("rule run", "rule run"),
    ("coders list", "coders list"),
    ("topic list", "topics"),
    ("claim list", "claims --topic gate-holder"),
    ("check", "check --topic gate-holder"),
    ("finding list", "findings --status open"),
    ("log", "log"),
    ("transcript list", "transcript list"),
    ("schema", "schema claims"),
];

#[test]
fn tables_in_the_help_have_the_columns_that_are_shown() {
    let desk = Desk::with_study();
    desk.ok("rule run");
    let all = examples();
    for (command, line) in TABLES {
        let example = all.iter().find(|one| one.command == *command).unwrap();
        let shown = desk.ok(&format!("{line} --width 80"));
        let columns = |line: &str| {
            line.split_whitespace()
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        let real = columns(shown.lines().next().unwrap());
        // A table with room to spare has more.
        let told = columns(&example.output[0]);
        assert!(
            told.iter().all(|name| real.contains(name)),
            "{command}: {told:?} in {real:?}"
        );
    }
}

/// The examples that show a record, each with a line that shows one on the small study.
const RECORDS: &[(&str, &str)] = &[
    ("status", "status"),
    ("source show", "source show S-02"),
    ("interview show", "interview show I-01"),
    ("place show", "place show sorkhab"),
    ("population show", "population show guards"),
    ("codebook show", "codebook show pay"),
    ("rule show", "rule show pay-late"),
    ("topic show", "topic show gate-holder"),
    ("claim show", "claim show c-01"),
    ("finding show", "finding show c-01,c-02"),
    ("verify", "verify"),
];

#[test]
fn records_in_the_help_have_the_fields_that_there_are() {
    let desk = Desk::with_study();
    let all = examples();
    for (command, line) in RECORDS {
        let example = all.iter().find(|one| one.command == *command).unwrap();
        let item = desk.items(line).remove(0);
        for name in fields_of(example) {
            assert!(item.get(&name).is_some(), "{command}: no field {name}");
        }
    }
}

fn fields_of(example: &Example) -> Vec<String> {
    let lines = example
        .output
        .iter()
        .filter(|line| !line.starts_with(' ') && !line.starts_with("next:"));
    lines
        .filter_map(|line| line.split_whitespace().next())
        .map(str::to_owned)
        .collect()
}

#[test]
fn nothing_is_wider_than_the_screen() {
    let desk = Desk::with_study();
    desk.ok("rule run");
    for width in [40, 80, 160] {
        for (_, line) in TABLES.iter().chain(RECORDS) {
            let out = desk.ok(&format!("{line} --width {width}"));
            for line in out.lines() {
                assert!(display_width(line) <= width, "{width}: {line:?}");
            }
        }
    }
}

#[test]
fn right_to_left_words_are_isolated_line_by_line() {
    let desk = Desk::with_study();
    let out = desk.ok("transcript show I-01 --width 40");
    let isolated = out.lines().filter(|line| line.contains('\u{2068}'));
    assert!(isolated.clone().count() >= 5);
    for line in isolated {
        assert_eq!(
            line.matches('\u{2068}').count(),
            line.matches('\u{2069}').count(),
            "{line:?}"
        );
    }
    assert!(
        !desk
            .ok("transcript show I-01 --no-bidi-marks")
            .contains('\u{2068}')
    );
    assert!(
        !desk
            .ok("transcript show I-01 --format csv")
            .contains('\u{2068}')
    );
}

#[test]
fn a_reader_that_goes_away_is_silence_and_success() {
    let desk = Desk::with_study();
    let long = "with recursive n(i) as (select 1 union all select i + 1 from n where i < 300000) select i, 'some words' as words from n";
    for format in ["table", "csv", "ndjson", "md"] {
        let mut child = desk
            .command(["sql", long, "-q", "--format", format])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut first = String::new();
        let mut reader = BufReader::new(child.stdout.take().unwrap());
        reader.read_line(&mut first).unwrap();
        drop(reader);
        let output = child.wait_with_output().unwrap();
        assert!(!first.is_empty());
        assert!(
            output.status.success() && output.stderr.is_empty(),
            "{format}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
}

#[test]
fn a_listing_goes_to_a_file_whose_ending_says_its_form() {
    let desk = Desk::with_study();
    desk.ok("claims -o claims.csv");
    assert!(desk.read("claims.csv").starts_with("claim,source,topic,"));
    desk.ok("claims -o claims.json");
    let value: serde_json::Value = serde_json::from_str(&desk.read("claims.json")).unwrap();
    assert_eq!(value["meta"]["count"], 25);
}

#[test]
fn manual_pages_are_written_for_every_command() {
    let desk = Desk::empty();
    desk.ok("man pages");
    assert!(desk.path("pages/gainsay-finding-accept.1").is_file());
}
