//! What stands beside the claims: who was asked, what people judged, known answers, ratings, and a
//! monitor's series.
//!
//! It knows rows, not what is made of them. What a stranger would get wrong: who was never asked is not
//! silent; silence needs a row that says so.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::claim::{Bounds, Span};
use crate::model::key::{ClaimId, NodeId, SourceId, TopicId};
use crate::model::study::Study;
use crate::model::vocabulary::{Stance, vocabulary};

vocabulary! {
    /// What people said of the verification of claims; it stands beside every grade (3.12).
    Verification in "verification" {
        /// Nobody has found out yet.
        Unverified = "unverified",
        /// Nobody can find out.
        Unverifiable = "unverifiable",
    }
}

/// A source was asked about a topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// Who was asked.
    pub source: SourceId,
    /// About what.
    pub topic: TopicId,
    /// Whether no answer came, or one that evaded.
    pub is_silent: bool,
}

/// A known answer to a question that was asked on purpose.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Control {
    /// The question.
    pub topic: TopicId,
    /// Where the known answer stands to the statement.
    pub stance: Stance,
    /// The known figure, fuzzy.
    pub value: Option<Bounds>,
    /// The known value, where the topic has a list of them.
    pub category: Option<u16>,
    /// Of whom.
    pub population: Option<NodeId>,
    /// Of where.
    pub place: Option<NodeId>,
    /// Of when.
    pub when: Span,
}

/// A letter or digit that a person gave (Admiralty scale).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rating {
    /// Whom it rates.
    pub source: Option<SourceId>,
    /// Which claim it rates.
    pub claim: Option<ClaimId>,
    /// `A` to `F`, or empty.
    pub letter: String,
    /// `1` to `6`, or empty.
    pub digit: String,
    /// When, as it was written.
    pub date: String,
    /// Who gave it.
    pub analyst: String,
}

/// One figure of a monitor's series.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Series {
    /// The question it answers.
    pub topic: TopicId,
    /// Where.
    pub place: Option<NodeId>,
    /// In which period.
    pub period: Span,
    /// How many.
    pub value: Bounds,
    /// Who publishes it.
    pub source: SourceId,
}

/// All that stands beside the claims.
#[derive(Debug, Clone, Default)]
pub struct Beside {
    /// Who was asked about what.
    pub asked: Vec<Asked>,
    /// What was said of the verification of a claim.
    pub verification: BTreeMap<ClaimId, Verification>,
    /// Known answers.
    pub controls: Vec<Control>,
    /// Ratings, the oldest first.
    pub ratings: Vec<Rating>,
    /// Figures of monitors.
    pub series: Vec<Series>,
}

/// Who was asked about one topic.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct AskedOn {
    /// Persons who were asked.
    pub(super) asked: BTreeSet<SourceId>,
    /// Those of them who did not say.
    pub(super) silent: BTreeSet<SourceId>,
}

impl Beside {
    /// Gathers who was asked, by topic: persons, each once. Who says anything on the topic, in whatever
    /// interview, is not silent.
    pub(super) fn asked_by_topic(&self, study: &Study) -> BTreeMap<TopicId, AskedOn> {
        let person = |source: SourceId| study.source(source).person;
        let mut by_topic: BTreeMap<TopicId, AskedOn> = BTreeMap::new();
        for row in &self.asked {
            let on = by_topic.entry(row.topic).or_default();
            on.asked.insert(person(row.source));
            if row.is_silent {
                on.silent.insert(person(row.source));
            }
        }
        if by_topic.is_empty() {
            return by_topic;
        }
        for claim in study.claims().iter().filter(|claim| claim.is_compared()) {
            if let Some(on) = by_topic.get_mut(&claim.topic()) {
                on.silent.remove(&person(claim.source()));
            }
        }
        by_topic
    }

    /// Returns what people said of the verification of claims: that nobody can find out outweighs that
    /// nobody has.
    pub(super) fn verification(&self, claims: &[ClaimId]) -> Option<Verification> {
        let said = claims.iter().filter_map(|id| self.verification.get(id));
        said.max().copied()
    }
}
