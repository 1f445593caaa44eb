//! What is known of a text beside its words: who speaks, in which language, on which side, and what is coded already.
//! It must not know where this is kept. A stranger would get wrong that a rule never needs it: without circumstances
//! a field is of no value and no code is on any words.

use super::expression::{Field, FieldKind};
use super::places::Places;
use super::program::WeighStep;
use super::weighing::Weighing;
use super::weights::Weights;
use crate::method::fold::fold;
use crate::model::text_index::Span;
use crate::model::transcript_text::Turn;
use std::collections::HashMap;

/// What is known of a text beside its words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Circumstances {
    /// The language of the text, such as `ps`.
    pub language: String,
    /// The labels of those who answer; other turns are questions, where one of these stands in the text.
    pub sources: Vec<String>,
    /// The sides of each speaker, by the label of the turn.
    pub sides: HashMap<String, Vec<String>>,
    /// Where each code stands that a rule asks for, codes below it included.
    pub coded: HashMap<String, CodedSpans>,
}

/// Spans of a text, in order and disjoint.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CodedSpans(Vec<Span>);

impl CodedSpans {
    /// Puts spans in order and joins those that overlap.
    #[must_use]
    pub fn new(mut spans: Vec<Span>) -> Self {
        spans.sort_unstable();
        let mut joined: Vec<Span> = Vec::with_capacity(spans.len());
        for span in spans {
            match joined
                .last_mut()
                .filter(|last| span.start_cp <= last.end_cp)
            {
                Some(last) => last.end_cp = last.end_cp.max(span.end_cp),
                None => joined.push(span),
            }
        }
        Self(joined)
    }

    /// The spans, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Span> {
        self.0.iter()
    }

    /// Whether one of them shares a code point with a span.
    #[must_use]
    pub fn overlap(&self, span: Span) -> bool {
        let at = self.0.partition_point(|own| own.end_cp <= span.start_cp);
        self.0.get(at).is_some_and(|own| own.start_cp < span.end_cp)
    }
}

/// What a rule asks beside words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Condition {
    Field(Field),
    /// The key of a code.
    Coded(String),
}

/// A turn as fields see it, folded once.
#[derive(Debug, Default)]
pub(super) struct TurnView {
    speaker: Option<String>,
    sides: Vec<String>,
    language: String,
}

impl TurnView {
    pub(super) fn new(turn: &Turn, circumstances: &Circumstances) -> Self {
        let speaker = turn.speaker();
        let sides = speaker.and_then(|speaker| circumstances.sides.get(speaker));
        Self {
            speaker: speaker.map(|speaker| fold(speaker).into_owned()),
            sides: sides
                .into_iter()
                .flatten()
                .map(|side| fold(side).into_owned())
                .collect(),
            language: fold(&circumstances.language).into_owned(),
        }
    }
}

/// A unit as a rule sees it: the places found in it, and what is known beside.
pub(super) struct UnitView<'u> {
    /// The places found.
    pub(super) places: Places<'u>,
    /// What the lists are of, and what they sum to.
    pub(super) lists: (&'u Weights, &'u Weighing),
    /// What lists sum to in the question that the turn answers; nothing in a question.
    pub(super) question: Option<&'u Weighing>,
    pub(super) span: Span,
    pub(super) turn: &'u TurnView,
    pub(super) circumstances: &'u Circumstances,
}

impl UnitView<'_> {
    /// What the words of a list weigh together, and those of the question with them.
    pub(super) fn weight(&self, weigh: &WeighStep) -> i64 {
        weigh.weight(self.lists.1, self.question)
    }

    /// Whether enough of a list stands there, and a word of the unit speaks for it.
    pub(super) fn is_heavy(&self, weigh: &WeighStep) -> bool {
        let (weights, weighing) = self.lists;
        self.weight(weigh) >= weigh.least
            // Without a question, what weighs more than nothing has such a word.
            && (weigh.in_question.is_none() || weighing.speaks_for(weights, weigh.list))
    }

    /// Whether a word speaks for a list; reasons were looked for.
    pub(super) fn has_reason(&self, weigh: &WeighStep) -> bool {
        self.lists.1.has_reason(weigh.list)
    }

    /// Whether a word of a list stands in the question.
    pub(super) fn is_in_question(&self, list: usize) -> bool {
        self.question
            .is_some_and(|question| question.weight(list) > 0)
    }

    /// Hands the words that speak for some lists, ascending, to `take`: where each stands first, and its term.
    pub(super) fn each_reason(&self, lists: &[u32], take: &mut dyn FnMut(Span, u32)) {
        let (weights, weighing) = self.lists;
        weighing.each_reason(weights, lists, take);
    }

    pub(super) fn answers(&self, condition: &Condition) -> bool {
        match condition {
            Condition::Field(field) => self.has(field),
            Condition::Coded(code) => {
                let spans = self.circumstances.coded.get(code);
                spans.is_some_and(|spans| spans.overlap(self.span))
            }
        }
    }

    fn has(&self, field: &Field) -> bool {
        let is_it = |value: &String| field.value().matches(value);
        match field.kind {
            FieldKind::Speaker => self.turn.speaker.as_ref().is_some_and(is_it),
            FieldKind::Language => is_it(&self.turn.language),
            FieldKind::Side => self.turn.sides.iter().any(is_it),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn span((start_cp, length_cp): (usize, usize)) -> Span {
        Span {
            start_cp,
            end_cp: start_cp + length_cp,
        }
    }

    proptest! {
        #[test]
        fn joined_spans_overlap_what_one_of_them_overlaps(
            spans in proptest::collection::vec((0_usize..40, 1_usize..9), 0..8),
            asked in (0_usize..50, 1_usize..9),
        ) {
            let spans: Vec<_> = spans.into_iter().map(span).collect();
            let asked = span(asked);
            let expected = spans
                .iter()
                .any(|own| own.start_cp < asked.end_cp && asked.start_cp < own.end_cp);
            prop_assert_eq!(CodedSpans::new(spans).overlap(asked), expected);
        }
    }
}
