//! Figures of claims: read in the unit in which they were said, and kept in the topic's.
//!
//! It knows units and what can be divided, no other cell of a claim. What a stranger would get wrong: a
//! figure whose unit does not convert is kept in its own, for it is no fault.

use crate::model::Refusal;
use crate::model::builder::StudyBuilder;
use crate::model::claim::{Bounds, ClaimDraft, Figure, Marks, Value};
use crate::model::key::{TopicId, UnitId};
use crate::model::quantity::{Grain, Interval, Modifier, Quantity, QuantityError};
use crate::model::vocabulary::Measure;

/// The name of the unit of a share of something whose own figures are counts.
pub const SHARE_OF_COUNT: &str = "share";

/// The figure in the topic's unit where it converts, else in the base of its own.
/// In which time it was said, where only that is another, is noted.
pub(super) fn convert(
    builder: &mut StudyBuilder,
    draft: &ClaimDraft,
    marks: &mut Marks,
) -> (Option<Figure>, Option<UnitId>) {
    let topic = builder.topic_of(draft.topic);
    let (topic_unit, measure) = (topic.unit, topic.measure);
    let is_share_topic = measure == Some(Measure::Share);
    let Some(Value::Figure(figure)) = draft.value else {
        return (None, None);
    };
    if figure.is_share {
        // "Half" says how many only where somebody says of what; until then it meets no count.
        let unit = match is_share_topic {
            true => topic_unit,
            false => Some(builder.unit_id(SHARE_OF_COUNT)),
        };
        return (Some(figure), unit);
    }
    let Some(said) = draft.unit else {
        return (Some(figure), topic_unit);
    };
    if is_share_topic && builder.unit_name(said).starts_with("percent") {
        return (Some(scaled(figure, 0.01)), topic_unit);
    }
    let conversion = builder.conversion(said, topic_unit);
    let mut figure = figure;
    if conversion.factor != 1.0 {
        figure = scaled(figure, conversion.factor);
        figure.fuzzy = figure.fuzzy.loosened(conversion.slack);
        if measure != Some(Measure::Rate) && builder.is_of_whole(conversion.unit) {
            figure = of_whole(figure);
        }
        conversion
            .said_in
            .into_iter()
            .for_each(|time| marks.set_said_in(time));
    }
    (Some(figure), Some(conversion.unit))
}

fn scaled(figure: Figure, factor: f64) -> Figure {
    Figure {
        strict: figure.strict.scaled(factor),
        fuzzy: figure.fuzzy.scaled(factor),
        ..figure
    }
}

/// The figure in whole numbers; one that holds none, as two families of six and a half, stays as it is.
fn of_whole(figure: Figure) -> Figure {
    match (figure.strict.of_whole(), figure.fuzzy.of_whole()) {
        (Some(strict), Some(fuzzy)) => Figure {
            strict,
            fuzzy,
            ..figure
        },
        _ => figure,
    }
}

/// Reads a figure of a topic as it is said, in the topic's unit where it has none of its own.
///
/// # Errors
/// A [`Refusal`] of the column `value`.
pub fn figure(
    builder: &StudyBuilder,
    (topic, unit): (TopicId, Option<UnitId>),
    text: &str,
) -> Result<Figure, Refusal> {
    let words = builder.number_words();
    let refuse = |error: QuantityError| Refusal::new("value", "", error.to_string());
    // Digits alone say one number, whatever they count; and nearly all figures are such.
    let grain = match text.bytes().all(|byte| byte.is_ascii_digit()) {
        true => Grain::Whole,
        false => grain(builder, topic, unit),
    };
    let quantity = Quantity::parse_of(grain, text, words).map_err(refuse)?;
    let bounds = |interval: Interval| Bounds {
        low: interval.low(),
        high: interval.high(),
    };
    Ok(Figure {
        strict: bounds(quantity.strict()),
        fuzzy: bounds(quantity.fuzzy()),
        is_vague: quantity.is_vague(),
        is_about: quantity.is_about(),
        is_up_to: quantity.modifier() == Modifier::UpTo,
        is_mass: quantity.is_vague() && words.is_mass_word(text),
        is_share: quantity.is_share(),
    })
}

/// Times and what is told per time can be divided, whatever they count: half a month, two and a half
/// recruits a month. So can what is counted in another unit: "about five dozen" may be 57.
fn grain(builder: &StudyBuilder, topic: TopicId, unit: Option<UnitId>) -> Grain {
    let topic = builder.topic_of(topic);
    let unit = unit.or(topic.unit);
    let is_of_whole = unit.is_none_or(|unit| builder.is_of_whole(unit));
    match topic.measure != Some(Measure::Rate) && is_of_whole {
        true => Grain::Whole,
        false => Grain::Any,
    }
}
