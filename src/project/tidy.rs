//! The tidy bundle: tables for a paper, one row a thing, with a description of every column
//! and a manifest. It passes the same way out as everything else.

use super::Study;
use super::cross_check::{CheckOptions, Checked};
use super::error::ProjectError;
use super::listings::{coding_cells, coding_head, finding_cells, finding_head};
use super::release::{Audience, Bundle, Release, ReleasedFile};
use super::settings::setting_rows;
use crate::model::table::{Noun, Table};
use crate::model::tables::table;
use crate::report::{Cell, Column, Format, Head, Meta, RowWriter, Shape};
use crate::store::codings::CodingFilter;
use crate::store::rows::Cells;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{self, Write};
use std::path::Path;

mod columns;

use columns::describe;

/// A bundle is whole by its manifest, which is written last.
const BUNDLE: Bundle = Bundle {
    noun: "an export",
    whole: "manifest.json",
    unfinished: "unfinished-tables.txt",
};

/// The tables of the study folder that are in the bundle.
const TABLES_OF_BUNDLE: [Noun; 4] = [Noun::Source, Noun::Interview, Noun::Claim, Noun::Memo];

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
        BUNDLE.refuse_another(folder, replace)?;
        self.release(audience, folder, |release| {
            release.together(&BUNDLE, |release| self.write_bundle(release))
        })
    }

    fn write_bundle(&self, release: &mut Release) -> Result<(), ProjectError> {
        let sides = self.sides_of_sources()?;
        let mut columns = String::from(columns::HEAD);
        for noun in TABLES_OF_BUNDLE {
            self.write_rows(release, table(noun), &sides, &mut columns)?;
        }
        self.write_codings(release, &mut columns)?;
        let checked = self.write_findings(release, &mut columns)?;
        let settings = checked.settings;
        self.write_agreement(release, checked, &mut columns)?;
        columns::describe_settings(&mut columns, &setting_rows(&settings));
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
    ) -> Result<Checked, ProjectError> {
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
        Ok(checked)
    }

    fn write_agreement(
        &self,
        release: &mut Release,
        checked: Checked,
        columns: &mut String,
    ) -> Result<(), ProjectError> {
        let names = ["agreement.csv", "matrix.csv", "positions.csv"];
        for (name, view) in names.into_iter().zip(self.agreement_of(checked)?) {
            let head = view.head.clone();
            describe(columns, name, &head);
            release.file(name, |out| {
                self.write_listing(out, name, &head, |rows| {
                    view.each_row(|row| rows.push(row).map_err(|error| failed(name, error)))
                })
            })?;
        }
        Ok(())
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
    pub(crate) fn sides_of_sources(&self) -> Result<HashMap<String, [String; 2]>, ProjectError> {
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

/// The table's own columns, what its source is where it has one, the study's own attributes.
fn rows_head(table: &Table, attributes: &BTreeSet<String>) -> Head {
    let mut columns: Vec<_> = table
        .columns
        .iter()
        .map(|column| Column::new(column.name))
        .collect();
    let beside: &[&'static str] = match table.noun {
        Noun::Source => &["side"],
        Noun::Memo => &[],
        _ => &["group_of_source", "side_of_source"],
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
    let beside = match table.noun {
        Noun::Source => vec![of(1)],
        Noun::Memo => Vec::new(),
        _ => vec![of(0), of(1)],
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
