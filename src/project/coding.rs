//! Rules over the texts of a study, and the life of what they propose. A hit is a proposal
//! until a person accepts it. Who accepted what stands in the log.

use super::error::ProjectError;
use super::searching::{damaged, expression_error, turned};
use super::{Study, coder_of};
use crate::method::rule::{Expression, Hit, Rule, RuleSet};
use crate::method::unit::Unit;
use crate::model::id::Id;
use crate::model::table::{Noun, Reference, Target, TextKind, Value};
use crate::model::tables::table;
use crate::model::text_index::Span;
use crate::model::transcript_text::TurnedText;
use crate::report::counted;
use crate::store::Store;
use crate::store::codings::{CodingFilter, CodingRow};
use crate::store::operation::Done;
use crate::store::rows::{NewRow, PlacedPassage};
use crate::store::text::Transcript;
use std::collections::{BTreeMap, HashMap};

/// A rule ready to run.
#[derive(Clone, Debug)]
pub struct ReadyRule {
    /// Its key.
    pub key: String,
    /// Key of the code it proposes.
    pub code: String,
    /// The expression as written.
    pub expression: String,
    /// What it speaks of.
    pub unit: Unit,
    /// The language it was written for; empty for all.
    pub language: String,
    /// Sentences it should match.
    pub should_match: Vec<String>,
    /// Sentences it should not.
    pub should_not_match: Vec<String>,
    parsed: Expression,
}

/// What a run of rules did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleRun {
    /// By rule: how many places it found, and how many of them are new proposals.
    pub rules: Vec<(String, u64, u64)>,
    /// How many texts were read.
    pub texts: u64,
}

/// Whether one of a rule's own examples is as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExampleResult {
    /// Key of the rule.
    pub rule: String,
    /// The example.
    pub example: String,
    /// Whether it should match.
    pub should_match: bool,
    /// Whether it does.
    pub does_match: bool,
    /// The words for which it does.
    pub fired: Vec<String>,
}

impl Study {
    /// The rules of the study, all or those named.
    ///
    /// # Errors
    /// [`ProjectError::Unknown`] for a name no rule has; [`ProjectError::Expression`] for a
    /// rule that does not parse.
    pub fn rules(&self, names: &[String]) -> Result<Vec<ReadyRule>, ProjectError> {
        for name in names {
            self.row(Noun::Rule, name)?;
        }
        let rows = self.all_rows(table(Noun::Rule))?;
        let wanted = rows.iter().filter(|cells| {
            names.is_empty()
                || cells[0]
                    .as_deref()
                    .is_some_and(|key| names.iter().any(|name| name == key))
        });
        wanted.map(|cells| ready(cells)).collect()
    }

    /// Runs rules over the texts and keeps what they propose, as one operation. What was
    /// proposed before, whatever became of it, is not proposed again.
    ///
    /// # Errors
    /// As [`Study::rules`]; what the store says.
    pub fn run_rules(
        &self,
        names: &[String],
        interview: Option<&str>,
        dry_run: bool,
    ) -> Result<Done<RuleRun>, ProjectError> {
        if let Some(key) = interview {
            self.row(Noun::Interview, key)?;
        }
        let rules = self.rules(names)?;
        self.change(
            &format!("ran {}", counted(rules.len() as u64, "rule")),
            dry_run,
            |store| RunningRules::new(self, store, &rules)?.run(interview),
        )
    }

    /// Holds rules against their own examples.
    ///
    /// # Errors
    /// As [`Study::rules`].
    pub fn test_rules(&self, names: &[String]) -> Result<Vec<ExampleResult>, ProjectError> {
        Ok(self.rules(names)?.iter().flat_map(test_rule).collect())
    }

    /// Hands every wanted coding to `each`, with the path of its code.
    ///
    /// # Errors
    /// What the store or `each` says.
    pub fn each_coding(
        &self,
        filter: &CodingFilter<'_>,
        mut each: impl FnMut(CodingRow, &str) -> Result<(), ProjectError>,
    ) -> Result<(), ProjectError> {
        let paths = self.code_paths()?;
        self.store.each_coding(filter, |row| {
            let path = paths.get(&row.code).map_or("", String::as_str);
            each(row, path)
        })
    }

    /// The path of every code from the root, keys with ` > ` between them.
    ///
    /// # Errors
    /// What the store says.
    pub fn code_paths(&self) -> Result<BTreeMap<String, String>, ProjectError> {
        let rows = self.all_rows(table(Noun::Code))?;
        let parents: HashMap<_, _> = rows
            .iter()
            .filter_map(|cells| Some((cells[0].as_deref()?, cells[1].as_deref())))
            .collect();
        Ok(parents
            .keys()
            .map(|key| ((*key).to_owned(), path_of(key, &parents)))
            .collect())
    }

    /// The proposals that are meant: by the short ids that people type, or all that a filter
    /// lets through.
    ///
    /// # Errors
    /// [`ProjectError::Unknown`] for a name that is no coding or more than one.
    pub fn proposals(
        &self,
        names: &[String],
        filter: &CodingFilter<'_>,
    ) -> Result<Vec<Id>, ProjectError> {
        if !names.is_empty() {
            return names.iter().map(|name| self.coding_named(name)).collect();
        }
        let mut found = Vec::new();
        self.store.each_coding(
            &CodingFilter {
                status: Some("proposed"),
                ..*filter
            },
            |row| {
                found.push(row.id);
                Ok::<_, ProjectError>(())
            },
        )?;
        Ok(found)
    }

    fn coding_named(&self, name: &str) -> Result<Id, ProjectError> {
        let is_hex = name.len() >= 4 && name.chars().all(|letter| letter.is_ascii_hexdigit());
        let found = if is_hex {
            self.store.codings_ending_in(name)?
        } else {
            Vec::new()
        };
        match found[..] {
            [id] => Ok(id),
            [] => Err(ProjectError::Unknown {
                noun: "coding",
                name: name.to_owned(),
                like: None,
                hint: "see their ids with: gainsay code list --status proposed".to_owned(),
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
    /// What the store says.
    pub fn settle_proposals(
        &self,
        ids: &[Id],
        accept: bool,
        dry_run: bool,
    ) -> Result<Done<usize>, ProjectError> {
        let (verb, status) = if accept {
            ("accepted", "accepted")
        } else {
            ("rejected", "rejected")
        };
        self.change(
            &format!("{verb} {}", counted(ids.len() as u64, "proposal")),
            dry_run,
            |store| {
                let mut settled = 0;
                for id in ids {
                    settled += usize::from(store.settle_proposal(*id, status)?);
                }
                Ok(settled)
            },
        )
    }
}

fn ready(cells: &[Option<String>]) -> Result<ReadyRule, ProjectError> {
    let get = |name: &str| {
        table(Noun::Rule)
            .index_of(name)
            .and_then(|at| cells[at].clone())
            .unwrap_or_default()
    };
    let expression = get("match");
    let parsed = Expression::parse(&expression).map_err(|error| {
        match expression_error(&error, &expression) {
            ProjectError::Expression { message, hint } => ProjectError::Expression {
                message: format!("rule {}: {message}", get("key")),
                hint,
            },
            other => other,
        }
    })?;
    let sentences =
        |name: &str| serde_json::from_str::<Vec<String>>(&get(name)).unwrap_or_default();
    Ok(ReadyRule {
        key: get("key"),
        code: get("code"),
        unit: Unit::from_key(&get("unit")).unwrap_or(Unit::Sentence),
        language: get("language"),
        should_match: sentences("should_match"),
        should_not_match: sentences("should_not_match"),
        expression,
        parsed,
    })
}

fn compiled(rules: &[&ReadyRule]) -> RuleSet {
    let rules: Vec<_> = rules
        .iter()
        .map(|rule| Rule {
            expression: rule.parsed.clone(),
            unit: rule.unit,
        })
        .collect();
    RuleSet::compile(&rules)
}

/// How many of a rule's own examples are not as they should be.
///
/// # Errors
/// [`ProjectError::Expression`] for a rule that does not parse.
pub(crate) fn failing_examples(cells: &[Option<String>]) -> Result<usize, ProjectError> {
    let results = test_rule(&ready(cells)?);
    let failing = results
        .iter()
        .filter(|result| result.should_match != result.does_match);
    Ok(failing.count())
}

fn test_rule(rule: &ReadyRule) -> Vec<ExampleResult> {
    let set = compiled(&[rule]);
    let result = |example: &String, should_match: bool| {
        let text = TurnedText::plain(example);
        let hits = set.run(&text);
        let fired = hits
            .iter()
            .flat_map(|hit| &hit.fired)
            .map(|word| text.slice(word.span).to_owned())
            .collect();
        ExampleResult {
            rule: rule.key.clone(),
            example: example.clone(),
            should_match,
            does_match: !hits.is_empty(),
            fired,
        }
    };
    let wanted = rule
        .should_match
        .iter()
        .map(|example| result(example, true));
    wanted
        .chain(
            rule.should_not_match
                .iter()
                .map(|example| result(example, false)),
        )
        .collect()
}

fn path_of(key: &str, parents: &HashMap<&str, Option<&str>>) -> String {
    let mut path = vec![key];
    // No longer than the tree: an import refuses circles, a damaged file may hold one.
    while let Some(Some(parent)) = parents.get(path[path.len() - 1])
        && path.len() <= parents.len()
    {
        path.push(parent);
    }
    path.reverse();
    path.join(" > ")
}

/// Rules in the course of a run.
struct RunningRules<'r> {
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
    fn new(
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
            texts: 0,
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

    fn run(mut self, interview: Option<&str>) -> Result<RuleRun, ProjectError> {
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
