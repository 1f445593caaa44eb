//! The cross-check, findings, and what people make of them.

use crate::desk::Desk;

const COLUMNS: &str = "finding,claim_a,claim_b,topic_a,topic_b,kind,marks,verdict,why,explanations,severity,gap,shared_time,certainty,source_a,source_b,side_a,side_b,stated_on_a,stated_on_b,independent,status,reason,interest_a,interest_b";

#[test]
fn the_columns_are_those_that_others_rely_on() {
    let desk = Desk::with_study();
    for line in ["check", "finding list", "check --all", "findings --all"] {
        let out = desk.ok(&format!("{line} --format csv"));
        assert_eq!(out.lines().next(), Some(COLUMNS), "{line}");
    }
}

#[test]
fn the_fixture_holds_what_its_readme_says() {
    let desk = Desk::with_study();
    for (pair, verdict, kind, marks, why) in [
        ("c-04,c-05", "contradiction", "K1", "", ""),
        ("c-01,c-02", "contradiction", "K2", "", ""),
        ("c-08,c-09", "contradiction", "K3", "", ""),
        ("c-10,c-11", "contradiction", "K3", "S1", ""),
        ("c-04,c-19", "contradiction", "K1", "link", ""),
        ("c-12,c-14", "apparent", "K1", "", "place"),
        ("c-04,c-06", "reconciled", "K1", "", "time"),
        ("c-01,c-03", "reconciled", "K2", "", "rounding"),
        ("c-01,c-24", "reconciled", "K2", "", "hearsay"),
        ("c-14,c-15", "not-comparable", "", "", "place"),
        ("c-12,c-13", "agrees", "", "", ""),
    ] {
        let finding = desk.finding(pair);
        let word = |name: &str| finding[name].as_str().unwrap_or_default().to_owned();
        let own: Vec<&str> = finding["marks"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|mark| mark.as_str())
            .collect();
        assert_eq!(word("verdict"), verdict, "{pair}");
        assert_eq!(word("kind"), kind, "{pair}");
        assert_eq!(own.join(";"), marks, "{pair}");
        assert_eq!(word("why"), why, "{pair}");
    }
}

#[test]
fn only_what_is_flagged_is_listed_unless_all_is_asked_for() {
    let desk = Desk::with_study();
    let flagged = ["contradiction", "apparent"];
    let verdicts = desk.field("check", "verdict");
    assert!(
        verdicts
            .iter()
            .all(|verdict| flagged.contains(&verdict.as_str()))
    );
    let all = desk.field("check --all", "verdict");
    assert!(all.contains(&"agrees".to_owned()) && all.len() > verdicts.len());
    assert!(
        desk.field("findings --verdict agrees", "verdict")
            .iter()
            .all(|one| one == "agrees")
    );
    let counted = desk.json("check --dry-run");
    assert_eq!(counted["meta"]["flagged"], verdicts.len());
    assert_eq!(desk.json("check")["meta"]["flagged"], verdicts.len());
}

#[test]
fn a_block_is_cut_and_the_exact_count_is_told() {
    let desk = Desk::with_study();
    let whole = desk
        .items("check --topic guard-strength --per-block all")
        .len();
    let cut = desk.run("check --topic guard-strength --per-block 3 --format csv");
    assert!(cut.out.lines().count() < whole);
    let left = whole + 1 - cut.out.lines().count();
    assert!(cut.err.contains(&format!("{left} pairs of")), "{}", cut.err);
    assert!(cut.err.contains("3 of "), "{}", cut.err);
    assert_eq!(
        desk.json("check --topic guard-strength --per-block 3")["meta"]["flagged"],
        whole
    );
}

#[test]
fn a_part_can_be_checked_alone() {
    let desk = Desk::with_study();
    for finding in desk.items("check --source S-03") {
        assert!(finding["source_a"] == "S-03" || finding["source_b"] == "S-03");
    }
    assert_eq!(desk.items("check --topic gate-holder").len(), 4);
    assert_eq!(desk.run("check --topic gate").code, 2);
}

#[test]
fn exactly_the_pairs_of_a_file_are_compared() {
    let desk = Desk::with_study();
    desk.write("pairs.csv", "claim_a,claim_b\nc-14,c-15\nc-05,c-04\n");
    let verdicts = desk.field("check --pairs pairs.csv", "verdict");
    assert_eq!(verdicts, ["not-comparable", "contradiction"]);
    desk.write("pairs.csv", "claim_a,claim_b\nc-14,c-15\nc-05,c-99\n");
    let refused = desk.run("check --pairs pairs.csv");
    assert_eq!(refused.code, 5);
    assert!(refused.err.contains("pairs.csv:3"), "{}", refused.err);
    // Without a header the first pair would be lost in silence.
    desk.write("pairs.csv", "c-14,c-15\nc-05,c-04\n");
    let refused = desk.run("check --pairs pairs.csv");
    assert!(refused.err.contains("not a header"), "{}", refused.err);
}

#[test]
fn findings_are_results_unless_told_otherwise() {
    let desk = Desk::with_study();
    desk.ok("check");
    let matched = desk.run("check --fail-on open --format csv");
    assert_eq!(matched.code, 3);
    assert_eq!(matched.out.lines().next(), Some(COLUMNS));
    let open = desk.items("findings --status open");
    assert!(
        matched
            .err
            .contains(&format!("{} flagged pairs not judged", open.len())),
        "{}",
        matched.err
    );
    let pairs: Vec<String> = open
        .iter()
        .map(|one| {
            format!(
                "{},{}",
                one["claim_a"].as_str().unwrap(),
                one["claim_b"].as_str().unwrap()
            )
        })
        .collect();
    desk.ok(&format!(
        "finding dismiss {} --reason looked-at",
        pairs.join(" ")
    ));
    desk.ok("check --fail-on open --per-block 1");
    // The runs above saw these pairs already.
    desk.ok("check --fail-on new");
}

#[test]
fn a_judgement_is_a_status_until_a_claim_changes() {
    let desk = Desk::with_study();
    let id = desk.finding("c-04,c-05")["finding"]
        .as_str()
        .unwrap()
        .to_owned();
    let end = &id[id.len() - 6..];
    let said = desk.run_words(&[
        "finding",
        "accept",
        end,
        "--reason",
        "both speak of one spring",
    ]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(
        said.err.contains("accepted 1 finding; undo: gainsay undo"),
        "{}",
        said.err
    );
    let shown = desk.finding(&id);
    assert_eq!(shown["status"], "accepted");
    let judgement = shown["judgements"][0].as_str().unwrap();
    assert!(
        judgement.starts_with("analyst ")
            && judgement.ends_with("contradicts: both speak of one spring")
    );
    assert_eq!(desk.items("findings --status accepted").len(), 2);
    let claims = desk.read("small/claims.csv").replace(
        "c-05,S-04,pay-stopped,denies",
        "c-05,S-04,pay-stopped,doubts",
    );
    desk.write("small/claims.csv", &claims);
    desk.ok("import claims small/claims.csv");
    assert_eq!(desk.finding("c-04,c-05")["status"], "changed");
}

#[test]
fn analysts_who_differ_dispute_and_each_reopens_her_own() {
    let desk = Desk::with_study();
    desk.ok("finding explain c-04,c-05 --by time --reason spring");
    assert_eq!(desk.finding("c-04,c-05")["status"], "explained");
    desk.ok("finding unverified c-04,c-05 --reason nobody-knows --as ana");
    assert_eq!(desk.finding("c-04,c-05")["status"], "disputed");
    desk.ok("finding reopen c-04,c-05");
    assert_eq!(desk.finding("c-04,c-05")["status"], "unverified");
    let nothing = desk.run("finding reopen c-04,c-05");
    assert!(nothing.err.contains("nothing changed"), "{}", nothing.err);
    desk.ok("undo");
    assert_eq!(desk.finding("c-04,c-05")["status"], "disputed");
    desk.ok("finding dismiss c-04,c-05 --reason mistyped --dry-run");
    assert_eq!(desk.finding("c-04,c-05")["status"], "disputed");
}

#[test]
fn a_finding_is_named_by_the_end_of_its_id_or_by_its_claims() {
    let desk = Desk::with_study();
    let agreeing = desk.finding("c-12,c-13")["finding"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(desk.finding(&agreeing[14..])["claim_a"], "c-12");
    assert_eq!(desk.run("finding show abc").code, 1);
    assert_eq!(desk.run("finding show zzzzzzzzzzzz").code, 2);
    assert_eq!(desk.run("finding show c-04,c-99").code, 2);
    assert_eq!(desk.run("finding show c-04,c-04").code, 5);
}

#[test]
fn runs_are_the_same_in_every_copy() {
    let (one, other) = (Desk::with_study(), Desk::with_study());
    let line = "check --all --per-block all --format csv";
    assert_eq!(one.ok(line), other.ok(line));
    assert_eq!(one.ok(line), one.ok(line));
}

#[test]
fn a_claim_shows_the_findings_it_stands_in() {
    let desk = Desk::with_study();
    let claim = desk.items("claim show c-05").remove(0);
    let findings = claim["findings"].as_array().unwrap();
    assert_eq!(findings.len(), 2);
    assert!(
        findings[0]
            .as_str()
            .unwrap()
            .contains("contradiction with c-04, open")
    );
}

#[test]
fn agreement_is_summed_up_in_the_columns_that_others_rely_on() {
    let desk = Desk::with_study();
    let out = desk.ok("agree summary --format csv");
    assert_eq!(
        out.lines().next(),
        Some(
            "topic,population,place,when,grade,claims,sources_low,sources_high,sides,researchers,affirm,deny,doubt,silent,positions,range_low,range_high,verification,wording,sources,first_hand,stated,interviews,shared_interest,by,events_low,events_high,unit"
        )
    );
    let water = desk.items("agree summary --topic water-low");
    assert!(water.iter().all(|row| row["topic"] == "water-low"));
    assert!(
        water.iter().any(|row| row["affirm"].as_i64() > Some(1)),
        "{water:?}"
    );
    assert_eq!(desk.run("agree summary --topic water").code, 2);
}

#[test]
fn the_footer_of_all_pairs_names_those_that_are_not_comparable() {
    let desk = Desk::with_study();
    let verdicts = desk.field("check --all --per-block all", "verdict");
    let apart = verdicts
        .iter()
        .filter(|one| *one == "not-comparable")
        .count();
    assert!(apart > 0);
    let said = desk.run("check --all --per-block all").err;
    assert!(
        said.contains(&format!("; listed beside them: {apart} not-comparable")),
        "{said}"
    );
    let report = desk.json("check --all --per-block all");
    assert_eq!(report["meta"]["not-comparable"], apart);
    assert!(!desk.run("check").err.contains("not-comparable"));
}

#[test]
fn a_pair_that_is_named_twice_is_compared_once_and_told() {
    let desk = Desk::with_study();
    desk.write(
        "pairs.csv",
        "claim_a,claim_b\nc-01,c-02\nc-04,c-05\nc-02,c-01\n",
    );
    let said = desk.run("check --pairs pairs.csv --format csv");
    assert_eq!(said.out.lines().count(), 3, "{}", said.out);
    let told = "pairs.csv:4: the pair c-02,c-01 stands on line 2 already; it is compared once";
    assert!(said.err.contains(told), "{}", said.err);
    assert!(said.err.contains("2 flagged pairs"), "{}", said.err);
    let report = desk.json("check --pairs pairs.csv");
    assert!(report["meta"]["warnings"].to_string().contains(told));
    assert!(
        desk.run("check --pairs pairs.csv --dry-run")
            .err
            .contains(told)
    );
}

#[test]
fn a_judgement_of_what_is_not_comparable_is_taken_and_said_to_be_one() {
    let desk = Desk::with_study();
    let rows = desk.items("check --all");
    let apart = |row: &&serde_json::Value| row["verdict"] == "not-comparable";
    let row = rows.iter().find(apart).unwrap();
    let pair = format!(
        "{},{}",
        row["claim_a"].as_str().unwrap(),
        row["claim_b"].as_str().unwrap()
    );
    let said = desk
        .run(&format!("finding accept {pair} --reason same"))
        .err;
    assert!(said.contains("are not comparable (population)"), "{said}");
    assert!(said.contains("accepted 1 finding"), "{said}");
    let said = desk
        .run(&format!("finding dismiss {pair} --reason apart"))
        .err;
    assert!(!said.contains("warning"), "{said}");
}

#[test]
fn a_noun_has_the_article_that_fits_it() {
    let help = Desk::empty().ok("claim add --help");
    assert!(help.contains("The key of an interview"), "{help}");
    assert!(help.contains("The key of a source"), "{help}");
}
