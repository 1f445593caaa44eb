//! Rows as records: a field a line, for one object and for narrow screens.
//!
//! It must not know cells; it gets words. What a stranger would get wrong: right-to-left
//! quotes stand on lines of their own, for beside a label most terminals would put them in
//! the wrong order.

use std::io::{self, Write};

use super::listing::{Column, Role};
use super::paint::Mark;
use super::printer::has_right_to_left;
use super::width::display_width;
use super::writer::Look;

/// Labels longer than this do not push the values to the right; the value starts below.
const LONGEST_LABEL: usize = 16;
/// How far text below a label is set in.
const INDENT: usize = 2;

/// How records of one listing are set.
pub(super) struct RecordLook {
    labels: Vec<Label>,
    label_width: usize,
    look: Look,
}

struct Label {
    name: String,
    role: Role,
}

impl RecordLook {
    /// Decides the look; columns set aside are shown only where everything is.
    pub(super) fn of(columns: &[Column], look: Look, shows_all: bool) -> Self {
        let labels: Vec<Label> = columns
            .iter()
            .map(|column| Label {
                name: look.printer().value(&column.name),
                role: if shows_all && column.role == Role::Aside {
                    Role::Plain
                } else {
                    column.role
                },
            })
            .collect();
        let widest = labels
            .iter()
            .filter(|label| label.role != Role::Aside)
            .map(|label| display_width(&label.name))
            .filter(|&width| width <= LONGEST_LABEL)
            .max();
        Self {
            labels,
            label_width: widest.unwrap_or(0),
            look,
        }
    }
}

/// Writes one record; empty fields are left out.
pub(super) fn write(out: &mut impl Write, look: &RecordLook, texts: &[String]) -> io::Result<()> {
    for (label, text) in look.labels.iter().zip(texts) {
        if label.role == Role::Aside || text.is_empty() {
            continue;
        }
        let stands_alone = label.role == Role::Quote && has_right_to_left(text);
        if stands_alone || display_width(&label.name) > look.label_width {
            write_below(out, look, label, text)?;
        } else {
            write_beside(out, look, label, text)?;
        }
    }
    Ok(())
}

fn write_beside(
    out: &mut impl Write,
    look: &RecordLook,
    label: &Label,
    text: &str,
) -> io::Result<()> {
    let indent = look.label_width + 2;
    let width = look.look.width.saturating_sub(indent).max(1);
    let padding = " ".repeat(indent - display_width(&label.name));
    let name = look.look.paint.apply(Mark::Header, &label.name);
    for (position, line) in look.look.printer().lines(text, width).iter().enumerate() {
        if position == 0 {
            writeln!(
                out,
                "{}",
                format!("{name}{padding}{line}").trim_end_matches(' ')
            )?;
        } else {
            write_indented(out, indent, line)?;
        }
    }
    Ok(())
}

fn write_below(
    out: &mut impl Write,
    look: &RecordLook,
    label: &Label,
    text: &str,
) -> io::Result<()> {
    for name in look.look.printer().lines(&label.name, look.look.width) {
        writeln!(out, "{}", look.look.paint.apply(Mark::Header, &name))?;
    }
    for line in look.look.printer().lines(text, look.look.width - INDENT) {
        write_indented(out, INDENT, &line)?;
    }
    Ok(())
}

fn write_indented(out: &mut impl Write, indent: usize, line: &str) -> io::Result<()> {
    if line.is_empty() {
        return writeln!(out);
    }
    writeln!(out, "{}{line}", " ".repeat(indent))
}
