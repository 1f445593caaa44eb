//! Rules held against their own examples, which are the tests of a rule. It must not know what people coded. A stranger
//! would get wrong where a question comes from: to a rule that asks what was asked, an example may begin with it, and an
//! empty line stands between it and the answer.

use super::Study;
use super::coding::{ReadyRule, compiled, ready};
use super::error::ProjectError;
use crate::method::rule::Circumstances;
use crate::model::transcript_text::{Label, Turn, TurnedText};

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
    /// Holds rules against their own examples.
    ///
    /// # Errors
    /// As [`Study::rules`].
    pub fn test_rules(&self, names: &[String]) -> Result<Vec<ExampleResult>, ProjectError> {
        Ok(self.rules(names)?.iter().flat_map(test_rule).collect())
    }
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

/// The examples of one rule that go the other way, by number: their words may be an interview's.
#[must_use]
pub fn failed_examples(results: &[ExampleResult]) -> Vec<String> {
    let mut failed = Vec::new();
    for (should_match, list, does) in [
        (true, "should_match", "does not match"),
        (false, "should_not_match", "matches"),
    ] {
        let own = results
            .iter()
            .filter(|one| one.should_match == should_match);
        let wrong = (1..)
            .zip(own)
            .filter(|(_, one)| one.does_match != should_match);
        failed.extend(wrong.map(|(number, _)| format!("example {number} of {list} {does}")));
    }
    failed
}

pub(super) fn test_rule(rule: &ReadyRule) -> Vec<ExampleResult> {
    let set = compiled(std::slice::from_ref(rule));
    let known = Circumstances {
        sources: vec![NOBODY.to_owned()],
        ..Circumstances::default()
    };
    let result = |(example, should_match): (&String, bool)| {
        let turns = turns_of_example(example, rule.asks_for_questions());
        let text = TurnedText::new(example, &turns).unwrap_or_else(|_| TurnedText::plain(example));
        let mut hits = set.run_knowing(&text, &known);
        hits.retain(|hit| hit.turn + 1 == turns.len());
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
    let wanted = rule.should_match.iter().map(|example| (example, true));
    let unwanted = rule.should_not_match.iter().map(|example| (example, false));
    wanted.chain(unwanted).map(result).collect()
}

/// The turns of an example. To a rule that asks what was asked, what stands before the first empty line is the question.
fn turns_of_example(example: &str, has_question: bool) -> Vec<Turn> {
    let turn = |(start_cp, end_cp): (usize, usize), speaker: Option<&str>| Turn {
        start_cp,
        end_cp,
        text_start_cp: start_cp,
        label: speaker.map(|speaker| Label {
            start_cp,
            end_cp: start_cp,
            speaker: speaker.to_owned(),
        }),
    };
    let cp = |words: &str| words.chars().count();
    let question = question_of(example).filter(|_| has_question);
    question.map_or_else(
        || vec![turn((0, cp(example)), None)],
        |(question, answer)| {
            vec![
                turn((0, cp(question)), Some(WHO_ASKS)),
                turn((cp(example) - cp(answer), cp(example)), Some(NOBODY)),
            ]
        },
    )
}

/// What stands before the first line with nothing on it, and what stands behind; leading empty lines are none.
fn question_of(example: &str) -> Option<(&str, &str)> {
    let begin = example.len() - example.trim_start().len();
    let mut at = begin;
    for line in example[begin..].split_inclusive('\n') {
        if line.trim().is_empty() {
            return Some((&example[..at], &example[at + line.len()..]));
        }
        at += line.len();
    }
    None
}

/// Who answers in an example; no rule can ask for that.
const NOBODY: &str = "";
const WHO_ASKS: &str = "R";
