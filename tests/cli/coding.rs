//! Rules, proposals, codings, coders.

use crate::desk::Desk;

#[test]
fn the_columns_of_codings_are_those_that_papers_rely_on() {
    let desk = Desk::with_study();
    let out = desk.ok("code list --format csv");
    assert_eq!(
        out.lines().next(),
        Some(
            "interview,source,group,side,date,code,code_path,coder,origin,status,start,end,quote,memo"
        )
    );
    let first = "I-01,S-01;S-02,upper-guard;upper-guard,upper;upper,2022-04-12,pay,money > pay,ana,hand,accepted,";
    assert!(out.contains(first), "{out}");
}

#[test]
fn a_rule_proposes_once_and_a_person_decides() {
    let desk = Desk::with_study();
    let first = desk.run("rule run pay-late");
    assert!(first.err.contains("undo: gainsay undo"), "{}", first.err);
    let proposed = desk.items("codings --status proposed");
    assert_eq!(proposed.len(), 4);
    assert!(proposed.iter().all(|one| one["origin"] == "rule:pay-late"));
    let again = desk.json("rule run pay-late");
    assert_eq!(
        (&again["items"][0]["proposed"], &again["items"][0]["known"]),
        (&0.into(), &4.into())
    );

    let id = proposed[0]["coding"].as_str().unwrap();
    let rejected = desk.run(&format!("code reject {id}"));
    assert!(
        rejected
            .err
            .contains("rejected 1 coding; undo: gainsay undo"),
        "{}",
        rejected.err
    );
    let accepted = desk.run("code accept --rule pay-late --interview I-01");
    assert!(
        accepted.err.contains("accepted 1 coding"),
        "{}",
        accepted.err
    );
    let rule = desk.items("rule show pay-late").remove(0);
    let states = ["proposed", "accepted", "rejected"].map(|name| rule[name].as_i64().unwrap());
    assert_eq!(states, [2, 1, 1]);
    assert_eq!(desk.items("codings --code money").len(), 6);
    desk.ok("undo --last 2");
    assert_eq!(desk.items("codings --status proposed").len(), 4);
    desk.ok("undo");
    assert!(desk.items("codings --status proposed").is_empty());
}

#[test]
fn filters_of_codings_hold_together() {
    let desk = Desk::with_study();
    desk.ok("rule run");
    assert_eq!(desk.items("codings --coder ana").len(), 3);
    assert_eq!(
        desk.items("codings --code water --status proposed --interview I-02")
            .len(),
        1
    );
    assert_eq!(desk.items("codings --rule water-low").len(), 2);
    for line in [
        "codings --code pai",
        "codings --rule pay",
        "codings --coder anna",
        "codings --interview I-9",
    ] {
        assert_eq!(desk.run(line).code, 2, "{line}");
    }
}

#[test]
fn a_dry_run_keeps_nothing() {
    let desk = Desk::with_study();
    assert_eq!(desk.json("rule run --dry-run")["items"][0]["proposed"], 4);
    assert!(desk.items("codings --status proposed").is_empty());
    desk.ok("rule run");
    desk.ok("code accept --rule pay-late --dry-run");
    assert_eq!(desk.items("codings --status proposed").len(), 6);
    let nothing = desk.run("code accept --rule pay-late --interview I-04");
    assert!(nothing.err.contains("nothing changed"), "{}", nothing.err);
}

#[test]
fn rules_are_held_against_their_examples() {
    let desk = Desk::with_study();
    let tested = desk.items("rule test");
    assert_eq!(tested.len(), 2);
    assert_eq!(
        (&tested[0]["examples"], &tested[0]["failed"]),
        (&3.into(), &0.into())
    );
    let rules = desk
        .read("small/rules.toml")
        .replace("The water came late.", "The pay came late.");
    desk.write("rules.toml", &rules);
    desk.ok("import rules rules.toml");
    let failed = desk.run("rule test");
    assert_eq!(failed.code, 5);
    assert!(
        failed
            .err
            .contains("rule pay-late: example 1 of should_not_match matches"),
        "{}",
        failed.err
    );
    // The words of an example may be an interview's.
    assert!(!failed.err.contains("came late"));
}

#[test]
fn coders_are_added_once_and_act_under_their_key() {
    let desk = Desk::with_study();
    assert_eq!(desk.run("rule run --as ben").code, 2);
    let added = desk.run("coders add ben");
    assert!(
        added.err.contains("added coder ben; undo: gainsay undo"),
        "{}",
        added.err
    );
    assert!(desk.run("coders add ben").err.contains("nothing changed"));
    desk.ok("rule run --as ben");
    assert_eq!(desk.items("log --last 1")[0]["actor"], "ben");
    let coders = desk.items("coders list");
    assert_eq!(
        (&coders[0]["key"], &coders[0]["judgements"]),
        (&"ana".into(), &1.into())
    );
    let like = desk.run("rule run --as analist");
    assert!(like.err.contains("did you mean `analyst`"), "{}", like.err);
    assert_eq!(desk.run_words(&["coders", "add", "no key"]).code, 1);
}
