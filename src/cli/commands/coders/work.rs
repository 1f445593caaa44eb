//! `gainsay coders assign`, `unassign`, `assignments` and `submit`: who codes which text.
//!
//! It must not know who sees what meanwhile. What a stranger would get wrong: submitting all that
//! waits is asked first, for it says of every one of these texts that all of it was seen.

use crate::cli::args::coders::work::{AssignArgs, AssignmentsArgs, SubmitArgs, UnassignArgs};
use crate::cli::failure::Problem;
use crate::cli::session::Session;
use crate::model::table::Noun;
use crate::project::Study;
use crate::project::assigning::{Dealing, Terms, WorkDone};
use crate::report::{Cell, Column, Head, Listing, counted};
use crate::store::assignments::AssignmentRow;
use crate::store::operation::Done;

use super::super::opened;
use super::super::transcript::kind_of;

/// Gives texts to coders.
///
/// # Errors
/// A coder or interview that is not there; an interview without such a text; too few coders.
pub fn assign(args: &AssignArgs, session: &Session) -> Result<(), Problem> {
    let study = opened::open(session)?;
    let terms = Terms {
        kind: kind_of(args.translation),
        is_open: args.open,
        due: args.due.as_deref(),
    };
    let is_dry = session.globals.dry_run;
    let (done, whom) = match (&args.coder, args.double) {
        (Some(coder), _) => {
            let done = study.assign(coder, &args.interviews, &terms, is_dry)?;
            (done, coder.clone())
        }
        (None, each) => {
            let dealing = Dealing {
                among: &args.among,
                each: usize::from(each.unwrap_or(1)),
                seed: args.seed,
            };
            let done = study.deal_out(&dealing, &terms, is_dry)?;
            let whom = counted(done.value.by_coder.len() as u64, "coder");
            (done, whom)
        }
    };
    let line = assigned_line(&done, &whom, is_dry);
    let columns = vec![Column::new("coder"), Column::number("new")];
    let mut listing = Listing::new(Head::new("assigned-list", columns));
    let by_coder = done.value.by_coder.into_iter();
    let rows = by_coder.map(|(coder, texts)| vec![Cell::text(coder), Cell::from(texts)]);
    listing.rows.extend(rows);
    listing.meta = opened::meta(&study)?;
    session.output.receipt(&line, &listing)
}

fn assigned_line(done: &Done<WorkDone>, whom: &str, is_dry: bool) -> String {
    let WorkDone {
        new,
        changed,
        unchanged,
        ..
    } = done.value;
    if new + changed == 0 {
        return match unchanged {
            0 => "nothing changed: every text has its coders".to_owned(),
            _ => format!("nothing changed: {whom} has what was named already"),
        };
    }
    let mut what = counted(new, "text");
    if changed > 0 {
        what.push_str(&format!(", changed {changed}"));
    }
    match is_dry {
        true => format!("would assign {what} to {whom}; nothing was written"),
        false => format!("assigned {what} to {whom}; undo: gainsay undo"),
    }
}

/// Takes texts from a coder.
///
/// # Errors
/// A coder or interview that is not there; a text the coder has not.
pub fn unassign(args: &UnassignArgs, session: &Session) -> Result<(), Problem> {
    let study = opened::open(session)?;
    let is_dry = session.globals.dry_run;
    let kind = kind_of(args.translation);
    let done = study.unassign(&args.coder, &args.interviews, kind, is_dry)?;
    let (texts, coder) = (counted(done.value, "text"), &args.coder);
    let line = match (done.value, is_dry) {
        (0, _) => format!("nothing changed: {coder} has no such text"),
        (_, true) => format!("would take {texts} from {coder}; nothing was written"),
        (_, false) => format!("took {texts} from {coder}; undo: gainsay undo"),
    };
    receipt(&study, (coder, done.value), &line, session)
}

/// Lists who codes which text.
///
/// # Errors
/// A coder or interview that is not there.
pub fn list(args: &AssignmentsArgs, session: &Session) -> Result<(), Problem> {
    let study = opened::open(session)?;
    let keys = [
        (Noun::Coder, &args.coder),
        (Noun::Interview, &args.interview),
    ];
    for (noun, key) in keys {
        if let Some(key) = key {
            study.row(noun, key)?;
        }
    }
    let columns = vec![
        Column::new("interview"),
        Column::new("text").spare(3),
        Column::new("coder"),
        Column::new("sight").spare(2),
        Column::new("due").spare(1),
        Column::new("submitted"),
        Column::new("state"),
    ];
    let is_asked = |asked: &Option<String>, has: &str| asked.as_ref().is_none_or(|key| key == has);
    let mut listing = Listing::new(Head::new("assignment-list", columns));
    let rows = study.assignments()?.into_iter().filter(|row| {
        is_asked(&args.coder, &row.coder)
            && is_asked(&args.interview, &row.interview)
            && !(args.waiting && row.is_submitted())
    });
    listing.rows.extend(rows.map(assignment_cells));
    listing.meta = opened::meta(&study)?;
    session.output.show(&listing).map(drop)
}

fn assignment_cells(row: AssignmentRow) -> Vec<Cell> {
    let state = match (row.is_submitted(), row.is_of_earlier_text()) {
        (false, _) => "waiting",
        (true, false) => "submitted",
        (true, true) => "corrected",
    };
    vec![
        Cell::text(row.interview),
        row.kind.as_str().into(),
        Cell::text(row.coder),
        if row.is_open { "open" } else { "blind" }.into(),
        Cell::maybe(row.due),
        Cell::maybe(row.submitted),
        state.into(),
    ]
}

/// Hands in texts of the coder who acts.
///
/// # Errors
/// A text that is not assigned to the coder; a question that nobody answers with yes.
pub fn submit(args: &SubmitArgs, session: &Session) -> Result<(), Problem> {
    let study = opened::open(session)?;
    let is_dry = session.globals.dry_run;
    let rows = study.to_submit(&args.interviews, kind_of(args.translation))?;
    if args.interviews.is_empty() && !rows.is_empty() && !is_dry {
        let texts = counted(rows.len() as u64, "text");
        session.confirm(&format!("Submit {texts}: have you seen all of each?"))?;
    }
    let done = study.submit(&rows, is_dry)?.value;
    let texts = counted(done.new + done.changed, "text");
    let line = match (done.new + done.changed, is_dry) {
        (0, _) => "nothing changed: nothing waits to be submitted".to_owned(),
        (_, true) => format!("would submit {texts}; nothing was written"),
        (_, false) => format!("submitted {texts}; undo: gainsay undo"),
    };
    receipt(
        &study,
        (study.actor(), done.new + done.changed),
        &line,
        session,
    )
}

fn receipt(
    study: &Study,
    (coder, texts): (&str, u64),
    line: &str,
    session: &Session,
) -> Result<(), Problem> {
    let columns = vec![Column::new("coder"), Column::number("texts")];
    let mut listing = Listing::new(Head::record("assignment-change-list", columns));
    listing
        .rows
        .push(vec![Cell::text(coder.to_owned()), Cell::from(texts)]);
    listing.meta = opened::meta(study)?;
    session.output.receipt(line, &listing)
}
