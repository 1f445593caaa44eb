//! Rules over the texts of a study, and the listing of codings, wherever they come from. It must
//! not know how a rule is matched. What a stranger would get wrong: a hit is a proposal until a
//! person accepts it (`proposal_life`), as what was learned is (`learning`).

use super::Study;
use super::error::ProjectError;
use super::rule_examples::{failed_examples, test_rule};
use super::rule_run::RunningRules;
use super::searching::expression_error;
use crate::method::fold::fold;
use crate::method::rule::{Expression, Field, FieldKind, Rule, RuleSet};
use crate::method::stem::StemLanguage;
use crate::method::unit::Unit;
use crate::model::limits::Limits;
use crate::model::table::Noun;
use crate::model::tables::table;
use crate::report::counted;
use crate::store::Store;
use crate::store::codings::{CodingFilter, CodingRow};
use crate::store::operation::Done;
pub use crate::store::versions::RuleVersion;
use std::collections::{BTreeMap, HashMap};

/// A rule ready to run.
#[derive(Clone, Debug)]
pub struct ReadyRule {
    /// Its key.
    pub key: String,
    /// Key of the code it proposes.
    pub code: String,
    /// The language it was written for; empty for all.
    pub language: String,
    /// Sentences it should match.
    pub should_match: Vec<String>,
    /// Sentences it should not.
    pub should_not_match: Vec<String>,
    rule: Rule,
}

/// What a run of rules did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleRun {
    /// By rule: how many places it found, and how many of them are new proposals.
    pub rules: Vec<(String, u64, u64)>,
    /// How many texts were read.
    pub texts: u64,
    /// Rules that were left out because their code is retired, with that code.
    pub retired: Vec<(String, String)>,
    /// How many codings of others no rule could ask for, because they are hidden.
    pub hidden: u64,
}

impl ReadyRule {
    /// Whether it asks for words of the question that a turn answers.
    pub(super) fn asks_for_questions(&self) -> bool {
        self.rule.expression.asks_for_questions()
    }

    /// The codes it asks for with `CODED`.
    pub(super) fn asked_codes(&self) -> Vec<&str> {
        self.rule.expression.codes()
    }

    /// The parts of its expression, printed; of long ones the beginning.
    pub(super) fn expression_parts(&self) -> Vec<String> {
        let parts = self.rule.expression.parts();
        parts
            .iter()
            .map(|part| shortened(&part.to_string()))
            .collect()
    }
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
    /// proposed before, whatever became of it, is not proposed again. Rules whose code is retired
    /// are left out and named.
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
            |store| {
                let (retired, rules) = parted_by_retirement(store, rules)?;
                let mut done = RunningRules::new(self, store, &rules)?.run(interview)?;
                done.retired = retired;
                Ok(done)
            },
        )
    }

    /// Refuses a rule that is wrong about its own examples, or asks for a code or side that there is not. Gives what is
    /// to be warned of: languages are declared nowhere, and interviews in one may still come.
    pub(super) fn rule_may_be_saved(&self, key: &str) -> Result<Vec<String>, ProjectError> {
        let rules = self.rules(&[key.to_owned()])?;
        for code in rules.iter().flat_map(ReadyRule::asked_codes) {
            self.row(Noun::Code, code)?;
        }
        let mut warnings = Vec::new();
        for field in rules.iter().flat_map(|rule| rule.rule.expression.fields()) {
            warnings.extend(self.doubt_about(field)?);
        }
        let results: Vec<_> = rules.iter().flat_map(test_rule).collect();
        let failures = failed_examples(&results);
        if failures.is_empty() {
            return Ok(warnings);
        }
        Err(ProjectError::refused(
            format!(
                "rule {key} is wrong about its own examples: {}",
                failures.join(", ")
            ),
            "mend the expression or the example; nothing was written",
        ))
    }

    /// What is odd about a field of an expression.
    ///
    /// *Errors*: [`ProjectError::Unknown`] for a side that there is not.
    fn doubt_about(&self, field: &Field) -> Result<Option<String>, ProjectError> {
        let is_it = |value: &String| field.value().matches(&fold(value));
        let written = field.written();
        match field.kind {
            // Who speaks is named by the text.
            FieldKind::Speaker => Ok(None),
            FieldKind::Side if self.store.keys(Noun::Side)?.iter().any(is_it) => Ok(None),
            FieldKind::Side => Err(self.unknown(Noun::Side, written)?),
            FieldKind::Language => {
                let languages = self.cells_by_key(Noun::Interview, "language")?;
                let is_spoken = languages.values().any(is_it);
                Ok((!is_spoken).then(|| {
                    format!("lang:{written} finds nothing yet: no interview is in this language")
                }))
            }
        }
    }

    /// The versions of a rule, oldest first.
    ///
    /// # Errors
    /// [`ProjectError::Unknown`] for a key that no rule has; what the store says.
    pub fn rule_versions(&self, key: &str) -> Result<Vec<RuleVersion>, ProjectError> {
        Ok(self.store.rule_versions(self.known_id(Noun::Rule, key)?)?)
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
        let paths: HashMap<_, _> = self.code_paths()?.into_iter().collect();
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
}

/// Which rules propose a retired code, with that code, and which are left to run.
type Parted = (Vec<(String, String)>, Vec<ReadyRule>);

fn parted_by_retirement(store: &Store, rules: Vec<ReadyRule>) -> Result<Parted, ProjectError> {
    let codes = store.retired_codes()?;
    let is_retired = |rule: &ReadyRule| codes.contains(&rule.code);
    let (retired, left): (Vec<_>, Vec<_>) = rules.into_iter().partition(is_retired);
    let retired = retired.into_iter().map(|rule| (rule.key, rule.code));
    Ok((retired.collect(), left))
}

pub(super) fn ready(cells: &[Option<String>]) -> Result<ReadyRule, ProjectError> {
    let get = |name: &str| table(Noun::Rule).cell(cells, name);
    let written = get("match");
    // Within the limits of the run that let it in, whatever this run's are.
    let expression =
        Expression::parse_within(written, &Limits::none()).map_err(
            |error| match expression_error(&error, written) {
                ProjectError::Expression { message, hint } => ProjectError::Expression {
                    message: format!("rule {}: {message}", get("key")),
                    hint,
                },
                other => other,
            },
        )?;
    let sentences = |name| sentences_of(get("key"), name, get(name));
    Ok(ReadyRule {
        key: get("key").to_owned(),
        code: get("code").to_owned(),
        language: get("language").to_owned(),
        should_match: sentences("should_match")?,
        should_not_match: sentences("should_not_match")?,
        rule: Rule {
            expression,
            unit: Unit::from_key(get("unit")).unwrap_or(Unit::Sentence),
            stems: StemLanguage::of(get("language")),
        },
    })
}

/// The examples of a rule, which the store keeps as JSON.
fn sentences_of(rule: &str, column: &str, json: &str) -> Result<Vec<String>, ProjectError> {
    if json.is_empty() {
        return Ok(Vec::new());
    }
    serde_json::from_str(json).map_err(|_| {
        let what = format!("the `{column}` of rule {rule} cannot be read");
        ProjectError::refused(what, "run: gainsay verify")
    })
}

pub(super) fn compiled(rules: &[ReadyRule]) -> RuleSet {
    RuleSet::compile(rules.iter().map(|rule| &rule.rule))
}

/// An expression to be asked of the words of a passage, each passage taken as one unit.
///
/// # Errors
/// [`ProjectError::Expression`] where it does not parse.
pub(super) fn passage_matcher(expression: &str) -> Result<RuleSet, ProjectError> {
    let cells = table(Noun::Rule)
        .columns
        .iter()
        .map(|column| match column.name {
            "match" => Some(expression.to_owned()),
            "unit" => Some(Unit::Turn.key().to_owned()),
            _ => None,
        });
    let rule = ready(&cells.collect::<Vec<_>>())?;
    Ok(compiled(&[rule]))
}

/// Most code points of a part that stands as a reason.
const SHOWN_PART_CP: usize = 160;

fn shortened(part: &str) -> String {
    let shown: String = part.chars().take(SHOWN_PART_CP).collect();
    match shown.len() < part.len() {
        true => format!("{shown}…"),
        false => shown,
    }
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
