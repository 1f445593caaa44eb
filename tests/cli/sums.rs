//! Findings on more than two claims: a judgement of a sum hangs on every part of it.
//! Every person and number is invented.

use std::fs;

use crate::desk::Desk;

const STUDY: &str = r#"[study]
name = "Two mills"
fieldwork = "2021"
[[side]]
key = "people"
[[group]]
key = "hands"
side = "people"
[[coder]]
key = "ana"
"#;
const SOURCES: &str = "source,group\nada,hands\nbo,hands\ncy,hands\n";
const PLACES: &str = "place,parent,level,names,children\nvalley,,province,,disjoint\n\
    mill,valley,district,,\nford,valley,district,,\nhill,valley,district,,\n";
const TOPICS: &str = "topic,statement,kind,measure,unit,population,additive\n\
    workers,This many work,quantity,stock,persons,people,places\n";
const POPULATIONS: &str = "population,definition\npeople,Everybody\n";
const CLAIMS: &str = "claim,source,topic,stance,when,value,basis,place\n\
    whole,ada,workers,affirms,2021-05,500,witnessed,valley\n\
    at-mill,bo,workers,affirms,2021-05,100,witnessed,mill\n\
    at-ford,cy,workers,affirms,2021-05,450,witnessed,ford\n\
    on-hill,cy,workers,affirms,2021-05,300,witnessed,hill\n";

fn valley(claims: &str) -> Desk {
    valley_of(PLACES, claims)
}

fn valley_of(places: &str, claims: &str) -> Desk {
    let desk = Desk::empty();
    fs::create_dir_all(desk.path("valley")).unwrap();
    for (name, text) in [
        ("study.toml", STUDY),
        ("sources.csv", SOURCES),
        ("places.csv", places),
        ("populations.csv", POPULATIONS),
        ("topics.csv", TOPICS),
        ("claims.csv", claims),
    ] {
        fs::write(desk.path("valley").join(name), text).unwrap();
    }
    desk.ok("init s.gainsay --unencrypted --from valley");
    desk
}

/// Where the pairs of the whole with each part stand, parts in the order of their keys.
fn statuses(desk: &Desk) -> Vec<String> {
    let mut found = desk.items("finding list");
    found.sort_by_key(|row| row["claim_a"].to_string());
    let status = |row: &serde_json::Value| row["status"].as_str().unwrap().to_owned();
    found.iter().map(status).collect()
}

#[test]
fn the_pairs_of_a_sum_are_one_finding_whatever_the_order_of_rows() {
    let desk = valley(CLAIMS);
    let ids = desk.field("finding list", "finding");
    assert_eq!(ids.len(), 3);
    assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
    let mut rows: Vec<&str> = CLAIMS.lines().collect();
    rows[1..].reverse();
    let turned = valley(&(rows.join("\n") + "\n"));
    assert_eq!(turned.field("finding list", "finding"), ids);
    assert_eq!(desk.items(&format!("finding show {}", ids[0])).len(), 3);
}

#[test]
fn a_judgement_of_a_sum_lapses_with_each_part() {
    let desk = valley(CLAIMS);
    desk.ok("finding accept at-mill,whole --reason sum");
    assert_eq!(statuses(&desk), ["open", "accepted", "open"]);
    desk.ok("claim edit at-ford --value 460");
    assert_eq!(statuses(&desk), ["open", "changed", "open"]);
    let changes = desk.finding("at-mill,whole")["changed_since"].to_string();
    assert!(changes.contains("at-ford by operation 3"), "{changes}");
    desk.ok("undo");
    assert_eq!(statuses(&desk), ["open", "accepted", "open"]);
}

#[test]
fn a_judgement_of_a_sum_is_of_its_parts_and_no_others() {
    let desk = valley(CLAIMS);
    desk.ok("finding accept at-mill,whole at-ford,whole --reason sum");
    assert_eq!(statuses(&desk), ["accepted", "accepted", "open"]);
    // The other claims are as they were: the sum is another.
    desk.ok("claim rm on-hill --yes");
    assert_eq!(statuses(&desk), ["changed"; 2]);
    let since = desk.field("check --since 2", "since");
    assert_eq!(since, ["changed", "changed", "gone"]);
    let changes = desk.finding("at-mill,whole")["changed_since"].to_string();
    assert!(changes.contains("other claims bear on"), "{changes}");
    desk.ok("finding accept at-mill,whole --reason again");
    assert_eq!(desk.finding("at-mill,whole")["status"], "accepted");
}

#[test]
fn a_judgement_of_a_sum_travels_and_comes_back_once() {
    let desk = valley(CLAIMS);
    desk.ok("finding accept at-mill,whole --reason sum");
    desk.ok("export study -o out --yes");
    desk.ok("init t.gainsay --unencrypted --from out");
    let copied = desk.field("-p t.gainsay finding list", "status");
    assert!(copied.contains(&"accepted".to_owned()), "{copied:?}");
    desk.ok("-p s.gainsay import study out");
    assert_eq!(
        desk.items("-p s.gainsay sql select/**/reason/**/from/**/judgements")
            .len(),
        1
    );
}

#[test]
fn of_a_sum_of_many_parts_some_are_named_and_the_rest_counted() {
    let mut places = String::from(PLACES);
    let mut claims = String::from(CLAIMS);
    for number in 0..20 {
        places += &format!("farm-{number},valley,district,,\n");
        claims +=
            &format!("at-farm-{number},cy,workers,affirms,2021-05,10,witnessed,farm-{number}\n");
    }
    let desk = valley_of(&places, &claims);
    let reason = desk.finding("at-mill,whole")["reason"].to_string();
    assert!(reason.contains(" and 14 more one comes to 500"), "{reason}");
}
