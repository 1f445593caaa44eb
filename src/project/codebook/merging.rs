//! Codes that become one. All that names the old code names the other then: codings, rules,
//! memos, codes below it; its example is added. The old code stays, retired, with its own words.
//! What a stranger would get wrong: definitions are not joined; what the one code that is left
//! means is for a person to write.

use super::{Recoded, recode, refuse_retired};
use crate::model::id::Id;
use crate::model::table::Noun;
use crate::model::tables::table;
use crate::project::Study;
use crate::project::error::ProjectError;
use crate::store::Store;
use crate::store::operation::Done;
use std::collections::BTreeSet;

/// What became of all that named one code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MergedCode {
    /// Its key.
    pub code: String,
    /// Its codings.
    pub codings: Recoded,
    /// How many rules propose the other code now.
    pub rules: u64,
    /// How many memos are about the other code now.
    pub memos: u64,
    /// How many codes stand below the other now.
    pub children: u64,
    /// Whether its example was added to that of the other.
    pub adds_example: bool,
    /// Rules whose expressions ask for it; those stay as they are written.
    pub asked_by: Vec<String>,
}

impl Study {
    /// Merges codes into another, as one operation.
    ///
    /// # Errors
    /// [`ProjectError::Unknown`]; refused where a code would be merged into itself, into one
    /// below it, or into a retired one.
    pub fn merge_codes(
        &self,
        from: &[String],
        into: &str,
        dry_run: bool,
    ) -> Result<Done<Vec<MergedCode>>, ProjectError> {
        let action = format!("merged codes into {into}: {}", from.join(", "));
        self.change(&action, dry_run, |store| {
            let target = self.known_id(Noun::Code, into)?;
            refuse_retired(store, into)?;
            let codes = self.codes_to_merge(from, into)?;
            let merge = |code| self.merge_code(store, code, (into, target));
            codes.iter().map(merge).collect()
        })
    }

    /// The codes that are named, each once.
    fn codes_to_merge(
        &self,
        from: &[String],
        into: &str,
    ) -> Result<Vec<(String, Id)>, ProjectError> {
        let mut seen = BTreeSet::new();
        let mut codes = Vec::new();
        let branches = self.branches(Noun::Code)?;
        for key in from {
            let id = self.known_id(Noun::Code, key)?;
            if key == into {
                return Err(ProjectError::refused(
                    format!("code `{key}` cannot be merged into itself"),
                    "name the code that shall be left last",
                ));
            }
            if branches.from(key).iter().any(|below| below == into) {
                return Err(ProjectError::refused(
                    format!(
                        "`{into}` lies below `{key}`: a code cannot be merged into its own branch"
                    ),
                    format!(
                        "merge the other way round, or first: gainsay codebook move {into} --top"
                    ),
                ));
            }
            if seen.insert(key.as_str()) {
                codes.push((key.clone(), id));
            }
        }
        Ok(codes)
    }

    fn merge_code(
        &self,
        store: &Store,
        (code, id): &(String, Id),
        (into, target): (&str, Id),
    ) -> Result<MergedCode, ProjectError> {
        let codings = recode(store, store.codings_of(*id)?, target)?;
        let moved = store.redirect(table(Noun::Code), *id, target)?;
        let count = |noun: Noun| {
            let rows = moved.iter().find(|(name, _)| name == table(noun).name);
            rows.map_or(0, |(_, count)| *count)
        };
        let adds_example = self.add_example(store, code, (into, target))?;
        store.retire_code(*id)?;
        Ok(MergedCode {
            code: code.clone(),
            codings,
            rules: count(Noun::Rule),
            memos: count(Noun::Memo),
            children: count(Noun::Code),
            adds_example,
            asked_by: self.rules_asking_for(code)?,
        })
    }

    /// The rules whose expressions ask for passages with a code.
    fn rules_asking_for(&self, code: &str) -> Result<Vec<String>, ProjectError> {
        let rules = self.rules(&[])?.into_iter();
        let asking = rules.filter(|rule| rule.asked_codes().contains(&code));
        Ok(asking.map(|rule| rule.key).collect())
    }

    /// Adds the example of a code to that of another, unless it says the same.
    fn add_example(
        &self,
        store: &Store,
        code: &str,
        (into, target): (&str, Id),
    ) -> Result<bool, ProjectError> {
        let added = self.code_cell(code, "example")?;
        let there = self.code_cell(into, "example")?;
        if added.is_empty() || there.split('\n').any(|line| line == added) {
            return Ok(false);
        }
        let joined = match there.is_empty() {
            true => added,
            false => format!("{there}\n{added}"),
        };
        store.put_code_example(target, &joined)?;
        Ok(true)
    }
}
