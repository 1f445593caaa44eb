//! How many pairs of two classes pass a test: some keys in common, times and figures that lie so.
//!
//! It knows ends and keys. What a stranger would get wrong: pairs of one class with itself come twice,
//! once each way; a claim with itself is taken out.

use std::collections::{BTreeMap, HashMap};

use crate::method::crosscheck::bulk::cells::Sum;
use crate::method::crosscheck::bulk::classes::{Class, End, Keys, Member, OfClass};
use crate::method::crosscheck::bulk::dominance::{MOST, Point, dominated};
use crate::model::claim::Marks;
use crate::model::vocabulary::Modality;

/// How two times lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TimeTest {
    /// In any way.
    Any,
    /// They may have a day in common.
    MayMeet,
    /// The days as written meet.
    DoMeet,
    /// The first as written contains all that the second may mean.
    FirstContains,
    /// The second contains the first so.
    SecondContains,
    /// They are one period.
    OnePeriod,
}

/// How two figures lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FigureTest {
    /// In any way.
    Any,
    /// The first lies wholly below the second.
    FirstBelow,
    /// The same, and no number could be both.
    FirstClear,
    /// The second lies wholly below the first.
    SecondBelow,
    /// The same, and no number could be both.
    SecondClear,
    /// The first contains the second.
    FirstContains,
    /// The second contains the first.
    SecondContains,
}

/// What two claims must have in common, how their times and figures must lie, and whether the record
/// must come after what was foretold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Test {
    pub keys: Keys,
    pub time: TimeTest,
    pub figures: FigureTest,
    pub is_after: bool,
}

/// One end of a first claim that is not above one of a second, or below it.
#[derive(Debug, Clone, Copy)]
struct Bound {
    /// Which of the two claims has the lower end.
    lower_is_first: bool,
    lower: End,
    upper: End,
    is_strict: bool,
}

impl Bound {
    const fn new(lower_is_first: bool, lower: End, upper: End, is_strict: bool) -> Bound {
        Bound {
            lower_is_first,
            lower,
            upper,
            is_strict,
        }
    }

    /// The coordinates of a claim as the first and as the second of a pair: the first's must not be
    /// above the second's.
    fn first(&self, member: &Member) -> u64 {
        match self.lower_is_first {
            true => member.end(self.lower) + u64::from(self.is_strict),
            // Turned round: what must be above becomes what must be below.
            false => u64::MAX - member.end(self.upper) + u64::from(self.is_strict),
        }
    }

    fn second(&self, member: &Member) -> u64 {
        match self.lower_is_first {
            true => member.end(self.upper),
            false => u64::MAX - member.end(self.lower),
        }
    }

    fn holds(&self, a: &Member, b: &Member) -> bool {
        self.first(a) <= self.second(b)
    }
}

/// The members of two classes, and what was counted of them.
pub struct Counter<'a> {
    sides: [&'a OfClass; 2],
    is_same: bool,
    after: Bound,
    is_tolerant: bool,
    groups: HashMap<Keys, Vec<[Vec<Member>; 2]>>,
    counted: BTreeMap<Test, i64>,
}

impl<'a> Counter<'a> {
    /// Prepares to count pairs of two classes, which may be one and the same. With a tolerance figures
    /// that lie apart may be near enough to count as one.
    pub fn new(sides: [&'a OfClass; 2], is_same: bool, is_tolerant: bool) -> Counter<'a> {
        let [a, b] = sides.map(|side| &side.class);
        Counter {
            sides,
            is_same,
            after: after(a, b),
            is_tolerant,
            groups: HashMap::new(),
            counted: BTreeMap::new(),
        }
    }

    /// Adds up what a sum asks for. Of one class with itself each pair is in it twice.
    pub fn sum(&mut self, sum: &Sum) -> u64 {
        let asked = sum.iter().filter(|(_, times)| **times != 0);
        let total: i64 = asked.map(|(test, times)| times * self.pairs(*test)).sum();
        let total = total.unsigned_abs();
        if self.is_same { total / 2 } else { total }
    }

    fn pairs(&mut self, test: Test) -> i64 {
        if let Some(known) = self.counted.get(&test) {
            return *known;
        }
        let keys = match test.time {
            TimeTest::OnePeriod => test.keys.with(Keys::PERIOD),
            _ => test.keys,
        };
        let terms = self.terms(test);
        let mut pairs = 0;
        for (sign, bounds) in &terms {
            pairs += sign * self.within(keys, bounds);
        }
        self.counted.insert(test, pairs);
        pairs
    }

    /// What a test comes to: pairs that keep within all bounds of a term, added or taken away.
    fn terms(&self, test: Test) -> Vec<(i64, Vec<Bound>)> {
        use End::{Last, Start, StrictLast, StrictStart};
        let over = |last, start| {
            let first = Bound::new(true, last, start, true);
            let second = Bound::new(false, last, start, true);
            vec![(1, vec![]), (-1, vec![first]), (-1, vec![second])]
        };
        let mut terms = match test.time {
            TimeTest::Any | TimeTest::OnePeriod => vec![(1, vec![])],
            TimeTest::MayMeet => over(Last, Start),
            TimeTest::DoMeet => over(StrictLast, StrictStart),
            TimeTest::FirstContains => vec![(
                1,
                vec![
                    Bound::new(true, StrictStart, Start, false),
                    Bound::new(false, Last, StrictLast, false),
                ],
            )],
            TimeTest::SecondContains => vec![(
                1,
                vec![
                    Bound::new(false, StrictStart, Start, false),
                    Bound::new(true, Last, StrictLast, false),
                ],
            )],
        };
        for (_, bounds) in &mut terms {
            bounds.extend(self.figure_bounds(test.figures));
            if test.is_after {
                bounds.push(self.after);
            }
        }
        terms
    }

    fn figure_bounds(&self, test: FigureTest) -> Vec<Bound> {
        use End::{Fence, FuzzyHigh, FuzzyLow, High, Low, TightHigh, TightLow};
        let below = |is_first| Bound::new(is_first, Fence, Low, true);
        let are_loosened = self.sides.iter().all(|side| side.class.is_loosened);
        let clear = |is_first| match are_loosened {
            true => Bound::new(is_first, TightHigh, TightLow, true),
            false => Bound::new(is_first, FuzzyHigh, FuzzyLow, true),
        };
        let inside = |is_first| {
            vec![
                Bound::new(is_first, Low, Low, false),
                Bound::new(!is_first, High, High, false),
            ]
        };
        match test {
            FigureTest::Any => vec![],
            FigureTest::FirstBelow => vec![below(true)],
            FigureTest::SecondBelow => vec![below(false)],
            FigureTest::FirstClear if self.is_tolerant || are_loosened => {
                vec![below(true), clear(true)]
            }
            FigureTest::SecondClear if self.is_tolerant || are_loosened => {
                vec![below(false), clear(false)]
            }
            // Without tolerance what could not be one number is apart.
            FigureTest::FirstClear => vec![clear(true)],
            FigureTest::SecondClear => vec![clear(false)],
            FigureTest::FirstContains => inside(true),
            FigureTest::SecondContains => inside(false),
        }
    }

    /// Counts the pairs that have some keys in common and keep within all bounds.
    fn within(&mut self, keys: Keys, bounds: &[Bound]) -> i64 {
        let [left, right] = self.sides.map(|side| &side.members[..]);
        let pairs = match keys {
            Keys::NONE => count(left, right, bounds),
            keys => {
                let groups = self.groups.entry(keys);
                let groups = groups.or_insert_with(|| groups_of(left, right, keys));
                groups
                    .iter()
                    .map(|[left, right]| count(left, right, bounds))
                    .sum()
            }
        };
        let with_themselves = match self.is_same {
            true => left
                .iter()
                .filter(|own| bounds.iter().all(|bound| bound.holds(own, own)))
                .count(),
            false => 0,
        };
        pairs as i64 - with_themselves as i64
    }
}

/// The bound of a record that comes when what was foretold is over.
fn after(a: &Class, b: &Class) -> Bound {
    let record_is_second = a.modality.is_open_to_time()
        && b.modality == Modality::Actual
        && !b.has(Marks::MODALITY_UNSURE);
    Bound::new(record_is_second, End::Last, End::Stated, false)
}

fn count(left: &[Member], right: &[Member], bounds: &[Bound]) -> u64 {
    const FEW: usize = 64;
    if bounds.is_empty() {
        return left.len() as u64 * right.len() as u64;
    }
    if left.len() * right.len() <= FEW {
        let holds = |a: &Member, b: &Member| bounds.iter().all(|bound| bound.holds(a, b));
        let met = left.iter().flat_map(|a| right.iter().map(move |b| (a, b)));
        return met.filter(|(a, b)| holds(a, b)).count() as u64;
    }
    let point = |side: fn(&Bound, &Member) -> u64, member: &Member| {
        let mut point: Point = [0; MOST];
        for (place, bound) in bounds.iter().enumerate() {
            point[place] = side(bound, member);
        }
        point
    };
    let mut lower: Vec<Point> = left
        .iter()
        .map(|member| point(Bound::first, member))
        .collect();
    let mut upper: Vec<Point> = right
        .iter()
        .map(|member| point(Bound::second, member))
        .collect();
    dominated(&mut lower, &mut upper, bounds.len())
}

/// The members of both sides that have keys in common, group by group.
fn groups_of(left: &[Member], right: &[Member], keys: Keys) -> Vec<[Vec<Member>; 2]> {
    let mut groups: HashMap<_, [Vec<Member>; 2]> = HashMap::new();
    for (side, members) in [left, right].into_iter().enumerate() {
        for member in members {
            let group = groups.entry(member.keys(keys)).or_default();
            group[side].push(*member);
        }
    }
    let is_met = |group: &[Vec<Member>; 2]| group.iter().all(|side| !side.is_empty());
    groups.into_values().filter(is_met).collect()
}
