//! How a command speaks: data on stdout, talk and warnings on stderr.
//!
//! It must not know any command. What a stranger would get wrong: warnings stand in `meta`
//! with `--json`, and on stderr in every other format; never in both, never among the data.

use std::io::Write;
use std::path::PathBuf;

use crate::report::{
    Format, Head, Listing, Mark, Meta, Paint, RowWriter, Shape, count_line, visible,
};

use super::destination::{Destination, Reader};
use super::failure::Problem;
use super::pager;
use super::surroundings::Surroundings;

/// The choices that flags and surroundings made for the output.
#[derive(Debug, Clone)]
pub struct Choices {
    /// The form and look of the data.
    pub shape: Shape,
    /// The file to write to instead of stdout.
    pub file: Option<PathBuf>,
    /// Whether a pager may be started.
    pub may_page: bool,
    /// Whether talk is left out; warnings are not.
    pub is_quiet: bool,
    /// Whether talk and errors are painted.
    pub talk_paint: Paint,
}

/// Shows what commands return.
#[derive(Debug, Clone)]
pub struct Output {
    choices: Choices,
    around: Surroundings,
}

impl Output {
    /// Makes an output from the choices that were made.
    #[must_use]
    pub fn new(choices: Choices, around: Surroundings) -> Self {
        Self { choices, around }
    }

    /// Gives the form and look of the data.
    #[must_use]
    pub fn shape(&self) -> &Shape {
        &self.choices.shape
    }

    /// Says whether data and errors are for programs.
    #[must_use]
    pub fn is_json(&self) -> bool {
        matches!(self.choices.shape.format, Format::Json | Format::Ndjson)
    }

    /// Shows a listing; gives the number of rows.
    ///
    /// # Errors
    /// An unknown field of `--json=FIELDS`; what the disk said.
    pub fn show(&self, listing: &Listing) -> Result<u64, Problem> {
        self.stream(&listing.head, |rows| {
            for row in &listing.rows {
                rows.push(row)?;
            }
            Ok(listing.meta.clone())
        })
    }

    /// Shows rows while they are found; gives their number.
    ///
    /// A reader that goes away ends `fill` early, at its next push, and is success.
    ///
    /// # Errors
    /// What `fill` said; an unknown field of `--json=FIELDS`; what the disk said.
    pub fn stream(
        &self,
        head: &Head,
        fill: impl FnOnce(&mut RowWriter<'_>) -> Result<Meta, Problem>,
    ) -> Result<u64, Problem> {
        self.check_fields(head)?;
        let mut destination = self.destination()?;
        let reader = destination.reader();
        let written = self.write_rows(&mut destination, head, fill);
        let Some((count, meta)) = unless_gone(written, &reader)? else {
            return Ok(0);
        };
        destination.finish()?;
        self.talk_about(head, count, &meta);
        Ok(count)
    }

    fn check_fields(&self, head: &Head) -> Result<(), Problem> {
        if let Some(fields) = &self.choices.shape.fields {
            head.select(fields)?;
        }
        Ok(())
    }

    fn write_rows(
        &self,
        destination: &mut Destination,
        head: &Head,
        fill: impl FnOnce(&mut RowWriter<'_>) -> Result<Meta, Problem>,
    ) -> Result<(u64, Meta), Problem> {
        let mut rows = RowWriter::open(destination, head, &self.choices.shape)?;
        let meta = fill(&mut rows)?;
        let count = rows.finish(&meta)?;
        Ok((count, meta))
    }

    fn talk_about(&self, head: &Head, count: u64, meta: &Meta) {
        if self.choices.shape.format == Format::Json {
            return;
        }
        for warning in &meta.warnings {
            self.warn(warning);
        }
        if self.choices.shape.format.is_for_eyes() && head.view == crate::report::View::Table {
            self.say(&count_line(head.schema, count));
        }
    }

    /// Shows text that the program itself made, such as help, with styles if any.
    ///
    /// # Errors
    /// What the disk said.
    pub fn show_text(&self, text: &str) -> Result<(), Problem> {
        self.write_all(text, self.destination_for(true)?)
    }

    fn write_all(&self, text: &str, mut destination: Destination) -> Result<(), Problem> {
        let reader = destination.reader();
        let written = destination
            .write_all(text.as_bytes())
            .map_err(Problem::from);
        match unless_gone(written, &reader)? {
            Some(()) => destination.finish(),
            None => Ok(()),
        }
    }

    /// Shows words of a study as they are, byte for byte where they go to a file or pipe.
    ///
    /// # Errors
    /// What the disk said.
    pub fn show_words(&self, text: &str) -> Result<(), Problem> {
        self.write_all(text, self.destination_for(false)?)
    }

    /// Gives the receipt of a write: a line for people, the listing for programs.
    ///
    /// # Errors
    /// As for [`Output::show`].
    pub fn receipt(&self, line: &str, listing: &Listing) -> Result<(), Problem> {
        if self.choices.shape.format.is_for_eyes() {
            self.say(line);
            return Ok(());
        }
        self.show(listing).map(drop)
    }

    /// Says a line or more on stderr, such as what was written and how to undo it.
    ///
    /// Silent with `-q`, and with `--json`, where stderr is for the error envelope.
    pub fn say(&self, text: &str) {
        if !self.choices.is_quiet && self.choices.shape.format != Format::Json {
            for line in text.lines() {
                self.talk(&visible(line));
            }
        }
    }

    /// Says a warning on stderr, with `-q` too.
    pub fn warn(&self, line: &str) {
        let label = self.choices.talk_paint.apply(Mark::Warning, "warning:");
        self.talk(&format!("{label} {}", visible(line)));
    }

    /// Reports a problem on stderr.
    pub fn report(&self, problem: &Problem) {
        let text = if self.is_json() {
            problem.json()
        } else {
            problem.text(self.choices.talk_paint)
        };
        self.talk(text.trim_end_matches('\n'));
    }

    fn talk(&self, line: &str) {
        // Nobody can be told that nobody can be told.
        let _ = writeln!(anstream::AutoStream::always(std::io::stderr()), "{line}");
    }

    fn destination(&self) -> Result<Destination, Problem> {
        self.destination_for(self.choices.shape.format.is_for_eyes())
    }

    fn destination_for(&self, is_harmless: bool) -> Result<Destination, Problem> {
        if let Some(path) = &self.choices.file {
            return Destination::file(path);
        }
        let Some(height) = self.screen_height() else {
            return Ok(Destination::pipe());
        };
        let command = self.pager_command();
        Ok(if is_harmless {
            Destination::screen(command, height)
        } else {
            Destination::safe_screen(command, height)
        })
    }

    fn screen_height(&self) -> Option<usize> {
        let height = self
            .around
            .screen
            .map_or(usize::MAX, |screen| screen.height);
        self.around.stdout_is_terminal.then_some(height)
    }

    fn pager_command(&self) -> Option<Vec<String>> {
        if self.choices.may_page {
            pager::command(self.around.pager.as_deref())
        } else {
            None
        }
    }
}

/// Turns an error into nothing when its cause is that the reader went away.
fn unless_gone<T>(result: Result<T, Problem>, reader: &Reader) -> Result<Option<T>, Problem> {
    match result {
        Err(_) if reader.is_gone() => Ok(None),
        other => other.map(Some),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Cell, Column};

    fn output(format: Format, file: PathBuf) -> Output {
        let choices = Choices {
            shape: Shape::new(format),
            file: Some(file),
            may_page: false,
            is_quiet: true,
            talk_paint: Paint::Plain,
        };
        Output::new(choices, Surroundings::default())
    }

    fn claims() -> Listing {
        let columns = vec![Column::new("claim"), Column::new("topic")];
        let mut listing = Listing::new(Head::new("claim-list", columns));
        listing
            .rows
            .push(vec!["c-014".into(), "isk-strength".into()]);
        listing
    }

    #[test]
    fn an_unknown_field_is_refused_before_anything_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("claims.json");
        let mut output = output(Format::Json, path.clone());
        output.choices.shape.fields = Some(vec!["topics".into()]);
        let refused = output.show(&claims()).unwrap_err();
        assert_eq!(refused.hint.as_deref(), Some("did you mean `topic`?"));
        assert!(!path.exists());
    }

    #[test]
    fn rows_pushed_one_by_one_give_the_bytes_of_the_listing() {
        let folder = tempfile::tempdir().unwrap();
        let (one, other) = (
            folder.path().join("one.csv"),
            folder.path().join("other.csv"),
        );
        assert_eq!(output(Format::Csv, one.clone()).show(&claims()).unwrap(), 1);
        let streamed = output(Format::Csv, other.clone()).stream(&claims().head, |rows| {
            rows.push(&[Cell::text("c-014"), Cell::text("isk-strength")])?;
            Ok(Meta::default())
        });
        assert_eq!(streamed.unwrap(), 1);
        assert_eq!(std::fs::read(one).unwrap(), std::fs::read(other).unwrap());
    }

    #[test]
    fn a_use_case_that_fails_leaves_no_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("claims.csv");
        let failed = output(Format::Csv, path.clone()).stream(&claims().head, |_| {
            Err(Problem::usage("unknown-topic", "no such topic"))
        });
        assert_eq!(failed.unwrap_err().kind, "unknown-topic");
        assert!(!path.exists());
    }
}
