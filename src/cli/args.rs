//! What can be typed: the commands, grouped by task, and the flags of all of them.
//!
//! The doc comments below the items are the help that people read. It must not know what a
//! command does. What a stranger would get wrong: `gainsay claims` and `gainsay claim list` are
//! two commands to the parser and one after [`Command::canonical`]; match on that only.

use clap::{Parser, Subcommand};

pub mod bring_in;
pub mod claim;
pub mod code;
pub mod codebook;
pub mod coders;
pub mod cross;
pub mod globals;
pub mod history;
pub mod memo;
pub mod other;
pub mod proposals;
pub mod read;
pub mod row;
pub mod share;
pub mod start;
pub mod tally;
pub mod words;

use bring_in::ImportArgs;
use claim::{ClaimCommand, ClaimListArgs, TopicCommand, TopicListArgs};
use code::{CodeCommand, CodeListArgs, RuleCommand, RuleListArgs};
use codebook::{CodebookCommand, CodebookListArgs};
use coders::CodersCommand;
use cross::{AgreeCommand, CheckArgs, FindingCommand, FindingListArgs, ReviewArgs};
use globals::Globals;
use history::{LogArgs, RedoArgs, UndoArgs};
use memo::{MemoCommand, MemoListArgs};
use other::{CompletionsArgs, HelpArgs, ManArgs, SchemaArgs, SqlArgs};
use read::{
    InterviewCommand, InterviewListArgs, PlaceCommand, PopulationCommand, SearchArgs,
    SourceCommand, SourceListArgs, TranscriptCommand, TreeListArgs,
};
use share::ExportCommand;
use start::{DemoArgs, InitArgs};
use tally::TallyCommand;

/// Cross-check what interviews claim
///
/// gainsay keeps the interviews, codes and claims of one research project in one encrypted
/// file, and shows which claims agree, which contradict one another, and which only seem to.
/// Without a command it prints the study's status and what can be done next.
#[derive(Debug, Clone, Parser)]
#[command(
    name = "gainsay",
    version,
    disable_help_subcommand = true,
    infer_long_args = false,
    propagate_version = false,
    max_term_width = 100
)]
pub struct Cli {
    /// The command; the study's status when there is none.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// The flags of every command.
    #[command(flatten)]
    pub globals: Globals,
}

/// A command.
#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum Command {
    #[allow(missing_docs)]
    Init(InitArgs),
    #[allow(missing_docs)]
    Demo(DemoArgs),
    /// Show what the study holds and what can be done next
    ///
    /// Counts interviews, claims and judgements, says what waits for a person, and names the
    /// likely next commands. `gainsay` alone does the same.
    #[command(after_long_help = start::STATUS_EXAMPLE)]
    Status,

    #[allow(missing_docs)]
    Import(ImportArgs),

    /// List sources, show one, add or change them
    ///
    /// A source makes claims: an interviewee under a pseudonym, a voice of a group, or a
    /// publication. `gainsay sources` is short for `gainsay source list`.
    #[command(subcommand, disable_help_subcommand = true)]
    Source(SourceCommand),
    /// List interviews, show one, add or change them
    ///
    /// An interview is one conversation, with its date, researcher, language and consent.
    /// `gainsay interviews` is short for `gainsay interview list`.
    #[command(subcommand, disable_help_subcommand = true)]
    Interview(InterviewCommand),
    /// List the texts of interviews, show one, or correct it
    ///
    /// A text never changes: a correction makes its next version, and the passages of codings
    /// and claims move along.
    #[command(subcommand, disable_help_subcommand = true)]
    Transcript(TranscriptCommand),
    /// List places, show one, add or change them
    ///
    /// Places form a tree, from country to village. `gainsay places` is short for
    /// `gainsay place list`.
    #[command(subcommand, disable_help_subcommand = true)]
    Place(PlaceCommand),
    /// List populations, show one, add or change them
    ///
    /// A population is what exactly is counted or spoken of; populations form a tree.
    /// `gainsay populations` is short for `gainsay population list`.
    #[command(subcommand, disable_help_subcommand = true)]
    Population(PopulationCommand),
    #[allow(missing_docs)]
    Search(SearchArgs),

    /// List the codebook, show a code, and change what there is
    ///
    /// The codebook is a tree of codes, each with its definition. Codes are added, edited, moved,
    /// merged, split and retired; each of these is one operation that one undo takes back.
    /// `gainsay codes` is short for `gainsay codebook list`.
    #[command(subcommand, disable_help_subcommand = true)]
    Codebook(CodebookCommand),
    /// List codings, accept or reject proposals
    ///
    /// A coding puts a code on a passage. `gainsay codings` is short for `gainsay code list`.
    #[command(subcommand, disable_help_subcommand = true)]
    Code(CodeCommand),
    /// List, show, test and run coding rules
    ///
    /// A rule is a saved expression that proposes codings; a person accepts or rejects them.
    /// `gainsay rules` is short for `gainsay rule list`; `gainsay help rules` explains the
    /// expressions.
    #[command(subcommand, disable_help_subcommand = true)]
    Rule(RuleCommand),
    /// List memos, write one, change or remove one
    ///
    /// A memo is a note on anything that has a key, or on a coding. `gainsay memos` is short for
    /// `gainsay memo list`.
    #[command(subcommand, disable_help_subcommand = true)]
    Memo(MemoCommand),
    /// Coders: what they have to do and submitted, how far they agree
    #[command(subcommand, disable_help_subcommand = true)]
    Coders(CodersCommand),
    /// Count codes, which of them meet, and codes by attributes
    #[command(subcommand, disable_help_subcommand = true)]
    Tally(TallyCommand),

    /// List topics, show one, add or change them
    ///
    /// A topic is a question that claims answer. `gainsay topics` is short for
    /// `gainsay topic list`.
    #[command(subcommand, disable_help_subcommand = true)]
    Topic(TopicCommand),
    /// List claims, show one, add or change them
    ///
    /// A claim is a source's stance on a topic, about a population, a place and a time.
    /// `gainsay claims` is short for `gainsay claim list`.
    #[command(subcommand, disable_help_subcommand = true)]
    Claim(ClaimCommand),

    #[allow(missing_docs)]
    Check(CheckArgs),
    /// List findings, show one, and judge them
    ///
    /// A finding is what the cross-check says of two or more claims. The program compares;
    /// people judge. `gainsay findings` is short for `gainsay finding list`.
    #[command(subcommand, disable_help_subcommand = true)]
    Finding(FindingCommand),
    #[allow(missing_docs)]
    Review(ReviewArgs),
    /// Show how far sources agree
    #[command(subcommand, disable_help_subcommand = true)]
    Agree(AgreeCommand),

    /// Write the study out, as tables or as a whole
    #[command(subcommand, disable_help_subcommand = true)]
    Export(ExportCommand),

    #[allow(missing_docs)]
    Log(LogArgs),
    #[allow(missing_docs)]
    Undo(UndoArgs),
    #[allow(missing_docs)]
    Redo(RedoArgs),
    /// Check that the study is whole
    ///
    /// Checks the file's pages, its references between tables, the chain of operations, and that
    /// this copy is the one they were done in. As whom it works unless told otherwise has no
    /// history: each operation says who did it. Changes nothing, but that a search index that is not what the texts say is dropped: the
    /// next search makes it anew. Ends with exit code 5 when something is wrong.
    #[command(after_long_help = history::VERIFY_EXAMPLE)]
    Verify,

    #[allow(missing_docs)]
    Sql(SqlArgs),
    #[allow(missing_docs)]
    Schema(SchemaArgs),
    #[allow(missing_docs)]
    Completions(CompletionsArgs),
    #[allow(missing_docs)]
    Man(ManArgs),
    /// Print the program's version
    #[command(after_long_help = other::VERSION_EXAMPLE)]
    Version,
    #[allow(missing_docs)]
    Help(HelpArgs),

    #[command(hide = true, about = "List sources: short for `gainsay source list`")]
    #[allow(missing_docs)]
    Sources(SourceListArgs),
    #[command(
        hide = true,
        about = "List interviews: short for `gainsay interview list`"
    )]
    #[allow(missing_docs)]
    Interviews(InterviewListArgs),
    #[command(hide = true, about = "List places: short for `gainsay place list`")]
    #[allow(missing_docs)]
    Places(TreeListArgs),
    #[command(
        hide = true,
        about = "List populations: short for `gainsay population list`"
    )]
    #[allow(missing_docs)]
    Populations(TreeListArgs),
    #[command(
        hide = true,
        about = "List the codebook: short for `gainsay codebook list`"
    )]
    #[allow(missing_docs)]
    Codes(CodebookListArgs),
    #[command(hide = true, about = "List codings: short for `gainsay code list`")]
    #[allow(missing_docs)]
    Codings(CodeListArgs),
    #[command(hide = true, about = "List rules: short for `gainsay rule list`")]
    #[allow(missing_docs)]
    Rules(RuleListArgs),
    #[command(hide = true, about = "List memos: short for `gainsay memo list`")]
    #[allow(missing_docs)]
    Memos(MemoListArgs),
    #[command(hide = true, about = "List topics: short for `gainsay topic list`")]
    #[allow(missing_docs)]
    Topics(TopicListArgs),
    #[command(hide = true, about = "List claims: short for `gainsay claim list`")]
    #[allow(missing_docs)]
    Claims(ClaimListArgs),
    #[command(hide = true, about = "List findings: short for `gainsay finding list`")]
    #[allow(missing_docs)]
    Findings(FindingListArgs),
}

impl Command {
    /// Gives the command that a clear plural stands for; any other as it is.
    #[must_use]
    pub fn canonical(self) -> Self {
        match self {
            Self::Sources(args) => Self::Source(SourceCommand::List(args)),
            Self::Interviews(args) => Self::Interview(InterviewCommand::List(args)),
            Self::Places(args) => Self::Place(PlaceCommand::List(args)),
            Self::Populations(args) => Self::Population(PopulationCommand::List(args)),
            Self::Codes(args) => Self::Codebook(CodebookCommand::List(args)),
            Self::Codings(args) => Self::Code(CodeCommand::List(Box::new(args))),
            Self::Rules(args) => Self::Rule(RuleCommand::List(args)),
            Self::Memos(args) => Self::Memo(MemoCommand::List(args)),
            Self::Topics(args) => Self::Topic(TopicCommand::List(args)),
            Self::Claims(args) => Self::Claim(ClaimCommand::List(args)),
            Self::Findings(args) => Self::Finding(FindingCommand::List(args)),
            other => other,
        }
    }

    /// Says whether the command itself decides what `-o` names, such as a folder.
    #[must_use]
    pub fn owns_output(&self) -> bool {
        matches!(self, Self::Export(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    fn parsed(line: &str) -> Cli {
        let words = std::iter::once("gainsay").chain(line.split_whitespace());
        Cli::try_parse_from(words).unwrap_or_else(|error| panic!("{line}: {error}"))
    }

    #[test]
    fn the_definition_holds_together() {
        Cli::command().debug_assert();
    }

    #[test]
    fn a_plural_is_its_list() {
        for (plural, full) in [
            ("claims --topic pay", "claim list --topic pay"),
            ("sources", "source list"),
            ("interviews", "interview list"),
            ("places", "place list"),
            ("populations", "population list"),
            ("codes", "codebook list"),
            ("codings --status proposed", "code list --status proposed"),
            ("rules", "rule list"),
            ("memos --about code", "memo list --about code"),
            ("topics", "topic list"),
            ("findings --all", "finding list --all"),
        ] {
            let canonical = |line| parsed(line).command.map(Command::canonical);
            assert_eq!(canonical(plural), canonical(full), "{plural}");
        }
    }

    #[test]
    fn flags_may_stand_before_and_behind_the_command() {
        let before = parsed("-p a.gainsay -q claims");
        let behind = parsed("claims -p a.gainsay -q");
        assert_eq!(before.globals, behind.globals);
        assert!(before.globals.quiet);
    }

    #[test]
    fn json_takes_fields_only_behind_an_equals_sign() {
        assert_eq!(parsed("claims --json").globals.json.as_deref(), Some(""));
        assert_eq!(
            parsed("claims --json=claim,topic").globals.json.as_deref(),
            Some("claim,topic")
        );
        assert!(Cli::try_parse_from(["gainsay", "claims", "--json", "claim"]).is_err());
    }

    #[test]
    fn no_passphrase_is_taken_from_a_flag() {
        assert!(Cli::try_parse_from(["gainsay", "status", "--passphrase", "x"]).is_err());
    }

    #[test]
    fn what_changes_in_bulk_needs_a_choice() {
        assert!(Cli::try_parse_from(["gainsay", "code", "accept"]).is_err());
        parsed("code accept --rule pay-cut");
        parsed("code accept 3f42e6 aa10c0");
    }

    #[test]
    fn a_judgement_needs_its_reason() {
        assert!(Cli::try_parse_from(["gainsay", "finding", "dismiss", "3f42e6"]).is_err());
        parsed("finding dismiss 3f42e6 --reason mistyped");
        parsed("finding explain 3f42e6 --by time --reason before-the-split");
        parsed("finding reopen 3f42e6");
    }
}
