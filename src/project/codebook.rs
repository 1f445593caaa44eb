//! The codebook as it changes: what becomes of codings when a code is merged, split or retired,
//! what became of a code, and what of the codebook is unfinished. It must not know how any of it
//! is shown. What a stranger would get wrong: a code that is merged away or retired stays in the
//! codebook, marked, with its definition; removed is only what nothing names (`editing.rs`).

mod checking;
mod examples;
mod history;
mod merging;
mod retiring;
mod splitting;

pub use checking::{CodeProblem, ProblemKind};
pub use examples::Examples;
pub use history::CodeCellChange;
pub use merging::MergedCode;
pub use retiring::{Retired, Settling};
pub use splitting::{Chosen, SplitCode};

use super::Study;
use super::error::ProjectError;
use super::tallies::CodingTally;
use super::trees::Branches;
use crate::method::recoding::{Rival, joined_memos, staying};
use crate::model::id::Id;
use crate::model::table::Noun;
use crate::model::tables::table;
use crate::store::Store;
use crate::store::recoding::{CodedPassage, CodedPlace};
use std::collections::HashMap;

/// Codings that say the same once they have one code, of which one stays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Collapse {
    /// Where they stand, and who put them there.
    pub place: CodedPlace,
    /// The status of each that was there, and last of the one that comes to them.
    pub statuses: Vec<String>,
    /// The status of the one that stays.
    pub stays: String,
    /// Whether more than one has a memo of its own; they are joined.
    pub joins_memos: bool,
}

impl Collapse {
    /// What becomes of it in words that hold none of the interview.
    #[must_use]
    pub fn words(&self) -> String {
        let place = &self.place;
        let span = match place.span_cp {
            Some((start_cp, end_cp)) => format!(" {start_cp}-{end_cp}"),
            None => String::new(),
        };
        let (comes, there) = self.statuses.split_last().unzip();
        let there = there.map(|there| there.join(", ")).unwrap_or_default();
        let comes = comes.map_or("", String::as_str);
        let memos = if self.joins_memos {
            ", memos joined"
        } else {
            ""
        };
        format!(
            "{} ({}){span} by {}: {there} and {comes} become {}{memos}",
            place.interview, place.text, place.coder, self.stays
        )
    }
}

/// What became of codings that got another code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recoded {
    /// How many have the other code now.
    pub moved: u64,
    /// Those that said what another said already, and became one with it.
    pub collapses: Vec<Collapse>,
}

/// Gives codings another code; what says the same then becomes one, however many say it.
fn recode(store: &Store, codings: Vec<CodedPassage>, into: Id) -> Result<Recoded, ProjectError> {
    let mut there: HashMap<CodedPlace, Vec<CodedPassage>> = HashMap::new();
    for coding in store.codings_of(into)? {
        there.entry(coding.place.clone()).or_default().push(coding);
    }
    let mut done = Recoded::default();
    for coding in codings {
        let same = there.entry(coding.place.clone()).or_default();
        if same.is_empty() {
            store.recode(coding.id, into)?;
            done.moved += 1;
            same.push(coding);
        } else {
            let (stays, collapse) = collapse(store, std::mem::take(same), coding, into)?;
            done.collapses.push(collapse);
            same.push(stays);
        }
    }
    Ok(done)
}

/// Makes one of codings that say the same, of all that were there and the one that comes to them;
/// gives back the one that stays.
fn collapse(
    store: &Store,
    mut all: Vec<CodedPassage>,
    comes: CodedPassage,
    into: Id,
) -> Result<(CodedPassage, Collapse), ProjectError> {
    let there_count = all.len();
    all.push(comes);
    let rivals = all.iter().enumerate();
    let rivals: Vec<_> = rivals
        .map(|(at, coding)| rival(coding, at < there_count))
        .collect();
    let memo = joined_memos(all.iter().map(|coding| coding.memo.as_str()));
    let statuses = all.iter().map(|coding| coding.status.clone()).collect();
    let joins_memos = all.iter().all(|coding| coding.memo.trim() != memo);
    let is_example = all.iter().any(|coding| coding.is_example);
    let stays_at = staying(&rivals).unwrap_or(there_count);
    let mut stays = all.swap_remove(stays_at);
    for goes in all {
        store.remove_coding(goes.id)?;
    }
    store.recode(stays.id, into)?;
    if stays.is_example != is_example {
        store.put_example(stays.id, is_example)?;
        stays.is_example = is_example;
    }
    if stays.memo != memo {
        store.put_coding_memo(stays.id, &memo)?;
        stays.memo = memo;
    }
    let told = Collapse {
        place: stays.place.clone(),
        statuses,
        stays: stays.status.clone(),
        joins_memos,
    };
    Ok((stays, told))
}

fn rival(coding: &CodedPassage, was_there: bool) -> Rival<'_> {
    Rival {
        status: &coding.status,
        is_by_hand: !coding.was_proposed,
        was_there,
    }
}

/// Refuses to put anything under a code that is retired.
pub(super) fn refuse_retired(store: &Store, code: &str) -> Result<(), ProjectError> {
    if store.retired_codes()?.iter().any(|retired| retired == code) {
        return Err(retired_error(code));
    }
    Ok(())
}

/// Why a coding cannot get this code.
pub(super) fn retired_error(code: &str) -> ProjectError {
    ProjectError::refused(
        format!("code `{code}` is retired: it gets no new codings"),
        format!("use another, or take it back with: gainsay codebook edit {code} --retired ''"),
    )
}

impl Study {
    /// The tree of codes and the counts of codings as they were right after an operation.
    ///
    /// # Errors
    /// What the store says.
    pub fn codebook_as_of(&self, operation: i64) -> Result<(Branches, CodingTally), ProjectError> {
        self.store.as_of(operation, |_| {
            Ok((self.branches(Noun::Code)?, self.coding_tally()?))
        })
    }

    /// Puts a code below another, or at the top.
    ///
    /// # Errors
    /// [`ProjectError::Unknown`]; refused below itself or what lies below it.
    pub fn move_code(
        &self,
        code: &str,
        parent: Option<&str>,
        dry_run: bool,
    ) -> Result<super::editing::Edited, ProjectError> {
        if let Some(parent) = parent {
            self.row(Noun::Code, parent)?;
            if self.with_all_below(Noun::Code, code)?.contains(parent) {
                return Err(ProjectError::refused(
                    format!("`{parent}` is `{code}` itself or lies below it"),
                    "name a code outside of that branch, or --top",
                ));
            }
        }
        let typed = super::editing::TypedRow {
            cells: vec![("parent".to_owned(), parent.unwrap_or_default().to_owned())],
            attributes: Vec::new(),
        };
        self.edit_row(Noun::Code, code, &typed, dry_run)
    }

    /// A cell of a code; empty where nothing was said.
    fn code_cell(&self, code: &str, column: &str) -> Result<String, ProjectError> {
        let cells = self.row(Noun::Code, code)?;
        Ok(table(Noun::Code).cell(&cells, column).to_owned())
    }
}
