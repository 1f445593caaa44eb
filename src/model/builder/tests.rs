//! What the builder refuses, and what it settles whatever the order of rows.

use crate::model::Refusal;
use crate::model::builder::{StudyBuilder, span_of_cell};
use crate::model::claim::{Bounds, ClaimDraft, Completed, Figure, Marks, Span, Value};
use crate::model::day::DayRange;
use crate::model::source::{InterviewCells, SourceCells};
use crate::model::topic::TopicCells;
use crate::model::vocabulary::{Seasons, Stance, TimeMode};

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
