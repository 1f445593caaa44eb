//! CODE: the codebook, and how codes are changed.
//!
//! It must not know what a change does to codings. What a stranger would get wrong: `merge` takes
//! the code that is left last, as `mv` takes the folder.

use clap::{ArgGroup, Args, Subcommand};

use super::read::ShowArgs;
use super::row::{CodeRow, RemoveArgs};

/// Chooses codes.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct CodebookListArgs {
    /// List retired codes too
    #[arg(long)]
    pub retired: bool,
    /// The codebook as it was right after this operation, by its number in `gainsay log`
    #[arg(long, value_name = "OP")]
    pub as_of: Option<String>,
}

/// Cells of a code, and the passages that are its examples.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct CodeEditArgs {
    /// Cells of the code.
    #[command(flatten)]
    pub row: CodeRow,
    /// Make the passage of this coding an anchor example; may be given more than once
    #[arg(long, value_name = "CODING")]
    pub example_coding: Vec<String>,
    /// Make the passage of this coding no example any more; may be given more than once
    #[arg(long, value_name = "CODING")]
    pub no_example_coding: Vec<String>,
}

/// Says where a code goes in the tree.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
#[command(group = ArgGroup::new("place").args(["under", "top"]).required(true))]
pub struct CodeParentArgs {
    /// The code
    #[arg(value_name = "CODE")]
    pub code: String,
    /// Put it below this code
    #[arg(long, value_name = "PARENT")]
    pub under: Option<String>,
    /// Put it at the top
    #[arg(long)]
    pub top: bool,
}

/// Names codes that become one.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct CodeMergeArgs {
    /// The codes that are merged away
    #[arg(value_name = "FROM", required = true, num_args = 1..)]
    pub from: Vec<String>,
    /// The code that is left
    #[arg(value_name = "INTO", required = true)]
    pub into: String,
}

/// Says what a code is split into, and which codings go.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
#[command(group = ArgGroup::new("choice").args(["matching", "coding"]))]
pub struct CodeSplitArgs {
    /// The code
    #[arg(value_name = "CODE")]
    pub code: String,
    /// A code to make beside it, or one that is there; may be given more than once
    #[arg(long, value_name = "NEW", required = true)]
    pub into: Vec<String>,
    /// Give it the codings in whose words this expression matches: words and their operators
    /// alone, no fields, no asked: and no CODED; see: gainsay help rules
    #[arg(long = "where", value_name = "EXPRESSION")]
    pub matching: Option<String>,
    /// Give it these codings, by id as `gainsay code list` shows it; with commas between
    #[arg(long, value_name = "CODING", value_delimiter = ',')]
    pub coding: Vec<String>,
}

/// Says which code is retired, and what becomes of its proposals.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct CodeRetireArgs {
    /// The code
    #[arg(value_name = "CODE")]
    pub code: String,
    /// Reject its open proposals
    #[arg(long, conflicts_with = "into")]
    pub reject_proposals: bool,
    /// Make its open proposals proposals of this code
    #[arg(long, value_name = "OTHER")]
    pub into: Option<String>,
}

/// A command on the codebook.
#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum CodebookCommand {
    /// List the codes
    ///
    /// The tree from the top, with the number of accepted codings of each code. Retired codes
    /// are counted below; --retired lists them too. With --as-of the codebook and its codings as
    /// they were right after an operation.
    #[command(after_long_help = "\
Example:
  $ gainsay codes
  code        parent  name            codings
  ──────────  ──────  ──────────────  ───────
  cond                condition             0
  cond/mood   cond    mood of IS-K         19
  cond/purse  cond    purse of IS-K        32")]
    List(CodebookListArgs),
    /// Show one code
    ///
    /// Shows its definition, when to use it and when not, its examples, how many codings it has
    /// and how many memos are about it.
    #[command(after_long_help = "\
Example:
  $ gainsay codebook show cond/purse
  code          cond/purse
  parent        cond
  name          purse of IS-K
  definition    Pay, funds, shortage
  exclude_when  pressure on traders")]
    Show(ShowArgs),
    /// Add a code
    ///
    /// A flag for each column of codebook.csv; the same check as an import.
    #[command(after_long_help = "\
Example:
  $ gainsay codebook add cond/arms --parent cond --name 'arms of IS-K' --definition 'Weapons and where they come from'
  added code cond/arms; undo: gainsay undo")]
    Add(CodeRow),
    /// Change a code
    ///
    /// Only the columns that are given change; an empty value clears a cell. What they were stays
    /// in the history: gainsay codebook history CODE. A code is retired with `codebook retire`;
    /// --retired '' takes it back into use, an empty cell of an imported file does not. With
    /// --example-coding a passage that has the code is one of its anchor examples; it moves along
    /// when the text is corrected.
    #[command(after_long_help = "\
Example:
  $ gainsay codebook edit cond/purse --include-when 'A sum, a delay, a cut'
  edited code cond/purse; undo: gainsay undo")]
    Edit(CodeEditArgs),
    /// Remove a code that nothing else names
    ///
    /// Refused where codings, proposals, rules, memos or codes below it name it, with how many of
    /// which.
    #[command(after_long_help = "\
Example:
  $ gainsay codebook rm cond/arms
  removed code cond/arms; undo: gainsay undo")]
    Rm(RemoveArgs),
    /// Put a code elsewhere in the tree
    ///
    /// It goes with all that lies below it. Refused below itself.
    #[command(after_long_help = "\
Example:
  $ gainsay codebook move cond/mood --top
  moved code cond/mood to the top; undo: gainsay undo")]
    Move(CodeParentArgs),
    /// Merge codes into one
    ///
    /// The last code named is left. Its codings are then those of all of them: a coding of one
    /// coder on one passage that both had becomes one. Of two such the accepted one stays before
    /// the proposed, the proposed before the rejected; of one status, one by hand before one by a
    /// rule, then the one that was there. Memos of both are joined. Rules, memos, codes below and
    /// examples go along. The codes merged away stay in the codebook, retired, with their own
    /// definitions. --dry-run shows all of it and writes nothing.
    #[command(after_long_help = "\
Example:
  $ gainsay codebook merge cond/mood cond/purse --dry-run
  code       codings  collapsed  rules  memos  children  example
  ─────────  ───────  ─────────  ─────  ─────  ────────  ───────
  cond/mood       19          0      0      0         0  yes
  would merge 1 code into cond/purse: 19 codings, 0 of which collapse; nothing was written")]
    Merge(CodeMergeArgs),
    /// Split a code
    ///
    /// Makes new codes beside it. Chosen codings go to one of them, the rest stays: choose by the
    /// words of the passage with --where, or one by one with --coding. --where leaves rejected
    /// proposals where they are. Split again for the next code.
    #[command(after_long_help = "\
Example:
  $ gainsay codebook split cond/purse --into cond/debt --where 'debt* OR owe*'
  split code cond/purse: made cond/debt; 1 coding moved (0 collapsed), 54 left; undo: gainsay undo")]
    Split(CodeSplitArgs),
    /// Retire a code
    ///
    /// It stays in the codebook with its codings and gets no new ones: an import refuses them, a
    /// run leaves out its rules. Proposals that nobody decided about are in the way: reject them,
    /// or make them proposals of another code.
    #[command(after_long_help = "\
Example:
  $ gainsay codebook retire cond/purse --reject-proposals
  rules that a run leaves out from now on: purse, purse-pashto
  retired code cond/purse: 22 proposals rejected; undo: gainsay undo")]
    Retire(CodeRetireArgs),
    /// Show what became of a code
    ///
    /// A line for each cell that changed, with who did it in which operation; for a code that is
    /// gone, too.
    #[command(after_long_help = "\
Example:
  $ gainsay codebook history cond/purse
  operation  at                    actor    column
  ─────────  ────────────────────  ───────  ────────────
          1  2026-11-25T10:02:11Z  analyst  definition
      Pay, funds, shortage
          7  2026-11-26T09:14:03Z  ana      definition
      Pay, funds, shortage
      Pay and funds, and their lack")]
    History(ShowArgs),
    /// List what is unfinished or odd in the codebook
    ///
    /// Codes without codings; codings under codes without a definition, or that do not say when
    /// to use them and when not; the same definition or short form twice; codes below a retired
    /// one; retired codes with open proposals or rules. A result, not an error: exit code 0.
    #[command(after_long_help = "\
Example:
  $ gainsay codebook check
  code        problem              count  others
  ──────────  ───────────────────  ─────  ───────────────────
  cond/arms   no-codings               0
  cond/purse  retired-with-rules       2  purse; purse-pashto")]
    Check,
}
