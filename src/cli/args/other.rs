//! OTHER: SQL, the schema, completions, manual pages, help.
//!
//! It must not know the schema. What a stranger would get wrong: `help` is a command of our own,
//! because its topics and its grouping by task are.

use std::path::PathBuf;

use clap::Args;
use clap_complete::Shell;

/// Query the study with SQL
///
/// Reads only; `gainsay schema` lists the tables. The result goes out like any other listing, so
/// --format csv and --json work.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
#[command(after_long_help = "\
Example:
  $ gainsay sql 'select topic, count(*) as claims from claims group by topic'
  topic        claims
  ───────────  ──────
  attack           12
  attack-dead       3")]
pub struct SqlArgs {
    /// One select statement; - reads it from stdin
    #[arg(value_name = "QUERY")]
    pub query: String,
    /// Stop the statement once it has computed for so long
    #[arg(long, value_name = "SECONDS", default_value = "600", value_parser = clap::value_parser!(u64).range(1..))]
    pub timeout: u64,
}

/// Show the tables that SQL can read
///
/// Lists the views with their columns and what they mean, or one of them.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
#[command(after_long_help = "\
Example:
  $ gainsay schema claims
  view    column  meaning
  ──────  ──────  ───────────────────
  claims  claim   the claim's own key
  claims  source  the key of a source
  claims  topic   the key of a topic")]
pub struct SchemaArgs {
    /// Only this view
    #[arg(value_name = "VIEW")]
    pub view: Option<String>,
}

/// Print completions for a shell
///
/// Put the output where your shell looks for completions, and commands, flags and their values
/// complete with the tab key.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
#[command(after_long_help = "\
Examples:
  $ gainsay completions bash > ~/.local/share/bash-completion/completions/gainsay
  $ gainsay completions fish > ~/.config/fish/completions/gainsay.fish")]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL", value_enum)]
    pub shell: Shell,
}

/// Write the manual pages
///
/// Writes a page for every command into a folder, or the page of gainsay itself to stdout when
/// no folder is named.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
#[command(after_long_help = "\
Example:
  $ gainsay man ~/.local/share/man/man1
  wrote 133 pages to ~/.local/share/man/man1")]
pub struct ManArgs {
    /// The folder
    #[arg(value_name = "DIR")]
    pub dir: Option<PathBuf>,
}

/// Explain a command or a topic
///
/// Without a word, lists the commands grouped by task. With the words of a command, shows its
/// help. Topics: exit-codes, limits, dates, rules, privacy.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
#[command(after_long_help = "\
Examples:
  $ gainsay help claim list
  $ gainsay help dates")]
pub struct HelpArgs {
    /// A command or a topic
    #[arg(value_name = "WORD")]
    pub words: Vec<String>,
}

/// The example of `gainsay version`.
pub const VERSION_EXAMPLE: &str = "\
Example:
  $ gainsay version
  gainsay 0.1.0";
