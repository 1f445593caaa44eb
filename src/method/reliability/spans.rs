//! Agreement of coders who mark passages of their own choosing: the u-alpha family (Krippendorff,
//! Mathet, Bouvry & Widlöcher 2016; Krippendorff 2019, ch. 12.6), and for each code how many
//! coders put it on how many characters.
//!
//! It must not know transcripts. What a stranger would get wrong: coder pairs need not be met
//! one by one. At a place that s of m coders marked, s (s − 1) ordered pairs agree; one walk
//! over the ends of all segments sums that up, whatever the number of coders.

use super::estimate::{Estimate, Undefined};
use std::collections::BTreeMap;

/// A passage that a coder marked, in code points, its end exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment {
    /// The coder.
    pub coder: u32,
    /// The code.
    pub code: u32,
    /// First code point.
    pub start_cp: u64,
    /// Behind the last code point.
    pub end_cp: u64,
}

/// A text as all coders marked it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Continuum {
    /// How many code points it has.
    pub length_cp: u64,
    /// What was marked, in any order.
    pub segments: Vec<Segment>,
}

/// What one code, or all, add up to.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Sums {
    /// ℓ_c., the length of its segments.
    length: f64,
    /// (m − 1) ℓ_cc.
    both: f64,
    /// C_c, the squared lengths of its segments.
    squares: f64,
    /// (m − 1) ℓ*_c., the length beside any code of another coder.
    beside: f64,
    /// C*_c.
    beside_squares: f64,
}

impl Sums {
    fn add(&mut self, other: &Self, times: f64) {
        self.length += times * other.length;
        self.both += times * other.both;
        self.squares += times * other.squares;
        self.beside += times * other.beside;
        self.beside_squares += times * other.beside_squares;
    }
}

/// One continuum, summed up.
#[derive(Clone, Debug, Default)]
struct Extent {
    length: f64,
    /// (m − 1) ℓ_φφ.
    gaps: f64,
    codes: Vec<(u32, Sums)>,
    /// Code, how many coders put it there, on how many characters.
    depths: BTreeMap<(u32, u32), u64>,
    /// Code, coder, on how many characters.
    lengths: BTreeMap<(u32, u32), u64>,
    is_overlapping: bool,
}

/// Continua that all coders saw, summed up.
#[derive(Clone, Debug)]
pub struct Extents {
    coders: u32,
    code_count: usize,
    extents: Vec<Extent>,
}

/// How many characters coders put a code on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marked {
    /// How many coders put it there, and on how many characters so many did.
    pub depths: Vec<(u32, u64)>,
    /// For each coder the number of characters.
    pub of_coders: Vec<u64>,
}

impl Extents {
    /// Sums up continua that so many coders saw.
    pub fn of(continua: Vec<Continuum>, coders: u32, code_count: usize) -> Self {
        Self {
            coders,
            code_count,
            extents: continua
                .into_iter()
                .map(|continuum| walk(continuum, coders))
                .collect(),
        }
    }

    /// How many continua there are.
    pub fn len(&self) -> usize {
        self.extents.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.extents.is_empty()
    }

    /// How many characters there are.
    pub fn length_cp(&self) -> u64 {
        // Lengths are whole numbers far below 2^53.
        self.extents.iter().map(|extent| extent.length as u64).sum()
    }

    /// Whether a coder put two codes on one place.
    pub fn is_overlapping(&self) -> bool {
        self.extents.iter().any(|extent| extent.is_overlapping)
    }

    /// All continua added up.
    pub fn all(&self) -> Family {
        self.drawn(&vec![1; self.len()])
    }

    /// The continua added up, each as often as it was drawn.
    pub fn drawn(&self, times: &[u32]) -> Family {
        let mut family = Family {
            coders: f64::from(self.coders),
            ..Family::default()
        };
        family.codes.resize(self.code_count, Sums::default());
        for (extent, times) in self
            .extents
            .iter()
            .zip(times)
            .filter(|(_, times)| **times > 0)
        {
            let times = f64::from(*times);
            family.length += times * extent.length;
            family.gaps += times * extent.gaps;
            for (code, sums) in &extent.codes {
                family.codes[*code as usize].add(sums, times);
            }
        }
        family
    }

    /// Where a code was put.
    pub fn marked(&self, code: u32) -> Marked {
        let mut depths: BTreeMap<u32, u64> = BTreeMap::new();
        let mut of_coders = vec![0; self.coders as usize];
        let own = (code, 0)..(code + 1, 0);
        for extent in &self.extents {
            for ((_, depth), length) in extent.depths.range(own.clone()) {
                *depths.entry(*depth).or_default() += length;
            }
            for ((_, coder), length) in extent.lengths.range(own.clone()) {
                of_coders[*coder as usize] += length;
            }
        }
        let inside: u64 = depths.values().sum();
        depths.insert(0, self.length_cp() - inside);
        Marked {
            depths: depths.into_iter().filter(|one| one.1 > 0).collect(),
            of_coders,
        }
    }
}

/// Joins segments of one code and coder that overlap; those that touch stay two.
pub(super) fn joined(mut segments: Vec<Segment>) -> Vec<Segment> {
    segments.sort_unstable_by_key(|one| (one.code, one.coder, one.start_cp, one.end_cp));
    let mut joined: Vec<Segment> = Vec::with_capacity(segments.len());
    for segment in segments {
        match joined.last_mut() {
            Some(last)
                if (last.code, last.coder) == (segment.code, segment.coder)
                    && segment.start_cp < last.end_cp =>
            {
                last.end_cp = last.end_cp.max(segment.end_cp);
            }
            _ => joined.push(segment),
        }
    }
    joined
}

fn has_overlap(segments: &[Segment]) -> bool {
    let mut by_coder: Vec<_> = segments
        .iter()
        .map(|one| (one.coder, one.start_cp, one.end_cp))
        .collect();
    by_coder.sort_unstable();
    // Within a code nothing overlaps, so of two that do one follows the other.
    by_coder
        .windows(2)
        .any(|two| two[0].0 == two[1].0 && two[1].1 < two[0].2)
}

/// What the walk over the ends of segments carries with it.
#[derive(Default)]
struct Walk {
    at: u64,
    /// Segments that are open, of any coder and code.
    open: f64,
    /// The sum of (open − 1) over all places so far.
    others: f64,
    /// How many places so far two or more have open.
    shared: f64,
    codes: BTreeMap<u32, OpenCode>,
}

/// A code in the course of the walk.
#[derive(Default)]
struct OpenCode {
    sums: Sums,
    depth: u32,
    since: u64,
    others_since: f64,
}

impl OpenCode {
    /// Adds up the places since the code was touched last.
    fn settle(&mut self, at: u64, others: f64) -> (u32, u64) {
        let depth = f64::from(self.depth);
        let length = at - self.since;
        self.sums.both += depth * (depth - 1.0) * length as f64;
        self.sums.beside += depth * (others - self.others_since);
        (self.since, self.others_since) = (at, others);
        (self.depth, length)
    }
}

impl Walk {
    /// Moves on to a place; `coders` of whom those without an open segment share a gap.
    fn move_to(&mut self, place: u64, coders: f64, extent: &mut Extent) {
        let length = (place - self.at) as f64;
        let without = coders - self.open;
        extent.gaps += without * (without - 1.0) * length;
        self.others += (self.open - 1.0) * length;
        if self.open > 1.0 {
            self.shared += length;
        }
        self.at = place;
    }

    fn touch(&mut self, code: u32, extent: &mut Extent) -> &mut OpenCode {
        let (at, others) = (self.at, self.others);
        let open = self.codes.entry(code).or_default();
        let (depth, length) = open.settle(at, others);
        if depth > 0 && length > 0 {
            *extent.depths.entry((code, depth)).or_default() += length;
        }
        open
    }
}

fn walk(continuum: Continuum, coders: u32) -> Extent {
    let segments = joined(continuum.segments);
    let mut extent = Extent {
        length: continuum.length_cp as f64,
        is_overlapping: has_overlap(&segments),
        ..Extent::default()
    };
    let mut ends: Vec<(u64, bool, usize)> = Vec::with_capacity(segments.len() * 2);
    for (at, segment) in segments.iter().enumerate() {
        ends.push((segment.start_cp, true, at));
        ends.push((segment.end_cp, false, at));
    }
    ends.sort_unstable();
    let m = f64::from(coders);
    let mut walk = Walk::default();
    let mut shared_before = vec![0.0; segments.len()];
    for (place, is_start, at) in ends {
        walk.move_to(place, m, &mut extent);
        let segment = &segments[at];
        let shared = walk.shared;
        let open = walk.touch(segment.code, &mut extent);
        if is_start {
            open.depth += 1;
            shared_before[at] = shared;
            walk.open += 1.0;
        } else {
            open.depth -= 1;
            add_segment(&mut open.sums, segment, shared - shared_before[at]);
            walk.open -= 1.0;
            let own = (segment.code, segment.coder);
            *extent.lengths.entry(own).or_default() += segment.end_cp - segment.start_cp;
        }
    }
    walk.move_to(continuum.length_cp, m, &mut extent);
    extent.codes = walk
        .codes
        .into_iter()
        .map(|(code, open)| (code, open.sums))
        .collect();
    extent
}

fn add_segment(sums: &mut Sums, segment: &Segment, shared: f64) {
    let length = (segment.end_cp - segment.start_cp) as f64;
    sums.length += length;
    sums.squares += length * length;
    sums.beside_squares += shared * shared;
}

/// The u-alpha family of what was added up.
#[derive(Clone, Debug, Default)]
pub struct Family {
    coders: f64,
    length: f64,
    gaps: f64,
    codes: Vec<Sums>,
}

/// A quotient of observed and expected coincidences of what differs, both over all coincidences.
fn one_less(observed: f64, expected: f64, all: f64, why: Undefined) -> Estimate {
    let value = if expected > 0.0 {
        Ok(1.0 - observed / expected)
    } else {
        Err(why)
    };
    Estimate {
        observed: Some(observed / all),
        expected: Some(expected / all),
        ..Estimate::plain(value)
    }
}

impl Family {
    /// ℓ..
    fn all(&self) -> f64 {
        self.coders * self.length
    }

    /// The length of a code and of what is no code, and ΣC, for all codes at once.
    fn gap_length(&self) -> f64 {
        self.all() - self.codes.iter().map(|code| code.length).sum::<f64>()
    }

    /// ℓ..² − ΣC, where gaps count by their length.
    fn room(&self, squares: f64, gap_length: f64) -> f64 {
        self.all() * self.all() - squares - gap_length
    }

    fn agreeing(&self, sums: f64) -> f64 {
        sums / (self.coders - 1.0)
    }

    /// Whether somebody used a code.
    pub fn is_used(&self, code: usize) -> bool {
        self.codes[code].length > 0.0
    }

    /// u-alpha of all codes and gaps.
    pub fn nominal(&self) -> Estimate {
        let (all, gap) = (self.all(), self.gap_length());
        let same: f64 = self.codes.iter().map(|code| code.both).sum();
        let observed = all - self.agreeing(same + self.gaps);
        let squares: f64 = self.codes.iter().map(|code| code.length.powi(2)).sum();
        let own: f64 = self.codes.iter().map(|code| code.squares).sum();
        let expected = all * (all * all - squares - gap * gap) / self.room(own, gap);
        one_less(observed, expected, all, Undefined::NoVariation)
    }

    /// |u-alpha: whether the same places are marked.
    pub fn binary(&self) -> Estimate {
        let gap = self.gap_length();
        let own = self.codes.iter().map(|code| code.squares).sum();
        self.against_gap(self.agreeing(self.gaps), gap, self.room(own, gap))
    }

    /// u-alpha of one code against all that it is not on; |u-alpha is the same.
    pub fn of_code(&self, code: usize) -> Estimate {
        let own = &self.codes[code];
        let gap = self.all() - own.length;
        // What both leave open: all less what one of them has.
        let open = gap - (own.length - self.agreeing(own.both));
        self.against_gap(open, gap, self.room(own.squares, gap))
    }

    /// Marked against not marked; `open` is ℓ_φφ.
    fn against_gap(&self, open: f64, gap: f64, room: f64) -> Estimate {
        let all = self.all();
        let observed = 2.0 * (gap - open);
        let expected = 2.0 * all * gap * (all - gap) / room;
        one_less(observed, expected, all, Undefined::NoVariation)
    }

    /// cu-alpha: where both marked something, whether it is the same code.
    pub fn coding(&self) -> Estimate {
        let beside = |code: &Sums| self.agreeing(code.beside);
        let all: f64 = self.codes.iter().map(beside).sum();
        let same: f64 = self.codes.iter().map(|code| code.both).sum();
        let squares: f64 = self.codes.iter().map(|code| beside(code).powi(2)).sum();
        let (differing, room) = (all * all - squares, self.shared_room(all));
        let observed = all - self.agreeing(same);
        if differing <= 0.0 {
            return Estimate::undefined(Undefined::NothingShared);
        }
        if room <= 0.0 {
            return Estimate::undefined(Undefined::NoChance);
        }
        one_less(observed, differing / room, all, Undefined::NothingShared)
    }

    /// ℓ*.. − ΣC* / ℓ*..
    fn shared_room(&self, all: f64) -> f64 {
        let own: f64 = self.codes.iter().map(|code| code.beside_squares).sum();
        all - own / all
    }

    /// (k)u-alpha: how reliably one code is told from the others where both marked something.
    pub fn coding_of(&self, code: usize) -> Estimate {
        let own = &self.codes[code];
        let all: f64 = self
            .codes
            .iter()
            .map(|code| self.agreeing(code.beside))
            .sum();
        let beside = self.agreeing(own.beside);
        if beside == 0.0 {
            return Estimate::undefined(Undefined::NothingShared);
        }
        let different = beside - self.agreeing(own.both);
        // What e*_.k and e*_kk are parts of falls out of their quotient, but not whether it is above 0.
        let (differing, any) = (beside * (all - beside), beside * all - own.beside_squares);
        if differing > 0.0 && (any <= 0.0 || self.shared_room(all) <= 0.0) {
            return Estimate::undefined(Undefined::NoChance);
        }
        let expected = differing * beside / any;
        one_less(different, expected, beside, Undefined::NothingShared)
    }

    /// How much of a code lies where another coder marked something, 0 to 1.
    pub fn coverage_of(&self, code: usize) -> Estimate {
        let own = &self.codes[code];
        if own.length == 0.0 {
            return Estimate::undefined(Undefined::NotUsed);
        }
        Estimate::plain(Ok(self.agreeing(own.beside) / own.length))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn segment(coder: u32, start_cp: u64, end_cp: u64, code: u32) -> Segment {
        Segment {
            coder,
            code,
            start_cp,
            end_cp,
        }
    }

    fn family(length_cp: u64, coders: u32, segments: &[Segment]) -> Family {
        extents(length_cp, coders, segments).all()
    }

    fn extents(length_cp: u64, coders: u32, segments: &[Segment]) -> Extents {
        let continuum = Continuum {
            length_cp,
            segments: segments.to_vec(),
        };
        Extents::of(vec![continuum], coders, 3)
    }

    fn near(estimate: Estimate, wanted: f64) {
        let value = estimate.value.unwrap();
        assert!((value - wanted).abs() < 6e-7, "{value} is not {wanted}");
    }

    #[test]
    fn two_codes_by_hand() {
        // Length 30, a[0,10) b[15,20) against a[0,8) b[14,20), worked after the formulas.
        let of = family(
            30,
            2,
            &[
                segment(0, 0, 10, 0),
                segment(0, 15, 20, 1),
                segment(1, 0, 8, 0),
                segment(1, 14, 20, 1),
            ],
        );
        near(of.nominal(), 0.847_584);
        near(of.binary(), 0.814_016);
        near(of.coding(), 1.0);
        near(of.coverage_of(0), 16.0 / 18.0);
        near(of.coverage_of(1), 10.0 / 11.0);
    }

    #[test]
    fn what_is_cut_otherwise_by_hand() {
        // a[0,10) b[20,30) against a[0,8) a[20,26) b[26,30).
        let of = family(
            30,
            2,
            &[
                segment(0, 0, 10, 0),
                segment(0, 20, 30, 1),
                segment(1, 0, 8, 0),
                segment(1, 20, 26, 0),
                segment(1, 26, 30, 1),
            ],
        );
        near(of.coding(), 1.0 - 12_192.0 / 22_176.0);
        near(of.coding_of(0), 1.0 - 3_768.0 / 6_776.0);
    }

    #[test]
    fn overlapping_codes_are_told_and_each_stands_alone() {
        let found = extents(
            30,
            2,
            &[
                segment(0, 0, 10, 0),
                segment(0, 5, 15, 1),
                segment(1, 0, 8, 0),
                segment(1, 6, 15, 1),
            ],
        );
        assert!(found.is_overlapping());
        near(found.all().of_code(0), 1.0 - 2.0 * 3_394.0 / 45_360.0);
        let touching = extents(30, 2, &[segment(0, 0, 5, 0), segment(0, 5, 9, 1)]);
        assert!(!touching.is_overlapping());
    }

    #[test]
    fn overlapping_segments_of_a_code_are_one_and_touching_ones_two() {
        let parts = |segments: &[Segment]| joined(segments.to_vec()).len();
        assert_eq!(parts(&[segment(0, 0, 5, 0), segment(0, 3, 9, 0)]), 1);
        assert_eq!(parts(&[segment(0, 0, 9, 0), segment(0, 3, 5, 0)]), 1);
        assert_eq!(parts(&[segment(0, 0, 5, 0), segment(0, 5, 9, 0)]), 2);
        assert_eq!(parts(&[segment(0, 0, 5, 0), segment(1, 3, 9, 0)]), 2);
    }

    #[test]
    fn without_marks_or_with_all_marked_it_is_undefined() {
        let nothing = family(20, 2, &[]);
        assert_eq!(nothing.nominal().value, Err(Undefined::NoVariation));
        assert_eq!(nothing.coding().value, Err(Undefined::NothingShared));
        let one_code = family(20, 2, &[segment(0, 0, 5, 0), segment(1, 1, 6, 0)]);
        assert_eq!(one_code.coding().value, Err(Undefined::NothingShared));
        assert!(one_code.of_code(0).value.is_ok());
        let whole = family(20, 2, &[segment(0, 0, 20, 0), segment(1, 0, 20, 0)]);
        assert_eq!(whole.binary().value, Err(Undefined::NoVariation));
    }

    #[test]
    fn where_chance_would_give_less_than_nothing_it_is_said() {
        // Two of three coders marked one place, with two codes: ℓ*.. = 10, ΣC* = 200.
        let few = family(30, 3, &[segment(0, 0, 10, 0), segment(1, 0, 10, 1)]);
        assert_eq!(few.coding().value, Err(Undefined::NoChance));
        // With one code nothing varies, whatever chance would give.
        let one = family(30, 3, &[segment(0, 0, 10, 0), segment(1, 0, 10, 0)]);
        assert_eq!(one.coding().value, Err(Undefined::NothingShared));
        assert_eq!(one.coding_of(0).value, Err(Undefined::NothingShared));
        assert_eq!(few.coding_of(0).value, Err(Undefined::NoChance));
        // e*_.z is below 0, and so is e*_.z - e*_zz: their quotient alone would look sound.
        let both_below = family(
            40,
            3,
            &[
                segment(0, 0, 10, 0),
                segment(0, 20, 22, 1),
                segment(1, 0, 10, 0),
                segment(1, 20, 22, 0),
            ],
        );
        for code in [0, 1] {
            assert_eq!(both_below.coding_of(code).value, Err(Undefined::NoChance));
        }
    }

    #[test]
    fn characters_are_counted_by_how_many_coders_marked_them() {
        let found = extents(20, 3, &[segment(0, 0, 6, 0), segment(1, 4, 10, 0)]);
        let marked = found.marked(0);
        assert_eq!(marked.depths, [(0, 10), (1, 8), (2, 2)]);
        assert_eq!(marked.of_coders, [6, 6, 0]);
    }

    /// The sums ℓ_ck as the publication has them: every ordered pair of coders, place by place.
    fn coincidences(length: u64, coders: u32, segments: &[Segment]) -> Vec<Vec<f64>> {
        let code_at = |coder: u32, place: u64| {
            let own = segments
                .iter()
                .find(|one| one.coder == coder && one.start_cp <= place && place < one.end_cp);
            own.map_or(3, |one| one.code as usize)
        };
        let mut found = vec![vec![0.0; 4]; 4];
        for place in 0..length {
            for one in 0..coders {
                for two in (0..coders).filter(|two| *two != one) {
                    found[code_at(one, place)][code_at(two, place)] += 1.0 / f64::from(coders - 1);
                }
            }
        }
        found
    }

    fn segments() -> impl Strategy<Value = Vec<Segment>> {
        // For each coder cuts of a line of 30, each piece with a code or none (3).
        let coder = |coder: u32| {
            prop::collection::vec((1..9_u64, 0..4_u32), 0..6).prop_map(move |pieces| {
                let mut at = 0;
                let mut made = Vec::new();
                for (length, code) in pieces {
                    let end = (at + length).min(30);
                    if code < 3 && at < end {
                        made.push(segment(coder, at, end, code));
                    }
                    at = end;
                }
                made
            })
        };
        (coder(0), coder(1), coder(2)).prop_map(|(a, b, c)| [a, b, c].concat())
    }

    proptest! {
        #[test]
        fn one_walk_gives_what_all_pairs_give(segments in segments()) {
            let table = coincidences(30, 3, &segments);
            let of = family(30, 3, &segments);
            for (code, own) in of.codes.iter().enumerate() {
                let row = &table[code];
                prop_assert!((of.agreeing(own.both) - row[code]).abs() < 1e-9);
                prop_assert!((own.length - row.iter().sum::<f64>()).abs() < 1e-9);
                let beside: f64 = row[..3].iter().sum();
                prop_assert!((of.agreeing(own.beside) - beside).abs() < 1e-9);
            }
            prop_assert!((of.agreeing(of.gaps) - table[3][3]).abs() < 1e-9);
        }

        #[test]
        fn order_of_coders_changes_nothing(segments in segments()) {
            let turned: Vec<_> = segments
                .iter()
                .map(|one| Segment { coder: (one.coder + 1) % 3, ..*one })
                .collect();
            let (one, two) = (family(30, 3, &segments), family(30, 3, &turned));
            prop_assert_eq!(one.nominal().value.ok(), two.nominal().value.ok());
            prop_assert_eq!(one.binary().value.ok(), two.binary().value.ok());
            prop_assert_eq!(one.coding().value.ok(), two.coding().value.ok());
        }
    }
}
