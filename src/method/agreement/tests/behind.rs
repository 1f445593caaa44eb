//! What is said of those behind a position and against it: who contradicts, who depends on whom, and
//! whose voice is kept.

use super::says;
use super::senses::{rows, study_of};
use crate::method::agreement::Scope;
use crate::method::reading::ClaimCells;

#[test]
fn of_tied_voices_the_one_that_saw_it_is_kept() {
    let heard = ClaimCells {
        basis: "told",
        via: "lou",
        ..says("a", "ann", "50")
    };
    let study = study_of(&[heard, says("b", "lou", "50")]);
    let independent = Scope {
        independent: true,
        ..Scope::default()
    };
    let (whole, kept) = (rows(&study, Scope::default()), rows(&study, independent));
    assert_eq!((whole[0].grade.as_str(), whole[0].claims), ("2", 2));
    assert_eq!((kept[0].grade.as_str(), kept[0].claims), ("2", 1));
    assert_eq!(kept[0].first_hand, 1);
}
