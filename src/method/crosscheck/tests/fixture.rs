//! A small invented study: a valley with two mills, what people say of them, and random claims on it.

use proptest::prelude::*;

use crate::method::crosscheck::words::{Kind, Verdict, Why};
use crate::method::crosscheck::{Counts, Finding, FindingRow, Judge, compare};
use crate::method::reading::{ClaimCells, add_row};
use crate::method::settings::Settings;
use crate::model::Refusal;
use crate::model::builder::{StudyBuilder, span_of_cell};
use crate::model::day::Day;
use crate::model::key::ClaimId;
use crate::model::source::{InterviewCells, SourceCells};
use crate::model::study::Study;
use crate::model::topic::TopicCells;
use crate::model::tree::NodeCells;
use crate::model::vocabulary::Seasons;

/// Key, parent, level or declaration.
const PLACES: [[&str; 3]; 8] = [
    ["valley", "", "country"],
    ["upper", "valley", "region"],
    ["lower", "valley", "region"],
    ["banks", "valley", "area"],
    ["mill", "upper", "village"],
    ["ford", "upper", "village"],
    ["weir", "lower", "village"],
    ["coast", "", "country"],
];
const POPULATIONS: [[&str; 3]; 6] = [
    ["people", "", ""],
    ["millers", "people", "complete"],
    ["owners", "millers", ""],
    ["hands", "millers", ""],
    ["herds", "", ""],
    ["sheep", "herds", ""],
];
/// Key, kind, measure, unit, population, exclusive, values, additive.
const TOPICS: [[&str; 8]; 9] = [
    [
        "workers",
        "quantity",
        "stock",
        "persons",
        "millers",
        "",
        "",
        "places;populations",
    ],
    [
        "loaves", "quantity", "stock", "loaves", "people", "", "", "",
    ],
    [
        "sold",
        "quantity",
        "cumulative",
        "kg",
        "millers",
        "",
        "",
        "places",
    ],
    [
        "share", "quantity", "share", "percent", "people", "", "", "",
    ],
    ["open", "state", "", "", "millers", "", "", ""],
    [
        "trend",
        "state",
        "",
        "",
        "people",
        "yes",
        "up;down;flat",
        "",
    ],
    ["cause", "relation", "", "", "people", "", "rain;war", ""],
    ["fire", "event", "", "", "", "", "", ""],
    ["thriving", "state", "", "", "herds", "", "", ""],
];
pub(super) const LINKS: [[&str; 4]; 6] = [
    ["open", "affirms", "thriving", "affirms"],
    ["thriving", "affirms", "fire", "denies"],
    ["fire", "affirms", "open", "denies"],
    ["fire", "denies", "open", "affirms"],
    ["workers", "affirms", "open", "affirms"],
    ["open", "denies", "workers", "doubts"],
];
pub(super) const SOURCES: [[&str; 3]; 6] = [
    ["ada", "owner", "interviewee"],
    ["bo", "owner", "interviewee"],
    ["cy", "hand", "interviewee"],
    ["hands", "hand", "group-voice"],
    ["dee", "hand", "interviewee"],
    ["gazette", "press", "publication"],
];

/// Builds the study without claims.
pub(super) fn valley() -> StudyBuilder {
    let mut builder = unlinked_valley();
    for link in LINKS {
        builder.link(link).unwrap();
    }
    builder
}

/// The same without topic links.
pub(super) fn unlinked_valley() -> StudyBuilder {
    let mut builder = StudyBuilder::new(Some(
        span_of_cell("fieldwork", "2021", Seasons::default()).unwrap(),
    ));
    for side in ["owners", "hands", "none"] {
        builder.side(side).unwrap();
    }
    builder.opposes("owners", "hands");
    for (group, side) in [("owner", "owners"), ("hand", "hands"), ("press", "none")] {
        builder.add_group(group, "", side).unwrap();
    }
    for [source, group, kind] in SOURCES {
        let same_person_as = if source == "dee" { "cy" } else { "" };
        let cells = SourceCells {
            source,
            group,
            kind,
            same_person_as,
            ..SourceCells::default()
        };
        builder.source(&cells).unwrap();
    }
    let interview = InterviewCells {
        interview: "i1",
        sources: "ada",
        date: "2021-05-04",
        translation: "i1.txt",
        ..InterviewCells::default()
    };
    builder.interview(&interview).unwrap();
    let doubtful = InterviewCells {
        interview: "i2",
        translation_checked: "doubtful",
        ..interview
    };
    builder.interview(&doubtful).unwrap();
    trees_and_topics(&mut builder);
    builder
}

fn trees_and_topics(builder: &mut StudyBuilder) {
    let places = PLACES.map(|[key, parent, level]| NodeCells {
        key,
        parent,
        level,
        ..NodeCells::default()
    });
    builder.places(&places).unwrap();
    let populations = POPULATIONS.map(|[key, parent, children]| NodeCells {
        key,
        parent,
        children,
        ..NodeCells::default()
    });
    builder.populations(&populations).unwrap();
    for [
        topic,
        kind,
        measure,
        unit,
        population,
        exclusive,
        values,
        additive,
    ] in TOPICS
    {
        let cells = TopicCells {
            topic,
            statement: topic,
            kind,
            measure,
            unit,
            population,
            exclusive,
            values,
            additive,
            ..TopicCells::default()
        };
        builder.topic(&cells).unwrap();
    }
    // "The fire of the first event came before the mill opened."
    let first = TopicCells {
        topic: "first",
        statement: "first",
        kind: "event",
        order_of: "e1<open",
        ..TopicCells::default()
    };
    builder.topic(&first).unwrap();
    let hands_share = TopicCells {
        topic: "hands-share",
        statement: "hands-share",
        kind: "quantity",
        measure: "share",
        unit: "percent",
        population: "millers",
        parent: "workers",
        ..TopicCells::default()
    };
    builder.topic(&hands_share).unwrap();
    let losses = TopicCells {
        topic: "losses",
        statement: "losses",
        kind: "quantity",
        measure: "cumulative",
        unit: "kg",
        population: "millers",
        favours: "owners:higher; hands:lower",
        ..TopicCells::default()
    };
    builder.topic(&losses).unwrap();
    // Counted in nothing that is said.
    let stacks = TopicCells {
        topic: "stacks",
        unit: "",
        ..losses
    };
    builder.topic(&stacks).unwrap();
    // Adds up, and is of nobody.
    let sheaves = TopicCells {
        topic: "sheaves",
        measure: "stock",
        unit: "sheaves",
        population: "",
        favours: "",
        additive: "places;populations",
        ..losses
    };
    builder.topic(&sheaves).unwrap();
    for (topic, feeds) in [("hired", "workers:in"), ("gone", "workers:out")] {
        let flow = TopicCells {
            topic,
            statement: topic,
            kind: "quantity",
            measure: "flow",
            unit: "persons",
            population: "millers",
            ..TopicCells::default()
        };
        builder.topic(&flow).unwrap();
        builder.feeds(topic, feeds).unwrap();
    }
    builder.event("e3", ["", ""], "", "e2").unwrap();
}

/// A claim on a topic with everything that leaves no way out: 2021-03, first hand, in the mill.
pub(in crate::method::crosscheck) fn claim<'a>(
    key: &'a str,
    source: &'a str,
    topic: &'a str,
) -> ClaimCells<'a> {
    ClaimCells {
        claim: key,
        source,
        topic,
        stance: "affirms",
        stated_on: "2021-06-01",
        population: "millers",
        place: "mill",
        when: "2021-03",
        time_mode: "throughout",
        basis: "witnessed",
        ..ClaimCells::default()
    }
}

/// Adds claims to the valley.
pub(in crate::method::crosscheck) fn with_claims(
    claims: &[ClaimCells<'_>],
) -> Result<Study, Refusal> {
    let mut builder = valley();
    for cells in claims {
        add_row(&mut builder, &Settings::default(), cells)?;
    }
    builder.finish()
}

/// How many pairs were counted, of whatever verdict.
pub(super) fn all_of(counts: &Counts) -> u64 {
    Verdict::ALL.iter().map(|verdict| counts.of(*verdict)).sum()
}

/// Compares two claims that stand alone in the valley.
pub(super) fn pair(a: ClaimCells<'_>, b: ClaimCells<'_>) -> (Study, Finding) {
    let study = with_claims(&[a, b]).unwrap();
    let finding = compare(&study, &Settings::default(), ClaimId(0), ClaimId(1)).unwrap();
    (study, finding)
}

/// Two figures for workers, all else equal and plain.
pub(super) fn workers<'a>(a: &'a str, b: &'a str) -> [ClaimCells<'a>; 2] {
    [
        ClaimCells {
            value: a,
            ..claim("a", "ada", "workers")
        },
        ClaimCells {
            value: b,
            ..claim("b", "bo", "workers")
        },
    ]
}

/// A finding as it is shown.
pub(super) fn shown(study: &Study, finding: &Finding) -> FindingRow {
    finding.row(&Judge::new(study, &Settings::default()))
}

/// What two claims that stand alone come to.
pub(super) fn judged(cells: [ClaimCells<'_>; 2]) -> Finding {
    let [a, b] = cells;
    pair(a, b).1
}

/// The same, in short: verdict, what decided it, kind.
pub(super) fn told(cells: [ClaimCells<'_>; 2]) -> (Verdict, Option<Why>, Option<Kind>) {
    let finding = judged(cells);
    (finding.verdict, finding.why, finding.kind)
}

/// A random claim: what stands in its cells, days as numbers so that they can be moved.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) key: String,
    pub(super) source: &'static str,
    pub(super) topic: &'static str,
    pub(super) stance: &'static str,
    pub(super) population: &'static str,
    pub(super) place: &'static str,
    /// First day, further days, mark; none for an undated claim.
    pub(super) when: Option<(i32, i32, &'static str)>,
    pub(super) time_mode: &'static str,
    pub(super) stated_day: i32,
    /// How many days later it may have been stated as well.
    pub(super) stated_more: i32,
    pub(super) value: String,
    pub(super) unit: &'static str,
    pub(super) modality: &'static str,
    pub(super) basis: &'static str,
    pub(super) via: &'static str,
    /// Places in the list of rows of claims it is the boast of or was prompted by.
    pub(super) general_of: Option<usize>,
    pub(super) responds_to: Option<usize>,
    pub(super) reading_of: Option<usize>,
    pub(super) event: &'static str,
    pub(super) actor: &'static str,
    pub(super) trend: &'static str,
    pub(super) settled: &'static str,
}

fn one_of(words: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
    prop::sample::select(words)
}

pub(super) fn value_of(topic: &'static str) -> BoxedStrategy<(String, &'static str)> {
    let number = prop_oneof![
        4 => (0..6_i32).prop_map(|number| number.to_string()),
        2 => (0..4_i32, 1..3_i32).prop_map(|(low, more)| format!("{low}-{}", low + more)),
        1 => Just("about 4".to_owned()),
        1 => Just("at least 3".to_owned()),
        1 => Just("up to 3".to_owned()),
        1 => Just("several".to_owned()),
        1 => Just(String::new()),
    ];
    let share = one_of(&["10 %", "40-60 %", "about 60 %", ""]).prop_map(str::to_owned);
    let word = move |words| one_of(words).prop_map(|word| (word.to_owned(), ""));
    match topic {
        "hired" | "gone" => number.prop_map(|value| (value, "persons")).boxed(),
        "workers" => (number, one_of(&["persons", "", "families"])).boxed(),
        "stacks" => (number, one_of(&["loaves", ""])).boxed(),
        "loaves" => number.prop_map(|value| (value, "loaves")).boxed(),
        "sheaves" => number.prop_map(|value| (value, "sheaves")).boxed(),
        "sold" => number.prop_map(|value| (value, "kg")).boxed(),
        "share" => share.prop_map(|value| (value, "percent")).boxed(),
        "trend" => word(&["up", "down", "flat", ""]).boxed(),
        "cause" => word(&["rain", "war", ""]).boxed(),
        _ => Just((String::new(), "")).boxed(),
    }
}

fn row() -> impl Strategy<Value = Row> {
    let topic = one_of(&[
        "workers", "loaves", "sold", "share", "open", "trend", "cause", "fire", "thriving",
        "first", "hired", "gone", "sheaves", "stacks",
    ]);
    let said = topic.prop_flat_map(|topic| (Just(topic), value_of(topic)));
    let when = prop_oneof![
        6 => (0..12_i32, 0..5_i32, one_of(&["", "", "", "~"])).prop_map(Some),
        1 => Just(None),
    ];
    let scope = (
        one_of(&[
            "", "millers", "people", "owners", "hands", "herds", "sheep", "millers?",
        ]),
        one_of(&[
            "", "valley", "upper", "lower", "mill", "mill", "ford", "banks", "coast", "mill?",
        ]),
        when,
        one_of(&["", "throughout", "within"]),
    );
    let manner = (
        one_of(&[
            "affirms", "affirms", "affirms", "denies", "doubts", "neutral",
        ]),
        one_of(&[
            "actual",
            "actual",
            "actual",
            "plan",
            "forecast",
            "promise",
            "actual?",
            "plan?",
            "forecast?",
        ]),
        one_of(&["witnessed", "witnessed", "told", "estimate", "official"]),
        one_of(&["", "", "", "ada", "gazette", "a cousin"]),
        prop::sample::select(&SOURCES[..]),
        (0..40_i32, prop_oneof![3 => Just(0), 1 => 1..20_i32]),
    );
    let happening = (
        one_of(&["", "", "", "e1", "e1", "e2", "e3", "e1?"]),
        one_of(&["", "", "rats", "cats"]),
        one_of(&["", "", "", "rising", "falling", "stable"]),
        one_of(&["", "", "", "yes"]),
    );
    let reference = || prop::option::weighted(0.05, 0..12_usize);
    let references = (reference(), reference(), reference());
    let all = (said, scope, manner, references, happening);
    all.prop_map(|(said, scope, manner, references, happening)| {
        let (topic, (value, unit)) = said;
        let (population, place, when, time_mode) = scope;
        let (stance, modality, basis, via, [source, ..], stated) = manner;
        Row {
            key: String::new(),
            source,
            topic,
            stance,
            population,
            place,
            when,
            time_mode,
            stated_day: stated.0,
            stated_more: stated.1,
            value,
            unit,
            modality,
            basis,
            via,
            general_of: references.0,
            responds_to: references.1,
            reading_of: references.2,
            event: happening.0,
            actor: happening.1,
            trend: if topic == "workers" { happening.2 } else { "" },
            settled: happening.3,
        }
    })
}

/// Random claims with keys `c00`, `c01` …
pub(super) fn rows(most: usize) -> impl Strategy<Value = Vec<Row>> {
    let keyed = |mut rows: Vec<Row>| {
        for (place, row) in rows.iter_mut().enumerate() {
            row.key = format!("c{place:02}");
        }
        rows
    };
    prop::collection::vec(row(), 0..most).prop_map(keyed)
}

/// Builds the valley with random claims, all days moved by so many.
pub(super) fn study_of(rows: &[Row], moved_days: i32) -> Study {
    let mut builder = valley();
    add_rows(&mut builder, rows, moved_days);
    builder.finish().unwrap()
}

/// Adds random claims, all days moved by so many.
pub(super) fn add_rows(builder: &mut StudyBuilder, rows: &[Row], moved_days: i32) {
    let base = Day::from_ymd(2021, 3, 1).unwrap().plus_days(moved_days);
    for row in rows {
        let day = |offset: i32| base.plus_days(offset).to_string();
        let when = row.when.map_or(String::new(), |(first, more, mark)| {
            format!("{}{mark}/{}{mark}", day(first), day(first + more))
        });
        let stated_last = row.stated_day + row.stated_more;
        let stated_on = format!("{}/{}", day(row.stated_day), day(stated_last));
        let key_of = |place: Option<usize>| {
            let other = place.map(|place| format!("c{place:02}"));
            let exists = |key: &String| *key != row.key && rows.iter().any(|row| row.key == *key);
            other.filter(exists).unwrap_or_default()
        };
        let (mut general_of, responds_to) = (key_of(row.general_of), key_of(row.responds_to));
        if general_of < row.key {
            // Upwards only, so that no two claims are each other's boast.
            general_of.clear();
        }
        let reading_of = key_of(row.reading_of);
        let cells = ClaimCells {
            claim: &row.key,
            source: row.source,
            topic: row.topic,
            stance: row.stance,
            stated_on: &stated_on,
            population: row.population,
            place: row.place,
            when: &when,
            time_mode: row.time_mode,
            value: &row.value,
            unit: row.unit,
            modality: row.modality,
            basis: row.basis,
            via: row.via,
            general_of: &general_of,
            responds_to: &responds_to,
            reading_of: &reading_of,
            event: row.event,
            actor: row.actor,
            trend: row.trend,
            settled: row.settled,
            ..ClaimCells::default()
        };
        add_row(builder, &Settings::default(), &cells).unwrap();
    }
}

/// What the study says of two claims, by their numbers.
pub(super) fn found(study: &Study, a: u32, b: u32) -> Finding {
    compare(study, &Settings::default(), ClaimId(a), ClaimId(b)).unwrap()
}

/// A plain contradiction of a kind.
pub(super) const fn clash(kind: Kind) -> (Verdict, Option<Why>, Option<Kind>) {
    (Verdict::Contradiction, None, Some(kind))
}
