//! How many findings a cross-check of the whole study has, from what was counted before as far as that
//! still holds.
//!
//! It knows which claims must be counted again, not how. What a stranger would get wrong: where anything
//! is not as expected all claims are counted, for a slow count is no harm and a wrong one is.

use super::ground_counts::{COUNTS_FORMAT, GroundCounts};
use super::{
    LEAST_CLAIMS_TO_KEEP, Wanted, finished, note_corrections, seen_keeping, state_of, take_kept,
};
use crate::method::crosscheck::{Counts, Grounds, Request, TopicCounts, count_by_topic};
use crate::method::settings::Settings;
use crate::model::key::TopicId;
use crate::model::study::Study;
use crate::project::error::ProjectError;
use crate::store::Store;
use crate::store::claim_cache::ClaimCacheKey;
use std::collections::BTreeSet;

/// How often the topics may turn out to lead to more of them before all are counted.
const MOST_ROUNDS: usize = 4;

/// Counts the flagged pairs of the whole study.
///
/// # Errors
/// As [`super::study_of`].
pub fn count_all(store: &Store, settings: &Settings) -> Result<Counts, ProjectError> {
    count_keeping(store, settings, LEAST_CLAIMS_TO_KEEP)
}

/// The same; what was counted is kept where there are at least so many claims.
pub(super) fn count_keeping(
    store: &Store,
    settings: &Settings,
    least: usize,
) -> Result<Counts, ProjectError> {
    if let Some(counts) = from_kept_counts(store, settings)? {
        return Ok(counts);
    }
    let seen = seen_keeping(store, settings, least)?;
    let request = Request {
        settings: *settings,
        ..Request::default()
    };
    let counted = count_by_topic(&seen.study, &request);
    keep_counts(store, seen.key.as_ref(), &seen.study, &counted);
    Ok(counted.sum())
}

/// Keeps what was counted of all claims of a state, where there is one to keep it for.
pub fn keep_counts(
    store: &Store,
    key: Option<&ClaimCacheKey>,
    study: &Study,
    counted: &TopicCounts,
) {
    let Some(key) = key else {
        return;
    };
    let counts = GroundCounts::of(study, &Grounds::of(study), counted);
    // It can be done without, as kept claims can.
    let _ = store.keep_counts(key, COUNTS_FORMAT, &counts.packed());
}

/// What was counted, brought to what the study is now; nothing where nothing was kept that holds.
pub(super) fn from_kept_counts(
    store: &Store,
    settings: &Settings,
) -> Result<Option<Counts>, ProjectError> {
    let found = store.in_one_moment(state_of(settings), |key| match key {
        Some(key) => Counting {
            store,
            settings,
            key,
        }
        .brought_up(),
        None => Ok::<_, ProjectError>(None),
    })?;
    let Some((counts, key)) = found else {
        return Ok(None);
    };
    if let Some(key) = key {
        // It can be done without.
        let _ = store.keep_counts(&key, COUNTS_FORMAT, &counts.packed());
    }
    Ok(Some(counts.sum()))
}

/// One moment of a study whose findings are counted.
struct Counting<'s> {
    store: &'s Store,
    settings: &'s Settings,
    key: &'s ClaimCacheKey,
}

/// What is counted, and for which state to keep it, where it is another than what was kept.
type BroughtUp = Option<(GroundCounts, Option<ClaimCacheKey>)>;

impl Counting<'_> {
    fn brought_up(&self) -> Result<BroughtUp, ProjectError> {
        // A piece that cannot be read is one that is not there.
        let kept = self.store.kept_counts(self.key, COUNTS_FORMAT);
        let Some((head, bytes)) = kept.unwrap_or_default() else {
            return Ok(None);
        };
        let Some(counts) = GroundCounts::unpacked(&bytes) else {
            return Ok(None);
        };
        let Some(touched) = self.store.topics_touched_since(head)? else {
            return Ok(None);
        };
        if touched.is_empty() {
            return Ok(Some((counts, None)));
        }
        let anew = self.counted_anew(counts, &touched)?;
        Ok(anew.map(|counts| (counts, Some(self.key.clone()))))
    }

    /// Counts what bears on the touched topics, and all that these turn out to lead to.
    fn counted_anew(
        &self,
        counts: GroundCounts,
        touched: &BTreeSet<String>,
    ) -> Result<Option<GroundCounts>, ProjectError> {
        let mut wanted = counts.bearing_on(touched);
        for _ in 0..MOST_ROUNDS {
            let Some(topics) = wanted else {
                return Ok(None);
            };
            let Some(study) = self.study_on(&topics)? else {
                return Ok(None);
            };
            let grounds = Grounds::of(&study);
            let reached = reached(&study, &grounds, &topics);
            if reached == topics {
                let request = Request {
                    settings: *self.settings,
                    ..Request::default()
                };
                let counted = count_by_topic(&study, &request);
                let anew = GroundCounts::of(&study, &grounds, &counted);
                return Ok(counts.with(&topics, anew));
            }
            wanted = counts.bearing_on(&reached);
        }
        Ok(None)
    }

    /// The study with the claims on some topics alone; nothing where they are not all to be had.
    fn study_on(&self, topics: &BTreeSet<String>) -> Result<Option<Study>, ProjectError> {
        let (store, settings) = (self.store, self.settings);
        let Some(kept) = take_kept(store, settings, self.key, &Wanted::On(topics))? else {
            return Ok(None);
        };
        let mut builder = kept.builder;
        let is_complete = builder.claim_count() as u64 == store.count_claims_on(topics)?
            && builder.drop_references_of_others();
        if !is_complete {
            return Ok(None);
        }
        // Two claims of which one is not here are never compared.
        note_corrections(&mut builder, &store.judgements()?, |builder, claims| {
            claims.into_iter().all(|claim| builder.has_claim(claim))
        });
        finished(builder, settings, &[]).map(Some)
    }
}

/// Some topics and those that claims on them lead to.
fn reached(study: &Study, grounds: &Grounds, topics: &BTreeSet<String>) -> BTreeSet<String> {
    let all = || (0..study.topic_count() as u32).map(TopicId::new);
    let is_here = |topic: &TopicId| topics.contains(study.topic_key(*topic));
    let here: BTreeSet<TopicId> = all()
        .filter(is_here)
        .map(|topic| grounds.ground_of(topic))
        .collect();
    let of_them = all().filter(|topic| here.contains(&grounds.ground_of(*topic)));
    of_them
        .map(|topic| study.topic_key(topic).to_owned())
        .collect()
}
