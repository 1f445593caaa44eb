//! A rule or query that does not parse, as a terminal shows it: what is wrong, the line, carets under the place, what to
//! write instead. It must not know the grammar, nor who asks.
//! A stranger would get wrong that a column is counted in characters and a caret in cells: an ideograph takes two, a
//! combining mark none. Right-to-left text stands where a terminal puts it, so there the column is what to go by.

use crate::method::rule::ParseError;
use crate::model::cell::is_bidi_control;
use crate::report::display_width;

const SHOWN_BEFORE_CP: usize = 40;
const SHOWN_CP: usize = 100;

/// The message with the line of `source` that it speaks of and carets under the place.
///
/// Long lines are shown in part; tabs and control characters as blanks, so that the view cannot be used to hide anything.
pub(crate) fn with_caret(error: &ParseError, source: &str) -> String {
    let line = source.split('\n').nth(error.line - 1).unwrap_or_default();
    let skipped_cp = (error.column - 1).saturating_sub(SHOWN_BEFORE_CP);
    let shown: String = line
        .chars()
        .skip(skipped_cp)
        .take(SHOWN_CP)
        .map(visible)
        .collect();
    let (before, rest) = split_after(&shown, error.column - 1 - skipped_cp);
    let (marked, _) = split_after(rest, error.length_cp);
    let mut view = format!(
        "line {}, column {}: {}\n  | {shown}\n  | {}{}",
        error.line,
        error.column,
        error.message,
        " ".repeat(display_width(before)),
        "^".repeat(display_width(marked).max(1)),
    );
    if let Some(fix) = &error.fix {
        view.push_str("\n  = ");
        view.push_str(fix);
    }
    view
}

fn split_after(text: &str, count_cp: usize) -> (&str, &str) {
    let end = text.char_indices().nth(count_cp);
    text.split_at(end.map_or(text.len(), |(byte, _)| byte))
}

fn visible(letter: char) -> char {
    if letter.is_control() || is_bidi_control(letter) {
        ' '
    } else {
        letter
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::method::rule::Expression;

    fn refused(source: &str) -> String {
        let error = Expression::parse(source).expect_err("it does not parse");
        with_caret(&error, source)
    }

    #[test]
    fn the_caret_stands_under_the_place() {
        assert_eq!(
            refused("hawala OR\n\twarn* regist*"),
            "line 2, column 8: there is no operator before this\n  |  warn* regist*\n  |        ^^^^^^^\n  \
             = put AND (or OR, NEAR/10) between, or quotes around a phrase"
        );
    }

    #[test]
    fn a_long_line_is_shown_in_part() {
        let long = format!("{} OR (", "a OR ".repeat(50).trim_end_matches(" OR "));
        let shown = refused(&long);
        assert!(shown.lines().all(|line| line.chars().count() <= 110));
    }

    #[test]
    fn carets_are_counted_in_cells_of_the_terminal() {
        let wide = refused("日本語 AND (中文 OR");
        assert!(
            wide.contains(&format!("\n  | {}^^\n", " ".repeat(17))),
            "{wide}"
        );
        let marked = refused("ي\u{64e}م\u{64f} AND (b OR");
        assert!(
            marked.contains(&format!("\n  | {}^^\n", " ".repeat(10))),
            "{marked}"
        );
    }
}
