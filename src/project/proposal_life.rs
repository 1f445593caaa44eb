//! What becomes of proposals: a person accepts or rejects them, one by one or many at once, or puts another code in
//! their place. It must not know what proposed them. A stranger would look for who accepted what in the coding: the log
//! says it, with codes and origins, and the coder of a coding stays who asked for it.

use super::Study;
use super::anchoring::refuse_twin;
use super::codebook::{refuse_retired, retired_error};
use super::error::ProjectError;
use crate::model::id::Id;
use crate::model::table::Noun;
use crate::report::counted;
use crate::store::codings::{CodingFilter, CodingRow, Origin};
use crate::store::former::CodingStand;
use crate::store::operation::Done;
use std::collections::{BTreeMap, BTreeSet};

/// Most sorts of proposals that a line of the log names.
const NAMED_IN_LOG: usize = 6;

impl Study {
    /// The proposals that are meant: by the short ids that people type, or all that a filter
    /// lets through. What is no proposal any more is left out.
    ///
    /// # Errors
    /// [`ProjectError::Unknown`] for a name that is no coding or more than one.
    pub fn proposals(
        &self,
        names: &[String],
        filter: &CodingFilter<'_>,
    ) -> Result<Vec<CodingRow>, ProjectError> {
        let proposed = CodingFilter {
            status: Some("proposed"),
            ..*filter
        };
        let mut found = Vec::new();
        if names.is_empty() {
            self.store.each_coding(&proposed, |row| {
                found.push(row);
                Ok::<_, ProjectError>(())
            })?;
        }
        let ids = names.iter().map(|name| self.coding_named(name));
        for id in ids.collect::<Result<BTreeSet<Id>, _>>()? {
            let row = self.coding_row(id)?;
            found.extend(row.filter(|row| row.status == "proposed"));
        }
        Ok(found)
    }

    /// A coding by the short id that people type.
    ///
    /// # Errors
    /// [`ProjectError::Unknown`] for a name that is no coding or more than one.
    pub fn coding(&self, name: &str) -> Result<CodingRow, ProjectError> {
        let id = self.coding_named(name)?;
        self.coding_row(id)?.ok_or_else(|| {
            ProjectError::refused("a coding has no interview", "run: gainsay verify")
        })
    }

    fn coding_row(&self, id: Id) -> Result<Option<CodingRow>, ProjectError> {
        let mut found = None;
        let filter = CodingFilter {
            id: Some(id),
            ..CodingFilter::default()
        };
        self.store.each_coding(&filter, |row| {
            found = Some(row);
            Ok::<_, ProjectError>(())
        })?;
        Ok(found)
    }

    pub(super) fn coding_named(&self, name: &str) -> Result<Id, ProjectError> {
        let is_hex = name.len() >= 4 && name.chars().all(|letter| letter.is_ascii_hexdigit());
        let found = if is_hex {
            self.store.codings_ending_in(name)?
        } else {
            Vec::new()
        };
        match found[..] {
            [id] if self.hidden_codings()?.contains(&id) => Err(ProjectError::refused(
                "this coding is hidden: you code its text blind",
                "it shows when all have submitted: gainsay coders assignments",
            )),
            [id] => Ok(id),
            [] => Err(ProjectError::Unknown {
                noun: "coding",
                name: name.to_owned(),
                like: None,
                hint: "see their ids with: gainsay code list".to_owned(),
            }),
            _ => Err(ProjectError::refused(
                format!("several codings end in {name}"),
                "give more letters of the id",
            )),
        }
    }

    /// Accepts or rejects proposals, as one operation; says how many were proposals.
    ///
    /// # Errors
    /// What the store says; refused to accept one of a retired code.
    pub fn settle_proposals(
        &self,
        proposals: &[CodingRow],
        accept: bool,
        dry_run: bool,
    ) -> Result<Done<usize>, ProjectError> {
        let status = if accept { "accepted" } else { "rejected" };
        let action = format!("{status} {}", told(proposals));
        self.change(&action, dry_run, |store| {
            let mut settled = 0;
            for proposal in proposals {
                if let (true, Some(code)) = (accept, store.retired_code_of(proposal.id)?) {
                    return Err(retired_error(&code));
                }
                settled += usize::from(store.settle_proposal(proposal.id, status)?);
            }
            Ok(settled)
        })
    }

    /// Puts another code on the passage of a coding; coder, memo and origin stay. A proposal is
    /// accepted with it: a person says what it is. The old code is not proposed there again.
    ///
    /// # Errors
    /// [`ProjectError::Unknown`] for a coding or code that is not there; refused for a code that
    /// is retired, and where the same coding stands already.
    pub fn recode(
        &self,
        name: &str,
        code: &str,
        dry_run: bool,
    ) -> Result<Done<bool>, ProjectError> {
        let coding = self.coding(name)?;
        refuse_retired(&self.store, code)?;
        let id = self.known_id(Noun::Code, code)?;
        // Without the codes: who codes the text blind reads the log, too.
        let action = format!("recoded a coding in {}", coding.interview);
        self.change(&action, dry_run, |store| {
            let stand = CodingStand {
                code: id,
                ..store.coding_stand(coding.id)?
            };
            refuse_twin(store, &stand)?;
            Ok(store.recode_and_accept(coding.id, id)?)
        })
    }
}

/// Proposals as the log tells them: how many of which code, and from where.
fn told(proposals: &[CodingRow]) -> String {
    let mut sorts: BTreeMap<(&str, String), u64> = BTreeMap::new();
    for proposal in proposals {
        *sorts
            .entry((&proposal.code, origin_of(proposal)))
            .or_default() += 1;
    }
    let named = sorts.iter().take(NAMED_IN_LOG);
    let mut named: Vec<_> = named
        .map(|((code, origin), count)| format!("{count} {code} from {origin}"))
        .collect();
    if sorts.len() > NAMED_IN_LOG {
        let more = (sorts.len() - NAMED_IN_LOG) as u64;
        named.push(format!("{} more", counted(more, "sort")));
    }
    let count = counted(proposals.len() as u64, "proposal");
    format!("{count}: {}", named.join(", "))
}

/// Where a coding comes from, in the words of the column `origin`.
pub fn origin_of(row: &CodingRow) -> String {
    match (&row.rule, row.origin()) {
        (Some(rule), _) => format!("rule:{rule}"),
        (None, Origin::Learned) => Origin::Learned.as_str().to_owned(),
        (None, _) => Origin::Hand.as_str().to_owned(),
    }
}
