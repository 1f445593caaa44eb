//! Coders' work: assigning, submitting, blind coding, deciding differences.

use crate::desk::{Desk, files};

/// The small study with ben beside ana; both are to code I-01 and I-02.
fn two_at_work() -> Desk {
    let desk = Desk::with_study();
    desk.ok("coders add ben");
    desk.write(
        "codings.csv",
        "interview,code,coder,quote\nI-01,pay,ben,درې میاشتې\nI-02,money,ben,it is low\n",
    );
    desk.ok("import codings codings.csv");
    for coder in ["ana", "ben"] {
        desk.ok(&format!("coders assign {coder} I-01 I-02"));
    }
    desk
}

fn submit(desk: &Desk, coder: &str) {
    desk.ok(&format!("--as {coder} coders submit I-01 I-02"));
}

fn coders_in(desk: &Desk, line: &str) -> Vec<String> {
    let mut coders = desk.field(line, "coder");
    coders.sort_unstable();
    coders.dedup();
    coders
}

#[test]
fn work_is_assigned_listed_and_submitted() {
    let desk = two_at_work();
    let again = desk.run("coders assign ana I-01 I-02");
    assert!(again.err.contains("nothing changed"), "{}", again.err);
    let due = desk.run("coders assign ana I-01 --due 2022-12 --open");
    assert!(due.err.contains("changed 1"), "{}", due.err);
    let rows = desk.items("coders assignments --coder ana");
    assert_eq!(rows.len(), 2);
    assert_eq!(
        (&rows[0]["sight"], &rows[0]["due"], &rows[0]["state"]),
        (&"open".into(), &"2022-12".into(), &"waiting".into())
    );
    let done = desk.run("--as ana coders submit I-01");
    assert!(done.err.contains("submitted 1 text; undo"), "{}", done.err);
    assert_eq!(desk.items("coders assignments --waiting").len(), 3);
    let coders = desk.items("coders list");
    let ana = coders.iter().find(|one| one["key"] == "ana").unwrap();
    assert_eq!(
        (&ana["assigned"], &ana["submitted"]),
        (&2.into(), &1.into())
    );
    let again = desk.run("--as ana coders submit I-01");
    assert!(again.err.contains("nothing waits"), "{}", again.err);
    desk.ok("undo");
    assert_eq!(desk.items("coders assignments --waiting").len(), 4);
    let taken = desk.run("coders unassign ben --all");
    assert!(taken.err.contains("took 2 texts from ben"), "{}", taken.err);
    assert_eq!(desk.items("coders assignments").len(), 2);
}

#[test]
fn submitting_all_that_waits_is_asked_first() {
    let desk = two_at_work();
    let refused = desk.run("--as ben coders submit");
    assert_eq!(refused.code, 2, "{}", refused.err);
    desk.ok("--as ben coders submit --yes");
    assert!(
        desk.items("coders assignments --coder ben --waiting")
            .is_empty()
    );
}

#[test]
fn a_blind_coder_sees_others_when_all_have_submitted() {
    let desk = two_at_work();
    let seen = |who: &str, line: &str| coders_in(&desk, &format!("--as {who} {line}"));
    let both = ["ana", "ben"];
    assert_eq!(seen("ben", "codings --interview I-01"), ["ben"]);
    let warned = desk.run("--as ben codings --interview I-01");
    assert!(
        warned.err.contains("1 coding of others hidden"),
        "{}",
        warned.err
    );
    assert_eq!(seen("ana", "codings --interview I-02"), ["ana"]);
    // Who is not to code it sees all, and so does everybody where nothing is assigned.
    assert_eq!(seen("analyst", "codings --interview I-01"), both);
    assert_eq!(seen("ben", "codings --interview I-03"), ["ana"]);
    // A search for words with a code looks at the own codings alone.
    let low = |who: &str| {
        desk.items(&format!("--as {who} search low --code water"))
            .len()
    };
    assert_eq!((low("ben"), low("ana")), (0, 1));
    let diff = desk.run("--as ben coders diff");
    assert!(diff.err.contains("you code it blind"), "{}", diff.err);
    submit(&desk, "ben");
    assert_eq!(seen("ben", "codings --interview I-01"), ["ben"]);
    submit(&desk, "ana");
    assert_eq!(seen("ben", "codings --interview I-01"), both);
    assert_eq!(low("ben"), 1);
    desk.ok("undo");
    desk.ok("coders assign ben I-01 --open");
    assert_eq!(seen("ben", "codings --interview I-01"), both);
    assert_eq!(seen("ben", "codings --interview I-02"), ["ben"]);
}

#[test]
fn a_split_by_words_does_not_tell_a_blind_coder_which_words_others_coded() {
    let desk = two_at_work();
    let split = |who: &str| {
        desk.run(&format!(
            "--as {who} codebook split money --into rent --where low -n"
        ))
    };
    let refused = split("ana");
    assert_eq!(refused.code, 1, "{}", refused.err);
    assert!(refused.err.contains("hidden from you"), "{}", refused.err);
    assert!(!refused.err.contains("moved"), "{}", refused.err);
    // Whose own codings these are, and who does not code these texts, may.
    for who in ["ben", "analyst"] {
        let told = split(who);
        assert_eq!(told.code, 0, "{}", told.err);
    }
    submit(&desk, "ana");
    submit(&desk, "ben");
    assert_eq!(split("ana").code, 0);
}

#[test]
fn proposals_and_exports_are_hidden_from_nobody() {
    let desk = two_at_work();
    desk.ok("rule run pay-late");
    let line = "--as ben codings --status proposed";
    assert_eq!(desk.items(line).len(), 4);
    desk.ok("--as ben export csv -o out");
    let written = desk.read("out/codings.csv");
    assert!(written.contains(",ana,") && written.contains(",ben,"));
}

#[test]
fn submissions_say_who_saw_what() {
    let desk = two_at_work();
    let none = desk.run("coders diff");
    assert!(
        none.out.is_empty() || !none.out.contains("I-01"),
        "{}",
        none.out
    );
    assert!(
        none.err.contains("has not submitted the text"),
        "{}",
        none.err
    );
    submit(&desk, "ana");
    submit(&desk, "ben");
    assert_eq!(desk.items("coders diff").len(), 3);
    // I-03 was submitted by nobody: what ana marked there is no longer held against ben.
    let out = desk.run("coders agreement --format csv");
    assert!(out.out.contains("a coder who submitted a text has seen it"));
    assert!(out.err.contains("1 coding left out"), "{}", out.err);
    // A text without a mark is seen too, once it is submitted.
    desk.ok("coders assign ana I-04");
    desk.ok("coders assign ben I-04");
    desk.ok("--as ana coders submit I-04");
    desk.ok("--as ben coders submit I-04");
    let joint = |out: &str| {
        let line = out.lines().find(|line| line.starts_with("u-alpha,overall"));
        line.unwrap().split(',').nth(11).unwrap().to_owned()
    };
    let units = joint(&desk.ok("coders agreement --format csv"));
    assert_eq!(units, "3");
}

#[test]
fn a_corrected_text_keeps_its_submissions_and_says_so() {
    let desk = two_at_work();
    submit(&desk, "ana");
    desk.write("edits.csv", "quote,replacement\nSixty,Seventy\n");
    let done = desk.run("transcript correct I-02 --edits edits.csv --yes");
    assert!(
        done.err.contains("1 submission of this text: it stays"),
        "{}",
        done.err
    );
    let states = desk.field("coders assignments --coder ana", "state");
    assert_eq!(states, ["submitted", "corrected"]);
    submit(&desk, "ben");
    let out = desk.run("coders agreement --format csv");
    assert!(
        out.err
            .contains("1 submission of a text that was corrected since"),
        "{}",
        out.err
    );
    desk.ok("--as ana coders submit --yes");
    assert_eq!(
        desk.field("coders assignments --coder ana", "state"),
        ["submitted", "submitted"]
    );
    // In another copy the text is the same one, and so is what is said of it.
    desk.ok("undo");
    desk.ok("export study -o out");
    desk.ok("init t.gainsay --unencrypted --from out");
    let states = desk.field("-p t.gainsay coders assignments --coder ana", "state");
    assert_eq!(states, ["submitted", "corrected"]);
    desk.ok("-p t.gainsay export study -o again");
    assert_eq!(files(&desk.path("out")), files(&desk.path("again")));
}

#[test]
fn texts_are_dealt_out_evenly_and_the_same_each_time() {
    let deal = |desk: &Desk| {
        for coder in ["ben", "cem"] {
            desk.ok(&format!("coders add {coder}"));
        }
        desk.ok("coders assign --double 2 --among ana,ben,cem --seed 7");
        desk.items("coders assignments")
    };
    let (one, two) = (Desk::with_study(), Desk::with_study());
    let dealt = deal(&one);
    assert_eq!(dealt, deal(&two));
    assert_eq!(dealt.len(), 8);
    for coder in ["ana", "ben", "cem"] {
        let own = dealt.iter().filter(|row| row["coder"] == coder).count();
        assert!((2..=3).contains(&own), "{coder} {own}");
    }
    let again = one.run("coders assign --double 2 --among ana,ben,cem --seed 8");
    assert!(
        again.err.contains("every text has its coders"),
        "{}",
        again.err
    );
}

#[test]
fn what_cannot_be_assigned_or_submitted_is_refused_and_nothing_is_written() {
    let desk = two_at_work();
    let head = desk.json("status")["meta"]["operation"].clone();
    for (line, code, said) in [
        ("--as ana coders submit I-03", 1, "is not assigned to ana"),
        ("--as ana coders submit I-9", 2, "no interview"),
        ("coders assign bem I-01", 2, "there is no coder `bem`"),
        ("coders assign ana I-9", 2, "no interview"),
        ("coders assign ana", 2, ""),
        (
            "coders assign ana I-04 --translation",
            1,
            "has no translation text",
        ),
        ("coders assign ana I-01 --due soon", 1, "the day is none"),
        ("coders assign --double 9", 1, "9 coders for each text"),
        ("coders assign ana --double 2", 2, ""),
        (
            "coders assign --double 2 --among ana,bem",
            2,
            "there is no coder `bem`",
        ),
        ("coders unassign ben I-03", 1, "is not assigned to ben"),
        ("coders resolve I-01", 2, "--take CODER"),
        ("coders resolve", 2, ""),
        ("coders resolve I-01 --take ana --both", 2, ""),
        ("coders resolve I-01 --both --into ana", 1, "is a person"),
        (
            "coders resolve I-01 --both --into analyst",
            1,
            "is a person",
        ),
        (
            "coders resolve --code pai --both",
            2,
            "there is no code `pai`",
        ),
        (
            "coders assignments --coder bem",
            2,
            "there is no coder `bem`",
        ),
    ] {
        let refused = desk.run(line);
        assert_eq!(refused.code, code, "{line}: {}", refused.err);
        assert!(refused.err.contains(said), "{line}: {}", refused.err);
    }
    assert_eq!(desk.json("status")["meta"]["operation"], head);
}

#[test]
fn a_coder_with_work_is_not_undone_away() {
    let desk = Desk::with_study();
    desk.ok("coders add ben");
    desk.ok("coders assign ben I-01");
    let added = desk.items("log").len();
    let refused = desk.run(&format!("undo {added}"));
    let line = format!("undo {}", added - 1);
    let refused_add = desk.run(&line);
    assert_eq!(refused.code, 0, "{}", refused.err);
    assert_eq!(refused_add.code, 0, "{}", refused_add.err);
    desk.ok("redo");
    desk.ok("redo");
    let refused = desk.run(&line);
    assert_ne!(refused.code, 0, "{}", refused.err);
    assert!(!refused.err.contains("panicked"));
    desk.ok("verify");
}

#[test]
fn two_rows_of_one_text_and_coder_and_a_hash_that_is_none_are_refused() {
    let desk = two_at_work();
    let row = "interview,text,coder,sight,due,submitted,submitted_text\n";
    for (rows, said) in [
        (
            "I-03,,ana,,,,\nI-03,original,ana,open,,,\n",
            "line 2 already",
        ),
        ("I-03,,ana,,,2022-05-01,abc\n", "is no SHA-256"),
        (
            "I-03,,ana,,,,0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0\n",
            "there is no day",
        ),
        ("I-03,,ana,seen,,,\n", "blind, open"),
    ] {
        desk.write("a.csv", &format!("{row}{rows}"));
        let refused = desk.run("import assignments a.csv");
        assert_eq!(refused.code, 5, "{rows}: {}", refused.err);
        assert!(refused.err.contains(said), "{rows}: {}", refused.err);
    }
    // The same text and coder again is a change of the row, not a second one.
    desk.write("a.csv", &format!("{row}I-01,,ana,open,,2022-05-01,\n"));
    desk.ok("import assignments a.csv");
    let rows = desk.items("coders assignments --coder ana");
    assert_eq!((rows.len(), &rows[0]["state"]), (2, &"submitted".into()));
}

#[test]
fn differences_are_decided_and_the_codings_of_both_stay() {
    let desk = two_at_work();
    submit(&desk, "ana");
    submit(&desk, "ben");
    let before = desk.items("codings").len();
    let done = desk.run("coders resolve I-02 --take ben");
    assert!(
        done.err
            .contains("agreed on 2 places, 0 of them without a difference"),
        "{}",
        done.err
    );
    let agreed = desk.items("codings --coder agreed");
    let told: Vec<_> = agreed
        .iter()
        .map(|one| (&one["code"], &one["status"]))
        .collect();
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told.contains(&(&"money".into(), &"accepted".into())));
    // Ben marked no water there, so that nothing holds is kept too.
    assert!(told.contains(&(&"water".into(), &"rejected".into())));
    assert_eq!(desk.items("codings").len(), before + 2);
    let again = desk.run("coders resolve I-02 --both");
    assert!(again.err.contains("nothing waits"), "{}", again.err);
    // What is agreed on is no coder among coders.
    assert_eq!(desk.items("coders diff").len(), 3);
    assert!(!desk.ok("coders agreement --format csv").contains("agreed,"));
    let list = desk.items("coders list");
    assert!(
        list.iter()
            .any(|one| one["key"] == "agreed" && one["agreed"] == "yes")
    );
    let refused = desk.run("coders assign agreed I-01");
    assert_eq!(refused.code, 1, "{}", refused.err);
    desk.ok("undo");
    let again = desk.run("coders resolve I-02 --none --dry-run");
    assert!(
        again.err.contains("would agree on 2 places"),
        "{}",
        again.err
    );
    assert!(desk.run("codings --coder agreed").code == 2);
}

#[test]
fn three_coders_are_resolved_and_what_all_marked_alike_comes_along() {
    let desk = two_at_work();
    desk.ok("coders add cem");
    desk.write(
        "more.csv",
        "interview,code,coder,quote\nI-02,water,cem,it is low\nI-02,pay,ana,Sixty\nI-02,pay,ben,Sixty\nI-02,pay,cem,Sixty\n",
    );
    desk.ok("import codings more.csv");
    desk.ok("coders assign cem I-02");
    submit(&desk, "ana");
    submit(&desk, "ben");
    desk.ok("--as cem coders submit I-02");
    let done = desk.run("coders resolve I-02 --take cem");
    assert!(
        done.err
            .contains("agreed on 3 places, 1 of them without a difference"),
        "{}",
        done.err
    );
    let accepted = desk.items("codings --coder agreed --status accepted");
    let mut codes: Vec<_> = accepted
        .iter()
        .map(|one| one["code"].as_str().unwrap())
        .collect();
    codes.sort_unstable();
    assert_eq!(codes, ["pay", "water"]);
    let refused = desk.run("coders resolve I-01 --take cem");
    assert_eq!(refused.code, 1, "{}", refused.err);
    assert!(
        refused.err.contains("has not seen this text"),
        "{}",
        refused.err
    );
}

#[test]
fn nothing_shows_a_blind_coder_what_others_marked_or_wrote_on_it() {
    let desk = two_at_work();
    desk.ok("--as ana code add pay I-02 --quote Sixty --memo seen-by-ana");
    let added = desk.items("--as ana codings --code pay --coder ana");
    let id = added.iter().find(|one| one["quote"] == "Sixty").unwrap()["coding"]
        .as_str()
        .unwrap()
        .to_owned();
    desk.ok(&format!("codebook edit pay --example-coding {id}"));
    desk.write("edits.csv", "quote,replacement\nthe autumn,the spring\n");
    for line in [
        "memo list",
        "search seen* --in memos --show all",
        "claim suggest I-02",
        "transcript correct I-02 --edits edits.csv --dry-run",
        "codebook show pay",
        "rule test --show right,wrong,missed,near",
        "code suggest --dry-run",
    ] {
        let seen = |who: &str, form: &str| {
            let answer = desk.run(&format!("--as {who} {line} {form}"));
            let all = answer.out + &answer.err;
            all.contains("seen-by-ana") || all.contains("Sixty") || all.contains(&id)
        };
        for form in ["", "--json"] {
            assert!(!seen("ben", form), "{line} {form}");
        }
    }
    for line in [
        format!("code show {id}"),
        format!("code recode {id} water"),
        format!("code rm {id}"),
        format!("code move {id} --quote low"),
        format!("memo show {id}"),
        format!("memo add coding:{id} mine"),
        format!("codebook edit pay --no-example-coding {id}"),
    ] {
        let refused = desk.run(&format!("--as ben {line}"));
        assert_ne!(refused.code, 0, "{line}: {}", refused.out);
        assert!(!refused.err.contains("Sixty"), "{line}");
    }
    // Who made it sees and changes it, and so does everybody when all have submitted.
    assert!(desk.ok("--as ana memo list").contains("seen-by-ana"));
    submit(&desk, "ana");
    submit(&desk, "ben");
    assert!(desk.ok("--as ben memo list").contains("seen-by-ana"));
    let found = desk.field("--as ben search seen* --in memos", "key");
    assert_eq!(found, [format!("coding:{id}")]);
    desk.ok(&format!("--as ben code show {id}"));
}
