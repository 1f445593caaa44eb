//! `gainsay interview`: conversations, in the order of their dates.
//!
//! It must not know texts; `transcript` shows them. What a stranger would get wrong: an
//! interview may have several sources.

use crate::cli::args::read::{InterviewCommand, InterviewListArgs, ShowArgs};
use crate::cli::failure::Problem;
use crate::cli::session::Session;
use crate::model::table::Noun;
use crate::project::Study;
use crate::report::{Column, Head, Listing};

use super::attributes::Attributes;
use super::rows::{Row, count_of, list_columns, record_columns};
use super::{opened, row};

/// Runs a command on interviews.
///
/// # Errors
/// A key that no interview, source or researcher has.
pub fn run(command: &InterviewCommand, session: &Session) -> Result<(), Problem> {
    match command {
        InterviewCommand::List(args) => list(args, session),
        InterviewCommand::Show(args) => show(args, session),
        InterviewCommand::Add(args) => row::add(Noun::Interview, &args.0, session),
        InterviewCommand::Edit(args) => row::edit(Noun::Interview, &args.0, session),
        InterviewCommand::Rm(args) => row::remove(Noun::Interview, &args.key, session),
    }
}

fn list(args: &InterviewListArgs, session: &Session) -> Result<(), Problem> {
    let study = opened::open(session)?;
    refuse_unknown(&study, args)?;
    let claims = study.count_by(Noun::Claim, "interview")?;
    let own = Attributes::of(&study, Noun::Interview)?;
    let shown = ["interview", "source", "date", "researcher", "language"];
    let mut columns = list_columns(Noun::Interview, &shown, &[]);
    columns.push(Column::number("claims"));
    columns.extend(own.columns().map(Column::aside));
    let mut listing = Listing::new(Head::new("interview-list", columns));
    for cells in study.interviews_by_date()? {
        let row = Row::of(Noun::Interview, &cells);
        if !is_wanted(&row, args) {
            continue;
        }
        let mut shown = row.cells();
        shown.push(count_of(&claims, row.key()));
        shown.extend(own.cells(row.key()));
        listing.rows.push(shown);
    }
    listing.meta = opened::meta(&study)?;
    session.output.show(&listing).map(drop)
}

fn refuse_unknown(study: &Study, args: &InterviewListArgs) -> Result<(), Problem> {
    if let Some(source) = &args.source {
        study.row(Noun::Source, source)?;
    }
    if let Some(researcher) = &args.researcher {
        study.row(Noun::Researcher, researcher)?;
    }
    Ok(())
}

fn is_wanted(row: &Row<'_>, args: &InterviewListArgs) -> bool {
    let with_source = args
        .source
        .as_deref()
        .is_none_or(|key| row.lists("source", key));
    let by_researcher = args
        .researcher
        .as_deref()
        .is_none_or(|key| row.get("researcher") == key);
    with_source && by_researcher
}

fn show(args: &ShowArgs, session: &Session) -> Result<(), Problem> {
    let study = opened::open(session)?;
    let cells = study.row(Noun::Interview, &args.key)?;
    let row = Row::of(Noun::Interview, &cells);
    let claims = study.count_by(Noun::Claim, "interview")?;
    let own = Attributes::of(&study, Noun::Interview)?;
    let mut columns = record_columns(Noun::Interview);
    columns.push(Column::number("claims"));
    columns.extend(own.columns());
    let mut listing = Listing::new(Head::record("interview-list", columns));
    let mut shown = row.cells();
    shown.push(count_of(&claims, row.key()));
    shown.extend(own.cells(row.key()));
    listing.rows.push(shown);
    listing.meta = opened::meta(&study)?;
    session.output.show(&listing).map(drop)
}
