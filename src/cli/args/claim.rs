//! CLAIM: topics and the claims that answer them.
//!
//! It must not know how claims are compared. What a stranger would get wrong: a flag that names
//! a place or population takes what lies below it too.

use clap::{Args, Subcommand};

use super::read::ShowArgs;
use super::words::STANCES;

/// Chooses topics.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct TopicListArgs {
    /// Only this topic and those below it
    #[arg(long, value_name = "TOPIC")]
    pub below: Option<String>,
}

/// A command on topics.
#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum TopicCommand {
    /// List topics
    ///
    /// A line for each topic, with its statement below it.
    #[command(after_long_help = "\
Example:
  $ gainsay topics
  topic         kind      measure  unit     claims  sources
  ────────────  ────────  ───────  ───────  ──────  ───────
  isk-strength  quantity  stock    persons      19       11
      The group has this many fighters.")]
    List(TopicListArgs),
    /// Show one topic
    ///
    /// Shows its statement, what it measures, and the topics it is linked to.
    #[command(after_long_help = "\
Example:
  $ gainsay topic show isk-strength
  topic      isk-strength
  statement  The group has this many fighters.
  kind       quantity
  measure    stock
  unit       persons
  claims     19
  sources    11")]
    Show(ShowArgs),
}

/// Chooses claims.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct ClaimListArgs {
    /// Only claims on this topic
    #[arg(long, value_name = "TOPIC")]
    pub topic: Option<String>,
    /// Only claims of this source
    #[arg(long, value_name = "SOURCE")]
    pub source: Option<String>,
    /// Only claims about this place or one in it
    #[arg(long, value_name = "PLACE")]
    pub place: Option<String>,
    /// Only claims about this population or a part of it
    #[arg(long, value_name = "POPULATION")]
    pub population: Option<String>,
    /// Only claims with this stance: affirms, denies, doubts or neutral
    #[arg(long, value_name = "STANCE", value_parser = STANCES, hide_possible_values = true)]
    pub stance: Option<String>,
}

/// A command on claims.
#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum ClaimCommand {
    /// List claims
    ///
    /// A line for each claim; flags narrow the choice, and all of them must hold.
    #[command(after_long_help = "\
Example:
  $ gainsay claims --topic isk-strength --source S-31
  claim  source  topic         stance   place      when  value
  ─────  ──────  ────────────  ───────  ─────────  ────  ───────────
  c-201  S-31    isk-strength  affirms  nangarhar  2021  up to 1,500")]
    List(ClaimListArgs),
    /// Show one claim
    ///
    /// Shows everything that is known of a claim, its quote, and the findings it is part of.
    #[command(after_long_help = "\
Example:
  $ gainsay claim show c-201
  claim     c-201
  source    S-31
  topic     isk-strength
  stance    affirms
  value     up to 1,500
  findings  n0m6nayqtd5w186v42e6 (contradiction with c-014, open)")]
    Show(ShowArgs),
}
