//! The texts that interviews name: read before their row is taken for good, kept with it.
//! Passages that came before their text find their place in it. A stranger would read a text
//! when the row is written: then a bad file would be told, and the row stand there without it.

use super::{GoodRow, Importer};
use crate::formats::complaint::Complaint;
use crate::formats::raw_row::RawRow;
use crate::formats::text_in::{TextFile, check_path, read_text};
use crate::model::cell::items;
use crate::model::id::Id;
use crate::model::limits::{Limit, Limits};
use crate::model::table::{Column, Kind, Noun, Table, TextKind};
use crate::model::tables;
use crate::model::transcript_text::turns;
use crate::project::correcting::moving::TextChange;
use crate::project::error::ProjectError;
use crate::project::passages::PassageCells;
use crate::store::text::{TextVersion, hash};

/// A text as an interview names it.
pub(super) struct NewText {
    column: &'static Column,
    kind: TextKind,
    path: String,
    file: TextFile,
}

impl Importer<'_> {
    /// Reads the texts that a row names.
    pub(super) fn read_texts(
        &mut self,
        table: &'static Table,
        row: &RawRow,
    ) -> Result<Vec<NewText>, Vec<Complaint>> {
        let mut texts = Vec::new();
        if self.folder.is_typed() {
            // The text is in the study already; the path is only where it once stood.
            return Ok(texts);
        }
        let mut faults = Vec::new();
        for (column, cell) in table.columns.iter().zip(&row.cells) {
            let (Kind::Transcript(kind), path) = (column.kind, cell.trim()) else {
                continue;
            };
            if path.is_empty() {
                continue;
            }
            match self.read_text(row, path) {
                Ok(file) => texts.push(NewText {
                    column,
                    kind,
                    path: path.to_owned(),
                    file,
                }),
                Err(fault) => faults.push(
                    self.fault(table, row, fault.what, fault.remedy)
                        .at(column, path),
                ),
            }
        }
        if faults.is_empty() {
            Ok(texts)
        } else {
            Err(faults)
        }
    }

    fn read_text(&mut self, row: &RawRow, path: &str) -> Result<TextFile, Complaint> {
        check_path(path)?;
        self.read_texts.insert(path.to_owned());
        let limits = self.folder.limits();
        let file = read_text(self.folder.path(), path, limits)?;
        turns(
            &file.text,
            &sources_of(row),
            limits.size(Limit::TranscriptTurns),
        )
        .map_err(|error| {
            let name = Limits::name(Limit::TranscriptTurns);
            Complaint::of_file(
                path,
                error.to_string(),
                format!("raise the limit with --limit {name}=NUMBER"),
            )
        })?;
        Ok(file)
    }

    /// Keeps the texts of a row that is kept.
    pub(super) fn keep_texts(
        &mut self,
        table: &'static Table,
        row: &RawRow,
        good: &GoodRow,
    ) -> Result<(), ProjectError> {
        let key = good.canonical[0].as_deref().unwrap_or_default();
        let Some(interview) = self.store.id_of(Noun::Interview, key)? else {
            return Ok(());
        };
        for text in &good.texts {
            self.doubt_labels(row, text);
            if let Err(fault) = self.keep_text(interview, text)? {
                let complaint = self
                    .fault(table, row, fault.what, fault.remedy)
                    .at(text.column, &text.path);
                self.refuse_late(Noun::Interview, key, complaint);
            }
        }
        Ok(())
    }

    fn keep_text(
        &mut self,
        interview: Id,
        text: &NewText,
    ) -> Result<Result<(), Complaint>, ProjectError> {
        let (path, file) = (text.path.as_str(), &text.file);
        match self.store.text_of(interview, text.kind)? {
            None => {
                self.store
                    .add_transcript(interview, text.kind, path, file.hash, &file.text)?;
                self.report.texts += 1;
                return self.place_waiting(interview, text);
            }
            Some(current) if hash(current.body.as_bytes()) == hash(file.text.as_bytes()) => {
                self.store.move_transcript(current.transcript, path)?;
            }
            Some(current) if self.is_older(interview, text, &current)? => {}
            Some(current) => {
                self.store.put_file(current.transcript, path, file.hash)?;
                let change = TextChange::to(current, file.text.clone());
                let moves = change.keep(self.store)?;
                self.texts.forget();
                self.report.texts += 1;
                self.report
                    .warnings
                    .push(format!("{path}: {}", change.told(&moves)));
            }
        }
        Ok(Ok(()))
    }

    /// Whether a text is one that was corrected here since. What was corrected stands; the rows
    /// of the folder speak of the text as it was.
    fn is_older(
        &mut self,
        interview: Id,
        text: &NewText,
        current: &TextVersion,
    ) -> Result<bool, ProjectError> {
        let hash = hash(text.file.text.as_bytes());
        let Some((version, number)) = self.store.version_with(current.transcript, hash)? else {
            return Ok(false);
        };
        self.texts.speak_of(interview, text.kind, version);
        self.report.warnings.push(format!(
            "{}: is version {number} of this text, corrected here since; version {} stays (to go back: gainsay transcript correct INTERVIEW --text FILE)",
            text.path, current.number
        ));
        Ok(true)
    }

    /// Lets passages find their place that were imported before their text.
    fn place_waiting(
        &mut self,
        interview: Id,
        text: &NewText,
    ) -> Result<Result<(), Complaint>, ProjectError> {
        self.texts.forget();
        for waiting in self.store.waiting_passages(interview, text.kind)? {
            let cells = PassageCells {
                text: if waiting.names_text {
                    text.kind.as_str()
                } else {
                    ""
                },
                start: &waiting.start,
                end: &waiting.end,
                quote: &waiting.quote,
                anchor: "",
            };
            let placed = self.texts.place(self.store, Some(interview), &cells)?;
            match placed {
                Ok(placed) => self.store.put_passage(waiting.table, waiting.id, &placed)?,
                Err((column, fault)) => {
                    let noun = waiting.table.as_str();
                    return Ok(Err(Complaint::of_file(
                        &text.path,
                        format!(
                            "a {noun} of this interview has a `{column}` that {}",
                            fault.what
                        ),
                        format!("bring the text in which the {noun} stands, or correct the {noun}"),
                    )));
                }
            }
        }
        Ok(Ok(()))
    }

    /// Refuses interviews that share a file: one of them would overwrite the other's text.
    pub(super) fn refuse_shared_paths(&mut self) -> Result<(), ProjectError> {
        let table = tables::table(Noun::Interview);
        for (path, keys) in self.store.shared_paths()? {
            let line = |key: &String| {
                let row = (Noun::Interview, key.as_str().into());
                self.lines.get(&row).copied()
            };
            let Some(last) = keys.iter().max_by_key(|key| line(key)) else {
                continue;
            };
            let other = keys.iter().find(|key| *key != last).unwrap_or(last);
            let complaint = Complaint::of_file(
                &self.folder.file_name(table),
                format!("is a text of the interview {other} already"),
                "give each text a file of its own",
            );
            let complaint = line(last).map_or(complaint.clone(), |line| complaint.on_line(line));
            let complaint = match table.column("transcript") {
                Some(column) => complaint.at(column, &path),
                None => complaint,
            };
            self.refuse_late(Noun::Interview, last, complaint);
        }
        Ok(())
    }

    /// Says which words before a colon were taken for text, not for a speaker.
    fn doubt_labels(&mut self, row: &RawRow, text: &NewText) {
        let Ok(found) = turns(&text.file.text, &sources_of(row), usize::MAX) else {
            return;
        };
        if found.doubted_count > 0 {
            let lines: Vec<_> = found
                .doubted
                .iter()
                .take(3)
                .map(|label| label.line.to_string())
                .collect();
            self.report.warnings.push(format!(
                "{}: {} line(s) begin like a speaker's label and were taken for text (line {}{})",
                text.path,
                found.doubted_count,
                lines.join(", "),
                if found.doubted_count > 3 { ", …" } else { "" }
            ));
        }
    }
}

fn sources_of(row: &RawRow) -> Vec<&str> {
    let sources = tables::table(Noun::Interview)
        .index_of("source")
        .map_or("", |at| row.cells[at].as_str());
    items(sources).collect()
}
