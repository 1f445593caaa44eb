//! Bad input: each fault is refused with file, line, column, value and remedy, nothing is
//! written, and no message holds what somebody said.

#[path = "import_refusals/cells.rs"]
mod cells;
mod common;
#[path = "import_refusals/skipping.rs"]
mod skipping;
#[path = "import_refusals/tables.rs"]
mod tables;
#[path = "import_refusals/texts.rs"]
mod texts;

use common::{Bench, Files, SECRET, sample};
use gainsay::project::error::ProjectError;

/// A file of the sample with one thing wrong, and how the message begins and what it holds.
struct Case {
    what: &'static str,
    files: Files,
    begins: &'static str,
    holds: &'static str,
}

fn case(what: &'static str, files: Files, begins: &'static str, holds: &'static str) -> Case {
    Case {
        what,
        files,
        begins,
        holds,
    }
}

fn check(cases: Vec<Case>) {
    let bench = Bench::new();
    for Case {
        what,
        files,
        begins,
        holds,
    } in cases
    {
        let shown = bench.refused(&files);
        let found = shown.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert!(
            found
                .iter()
                .any(|said| said.starts_with(begins) && said.contains(holds)),
            "{what}: {found:#?}"
        );
        for said in &found {
            assert!(!said.contains(SECRET), "{what}: {said}");
        }
        assert!(shown.iter().all(|one| !one.remedy.is_empty()), "{what}");
    }
    assert!(bench.study.log(1).unwrap().is_empty());
}

#[test]
fn all_faults_of_all_files_are_told_at_once() {
    let files = sample()
        .edit(
            "claims.csv",
            "c-2,S-2,strength,denies",
            "c-2,S-2,strength,deneis",
        )
        .with("memos.csv", "about\n")
        .add("places.csv", "x,,")
        .add("events.csv", "ev-1,,,,,,")
        .edit("interviews.csv", "2021-08-14", "2021-02-30");
    let shown = Bench::new().refused(&files);
    for place in [
        "places.csv:4",
        "interviews.csv:2:date",
        "events.csv:5:event",
        "claims.csv:3:stance",
        "memos.csv:1",
    ] {
        assert!(
            shown.iter().any(|one| one.place() == place),
            "{place}: {:?}",
            shown.iter().map(|one| one.place()).collect::<Vec<_>>()
        );
    }
}

#[test]
fn more_faults_than_are_shown_are_counted() {
    let mut files = sample();
    let rows: String = (0..10_500)
        .map(|number| format!("a b{number},,,,\n"))
        .collect();
    files = files.add("places.csv", rows.trim_end());
    let Err(ProjectError::Rejected { shown, total }) =
        Bench::new().import(&files, Default::default())
    else {
        panic!("refused")
    };
    assert_eq!((shown.len(), total), (10_000, 10_500));
}

#[test]
fn no_message_holds_what_somebody_said() {
    // The marker in every free cell of a file in which every row is bad.
    let m = SECRET;
    let files = sample()
        .with("sources.csv", format!("source,group,introduced_by,heard_from,network,citation,note,attr.x\nS 1,none,{m},{m},{m},{m},{m},{m}\nS-9,elders,,,,{m},{m}\n"))
        .with("topics.csv", format!("topic,statement,kind,unit,values,favours,order_of\nt,{m},state,{m},{m},{m},{m}\nu,{m},opinion,,,,\n"))
        .with("questions.csv", format!("question,text,questionnaire,topic\nq,{m},{m},nothing\n"))
        .with("codebook.csv", format!("code,definition,name,example,parent\nc d,{m},{m},{m},x\n"))
        .with("memos.csv", format!("about,text,date\nnobody,{m},never\n"))
        .with("judgements.csv", format!("claims,judgement,analyst,reason\nc-1,maybe,nobody,{m}\n"))
        .with("claims.csv", format!("claim,source,topic,stance,quote,via,actor,note,unit\nc-1,S-9,t,affirms,{m},{m},{m},{m},{m}\n"));
    let shown = Bench::new().refused(&files);
    assert!(shown.len() > 10);
    for one in shown {
        assert!(
            !one.to_string().contains(m) && !format!("{one:?}").contains(m),
            "{one}"
        );
    }
}

#[test]
fn what_is_let_in_can_be_computed_with() {
    let bench = Bench::new();
    bench.take(&sample());
    let settings = gainsay::method::settings::Settings::default();
    let model = gainsay::project::study_model::study_of(bench.study.store(), &settings).unwrap();
    assert_eq!(model.claims().len(), 4);
}

#[test]
fn claims_of_sources_that_were_not_in_the_interview_are_told_with_their_lines() {
    let files = sample()
        .add(
            "claims.csv",
            "c-5,S-2,market,affirms,i-1,,,,,,,,,,,,,open,,,,,,,,,,,,",
        )
        .add(
            "claims.csv",
            "c-6,S-2,market,affirms,i-1,,,,,,,,,,,,,open,,,,S-1,,,,,,,,",
        )
        .add(
            "claims.csv",
            "c-7,P-1,market,affirms,i-1,,,,,,,,,,,,,open,,,,,,,,,,,,",
        );
    let warned = Bench::new().take(&files).warnings;
    let told: Vec<_> = warned
        .iter()
        .filter(|line| line.contains("was not in the interview"))
        .collect();
    assert_eq!(told.len(), 1, "{warned:?}");
    assert!(told[0].starts_with("claims.csv:6: the source S-2 was not in the interview i-1"));
}
