//! `gainsay check`: the cross-check, one row a pair.
//!
//! It must not know how a pair is judged. What a stranger would get wrong: findings are results,
//! so the exit code is 0 unless --fail-on says otherwise.

use crate::cli::args::cross::{CheckArgs, FailOn, PerBlock};
use crate::cli::failure::{Code, Problem};
use crate::cli::session::Session;
use crate::project::Study;
use crate::project::cross_check::{CheckOptions, Checked, JudgedRow, PairCounts};
use crate::report::{Cell, Column, Head, Listing, Meta};

use super::opened;
use super::rows::{counted, passed_on, whole};

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
        return show_counts(&study, &study.count_findings(&options)?, session);
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
    let head = Head::new("finding-list", columns());
    session
        .output
        .stream(&head, |rows| {
            for judged in checked.rows().filter(|judged| wanted(judged)) {
                passed_on(rows.push(&cells_of(judged)))?;
            }
            meta_of(study, checked)
        })
        .map(drop)
}

fn meta_of(study: &Study, checked: &Checked) -> Result<Meta, Problem> {
    let mut meta = opened::meta(study)?;
    meta.warnings = cut_blocks(checked);
    let counts = checked.counts.by_verdict.iter();
    let counts = counts.map(|(verdict, count)| (*verdict, whole(*count)));
    meta.more.push(("flagged", whole(checked.counts.flagged)));
    meta.more.extend(counts);
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

/// The columns of a finding, as papers rely on them.
pub fn columns() -> Vec<Column> {
    vec![
        Column::id("finding"),
        Column::new("claim_a"),
        Column::new("claim_b"),
        Column::new("topic_a").aside(),
        Column::new("topic_b").aside(),
        Column::new("kind").aside(),
        Column::new("marks").aside(),
        Column::new("verdict"),
        Column::new("why"),
        Column::new("explanations").aside(),
        Column::new("severity"),
        Column::number("gap").rounded(2).aside(),
        Column::number("shared_time").rounded(2).aside(),
        Column::new("certainty").aside(),
        Column::new("source_a").aside(),
        Column::new("source_b").aside(),
        Column::new("side_a").aside(),
        Column::new("side_b").aside(),
        Column::new("stated_on_a").aside(),
        Column::new("stated_on_b").aside(),
        Column::new("independent").aside(),
        Column::new("status"),
        Column::quote("reason"),
    ]
}

/// The cells of a finding, in the order of [`columns`].
pub fn cells_of(judged: JudgedRow) -> Vec<Cell> {
    let row = judged.row;
    let marks = row.marks.split(';').filter(|mark| !mark.is_empty());
    vec![
        Cell::text(row.finding),
        Cell::text(row.claim_a),
        Cell::text(row.claim_b),
        Cell::text(row.topic_a),
        Cell::text(row.topic_b),
        row.kind.into(),
        Cell::List(marks.map(str::to_owned).collect()),
        row.verdict.as_str().into(),
        row.why.into(),
        Cell::text(row.explanations),
        row.severity.into(),
        Cell::maybe(row.gap),
        row.shared_time.into(),
        row.certainty.as_str().into(),
        Cell::text(row.source_a),
        Cell::text(row.source_b),
        Cell::text(row.side_a),
        Cell::text(row.side_b),
        Cell::text(row.stated_on_a),
        Cell::text(row.stated_on_b),
        row.independent.as_str().into(),
        judged.status.into(),
        Cell::text(row.reason),
    ]
}

/// Says how many pairs are flagged, by verdict.
fn summary(counts: &PairCounts) -> String {
    let said = counts.by_verdict.iter().filter(|(_, count)| *count > 0);
    let said: Vec<String> = said
        .map(|(verdict, count)| format!("{count} {verdict}"))
        .collect();
    let flagged = counted(counts.flagged, "flagged pair");
    if said.is_empty() {
        return flagged;
    }
    format!("{flagged}: {}", said.join(", "))
}

fn show_counts(study: &Study, counts: &PairCounts, session: &Session) -> Result<(), Problem> {
    let columns = vec![Column::new("verdict"), Column::number("pairs")];
    let mut listing = Listing::new(Head::new("verdict-list", columns));
    for (verdict, count) in &counts.by_verdict {
        listing.rows.push(vec![(*verdict).into(), whole(*count)]);
    }
    listing.meta = opened::meta(study)?;
    listing.meta.more.push(("flagged", whole(counts.flagged)));
    session.output.show(&listing).map(drop)
}
