//! Rows typed one by one: a flag for each column of a table.
//!
//! It must not know what may stand in a cell; the importer's own check says so. What a stranger
//! would get wrong: no flag is written down here. They come from the description of the table,
//! so a new column has its flag at once.

use clap::{Arg, ArgAction, ArgMatches, Args, Command, Error, FromArgMatches};

use crate::model::refusal::with_article;
use crate::model::table::{Anchor, Column, Kind, Noun, Table};
use crate::model::tables::{self, table};
use crate::project::editing::{TypedRow, may_be_typed};

/// A key and the cells that were typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowArgs {
    /// The key; where it may be left out, nothing.
    pub key: Option<String>,
    /// What was typed.
    pub typed: TypedRow,
}

/// The name of the positional argument.
const KEY: &str = "row_key";
/// The name of the repeatable flag for a study's own attributes.
const ATTRIBUTE: &str = "row_attribute";

fn augmented(command: Command, noun: Noun, is_key_required: bool) -> Command {
    let table = table(noun);
    let key = Arg::new(KEY)
        .value_name("KEY")
        .required(is_key_required)
        .help(match is_key_required {
            true => "Its key",
            false => "Its key; else the next free one, such as I-07-c3",
        });
    let mut command = command.arg(key);
    for column in columns(table) {
        command = command.arg(
            Arg::new(id_of(column))
                .long(column.name.replace('_', "-"))
                .value_name(value_name(column.kind))
                .action(action_of(column.kind))
                .allow_hyphen_values(true)
                .help(help_of(column)),
        );
    }
    if table.has_attributes {
        command = command.arg(
            Arg::new(ATTRIBUTE)
                .long("attr")
                .value_name("NAME=VALUE")
                .action(ArgAction::Append)
                .help("An attribute of the study's own; may be given more than once"),
        );
    }
    command
}

fn columns(table: &'static Table) -> impl Iterator<Item = &'static Column> {
    let columns = table.columns.iter().enumerate();
    columns
        .filter(move |(at, _)| may_be_typed(table, *at))
        .map(|(_, column)| column)
}

/// Sentences may hold the separator of lists, so each is given by itself.
fn action_of(kind: Kind) -> ArgAction {
    match kind {
        Kind::Sentences => ArgAction::Append,
        _ => ArgAction::Set,
    }
}

/// What was typed of a column, as a row of the folder holds it.
fn said_of(matches: &ArgMatches, column: &Column) -> Option<String> {
    let id = id_of(column);
    match column.kind {
        Kind::Sentences => {
            let sentences: Vec<_> = matches.get_many::<String>(&id)?.collect();
            serde_json::to_string(&sentences).ok()
        }
        _ => matches.get_one::<String>(&id).cloned(),
    }
}

/// Flags of every command have ids of their own, `actor` among them.
fn id_of(column: &Column) -> String {
    format!("cell_{}", column.name)
}

fn read(matches: &ArgMatches, noun: Noun) -> Result<RowArgs, Error> {
    let table = table(noun);
    let said = |id: &str| matches.get_one::<String>(id).cloned();
    let cells = columns(table)
        .filter_map(|column| Some((column.name.to_owned(), said_of(matches, column)?)))
        .collect();
    let mut attributes = Vec::new();
    if table.has_attributes {
        for pair in matches.get_many::<String>(ATTRIBUTE).into_iter().flatten() {
            let Some((name, value)) = pair.split_once('=') else {
                let what = format!("--attr takes NAME=VALUE, not `{pair}`\n");
                return Err(Error::raw(clap::error::ErrorKind::ValueValidation, what));
            };
            attributes.push((name.trim().to_owned(), value.to_owned()));
        }
    }
    Ok(RowArgs {
        key: said(KEY),
        typed: TypedRow { cells, attributes },
    })
}

fn value_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Word(_) => "WORD",
        Kind::Words(_) | Kind::Tagged(..) | Kind::Texts => "LIST",
        Kind::Sentences => "SENTENCE",
        Kind::Date => "EDTF",
        Kind::Integer(_) | Kind::Decimal | Kind::Passage(Anchor::Start | Anchor::End) => "N",
        Kind::Value => "VALUE",
        Kind::Reference(_) | Kind::Either(_) | Kind::About => "KEY",
        Kind::References(_) | Kind::ReferencesOrTexts(_) => "KEYS",
        _ => "TEXT",
    }
}

fn help_of(column: &Column) -> String {
    let what = match column.kind {
        Kind::Word(words) => format!("One of: {}", words.join(", ")),
        Kind::Words(words) => format!("A list with `;` of: {}", words.join(", ")),
        Kind::Tagged(noun, words) => format!(
            "Keys with `;` between, each of {} with one of: :{}",
            name(noun),
            words.join(", :")
        ),
        Kind::Texts => "A list with `;` between".to_owned(),
        Kind::Sentences => "A sentence; may be given more than once".to_owned(),
        Kind::Date => "A date or time, such as 2021-05/2021-08 or sh:1400-05".to_owned(),
        Kind::Integer(least) => format!("A whole number from {least} on"),
        Kind::Decimal => "A number".to_owned(),
        Kind::Value => "A figure in words, such as `about 500`, or a value of the topic".to_owned(),
        Kind::Reference(noun) => format!("The key of {}", name(noun)),
        Kind::ReferenceOrText(noun) => format!("The key of {}, else words", name(noun)),
        Kind::References(noun) => format!("Keys with `;` between, each of {}", name(noun)),
        Kind::ReferencesOrTexts(noun) => {
            format!("Keys of {} or words, `;` between", name(noun))
        }
        Kind::Passage(part) => passage_help(part).to_owned(),
        _ => "Words".to_owned(),
    };
    let unsure = if column.may_be_unsure {
        "; a ? behind it: not sure"
    } else {
        ""
    };
    format!("{what}{unsure}")
}

fn passage_help(part: Anchor) -> &'static str {
    match part {
        Anchor::Text => "Which text the words stand in: original or translation",
        Anchor::Start => "Where the words start, in code points of the text, from 0",
        Anchor::End => "Where they end: the code point behind the last",
        Anchor::Quote => "The words, as they stand in the text",
        Anchor::State => "`orphan`: the words are gone from the text",
    }
}

/// The name of a noun with its article.
fn name(noun: Noun) -> String {
    with_article(&tables::table(noun).name.replace('_', " "))
}

/// Makes a type of arguments with a flag for each column of a table.
macro_rules! row_args {
    ($($(#[$doc:meta])* $name:ident of $noun:expr, key required: $required:literal;)+) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, PartialEq, Eq)]
            pub struct $name(pub RowArgs);

            impl FromArgMatches for $name {
                fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
                    read(matches, $noun).map(Self)
                }

                fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
                    self.0 = read(matches, $noun)?;
                    Ok(())
                }
            }

            impl Args for $name {
                fn augment_args(command: Command) -> Command {
                    augmented(command, $noun, $required)
                }

                fn augment_args_for_update(command: Command) -> Command {
                    Self::augment_args(command)
                }
            }
        )+
    };
}

row_args! {
    /// A new claim.
    NewClaim of Noun::Claim, key required: false;
    /// Cells of a claim.
    ClaimRow of Noun::Claim, key required: true;
    /// Cells of a code.
    CodeRow of Noun::Code, key required: true;
    /// Cells of a topic.
    TopicRow of Noun::Topic, key required: true;
    /// Cells of a source.
    SourceRow of Noun::Source, key required: true;
    /// Cells of an interview.
    InterviewRow of Noun::Interview, key required: true;
    /// Cells of a place.
    PlaceRow of Noun::Place, key required: true;
    /// Cells of a population.
    PopulationRow of Noun::Population, key required: true;
    /// Cells of a rule.
    RuleRow of Noun::Rule, key required: true;
}

/// Names what is to go.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct RemoveArgs {
    /// Its key
    #[arg(value_name = "KEY")]
    pub key: String,
}

#[cfg(test)]
mod tests {
    use crate::cli::args::claim::ClaimCommand;
    use crate::cli::args::{Cli, Command};
    use clap::Parser as _;

    #[test]
    fn every_column_has_its_flag_and_its_own_id() {
        let line = "gainsay --as ana claim add I-07-c9 --topic pay --actor isk --value -5 --time-mode within";
        let cli = Cli::try_parse_from(line.split(' ')).unwrap();
        assert_eq!(cli.globals.actor.as_deref(), Some("ana"));
        let Some(Command::Claim(ClaimCommand::Add(args))) = cli.command else {
            panic!("not a claim");
        };
        assert_eq!(args.0.key.as_deref(), Some("I-07-c9"));
        let cells: Vec<_> = args
            .0
            .typed
            .cells
            .iter()
            .map(|(name, cell)| format!("{name}={cell}"))
            .collect();
        assert_eq!(
            cells,
            ["topic=pay", "time_mode=within", "value=-5", "actor=isk"]
        );
    }

    #[test]
    fn attributes_are_pairs() {
        let parse =
            |pair| Cli::try_parse_from(["gainsay", "source", "edit", "S-1", "--attr", pair]);
        assert!(parse("age_band=30s").is_ok());
        assert!(parse("age_band").is_err());
        assert!(Cli::try_parse_from(["gainsay", "topic", "edit", "t", "--attr", "a=b"]).is_err());
    }
}
