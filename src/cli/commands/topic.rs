//! `gainsay topic`: the questions that claims answer.
//!
//! It must not know how they are compared. What a stranger would get wrong: `sources` counts
//! different sources, not claims.

use crate::cli::args::claim::{LinkArgs, TopicCommand, TopicListArgs};
use crate::cli::args::read::ShowArgs;
use crate::cli::failure::Problem;
use crate::cli::session::Session;
use crate::model::table::Noun;
use crate::project::Study;
use crate::project::linking::Link;
use crate::report::{Cell, Column, Head, Listing};

use super::rows::{Row, count_of, list_columns, record_columns, with_spare};
use super::{opened, row};

/// Runs a command on topics.
///
/// # Errors
/// A key that no topic has.
pub fn run(command: &TopicCommand, session: &Session) -> Result<(), Problem> {
    match command {
        TopicCommand::List(args) => list(args, session),
        TopicCommand::Show(args) => show(args, session),
        TopicCommand::Add(args) => row::add(Noun::Topic, &args.0, session),
        TopicCommand::Edit(args) => row::edit(Noun::Topic, &args.0, session),
        TopicCommand::Rm(args) => row::remove(Noun::Topic, &args.key, session),
        TopicCommand::Link(args) => link(args, session),
    }
}

fn link(args: &LinkArgs, session: &Session) -> Result<(), Problem> {
    let study = opened::open(session)?;
    let link = Link {
        topic: &args.topic,
        stance: &args.stance,
        implies_topic: &args.implies_topic,
        implies_stance: &args.implies_stance,
    };
    let is_dry = session.globals.dry_run;
    let done = match args.remove {
        true => study.unlink_topics(link, is_dry)?,
        false => study.link_topics(link, args.note.as_deref(), is_dry)?,
    };
    let past = if args.remove { "unlinked" } else { "linked" };
    let verb = if args.remove { "unlink" } else { "link" };
    let words = link.words();
    let line = match (done.operation, is_dry) {
        (_, true) => format!("would {verb} topics: {words}; nothing was written"),
        (Some(_), false) => format!("{past} topics: {words}; undo: gainsay undo"),
        (None, false) => format!("nothing changed: {words} stands already"),
    };
    let mut listing = Listing::new(Head::new("topic-list", vec![Column::new("topic")]));
    let topics = [&args.topic, &args.implies_topic].map(|key| vec![Cell::text(key.clone())]);
    listing.rows.extend(topics);
    listing.meta = opened::meta(&study)?;
    session.output.receipt(&line, &listing)
}

fn list(args: &TopicListArgs, session: &Session) -> Result<(), Problem> {
    let study = opened::open(session)?;
    let below = match &args.below {
        Some(key) => Some(study.with_all_below(Noun::Topic, key)?),
        None => None,
    };
    let claims = study.count_by(Noun::Claim, "topic")?;
    let sources = study.count_distinct_by(Noun::Claim, "topic", "source")?;
    let shown = ["topic", "kind", "measure", "unit"];
    let columns = list_columns(Noun::Topic, &shown, &["statement"]);
    let mut columns = with_spare(columns, &["measure", "unit"]);
    columns.extend(["claims", "sources"].map(Column::number));
    let mut listing = Listing::new(Head::new("topic-list", columns));
    for cells in study.branches(Noun::Topic)?.rows() {
        let row = Row::of(Noun::Topic, cells);
        if below.as_ref().is_some_and(|keys| !keys.contains(row.key())) {
            continue;
        }
        let mut shown = row.cells();
        shown.push(count_of(&claims, row.key()));
        shown.push(count_of(&sources, row.key()));
        listing.rows.push(shown);
    }
    listing.meta = opened::meta(&study)?;
    session.output.show(&listing).map(drop)
}

fn show(args: &ShowArgs, session: &Session) -> Result<(), Problem> {
    let study = opened::open(session)?;
    let cells = study.row(Noun::Topic, &args.key)?;
    let row = Row::of(Noun::Topic, &cells);
    let claims = study.count_by(Noun::Claim, "topic")?;
    let sources = study.count_distinct_by(Noun::Claim, "topic", "source")?;
    let mut columns = record_columns(Noun::Topic);
    columns.extend(["claims", "sources"].map(Column::number));
    columns.push(Column::new("links"));
    let mut listing = Listing::new(Head::record("topic-list", columns));
    let mut shown = row.cells();
    shown.push(count_of(&claims, row.key()));
    shown.push(count_of(&sources, row.key()));
    shown.push(Cell::List(links_of(&study, row.key())?));
    listing.rows.push(shown);
    listing.meta = opened::meta(&study)?;
    session.output.show(&listing).map(drop)
}

/// The links in which a topic stands, each as a sentence.
fn links_of(study: &Study, topic: &str) -> Result<Vec<String>, Problem> {
    let mut links = Vec::new();
    study.each_row(Noun::TopicLink, |cells| {
        let row = Row::of(Noun::TopicLink, &cells);
        let [from, stance, to, implied] =
            ["topic", "stance", "implies_topic", "implies_stance"].map(|name| row.get(name));
        if from == topic || to == topic {
            links.push(format!("{from} {stance} implies {to} {implied}"));
        }
        Ok(())
    })?;
    Ok(links)
}
