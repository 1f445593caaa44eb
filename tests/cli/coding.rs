//! Proposals, codings, coders.

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

/// Twelve interviews in which some sentences speak of pay, all coded but the last two.
fn study_to_learn_from() -> Desk {
    study_told_by(|_, pay, other| format!("{pay} {other}"))
}

/// The same, with what stands in each transcript: made of the source, what it says of pay, and the rest.
fn study_told_by(told: impl Fn(&str, &str, &str) -> String) -> Desk {
    let desk = Desk::empty();
    let pay = [
        "The salary came late again.",
        "Nobody was paid a salary this month.",
        "They paid our salaries late.",
    ];
    let other = [
        "The river is low.",
        "We dug a well behind the house.",
        "Snow fell on the road.",
        "The school is shut.",
    ];
    let mut interviews = "interview,source,date,language,consent,transcript\n".to_owned();
    let mut sources = "source,group\n".to_owned();
    let mut codings = "interview,code,coder,quote\n".to_owned();
    std::fs::create_dir_all(desk.path("pay/transcripts")).unwrap();
    for number in 1..=12 {
        sources += &format!("S-{number},elders\n");
        interviews += &format!(
            "I-{number},S-{number},2022-01-{number:02},en,analyse,transcripts/i{number}.txt\n"
        );
        let text = told(&format!("S-{number}"), &pay.join(" "), &other.join(" "));
        desk.write(&format!("pay/transcripts/i{number}.txt"), &text);
        if number <= 10 {
            for quote in pay {
                codings += &format!("I-{number},pay,ana,{quote}\n");
            }
        }
    }
    desk.write("pay/interviews.csv", &interviews);
    desk.write("pay/sources.csv", &sources);
    desk.write("pay/codings.csv", &codings);
    desk.write("pay/codebook.csv", "code,name\npay,Pay\nwater,Water\n");
    desk.write(
        "pay/study.toml",
        "[study]\nname = \"Pay\"\n\n[[side]]\nkey = \"none\"\n\n[[group]]\nkey = \"elders\"\nside = \"none\"\n\n[[coder]]\nkey = \"ana\"\n",
    );
    desk.ok("init s.gainsay --unencrypted --from pay");
    desk
}

#[test]
fn what_is_coded_is_learned_and_a_person_decides() {
    let desk = study_to_learn_from();
    let dry = desk.items("code suggest --dry-run");
    assert_eq!(
        (&dry[0]["code"], &dry[0]["proposed"]),
        (&"pay".into(), &6.into())
    );
    assert_eq!(
        (&dry[0]["f1"], &dry[0]["interviews"]),
        (&1.into(), &10.into())
    );
    assert!(desk.items("codings --status proposed").is_empty());

    let first = desk.run("code suggest");
    assert!(first.err.contains("undo: gainsay undo"), "{}", first.err);
    let proposed = desk.items("codings --origin learned --min-probability 0.5");
    assert_eq!(proposed.len(), 6);
    assert!(
        proposed
            .iter()
            .all(|one| one["origin"] == "learned" && one["status"] == "proposed")
    );
    let fired = proposed[0]["fired"].as_str().unwrap();
    assert!(fired.contains("salary"), "{fired}");
    let again = desk.run("code suggest");
    assert!(
        again.err.contains("nothing new was proposed"),
        "{}",
        again.err
    );

    let id = proposed[0]["coding"].as_str().unwrap();
    let shown = desk.items(&format!("code show {id}")).remove(0);
    assert!(
        shown["weights"][0].as_str().unwrap().contains('='),
        "{shown}"
    );
    desk.ok(&format!("code reject {id}"));
    let preview =
        desk.items("code accept --learned --min-probability 0.5 --interview I-12 --dry-run");
    assert_eq!(preview.len(), 3);
    desk.ok("code accept --min-probability 0.5 --interview I-12 --as ana");
    let log = desk.items("log --last 1").remove(0);
    assert_eq!(
        (&log["actor"], &log["action"]),
        (
            &"ana".into(),
            &"accepted 3 proposals: 3 pay from learned".into()
        )
    );
    let again = desk.run("code suggest");
    assert!(
        again.err.contains("nothing new was proposed"),
        "{}",
        again.err
    );
    assert_eq!(desk.items("codings --origin hand").len(), 30);
    desk.ok("undo --last 3");
    assert!(desk.items("codings --origin learned").is_empty());
}

#[test]
fn words_of_the_question_that_weighed_are_shown_in_brackets() {
    let desk = study_told_by(|source, pay, other| {
        let what = "Was there money for soldiers?";
        format!("R: {what}\n\n{source}: {pay}\n\nR: How is the land?\n\n{source}: {other}\n")
    });
    desk.ok("code suggest --interview I-11");
    let proposed = desk.items("codings --origin learned");
    assert_eq!(proposed.len(), 3);
    let fired = proposed[0]["fired"].as_str().unwrap();
    assert!(
        fired.contains("[money]") || fired.contains("[soldiers]"),
        "{fired}"
    );
    assert!(!fired.contains("[land]"), "{fired}");
    let id = proposed[0]["coding"].as_str().unwrap();
    let shown = desk.items(&format!("code show {id}")).remove(0);
    assert!(shown["weights"].to_string().contains("]="), "{shown}");
}

#[test]
fn a_rejected_proposal_returns_when_its_words_or_its_rule_changed() {
    let desk = study_to_learn_from();
    desk.ok("code suggest --interview I-11");
    desk.ok("code reject --learned");
    desk.write(
        "edited.txt",
        &desk
            .read("pay/transcripts/i11.txt")
            .replace("came late again", "came late, as ever"),
    );
    desk.ok("transcript correct I-11 --text edited.txt --yes");
    let words = "code suggest --interview I-11 --dry-run";
    assert_eq!(desk.items(words)[0]["proposed"], 1);

    let desk = Desk::with_study();
    desk.ok("rule run pay-late");
    desk.ok("code reject --rule pay-late");
    assert_eq!(desk.items("rule run pay-late")[0]["proposed"], 0);
    desk.run_words(&["rule", "edit", "pay-late", "--note", "read again"]);
    assert_eq!(desk.items("rule run pay-late")[0]["proposed"], 0);
    let edited = desk.run_words(&["rule", "edit", "pay-late", "--unit", "turn"]);
    assert_eq!(edited.code, 0, "{}", edited.err);
    assert!(
        desk.items("rule run pay-late")[0]["proposed"]
            .as_i64()
            .unwrap()
            > 0
    );
    desk.ok("code reject --rule pay-late");
    assert_eq!(desk.items("rule run pay-late")[0]["proposed"], 0);
}

#[test]
fn a_coding_gets_another_code_and_its_own_is_not_proposed_again() {
    let desk = study_to_learn_from();
    desk.ok("code suggest --interview I-11");
    let proposed = desk.items("codings --status proposed");
    let id = proposed[0]["coding"].as_str().unwrap();
    let dry = desk.run(&format!("code recode {id} water --dry-run"));
    assert!(dry.err.contains("would recode"), "{}", dry.err);
    desk.ok(&format!("code recode {id} water"));
    let recoded = desk.items(&format!("code show {id}")).remove(0);
    let cells = ["code", "status", "origin", "quote"].map(|name| recoded[name].as_str().unwrap());
    assert_eq!(
        cells,
        [
            "water",
            "accepted",
            "learned",
            proposed[0]["quote"].as_str().unwrap()
        ]
    );
    let same = desk.run(&format!("code recode {id} water"));
    assert!(same.err.contains("nothing changed"), "{}", same.err);
    assert_eq!(desk.items("code suggest --code pay")[0]["proposed"], 3);
    assert_eq!(desk.run(&format!("code recode {id} wader")).code, 2);
}

#[test]
fn what_was_moved_or_recoded_is_not_proposed_again_at_its_old_place() {
    let desk = Desk::with_study();
    desk.ok("rule run pay-late");
    let proposed = desk.items("codings --status proposed");
    let one = proposed
        .iter()
        .find(|one| one["interview"] == "I-01")
        .unwrap();
    let (id, start) = (one["coding"].as_str().unwrap(), &one["start"]);
    desk.ok(&format!("code accept {id}"));
    let end = start.as_i64().unwrap() + 4;
    desk.ok(&format!("code move {id} --start {start} --end {end}"));
    let new = || desk.items("rule run pay-late")[0]["proposed"].clone();
    assert_eq!(new(), 0);
    // Wherever the old words stand since, and whichever rule asks for the code.
    desk.write("edits.csv", "start,end,quote,replacement\n0,0,,\"\n\"\n");
    desk.ok("transcript correct I-01 --translation --edits edits.csv --yes");
    assert_eq!(new(), 0);
    desk.ok("rule add pay-too --code pay --match pay*");
    let places = |line: &str| {
        let found = desk.items(line);
        let of = found.iter().filter(|one| one["interview"] == "I-01");
        of.map(|one| one["start"].as_i64().unwrap())
            .collect::<Vec<_>>()
    };
    desk.ok("rule run pay-too");
    let again = places("codings --origin rule --status proposed --code pay");
    assert!(!again.contains(&(start.as_i64().unwrap() + 1)), "{again:?}");
    desk.ok("undo --last 4");
    assert_eq!(new(), 0, "the place stands there again, and is accepted");
}

#[test]
fn where_there_is_too_little_nothing_is_learned() {
    let desk = Desk::with_study();
    let out = desk.run("code suggest");
    assert_eq!(out.code, 0, "{}", out.err);
    assert!(
        out.err.contains("left out, with too little to learn from"),
        "{}",
        out.err
    );
    assert_eq!(desk.run("code suggest --min-probability 1.5").code, 2);
    assert_eq!(desk.run("code suggest --code pai").code, 2);
    let none = Desk::empty();
    none.ok("init s.gainsay --unencrypted");
    assert!(
        none.run("code suggest")
            .err
            .contains("nobody coded anything yet")
    );
    let all = study_to_learn_from();
    all.ok("undo");
    assert!(
        all.run("code suggest")
            .err
            .contains("nobody coded anything yet")
    );
}

#[test]
fn codings_are_listed_by_interview_place_and_code_however_they_came() {
    let desk = Desk::with_study();
    for line in [
        "code add water I-03 --quote August",
        "code add pay I-03 --quote August",
        "code add pay I-03 --quote bread",
        "code add pay I-02 --quote whatever",
        "code add pay I-02 --quote Sixty",
        "code add pay I-04 --quote Nobody",
    ] {
        desk.ok(line);
    }
    let listed = |line: &str| -> Vec<String> {
        let rows = desk.items(line).into_iter();
        rows.map(|row| {
            let cell = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
            format!("{} {} {}", cell("interview"), cell("code"), cell("quote"))
        })
        .collect()
    };
    let all = [
        "I-01 pay درې میاشتې هېڅ نه و",
        "I-02 pay Sixty",
        "I-02 pay whatever",
        "I-02 water it is low",
        "I-03 pay bread",
        "I-03 money Upper people pay late",
        "I-03 pay August",
        "I-03 water August",
        "I-04 pay Nobody",
    ];
    assert_eq!(listed("code list"), all);
    let of_pay: Vec<_> = all
        .iter()
        .filter(|one| one.split(' ').nth(1) == Some("pay"))
        .collect();
    assert_eq!(
        listed("code list --code pay").iter().collect::<Vec<_>>(),
        of_pay
    );
}

#[test]
fn a_code_is_put_on_a_passage_by_hand() {
    let desk = Desk::with_study();
    let before = desk.items("code list").len();
    desk.ok("code add water I-02 --quote Sixty --memo by-hand -n");
    assert_eq!(desk.items("code list").len(), before);
    desk.ok("code add water I-02 --quote Sixty --memo by-hand");
    let rows = desk.items("code list --code water");
    let added = rows.iter().find(|row| row["quote"] == "Sixty").unwrap();
    assert_eq!(
        (added["origin"].as_str(), added["memo"].as_str()),
        (Some("hand"), Some("by-hand"))
    );
    let again = desk.run("code add water I-02 --quote Sixty --memo by-hand");
    assert!(again.err.contains("nothing changed"), "{}", again.err);
    for line in [
        "code add water I-02 --quote nowhere-in-it",
        "code add nothing I-02 --quote Sixty",
        "code add old-pay I-02 --quote Sixty",
    ] {
        assert_eq!(desk.run(line).code, 5, "{line}");
    }
    desk.ok("undo");
    assert_eq!(desk.items("code list").len(), before);
}

#[test]
fn what_was_rejected_does_not_come_back_by_a_merge_of_codes() {
    let desk = Desk::with_study();
    desk.ok("rule add pay-too --code water --match pay*");
    desk.ok("rule run");
    desk.ok("code reject --rule pay-late");
    desk.ok("code reject --rule pay-too");
    desk.ok("codebook merge water pay");
    let again = desk.run("rule run pay-late pay-too");
    assert!(again.err.contains("nothing new"), "{}", again.err);
    // A code that stands on just these words is not proposed there either.
    let desk = Desk::with_study();
    desk.ok("rule run");
    let proposed = desk.items("codings --origin rule --code pay --status proposed");
    desk.ok("code reject --rule pay-late");
    for place in &proposed {
        let place = format!(
            "{} --start {} --end {}",
            place["interview"].as_str().unwrap(),
            place["start"],
            place["end"]
        );
        desk.ok(&format!("code add water {place} --translation"));
    }
    desk.ok("codebook merge water pay");
    let again = desk.run("rule run pay-late");
    assert!(again.err.contains("nothing new"), "{}", again.err);
}
