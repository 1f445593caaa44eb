//! Texts and queries by chance for tests: few words of each script, in several spellings, so that queries hit.

use proptest::prelude::*;

/// A text of a few turns.
pub(crate) fn text() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "pay",
        "Paid",
        "pays",
        "Kabul's",
        "kabul",
        "‘togʻ’",
        "togʻ",
        "طالبان",
        "طالبانو",
        "مي‌گويد",
        "میگوید",
        "کلي",
        "كلى",
        "مُحَمَّد",
        "محمد",
        "ҳокимият",
        "Ҳокимиятга",
        "ўқитувчи",
        "oʻqituvchi",
        "۲۰۱۵",
        "2015",
        "ء",
        "S-01",
        "a,b",
    ]);
    let line = (
        prop::sample::select(vec!["", "", "S-01: ", "Q: "]),
        prop::collection::vec(word, 0..9),
    )
        .prop_map(|(label, words)| format!("{label}{}", words.join(" ")));
    prop::collection::vec(line, 1..6).prop_map(|lines| lines.join("\n"))
}

/// A query that may be refused.
pub(crate) fn query() -> impl Strategy<Value = String> {
    let term = prop::sample::select(vec![
        "pay",
        "pa*",
        "*id",
        "kabul",
        "togʻ",
        "togʻ'",
        "طالبان",
        "طالب*",
        "*لبا*",
        "میگوید",
        "کلی",
        "محمد",
        "ҳокимият*",
        "ўқитувчи",
        "oʻqituvchi",
        "2015",
        "\"pay kabul\"",
        "\"طالبان محمد\"",
        "S-01",
        "a",
    ]);
    let leaf = term.prop_map(str::to_owned).boxed();
    leaf.prop_recursive(3, 10, 3, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} AND {b})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} OR {b})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} NOT {b})")),
            (inner.clone(), 1..5, inner).prop_map(|(a, n, b)| format!("({a} NEAR/{n} {b})")),
        ]
    })
}
