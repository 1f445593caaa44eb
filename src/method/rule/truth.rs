//! Whether a rule is true of a unit, and which words say so. It must not know how places are found.
//! A stranger would get wrong that the two are asked one after the other: what is true is known, each part once, before
//! any place is taken, so nothing has to be taken back, and what is held does not grow with the depth of a rule.

use super::circumstances::UnitView;
use super::count::{each_in_a_row, longest_row};
use super::matching::FiredWord;
use super::near::Chain;
use super::program::{Asks, CountStep, SideStep, Step};
use crate::model::text_index::Span;
use std::collections::BTreeSet;

/// One rule asked of one unit.
pub(super) struct Asked<'q> {
    pub(super) unit: &'q UnitView<'q>,
    /// For each part of the rule whether it is true, where that is known.
    known: &'q mut Vec<Option<bool>>,
}

impl<'q> Asked<'q> {
    /// Begins to ask; `known` is room to be used again.
    pub(super) fn new(
        unit: &'q UnitView<'q>,
        parts: usize,
        known: &'q mut Vec<Option<bool>>,
    ) -> Self {
        known.clear();
        known.resize(parts, None);
        Self { unit, known }
    }

    /// Whether a step is true of the unit.
    pub(super) fn is_true(&mut self, step: &Step) -> bool {
        match &step.asks {
            Asks::Leaf(leaf) => self.unit.places.has(*leaf),
            Asks::Known(condition) => self.unit.answers(condition),
            Asks::InQuestion(list) => self.unit.is_in_question(*list),
            made => match self.known[step.part] {
                Some(known) => known,
                None => {
                    let is_true = self.is_made_true(made);
                    self.known[step.part] = Some(is_true);
                    is_true
                }
            },
        }
    }

    fn is_made_true(&mut self, asks: &Asks) -> bool {
        match asks {
            Asks::Near(sides) => self.chain(sides).holds(),
            Asks::AtLeast(count) => self.longest_row(count) >= count.count,
            Asks::Weigh(weigh) => self.unit.is_heavy(weigh),
            Asks::All(parts) => parts.iter().all(|part| self.is_true(part)),
            Asks::Any(parts) => parts.iter().any(|part| self.is_true(part)),
            Asks::Not(part) => !self.is_true(part),
            Asks::Leaf(_) | Asks::Known(_) | Asks::InQuestion(_) => false,
        }
    }

    pub(super) fn chain<'c>(&'c self, sides: &'c [SideStep]) -> Chain<'c> {
        Chain {
            sides,
            places: &self.unit.places,
        }
    }

    /// How many places of what is counted stand one behind the other, at most.
    pub(super) fn longest_row(&self, count: &CountStep) -> usize {
        longest_row(&self.unit.places.of(count.leaf), count.distance_words)
    }

    /// The places that make a step true, if it is: in the order of the text, each once, named by the first term that
    /// was written.
    pub(super) fn what_fired(&mut self, step: &Step) -> Option<Vec<FiredWord>> {
        self.is_true(step).then(|| {
            let mut fired = Fired::default();
            self.collect(step, &mut fired);
            fired.take_reasons(self.unit);
            fired.done()
        })
    }

    /// Takes the places of a step that is true.
    fn collect(&mut self, step: &Step, fired: &mut Fired) {
        let unit = self.unit;
        match &step.asks {
            Asks::Leaf(leaf) if fired.leaves.insert(*leaf) => {
                let places = unit.places.of(*leaf);
                places
                    .iter()
                    .for_each(|place| fired.take(place.span(), place.term));
            }
            Asks::Near(sides) => self
                .chain(sides)
                .each_place(&mut |place| fired.take(place.span(), place.term)),
            Asks::AtLeast(count) => each_in_a_row(
                &unit.places.of(count.leaf),
                count.count,
                count.distance_words,
                &mut |place| fired.take(place.span(), place.term),
            ),
            Asks::Weigh(weigh) => {
                fired.lists.insert(weigh.list as u32);
            }
            Asks::All(parts) => parts.iter().for_each(|part| self.collect(part, fired)),
            // Every branch is asked, not the first true one: all words that speak for the hit are shown.
            Asks::Any(parts) => {
                for part in parts {
                    if self.is_true(part) {
                        self.collect(part, fired);
                    }
                }
            }
            Asks::Leaf(_) | Asks::Known(_) | Asks::InQuestion(_) | Asks::Not(_) => {}
        }
    }
}

/// So many places are taken before it is looked whether some are the same.
const TAKEN_BEFORE_SORTING: usize = 1 << 20;

/// Places taken, of which many may be the same.
#[derive(Default)]
struct Fired {
    words: Vec<FiredWord>,
    /// How many of them are known to be different.
    different: usize,
    /// The leaves of which all places are taken.
    leaves: BTreeSet<usize>,
    /// The lists whose words are to be taken, all at once.
    lists: BTreeSet<u32>,
}

impl Fired {
    fn take(&mut self, span: Span, term: u32) {
        self.words.push(FiredWord {
            span,
            term: term as usize,
        });
        if self.words.len() > 2 * self.different + TAKEN_BEFORE_SORTING {
            self.sort();
        }
    }

    /// Takes the words of lists that are true; those that speak against one are no reason to show.
    fn take_reasons(&mut self, unit: &UnitView<'_>) {
        let lists: Vec<u32> = std::mem::take(&mut self.lists).into_iter().collect();
        if lists.is_empty() {
            return;
        }
        unit.each_reason(&lists, &mut |span, term| self.take(span, term));
    }

    fn sort(&mut self) {
        self.words.sort_unstable();
        self.words.dedup_by_key(|word| word.span);
        self.different = self.words.len();
    }

    fn done(mut self) -> Vec<FiredWord> {
        self.sort();
        self.words
    }
}
