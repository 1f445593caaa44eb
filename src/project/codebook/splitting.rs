//! A code that becomes several: new codes beside it, and chosen codings that go to one of them.
//! The rest stays. What a stranger would get wrong: rejected proposals stay too unless they are
//! named, because a person said that they are not even the old code.

use super::{Recoded, recode, refuse_retired};
use crate::formats::folder::Folder;
use crate::formats::raw_row::RawRow;
use crate::method::rule::{Expression, RuleSet};
use crate::model::id::Id;
use crate::model::table::Noun;
use crate::model::tables::table;
use crate::model::transcript_text::TurnedText;
use crate::project::Study;
use crate::project::coding::passage_matcher;
use crate::project::error::ProjectError;
use crate::project::import::take_rows;
use crate::project::searching::expression_error;
use crate::store::Store;
use crate::store::operation::Done;
use crate::store::recoding::CodedPassage;

/// Which codings go to the new code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chosen<'a> {
    /// None.
    None,
    /// Those in whose words the expression of a rule matches.
    Matching(&'a str),
    /// Those with these ids, as people type them.
    Named(&'a [String]),
}

/// What a split did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SplitCode {
    /// The codes that were made.
    pub made: Vec<String>,
    /// What became of the chosen codings.
    pub codings: Recoded,
    /// How many codings the old code has left.
    pub left: u64,
}

impl Study {
    /// Splits a code, as one operation: makes the codes that are not there yet, beside it, and
    /// gives the chosen codings to the one code that is named.
    ///
    /// # Errors
    /// [`ProjectError::Unknown`]; [`ProjectError::Expression`]; refused where codings are chosen
    /// and not exactly one code is named, or a named coding has another code.
    pub fn split_code(
        &self,
        code: &str,
        into: &[String],
        chosen: Chosen<'_>,
        dry_run: bool,
    ) -> Result<Done<SplitCode>, ProjectError> {
        let id = self.known_id(Noun::Code, code)?;
        refuse_into(code, into, chosen)?;
        let matcher = match chosen {
            Chosen::Matching(expression) => Some(matcher_of(self, expression)?),
            _ => None,
        };
        let named = match chosen {
            Chosen::Named(names) => names
                .iter()
                .map(|name| self.coding_named(name))
                .collect::<Result<Vec<_>, _>>()?,
            _ => Vec::new(),
        };
        if matcher.is_some() {
            self.refuse_unseen(code, &self.store.codings_of(id)?)?;
        }
        let parent = self.code_cell(code, "parent")?;
        let action = format!("split code {code} into {}", into.join(", "));
        self.change(&action, dry_run, |store| {
            let mut done = SplitCode::default();
            for key in into {
                if self.make_beside(store, key, &parent)? {
                    done.made.push(key.clone());
                }
            }
            let (goes, stays) = parted(store.codings_of(id)?, matcher.as_ref(), &named);
            refuse_strangers(&goes, &named, code)?;
            done.left = stays.len() as u64;
            done.codings = recode(store, goes, self.known_id(Noun::Code, &into[0])?)?;
            Ok(done)
        })
    }

    /// How many codings a word takes along says where others put the code; a dry run would say it of any
    /// word.
    fn refuse_unseen(&self, code: &str, codings: &[CodedPassage]) -> Result<(), ProjectError> {
        let hidden = self.hidden_codings()?;
        match codings.iter().any(|coding| hidden.contains(&coding.id)) {
            false => Ok(()),
            true => Err(ProjectError::refused(
                format!(
                    "codings with `{code}` are hidden from you, for you code their texts blind"
                ),
                "let somebody split it by words who does not code these texts, or wait until all have \
                 submitted: gainsay coders assignments",
            )),
        }
    }

    /// Makes a code under the same parent; one that is there already is taken as it is.
    fn make_beside(&self, store: &Store, key: &str, parent: &str) -> Result<bool, ProjectError> {
        if store.id_of(Noun::Code, key)?.is_some() {
            refuse_retired(store, key)?;
            return Ok(false);
        }
        let table = table(Noun::Code);
        let mut row = RawRow {
            cells: vec![String::new(); table.columns.len()],
            ..RawRow::default()
        };
        row.cells[0] = key.to_owned();
        if let Some(at) = table.index_of("parent") {
            row.cells[at] = parent.to_owned();
        }
        let folder = Folder::of_typed_row(table, row, &format!("code {key}"), &self.limits);
        take_rows(store, &folder)?;
        Ok(true)
    }
}

fn refuse_into(code: &str, into: &[String], chosen: Chosen<'_>) -> Result<(), ProjectError> {
    if into.iter().any(|key| key == code) {
        return Err(ProjectError::refused(
            format!("`{code}` is the code that is split"),
            "name other codes behind --into; what is not chosen stays in it",
        ));
    }
    if into.len() != 1 && chosen != Chosen::None {
        return Err(ProjectError::refused(
            "the chosen codings can go to one code only",
            "name one code behind --into; split again for the next",
        ));
    }
    Ok(())
}

/// Reads an expression as rules have it, to be asked of the words of codings.
fn matcher_of(study: &Study, expression: &str) -> Result<RuleSet, ProjectError> {
    let parsed = Expression::parse_within(expression, study.limits())
        .map_err(|error| expression_error(&error, expression))?;
    if !parsed.is_of_words_alone() {
        return Err(ProjectError::refused(
            "a split asks for words of the passages alone",
            "leave out speaker:, side:, lang:, asked: and CODED, or name the codings",
        ));
    }
    passage_matcher(expression)
}

/// The codings that go and those that stay.
fn parted(
    codings: Vec<CodedPassage>,
    matcher: Option<&RuleSet>,
    named: &[Id],
) -> (Vec<CodedPassage>, Vec<CodedPassage>) {
    codings.into_iter().partition(|coding| {
        let does_match = |set: &RuleSet| !set.run(&TurnedText::plain(&coding.quote)).is_empty();
        let is_matched = coding.status != "rejected" && matcher.is_some_and(does_match);
        is_matched || named.contains(&coding.id)
    })
}

fn refuse_strangers(goes: &[CodedPassage], named: &[Id], code: &str) -> Result<(), ProjectError> {
    let stranger = named
        .iter()
        .find(|id| goes.iter().all(|coding| coding.id != **id));
    match stranger {
        None => Ok(()),
        Some(id) => Err(ProjectError::refused(
            format!("coding {} has another code than `{code}`", id.short()),
            format!("see those that have it with: gainsay codings --code {code}"),
        )),
    }
}
