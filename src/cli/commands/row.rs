//! Rows typed one by one, whatever they are: `add`, `edit`, `rm`.
//!
//! It must not know any one table, nor what may stand in a cell. What a stranger would get
//! wrong: the answer to a claim is how it stands to the others, so it is shown at once.

use crate::cli::args::row::RowArgs;
use crate::cli::failure::Problem;
use crate::cli::session::Session;
use crate::method::crosscheck::words::Verdict;
use crate::model::table::Noun;
use crate::model::tables::table;
use crate::project::Study;
use crate::project::cross_check::{Checked, JudgedRow};
use crate::project::editing::{Edited, command_of};
use crate::report::{Cell, Column, Head, Listing};

use super::opened;
use super::rows::{Row, record_columns};
use crate::report::counted;

/// Adds a row.
///
/// # Errors
/// Everything that may not stand, at once.
pub fn add(noun: Noun, args: &RowArgs, session: &Session) -> Result<(), Problem> {
    let study = opened::open(session)?;
    let key = match &args.key {
        Some(key) => key.clone(),
        None => next_key(&study, args)?,
    };
    let edited = study.add_row(noun, &key, &args.typed, session.globals.dry_run)?;
    answer(&study, noun, &edited, ["add", "added"], session)
}

/// The key of a new claim, from its interview, else from its source.
fn next_key(study: &Study, args: &RowArgs) -> Result<String, Problem> {
    let said = |wanted: &str| {
        let mut cells = args.typed.cells.iter();
        let cell = cells.find(|(name, cell)| name == wanted && !cell.trim().is_empty());
        cell.map(|(_, cell)| cell.trim())
    };
    let Some(of) = said("interview").or_else(|| said("source")) else {
        let problem = Problem::usage("needs-source", "a claim needs the source that makes it");
        return Err(problem.hint("give --source, and --interview where it was said in one"));
    };
    Ok(study.next_claim_key(of)?)
}

/// Changes cells of a row.
///
/// # Errors
/// As [`add`]; nothing to change.
pub fn edit(noun: Noun, args: &RowArgs, session: &Session) -> Result<(), Problem> {
    refuse_nothing(noun, args)?;
    let study = opened::open(session)?;
    let key = args.key.as_deref().unwrap_or_default();
    let edited = study.edit_row(noun, key, &args.typed, session.globals.dry_run)?;
    answer(&study, noun, &edited, ["edit", "edited"], session)
}

/// Refuses an edit that gives no column.
///
/// # Errors
/// Nothing to change.
pub fn refuse_nothing(noun: Noun, args: &RowArgs) -> Result<(), Problem> {
    if !args.typed.cells.is_empty() || !args.typed.attributes.is_empty() {
        return Ok(());
    }
    let command = command_of(table(noun));
    let problem = Problem::usage("nothing-to-edit", "no column was given");
    Err(problem.hint(format!(
        "see the columns with: gainsay {command} edit --help"
    )))
}

/// Removes a row.
///
/// # Errors
/// A key that nothing has; rows that name it.
pub fn remove(noun: Noun, key: &str, session: &Session) -> Result<(), Problem> {
    let study = opened::open(session)?;
    let is_dry = session.globals.dry_run;
    study.remove_row(noun, key, is_dry)?;
    let name = table(noun).name;
    let line = match is_dry {
        true => format!("would remove {name} {key}; nothing was written"),
        false => format!("removed {name} {key}; undo: gainsay undo"),
    };
    let mut listing = Listing::new(Head::new(schema_of(noun), vec![Column::new(name)]));
    listing.rows.push(vec![Cell::text(key.to_owned())]);
    listing.meta = opened::meta(&study)?;
    session.output.receipt(&line, &listing)
}

/// Says what became of a row that was added or edited, and shows it.
///
/// # Errors
/// What the output says.
pub fn answer(
    study: &Study,
    noun: Noun,
    edited: &Edited,
    [verb, past]: [&str; 2],
    session: &Session,
) -> Result<(), Problem> {
    let is_dry = session.globals.dry_run;
    let what = format!("{} {}", table(noun).name, edited.key);
    let line = match (edited.is_changed, is_dry) {
        (false, _) => format!("nothing changed: {what} is so already"),
        (true, true) => format!("would {verb} {what}; nothing was written"),
        (true, false) => format!("{past} {what}; undo: gainsay undo"),
    };
    for warning in &edited.warnings {
        session.output.warn(warning);
    }
    if let Some(others) = &edited.others {
        session.output.say(&line);
        return show_others(study, &edited.key, others, session);
    }
    let mut listing = Listing::new(Head::record(schema_of(noun), record_columns(noun)));
    if !is_dry {
        let cells = study.row(noun, &edited.key)?;
        listing.rows.push(Row::of(noun, &cells).cells());
    }
    listing.meta = opened::meta(study)?;
    session.output.receipt(&line, &listing)
}

/// Shows the claims that agree with a claim or differ from it, each with the reason; those that
/// merely do not clash are counted.
fn show_others(
    study: &Study,
    claim: &str,
    others: &Checked,
    session: &Session,
) -> Result<(), Problem> {
    let columns = vec![
        Column::new("claim").aside(),
        Column::new("other"),
        Column::new("source"),
        Column::new("side"),
        Column::new("topic").aside(),
        Column::new("verdict"),
        Column::new("why"),
        Column::new("severity"),
        Column::new("certainty").aside(),
        Column::id("finding").aside(),
        Column::quote("reason"),
    ];
    let mut listing = Listing::new(Head::new("other-claim-list", columns));
    let mut silent = 0;
    for judged in others.rows() {
        match judged.row.verdict {
            Verdict::Compatible | Verdict::NotComparable => silent += 1,
            _ => listing.rows.push(cells_beside(claim, judged)),
        }
    }
    listing.meta = opened::meta(study)?;
    if silent > 0 {
        let more = counted(silent, "more claim");
        let verbs = if silent == 1 {
            "neither agrees nor differs"
        } else {
            "neither agree nor differ"
        };
        session.output.say(&format!("{more} {verbs}"));
    }
    session.output.show(&listing).map(drop)
}

fn cells_beside(claim: &str, judged: JudgedRow) -> Vec<Cell> {
    let row = judged.row;
    let (other, source, side, topic) = match row.claim_a == claim {
        true => (row.claim_b, row.source_b, row.side_b, row.topic_b),
        false => (row.claim_a, row.source_a, row.side_a, row.topic_a),
    };
    vec![
        Cell::text(claim.to_owned()),
        Cell::text(other),
        Cell::text(source),
        Cell::text(side),
        Cell::text(topic),
        row.verdict.as_str().into(),
        row.why.into(),
        row.severity.into(),
        row.certainty.as_str().into(),
        Cell::text(row.finding),
        Cell::text(row.reason),
    ]
}

fn schema_of(noun: Noun) -> &'static str {
    match noun {
        Noun::Claim => "claim-list",
        Noun::Code => "code-list",
        Noun::Topic => "topic-list",
        Noun::Source => "source-list",
        Noun::Interview => "interview-list",
        Noun::Place => "place-list",
        Noun::Population => "population-list",
        _ => "row-list",
    }
}
