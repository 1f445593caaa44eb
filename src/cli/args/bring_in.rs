//! BRING IN: read a study folder or one of its tables.
//!
//! It must not know the tables' columns. What a stranger would get wrong: the names are those
//! of the files of a study folder, with their underscores.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// What is read: a whole folder, or one file of one by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum ImportName {
    Study,
    Sources,
    Interviews,
    Questions,
    Asked,
    Codebook,
    Rules,
    Codings,
    Assignments,
    Places,
    Populations,
    #[value(alias = "topic-links")]
    TopicLinks,
    Topics,
    Claims,
    Events,
    Ratings,
    Controls,
    Judgements,
    Validations,
    #[value(alias = "follow-ups")]
    FollowUps,
    Figures,
    Memos,
}

impl ImportName {
    /// Gives the name as it is typed, which is the file's name without its ending.
    #[must_use]
    pub fn name(self) -> String {
        self.to_possible_value()
            .map_or_else(String::new, |value| value.get_name().to_owned())
    }
}

/// Read a study folder, or one table of it
///
/// Rows are known by their key: new ones are added, known ones updated, and reading the same
/// file twice changes nothing the second time. A row that is gone from the file stays in the
/// study. A coding that was accepted, rejected, recoded, moved, edited or removed here since the
/// file was written is left as it is here; so are submissions, codes that are retired and memos,
/// and a text that was corrected here stays corrected. A file with errors changes nothing, and
/// every error is named with its line and column; --skip-bad reads the good rows and lists the
/// others.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
#[command(after_long_help = "\
Examples:
  $ gainsay import study valley/
  read 61 sources, 54 interviews, 1204 claims; undo: gainsay undo

  $ gainsay import claims new-claims.csv
  error: the stance \"afirms\" is not known
     at  new-claims.csv:14:stance
   help: did you mean `affirms`?")]
pub struct ImportArgs {
    /// What to read: `study` for a folder, else the table's name
    #[arg(value_name = "NAME", value_enum, hide_possible_values = false)]
    pub name: ImportName,
    /// The folder or the file; - is stdin
    #[arg(value_name = "PATH")]
    pub path: PathBuf,
    /// Read the good rows and list those that were skipped
    #[arg(long)]
    pub skip_bad: bool,
}
