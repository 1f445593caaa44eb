//! CODE: what coders have to do, what they submitted, and what they agreed on.
//!
//! It must not know how texts are dealt out. What a stranger would get wrong: `--all` of
//! `assign` means every interview with such a text, and `--double` deals those out by itself.

use clap::{ArgGroup, Args};

/// Gives texts to a coder, or deals all out.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
#[command(group = ArgGroup::new("what").args(["interviews", "all", "double"]).required(true))]
pub struct AssignArgs {
    /// The coder's key; with --double the coders are named by --among
    #[arg(
        value_name = "CODER",
        required_unless_present = "double",
        conflicts_with = "double"
    )]
    pub coder: Option<String>,
    /// The interviews
    #[arg(value_name = "INTERVIEW")]
    pub interviews: Vec<String>,
    /// All interviews that have such a text
    #[arg(long)]
    pub all: bool,
    /// Deal all texts out, each to N coders
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub double: Option<u16>,
    /// Deal out among these coders, with commas between them; all coders by default
    #[arg(long, value_name = "CODER", value_delimiter = ',', requires = "double")]
    pub among: Vec<String>,
    /// The seed by which texts are dealt out
    #[arg(long, value_name = "N", default_value = "1", requires = "double")]
    pub seed: u64,
    /// The translations, not the originals
    #[arg(long)]
    pub translation: bool,
    /// Let the coder see at once what others code in these texts
    #[arg(long)]
    pub open: bool,
    /// By when, such as 2022-05-01
    #[arg(long, value_name = "DATE")]
    pub due: Option<String>,
}

/// Takes texts from a coder.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
#[command(group = ArgGroup::new("what").args(["interviews", "all"]).required(true))]
pub struct UnassignArgs {
    /// The coder's key
    #[arg(value_name = "CODER")]
    pub coder: String,
    /// The interviews
    #[arg(value_name = "INTERVIEW")]
    pub interviews: Vec<String>,
    /// All that the coder has
    #[arg(long)]
    pub all: bool,
    /// The translations, not the originals
    #[arg(long)]
    pub translation: bool,
}

/// Submits texts.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct SubmitArgs {
    /// The interviews; all that wait for you when none is named
    #[arg(value_name = "INTERVIEW")]
    pub interviews: Vec<String>,
    /// The translations, not the originals
    #[arg(long)]
    pub translation: bool,
}

/// Chooses assignments.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct AssignmentsArgs {
    /// Only of this coder
    #[arg(long, value_name = "CODER")]
    pub coder: Option<String>,
    /// Only of this interview
    #[arg(long, value_name = "INTERVIEW")]
    pub interview: Option<String>,
    /// Only what is not submitted yet
    #[arg(long)]
    pub waiting: bool,
}

/// Decides about differences.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
#[command(group = ArgGroup::new("where").args(["interview", "code"]).required(true).multiple(true))]
#[command(group = ArgGroup::new("decision").args(["take", "both", "none"]))]
pub struct ResolveArgs {
    /// The interview
    #[arg(value_name = "INTERVIEW")]
    pub interview: Option<String>,
    /// Only on this code or one below it
    #[arg(long, value_name = "CODE")]
    pub code: Option<String>,
    /// Only between these coders, with commas between them; all who saw the text by default
    #[arg(long, value_name = "CODER", value_delimiter = ',')]
    pub coder: Vec<String>,
    /// Decide all without asking: what this coder marked holds
    #[arg(long, value_name = "CODER")]
    pub take: Option<String>,
    /// Decide all without asking: what anybody marked holds
    #[arg(long)]
    pub both: bool,
    /// Decide all without asking: nothing on which they differ holds
    #[arg(long)]
    pub none: bool,
    /// The name under which the agreed version stands
    #[arg(long, value_name = "KEY", default_value = "agreed")]
    pub into: String,
}
