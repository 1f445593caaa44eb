//! Reads a table of weights between categories, and a list of categories in one line. It must not
//! know what is computed with them. A stranger would take the order of rows for that of
//! categories: a row says itself which it is of.

use super::complaint::{Complaint, name_of};
use super::plain_csv::{Line, lines_of};
use crate::model::limits::{Limit, Limits};
use std::path::Path;

/// Weights between categories: symmetric, 1 on the diagonal, between 0 and 1.
#[derive(Clone, Debug, PartialEq)]
pub struct WeightTable {
    /// The categories, in the order of the first row.
    pub categories: Vec<String>,
    /// A row for each category, in that order.
    pub rows: Vec<Vec<f64>>,
}

/// How far two numbers that should be one may lie apart, for weights with few decimals.
const SAME: f64 = 1e-9;

impl WeightTable {
    /// Reads a table whose first row and first column name the categories.
    ///
    /// # Errors
    /// A [`Complaint`] where it cannot be read or is no such table.
    pub fn read(path: &Path, limits: &Limits) -> Result<Self, Complaint> {
        let name = name_of(path);
        let (header, lines) = lines_of_table(path, &name, limits)?;
        let categories: Vec<String> = header[1.min(header.len())..].to_vec();
        if let Some(twice) = first_repeated(&categories) {
            let fault = Complaint::of_file(&name, "a category stands twice", "take one out");
            return Err(fault.on_line(1).in_column(twice));
        }
        let mut rows: Vec<Option<(u64, Vec<f64>)>> = vec![None; categories.len()];
        for (line, cells) in lines {
            let (at, row) = weights_of(&name, line, &categories, &cells)?;
            if rows[at].is_some() {
                let fault = Complaint::of_file(&name, "a category has two rows", "take one out");
                return Err(fault.on_line(line).in_column(&categories[at]));
            }
            rows[at] = Some((line, row));
        }
        let whole: Option<Vec<(u64, Vec<f64>)>> = rows.into_iter().collect();
        let whole = whole.filter(|rows| !rows.is_empty()).ok_or_else(|| {
            let remedy = "a row for each category of the first line";
            Complaint::of_file(&name, "a category has no row", remedy)
        })?;
        refuse_odd(&name, &categories, &whole)?;
        Ok(Self {
            categories,
            rows: whole.into_iter().map(|(_, row)| row).collect(),
        })
    }
}

/// The cells of the first line, and every other.
fn lines_of_table(
    path: &Path,
    name: &str,
    limits: &Limits,
) -> Result<(Vec<String>, Vec<Line>), Complaint> {
    let remedy = "a first row and a first column that name the categories, weights between";
    let fault = |what: &str| Complaint::of_file(name, what, remedy);
    // Weights are short: what is larger by far is no table of them.
    let most = limits.of(Limit::CellBytes).saturating_mul(64);
    let mut lines = lines_of(path, most, fault)?;
    if lines.is_empty() {
        return Err(fault("the file is empty"));
    }
    let (_, header) = lines.remove(0);
    Ok((header, lines))
}

fn first_repeated(names: &[String]) -> Option<&String> {
    let mut seen = std::collections::BTreeSet::new();
    names.iter().find(|name| !seen.insert(*name))
}

/// The category of a row of weights, by number, and its weights.
fn weights_of(
    name: &str,
    line: u64,
    categories: &[String],
    cells: &[String],
) -> Result<(usize, Vec<f64>), Complaint> {
    let fault = |what: &str, remedy: &str| Complaint::of_file(name, what, remedy).on_line(line);
    let (own, weights) = cells
        .split_first()
        .ok_or_else(|| fault("is empty", "take it out"))?;
    let at = categories.iter().position(|category| category == own);
    let at = at.ok_or_else(|| {
        fault(
            "the row is of a category that the first line does not name",
            "the same categories in the first row and the first column",
        )
    })?;
    if weights.len() != categories.len() {
        let remedy = "a weight for each category of the first line";
        return Err(fault("the row has another length than the first", remedy));
    }
    let weight = |(cell, category): (&String, &String)| {
        let weight = cell.parse::<f64>().ok();
        weight
            .filter(|weight| (0.0..=1.0).contains(weight))
            .ok_or_else(|| {
                fault("is no weight", "a weight is a number from 0 to 1").in_column(category)
            })
    };
    let row: Result<Vec<f64>, Complaint> = weights.iter().zip(categories).map(weight).collect();
    Ok((at, row?))
}

fn refuse_odd(
    name: &str,
    categories: &[String],
    rows: &[(u64, Vec<f64>)],
) -> Result<(), Complaint> {
    for (a, (line, row)) in rows.iter().enumerate() {
        let fault = |what: &str, b: usize| {
            let remedy = "weights are the same both ways, and 1 for a category and itself";
            Complaint::of_file(name, what, remedy)
                .on_line(*line)
                .in_column(&categories[b])
        };
        if (row[a] - 1.0).abs() > SAME {
            return Err(fault("the weight of a category with itself is not 1", a));
        }
        let odd = (0..a).find(|b| (row[*b] - rows[*b].1[a]).abs() > SAME);
        if let Some(b) = odd {
            return Err(fault("the table is not symmetric", b));
        }
    }
    Ok(())
}

/// The categories of one line of CSV.
///
/// # Errors
/// What is wrong with it, in a few words.
pub fn categories_of(line: &str) -> Result<Vec<String>, &'static str> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(line.as_bytes());
    let mut records = reader.records();
    let Some(Ok(record)) = records.next() else {
        return Err("there is no category in it");
    };
    let names: Vec<String> = record.iter().map(|name| name.trim().to_owned()).collect();
    if names.iter().any(String::is_empty) {
        Err("a category without a name")
    } else if first_repeated(&names).is_some() {
        Err("a category stands twice")
    } else if records.next().is_some() {
        Err("the categories stand on one line")
    } else {
        Ok(names)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weights(bytes: &[u8]) -> Result<WeightTable, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("r.csv");
        std::fs::write(&path, bytes).unwrap();
        WeightTable::read(&path, &Limits::default()).map_err(|complaint| complaint.to_string())
    }

    #[test]
    fn weights_may_stand_in_any_order_of_rows() {
        let table = weights(b",a,b\nb,.5,1\na,1,0.5\n").unwrap();
        assert_eq!(table.categories, ["a", "b"]);
        assert_eq!(table.rows, [[1.0, 0.5], [0.5, 1.0]]);
    }

    #[test]
    fn weights_that_are_none_are_refused_with_their_place() {
        for (bytes, wanted) in [
            (&b""[..], "r.csv: the file is empty"),
            (
                b",a,b\na,1,0\nb,.5,1\n",
                "r.csv:3:a: the table is not symmetric",
            ),
            (
                b",a,b\na,.9,0\nb,0,1\n",
                "r.csv:2:a: the weight of a category with itself",
            ),
            (b",a,b\na,1,2\nb,2,1\n", "r.csv:2:b: is no weight"),
            (b",a,b\na,1,NaN\nb,0,1\n", "r.csv:2:b: is no weight"),
            (b",a,b\na,1\nb,0,1\n", "r.csv:2: the row has another length"),
            (b",a,b\na,1,0\nc,0,1\n", "r.csv:3: the row is of a category"),
            (b",a,b\na,1,0\n", "r.csv: a category has no row"),
            (
                b",a,b\na,1,0\na,1,0\n",
                "r.csv:3:a: a category has two rows",
            ),
            (b",a,a\na,1,0\n", "r.csv:1:a: a category stands twice"),
            (b"x\n", "r.csv: a category has no row"),
        ] {
            let told = weights(bytes).unwrap_err();
            assert!(told.starts_with(wanted), "{told}");
        }
    }

    #[test]
    fn categories_are_one_line_of_csv() {
        assert_eq!(categories_of("a,\"b, c\", d").unwrap(), ["a", "b, c", "d"]);
        for odd in ["", "a,,b", "a,b,a", "a\nb"] {
            assert!(categories_of(odd).is_err(), "{odd:?}");
        }
    }
}
