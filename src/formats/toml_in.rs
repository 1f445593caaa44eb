//! Reads the TOML files of a study folder (`study.toml`, `rules.toml`) as rows of their
//! tables, each with the line on which it begins. Cells are given as a CSV would have them,
//! so one check serves both.

use super::complaint::Complaint;
use super::raw_row::RawRow;
use crate::model::key_book::nearest;
use crate::model::table::{Kind, Noun, Place, Table};
use crate::model::tables::TABLES;
use std::collections::HashMap;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The rows of a TOML file by noun, and what was not kept.
#[derive(Debug, Default)]
pub struct TomlRows {
    /// Rows, in the order of the file.
    pub rows: HashMap<Noun, Vec<RawRow>>,
    /// Sections and keys that are not known, told once.
    pub warnings: Vec<String>,
}

/// Reads a file of this name (`study.toml` or `rules.toml`) from its text.
///
/// # Errors
/// A [`Complaint`] with the line where the text is no TOML or a value has a form that no
/// table takes.
pub fn read_toml(name: &str, text: &str) -> Result<TomlRows, Complaint> {
    let text = text.trim_start_matches('\u{feff}');
    let line_ends: Vec<_> = text.match_indices('\n').map(|(byte, _)| byte).collect();
    let document = DeTable::parse(text).map_err(|error| {
        let line = error
            .span()
            .map_or(1, |span| line_of(&line_ends, span.start));
        Complaint::of_file(
            name,
            format!("is no TOML: {}", error.message()),
            "compare with docs/study-format.md",
        )
        .on_line(line)
    })?;
    let mut reader = Reader {
        name,
        line_ends: &line_ends,
        found: TomlRows::default(),
    };
    for (key, value) in document.get_ref() {
        reader.section(key.get_ref(), value)?;
    }
    Ok(reader.found)
}

struct Reader<'t> {
    name: &'t str,
    /// Where each line ends.
    line_ends: &'t [usize],
    found: TomlRows,
}

type Item<'t> = Spanned<DeValue<'t>>;

impl Reader<'_> {
    fn section(&mut self, key: &str, value: &Item<'_>) -> Result<(), Complaint> {
        let Some(table) = table_of(self.name, key) else {
            let names = TABLES
                .iter()
                .filter(|table| table.file() == self.name)
                .filter_map(section_name);
            let hint = nearest(key, names)
                .map_or(String::new(), |like| format!(" (did you mean {like}?)"));
            let line = self.line(value);
            self.found.warnings.push(format!(
                "{}:{line}: the section `{key}` is not known{hint}; it was not kept",
                self.name
            ));
            return Ok(());
        };
        match (table.place, value.get_ref()) {
            (Place::Section(_), DeValue::Table(cells)) => {
                self.row(table, self.line(value), None, cells)
            }
            (Place::Array(_) | Place::Rules, DeValue::Array(rows)) => self.rows(table, rows),
            (Place::Map(_), DeValue::Table(rows)) => self.mapped_rows(table, rows),
            (Place::Section(_) | Place::Map(_), _) => {
                Err(self.fault(value, "must be a section", &format!("write [{key}]")))
            }
            _ => Err(self.fault(
                value,
                "must be a list of sections",
                &format!("write [[{key}]] for each"),
            )),
        }
    }

    fn rows(&mut self, table: &'static Table, rows: &[Item<'_>]) -> Result<(), Complaint> {
        for row in rows {
            match row.get_ref() {
                DeValue::Table(cells) => self.row(table, self.line(row), None, cells)?,
                _ => return Err(self.fault(row, "must be a section", "write a section for each")),
            }
        }
        Ok(())
    }

    fn mapped_rows(&mut self, table: &'static Table, rows: &DeTable<'_>) -> Result<(), Complaint> {
        for (key, value) in rows {
            match value.get_ref() {
                DeValue::Table(cells) => {
                    self.row(table, self.line(value), Some(key.get_ref()), cells)?
                }
                _ => {
                    return Err(self.fault(
                        value,
                        "must be a small table",
                        "write it like few = { low = 1, high = 99 }",
                    ));
                }
            }
        }
        Ok(())
    }

    fn row(
        &mut self,
        table: &'static Table,
        line: u64,
        key: Option<&str>,
        cells: &DeTable<'_>,
    ) -> Result<(), Complaint> {
        let mut row = RawRow {
            line,
            cells: vec![String::new(); table.columns.len()],
            attributes: Vec::new(),
        };
        if let Some(key) = key {
            key.clone_into(&mut row.cells[0]);
        }
        for (name, value) in cells {
            match table.index_of(name.get_ref()) {
                Some(at) => row.cells[at] = self.cell(table.columns[at].kind, value)?,
                None => self.unknown_key(table, name.get_ref(), self.line(value)),
            }
        }
        self.found.rows.entry(table.noun).or_default().push(row);
        Ok(())
    }

    fn unknown_key(&mut self, table: &Table, name: &str, line: u64) {
        let known = table.columns.iter().map(|column| column.name);
        let hint =
            nearest(name, known).map_or(String::new(), |like| format!(" (did you mean {like}?)"));
        self.found.warnings.push(format!(
            "{}:{line}: `{name}` is not known{hint}; it was not kept",
            self.name
        ));
    }

    fn cell(&self, kind: Kind, value: &Item<'_>) -> Result<String, Complaint> {
        match value.get_ref() {
            DeValue::Array(items) => {
                let items: Vec<_> = items
                    .iter()
                    .map(|item| self.scalar(item))
                    .collect::<Result<_, _>>()?;
                match kind {
                    Kind::Sentences => Ok(serde_json::Value::from(items).to_string()),
                    _ if items.iter().any(|item| item.contains(';')) => Err(self.fault(
                        value,
                        "an item of a list holds a `;`",
                        "lists are kept with `;` between their items: take it out",
                    )),
                    _ if items.iter().any(|item| item.trim().is_empty()) => Err(self.fault(
                        value,
                        "an item of a list is empty",
                        "take the empty item out",
                    )),
                    _ => Ok(items.join(";")),
                }
            }
            _ if kind == Kind::Sentences => {
                Err(self.fault(value, "must be a list", "write [\"…\", \"…\"]"))
            }
            _ => self.scalar(value),
        }
    }

    fn scalar(&self, value: &Item<'_>) -> Result<String, Complaint> {
        match value.get_ref() {
            DeValue::String(text) if text.contains('\0') => {
                Err(self.fault(value, "there is a NUL in it", "take the NUL character out"))
            }
            DeValue::String(text) => Ok(text.as_ref().to_owned()),
            DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
                .map(|number| number.to_string())
                .map_err(|_| self.fault(value, "is too large a number", "write a smaller one")),
            DeValue::Float(number) => Ok(number.as_str().to_owned()),
            DeValue::Boolean(yes) => Ok(if *yes { "yes" } else { "no" }.to_owned()),
            DeValue::Datetime(date) => Ok(date.to_string()),
            DeValue::Array(_) | DeValue::Table(_) => Err(self.fault(
                value,
                "is nested too deep",
                "write a word, a number or a list",
            )),
        }
    }

    fn line(&self, value: &Item<'_>) -> u64 {
        line_of(self.line_ends, value.span().start)
    }

    fn fault(&self, value: &Item<'_>, what: &str, remedy: &str) -> Complaint {
        Complaint::of_file(self.name, what, remedy).on_line(self.line(value))
    }
}

/// The line of a byte, counted from 1.
fn line_of(line_ends: &[usize], byte: usize) -> u64 {
    line_ends.partition_point(|end| *end < byte) as u64 + 1
}

fn table_of(file: &str, section: &str) -> Option<&'static Table> {
    TABLES
        .iter()
        .find(|table| table.file() == file && section_name(table) == Some(section))
}

/// The name of a table's section in its TOML file.
pub fn section_name(table: &Table) -> Option<&'static str> {
    match table.place {
        Place::Section(name) | Place::Array(name) | Place::Map(name) => Some(name),
        Place::Rules => Some("rule"),
        Place::Csv(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STUDY: &str = "[study]\nname = \"Invented\"\nlanguages = [\"ps\", \"en\"]\ninterviews_declared = 54\n\n\
        [[side]]\nkey = \"north\"\nopposes = []\n\n[[side]]\nkey = \"south\"\n\n[numbers]\n\"a few\" = { low = 3, high = 9.5 }\n";

    #[test]
    fn sections_become_rows_with_their_lines() {
        let found = read_toml("study.toml", STUDY).unwrap();
        let study = &found.rows[&Noun::Study][0];
        assert_eq!(
            (study.line, study.cells[0].as_str(), study.cells[3].as_str()),
            (1, "Invented", "ps;en")
        );
        assert_eq!(
            found.rows[&Noun::Side]
                .iter()
                .map(|row| row.line)
                .collect::<Vec<_>>(),
            [6, 10]
        );
        assert_eq!(
            found.rows[&Noun::NumberWord][0].cells,
            ["a few", "3", "9.5"]
        );
        assert!(found.warnings.is_empty());
    }

    #[test]
    fn what_is_not_known_is_told() {
        let found = read_toml(
            "study.toml",
            "[study]\nname = \"x\"\nfildwork = \"2021\"\n[sides]\nkey = 1\n",
        )
        .unwrap();
        assert_eq!(found.warnings.len(), 2);
        assert!(
            found.warnings[0].contains("did you mean fieldwork?"),
            "{:?}",
            found.warnings
        );
    }

    #[test]
    fn a_wrong_form_is_refused_with_its_line() {
        let refused = |text: &str| read_toml("study.toml", text).unwrap_err().to_string();
        assert!(refused("[study]\nname = \n").starts_with("study.toml:2"));
        assert!(refused("[side]\nkey = \"a\"\n").contains("write [[side]] for each"));
        assert!(refused("[study]\nname = { a = 1 }\n").contains("nested"));
        assert!(refused("[study]\nlanguages = [\"a;b\"]\n").contains("`;`"));
        assert!(
            refused(&format!(
                "[study]\nname = {}1{}\n",
                "[".repeat(300),
                "]".repeat(300)
            ))
            .contains("study.toml:2")
        );
    }
}
