//! Keeps a spreadsheet from running a cell as a formula, and takes that guard off again.
//!
//! Source of the triggers: OWASP ASVS 1.2.10, with the full-width forms that East Asian
//! spreadsheets treat alike. It must not know which cells are words and which are numbers:
//! the writer asks only for words. What a stranger would get wrong: a cell that already begins
//! with apostrophes and a trigger gets one more, for only then is taking one off exact.

use std::borrow::Cow;

const APOSTROPHE: char = '\'';

fn is_trigger(character: char) -> bool {
    matches!(
        character,
        '=' | '+' | '-' | '@' | '\t' | '\r' | '\0' | '＝' | '＋' | '－' | '＠'
    )
}

/// Says whether a cell matches `^'*T`, T being a trigger.
#[must_use]
pub fn needs_guard(cell: &str) -> bool {
    cell.trim_start_matches(APOSTROPHE).starts_with(is_trigger)
}

/// Puts one more apostrophe in front of a cell that needs it.
#[must_use]
pub fn guard(cell: &str) -> Cow<'_, str> {
    if needs_guard(cell) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// Takes one apostrophe off a cell that matches `^'+T`: the inverse of [`guard`].
///
/// For files that gainsay wrote only; in another program's file the apostrophe may be meant.
#[must_use]
#[cfg(test)]
pub fn unguard(cell: &str) -> &str {
    match cell.strip_prefix(APOSTROPHE) {
        Some(rest) if needs_guard(rest) => rest,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn formulas_are_guarded_and_words_are_not() {
        assert_eq!(guard("=1+1"), "'=1+1");
        assert_eq!(guard("'=1+1"), "''=1+1");
        assert_eq!(guard("＠SUM(A1)"), "'＠SUM(A1)");
        assert_eq!(guard("'twas"), "'twas");
        assert_eq!(guard("8,000"), "8,000");
        assert_eq!(guard("''"), "''");
    }

    /// The triggers once more, so that one forgotten above is missed here.
    const TRIGGERS: [char; 11] = [
        '=', '+', '-', '@', '\t', '\r', '\0', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}',
    ];

    #[test]
    fn every_trigger_is_guarded() {
        for trigger in TRIGGERS {
            assert_eq!(guard(&format!("{trigger}x")), format!("'{trigger}x"));
        }
    }

    fn near_triggers() -> impl Strategy<Value = String> {
        "('|=|\\+|-|@|\t|\r|\u{0}|＝|＋|－|＠|a|د){0,6}"
    }

    proptest! {
        #[test]
        fn no_guarded_cell_begins_with_a_trigger(cell in near_triggers()) {
            prop_assert!(!guard(&cell).starts_with(TRIGGERS));
        }

        #[test]
        fn the_guard_comes_off_exactly(cell in near_triggers()) {
            let guarded = guard(&cell).into_owned();
            prop_assert_eq!(unguard(&guarded), cell);
        }

        #[test]
        fn the_guard_comes_off_any_text(cell in any::<String>()) {
            let guarded = guard(&cell).into_owned();
            prop_assert!(!guarded.starts_with(is_trigger));
            prop_assert_eq!(unguard(&guarded), cell);
        }
    }
}
