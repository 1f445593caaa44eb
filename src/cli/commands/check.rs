//! `gainsay check`: the cross-check, one row a pair.
//!
//! It must not know how a pair is judged. What a stranger would get wrong: findings are results,
//! so the exit code is 0 unless --fail-on says otherwise.

use crate::cli::args::cross::{CheckArgs, FailOn, PerBlock};
use crate::cli::failure::{Code, Problem};
use crate::cli::session::Session;
use crate::method::crosscheck::words::Verdict;
use crate::project::Study;
use crate::project::cross_check::{CheckOptions, Checked, JudgedRow, PairCounts};
use crate::project::listings::{finding_cells, finding_head};
use crate::report::{Column, Head, Listing, Meta, counted};

use super::opened;
use super::rows::{passed_on, whole};

/// How many cut blocks are named; all are counted.
const NAMED_BLOCKS: usize = 50;

/// Cross-checks.
///
/// # Errors
/// A key that nothing has; exit code 3 where --fail-on says so.
pub fn run(args: &CheckArgs, session: &Session) -> Result<(), Problem> {
    if args.fail_on == Some(FailOn::New) {
        return Err(new_is_not_built());
    }
    let study = opened::open(session)?;
    let options = options_of(args);
    if session.globals.dry_run && args.pairs.is_none() {
        let counts = study.count_findings(&options)?;
        return show_counts(&study, &counts, session);
    }
    let progress = session.progress("comparing claims", None);
    let checked = match &args.pairs {
        Some(file) => study.check_pairs(file)?,
        None => study.check(&options)?,
    };
    drop(progress);
    if session.globals.dry_run {
        return show_counts(&study, &checked.counts, session);
    }
    show(&study, &checked, session, |_| true)?;
    session.output.say(&summary(&checked.counts));
    match args.fail_on {
        Some(_) => fail_if_open(study.count_open(&options, &checked)?),
        None => Ok(()),
    }
}

fn new_is_not_built() -> Problem {
    Problem::usage(
        "not-built",
        "--fail-on new is not built: no run keeps the findings of the one before",
    )
    .hint("findings that nobody has judged: --fail-on open")
}

fn options_of(args: &CheckArgs) -> CheckOptions<'_> {
    CheckOptions {
        topic: args.topic.as_deref(),
        source: args.source.as_deref(),
        claim: None,
        all: args.all,
        per_block: match args.per_block {
            PerBlock::All => None,
            PerBlock::AtMost(count) => Some(count),
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
    meta.warnings = cut_blocks(checked);
    meta.more.push(("flagged", whole(checked.counts.flagged)));
    let counts = told(&checked.counts);
    meta.more
        .extend(counts.map(|(verdict, count)| (verdict, whole(count))));
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
        lines.push(format!(
            "{pairs} of {blocks} not listed; all: --per-block all"
        ));
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

/// Says how many pairs are flagged, by verdict, and how many others were listed.
fn summary(counts: &PairCounts) -> String {
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
    line
}

fn show_counts(study: &Study, counts: &PairCounts, session: &Session) -> Result<(), Problem> {
    let columns = vec![Column::new("verdict"), Column::number("pairs")];
    let mut listing = Listing::new(Head::new("verdict-list", columns));
    for (verdict, count) in told(counts) {
        listing.rows.push(vec![verdict.into(), whole(count)]);
    }
    listing.meta = opened::meta(study)?;
    listing.meta.more.push(("flagged", whole(counts.flagged)));
    session.output.show(&listing).map(drop)
}
