//! The face for terminals: parses, calls a use case, shows what came back.
//!
//! It must not know SQL or formulas. What a stranger would get wrong: nothing is opened, read or
//! asked before the command line is understood, so `--version` and a typing error are instant.

pub mod args;
pub mod commands;
pub mod confirm;
mod destination;
pub mod docs;
pub mod failure;
pub mod help;
pub mod limits;
pub mod output;
mod pager;
pub mod passphrase;
mod problems;
pub mod progress;
pub mod run;
pub mod session;
pub mod study_file;
pub mod suggest;
pub mod surroundings;
mod topics;
mod usage;
