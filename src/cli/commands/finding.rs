//! `gainsay finding`: what the cross-check found, and what people make of it.
//!
//! It must not know how a status comes about. What a stranger would get wrong: a finding may be
//! several pairs, and a judgement on it is one on each.

use super::{check, opened};
use crate::cli::args::cross::{ExplainArgs, FindingCommand, FindingListArgs};
use crate::cli::failure::Problem;
use crate::cli::session::Session;
use crate::method::crosscheck::words::Verdict as Found;
use crate::project::Study;
use crate::project::cross_check::{CheckOptions, Checked, Crowds};
use crate::project::judging::Verdict;
use crate::project::listings::{finding_cells, finding_head};
use crate::report::{Listing, counted};

mod agreement;
pub(super) mod show;

/// Runs a command on findings.
///
/// # Errors
/// A name that no finding has.
pub fn run(command: &FindingCommand, session: &Session) -> Result<(), Problem> {
    match command {
        FindingCommand::List(args) => list(args, session),
        FindingCommand::Show(args) => show::run(&args.key, args.blind, session),
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
        FindingCommand::Unverifiable(args) => judge(
            &args.findings,
            verdict("unverifiable", &args.reason),
            session,
        ),
        FindingCommand::Agreement => agreement::run(session),
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
        crowds: Crowds::Shown,
        // A pair that was judged may by now be no flagged one: its status is `changed`.
        all: args.all
            || wanted.is_some_and(is_unflagged)
            || args
                .status
                .as_deref()
                .is_some_and(|status| status != "open"),
        // What is chosen from must be whole.
        per_block: if is_choice {
            None
        } else {
            CheckOptions::default().per_block
        },
    };
    let progress = session.progress("comparing claims", None);
    // Only `check` notes its run: a look at the list must not make new findings known.
    let checked = study.check_unnoted(&options)?;
    drop(progress);
    let checked = match args.blind {
        true => checked.blind_for(study.actor()),
        false => checked,
    };
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

fn verdict<'a>(judgement: &'a str, reason: &'a str) -> Verdict<'a> {
    Verdict {
        judgement,
        explanation: None,
        reason,
        is_blind: false,
    }
}

fn explained(args: &ExplainArgs) -> Verdict<'_> {
    Verdict {
        judgement: "explained",
        explanation: Some(&args.by),
        reason: &args.judge.reason,
        is_blind: false,
    }
}

fn judge(names: &[String], verdict: Verdict<'_>, session: &Session) -> Result<(), Problem> {
    let study = opened::open(session)?;
    let checked = study.findings_named(names)?;
    let pairs = checked.to_judge();
    if verdict.judgement != "dismissed" {
        warn_of_strangers(&checked, session);
    }
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

/// Says of pairs that the cross-check does not compare that it does not: the judgement stands beside
/// that, and nobody meets such a pair in a list of findings.
fn warn_of_strangers(checked: &Checked, session: &Session) {
    let rows = checked.rows().map(|judged| judged.row);
    for row in rows.filter(|row| row.verdict == Found::NotComparable) {
        let pair = format!("{} and {}", row.claim_a, row.claim_b);
        session.output.warn(&format!(
            "{pair} are not comparable ({}): the cross-check will not count them as a finding",
            row.why
        ));
    }
}

/// What was done, for the receipt.
pub(super) fn past(verdict: &Verdict<'_>, findings: &str) -> String {
    match (verdict.judgement, verdict.explanation) {
        ("contradicts", _) => format!("accepted {findings}"),
        ("explained", Some(by)) => format!("explained {findings} by {by}"),
        ("dismissed", _) => format!("dismissed {findings}"),
        ("unverifiable", _) => format!("marked {findings} as unverifiable"),
        _ => format!("marked {findings} as unverified"),
    }
}

fn reopen(names: &[String], session: &Session) -> Result<(), Problem> {
    let study = opened::open(session)?;
    let checked = study.findings_named(names)?;
    let is_dry = session.globals.dry_run;
    let done = study.reopen(&checked.to_judge(), is_dry)?;
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
