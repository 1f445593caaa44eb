//! CODE: counts of codes.
//!
//! It must not know how anything is counted. What a stranger would get wrong: a passage that two
//! coders marked with one code is one passage.

use clap::{Args, Subcommand};

use super::read::OfWhom;
use super::words::{MEASURES, MEET_IN};

/// What is counted.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct WhatArgs {
    /// Only this code and those below it
    #[arg(long, value_name = "CODE")]
    pub code: Option<String>,
    /// Only codings of these coders, with commas between them
    #[arg(long, value_name = "CODER", value_delimiter = ',')]
    pub coder: Vec<String>,
    /// Of whom.
    #[command(flatten)]
    pub of: OfWhom,
}

/// Counts codes.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct TallyCodesArgs {
    /// What is counted.
    #[command(flatten)]
    pub what: WhatArgs,
}

/// Counts which codes meet.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct CoOccurrenceArgs {
    /// Where codes meet: on overlapping passages, in one turn, in one interview
    #[arg(long = "in", value_name = "WHERE", value_parser = MEET_IN, default_value = "overlap")]
    pub meet_in: String,
    /// Count what stands under the codes below a code for it too
    #[arg(long)]
    pub subcodes: bool,
    /// What is counted.
    #[command(flatten)]
    pub what: WhatArgs,
}

/// Counts codes by a column or attribute.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct CrosstabArgs {
    /// The columns: side, group, source, kind, interview, year, researcher, mode, country, place,
    /// language, awareness, or an attribute of the study
    #[arg(long, value_name = "NAME")]
    pub by: String,
    /// Only these measures, with commas between them; all three by default
    #[arg(long, value_name = "MEASURE", value_delimiter = ',', value_parser = MEASURES)]
    pub measure: Vec<String>,
    /// Count what stands under the codes below a code for it too
    #[arg(long)]
    pub subcodes: bool,
    /// What is counted.
    #[command(flatten)]
    pub what: WhatArgs,
}

/// A count of codes.
#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum TallyCommand {
    /// Count passages, sources and words of each code
    ///
    /// Accepted codings alone. A passage is a place in a text: two coders who marked it with one
    /// code make one, with other ends two. A word counts once for a code, however often it was
    /// marked. Columns that begin with all_ count the codes below too. An interview of two
    /// sources counts for both.
    #[command(after_long_help = "\
Example:
  $ gainsay tally codes --code cond
  code        passages  sources  interviews  words  all_passages  all_sources
  ──────────  ────────  ───────  ──────────  ─────  ────────────  ───────────
  cond               0        0           0      0            51           19
  cond/mood         19       12          12    401            19           12
  cond/purse        32       14          14    611            32           14")]
    Codes(TallyCodesArgs),
    /// Count which codes meet
    ///
    /// On overlapping passages, `both` counts pairs of passages, and `jaccard` is the length that
    /// both codes cover as a share of what either covers. In turns and interviews both are of
    /// those units. Pairs that never meet are left out.
    #[command(after_long_help = "\
Examples:
  $ gainsay tally co-occurrence --in turn
  code_a     code_b      both  count_a  count_b  jaccard
  ─────────  ──────────  ────  ───────  ───────  ───────
  cond/mood  cond/purse     2       18       30    0.043

  $ gainsay tally co-occurrence --subcodes --side external")]
    CoOccurrence(CoOccurrenceArgs),
    /// Count codes by side, group, year or any attribute
    ///
    /// A row for each code and measure (passages, sources, words), a column for each value, and
    /// one for all. An interview of two sources stands in the column of each, so columns may sum
    /// to more than `total`. `(none)` are those of whom nothing is known.
    #[command(after_long_help = "\
Examples:
  $ gainsay tally crosstab --by side --measure passages --code cond
  code        measure   external  isk  total
  ──────────  ────────  ────────  ───  ─────
  cond        passages         0    0      0
  cond/mood   passages         7   12     19
  cond/purse  passages        20   12     32

  $ gainsay tally crosstab --by year --subcodes --format csv -o years.csv")]
    Crosstab(CrosstabArgs),
}
