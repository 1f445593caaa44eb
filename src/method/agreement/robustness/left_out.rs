//! What is left out of a question, each for itself: a source, a group, a side, a researcher, a mode, a
//! language.
//!
//! It knows who says a claim and how it was heard, not what it says. What a stranger would get wrong:
//! a claim of which nobody knows who heard it goes out with no researcher.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::method::agreement::question::{By, Question};
use crate::method::agreement::voices::held_together;
use crate::method::settings::Settings;
use crate::model::key::ClaimId;
use crate::model::study::Study;

/// What is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LeftOut {
    /// A source with all that are hard-tied to it.
    Source,
    /// A group.
    Group,
    /// A side.
    Side,
    /// What one researcher heard.
    Researcher,
    /// What was said in one mode: in person, by phone.
    Mode,
    /// What was said in one language.
    Language,
}

impl LeftOut {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            LeftOut::Source => "source",
            LeftOut::Group => "group",
            LeftOut::Side => "side",
            LeftOut::Researcher => "researcher",
            LeftOut::Mode => "mode",
            LeftOut::Language => "language",
        }
    }
}

/// Parts of a question by what they are called, each with the places of its claims, in order.
pub(super) type Parts<'s> = BTreeMap<Cow<'s, str>, Vec<u32>>;

/// The claims of a question that go out together, by what they are called.
pub(super) fn parts_of<'s>(
    study: &'s Study,
    settings: &Settings,
    question: &Question,
    kind: LeftOut,
) -> Parts<'s> {
    if kind == LeftOut::Source {
        return hard_tied(study, settings, &question.claims);
    }
    let mut parts = Parts::new();
    for (place, id) in (0..).zip(&question.claims) {
        if let Some(word) = word(study, *id, kind) {
            parts.entry(Cow::Borrowed(word)).or_default().push(place);
        }
    }
    parts
}

/// The key under which a claim goes out.
pub(super) fn word(study: &Study, id: ClaimId, kind: LeftOut) -> Option<&str> {
    let claim = study.claim(id);
    let interview = || Some(study.interview(claim.interview()?));
    match kind {
        LeftOut::Source => Some(By::Source.key(study, claim.source())),
        LeftOut::Group => Some(By::Group.key(study, claim.source())),
        LeftOut::Side => Some(By::Side.key(study, claim.source())),
        LeftOut::Researcher => {
            let researcher = interview()?.researcher?;
            Some(study.keys.researchers.key(researcher.index()))
        }
        LeftOut::Mode => Some(study.keys.modes.key(interview()?.mode? as usize)),
        LeftOut::Language => Some(study.keys.languages.key(interview()?.language? as usize)),
    }
}

/// The voices of a question, those that are hard-tied together: `S-20+S-21`.
fn hard_tied<'s>(study: &'s Study, settings: &Settings, claims: &[ClaimId]) -> Parts<'s> {
    let together = held_together(study, &settings.tie_strengths, claims);
    let part = together.into_iter().map(|voices| {
        let mut names = voices.iter().map(|voice| study.source_key(voice.person));
        let name = match (names.next(), voices.len()) {
            (Some(only), 1) => Cow::Borrowed(only),
            (first, _) => {
                let names: Vec<&str> = first.into_iter().chain(names).collect();
                Cow::Owned(names.join("+"))
            }
        };
        let ids = voices.iter().flat_map(|voice| &voice.claims);
        // Claims of a question are in the order of keys.
        let places = ids.map(|id| claims.partition_point(|other| other < id) as u32);
        let mut places: Vec<u32> = places.collect();
        places.sort_unstable();
        (name, places)
    });
    part.collect()
}
