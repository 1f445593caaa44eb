//! Findings by the names that people type: the end of an id, or the two claims. Findings are
//! derived, so the cross-check is run to know them.

use super::Study;
use super::cross_check::{CheckOptions, Checked, Crowds};
use super::error::ProjectError;
use crate::formats::pairs_in::ClaimPair;
use crate::method::crosscheck::Finding;
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
        let ids: Vec<&String> = names.iter().filter(|name| !name.contains(',')).collect();
        if ids.is_empty() {
            return self.compare_pairs(&pairs);
        }
        let mut checked = self.check_unnoted(&every_pair(false))?;
        let mut found = checked.compared(&pairs)?;
        let mut missing = Vec::new();
        for id in ids {
            match checked.named(id)? {
                some if some.is_empty() => missing.push(id.as_str()),
                some => put_new(&mut found, some),
            }
        }
        if !missing.is_empty() {
            checked = self.every_compared_pair(checked, missing[0])?;
            for id in missing {
                match checked.named(id)? {
                    some if some.is_empty() => return Err(unknown_finding(id)),
                    some => put_new(&mut found, some),
                }
            }
        }
        let mut checked = checked.only(found);
        checked.hold_judgements(&self.store)?;
        Ok(checked)
    }

    /// The same cross-check with the pairs that are not flagged.
    fn every_compared_pair(&self, checked: Checked, id: &str) -> Result<Checked, ProjectError> {
        if self.store.count(table(Noun::Claim))? > MOST_CLAIMS {
            return Err(unknown_finding(id));
        }
        let settings = checked.settings;
        self.check_model(checked.into_model(), &every_pair(true), settings)
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
    /// The pairs of the one finding whose id ends so; none where there is no such finding.
    fn named(&self, name: &str) -> Result<Vec<Finding>, ProjectError> {
        let ending = name.to_ascii_lowercase();
        if ending.len() < FEWEST_LETTERS {
            return Err(ProjectError::refused(
                format!("`{name}` is too short for the id of a finding"),
                format!("give at least {FEWEST_LETTERS} letters, or the two claims: c-01,c-02"),
            ));
        }
        let named = self.ids_ending_in(&ending);
        let first = named.first().map(|(id, _)| id);
        if named.iter().any(|(id, _)| Some(id) != first) {
            return Err(ProjectError::refused(
                format!("several findings end in `{name}`"),
                "give more letters of the id, or the two claims: c-01,c-02",
            ));
        }
        let pairs = named.iter().map(|(_, at)| self.findings()[*at]);
        Ok(pairs.collect())
    }
}

/// Adds pairs, none twice.
fn put_new(found: &mut Vec<Finding>, pairs: Vec<Finding>) {
    for pair in pairs {
        if !found.iter().any(|own| (own.a, own.b) == (pair.a, pair.b)) {
            found.push(pair);
        }
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
    Some(ClaimPair::told_by("the command line", a.trim(), b.trim()))
}

fn unknown_finding(name: &str) -> ProjectError {
    ProjectError::Unknown {
        noun: "finding",
        name: name.to_owned(),
        like: None,
        hint: "list them with: gainsay finding list, or name the two claims: c-01,c-02".to_owned(),
    }
}
