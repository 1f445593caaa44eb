//! The codebook and memos: what changes, what is refused, and that nothing is lost.

use crate::desk::Desk;

const HEADER: &str = "interview,text,code,coder,start,end,quote,status,anchor,rule,memo\n";

/// The small study with two codings of ana and one of ben on the same words of I-03, of which
/// ana's say the same once `pay` is merged into `money`.
fn with_rivals() -> Desk {
    let desk = Desk::with_study();
    desk.ok("coders add ben");
    let rows = "I-03,,pay,ana,,,Upper people pay late,proposed,,,Perhaps pay.\n\
        I-03,,pay,ben,,,Upper people pay late,accepted,,,\n";
    desk.write("codings.csv", &format!("{HEADER}{rows}"));
    desk.ok("import codings codings.csv");
    desk
}

fn codings(desk: &Desk) -> Vec<String> {
    let mut said: Vec<_> = desk
        .items("codings")
        .iter()
        .map(|one| {
            let cell = |name: &str| one[name].as_str().unwrap_or_default().to_owned();
            let name = |name| cell(name);
            [
                name("interview"),
                name("code"),
                name("coder"),
                name("status"),
                name("memo"),
            ]
            .join("|")
        })
        .collect();
    said.sort();
    said
}

/// What `export study` writes, so that nothing is overlooked.
fn state(desk: &Desk, name: &str) -> std::collections::BTreeMap<std::path::PathBuf, Vec<u8>> {
    desk.ok(&format!("export study -o {name}"));
    let mut files = crate::desk::files(&desk.path(name));
    files.retain(|path, _| !path.ends_with("manifest.json"));
    files
}

#[test]
fn a_code_is_added_edited_and_removed_with_the_checks_of_an_import() {
    let desk = Desk::with_study();
    let added = desk.run_words(&[
        "codebook",
        "add",
        "fee",
        "--parent",
        "money",
        "--definition",
        "What a guard asks.",
    ]);
    assert!(
        added.err.contains("added code fee; undo: gainsay undo"),
        "{}",
        added.err
    );
    let again = desk.run("codebook add fee");
    assert!(
        again.code != 0 && again.err.contains("gainsay codebook edit fee"),
        "{}",
        again.err
    );
    desk.ok("codebook edit fee --short fee");
    assert_eq!(desk.items("codebook show fee")[0]["short"], "fee");
    assert_eq!(desk.run("codebook add fie --parent mony").code, 5);
    let named = desk.run("codebook rm pay");
    assert!(named.err.contains("1 coding"), "{}", named.err);
    desk.ok("codebook rm fee");
    assert_eq!(desk.field("codes", "code"), ["money", "pay", "water"]);
    assert_eq!(desk.run("codebook edit pay").code, 2);
}

#[test]
fn a_code_moves_with_what_lies_below_and_never_below_itself() {
    let desk = Desk::with_study();
    desk.ok("codebook add wage --parent pay");
    for parent in ["pay", "wage"] {
        let circle = desk.run(&format!("codebook move pay --under {parent}"));
        assert!(
            circle.code != 0 && circle.err.contains("below it"),
            "{}",
            circle.err
        );
    }
    assert_eq!(desk.run("codebook edit pay --parent wage").code, 5);
    desk.ok("codebook move pay --top");
    assert_eq!(
        desk.field("codes", "code"),
        ["money", "pay", "wage", "water"]
    );
    let moved = desk.run("codebook move pay --under water");
    assert!(
        moved.err.contains("moved code pay below water"),
        "{}",
        moved.err
    );
    assert!(
        desk.run("codebook move pay --under water")
            .err
            .contains("nothing changed")
    );
    assert_eq!(desk.run("codebook move pay").code, 2);
}

#[test]
fn a_merge_moves_all_that_names_the_code_and_loses_no_memo() {
    let desk = with_rivals();
    desk.ok("rule run pay-late");
    desk.run_words(&["memo", "add", "code:pay", "Is a gift pay?"]);
    desk.ok("codebook add wage --parent pay");
    desk.run_words(&[
        "codebook",
        "edit",
        "pay",
        "--example",
        "They paid us in spring.",
    ]);
    let before = state(&desk, "before");

    let merge = "codebook merge pay money";
    let preview = desk.items(&format!("{merge} --dry-run"));
    assert_eq!(state(&desk, "previewed"), before);
    let done = desk.items(merge);
    assert_eq!(done, preview);
    let row = &done[0];
    let count = |name: &str| row[name].as_i64().unwrap();
    assert_eq!((count("codings"), count("collapsed")), (7, 1));
    assert_eq!(
        (count("rules"), count("memos"), count("children")),
        (1, 1, 1)
    );
    assert_eq!(row["example"], true);
    assert_eq!(
        row["collapses"][0],
        "I-03 (original) 50-71 by ana: accepted and proposed become accepted, memos joined"
            .replace(", memos joined", "")
    );

    // The accepted one stays, with what was written about the other.
    assert!(codings(&desk).contains(&"I-03|money|ana|accepted|Perhaps pay.".to_owned()));
    assert!(codings(&desk).contains(&"I-03|money|ben|accepted|".to_owned()));
    assert!(
        desk.items("codings --code pay")
            .iter()
            .all(|one| one["code"] != "pay")
    );
    assert_eq!(
        desk.field("memos --about code:money", "text"),
        ["Is a gift pay?"]
    );
    assert_eq!(desk.field("rules --code money", "key"), ["pay-late"]);
    assert_eq!(desk.items("codebook show wage")[0]["parent"], "money");
    assert_eq!(
        desk.items("codebook show money")[0]["example"],
        "They paid us in spring."
    );
    let pay = desk.items("codebook show pay").remove(0);
    assert_eq!(
        (&pay["retired"], &pay["definition"]),
        (&"yes".into(), &"What guards get for their watch.".into())
    );
    // Nothing is proposed anew: what the rule found is known.
    assert_eq!(desk.items("rule run pay-late")[0]["proposed"], 0);
    desk.ok("verify");

    desk.ok("undo");
    assert_eq!(state(&desk, "undone"), before);
    desk.ok("redo");
    assert!(codings(&desk).iter().all(|one| !one.contains("|pay|")));
}

#[test]
fn memos_of_both_are_joined_and_several_codes_become_one() {
    let desk = with_rivals();
    let rows = "I-03,,water,ana,,,Upper people pay late,rejected,,,Not water.\n";
    desk.write("more.csv", &format!("{HEADER}{rows}"));
    desk.ok("import codings more.csv");
    let done = desk.items("codebook merge pay water money");
    assert_eq!(
        (done[0]["collapsed"].as_i64(), done[1]["collapsed"].as_i64()),
        (Some(1), Some(1))
    );
    let collapse = done[1]["collapses"][0].as_str().unwrap();
    assert!(
        collapse.ends_with("accepted and rejected become accepted, memos joined"),
        "{collapse}"
    );
    assert!(
        codings(&desk).contains(&"I-03|money|ana|accepted|Perhaps pay.\n\nNot water.".to_owned())
    );
    // One operation, one undo.
    desk.ok("undo");
    assert_eq!(desk.field("codes", "code"), ["money", "pay", "water"]);
}

#[test]
fn a_merge_that_cannot_be_is_refused() {
    let desk = Desk::with_study();
    for (line, why) in [
        ("codebook merge pay pay", "into itself"),
        ("codebook merge money pay", "lies below `money`"),
        ("codebook merge pay old-pay", "is retired"),
        ("codebook merge watr money", "did you mean `water`"),
        (
            "codebook merge water pay money mony",
            "did you mean `money`",
        ),
    ] {
        let refused = desk.run(line);
        assert!(
            refused.code != 0 && refused.err.contains(why),
            "{line}: {}",
            refused.err
        );
    }
    assert_eq!(desk.items("log").len(), 1);
}

#[test]
fn a_split_makes_codes_and_moves_the_chosen_codings() {
    let desk = with_rivals();
    desk.ok("rule run pay-late");
    let split = [
        "codebook",
        "split",
        "pay",
        "--into",
        "late",
        "--where",
        "pay NEAR/2 late",
    ];
    let preview = desk.run_words(&[&split[..], &["--dry-run"]].concat());
    assert!(
        preview
            .err
            .contains("would split code pay: made late; 3 codings moved"),
        "{}",
        preview.err
    );
    assert!(desk.run("codebook show late").code != 0);
    let done = desk.run_words(&split);
    assert!(
        done.err
            .contains("made late; 3 codings moved (0 collapsed), 4 left"),
        "{}",
        done.err
    );
    assert_eq!(desk.items("codebook show late")[0]["parent"], "money");
    assert_eq!(desk.items("codings --code late").len(), 3);

    let left = desk.field("codings --code pay --status accepted", "coding");
    let named = desk.run(&format!(
        "codebook split pay --into late --coding {}",
        left[0]
    ));
    assert!(
        named.err.contains("1 coding moved") && !named.err.contains("made"),
        "{}",
        named.err
    );
    let stranger = desk.run(&format!(
        "codebook split pay --into late --coding {}",
        left[0]
    ));
    assert!(
        stranger.err.contains("another code than `pay`"),
        "{}",
        stranger.err
    );
    // Without a choice the codes are made and wait.
    desk.ok("codebook split pay --into one --into two");
    assert!(
        desk.run("codebook split pay --into one --into two --where pay")
            .code
            != 0
    );
    assert_eq!(desk.run("codebook split pay --into one --where (").code, 2);
    assert!(
        desk.run("codebook split pay --into old-pay")
            .err
            .contains("retired")
    );
    desk.ok("verify");
}

#[test]
fn what_was_rejected_stays_in_a_split_unless_it_is_named() {
    let desk = Desk::with_study();
    desk.ok("rule run pay-late");
    desk.ok("code reject --rule pay-late");
    let split = desk.run("codebook split pay --into late --where pay");
    assert!(split.err.contains("0 codings moved"), "{}", split.err);
    let rejected = desk.field("codings --status rejected", "coding");
    desk.ok(&format!(
        "codebook split pay --into late --coding {},{}",
        rejected[0], rejected[1]
    ));
    assert_eq!(desk.items("codings --code late").len(), 2);
}

#[test]
fn a_code_is_retired_once_its_proposals_are_settled() {
    let desk = Desk::with_study();
    desk.ok("rule run pay-late");
    let open = desk.run("codebook retire pay");
    assert!(
        open.code != 0
            && open
                .err
                .contains("4 proposals that nobody decided about, in I-01, I-02, I-03"),
        "{}",
        open.err
    );
    assert!(open.err.contains("--reject-proposals"), "{}", open.err);
    assert_eq!(
        desk.items("codebook show pay")[0]["retired"],
        serde_json::Value::Null
    );
    assert!(desk.run("codebook rm pay").err.contains("5 codings"));
    assert_eq!(desk.run("codebook edit pay --retired yes").code, 2);
    assert!(
        desk.run("codebook retire pay --into old-pay")
            .err
            .contains("is retired")
    );

    let retired = desk.run("codebook retire pay --reject-proposals");
    assert!(
        retired
            .err
            .contains("retired code pay: 4 proposals rejected"),
        "{}",
        retired.err
    );
    assert!(retired.err.contains("pay-late"), "{}", retired.err);
    assert_eq!(desk.items("codings --status rejected").len(), 4);
    assert!(desk.run("codes").err.contains("2 retired codes more"));
    assert_eq!(
        desk.items("codes --retired")
            .iter()
            .filter(|one| one["retired"] == "yes")
            .count(),
        2
    );

    desk.ok("undo");
    desk.ok("codebook retire pay --into water");
    assert_eq!(
        desk.items("codings --code water --status proposed").len(),
        4
    );
    assert_eq!(desk.items("codings --code pay").len(), 1);
    assert!(
        desk.run("codebook retire pay")
            .err
            .contains("nothing changed")
    );
}

#[test]
fn a_retired_code_gets_no_new_codings_by_hand_or_by_rule() {
    let desk = Desk::with_study();
    desk.ok("rule run");
    let water = desk.field("codings --code water --status proposed", "coding");
    let kept = state(&desk, "before");
    desk.ok("codebook retire pay --reject-proposals");
    desk.ok("undo");
    // What is proposed for a code that an import retires stays open, and is not accepted.
    let codebook = desk
        .read("small/codebook.csv")
        .replace("spoken of.,,,pay,", "spoken of.,,,pay,yes");
    desk.write("codebook.csv", &codebook);
    desk.ok("import codebook codebook.csv");
    let refused = desk.run("code accept --code pay");
    assert!(
        refused.code != 0 && refused.err.contains("`pay` is retired"),
        "{}",
        refused.err
    );
    desk.ok(&format!("code accept {}", water[0]));

    let run = desk.run("rule run");
    assert!(
        run.err
            .contains("rule pay-late was left out: its code pay is retired"),
        "{}",
        run.err
    );
    desk.write("codings.csv", &format!("{HEADER}I-04,,pay,ana,0,5,,,,,\n"));
    let by_hand = desk.run("import codings codings.csv");
    assert_eq!(by_hand.code, 5);
    assert!(
        by_hand.err.contains("codings.csv:2:code"),
        "{}",
        by_hand.err
    );
    assert!(by_hand.err.contains("`pay` is retired"), "{}", by_hand.err);
    // What the study has already is read again without a word, and a folder is a record.
    desk.ok("export study -o out");
    assert!(desk.run("import study out").err.contains("nothing changed"));
    desk.ok("init fresh.gainsay --unencrypted --from out");
    // Taken back into use it takes codings again.
    desk.run_words(&[
        "codebook",
        "edit",
        "pay",
        "--retired",
        "",
        "-p",
        "s.gainsay",
    ]);
    desk.ok("import codings codings.csv -p s.gainsay");
    assert!(!kept.is_empty());
}

#[test]
fn the_history_of_a_code_says_who_changed_what() {
    let desk = Desk::with_study();
    desk.ok("coders add ben");
    desk.run_words(&[
        "codebook",
        "edit",
        "pay",
        "--definition",
        "Wages.",
        "--as",
        "ben",
    ]);
    desk.ok("codebook move pay --top");
    let changes = desk.items("codebook history pay");
    let last = &changes[changes.len() - 2..];
    assert_eq!(last[0]["actor"], "ben");
    assert_eq!(
        (&last[0]["column"], &last[0]["before"], &last[0]["after"]),
        (
            &"definition".into(),
            &"What guards get for their watch.".into(),
            &"Wages.".into()
        )
    );
    assert_eq!(
        (&last[1]["column"], &last[1]["before"], &last[1]["after"]),
        (&"parent".into(), &"money".into(), &serde_json::Value::Null)
    );
    desk.ok("codebook rm old-pay");
    let gone = desk.items("codebook history old-pay");
    assert_eq!(gone.last().unwrap()["after"], serde_json::Value::Null);
    assert_eq!(desk.run("codebook history old-pai").code, 2);
}

#[test]
fn the_codebook_has_versions() {
    let desk = Desk::with_study();
    desk.ok("codebook merge pay money");
    desk.ok("codebook add fee");
    assert_eq!(desk.field("codes", "code"), ["fee", "money", "water"]);
    let first = desk.json("codes --as-of 1");
    let codes: Vec<_> = first["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            (
                one["code"].as_str().unwrap(),
                one["codings"].as_i64().unwrap(),
            )
        })
        .collect();
    assert_eq!(codes, [("money", 1), ("pay", 1), ("water", 1)]);
    assert_eq!(first["meta"]["operation"], "1");
    assert!(
        desk.run("codes")
            .err
            .contains("the codebook of operation 3")
    );
    assert_eq!(desk.run("codes --as-of 9").code, 2);
    assert_eq!(desk.field("codes", "code"), ["fee", "money", "water"]);
}

#[test]
fn a_check_lists_what_is_unfinished() {
    let desk = Desk::with_study();
    desk.run_words(&[
        "codebook",
        "add",
        "fee",
        "--parent",
        "old-pay",
        "--definition",
        "how  much water there is.",
        "--short",
        "WAT",
    ]);
    desk.run_words(&[
        "codebook",
        "edit",
        "water",
        "--include-when",
        "x",
        "--exclude-when",
        "y",
    ]);
    desk.run_words(&["codebook", "edit", "pay", "--definition", ""]);
    desk.ok("rule run water-low");
    let codebook = "code,definition,retired\nwater,How much water there is.,yes\n";
    let problems = |desk: &Desk| -> Vec<String> {
        let cell = |one: &serde_json::Value, name: &str| one[name].as_str().unwrap().to_owned();
        desk.items("codebook check")
            .iter()
            .map(|one| {
                format!(
                    "{} {} {}",
                    cell(one, "code"),
                    cell(one, "problem"),
                    one["count"]
                )
            })
            .collect()
    };
    assert_eq!(
        problems(&desk),
        [
            "fee no-codings 0",
            "pay no-definition 1",
            "money no-include-when 1",
            "money no-exclude-when 1",
            "fee same-definition 1",
            "water same-definition 1",
            "fee same-short 1",
            "water same-short 1",
            "fee parent-retired 1",
        ]
    );
    desk.write("codebook.csv", codebook);
    desk.ok("import codebook codebook.csv");
    let now = problems(&desk);
    assert_eq!(
        now[now.len() - 2..],
        [
            "water retired-with-proposals 2",
            "water retired-with-rules 1"
        ]
    );
    assert_eq!(desk.run("codebook check").code, 0);
}

#[test]
fn an_example_moves_when_its_text_is_corrected() {
    let desk = with_rivals();
    let by_ben = desk.items("codings --code pay --coder ben").remove(0);
    let id = by_ben["coding"].as_str().unwrap();
    desk.ok(&format!("codebook edit pay --example-coding {id}"));
    let examples = |desk: &Desk, code: &str| {
        desk.items(&format!("codebook show {code}"))[0]["examples"].clone()
    };
    assert_eq!(
        examples(&desk, "pay")[0],
        "I-03 50-71: Upper people pay late"
    );
    let text =
        desk.ok("transcript text I-03")
            .replacen("Upper people pay", "Well, upper people pay", 1);
    desk.write("I-03.txt", &text);
    desk.ok("transcript correct I-03 --text I-03.txt --yes");
    assert!(
        examples(&desk, "pay")[0]
            .as_str()
            .unwrap()
            .ends_with("pper people pay late"),
        "{}",
        examples(&desk, "pay")
    );
    assert_ne!(
        examples(&desk, "pay")[0],
        "I-03 50-71: Upper people pay late"
    );
    // It goes out with the study, and along when its code is merged.
    desk.ok("export study -o out");
    assert!(desk.read("out/codings.csv").contains(",yes,\n"));
    desk.ok("codebook merge pay money");
    assert_eq!(examples(&desk, "money").as_array().unwrap().len(), 1);
    let stranger = desk.run(&format!("codebook edit water --example-coding {id}"));
    assert!(
        stranger.err.contains("has another code"),
        "{}",
        stranger.err
    );
    desk.ok(&format!("codebook edit money --no-example-coding {id}"));
    assert_eq!(examples(&desk, "money").as_array().unwrap().len(), 0);
}

#[test]
fn memos_are_written_listed_and_removed_whatever_they_are_about() {
    let desk = Desk::with_study();
    let wrote = desk.run_words(&["memo", "add", "source:S-01", "Speaks for two."]);
    assert!(
        wrote
            .err
            .contains("wrote a memo on source:S-01; undo: gainsay undo"),
        "{}",
        wrote.err
    );
    desk.write("note.txt", "From a file.\nTwo lines.\n");
    desk.ok("memo add code:pay --file note.txt --as ana");
    let coding = desk.field("codings --interview I-02", "coding").remove(0);
    desk.run_words(&["memo", "add", &format!("coding:{coding}"), "Low as ever."]);
    let about = desk.field("memos", "about");
    assert_eq!(
        about[..4],
        ["claim:c-05", "code:pay", "source:S-01", "topic:pay-stopped"]
    );
    assert_eq!(about.len(), 6);
    assert_eq!(
        desk.field("memos --about code", "text"),
        ["From a file.\nTwo lines."]
    );
    assert_eq!(
        desk.field(&format!("memos --about coding:{coding}"), "text"),
        ["Low as ever."]
    );
    assert_eq!(desk.items("memos --author ana").len(), 5);

    let memo = desk.field("memos --about code:pay", "memo").remove(0);
    desk.run_words(&["memo", "edit", &memo, "Shorter."]);
    assert_eq!(
        desk.items(&format!("memo show {memo}"))[0]["text"],
        "Shorter."
    );
    desk.ok("export study -o out");
    let exported = desk.read("out/memos.csv");
    assert!(
        exported.contains("code:pay,Shorter.,ana,")
            && exported.contains("source:S-01,Speaks for two.,analyst,"),
        "{exported}"
    );
    assert!(desk.read("out/codings.csv").contains("Low as ever."));
    desk.ok("export csv -o tidy");
    let tidy = desk.read("tidy/memos.csv");
    assert!(
        tidy.contains("Shorter.") && desk.read("tidy/COLUMNS.md").contains("## memos.csv"),
        "{tidy}"
    );

    desk.ok(&format!("memo rm {memo}"));
    desk.ok(&format!("memo rm {coding}"));
    assert_eq!(desk.items("memos").len(), 4);
    desk.ok("undo");
    assert_eq!(desk.field("memos --about coding", "text").len(), 2);
    desk.ok("verify");
}

#[test]
fn a_memo_on_nothing_is_refused() {
    let desk = Desk::with_study();
    for words in [
        &["memo", "add", "code:pai", "x"][..],
        &["memo", "add", "codes:pay", "x"],
        &["memo", "add", "pay", "x"],
        &["memo", "add", "coding:0000", "x"],
        &["memo", "add", "code:pay", " "],
        &["memo", "add", "code:pay"],
        &["memo", "list", "--about", "codes"],
        &["memo", "list", "--about", "code:pai"],
        &["memo", "list", "--author", "anna"],
        &["memo", "show", "ffffffff"],
        &["memo", "rm", "ff"],
    ] {
        assert_ne!(desk.run_words(words).code, 0, "{words:?}");
    }
    assert_eq!(desk.items("log").len(), 1);
}

#[test]
fn two_people_who_code_one_transcript_at_once_both_land() {
    let desk = Desk::with_study();
    desk.ok("coders add ben");
    let text = desk.ok("transcript text I-03");
    let long = text.chars().count();
    for coder in ["ana", "ben"] {
        let rows: String = (0..long - 1)
            .map(|at| format!("I-03,,pay,{coder},{at},{},,,,,\n", at + 1))
            .collect();
        desk.write(&format!("{coder}.csv"), &format!("{HEADER}{rows}"));
    }
    let spawn = |coder: &str| {
        let file = format!("{coder}.csv");
        desk.command(["import", "codings", &file, "--as", coder, "-q"])
            .spawn()
            .unwrap()
    };
    let runs = [spawn("ana"), spawn("ben")];
    let also = desk
        .command(["memo", "add", "interview:I-03", "Both of us.", "-q"])
        .spawn()
        .unwrap();
    for mut run in runs.into_iter().chain([also]) {
        assert!(run.wait().unwrap().success());
    }
    for (coder, before) in [("ana", 1), ("ben", 0)] {
        let count = desk
            .items(&format!("codings --interview I-03 --coder {coder}"))
            .len();
        assert_eq!(count, long - 1 + before, "{coder}");
    }
    assert_eq!(
        desk.field("memos --about interview", "text"),
        ["Both of us."]
    );
    assert_eq!(desk.items("log").len(), 5);
    desk.ok("verify");
}

#[test]
fn a_rule_that_asks_for_a_merged_code_is_named() {
    let desk = Desk::with_study();
    desk.run_words(&[
        "rule",
        "add",
        "night",
        "--code",
        "water",
        "--match",
        "night AND CODED pay",
    ]);
    let merged = desk.run("codebook merge pay money");
    let told = "rule night asks for code pay in its expression: gainsay rule edit night";
    assert!(
        merged.err.contains(told) == (desk.items("rules").len() == 3),
        "{}",
        merged.err
    );
}
