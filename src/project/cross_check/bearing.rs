//! Judgements on findings that rest on third claims: they lapse with those claims, too. It must
//! not know which claims bear on a pair. What a stranger would get wrong: the claim that changed
//! may have left the finding, so the id of the finding that was judged is held against that of
//! today as well.

use super::Checked;
use crate::method::crosscheck::words::{Kind, Verdict, Why};
use crate::method::crosscheck::{Finding, Judge};
use crate::project::error::ProjectError;
use crate::project::judging::{Bearing, JudgedPair};
use crate::store::Store;
use crate::store::error::StoreError;
use crate::store::judgements::ClaimChange;
use std::collections::HashMap;

/// What a finding says, as far as another run may say otherwise.
pub(crate) type Saying = (Option<Kind>, Verdict, Option<Why>, String);

impl Checked {
    /// Tells of each finding what it says: the verdict, and by its id the claims it rests on.
    pub(crate) fn sayings(&self) -> impl Fn(usize) -> Saying + '_ {
        let judge = Judge::new(&self.study, &self.settings);
        move |at| {
            let finding = &self.findings[at];
            let id = finding.id(&judge);
            (finding.kind, finding.verdict, finding.why, id)
        }
    }

    /// The pairs that are listed, to be judged.
    pub fn to_judge(&self) -> Vec<JudgedPair> {
        let all: Vec<usize> = (0..self.findings.len()).collect();
        self.to_judge_at(&all)
    }

    /// Pairs by their places in the list, to be judged.
    pub(crate) fn to_judge_at(&self, places: &[usize]) -> Vec<JudgedPair> {
        let judge = Judge::new(&self.study, &self.settings);
        let pairs = places.iter().map(|at| {
            let finding = &self.findings[*at];
            let rests_on_others = !finding.witnesses(&judge).is_empty();
            JudgedPair {
                claims: self.pair_at(*at),
                finding: rests_on_others.then(|| finding.id(&judge)),
            }
        });
        pairs.collect()
    }

    /// Lets judgements lapse whose finding rests on other claims now, or on claims that changed.
    pub(crate) fn hold_judgements(&mut self, store: &Store) -> Result<(), ProjectError> {
        let key = |id| self.study.claim_key(id);
        let judged: Vec<&Finding> = (self.findings.iter())
            .filter(|finding| self.judgements.is_judged(key(finding.a), key(finding.b)))
            .collect();
        if judged.is_empty() {
            return Ok(());
        }
        let judge = Judge::new(&self.study, &self.settings);
        // The parts of one sum are asked for once for every pair of it.
        let mut known: HashMap<(String, i64), Option<ClaimChange>> = HashMap::new();
        for finding in judged {
            let bearing = Bearing {
                pair: (key(finding.a), key(finding.b)),
                finding: finding.id(&judge),
                witnesses: (finding.witnesses(&judge).iter())
                    .map(|id| key(*id))
                    .collect(),
            };
            self.judgements.hold_against(&bearing, |claim, operation| {
                let asked = (claim.to_owned(), operation);
                if let Some(change) = known.get(&asked) {
                    return Ok::<_, StoreError>(change.clone());
                }
                let change = store.claim_change_since(claim, operation)?;
                known.insert(asked, change.clone());
                Ok(change)
            })?;
        }
        Ok(())
    }
}
