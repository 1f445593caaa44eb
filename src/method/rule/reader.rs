//! One pass over a text for all rules: each word is looked up once, each unit decided from the places found in it.
//! It must not know what a rule means. A stranger would get wrong that the units of all kinds are open at the same time,
//! a turn and the sentence in it: the words go by once, and a unit is decided when a word behind it comes.

use super::circumstances::{Circumstances, TurnView, UnitView};
use super::finder::{Finder, Window, Words, span_of_words};
use super::matching::{Hit, Miss, RuleSet};
use super::memory::WordMemory;
use super::places::{LeafPlaces, PLACES_MAX, Places, Seeker};
use super::shortfall::shortage;
use super::truth::Asked;
use super::vocabulary::PatternId;
use super::weighing::Weighing;
use crate::method::unit::{Unit, units};
use crate::model::text_index::Span;
use crate::model::transcript_text::{TurnedText, asks};
use std::collections::BTreeMap;
use std::ops::Range;

/// What a rule says of a unit.
pub(super) enum Decision {
    Hit(Hit),
    Miss(Miss),
}

/// What a pass remembers: of all texts the words, of a turn the units that are open, of these the places found.
#[derive(Debug)]
pub(super) struct Scratch {
    finder: Finder,
    open: Vec<OpenUnits>,
    /// For each leaf the places found in the unit of its kind.
    places: Vec<LeafPlaces>,
    /// Room for what is known of the parts of one rule.
    known: Vec<Option<bool>>,
    /// Room for the rules to be asked about one unit.
    asked: Vec<usize>,
    /// How many places are held for one unit.
    most_places: usize,
    /// What lists sum to in the last question.
    question: Weighing,
}

/// The units of one kind in a turn, and what was found in the one that is open.
#[derive(Debug, Default)]
struct OpenUnits {
    spans: Vec<Span>,
    at: usize,
    /// Where the words of the open one begin: behind the one before.
    least_cp: usize,
    /// The leaves with places.
    touched: Vec<usize>,
    /// How many places they have.
    held: usize,
    /// The rules that have too many.
    left_out: Vec<usize>,
    /// What lists sum to.
    weighing: Weighing,
}

impl Scratch {
    pub(super) fn for_one_text(set: &RuleSet) -> Self {
        Self::new(set, WordMemory::none())
    }

    pub(super) fn for_many_texts(set: &RuleSet) -> Self {
        Self::new(set, WordMemory::new())
    }

    fn new(set: &RuleSet, memory: WordMemory) -> Self {
        Self {
            finder: Finder::new(memory, set.terms.longest()),
            open: Unit::ALL.map(|unit| OpenUnits::new(set, unit)).into(),
            places: vec![LeafPlaces::default(); set.terms.leaf_count()],
            known: Vec::new(),
            asked: Vec::new(),
            most_places: PLACES_MAX,
            question: Weighing::new(set.terms.in_questions()),
        }
    }

    /// The same with room for fewer places: what they are must not depend on it.
    #[cfg(test)]
    pub(super) fn with_room_for(mut self, most_places: usize) -> Self {
        self.most_places = most_places;
        self
    }
}

/// Reads a text turn by turn and hands every decision to `keep`; misses only if they are wanted.
pub(super) fn read(
    set: &RuleSet,
    scratch: &mut Scratch,
    text: &TurnedText<'_>,
    (circumstances, wants_misses): (&Circumstances, bool),
    keep: &mut dyn FnMut(Decision),
) {
    scratch.question.forget();
    let asks = asks(text.turns(), &circumstances.sources);
    for (turn, place) in text.turns().iter().enumerate() {
        let is_question = asks(place);
        if is_question {
            scratch.question.forget();
        }
        let span = place.words();
        let words = text.slice(span);
        let of_unit = |unit: Span| Words::Written {
            text: text.slice(unit),
            start_cp: unit.start_cp,
        };
        let mut pass = Pass {
            set,
            open: &mut scratch.open,
            places: &mut scratch.places,
            known: &mut scratch.known,
            asked: &mut scratch.asked,
            most_places: scratch.most_places,
            view: None,
            turn,
            question: &mut scratch.question,
            is_question,
            of_unit: &of_unit,
            circumstances,
            wants_misses,
            keep: &mut *keep,
        };
        let whole = Words::Written {
            text: words,
            start_cp: place.text_start_cp,
        };
        scratch.finder.read(&set.terms, whole, |window| {
            if pass.view.is_none() {
                pass.view = Some(TurnView::new(place, circumstances));
                for unit in &set.units {
                    pass.open[*unit as usize].begin(units(words, place.text_start_cp, *unit));
                }
            }
            pass.take(window);
            true
        });
        pass.close_all();
    }
}

/// Reads turns of which only the words are known that patterns mean; see [`RuleSet::run_on_words`].
pub(super) fn read_words(
    set: &RuleSet,
    scratch: &mut Scratch,
    (turns, words): (&[Range<u32>], &[(u32, PatternId)]),
    keep: &mut dyn FnMut(Decision),
) {
    let circumstances = Circumstances::default();
    let mut rest = words;
    for (turn, range) in turns.iter().enumerate() {
        rest = &rest[rest.partition_point(|(number, _)| *number < range.start)..];
        let (own, behind) = rest.split_at(rest.partition_point(|(number, _)| *number < range.end));
        rest = behind;
        if own.is_empty() {
            continue;
        }
        let mut pass = Pass {
            set,
            open: &mut scratch.open,
            places: &mut scratch.places,
            known: &mut scratch.known,
            asked: &mut scratch.asked,
            most_places: scratch.most_places,
            view: Some(TurnView::default()),
            turn,
            question: &mut scratch.question,
            is_question: false,
            of_unit: &|_| Words::Numbered(own),
            circumstances: &circumstances,
            wants_misses: false,
            keep: &mut *keep,
        };
        // The last word is there, so the turn has an end that is behind its beginning.
        let span = span_of_words(range.start, range.end - 1);
        pass.open[Unit::Turn as usize].begin(vec![span]);
        scratch
            .finder
            .read(&set.terms, Words::Numbered(own), |window| {
                pass.take(window);
                true
            });
        pass.close_all();
    }
}

impl OpenUnits {
    fn new(set: &RuleSet, unit: Unit) -> Self {
        Self {
            weighing: Weighing::new(set.terms.weights(unit)),
            ..Self::default()
        }
    }

    fn begin(&mut self, spans: Vec<Span>) {
        self.spans = spans;
        self.at = 0;
        self.least_cp = 0;
    }

    fn next(&mut self) {
        self.least_cp = self.span().map_or(0, |span| span.end_cp);
        self.at += 1;
    }

    /// The unit that is open; nothing behind the last.
    fn span(&self) -> Option<Span> {
        self.spans.get(self.at).copied()
    }

    fn is_untouched(&self) -> bool {
        self.touched.is_empty() && self.left_out.is_empty() && self.weighing.touched().is_empty()
    }
}

/// The rules on the units of one turn.
struct Pass<'p> {
    set: &'p RuleSet,
    open: &'p mut [OpenUnits],
    places: &'p mut [LeafPlaces],
    known: &'p mut Vec<Option<bool>>,
    asked: &'p mut Vec<usize>,
    most_places: usize,
    turn: usize,
    question: &'p mut Weighing,
    /// Whether this turn is a question.
    is_question: bool,
    /// Nothing before the first word that a pattern means.
    view: Option<TurnView>,
    /// The words of a unit, to be read again.
    of_unit: &'p dyn Fn(Span) -> Words<'p>,
    circumstances: &'p Circumstances,
    wants_misses: bool,
    keep: &'p mut dyn FnMut(Decision),
}

impl Pass<'_> {
    /// Takes the word read last: decides what lies before it, and keeps the places that end with it.
    fn take(&mut self, window: &Window) {
        let start_cp = window.start_cp();
        for unit in &self.set.units {
            while self.open[*unit as usize]
                .span()
                .is_some_and(|span| span.end_cp <= start_cp)
            {
                self.close(*unit);
            }
        }
        let set = self.set;
        if self.is_question && !set.terms.in_questions().is_empty() {
            self.question.take(set.terms.in_questions(), window, 0);
        }
        for unit in &set.units {
            let (open, weights) = (&mut self.open[*unit as usize], set.terms.weights(*unit));
            if !weights.is_empty() && open.span().is_some() {
                open.weighing.take(weights, window, open.least_cp);
            }
        }
        if set.terms.have_no_places() {
            return;
        }
        for usage in set.terms.uses_of(window.patterns()) {
            let open = &mut self.open[usage.unit as usize];
            let Some(place) = window.place(usage, open.least_cp) else {
                continue;
            };
            let leaf = usage.leaf as usize;
            let places = &mut self.places[leaf];
            if open.span().is_none() || places.is_left_out {
                continue;
            }
            if places.is_empty() {
                open.touched.push(leaf);
            }
            open.held += usize::from(places.add(place));
            if open.held > self.most_places {
                self.leave_out_the_largest(usage.unit);
            }
        }
    }

    /// Holds no places any more of the rule that has most: it will be decided by itself.
    fn leave_out_the_largest(&mut self, unit: Unit) {
        let (terms, open) = (&self.set.terms, &mut self.open[unit as usize]);
        let mut by_rule: BTreeMap<usize, usize> = BTreeMap::new();
        for leaf in &open.touched {
            *by_rule.entry(terms.rule_of_leaf(*leaf)).or_default() += self.places[*leaf].len();
        }
        let Some((rule, held)) = by_rule.into_iter().max_by_key(|(_, held)| *held) else {
            return;
        };
        for leaf in self.set.programs[rule].leaves.clone() {
            self.places[leaf].clear();
            self.places[leaf].is_left_out = true;
        }
        open.held -= held;
        open.touched
            .retain(|leaf| terms.rule_of_leaf(*leaf) != rule);
        open.left_out.push(rule);
    }

    /// Decides all that is open still.
    fn close_all(&mut self) {
        for unit in &self.set.units {
            self.close(*unit);
            self.open[*unit as usize].begin(Vec::new());
        }
    }

    /// Decides the rules of one kind of unit on the one that is open, and opens the next.
    fn close(&mut self, unit: Unit) {
        let open = &mut self.open[unit as usize];
        if let Some(span) = open.span().filter(|_| !open.is_untouched()) {
            self.decide(unit, span);
            self.forget(unit);
        }
        self.open[unit as usize].next();
    }

    /// Asks the rules of which some term was found; the others cannot be true, since each needs a word.
    fn decide(&mut self, unit: Unit, span: Span) {
        self.whom_to_ask(unit);
        if self.wants_misses {
            let weights = self.set.terms.weights(unit);
            self.open[unit as usize].weighing.look_for_reasons(weights);
        }
        let open = &self.open[unit as usize];
        let left_out = open.left_out.clone();
        for leaf in &open.touched {
            self.places[*leaf].sort();
        }
        let Some(turn) = self.view.take() else {
            return;
        };
        let mut view = UnitView {
            places: Places::Held(self.places),
            lists: (self.set.terms.weights(unit), &open.weighing),
            question: (!self.is_question).then_some(&*self.question),
            span,
            turn: &turn,
            circumstances: self.circumstances,
        };
        for rule in self.asked.iter().copied() {
            let decision =
                self.set
                    .decision(rule, &view, (self.turn, self.wants_misses), self.known);
            decision.into_iter().for_each(&mut *self.keep);
        }
        for rule in left_out {
            view.places = Places::Sought(Seeker::new(
                &self.set.terms,
                (self.of_unit)(span),
                self.set.programs[rule].leaves.clone(),
                self.most_places,
            ));
            let decision =
                self.set
                    .decision(rule, &view, (self.turn, self.wants_misses), self.known);
            decision.into_iter().for_each(&mut *self.keep);
        }
        self.view = Some(turn);
    }

    /// The rules of which something was found.
    fn whom_to_ask(&mut self, unit: Unit) {
        let open = &self.open[unit as usize];
        let terms = &self.set.terms;
        self.asked.clear();
        let touched = open.touched.iter();
        self.asked
            .extend(touched.map(|leaf| terms.rule_of_leaf(*leaf)));
        let lists = open.weighing.touched().iter();
        let rules = lists.map(|list| terms.weights(unit).rule_of_list(*list as usize));
        // Of a long list something is found nearly everywhere: what weighs too little need not be asked.
        let question = (!self.is_question).then_some(&*self.question);
        let is_light = |rule: &usize| {
            let needs = self.set.programs[*rule].needs;
            needs.is_some_and(|list| list.weight(&open.weighing, question) < list.least)
        };
        // A rule that is left out is asked by itself, and it has a leaf.
        let is_left_out = |rule: &usize| !open.left_out.is_empty() && open.left_out.contains(rule);
        let wants_misses = self.wants_misses;
        let asked = rules.filter(|rule| !is_left_out(rule) && (wants_misses || !is_light(rule)));
        self.asked.extend(asked);
        self.asked.sort_unstable();
        self.asked.dedup();
    }

    /// Makes room for the next unit.
    fn forget(&mut self, unit: Unit) {
        let open = &mut self.open[unit as usize];
        for leaf in open.touched.drain(..) {
            self.places[leaf].clear();
        }
        for rule in open.left_out.drain(..) {
            for leaf in self.set.programs[rule].leaves.clone() {
                self.places[leaf].is_left_out = false;
            }
        }
        open.held = 0;
        open.weighing.forget();
    }
}

impl RuleSet {
    /// What a rule says of a unit; a miss only where it is wanted.
    fn decision(
        &self,
        rule: usize,
        unit: &UnitView<'_>,
        (turn, wants_misses): (usize, bool),
        known: &mut Vec<Option<bool>>,
    ) -> Option<Decision> {
        let (program, span) = (&self.programs[rule], unit.span);
        let mut asked = Asked::new(unit, program.parts, known);
        if let Some(fired) = asked.what_fired(&program.root) {
            return Some(Decision::Hit(Hit {
                rule,
                turn,
                span,
                fired,
            }));
        }
        wants_misses.then(|| {
            let shortage = shortage(&program.root, &mut asked);
            Decision::Miss(Miss {
                rule,
                turn,
                span,
                shortfalls: shortage.shortfalls,
                lacking: shortage.lacking,
                present: shortage.present,
            })
        })
    }
}
