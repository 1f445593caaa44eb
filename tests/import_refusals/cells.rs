//! Dates, numbers, values, settings and trees that do not fit.

use crate::common::{Bench, sample};
use crate::{case, check};
use gainsay::project::error::ProjectError;

#[test]
fn dates_numbers_and_values_that_do_not_fit_are_refused() {
    let s = sample;
    check(vec![
        case(
            "impossible date",
            s().edit("interviews.csv", "2021-08-14", "2021-02-30"),
            "interviews.csv:2:date: `2021-02-30`",
            "EDTF",
        ),
        case(
            "no date",
            s().edit("interviews.csv", "2021-08-14", "last summer"),
            "interviews.csv:2:date: `last summer`",
            "EDTF",
        ),
        case(
            "end before start",
            s().edit("study.toml", "2021-08/2022-03", "2022-03/2021-08"),
            "study.toml:1:fieldwork: `2022-03/2021-08`",
            "EDTF",
        ),
        case(
            "bad Hijri date",
            s().edit("claims.csv", "sh:1400-05", "sh:1400-13"),
            "claims.csv:5:when: `sh:1400-13`",
            "EDTF",
        ),
        case(
            "members",
            s().edit(
                "sources.csv",
                "S-2,traders,interviewee,,",
                "S-2,traders,group-voice,9,4",
            ),
            "sources.csv:3:members_high: `4`",
            "not below members_low",
        ),
        case(
            "members that are none",
            s().edit(
                "sources.csv",
                "S-2,traders,interviewee,,",
                "S-2,traders,group-voice,-1,4",
            ),
            "sources.csv:3:members_low: `-1`",
            "0 or more",
        ),
        case(
            "number word",
            s().edit("study.toml", "low = 3, high = 6.5", "low = 7, high = 6.5"),
            "study.toml:",
            "handful",
        ),
        case(
            "unit of nothing",
            s().edit("study.toml", "{ same_as = \"persons\" }", "{ factor = 2 }"),
            "study.toml:",
            "same_as",
        ),
        case(
            "unit of itself",
            s().edit(
                "study.toml",
                "{ of = \"hectare\", factor = 0.2 }",
                "{ of = \"jeribs\", factor = 0.2 }",
            ),
            "study.toml:",
            "itself",
        ),
        case(
            "unit of no size",
            s().edit("study.toml", "factor = 0.2", "factor = 0"),
            "study.toml:",
            "above 0",
        ),
        case(
            "a value that is none",
            s().edit("claims.csv", "150-200", "many many"),
            "claims.csv:3:value: ",
            "number",
        ),
        case(
            "a range backwards",
            s().edit("claims.csv", "150-200", "200-150"),
            "claims.csv:3:value: ",
            "smaller number comes first",
        ),
        case(
            "a value the topic does not list",
            s().edit("claims.csv", ",closed,", ",shut,"),
            "claims.csv:4:value: ",
            "one of open, closed",
        ),
        case(
            "a value on a topic that lists none",
            s().edit("topics.csv", "open;closed", ""),
            "claims.csv:4:value: ",
            "the topic lists no values",
        ),
        case(
            "a control that is no figure",
            s().edit("controls.csv", "about 500", "a lot of them"),
            "controls.csv:2:value: ",
            "number",
        ),
        case(
            "a control the topic does not list",
            s().edit("controls.csv", "market,,", "market,shut,"),
            "controls.csv:3:value: ",
            "one of open, closed",
        ),
        case(
            "a figure that is none",
            s().edit("figures.csv", "\"1,200\"", "dozens of them"),
            "figures.csv:2:value: ",
            "",
        ),
        case(
            "what feeds a stock without a way",
            s().edit("topics.csv", "strength:in", "strength"),
            "topics.csv:4:feeds: `strength`",
            "KEY:in and KEY:out",
        ),
        case(
            "what feeds no topic of the study",
            s().edit("topics.csv", "strength:in", "crowd:in"),
            "topics.csv:4:feeds: `crowd:in`",
            "no topic has this key",
        ),
        case(
            "what feeds a stock that is none any more",
            s().edit("topics.csv", "quantity,stock,", "quantity,rank,"),
            "topics.csv:4:feeds: `strength:in`",
            "the measure stock",
        ),
        case(
            "what feeds a stock and is no flow any more",
            s().edit("topics.csv", "quantity,flow,", "quantity,cumulative,"),
            "topics.csv:4:feeds: `strength:in`",
            "the measure flow",
        ),
        case(
            "events told apart and made one by way of a third",
            s().edit("events.csv", "2021-09,ev-1,,", "2021-09,ev-1,ev-3,"),
            "events.csv:3:different_from: `ev-1`",
            "no same_as makes one",
        ),
        case(
            "measure of a state",
            s().edit(
                "topics.csv",
                "The market is open,state,",
                "The market is open,state,stock",
            ),
            "topics.csv:3:measure: `stock`",
            "quantity",
        ),
        case(
            "a range of nothing",
            s().edit("topics.csv", "places,,,,", "places,,9,3,"),
            "topics.csv:2:range_high: `3`",
            "above range_low",
        ),
        case(
            "a link of neutrals",
            s().edit("topic_links.csv", "denies", "neutral"),
            "topic_links.csv:2:stance: `neutral`",
            "affirms, denies or doubts",
        ),
        case(
            "a link to itself",
            s().edit("topic_links.csv", "denies,strength", "denies,market"),
            "topic_links.csv:2:implies_topic: `market`",
            "another topic",
        ),
        case(
            "a claim that answers itself",
            s().edit("claims.csv", "S-1,,c-1,,no", "S-1,,c-2,,no"),
            "claims.csv:3:responds_to: `c-2`",
            "another claim",
        ),
        case(
            "a claim that details itself",
            s().edit("claims.csv", ",,c-2,yes", ",,c-2;c-1,yes"),
            "claims.csv:2:general_of: ",
            "another claim",
        ),
        case(
            "a claim that is the detail of its own detail",
            s().edit("claims.csv", "S-1,,c-1,,no", "S-1,,c-1,c-1,no"),
            "claims.csv:3:general_of: `c-1`",
            "a claim that does not name c-2 as its own detail",
        ),
        case(
            "a reading of itself",
            s().edit("claims.csv", "ben,c-4", "ben,c-3"),
            "claims.csv:4:reading_of: `c-3`",
            "another claim",
        ),
        case(
            "a judgement on one claim",
            s().edit("judgements.csv", "c-1;c-2", "c-1;c-1"),
            "judgements.csv:2:claims: `c-1;c-1`",
            "two claims or more",
        ),
    ]);
}

#[test]
fn a_tree_that_is_none_is_refused_with_the_line_of_one_of_its_rows() {
    let s = sample;
    let deep = |head: &str, row: &dyn Fn(usize) -> String| {
        let mut text = head.to_owned();
        (0..=256).for_each(|depth| text.push_str(&row(depth)));
        text
    };
    let up = |depth: usize| {
        if depth == 0 {
            String::new()
        } else {
            format!("n{}", depth - 1)
        }
    };
    check(vec![
        case(
            "places",
            s().edit("places.csv", "land,,", "land,north,"),
            "places.csv:3:parent: `land`",
            "circle",
        ),
        case(
            "its own parent",
            s().edit("places.csv", "land,,", "land,land,"),
            "places.csv:3:parent: `land`",
            "land in land",
        ),
        case(
            "populations",
            s().edit("populations.csv", "members,,", "members,fighters,"),
            "populations.csv:3:parent: `fighters`",
            "circle",
        ),
        case(
            "topics",
            s().edit("topics.csv", "places,,,,", "places,,,,market"),
            "topics.csv:3:parent: `market`",
            "circle",
        ),
        case(
            "codes",
            s().edit("codebook.csv", "trade,,", "trade,closing,"),
            "codebook.csv:3:parent: `closing`",
            "circle",
        ),
        case(
            "groups",
            s().edit(
                "study.toml",
                "key = \"elders\"",
                "key = \"elders\"\nparent = \"traders\"",
            ),
            "study.toml:",
            "circle",
        ),
        case(
            "deep places",
            s().with(
                "places.csv",
                deep("place,parent\nnorth,\n", &|n| format!("n{n},{}\n", up(n))),
            ),
            "places.csv:259:parent: `n256`",
            "256 levels",
        ),
        case(
            "deep codes",
            s().with(
                "codebook.csv",
                deep("code,parent\ntrade,\nclosing,\n", &|n| {
                    format!("n{n},{}\n", up(n))
                }),
            ),
            "codebook.csv:260:parent: `n256`",
            "256 levels",
        ),
        case(
            "a long key in a circle",
            {
                let key = "k".repeat(150);
                s().add("places.csv", &format!("{key},{key},,,"))
            },
            "places.csv:4:parent: ",
            "circle",
        ),
    ]);
    let most = s().with(
        "places.csv",
        deep("place,parent\nnorth,\n", &|n| {
            if n < 256 {
                format!("n{n},{}\n", up(n))
            } else {
                String::new()
            }
        }),
    );
    Bench::new().take(&most);
}

#[test]
fn an_attribute_holds_what_the_study_allows() {
    let files = sample().edit("sources.csv", "40-49", "40-48");
    let Err(ProjectError::Rejected { shown, .. }) = Bench::new().import(&files, Default::default())
    else {
        panic!("refused")
    };
    let told = shown[0].to_string();
    assert!(
        told.starts_with("sources.csv:2:attr.age_band: is not a value"),
        "{told}"
    );
    assert!(told.contains("did you mean 40-49?"), "{told}");
}

#[test]
fn a_setting_out_of_its_range_is_refused_by_name() {
    let with = |from: &str, to: &str| sample().edit("study.toml", from, to);
    check(vec![
        case(
            "a tolerance of one",
            with("relative_tolerance = 0.1", "relative_tolerance = 1.0"),
            "study.toml:60:relative_tolerance: `1.0` is out of range in [cross_check]",
            "from 0 to below 1",
        ),
        case(
            "severities that change places",
            with("gross_gap = 0.6", "gross_gap = 0.1"),
            "study.toml:60:gross_gap: `0.1` is out of range in [cross_check]",
            "above 0.15, at most 1",
        ),
        case(
            "a strength that is no word",
            with("tie_network = \"hard\"", "tie_network = \"hardd\""),
            "study.toml:60:tie_network: `hardd` is not a word",
            "did you mean hard?",
        ),
        case(
            "days that are no number",
            with("undated_reach_days = 30", "undated_reach_days = \"month\""),
            "study.toml:60:undated_reach_days: `month`",
            "whole number",
        ),
    ]);
}
