//! Which of what was found is wanted: by source, interview, speaker and code. It must not know queries.
//! A stranger would get wrong what a filter on sources means for a text: an interview with several sources is wanted
//! where one of them fits in every respect.

use super::people::People;
use super::{SearchWish, Study};
use crate::method::fold::fold;
use crate::model::id::Id;
use crate::model::table::{Noun, TextKind};
use crate::model::text_index::Span;
use crate::project::error::ProjectError;
use crate::store::codings::CodingFilter;
use crate::store::search_index::{Headline, SearchedNoun};
use std::collections::{HashMap, HashSet};

/// What is asked of a place; what is `None` or empty is not asked.
#[derive(Clone, Copy, Debug, Default)]
pub struct SearchFilter<'a> {
    /// Only words that passages with this code, or one below it, share.
    pub code: Option<&'a str>,
    /// Only where source or interview have these attributes, each with its value.
    pub attributes: &'a [(String, String)],
    /// Only of sources of this side.
    pub side: Option<&'a str>,
    /// Only of sources of this group, or one below it.
    pub group: Option<&'a str>,
    /// Only words of this speaker, as the text names them.
    pub speaker: Option<&'a str>,
    /// Only of interviews in this language.
    pub language: Option<&'a str>,
}

/// A filter with what it has to know of the study.
pub(super) struct Filter<'s> {
    nouns: Vec<SearchedNoun>,
    /// Codings that who searches may not see, nor what is written about them.
    hidden: HashSet<Id>,
    people: Option<People<'s>>,
    speaker: Option<String>,
    coded: Option<HashMap<(String, TextKind), Vec<Span>>>,
}

impl<'s> Filter<'s> {
    pub(super) fn new(study: &'s Study, wish: &SearchWish<'s>) -> Result<Self, ProjectError> {
        let only = &wish.only;
        Ok(Self {
            nouns: wish
                .places
                .iter()
                .flat_map(|place| place.nouns())
                .copied()
                .collect(),
            hidden: study.hidden_codings()?,
            people: People::new(study, only)?,
            speaker: only
                .speaker
                .map(|speaker| fold(speaker.trim()).into_owned()),
            coded: match only.code {
                Some(code) => Some(coded_passages(study, code)?),
                None => None,
            },
        })
    }

    /// Whether documents of this noun can be wanted at all.
    pub(super) fn wants_noun(&self, noun: SearchedNoun) -> bool {
        let is_of_texts_alone = self.speaker.is_some() || self.coded.is_some();
        self.nouns.contains(&noun) && (noun == SearchedNoun::Transcript || !is_of_texts_alone)
    }

    /// Whether a document is wanted, as far as can be said without its text.
    ///
    /// *Errors*: what the store says.
    pub(super) fn wants(&self, headline: &Headline) -> Result<bool, ProjectError> {
        let is_coded = |coded: &HashMap<_, _>| {
            let kind = headline.kind.unwrap_or(TextKind::Original);
            coded.contains_key(&(headline.interview.clone(), kind))
        };
        let is_hidden = |coding: Id| self.hidden.contains(&coding);
        if headline.coding.is_some_and(is_hidden) {
            return Ok(false);
        }
        if !self.wants_noun(headline.noun) || !self.coded.as_ref().is_none_or(is_coded) {
            return Ok(false);
        }
        self.people
            .as_ref()
            .map_or(Ok(true), |people| people.want(headline))
    }

    /// Whether the text must be read to say which of its turns and places are wanted.
    pub(super) fn needs_text(&self) -> bool {
        self.speaker.is_some() || self.coded.is_some()
    }

    pub(super) fn wants_speaker(&self, speaker: Option<&str>) -> bool {
        let wanted = self.speaker.as_deref();
        wanted.is_none_or(|wanted| speaker.is_some_and(|speaker| fold(speaker) == wanted))
    }

    /// Whether a place of a document is wanted.
    pub(super) fn wants_place(&self, headline: &Headline, place: Span) -> bool {
        let Some(coded) = &self.coded else {
            return true;
        };
        let kind = headline.kind.unwrap_or(TextKind::Original);
        let passages = coded.get(&(headline.interview.clone(), kind));
        passages.is_some_and(|passages| {
            passages
                .iter()
                .any(|passage| passage.start_cp < place.end_cp && place.start_cp < passage.end_cp)
        })
    }
}

/// The passages of a code and all below it, by text. A proposal is no coding yet.
fn coded_passages(
    study: &Study,
    code: &str,
) -> Result<HashMap<(String, TextKind), Vec<Span>>, ProjectError> {
    let mut passages: HashMap<_, Vec<Span>> = HashMap::new();
    for code in study.with_all_below(Noun::Code, code)? {
        let filter = CodingFilter {
            code: Some(&code),
            status: Some("accepted"),
            ..CodingFilter::default()
        };
        study.each_visible_coding(&filter, |row| {
            let kind = row.text_kind();
            if let Some((start, end)) = row.span_cp {
                passages
                    .entry((row.interview, kind))
                    .or_default()
                    .push(Span {
                        start_cp: usize::try_from(start).unwrap_or_default(),
                        end_cp: usize::try_from(end).unwrap_or_default(),
                    });
            }
            Ok(())
        })?;
    }
    Ok(passages)
}
