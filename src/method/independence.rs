//! Ties: why two voices may not be independent of each other (methods.md 4.1).
//!
//! It knows people, interviews and chains of telling. What a stranger would get wrong: one side is no
//! tie. Sides are counted beside the sources, never against them.

use crate::method::crosscheck::explanations::{Ultimate, origin};
use crate::method::crosscheck::words::Independence;
use crate::model::claim::Claim;
use crate::model::key::{ClaimId, GroupId, SourceId};
use crate::model::source::Introducer;
use crate::model::study::{Origin, Study};
use crate::model::vocabulary::{Basis, SourceKind};

/// How strongly two voices are tied; the strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tie {
    /// One person, one origin, one conversation.
    Hard,
    /// A chain of referral, a network, one researcher.
    Soft,
    /// There may be a tie; nobody knows.
    Unknown,
}

/// Tells whether two claims come from independent voices: a hard or a soft tie says no.
pub fn independence(study: &Study, a: ClaimId, b: ClaimId) -> Independence {
    match tie(study, a, b) {
        None => Independence::Yes,
        Some(Tie::Unknown) => Independence::Unknown,
        Some(Tie::Hard | Tie::Soft) => Independence::No,
    }
}

/// Returns the strongest tie between the voices of two claims: anything in the chain of one (speaker,
/// who it came through, what was shown to it) against anything in the chain of the other.
pub fn tie(study: &Study, a: ClaimId, b: ClaimId) -> Option<Tie> {
    let (claim_a, claim_b) = (study.claim(a), study.claim(b));
    let prompt = (study.was_prompted_by(a, b) || study.was_prompted_by(b, a)).then_some(Tie::Hard);
    let ties = [
        prompt,
        tie_of_telling(study, claim_a, claim_b),
        tie_of_interviews(study, claim_a, claim_b),
        tie_of_chains(study, a, b),
    ];
    ties.into_iter().flatten().min()
}

fn tie_of_chains(study: &Study, a: ClaimId, b: ClaimId) -> Option<Tie> {
    let (chain_a, chain_b) = (chain(study, a), chain(study, b));
    let pairs = chain_a
        .iter()
        .flat_map(|source_a| chain_b.iter().map(move |source_b| (*source_a, *source_b)));
    pairs
        .filter_map(|(source_a, source_b)| tie_of_sources(study, source_a, source_b))
        .min()
}

/// The sources in the chain of a claim: the speaker, whom it came through, and those whose claims
/// were shown to the speaker.
fn chain(study: &Study, id: ClaimId) -> Vec<SourceId> {
    let claim = study.claim(id);
    let mut sources = vec![claim.source()];
    if let Some(Origin::Source(via)) = claim.via().map(|via| study.origin(via)) {
        sources.push(via);
    }
    let prompts = study.prompts.get(&id).map_or(&[][..], Vec::as_slice);
    sources.extend(prompts.iter().map(|prompt| study.claim(*prompt).source()));
    sources
}

fn tie_of_telling(study: &Study, a: &Claim, b: &Claim) -> Option<Tie> {
    let (from_a, from_b) = (origin(study, a), origin(study, b));
    if from_a.is_one_with(from_b) {
        return Some(Tie::Hard);
    }
    let are_told = a.basis() == Basis::Told && b.basis() == Basis::Told;
    let is_unknown = from_a == Ultimate::Unknown || from_b == Ultimate::Unknown;
    (are_told && is_unknown).then_some(Tie::Unknown)
}

fn tie_of_interviews(study: &Study, a: &Claim, b: &Claim) -> Option<Tie> {
    let (id_a, id_b) = (a.interview()?, b.interview()?);
    if id_a == id_b {
        return Some(Tie::Hard);
    }
    let (in_a, in_b) = (
        &study.interviews[id_a.index()],
        &study.interviews[id_b.index()],
    );
    let (by_a, by_b) = (in_a.researcher?, in_b.researcher?);
    if by_a == by_b {
        return (!in_a.is_recorded && !in_b.is_recorded).then_some(Tie::Soft);
    }
    let knows = study.researchers[by_a.index()].knows.contains(&by_b);
    knows.then_some(Tie::Soft)
}

/// Returns the strongest tie between two sources, whatever they say.
pub fn tie_of_sources(study: &Study, a: SourceId, b: SourceId) -> Option<Tie> {
    let (source_a, source_b) = (study.source(a), study.source(b));
    if source_a.person == source_b.person || sat_together(study, a, b) {
        return Some(Tie::Hard);
    }
    let introduced = |introducer: Option<Introducer>, other: SourceId| {
        introducer == Some(Introducer::Source(other))
    };
    let is_one_introducer =
        source_a.introduced_by.is_some() && source_a.introduced_by == source_b.introduced_by;
    let is_one_network = source_a.network.is_some() && source_a.network == source_b.network;
    let is_soft = is_one_introducer
        || is_one_network
        || introduced(source_a.introduced_by, b)
        || introduced(source_b.introduced_by, a)
        || source_a.heard_from.contains(&b)
        || source_b.heard_from.contains(&a);
    if is_soft {
        return Some(Tie::Soft);
    }
    let is_unknown =
        source_a.maybe_same_as.contains(&b) || speaks_for(study, a, b) || speaks_for(study, b, a);
    is_unknown.then_some(Tie::Unknown)
}

/// Tells whether two sources were heard in one conversation: a joint or a group interview.
fn sat_together(study: &Study, a: SourceId, b: SourceId) -> bool {
    let of_b = &study.source(b).joint_interviews;
    study
        .source(a)
        .joint_interviews
        .iter()
        .any(|interview| of_b.binary_search(interview).is_ok())
}

/// Tells whether the first is a group voice and the second a source of its group or of a part of it.
fn speaks_for(study: &Study, voice: SourceId, other: SourceId) -> bool {
    if study.source(voice).kind != SourceKind::GroupVoice {
        return false;
    }
    let group = study.source(voice).group;
    let up = |group: &GroupId| study.groups[group.index()].parent;
    std::iter::successors(Some(study.source(other).group), up).any(|above| above == group)
}
