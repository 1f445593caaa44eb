//! Codings that come to say the same become one, however many there are and in whatever order.

use super::*;
use gainsay::project::codebook::Chosen;
use gainsay::store::codings::Origin;

/// Status, rule, memo and probability of a coding of anna on one and the same passage.
type Said = (&'static str, &'static str, &'static str, &'static str);

fn said() -> impl Strategy<Value = Said> {
    let status = prop::sample::select(vec!["accepted", "proposed", "rejected"]);
    let origin = prop::sample::select(vec![("", ""), ("r-closed", ""), ("", "0.75")]);
    let memo = prop::sample::select(vec!["", "one", "two"]);
    (status, origin, memo).prop_map(|(status, (rule, share), memo)| (status, rule, memo, share))
}

/// A study with these codings on one passage.
fn coded(rows: &[(&str, Said)]) -> Bench {
    let bench = Bench::new();
    let head = files().text("codings.csv");
    let head = head.lines().next().unwrap().to_owned() + "\n";
    let add = |files: Files, (code, (status, rule, memo, share)): &(&str, Said)| {
        let place = format!("i-1,,{code},anna,28,42,Nobody bought.");
        files.add(
            "codings.csv",
            &format!("{place},{status},,{rule},{memo},,{share}"),
        )
    };
    let folder = rows.iter().fold(files().with("codings.csv", head), add);
    bench.take(&folder);
    bench
}

/// Accepted before proposed before rejected; of one status by hand before proposed.
fn strength((status, rule, _, share): &Said) -> (&'static str, bool) {
    (*status, !(rule.is_empty() && share.is_empty()))
}

fn one_is_left(bench: &Bench, rows: &[(&str, Said)]) {
    let left = codings(bench);
    assert_eq!(left.len(), 1, "{rows:?}");
    let strongest = rows.iter().map(|(_, said)| strength(said)).min().unwrap();
    assert_eq!(
        (left[0].status.as_str(), left[0].origin() != Origin::Hand),
        strongest,
        "{rows:?}"
    );
    for (_, (_, _, memo, _)) in rows {
        assert!(left[0].memo.contains(memo), "{rows:?}");
    }
    let exported = bench.export();
    let again = Bench::new();
    again.take(&exported);
    assert_eq!(
        again.export().text("codings.csv"),
        exported.text("codings.csv")
    );
}

fn coming() -> Vec<String> {
    vec!["coming".to_owned()]
}

#[test]
fn a_coding_that_comes_to_two_leaves_one() {
    let (by_rule, by_hand) = (("accepted", "r-closed", "", ""), ("accepted", "", "", ""));
    for there in [[by_rule, by_hand], [by_hand, by_rule]] {
        let rows = [
            ("closing", there[0]),
            ("closing", there[1]),
            ("coming", by_hand),
        ];
        let bench = coded(&rows);
        let told = bench.study.merge_codes(&coming(), "closing", false);
        let told = &told.unwrap().value[0].codings;
        assert_eq!((told.moved, told.collapses.len()), (0, 1));
        assert_eq!(
            told.collapses[0].words(),
            "i-1 (original) 28-42 by anna: accepted, accepted and accepted become accepted"
        );
        one_is_left(&bench, &rows);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn all_that_say_the_same_become_one(
        there in prop::collection::vec(said(), 0..4),
        comes in prop::collection::vec(said(), 1..4),
        is_split in any::<bool>(),
    ) {
        let there = there.into_iter().map(|said| ("closing", said));
        let comes = comes.into_iter().map(|said| ("coming", said));
        let rows: Vec<_> = there.chain(comes).collect();
        let bench = coded(&rows);
        if is_split {
            let named = codings(&bench).into_iter().filter(|row| row.code == "coming");
            let named: Vec<_> = named.map(|row| row.id.short()).collect();
            let into = ["closing".to_owned()];
            bench.study.split_code("coming", &into, Chosen::Named(&named), false).unwrap();
        } else {
            bench.study.merge_codes(&coming(), "closing", false).unwrap();
        }
        one_is_left(&bench, &rows);
    }
}
