//! Judging, looking back and typing rows, through the program itself.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    /// A study made from the demo's folder.
    fn new() -> Self {
        let desk = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        desk.ok("init s.gainsay --unencrypted --from DEMO");
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs a line; words in `'…'` are one, DEMO is the demo's folder.
    fn run(&self, line: &str) -> Output {
        let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/demo");
        let mut words: Vec<String> = Vec::new();
        for (order, part) in line.split('\'').enumerate() {
            match order % 2 {
                1 => words.push(part.to_owned()),
                _ => words.extend(part.split_whitespace().map(str::to_owned)),
            }
        }
        let words = words
            .into_iter()
            .map(|word| word.replace("DEMO", &demo.to_string_lossy()));
        Command::new(env!("CARGO_BIN_EXE_gainsay"))
            .args(words)
            .current_dir(self.folder.path())
            .env_remove("GAINSAY_STUDY")
            .env_remove("GAINSAY_AS")
            .output()
            .unwrap()
    }

    fn ok(&self, line: &str) -> String {
        let output = self.run(line);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{line}: {said}");
        String::from_utf8(output.stdout).unwrap()
    }

    fn fails(&self, line: &str, code: i32) -> String {
        let output = self.run(line);
        assert_eq!(output.status.code(), Some(code), "{line}");
        String::from_utf8_lossy(&output.stderr).into_owned()
    }

    /// The rows of a CSV answer as cells by name.
    fn rows(&self, line: &str) -> Vec<std::collections::HashMap<String, String>> {
        let text = self.ok(&format!("{line} --format csv -q"));
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        reader.deserialize().map(Result::unwrap).collect()
    }

    fn status(&self, flags: &str) -> String {
        let rows = self.rows(&format!("{flags} findings --topic attack-dead"));
        let row = rows
            .iter()
            .find(|row| row["claim_a"] == "i09-c10" && row["claim_b"] == "i10-c4");
        row.unwrap()["status"].clone()
    }
}

const PAIR: &str = "i09-c10,i10-c4";

#[test]
fn a_judgement_stands_until_a_claim_in_it_changes() {
    let desk = Desk::new();
    desk.ok(&format!("finding accept {PAIR} --reason 'one bomb'"));
    assert_eq!(desk.status(""), "accepted");
    desk.ok("check -q");
    desk.ok("claim edit i09-c3 --note 'another claim'");
    assert_eq!(desk.status(""), "accepted");
    desk.ok("claim edit i10-c4 --value 10");
    assert_eq!(desk.status(""), "changed");
    let shown = desk.ok(&format!("finding show {PAIR}"));
    assert!(
        shown.contains("i10-c4 by operation 4 (edited claim i10-c4"),
        "{shown}"
    );
    let row = &desk.rows(&format!("finding show {PAIR}"))[0];
    assert!(row["changed_since"].contains("i10-c4 by operation 4"));
    assert!(row["judgements"].contains("before a claim changed"));
    // A change that was taken back is none.
    desk.ok("undo");
    assert_eq!(desk.status(""), "accepted");
    desk.ok(&format!("finding reopen {PAIR}"));
    assert_eq!(desk.status(""), "open");
}

#[test]
fn a_judgement_that_comes_back_is_of_the_claims_that_it_was_of() {
    let desk = Desk::new();
    desk.ok(&format!("finding accept {PAIR} --reason 'one bomb'"));
    desk.ok("claim edit i10-c4 --value 10");
    assert_eq!(desk.status(""), "changed");
    // Taken back and brought back, it was still made before the claim changed.
    desk.ok(&format!("finding reopen {PAIR}"));
    desk.ok("undo");
    assert_eq!(desk.status(""), "changed");
    desk.ok("undo 3");
    assert_eq!(desk.status(""), "accepted");

    let other = Desk::new();
    other.ok(&format!("finding accept {PAIR} --reason 'one bomb'"));
    other.ok("undo");
    other.ok("claim edit i10-c4 --value 10");
    other.ok("redo 3");
    assert_eq!(other.status(""), "changed");
    // Judged anew, it is of the claims as they are.
    other.ok(&format!("finding accept {PAIR} --reason 'one bomb'"));
    assert_eq!(other.status(""), "accepted");
}

#[test]
fn every_judgement_has_its_status_and_a_blind_reader_sees_only_her_own() {
    let desk = Desk::new();
    desk.ok("coders add ana");
    for (verb, status) in [
        ("accept", "accepted"),
        ("explain --by time", "explained"),
        ("dismiss", "dismissed"),
        ("unverified", "unverified"),
        ("unverifiable", "unverified"),
    ] {
        desk.ok(&format!("finding {verb} {PAIR} --reason because"));
        assert_eq!(desk.status(""), status, "{verb}");
    }
    let blind = |actor: &str| {
        let rows = desk.rows(&format!(
            "--as {actor} findings --topic attack-dead --blind"
        ));
        let row = rows.iter().find(|row| row["claim_b"] == "i10-c4").unwrap();
        row["status"].clone()
    };
    assert_eq!(
        (blind("ana"), blind("analyst")),
        ("open".to_owned(), "unverified".to_owned())
    );
    let hidden = desk.ok(&format!("--as ana finding show {PAIR} --blind"));
    assert!(!hidden.contains("because"), "{hidden}");
    desk.ok(&format!("--as ana finding accept {PAIR} --reason 'my own'"));
    assert_eq!(blind("ana"), "disputed");
    let row = desk
        .rows("finding agreement")
        .into_iter()
        .find(|row| row["units"] == "1");
    let row = row.unwrap();
    assert_eq!(
        (
            row["value"].as_str(),
            row["observed"].as_str(),
            row["expected"].as_str()
        ),
        ("0", "1", "1")
    );
}

#[test]
fn what_is_new_gone_and_changed_since_an_operation() {
    let desk = Desk::new();
    let words = |line: &str| -> Vec<String> {
        let rows = desk.rows(line);
        rows.into_iter()
            .map(|row| format!("{} {},{}", row["since"], row["claim_a"], row["claim_b"]))
            .collect()
    };
    assert_eq!(words("check --since 1"), Vec::<String>::new());
    let all = desk.rows("check").len();
    assert_eq!(words("check --since 0").len(), all);
    desk.ok("check --fail-on new -q");
    desk.ok("claim edit i10-c4 --value 30");
    let gone = words("check --since 1 --topic attack-dead");
    assert!(gone.contains(&"gone i09-c10,i10-c4".to_owned()), "{gone:?}");
    desk.ok("check -q");
    desk.ok("claim edit i10-c4 --value 900");
    let refused = desk.fails("check --fail-on new -q", 3);
    assert!(refused.contains("since operation 2"), "{refused}");
    // The run that failed is the last run now.
    desk.ok("check --fail-on new -q");
    desk.ok("undo");
    desk.ok("undo 2");
    assert_eq!(words("check --since 1"), Vec::<String>::new());
    assert!(desk.fails("check --since 77", 2).contains("operation 77"));
}

#[test]
fn settings_stand_with_every_run() {
    let desk = Desk::new();
    let rows = desk.rows("check --settings");
    assert!(
        rows.iter()
            .any(|row| row["setting"] == "undated_reach_days" && row["value"] == "90")
    );
    let json: serde_json::Value = serde_json::from_str(&desk.ok("check --json")).unwrap();
    let settings = json["meta"]["settings"].as_array().unwrap();
    assert!(settings.iter().any(|one| one == "undated_reach_days=90"));
}

#[test]
fn a_claim_typed_in_goes_the_way_of_an_import_and_answers() {
    let desk = Desk::new();
    let line = "claim add --interview I-01 --source S-14 --topic attack-dead --stance affirms --value 200 --when 2021-11 --place jalalabad";
    let dry = desk.rows(&format!("{line} -n"));
    let answer = desk.rows(line);
    assert_eq!(dry, answer);
    assert!(
        answer
            .iter()
            .any(|row| row["other"] == "i09-c10" && row["verdict"] == "contradiction")
    );
    assert_eq!(answer[0]["claim"], "I-01-c1");
    assert!(desk.ok("claim show I-01-c1").contains("200"));
    let faults = desk.fails(
        "claim add k1 --source S-14 --topic nowhere --stance affirm --value 2",
        5,
    );
    assert!(
        faults.contains("claim k1:topic") && faults.contains("did you mean affirms"),
        "{faults}"
    );
    let no_figure = desk.fails("claim edit I-01-c1 --value 'ever so many'", 5);
    assert!(
        no_figure.contains("cannot stand") && !no_figure.contains("ever so"),
        "{no_figure}"
    );
    desk.ok("claim edit I-01-c1 --value '' --note 'a ? behind'");
    assert!(!desk.ok("claim show I-01-c1").contains("200"));
    desk.ok("undo");
    assert!(desk.ok("claim show I-01-c1").contains("200"));
    desk.ok("claim rm I-01-c1");
    desk.fails("claim show I-01-c1", 2);
}

#[test]
fn rows_of_other_tables_are_typed_too_and_what_others_need_stays() {
    let desk = Desk::new();
    desk.ok("place add kot --parent nangarhar --level district --names 'Kot;کوټ'");
    desk.ok("source edit S-14 --attr age_band=25-34");
    desk.ok("interview edit I-01 --note seen");
    assert!(desk.ok("transcript show I-01").contains("S-14"));
    desk.ok("topic add new-topic --statement 'Something holds' --kind state");
    desk.ok("population add reserves --parent isk-members --definition 'without arms'");
    let refused = desk.fails("place rm nangarhar", 1);
    assert!(refused.contains("claims"), "{refused}");
    desk.ok("place rm kot");
    // A topic that its claims would no longer fit.
    let refused = desk.run("topic edit leader-seat --values 'north;south'");
    assert!(!refused.status.success());
    assert!(desk.ok("topic show leader-seat").contains("pakistan"));
    // A stock that something feeds stays a stock.
    desk.ok("topic add joined --statement 'This many joined' --kind quantity --measure flow --unit persons --feeds strength:in");
    let refused = desk.fails("topic edit garrison --feeds strength:in", 5);
    assert!(refused.contains("the measure flow"), "{refused}");
    let refused = desk.fails("topic edit strength --measure rank", 5);
    assert!(
        refused.contains("feeds") && refused.contains("the measure stock"),
        "{refused}"
    );
    let refused = desk.fails("topic rm strength", 1);
    assert!(refused.contains("claims"), "{refused}");
}

#[test]
fn review_needs_a_terminal() {
    let desk = Desk::new();
    assert!(desk.fails("review", 2).contains("terminal"));
}

#[test]
fn suggestions_are_a_file_to_be_completed() {
    let desk = Desk::new();
    let before = desk.rows("claims").len();
    let rows = desk.rows("claim suggest I-01 --all");
    assert!(!rows.is_empty());
    desk.ok("claim suggest I-01 --all --save new.csv");
    desk.fails("claim suggest I-01 --all --save new.csv", 1);
    assert_eq!(desk.rows("claims").len(), before);
    // Without a stance nothing is taken in.
    assert!(desk.fails("import claims new.csv", 5).contains("stance"));
    let text = std::fs::read_to_string(desk.path("new.csv")).unwrap();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().unwrap().clone();
    let stance = header.iter().position(|name| name == "stance").unwrap();
    let mut writer = csv::Writer::from_path(desk.path("done.csv")).unwrap();
    writer.write_record(&header).unwrap();
    for record in reader.records() {
        let record = record.unwrap();
        let cells = record
            .iter()
            .enumerate()
            .map(|(at, cell)| if at == stance { "affirms" } else { cell });
        writer.write_record(cells).unwrap();
    }
    writer.flush().unwrap();
    desk.ok("import claims done.csv");
    assert_eq!(desk.rows("claims").len(), before + rows.len());
}

#[test]
fn a_judgement_lapses_when_the_details_of_a_boast_are_others() {
    let desk = Desk::new();
    let status = || {
        let rows = desk.rows("findings --topic crossings");
        let row = rows
            .iter()
            .find(|row| row["claim_a"] == "i03-c2" && row["claim_b"] == "i03-c3");
        row.unwrap()["status"].clone()
    };
    desk.ok("finding accept i03-c2,i03-c3 --reason 'counted twice'");
    assert_eq!(status(), "accepted");
    desk.ok("claim edit i03-c2 --general-of 'i03-c3;i03-c4;i03-c1'");
    assert_eq!(status(), "changed");
    // A change that was taken back is none, nor is another order.
    desk.ok("undo");
    assert_eq!(status(), "accepted");
    desk.ok("claim edit i03-c2 --general-of 'i03-c4;i03-c3'");
    assert_eq!(status(), "accepted");
}

#[test]
fn who_judged_a_boast_before_its_details_changed_takes_no_part_in_agreement() {
    let desk = Desk::new();
    for analyst in ["k-alder", "k-birch"] {
        desk.ok(&format!(
            "finding accept i03-c2,i03-c3 --reason 'counted twice' --as {analyst}"
        ));
    }
    let units = || desk.rows("finding agreement")[0]["units"].clone();
    assert_eq!(units(), "1");
    desk.ok("claim edit i03-c4 --value 5");
    assert_eq!(units(), "0");
}
