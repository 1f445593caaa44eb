//! Tests of the reading of CSV files: refusals with their lines, tolerance, limits.

use super::*;
use crate::model::table::Noun;
use crate::model::tables::table;

fn read(bytes: &[u8]) -> Result<(Vec<RawRow>, Vec<String>), Complaint> {
    read_with(bytes, &Limits::default())
}

fn read_with(bytes: &[u8], limits: &Limits) -> Result<(Vec<RawRow>, Vec<String>), Complaint> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("events.csv");
    std::fs::write(&path, bytes).unwrap();
    let mut file = CsvFile::open(&path, "events.csv", table(Noun::Event), limits)?;
    let mut rows = Vec::new();
    let mut row = RawRow::default();
    while file.next(&mut row)? {
        rows.push(row.clone());
    }
    Ok((rows, file.warnings))
}

fn refused(bytes: &[u8]) -> String {
    read(bytes).unwrap_err().to_string()
}

#[test]
fn bom_crlf_semicolons_and_the_order_of_columns_do_not_matter() {
    let plain = read(b"event,name\ne1,one\n").unwrap().0;
    for other in [
        &b"\xef\xbb\xbfevent,name\r\ne1,one\r\n"[..],
        b"event;name\ne1;one",
        b"name,event\none,e1\n",
    ] {
        assert_eq!(read(other).unwrap().0, plain);
    }
}

#[test]
fn a_cell_with_commas_quotes_and_lines_is_one_cell_and_lines_are_counted() {
    let rows = read(b"event,name\ne1,\"a, \"\"b\"\"\nc\"\ne2,two\n")
        .unwrap()
        .0;
    assert_eq!(rows[0].cells[1], "a, \"b\"\nc");
    assert_eq!((rows[0].line, rows[1].line), (2, 4));
}

#[test]
fn lines_are_counted_as_an_editor_counts_them() {
    let lines = |bytes: &[u8]| {
        let rows = read(bytes).unwrap().0;
        rows.iter().map(|row| row.line).collect::<Vec<_>>()
    };
    assert_eq!(lines(b"event,name\n\n\ne1,one\n\ne2,two"), [4, 6]);
    assert_eq!(
        lines(b"event,name\r\n\r\ne1,\"a\r\nb\"\r\ne2,two\r\n"),
        [3, 5]
    );
    assert_eq!(lines(b"\xef\xbb\xbfevent\ne1\ne2"), [2, 3]);
}

#[test]
fn a_quoted_header_behind_a_byte_order_mark_is_read() {
    let rows = read(b"\xef\xbb\xbf\"event\",\"name\"\r\n\"e1\",\"one\"\r\n")
        .unwrap()
        .0;
    assert_eq!(rows[0].cells[..2], ["e1", "one"]);
}

#[test]
fn line_ends_in_a_cell_become_one_kind() {
    let rows = read(b"event,name\ne1,\"a\r\r\nb\r\nc\rd\"\n").unwrap().0;
    assert_eq!(rows[0].cells[1], "a\nb\nc\rd");
}

#[test]
fn a_bad_row_is_lost_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("events.csv");
    std::fs::write(
        &path,
        b"event,odd\ne1,a\0b\ne2,\xff\ne3\ne4,\"x\"y\ne5,ok\ne6,\"open\ne7,x\n",
    )
    .unwrap();
    let mut file =
        CsvFile::open(&path, "events.csv", table(Noun::Event), &Limits::default()).unwrap();
    let mut row = RawRow::default();
    let mut seen = Vec::new();
    loop {
        match file.next(&mut row) {
            Ok(true) => seen.push(row.cells[0].clone()),
            Ok(false) => break,
            Err(complaint) => seen.push(complaint.line.unwrap().to_string()),
        }
        assert!(seen.len() < 20);
    }
    assert_eq!(seen, ["2", "3", "4", "5", "e5", "7"]);
    assert!(file.is_over());
}

#[test]
fn an_unknown_column_is_told_and_not_kept() {
    let (rows, warnings) = read(b"event,nmae\ne1,one\n").unwrap();
    assert_eq!(rows[0].cells[1], "");
    assert_eq!(
        warnings,
        ["events.csv:nmae: is not known (did you mean name?); it was not kept"]
    );
}

#[test]
fn what_could_lose_a_cell_is_refused_with_its_place() {
    assert!(refused(b"").contains("empty"));
    assert!(refused(b"name\nx\n").starts_with("events.csv:1: the header has no `event`"));
    assert!(refused(b"event,event\n").contains("twice"));
    assert!(refused(b"event,name\ne1,a,b\n").starts_with("events.csv:2: the row has 3 cells"));
    assert!(refused(b"event,name\ne1\n").starts_with("events.csv:2: the row has 1 cells"));
    assert!(refused(b"event,name\ne1,\xff\n").starts_with("events.csv:2:name: is no UTF-8"));
    assert!(refused(b"event,name\ne1,a\0b\n").starts_with("events.csv:2:name: there is a NUL"));
    assert!(
        refused(b"event,name\ne1,ok\ne2,\"open\ne3,x\n")
            .starts_with("events.csv:3: the quote marks")
    );
    assert!(
        refused(b"event,name\ne1,\"a\" b \"c\"\n").starts_with("events.csv:2: the quote marks")
    );
    let open = refused(b"event,name\ne1,ok\ne2,\"open\ne3,x");
    assert!(open.contains("lines 3 to 4 were read"), "{open}");
    let swallowing = refused(b"event,name\ne1,\"a\ne2,b\ne3,\"c\n");
    assert!(
        swallowing.contains("lines 2 to 4 were read as one row"),
        "{swallowing}"
    );
}

#[test]
fn a_cell_of_the_limit_is_read_and_one_byte_more_is_not() {
    let most = Limits::default().size(Limit::CellBytes);
    let file = |bytes: usize| [b"event,name\ne1,", &vec![b'a'; bytes][..], b"\n"].concat();
    assert_eq!(read(&file(most)).unwrap().0[0].cells[1].len(), most);
    let complaint = refused(&file(most + 1));
    assert!(
        complaint.contains("1048577 bytes") && complaint.contains("--limit cell-bytes="),
        "{complaint}"
    );
    let mut raised = Limits::default();
    raised.raise("cell-bytes=2097152").unwrap();
    assert!(read_with(&file(most + 1), &raised).is_ok());
}

#[test]
fn a_record_without_end_is_refused_before_it_is_held() {
    let mut bytes = b"event,name\ne1,\"".to_vec();
    bytes.resize(40 * 1024 * 1024, b'a');
    assert!(refused(&bytes).contains("perhaps a quote is not closed"));
}
