//! All ways in which two claims of two classes may stand to each other, and what the judge says of each.
//!
//! It knows relations and which numbers of pairs tell how often each occurs. What a stranger would get
//! wrong: no cell is counted by itself. Each is a sum of numbers of pairs that pass a test, some taken
//! away; cells of one verdict are added first, so most of these numbers cancel and are never asked for.

use std::collections::BTreeMap;

use crate::method::crosscheck::bulk::classes::{Class, Keys};
use crate::method::crosscheck::bulk::tests_of_pairs::{FigureTest, Test, TimeTest};
use crate::method::crosscheck::bulk::ways::TimeCell;
use crate::method::crosscheck::judge::{Judge, Judged};
use crate::method::crosscheck::kinds::are_contrary;
use crate::method::crosscheck::relation::{Figures, Identity, Relation};
use crate::method::crosscheck::sweep::Listing;
use crate::method::crosscheck::words::{Kind, Verdict, Why};
use crate::model::claim::Marks;
use crate::model::key::{ClaimId, TopicId};
use crate::model::topic::Topic;
use crate::model::vocabulary::{Stance, TopicKind};

/// What is said of pairs that get one verdict for one reason.
pub type Label = (Verdict, Option<Why>, Option<Kind>);

/// So many times the pairs that pass each test.
pub type Sum = BTreeMap<Test, i64>;

/// How many pairs there are of a label, and how many of these one person's.
#[derive(Debug, Clone, Default)]
pub struct Sums {
    pub pairs: Sum,
    pub of_one_person: Sum,
}

/// How often a way in which two claims may stand to each other occurs: by time, by figures, and by whether
/// a record comes after what was foretold.
type Cell<'a> = (
    &'a [(TimeTest, i64)],
    &'a [(FigureTest, i64)],
    &'a [(bool, i64)],
);

/// By which way pairs are met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meeting {
    /// They may share time.
    Time,
    /// They are, or may be, of one event, and either share no time or name two actors.
    Event,
    /// They are two contrary trends that may share time.
    Trend,
}

/// Two classes of one topic with a claim of each.
#[derive(Debug, Clone, Copy)]
pub struct ClassPair<'a> {
    pub judge: &'a Judge<'a>,
    pub topic: TopicId,
    pub classes: [&'a Class; 2],
    /// A claim of each; two different ones.
    pub examples: [ClaimId; 2],
    pub listing: Listing,
    pub meeting: Meeting,
}

impl ClassPair<'_> {
    /// Returns what is counted of the pairs of the two classes, label by label.
    pub fn sums(&self) -> BTreeMap<Label, Sums> {
        let keys = self.keys();
        let (times, figures, settled) = (self.times(), self.figures(), self.settled());
        let mut found: BTreeMap<Label, Sums> = BTreeMap::new();
        for common in keys.subsets() {
            for time in &times {
                for figure in &figures {
                    for is_settled in &settled {
                        let relation = self.relation(common, (time, figure.0, is_settled.0));
                        let Some((label, has_kind)) = self.counted(&relation) else {
                            continue;
                        };
                        let cell = (&time.2[..], &figure.1[..], &is_settled.1[..]);
                        let sums = found.entry(label).or_default();
                        add(&mut sums.pairs, (keys, common), cell);
                        if has_kind && relation.is_one_person {
                            add(&mut sums.of_one_person, (keys, common), cell);
                        }
                    }
                }
            }
        }
        found
    }

    pub(super) fn topic(&self) -> &Topic {
        self.judge.study.topic(self.topic)
    }

    pub(super) fn both(&self, is: impl Fn(&Class) -> bool) -> bool {
        self.classes.iter().all(|class| is(class))
    }

    pub(super) fn are_opposed(&self) -> bool {
        let affirming = self.classes.iter();
        affirming
            .filter(|class| class.stance == Stance::Affirms)
            .count()
            == 1
    }

    /// The keys that two claims of these classes may have in common or not.
    fn keys(&self) -> Keys {
        let is_negated = |class: &Class| class.stance != Stance::Affirms && class.has_figure;
        // Two that end with their speakers have one origin where they are one person's.
        let may_share_origin = !self.both(|class| class.is_own);
        Keys::PERSON
            .with_if(may_share_origin, Keys::ORIGIN)
            .with_if(self.both(|class| class.names_event), Keys::EVENT)
            .with_if(self.both(|class| class.names_actor), Keys::ACTOR)
            .with_if(self.both(is_negated), Keys::FIGURE)
    }

    fn identity(&self, common: Keys) -> Identity {
        let [a, b] = self.classes;
        match (a.names_event, b.names_event) {
            (false, false) => Identity::NotNamed,
            (true, true) => {
                let is_unsure = a.has(Marks::EVENT_UNSURE) || b.has(Marks::EVENT_UNSURE);
                Identity::of_named(common.has(Keys::EVENT), is_unsure)
            }
            _ => Identity::Missing,
        }
    }

    fn relation(
        &self,
        common: Keys,
        (time, figures, is_settled): (&TimeCell, Figures, bool),
    ) -> Relation {
        let is_one_person = common.has(Keys::PERSON);
        Relation {
            identity: self.identity(common),
            is_one_person,
            is_one_origin: !is_one_person && common.has(Keys::ORIGIN),
            are_two_actors: self.both(|class| class.names_actor) && !common.has(Keys::ACTOR),
            is_settled,
            days: time.0,
            period: time.1,
            figures: Figures {
                are_equal: common.has(Keys::FIGURE),
                ..figures
            },
        }
    }

    /// The label of a relation, and whether a kind fires; nothing where such pairs are not met this way
    /// or not counted.
    fn counted(&self, relation: &Relation) -> Option<(Label, bool)> {
        if self.meeting_of(relation) != Some(self.meeting) {
            return None;
        }
        let judged: Judged = self.judge.standing(self.topic, self.examples, *relation);
        let is_counted = match self.listing {
            Listing::Flagged => judged.verdict.is_flagged(),
            Listing::All => judged.verdict != Verdict::NotComparable,
        };
        let label = (judged.verdict, judged.why, judged.kind);
        is_counted.then_some((label, judged.kind.is_some()))
    }

    /// By which way pairs are met that stand to each other so; nothing where by none.
    fn meeting_of(&self, relation: &Relation) -> Option<Meeting> {
        let study = self.judge.study;
        let claims = self.examples.map(|id| study.claim(id));
        if relation.days.may_meet && are_contrary(study, claims) {
            return Some(Meeting::Trend);
        }
        match self.is_of_one_event(relation) {
            true => Some(Meeting::Event),
            false => relation.days.may_meet.then_some(Meeting::Time),
        }
    }

    /// The same question that the sweep asks of two claims (`Sweep::is_of_one_event`).
    fn is_of_one_event(&self, relation: &Relation) -> bool {
        let is_one = match relation.identity {
            Identity::Same | Identity::Unsure => true,
            Identity::NotNamed | Identity::Different | Identity::PerhapsDifferent => false,
            Identity::Missing => {
                self.topic().kind == TopicKind::Event
                    && self.both(|class| class.stance == Stance::Affirms)
            }
        };
        is_one && (!relation.days.may_meet || relation.are_two_actors)
    }
}

/// Adds the pairs of a cell that have exactly these keys in common: those that have them, less those
/// that have more (inclusion and exclusion).
fn add(sum: &mut Sum, (keys, common): (Keys, Keys), (times, figures, after): Cell<'_>) {
    for shared in keys.subsets().filter(|shared| shared.has(common)) {
        let more = (shared.0 ^ common.0).count_ones();
        let sign = if more % 2 == 0 { 1 } else { -1 };
        for (time, of_time) in times {
            for (figures, of_figures) in figures {
                for (is_after, of_after) in after {
                    let test = Test {
                        keys: shared,
                        time: *time,
                        figures: *figures,
                        is_after: *is_after,
                    };
                    *sum.entry(test).or_insert(0) += sign * of_time * of_figures * of_after;
                }
            }
        }
    }
}
