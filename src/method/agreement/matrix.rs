//! The convergence matrix: where each side, group or source stands to all others on each topic.
//!
//! It knows positions, contradictions and who was asked. What a stranger would get wrong: a cell says
//! how one column stands to the others, not to a majority; and who was never asked is not silent in the
//! way of one who was.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use serde::Serialize;

use crate::method::agreement::beside::{AskedOn, Beside};
use crate::method::agreement::proposition::key_of;
use crate::method::agreement::question::{Agreement, By, Question};
use crate::method::crosscheck::words::Verdict;
use crate::model::key::{ClaimId, NodeId, TopicId};
use crate::model::study::Study;
use crate::model::vocabulary::{Stance, vocabulary};

vocabulary! {
    /// How a column stands to the others on a topic.
    Cell in "cell" {
        /// It says what another says, and contradicts none.
        Agreement = "agreement",
        /// It says what another says and contradicts another; or what seems to clash is not settled.
        Partial = "partial",
        /// It contradicts another, and agrees with none.
        Dissonance = "dissonance",
        /// It speaks, and no other of the same.
        Alone = "alone",
        /// It says nothing.
        Silence = "silence",
    }
}

/// A cell of the convergence matrix in its long form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MatrixRow {
    /// The topic.
    pub topic: String,
    /// The population, empty where it is not known or all are taken together.
    pub population: String,
    /// The source, group or side.
    pub column: String,
    /// How it stands to the others.
    pub cell: Cell,
    /// How many claims it makes.
    pub claims: usize,
    /// How many of them affirm.
    pub affirm: usize,
    /// How many deny.
    pub deny: usize,
    /// How many doubt.
    pub doubt: usize,
    /// The columns it agrees with.
    pub agrees_with: Vec<String>,
    /// The columns it contradicts.
    pub contradicts: Vec<String>,
    /// Why it is silent: `asked-silent`, `not-asked`, `no-claim` (asked and answered, nothing was made of
    /// it), `said-elsewhere` (of another population), or `not-noted` where the study does not say who
    /// was asked; empty where it speaks.
    pub silence: &'static str,
    /// How many persons of it were asked; nothing where nobody noted who was asked.
    pub asked: Option<usize>,
    /// How many of them did not say.
    pub silent: Option<usize>,
}

/// What one column says of one topic and population.
#[derive(Debug, Clone, Default)]
struct Said<'s> {
    claims: Vec<ClaimId>,
    agrees_with: BTreeSet<&'s str>,
    contradicts: BTreeSet<&'s str>,
    is_open: bool,
}

type RowKey = (TopicId, Option<NodeId>);

/// Returns the cells: by topic, population and column. With `over_populations` all populations of a
/// topic are one row.
pub fn matrix(
    agreement: &Agreement<'_>,
    beside: &Beside,
    by: By,
    over_populations: bool,
) -> Vec<MatrixRow> {
    let study = agreement.study;
    let row_of = |id: ClaimId| -> RowKey {
        let claim = study.claim(id);
        (
            claim.topic(),
            claim.population().filter(|_| !over_populations),
        )
    };
    let asked = beside.asked_by_topic(study);
    let mut said = said(agreement, by, row_of);
    let speakers = speakers(&said);
    if agreement.scope.topic.is_none() {
        for topic in asked.keys().filter(|topic| !speakers.contains_key(topic)) {
            said.insert((*topic, None), BTreeMap::new());
        }
    }
    let columns = columns(study, by);
    let mut rows = Vec::new();
    for (key, by_column) in &said {
        let speaks = speakers.get(&key.0);
        for column in &columns {
            let own = by_column.get(column);
            let on = AskedHere::of(study, beside, asked.get(&key.0), by, column);
            let speaks = speaks.is_some_and(|columns| columns.contains(column));
            rows.push(row(study, *key, column, own, on.with(speaks)));
        }
    }
    let place = |row: &MatrixRow| {
        (
            row.topic.clone(),
            row.population.clone(),
            row.column.clone(),
        )
    };
    rows.sort_by_key(place);
    rows
}

/// Which columns speak of each topic, whatever population they speak of.
fn speakers<'s>(
    said: &BTreeMap<RowKey, BTreeMap<&'s str, Said<'s>>>,
) -> BTreeMap<TopicId, BTreeSet<&'s str>> {
    let mut speakers: BTreeMap<TopicId, BTreeSet<&str>> = BTreeMap::new();
    for ((topic, _), by_column) in said {
        let of_topic = speakers.entry(*topic).or_default();
        of_topic.extend(by_column.keys().copied());
    }
    speakers
}

fn columns(study: &Study, by: By) -> BTreeSet<&str> {
    study
        .source_ids()
        .map(|source| by.key(study, source))
        .collect()
}

/// Gathers what each column says on each row, whom it agrees with and whom it contradicts.
fn said<'s>(
    agreement: &Agreement<'s>,
    by: By,
    row_of: impl Fn(ClaimId) -> RowKey,
) -> BTreeMap<RowKey, BTreeMap<&'s str, Said<'s>>> {
    let study = agreement.study;
    let column = |id: ClaimId| by.key(study, study.claim(id).source());
    let mut said: BTreeMap<RowKey, BTreeMap<&str, Said<'_>>> = BTreeMap::new();
    let claims = agreement.claims();
    for id in &claims {
        let own = said
            .entry(row_of(*id))
            .or_default()
            .entry(column(*id))
            .or_default();
        own.claims.push(*id);
        for (other, verdict, _) in agreement.against.listed(*id) {
            if column(*other) == column(*id) {
                continue;
            }
            match verdict {
                Verdict::Contradiction => drop(own.contradicts.insert(column(*other))),
                Verdict::Apparent => own.is_open = true,
                _ => {}
            }
        }
    }
    for (id, other) in agreement.against.by_name_in_crowds(column) {
        let row = said.get_mut(&row_of(id));
        if let Some(own) = row.and_then(|row| row.get_mut(column(id))) {
            own.contradicts.insert(other);
        }
    }
    let positions = |question: Question| -> Vec<Vec<ClaimId>> {
        let held = question.positions.into_iter();
        held.map(|held| held.claims).collect()
    };
    let _ = agreement.each_question(positions, &mut |positions| {
        for claims in positions {
            let columns: BTreeSet<&str> = claims.iter().map(|id| column(*id)).collect();
            for id in &claims {
                let row = said.get_mut(&row_of(*id));
                if let Some(own) = row.and_then(|row| row.get_mut(column(*id))) {
                    let others = columns.iter().copied();
                    own.agrees_with
                        .extend(others.filter(|other| *other != column(*id)));
                }
            }
        }
        ControlFlow::Continue(())
    });
    said
}

/// Who of a column was asked about a topic, and whether it speaks of the topic anywhere.
#[derive(Debug, Clone, Copy)]
struct AskedHere {
    counts: Option<(usize, usize)>,
    is_noted: bool,
    speaks: bool,
}

impl AskedHere {
    fn of(study: &Study, beside: &Beside, on: Option<&AskedOn>, by: By, column: &str) -> AskedHere {
        let own = |people: &BTreeSet<crate::model::key::SourceId>| {
            people
                .iter()
                .filter(|source| by.key(study, **source) == column)
                .count()
        };
        AskedHere {
            counts: on.map(|on| (own(&on.asked), own(&on.silent))),
            is_noted: !beside.asked.is_empty(),
            speaks: false,
        }
    }

    const fn with(mut self, speaks: bool) -> AskedHere {
        self.speaks = speaks;
        self
    }

    fn silence(self) -> &'static str {
        match self.counts {
            _ if self.speaks => "said-elsewhere",
            Some((_, 1..)) => "asked-silent",
            Some((1.., _)) => "no-claim",
            _ if self.is_noted => "not-asked",
            _ => "not-noted",
        }
    }
}

fn row(
    study: &Study,
    key: RowKey,
    column: &str,
    own: Option<&Said<'_>>,
    asked: AskedHere,
) -> MatrixRow {
    let none = Said::default();
    let own = own.unwrap_or(&none);
    let count = |stance: Stance| {
        let is_such = |id: &&ClaimId| study.claim(**id).stance() == stance;
        own.claims.iter().filter(is_such).count()
    };
    let owned = |keys: &BTreeSet<&str>| keys.iter().map(|key| (*key).to_owned()).collect();
    let cell = cell(own);
    MatrixRow {
        topic: study.topic_key(key.0).to_owned(),
        population: key_of(study.populations(), key.1),
        column: column.to_owned(),
        cell,
        claims: own.claims.len(),
        affirm: count(Stance::Affirms),
        deny: count(Stance::Denies),
        doubt: count(Stance::Doubts),
        agrees_with: owned(&own.agrees_with),
        contradicts: owned(&own.contradicts),
        silence: if cell == Cell::Silence {
            asked.silence()
        } else {
            ""
        },
        asked: asked.counts.map(|(asked, _)| asked),
        silent: asked.counts.map(|(_, silent)| silent),
    }
}

fn cell(own: &Said<'_>) -> Cell {
    match (own.agrees_with.is_empty(), own.contradicts.is_empty()) {
        _ if own.claims.is_empty() => Cell::Silence,
        (false, true) => Cell::Agreement,
        (false, false) => Cell::Partial,
        (true, false) => Cell::Dissonance,
        (true, true) if own.is_open => Cell::Partial,
        (true, true) => Cell::Alone,
    }
}
