//! `gainsay status`, and `gainsay` alone: the study at a glance and what can be done next.
//!
//! It must not cross-check, for it answers at once. What a stranger would get wrong: the next
//! commands are talk, not data.

use crate::cli::failure::Problem;
use crate::cli::session::Session;
use crate::project::overview::Status;
use crate::report::{Cell, Column, Head, Listing};

use super::opened;

/// Shows the status.
///
/// # Errors
/// What the store says.
pub fn run(session: &Session) -> Result<(), Problem> {
    let study = opened::open(session)?;
    let status = study.status()?;
    let mut listing = listing_of(&status);
    listing.meta = opened::meta(&study)?;
    let commands = status.next.iter().map(|(command, _)| (*command).to_owned());
    listing
        .meta
        .more
        .push(("next", Cell::List(commands.collect())));
    session.output.show(&listing)?;
    let width = status.next.iter().map(|(command, _)| command.len()).max();
    for (command, what) in &status.next {
        let width = width.unwrap_or_default();
        session
            .output
            .say(&format!("next: {command:width$}  {what}"));
    }
    Ok(())
}

fn listing_of(status: &Status) -> Listing {
    let file = status.path.display().to_string();
    let name = status.name.clone().unwrap_or_default();
    let last = status.last.as_ref();
    let mut columns = vec![
        Column::new("study"),
        Column::new("file"),
        Column::new("encrypted"),
        Column::new("actor"),
    ];
    let mut row = vec![
        Cell::text(name),
        Cell::text(file),
        Cell::Bool(status.is_encrypted),
        Cell::text(status.actor.clone()),
    ];
    for (noun, count) in &status.counts {
        columns.push(Column::number(*noun));
        row.push(Cell::from(*count));
        if *noun == "interviews" {
            columns.push(Column::number("declared"));
            row.push(status.interviews_declared.map_or(Cell::Empty, Cell::from));
        }
    }
    columns.push(Column::number("proposals"));
    row.push(Cell::from(status.open_proposals));
    columns.push(Column::number("operations"));
    row.push(Cell::maybe(last.map(|operation| operation.sequence)));
    columns.push(Column::new("last"));
    row.push(Cell::maybe(last.map(|operation| {
        format!("{} ({})", operation.action, operation.at)
    })));
    let mut listing = Listing::new(Head::record("status-list", columns));
    listing.rows.push(row);
    listing
}
