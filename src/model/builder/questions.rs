//! What is asked: topics, links between them, and events, row by row.
//!
//! It knows the columns of their files. What a stranger would get wrong: only a quantity has a
//! measure, and only what is no quantity has values to choose from.

use crate::model::builder::people::add_sorted;
use crate::model::builder::{Reference, StudyBuilder};
use crate::model::key::{EventId, SideId, TopicId};
use crate::model::refusal::Refusal;
use crate::model::study::{Control, Study};
use crate::model::topic::{Dated, Favour, Topic, TopicCells, TopicLink};
use crate::model::vocabulary::{Measure, Stance, TopicKind, list, parse_yes_no};

impl StudyBuilder {
    /// Adds a topic.
    ///
    /// # Errors
    /// A [`Refusal`] of the column that cannot stand.
    pub fn topic(&mut self, cells: &TopicCells<'_>) -> Result<TopicId, Refusal> {
        let kind = TopicKind::parse(cells.kind)?;
        let measure = match cells.measure.trim() {
            "" => None,
            word => Some(Measure::parse(word)?),
        };
        if (kind == TopicKind::Quantity) != measure.is_some() {
            let right = "a measure for a quantity, and an empty cell for every other kind";
            return Err(Refusal::new("measure", cells.measure, right));
        }
        let values: Vec<String> = list(cells.values).map(str::to_owned).collect();
        if kind == TopicKind::Quantity && !values.is_empty() {
            let right = "an empty cell: a quantity has numbers";
            return Err(Refusal::new("values", cells.values, right));
        }
        if kind != TopicKind::Relation && !cells.closed_because.trim().is_empty() {
            let right = "an empty cell: only the causes of a relation can be closed";
            return Err(Refusal::new("closed_because", cells.closed_because, right));
        }
        let (adds_over_places, adds_over_populations) = additive(cells.additive)?;
        let population = match cells.population.trim() {
            "" => None,
            key => Some(self.population_id(key)?),
        };
        let topic = Topic {
            statement: cells.statement.trim().to_owned(),
            kind,
            measure,
            unit: match cells.unit.trim() {
                "" => None,
                name => Some(self.unit_id(name)),
            },
            population,
            is_exclusive: parse_yes_no("exclusive", cells.exclusive)?.unwrap_or(false),
            values,
            favours: self.favours(cells.favours)?,
            adds_over_places,
            adds_over_populations,
            range: range(cells)?,
            parent: None,
            order: None,
            feeds: Vec::new(),
            is_closed: !cells.closed_because.trim().is_empty(),
        };
        let order = order(cells.order_of)?;
        let place = self.study.keys.topics.add("topic", cells.topic)?;
        self.study.topics.push(topic);
        self.orders
            .extend(order.map(|order| (TopicId(place), order)));
        let parent = cells.parent.trim();
        if !parent.is_empty() {
            self.topic_parents.push((TopicId(place), parent.to_owned()));
        }
        Ok(TopicId(place))
    }

    fn favours(&self, text: &str) -> Result<Vec<(SideId, Favour)>, Refusal> {
        let right = "a list of side:affirms, side:denies, side:higher or side:lower";
        let refuse = || Refusal::new("favours", text, right);
        let mut favours = Vec::new();
        for part in list(text) {
            let (side, answer) = part.split_once(':').ok_or_else(refuse)?;
            let side = self.study.keys.sides.find(side);
            let side = side.ok_or_else(|| Refusal::unknown("favours", part, "side"))?;
            let favour = match answer.trim() {
                "affirms" => Favour::Affirms,
                "denies" => Favour::Denies,
                "higher" => Favour::Higher,
                "lower" => Favour::Lower,
                _ => return Err(refuse()),
            };
            favours.push((SideId(side), favour));
        }
        Ok(favours)
    }

    /// Adds a link between two topics: topic, stance, implied topic, implied stance.
    ///
    /// # Errors
    /// A [`Refusal`] of an unknown topic, an unknown or neutral stance, or a link of a topic to
    /// itself.
    pub fn link(&mut self, cells: [&str; 4]) -> Result<(), Refusal> {
        let [topic, stance, implies_topic, implies_stance] = cells;
        let link = TopicLink {
            topic: self.topic_id("topic", topic)?,
            stance: linking("stance", stance)?,
            implies_topic: self.topic_id("implies_topic", implies_topic)?,
            implies_stance: linking("implies_stance", implies_stance)?,
        };
        if link.topic == link.implies_topic {
            let right = "another topic than the first";
            return Err(Refusal::new("implies_topic", implies_topic, right));
        }
        if !self.study.links.contains(&link) {
            self.study.links.push(link);
        }
        Ok(())
    }

    /// Adds what `events.csv` says of an event; events that it names may come later.
    ///
    /// # Errors
    /// A [`Refusal`] of the column that cannot stand.
    pub fn event(
        &mut self,
        key: &str,
        place_and_when: [&str; 2],
        different_from: &str,
        same_as: &str,
    ) -> Result<EventId, Refusal> {
        let [place, when] = place_and_when;
        let id = self.event_id(key)?;
        let place = match place.trim() {
            "" => None,
            key => Some(self.place_id(key)?),
        };
        let when = match when.trim() {
            "" => None,
            text => Some(self.span("when", text)?),
        };
        let event = &mut self.study.events[id.index()];
        (event.place, event.when) = (place, when);
        for (column, names) in [("different_from", different_from), ("same_as", same_as)] {
            let references = list(names).map(|name| Reference::new(column, key, name));
            self.event_references.extend(references);
        }
        Ok(id)
    }

    /// Adds a known answer.
    pub fn control(&mut self, control: Control) {
        self.study.controls.push(control);
    }

    /// Resolves what came first and what after: an event where there is one of that key, else a topic.
    pub(super) fn resolve_orders(&mut self) -> Result<(), Refusal> {
        for (topic, ends) in std::mem::take(&mut self.orders) {
            let mut dated = |key: &String| -> Result<Dated, Refusal> {
                let is_event = self.study.keys.events.find(key).is_some();
                match self.study.topic_id(key).filter(|_| !is_event) {
                    Some(topic) => Ok(Dated::Topic(topic)),
                    None => self.event_id(key).map(Dated::Event),
                }
            };
            let order = [dated(&ends[0])?, dated(&ends[1])?];
            self.study.topics[topic.index()].order = Some(order);
        }
        for (topic, parent) in std::mem::take(&mut self.topic_parents) {
            let parent = self.topic_id("parent", &parent)?;
            self.study.topics[topic.index()].parent = Some(parent);
        }
        Ok(())
    }

    /// Notes of each unit what it counts and whether per time.
    pub(super) fn note_unit_shapes(&mut self) {
        let mut bases = crate::model::key::Keys::default();
        let shape = |name: &str| {
            let unit = self.units.resolve(name);
            (bases.intern(unit.base()), unit.period().is_some())
        };
        self.study.unit_shapes = self.study.keys.units.iter().map(shape).collect();
    }

    /// Refuses a row of `events.csv` that tells apart what `same_as`, through however many rows, makes
    /// one; all events must be there already.
    ///
    /// # Errors
    /// A [`Refusal`] of the column `different_from`.
    pub fn told_apart(&mut self, key: &str, different_from: &str) -> Result<(), Refusal> {
        self.resolve_events()?;
        let event = self.event_id(key)?;
        for name in list(different_from) {
            let other = self.event_id(name)?;
            self.refuse_one_event([event, other])?;
        }
        Ok(())
    }

    /// The same of all events.
    pub(super) fn refuse_events_told_apart(&self) -> Result<(), Refusal> {
        let events = (0..self.study.events.len() as u32).map(EventId);
        for event in events {
            for other in &self.study.event(event).different {
                self.refuse_one_event([event, *other])?;
            }
        }
        Ok(())
    }

    fn refuse_one_event(&self, [event, other]: [EventId; 2]) -> Result<(), Refusal> {
        if self.study.one_event(event) != self.study.one_event(other) {
            return Ok(());
        }
        let right = "an event that no same_as makes one with this one";
        let key = self.study.event_key(other);
        Err(Refusal::new("different_from", key, right))
    }

    /// Resolves which events are one and which are not.
    pub(super) fn resolve_events(&mut self) -> Result<(), Refusal> {
        for reference in std::mem::take(&mut self.event_references) {
            let from = self.event_id(&reference.from)?;
            let to = self.event_id(&reference.to)?;
            if reference.column == "different_from" {
                add_sorted(&mut self.study.events[from.index()].different, to);
                add_sorted(&mut self.study.events[to.index()].different, from);
                continue;
            }
            let one = |id: EventId, study: &Study| study.events[id.index()].same.unwrap_or(id);
            let (a, b) = (one(from, &self.study), one(to, &self.study));
            let (kept, gone) = (a.min(b), a.max(b));
            for (place, event) in self.study.events.iter_mut().enumerate() {
                if event.same.unwrap_or(EventId(place as u32)) == gone {
                    event.same = Some(kept);
                }
            }
        }
        Ok(())
    }
}

fn additive(text: &str) -> Result<(bool, bool), Refusal> {
    let (mut places, mut populations) = (false, false);
    for word in list(text) {
        match word {
            "places" => places = true,
            "populations" => populations = true,
            other => {
                let right = "places, populations, both with ; between, or an empty cell";
                return Err(Refusal::new("additive", other, right));
            }
        }
    }
    Ok((places, populations))
}

/// Reads `A<B`.
fn order(text: &str) -> Result<Option<[String; 2]>, Refusal> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let refuse = || Refusal::new("order_of", text, "two events or topics as A<B");
    let (first, second) = text.split_once('<').ok_or_else(refuse)?;
    let key = |end: &str| {
        let end = end.trim();
        match crate::model::key_spelling::check_key(end).is_ok() {
            true => Ok(end.to_owned()),
            false => Err(refuse()),
        }
    };
    Ok(Some([key(first)?, key(second)?]))
}

fn range(cells: &TopicCells<'_>) -> Result<Option<(f64, f64)>, Refusal> {
    let number = |column: &'static str, text: &str| {
        let parsed: Result<f64, _> = text.trim().parse();
        let finite = parsed.ok().filter(|number| number.is_finite());
        finite.ok_or_else(|| Refusal::new(column, text, "a number"))
    };
    if cells.range_low.trim().is_empty() && cells.range_high.trim().is_empty() {
        return Ok(None);
    }
    let low = number("range_low", cells.range_low)?;
    let high = number("range_high", cells.range_high)?;
    if low >= high {
        let right = "a number above range_low";
        return Err(Refusal::new("range_high", cells.range_high, right));
    }
    Ok(Some((low, high)))
}

fn linking(column: &'static str, text: &str) -> Result<Stance, Refusal> {
    let stance = Stance::parse(text);
    match stance {
        Ok(Stance::Affirms | Stance::Denies | Stance::Doubts) => stance,
        _ => Err(Refusal::new(column, text, "affirms, denies or doubts")),
    }
}
