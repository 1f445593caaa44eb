//! Topics: the questions that claims answer, and the links by which one speaks for another.
//!
//! It knows the shape of a question, not what it is about. What a stranger would get wrong: the
//! population of a share is its denominator; the part it is a share of stands in the claim.

use crate::model::key::{EventId, NodeId, SideId, TopicId, UnitId};
use crate::model::vocabulary::{Current, Measure, Stance, TopicKind};

/// A question with one positive statement.
#[derive(Debug, Clone)]
pub struct Topic {
    /// The positive statement, in the words of the study.
    pub statement: String,
    /// What sort of question it is.
    pub kind: TopicKind,
    /// What its number means; none where it has no number.
    pub measure: Option<Measure>,
    /// The unit its numbers are kept in.
    pub unit: Option<UnitId>,
    /// The population meant where a claim names none; for a share, the denominator.
    pub population: Option<NodeId>,
    /// Whether a state has one value at a time.
    pub is_exclusive: bool,
    /// The values that claims may have, for topics without numbers.
    pub values: Vec<String>,
    /// Which answers suit which side.
    pub favours: Vec<(SideId, Favour)>,
    /// Whether parts sum to the whole along places.
    pub adds_over_places: bool,
    /// Whether parts sum to the whole along populations.
    pub adds_over_populations: bool,
    /// The ends of an interval scale; none for counts.
    pub range: Option<(f64, f64)>,
    /// The topic it belongs under; of a share, the one that counts what it is a share of.
    pub parent: Option<TopicId>,
    /// What the statement says came first and what came after.
    pub order: Option<[Dated; 2]>,
    /// The stocks to which a flow adds or from which it takes.
    pub feeds: Vec<Feed>,
    /// Whether somebody holds the causes that were named to be all there are.
    pub is_closed: bool,
}

/// Says that what a flow counts comes to a stock or leaves it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Feed {
    /// The stock.
    pub stock: TopicId,
    /// Which way it goes.
    pub current: Current,
    /// What a figure of the flow is multiplied by to be one of the stock.
    pub factor: f64,
}

/// What has a date: an event by its key, or whatever the claims on a topic report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dated {
    /// An event.
    Event(EventId),
    /// What the statement of a topic says.
    Topic(TopicId),
}

impl Topic {
    /// Tells whether no figure of it can lie below 0: what is counted or ranked, and shares, unless the
    /// topic declares a range that goes below.
    pub fn begins_at_nought(&self) -> bool {
        let is_counted = !matches!(self.measure, None | Some(Measure::Rate));
        is_counted && self.range.is_none_or(|(low, _)| low >= 0.0)
    }

    /// Tells whether its numbers belong to a whole period and not to each of its days.
    pub fn spans_period(&self) -> bool {
        self.measure.is_some_and(Measure::spans_period)
    }
}

/// The answer that suits a side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Favour {
    /// That the statement holds.
    Affirms,
    /// That it does not.
    Denies,
    /// A higher figure.
    Higher,
    /// A lower figure.
    Lower,
}

/// Says that an answer to one question answers another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TopicLink {
    /// The question answered.
    pub topic: TopicId,
    /// The answer that carries over.
    pub stance: Stance,
    /// The question it answers too.
    pub implies_topic: TopicId,
    /// With which answer.
    pub implies_stance: Stance,
}

/// One row of `topics.csv`, as said; an empty text is an empty cell.
#[derive(Debug, Clone, Copy, Default)]
pub struct TopicCells<'a> {
    /// Column `topic`.
    pub topic: &'a str,
    /// Column `statement`.
    pub statement: &'a str,
    /// Column `kind`.
    pub kind: &'a str,
    /// Column `measure`.
    pub measure: &'a str,
    /// Column `unit`.
    pub unit: &'a str,
    /// Column `population`.
    pub population: &'a str,
    /// Column `exclusive`.
    pub exclusive: &'a str,
    /// Column `values`: a list.
    pub values: &'a str,
    /// Column `favours`: a list of `side:answer`.
    pub favours: &'a str,
    /// Column `additive`: a list of `places` and `populations`.
    pub additive: &'a str,
    /// Column `order_of`: `A<B`.
    pub order_of: &'a str,
    /// Column `closed_because`: why no further cause is to be looked for.
    pub closed_because: &'a str,
    /// Column `parent`: the key of a topic, which may come later.
    pub parent: &'a str,
    /// Column `range_low`.
    pub range_low: &'a str,
    /// Column `range_high`.
    pub range_high: &'a str,
}
