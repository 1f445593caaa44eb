//! What stays as people decided it here, whatever an older folder says: submissions and terms of
//! assignments, codes that are retired, memos. It must not know codings (`decided`). A stranger
//! would take an empty cell for the word that something is not so: an older folder only does not
//! know it yet.

use super::existing::{Existing, whose};
use super::{GoodRow, Importer, TableRun};
use crate::model::cell::{Cell, read_cell};
use crate::model::id::Id;
use crate::model::table::{Noun, Table, Target, Value};
use crate::model::tables::table;
use crate::project::error::ProjectError;
use crate::report::counted;
use crate::store::former::FormerCells;
use std::collections::HashSet;

/// What of an assignment changes by itself: of each group the columns of the folder and of the store.
const TERMS: [(&[&str], &[&str]); 3] = [
    (&["sight"], &["sight"]),
    (&["due"], &["due_on"]),
    (
        &["submitted", "submitted_text"],
        &["submitted_on", "submitted_text"],
    ),
];

/// What is left as it is here, counted, and what is read for it when it is first asked for.
#[derive(Default)]
pub(super) struct Kept {
    submissions: u64,
    assignments: u64,
    retired: u64,
    memos: u64,
    former_terms: [Option<FormerCells>; TERMS.len()],
    former_memos: Option<HashSet<Vec<Option<String>>>>,
}

impl Importer<'_> {
    /// Puts into a row of a folder what was decided of it here and the folder does not know.
    pub(super) fn keep_decided(
        &mut self,
        table: &Table,
        run: &TableRun<'_>,
        good: &mut GoodRow,
    ) -> Result<(), ProjectError> {
        match (&run.existing, table.noun) {
            _ if self.folder.is_typed() => Ok(()),
            (Existing::Assigned(rows), _) => match rows.get(&whose(&good.canonical)) {
                Some((id, cells)) => self.keep_assignment((*id, cells), good),
                None => Ok(()),
            },
            (_, Noun::Code) => {
                self.keep_retired(table, good);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn keep_assignment(
        &mut self,
        (id, has): (Id, &[Option<String>]),
        good: &mut GoodRow,
    ) -> Result<(), ProjectError> {
        let table = table(Noun::Assignment);
        for (group, (names, stored)) in TERMS.iter().enumerate() {
            let at: Vec<_> = names
                .iter()
                .filter_map(|name| table.index_of(name))
                .collect();
            let pick = |cells: &[Option<String>]| -> Vec<Option<String>> {
                at.iter().map(|at| cells[*at].clone()).collect()
            };
            let (here, says) = (pick(has), pick(&good.canonical));
            let is_submission = names.contains(&"submitted");
            let is_erased = is_submission && says.iter().all(Option::is_none);
            if here == says || !(is_erased || self.were_terms((group, stored), id, &says)?) {
                continue;
            }
            match is_submission {
                true => self.kept.submissions += 1,
                false => self.kept.assignments += 1,
            }
            for (at, cell) in at.iter().zip(here) {
                self.put_cell(table, good, *at, cell.as_deref());
            }
        }
        Ok(())
    }

    /// Whether these were the terms of an assignment before people changed them here.
    fn were_terms(
        &mut self,
        (group, stored): (usize, &[&str]),
        id: Id,
        says: &[Option<String>],
    ) -> Result<bool, ProjectError> {
        let former = &mut self.kept.former_terms[group];
        if former.is_none() {
            *former = Some(self.store.former_cells(table(Noun::Assignment), stored)?);
        }
        let states = former.as_ref().and_then(|all| all.get(&id));
        Ok(states.is_some_and(|states| states.iter().any(|state| state == says)))
    }

    /// A code that is retired stays so: the empty cell of a folder says that it was not yet.
    fn keep_retired(&mut self, table: &Table, good: &mut GoodRow) {
        let Some(at) = table.index_of("retired") else {
            return;
        };
        let key = good.canonical[0].as_deref().unwrap_or_default();
        let is_retired = self.retired.iter().any(|code| code == key);
        if is_retired && good.canonical[at].is_none() {
            self.kept.retired += 1;
            self.put_cell(table, good, at, Some("yes"));
        }
    }

    fn put_cell(&self, table: &Table, good: &mut GoodRow, at: usize, text: Option<&str>) {
        let read = read_cell(&table.columns[at], text.unwrap_or_default(), &self.keys);
        // What the study holds was read as this column once.
        let cell = read.unwrap_or(Cell::EMPTY);
        good.values[at] = cell.value;
        good.canonical[at] = cell.canonical;
    }

    /// Whether a row of memos is one that people edited or removed here since.
    pub(super) fn was_memo(&mut self, good: &GoodRow) -> Result<bool, ProjectError> {
        let memos = table(Noun::Memo);
        if self.kept.former_memos.is_none() {
            let columns = ["about", "text", "author", "written_on"];
            let former = self.store.former_cells(memos, &columns)?;
            self.kept.former_memos = Some(former.into_values().flatten().collect());
        }
        let cells: Vec<_> = good.values.iter().map(as_stored).collect();
        let was = self
            .kept
            .former_memos
            .as_ref()
            .is_some_and(|all| all.contains(&cells));
        self.kept.memos += u64::from(was);
        Ok(was)
    }

    /// Says what was left as it is here.
    pub(super) fn tell_of_kept(&mut self) {
        let Kept {
            submissions,
            assignments,
            retired,
            memos,
            ..
        } = self.kept;
        let told = [
            (submissions, "submission", "made here since {stay}"),
            (
                assignments,
                "term of an assignment",
                "changed here since {stay}",
            ),
            (memos, "memo", "left as edited or removed here since"),
            (
                retired,
                "code",
                "retired here {stay} so (to take one back: gainsay codebook edit CODE --retired '')",
            ),
        ];
        for (count, what, sentence) in told.into_iter().filter(|(count, ..)| *count > 0) {
            let stay = if count == 1 { "stays" } else { "stay" };
            let sentence = sentence.replace("{stay}", stay);
            let rows = match (what, count) {
                ("term of an assignment", 2..) => format!("{count} terms of assignments"),
                _ => counted(count, what),
            };
            self.report.warnings.push(format!("{rows} {sentence}"));
        }
    }
}

/// A value as the history writes it.
fn as_stored(value: &Value) -> Option<String> {
    let hex = |id: &Id| {
        id.as_bytes()
            .iter()
            .map(|byte| format!("{byte:02X}"))
            .collect()
    };
    match value {
        Value::Text(words) => Some(words.to_string()),
        Value::About(_, id) => Some(hex(id)),
        Value::Reference(reference) => match &reference.target {
            Target::Row(id) => Some(hex(id)),
            Target::Words(words) => Some(words.to_string()),
        },
        _ => None,
    }
}
