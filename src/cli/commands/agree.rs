//! `gainsay agree`: how far sources agree, seen in eight ways.
//!
//! It must not know how agreement is weighed. What a stranger would get wrong: the matrix has two
//! shapes, one for eyes and one for programs; the format that was asked for decides.

use crate::cli::args::cross::{AgreeArgs, AgreeCommand, ByName};
use crate::cli::failure::Problem;
use crate::cli::session::Session;
use crate::project::agreement::{AgreeOptions, By};
use crate::report::Format;

use super::opened;
use super::rows::passed_on;

/// Runs a command on agreement.
///
/// # Errors
/// A topic that is not there.
pub fn run(command: &AgreeCommand, session: &Session) -> Result<(), Problem> {
    let study = opened::open(session)?;
    let progress = session.progress("comparing claims", None);
    let format = session.output.shape().format;
    let is_for_eyes = matches!(format, Format::Table | Format::Markdown);
    let mut view = match command {
        AgreeCommand::Summary(args) => study.agree_summary(&options_of(args)),
        AgreeCommand::Matrix(args) => study.agree_matrix(&options_of(args), is_for_eyes),
        AgreeCommand::Timeline(args) => study.agree_timeline(&options_of(args)),
        AgreeCommand::Intervals(args) => study.agree_intervals(&options_of(args)),
        AgreeCommand::Network(args) => study.agree_network(&options_of(args)),
        AgreeCommand::Positions(args) => study.agree_positions(&options_of(args)),
        AgreeCommand::Robustness(args) => study.agree_robustness(&options_of(args)),
        AgreeCommand::TrackRecord(args) => study.agree_track_record(&options_of(args)),
    }?;
    drop(progress);
    let (head, said) = (view.head.clone(), std::mem::take(&mut view.said));
    let mut meta = opened::meta(&study)?;
    meta.more.append(&mut view.more);
    session.output.stream(&head, |rows| {
        view.each_row(|row| passed_on(rows.push(row)))?;
        Ok(meta)
    })?;
    for line in &said {
        session.output.say(line);
    }
    Ok(())
}

fn options_of(args: &AgreeArgs) -> AgreeOptions<'_> {
    AgreeOptions {
        topic: args.topic.as_deref(),
        by: args.by.map(|by| match by {
            ByName::Source => By::Source,
            ByName::Group => By::Group,
            ByName::Side => By::Side,
        }),
        independent: args.independent,
        first_hand: args.first_hand,
    }
}
