//! Singular and plural of what is counted: units are compared in the one and told in the other.
//!
//! It knows plain English plurals; words of other languages rarely end so and stay. What a stranger would
//! get wrong: only who knows that a word was said in the plural may write it so, for "40 sheep" and
//! "40 kishi" have none.

/// Folds a plain English plural; words of other languages rarely end so and stay.
pub(super) fn singular(word: &str) -> String {
    let stem = |ending: &str| word.strip_suffix(ending).filter(|stem| stem.len() > 1);
    if let Some(stem) = stem("ies") {
        return format!("{stem}y");
    }
    for ending in ["sses", "shes", "ches", "xes"] {
        if let Some(stem) = stem(ending) {
            return format!("{stem}{}", &ending[..ending.len() - 2]);
        }
    }
    let keeps_its_s = ["ss", "us", "is"]
        .iter()
        .any(|ending| word.ends_with(ending));
    match stem("s") {
        Some(stem) if !keeps_its_s => stem.to_owned(),
        _ => word.to_owned(),
    }
}

/// Tells whether what a unit counts was said in the plural: `armed guards per district`.
pub fn is_plural(unit: &str) -> bool {
    let lower = super::plain_lower(unit).replace('/', " per ");
    let (counted, _) = parts(&lower);
    let last = counted.split_whitespace().next_back();
    last.is_some_and(|word| singular(word) != word)
}

/// Writes the name of a unit, as units are compared, in the plural: `armed guard per month` gives
/// `armed guards per month`.
pub fn plural(unit: &str) -> String {
    let (counted, rest) = parts(unit);
    let usual = usual_plural(counted);
    // What would not fold back is one of the shortest words, which take a plain s.
    let last = usual.split_whitespace().next_back();
    let own = counted.split_whitespace().next_back();
    match last.map(singular).as_deref() == own {
        true => format!("{usual}{rest}"),
        false => format!("{counted}s{rest}"),
    }
}

fn usual_plural(counted: &str) -> String {
    let ends_in = |endings: &[&str]| endings.iter().any(|ending| counted.ends_with(ending));
    let is_after_vowel = ends_in(&["ay", "ey", "oy", "uy"]);
    match counted.strip_suffix('y').filter(|_| !is_after_vowel) {
        Some(stem) if !stem.is_empty() => format!("{stem}ies"),
        _ if ends_in(&["ss", "sh", "ch", "x"]) => format!("{counted}es"),
        _ => format!("{counted}s"),
    }
}

/// What is counted, and what stands behind it.
fn parts(unit: &str) -> (&str, &str) {
    for joint in [" per ", " a ", " each ", " every "] {
        if let Some(at) = unit.find(joint) {
            return unit.split_at(at);
        }
    }
    (unit, "")
}

#[cfg(test)]
mod tests {
    use super::super::unit_key;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_was_said_in_the_plural_is_told_in_the_plural() {
        for (said, told) in [
            ("guards", "guards"),
            ("Families", "families"),
            ("boxes/month", "boxes per month"),
            ("armed guards a day", "armed guards per day"),
            ("classes", "classes"),
            ("journeys", "journeys"),
        ] {
            assert!(is_plural(said), "{said}");
            assert_eq!(plural(&unit_key(said)), told);
        }
        // "bxes" would fold to "bxe".
        assert_eq!(plural("bx"), "bxs");
        for said in [
            "guard",
            "sheep",
            "kishi",
            "کور",
            "bus",
            "kg",
            "",
            "guard per months",
        ] {
            assert!(!is_plural(said), "{said}");
        }
    }

    proptest! {
        #[test]
        fn a_plural_folds_back(said in "[a-z]{2,8}(s|es|ies)?( per month)?") {
            if is_plural(&said) {
                prop_assert_eq!(unit_key(&plural(&unit_key(&said))), unit_key(&said));
            }
        }
    }
}
