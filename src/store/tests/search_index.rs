//! The search index follows every kind of change, in every kind of file, and holds no word of what is gone.

use super::super::search_index::WordCutter;
use super::super::verify::FaultyIndex;
use super::*;
use crate::model::id::Id;
use crate::model::index_words::IndexWords;
use rusqlite::Connection;

/// A cut that a test can read: letters and digits of words as they stand; a turn a line, its first word the speaker where it is a source.
fn cut(text: &str, sources: Option<&[&str]>) -> IndexWords {
    let mut words = IndexWords::default();
    for line in text.lines() {
        let all: Vec<_> = line.split_whitespace().collect();
        let label = u32::from(
            sources.is_some_and(|keys| all.first().is_some_and(|first| keys.contains(first))),
        );
        let start = words.count + label;
        for word in all {
            words.spelled.push_str(&spelled(word));
            words.spelled.push(' ');
            words.count += 1;
        }
        words.turns.push(start..words.count);
        words.must_be_read |= line.contains("verylongword");
    }
    words
}

fn spelled(word: &str) -> String {
    word.to_lowercase().replace('-', "")
}

pub(super) const CUTTER: WordCutter = WordCutter { format: 7, cut };

pub(super) fn study(unlock: &Unlock) -> Fixture {
    let mut study = Fixture::with(unlock);
    study.store.index_words_with(CUTTER);
    study.act("began", &base()).unwrap();
    assert!(study.store.make_searchable(|| ()).unwrap());
    study
}

fn id(number: u32) -> String {
    format!("x'{number:032x}'")
}

/// A coder, a source of a group, an interview with two versions of a text, a memo, a claim with quote and note.
fn base() -> String {
    format!(
        "insert into coder (id, key) values ({coder}, 'ann');
         insert into side (id, key, name) values ({side}, 'b', 'B');
         insert into source_group (id, key, side) values ({group}, 'g', {side});
         insert into source (id, key, source_group) values ({source}, 'S-1', {group});
         insert into interview (id, key, held_on, mode, country, language, consent, recording)
           values ({interview}, 'I-1', '2022', 'in-person', 'AF', 'ps', 'analyse', 'no');
         insert into interview_source (id, owner, position, target) values ({link}, {interview}, 0, {source});
         insert into transcript (id, interview, kind, path, file_hash)
           values ({transcript}, {interview}, 'original', 'a.txt', zeroblob(32));
         insert into text_version (id, transcript, number, body, length_cp, hash)
           values ({first}, {transcript}, 1, 'S-1 marrow stone', 16, zeroblob(32));
         insert into topic (id, key, statement, kind) values ({topic}, 't', 'T.', 'state');
         insert into claim (id, key, source, topic, stance, quote, note, said)
           values ({claim}, 'c-1', {source}, {topic}, 'affirms', 'quoted', 'noted', 1);
         insert into memo (id, about_noun, about, text) values ({memo}, 'claim', {claim}, 'remembered');",
        coder = id(1),
        side = id(2),
        group = id(3),
        source = id(4),
        interview = id(5),
        link = id(6),
        transcript = id(7),
        first = id(8),
        topic = id(9),
        claim = id(10),
        memo = id(11),
    )
}

/// The words of the index in order, each with what it is a word of.
pub(super) fn indexed(store: &Store) -> Vec<String> {
    store
        .with_search_index(|index| {
            let index = index.expect("the index stands and is of this state");
            let mut spellings = Vec::new();
            index.each_spelling("", |word| spellings.push(word.to_owned()))?;
            let mut words = Vec::new();
            for word in spellings {
                let mut places = Vec::new();
                index.each_place(&word, |document, at| places.push((document, at)))?;
                for (document, at) in places {
                    let headline = index.headline(document)?;
                    assert!(spelled(&index.text(document)?.text).contains(&word));
                    words.push(format!("{word} {} {at}", headline.key));
                }
            }
            Ok::<_, StoreError>(words)
        })
        .unwrap()
}

fn assert_sound(study: &Fixture) {
    let found = study.store.verify().unwrap();
    assert!(found.is_sound(), "{found:?}");
}

fn is_followed(store: &Store) -> bool {
    let is_there = store.with_search_index(|index| Ok::<_, StoreError>(index.is_some()));
    is_there.unwrap()
}

/// Whether a word stands anywhere in the bytes of the index.
fn is_in_pages(study: &Fixture, word: &str) -> bool {
    let sql = format!(
        "select count(*) from derived_search_data where instr(block, cast('{word}' as blob)) > 0"
    );
    study.one(&sql) != "0"
}

pub(super) const ALL: [&str; 6] = [
    "marrow I-1 1",
    "noted c-1 0",
    "quoted c-1 0",
    "remembered claim:c-1 0",
    "s1 I-1 0",
    "stone I-1 2",
];

#[test]
fn all_texts_are_indexed_and_the_index_is_sound() {
    for unlock in [Unlock::Plain, Unlock::Key(raw_key())] {
        let study = study(&unlock);
        assert_eq!(indexed(&study.store), ALL);
        assert_sound(&study);
    }
}

#[test]
fn changed_rows_change_words_and_no_old_word_stays_in_the_pages() {
    let study = study(&Unlock::Plain);
    study
        .act(
            "edited",
            &format!(
                "update claim set note = 'renoted', said = 0 where id = {};
                 update memo set text = 'forgotten' where id = {};",
                id(10),
                id(11)
            ),
        )
        .unwrap();
    assert_eq!(
        indexed(&study.store),
        [
            "forgotten claim:c-1 0",
            "marrow I-1 1",
            "renoted c-1 0",
            "s1 I-1 0",
            "stone I-1 2"
        ]
    );
    // A common beginning is kept once, so only a word's own end can be looked for.
    for gone in ["quoted", "membered"] {
        assert!(!is_in_pages(&study, gone), "{gone}");
    }
    assert!(is_in_pages(&study, "forgotten"));
    assert_sound(&study);
}

#[test]
fn the_newest_version_of_a_text_is_the_one_that_is_found() {
    let study = study(&Unlock::Plain);
    let second = format!(
        "insert into text_version (id, transcript, number, body, length_cp, hash)
         values ({}, {}, 2, 'S-1 marrow corrected', 20, zeroblob(32))",
        id(20),
        id(7)
    );
    study.act("corrected", &second).unwrap();
    let corrected = ["corrected I-1 2", "marrow I-1 1"];
    assert_eq!(indexed(&study.store)[..2], corrected);
    assert!(!is_in_pages(&study, "stone"));
    study.store.undo(2, "analyst", false).unwrap();
    assert_eq!(indexed(&study.store), ALL);
    study.store.undo(3, "analyst", false).unwrap();
    assert_eq!(indexed(&study.store)[..2], corrected);
    assert_sound(&study);
}

#[test]
fn undo_of_everything_empties_the_index_and_redo_fills_it() {
    let study = study(&Unlock::Plain);
    study.store.undo(1, "analyst", false).unwrap();
    assert!(indexed(&study.store).is_empty());
    for word in ["marrow", "stone", "remembered", "quoted"] {
        assert!(!is_in_pages(&study, word), "{word}");
    }
    study.store.undo(2, "analyst", false).unwrap();
    assert_eq!(indexed(&study.store), ALL);
    assert_sound(&study);
}

#[test]
fn a_change_that_fails_or_is_only_tried_leaves_the_index() {
    let study = study(&Unlock::Plain);
    let sql = format!("update memo set text = 'never' where id = {}", id(11));
    let failed = study.act("half", &format!("{sql}; insert into nowhere values (1);"));
    failed.unwrap_err();
    let intent = Intent {
        actor: "analyst",
        action: "tried",
        undoes: None,
        dry_run: true,
    };
    let run = |store: &Store| Ok::<_, StoreError>(store.connection.execute_batch(&sql)?);
    study.store.transact(&intent, run).unwrap();
    assert_eq!(indexed(&study.store), ALL);
}

#[test]
fn another_key_of_a_source_moves_the_turns() {
    let study = study(&Unlock::Plain);
    let turns = |study: &Fixture| {
        study.one("select hex(turns) from derived_search_document where noun = 'text_version'")
    };
    assert_eq!(turns(&study), "0102");
    study
        .act(
            "renamed",
            &format!("update source set key = 'S-2' where id = {}", id(4)),
        )
        .unwrap();
    assert_eq!(turns(&study), "0003");
    assert_sound(&study);
    study
        .act(
            "parted",
            &format!("delete from interview_source where id = {}", id(6)),
        )
        .unwrap();
    study.store.undo(2, "analyst", false).unwrap();
    study.store.undo(3, "analyst", false).unwrap();
    assert_eq!(turns(&study), "0102");
}

#[test]
fn an_index_that_did_not_see_a_change_is_not_used_and_made_again() {
    let study = study(&Unlock::Plain);
    // A program that knows no index writes to the same file.
    let other = Store::open(&study.path(), &Unlock::Plain, Clock::machine()).unwrap();
    let sql = format!("update memo set text = 'elsewhere' where id = {}", id(11));
    act(&other, "edited", &sql).unwrap();
    assert!(!is_followed(&study.store));
    assert_sound(&study);
    assert!(study.store.make_searchable(|| ()).unwrap());
    assert!(indexed(&study.store).contains(&"elsewhere claim:c-1 0".to_owned()));
}

#[test]
fn what_another_program_writes_is_found_here() {
    let study = study(&Unlock::Plain);
    let mut other = Store::open(&study.path(), &Unlock::Plain, Clock::machine()).unwrap();
    other.index_words_with(CUTTER);
    let sql = format!("update memo set text = 'elsewhere' where id = {}", id(11));
    act(&other, "edited", &sql).unwrap();
    assert!(indexed(&study.store).contains(&"elsewhere claim:c-1 0".to_owned()));
    study.store.undo(2, "analyst", false).unwrap();
    assert_eq!(indexed(&other), ALL);
}

#[test]
fn an_index_of_another_head_or_another_cut_is_dropped_by_the_next_change() {
    for sql in [
        "update derived_search_state set head = 99",
        "update derived_search_state set head_hash = zeroblob(32)",
        "update derived_search_state set format = 6",
        "drop table derived_search_document",
        "delete from derived_search_state",
    ] {
        let study = study(&Unlock::Plain);
        study.tamper(sql);
        assert!(!is_followed(&study.store), "{sql}");
        study
            .act(
                "added",
                &format!("insert into coder (id, key) values ({}, 'new')", id(30)),
            )
            .unwrap();
        let left = study.one(
            "select count(*) from sqlite_schema where name like 'derived\\_search%' escape '\\'",
        );
        assert_eq!(left, "0", "{sql}");
        assert!(study.store.make_searchable(|| ()).unwrap());
        assert_eq!(indexed(&study.store), ALL, "{sql}");
    }
}

#[test]
fn a_build_that_was_cut_off_goes_on_where_it_was() {
    let study = study(&Unlock::Plain);
    study.tamper(
        "insert into derived_search (derived_search, rowid, words)
           select 'delete', number, 'remembered ' from derived_search_document where noun = 'memo';
         delete from derived_search_document where noun = 'memo';
         update derived_search_state set is_whole = 0;",
    );
    assert!(!is_followed(&study.store));
    // A change in between is followed by the part that stands.
    study
        .act(
            "edited",
            &format!("update claim set note = 'renoted' where id = {}", id(10)),
        )
        .unwrap();
    let mut texts = 0;
    assert!(study.store.make_searchable(|| texts += 1).unwrap());
    assert_eq!(texts, 1);
    assert_eq!(indexed(&study.store).len(), ALL.len());
    assert_sound(&study);
}

#[test]
fn verify_sees_an_index_that_says_something_else() {
    for sql in [
        "insert into derived_search (rowid, words) values (99, 'planted')",
        "insert into derived_search (derived_search, rowid, words) values ('delete', 1, 's1 marrow stone ')",
        "update derived_search_document set turns = x'0003' where noun = 'text_version'",
        "update derived_search_document set turns = x'80' where noun = 'text_version'",
        "delete from derived_search_document where noun = 'memo'",
        "update derived_search_document set owner = zeroblob(16) where noun = 'memo'",
    ] {
        let study = study(&Unlock::Plain);
        study.tamper(sql);
        let found = study.store.verify().unwrap();
        assert!(found.faults.is_empty(), "{sql}");
        assert_eq!(found.faulty_index, Some(FaultyIndex::Dropped), "{sql}");
    }
}

#[test]
fn many_new_texts_are_left_to_the_next_search() {
    let study = study(&Unlock::Plain);
    let mut sql = String::new();
    for number in 100..400 {
        sql.push_str(&format!(
            "insert into memo (id, about_noun, about, text) values ({}, 'claim', {}, 'memo{number}');",
            id(number),
            id(10)
        ));
    }
    study.act("imported", &sql).unwrap();
    assert!(!is_followed(&study.store));
    assert!(study.store.make_searchable(|| ()).unwrap());
    assert_eq!(indexed(&study.store).len(), ALL.len() + 300);
}

#[test]
fn where_another_program_writes_no_index_is_made_and_none_is_waited_for() {
    let mut study = Fixture::plain();
    study.store.index_words_with(CUTTER);
    study.act("began", &base()).unwrap();
    let other = Connection::open(study.path()).unwrap();
    other.execute_batch("begin immediate").unwrap();
    assert!(!study.store.make_searchable(|| ()).unwrap());
    assert!(!is_followed(&study.store));
    other.execute_batch("rollback").unwrap();
    assert!(study.store.make_searchable(|| ()).unwrap());
}

#[test]
fn inside_a_change_or_in_the_past_there_is_no_index() {
    let study = study(&Unlock::Plain);
    let intent = Intent {
        actor: "analyst",
        action: "looked",
        undoes: None,
        dry_run: true,
    };
    study
        .store
        .transact(&intent, |store| {
            assert!(!is_followed(store) && !store.make_searchable(|| ())?);
            Ok::<_, StoreError>(())
        })
        .unwrap();
    study
        .store
        .as_of(0, |store| {
            assert!(!is_followed(store));
            Ok::<_, StoreError>(())
        })
        .unwrap();
}

#[test]
fn documents_keep_their_numbers_through_a_vacuum() {
    let study = study(&Unlock::Plain);
    study
        .act(
            "emptied",
            &format!("delete from memo where id = {}", id(11)),
        )
        .unwrap();
    Connection::open(study.path())
        .unwrap()
        .execute_batch("vacuum")
        .unwrap();
    let without: Vec<_> = ALL
        .into_iter()
        .filter(|word| !word.starts_with("remembered"))
        .collect();
    assert_eq!(indexed(&study.store), without);
    assert_sound(&study);
}

#[test]
fn a_text_with_a_word_too_long_is_named_to_be_read() {
    let study = study(&Unlock::Plain);
    study
        .act(
            "edited",
            &format!(
                "update memo set text = 'a verylongword' where id = {}",
                id(11)
            ),
        )
        .unwrap();
    let count = |index: Option<&crate::store::search_index::SearchIndex<'_>>| {
        Ok::<_, StoreError>(index.unwrap().must_be_read()?.len())
    };
    assert_eq!(study.store.with_search_index(count).unwrap(), 1);
}

#[test]
fn the_index_has_no_history_and_any_sqlite_can_read_it() {
    let study = study(&Unlock::Plain);
    let kept = super::super::history::kept_tables(&study.store.connection).unwrap();
    assert_eq!(kept, study.store.kept);
    let other = Connection::open(study.path()).unwrap();
    let found: i64 = other
        .query_row(
            "select count(*) from derived_search where derived_search match 'marrow'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(found, 1);
}

#[test]
fn memos_on_codings_are_indexed_and_codings_without_one_are_passed_over() {
    let study = study(&Unlock::Plain);
    let coding = |number, memo: &str| {
        format!(
            "insert into coding (id, interview, code, coder, status, memo) values ({}, {}, {}, {}, 'accepted', {memo});",
            id(number),
            id(5),
            id(40),
            id(1)
        )
    };
    let code = format!(
        "insert into code (id, key, name) values ({}, 'pay', 'Pay');",
        id(40)
    );
    let sql = [code, coding(41, "'pondered'"), coding(42, "null")].concat();
    study.act("coded", &sql).unwrap();
    let pondered = format!(
        "pondered coding:{} 0",
        Id::new({
            let mut bytes = [0; 16];
            bytes[15] = 41;
            bytes
        })
        .short()
    );
    assert!(indexed(&study.store).contains(&pondered));
    assert_eq!(indexed(&study.store).len(), ALL.len() + 1);
    let memo = |memo: &str| format!("update coding set memo = {memo} where id = {}", id(41));
    study.act("edited", &memo("'mused'")).unwrap();
    assert_eq!(indexed(&study.store).len(), ALL.len() + 1);
    assert!(!is_in_pages(&study, "pondered"));
    study.act("emptied", &memo("null")).unwrap();
    assert_eq!(indexed(&study.store), ALL);
    study.store.undo(4, "analyst", false).unwrap();
    study.store.undo(3, "analyst", false).unwrap();
    assert!(indexed(&study.store).contains(&pondered));
    assert_sound(&study);
}
