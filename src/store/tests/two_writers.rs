//! Two programs on one file: one writes, the other waits, and says so when it waited in vain.

use super::*;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

fn second(study: &Fixture, unlock: &Unlock) -> Store {
    open(&study.path(), unlock).unwrap()
}

#[test]
fn the_second_writer_is_told_after_its_time_and_readers_are_not_hindered() {
    for unlock in [Unlock::Plain, Unlock::Key(raw_key())] {
        let study = Fixture::with(&unlock);
        study.act("added", &coder(1, "a")).unwrap();
        let other = second(&study, &unlock);
        assert_eq!(one(&other, "pragma busy_timeout"), "5000");
        other
            .connection
            .busy_timeout(Duration::from_millis(50))
            .unwrap();
        study.tamper("begin immediate");
        let start = Instant::now();
        assert!(matches!(
            act(&other, "added", &coder(2, "b")),
            Err(StoreError::Busy)
        ));
        assert!(start.elapsed() >= Duration::from_millis(40));
        assert_eq!(one(&other, "select count(*) from coder"), "1");
        study.tamper("rollback");
        act(&other, "added", &coder(2, "b")).unwrap();
        assert_eq!(study.one("select count(*) from coder"), "2");
    }
}

#[test]
fn the_second_writer_waits_for_the_first() {
    let study = Fixture::plain();
    let other = second(&study, &Unlock::Plain);
    study.tamper("begin immediate");
    let (ready, is_ready) = mpsc::channel();
    let waiting = thread::spawn(move || {
        ready.send(()).unwrap();
        act(&other, "added", &coder(2, "b")).map(|done| done.operation)
    });
    is_ready.recv().unwrap();
    thread::sleep(Duration::from_millis(60));
    study.tamper("rollback");
    assert_eq!(waiting.join().unwrap().unwrap(), Some(1));
    assert_eq!(study.one("select key from coder"), "b");
}

#[test]
fn many_operations_of_two_writers_make_one_chain() {
    let study = Fixture::plain();
    let other = second(&study, &Unlock::Plain);
    let beside = thread::spawn(move || {
        for number in 100..120 {
            act(&other, "added", &coder(number, &format!("b{number}"))).unwrap();
        }
    });
    for number in 1..20 {
        study
            .act("added", &coder(number, &format!("a{number}")))
            .unwrap();
    }
    beside.join().unwrap();
    let found = study.store.verify().unwrap();
    assert_eq!(
        (found.operations, found.rows, found.faults),
        (39, 39, Vec::new())
    );
}
