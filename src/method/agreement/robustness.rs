//! Does a result hang on one source? Each source, side, researcher, mode and language is left out once,
//! and every question in which it speaks is weighed again (methods.md 4.5).
//!
//! It knows questions before anything stands against them. What a stranger would get wrong: sources
//! that are hard-tied go out together; left alone, one would stand in for the other.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use serde::Serialize;

use crate::method::agreement::held::{Held, hold};
use crate::method::agreement::proposition::key_of;
use crate::method::agreement::question::{Agreement, By, Question};
use crate::method::agreement::said::{counted, listed, short};
use crate::method::agreement::voices::{Counting, Voices};
use crate::method::crosscheck::words::Verdict;
use crate::method::independent_set::components;
use crate::method::wording::edtf;
use crate::model::key::ClaimId;
use crate::model::vocabulary::Modality;

/// What is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LeftOut {
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
    const fn as_str(self) -> &'static str {
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
    agreement.each_question(|question| tested(agreement, &question, kinds), take)
}

fn tested(agreement: &Agreement<'_>, question: &Question, kinds: &[LeftOut]) -> Robustness {
    let study = agreement.study;
    let before = hold(study, &agreement.settings, &question.claims);
    let mut row = Robustness {
        topic: study.topic_key(question.topic).to_owned(),
        population: key_of(study.populations(), question.population),
        place: key_of(study.places(), question.place),
        when: edtf(question.when),
        ..Robustness::default()
    };
    let leader = leader(&before);
    if let Some(leader) = leader {
        row.leading = short(study, question.topic, leader);
        row.grade = leader.grade.to_string();
    }
    let mut all: Vec<(LeftOut, Effect)> = Vec::new();
    for kind in kinds {
        for (removed, claims) in parts(agreement, question, *kind) {
            row.runs += 1;
            let effect = effect(agreement, question, leader, (removed, &claims));
            all.extend(effect.map(|effect| (*kind, effect)));
        }
    }
    let of = |kind: LeftOut| -> Vec<String> {
        let such = all.iter().filter(|(of, _)| *of == kind);
        such.map(|(_, effect)| format!("{}: {}", effect.removed, effect.what))
            .collect()
    };
    row.source = of(LeftOut::Source);
    row.group = of(LeftOut::Group);
    row.side = of(LeftOut::Side);
    row.researcher = of(LeftOut::Researcher);
    row.mode = of(LeftOut::Mode);
    row.language = of(LeftOut::Language);
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
    row.wording = in_words(&row, &all);
    row
}

/// The position that leads: the highest grade of those that are said to be so; two with one grade are
/// none.
fn leader(positions: &[Held]) -> Option<&Held> {
    let is_actual = |held: &&Held| held.sense.modality == Modality::Actual;
    let has_actual = positions.iter().any(|held| is_actual(&held));
    let may_lead: Vec<&Held> = positions
        .iter()
        .filter(|held| is_actual(held) || !has_actual)
        .collect();
    let grade = |held: &Held| (held.grade.high, held.grade.low);
    let best = may_lead.iter().map(|held| grade(held)).max()?;
    let mut first = may_lead.iter().filter(|held| grade(held) == best);
    match (first.next(), first.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    }
}

/// The claims of a question that go out together, by what they are called.
fn parts(
    agreement: &Agreement<'_>,
    question: &Question,
    kind: LeftOut,
) -> BTreeMap<String, Vec<ClaimId>> {
    let study = agreement.study;
    if kind == LeftOut::Source {
        return hard_tied(agreement, &question.claims);
    }
    let mut parts: BTreeMap<String, Vec<ClaimId>> = BTreeMap::new();
    for id in &question.claims {
        let claim = study.claim(*id);
        let interview = claim
            .interview()
            .map(|interview| study.interview(interview));
        let word = match kind {
            LeftOut::Group => Some(By::Group.key(study, claim.source())),
            LeftOut::Side => Some(By::Side.key(study, claim.source())),
            LeftOut::Researcher => interview
                .and_then(|interview| interview.researcher)
                .map(|researcher| study.keys.researchers.key(researcher.index())),
            LeftOut::Mode => interview
                .and_then(|interview| interview.mode)
                .map(|mode| study.keys.modes.key(mode as usize)),
            LeftOut::Language | LeftOut::Source => interview
                .and_then(|interview| interview.language)
                .map(|language| study.keys.languages.key(language as usize)),
        };
        if let Some(word) = word {
            parts.entry(word.to_owned()).or_default().push(*id);
        }
    }
    parts
}

/// The voices of a question, those that are hard-tied together: `S-20+S-21`.
fn hard_tied(agreement: &Agreement<'_>, claims: &[ClaimId]) -> BTreeMap<String, Vec<ClaimId>> {
    let study = agreement.study;
    let all = Voices::of(study, &agreement.settings.tie_strengths, claims);
    let count = all.voices.len();
    let graph: Vec<Vec<usize>> = (0..count)
        .map(|a| {
            (0..count)
                .filter(|b| a != *b && all.are_tied(a, *b, Counting::Most))
                .collect()
        })
        .collect();
    let together = components(&graph).into_iter().map(|component| {
        let names: Vec<&str> = component
            .iter()
            .map(|voice| study.source_key(all.voices[*voice].person))
            .collect();
        let claims = component
            .iter()
            .flat_map(|voice| all.voices[*voice].claims.clone());
        (names.join("+"), claims.collect())
    });
    together.collect()
}

/// What becomes of a question without some of its claims; nothing where it makes no difference.
fn effect(
    agreement: &Agreement<'_>,
    question: &Question,
    before: Option<&Held>,
    (removed, claims): (String, &[ClaimId]),
) -> Option<Effect> {
    let left: Vec<ClaimId> = question
        .claims
        .iter()
        .copied()
        .filter(|id| !claims.contains(id))
        .collect();
    let after = hold(agreement.study, &agreement.settings, &left);
    let mut what = Vec::new();
    let now = leader(&after);
    let (mut is_kept, mut is_lost) = (true, false);
    match (before, now) {
        (Some(before), Some(now)) if now.says_as(before) => {
            let (was, is) = (before.grade, now.grade);
            is_kept = is.low >= 3;
            if (is.low, is.high) < (was.low, was.high) {
                what.push(format!("grade {was} falls to {is}"));
            }
        }
        (Some(_), Some(now)) => {
            is_kept = false;
            what.push(format!(
                "{} leads",
                short(agreement.study, question.topic, now)
            ));
        }
        (Some(_), None) => {
            (is_kept, is_lost) = (false, true);
            what.push(
                if left.is_empty() {
                    "nothing is left"
                } else {
                    "nothing leads"
                }
                .to_owned(),
            );
        }
        (None, Some(now)) => {
            what.push(format!(
                "{} leads",
                short(agreement.study, question.topic, now)
            ));
        }
        (None, None) => {}
    }
    if !left.is_empty()
        && is_contradicted(agreement, &question.claims)
        && !is_contradicted(agreement, &left)
    {
        what.push("the contradiction within it ends".to_owned());
    }
    (!what.is_empty()).then(|| Effect {
        removed,
        what: what.join(", "),
        is_kept,
        is_lost,
    })
}

/// Tells whether two of these claims contradict one another.
fn is_contradicted(agreement: &Agreement<'_>, claims: &[ClaimId]) -> bool {
    let is_listed = claims.iter().any(|id| {
        let facing = agreement.against.listed(*id).iter();
        facing
            .filter(|(_, verdict, _)| *verdict == Verdict::Contradiction)
            .any(|(other, ..)| claims.binary_search(other).is_ok())
    });
    is_listed || agreement.against.is_crowd_among(claims)
}

fn in_words(row: &Robustness, all: &[(LeftOut, Effect)]) -> String {
    let carried = match row.carried_by.as_str() {
        "" => String::new(),
        source => format!(" One source carries it: without {source} nothing leads."),
    };
    let removals = || -> Vec<String> {
        let such = all
            .iter()
            .filter(|(_, effect)| !effect.is_kept && !effect.is_lost);
        let mut found: Vec<String> = such
            .map(|(kind, effect)| {
                format!(
                    "without the {} {}, {}",
                    kind.as_str(),
                    effect.removed,
                    effect.what
                )
            })
            .collect();
        let more = found.len().saturating_sub(NAMED_REMOVALS);
        found.truncate(NAMED_REMOVALS);
        if more > 0 {
            found.push(format!("and so with {}", counted(more, "more removal")));
        }
        found
    };
    match row.result {
        "robust" => format!(
            "Robust: whatever one source or side is left out, \"{}\" leads at grade 3 or more ({} tried).",
            row.leading,
            counted(row.runs, "removal")
        ),
        "weak" => format!("Weak: grade {} as it is.{carried}", row.grade),
        "no-leader" => {
            let sources = all.iter().filter(|(kind, _)| *kind == all[0].0);
            let names: Vec<String> = sources.map(|(_, effect)| effect.removed.clone()).collect();
            match names.is_empty() {
                true => "No position leads: two and more have one grade.".to_owned(),
                false => format!(
                    "No position leads: two and more have one grade. One leads without {}.",
                    listed(&names).replace(" and ", " or ")
                ),
            }
        }
        _ => {
            let removals = removals();
            match removals.is_empty() {
                true => format!("Fragile.{carried}"),
                false => format!("Fragile: {}.{carried}", removals.join("; ")),
            }
        }
    }
}

/// How many removals the sentence names.
const NAMED_REMOVALS: usize = 4;
