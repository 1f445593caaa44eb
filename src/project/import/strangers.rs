//! Claims that name an interview in which their source did not sit: told, not refused. It must not
//! know what a claim says. A stranger would look for equal keys: two sources may be one person.

use super::Importer;
use super::checks::cell;
use crate::formats::raw_row::RawRow;
use crate::model::key::SourceId;
use crate::model::table::{Noun, Table};
use crate::model::tables;
use crate::model::vocabulary::SourceKind;

/// How many such claims are named; all are counted.
const NAMED_STRANGERS: u64 = 20;

impl Importer<'_> {
    /// Says that a claim names an interview in which its source did not sit. A publication speaks
    /// wherever it is quoted, a group by the mouth of a member, and what came through somebody was
    /// told by that one.
    pub(super) fn doubt_interview(&mut self, table: &'static Table, row: &RawRow) {
        let Some(model) = self.model.as_ref() else {
            return;
        };
        let (source, interview) = (cell(table, row, "source"), cell(table, row, "interview"));
        let found = model.source_id(source).zip(model.interview_id(interview));
        let Some((speaker, heard_in)) = found else {
            return;
        };
        let person = |id| model.source(id).person;
        let is_person = model.source(speaker).kind == SourceKind::Interviewee;
        let sat_there = |id: &SourceId| person(*id) == person(speaker);
        let is_told = !cell(table, row, "via").is_empty();
        if !is_person || is_told || model.interview(heard_in).sources.iter().any(sat_there) {
            return;
        }
        self.strangers += 1;
        if self.strangers <= NAMED_STRANGERS {
            let place = match row.line {
                0 => self.folder.file_name(table),
                line => format!("{}:{line}", self.folder.file_name(table)),
            };
            self.report.warnings.push(format!(
                "{place}: the source {source} was not in the interview {interview}; correct one of the two, or say with `via` through whom it came"
            ));
        }
    }

    /// Counts the claims of that sort that were not named.
    pub(super) fn count_unnamed_strangers(&mut self) {
        if self.strangers > NAMED_STRANGERS {
            let left = self.strangers - NAMED_STRANGERS;
            let claims = tables::table(Noun::Claim).counted(left);
            self.report.warnings.push(format!(
                "and {claims} more of a source that was not in the interview"
            ));
        }
    }
}
