//! `gainsay sql`: a statement that a person wrote, which reads and nothing else.
//!
//! It must not hold SQL. What a stranger would get wrong: two columns of a result may have one
//! name; JSON cannot, so the later ones get a number.

use std::io::Read as _;
use std::time::Duration;

use crate::cli::args::other::SqlArgs;
use crate::cli::failure::Problem;
use crate::cli::session::Session;
use crate::project::querying::Field;
use crate::report::{Cell, Column, Head};

use super::opened;
use super::rows::passed_on;

/// Runs the statement.
///
/// # Errors
/// What the database says of it; refused where it does more than read.
pub fn run(args: &SqlArgs, session: &Session) -> Result<(), Problem> {
    let query = query_of(args)?;
    let mut study = opened::open(session)?;
    let within = Duration::from_secs(args.timeout);
    let names = told_apart(study.query_columns(&query, within)?);
    let head = Head::new("row-list", names.into_iter().map(Column::new).collect());
    let meta = opened::meta(&study)?;
    session
        .output
        .stream(&head, |rows| {
            study.query(&query, within, |fields| {
                let cells: Vec<Cell> = fields.into_iter().map(cell_of).collect();
                passed_on(rows.push(&cells))
            })?;
            Ok(meta)
        })
        .map(drop)
}

fn query_of(args: &SqlArgs) -> Result<String, Problem> {
    if args.query != "-" {
        return Ok(args.query.clone());
    }
    let mut query = String::new();
    std::io::stdin().lock().read_to_string(&mut query)?;
    Ok(query)
}

fn cell_of(field: Field) -> Cell {
    match field {
        Field::Null => Cell::Empty,
        Field::Integer(number) => Cell::Integer(number),
        Field::Real(number) => Cell::Number(number),
        Field::Text(words) | Field::Bytes(words) => Cell::text(words),
    }
}

/// Gives a name that stands twice a number from the second time on.
fn told_apart(names: Vec<String>) -> Vec<String> {
    let mut apart: Vec<String> = Vec::with_capacity(names.len());
    for name in names {
        let numbered = (2..).map(|number| format!("{name}_{number}"));
        let free = std::iter::once(name.clone())
            .chain(numbered)
            .find(|name| !apart.contains(name));
        apart.push(free.unwrap_or(name));
    }
    apart
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_stand_twice_are_told_apart() {
        let names = ["a", "a", "a_2", "b"].map(str::to_owned).to_vec();
        assert_eq!(told_apart(names), ["a", "a_2", "a_2_2", "b"]);
    }
}
