//! What the study has already of a table that is read again: so that reading a folder twice
//! changes nothing the second time.

use crate::model::id::Id;
use crate::model::table::{Column, Kind, Noun, Table, TextKind};
use crate::project::error::ProjectError;
use crate::store::Store;
use crate::store::assignments::AssignmentRow;
use crate::store::rows::Cells;
use crate::store::text::hash;
use std::collections::{BTreeMap, HashMap, HashSet};

/// The rows of a table before the import.
pub enum Existing {
    /// There were none.
    None,
    /// Rows known by their key, with the attributes of each.
    Keyed(BTreeMap<String, Vec<(String, String)>>),
    /// One row at most.
    Single(Option<(Id, Cells)>),
    /// Assignments, known by interview, text and coder: what else they say may change.
    Assigned(HashMap<[String; 3], (Id, Cells)>),
    /// Rows without a key, known by the hash of all their cells.
    Whole(HashSet<[u8; 32]>),
    /// Rows without a key, too, where a single one is read: the study is asked for it, and a month of
    /// codings is not read to add the next.
    Asked,
}

/// What there is of a row.
pub enum Found {
    /// Nothing.
    No,
    /// Just this row.
    Same,
    /// A row that is otherwise.
    Other(Id),
    /// A row that was otherwise, and is so now.
    Written,
    /// That is seen once the whole file was read.
    Later,
}

impl Existing {
    /// Looks at a table before one typed row of it is read.
    ///
    /// # Errors
    /// What the store says.
    pub fn of_typed(store: &Store, table: &Table) -> Result<Self, ProjectError> {
        let has_lists = table.columns.iter().any(Column::is_linked) || table.has_attributes;
        match Self::is_whole(table) && !has_lists {
            true => Ok(Self::Asked),
            false => Self::of(store, table),
        }
    }

    /// Looks at a table.
    ///
    /// # Errors
    /// What the store says.
    pub fn of(store: &Store, table: &Table) -> Result<Self, ProjectError> {
        if table.is_single() {
            return Ok(Self::Single(store.only_row(table)?));
        }
        if table.noun == Noun::Assignment {
            return Self::assigned(store);
        }
        if Self::is_whole(table) {
            return Self::whole(store, table);
        }
        if store.count(table)? == 0 {
            return Ok(Self::None);
        }
        Ok(Self::Keyed(if table.has_attributes {
            store.attributes(table)?
        } else {
            BTreeMap::new()
        }))
    }

    fn assigned(store: &Store) -> Result<Self, ProjectError> {
        let rows = store.assignments()?.into_iter();
        let own = |row: AssignmentRow| {
            let key = [
                row.interview.clone(),
                row.kind.as_str().to_owned(),
                row.coder.clone(),
            ];
            (key, (row.id, row.cells))
        };
        Ok(Self::Assigned(rows.map(own).collect()))
    }

    /// Whether a row of a table is known by all that it says alone.
    fn is_whole(table: &Table) -> bool {
        table.key_column().is_none() && !table.is_single() && table.noun != Noun::Assignment
    }

    fn whole(store: &Store, table: &Table) -> Result<Self, ProjectError> {
        let mut rows = HashSet::new();
        store.each_row(table, |cells| {
            rows.insert(hash_of(&cells));
            Ok::<_, ProjectError>(())
        })?;
        Ok(Self::Whole(rows))
    }

    /// What there is of a row with these cells. A row without a key is noted, so that a second
    /// one in the same file is the same row.
    ///
    /// # Errors
    /// What the store says.
    pub fn find(
        &mut self,
        store: &Store,
        table: &Table,
        cells: &Cells,
        attributes: &[(String, String)],
    ) -> Result<Found, ProjectError> {
        match self {
            Self::None | Self::Asked => Ok(Found::No),
            Self::Single(None) => Ok(Found::No),
            Self::Single(Some((id, row))) => Ok(if row == cells {
                Found::Same
            } else {
                Found::Other(*id)
            }),
            Self::Assigned(rows) => Ok(match rows.get(&whose(cells)) {
                None => Found::No,
                Some((_, row)) if row == cells => Found::Same,
                Some((id, _)) => Found::Other(*id),
            }),
            Self::Whole(rows) => Ok(if rows.insert(hash_of(cells)) {
                Found::No
            } else {
                Found::Same
            }),
            Self::Keyed(own) => {
                let key = cells[0].as_deref().unwrap_or_default();
                let Some(row) = store.row_by_key(table, key)? else {
                    return Ok(Found::No);
                };
                let same = are_same(table, &row, cells)
                    && own.get(key).map_or(&[][..], Vec::as_slice) == attributes;
                if same {
                    return Ok(Found::Same);
                }
                Ok(store
                    .id_of(table.noun, key)?
                    .map_or(Found::No, Found::Other))
            }
        }
    }
}

/// By what an assignment is known: interview, text and coder.
pub(super) fn whose(cells: &[Option<String>]) -> [String; 3] {
    let cell = |at: usize| cells[at].clone().unwrap_or_default();
    let text = match cell(1) {
        empty if empty.is_empty() => TextKind::Original.as_str().to_owned(),
        said => said,
    };
    [cell(0), text, cell(2)]
}

/// Whether a row of the file says what the study has. An empty cell of a text changes nothing: a
/// text that is in the study stays there.
fn are_same(table: &Table, row: &Cells, cells: &Cells) -> bool {
    let mut pairs = table.columns.iter().zip(row.iter().zip(cells));
    pairs.all(|(column, (had, has))| {
        had == has || (has.is_none() && matches!(column.kind, Kind::Transcript(_)))
    })
}

/// A hash over all cells, each with its length, so that none slides into the next.
fn hash_of(cells: &Cells) -> [u8; 32] {
    let lengths = cells.iter().flatten().map(String::len);
    let mut bytes = Vec::with_capacity(lengths.sum::<usize>() + 8 * cells.len());
    for cell in cells {
        let text = cell.as_deref().unwrap_or_default();
        bytes.extend_from_slice(&(text.len() as u64).to_be_bytes());
        bytes.extend_from_slice(text.as_bytes());
    }
    hash(&bytes)
}
