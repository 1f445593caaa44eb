//! SHARE: what leaves the study.
//!
//! It must not know the gate that decides what may leave. What a stranger would get wrong: -o
//! names a folder here, and it is this command's own, not the file of a listing.

use clap::{Args, Subcommand};

/// Says for whom an export is made.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct AudienceArgs {
    /// For the team: pseudonyms and keys stay as they are (this is the default)
    #[arg(long, conflicts_with = "public")]
    pub team: bool,
    /// For everybody: refused until disclosure control is built
    #[arg(long)]
    pub public: bool,
}

impl AudienceArgs {
    /// Gives the audience.
    #[must_use]
    pub fn audience(&self) -> Audience {
        if self.public {
            Audience::Public
        } else {
            Audience::Team
        }
    }
}

/// For whom an export is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// The people who work on the study.
    Team,
    /// Anybody.
    Public,
}

/// A command that writes the study out.
#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum ExportCommand {
    /// Write the tables as CSV files for a paper or a statistics program
    ///
    /// One file a table, UTF-8, with a manifest that holds a checksum of each. Words that a
    /// spreadsheet would run as a formula get a leading apostrophe unless --raw is given. Give the
    /// folder with -o.
    #[command(after_long_help = "\
Example:
  $ gainsay export csv -o supplement/
  wrote 11 files to supplement/, for the team")]
    Csv(AudienceArgs),
    /// Write the whole study as a folder of plain files
    ///
    /// The study folder holds everything but history and keys, and can be read again with
    /// `gainsay init --from`. Give the folder with -o.
    #[command(after_long_help = "\
Example:
  $ gainsay export study -o valley/
  wrote 21 files to valley/, for the team")]
    Study(AudienceArgs),
}
