//! Who may be tied to whom at all: found by what ties rest on, so that few of many voices are looked
//! at two by two.
//!
//! It knows what each kind of tie rests on, not whether it holds. What a stranger would get wrong: two
//! on one ground need not be tied; but whoever is tied stands on one.

use crate::method::crosscheck::explanations::{Ultimate, origin};
use crate::method::independence::{TieKind, with_prompts};
use crate::model::key::{ClaimId, GroupId, InterviewId, ResearcherId, SourceId};
use crate::model::source::Introducer;
use crate::model::study::{Origin, Study};
use crate::model::vocabulary::{Basis, SourceKind};

/// What a tie may rest on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Ground {
    /// One person speaks, or is named by the other.
    Person(SourceId),
    /// One source introduced both.
    Introducer(SourceId),
    /// Somebody outside the study did.
    Outsider(u32),
    /// They belong to one network.
    Network(u32),
    /// They were heard in one interview.
    Interview(InterviewId),
    /// Of one group, of which some knew that others were heard.
    Aware(GroupId),
    /// Of one group, for which somebody speaks.
    Group(GroupId),
    /// Heard by one researcher without a recording.
    Unrecorded(ResearcherId),
    /// Heard by a researcher, or by one who knows that one.
    Researcher(ResearcherId),
    /// They were told it.
    Told,
    /// They have it from the same words of a cell.
    Words(u32),
}

/// Whom somebody on a ground may be tied to there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Role {
    /// Everybody.
    All,
    /// Those who stand there for `All`, or as `Named`.
    Naming,
    /// Those who stand there for `All`, or as `Naming`.
    Named,
}

/// The grounds on which voices stand, each voice by its number.
pub struct Grounds<'s, W> {
    study: &'s Study,
    wants: W,
    rows: Vec<(Ground, Role, u32)>,
}

impl<'s, W: Fn(TieKind) -> bool> Grounds<'s, W> {
    /// Begins with no voices; only of the kinds of ties that are wanted are grounds noted.
    pub fn new(study: &'s Study, wants: W) -> Grounds<'s, W> {
        Grounds {
            study,
            wants,
            rows: Vec::new(),
        }
    }

    /// Notes what a claim of a voice rests on: who speaks, through whom, in answer to what, and how it
    /// was heard.
    pub fn add_claim(&mut self, voice: u32, id: ClaimId) {
        if let Some(interview) = self.study.claim(id).interview() {
            self.add_interview(voice, interview);
        }
        self.add_telling(voice, id);
    }

    /// Notes of a claim of a voice all but how it was heard itself: what was shown to it brings along how
    /// that was heard.
    pub fn add_telling(&mut self, voice: u32, id: ClaimId) {
        for one in with_prompts(self.study, id) {
            let claim = self.study.claim(one);
            if let Some(interview) = claim.interview().filter(|_| one != id) {
                self.add_interview(voice, interview);
            }
            if claim.basis() == Basis::Told && (self.wants)(TieKind::UnknownOrigin) {
                // Known origins are no ground for one another.
                let role = match origin(self.study, claim) {
                    Ultimate::Unknown => Role::All,
                    _ => Role::Named,
                };
                self.rows.push((Ground::Told, role, voice));
            }
            self.add_source(voice, claim.source());
            match claim.via().map(|via| (via, self.study.origin(via))) {
                Some((_, Origin::Source(source))) => self.add_source(voice, source),
                Some((via, Origin::Other)) => {
                    self.rows.push((Ground::Words(via.0), Role::All, voice));
                }
                None => {}
            }
        }
    }

    /// Notes what a source is to others, whatever it says.
    pub fn add_source(&mut self, voice: u32, id: SourceId) {
        let source = self.study.source(id);
        let person = |id: SourceId| self.study.source(id).person;
        let mut found = vec![(Ground::Person(source.person), Role::All)];
        let joint = source.joint_interviews.iter();
        found.extend(joint.map(|interview| (Ground::Interview(*interview), Role::All)));
        match source.introduced_by {
            Some(Introducer::Source(by)) => {
                found.push((Ground::Introducer(person(by)), Role::All));
                found.push((Ground::Person(person(by)), Role::Naming));
            }
            Some(Introducer::Other(by)) => found.push((Ground::Outsider(by), Role::All)),
            None => {}
        }
        let named = source.heard_from.iter().chain(&source.maybe_same_as);
        found.extend(named.map(|other| (Ground::Person(person(*other)), Role::Naming)));
        found.extend(
            source
                .network
                .map(|network| (Ground::Network(network), Role::All)),
        );
        if (self.wants)(TieKind::GroupVoice) {
            if source.kind == SourceKind::GroupVoice {
                found.push((Ground::Group(source.group), Role::All));
            }
            let up = |group: &GroupId| self.study.groups[group.index()].parent;
            let groups = std::iter::successors(Some(source.group), up);
            found.extend(groups.map(|group| (Ground::Group(group), Role::Named)));
        }
        let with_voice = |(ground, role)| (ground, role, voice);
        self.rows.extend(found.into_iter().map(with_voice));
    }

    /// Notes how a voice was heard.
    pub fn add_interview(&mut self, voice: u32, id: InterviewId) {
        let interview = &self.study.interviews[id.index()];
        self.rows.push((Ground::Interview(id), Role::All, voice));
        if (self.wants)(TieKind::Aware) {
            let role = match interview.is_aware {
                true => Role::All,
                false => Role::Named,
            };
            let groups = interview.sources.iter();
            let groups = groups.map(|source| Ground::Aware(self.study.source(*source).group));
            self.rows.extend(groups.map(|ground| (ground, role, voice)));
        }
        let Some(researcher) = interview.researcher else {
            return;
        };
        if (self.wants)(TieKind::OneResearcher) && !interview.is_recorded {
            self.rows
                .push((Ground::Unrecorded(researcher), Role::All, voice));
        }
        if (self.wants)(TieKind::KnownResearchers) {
            let known = self.study.researchers[researcher.index()].knows.iter();
            let known = known.map(|known| (Ground::Researcher(*known), Role::Naming, voice));
            self.rows.extend(known);
            self.rows
                .push((Ground::Researcher(researcher), Role::Named, voice));
        }
    }

    /// Hands out two by two the voices that may be tied, the lower number first; some more than once.
    pub fn each_pair(mut self, mut take: impl FnMut(u32, u32)) {
        self.rows.sort_unstable();
        self.rows.dedup();
        for on_ground in self.rows.chunk_by(|(a, ..), (b, ..)| a == b) {
            let of_role = |role: Role| {
                let begin = on_ground.partition_point(|(_, other, _)| *other < role);
                let end = on_ground.partition_point(|(_, other, _)| *other <= role);
                begin..end
            };
            let all = of_role(Role::All);
            let with_all = all.clone().map(|one| (one, one + 1..on_ground.len()));
            let named = of_role(Role::Named);
            let naming = of_role(Role::Naming).map(|one| (one, named.clone()));
            for (one, others) in with_all.chain(naming) {
                let one = on_ground[one].2;
                for (.., other) in &on_ground[others] {
                    if one != *other {
                        take(one.min(*other), one.max(*other));
                    }
                }
            }
        }
    }

    /// Returns the voices that may be tied, two by two, each pair once, in order.
    pub fn pairs(self) -> Vec<(u32, u32)> {
        let mut pairs = Vec::new();
        self.each_pair(|a, b| pairs.push((a, b)));
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    }
}
