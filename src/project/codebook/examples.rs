//! Anchor examples of a code: passages that show what it means. An example is a coding that is
//! marked, so it moves when its text is corrected and goes along when its code is merged. What a
//! stranger would get wrong: the column `example` of a code is something else, words that stand
//! in no interview or came from another program.

use crate::model::table::Noun;
use crate::project::Study;
use crate::project::editing::{Edited, TypedRow};
use crate::project::error::ProjectError;
use crate::store::codings::{CodingFilter, CodingRow};

/// Which codings become examples of their code, and which are none any more, by the short ids
/// that people type.
#[derive(Clone, Copy, Debug, Default)]
pub struct Examples<'a> {
    /// Those that become one.
    pub added: &'a [String],
    /// Those that are none any more.
    pub removed: &'a [String],
}

impl Study {
    /// Changes cells of a code and which passages are its examples, as one operation.
    ///
    /// # Errors
    /// As [`Study::edit_row`]; [`ProjectError::Unknown`] for a name that is no coding; refused
    /// for a coding of another code, and to make an example of a rejected one.
    pub fn edit_code(
        &self,
        code: &str,
        typed: &TypedRow,
        examples: Examples<'_>,
        dry_run: bool,
    ) -> Result<Edited, ProjectError> {
        self.edit_row_and(Noun::Code, (code, typed), dry_run, |store| {
            let codings = store.codings_of(self.known_id(Noun::Code, code)?)?;
            for (names, is_example) in [(examples.added, true), (examples.removed, false)] {
                for name in names {
                    let id = self.coding_named(name)?;
                    let coding = codings.iter().find(|coding| coding.id == id);
                    match coding {
                        Some(coding) if is_example && coding.status == "rejected" => {
                            return Err(refused(name, "was rejected", code));
                        }
                        Some(_) => store.put_example(id, is_example)?,
                        None => return Err(refused(name, "has another code", code)),
                    }
                }
            }
            Ok(())
        })
    }

    /// The examples of a code, by interview and place.
    ///
    /// # Errors
    /// What the store says.
    pub fn examples_of(&self, code: &str) -> Result<Vec<CodingRow>, ProjectError> {
        let filter = CodingFilter {
            code: Some(code),
            ..CodingFilter::default()
        };
        let mut examples = Vec::new();
        self.each_visible_coding(&filter, |row| {
            if row.is_example {
                examples.push(row);
            }
            Ok(())
        })?;
        Ok(examples)
    }
}

fn refused(coding: &str, why: &str, code: &str) -> ProjectError {
    ProjectError::refused(
        format!("coding {coding} {why}: it is no example of `{code}`"),
        format!("see those that are fit with: gainsay codings --code {code} --status accepted"),
    )
}
