//! The ways in which times and figures of two claims of two classes may lie to each other, each with the
//! numbers of pairs that tell how often it occurs.
//!
//! It knows what the judge asks of two times and two figures. What a stranger would get wrong: the ways of
//! one list exclude each other and leave none out, so their numbers add up to that of all pairs.

use crate::method::crosscheck::bulk::cells::ClassPair;
use crate::method::crosscheck::bulk::classes::Class;
use crate::method::crosscheck::bulk::tests_of_pairs::{FigureTest, TimeTest};
use crate::method::crosscheck::relation::Figures;
use crate::method::crosscheck::time::{Days, Period, period};
use crate::model::claim::Marks;
use crate::model::vocabulary::{Modality, Stance, TimeMode, TopicKind};

/// One way in which times may lie, and how often it occurs.
pub type TimeCell = (Days, Period, Vec<(TimeTest, i64)>);
/// One way in which figures may lie.
pub type FigureCell = (Figures, Vec<(FigureTest, i64)>);
/// Whether one settles the other.
pub type SettledCell = (bool, Vec<(bool, i64)>);

impl ClassPair<'_> {
    pub(super) fn times(&self) -> Vec<TimeCell> {
        if let [Some(a), Some(b)] = self.classes.map(|class| class.period) {
            return vec![(Days::of(a, b), period(a, b), vec![(TimeTest::Any, 1)])];
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
        let [a, b] = self.classes;
        match (a.time_mode, b.time_mode) {
            (TimeMode::Throughout, TimeMode::Within) => {
                Some((TimeTest::FirstContains, FIRST_CONTAINS))
            }
            (TimeMode::Within, TimeMode::Throughout) => {
                Some((TimeTest::SecondContains, SECOND_CONTAINS))
            }
            (TimeMode::Within, TimeMode::Within) => {
                self.both(|class| class.is_one_day).then_some((
                    TimeTest::MayMeet,
                    Days {
                        is_one_day: true,
                        ..EQUAL
                    },
                ))
            }
            // K10 asks whether the denial contains the report.
            (TimeMode::Throughout, TimeMode::Throughout) => {
                let is_asked = self.topic().kind == TopicKind::Event && self.are_opposed();
                is_asked.then_some(match a.stance {
                    Stance::Affirms => (TimeTest::SecondContains, SECOND_CONTAINS),
                    _ => (TimeTest::FirstContains, FIRST_CONTAINS),
                })
            }
        }
    }

    pub(super) fn figures(&self) -> Vec<FigureCell> {
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
    pub(super) fn settled(&self) -> Vec<SettledCell> {
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
const FIRST_CONTAINS: Days = Days {
    first_contains: true,
    ..DO_MEET
};
const SECOND_CONTAINS: Days = Days {
    second_contains: true,
    ..DO_MEET
};
const EQUAL: Days = Days {
    second_contains: true,
    ..FIRST_CONTAINS
};

fn apart() -> TimeCell {
    let times = vec![(TimeTest::Any, 1), (TimeTest::MayMeet, -1)];
    (Days::default(), Period::NotCounted, times)
}

/// How two periods may lie whose days are sure.
fn periods() -> Vec<TimeCell> {
    use TimeTest::{Any, FirstContains, MayMeet, OnePeriod, SecondContains};
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
            FIRST_CONTAINS,
            Period::Whole { is_sure: true },
            vec![(FirstContains, 1), (OnePeriod, -1)],
        ),
        (
            SECOND_CONTAINS,
            Period::Part { is_sure: true },
            vec![(SecondContains, 1), (OnePeriod, -1)],
        ),
        (EQUAL, Period::Equal, vec![(OnePeriod, 1)]),
    ]
}
