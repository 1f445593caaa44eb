//! `gainsay help`: the commands grouped by task, the help of one, and the topics.
//!
//! It must not know what a command does; names and sentences come from the parser's own tree.
//! What a stranger would get wrong: the parser copies the flags of every command into each of
//! them only when it runs, so the tree used here has them at the root alone, and the help of a
//! command is not drowned in them.

use clap::{Command, CommandFactory as _};

use crate::report::{Mark, Paint, wrap};

use super::args::{Cli, globals};
use super::failure::Problem;
use super::suggest;
use super::topics;

/// The groups, and the commands of each in the order of work.
pub const GROUPS: [(&str, &[&str]); 9] = [
    ("START", &["init", "demo", "status"]),
    ("BRING IN", &["import"]),
    (
        "READ",
        &[
            "source",
            "interview",
            "transcript",
            "place",
            "population",
            "search",
        ],
    ),
    (
        "CODE",
        &["codebook", "code", "rule", "memo", "coders", "tally"],
    ),
    ("CLAIM", &["topic", "claim"]),
    ("CROSS", &["check", "finding", "review", "agree"]),
    ("SHARE", &["export"]),
    ("HISTORY", &["log", "undo", "redo", "verify"]),
    (
        "OTHER",
        &["sql", "schema", "completions", "man", "version", "help"],
    ),
];

/// How wide help is at most; longer lines are hard to read.
const WIDEST: usize = 100;

/// How help is laid out.
#[derive(Debug, Clone, Copy)]
pub struct HelpLook {
    /// The width in terminal cells.
    pub width: usize,
    /// Whether colour is used.
    pub paint: Paint,
}

impl HelpLook {
    /// Makes a look that is not wider than can be read.
    #[must_use]
    pub fn new(width: usize, paint: Paint) -> Self {
        Self {
            width: width.min(WIDEST),
            paint,
        }
    }
}

/// Gives the parser's tree without the flags of every command below its root.
#[must_use]
pub fn tree() -> Command {
    Cli::command()
}

/// Finds the command that words of a command line lead to, as far as they do.
///
/// Flags and their values are passed over: before the command they name no command of the root.
pub(super) fn command_at(words: &[&str]) -> Command {
    path_of(words).1
}

/// The same, with the names that led there.
pub(super) fn path_of(words: &[&str]) -> (Vec<String>, Command) {
    let mut command = tree();
    let mut path = Vec::new();
    for word in words.iter().take_while(|word| **word != "--") {
        let Some(next) = command.find_subcommand(word) else {
            continue;
        };
        path.push(next.get_name().to_owned());
        command = next.clone();
    }
    (path, command)
}

/// Gives the help of the command at a path, in full or in short.
pub(super) fn of_command(path: &[String], look: HelpLook, is_long: bool) -> String {
    if path.is_empty() {
        return overview(look);
    }
    let words: Vec<&str> = path.iter().map(String::as_str).collect();
    let (_, command) = path_of(&words);
    let mut command = command
        .bin_name(format!("gainsay {}", path.join(" ")))
        .term_width(look.width)
        .disable_help_subcommand(true);
    let help = if is_long {
        command.render_long_help()
    } else {
        command.render_help()
    };
    let text = match look.paint {
        Paint::Colour => help.ansi().to_string(),
        Paint::Plain => help.to_string(),
    };
    let text = text
        .lines()
        .map(str::trim_end)
        .collect::<Vec<_>>()
        .join("\n");
    let text = text.trim_end();
    if is_long {
        format!("{text}\n\nFlags for every command: gainsay help\n")
    } else {
        format!("{text}\n")
    }
}

/// Gives the commands grouped by task, and the flags of every command.
#[must_use]
pub fn overview(look: HelpLook) -> String {
    let tree = tree();
    let mut text = paragraph(&tree, look.width);
    text.push_str("\nUsage: gainsay [FLAGS] COMMAND …\n");
    for (group, names) in GROUPS {
        text.push_str(&format!("\n{}\n", look.paint.apply(Mark::Header, group)));
        for name in names {
            let about = tree.find_subcommand(name).and_then(Command::get_about);
            let about = about.map(ToString::to_string).unwrap_or_default();
            append_entry((name, &about), COMMAND_INDENT, look.width, &mut text);
        }
    }
    append_flags(&tree, look, &mut text);
    append_topics(look, &mut text);
    text
}

fn paragraph(tree: &Command, width: usize) -> String {
    let about = tree
        .get_long_about()
        .map(ToString::to_string)
        .unwrap_or_default();
    let lines = about.lines().flat_map(|line| wrap(line, width));
    lines.map(|line| line + "\n").collect()
}

/// How far the sentences of a list are set in; longer names get a line of their own.
const COMMAND_INDENT: usize = 15;
/// The same for flags, on a screen that has room for it.
const FLAG_INDENT: usize = 26;

fn append_entry(entry: (&str, &str), indent: usize, width: usize, text: &mut String) {
    let (name, about) = entry;
    let lines = wrap(about, width.saturating_sub(indent).max(16));
    let mut label = format!("  {name}");
    if label.chars().count() + 2 > indent {
        text.push_str(&format!("{label}\n"));
        label = String::new();
    }
    for line in lines {
        text.push_str(format!("{label:indent$}{line}").trim_end());
        text.push('\n');
        label = String::new();
    }
}

fn append_flags(tree: &Command, look: HelpLook, text: &mut String) {
    text.push_str(&format!(
        "\n{}\n",
        look.paint.apply(Mark::Header, globals::HEADING)
    ));
    let indent = if look.width >= 70 {
        FLAG_INDENT
    } else {
        COMMAND_INDENT
    };
    for flag in tree.get_arguments().filter(|flag| flag.is_global_set()) {
        let help = flag.get_help().map(ToString::to_string).unwrap_or_default();
        append_entry((&flag_name(flag), &help), indent, look.width, text);
    }
    append_entry(
        ("-h, --help", "Show the help of a command; -h in short"),
        indent,
        look.width,
        text,
    );
    append_entry(
        ("-V, --version", "Print the program's version"),
        indent,
        look.width,
        text,
    );
}

fn flag_name(flag: &clap::Arg) -> String {
    let long = flag.get_long().unwrap_or_default();
    let mut name = match flag.get_short() {
        Some(short) => format!("-{short}, --{long}"),
        None => format!("--{long}"),
    };
    if flag.get_action().takes_values()
        && let Some(value) = flag.get_value_names().and_then(<[_]>::first)
    {
        let is_optional = flag
            .get_num_args()
            .is_some_and(|range| range.min_values() == 0);
        name += &if is_optional {
            format!("[={value}]")
        } else {
            format!(" {value}")
        };
    }
    name
}

fn append_topics(look: HelpLook, text: &mut String) {
    text.push_str(&format!(
        "\n{}\n",
        look.paint.apply(Mark::Header, "Topics: gainsay help TOPIC")
    ));
    for (name, about) in topics::NAMES {
        append_entry((name, about), COMMAND_INDENT, look.width, text);
    }
}

/// Gives what `gainsay help WORDS` shows.
///
/// # Errors
/// Words that lead to no command and name no topic.
pub fn about(words: &[String], look: HelpLook) -> Result<String, Problem> {
    if let [word] = words
        && let Some(text) = topics::text(word, look)
    {
        return Ok(text);
    }
    let typed: Vec<&str> = words.iter().map(String::as_str).collect();
    let (path, command) = path_of(&typed);
    match words.get(path.len()) {
        None => Ok(of_command(&path, look, true)),
        Some(unknown) => Err(no_such_word(unknown, &path, &command)),
    }
}

fn no_such_word(word: &str, path: &[String], command: &Command) -> Problem {
    let mut known: Vec<&str> = command.get_subcommands().map(Command::get_name).collect();
    if path.is_empty() {
        known.extend(topics::NAMES.iter().map(|(name, _)| *name));
    }
    let hint = match suggest::nearest(word, &known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`gainsay help` lists commands and topics".to_owned(),
    };
    Problem::usage(
        "unknown-help",
        format!("there is no command or topic `{word}`"),
    )
    .hint(hint)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{display_width, golden};

    const LOOK: HelpLook = HelpLook {
        width: 80,
        paint: Paint::Plain,
    };

    #[test]
    fn the_overview_groups_commands_by_task() {
        golden::assert("help.txt", &overview(LOOK));
        golden::assert("help_40.txt", &overview(HelpLook { width: 40, ..LOOK }));
    }

    #[test]
    fn every_command_stands_in_exactly_one_group() {
        let mut grouped: Vec<&str> = GROUPS
            .iter()
            .flat_map(|(_, names)| *names)
            .copied()
            .collect();
        let tree = tree();
        let mut all: Vec<&str> = tree
            .get_subcommands()
            .filter(|command| !command.is_hide_set())
            .map(Command::get_name)
            .collect();
        grouped.sort_unstable();
        all.sort_unstable();
        assert_eq!(grouped, all);
    }

    #[test]
    fn the_help_of_a_command_has_its_example_and_not_every_flag() {
        let text = about(&["claim".into(), "list".into()], LOOK).unwrap();
        golden::assert("help_claim_list.txt", &text);
        assert!(!text.contains("--no-bidi-marks"));
    }

    #[test]
    fn a_topic_or_command_that_is_not_there_is_refused() {
        let refused = about(&["exit-code".into()], LOOK).unwrap_err();
        assert_eq!(refused.hint.as_deref(), Some("did you mean `exit-codes`?"));
        let refused = about(&["claim".into(), "lst".into()], LOOK).unwrap_err();
        assert_eq!(refused.hint.as_deref(), Some("did you mean `list`?"));
    }

    #[test]
    fn help_fits_the_width() {
        for width in [40, 80] {
            for line in overview(HelpLook { width, ..LOOK }).lines() {
                assert!(display_width(line) <= width, "{line}");
            }
        }
    }
}
