//! Search: a query asked of texts by reading them, or of the words that an index has of them; both say the same. It
//! must not know where texts come from or how an index keeps words.
//! A stranger would get wrong that a query differs from a rule in one point: two words side by side mean AND.

pub mod index_words;
pub mod rank;

use super::rule::{Expression, Hit, ParseError, PatternId, Rule, RuleSet, WordPattern};
use super::unit::Unit;
use crate::model::limits::Limits;
use crate::model::text_index::Span;
use crate::model::transcript_text::TurnedText;
use std::ops::Range;

/// A query made ready to run.
#[derive(Debug, Clone)]
pub struct Query {
    expression: Expression,
    rules: RuleSet,
}

/// What a query finds in one text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// The words that answer the query: in order of the text, each place once; places of phrases may overlap others.
    pub occurrences: Vec<Span>,
    /// The units (turns, unless the query asks for others) that answer it, in order.
    pub units: Vec<Span>,
}

/// A turn that answers a query, as far as counting and ranking need it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Index of the turn in its text.
    pub turn: usize,
    /// How many places of words and phrases answer.
    pub places: u32,
    /// For each term of the query that answers, by its number, how often; ascending.
    pub terms: Vec<(u32, u32)>,
}

impl Answer {
    fn of(hit: &Hit) -> Self {
        let number = |term: usize| u32::try_from(term).unwrap_or(u32::MAX);
        let mut terms: Vec<u32> = hit.fired.iter().map(|word| number(word.term)).collect();
        terms.sort_unstable();
        let mut places: Vec<Span> = hit.fired.iter().map(|word| word.span).collect();
        places.dedup();
        let count = |same: &[u32]| u32::try_from(same.len()).unwrap_or(u32::MAX);
        Self {
            turn: hit.turn,
            places: u32::try_from(places.len()).unwrap_or(u32::MAX),
            terms: terms
                .chunk_by(|a, b| a == b)
                .map(|same| (same[0], count(same)))
                .collect(),
        }
    }
}

impl Query {
    /// Reads a query over turns.
    ///
    /// *Errors*: as for a rule; two words side by side are none.
    /// *Example*: `money NEAR/5 (dealer* OR صراف)`.
    pub fn parse(source: &str, limits: &Limits) -> Result<Self, ParseError> {
        Self::parse_over(source, Unit::Turn, limits)
    }

    /// Reads a query over another unit.
    ///
    /// *Errors*: as for [`Query::parse`].
    pub fn parse_over(source: &str, unit: Unit, limits: &Limits) -> Result<Self, ParseError> {
        let expression = Expression::parse_query(source, limits)?;
        let rule = Rule {
            expression: expression.clone(),
            unit,
            stems: None,
        };
        let rules = RuleSet::compile(&[rule]);
        Ok(Self { expression, rules })
    }

    /// What was understood, to show beside the results.
    #[must_use]
    #[cfg(test)]
    pub fn expression(&self) -> &Expression {
        &self.expression
    }

    /// The words that the query asks for, each once, with their ids for [`Query::answers_of_words`].
    #[must_use]
    pub fn patterns(&self) -> Vec<(PatternId, &WordPattern)> {
        self.rules.patterns()
    }

    /// Whether words alone decide it, so that an index of words can answer.
    #[must_use]
    pub fn is_of_words_alone(&self) -> bool {
        self.expression.is_of_words_alone()
    }

    /// The turns of a text that answer, by reading it. Only of queries over turns.
    #[must_use]
    pub fn answers(&self, text: &TurnedText<'_>) -> Vec<Answer> {
        self.rules.run(text).iter().map(Answer::of).collect()
    }

    /// The same from the words that an index has of the text: for each turn the numbers of its words, and the words
    /// that patterns mean, by number, with the index of the pattern, ascending.
    #[must_use]
    pub fn answers_of_words(
        &self,
        turns: &[Range<u32>],
        words: &[(u32, PatternId)],
    ) -> Vec<Answer> {
        let hits = self.rules.run_on_words(turns, words);
        hits.iter().map(Answer::of).collect()
    }

    /// Searches one text. Linear in the text.
    #[must_use]
    pub fn find(&self, text: &TurnedText<'_>) -> Found {
        let mut found = Found::default();
        for hit in self.rules.run(text) {
            found
                .occurrences
                .extend(hit.fired.iter().map(|word| word.span));
            found.units.push(hit.span);
        }
        found.occurrences.dedup();
        found
    }
}

#[cfg(test)]
pub(crate) mod samples;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::transcript_text::turns;
    use proptest::prelude::*;

    fn places(source: &str, text: &str) -> Vec<(usize, usize)> {
        let found = Query::parse(source, &Limits::default())
            .unwrap()
            .find(&TurnedText::plain(text));
        let places = found.occurrences.iter();
        places.map(|span| (span.start_cp, span.end_cp)).collect()
    }

    #[test]
    fn a_query_that_is_none_is_refused() {
        for source in ["", "*", "NOT a", "a or b", "(a"] {
            assert!(
                Query::parse(source, &Limits::default()).is_err(),
                "{source}"
            );
        }
    }

    #[test]
    fn places_are_those_of_the_original_text() {
        assert_eq!(places("میگوید", "او می‌گوید، مي‌گويد"), [(3, 10), (12, 19)]);
        assert_eq!(
            places("money dealer", "a dealer of Money"),
            [(2, 8), (12, 17)]
        );
        assert_eq!(places("warn OR warn*", "warn warned"), [(0, 4), (5, 11)]);
        assert_eq!(places("\"a b\" OR b", "a b"), [(0, 3), (2, 3)]);
        assert_eq!(places("طالبان", "no"), []);
    }

    #[test]
    fn a_query_speaks_of_one_unit() {
        let text = "S-01: one.\nAnd two\nQ-01: two";
        let found = turns(text, &["S-01", "Q-01"], 10).unwrap();
        let turned = TurnedText::new(text, &found.turns).unwrap();
        let query = |unit| {
            Query::parse_over("one two", unit, &Limits::default())
                .unwrap()
                .find(&turned)
        };
        assert_eq!(query(Unit::Turn).occurrences.len(), 2);
        assert_eq!(query(Unit::Turn).units.len(), 1);
        assert!(query(Unit::Sentence).units.is_empty());
        assert_eq!(
            Query::parse("one two", &Limits::default())
                .unwrap()
                .expression()
                .to_string(),
            "one AND two"
        );
    }
    proptest! {
        #[test]
        fn the_words_of_an_index_answer_as_the_text_does(text in samples::text(), source in samples::query()) {
            let Ok(query) = Query::parse(&source, &Limits::default()) else { return Ok(()) };
            let turns = turns(&text, &["S-01"], 99).unwrap().turns;
            let turned = TurnedText::new(&text, &turns).unwrap();
            let words = index_words::index_words(&text, &turns);
            let mut meant = Vec::new();
            for (number, word) in (0..).zip(words.spelled.split_whitespace()) {
                for (id, pattern) in query.patterns() {
                    if index_words::means(pattern, word) {
                        meant.push((number, id));
                    }
                }
            }
            prop_assert_eq!(query.answers_of_words(&words.turns, &meant), query.answers(&turned), "{}", source);
        }
    }
}
