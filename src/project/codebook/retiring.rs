//! Codes that are not used any more. They stay in the codebook with their codings and get no new
//! ones, by hand, by a rule or by learning. What a stranger would get wrong: a proposal that nobody decided
//! about would never be decided, so it is settled first, here or by a person.

use super::{Recoded, recode, refuse_retired};
use crate::model::table::Noun;
use crate::project::Study;
use crate::project::error::ProjectError;
use crate::report::counted;
use crate::store::operation::Done;
use crate::store::recoding::CodedPassage;
use std::collections::BTreeSet;

/// What becomes of the open proposals of a code that is retired.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settling<'a> {
    /// There may be none.
    None,
    /// They are rejected.
    Reject,
    /// They become proposals of another code.
    Into(&'a str),
}

/// What was done when a code was retired.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Retired {
    /// How many proposals were rejected.
    pub rejected: u64,
    /// What became of proposals that went to another code.
    pub recoded: Recoded,
    /// The rules that propose the code; runs leave them out from now on.
    pub rules: Vec<String>,
}

impl Study {
    /// Retires a code, as one operation.
    ///
    /// # Errors
    /// [`ProjectError::Unknown`]; refused where there are open proposals and nothing is said
    /// about them, or where they shall go to a retired code or the code itself.
    pub fn retire_code(
        &self,
        code: &str,
        settling: Settling<'_>,
        dry_run: bool,
    ) -> Result<Done<Retired>, ProjectError> {
        let id = self.known_id(Noun::Code, code)?;
        if let Settling::Into(other) = settling {
            self.known_id(Noun::Code, other)?;
            if other == code {
                return Err(ProjectError::refused(
                    "the proposals would stay where they are",
                    "name another code behind --into",
                ));
            }
        }
        self.change(&format!("retired code {code}"), dry_run, |store| {
            // Counted here, where nobody else writes: a rule may run meanwhile.
            let mut open = store.codings_of(id)?;
            open.retain(|coding| coding.status == "proposed");
            let mut done = Retired {
                rules: self.rules_of(code)?,
                ..Retired::default()
            };
            match settling {
                Settling::None => refuse_open(code, &open)?,
                Settling::Reject => {
                    for coding in &open {
                        store.settle_proposal(coding.id, "rejected")?;
                    }
                    done.rejected = open.len() as u64;
                }
                Settling::Into(other) => {
                    refuse_retired(store, other)?;
                    done.recoded = recode(store, open, self.known_id(Noun::Code, other)?)?;
                }
            }
            store.retire_code(id)?;
            Ok(done)
        })
    }

    /// The keys of the rules that propose a code.
    fn rules_of(&self, code: &str) -> Result<Vec<String>, ProjectError> {
        let codes = self.cells_by_key(Noun::Rule, "code")?;
        let own = codes.into_iter().filter(|(_, of)| of == code);
        Ok(own.map(|(rule, _)| rule).collect())
    }
}

fn refuse_open(code: &str, open: &[CodedPassage]) -> Result<(), ProjectError> {
    if open.is_empty() {
        return Ok(());
    }
    let interviews: BTreeSet<_> = open
        .iter()
        .map(|one| one.place.interview.as_str())
        .collect();
    let interviews: Vec<_> = interviews.into_iter().collect();
    Err(ProjectError::refused(
        format!(
            "code `{code}` has {} that nobody decided about, in {}",
            counted(open.len() as u64, "proposal"),
            interviews.join(", ")
        ),
        format!(
            "see them with: gainsay codings --code {code} --status proposed; settle them with --reject-proposals, or move them with --into OTHER"
        ),
    ))
}
