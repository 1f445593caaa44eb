//! The topics of `gainsay help TOPIC`.
//!
//! It must not hold a fact that stands elsewhere: exit codes and limits are listed from their own
//! tables. What a stranger would get wrong: paragraphs are set anew for every width, while a line that
//! begins with spaces stays one, so tables in the texts must stay narrow.

use crate::model::limits::Limits;
use crate::report::{Format, Listing, Shape, wrap};

use super::failure;
use super::help::HelpLook;
use super::limits;

/// The topics, each with what it is about.
pub const NAMES: [(&str, &str); 5] = [
    ("exit-codes", "What the program ends with"),
    ("limits", "How much is read, and how to raise it"),
    ("dates", "How dates and times are written"),
    ("rules", "How rules and searches are written"),
    ("privacy", "What is protected, and what is not"),
];

/// Gives the table of a topic that has one.
pub(super) fn listing(name: &str) -> Option<Listing> {
    match name {
        "exit-codes" => Some(failure::exit_codes()),
        "limits" => Some(limits::listing(&Limits::default())),
        _ => None,
    }
}

/// Gives the text of a topic, or `None` if there is none of this name.
pub(super) fn text(name: &str, look: HelpLook) -> Option<String> {
    let text = match name {
        "exit-codes" => include_str!("topics/exit-codes.txt"),
        "limits" => include_str!("topics/limits.txt"),
        "dates" => include_str!("topics/dates.txt"),
        "rules" => include_str!("topics/rules.txt"),
        "privacy" => include_str!("topics/privacy.txt"),
        _ => return None,
    };
    Some(match listing(name) {
        Some(listing) => listed(text, &listing, look),
        None => laid_out(text, look),
    })
}

fn listed(introduction: &str, listing: &Listing, look: HelpLook) -> String {
    let mut shape = Shape::new(Format::Table);
    shape.look.width = look.width;
    shape.look.paint = look.paint;
    let mut table = Vec::new();
    // Writing to memory cannot fail.
    let _ = listing.write(&mut table, &shape);
    format!(
        "{}\n{}",
        laid_out(introduction, look),
        String::from_utf8_lossy(&table)
    )
}

/// Wraps paragraphs to the width; lines that begin with spaces stay lines of their own.
fn laid_out(text: &str, look: HelpLook) -> String {
    let mut laid_out = String::new();
    for line in joined_paragraphs(text) {
        let words = line.trim_start_matches(' ');
        let indent = line.len() - words.len();
        for part in wrap(words, look.width.saturating_sub(indent).max(16)) {
            laid_out.push_str(format!("{:indent$}{part}", "").trim_end());
            laid_out.push('\n');
        }
    }
    laid_out
}

fn joined_paragraphs(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        let is_prose = |line: &str| !line.is_empty() && !line.starts_with(' ');
        match lines.last_mut() {
            Some(last) if is_prose(last) && is_prose(line) => {
                last.push(' ');
                last.push_str(line);
            }
            _ => lines.push(line.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Paint, display_width, golden};

    #[test]
    fn every_topic_has_its_text() {
        for (name, _) in NAMES {
            let look = HelpLook::new(80, Paint::Plain);
            golden::assert(&format!("topic_{name}.txt"), &text(name, look).unwrap());
        }
        assert_eq!(text("nothing", HelpLook::new(80, Paint::Plain)), None);
    }

    #[test]
    fn topics_fit_a_narrow_screen() {
        for (name, _) in NAMES {
            for line in text(name, HelpLook::new(40, Paint::Plain)).unwrap().lines() {
                assert!(display_width(line) <= 40, "{name}: {line}");
            }
        }
    }
}
