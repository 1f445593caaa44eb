//! Passages by what stands on them: codes with AND, OR and NOT, whose words they are, and what
//! stands around them. It must not know how a listing looks. What a stranger would get wrong: a
//! code stands at a passage where an accepted coding with it, or with one below it, overlaps the
//! passage. What is listed are the codings of the codes that are asked for, not all that lie
//! across them.

use super::Study;
use super::error::ProjectError;
use super::searching::{
    PassageFilter, SearchFilter, damaged, expression_error, turned, with_words_around,
};
use super::sight::TextKey;
use crate::method::code_query::CodeQuery;
use crate::model::id::Id;
use crate::model::table::{Noun, TextKind};
use crate::model::text_index::Span;
use crate::model::transcript_text::TurnedText;
use crate::store::codings::CodingRow;
use std::collections::{BTreeSet, HashMap, HashSet};

/// Which passages are wanted.
pub struct Retrieval<'s> {
    filter: PassageFilter<'s>,
    asked: Option<Asked>,
    is_of_places: bool,
}

/// A query with where its codes stand.
struct Asked {
    query: CodeQuery,
    /// The codes that a listed coding has one of; all where none is asked for.
    listed: Option<BTreeSet<String>>,
    /// By text, for each code of the query where it stands.
    places: HashMap<TextKey, Vec<Vec<Span>>>,
}

impl Study {
    /// Makes ready to say which codings are wanted.
    ///
    /// # Errors
    /// [`ProjectError::Expression`] where the query does not parse; [`ProjectError::Unknown`] for
    /// a code, side, group or attribute that there is not.
    pub fn retrieval<'s>(
        &'s self,
        only: &SearchFilter<'s>,
        query: Option<&str>,
    ) -> Result<Retrieval<'s>, ProjectError> {
        let asked = match query {
            Some(query) => Some(self.asked_codes(query)?),
            None => None,
        };
        Ok(Retrieval {
            is_of_places: only.speaker.is_some() || asked.is_some(),
            filter: PassageFilter::new(self, only)?,
            asked,
        })
    }

    fn asked_codes(&self, source: &str) -> Result<Asked, ProjectError> {
        let query = CodeQuery::parse(source).map_err(|error| expression_error(&error, source))?;
        let codes = query.codes.iter().map(String::as_str);
        let families = self.each_with_all_below(Noun::Code, codes)?;
        let wanted = query.asked_for();
        let listed = wanted.iter().flat_map(|at| &families[*at]).cloned();
        Ok(Asked {
            listed: (!wanted.is_empty()).then(|| listed.collect()),
            places: self.places_of(&families)?,
            query,
        })
    }

    /// Where codes of each family stand, by text, as far as the actor may see it.
    fn places_of(
        &self,
        families: &[BTreeSet<String>],
    ) -> Result<HashMap<TextKey, Vec<Vec<Span>>>, ProjectError> {
        let ids = self.store.ids_by_key(Noun::Code)?;
        let id_of = |code: &String| ids.get(code.as_str()).copied();
        let families: Vec<HashSet<Id>> = families
            .iter()
            .map(|family| family.iter().filter_map(id_of).collect())
            .collect();
        let texts = self.store.texts_by_version()?;
        let sight = self.sight()?;
        let actor = self.store.id_of(Noun::Coder, self.actor())?;
        let mut places: HashMap<TextKey, Vec<Vec<Span>>> = HashMap::new();
        for place in self.store.coded_places()? {
            let Some(text) = texts.get(&place.version) else {
                continue;
            };
            if Some(place.coder) != actor && sight.hides(&text.0, text.1) {
                continue;
            }
            for (at, family) in families.iter().enumerate() {
                if family.contains(&place.code) {
                    let own = places
                        .entry(text.clone())
                        .or_insert_with(|| vec![Vec::new(); families.len()]);
                    own[at].extend(place.span());
                }
            }
        }
        Ok(places)
    }
}

impl Retrieval<'_> {
    /// Whether a coding is wanted.
    pub fn wants(&self, row: &CodingRow) -> bool {
        if !self.filter.wants_interview(&row.interview) {
            return false;
        }
        if !self.is_of_places {
            return true;
        }
        let Some(place) = row.span() else {
            return false;
        };
        let text = (row.interview.clone(), row.text_kind());
        self.filter.wants_place(&text, place)
            && self
                .asked
                .as_ref()
                .is_none_or(|asked| asked.wants(row, &text, place))
    }
}

impl Asked {
    fn wants(&self, row: &CodingRow, text: &TextKey, place: Span) -> bool {
        let is_listed = |codes: &BTreeSet<String>| codes.contains(&row.code);
        let stands = |code: usize| {
            let spans = self.places.get(text).map(|places| &places[code]);
            spans.is_some_and(|spans| {
                spans
                    .iter()
                    .any(|span| span.start_cp < place.end_cp && place.start_cp < span.end_cp)
            })
        };
        self.listed.as_ref().is_none_or(is_listed) && self.query.holds(stands)
    }
}

/// What stands around passages: so many words on either side, no further than the turns in which
/// a passage begins and ends. The text at hand is kept, for codings come text by text.
pub struct Surroundings<'s> {
    study: &'s Study,
    words: usize,
    held: Option<HeldText>,
}

struct HeldText {
    interview: String,
    kind: TextKind,
    body: String,
    turns: crate::model::transcript_text::Turns,
}

impl<'s> Surroundings<'s> {
    /// Looks around passages of a study, so many words on either side.
    pub fn new(study: &'s Study, words: usize) -> Self {
        Self {
            study,
            words,
            held: None,
        }
    }

    /// A coding's words with what stands around them; nothing where they are in no text.
    ///
    /// # Errors
    /// What the store says; a text that cannot be read.
    pub fn of(&mut self, row: &CodingRow) -> Result<Option<String>, ProjectError> {
        let (kind, Some(place)) = (row.text_kind(), row.span()) else {
            return Ok(None);
        };
        let is_held = |held: &HeldText| held.interview == row.interview && held.kind == kind;
        if !self.held.as_ref().is_some_and(is_held) {
            self.held = self.read(&row.interview, kind)?;
        }
        let Some(held) = &self.held else {
            return Ok(None);
        };
        let text =
            TurnedText::new(&held.body, &held.turns.turns).map_err(|error| damaged(&error))?;
        let turns = || held.turns.turns.iter().map(|turn| turn.words());
        let first = turns().find(|turn| turn.end_cp > place.start_cp);
        let last = turns().rfind(|turn| turn.start_cp < place.end_cp);
        let unit = Span {
            start_cp: first.map_or(place.start_cp, |turn| turn.start_cp.min(place.start_cp)),
            end_cp: last.map_or(place.end_cp, |turn| turn.end_cp.max(place.end_cp)),
        };
        let around = with_words_around(&text, place, unit, self.words);
        Ok(Some(text.slice(around).to_owned()))
    }

    fn read(&self, interview: &str, kind: TextKind) -> Result<Option<HeldText>, ProjectError> {
        let store = self.study.store();
        let Some(id) = store.id_of(Noun::Interview, interview)? else {
            return Ok(None);
        };
        let Some(version) = store.text_of(id, kind)? else {
            return Ok(None);
        };
        let sources = self.study.sources_of(interview)?;
        let turns = turned(&version.body, &sources.split(';').collect::<Vec<_>>())?;
        Ok(Some(HeldText {
            interview: interview.to_owned(),
            kind,
            body: version.body,
            turns,
        }))
    }
}
