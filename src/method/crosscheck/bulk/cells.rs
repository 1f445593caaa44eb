//! All ways in which two claims of two classes may stand to each other, and what the judge says of each.
//!
//! It knows relations and which numbers of pairs tell how often each occurs. What a stranger would get
//! wrong: no cell is counted by itself. Each is a sum of numbers of pairs that pass a test, some taken
//! away; cells of one verdict are added first, so most of these numbers cancel and are never asked for.

use std::collections::BTreeMap;

use crate::method::crosscheck::bulk::classes::{Class, Keys};
use crate::method::crosscheck::bulk::tests_of_pairs::{FigureTest, Test, TimeTest};
use crate::method::crosscheck::judge::{Judge, Judged};
use crate::method::crosscheck::relation::{Figures, Identity, Relation};
use crate::method::crosscheck::sweep::Listing;
use crate::method::crosscheck::time::{Days, Period};
use crate::method::crosscheck::words::{Kind, Verdict, Why};
use crate::model::claim::Marks;
use crate::model::key::{ClaimId, TopicId};
use crate::model::topic::Topic;
use crate::model::vocabulary::{Modality, Stance, TimeMode, TopicKind};

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

/// By which way pairs are met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meeting {
    /// They may share time.
    ByTime,
    /// They are, or may be, of one event, and either share no time or name two actors.
    ByEvent,
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

/// One way in which times may lie, and how often it occurs.
type TimeCell = (Days, Period, Vec<(TimeTest, i64)>);
type FigureCell = (Figures, Vec<(FigureTest, i64)>);
type SettledCell = (bool, Vec<(bool, i64)>);

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

    fn topic(&self) -> &Topic {
        self.judge.study.topic(self.topic)
    }

    fn both(&self, is: impl Fn(&Class) -> bool) -> bool {
        self.classes.iter().all(|class| is(class))
    }

    fn are_opposed(&self) -> bool {
        let affirming = self.classes.iter();
        affirming
            .filter(|class| class.stance == Stance::Affirms)
            .count()
            == 1
    }

    /// The keys that two claims of these classes may have in common or not.
    fn keys(&self) -> Keys {
        let is_negated = |class: &Class| class.stance != Stance::Affirms && class.has_figure;
        // What comes from the speaker has the person for its origin.
        let may_share_origin =
            self.both(|class| class.has_origin) && !self.both(|class| class.is_own);
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
        let is_met = match (self.is_of_one_event(relation), self.meeting) {
            (false, Meeting::ByTime) => relation.days.may_meet,
            (is_of_one, meeting) => is_of_one && meeting == Meeting::ByEvent,
        };
        if !is_met {
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

    fn times(&self) -> Vec<TimeCell> {
        if let [Some(a), Some(b)] = self.classes.map(|class| class.period) {
            let period = crate::method::crosscheck::time::period(a, b);
            return vec![(Days::of(a, b), period, vec![(TimeTest::Any, 1)])];
        }
        if self.topic().spans_period() {
            return periods();
        }
        let is_exact = self.both(|class| class.is_exact_time);
        let written = if is_exact {
            TimeTest::MayMeet
        } else {
            TimeTest::DoMeet
        };
        let (surest, is_sure) = match self.surest() {
            Some((TimeTest::MayMeet, days)) => {
                // Two exact days meet where they are one.
                return vec![
                    apart(),
                    (days, Period::NotCounted, vec![(TimeTest::MayMeet, 1)]),
                ];
            }
            Some((test, days)) => (vec![(test, 1)], Some(days)),
            None => (Vec::new(), None),
        };
        let mut cells = vec![apart()];
        if !is_exact {
            let times = vec![(TimeTest::MayMeet, 1), (TimeTest::DoMeet, -1)];
            cells.push((MAY_MEET, Period::NotCounted, times));
        }
        let mut meeting = vec![(written, 1)];
        meeting.extend(surest.iter().map(|(test, _)| (*test, -1)));
        cells.push((DO_MEET, Period::NotCounted, meeting));
        cells.extend(is_sure.map(|days| (days, Period::NotCounted, surest)));
        cells
    }

    /// What it takes for two claims to share time for sure, beyond days that meet; and how their days
    /// lie then.
    fn surest(&self) -> Option<(TimeTest, Days)> {
        let first = Days {
            first_contains: true,
            ..DO_MEET
        };
        let second = Days {
            second_contains: true,
            ..DO_MEET
        };
        let [a, b] = self.classes;
        match (a.time_mode, b.time_mode) {
            (TimeMode::Throughout, TimeMode::Within) => Some((TimeTest::FirstContains, first)),
            (TimeMode::Within, TimeMode::Throughout) => Some((TimeTest::SecondContains, second)),
            (TimeMode::Within, TimeMode::Within) => {
                self.both(|class| class.is_one_day).then_some((
                    TimeTest::MayMeet,
                    Days {
                        is_one_day: true,
                        first_contains: true,
                        second_contains: true,
                        ..DO_MEET
                    },
                ))
            }
            // K10 asks whether the denial contains the report.
            (TimeMode::Throughout, TimeMode::Throughout) => {
                let is_asked = self.topic().kind == TopicKind::Event && self.are_opposed();
                is_asked.then_some(match a.stance {
                    Stance::Affirms => (TimeTest::SecondContains, second),
                    _ => (TimeTest::FirstContains, first),
                })
            }
        }
    }

    fn figures(&self) -> Vec<FigureCell> {
        let any = || vec![(Figures::default(), vec![(FigureTest::Any, 1)])];
        if !self.both(|class| class.has_figure) {
            return any();
        }
        if self.both(|class| class.stance == Stance::Affirms) {
            return self.affirmed_figures();
        }
        if !self.are_opposed() {
            return any();
        }
        let (test, figures) = match self.classes[0].stance {
            Stance::Affirms => (
                FigureTest::SecondContains,
                Figures {
                    second_contains: true,
                    ..Figures::default()
                },
            ),
            _ => (
                FigureTest::FirstContains,
                Figures {
                    first_contains: true,
                    ..Figures::default()
                },
            ),
        };
        vec![
            (Figures::default(), vec![(FigureTest::Any, 1), (test, -1)]),
            (figures, vec![(test, 1)]),
        ]
    }

    fn affirmed_figures(&self) -> Vec<FigureCell> {
        let tests = [
            (FigureTest::FirstBelow, FigureTest::FirstClear),
            (FigureTest::SecondBelow, FigureTest::SecondClear),
        ];
        let is_exact = self.both(|class| class.is_exact_figure);
        let meet = Figures {
            may_meet: true,
            ..Figures::default()
        };
        let all = (FigureTest::Any, 1);
        let mut cells = vec![(meet, vec![all, (tests[0].0, -1), (tests[1].0, -1)])];
        for (side, (below, clear)) in tests.into_iter().enumerate() {
            let figures = |may_meet| Figures {
                first_is_below: side == 0,
                second_is_below: side == 1,
                may_meet,
                ..Figures::default()
            };
            if is_exact {
                cells.push((figures(false), vec![(below, 1)]));
            } else {
                cells.push((figures(true), vec![(below, 1), (clear, -1)]));
                cells.push((figures(false), vec![(clear, 1)]));
            }
        }
        cells
    }

    /// Whether one claim settles what came of the other (`later_known::settles`).
    fn settled(&self) -> Vec<SettledCell> {
        let [a, b] = self.classes;
        let settles = |record: &Class, foretold: &Class| {
            let may = foretold.modality.is_open_to_time()
                && record.modality == Modality::Actual
                && !record.has(Marks::MODALITY_UNSURE);
            let does = may && (record.has(Marks::SETTLED) || record.is_known);
            (does, may && record.is_borne_out)
        };
        let (first, second) = (settles(a, b), settles(b, a));
        let always = |is_settled| vec![(is_settled, vec![(false, 1)])];
        if first.0 || second.0 {
            return always(true);
        }
        if !first.1 && !second.1 {
            return always(false);
        }
        vec![
            (false, vec![(false, 1), (true, -1)]),
            (true, vec![(true, 1)]),
        ]
    }
}

const MAY_MEET: Days = Days {
    may_meet: true,
    do_meet: false,
    first_contains: false,
    second_contains: false,
    is_one_day: false,
};
const DO_MEET: Days = Days {
    do_meet: true,
    ..MAY_MEET
};

fn apart() -> TimeCell {
    let times = vec![(TimeTest::Any, 1), (TimeTest::MayMeet, -1)];
    (Days::default(), Period::NotCounted, times)
}

/// How two periods may lie whose days are sure.
fn periods() -> Vec<TimeCell> {
    use TimeTest::{Any, FirstContains, MayMeet, OnePeriod, SecondContains};
    let first = Days {
        first_contains: true,
        ..DO_MEET
    };
    let second = Days {
        second_contains: true,
        ..DO_MEET
    };
    let equal = Days {
        second_contains: true,
        ..first
    };
    let crossed = vec![
        (MayMeet, 1),
        (FirstContains, -1),
        (SecondContains, -1),
        (OnePeriod, 1),
    ];
    vec![
        (
            Days::default(),
            Period::Crossed,
            vec![(Any, 1), (MayMeet, -1)],
        ),
        (DO_MEET, Period::Crossed, crossed),
        (
            first,
            Period::Whole { is_sure: true },
            vec![(FirstContains, 1), (OnePeriod, -1)],
        ),
        (
            second,
            Period::Part { is_sure: true },
            vec![(SecondContains, 1), (OnePeriod, -1)],
        ),
        (equal, Period::Equal, vec![(OnePeriod, 1)]),
    ]
}

/// Adds the pairs of a cell that have exactly these keys in common: those that have them, less those
/// that have more (inclusion and exclusion).
fn add(
    sum: &mut Sum,
    (keys, common): (Keys, Keys),
    (times, figures, after): (&[(TimeTest, i64)], &[(FigureTest, i64)], &[(bool, i64)]),
) {
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
