//! What people make of findings. A judgement hangs on the keys of the claims, so it survives
//! every run of the cross-check, until one of the claims changes. It stands beside the
//! verdict and never writes over it.

use super::error::ProjectError;
use super::{Study, coder_of};
use crate::model::table::{Noun, Reference, Target, Value};
use crate::model::tables::table;
use crate::report::counted;
use crate::store::Store;
use crate::store::judgements::{ClaimChange, JudgementRow};
use crate::store::operation::Done;
use crate::store::rows::NewRow;
use std::collections::HashMap;

/// All judgements of a study, found by the pairs they are about.
pub struct Judgements {
    rows: Vec<JudgementRow>,
    by_pair: HashMap<(String, String), Vec<usize>>,
    /// Who must not see what others judged before having judged the same pair.
    blind: Option<String>,
}

impl Judgements {
    /// Reads them.
    ///
    /// # Errors
    /// What the store says.
    pub fn of(store: &Store) -> Result<Self, ProjectError> {
        let rows = store.judgements()?;
        let mut by_pair: HashMap<_, Vec<usize>> = HashMap::new();
        for (at, row) in rows.iter().enumerate() {
            for (first, a) in row.claims.iter().enumerate() {
                for b in &row.claims[first + 1..] {
                    by_pair.entry(ordered(a, b)).or_default().push(at);
                }
            }
        }
        Ok(Self {
            rows,
            by_pair,
            blind: None,
        })
    }

    /// Marks those judgements of a pair as lapsed that are of a finding on other claims, or from
    /// before a claim changed that bears on the finding.
    ///
    /// # Errors
    /// What `change_since` says, asked for a claim and the operation of a judgement.
    pub(super) fn hold_against<E>(
        &mut self,
        bearing: &Bearing<'_>,
        mut change_since: impl FnMut(&str, i64) -> Result<Option<ClaimChange>, E>,
    ) -> Result<(), E> {
        let (a, b) = bearing.pair;
        let found = self.by_pair.get(&ordered(a, b));
        for at in found.into_iter().flatten() {
            let row = &mut self.rows[*at];
            let judged = row.finding.as_ref();
            row.is_of_another |= judged.is_some_and(|judged| *judged != bearing.finding);
            for claim in &bearing.witnesses {
                if row.changes.iter().any(|change| change.claim == *claim) {
                    continue;
                }
                row.changes.extend(change_since(claim, row.operation)?);
            }
        }
        Ok(())
    }

    /// Whether somebody judged a pair.
    pub(super) fn is_judged(&self, a: &str, b: &str) -> bool {
        !self.by_pair.is_empty() && self.by_pair.contains_key(&ordered(a, b))
    }

    /// Hides from an analyst what others judged of a pair until the analyst has judged it
    /// too. A judgement of one's own from before a claim changed does not open it again: the
    /// pair is to be judged anew, as blind as the first time.
    pub fn hide_others_from(&mut self, analyst: &str) {
        self.blind = Some(analyst.to_owned());
    }

    /// The judgements on a pair of claims that may be seen.
    pub fn on(&self, a: &str, b: &str) -> impl Iterator<Item = &JudgementRow> {
        let found = self
            .by_pair
            .get(&ordered(a, b))
            .map_or(&[][..], Vec::as_slice);
        let rows = move || found.iter().map(|at| &self.rows[*at]);
        let hidden_from = self
            .blind
            .as_deref()
            .filter(|analyst| !rows().any(|row| row.analyst == *analyst && !row.is_stale()));
        rows().filter(move |row| hidden_from.is_none_or(|analyst| row.analyst == analyst))
    }

    /// Every judged pair, in the order of its keys, with the judgements that may be seen.
    pub fn pairs(&self) -> Vec<(&str, &str, Vec<&JudgementRow>)> {
        let mut pairs: Vec<_> = self.by_pair.keys().collect();
        pairs.sort_unstable();
        pairs
            .into_iter()
            .map(|(a, b)| (a.as_str(), b.as_str(), self.on(a, b).collect()))
            .collect()
    }

    /// The claims of which somebody said that they are `unverified` or `unverifiable`, each with that
    /// word; not those of which a claim changed since.
    pub fn verifications(&self) -> impl Iterator<Item = (&str, &str)> {
        let said = |row: &&JudgementRow| {
            !row.is_stale() && matches!(row.judgement.as_str(), "unverified" | "unverifiable")
        };
        let rows = self.rows.iter().filter(said);
        rows.flat_map(|row| {
            row.claims
                .iter()
                .map(|key| (key.as_str(), row.judgement.as_str()))
        })
    }

    /// Where a pair stands: `open` without a judgement; `changed` where a claim changed since
    /// every judgement; `disputed` where analysts differ; else `accepted`, `explained`,
    /// `dismissed` or `unverified`.
    pub fn status(&self, a: &str, b: &str) -> &'static str {
        if self.by_pair.is_empty() {
            return "open";
        }
        let all: Vec<_> = self.on(a, b).collect();
        let fresh: Vec<_> = all
            .iter()
            .filter(|row| !row.is_stale())
            .map(|row| status_of(&row.judgement))
            .collect();
        match (all.is_empty(), fresh.first()) {
            (true, _) => "open",
            (false, None) => "changed",
            (false, Some(first)) if fresh.iter().all(|status| status == first) => first,
            (false, Some(_)) => "disputed",
        }
    }
}

fn ordered(a: &str, b: &str) -> (String, String) {
    let (low, high) = if a <= b { (a, b) } else { (b, a) };
    (low.to_owned(), high.to_owned())
}

fn status_of(judgement: &str) -> &'static str {
    match judgement {
        "contradicts" => "accepted",
        "explained" => "explained",
        "agrees" | "dismissed" => "dismissed",
        _ => "unverified",
    }
}

/// A pair with what bears on it as the claims are now.
pub(super) struct Bearing<'a> {
    /// The keys of its claims.
    pub(super) pair: (&'a str, &'a str),
    /// The id of the finding on it.
    pub(super) finding: String,
    /// The keys of the claims beside the two.
    pub(super) witnesses: Vec<&'a str>,
}

/// A pair of claims that is judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JudgedPair {
    /// The keys of its claims.
    pub claims: (String, String),
    /// The finding on it, where more claims than these bear on that.
    pub finding: Option<String>,
}

/// What a person says of a pair of claims.
#[derive(Clone, Copy, Debug)]
pub struct Verdict<'a> {
    /// `contradicts`, `explained`, `dismissed`, `unverified` or `unverifiable`.
    pub judgement: &'a str,
    /// Which explanation holds, for `explained`.
    pub explanation: Option<&'a str>,
    /// Why.
    pub reason: &'a str,
    /// Whether the judgements of others were hidden while this one was made; the log says so.
    pub is_blind: bool,
}

impl Study {
    /// Judges pairs of claims, as one operation. An earlier judgement of the same analyst on
    /// the same pair gives way.
    ///
    /// # Errors
    /// What the store says; refused where the two claims are one.
    pub fn judge(
        &self,
        pairs: &[JudgedPair],
        verdict: &Verdict<'_>,
        dry_run: bool,
    ) -> Result<Done<()>, ProjectError> {
        let blind = if verdict.is_blind { " blind" } else { "" };
        let action = format!(
            "judged {}{blind}: {}",
            counted(pairs.len() as u64, "pair"),
            verdict.judgement
        );
        self.change(&action, dry_run, |store| {
            let analyst = coder_of(store, &self.actor)?;
            let judgements = Judgements::of(store)?;
            for pair in pairs {
                if pair.claims.0 == pair.claims.1 {
                    return Err(ProjectError::refused(
                        format!(
                            "`{}` is one claim, and a judgement is of two",
                            pair.claims.0
                        ),
                        "name two claims, with a comma between",
                    ));
                }
                self.withdraw_own(store, &judgements, pair)?;
                let values = self.judgement_values(store, pair, verdict, analyst)?;
                let row = NewRow {
                    id: store.clock().id(),
                    values: &values,
                    passage: None,
                    attributes: &[],
                };
                store.writer(table(Noun::Judgement))?.insert(&row)?;
            }
            Ok(())
        })
    }

    /// Takes the actor's own judgements on pairs back; says how many.
    ///
    /// # Errors
    /// What the store says.
    pub fn reopen(&self, pairs: &[JudgedPair], dry_run: bool) -> Result<Done<usize>, ProjectError> {
        self.change(
            &format!("reopened {}", counted(pairs.len() as u64, "pair")),
            dry_run,
            |store| {
                let judgements = Judgements::of(store)?;
                pairs
                    .iter()
                    .map(|pair| self.withdraw_own(store, &judgements, pair))
                    .sum()
            },
        )
    }

    /// A judgement on more claims than the pair is left: it says more than this one.
    fn withdraw_own(
        &self,
        store: &Store,
        judgements: &Judgements,
        pair: &JudgedPair,
    ) -> Result<usize, ProjectError> {
        let (a, b) = &pair.claims;
        let own: Vec<_> = judgements
            .on(a, b)
            .filter(|row| row.analyst == self.actor && row.claims.len() == 2)
            .map(|row| row.id)
            .collect();
        for id in &own {
            store.remove(table(Noun::Judgement), *id)?;
        }
        Ok(own.len())
    }

    fn judgement_values(
        &self,
        store: &Store,
        pair: &JudgedPair,
        verdict: &Verdict<'_>,
        analyst: crate::model::id::Id,
    ) -> Result<Vec<Value>, ProjectError> {
        let claim = |key: &str| -> Result<Reference, ProjectError> {
            Ok(Reference {
                target: Target::Row(self.known_id(Noun::Claim, key)?),
                unsure: false,
            })
        };
        let (a, b) = &pair.claims;
        let maybe = |text: Option<&str>| text.map_or(Value::Empty, |text| Value::Text(text.into()));
        Ok(vec![
            Value::References(vec![claim(a)?, claim(b)?]),
            Value::Text(verdict.judgement.into()),
            maybe(verdict.explanation),
            Value::Reference(Reference {
                target: Target::Row(analyst),
                unsure: false,
            }),
            Value::Text(store.clock().today().as_str().into()),
            Value::Text(verdict.reason.into()),
            maybe(pair.finding.as_deref()),
        ])
    }
}
