//! HISTORY: who did what, and taking it back.
//!
//! It must not know how an operation is undone. What a stranger would get wrong: an undo is an
//! operation too, so nothing is ever lost by it.

use clap::Args;

/// Show who did what
///
/// A line for each operation, the newest first: when, by whom, what, and whether it was undone.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
#[command(after_long_help = "\
Example:
  $ gainsay log --last 2
  operation  at                    actor  action                rows  undone_by
  ─────────  ────────────────────  ─────  ────────────────────  ────  ─────────
         18  2026-11-25T10:12:40Z  ana    accepted 6 proposals     6
         17  2026-11-25T10:02:11Z  ana    imported claims       1204")]
pub struct LogArgs {
    /// Show only the last N operations
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub last: Option<u32>,
}

/// Take back an operation
///
/// Takes back the last operation that changed something, the one named, or the last N. Where a
/// later operation touched the same rows, it is refused with their names and exit code 6.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
#[command(after_long_help = "\
Example:
  $ gainsay undo
  undid operation 18 (accepted 6 proposals), 6 rows; back again: gainsay redo")]
pub struct UndoArgs {
    /// The operation, by its number in `gainsay log`
    #[arg(value_name = "OP", conflicts_with = "last")]
    pub operation: Option<String>,
    /// Take back the last N operations
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub last: Option<u32>,
}

/// Do again what was undone
///
/// Undoes the last undo, the one named, or the last N.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
#[command(after_long_help = "\
Example:
  $ gainsay redo
  did operation 18 again (accepted 6 proposals), 6 rows; undo: gainsay undo")]
pub struct RedoArgs {
    /// The undo, by its number in `gainsay log`
    #[arg(value_name = "OP", conflicts_with = "last")]
    pub operation: Option<String>,
    /// Undo the last N undos
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub last: Option<u32>,
}

/// The example of `gainsay verify`.
pub const VERIFY_EXAMPLE: &str = "\
Example:
  $ gainsay verify
  study       sound
  operations  18
  rows        4312
  faults      0
  head        49accb3e2c25c4f6ac1c072b502de1bbf3deda500e871a6fcba74afed88468a7";
