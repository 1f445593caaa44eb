//! Rules in the course of a run over the texts of a study: what becomes of a hit. A stranger would get wrong that a
//! hit seen before, whatever became of it, is not proposed again.

use super::coding::{ReadyRule, RuleRun};
use super::error::ProjectError;
use super::rule_texts::RuleTexts;
use super::{Study, coder_of};
use crate::method::rule::Hit;
use crate::model::id::Id;
use crate::model::table::{Noun, Reference, Target, TextKind, Value};
use crate::model::tables::table;
use crate::model::text_index::Span;
use crate::model::transcript_text::TurnedText;
use crate::store::Store;
use crate::store::rows::{NewRow, PlacedPassage};
use crate::store::text::Transcript;

/// Rules in the course of a run.
pub(super) struct RunningRules<'r> {
    study: &'r Study,
    store: &'r Store,
    ids: Vec<RuleIds>,
    texts: RuleTexts<'r>,
    done: RuleRun,
}

#[derive(Clone, Copy)]
struct RuleIds {
    rule: Id,
    code: Id,
    coder: Id,
}

impl<'r> RunningRules<'r> {
    pub(super) fn new(
        study: &'r Study,
        store: &'r Store,
        rules: &'r [ReadyRule],
    ) -> Result<Self, ProjectError> {
        let coder = coder_of(store, study.actor())?;
        let id = |noun, key: &str| -> Result<Id, ProjectError> {
            store
                .id_of(noun, key)?
                .map_or_else(|| Err(study.unknown(noun, key)?), Ok)
        };
        let ids = rules
            .iter()
            .map(|rule| {
                Ok(RuleIds {
                    rule: id(Noun::Rule, &rule.key)?,
                    code: id(Noun::Code, &rule.code)?,
                    coder,
                })
            })
            .collect::<Result<_, ProjectError>>()?;
        let done = RuleRun {
            rules: rules.iter().map(|rule| (rule.key.clone(), 0, 0)).collect(),
            ..RuleRun::default()
        };
        let texts = RuleTexts::new(study, rules)?;
        Ok(Self {
            study,
            store,
            ids,
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
        Ok(self.done)
    }

    fn read(&mut self, transcript: &Transcript) -> Result<(), ProjectError> {
        let (study, store, ids) = (self.study, self.store, &self.ids);
        let done = &mut self.done;
        self.texts.read(transcript, false, |_, read| {
            done.texts += 1;
            for hit in &read.hits {
                let rule = &mut done.rules[hit.rule];
                rule.1 += 1;
                let proposal = Proposal {
                    study,
                    store,
                    ids: ids[hit.rule],
                };
                rule.2 += u64::from(proposal.keep(transcript, read.text, hit)?);
            }
            Ok(())
        })?;
        Ok(())
    }
}

/// A hit on its way into the file.
struct Proposal<'p> {
    study: &'p Study,
    store: &'p Store,
    ids: RuleIds,
}

impl Proposal<'_> {
    /// Keeps it, unless it was proposed before; says whether it did.
    fn keep(
        &self,
        transcript: &Transcript,
        text: &TurnedText<'_>,
        hit: &Hit,
    ) -> Result<bool, ProjectError> {
        let ids = self.ids;
        if self
            .store
            .was_proposed(ids.rule, transcript.version, hit.span)?
        {
            return Ok(false);
        }
        let interview = self
            .study
            .store
            .id_of(Noun::Interview, &transcript.interview)?;
        let Some(interview) = interview else {
            return Ok(false);
        };
        let passage = placed(transcript, text, hit.span);
        let values = proposal_values(interview, ids);
        let id = self.store.clock().id();
        let row = NewRow {
            id,
            values: &values,
            passage: Some(&passage),
            attributes: &[],
        };
        self.store.writer(table(Noun::Coding))?.insert(&row)?;
        let fired: Vec<_> = hit.fired.iter().map(|word| word.span).collect();
        self.store.add_fired_words(id, &fired)?;
        Ok(true)
    }
}

fn placed(transcript: &Transcript, text: &TurnedText<'_>, span: Span) -> PlacedPassage {
    let last_cp = text
        .turns()
        .last()
        .map_or(span.end_cp, |turn| turn.end_cp)
        .max(span.end_cp);
    let slice = |start_cp: usize, end_cp: usize| text.slice(Span { start_cp, end_cp }).to_owned();
    let whole = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    PlacedPassage {
        text: (transcript.kind == TextKind::Translation).then_some(TextKind::Translation),
        version: Some(transcript.version),
        span_cp: Some((whole(span.start_cp), whole(span.end_cp))),
        quote: Some(text.slice(span).to_owned()),
        context: Some((
            slice(span.start_cp.saturating_sub(32), span.start_cp),
            slice(span.end_cp, (span.end_cp + 32).min(last_cp)),
        )),
        is_orphan: false,
        said: 7,
    }
}

/// The cells of a proposal in the order of the table's columns; those of the passage are empty.
fn proposal_values(interview: Id, ids: RuleIds) -> Vec<Value> {
    let row = |id| {
        Value::Reference(Reference {
            target: Target::Row(id),
            unsure: false,
        })
    };
    table(Noun::Coding)
        .columns
        .iter()
        .map(|column| match column.name {
            "interview" => row(interview),
            "code" => row(ids.code),
            "coder" => row(ids.coder),
            "rule" => row(ids.rule),
            "status" => Value::Text("proposed".into()),
            _ => Value::Empty,
        })
        .collect()
}
