//! Bad input: each fault is refused with file, line, column, value and remedy, nothing is
//! written, and no message holds what somebody said.

mod common;

use common::{Bench, Files, SECRET, SKIP, sample, told};
use gainsay::model::limits::Limits;
use gainsay::project::error::ProjectError;

/// A file of the sample with one thing wrong, and how the message begins and what it holds.
struct Case {
    what: &'static str,
    files: Files,
    begins: &'static str,
    holds: &'static str,
}

fn case(what: &'static str, files: Files, begins: &'static str, holds: &'static str) -> Case {
    Case {
        what,
        files,
        begins,
        holds,
    }
}

fn check(cases: Vec<Case>) {
    let bench = Bench::new();
    for Case {
        what,
        files,
        begins,
        holds,
    } in cases
    {
        let shown = bench.refused(&files);
        let found = shown.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert!(
            found
                .iter()
                .any(|said| said.starts_with(begins) && said.contains(holds)),
            "{what}: {found:#?}"
        );
        for said in &found {
            assert!(!said.contains(SECRET), "{what}: {said}");
        }
        assert!(shown.iter().all(|one| !one.remedy.is_empty()), "{what}");
    }
    assert!(bench.study.log(1).unwrap().is_empty());
}

#[test]
fn a_file_that_is_no_table_is_refused() {
    let s = sample;
    check(vec![
        case(
            "no study.toml",
            s().without("study.toml"),
            "study.toml: is not in the folder",
            "needs it",
        ),
        case(
            "no TOML",
            s().with("study.toml", "[study\nname = 1"),
            "study.toml:1: is no TOML",
            "study-format",
        ),
        case(
            "no UTF-8 in TOML",
            s().with("study.toml", b"[study]\nname = \"\xff\""),
            "study.toml: is no UTF-8 from byte 17",
            "UTF-8",
        ),
        case(
            "empty file",
            s().with("places.csv", ""),
            "places.csv: the file is empty",
            "place, parent",
        ),
        case(
            "wrong header",
            s().with("places.csv", "a,b\n1,2\n"),
            "places.csv:1: the header has no `place`",
            "place, parent",
        ),
        case(
            "wrong header of a file without keys",
            s().with("memos.csv", "about\n"),
            "memos.csv:1: the header has no `text`",
            "about, text",
        ),
        case(
            "a column twice",
            s().with("places.csv", "place,place\n"),
            "places.csv:1:place: a column stands twice",
            "take one",
        ),
        case(
            "ragged line",
            s().add("places.csv", "x,,"),
            "places.csv:4: the row has 3 cells, the header 5",
            "quotes",
        ),
        case(
            "too many cells",
            s().add("events.csv", "x,,,,,,,"),
            "events.csv:5: the row has 8 cells",
            "quotes",
        ),
        case(
            "no UTF-8",
            {
                let mut f = s();
                f.0.get_mut("places.csv")
                    .unwrap()
                    .extend_from_slice(b"x,,\xff\xfe,,\n");
                f
            },
            "places.csv:4:level: is no UTF-8 from byte 1",
            "UTF-8",
        ),
        case(
            "NUL",
            s().add("places.csv", "x,,a\0b,,"),
            "places.csv:4:level: there is a NUL",
            "take",
        ),
        case(
            "NUL in TOML",
            s().edit("study.toml", "The north", "The\\u0000north"),
            "study.toml:",
            "NUL",
        ),
        case(
            "open quote",
            s().add("places.csv", "x,,\"level,,"),
            "places.csv:4: the quote marks",
            "close the quote",
        ),
        case(
            "text behind a quote",
            s().add("places.csv", "x,,\"a\" b,,"),
            "places.csv:4: the quote marks",
            "twice",
        ),
        case(
            "section that is a list",
            s().add("study.toml", "[coder]\nkey = \"x\""),
            "study.toml:",
            "",
        ),
        case(
            "a list item with the separator",
            s().edit("study.toml", "[\"ps\", \"uz\"]", "[\"ps;uz\"]"),
            "study.toml:",
            "`;`",
        ),
        case(
            "an empty list item in TOML",
            s().edit("study.toml", "[\"ps\", \"uz\"]", "[\"ps\", \"\"]"),
            "study.toml:",
            "item",
        ),
        case(
            "a nested value",
            s().edit("study.toml", "name = \"The north\"", "name = { a = 1 }"),
            "study.toml:",
            "nested",
        ),
        case(
            "a key twice in TOML",
            s().edit(
                "study.toml",
                "interviews_declared = 2",
                "interviews_declared = 2\ninterviews_declared = 3",
            ),
            "study.toml:",
            "is no TOML",
        ),
        case(
            "a number that is none",
            s().edit(
                "study.toml",
                "interviews_declared = 2",
                "interviews_declared = \"many\"",
            ),
            "study.toml:1:interviews_declared: `many`",
            "whole number",
        ),
        case(
            "a number too large",
            s().edit(
                "study.toml",
                "interviews_declared = 2",
                "interviews_declared = 99999999999999999999",
            ),
            "study.toml:",
            "",
        ),
        case(
            "infinity",
            s().edit("study.toml", "low = 3", "low = inf"),
            "study.toml:",
            "number",
        ),
        case(
            "not a number",
            s().edit("study.toml", "low = 3", "low = nan"),
            "study.toml:",
            "number",
        ),
    ]);
}

#[test]
fn keys_and_names_that_do_not_fit_are_refused() {
    let s = sample;
    let long = "k".repeat(201);
    check(vec![
        case(
            "twice",
            s().add("places.csv", "land,,,,"),
            "places.csv:4:place: `land` stands on line 3 already",
            "key of its own",
        ),
        case(
            "twice in TOML",
            s().add("study.toml", "[[coder]]\nkey = \"anna\""),
            "study.toml:",
            "already",
        ),
        case(
            "no key",
            s().add("places.csv", ",,x,,"),
            "places.csv:4:place: the cell is empty",
            "`place` is needed",
        ),
        case(
            "letters",
            s().add("places.csv", "a b,,,,"),
            "places.csv:4:place: `a b`",
            "letters, digits",
        ),
        case(
            "bidi in a key",
            s().add("places.csv", "ab\u{202e}c,,,,"),
            "places.csv:4:place: ",
            "U+202E",
        ),
        case(
            "too long",
            s().add("places.csv", &format!("{long},,,,")),
            "places.csv:4:place: ",
            "200",
        ),
        case(
            "unknown key, near one",
            s().edit("claims.csv", "c-1,S-1,strength", "c-1,S-1,strenght"),
            "claims.csv:2:topic: `strenght` no topic has this key",
            "did you mean strength?",
        ),
        case(
            "unknown key, near none",
            s().edit("sources.csv", "S-2,traders", "S-2,farmers"),
            "sources.csv:3:group: `farmers` no group",
            "study.toml",
        ),
        case(
            "unknown word",
            s().edit(
                "claims.csv",
                "c-2,S-2,strength,denies",
                "c-2,S-2,strength,deneis",
            ),
            "claims.csv:3:stance: `deneis`",
            "did you mean denies?",
        ),
        case(
            "unknown parent",
            s().edit("places.csv", "north,land", "north,lnd"),
            "places.csv:2:parent: `lnd`",
            "add the place",
        ),
        case(
            "unknown key in a list",
            s().edit("judgements.csv", "c-1;c-2", "c-1;c-9"),
            "judgements.csv:2:claims: `c-1;c-9`",
            "add the claim",
        ),
        case(
            "unknown kind of a memo",
            s().edit("memos.csv", "code:trade", "thing:trade"),
            "memos.csv:2:about: `thing:trade`",
            "code:choking",
        ),
        case(
            "a doubt where none is allowed",
            s().edit("claims.csv", "c-1,S-1,strength", "c-1,S-1,strength?"),
            "claims.csv:2:topic: `strength?`",
            "",
        ),
        case(
            "an empty item",
            s().edit("judgements.csv", "c-1;c-2", "c-1;;c-2"),
            "judgements.csv:2:claims: ",
            "item of the list is empty",
        ),
        case(
            "a list of nothing",
            s().edit("interviews.csv", "i-1,S-1,", "i-1,;,"),
            "interviews.csv:2:source: ",
            "empty",
        ),
        case(
            "neither of two",
            s().edit("asked.csv", "i-1,q1,", "i-1,,"),
            "asked.csv:2: neither `question` nor `topic`",
            "fill",
        ),
        case(
            "bidi in the name of a code",
            s().edit("codebook.csv", "trade,,Trade", "trade,,Tr\u{202e}ade"),
            "codebook.csv:2:name: ",
            "direction",
        ),
        case(
            "bidi in a number word",
            s().edit("study.toml", "a handful", "a \u{2067}handful"),
            "study.toml:",
            "bidi",
        ),
    ]);
}

#[test]
fn dates_numbers_and_values_that_do_not_fit_are_refused() {
    let s = sample;
    check(vec![
        case(
            "impossible date",
            s().edit("interviews.csv", "2021-08-14", "2021-02-30"),
            "interviews.csv:2:date: `2021-02-30`",
            "EDTF",
        ),
        case(
            "no date",
            s().edit("interviews.csv", "2021-08-14", "last summer"),
            "interviews.csv:2:date: `last summer`",
            "EDTF",
        ),
        case(
            "end before start",
            s().edit("study.toml", "2021-08/2022-03", "2022-03/2021-08"),
            "study.toml:1:fieldwork: `2022-03/2021-08`",
            "EDTF",
        ),
        case(
            "bad Hijri date",
            s().edit("claims.csv", "sh:1400-05", "sh:1400-13"),
            "claims.csv:5:when: `sh:1400-13`",
            "EDTF",
        ),
        case(
            "members",
            s().edit(
                "sources.csv",
                "S-2,traders,interviewee,,",
                "S-2,traders,group-voice,9,4",
            ),
            "sources.csv:3:members_high: `4`",
            "not below members_low",
        ),
        case(
            "members that are none",
            s().edit(
                "sources.csv",
                "S-2,traders,interviewee,,",
                "S-2,traders,group-voice,-1,4",
            ),
            "sources.csv:3:members_low: `-1`",
            "0 or more",
        ),
        case(
            "number word",
            s().edit("study.toml", "low = 3, high = 6.5", "low = 7, high = 6.5"),
            "study.toml:",
            "handful",
        ),
        case(
            "unit of nothing",
            s().edit("study.toml", "{ same_as = \"persons\" }", "{ factor = 2 }"),
            "study.toml:",
            "same_as",
        ),
        case(
            "unit of itself",
            s().edit(
                "study.toml",
                "{ of = \"hectare\", factor = 0.2 }",
                "{ of = \"jeribs\", factor = 0.2 }",
            ),
            "study.toml:",
            "itself",
        ),
        case(
            "unit of no size",
            s().edit("study.toml", "factor = 0.2", "factor = 0"),
            "study.toml:",
            "above 0",
        ),
        case(
            "a value that is none",
            s().edit("claims.csv", "150-200", "many many"),
            "claims.csv:3:value: ",
            "number",
        ),
        case(
            "a range backwards",
            s().edit("claims.csv", "150-200", "200-150"),
            "claims.csv:3:value: ",
            "smaller number comes first",
        ),
        case(
            "a value the topic does not list",
            s().edit("claims.csv", ",closed,", ",shut,"),
            "claims.csv:4:value: ",
            "one of open, closed",
        ),
        case(
            "a value on a topic that lists none",
            s().edit("topics.csv", "open;closed", ""),
            "claims.csv:4:value: ",
            "the topic lists no values",
        ),
        case(
            "a control that is no figure",
            s().edit("controls.csv", "about 500", "a lot of them"),
            "controls.csv:2:value: ",
            "number",
        ),
        case(
            "a control the topic does not list",
            s().edit("controls.csv", "market,,", "market,shut,"),
            "controls.csv:3:value: ",
            "one of open, closed",
        ),
        case(
            "a figure that is none",
            s().edit("figures.csv", "\"1,200\"", "dozens of them"),
            "figures.csv:2:value: ",
            "",
        ),
        case(
            "what feeds a stock without a way",
            s().edit("topics.csv", "strength:in", "strength"),
            "topics.csv:4:feeds: `strength`",
            "KEY:in and KEY:out",
        ),
        case(
            "what feeds no topic of the study",
            s().edit("topics.csv", "strength:in", "crowd:in"),
            "topics.csv:4:feeds: `crowd:in`",
            "no topic has this key",
        ),
        case(
            "what feeds a stock that is none any more",
            s().edit("topics.csv", "quantity,stock,", "quantity,rank,"),
            "topics.csv:4:feeds: `strength:in`",
            "the measure stock",
        ),
        case(
            "what feeds a stock and is no flow any more",
            s().edit("topics.csv", "quantity,flow,", "quantity,cumulative,"),
            "topics.csv:4:feeds: `strength:in`",
            "the measure flow",
        ),
        case(
            "events told apart and made one by way of a third",
            s().edit("events.csv", "2021-09,ev-1,,", "2021-09,ev-1,ev-3,"),
            "events.csv:3:different_from: `ev-1`",
            "no same_as makes one",
        ),
        case(
            "measure of a state",
            s().edit(
                "topics.csv",
                "The market is open,state,",
                "The market is open,state,stock",
            ),
            "topics.csv:3:measure: `stock`",
            "quantity",
        ),
        case(
            "a range of nothing",
            s().edit("topics.csv", "places,,,,", "places,,9,3,"),
            "topics.csv:2:range_high: `3`",
            "above range_low",
        ),
        case(
            "a link of neutrals",
            s().edit("topic_links.csv", "denies", "neutral"),
            "topic_links.csv:2:stance: `neutral`",
            "affirms, denies or doubts",
        ),
        case(
            "a link to itself",
            s().edit("topic_links.csv", "denies,strength", "denies,market"),
            "topic_links.csv:2:implies_topic: `market`",
            "another topic",
        ),
        case(
            "a claim that answers itself",
            s().edit("claims.csv", "S-1,,c-1,,no", "S-1,,c-2,,no"),
            "claims.csv:3:responds_to: `c-2`",
            "another claim",
        ),
        case(
            "a claim that details itself",
            s().edit("claims.csv", ",,c-2,yes", ",,c-2;c-1,yes"),
            "claims.csv:2:general_of: ",
            "another claim",
        ),
        case(
            "a reading of itself",
            s().edit("claims.csv", "ben,c-4", "ben,c-3"),
            "claims.csv:4:reading_of: `c-3`",
            "another claim",
        ),
        case(
            "a judgement on one claim",
            s().edit("judgements.csv", "c-1;c-2", "c-1;c-1"),
            "judgements.csv:2:claims: `c-1;c-1`",
            "two claims or more",
        ),
    ]);
}

#[test]
fn a_tree_that_is_none_is_refused_with_the_line_of_one_of_its_rows() {
    let s = sample;
    let deep = |head: &str, row: &dyn Fn(usize) -> String| {
        let mut text = head.to_owned();
        (0..=256).for_each(|depth| text.push_str(&row(depth)));
        text
    };
    let up = |depth: usize| {
        if depth == 0 {
            String::new()
        } else {
            format!("n{}", depth - 1)
        }
    };
    check(vec![
        case(
            "places",
            s().edit("places.csv", "land,,", "land,north,"),
            "places.csv:3:parent: `land`",
            "circle",
        ),
        case(
            "its own parent",
            s().edit("places.csv", "land,,", "land,land,"),
            "places.csv:3:parent: `land`",
            "land in land",
        ),
        case(
            "populations",
            s().edit("populations.csv", "members,,", "members,fighters,"),
            "populations.csv:3:parent: `fighters`",
            "circle",
        ),
        case(
            "topics",
            s().edit("topics.csv", "places,,,,", "places,,,,market"),
            "topics.csv:3:parent: `market`",
            "circle",
        ),
        case(
            "codes",
            s().edit("codebook.csv", "trade,,", "trade,closing,"),
            "codebook.csv:3:parent: `closing`",
            "circle",
        ),
        case(
            "groups",
            s().edit(
                "study.toml",
                "key = \"elders\"",
                "key = \"elders\"\nparent = \"traders\"",
            ),
            "study.toml:",
            "circle",
        ),
        case(
            "deep places",
            s().with(
                "places.csv",
                deep("place,parent\nnorth,\n", &|n| format!("n{n},{}\n", up(n))),
            ),
            "places.csv:259:parent: `n256`",
            "256 levels",
        ),
        case(
            "deep codes",
            s().with(
                "codebook.csv",
                deep("code,parent\ntrade,\nclosing,\n", &|n| {
                    format!("n{n},{}\n", up(n))
                }),
            ),
            "codebook.csv:260:parent: `n256`",
            "256 levels",
        ),
        case(
            "a long key in a circle",
            {
                let key = "k".repeat(150);
                s().add("places.csv", &format!("{key},{key},,,"))
            },
            "places.csv:4:parent: ",
            "circle",
        ),
    ]);
    let most = s().with(
        "places.csv",
        deep("place,parent\nnorth,\n", &|n| {
            if n < 256 {
                format!("n{n},{}\n", up(n))
            } else {
                String::new()
            }
        }),
    );
    Bench::new().take(&most);
}

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
            .import(&files, common::DRY)
            .unwrap_or_else(|error| panic!("{:?}", told(&error)));
        assert!(!report.tables.is_empty());
    }
    let mut limits = Limits::default();
    limits.raise("transcript-turns=500001").unwrap();
    Bench::with_limits(limits)
        .import(&turns(500_001), common::DRY)
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

#[test]
fn all_faults_of_all_files_are_told_at_once() {
    let files = sample()
        .edit(
            "claims.csv",
            "c-2,S-2,strength,denies",
            "c-2,S-2,strength,deneis",
        )
        .with("memos.csv", "about\n")
        .add("places.csv", "x,,")
        .add("events.csv", "ev-1,,,,,,")
        .edit("interviews.csv", "2021-08-14", "2021-02-30");
    let shown = Bench::new().refused(&files);
    for place in [
        "places.csv:4",
        "interviews.csv:2:date",
        "events.csv:5:event",
        "claims.csv:3:stance",
        "memos.csv:1",
    ] {
        assert!(
            shown.iter().any(|one| one.place() == place),
            "{place}: {:?}",
            shown.iter().map(|one| one.place()).collect::<Vec<_>>()
        );
    }
}

#[test]
fn more_faults_than_are_shown_are_counted() {
    let mut files = sample();
    let rows: String = (0..10_500)
        .map(|number| format!("a b{number},,,,\n"))
        .collect();
    files = files.add("places.csv", rows.trim_end());
    let Err(ProjectError::Rejected { shown, total }) =
        Bench::new().import(&files, Default::default())
    else {
        panic!("refused")
    };
    assert_eq!((shown.len(), total), (10_000, 10_500));
}

#[test]
fn no_message_holds_what_somebody_said() {
    // The marker in every free cell of a file in which every row is bad.
    let m = SECRET;
    let files = sample()
        .with("sources.csv", format!("source,group,introduced_by,heard_from,network,citation,note,attr.x\nS 1,none,{m},{m},{m},{m},{m},{m}\nS-9,elders,,,,{m},{m}\n"))
        .with("topics.csv", format!("topic,statement,kind,unit,values,favours,order_of\nt,{m},state,{m},{m},{m},{m}\nu,{m},opinion,,,,\n"))
        .with("questions.csv", format!("question,text,questionnaire,topic\nq,{m},{m},nothing\n"))
        .with("codebook.csv", format!("code,definition,name,example,parent\nc d,{m},{m},{m},x\n"))
        .with("memos.csv", format!("about,text,date\nnobody,{m},never\n"))
        .with("judgements.csv", format!("claims,judgement,analyst,reason\nc-1,maybe,nobody,{m}\n"))
        .with("claims.csv", format!("claim,source,topic,stance,quote,via,actor,note,unit\nc-1,S-9,t,affirms,{m},{m},{m},{m},{m}\n"));
    let shown = Bench::new().refused(&files);
    assert!(shown.len() > 10);
    for one in shown {
        assert!(
            !one.to_string().contains(m) && !format!("{one:?}").contains(m),
            "{one}"
        );
    }
}

#[test]
fn bad_rows_can_be_left_out_with_all_that_name_them() {
    let bench = Bench::new();
    let files = sample().edit(
        "sources.csv",
        "S-2,traders,interviewee",
        "S-2,traders,person",
    );
    let report = bench.import(&files, SKIP).unwrap();
    let skipped: Vec<_> = report.skipped.iter().map(|one| one.place()).collect();
    // The source, its interview, the claim on it, and what names that claim; their turn comes in reading order.
    for place in [
        "sources.csv:3:kind",
        "interviews.csv:3:source",
        "asked.csv:3:interview",
        "codings.csv:5:interview",
        "claims.csv:3:source",
        "claims.csv:2:general_of",
        "ratings.csv:3:claim",
        "judgements.csv:2:claims",
        "follow_ups.csv:3:about",
        "memos.csv:3:about",
    ] {
        assert!(
            skipped.iter().any(|one| one == place),
            "{place}: {skipped:#?}"
        );
    }
    assert_eq!(report.skipped_total, skipped.len() as u64);
    let out = bench.export();
    assert!(!out.text("sources.csv").contains("S-2,") && out.text("sources.csv").contains("S-1,"));
    assert!(out.text("claims.csv").contains("c-4,") && !out.text("claims.csv").contains("c-1,"));
    bench.is_sound();
    let again = bench.import(&files, SKIP).unwrap();
    assert_eq!(
        (again.operation, again.skipped_total),
        (None, report.skipped_total)
    );
    assert_eq!(bench.export(), out);
    // What is left is a study of its own.
    Bench::new().take(&out);
}

#[test]
fn rows_that_only_the_whole_shows_to_be_bad_are_left_out_too() {
    let circle = sample().edit("places.csv", "land,,", "land,north,");
    let members = sample()
        .edit(
            "sources.csv",
            "S-2,traders,interviewee,,",
            "S-2,traders,group-voice,9,4",
        )
        .add("sources.csv", "S-3,elders,group-voice,9,4,,,,,,,");
    let topics = sample().edit(
        "topics.csv",
        "The market is open,state,",
        "The market is open,state,stock",
    );
    let shared = sample().edit(
        "interviews.csv",
        "transcripts/i-2.txt",
        "transcripts/i-1.txt",
    );
    let text = sample().without("transcripts/i-2.txt");
    for (what, files, place, gone) in [
        (
            "circle",
            circle,
            "places.csv:",
            ("places.csv", "land,north"),
        ),
        (
            "members",
            members,
            "sources.csv:3:members_high",
            ("sources.csv", "S-2,"),
        ),
        (
            "topics",
            topics,
            "topics.csv:3:measure",
            ("topics.csv", "market,"),
        ),
        (
            "shared path",
            shared,
            "interviews.csv:3:transcript",
            ("interviews.csv", "i-2,"),
        ),
        (
            "missing text",
            text,
            "interviews.csv:3:transcript",
            ("interviews.csv", "i-2,"),
        ),
    ] {
        let bench = Bench::new();
        let report = bench
            .import(&files, SKIP)
            .unwrap_or_else(|error| panic!("{what}: {:?}", told(&error)));
        assert!(
            report
                .skipped
                .iter()
                .any(|one| one.place().starts_with(place)),
            "{what}: {:?}",
            report.skipped
        );
        let out = bench.export();
        assert!(!out.text(gone.0).contains(gone.1), "{what}: {out:?}");
        bench.is_sound();
        let again = bench.import(&files, SKIP).unwrap();
        assert_eq!(
            (again.operation, again.skipped_total),
            (None, report.skipped_total),
            "{what}"
        );
        let fresh = Bench::new();
        fresh.take(&out);
        assert_eq!(fresh.export(), out, "{what}");
    }
}

#[test]
fn a_bad_row_never_takes_away_the_good_one_that_was_there() {
    let bench = Bench::new();
    bench.take(&sample());
    let before = bench.export();
    let files = sample()
        .edit(
            "sources.csv",
            "S-2,traders,interviewee,,",
            "S-2,traders,group-voice,9,4",
        )
        .edit("sources.csv", "40-49", "30-39");
    let report = bench.import(&files, SKIP).unwrap();
    assert_eq!(
        report
            .skipped
            .iter()
            .map(|one| one.place())
            .collect::<Vec<_>>(),
        ["sources.csv:3:members_high"]
    );
    let after = bench.export();
    assert_eq!(after, before.edit("sources.csv", "40-49", "30-39"));
    bench.is_sound();
}

#[test]
fn a_file_that_cannot_be_read_is_skipped_as_a_whole_and_told() {
    let bench = Bench::new();
    let report = bench
        .import(
            &sample().with("memos.csv", "about\n").with("events.csv", ""),
            SKIP,
        )
        .unwrap();
    let places: Vec<_> = report.skipped.iter().map(|one| one.place()).collect();
    assert!(
        places.contains(&"memos.csv:1".to_owned()) && places.contains(&"events.csv".to_owned()),
        "{places:?}"
    );
    assert!(bench.export().text("claims.csv").contains("c-2,"));
    bench.is_sound();
}

#[test]
fn what_is_let_in_can_be_computed_with() {
    let bench = Bench::new();
    bench.take(&sample());
    let settings = gainsay::method::settings::Settings::default();
    let model = gainsay::project::study_model::study_of(bench.study.store(), &settings).unwrap();
    assert_eq!(model.claims().len(), 4);
}

#[test]
fn an_attribute_holds_what_the_study_allows() {
    let files = sample().edit("sources.csv", "40-49", "40-48");
    let Err(ProjectError::Rejected { shown, .. }) = Bench::new().import(&files, Default::default())
    else {
        panic!("refused")
    };
    let told = shown[0].to_string();
    assert!(
        told.starts_with("sources.csv:2:attr.age_band: is not a value"),
        "{told}"
    );
    assert!(told.contains("did you mean 40-49?"), "{told}");
}
