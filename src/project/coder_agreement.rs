//! How far coders agree, on a table of ratings or spans that may be anybody's. It must not know
//! how a coefficient is computed. A stranger would let the values that were found be the
//! categories without a word: what nobody used would then be no category, and that changes
//! coefficients, so it is said with them.

mod categories;

use super::error::ProjectError;
use super::rated_table::{self, RatedTable, Rows};
use crate::formats::complaint::Complaint;
use crate::formats::weights_in::WeightTable;
use crate::method::reliability::alpha::given;
use crate::method::reliability::bootstrap::Draws;
use crate::method::reliability::coefficient::{Coefficient, Layout, Scope};
use crate::method::reliability::convention::Manner;
use crate::method::reliability::difference::{
    Difference, MOST_IN_TABLE, Metric, NoDifference, WeightName, items, numbers,
};
use crate::method::reliability::figures::{AlphaScale, Figure, MOST_CODES, Per, Plan, of_ratings};
use crate::method::reliability::profiles::Profiles;
use crate::method::reliability::ratings::{Ratings, Shape};
use crate::method::reliability::span_figures::{SpanShape, Views, of_spans};
use crate::method::reliability::spans::Extents;
use crate::model::limits::Limits;
use categories::Categories;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// What is asked of a table.
#[derive(Clone, Debug)]
pub struct AgreementWish {
    /// The coefficients; nothing asks for the usual ones.
    pub coefficients: Option<Vec<Coefficient>>,
    /// The metric of alpha; nothing follows the weights.
    pub metric: Option<Metric>,
    /// The weights of all others.
    pub weights: Weights,
    /// The categories in one line of CSV.
    pub categories: Option<String>,
    /// The resamples, their seed, and the confidence of intervals.
    pub draws: Draws,
}

/// Weights of agreement.
#[derive(Clone, Debug, PartialEq)]
pub enum Weights {
    /// By name.
    Named(WeightName),
    /// From a table in a file.
    File(PathBuf),
}

/// How far coders agree.
#[derive(Clone, Debug)]
pub struct CoderAgreement {
    /// The figures: overall, by code, by unit.
    pub figures: Vec<Figure>,
    /// The names of codes.
    pub codes: Vec<String>,
    /// The names of units; empty where no figure is of a unit.
    pub units: Vec<String>,
    /// What a reader should know of the data.
    pub warnings: Vec<String>,
}

impl CoderAgreement {
    /// What a figure is for: `overall`, `code:X`, `unit:X`.
    pub fn per(&self, per: Per) -> String {
        match per {
            Per::Overall => "overall".to_owned(),
            Per::Code(at) => format!("code:{}", self.codes[at]),
            Per::Unit(at) => format!("unit:{}", self.units[at]),
        }
    }
}

/// Measures the agreement in a file. No study is needed, and nothing is written.
///
/// # Errors
/// [`ProjectError::Rejected`] for what the file or the categories hold and must not.
pub fn agreement_of_file(
    path: &Path,
    wish: &AgreementWish,
    limits: &Limits,
) -> Result<CoderAgreement, ProjectError> {
    let are_sets = wish.metric == Some(Metric::Masi);
    let table = rated_table::read(path, are_sets, limits)?;
    let weight_table = match &wish.weights {
        Weights::File(path) => Some(WeightTable::read(path, limits)?),
        Weights::Named(_) => None,
    };
    let categories = Categories::of(&table, wish, weight_table.as_ref())?;
    let asked = Asked {
        wish,
        weight_table,
        categories,
        ground: Ground::default(),
    };
    asked.measure(table)
}

/// Measures the agreement in a table of sets of codes.
///
/// # Errors
/// As [`agreement_of_file`].
pub(super) fn agreement_of_sets(
    table: RatedTable,
    wish: &AgreementWish,
    ground: Ground,
) -> Result<CoderAgreement, ProjectError> {
    let asked = Asked {
        wish,
        weight_table: None,
        categories: Categories::of(&table, wish, None)?,
        ground,
    };
    asked.measure(table)
}

/// Measures the agreement of coders who marked passages, each continuum seen by all of them;
/// `codes` names those of `views`.
pub(super) fn agreement_of_spans(
    views: Views<'_>,
    coders: usize,
    codes: Vec<String>,
    (wish, ground): (&AgreementWish, Ground),
) -> CoderAgreement {
    let categories = Categories {
        names: codes,
        are_declared: true,
    };
    let asked = Asked {
        wish,
        weight_table: None,
        categories,
        ground,
    };
    asked.of_spans(views, coders, Vec::new())
}

/// What is special about where ratings come from.
#[derive(Clone, Debug)]
pub(super) struct Ground {
    /// What a unit is.
    pub unit: String,
    /// What a code is.
    pub code: String,
    /// Where values are sets of codes: each code by name, with all whose being in a set makes
    /// it apply. Nothing where the values say it.
    pub codes: Option<Vec<(String, BTreeSet<String>)>>,
    /// What is said with every figure of the whole.
    pub note: String,
}

impl Default for Ground {
    fn default() -> Self {
        Self {
            unit: "as given".to_owned(),
            code: "code".to_owned(),
            codes: None,
            note: String::new(),
        }
    }
}

struct Asked<'a> {
    wish: &'a AgreementWish,
    weight_table: Option<WeightTable>,
    categories: Categories,
    ground: Ground,
}

impl Asked<'_> {
    fn measure(mut self, mut table: RatedTable) -> Result<CoderAgreement, ProjectError> {
        let numbers = table.numbers_among(&self.categories.names)?;
        let mut warnings = std::mem::take(&mut table.warnings);
        warnings.extend(self.warn_of_twins());
        match std::mem::replace(&mut table.rows, Rows::Spans(Vec::new())) {
            Rows::Ratings(builder, lines) => {
                let shape = Shape {
                    units: table.units.len(),
                    coders: table.coders.len(),
                    categories: self.categories.names.len(),
                };
                let rows = (builder, lines);
                let ratings = rated_table::ratings_of(rows, &numbers, shape, &table.file)?;
                self.of_ratings(&table, &ratings, warnings)
            }
            Rows::Spans(spans) => {
                let shape = (table.units.len(), table.coders.len());
                let (continua, others) = rated_table::continua_of(&spans, &numbers, shape);
                drop(spans);
                let coders = table.coders.len();
                let extents = Extents::of(continua, coders as u32, self.categories.names.len());
                let views = Views {
                    joint: &extents,
                    by_code: &extents,
                };
                if others > 0 {
                    self.ground.note =
                        format!("{others} continua left out: not every coder has a row");
                }
                Ok(self.of_spans(views, coders, warnings))
            }
        }
    }

    /// Two categories that are one number are two categories all the same; that may be a slip.
    fn warn_of_twins(&self) -> Option<String> {
        let sizes = numbers(&self.categories.names).ok()?;
        let mut sized: Vec<(f64, &String)> =
            sizes.into_iter().zip(&self.categories.names).collect();
        sized.sort_by(|a, b| a.0.total_cmp(&b.0));
        let twins = sized.windows(2).find(|two| two[0].0 == two[1].0)?;
        let (one, other) = (twins[0].1, twins[1].1);
        Some(format!(
            "`{one}` and `{other}` are one number and two categories"
        ))
    }

    fn of_ratings(
        &self,
        table: &RatedTable,
        ratings: &Ratings,
        mut warnings: Vec<String>,
    ) -> Result<CoderAgreement, ProjectError> {
        let refused = |why| self.refused(table, why);
        let weights = self.weights().map_err(refused)?;
        let alpha = self.alpha(ratings, &weights).map_err(refused)?;
        let plan = self.plan(Layout::Ratings, weights, alpha, self.note());
        let (codes, belongs) = self.codes();
        warnings.extend(self.warn_of_many(codes.len()));
        warnings.extend(self.warn_of_misfits(Layout::Ratings));
        let wants_units = plan.coefficients.contains(&Coefficient::UnitAgreement);
        let units = wants_units.then(|| table.units.iter().map(str::to_owned).collect());
        Ok(CoderAgreement {
            figures: of_ratings(ratings, &belongs, &plan),
            codes,
            units: units.unwrap_or_default(),
            warnings,
        })
    }

    fn of_spans(
        &self,
        views: Views<'_>,
        coders: usize,
        mut warnings: Vec<String>,
    ) -> CoderAgreement {
        let note = self.note();
        let nominal = AlphaScale::Fixed(Difference::Nominal);
        let plan = self.plan(Layout::Spans, Difference::Nominal, nominal, note);
        let names = &self.categories.names;
        let count = if names.len() > MOST_CODES {
            0
        } else {
            names.len()
        };
        let shape = SpanShape {
            coders,
            codes: count,
        };
        warnings.extend(self.warn_of_many(count));
        warnings.extend(self.warn_of_misfits(Layout::Spans));
        let is_scaled =
            self.wish.metric.is_some() || self.wish.weights != Weights::Named(WeightName::Identity);
        if is_scaled {
            warnings.push(
                "metric and weights are for ratings; spans are compared as same or not".to_owned(),
            );
        }
        CoderAgreement {
            figures: of_spans(views, shape, &plan),
            codes: names[..count].to_vec(),
            units: Vec::new(),
            warnings,
        }
    }

    fn plan(&self, layout: Layout, weights: Difference, alpha: AlphaScale, note: String) -> Plan {
        let weights_words = match &self.wish.weights {
            Weights::Named(name) => format!("weights {}", name.key()),
            Weights::File(_) => "weights from a table".to_owned(),
        };
        let alpha_words = match self.wish.metric {
            Some(metric) => format!("metric {}", metric.key()),
            None if self.wish.weights == Weights::Named(WeightName::Identity) => {
                "metric nominal".to_owned()
            }
            None => weights_words.clone(),
        };
        let usual = || Coefficient::usual().collect();
        Plan {
            coefficients: self.wish.coefficients.clone().unwrap_or_else(usual),
            weights,
            alpha,
            draws: self.wish.draws,
            manner: Manner {
                layout,
                unit: self.ground.unit.clone(),
                code: self.ground.code.clone(),
                weights: weights_words,
                alpha: alpha_words,
                program: concat!("gainsay ", env!("CARGO_PKG_VERSION")).to_owned(),
                note,
            },
        }
    }

    fn note(&self) -> String {
        let what = match self.ground.codes {
            Some(_) => "sets of codes",
            None => "categories",
        };
        let found = match (self.categories.are_declared, self.categories.names.len()) {
            (true, _) => String::new(),
            (false, 1) => format!("{what}: the one found"),
            (false, count) => format!("{what}: the {count} found"),
        };
        let parts = [self.ground.note.clone(), found].into_iter();
        parts
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join("; ")
    }

    fn weights(&self) -> Result<Difference, NoDifference> {
        let names = &self.categories.names;
        match (&self.wish.weights, &self.weight_table) {
            (Weights::Named(name), _) => Difference::of_weights(*name, names),
            (Weights::File(_), Some(table)) => {
                let at = |name: &String| table.categories.iter().position(|own| own == name);
                let places: Vec<usize> = names.iter().filter_map(at).collect();
                let row = |a: &usize| places.iter().map(|b| table.rows[*a][*b]).collect();
                Difference::of_weight_table(&places.iter().map(row).collect::<Vec<Vec<f64>>>())
            }
            (Weights::File(_), None) => Ok(Difference::Nominal),
        }
    }

    fn alpha(&self, ratings: &Ratings, weights: &Difference) -> Result<AlphaScale, NoDifference> {
        match self.wish.metric {
            None => Ok(AlphaScale::Fixed(weights.clone())),
            Some(Metric::Ordinal) => Ok(AlphaScale::Ranks),
            Some(metric) => {
                let given = given(&Profiles::of(ratings));
                Difference::of_metric(metric, &self.categories.names, &given).map(AlphaScale::Fixed)
            }
        }
    }

    fn refused(&self, table: &RatedTable, why: NoDifference) -> ProjectError {
        let names = &self.categories.names;
        let of_value = |at: usize, fault| table.complaint(&names[at], fault);
        ProjectError::rejected(match why {
            NoDifference::NoNumber(at) => of_value(
                at,
                (
                    "is no number that a scale can hold",
                    "numbers from 1e-100 to 1e100 and 0, or another metric",
                ),
            ),
            NoDifference::BelowZero(at) => of_value(
                at,
                (
                    "is below zero",
                    "ratios need values from 0 on; or take interval",
                ),
            ),
            NoDifference::TooMany => Complaint::of_file(
                &table.file,
                format!("has {} categories", names.len()),
                format!("these differences are made for at most {MOST_IN_TABLE}"),
            ),
        })
    }

    /// The codes with rows of their own, and which categories belong to each. Where categories
    /// are sets, what they hold are the codes.
    fn codes(&self) -> (Vec<String>, Vec<Vec<bool>>) {
        let names = &self.categories.names;
        if let Some(codes) = &self.ground.codes {
            let applies = |with: &BTreeSet<String>| {
                let holds = |name: &String| items(name).iter().any(|item| with.contains(*item));
                names.iter().map(holds).collect()
            };
            return codes
                .iter()
                .map(|(code, with)| (code.clone(), applies(with)))
                .unzip();
        }
        if self.wish.metric == Some(Metric::Masi) {
            let codes: BTreeSet<&str> = names.iter().flat_map(|name| items(name)).collect();
            let codes: Vec<&str> = codes.into_iter().collect();
            if codes.len() > MOST_CODES || names.len() > MOST_IN_TABLE {
                return (Vec::new(), Vec::new());
            }
            let holds = |code: &&str| {
                names
                    .iter()
                    .map(|name| items(name).contains(code))
                    .collect()
            };
            let belongs = codes.iter().map(holds).collect();
            return (codes.into_iter().map(str::to_owned).collect(), belongs);
        }
        if names.len() > MOST_CODES {
            return (Vec::new(), Vec::new());
        }
        let own = |code| (0..names.len()).map(|at| at == code).collect();
        (names.clone(), (0..names.len()).map(own).collect())
    }

    fn warn_of_many(&self, codes: usize) -> Option<String> {
        let count = self.categories.names.len();
        (codes == 0 && count > MOST_CODES).then(|| {
            format!("{count} categories have no rows of their own; up to {MOST_CODES} have")
        })
    }

    /// Coefficients that were named and do not fit the form of the data.
    fn warn_of_misfits(&self, layout: Layout) -> Vec<String> {
        let named = self.wish.coefficients.iter().flatten();
        // Who asks for all asks for those that fit.
        if Coefficient::usual().all(|one| named.clone().any(|own| *own == one)) {
            return Vec::new();
        }
        let scopes = [Scope::Overall, Scope::Code, Scope::Unit];
        let misfits = named.filter(|one| !scopes.iter().any(|scope| one.is_for(*scope, layout)));
        let other = match layout {
            Layout::Ratings => "spans (a file with start and end)",
            Layout::Spans => "ratings (a file without start and end)",
        };
        misfits
            .map(|one| format!("{} is for {other}", one.key()))
            .collect()
    }
}
