//! `gainsay source`: who makes claims.
//!
//! It must not know how sources are tied. What a stranger would get wrong: the side is the
//! group's, not the source's own.

use std::collections::{BTreeMap, BTreeSet};

use crate::cli::args::read::{ShowArgs, SourceCommand, SourceListArgs};
use crate::cli::failure::Problem;
use crate::cli::session::Session;
use crate::model::table::Noun;
use crate::project::Study;
use crate::project::tallies::CountsByKey;
use crate::report::{Cell, Column, Head, Listing};

use super::row;
use super::rows::{Row, count_of, list_columns, passed_on, record_columns};
use super::{attributes, opened};

/// Runs a command on sources.
///
/// # Errors
/// A key that no source, group or side has.
pub fn run(command: &SourceCommand, session: &Session) -> Result<(), Problem> {
    match command {
        SourceCommand::List(args) => list(args, session),
        SourceCommand::Show(args) => show(args, session),
        SourceCommand::Add(args) => row::add(Noun::Source, &args.0, session),
        SourceCommand::Edit(args) => row::edit(Noun::Source, &args.0, session),
        SourceCommand::Rm(args) => row::remove(Noun::Source, &args.key, session),
    }
}

/// What stands beside a source.
struct Beside {
    sides: BTreeMap<String, String>,
    interviews: CountsByKey,
    claims: CountsByKey,
}

impl Beside {
    fn of(study: &Study) -> Result<Self, Problem> {
        Ok(Self {
            sides: study.cells_by_key(Noun::Group, "side")?,
            interviews: study.count_by(Noun::Interview, "source")?,
            claims: study.count_by(Noun::Claim, "source")?,
        })
    }

    fn side(&self, row: &Row<'_>) -> &str {
        self.sides.get(row.get("group")).map_or("", String::as_str)
    }

    fn columns() -> [Column; 3] {
        [
            Column::new("side"),
            Column::number("interviews"),
            Column::number("claims"),
        ]
    }

    fn cells(&self, row: &Row<'_>) -> [Cell; 3] {
        [
            Cell::text(self.side(row).to_owned()),
            count_of(&self.interviews, row.key()),
            count_of(&self.claims, row.key()),
        ]
    }
}

fn list(args: &SourceListArgs, session: &Session) -> Result<(), Problem> {
    let study = opened::open(session)?;
    let groups: Option<BTreeSet<String>> = match &args.group {
        Some(key) => Some(study.with_all_below(Noun::Group, key)?),
        None => None,
    };
    if let Some(side) = &args.side {
        study.row(Noun::Side, side)?;
    }
    let beside = Beside::of(&study)?;
    let own = attributes::Attributes::of(&study, Noun::Source)?;
    let mut columns = list_columns(Noun::Source, &["source", "group"], &[]);
    columns.extend(Beside::columns());
    columns.extend(own.columns().map(Column::aside));
    session
        .output
        .stream(&Head::new("source-list", columns), |rows| {
            study.each_row(Noun::Source, |cells| {
                let row = Row::of(Noun::Source, &cells);
                let in_group = groups
                    .as_ref()
                    .is_none_or(|groups| groups.contains(row.get("group")));
                let on_side = args
                    .side
                    .as_deref()
                    .is_none_or(|side| side == beside.side(&row));
                if !in_group || !on_side {
                    return Ok(());
                }
                let mut shown = row.cells();
                shown.extend(beside.cells(&row));
                shown.extend(own.cells(row.key()));
                passed_on(rows.push(&shown))
            })?;
            opened::meta(&study)
        })
        .map(drop)
}

fn show(args: &ShowArgs, session: &Session) -> Result<(), Problem> {
    let study = opened::open(session)?;
    let cells = study.row(Noun::Source, &args.key)?;
    let row = Row::of(Noun::Source, &cells);
    let beside = Beside::of(&study)?;
    let own = attributes::Attributes::of(&study, Noun::Source)?;
    let mut columns = record_columns(Noun::Source);
    columns.extend(Beside::columns());
    columns.extend(own.columns());
    let mut listing = Listing::new(Head::record("source-list", columns));
    let mut shown = row.cells();
    shown.extend(beside.cells(&row));
    shown.extend(own.cells(row.key()));
    listing.rows.push(shown);
    listing.meta = opened::meta(&study)?;
    session.output.show(&listing).map(drop)
}
