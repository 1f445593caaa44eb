//! Claims and topics that do not fit together: what is refused, what is said, what still works.
//! Every person and number is invented.

use std::fmt::Write;
use std::fs;

use crate::desk::Desk;

const STUDY: &str = r#"[study]
name = "An invented mill"
fieldwork = "2021"
[[side]]
key = "owners"
[[side]]
key = "hands"
[[group]]
key = "owner"
side = "owners"
[[group]]
key = "hand"
side = "hands"
[units]
sack = { of = "kg", factor = 50 }
"#;
const SOURCES: &str = "source,group\nada,owner\nbo,hand\n";
const POPULATIONS: &str = "population,parent,definition,children\n\
    people,,Everybody,overlap\nwomen,people,Women,\nweavers,people,Weavers,\n";
const TOPICS: &str = "topic,statement,kind,measure,unit,population,exclusive,values\n\
    workers,This many work,quantity,stock,persons,people,,\n\
    flour,This much flour,quantity,stock,kg,people,,\n\
    open,The mill is open,state,,,,,\n\
    busy,The mill is busy,state,,,,,\n\
    mood,The mood is,state,,,,yes,good;bad\n";
const CLAIMS: &str = "claim,source,topic,stance,population,when,value,unit\n\
    a1,ada,workers,affirms,women,2021-05,500,persons\n\
    b1,bo,workers,affirms,weavers,2021-05,50,persons\n\
    a2,ada,flour,affirms,,2021-05,10,sacks\n\
    b2,bo,flour,affirms,,2021-05,300,kg\n\
    a3,ada,flour,affirms,,2021-05,10,cartloads\n\
    a4,ada,open,affirms,,2021-05,,\n\
    b4,bo,open,denies,,2021-05,,\n\
    a5,ada,mood,affirms,,2021-05,good,\n";

fn mill() -> Desk {
    let desk = Desk::empty();
    let folder = desk.path("mill");
    fs::create_dir_all(&folder).unwrap();
    for (name, text) in [
        ("study.toml", STUDY),
        ("sources.csv", SOURCES),
        ("populations.csv", POPULATIONS),
        ("topics.csv", TOPICS),
        ("claims.csv", CLAIMS),
    ] {
        fs::write(folder.join(name), text).unwrap();
    }
    desk.ok("init s.gainsay --unencrypted --from mill");
    desk
}

/// Runs a line that must fail with this code; gives stderr.
fn fails(desk: &Desk, line: &str, code: i32) -> String {
    let answer = desk.run(line);
    assert_eq!(answer.code, code, "{line}: {}", answer.err);
    answer.err
}

#[test]
fn a_topic_does_not_change_its_kind_under_claims_that_would_no_longer_stand() {
    let desk = mill();
    let before = desk.ok("claims --format csv");
    for line in [
        "topic edit workers --kind event --measure= --unit=",
        "topic edit mood --values awful",
    ] {
        let refused = fails(&desk, line, 5);
        assert!(
            refused.contains("which the study holds already, could not stand"),
            "{line}: {refused}"
        );
    }
    let changed = TOPICS.replace(
        "workers,This many work,quantity,stock,persons",
        "workers,W,event,,",
    );
    fs::write(desk.path("mill/topics.csv"), changed).unwrap();
    let refused = fails(&desk, "import study mill", 5);
    assert!(refused.contains("claims.csv:2:value"), "{refused}");
    let alone = fails(&desk, "import topics mill/topics.csv", 5);
    assert!(alone.contains("the claim a1, which"), "{alone}");
    assert_eq!(desk.ok("claims --format csv"), before);
    assert!(desk.ok("check").contains("K1"));
    // What every claim on it still answers may be changed.
    desk.ok("topic edit mood --values good;awful");
}

#[test]
fn figures_in_units_that_do_not_convert_are_said_not_to_be_compared() {
    let desk = mill();
    let checked = desk.run("check --all --format csv");
    let note = "topic flour is answered in units that do not convert and are not compared: \
        kg (2 claims), cartload (1 claim)";
    assert!(checked.err.contains(note), "{}", checked.err);
    assert_eq!(desk.finding("a3,b2")["why"], "unit");
    let row = |text: &str| checked.out.lines().any(|line| line.contains(text));
    assert!(
        row(",a3,b2,") && row("not-comparable,unit"),
        "{}",
        checked.out
    );
    // Ten sacks are 500 kg, so these two are.
    assert_eq!(desk.finding("a2,b2")["kind"], "K2");
    // A factor for the third makes all of them comparable.
    let toml = fs::read_to_string(desk.path("mill/study.toml")).unwrap();
    fs::write(
        desk.path("mill/study.toml"),
        toml + "cartload = { of = \"kg\", factor = 100 }\n",
    )
    .unwrap();
    desk.ok("import study mill");
    assert_eq!(desk.finding("a3,b2")["kind"], "K2");
    assert!(!desk.run("check").err.contains("do not convert"));
}

#[test]
fn populations_that_overlap_are_not_compared_and_not_summed() {
    let desk = mill();
    let finding = desk.finding("a1,b1");
    assert_eq!(
        (finding["verdict"].as_str(), finding["why"].as_str()),
        (Some("not-comparable"), Some("population"))
    );
    let listed = desk.ok("check --all --topic workers --format csv");
    assert!(listed.contains("a1,b1"), "{listed}");
    assert_eq!(
        desk.json("check --topic workers --dry-run")["meta"]["flagged"],
        0
    );
}

#[test]
fn links_that_make_one_answer_mean_yes_and_no_are_refused() {
    let desk = mill();
    desk.ok("topic link open affirms busy affirms");
    for line in [
        "topic link open affirms busy denies",
        "topic link busy affirms open denies",
    ] {
        let refused = fails(&desk, line, 5);
        assert!(refused.contains("both yes and no"), "{line}: {refused}");
    }
    // A circle that agrees with itself is only a circle.
    desk.ok("topic link busy affirms open affirms");
    let again = desk.run("topic link busy affirms open affirms");
    assert!(again.err.contains("nothing changed"), "{}", again.err);
    fails(&desk, "topic link open affirms open affirms", 5);
    desk.ok("topic link busy affirms open affirms --remove");
    fails(&desk, "topic link busy affirms open affirms --remove", 1);
    let shown = desk.ok("topic show open");
    assert!(
        shown.contains("open affirms implies busy affirms"),
        "{shown}"
    );
    assert!(!shown.contains("busy affirms implies"), "{shown}");
    desk.ok("undo");
    assert!(desk.ok("topic show open").contains("busy affirms implies"));
}

#[test]
fn very_many_claims_of_one_source_are_counted_exactly_and_listed_in_part() {
    const CLAIMS_EACH: u64 = 1_500;
    let desk = mill();
    let mut rows = "claim,source,topic,stance,when,value\n".to_owned();
    for number in 0..CLAIMS_EACH {
        writeln!(rows, "x{number},ada,workers,affirms,2021-07,{number}").unwrap();
    }
    fs::write(desk.path("claims.csv"), rows).unwrap();
    desk.ok("import claims claims.csv");
    let counted = desk.json("check --topic workers --dry-run");
    let pairs = CLAIMS_EACH * (CLAIMS_EACH - 1) / 2;
    assert_eq!(counted["meta"]["flagged"], pairs);
    let listed = desk.ok("check --topic workers --format csv");
    assert_eq!(listed.lines().count(), 201);
}

/// A study of one topic of this measure and unit, told of by two people.
fn two_of(topic: &str, claims: &str) -> Desk {
    let desk = Desk::empty();
    fs::create_dir_all(desk.path("few")).unwrap();
    let head = "topic,statement,kind,measure,unit,population,range_low,range_high\n";
    let columns = "claim,source,topic,stance,when,value,unit,basis\n";
    for (name, text) in [
        ("study.toml", STUDY),
        ("sources.csv", SOURCES),
        ("populations.csv", POPULATIONS),
        ("topics.csv", &format!("{head}{topic}\n")),
        ("claims.csv", &format!("{columns}{claims}")),
    ] {
        fs::write(desk.path("few").join(name), text).unwrap();
    }
    desk
}

#[test]
fn a_month_has_no_fixed_number_of_days() {
    for (unit, other, verdict) in [
        ("attacks per month", "30", "reconciled"),
        ("attacks per day", "30", "reconciled"),
        ("attacks per month", "33", "contradiction"),
        ("attacks per day", "33", "contradiction"),
    ] {
        let topic = format!("raids,So many attacks,quantity,rate,{unit},people,,");
        let claims = format!(
            "a,ada,raids,affirms,2021-05,{other},attacks per month,witnessed\n\
             b,bo,raids,affirms,2021-05,1,attacks per day,witnessed\n"
        );
        let desk = two_of(&topic, &claims);
        desk.ok("init s.gainsay --unencrypted --from few");
        let found = desk.finding("a,b");
        assert_eq!(found["verdict"], verdict, "{other} in {unit}");
        assert_eq!(found["why"] == "rounding", verdict == "reconciled");
    }
}

#[test]
fn nothing_is_counted_below_nought() {
    let claims = "a,ada,it,affirms,2021-05,-5,,witnessed\n";
    for measure in ["stock", "flow", "cumulative", "rank", "share"] {
        let desk = two_of(&format!("it,So many,quantity,{measure},,people,,"), claims);
        let refused = desk.run("init s.gainsay --unencrypted --from few");
        assert_eq!(refused.code, 5, "{measure}");
        assert!(
            refused.err.contains("claims.csv:2:value"),
            "{}",
            refused.err
        );
        assert!(refused.err.contains("0 or more"), "{}", refused.err);
    }
    for (measure, range) in [("rate", ","), ("stock", "-40,60")] {
        let desk = two_of(
            &format!("it,So many,quantity,{measure},,people,{range}"),
            claims,
        );
        desk.ok("init s.gainsay --unencrypted --from few");
    }
}
