//! Totals against the sums of their parts, along the trees a topic adds up in (methods.md 3.7, K6),
//! and the lower bound that a source's own parts give to its "up to N" (K2).
//!
//! It knows one node and its children at a time. What a stranger would get wrong: a sum never mixes
//! claims on one child. Where they meet, the child is what they share; where they do not, it is
//! whatever any of them says, so no sum rests on a disputed figure.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::method::crosscheck::evidence::{Bearing, Clash};
use crate::method::crosscheck::words::{Explanation, Kind, Outcome, Outcomes};
use crate::model::claim::{Bounds, Claim, Marks};
use crate::model::day::{Day, DayRange};
use crate::model::key::{ClaimId, NodeId, SourceId, TopicId};
use crate::model::study::Study;
use crate::model::tree::{Relation, Tree};
use crate::model::vocabulary::{Modality, Stance, TimeMode};

/// A figure that can stand in a sum.
#[derive(Debug, Clone, Copy)]
struct Figure {
    id: ClaimId,
    person: SourceId,
    when: DayRange,
    bounds: Bounds,
    fuzzy: Bounds,
    is_up_to: bool,
}

/// Population and place; where nobody names one, all are taken to speak of one.
type Scope = (Option<NodeId>, Option<NodeId>);

/// Returns every pair of a total and a part in a sum that does not fit, and every pair of an "up to"
/// with a figure below what its own parts come to.
pub fn clashes(study: &Study) -> Vec<Clash> {
    let mut found = Vec::new();
    for (topic, by_scope) in figures(study) {
        let adds = study.topic(topic);
        for (node, figures) in &by_scope {
            let (population, place) = *node;
            let mut sum = Sum {
                study,
                topic,
                wholes: figures,
                children: Vec::new(),
                is_complete: false,
                found: &mut found,
            };
            if let Some(place) = place.filter(|_| adds.adds_over_places) {
                let children = children(study.places(), place, |child| {
                    by_scope.get(&(population, Some(child))).map(Vec::as_slice)
                });
                sum.weigh(children, false);
            }
            if let Some(population) = population.filter(|_| adds.adds_over_populations) {
                let tree = study.populations();
                let parts = children(tree, population, |child| {
                    by_scope.get(&(Some(child), place)).map(Vec::as_slice)
                });
                let all = by_scope.keys().filter(|(_, at)| *at == place).count();
                let is_complete = all > 0 && has_all_children(tree, population, parts.len());
                sum.weigh(parts, is_complete);
            }
        }
    }
    found
}

/// The figures of additive topics by topic and scope; scopes in order, so that rows do not matter.
fn figures(study: &Study) -> BTreeMap<TopicId, BTreeMap<Scope, Vec<Figure>>> {
    let is_additive: Vec<bool> = (0..study.topic_count() as u32)
        .map(|topic| {
            let topic = study.topic(TopicId(topic));
            topic.adds_over_places || topic.adds_over_populations
        })
        .collect();
    let mut found: BTreeMap<TopicId, BTreeMap<Scope, Vec<Figure>>> = BTreeMap::new();
    if !is_additive.contains(&true) {
        return found;
    }
    for id in study.claim_ids() {
        let claim = study.claim(id);
        if !is_additive[claim.topic().index()] {
            continue;
        }
        if let Some((scope, figure)) = figure(study, id, claim) {
            let scopes = found.entry(claim.topic()).or_default();
            scopes.entry(scope).or_default().push(figure);
        }
    }
    found
}

fn figure(study: &Study, id: ClaimId, claim: &Claim) -> Option<(Scope, Figure)> {
    let topic = study.topic(claim.topic());
    let open = Marks::PLACE_UNSURE
        .with(Marks::POPULATION_UNSURE)
        .with(Marks::MODALITY_UNSURE)
        .with(Marks::WHEN_ASSUMED)
        .with(Marks::BOAST);
    let is_countable = claim.is_compared()
        && claim.stance() == Stance::Affirms
        && claim.modality() == Modality::Actual
        && claim.unit() == topic.unit
        && (topic.spans_period() || claim.time_mode() == TimeMode::Throughout)
        && !claim.marks().has_any(open);
    let bounds = claim
        .strict()
        .filter(|bounds| is_countable && bounds.low >= 0.0)?;
    let scope = (claim.population(), claim.place());
    let figure = Figure {
        id,
        person: study.source(claim.source()).person,
        when: claim.when().strict,
        bounds,
        fuzzy: claim.fuzzy().unwrap_or(bounds),
        is_up_to: claim.marks().has(Marks::UP_TO),
    };
    Some((scope, figure))
}

/// The children of a node of which there are figures and no two of which have a member in common.
fn children<'f>(
    tree: &Tree,
    node: NodeId,
    figures: impl Fn(NodeId) -> Option<&'f [Figure]>,
) -> Vec<&'f [Figure]> {
    let mut kept: Vec<NodeId> = Vec::new();
    let mut found = Vec::new();
    for child in tree.children(node) {
        let is_apart = |other: &NodeId| tree.relation(*other, child) == Relation::Disjoint;
        if let (Some(figures), true) = (figures(child), kept.iter().all(is_apart)) {
            kept.push(child);
            found.push(figures);
        }
    }
    found
}

fn has_all_children(tree: &Tree, node: NodeId, with_figures: usize) -> bool {
    tree.is_complete(node) && tree.children(node).count() == with_figures
}

/// One node, its own figures and those of its children.
struct Sum<'a> {
    study: &'a Study,
    topic: TopicId,
    wholes: &'a [Figure],
    children: Vec<&'a [Figure]>,
    is_complete: bool,
    found: &'a mut Vec<Clash>,
}

impl<'a> Sum<'a> {
    /// Holds the totals against the sums of all, and each person's against the sums of its own.
    fn weigh(&mut self, children: Vec<&'a [Figure]>, is_complete: bool) {
        if children.len() < 2 {
            return;
        }
        (self.children, self.is_complete) = (children, is_complete);
        let everybody: Vec<Vec<Figure>> = self.children.iter().map(|of| of.to_vec()).collect();
        self.sweep(self.wholes.to_vec(), &everybody);
        let mut parts = parts_by_person(&self.children);
        for (person, wholes) in by_person(self.wholes) {
            let own = parts.remove(&person).unwrap_or_default();
            if own.iter().filter(|part| !part.is_empty()).count() > 1 {
                self.derive(&wholes, &own);
                self.sweep(wholes, &own);
            }
        }
    }

    /// Walks the periods of a counted topic, or the days on which a figure begins to hold. A total that
    /// is unfit on any of them however its words are taken is so; else it may be so by rounding.
    fn sweep(&mut self, wholes: Vec<Figure>, parts: &[Vec<Figure>]) {
        let strict = self.unfit(&wholes, parts, |figure| figure.bounds);
        let is_exact = |figure: &Figure| figure.bounds == figure.fuzzy;
        let are_exact = parts.iter().flatten().chain(&wholes).all(is_exact);
        let clear = match are_exact || strict.is_empty() {
            true => BTreeMap::new(),
            false => self.unfit(&wholes, parts, |figure| figure.fuzzy),
        };
        for (whole, sum) in &strict {
            let is_clear = are_exact || clear.contains_key(whole);
            self.note(*whole, clear.get(whole).unwrap_or(sum), !is_clear);
        }
    }

    /// The totals that some sum does not fit, each with the first one, by strict bounds or by fuzzy ones.
    fn unfit(
        &self,
        wholes: &[Figure],
        parts: &[Vec<Figure>],
        bounds: fn(&Figure) -> Bounds,
    ) -> BTreeMap<ClaimId, Total> {
        let mut slabs = Slabs::new(parts, bounds);
        let mut found = BTreeMap::new();
        let parts: Vec<&Figure> = parts.iter().flatten().collect();
        for turn in turns(self.study.topic(self.topic).spans_period(), wholes, &parts) {
            slabs.take(&turn);
            for (whole, sum) in slabs.unfit(self.is_complete) {
                found.entry(whole).or_insert(sum);
            }
        }
        found
    }

    fn note(&mut self, whole: ClaimId, sum: &Total, is_by_rounding: bool) {
        for part in &sum.parts {
            let others = sum.parts.iter().filter(|other| *other != part);
            self.found.push(Clash {
                witnesses: others.copied().collect(),
                ends: self.ends(whole, sum),
                outcomes: rounding(is_by_rounding),
                ..Clash::new(
                    Kind::PartWhole,
                    self.topic,
                    [whole, *part],
                    Bearing::Refuted,
                )
            });
        }
    }

    /// The two ends that clash, as they were said.
    fn ends(&self, whole: ClaimId, sum: &Total) -> Option<(f64, f64)> {
        let strict = |id: &ClaimId| self.study.claim(*id).strict();
        let whole = strict(&whole)?;
        let parts = sum.parts.iter().filter_map(strict);
        Some(match sum.is_more {
            true => (whole.high, parts.map(|part| part.low).sum()),
            false => (parts.map(|part| part.high).sum(), whole.low),
        })
    }

    /// "Up to N" with parts that come to more than another says of the same (3.7).
    fn derive(&mut self, wholes: &[Figure], parts: &[Vec<Figure>]) {
        let spans_period = self.study.topic(self.topic).spans_period();
        for whole in wholes.iter().filter(|whole| whole.is_up_to) {
            let shares = |figure: &&Figure| match spans_period {
                true => figure.when == whole.when,
                false => figure.when.contains(whole.when),
            };
            let own = parts.iter().filter_map(|of_child| {
                let best = of_child.iter().filter(shares);
                best.max_by(|a, b| a.bounds.low.total_cmp(&b.bounds.low).then(b.id.cmp(&a.id)))
            });
            let own: Vec<&Figure> = own.collect();
            let least: f64 = own.iter().map(|figure| figure.bounds.low).sum();
            if own.len() < 2 || least > whole.bounds.high {
                continue;
            }
            let surely: f64 = own.iter().map(|figure| figure.fuzzy.low).sum();
            let below = self.wholes.iter().filter(|other| {
                let is_shared = match spans_period {
                    true => other.when == whole.when,
                    false => other.when.meets(whole.when),
                };
                is_shared && other.id != whole.id && other.bounds.high < least
            });
            let derived = below.map(|other| Clash {
                witnesses: own.iter().map(|figure| figure.id).collect(),
                ends: Some((other.bounds.high, least)),
                outcomes: rounding(other.fuzzy.high >= surely),
                ..Clash::new(
                    Kind::ValueDisjoint,
                    self.topic,
                    [whole.id, other.id],
                    Bearing::Refuted,
                )
            });
            let derived: Vec<Clash> = derived.collect();
            self.found.extend(derived);
        }
    }
}

/// Whether what does not fit as it was said may fit as it may have been meant.
const fn rounding(is_so: bool) -> Outcomes {
    match is_so {
        true => Outcomes::NONE.with(Explanation::Rounding, Outcome::Yes),
        false => Outcomes::NONE,
    }
}

fn by_person(wholes: &[Figure]) -> BTreeMap<SourceId, Vec<Figure>> {
    let mut found: BTreeMap<SourceId, Vec<Figure>> = BTreeMap::new();
    for whole in wholes {
        found.entry(whole.person).or_default().push(*whole);
    }
    found
}

/// The figures of each person, child by child.
fn parts_by_person(children: &[&[Figure]]) -> HashMap<SourceId, Vec<Vec<Figure>>> {
    let mut found: HashMap<SourceId, Vec<Vec<Figure>>> = HashMap::new();
    for (child, figures) in children.iter().enumerate() {
        for figure in *figures {
            let of = found.entry(figure.person).or_default();
            of.resize(children.len(), Vec::new());
            of[child].push(*figure);
        }
    }
    found
}

/// What begins and ends to hold at one point of the walk.
#[derive(Debug, Default)]
struct Turn {
    gone: Vec<(Figure, bool)>,
    come: Vec<(Figure, bool)>,
}

/// The points of the walk: days for what holds on each, whole periods for what is counted over them.
fn turns(spans_period: bool, wholes: &[Figure], parts: &[&Figure]) -> Vec<Turn> {
    let all = wholes
        .iter()
        .map(|whole| (*whole, true))
        .chain(parts.iter().map(|part| (**part, false)));
    if spans_period {
        let mut periods: BTreeMap<(Day, Day), Turn> = BTreeMap::new();
        for one in all {
            let when = one.0.when;
            let turn = periods.entry((when.low(), when.high())).or_default();
            turn.come.push(one);
        }
        let mut turns: Vec<Turn> = periods.into_values().collect();
        for place in 1..turns.len() {
            turns[place].gone = turns[place - 1].come.clone();
        }
        return turns;
    }
    let mut days: BTreeMap<i64, Turn> = BTreeMap::new();
    for one in all {
        let when = one.0.when;
        let day = |day: Day| i64::from(day.rata_die());
        days.entry(day(when.low())).or_default().come.push(one);
        days.entry(day(when.high()) + 1).or_default().gone.push(one);
    }
    days.into_values().collect()
}

/// A sum that does not fit a total: its parts, and whether they come to more than it.
struct Total {
    parts: Vec<ClaimId>,
    is_more: bool,
}

type End = (u64, ClaimId);

/// The figures in force at one point of the walk.
struct Slabs {
    bounds: fn(&Figure) -> Bounds,
    child_of: HashMap<ClaimId, usize>,
    /// By child, its figures by lower and by upper end.
    lows: Vec<BTreeSet<End>>,
    highs: Vec<BTreeSet<End>>,
    whole_lows: BTreeSet<End>,
    whole_highs: BTreeSet<End>,
}

/// Figures in sums are nought or more, so their bits sort as they do.
const fn end(number: f64, id: ClaimId) -> End {
    ((number + 0.0).to_bits(), id)
}

const fn number(end: &End) -> f64 {
    f64::from_bits(end.0)
}

impl Slabs {
    fn new(parts: &[Vec<Figure>], bounds: fn(&Figure) -> Bounds) -> Slabs {
        let of_child = |(child, of): (usize, &Vec<Figure>)| -> Vec<(ClaimId, usize)> {
            of.iter().map(|figure| (figure.id, child)).collect()
        };
        Slabs {
            bounds,
            child_of: parts.iter().enumerate().flat_map(of_child).collect(),
            lows: vec![BTreeSet::new(); parts.len()],
            highs: vec![BTreeSet::new(); parts.len()],
            whole_lows: BTreeSet::new(),
            whole_highs: BTreeSet::new(),
        }
    }

    fn take(&mut self, turn: &Turn) {
        for (figure, is_whole) in &turn.gone {
            let bounds = (self.bounds)(figure);
            let (lows, highs) = self.ends_of(figure.id, *is_whole);
            lows.remove(&end(bounds.low, figure.id));
            highs.remove(&end(bounds.high, figure.id));
        }
        for (figure, is_whole) in &turn.come {
            let bounds = (self.bounds)(figure);
            let (lows, highs) = self.ends_of(figure.id, *is_whole);
            lows.insert(end(bounds.low, figure.id));
            highs.insert(end(bounds.high, figure.id));
        }
    }

    fn ends_of(&mut self, id: ClaimId, is_whole: bool) -> (&mut BTreeSet<End>, &mut BTreeSet<End>) {
        if is_whole {
            return (&mut self.whole_lows, &mut self.whole_highs);
        }
        let child = self.child_of.get(&id).copied().unwrap_or(0);
        (&mut self.lows[child], &mut self.highs[child])
    }

    /// The totals in force that the sums do not fit.
    fn unfit(&self, is_complete: bool) -> Vec<(ClaimId, Total)> {
        let mut found = Vec::new();
        let least = self.sum_of_lows();
        for whole in &self.whole_highs {
            let high = number(whole);
            if high >= least.1 {
                break;
            }
            let parts = least.0.clone();
            found.push((
                whole.1,
                Total {
                    parts,
                    is_more: true,
                },
            ));
        }
        if let Some(most) = self.sum_of_highs().filter(|_| is_complete) {
            for whole in self.whole_lows.iter().rev() {
                let low = number(whole);
                if low <= most.1 {
                    break;
                }
                let parts = most.0.clone();
                found.push((
                    whole.1,
                    Total {
                        parts,
                        is_more: false,
                    },
                ));
            }
        }
        found
    }

    /// The least that the children come to, and the claims that say so.
    fn sum_of_lows(&self) -> (Vec<ClaimId>, f64) {
        let (mut parts, mut sum) = (Vec::new(), 0.0);
        for (lows, highs) in self.lows.iter().zip(&self.highs) {
            let (Some(least), Some(greatest)) = (lows.first(), lows.last()) else {
                continue;
            };
            let agree = highs
                .first()
                .is_some_and(|high| number(greatest) <= number(high));
            let said = if agree { greatest } else { least };
            // A part of which nothing is said to be there adds nothing to the case.
            if number(said) > 0.0 {
                parts.push(said.1);
                sum += number(said);
            }
        }
        (parts, sum)
    }

    /// The most that the children come to, where there is a figure of each.
    fn sum_of_highs(&self) -> Option<(Vec<ClaimId>, f64)> {
        let (mut parts, mut sum) = (Vec::new(), 0.0);
        for (lows, highs) in self.lows.iter().zip(&self.highs) {
            let (least, greatest) = (highs.first()?, highs.last()?);
            let agree = lows.last().is_some_and(|low| number(low) <= number(least));
            let said = if agree { least } else { greatest };
            parts.push(said.1);
            sum += number(said);
        }
        Some((parts, sum))
    }
}
