//! From the cells of `claims.csv` to a claim that can be compared: reading, then filling gaps.
//!
//! It knows the defaults of methods.md section 2 and marks each one it uses as assumed. What a
//! stranger would get wrong: what was filled in is never written back; the draft keeps its gaps.

mod figures;

pub use figures::{SHARE_OF_COUNT, figure};

use self::figures::convert;
use crate::method::settings::Settings;
use crate::model::Refusal;
use crate::model::builder::StudyBuilder;
use crate::model::claim::{ClaimDraft, Completed, Marks, Span, Value};
use crate::model::day::{Day, DayRange};
use crate::model::key::{TopicId, UnitId};
use crate::model::source::Translation;
use crate::model::study::Control;
use crate::model::topic::Topic;
use crate::model::unit::is_plural;
use crate::model::vocabulary::{
    Basis, Interest, Measure, Modality, Stance, TimeMode, TopicKind, Trend, list, parse_yes_no,
    split_unsure,
};

/// One row of `claims.csv`, as said; an empty text is an empty cell.
#[derive(Debug, Clone, Copy, Default)]
pub struct ClaimCells<'a> {
    /// Column `claim`.
    pub claim: &'a str,
    /// Column `source`.
    pub source: &'a str,
    /// Column `topic`.
    pub topic: &'a str,
    /// Column `stance`.
    pub stance: &'a str,
    /// Column `interview`.
    pub interview: &'a str,
    /// Column `text`: `original` or `translation`; empty means the original.
    pub text: &'a str,
    /// Column `stated_on`.
    pub stated_on: &'a str,
    /// Column `population`.
    pub population: &'a str,
    /// Column `place`.
    pub place: &'a str,
    /// Column `when`.
    pub when: &'a str,
    /// Column `time_mode`.
    pub time_mode: &'a str,
    /// Column `value`.
    pub value: &'a str,
    /// Column `unit`.
    pub unit: &'a str,
    /// Column `modality`.
    pub modality: &'a str,
    /// Column `basis`.
    pub basis: &'a str,
    /// Column `via`.
    pub via: &'a str,
    /// Column `event`.
    pub event: &'a str,
    /// Column `actor`.
    pub actor: &'a str,
    /// Column `trend`.
    pub trend: &'a str,
    /// Column `against_interest`.
    pub against_interest: &'a str,
    /// Column `settled`.
    pub settled: &'a str,
    /// Column `responds_to`: one claim.
    pub responds_to: &'a str,
    /// Column `general_of`: a list of claims.
    pub general_of: &'a str,
    /// Column `reading_of`: one claim.
    pub reading_of: &'a str,
}

/// Reads the cells of a claim; gaps stay gaps.
///
/// # Errors
/// A [`Refusal`] of the first column that cannot stand.
pub fn read(builder: &mut StudyBuilder, cells: &ClaimCells<'_>) -> Result<ClaimDraft, Refusal> {
    let topic = builder.topic_id("topic", cells.topic)?;
    let mut draft = ClaimDraft::new(
        builder.source_id("source", cells.source)?,
        topic,
        Stance::parse(cells.stance)?,
    );
    draft.interview = optional(cells.interview, |key| builder.interview_id(key))?;
    draft.stated_on = optional(cells.stated_on, |text| builder.span("stated_on", text))?;
    draft.when = optional(cells.when, |text| builder.span("when", text))?;
    draft.time_mode = optional(cells.time_mode, TimeMode::parse)?;
    let marks = &mut draft.marks;
    let population = unsure(cells.population, marks, Marks::POPULATION_UNSURE);
    let place = unsure(cells.place, marks, Marks::PLACE_UNSURE);
    let modality = unsure(cells.modality, marks, Marks::MODALITY_UNSURE);
    let basis = unsure(cells.basis, marks, Marks::BASIS_UNSURE);
    let event = unsure(cells.event, marks, Marks::EVENT_UNSURE);
    let is_settled = parse_yes_no("settled", cells.settled)?.unwrap_or(false);
    marks.set_if(is_settled, Marks::SETTLED);
    marks.set_if(cells.text.trim() == "translation", Marks::FROM_TRANSLATION);
    draft.population = optional(population, |key| builder.population_id(key))?;
    draft.place = optional(place, |key| builder.place_id(key))?;
    draft.modality = optional(modality, Modality::parse)?.unwrap_or(Modality::Actual);
    draft.basis = optional(basis, Basis::parse)?.unwrap_or(Basis::Unknown);
    draft.event = optional(event, |key| builder.event_id(key))?;
    draft.actor = optional(cells.actor, |text| Ok(builder.actor_id(text)))?;
    draft.trend = optional(cells.trend, Trend::parse)?;
    draft.via = optional(cells.via, |text| Ok(builder.origin_id(text)))?;
    draft.against_interest = optional(cells.against_interest, Interest::parse)?;
    draft.unit = optional(cells.unit, |name| Ok(builder.unit_id(name)))?;
    let unit = draft.unit;
    draft.value = optional(cells.value, |text| read_value(builder, (topic, unit), text))?;
    Ok(draft)
}

/// Checks a row of `claims.csv` as [`add_row`] would, and adds nothing.
///
/// # Errors
/// A [`Refusal`] of the first column that cannot stand.
pub fn check(
    builder: &mut StudyBuilder,
    settings: &Settings,
    cells: &ClaimCells<'_>,
) -> Result<(), Refusal> {
    let draft = read(builder, cells)?;
    builder.check_value(&draft)?;
    let completed = complete(builder, settings, &draft);
    builder.check_completed(&completed)
}

/// Refuses a value that a topic cannot have.
///
/// # Errors
/// A [`Refusal`] of the column `topic` or `value`.
pub fn check_value(builder: &StudyBuilder, topic: &str, value: &str) -> Result<(), Refusal> {
    let topic = builder.topic_id("topic", topic)?;
    read_value(builder, (topic, None), value).map(drop)
}

/// Reads a row of `claims.csv` and adds the claim with everything it refers to.
///
/// # Errors
/// A [`Refusal`] of the first column that cannot stand; then nothing was added.
pub fn add_row(
    builder: &mut StudyBuilder,
    settings: &Settings,
    cells: &ClaimCells<'_>,
) -> Result<(), Refusal> {
    let draft = read(builder, cells)?;
    add(builder, settings, cells.claim, &draft)?;
    if [cells.general_of, cells.responds_to, cells.reading_of] == [""; 3] {
        return Ok(());
    }
    for detail in list(cells.general_of) {
        builder.general_of(cells.claim, detail);
    }
    for prompt in list(cells.responds_to) {
        builder.responds_to(cells.claim, prompt);
    }
    for main in list(cells.reading_of) {
        builder.reading_of(cells.claim, main);
    }
    Ok(())
}

/// One row of `controls.csv`, as said; an empty text is an empty cell.
#[derive(Debug, Clone, Copy, Default)]
pub struct ControlCells<'a> {
    /// Column `topic`.
    pub topic: &'a str,
    /// Column `value`.
    pub value: &'a str,
    /// Column `stance`.
    pub stance: &'a str,
    /// Column `population`.
    pub population: &'a str,
    /// Column `place`.
    pub place: &'a str,
    /// Column `when`.
    pub when: &'a str,
}

/// Reads a row of `controls.csv` and adds the known answer.
///
/// # Errors
/// A [`Refusal`] of the first column that cannot stand.
pub fn add_control(builder: &mut StudyBuilder, cells: &ControlCells<'_>) -> Result<(), Refusal> {
    let topic = builder.topic_id("topic", cells.topic)?;
    let value = optional(cells.value, |text| read_value(builder, (topic, None), text))?;
    let population = optional(cells.population, |key| builder.population_id(key))?;
    let control = Control {
        topic,
        stance: optional(cells.stance, Stance::parse)?.unwrap_or(Stance::Affirms),
        strict: match value {
            Some(Value::Figure(figure)) => Some(figure.strict),
            _ => None,
        },
        category: match value {
            Some(Value::Category(place)) => Some(place),
            _ => None,
        },
        population: population.or(builder.topic_of(topic).population),
        place: optional(cells.place, |key| builder.place_id(key))?,
        when: optional(cells.when, |text| builder.span("when", text))?.unwrap_or(Span::ALL),
    };
    builder.control(control);
    Ok(())
}

/// Adds a claim from its draft, its gaps filled.
///
/// # Errors
/// A [`Refusal`] of a misspelled key or of a value that must not exist.
pub fn add(
    builder: &mut StudyBuilder,
    settings: &Settings,
    key: &str,
    draft: &ClaimDraft,
) -> Result<(), Refusal> {
    builder.check_value(draft)?;
    let completed = complete(builder, settings, draft);
    builder.claim(key, draft, &completed)
}

/// Fills the gaps of a draft with the defaults of methods.md section 2, each marked as assumed.
pub fn complete(builder: &mut StudyBuilder, settings: &Settings, draft: &ClaimDraft) -> Completed {
    let mut marks = draft.marks;
    let stated_on = stated_on(builder, draft, &mut marks);
    let (figure, unit) = convert(builder, draft, &mut marks);
    let topic = builder.topic_of(draft.topic);
    let other_unit = draft.unit.filter(|_| unit.is_some() && unit != topic.unit);
    marks.set_if(
        other_unit.is_some_and(|said| is_plural(builder.unit_name(said))),
        Marks::UNIT_IN_PLURAL,
    );
    let when = match draft.when {
        Some(when) => when,
        None => {
            marks.set(Marks::WHEN_ASSUMED);
            undated(topic, stated_on, settings)
        }
    };
    // A share's topic names the denominator, which is not the part that the claim speaks of.
    let default = topic
        .population
        .filter(|_| topic.measure != Some(Measure::Share));
    marks.set_if(
        draft.population.is_none() && default.is_some(),
        Marks::POPULATION_ASSUMED,
    );
    Completed {
        stated_on,
        when,
        time_mode: draft
            .time_mode
            .unwrap_or_else(|| default_time_mode(topic, draft)),
        population: draft.population.or(default),
        figure,
        unit,
        marks,
    }
}

/// The date of the statement: as said, else the interview's, else the fieldwork window.
fn stated_on(builder: &StudyBuilder, draft: &ClaimDraft, marks: &mut Marks) -> Span {
    let interview = draft.interview.map(|id| builder.interview_of(id));
    // Words read in the original do not hang on how well they were translated.
    let is_translated = marks.has(Marks::FROM_TRANSLATION);
    let translation = interview.map(|interview| interview.translation);
    match translation.filter(|_| is_translated) {
        Some(Translation::Unchecked) => marks.set(Marks::TRANSLATION_UNCHECKED),
        Some(Translation::Doubtful) => marks.set(Marks::TRANSLATION_DOUBTFUL),
        Some(Translation::None | Translation::Checked) | None => {}
    }
    let known = draft
        .stated_on
        .or_else(|| interview.map(|interview| interview.date));
    known.unwrap_or_else(|| {
        marks.set(Marks::STATED_ASSUMED);
        builder.fieldwork().unwrap_or(Span::ALL)
    })
}

/// The time spoken of where nobody said (2.1): a state is placed round the statement, an event at any
/// time up to it.
fn undated(topic: &Topic, stated_on: Span, settings: &Settings) -> Span {
    if lasts(topic) {
        return Span {
            strict: stated_on.strict,
            fuzzy: stated_on.fuzzy.widened(settings.undated_reach_days),
        };
    }
    let up_to = |range: DayRange| DayRange::new(Day::MIN, range.high()).unwrap_or(DayRange::ALL);
    Span {
        strict: up_to(stated_on.strict),
        fuzzy: up_to(stated_on.fuzzy),
    }
}

/// Tells whether an undated answer is taken to hold around its statement: states, stocks, shares,
/// ranks, rates.
fn lasts(topic: &Topic) -> bool {
    match topic.kind {
        TopicKind::State => true,
        TopicKind::Quantity => !topic.spans_period(),
        TopicKind::Event | TopicKind::Relation => false,
    }
}

/// How a claim fills its time where nobody said (2.1).
fn default_time_mode(topic: &Topic, draft: &ClaimDraft) -> TimeMode {
    let is_undated = draft.when.is_none();
    match topic.kind {
        TopicKind::Event if draft.stance == Stance::Denies => TimeMode::Throughout,
        TopicKind::Event => TimeMode::Within,
        TopicKind::Relation if is_undated => TimeMode::Within,
        TopicKind::Quantity if topic.spans_period() && is_undated => TimeMode::Within,
        _ => TimeMode::Throughout,
    }
}

/// Reads a value of a topic; a figure that is said in a unit of its own, in that.
fn read_value(
    builder: &StudyBuilder,
    (id, unit): (TopicId, Option<UnitId>),
    text: &str,
) -> Result<Value, Refusal> {
    let topic = builder.topic_of(id);
    if topic.kind == TopicKind::Quantity {
        return figure(builder, (id, unit), text).map(Value::Figure);
    }
    let place = topic.values.iter().position(|value| value == text);
    match place.and_then(|place| u16::try_from(place).ok()) {
        Some(place) => Ok(Value::Category(place)),
        None if topic.values.is_empty() => {
            let right = "an empty cell: the topic lists no values";
            Err(Refusal::new("value", "", right))
        }
        None => {
            let right = format!("one of {}", topic.values.join(", "));
            Err(Refusal::new("value", "", right))
        }
    }
}

fn optional<T>(
    text: &str,
    read: impl FnOnce(&str) -> Result<T, Refusal>,
) -> Result<Option<T>, Refusal> {
    // Most cells are empty.
    if text.is_empty() {
        return Ok(None);
    }
    match text.trim() {
        "" => Ok(None),
        text => read(text).map(Some),
    }
}

fn unsure<'a>(text: &'a str, marks: &mut Marks, mark: Marks) -> &'a str {
    let (text, is_unsure) = split_unsure(text);
    marks.set_if(is_unsure, mark);
    text
}
