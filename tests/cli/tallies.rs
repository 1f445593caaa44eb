//! Counts of codes, which codes meet, crosstabs, and passages by what stands on them.

use crate::desk::Desk;
use serde_json::Value;

/// The small study with more codings: ben marks what ana marked, and other things around it.
fn coded() -> Desk {
    let desk = Desk::with_study();
    desk.ok("coders add ben");
    desk.write(
        "codings.csv",
        "interview,code,coder,quote,status\n\
         I-02,water,ben,it is low,\n\
         I-02,money,ben,everybody sees that it is low.,\n\
         I-02,pay,ben,\"Their pay never stopped, whatever they say.\",\n\
         I-02,money,ben,Their pay never stopped,\n\
         I-02,water,ben,Sixty,rejected\n\
         I-02,money,ben,Sixty,proposed\n",
    );
    desk.ok("import codings codings.csv");
    desk
}

fn row<'r>(rows: &'r [Value], code: &str) -> &'r Value {
    let found = rows.iter().find(|row| row["code"] == code);
    found.unwrap_or_else(|| panic!("{code}: {rows:?}"))
}

fn counts(row: &Value, names: [&str; 4]) -> [i64; 4] {
    names.map(|name| row[name].as_i64().unwrap())
}

const OWN: [&str; 4] = ["passages", "sources", "interviews", "words"];
const ALL: [&str; 4] = ["all_passages", "all_sources", "all_interviews", "all_words"];

#[test]
fn codes_are_counted_alone_and_with_what_lies_below() {
    let desk = coded();
    let rows = desk.items("tally codes");
    // Two coders marked `it is low`: one passage. Rejected and proposed ones count for nothing.
    assert_eq!(counts(row(&rows, "water"), OWN), [1, 1, 1, 3]);
    // I-01 is of two sources.
    assert_eq!(counts(row(&rows, "pay"), OWN), [2, 3, 2, 12]);
    assert_eq!(counts(row(&rows, "money"), OWN), [3, 2, 2, 14]);
    // What money and pay both mark counts its words once.
    assert_eq!(counts(row(&rows, "money"), ALL), [5, 4, 3, 22]);
    assert!(!rows.iter().any(|row| row["code"] == "old-pay"));
    let mine = desk.items("tally codes --coder ana --code money");
    assert_eq!(mine.len(), 2);
    assert_eq!(counts(row(&mine, "money"), OWN), [1, 1, 1, 4]);
}

#[test]
fn passages_agree_with_what_sql_counts() {
    let desk = coded();
    let sql = "select code.key as code, count(distinct hex(c.version) || ':' || c.start_cp || ':' || c.end_cp) as n \
               from coding as c join code on code.id = c.code where coalesce(c.status, 'accepted') = 'accepted' group by 1";
    let out = desk.run_words(&["sql", sql, "--json"]);
    let counted: Value = serde_json::from_str(&out.out).unwrap();
    let rows = desk.items("tally codes");
    for one in counted["items"].as_array().unwrap() {
        let code = one["code"].as_str().unwrap();
        assert_eq!(row(&rows, code)["passages"], one["n"], "{code}");
    }
}

fn pairs(desk: &Desk, line: &str) -> Vec<(String, i64)> {
    let rows = desk.items(&format!("tally co-occurrence {line}"));
    let pair = |row: &Value| {
        let name = |name: &str| row[name].as_str().unwrap().to_owned();
        let codes = format!("{} {}", name("code_a"), name("code_b"));
        (codes, row["both"].as_i64().unwrap())
    };
    rows.iter().map(pair).collect()
}

#[test]
fn codes_meet_on_passages_in_turns_and_in_interviews() {
    let desk = coded();
    let told = |pairs: &[(&str, i64)]| -> Vec<(String, i64)> {
        pairs
            .iter()
            .map(|(codes, both)| ((*codes).to_owned(), *both))
            .collect()
    };
    assert_eq!(
        pairs(&desk, ""),
        told(&[("money pay", 1), ("money water", 1)])
    );
    assert_eq!(
        pairs(&desk, "--in turn"),
        told(&[("money pay", 1), ("money water", 1)])
    );
    assert_eq!(
        pairs(&desk, "--in interview"),
        told(&[("money pay", 1), ("money water", 1), ("pay water", 1)])
    );
    // With subcodes money is pay too: the two meet by what they are.
    assert_eq!(pairs(&desk, "--subcodes"), told(&[("money water", 1)]));
    let rows = desk.items("tally co-occurrence");
    let jaccard = rows[0]["jaccard"].as_f64().unwrap();
    assert!(jaccard > 0.0 && jaccard < 1.0, "{jaccard}");
}

#[test]
fn a_crosstab_has_a_column_for_each_value_and_a_row_for_each_measure() {
    let desk = coded();
    let out = desk.ok("tally crosstab --by side --format csv");
    let mut lines = out.lines();
    assert_eq!(
        lines.next(),
        Some("code,measure,bystander,lower,upper,total")
    );
    assert!(out.contains("money,passages,1,2,0,3\n"), "{out}");
    assert!(out.contains("pay,sources,0,1,2,3\n"), "{out}");
    assert!(out.contains("water,words,0,3,0,3\n"), "{out}");
    let out = desk.ok("tally crosstab --by age_band --measure passages --subcodes --format csv");
    assert!(out.starts_with("code,measure,18-29,30-49,total\n"), "{out}");
    // I-01 is of a source of 18-29 and of one of 30-49: it counts in both, and once in total.
    assert!(out.contains("money,passages,1,5,5\n"), "{out}");
    assert_eq!(
        desk.ok("tally crosstab --by attr.age_band --measure passages --subcodes --format csv"),
        out
    );
    let years = desk.ok("tally crosstab --by year --measure words --format csv");
    assert!(years.starts_with("code,measure,2022,total\n"), "{years}");
    let none = desk.ok("tally crosstab --by country --measure words --format csv");
    assert!(none.starts_with("code,measure,(none),total\n"), "{none}");
    for by in [
        "group",
        "source",
        "kind",
        "interview",
        "researcher",
        "mode",
        "place",
        "language",
        "awareness",
    ] {
        desk.ok(&format!("tally crosstab --by {by}"));
    }
}

#[test]
fn passages_are_found_by_the_codes_that_stand_on_them() {
    let desk = coded();
    let found = |line: &str| {
        let rows = desk.items(&format!("codings {line}"));
        let mut found: Vec<String> = rows
            .iter()
            .map(|row| {
                format!(
                    "{} {}",
                    row["interview"].as_str().unwrap(),
                    row["code"].as_str().unwrap()
                )
            })
            .collect();
        found.sort_unstable();
        found
    };
    let query = |query: &str| {
        let out = desk.run_words(&["codings", "--where", query, "--json"]);
        assert_eq!(out.code, 0, "{query}: {}", out.err);
        serde_json::from_str::<Value>(&out.out).unwrap()["items"]
            .as_array()
            .unwrap()
            .clone()
    };
    assert_eq!(query("water AND money").len(), 3);
    assert_eq!(query("water AND NOT money").len(), 0);
    assert_eq!(query("pay NOT water").len(), 2);
    // A code stands for those below it, and the status is accepted unless asked otherwise.
    assert_eq!(query("money").len(), 5);
    assert_eq!(query("NOT (water OR pay)").len(), 1);
    assert_eq!(found("--where water --status rejected").len(), 0);
    assert_eq!(found("--side lower --status accepted").len(), 5);
    assert_eq!(found("--attr age_band=18-29"), ["I-01 pay"]);
    assert_eq!(
        found("--speaker S-04 --status accepted --code pay"),
        ["I-02 pay"]
    );
    assert!(found("--speaker R-2").is_empty());
    assert_eq!(found("--lang ps"), ["I-01 pay"]);
    let near = desk.items("codings --where water --context 2");
    let context = near[0]["context"].as_str().unwrap();
    assert_eq!(context, "sees that it is low.");
    let csv = desk.ok("codings --where water --context 2 --format csv");
    assert!(csv.lines().next().unwrap().ends_with(",quote,memo,context"));
}

#[test]
fn counts_of_a_blind_coder_leave_out_what_is_hidden() {
    let desk = coded();
    for coder in ["ana", "ben"] {
        desk.ok(&format!("coders assign {coder} I-02"));
    }
    let rows = desk.items("--as ana tally codes");
    assert_eq!(counts(row(&rows, "pay"), OWN)[0], 1);
    let told = desk.run("--as ana tally codes");
    assert!(
        told.err.contains("4 codings of others left out"),
        "{}",
        told.err
    );
    assert!(pairs(&desk, "--as ana").is_empty());
    assert!(
        desk.items("--as ana codings --where pay --interview I-02")
            .is_empty()
    );
}

#[test]
fn an_empty_study_counts_nothing_and_a_slip_is_told() {
    let desk = Desk::empty();
    desk.ok("init e.gainsay --unencrypted");
    assert!(desk.items("tally codes").is_empty());
    assert!(desk.items("tally co-occurrence --in turn").is_empty());
    assert!(desk.items("tally crosstab --by side").is_empty());
    let desk = coded();
    for (words, said) in [
        (
            &["tally", "crosstab", "--by", "age"][..],
            "no column or attribute `age`",
        ),
        (&["tally", "crosstab", "--by", "age_bant"], "age_band"),
        (&["tally", "crosstab"], "--by"),
        (
            &["tally", "codes", "--attr", "trade=salt"],
            "no attribute `trade`",
        ),
        (&["tally", "codes", "--coder", "bem"], "no coder `bem`"),
        (&["tally", "codes", "--code", "wayer"], "water"),
        (&["tally", "codes", "--side", "uper"], "upper"),
        (&["tally", "co-occurrence", "--in", "page"], "overlap"),
        (&["codings", "--where", "pay AND"], "missing at the end"),
        (
            &["codings", "--where", "pay water"],
            "without AND, OR or NOT",
        ),
        (&["codings", "--where", "wayer"], "no code `wayer`"),
        (&["codings", "--attr", "trade=salt"], "no attribute `trade`"),
        (
            &["search", "pay", "--attr", "trade=salt"],
            "no attribute `trade`",
        ),
    ] {
        let refused = desk.run_words(words);
        assert_ne!(refused.code, 0, "{words:?}");
        assert!(refused.err.contains(said), "{words:?}: {}", refused.err);
        assert!(refused.out.is_empty(), "{words:?}");
    }
}

/// Two sources, of whom one has no kind written; a turn of S without words between two of R.
fn with_an_empty_turn() -> Desk {
    let desk = Desk::empty();
    std::fs::create_dir_all(desk.path("few/t")).unwrap();
    desk.write(
        "few/study.toml",
        "[study]\nname = \"few, invented\"\n[[side]]\nkey = \"x\"\n[[group]]\nkey = \"g\"\nside = \"x\"\n\
         [[coder]]\nkey = \"ana\"\n[[coder]]\nkey = \"ben\"\n",
    );
    desk.write(
        "few/sources.csv",
        "source,group,kind\nS,g,\nT,g,interviewee\n",
    );
    desk.write(
        "few/interviews.csv",
        "interview,source,date,transcript\nI,S,2021,t/i.txt\nJ,T,2021,t/j.txt\n",
    );
    desk.write("few/codebook.csv", "code\na\nb\n");
    desk.write("few/t/i.txt", "R: yes\nS:\nR: no\n");
    desk.write("few/t/j.txt", "T: yes\n");
    desk.write(
        "few/codings.csv",
        "interview,code,coder,start,end\nI,a,ana,3,11\nI,b,ben,3,11\nJ,a,ana,3,6\n",
    );
    desk.ok("init few.gainsay --unencrypted --from few");
    desk
}

#[test]
fn a_source_without_a_kind_is_an_interviewee() {
    let desk = with_an_empty_turn();
    let out = desk.ok("-p few.gainsay tally crosstab --by kind --measure sources --format csv");
    assert_eq!(
        out,
        "code,measure,interviewee,total\na,sources,2,2\nb,sources,1,1\n"
    );
}

#[test]
fn a_turn_without_words_is_no_turn() {
    let desk = with_an_empty_turn();
    let out = desk.ok("-p few.gainsay tally co-occurrence --in turn --format csv");
    assert!(out.contains("a,b,1,2,1,"), "{out}");
    let of_s = desk.ok("-p few.gainsay code list --speaker S --format csv");
    assert_eq!(of_s.lines().count(), 1, "{of_s}");
}
