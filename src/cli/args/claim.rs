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
  topic        kind      measure  unit     claims  sources
  ───────────  ────────  ───────  ───────  ──────  ───────
  attack       event                           12       12
      This attack happened
  attack-dead  quantity  flow     persons       3        2
      The attack killed this many")]
    List(TopicListArgs),
    /// Show one topic
    ///
    /// Shows its statement, what it measures, and the topics it is linked to.
    #[command(after_long_help = "\
Example:
  $ gainsay topic show strength
  topic       strength
  statement   IS-K has this many people
  kind        quantity
  measure     stock
  unit        persons
  population  isk-members
  favours     isk:higher; taliban:lower
  claims      35
  sources     25")]
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
  $ gainsay claims --topic ground --source S-31
  claim   source  topic   stance   place       when        value
  ──────  ──────  ──────  ───────  ──────────  ──────────  ─────
  i02-c1  S-31    ground  affirms  spin-khwar  sh:1400-05")]
    List(ClaimListArgs),
    /// Show one claim
    ///
    /// Shows everything that is known of a claim, its quote, and the findings it is part of.
    #[command(after_long_help = "\
Example:
  $ gainsay claim show i10-c4
  claim     i10-c4
  source    S-46
  topic     attack-dead
  stance    affirms
  value     9
  findings  hzygzqmj9v3vy43e0yse (contradiction with i09-c10, open)")]
    Show(ShowArgs),
}
