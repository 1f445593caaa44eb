//! A search that asks the index and one that reads the texts say the same, whatever was done to the study before.

use super::*;
use crate::method::difference::difference;
use crate::method::search::samples;
use crate::model::limits::Limits;
use crate::project::import::ImportOptions;
use crate::store::clock::Clock;
use crate::store::search_index::damage::{DAMAGES, do_damage};
use crate::store::verify::FaultyIndex;
use crate::store::{Store, Unlock};
use proptest::prelude::*;
use std::path::Path;
use std::sync::OnceLock;

/// A copy of a study of the fixtures in a folder of its own; each is read in once.
struct Desk {
    folder: tempfile::TempDir,
    study: Study,
}

impl Desk {
    fn of(name: &'static str) -> Self {
        static SMALL: OnceLock<Vec<u8>> = OnceLock::new();
        static DEMO: OnceLock<Vec<u8>> = OnceLock::new();
        let known = if name == "demo" { &DEMO } else { &SMALL };
        let folder = tempfile::tempdir_in("/dev/shm")
            .or_else(|_| tempfile::tempdir())
            .unwrap();
        let path = folder.path().join("a.gainsay");
        let bytes = known.get_or_init(|| {
            let made = folder.path().join("made.gainsay");
            let study = Study::create(&made, &Unlock::Plain, None, Limits::default()).unwrap();
            let from = Path::new(env!("CARGO_MANIFEST_DIR"))
                .join("fixtures")
                .join(name);
            study
                .import_folder(&from, ImportOptions::default())
                .unwrap();
            drop(study);
            std::fs::read(&made).unwrap()
        });
        std::fs::write(&path, bytes).unwrap();
        let study = Study::open(&path, &Unlock::Plain, None, Limits::default()).unwrap();
        Self { folder, study }
    }

    /// The same study as a program sees it that keeps no index.
    fn without_index(&self) -> Study {
        let path = self.folder.path().join("a.gainsay");
        Study {
            store: Store::open(&path, &Unlock::Plain, Clock::machine()).unwrap(),
            actor: "analyst".to_owned(),
            limits: Limits::default(),
        }
    }

    fn change(&self, change: impl FnOnce(&Store) -> Result<(), ProjectError>) {
        self.study.change("changed texts", false, change).unwrap();
    }
}

const EVERYWHERE: &[SearchIn] = &[SearchIn::Transcripts, SearchIn::Memos, SearchIn::Claims];

fn wish(query: &str) -> SearchWish<'_> {
    SearchWish {
        query,
        places: EVERYWHERE,
        context_words: 4,
        show: Show::All,
        only: SearchFilter::default(),
    }
}

/// What a search shows, and what it counted, but for how.
fn searched(study: &Study, wish: &SearchWish<'_>) -> Option<(Vec<SearchHit>, SearchCounts)> {
    let mut hits = Vec::new();
    let done = study.search(wish, |hit| {
        hits.push(hit);
        Ok(())
    });
    let counts = match done {
        Err(ProjectError::Expression { .. }) => return None,
        done => done.unwrap(),
    };
    Some((
        hits,
        SearchCounts {
            is_indexed: false,
            ..counts
        },
    ))
}

fn assert_same(desk: &Desk, wish: &SearchWish<'_>) {
    let indexed = searched(&desk.study, wish);
    assert_eq!(
        indexed,
        searched(&desk.without_index(), wish),
        "{}",
        wish.query
    );
    if let Some((hits, counts)) = indexed {
        assert_eq!(hits.len(), counts.shown);
        let all = matches!(wish.show, Show::All);
        assert!(counts.shown == counts.places || !all, "{}", wish.query);
    }
}

fn is_indexed(study: &Study) -> bool {
    study.search(&wish("a"), |_| Ok(())).unwrap().is_indexed
}

const QUERIES: &[&str] = &[
    "water",
    "pay*",
    "*er",
    "*a*",
    "the NEAR/3 water",
    "\"of the\"",
    "water OR pay",
    "the NOT water",
    "طالبان",
    "د",
    "ساتونكي",
    "2022",
    "the a of",
];

#[test]
fn an_index_says_what_a_reading_says() {
    for name in ["small", "demo"] {
        let desk = Desk::of(name);
        assert!(!is_indexed(&desk.study));
        assert!(desk.study.make_searchable(|| ()));
        assert!(is_indexed(&desk.study));
        for query in QUERIES {
            for show in [Show::All, Show::Best(1), Show::Best(7), Show::Best(1000)] {
                assert_same(
                    &desk,
                    &SearchWish {
                        show,
                        ..wish(query)
                    },
                );
            }
            for place in EVERYWHERE {
                let places = std::slice::from_ref(place);
                assert_same(
                    &desk,
                    &SearchWish {
                        places,
                        ..wish(query)
                    },
                );
            }
        }
        assert!(desk.study.store.verify().unwrap().faults.is_empty());
    }
}

#[test]
fn filters_leave_out_the_same_with_and_without_an_index() {
    let desk = Desk::of("demo");
    assert!(desk.study.make_searchable(|| ()));
    let all = searched(&desk.study, &wish("the")).unwrap().1;
    let first = |noun: Noun, column: &str| {
        let cells = desk.study.cells_by_key(noun, column).unwrap();
        cells.into_values().next().unwrap()
    };
    let (group, side) = (first(Noun::Source, "group"), first(Noun::Group, "side"));
    let coded = desk.study.all_rows(table(Noun::Coding)).unwrap();
    let code = coded[0][2].clone().unwrap();
    let attributes = desk.study.store.attributes(table(Noun::Source)).unwrap();
    let attribute = attributes
        .values()
        .flatten()
        .next()
        .cloned()
        .into_iter()
        .collect::<Vec<_>>();
    let none = SearchFilter::default();
    let filters = [
        SearchFilter {
            group: Some(&group),
            ..none
        },
        SearchFilter {
            side: Some(&side),
            ..none
        },
        SearchFilter {
            language: Some("en"),
            ..none
        },
        SearchFilter {
            speaker: Some("S-22"),
            ..none
        },
        SearchFilter {
            code: Some(&code),
            ..none
        },
        SearchFilter {
            attributes: &attribute,
            ..none
        },
        SearchFilter {
            code: Some(&code),
            side: Some(&side),
            ..none
        },
    ];
    for only in filters {
        let wish = SearchWish {
            only,
            ..wish("the")
        };
        assert_same(&desk, &wish);
        assert_same(
            &desk,
            &SearchWish {
                show: Show::Best(5),
                ..wish
            },
        );
        let counts = searched(&desk.study, &wish).unwrap().1;
        assert!(counts.places < all.places, "{only:?}");
    }
    let unknown = SearchFilter {
        side: Some("nobody"),
        ..none
    };
    let refused = desk.study.search(
        &SearchWish {
            only: unknown,
            ..wish("the")
        },
        |_| Ok(()),
    );
    assert!(matches!(refused, Err(ProjectError::Unknown { .. })));
}

#[test]
fn a_speaker_is_found_by_the_name_in_the_text_and_nobody_else_speaks() {
    let desk = Desk::of("demo");
    let only = SearchFilter {
        speaker: Some("s-22"),
        ..SearchFilter::default()
    };
    let (hits, _) = searched(
        &desk.study,
        &SearchWish {
            only,
            ..wish("the")
        },
    )
    .unwrap();
    assert!(!hits.is_empty());
    assert!(
        hits.iter()
            .all(|hit| hit.speaker == "S-22" && hit.place == "transcripts")
    );
}

#[test]
fn places_with_a_code_lie_in_its_passages() {
    let desk = Desk::of("demo");
    let rows = desk.study.all_rows(table(Noun::Coding)).unwrap();
    let code = rows[0][2].clone().unwrap();
    let only = SearchFilter {
        code: Some(&code),
        ..SearchFilter::default()
    };
    let (hits, counts) = searched(
        &desk.study,
        &SearchWish {
            only,
            ..wish("*e*")
        },
    )
    .unwrap();
    assert!(counts.places > 0);
    let filter = Filter::new(
        &desk.study,
        &SearchWish {
            only,
            ..wish("*e*")
        },
    )
    .unwrap();
    let (all, _) = searched(&desk.study, &wish("*e*")).unwrap();
    let inside = all.iter().filter(|hit| {
        let headline = crate::store::search_index::Headline {
            noun: SearchedNoun::Transcript,
            key: hit.key.clone(),
            kind: Some(if hit.text == "translation" {
                TextKind::Translation
            } else {
                TextKind::Original
            }),
            source: String::new(),
            interview: hit.key.clone(),
            coding: None,
            order: Vec::new(),
        };
        let (start_cp, end_cp) = hit.span_cp;
        let place = crate::model::text_index::Span { start_cp, end_cp };
        hit.place == "transcripts" && filter.wants_place(&headline, place)
    });
    assert_eq!(hits, inside.cloned().collect::<Vec<_>>());
}

/// Something that is done to the texts of the small study.
#[derive(Clone, Debug)]
enum Deed {
    /// Interview I-02 … I-04 gets this translation, in the place of one that it has.
    Translate(usize, String),
    /// The last operation that can be is taken back.
    Undo,
    /// The last undo is taken back.
    Redo,
    /// All that came in with the study goes, and comes again.
    UndoImport,
    /// A search makes the index whole.
    Index,
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let text = (samples::text(), 0..6).prop_map(|(text, chance)| match chance {
        0 => format!("{text} {}ق", "x".repeat(1100)),
        _ => text,
    });
    let deed = prop_oneof![
        4 => (2..5_usize, text).prop_map(|(interview, text)| Deed::Translate(interview, text)),
        2 => Just(Deed::Undo),
        1 => Just(Deed::Redo),
        1 => Just(Deed::UndoImport),
        2 => Just(Deed::Index),
    ];
    prop::collection::vec(deed, 1..6)
}

fn translate(desk: &Desk, interview: usize, text: &str) {
    let key = format!("I-0{interview}");
    desk.change(|store| {
        let Some(id) = store.id_of(Noun::Interview, &key)? else {
            return Ok(());
        };
        match store.text_of(id, TextKind::Translation)? {
            Some(current) => {
                let replacements = difference(&current.body, text);
                store.add_next_version(&current, &replacements, text)?;
            }
            None => drop(store.add_transcript(id, TextKind::Translation, &key, [0; 32], text)?),
        }
        Ok(())
    });
}

fn do_it(desk: &Desk, deed: &Deed) {
    let store = &desk.study.store;
    match deed {
        Deed::Translate(interview, text) => translate(desk, *interview, text),
        Deed::Undo => {
            if let Some(last) = store.last_undoable().unwrap() {
                store.undo(last, "analyst", false).unwrap();
            }
        }
        Deed::Redo => {
            if let Some(last) = store.last_redoable().unwrap() {
                // It may be overtaken; then nothing is done.
                let _ = store.undo(last, "analyst", false);
            }
        }
        Deed::UndoImport => {
            if store.undo(1, "analyst", false).is_ok() {
                let head = store.head().unwrap().unwrap().0;
                assert!(
                    desk.study
                        .search(&wish("water"), |_| Ok(()))
                        .unwrap()
                        .places
                        == 0
                );
                store.undo(head, "analyst", false).unwrap();
            }
        }
        Deed::Index => assert!(desk.study.make_searchable(|| ())),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn whatever_was_done_index_and_reading_agree(
        deeds in deeds(),
        queries in prop::collection::vec(samples::query(), 3),
        most in 1..9_usize,
    ) {
        let desk = Desk::of("small");
        prop_assert!(desk.study.make_searchable(|| ()));
        for deed in &deeds {
            do_it(&desk, deed);
            // Without making it whole first: an index that is left must be right.
            for query in &queries {
                assert_same(&desk, &wish(query));
            }
        }
        prop_assert!(desk.study.make_searchable(|| ()));
        for query in queries.iter().map(String::as_str).chain(["x*", "*ق", "water"]) {
            assert_same(&desk, &wish(query));
            assert_same(&desk, &SearchWish { show: Show::Best(most), ..wish(query) });
        }
        prop_assert_eq!(desk.study.store.verify().unwrap().faults, Vec::<String>::new());
    }
}

#[test]
fn a_query_that_asks_who_speaks_is_answered_as_if_there_were_no_index() {
    let desk = Desk::of("demo");
    searched(&desk.study, &wish("the")).unwrap();
    let asked = wish("the AND speaker:s-22");
    let (hits, _) = searched(&desk.study, &asked).unwrap();
    assert!(!hits.is_empty() && hits.iter().all(|hit| hit.speaker == "S-22"));
    assert_same(&desk, &asked);
}

#[test]
fn a_damaged_index_answers_by_reading_and_is_made_anew() {
    let mut passed_over = 0;
    for sql in DAMAGES {
        let desk = Desk::of("small");
        assert!(desk.study.make_searchable(|| ()));
        do_damage(&desk.folder.path().join("a.gainsay"), sql);
        let by_reading = searched(&desk.without_index(), &wish("pay*"));
        let found = searched(&desk.study, &wish("pay*"));
        if !is_indexed(&desk.study) {
            passed_over += 1;
            assert_eq!(found, by_reading, "{sql}");
        }
        // What it says wrongly, and not only badly, verify alone can see.
        let is_seen = !desk.study.store.verify().unwrap().is_sound();
        assert!(found == by_reading || is_seen, "{sql}");
        assert!(desk.study.make_searchable(|| ()), "{sql}");
        assert!(is_indexed(&desk.study), "{sql}");
        assert_same(&desk, &wish("pay*"));
    }
    assert!(passed_over > DAMAGES.len() / 2, "{passed_over}");
}

#[test]
fn a_damaged_index_that_cannot_be_dropped_is_passed_over_each_time() {
    let desk = Desk::of("small");
    assert!(desk.study.make_searchable(|| ()));
    let path = desk.folder.path().join("a.gainsay");
    do_damage(&path, "drop table derived_search_idx");
    let by_reading = searched(&desk.without_index(), &wish("pay*"));
    let other = Store::open(&path, &Unlock::Plain, Clock::machine()).unwrap();
    let looked = other.rehearse(|| {
        for _ in 0..2 {
            assert_eq!(searched(&desk.study, &wish("pay*")), by_reading);
            assert!(!desk.study.make_searchable(|| ()) || !is_indexed(&desk.study));
        }
        let found = desk.study.store.verify()?;
        assert_eq!(found.faulty_index, Some(FaultyIndex::Standing));
        Ok::<_, ProjectError>(())
    });
    looked.unwrap();
    assert!(!is_indexed(&desk.study));
    assert!(desk.study.make_searchable(|| ()) && is_indexed(&desk.study));
}

#[test]
fn memos_on_codings_are_found_behind_the_others() {
    let desk = Desk::of("small");
    assert!(desk.study.make_searchable(|| ()));
    let wish = SearchWish {
        places: &[SearchIn::Memos],
        ..wish("the")
    };
    let (hits, _) = searched(&desk.study, &wish).unwrap();
    assert_same(&desk, &wish);
    let is_of_coding = |hit: &SearchHit| hit.key.starts_with("coding:");
    assert_eq!(hits.iter().filter(|hit| is_of_coding(hit)).count(), 1);
    assert!(hits.last().is_some_and(is_of_coding));
}
