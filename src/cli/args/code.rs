//! CODE: codings, rules that propose them.
//!
//! It must not know how an expression is matched. What a stranger would get wrong: `code` deals
//! with codings (a code on a passage); the codes themselves stand in `codebook.rs`.

use clap::{ArgGroup, Args, Subcommand};

use super::proposals::{CodeRecodeArgs, CodeSuggestArgs, Probability, ProposalArgs, probability};
use super::read::{OfWhom, ShowArgs};
use super::row::{RemoveArgs, RuleRow};
use super::words::{CODING_ORIGINS, CODING_STATES, RULE_TEST_OUTCOMES, RULE_TEST_PER};

/// Chooses codings.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct CodeListArgs {
    /// Only codings with this code or one below it
    #[arg(long, value_name = "CODE")]
    pub code: Option<String>,
    /// Only codings in this interview
    #[arg(long, value_name = "INTERVIEW")]
    pub interview: Option<String>,
    /// Only codings by this coder
    #[arg(long, value_name = "CODER")]
    pub coder: Option<String>,
    /// Only codings that this rule proposed
    #[arg(long, value_name = "RULE")]
    pub rule: Option<String>,
    /// Only codings in this state: accepted, proposed or rejected
    #[arg(long, value_name = "STATE", value_parser = CODING_STATES, hide_possible_values = true)]
    pub status: Option<String>,
    /// Only codings that come from there: hand, rule or learned
    #[arg(long, value_name = "WORD", value_parser = CODING_ORIGINS, hide_possible_values = true)]
    pub origin: Option<String>,
    /// Only learned codings with at least this probability
    #[arg(long, value_name = "P", value_parser = probability)]
    pub min_probability: Option<Probability>,
    /// Only orphans: codings whose words a correction took out of the text
    #[arg(long)]
    pub orphans: bool,
    /// Only where these codes stand, such as 'pay AND NOT water'; accepted codings unless --status
    /// says otherwise
    #[arg(long = "where", value_name = "CODES")]
    pub condition: Option<String>,
    /// Of whom.
    #[command(flatten)]
    pub of: OfWhom,
    /// Show N words on either side of the passage
    #[arg(long, value_name = "N")]
    pub context: Option<usize>,
}

/// Names codings.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct CodeRemoveArgs {
    /// The codings, by id as `gainsay code list` shows it
    #[arg(value_name = "CODING", required = true)]
    pub codings: Vec<String>,
}

/// Says which words of a text are meant.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
#[command(group = ArgGroup::new("place").args(["start", "quote"]).required(true).multiple(true))]
pub struct PlaceArgs {
    /// The words, letter for letter; enough where they stand once in the text
    #[arg(long, value_name = "WORDS")]
    pub quote: Option<String>,
    /// The first code point
    #[arg(long, value_name = "N")]
    pub start: Option<u32>,
    /// The code point behind the last
    #[arg(long, value_name = "N", requires = "start")]
    pub end: Option<u32>,
}

/// Says to which words a coding moves.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct CodeMoveArgs {
    /// The coding, by id as `gainsay code list` shows it
    #[arg(value_name = "CODING")]
    pub coding: String,
    /// Where.
    #[command(flatten)]
    pub place: PlaceArgs,
}

/// Says which code goes on which words.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct CodeAddArgs {
    /// The code
    #[arg(value_name = "CODE")]
    pub code: String,
    /// The interview
    #[arg(value_name = "INTERVIEW")]
    pub interview: String,
    /// Where.
    #[command(flatten)]
    pub place: PlaceArgs,
    /// The words stand in the translation
    #[arg(long)]
    pub translation: bool,
    /// A note on it
    #[arg(long, value_name = "TEXT")]
    pub memo: Option<String>,
}

/// A command on codings.
#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum CodeCommand {
    /// Put a code on a passage
    ///
    /// The coder is who acts (`--as`). The words must stand in the newest text, just so. A retired
    /// code is refused.
    #[command(after_long_help = "\
Example:
  $ gainsay code add cond/mood I-37 --start 1589 --end 1595
  put cond/mood on a passage of I-37; undo: gainsay undo")]
    Add(CodeAddArgs),
    /// List codings
    ///
    /// A line for each coding, with its passage. In CSV the columns are those that a paper's
    /// supplement needs: interview, source, group, side, code, coder, origin, place and quote.
    ///
    /// --where takes codes with AND, OR, NOT and brackets. A code stands at a passage where an
    /// accepted coding with it, or with one below it in the codebook, overlaps the passage.
    /// Listed are the codings of the codes that are asked for; those behind NOT only exclude.
    #[command(after_long_help = "\
Example:
  $ gainsay codings --code cond/purse --status proposed
  coding    interview  code        origin      status    start   end
  ────────  ─────────  ──────────  ──────────  ────────  ─────  ────
  9ea3d26c  I-02       cond/purse  rule:purse  proposed   1342  1450
      He told me that a man with a rifle up there was given two hundred and
      fifty dollars for the month of August.

  $ gainsay codings --where 'cond/purse AND NOT cond/mood' --side external --context 12")]
    List(Box<CodeListArgs>),
    /// Show one coding, and why it was proposed
    ///
    /// Shows all of it. Where it was learned from other codings, each word that weighed most has
    /// its share of all that speaks for the code; a word in brackets stands in the question before.
    #[command(after_long_help = "\
Example:
  $ gainsay code show 9ea3d26c
  coding     9ea3d26c
  interview  I-02
  code       cond/purse
  coder      analyst
  origin     rule:purse
  status     proposed")]
    Show(ShowArgs),
    /// Propose codings learned from those that are there
    ///
    /// Learns every code from the sentences that people coded, the questions that these answer, and
    /// what the codebook says: which words and pieces of words speak for it, in any script, on this
    /// machine alone. What is likely enough is proposed, one undo takes all of it back. Nothing is coded until a person accepts it, and what was coded,
    /// proposed or rejected is not proposed again. The figures say how well each code was told on
    /// interviews that were held out: read them before you accept many at once. A code in fewer
    /// than 8 sentences or 3 interviews is left out.
    #[command(after_long_help = "\
Columns of --format csv: code, sentences, interviews, precision, recall, f1, auc, \
calibration_error, proposed, note (why it was left out). Figures are for the probability that was \
asked for; an undefined one is empty.

Example:
  $ gainsay code suggest --code cond/purse
  code        sentences  interviews  precision  recall    f1   auc  proposed
  ──────────  ─────────  ──────────  ─────────  ──────  ────  ────  ────────
  cond/purse         51          23       0.56    0.20  0.29  0.75         4
  undo: gainsay undo; next: gainsay codings --origin learned --status proposed")]
    Suggest(CodeSuggestArgs),
    /// Accept proposed codings
    ///
    /// Accepts those that are named, or all that the flags choose together. One operation, so one
    /// undo takes all of it back. With --dry-run they are listed and nothing is done.
    #[command(after_long_help = "\
Example:
  $ gainsay code accept --rule purse --interview I-03
  accepted 1 coding; undo: gainsay undo
  $ gainsay code accept --learned --min-probability 0.9 --dry-run")]
    Accept(ProposalArgs),
    /// Reject proposed codings
    ///
    /// Rejects those that are named, or all that the flags choose together. They are not proposed
    /// again until their words change, or the rule that proposed them.
    #[command(after_long_help = "\
Example:
  $ gainsay code reject 9ea3d26c
  rejected 1 coding; undo: gainsay undo")]
    Reject(ProposalArgs),
    /// Put another code on the passage of a coding
    ///
    /// Passage, coder, memo and origin stay. A proposal is accepted with it, and its old code is
    /// not proposed there again.
    #[command(after_long_help = "\
Example:
  $ gainsay code recode 9ea3d26c cond/mood
  recoded coding 9ea3d26c to cond/mood; undo: gainsay undo")]
    Recode(CodeRecodeArgs),
    /// Remove codings
    ///
    /// Removes the codings that are named, whoever made them. One undo brings them back.
    #[command(after_long_help = "\
Example:
  $ gainsay code rm 9ea3d26c
  removed 1 coding; undo: gainsay undo")]
    Rm(CodeRemoveArgs),
    /// Put a coding on other words of its text
    ///
    /// Give the words, or where they stand, or both. An orphan, whose words a correction took out
    /// of the text, is none any more. No rule proposes the code at the old place again.
    #[command(after_long_help = "\
Example:
  $ gainsay code move 9ea3d26c --quote 'two hundred dollars'
  moved coding 9ea3d26c; undo: gainsay undo")]
    Move(CodeMoveArgs),
}

/// Chooses rules.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct RuleListArgs {
    /// Only rules that propose this code
    #[arg(long, value_name = "CODE")]
    pub code: Option<String>,
}

/// Names a rule.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct RuleShowArgs {
    /// Its key
    #[arg(value_name = "KEY")]
    pub key: String,
    /// List its versions instead: who wrote which expression when
    #[arg(long)]
    pub versions: bool,
}

/// Names rules to test, and chooses what is shown.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct RuleTestArgs {
    /// The rules; all when none is named
    #[arg(value_name = "RULE")]
    pub rules: Vec<String>,
    /// Only in these interviews; keys with commas between
    #[arg(long, value_name = "INTERVIEW", value_delimiter = ',')]
    pub interview: Vec<String>,
    /// A line for each rule, code or language, or one for all: rule, code, language, overall
    #[arg(long, value_name = "WORD", default_value = "rule", value_parser = RULE_TEST_PER, hide_possible_values = true, hide_default_value = true)]
    pub per: String,
    /// Show places instead: right, wrong, unjudged, missed, near; with commas between
    #[arg(long, value_name = "WORDS", value_delimiter = ',', value_parser = RULE_TEST_OUTCOMES, hide_possible_values = true, conflicts_with = "per")]
    pub show: Vec<String>,
}

/// Names rules and the texts they run over.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct RuleRunArgs {
    /// The rules; all when none is named
    #[arg(value_name = "RULE")]
    pub rules: Vec<String>,
    /// Only in this interview
    #[arg(long, value_name = "INTERVIEW")]
    pub interview: Option<String>,
}

/// A command on rules.
#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum RuleCommand {
    /// List rules
    ///
    /// A line for each rule, with its code and how its proposals fared.
    #[command(after_long_help = "\
Example:
  $ gainsay rules --code cond/purse
  key    code        unit      proposed  accepted  rejected
  ─────  ──────────  ────────  ────────  ────────  ────────
  purse  cond/purse  sentence        21         0         0
      (salar* OR paid OR pay OR purse OR dollar*) NEAR/10 (half OR late OR cut
      OR month* OR nothing)")]
    List(RuleListArgs),
    /// Show one rule
    ///
    /// Shows its expression and the examples it should and should not match.
    #[command(after_long_help = "\
Example:
  $ gainsay rule show purse
  key       purse
  code      cond/purse
  match     (salar* OR paid OR pay OR purse OR dollar*) NEAR/10 (half OR late
            OR cut OR month* OR nothing)
  unit      sentence
  proposed  21")]
    Show(RuleShowArgs),
    /// Add a rule
    ///
    /// The expression is read and held against the rule's own examples before anything is kept.
    /// Give --should-match and --should-not-match once for each example. See: gainsay help rules.
    #[command(after_long_help = "\
Example:
  $ gainsay rule add tolls --code tac/starve/money --language en --match 'toll* NEAR/5 (road OR bridge)' --should-match 'A toll at every bridge.'
  added rule tolls; undo: gainsay undo")]
    Add(RuleRow),
    /// Change a rule
    ///
    /// What is not given stays. Examples that are given take the place of those that were there.
    /// Earlier versions stay in the history: gainsay rule show KEY --versions.
    #[command(after_long_help = "\
Example:
  $ gainsay rule edit moles-weighed --note 'read again in June'
  edited rule moles-weighed; undo: gainsay undo")]
    Edit(RuleRow),
    /// Remove a rule that proposed nothing
    ///
    /// A rule whose proposals are in the study stays, for they say where they came from.
    #[command(after_long_help = "\
Example:
  $ gainsay rule rm tolls
  removed rule tolls; undo: gainsay undo")]
    Rm(RemoveArgs),
    /// Test rules against their examples and against hand coding
    ///
    /// Runs each rule over its own examples, and over the texts that somebody coded by hand. A
    /// hit is right when it overlaps a passage coded by hand with the rule's code or one below
    /// it. Precision and recall come with Wilson's interval at 95 %, F1 with a bootstrap over
    /// texts. With --show, each place and why: the words found, or the part of the rule that
    /// falls short. Changes nothing. Ends with exit code 5 when an example goes the other way.
    #[command(after_long_help = "\
Columns of --format csv: per, key, code, examples, failed, texts, hits, right, passages, found, \
precision, precision_low, precision_high, recall, recall_low, recall_high, f1, f1_low, f1_high, \
uncoded (wrong hits where nobody put any code by hand), unjudged (hits in texts that nobody coded \
by hand), near (one part more would have made a hit). An undefined figure is empty. With --show: \
rule, code, outcome, interview, text, start, end, reason, quote.

Example:
  $ gainsay rule test moles-weighed preach-weighed
  key             examples  failed  hits  passages  precision  recall    f1
  ──────────────  ────────  ──────  ────  ────────  ─────────  ──────  ────
  moles-weighed          8       0     6         5       0.83    1.00  0.91
  preach-weighed         8       0     1         1       1.00    1.00  1.00")]
    Test(RuleTestArgs),
    /// Run rules over the transcripts and propose codings
    ///
    /// Each hit becomes a proposal with its reason: which words, and where. Running a rule again
    /// proposes only what is new. With --dry-run they are counted and nothing is kept.
    #[command(after_long_help = "\
Example:
  $ gainsay rule run purse
  key    proposed  known
  ─────  ────────  ─────
  purse        21      0
  undo: gainsay undo; next: gainsay codings --status proposed")]
    Run(RuleRunArgs),
}
