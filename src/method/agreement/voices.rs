//! The voices behind a position and how many of them are independent (methods.md 4.2).
//!
//! It knows ties between claims. What a stranger would get wrong: several claims of one person are
//! one voice, tied by whatever ties any of them.

use std::collections::BTreeMap;
use std::fmt;

use crate::method::independence::{Tie, TieStrengths, Ties, ties};
use crate::method::independent_set::{Untied, largest_untied, most_telling_untied};
use crate::model::key::{ClaimId, SideId, SourceId};
use crate::model::study::Study;
use crate::model::vocabulary::SourceKind;

/// The claims of one person in support of one position.
#[derive(Debug, Clone)]
pub struct Voice {
    /// Who speaks: the first source of the person.
    pub person: SourceId,
    /// Its side.
    pub side: SideId,
    /// What it says in support, in the order of keys.
    pub claims: Vec<ClaimId>,
    /// Whether any of it is known at first hand.
    pub is_first_hand: bool,
    /// Whether any of it is known at first hand or as an office or a reckoning.
    pub is_better_than_hearsay: bool,
}

/// Voices with the ties between them.
#[derive(Debug, Clone)]
pub struct Voices {
    /// The voices, by key of person.
    pub voices: Vec<Voice>,
    ties: BTreeMap<(usize, usize), Tie>,
}

/// Which ties count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counting {
    /// All: the least number of independent voices.
    Least,
    /// Hard ones alone: the most there can be.
    Most,
}

/// How many voices are independent: the least and the most there can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Independent {
    /// With all ties counted.
    pub least: usize,
    /// With hard ties alone.
    pub most: usize,
    /// Whether either is only a lower bound: there are too many voices to try all.
    pub is_at_least: bool,
    /// Whether one of them is the voice of a group, of whom there may be more.
    pub is_or_more: bool,
}

impl fmt::Display for Independent {
    /// Writes `2`, `2–3`, `at least 41`, `1 or more`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_at_least {
            formatter.write_str("at least ")?;
        }
        match self.least == self.most {
            true => write!(formatter, "{}", self.most)?,
            false => write!(formatter, "{}–{}", self.least, self.most)?,
        }
        match self.is_or_more && !self.is_at_least {
            true => formatter.write_str(" or more"),
            false => Ok(()),
        }
    }
}

impl Voices {
    /// Gathers the voices behind claims.
    pub fn of(study: &Study, strengths: &TieStrengths, claims: &[ClaimId]) -> Voices {
        let person = |id: &ClaimId| study.source(study.claim(*id).source()).person;
        let mut sorted: Vec<(SourceId, ClaimId)> =
            claims.iter().map(|id| (person(id), *id)).collect();
        if sorted.len() > 1 {
            sorted.sort_by(|(a, one), (b, two)| {
                study
                    .source_key(*a)
                    .cmp(study.source_key(*b))
                    .then(one.cmp(two))
            });
        }
        let of_one = sorted.chunk_by(|(a, _), (b, _)| a == b);
        let voices: Vec<Voice> = of_one.map(|chunk| voice(study, chunk)).collect();
        let ties = all_ties(study, strengths, &voices);
        Voices { voices, ties }
    }

    /// Tells whether two voices are tied by a tie that counts.
    pub fn are_tied(&self, a: usize, b: usize, counting: Counting) -> bool {
        if self.ties.is_empty() {
            return false;
        }
        let tie = self.ties.get(&(a.min(b), a.max(b)));
        match counting {
            Counting::Least => tie.is_some(),
            Counting::Most => tie == Some(&Tie::Hard),
        }
    }

    /// Tells whether it makes no difference which ties count.
    pub fn are_ties_certain(&self) -> bool {
        self.ties.values().all(|tie| *tie == Tie::Hard)
    }

    /// Returns a largest set of voices no two of which are tied.
    pub fn untied(&self, counting: Counting) -> Untied {
        largest_untied(self.voices.len(), |a, b| self.are_tied(a, b, counting))
    }

    /// Returns of the largest sets of voices no two of which are tied one with most at first hand, then
    /// with most that know more than hearsay: whoever is left out should tell least.
    pub fn most_telling(&self, counting: Counting) -> Untied {
        let is_tied = |a, b| self.are_tied(a, b, counting);
        let all = self.voices.len() as u64 + 1;
        most_telling_untied(self.voices.len(), is_tied, |place| {
            let voice = &self.voices[place];
            all * u64::from(voice.is_first_hand) + u64::from(voice.is_better_than_hearsay)
        })
    }

    /// Returns how many voices are independent of one another.
    pub fn independent(&self, study: &Study) -> Independent {
        let is_group = |voice: &Voice| study.source(voice.person).kind == SourceKind::GroupVoice;
        let is_or_more = self.voices.iter().any(is_group);
        // Most positions have one voice or untied ones: nothing is to be searched there.
        if self.ties.is_empty() {
            let count = self.voices.len();
            return Independent {
                least: count,
                most: count,
                is_at_least: false,
                is_or_more,
            };
        }
        let least = self.untied(Counting::Least);
        let most = match self.are_ties_certain() {
            true => least.clone(),
            false => self.untied(Counting::Most),
        };
        Independent {
            least: least.size(),
            // Both may be bounds from below, and fewer ties never mean fewer voices.
            most: most.size().max(least.size()),
            is_at_least: !least.is_exact || !most.is_exact,
            is_or_more,
        }
    }

    /// Tells whether two untied voices satisfy a condition together.
    pub fn has_untied_pair(
        &self,
        counting: Counting,
        holds: impl Fn(&Voice, &Voice) -> bool,
    ) -> bool {
        let voices = &self.voices;
        voices.iter().enumerate().any(|(a, voice)| {
            let later = voices.iter().enumerate().skip(a + 1);
            let mut free = later.filter(|(b, _)| !self.are_tied(a, *b, counting));
            free.any(|(_, other)| holds(voice, other))
        })
    }

    /// Returns the sides of the voices, each once, by key.
    pub fn sides(&self, study: &Study) -> Vec<SideId> {
        let mut sides: Vec<SideId> = self.voices.iter().map(|voice| voice.side).collect();
        sides.sort_by_key(|side| study.side_key(*side));
        sides.dedup();
        sides
    }

    /// Returns how many speak at first hand.
    pub fn first_hand(&self) -> usize {
        self.voices
            .iter()
            .filter(|voice| voice.is_first_hand)
            .count()
    }
}

fn voice(study: &Study, claims: &[(SourceId, ClaimId)]) -> Voice {
    let person = claims[0].0;
    let basis = |(_, id): &(SourceId, ClaimId)| study.claim(*id).basis();
    let is_first_hand = claims.iter().any(|claim| basis(claim).is_first_hand());
    let is_indirect = claims.iter().any(|claim| basis(claim).is_indirect());
    Voice {
        person,
        side: study.side_of(person),
        claims: claims.iter().map(|(_, id)| *id).collect(),
        is_first_hand,
        is_better_than_hearsay: is_first_hand || is_indirect,
    }
}

fn all_ties(
    study: &Study,
    strengths: &TieStrengths,
    voices: &[Voice],
) -> BTreeMap<(usize, usize), Tie> {
    let mut found = BTreeMap::new();
    for (a, voice) in voices.iter().enumerate() {
        for (b, other) in voices.iter().enumerate().skip(a + 1) {
            if let Some(tie) = ties_of_voices(study, voice, other).strength(strengths) {
                found.insert((a, b), tie);
            }
        }
    }
    found
}

/// Returns all ties between anything that two voices say.
pub(super) fn ties_of_voices(study: &Study, voice: &Voice, other: &Voice) -> Ties {
    let pairs = voice
        .claims
        .iter()
        .flat_map(|one| other.claims.iter().map(move |two| (*one, *two)));
    pairs.fold(Ties::NONE, |found, (one, two)| {
        found.and(ties(study, one, two))
    })
}
