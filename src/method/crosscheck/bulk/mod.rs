//! Crowds: pairs counted class by class where there are too many to judge each.
//!
//! It knows that a verdict rests on the classes of two claims and on how they stand to each other. What a
//! stranger would get wrong: the verdicts come from the same judge as always, asked once for each way
//! in which two classes may stand; only how often each way occurs is worked out from sorted ends.

mod cells;
mod classes;
mod dominance;
mod meet;
mod tests_of_pairs;
mod ways;

use std::collections::BTreeMap;

use crate::method::crosscheck::bulk::cells::{ClassPair, Label, Meeting};
use crate::method::crosscheck::bulk::classes::{Class, Classes, OfClass};
use crate::method::crosscheck::bulk::tests_of_pairs::Counter;
use crate::method::crosscheck::scan::PairCount;
use crate::method::crosscheck::sweep::Sweep;

pub use meet::{Facing, MANY_PAIRS};

/// How many pairs may be judged in the time in which two classes are counted, roughly.
const PAIRS_A_CLASS_PAIR: u64 = 300;

/// The pairs of some claims, label by label.
type Tally = BTreeMap<Label, PairCount>;

/// Two sets of claims of one topic by class; the same one twice for the pairs inside it.
struct Sides<'a> {
    left: &'a Classes,
    right: &'a Classes,
    is_same: bool,
}

impl Sides<'_> {
    /// Tells whether counting class by class is quicker than judging so many pairs.
    fn is_worth_it(&self, pairs: u64, sweep: &Sweep<'_>) -> bool {
        let class_pairs = self.left.classes.len() as u64 * self.right.classes.len() as u64;
        sweep.bulk_from == 0 || class_pairs.saturating_mul(PAIRS_A_CLASS_PAIR) <= pairs
    }

    /// Counts the pairs of all classes that are wanted.
    fn tally(
        &self,
        sweep: &Sweep<'_>,
        meeting: Meeting,
        is_wanted: impl Fn(&Class, &Class) -> bool,
    ) -> Tally {
        let mut tally = Tally::new();
        for (place, left) in self.left.classes.iter().enumerate() {
            let first = if self.is_same { place } else { 0 };
            for (at, right) in self.right.classes.iter().enumerate().skip(first) {
                let is_one = self.is_same && at == place;
                if is_wanted(&left.class, &right.class) {
                    add_pairs(sweep, ([left, right], is_one), meeting, &mut tally);
                }
            }
        }
        tally
    }
}

fn add_pairs(
    sweep: &Sweep<'_>,
    (sides, is_same): ([&OfClass; 2], bool),
    meeting: Meeting,
    tally: &mut Tally,
) {
    let ids = &sweep.blocks.ids;
    let first = sides[0].members.first();
    let second = sides[1].members.get(usize::from(is_same));
    let Some((a, b)) = first.zip(second) else {
        return;
    };
    let pair = ClassPair {
        judge: sweep.judge,
        topic: sweep.judge.study.claim(ids[a.row]).topic(),
        classes: sides.map(|side| &side.class),
        examples: [ids[a.row], ids[b.row]],
        listing: sweep.listing,
        meeting,
    };
    let settings = &sweep.judge.settings;
    let is_tolerant = settings.relative_tolerance > 0.0 || settings.absolute_tolerance > 0.0;
    let mut counter = Counter::new(sides, is_same, is_tolerant);
    for (label, sums) in pair.sums() {
        let count = PairCount {
            pairs: counter.sum(&sums.pairs),
            of_one_person: counter.sum(&sums.of_one_person),
        };
        if count.pairs > 0 {
            let entry = tally.entry(label).or_default();
            entry.pairs += count.pairs;
            entry.of_one_person += count.of_one_person;
        }
    }
}
