//! `gainsay agree`: how far sources agree, question by question.

use crate::cli::args::cross::AgreeCommand;
use crate::cli::failure::Problem;
use crate::cli::session::Session;
use crate::project::agreement::agreement_head;
use crate::report::Listing;

use super::opened;

/// Runs a command on agreement.
///
/// # Errors
/// A topic that is not there.
pub fn run(command: &AgreeCommand, session: &Session) -> Result<(), Problem> {
    let AgreeCommand::Summary(args) = command;
    let study = opened::open(session)?;
    let mut listing = Listing::new(agreement_head());
    listing.rows = study.agreement(args.topic.as_deref())?;
    listing.meta = opened::meta(&study)?;
    session.output.show(&listing).map(drop)
}
