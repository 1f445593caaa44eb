//! All figures that are asked for of spans: the u-alpha family, and for each code the usual
//! coefficients with every character as a unit.
//!
//! It must not know how a figure looks. What a stranger would get wrong: characters are not
//! independent of their neighbours, so figures over characters have no interval; whole continua
//! are drawn for the interval of u-alpha.

use super::alpha::{self, Scale};
use super::bootstrap::{Resampled, Urn, interval, resample};
use super::by_coder::{self, Habit, Habits};
use super::coefficient::{Coefficient, Layout, Scope};
use super::counted::Counted;
use super::difference::Difference;
use super::estimate::{Estimate, Undefined};
use super::figures::{Figure, Maker, Per, Plan, counted_estimate, not_two_coders};
use super::profiles::Profiles;
use super::spans::{Extents, Family};

/// Spans of the same continua in two views.
#[derive(Clone, Copy, Debug)]
pub struct Views<'v> {
    /// Every segment with its own code.
    pub joint: &'v Extents,
    /// The same, where a segment may stand once more under each code above its own.
    pub by_code: &'v Extents,
}

/// Computes the figures of spans of so many coders and codes.
pub fn of_spans(views: Views<'_>, shape: SpanShape, plan: &Plan) -> Vec<Figure> {
    let asked = Asked {
        views,
        shape,
        plan,
        joint: views.joint.all(),
        by_code: views.by_code.all(),
        resampled: resampled(views, shape, plan),
    };
    let mut figures = asked.overall();
    for code in 0..shape.codes {
        figures.extend(asked.code(code));
    }
    figures
}

/// How many coders there are, and how many of the codes get rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SpanShape {
    /// Coders with a row.
    pub coders: usize,
    /// Codes, from the first on.
    pub codes: usize,
}

/// The intervals of u-alpha, of |u-alpha, and of each code.
fn resampled(views: Views<'_>, shape: SpanShape, plan: &Plan) -> Vec<Option<Resampled>> {
    let wanted = [Coefficient::UAlpha, Coefficient::UAlphaBinary];
    let is_wanted = plan.coefficients.iter().any(|one| wanted.contains(one));
    if !is_wanted || plan.draws.resamples == 0 || views.joint.len() < 2 || shape.coders < 2 {
        return vec![None; shape.codes + 2];
    }
    let kinds: Vec<u32> = (0..).take(views.joint.len()).collect();
    let urn = Urn {
        kinds: &kinds,
        kind_count: kinds.len(),
    };
    let value = |estimate: Estimate| estimate.value.unwrap_or(f64::NAN);
    let rows = resample(
        plan.draws,
        urn,
        || (),
        |(), times| {
            let (joint, by_code) = (views.joint.drawn(times), views.by_code.drawn(times));
            let codes = (0..shape.codes).map(|code| value(by_code.of_code(code)));
            let whole = [value(joint.nominal()), value(joint.binary())];
            whole.into_iter().chain(codes).collect()
        },
    );
    (0..shape.codes + 2)
        .map(|figure| interval(rows.iter().map(|row| row[figure]), plan.draws))
        .collect()
}

struct Asked<'a> {
    views: Views<'a>,
    shape: SpanShape,
    plan: &'a Plan,
    joint: Family,
    by_code: Family,
    resampled: Vec<Option<Resampled>>,
}

impl Asked<'_> {
    fn maker(&self) -> Maker<'_> {
        Maker {
            plan: self.plan,
            units: self.views.joint.len() as u64,
            coders: self.shape.coders as u64,
        }
    }

    /// Why nothing at all is defined, if so.
    fn nothing(&self) -> Option<Undefined> {
        if self.shape.coders < 2 {
            Some(Undefined::NoPairs)
        } else if self.views.joint.is_empty() {
            Some(Undefined::NoCommonContinuum)
        } else {
            None
        }
    }

    fn overall(&self) -> Vec<Figure> {
        let figure = |coefficient| {
            let estimate = match self.nothing() {
                Some(why) => Estimate::undefined(why),
                None if self.views.joint.is_overlapping() => {
                    Estimate::undefined(Undefined::Overlap)
                }
                None => match coefficient {
                    Coefficient::UAlpha => self.joint.nominal(),
                    Coefficient::UAlphaBinary => self.joint.binary(),
                    _ => self.joint.coding(),
                },
            };
            let resampled = match coefficient {
                Coefficient::UAlpha => self.resampled[0],
                Coefficient::UAlphaBinary => self.resampled[1],
                _ => None,
            };
            self.maker()
                .figure(coefficient, Per::Overall, estimate, resampled)
        };
        self.plan
            .of(Scope::Overall, Layout::Spans)
            .map(figure)
            .collect()
    }

    fn code(&self, code: usize) -> Vec<Figure> {
        let why = match self.nothing() {
            Some(why) => Some(why),
            None if !self.by_code.is_used(code) => Some(Undefined::NotUsed),
            None => None,
        };
        let characters = why
            .is_none()
            .then(|| Characters::of(self.views.by_code, code));
        let figure = |coefficient: Coefficient| {
            let estimate = match (why, &characters) {
                (None, Some(characters)) => self.code_estimate(coefficient, code, characters),
                (why, _) => Estimate::undefined(why.unwrap_or(Undefined::NotUsed)),
            };
            let of_family = [Coefficient::UAlpha, Coefficient::UAlphaBinary];
            let resampled = of_family
                .contains(&coefficient)
                .then(|| self.resampled[code + 2]);
            let per = Per::Code(code);
            self.maker()
                .figure(coefficient, per, estimate, resampled.flatten())
        };
        self.plan
            .of(Scope::Code, Layout::Spans)
            .map(figure)
            .collect()
    }

    fn code_estimate(&self, coefficient: Coefficient, code: usize, own: &Characters) -> Estimate {
        let joint = |of: &dyn Fn() -> Estimate| match self.views.joint.is_overlapping() {
            true => Estimate::undefined(Undefined::Overlap),
            false => of(),
        };
        match coefficient {
            Coefficient::UAlpha | Coefficient::UAlphaBinary => self.by_code.of_code(code),
            Coefficient::KuAlpha => joint(&|| self.joint.coding_of(code)),
            Coefficient::KuCoverage => joint(&|| self.joint.coverage_of(code)),
            _ => without_error(own.estimate(coefficient, self.shape.coders)),
        }
    }
}

fn without_error(estimate: Estimate) -> Estimate {
    Estimate {
        se: None,
        se0: None,
        ..estimate
    }
}

/// A code against the rest, every character a unit.
struct Characters {
    profiles: Profiles,
    habits: Habits,
}

impl Characters {
    fn of(extents: &Extents, code: usize) -> Self {
        let marked = extents.marked(code as u32);
        let length = extents.length_cp() as f64;
        let habits = marked.of_coders.iter();
        let habits = habits.map(|inside| Habit::of_code(*inside as f64, length));
        Self {
            profiles: Profiles::of_counts(marked.of_coders.len() as u32, &marked.depths),
            habits: Habits::of_code(habits.collect()),
        }
    }

    fn estimate(&self, coefficient: Coefficient, coders: usize) -> Estimate {
        let counted = Counted {
            profiles: &self.profiles,
            difference: &Difference::Nominal,
        };
        if let Some(estimate) = counted_estimate(coefficient, counted, coders) {
            return estimate;
        }
        match coefficient {
            Coefficient::CohenKappa if coders != 2 => {
                Estimate::undefined(not_two_coders(coders, Coefficient::CongerKappa))
            }
            Coefficient::CohenKappa | Coefficient::CongerKappa => {
                by_coder::conger_without_error(counted, &self.habits)
                    .map_or_else(Estimate::undefined, |(_, estimate)| estimate)
            }
            _ => alpha::alpha(counted.profiles, Scale::Fixed(counted.difference)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::bootstrap::Draws;
    use super::super::convention::Manner;
    use super::super::figures::AlphaScale;
    use super::super::spans::{Continuum, Segment};
    use super::*;

    fn plan() -> Plan {
        Plan {
            coefficients: Coefficient::usual().collect(),
            weights: Difference::Nominal,
            alpha: AlphaScale::Fixed(Difference::Nominal),
            draws: Draws {
                resamples: 100,
                seed: 1,
                confidence: 0.95,
            },
            manner: Manner::for_tests(Layout::Spans),
        }
    }

    fn continuum(length_cp: u64, marks: &[(u32, u64, u64)]) -> Continuum {
        let segment = |(coder, start_cp, end_cp): &(u32, u64, u64)| Segment {
            coder: *coder,
            code: 0,
            start_cp: *start_cp,
            end_cp: *end_cp,
        };
        Continuum {
            length_cp,
            segments: marks.iter().map(segment).collect(),
        }
    }

    fn figures(continua: Vec<Continuum>, coders: usize) -> Vec<Figure> {
        let extents = Extents::of(continua, coders as u32, 2);
        let views = Views {
            joint: &extents,
            by_code: &extents,
        };
        of_spans(views, SpanShape { coders, codes: 2 }, &plan())
    }

    fn value(figures: &[Figure], coefficient: Coefficient, per: Per) -> &Figure {
        let found = figures
            .iter()
            .find(|one| one.coefficient == coefficient && one.per == per);
        found.unwrap()
    }

    #[test]
    fn characters_are_units_of_the_usual_coefficients() {
        // 20 characters, [0,5) against [1,6): both 4, one alone 1, the other alone 1, none 14.
        // Agreement .9; each has a share of .25, so P_e = .0625 + .5625 = .625.
        let found = figures(vec![continuum(20, &[(0, 0, 5), (1, 1, 6)])], 2);
        let code = Per::Code(0);
        let of = |coefficient| value(&found, coefficient, code).estimate.value.unwrap();
        assert!((of(Coefficient::Percent) - 0.9).abs() < 1e-12);
        assert!((of(Coefficient::CohenKappa) - (0.9 - 0.625) / 0.375).abs() < 1e-12);
        assert!((of(Coefficient::PositiveAgreement) - 0.8).abs() < 1e-12);
        let percent = value(&found, Coefficient::Percent, code);
        assert_eq!((percent.estimate.se, percent.interval), (None, None));
        assert!(percent.convention.contains("unit character"));
        let unused = value(&found, Coefficient::UAlpha, Per::Code(1));
        assert_eq!(unused.estimate.value, Err(Undefined::NotUsed));
    }

    #[test]
    fn one_continuum_has_no_interval_and_several_have() {
        let one = || continuum(20, &[(0, 0, 5), (1, 1, 6)]);
        let other = || continuum(30, &[(0, 3, 9), (1, 20, 24)]);
        let alone = figures(vec![one()], 2);
        assert_eq!(
            value(&alone, Coefficient::UAlpha, Per::Overall).interval,
            None
        );
        let several = figures(vec![one(), other(), one()], 2);
        let u = value(&several, Coefficient::UAlpha, Per::Overall);
        let (low, high) = u.interval.unwrap();
        let point = u.estimate.value.unwrap();
        assert!(low < point && point < high, "{u:?}");
    }

    #[test]
    fn nobody_to_compare_with_is_said() {
        let alone = figures(vec![continuum(20, &[(0, 0, 5)])], 1);
        assert!(
            alone
                .iter()
                .all(|one| one.note.starts_with("undefined: no pairs"))
        );
        let apart = figures(Vec::new(), 2);
        assert!(
            apart
                .iter()
                .all(|one| one.note.starts_with("undefined: no continuum"))
        );
    }
}
