//! The tidy bundle: tables for a paper, one row a thing, with a description of every column
//! and a manifest. It passes the same way out as everything else.

use super::Study;
use super::agreement::agreement_head;
use super::cross_check::CheckOptions;
use super::error::ProjectError;
use super::listings::{coding_cells, coding_head, finding_cells, finding_head};
use super::release::{Audience, Release, ReleasedFile};
use crate::model::table::{Noun, Table};
use crate::model::tables::table;
use crate::report::{Cell, Column, Format, Head, Meta, RowWriter, Shape};
use crate::store::codings::CodingFilter;
use crate::store::rows::Cells;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{self, Write};
use std::path::Path;

/// What stands beside the tables, to tell later what they are.
#[derive(Serialize)]
struct Manifest<'a> {
    gainsay: &'a str,
    kind: &'a str,
    audience: &'a str,
    note: &'a str,
    operations: i64,
    head: String,
    settings: &'a crate::method::settings::Settings,
    files: &'a [ReleasedFile],
}

impl Study {
    /// Writes the tidy bundle into a folder.
    ///
    /// # Errors
    /// As [`Study::release`]; refused for a folder that holds other things.
    pub fn export_tidy(
        &self,
        audience: Audience,
        folder: &Path,
        replace: bool,
    ) -> Result<Vec<ReleasedFile>, ProjectError> {
        refuse_other_bundle(folder, replace)?;
        self.release(audience, folder, |release| self.write_bundle(release))
    }

    fn write_bundle(&self, release: &mut Release) -> Result<(), ProjectError> {
        let sides = self.sides_of_sources()?;
        let mut columns = String::from(COLUMNS_HEAD);
        for noun in [Noun::Source, Noun::Interview, Noun::Claim] {
            self.write_rows(release, table(noun), &sides, &mut columns)?;
        }
        self.write_codings(release, &mut columns)?;
        let settings = self.write_findings(release, &mut columns)?;
        self.write_agreement(release, &mut columns)?;
        release.file("COLUMNS.md", |out| {
            put(out, "COLUMNS.md", columns.as_bytes())
        })?;
        self.write_manifest(release, &settings)
    }

    /// A table in the folder's form, with the side and group of its source beside it.
    fn write_rows(
        &self,
        release: &mut Release,
        table: &Table,
        sides: &HashMap<String, [String; 2]>,
        columns: &mut String,
    ) -> Result<(), ProjectError> {
        let own = if table.has_attributes {
            self.store.attributes(table)?
        } else {
            BTreeMap::new()
        };
        let names: BTreeSet<_> = own
            .values()
            .flatten()
            .map(|(name, _)| name.clone())
            .collect();
        let head = rows_head(table, &names);
        let name = format!("{}.csv", table.plural);
        describe(columns, &name, &head);
        let source = table.index_of("source").unwrap_or_default();
        release.file(&name, |out| {
            self.write_listing(out, &name, &head, |rows| {
                self.store.each_row(table, |cells| {
                    let row = tidy_row(table, cells, source, sides, &own, &names);
                    rows.push(&row).map_err(|error| failed(&name, error))
                })
            })
        })
    }

    fn write_codings(
        &self,
        release: &mut Release,
        columns: &mut String,
    ) -> Result<(), ProjectError> {
        let head = without_first(coding_head());
        describe(columns, "codings.csv", &head);
        release.file("codings.csv", |out| {
            self.write_listing(out, "codings.csv", &head, |rows| {
                self.each_coding(&CodingFilter::default(), |row, path| {
                    // Without the id: it is the study's own and means nothing outside.
                    let cells = coding_cells(row, path).split_off(1);
                    rows.push(&cells)
                        .map_err(|error| failed("codings.csv", error))
                })
            })
        })
    }

    fn write_findings(
        &self,
        release: &mut Release,
        columns: &mut String,
    ) -> Result<crate::method::settings::Settings, ProjectError> {
        let checked = self.check(&CheckOptions {
            per_block: None,
            ..CheckOptions::default()
        })?;
        let head = finding_head();
        describe(columns, "findings.csv", &head);
        release.file("findings.csv", |out| {
            self.write_listing(out, "findings.csv", &head, |rows| {
                for judged in checked.rows() {
                    rows.push(&finding_cells(judged))
                        .map_err(|error| failed("findings.csv", error))?;
                }
                Ok(())
            })
        })?;
        Ok(checked.settings)
    }

    fn write_agreement(
        &self,
        release: &mut Release,
        columns: &mut String,
    ) -> Result<(), ProjectError> {
        let head = agreement_head();
        describe(columns, "agreement.csv", &head);
        let agreement = self.agreement(None)?;
        release.file("agreement.csv", |out| {
            self.write_listing(out, "agreement.csv", &head, |rows| {
                for row in &agreement {
                    rows.push(row)
                        .map_err(|error| failed("agreement.csv", error))?;
                }
                Ok(())
            })
        })
    }

    fn write_listing(
        &self,
        out: &mut dyn Write,
        name: &str,
        head: &Head,
        fill: impl FnOnce(&mut RowWriter<'_>) -> Result<(), ProjectError>,
    ) -> Result<(), ProjectError> {
        let shape = Shape::new(Format::Csv);
        let mut rows = RowWriter::open(out, head, &shape).map_err(|error| failed(name, error))?;
        fill(&mut rows)?;
        rows.finish(&Meta::default())
            .map(drop)
            .map_err(|error| failed(name, error))
    }

    fn write_manifest(
        &self,
        release: &mut Release,
        settings: &crate::method::settings::Settings,
    ) -> Result<(), ProjectError> {
        let (operations, head) = self.store.head()?.unwrap_or_default();
        let files = release.files().to_vec();
        let manifest = Manifest {
            gainsay: env!("CARGO_PKG_VERSION"),
            kind: "tidy tables",
            audience: "team",
            note: super::release::TEAM_ONLY,
            operations,
            head: head.iter().map(|byte| format!("{byte:02x}")).collect(),
            settings,
            files: &files,
        };
        let mut text = serde_json::to_string_pretty(&manifest)
            .map_err(|error| failed("manifest.json", io::Error::other(error.to_string())))?;
        text.push('\n');
        release.file("manifest.json", |out| {
            put(out, "manifest.json", text.as_bytes())
        })
    }

    /// Group and side of every source.
    fn sides_of_sources(&self) -> Result<HashMap<String, [String; 2]>, ProjectError> {
        let sides: HashMap<_, _> = self
            .all_rows(table(Noun::Group))?
            .into_iter()
            .map(|cells| {
                (
                    cells[0].clone().unwrap_or_default(),
                    cells[2].clone().unwrap_or_default(),
                )
            })
            .collect();
        let mut of_source = HashMap::new();
        self.store.each_row(table(Noun::Source), |cells| {
            let group = cells[1].clone().unwrap_or_default();
            let side = sides.get(&group).cloned().unwrap_or_default();
            of_source.insert(cells[0].clone().unwrap_or_default(), [group, side]);
            Ok::<_, ProjectError>(())
        })?;
        Ok(of_source)
    }
}

fn failed(name: &str, source: io::Error) -> ProjectError {
    ProjectError::Write {
        path: name.into(),
        source,
    }
}

fn put(out: &mut dyn Write, name: &str, bytes: &[u8]) -> Result<(), ProjectError> {
    out.write_all(bytes).map_err(|error| failed(name, error))
}

/// The table's own columns, what its source is, the study's own attributes.
fn rows_head(table: &Table, attributes: &BTreeSet<String>) -> Head {
    let mut columns: Vec<_> = table
        .columns
        .iter()
        .map(|column| Column::new(column.name))
        .collect();
    let beside: &[&'static str] = if table.noun == Noun::Source {
        &["side"]
    } else {
        &["group_of_source", "side_of_source"]
    };
    columns.extend(beside.iter().copied().map(Column::new));
    columns.extend(
        attributes
            .iter()
            .map(|name| Column::new(format!("attr.{name}"))),
    );
    Head::new(table.plural, columns)
}

fn tidy_row(
    table: &Table,
    cells: Cells,
    source: usize,
    sides: &HashMap<String, [String; 2]>,
    own: &BTreeMap<String, Vec<(String, String)>>,
    names: &BTreeSet<String>,
) -> Vec<Cell> {
    let key = cells[0].clone().unwrap_or_default();
    let sources = cells[source].clone().unwrap_or_default();
    let of = |which: usize| -> Cell {
        let found: Vec<_> = sources
            .split(';')
            .filter_map(|key| sides.get(key))
            .map(|pair| pair[which].clone())
            .collect();
        Cell::text(found.join(";"))
    };
    let beside = if table.noun == Noun::Source {
        vec![of(1)]
    } else {
        vec![of(0), of(1)]
    };
    let attributes = own.get(&key).map_or(&[][..], Vec::as_slice);
    let values = names.iter().map(|name| {
        let value = attributes
            .iter()
            .find(|(other, _)| other == name)
            .map(|(_, value)| value.clone());
        Cell::text(value.unwrap_or_default())
    });
    let kept = cells
        .into_iter()
        .map(|cell| Cell::text(cell.unwrap_or_default()));
    kept.chain(beside).chain(values).collect()
}

fn without_first(mut head: Head) -> Head {
    head.columns.remove(0);
    head
}

fn refuse_other_bundle(folder: &Path, replace: bool) -> Result<(), ProjectError> {
    let is_empty = std::fs::read_dir(folder).map_or(true, |mut entries| entries.next().is_none());
    if is_empty || (replace && folder.join("manifest.json").is_file()) {
        return Ok(());
    }
    let shown = folder.display();
    let (what, hint) = match folder.join("manifest.json").is_file() {
        true => (
            "holds an export already",
            "write over it with --yes, or name another folder",
        ),
        false => (
            "is not empty and holds no export",
            "name an empty folder or one that does not exist yet",
        ),
    };
    Err(ProjectError::refused(format!("{shown} {what}"), hint))
}

const COLUMNS_HEAD: &str = "# Columns\n\nEvery table is CSV (RFC 4180, UTF-8). An empty cell means that nothing was said. \
Lists stand in one cell with `;` between their items. Dates are EDTF (ISO 8601-2). Text that begins with \
`=`, `+`, `-` or `@` has a `'` in front, so that no spreadsheet runs it.\n";

/// A list of the columns of one table, with what each means.
fn describe(columns: &mut String, name: &str, head: &Head) {
    columns.push_str(&format!("\n## {name}\n\n| column | meaning |\n|---|---|\n"));
    for column in &head.columns {
        let own = column
            .name
            .strip_prefix("attr.")
            .map(|name| format!("the study's own attribute {name}"));
        let meaning = own.unwrap_or_else(|| meaning_of(name, &column.name).to_owned());
        columns.push_str(&format!("| `{}` | {meaning} |\n", column.name));
    }
}

/// What a column means, for people who have only the file.
fn meaning_of(file: &str, column: &str) -> &'static str {
    let found = MEANINGS
        .iter()
        .find(|(files, name, _)| *name == column && (files.is_empty() || files.contains(&file)));
    found.map_or("as in the study folder", |(_, _, meaning)| meaning)
}

type Meaning = (&'static [&'static str], &'static str, &'static str);

const MEANINGS: &[Meaning] = &[
    (
        &["findings.csv"],
        "finding",
        "id of the finding: the same in every run and every copy",
    ),
    (&[], "claim_a", "key of the first claim, in byte order"),
    (&[], "claim_b", "key of the second claim"),
    (&[], "topic_a", "topic of the first claim"),
    (
        &[],
        "topic_b",
        "topic of the second claim; another one where a topic link joins them",
    ),
    (
        &["findings.csv"],
        "kind",
        "K1 polarity, K2 values apart, K3 categories that exclude each other, K4 dates of one event, K5 order, K6 part and whole, K7 rate and stock, K8 trend, K9 actor, K10 existence; empty where none fires",
    ),
    (
        &[],
        "marks",
        "S1 one person's claims, T1 a test by time, link joined by a topic link",
    ),
    (
        &[],
        "verdict",
        "contradiction, apparent, inflated, details-fall-short, overtaken, reconciled, agrees, partly-agrees, compatible or not-comparable",
    ),
    (&[], "why", "the first explanation that decided"),
    (
        &[],
        "explanations",
        "each explanation that was tested and its outcome: yes, no or undecided; empty where no kind fired",
    ),
    (
        &[],
        "severity",
        "how far apart: minor, substantial or gross",
    ),
    (&[], "gap", "the number behind severity, 0 to 1"),
    (
        &[],
        "shared_time",
        "common days as a share of the shorter time, 0 to 1",
    ),
    (
        &[],
        "certainty",
        "how sure it is that the two statements clash (not who is right): high, moderate or low",
    ),
    (&[], "source_a", "source of the first claim"),
    (&[], "source_b", "source of the second claim"),
    (&[], "side_a", "side of the first source"),
    (&[], "side_b", "side of the second source"),
    (&[], "stated_on_a", "when the first claim was stated"),
    (&[], "stated_on_b", "when the second claim was stated"),
    (
        &[],
        "independent",
        "whether the two voices are independent: yes, no or unknown",
    ),
    (
        &["findings.csv"],
        "status",
        "open, accepted, explained, dismissed, unverified, disputed or changed",
    ),
    (&["findings.csv"], "reason", "why, in a sentence"),
    (
        &["codings.csv"],
        "status",
        "accepted, proposed by a rule, or rejected",
    ),
    (
        &["codings.csv"],
        "code_path",
        "the code with all its parents, root first",
    ),
    (&["codings.csv"], "origin", "hand, or rule:KEY"),
    (
        &["codings.csv"],
        "fired",
        "the words for which a rule proposed it",
    ),
    (&["codings.csv"], "source", "the sources of the interview"),
    (&["codings.csv"], "group", "their groups"),
    (&["codings.csv"], "side", "their sides"),
    (&["codings.csv"], "date", "when the interview was held"),
    (
        &[],
        "start",
        "first code point of the passage in the text, from 0",
    ),
    (&[], "end", "behind the last code point of the passage"),
    (&[], "quote", "the words of the passage"),
    (&[], "group_of_source", "the group of the source"),
    (&[], "side_of_source", "the side of the source"),
    (
        &["agreement.csv"],
        "grade",
        "0 to 5: how well the statement is supported; c: a contradiction of lower grade stands",
    ),
    (
        &["agreement.csv"],
        "sources_low",
        "independent sources, at least",
    ),
    (
        &["agreement.csv"],
        "sources_high",
        "independent sources, at most",
    ),
    (
        &["agreement.csv"],
        "positions",
        "how many positions that exclude one another",
    ),
    (
        &["agreement.csv"],
        "wording",
        "a sentence that says no more than the grade allows",
    ),
];
