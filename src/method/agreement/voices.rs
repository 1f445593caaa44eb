//! The voices behind a position and how many of them are independent (methods.md 4.2).
//!
//! It knows ties between claims. What a stranger would get wrong: several claims of one person are
//! one voice, tied by whatever ties any of them.

use std::collections::BTreeMap;
use std::fmt;

use crate::method::independence::{Grounds, Tie, TieKind, TieStrengths, Ties, ties};
use crate::method::independent_set::{Untied, components, largest_untied, most_telling_untied};
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
#[derive(Debug, Clone, Default)]
pub struct Voices {
    /// The voices, by key of person.
    pub voices: Vec<Voice>,
    /// Which two are tied, the first before the second, in order.
    ties: Vec<((u32, u32), Tie)>,
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

/// Up to so many voices are tried two by two; fewer in tests, whose studies are small.
const FEW_VOICES: usize = if cfg!(test) { 3 } else { 16 };

impl Voices {
    /// Gathers the voices behind claims.
    pub fn of(study: &Study, strengths: &TieStrengths, claims: &[ClaimId]) -> Voices {
        let voices = gathered(study, claims);
        let ties = all_ties(study, strengths, &voices);
        Voices { voices, ties }
    }

    /// Tells whether two voices are tied by a tie that counts.
    pub fn are_tied(&self, a: usize, b: usize, counting: Counting) -> bool {
        if self.ties.is_empty() {
            return false;
        }
        let two = (a.min(b) as u32, a.max(b) as u32);
        let Ok(found) = self.ties.binary_search_by_key(&two, |(two, _)| *two) else {
            return false;
        };
        counting == Counting::Least || self.ties[found].1 == Tie::Hard
    }

    /// Tells whether no two voices are tied by anything that counts.
    pub fn are_all_untied(&self) -> bool {
        self.ties.is_empty()
    }

    /// Tells whether it makes no difference which ties count.
    pub fn are_ties_certain(&self) -> bool {
        self.ties.iter().all(|(_, tie)| *tie == Tie::Hard)
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

    /// Returns two untied voices that satisfy a condition together, nothing where there are none.
    ///
    /// *Arguments*: `holds` asks nothing of a voice but its side and how well it knows, the same of
    /// either.
    pub fn untied_pair(
        &self,
        counting: Counting,
        holds: impl Fn(&Voice, &Voice) -> bool,
    ) -> Option<(usize, usize)> {
        let voices = &self.voices;
        if voices.len() <= FEW_VOICES {
            let pairs = all_pairs(voices.len() as u32).map(|(a, b)| (a as usize, b as usize));
            let mut such = pairs.filter(|(a, b)| holds(&voices[*a], &voices[*b]));
            return such.find(|(a, b)| !self.are_tied(*a, *b, counting));
        }
        let alike = self.alike();
        let first = |of_kind: &[usize]| &voices[of_kind[0]];
        let kinds = (0..alike.len()).flat_map(|one| (one..alike.len()).map(move |two| (one, two)));
        let mut such = kinds.filter(|(one, two)| holds(first(&alike[*one]), first(&alike[*two])));
        such.find_map(|(one, two)| {
            // Only where all are tied is more looked at than there are ties.
            let pairs = (alike[one].iter()).flat_map(|a| alike[two].iter().map(move |b| (*a, *b)));
            let mut untied = pairs.filter(|(a, b)| one != two || a < b);
            untied.find(|(a, b)| !self.are_tied(*a, *b, counting))
        })
    }

    /// The places of voices of one side that know equally well.
    fn alike(&self) -> Vec<Vec<usize>> {
        let mut alike: BTreeMap<(SideId, bool, bool), Vec<usize>> = BTreeMap::new();
        for (place, voice) in self.voices.iter().enumerate() {
            let kind = (
                voice.side,
                voice.is_first_hand,
                voice.is_better_than_hearsay,
            );
            alike.entry(kind).or_default().push(place);
        }
        alike.into_values().collect()
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

/// The voices behind claims, by key of person.
fn gathered(study: &Study, claims: &[ClaimId]) -> Vec<Voice> {
    let person = |id: &ClaimId| study.source(study.claim(*id).source()).person;
    if let [only] = claims {
        return vec![voice(study, &[(person(only), *only)])];
    }
    let mut sorted: Vec<(SourceId, ClaimId)> = claims.iter().map(|id| (person(id), *id)).collect();
    if sorted.len() > 1 {
        sorted.sort_by(|(a, one), (b, two)| {
            study
                .source_key(*a)
                .cmp(study.source_key(*b))
                .then(one.cmp(two))
        });
    }
    let of_one = sorted.chunk_by(|(a, _), (b, _)| a == b);
    of_one.map(|chunk| voice(study, chunk)).collect()
}

/// Returns the voices behind claims, those together that hard ties hold together; by key of the first.
pub(super) fn held_together(
    study: &Study,
    strengths: &TieStrengths,
    claims: &[ClaimId],
) -> Vec<Vec<Voice>> {
    let voices = gathered(study, claims);
    let count = voices.len();
    let is_hard = |kind| strengths.of(kind) == Some(Tie::Hard);
    let pairs = match count <= FEW_VOICES {
        true => all_pairs(count as u32).collect(),
        false => grounds(study, &voices, is_hard).pairs(),
    };
    let mut graph: Vec<Vec<usize>> = vec![Vec::new(); count];
    for (a, b) in pairs {
        let (a, b) = (a as usize, b as usize);
        if ties_of_voices(study, &voices[a], &voices[b])
            .kinds()
            .any(is_hard)
        {
            graph[a].push(b);
            graph[b].push(a);
        }
    }
    let mut voices: Vec<Option<Voice>> = voices.into_iter().map(Some).collect();
    let mut taken = |place: usize| voices[place].take();
    let together = components(&graph).into_iter();
    together
        .map(|places| places.into_iter().filter_map(&mut taken).collect())
        .collect()
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

/// How strongly voices are tied, the first before the second, in order.
fn all_ties(study: &Study, strengths: &TieStrengths, voices: &[Voice]) -> Vec<((u32, u32), Tie)> {
    if voices.len() < 2 {
        return Vec::new();
    }
    let tied = |(a, b): (u32, u32)| {
        let (one, other) = (&voices[a as usize], &voices[b as usize]);
        let tie = ties_of_voices(study, one, other).strength(strengths)?;
        Some(((a, b), tie))
    };
    let count = voices.len() as u32;
    if voices.len() <= FEW_VOICES {
        return all_pairs(count).filter_map(tied).collect();
    }
    let grounds = grounds(study, voices, |kind| strengths.of(kind).is_some());
    grounds.pairs().into_iter().filter_map(tied).collect()
}

fn all_pairs(count: u32) -> impl Iterator<Item = (u32, u32)> {
    (0..count).flat_map(move |a| (a + 1..count).map(move |b| (a, b)))
}

/// What the ties of the wanted kinds between voices rest on.
fn grounds<'s, W: Fn(TieKind) -> bool>(
    study: &'s Study,
    voices: &[Voice],
    wants: W,
) -> Grounds<'s, W> {
    let mut grounds = Grounds::new(study, wants);
    for (number, voice) in (0..).zip(voices) {
        for id in &voice.claims {
            grounds.add_claim(number, *id);
        }
    }
    grounds
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
