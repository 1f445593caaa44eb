//! The innocent explanations, tested in their order on every pair that seems to clash (methods.md 3.3).
//!
//! Each test gives yes, no or undecided and looks at nothing but its own question. What a stranger
//! would get wrong: the judge tells what it alone can know: other readings, and what was settled.

use crate::method::crosscheck::evidence::{Bearing, Clash};
use crate::method::crosscheck::kinds::kinds;
use crate::method::crosscheck::pair::{Answer, Pair};
use crate::method::crosscheck::relation::Identity;
use crate::method::crosscheck::scope::Standing;
use crate::method::crosscheck::time::{Period, SharedTime};
use crate::method::crosscheck::words::{Explanation, Kind, Outcome, Outcomes};
use crate::model::claim::{Claim, Marks};
use crate::model::key::SourceId;
use crate::model::study::{Origin, Study};
use crate::model::vocabulary::{Basis, Modality, SourceKind};

/// What the tests need and a pair does not hold.
#[derive(Debug, Clone, Copy)]
pub struct Known<'e> {
    /// What third claims make of the pair.
    pub clash: Option<&'e Clash>,
    /// What other readings of the words do to the conflict.
    pub coding: Outcome,
    /// Whether one is a forecast or promise that the other settles.
    pub is_settled: bool,
}

/// Tests the explanations on a pair of a kind.
pub fn explain(pair: &Pair<'_>, kind: Kind, known: &Known<'_>) -> Outcomes {
    if let Some(clash) = known.clash.filter(|clash| clash.kind == kind) {
        return explain_clash(pair, clash, known);
    }
    if kind == Kind::Trend {
        return explain_trends(pair, known);
    }
    Outcomes::NONE
        .with(Explanation::Identity, identity(pair, kind))
        .with(Explanation::Time, time(pair, kind))
        .with(Explanation::Place, place(pair, kind))
        .with(Explanation::Population, population(pair, kind))
        .with(Explanation::Measure, measure(pair, kind))
        .with(Explanation::Rounding, rounding(pair, kind))
        .with(Explanation::Hearsay, hearsay(pair))
        .with(Explanation::Modality, modality(pair, known.is_settled))
        .with(Explanation::Coding, known.coding)
}

/// Of a pair on which third claims bear, scope, measure and rounding were looked at when they were found.
fn explain_clash(pair: &Pair<'_>, clash: &Clash, known: &Known<'_>) -> Outcomes {
    let time = match (clash.bearing, clash.kind) {
        (Bearing::Disputed, _) => Outcome::Undecided,
        // The two times are what is in question; how surely flows fill the days between was looked at.
        (_, Kind::RateStock) => clash.outcomes.get(Explanation::Time),
        // Two totals meet as any two claims do.
        (_, Kind::ValueDisjoint) => time(pair, clash.kind),
        _ => Outcome::No,
    };
    let population = match clash.right_of {
        Some(_) => Outcome::Undecided,
        None => Outcome::No,
    };
    let rounding = match clash.outcomes.get(Explanation::Rounding) {
        // What the two show by themselves is not explained by what third claims may have meant.
        Outcome::Yes if kinds(pair).has(clash.kind) => rounding(pair, clash.kind),
        told => told,
    };
    clash
        .outcomes
        .with(Explanation::Time, time)
        .with(Explanation::Population, population)
        .with(Explanation::Rounding, rounding)
        .with(Explanation::Hearsay, hearsay(pair))
        .with(Explanation::Modality, modality(pair, known.is_settled))
        .with(Explanation::Coding, known.coding)
}

/// Two contrary trends are of one scope and unit, and no event is asked for.
fn explain_trends(pair: &Pair<'_>, known: &Known<'_>) -> Outcomes {
    Outcomes::NONE
        .with(Explanation::Time, time(pair, Kind::Trend))
        .with(Explanation::Hearsay, hearsay(pair))
        .with(Explanation::Modality, modality(pair, known.is_settled))
        .with(Explanation::Coding, known.coding)
}

/// 1: they speak of different events.
fn identity(pair: &Pair<'_>, kind: Kind) -> Outcome {
    let denies_one = || {
        let denial = pair.opposed().map(|opposed| opposed.negates.claim.event());
        denial.flatten().is_some()
    };
    match pair.relation.identity {
        Identity::NotNamed | Identity::Same => Outcome::No,
        Identity::Different if pair.is_linked => Outcome::No,
        Identity::Different => Outcome::Yes,
        Identity::PerhapsDifferent if pair.is_linked => Outcome::No,
        Identity::Unsure | Identity::PerhapsDifferent => Outcome::Undecided,
        Identity::Missing => match kind {
            Kind::EventDate | Kind::Attribution => Outcome::Undecided,
            Kind::Existence if denies_one() => Outcome::Undecided,
            _ => Outcome::No,
        },
    }
}

/// 2: they speak of different times.
fn time(pair: &Pair<'_>, kind: Kind) -> Outcome {
    if kind == Kind::EventDate {
        // The dates are what is in question.
        return Outcome::No;
    }
    if pair.time == SharedTime::No {
        return Outcome::Yes;
    }
    match pair.period {
        Period::NotCounted | Period::Equal => match pair.time {
            SharedTime::Possible => Outcome::Undecided,
            SharedTime::No | SharedTime::Yes => Outcome::No,
        },
        Period::Crossed => Outcome::Yes,
        Period::Open => Outcome::Undecided,
        Period::Whole { is_sure } => contained_period(pair, kind, (true, is_sure)),
        Period::Part { is_sure } => contained_period(pair, kind, (false, is_sure)),
    }
}

/// A longer period that is denied, or whose count is below that of a shorter one, leaves no way out;
/// a denial of the shorter one does.
fn contained_period(
    pair: &Pair<'_>,
    kind: Kind,
    (first_is_longer, is_sure): (bool, bool),
) -> Outcome {
    let is_settled = match kind {
        Kind::PartWhole => true,
        Kind::Polarity => pair.opposed().is_some_and(|opposed| {
            let denies_all = opposed.affirms_is_first != first_is_longer;
            opposed.is_settled_by_sum(pair).unwrap_or(denies_all)
        }),
        _ => false,
    };
    if is_settled && is_sure {
        return Outcome::No;
    }
    Outcome::Undecided
}

/// 3: they speak of different places.
fn place(pair: &Pair<'_>, kind: Kind) -> Outcome {
    scope(pair, kind, pair.scope.place)
}

/// 4: they speak of different people.
fn population(pair: &Pair<'_>, kind: Kind) -> Outcome {
    let outcome = scope(pair, kind, pair.scope.population);
    let is_assumed = |answer: &Answer<'_>| answer.claim.marks().has(Marks::POPULATION_ASSUMED);
    if outcome == Outcome::Yes && (is_assumed(&pair.a) != is_assumed(&pair.b)) {
        return Outcome::Undecided;
    }
    outcome
}

fn scope(pair: &Pair<'_>, kind: Kind, standing: Standing) -> Outcome {
    match standing {
        Standing::Equal | Standing::BothMissing => Outcome::No,
        Standing::Unknown | Standing::Elsewhere => Outcome::Undecided,
        Standing::Whole | Standing::Part => match kind {
            Kind::ValueDisjoint => Outcome::Yes,
            Kind::PartWhole => Outcome::No,
            // A denial for the whole denies every part; a general statement may have exceptions.
            Kind::Polarity | Kind::Existence => {
                let opposed = pair.opposed();
                let by_sum = opposed.and_then(|opposed| opposed.is_settled_by_sum(pair));
                let is_whole_denied =
                    || opposed.is_some_and(|opposed| !opposed.whole_is_affirmed(standing));
                match by_sum {
                    Some(true) => Outcome::No,
                    // "Not five" of the whole leaves five to a part.
                    Some(false) => Outcome::Yes,
                    None if is_whole_denied() => Outcome::No,
                    None => Outcome::Undecided,
                }
            }
            _ => Outcome::Undecided,
        },
    }
}

/// 5: they count in different ways. Units that do not convert were screened before (3.1).
fn measure(pair: &Pair<'_>, kind: Kind) -> Outcome {
    if pair.counts_per_time() {
        return Outcome::Yes;
    }
    let is_about_figures = matches!(kind, Kind::ValueDisjoint | Kind::PartWhole | Kind::Polarity);
    if is_about_figures && pair.is_unit_missing() {
        return Outcome::Undecided;
    }
    Outcome::No
}

/// 6: the figures differ by rounding alone.
fn rounding(pair: &Pair<'_>, kind: Kind) -> Outcome {
    if kind == Kind::EventDate {
        return match pair.relation.days.may_meet {
            true => Outcome::Yes,
            false => Outcome::No,
        };
    }
    if !matches!(kind, Kind::ValueDisjoint | Kind::PartWhole) {
        return Outcome::No;
    }
    let have_figures = pair.a.strict().is_some() && pair.b.strict().is_some();
    match have_figures && pair.relation.figures.may_meet {
        true => Outcome::Yes,
        false => Outcome::No,
    }
}

/// 7: it is one statement retold.
fn hearsay(pair: &Pair<'_>) -> Outcome {
    let (a, b) = (pair.a.claim, pair.b.claim);
    if pair.relation.is_one_person {
        // What one mouth says twice is a changed account (S1), not hearsay.
        return Outcome::No;
    }
    if pair.relation.is_one_origin {
        return Outcome::Yes;
    }
    let are_told = a.basis() == Basis::Told && b.basis() == Basis::Told;
    let is_open = |claim| origin(pair.study, claim) == Ultimate::Unknown;
    if are_told && (is_open(a) || is_open(b)) {
        return Outcome::Undecided;
    }
    Outcome::No
}

/// Where a statement comes from in the end, as far as the claim says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ultimate {
    /// Told, and nobody said by whom.
    Unknown,
    /// A person of the study: the speaker, or a source spoken through.
    Person(SourceId),
    /// Somebody else, known by the words of the cell.
    Other(u32),
}

impl Ultimate {
    /// Tells whether two statements are known to come from one origin.
    pub(crate) fn is_one_with(self, other: Ultimate) -> bool {
        self == other && self != Ultimate::Unknown
    }
}

/// Returns the last known link of the chain behind a claim (2.5): of who was told and does not say by
/// whom, the speaker, for whoever quotes that person retells this very statement.
pub(super) fn last_link(study: &Study, claim: &Claim) -> Ultimate {
    match origin(study, claim) {
        Ultimate::Unknown => Ultimate::Person(study.source(claim.source()).person),
        known => known,
    }
}

/// Returns where the statement of a claim comes from, as far as that is known.
pub(crate) fn origin(study: &Study, claim: &Claim) -> Ultimate {
    let person = |source: SourceId| Ultimate::Person(study.source(source).person);
    let Some(via) = claim.via() else {
        return match claim.basis() {
            Basis::Told => Ultimate::Unknown,
            _ => person(claim.source()),
        };
    };
    match study.origin(via) {
        // Who speaks from own knowledge through a publication is quoted: the text is a channel.
        Origin::Source(channel)
            if study.source(channel).kind == SourceKind::Publication
                && !matches!(claim.basis(), Basis::Told | Basis::Unknown) =>
        {
            person(claim.source())
        }
        Origin::Source(source) => person(source),
        Origin::Other => Ultimate::Other(via.0),
    }
}

/// 8: one does not speak of what is.
fn modality(pair: &Pair<'_>, is_settled: bool) -> Outcome {
    if is_settled {
        return Outcome::No;
    }
    let claims = [pair.a.claim, pair.b.claim];
    let is_hedged = |claim: &Claim| claim.marks().has(Marks::MODALITY_UNSURE);
    let is_no_fact = |claim: &&Claim| claim.modality() != Modality::Actual;
    let mut no_facts = claims.into_iter().filter(is_no_fact).peekable();
    if no_facts.peek().is_none() {
        return match claims.into_iter().any(is_hedged) {
            true => Outcome::Undecided,
            false => Outcome::No,
        };
    }
    // What is perhaps a plan may be a fact.
    match no_facts.all(is_hedged) || is_open_to_time(pair) {
        true => Outcome::Undecided,
        false => Outcome::Yes,
    }
}

/// Tells whether a forecast or promise stands against an actual claim of contrary stance on the same
/// scope, about a time it shares (3.10): only a settling record can decide that pair.
pub fn is_open_to_time(pair: &Pair<'_>) -> bool {
    let (a, b) = (pair.a.claim.modality(), pair.b.claim.modality());
    let is_such = (a.is_open_to_time() && b == Modality::Actual)
        || (b.is_open_to_time() && a == Modality::Actual);
    is_such && pair.opposed().is_some() && pair.scope.is_equal()
}
