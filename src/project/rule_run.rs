//! Rules in the course of a run over the texts of a study: which rule reads which text, and
//! what becomes of a hit. A text is read once for all the rules that read it.

use super::coding::{ReadyRule, RuleRun, compiled};
use super::error::ProjectError;
use super::searching::{damaged, turned};
use super::{Study, coder_of};
use crate::method::rule::{Hit, RuleSet};
use crate::model::id::Id;
use crate::model::table::{Noun, Reference, Target, TextKind, Value};
use crate::model::tables::table;
use crate::model::text_index::Span;
use crate::model::transcript_text::TurnedText;
use crate::store::Store;
use crate::store::rows::{NewRow, PlacedPassage};
use crate::store::text::Transcript;
use std::collections::HashMap;

/// Rules in the course of a run.
pub(super) struct RunningRules<'r> {
    study: &'r Study,
    store: &'r Store,
    rules: &'r [ReadyRule],
    ids: Vec<RuleIds>,
    languages: HashMap<String, String>,
    sources: HashMap<String, String>,
    /// One set for each group of rules that read the same texts.
    sets: HashMap<Vec<usize>, RuleSet>,
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
        let mut languages = HashMap::new();
        let at = table(Noun::Interview)
            .index_of("language")
            .unwrap_or_default();
        store.each_row(table(Noun::Interview), |cells| {
            languages.insert(
                cells[0].clone().unwrap_or_default(),
                cells[at].clone().unwrap_or_default(),
            );
            Ok::<_, ProjectError>(())
        })?;
        let sources = study.sources_by_interview()?;
        let done = RuleRun {
            rules: rules.iter().map(|rule| (rule.key.clone(), 0, 0)).collect(),
            ..RuleRun::default()
        };
        Ok(Self {
            study,
            store,
            rules,
            ids,
            languages,
            sources,
            sets: HashMap::new(),
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
        let readers = self.readers_of(transcript);
        if readers.is_empty() {
            return Ok(());
        }
        self.done.texts += 1;
        let sources = self
            .sources
            .get(&transcript.interview)
            .cloned()
            .unwrap_or_default();
        let found = turned(&transcript.body, &sources.split(';').collect::<Vec<_>>())?;
        let text =
            TurnedText::new(&transcript.body, &found.turns).map_err(|error| damaged(&error))?;
        let rules = self.rules;
        let set = self
            .sets
            .entry(readers.clone())
            .or_insert_with(|| compiled(&readers.iter().map(|at| &rules[*at]).collect::<Vec<_>>()));
        for hit in set.run(&text) {
            let at = readers[hit.rule];
            self.done.rules[at].1 += 1;
            if self.propose(at, transcript, &text, &hit)? {
                self.done.rules[at].2 += 1;
            }
        }
        Ok(())
    }

    /// A rule written for a language reads originals in it, and translations of interviews
    /// in any other: those are in the language the team works in. A rule without a language
    /// reads everything.
    fn readers_of(&self, transcript: &Transcript) -> Vec<usize> {
        let spoken = self
            .languages
            .get(&transcript.interview)
            .map_or("", String::as_str);
        let reads = |rule: &ReadyRule| match transcript.kind {
            _ if rule.language.is_empty() => true,
            TextKind::Original => rule.language == spoken,
            TextKind::Translation => rule.language != spoken,
        };
        (0..self.rules.len())
            .filter(|at| reads(&self.rules[*at]))
            .collect()
    }

    fn propose(
        &self,
        at: usize,
        transcript: &Transcript,
        text: &TurnedText<'_>,
        hit: &Hit,
    ) -> Result<bool, ProjectError> {
        let ids = self.ids[at];
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
