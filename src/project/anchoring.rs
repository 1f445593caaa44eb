//! What a person decides about codings one by one: to remove one, or to put it on other words.
//! Orphans are settled here. It must not know texts. A stranger would let a person move a
//! coding to words that stood in an earlier version: those are gone.

use super::error::ProjectError;
use super::import::take_rows;
use super::passages::{PassageCells, Texts};
use super::{Study, coder_of};
use crate::formats::folder::Folder;
use crate::formats::raw_row::RawRow;
use crate::model::id::Id;
use crate::model::table::Noun;
use crate::model::tables::table;
use crate::report::counted;
use crate::store::Store;
use crate::store::correction::Anchored;
use crate::store::former::CodingStand;
use crate::store::operation::Done;

/// A code that a person puts on a passage.
#[derive(Clone, Copy, Debug)]
pub struct NewCoding<'a> {
    /// Key of the interview.
    pub interview: &'a str,
    /// Key of the code.
    pub code: &'a str,
    /// The words, or where they stand.
    pub passage: PassageCells<'a>,
    /// A note on it; empty for none.
    pub memo: &'a str,
}

impl Study {
    /// Puts a code on a passage, by whoever acts, with the checks of an import.
    ///
    /// # Errors
    /// [`ProjectError::Rejected`] for an unknown key, words that do not stand there, a retired code.
    pub fn add_coding(
        &self,
        coding: &NewCoding<'_>,
        dry_run: bool,
    ) -> Result<Done<()>, ProjectError> {
        let table = table(Noun::Coding);
        let mut row = RawRow {
            cells: vec![String::new(); table.columns.len()],
            ..RawRow::default()
        };
        let cells = [
            ("interview", coding.interview),
            ("text", coding.passage.text),
            ("code", coding.code),
            ("coder", &self.actor),
            ("start", coding.passage.start),
            ("end", coding.passage.end),
            ("quote", coding.passage.quote),
            ("memo", coding.memo),
        ];
        for (name, cell) in cells {
            if let Some(at) = table.index_of(name) {
                row.cells[at] = cell.to_owned();
            }
        }
        // Without the code: who codes the text blind reads the log, too.
        let action = format!("coded a passage of {}", coding.interview);
        self.change(&action, dry_run, |store| {
            coder_of(store, &self.actor)?;
            let folder = Folder::of_typed_row(table, row, "the coding", &self.limits);
            take_rows(store, &folder).map(drop)
        })
    }

    /// Removes codings, by the short ids that people type, as one operation.
    ///
    /// # Errors
    /// [`ProjectError::Unknown`] for a name that is no coding or more than one.
    pub fn remove_codings(
        &self,
        names: &[String],
        dry_run: bool,
    ) -> Result<Done<()>, ProjectError> {
        let named = names.iter().map(|name| self.coding_named(name));
        let ids = named.collect::<Result<Vec<Id>, _>>()?;
        let action = format!("removed {}", counted(ids.len() as u64, "coding"));
        self.change(&action, dry_run, |store| {
            for id in &ids {
                store.remove_coding(*id)?;
            }
            Ok(())
        })
    }

    /// Puts a coding on other words of its text. It is no orphan any more.
    ///
    /// # Errors
    /// As [`Study::remove_codings`]; refused where the cells name no place in the text of today, or
    /// one where the same coding stands.
    pub fn move_coding(
        &self,
        name: &str,
        cells: &PassageCells<'_>,
        dry_run: bool,
    ) -> Result<Done<()>, ProjectError> {
        let id = self.coding_named(name)?;
        self.change("moved a coding to other words", dry_run, |store| {
            let (interview, kind) = store.text_of_coding(id)?;
            let cells = PassageCells {
                text: kind.map_or("", |kind| kind.as_str()),
                anchor: "",
                ..*cells
            };
            let placed = Texts::default().place(store, Some(interview), &cells)?;
            let placed = placed.map_err(|(column, fault)| {
                ProjectError::refused(format!("the {column} {}", fault.what), fault.remedy)
            })?;
            if placed.is_orphan || placed.version.is_none() {
                return Err(ProjectError::refused(
                    "these words do not stand in the text of the interview",
                    "look at it with: gainsay transcript text KEY",
                ));
            }
            let stand = CodingStand {
                version: placed.version,
                span_cp: placed.span_cp,
                ..store.coding_stand(id)?
            };
            refuse_twin(store, &stand)?;
            store.put_passage(Anchored::Coding, id, &placed)?;
            // The words for which it was proposed stood in the old place.
            store.move_fired_words(id, |_| None)?;
            Ok(())
        })
    }
}

/// Refuses to make of a coding what another one is already: a folder could not tell the two apart,
/// and what is written about one of them would be lost with it.
pub(super) fn refuse_twin(store: &Store, stand: &CodingStand) -> Result<(), ProjectError> {
    let Some((twin, _)) = store.twin_of(stand, "accepted")? else {
        return Ok(());
    };
    let (twin, own) = (twin.short(), stand.coding.short());
    Err(ProjectError::refused(
        format!("the same coder has this code on these words already: coding {twin}"),
        format!(
            "keep one of the two: take what {own} says over with gainsay memo add coding:{twin}, then remove it with: gainsay code rm {own}"
        ),
    ))
}
