//! A study at a glance, and its rows one table at a time.

use super::Study;
use super::error::ProjectError;
use crate::model::cell::noun_name;
use crate::model::edtf::When;
use crate::model::id::Id;
use crate::model::key_book::nearest;
use crate::model::table::{Noun, Table};
use crate::model::tables::table;
use crate::store::operation::Operation;
use crate::store::rows::Cells;
use std::path::PathBuf;

/// A study at a glance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// The file.
    pub path: PathBuf,
    /// The study's name, if it has one.
    pub name: Option<String>,
    /// How many interviews the study says it held, of which texts may be missing.
    pub interviews_declared: Option<u64>,
    /// Whether the file is encrypted.
    pub is_encrypted: bool,
    /// Who works on it.
    pub actor: String,
    /// How many rows there are, by what they are called, in the order of work.
    pub counts: Vec<(&'static str, u64)>,
    /// Codings that wait for a person.
    pub open_proposals: u64,
    /// The newest operation.
    pub last: Option<Operation>,
    /// Commands that are likely to come next, with what each is for.
    pub next: Vec<(&'static str, &'static str)>,
}

/// What a status counts.
const COUNTED: &[Noun] = &[
    Noun::Interview,
    Noun::Source,
    Noun::Code,
    Noun::Rule,
    Noun::Coding,
    Noun::Topic,
    Noun::Claim,
    Noun::Judgement,
];

impl Study {
    /// The study at a glance.
    ///
    /// # Errors
    /// What the store says.
    pub fn status(&self) -> Result<Status, ProjectError> {
        let counts: Vec<_> = COUNTED
            .iter()
            .map(|noun| Ok((table(*noun).plural, self.store.count(table(*noun))?)))
            .collect::<Result<_, ProjectError>>()?;
        let page = self.store.only_row(table(Noun::Study))?;
        let said = |name: &str| {
            let at = table(Noun::Study).index_of(name)?;
            page.as_ref()?.1.get(at)?.clone()
        };
        let open_proposals = self.store.count_proposals()?;
        let next = next_commands(&counts, open_proposals);
        Ok(Status {
            path: self.store.path().to_owned(),
            name: said("name"),
            interviews_declared: said("interviews_declared").and_then(|cell| cell.parse().ok()),
            is_encrypted: self.store.is_encrypted(),
            actor: self.actor.clone(),
            counts,
            open_proposals,
            last: self.store.log(1)?.into_iter().next(),
            next,
        })
    }

    /// Hands every row of a table in the folder's form to `each`.
    ///
    /// # Errors
    /// What the store or `each` says.
    pub fn each_row(
        &self,
        noun: Noun,
        each: impl FnMut(Cells) -> Result<(), ProjectError>,
    ) -> Result<(), ProjectError> {
        self.store.each_row(table(noun), each)
    }

    /// The interviews in the order of their dates, and of their keys on one date.
    ///
    /// # Errors
    /// What the store says.
    pub fn interviews_by_date(&self) -> Result<Vec<Cells>, ProjectError> {
        let mut rows = self.all_rows(table(Noun::Interview))?;
        // Dates of other calendars come in their Gregorian place; the sort keeps keys in order.
        rows.sort_by_cached_key(|cells| {
            let date = table(Noun::Interview).cell(cells, "date");
            When::parse(date).map_or_else(|_| date.to_owned(), |when| when.to_edtf_gregorian())
        });
        Ok(rows)
    }

    /// The row with this key.
    ///
    /// # Errors
    /// [`ProjectError::Unknown`] with what was meant, perhaps.
    pub fn row(&self, noun: Noun, key: &str) -> Result<Cells, ProjectError> {
        self.store
            .row_by_key(table(noun), key)?
            .map_or_else(|| Err(self.unknown(noun, key)?), Ok)
    }

    /// The id of the row with this key.
    ///
    /// # Errors
    /// [`ProjectError::Unknown`] with what was meant, perhaps.
    pub(crate) fn known_id(&self, noun: Noun, key: &str) -> Result<Id, ProjectError> {
        match self.store.id_of(noun, key)? {
            Some(id) => Ok(id),
            None => Err(self.unknown(noun, key)?),
        }
    }

    /// The error for a key that no row has.
    pub(crate) fn unknown(&self, noun: Noun, key: &str) -> Result<ProjectError, ProjectError> {
        let keys = self.store.keys(noun)?;
        Ok(ProjectError::Unknown {
            noun: noun_name(noun),
            name: key.to_owned(),
            like: nearest(key, keys.iter().map(String::as_str)).map(str::to_owned),
            hint: format!("list them with: gainsay {}", listing_of(table(noun))),
        })
    }
}

/// The command that lists a table.
fn listing_of(table: &Table) -> String {
    match table.noun {
        Noun::Code => "codebook list".to_owned(),
        Noun::Coder => "coders list".to_owned(),
        Noun::Source
        | Noun::Interview
        | Noun::Place
        | Noun::Population
        | Noun::Topic
        | Noun::Claim
        | Noun::Rule => format!("{} list", table.name),
        // What stands in study.toml has no command of its own.
        _ => format!("sql 'select key from {}'", table.plural),
    }
}

fn next_commands(counts: &[(&str, u64)], open_proposals: u64) -> Vec<(&'static str, &'static str)> {
    let has = |plural: &str| {
        counts
            .iter()
            .any(|(name, count)| *name == plural && *count > 0)
    };
    let mut next = Vec::new();
    if !has("interviews") && !has("claims") {
        next.push(("gainsay import study FOLDER", "bring a study in"));
        return next;
    }
    if has("rules") {
        next.push(("gainsay rule run", "let the rules propose codings"));
    }
    if open_proposals > 0 {
        next.push((
            "gainsay code list --status proposed",
            "look at what was proposed",
        ));
    }
    if has("claims") {
        next.push(("gainsay check", "cross-check the claims"));
        next.push(("gainsay agree summary", "see who agrees, by topic"));
    }
    next.push(("gainsay export csv -o FOLDER", "write tables for a paper"));
    next
}
