//! Opening: what is refused and how, what holds afterwards, what lies on the disk.

use super::super::connection::{APPLICATION_ID, Access, connect_as_it_lies, form_of};
use super::super::migrate::{STEPS, Step};
use super::*;
use crate::store::text::hash;
use crate::vault::Passphrase;
use std::fs;

/// The released steps and one that does not exist yet.
const NEXT: &[Step] = &[
    Step {
        number: 1,
        sql: STEPS[0].sql,
    },
    Step {
        number: 2,
        sql: STEPS[1].sql,
    },
    Step { number: 3, sql: "" },
    Step {
        number: 4,
        sql: "alter table coder add column colour text;",
    },
];

/// The same with a step that fails half way.
const BROKEN: &[Step] = &[
    Step {
        number: 1,
        sql: STEPS[0].sql,
    },
    Step {
        number: 2,
        sql: STEPS[1].sql,
    },
    Step { number: 3, sql: "" },
    Step {
        number: 4,
        sql: "alter table coder add column colour text; insert into nowhere values (1);",
    },
];

const MARKER: &str = "Zarafshan-kite-marker";

fn words(text: &str) -> Unlock {
    Unlock::Passphrase(Passphrase::new(text.as_bytes().to_vec()))
}

fn with_rows(unlock: &Unlock) -> Fixture {
    let study = Fixture::with(unlock);
    study.act("added", &coder(1, MARKER)).unwrap();
    study
        .act("renamed", "update coder set key = 'other'")
        .unwrap();
    study.store.undo(2, "analyst", false).unwrap();
    study
}

#[test]
fn the_settings_hold_and_read_back() {
    for study in [Fixture::plain(), Fixture::encrypted()] {
        for (pragma, wanted) in [
            ("journal_mode", "wal"),
            ("synchronous", "2"),
            ("temp_store", "2"),
            ("secure_delete", "1"),
            ("foreign_keys", "1"),
            ("recursive_triggers", "1"),
            ("trusted_schema", "0"),
            ("cell_size_check", "1"),
            ("mmap_size", "0"),
        ] {
            assert_eq!(study.one(&format!("pragma {pragma}")), wanted, "{pragma}");
        }
        assert_eq!(
            study.one("pragma application_id"),
            APPLICATION_ID.to_string()
        );
        assert_eq!(study.one("pragma user_version"), "3");
        assert_eq!(
            study.one(
                "select count(*) from pragma_compile_options where compile_options = 'TEMP_STORE=3'"
            ),
            "1"
        );
    }
}

#[test]
fn the_doors_are_closed() {
    let study = Fixture::plain();
    let other = study.folder.path().join("other.db");
    for sql in [
        format!("attach '{}' as other", other.display()),
        "pragma foreign_keys = off".to_owned(),
        "pragma recursive_triggers = off".to_owned(),
        "pragma synchronous = off".to_owned(),
        "pragma journal_mode = delete".to_owned(),
        "pragma trusted_schema = on".to_owned(),
        "pragma writable_schema = on".to_owned(),
        "select load_extension('x')".to_owned(),
    ] {
        assert!(study.store.connection.execute_batch(&sql).is_err(), "{sql}");
    }
    assert!(!other.exists());
}

#[test]
fn what_is_no_study_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("empty"), "").unwrap();
    fs::write(at("short"), "SQLite format 3\0").unwrap();
    fs::write(
        at("text"),
        "An interview of an invented person.\n".repeat(99),
    )
    .unwrap();
    fs::write(at("pashto"), "د حوالې بازار تړل شوی دی.\n".repeat(99)).unwrap();
    rusqlite::Connection::open(at("other.db"))
        .unwrap()
        .execute_batch("create table song (name text); insert into song values ('x')")
        .unwrap();
    let why = |name: &str| match refusal(open(&at(name), &Unlock::Plain)) {
        StoreError::NotAStudy { why, .. } => why,
        other => panic!("{name}: {other}"),
    };
    let before = fs::read(at("other.db")).unwrap();
    assert_eq!(why("empty"), "it is empty");
    assert_eq!(why("short"), "it is too short");
    assert_eq!(why("text"), "it is a text");
    assert_eq!(why("pashto"), "it is a text");
    assert_eq!(why("other.db"), "it is the database of another program");
    assert_eq!(why("."), "it is a folder");
    assert!(matches!(
        open(&at("nothing"), &Unlock::Plain),
        Err(StoreError::Missing(_))
    ));
    assert_eq!(fs::read(at("other.db")).unwrap(), before);
    assert!(!at("nothing").exists());
}

#[test]
fn a_new_study_replaces_nothing_and_leaves_nothing_behind() {
    let study = Fixture::plain();
    let bytes = fs::read(study.path()).unwrap();
    let again = Store::create(&study.path(), &Unlock::Plain, "analyst", Clock::fixed(0));
    assert!(matches!(again, Err(StoreError::Exists(_))));
    assert_eq!(fs::read(study.path()).unwrap(), bytes);
    let empty = Store::create(
        &study.folder.path().join("b.gainsay"),
        &words(""),
        "analyst",
        Clock::fixed(0),
    );
    assert!(matches!(empty, Err(StoreError::Key(_))));
    let nowhere = Store::create(
        &study.folder.path().join("no/such/b.gainsay"),
        &Unlock::Plain,
        "analyst",
        Clock::fixed(0),
    );
    assert!(matches!(nowhere, Err(StoreError::File { .. })));
    let left: Vec<_> = fs::read_dir(study.folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert!(
        left.iter().all(|name| name.starts_with("a.gainsay")),
        "{left:?}"
    );
}

#[test]
fn a_passphrase_opens_another_does_not_and_a_flipped_salt_neither() {
    let study = with_rows(&words("seven invented words of a phrase"));
    let path = study.path();
    let folder = study.closed();
    assert!(matches!(
        open(&path, &Unlock::Plain),
        Err(StoreError::NeedsPassphrase(_))
    ));
    assert!(matches!(
        open(&path, &words("seven invented words of a phrase.")),
        Err(StoreError::WrongPassphrase(_))
    ));
    assert_eq!(
        one(
            &open(&path, &words("seven invented words of a phrase")).unwrap(),
            "select key from coder"
        ),
        MARKER
    );
    let mut bytes = fs::read(&path).unwrap();
    bytes[3] ^= 1;
    let flipped = folder.path().join("flipped.gainsay");
    fs::write(&flipped, bytes).unwrap();
    assert!(matches!(
        open(&flipped, &words("seven invented words of a phrase")),
        Err(StoreError::WrongPassphrase(_))
    ));
}

#[test]
fn a_plain_study_opens_with_and_without_a_passphrase_and_is_plain_sqlite() {
    let study = with_rows(&Unlock::Plain);
    let path = study.path();
    assert!(!study.store.is_encrypted());
    let _folder = study.closed();
    assert!(open(&path, &words("any")).is_ok());
    assert!(fs::read(&path).unwrap().starts_with(b"SQLite format 3\0"));
    let key: String = rusqlite::Connection::open(&path)
        .unwrap()
        .query_row("select key from coder", [], |row| row.get(0))
        .unwrap();
    assert_eq!(key, MARKER);
}

#[test]
fn one_binary_opens_plain_and_encrypted_side_by_side() {
    let (plain, encrypted) = (
        with_rows(&Unlock::Plain),
        with_rows(&Unlock::Key(raw_key())),
    );
    assert!(encrypted.store.is_encrypted() && !plain.store.is_encrypted());
    assert_eq!(
        plain.one("select key from coder"),
        encrypted.one("select key from coder")
    );
}

/// How often a marker stands in the bytes, in UTF-8 or UTF-16 of either end.
fn occurrences(bytes: &[u8]) -> usize {
    let wide =
        |order: fn(u16) -> [u8; 2]| MARKER.encode_utf16().flat_map(order).collect::<Vec<_>>();
    [
        MARKER.as_bytes().to_vec(),
        wide(u16::to_le_bytes),
        wide(u16::to_be_bytes),
    ]
    .iter()
    .map(|marker| {
        bytes
            .windows(marker.len())
            .filter(|window| window.eq_ignore_ascii_case(marker))
            .count()
    })
    .sum()
}

fn files(study: &Fixture) -> Vec<(String, Vec<u8>)> {
    fs::read_dir(study.folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            (
                path.file_name().unwrap().to_string_lossy().into_owned(),
                fs::read(path).unwrap(),
            )
        })
        .collect()
}

#[test]
fn an_encrypted_study_shows_no_word_on_the_disk() {
    let (plain, encrypted) = (
        with_rows(&Unlock::Plain),
        with_rows(&Unlock::Key(raw_key())),
    );
    // The control: a search that finds nothing in a plain study is blind.
    assert!(
        files(&plain)
            .iter()
            .map(|(_, bytes)| occurrences(bytes))
            .sum::<usize>()
            > 0
    );
    let found = files(&encrypted);
    assert!(
        found.iter().any(|(name, _)| name.ends_with("-wal")),
        "{:?}",
        found.iter().map(|(name, _)| name).collect::<Vec<_>>()
    );
    for (name, bytes) in found {
        assert_eq!(occurrences(&bytes), 0, "{name}");
        assert!(!bytes.starts_with(b"SQLite format 3\0"), "{name}");
    }
}

#[cfg(unix)]
#[test]
fn all_files_of_a_study_are_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    for study in [
        with_rows(&Unlock::Plain),
        with_rows(&Unlock::Key(raw_key())),
    ] {
        for entry in fs::read_dir(study.folder.path()).unwrap() {
            let entry = entry.unwrap();
            assert_eq!(
                entry.metadata().unwrap().permissions().mode() & 0o777,
                0o600,
                "{:?}",
                entry.file_name()
            );
        }
    }
}

/// Whether the damage is told; another kind of error is none of its business.
fn is_found_damaged(path: &Path, unlock: &Unlock) -> bool {
    let found = open(path, unlock).and_then(|store| store.verify());
    match found {
        Ok(found) => !found.faults.is_empty(),
        Err(StoreError::Damaged(_) | StoreError::WrongPassphrase(_)) => true,
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn a_flipped_bit_anywhere_in_an_encrypted_study_is_found() {
    let study = with_rows(&Unlock::Key(raw_key()));
    study.tamper("pragma wal_checkpoint(truncate)");
    let bytes = fs::read(study.path()).unwrap();
    let _folder = study.closed();
    let other = tempfile::tempdir().unwrap();
    let path = other.path().join("flipped.gainsay");
    let pages = bytes.len() / 4096;
    fs::write(&path, &bytes).unwrap();
    assert!(
        !is_found_damaged(&path, &Unlock::Key(raw_key())),
        "the control"
    );
    for at in (0..pages)
        .step_by((pages / 24).max(1))
        .map(|page| page * 4096 + 16 + (page * 131) % 4000)
    {
        let mut flipped = bytes.clone();
        flipped[at] ^= 1 << (at % 8);
        fs::write(&path, flipped).unwrap();
        let is_found = is_found_damaged(&path, &Unlock::Key(raw_key()));
        assert!(is_found, "byte {at}");
    }
}

#[test]
fn a_cut_file_is_refused_or_found_to_be_damaged() {
    for unlock in [Unlock::Plain, Unlock::Key(raw_key())] {
        let study = with_rows(&unlock);
        study.tamper("pragma wal_checkpoint(truncate)");
        let bytes = fs::read(study.path()).unwrap();
        let _folder = study.closed();
        let other = tempfile::tempdir().unwrap();
        for length in [
            600,
            4096,
            5000,
            bytes.len() / 2,
            bytes.len() - 1,
            bytes.len() - 4096,
        ] {
            let path = other.path().join(format!("{length}.gainsay"));
            fs::write(&path, &bytes[..length]).unwrap();
            let is_found = is_found_damaged(&path, &unlock);
            assert!(is_found, "cut at {length}");
        }
    }
}

#[test]
fn a_newer_study_is_refused_without_a_byte_written() {
    let study = with_rows(&Unlock::Plain);
    study.tamper("pragma user_version = 99");
    // As a crash leaves it: the newest commits still in the -wal.
    let left = tempfile::tempdir().unwrap();
    for (name, bytes) in files(&study)
        .into_iter()
        .filter(|(name, _)| !name.ends_with("-shm"))
    {
        fs::write(left.path().join(name), bytes).unwrap();
    }
    let path = left.path().join("a.gainsay");
    let sums = || {
        ["", "-wal"].map(|ending| hash(&fs::read(format!("{}{ending}", path.display())).unwrap()))
    };
    let before = sums();
    let error = refusal(open(&path, &Unlock::Plain));
    assert!(
        matches!(
            error,
            StoreError::Newer {
                file: 99,
                program: 3,
                ..
            }
        ),
        "{error}"
    );
    assert_eq!(sums(), before);
}

#[test]
fn an_older_study_is_brought_up_to_date_and_a_private_copy_is_kept() {
    for unlock in [Unlock::Plain, Unlock::Key(raw_key())] {
        let study = with_rows(&unlock);
        let path = study.path();
        let folder = study.closed();
        let store = Store::open_with(&path, &unlock, later(), NEXT).unwrap();
        let copy = folder.path().join("a.gainsay.before-0004");
        assert_eq!(store.upgraded_from(), Some(copy.as_path()));
        assert_eq!(
            one(&store, "select key from coder where colour is null"),
            MARKER
        );
        assert!(store.verify().unwrap().faults.is_empty());
        // What was done before can still be taken back.
        let undone = store.undo(1, "analyst", false).unwrap().operation.unwrap();
        store.undo(undone, "analyst", false).unwrap();
        assert_eq!(
            one(&store, "select key from coder where colour is null"),
            MARKER
        );
        assert!(store.verify().unwrap().faults.is_empty());
        drop(store);
        assert!(matches!(
            open(&path, &unlock),
            Err(StoreError::Newer { file: 4, .. })
        ));
        let old = open(&copy, &unlock).unwrap();
        assert_eq!(one(&old, "select key from coder"), MARKER);
        assert!(old.verify().unwrap().faults.is_empty());
        assert_eq!(old.is_encrypted(), matches!(unlock, Unlock::Key(_)));
        #[cfg(unix)]
        assert_eq!(
            std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&copy).unwrap().permissions())
                & 0o777,
            0o600
        );
        let again = Store::open_with(&path, &unlock, later(), NEXT).unwrap();
        assert_eq!(again.upgraded_from(), None);
    }
}

#[test]
fn a_copy_keeps_the_salt_so_that_the_passphrase_still_opens_it() {
    let study = with_rows(&Unlock::Key(raw_key()));
    let path = study.path();
    let folder = study.closed();
    Store::open_with(&path, &Unlock::Key(raw_key()), later(), NEXT).unwrap();
    let salt = |name: &str| fs::read(folder.path().join(name)).unwrap()[..16].to_vec();
    assert_eq!(salt("a.gainsay"), salt("a.gainsay.before-0004"));
}

#[test]
fn an_upgrade_that_fails_leaves_the_study_as_it_was_and_no_copy() {
    let study = with_rows(&Unlock::Plain);
    let (path, rows) = (study.path(), study.rows());
    let folder = study.closed();
    let error = refusal(Store::open_with(&path, &Unlock::Plain, later(), BROKEN));
    assert!(
        matches!(error, StoreError::Upgrade { step: 4, .. }),
        "{error}"
    );
    let store = open(&path, &Unlock::Plain).unwrap();
    let study = Fixture { folder, store };
    assert_eq!(study.rows(), rows);
    assert!(study.faults().is_empty());
    assert!(
        files(&study)
            .iter()
            .all(|(name, _)| !name.contains("before"))
    );
}

#[test]
fn an_earlier_copy_is_never_taken_for_the_one_of_this_upgrade() {
    let study = with_rows(&Unlock::Plain);
    let path = study.path();
    let folder = study.closed();
    fs::write(folder.path().join("a.gainsay.before-0004"), "an older copy").unwrap();
    let store = Store::open_with(&path, &Unlock::Plain, later(), NEXT).unwrap();
    let copy = store.upgraded_from().unwrap().to_owned();
    assert_ne!(copy, folder.path().join("a.gainsay.before-0004"));
    assert_eq!(
        fs::read_to_string(folder.path().join("a.gainsay.before-0004")).unwrap(),
        "an older copy"
    );
    assert_eq!(
        one(
            &open(&copy, &Unlock::Plain).unwrap(),
            "select key from coder"
        ),
        MARKER
    );
}

#[test]
fn a_file_of_this_program_without_a_schema_is_no_study() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bare.gainsay");
    rusqlite::Connection::open(&path)
        .unwrap()
        .execute_batch(&format!(
            "pragma application_id = {APPLICATION_ID}; create table x (y)"
        ))
        .unwrap();
    assert!(open(&path, &Unlock::Plain).is_err());
}

#[test]
fn a_study_of_every_released_format_is_brought_to_what_a_new_one_is() {
    let new = Fixture::plain();
    let schema = |store: &Store| {
        let mut statement = store
            .connection
            .prepare("select type || ' ' || name || ' ' || coalesce(sql, '') from sqlite_schema where name not like 'derived_search%' order by 1")
            .unwrap();
        let rows = statement.query_map([], |row| row.get::<_, String>(0));
        rows.unwrap().collect::<Result<Vec<_>, _>>().unwrap()
    };
    let wanted = schema(&new.store);
    for last in 1..STEPS.len() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.gainsay");
        let steps: &'static [Step] = STEPS.split_at(last).0;
        let connection = rusqlite::Connection::open(&path).unwrap();
        crate::store::migrate::upgrade(&connection, steps).unwrap();
        drop(connection);
        let connection = rusqlite::Connection::open(&path).unwrap();
        crate::store::migrate::upgrade(&connection, STEPS).unwrap();
        let mut statement = connection
            .prepare("select type || ' ' || name || ' ' || coalesce(sql, '') from sqlite_schema where name not like 'derived_search%' order by 1")
            .unwrap();
        let found = statement
            .query_map([], |row| row.get::<_, String>(0))
            .unwrap();
        let found: Vec<String> = found.collect::<Result<_, _>>().unwrap();
        assert_eq!(found, wanted, "format {last}");
    }
}

/// A study opened as where neither the file nor the folder can be written.
fn opened_to_read(path: &std::path::Path, unlock: &Unlock) -> Result<Store, StoreError> {
    let form = form_of(path)?;
    let key = super::super::key_for(path, form, unlock)?;
    let connection = connect_as_it_lies(path, key.as_ref())?;
    Store::over((connection, Access::Reading), (path, form), later(), STEPS)
}

#[test]
fn a_study_that_cannot_be_written_is_read_and_nothing_is_left_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("50% kites#?.gainsay");
    let unlock = words("a long way home");
    Store::create(&path, &unlock, "ana", later()).unwrap();
    let store = opened_to_read(&path, &unlock).unwrap();
    assert!(store.verify().unwrap().faults.is_empty());
    let written = store.rehearse(|| Ok::<_, StoreError>(()));
    assert!(
        matches!(&written, Err(StoreError::ReadOnly(Some(file))) if *file == path),
        "{written:?}"
    );
    let noted = store.note_run("{}", "{}");
    assert!(matches!(noted, Err(StoreError::ReadOnly(_))), "{noted:?}");
    let files = fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(files, 1);
}
