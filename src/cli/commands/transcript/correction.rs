//! What a correction does, as one listing: the replacements, then the passages that it touches.
//!
//! It must not know how they were worked out. What a stranger would get wrong: passages that
//! merely move are most of a long text; people see how many, programs see each.

use crate::method::anchor::Fate;
use crate::model::text_index::TextIndex;
use crate::project::correcting::Correction;
use crate::project::correcting::moving::PassageMove;
use crate::report::{Cell, Column, Head, Listing};

/// Lists a correction; with those passages that merely move, or without.
pub fn listing_of(correction: &Correction, with_moved: bool) -> Listing {
    let columns = vec![
        Column::new("what"),
        Column::new("key"),
        Column::new("about"),
        Column::new("fate"),
        Column::number("start"),
        Column::number("end"),
        Column::number("new_start"),
        Column::number("new_end"),
        Column::new("shares_words"),
        Column::quote("before"),
        Column::quote("after"),
    ];
    let mut listing = Listing::new(Head::new("correction-list", columns));
    listing.rows = replacements(correction);
    let moves = correction.moves.iter().filter(|one| match one.fate {
        Fate::Exact => false,
        Fate::Moved => with_moved,
        _ => true,
    });
    listing.rows.extend(moves.map(cells_of));
    listing
}

fn replacements(correction: &Correction) -> Vec<Vec<Cell>> {
    let base = &correction.change.base.body;
    let index = TextIndex::new(base);
    let (mut out_cp, mut in_cp) = (0, 0);
    let list = correction.change.replacements.list().iter();
    let rows = list.map(|one| {
        let words_cp = one.words.chars().count();
        let new_start_cp = one.span.start_cp - out_cp + in_cp;
        out_cp += one.span.end_cp - one.span.start_cp;
        in_cp += words_cp;
        vec![
            "replacement".into(),
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
            one.span.start_cp.into(),
            one.span.end_cp.into(),
            new_start_cp.into(),
            (new_start_cp + words_cp).into(),
            Cell::Empty,
            Cell::text(index.slice(base, one.span).unwrap_or_default().to_owned()),
            Cell::text(one.words.clone()),
        ]
    });
    rows.collect()
}

fn cells_of(one: &PassageMove) -> Vec<Cell> {
    let old = one.passage.span;
    let is_gone = one.fate == Fate::Orphaned;
    let new = |cp: usize| Cell::maybe((!is_gone).then_some(cp));
    vec![
        one.passage.table.as_str().into(),
        Cell::text(one.passage.key.clone()),
        Cell::text(one.passage.about.clone()),
        one.fate.as_str().into(),
        old.start_cp.into(),
        old.end_cp.into(),
        new(one.span.start_cp),
        new(one.span.end_cp),
        Cell::Bool(one.is_shared),
        Cell::text(one.passage.quote.clone()),
        match one.fate {
            // The words are as they were: once is enough.
            Fate::Moved => Cell::Empty,
            _ => Cell::text(one.words.clone()),
        },
    ]
}
