//! CROSS: compare claims, judge what was found, see how far sources agree.
//!
//! It must not know how claims are compared. What a stranger would get wrong: findings are
//! results, so `check` ends with success however many there are, unless --fail-on says otherwise.

use std::path::PathBuf;
use std::str::FromStr;

use clap::{Args, Subcommand, ValueEnum};

use super::read::ShowArgs;
use super::words::{EXPLANATIONS, FINDING_STATES, VERDICTS};

/// How many pairs of one block are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PerBlock {
    /// Every pair.
    All,
    /// At most this many.
    AtMost(usize),
}

impl FromStr for PerBlock {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match (text, text.parse()) {
            ("all", _) => Ok(Self::All),
            (_, Ok(count)) if count > 0 => Ok(Self::AtMost(count)),
            _ => Err("give a number from 1 on, or `all`".to_owned()),
        }
    }
}

/// What makes `check` end with exit code 3.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// A finding that no earlier run had (not built yet).
    New,
    /// A finding that nobody has judged.
    Open,
}

/// Cross-check the claims
///
/// Compares every two claims that speak of the same thing, tests nine innocent explanations,
/// and lists the pairs that contradict one another or seem to, each with the reason. The
/// scope comes first: claims about another time, place or population are no contradiction.
/// Findings are results: the exit code is 0 unless --fail-on says otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
#[command(after_long_help = "\
Examples:
  $ gainsay check --topic attack-dead
  finding  claim_a  claim_b  kind  verdict        why  severity  status
  ───────  ───────  ───────  ────  ─────────────  ───  ────────  ──────
  3e0yse   i09-c10  i10-c4   K2    contradiction       gross     open
      On \"The attack killed this many\": S-18 (side isk) says 30 persons
      (attack-victims, jalalabad, 2021-11); S-46 (side taliban) says 9 persons
      (attack-victims, jalalabad, 2021-11): the two figures do not meet, and
      none of the explanations tested removes it.
  1 finding
  1 flagged pair: 1 contradiction

  $ gainsay check --all --format csv -o pairs.csv
  $ gainsay check --fail-on open && echo nothing waits")]
pub struct CheckArgs {
    /// Only claims on this topic and those linked to it
    #[arg(long, value_name = "TOPIC")]
    pub topic: Option<String>,
    /// Only pairs with a claim of this source
    #[arg(long, value_name = "SOURCE")]
    pub source: Option<String>,
    /// List every compared pair, those that agree too
    #[arg(long)]
    pub all: bool,
    /// Compare exactly the pairs of claim keys in this CSV file
    #[arg(long, value_name = "FILE", conflicts_with_all = ["topic", "source", "all", "per_block"])]
    pub pairs: Option<PathBuf>,
    /// List at most N pairs of a block, or all
    #[arg(long, value_name = "N|all", default_value = "200")]
    pub per_block: PerBlock,
    /// End with exit code 3 if findings are open; `new` is not built yet
    #[arg(long, value_name = "WHICH", value_enum)]
    pub fail_on: Option<FailOn>,
}

/// Chooses findings.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct FindingListArgs {
    /// Only findings on this topic
    #[arg(long, value_name = "TOPIC")]
    pub topic: Option<String>,
    /// Only findings with a claim of this source
    #[arg(long, value_name = "SOURCE")]
    pub source: Option<String>,
    /// Only findings with this verdict
    #[arg(long, value_name = "VERDICT", value_parser = VERDICTS)]
    pub verdict: Option<String>,
    /// Only findings in this state
    #[arg(long, value_name = "STATE", value_parser = FINDING_STATES)]
    pub status: Option<String>,
    /// List every compared pair, those that agree too
    #[arg(long)]
    pub all: bool,
}

/// Names findings and says why they are judged so.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct JudgeArgs {
    /// The findings, by id as `gainsay findings` shows it, or by claims: i09-c10,i10-c4
    #[arg(value_name = "FINDING", required = true)]
    pub findings: Vec<String>,
    /// Why, in a sentence that a reader of the paper would accept
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
}

/// Names findings and the explanation that holds for them.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct ExplainArgs {
    /// The explanation that holds
    #[arg(long, value_name = "EXPLANATION", value_parser = EXPLANATIONS)]
    pub by: String,
    /// The findings and the reason.
    #[command(flatten)]
    pub judge: JudgeArgs,
}

/// Names findings.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct FindingNames {
    /// The findings, by id as `gainsay findings` shows it, or by claims: i09-c10,i10-c4
    #[arg(value_name = "FINDING", required = true)]
    pub findings: Vec<String>,
}

/// A command on findings.
#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum FindingCommand {
    /// List findings
    ///
    /// A line for each pair of claims, with the reason below it. Only what is flagged, unless
    /// --all is given.
    #[command(after_long_help = "\
Example:
  $ gainsay findings --status open
  finding  claim_a  claim_b  kind  verdict        why  severity  status
  ───────  ───────  ───────  ────  ─────────────  ───  ────────  ──────
  3e0yse   i09-c10  i10-c4   K2    contradiction       gross     open
      On \"The attack killed this many\": S-18 (side isk) says 30 persons
      (attack-victims, jalalabad, 2021-11); S-46 (side taliban) says 9 persons
      (attack-victims, jalalabad, 2021-11): the two figures do not meet, and
      none of the explanations tested removes it.
  1 finding")]
    List(FindingListArgs),
    /// Show one finding
    ///
    /// Shows the claims side by side, each explanation with its outcome, and who judged.
    #[command(after_long_help = "\
Example:
  $ gainsay finding show 3e0yse
  finding       3e0yse
  claim_a       i09-c10
  claim_b       i10-c4
  kind          K2
  verdict       contradiction
  explanations  identity=not-tested; time=no; place=no; population=no
  severity      gross
  status        open
  value_a       30
  value_b       9")]
    Show(ShowArgs),
    /// Accept findings as contradictions
    ///
    /// Says that the claims do contradict one another. The judgement hangs on the claims, so it
    /// survives another run until one of them changes.
    #[command(after_long_help = "\
Example:
  $ gainsay finding accept 3e0yse --reason 'one attack, two counts of its dead'
  accepted 1 finding; undo: gainsay undo")]
    Accept(JudgeArgs),
    /// Explain findings: the claims do not contradict one another after all
    ///
    /// Names which of the nine explanations holds, and why.
    #[command(after_long_help = "\
Example:
  $ gainsay finding explain 3e0yse --by time --reason 'S-46 counted a day later'
  explained 1 finding by time; undo: gainsay undo")]
    Explain(ExplainArgs),
    /// Dismiss findings as mistakes
    ///
    /// Says that the claims should not have been put side by side.
    #[command(after_long_help = "\
Example:
  $ gainsay finding dismiss 3e0yse --reason 'i10-c4 was read wrongly'
  dismissed 1 finding; undo: gainsay undo")]
    Dismiss(JudgeArgs),
    /// Mark findings as unverified
    ///
    /// Says that it cannot be told, now or ever, which side is right.
    #[command(after_long_help = "\
Example:
  $ gainsay finding unverified 3e0yse --reason 'no third source'
  marked 1 finding as unverified; undo: gainsay undo")]
    Unverified(JudgeArgs),
    /// Open findings again
    ///
    /// Takes your own judgement back; those of others stay.
    #[command(after_long_help = "\
Example:
  $ gainsay finding reopen 3e0yse
  reopened 1 finding; undo: gainsay undo")]
    Reopen(FindingNames),
}

/// Chooses what is summed up.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct AgreeArgs {
    /// Only this topic
    #[arg(long, value_name = "TOPIC")]
    pub topic: Option<String>,
}

/// A command on agreement among sources.
#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum AgreeCommand {
    /// Sum up each question: how many independent sources, of which sides, say what
    ///
    /// A line for each topic, population, place and time, with a grade from 0 to 5. Sources that
    /// are tied to one another count once; where that is not known, a range is given.
    #[command(after_long_help = "\
Example:
  $ gainsay agree summary --topic pay-cut
  topic    place    when     grade  sources_low  sources_high  affirm  deny
  ───────  ───────  ───────  ─────  ───────────  ────────────  ──────  ────
  pay-cut  af-east  2022-04  2–4c             1             2       2     0
      Two sources on the isk side and the taliban side claimed that \"IS-K
      has cut what it pays\"; this could not be verified, although it was
      denied.")]
    Summary(AgreeArgs),
}
