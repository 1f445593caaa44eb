//! The tables of `docs/folding.md`, made from the data that the fold itself uses. It must not hold a rule.

use gainsay::method::fold::{DROPPED, FOLD_VERSION, PAIRS};
use std::collections::BTreeMap;

/// What becomes of letters, and what is dropped.
pub fn tables() -> String {
    let mut by_target: BTreeMap<char, Vec<char>> = BTreeMap::new();
    for (from, to) in PAIRS {
        by_target.entry(*to).or_default().push(*from);
    }
    let mut text = format!(
        "Version of the fold: {FOLD_VERSION}.\n\n| found as | written | code points written |\n|---|---|---|\n"
    );
    for (to, from) in by_target {
        let letters: Vec<_> = from.iter().map(|letter| format!("`{letter}`")).collect();
        let points: Vec<_> = from.iter().map(|letter| point(*letter)).collect();
        let to = if to == '`' {
            "`` ` ``".to_owned()
        } else {
            format!("`{to}`")
        };
        let row = format!("| {to} | {} | {} |\n", letters.join(" "), points.join(" "));
        text.push_str(&row.replace("```", "`` ` ``"));
    }
    text.push_str("\nDropped wherever they stand:\n\n");
    let dropped: Vec<_> = DROPPED
        .iter()
        .map(|(low, high)| match low == high {
            true => point(*low),
            false => format!("{}–{}", point(*low), point(*high)),
        })
        .collect();
    text.push_str(&dropped.join(", "));
    text
}

fn point(letter: char) -> String {
    format!("U+{:04X}", letter as u32)
}
