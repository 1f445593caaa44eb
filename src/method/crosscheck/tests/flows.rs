//! Changes of a stock against what came and went, on numbers that can be checked by hand.

use super::fixture::{claim, shown, with_claims};
use crate::method::crosscheck::words::{
    Certainty, Explanation, Kind, Outcome, Severity, Verdict, Why,
};
use crate::method::crosscheck::{Finding, Listing, Request, check, compare};
use crate::method::reading::ClaimCells;
use crate::method::settings::Settings;
use crate::model::study::Study;

type Said = (Verdict, Option<Why>, Option<Kind>);

const CONTRADICTS: Said = (Verdict::Contradiction, None, Some(Kind::RateStock));
/// What a change that fits is: the figures differ, and so do the times.
const FITS: Said = (
    Verdict::Reconciled,
    Some(Why::Time),
    Some(Kind::ValueDisjoint),
);

const fn apparent(why: Why) -> Said {
    (Verdict::Apparent, Some(why), Some(Kind::RateStock))
}

fn at<'a>(key: &'a str, topic: &'a str, when: &'a str, value: &'a str) -> ClaimCells<'a> {
    ClaimCells {
        when,
        value,
        time_mode: "",
        ..claim(key, "bo", topic)
    }
}

/// 500 workers in January 2021 by one, 2,000 in January 2022 by another.
fn grown<'a>() -> [ClaimCells<'a>; 2] {
    let of_ada = ClaimCells {
        source: "ada",
        ..at("a", "workers", "2021-01", "500")
    };
    [of_ada, at("b", "workers", "2022-01", "2,000")]
}

fn finding(stocks: [ClaimCells<'_>; 2], flows: &[ClaimCells<'_>]) -> (Study, Finding) {
    let claims = [&stocks[..], flows].concat();
    let study = with_claims(&claims).unwrap();
    let [a, b] = stocks.map(|cells| study.claim_id(cells.claim).unwrap());
    let finding = compare(&study, &Settings::default(), a, b).unwrap();
    (study, finding)
}

fn said(stocks: [ClaimCells<'_>; 2], flows: &[ClaimCells<'_>]) -> Said {
    let (_, finding) = finding(stocks, flows);
    (finding.verdict, finding.why, finding.kind)
}

fn reason(stocks: [ClaimCells<'_>; 2], flows: &[ClaimCells<'_>]) -> String {
    let (study, finding) = finding(stocks, flows);
    shown(&study, &finding).reason
}

const NONE_LEFT: &str = "2021";

/// Nobody left in 2021.
fn none_gone<'a>() -> ClaimCells<'a> {
    at("z", "gone", NONE_LEFT, "none")
}

#[test]
fn a_rise_beyond_what_came_contradicts() {
    let flows = [at("c", "hired", "2021", "300"), none_gone()];
    let (study, finding) = finding(grown(), &flows);
    assert_eq!(said(grown(), &flows), CONTRADICTS);
    // 1,500 more against 300: log10 of 5.
    assert!((finding.gap.unwrap() - 0.698_970_0).abs() < 1e-6);
    assert_eq!(finding.severity, Some(Severity::Gross));
    let row = shown(&study, &finding);
    assert_eq!((row.kind, row.certainty), ("K7", Certainty::High));
    assert!(
        row.reason.ends_with(
            "it rose from 500 persons (in 2021-01) to 2,000 persons (in 2022-01), but what came \
             less what went between adds up to at most 300 (came: bo (side: owners) says 300 \
             persons, in 2021, on \"hired\"; went: bo (side: owners) says 0 persons, in 2021, on \
             \"gone\"), and no innocent explanation holds."
        ),
        "{}",
        row.reason
    );
}

#[test]
fn a_change_that_the_flows_allow_is_a_change() {
    let run = |hired| said(grown(), &[at("c", "hired", "2021", hired), none_gone()]);
    assert_eq!(run("1,500"), FITS);
    assert_eq!(run("at least 300"), FITS);
    assert_eq!(run("1,499"), CONTRADICTS);
    // More came than the stock grew by, and none left.
    assert_eq!(run("1,501"), CONTRADICTS);
}

#[test]
fn a_side_of_which_nobody_speaks_leaves_it_open() {
    let hired = at("c", "hired", "2021", "300");
    assert_eq!(said(grown(), &[hired]), apparent(Why::Measure));
    let told = reason(grown(), &[hired]);
    assert!(
        told.contains("whether any went that nobody speaks of: \"gone\""),
        "{told}"
    );
    // Too many came; that others left is nowhere denied.
    assert_eq!(said(grown(), &[at("c", "hired", "2021", "5,000")]), FITS);
    assert_eq!(said(grown(), &[none_gone()]), FITS);
    assert_eq!(said(grown(), &[]), FITS);
}

#[test]
fn periods_that_fill_the_time_between_are_added() {
    let half = at("c", "hired", "2021-01/2021-06", "100");
    let rest = |when, value| at("d", "hired", when, value);
    let run = |when, value| said(grown(), &[half, rest(when, value), none_gone()]);
    assert_eq!(run("2021-07/2021-12", "200"), CONTRADICTS);
    assert_eq!(run("2021-07/2021-12", "1,400"), FITS);
    let told = reason(
        grown(),
        &[half, rest("2021-07/2021-12", "200"), none_gone()],
    );
    assert!(told.contains("at most 300"), "{told}");
    // July is not told of: any number may have come in it.
    assert_eq!(run("2021-08/2021-12", "200"), FITS);
    // What is told of was too many all the same.
    assert_eq!(run("2021-08/2021-12", "1,500"), CONTRADICTS);
}

#[test]
fn a_longer_period_bounds_from_above_alone() {
    let hired = |value| at("c", "hired", "2020/2023", value);
    assert_eq!(said(grown(), &[hired("300"), none_gone()]), CONTRADICTS);
    assert_eq!(said(grown(), &[hired("9,000"), none_gone()]), FITS);
}

#[test]
fn a_fall_beyond_what_went_contradicts() {
    let [a, b] = grown();
    let fallen = [
        ClaimCells {
            value: "2,000",
            ..a
        },
        ClaimCells { value: "500", ..b },
    ];
    let none_hired = at("c", "hired", "2021", "0");
    let run = |gone| finding(fallen, &[none_hired, at("d", "gone", "2021", gone)]).1;
    let found = run("300");
    assert_eq!(found.verdict, Verdict::Contradiction);
    assert!((found.gap.unwrap() - 0.698_970_0).abs() < 1e-6);
    assert_eq!(run("1,500").kind, Some(Kind::ValueDisjoint));
    let told = reason(fallen, &[none_hired, at("d", "gone", "2021", "300")]);
    assert!(
        told.contains("it fell from 2,000 persons")
            && told.contains("more went than came between, by at most 300"),
        "{told}"
    );
    // The flows allow a rise alone: a fall against none is the largest gap.
    let risen = [
        at("c", "hired", "2021", "700"),
        at("d", "gone", "2021", "100"),
    ];
    assert_eq!(finding(fallen, &risen).1.gap, Some(1.0));
}

#[test]
fn two_accounts_of_one_flow_allow_what_either_does() {
    let by = |key, source, value| ClaimCells {
        source,
        ..at(key, "hired", "2021", value)
    };
    let run = |one, other| {
        let flows = [by("c", "ada", one), by("d", "cy", other), none_gone()];
        said(grown(), &flows)
    };
    assert_eq!(run("300", "2,000"), FITS);
    assert_eq!(run("300", "400"), CONTRADICTS);
    // Where they agree they say more together than each alone.
    assert_eq!(run("at least 1,600", "100-1,700"), CONTRADICTS);
}

#[test]
fn periods_that_contradict_each_other_say_nothing() {
    let year = at("c", "hired", "2021", "300");
    let spring = |value| at("d", "hired", "2021-02/2021-04", value);
    assert_eq!(said(grown(), &[year, spring("900"), none_gone()]), FITS);
    assert_eq!(
        said(grown(), &[year, spring("200"), none_gone()]),
        CONTRADICTS
    );
}

#[test]
fn loose_dates_leave_it_open() {
    let [a, b] = grown();
    let flows = [at("c", "hired", "2021", "300"), none_gone()];
    let loose = [
        ClaimCells {
            when: "2021-01~",
            ..a
        },
        b,
    ];
    assert_eq!(said(loose, &flows), apparent(Why::Time));
    assert!(reason(loose, &flows).contains("whether the flows fill the time between"));
    // Wherever in those months it was: the flows reach beyond.
    let wide = [
        at("c", "hired", "2020-12/2022-01", "300"),
        at("d", "gone", "2020-12/2022-01", "0"),
    ];
    assert_eq!(said(loose, &wide), CONTRADICTS);
    let some_day = [
        a,
        ClaimCells {
            time_mode: "within",
            ..b
        },
    ];
    assert_eq!(said(some_day, &flows), apparent(Why::Time));
    let of_loose_period = [at("c", "hired", "2021~", "300"), none_gone()];
    assert_eq!(said(grown(), &of_loose_period), apparent(Why::Time));
    // Times that may be one are no change.
    let perhaps_one = [
        a,
        ClaimCells {
            when: "2021-02~",
            ..b
        },
    ];
    assert_ne!(said(perhaps_one, &flows).2, Some(Kind::RateStock));
}

#[test]
fn rounding_may_explain_a_change() {
    let [a, b] = grown();
    let flows = [at("c", "hired", "2021", "300"), none_gone()];
    let rounded = [
        a,
        ClaimCells {
            value: "about 850",
            ..b
        },
    ];
    let (_, found) = finding(rounded, &flows);
    assert_eq!(
        (found.verdict, found.why),
        (Verdict::Reconciled, Some(Why::Rounding))
    );
    assert_eq!(found.outcomes.get(Explanation::Rounding), Outcome::Yes);
    let roughly_hired = [at("c", "hired", "2021", "about 300"), none_gone()];
    let exact = [a, ClaimCells { value: "825", ..b }];
    assert_eq!(finding(exact, &roughly_hired).1.why, Some(Why::Rounding));
}

#[test]
fn a_nought_that_may_be_silence_leaves_it_open() {
    let hired = at("c", "hired", "2021", "300");
    let silent = ClaimCells {
        basis: "official",
        ..none_gone()
    };
    assert_eq!(
        said(grown(), &[hired, silent]),
        apparent(Why::ZeroOrSilence)
    );
}

#[test]
fn what_is_told_of_a_flow_costs_certainty() {
    let told = ClaimCells {
        basis: "told",
        ..at("c", "hired", "2021", "several hundred")
    };
    let (study, found) = finding(grown(), &[told, none_gone()]);
    assert_eq!(found.verdict, Verdict::Contradiction);
    assert_eq!(shown(&study, &found).certainty, Certainty::Low);
}

#[test]
fn a_source_is_held_to_its_own_account() {
    let of = |source, cells: ClaimCells<'static>| ClaimCells { source, ..cells };
    let own = [of("ada", grown()[0]), of("ada", grown()[1])];
    let flows = [
        of("ada", at("c", "hired", "2021", "300")),
        of("ada", none_gone()),
        of("cy", at("d", "hired", "2021", "3,000")),
    ];
    assert_eq!(said(own, &flows), CONTRADICTS);
    assert!(
        reason(own, &flows).contains("by one source's own account it rose"),
        "{}",
        reason(own, &flows)
    );
    // Between two people the more generous account of a third holds.
    assert_eq!(said(grown(), &flows), FITS);
}

#[test]
fn a_flow_bears_on_its_own_place_and_people() {
    let hired = at("c", "hired", "2021", "300");
    let elsewhere = ClaimCells {
        place: "ford",
        ..hired
    };
    let of_a_part = ClaimCells {
        population: "hands",
        ..hired
    };
    let of_another_tree = ClaimCells {
        population: "sheep",
        ..hired
    };
    for other in [elsewhere, of_a_part, of_another_tree] {
        assert_eq!(said(grown(), &[other, none_gone()]), FITS);
    }
}

#[test]
fn a_second_reading_may_remove_it_and_may_not() {
    let flows = [at("c", "hired", "2021", "300"), none_gone()];
    let run = |value, when| {
        let reading = ClaimCells {
            reading_of: "b",
            ..at("e", "workers", when, value)
        };
        said(grown(), &[&flows[..], &[reading]].concat())
    };
    assert_eq!(run("800", "2022-01").1, Some(Why::Coding));
    assert_eq!(run("801", "2022-01"), CONTRADICTS);
    assert_eq!(run("801", "2022-02"), apparent(Why::Coding));
}

#[test]
fn it_takes_the_place_of_the_change_that_would_be_listed() {
    let flows = [at("c", "hired", "2021", "300"), none_gone()];
    let (study, finding) = finding(grown(), &flows);
    let list = |listing| {
        let request = Request {
            listing,
            ..Request::default()
        };
        let report = check(&study, &request);
        let of_pair = |found: &&Finding| (found.a, found.b) == (finding.a, finding.b);
        report
            .findings
            .iter()
            .filter(of_pair)
            .copied()
            .collect::<Vec<_>>()
    };
    assert_eq!(list(Listing::Flagged), [finding]);
    assert_eq!(list(Listing::All), [finding]);
}

#[test]
fn a_count_inside_the_time_of_a_figure_is_not_between() {
    // Whether the 500 were counted before or after those of January came is not said.
    let january = at("c", "hired", "2021-01", "1,600");
    assert_eq!(said(grown(), &[january, none_gone()]), FITS);
    let february = ClaimCells {
        when: "2021-02",
        ..january
    };
    assert_eq!(said(grown(), &[february, none_gone()]), CONTRADICTS);
    // Nor is one of the months left out where the months before fill it.
    let monthly: Vec<String> = (1..=12).map(|month| format!("2021-{month:02}")).collect();
    let keys: Vec<String> = (1..=12).map(|month| format!("m{month:02}")).collect();
    let run = |value| {
        let months = monthly.iter().zip(&keys);
        let mut flows: Vec<ClaimCells<'_>> = months
            .map(|(when, key)| at(key, "hired", when, value))
            .collect();
        flows.push(none_gone());
        said(grown(), &flows)
    };
    assert_eq!(run("125"), FITS);
    assert_eq!(run("124"), CONTRADICTS);
    assert_eq!(run("137"), CONTRADICTS);
}

#[test]
fn times_that_touch_need_flows_of_all_their_days() {
    let [a, b] = grown();
    let years = [
        ClaimCells { when: "2020", ..a },
        ClaimCells { when: "2021", ..b },
    ];
    let none = at("z", "gone", "2020/2021", "0");
    assert_eq!(said(years, &[at("c", "hired", "2021", "300"), none]), FITS);
    let both = at("c", "hired", "2020/2021", "300");
    assert_eq!(said(years, &[both, none]), CONTRADICTS);
}
