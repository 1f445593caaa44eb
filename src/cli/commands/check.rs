//! `gainsay check`: the cross-check, one row a pair.
//!
//! It must not know how a pair is judged. What a stranger would get wrong: findings are results,
//! so the exit code is 0 unless --fail-on says otherwise.

use crate::cli::args::cross::{CheckArgs, FailOn, HowMany};
use crate::cli::failure::{Code, Problem};
use crate::cli::session::Session;
use crate::method::crosscheck::words::Verdict;
use crate::method::crosscheck::{CutBlock, MOST_LISTED};
use crate::project::Study;
use crate::project::cross_check::{CheckOptions, Checked, Crowds, JudgedRow, PairCounts};
use crate::project::listings::{finding_cells, finding_head, settings_cell};
use crate::project::since::{Differences, Since};
use crate::report::{Cell, Column, Head, Listing, Meta, counted};

use super::opened;
use super::rows::passed_on;

/// How many cut blocks are named; all are counted.
const NAMED_BLOCKS: usize = 50;

/// Cross-checks.
///
/// # Errors
/// A key that nothing has; exit code 3 where --fail-on says so.
pub fn run(args: &CheckArgs, session: &Session) -> Result<(), Problem> {
    let study = opened::open(session)?;
    if args.settings {
        return show_settings(&study, session);
    }
    let options = options_of(args);
    if session.globals.dry_run && args.pairs.is_none() {
        let counts = study.count_findings(&options)?;
        return show_counts(&study, &counts, session);
    }
    match (&args.since, &args.pairs, args.fail_on) {
        (Some(since), _, _) => run_since(&study, since, args, session),
        (None, None, Some(FailOn::New)) => run_beside_last(&study, args, session),
        _ => run_now(&study, args, session),
    }
}

fn run_now(study: &Study, args: &CheckArgs, session: &Session) -> Result<(), Problem> {
    let options = options_of(args);
    let progress = session.progress("comparing claims", None);
    let checked = match &args.pairs {
        Some(file) => study.check_pairs(file)?,
        None => study.check(&options)?,
    };
    drop(progress);
    if session.globals.dry_run {
        checked
            .notes
            .iter()
            .for_each(|note| session.output.warn(note));
        return show_counts(study, &checked.counts, session);
    }
    show(study, &checked, session, |_| true)?;
    for note in checked.unit_notes(args.topic.as_deref()) {
        session.output.say(&note);
    }
    session.output.say(&summary(&checked));
    match args.fail_on {
        Some(FailOn::Open) => fail_if_open(study.count_open(&options, &checked)?),
        Some(FailOn::New) => Err(Problem::usage(
            "pairs-are-not-new",
            "--fail-on new looks at all findings, --pairs at those of a file",
        )
        .hint("leave one of the two out")),
        None => Ok(()),
    }
}

/// Lists what differs from an earlier state.
fn run_since(
    study: &Study,
    since: &str,
    args: &CheckArgs,
    session: &Session,
) -> Result<(), Problem> {
    let operation = match since.trim() {
        "0" => 0,
        name => study.operation_named(name)?.sequence,
    };
    let options = options_of(args);
    let progress = session.progress("comparing claims of now and then", None);
    let found = study.check_since(&options, operation)?;
    drop(progress);
    let mut columns = finding_head().columns;
    columns.push(Column::new("since"));
    let head = Head::new("finding-list", columns);
    session.output.stream(&head, |rows| {
        for (since, judged) in found.rows() {
            let mut cells = finding_cells(judged);
            cells.push(since.as_str().into());
            passed_on(rows.push(&cells))?;
        }
        meta_of(study, &found.now)
    })?;
    // Not noted as a run: a look back must not make new findings known to --fail-on new.
    session.output.say(&difference_words(&found, operation));
    match args.fail_on {
        Some(FailOn::New) => fail_if_new(&found, operation),
        Some(FailOn::Open) => fail_if_open(found.now.open_count()),
        None => Ok(()),
    }
}

/// Lists as always, and fails on what the check before did not have.
fn run_beside_last(study: &Study, args: &CheckArgs, session: &Session) -> Result<(), Problem> {
    let progress = session.progress("comparing claims of now and then", None);
    let found = study.check_beside_last(&options_of(args))?;
    drop(progress);
    show(study, found.checked(), session, |_| true)?;
    session.output.say(&summary(found.checked()));
    fail_if_new(&found.found, found.last)
}

fn difference_words(found: &Differences, operation: i64) -> String {
    let parts = [Since::New, Since::Changed, Since::Gone];
    let parts = parts.map(|since| format!("{} {}", found.count(since), since.as_str()));
    format!("since operation {operation}: {}", parts.join(", "))
}

fn fail_if_new(found: &Differences, operation: i64) -> Result<(), Problem> {
    let (new, changed) = (found.count(Since::New), found.count(Since::Changed));
    if new + changed == 0 {
        return Ok(());
    }
    let message = format!(
        "{} new and {changed} changed since operation {operation}",
        counted(new as u64, "flagged pair")
    );
    Err(Problem::new(Code::Matched, "fail-on", message)
        .hint(format!("list them with: gainsay check --since {operation}")))
}

fn show_settings(study: &Study, session: &Session) -> Result<(), Problem> {
    let columns = vec![
        Column::new("setting"),
        Column::number("value"),
        Column::number("default"),
        Column::new("is_default"),
    ];
    let mut listing = Listing::new(Head::new("setting-list", columns));
    for row in study.check_settings()? {
        let is_default = if row.is_default() { "yes" } else { "no" };
        listing.rows.push(vec![
            row.name.into(),
            Cell::text(row.value),
            Cell::text(row.default),
            is_default.into(),
        ]);
    }
    listing.meta = opened::meta(study)?;
    session.output.show(&listing).map(drop)
}

fn options_of(args: &CheckArgs) -> CheckOptions<'_> {
    CheckOptions {
        topic: args.topic.as_deref(),
        source: args.source.as_deref(),
        claim: None,
        all: args.all,
        crowds: Crowds::Shown,
        per_block: match args.per_block {
            HowMany::All => None,
            HowMany::AtMost(count) => Some(count),
        },
    }
}

fn fail_if_open(count: usize) -> Result<(), Problem> {
    if count == 0 {
        return Ok(());
    }
    let pairs = counted(count as u64, "flagged pair");
    let message = format!("{pairs} not judged");
    Err(Problem::new(Code::Matched, "fail-on", message)
        .hint("judge them with: gainsay finding accept, explain, dismiss or unverified"))
}

/// Shows the pairs that are wanted, with the exact counts of what was left out.
///
/// # Errors
/// What the output says.
pub fn show(
    study: &Study,
    checked: &Checked,
    session: &Session,
    wanted: impl Fn(&JudgedRow) -> bool,
) -> Result<(), Problem> {
    let head = finding_head();
    session
        .output
        .stream(&head, |rows| {
            for judged in checked.rows().filter(|judged| wanted(judged)) {
                passed_on(rows.push(&finding_cells(judged)))?;
            }
            meta_of(study, checked)
        })
        .map(drop)
}

fn meta_of(study: &Study, checked: &Checked) -> Result<Meta, Problem> {
    let mut meta = opened::meta(study)?;
    meta.warnings.clone_from(&checked.notes);
    meta.warnings.extend(cut_blocks(checked));
    meta.more
        .push(("flagged", Cell::from(checked.counts.flagged)));
    let counts = told(&checked.counts);
    meta.more
        .extend(counts.map(|(verdict, count)| (verdict, Cell::from(count))));
    if let Some(apart) = apart(checked) {
        let name = Verdict::NotComparable.as_str();
        meta.more.push((name, Cell::from(apart)));
    }
    meta.more
        .push(("settings", settings_cell(&checked.settings)));
    Ok(meta)
}

fn cut_blocks(checked: &Checked) -> Vec<String> {
    let cut = &checked.cut_blocks;
    let named = cut.iter().take(NAMED_BLOCKS);
    let mut lines: Vec<String> = named.map(|block| checked.cut_block_words(block)).collect();
    let left: u64 = cut.iter().map(|block| block.found - block.listed).sum();
    if left > 0 {
        let blocks = counted(cut.len() as u64, "block");
        let pairs = counted(left, "pair");
        // Those of the largest crowds are never listed as a whole.
        let is_listable = |block: &CutBlock| !block.is_crowd || block.found <= MOST_LISTED;
        let how = match cut.iter().any(is_listable) {
            true => "all: --per-block all",
            false => "those of one source: --source KEY",
        };
        lines.push(format!("{pairs} of {blocks} not listed; {how}"));
    }
    lines
}

/// The verdicts that were counted: those that are flagged, the others where pairs have them.
fn told(counts: &PairCounts) -> impl Iterator<Item = (&'static str, u64)> + '_ {
    let verdicts = counts.by_verdict.iter().zip(Verdict::ALL);
    verdicts
        .filter(|((_, count), verdict)| verdict.is_flagged() || *count > 0)
        .map(|((name, count), _)| (*name, *count))
}

/// How many pairs are listed that no verdict counts.
fn apart(checked: &Checked) -> Option<u64> {
    let counted = checked.counts.of_verdict(Verdict::NotComparable.as_str());
    let listed = checked.listed_apart();
    (counted == 0 && listed > 0).then_some(listed)
}

/// Says how many pairs are flagged, by verdict, and how many others were listed.
fn summary(checked: &Checked) -> String {
    let counts = &checked.counts;
    let said = |is_flagged: bool| {
        let verdicts = counts.by_verdict.iter().zip(Verdict::ALL);
        let said = verdicts
            .filter(|((_, count), verdict)| *count > 0 && verdict.is_flagged() == is_flagged);
        let said = said.map(|((name, count), _)| format!("{count} {name}"));
        said.collect::<Vec<_>>().join(", ")
    };
    let mut line = counted(counts.flagged, "flagged pair");
    for (lead, verdicts) in [(": ", said(true)), ("; not flagged: ", said(false))] {
        if !verdicts.is_empty() {
            line.push_str(lead);
            line.push_str(&verdicts);
        }
    }
    if let Some(apart) = apart(checked) {
        line.push_str(&format!("; listed beside them: {apart} not-comparable"));
    }
    line
}

fn show_counts(study: &Study, counts: &PairCounts, session: &Session) -> Result<(), Problem> {
    let columns = vec![Column::new("verdict"), Column::number("pairs")];
    let mut listing = Listing::new(Head::new("verdict-list", columns));
    for (verdict, count) in told(counts) {
        listing.rows.push(vec![verdict.into(), Cell::from(count)]);
    }
    listing.meta = opened::meta(study)?;
    listing
        .meta
        .more
        .push(("flagged", Cell::from(counts.flagged)));
    session.output.show(&listing).map(drop)
}
