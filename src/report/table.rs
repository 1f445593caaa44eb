//! Rows as columns for eyes, as wide as the screen.
//!
//! It must not know colours beyond their marks, nor the terminal. What a stranger would get
//! wrong: only the first [`PROBE_ROWS`] rows are held to choose widths; later ones are wrapped
//! into the widths that were chosen, so a listing of any length takes the same memory.

use std::io::{self, Write};

use super::cell::Cell;
use super::layout::{GAP, column_widths, shortest_unique_id, shown};
use super::listing::{Column, Head, Meta, Role, View};
use super::paint::Mark;
use super::record::{self, RecordLook};
use super::width::display_width;
use super::writer::{Look, Rows};

/// How many rows are looked at before the first is written.
const PROBE_ROWS: usize = 500;
/// How far a quote is set in below its row.
const QUOTE_INDENT: usize = 4;

pub(super) struct TableRows<W: Write> {
    out: io::BufWriter<W>,
    columns: Vec<Column>,
    view: View,
    look: Look,
    held: Vec<Vec<Cell>>,
    plan: Option<Plan>,
}

/// What was decided after looking at the first rows.
struct Plan {
    id_length: usize,
    layout: Layout,
}

enum Layout {
    /// Positions of the columns and their widths.
    Columns(Vec<(usize, usize)>),
    Records(RecordLook),
}

impl<W: Write> TableRows<W> {
    pub(super) fn open(out: W, head: &Head, mut look: Look) -> Self {
        look.width = look.width.max(Look::NARROWEST);
        Self {
            out: io::BufWriter::new(out),
            columns: head.columns.clone(),
            view: head.view,
            look,
            held: Vec::new(),
            plan: None,
        }
    }

    fn settle(&mut self) -> io::Result<()> {
        let held = std::mem::take(&mut self.held);
        if held.is_empty() {
            return Ok(());
        }
        self.set_numbers_right(&held);
        let plan = self.plan_for(&held);
        if let Layout::Columns(widths) = &plan.layout {
            self.write_header(widths)?;
        }
        for (position, row) in held.iter().enumerate() {
            self.write_row(row, &plan, position == 0)?;
        }
        self.plan = Some(plan);
        Ok(())
    }

    /// A column that holds nothing but numbers is set like one, whatever was known before.
    fn set_numbers_right(&mut self, held: &[Vec<Cell>]) {
        for (position, column) in self.columns.iter_mut().enumerate() {
            let mut cells = held.iter().map(|row| &row[position]);
            let is_number = |cell: &Cell| matches!(cell, Cell::Integer(_) | Cell::Number(_));
            let has_numbers = cells.clone().any(is_number);
            let has_only_numbers = cells.all(|cell| cell.is_empty() || is_number(cell));
            column.is_numeric |= has_numbers && has_only_numbers;
        }
    }

    fn plan_for(&self, held: &[Vec<Cell>]) -> Plan {
        let id_length = shortest_unique_id(&self.columns, held);
        let layout = match self.view {
            View::Record => Layout::Records(RecordLook::of(&self.columns, self.look, true)),
            View::Table => column_widths(&self.columns, held, id_length, self.look.width)
                .map_or_else(
                    || Layout::Records(RecordLook::of(&self.columns, self.look, false)),
                    Layout::Columns,
                ),
        };
        Plan { id_length, layout }
    }

    fn write_header(&mut self, widths: &[(usize, usize)]) -> io::Result<()> {
        let names: Vec<Field> = widths
            .iter()
            .map(|&(position, width)| {
                let column = &self.columns[position];
                self.field(&column.name, width, column.is_numeric)
            })
            .collect();
        self.write_lines(&names, Some(Mark::Header))?;
        let rules: Vec<Field> = widths
            .iter()
            .map(|&(_, width)| Field {
                lines: vec!["─".repeat(width)],
                width,
                is_right: false,
            })
            .collect();
        self.write_lines(&rules, Some(Mark::Faint))
    }

    fn field(&self, text: &str, width: usize, is_right: bool) -> Field {
        Field {
            lines: self.look.printer().lines(text, width),
            width,
            is_right,
        }
    }

    fn write_row(&mut self, row: &[Cell], plan: &Plan, is_first: bool) -> io::Result<()> {
        match &plan.layout {
            Layout::Columns(widths) => self.write_columns(row, widths, plan.id_length),
            Layout::Records(look) => {
                if !is_first {
                    writeln!(self.out)?;
                }
                let texts: Vec<String> = (row.iter().zip(&self.columns))
                    .map(|(cell, column)| shown(cell, column, plan.id_length))
                    .collect();
                record::write(&mut self.out, look, &texts)
            }
        }
    }

    fn write_columns(
        &mut self,
        row: &[Cell],
        widths: &[(usize, usize)],
        id_length: usize,
    ) -> io::Result<()> {
        let fields: Vec<Field> = widths
            .iter()
            .map(|&(position, width)| {
                let column = &self.columns[position];
                self.field(
                    &shown(&row[position], column, id_length),
                    width,
                    column.is_numeric,
                )
            })
            .collect();
        self.write_lines(&fields, None)?;
        self.write_quotes(row)
    }

    fn write_lines(&mut self, fields: &[Field], mark: Option<Mark>) -> io::Result<()> {
        let height = fields
            .iter()
            .map(|field| field.lines.len())
            .max()
            .unwrap_or(0);
        for line in 0..height {
            let mut text = String::new();
            for (order, field) in fields.iter().enumerate() {
                if order > 0 {
                    text.push_str(&" ".repeat(GAP));
                }
                field.append_line(line, &mut text);
            }
            let text = text.trim_end_matches(' ');
            match mark {
                Some(mark) => writeln!(self.out, "{}", self.look.paint.apply(mark, text))?,
                None => writeln!(self.out, "{text}")?,
            }
        }
        Ok(())
    }

    /// The lines of a long text; where a column shows its beginning, running on and cut.
    fn quoted_lines(&self, position: usize, words: &str, width: usize) -> Vec<String> {
        let printer = self.look.printer();
        let Some(most) = self.columns[position].most_lines else {
            return printer.lines(words, width);
        };
        let running_on = words.split_whitespace().collect::<Vec<_>>().join(" ");
        // Room for the sign that more would follow.
        let mut lines = printer.lines(&running_on, width - 2);
        if lines.len() > most {
            lines.truncate(most);
            lines
                .iter_mut()
                .skip(most - 1)
                .for_each(|last| last.push_str(" …"));
        }
        lines
    }

    fn write_quotes(&mut self, row: &[Cell]) -> io::Result<()> {
        let quotes: Vec<usize> = (0..self.columns.len())
            .filter(|&position| self.columns[position].role == Role::Quote)
            .collect();
        for &position in &quotes {
            if row[position].is_empty() {
                continue;
            }
            if quotes.len() > 1 {
                writeln!(self.out, "  {}:", self.columns[position].name)?;
            }
            let width = self.look.width - QUOTE_INDENT;
            for line in self.quoted_lines(position, &row[position].plain(), width) {
                writeln!(self.out, "{}{line}", " ".repeat(QUOTE_INDENT))?;
            }
        }
        Ok(())
    }
}

impl<W: Write> Rows for TableRows<W> {
    fn push(&mut self, row: &[Cell]) -> io::Result<()> {
        if let Some(plan) = self.plan.take() {
            let written = self.write_row(row, &plan, false);
            self.plan = Some(plan);
            return written;
        }
        self.held.push(row.to_vec());
        if self.held.len() == PROBE_ROWS {
            self.settle()?;
        }
        Ok(())
    }

    fn finish(&mut self, _count: u64, _meta: &Meta) -> io::Result<()> {
        if self.plan.is_none() {
            self.settle()?;
        }
        self.out.flush()
    }
}

/// One cell of one row, wrapped.
struct Field {
    lines: Vec<String>,
    width: usize,
    is_right: bool,
}

impl Field {
    fn append_line(&self, line: usize, text: &mut String) {
        let words = self.lines.get(line).map_or("", String::as_str);
        let padding = " ".repeat(self.width.saturating_sub(display_width(words)));
        if self.is_right {
            text.push_str(&padding);
            text.push_str(words);
        } else {
            text.push_str(words);
            text.push_str(&padding);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::listing::Listing;
    use super::super::paint::Paint;
    use super::super::writer::{Format, Shape};
    use super::super::{golden, samples};
    use super::*;
    use proptest::prelude::*;

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

    #[test]
    fn a_long_text_may_be_shown_by_its_beginning() {
        let shown = |words: &str| {
            let columns = vec![Column::new("key"), Column::quote("match").most_lines(2)];
            let mut listing = Listing::new(Head::new("sample", columns));
            listing.rows.push(vec!["a".into(), words.to_owned().into()]);
            let table = printed(&listing, 24);
            table.lines().skip(3).map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(shown("one\n  two three"), ["    one two three"]);
        assert_eq!(
            shown("one two three\nfour five six seven eight nine"),
            ["    one two three four", "    five six seven …"]
        );
    }

    #[test]
    fn findings_on_a_wide_terminal() {
        golden::assert("findings_160.txt", &printed(&samples::findings(), 160));
    }

    #[test]
    fn findings_on_an_ordinary_terminal() {
        golden::assert("findings_80.txt", &printed(&samples::findings(), 80));
    }

    #[test]
    fn findings_on_a_narrow_terminal() {
        golden::assert("findings_40.txt", &printed(&samples::findings(), 40));
    }

    #[test]
    fn one_passage_on_a_wide_terminal() {
        golden::assert("passage_160.txt", &printed(&samples::passage(), 160));
    }

    #[test]
    fn one_passage_on_a_narrow_terminal() {
        golden::assert("passage_40.txt", &printed(&samples::passage(), 40));
    }

    #[test]
    fn no_rows_print_nothing() {
        let mut listing = samples::findings();
        listing.rows.clear();
        assert_eq!(printed(&listing, 80), "");
    }

    #[test]
    fn ids_grow_until_they_differ() {
        let mut listing = Listing::new(Head::new("finding-list", vec![Column::id("finding")]));
        for id in [
            "1111111111aa223344",
            "1111111111bb223344",
            "1111111111cc223344",
        ] {
            listing.rows.push(vec![id.into()]);
        }
        listing.rows.push(vec!["S-12".into()]);
        assert_eq!(
            printed(&listing, 80).lines().skip(2).collect::<Vec<_>>(),
            ["a223344", "b223344", "c223344", "S-12"]
        );
    }

    #[test]
    fn rows_beyond_the_probe_follow_in_order_and_in_width() {
        let mut listing = Listing::new(Head::new("claim-list", vec![Column::new("claim")]));
        listing.rows = (0..PROBE_ROWS + 2)
            .map(|row| vec![Cell::text(format!("c-{row}"))])
            .collect();
        listing.rows.push(vec![
            "a claim much longer than those that were looked at".into(),
        ]);
        let text = printed(&listing, 80);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[2], "c-0");
        assert_eq!(lines[PROBE_ROWS + 3], format!("c-{}", PROBE_ROWS + 1));
        assert!(
            lines[PROBE_ROWS + 4..]
                .iter()
                .all(|line| display_width(line) <= 5)
        );
    }

    fn any_listing() -> impl Strategy<Value = Listing> {
        let words = "([a-z]{1,9}|د{1,8}|漢{1,5}|\u{1b}|\n| |-){0,12}";
        let row = (words, words, words, any::<i32>());
        prop::collection::vec(row, 1..6).prop_map(|rows| {
            let columns = vec![
                Column::new("one"),
                Column::new("two"),
                Column::quote("three"),
                Column::number("four"),
            ];
            let mut listing = Listing::new(Head::new("row-list", columns));
            listing.rows = rows
                .into_iter()
                .map(|(one, two, three, four)| {
                    vec![one.into(), two.into(), three.into(), i64::from(four).into()]
                })
                .collect();
            listing
        })
    }

    proptest! {
    #[test]
    fn no_line_is_wider_than_the_screen(listing in any_listing(), width in 20usize..120) {
        for line in printed(&listing, width).lines() {
            prop_assert!(display_width(line) <= width, "{line:?}");
        }
    }    }
}
