//! The ties between sources as a network: which are tied, by what, how strongly, and which hang
//! together.
//!
//! It knows ties, not positions. What a stranger would get wrong: components are shown, never counted
//! as voices; one who knows two strangers would merge them.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::method::agreement::question::{Agreement, By};
use crate::method::independence::{
    Grounds, Tie, Ties, ties, ties_of_sources, ties_of_two_interviews,
};
use crate::method::independent_set::components;
use crate::model::claim::Claim;
use crate::model::key::{ClaimId, InterviewId, SourceId, TopicId};
use crate::model::study::Study;
use crate::model::vocabulary::Basis;

/// A tie between two sources, or the ties between the sources of two groups or sides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Edge {
    /// The first by key.
    pub source_a: String,
    /// The second; the same key for ties inside a group or side.
    pub source_b: String,
    /// The kinds of ties, in the order of methods.md 4.1.
    pub ties: Vec<&'static str>,
    /// `hard`, `soft` or `unknown`; `none` where the settings count no such tie.
    pub strength: &'static str,
    /// How many pairs of sources are tied so; 1 between two sources.
    pub pairs: usize,
    /// The number of the component, from 1; empty between groups or sides.
    pub component: Option<usize>,
    /// Why, in words.
    pub why: String,
}

/// The network of those who speak.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Network {
    /// The ties, the strongest first, then by keys.
    pub edges: Vec<Edge>,
    /// The sources that hard ties hold together, two and more.
    pub one_voice: Vec<Vec<String>>,
    /// The sources that hang together, two and more, by key of the first.
    pub components: Vec<Vec<String>>,
    /// The sources without any tie, by key.
    pub untied: Vec<String>,
}

/// Returns the ties between the sources of the claims that are looked at.
pub fn network(agreement: &Agreement<'_>, by: By) -> Network {
    let study = agreement.study;
    let claims = agreement.claims();
    let mut sources: Vec<SourceId> = claims.iter().map(|id| study.claim(*id).source()).collect();
    sources.sort_by_key(|source| study.source_key(*source));
    sources.dedup();
    let tied = tied_sources(study, &sources, &claims);
    let key = |place: &usize| study.source_key(sources[*place]).to_owned();
    let held_by = |counts: &dyn Fn(Tie) -> bool| {
        let strength = |ties: &Ties| ties.strength(&agreement.settings.tie_strengths);
        components(&graph(&sources, &tied, |ties| {
            strength(ties).is_some_and(counts)
        }))
    };
    let (mut found, mut untied) = (Vec::new(), Vec::new());
    let mut number_of: BTreeMap<SourceId, usize> = BTreeMap::new();
    for component in held_by(&|_| true) {
        if let [only] = component.as_slice() {
            untied.push(key(only));
            continue;
        }
        found.push(component.iter().map(key).collect());
        number_of.extend(component.iter().map(|place| (sources[*place], found.len())));
    }
    let hard = held_by(&|tie| tie == Tie::Hard).into_iter();
    let one_voice = hard.filter(|component| component.len() > 1);
    Network {
        edges: edges(agreement, by, &tied, &number_of),
        one_voice: one_voice
            .map(|component| component.iter().map(key).collect())
            .collect(),
        components: found,
        untied,
    }
}

fn graph(sources: &[SourceId], tied: &Tied, counts: impl Fn(&Ties) -> bool) -> Vec<Vec<usize>> {
    let place: BTreeMap<SourceId, usize> = sources
        .iter()
        .enumerate()
        .map(|(place, source)| (*source, place))
        .collect();
    let mut graph: Vec<Vec<usize>> = vec![Vec::new(); sources.len()];
    for ((a, b), _) in tied.iter().filter(|(_, ties)| counts(ties)) {
        if let (Some(a), Some(b)) = (place.get(a), place.get(b)) {
            graph[*a].push(*b);
            graph[*b].push(*a);
        }
    }
    graph
}

type Tied = BTreeMap<(SourceId, SourceId), Ties>;

fn ordered(study: &Study, a: SourceId, b: SourceId) -> (SourceId, SourceId) {
    match study.source_key(a) <= study.source_key(b) {
        true => (a, b),
        false => (b, a),
    }
}

/// All ties: what the sources are to one another, how they were heard, and what their claims retell.
fn tied_sources(study: &Study, sources: &[SourceId], claims: &[ClaimId]) -> Tied {
    let interviews = interviews_of(study, claims);
    let heard = |source: &SourceId| interviews.get(source).into_iter().flatten().copied();
    let mut grounds = Grounds::new(study, |_| true);
    for (number, source) in (0..).zip(sources) {
        grounds.add_source(number, *source);
        heard(source).for_each(|interview| grounds.add_interview(number, interview));
    }
    let mut tied = Tied::new();
    for (a, b) in grounds.pairs() {
        let (a, b) = (sources[a as usize], sources[b as usize]);
        let pairs = heard(&a).flat_map(|one| heard(&b).map(move |two| (one, two)));
        let found = pairs.fold(ties_of_sources(study, a, b), |found, (one, two)| {
            found.and(ties_of_two_interviews(study, one, two))
        });
        if !found.is_empty() {
            tied.insert((a, b), found);
        }
    }
    add_ties_of_telling(study, claims, &mut tied);
    tied
}

fn interviews_of(study: &Study, claims: &[ClaimId]) -> BTreeMap<SourceId, BTreeSet<InterviewId>> {
    let mut found: BTreeMap<SourceId, BTreeSet<InterviewId>> = BTreeMap::new();
    for claim in claims.iter().map(|id| study.claim(*id)) {
        found
            .entry(claim.source())
            .or_default()
            .extend(claim.interview());
    }
    found
}

/// Adds the ties that claims on one topic have by what they retell or answer.
fn add_ties_of_telling(study: &Study, claims: &[ClaimId], tied: &mut Tied) {
    let mut by_topic: BTreeMap<TopicId, Vec<ClaimId>> = BTreeMap::new();
    for id in claims {
        by_topic
            .entry(study.claim(*id).topic())
            .or_default()
            .push(*id);
    }
    let retells = |id: &ClaimId| {
        let claim: &Claim = study.claim(*id);
        claim.via().is_some() || claim.basis() == Basis::Told || study.prompts.contains_key(id)
    };
    let source = |id: ClaimId| study.claim(id).source();
    for on_topic in by_topic.values().filter(|all| all.iter().any(retells)) {
        let mut grounds = Grounds::new(study, |_| true);
        // An answer inherits how its prompt was heard: then it matters how all others were.
        let inherits = |id: &ClaimId| study.prompts.contains_key(id);
        let has_answers = on_topic.iter().any(inherits);
        for (number, id) in (0..).zip(on_topic) {
            match has_answers {
                true => grounds.add_claim(number, *id),
                false => grounds.add_telling(number, *id),
            }
        }
        grounds.each_pair(|one, other| {
            let (one, other) = (on_topic[one as usize], on_topic[other as usize]);
            let (a, b) = (source(one), source(other));
            if a != b && (retells(&one) || retells(&other)) {
                let found = ties(study, one, other);
                if !found.is_empty() {
                    let known = tied.entry(ordered(study, a, b)).or_default();
                    *known = known.and(found);
                }
            }
        });
    }
}

/// What ties two keys together.
#[derive(Default)]
struct Between {
    ties: Ties,
    pairs: usize,
    component: Option<usize>,
}

fn edges(
    agreement: &Agreement<'_>,
    by: By,
    tied: &Tied,
    number_of: &BTreeMap<SourceId, usize>,
) -> Vec<Edge> {
    let study = agreement.study;
    let key = |source: SourceId| match by {
        // Here two pseudonyms of one person are two, so that the tie between them is seen.
        By::Source => study.source_key(source),
        by => by.key(study, source),
    };
    let mut between: BTreeMap<(&str, &str), Between> = BTreeMap::new();
    for ((a, b), ties) in tied {
        let (a, b, component) = (key(*a), key(*b), number_of.get(a));
        let found = between.entry((a.min(b), a.max(b))).or_default();
        found.ties = found.ties.and(*ties);
        found.pairs += 1;
        found.component = component.copied().filter(|_| by == By::Source);
    }
    let edge = |((a, b), found): ((&str, &str), Between)| {
        let why: Vec<&str> = found.ties.kinds().map(|kind| kind.sentence()).collect();
        let strength = found.ties.strength(&agreement.settings.tie_strengths);
        Edge {
            source_a: a.to_owned(),
            source_b: b.to_owned(),
            ties: found.ties.kinds().map(|kind| kind.as_str()).collect(),
            strength: strength.map_or("none", Tie::as_str),
            pairs: found.pairs,
            component: found.component,
            why: why.join("; "),
        }
    };
    let mut edges: Vec<Edge> = between.into_iter().map(edge).collect();
    // `hard`, `none`, `soft`, `unknown` is no order; that of the settings is.
    let rank = |edge: &Edge| {
        ["hard", "soft", "unknown"]
            .iter()
            .position(|word| *word == edge.strength)
    };
    edges.sort_by_key(|edge| rank(edge).unwrap_or(usize::MAX));
    edges
}
