//! Claims, and the end of the making: references resolved, claims put in order.
//!
//! It knows which claims must not exist. What a stranger would get wrong: a claim's bounds come in
//! filled; where its gaps come from is told in `method::reading`, which a methods section describes.

use crate::model::builder::{Reference, StudyBuilder};
use crate::model::claim::{Claim, ClaimDraft, Completed, Figure, Marks, Value};
use crate::model::key::{ClaimId, checked_key};
use crate::model::refusal::Refusal;
use crate::model::study::Study;
use crate::model::vocabulary::TopicKind;

/// What is right in place of a figure below nought where things are counted.
const NEGATIVE: &str = "0 or more, for nothing is counted below that; a topic of a scale that goes \
     below 0 has the measure `rate`, or a range_low";

impl StudyBuilder {
    /// Adds a claim whose gaps are filled.
    ///
    /// # Errors
    /// A [`Refusal`] of a misspelled key, a value that its topic cannot have, or bounds that are not
    /// inside one another. A key that stands twice is refused by [`StudyBuilder::finish`].
    pub fn claim(
        &mut self,
        key: &str,
        draft: &ClaimDraft,
        completed: &Completed,
    ) -> Result<(), Refusal> {
        let key = checked_key("claim", key)?;
        self.check_value(draft)?;
        check_bounds(completed)?;
        self.claims.push(Claim::new(draft, completed));
        self.claim_keys.push(key);
        Ok(())
    }

    /// Refuses bounds that are not inside one another.
    ///
    /// # Errors
    /// A [`Refusal`] of the column whose bounds they are.
    pub fn check_completed(&self, completed: &Completed) -> Result<(), Refusal> {
        check_bounds(completed)
    }

    /// Refuses a value that the topic of the claim cannot have.
    ///
    /// # Errors
    /// A [`Refusal`] of the column `value`.
    pub fn check_value(&self, draft: &ClaimDraft) -> Result<(), Refusal> {
        let topic = self.topic_of(draft.topic);
        match draft.value {
            None => Ok(()),
            Some(Value::Figure(figure)) if topic.kind == TopicKind::Quantity => {
                match figure.strict.low < 0.0 && topic.begins_at_nought() {
                    true => Err(Refusal::new("value", "", NEGATIVE)),
                    false => Ok(()),
                }
            }
            Some(Value::Figure(_)) => Err(Refusal::new(
                "value",
                "",
                "no number: the topic is no quantity",
            )),
            Some(Value::Category(place)) if usize::from(place) < topic.values.len() => Ok(()),
            Some(Value::Category(_)) => Err(Refusal::new(
                "value",
                "",
                "one of the values that the topic lists",
            )),
        }
    }

    /// Says that a claim is the general statement that another gives details of; either may come later.
    pub fn general_of(&mut self, boast: &str, detail: &str) {
        let reference = Reference::new("general_of", boast, detail);
        self.details.push(reference);
    }

    /// Says that a claim was shown to the source of another; either may come later.
    pub fn responds_to(&mut self, claim: &str, prompt: &str) {
        let reference = Reference::new("responds_to", claim, prompt);
        self.prompts.push(reference);
    }

    /// Says that a claim is another reading of the words of a second, which is the one compared.
    pub fn reading_of(&mut self, claim: &str, main: &str) {
        let reference = Reference::new("reading_of", claim, main);
        self.readings.push(reference);
    }

    /// Says that one of two claims takes the other back; either may come later.
    pub fn correction(&mut self, a: &str, b: &str) {
        self.corrections.push(Reference::new("claims", a, b));
    }

    /// Ends the making: resolves references and puts the claims into byte order of their keys.
    ///
    /// # Errors
    /// A [`Refusal`] of a reference to nothing, of a claim key that stands twice, or of a claim that
    /// refers to itself.
    pub fn finish(mut self) -> Result<Study, Refusal> {
        self.settle()?;
        self.sort_claims()?;
        self.settle_claims()?;
        self.study.claims.shrink_to_fit();
        Ok(self.study)
    }

    /// Resolves what everything but the claims says of one another.
    pub(super) fn settle(&mut self) -> Result<(), Refusal> {
        self.resolve_people()?;
        self.resolve_events()?;
        self.refuse_events_told_apart()?;
        self.resolve_orders()?;
        self.note_unit_shapes();
        let links = &mut self.study.links;
        // Byte order of keys, so that the order of rows does not matter.
        let key = |id: crate::model::key::TopicId| self.study.keys.topics.key(id.index());
        links.sort_by(|a, b| {
            let ends = |link: &crate::model::topic::TopicLink| {
                (
                    key(link.topic),
                    link.stance,
                    key(link.implies_topic),
                    link.implies_stance,
                )
            };
            ends(a).cmp(&ends(b))
        });
        Ok(())
    }

    /// Puts the claims, which must be in byte order of their keys, into the study, which has none.
    pub(super) fn settle_claims(&mut self) -> Result<(), Refusal> {
        std::mem::swap(&mut self.study.claims, &mut self.claims);
        std::mem::swap(&mut self.study.claim_keys, &mut self.claim_keys);
        self.resolve_claims()?;
        let study = &mut self.study;
        study.outline.draw(&study.claims);
        Ok(())
    }

    /// Puts the claims that are there by now into byte order of their keys.
    ///
    /// # Errors
    /// A [`Refusal`] of a key that stands twice.
    pub fn sort_claims(&mut self) -> Result<(), Refusal> {
        let keys = &self.claim_keys;
        let is_in_order = (1..keys.len()).all(|place| keys.get(place - 1) < keys.get(place));
        if is_in_order {
            return Ok(());
        }
        let mut order: Vec<u32> = (0..keys.len() as u32).collect();
        order.sort_unstable_by(|a, b| keys.get(*a as usize).cmp(keys.get(*b as usize)));
        let key = |place: &u32| keys.get(*place as usize);
        if let Some(twice) = order.windows(2).find(|two| key(&two[0]) == key(&two[1])) {
            return Err(Refusal::twice("claim", key(&twice[0])));
        }
        self.arrange_claims(order);
        Ok(())
    }

    /// Puts the claims into an order that names each by its place; in place, for there may be millions.
    pub(super) fn arrange_claims(&mut self, mut order: Vec<u32>) {
        if order.iter().copied().eq(0..order.len() as u32) {
            return;
        }
        self.claim_keys = self.claim_keys.arranged(&order);
        let claims = &mut self.claims;
        for start in 0..claims.len() {
            let (first, mut at) = (claims[start], start);
            while order[at] as usize != start {
                let from = order[at] as usize;
                claims[at] = claims[from];
                order[at] = at as u32;
                at = from;
            }
            claims[at] = first;
            order[at] = at as u32;
        }
    }

    fn resolve_claims(&mut self) -> Result<(), Refusal> {
        for reference in std::mem::take(&mut self.details) {
            let (boast, detail) = self.claims_of(&reference)?;
            self.study.claims[boast.index()].mark(Marks::BOAST);
            self.study.details.push((boast, detail));
        }
        self.study.details.sort_unstable();
        self.study.details.dedup();
        self.refuse_mutual_boasts()?;
        for reference in std::mem::take(&mut self.prompts) {
            let (claim, prompt) = self.claims_of(&reference)?;
            self.study.claims[claim.index()].mark(Marks::PROMPTED);
            let prompts = self.study.prompts.entry(claim).or_default();
            prompts.push(prompt);
            prompts.sort_unstable();
            prompts.dedup();
        }
        for reference in std::mem::take(&mut self.readings) {
            let (claim, main) = self.claims_of(&reference)?;
            self.study.claims[claim.index()].mark(Marks::OTHER_READING);
            self.study.claims[main.index()].mark(Marks::READ_TWICE);
            self.study.readings.push((main, claim));
        }
        self.study.readings.sort_unstable();
        self.study.readings.dedup();
        for reference in std::mem::take(&mut self.corrections) {
            let (a, b) = self.claims_of(&reference)?;
            self.study.claims[a.index()].mark(Marks::CORRECTED);
            self.study.claims[b.index()].mark(Marks::CORRECTED);
            self.study.corrections.push((a.min(b), a.max(b)));
        }
        self.study.corrections.sort_unstable();
        self.study.corrections.dedup();
        Ok(())
    }

    /// A claim cannot be the detail of its own detail.
    fn refuse_mutual_boasts(&self) -> Result<(), Refusal> {
        let study = &self.study;
        let mutual = study
            .details
            .iter()
            .find(|(boast, detail)| study.is_boast_of(*detail, *boast));
        let Some((boast, detail)) = mutual else {
            return Ok(());
        };
        let right = format!(
            "a claim that does not name {} as its own detail",
            study.claim_key(*boast)
        );
        Err(Refusal::new("general_of", study.claim_key(*detail), right))
    }

    fn claims_of(&self, reference: &Reference) -> Result<(ClaimId, ClaimId), Refusal> {
        let find = |key: &str| {
            let unknown = || Refusal::unknown(reference.column, key, "claim");
            self.study.claim_id(key).ok_or_else(unknown)
        };
        let (from, to) = (find(&reference.from)?, find(&reference.to)?);
        if from == to {
            let right = "another claim than its own";
            return Err(Refusal::new(reference.column, &reference.to, right));
        }
        Ok((from, to))
    }
}

fn check_bounds(completed: &Completed) -> Result<(), Refusal> {
    for (column, span) in [("when", completed.when), ("stated_on", completed.stated_on)] {
        if !span.fuzzy.contains(span.strict) {
            let right = "fuzzy days that contain the strict ones";
            return Err(Refusal::new(column, &span.fuzzy.to_string(), right));
        }
    }
    completed.figure.map_or(Ok(()), check_figure)
}

fn check_figure(figure: Figure) -> Result<(), Refusal> {
    let is_ordered = |low: f64, high: f64| low <= high;
    let (strict, fuzzy) = (figure.strict, figure.fuzzy);
    if is_ordered(strict.low, strict.high)
        && is_ordered(fuzzy.low, fuzzy.high)
        && fuzzy.contains(strict)
    {
        return Ok(());
    }
    let right = "numbers, the first not above the second, strict inside fuzzy";
    Err(Refusal::new("value", "", right))
}
