//! Findings by the names that people type: the end of an id, or the two claims. Findings are
//! derived, so the cross-check is run to know them.

use super::Study;
use super::cross_check::{CheckOptions, Checked, Crowds};
use super::error::ProjectError;
use crate::formats::pairs_in::ClaimPair;
use crate::model::table::Noun;
use crate::model::tables::table;

/// The fewest letters of an id that name a finding.
const FEWEST_LETTERS: usize = 4;

/// Up to so many claims every compared pair is looked through for an id that no flagged pair
/// has; with more, such a pair is named by its claims.
const MOST_CLAIMS: u64 = 20_000;

impl Study {
    /// The findings that are meant, one row a pair, in the order of the names. A name is the end
    /// of a finding's id or `claim_a,claim_b`.
    ///
    /// # Errors
    /// [`ProjectError::Unknown`] for a name that no finding has, refused where several have it.
    pub fn findings_named(&self, names: &[String]) -> Result<Checked, ProjectError> {
        let pairs: Vec<ClaimPair> = names.iter().filter_map(|name| pair_named(name)).collect();
        for key in pairs.iter().flat_map(|pair| [&pair.a, &pair.b]) {
            self.row(Noun::Claim, key)?;
        }
        let mut checked = self.compare_pairs(&pairs)?;
        let ids: Vec<&String> = names.iter().filter(|name| !name.contains(',')).collect();
        if ids.is_empty() {
            return Ok(checked);
        }
        let flagged = self.check_unnoted(&every_pair(false))?;
        let mut missing = Vec::new();
        for id in ids {
            if !checked.take_named(id, &flagged)? {
                missing.push(id.as_str());
            }
        }
        self.take_unflagged(&mut checked, &missing)?;
        Ok(checked)
    }

    fn take_unflagged(&self, checked: &mut Checked, ids: &[&str]) -> Result<(), ProjectError> {
        let Some(first) = ids.first() else {
            return Ok(());
        };
        if self.store.count(table(Noun::Claim))? > MOST_CLAIMS {
            return Err(unknown_finding(first));
        }
        let all = self.check_unnoted(&every_pair(true))?;
        for id in ids {
            if !checked.take_named(id, &all)? {
                return Err(unknown_finding(id));
            }
        }
        Ok(())
    }

    /// How many flagged pairs nobody has judged, none left out.
    ///
    /// # Errors
    /// As [`Study::check`].
    pub fn count_open(
        &self,
        options: &CheckOptions<'_>,
        checked: &Checked,
    ) -> Result<usize, ProjectError> {
        if checked.cut_blocks.is_empty() {
            return Ok(checked.open_count());
        }
        let whole = self.check_unnoted(&CheckOptions {
            all: false,
            per_block: None,
            crowds: Crowds::PairByPair,
            ..*options
        })?;
        Ok(whole.open_count())
    }
}

impl Checked {
    /// Takes the pairs of the one finding whose id ends so; `false` where there is none.
    fn take_named(&mut self, name: &str, from: &Checked) -> Result<bool, ProjectError> {
        let ending = name.to_ascii_lowercase();
        if ending.len() < FEWEST_LETTERS {
            return Err(ProjectError::refused(
                format!("`{name}` is too short for the id of a finding"),
                format!("give at least {FEWEST_LETTERS} letters, or the two claims: c-01,c-02"),
            ));
        }
        let mut named = from.ids_ending_in(&ending);
        let Some((first, _)) = named.first().cloned() else {
            return Ok(false);
        };
        if named.iter().any(|(id, _)| *id != first) {
            return Err(ProjectError::refused(
                format!("several findings end in `{name}`"),
                "give more letters of the id, or the two claims: c-01,c-02",
            ));
        }
        self.take(named.drain(..).map(|(_, at)| at), from);
        Ok(true)
    }
}

fn every_pair(all: bool) -> CheckOptions<'static> {
    CheckOptions {
        all,
        per_block: None,
        ..CheckOptions::default()
    }
}

fn pair_named(name: &str) -> Option<ClaimPair> {
    let (a, b) = name.split_once(',')?;
    Some(ClaimPair {
        file: "the command line".to_owned(),
        line: 1,
        a: a.trim().to_owned(),
        b: b.trim().to_owned(),
    })
}

fn unknown_finding(name: &str) -> ProjectError {
    ProjectError::Unknown {
        noun: "finding",
        name: name.to_owned(),
        like: None,
        hint: "list them with: gainsay finding list, or name the two claims: c-01,c-02".to_owned(),
    }
}
