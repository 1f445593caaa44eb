//! What became of what a source said: counts, always with their number, never one score (methods.md
//! 4.4).
//!
//! It knows findings, known answers and letters that people gave. What a stranger would get wrong: a
//! claim may be confirmed by one and contradicted by another, so the columns need not sum to the claims.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::ControlFlow;

use serde::Serialize;

use crate::method::agreement::beside::{Beside, Control, Rating};
use crate::method::agreement::question::{Agreement, By, Question};
use crate::method::agreement::voices::{Counting, Voices};
use crate::method::crosscheck::words::{Explanation, Outcome, Verdict};
use crate::method::crosscheck::{Finding, FindingMarks};
use crate::model::claim::{Claim, Marks};
use crate::model::day::DayRange;
use crate::model::key::{ClaimId, SourceId};
use crate::model::study::Study;
use crate::model::vocabulary::{Modality, Stance};

/// A row of `agree track-record`.
#[derive(Debug, Clone, PartialEq, Serialize, Default)]
pub struct TrackRecord {
    /// The source, group or side.
    pub source: String,
    /// The group of a source; empty in rows of groups and sides.
    pub group: String,
    /// The side; empty in rows of groups and sides.
    pub side: String,
    /// `all`; `early` for what was said on the first day of talk, `late` for what was said after it.
    pub part: &'static str,
    /// How many claims there are.
    pub claims: usize,
    /// Agreed with by an independent voice of another side, or by a settled claim.
    pub confirmed: usize,
    /// Contradicted by somebody else.
    pub contradicted: usize,
    /// Seemed to clash with somebody else's, and an explanation holds.
    pub reconciled: usize,
    /// None of these.
    pub untested: usize,
    /// Confirmed of all, in percent; empty for fewer than ten claims.
    pub confirmed_percent: Option<f64>,
    /// Known answers given rightly.
    pub controls_right: usize,
    /// Known answers given wrongly.
    pub controls_wrong: usize,
    /// Questions with a known answer that were evaded.
    pub controls_evaded: usize,
    /// Forecasts and promises that held.
    pub forecasts_held: usize,
    /// Those that failed.
    pub forecasts_failed: usize,
    /// Those that nothing has decided yet.
    pub forecasts_open: usize,
    /// General claims of which the own details fell short.
    pub fell_short: usize,
    /// Pairs of own claims that contradict one another.
    pub changed_accounts: usize,
    /// The letter that was given last, `A` to `F`.
    pub letter: String,
    /// All letters with date and analyst, the oldest first.
    pub letters: Vec<String>,
}

/// What became of one claim.
#[derive(Debug, Clone, Copy, Default)]
struct Fate {
    is_confirmed: bool,
    is_contradicted: bool,
    is_reconciled: bool,
    fell_short: bool,
    changed: usize,
    control: Option<bool>,
    is_evaded: bool,
    has_held: bool,
    has_failed: bool,
}

/// Returns the records, by key: of all claims, and of early and late ones apart where a source spoke on
/// more than one day.
///
/// *Arguments*: `findings` are all findings of a run, those that are not flagged too.
pub fn track_record(
    agreement: &Agreement<'_>,
    findings: &[Finding],
    beside: &Beside,
    by: By,
) -> Vec<TrackRecord> {
    let study = agreement.study;
    let fates = fates(agreement, findings, beside);
    let known: Vec<(ClaimId, &Fate)> = known(study, &fates).collect();
    let first = first_days(study, &known);
    let mut rows: BTreeMap<(&str, u8), TrackRecord> = BTreeMap::new();
    for (id, fate) in &known {
        let claim = study.claim(*id);
        let person = study.source(claim.source()).person;
        let key = by.key(study, claim.source());
        let part = match first.get(&person) {
            Some((day, true)) if claim.stated_on().low() > day.high() => Some((2, "late")),
            Some((_, true)) => Some((1, "early")),
            _ => None,
        };
        for (order, part) in [Some((0, "all")), part].into_iter().flatten() {
            let row = rows
                .entry((key, order))
                .or_insert_with(|| named(study, by, claim.source(), part));
            add(row, claim, fate);
        }
    }
    for source in evaders(agreement, beside, &known) {
        let key = by.key(study, source);
        let row = rows
            .entry((key, 0))
            .or_insert_with(|| named(study, by, source, "all"));
        row.controls_evaded += 1;
    }
    let mut rows: Vec<TrackRecord> = rows.into_values().collect();
    for row in &mut rows {
        if row.claims >= agreement.settings.percentage_from_claims {
            row.confirmed_percent = Some(100.0 * row.confirmed as f64 / row.claims as f64);
        }
        if by == By::Source && row.part == "all" {
            rate(study, row, &beside.ratings);
        }
    }
    rows
}

fn named(study: &Study, by: By, source: SourceId, part: &'static str) -> TrackRecord {
    let of_source = |key: &str| {
        if by == By::Source {
            key.to_owned()
        } else {
            String::new()
        }
    };
    TrackRecord {
        source: by.key(study, source).to_owned(),
        group: of_source(study.group_key_of(source)),
        side: of_source(study.side_key(study.side_of(source))),
        part,
        ..TrackRecord::default()
    }
}

fn add(row: &mut TrackRecord, claim: &Claim, fate: &Fate) {
    row.claims += 1;
    row.confirmed += usize::from(fate.is_confirmed);
    row.contradicted += usize::from(fate.is_contradicted);
    row.reconciled += usize::from(fate.is_reconciled);
    let is_tested = fate.is_confirmed || fate.is_contradicted || fate.is_reconciled;
    row.untested += usize::from(!is_tested);
    row.controls_right += usize::from(fate.control == Some(true));
    row.controls_wrong += usize::from(fate.control == Some(false));
    row.controls_evaded += usize::from(fate.is_evaded);
    if claim.is_foretold() {
        row.forecasts_failed += usize::from(fate.has_failed);
        row.forecasts_held += usize::from(fate.has_held && !fate.has_failed);
        row.forecasts_open += usize::from(!fate.has_held && !fate.has_failed);
    }
    row.fell_short += usize::from(fate.fell_short);
    row.changed_accounts += fate.changed;
}

fn rate(study: &Study, row: &mut TrackRecord, ratings: &[Rating]) {
    let is_own = |rating: &&Rating| {
        let person = rating.source.map(|source| study.source(source).person);
        person.is_some_and(|person| study.source_key(person) == row.source)
            && !rating.letter.is_empty()
    };
    let own: Vec<&Rating> = ratings.iter().filter(is_own).collect();
    row.letter = own
        .last()
        .map_or_else(String::new, |rating| rating.letter.clone());
    let told = |rating: &&Rating| format!("{} {} {}", rating.letter, rating.date, rating.analyst);
    row.letters = own.iter().map(told).collect();
}

/// The first day of talk of each person, and whether there is a later one.
fn first_days(study: &Study, fates: &[(ClaimId, &Fate)]) -> HashMap<SourceId, (DayRange, bool)> {
    let mut first: HashMap<SourceId, (DayRange, bool)> = HashMap::new();
    for claim in fates.iter().map(|(id, _)| study.claim(*id)) {
        let person = study.source(claim.source()).person;
        let stated = claim.stated_on();
        let entry = first.entry(person).or_insert((stated, false));
        let is_apart = stated.is_before(entry.0) || entry.0.is_before(stated);
        *entry = match stated.is_before(entry.0) {
            true => (stated, true),
            false => (entry.0, entry.1 || is_apart),
        };
    }
    first
}

/// What became of each claim, by its number; nothing of one that is not looked at.
type Fates = Vec<Option<Fate>>;

/// The claims that are looked at, in the order of keys.
fn known<'f>(study: &Study, fates: &'f Fates) -> impl Iterator<Item = (ClaimId, &'f Fate)> {
    let by_claim = study.claim_ids().zip(fates);
    by_claim.filter_map(|(id, fate)| Some((id, fate.as_ref()?)))
}

fn fates(agreement: &Agreement<'_>, findings: &[Finding], beside: &Beside) -> Fates {
    let study = agreement.study;
    let claims = agreement.claims();
    let mut fates: Fates = vec![None; study.claims().len()];
    for id in &claims {
        fates[id.index()] = Some(Fate::default());
    }
    for finding in findings {
        note_finding(study, &mut fates, finding);
    }
    let borne_out = |question: Question| -> Vec<ClaimId> {
        let held = question.positions.iter();
        held.flat_map(|held| confirmed(study, &held.voices))
            .collect()
    };
    let _ = agreement.each_question(borne_out, &mut |claims| {
        for id in claims {
            if let Some(fate) = &mut fates[id.index()] {
                fate.is_confirmed = true;
            }
        }
        ControlFlow::Continue(())
    });
    for id in &claims {
        let claim = study.claim(*id);
        let answers = beside
            .controls
            .iter()
            .filter(|control| is_answer(study, claim, control));
        let answers: Vec<&Control> = answers.collect();
        if let (Some(fate), false) = (&mut fates[id.index()], answers.is_empty()) {
            fate.is_evaded = claim.stance() == Stance::Doubts;
            let is_right = answers.iter().any(|control| is_right(claim, control));
            fate.control = (!fate.is_evaded).then_some(is_right);
        }
    }
    fates
}

fn note_finding(study: &Study, fates: &mut Fates, finding: &Finding) {
    let (a, b) = (finding.a, finding.b);
    let person = |id: ClaimId| study.source(study.claim(id).source()).person;
    let is_of_one = person(a) == person(b);
    let is_self = finding.marks.has(FindingMarks::SELF);
    // Two claims of one source may clash only by what somebody else says; where they speak of two
    // times nobody says anything against them.
    let is_of_two_times = finding.outcomes.get(Explanation::Time) == Outcome::Yes;
    let is_by_others = !is_of_one || (finding.kind.is_some() && !is_self && !is_of_two_times);
    if is_self && finding.verdict.is_flagged() {
        let stated = |id: ClaimId| study.claim(id).stated_on().low();
        let later = if stated(a) > stated(b) { a } else { b };
        if let Some(fate) = &mut fates[later.index()] {
            fate.changed += 1;
        }
    }
    for (own, other) in [(a, b), (b, a)] {
        let is_boast = study.is_boast_of(own, other);
        let is_forecast = study.claim(own).modality().is_open_to_time();
        let is_settled = study.claim(other).marks().has(Marks::SETTLED);
        let Some(fate) = &mut fates[own.index()] else {
            continue;
        };
        match finding.verdict {
            Verdict::Inflated | Verdict::DetailsFallShort => fate.fell_short |= is_boast,
            Verdict::Contradiction => fate.is_contradicted |= is_by_others,
            Verdict::Reconciled => fate.is_reconciled |= is_by_others && finding.kind.is_some(),
            Verdict::Overtaken => fate.has_failed |= is_forecast,
            Verdict::Agrees => {
                fate.is_confirmed |= is_settled && !is_of_one;
                fate.has_held |= is_forecast && finding.marks.has(FindingMarks::TIME_TEST);
            }
            _ => {}
        }
    }
}

/// The claims of a position that an independent voice of another side shares.
fn confirmed(study: &Study, voices: &Voices) -> Vec<ClaimId> {
    let mut found = Vec::new();
    for (place, voice) in voices.voices.iter().enumerate() {
        let is_actual = |id: &&ClaimId| study.claim(**id).modality() == Modality::Actual;
        let others = voices.voices.iter().enumerate();
        let is_shared = others
            .filter(|(other, _)| *other != place)
            .any(|(other, of_other)| {
                of_other.side != voice.side && !voices.are_tied(place, other, Counting::Least)
            });
        if is_shared {
            found.extend(voice.claims.iter().filter(is_actual));
        }
    }
    found
}

/// Tells whether a claim answers a question of which the answer is known.
fn is_answer(study: &Study, claim: &Claim, control: &Control) -> bool {
    // The known figure is in the topic's unit: one in another is no answer, right or wrong.
    let is_other_unit = claim.strict().is_some() && claim.unit() != study.topic(control.topic).unit;
    claim.topic() == control.topic
        && !(control.value.is_some() && is_other_unit)
        && claim.modality() == Modality::Actual
        && (control.place.is_none() || claim.place() == control.place)
        && (control.population.is_none() || claim.population() == control.population)
        && claim.when().fuzzy.meets(control.when.fuzzy)
}

fn is_right(claim: &Claim, control: &Control) -> bool {
    let is_figure_right = match (claim.fuzzy(), control.value) {
        (Some(said), Some(known)) => said.meets(known),
        (None, Some(_)) => false,
        _ => true,
    };
    let is_value_right = control.category.is_none() || claim.category() == control.category;
    claim.stance() == control.stance && is_figure_right && is_value_right
}

/// Who was asked a question with a known answer, did not say, and answered none of that topic: once for
/// each such topic.
fn evaders(
    agreement: &Agreement<'_>,
    beside: &Beside,
    fates: &[(ClaimId, &Fate)],
) -> Vec<SourceId> {
    let study = agreement.study;
    let person = |source: SourceId| study.source(source).person;
    let topics: BTreeSet<_> = beside
        .controls
        .iter()
        .map(|control| control.topic)
        .filter(|topic| agreement.scope.topic.is_none_or(|only| only == *topic))
        .collect();
    let asked = beside
        .asked
        .iter()
        .filter(|asked| asked.is_silent && topics.contains(&asked.topic));
    let evaded: BTreeSet<_> = asked
        .map(|asked| (person(asked.source), asked.topic))
        .collect();
    let answered: BTreeSet<_> = fates
        .iter()
        .filter(|(_, fate)| fate.control.is_some() || fate.is_evaded)
        .map(|(id, _)| (person(study.claim(*id).source()), study.claim(*id).topic()))
        .collect();
    evaded
        .difference(&answered)
        .map(|(source, _)| *source)
        .collect()
}
