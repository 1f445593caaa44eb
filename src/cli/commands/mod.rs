//! The commands: each calls a use case and shows what it returns.
//!
//! It must not compute anything. What a stranger would get wrong: help, version, completions and
//! manual pages are answered by `cli::run` and never come here.

mod agree;
mod attributes;
mod check;
mod claim;
mod code;
mod codebook;
mod coders;
mod demo;
mod export;
mod finding;
mod history;
mod import;
mod init;
mod interview;
mod memo;
mod opened;
mod review;
mod row;
mod rows;
mod rule;
mod schema;
mod search;
mod source;
mod sql;
mod status;
mod talk;
mod tally;
mod topic;
mod transcript;
mod tree;
mod verify;

use super::args::Command;
use super::failure::{Code, Problem};
use super::session::Session;

/// Runs a command in its canonical form.
///
/// # Errors
/// What its use case said.
pub fn run(command: &Command, session: &Session) -> Result<(), Problem> {
    match command {
        Command::Init(args) => init::run(args, session),
        Command::Status => status::run(session),
        Command::Import(args) => import::run(args, session),
        Command::Source(command) => source::run(command, session),
        Command::Interview(command) => interview::run(command, session),
        Command::Transcript(command) => transcript::run(command, session),
        Command::Place(command) => tree::run_places(command, session),
        Command::Population(command) => tree::run_populations(command, session),
        Command::Search(args) => search::run(args, session),
        Command::Codebook(command) => codebook::run(command, session),
        Command::Code(command) => code::run(command, session),
        Command::Rule(command) => rule::run(command, session),
        Command::Memo(command) => memo::run(command, session),
        Command::Coders(command) => coders::run(command, session),
        Command::Tally(command) => tally::run(command, session),
        Command::Topic(command) => topic::run(command, session),
        Command::Claim(command) => claim::run(command, session),
        Command::Check(args) => check::run(args, session),
        Command::Finding(command) => finding::run(command, session),
        Command::Review(args) => review::run(args, session),
        Command::Demo(args) => demo::run(args, session),
        Command::Agree(command) => agree::run(command, session),
        Command::Export(command) => export::run(command, session),
        Command::Log(args) => history::log(args, session),
        Command::Undo(args) => history::undo(args, session),
        Command::Redo(args) => history::redo(args, session),
        Command::Verify => verify::run(session),
        Command::Sql(args) => sql::run(args, session),
        Command::Schema(args) => schema::run(args, session),
        Command::Completions(_)
        | Command::Man(_)
        | Command::Version
        | Command::Help(_)
        | Command::Sources(_)
        | Command::Interviews(_)
        | Command::Places(_)
        | Command::Populations(_)
        | Command::Codes(_)
        | Command::Codings(_)
        | Command::Rules(_)
        | Command::Memos(_)
        | Command::Topics(_)
        | Command::Claims(_)
        | Command::Findings(_) => Err(not_here()),
    }
}

/// The answer for a command that `cli::run` should have answered.
fn not_here() -> Problem {
    Problem::new(
        Code::Failed,
        "not-a-command",
        "this is answered before a study is opened",
    )
    .hint("see the commands: gainsay help")
}
