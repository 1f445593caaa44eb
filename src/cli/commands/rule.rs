//! `gainsay rule`: saved expressions that propose codings.
//!
//! It must not know how an expression is matched. What a stranger would get wrong: a failed
//! example is named by its number, for its words may be an interview's.

use crate::cli::args::code::{RuleCommand, RuleListArgs, RuleRunArgs, RuleShowArgs};
use crate::cli::failure::Problem;
use crate::cli::session::Session;
use crate::model::table::Noun;
use crate::project::Study;
use crate::project::coding::RuleRun;
use crate::project::tallies::CodingTally;
use crate::report::{Cell, Column, Head, Listing, Role};

use super::rows::{Row, list_columns, passed_on, record_columns};
use super::{opened, row};

mod test;

/// Runs a command on rules.
///
/// # Errors
/// A key that no rule has; an example that goes the other way.
pub fn run(command: &RuleCommand, session: &Session) -> Result<(), Problem> {
    match command {
        RuleCommand::List(args) => list(args, session),
        RuleCommand::Show(args) => show(args, session),
        RuleCommand::Add(args) => row::add(Noun::Rule, &args.0, session),
        RuleCommand::Edit(args) => row::edit(Noun::Rule, &args.0, session),
        RuleCommand::Rm(args) => row::remove(Noun::Rule, &args.key, session),
        RuleCommand::Test(args) => test::run(args, session),
        RuleCommand::Run(args) => propose(args, session),
    }
}

/// How many lines of a rule's expression the list shows.
const SHOWN_LINES: usize = 3;

const STATES: [&str; 3] = ["proposed", "accepted", "rejected"];

fn states_of(tally: &CodingTally, rule: &str) -> [Cell; 3] {
    STATES.map(|status| Cell::from(tally.of_rule(rule, status)))
}

fn list(args: &RuleListArgs, session: &Session) -> Result<(), Problem> {
    let study = opened::open(session)?;
    if let Some(code) = &args.code {
        study.row(Noun::Code, code)?;
    }
    let tally = study.coding_tally()?;
    let columns = list_columns(Noun::Rule, &["key", "code", "unit"], &["match"]);
    let mut columns: Vec<Column> = columns
        .into_iter()
        .map(|column| match column.role {
            // A rule may be a page long: `rule show` has all of it.
            Role::Quote => column.most_lines(SHOWN_LINES),
            _ => column,
        })
        .collect();
    columns.extend(STATES.map(Column::number));
    session
        .output
        .stream(&Head::new("rule-list", columns), |rows| {
            study.each_row(Noun::Rule, |cells| {
                let row = Row::of(Noun::Rule, &cells);
                if args
                    .code
                    .as_deref()
                    .is_some_and(|code| code != row.get("code"))
                {
                    return Ok(());
                }
                let mut shown = row.cells();
                shown.extend(states_of(&tally, row.key()));
                passed_on(rows.push(&shown))
            })?;
            opened::meta(&study)
        })
        .map(drop)
}

fn show(args: &RuleShowArgs, session: &Session) -> Result<(), Problem> {
    let study = opened::open(session)?;
    if args.versions {
        return versions(&study, &args.key, session);
    }
    let cells = study.row(Noun::Rule, &args.key)?;
    let row = Row::of(Noun::Rule, &cells);
    let mut columns = record_columns(Noun::Rule);
    columns.extend(STATES.map(Column::number));
    let mut listing = Listing::new(Head::record("rule-list", columns));
    let mut shown = row.cells();
    shown.extend(states_of(&study.coding_tally()?, row.key()));
    listing.rows.push(shown);
    listing.meta = opened::meta(&study)?;
    session.output.show(&listing).map(drop)
}

fn versions(study: &Study, key: &str, session: &Session) -> Result<(), Problem> {
    let columns = vec![
        Column::number("version"),
        Column::number("operation"),
        Column::new("at"),
        Column::new("actor"),
        Column::new("unit"),
        Column::new("language"),
        Column::quote("match"),
    ];
    let mut listing = Listing::new(Head::new("rule-version-list", columns));
    for (number, version) in (1_u32..).zip(study.rule_versions(key)?) {
        listing.rows.push(vec![
            number.into(),
            version.operation.into(),
            version.at.into(),
            version.actor.into(),
            version.unit.into(),
            version.language.into(),
            version.expression.into(),
        ]);
    }
    listing.meta = opened::meta(study)?;
    session.output.show(&listing).map(drop)
}

fn propose(args: &RuleRunArgs, session: &Session) -> Result<(), Problem> {
    let study = opened::open(session)?;
    let is_dry = session.globals.dry_run;
    let progress = session.progress("running rules", None);
    let done = study.run_rules(&args.rules, args.interview.as_deref(), is_dry)?;
    drop(progress);
    let mut listing = listing_of(&done.value);
    listing.meta = opened::meta(&study)?;
    let texts = Cell::from(done.value.texts);
    listing.meta.more.push(("texts", texts));
    let left_out = done
        .value
        .retired
        .iter()
        .map(|(rule, code)| format!("rule {rule} was left out: its code {code} is retired"));
    listing.meta.warnings.extend(left_out);
    let hidden = opened::hidden_line(done.value.hidden);
    listing.meta.warnings.extend(hidden);
    session.output.show(&listing)?;
    session.output.say(match (is_dry, done.operation) {
        (true, _) => "nothing was kept",
        (false, Some(_)) => "undo: gainsay undo; next: gainsay codings --status proposed",
        (false, None) => "nothing new was proposed",
    });
    Ok(())
}

fn listing_of(run: &RuleRun) -> Listing {
    let columns = vec![
        Column::new("key"),
        Column::number("proposed"),
        Column::number("known"),
    ];
    let mut listing = Listing::new(Head::new("rule-run-list", columns));
    for (rule, found, new) in &run.rules {
        let known = found.saturating_sub(*new);
        listing.rows.push(vec![
            Cell::text(rule.clone()),
            Cell::from(*new),
            Cell::from(known),
        ]);
    }
    listing
}
