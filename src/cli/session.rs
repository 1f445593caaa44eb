//! What a command has at hand: its flags, its output, its questions.
//!
//! It must not know any command, nor open the study. What a stranger would get wrong: one
//! `Session` is one run of the program; nothing in it is kept for the next.

use std::path::{Path, PathBuf};

use crate::model::limits::Limits;
use crate::report::{Format, Look, Shape};
use crate::vault::Passphrase;

use super::args::Cli;
use super::args::globals::{FormatName, Globals};
use super::confirm::{self, Asking};
use super::failure::Problem;
use super::help::HelpLook;
use super::limits;
use super::output::{Choices, Output};
use super::passphrase::Way;
use super::progress::Progress;
use super::study_file;
use super::surroundings::Surroundings;

/// What a command has at hand.
#[derive(Debug, Clone)]
pub struct Session {
    /// The flags of every command.
    pub globals: Globals,
    /// Where the command speaks.
    pub output: Output,
    around: Surroundings,
}

impl Session {
    /// Makes the session of a parsed command line.
    #[must_use]
    pub fn new(cli: &Cli, around: Surroundings) -> Self {
        let globals = cli.globals.clone();
        let owns_output = cli
            .command
            .as_ref()
            .is_some_and(super::args::Command::owns_output);
        let choices = choices_of(&globals, &around, owns_output);
        Self {
            output: Output::new(choices, around.clone()),
            globals,
            around,
        }
    }

    /// Finds the study: the one named, else the only one here or the nearest above.
    ///
    /// # Errors
    /// No study, or several.
    pub fn study_file(&self) -> Result<PathBuf, Problem> {
        let folder = std::env::current_dir()?;
        study_file::find(self.globals.study.as_deref(), &folder)
    }

    /// Gives the limits of this run.
    ///
    /// # Errors
    /// None that the parser has not refused before.
    pub fn limits(&self) -> Result<Limits, Problem> {
        limits::raised(&self.globals.limits)
    }

    /// Gets the passphrase of an existing study.
    ///
    /// # Errors
    /// Nobody to ask, or a file or descriptor that cannot be used (exit code 4).
    pub fn passphrase(&self, study: &Path) -> Result<Passphrase, Problem> {
        Way::of(&self.globals, &self.around).existing(study)
    }

    /// Gets the passphrase of a new study, asked for twice at a prompt.
    ///
    /// # Errors
    /// As for an existing one; an empty one.
    pub fn new_passphrase(&self) -> Result<Passphrase, Problem> {
        Way::of(&self.globals, &self.around).new_one()
    }

    /// Asks before something cannot be taken back; returns only if the answer is yes.
    ///
    /// # Errors
    /// Another answer, or nobody to ask and no `--yes`.
    pub fn confirm(&self, question: &str) -> Result<(), Problem> {
        confirm::confirm(question, Asking::of(&self.globals, &self.around))
    }

    /// Says whether a question would go to a person, and not be answered by `--yes`.
    #[must_use]
    pub fn will_ask(&self) -> bool {
        Asking::of(&self.globals, &self.around) == Asking::Possible
    }

    /// Says whether a person sits at a terminal and may be asked one thing after another.
    #[must_use]
    pub fn can_converse(&self) -> bool {
        confirm::can_ask(&self.globals, &self.around)
            && self.around.stdout_is_terminal
            && self.output.shape().format.is_for_eyes()
    }

    /// Begins a piece of work that may take longer than a second.
    #[must_use]
    pub fn progress(&self, what: &'static str, total: Option<u64>) -> Progress {
        let may_show = self.around.stderr_is_terminal && !self.globals.quiet;
        Progress::begin(what, total, may_show)
    }

    /// Gives the look of help.
    #[must_use]
    pub(super) fn help_look(&self) -> HelpLook {
        let width = self.around.width(self.globals.width);
        HelpLook::new(width, self.output.shape().look.paint)
    }
}

fn choices_of(globals: &Globals, around: &Surroundings, owns_output: bool) -> Choices {
    let file = globals
        .output
        .clone()
        .filter(|path| !owns_output && path.as_os_str() != "-");
    // A file gets colour only on demand, whatever stdout is.
    let to = if file.is_some() {
        Surroundings {
            stdout_is_terminal: false,
            ..around.clone()
        }
    } else {
        around.clone()
    };
    let format = format_of(globals, file.as_deref());
    let look = Look {
        width: to.width(globals.width),
        bidi_marks: !globals.no_bidi_marks,
        paint: to.paint_stdout(globals.color),
    };
    Choices {
        shape: Shape {
            format,
            look,
            byte_order_mark: globals.excel,
            raw: globals.raw,
            fields: fields_of(globals),
        },
        file,
        may_page: !globals.no_pager,
        // What it says is all that a dry run does.
        is_quiet: globals.quiet && !globals.dry_run,
        talk_paint: around.paint_stderr(globals.color),
    }
}

/// Chooses the form: as told, else by the ending of the file, else a table.
fn format_of(globals: &Globals, file: Option<&Path>) -> Format {
    if globals.json.is_some() {
        return Format::Json;
    }
    match globals.format {
        Some(FormatName::Table) => Format::Table,
        Some(FormatName::Csv) => Format::Csv,
        Some(FormatName::Tsv) => Format::Tsv,
        Some(FormatName::Ndjson) => Format::Ndjson,
        Some(FormatName::Md) => Format::Markdown,
        None => file
            .and_then(Path::extension)
            .map_or(Format::Table, format_by_ending),
    }
}

fn format_by_ending(ending: &std::ffi::OsStr) -> Format {
    match ending.to_string_lossy().to_lowercase().as_str() {
        "csv" => Format::Csv,
        "tsv" => Format::Tsv,
        "json" => Format::Json,
        "ndjson" | "jsonl" => Format::Ndjson,
        "md" => Format::Markdown,
        _ => Format::Table,
    }
}

fn fields_of(globals: &Globals) -> Option<Vec<String>> {
    let fields = globals.json.as_deref()?;
    let fields: Vec<String> = fields
        .split(',')
        .map(str::trim)
        .filter(|field| !field.is_empty())
        .map(str::to_owned)
        .collect();
    (!fields.is_empty()).then_some(fields)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser as _;

    fn shape(line: &str) -> Shape {
        let words = std::iter::once("gainsay").chain(line.split_whitespace());
        let cli = Cli::try_parse_from(words).unwrap();
        Session::new(&cli, Surroundings::default())
            .output
            .shape()
            .clone()
    }

    #[test]
    fn the_form_is_as_told_else_by_the_ending_else_a_table() {
        assert_eq!(shape("claims").format, Format::Table);
        assert_eq!(shape("claims -o claims.csv").format, Format::Csv);
        assert_eq!(
            shape("claims -o claims.csv --format md").format,
            Format::Markdown
        );
        assert_eq!(shape("claims -o -").format, Format::Table);
        assert_eq!(shape("claims --json").format, Format::Json);
    }

    #[test]
    fn fields_are_split_at_commas() {
        assert_eq!(shape("claims --json").fields, None);
        assert_eq!(
            shape("claims --json=claim,topic").fields,
            Some(vec!["claim".into(), "topic".into()])
        );
    }

    #[test]
    fn an_export_keeps_its_own_target() {
        assert_eq!(shape("export csv -o out.csv").format, Format::Table);
    }

    #[test]
    fn the_flags_reach_the_shape() {
        let shape = shape("claims --format csv --excel --raw --width 40 --no-bidi-marks");
        assert!(shape.byte_order_mark && shape.raw && !shape.look.bidi_marks);
        assert_eq!(shape.look.width, 40);
    }
}
