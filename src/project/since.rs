//! What a cross-check finds otherwise than it would have at an earlier operation: the claims
//! as they were are read from history, both states are checked in full, and pairs are held
//! against one another. It must not know how the past is read. What a stranger would get
//! wrong: the settings are of the past like the claims, for they are part of the study; the
//! program is today's, so that a difference is one of the study.
//!
//! Cost: two cross-checks and two models in memory, and what `Store::as_of` says.

use super::Study;
use super::cross_check::{CheckOptions, Checked, Crowds, JudgedRow};
use super::error::ProjectError;
use super::study_model::{settings_of, study_of};
use crate::model::study::Study as Model;
use std::collections::HashMap;

/// How a pair stands against the earlier state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Since {
    /// It is listed now and was not.
    New,
    /// It was listed and is now, with another kind, verdict or deciding explanation, or
    /// resting on other claims.
    Changed,
    /// It was listed and is not now; its row is the earlier one.
    Gone,
}

impl Since {
    /// The word of the column `since`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Changed => "changed",
            Self::Gone => "gone",
        }
    }
}

/// Two cross-checks and where they differ.
pub struct Differences {
    /// What is found now.
    pub now: Checked,
    /// What was found then; nothing where what was asked for did not exist.
    before: Option<Checked>,
    listed_now: Vec<(usize, Since)>,
    gone: Vec<usize>,
}

impl Differences {
    /// The pairs that differ: those of now in their order, then those that are gone in the
    /// order in which they were.
    pub fn rows(&self) -> impl Iterator<Item = (Since, JudgedRow)> + '_ {
        let now = self.listed_now.iter();
        let now = now.map(|(at, since)| (*since, self.now.row_at(*at)));
        let before = self.before.iter();
        let gone = before.flat_map(|before| {
            let rows = self.gone.iter().map(|at| before.row_at(*at));
            rows.map(|row| (Since::Gone, row))
        });
        now.chain(gone)
    }

    /// How many pairs stand so.
    pub fn count(&self, wanted: Since) -> usize {
        match wanted {
            Since::Gone => self.gone.len(),
            _ => self
                .listed_now
                .iter()
                .filter(|(_, since)| *since == wanted)
                .count(),
        }
    }
}

/// A cross-check, and where it differs from the one before.
pub struct BesideLast {
    /// The newest operation that the check before saw; 0 where none was noted.
    pub last: i64,
    /// Where the two differ.
    pub found: Differences,
    /// What was asked for, where it leaves pairs out.
    cut: Option<Checked>,
}

impl BesideLast {
    /// What was asked for.
    pub fn checked(&self) -> &Checked {
        self.cut.as_ref().unwrap_or(&self.found.now)
    }
}

/// The same with every pair, whatever the options say.
fn every_pair<'o>(options: &CheckOptions<'o>) -> CheckOptions<'o> {
    CheckOptions {
        per_block: None,
        crowds: Crowds::PairByPair,
        ..*options
    }
}

impl Study {
    /// Cross-checks the claims as they are and as they were right after an operation (0:
    /// before the first), and tells where the two differ. All pairs of a block are looked at,
    /// whatever the options say.
    ///
    /// # Errors
    /// As [`Study::check`]; where there is no such operation.
    pub fn check_since(
        &self,
        options: &CheckOptions<'_>,
        operation: i64,
    ) -> Result<Differences, ProjectError> {
        let options = every_pair(options);
        let now = self.check_unnoted(&options)?;
        self.differences(now, &options, operation)
    }

    /// Cross-checks the claims, notes the run, and tells what the check before did not find: as
    /// [`Study::check`] and [`Study::check_since`] in one.
    ///
    /// # Errors
    /// As [`Study::check`].
    pub fn check_beside_last(
        &self,
        options: &CheckOptions<'_>,
    ) -> Result<BesideLast, ProjectError> {
        let last = self.store.last_run()?.map_or(0, |run| run.head);
        let checked = self.check_unnoted(options)?;
        let every = every_pair(options);
        let (now, cut) = match checked.cut_blocks.is_empty() {
            true => (checked, None),
            false => (self.check_unnoted(&every)?, Some(checked)),
        };
        let found = self.differences(now, &every, last)?;
        let beside = BesideLast { last, found, cut };
        self.note_check(beside.checked(), options)?;
        Ok(beside)
    }

    fn differences(
        &self,
        now: Checked,
        options: &CheckOptions<'_>,
        operation: i64,
    ) -> Result<Differences, ProjectError> {
        let (then, settings) = self.store.as_of(operation, |store| {
            let settings = settings_of(store)?;
            Ok::<_, ProjectError>((study_of(store, &settings)?, settings))
        })?;
        let before = match knows(&then, options) {
            true => Some(self.check_model(then, options, settings)?),
            false => None,
        };
        Ok(Differences::between(now, before))
    }
}

/// Whether a study has what the options choose by: what was not there had no findings.
fn knows(model: &Model, options: &CheckOptions<'_>) -> bool {
    let is_there = |key: Option<&str>, find: &dyn Fn(&str) -> bool| key.is_none_or(find);
    is_there(options.topic, &|key| model.topic_id(key).is_some())
        && is_there(options.source, &|key| model.source_id(key).is_some())
        && is_there(options.claim, &|key| model.claim_id(key).is_some())
}

impl Differences {
    fn between(now: Checked, before: Option<Checked>) -> Self {
        let mut then: HashMap<(String, String), usize> = before
            .iter()
            .flat_map(|before| (0..before.len()).map(|at| (before.pair_at(at), at)))
            .collect();
        let mut listed_now = Vec::new();
        let (says_now, said_before) = (now.sayings(), before.as_ref().map(Checked::sayings));
        for at in 0..now.len() {
            let earlier = then.remove(&now.pair_at(at));
            match said_before.as_ref().zip(earlier) {
                None => listed_now.push((at, Since::New)),
                Some((said, earlier)) if said(earlier) != says_now(at) => {
                    listed_now.push((at, Since::Changed));
                }
                Some(_) => {}
            }
        }
        drop((says_now, said_before));
        let mut gone: Vec<usize> = then.into_values().collect();
        gone.sort_unstable();
        Self {
            now,
            before,
            listed_now,
            gone,
        }
    }
}
