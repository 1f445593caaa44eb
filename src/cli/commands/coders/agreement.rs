//! `gainsay coders agreement`: how far coders agree.
//!
//! It must not know how a coefficient is computed. What a stranger would get wrong: an undefined
//! figure is an empty cell whose note says why; a table for eyes shows a choice of the figures,
//! and says that there are more.

use std::path::{Path, PathBuf};

use crate::cli::args::coders::{AgreementArgs, WhoseCodings};
use crate::cli::failure::Problem;
use crate::cli::session::Session;
use crate::cli::suggest;
use crate::method::reliability::bootstrap::Draws;
use crate::method::reliability::coefficient::Coefficient;
use crate::method::reliability::difference::{Metric, WeightName};
use crate::method::reliability::figures::{Figure, Per};
use crate::project::coded_texts::{AgreementUnit, CodedWish};
use crate::project::coder_agreement::{AgreementWish, CoderAgreement, Weights, agreement_of_file};
use crate::report::{Cell, Column, Head, Listing, Meta, counted};

use super::super::opened;

/// Measures and shows the agreement of coders.
///
/// # Errors
/// Unknown weights; what the table holds and must not.
pub fn run(args: &AgreementArgs, session: &Session) -> Result<(), Problem> {
    let wish = wish_of(args)?;
    match &args.ratings {
        Some(file) => {
            let progress = session.progress("comparing ratings", None);
            let found = agreement_of_file(&input(file), &wish, &session.limits()?)?;
            drop(progress);
            show(&found, args, Meta::default(), session)
        }
        None => run_on_study(args, &wish, session),
    }
}

fn run_on_study(
    args: &AgreementArgs,
    wish: &AgreementWish,
    session: &Session,
) -> Result<(), Problem> {
    if !matches!(wish.metric, None | Some(Metric::Nominal | Metric::Masi)) {
        let message = "codes of a study are compared as same or not, or as sets";
        return Err(Problem::usage("metric", message).hint("take nominal or masi"));
    }
    let study = opened::open(session)?;
    let unit = AgreementUnit::ALL
        .into_iter()
        .find(|unit| unit.key() == args.unit);
    let coded = coded_wish(&args.whose, None, unit.unwrap_or(AgreementUnit::Span));
    let progress = session.progress("comparing codings", None);
    let found = study.coder_agreement(&coded, wish)?;
    drop(progress);
    show(&found, args, opened::meta(&study)?, session)
}

/// Says whose codings are meant.
pub(super) fn coded_wish(
    whose: &WhoseCodings,
    interview: Option<&str>,
    unit: AgreementUnit,
) -> CodedWish {
    CodedWish {
        coders: whose.coder.clone(),
        level: whose.level.map(usize::from),
        unit,
        interview: interview.map(str::to_owned),
    }
}

fn show(
    found: &CoderAgreement,
    args: &AgreementArgs,
    meta: Meta,
    session: &Session,
) -> Result<(), Problem> {
    let shows_choice = args.coefficient.is_empty() && session.output.shape().format.is_for_eyes();
    let unit = args.ratings.is_none().then_some(args.unit.as_str());
    let mut columns = columns();
    columns.extend(unit.map(|_| Column::new("unit").aside()));
    let mut listing = Listing::new(Head::new("coder-agreement-list", columns));
    let shown = found
        .figures
        .iter()
        .filter(|figure| !shows_choice || is_chosen(figure, found));
    for figure in shown {
        let mut cells = cells_of(figure, found);
        cells.extend(unit.map(|unit| Cell::text(unit.to_owned())));
        listing.rows.push(cells);
    }
    listing.meta = meta;
    listing.meta.warnings.extend_from_slice(&found.warnings);
    session.output.show(&listing)?;
    let left = found.figures.len() - listing.rows.len();
    if left > 0 {
        let figures = counted(left as u64, "more figure");
        session
            .output
            .say(&format!("{figures} with: --coefficient all"));
    }
    Ok(())
}

/// `-` is what comes in.
fn input(path: &Path) -> PathBuf {
    if path.as_os_str() == "-" {
        PathBuf::from("/dev/stdin")
    } else {
        path.to_owned()
    }
}

fn wish_of(args: &AgreementArgs) -> Result<AgreementWish, Problem> {
    Ok(AgreementWish {
        coefficients: coefficients_of(&args.coefficient),
        metric: args.metric.as_deref().and_then(metric_of),
        weights: weights_of(&args.weights)?,
        categories: args.categories.clone(),
        draws: Draws {
            resamples: args.bootstrap as usize,
            seed: args.seed,
            confidence: args.confidence.value(),
        },
    })
}

/// The coefficients that are named, each once; nothing where all are meant.
fn coefficients_of(names: &[String]) -> Option<Vec<Coefficient>> {
    if names.is_empty() {
        return None;
    }
    let mut named: Vec<Coefficient> = Vec::new();
    for name in names {
        match Coefficient::from_key(name) {
            Some(one) => named.push(one),
            None => named.extend(Coefficient::usual()),
        }
    }
    named.sort_unstable();
    named.dedup();
    Some(named)
}

fn metric_of(name: &str) -> Option<Metric> {
    Metric::ALL.into_iter().find(|metric| metric.key() == name)
}

fn weights_of(text: &str) -> Result<Weights, Problem> {
    if let Some(name) = WeightName::ALL.into_iter().find(|name| name.key() == text) {
        return Ok(Weights::Named(name));
    }
    let path = Path::new(text);
    if path.exists() || path.extension().is_some() {
        return Ok(Weights::File(path.to_owned()));
    }
    let message = format!("there are no weights `{text}`, nor a file of that name");
    let known = WeightName::ALL.map(WeightName::key);
    Err(Problem::usage("unknown-weights", message).hint(suggest::hint(text, &known)))
}

fn columns() -> Vec<Column> {
    vec![
        Column::new("coefficient"),
        Column::new("per"),
        Column::number("value").rounded(3),
        Column::number("low").rounded(3),
        Column::number("high").rounded(3),
        Column::number("se").rounded(3).aside(),
        Column::number("se0").rounded(3).aside(),
        Column::number("observed").rounded(3).aside(),
        Column::number("expected").rounded(3).aside(),
        Column::number("below_667").rounded(3).spare(3),
        Column::number("below_800").rounded(3).spare(3),
        Column::number("units").spare(1),
        Column::number("coders").spare(2),
        Column::new("convention").aside(),
        Column::quote("note"),
    ]
}

fn cells_of(figure: &Figure, found: &CoderAgreement) -> Vec<Cell> {
    let estimate = &figure.estimate;
    let (low, high) = figure.interval.unzip();
    let (below_667, below_800) = figure.below.unzip();
    vec![
        figure.coefficient.key().into(),
        found.per(figure.per).into(),
        Cell::maybe(estimate.value.ok()),
        Cell::maybe(low),
        Cell::maybe(high),
        Cell::maybe(estimate.se),
        Cell::maybe(estimate.se0),
        Cell::maybe(estimate.observed),
        Cell::maybe(estimate.expected),
        Cell::maybe(below_667),
        Cell::maybe(below_800),
        Cell::from(figure.units),
        Cell::from(figure.coders),
        Cell::text(figure.convention.clone()),
        Cell::text(figure.note.clone()),
    ]
}

/// What a reader looks at first: agreement, alpha, prevalence, and AC1 where a code is so rare
/// or so common that alpha collapses.
fn is_chosen(figure: &Figure, found: &CoderAgreement) -> bool {
    match figure.coefficient {
        Coefficient::Percent
        | Coefficient::KrippendorffAlpha
        | Coefficient::Prevalence
        | Coefficient::UAlpha => true,
        Coefficient::UAlphaBinary => figure.per == Per::Overall,
        Coefficient::GwetAc => is_lopsided(figure.per, found),
        _ => false,
    }
}

fn is_lopsided(per: Per, found: &CoderAgreement) -> bool {
    let mut figures = found.figures.iter();
    let prevalence =
        figures.find(|one| one.per == per && one.coefficient == Coefficient::Prevalence);
    let share = prevalence.and_then(|one| one.estimate.value.ok());
    share.is_some_and(|share| !(0.1..=0.9).contains(&share))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coefficients_are_taken_once_and_in_their_order() {
        let named = |names: &[&str]| {
            coefficients_of(
                &names
                    .iter()
                    .map(|name| (*name).to_owned())
                    .collect::<Vec<_>>(),
            )
        };
        assert_eq!(named(&[]), None);
        assert_eq!(
            named(&["holsti", "percent", "holsti"]),
            Some(vec![Coefficient::Percent, Coefficient::Holsti])
        );
        let all = named(&["all", "unit-agreement"]).unwrap();
        assert_eq!(all.len(), Coefficient::all().count());
    }

    #[test]
    fn weights_are_a_name_or_a_file() {
        assert_eq!(
            weights_of("linear").unwrap(),
            Weights::Named(WeightName::Linear)
        );
        assert_eq!(weights_of("w.csv").unwrap(), Weights::File("w.csv".into()));
        let unknown = weights_of("linaer").unwrap_err();
        assert_eq!(unknown.code.number(), 2);
        assert_eq!(unknown.hint.as_deref(), Some("did you mean `linear`?"));
    }
}
