//! Search by reading: a linear scan over texts with the fold and the language of rules; it serves until an index
//! stands, and says the same as one. It must not know where texts come from.
//! A stranger would get wrong that a query differs from a rule in one point: two words side by side mean AND.

use super::rule::{Expression, ParseError, Rule, RuleSet};
use super::unit::Unit;
use crate::model::limits::Limits;
use crate::model::text_index::Span;
use crate::model::transcript_text::TurnedText;

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

impl Found {
    /// How many places of words and phrases answer the query.
    #[must_use]
    pub fn count(&self) -> usize {
        self.occurrences.len()
    }

    /// Whether nothing answers it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.units.is_empty()
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
    pub fn expression(&self) -> &Expression {
        &self.expression
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

/// Searches texts in the order they come and hands out those that answer, each as it is found.
pub fn search<'t, K>(
    query: &Query,
    texts: impl IntoIterator<Item = (K, TurnedText<'t>)>,
) -> impl Iterator<Item = (K, Found)> {
    texts.into_iter().filter_map(|(key, text)| {
        let found = query.find(&text);
        (!found.is_empty()).then_some((key, found))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::transcript_text::turns;

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
    fn texts_that_answer_come_in_their_order() {
        let texts = [("1", "one two"), ("2", "three"), ("3", "Two one")];
        let query = Query::parse("one two", &Limits::default()).unwrap();
        let plain = texts.map(|(key, text)| (key, TurnedText::plain(text)));
        let keys: Vec<_> = search(&query, plain).map(|(key, _)| key).collect();
        assert_eq!(keys, ["1", "3"]);
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
        assert_eq!(query(Unit::Turn).count(), 2);
        assert_eq!(query(Unit::Turn).units.len(), 1);
        assert!(query(Unit::Sentence).is_empty());
        assert_eq!(
            Query::parse("one two", &Limits::default())
                .unwrap()
                .expression()
                .to_string(),
            "one AND two"
        );
    }
}
