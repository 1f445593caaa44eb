//! What the builder refuses, and what it settles whatever the order of rows.

use crate::model::Refusal;
use crate::model::builder::{StudyBuilder, span_of_cell};
use crate::model::claim::{Bounds, ClaimDraft, Completed, Figure, Marks, Span, Value};
use crate::model::day::DayRange;
use crate::model::source::{InterviewCells, SourceCells};
use crate::model::topic::TopicCells;
use crate::model::unit::{UnitRule, Units};
use crate::model::vocabulary::{Current, Seasons, Stance, TimeMode};

fn begun() -> StudyBuilder {
    let mut builder = StudyBuilder::new(None);
    builder.side("red").unwrap();
    builder.add_group("weavers", "", "red").unwrap();
    builder
}

fn source<'a>(key: &'a str, same_person_as: &'a str) -> SourceCells<'a> {
    SourceCells {
        source: key,
        group: "weavers",
        same_person_as,
        ..SourceCells::default()
    }
}

fn column<T>(result: Result<T, Refusal>) -> &'static str {
    match result {
        Ok(_) => "",
        Err(refusal) => refusal.column,
    }
}

#[test]
fn sources_need_a_group_and_sense() {
    let mut builder = begun();
    let stranger = SourceCells {
        group: "bakers",
        ..source("a", "")
    };
    assert_eq!(column(builder.source(&stranger)), "group");
    let kind = SourceCells {
        kind: "ghost",
        ..source("a", "")
    };
    assert_eq!(column(builder.source(&kind)), "kind");
    let members = SourceCells {
        members_low: "7",
        members_high: "2",
        ..source("a", "")
    };
    assert_eq!(column(builder.source(&members)), "members_high");
    assert_eq!(column(builder.source(&source("a", "nobody"))), "");
    assert_eq!(column(builder.source(&source("a", ""))), "source");
    assert_eq!(column(builder.finish()), "same_person_as");
}

#[test]
fn a_person_is_named_by_the_first_key_whatever_the_order() {
    for order in [["c", "b", "a"], ["a", "b", "c"], ["b", "c", "a"]] {
        let mut builder = begun();
        for key in order {
            let other = match key {
                "a" => "b",
                "c" => "b",
                _ => "",
            };
            builder.source(&source(key, other)).unwrap();
        }
        let study = builder.finish().unwrap();
        let person = |key: &str| study.source(study.source_id(key).unwrap()).person;
        assert_eq!(study.source_key(person("c")), "a");
        assert_eq!(person("a"), person("b"));
    }
}

#[test]
fn topics_are_refused_where_their_columns_disagree() {
    let mut builder = begun();
    let topic = |kind, measure, values| TopicCells {
        topic: "t",
        kind,
        measure,
        values,
        ..TopicCells::default()
    };
    assert_eq!(column(builder.topic(&topic("wish", "", ""))), "kind");
    assert_eq!(column(builder.topic(&topic("quantity", "", ""))), "measure");
    assert_eq!(
        column(builder.topic(&topic("state", "stock", ""))),
        "measure"
    );
    assert_eq!(
        column(builder.topic(&topic("quantity", "stock", "a;b"))),
        "values"
    );
    let base = topic("state", "", "");
    for (cells, wrong) in [
        (
            TopicCells {
                population: "elves",
                ..base
            },
            "population",
        ),
        (
            TopicCells {
                favours: "red:often",
                ..base
            },
            "favours",
        ),
        (
            TopicCells {
                favours: "blue:affirms",
                ..base
            },
            "favours",
        ),
        (
            TopicCells {
                additive: "time",
                ..base
            },
            "additive",
        ),
        (
            TopicCells {
                range_low: "1",
                range_high: "0",
                ..base
            },
            "range_high",
        ),
        (
            TopicCells {
                exclusive: "maybe",
                ..base
            },
            "exclusive",
        ),
    ] {
        assert_eq!(column(builder.topic(&cells)), wrong);
    }
}

#[test]
fn a_flow_feeds_stocks_in_a_unit_that_converts() {
    let mut builder = begun();
    let hundreds = UnitRule::Of {
        unit: "persons".to_owned(),
        factor: 100.0,
    };
    builder.units(Units::new([("hundreds".to_owned(), hundreds)]).unwrap());
    for (topic, measure, unit) in [
        ("strength", "stock", "persons"),
        ("cells", "stock", "cells"),
        ("many", "stock", ""),
        ("came", "flow", "hundreds"),
        ("since", "cumulative", "persons"),
        ("state", "", ""),
    ] {
        let cells = TopicCells {
            topic,
            kind: if measure.is_empty() {
                "state"
            } else {
                "quantity"
            },
            measure,
            unit,
            ..TopicCells::default()
        };
        builder.topic(&cells).unwrap();
    }
    for (topic, feeds, right) in [
        ("came", "strength", "TOPIC:in"),
        ("came", "strength:up", "TOPIC:in"),
        ("came", "strength:in;strength:out", "each topic once"),
        ("came", "army:in", "the key of a topic"),
        ("came", "came:in", "another topic than its own"),
        ("came", "since:in", "the measure stock"),
        ("came", "state:in", "the measure stock"),
        ("came", "cells:out", "a unit that this one converts to"),
        ("came", "many:out", "a unit that this one converts to"),
        ("since", "strength:in", "the measure flow"),
        ("strength", "cells:in", "the measure flow"),
        ("state", "strength:in", "the measure flow"),
    ] {
        let refusal = builder.feeds(topic, feeds).unwrap_err();
        assert_eq!(refusal.column, "feeds");
        assert!(refusal.right.contains(right), "{topic} {feeds}: {refusal}");
    }
    for topic in ["strength", "since", "state"] {
        builder.feeds(topic, " ").unwrap();
    }
    builder.feeds("came", "strength:in").unwrap();
    let came = builder.topic_id("topic", "came").unwrap();
    let feeds = &builder.topic_of(came).feeds;
    assert_eq!((feeds.len(), feeds[0].current), (1, Current::In));
    assert_eq!(feeds[0].factor, 100.0);
}

#[test]
fn what_is_told_apart_is_not_made_one() {
    let run = |rows: &[[&str; 3]]| {
        let mut builder = begun();
        for [key, different_from, same_as] in rows {
            builder
                .event(key, ["", ""], different_from, same_as)
                .unwrap();
        }
        let by_row = rows.iter().find_map(|[key, different_from, _]| {
            let told = builder.clone().told_apart(key, different_from);
            told.err().map(|refusal| (*key, refusal))
        });
        let at_the_end = builder.finish().err();
        assert_eq!(by_row.is_some(), at_the_end.is_some());
        by_row.map(|(key, refusal)| format!("{key} {} {}", refusal.column, refusal.value))
    };
    assert_eq!(run(&[["a", "b", ""], ["b", "", "c"]]), None);
    let refused = |text: &str| Some(text.to_owned());
    assert_eq!(run(&[["a", "b", "b"]]), refused("a different_from b"));
    assert_eq!(run(&[["a", "a", ""]]), refused("a different_from a"));
    // Through a third event, whichever row says which.
    let chain = [["a", "", "b"], ["b", "", "c"], ["c", "a", ""]];
    assert_eq!(run(&chain), refused("c different_from a"));
}

#[test]
fn links_join_two_topics_by_stances_that_say_something() {
    let mut builder = begun();
    for topic in ["t", "u"] {
        let cells = TopicCells {
            topic,
            kind: "state",
            ..TopicCells::default()
        };
        builder.topic(&cells).unwrap();
    }
    assert_eq!(
        column(builder.link(["t", "affirms", "t", "denies"])),
        "implies_topic"
    );
    assert_eq!(
        column(builder.link(["t", "neutral", "u", "denies"])),
        "stance"
    );
    assert_eq!(
        column(builder.link(["t", "affirms", "v", "denies"])),
        "implies_topic"
    );
    assert_eq!(column(builder.link(["t", "affirms", "u", "denies"])), "");
}

#[test]
fn interviews_name_known_people_and_known_words() {
    let mut builder = begun();
    builder.source(&source("a", "")).unwrap();
    let interview = InterviewCells {
        interview: "i",
        sources: "a",
        date: "2021-05",
        ..InterviewCells::default()
    };
    for (cells, wrong) in [
        (
            InterviewCells {
                sources: "a;b",
                ..interview
            },
            "source",
        ),
        (
            InterviewCells {
                researcher: "r",
                ..interview
            },
            "researcher",
        ),
        (
            InterviewCells {
                date: "May",
                ..interview
            },
            "date",
        ),
        (
            InterviewCells {
                awareness: "half",
                ..interview
            },
            "awareness",
        ),
        (
            InterviewCells {
                translation_checked: "perhaps",
                ..interview
            },
            "translation_checked",
        ),
    ] {
        assert_eq!(column(builder.interview(&cells)), wrong);
    }
    assert_eq!(column(builder.interview(&interview)), "");
}

#[test]
fn groups_and_sides_are_resolved_at_the_end() {
    let mut builder = begun();
    builder.add_group("a", "b", "red").unwrap();
    builder.add_group("b", "a", "red").unwrap();
    assert_eq!(column(builder.finish()), "parent");
    let mut builder = begun();
    builder.opposes("red", "blue");
    assert_eq!(column(builder.clone().finish()), "opposes");
    let blue = builder.side("blue").unwrap();
    let study = builder.finish().unwrap();
    assert!(study.are_opposed(blue, crate::model::key::SideId::new(0)));
}

#[test]
fn bounds_that_are_not_inside_one_another_are_refused() {
    let mut builder = begun();
    let source = builder.source(&source("a", "")).unwrap();
    let cells = TopicCells {
        topic: "t",
        kind: "quantity",
        measure: "stock",
        ..TopicCells::default()
    };
    let topic = builder.topic(&cells).unwrap();
    let figure = |low, high| Figure {
        strict: Bounds {
            low: 1.0,
            high: 2.0,
        },
        fuzzy: Bounds { low, high },
        is_vague: false,
        is_up_to: false,
        is_mass: false,
        is_about: false,
        is_share: false,
    };
    let year = span_of_cell("when", "2021", Seasons::default()).unwrap();
    let month = span_of_cell("when", "2021-03", Seasons::default()).unwrap();
    let completed = |figure, when| Completed {
        stated_on: Span::exact(DayRange::ALL),
        when,
        time_mode: TimeMode::Throughout,
        population: None,
        figure: Some(figure),
        unit: None,
        marks: Marks::default(),
    };
    let mut draft = ClaimDraft::new(source, topic, Stance::Affirms);
    let narrow = completed(figure(1.5, 2.0), year);
    assert_eq!(column(builder.claim("c", &draft, &narrow)), "value");
    let not_a_number = completed(figure(f64::NAN, 2.0), year);
    assert_eq!(column(builder.claim("c", &draft, &not_a_number)), "value");
    let reversed = Span {
        strict: year.strict,
        fuzzy: month.strict,
    };
    let out_of_time = completed(figure(1.0, 2.0), reversed);
    assert_eq!(column(builder.claim("c", &draft, &out_of_time)), "when");
    draft.value = Some(Value::Category(0));
    let plain = completed(figure(1.0, 2.0), year);
    assert_eq!(column(builder.claim("c", &draft, &plain)), "value");
}
