//! What comes of all removals, as one sentence.
//!
//! It knows effects, not how they were found. What a stranger would get wrong: only the first few
//! removals are named; how many more there are is said.

use crate::method::agreement::robustness::left_out::LeftOut;
use crate::method::agreement::robustness::{Effect, Robustness};
use crate::method::agreement::said::{counted, listed};

pub(super) fn in_words(row: &Robustness, all: &[(LeftOut, Effect)]) -> String {
    let carried = match row.carried_by.as_str() {
        "" => String::new(),
        source => format!(" One source carries it: without {source} nothing leads."),
    };
    let removals = || -> Vec<String> {
        let such = all
            .iter()
            .filter(|(_, effect)| !effect.is_kept && !effect.is_lost);
        let mut found: Vec<String> = such
            .map(|(kind, effect)| {
                format!(
                    "without the {} {}, {}",
                    kind.as_str(),
                    effect.removed,
                    effect.what
                )
            })
            .collect();
        let more = found.len().saturating_sub(NAMED_REMOVALS);
        found.truncate(NAMED_REMOVALS);
        if more > 0 {
            found.push(format!("and so with {}", counted(more, "more removal")));
        }
        found
    };
    match row.result {
        "robust" => format!(
            "Robust: whatever one source or side is left out, \"{}\" leads at grade 3 or more ({} tried).",
            row.leading,
            counted(row.runs, "removal")
        ),
        "weak" => format!("Weak: grade {} as it is.{carried}", row.grade),
        "no-leader" => {
            let sources = all.iter().filter(|(kind, _)| *kind == all[0].0);
            let names: Vec<String> = sources.map(|(_, effect)| effect.removed.clone()).collect();
            match names.is_empty() {
                true => "No position leads: two and more have one grade.".to_owned(),
                false => format!(
                    "No position leads: two and more have one grade. One leads without {}.",
                    listed(&names).replace(" and ", " or ")
                ),
            }
        }
        _ => {
            let removals = removals();
            match removals.is_empty() {
                true => format!("Fragile.{carried}"),
                false => format!("Fragile: {}.{carried}", removals.join("; ")),
            }
        }
    }
}

/// How many removals the sentence names.
const NAMED_REMOVALS: usize = 4;
