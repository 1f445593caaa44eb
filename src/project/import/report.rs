//! How an import is to be done, and what it did. It must not know how. A stranger would count rows
//! of the study: what is counted are rows of the folder.

use crate::formats::complaint::Complaint;
use crate::model::table::{Noun, Table};

/// How an import is to be done.
#[derive(Clone, Copy, Debug, Default)]
pub struct ImportOptions {
    /// Leave bad rows out and list them, in place of refusing all.
    pub skip_bad: bool,
    /// Do everything and then leave the study as it was.
    pub dry_run: bool,
}

/// What an import did with the rows of one table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TableReport {
    /// Rows that were not there.
    pub new: u64,
    /// Rows that are otherwise now.
    pub changed: u64,
    /// Rows that were there just so.
    pub unchanged: u64,
    /// Rows that were left out.
    pub skipped: u64,
}

/// What an import did.
#[derive(Debug, Default)]
pub struct ImportReport {
    /// By table, in the order of reading; tables without rows are left out.
    pub tables: Vec<(&'static Table, TableReport)>,
    /// Texts that were kept.
    pub texts: u64,
    /// What was not kept or is doubtful, a sentence each.
    pub warnings: Vec<String>,
    /// Files of the folder that are no part of the format.
    pub foreign: Vec<String>,
    /// The faults of skipped rows, the first of them.
    pub skipped: Vec<Complaint>,
    /// How many rows were skipped.
    pub skipped_total: u64,
    /// The operation, unless nothing changed.
    pub operation: Option<i64>,
}

impl ImportReport {
    /// How many rows of a table are new or otherwise now.
    pub(super) fn touched(&self, noun: Noun) -> u64 {
        let of_noun = self.tables.iter().filter(|(table, _)| table.noun == noun);
        of_noun.map(|(_, report)| report.new + report.changed).sum()
    }
}
