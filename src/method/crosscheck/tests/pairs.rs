//! Single pairs whose verdict can be seen by eye: one for each rule of methods.md 2.5 and 3.2–3.6.

use super::fixture::{claim, judged, told, valley, workers};
use crate::method::crosscheck::words::{
    Certainty, Explanation, Independence, Kind, Outcome, Severity, Verdict, Why,
};
use crate::method::crosscheck::{FindingMarks, compare};
use crate::method::reading::{ClaimCells, add_row};
use crate::method::settings::Settings;
use crate::model::key::ClaimId;
use crate::model::unit::{UnitRule, Units};

const NO_KIND: Option<Kind> = None;

#[test]
fn figures_that_do_not_meet_contradict() {
    let finding = judged(workers("400", "at least 760"));
    assert_eq!(finding.verdict, Verdict::Contradiction);
    assert_eq!(finding.kind, Some(Kind::ValueDisjoint));
    assert_eq!(finding.severity, Some(Severity::Substantial));
    assert_eq!(finding.certainty(), Certainty::High);
    assert_eq!(finding.shared_time, 1.0);
    assert_eq!(finding.independent, Independence::Yes);
    for explanation in [
        Explanation::Time,
        Explanation::Identity,
        Explanation::Modality,
        Explanation::Rounding,
        Explanation::Coding,
    ] {
        assert_eq!(finding.outcomes.get(explanation), Outcome::No);
    }
}

#[test]
fn figures_that_meet_agree() {
    assert_eq!(
        told(workers("400-500", "about 500")),
        (Verdict::Agrees, None, NO_KIND)
    );
    assert_eq!(
        told(workers("none", "up to 3")),
        (Verdict::Agrees, None, NO_KIND)
    );
}

#[test]
fn rounding_reconciles() {
    let expected = (
        Verdict::Reconciled,
        Some(Why::Rounding),
        Some(Kind::ValueDisjoint),
    );
    assert_eq!(told(workers("about 500", "460")), expected);
}

/// Workers told in dozens against workers told one by one, in short.
fn dozens(dozens: &str, persons: &str) -> (Verdict, Option<Why>) {
    let of_unit = |unit: &str, factor| UnitRule::Of {
        unit: unit.to_owned(),
        factor,
    };
    let mut builder = valley();
    let rules = [("dozen", of_unit("persons", 12.0))];
    let rules = rules.map(|(name, rule)| (name.to_owned(), rule));
    builder.units(Units::new(rules).unwrap());
    let [a, b] = workers(dozens, persons);
    let a = ClaimCells { unit: "dozen", ..a };
    for cells in [a, b] {
        add_row(&mut builder, &Settings::default(), &cells).unwrap();
    }
    let study = builder.finish().unwrap();
    let found = compare(&study, &Settings::default(), ClaimId(0), ClaimId(1)).unwrap();
    (found.verdict, found.why)
}

#[test]
fn what_is_told_in_dozens_is_whole_in_single_ones() {
    let contradiction = (Verdict::Contradiction, None);
    assert_eq!(dozens("more than 2", "24"), contradiction);
    assert_eq!(dozens("fewer than 2", "24"), contradiction);
    assert_eq!(dozens("nearly 5", "53"), contradiction);
    assert_eq!(dozens("about 5", "67"), contradiction);
    let agrees = (Verdict::Agrees, None);
    assert_eq!(dozens("more than 2", "25"), agrees);
    assert_eq!(dozens("fewer than 2", "23"), agrees);
    assert_eq!(dozens("nearly 5", "54"), agrees);
    let rounded = (Verdict::Reconciled, Some(Why::Rounding));
    assert_eq!(dozens("about 5", "66"), rounded);
}

#[test]
fn a_nought_that_may_be_silence_is_apparent() {
    let [mut a, b] = workers("0", "5");
    let contradiction = (Verdict::Contradiction, None, Some(Kind::ValueDisjoint));
    assert_eq!(told([a, b]), contradiction);
    a.basis = "official";
    assert_eq!(told([a, b]).1, Some(Why::ZeroOrSilence));
}

#[test]
fn a_denial_meets_every_figure_above_nought() {
    let [a, b] = workers("5", "");
    let denies = |value| ClaimCells {
        stance: "denies",
        value,
        ..b
    };
    let contradiction = (Verdict::Contradiction, None, Some(Kind::Polarity));
    assert_eq!(told([a, denies("")]), contradiction);
    assert_eq!(told([a, denies("4-6")]), contradiction);
    assert_eq!(told([a, denies("7")]).0, Verdict::Compatible);
    assert_eq!(
        told([ClaimCells { value: "0", ..a }, denies("")]).0,
        Verdict::Compatible
    );
}

#[test]
fn a_doubt_is_apparent_and_never_a_contradiction() {
    let [a, b] = workers("5", "");
    let doubts = ClaimCells {
        stance: "doubts",
        ..b
    };
    let expected = (Verdict::Apparent, Some(Why::Doubt), Some(Kind::Polarity));
    assert_eq!(told([a, doubts]), expected);
}

#[test]
fn one_value_at_a_time_excludes_another() {
    let value = |key, source, value| ClaimCells {
        value,
        ..claim(key, source, "trend")
    };
    let differs = [value("a", "ada", "up"), value("b", "bo", "down")];
    assert_eq!(told(differs).2, Some(Kind::ExclusiveCategory));
    assert_eq!(told(differs).0, Verdict::Contradiction);
    let cause = |key, source, value| ClaimCells {
        value,
        ..claim(key, source, "cause")
    };
    // Rival causes may hold at once; only denial of the same one clashes.
    let rivals = [cause("a", "ada", "rain"), cause("b", "bo", "war")];
    assert_eq!(told(rivals), (Verdict::Compatible, None, NO_KIND));
    let denied = ClaimCells {
        stance: "denies",
        ..cause("b", "bo", "rain")
    };
    assert_eq!(told([rivals[0], denied]).2, Some(Kind::Polarity));
}

#[test]
fn a_denial_for_the_whole_denies_every_part() {
    let open = |key, source, stance, place| ClaimCells {
        stance,
        place,
        ..claim(key, source, "open")
    };
    let whole_denied = [
        open("a", "ada", "denies", "valley"),
        open("b", "bo", "affirms", "mill"),
    ];
    assert_eq!(told(whole_denied).0, Verdict::Contradiction);
    let whole_affirmed = [
        open("a", "ada", "affirms", "valley"),
        open("b", "bo", "denies", "mill"),
    ];
    let apparent = (Verdict::Apparent, Some(Why::Place), Some(Kind::Polarity));
    assert_eq!(told(whole_affirmed), apparent);
    let crossed = ClaimCells {
        population: "people",
        ..whole_denied[1]
    };
    assert_eq!(
        told([whole_denied[0], crossed]),
        (Verdict::Compatible, None, NO_KIND)
    );
}

#[test]
fn a_missing_place_settles_nothing_and_two_are_equal() {
    let [a, b] = workers("5", "9");
    let nowhere = |cells| ClaimCells { place: "", ..cells };
    assert_eq!(told([a, nowhere(b)]).1, Some(Why::Place));
    let both = judged([nowhere(a), nowhere(b)]);
    assert_eq!(both.verdict, Verdict::Contradiction);
    assert_eq!(both.certainty(), Certainty::Moderate);
    let unsure = ClaimCells {
        place: "mill?",
        ..b
    };
    assert_eq!(told([a, unsure]).1, Some(Why::Place));
}

#[test]
fn parts_fit_into_their_whole_or_exceed_it() {
    let [part, whole] = workers("5", "9");
    let whole = ClaimCells {
        place: "valley",
        ..whole
    };
    assert_eq!(told([part, whole]).0, Verdict::PartlyAgrees);
    let exceeds = ClaimCells {
        value: "12",
        ..part
    };
    let contradiction = (Verdict::Contradiction, None, Some(Kind::PartWhole));
    assert_eq!(told([exceeds, whole]), contradiction);
    let loaves = |cells: ClaimCells<'static>| ClaimCells {
        topic: "loaves",
        ..cells
    };
    // A topic that does not add up says nothing of parts: the places explain the difference.
    let expected = (
        Verdict::Reconciled,
        Some(Why::Place),
        Some(Kind::ValueDisjoint),
    );
    assert_eq!(told([loaves(exceeds), loaves(whole)]), expected);
}

#[test]
fn a_part_above_a_whole_of_unknown_scope_is_open_and_one_inside_it_is_none() {
    let [part, whole] = workers("12", "9");
    let whole = ClaimCells {
        place: "valley",
        population: "millers?",
        ..whole
    };
    let open = |why| (Verdict::Apparent, Some(why), Some(Kind::PartWhole));
    assert_eq!(told([part, whole]), open(Why::Population));
    let owners = ClaimCells {
        population: "owners",
        ..part
    };
    let nowhere = ClaimCells {
        place: "",
        population: "millers",
        ..whole
    };
    assert_eq!(told([owners, nowhere]), open(Why::Place));
    let fits = ClaimCells { value: "5", ..part };
    assert_eq!(told([fits, whole]), (Verdict::Compatible, None, NO_KIND));
    // Where nothing adds up the places explain it, whoever is meant.
    let loaves = |cells: ClaimCells<'static>| ClaimCells {
        topic: "loaves",
        ..cells
    };
    let expected = (
        Verdict::Reconciled,
        Some(Why::Place),
        Some(Kind::ValueDisjoint),
    );
    assert_eq!(told([loaves(part), loaves(whole)]), expected);
}

#[test]
fn an_assumed_population_leaves_the_difference_open() {
    let loaves = |key, source, population, value| ClaimCells {
        population,
        value,
        ..claim(key, source, "loaves")
    };
    let named = [
        loaves("a", "ada", "people", "5"),
        loaves("b", "bo", "millers", "9"),
    ];
    assert_eq!(told(named).0, Verdict::Reconciled);
    let assumed = ClaimCells {
        population: "",
        ..named[0]
    };
    assert_eq!(
        told([assumed, named[1]]),
        (
            Verdict::Apparent,
            Some(Why::Population),
            Some(Kind::ValueDisjoint)
        )
    );
}

#[test]
fn what_changed_is_no_contradiction() {
    let [a, b] = workers("5", "9");
    let later = ClaimCells {
        when: "2021-04",
        ..b
    };
    let expected = (
        Verdict::Reconciled,
        Some(Why::Time),
        Some(Kind::ValueDisjoint),
    );
    assert_eq!(told([a, later]), expected);
    let perhaps = ClaimCells {
        when: "2021-04~",
        ..b
    };
    assert_eq!(told([a, perhaps]).0, Verdict::Apparent);
    let within = ClaimCells {
        time_mode: "within",
        ..b
    };
    assert_eq!(told([a, within]).0, Verdict::Contradiction);
    let both_within = ClaimCells {
        time_mode: "within",
        ..a
    };
    assert_eq!(told([both_within, within]).1, Some(Why::Time));
}

#[test]
fn counts_of_periods_grow_with_the_period() {
    let sold = |key, source, when, value| ClaimCells {
        when,
        value,
        ..claim(key, source, "sold")
    };
    let month = |value| sold("a", "ada", "2021-03", value);
    let year = |value| sold("b", "bo", "2021", value);
    assert_eq!(told([month("5"), year("9")]).0, Verdict::PartlyAgrees);
    let exceeds = (Verdict::Contradiction, None, Some(Kind::PartWhole));
    assert_eq!(told([month("12"), year("9")]), exceeds);
    let crossed = sold("b", "bo", "2021-03-15/2021-04", "50");
    assert_eq!(told([month("5"), crossed]).1, Some(Why::Time));
    let denies = |cells| ClaimCells {
        stance: "denies",
        value: "",
        ..cells
    };
    assert_eq!(
        told([month("5"), denies(year(""))]).0,
        Verdict::Contradiction
    );
    assert_eq!(told([denies(month("")), year("5")]).1, Some(Why::Time));
}

#[test]
fn loosely_dated_periods_that_only_marks_bring_together_may_be_two() {
    let sold = |key, source, when, value| ClaimCells {
        when,
        value,
        ..claim(key, source, "sold")
    };
    let with = |one, other| told([sold("a", "ada", one, "5"), sold("b", "bo", other, "90")]);
    let open = (
        Verdict::Apparent,
        Some(Why::Time),
        Some(Kind::ValueDisjoint),
    );
    assert_eq!(with("2021-07~", "2021-08~"), open);
    assert_eq!(with("2020~", "2019~"), open);
    assert_eq!(with("2021-07~/2021-09", "2021-22%"), open);
    // A year that is not sure is one year, not the three that it may be.
    assert_eq!(with("2020", "2021~"), open);
    assert_eq!(with("2021~", "2020"), open);
    assert_eq!(with("2020", "2021").1, Some(Why::Time));
    assert_eq!(with("2021-07~", "2021-07").0, Verdict::Contradiction);
    let same = [sold("a", "ada", "2020", "5"), sold("b", "bo", "2021~", "5")];
    assert_eq!(told(same), (Verdict::PartlyAgrees, None, None));
}

#[test]
fn a_denied_figure_of_a_whole_says_nothing_of_its_parts() {
    let counts = |key, source, topic, place, value| ClaimCells {
        value,
        place,
        ..claim(key, source, topic)
    };
    let denies = |cells| ClaimCells {
        stance: "denies",
        ..cells
    };
    let whole = |topic, value| counts("a", "ada", topic, "valley", value);
    let part = |topic, value| counts("b", "bo", topic, "mill", value);
    let elsewhere = (Verdict::Reconciled, Some(Why::Place), Some(Kind::Polarity));
    let clash = (Verdict::Contradiction, None, Some(Kind::Polarity));
    for topic in ["loaves", "workers"] {
        assert_eq!(
            told([denies(whole(topic, "5")), part(topic, "5")]),
            elsewhere
        );
        assert_eq!(
            told([whole(topic, "5"), denies(part(topic, "5"))]),
            elsewhere
        );
        // That there were none denies every part.
        assert_eq!(told([denies(whole(topic, "")), part(topic, "5")]), clash);
    }
    // Parts of what adds up are no more than the whole.
    let too_many = |topic| told([denies(whole(topic, "at least 5")), part(topic, "7")]);
    assert_eq!(too_many("workers"), clash);
    assert_eq!(too_many("loaves"), elsewhere);
    let too_few = |topic| told([whole(topic, "4"), denies(part(topic, "at most 5"))]);
    assert_eq!(too_few("workers"), clash);
    assert_eq!(too_few("loaves"), elsewhere);
    let of_people = |cells| ClaimCells {
        population: "people",
        place: "mill",
        ..cells
    };
    assert_eq!(
        told([denies(of_people(whole("loaves", "5"))), part("loaves", "5")]),
        (
            Verdict::Reconciled,
            Some(Why::Population),
            Some(Kind::Polarity)
        )
    );
}

#[test]
fn a_denied_count_of_a_period_says_nothing_of_shorter_ones() {
    let sold = |key, source, when, value| ClaimCells {
        when,
        value,
        ..claim(key, source, "sold")
    };
    let denies = |cells| ClaimCells {
        stance: "denies",
        ..cells
    };
    let year = |value| sold("a", "ada", "2021", value);
    let month = |value| sold("b", "bo", "2021-03", value);
    let open = (Verdict::Apparent, Some(Why::Time), Some(Kind::Polarity));
    let clash = (Verdict::Contradiction, None, Some(Kind::Polarity));
    assert_eq!(told([denies(year("none")), month("none")]), open);
    assert_eq!(told([denies(year("5")), month("5")]), open);
    assert_eq!(told([year("5"), denies(month("5"))]), open);
    assert_eq!(told([denies(year("at least 5")), month("7")]), clash);
    assert_eq!(told([year("none"), denies(month("none"))]), clash);
    assert_eq!(told([denies(year("")), month("5")]), clash);
}

#[test]
fn a_bare_denial_leaves_figures_alone_that_leave_nought_open() {
    let [a, b] = workers("", "");
    let denial = ClaimCells {
        stance: "denies",
        ..a
    };
    let verdict = |value| judged([denial, ClaimCells { value, ..b }]).verdict;
    for value in ["at most 5", "up to 5", "fewer than 5", "0-5", "none"] {
        assert_eq!(verdict(value), Verdict::Compatible, "{value}");
    }
    for value in ["5", "1-5", "at least 1", "several", ""] {
        assert_eq!(verdict(value), Verdict::Contradiction, "{value}");
    }
}

#[test]
fn one_statement_retold_is_no_contradiction() {
    let [a, b] = workers("5", "9");
    let hears = |cells, via| ClaimCells {
        basis: "told",
        via,
        ..cells
    };
    assert_eq!(
        told([hears(a, "a cousin"), hears(b, "a cousin")]).1,
        Some(Why::Hearsay)
    );
    assert_eq!(told([a, hears(b, "ada")]).0, Verdict::Reconciled);
    assert_eq!(told([hears(a, ""), hears(b, "")]).0, Verdict::Apparent);
    // Whom the one quotes speaks in the other, of whatever basis.
    let quotes = |basis| told([ClaimCells { basis, ..a }, ClaimCells { via: "ada", ..b }]);
    for basis in ["witnessed", "told", ""] {
        assert_eq!(quotes(basis).1, Some(Why::Hearsay), "{basis}");
    }
    assert_eq!(told([hears(a, ""), hears(b, "ada")]).0, Verdict::Reconciled);
    assert_eq!(
        told([hears(a, "a cousin"), hears(b, "an aunt")]).0,
        Verdict::Contradiction
    );
    // A paper that quotes somebody is a channel, not the origin.
    let quoted = |cells| ClaimCells {
        via: "gazette",
        ..cells
    };
    assert_eq!(told([quoted(a), quoted(b)]).0, Verdict::Contradiction);
}

#[test]
fn only_what_is_contradicts_what_is() {
    let [a, b] = workers("5", "9");
    let speaks = |cells, modality| ClaimCells { modality, ..cells };
    assert_eq!(told([a, speaks(b, "plan")]).1, Some(Why::Modality));
    assert_eq!(
        told([speaks(a, "plan"), speaks(b, "plan")]).0,
        Verdict::Reconciled
    );
    assert_eq!(told([a, speaks(b, "actual?")]).0, Verdict::Apparent);
    // Perhaps a plan is perhaps a fact; beside a sure plan that does not matter.
    for hedged in ["plan?", "forecast?"] {
        let found = told([a, speaks(b, hedged)]);
        assert_eq!((found.0, found.1), (Verdict::Apparent, Some(Why::Modality)));
        assert_eq!(
            told([speaks(a, "possible?"), speaks(b, hedged)]).0,
            Verdict::Apparent
        );
        assert_eq!(
            told([speaks(a, "plan"), speaks(b, hedged)]).0,
            Verdict::Reconciled
        );
    }
    assert_eq!(
        told([speaks(a, "plan"), speaks(b, "actual?")]).0,
        Verdict::Reconciled
    );
    let promise = ClaimCells {
        stance: "denies",
        value: "",
        ..speaks(b, "promise")
    };
    let finding = judged([a, promise]);
    assert_eq!(
        (finding.verdict, finding.why),
        (Verdict::Apparent, Some(Why::Modality))
    );
    assert!(finding.marks.has(FindingMarks::TIME_TEST));
}

#[test]
fn two_denials_agree_where_they_deny_the_same() {
    let [a, b] = workers("", "");
    let denies = |cells, value| ClaimCells {
        stance: "denies",
        value,
        ..cells
    };
    let verdict = |one, other| judged([denies(a, one), denies(b, other)]).verdict;
    assert_eq!(verdict("", ""), Verdict::Agrees);
    assert_eq!(verdict("30", "30"), Verdict::Agrees);
    // "Not thirty" does not say that there were none.
    assert_eq!(verdict("", "30"), Verdict::Compatible);
    assert_eq!(verdict("30", "25-35"), Verdict::Compatible);
}

#[test]
fn a_denied_trend_is_no_denial_of_figures_or_other_trends() {
    let [a, b] = workers("", "5");
    let not_rising = ClaimCells {
        stance: "denies",
        trend: "rising",
        ..a
    };
    let moves = |trend| ClaimCells {
        trend,
        value: "",
        ..b
    };
    let verdict = |other| judged([not_rising, other]).verdict;
    assert_eq!(verdict(b), Verdict::Compatible);
    assert_eq!(verdict(moves("stable")), Verdict::Compatible);
    assert_eq!(verdict(moves("falling")), Verdict::Compatible);
    assert_eq!(verdict(moves("rising")), Verdict::Contradiction);
    // Whoever denies that there were any denies that they became more.
    let none = ClaimCells {
        stance: "denies",
        ..a
    };
    let denial_of_all = judged([none, moves("rising")]);
    assert_eq!(denial_of_all.kind, Some(Kind::Polarity));
}

#[test]
fn figures_of_which_one_has_no_unit_agree_in_part_at_most() {
    let [a, b] = workers("5", "5");
    let stack = |cells, unit| ClaimCells {
        topic: "stacks",
        unit,
        ..cells
    };
    let verdict = |one, other| judged([stack(a, one), stack(b, other)]).verdict;
    assert_eq!(verdict("loaves", "loaves"), Verdict::Agrees);
    assert_eq!(verdict("loaves", ""), Verdict::PartlyAgrees);
}

#[test]
fn what_is_denied_of_figures_of_which_one_has_no_unit_is_open() {
    let [a, b] = workers("5", "5");
    let stack = |cells, unit| ClaimCells {
        topic: "stacks",
        unit,
        ..cells
    };
    let denied = |value, unit| {
        told([
            stack(a, ""),
            ClaimCells {
                stance: "denies",
                value,
                ..stack(b, unit)
            },
        ])
    };
    let open = (Verdict::Apparent, Some(Why::Measure), Some(Kind::Polarity));
    assert_eq!(denied("5", "loaves"), open);
    assert_eq!(denied("5", "").0, Verdict::Contradiction);
    assert_eq!(denied("", "").0, Verdict::Contradiction);
}

#[test]
fn who_names_no_value_agrees_in_part_with_each() {
    let says = |key, source, value| ClaimCells {
        population: "people",
        value,
        ..claim(key, source, "trend")
    };
    let verdict = |one, other| judged([says("a", "ada", one), says("b", "bo", other)]).verdict;
    assert_eq!(verdict("up", "up"), Verdict::Agrees);
    assert_eq!(verdict("", ""), Verdict::Agrees);
    assert_eq!(verdict("up", ""), Verdict::PartlyAgrees);
    assert_eq!(verdict("", "down"), Verdict::PartlyAgrees);
    // What is established with its value bears out whoever names none.
    let record = ClaimCells {
        settled: "yes",
        ..says("a", "ada", "up")
    };
    assert_eq!(
        judged([record, says("b", "bo", "")]).verdict,
        Verdict::Agrees
    );
}

#[test]
fn two_actors_do_not_agree_where_no_event_has_a_name() {
    let by = |key, source, actor| ClaimCells {
        actor,
        ..claim(key, source, "fire")
    };
    let verdict = |one, other| judged([by("a", "ada", one), by("b", "bo", other)]).verdict;
    let open = verdict("", "");
    assert_eq!(verdict("wind", "wind"), open);
    assert_eq!(verdict("wind", ""), open);
    assert_eq!(verdict("wind", "boys"), Verdict::Compatible);
    assert_ne!(open, Verdict::Compatible);
}
