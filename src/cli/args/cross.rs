//! CROSS: compare claims, judge what was found, see how far sources agree.
//!
//! It must not know how claims are compared. What a stranger would get wrong: findings are
//! results, so `check` ends with success however many there are, unless --fail-on says otherwise.

use std::path::PathBuf;
use std::str::FromStr;

use clap::{Args, Subcommand, ValueEnum};

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
    /// A flagged pair that the check before did not have, or had with another verdict.
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
///
/// With --since only what differs from the state right after an operation of `gainsay log` is
/// listed, with the column `since`: new, changed (another kind, verdict or deciding
/// explanation) or gone (the row is the earlier one). The claims of then are read from the
/// study's history and checked in full beside those of now, so it takes twice the time and
/// memory. --fail-on new compares with what the check before saw.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
#[command(after_long_help = "\
Examples:
  $ gainsay check --topic isk-strength
  finding  claim_a  claim_b  verdict        severity  certainty
  ───────  ───────  ───────  ─────────────  ────────  ─────────
  3f42e6   c-014    c-201    contradiction  gross     high
      S-12 says 8,000, S-31 up to 1,500, of the same fighters in 2021.
  1 finding

  $ gainsay check --since 18
  finding  claim_a  claim_b  verdict        severity  status  since
  ───────  ───────  ───────  ─────────────  ────────  ──────  ─────
  3f42e6   c-014    c-201    contradiction  gross     open    new

  $ gainsay check --all --format csv -o pairs.csv
  $ gainsay check --fail-on new && echo nothing new")]
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
    /// List only what is new, changed or gone since this operation; 0 is before the first
    #[arg(long, value_name = "OP", conflicts_with = "pairs")]
    pub since: Option<String>,
    /// Print the settings of the cross-check and do nothing else
    #[arg(long, conflicts_with_all = ["topic", "source", "all", "pairs", "since", "fail_on"])]
    pub settings: bool,
    /// End with exit code 3 if there are new or open findings
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
    /// Hide what others judged until you have judged the same finding
    #[arg(long)]
    pub blind: bool,
}

/// Names one finding.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct FindingShowArgs {
    /// The finding, by id as `gainsay findings` shows it, or its two claims: c-01,c-02
    #[arg(value_name = "FINDING")]
    pub key: String,
    /// Hide what others judged until you have judged it
    #[arg(long)]
    pub blind: bool,
}

/// Names findings and says why they are judged so.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct JudgeArgs {
    /// The findings, by id as `gainsay findings` shows it
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
    /// The findings, by id as `gainsay findings` shows it
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
  finding  claim_a  claim_b  verdict        severity  status
  ───────  ───────  ───────  ─────────────  ────────  ──────
  3f42e6   c-014    c-201    contradiction  gross     open
      S-12 says 8,000, S-31 up to 1,500, of the same fighters in 2021.
  1 finding")]
    List(FindingListArgs),
    /// Show one finding
    ///
    /// Shows the two claims side by side, what each source said, every explanation with its
    /// outcome, what takes certainty away, who judged what and when, and which claim changed
    /// since, by which operation. With --blind the judgements of others stay hidden until you
    /// have judged the finding yourself. That is a help, not a lock: whoever can open the study
    /// can read them.
    #[command(after_long_help = "\
Example:
  $ gainsay finding show 3f42e6
  finding    3f42e6
  verdict    contradiction
  severity   gross
  status     open
  reason     S-12 says 8,000, S-31 up to 1,500, of the same fighters in 2021.

  claim   c-014      c-201
  ──────  ─────────  ───────────
  source  S-12       S-31
  value   8000       up to 1,500")]
    Show(FindingShowArgs),
    /// Accept findings as contradictions
    ///
    /// Says that the claims do contradict one another. The judgement hangs on the claims, so it
    /// survives another run until one of them changes.
    #[command(after_long_help = "\
Example:
  $ gainsay finding accept 3f42e6 --reason 'both speak of fighters in 2021'
  accepted 1 finding; undo: gainsay undo")]
    Accept(JudgeArgs),
    /// Explain findings: the claims do not contradict one another after all
    ///
    /// Names which of the nine explanations holds, and why.
    #[command(after_long_help = "\
Example:
  $ gainsay finding explain 3f42e6 --by time --reason 'S-31 speaks of spring'
  explained 1 finding by time; undo: gainsay undo")]
    Explain(ExplainArgs),
    /// Dismiss findings as mistakes
    ///
    /// Says that the claims should not have been put side by side.
    #[command(after_long_help = "\
Example:
  $ gainsay finding dismiss 3f42e6 --reason 'c-014 was read wrongly'
  dismissed 1 finding; undo: gainsay undo")]
    Dismiss(JudgeArgs),
    /// Mark findings as unverified
    ///
    /// Says that it cannot be told yet which side is right.
    #[command(after_long_help = "\
Example:
  $ gainsay finding unverified 3f42e6 --reason 'no third source before 2022'
  marked 1 finding as unverified; undo: gainsay undo")]
    Unverified(JudgeArgs),
    /// Mark findings as unverifiable
    ///
    /// Says that it can never be told which side is right: nobody is left to ask.
    #[command(after_long_help = "\
Example:
  $ gainsay finding unverifiable 3f42e6 --reason 'both witnesses are dead'
  marked 1 finding as unverifiable; undo: gainsay undo")]
    Unverifiable(JudgeArgs),
    /// Open findings again
    ///
    /// Takes your own judgement back; those of others stay.
    #[command(after_long_help = "\
Example:
  $ gainsay finding reopen 3f42e6
  reopened 1 finding; undo: gainsay undo")]
    Reopen(FindingNames),
    /// Measure how far analysts agree on findings
    ///
    /// Krippendorff's alpha for nominal data over the pairs of claims that two or more analysts
    /// judged: D_o is the observed disagreement, D_e that expected by chance. A judgement from
    /// before a claim changed is left out, and counted. With more than two analysts, every two
    /// who judged something in common have a line too.
    #[command(after_long_help = "\
Example:
  $ gainsay finding agreement
  analysts     value  observed  expected  units
  ───────────  ─────  ────────  ────────  ─────
  ana;analyst  0.681     0.200     0.627     15")]
    Agreement,
}

/// Judge the findings that wait, one by one
///
/// Shows the findings that wait, one topic after another, the gravest and surest first, with
/// both claims side by side, and asks what you make of each: a accept, e explain with the number
/// of the explanation, d dismiss, u unverified, n unverifiable, s skip, q quit. Then it asks
/// why. Every answer is kept at once as an operation of its own; what is judged does not come
/// back, so you may stop and go on at any time. Works at a terminal only.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
#[command(after_long_help = "\
Examples:
  $ gainsay review --topic isk-strength
  1 of 12, topic isk-strength
  ...
  a accept, e explain, d dismiss, u unverified, s skip, q quit, ? more: e 2
  why, in a sentence: S-31 speaks of spring
  explained 1 finding by time; undo: gainsay undo 31

  $ gainsay review --status changed
  $ gainsay --as ana review --blind")]
pub struct ReviewArgs {
    /// Only findings on this topic
    #[arg(long, value_name = "TOPIC")]
    pub topic: Option<String>,
    /// Only findings with a claim of this source
    #[arg(long, value_name = "SOURCE")]
    pub source: Option<String>,
    /// Only findings with a source of this side
    #[arg(long, value_name = "SIDE")]
    pub side: Option<String>,
    /// Look through the findings in this state
    #[arg(long, value_name = "STATE", value_parser = FINDING_STATES, default_value = "open")]
    pub status: String,
    /// Hide what others judged: their findings wait for you too
    #[arg(long)]
    pub blind: bool,
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
  topic    place      when  grade  sources_low  sources_high  affirm  deny
  ───────  ─────────  ────  ─────  ───────────  ────────────  ──────  ────
  pay-cut  nangarhar  2022  4                3             5       6     0
      2 sides, 3 to 5 independent sources, 2 researchers")]
    Summary(AgreeArgs),
}
