//! The voices behind a position and how many of them are independent (methods.md 4.2).
//!
//! It knows ties between claims. What a stranger would get wrong: several claims of one person are
//! one voice, tied by whatever ties any of them.

use std::collections::BTreeMap;

use crate::method::independence::{Tie, tie};
use crate::method::independent_set::largest_untied;
use crate::model::key::{ClaimId, SideId};
use crate::model::study::Study;

/// The claims of one person in support of one position.
#[derive(Debug, Clone)]
pub struct Voice {
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

impl Voices {
    /// Gathers the voices behind claims.
    pub fn of(study: &Study, claims: &[ClaimId]) -> Voices {
        let mut by_person: BTreeMap<&str, Voice> = BTreeMap::new();
        for id in claims {
            let claim = study.claim(*id);
            let person = study.source(claim.source()).person;
            let voice = by_person
                .entry(study.source_key(person))
                .or_insert_with(|| Voice {
                    side: study.side_of(person),
                    claims: Vec::new(),
                    is_first_hand: false,
                    is_better_than_hearsay: false,
                });
            voice.claims.push(*id);
            voice.is_first_hand |= claim.basis().is_first_hand();
            voice.is_better_than_hearsay |=
                claim.basis().is_first_hand() || claim.basis().is_indirect();
        }
        let voices: Vec<Voice> = by_person.into_values().collect();
        let ties = ties(study, &voices);
        Voices { voices, ties }
    }

    /// Tells whether two voices are tied by a tie that counts.
    pub fn are_tied(&self, a: usize, b: usize, counting: Counting) -> bool {
        let tie = self.ties.get(&(a.min(b), a.max(b)));
        match counting {
            Counting::Least => tie.is_some(),
            Counting::Most => tie == Some(&Tie::Hard),
        }
    }

    /// Returns how many voices are independent of one another.
    pub fn independent(&self, counting: Counting) -> usize {
        largest_untied(self.voices.len(), |a, b| self.are_tied(a, b, counting)).size
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
}

fn ties(study: &Study, voices: &[Voice]) -> BTreeMap<(usize, usize), Tie> {
    let mut ties = BTreeMap::new();
    for (a, voice) in voices.iter().enumerate() {
        for (b, other) in voices.iter().enumerate().skip(a + 1) {
            let pairs = voice
                .claims
                .iter()
                .flat_map(|one| other.claims.iter().map(move |two| (*one, *two)));
            let strongest = pairs.filter_map(|(one, two)| tie(study, one, two)).min();
            if let Some(strongest) = strongest {
                ties.insert((a, b), strongest);
            }
        }
    }
    ties
}
