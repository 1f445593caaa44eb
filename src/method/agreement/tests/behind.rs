//! What is said of those behind a position and against it: who contradicts, who depends on whom, and
//! whose voice is kept.

use super::says;
use super::senses::{guards, one, rows, study_of};
use crate::method::agreement::Scope;
use crate::method::reading::ClaimCells;

#[test]
fn only_who_contradicts_is_said_to_and_not_who_stands_behind_it_too() {
    let told = |cells| ClaimCells {
        basis: "told",
        via: "x",
        ..cells
    };
    // A plan and a figure in another unit contradict nobody.
    let row = one(&[
        guards("a", "ann", "50"),
        guards("b", "lou", "50"),
        told(guards("c", "lin", "90")),
        ClaimCells {
            modality: "plan",
            ..guards("d", "tom", "70")
        },
        ClaimCells {
            unit: "families",
            ..guards("e", "ben", "90")
        },
    ]);
    assert_eq!(row.grade, "4c");
    let end = ", although one source on the low side put it otherwise (";
    assert!(row.wording.contains(end), "{}", row.wording);
    // Lou says both.
    let both = one(&[
        guards("a", "ann", "50"),
        guards("b", "lou", "50"),
        told(guards("c", "lou", "90")),
    ]);
    assert_eq!(both.grade, "4c");
    let end = ", although a source behind it said otherwise as well (";
    assert!(both.wording.contains(end), "{}", both.wording);
}

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

#[test]
fn two_who_depend_on_one_another_are_not_one_source_on_two_sides() {
    let heard = ClaimCells {
        basis: "told",
        via: "lou",
        ..says("a", "ann", "50")
    };
    let row = one(&[heard, says("b", "lou", "50")]);
    assert_eq!((row.sources.as_str(), row.grade.as_str()), ("1", "2"));
    let begin = "Two sources on the high and the low side, not independent of one another, \
                 claimed that \"sheep\": 50";
    assert!(row.wording.starts_with(begin), "{}", row.wording);
    let rival = says("c", "tom", "90");
    let contested = one(&[heard, says("b", "lou", "50"), rival]).wording;
    assert!(
        contested.contains(
            "50 (two sources, not independent of one another; the high and the low side)"
        ),
        "{contested}"
    );
}
