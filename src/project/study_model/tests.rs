//! Claims that were kept give the study that the rows give, and are let be as soon as they do not.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

mod counts;
mod edits;

use super::{
    Settings, Store, Study, finished, from_kept, from_rows, settings_of, state_of, study_keeping,
    study_of,
};
use crate::model::builder::PACKED_FORMAT;
use crate::model::limits::Limits;
use crate::model::table::Table;
use crate::model::tables::TABLES;
use crate::project::Study as Project;
use crate::project::error::ProjectError;
use crate::project::import::ImportOptions;
use crate::store::Unlock;
use crate::store::clock::Clock;
use rusqlite::Connection;

/// The demo study in a folder of its own; it is read in once.
struct Demo {
    folder: tempfile::TempDir,
    store: Store,
}

impl Demo {
    fn new() -> Demo {
        static BYTES: OnceLock<Vec<u8>> = OnceLock::new();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.gainsay");
        let bytes = BYTES.get_or_init(|| {
            let made = folder.path().join("made.gainsay");
            let study = Project::create(&made, &Unlock::Plain, None, Limits::default()).unwrap();
            let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/demo");
            study
                .import_folder(&demo, ImportOptions::default())
                .unwrap();
            drop(study);
            std::fs::read(&made).unwrap()
        });
        std::fs::write(&path, bytes).unwrap();
        let store = Store::open(&path, &Unlock::Plain, Clock::machine()).unwrap();
        Demo { folder, store }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("a.gainsay")
    }

    /// Loads the study, keeping its claims.
    fn keep(&self) -> Study {
        study_keeping(&self.store, &Settings::default(), 0).unwrap()
    }

    /// Whether kept claims are used with these settings.
    fn is_kept_for(&self, settings: &Settings) -> bool {
        let looked = self.store.in_one_moment(state_of(settings), |key| {
            let key = key.expect("the past is not looked at");
            Ok::<_, ProjectError>(from_kept(&self.store, settings, key)?.is_some())
        });
        looked.unwrap()
    }

    fn is_kept(&self) -> bool {
        self.is_kept_for(&Settings::default())
    }

    fn sql(&self, sql: &str) {
        let connection = Connection::open(self.path()).unwrap();
        connection.execute_batch(sql).unwrap();
    }

    fn sql_number(&self, sql: &str) -> i64 {
        let connection = Connection::open(self.path()).unwrap();
        connection.query_row(sql, [], |row| row.get(0)).unwrap()
    }

    fn project(&self) -> Project {
        Project::open(&self.path(), &Unlock::Plain, None, Limits::default()).unwrap()
    }

    /// Imports a file of the folder, as any operation might.
    fn import(&self, name: &str, text: &str) {
        let file = self.folder.path().join(name);
        std::fs::write(&file, text).unwrap();
        let is_of = |table: &&Table| table.plural == name.trim_end_matches(".csv");
        let table = TABLES.iter().find(is_of).unwrap();
        let project = self.project();
        project
            .import_csv(table, &file, ImportOptions::default())
            .unwrap();
    }

    /// Changes something that no claim hangs on.
    fn change(&self) {
        self.import("places.csv", "place,names\nnowhere-at-all,Nowhere\n");
    }
}

/// Everything that is computed with, in one text; the maps of keys have no order.
fn shown(study: &Study) -> String {
    let claims: Vec<_> = study
        .claim_ids()
        .map(|id| {
            let claim = study.claim(id);
            let event = claim.event().map(|id| study.event_key(id));
            let actor = claim.actor().map(|id| study.actor_name(id));
            let via = claim.via().map(|id| study.origin(id));
            let unit = claim.unit().map(|id| study.unit_name(id));
            format!(
                "{} {claim:?} {event:?} {actor:?} {via:?} {unit:?}",
                study.claim_key(id)
            )
        })
        .collect();
    format!(
        "{claims:#?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?}",
        study.details,
        study.prompts,
        study.readings,
        study.corrections,
        study.controls,
        study.borne_out,
        study.unit_shapes,
        study.events
    )
}

#[test]
fn kept_claims_give_the_same_study_and_the_same_findings() {
    let demo = Demo::new();
    assert!(!demo.is_kept());
    let from_rows = demo.keep();
    assert!(demo.is_kept());
    let from_kept = demo.keep();
    assert!(from_rows.claims().len() > 100);
    assert!(shown(&from_kept) == shown(&from_rows));
    let project = Project::open(&demo.path(), &Unlock::Plain, None, Limits::default()).unwrap();
    let findings = |study: Study| {
        let options = crate::project::cross_check::CheckOptions {
            all: true,
            per_block: None,
            ..Default::default()
        };
        let checked = project.check_model(study, &options, Settings::default());
        let checked = checked.unwrap();
        let rows: Vec<_> = checked.rows().map(|row| format!("{row:?}")).collect();
        rows
    };
    let found = findings(from_rows);
    assert!(found.len() > 50);
    assert!(findings(from_kept) == found);
    assert!(demo.store.verify().unwrap().faults.is_empty());
}

#[test]
fn a_small_study_keeps_nothing() {
    let demo = Demo::new();
    study_of(&demo.store, &Settings::default()).unwrap();
    assert!(!demo.is_kept());
}

#[test]
fn what_bears_on_all_claims_makes_kept_ones_stale() {
    let demo = Demo::new();
    let before = shown(&demo.keep());
    demo.change();
    assert!(demo.is_kept(), "a new place changes no claim");
    demo.import("number_words.csv", "word,low,high\na-quirk,3,4\n");
    assert!(!demo.is_kept());
    demo.keep();
    assert!(demo.is_kept());
    for _ in 0..2 {
        let undoable = demo.store.last_undoable().unwrap().unwrap();
        demo.store.undo(undoable, "analyst", false).unwrap();
    }
    assert!(!demo.is_kept());
    assert!(shown(&demo.keep()) == before);
}

#[test]
fn what_another_program_changes_meanwhile_is_not_half_seen() {
    let demo = Demo::new();
    let settings = Settings::default();
    let before = shown(&study_of(&demo.store, &settings).unwrap());
    let has_new_place = |study: &Study| study.places().find("nowhere-at-all").is_some();
    let read = demo.store.in_one_moment(state_of(&settings), |_| {
        demo.change();
        from_rows(&demo.store, &settings)
    });
    let study = finished(read.unwrap(), &settings, &[]).unwrap();
    assert!(!has_new_place(&study) && study.claims().len() > 100);
    let after = study_of(&demo.store, &settings).unwrap();
    assert!(has_new_place(&after) && shown(&after) != before);
}

#[test]
fn other_settings_or_another_format_do_not_use_them() {
    let demo = Demo::new();
    demo.keep();
    let other = Settings {
        undated_reach_days: 7,
        ..Settings::default()
    };
    assert!(!demo.is_kept_for(&other));
    let next = PACKED_FORMAT + 1;
    demo.sql(&format!("update derived_claim_cache set format = {next}"));
    assert!(!demo.is_kept());
}

#[test]
fn a_setting_of_the_study_that_changes_makes_them_stale() {
    let demo = Demo::new();
    demo.keep();
    let study = Project::open(&demo.path(), &Unlock::Plain, None, Limits::default()).unwrap();
    let set = |reach: &str| {
        let folder = demo.folder.path().join("set");
        std::fs::create_dir_all(&folder).unwrap();
        let section = format!("[cross_check]\nundated_reach_days = {reach}\n");
        std::fs::write(folder.join("study.toml"), section).unwrap();
        study
            .import_folder(&folder, ImportOptions::default())
            .unwrap();
        settings_of(&demo.store).unwrap()
    };
    let settings = set("7");
    assert_eq!(settings.undated_reach_days, 7);
    assert!(!demo.is_kept_for(&settings));
    let short = shown(&study_keeping(&demo.store, &settings, 0).unwrap());
    assert!(demo.is_kept_for(&settings));
    assert!(!demo.is_kept());
    let long = shown(&study_keeping(&demo.store, &set("900"), 0).unwrap());
    assert!(short != long);
}

#[test]
fn damaged_pieces_are_thrown_away_and_the_rows_are_read() {
    for damage in [
        "update derived_claim_cache set bytes = substr(bytes, 1, length(bytes) - 1)",
        "update derived_claim_cache set bytes = zeroblob(length(bytes)) where piece = 1",
        "update derived_claim_cache set bytes = x'' where piece = 0",
        "delete from derived_claim_cache where piece = 1",
        "delete from derived_claim_cache where piece = 0",
        "drop table derived_claim_cache",
    ] {
        let demo = Demo::new();
        let sound = shown(&demo.keep());
        demo.sql(damage);
        assert!(!demo.is_kept(), "{damage}");
        assert!(shown(&demo.keep()) == sound, "{damage}");
        assert_eq!(demo.is_kept(), !damage.starts_with("drop"), "{damage}");
    }
}

#[test]
fn the_past_neither_uses_nor_writes_kept_claims() {
    let demo = Demo::new();
    let (head, _) = demo.store.head().unwrap().unwrap();
    let at = |sequence: i64| {
        let look = |store: &Store| study_keeping(store, &Settings::default(), 0);
        demo.store.as_of(sequence, look).unwrap()
    };
    let sound = shown(&at(head));
    assert!(!demo.is_kept());
    demo.keep();
    assert!(at(0).claims().is_empty());
    demo.change();
    demo.keep();
    assert!(at(0).claims().is_empty());
    assert!(shown(&at(head)) == sound);
}

#[test]
fn a_busy_file_keeps_nobody_waiting() {
    let demo = Demo::new();
    let other = Connection::open(demo.path()).unwrap();
    other.execute_batch("begin immediate").unwrap();
    let begun = std::time::Instant::now();
    demo.keep();
    assert!(begun.elapsed().as_secs() < 4);
    other.execute_batch("rollback").unwrap();
    assert!(!demo.is_kept());
}
