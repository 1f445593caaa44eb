//! Memos one by one: on anything that has a key, and on codings. It must not know how they are
//! shown. What a stranger would get wrong: a coding has no key, so a memo on one stands in the
//! coding's own memo cell; it goes with the coding when that moves, and there is one for each.

use super::error::ProjectError;
use super::import::take_rows;
use super::{Study, coder_of};
use crate::formats::folder::Folder;
use crate::formats::raw_row::RawRow;
use crate::method::recoding::joined_memos;
use crate::model::cell::noun_name;
use crate::model::id::Id;
use crate::model::table::{Kind, Noun};
use crate::model::tables::{TABLES, table};
use crate::store::memos::{MemoRow, OF_CODING};
use crate::store::operation::Done;

/// Which memos are wanted; what is `None` is not asked.
#[derive(Clone, Copy, Debug, Default)]
pub struct MemoFilter<'a> {
    /// What they are about: a kind (`code`), or a kind and a key (`code:pay`).
    pub about: Option<&'a str>,
    /// Key of who wrote them.
    pub author: Option<&'a str>,
}

impl Study {
    /// The memos that are wanted, by what they are about.
    ///
    /// # Errors
    /// [`ProjectError::Unknown`] for a kind, key or coder that there is not.
    pub fn memos(&self, filter: &MemoFilter<'_>) -> Result<Vec<MemoRow>, ProjectError> {
        let about = filter.about.map(|about| self.about(about)).transpose()?;
        if let Some(author) = filter.author {
            self.row(Noun::Coder, author)?;
        }
        let is_wanted = |memo: &MemoRow| {
            let is_about = about.as_ref().is_none_or(|(kind, key)| {
                memo.kind == *kind && key.as_ref().is_none_or(|key| memo.key == *key)
            });
            is_about && filter.author.is_none_or(|author| memo.author == author)
        };
        let mut memos = self.visible_memos()?;
        memos.retain(is_wanted);
        Ok(memos)
    }

    /// All memos but those on codings that are hidden from who acts.
    fn visible_memos(&self) -> Result<Vec<MemoRow>, ProjectError> {
        let hidden = self.hidden_codings()?;
        let mut memos = self.store.memos()?;
        memos.retain(|memo| !(memo.is_of_coding && hidden.contains(&memo.id)));
        Ok(memos)
    }

    /// The memo that is meant, by the short id that people type.
    ///
    /// # Errors
    /// [`ProjectError::Unknown`] for a name that is no memo or more than one.
    pub fn memo(&self, name: &str) -> Result<MemoRow, ProjectError> {
        let ending = name.to_ascii_lowercase();
        let mut memos = self.visible_memos()?;
        memos.retain(|memo| ending.len() >= 4 && memo.id.short().ends_with(&ending));
        match memos.len() {
            1 => Ok(memos.remove(0)),
            0 => Err(ProjectError::Unknown {
                noun: "memo",
                name: name.to_owned(),
                like: None,
                hint: "see their ids with: gainsay memo list".to_owned(),
            }),
            _ => Err(ProjectError::refused(
                format!("several memos end in {name}"),
                "give more letters of the id",
            )),
        }
    }

    /// Writes a memo, as who works on the study and with the day of today. One on a coding comes
    /// behind what is written there.
    ///
    /// # Errors
    /// What is named is not there; an empty memo.
    pub fn add_memo(
        &self,
        about: &str,
        text: &str,
        dry_run: bool,
    ) -> Result<Done<()>, ProjectError> {
        refuse_empty(text)?;
        let action = format!("wrote a memo on {about}");
        if let (OF_CODING, Some(key)) = split(about) {
            let coding = self.coding_named(key)?;
            return self.change(&action, dry_run, |store| {
                let there = store.memo_of_coding(coding)?;
                let joined = joined_memos([there.as_str(), text]);
                Ok(store.put_coding_memo(coding, &joined)?)
            });
        }
        let table = table(Noun::Memo);
        self.change(&action, dry_run, |store| {
            coder_of(store, &self.actor)?;
            let today: String = store.clock().now().chars().take(10).collect();
            let row = RawRow {
                cells: [about, text, &self.actor, &today]
                    .map(str::to_owned)
                    .to_vec(),
                ..RawRow::default()
            };
            let folder = Folder::of_typed_row(table, row, "the memo", &self.limits);
            take_rows(store, &folder).map(drop)
        })
    }

    /// Lets a memo say something else; who wrote it and when stays.
    ///
    /// # Errors
    /// As [`Study::memo`]; an empty memo.
    pub fn edit_memo(
        &self,
        name: &str,
        text: &str,
        dry_run: bool,
    ) -> Result<Done<()>, ProjectError> {
        refuse_empty(text)?;
        let memo = self.memo(name)?;
        let action = format!("edited a memo on {}:{}", memo.kind, memo.key);
        self.change(&action, dry_run, |store| {
            let written = match memo.is_of_coding {
                true => store.put_coding_memo(memo.id, text),
                false => store.put_memo_text(memo.id, text),
            };
            Ok(written?)
        })
    }

    /// Removes a memo.
    ///
    /// # Errors
    /// As [`Study::memo`].
    pub fn remove_memo(&self, name: &str, dry_run: bool) -> Result<Done<()>, ProjectError> {
        let memo = self.memo(name)?;
        let action = format!("removed a memo on {}:{}", memo.kind, memo.key);
        self.change(&action, dry_run, |store| {
            let removed = match memo.is_of_coding {
                true => store.put_coding_memo(memo.id, ""),
                false => store.remove(table(Noun::Memo), memo.id),
            };
            Ok(removed?)
        })
    }

    /// What a filter speaks of: the kind, and the key where one was named, as memos have them.
    fn about(&self, about: &str) -> Result<(String, Option<String>), ProjectError> {
        let (kind, key) = split(about);
        if kind == OF_CODING {
            let named = key.map(|key| self.coding_named(key)).transpose()?;
            return Ok((kind.to_owned(), named.as_ref().map(Id::short)));
        }
        let noun = noun_of(kind)?;
        if let Some(key) = key {
            self.row(noun, key)?;
        }
        Ok((kind.to_owned(), key.map(str::to_owned)))
    }
}

/// A kind, and the key behind its colon where there is one.
fn split(about: &str) -> (&str, Option<&str>) {
    match about.split_once(':') {
        Some((kind, key)) => (kind.trim(), Some(key.trim())),
        None => (about.trim(), None),
    }
}

fn noun_of(kind: &str) -> Result<Noun, ProjectError> {
    let mut keyed = TABLES.iter().filter(|table| {
        let key = table.key_column();
        key.is_some_and(|column| column.kind == Kind::Key)
    });
    let found = keyed.find(|table| noun_name(table.noun) == kind);
    found.map(|table| table.noun).ok_or_else(|| {
        ProjectError::refused(
            format!("`{kind}` is no kind of thing that a memo can be about"),
            "write the kind, or the kind and the key, for example code:choking or coding:9ea3d26c",
        )
    })
}

fn refuse_empty(text: &str) -> Result<(), ProjectError> {
    if text.trim().is_empty() {
        return Err(ProjectError::refused(
            "the memo is empty",
            "write what it shall say, or take one away with: gainsay memo rm MEMO",
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_may_stand_alone() {
        assert_eq!(split("code"), ("code", None));
        assert_eq!(split("code: pay"), ("code", Some("pay")));
        assert_eq!(noun_of("group").unwrap(), Noun::Group);
        assert!(noun_of("memo").is_err() && noun_of("unit").is_err());
    }
}
