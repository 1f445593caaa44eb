//! Kept claims that are looked at a few topics at a time, so that not all are in memory.
//!
//! It knows which topics must be seen together, not what is made of them. What a stranger would get wrong:
//! where anything is not as expected there is no part, and whoever asked takes all claims at once.

use super::{Begun, begun, damaged, note_corrections};
use crate::method::agreement;
use crate::method::crosscheck::{Grounds, lots_of};
use crate::method::settings::Settings;
use crate::model::key::TopicId;
use crate::model::study::Study;
use crate::model::table::Noun;
use crate::project::error::ProjectError;
use crate::store::Store;
use crate::store::claim_cache::ClaimCacheKey;
use crate::store::judgements::JudgementRow;
use std::collections::BTreeSet;

/// Kept claims of one moment.
pub(super) struct Parts<'s> {
    store: &'s Store,
    settings: &'s Settings,
    begun: Begun,
    judgements: Vec<JudgementRow>,
}

impl<'s> Parts<'s> {
    /// Begins; nothing where no claims are kept, where more than `most` must be read again, or where
    /// claims tell what a stated order is of.
    pub(super) fn open(
        store: &'s Store,
        settings: &'s Settings,
        key: &ClaimCacheKey,
        most: usize,
    ) -> Result<Option<Parts<'s>>, ProjectError> {
        let Some(mut begun) = begun(store, settings, key, most)? else {
            return Ok(None);
        };
        let Some(settled) = begun.kept.settle() else {
            return Ok(None);
        };
        settled.map_err(|refusal| damaged(Noun::Study, "", &refusal))?;
        Ok(Some(Parts {
            store,
            settings,
            begun,
            judgements: store.judgements()?,
        }))
    }

    /// Returns the study without claims.
    pub(super) fn study(&self) -> &Study {
        self.begun.kept.study()
    }

    /// Tells whether any claim was touched since claims were kept.
    pub(super) const fn are_touched(&self) -> bool {
        self.begun.read_again > 0
    }

    /// Returns all topics on which there are claims, those together that bear on one another.
    pub(super) fn lots(&self) -> Vec<BTreeSet<TopicId>> {
        let kept = &self.begun.kept;
        let named = kept.named_events().into_iter();
        let grounds = Grounds::joined(kept.study(), kept.joined_topics(), named);
        let lots = lots_of(kept.study(), &grounds, &kept.counts_by_topic());
        lots.into_iter()
            .map(|lot| lot.into_iter().collect())
            .collect()
    }

    /// Lets `look` see the study with the claims on some topics alone; nothing where they are not all to
    /// be had, or one names a claim on another topic.
    pub(super) fn with<T>(
        &mut self,
        topics: &BTreeSet<TopicId>,
        look: impl FnOnce(&Study) -> T,
    ) -> Result<Option<T>, ProjectError> {
        self.begun.kept.only_on(topics.clone());
        if !self.begun.take_pieces(self.store) {
            return Ok(None);
        }
        let (settings, judgements) = (self.settings, &self.judgements);
        let seen = self.begun.kept.part(
            // Two claims of which one is not here are never compared.
            |builder| {
                note_corrections(builder, judgements, |builder, claims| {
                    claims.into_iter().all(|claim| builder.has_claim(claim))
                });
            },
            |study| {
                let borne_out = agreement::borne_out(study, settings);
                study.hold_as_borne_out(borne_out);
                look(study)
            },
        );
        let seen = seen.transpose();
        seen.map_err(|refusal| damaged(Noun::Study, "", &refusal))
    }
}
