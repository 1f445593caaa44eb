//! The checks that need more than a cell: a value and its topic, the shape of a tree, a rule
//! that must parse. They use the very constructors that the method computes with, so what is
//! let in can be computed with.

use super::{ClaimRow, Importer, ModelFault};
use crate::formats::complaint::Complaint;
use crate::formats::raw_row::RawRow;
use crate::method::reading;
use crate::model::quantity::Quantity;
use crate::model::refusal::Refusal;
use crate::model::table::{Noun, Table};
use crate::model::tables;
use crate::project::error::ProjectError;
use crate::project::study_model::builder_of;

impl Importer<'_> {
    /// Builds the model of everything but the claims from what is written so far, and tells
    /// what it refuses. With `--skip-bad` the refused row goes and the rest is tried again.
    pub(super) fn check_model(&mut self) -> Result<(), ProjectError> {
        loop {
            match builder_of(self.store)? {
                Ok(builder) => {
                    self.builder = Some(builder);
                    return Ok(());
                }
                Err(fault) => {
                    self.complaints.note(self.model_complaint(&fault));
                    if !self.options.skip_bad || !self.drop_row(&fault)? {
                        return Ok(());
                    }
                }
            }
        }
    }

    fn model_complaint(&self, fault: &ModelFault) -> Complaint {
        let table = tables::table(fault.noun);
        let line = self
            .lines
            .get(&(fault.noun, fault.key.as_str().into()))
            .copied();
        let complaint = self.of_refusal(table, &fault.refusal);
        line.map_or(complaint.clone(), |line| complaint.on_line(line))
    }

    fn of_refusal(&self, table: &Table, refusal: &Refusal) -> Complaint {
        let file = self.folder.file_name(table);
        let what = if refusal.value.is_empty() {
            "the cell is empty"
        } else {
            "cannot stand"
        };
        let complaint =
            Complaint::of_file(&file, what, format!("right would be: {}", refusal.right));
        match table.column(refusal.column) {
            Some(column) => complaint.at(column, &refusal.value),
            None => complaint.in_column(refusal.column),
        }
    }

    /// Takes a refused row out again; `false` where there is no such row.
    fn drop_row(&mut self, fault: &ModelFault) -> Result<bool, ProjectError> {
        let table = tables::table(fault.noun);
        let Some(id) = self.store.id_of(fault.noun, &fault.key)? else {
            return Ok(false);
        };
        self.store.remove(table, id)?;
        self.keys.drop_key(fault.noun, &fault.key);
        Ok(true)
    }

    /// Checks what a row means beside others.
    pub(super) fn check_meaning(
        &mut self,
        table: &'static Table,
        row: &RawRow,
    ) -> Result<(), Complaint> {
        match table.noun {
            Noun::Claim => self.check_claim(table, row),
            Noun::Figure => self.check_figure(table, row),
            _ => Ok(()),
        }
    }

    fn check_claim(&mut self, table: &'static Table, row: &RawRow) -> Result<(), Complaint> {
        // Without a model another fault is told already.
        let Some(builder) = self.builder.as_mut() else {
            return Ok(());
        };
        let cells = ClaimRow { table, row }.cells();
        let checked = reading::read(builder, &cells).and_then(|draft| builder.check_value(&draft));
        checked.map_err(|refusal| self.of_cell_refusal(table, row, &refusal))
    }

    /// A refusal of a cell that is at hand: the model does not repeat what somebody said.
    fn of_cell_refusal(&self, table: &Table, row: &RawRow, refusal: &Refusal) -> Complaint {
        let cell = table
            .index_of(refusal.column)
            .map(|at| row.cells[at].trim());
        let mut complaint = self.of_refusal(table, refusal).on_line(row.line);
        if cell.is_some_and(|cell| !cell.is_empty()) {
            complaint.what = "cannot stand".into();
        }
        complaint
    }

    fn check_figure(&mut self, table: &'static Table, row: &RawRow) -> Result<(), Complaint> {
        let Some(builder) = self.builder.as_ref() else {
            return Ok(());
        };
        let value = table
            .index_of("value")
            .map_or("", |at| row.cells[at].as_str());
        let parsed = Quantity::parse(value, builder.number_words());
        parsed.map(drop).map_err(|error| {
            let refusal = Refusal::new("value", value, error.to_string());
            self.of_refusal(table, &refusal).on_line(row.line)
        })
    }
}
