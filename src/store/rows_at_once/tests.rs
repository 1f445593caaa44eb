//! Each row once and in order, whatever is refused between them. The tests must not know a table of a
//! study. A stranger would leave out the first few rows, which are written one by one.

use super::*;

fn memory() -> Connection {
    let connection = Connection::open_in_memory().unwrap();
    connection
        .execute_batch("create table one (id integer not null check (id <> 77), words text) strict")
        .unwrap();
    connection
}

/// A writer to that table.
fn writer<'s>(connection: &'s Connection, at_hand: &'s CellsAtHand) -> RowsAtOnce<'s> {
    RowsAtOnce::new((connection, at_hand), "one", &["id", "words"]).unwrap()
}

fn put(rows: &mut RowsAtOnce<'_>, id: i64, words: Option<&str>) -> Result<(), StoreError> {
    rows.put(&[
        id.into(),
        words.map_or_else(|| rusqlite::types::Null.into(), Into::into),
    ])
}

fn kept(connection: &Connection) -> Vec<(i64, Option<String>)> {
    let mut all = connection
        .prepare("select id, words from one order by rowid")
        .unwrap();
    let rows = all
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}

#[test]
fn every_row_is_written_once_and_in_order_however_many_there_are() {
    let full = AT_ONCE;
    for count in [
        0,
        1,
        FEW - 1,
        FEW,
        FEW + 1,
        FEW + full - 1,
        FEW + full,
        FEW + 2 * full + 3,
    ] {
        let connection = memory();
        let at_hand = CellsAtHand::of(&connection).unwrap();
        let mut rows = writer(&connection, &at_hand);
        let mut wanted = Vec::new();
        for id in 1..=i64::try_from(count).unwrap() {
            let words = (id % 3 > 0).then(|| format!("w{id}"));
            let id = id * 1000;
            put(&mut rows, id, words.as_deref()).unwrap();
            wanted.push((id, words));
        }
        rows.flush().unwrap();
        rows.flush().unwrap();
        assert_eq!(kept(&connection), wanted, "{count}");
    }
}

#[test]
fn what_rows_have_in_common_at_first_need_not_stay_so() {
    let words = |id: usize| match id {
        id if id < FEW + 2 * AT_ONCE => Some("same".to_owned()),
        id if id < FEW + 3 * AT_ONCE => None,
        id if id < FEW + 4 * AT_ONCE + AT_ONCE / 2 => Some("other".to_owned()),
        id => Some(format!("w{id}")),
    };
    let connection = memory();
    let at_hand = CellsAtHand::of(&connection).unwrap();
    let mut rows = writer(&connection, &at_hand);
    let mut wanted = Vec::new();
    for number in 0..FEW + 6 * AT_ONCE {
        let id = i64::try_from(1000 + number).unwrap();
        put(&mut rows, id, words(number).as_deref()).unwrap();
        wanted.push((id, words(number)));
    }
    rows.flush().unwrap();
    assert_eq!(kept(&connection), wanted);
}

#[test]
fn large_rows_do_not_wait_for_many_others() {
    let connection = memory();
    let at_hand = CellsAtHand::of(&connection).unwrap();
    let mut rows = writer(&connection, &at_hand);
    let words = "x".repeat(MOST_BYTES / 4);
    for id in 0..i64::try_from(FEW).unwrap() + 6 {
        put(&mut rows, 100 + id, Some(&words)).unwrap();
    }
    assert!(kept(&connection).len() > FEW);
    rows.flush().unwrap();
    assert_eq!(kept(&connection).len(), FEW + 6);
}

#[test]
fn two_writers_do_not_take_each_others_cells() {
    let connection = memory();
    let at_hand = CellsAtHand::of(&connection).unwrap();
    let (mut rows, mut others) = (writer(&connection, &at_hand), writer(&connection, &at_hand));
    let few = i64::try_from(FEW).unwrap();
    for id in 0..few + 3 {
        put(&mut rows, 1000 + id, Some("one")).unwrap();
        put(&mut others, 2000 + id, Some("two")).unwrap();
    }
    others.flush().unwrap();
    rows.flush().unwrap();
    let all = kept(&connection);
    let of = |words: &str| {
        let own = all
            .iter()
            .filter(|(_, kept)| kept.as_deref() == Some(words));
        own.map(|(id, _)| *id).collect::<Vec<_>>()
    };
    assert_eq!(of("one"), (1000..1003 + few).collect::<Vec<_>>());
    assert_eq!(of("two"), (2000..2003 + few).collect::<Vec<_>>());
}

#[test]
fn a_row_that_is_written_at_once_stands_behind_those_that_waited() {
    let connection = memory();
    let at_hand = CellsAtHand::of(&connection).unwrap();
    let mut rows = writer(&connection, &at_hand);
    let last = i64::try_from(FEW + 5).unwrap();
    for id in 100..100 + last {
        put(&mut rows, id, None).unwrap();
    }
    rows.write(&[5.into(), rusqlite::types::Null.into()])
        .unwrap();
    let kept = kept(&connection);
    assert_eq!(kept.len(), FEW + 6);
    assert_eq!(kept.last(), Some(&(5, None)));
}

#[test]
fn a_refused_row_is_told_and_leaves_nothing_of_those_it_was_written_with() {
    let connection = memory();
    let at_hand = CellsAtHand::of(&connection).unwrap();
    let mut rows = writer(&connection, &at_hand);
    let few = i64::try_from(FEW).unwrap();
    for id in 0..few {
        put(&mut rows, 100 + id, None).unwrap();
    }
    for id in [1, 77, 2] {
        put(&mut rows, id, None).unwrap();
    }
    assert!(matches!(rows.flush(), Err(StoreError::Rule(_))));
    assert_eq!(kept(&connection).len(), FEW);
}

/// A writer that writes its next rows together: rows 1000 and on stand there.
fn behind_few<'s>(connection: &'s Connection, at_hand: &'s CellsAtHand) -> RowsAtOnce<'s> {
    let mut rows = writer(connection, at_hand);
    (1000..).take(FEW).for_each(|id| {
        put(&mut rows, id, Some("few")).unwrap();
    });
    rows
}

/// The ids behind those.
fn ids_behind_few(connection: &Connection) -> Vec<i64> {
    let all = kept(connection).into_iter().skip(FEW);
    all.map(|(id, _)| id).collect()
}

#[test]
fn a_row_of_another_width_or_without_a_value_is_refused_and_nothing_of_it_stays() {
    let connection = memory();
    let at_hand = CellsAtHand::of(&connection).unwrap();
    let null = || ToSqlOutput::from(rusqlite::types::Null);
    let refused: [&[ToSqlOutput<'_>]; 5] = [
        &[],
        &[7.into()],
        &[7.into(), null(), null()],
        &[7.into(), ToSqlOutput::Arg(0)],
        &[ToSqlOutput::Arg(0), null()],
    ];
    let mut rows = behind_few(&connection, &at_hand);
    for (cells, id) in refused.into_iter().zip(1..) {
        let said = rows.put(cells);
        assert!(matches!(said, Err(StoreError::Rule(_))), "{cells:?}");
        put(&mut rows, id, Some("after")).unwrap();
    }
    rows.flush().unwrap();
    assert_eq!(ids_behind_few(&connection), [1, 2, 3, 4, 5]);
    let mut first = writer(&connection, &at_hand);
    assert!(matches!(first.put(refused[1]), Err(StoreError::Rule(_))));
}

#[test]
fn rows_that_could_not_be_written_wait_until_they_can() {
    let connection = memory();
    let at_hand = CellsAtHand::of(&connection).unwrap();
    let mut rows = behind_few(&connection, &at_hand);
    let stop = "create trigger stop before insert on one begin select raise(abort, 'no'); end";
    connection.execute_batch(stop).unwrap();
    let last = 2000 + i64::try_from(AT_ONCE).unwrap();
    for id in 2001..last {
        put(&mut rows, id, None).unwrap();
    }
    for _ in 0..2 {
        assert!(matches!(rows.flush(), Err(StoreError::Rule(_))));
    }
    put(&mut rows, last, None).unwrap_err();
    put(&mut rows, last + 1, None).unwrap_err();
    rows.write(&[0.into(), rusqlite::types::Null.into()])
        .unwrap_err();
    connection.execute_batch("drop trigger stop").unwrap();
    rows.flush().unwrap();
    let wanted: Vec<_> = (2001..=last).collect();
    assert_eq!(ids_behind_few(&connection), wanted);
}

#[test]
fn a_row_that_a_trigger_keeps_out_in_silence_is_told_and_told_again() {
    for (when, is_there) in [("before", 0), ("after", 1)] {
        let connection = memory();
        let at_hand = CellsAtHand::of(&connection).unwrap();
        let mut rows = behind_few(&connection, &at_hand);
        let ignore = format!(
            "create trigger ignore {when} insert on one when new.id = 2 begin
             select raise(ignore); end"
        );
        connection.execute_batch(&ignore).unwrap();
        (1..4).for_each(|id| put(&mut rows, id, None).unwrap());
        let said = [
            rows.flush(),
            rows.flush(),
            rows.write(&[4.into(), "w".into()]),
        ];
        let told = said.map(|said| matches!(said, Err(StoreError::Damaged(_))));
        assert_eq!(told, [is_there == 0; 3], "{when}");
        let mut single = writer(&connection, &at_hand);
        let said = [put(&mut single, 2, None), put(&mut single, 5, None)];
        let told = said.map(|said| matches!(said, Err(StoreError::Damaged(_))));
        assert_eq!(told, [is_there == 0; 2], "{when}");
    }
}

#[test]
fn what_triggers_write_beside_a_row_is_not_taken_for_rows() {
    let connection = memory();
    let at_hand = CellsAtHand::of(&connection).unwrap();
    let beside = "create table beside (id integer) strict;
        create trigger first before insert on one begin
            insert into beside values (new.id), (0); end;
        create trigger last after insert on one begin
            update beside set id = id + 1; delete from beside; end;";
    connection.execute_batch(beside).unwrap();
    let mut rows = behind_few(&connection, &at_hand);
    (1..4).for_each(|id| put(&mut rows, id, None).unwrap());
    rows.flush().unwrap();
    assert_eq!(ids_behind_few(&connection), [1, 2, 3]);
}
