//! Rows of a text as it was that fit the text as it is, too, on other words: they mean the passages that
//! moved, and what is new stays new.

use super::*;
use std::collections::BTreeSet;

/// A folder with this text, `trade` by anna on the spans, and a claim on the words of the first.
fn folder(text: &str, spans: &BTreeSet<(usize, usize)>) -> Files {
    let words: Vec<char> = text.chars().collect();
    let quote = |(start_cp, end_cp): (usize, usize)| -> String {
        let quoted: String = words[start_cp..end_cp].iter().collect();
        format!("\"{quoted}\"")
    };
    let head = files().text("codings.csv");
    let head = head.lines().next().unwrap().to_owned() + "\n";
    let add = |files: Files, span: &(usize, usize)| {
        let (start_cp, end_cp) = *span;
        let place = format!("{start_cp},{end_cp},{}", quote(*span));
        files.add("codings.csv", &format!("i-1,,trade,anna,{place},,,,,,"))
    };
    let first = *spans.first().unwrap();
    let claim = format!("{},{},{},anna", quote(first), first.0, first.1);
    let start = files()
        .with("codings.csv", head)
        .with("transcripts/i-1.txt", text)
        .edit("claims.csv", "Eight thousand came,,,anna", &claim);
    spans.iter().fold(start, add)
}

fn one(start_cp: usize, end_cp: usize) -> BTreeSet<(usize, usize)> {
    BTreeSet::from([(start_cp, end_cp)])
}

fn spans(bench: &Bench) -> Vec<(i64, i64)> {
    let found = codings(bench).into_iter().filter_map(|row| row.span_cp);
    let mut found: Vec<_> = found.collect();
    found.sort_unstable();
    found
}

const BEFORE: &str = "S-1: no no no no yes\n";
const AFTER: &str = "S-1: so no no no no yes\n";

#[test]
fn a_folder_whose_text_alone_was_edited_adds_no_passage() {
    let before = folder(BEFORE, &one(8, 10));
    let edited = before.clone().with("transcripts/i-1.txt", AFTER);
    let bench = Bench::new();
    bench.take(&before);
    bench.take(&edited);
    assert_eq!(spans(&bench), [(11, 13)]);
    let claims = bench.export().text("claims.csv");
    assert!(claims.contains(",no,11,13,anna"), "{claims}");
    assert_eq!(bench.take(&edited).operation, None);
    assert_eq!(bench.take(&before).operation, None);
    bench.is_sound();
}

#[test]
fn an_older_file_of_codings_alone_adds_no_passage() {
    let bench = Bench::new();
    bench.take(&folder(BEFORE, &one(8, 10)));
    let older = bench.export();
    correct(&bench, "5,5,,so \n");
    let alone = Files::default().with("codings.csv", older.text("codings.csv"));
    let alone = alone.with("study.toml", older.text("study.toml"));
    assert_eq!(bench.take(&alone).operation, None);
    assert_eq!(spans(&bench), [(11, 13)]);
}

#[test]
fn what_is_coded_anew_where_other_words_stood_is_new() {
    let bench = Bench::new();
    bench.take(&folder(BEFORE, &one(8, 10)));
    correct(&bench, "5,5,,so \n");
    let newest = bench.export();
    let row = "i-1,,trade,anna,8,10,no,,,,,,";
    bench.take(&newest.add("codings.csv", row));
    assert_eq!(spans(&bench), [(8, 10), (11, 13)]);
}

#[test]
fn a_passage_of_blanks_alone_is_known_by_them() {
    let before = folder("S-1: no yes. \n", &one(12, 14));
    let shorter = before.clone().with("transcripts/i-1.txt", "S-1: no \n");
    let bench = Bench::new();
    bench.take(&before);
    let exported = bench.export();
    assert_eq!(exported.text("codings.csv"), {
        let again = Bench::new();
        again.take(&exported);
        again.export().text("codings.csv")
    });
    bench.take(&shorter);
    assert_eq!(codings(&bench).len(), 1);
    assert_eq!(bench.take(&shorter).operation, None);
    bench.is_sound();
}

#[test]
fn blanks_in_the_cell_of_a_quote_say_nothing_beside_a_place_of_another_length() {
    let blank = folder(BEFORE, &one(8, 10)).edit("codings.csv", "\"no\"", "\" \"");
    let bench = Bench::new();
    bench.take(&blank);
    assert_eq!(spans(&bench), [(8, 10)]);
}

fn words() -> impl Strategy<Value = Vec<&'static str>> {
    prop::collection::vec(prop::sample::select(vec!["a ", "a ", "b "]), 2..9)
}

fn text_of(words: &[&str]) -> String {
    format!("S-1: {}end\n", words.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn an_edited_text_moves_passages_and_adds_none(
        before in words(),
        at in 0_usize..9,
        cut in 0_usize..3,
        put in prop::collection::vec(prop::sample::select(vec!["a ", "a ", "b "]), 0..3),
        ends in prop::collection::btree_set((0_usize..8, 1_usize..4), 1..5),
    ) {
        let mut after = before.clone();
        let at = at.min(after.len());
        let end = (at + cut).min(after.len());
        after.splice(at..end, put);
        let text = text_of(&before);
        let length_cp = text.chars().count();
        let place = |(start, length): &(usize, usize)| {
            let start_cp = (5 + start).min(length_cp - 4);
            (start_cp, (start_cp + length).min(length_cp))
        };
        let places: BTreeSet<_> = ends.iter().map(place).collect();
        let first = folder(&text, &places);
        let edited = first.clone().with("transcripts/i-1.txt", text_of(&after));
        // What the correction alone makes of them.
        let alone = Bench::new();
        alone.take(&first);
        alone.take(&edited.clone().without("codings.csv").without("claims.csv"));
        let bench = Bench::new();
        bench.take(&first);
        bench.take(&edited);
        prop_assert_eq!(spans(&bench), spans(&alone));
        prop_assert_eq!(bench.export().text("claims.csv"), alone.export().text("claims.csv"));
        prop_assert_eq!(bench.take(&edited).operation, None);
        prop_assert_eq!(spans(&bench), spans(&alone));
    }
}
