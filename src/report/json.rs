//! JSON: the envelope that every command writes, and its items alone as lines.
//!
//! It must not know what an item is. What a stranger would get wrong: the envelope is streamed
//! too, an item a line, so `meta` stands behind the items and its count is the true one.

use std::io::{self, Write};

use super::cell::{Cell, append_json_string};
use super::listing::{Head, Meta};
use super::writer::{Format, Rows, Shape};

pub(super) struct JsonRows<W: Write> {
    out: io::BufWriter<W>,
    /// Position of each field in a row, and its name as a JSON key with its colon.
    keys: Vec<(usize, String)>,
    has_envelope: bool,
    has_items: bool,
    line: String,
}

impl<W: Write> JsonRows<W> {
    pub(super) fn open(out: W, head: &Head, shape: &Shape) -> io::Result<Self> {
        let mut rows = Self {
            out: io::BufWriter::new(out),
            keys: keys_of(head, shape)?,
            has_envelope: shape.format == Format::Json,
            has_items: false,
            line: String::new(),
        };
        if rows.has_envelope {
            write!(
                rows.out,
                "{{\"schema\":\"gainsay/{}/1\",\"items\":[",
                head.schema
            )?;
        }
        Ok(rows)
    }

    fn append_item(&mut self, row: &[Cell]) {
        self.line.push('{');
        for (order, (position, key)) in self.keys.iter().enumerate() {
            if order > 0 {
                self.line.push(',');
            }
            self.line.push_str(key);
            row[*position].append_json(&mut self.line);
        }
        self.line.push('}');
    }
}

impl<W: Write> Rows for JsonRows<W> {
    fn push(&mut self, row: &[Cell]) -> io::Result<()> {
        self.line.clear();
        if self.has_envelope {
            self.line
                .push_str(if self.has_items { ",\n" } else { "\n" });
        }
        self.append_item(row);
        if !self.has_envelope {
            self.line.push('\n');
        }
        self.has_items = true;
        self.out.write_all(self.line.as_bytes())
    }

    fn finish(&mut self, count: u64, meta: &Meta) -> io::Result<()> {
        if self.has_envelope {
            let gap = if self.has_items { "\n" } else { "" };
            writeln!(self.out, "{gap}],\"meta\":{}}}", meta_object(count, meta))?;
        }
        self.out.flush()
    }
}

fn keys_of(head: &Head, shape: &Shape) -> io::Result<Vec<(usize, String)>> {
    let positions = match &shape.fields {
        None => (0..head.columns.len()).collect(),
        Some(fields) => head
            .select(fields)
            .map_err(|unknown| io::Error::new(io::ErrorKind::InvalidInput, unknown))?,
    };
    let keyed = positions.into_iter().map(|position| {
        let mut key = String::new();
        append_json_string(&head.columns[position].name, &mut key);
        key.push(':');
        (position, key)
    });
    Ok(keyed.collect())
}

fn meta_object(count: u64, meta: &Meta) -> String {
    let mut object = format!("{{\"count\":{count}");
    append_field("study", &Cell::maybe(meta.study.clone()), &mut object);
    append_field(
        "operation",
        &Cell::maybe(meta.operation.clone()),
        &mut object,
    );
    append_field("warnings", &Cell::List(meta.warnings.clone()), &mut object);
    for (name, value) in &meta.more {
        append_field(name, value, &mut object);
    }
    object.push('}');
    object
}

fn append_field(name: &str, value: &Cell, object: &mut String) {
    object.push(',');
    append_json_string(name, object);
    object.push(':');
    value.append_json(object);
}

#[cfg(test)]
mod tests {
    use super::super::{golden, samples};
    use super::*;
    use serde_json::Value;

    fn written(shape: &Shape) -> String {
        let mut out = Vec::new();
        samples::findings().write(&mut out, shape).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn findings_in_their_envelope() {
        golden::assert("findings.json", &written(&Shape::new(Format::Json)));
    }

    #[test]
    fn the_envelope_is_json_and_counts_its_items() {
        let value: Value = serde_json::from_str(&written(&Shape::new(Format::Json))).unwrap();
        assert_eq!(value["schema"], "gainsay/finding-list/1");
        assert_eq!(
            value["meta"]["count"],
            value["items"].as_array().unwrap().len()
        );
        assert_eq!(
            value["items"][0]["marks"],
            serde_json::json!(["S1", "link"])
        );
        assert_eq!(value["items"][0]["shared_time"], 0.25);
    }

    #[test]
    fn lines_hold_an_item_each() {
        let text = written(&Shape::new(Format::Ndjson));
        let items: Vec<Value> = text
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(items.len(), samples::findings().rows.len());
    }

    #[test]
    fn fields_come_in_the_order_asked_for() {
        let mut shape = Shape::new(Format::Ndjson);
        shape.fields = Some(vec!["verdict".into(), "claim_a".into()]);
        let text = written(&shape);
        assert_eq!(
            text.lines().next(),
            Some(r#"{"verdict":"contradiction","claim_a":"c-014"}"#)
        );
    }

    #[test]
    fn no_items_is_still_an_envelope() {
        let mut listing = samples::findings();
        listing.rows.clear();
        let mut out = Vec::new();
        listing.write(&mut out, &Shape::new(Format::Json)).unwrap();
        let value: Value = serde_json::from_slice(&out).unwrap();
        assert_eq!(value["meta"]["count"], 0);
        assert_eq!(value["items"], serde_json::json!([]));
    }

    #[test]
    fn an_unknown_field_is_refused() {
        let mut shape = Shape::new(Format::Json);
        shape.fields = Some(vec!["verdicts".into()]);
        let refused = samples::findings().write(Vec::new(), &shape).unwrap_err();
        assert_eq!(refused.kind(), io::ErrorKind::InvalidInput);
    }
}
