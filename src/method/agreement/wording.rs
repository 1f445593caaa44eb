//! A sentence for a paper that never says more than its grade (methods.md 6).
//!
//! It knows patterns, not style. What a stranger would get wrong: a figure is carried over as it was
//! said ("at most", "at least"), and a contested position is never told without the other.

use crate::method::agreement::proposition::Held;
use crate::method::wording::interval;
use crate::model::key::TopicId;
use crate::model::study::Study;
use crate::model::vocabulary::Stance;

/// Writes the sentence on a proposition from its leading position.
pub(super) fn wording(study: &Study, topic: TopicId, positions: &[Held], leading: &Held) -> String {
    if leading.grade.is_contested {
        return contested(study, topic, positions);
    }
    let said = said(study, topic, leading);
    let sides = sides(study, leading);
    let voices = leading.voices.voices.len();
    let sentence = match leading.grade.low {
        5 => format!(
            "{said}, as sources on both sides confirmed, for some of whom it was an unwelcome admission"
        ),
        4 => format!("{said}, according to sources on {sides}"),
        3 => format!("{} said that {said}", some_sources(voices, &sides)),
        2 => format!(
            "{} claimed that {said}; this could not be verified",
            some_sources(voices, &sides)
        ),
        _ => format!(
            "{} claimed at second hand that {said}; this could not be verified",
            some_sources(voices, &sides)
        ),
    };
    let against = if leading.grade.is_contradicted {
        ", although it was denied"
    } else {
        ""
    };
    let open = if leading.grade.is_open {
        "; other accounts may refer to different dates, places or groups, and the interviews do not settle it"
    } else {
        ""
    };
    capital(&format!("{sentence}{against}{open}."))
}

fn contested(study: &Study, topic: TopicId, positions: &[Held]) -> String {
    let one = |held: &Held| {
        let voices = held.voices.voices.len();
        let sources = if voices == 1 { "source" } else { "sources" };
        format!(
            "{} ({voices} {sources}, {})",
            said(study, topic, held),
            sides(study, held)
        )
    };
    let all: Vec<String> = positions.iter().map(one).collect();
    format!("Accounts differ: {}.", all.join("; "))
}

fn said(study: &Study, topic: TopicId, held: &Held) -> String {
    let topic = study.topic(topic);
    let statement = &topic.statement;
    let value = held
        .category
        .and_then(|place| topic.values.get(usize::from(place)));
    match (held.range, value, held.stance) {
        (Some(range), ..) => {
            let unit = topic.unit.map_or("", |unit| study.unit_name(unit));
            format!("\"{statement}\": {} {unit}", interval(topic, range))
                .trim_end()
                .to_owned()
        }
        (None, Some(value), Stance::Affirms) => format!("\"{statement}\": {value}"),
        (None, Some(value), _) => format!("\"{statement}\": not {value}"),
        (None, None, Stance::Affirms) => format!("\"{statement}\""),
        (None, None, Stance::Denies) => format!("it is not so that \"{statement}\""),
        (None, None, _) => format!("it is doubtful that \"{statement}\""),
    }
}

fn sides(study: &Study, held: &Held) -> String {
    let sides = held.voices.sides(study);
    let names: Vec<String> = sides
        .iter()
        .map(|side| format!("the {} side", study.side_key(*side)))
        .collect();
    names.join(" and ")
}

fn some_sources(voices: usize, sides: &str) -> String {
    let number = match voices {
        0 | 1 => return format!("one source on {sides}"),
        2 => "two",
        3 => "three",
        _ => "several",
    };
    format!("{number} sources on {sides}")
}

fn capital(sentence: &str) -> String {
    let mut letters = sentence.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}
