//! A damaged index costs no search, no change and no study: it is made anew.

use super::super::search_index::damage::{DAMAGES, do_damage};
use super::super::verify::FaultyIndex;
use super::search_index::{ALL, CUTTER, indexed, study};
use super::*;

/// A study with a damaged index, seen by a program that was not there when it was damaged.
fn damaged(sql: &str) -> Fixture {
    let mut study = study(&Unlock::Plain);
    do_damage(&study.path(), sql);
    study.store = Store::open(&study.path(), &Unlock::Plain, Clock::machine()).unwrap();
    study.store.index_words_with(CUTTER);
    study
}

#[test]
fn verify_sees_every_damage_and_the_next_search_makes_the_index_anew() {
    for sql in DAMAGES {
        let study = damaged(sql);
        let found = study.store.verify().unwrap();
        assert_eq!(found.faults, Vec::<String>::new(), "{sql}");
        // The averages of FTS5, row 1, are used by nobody.
        let is_used = !sql.ends_with("id = 1");
        let wanted = is_used.then_some(FaultyIndex::Dropped);
        assert_eq!(found.faulty_index, wanted, "{sql}");
        assert!(study.store.make_searchable(|| ()).unwrap(), "{sql}");
        assert_eq!(indexed(&study.store), ALL, "{sql}");
        assert!(study.store.verify().unwrap().is_sound(), "{sql}");
    }
}

#[test]
fn a_change_goes_on_whatever_the_index_is() {
    for sql in DAMAGES {
        let study = damaged(sql);
        let change = format!("update memo set text = 'changed' where id = x'{:032x}'", 11);
        study
            .act("edited", &change)
            .unwrap_or_else(|error| panic!("{sql}: {error}"));
        study.store.drop_search_index().unwrap();
        assert!(study.store.make_searchable(|| ()).unwrap(), "{sql}");
        assert!(study.store.verify().unwrap().is_sound(), "{sql}");
    }
}

#[test]
fn an_index_whose_tables_are_half_gone_is_made_anew() {
    for sql in [
        "drop table derived_search",
        "drop table derived_search_state",
        "drop table derived_search_document",
        "alter table derived_search_state drop column is_whole",
    ] {
        let study = damaged(sql);
        assert!(study.store.make_searchable(|| ()).unwrap(), "{sql}");
        assert_eq!(indexed(&study.store), ALL, "{sql}");
        assert!(study.store.verify().unwrap().is_sound(), "{sql}");
    }
}
