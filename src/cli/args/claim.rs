//! CLAIM: topics and the claims that answer them.
//!
//! It must not know how claims are compared. What a stranger would get wrong: a flag that names
//! a place or population takes what lies below it too.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::read::ShowArgs;
use super::row::{ClaimRow, NewClaim, RemoveArgs, TopicRow};
use super::words::{LINK_STANCES, STANCES};

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
    /// Add a topic
    ///
    /// A topic is a question that claims answer, told as one positive statement. A flag for each column of the study folder.
    #[command(after_long_help = "\
Example:
  $ gainsay topic add road-tax --statement 'Roads are taxed' --kind state
  added topic road-tax; undo: gainsay undo")]
    Add(TopicRow),
    /// Change a topic
    ///
    /// Only the columns that are given change; an empty value clears a cell. Refused where a
    /// claim would no longer stand.
    #[command(after_long_help = "\
Example:
  $ gainsay topic edit road-tax --statement 'All roads are taxed'
  edited topic road-tax; undo: gainsay undo")]
    Edit(TopicRow),
    /// Remove a topic that nothing else names
    ///
    /// Refused where other rows name it, with how many of which.
    #[command(after_long_help = "\
Example:
  $ gainsay topic rm road-tax
  removed topic road-tax; undo: gainsay undo")]
    Rm(RemoveArgs),
    /// Let an answer to one topic speak for another
    ///
    /// Who takes the first stance on the first topic is read as taking the second stance on the
    /// second, so contradictions across topics are found; the reason names the link. Refused
    /// where links would make one answer mean both yes and no.
    #[command(after_long_help = "\
Example:
  $ gainsay topic link finished affirms morale-low affirms
  linked topics: finished affirms implies morale-low affirms; undo: gainsay undo")]
    Link(LinkArgs),
}

/// A link between two topics.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct LinkArgs {
    /// The topic that is answered
    #[arg(value_name = "TOPIC")]
    pub topic: String,
    /// The answer: affirms, denies or doubts
    #[arg(value_name = "STANCE", value_parser = LINK_STANCES, hide_possible_values = true)]
    pub stance: String,
    /// The topic that the answer bears on
    #[arg(value_name = "IMPLIES_TOPIC")]
    pub implies_topic: String,
    /// The answer that follows: affirms, denies or doubts
    #[arg(value_name = "IMPLIES_STANCE", value_parser = LINK_STANCES, hide_possible_values = true)]
    pub implies_stance: String,
    /// Why it follows
    #[arg(long, value_name = "TEXT")]
    pub note: Option<String>,
    /// Take this link away
    #[arg(long, conflicts_with = "note")]
    pub remove: bool,
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

/// Chooses where claims are looked for.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct SuggestArgs {
    /// Only these interviews; all when none is named
    #[arg(value_name = "INTERVIEW")]
    pub interviews: Vec<String>,
    /// Read every sentence of a source, not coded passages alone
    #[arg(long)]
    pub all: bool,
    /// Write a claims.csv to be completed and imported
    #[arg(long, value_name = "FILE.csv")]
    pub save: Option<PathBuf>,
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
    /// Add a claim
    ///
    /// A flag for each column of claims.csv; the same check as an import. Answers at once which
    /// other claims agree with it or differ from it, on its topic and those linked to it, and
    /// why. Without KEY the next free key of its interview is taken. With --dry-run the answer
    /// is the same and nothing is kept.
    #[command(after_long_help = "\
Example:
  $ gainsay claim add --interview I-40 --source S-13 --topic strength --stance=affirms --place af-east --when 2021-08 --value 'up to 1,500' --basis told
  other   source  side         verdict        why       severity
  ──────  ──────  ───────────  ─────────────  ────────  ───────────
  i09-c1  S-18    isk          contradiction            substantial
      On \"IS-K has this many people\": S-13 (side: Between the two) says at most
      1,500 persons, from hearsay (of isk-members, in af-east, in 2021-08); S-18
      (side: IS-K) says 3,200 persons (of isk-members, in af-east, in 2021-08):
      the two figures do not meet, and no innocent explanation holds.
  added claim I-40-c1; undo: gainsay undo")]
    Add(NewClaim),
    /// Change a claim
    ///
    /// Only the columns that are given change; an empty value clears a cell. Judgements of
    /// findings with this claim are then shown as `changed`, to be looked at again.
    #[command(after_long_help = "\
Example:
  $ gainsay claim edit I-40-c1 --value 'about 1,500' --basis ''
  edited claim I-40-c1; undo: gainsay undo")]
    Edit(ClaimRow),
    /// Remove a claim that nothing else names
    ///
    /// Refused where a judgement, a rating or another claim names it.
    #[command(after_long_help = "\
Example:
  $ gainsay claim rm I-40-c1
  removed claim I-40-c1; undo: gainsay undo")]
    Rm(RemoveArgs),
    /// Propose claims from the texts
    ///
    /// Reads the passages with an accepted coding, with --all every sentence of a source, and
    /// proposes what may be claimed there: topics, the likeliest first, a value (in digits, in
    /// words of English, Pashto, Dari and Uzbek, or one of the study's vague words), a time
    /// (months of three calendars by name), and a place in any of its spellings, each with the
    /// words it comes from. Nothing is written to the study. --save writes a claims.csv with the
    /// stance left open, to be completed by a person and imported.
    #[command(after_long_help = "\
Examples:
  $ gainsay claim suggest I-40
  interview  start  topics             value        when     place
  ─────────  ─────  ─────────────────  ───────────  ───────  ─────────
  I-40         940  isk-strength; pay  up to 1,500  2021-08  nangarhar
      In Nangarhar they had up to fifteen hundred men in August.

  $ gainsay claim suggest --all --save proposed.csv
  wrote 61 proposals to proposed.csv; fill in `stance`, delete what is wrong, then: gainsay import claims proposed.csv")]
    Suggest(SuggestArgs),
}
