//! The views on the demo study as a person sees them, and as a program reads them.

use std::path::Path;
use std::sync::OnceLock;

use super::{AgreeOptions, By, View};
use crate::model::limits::Limits;
use crate::project::Study;
use crate::project::error::ProjectError;
use crate::project::import::ImportOptions;
use crate::report::{Format, Listing, Look, Paint, Shape, golden};
use crate::store::Unlock;

/// The demo study, read once for all tests of this file.
fn with_demo<T>(look: impl FnOnce(&Study) -> T) -> T {
    static FOLDER: OnceLock<tempfile::TempDir> = OnceLock::new();
    let folder = FOLDER.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("demo.gainsay");
        let study = Study::create(&path, &Unlock::Plain, None, Limits::default()).unwrap();
        let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/demo");
        study
            .import_folder(&demo, ImportOptions::default())
            .unwrap();
        folder
    });
    let path = folder.path().join("demo.gainsay");
    look(&Study::open(&path, &Unlock::Plain, None, Limits::default()).unwrap())
}

fn on(topic: &str) -> AgreeOptions<'_> {
    AgreeOptions {
        topic: Some(topic),
        ..AgreeOptions::default()
    }
}

fn listed(view: View<'_>) -> Listing {
    let mut listing = Listing::new(view.head.clone());
    let taken = view.each_row(|row| {
        listing.rows.push(row.to_vec());
        Ok::<_, ()>(())
    });
    taken.unwrap();
    listing
}

fn printed(listing: &Listing, width: usize) -> String {
    let mut shape = Shape::new(Format::Table);
    shape.look = Look {
        width,
        bidi_marks: true,
        paint: Paint::Plain,
    };
    let mut out = Vec::new();
    listing.write(&mut out, &shape).unwrap();
    String::from_utf8(out).unwrap()
}

fn csv(view: View<'_>) -> Vec<std::collections::HashMap<String, String>> {
    let mut out = Vec::new();
    let shape = Shape::new(Format::Csv);
    listed(view).write(&mut out, &shape).unwrap();
    let mut reader = csv::Reader::from_reader(out.as_slice());
    reader.deserialize().map(Result::unwrap).collect()
}

/// The same view at 80 and at 40 columns.
fn assert_golden(name: &str, view: Result<View<'_>, ProjectError>) {
    let listing = listed(view.unwrap());
    for width in [80, 40] {
        golden::assert(&format!("{name}_{width}.txt"), &printed(&listing, width));
    }
}

#[test]
fn a_summary_of_one_topic() {
    with_demo(|study| assert_golden("agree_summary", study.agree_summary(&on("clergy-pact"))));
}

#[test]
fn a_timeline_with_words_from_right_to_left() {
    with_demo(|study| {
        assert_golden(
            "agree_timeline",
            study.agree_timeline(&on("schools-shut-number")),
        )
    });
}

#[test]
fn a_matrix_of_all_topics() {
    with_demo(|study| {
        assert_golden(
            "agree_matrix",
            study.agree_matrix(&AgreeOptions::default(), true),
        )
    });
}

#[test]
fn robustness_of_one_topic() {
    with_demo(|study| {
        assert_golden(
            "agree_robustness",
            study.agree_robustness(&on("elders-threatened")),
        )
    });
}

#[test]
fn an_unknown_topic_is_refused_by_every_view() {
    with_demo(|study| {
        let options = on("no-such-topic");
        let views = [
            study.agree_summary(&options),
            study.agree_matrix(&options, true),
            study.agree_timeline(&options),
            study.agree_intervals(&options),
            study.agree_network(&options),
            study.agree_positions(&options),
            study.agree_robustness(&options),
            study.agree_track_record(&options),
        ];
        for view in views {
            assert!(matches!(view, Err(ProjectError::Unknown { .. })));
        }
    });
}

#[test]
fn one_topic_looks_the_same_alone_and_among_all() {
    with_demo(|study| {
        let all = csv(study.agree_summary(&AgreeOptions::default()).unwrap());
        let of_one: Vec<_> = all
            .into_iter()
            .filter(|row| row["topic"] == "strength")
            .collect();
        assert_eq!(of_one, csv(study.agree_summary(&on("strength")).unwrap()));
    });
}

#[test]
fn known_answers_letters_and_monitors_are_read_from_the_study() {
    with_demo(|study| {
        let records = csv(study.agree_track_record(&AgreeOptions::default()).unwrap());
        let of = |source: &str| {
            records
                .iter()
                .find(|row| row["source"] == source && row["part"] == "all")
                .unwrap()
        };
        // ratings.csv: C in October 2021, D in June 2022.
        assert_eq!(
            (
                of("S-05")["letter"].as_str(),
                of("S-05")["letters"].as_str()
            ),
            ("D", "C 2021-10-02 analyst;D 2022-06-01 analyst")
        );
        let right: usize = records
            .iter()
            .filter(|row| row["part"] == "all")
            .map(|row| row["controls_right"].parse::<usize>().unwrap())
            .sum();
        // controls.csv: the bomb of Kunduz (i45), the thirty of the bakery's book, the school in the valley.
        assert!(right >= 2, "{right}");
        let timeline = csv(study.agree_timeline(&on("attack-dead")).unwrap());
        let series = timeline
            .iter()
            .filter(|row| row["kind"] == "figure")
            .count();
        let figures = std::fs::read_to_string("fixtures/demo/figures.csv").unwrap();
        assert_eq!(
            series,
            figures
                .lines()
                .filter(|line| line.starts_with("attack-dead,"))
                .count()
        );
    });
}

#[test]
fn what_was_judged_unverifiable_is_said() {
    with_demo(|study| {
        let rows = csv(study.agree_summary(&on("attack")).unwrap());
        // judgements.csv: i35-c6 and i40-c1, the wedding of Landi Bagh.
        let wedding = rows
            .iter()
            .find(|row| row["place"] == "landi-bagh")
            .unwrap();
        assert_eq!(wedding["verification"], "unverifiable");
    });
}

#[test]
fn silence_is_told_apart_from_never_asked() {
    with_demo(|study| {
        let rows = csv(study.agree_matrix(&on("crossings"), false).unwrap());
        let of = |side: &str| {
            rows.iter()
                .filter(|row| row["column"] == side)
                .map(|row| row["silence"].clone())
                .collect::<Vec<_>>()
        };
        assert!(of("non-aligned").iter().all(|why| why == "asked-silent"));
        assert!(of("external").iter().all(|why| why == "not-asked"));
        let by_group = study
            .agree_matrix(
                &AgreeOptions {
                    by: Some(By::Group),
                    ..on("crossings")
                },
                true,
            )
            .unwrap();
        // Too many groups to set side by side.
        assert_eq!(by_group.head.columns[2].name, "column");
    });
}
