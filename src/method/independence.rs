//! Ties: why two voices may not be independent of each other (methods.md 4.1).
//!
//! It knows people, interviews and chains of telling; how strong each tie is stands in the settings.
//! What a stranger would get wrong: one side is no tie. Sides are counted beside the sources, never
//! against them.

mod grounds;

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::method::crosscheck::explanations::{Ultimate, origin};
use crate::method::crosscheck::words::Independence;
use crate::model::claim::Claim;
use crate::model::key::{ClaimId, GroupId, InterviewId, SourceId};
use crate::model::source::Introducer;
use crate::model::study::{Origin, Study};
use crate::model::vocabulary::{Basis, SourceKind, vocabulary};

pub use grounds::Grounds;

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

impl Tie {
    /// Returns the word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Tie::Hard => "hard",
            Tie::Soft => "soft",
            Tie::Unknown => "unknown",
        }
    }
}

vocabulary! {
    /// Why two voices are tied, in the order of the table of methods.md 4.1.
    TieKind in "tie" {
        /// They are one person.
        SamePerson = "same-person",
        /// Both retell one statement.
        SameOrigin = "same-origin",
        /// They were heard in one conversation.
        JointInterview = "joint-interview",
        /// What one said was shown to the other.
        Prompt = "prompt",
        /// One says what the other told.
        Quotes = "quotes",
        /// One and the same introduced both.
        OneIntroducer = "one-introducer",
        /// One introduced the other.
        Introduced = "introduced",
        /// One heard from the other.
        HeardFrom = "heard-from",
        /// They belong to one network or family.
        Network = "network",
        /// One knew that others of its group were heard.
        Aware = "aware",
        /// One researcher heard both, without a recording of either.
        OneResearcher = "one-researcher",
        /// The researchers who heard them know one another.
        KnownResearchers = "researchers-acquainted",
        /// They may be one person; nobody knows.
        PerhapsSamePerson = "perhaps-same-person",
        /// One is the voice of a group that the other belongs to.
        GroupVoice = "group-voice",
        /// Both were told it, and nobody knows by whom.
        UnknownOrigin = "unknown-origin",
    }
}

impl TieKind {
    /// Returns the name of the setting that says how strong it is.
    pub const fn setting(self) -> &'static str {
        match self {
            TieKind::SamePerson => "tie_same_person",
            TieKind::SameOrigin => "tie_same_origin",
            TieKind::JointInterview => "tie_joint_interview",
            TieKind::Prompt => "tie_prompt",
            TieKind::Quotes => "tie_quotes",
            TieKind::OneIntroducer => "tie_one_introducer",
            TieKind::Introduced => "tie_introduced",
            TieKind::HeardFrom => "tie_heard_from",
            TieKind::Network => "tie_network",
            TieKind::Aware => "tie_aware",
            TieKind::OneResearcher => "tie_one_researcher",
            TieKind::KnownResearchers => "tie_researchers_acquainted",
            TieKind::PerhapsSamePerson => "tie_perhaps_same_person",
            TieKind::GroupVoice => "tie_group_voice",
            TieKind::UnknownOrigin => "tie_unknown_origin",
        }
    }

    /// Returns what it says of two sources, as the end of a sentence.
    pub const fn sentence(self) -> &'static str {
        match self {
            TieKind::SamePerson => "they are one person",
            TieKind::SameOrigin => "they retell one statement",
            TieKind::JointInterview => "they were heard in one conversation",
            TieKind::Prompt => "what one said was shown to the other",
            TieKind::Quotes => "one says what the other told",
            TieKind::OneIntroducer => "the same person introduced both",
            TieKind::Introduced => "one introduced the other",
            TieKind::HeardFrom => "one heard from the other",
            TieKind::Network => "they belong to one network or family",
            TieKind::Aware => "one knew that others of the group were heard",
            TieKind::OneResearcher => "one researcher heard both, without a recording",
            TieKind::KnownResearchers => "their researchers know one another",
            TieKind::PerhapsSamePerson => "they may be one person",
            TieKind::GroupVoice => "one speaks for the group of the other",
            TieKind::UnknownOrigin => "both were told it, by whom is not known",
        }
    }
}

/// How many kinds of ties there are.
const KINDS: usize = TieKind::ALL.len();

/// How strong each kind of tie is held to be; none means that it is shown and not counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TieStrengths([Option<Tie>; KINDS]);

impl TieStrengths {
    /// The strengths of methods.md 4.1.
    pub const DEFAULT: TieStrengths = {
        let mut strengths = [Some(Tie::Soft); KINDS];
        strengths[TieKind::SamePerson as usize] = Some(Tie::Hard);
        strengths[TieKind::SameOrigin as usize] = Some(Tie::Hard);
        strengths[TieKind::JointInterview as usize] = Some(Tie::Hard);
        strengths[TieKind::Prompt as usize] = Some(Tie::Hard);
        strengths[TieKind::Quotes as usize] = Some(Tie::Hard);
        strengths[TieKind::PerhapsSamePerson as usize] = Some(Tie::Unknown);
        strengths[TieKind::GroupVoice as usize] = Some(Tie::Unknown);
        strengths[TieKind::UnknownOrigin as usize] = Some(Tie::Unknown);
        TieStrengths(strengths)
    };

    /// Returns the same strengths but for one kind.
    #[must_use]
    pub const fn with(mut self, kind: TieKind, strength: Option<Tie>) -> TieStrengths {
        self.0[kind as usize] = strength;
        self
    }

    /// Returns the strength of one kind.
    pub const fn of(&self, kind: TieKind) -> Option<Tie> {
        self.0[kind as usize]
    }
}

impl Default for TieStrengths {
    fn default() -> TieStrengths {
        TieStrengths::DEFAULT
    }
}

impl Serialize for TieStrengths {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(KINDS))?;
        for kind in TieKind::ALL {
            let strength = self.of(*kind).map_or("none", Tie::as_str);
            map.serialize_entry(kind.setting(), strength)?;
        }
        map.end()
    }
}

/// The ties between two voices: a set of kinds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Ties(u16);

impl Ties {
    /// No tie.
    pub const NONE: Ties = Ties(0);

    /// Returns the set of one kind.
    pub const fn one(kind: TieKind) -> Ties {
        Ties(1 << kind as u16)
    }

    /// Returns the ties of both sets.
    #[must_use]
    pub const fn and(self, other: Ties) -> Ties {
        Ties(self.0 | other.0)
    }

    /// Returns the set with one kind more, where the condition holds.
    #[must_use]
    pub const fn with_if(self, condition: bool, kind: TieKind) -> Ties {
        match condition {
            true => Ties(self.0 | 1 << kind as u16),
            false => self,
        }
    }

    /// Tells whether there is none.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Returns the kinds, in their order.
    pub fn kinds(self) -> impl Iterator<Item = TieKind> {
        let has = move |kind: &TieKind| self.0 >> *kind as u16 & 1 == 1;
        TieKind::ALL.iter().copied().filter(has)
    }

    /// Returns how strong the strongest is.
    pub fn strength(self, strengths: &TieStrengths) -> Option<Tie> {
        if self.is_empty() {
            return None;
        }
        self.kinds().filter_map(|kind| strengths.of(kind)).min()
    }
}

/// Tells whether two claims come from independent voices: a hard or a soft tie says no.
pub fn independence(study: &Study, strengths: &TieStrengths, [a, b]: [ClaimId; 2]) -> Independence {
    match ties(study, a, b).strength(strengths) {
        None => Independence::Yes,
        Some(Tie::Unknown) => Independence::Unknown,
        Some(Tie::Hard | Tie::Soft) => Independence::No,
    }
}

/// Returns the ties between the voices of two claims: anything in the chain of one (speaker, whom it
/// came through, what was shown to it) against anything in the chain of the other.
pub fn ties(study: &Study, a: ClaimId, b: ClaimId) -> Ties {
    let (claim_a, claim_b) = (study.claim(a), study.claim(b));
    let own = ties_of_hearing(study, claim_a, claim_b);
    if !is_prompted(study, a) && !is_prompted(study, b) {
        return own.and(ties_of_chains(study, claim_a, claim_b));
    }
    let (before_a, before_b) = (with_prompts(study, a), with_prompts(study, b));
    let is_shown = before_a.contains(&b) || before_b.contains(&a);
    let pairs = before_a
        .iter()
        .flat_map(|one| before_b.iter().map(move |two| (*one, *two)));
    pairs.fold(
        own.with_if(is_shown, TieKind::Prompt),
        |ties, (one, two)| {
            let (of_one, of_two) = (study.claim(one), study.claim(two));
            let found = ties_of_chains(study, of_one, of_two);
            // Who answers what somebody said is tied to that person as by a prompt, not one with it.
            let is_own = one == a && two == b;
            let is_one = !is_own && found.kinds().any(|kind| kind == TieKind::SamePerson);
            match is_one {
                true => ties
                    .and(found.without(TieKind::SamePerson))
                    .with_if(true, TieKind::Prompt),
                false => ties.and(found).and(ties_of_hearing(study, of_one, of_two)),
            }
        },
    )
}

impl Ties {
    const fn without(self, kind: TieKind) -> Ties {
        Ties(self.0 & !(1 << kind as u16))
    }
}

fn is_prompted(study: &Study, id: ClaimId) -> bool {
    !study.prompts.is_empty() && study.prompts.contains_key(&id)
}

/// A claim, the claims shown to its source, those shown to theirs, and so on; each once.
fn with_prompts(study: &Study, id: ClaimId) -> Vec<ClaimId> {
    let mut found = vec![id];
    let mut next = 0;
    while let Some(claim) = found.get(next).copied() {
        for prompt in study.prompts.get(&claim).into_iter().flatten() {
            if !found.contains(prompt) {
                found.push(*prompt);
            }
        }
        next += 1;
    }
    found
}

/// The ties that two claims have by how they were heard, and by hearsay of which nobody knows whence.
fn ties_of_hearing(study: &Study, a: &Claim, b: &Claim) -> Ties {
    let are_told = a.basis() == Basis::Told && b.basis() == Basis::Told;
    let is_unknown = |claim: &Claim| origin(study, claim) == Ultimate::Unknown;
    let is_perhaps_one = are_told && (is_unknown(a) || is_unknown(b));
    ties_of_interviews(study, a, b).with_if(is_perhaps_one, TieKind::UnknownOrigin)
}

/// The ties of two speakers and of those they speak through.
fn ties_of_chains(study: &Study, a: &Claim, b: &Claim) -> Ties {
    let (speaker_a, speaker_b) = (a.source(), b.source());
    let speakers = ties_of_sources(study, speaker_a, speaker_b);
    if a.via().is_none() && b.via().is_none() {
        return speakers;
    }
    let is_one_origin = origin(study, a).is_one_with(origin(study, b));
    let through = |claim: &Claim| match claim.via().map(|via| study.origin(via)) {
        Some(Origin::Source(via)) => Some(via),
        _ => None,
    };
    let (via_a, via_b) = (through(a), through(b));
    let pairs = [
        (via_a, Some(speaker_b)),
        (Some(speaker_a), via_b),
        (via_a, via_b),
    ];
    let both = |pair: (Option<SourceId>, Option<SourceId>)| Some((pair.0?, pair.1?));
    let found = pairs.into_iter().filter_map(both);
    found.fold(
        speakers.with_if(is_one_origin, TieKind::SameOrigin),
        |ties, (one, two)| {
            let more = ties_of_sources(study, one, two);
            let is_one = study.source(one).person == study.source(two).person;
            let is_told_by = is_one && (one == speaker_a || two == speaker_b);
            ties.and(more.without(TieKind::SamePerson))
                .with_if(is_told_by, TieKind::Quotes)
                .with_if(is_one && !is_told_by, TieKind::SameOrigin)
        },
    )
}

fn ties_of_interviews(study: &Study, a: &Claim, b: &Claim) -> Ties {
    match (a.interview(), b.interview()) {
        (Some(a), Some(b)) => ties_of_two_interviews(study, a, b),
        _ => Ties::NONE,
    }
}

/// Returns the ties that two interviews make between those who were heard in them.
pub fn ties_of_two_interviews(study: &Study, a: InterviewId, b: InterviewId) -> Ties {
    if a == b {
        return Ties::one(TieKind::JointInterview);
    }
    let (in_a, in_b) = (&study.interviews[a.index()], &study.interviews[b.index()]);
    let aware = Ties::NONE.with_if(knew_of(study, a, b) || knew_of(study, b, a), TieKind::Aware);
    let (Some(by_a), Some(by_b)) = (in_a.researcher, in_b.researcher) else {
        return aware;
    };
    if by_a == by_b {
        let is_unrecorded = !in_a.is_recorded && !in_b.is_recorded;
        return aware.with_if(is_unrecorded, TieKind::OneResearcher);
    }
    let knows = study.researchers[by_a.index()].knows.contains(&by_b);
    aware.with_if(knows, TieKind::KnownResearchers)
}

/// Tells whether those heard in the first interview knew of the second: the study notes that they knew
/// of others, not of whom, so it is taken to be those of their own group (our choice).
fn knew_of(study: &Study, aware: InterviewId, other: InterviewId) -> bool {
    let interview = &study.interviews[aware.index()];
    let group = |source: &SourceId| study.source(*source).group;
    interview.is_aware
        && interview.sources.iter().any(|knower| {
            let others = study.interviews[other.index()].sources.iter();
            others
                .into_iter()
                .any(|source| group(source) == group(knower))
        })
}

/// Returns the ties between two sources, whatever they say.
pub fn ties_of_sources(study: &Study, a: SourceId, b: SourceId) -> Ties {
    let (source_a, source_b) = (study.source(a), study.source(b));
    let person = |source: SourceId| study.source(source).person;
    let is_of =
        |list: &[SourceId], one: SourceId| list.iter().any(|other| person(*other) == person(one));
    let introducer = |introduced_by: Option<Introducer>| match introduced_by {
        Some(Introducer::Source(source)) => Some(Introducer::Source(person(source))),
        other => other,
    };
    let (by_a, by_b) = (
        introducer(source_a.introduced_by),
        introducer(source_b.introduced_by),
    );
    let introduced = |by, other| by == Some(Introducer::Source(person(other)));
    Ties::NONE
        .with_if(source_a.person == source_b.person, TieKind::SamePerson)
        .with_if(sat_together(study, a, b), TieKind::JointInterview)
        .with_if(by_a.is_some() && by_a == by_b, TieKind::OneIntroducer)
        .with_if(
            introduced(by_a, b) || introduced(by_b, a),
            TieKind::Introduced,
        )
        .with_if(
            is_of(&source_a.heard_from, b) || is_of(&source_b.heard_from, a),
            TieKind::HeardFrom,
        )
        .with_if(
            source_a.network.is_some() && source_a.network == source_b.network,
            TieKind::Network,
        )
        .with_if(
            is_of(&source_a.maybe_same_as, b) || is_of(&source_b.maybe_same_as, a),
            TieKind::PerhapsSamePerson,
        )
        .with_if(
            speaks_for(study, a, b) || speaks_for(study, b, a),
            TieKind::GroupVoice,
        )
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
