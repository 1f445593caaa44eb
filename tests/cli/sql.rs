//! SQL that people write: it reads, and nothing else.

use crate::desk::Desk;

fn sql(desk: &Desk, query: &str, flags: &[&str]) -> crate::desk::Answer {
    let mut words = vec!["sql", query];
    words.extend(flags);
    desk.run_words(&words)
}

#[test]
fn a_select_is_a_listing_like_any_other() {
    let desk = Desk::with_study();
    let query = "select topic, count(*) as claims from claims group by topic order by topic";
    let csv = sql(&desk, query, &["--format", "csv"]);
    assert!(
        csv.out.starts_with("topic,claims\ngate-broken,3\n"),
        "{}",
        csv.out
    );
    let json: serde_json::Value =
        serde_json::from_str(&sql(&desk, query, &["--json"]).out).unwrap();
    assert_eq!(
        json["items"][0],
        serde_json::json!({"topic": "gate-broken", "claims": 3})
    );
    let table = sql(&desk, query, &["--width", "40"]).out;
    assert!(table.contains("gate-broken          3\n"), "{table}");
    let twice = sql(
        &desk,
        "select 1 as a, 2 as a, null as b, 1.5 as c",
        &["--json"],
    )
    .out;
    let twice: serde_json::Value = serde_json::from_str(&twice).unwrap();
    assert_eq!(
        twice["items"][0],
        serde_json::json!({"a": 1, "a_2": 2, "b": null, "c": 1.5})
    );
}

#[test]
fn a_query_may_come_from_stdin() {
    use std::io::Write as _;
    let desk = Desk::with_study();
    let mut child = desk
        .command(["sql", "-", "--format", "csv"])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(b"select count(*) as n from sources")
        .unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.stdout, b"n\n9\n");
}

#[test]
fn nothing_is_written_attached_set_or_loaded() {
    let desk = Desk::with_study();
    desk.write("notes.txt", "secret");
    for query in [
        "delete from claim",
        "update claim set note = 'x'",
        "insert into coder (id, key) values (randomblob(16), 'eve')",
        "create table t (a)",
        "create temp table t (a)",
        "drop view claims",
        "attach 'other.db' as other",
        "detach main",
        "pragma user_version = 7",
        "pragma user_version",
        "select * from pragma_table_info('claim')",
        "select load_extension('x')",
        "select gainsay_cell(0, 0)",
        "select readfile('notes.txt')",
        "select writefile('x', 'y')",
        "vacuum into 'copy.db'",
        "begin",
        "commit",
        "reindex",
        "analyze",
        "select 1; delete from claim",
        "with t as (select 1) delete from claim",
        "explain delete from claim",
        "",
        "selekt 1",
    ] {
        let refused = sql(&desk, query, &[]);
        assert_eq!(refused.code, 2, "{query}: {}{}", refused.out, refused.err);
        assert!(refused.out.is_empty(), "{query}: {}", refused.out);
    }
    assert_eq!(desk.items("claims").len(), 25);
    desk.ok("verify");
    let mut left: Vec<_> = std::fs::read_dir(desk.path(""))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    left.sort();
    assert_eq!(left, ["notes.txt", "s.gainsay", "small"]);
}

#[test]
fn the_schema_lists_every_view_and_sql_knows_them() {
    let desk = Desk::with_study();
    let views: std::collections::BTreeSet<String> =
        desk.field("schema", "view").into_iter().collect();
    assert!(views.len() > 20);
    for view in views {
        let columns = desk.field(&format!("schema {view}"), "column");
        let quoted: Vec<String> = columns
            .iter()
            .map(|column| format!("\"{column}\""))
            .collect();
        let query = format!("select {} from {view}", quoted.join(", "));
        let answer = sql(&desk, &query, &["--format", "csv"]);
        assert_eq!(answer.code, 0, "{query}: {}", answer.err);
        assert_eq!(answer.out.lines().next(), Some(columns.join(",").as_str()));
    }
    // No study is needed for it.
    Desk::empty().ok("schema claims");
}

#[test]
fn a_statement_that_does_not_end_is_stopped() {
    let desk = Desk::with_study();
    let endless =
        "with recursive n(x) as (select 1 union all select x + 1 from n) select count(*) from n";
    let said = desk.run_words(&["sql", endless, "--timeout", "1"]);
    assert_eq!(said.code, 1, "{}", said.err);
    assert!(said.err.contains("did not end in 1 s"), "{}", said.err);
    assert!(said.err.contains("--timeout SECONDS"), "{}", said.err);
    // The study is as usable as before.
    desk.ok("check");
}
