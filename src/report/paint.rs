//! Colour, which underlines a meaning and never carries it alone.
//!
//! It must not know terminals: whoever opens the writer decides whether colour is on.
//! What a stranger would get wrong: text is padded before it is painted, for an escape
//! sequence has a length but no width.

use anstyle::{AnsiColor, Style};

/// What a piece of text is, as far as colour is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// The name of a column or field.
    Header,
    /// Rules and other furniture.
    Faint,
    /// The word `error:`.
    Error,
    /// The word `warning:`.
    Warning,
    /// The word `help:`, a command to type.
    Help,
}

/// Paints text, or leaves it as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paint {
    /// Writes ANSI styles.
    Colour,
    /// Writes plain text.
    Plain,
}

impl Paint {
    /// Gives the text with the style of its mark.
    #[must_use]
    pub fn apply(self, mark: Mark, text: &str) -> String {
        match self {
            Self::Plain => text.to_owned(),
            Self::Colour => {
                let style = style_of(mark);
                format!("{style}{text}{style:#}")
            }
        }
    }
}

fn style_of(mark: Mark) -> Style {
    let plain = Style::new();
    match mark {
        Mark::Header => plain.bold(),
        Mark::Faint => plain.dimmed(),
        Mark::Error => plain.bold().fg_color(Some(AnsiColor::Red.into())),
        Mark::Warning => plain.bold().fg_color(Some(AnsiColor::Yellow.into())),
        Mark::Help => plain.bold().fg_color(Some(AnsiColor::Cyan.into())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_paint_changes_nothing() {
        assert_eq!(Paint::Plain.apply(Mark::Error, "error:"), "error:");
    }

    #[test]
    fn colour_is_switched_off_again() {
        let painted = Paint::Colour.apply(Mark::Error, "error:");
        assert!(painted.starts_with("\u{1b}[") && painted.ends_with("\u{1b}[0m"));
    }
}
