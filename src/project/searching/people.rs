//! Whose words are wanted: sources by side, group and attributes, interviews by language and attributes. It must not
//! know texts. A stranger would ask source and interview one by one: an attribute may be the source's or the
//! interview's, so they are asked together.

use super::{SearchFilter, Study};
use crate::model::cell::items;
use crate::model::table::Noun;
use crate::model::tables::table;
use crate::project::error::ProjectError;
use crate::store::search_index::{Headline, SearchedNoun};
use std::collections::{BTreeMap, BTreeSet, HashMap};

type Attributes = BTreeMap<String, Vec<(String, String)>>;

/// What is known of sources and interviews, and what is asked of them.
pub(super) struct People<'s> {
    study: &'s Study,
    only: SearchFilter<'s>,
    groups: Option<BTreeSet<String>>,
    /// Group and side of each source.
    sources: HashMap<String, [String; 2]>,
    /// Sources of each interview, with `;`.
    sources_of: HashMap<String, String>,
    languages: BTreeMap<String, String>,
    of_sources: Attributes,
    of_interviews: Attributes,
}

impl<'s> People<'s> {
    /// Nothing where nothing is asked of people.
    pub(super) fn new(
        study: &'s Study,
        only: &SearchFilter<'s>,
    ) -> Result<Option<Self>, ProjectError> {
        let asks = only.side.is_some()
            || only.group.is_some()
            || only.language.is_some()
            || !only.attributes.is_empty();
        if !asks {
            return Ok(None);
        }
        for (name, _) in only.attributes {
            study.refuse_unknown_attribute(name)?;
        }
        if let Some(side) = only.side {
            study.row(Noun::Side, side)?;
        }
        let groups = match only.group {
            Some(group) => Some(study.with_all_below(Noun::Group, group)?),
            None => None,
        };
        Ok(Some(Self {
            study,
            only: *only,
            groups,
            sources: study.sides_of_sources()?,
            sources_of: study.sources_by_interview()?,
            languages: study.cells_by_key(Noun::Interview, "language")?,
            of_sources: study.store.attributes(table(Noun::Source))?,
            of_interviews: study.store.attributes(table(Noun::Interview))?,
        }))
    }

    /// Whether a document is of people who are wanted. A memo is where what it speaks of is.
    pub(super) fn want(&self, headline: &Headline) -> Result<bool, ProjectError> {
        Ok(match headline.noun {
            SearchedNoun::Transcript | SearchedNoun::CodingMemo => {
                self.want_interview(&headline.interview)
            }
            SearchedNoun::Claim => self.fit(&headline.source, &headline.interview),
            SearchedNoun::Memo => match headline.key.split_once(':') {
                Some(("interview", key)) => self.want_interview(key),
                Some(("source", key)) => self.fit(key, ""),
                Some(("claim", key)) => self.want_claim(key)?,
                _ => false,
            },
        })
    }

    fn want_claim(&self, key: &str) -> Result<bool, ProjectError> {
        let claims = table(Noun::Claim);
        let cells = self.study.row(Noun::Claim, key)?;
        let cell = |name: &str| {
            let at = claims.index_of(name);
            at.and_then(|at| cells[at].as_deref()).unwrap_or_default()
        };
        Ok(self.fit(cell("source"), cell("interview")))
    }

    pub(super) fn want_interview(&self, interview: &str) -> bool {
        let sources = self.sources_of.get(interview).map_or("", String::as_str);
        items(sources).any(|source| self.fit(source.trim_end_matches('?'), interview))
    }

    /// Whether a source in an interview is wanted; either may be empty.
    fn fit(&self, source: &str, interview: &str) -> bool {
        let own = self.sources.get(source);
        let [group, side] = own.map_or(["", ""], |[group, side]| [group, side]);
        let language = self.languages.get(interview).map_or("", String::as_str);
        let is_asked = |asked: Option<&str>, has: &str| asked.is_none_or(|asked| asked == has);
        is_asked(self.only.side, side)
            && is_asked(self.only.language, language)
            && self
                .groups
                .as_ref()
                .is_none_or(|groups| groups.contains(group))
            && self.only.attributes.iter().all(|asked| {
                has(&self.of_sources, source, asked) || has(&self.of_interviews, interview, asked)
            })
    }
}

fn has(attributes: &Attributes, key: &str, asked: &(String, String)) -> bool {
    attributes.get(key).is_some_and(|own| own.contains(asked))
}
