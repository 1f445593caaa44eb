//! One row: every cell checked, its passage placed, its texts read. A row is right as a whole
//! or it is told what is wrong with it.

use super::{GoodRow, Importer};
use crate::formats::complaint::Complaint;
use crate::formats::raw_row::RawRow;
use crate::method::reading;
use crate::model::cell::{Cell, read_cell};
use crate::model::id::Id;
use crate::model::table::{Noun, Table, Target, Value};
use crate::project::error::ProjectError;
use crate::project::passages::PassageCells;
use crate::store::rows::{Cells, PlacedPassage};

impl Importer<'_> {
    /// Checks every cell of a row.
    pub(super) fn read_row(
        &mut self,
        table: &'static Table,
        row: &RawRow,
    ) -> Result<Result<GoodRow, Vec<Complaint>>, ProjectError> {
        if let Some(complaint) = self.refused_before(table, row) {
            return Ok(Err(vec![complaint]));
        }
        let mut faults = Vec::new();
        let mut good = GoodRow {
            values: Vec::with_capacity(table.columns.len()),
            canonical: Vec::with_capacity(table.columns.len()),
            passage: None,
            texts: Vec::new(),
        };
        for (column, text) in table.columns.iter().zip(&row.cells) {
            let cell = read_cell(column, text, &self.keys).unwrap_or_else(|fault| {
                faults.push(
                    self.fault(table, row, fault.what, fault.remedy)
                        .at(column, text.trim()),
                );
                Cell::EMPTY
            });
            good.values.push(cell.value);
            good.canonical.push(cell.canonical);
        }
        faults.extend(self.one_of_faults(table, row));
        faults.extend(self.attribute_faults(table, row));
        if !faults.is_empty() {
            return Ok(Err(faults));
        }
        if table.is_anchored() {
            match self.place(table, row, &mut good)? {
                Ok(()) => {}
                Err(fault) => return Ok(Err(vec![fault])),
            }
        }
        if table.noun == Noun::Interview {
            match self.read_texts(table, row) {
                Ok(texts) => good.texts = texts,
                Err(faults) => return Ok(Err(faults)),
            }
        }
        Ok(self
            .check_meaning(table, row)
            .map(|()| good)
            .map_err(|fault| vec![fault]))
    }

    pub(super) fn attribute_faults(&self, table: &'static Table, row: &RawRow) -> Vec<Complaint> {
        let checked = row
            .attributes
            .iter()
            .map(|(name, value)| (name, self.attributes.check(name, value)));
        let faults = checked.filter_map(|(name, checked)| Some((name, checked.err()?)));
        faults
            .map(|(name, fault)| {
                self.fault(table, row, fault.what, fault.remedy)
                    .in_column(&format!("attr.{name}"))
            })
            .collect()
    }

    pub(super) fn one_of_faults(&self, table: &'static Table, row: &RawRow) -> Vec<Complaint> {
        let said = |name: &str| {
            table
                .index_of(name)
                .is_some_and(|at| !row.cells[at].trim().is_empty())
        };
        let missing = table
            .one_of
            .iter()
            .filter(|[one, other]| !said(one) && !said(other));
        missing
            .map(|[one, other]| {
                self.fault(
                    table,
                    row,
                    format!("neither `{one}` nor `{other}` says anything"),
                    format!("fill `{one}` or `{other}`"),
                )
            })
            .collect()
    }

    pub(super) fn fault(
        &self,
        table: &Table,
        row: &RawRow,
        what: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Complaint {
        Complaint::of_file(&self.folder.file_name(table), what, remedy).on_line(row.line)
    }

    pub(super) fn place(
        &mut self,
        table: &'static Table,
        row: &RawRow,
        good: &mut GoodRow,
    ) -> Result<Result<(), Complaint>, ProjectError> {
        let cell = |name: &str| table.index_of(name).map_or("", |at| row.cells[at].as_str());
        let cells = PassageCells::of(table, row);
        let interview = table
            .index_of("interview")
            .and_then(|at| match &good.values[at] {
                Value::Reference(reference) => row_of(&reference.target),
                _ => None,
            });
        let placed = match self.texts.place(self.store, interview, &cells)? {
            Ok(placed) => placed,
            Err((name, fault)) => {
                let complaint = self.fault(table, row, fault.what, fault.remedy);
                return Ok(Err(table
                    .column(name)
                    .map_or(complaint.clone(), |column| {
                        complaint.at(column, cell(name))
                    })));
            }
        };
        if table.noun == Noun::Coding && placed.said == 0 {
            return Ok(Err(self
                .fault(
                    table,
                    row,
                    "says no passage",
                    "give a quote, or start and end",
                )
                .in_column("quote")));
        }
        put_canonical(table, &mut good.canonical, &placed);
        good.passage = Some(placed);
        Ok(Ok(()))
    }
}

/// The cells of a placed passage as the folder writes them: those of a row that named the place
/// of an earlier version are otherwise than it had them, and say that it is the row of today.
fn put_canonical(table: &Table, cells: &mut Cells, placed: &PlacedPassage) {
    let (start_cp, end_cp) = placed.span_cp.unzip();
    let said = |bit: u8, cell: Option<String>| cell.filter(|_| placed.said & bit != 0);
    let number = |cp: Option<i64>| cp.map(|cp| cp.to_string());
    for (name, cell) in [
        ("start", said(2, number(start_cp))),
        ("end", said(4, number(end_cp))),
        ("quote", said(1, placed.quote.clone())),
        ("anchor", placed.is_orphan.then(|| "orphan".to_owned())),
    ] {
        if let Some(at) = table.index_of(name) {
            cells[at] = cell;
        }
    }
}

/// A row of the table of claims with its cells by name.
pub(super) struct ClaimRow<'r> {
    pub(super) table: &'static Table,
    pub(super) row: &'r RawRow,
}

impl<'r> ClaimRow<'r> {
    fn get(&self, name: &str) -> &'r str {
        self.table
            .index_of(name)
            .map_or("", |at| self.row.cells[at].as_str())
    }

    pub(super) fn cells(&self) -> reading::ClaimCells<'r> {
        reading::ClaimCells {
            claim: self.get("claim"),
            source: self.get("source"),
            topic: self.get("topic"),
            stance: self.get("stance"),
            interview: self.get("interview"),
            text: self.get("text"),
            stated_on: self.get("stated_on"),
            population: self.get("population"),
            place: self.get("place"),
            when: self.get("when"),
            time_mode: self.get("time_mode"),
            value: self.get("value"),
            unit: self.get("unit"),
            modality: self.get("modality"),
            basis: self.get("basis"),
            via: self.get("via"),
            event: self.get("event"),
            actor: self.get("actor"),
            trend: self.get("trend"),
            against_interest: self.get("against_interest"),
            settled: self.get("settled"),
            responds_to: self.get("responds_to"),
            general_of: self.get("general_of"),
            reading_of: self.get("reading_of"),
        }
    }
}

fn row_of(target: &Target) -> Option<Id> {
    match target {
        Target::Row(id) => Some(*id),
        Target::Words(_) => None,
    }
}
