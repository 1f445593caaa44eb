//! Singular and plural of what is counted: units are compared in the one and told in the other.
//!
//! It knows plain English plurals; words of other languages rarely end so and stay. What a stranger would
//! get wrong: only who knows that a word was said in the plural may write it so, for "40 sheep" and
//! "40 kishi" have none.

use super::TimeUnit;

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
    // "Afghanis" are many, a basis is one.
    let keeps_its_s = ["ss", "us", "sis"]
        .iter()
        .any(|ending| word.ends_with(ending))
        || ["axis", "debris", "chassis", "tennis"].contains(&word);
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

/// Writes a figure with the unit as it is written: behind "1" what is counted is in the singular, and
/// times, of which everybody knows the plural, are in the plural behind all else.
pub fn counted_in(figure: &str, unit: &str) -> String {
    let (counted, rest) = parts(unit);
    let (before, last) = match counted.rfind(' ') {
        Some(at) => counted.split_at(at + 1),
        None => ("", counted),
    };
    let is_one = matches!(figure.rsplit(' ').next(), Some("1" | "one"));
    let lower = last.to_lowercase();
    let told = match is_one {
        true => one_of(&lower),
        false => TimeUnit::of_word(&lower).map(|_| usual_plural(&lower)),
    };
    format!("{figure} {before}{}{rest}", told.as_deref().unwrap_or(last))
}

/// The singular of a word in lower case, where it is another.
fn one_of(word: &str) -> Option<String> {
    if ALIKE.contains(&word) {
        return None;
    }
    let uncommon = UNCOMMON.iter().find_map(|(one, many)| {
        let stem = word.strip_suffix(many)?;
        Some(format!("{stem}{one}"))
    });
    Some(uncommon.unwrap_or_else(|| singular(word))).filter(|one| one != word)
}

/// Plurals that no rule gives, also at the end of others (gunmen, townspeople). Units are not compared by
/// them, for a study may mean two things.
const UNCOMMON: [(&str, &str); 5] = [
    ("person", "people"),
    ("man", "men"),
    ("child", "children"),
    ("wife", "wives"),
    ("foot", "feet"),
];

/// Words that look like many and may be one.
const ALIKE: [&str; 9] = [
    "series",
    "species",
    "gas",
    "means",
    "news",
    "headquarters",
    "specimen",
    "regimen",
    "lumen",
];

/// What is counted, and what stands behind it: the first of the words that join the two.
fn parts(unit: &str) -> (&str, &str) {
    let joints = [
        " per ", " a ", " each ", " every ", "/", " of ", " in ", " at ", " with ", " for ",
        " from ", " under ", " (",
    ];
    let first = joints.iter().filter_map(|joint| unit.find(joint)).min();
    first.map_or((unit, ""), |at| unit.split_at(at))
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
            ("sacks of flour", "sacks of flour"),
            ("Afghanis", "afghanis"),
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
            "basis",
            "kg",
            "",
            "guard per months",
        ] {
            assert!(!is_plural(said), "{said}");
        }
    }

    #[test]
    fn one_is_in_the_singular_and_times_are_in_the_plural_behind_all_else() {
        for (figure, unit, told) in [
            ("1", "persons", "1 person"),
            ("at most 1", "Families", "at most 1 family"),
            ("one", "wounded men", "one wounded man"),
            ("1", "people per month", "1 person per month"),
            ("1", "sacks of flour", "1 sack of flour"),
            ("1", "boxes/day", "1 box/day"),
            ("1", "afghanis", "1 afghani"),
            ("1", "series", "1 series"),
            ("1", "کور", "1 کور"),
            ("3", "month", "3 months"),
            ("0.5", "Year", "0.5 years"),
            ("3", "sheep", "3 sheep"),
            ("1 to 3", "persons", "1 to 3 persons"),
            ("21", "persons", "21 persons"),
            ("0", "persons", "0 persons"),
        ] {
            assert_eq!(counted_in(figure, unit), told);
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
