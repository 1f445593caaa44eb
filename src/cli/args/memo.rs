//! CODE: memos on anything.
//!
//! It must not know where a memo is kept. What a stranger would get wrong: what a memo is about
//! is written kind and key together, as in memos.csv: `code:choking`.

use std::path::PathBuf;

use clap::{ArgGroup, Args, Subcommand};

/// Chooses memos.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct MemoListArgs {
    /// Only memos about this: a kind, or a kind and a key, such as code or code:pay
    #[arg(long, value_name = "KIND[:KEY]")]
    pub about: Option<String>,
    /// Only memos by this coder
    #[arg(long, value_name = "CODER")]
    pub author: Option<String>,
}

/// Names a memo.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct MemoName {
    /// The memo, by id as `gainsay memo list` shows it
    #[arg(value_name = "MEMO")]
    pub memo: String,
}

/// What a memo says.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
#[command(group = ArgGroup::new("words").args(["text", "file"]).required(true))]
pub struct MemoWords {
    /// What it says
    #[arg(value_name = "TEXT")]
    pub text: Option<String>,
    /// Read what it says from a file; - is stdin
    #[arg(long, value_name = "FILE")]
    pub file: Option<PathBuf>,
}

/// A new memo.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct MemoAddArgs {
    /// What it is about: a kind and a key, such as code:pay, claim:c12, coding:9ea3d26c
    #[arg(value_name = "ABOUT")]
    pub about: String,
    /// What it says.
    #[command(flatten)]
    pub words: MemoWords,
}

/// A memo and what it shall say.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct MemoEditArgs {
    /// The memo, by id as `gainsay memo list` shows it
    #[arg(value_name = "MEMO")]
    pub memo: String,
    /// What it shall say.
    #[command(flatten)]
    pub words: MemoWords,
}

/// A command on memos.
#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum MemoCommand {
    /// List memos
    ///
    /// All memos in one place: those on things that have a key, then those on codings.
    #[command(after_long_help = "\
Example:
  $ gainsay memos --about topic
  memo      about           author   date
  ────────  ──────────────  ───────  ──────────
  d3af14a5  topic:killings  analyst  2023-03-01
      Do not add the elder's dead to the cleric's: the same funerals.")]
    List(MemoListArgs),
    /// Show one memo
    ///
    /// Shows what it is about, who wrote it and when, and all that it says.
    #[command(after_long_help = "\
Example:
  $ gainsay memo show d3af14a5
  memo    d3af14a5
  about   topic:killings
  author  analyst
  date    2023-03-01
  text    Do not add the elder's dead to the cleric's: the same funerals.")]
    Show(MemoName),
    /// Write a memo
    ///
    /// About a kind and a key: side, group, researcher, coder, place, population, source,
    /// interview, question, code, rule, topic, claim, event. About a coding by its id: that memo
    /// stands in the coding's own row, behind what is written there, and goes where the coding
    /// goes. Who works on the study is its author.
    #[command(after_long_help = "\
Example:
  $ gainsay memo add code:cond/purse 'Does a fine count as pay?'
  wrote a memo on code:cond/purse; undo: gainsay undo")]
    #[command(override_usage = "gainsay memo add <ABOUT> <TEXT|--file <FILE>>")]
    Add(MemoAddArgs),
    /// Let a memo say something else
    ///
    /// What it is about, who wrote it and when stay.
    #[command(after_long_help = "\
Example:
  $ gainsay memo edit d3af14a5 'Two villages, the same funerals.'
  edited memo d3af14a5; undo: gainsay undo")]
    #[command(override_usage = "gainsay memo edit <MEMO> <TEXT|--file <FILE>>")]
    Edit(MemoEditArgs),
    /// Remove a memo
    ///
    /// One undo brings it back.
    #[command(after_long_help = "\
Example:
  $ gainsay memo rm d3af14a5
  removed memo d3af14a5; undo: gainsay undo")]
    Rm(MemoName),
}
