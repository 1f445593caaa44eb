//! The checks that need more than a cell: a value and its topic, the shape of a tree, a rule
//! that must parse. They use the very constructors that the method computes with, so what is
//! let in can be computed with.

use super::existing::whose;
use super::row::ClaimRow;
use super::{Importer, ModelFault};
use crate::formats::complaint::Complaint;
use crate::formats::raw_row::RawRow;
use crate::method::crosscheck::contradictory_links;
use crate::method::reading;
use crate::method::rule::Expression;
use crate::method::settings::Settings;
use crate::model::cell::{is_bidi_control, items};
use crate::model::quantity::Quantity;
use crate::model::refusal::Refusal;
use crate::model::study::Study;
use crate::model::table::{Noun, Table};
use crate::model::tables;
use crate::project::caret::with_caret;
use crate::project::error::ProjectError;
use crate::project::rule_examples::failing_examples;
use crate::project::study_model::{builder_of, claim_cells, settings_of};
use crate::store::rows::Cells;
use std::collections::BTreeSet;

/// The longest sign of a code, in code points: it stands in the columns of tables.
const MOST_SHORT_CP: usize = 4;

impl Importer<'_> {
    /// Builds the model of everything but the claims from what is written so far, and tells
    /// what it refuses. Where bad rows are left out, a refused one goes for now, so that one
    /// reading finds them all; the next reading leaves them out.
    pub(super) fn check_model(&mut self) -> Result<(), ProjectError> {
        loop {
            let fault = match builder_of(self.store)? {
                Ok(builder) => match builder.clone().finish() {
                    Ok(study) => {
                        self.builder = Some(builder);
                        self.settings = settings_of(self.store)?;
                        self.check_links(&study);
                        self.model = Some(study);
                        return Ok(());
                    }
                    Err(refusal) => ModelFault {
                        noun: Noun::Study,
                        key: String::new(),
                        refusal,
                    },
                },
                Err(fault) => fault,
            };
            let is_row_of_folder = self
                .lines
                .contains_key(&(fault.noun, fault.key.as_str().into()));
            if !self.refused_late.is_empty() && !is_row_of_folder {
                // Perhaps only because a row is gone that it names: the next reading tells.
                return Ok(());
            }
            let complaint = self.model_complaint(&fault);
            self.refuse_late(fault.noun, &fault.key, complaint);
            if self.is_hopeless || !self.drop_row(&fault)? {
                return Ok(());
            }
        }
    }

    /// Refuses links by which one answer would mean both yes and no.
    fn check_links(&mut self, study: &Study) {
        let depth = self.settings.link_depth;
        let Some(clash) = contradictory_links(study, depth) else {
            return;
        };
        let key = |topic| study.topic_key(topic);
        let what = format!(
            "the links would contradict each other: from \"{} {}\" follow, link by link, both yes and no to {}",
            key(clash.topic),
            clash.stance.as_str(),
            key(clash.on)
        );
        let file = self.folder.file_name(tables::table(Noun::TopicLink));
        let remedy = format!(
            "take one of the links out; see them with: gainsay topic show {}",
            key(clash.on)
        );
        self.is_hopeless = true;
        self.complaints
            .note(Complaint::of_file(&file, what, remedy));
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
        let remedy = format!("right would be: {}", refusal.right);
        let complaint = Complaint::of_file(&file, "cannot stand as it is", remedy);
        match table.column(refusal.column) {
            Some(column) => complaint.at(column, &refusal.value),
            None => complaint.in_column(refusal.column),
        }
    }

    /// Takes a refused row out for the rest of this reading; `false` where there is no such row.
    fn drop_row(&mut self, fault: &ModelFault) -> Result<bool, ProjectError> {
        let table = tables::table(fault.noun);
        if table.key_column().is_none() {
            return Ok(false);
        }
        let Some(id) = self.store.id_of(fault.noun, &fault.key)? else {
            return Ok(false);
        };
        self.store.remove(table, id)?;
        Ok(true)
    }

    /// Checks what a row means beside others.
    pub(super) fn check_meaning(
        &mut self,
        table: &'static Table,
        row: &RawRow,
    ) -> Result<(), Complaint> {
        match table.noun {
            Noun::CrossCheck => self.check_settings(table, row),
            Noun::Code => self.check_code(table, row),
            Noun::Coding => self.check_coding(table, row),
            Noun::Rule => self.check_rule(table, row),
            Noun::TopicLink => self.check_link(table, row),
            Noun::Claim => self.check_claim(table, row),
            Noun::Control => self.check_control(table, row),
            Noun::Figure => self.check_figure(table, row),
            Noun::Judgement => self.check_judgement(table, row),
            Noun::Assignment => self.check_assignment(table, row),
            _ => Ok(()),
        }
    }

    /// A fault of a cell beside others; the cell is shown where it may be.
    fn cell_fault(
        &self,
        (table, row): (&'static Table, &RawRow),
        column: &str,
        what: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Complaint {
        let complaint = self.fault(table, row, what, remedy);
        match (table.column(column), table.index_of(column)) {
            (Some(column), Some(at)) => complaint.at(column, row.cells[at].trim()),
            _ => complaint.in_column(column),
        }
    }

    fn check_settings(&self, table: &'static Table, row: &RawRow) -> Result<(), Complaint> {
        let read = Settings::read(|name| cell(table, row, name));
        read.map(drop).map_err(|refusal| {
            let what = "is out of range in [cross_check]";
            let right = format!("right would be: {}", refusal.right);
            self.cell_fault((table, row), refusal.column, what, right)
        })
    }

    /// The name of a code stands in menus, lists and file names of other programs.
    fn check_code(&self, table: &'static Table, row: &RawRow) -> Result<(), Complaint> {
        for column in ["name", "short"] {
            if cell(table, row, column).chars().any(is_bidi_control) {
                return Err(self.cell_fault(
                    (table, row),
                    column,
                    "there is a character in it that turns the direction of text",
                    "take it out; a letter of any script is right",
                ));
            }
        }
        if cell(table, row, "short").chars().count() > MOST_SHORT_CP {
            let what = "is longer than four letters";
            return Err(self.cell_fault((table, row), "short", what, "shorten it"));
        }
        Ok(())
    }

    fn check_coding(&self, table: &'static Table, row: &RawRow) -> Result<(), Complaint> {
        let said = cell(table, row, "probability").trim();
        let probability: Option<f64> = said.parse().ok();
        let (what, remedy) = match probability {
            Some(one) if !(0.0..=1.0).contains(&one) => {
                ("is no probability", "write a number from 0 to 1")
            }
            Some(_) if !cell(table, row, "rule").trim().is_empty() => (
                "stands beside a rule",
                "empty one of the two: a rule proposes without a probability",
            ),
            _ => return Ok(()),
        };
        Err(self.cell_fault((table, row), "probability", what, remedy))
    }

    fn check_rule(&self, table: &'static Table, row: &RawRow) -> Result<(), Complaint> {
        let expression = cell(table, row, "match");
        let parsed = Expression::parse_within(expression, self.folder.limits());
        parsed.map(drop).map_err(|error| {
            self.cell_fault(
                (table, row),
                "match",
                // What to write instead stands in it already, under the caret.
                format!("does not parse: {}", with_caret(&error, expression)),
                "see: gainsay help rules",
            )
        })
    }

    /// Says which rules do not hold against their own examples.
    pub(super) fn warn_of_examples(&mut self, row: &RawRow, cells: &Cells) {
        let Ok(failing) = failing_examples(cells) else {
            return;
        };
        if failing > 0 {
            let key = cells[0].as_deref().unwrap_or_default();
            self.report.warnings.push(format!(
                "{}:{}: the rule {key} is wrong about {failing} of its own examples; see: gainsay rule test {key}",
                self.folder.file_name(tables::table(Noun::Rule)),
                row.line
            ));
        }
    }

    /// Refuses a new coding with a code that was retired before. What a folder brings of codes
    /// that it retires itself is a record of how it was, and is let in.
    pub(super) fn refuse_retired(&self, table: &'static Table, row: &RawRow) -> Option<Complaint> {
        if table.noun != Noun::Coding || cell(table, row, "status") == "rejected" {
            return None;
        }
        let code = cell(table, row, "code");
        self.retired.iter().find(|retired| *retired == code)?;
        Some(self.cell_fault(
            (table, row),
            "code",
            "is retired: it gets no new codings",
            format!("use another, or take it back with: gainsay codebook edit {code} --retired ''"),
        ))
    }

    fn check_link(&self, table: &'static Table, row: &RawRow) -> Result<(), Complaint> {
        for column in ["stance", "implies_stance"] {
            if cell(table, row, column) == "neutral" {
                let right = "affirms, denies or doubts: who is neutral implies nothing";
                return Err(self.cell_fault((table, row), column, "implies nothing", right));
            }
        }
        if cell(table, row, "topic") == cell(table, row, "implies_topic") {
            let what = "is the topic itself";
            let right = "another topic than the first";
            return Err(self.cell_fault((table, row), "implies_topic", what, right));
        }
        Ok(())
    }

    fn check_claim(&mut self, table: &'static Table, row: &RawRow) -> Result<(), Complaint> {
        for column in ["responds_to", "general_of", "reading_of"] {
            if items(cell(table, row, column)).any(|other| other == cell(table, row, "claim")) {
                let right = "the key of another claim";
                return Err(self.cell_fault((table, row), column, "names the claim itself", right));
            }
        }
        // Without a model another fault is told already.
        let Some(builder) = self.builder.as_mut() else {
            return Ok(());
        };
        let cells = ClaimRow { table, row }.cells();
        let checked = reading::check(builder, &self.settings, &cells);
        checked.map_err(|refusal| self.of_refusal(table, &refusal).on_line(row.line))
    }

    /// Reads the claims that this import does not bring again, where a row changed on which their
    /// reading hangs: a topic, a unit, a date of an interview.
    pub(super) fn check_kept_claims(&mut self) -> Result<(), ProjectError> {
        let claims = tables::table(Noun::Claim);
        let reports = || self.report.tables.iter();
        let has_changed =
            reports().any(|(table, report)| table.noun != Noun::Claim && report.changed > 0);
        let of_claims = reports().find(|(table, _)| table.noun == Noun::Claim);
        let read = of_claims.map_or(0, |(_, of)| of.new + of.changed + of.unchanged + of.skipped);
        if !has_changed || self.is_hopeless || self.store.count(claims)? <= read {
            return Ok(());
        }
        let Some(mut builder) = self.builder.take() else {
            return Ok(());
        };
        let (store, settings) = (self.store, self.settings);
        store.each_claim(|row| {
            let cells = claim_cells(row);
            if let Err(refusal) = reading::check(&mut builder, &settings, &cells) {
                self.refuse_kept_claim(cells.claim, &refusal);
            }
            Ok::<_, ProjectError>(())
        })
    }

    /// Refuses a claim that is the detail of its own detail: of two the later row of this folder.
    pub(super) fn check_details(&mut self) -> Result<(), ProjectError> {
        if !self.folder.has(tables::table(Noun::Claim)) {
            return Ok(());
        }
        for keys in self.store.details_of_each_other()? {
            let line = |key: &str| self.lines.get(&(Noun::Claim, key.into())).copied();
            let [one, other] = &keys;
            let (claim, detail) = match line(one) > line(other) {
                true => (one, other),
                false => (other, one),
            };
            // Where neither stands here, the study had both before.
            let Some(line) = line(claim) else { continue };
            let right = format!("a claim that does not name {claim} as its own detail");
            let refusal = Refusal::new("general_of", detail, right);
            let complaint = self.of_refusal(tables::table(Noun::Claim), &refusal);
            self.refuse_late(Noun::Claim, claim, complaint.on_line(line));
        }
        Ok(())
    }

    fn refuse_kept_claim(&mut self, claim: &str, refusal: &Refusal) {
        self.is_hopeless = true;
        let what = format!("the claim {claim}, which the study holds already, could not stand");
        let remedy = format!(
            "right would be: {}; change the claim first or with it",
            refusal.right
        );
        let file = tables::table(Noun::Claim).name;
        let complaint = Complaint::of_file(file, what, remedy);
        self.complaints
            .note(match tables::table(Noun::Claim).column(refusal.column) {
                Some(column) => complaint.at(column, &refusal.value),
                None => complaint.in_column(refusal.column),
            });
    }

    /// A known answer is one that its topic can have.
    fn check_control(&self, table: &'static Table, row: &RawRow) -> Result<(), Complaint> {
        let (value, Some(builder)) = (cell(table, row, "value"), self.builder.as_ref()) else {
            return Ok(());
        };
        if value.is_empty() {
            return Ok(());
        }
        reading::check_value(builder, cell(table, row, "topic"), value)
            .map_err(|refusal| self.of_refusal(table, &refusal).on_line(row.line))
    }

    fn check_figure(&self, table: &'static Table, row: &RawRow) -> Result<(), Complaint> {
        let Some(builder) = self.builder.as_ref() else {
            return Ok(());
        };
        let parsed = Quantity::parse(cell(table, row, "value"), builder.number_words());
        parsed.map(drop).map_err(|error| {
            self.cell_fault((table, row), "value", "is no figure", error.to_string())
        })
    }

    /// A text, a coder: one row. A hash is one, or nobody could tell whether the text changed.
    fn check_assignment(&mut self, table: &'static Table, row: &RawRow) -> Result<(), Complaint> {
        let at = table.index_of("submitted_text").unwrap_or_default();
        let hash = row.cells[at].as_str();
        let is_hash = hash.len() == 64
            && hash
                .bytes()
                .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        if !hash.is_empty() && !is_hash {
            let right = "64 hex digits in small letters, or nothing";
            let what = "is no SHA-256 of a text";
            return Err(self.cell_fault((table, row), "submitted_text", what, right));
        }
        if !hash.is_empty() && cell(table, row, "submitted").is_empty() {
            let what = "says which text was submitted, and there is no day";
            let right = "give the day in the column submitted, or take both out";
            return Err(self.cell_fault((table, row), "submitted_text", what, right));
        }
        let cells: Vec<_> = row
            .cells
            .iter()
            .map(|cell| Some(cell.trim().to_owned()))
            .collect();
        match self.assigned.insert(whose(&cells), row.line) {
            Some(first) if first != row.line => Err(self.cell_fault(
                (table, row),
                "coder",
                format!("has this text on line {first} already"),
                "take one of the two rows out",
            )),
            _ => Ok(()),
        }
    }

    fn check_judgement(&self, table: &'static Table, row: &RawRow) -> Result<(), Complaint> {
        let claims: BTreeSet<_> = items(cell(table, row, "claims")).collect();
        if claims.len() >= 2 {
            return Ok(());
        }
        let right = "two claims or more, with ; between them";
        Err(self.cell_fault((table, row), "claims", "is one claim", right))
    }
}

pub(super) fn cell<'r>(table: &Table, row: &'r RawRow, column: &str) -> &'r str {
    table.index_of(column).map_or("", |at| row.cells[at].trim())
}
