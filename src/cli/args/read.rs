//! READ: sources, interviews, their texts, places, populations, and search.
//!
//! It must not know how they are found. What a stranger would get wrong: a KEY may be a
//! study's own key or a unique piece of an id; which one is decided below.

use std::path::PathBuf;

use clap::{ArgGroup, Args, Subcommand, ValueEnum};

use super::cross::HowMany;
use super::row::{InterviewRow, PlaceRow, PopulationRow, RemoveArgs, SourceRow};

/// Names one thing.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct ShowArgs {
    /// Its key, such as S-12, or a unique piece of its id
    #[arg(value_name = "KEY")]
    pub key: String,
}

/// Chooses sources.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct SourceListArgs {
    /// Only sources of this group or of one below it
    #[arg(long, value_name = "GROUP")]
    pub group: Option<String>,
    /// Only sources of this side
    #[arg(long, value_name = "SIDE")]
    pub side: Option<String>,
}

/// A command on sources.
#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum SourceCommand {
    /// List sources
    ///
    /// A line for each source, with its group, its side, and how many interviews and claims
    /// there are of it.
    #[command(after_long_help = "\
Example:
  $ gainsay sources --side non-aligned
  source  group         side         interviews  claims
  ──────  ────────────  ───────────  ──────────  ──────
  S-01    professional  non-aligned           1       4
  S-02    professional  non-aligned           1       3")]
    List(SourceListArgs),
    /// Show one source
    ///
    /// Shows what is known of a source, what ties it to others, and how much there is of it.
    #[command(after_long_help = "\
Example:
  $ gainsay source show S-31
  source      S-31
  group       elder
  kind        interviewee
  network     canal-elders
  side        non-aligned
  interviews  1
  claims      6")]
    Show(ShowArgs),
    /// Add a source
    ///
    /// A source makes claims; it stands here under its pseudonym, never by name. A flag for each column of the study folder.
    #[command(after_long_help = "\
Example:
  $ gainsay source add S-81 --group elder --attr age_band=25-34
  added source S-81; undo: gainsay undo")]
    Add(SourceRow),
    /// Change a source
    ///
    /// Only the columns that are given change; an empty value clears a cell. Refused where a
    /// claim would no longer stand.
    #[command(after_long_help = "\
Example:
  $ gainsay source edit S-81 --note 'met twice'
  edited source S-81; undo: gainsay undo")]
    Edit(SourceRow),
    /// Remove a source that nothing else names
    ///
    /// Refused where other rows name it, with how many of which.
    #[command(after_long_help = "\
Example:
  $ gainsay source rm S-81
  removed source S-81; undo: gainsay undo")]
    Rm(RemoveArgs),
}

/// Chooses interviews.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct InterviewListArgs {
    /// Only interviews with this source
    #[arg(long, value_name = "SOURCE")]
    pub source: Option<String>,
    /// Only interviews by this researcher
    #[arg(long, value_name = "RESEARCHER")]
    pub researcher: Option<String>,
}

/// A command on interviews.
#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum InterviewCommand {
    /// List interviews
    ///
    /// A line for each interview, in the order of their dates.
    #[command(after_long_help = "\
Example:
  $ gainsay interviews --source S-31
  interview  source  date        researcher  language  claims
  ─────────  ──────  ──────────  ──────────  ────────  ──────
  I-02       S-31    2021-09-06  r-1         ps             6")]
    List(InterviewListArgs),
    /// Show one interview
    ///
    /// Shows date, researcher, mode, language and consent. Its text is shown by
    /// `gainsay transcript show`.
    #[command(after_long_help = "\
Example:
  $ gainsay interview show I-40
  interview   I-40
  source      S-13
  date        2022-11-23
  researcher  r-1
  mode        in-person
  language    en
  consent     analyse; quote; paraphrase; share")]
    Show(ShowArgs),
    /// Add an interview
    ///
    /// The text of an interview comes in with `gainsay import study`. A flag for each column of the study folder.
    #[command(after_long_help = "\
Example:
  $ gainsay interview add I-55 --source S-14 --date 2022-04
  added interview I-55; undo: gainsay undo")]
    Add(InterviewRow),
    /// Change an interview
    ///
    /// Only the columns that are given change; an empty value clears a cell. Refused where a
    /// claim would no longer stand.
    #[command(after_long_help = "\
Example:
  $ gainsay interview edit I-55 --date 2022-05
  edited interview I-55; undo: gainsay undo")]
    Edit(InterviewRow),
    /// Remove an interview that nothing else names
    ///
    /// Refused where other rows name it, with how many of which.
    #[command(after_long_help = "\
Example:
  $ gainsay interview rm I-55
  removed interview I-55; undo: gainsay undo")]
    Rm(RemoveArgs),
}

/// Names a transcript.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct TranscriptShowArgs {
    /// The interview's key, such as I-07
    #[arg(value_name = "KEY")]
    pub key: String,
    /// Show the translation instead of the original
    #[arg(long)]
    pub translation: bool,
}

/// Names a version of a transcript.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct TranscriptTextArgs {
    /// The interview's key, such as I-07
    #[arg(value_name = "KEY")]
    pub key: String,
    /// Print the translation instead of the original
    #[arg(long)]
    pub translation: bool,
    /// Print this version; the newest when none is named
    #[arg(long, value_name = "N")]
    pub version: Option<i64>,
}

/// Says how a transcript is corrected.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
#[command(group = ArgGroup::new("words").args(["edits", "text"]).required(true))]
pub struct TranscriptCorrectArgs {
    /// The interview's key, such as I-07
    #[arg(value_name = "KEY")]
    pub key: String,
    /// A CSV file of edits: start,end,quote,replacement
    #[arg(long, value_name = "FILE")]
    pub edits: Option<PathBuf>,
    /// The whole text, edited; the difference is worked out
    #[arg(long, value_name = "FILE")]
    pub text: Option<PathBuf>,
    /// Correct the translation instead of the original
    #[arg(long)]
    pub translation: bool,
    /// The version that the edits count in; refused where the text has a newer one
    #[arg(long, value_name = "N")]
    pub version: Option<i64>,
}

/// A command on transcripts.
#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum TranscriptCommand {
    /// List the texts of interviews
    ///
    /// Each with its newest version, its length in code points, how many passages of codings and
    /// claims stand in it, and how many orphans there are: passages whose words are gone.
    #[command(after_long_help = "\
Example:
  $ gainsay transcript list
  interview  text         version  length  passages  orphans
  ─────────  ───────────  ───────  ──────  ────────  ───────
  I-01       original           1    5230        14        0
  I-02       original           2    4911        21        1")]
    List,
    /// Show the text of an interview, turn by turn
    ///
    /// Each turn with its number, speaker and the place where it starts, counted in Unicode code
    /// points from 0. These are the numbers that codings and claims use.
    #[command(after_long_help = "\
Example:
  $ gainsay transcript show I-07 --translation
  turn  speaker  start  end
  ────  ───────  ─────  ───
     1  R            3   44
      Can we talk here? The wheel is very loud!
     2  S-27        52   57
      What?")]
    Show(TranscriptShowArgs),
    /// Print the text of an interview as it is kept
    ///
    /// The whole text of the newest version, or of an older one, letter for letter: what to edit
    /// for `gainsay transcript correct --text`, and what all offsets count in.
    #[command(after_long_help = "\
Example:
  $ gainsay transcript text I-07 > i-07.txt
  $ gainsay transcript text I-07 --version 1 > i-07.first.txt")]
    Text(TranscriptTextArgs),
    /// Correct the text of an interview
    ///
    /// Makes a new version; the old one stays. Give the places that change as a CSV file with the
    /// columns start, end, quote and replacement, or the whole text as edited. Offsets are code
    /// points of the newest version; start and end alike put words in between, an empty replacement
    /// takes words out, and a quote that stands once in the text needs no numbers. Where numbers
    /// and quote are given they must agree.
    ///
    /// Every coding and claim on the text, proposed and rejected ones too, moves along. An end
    /// inside replaced words goes outward to where they begin or end. What will happen is shown
    /// first: each replacement, and each passage that shrinks, grows or gets other words (for
    /// programs also those that merely move). A passage whose words are all gone becomes an orphan:
    /// it keeps its old words until somebody removes it or puts it elsewhere (`gainsay code list
    /// --orphans`, `gainsay code rm`, `gainsay code move`, `gainsay claim edit`).
    #[command(after_long_help = "\
Example:
  $ gainsay transcript correct I-07 --edits edits.csv
  what         key       fate      start   end  new_start  new_end
  ───────────  ────────  ────────  ─────  ────  ─────────  ───────
  replacement            replaced   1204  1210       1204     1210
  coding       9ea3d26c  reworded   1190  1228       1190     1228
  version 2 by 1 replacement; passages: 20 exact, 1 reworded
  Correct the text of I-07? [y/N] y
  corrected the text of I-07; undo: gainsay undo")]
    Correct(TranscriptCorrectArgs),
}

/// Chooses places or populations.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct TreeListArgs {
    /// Only what stands below this one in the tree
    #[arg(long, value_name = "KEY")]
    pub below: Option<String>,
}

/// A command on places.
#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum PlaceCommand {
    /// List places
    ///
    /// The tree from the top, each place below the one it lies in.
    #[command(after_long_help = "\
Example:
  $ gainsay places --below nangarhar
  place       parent     level     names       claims
  ──────────  ─────────  ────────  ──────────  ──────
  landi-bagh  nangarhar  district  Landi Bagh       4
  tor-shaga   nangarhar  district  Tor Shaga       12")]
    List(TreeListArgs),
    /// Show one place
    ///
    /// Shows its spellings in every script, what it lies in, and what lies in it.
    #[command(after_long_help = "\
Example:
  $ gainsay place show spin-khwar
  place     spin-khwar
  parent    nangarhar
  level     district
  children  disjoint
  claims    20")]
    Show(ShowArgs),
    /// Add a place
    ///
    /// The spellings in `--names`, in any script, are what suggestions and search know a place by. A flag for each column of the study folder.
    #[command(after_long_help = "\
Example:
  $ gainsay place add kot --parent nangarhar --level district
  added place kot; undo: gainsay undo")]
    Add(PlaceRow),
    /// Change a place
    ///
    /// Only the columns that are given change; an empty value clears a cell. Refused where a
    /// claim would no longer stand.
    #[command(after_long_help = "\
Example:
  $ gainsay place edit kot --names 'Kot;کوټ'
  edited place kot; undo: gainsay undo")]
    Edit(PlaceRow),
    /// Remove a place that nothing else names
    ///
    /// Refused where other rows name it, with how many of which.
    #[command(after_long_help = "\
Example:
  $ gainsay place rm kot
  removed place kot; undo: gainsay undo")]
    Rm(RemoveArgs),
}

/// A command on populations.
#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum PopulationCommand {
    /// List populations
    ///
    /// The tree from the top, each population below the one it is part of.
    #[command(after_long_help = "\
Example:
  $ gainsay populations
  population    parent       children  claims
  ────────────  ───────────  ────────  ──────
  isk-members   isk          complete      25
      Everybody who has sworn, armed or not
  isk-fighters  isk-members  complete      16
      Members who carry a weapon as their task")]
    List(TreeListArgs),
    /// Show one population
    ///
    /// Shows its definition, which decides what may be compared with what.
    #[command(after_long_help = "\
Example:
  $ gainsay population show isk-fighters
  population  isk-fighters
  parent      isk-members
  definition  Members who carry a weapon as their task
  children    complete
  claims      16")]
    Show(ShowArgs),
    /// Add a population
    ///
    /// Its definition decides what may be compared with what. A flag for each column of the study folder.
    #[command(after_long_help = "\
Example:
  $ gainsay population add reserves --parent isk-members --definition 'Members without arms'
  added population reserves; undo: gainsay undo")]
    Add(PopulationRow),
    /// Change a population
    ///
    /// Only the columns that are given change; an empty value clears a cell. Refused where a
    /// claim would no longer stand.
    #[command(after_long_help = "\
Example:
  $ gainsay population edit reserves --definition 'Members without arms in the country'
  edited population reserves; undo: gainsay undo")]
    Edit(PopulationRow),
    /// Remove a population that nothing else names
    ///
    /// Refused where other rows name it, with how many of which.
    #[command(after_long_help = "\
Example:
  $ gainsay population rm reserves
  removed population reserves; undo: gainsay undo")]
    Rm(RemoveArgs),
}

/// Where words are searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SearchIn {
    /// The texts of interviews, originals and translations.
    Transcripts,
    /// The memos, on codings too.
    Memos,
    /// The quotes and notes of claims.
    Claims,
}

/// Search transcripts, memos and claims
///
/// Finds words whatever their spelling: Arabic and Persian letters, digits and vowel marks count
/// as one. Words side by side must stand in one turn; "a phrase" stands in quotes, a stem has a
/// star; `gainsay help rules` explains OR, NOT and NEAR. Everything is searched unless --in says
/// where. All places are counted and the best turns shown first; `--show all` lists every place in
/// the order of the texts. The first search builds an index in the study file; later changes keep
/// it up to date.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
#[command(after_long_help = "\
Example:
  $ gainsay search 'paid NEAR/8 note*' --in transcripts
  in           key   text      speaker  start   end
  ───────────  ────  ────────  ───────  ─────  ────
  transcripts  I-04  original  S-22      1638  1642
      …in this town, if you ask me how it looked: their boys paid with notes")]
pub struct SearchArgs {
    /// What to find
    #[arg(value_name = "QUERY")]
    pub query: String,
    /// Search only here; may be given more than once
    #[arg(long = "in", value_name = "WHERE", value_enum)]
    pub places: Vec<SearchIn>,
    /// Show this many words on either side of what was found
    #[arg(long, value_name = "N", default_value_t = 12)]
    pub context: usize,
    /// Show at most N places, the best first, or all in the order of the texts
    #[arg(long, value_name = "N|all", default_value = "50")]
    pub show: HowMany,
    /// Only in passages with this code or one below it
    #[arg(long, value_name = "CODE")]
    pub code: Option<String>,
    /// Of whom.
    #[command(flatten)]
    pub of: OfWhom,
}

/// Whose words are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Args)]
pub struct OfWhom {
    /// Only where source or interview have this attribute; may be given more than once
    #[arg(long = "attr", value_name = "NAME=VALUE", value_parser = attribute)]
    pub attributes: Vec<(String, String)>,
    /// Only of sources of this side
    #[arg(long, value_name = "SIDE")]
    pub side: Option<String>,
    /// Only of sources of this group or of one below it
    #[arg(long, value_name = "GROUP")]
    pub group: Option<String>,
    /// Only what this speaker says, named as in the text
    #[arg(long, value_name = "SPEAKER")]
    pub speaker: Option<String>,
    /// Only of interviews held in this language
    #[arg(long = "lang", value_name = "LANGUAGE")]
    pub language: Option<String>,
}

fn attribute(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) => Ok((name.trim().to_owned(), value.to_owned())),
        None => Err("give NAME=VALUE".to_owned()),
    }
}
