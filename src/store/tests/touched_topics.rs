//! Which topics an operation reaches, table by table.

use super::Fixture;
use std::collections::BTreeSet;

/// An id that ends in a number.
fn id(number: u32) -> String {
    format!("x'{number:032x}'")
}

/// Claims `c1` to `c4` of one source on topics `t1` to `t4`, the first in an interview of that source.
fn study() -> Fixture {
    let study = Fixture::plain();
    let mut sql = format!(
        "insert into coder (id, key) values ({coder}, 'ada');
         insert into side (id, key) values ({side}, 'a');
         insert into source_group (id, key, side) values ({group}, 'g', {side});
         insert into source (id, key, source_group, kind) values
           ({one}, 's1', {group}, 'interviewee'), ({two}, 's2', {group}, 'interviewee');
         insert into interview (id, key, held_on) values ({interview}, 'i', '2021');
         insert into interview_source (id, owner, position, target) values ({link}, {interview}, 0, {one});",
        coder = id(1), side = id(2), group = id(3), one = id(4), two = id(5), interview = id(6), link = id(7),
    );
    for at in 1..=4 {
        let interview = if at == 1 { id(6) } else { "null".to_owned() };
        sql += &format!(
            "insert into topic (id, key, statement, kind) values ({}, 't{at}', 'It is so', 'state');
             insert into claim (id, key, source, topic, stance, interview)
               values ({}, 'c{at}', {}, {}, 'affirms', {interview});",
            id(10 + at), id(20 + at), id(4), id(10 + at),
        );
    }
    study.act("began", &sql).unwrap();
    study
}

/// The topics that statements reach, as `t1 t2`; `all` where that may be any.
fn reached(before: &[String], sql: &str) -> String {
    let study = study();
    for step in before {
        study.act("before", step).unwrap();
    }
    let (head, _) = study.store.head().unwrap().unwrap();
    study.act("acted", sql).unwrap();
    let touched: Option<BTreeSet<String>> = study.store.topics_touched_since(head).unwrap();
    touched.map_or("all".to_owned(), |topics| {
        topics.into_iter().collect::<Vec<_>>().join(" ")
    })
}

fn at_once(sql: &str) -> String {
    reached(&[], sql)
}

#[test]
fn a_claim_reaches_the_topics_it_stands_on_stood_on_and_leads_to() {
    let set = |what: &str| format!("update claim set {what} where key = 'c1'");
    assert_eq!(at_once(&set("stance = 'denies'")), "t1");
    assert_eq!(at_once(&set(&format!("topic = {}", id(12)))), "t1 t2");
    let there_and_on = format!(
        "{}; {}",
        set(&format!("topic = {}", id(12))),
        set(&format!("topic = {}", id(13)))
    );
    assert_eq!(at_once(&there_and_on), "t1 t2 t3");
    assert_eq!(at_once("delete from claim where key = 'c3'"), "t3");
    let added = format!(
        "insert into claim (id, key, source, topic, stance) values ({}, 'c9', {}, {}, 'denies')",
        id(29),
        id(4),
        id(14)
    );
    assert_eq!(at_once(&added), "t4");
    assert_eq!(at_once(&set(&format!("responds_to = {}", id(22)))), "t1 t2");
    assert_eq!(at_once(&set(&format!("reading_of = {}", id(23)))), "t1 t3");
    // What it led to before, it was joined to then.
    let led = [set(&format!("responds_to = {}", id(22)))];
    assert_eq!(reached(&led, &set("responds_to = null")), "t1");
}

#[test]
fn details_and_judgements_reach_their_claims() {
    let detail = format!(
        "insert into claim_general_of (id, owner, position, target) values ({}, {}, 0, {})",
        id(30),
        id(21),
        id(22)
    );
    assert_eq!(at_once(&detail), "t1 t2");
    let gone = "delete from claim_general_of";
    assert_eq!(reached(std::slice::from_ref(&detail), gone), "t1");
    let judged = format!(
        "insert into judgement (id, judgement, explanation, analyst, reason)
           values ({0}, 'explained', 'correction', {1}, 'said so');
         insert into judgement_claims (id, owner, position, target)
           values ({2}, {0}, 0, {3}), ({4}, {0}, 1, {5})",
        id(40),
        id(1),
        id(41),
        id(21),
        id(42),
        id(24)
    );
    assert_eq!(at_once(&judged), "t1 t4");
    let before = std::slice::from_ref(&judged);
    assert_eq!(
        reached(
            before,
            "update judgement set explanation = null, judgement = 'dismissed'"
        ),
        "t1 t4"
    );
    assert_eq!(
        reached(
            before,
            "delete from judgement_claims; delete from judgement"
        ),
        "t1 t4"
    );
}

#[test]
fn an_interview_reaches_the_claims_in_it_unless_people_were_heard_together() {
    assert_eq!(at_once("update interview set held_on = '2022'"), "t1");
    let text = format!(
        "insert into transcript (id, interview, kind, path, file_hash)
           values ({}, {}, 'translation', 'a.txt', zeroblob(32))",
        id(50),
        id(6)
    );
    assert_eq!(at_once(&text), "t1");
    assert_eq!(
        reached(std::slice::from_ref(&text), "delete from transcript"),
        "t1"
    );
    let heard = |link: u32, position: u32, source: u32| {
        format!(
            "insert into interview_source (id, owner, position, target) values ({}, {}, {position}, {})",
            id(link),
            id(6),
            id(source)
        )
    };
    let gone = "delete from interview_source where position = 0";
    // Written once more, as an edit does.
    assert_eq!(at_once(&format!("{gone}; {}", heard(60, 0, 4))), "t1");
    assert_eq!(at_once(&heard(60, 1, 5)), "all");
    assert_eq!(at_once(&format!("{gone}; {}", heard(60, 0, 5))), "all");
    assert_eq!(at_once(gone), "all");
    assert_eq!(reached(&[gone.to_owned()], &heard(60, 0, 5)), "t1");
    assert_eq!(
        reached(
            &[heard(60, 1, 5)],
            "delete from interview_source where position = 1"
        ),
        "all"
    );
}

#[test]
fn what_no_check_looks_at_reaches_nothing_and_what_nobody_thought_of_all() {
    assert_eq!(at_once("update coder set key = 'bo'"), "");
    let memo = format!(
        "insert into code (id, key, name) values ({}, 'k', 'K')",
        id(70)
    );
    assert_eq!(at_once(&memo), "");
    for other in [
        "update topic set statement = 'It is not so'",
        "update source set note = 'tall'",
        "update source_group set key = 'h'",
        "update side set name = 'A'",
    ] {
        assert_eq!(at_once(other), "all", "{other}");
    }
    let new = format!(
        "insert into unit (id, key, same_as) values ({}, 'men', 'persons')",
        id(71)
    );
    assert_eq!(at_once(&new), "all");
    let study = study();
    let (head, _) = study.store.head().unwrap().unwrap();
    let nothing = study.store.topics_touched_since(head).unwrap();
    assert_eq!(nothing, Some(BTreeSet::new()));
    let on = |keys: &[&str]| {
        let topics = keys.iter().map(|key| (*key).to_owned()).collect();
        study.store.count_claims_on(&topics).unwrap()
    };
    assert_eq!((on(&["t1", "t2"]), on(&["nowhere"])), (2, 0));
}
