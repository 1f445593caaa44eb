//! Rules in the course of a run over the texts of a study: what becomes of a hit. A stranger would get wrong that a
//! hit seen before, whatever became of it, is not proposed again, unless it was rejected and its rule or its words have
//! changed since; nor is a code that somebody put on, refused for, or took from just these words.

use super::Study;
use super::coding::{ReadyRule, RuleRun};
use super::error::ProjectError;
use super::former_places::LeftPlaces;
use super::proposing::{Proposal, Proposals, Reason};
use super::rule_texts::RuleTexts;
use crate::model::id::Id;
use crate::model::table::Noun;
use crate::store::Store;
use crate::store::rejections::LapsedRejections;
use crate::store::text::Transcript;

/// Rules in the course of a run.
pub(super) struct RunningRules<'r> {
    store: &'r Store,
    /// Each rule with its code.
    ids: Vec<(Id, Id)>,
    proposals: Proposals<'r>,
    lapsed: LapsedRejections,
    left: LeftPlaces,
    texts: RuleTexts<'r>,
    done: RuleRun,
}

impl<'r> RunningRules<'r> {
    pub(super) fn new(
        study: &'r Study,
        store: &'r Store,
        rules: &'r [ReadyRule],
    ) -> Result<Self, ProjectError> {
        let id = |noun, key| study.known_id(noun, key);
        let ids = rules
            .iter()
            .map(|rule| Ok((id(Noun::Rule, &rule.key)?, id(Noun::Code, &rule.code)?)))
            .collect::<Result<_, ProjectError>>()?;
        let done = RuleRun {
            rules: rules.iter().map(|rule| (rule.key.clone(), 0, 0)).collect(),
            ..RuleRun::default()
        };
        let texts = RuleTexts::new(study, rules)?;
        Ok(Self {
            store,
            ids,
            proposals: Proposals::by(study, store)?,
            lapsed: store.lapsed_rejections()?,
            left: LeftPlaces::of(store)?,
            texts,
            done,
        })
    }

    pub(super) fn run(mut self, interview: Option<&str>) -> Result<RuleRun, ProjectError> {
        let store = self.store;
        store.each_transcript(|transcript| {
            if interview.is_none_or(|key| key == transcript.interview) {
                self.read(&transcript)?;
            }
            Ok::<_, ProjectError>(())
        })?;
        self.done.hidden = self.texts.hidden();
        Ok(self.done)
    }

    fn read(&mut self, transcript: &Transcript) -> Result<(), ProjectError> {
        let (store, ids, proposals) = (self.store, &self.ids, &self.proposals);
        let (lapsed, left) = (&self.lapsed, &self.left);
        let done = &mut self.done;
        self.texts.read(transcript, false, |_, read| {
            done.texts += 1;
            for hit in &read.hits {
                let rule = &mut done.rules[hit.rule];
                rule.1 += 1;
                let (id, code) = ids[hit.rule];
                let before = store.decided_at([id, code], transcript.version, hit.span)?;
                let is_open = before.iter().all(|coding| lapsed.may_return(*coding));
                if is_open && !left.has([id, code], transcript.version, hit.span) {
                    rule.2 += 1;
                    proposals.keep(&Proposal {
                        transcript,
                        text: read.text,
                        span: hit.span,
                        code,
                        reason: Reason::Rule(id, &hit.fired),
                    })?;
                }
            }
            Ok(())
        })?;
        Ok(())
    }
}
