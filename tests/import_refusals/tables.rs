//! Tables and keys: what is no table, and names that do not fit.

use crate::common::sample;
use crate::{case, check};

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
