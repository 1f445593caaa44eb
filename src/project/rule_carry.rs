//! Codings carried from one text of an interview to the other, so that a translation can be judged by what was coded
//! in the original. It must not know rules. A stranger would get wrong that only whole turns are carried: where in the
//! turn the words came to stand in the other language, nobody knows.

use super::Study;
use super::error::ProjectError;
use super::rule_texts::{CodedPlace, PlacesByText};
use super::searching::turned;
use crate::model::table::TextKind;
use crate::model::text_index::Span;
use std::collections::HashMap;

impl Study {
    /// What was coded in the other text of each interview, on the turn that answers to it. Only where original and
    /// translation have the same number of turns: else nothing says which turn is which.
    ///
    /// # Errors
    /// What the store says.
    pub(super) fn carried_codings(
        &self,
        codings: &PlacesByText,
    ) -> Result<PlacesByText, ProjectError> {
        let turns = self.turns_of_coded_texts(codings)?;
        let mut carried = PlacesByText::new();
        for ((interview, kind), places) in codings {
            let other = (interview.clone(), other_text(*kind));
            let (Some(own), Some(others)) =
                (turns.get(&(interview.clone(), *kind)), turns.get(&other))
            else {
                continue;
            };
            if own.len() == others.len() {
                let moved = places.iter().filter_map(|place| moved(place, own, others));
                carried.entry(other).or_default().extend(moved);
            }
        }
        Ok(carried)
    }

    /// The words of each turn, of the texts of interviews in which something is coded.
    fn turns_of_coded_texts(
        &self,
        codings: &PlacesByText,
    ) -> Result<HashMap<(String, TextKind), Vec<Span>>, ProjectError> {
        let sources = self.sources_by_interview()?;
        let mut turns = HashMap::new();
        self.store.each_transcript(|transcript| {
            let key = |kind| (transcript.interview.clone(), kind);
            let is_coded = [TextKind::Original, TextKind::Translation]
                .into_iter()
                .any(|kind| codings.contains_key(&key(kind)));
            if is_coded {
                let keys = sources.get(&transcript.interview);
                let keys: Vec<_> = keys.map_or("", String::as_str).split(';').collect();
                let found = turned(&transcript.body, &keys)?;
                let spans = found.turns.iter().map(|turn| turn.words()).collect();
                turns.insert(key(transcript.kind), spans);
            }
            Ok::<_, ProjectError>(())
        })?;
        Ok(turns)
    }
}

fn other_text(kind: TextKind) -> TextKind {
    match kind {
        TextKind::Original => TextKind::Translation,
        TextKind::Translation => TextKind::Original,
    }
}

/// A place on the whole turn that answers to its own.
fn moved(place: &CodedPlace, own: &[Span], others: &[Span]) -> Option<CodedPlace> {
    let at = own.partition_point(|turn| turn.end_cp <= place.span.start_cp);
    let span = *others.get(at)?;
    (span.start_cp < span.end_cp).then(|| CodedPlace {
        span,
        ..place.clone()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(start_cp: usize, end_cp: usize) -> Span {
        Span { start_cp, end_cp }
    }

    #[test]
    fn a_place_goes_to_the_turn_that_answers_to_its_own() {
        let own = [span(3, 10), span(13, 20)];
        let others = [span(3, 30), span(33, 33)];
        let place = |start_cp| CodedPlace {
            code: "pay".into(),
            span: span(start_cp, start_cp + 2),
            is_by_hand: true,
        };
        let carried = |start_cp| moved(&place(start_cp), &own, &others).map(|place| place.span);
        assert_eq!(carried(4), Some(span(3, 30)));
        assert_eq!(carried(15), None, "an empty turn holds no words");
        assert_eq!(carried(25), None);
    }
}
