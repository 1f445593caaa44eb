//! A study folder comes in, goes out in its canonical form, and coming in again changes nothing.

mod common;

use common::{Bench, DRY, Files, sample};
use gainsay::model::table::Place;
use gainsay::model::tables::TABLES;

/// Imports, exports, imports that elsewhere and here again: all must agree.
fn goes_round(files: &Files) -> Files {
    let first = Bench::new();
    first.take(files);
    let out = first.export();
    let second = Bench::new();
    second.take(&out);
    assert_eq!(
        second.export(),
        out,
        "what was written reads back otherwise"
    );
    for again in [&out, files] {
        let report = first.take(again);
        let changed: Vec<_> = report
            .tables
            .iter()
            .filter(|(_, rows)| rows.new + rows.changed + rows.skipped > 0)
            .map(|(table, rows)| (table.name, *rows))
            .collect();
        assert_eq!((report.operation, changed), (None, Vec::new()));
    }
    assert_eq!(first.export(), out);
    first.is_sound();
    second.is_sound();
    out
}

#[test]
fn a_study_with_rows_in_every_table_goes_round() {
    let files = sample();
    let bench = Bench::new();
    let report = bench.take(&files);
    for table in TABLES {
        let rows = report
            .tables
            .iter()
            .find(|(other, _)| other.noun == table.noun);
        assert!(
            rows.is_some_and(|(_, rows)| rows.new > 0),
            "{} has no row",
            table.name
        );
    }
    assert_eq!(
        (report.texts, report.warnings, report.foreign),
        (3, Vec::<String>::new(), Vec::<String>::new())
    );
    let out = goes_round(&files);
    for table in TABLES {
        if let Place::Csv(name) = table.place {
            assert_eq!(
                out.text(name)
                    .lines()
                    .next()
                    .unwrap()
                    .split(',')
                    .take(table.columns.len())
                    .collect::<Vec<_>>(),
                table
                    .columns
                    .iter()
                    .map(|column| column.name)
                    .collect::<Vec<_>>()
            );
        }
    }
    for path in [
        "transcripts/i-1.txt",
        "transcripts/i-1.en.txt",
        "transcripts/i-2.txt",
    ] {
        assert_eq!(out.text(path), files.text(path));
    }
}

#[test]
fn an_empty_study_goes_round() {
    let out = goes_round(&Files::default().with("study.toml", "[study]\nname = \"x\"\n"));
    assert_eq!(out.0.keys().collect::<Vec<_>>(), ["study.toml"]);
    let nothing = Bench::new().export();
    Bench::new().take(&nothing);
}

#[test]
fn the_order_of_rows_and_columns_the_line_ends_the_mark_and_the_separator_do_not_matter() {
    let wanted = goes_round(&sample());
    let mut turned = Files::default();
    for (path, bytes) in &sample().0 {
        let bytes = if path.ends_with(".csv") {
            turned_round(bytes)
        } else {
            bytes.clone()
        };
        turned.0.insert(path.clone(), bytes);
    }
    let bench = Bench::new();
    bench.take(&turned);
    assert_eq!(bench.export(), wanted);
}

/// The same table with rows and columns backwards, as a spreadsheet of another country saves it.
fn turned_round(bytes: &[u8]) -> Vec<u8> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(bytes);
    let mut rows: Vec<Vec<String>> = reader
        .records()
        .map(|row| row.unwrap().iter().rev().map(str::to_owned).collect())
        .collect();
    rows[1..].reverse();
    let mut writer = csv::WriterBuilder::new()
        .delimiter(b';')
        .terminator(csv::Terminator::CRLF)
        .quote_style(csv::QuoteStyle::Always)
        .from_writer(b"\xef\xbb\xbf".to_vec());
    rows.iter()
        .for_each(|row| writer.write_record(row).unwrap());
    writer.into_inner().unwrap()
}

#[test]
fn an_unknown_column_is_told_and_the_rest_is_kept() {
    let bench = Bench::new();
    let report = bench.take(
        &sample()
            .with(
                "events.csv",
                "event,nmae,name\nev-1,x,The raid\nev-2,,\nev-3,,\n",
            )
            .with("readme.md", "x")
            .with("old.csv", ""),
    );
    assert!(
        report
            .warnings
            .iter()
            .any(|said| said.contains("events.csv:nmae") && said.contains("did you mean name?")),
        "{:?}",
        report.warnings
    );
    assert_eq!(report.foreign, ["old.csv", "readme.md"]);
    assert_eq!(
        bench.export().text("events.csv"),
        "event,name,place,when,different_from,same_as,note\nev-1,The raid,,,,,\nev-2,,,,,,\nev-3,,,,,,\n"
    );
}

#[test]
fn a_dry_run_reports_all_and_writes_nothing() {
    let bench = Bench::new();
    let report = bench.import(&sample(), DRY).unwrap();
    assert_eq!(report.operation, None);
    assert!(report.tables.iter().all(|(_, rows)| rows.new > 0));
    assert!(bench.study.log(9).unwrap().is_empty());
    assert_eq!(bench.export().0.keys().collect::<Vec<_>>(), ["study.toml"]);
}

#[test]
fn a_whole_import_is_undone_and_brought_again() {
    let bench = Bench::new();
    bench.take(&sample());
    let full = bench.export();
    bench.study.undo_last(1, false).unwrap();
    assert_eq!(bench.export().0.keys().collect::<Vec<_>>(), ["study.toml"]);
    bench.is_sound();
    bench.study.redo_last(1, false).unwrap();
    assert_eq!(bench.export(), full);
    bench.is_sound();
    assert!(bench.study.redo_last(1, false).is_err());
}

#[test]
fn a_row_that_is_gone_from_the_folder_stays_and_one_that_changed_is_changed() {
    let bench = Bench::new();
    bench.take(&sample());
    let report = bench.take(
        &sample()
            .edit("sources.csv", "40-49", "30-39")
            .edit("claims.csv", "fighters?", "fighters")
            .without("memos.csv")
            .with("events.csv", "event,name\nev-9,new\n"),
    );
    let rows = |name: &str| {
        report
            .tables
            .iter()
            .find(|(table, _)| table.name == name)
            .unwrap()
            .1
    };
    assert_eq!((rows("source").changed, rows("source").unchanged), (1, 2));
    assert_eq!((rows("claim").changed, rows("claim").unchanged), (1, 3));
    assert_eq!((rows("event").new, rows("event").changed), (1, 0));
    let out = bench.export();
    assert!(
        out.text("memos.csv").contains("code:trade") && out.text("events.csv").contains("The raid")
    );
    bench.study.undo_last(1, false).unwrap();
    let fresh = Bench::new();
    fresh.take(&sample());
    assert_eq!(bench.export(), fresh.export());
    bench.is_sound();
}

#[test]
fn passages_find_their_place_when_their_text_comes_later() {
    let text = "transcripts/i-1.txt";
    let early = sample()
        .without(text)
        .edit("interviews.csv", "transcripts/i-1.txt,", ",");
    let bench = Bench::new();
    bench.take(&early);
    bench.take(&sample());
    let at_once = Bench::new();
    at_once.take(&sample());
    assert_eq!(bench.export(), at_once.export());
    let spans = |bench: &Bench| {
        let mut found = Vec::new();
        bench
            .study
            .each_coding(&Default::default(), |row, _| {
                found.push((row.quote, row.span_cp));
                Ok(())
            })
            .unwrap();
        found.sort();
        found
    };
    assert_eq!(spans(&bench), spans(&at_once));
    // Now passages hang on the text: they move to another one, and its rows mean them.
    bench.take(&sample().edit(text, "Nobody", "Somebody"));
    let moved = spans(&bench);
    assert_eq!(moved.len(), 4);
    let words = |one: &(String, _)| one.0 == "Somebody bought";
    assert!(moved.iter().any(words), "{moved:?}");
    // But where no text was before, one in which the words do not stand is refused.
    let other = Bench::new();
    other.take(&early);
    let told = other.refused(&sample().edit(text, "Nobody", "Somebody"));
    assert!(
        told.iter()
            .any(|one| one.what.contains("does not stand in the text")),
        "{told:?}"
    );
}

#[test]
fn spellings_of_one_row_are_one_row() {
    let files = sample()
        .edit("codings.csv", "closing,anna,5,27", "closing,anna, 05,27 ")
        .edit("sources.csv", "S-1;a cousin", "S-1; a cousin;")
        .edit(
            "interviews.csv",
            "analyse;quote,transcripts/i-1.txt",
            "analyse; quote, transcripts/i-1.txt ",
        )
        .edit("topics.csv", "places,,,,", "places,,-0,1e300,");
    let out = goes_round(&files);
    assert!(out.text("codings.csv").contains("i-1,,closing,anna,5,27,"));
    assert!(out.text("topics.csv").contains(",0,1000000"));
}

mod any_study {
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;

    /// Words in which everything stands that could trip a reader.
    fn words() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            "[a-z]{1,6}".boxed(),
            prop::sample::select(vec![
                ",",
                "\"",
                "\n",
                "\r",
                "\r\n",
                "\r\r\n",
                ";",
                "?",
                "'",
                "=1+1",
                " ",
                "\t",
                "\u{feff}",
                "«",
                "حواله",
                "\u{200c}",
                "\u{202b}",
                "😀",
                "é",
                "\\",
                "#",
                "[x]",
                "\u{1}",
                "\u{7f}",
                "\u{85}",
                "\u{2028}"
            ])
            .prop_map(str::to_owned)
            .boxed(),
        ];
        vec(piece, 0..5).prop_map(|pieces| pieces.concat())
    }

    fn key(number: usize) -> impl Strategy<Value = String> {
        "[A-Za-z0-9][A-Za-z0-9._/-]{0,6}".prop_map(move |key| format!("{key}{number}"))
    }

    fn csv_of(header: &[&str], rows: &[Vec<String>]) -> Vec<u8> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(header).unwrap();
        rows.iter()
            .for_each(|row| writer.write_record(row).unwrap());
        writer.into_inner().unwrap()
    }

    /// Sources, events, codes, places and memos with any words, tree columns and lists.
    fn study() -> impl Strategy<Value = Files> {
        let keys = (key(1), key(2), key(3));
        (
            keys,
            vec(words(), 24),
            vec(any::<bool>(), 6),
            any::<f64>().prop_filter("finite", |number| number.is_finite()),
        )
            .prop_map(|((a, b, c), w, yes, number)| {
                let list = |items: &[&String]| {
                    items
                        .iter()
                        .map(|item| item.replace([';', '?'], "").trim().to_owned())
                        .filter(|item| !item.is_empty())
                        .collect::<Vec<_>>()
                        .join(";")
                };
                let mark = |sure: bool| if sure { "" } else { "?" };
                let flag =
                    |yes: bool, word: &str| if yes { word.to_owned() } else { String::new() };
                let (low, high) = (number.min(number / 2.0), number.max(number / 2.0));
                let toml = [
                    format!("[study]\nname = {}\n", quoted(&format!("n{}", w[0]))),
                    format!(
                        "description = {}\nlimits = {}\n",
                        quoted(&w[1]),
                        quoted(&w[2])
                    ),
                    "[[side]]\nkey = \"n\"\n[[coder]]\nkey = \"k\"\n".to_owned(),
                    format!(
                        "[[group]]\nkey = \"g\"\nside = \"n\"\ndefinition = {}\n",
                        quoted(&w[3])
                    ),
                    format!("[numbers]\nsome = {{ low = {low:?}, high = {high:?} }}\n"),
                ]
                .concat();
                Files::default()
                    .with("study.toml", toml)
                    .with(
                        "sources.csv",
                        csv_of(
                            &[
                                "source",
                                "group",
                                "same_person_as",
                                "introduced_by",
                                "network",
                                "note",
                                "attr.x",
                                "attr. odd",
                            ],
                            &[
                                vec![
                                    a.clone(),
                                    "g".into(),
                                    format!("{b}{}", mark(yes[0])),
                                    list(&[&a, &w[4]]),
                                    list(&[&w[5], &w[6]]),
                                    w[7].clone(),
                                    w[8].clone(),
                                    w[9].clone(),
                                ],
                                vec![
                                    b.clone(),
                                    "g".into(),
                                    String::new(),
                                    list(&[&w[10]]),
                                    String::new(),
                                    w[11].clone(),
                                    String::new(),
                                    w[12].clone(),
                                ],
                            ],
                        ),
                    )
                    .with(
                        "places.csv",
                        csv_of(
                            &["place", "parent", "level", "names"],
                            &[
                                vec![
                                    a.clone(),
                                    flag(yes[1], &b),
                                    w[13].clone(),
                                    list(&[&w[14], &w[15]]),
                                ],
                                vec![b.clone(), flag(yes[2], &c), String::new(), String::new()],
                                vec![c.clone(), String::new(), w[16].clone(), list(&[&w[17]])],
                            ],
                        ),
                    )
                    .with(
                        "codebook.csv",
                        csv_of(
                            &["code", "parent", "definition", "example"],
                            &[
                                vec![b.clone(), flag(yes[3], &a), w[18].clone(), w[19].clone()],
                                vec![a.clone(), String::new(), w[20].clone(), String::new()],
                            ],
                        ),
                    )
                    .with(
                        "events.csv",
                        csv_of(
                            &["event", "name", "place", "same_as", "note"],
                            &[
                                vec![
                                    c.clone(),
                                    w[21].clone(),
                                    flag(yes[4], &a),
                                    flag(yes[5], &b),
                                    w[22].clone(),
                                ],
                                vec![
                                    b.clone(),
                                    String::new(),
                                    String::new(),
                                    String::new(),
                                    String::new(),
                                ],
                            ],
                        ),
                    )
                    .with(
                        "memos.csv",
                        csv_of(
                            &["about", "text", "author"],
                            &[
                                vec![format!("source:{a}"), format!("m{}", w[23]), "k".into()],
                                vec![format!("place:{c}"), format!("n{}", w[0]), String::new()],
                            ],
                        ),
                    )
            })
    }

    /// A basic string of TOML.
    fn quoted(text: &str) -> String {
        let escaped: String = text
            .chars()
            .map(|letter| match letter {
                '"' | '\\' => format!("\\{letter}"),
                letter if letter.is_control() => format!("\\u{:04X}", u32::from(letter)),
                letter => letter.to_string(),
            })
            .collect();
        format!("\"{escaped}\"")
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
        #[test]
        fn goes_round_byte_for_byte(files in study()) {
            goes_round(&files);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]
        #[test]
        fn any_quote_of_any_text_is_found_and_goes_round(text in vec(words(), 3..12), from in 0_usize..40, length in 1_usize..20, number in any::<f64>()) {
            let body: String = text.concat().replace(['\r', '\u{feff}'], "");
            let body = format!("S-1: {body}x\n");
            let letters: Vec<char> = body.chars().collect();
            let start = from.min(letters.len() - 1);
            let end = (start + length).min(letters.len());
            let quote: String = letters[start..end].iter().collect();
            let low = if number.is_finite() { number.abs() } else { 1.0 };
            let files = sample().with("transcripts/i-2.txt", &body).with("codings.csv", csv_of(
                &["interview", "code", "coder", "start", "end", "quote"],
                &[
                    vec!["i-2".into(), "trade".into(), "anna".into(), start.to_string(), end.to_string(), quote.clone()],
                    vec!["i-2".into(), "trade".into(), "ben".into(), start.to_string(), String::new(), if quote.trim().is_empty() { letters[0..4].iter().collect() } else { quote }],
                    vec!["i-2".into(), "closing".into(), "ben".into(), start.to_string(), end.to_string(), String::new()],
                ].into_iter().filter(|row| row[3] == "0" || row[5] != "S-1:").collect::<Vec<_>>(),
            )).edit("study.toml", "low = 3, high = 6.5", &format!("low = {:?}, high = {:?}", low / 2.0, low));
            goes_round(&files);
        }
    }
}

#[test]
fn an_emptied_cell_of_a_text_changes_nothing_at_any_reading() {
    let bench = Bench::new();
    bench.take(&sample());
    let emptied = sample().edit("interviews.csv", ",transcripts/i-2.txt,", ",,");
    for _ in 0..2 {
        let report = bench.take(&emptied);
        assert_eq!(report.operation, None);
        assert!(report.tables.iter().all(|(_, rows)| rows.changed == 0));
    }
}
