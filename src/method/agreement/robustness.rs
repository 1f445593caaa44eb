//! Does a result hang on one source? Each source, side, researcher, mode and language is left out once,
//! and every question in which it speaks is weighed again (methods.md 4.5).
//!
//! It knows questions before anything stands against them. What a stranger would get wrong: sources
//! that are hard-tied go out together; left alone, one would stand in for the other.

mod left_out;
mod names;
#[cfg(test)]
mod tests;
mod whole;
mod words;

use std::ops::ControlFlow;

use serde::Serialize;

use crate::method::agreement::against::Against;
use crate::method::agreement::held::Held;
use crate::method::agreement::parts;
use crate::method::agreement::proposition::key_of;
use crate::method::agreement::question::{Agreement, By, Question};
use crate::method::agreement::said::short;
use crate::method::crosscheck::words::Verdict;
use crate::method::wording::edtf;
use crate::model::key::ClaimId;

use left_out::{LeftOut, parts_of};
use whole::{After, Whole};
use words::in_words;

/// A row of `agree robustness`: what becomes of one question when something is left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
pub struct Robustness {
    /// The topic.
    pub topic: String,
    /// The population, empty where it is not known.
    pub population: String,
    /// The place, empty where it is not known.
    pub place: String,
    /// The days, as EDTF.
    pub when: String,
    /// What the leading position says; empty where two lead.
    pub leading: String,
    /// Its grade before anything that stands against it.
    pub grade: String,
    /// `robust`, `fragile`, `weak` (below grade 3 as it is) or `no-leader`.
    pub result: &'static str,
    /// How many removals were tried.
    pub runs: usize,
    /// Removals of a source that change something, each with what it does.
    pub source: Vec<String>,
    /// The same of groups; only where they were asked for.
    pub group: Vec<String>,
    /// The same of sides.
    pub side: Vec<String>,
    /// The same of researchers.
    pub researcher: Vec<String>,
    /// The same of modes.
    pub mode: Vec<String>,
    /// The same of languages.
    pub language: Vec<String>,
    /// The source without which nothing leads; empty where there is none.
    pub carried_by: String,
    /// All of it in words.
    pub wording: String,
}

/// What a removal does to a question.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Effect {
    removed: String,
    what: String,
    /// Whether the leading position stays and keeps grade 3.
    is_kept: bool,
    /// Whether nothing leads any more.
    is_lost: bool,
}

/// Hands out a row for each question: by keys of topic, population and place, then by time. With `by`,
/// only sources, groups or sides are left out.
pub fn robustness(
    agreement: &Agreement<'_>,
    by: Option<By>,
    take: &mut dyn FnMut(Robustness) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let kinds: &[LeftOut] = match by {
        None => &[
            LeftOut::Source,
            LeftOut::Side,
            LeftOut::Researcher,
            LeftOut::Mode,
            LeftOut::Language,
        ],
        Some(By::Source) => &[LeftOut::Source],
        Some(By::Group) => &[LeftOut::Group],
        Some(By::Side) => &[LeftOut::Side],
    };
    let row = |question: Question| tested(agreement, &question, kinds);
    parts::in_turn(|push| agreement.each_bare_question(row, push), take)
}

fn tested(agreement: &Agreement<'_>, question: &Question, kinds: &[LeftOut]) -> Robustness {
    let study = agreement.study;
    let mut row = Robustness {
        topic: study.topic_key(question.topic).to_owned(),
        population: key_of(study.populations(), question.population),
        place: key_of(study.places(), question.place),
        when: edtf(question.when),
        ..Robustness::default()
    };
    let whole = Whole::of(study, &agreement.settings, question);
    let leader = whole.leader();
    if let Some(leader) = leader {
        row.leading = short(study, question.topic, leader);
        row.grade = leader.grade.to_string();
    }
    let contradiction = contradiction_among(&agreement.against, &question.claims);
    let mut all: Vec<(LeftOut, Effect)> = Vec::new();
    for kind in kinds {
        for (removed, gone) in parts_of(study, &agreement.settings, question, *kind) {
            row.runs += 1;
            let what = Removal {
                agreement,
                question,
                whole: &whole,
                contradiction,
            };
            let effect = what.effect(removed.as_ref(), &gone);
            all.extend(effect.map(|effect| (*kind, effect)));
        }
    }
    tell(&mut row, leader, &all);
    row
}

/// Fills in what the removals that change something come to.
fn tell(row: &mut Robustness, leader: Option<&Held>, all: &[(LeftOut, Effect)]) {
    for (kind, effect) in all {
        let told = match kind {
            LeftOut::Source => &mut row.source,
            LeftOut::Group => &mut row.group,
            LeftOut::Side => &mut row.side,
            LeftOut::Researcher => &mut row.researcher,
            LeftOut::Mode => &mut row.mode,
            LeftOut::Language => &mut row.language,
        };
        told.push(format!("{}: {}", effect.removed, effect.what));
    }
    let carrier = all
        .iter()
        .find(|(kind, effect)| *kind == LeftOut::Source && effect.is_lost);
    row.carried_by = carrier.map_or_else(String::new, |(_, effect)| effect.removed.clone());
    let is_kept = |(kind, effect): &(LeftOut, Effect)| {
        effect.is_kept
            || matches!(
                kind,
                LeftOut::Researcher | LeftOut::Mode | LeftOut::Language
            )
    };
    row.result = match leader {
        None => "no-leader",
        Some(leader) if leader.grade.low < 3 => "weak",
        Some(_) if all.iter().all(is_kept) => "robust",
        Some(_) => "fragile",
    };
    row.wording = in_words(row, all);
}

/// What is needed to tell what becomes of a question.
struct Removal<'r> {
    agreement: &'r Agreement<'r>,
    question: &'r Question,
    whole: &'r Whole<'r>,
    /// Two of its claims that contradict one another.
    contradiction: Option<[ClaimId; 2]>,
}

impl Removal<'_> {
    /// What becomes of the question without the claims at some places; nothing where it makes no
    /// difference.
    fn effect(&self, removed: &str, gone: &[u32]) -> Option<Effect> {
        let before = self.whole.leader();
        let (mut is_kept, mut is_lost) = (before.is_none_or(|held| held.grade.low >= 3), false);
        let mut what = match self.whole.without(gone) {
            After::Same => Vec::new(),
            After::Led(now) => {
                (is_kept, is_lost) = match (before, &now) {
                    (Some(before), Some(now)) => (now.says_as(before) && now.grade.low >= 3, false),
                    (before, _) => (before.is_none(), before.is_some()),
                };
                let said = self.what(before, now.as_deref(), gone);
                said.into_iter().collect::<Vec<String>>()
            }
        };
        if self.ends_contradiction(gone) {
            what.push("the contradiction within it ends".to_owned());
        }
        (!what.is_empty()).then(|| Effect {
            removed: removed.to_owned(),
            what: what.join(", "),
            is_kept,
            is_lost,
        })
    }

    /// What becomes of the leading position, nothing where it stays as it is.
    fn what(&self, before: Option<&Held>, now: Option<&Held>, gone: &[u32]) -> Option<String> {
        match (before, now) {
            (Some(before), Some(now)) if now.says_as(before) => {
                let (was, is) = (before.grade, now.grade);
                let is_lower = (is.low, is.high) < (was.low, was.high);
                is_lower.then(|| format!("grade {was} falls to {is}"))
            }
            (_, Some(now)) => {
                let (study, topic) = (self.agreement.study, self.question.topic);
                Some(format!("{} leads", short(study, topic, now)))
            }
            (Some(_), None) if gone.len() == self.question.claims.len() => {
                Some("nothing is left".to_owned())
            }
            (Some(_), None) => Some("nothing leads".to_owned()),
            (None, None) => None,
        }
    }

    /// Tells whether some claims contradict one another, and none do without those at some places.
    fn ends_contradiction(&self, gone: &[u32]) -> bool {
        let claims = &self.question.claims;
        let Some(known) = self.contradiction else {
            return false;
        };
        let is_gone = |id: &ClaimId| gone.iter().any(|place| claims[*place as usize] == *id);
        if gone.len() == claims.len() || !known.iter().any(is_gone) {
            return false;
        }
        let left = self.whole.claims_without(gone);
        contradiction_among(&self.agreement.against, &left).is_none()
    }
}

/// Two of some claims that contradict one another, nothing where none do.
fn contradiction_among(against: &Against, claims: &[ClaimId]) -> Option<[ClaimId; 2]> {
    if claims.len() < 2 || against.is_empty() {
        return None;
    }
    let listed = claims.iter().find_map(|id| {
        let facing = against.listed(*id).iter();
        let mut contrary = facing.filter(|(_, verdict, _)| *verdict == Verdict::Contradiction);
        let (other, ..) = contrary.find(|(other, ..)| claims.binary_search(other).is_ok())?;
        Some([*id, *other])
    });
    listed.or_else(|| against.crowd_clash_among(claims))
}
