//! How many findings a cross-check of the whole study has, from what was counted before as far as that
//! still holds.
//!
//! It knows which claims must be counted again, not how. What a stranger would get wrong: where anything
//! is not as expected all claims are counted, for a slow count is no harm and a wrong one is.

use super::ground_counts::{COUNTS_FORMAT, GroundCounts};
use super::parts::Parts;
use super::{LEAST_CLAIMS_TO_KEEP, LEAST_TO_KEEP_ANEW, count_of_claims, seen_keeping, state_of};
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
    if let Some(counts) = from_kept_claims(store, settings)? {
        return Ok(counts);
    }
    let seen = seen_keeping(store, settings, least)?;
    let counted = count_by_topic(&seen.study, &request(settings));
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
    in_one_moment(store, settings, |counting| counting.brought_up())
}

/// What is counted of the claims that were kept, a few topics at a time; nothing where none are.
pub(super) fn from_kept_claims(
    store: &Store,
    settings: &Settings,
) -> Result<Option<Counts>, ProjectError> {
    in_one_moment(store, settings, |counting| counting.counted_in_parts())
}

/// Counts one state of the study and keeps the counts, as far as they are others than those kept.
fn in_one_moment(
    store: &Store,
    settings: &Settings,
    count: impl FnOnce(&Counting<'_>) -> Result<BroughtUp, ProjectError>,
) -> Result<Option<Counts>, ProjectError> {
    let found = store.in_one_moment(state_of(settings), |key| match key {
        Some(key) => count(&Counting {
            store,
            settings,
            key,
        }),
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

fn request(settings: &Settings) -> Request {
    Request {
        settings: *settings,
        ..Request::default()
    }
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
        mut counts: GroundCounts,
        touched: &BTreeSet<String>,
    ) -> Result<Option<GroundCounts>, ProjectError> {
        let Some(mut parts) = self.parts()?.filter(|parts| counts.are_of(parts.study())) else {
            return Ok(None);
        };
        let mut wanted = counts.bearing_on(touched);
        for _ in 0..MOST_ROUNDS {
            let Some(keys) = wanted else {
                return Ok(None);
            };
            let ids = keys.iter().map(|key| parts.study().topic_id(key));
            let Some(topics) = ids.collect::<Option<BTreeSet<TopicId>>>() else {
                return Ok(None);
            };
            let on_them = self.store.count_claims_on(&keys)?;
            let seen = parts.with(&topics, |study| {
                let grounds = Grounds::of(study);
                let reached = reached(study, &grounds, &topics);
                let is_all = reached == keys;
                let counted = is_all.then(|| count_by_topic(study, &request(self.settings)));
                (study.claims().len() as u64, grounds, counted, reached)
            })?;
            match seen {
                Some((claims, grounds, Some(counted), _)) if claims == on_them => {
                    counts.set(&topics, &grounds, &counted);
                    return Ok(Some(counts));
                }
                Some((claims, _, None, reached)) if claims == on_them => {
                    wanted = counts.bearing_on(&reached);
                }
                _ => return Ok(None),
            }
        }
        Ok(None)
    }

    /// Counts everything, lot after lot.
    fn counted_in_parts(&self) -> Result<BroughtUp, ProjectError> {
        let Some(mut parts) = self.parts()? else {
            return Ok(None);
        };
        let mut counts = GroundCounts::none(parts.study());
        let mut claims = 0;
        for topics in parts.lots() {
            let seen = parts.with(&topics, |study| {
                let counted = count_by_topic(study, &request(self.settings));
                counts.set(&topics, &Grounds::of(study), &counted);
                study.claims().len() as u64
            })?;
            let Some(count) = seen else {
                return Ok(None);
            };
            claims += count;
        }
        // Nothing is taken for granted where rows were put together from two times.
        let is_complete = !parts.are_touched() || claims == count_of_claims(self.store)?;
        Ok(is_complete.then(|| (counts, Some(self.key.clone()))))
    }

    /// The kept claims, where fewer must be read again than are worth keeping anew.
    fn parts(&self) -> Result<Option<Parts<'_>>, ProjectError> {
        Parts::open(self.store, self.settings, self.key, LEAST_TO_KEEP_ANEW - 1)
    }
}

/// Some topics and those that claims on them lead to.
fn reached(study: &Study, grounds: &Grounds, topics: &BTreeSet<TopicId>) -> BTreeSet<String> {
    let here: BTreeSet<TopicId> = topics
        .iter()
        .map(|topic| grounds.ground_of(*topic))
        .collect();
    let all = (0..study.topic_count() as u32).map(TopicId::new);
    let of_them = all.filter(|topic| here.contains(&grounds.ground_of(*topic)));
    of_them
        .map(|topic| study.topic_key(topic).to_owned())
        .collect()
}
