//! The trees of a study (groups, places, populations, topics, codes) in the order in which
//! they are read, and what lies below a node. A stranger would trust that there are no
//! circles: an import refuses them, a damaged file may hold one.

use super::Study;
use super::error::ProjectError;
use crate::model::table::Noun;
use crate::model::tables::table;
use crate::store::rows::Cells;
use std::collections::{BTreeMap, BTreeSet};

/// The rows of a noun that has a parent, each behind the one it lies below.
#[derive(Clone, Debug, Default)]
pub struct Branches {
    rows: BTreeMap<String, Cells>,
    children: BTreeMap<String, Vec<String>>,
    roots: Vec<String>,
}

impl Branches {
    fn of(rows: Vec<Cells>, parent_at: usize) -> Self {
        let key_of = |cells: &Cells| cells.first().cloned().flatten().unwrap_or_default();
        let mut branches = Self::default();
        for cells in &rows {
            match cells.get(parent_at).cloned().flatten() {
                Some(parent) => branches
                    .children
                    .entry(parent)
                    .or_default()
                    .push(key_of(cells)),
                None => branches.roots.push(key_of(cells)),
            }
        }
        branches.rows = rows
            .into_iter()
            .map(|cells| (key_of(&cells), cells))
            .collect();
        branches
    }

    /// The row of a key.
    pub fn row(&self, key: &str) -> Option<&Cells> {
        self.rows.get(key)
    }

    /// The key and all keys below it, in the order of the tree.
    pub fn from(&self, key: &str) -> Vec<String> {
        let (mut found, mut seen) = (Vec::new(), BTreeSet::new());
        let mut open = vec![key.to_owned()];
        while let Some(key) = open.pop() {
            if !seen.insert(key.clone()) {
                continue;
            }
            open.extend(self.children.get(&key).into_iter().flatten().rev().cloned());
            found.push(key);
        }
        found
    }

    /// All rows in the order of the tree; what stands in a circle comes last.
    pub fn rows(&self) -> Vec<&Cells> {
        let mut keys: Vec<String> = self.roots.iter().flat_map(|root| self.from(root)).collect();
        let seen: BTreeSet<String> = keys.iter().cloned().collect();
        keys.extend(self.rows.keys().filter(|key| !seen.contains(*key)).cloned());
        keys.iter().filter_map(|key| self.rows.get(key)).collect()
    }
}

impl Study {
    /// The rows of a noun as a tree. A noun without a parent is a tree of roots.
    ///
    /// # Errors
    /// What the store says.
    pub fn branches(&self, noun: Noun) -> Result<Branches, ProjectError> {
        let table = table(noun);
        let parent_at = table.index_of("parent").unwrap_or(usize::MAX);
        Ok(Branches::of(self.all_rows(table)?, parent_at))
    }

    /// A key and all keys below it.
    ///
    /// # Errors
    /// [`ProjectError::Unknown`] where no row has the key.
    pub fn with_all_below(&self, noun: Noun, key: &str) -> Result<BTreeSet<String>, ProjectError> {
        self.known_branch(&self.branches(noun)?, (noun, key))
    }

    /// Each key and all keys below it.
    ///
    /// # Errors
    /// [`ProjectError::Unknown`] where no row has one of the keys.
    pub(super) fn each_with_all_below<'k>(
        &self,
        noun: Noun,
        keys: impl IntoIterator<Item = &'k str>,
    ) -> Result<Vec<BTreeSet<String>>, ProjectError> {
        let branches = self.branches(noun)?;
        let keys = keys.into_iter();
        keys.map(|key| self.known_branch(&branches, (noun, key)))
            .collect()
    }

    fn known_branch(
        &self,
        branches: &Branches,
        (noun, key): (Noun, &str),
    ) -> Result<BTreeSet<String>, ProjectError> {
        match branches.row(key) {
            Some(_) => Ok(branches.from(key).into_iter().collect()),
            None => Err(self.unknown(noun, key)?),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn branches(rows: &[(&str, &str)]) -> Branches {
        let cell = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let rows = rows
            .iter()
            .map(|(key, parent)| vec![cell(key), cell(parent)])
            .collect();
        Branches::of(rows, 1)
    }

    fn keys(branches: &Branches) -> Vec<&str> {
        branches
            .rows()
            .iter()
            .filter_map(|cells| cells[0].as_deref())
            .collect()
    }

    #[test]
    fn a_node_stands_behind_its_parent_and_before_its_siblings() {
        let tree = branches(&[("a", "c"), ("b", "c"), ("c", ""), ("d", ""), ("e", "a")]);
        assert_eq!(keys(&tree), ["c", "a", "e", "b", "d"]);
        assert_eq!(tree.from("a"), ["a", "e"]);
    }

    #[test]
    fn a_circle_ends_and_nothing_is_lost() {
        let tree = branches(&[("a", "b"), ("b", "a"), ("c", "")]);
        assert_eq!(keys(&tree), ["c", "a", "b"]);
        assert_eq!(tree.from("a"), ["a", "b"]);
    }
}
