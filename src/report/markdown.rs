//! Rows as a Markdown table, for a paper's supplement or an issue.
//!
//! It must not know widths: a renderer lays it out. What a stranger would get wrong: values are
//! somebody's words, so every character that Markdown or HTML could act on is escaped.

use std::io::{self, Write};

use super::cell::Cell;
use super::listing::{Column, Head, Meta, Role};
use super::printer::Printer;
use super::writer::{Look, Rows};

pub(super) struct MarkdownRows<W: Write> {
    out: io::BufWriter<W>,
    printer: Printer,
}

impl<W: Write> MarkdownRows<W> {
    pub(super) fn open(out: W, head: &Head, look: Look) -> io::Result<Self> {
        let mut rows = Self {
            out: io::BufWriter::new(out),
            printer: look.printer(),
        };
        let names: Vec<String> = head
            .columns
            .iter()
            .map(|column| rows.escaped(&column.name))
            .collect();
        rows.write_row(&names)?;
        let rules: Vec<String> = head.columns.iter().map(rule_of).collect();
        rows.write_row(&rules)?;
        Ok(rows)
    }

    fn write_row(&mut self, cells: &[String]) -> io::Result<()> {
        writeln!(self.out, "| {} |", cells.join(" | "))
    }

    fn escaped(&self, text: &str) -> String {
        let lines = text.split('\n').map(|line| {
            let line = line.strip_suffix('\r').unwrap_or(line);
            escape(&self.printer.value(line))
        });
        lines.collect::<Vec<_>>().join("<br>")
    }
}

impl<W: Write> Rows for MarkdownRows<W> {
    fn push(&mut self, row: &[Cell]) -> io::Result<()> {
        let cells: Vec<String> = row.iter().map(|cell| self.escaped(&cell.plain())).collect();
        self.write_row(&cells)
    }

    fn finish(&mut self, _count: u64, _meta: &Meta) -> io::Result<()> {
        self.out.flush()
    }
}

fn rule_of(column: &Column) -> String {
    let rule = if column.is_numeric && column.role != Role::Id {
        "---:"
    } else {
        "---"
    };
    rule.to_owned()
}

/// Escapes what Markdown or HTML could act on; an underscore inside a word is left alone.
fn escape(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let mut escaped = String::with_capacity(text.len());
    for (position, &character) in characters.iter().enumerate() {
        let is_active = match character {
            '_' => !is_inside_word(&characters, position),
            _ => matches!(
                character,
                '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '$' | '#' | '!'
            ),
        };
        if is_active {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

fn is_inside_word(characters: &[char], position: usize) -> bool {
    let is_word = |at: Option<usize>| {
        at.and_then(|at| characters.get(at))
            .is_some_and(|character| character.is_alphanumeric())
    };
    is_word(position.checked_sub(1)) && is_word(Some(position + 1))
}

#[cfg(test)]
mod tests {
    use super::super::writer::{Format, Shape};
    use super::super::{golden, samples};
    use super::*;

    #[test]
    fn findings_as_markdown() {
        let mut out = Vec::new();
        samples::findings()
            .write(&mut out, &Shape::new(Format::Markdown))
            .unwrap();
        golden::assert("findings.md", &String::from_utf8(out).unwrap());
    }

    #[test]
    fn words_cannot_become_a_cell_a_link_or_html() {
        assert_eq!(escape("a|b"), "a\\|b");
        assert_eq!(escape("[x](http://y)"), "\\[x\\](http://y)");
        assert_eq!(escape("<b>"), "\\<b\\>");
        assert_eq!(escape("shared_time _x_"), "shared_time \\_x\\_");
    }
}
