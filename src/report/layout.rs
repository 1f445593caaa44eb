//! Decides how wide the columns of a table are, and how its ids are cut.
//!
//! It must not write anything. What a stranger would get wrong: when the columns do not fit
//! without breaking ordinary words, the answer is no widths at all, and rows are set a field
//! a line.

use std::collections::BTreeSet;

use super::cell::Cell;
use super::listing::{Column, Role};
use super::printer::visible;
use super::width::display_width;

/// The cells between two columns.
pub(super) const GAP: usize = 2;
/// Words up to this long are never broken to make a column fit; a field a line is used instead.
const LONGEST_KEPT_WORD: usize = 14;
/// The shortest form of an id, in characters from its end.
const SHORTEST_ID: usize = 6;

/// Chooses positions and widths of the columns that a table shows within a screen's width, or
/// `None` when they do not fit. Spare columns give way one by one, by their rank.
pub(super) fn column_widths(
    columns: &[Column],
    rows: &[Vec<Cell>],
    id_length: usize,
    screen: usize,
) -> Option<Vec<(usize, usize)>> {
    let mut wants: Vec<Want> = (0..columns.len())
        .filter(|&position| matches!(columns[position].role, Role::Plain | Role::Id))
        .map(|position| want_of(position, &columns[position], rows, id_length))
        .collect();
    loop {
        if let Some(available) = room_for(&wants, screen) {
            return Some(share_out(&wants, available));
        }
        let rank = |at: &usize| columns[wants[*at].position].spare_rank;
        // Of equals `max_by_key` gives the last.
        let first = (0..wants.len())
            .max_by_key(rank)
            .filter(|at| rank(at) > 0)?;
        wants.remove(first);
    }
}

/// The cells that columns have between their gaps, if each has as many as it must.
fn room_for(wants: &[Want], screen: usize) -> Option<usize> {
    let available = screen.checked_sub(GAP * wants.len().saturating_sub(1))?;
    let least: usize = wants.iter().map(|want| want.least).sum();
    (!wants.is_empty() && least <= available).then_some(available)
}

fn want_of(position: usize, column: &Column, rows: &[Vec<Cell>], id_length: usize) -> Want {
    let mut want = Want {
        position,
        least: 1,
        most: 1,
    };
    want.widen(&column.name, false);
    for row in rows {
        want.widen(&shown(&row[position], column, id_length), column.is_numeric);
    }
    want
}

/// Finds how many characters of an id's end tell these rows apart.
pub(super) fn shortest_unique_id(columns: &[Column], rows: &[Vec<Cell>]) -> usize {
    let ids: BTreeSet<String> = rows.iter().flat_map(|row| ids_of(columns, row)).collect();
    let longest = ids.iter().map(String::len).max().unwrap_or(SHORTEST_ID);
    let tells_apart = |length: &usize| {
        let ends: BTreeSet<&str> = ids.iter().map(|id| end_of(id, *length)).collect();
        ends.len() == ids.len()
    };
    (SHORTEST_ID..longest).find(tells_apart).unwrap_or(longest)
}

fn ids_of(columns: &[Column], row: &[Cell]) -> Vec<String> {
    let ids = columns
        .iter()
        .zip(row)
        .filter(|(column, _)| column.role == Role::Id);
    ids.map(|(_, cell)| cell.plain().into_owned())
        .filter(|id| is_random(id))
        .collect()
}

/// How narrow and how wide a column would like to be.
struct Want {
    position: usize,
    least: usize,
    most: usize,
}

impl Want {
    fn widen(&mut self, text: &str, is_whole: bool) {
        for line in text.split('\n') {
            let line = visible(line);
            let width = display_width(&line);
            self.most = self.most.max(width);
            let word = line.split(' ').map(display_width).max().unwrap_or(0);
            let least = if is_whole {
                width
            } else {
                word.min(LONGEST_KEPT_WORD)
            };
            self.least = self.least.max(least);
        }
    }
}

/// Gives every column what it wants up to a common ceiling, which is as high as fits.
fn share_out(wants: &[Want], available: usize) -> Vec<(usize, usize)> {
    let width_under = |want: &Want, ceiling: usize| want.most.min(ceiling).max(want.least);
    let total = |ceiling| {
        wants
            .iter()
            .map(|want| width_under(want, ceiling))
            .sum::<usize>()
    };
    let ceiling = (1..=available)
        .rev()
        .find(|&ceiling| total(ceiling) <= available)
        .unwrap_or(1);
    let mut left = available.saturating_sub(total(ceiling));
    let mut widths = Vec::with_capacity(wants.len());
    for want in wants {
        let width = width_under(want, ceiling);
        let extra = usize::from(left > 0 && width < want.most);
        left -= extra;
        widths.push((want.position, width + extra));
    }
    widths
}

/// Gives a cell as eyes see it, before escaping and wrapping.
pub(super) fn shown(cell: &Cell, column: &Column, id_length: usize) -> String {
    match cell {
        Cell::Number(value) if value.is_finite() => match column.decimals {
            Some(decimals) => format!("{value:.decimals$}"),
            None => cell.plain().into_owned(),
        },
        Cell::List(items) => items.join("; "),
        _ if column.role == Role::Id && is_random(&cell.plain()) => {
            end_of(&cell.plain(), id_length).to_owned()
        }
        _ => cell.plain().into_owned(),
    }
}

/// Says whether an id is a long random one; a study's own key is shown whole.
fn is_random(id: &str) -> bool {
    let is_hex = |letter: char| letter.is_ascii_hexdigit() || letter == '-';
    let is_base_32 = |letter: char| letter.is_ascii_digit() || letter.is_ascii_lowercase();
    let has_digit = || id.contains(|letter: char| letter.is_ascii_digit());
    id.len() >= 16 && (id.chars().all(is_hex) || id.chars().all(is_base_32) && has_digit())
}

fn end_of(id: &str, length: usize) -> &str {
    // A random id is ASCII, so bytes are characters.
    id.get(id.len().saturating_sub(length)..).unwrap_or(id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn columns_that_do_not_fit_get_no_widths() {
        let columns = vec![Column::new("one"), Column::new("two")];
        let rows = vec![vec!["contradiction".into(), "contradiction".into()]];
        assert_eq!(
            column_widths(&columns, &rows, 6, 28),
            Some(vec![(0, 13), (1, 13)])
        );
        assert_eq!(column_widths(&columns, &rows, 6, 27), None);
    }

    #[test]
    fn spare_columns_give_way_by_their_rank() {
        let columns = vec![
            Column::new("one"),
            Column::new("two").spare(1),
            Column::new("three").spare(2),
            Column::new("four").spare(2),
        ];
        let row = ["contradiction", "a", "b", "c"];
        let rows = vec![row.map(Cell::from).to_vec()];
        let shown = |screen| {
            let widths = column_widths(&columns, &rows, 6, screen)?;
            Some(
                widths
                    .iter()
                    .map(|(position, _)| *position)
                    .collect::<Vec<_>>(),
            )
        };
        assert_eq!(shown(31), Some(vec![0, 1, 2, 3]));
        assert_eq!(shown(30), Some(vec![0, 1, 2]));
        assert_eq!(shown(24), Some(vec![0, 1]));
        assert_eq!(shown(17), Some(vec![0]));
        assert_eq!(shown(12), None);
    }

    #[test]
    fn quotes_alone_are_no_table() {
        let rows = vec![vec!["a long text".into()]];
        assert_eq!(column_widths(&[Column::quote("quote")], &rows, 6, 80), None);
    }

    #[test]
    fn a_key_is_no_random_id() {
        assert!(!is_random("S-12") && !is_random("a-key-of-the-study"));
        assert!(is_random("n0m6nayqtd5w186vaj8q") && !is_random("nangarharprovinces"));
        assert!(is_random("9c1d5be07a3f42e6") && is_random("019ab0c1-2233-7000-8000-0123456789ab"));
    }

    proptest! {


        #[test]
        fn no_column_is_wider_than_it_wants_nor_narrower_than_it_must(
            sizes in prop::collection::vec((1usize..15, 0usize..60), 1..8), spare in 0usize..100,
        ) {
            let wants: Vec<Want> = sizes.iter().enumerate()
                .map(|(position, &(least, more))| Want { position, least, most: least + more })
                .collect();
            let available = wants.iter().map(|want| want.least).sum::<usize>() + spare;
            let widths = share_out(&wants, available);
            prop_assert!(widths.iter().map(|&(_, width)| width).sum::<usize>() <= available);
            for (want, (_, width)) in wants.iter().zip(widths) {
                prop_assert!(width >= want.least && width <= want.most);
            }
        }
    }
}
