//! What stands against each claim: the findings of a cross-check, and the crowds that it did not list.
//!
//! It knows claims and the grades of their positions. What a stranger would get wrong: a crowd of a
//! hundred thousand claims has billions of pairs, so nothing here may walk them; what is asked of a
//! crowd is asked of all its claims at once.

use std::collections::{BTreeMap, HashMap};
use std::ops::RangeInclusive;

use crate::method::agreement::grade::Grade;
use crate::method::crosscheck::words::{Verdict, Why};
use crate::method::crosscheck::{Crowd, Finding};
use crate::model::claim::Marks;
use crate::model::key::ClaimId;
use crate::model::study::Study;

/// What a run of the cross-check flags: pair by pair, and in crowds of which every pair that clashes
/// is a contradiction.
#[derive(Debug, Clone, Copy, Default)]
pub struct Found<'a> {
    /// The findings.
    pub findings: &'a [Finding],
    /// The crowds.
    pub crowds: &'a [Crowd],
}

/// The other claim, the verdict and its label.
type Facing = (ClaimId, Verdict, Option<Why>);

/// What stands against each claim.
#[derive(Debug, Default)]
pub(super) struct Against {
    listed: Listed,
    crowds: Vec<Crowd>,
    /// By crowd the places of the claims that an analyst holds as settled.
    settled: Vec<Vec<usize>>,
    /// In which crowd a claim stands, and at which place.
    places: HashMap<ClaimId, (usize, usize)>,
    /// The lowest and the highest grade of the claims that a crowd sets against one.
    grades: HashMap<ClaimId, RangeInclusive<Grade>>,
}

impl Against {
    /// Gathers what is flagged between claims that are looked at.
    pub(super) fn of(
        study: &Study,
        found: Found<'_>,
        is_looked_at: impl Fn(ClaimId) -> bool,
    ) -> Against {
        let mut against = Against {
            listed: Listed::of(study.claims().len(), found.findings, &is_looked_at),
            ..Against::default()
        };
        for crowd in found.crowds {
            let crowd = crowd.only(&is_looked_at);
            let is_settled = |id: ClaimId| study.claim(id).marks().has(Marks::SETTLED);
            let mut settled = Vec::new();
            for (place, id) in crowd.claims().enumerate() {
                settled.extend(is_settled(id).then_some(place));
                against.places.insert(id, (against.crowds.len(), place));
            }
            against.settled.push(settled);
            against.crowds.push(crowd);
        }
        against
    }

    /// Notes how far the claims of crowds are borne out.
    pub(super) fn weigh(&mut self, grade_of: impl Fn(ClaimId) -> Grade) {
        for crowd in &self.crowds {
            let mut by_grade: BTreeMap<Grade, Vec<usize>> = BTreeMap::new();
            for (place, id) in crowd.claims().enumerate() {
                by_grade.entry(grade_of(id)).or_default().push(place);
            }
            for (grade, of_grade) in by_grade {
                let are_faced = crowd.are_faced(&of_grade);
                let faced = crowd.claims().zip(are_faced).filter(|(_, is)| *is);
                for (id, _) in faced {
                    let grades = self.grades.entry(id).or_insert(grade..=grade);
                    *grades = *grades.start()..=grade;
                }
            }
        }
    }

    /// Tells whether nothing stands against anything.
    pub(super) fn is_empty(&self) -> bool {
        self.listed.facing.is_empty() && self.crowds.is_empty()
    }

    /// Tells whether anything may stand against a claim.
    pub(super) fn has(&self, id: ClaimId) -> bool {
        !self.listed(id).is_empty() || self.places.contains_key(&id)
    }

    /// Returns what is listed against a claim.
    pub(super) fn listed(&self, id: ClaimId) -> &[Facing] {
        self.listed.against(id)
    }

    /// Returns from which to which grade the claims go that a crowd sets against one; nothing where
    /// there is none.
    pub(super) fn grades_in_crowd(&self, id: ClaimId) -> Option<&RangeInclusive<Grade>> {
        self.grades.get(&id)
    }

    /// Returns the settled claims that a crowd sets against one.
    pub(super) fn settled_in_crowd(&self, id: ClaimId) -> impl Iterator<Item = ClaimId> + '_ {
        let own = self.places.get(&id);
        own.into_iter().flat_map(|(crowd, place)| {
            let (members, settled) = (&self.crowds[*crowd], &self.settled[*crowd]);
            let facing = settled
                .iter()
                .filter(|other| members.is_clash(**other, *place));
            facing.map(|other| members.claim(*other))
        })
    }

    /// Returns the most pressing verdict between a claim and some others, nothing where none of them
    /// stands against it.
    pub(super) fn worst(&self, id: ClaimId, others: &[ClaimId]) -> Option<Verdict> {
        let facing = self.listed(id).iter();
        let listed = facing.filter(|(other, ..)| others.contains(other));
        let listed = listed.map(|(_, verdict, _)| *verdict).min();
        let is_clash = others.iter().any(|other| self.is_crowd_clash(id, *other));
        listed
            .into_iter()
            .chain(is_clash.then_some(Verdict::Contradiction))
            .min()
    }

    fn is_crowd_clash(&self, a: ClaimId, b: ClaimId) -> bool {
        match (self.places.get(&a), self.places.get(&b)) {
            (Some((crowd, a)), Some((other, b))) if crowd == other => {
                self.crowds[*crowd].is_clash(*a, *b)
            }
            _ => false,
        }
    }

    /// Returns two of some claims that clash in a crowd, nothing where none do.
    pub(super) fn crowd_clash_among(&self, claims: &[ClaimId]) -> Option<[ClaimId; 2]> {
        self.by_crowd(claims)
            .into_iter()
            .find_map(|(crowd, places)| {
                let crowd = &self.crowds[crowd];
                let are_faced = crowd.are_faced(&places);
                let one = *places.iter().find(|place| are_faced[**place])?;
                let other = *places.iter().find(|other| crowd.is_clash(one, **other))?;
                Some([crowd.claim(one), crowd.claim(other)])
            })
    }

    /// Returns the claims that contradict one of some claims, each once, in the order of keys.
    pub(super) fn contradicting(&self, claims: &[ClaimId]) -> Vec<ClaimId> {
        let listed = claims.iter().flat_map(|id| self.listed(*id));
        let listed = listed.filter(|(_, verdict, _)| *verdict == Verdict::Contradiction);
        let mut found: Vec<ClaimId> = listed.map(|(other, ..)| *other).collect();
        for (crowd, places) in self.by_crowd(claims) {
            let crowd = &self.crowds[crowd];
            let faced = crowd.claims().zip(crowd.are_faced(&places));
            found.extend(faced.filter(|(_, is)| *is).map(|(id, _)| id));
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The places of some claims in each crowd, in order.
    fn by_crowd(&self, claims: &[ClaimId]) -> BTreeMap<usize, Vec<usize>> {
        let mut by_crowd: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (crowd, place) in claims.iter().filter_map(|id| self.places.get(id)) {
            by_crowd.entry(*crowd).or_default().push(*place);
        }
        by_crowd
            .values_mut()
            .for_each(|places| places.sort_unstable());
        by_crowd
    }

    /// Returns the claims of crowds, each with the other names of which some claim clashes with it.
    pub(super) fn by_name_in_crowds<'a, 'n: 'a>(
        &'a self,
        name_of: impl Fn(ClaimId) -> &'n str + Copy + 'a,
    ) -> impl Iterator<Item = (ClaimId, &'n str)> + 'a {
        self.crowds.iter().flat_map(move |crowd| {
            let mut by_name: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
            for (place, id) in crowd.claims().enumerate() {
                by_name.entry(name_of(id)).or_default().push(place);
            }
            let of_name = move |(name, places): (&'n str, Vec<usize>)| {
                let faced = crowd.claims().zip(crowd.are_faced(&places));
                let others = faced.filter(move |(id, is)| *is && name_of(*id) != name);
                others.map(move |(id, _)| (id, name))
            };
            by_name.into_iter().flat_map(of_name)
        })
    }
}

/// Findings from both ends, claim by claim.
#[derive(Debug, Default)]
struct Listed {
    /// By claim, where what stands against it ends; it begins where that of the claim before ends.
    ends: Vec<u32>,
    facing: Vec<Facing>,
}

impl Listed {
    fn of(claims: usize, findings: &[Finding], is_looked_at: impl Fn(ClaimId) -> bool) -> Listed {
        let flagged = findings
            .iter()
            .filter(|finding| finding.verdict.is_flagged());
        let ours = flagged.filter(|finding| is_looked_at(finding.a) && is_looked_at(finding.b));
        let mut sorted: Vec<(ClaimId, Facing)> = ours
            .flat_map(|finding| {
                let (a, b) = (finding.a, finding.b);
                [(a, b), (b, a)].map(|(one, other)| (one, (other, finding.verdict, finding.why)))
            })
            .collect();
        sorted.sort_by_key(|(one, _)| *one);
        let mut ends = vec![0; if sorted.is_empty() { 0 } else { claims }];
        for (place, (one, _)) in (1..).zip(&sorted) {
            ends[one.index()] = place;
        }
        // A claim against which nothing stands ends where the one before it does.
        let mut last = 0;
        for end in &mut ends {
            last = last.max(*end);
            *end = last;
        }
        let facing = sorted.into_iter().map(|(_, facing)| facing).collect();
        Listed { ends, facing }
    }

    fn against(&self, id: ClaimId) -> &[Facing] {
        let end = |place: usize| self.ends.get(place).map_or(0, |end| *end as usize);
        let begin = id.index().checked_sub(1).map_or(0, end);
        self.facing.get(begin..end(id.index())).unwrap_or_default()
    }
}
