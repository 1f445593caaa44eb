//! Claims of a block that are alike in all that a verdict reads of one claim: a class.
//!
//! It knows what the judge looks at, not what it makes of it. What a stranger would get wrong: time,
//! figure, person, origin, event and actor are no part of a class, for of these a verdict asks only how
//! those of two claims lie to each other. A claim that is special to single others has no class.

use std::cmp::Ordering;
use std::collections::HashMap;

use crate::method::crosscheck::blocks::Blocks;
use crate::method::crosscheck::explanations::{Ultimate, last_link, origin};
use crate::method::crosscheck::judge::Judge;
use crate::method::crosscheck::later_known::is_known;
use crate::method::crosscheck::ordered::sortable;
use crate::method::crosscheck::relation::slack_of_time;
use crate::method::crosscheck::scope::{Named, place, population};
use crate::model::claim::{Bounds, Claim, Marks, Span};
use crate::model::day::Day;
use crate::model::key::{ClaimId, UnitId};
use crate::model::study::Study;
use crate::model::vocabulary::{Basis, Modality, Stance, TimeMode, Trend};

/// The marks that a verdict asks for.
const READ: Marks = Marks::EVENT_UNSURE
    .with(Marks::MODALITY_UNSURE)
    .with(Marks::POPULATION_ASSUMED)
    .with(Marks::WHEN_ASSUMED)
    .with(Marks::SETTLED)
    .with(Marks::TRANSLATION_DOUBTFUL);

/// The marks of claims whose verdicts hang on which claim the other is.
const SPECIAL: Marks = Marks::BOAST.with(Marks::READ_TWICE).with(Marks::CORRECTED);

/// All that a verdict reads of one claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Class {
    /// Whether it affirms, denies or doubts.
    pub stance: Stance,
    /// Whether it tells of what is, was planned, promised or foreseen.
    pub modality: Modality,
    /// Whether it holds all the time or once in it.
    pub time_mode: TimeMode,
    /// Which way it says things went.
    pub trend: Option<Trend>,
    /// The value of a topic that has named values.
    pub category: Option<u16>,
    /// The unit of its figure.
    pub unit: Option<UnitId>,
    /// Its place, as the scope reads it.
    pub place: Named,
    /// Its population, as the scope reads it.
    pub population: Named,
    /// Those of its marks that a verdict asks for.
    pub marks: u32,
    /// Whether it names an event.
    pub names_event: bool,
    /// Whether it names who acted.
    pub names_actor: bool,
    /// Whether it gives a figure.
    pub has_figure: bool,
    /// Whether its figure begins below nought, at it or above.
    pub begins: Option<Ordering>,
    /// Whether it denies a figure that has no upper end.
    pub denies_more: bool,
    /// Whether it is a nought that may be silence.
    pub is_silence: bool,
    /// Whether its basis is what others told.
    pub is_told: bool,
    /// Whether it is known where it comes from.
    pub has_origin: bool,
    /// Whether the speaker is the last known link of its chain.
    pub is_own: bool,
    /// Whether it says what is known from a control question.
    pub is_known: bool,
    /// Whether a later voice bears it out.
    pub is_borne_out: bool,
    /// Whether the days are meant as written.
    pub is_exact_time: bool,
    /// Whether it is one day for certain.
    pub is_one_day: bool,
    /// Whether the figure is meant as written.
    pub is_exact_figure: bool,
    /// Whether the figure was widened for a time of another kind.
    pub is_loosened: bool,
    /// Its time, where periods are loose: then how two lie is no chain.
    pub period: Option<Span>,
}

impl Class {
    fn of(study: &Study, id: ClaimId, has_loose_periods: bool) -> Class {
        let claim = study.claim(id);
        let when = claim.when();
        let is_nought = claim.strict().is_some_and(Bounds::is_zero);
        let is_known = || {
            let mut controls = study.controls().iter();
            controls.any(|control| is_known(study, claim, control))
        };
        Class {
            stance: claim.stance(),
            modality: claim.modality(),
            time_mode: claim.time_mode(),
            trend: claim.trend(),
            category: claim.category(),
            unit: claim.unit(),
            place: place(claim),
            population: population(claim),
            marks: claim.marks().bits() & READ.bits(),
            names_event: claim.event().is_some(),
            names_actor: claim.actor().is_some(),
            has_figure: claim.strict().is_some(),
            begins: (claim.strict()).and_then(|figure| figure.low.partial_cmp(&0.0)),
            denies_more: claim.stance() != Stance::Affirms
                && claim
                    .strict()
                    .is_some_and(|figure| figure.high == f64::INFINITY),
            is_silence: is_nought && !claim.basis().is_first_hand(),
            is_told: claim.basis() == Basis::Told,
            has_origin: origin(study, claim) != Ultimate::Unknown,
            is_own: last_link(study, claim)
                == Ultimate::Person(study.source(claim.source()).person),
            is_known: is_known(),
            is_borne_out: study.is_borne_out(id),
            is_exact_time: when.strict == when.fuzzy,
            is_one_day: when.is_single_exact_day(),
            is_exact_figure: claim.strict() == claim.fuzzy(),
            is_loosened: slack_of_time(study, claim).is_some(),
            period: has_loose_periods.then_some(when),
        }
    }

    /// Tells whether a mark is set.
    pub const fn has(&self, mark: Marks) -> bool {
        self.marks & mark.bits() != 0
    }
}

/// The ends of time and figure by which two claims are held against each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum End {
    Start,
    Last,
    StrictStart,
    StrictLast,
    Low,
    High,
    Fence,
    FuzzyLow,
    FuzzyHigh,
    /// Without what the figure was widened by for a time of another kind.
    TightLow,
    TightHigh,
    /// The first day on which it may have been said.
    Stated,
}

/// What two claims may have in common, one bit each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Keys(pub u8);

impl Keys {
    pub const NONE: Keys = Keys(0);
    pub const PERSON: Keys = Keys(1);
    pub const ORIGIN: Keys = Keys(1 << 1);
    pub const EVENT: Keys = Keys(1 << 2);
    pub const ACTOR: Keys = Keys(1 << 3);
    pub const FIGURE: Keys = Keys(1 << 4);
    pub const PERIOD: Keys = Keys(1 << 5);
    pub const COUNT: usize = 6;

    pub const fn has(self, key: Keys) -> bool {
        self.0 & key.0 == key.0
    }

    pub const fn with(self, other: Keys) -> Keys {
        Keys(self.0 | other.0)
    }

    pub const fn with_if(self, condition: bool, key: Keys) -> Keys {
        if condition { self.with(key) } else { self }
    }

    /// Returns all sets of keys inside this one, itself and the empty one too.
    pub fn subsets(self) -> impl Iterator<Item = Keys> {
        (0..=self.0).map(Keys).filter(move |keys| self.has(*keys))
    }
}

/// What of a claim is held against that of another: ends that sort as the numbers and days do, and keys
/// that are equal or not.
#[derive(Debug, Clone, Copy)]
pub struct Member {
    pub row: usize,
    ends: [u64; 12],
    keys: [u64; Keys::COUNT],
}

impl Member {
    fn of(judge: &Judge<'_>, columns: &Blocks, row: usize) -> Member {
        let study = judge.study;
        let claim = study.claim(columns.ids[row]);
        let when = claim.when();
        let nothing = Bounds {
            low: 0.0,
            high: 0.0,
        };
        let (strict, fuzzy) = (
            claim.strict().unwrap_or(nothing),
            claim.fuzzy().unwrap_or(nothing),
        );
        let slack = slack_of_time(study, claim);
        let tight = slack.map_or(fuzzy, |slack| fuzzy.tightened(slack));
        // Adding nought turns -0 into 0, so that ends sort as the numbers they are.
        let number = |number: f64| sortable(number + 0.0);
        Member {
            row,
            ends: [
                day(when.fuzzy.low()),
                day(when.fuzzy.high()),
                day(when.strict.low()),
                day(when.strict.high()),
                number(strict.low),
                number(strict.high),
                number(judge.settings.fence(strict.high)),
                number(fuzzy.low),
                number(fuzzy.high),
                number(tight.low),
                number(tight.high),
                day(claim.stated_on().low()),
            ],
            keys: keys(study, claim, strict),
        }
    }

    /// Returns an end.
    pub const fn end(&self, end: End) -> u64 {
        self.ends[end as usize]
    }

    /// Returns the keys of a set; those outside it are nought.
    pub fn keys(&self, wanted: Keys) -> [u64; Keys::COUNT + 2] {
        let mut found = [0; Keys::COUNT + 2];
        for (place, key) in self.keys.iter().enumerate() {
            if wanted.has(Keys(1 << place)) {
                found[place] = *key;
            }
        }
        if wanted.has(Keys::FIGURE) {
            // The key of a figure is its lower end; the upper one stands behind.
            found[Keys::COUNT] = self.end(End::High);
        }
        if wanted.has(Keys::PERIOD) {
            found[Keys::COUNT + 1] = self.end(End::StrictLast);
        }
        found
    }
}

/// A day as a number above nought.
fn day(day: Day) -> u64 {
    (i64::from(day.rata_die()) - i64::from(i32::MIN) + 1) as u64
}

fn keys(study: &Study, claim: &Claim, strict: Bounds) -> [u64; Keys::COUNT] {
    let event = claim.event().map(|event| study.one_event(event).0);
    let from = match last_link(study, claim) {
        Ultimate::Unknown => 0,
        Ultimate::Person(person) => 1 << 32 | u64::from(person.0),
        Ultimate::Other(words) => 2 << 32 | u64::from(words),
    };
    [
        u64::from(study.source(claim.source()).person.0),
        from,
        event.map_or(0, u64::from),
        claim.actor().map_or(0, |actor| u64::from(actor.0)),
        sortable(strict.low + 0.0),
        day(claim.when().strict.low()),
    ]
}

/// The claims of one class and of one group of a block.
#[derive(Debug, Clone)]
pub struct OfClass {
    pub class: Class,
    pub members: Vec<Member>,
}

/// Claims by class, and the rows of those that have none.
#[derive(Debug, Clone, Default)]
pub struct Classes {
    pub classes: Vec<OfClass>,
    pub special: Vec<usize>,
}

impl Classes {
    /// Sorts some rows of a block into classes, in the order in which they come; with loose periods each
    /// time is a class of its own.
    pub fn of(
        judge: &Judge<'_>,
        columns: &Blocks,
        rows: impl Iterator<Item = usize>,
        has_loose_periods: bool,
    ) -> Classes {
        let study = judge.study;
        let mut places: HashMap<Class, usize> = HashMap::new();
        let mut found = Classes::default();
        for row in rows {
            let id = columns.ids[row];
            if study.claim(id).marks().has_any(SPECIAL) || judge.evidence.touches(id) {
                found.special.push(row);
                continue;
            }
            let class = Class::of(study, id, has_loose_periods);
            let place = *places.entry(class).or_insert(found.classes.len());
            if place == found.classes.len() {
                found.classes.push(OfClass {
                    class,
                    members: Vec::new(),
                });
            }
            found.classes[place]
                .members
                .push(Member::of(judge, columns, row));
        }
        found
    }
}

/// Tells whether any of some rows counts over a period whose days are not sure.
pub fn has_loose_periods(
    study: &Study,
    columns: &Blocks,
    mut rows: impl Iterator<Item = usize>,
) -> bool {
    rows.any(|row| {
        let claim = study.claim(columns.ids[row]);
        let when = claim.when();
        study.topic(claim.topic()).spans_period() && when.strict != when.fuzzy
    })
}
