//! All figures that are asked for of one table of ratings or spans, in a fixed order: overall,
//! then each code, then each unit.
//!
//! It must not know how a figure looks. What a stranger would get wrong: figures of a code are
//! nominal and unweighted, whatever weights or metric the others have.

use super::alpha::{self, Scale};
use super::bootstrap::{self, Draws, Resampled};
use super::by_coder::{self, Habits, Seen};
use super::coefficient::{Coefficient, Layout, Scope};
use super::convention::{self, Manner};
use super::counted::Counted;
use super::difference::Difference;
use super::estimate::{Estimate, Undefined};
use super::profiles::Profiles;
use super::ratings::Ratings;

/// The most codes that get rows of their own.
pub const MOST_CODES: usize = 1_000;

/// What a figure is for, by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Per {
    /// Everything.
    Overall,
    /// A code.
    Code(usize),
    /// A unit.
    Unit(usize),
}

impl Per {
    /// What it is for, whichever.
    pub fn scope(self) -> Scope {
        match self {
            Self::Overall => Scope::Overall,
            Self::Code(_) => Scope::Code,
            Self::Unit(_) => Scope::Unit,
        }
    }
}

/// A figure as it is printed.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// The coefficient.
    pub coefficient: Coefficient,
    /// What it is for.
    pub per: Per,
    /// The figure and what it is made of.
    pub estimate: Estimate,
    /// The ends of its interval.
    pub interval: Option<(f64, f64)>,
    /// The shares of resamples below .667 and below .800.
    pub below: Option<(f64, f64)>,
    /// Units that two or more rated, or continua that all coders saw.
    pub units: u64,
    /// Coders with a rating.
    pub coders: u64,
    /// How it was computed.
    pub convention: String,
    /// What a reader must know of it.
    pub note: String,
}

/// How alpha sees categories.
#[derive(Clone, Debug, PartialEq)]
pub enum AlphaScale {
    /// By these differences.
    Fixed(Difference),
    /// By ranks.
    Ranks,
}

impl AlphaScale {
    fn as_scale(&self) -> Scale<'_> {
        match self {
            Self::Fixed(difference) => Scale::Fixed(difference),
            Self::Ranks => Scale::Ranks,
        }
    }
}

/// What is asked.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Which figures.
    pub coefficients: Vec<Coefficient>,
    /// 1 − w of the weights.
    pub weights: Difference,
    /// How alpha sees categories.
    pub alpha: AlphaScale,
    /// The resamples; also the confidence of every interval.
    pub draws: Draws,
    /// The same in words.
    pub manner: Manner,
}

impl Plan {
    pub(super) fn of(
        &self,
        scope: Scope,
        layout: Layout,
    ) -> impl Iterator<Item = Coefficient> + '_ {
        let wanted = self.coefficients.iter().copied();
        wanted.filter(move |one| one.is_for(scope, layout))
    }

    /// Whether any of these is wanted.
    fn wants(&self, any: &[Coefficient]) -> bool {
        self.coefficients.iter().any(|one| any.contains(one))
    }
}

/// Puts a figure together from its parts.
pub(super) struct Maker<'m> {
    pub plan: &'m Plan,
    pub units: u64,
    pub coders: u64,
}

impl Maker<'_> {
    /// A figure; its interval is the one from resamples, else from its standard error.
    pub fn figure(
        &self,
        coefficient: Coefficient,
        per: Per,
        estimate: Estimate,
        resampled: Option<Resampled>,
    ) -> Figure {
        let by_resamples = coefficient.is_alpha() && self.plan.draws.resamples > 0;
        let defined = estimate.value.is_ok();
        let resampled = resampled.filter(|_| defined);
        let interval = match resampled {
            Some(resampled) => Some(resampled.interval),
            None if by_resamples => None,
            None => self.interval_by_error(coefficient, &estimate),
        };
        let facts = convention::Facts {
            coefficient,
            scope: per.scope(),
            has_interval: interval.is_some(),
            resampled,
        };
        Figure {
            coefficient,
            per,
            interval,
            below: resampled.map(|one| (one.below_667, one.below_800)),
            units: self.units,
            coders: self.coders,
            convention: convention::convention(&self.plan.manner, self.plan.draws, &facts),
            note: convention::note(&self.plan.manner, &estimate, &facts),
            estimate,
        }
    }
}

impl Maker<'_> {
    fn interval_by_error(
        &self,
        coefficient: Coefficient,
        estimate: &Estimate,
    ) -> Option<(f64, f64)> {
        let (low, high) = estimate.interval(self.plan.draws.confidence)?;
        // Agreement that is not held against chance has no negative side.
        let least = if coefficient == Coefficient::Percent {
            0.0
        } else {
            -1.0
        };
        Some((low.max(least), high))
    }
}

/// Computes the figures of ratings; `codes` says for each code which categories belong to it.
pub fn of_ratings(ratings: &Ratings, codes: &[Vec<bool>], plan: &Plan) -> Vec<Figure> {
    let asked = Asked::of(ratings, codes, plan);
    let mut figures = asked.overall();
    for at in 0..codes.len() {
        figures.extend(asked.code(at));
    }
    if plan.coefficients.contains(&Coefficient::UnitAgreement) {
        figures.extend((0..ratings.unit_count()).map(|unit| asked.unit(unit)));
    }
    figures
}

/// Ratings with what several figures are made of.
struct Asked<'a> {
    ratings: &'a Ratings,
    codes: &'a [Vec<bool>],
    plan: &'a Plan,
    profiles: Profiles,
    habits: Option<Habits>,
    /// The units that both of two coders rated, where figures need them.
    both: Option<Both>,
    resampled: Vec<Option<Resampled>>,
}

struct Both {
    ratings: Ratings,
    profiles: Profiles,
    habits: Habits,
}

impl<'a> Asked<'a> {
    fn of(ratings: &'a Ratings, codes: &'a [Vec<bool>], plan: &'a Plan) -> Self {
        let profiles = Profiles::of(ratings);
        let wants_both = plan.wants(&[Coefficient::CohenKappa, Coefficient::CohenKappaMax]);
        let resampled = if plan.wants(&[Coefficient::KrippendorffAlpha]) {
            bootstrap::of_alpha(&profiles, plan.alpha.as_scale(), codes, plan.draws)
        } else {
            vec![None; codes.len() + 1]
        };
        Self {
            habits: plan
                .wants(&[Coefficient::CongerKappa])
                .then(|| Habits::of(ratings)),
            both: (wants_both && ratings.coder_count() == 2).then(|| Both::of(ratings)),
            resampled,
            ratings,
            codes,
            plan,
            profiles,
        }
    }

    fn maker(&self) -> Maker<'_> {
        Maker {
            plan: self.plan,
            units: self.profiles.paired_units().len() as u64,
            coders: self.ratings.coder_count() as u64,
        }
    }

    fn overall(&self) -> Vec<Figure> {
        let counted = Counted {
            profiles: &self.profiles,
            difference: &self.plan.weights,
        };
        let figure = |coefficient| {
            let estimate = self.estimate(coefficient, counted, None);
            let mut figure = self.maker().figure(
                coefficient,
                Per::Overall,
                estimate,
                self.resampled_of(coefficient, 0),
            );
            if coefficient == Coefficient::Holsti {
                let left_out = by_coder::holsti(self.ratings).left_out;
                convention::add_left_out_pairs(&mut figure.note, left_out);
            }
            figure
        };
        self.plan
            .of(Scope::Overall, Layout::Ratings)
            .map(figure)
            .collect()
    }

    fn resampled_of(&self, coefficient: Coefficient, at: usize) -> Option<Resampled> {
        let resampled = self.resampled.get(at).copied().flatten();
        resampled.filter(|_| coefficient == Coefficient::KrippendorffAlpha)
    }

    fn code(&self, at: usize) -> Vec<Figure> {
        let belongs = &self.codes[at];
        let profiles = self.profiles.recoded(belongs);
        let counted = Counted {
            profiles: &profiles,
            difference: &Difference::Nominal,
        };
        let is_used = profiles
            .iter()
            .any(|one| one.runs.iter().any(|run| run.0 == 1));
        let figure = |coefficient| {
            let estimate = match is_used {
                true => self.estimate(coefficient, counted, Some(belongs)),
                false => Estimate::undefined(Undefined::NotUsed),
            };
            let resampled = self.resampled_of(coefficient, at + 1);
            self.maker()
                .figure(coefficient, Per::Code(at), estimate, resampled)
        };
        self.plan
            .of(Scope::Code, Layout::Ratings)
            .map(figure)
            .collect()
    }

    fn unit(&self, unit: usize) -> Figure {
        let given = self.ratings.of(unit);
        let value = by_coder::agreement_of(given, &self.plan.weights);
        let maker = Maker {
            units: 1,
            coders: given.len() as u64,
            ..self.maker()
        };
        let estimate = Estimate::plain(value.ok_or(Undefined::UnitWithoutPair));
        maker.figure(Coefficient::UnitAgreement, Per::Unit(unit), estimate, None)
    }

    /// A figure of everything, or of a code; `counted` is of what is meant.
    fn estimate(
        &self,
        coefficient: Coefficient,
        counted: Counted<'_>,
        code: Option<&[bool]>,
    ) -> Estimate {
        let coders = self.ratings.coder_count();
        if let Some(estimate) = counted_estimate(coefficient, counted, coders) {
            return estimate;
        }
        match coefficient {
            Coefficient::Holsti => Estimate::plain(by_coder::holsti(self.ratings).value),
            Coefficient::CongerKappa => self.conger(counted, code),
            Coefficient::CohenKappa | Coefficient::CohenKappaMax => {
                let why = not_two_coders(coders, Coefficient::CongerKappa);
                let both = self.both.as_ref().ok_or(why);
                both.map_or_else(Estimate::undefined, |both| {
                    both.estimate(coefficient, counted.difference, code)
                })
            }
            Coefficient::KrippendorffAlpha if code.is_none() => {
                alpha::alpha(counted.profiles, self.plan.alpha.as_scale())
            }
            _ => alpha::alpha(counted.profiles, Scale::Fixed(counted.difference)),
        }
    }

    fn conger(&self, counted: Counted<'_>, code: Option<&[bool]>) -> Estimate {
        let Some(habits) = &self.habits else {
            return Estimate::undefined(Undefined::NoPairs);
        };
        let seen = Seen {
            ratings: self.ratings,
            code,
        };
        match code {
            Some(belongs) => by_coder::conger(seen, counted, &habits.recoded(belongs)),
            None => by_coder::conger(seen, counted, habits),
        }
    }
}

impl Both {
    fn of(ratings: &Ratings) -> Self {
        let ratings = ratings.complete_units();
        Self {
            profiles: Profiles::of(&ratings),
            habits: Habits::of(&ratings),
            ratings,
        }
    }

    fn estimate(
        &self,
        coefficient: Coefficient,
        difference: &Difference,
        code: Option<&[bool]>,
    ) -> Estimate {
        if coefficient == Coefficient::CohenKappaMax {
            return by_coder::largest_cohen(&self.profiles, &self.habits);
        }
        let seen = Seen {
            ratings: &self.ratings,
            code,
        };
        let recoded = code.map(|code| (self.profiles.recoded(code), self.habits.recoded(code)));
        let (profiles, habits) = match &recoded {
            Some((profiles, habits)) => (profiles, habits),
            None => (&self.profiles, &self.habits),
        };
        let counted = Counted {
            profiles,
            difference,
        };
        by_coder::cohen(seen, counted, habits)
    }
}

/// A figure for two coders alone, with the coefficient to use instead.
pub(super) fn not_two_coders(coders: usize, instead: Coefficient) -> Undefined {
    if coders < 2 {
        Undefined::NoPairs
    } else {
        Undefined::NotTwoCoders(coders, instead.key())
    }
}

/// The figures for which it does not matter who gave a rating; nothing for the others.
pub(super) fn counted_estimate(
    coefficient: Coefficient,
    counted: Counted<'_>,
    coders: usize,
) -> Option<Estimate> {
    let for_two = |instead, of: &dyn Fn() -> Estimate| match coders {
        2 => of(),
        _ => Estimate::undefined(not_two_coders(coders, instead)),
    };
    Some(match coefficient {
        Coefficient::Percent => counted.percent(),
        Coefficient::PercentPairs => counted.percent_of_pairs(),
        Coefficient::BennettS => counted.bennett(),
        Coefficient::ScottPi => for_two(Coefficient::FleissKappa, &|| Estimate {
            se0: None,
            ..counted.fleiss()
        }),
        Coefficient::FleissKappa => counted.fleiss(),
        Coefficient::FleissKappaPooled => counted.fleiss_pooled(),
        Coefficient::GwetAc => counted.gwet(),
        Coefficient::Prevalence => {
            Estimate::plain(counted.shares().get(1).copied().ok_or(Undefined::NotUsed))
        }
        Coefficient::PositiveAgreement => for_two(Coefficient::KrippendorffAlpha, &|| {
            Estimate::plain(by_coder::positive_agreement(counted.profiles))
        }),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::ratings::tests::{four_observers, ratings};
    use super::*;

    fn plan(coefficients: Vec<Coefficient>) -> Plan {
        Plan {
            coefficients,
            weights: Difference::Nominal,
            alpha: AlphaScale::Fixed(Difference::Nominal),
            draws: Draws {
                resamples: 50,
                seed: 1,
                confidence: 0.95,
            },
            manner: Manner::for_tests(Layout::Ratings),
        }
    }

    fn each_code(count: usize) -> Vec<Vec<bool>> {
        (0..count)
            .map(|code| (0..count).map(|at| at == code).collect())
            .collect()
    }

    #[test]
    fn figures_come_overall_then_by_code_then_by_unit() {
        let plan = plan(vec![
            Coefficient::KrippendorffAlpha,
            Coefficient::Prevalence,
            Coefficient::UnitAgreement,
        ]);
        let found = of_ratings(&four_observers(), &each_code(5), &plan);
        assert_eq!(found.len(), 1 + 5 * 2 + 12);
        assert_eq!(found[0].per, Per::Overall);
        assert_eq!(found[2].per, Per::Code(0));
        let last = found.last().unwrap();
        assert_eq!(last.per, Per::Unit(11));
        assert_eq!(last.estimate.value, Err(Undefined::UnitWithoutPair));
        assert_eq!((found[0].units, found[0].coders), (11, 4));
    }

    #[test]
    fn a_figure_has_its_convention_and_an_undefined_one_its_reason() {
        let plan = plan(Coefficient::usual().collect());
        let data = ratings(&["1213", "1213", "1123"], 4);
        for figure in of_ratings(&data, &each_code(4), &plan) {
            assert!(!figure.convention.is_empty());
            let is_said = figure.note.starts_with("undefined: ");
            assert_eq!(is_said, figure.estimate.value.is_err(), "{figure:?}");
            if figure.per == Per::Code(3) {
                assert!(figure.note.starts_with("undefined: not used"), "{figure:?}");
            }
            if let Ok(value) = figure.estimate.value {
                assert!(value.is_finite());
            }
        }
    }

    #[test]
    fn agresti_1992_by_code_in_both_forms() {
        // Agresti 1992: two pathologists and four categories; pooled marginals give .781 .247
        // .402 .435, the collapsed table .781 .266 .441 .459 for Cohen's kappa.
        let table = [[22, 2, 2, 0], [5, 7, 14, 0], [0, 2, 36, 0], [0, 1, 17, 10]];
        let mut coders = [String::new(), String::new()];
        for (a, row) in (b'1'..).zip(table) {
            for (b, count) in (b'1'..).zip(row) {
                coders[0].extend(std::iter::repeat_n(char::from(a), count));
                coders[1].extend(std::iter::repeat_n(char::from(b), count));
            }
        }
        let data = ratings(&[&coders[0], &coders[1]], 4);
        for (coefficient, wanted) in [
            (Coefficient::FleissKappa, [0.781, 0.247, 0.402, 0.435]),
            (Coefficient::CohenKappa, [0.781, 0.266, 0.441, 0.459]),
        ] {
            let found = of_ratings(&data, &each_code(4), &plan(vec![coefficient]));
            for (figure, wanted) in found[1..].iter().zip(wanted) {
                let value = figure.estimate.value.unwrap();
                assert!(
                    (value - wanted).abs() < 6e-4,
                    "{coefficient:?}: {value} {wanted}"
                );
            }
        }
    }

    #[test]
    fn three_coders_are_led_to_a_coefficient_for_three() {
        let found = of_ratings(
            &four_observers(),
            &[],
            &plan(vec![Coefficient::ScottPi, Coefficient::CohenKappa]),
        );
        assert!(found[0].note.contains("fleiss-kappa") && found[1].note.contains("conger-kappa"));
    }
}
