//! What is refused, with which code, and in which words.

use crate::desk::Desk;

#[test]
fn a_rejected_file_names_file_line_column_and_what_would_be_right() {
    let desk = Desk::with_study();
    let claims = desk
        .read("small/claims.csv")
        .replace(",affirms,", ",afirms,");
    desk.write("bad.csv", &claims);
    let refused = desk.run("import claims bad.csv");
    assert_eq!(refused.code, 5);
    assert!(refused.out.is_empty());
    assert!(refused.err.contains("error: `afirms`"), "{}", refused.err);
    assert!(
        refused.err.contains("at  bad.csv:2:stance"),
        "{}",
        refused.err
    );
    assert!(refused.err.contains("affirms"), "{}", refused.err);
    assert_eq!(desk.items("log").len(), 1);
}

#[test]
fn every_fault_is_told_twenty_at_once_and_all_in_json() {
    let desk = Desk::with_study();
    let head = desk
        .read("small/memos.csv")
        .lines()
        .next()
        .unwrap()
        .to_owned();
    let rows: String = (0..30).map(|_| "claim:none,words,ana,2022\n").collect();
    desk.write("bad.csv", &format!("{head}\n{rows}"));
    let told = desk.run("import memos bad.csv");
    assert_eq!(told.err.matches("error: ").count(), 20, "{}", told.err);
    assert!(
        told.err.contains("and 10 more; --json lists them all"),
        "{}",
        told.err
    );
    let json = desk.run("import memos bad.csv --json");
    let error: serde_json::Value = serde_json::from_str(&json.err).unwrap();
    assert_eq!(error["schema"], "gainsay/error/1");
    assert_eq!(
        (&error["error"]["code"], &error["error"]["kind"]),
        (&5.into(), &"rejected".into())
    );
    assert_eq!(error["error"]["place"], "bad.csv:2:about");
    assert_eq!(error["error"]["others"].as_array().unwrap().len(), 29);
    assert!(json.out.is_empty());
}

#[test]
fn words_of_an_interview_never_stand_in_an_error() {
    let desk = Desk::with_study();
    let claims = desk
        .read("small/claims.csv")
        .replace("Sixty, not more.", "Marker words nobody said");
    desk.write("bad.csv", &claims);
    for line in ["import claims bad.csv", "import claims bad.csv --json"] {
        let refused = desk.run(line);
        assert_eq!(refused.code, 5, "{}", refused.err);
        assert!(refused.err.contains("bad.csv:3:quote"), "{}", refused.err);
        assert!(!refused.err.contains("Marker"), "{}", refused.err);
    }
}

#[test]
fn what_is_no_study_is_five() {
    let desk = Desk::empty();
    desk.write("a.gainsay", &"no study ".repeat(1000));
    assert_eq!(desk.run("claims --no-input").code, 5);
    desk.write("a.gainsay", "");
    let refused = desk.run("claims");
    assert_eq!(refused.code, 5);
    assert!(
        refused.err.contains("is not a gainsay study"),
        "{}",
        refused.err
    );
    assert_eq!(desk.run("claims -p none.gainsay").code, 1);
}

#[test]
fn a_newer_study_is_left_alone() {
    let desk = Desk::with_study();
    let path = desk.path("s.gainsay");
    let mut bytes = std::fs::read(&path).unwrap();
    // The number of the newest migration stands here in the header of the file.
    bytes[60..64].copy_from_slice(&9999_u32.to_be_bytes());
    std::fs::write(&path, &bytes).unwrap();
    let refused = desk.run("claims --json");
    assert_eq!(refused.code, 5);
    let error: serde_json::Value = serde_json::from_str(&refused.err).unwrap();
    assert_eq!(error["error"]["kind"], "newer");
    assert_eq!(std::fs::read(&path).unwrap(), bytes);
}

#[test]
fn a_study_that_another_program_writes_to_is_six() {
    let desk = Desk::with_study();
    // Another process of the same program cannot be held in the middle of a write from here, so
    // the library holds it.
    let store = gainsay::store::Store::open(
        &desk.path("s.gainsay"),
        &gainsay::store::Unlock::Plain,
        gainsay::store::clock::Clock::machine(),
    )
    .unwrap();
    let intent = gainsay::store::operation::Intent {
        actor: "analyst",
        action: "held the study",
        undoes: None,
        dry_run: true,
    };
    let held = store.transact(&intent, |_| {
        assert_eq!(desk.items("claims").len(), 25);
        let refused = desk.run("coders add ben");
        assert_eq!(refused.code, 6, "{}", refused.err);
        Ok::<_, gainsay::store::error::StoreError>(())
    });
    held.unwrap();
}

#[test]
fn a_mistyped_key_gets_a_suggestion_and_the_next_command() {
    let desk = Desk::with_study();
    for (line, meant) in [
        ("topic show gate-holde", "gate-holder"),
        ("claims --topic water-lo", "water-low"),
        ("check --source S-1", "S-01"),
        ("place show sorkhab-lowr", "sorkhab-lower"),
        ("rule run pay-lat", "pay-late"),
    ] {
        let refused = desk.run(line);
        assert_eq!(refused.code, 2, "{line}");
        let hint = format!("did you mean `{meant}`?");
        assert!(refused.err.contains(&hint), "{line}: {}", refused.err);
        assert!(refused.err.contains("gainsay "), "{line}: {}", refused.err);
    }
}

#[test]
fn usage_is_two_and_says_nothing_on_stdout() {
    let desk = Desk::with_study();
    for line in [
        "clams",
        "check --per-block 0",
        "finding accept c-04,c-05",
        "claims --stance afirms",
        "claims --json=clam",
        "schema claim",
        "code accept",
        "import study -",
    ] {
        let refused = desk.run(line);
        assert_eq!(refused.code, 2, "{line}: {}", refused.err);
        let is_told = refused.err.contains("error: ") || refused.err.contains("gainsay/error/1");
        assert!(refused.out.is_empty() && is_told, "{line}: {}", refused.err);
    }
}

#[test]
fn without_a_study_the_way_to_one_is_told() {
    let desk = Desk::empty();
    let refused = desk.run("claims");
    assert_eq!(refused.code, 1);
    assert!(refused.err.contains("gainsay init FILE"), "{}", refused.err);
}

#[test]
fn a_rule_that_asks_for_a_side_that_there_is_not_is_refused_and_a_language_doubted() {
    let desk = Desk::with_study();
    let add = |key: &str, expression: &str| {
        desk.run_words(&["rule", "add", key, "--code", "pay", "--match", expression])
    };
    let refused = add("a", "pay AND NOT (x OR side:nope)");
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("no side `nope`"), "{}", refused.err);
    let doubted = add("b", "pay AND lang:xx");
    assert_eq!(doubted.code, 0, "{}", doubted.err);
    assert!(doubted.err.contains("warning: lang:xx"), "{}", doubted.err);
    for expression in [
        "pay AND side:low*",
        "pay AND lang:ps",
        "pay AND speaker:S-*",
    ] {
        let added = add("c", expression);
        assert_eq!(added.code, 0, "{expression}: {}", added.err);
        assert!(!added.err.contains("warning"), "{}", added.err);
        desk.ok("rule rm c");
    }
}

#[test]
fn a_key_that_no_row_has_names_a_command_that_lists_them() {
    let desk = Desk::with_study();
    for line in [
        "search pay --group zz",
        "search pay --side zz",
        "search pay --code zz",
        "interviews --researcher zz",
        "claims --topic zz",
    ] {
        let told = desk.run(line).err;
        let (_, hint) = told.split_once("list them with: gainsay ").expect(&told);
        let words: Vec<_> = hint.trim().split('\'').collect();
        let typed = words[0].split_whitespace();
        let listed = desk.run_words(&typed.chain(words.get(1).copied()).collect::<Vec<_>>());
        assert_eq!(listed.code, 0, "{line}: {hint}: {}", listed.err);
        assert!(!listed.out.is_empty(), "{hint}");
    }
}

#[test]
fn what_is_empty_or_too_long_says_which_column() {
    let desk = Desk::with_study();
    for (words, said) in [
        (
            ["code", "add", "pay", "I-01", "--quote", ""],
            "`quote` says no passage",
        ),
        (
            ["codebook", "edit", "pay", "--short", "abcde", "--quiet"],
            "`short` is longer than four letters",
        ),
    ] {
        let refused = desk.run_words(&words);
        assert_eq!(refused.code, 5, "{}", refused.err);
        assert!(refused.err.contains(said), "{}", refused.err);
    }
    let codebook = desk.read("small/codebook.csv");
    let head = codebook.lines().next().unwrap();
    let at = head.split(',').position(|name| name == "short").unwrap();
    let row = |short: &str| {
        let mut cells = vec![""; head.split(',').count()];
        (cells[0], cells[at]) = ("new", short);
        format!("{head}\n{}\n", cells.join(","))
    };
    desk.write("codebook.csv", &row("abcde"));
    assert_eq!(desk.run("import codebook codebook.csv").code, 5);
    desk.write("codebook.csv", &row("abcd"));
    desk.ok("import codebook codebook.csv");
    desk.ok("codebook edit pay --short abcd");
}

#[test]
fn where_nothing_is_done_it_is_said_of_what() {
    let desk = Desk::with_study();
    desk.ok("rule run pay-late");
    let told = desk.run("code accept --rule pay-late --code water");
    assert_eq!(told.code, 0);
    let both = "no open proposal with --code water and --rule pay-late";
    assert!(told.err.contains(both), "{}", told.err);
    let refused = desk.run("coders resolve I-01 --take nosuch");
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("no coder `nosuch`"), "{}", refused.err);
    let before = desk.items("log").len();
    let told = desk.run("coders resolve I-01 --take ana");
    assert!(told.err.contains("nothing changed"), "{}", told.err);
    assert_eq!(desk.items("log").len(), before);
}

#[test]
fn a_quiet_dry_run_says_what_it_would_do() {
    let desk = Desk::with_study();
    for line in ["source add S-99 --group trader", "undo", "coders add zoe"] {
        let told = desk.run(&format!("-q --dry-run {line}"));
        assert!(
            told.err.contains("nothing was written"),
            "{line}: {}",
            told.err
        );
    }
    assert!(desk.run("-q coders add zoe").err.is_empty());
}
