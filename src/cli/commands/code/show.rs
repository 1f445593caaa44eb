//! `gainsay code show`: one coding, and why it was proposed.
//!
//! It must not know how shares are computed. What a stranger would get wrong: the words are those of
//! the day it was proposed, whatever would be learned today.

use crate::cli::args::read::ShowArgs;
use crate::cli::failure::Problem;
use crate::cli::session::Session;
use crate::project::listings::{coding_cells, coding_head, fired_list};
use crate::report::{Cell, Column, Head, Listing};

use super::opened;

/// Shows a coding.
///
/// # Errors
/// An id that no coding has, or several.
pub fn run(args: &ShowArgs, session: &Session) -> Result<(), Problem> {
    let study = opened::open(session)?;
    let row = study.coding(&args.key)?;
    let shares = study
        .store()
        .shares_of_words(row.id)
        .map_err(crate::project::error::ProjectError::from)?;
    let weights = weights(&fired_list(&row), &shares);
    let path = study
        .code_paths()?
        .get(&row.code)
        .cloned()
        .unwrap_or_default();
    let mut columns = coding_head().columns;
    columns.push(Column::new("weights"));
    let mut listing = Listing::new(Head::record("coding-list", columns));
    let mut cells = coding_cells(row, &path);
    cells.push(Cell::List(weights));
    listing.rows.push(cells);
    listing.meta = opened::meta(&study)?;
    session.output.show(&listing).map(drop)
}

/// Words with their shares, `salary=0.42`, the heaviest first; a rule's words weigh nothing.
fn weights(words: &[String], shares: &[Option<f64>]) -> Vec<String> {
    let mut weighed: Vec<_> = words
        .iter()
        .zip(shares)
        .filter_map(|(word, share)| Some((word, (*share)?)))
        .collect();
    weighed.sort_by(|one, other| other.1.total_cmp(&one.1));
    let shown = weighed.into_iter();
    shown
        .map(|(word, share)| format!("{word}={share:.2}"))
        .collect()
}
