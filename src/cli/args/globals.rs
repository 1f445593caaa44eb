//! The flags that every command has.
//!
//! It must not know commands. What a stranger would get wrong: there is no flag and no
//! environment variable for a passphrase, only for the file or descriptor that holds it.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::cli::surroundings::Color;

/// The heading under which they stand in help.
pub const HEADING: &str = "Flags for every command";

/// A form of output that can be asked for by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FormatName {
    /// Columns for eyes.
    Table,
    /// Comma-separated values.
    Csv,
    /// Tab-separated values.
    Tsv,
    /// One JSON object a line.
    Ndjson,
    /// A Markdown table.
    Md,
}

/// The flags that every command has.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
#[command(next_help_heading = HEADING)]
// Each is a switch of its own on the command line; none depends on another.
#[allow(clippy::struct_excessive_bools)]
pub struct Globals {
    /// Use this study; else the only *.gainsay in this folder or the nearest above
    #[arg(
        short = 'p',
        long,
        global = true,
        value_name = "FILE",
        env = "GAINSAY_STUDY",
        hide_env_values = true
    )]
    pub study: Option<PathBuf>,

    /// Print JSON, with these fields only if any are named
    #[arg(
        long,
        global = true,
        value_name = "FIELDS",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "",
        conflicts_with = "format"
    )]
    pub json: Option<String>,

    /// Choose the form of the output
    #[arg(long, global = true, value_name = "FORMAT", value_enum)]
    pub format: Option<FormatName>,

    /// Write to this file instead of stdout; its ending chooses the form
    #[arg(short = 'o', long, global = true, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// Show what would be done, and do nothing
    #[arg(short = 'n', long, global = true)]
    pub dry_run: bool,

    /// Answer every question with yes
    #[arg(short = 'y', long, global = true)]
    pub yes: bool,

    /// Never ask; fail where an answer is needed
    #[arg(long, global = true)]
    pub no_input: bool,

    /// Say only data, warnings, errors and dry runs
    #[arg(short = 'q', long, global = true)]
    pub quiet: bool,

    /// Say more; twice for everything
    #[arg(short = 'v', long, global = true, action = clap::ArgAction::Count)]
    pub verbose: u8,

    /// Use colour: auto, always or never
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        value_enum,
        default_value = "auto",
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub color: Color,

    /// Print everything at once, without a pager
    #[arg(long, global = true)]
    pub no_pager: bool,

    /// Lay out for this many characters instead of the screen's
    #[arg(long, global = true, value_name = "N", value_parser = width)]
    pub width: Option<usize>,

    /// Work as this coder
    #[arg(
        long = "as",
        global = true,
        value_name = "CODER",
        env = "GAINSAY_AS",
        hide_env_values = true
    )]
    pub actor: Option<String>,

    /// Raise a limit for this run; `gainsay help limits` lists them
    #[arg(long = "limit", global = true, value_name = "NAME=VALUE", value_parser = crate::cli::limits::checked)]
    pub limits: Vec<String>,

    /// Read the passphrase from this file, which holds nothing else
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        conflicts_with = "passphrase_fd"
    )]
    pub passphrase_file: Option<PathBuf>,

    /// Read the passphrase from this file descriptor
    #[arg(long, global = true, value_name = "N")]
    pub passphrase_fd: Option<u32>,

    /// Do not isolate right-to-left text with U+2068 and U+2069
    #[arg(long, global = true)]
    pub no_bidi_marks: bool,

    /// Begin CSV with a byte order mark, for Excel
    #[arg(long, global = true)]
    pub excel: bool,

    /// Write CSV cells as they are, without the ' before = + - @
    #[arg(long, global = true)]
    pub raw: bool,
}

fn width(text: &str) -> Result<usize, String> {
    let narrowest = crate::report::Look::NARROWEST;
    match text.parse() {
        Ok(width) if (narrowest..=10_000).contains(&width) => Ok(width),
        _ => Err(format!("a width is a number from {narrowest} to 10000")),
    }
}
