//! The rules of the house, kept by a test: which room may name which, what stands in one room
//! alone, and how a file looks. `docs/architecture.md` says why. Each rule has a sentence that
//! a person can act on; an exception stands here with its reason, or not at all.

#[path = "architecture/source.rs"]
mod source;

use source::{Source, read_all};
use std::path::Path;

/// Which rooms a room may name besides itself. `cli` names `method` and `vault` for words and
/// passphrases that it hands on, and `store` for the errors and values that `project` gives it.
const ARROWS: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("vault", &[]),
    ("method", &["model"]),
    ("store", &["model", "vault"]),
    ("formats", &["model"]),
    ("report", &["model"]),
    (
        "project",
        &["model", "method", "store", "formats", "report", "vault"],
    ),
    (
        "cli",
        &[
            "project", "report", "model", "method", "formats", "store", "vault",
        ],
    ),
    ("main", &["cli"]),
    ("lib", &[]),
];

/// Words that stand in these places alone: what, where (a room, or a file), why.
const ONLY_IN: &[(&[&str], &[&str], &str)] = &[
    (
        &["rusqlite"],
        &["store/"],
        "SQL and its library stand in `store`",
    ),
    (
        &[
            "clap",
            "clap_complete",
            "clap_mangen",
            "indicatif",
            "rpassword",
        ],
        &["cli/"],
        "what can be typed and asked stands in `cli`",
    ),
    (&["argon2"], &["vault/"], "keys are made in `vault`"),
    (
        &["csv", "toml"],
        // A listing is laid out as CSV too.
        &["formats/", "report/delimited.rs"],
        "foreign formats are read and written in `formats`",
    ),
    (
        &["icu_calendar"],
        &["model/calendar.rs"],
        "other calendars stand in one file",
    ),
    (
        &["println!", "eprintln!", "print!", "eprint!", "dbg!"],
        &["cli/", "main.rs"],
        "only a face prints",
    ),
    (
        &["process::exit", "ExitCode"],
        &["cli/", "main.rs"],
        "only a face ends the program",
    ),
    (
        &[
            "SystemTime",
            "Utc",
            "Local::now",
            "Uuid",
            "getrandom",
            "chrono",
            "uuid",
        ],
        // The error of a machine without chance is told in `store/error.rs`.
        &["store/clock.rs", "store/error.rs"],
        "time, ids and chance come from `store/clock.rs`",
    ),
    (
        &["Instant"],
        &["store/clock.rs", "cli/progress.rs"],
        "time comes from `store/clock.rs`",
    ),
    (
        &[
            "File::create",
            "fs::write",
            "OpenOptions",
            "fs::copy",
            "File::create_new",
        ],
        &[
            "project/release.rs",
            "project/demo.rs",
            "store/mod.rs",
            "cli/destination.rs",
            // `man` writes pages that hold nothing of a study.
            "cli/run.rs",
        ],
        "files of a study leave through `project/release.rs`",
    ),
];

/// Files longer than [`MOST_LINES`], tests left out, with how long they may be and why.
const LONG: &[(&str, usize, &str)] = &[(
    "model/tables.rs",
    700,
    "data: an entry a table, to be read as one list",
)];

const MOST_LINES: usize = 500;

fn sources() -> Vec<Source> {
    read_all(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"))
}

fn assert_none(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn arrows_point_down() {
    let mut faults = Vec::new();
    for source in sources() {
        let room = source.room().to_owned();
        let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| *name == room) else {
            faults.push(format!(
                "src/{}: `{room}` is no room of the house",
                source.path
            ));
            continue;
        };
        for (at, line) in source.code.lines().enumerate() {
            for named in rooms_named(line) {
                let is_allowed = named == room || allowed.contains(&named.as_str());
                if ARROWS.iter().any(|(name, _)| *name == named) && !is_allowed {
                    faults.push(format!(
                        "src/{}:{}: `{room}` names `{named}`",
                        source.path,
                        at + 1
                    ));
                }
            }
        }
    }
    assert_none(&faults);
}

/// The rooms that a line names, behind `crate::` or, in the program, behind `gainsay::`.
fn rooms_named(line: &str) -> Vec<String> {
    let mut found = Vec::new();
    for prefix in ["crate::", "gainsay::"] {
        for (at, _) in line.match_indices(prefix) {
            let behind = &line[at + prefix.len()..];
            let one = |text: &str| -> String {
                let is_name = |letter: &char| letter.is_alphanumeric() || *letter == '_';
                text.trim().chars().take_while(is_name).collect()
            };
            match behind.strip_prefix('{') {
                Some(list) => found.extend(list.split(',').map(one)),
                None => found.push(one(behind)),
            }
        }
    }
    found
}

#[test]
fn what_belongs_to_one_room_stands_there_alone() {
    let mut faults = Vec::new();
    for source in sources() {
        for (words, places, why) in ONLY_IN {
            let is_at_home = places.iter().any(|place| source.path.starts_with(place));
            if is_at_home {
                continue;
            }
            for word in *words {
                for line in source.lines_with(word) {
                    if !is_own_name(&source, line, word) {
                        faults.push(format!("src/{}:{line}: {word}: {why}", source.path));
                    }
                }
            }
        }
    }
    assert_none(&faults);
}

/// Crates are named as paths; a variable or module of ours may have the same name.
fn is_own_name(source: &Source, line: usize, word: &str) -> bool {
    let is_crate = word
        .chars()
        .all(|letter| letter.is_ascii_lowercase() || letter == '_' || letter.is_ascii_digit());
    let code = source.code.lines().nth(line - 1).unwrap_or_default();
    let is_path = code.match_indices(&format!("{word}::")).any(|(at, _)| {
        !code[..at].ends_with("::")
            && !code[..at].ends_with(|letter: char| letter.is_alphanumeric() || letter == '_')
    });
    let is_import = code.trim_start().starts_with(&format!("use {word}"));
    is_crate && !is_path && !is_import
}

#[test]
fn sql_stands_in_the_store_alone() {
    let mut faults = Vec::new();
    for source in sources() {
        // The help of `sql` shows statements; it runs none.
        let is_at_home = source.room() == "store" || source.path == "cli/args/other.rs";
        let statements = source.quoted.iter().filter(|(_, words)| is_sql(words));
        if !is_at_home {
            faults.extend(
                statements
                    .map(|(line, _)| format!("src/{}:{line}: a statement of SQL", source.path)),
            );
        }
    }
    assert_none(&faults);
}

fn is_sql(quoted: &str) -> bool {
    const STARTS: &[&str] = &[
        "insert into",
        "delete from",
        "create table",
        "create view",
        "drop table",
        "pragma",
        "alter table",
        "begin immediate",
    ];
    let words = quoted.to_lowercase();
    let words = words
        .trim_start_matches(['r', 'b', '#', '"'])
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    let is_select = words.starts_with("select ") && words.contains(" from ");
    let is_update = words.starts_with("update ") && words.contains(" set ");
    is_select || is_update || STARTS.iter().any(|start| words.starts_with(start))
}

#[test]
fn nothing_panics_where_it_could_return() {
    let mut faults = Vec::new();
    for source in sources() {
        for word in [
            ".unwrap()",
            "panic!",
            "todo!",
            "unimplemented!",
            "unreachable!",
        ] {
            let lines = source.lines_with(word);
            faults.extend(
                lines
                    .iter()
                    .map(|line| format!("src/{}:{line}: {word}", source.path)),
            );
        }
    }
    assert_none(&faults);
}

#[test]
fn nothing_is_left_for_later() {
    let mut faults = Vec::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for folder in ["src", "tests"] {
        for source in read_all(&root.join(folder)) {
            let is_this_rule = folder == "tests" && source.path == "architecture.rs";
            for (at, line) in source.text.lines().enumerate() {
                let is_left = ["TODO", "FIXME", "XXX", "#[ignore"]
                    .iter()
                    .any(|word| line.contains(word));
                if is_left && !is_this_rule {
                    faults.push(format!(
                        "{folder}/{}:{}: left for later",
                        source.path,
                        at + 1
                    ));
                }
            }
        }
    }
    assert_none(&faults);
}

#[test]
fn a_file_opens_with_what_it_is_for() {
    let sources = sources();
    let silent = sources
        .iter()
        .filter(|source| !source.text.starts_with("//! "));
    let faults: Vec<_> = silent
        .map(|source| format!("src/{}: begin with `//!`", source.path))
        .collect();
    assert_none(&faults);
}

#[test]
fn no_file_is_feared() {
    let mut faults = Vec::new();
    for source in sources() {
        let lines = code_lines(&source);
        let long = LONG.iter().find(|(path, ..)| *path == source.path);
        let most = long.map_or(MOST_LINES, |(_, most, _)| *most);
        if lines > most {
            faults.push(format!(
                "src/{}: {lines} lines, {most} are allowed: split it by noun",
                source.path
            ));
        }
        if long.is_some() && lines <= MOST_LINES {
            faults.push(format!(
                "src/{}: {lines} lines: take its exception out",
                source.path
            ));
        }
    }
    assert_none(&faults);
}

/// The lines of a file up to its tests.
fn code_lines(source: &Source) -> usize {
    let lines: Vec<&str> = source.text.lines().collect();
    let tests = lines
        .windows(2)
        .position(|two| two[0] == "#[cfg(test)]" && two[1].starts_with("mod "));
    tests.unwrap_or(lines.len())
}

#[test]
fn the_rules_see_what_breaks_them() {
    assert_eq!(
        rooms_named("use crate::{store::Store, model};"),
        ["store", "model"]
    );
    assert_eq!(rooms_named("fn a(b: &crate::store::Store)"), ["store"]);
    assert!(is_sql("\"select key\n  from claim\"") && is_sql("r#\"Update claim set x = 1\"#"));
    assert!(!is_sql("\"select a coder from the list below\"") || is_sql("\"select a from b\""));
    assert!(!is_sql("\"updated the claim\""));
}
