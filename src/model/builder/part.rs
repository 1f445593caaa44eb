//! Some of the claims of a study, so that they can be computed with and the others left where they are.
//!
//! It knows which claims name which. What a stranger would get wrong: a claim that is here and names one
//! that is not shows that too few were taken, so that is said and never passed over.

use crate::model::builder::{Reference, StudyBuilder};
use crate::model::refusal::Refusal;
use crate::model::study::Study;

impl StudyBuilder {
    /// Tells whether a claim is there; the claims must be in byte order of their keys.
    pub fn has_claim(&self, key: &str) -> bool {
        self.claim_keys.find_sorted(key).is_some()
    }

    /// Drops what is said of two claims neither of which is there; tells whether of every two that are
    /// left both are. The claims must be in byte order of their keys.
    pub fn drop_references_of_others(&mut self) -> bool {
        let keys = &self.claim_keys;
        let is_there = |key: &str| keys.find_sorted(key).is_some();
        let are_there =
            |reference: &Reference| (is_there(&reference.from), is_there(&reference.to));
        let mut are_whole = true;
        for references in [&mut self.details, &mut self.prompts, &mut self.readings] {
            references.retain(|reference| {
                let (from, to) = are_there(reference);
                are_whole &= from == to;
                from && to
            });
        }
        are_whole
    }

    /// What claims say of other claims: details, prompts, readings.
    pub(super) fn references(&mut self) -> [&mut Vec<Reference>; 3] {
        [&mut self.details, &mut self.prompts, &mut self.readings]
    }

    /// Lets `look` see the study with the claims that are there by now, in byte order of their keys, and
    /// takes them off again; all else must be settled.
    pub(super) fn with_claims<T>(
        &mut self,
        look: impl FnOnce(&mut Study) -> T,
    ) -> Result<T, Refusal> {
        self.settle_claims()?;
        let study = &mut self.study;
        let seen = look(study);
        // Room that was made for claims serves those of the next part.
        std::mem::swap(&mut study.claims, &mut self.claims);
        std::mem::swap(&mut study.claim_keys, &mut self.claim_keys);
        self.claims.clear();
        self.claim_keys.clear();
        study.details.clear();
        study.prompts.clear();
        study.readings.clear();
        study.corrections.clear();
        study.borne_out.clear();
        Ok(seen)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_names_one_claim_that_is_there_and_one_that_is_not_is_told() {
        let with = |references: &[[&str; 2]]| {
            let mut builder = StudyBuilder::new(None);
            ["a", "b"]
                .into_iter()
                .for_each(|key| builder.claim_keys.push(key));
            for [from, to] in references {
                builder.general_of(from, to);
                builder.responds_to(from, to);
                builder.reading_of(from, to);
            }
            builder
        };
        let mut whole = with(&[["a", "b"], ["x", "y"]]);
        assert!(whole.drop_references_of_others());
        let left = [
            whole.details.len(),
            whole.prompts.len(),
            whole.readings.len(),
        ];
        assert_eq!(left, [1; 3]);
        assert!(whole.has_claim("b") && !whole.has_claim("x"));
        assert!(!with(&[["a", "y"]]).drop_references_of_others());
        assert!(!with(&[["x", "a"]]).drop_references_of_others());
    }
}
