//! Which passages are wanted: the filters of a search, asked of a place in a text. It must not
//! know codes or queries. A stranger would ask for the speaker of a passage; a passage may hold
//! turns of several, and is wanted where one of them is the speaker's.

use super::people::People;
use super::{SearchFilter, Study, damaged, turned};
use crate::method::fold::fold;
use crate::method::unit::{Unit, units};
use crate::model::table::TextKind;
use crate::model::text_index::Span;
use crate::model::transcript_text::TurnedText;
use crate::project::error::ProjectError;
use crate::project::sight::TextKey;
use std::collections::HashMap;

/// A filter over passages, with what it has to know of the study.
pub(crate) struct PassageFilter<'s> {
    people: Option<People<'s>>,
    /// The turns of the wanted speaker.
    spoken: Option<HashMap<TextKey, Vec<Span>>>,
}

impl<'s> PassageFilter<'s> {
    /// *Errors*: a side, group or attribute that nothing has; what the store says.
    pub(crate) fn new(study: &'s Study, only: &SearchFilter<'s>) -> Result<Self, ProjectError> {
        let spoken = match only.speaker {
            Some(speaker) => Some(study.turns_of(speaker)?),
            None => None,
        };
        Ok(Self {
            people: People::new(study, only)?,
            spoken,
        })
    }

    /// Whether passages of an interview can be wanted at all.
    pub(crate) fn wants_interview(&self, interview: &str) -> bool {
        let mut people = self.people.iter();
        people.all(|people| people.want_interview(interview))
    }

    /// Whether a passage of an interview that is wanted is wanted itself.
    pub(crate) fn wants_place(&self, text: &TextKey, place: Span) -> bool {
        let meets = |turn: &Span| turn.start_cp < place.end_cp && place.start_cp < turn.end_cp;
        self.spoken.as_ref().is_none_or(|spoken| {
            let turns = spoken.get(text);
            turns.is_some_and(|turns| turns.iter().any(meets))
        })
    }
}

impl Study {
    /// The turns of a speaker, named as in the texts.
    fn turns_of(&self, speaker: &str) -> Result<HashMap<TextKey, Vec<Span>>, ProjectError> {
        let wanted = fold(speaker.trim()).into_owned();
        let sources = self.sources_by_interview()?;
        let mut spoken = HashMap::new();
        self.store.each_transcript(|transcript| {
            let own = sources
                .get(&transcript.interview)
                .map_or("", String::as_str);
            let found = turned(&transcript.body, &own.split(';').collect::<Vec<_>>())?;
            let is_own = |name: Option<&str>| name.is_some_and(|name| fold(name) == wanted);
            let text =
                TurnedText::new(&transcript.body, &found.turns).map_err(|error| damaged(&error))?;
            let own = found.turns.iter().filter(|turn| is_own(turn.speaker()));
            // A label without words is no speech: who marks across it marked nothing of that speaker.
            let spans: Vec<Span> = own
                .map(|turn| turn.words())
                .flat_map(|words| units(text.slice(words), words.start_cp, Unit::Turn))
                .collect();
            let kind: TextKind = transcript.kind;
            spoken.insert((transcript.interview, kind), spans);
            Ok::<_, ProjectError>(())
        })?;
        Ok(spoken)
    }
}
