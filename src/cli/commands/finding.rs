//! `gainsay finding`: what the cross-check found, and what people make of it.
//!
//! It must not know how a status comes about. What a stranger would get wrong: a finding may be
//! several pairs, and a judgement on it is one on each.

use crate::cli::args::cross::{ExplainArgs, FindingCommand, FindingListArgs};
use crate::cli::args::read::ShowArgs;
use crate::cli::failure::Problem;
use crate::cli::session::Session;
use crate::method::crosscheck::words::Verdict as Found;
use crate::model::table::Noun;
use crate::project::Study;
use crate::project::cross_check::{CheckOptions, Checked, JudgedRow};
use crate::project::judging::Verdict;
use crate::project::listings::{finding_cells, finding_head};
use crate::report::{Cell, Column, Head, Listing, counted};

use super::rows::Row;
use super::{check, opened};

/// Runs a command on findings.
///
/// # Errors
/// A name that no finding has.
pub fn run(command: &FindingCommand, session: &Session) -> Result<(), Problem> {
    match command {
        FindingCommand::List(args) => list(args, session),
        FindingCommand::Show(args) => show(args, session),
        FindingCommand::Accept(args) => judge(
            &args.findings,
            verdict("contradicts", &args.reason),
            session,
        ),
        FindingCommand::Explain(args) => judge(&args.judge.findings, explained(args), session),
        FindingCommand::Dismiss(args) => {
            judge(&args.findings, verdict("dismissed", &args.reason), session)
        }
        FindingCommand::Unverified(args) => {
            judge(&args.findings, verdict("unverified", &args.reason), session)
        }
        FindingCommand::Reopen(args) => reopen(&args.findings, session),
    }
}

fn list(args: &FindingListArgs, session: &Session) -> Result<(), Problem> {
    let study = opened::open(session)?;
    let wanted = args.verdict.as_deref();
    let is_choice = wanted.is_some() || args.status.is_some();
    let options = CheckOptions {
        topic: args.topic.as_deref(),
        source: args.source.as_deref(),
        claim: None,
        all: args.all || wanted.is_some_and(is_unflagged),
        // What is chosen from must be whole.
        per_block: if is_choice {
            None
        } else {
            CheckOptions::default().per_block
        },
    };
    let progress = session.progress("comparing claims", None);
    let checked = study.check(&options)?;
    drop(progress);
    check::show(&study, &checked, session, |judged| {
        wanted.is_none_or(|verdict| judged.row.verdict.as_str() == verdict)
            && args
                .status
                .as_deref()
                .is_none_or(|status| judged.status == status)
    })
}

fn is_unflagged(verdict: &str) -> bool {
    let mut all = Found::ALL.iter();
    all.any(|found| found.as_str() == verdict && !found.is_flagged())
}

/// The cells of a claim that stand side by side, `_a` and `_b`.
const SIDE_BY_SIDE: [&str; 6] = ["stance", "value", "population", "place", "when", "quote"];

fn show(args: &ShowArgs, session: &Session) -> Result<(), Problem> {
    let study = opened::open(session)?;
    let checked = study.findings_named(std::slice::from_ref(&args.key))?;
    let mut listing = Listing::new(Head::record("finding-list", record_columns()));
    for judged in checked.rows() {
        listing.rows.push(record_of(&study, &checked, judged)?);
    }
    listing.meta = opened::meta(&study)?;
    session.output.show(&listing).map(drop)
}

fn record_columns() -> Vec<Column> {
    let mut columns = finding_head().columns;
    for name in SIDE_BY_SIDE {
        for side in ["a", "b"] {
            let name = format!("{name}_{side}");
            columns.push(if name.starts_with("quote") {
                Column::quote(name)
            } else {
                Column::new(name)
            });
        }
    }
    columns.push(Column::new("certainty_lowered_by"));
    columns.push(Column::quote("judgements"));
    columns
}

fn record_of(study: &Study, checked: &Checked, judged: JudgedRow) -> Result<Vec<Cell>, Problem> {
    let (a, b) = (judged.row.claim_a.clone(), judged.row.claim_b.clone());
    let lowered = judged.row.certainty_lowered_by.iter();
    let lowered = lowered.map(|word| (*word).to_owned()).collect();
    let mut cells = finding_cells(judged);
    let claims = [study.row(Noun::Claim, &a)?, study.row(Noun::Claim, &b)?];
    for name in SIDE_BY_SIDE {
        let said = |cells| Row::of(Noun::Claim, cells).get(name).to_owned();
        cells.extend(claims.iter().map(|cells| Cell::text(said(cells))));
    }
    cells.push(Cell::List(lowered));
    let judgements = checked.judgements().on(&a, &b);
    let judgements = judgements.map(|one| {
        let words = [
            Some(one.analyst.as_str()),
            one.date.as_deref(),
            Some(one.judgement.as_str()),
            one.explanation.as_deref(),
        ];
        let words: Vec<&str> = words.into_iter().flatten().collect();
        let stale = if one.is_stale {
            " (before a claim changed)"
        } else {
            ""
        };
        let reason = one.reason.as_deref().unwrap_or("no reason given");
        format!("{}{stale}: {reason}", words.join(" "))
    });
    cells.push(Cell::List(judgements.collect()));
    Ok(cells)
}

fn verdict<'a>(judgement: &'a str, reason: &'a str) -> Verdict<'a> {
    Verdict {
        judgement,
        explanation: None,
        reason,
    }
}

fn explained(args: &ExplainArgs) -> Verdict<'_> {
    Verdict {
        judgement: "explained",
        explanation: Some(&args.by),
        reason: &args.judge.reason,
    }
}

fn judge(names: &[String], verdict: Verdict<'_>, session: &Session) -> Result<(), Problem> {
    let study = opened::open(session)?;
    let checked = study.findings_named(names)?;
    let pairs = pairs_of(&checked);
    let is_dry = session.globals.dry_run;
    study.judge(&pairs, &verdict, is_dry)?;
    let findings = counted(count_of(&checked), "finding");
    let line = if is_dry {
        format!("would judge {findings}; nothing was written")
    } else {
        format!("{}; undo: gainsay undo", past(&verdict, &findings))
    };
    give_receipt(&study, names, &line, session)
}

fn past(verdict: &Verdict<'_>, findings: &str) -> String {
    match (verdict.judgement, verdict.explanation) {
        ("contradicts", _) => format!("accepted {findings}"),
        ("explained", Some(by)) => format!("explained {findings} by {by}"),
        ("dismissed", _) => format!("dismissed {findings}"),
        _ => format!("marked {findings} as unverified"),
    }
}

fn reopen(names: &[String], session: &Session) -> Result<(), Problem> {
    let study = opened::open(session)?;
    let checked = study.findings_named(names)?;
    let is_dry = session.globals.dry_run;
    let done = study.reopen(&pairs_of(&checked), is_dry)?;
    let findings = counted(count_of(&checked), "finding");
    let line = match (done.value, is_dry) {
        (0, _) => format!(
            "nothing changed: {} has no judgement on them",
            study.actor()
        ),
        (_, true) => format!("would reopen {findings}; nothing was written"),
        (_, false) => format!("reopened {findings}; undo: gainsay undo"),
    };
    give_receipt(&study, names, &line, session)
}

fn pairs_of(checked: &Checked) -> Vec<(String, String)> {
    let pairs = checked.rows().map(|judged| judged.row);
    pairs.map(|row| (row.claim_a, row.claim_b)).collect()
}

fn count_of(checked: &Checked) -> u64 {
    let ids = checked.rows().map(|judged| judged.row.finding);
    ids.collect::<std::collections::BTreeSet<_>>().len() as u64
}

/// Shows to programs where the findings stand now.
fn give_receipt(
    study: &Study,
    names: &[String],
    line: &str,
    session: &Session,
) -> Result<(), Problem> {
    let mut listing = Listing::new(finding_head());
    if !session.output.shape().format.is_for_eyes() {
        let now = study.findings_named(names)?;
        listing.rows = now.rows().map(finding_cells).collect();
        listing.meta = opened::meta(study)?;
    }
    session.output.receipt(line, &listing)
}
