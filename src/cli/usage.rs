//! Turns what the parser says about a command line into a problem in our own words.
//!
//! It must not know commands. What a stranger would get wrong: what was typed may be anything,
//! but it was typed by the person who reads the message, so it may be shown.

use clap::Command;
use clap::error::{ContextKind, ContextValue, Error, ErrorKind};

use super::failure::Problem;

/// Gives the problem of a parser's error; `command` is the one that was being parsed.
pub(super) fn problem_of(error: &Error, command: &Command) -> Problem {
    let problem = match error.kind() {
        ErrorKind::InvalidSubcommand => unknown(
            error,
            "unknown-command",
            "command",
            ContextKind::InvalidSubcommand,
        ),
        ErrorKind::UnknownArgument => {
            unknown(error, "unknown-flag", "argument", ContextKind::InvalidArg)
        }
        ErrorKind::InvalidValue => invalid_value(error),
        ErrorKind::ValueValidation => refused_value(error),
        ErrorKind::MissingRequiredArgument => missing(error),
        ErrorKind::ArgumentConflict => conflict(error),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            missing_command(command)
        }
        _ => Problem::usage("usage", first_sentence(error)),
    };
    match (problem.hint.is_some(), usage_of(error)) {
        (false, Some(usage)) => problem.hint(format!("write {usage}")),
        _ => problem,
    }
}

fn missing_command(command: &Command) -> Problem {
    let words: Vec<&str> = command
        .get_subcommands()
        .filter(|word| !word.is_hide_set())
        .map(Command::get_name)
        .collect();
    Problem::usage(
        "missing-command",
        format!("`{}` needs another word", command.get_name()),
    )
    .hint(format!("there are {}", words.join(", ")))
}

fn unknown(error: &Error, kind: &'static str, noun: &str, context: ContextKind) -> Problem {
    let typed = text(error, context);
    let problem = Problem::usage(kind, format!("there is no {noun} `{typed}` here"));
    let suggested = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg]
        .into_iter()
        .find_map(|context| error.get(context));
    match suggested {
        Some(ContextValue::String(word)) => problem.hint(format!("did you mean `{word}`?")),
        Some(ContextValue::Strings(words)) if !words.is_empty() => {
            problem.hint(did_you_mean(words))
        }
        _ if kind == "unknown-command" => problem.hint("`gainsay help` lists the commands"),
        _ => problem,
    }
}

fn did_you_mean(words: &[String]) -> String {
    // The parser puts the nearest last; more than two are no help.
    let quoted: Vec<String> = words
        .iter()
        .rev()
        .take(2)
        .map(|word| format!("`{word}`"))
        .collect();
    format!("did you mean {}?", quoted.join(" or "))
}

fn invalid_value(error: &Error) -> Problem {
    let value = text(error, ContextKind::InvalidValue);
    let argument = plain_name(&text(error, ContextKind::InvalidArg));
    if value.is_empty() {
        return Problem::usage("missing-value", format!("{argument} needs a value"))
            .hint(values_of(error));
    }
    let problem = Problem::usage(
        "unknown-value",
        format!("`{value}` is no value of {argument}"),
    );
    match error.get(ContextKind::SuggestedValue) {
        Some(ContextValue::String(word)) => problem.hint(format!("did you mean `{word}`?")),
        _ => problem.hint(values_of(error)),
    }
}

fn values_of(error: &Error) -> String {
    match error.get(ContextKind::ValidValue) {
        Some(ContextValue::Strings(words)) if !words.is_empty() => {
            format!("there are {}", words.join(", "))
        }
        _ => "gainsay help names the values".to_owned(),
    }
}

fn refused_value(error: &Error) -> Problem {
    let value = text(error, ContextKind::InvalidValue);
    let argument = plain_name(&text(error, ContextKind::InvalidArg));
    let problem = Problem::usage("value", format!("`{value}` is no value of {argument}"));
    match std::error::Error::source(error) {
        Some(cause) => problem.hint(cause.to_string()),
        None => problem,
    }
}

fn missing(error: &Error) -> Problem {
    let names = match error.get(ContextKind::InvalidArg) {
        Some(ContextValue::Strings(names)) => names
            .iter()
            .map(|name| plain_name(name))
            .collect::<Vec<_>>()
            .join(" and "),
        _ => "an argument".to_owned(),
    };
    Problem::usage("missing-argument", format!("{names} must be given"))
}

fn conflict(error: &Error) -> Problem {
    let argument = plain_name(&text(error, ContextKind::InvalidArg));
    let other = plain_name(&text(error, ContextKind::PriorArg));
    if other.is_empty() || argument == other {
        return Problem::usage("twice", format!("{argument} can be given once only"));
    }
    Problem::usage(
        "conflict",
        format!("{argument} and {other} exclude one another"),
    )
    .hint("leave one of them out")
}

/// Gives an argument's name without the brackets of a usage line: `--format <FORMAT>` is
/// `--format`, `<NAME>` is `NAME`, and a choice of several becomes a list of them.
fn plain_name(name: &str) -> String {
    let inner = name
        .strip_prefix('<')
        .and_then(|name| name.strip_suffix('>'))
        .unwrap_or(name);
    let names: Vec<&str> = if inner.contains("|--") {
        inner.split('|').collect()
    } else {
        vec![inner]
    };
    let plain = names.iter().map(|name| {
        let word = name.split(' ').next().unwrap_or_default();
        word.split("[=")
            .next()
            .unwrap_or_default()
            .trim_matches(['[', ']', '<', '>', '.'])
    });
    plain.collect::<Vec<_>>().join(" or ")
}

fn text(error: &Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        _ => String::new(),
    }
}

/// Gives the usage line, without its heading.
fn usage_of(error: &Error) -> Option<String> {
    match error.get(ContextKind::Usage) {
        Some(ContextValue::StyledStr(usage)) => {
            let usage = usage.to_string();
            Some(usage.trim().trim_start_matches("Usage:").trim().to_owned())
        }
        _ => None,
    }
}

/// Gives the parser's own first sentence, for what is rare.
fn first_sentence(error: &Error) -> String {
    let text = error.to_string();
    let line = text.lines().next().unwrap_or_default();
    line.trim_start_matches("error:").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::args::Cli;
    use super::*;
    use crate::report::{Paint, golden};
    use clap::Parser as _;

    fn refused(line: &str) -> Problem {
        let words: Vec<&str> = std::iter::once("gainsay")
            .chain(line.split_whitespace())
            .collect();
        let command = super::super::help::command_at(&words[1..]);
        problem_of(&Cli::try_parse_from(words).unwrap_err(), &command)
    }

    #[test]
    fn typing_errors_in_our_words() {
        let lines = [
            "clams",
            "chekc",
            "xylophone",
            "claim lst",
            "claims --topc pay",
            "claims --stance afirms",
            "claims --format xml",
            "claims --format",
            "claims --json --format csv",
            "claims --width 5",
            "check --per-block none",
            "check --fail-on never",
            "import clams x.csv",
            "import claims",
            "code accept",
            "finding dismiss 3f42e6",
            "finding",
            "undo 3 --last 2",
            "status --limit cel-bytes=3000000",
            "status extra",
            "status --passphrase secret",
        ];
        let shown: String = lines
            .iter()
            .map(|line| format!("$ gainsay {line}\n{}\n", refused(line).text(Paint::Plain)))
            .collect();
        golden::assert("typing_errors.txt", &shown);
    }

    #[test]
    fn every_typing_error_is_a_usage_error() {
        for line in [
            "clams",
            "claims --topc pay",
            "import claims",
            "undo 3 --last 2",
        ] {
            assert_eq!(refused(line).code.number(), 2, "{line}");
        }
    }
}
