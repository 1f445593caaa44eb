//! What became of a code: each cell that changed, by whom and when. Cells of a codebook are the
//! team's own words, so they may be shown. A stranger would get wrong that a code which is gone
//! has a history still.

use crate::model::table::{Kind, Noun};
use crate::model::tables::table;
use crate::project::Study;
use crate::project::error::ProjectError;
use crate::store::row_history::{RowChange, StoredCells};

/// One cell of a code that an operation changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeCellChange {
    /// Number of the operation.
    pub operation: i64,
    /// When, RFC 3339 in UTC.
    pub at: String,
    /// Key of the coder who did it.
    pub actor: String,
    /// What was done, as the log says it.
    pub action: String,
    /// Name of the column in the study folder.
    pub column: &'static str,
    /// The cell before; empty where nothing was said.
    pub before: String,
    /// The cell after.
    pub after: String,
}

impl Study {
    /// What became of a code, oldest first, a cell each. Works for one that is gone, by its last
    /// key.
    ///
    /// # Errors
    /// [`ProjectError::Unknown`] for a key that no code ever had.
    pub fn code_history(&self, code: &str) -> Result<Vec<CodeCellChange>, ProjectError> {
        let Some(id) = self.store.id_once_of(table(Noun::Code), code)? else {
            return Err(self.unknown(Noun::Code, code)?);
        };
        let mut changes = Vec::new();
        for change in self.store.row_history(table(Noun::Code), id)? {
            self.put_cells_of(&change, &mut changes)?;
        }
        Ok(changes)
    }

    fn put_cells_of(
        &self,
        change: &RowChange,
        changes: &mut Vec<CodeCellChange>,
    ) -> Result<(), ProjectError> {
        for column in table(Noun::Code).columns {
            let said = |cells: &Option<StoredCells>| {
                let cell = cells.as_ref().and_then(|cells| cells.get(column.sql));
                self.folder_cell(column.kind, cell)
            };
            let (before, after) = (said(&change.before)?, said(&change.after)?);
            if before != after {
                changes.push(CodeCellChange {
                    operation: change.operation,
                    at: change.at.clone(),
                    actor: change.actor.clone(),
                    action: change.action.clone(),
                    column: column.name,
                    before,
                    after,
                });
            }
        }
        Ok(())
    }

    /// A stored cell as the folder has it: a key in place of an id.
    fn folder_cell(&self, kind: Kind, cell: Option<&String>) -> Result<String, ProjectError> {
        let cell = cell.cloned().unwrap_or_default();
        match kind {
            Kind::Reference(noun) if !cell.is_empty() => {
                let key = self.store.key_once_of(table(noun), &cell)?;
                Ok(key.unwrap_or_default())
            }
            _ => Ok(cell),
        }
    }
}
