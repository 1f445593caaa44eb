//! The tables of a study, one entry a file of the study folder (`docs/study-format.md`).
//! Data only. The order of the tables is the order of reading: a table stands behind those
//! whose keys it names, so that an import resolves names in one pass. A stranger would add
//! a column here and forget the migration: a test of the store compares the two.

use super::table::{Anchor, Column, Kind, Noun, Place, Table, TextKind};

const fn key(name: &'static str) -> Column {
    Column::new(name, Kind::Key).required().stored_as("key")
}

const fn text(name: &'static str) -> Column {
    Column::new(name, Kind::Text)
}

const fn word(name: &'static str, words: &'static [&'static str]) -> Column {
    Column::new(name, Kind::Word(words))
}

const fn date(name: &'static str) -> Column {
    Column::new(name, Kind::Date)
}

const fn to(name: &'static str, noun: Noun) -> Column {
    Column::new(name, Kind::Reference(noun))
}

const fn passage(name: &'static str, part: Anchor, sql: &'static str) -> Column {
    Column::new(name, Kind::Passage(part)).stored_as(sql)
}

const YES_NO: &[&str] = &["yes", "no"];
/// How the children of a node stand to one another.
const CHILDREN: &[&str] = &["disjoint", "complete", "overlap"];
/// The stances of a claim.
pub const STANCES: [&str; 4] = ["affirms", "denies", "doubts", "neutral"];
/// The nine innocent explanations in the order of their test, and the notes after them.
pub const EXPLANATIONS: [&str; 12] = [
    "identity",
    "time",
    "place",
    "population",
    "measure",
    "rounding",
    "hearsay",
    "modality",
    "coding",
    "zero-or-silence",
    "correction",
    "doubt",
];
/// Which months the seasons of a date are.
pub const SEASONS: [&str; 3] = ["winter-into-next-year", "winter-from-last-year", "southern"];
/// How strong a tie between two sources is held to be.
pub const TIE_STRENGTHS: [&str; 4] = ["hard", "soft", "unknown", "none"];
/// Which text of an interview is meant.
const TEXTS: [&str; 2] = [TextKind::Original.as_str(), TextKind::Translation.as_str()];
/// Where a coding stands.
pub const STATUSES: [&str; 3] = ["accepted", "proposed", "rejected"];

const fn csv(
    noun: Noun,
    name: &'static str,
    file: &'static str,
    plural: &'static str,
    columns: &'static [Column],
) -> Table {
    Table {
        noun,
        name,
        plural,
        place: Place::Csv(file),
        columns,
        one_of: &[],
        has_attributes: false,
    }
}

const fn toml(
    noun: Noun,
    name: &'static str,
    place: Place,
    plural: &'static str,
    columns: &'static [Column],
) -> Table {
    Table {
        noun,
        name,
        plural,
        place,
        columns,
        one_of: &[],
        has_attributes: false,
    }
}

const fn with_attributes(mut table: Table) -> Table {
    table.has_attributes = true;
    table
}

const fn one_of(mut table: Table, pairs: &'static [[&'static str; 2]]) -> Table {
    table.one_of = pairs;
    table
}

/// Every table of a study, in the order in which a folder is read.
pub const TABLES: &[Table] = &[
    toml(
        Noun::Study,
        "study",
        Place::Section("study"),
        "studies",
        &[
            Column::new("name", Kind::Text).required(),
            text("description"),
            date("fieldwork"),
            Column::new("languages", Kind::Texts),
            Column::new("interviews_declared", Kind::Integer(0)),
            text("limits"),
        ],
    ),
    toml(
        Noun::Side,
        "side",
        Place::Array("side"),
        "sides",
        &[
            key("key"),
            text("name"),
            Column::new("opposes", Kind::References(Noun::Side)),
        ],
    ),
    toml(
        Noun::Group,
        "source_group",
        Place::Array("group"),
        "groups",
        &[
            key("key"),
            to("parent", Noun::Group),
            to("side", Noun::Side).required(),
            text("definition"),
        ],
    ),
    toml(
        Noun::Researcher,
        "researcher",
        Place::Array("researcher"),
        "researchers",
        &[
            key("key"),
            Column::new("knows", Kind::References(Noun::Researcher)),
            Column::new("languages", Kind::Texts),
            text("community"),
            text("trained"),
            text("note"),
        ],
    ),
    toml(
        Noun::Coder,
        "coder",
        Place::Array("coder"),
        "coders",
        &[key("key"), word("agreed", &["yes"])],
    ),
    toml(
        Noun::NumberWord,
        "number_word",
        Place::Map("numbers"),
        "number_words",
        &[
            Column::new("word", Kind::Name).required().stored_as("key"),
            Column::new("low", Kind::Decimal).required(),
            Column::new("high", Kind::Decimal).required(),
        ],
    ),
    toml(
        Noun::Unit,
        "unit",
        Place::Map("units"),
        "units",
        &[
            Column::new("unit", Kind::Name).required().stored_as("key"),
            text("same_as"),
            text("of").stored_as("base_unit"),
            Column::new("factor", Kind::Decimal),
        ],
    ),
    toml(
        Noun::Attribute,
        "attribute",
        Place::Map("attributes"),
        "attributes",
        &[
            Column::new("name", Kind::Name).required().stored_as("key"),
            word("type", &["text", "choice", "number", "date"]),
            Column::new("values", Kind::Texts).stored_as("allowed_values"),
        ],
    ),
    toml(
        Noun::Disclosure,
        "disclosure",
        Place::Section("disclosure"),
        "disclosures",
        &[
            Column::new("k_team", Kind::Integer(1)),
            Column::new("k_public", Kind::Integer(1)),
            Column::new("quasi_identifiers", Kind::Texts),
            Column::new("generalise", Kind::Texts),
        ],
    ),
    toml(
        Noun::CrossCheck,
        "cross_check",
        Place::Section("cross_check"),
        "cross_check_settings",
        &[
            Column::new("undated_reach_days", Kind::Integer(0)),
            word("seasons", &SEASONS),
            Column::new("relative_tolerance", Kind::Decimal),
            Column::new("absolute_tolerance", Kind::Decimal),
            Column::new("inflation_ratio", Kind::Decimal),
            Column::new("substantial_gap", Kind::Decimal),
            Column::new("gross_gap", Kind::Decimal),
            Column::new("link_depth", Kind::Integer(0)),
            Column::new("percentage_from_claims", Kind::Integer(1)),
            word("tie_same_person", &TIE_STRENGTHS),
            word("tie_same_origin", &TIE_STRENGTHS),
            word("tie_joint_interview", &TIE_STRENGTHS),
            word("tie_prompt", &TIE_STRENGTHS),
            word("tie_quotes", &TIE_STRENGTHS),
            word("tie_one_introducer", &TIE_STRENGTHS),
            word("tie_introduced", &TIE_STRENGTHS),
            word("tie_heard_from", &TIE_STRENGTHS),
            word("tie_network", &TIE_STRENGTHS),
            word("tie_aware", &TIE_STRENGTHS),
            word("tie_one_researcher", &TIE_STRENGTHS),
            word("tie_researchers_acquainted", &TIE_STRENGTHS),
            word("tie_perhaps_same_person", &TIE_STRENGTHS),
            word("tie_group_voice", &TIE_STRENGTHS),
            word("tie_unknown_origin", &TIE_STRENGTHS),
        ],
    ),
    csv(
        Noun::Place,
        "place",
        "places.csv",
        "places",
        &[
            key("place"),
            to("parent", Noun::Place),
            text("level"),
            Column::new("names", Kind::Texts),
            word("children", CHILDREN),
        ],
    ),
    csv(
        Noun::Population,
        "population",
        "populations.csv",
        "populations",
        &[
            key("population"),
            to("parent", Noun::Population),
            text("definition").required(),
            word("children", CHILDREN),
        ],
    ),
    with_attributes(csv(
        Noun::Source,
        "source",
        "sources.csv",
        "sources",
        &[
            key("source"),
            to("group", Noun::Group)
                .required()
                .stored_as("source_group"),
            word("kind", &["interviewee", "group-voice", "publication"]),
            Column::new("members_low", Kind::Integer(0)),
            Column::new("members_high", Kind::Integer(0)),
            Column::new("same_person_as", Kind::References(Noun::Source)).unsure(),
            Column::new("introduced_by", Kind::ReferencesOrTexts(Noun::Source)),
            Column::new("heard_from", Kind::ReferencesOrTexts(Noun::Source)),
            Column::new("network", Kind::Texts),
            text("citation"),
            text("note"),
        ],
    )),
    with_attributes(csv(
        Noun::Interview,
        "interview",
        "interviews.csv",
        "interviews",
        &[
            key("interview"),
            Column::new("source", Kind::References(Noun::Source)).required(),
            date("date").required().stored_as("held_on"),
            to("researcher", Noun::Researcher),
            word(
                "mode",
                &["in-person", "phone", "online", "written", "document"],
            ),
            text("country"),
            to("place", Noun::Place),
            text("language"),
            Column::new(
                "consent",
                Kind::Words(&[
                    "analyse",
                    "quote",
                    "paraphrase",
                    "share",
                    "archive",
                    "publish",
                ]),
            ),
            Column::new("transcript", Kind::Transcript(TextKind::Original)),
            Column::new("translation", Kind::Transcript(TextKind::Translation)),
            to("translator", Noun::Researcher),
            word("recording", YES_NO),
            word("translation_checked", &["yes", "no", "doubtful"]),
            text("questionnaire"),
            word("awareness", &["unaware", "aware", "joint"]),
            text("note"),
        ],
    )),
    csv(
        Noun::Topic,
        "topic",
        "topics.csv",
        "topics",
        &[
            key("topic"),
            text("statement").required(),
            word("kind", &["state", "quantity", "event", "relation"]).required(),
            word(
                "measure",
                &["stock", "flow", "cumulative", "share", "rate", "rank"],
            ),
            text("unit"),
            to("population", Noun::Population),
            word("exclusive", YES_NO),
            Column::new("values", Kind::Texts).stored_as("allowed_values"),
            Column::new("favours", Kind::Texts),
            Column::new("additive", Kind::Words(&["places", "populations"])),
            text("order_of"),
            Column::new("range_low", Kind::Decimal),
            Column::new("range_high", Kind::Decimal),
            to("parent", Noun::Topic),
            Column::new("feeds", Kind::Tagged(Noun::Topic, &["in", "out"])),
            text("closed_because"),
        ],
    ),
    csv(
        Noun::TopicLink,
        "topic_link",
        "topic_links.csv",
        "topic_links",
        &[
            to("topic", Noun::Topic).required(),
            word("stance", &STANCES).required(),
            to("implies_topic", Noun::Topic).required(),
            word("implies_stance", &STANCES).required(),
            text("note"),
        ],
    ),
    csv(
        Noun::Question,
        "question",
        "questions.csv",
        "questions",
        &[
            key("question"),
            text("text"),
            to("topic", Noun::Topic),
            text("questionnaire"),
            date("first_used"),
        ],
    ),
    one_of(
        csv(
            Noun::Asked,
            "asked",
            "asked.csv",
            "asked_questions",
            &[
                to("interview", Noun::Interview).required(),
                to("question", Noun::Question),
                to("topic", Noun::Topic),
                word("result", &["answered", "no-answer", "evaded"]).required(),
            ],
        ),
        &[["question", "topic"]],
    ),
    csv(
        Noun::Code,
        "code",
        "codebook.csv",
        "codes",
        &[
            key("code"),
            to("parent", Noun::Code),
            text("name"),
            text("definition"),
            text("include_when"),
            text("exclude_when"),
            text("example"),
            text("colour"),
            text("short"),
            word("retired", &["yes"]),
        ],
    ),
    toml(
        Noun::Rule,
        "rule",
        Place::Rules,
        "rules",
        &[
            key("key"),
            to("code", Noun::Code).required(),
            Column::new("match", Kind::Text)
                .required()
                .stored_as("expression"),
            word("unit", &["sentence", "turn", "paragraph"]),
            text("language"),
            to("author", Noun::Coder),
            Column::new("should_match", Kind::Sentences),
            Column::new("should_not_match", Kind::Sentences),
            text("note"),
        ],
    ),
    csv(
        Noun::Event,
        "event",
        "events.csv",
        "events",
        &[
            key("event"),
            text("name"),
            to("place", Noun::Place),
            date("when").stored_as("happened_on"),
            Column::new("different_from", Kind::References(Noun::Event)),
            to("same_as", Noun::Event),
            text("note"),
        ],
    ),
    csv(
        Noun::Coding,
        "coding",
        "codings.csv",
        "codings",
        &[
            to("interview", Noun::Interview).required(),
            passage("text", Anchor::Text, "text_kind"),
            to("code", Noun::Code).required(),
            to("coder", Noun::Coder).required(),
            passage("start", Anchor::Start, "start_cp"),
            passage("end", Anchor::End, "end_cp"),
            passage("quote", Anchor::Quote, "quote"),
            word("status", &STATUSES),
            passage("anchor", Anchor::State, "anchor"),
            to("rule", Noun::Rule),
            text("memo"),
            word("example", &["yes"]),
            Column::new("probability", Kind::Decimal),
        ],
    ),
    csv(
        Noun::Assignment,
        "assignment",
        "assignments.csv",
        "assignments",
        &[
            to("interview", Noun::Interview).required(),
            word("text", &TEXTS).stored_as("text_kind"),
            to("coder", Noun::Coder).required(),
            word("sight", &["blind", "open"]),
            date("due").stored_as("due_on"),
            date("submitted").stored_as("submitted_on"),
            text("submitted_text"),
        ],
    ),
    csv(
        Noun::Claim,
        "claim",
        "claims.csv",
        "claims",
        &[
            key("claim"),
            to("source", Noun::Source).required(),
            to("topic", Noun::Topic).required(),
            word("stance", &STANCES).required(),
            to("interview", Noun::Interview),
            passage("text", Anchor::Text, "text_kind"),
            passage("anchor", Anchor::State, "anchor"),
            passage("quote", Anchor::Quote, "quote"),
            passage("start", Anchor::Start, "start_cp"),
            passage("end", Anchor::End, "end_cp"),
            to("coder", Noun::Coder),
            to("reading_of", Noun::Claim),
            date("stated_on"),
            to("population", Noun::Population).unsure(),
            to("place", Noun::Place).unsure(),
            date("when").stored_as("happened_on"),
            word("time_mode", &["throughout", "within"]),
            Column::new("value", Kind::Value),
            text("unit"),
            word(
                "modality",
                &[
                    "actual",
                    "plan",
                    "promise",
                    "forecast",
                    "possible",
                    "reported-belief",
                ],
            )
            .unsure(),
            word(
                "basis",
                &[
                    "witnessed",
                    "took-part",
                    "internal-figures",
                    "official",
                    "told",
                    "estimate",
                    "unknown",
                ],
            )
            .unsure(),
            Column::new("via", Kind::ReferenceOrText(Noun::Source)),
            Column::new("event", Kind::ReferenceOrText(Noun::Event)).unsure(),
            to("responds_to", Noun::Claim),
            Column::new("general_of", Kind::References(Noun::Claim)),
            word("against_interest", &["yes", "no", "unclear"]),
            word("settled", &["yes"]),
            word("trend", &["rising", "falling", "stable"]),
            text("actor"),
            text("note"),
        ],
    ),
    one_of(
        csv(
            Noun::Rating,
            "rating",
            "ratings.csv",
            "ratings",
            &[
                to("source", Noun::Source),
                to("claim", Noun::Claim),
                word("letter", &["A", "B", "C", "D", "E", "F"]),
                word("digit", &["1", "2", "3", "4", "5", "6"]),
                to("analyst", Noun::Coder).required(),
                date("date").required().stored_as("rated_on"),
                text("reason").required(),
            ],
        ),
        &[["source", "claim"], ["letter", "digit"]],
    ),
    one_of(
        csv(
            Noun::Control,
            "control",
            "controls.csv",
            "controls",
            &[
                to("topic", Noun::Topic).required(),
                Column::new("value", Kind::Value),
                word("stance", &STANCES),
                to("population", Noun::Population),
                to("place", Noun::Place),
                date("when").stored_as("happened_on"),
                text("evidence"),
            ],
        ),
        &[["value", "stance"]],
    ),
    csv(
        Noun::Judgement,
        "judgement",
        "judgements.csv",
        "judgements",
        &[
            Column::new("claims", Kind::References(Noun::Claim)).required(),
            word(
                "judgement",
                &[
                    "contradicts",
                    "agrees",
                    "explained",
                    "dismissed",
                    "unverifiable",
                    "unverified",
                ],
            )
            .required(),
            word("explanation", &EXPLANATIONS),
            to("analyst", Noun::Coder).required(),
            date("date").stored_as("judged_on"),
            text("reason"),
            text("finding"),
        ],
    ),
    csv(
        Noun::Validation,
        "validation",
        "validations.csv",
        "validations",
        &[
            date("date").required().stored_as("consulted_on"),
            text("body").required(),
            to("topic", Noun::Topic).required(),
            text("result").required(),
            text("note"),
        ],
    ),
    csv(
        Noun::FollowUp,
        "follow_up",
        "follow_ups.csv",
        "follow_ups",
        &[
            Column::new("about", Kind::Either(&[Noun::Topic, Noun::Claim])).required(),
            text("what").required(),
            word("status", &["wanted", "done", "impossible"]).required(),
            date("review_on"),
        ],
    ),
    csv(
        Noun::Figure,
        "figure",
        "figures.csv",
        "figures",
        &[
            to("topic", Noun::Topic).required(),
            to("place", Noun::Place).required(),
            date("period").required(),
            Column::new("value", Kind::Value).required(),
            to("source", Noun::Source).required(),
        ],
    ),
    csv(
        Noun::Memo,
        "memo",
        "memos.csv",
        "memos",
        &[
            Column::new("about", Kind::About).required(),
            text("text").required(),
            to("author", Noun::Coder),
            date("date").stored_as("written_on"),
        ],
    ),
];

/// The description of a noun's table.
pub fn table(noun: Noun) -> &'static Table {
    TABLES
        .iter()
        .find(|table| table.noun == noun)
        .expect("every noun has its table: a test goes through them")
}

/// The table that `import NAME` means: its plural, or the name of its file without `.csv`.
pub fn table_named(name: &str) -> Option<&'static Table> {
    TABLES.iter().find(|table| match table.place {
        Place::Csv(file) => table.plural == name || file.strip_suffix(".csv") == Some(name),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_stands_behind_those_whose_keys_it_names() {
        for (at, table) in TABLES.iter().enumerate() {
            for column in table.columns {
                for noun in nouns_named_by(column.kind) {
                    let place = TABLES.iter().position(|other| other.noun == *noun);
                    assert!(
                        place.is_some_and(|place| place <= at),
                        "{} {}",
                        table.name,
                        column.name
                    );
                }
            }
        }
    }

    fn nouns_named_by(kind: Kind) -> &'static [Noun] {
        match kind {
            Kind::Reference(Noun::Claim) | Kind::References(Noun::Claim) => &[Noun::Claim],
            Kind::Reference(Noun::Topic) => &[Noun::Topic],
            Kind::Reference(Noun::Code) => &[Noun::Code],
            Kind::Reference(Noun::Interview) => &[Noun::Interview],
            Kind::ReferencesOrTexts(Noun::Source) | Kind::References(Noun::Source) => {
                &[Noun::Source]
            }
            Kind::Either(nouns) => nouns,
            _ => &[],
        }
    }

    #[test]
    fn a_key_or_name_comes_first() {
        for table in TABLES {
            let first = matches!(table.columns[0].kind, Kind::Key | Kind::Name);
            assert_eq!(first, table.key_column().is_some(), "{}", table.name);
        }
    }

    #[test]
    fn names_are_unique() {
        let mut names: Vec<_> = TABLES
            .iter()
            .flat_map(|table| [table.name, table.plural])
            .collect();
        names.sort_unstable();
        let before = names.len();
        names.dedup();
        assert_eq!(before, names.len());
    }

    #[test]
    fn import_knows_a_table_by_its_plural_and_by_its_file() {
        assert_eq!(
            table_named("codebook").map(|table| table.noun),
            Some(Noun::Code)
        );
        assert_eq!(
            table_named("codes").map(|table| table.noun),
            Some(Noun::Code)
        );
        assert_eq!(
            table_named("asked").map(|table| table.noun),
            Some(Noun::Asked)
        );
        assert!(table_named("sides").is_none());
    }
}
