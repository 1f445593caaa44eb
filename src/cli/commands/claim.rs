//! `gainsay claim`: what sources say.
//!
//! It must not know how claims are compared. What a stranger would get wrong: a claim without a
//! population speaks of its topic's, and a place or population takes what lies below it too.

use std::collections::{BTreeMap, BTreeSet};

use crate::cli::args::claim::{ClaimCommand, ClaimListArgs};
use crate::cli::args::read::ShowArgs;
use crate::cli::failure::Problem;
use crate::cli::session::Session;
use crate::model::table::Noun;
use crate::project::Study;
use crate::project::cross_check::CheckOptions;
use crate::report::{Cell, Column, Head, Listing};

use super::rows::{Row, list_columns, passed_on, record_columns, sure, with_spare};
use super::{opened, row};

mod suggest;

/// Runs a command on claims.
///
/// # Errors
/// A key that nothing has.
pub fn run(command: &ClaimCommand, session: &Session) -> Result<(), Problem> {
    match command {
        ClaimCommand::List(args) => list(args, session),
        ClaimCommand::Show(args) => show(args, session),
        ClaimCommand::Suggest(args) => suggest::run(args, session),
        ClaimCommand::Add(args) => row::add(Noun::Claim, &args.0, session),
        ClaimCommand::Edit(args) => row::edit(Noun::Claim, &args.0, session),
        ClaimCommand::Rm(args) => row::remove(Noun::Claim, &args.key, session),
    }
}

/// Which claims are wanted.
struct Wanted<'a> {
    args: &'a ClaimListArgs,
    places: Option<BTreeSet<String>>,
    populations: Option<BTreeSet<String>>,
    population_of_topic: BTreeMap<String, String>,
}

impl<'a> Wanted<'a> {
    fn of(study: &Study, args: &'a ClaimListArgs) -> Result<Self, Problem> {
        for (noun, key) in [(Noun::Topic, &args.topic), (Noun::Source, &args.source)] {
            if let Some(key) = key {
                study.row(noun, key)?;
            }
        }
        let below = |noun, key: &Option<String>| match key {
            Some(key) => study.with_all_below(noun, key).map(Some),
            None => Ok(None),
        };
        Ok(Self {
            args,
            places: below(Noun::Place, &args.place)?,
            populations: below(Noun::Population, &args.population)?,
            population_of_topic: study.cells_by_key(Noun::Topic, "population")?,
        })
    }

    fn takes(&self, row: &Row<'_>) -> bool {
        let is = |name: &str, wanted: &Option<String>| {
            wanted.as_deref().is_none_or(|key| row.get(name) == key)
        };
        let within = |key: &str, wanted: &Option<BTreeSet<String>>| {
            wanted.as_ref().is_none_or(|keys| keys.contains(sure(key)))
        };
        is("topic", &self.args.topic)
            && is("source", &self.args.source)
            && is("stance", &self.args.stance)
            && (!self.args.orphans || !row.get("anchor").is_empty())
            && within(row.get("place"), &self.places)
            && within(self.population_of(row), &self.populations)
    }

    fn population_of<'r>(&'r self, row: &Row<'r>) -> &'r str {
        match row.get("population") {
            "" => self
                .population_of_topic
                .get(row.get("topic"))
                .map_or("", String::as_str),
            own => own,
        }
    }
}

fn list(args: &ClaimListArgs, session: &Session) -> Result<(), Problem> {
    let study = opened::open(session)?;
    let wanted = Wanted::of(&study, args)?;
    let shown = [
        "claim", "source", "topic", "stance", "place", "when", "value",
    ];
    let columns = list_columns(Noun::Claim, &shown, &[]);
    let columns = with_spare(columns, &["place", "when"]);
    session
        .output
        .stream(&Head::new("claim-list", columns), |rows| {
            study.each_row(Noun::Claim, |cells| {
                let row = Row::of(Noun::Claim, &cells);
                if wanted.takes(&row) {
                    passed_on(rows.push(&row.cells()))
                } else {
                    Ok(())
                }
            })?;
            opened::meta(&study)
        })
        .map(drop)
}

fn show(args: &ShowArgs, session: &Session) -> Result<(), Problem> {
    let study = opened::open(session)?;
    let cells = study.row(Noun::Claim, &args.key)?;
    let mut columns = record_columns(Noun::Claim);
    columns.push(Column::new("findings"));
    let mut listing = Listing::new(Head::record("claim-list", columns));
    let mut shown = Row::of(Noun::Claim, &cells).cells();
    shown.push(Cell::List(findings_of(&study, &args.key)?));
    listing.rows.push(shown);
    listing.meta = opened::meta(&study)?;
    session.output.show(&listing).map(drop)
}

/// The flagged findings in which a claim stands, each with its verdict and status.
fn findings_of(study: &Study, claim: &str) -> Result<Vec<String>, Problem> {
    let options = CheckOptions {
        claim: Some(claim),
        ..CheckOptions::default()
    };
    let checked = study.check(&options)?;
    let findings = checked.rows().map(|judged| {
        let row = &judged.row;
        let other = if row.claim_a == claim {
            &row.claim_b
        } else {
            &row.claim_a
        };
        let verdict = row.verdict.as_str();
        format!(
            "{} ({verdict} with {other}, {})",
            row.finding, judged.status
        )
    });
    Ok(findings.collect())
}
