//! CROSS: compare claims, judge what was found, see how far sources agree.
//!
//! It must not know how claims are compared. What a stranger would get wrong: findings are
//! results, so `check` ends with success however many there are, unless --fail-on says otherwise.

use std::path::PathBuf;
use std::str::FromStr;

use clap::{Args, Subcommand, ValueEnum};

use super::words::{EXPLANATIONS, FINDING_STATES, VERDICTS};

/// How many of what was found are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HowMany {
    /// All of them.
    All,
    /// At most this many.
    AtMost(usize),
}

impl FromStr for HowMany {
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
/// explanation, or other claims on which it rests) or gone (the row is the earlier one). The
/// claims of then are read from the study's history and checked in full beside those of now, so
/// it takes twice the time and memory. --fail-on new compares with what the check before saw.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
#[command(after_long_help = "\
Examples:
  $ gainsay check --topic attack-dead
  finding  claim_a  claim_b  kind  verdict        why  severity  status
  ───────  ───────  ───────  ────  ─────────────  ───  ────────  ──────
  3e0yse   i09-c10  i10-c4   K2    contradiction       gross     open
      On \"The attack killed this many\": S-18 (side: IS-K) says 30 persons (of
      attack-victims, in jalalabad, in 2021-11); S-46 (side: Taliban Emirate)
      says 9 persons (of attack-victims, in jalalabad, in 2021-11): the two
      figures do not meet, and no innocent explanation holds.
  1 finding
  1 flagged pair: 1 contradiction

  $ gainsay check --since 1

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
    pub per_block: HowMany,
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
      On \"The attack killed this many\": S-18 (side: IS-K) says 30 persons (of
      attack-victims, in jalalabad, in 2021-11); S-46 (side: Taliban Emirate)
      says 9 persons (of attack-victims, in jalalabad, in 2021-11): the two
      figures do not meet, and no innocent explanation holds.
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
  $ gainsay finding show i09-c10,i10-c4
  finding        3e0yse
  kind           K2
  verdict        contradiction
  severity       gross
  certainty      moderate
  status         open
  reason         On \"The attack killed this many\": S-18 (side: IS-K) says 30
                 persons (of attack-victims, in jalalabad, in 2021-11); S-46
                 (side: Taliban Emirate) says 9 persons (of attack-victims, in
                 jalalabad, in 2021-11): the two figures do not meet, and no
                 innocent explanation holds.")]
    Show(FindingShowArgs),
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
    /// Says that it cannot be told yet which side is right.
    #[command(after_long_help = "\
Example:
  $ gainsay finding unverified 3e0yse --reason 'no third source'
  marked 1 finding as unverified; undo: gainsay undo")]
    Unverified(JudgeArgs),
    /// Mark findings as unverifiable
    ///
    /// Says that it can never be told which side is right: nobody is left to ask.
    #[command(after_long_help = "\
Example:
  $ gainsay finding unverifiable 3e0yse --reason 'both witnesses are dead'
  marked 1 finding as unverifiable; undo: gainsay undo")]
    Unverifiable(JudgeArgs),
    /// Open findings again
    ///
    /// Takes your own judgement back; those of others stay.
    #[command(after_long_help = "\
Example:
  $ gainsay finding reopen 3e0yse
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
  $ gainsay review --topic strength
  1 of 12, topic strength
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

/// By what voices are set apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ByName {
    /// Each source for itself.
    Source,
    /// By the group of the source.
    Group,
    /// By the side of the group.
    Side,
}

/// Chooses what is looked at.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct AgreeArgs {
    /// Only this topic
    #[arg(long, value_name = "TOPIC")]
    pub topic: Option<String>,
    /// Set voices apart by source, group or side
    #[arg(long, value_name = "VOICE", value_enum)]
    pub by: Option<ByName>,
    /// Of sources that agree, only those that are not tied to one another
    #[arg(long)]
    pub independent: bool,
    /// Only what sources saw, did, or have figures of
    #[arg(long)]
    pub first_hand: bool,
}

/// A command on agreement among sources.
#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum AgreeCommand {
    /// Sum up each question: how many independent sources, of which sides, say what
    ///
    /// A line for each topic, population, place and time, with a grade from 0 to 5 and a
    /// sentence that says no more than the grade allows. Sources that are tied to one another
    /// count once; where that is not known, a range is given. A grade ends in c where somebody
    /// contradicts it, in ? where a finding is open; `0 (3)` is contested by an equal. With
    /// --by, a line for what each source, group or side says on the question.
    #[command(after_long_help = "\
Example:
  $ gainsay agree summary --topic clergy-pact
  population     place  when        grade  affirm  deny  sources
  ─────────────  ─────  ──────────  ─────  ──────  ────  ───────
  salafi-clergy  kabul  2021-12-04  2–3c        3     2  1–2
      One to two sources on the non-aligned and the taliban side claimed that
      \"The Salafi clergy and the Emirate came to an agreement\"; this could not
      be verified, although 3 sources contradicted it (2 claims, 2 sides, 0 at
      first hand; interviews I-17, I-23; Mar 2022 to May 2022).
  salafi-clergy  kabul  2021-12-05  0 (2)       2     2  1
      Accounts differ on \"The Salafi clergy and the Emirate came to an
      agreement\": affirmed as a plan (one source; the non-aligned side);
      denied (one source; the non-aligned side); affirmed (one source; the
      non-aligned side) (4 claims; interviews I-05, I-14, I-32, I-44; Oct 2021
      to Jan 2023).
  2 questions")]
    Summary(AgreeArgs),
    /// Show where each side stands to the others, topic by topic
    ///
    /// The convergence matrix. A cell says how a side, group or source stands to all others:
    /// `agreement`, `dissonance` (it contradicts another), `partial` (both, or it is not
    /// settled), `alone` (nobody else speaks of the same), `silence`. Who was asked and did
    /// not say is told apart from who was never asked. Up to six columns are set side by side;
    /// --format csv always gives a row for each cell.
    #[command(after_long_help = "\
Example:
  $ gainsay agree matrix --topic crossings
  topic      external   isk               non-aligned     taliban
  ─────────  ─────────  ────────────────  ──────────────  ────────────────
  crossings  not asked  dissonance +6 -1  silence 2 of 2  dissonance +1 -1
  1 row
  + affirm, - deny, ~ doubt; silence: how many of those asked did not say")]
    Matrix(AgreeArgs),
    /// Show what was said in order of the time it speaks of
    ///
    /// A line for each claim, with the words below it, and a line for each figure that a
    /// monitor published on the topic. The verdict is the one against the leading position of
    /// the question: `leads` for the claims of that position itself; `meets` or `apart` for
    /// the figures of monitors.
    #[command(after_long_help = "\
Example:
  $ gainsay agree timeline --topic cells
  when     population  place      source  says      verdict
  ───────  ──────────  ─────────  ──────  ────────  ─────────────
  2022-11  isk-cells   nangarhar  S-48    5 cells   leads
      In Nangarhar? Five cells in November. I could draw you the doors.
  2022-11  isk-cells   nangarhar  S-30    30 cells  contradiction
      My chief told me in November, about thirty cells like ours there are,
      here.
  2 rows")]
    Timeline(AgreeArgs),
    /// Show the figures that can hold together, for each stretch of days
    ///
    /// A line for each position: the largest low and the smallest high figure of claims that
    /// share a number. A claim wide enough for two positions stands with the lower one, and is
    /// named in `also_fits` of the other. An empty end is open.
    #[command(after_long_help = "\
Example:
  $ gainsay agree intervals --topic foreign-share
  population              place      when     position  of   low  high  by
  ──────────────────────  ─────────  ───────  ────────  ──  ────  ────  ────
  fighters-central-asian  oqtash     2022-08         1   2     0   0.1  S-26
  fighters-central-asian  oqtash     2022-08         2   2   0.6   0.6  S-54
  fighters-central-asian  tor-shaga  2021-08         1   1  0.25  0.35  S-52
  3 intervals")]
    Intervals(AgreeArgs),
    /// Show which sources are tied to one another, and by what
    ///
    /// A line for each pair of sources that are not independent: one person, one origin, one
    /// conversation (hard); a chain of referral, a network, one researcher without a recording
    /// (soft); what nobody knows (unknown). With --by, the ties between groups or sides.
    #[command(after_long_help = "\
Example:
  $ gainsay agree network --topic phone-recruiting
  source_a  source_b  strength  ties            component
  ────────  ────────  ────────  ──────────────  ─────────
  S-29      S-39      soft      one-researcher          1
  S-50      S-54      soft      one-researcher          2
  2 ties
  component 1, by any tie: 2 sources, S-29, S-39
  component 2, by any tie: 2 sources, S-50, S-54")]
    Network(AgreeArgs),
    /// Show the positions on each question over time, with who holds them
    ///
    /// On each day, the fewest groups of claims that can be true together, with what they say,
    /// their grade, the independent sources and the sides behind them. A line is for the days
    /// on which the same claims are behind one; lines stand in the order in which they end.
    #[command(after_long_help = "\
Example:
  $ gainsay agree positions --topic foreign-share
  population      place      when     says         grade  sources  sides
  ──────────────  ─────────  ───────  ───────────  ─────  ───────  ───────────
  fighters-       oqtash     2022-08  at most 10   0 (1)  1        taliban
  central-asian                       %
  fighters-       oqtash     2022-08  60 %         2c     1        isk
  central-asian
  fighters-       tor-shaga  2021-08  about 30 %   2      1        non-aligned
  central-asian
  3 positions")]
    Positions(AgreeArgs),
    /// Show which results hang on one source, side, researcher, mode or language
    ///
    /// Leaves each out once (sources that are one voice go out together) and weighs the
    /// question again. `robust`: the leading position stays and keeps grade 3. `fragile`: it
    /// does not, and the removals are named. `weak`: it has no grade 3 as it is.
    #[command(after_long_help = "\
Example:
  $ gainsay agree robustness --topic clergy-pact
  population     place  when        grade  result     leading
  ─────────────  ─────  ──────────  ─────  ─────────  ────────
  salafi-clergy  kabul  2021-12-04  2–3    weak       affirmed
      Weak: grade 2–3 as it is. One source carries it: without S-16 nothing
      leads.
  salafi-clergy  kabul  2021-12-05         no-leader
      No position leads: two and more have one grade. One leads without S-06
      or S-07+S-08.
  2 questions")]
    Robustness(AgreeArgs),
    /// Show what became of what each source said
    ///
    /// Counts, never a score: claims that an independent voice of another side confirms, that
    /// somebody contradicts, that nobody else speaks of; known answers, forecasts, changed
    /// accounts. What was said on the first day of talk and later stands apart. A percentage is
    /// given from ten claims on. Letters are those that analysts gave.
    #[command(after_long_help = "\
Example:
  $ gainsay agree track-record --topic finished
  source  part  claims  confirmed  contradicted  untested  letter
  ──────  ────  ──────  ─────────  ────────────  ────────  ──────
  S-03    all        1          0             1         0  D
  S-14    all        1          0             0         1
  S-29    all        1          0             1         0
  S-47    all        1          0             1         0
  4 records")]
    TrackRecord(AgreeArgs),
}
