//! Documentation made from the parser's own tree: reference, manual pages, completions.
//!
//! It must not hold a sentence about a command. What a stranger would get wrong: `docs/cli.md` is
//! compared with [`reference()`] by a test, so it is changed by changing the help.

use std::io::{self, Write};

use clap::Command;
use clap_complete::Shell;

use crate::report::Paint;

use super::help::{self, GROUPS, HelpLook};
use super::topics;

/// The width of help in the reference.
const WIDTH: usize = 80;

/// A worked example of a command's help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// The command whose help it stands in, such as `claim list`.
    pub command: String,
    /// The line that is typed, without `$`.
    pub line: String,
    /// The lines that the program answers.
    pub output: Vec<String>,
}

/// Gives the text of `docs/cli.md`: every command with its help, and the topics.
#[must_use]
pub fn reference() -> String {
    let look = HelpLook::new(WIDTH, Paint::Plain);
    let mut text =
        String::from("# Command line\n\nMade from the program's own help; change it there.\n");
    append_block(&help::overview(look), &mut text);
    let tree = help::tree();
    for (group, names) in GROUPS {
        text.push_str(&format!("\n## {group}\n"));
        for name in names {
            for path in paths_below(&tree, name) {
                text.push_str(&format!("\n### gainsay {}\n", path.join(" ")));
                append_block(&help::of_command(&path, look, true), &mut text);
            }
        }
    }
    text.push_str("\n## Topics\n");
    for (name, _) in topics::NAMES {
        text.push_str(&format!("\n### gainsay help {name}\n"));
        append_block(&topics::text(name, look).unwrap_or_default(), &mut text);
    }
    text
}

fn append_block(block: &str, text: &mut String) {
    text.push_str(&format!("\n```text\n{}\n```\n", block.trim_end()));
}

/// Gives a command of the root and all below it, each as the words that lead to it.
fn paths_below(tree: &Command, name: &str) -> Vec<Vec<String>> {
    let mut paths = vec![vec![name.to_owned()]];
    if let Some(command) = tree.find_subcommand(name) {
        for below in command
            .get_subcommands()
            .filter(|below| !below.is_hide_set())
        {
            paths.push(vec![name.to_owned(), below.get_name().to_owned()]);
        }
    }
    paths
}

fn all_paths() -> Vec<Vec<String>> {
    let tree = help::tree();
    GROUPS
        .iter()
        .flat_map(|(_, names)| *names)
        .flat_map(|name| paths_below(&tree, name))
        .collect()
}

/// Gives the manual pages, each with its file name, in the order of their names.
///
/// # Errors
/// None in practice: pages are written to memory.
pub fn man_pages() -> io::Result<Vec<(String, Vec<u8>)>> {
    let mut pages = vec![page(help::tree(), "gainsay")?];
    for path in all_paths() {
        let words: Vec<&str> = path.iter().map(String::as_str).collect();
        pages.push(page(
            help::command_at(&words),
            &format!("gainsay {}", path.join(" ")),
        )?);
    }
    pages.sort();
    Ok(pages)
}

fn page(command: Command, bin_name: &str) -> io::Result<(String, Vec<u8>)> {
    let name = bin_name.replace(' ', "-");
    let command = command
        .name(name.clone())
        .display_name(name.clone())
        .bin_name(bin_name)
        .version(env!("CARGO_PKG_VERSION"))
        .disable_version_flag(bin_name != "gainsay")
        .disable_help_subcommand(true);
    let mut bytes = Vec::new();
    clap_mangen::Man::new(command)
        .title(name.to_uppercase())
        .render(&mut bytes)?;
    Ok((format!("{name}.1"), bytes))
}

/// Writes the completions for a shell.
pub fn completions(shell: Shell, out: &mut impl Write) {
    clap_complete::generate(shell, &mut help::tree(), "gainsay", out);
}

/// Gives every worked example of the help, so that a test can run them.
#[must_use]
pub fn examples() -> Vec<Example> {
    all_paths()
        .iter()
        .flat_map(|path| examples_of(path))
        .collect()
}

fn examples_of(path: &[String]) -> Vec<Example> {
    let words: Vec<&str> = path.iter().map(String::as_str).collect();
    let command = help::command_at(&words);
    let text = command
        .get_after_long_help()
        .map(ToString::to_string)
        .unwrap_or_default();
    let mut examples: Vec<Example> = Vec::new();
    for line in text.lines() {
        if let Some(typed) = line.strip_prefix("  $ ") {
            examples.push(Example {
                command: path.join(" "),
                line: typed.to_owned(),
                output: Vec::new(),
            });
        } else if let (Some(said), Some(example)) = (line.strip_prefix("  "), examples.last_mut()) {
            example.output.push(said.to_owned());
        }
    }
    examples
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::args::Cli;
    use crate::report::{display_width, golden};
    use clap::Parser as _;

    #[test]
    fn the_reference_is_written_down() {
        golden::assert_file("docs/cli.md", &reference());
    }

    #[test]
    fn every_command_that_does_something_has_an_example() {
        for path in all_paths() {
            let words: Vec<&str> = path.iter().map(String::as_str).collect();
            let does_something = help::command_at(&words).get_subcommands().next().is_none();
            assert_eq!(does_something, !examples_of(&path).is_empty(), "{path:?}");
        }
    }

    #[test]
    fn arguments_stand_in_the_usage_in_the_order_in_which_they_are_read() {
        for path in all_paths() {
            let words: Vec<&str> = path.iter().map(String::as_str).collect();
            let mut command = help::command_at(&words);
            let usage = command.render_usage().to_string();
            let arguments = command.get_positionals().filter_map(|argument| {
                let name = argument.get_value_names()?.first()?;
                usage.find(name.as_str())
            });
            let places: Vec<usize> = arguments.collect();
            assert!(places.is_sorted(), "{usage}");
        }
    }

    #[test]
    fn every_example_is_understood_by_the_parser() {
        for example in examples() {
            let line = example.line.split([';', '>', '&']).next().unwrap();
            let words = words_of(line);
            assert_eq!(words[0], "gainsay");
            if let Err(error) = Cli::try_parse_from(&words) {
                panic!("{}: {error}", example.line);
            }
        }
    }

    /// Splits as a shell would, as far as the examples need it.
    fn words_of(line: &str) -> Vec<String> {
        let mut words = Vec::new();
        for (order, part) in line.split('\'').enumerate() {
            if order % 2 == 1 {
                words.push(part.to_owned());
            } else {
                words.extend(part.split_whitespace().map(str::to_owned));
            }
        }
        words
    }

    #[test]
    fn every_sentence_of_help_is_in_style() {
        for path in all_paths() {
            let words: Vec<&str> = path.iter().map(String::as_str).collect();
            let about = help::command_at(&words)
                .get_about()
                .map(ToString::to_string)
                .unwrap_or_default();
            assert!(
                about.chars().next().is_some_and(char::is_uppercase),
                "{path:?}: {about}"
            );
            assert!(!about.ends_with('.'), "{path:?}: {about}");
            assert!(display_width(&about) <= 80, "{path:?}: {about}");
        }
    }

    #[test]
    fn there_is_a_page_for_every_command() {
        let pages = man_pages().unwrap();
        assert_eq!(pages.len(), all_paths().len() + 1);
        let said = format!("wrote {} pages to", pages.len());
        let of_man = examples_of(&["man".to_owned()]);
        assert!(of_man[0].output[0].starts_with(&said), "{said}");
        let names: Vec<&str> = pages.iter().map(|(name, _)| name.as_str()).collect();
        assert!(names.contains(&"gainsay.1") && names.contains(&"gainsay-claim-list.1"));
        let (_, page) = &pages[names
            .iter()
            .position(|name| *name == "gainsay-claim-list.1")
            .unwrap()];
        golden::assert("gainsay-claim-list.1", &String::from_utf8_lossy(page));
    }

    #[test]
    fn every_shell_has_completions() {
        for shell in [
            Shell::Bash,
            Shell::Zsh,
            Shell::Fish,
            Shell::PowerShell,
            Shell::Elvish,
        ] {
            let mut out = Vec::new();
            completions(shell, &mut out);
            assert!(
                String::from_utf8_lossy(&out).contains("codebook"),
                "{shell}"
            );
        }
    }
}
