//! `gainsay code accept`, `reject` and `recode`: what a person makes of a proposal.
//!
//! It must not know what proposed it. What a stranger would get wrong: nothing is asked before many
//! are accepted, for one undo takes all of it back; a dry run lists them.

use crate::cli::args::proposals::{CodeRecodeArgs, Probability, ProposalArgs};
use crate::cli::failure::Problem;
use crate::cli::session::Session;
use crate::model::table::Noun;
use crate::project::Study;
use crate::project::listings::{coding_cells, coding_cells_for_eyes, coding_head};
use crate::report::{Column, Head, Listing, counted};
use crate::store::codings::{CodingFilter, CodingRow, Origin};

use super::{name_codings, opened, refuse_unknown};

/// Accepts or rejects proposals.
///
/// # Errors
/// A key or id that nothing has.
pub fn run(args: &ProposalArgs, accept: bool, session: &Session) -> Result<(), Problem> {
    let study = opened::open(session)?;
    let proposals = chosen(&study, args)?;
    let is_dry = session.globals.dry_run;
    let done = study.settle_proposals(&proposals, accept, is_dry)?;
    let line = match done.value {
        0 => format!("nothing changed: {}", nothing_found(args)),
        count => receipt_line(count as u64, accept, is_dry),
    };
    if is_dry {
        let is_for_eyes = session.output.shape().format.is_for_eyes();
        session
            .output
            .show(&preview(&study, proposals, is_for_eyes)?)?;
        session.output.say(&line);
        return Ok(());
    }
    let mut listing = Listing::new(Head::record(
        "settled-list",
        vec![Column::new("status"), Column::number("codings")],
    ));
    let status = if accept { "accepted" } else { "rejected" };
    listing.rows.push(vec![status.into(), done.value.into()]);
    listing.meta = opened::meta(&study)?;
    session.output.receipt(&line, &listing)
}

fn chosen(study: &Study, args: &ProposalArgs) -> Result<Vec<CodingRow>, Problem> {
    refuse_unknown(study, Noun::Code, args.code.as_deref())?;
    refuse_unknown(study, Noun::Interview, args.interview.as_deref())?;
    refuse_unknown(study, Noun::Rule, args.rule.as_deref())?;
    let filter = CodingFilter {
        code: args.code.as_deref(),
        interview: args.interview.as_deref(),
        rule: args.rule.as_deref(),
        origin: args.learned.then_some(Origin::Learned),
        min_probability: args.min_probability.as_ref().map(Probability::value),
        ..CodingFilter::default()
    };
    Ok(study.proposals(&args.codings, &filter)?)
}

fn preview(
    study: &Study,
    proposals: Vec<CodingRow>,
    is_for_eyes: bool,
) -> Result<Listing, Problem> {
    let paths = study.code_paths()?;
    let mut listing = Listing::new(coding_head());
    for row in proposals {
        let path = paths.get(&row.code).cloned().unwrap_or_default();
        listing.rows.push(match is_for_eyes {
            true => coding_cells_for_eyes(row, &path),
            false => coding_cells(row, &path),
        });
    }
    listing.meta = opened::meta(study)?;
    Ok(listing)
}

fn receipt_line(count: u64, accept: bool, is_dry: bool) -> String {
    let verb = if accept { "accept" } else { "reject" };
    let codings = counted(count, "coding");
    match is_dry {
        true => format!("would {verb} {codings}; nothing was written"),
        false => format!("{verb}ed {codings}; undo: gainsay undo"),
    }
}

/// Says with all its conditions that a choice has no proposal: each by itself may have one.
fn nothing_found(args: &ProposalArgs) -> String {
    let flag = |name: &str, value: Option<&str>| value.map(|value| format!("{name} {value}"));
    let conditions: Vec<_> = [
        flag("--code", args.code.as_deref()),
        flag("--interview", args.interview.as_deref()),
        flag("--rule", args.rule.as_deref()),
        args.learned.then(|| "--learned".to_owned()),
        flag(
            "--min-probability",
            args.min_probability.as_ref().map(Probability::as_str),
        ),
    ]
    .into_iter()
    .flatten()
    .collect();
    match conditions.is_empty() {
        true => "none of these is a proposal".to_owned(),
        false => format!(
            "there is no open proposal with {}",
            conditions.join(" and ")
        ),
    }
}

/// Puts another code on the passage of a coding.
///
/// # Errors
/// A coding or code that is not there.
pub fn recode(args: &CodeRecodeArgs, session: &Session) -> Result<(), Problem> {
    let study = opened::open(session)?;
    let is_dry = session.globals.dry_run;
    let done = study.recode(&args.coding, &args.code, is_dry)?;
    let (coding, code) = (&args.coding, &args.code);
    let line = match (done.value, is_dry) {
        (false, _) => format!("nothing changed: coding {coding} has the code {code} already"),
        (true, true) => format!("would recode coding {coding} to {code}; nothing was written"),
        (true, false) => format!("recoded coding {coding} to {code}; undo: gainsay undo"),
    };
    name_codings(&study, std::slice::from_ref(coding), &line, session)
}
