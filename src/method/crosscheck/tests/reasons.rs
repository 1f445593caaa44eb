//! The sentences that tell findings, on invented claims.

use super::fixture::{claim, pair, shown, unlinked_valley, with_claims, workers};
use crate::method::crosscheck::compare;
use crate::method::crosscheck::words::{Kind, Verdict};
use crate::method::reading::{ClaimCells, add_row};
use crate::method::settings::Settings;
use crate::model::key::ClaimId;

fn reason(a: ClaimCells<'_>, b: ClaimCells<'_>) -> String {
    let (study, finding) = pair(a, b);
    shown(&study, &finding).reason
}

#[test]
fn a_row_tells_the_finding_to_a_stranger() {
    let [a, b] = workers("hundreds", "2,000");
    let (study, finding) = pair(a, b);
    let row = shown(&study, &finding);
    assert_eq!(
        row.reason,
        "On \"workers\": ada (side: owners) says 200 to 999 persons (of millers, in mill, in \
         2021-03); bo (side: owners) says 2,000 persons (same people and place, in 2021-03): the two \
         figures do not meet, and no innocent explanation holds."
    );
    assert_eq!((row.kind, row.severity), ("K2", "substantial"));
    assert_eq!(row.certainty_lowered_by, ["vague word"]);
    assert_eq!(row.stated_on_a, "2021-06-01");
    assert!(row.explanations.starts_with("identity=no;time=no;"));
}

#[test]
fn a_second_scope_is_told_in_full_where_it_differs() {
    let [a, b] = workers("9", "5");
    let whole = ClaimCells {
        place: "upper",
        source: "ada",
        ..b
    };
    let reason = reason(a, whole);
    let told = "; the same source says 5 persons (of millers, in upper, in 2021-03): ";
    assert!(reason.contains(told), "{reason}");
}

#[test]
fn who_says_no_is_said_to_deny_and_who_doubts_to_doubt() {
    let base = claim("a", "ada", "open");
    let other = |stance| ClaimCells {
        stance,
        ..claim("b", "cy", "open")
    };
    let denied = reason(base, other("denies"));
    assert!(
        denied.contains("one affirms what the other denies"),
        "{denied}"
    );
    let doubted = reason(base, other("doubts"));
    assert!(
        doubted.contains("one affirms what the other doubts, but a doubt is no denial"),
        "{doubted}"
    );
}

#[test]
fn a_link_is_told_by_what_follows_from_it() {
    let fire = claim("a", "ada", "fire");
    let thriving = claim("b", "cy", "thriving");
    let reason = reason(fire, thriving);
    let link = "says \"thriving\", which by a topic link means that it is not so";
    assert!(reason.contains(link), "{reason}");
    assert!(reason.contains(": the one rules the other out"), "{reason}");
}

#[test]
fn a_link_that_makes_doubtful_rules_nothing_out_whatever_explains_it() {
    let mut builder = unlinked_valley();
    let doubt = ["thriving", "affirms", "open", "doubts"];
    builder.link(doubt).unwrap();
    for (key, source, topic) in [("a", "ada", "open"), ("b", "cy", "thriving")] {
        let retold = ClaimCells {
            basis: "told",
            via: "dee",
            ..claim(key, source, topic)
        };
        add_row(&mut builder, &Settings::default(), &retold).unwrap();
    }
    let study = builder.finish().unwrap();
    let finding = compare(&study, &Settings::default(), ClaimId(0), ClaimId(1)).unwrap();
    let reason = shown(&study, &finding).reason;
    let ending = ": the one makes the other doubtful, but they retell one statement.";
    assert!(reason.ends_with(ending), "{reason}");
}

#[test]
fn a_part_that_alone_exceeds_the_whole_needs_no_others_to_be_named() {
    let [whole, part] = workers("5", "9");
    let whole = ClaimCells {
        place: "valley",
        ..whole
    };
    let part = ClaimCells {
        place: "upper",
        ..part
    };
    let later = ClaimCells {
        claim: "c",
        place: "lower",
        when: "2021-09",
        ..part
    };
    let study = with_claims(&[whole, part, later]).unwrap();
    let finding = compare(&study, &Settings::default(), ClaimId(0), ClaimId(1)).unwrap();
    assert_eq!(finding.kind, Some(Kind::PartWhole));
    let reason = shown(&study, &finding).reason;
    assert!(
        reason.contains(": the part exceeds the whole, and"),
        "{reason}"
    );
}

#[test]
fn whose_interest_two_accounts_suit_is_said_beside_the_verdict() {
    let said = |key, source, value| ClaimCells {
        value,
        unit: "kg",
        ..claim(key, source, "losses")
    };
    let told = |a: ClaimCells<'_>, b: ClaimCells<'_>| {
        let (study, finding) = pair(a, b);
        let row = shown(&study, &finding);
        let interests = (row.interest_a.as_str(), row.interest_b.as_str());
        (interests, row.reason)
    };
    let (interests, reason) = told(said("a", "ada", "900"), said("b", "cy", "200"));
    assert_eq!(interests, ("with", "with"));
    let ending =
        "; each account suits the side that gave it, and grants at least 200 and at most 900.";
    assert!(reason.ends_with(ending), "{reason}");
    let (_, open) = told(
        said("a", "ada", "at least 900"),
        said("b", "cy", "at most 200"),
    );
    assert!(open.ends_with("suits the side that gave it."), "{open}");
    let (interests, reason) = told(said("a", "ada", "200"), said("b", "gazette", "900"));
    assert_eq!(interests, ("against", "neutral"));
    assert!(
        reason.ends_with("; what ada says does not suit its own side."),
        "{reason}"
    );
    let (interests, reason) = told(said("a", "ada", "900"), said("b", "bo", "200"));
    assert_eq!(interests, ("with", "against"));
    assert!(reason.contains("what bo says"), "{reason}");
    let [a, b] = workers("5", "9");
    assert_eq!(told(a, b).0, ("unclear", "unclear"));
}

#[test]
fn who_partly_agree_are_told_what_is_wanting() {
    let told = |[a, b]: [ClaimCells<'_>; 2]| {
        let (study, finding) = pair(a, b);
        let row = shown(&study, &finding);
        assert_eq!(row.verdict, Verdict::PartlyAgrees, "{}", row.reason);
        row.reason
    };
    let wants = |reason: &str, what: &str| assert!(reason.contains(what), "{reason}");
    let [a, b] = workers("500", "500");
    let no_figure = ClaimCells {
        value: "",
        unit: "",
        ..b
    };
    wants(&told([a, no_figure]), "only one of them gives a figure");
    let stacks = |cells: ClaimCells<'static>, unit| ClaimCells {
        topic: "stacks",
        unit,
        ..cells
    };
    let reason = told([stacks(a, "sheaves"), stacks(b, "")]);
    wants(&reason, "only one of them says of what");
    let planned = ClaimCells {
        modality: "plan",
        ..b
    };
    wants(&told([a, planned]), "only one of them as a fact");
    let promised = ClaimCells {
        modality: "promise",
        ..a
    };
    wants(&told([promised, planned]), "neither of them as a fact");
    let whole = ClaimCells {
        place: "valley",
        ..b
    };
    let part = ClaimCells {
        place: "upper",
        ..a
    };
    wants(&told([part, whole]), "one is only part of the other");
    let few = ClaimCells {
        value: "20",
        ..part
    };
    let told_of = told([few, whole]);
    wants(&told_of, "what one counts is part of what the other counts");
    assert!(!told_of.contains("say the same"), "{told_of}");
    let some_day = ClaimCells {
        when: "2021",
        time_mode: "within",
        ..b
    };
    wants(&told([a, some_day]), "times that need not be one");
}

#[test]
fn what_was_counted_in_another_unit_is_told_as_it_was_said() {
    let [a, b] = workers("40", "40");
    let told = |unit| {
        let counted = ClaimCells { unit, ..a };
        reason(counted, b)
    };
    for (unit, shown) in [
        ("families", " says 40 families ("),
        ("armed guards a day", " says 40 armed guards per day ("),
        ("sheep", " says 40 sheep ("),
    ] {
        let reason = told(unit);
        assert!(reason.contains(shown), "{reason}");
    }
}
