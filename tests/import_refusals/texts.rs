//! Texts, passages in them and rules over them that cannot be read or do not stand there.

use crate::common::{Bench, SECRET, sample, told};
use crate::{case, check};
use gainsay::model::limits::Limits;

#[test]
fn passages_that_do_not_stand_there_are_refused() {
    let s = sample;
    let coding = |cells: &str| sample().add("codings.csv", cells);
    check(vec![
        case(
            "not in the text",
            coding("i-1,,trade,anna,,,Zarafshan-kite-marker,,,,"),
            "codings.csv:6:quote: does not stand in the text",
            "letter for letter",
        ),
        case(
            "twice",
            coding("i-1,,trade,ben,,,The market was closed.,,,,"),
            "codings.csv:6:quote: stands 2 times in the text (at 5, ",
            "say which with start",
        ),
        case(
            "wrong place",
            coding("i-1,,trade,ben,6,28,The market was closed.,,,,"),
            "codings.csv:6:quote: does not stand at that start and end",
            "leave start and end",
        ),
        case(
            "outside",
            coding("i-1,,trade,ben,5,999,,,,,"),
            "codings.csv:6:end: `999` the text ends at ",
            "code points",
        ),
        case(
            "start outside",
            coding("i-1,,trade,ben,4000000000,,Nobody,,,,"),
            "codings.csv:6:end: the text ends at ",
            "code points",
        ),
        case(
            "start alone",
            coding("i-1,,trade,ben,5,,,,,,"),
            "codings.csv:6:end: the cell is empty",
            "end or a quote",
        ),
        case(
            "end alone",
            coding("i-1,,trade,ben,,9,,,,,"),
            "codings.csv:6:start: the cell is empty",
            "needs a start",
        ),
        case(
            "backwards",
            coding("i-1,,trade,ben,9,9,,,,,"),
            "codings.csv:6:end: `9` is not behind the start",
            "exclusive",
        ),
        case(
            "no number",
            coding("i-1,,trade,ben,five,9,,,,,"),
            "codings.csv:6:start: `five`",
            "whole number",
        ),
        case(
            "no passage",
            coding("i-1,,trade,ben,,,,,,,"),
            "codings.csv:6:quote: says no passage",
            "give a quote",
        ),
        case(
            "blanks alone",
            coding("i-1,,trade,ben,,,  ,,,,"),
            "codings.csv:6:quote: says no passage",
            "give a quote",
        ),
        case(
            "which text",
            coding("i-1,english,trade,ben,,,x,,,,"),
            "codings.csv:6:text: `english`",
            "original, translation",
        ),
        case(
            "which state",
            coding("i-1,,trade,ben,,,x,,lost,,"),
            "codings.csv:6:anchor: `lost`",
            "orphan",
        ),
        case(
            "a claim's quote",
            s().edit("claims.csv", "Eight thousand came", "Zarafshan-kite-marker"),
            "claims.csv:2:quote: does not stand",
            "letter for letter",
        ),
    ]);
}

#[test]
fn texts_that_cannot_be_read_are_refused() {
    let s = sample;
    let path = |path: &str| sample().edit("interviews.csv", "transcripts/i-2.txt", path);
    check(vec![
        case(
            "missing",
            s().without("transcripts/i-2.txt"),
            "interviews.csv:3:transcript: `transcripts/i-2.txt` cannot be read",
            "counts from the study folder",
        ),
        case(
            "up",
            path("../i-2.txt"),
            "interviews.csv:3:transcript: `../i-2.txt`",
            "leaves the study folder",
        ),
        case(
            "up in the middle",
            path("transcripts/../../i-2.txt"),
            "interviews.csv:3:transcript: ",
            "leaves the study folder",
        ),
        case(
            "absolute",
            path("/etc/i-2.txt"),
            "interviews.csv:3:transcript: `/etc/i-2.txt`",
            "leaves the study folder",
        ),
        case(
            "backslash",
            path("transcripts\\i-2.txt"),
            "interviews.csv:3:transcript: ",
            "leaves the study folder",
        ),
        case(
            "drive",
            path("C:/i-2.txt"),
            "interviews.csv:3:transcript: ",
            "leaves the study folder",
        ),
        case(
            "kind",
            path("transcripts/i-2.exe"),
            "interviews.csv:3:transcript: ",
            "not read yet",
        ),
        case(
            "no UTF-8",
            s().with("transcripts/i-2.txt", b"Q: \xff"),
            "interviews.csv:3:transcript: ",
            "byte 3",
        ),
        case(
            "UTF-16",
            s().with("transcripts/i-2.txt", b"\xff\xfeQ\0"),
            "interviews.csv:3:transcript: ",
            "UTF-16",
        ),
        case(
            "NUL",
            s().with("transcripts/i-2.txt", "Q: \0"),
            "interviews.csv:3:transcript: ",
            "NUL",
        ),
        case(
            "one file for two interviews",
            path("transcripts/i-1.txt"),
            "interviews.csv:3:transcript: `transcripts/i-1.txt` is a text of the interview i-1 already",
            "file of its own",
        ),
        case(
            "one file for text and translation",
            s().edit(
                "interviews.csv",
                "transcripts/i-1.en.txt",
                "transcripts/i-1.txt",
            ),
            "interviews.csv:2:transcript: `transcripts/i-1.txt`",
            "file of its own",
        ),
    ]);
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_folder_is_refused() {
    let bench = Bench::new();
    std::fs::write(bench.at("outside.txt"), SECRET).unwrap();
    let folder = bench.at("study");
    sample().without("transcripts/i-2.txt").write(&folder);
    std::os::unix::fs::symlink(bench.at("outside.txt"), folder.join("transcripts/i-2.txt"))
        .unwrap();
    let error = bench
        .study
        .import_folder(&folder, Default::default())
        .unwrap_err();
    assert!(
        told(&error)[0].contains("is no file inside the study folder"),
        "{:?}",
        told(&error)
    );
}

#[test]
fn one_more_than_each_limit_is_refused_and_the_limit_itself_is_not() {
    let line = |bytes: usize| sample().with("transcripts/i-2.txt", "x".repeat(bytes));
    let mib = 1 << 20;
    let turns = |turns: usize| sample().with("transcripts/i-2.txt", "Q: x\n".repeat(turns));
    let rule = |expression: String| {
        sample().edit("rules.toml", "(market OR bazaar) NEAR/5 clos*", &expression)
    };
    let terms = |terms: usize| {
        rule(
            (0..terms)
                .map(|n| format!("w{n}"))
                .collect::<Vec<_>>()
                .join(" OR "),
        )
    };
    let bytes = |bytes: usize| {
        rule(
            format!("aa{}bb", " ".repeat(bytes - 4))
                .replace("aa ", "aa")
                .replacen("aa", "aa ", 1)
                .replacen(" ", " OR ", 1)
                .chars()
                .take(bytes - 2)
                .collect::<String>()
                + "bb",
        )
    };
    let bench = Bench::new();
    for (files, remedy) in [
        (line(16 * mib + 1), "--limit"),
        (
            sample().with(
                "transcripts/i-2.txt",
                format!("{}\n", "y".repeat(mib - 1)).repeat(33),
            ),
            "--limit",
        ),
        (turns(500_001), "--limit transcript-turns="),
        (
            sample().add("places.csv", &format!("x,,{},,", "a".repeat(mib + 1))),
            "--limit cell-bytes=",
        ),
        (terms(10_001), ""),
        (bytes(256 * 1024 + 1), ""),
    ] {
        let shown = bench.refused(&files);
        assert!(shown[0].remedy.contains(remedy), "{}", shown[0].place());
        assert!(shown[0].line.is_some() && shown[0].column.is_some());
    }
    for files in [
        line(16 * mib),
        turns(500_000),
        sample().add("places.csv", &format!("x,,{},,", "a".repeat(mib))),
        terms(10_000),
    ] {
        let report = bench
            .import(&files, crate::common::DRY)
            .unwrap_or_else(|error| panic!("{:?}", told(&error)));
        assert!(!report.tables.is_empty());
    }
    let mut limits = Limits::default();
    limits.raise("transcript-turns=500001").unwrap();
    Bench::with_limits(limits)
        .import(&turns(500_001), crate::common::DRY)
        .unwrap();
}

#[test]
fn rules_that_do_not_parse_are_refused_with_the_place_in_the_rule() {
    let rule = |expression: &str| {
        sample().edit("rules.toml", "(market OR bazaar) NEAR/5 clos*", expression)
    };
    check(vec![
        case(
            "open bracket",
            rule("(market OR bazaar"),
            "rules.toml:1:match: does not parse: line 1, column 1: ",
            "  | (market OR bazaar\n  | ^",
        ),
        case(
            "no operator",
            rule("market bazaar"),
            "rules.toml:1:match: does not parse: line 1, column 8: ",
            "^^^^^^",
        ),
        case(
            "only NOT",
            rule("NOT market"),
            "rules.toml:1:match: does not parse: line 1",
            "reason",
        ),
        case(
            "bidi",
            rule("mar\u{202e}ket"),
            "rules.toml:1:match: does not parse: line 1, column 4",
            "^",
        ),
        case(
            "unknown code",
            sample().edit("rules.toml", "code = \"closing\"", "code = \"clsing\""),
            "rules.toml:1:code: `clsing`",
            "did you mean closing?",
        ),
    ]);
    let report =
        Bench::new().take(&sample().edit("rules.toml", "Nobody came", "The bazaar is closed"));
    assert!(
        report
            .warnings
            .iter()
            .any(|said| said.contains("r-closed is wrong about 1 of its own examples")),
        "{:?}",
        report.warnings
    );
    assert!(report.warnings.iter().all(|said| !said.contains("bazaar")));
}
