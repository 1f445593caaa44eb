//! `gainsay place` and `gainsay population`: trees, each node behind its parent.
//!
//! It must not know how nodes are compared. What a stranger would get wrong: the claims beside
//! a node are those about it alone, not about what lies below it.

use crate::cli::args::read::{PlaceCommand, PopulationCommand, ShowArgs, TreeListArgs};
use crate::cli::failure::Problem;
use crate::cli::session::Session;
use crate::model::table::Noun;
use crate::report::{Column, Head, Listing};

use super::rows::{Row, count_of, list_columns, record_columns};
use super::{opened, row};

/// How a tree is shown.
struct Look {
    noun: Noun,
    schema: &'static str,
    shown: &'static [&'static str],
    below: &'static [&'static str],
    /// The column of claims that names a node.
    named_in: &'static str,
}

const PLACES: Look = Look {
    noun: Noun::Place,
    schema: "place-list",
    shown: &["place", "parent", "level", "names"],
    below: &[],
    named_in: "place",
};

const POPULATIONS: Look = Look {
    noun: Noun::Population,
    schema: "population-list",
    shown: &["population", "parent", "children"],
    below: &["definition"],
    named_in: "population",
};

/// Runs a command on places.
///
/// # Errors
/// A key that no place has.
pub fn run_places(command: &PlaceCommand, session: &Session) -> Result<(), Problem> {
    match command {
        PlaceCommand::List(args) => list(&PLACES, args, session),
        PlaceCommand::Show(args) => show(&PLACES, args, session),
        PlaceCommand::Add(args) => row::add(Noun::Place, &args.0, session),
        PlaceCommand::Edit(args) => row::edit(Noun::Place, &args.0, session),
        PlaceCommand::Rm(args) => row::remove(Noun::Place, &args.key, session),
    }
}

/// Runs a command on populations.
///
/// # Errors
/// A key that no population has.
pub fn run_populations(command: &PopulationCommand, session: &Session) -> Result<(), Problem> {
    match command {
        PopulationCommand::List(args) => list(&POPULATIONS, args, session),
        PopulationCommand::Show(args) => show(&POPULATIONS, args, session),
        PopulationCommand::Add(args) => row::add(Noun::Population, &args.0, session),
        PopulationCommand::Edit(args) => row::edit(Noun::Population, &args.0, session),
        PopulationCommand::Rm(args) => row::remove(Noun::Population, &args.key, session),
    }
}

fn list(look: &Look, args: &TreeListArgs, session: &Session) -> Result<(), Problem> {
    let study = opened::open(session)?;
    let mut below = match &args.below {
        Some(key) => Some(study.with_all_below(look.noun, key)?),
        None => None,
    };
    if let (Some(keys), Some(top)) = (&mut below, &args.below) {
        keys.remove(top);
    }
    let claims = study.count_by(Noun::Claim, look.named_in)?;
    let mut columns = list_columns(look.noun, look.shown, look.below);
    columns.push(Column::number("claims"));
    let mut listing = Listing::new(Head::new(look.schema, columns));
    for cells in study.branches(look.noun)?.rows() {
        let row = Row::of(look.noun, cells);
        if below.as_ref().is_some_and(|keys| !keys.contains(row.key())) {
            continue;
        }
        let mut shown = row.cells();
        shown.push(count_of(&claims, row.key()));
        listing.rows.push(shown);
    }
    listing.meta = opened::meta(&study)?;
    session.output.show(&listing).map(drop)
}

fn show(look: &Look, args: &ShowArgs, session: &Session) -> Result<(), Problem> {
    let study = opened::open(session)?;
    let cells = study.row(look.noun, &args.key)?;
    let row = Row::of(look.noun, &cells);
    let claims = study.count_by(Noun::Claim, look.named_in)?;
    let mut columns = record_columns(look.noun);
    columns.push(Column::number("claims"));
    let mut listing = Listing::new(Head::record(look.schema, columns));
    let mut shown = row.cells();
    shown.push(count_of(&claims, row.key()));
    listing.rows.push(shown);
    listing.meta = opened::meta(&study)?;
    session.output.show(&listing).map(drop)
}
