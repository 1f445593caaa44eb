//! `gainsay finding show`: one finding with both claims side by side, every explanation and its
//! outcome, what takes certainty away, and who judged it.
//!
//! It must not know how a pair is judged. What a stranger would get wrong: programs get one row
//! with every column; only eyes get the parts one below the other.

use crate::cli::failure::Problem;
use crate::cli::session::Session;
use crate::method::wording;
use crate::model::claim::{Claim, Marks};
use crate::model::table::Noun;
use crate::project::Study;
use crate::project::cross_check::{Checked, JudgedRow};
use crate::project::listings::{finding_cells, finding_head};
use crate::report::{Cell, Column, Head, Listing, Shape};
use crate::store::judgements::JudgementRow;
use crate::store::rows::Cells;

use super::super::opened;
use super::super::rows::Row;

/// The cells of a claim that stand side by side, `_a` and `_b`. New ones stand at the end:
/// columns may only grow.
const SIDE_BY_SIDE: [&str; 6] = ["stance", "value", "population", "place", "when", "quote"];
const SIDE_BY_SIDE_TOO: [&str; 4] = ["interview", "unit", "modality", "basis"];

/// The columns of a finding that head its page; the rest stands in parts of its own.
const HEADING: [&str; 12] = [
    "finding",
    "kind",
    "marks",
    "verdict",
    "why",
    "severity",
    "gap",
    "shared_time",
    "certainty",
    "independent",
    "status",
    "reason",
];

/// A finding with all that is shown of it.
pub struct Page<'s> {
    study: &'s Study,
    checked: &'s Checked,
    judged: JudgedRow,
    claims: [Cells; 2],
    judgements: Vec<&'s JudgementRow>,
}

/// Shows what a name means.
///
/// # Errors
/// A name that no finding has.
pub fn run(name: &str, is_blind: bool, session: &Session) -> Result<(), Problem> {
    let study = opened::open(session)?;
    let checked = study.findings_named(&[name.to_owned()])?;
    let checked = match is_blind {
        true => checked.blind_for(study.actor()),
        false => checked,
    };
    if session.output.shape().format.is_for_eyes() {
        let mut text = Vec::new();
        for judged in checked.rows() {
            Page::of(&study, &checked, judged)?.write(&mut text, session.output.shape())?;
        }
        return session.output.show_text(&String::from_utf8_lossy(&text));
    }
    let mut listing = Listing::new(Head::record("finding-list", record_columns()));
    for judged in checked.rows() {
        listing
            .rows
            .push(Page::of(&study, &checked, judged)?.record()?);
    }
    listing.meta = opened::meta(&study)?;
    session.output.show(&listing).map(drop)
}

fn record_columns() -> Vec<Column> {
    let mut columns = finding_head().columns;
    let pair = |name: &str| ["a", "b"].map(|side| Column::new(format!("{name}_{side}")));
    columns.extend(SIDE_BY_SIDE.iter().flat_map(|name| pair(name)));
    columns.push(Column::new("certainty_lowered_by"));
    columns.push(Column::quote("judgements"));
    columns.extend(SIDE_BY_SIDE_TOO.iter().flat_map(|name| pair(name)));
    columns.push(Column::new("changed_since"));
    columns
}

impl<'s> Page<'s> {
    /// Gathers what is shown of a finding.
    ///
    /// # Errors
    /// What the store says.
    pub fn of(study: &'s Study, checked: &'s Checked, judged: JudgedRow) -> Result<Self, Problem> {
        let row = &judged.row;
        let claims = [&row.claim_a, &row.claim_b].map(|key| study.row(Noun::Claim, key));
        let [a, b] = claims;
        let judgements = checked
            .judgements()
            .on(&row.claim_a, &row.claim_b)
            .collect();
        Ok(Self {
            study,
            checked,
            claims: [a?, b?],
            judgements,
            judged,
        })
    }

    /// One row for programs, in the order of the record's columns.
    fn record(self) -> Result<Vec<Cell>, Problem> {
        let lowered = self.lowered_by();
        let changes = self.changes()?;
        let judgements = self.judgements.iter().map(|one| sentence_of(one)).collect();
        let said = |names: &[&str]| -> Vec<Cell> {
            let cells = names.iter().flat_map(|name| {
                let said = |cells| Row::of(Noun::Claim, cells).get(name).to_owned();
                self.claims.iter().map(move |cells| Cell::text(said(cells)))
            });
            cells.collect()
        };
        let (first, too) = (said(&SIDE_BY_SIDE), said(&SIDE_BY_SIDE_TOO));
        let mut cells = finding_cells(self.judged);
        cells.extend(first);
        cells.push(Cell::List(lowered));
        cells.push(Cell::List(judgements));
        cells.extend(too);
        cells.push(Cell::List(changes));
        Ok(cells)
    }

    fn lowered_by(&self) -> Vec<String> {
        let lowered = self.judged.row.certainty_lowered_by.iter();
        lowered.map(|word| (*word).to_owned()).collect()
    }

    /// Which claims changed since they were judged, and by which operations.
    fn changes(&self) -> Result<Vec<String>, Problem> {
        let mut lines = Vec::new();
        for judgement in &self.judgements {
            let of_another = format!(
                "judgement of operation {}: other claims bear on the finding now",
                judgement.operation
            );
            lines.extend(judgement.is_of_another.then_some(of_another));
            for change in &judgement.changes {
                let by = change.operations.iter().map(|number| {
                    let operation = self.study.store().operation(*number)?;
                    Ok(format!(
                        "{number} ({} by {})",
                        operation.action, operation.actor
                    ))
                });
                let by: Vec<String> = by.collect::<Result<_, Problem>>()?;
                let line = format!("{} by operation {}", change.claim, by.join(", "));
                if !lines.contains(&line) {
                    lines.push(line);
                }
            }
        }
        Ok(lines)
    }

    /// Writes the page for eyes: heading, claims side by side, words, explanations, judgements.
    ///
    /// # Errors
    /// What the store says; what `out` says.
    pub fn write(&self, out: &mut Vec<u8>, shape: &Shape) -> Result<(), Problem> {
        for listing in [
            self.heading()?,
            self.sides(),
            self.quotes(),
            self.explanations(),
            self.judgement_table(),
        ] {
            if listing.rows.is_empty() {
                continue;
            }
            listing.write(&mut *out, shape)?;
            out.push(b'\n');
        }
        Ok(())
    }

    fn heading(&self) -> Result<Listing, Problem> {
        let cells = finding_cells(self.judged.clone());
        let wanted = finding_head().columns.into_iter().zip(cells);
        let wanted = wanted.filter(|(column, _)| HEADING.contains(&column.name.as_ref()));
        let (columns, row): (Vec<_>, Vec<_>) = wanted.unzip();
        // What is set aside in a list is told here.
        let mut columns: Vec<Column> = columns.into_iter().map(plainly).collect();
        let mut row = row;
        columns.push(Column::new("certainty_lowered_by"));
        row.push(Cell::text(self.lowered_by().join(", ")));
        columns.push(Column::quote("changed_since"));
        row.push(Cell::text(self.changes()?.join("; ")));
        let mut listing = Listing::new(Head::record("finding-list", columns));
        listing.rows.push(row);
        Ok(listing)
    }

    fn sides(&self) -> Listing {
        let row = &self.judged.row;
        let [a, b] = [&row.claim_a, &row.claim_b].map(|key| Column::new(key.clone()));
        let mut listing = Listing::new(Head::new(
            "finding-side-list",
            vec![Column::new("claim"), a, b],
        ));
        for (name, a, b) in self.side_by_side() {
            if !(a.is_empty() && b.is_empty()) {
                listing
                    .rows
                    .push(vec![name.into(), Cell::text(a), Cell::text(b)]);
            }
        }
        listing
    }

    fn side_by_side(&self) -> Vec<(&'static str, String, String)> {
        let row = &self.judged.row;
        let said = |name: &'static str| {
            let [a, b] = [0, 1].map(|at| self.said_or_assumed(at, name));
            (name, a, b)
        };
        let known = |name, a: &String, b: &String| (name, a.clone(), b.clone());
        vec![
            known("source", &row.source_a, &row.source_b),
            known("side", &row.side_a, &row.side_b),
            (
                "interest",
                row.interest_a.as_str().to_owned(),
                row.interest_b.as_str().to_owned(),
            ),
            said("interview"),
            known("stated_on", &row.stated_on_a, &row.stated_on_b),
            known("topic", &row.topic_a, &row.topic_b),
            said("stance"),
            said("value"),
            said("unit"),
            said("population"),
            said("place"),
            said("when"),
            said("modality"),
            said("basis"),
            said("via"),
            said("event"),
        ]
    }

    /// What a claim says in a column; where it says nothing, what was assumed, marked so.
    fn said_or_assumed(&self, at: usize, name: &str) -> String {
        let said = Row::of(Noun::Claim, &self.claims[at]).get(name);
        if !said.is_empty() {
            return said.to_owned();
        }
        let key = Row::of(Noun::Claim, &self.claims[at]).key();
        let model = self.checked.model();
        let claim = model.claim_id(key).map(|id| model.claim(id));
        let assumed = claim.and_then(|claim| match name {
            "population" => assumed_population(model, claim),
            "when" => assumed_time(claim),
            _ => None,
        });
        assumed.map_or_else(String::new, |text| format!("{text} (assumed)"))
    }

    fn quotes(&self) -> Listing {
        let keys = [&self.judged.row.claim_a, &self.judged.row.claim_b];
        let columns = keys.map(|key| Column::quote(format!("{key} says")));
        let mut listing = Listing::new(Head::record("finding-quote-list", columns.to_vec()));
        let quote = |cells| Row::of(Noun::Claim, cells).get("quote").to_owned();
        let quotes = self.claims.iter().map(|cells| Cell::text(quote(cells)));
        let quotes: Vec<Cell> = quotes.collect();
        if quotes.iter().any(|quote| !quote.is_empty()) {
            listing.rows.push(quotes);
        }
        listing
    }

    fn explanations(&self) -> Listing {
        let columns = vec![
            Column::number("number"),
            Column::new("explanation"),
            Column::new("outcome"),
        ];
        let mut listing = Listing::new(Head::new("explanation-list", columns));
        let outcomes = self.judged.row.explanations.split(';').enumerate();
        for (at, outcome) in outcomes {
            if let Some((name, outcome)) = outcome.split_once('=') {
                listing.rows.push(vec![
                    Cell::from(at + 1),
                    Cell::text(name.to_owned()),
                    Cell::text(outcome.to_owned()),
                ]);
            }
        }
        listing
    }

    fn judgement_table(&self) -> Listing {
        let columns = vec![
            Column::new("analyst"),
            Column::new("date"),
            Column::new("judgement"),
            Column::new("explanation"),
            Column::number("operation"),
            Column::new("still_holds"),
            Column::quote("reason"),
        ];
        let mut listing = Listing::new(Head::new("judgement-list", columns));
        let rows = self.judgements.iter().map(|one| {
            vec![
                Cell::text(one.analyst.clone()),
                Cell::text(one.date.clone().unwrap_or_default()),
                Cell::text(one.judgement.clone()),
                Cell::text(one.explanation.clone().unwrap_or_default()),
                one.operation.into(),
                Cell::Bool(!one.is_stale()),
                Cell::text(one.reason.clone().unwrap_or_default()),
            ]
        });
        listing.rows.extend(rows);
        listing
    }
}

fn plainly(mut column: Column) -> Column {
    if column.role == crate::report::Role::Aside {
        column.role = crate::report::Role::Plain;
    }
    column
}

fn assumed_population(model: &crate::model::study::Study, claim: &Claim) -> Option<String> {
    let id = claim.population()?;
    Some(model.populations().key(id).to_owned())
}

fn assumed_time(claim: &Claim) -> Option<String> {
    let is_assumed = claim.marks().has(Marks::WHEN_ASSUMED);
    is_assumed.then(|| wording::edtf(claim.when().fuzzy))
}

fn sentence_of(one: &JudgementRow) -> String {
    let words = [
        Some(one.analyst.as_str()),
        one.date.as_deref(),
        Some(one.judgement.as_str()),
        one.explanation.as_deref(),
    ];
    let words: Vec<&str> = words.into_iter().flatten().collect();
    let stale = if one.is_stale() {
        " (before a claim changed)"
    } else {
        ""
    };
    let reason = one.reason.as_deref().unwrap_or("no reason given");
    format!("{}{stale}: {reason}", words.join(" "))
}
