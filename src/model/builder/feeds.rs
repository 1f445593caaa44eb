//! Which flow feeds which stock: the column `feeds` of `topics.csv`, row by row.
//!
//! It knows topics and units, no claim. What a stranger would get wrong: a total since a start feeds
//! nothing. The date of such a figure is often that of its end alone, so the days on which people came
//! cannot be read off it.

use crate::model::builder::StudyBuilder;
use crate::model::key::TopicId;
use crate::model::refusal::Refusal;
use crate::model::topic::{Feed, Topic};
use crate::model::vocabulary::{Current, Measure, list};

impl StudyBuilder {
    /// Says which stocks a flow adds to or takes from; all topics must be there already.
    ///
    /// # Errors
    /// A [`Refusal`] of the column `feeds` where the topic is no flow, or an entry is no `TOPIC:in` or
    /// `TOPIC:out`, stands twice, or names the topic itself, none of the study, no stock, or one whose
    /// unit does not convert.
    pub fn feeds(&mut self, topic: &str, text: &str) -> Result<(), Refusal> {
        let flow = self.topic_id("topic", topic)?;
        let mut feeds: Vec<Feed> = Vec::new();
        for entry in list(text) {
            let feed = self.feed(flow, entry)?;
            if feeds.iter().any(|known| known.stock == feed.stock) {
                let right = "each topic once, with in or with out";
                return Err(Refusal::new("feeds", entry, right));
            }
            feeds.push(feed);
        }
        self.study.topics[flow.index()].feeds = feeds;
        Ok(())
    }

    fn feed(&self, flow: TopicId, entry: &str) -> Result<Feed, Refusal> {
        let refuse = |right: &str| Refusal::new("feeds", entry, right);
        let shape = "a list of TOPIC:in and TOPIC:out";
        let (key, current) = entry.rsplit_once(':').ok_or_else(|| refuse(shape))?;
        let current = Current::parse(current).map_err(|_| refuse(shape))?;
        if self.topic_of(flow).measure != Some(Measure::Flow) {
            let right = "an empty cell: only a quantity with the measure flow feeds another topic";
            return Err(refuse(right));
        }
        let stock = self.study.topic_id(key);
        let stock = stock.ok_or_else(|| Refusal::unknown("feeds", entry, "topic"))?;
        if stock == flow {
            return Err(refuse("another topic than its own"));
        }
        if self.topic_of(stock).measure != Some(Measure::Stock) {
            return Err(refuse("a topic that is a quantity with the measure stock"));
        }
        let factor = self.factor_between(self.topic_of(flow), self.topic_of(stock));
        let factor =
            factor.ok_or_else(|| refuse("a topic with a unit that this one converts to"))?;
        Ok(Feed {
            stock,
            current,
            factor,
        })
    }

    /// What a figure of the first topic is multiplied by to be one of the second.
    fn factor_between(&self, from: &Topic, to: &Topic) -> Option<f64> {
        let unit = |topic: &Topic| {
            topic
                .unit
                .map(|unit| self.units.resolve(self.unit_name(unit)))
        };
        match (unit(from), unit(to)) {
            (Some(from), Some(to)) => from.factor_to(&to),
            (None, None) => Some(1.0),
            _ => None,
        }
    }
}
