//! What becomes of codings that come to say the same: one passage, one coder, one code. It must
//! not know how codings are kept. What a stranger would get wrong: no coding gets another status
//! or origin; the strongest of them stays as it is, and only what was written about it is joined.
//!
//! The rule, part by part: accepted stays before proposed, proposed before rejected; of one
//! status, what a person put there stays before what was proposed; of those, the one that had
//! the code already stays before the one that comes to it. Memos of all are joined.

use crate::model::tables::STATUSES;
use std::cmp::Reverse;

/// A coding beside others that say the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rival<'a> {
    /// `accepted`, `proposed` or `rejected`.
    pub status: &'a str,
    /// Whether a person put it there, without it having been proposed.
    pub is_by_hand: bool,
    /// Whether it had the code before.
    pub was_there: bool,
}

/// The position of the rival that stays; nothing where there is none.
#[must_use]
pub fn staying(rivals: &[Rival<'_>]) -> Option<usize> {
    (0..rivals.len()).min_by_key(|at| {
        let rival = &rivals[*at];
        (
            weakness(rival.status),
            Reverse(rival.is_by_hand),
            Reverse(rival.was_there),
        )
    })
}

/// How far a status gives way to others; the words of the model stand in this very order.
fn weakness(status: &str) -> usize {
    STATUSES
        .iter()
        .position(|word| *word == status)
        .unwrap_or(STATUSES.len())
}

/// What was written about codings that become one, in their order, with an empty line between.
/// Nothing is said twice.
#[must_use]
pub fn joined_memos<'a>(memos: impl IntoIterator<Item = &'a str>) -> String {
    let mut kept: Vec<&str> = Vec::new();
    for memo in memos.into_iter().map(str::trim) {
        if !memo.is_empty() && !kept.contains(&memo) {
            kept.push(memo);
        }
    }
    kept.join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rival(status: &'static str, is_by_hand: bool, was_there: bool) -> Rival<'static> {
        Rival {
            status,
            is_by_hand,
            was_there,
        }
    }

    #[test]
    fn accepted_stays_before_proposed_before_rejected() {
        let [accepted, proposed, rejected] =
            ["accepted", "proposed", "rejected"].map(|status| rival(status, false, false));
        assert_eq!(staying(&[rejected, proposed, accepted]), Some(2));
        assert_eq!(staying(&[rejected, proposed]), Some(1));
        // Even where the weaker one is by hand and had the code.
        assert_eq!(staying(&[rival("proposed", true, true), accepted]), Some(1));
    }

    #[test]
    fn of_one_status_a_person_stays_before_a_rule() {
        let rule = rival("accepted", false, true);
        assert_eq!(staying(&[rule, rival("accepted", true, false)]), Some(1));
    }

    #[test]
    fn of_equals_the_one_that_had_the_code_stays() {
        let comes = rival("accepted", true, false);
        assert_eq!(staying(&[comes, rival("accepted", true, true)]), Some(1));
        assert_eq!(staying(&[comes, comes]), Some(0));
        assert_eq!(staying(&[]), None);
    }

    #[test]
    fn memos_are_joined_and_none_is_said_twice() {
        assert_eq!(joined_memos(["a", "", " b ", "a"]), "a\n\nb");
        assert_eq!(joined_memos(["", " "]), "");
    }

    proptest! {
        #[test]
        fn nothing_that_was_written_is_lost(memos in proptest::collection::vec("[a-c ]{0,4}", 0..5)) {
            let joined = joined_memos(memos.iter().map(String::as_str));
            for memo in &memos {
                prop_assert!(joined.contains(memo.trim()));
            }
        }
    }
}
