//! Use cases: what a person wishes, done with the store, the method and the formats
//! together. The only room that calls both store and method, and the two gates stand here:
//! everything written goes through an operation, everything that leaves through `release`.
//! It must not know how a face shows a result, nor any option or exit code.

pub mod agreement;
pub mod anchoring;
pub mod assigning;
mod caret;
pub mod codebook;
pub mod coded_texts;
pub mod coder_agreement;
pub mod coder_differences;
pub mod coding;
pub mod complaints;
pub mod correcting;
pub mod cross_check;
pub mod demo;
pub mod editing;
pub mod error;
pub mod export;
pub mod finding_agreement;
pub mod findings;
mod former_places;
pub mod history;
pub mod import;
pub mod judging;
mod learned_corpus;
pub mod learning;
pub mod linking;
pub mod listings;
pub mod memos;
pub mod overview;
pub mod passages;
pub mod proposal_life;
mod proposing;
pub mod querying;
pub mod rated_table;
pub mod release;
pub mod resolving;
pub mod retrieving;
pub mod review;
mod rule_carry;
pub mod rule_examples;
mod rule_run;
pub mod rule_test;
mod rule_texts;
pub mod searching;
mod seen_texts;
pub mod settings;
mod sight;
pub mod since;
mod study_agreement;
pub mod study_model;
pub mod suggesting;
pub mod tallies;
pub mod tallying;
pub mod tidy;
pub mod trees;

use crate::model::key_book::nearest;
use crate::model::key_spelling::check_key;
use crate::model::limits::Limits;
use crate::model::table::{Noun, Value};
use crate::model::tables::table;
pub use crate::store::Unlock;
use crate::store::clock::Clock;
use crate::store::operation::{Done, Intent};
use crate::store::rows::NewRow;
use crate::store::{Store, connection};
use error::ProjectError;
use std::path::Path;

/// Who acts in a copy when nobody was named.
pub const DEFAULT_ACTOR: &str = "analyst";

/// An open study with who works on it.
pub struct Study {
    store: Store,
    actor: String,
    limits: Limits,
}

impl Study {
    /// Makes a new, empty study. `actor` is who acts in this copy when nobody is named.
    ///
    /// # Errors
    /// Where there is a file already, or `actor` is no key.
    pub fn create(
        path: &Path,
        unlock: &Unlock,
        actor: Option<&str>,
        limits: Limits,
    ) -> Result<Self, ProjectError> {
        let actor = actor.unwrap_or(DEFAULT_ACTOR);
        check_key(actor)
            .map_err(|error| ProjectError::refused(error.to_string(), error.remedy()))?;
        let mut store = Store::create(path, unlock, actor, Clock::machine())?;
        store.index_words_with(searching::WORD_CUTTER);
        Ok(Self {
            store,
            actor: actor.to_owned(),
            limits,
        })
    }

    /// Says whether a file is an encrypted study, as far as its first bytes tell.
    ///
    /// # Errors
    /// Where there is no file, or one that is no study.
    pub fn is_file_encrypted(path: &Path) -> Result<bool, ProjectError> {
        Ok(matches!(
            connection::form_of(path)?,
            connection::Form::Encrypted(_)
        ))
    }

    /// Takes back a study that was just made and shall not be, with all that belongs to its
    /// file.
    ///
    /// # Errors
    /// Where the file cannot be removed.
    pub fn discard(self) -> Result<(), ProjectError> {
        Ok(self.store.discard()?)
    }

    /// The study's name, or that of its file where it has none.
    ///
    /// # Errors
    /// What the store says.
    pub fn name(&self) -> Result<String, ProjectError> {
        let row = self.store.only_row(table(Noun::Study))?;
        let said = row.and_then(|(_, cells)| cells.into_iter().next().flatten());
        let file = || self.store.path().file_stem().unwrap_or_default();
        Ok(said.unwrap_or_else(|| file().to_string_lossy().into_owned()))
    }

    /// The number of the newest operation.
    ///
    /// # Errors
    /// What the store says.
    pub fn head(&self) -> Result<Option<i64>, ProjectError> {
        Ok(self.store.head()?.map(|(sequence, _)| sequence))
    }

    /// Opens a study. `actor` is the key of the coder who works on it, if one was named.
    ///
    /// # Errors
    /// What the store says; [`ProjectError::Unknown`] for a coder whom the study does not have.
    pub fn open(
        path: &Path,
        unlock: &Unlock,
        actor: Option<&str>,
        limits: Limits,
    ) -> Result<Self, ProjectError> {
        let mut store = Store::open(path, unlock, Clock::machine())?;
        store.index_words_with(searching::WORD_CUTTER);
        let actor = actor.map_or_else(|| store.default_actor().to_owned(), str::to_owned);
        let study = Self {
            store,
            actor,
            limits,
        };
        study.refuse_unknown_actor()?;
        Ok(study)
    }

    fn refuse_unknown_actor(&self) -> Result<(), ProjectError> {
        let actor = self.actor.as_str();
        if actor == self.store.default_actor() || self.store.id_of(Noun::Coder, actor)?.is_some() {
            return Ok(());
        }
        let coders = self.store.keys(Noun::Coder)?;
        Err(ProjectError::Unknown {
            noun: "coder",
            name: actor.to_owned(),
            like: nearest(actor, coders.iter().map(String::as_str)).map(str::to_owned),
            hint: format!("add the coder with: gainsay coders add {actor}"),
        })
    }

    /// The study file.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The key of who works on it.
    pub fn actor(&self) -> &str {
        &self.actor
    }

    /// The limits of this run.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Runs a change as one operation of the actor.
    pub(crate) fn change<T>(
        &self,
        action: &str,
        dry_run: bool,
        change: impl FnOnce(&Store) -> Result<T, ProjectError>,
    ) -> Result<Done<T>, ProjectError> {
        self.store.transact(
            &Intent {
                actor: &self.actor,
                action,
                undoes: None,
                dry_run,
            },
            change,
        )
    }

    /// Adds a coder. Says whether the coder is new.
    ///
    /// # Errors
    /// Where `key` is no key.
    pub fn add_coder(&self, key: &str, dry_run: bool) -> Result<Done<()>, ProjectError> {
        check_key(key).map_err(|error| ProjectError::refused(error.to_string(), error.remedy()))?;
        self.change(&format!("added the coder {key}"), dry_run, |store| {
            coder_of(store, key)?;
            Ok(())
        })
    }
}

/// The id of a coder, who is added where the study does not have one of that key: whoever
/// acts in a copy by its default stands in the study from the first coding on.
pub(crate) fn coder_of(store: &Store, key: &str) -> Result<crate::model::id::Id, ProjectError> {
    if let Some(id) = store.id_of(Noun::Coder, key)? {
        return Ok(id);
    }
    let id = store.clock().id();
    let values = [Value::Text(key.into()), Value::Empty];
    store.writer(table(Noun::Coder))?.insert(&NewRow {
        id,
        values: &values,
        passage: None,
        attributes: &[],
    })?;
    Ok(id)
}
