//! `gainsay rule test`: rules against their own examples and against hand coding.
//!
//! It must not know how a figure is computed. What a stranger would get wrong: a figure that is undefined is an empty
//! cell, not 0; and a failed example is named by its number, for its words may be an interview's.

use std::collections::BTreeMap;

use crate::cli::args::code::RuleTestArgs;
use crate::cli::failure::{Code, Problem};
use crate::cli::session::Session;
use crate::method::rule::score::Estimate;
use crate::project::Study;
use crate::project::rule_examples::{ExampleResult, failed_examples};
use crate::project::rule_test::{Outcome, Per, RuleTestOptions, ScoredRow, TestedPlace};
use crate::report::{Cell, Column, Head, Listing, excerpt};

use crate::cli::commands::opened;
use crate::cli::commands::rows::passed_on;

/// Runs `rule test`.
///
/// # Errors
/// A key that nothing has; an example that goes the other way.
pub fn run(args: &RuleTestArgs, session: &Session) -> Result<(), Problem> {
    let study = opened::open(session)?;
    let examples = Examples::of(study.test_rules(&args.rules)?);
    match args.show.is_empty() {
        true => scores(args, &study, &examples, session)?,
        false => places(args, &study, session)?,
    }
    Problem::all(examples.problems()).map_or(Ok(()), Err)
}

/// What rules say of their own examples, by rule.
struct Examples(BTreeMap<String, Vec<ExampleResult>>);

impl Examples {
    fn of(results: Vec<ExampleResult>) -> Self {
        let mut by_rule: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for result in results {
            let own = by_rule.entry(result.rule.clone()).or_default();
            own.push(result);
        }
        Self(by_rule)
    }

    /// How many examples a rule has, and how many go the other way.
    fn counts(&self, rule: &str) -> (usize, usize) {
        let own = self.0.get(rule).map_or(&[][..], Vec::as_slice);
        (own.len(), failed_examples(own).len())
    }

    fn problems(&self) -> Vec<Problem> {
        let failed = self.0.iter().flat_map(|(rule, own)| {
            let failed = failed_examples(own).into_iter();
            failed.map(move |what| (rule, what))
        });
        failed
            .map(|(rule, what)| {
                let message = format!("rule {rule}: {what}");
                let problem = Problem::new(Code::Rejected, "rule-example", message);
                problem.hint(format!("look at it with: gainsay rule show {rule}"))
            })
            .collect()
    }
}

fn options(args: &RuleTestArgs) -> RuleTestOptions<'_> {
    RuleTestOptions {
        rules: &args.rules,
        interviews: &args.interview,
    }
}

fn scores(
    args: &RuleTestArgs,
    study: &Study,
    examples: &Examples,
    session: &Session,
) -> Result<(), Problem> {
    let progress = session.progress("testing rules", None);
    let test = study.measure_rules(options(args), &mut |_| Ok(()))?;
    drop(progress);
    let per = match args.per.as_str() {
        "code" => Per::Code,
        "language" => Per::Language,
        "overall" => Per::Overall,
        _ => Per::Rule,
    };
    let mut listing = Listing::new(Head::new("rule-test-list", score_columns(per)));
    let rows = test.scores.iter().filter(|row| row.per == per);
    listing
        .rows
        .extend(rows.map(|row| score_cells(row, examples)));
    listing.meta = opened::meta(study)?;
    listing
        .meta
        .warnings
        .extend(opened::hidden_line(test.hidden));
    session.output.show(&listing).map(drop)
}

const ESTIMATES: [[&str; 3]; 3] = [
    ["precision", "precision_low", "precision_high"],
    ["recall", "recall_low", "recall_high"],
    ["f1", "f1_low", "f1_high"],
];

fn score_columns(per: Per) -> Vec<Column> {
    let only_of_rules = |column: Column| match per {
        Per::Rule => column,
        _ => column.aside(),
    };
    let mut columns = vec![
        Column::new("per").aside(),
        Column::new("key"),
        Column::new("code").aside(),
        only_of_rules(Column::number("examples")),
        only_of_rules(Column::number("failed")),
        Column::number("texts").aside(),
        Column::number("hits"),
        Column::number("right").aside(),
        Column::number("passages"),
        Column::number("found").aside(),
    ];
    for [value, low, high] in ESTIMATES {
        columns.push(Column::number(value).rounded(2));
        columns.extend([low, high].map(|end| Column::number(end).rounded(2).spare(1)));
    }
    columns.extend(["uncoded", "unjudged"].map(|name| Column::number(name).aside()));
    columns.push(Column::number("near").spare(2));
    columns
}

fn score_cells(row: &ScoredRow, examples: &Examples) -> Vec<Cell> {
    let per = match row.per {
        Per::Rule => "rule",
        Per::Code => "code",
        Per::Language => "language",
        Per::Overall => "overall",
    };
    let key = match row.per {
        Per::Overall => "overall".to_owned(),
        _ => row.key.clone(),
    };
    let (own, failed) = match row.per {
        Per::Rule => {
            let (own, failed) = examples.counts(&row.key);
            (own.into(), failed.into())
        }
        _ => (Cell::Empty, Cell::Empty),
    };
    let tally = row.score.tally;
    let mut cells = vec![
        per.into(),
        key.into(),
        row.code.clone().into(),
        own,
        failed,
        row.score.texts.into(),
        tally.hits.into(),
        tally.right_hits.into(),
        tally.passages.into(),
        tally.found_passages.into(),
    ];
    for estimate in [row.score.precision, row.score.recall, row.score.f1] {
        cells.extend(estimate_cells(estimate));
    }
    cells.extend([row.uncoded.into(), row.unjudged.into(), row.near.into()]);
    cells
}

fn estimate_cells(estimate: Estimate) -> [Cell; 3] {
    [estimate.value, estimate.low, estimate.high].map(Cell::maybe)
}

fn places(args: &RuleTestArgs, study: &Study, session: &Session) -> Result<(), Problem> {
    let words = args.show.iter();
    let wanted: Vec<_> = words.filter_map(|word| Outcome::from_word(word)).collect();
    let columns = vec![
        Column::new("rule"),
        Column::new("code").aside(),
        Column::new("outcome"),
        Column::new("interview"),
        Column::new("text").aside(),
        Column::number("start"),
        Column::number("end"),
        Column::quote("reason"),
        Column::quote("quote"),
    ];
    let head = Head::new("rule-place-list", columns);
    let is_for_eyes = session.output.shape().format.is_for_eyes();
    let streamed = session.output.stream(&head, |rows| {
        let test = study.measure_rules(options(args), &mut |place| match wanted
            .contains(&place.outcome)
        {
            true => passed_on(rows.push(&place_cells(place, is_for_eyes))),
            false => Ok(()),
        })?;
        let mut meta = opened::meta(study)?;
        meta.warnings.extend(opened::hidden_line(test.hidden));
        Ok(meta)
    });
    streamed.map(drop)
}

/// The cells of a place; eyes see of a long one what stands around the words found.
fn place_cells(place: TestedPlace, is_for_eyes: bool) -> Vec<Cell> {
    let quote = match is_for_eyes {
        true => excerpt(&place.quote, place.found_cp).into_owned(),
        false => place.quote,
    };
    let cp = |number: usize| Cell::from(u64::try_from(number).unwrap_or(u64::MAX));
    vec![
        place.rule.into(),
        place.code.into(),
        place.outcome.as_str().into(),
        place.interview.into(),
        place.text.into(),
        cp(place.span.start_cp),
        cp(place.span.end_cp),
        place.reason.into(),
        quote.into(),
    ]
}
