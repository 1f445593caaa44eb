//! Correcting a text: from a file of edits or an edited text to a new version, with all that
//! hangs on the old one. What it will do is worked out first and shown; it is done only to the
//! version that was shown. It must not know who asks or how. A stranger would lock the text
//! while a person reads: another correction in between is found and refused instead.

pub mod moving;

use super::Study;
use super::error::ProjectError;
use super::passages::{PassageCells, place_of_edit};
use crate::formats::complaint::Complaint;
use crate::formats::edits_in::{EditRow, Edits, read_edits};
use crate::formats::text_in::{read_edited_text, text_limits};
use crate::model::limits::{Limit, Limits};
use crate::model::replacement::{Replacement, Replacements};
use crate::model::table::{Noun, TextKind};
use crate::model::tables::table;
use crate::model::text_index::TextIndex;
use crate::model::transcript_text::{normalise, turns};
use crate::report::counted;
use crate::store::assignments::AssignmentRow;
use crate::store::correction::TranscriptRow;
use crate::store::operation::Done;
use crate::store::text::TextVersion;
use moving::{PassageMove, TextChange};
use std::path::Path;

/// Which text is meant.
#[derive(Clone, Copy, Debug)]
pub struct TextName<'a> {
    /// Key of the interview.
    pub interview: &'a str,
    /// Original or translation.
    pub kind: TextKind,
    /// The version that offsets count in; the newest where nothing was said.
    pub version: Option<i64>,
}

/// Where the new words come from.
#[derive(Clone, Copy, Debug)]
pub enum NewWords<'a> {
    /// A file of edits.
    Edits(&'a Path),
    /// The whole text, edited.
    Text(&'a Path),
}

/// A correction that was worked out and not done.
#[derive(Clone, Debug)]
pub struct Correction {
    /// Key of the interview.
    pub interview: String,
    /// Original or translation.
    pub kind: TextKind,
    /// What the text becomes.
    pub change: TextChange,
    /// Where each passage would go that who acts may see, those that need a person first.
    pub moves: Vec<PassageMove>,
    /// What is to be known before it is done: unknown columns, submissions, what is hidden.
    pub warnings: Vec<String>,
}

impl Study {
    /// One version of a text; the newest without a number.
    ///
    /// # Errors
    /// [`ProjectError::Unknown`] for an interview that is not there; refused where it has no
    /// such text or version.
    pub fn text_version(
        &self,
        interview: &str,
        kind: TextKind,
        number: Option<i64>,
    ) -> Result<TextVersion, ProjectError> {
        self.row(Noun::Interview, interview)?;
        let newest = match self.store.id_of(Noun::Interview, interview)? {
            Some(id) => self.store.text_of(id, kind)?,
            None => None,
        };
        let Some(newest) = newest else {
            return Err(ProjectError::refused(
                format!("interview {interview} has no {} text", kind.as_str()),
                "texts come in with: gainsay import study FOLDER",
            ));
        };
        let Some(number) = number.filter(|number| *number != newest.number) else {
            return Ok(newest);
        };
        let version = self.store.version_of(newest.transcript, number)?;
        version.ok_or_else(|| {
            ProjectError::refused(
                format!(
                    "the {} text of {interview} has no version {number}",
                    kind.as_str()
                ),
                format!("its newest is version {}; the first is 1", newest.number),
            )
        })
    }

    /// All texts with their newest versions.
    ///
    /// # Errors
    /// What the store says.
    pub fn transcripts(&self) -> Result<Vec<TranscriptRow>, ProjectError> {
        Ok(self.store.transcripts()?)
    }

    /// The keys of an interview's sources, with `;`.
    pub(super) fn sources_of(&self, interview: &str) -> Result<String, ProjectError> {
        let cells = self.row(Noun::Interview, interview)?;
        Ok(table(Noun::Interview).cell(&cells, "source").to_owned())
    }

    /// Works out what a correction would do. Nothing is written.
    ///
    /// # Errors
    /// [`ProjectError::Rejected`] with file and line where an edit does not apply;
    /// [`ProjectError::Outdated`] where the edits count in a version that is not the newest.
    pub fn plan_correction(
        &self,
        text: &TextName<'_>,
        words: NewWords<'_>,
    ) -> Result<Correction, ProjectError> {
        let base = self.text_version(text.interview, text.kind, None)?;
        refuse_outdated(text, &base)?;
        let mut warnings = Vec::new();
        let change = match words {
            NewWords::Text(path) => {
                TextChange::to(base, read_edited_text(path, &self.limits)?.text)
            }
            NewWords::Edits(path) => {
                let edits = read_edits(path, &self.limits)?;
                let change = edited(base, &edits, &self.limits)?;
                warnings = edits.warnings;
                change
            }
        };
        self.check_text(text.interview, &change.body)?;
        warnings.extend(self.told_submissions(text, &change)?);
        let hidden = self.hidden_codings()?;
        let mut moves = change.moves(&self.store)?;
        let of_all = moves.len();
        moves.retain(|one| !hidden.contains(&one.passage.id));
        if moves.len() < of_all {
            let count = counted((of_all - moves.len()) as u64, "coding");
            warnings.push(format!(
                "{count} of others go along and are not shown: you code this text blind"
            ));
        }
        Ok(Correction {
            interview: text.interview.to_owned(),
            kind: text.kind,
            moves,
            change,
            warnings,
        })
    }

    /// Says who submitted a text that is about to be another. The submissions stay.
    fn told_submissions(
        &self,
        text: &TextName<'_>,
        change: &TextChange,
    ) -> Result<Option<String>, ProjectError> {
        let is_of_text = |row: &&AssignmentRow| {
            row.interview == text.interview && row.kind == text.kind && row.is_submitted()
        };
        let count = self.store.assignments()?.iter().filter(is_of_text).count() as u64;
        let is_change = count > 0 && !change.replacements.is_empty();
        Ok(is_change.then(|| {
            format!(
                "{} of this text: it stays, as one of an earlier version; see gainsay coders assignments",
                counted(count, "submission")
            )
        }))
    }

    /// Does a correction that was worked out, as one operation.
    ///
    /// # Errors
    /// [`ProjectError::Outdated`] where the text has another version by now.
    pub fn correct(
        &self,
        correction: &Correction,
        dry_run: bool,
    ) -> Result<Done<Vec<PassageMove>>, ProjectError> {
        let Correction {
            interview, change, ..
        } = correction;
        let what = match correction.kind {
            TextKind::Original => "text",
            TextKind::Translation => "translation",
        };
        let action = format!("corrected the {what} of {interview}");
        self.change(&action, dry_run, |store| {
            let now = self.text_version(interview, correction.kind, None)?;
            if now.id != change.base.id {
                return Err(ProjectError::Outdated {
                    what: format!(
                        "the {what} of {interview} was corrected by somebody else meanwhile"
                    ),
                    hint: "look at the text as it is now and make the edits again".to_owned(),
                });
            }
            change.keep(store)
        })
    }

    /// What an import asks of a text is asked of a corrected one, too.
    fn check_text(&self, interview: &str, body: &str) -> Result<(), ProjectError> {
        let refused = |what: String| {
            ProjectError::refused(
                format!("the text as corrected cannot be kept: {what}"),
                "make other edits, or raise a limit with --limit NAME=VALUE (gainsay help limits)",
            )
        };
        let normal = normalise(body.as_bytes(), &text_limits(&self.limits))
            .map_err(|error| refused(error.to_string()))?;
        if normal != body {
            // Nothing else is left that an import would change: pieces are normal already.
            return Err(refused("it begins with a byte order mark".to_owned()));
        }
        let sources = self.sources_of(interview)?;
        let most = self.limits.size(Limit::TranscriptTurns);
        turns(body, &sources.split(';').collect::<Vec<_>>(), most)
            .map(drop)
            .map_err(|error| refused(error.to_string()))
    }
}

fn refuse_outdated(text: &TextName<'_>, base: &TextVersion) -> Result<(), ProjectError> {
    match text.version {
        Some(number) if number != base.number => Err(ProjectError::Outdated {
            what: format!(
                "the edits count in version {number}, but the newest of {} is version {}",
                text.interview, base.number
            ),
            hint: "make them in the newest text: gainsay transcript text KEY".to_owned(),
        }),
        _ => Ok(()),
    }
}

/// The change that edits make of a version.
fn edited(base: TextVersion, edits: &Edits, limits: &Limits) -> Result<TextChange, ProjectError> {
    let index = TextIndex::new(&base.body);
    let mut placed = Vec::new();
    for row in &edits.rows {
        placed.push((replacement(row, edits, &base, &index, limits)?, row.line));
    }
    // Offsets count in the text as it is, so the order of rows says nothing, but for insertions
    // at one point: the sort is stable.
    placed.sort_by_key(|(one, _)| one.span);
    refuse_overlaps(&placed, edits)?;
    let list = placed.into_iter().map(|(one, _)| one).collect();
    let list = Replacements::new(list, index.length_cp())
        .map_err(|error| Complaint::of_file(&edits.file, error.to_string(), "correct the rows"))?;
    let replacements = list.without_idle(&base.body, &index);
    let body = replacements.apply(&base.body, &index);
    Ok(TextChange {
        base,
        replacements,
        body,
    })
}

fn replacement(
    row: &EditRow,
    edits: &Edits,
    base: &TextVersion,
    index: &TextIndex,
    limits: &Limits,
) -> Result<Replacement, Complaint> {
    let cells = PassageCells {
        start: &row.start,
        end: &row.end,
        quote: &row.quote,
        ..PassageCells::default()
    };
    let span = place_of_edit(&cells, base, index)
        .map_err(|(column, fault)| edits.fault(row.line, column, &fault.what, &fault.remedy))?;
    // A lone CR inside a cell is a line end as it is in a text.
    let words = normalise(row.replacement.as_bytes(), &text_limits(limits)).map_err(|error| {
        let remedy = "write words as they shall stand in the text";
        edits.fault(row.line, "replacement", &error.to_string(), remedy)
    })?;
    Ok(Replacement { span, words })
}

fn refuse_overlaps(placed: &[(Replacement, u64)], edits: &Edits) -> Result<(), Complaint> {
    for pair in placed.windows(2) {
        let [(first, other), (second, line)] = pair else {
            continue;
        };
        if second.span.start_cp < first.span.end_cp {
            let what = format!("overlaps the edit on line {}", line.min(other));
            let remedy = "make one edit of both; all offsets count in the text as it is now";
            return Err(edits.fault(*line.max(other), "start", &what, remedy));
        }
    }
    Ok(())
}
