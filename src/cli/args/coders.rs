//! CODE: the people who code, and how far they agree.
//!
//! It must not know how agreement is computed. What a stranger would get wrong: with --ratings
//! `agreement` looks at anybody's table; no study is opened, and nothing is written.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::words::{AGREEMENT_UNITS, COEFFICIENTS, METRICS};

pub mod work;

use work::{AssignArgs, AssignmentsArgs, ResolveArgs, SubmitArgs, UnassignArgs};

/// Names a new coder.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct CoderAddArgs {
    /// The coder's key, such as ana
    #[arg(value_name = "KEY")]
    pub key: String,
}

/// A confidence between 0 and 1, kept as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confidence(String);

impl Confidence {
    /// The confidence as a number.
    #[must_use]
    pub fn value(&self) -> f64 {
        self.0.parse().unwrap_or(0.95)
    }
}

fn confidence(text: &str) -> Result<Confidence, String> {
    match text.parse::<f64>() {
        Ok(value) if value > 0.0 && value < 1.0 => Ok(Confidence(text.to_owned())),
        _ => Err("a confidence lies between 0 and 1, such as 0.95".to_owned()),
    }
}

/// Whose codings are looked at.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct WhoseCodings {
    /// Only these coders, with commas between them; all who coded by default
    #[arg(long, value_name = "CODER", value_delimiter = ',')]
    pub coder: Vec<String>,
    /// Take each code for the one above it at this depth of the codebook; 1 is the top
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub level: Option<u16>,
}

/// Says which differences of coders are shown.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct DiffArgs {
    /// Whose codings, and at which depth of the codebook.
    #[command(flatten)]
    pub whose: WhoseCodings,
    /// Only in this interview
    #[arg(long, value_name = "INTERVIEW")]
    pub interview: Option<String>,
    /// Count characters by what two coders put on them instead
    #[arg(long)]
    pub confusion: bool,
}

/// Says whose agreement is measured, and how.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct AgreementArgs {
    /// A table of anybody's instead of the study: unit,coder,value or
    /// unit,coder,start,end,value
    #[arg(long, value_name = "FILE", conflicts_with_all = ["unit", "level", "coder"])]
    pub ratings: Option<PathBuf>,
    /// What the coders of the study decided about
    #[arg(long, value_name = "UNIT", value_parser = AGREEMENT_UNITS, default_value = "span")]
    pub unit: String,
    /// Whose codings, and at which depth of the codebook.
    #[command(flatten)]
    pub whose: WhoseCodings,
    /// Only these coefficients, with commas between them; all but unit-agreement by default
    #[arg(long, value_name = "NAME", value_delimiter = ',', value_parser = COEFFICIENTS, hide_possible_values = true)]
    pub coefficient: Vec<String>,
    /// How alpha sees two values; nominal by default, or as the weights have it
    #[arg(long, value_name = "METRIC", value_parser = METRICS)]
    pub metric: Option<String>,
    /// Weights of agreement: identity, linear, quadratic, radical, ordinal, ratio, circular,
    /// bipolar, or a CSV file whose first row and column name the categories
    #[arg(
        long,
        value_name = "NAME|FILE",
        default_value = "identity",
        requires = "ratings"
    )]
    pub weights: String,
    /// All categories in their order, used or not: A,B,C
    #[arg(long, value_name = "LIST", requires = "ratings")]
    pub categories: Option<String>,
    /// How much an interval holds, between 0 and 1
    #[arg(long, value_name = "SHARE", default_value = "0.95", value_parser = confidence)]
    pub confidence: Confidence,
    /// Resamples for the intervals of the alphas; 0 takes the standard error instead
    #[arg(long, value_name = "N", default_value = "1000", value_parser = clap::value_parser!(u32).range(0..=100_000))]
    pub bootstrap: u32,
    /// The seed of the resamples
    #[arg(long, value_name = "N", default_value = "1")]
    pub seed: u64,
}

/// A command on coders.
#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum CodersCommand {
    /// List the people who code and judge
    ///
    /// A line for each coder, with what they have done and what is assigned to them. A name that
    /// stands for what coders agreed on is marked so.
    #[command(after_long_help = "\
Example:
  $ gainsay coders list
  key      codings  judgements  assigned  submitted
  ───────  ───────  ──────────  ────────  ─────────
  k-alder      422           1         0          0
  k-birch       50           1         0          0")]
    List,
    /// Add a coder
    ///
    /// After this, `--as KEY` or GAINSAY_AS works under that key.
    #[command(after_long_help = "\
Example:
  $ gainsay coders add ana
  added coder ana; undo: gainsay undo")]
    Add(CoderAddArgs),
    /// Assign texts to a coder, or deal all out
    ///
    /// A coder who is to code a text does so blind: what others coded in it is hidden in lists,
    /// searches, tallies and comparisons until all who code it blind have submitted it. It is a
    /// help and no lock: an export and `gainsay sql` show all. With --open nothing is hidden.
    /// Assigning a text again changes its day and sight, and keeps what was submitted.
    ///
    /// --double N deals every text out to N coders: all get as many, and every two have as many
    /// texts in common as can be. The same texts, coders and seed give the same answer. Who has a
    /// text already counts, so it can be run again when texts have come in.
    #[command(after_long_help = "\
Examples:
  $ gainsay coders assign k-alder I-01 I-02 --due 2023-05-01
  assigned 2 texts to k-alder; undo: gainsay undo

  $ gainsay coders assign --double 2 --among k-alder,k-birch
  $ gainsay coders assign k-birch --all --open")]
    #[command(
        override_usage = "gainsay coders assign [OPTIONS] [CODER] <INTERVIEW...|--all|--double <N>>"
    )]
    Assign(AssignArgs),
    /// Take texts from a coder
    ///
    /// What was submitted of them goes with the assignment; what the coder marked stays.
    #[command(after_long_help = "\
Example:
  $ gainsay coders unassign k-alder I-02
  took 1 text from k-alder; undo: gainsay undo")]
    #[command(override_usage = "gainsay coders unassign [OPTIONS] <CODER> <INTERVIEW...|--all>")]
    Unassign(UnassignArgs),
    /// List who codes which text, and what is submitted
    ///
    /// The state is waiting, submitted, or corrected: the text was corrected since it was
    /// submitted. The submission stays; submit again to say that the new text was seen too.
    #[command(after_long_help = "\
Example:
  $ gainsay coders assignments --coder k-alder
  interview  text      coder    sight  due         submitted   state
  ─────────  ────────  ───────  ─────  ──────────  ──────────  ─────────
  I-01       original  k-alder  blind  2023-05-01  2023-04-20  submitted
  I-02       original  k-alder  blind  2023-05-01              waiting")]
    Assignments(AssignmentsArgs),
    /// Submit texts that are coded
    ///
    /// Says that you, the coder who acts (--as), have seen all of the text as it is now, also
    /// where you marked nothing. Agreement and differences rest on that. Without an interview
    /// all that wait are submitted, after a question.
    #[command(after_long_help = "\
Example:
  $ gainsay --as k-alder coders submit I-01
  submitted 1 text; undo: gainsay undo")]
    Submit(SubmitArgs),
    /// Decide where coders differ: the agreed version
    ///
    /// Goes through the differences of an interview or a code, one by one, on a terminal: what
    /// the one marked holds, what the other marked, both, nothing, or words of your own. With
    /// --take, --both or --none all that wait are decided at once. What all marked alike is taken
    /// over by itself.
    ///
    /// The agreed version stands as codings under a name that is no person (--into), beside
    /// those of the coders, which stay. Each decision is an operation and can be undone; then the
    /// difference waits again. A decision for nothing is kept as a rejected coding.
    #[command(after_long_help = "\
Examples:
  $ gainsay coders resolve I-01
  $ gainsay coders resolve --code tac --take k-alder
  agreed on 12 places, 9 of them without a difference; undo: gainsay undo")]
    Resolve(ResolveArgs),
    /// Measure how far coders agree
    ///
    /// Compares the accepted codings of the study: passages as they were marked, or the sets of
    /// codes on each sentence, turn or interview. A coder has seen a text that was submitted; in
    /// a study without assignments, one in which a coding of theirs is accepted, and the note
    /// says so. A code counts for all above it in the codebook.
    ///
    /// With --ratings, reads a table of ratings (unit,coder,value: a row for each rating; a
    /// missing row or an empty value was not rated) or of spans (unit,coder,start,end,value: code
    /// points, the end exclusive; an empty value says how far this coder read). It may be
    /// anybody's table: no study is needed, and nothing is written.
    ///
    /// Coefficients of ratings: percent, percent-pairs, holsti, bennett-s (also
    /// Brennan-Prediger, Randolph), scott-pi, cohen-kappa, cohen-kappa-max, fleiss-kappa,
    /// fleiss-kappa-pooled, conger-kappa (also Hubert), gwet-ac (AC1, AC2), krippendorff-alpha;
    /// of each code prevalence and positive-agreement; of each unit unit-agreement. Of spans:
    /// u-alpha, u-alpha-binary, cu-alpha, ku-alpha, ku-coverage, and of each code the others
    /// with every character as a unit.
    ///
    /// A figure that is undefined is empty, and its note says why: where nobody ever used a
    /// second category, nothing shows that the coders could tell two apart. A table for eyes
    /// shows a choice; CSV and JSON, and --coefficient all, have every figure. The same file,
    /// flags and seed give the same bytes.
    #[command(after_long_help = "\
Examples (ana and ben agree on p1 and p3, and not on p2):
  $ gainsay coders agreement --ratings ratings.csv --coefficient cohen-kappa
  coefficient  per          value     low   high  below_667  units  coders
  ───────────  ───────────  ─────  ──────  ─────  ─────────  ─────  ──────
  cohen-kappa  overall      0.400  -1.000  1.000                 3       2
      categories: the 2 found
  cohen-kappa  code:none    0.400  -1.000  1.000                 3       2
  cohen-kappa  code:threat  0.400  -1.000  1.000                 3       2

  $ gainsay coders agreement --unit sentence --level 1
  $ gainsay coders agreement --ratings r.csv --metric ordinal --bootstrap 0
  $ gainsay coders agreement --ratings r.csv --format csv -o agreement.csv")]
    Agreement(AgreementArgs),
    /// Show where coders differ
    ///
    /// Lists the passages that some coders marked with a code and others who saw the text did
    /// not (`missing`), with what those put there, and the passages that all marked with other
    /// ends (`ends`). With --confusion: for every two coders, how many characters the one coded
    /// so and the other so; an empty code is a place without a mark.
    #[command(after_long_help = "\
Examples:
  $ gainsay coders diff --coder k-alder,k-birch
  interview  start   end  code            kind     marked_by   not_by   instead
  ─────────  ─────  ────  ──────────────  ───────  ──────────  ───────  ──────────
  I-01         650   748  tac/starve/men  missing  k-alder     k-birch
      In Nangarhar we keep about five thousand armed men this month, August, and I
      sign for their bread.

  $ gainsay coders diff --confusion --level 1 --format csv -o confusion.csv")]
    Diff(DiffArgs),
}
