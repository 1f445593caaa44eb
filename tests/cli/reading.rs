//! Listings and records of every noun, with their filters, and search.

use crate::desk::Desk;

#[test]
fn filters_take_what_lies_below() {
    let desk = Desk::with_study();
    for (line, field, expected) in [
        (
            "sources --group upper-people",
            "source",
            vec!["S-01", "S-02", "S-03"],
        ),
        ("sources --side bystander", "source", vec!["S-07", "S-09"]),
        (
            "sources --side lower --group lower-elder",
            "source",
            vec!["S-06"],
        ),
        ("interviews --source S-02", "interview", vec!["I-01"]),
        (
            "interviews --researcher R-2",
            "interview",
            vec!["I-02", "I-03"],
        ),
        (
            "places --below sorkhab",
            "place",
            vec!["sorkhab-lower", "sorkhab-upper"],
        ),
        (
            "populations --below guards",
            "population",
            vec!["lower-guards", "upper-guards"],
        ),
        (
            "topics --below canal",
            "topic",
            vec!["canal", "gate-broken", "gate-holder"],
        ),
        (
            "claims --topic gate-holder --source S-02",
            "claim",
            vec!["c-10", "c-11"],
        ),
        ("claims --place sorkhab-lower", "claim", vec!["c-14"]),
        ("claims --population lower-guards", "claim", vec!["c-22"]),
        (
            "claims --stance denies --source S-04",
            "claim",
            vec!["c-05"],
        ),
        ("rules --code water", "key", vec!["water-low"]),
    ] {
        assert_eq!(desk.field(line, field), expected, "{line}");
    }
    assert_eq!(desk.items("claims --place sorkhab").len(), 25);
    // A claim without a population speaks of its topic's.
    assert_eq!(desk.items("claims --population guards").len(), 13);
}

#[test]
fn interviews_stand_in_the_order_of_their_dates() {
    let desk = Desk::with_study();
    let expected = ["I-04", "I-01", "I-02", "I-03"];
    assert_eq!(desk.field("interviews", "interview"), expected);
}

#[test]
fn counts_stand_beside_rows() {
    let desk = Desk::with_study();
    let source = desk.items("source show S-02").remove(0);
    assert_eq!(
        (&source["interviews"], &source["claims"]),
        (&1.into(), &3.into())
    );
    assert_eq!(source["side"], "upper");
    assert_eq!(source["attr.age_band"], "18-29");
    assert_eq!(source["introduced_by"], serde_json::json!(["S-01"]));
    let topic = desk.items("topic show gate-holder").remove(0);
    assert_eq!(
        (&topic["claims"], &topic["sources"]),
        (&4.into(), &3.into())
    );
    let linked = desk.items("topic show money-short").remove(0);
    assert_eq!(
        linked["links"][0],
        "pay-stopped affirms implies money-short affirms"
    );
    let code = desk.items("codebook show pay").remove(0);
    assert_eq!(
        (&code["codings"], &code["code_path"]),
        (&1.into(), &"money > pay".into())
    );
}

#[test]
fn retired_codes_are_listed_on_demand() {
    let desk = Desk::with_study();
    assert_eq!(desk.field("codes", "code"), ["money", "pay", "water"]);
    let all = desk.field("codes --retired", "code");
    assert_eq!(all, ["money", "old-pay", "pay", "water"]);
}

#[test]
fn every_noun_is_listed_and_shown_in_every_form() {
    let desk = Desk::with_study();
    for (list, show) in [
        ("sources", "source show S-01"),
        ("interviews", "interview show I-01"),
        ("places", "place show sorkhab"),
        ("populations", "population show guards"),
        ("codes", "codebook show pay"),
        ("codings", "transcript show I-01"),
        ("rules", "rule show pay-late"),
        ("topics", "topic show water-low"),
        ("claims", "claim show c-12"),
        ("findings", "finding show c-10,c-11"),
        ("log", "status"),
        ("coders list", "verify"),
        ("schema", "schema claims"),
    ] {
        for line in [list, show] {
            for format in ["table", "csv", "tsv", "ndjson", "md"] {
                let out = desk.ok(&format!("{line} --format {format}"));
                assert!(!out.is_empty(), "{line} --format {format}");
            }
            let schema = desk.json(line)["schema"].as_str().unwrap().to_owned();
            assert!(
                schema.starts_with("gainsay/") && schema.ends_with("/1"),
                "{schema}"
            );
        }
    }
}

#[test]
fn json_has_the_columns_of_the_folder_and_numbers_are_numbers() {
    let desk = Desk::with_study();
    let claim = desk.items("claim show c-01").remove(0);
    let header = desk
        .read("small/claims.csv")
        .lines()
        .next()
        .unwrap()
        .to_owned();
    let names: Vec<&String> = claim.as_object().unwrap().keys().collect();
    let folder: Vec<&str> = header.split(',').collect();
    assert_eq!(&names[..folder.len()], &folder[..]);
    let source = desk.items("source show S-08").remove(0);
    assert_eq!(
        (&source["members_low"], &source["members_high"]),
        (&3.into(), &6.into())
    );
    let fields = desk.ok("claims --topic gate-holder --json=claim,value");
    let fields: serde_json::Value = serde_json::from_str(&fields).unwrap();
    assert_eq!(
        fields["items"][0],
        serde_json::json!({"claim": "c-08", "value": "lower"})
    );
    assert_eq!(fields["meta"]["count"], 4);
    assert_eq!(fields["meta"]["study"], "The Sorkhab canal");
    assert_eq!(fields["meta"]["operation"], "1");
}

#[test]
fn turns_have_their_place_in_the_whole_text() {
    let desk = Desk::with_study();
    let text: Vec<char> = desk.read("small/transcripts/I-01.ps.txt").chars().collect();
    let turns = desk.items("transcript show I-01");
    assert_eq!(turns.len(), 5);
    for turn in &turns {
        let place = |name: &str| usize::try_from(turn[name].as_u64().unwrap()).unwrap();
        let words: String = text[place("start")..place("end")].iter().collect();
        assert_eq!(turn["words"], words.trim_end());
    }
    assert_eq!(turns[3]["speaker"], "S-02");
    assert_eq!(desk.items("transcript show I-01 --translation").len(), 5);
    let refused = desk.run("transcript show I-02 --translation");
    assert_eq!(refused.code, 1);
}

#[test]
fn search_finds_words_whatever_their_spelling() {
    let desk = Desk::with_study();
    let hits = |words: &[&str]| {
        let mut line = vec!["search"];
        line.extend(words);
        line.push("--json");
        let answer = desk.run_words(&line);
        assert_eq!(answer.code, 0, "{}", answer.err);
        let value: serde_json::Value = serde_json::from_str(&answer.out).unwrap();
        value["items"].as_array().unwrap().clone()
    };
    // The letters are the Arabic ones, the text has the Pashto ones.
    let found = hits(&["ساتونكي", "--in", "transcripts"]);
    assert_eq!(
        (&found[0]["key"], &found[0]["text"]),
        (&"I-01".into(), &"original".into())
    );
    let found = hits(&["pay NEAR/8 late", "--in", "transcripts"]);
    assert_eq!(found[0]["in"], "transcripts");
    let text: Vec<char> = desk.read("small/transcripts/I-03.txt").chars().collect();
    let start = usize::try_from(found[0]["start"].as_u64().unwrap()).unwrap();
    assert!(
        text[start..]
            .iter()
            .collect::<String>()
            .starts_with(found[0]["words"].as_str().unwrap())
    );
    assert_eq!(hits(&["fires", "--in", "memos"])[0]["key"], "claim:c-05");
    assert_eq!(
        hits(&["\"had it from\"", "--in", "claims"])[0]["key"],
        "c-25"
    );
    assert!(hits(&["helicopter"]).is_empty());
    let refused = desk.run_words(&["search", "(pay OR"]);
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains('^'), "{}", refused.err);
}

#[test]
fn a_search_counts_everything_and_shows_the_best_or_all() {
    let desk = Desk::with_study();
    let json = |line: &[&str]| {
        let answer = desk.run_words(&[line, &["--json"]].concat());
        assert_eq!(answer.code, 0, "{}", answer.err);
        serde_json::from_str::<serde_json::Value>(&answer.out).unwrap()
    };
    let all = json(&["search", "the", "--show", "all"]);
    let count = all["items"].as_array().unwrap().len();
    assert!(count > 3);
    let best = json(&["search", "the", "--show", "2"]);
    assert_eq!(best["items"].as_array().unwrap().len(), 2);
    for answer in [&all, &best] {
        assert_eq!(answer["meta"]["places"], count);
    }
    let told = desk.run("search the --show 2");
    assert!(
        told.err.contains(&format!("{count} places in ")),
        "{}",
        told.err
    );
    assert!(
        !desk
            .run("search the --show all")
            .err
            .contains(" places in ")
    );
    // What the index was told of a change is found, and verify agrees.
    desk.write("extra.csv", "about,text,author\ncode:pay,zamarud,ana\n");
    desk.ok("import memos extra.csv");
    assert_eq!(json(&["search", "zamarud"])["meta"]["places"], 1);
    desk.ok("verify");
    desk.ok("undo");
    assert_eq!(json(&["search", "zamarud"])["meta"]["places"], 0);
    for refused in [
        "search the --show 0",
        "search the --attr age",
        "search the --code none",
    ] {
        assert_ne!(desk.run(refused).code, 0, "{refused}");
    }
    let spoken = json(&["search", "*e*", "--speaker", "S-04", "--show", "all"]);
    let spoken = spoken["items"].as_array().unwrap();
    assert!(!spoken.is_empty() && spoken.iter().all(|hit| hit["speaker"] == "S-04"));
}

#[test]
fn rows_of_csv_hold_whole_sentences_and_guard_formulas() {
    let desk = Desk::with_study();
    desk.write("extra.csv", "about,text,author\ncode:pay,=1+1,ana\n");
    desk.ok("import memos extra.csv");
    let out = desk
        .run_words(&["sql", "select text from memos", "--format", "csv"])
        .out;
    assert!(out.contains("'=1+1"), "{out}");
    let raw = ["sql", "select text from memos", "--format", "csv", "--raw"];
    assert!(desk.run_words(&raw).out.contains("\n=1+1"));
}
