//! Units that were rated alike, counted: for most measures it matters how often each category
//! was given to a unit, not by whom, and of such profiles there are few.
//!
//! It must not know any measure. What a stranger would get wrong: an array of units × categories
//! grows with both; the profiles of a million units in five categories fit into a cache.

use super::ratings::Ratings;

/// How often a unit was put into a category: the category, and by how many coders.
pub type Run = (u32, u32);

/// The profiles of rated units. A unit without a rating has none.
#[derive(Clone, Debug)]
pub struct Profiles {
    category_count: usize,
    starts: Vec<usize>,
    runs: Vec<Run>,
    ratings: Vec<u32>,
    times: Vec<u64>,
    /// The profile of each unit that two or more rated, in the order of the units.
    paired: Vec<u32>,
}

/// One profile.
#[derive(Clone, Copy, Debug)]
pub struct Profile<'p> {
    /// Categories in their order, each once, with how many coders gave it.
    pub runs: &'p [Run],
    /// How many coders rated, at least one.
    pub ratings: f64,
    /// How many units have this profile.
    pub times: f64,
}

impl Profiles {
    /// Counts the profiles of ratings.
    pub fn of(ratings: &Ratings) -> Self {
        let mut found = Finder::new(ratings.category_count());
        let mut known = Shortcut::default();
        found.profiles.paired.reserve_exact(ratings.unit_count());
        for unit in 0..ratings.unit_count() {
            let given = ratings.of(unit);
            if given.is_empty() {
                continue;
            }
            let at = match key_of(given, ratings.category_count()) {
                // Whatever has a word is told by it, so what is new to the shortcut is new.
                Some(key) => known.get(key).unwrap_or_else(|| {
                    let at = found.append_given(given);
                    known.put(key, at);
                    at
                }),
                None => found.find_given(given),
            };
            found.add_unit(at, given.len());
        }
        found.profiles
    }

    /// Makes the profiles of a code against the rest from how many of `coders` put so many
    /// units into it.
    pub fn of_counts(coders: u32, counts: &[(u32, u64)]) -> Self {
        let mut found = Finder::new(2);
        for (inside, times) in counts {
            let at = found.find(&inside_and_outside(*inside, coders));
            found.profiles.times[at] += times;
        }
        found.profiles
    }

    /// The profiles of a code against the rest, category 1 and 0. Which unit has which is not
    /// kept.
    pub fn recoded(&self, belongs: &[bool]) -> Self {
        let mut found = Finder::new(2);
        for (at, profile) in self.iter().enumerate() {
            let inside = inside_of(profile.runs, belongs);
            let new = found.find(&inside_and_outside(inside, self.ratings[at]));
            found.profiles.times[new] += self.times[at];
        }
        found.profiles
    }

    fn append(&mut self, runs: &[Run]) -> usize {
        self.runs.extend_from_slice(runs);
        self.starts.push(self.runs.len());
        self.ratings.push(runs.iter().map(|run| run.1).sum());
        self.times.push(0);
        self.times.len() - 1
    }

    /// How many categories there are, used or not.
    pub fn category_count(&self) -> usize {
        self.category_count
    }

    /// How many profiles there are.
    pub fn len(&self) -> usize {
        self.ratings.len()
    }

    /// Whether nothing was rated.
    pub fn is_empty(&self) -> bool {
        self.ratings.is_empty()
    }

    /// The profile of each unit that two or more rated, in the order of the units.
    pub fn paired_units(&self) -> &[u32] {
        &self.paired
    }

    /// Each profile, in the order in which they were met.
    pub fn iter(&self) -> impl Iterator<Item = Profile<'_>> {
        (0..self.len()).map(|at| self.get(at))
    }

    /// One profile by its number.
    pub fn get(&self, at: usize) -> Profile<'_> {
        Profile {
            runs: &self.runs[self.starts[at]..self.starts[at + 1]],
            ratings: f64::from(self.ratings[at]),
            times: self.times[at] as f64,
        }
    }

    /// How many units somebody rated.
    pub fn rated_units(&self) -> f64 {
        self.iter().map(|profile| profile.times).sum()
    }

    /// How many units two or more rated.
    pub fn paired_count(&self) -> f64 {
        self.pairs().map(|profile| profile.times).sum()
    }

    /// The profiles of units that two or more rated.
    pub fn pairs(&self) -> impl Iterator<Item = Profile<'_>> {
        self.iter().filter(|profile| profile.ratings > 1.0)
    }

    /// Whether two categories were given at all.
    pub fn is_varied(&self) -> bool {
        let mut given = self
            .iter()
            .flat_map(|profile| profile.runs.iter().map(|run| run.0));
        let first = given.next();
        given.any(|category| Some(category) != first)
    }
}

/// Counts equal neighbours among sorted categories.
pub fn runs_of(sorted: &[u32], runs: &mut Vec<Run>) {
    runs.clear();
    for category in sorted {
        match runs.last_mut() {
            Some(run) if run.0 == *category => run.1 += 1,
            _ => runs.push((*category, 1)),
        }
    }
}

/// How many of a unit's ratings belong to a code.
pub fn inside_of(runs: &[Run], belongs: &[bool]) -> u32 {
    let inside = runs.iter().filter(|run| belongs[run.0 as usize]);
    inside.map(|run| run.1).sum()
}

fn inside_and_outside(inside: u32, ratings: u32) -> Vec<Run> {
    let both = [(0, ratings - inside), (1, inside)];
    both.into_iter().filter(|run| run.1 > 0).collect()
}

/// Profiles with a table in which they are looked up: open addressing over their numbers.
struct Finder {
    profiles: Profiles,
    /// Numbers of profiles from 1; 0 is free. Its length is a power of two.
    slots: Vec<u32>,
    fresh: Vec<Run>,
    sorted: Vec<u32>,
}

/// What tells a unit's profile from all others in one word, where that can be: with up to eight
/// categories how often each was given, else up to eight categories in their order.
fn key_of(given: &[u32], category_count: usize) -> Option<u64> {
    if category_count <= 8 && given.len() < 256 {
        return Some(given.iter().map(|category| 1 << (8 * category)).sum());
    }
    if category_count > 255 || given.len() > 8 {
        return None;
    }
    let mut sorted = [0_u8; 8];
    for (count, category) in given.iter().enumerate() {
        let mut at = count;
        // From 1 on, so that a rating is told from none.
        let byte = *category as u8 + 1;
        while at > 0 && sorted[at - 1] > byte {
            sorted[at] = sorted[at - 1];
            at -= 1;
        }
        sorted[at] = byte;
    }
    Some(u64::from_le_bytes(sorted))
}

/// The profiles that were met, by their word: most units are like one before.
struct Shortcut {
    /// The word, which is never 0, and the number of the profile. Its length is a power of two.
    slots: Vec<(u64, u32)>,
    count: usize,
}

impl Default for Shortcut {
    fn default() -> Self {
        Self {
            slots: vec![(0, 0); 1 << 12],
            count: 0,
        }
    }
}

impl Shortcut {
    /// Where a word stands, or would.
    fn slot_of(&self, key: u64) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = (key.wrapping_mul(0xd6e8_feb8_6659_fd93) >> 32) as usize & mask;
        while self.slots[slot].0 != key && self.slots[slot].0 != 0 {
            slot = (slot + 1) & mask;
        }
        slot
    }

    fn get(&self, key: u64) -> Option<usize> {
        let (own, at) = self.slots[self.slot_of(key)];
        (own == key).then_some(at as usize)
    }

    fn put(&mut self, key: u64, at: usize) {
        self.count += 1;
        if self.count * 2 > self.slots.len() {
            let wider = vec![(0, 0); self.slots.len() * 2];
            for (key, at) in std::mem::replace(&mut self.slots, wider) {
                if key != 0 {
                    let slot = self.slot_of(key);
                    self.slots[slot] = (key, at);
                }
            }
        }
        let slot = self.slot_of(key);
        self.slots[slot] = (key, at as u32);
    }
}

impl Finder {
    fn new(category_count: usize) -> Self {
        Self {
            profiles: Profiles {
                category_count,
                starts: vec![0],
                runs: Vec::new(),
                ratings: Vec::new(),
                times: Vec::new(),
                paired: Vec::new(),
            },
            slots: vec![0; 64],
            fresh: Vec::new(),
            sorted: Vec::new(),
        }
    }

    fn add_unit(&mut self, at: usize, ratings: usize) {
        self.profiles.times[at] += 1;
        if ratings > 1 {
            self.profiles.paired.push(at as u32);
        }
    }

    /// Counts the categories of a unit.
    fn read(&mut self, given: &[u32]) {
        self.sorted.clear();
        self.sorted.extend_from_slice(given);
        self.sorted.sort_unstable();
        runs_of(&self.sorted, &mut self.fresh);
    }

    /// The number of the new profile of a unit.
    fn append_given(&mut self, given: &[u32]) -> usize {
        self.read(given);
        self.profiles.append(&self.fresh)
    }

    /// The number of the profile of a unit, new or not.
    fn find_given(&mut self, given: &[u32]) -> usize {
        self.read(given);
        let fresh = std::mem::take(&mut self.fresh);
        let at = self.find(&fresh);
        self.fresh = fresh;
        at
    }

    /// The number of a profile, which is put in where it is new.
    fn find(&mut self, runs: &[Run]) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = hash(runs) as usize & mask;
        loop {
            match self.slots[slot] {
                0 => return self.put_in(slot, runs),
                number => {
                    let at = number as usize - 1;
                    if self.profiles.get(at).runs == runs {
                        return at;
                    }
                }
            }
            slot = (slot + 1) & mask;
        }
    }

    fn put_in(&mut self, slot: usize, runs: &[Run]) -> usize {
        let at = self.profiles.append(runs);
        self.slots[slot] = at as u32 + 1;
        if self.profiles.len() * 2 > self.slots.len() {
            self.grow();
        }
        at
    }

    fn grow(&mut self) {
        let mask = self.slots.len() * 2 - 1;
        self.slots = vec![0; mask + 1];
        for at in 0..self.profiles.len() {
            let mut slot = hash(self.profiles.get(at).runs) as usize & mask;
            while self.slots[slot] != 0 {
                slot = (slot + 1) & mask;
            }
            self.slots[slot] = at as u32 + 1;
        }
    }
}

/// Mixes the runs by multiplying and folding the halves of the product.
fn hash(runs: &[Run]) -> u64 {
    runs.iter()
        .fold(0x9e37_79b9_7f4a_7c15, |mixed: u64, (category, count)| {
            let word = (u64::from(*category) << 32) | u64::from(*count);
            let product = u128::from(mixed ^ word) * 0xd6e8_feb8_6659_fd93;
            (product >> 64) as u64 ^ product as u64
        })
}

#[cfg(test)]
mod tests {
    use super::super::ratings::tests::{four_observers, ratings};
    use super::super::ratings::{RatingsBuilder, Shape};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn units_that_were_rated_alike_are_one_profile() {
        let profiles = Profiles::of(&ratings(&["121.1", "211..", "1.1.2"], 3));
        let told: Vec<_> = profiles
            .iter()
            .map(|one| (one.runs.to_vec(), one.ratings, one.times))
            .collect();
        // 1,2,1 then 2,1 then 1,1,1 then nothing then 1,2.
        assert_eq!(told[0], (vec![(0, 2), (1, 1)], 3.0, 1.0));
        assert_eq!(told[1], (vec![(0, 1), (1, 1)], 2.0, 2.0));
        assert_eq!(told[2], (vec![(0, 3)], 3.0, 1.0));
        assert_eq!(profiles.paired_units(), [0, 1, 2, 1]);
        assert_eq!(
            (profiles.rated_units(), profiles.paired_count()),
            (4.0, 4.0)
        );
    }

    #[test]
    fn a_code_against_the_rest_has_two_categories() {
        let profiles = Profiles::of(&four_observers());
        let code = profiles.recoded(&[false, true, false, false, false]);
        assert_eq!(code.category_count(), 2);
        assert_eq!(code.rated_units(), 12.0);
        let inside: f64 = code
            .iter()
            .flat_map(|one| one.runs.iter().map(move |run| (run, one.times)))
            .filter(|(run, _)| run.0 == 1)
            .map(|(run, times)| f64::from(run.1) * times)
            .sum();
        assert_eq!(inside, 13.0);
    }

    proptest! {
        #[test]
        fn the_short_way_finds_what_the_long_way_finds(
            units in prop::collection::vec(prop::collection::vec(0..40_u32, 0..11), 0..60),
            category_count in prop::sample::select(vec![8_usize, 40, 300]),
        ) {
            let mut builder = RatingsBuilder::default();
            for (unit, given) in (0..).zip(&units) {
                for (coder, category) in (0..).zip(given) {
                    builder.push(unit, coder, category % category_count as u32);
                }
            }
            let shape = Shape { units: units.len(), coders: 11, categories: category_count };
            let ratings = builder.build(shape).unwrap();
            let short = Profiles::of(&ratings);
            let mut long = Finder::new(category_count);
            for unit in 0..ratings.unit_count() {
                if !ratings.of(unit).is_empty() {
                    let at = long.find_given(ratings.of(unit));
                    long.add_unit(at, ratings.of(unit).len());
                }
            }
            prop_assert_eq!(short.runs, long.profiles.runs);
            prop_assert_eq!(short.times, long.profiles.times);
            prop_assert_eq!(short.paired, long.profiles.paired);
        }
    }

    #[test]
    fn many_profiles_are_all_found_again() {
        let mut finder = Finder::new(1000);
        for round in 0..2 {
            for category in 0..1000_u32 {
                let at = finder.find(&[(category, 1 + category % 7)]);
                assert_eq!(at, category as usize, "round {round}");
            }
        }
        assert_eq!(finder.profiles.len(), 1000);
    }
}
